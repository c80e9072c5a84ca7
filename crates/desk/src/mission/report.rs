//! The report of a mission: assembled from its answers, cut into records that go to who asked at once; who should have got it.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Actor, Asker, AttachmentId, DutyKind, EditId, Kind, Link, LinkKind, Marking, Mission, MissionId, MissionStage,
    NeedId, Noun, PartialDate, Post, PostId, Power, Question, QuestionEnd, RecordId, Refusal, ReportGiven, RequestId,
    Thing, sentence,
};
use store::{Deed, DeliveryFilter, HeldAnswerFile, ReportRecord, Writer};

use super::answer::answers_of;
use super::{held, thing};
use crate::attachment::{Lying, keep_lying};
use crate::manuscript::{Manuscript, keep, lay};
use crate::review::Turn;
use crate::{Failure, Office};

/// Where answers of missions come from, as the origin of a record.
const ORIGIN: &str = "missions";

/// What a report has become.
#[derive(Clone, Debug, Default)]
pub struct ReportPage {
    /// The records that it was cut into, with the question that each answers.
    pub records: Vec<ReportRecord>,
    /// What was done with questions that were refused.
    pub ends: Vec<QuestionEnd>,
    /// What it recommends.
    pub recommendations: Vec<model::Recommendation>,
}

/// Somebody who should have the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The post.
    pub post: PostId,
    /// Whether it asked something; otherwise the plan of the mission names it or its unit.
    pub asks: bool,
    /// Whether somebody there may see the report.
    pub may_see: bool,
    /// Records of the report that were laid before it, answers to its requests among them.
    pub n_got: usize,
    /// Of these it looked at so many.
    pub n_read: usize,
}

/// Keeps the report of a mission: each part of it becomes a record by the same door as all others, goes to who asked, and is held
/// against every need at once. Questions get their end. `revision` is that of the mission which the officer saw.
///
/// # Errors
/// Refused when the officer does not act for its post, when it is not under way, while a question has no end, or when what is given
/// does not fit the answers.
pub fn hand_in_report(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    (id, revision): (MissionId, u32),
    given: ReportGiven,
) -> Result<Mission, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, id)?;
        let actor = officer.acting_for(&before.post)?;
        before.from_revision(revision)?;
        // Refused here already when it does not stand so, before anything is made of the answers.
        before.hand_in(&actor.to_string(), RecordId::from_bits(0))?;
        let list = deed.questions(id)?;
        let log = deed.answer_log(id)?;
        // Edits are only added, so their number is that of the last.
        if log.edits().count() as u64 != given.seen {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "report-news",
                "Answers came in since this page was opened; look at the report with them, and hand it in then"
            ))));
        }
        let answers = answers_of(&list, &log);
        let given = given.checked(&list, &answers)?;
        let mut files: BTreeMap<EditId, HeldAnswerFile> =
            deed.answer_files(id)?.into_iter().map(|file| (file.edit, file)).collect();
        let by = deed.post(&before.post)?.map(|post| post.title);
        let (mut whole, mut cut) = (before.marking.clone(), Vec::new());
        for (at, piece) in (0u32..).zip(&given.pieces) {
            let marking = before.marking.join(&piece.marking);
            still_read(turn, &marking)?;
            whole = whole.join(&marking);
            let asked = piece.questions.iter().filter_map(|id| list.get(*id).ok());
            let asked: Vec<&Question> = asked.collect();
            let questions: Vec<&str> = asked.iter().map(|question| question.text.as_str()).collect();
            let text = format!("{}\n\n{}", questions.join("\n"), piece.text);
            let local = format!("{id}-{}", at + 1);
            let name = format!("mission:{local}");
            let of = (by.as_deref(), before.title.as_str());
            let part = manuscript(turn, (&name, &local), (&piece.title, &text), of, &marking);
            let record = keep(deed, turn, &part)?;
            attach(deed, turn, &actor, (record, &marking), &piece.files, &mut files, id)?;
            deed.draw(&Link::new(Thing::new(Noun::Record, record), LinkKind::DerivedFrom, thing(id)))?;
            for question in &asked {
                let line = ReportRecord { mission: id, position: at, record, question: question.id };
                deed.keep_report_record(&line)?;
                for asker in &question.askers {
                    give(deed, turn, office, &actor, asker, question, (record, &marking))?;
                }
            }
            cut.push(record);
        }
        let (local, of) = (id.to_string(), (by.as_deref(), before.title.as_str()));
        let name = format!("mission:{local}");
        let all = manuscript(turn, (&name, &local), (&given.title, &given.text), of, &whole);
        let report = keep(deed, turn, &all)?;
        let as_thing = |record: RecordId| Thing::new(Noun::Record, record);
        deed.draw(&Link::new(as_thing(report), LinkKind::DerivedFrom, thing(id)))?;
        for record in cut.iter().copied() {
            deed.draw(&Link::new(as_thing(report), LinkKind::DerivedFrom, as_thing(record)))?;
        }
        for end in &given.ends {
            deed.keep_question_end(id, end)?;
        }
        let (mission, fact) = before.hand_in(&actor.to_string(), report)?;
        let fact = cut.iter().fold(fact, |fact, record| fact.particular("record", record));
        deed.keep_mission(&mission, &fact)?;
        deed.keep_questions(id, &list.ended(|id| answers.get(&id).map(|answer| answer.state)))?;
        deed.done(&thing(id), DutyKind::Report, "handed in")?;
        Ok(mission)
    })
}

