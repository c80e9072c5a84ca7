//! What members learn abroad: edits of answers are taken as they come, in any order, in parts and twice.

use std::collections::BTreeMap;

use model::{
    ANSWER_EDITS_SENT_MAX, Actor, Answer, AnswerEdit, AnswerLog, AttachmentId, EditId, Fact, Mission, MissionId,
    MissionStage, QuestionId, QuestionList, QuestionState, Refusal, Verb, sentence,
};
use store::{Deed, HeldAnswerFile, Writer};

use super::{held, thing};
use crate::attachment::Brought;
use crate::review::Turn;
use crate::{Failure, Office, Officer};

/// What became of edits that were sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswersTaken {
    /// Those that are kept, now or before.
    pub kept: Vec<EditId>,
    /// Those that are not taken, each with why. The others are kept all the same.
    pub refused: Vec<(EditId, Refusal)>,
    /// What others wrote beyond what the sender knows, each with its number.
    pub news: Vec<(u64, AnswerEdit)>,
    /// The number up to which the sender knows all edits now.
    pub upto: u64,
}

/// Stages at which answers are written down. What a phone brings after the report is refused and stays there with the reason: no
/// record would hold it.
pub(super) const ANSWERED_AT: [MissionStage; 1] = [MissionStage::UnderWay];

/// Whether somebody goes along.
pub(super) fn goes(deed: &Deed<'_>, officer: &Officer, mission: &Mission) -> Result<bool, Failure> {
    for member in &mission.members {
        let specialist = deed.specialist(&officer.scope, member.specialist)?;
        if specialist.is_some_and(|one| one.person.as_ref() == Some(&officer.person.id)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Them, as who writes down answers: for the post of the mission, or as one of its members.
fn answerer(deed: &Deed<'_>, officer: &Officer, mission: &Mission) -> Result<Actor, Failure> {
    let own = officer.acting_for(&mission.post);
    if own.is_err() && goes(deed, officer, mission)? {
        return Ok(Actor { person: officer.person.id.clone(), post: None });
    }
    if own.is_err() {
        return Err(Failure::said(sentence!(
            "answer-not-member",
            "Only those who go along and the post of the mission write down its answers; ask one of them"
        )));
    }
    Ok(own?)
}

/// What an edit is held against.
struct Door {
    mission: Mission,
    list: QuestionList,
    log: AnswerLog,
    by: Actor,
}

fn door(deed: &Deed<'_>, turn: &Turn<'_>, id: MissionId) -> Result<Door, Failure> {
    let mission = held(deed, turn, id)?;
    let by = answerer(deed, turn.officer, &mission)?;
    if !ANSWERED_AT.contains(&mission.stage) {
        return Err(Failure::said(sentence!(
            "answer-not-under-way",
            "The mission stands at “{stage}”, and answers are written down while it is under way; what is late goes to the post of the mission",
            stage = mission.stage
        )));
    }
    Ok(Door { list: deed.questions(id)?, log: deed.answer_log(id)?, by, mission })
}

impl Door {
    /// The edit as it is kept, if it may be.
    fn pass(&self, edit: AnswerEdit) -> Result<AnswerEdit, Refusal> {
        let question = self.list.get(edit.question)?;
        if question.state == QuestionState::Known {
            return Err(Refusal::Said(sentence!(
                "answer-known",
                "A record answers this question already, so it is not asked abroad"
            )));
        }
        let edit = AnswerEdit { by: self.by.to_string(), ..edit }.tidied()?;
        self.log.takes(&edit)?;
        Ok(edit)
    }

    fn keep(&mut self, deed: &mut Deed<'_>, edit: AnswerEdit) -> Result<(), Failure> {
        deed.keep_answer_edit(self.mission.id, &edit)?;
        if let Some(taken) = edit.taken {
            deed.remove_answer_file(self.mission.id, taken)?;
        }
        self.log.add(edit);
        Ok(())
    }

    fn note(&self, deed: &mut Deed<'_>, n_edits: usize) -> Result<(), Failure> {
        let fact = Fact::new(&self.by.to_string(), Verb::NotedDown, thing(self.mission.id).to_string());
        Ok(deed.note(&fact.with(format!("{n_edits} edits")))?)
    }
}

/// Takes edits of answers, and answers with those that others wrote after the one of number `after`. An edit that is kept already is not kept twice; one that cannot be taken keeps none of the others out.
///
/// # Errors
/// Refused when the officer neither goes along nor acts for the post of the mission, when it is not under way, or when too many come
/// at once.
pub fn take_answers(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: MissionId,
    edits: &[AnswerEdit],
    after: u64,
) -> Result<AnswersTaken, Failure> {
    if edits.len() > ANSWER_EDITS_SENT_MAX {
        return Err(Failure::said(sentence!(
            "answer-sent-many",
            "Up to {max} edits are taken at once; send the others after them",
            max = ANSWER_EDITS_SENT_MAX
        )));
    }
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let mut door = door(deed, turn, id)?;
        let (mut taken, mut n_new) = (AnswersTaken::default(), 0);
        for edit in edits {
            if door.log.holds(edit.id) {
                taken.kept.push(edit.id);
                continue;
            }
            let passed = match edit.file {
                Some(_) => Err(Refusal::Said(sentence!(
                    "answer-file-bare",
                    "A file comes with what is in it; send it by itself"
                ))),
                None => door.pass(edit.clone()),
            };
            match passed {
                // What changes nothing leaves nothing behind.
                Ok(edit) if edit.is_empty() => taken.kept.push(edit.id),
                Ok(edit) => {
                    taken.kept.push(edit.id);
                    door.keep(deed, edit)?;
                    n_new += 1;
                }
                Err(refusal) => taken.refused.push((edit.id, refusal)),
            }
        }
        if n_new > 0 {
            door.note(deed, n_new)?;
        }
        taken.upto = after;
        for (number, edit) in deed.answer_edits_after(id, after)? {
            taken.upto = taken.upto.max(number);
            if !edits.iter().any(|sent| sent.id == edit.id) {
                taken.news.push((number, edit));
            }
        }
        Ok(taken)
    })
}

/// Takes a file of an answer, with the edit that brings it, and answers with what the answer is then. It is given out once it belongs to a record and was looked at there.
///
/// # Errors
/// Refused as [`take_answers`] refuses, and when the answer has as many files as it may.
pub fn take_answer_file(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    id: MissionId,
    edit: &AnswerEdit,
    brought: &Brought,
) -> Result<Answer, Failure> {
    let file = AttachmentId::from_bits((turn.ids)());
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let mut door = door(deed, turn, id)?;
        if door.log.holds(edit.id) {
            return Ok(door.log.answer(edit.question));
        }
        let edit = door.pass(AnswerEdit { file: Some(brought.name.clone()), ..edit.clone() })?;
        let held = HeldAnswerFile {
            id: file,
            edit: edit.id,
            name: brought.name.clone(),
            n_bytes: brought.n_bytes,
            digest: brought.digest,
        };
        deed.keep_answer_file(id, &held)?;
        let question = edit.question;
        door.keep(deed, edit)?;
        door.note(deed, 1)?;
        Ok(door.log.answer(question))
    })
}

