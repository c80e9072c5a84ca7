//! The questions of a mission are edited by its post, and held against the records by its reviewer.

use matching::Salient;
use matching::analysis::fold;
use model::{
    Actor, Asker, Delivery, DeliveryId, DutyKind, HostId, Lookup, Mission, MissionId, MissionStage, NeedId, Noun,
    ProfileId, Question, QuestionId, QuestionList, QuestionState, RecordId, RequestId, Stage, Thing, Verb, sentence,
};
use store::{Deed, Writer};

use super::{drawn_marking, held, links, parameter_question, relink, still_seen, thing};
use crate::drafting::words;
use crate::review::{Turn, not_found, tree};
use crate::work_calendar::charge;
use crate::{Failure, Office};

/// From this likeness on two questions are one: most of the telling words are the same.
const SAME_MIN: f32 = 0.62;

/// What is wanted on the list: a question of a need, or a request, in its words there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The need or the request.
    pub thing: Thing,
    /// The question of the need. Not looked at for requests.
    pub text: String,
    /// The host that shall be asked; `None` for any.
    pub host: Option<HostId>,
}

/// A change to the questions of a mission.
#[derive(Clone, Debug)]
pub enum QuestionEdit {
    /// Take these along. Those that say nearly the same become one, with all who ask.
    Ask(Vec<Wanted>),
    /// Make one of two: the first stays in its words.
    Join(QuestionId, QuestionId),
    /// Make a question of its own of what one asker asks, by their place from 0.
    Split(QuestionId, usize),
    /// Put it in other words, and say which host is asked.
    Reword(QuestionId, String, Option<HostId>),
    /// Move it one place up.
    Lift(QuestionId),
    /// Leave it out.
    LeaveOut(QuestionId),
}

/// What a reviewer says of the records that are held.
#[derive(Clone, Debug)]
pub enum LookupGiven {
    /// This record answers it: whoever asks gets it, and nobody has to travel for it.
    Known(RecordId),
    /// It is asked all the same, for this reason.
    StillAsked(String),
}

/// Edits the questions of a mission. `revision` is that of the mission which the officer saw.
///
/// # Errors
/// Refused when the officer does not act for its post, when it is no draft, when somebody changed it in between, or when what is
/// asked is not there, not open or not accepted.
pub fn edit_questions(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    id: MissionId,
    revision: u32,
    edit: &QuestionEdit,
) -> Result<Mission, Failure> {
    let statistics = office.statistics()?;
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, id)?;
        let actor = turn.officer.acting_for(&before.post)?;
        before.from_revision(revision)?;
        if before.stage != MissionStage::Draft {
            return Err(Failure::said(sentence!(
                "mission-asked",
                "What is asked is settled once the mission is handed in; have it given back to change its questions"
            )));
        }
        let list = deed.questions(id)?;
        let mut mission = before.clone();
        let edited = match edit {
            QuestionEdit::Ask(wanted) => {
                let mut edited = list.clone();
                for one in wanted {
                    let asker = asker(deed, turn, one)?;
                    if edited.askers().any(|held| *held == asker) {
                        continue;
                    }
                    if let Ok(need) = NeedId::new(&asker.thing.name)
                        && asker.thing.noun == Noun::Need
                        && !mission.needs.contains(&need)
                    {
                        mission.needs.push(need);
                    }
                    edited = put(&edited, turn, asker, one.host, &statistics)?;
                }
                edited
            }
            QuestionEdit::Join(one, other) => list.join(*one, *other)?,
            QuestionEdit::Split(one, at) => list.split(*one, *at, QuestionId::from_bits((turn.ids)()))?,
            QuestionEdit::Reword(one, text, host) => list.reword(*one, text, *host)?,
            QuestionEdit::Lift(one) => list.lift(*one)?,
            QuestionEdit::LeaveOut(one) => list.leave_out(*one)?,
        };
        if edited == list {
            return Ok(before);
        }
        let mission = Mission { revision: before.revision + 1, ..mission.tidied()? };
        let marking = drawn_marking(deed, turn, &mission, &edited)?;
        still_seen(turn, &marking)?;
        let mission = Mission { marking, ..mission };
        let fact = model::Fact::new(&actor.to_string(), Verb::Edited, thing(id).to_string());
        deed.keep_mission(&mission, &fact.with(format!("{} questions", edited.all().len())))?;
        deed.keep_questions(id, &edited)?;
        relink(deed, id, &links(&before, &list), &links(&mission, &edited))?;
        Ok(mission)
    })
}