/// Refuses a marking with which whoever hands it in could not read it any more.
fn still_read(turn: &Turn<'_>, marking: &Marking) -> Result<(), Failure> {
    if turn.officer.clearance.may_see(marking) {
        return Ok(());
    }
    Err(Failure::said(sentence!(
        "marking-blind-answer",
        "You could not see the answer once it is so marked; choose a marking that you are cleared for"
    )))
}

/// The manuscript that a part of a report is: `name` within the office, what it is called and says, whose it is and of which mission.
fn manuscript<'a>(
    turn: &Turn<'_>,
    (name, local): (&'a str, &'a str),
    (title, text): (&'a str, &'a str),
    (by, of): (Option<&str>, &str),
    marking: &'a Marking,
) -> Manuscript<'a> {
    Manuscript {
        source: None,
        origin: (ORIGIN, "answer"),
        name,
        local: Some(local),
        kind: Kind::Report,
        title,
        text,
        contributors: Vec::new(),
        language: None,
        stands_in: by.map_or_else(|| of.to_owned(), |by| format!("{of}: {by}")),
        day: Some(PartialDate::from(turn.today)),
        notes: Vec::new(),
        is_published: false,
        marking,
    }
}

/// Hands files of answers over to the record that they belong to. One that goes with several records is attached to each.
fn attach(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    actor: &Actor,
    (record, marking): (RecordId, &Marking),
    wanted: &[EditId],
    files: &mut BTreeMap<EditId, HeldAnswerFile>,
    mission: MissionId,
) -> Result<(), Failure> {
    for edit in wanted {
        let Some(file) = files.get_mut(edit) else { continue };
        let lying = Lying { name: &file.name, n_bytes: file.n_bytes, digest: file.digest };
        keep_lying(deed, file.id, record, marking, Some(actor.clone()), &lying, &turn.officer.scope)?;
        deed.remove_answer_file(mission, *edit)?;
        // The next record that it goes with has it under a name of its own.
        file.id = AttachmentId::from_bits((turn.ids)());
    }
    Ok(())
}

/// What stands as the ground of a delivery that answers a question.
fn ground(question: &Question) -> String {
    format!("`{}` in question", question.text.replace(['`', ';'], " "))
}