/// What the edits of each question come to.
pub(super) fn answers_of(list: &QuestionList, log: &AnswerLog) -> BTreeMap<QuestionId, Answer> {
    list.all().iter().map(|question| (question.id, log.answer(question.id))).collect()
}

impl Office {
    /// The answers of a mission, by question.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mission_answers(&self, id: MissionId) -> Result<BTreeMap<QuestionId, Answer>, Failure> {
        let list = self.reader.questions(&self.scope, id)?;
        Ok(answers_of(&list, &self.reader.answer_log(&self.scope, id)?))
    }

    /// How many edits the answers of a mission are made of; the number of the last.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_answer_edits(&self, id: MissionId) -> Result<u64, Failure> {
        Ok(self.reader.n_answer_edits(&self.scope, id)?)
    }

    /// What was learned of the questions of a mission, with how many edits it is made of: of one moment, in one read.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mission_answers_counted(&self, id: MissionId) -> Result<(BTreeMap<QuestionId, Answer>, u64), Failure> {
        let list = self.reader.questions(&self.scope, id)?;
        let log = self.reader.answer_log(&self.scope, id)?;
        let n_edits = log.edits().count() as u64;
        Ok((answers_of(&list, &log), n_edits))
    }

    /// The edits of the answers of a mission that came after a number, each with its own.
    ///
    /// # Errors
    /// When the store fails.
    pub fn answer_edits_after(&self, id: MissionId, number: u64) -> Result<Vec<(u64, AnswerEdit)>, Failure> {
        Ok(self.reader.answer_edits_after(&self.scope, id, number)?)
    }

    /// The files of the answers of a mission that belong to no record yet.
    ///
    /// # Errors
    /// When the store fails.
    pub fn answer_files(&self, id: MissionId) -> Result<Vec<HeldAnswerFile>, Failure> {
        Ok(self.reader.answer_files(&self.scope, id)?)
    }

    /// Whether what is known of a mission may be kept on a phone, by its marking and the setting of the office.
    pub fn may_be_kept_on_phones(&self, mission: &Mission) -> bool {
        self.may_marking_be_kept_on_phones(&mission.marking)
    }

    /// Whether what bears a marking may be kept on the phones of those who work outside.
    pub(crate) fn may_marking_be_kept_on_phones(&self, marking: &model::Marking) -> bool {
        let is_low = marking.level <= self.configuration().abroad().level();
        is_low && marking.compartments.is_empty() && marking.may_be_given_out()
    }
}