/// How alike two questions are by their telling words, from 0 to 1. Two lines are too little to tell a language by, and words that are
/// stemmed as those of different languages have different keys: so a word that is written alike counts as the same too.
fn alike_in_words(one: &[Salient], other: &[Salient]) -> f32 {
    let is_same = |a: &Salient, b: &Salient| a.key == b.key || fold(&a.written) == fold(&b.written);
    let shared = |word: &&Salient| other.iter().any(|other| is_same(word, other));
    let n_shared = one.iter().filter(shared).count() as f32;
    let both = ((one.len() * other.len()) as f32).sqrt();
    if both > 0.0 { n_shared / both } else { 0.0 }
}

/// Puts what somebody asks onto the list: to a question that says nearly the same, or as one of its own.
fn put(
    list: &QuestionList,
    turn: &mut Turn<'_>,
    asker: Asker,
    host: Option<HostId>,
    statistics: &matching::Statistics,
) -> Result<QuestionList, Failure> {
    let own = words(&asker.text, "", statistics);
    let alike = |question: &&Question| {
        question.state == QuestionState::Open
            && (question.text == asker.text || alike_in_words(&own, &words(&question.text, "", statistics)) >= SAME_MIN)
    };
    let same = list.all().iter().find(alike).map(|question| question.id);
    let new = QuestionId::from_bits((turn.ids)());
    let question = Question {
        id: new,
        text: asker.text.clone(),
        host,
        askers: vec![asker],
        state: QuestionState::Open,
        lookup: None,
    };
    let longer = list.add(question)?;
    Ok(match same {
        // Who asks it already is not put there twice, so that there is nothing to join.
        Some(same) if longer.get(new).is_ok() => longer.join(same, new)?,
        _ => longer,
    })
}

/// Who asks what is wanted, if it is there to be asked.
fn asker(deed: &Deed<'_>, turn: &Turn<'_>, wanted: &Wanted) -> Result<Asker, Failure> {
    let scope = &turn.officer.scope;
    let name = wanted.thing.name.as_str();
    if wanted.thing.noun == Noun::Request {
        let missing = || model::Refusal::NotFound {
            noun: "request",
            text: name.to_owned(),
            next: sentence!("next-look-requests", "look for it in the list of requests"),
        };
        let id = RequestId::parse(name).ok_or_else(missing)?;
        let request = deed.request(scope, id)?.ok_or_else(missing)?;
        if !request.is_open() {
            return Err(Failure::said(sentence!(
                "mission-request-closed",
                "The request “{question}” is closed, so nobody waits for its answer; leave it out",
                question = request.question
            )));
        }
        return Ok(Asker { thing: wanted.thing.clone(), post: request.post, text: request.question });
    }
    let id = NeedId::new(name)?;
    let need = deed.need(scope, &id)?.ok_or_else(|| not_found(name))?;
    if need.stage != Stage::Accepted || need.is_expired(turn.today) {
        return Err(Failure::said(sentence!(
            "mission-need-unaccepted",
            "The need “{title}” is not accepted or is over, so its questions are not taken along; have it accepted first",
            title = need.title
        )));
    }
    let asked = need.questions.iter().cloned().chain(need.parameters.iter().map(parameter_question));
    let text = asked.into_iter().find(|text| *text == wanted.text).ok_or_else(|| {
        Failure::Refused(model::Refusal::Changed(sentence!(
            "mission-question-gone",
            "The need “{title}” does not ask this any more; draw the questions anew",
            title = need.title
        )))
    })?;
    Ok(Asker { thing: wanted.thing.clone(), post: need.post, text })
}