/// Lays an answer before who asked, whatever the profiles say. Who may not see it gets nothing; the plan of the report shows that.
fn give(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    office: &Office,
    actor: &Actor,
    asker: &Asker,
    question: &Question,
    (record, marking): (RecordId, &Marking),
) -> Result<(), Failure> {
    let answered = Thing::new(Noun::Record, record);
    deed.draw(&Link::new(answered.clone(), LinkKind::Answers, asker.thing.clone()))?;
    if !office.post_may_see_marking(&asker.post, marking, turn.today)? {
        return Ok(());
    }
    if asker.thing.noun == Noun::Request {
        let Some(id) = RequestId::parse(&asker.thing.name) else { return Ok(()) };
        // It was with the mission, whoever sees it: what the request is marked with is in the marking of the mission.
        let Some(before) = deed.request(&turn.officer.scope, id)?.filter(model::Request::is_open) else {
            return Ok(());
        };
        deed.keep_request(&before.answer(record)?)?;
        let fact = model::Fact::new(&actor.to_string(), model::Verb::Answered, asker.thing.to_string());
        deed.note(&fact.to(answered.to_string()))?;
        deed.done(&asker.thing, DutyKind::Answer, "answered")?;
        deed.done(&asker.thing, DutyKind::Route, "answered")?;
        return Ok(());
    }
    let need = NeedId::new(&asker.thing.name)?;
    lay(deed, turn, need, &asker.post, record, ground(question), None).map(|_| ())
}

/// Sends the whole report to a post that should have it.
///
/// # Errors
/// Refused when the officer does not act for the post of the mission, when there is no report yet, when that post should not have
/// it, or when nobody there may see it.
pub fn send_report(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    id: MissionId,
    to: &PostId,
) -> Result<(), Failure> {
    let seen = office.mission(&id.to_string())?;
    let wanted = office.recipients(&seen, turn.today)?.into_iter().find(|one| one.post == *to);
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let mission = held(deed, turn, id)?;
        turn.officer.acting_for(&mission.post)?;
        let (Some(report), Some(wanted)) = (mission.report, &wanted) else {
            return Err(Failure::said(sentence!(
                "report-not-planned",
                "The report goes to who asked and to whom its plan names; choose one of these once it is handed in"
            )));
        };
        if !wanted.may_see {
            return Err(Failure::said(sentence!(
                "report-recipient-blind",
                "Nobody at {post} may see the report; give them an answer that they may see, or ask who clears them",
                post = to
            )));
        }
        let first = mission.needs.first().map(|need| deed.need(&turn.officer.scope, need)).transpose()?.flatten();
        let Some(need) = first else {
            return Err(Failure::said(sentence!(
                "report-no-need",
                "The need behind the mission is not there any more, so the report is sent by its page alone"
            )));
        };
        let (grounds, mut base) = (String::new(), None);
        if need.post == *to {
            lay(deed, turn, need.id, to, report, grounds, None)?;
            return Ok(());
        }
        let filter = DeliveryFilter { need: Some(need.id.clone()), record: Some(report), ..DeliveryFilter::default() };
        for held in deed.deliveries(&filter)? {
            if held.delivery.post == *to {
                return Ok(());
            }
            base = base.or_else(|| held.delivery.forwarded_from.is_none().then_some(held.delivery.id));
        }
        let marking = deed.marking_of_record(&turn.officer.scope, report)?.unwrap_or_else(Marking::top);
        if base.is_none() && office.post_may_see_marking(&need.post, &marking, turn.today)? {
            // The report is first laid before the post of the need; from there it goes on. Where that may not see it, it goes
            // straight to who may.
            lay(deed, turn, need.id.clone(), &need.post, report, String::new(), None)?;
            base = deed.deliveries(&filter)?.into_iter().map(|held| held.delivery.id).next();
        }
        lay(deed, turn, need.id, to, report, grounds, base).map(|_| ())
    })
}