/// Keeps what a reviewer says of the records that are held. A record that answers the question is laid before every need that
/// asks it, and answers every request.
///
/// # Errors
/// Refused when the officer does not coordinate over the mission's unit, goes along, when it is not in review, when the record is not
/// seen by them or by an asker, or when somebody changed the mission in between.
pub fn look_up(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    (id, revision): (MissionId, u32),
    question: QuestionId,
    given: &LookupGiven,
) -> Result<Mission, Failure> {
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, id)?;
        let actor = super::step::reviewer(deed, turn.officer, &before, &tree(deed)?)?;
        before.from_revision(revision)?;
        if before.stage != MissionStage::Proposed {
            return Err(Failure::said(sentence!(
                "mission-not-in-review",
                "Questions are held against the records while the mission is in review; reload its page"
            )));
        }
        let list = deed.questions(id)?;
        let asked = list.get(question)?.clone();
        let (record, reason) = match given {
            LookupGiven::Known(record) => (Some(*record), ""),
            LookupGiven::StillAsked(reason) => (None, reason.as_str()),
        };
        let lookup = Lookup { record, reason: reason.to_owned(), by: actor.to_string(), at: turn.now };
        let list = list.look_up(question, lookup)?;
        if let Some(record) = record {
            for asker in &asked.askers {
                give(deed, turn, office, &actor, asker, record)?;
            }
        }
        let mission = Mission { revision: before.revision + 1, ..before };
        let fact = model::Fact::new(&actor.to_string(), Verb::LookedUp, thing(id).to_string());
        let fact = match record {
            Some(record) => fact.to(format!("record:{record}")),
            None => fact,
        };
        deed.keep_mission(&mission, &fact)?;
        deed.keep_questions(id, &list)?;
        Ok(mission)
    })
}

/// Gives a record that was held all along to who asked for what it says.
fn give(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    office: &Office,
    actor: &Actor,
    asker: &Asker,
    record: RecordId,
) -> Result<(), Failure> {
    let scope = &turn.officer.scope;
    let missing = || model::Refusal::NotFound {
        noun: "record",
        text: record.to_string(),
        next: sentence!("next-cite-seen", "cite what you can open here"),
    };
    let marking = deed.marking_of_record(scope, record)?.ok_or_else(missing)?;
    if !office.post_may_see_marking(&asker.post, &marking, turn.today)? {
        return Err(Failure::said(sentence!(
            "mission-asker-blind",
            "Nobody at {post} may see that record, so it is no answer to their question; say why it is still asked",
            post = asker.post
        )));
    }
    if asker.thing.noun == Noun::Request {
        let Some(id) = RequestId::parse(&asker.thing.name) else { return Ok(()) };
        let Some(before) = deed.request(scope, id)?.filter(model::Request::is_open) else { return Ok(()) };
        let request = before.answer(record)?;
        deed.keep_request(&request)?;
        let answered = Thing::new(Noun::Record, record);
        deed.draw(&model::Link::new(answered.clone(), model::LinkKind::Answers, asker.thing.clone()))?;
        let fact = model::Fact::new(&actor.to_string(), Verb::Answered, asker.thing.to_string());
        deed.note(&fact.to(answered.to_string()))?;
        deed.done(&asker.thing, DutyKind::Answer, "answered")?;
        deed.done(&asker.thing, DutyKind::Route, "answered")?;
        return Ok(());
    }
    let need = NeedId::new(&asker.thing.name)?;
    let delivery = Delivery {
        id: DeliveryId::from_bits((turn.ids)()),
        record,
        profile: ProfileId { need: need.clone(), number: 1 },
        need,
        post: asker.post.clone(),
        score: 0.0,
        grounds: String::new(),
        forwarded_from: None,
    };
    let subject = Thing::new(Noun::Delivery, delivery.id);
    // What lies before the post already is not laid there twice.
    if deed.deliver(&delivery)? {
        let duty = turn.duty(&asker.post, DutyKind::Dispose, subject, turn.work.answer_days);
        charge(deed, &duty)?;
    }
    Ok(())
}