/// The posts of a unit to which a report goes: those that lead there, or the first where none does.
fn posts_of(unit: &str, posts: &[Post]) -> Vec<PostId> {
    let there: Vec<&Post> = posts.iter().filter(|post| post.unit.as_str() == unit && !post.closed).collect();
    let lead: Vec<PostId> =
        there.iter().filter(|post| post.powers.contains(&Power::Lead)).map(|post| post.id.clone()).collect();
    if lead.is_empty() { there.first().map(|post| post.id.clone()).into_iter().collect() } else { lead }
}

impl Office {
    /// What the report of a mission became.
    ///
    /// # Errors
    /// When the store fails.
    pub fn report_page(&self, id: MissionId) -> Result<ReportPage, Failure> {
        Ok(ReportPage {
            records: self.reader.report_records(&self.scope, id)?,
            ends: self.reader.question_ends(&self.scope, id)?,
            recommendations: self.reader.recommendations(&self.scope, id)?,
        })
    }

    /// The questions of missions that a record answers.
    ///
    /// # Errors
    /// When the store fails.
    pub fn questions_of_record(&self, record: RecordId) -> Result<Vec<(Mission, Question)>, Failure> {
        let mut found = Vec::new();
        for line in self.reader.questions_of_record(&self.scope, record)? {
            let Some(mission) = self.reader.mission(&self.scope, line.mission)? else { continue };
            let list = self.reader.questions(&self.scope, line.mission)?;
            if let Ok(question) = list.get(line.question) {
                found.push((mission, question.clone()));
            }
        }
        Ok(found)
    }

    /// Who should have the report of a mission, and who got and read what of it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn recipients(&self, mission: &Mission, today: model::Date) -> Result<Vec<Recipient>, Failure> {
        let list = self.reader.questions(&self.scope, mission.id)?;
        let posts = self.posts()?;
        let mut wanted: BTreeMap<PostId, bool> = list.askers().map(|asker| (asker.post.clone(), true)).collect();
        for recipient in &mission.recipients {
            let named = match recipient.noun {
                Noun::Post => PostId::new(&recipient.name).into_iter().collect(),
                _ => posts_of(&recipient.name, &posts),
            };
            for post in named {
                wanted.entry(post).or_insert(false);
            }
        }
        let mut records: BTreeSet<RecordId> =
            self.reader.report_records(&self.scope, mission.id)?.into_iter().map(|line| line.record).collect();
        records.extend(mission.report);
        let mut laid: Vec<(PostId, bool)> = Vec::new();
        for record in &records {
            let filter = DeliveryFilter { record: Some(*record), ..DeliveryFilter::default() };
            self.reader.each_delivery(&self.scope, &filter, &mut |held| {
                laid.push((held.delivery.post, held.read_at.is_some()));
                std::ops::ControlFlow::Continue(())
            })?;
        }
        for asker in list.askers().filter(|asker| asker.thing.noun == Noun::Request) {
            let Some(id) = RequestId::parse(&asker.thing.name) else { continue };
            let request = self.reader.request(&self.scope, id)?;
            if request.and_then(|request| request.answer).is_some_and(|answer| records.contains(&answer)) {
                // That a request was answered is told to who asked; whether they looked is not kept.
                laid.push((asker.post.clone(), false));
            }
        }
        let seen = match mission.report {
            Some(report) => {
                self.reader.marking_of_record(&self.scope, report)?.unwrap_or_else(|| mission.marking.clone())
            }
            None => mission.marking.clone(),
        };
        let mut found = Vec::new();
        for (post, asks) in wanted {
            let own = || laid.iter().filter(|(to, _)| *to == post);
            found.push(Recipient {
                asks,
                may_see: self.post_may_see_marking(&post, &seen, today)?,
                n_got: own().count(),
                n_read: own().filter(|(_, read)| *read).count(),
                post,
            });
        }
        Ok(found)
    }
}

/// Stages at which a mission may still recommend something.
pub(super) const RECOMMENDED_AT: [MissionStage; 2] = [MissionStage::UnderWay, MissionStage::Reported];
