//! Requests for information: asked, routed, answered. The answer is a record that the next asker finds.

mod held;
mod length;
mod right;

use std::collections::BTreeSet;

use model::{
    Date, DutyKind, Fact, Identifier, Kind, Link, LinkKind, Marking, NeedId, Noun, Origin, PartialDate, Post, PostId,
    Power, Record, RecordId, Refusal, Request, RequestId, Text, Thing, Verb, sentence,
};
use store::{Batch, Deed, Incoming, Writer};

use crate::identity::SameWork;
use crate::review::{Turn, tree};
use crate::work_calendar::last_day;
use crate::{Failure, Office};
pub use held::{AlreadyHeld, SimilarRequest, WaitingRequest};
use length::{detail_long, not_longer, question_long, reason_long, remark_long, text_long, title_long};
pub use right::RequestRights;
use right::rights_inside;

/// Where answers come from, as the origin of a record.
const ORIGIN: &str = "requests for information";

/// Longest question, in characters: it stands in lists.
pub const QUESTION_CHARS_MAX: usize = 300;

/// Longest detail or answer, in characters: some twenty pages.
pub const ANSWER_CHARS_MAX: usize = 60_000;

/// Records that one answer cites.
const CITES_MAX: usize = 100;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// The name that the request shall have, drawn when the form was shown: a form that is sent twice asks once.
    pub id: RequestId,
    /// The question in one line.
    pub question: String,
    /// What else the answerer has to know.
    pub detail: String,
    /// Who asks.
    pub post: PostId,
    /// The need behind it.
    pub need: Option<NeedId>,
    /// Last day on which an answer is in time.
    pub due: Date,
    /// Who may see it; it becomes no wider than the need behind it.
    pub marking: Marking,
}

/// What is answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The answer in one line: the title of the record.
    pub title: String,
    /// The answer.
    pub text: String,
    /// Records that it rests on.
    pub cites: Vec<RecordId>,
    /// Who may see it; it becomes no wider than the request and what it rests on.
    pub marking: Marking,
    /// Language of the answer: `en`, `ru`, `de`.
    pub language: Option<String>,
}

/// How a request is closed without an answer.
#[derive(Clone, Debug)]
pub enum Closing {
    /// Nobody can or may answer, for this reason.
    Decline(String),
    /// The asker takes it back.
    Withdraw,
}

fn not_found(id: RequestId) -> Refusal {
    Refusal::NotFound {
        noun: "request",
        text: id.to_string(),
        next: sentence!("next-look-requests", "look for it in the list of requests"),
    }
}

fn thing(id: RequestId) -> Thing {
    Thing::new(Noun::Request, id)
}

fn held(deed: &Deed<'_>, turn: &Turn<'_>, id: RequestId) -> Result<Request, Failure> {
    Ok(deed.request(&turn.officer.scope, id)?.ok_or_else(|| not_found(id))?)
}

/// Blanks and line ends run together: a question stands in one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Asks.
///
/// # Errors
/// Refused without a question, with a day that is over, or when nobody could route it.
pub fn ask(writer: &mut Writer, turn: &mut Turn<'_>, office: &Office, asked: &Question) -> Result<Request, Failure> {
    let actor = turn.officer.acting_for(&asked.post)?;
    let question = one_line(&asked.question);
    if question.is_empty() {
        return Err(Failure::said(sentence!("request-no-question", "Write the question in one line")));
    }
    not_longer(&question, QUESTION_CHARS_MAX, question_long)?;
    not_longer(&asked.detail, ANSWER_CHARS_MAX, detail_long)?;
    if asked.due < turn.today {
        return Err(Failure::said(sentence!("day-over", "{day} is over; choose a later day", day = asked.due)));
    }
    writer.transact(&actor.to_string(), turn.now, |deed| {
        if let Some(before) = deed.request(&turn.officer.scope, asked.id)? {
            if before.post == asked.post && before.question == question {
                return Ok(before);
            }
            return Err(Failure::said(sentence!(
                "request-form-sent",
                "This form was sent already with another question; open a new one"
            )));
        }
        let mut marking = asked.marking.clone();
        if let Some(need) = &asked.need {
            let missing = || Refusal::NotFound {
                noun: "need",
                text: need.to_string(),
                next: sentence!("next-choose-need", "choose one of the list, or none"),
            };
            // Whoever reads the request reads the name of the need.
            marking = marking.join(&deed.need(&turn.officer.scope, need)?.ok_or_else(missing)?.marking);
        }
        if !turn.officer.clearance.may_see(&marking) {
            return Err(Failure::said(sentence!(
                "marking-blind-request",
                "You could not see the request once it is so marked; choose a marking that you are cleared for"
            )));
        }
        let request = Request {
            id: asked.id,
            question: question.clone(),
            detail: asked.detail.trim().to_owned(),
            post: asked.post.clone(),
            need: asked.need.clone(),
            due: asked.due,
            stage: model::RequestStage::Asked,
            routed_to: None,
            answer: None,
            remark: String::new(),
            marking,
            asked_at: turn.now,
        };
        deed.keep_request(&request)?;
        let fact = deed.fact(Verb::Asked, thing(request.id)).to(format!("post:{}", request.post));
        deed.note(&fact.with(format!("by {}", request.due)))?;
        if let Some(need) = &request.need {
            deed.draw(&Link::new(thing(request.id), LinkKind::Serves, Thing::new(Noun::Need, need)))?;
        }
        charge_router(deed, turn, office, &request)?;
        Ok(request)
    })
}

/// Lays the routing of a request on the post that documents nearest above the asker and may see it; if there is
/// none, on any that may.
fn charge_router(deed: &mut Deed<'_>, turn: &mut Turn<'_>, office: &Office, request: &Request) -> Result<(), Failure> {
    let posts = deed.posts()?;
    let documents = |post: &&Post| post.powers.contains(&Power::Document) && !post.closed && post.id != request.post;
    let unit = deed.post(&request.post)?.map(|post| post.unit);
    let above = unit.map(|unit| Ok::<_, Failure>(tree(deed)?.upwards(&unit))).transpose()?.unwrap_or_default();
    let near = above.iter().flat_map(|unit| posts.iter().filter(|post| post.unit == *unit).filter(documents));
    let far = posts.iter().filter(|post| !above.contains(&post.unit)).filter(documents);
    // A documentalist who asks routes their own question only when nobody else could.
    let own = posts.iter().filter(|post| post.id == request.post && post.powers.contains(&Power::Document));
    for router in near.chain(far).chain(own) {
        if office.post_may_see_marking(&router.id, &request.marking, turn.today)? {
            let mut duty = turn.duty(&router.id, DutyKind::Route, thing(request.id), turn.work.route_days);
            // There is no use in routing it after the day on which the answer is wanted.
            duty.due = last_day(deed, &router.id, duty.due)?.min(request.due.max(turn.today));
            deed.charge(&duty)?;
            return Ok(());
        }
    }
    Err(Failure::said(sentence!(
        "request-no-router",
        "No post that routes requests may see this one; choose another marking, or ask an administrator to give a post the power to document"
    )))
}

/// Hands a request to the post that shall answer it, by the day on which the asker wants it.
///
/// # Errors
/// Refused when the officer may not route, when it is closed, or when nobody at the post may see it.
pub fn route(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    id: RequestId,
    to: &PostId,
    remark: &str,
) -> Result<Request, Failure> {
    let who = turn.officer.person.id.to_string();
    not_longer(remark, ANSWER_CHARS_MAX, remark_long)?;
    writer.transact(&who, turn.now, |deed| {
        let before = held(deed, turn, id)?;
        let request = before.route(to, remark)?;
        let actor = rights_inside(deed, turn.officer, &before)?.router(&before)?;
        if deed.post(to)?.is_none_or(|post| post.closed) {
            return Err(Failure::said(sentence!("post-gone", "That post is not there any more; choose another")));
        }
        if !office.post_may_see_marking(to, &request.marking, turn.today)? {
            return Err(Failure::said(sentence!(
                "post-blind-request",
                "Nobody at that post may see this request; choose another"
            )));
        }
        deed.keep_request(&request)?;
        deed.note(&Fact::new(&actor.to_string(), Verb::Routed, thing(id).to_string()).to(format!("post:{to}")))?;
        deed.done(&thing(id), DutyKind::Route, "routed")?;
        deed.lapse(&thing(id), "routed elsewhere")?;
        let mut duty = turn.duty(to, DutyKind::Answer, thing(id), 1);
        duty.due = request.due.max(turn.today);
        deed.charge(&duty)?;
        Ok(request)
    })
}

/// Gives a request back to be routed elsewhere.
///
/// # Errors
/// Refused when the officer does not act for the post it is with, or without a reason.
pub fn send_back(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    id: RequestId,
    reason: &str,
) -> Result<Request, Failure> {
    let who = turn.officer.person.id.to_string();
    not_longer(reason, ANSWER_CHARS_MAX, reason_long)?;
    writer.transact(&who, turn.now, |deed| {
        let before = held(deed, turn, id)?;
        let request = before.send_back(reason)?;
        let actor = rights_inside(deed, turn.officer, &before)?.answerer(&before)?;
        deed.keep_request(&request)?;
        deed.note(&Fact::new(&actor.to_string(), Verb::AskedBack, thing(id).to_string()))?;
        deed.lapse(&thing(id), "sent back")?;
        charge_router(deed, turn, office, &request)?;
        Ok(request)
    })
}

/// Answers a request: the answer becomes a record, marked at least as high as all it rests on.
///
/// # Errors
/// Refused when the officer may not answer, when it is closed, when the answer is empty, or when the asker could
/// not see it.
pub fn answer(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    id: RequestId,
    given: &Answer,
) -> Result<(Request, RecordId), Failure> {
    if given.title.trim().is_empty() || given.text.trim().is_empty() {
        return Err(Failure::said(sentence!("answer-empty", "Write the answer, and what it says in one line")));
    }
    not_longer(&given.title, QUESTION_CHARS_MAX, title_long)?;
    not_longer(&given.text, ANSWER_CHARS_MAX, text_long)?;
    let cites: BTreeSet<RecordId> = given.cites.iter().copied().collect();
    if cites.len() > CITES_MAX {
        return Err(Failure::said(sentence!(
            "answer-cites-many",
            "An answer cites up to {max} records; leave some out",
            max = CITES_MAX
        )));
    }
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, id)?;
        let actor = rights_inside(deed, officer, &before)?.answerer(&before)?;
        let mut marking = given.marking.join(&before.marking);
        for cited in &cites {
            let missing = || Refusal::NotFound {
                noun: "record",
                text: cited.to_string(),
                next: sentence!("next-cite-seen", "cite what you can open here"),
            };
            marking = marking.join(&deed.marking_of_record(&officer.scope, *cited)?.ok_or_else(missing)?);
        }
        if !officer.clearance.may_see(&marking) {
            return Err(Failure::said(sentence!(
                "marking-blind-answer",
                "You could not see the answer once it is so marked; choose a marking that you are cleared for"
            )));
        }
        if !office.post_may_see_marking(&before.post, &marking, turn.today)? {
            return Err(Failure::said(sentence!(
                "answer-asker-blind",
                "Nobody at {post} may see an answer marked `{marking}`; leave out what makes it so, or decline with that reason",
                post = before.post,
                marking
            )));
        }
        // Refused here already when it is closed, before anything is made of the answer.
        before.answer(RecordId::from_bits(0))?;
        let by = actor.post.as_ref().map(|post| deed.post(post)).transpose()?.flatten().map(|post| post.title);
        let record = record_of(&before, given, by.as_deref(), turn.today);
        let raw = format!("{}\n\n{}\n", one_line(&given.title), given.text.trim()).into_bytes();
        let name = format!("request:{id}");
        let incoming = Incoming { raw, source_key: name.clone(), keys: vec![name], record };
        let batch = Batch::marked(vec![incoming], marking);
        let kept = deed.ingest(&batch, &SameWork, turn.ids)?;
        let record = kept
            .first()
            .map(|kept| kept.record)
            .ok_or_else(|| Failure::said(sentence!("answer-not-kept", "The answer was not kept; hand it in again")))?;
        let request = before.answer(record)?;
        deed.keep_request(&request)?;
        let answered = Thing::new(Noun::Record, record);
        deed.draw(&Link::new(answered.clone(), LinkKind::Answers, thing(id)))?;
        for cited in &cites {
            deed.draw(&Link::new(answered.clone(), LinkKind::DerivedFrom, Thing::new(Noun::Record, cited)))?;
        }
        let fact = Fact::new(&actor.to_string(), Verb::Answered, thing(id).to_string());
        deed.note(&fact.to(answered.to_string()))?;
        deed.done(&thing(id), DutyKind::Answer, "answered")?;
        deed.done(&thing(id), DutyKind::Route, "answered")?;
        Ok((request, record))
    })
}

/// The record that an answer becomes.
fn record_of(request: &Request, given: &Answer, by: Option<&str>, today: Date) -> Record {
    let language = given.language.as_deref().and_then(model::Language::parse);
    let text = |text: String| Text { language: language.clone(), text };
    Record {
        kind: Kind::Report,
        titles: vec![text(one_line(&given.title))],
        abstracts: vec![text(format!("{}\n\n{}", request.question, given.text.trim()))],
        identifiers: Identifier::parse(&format!("local:{}", request.id)).into_iter().collect(),
        published: Some(PartialDate::from(today)),
        language: language.clone(),
        source: model::Container { title: by.map(str::to_owned), ..model::Container::default() },
        origin: Origin { source: ORIGIN.to_owned(), format: "answer".to_owned(), entry: 1, line: None },
        ..Record::default()
    }
}

/// Closes a request without an answer, or takes it back.
///
/// # Errors
/// Refused when the officer may not, when it is closed, or when it is declined without a reason.
pub fn close(writer: &mut Writer, turn: &Turn<'_>, id: RequestId, closing: &Closing) -> Result<Request, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = held(deed, turn, id)?;
        let subject = thing(id);
        let (closed, actor, verb) = match closing {
            Closing::Decline(reason) => {
                not_longer(reason, ANSWER_CHARS_MAX, reason_long)?;
                let closed = before.decline(reason)?;
                (closed, rights_inside(deed, officer, &before)?.answerer(&before)?, Verb::Declined)
            }
            Closing::Withdraw => {
                let closed = before.withdraw(&before.post)?;
                (closed, officer.acting_for(&before.post)?, Verb::Withdrew)
            }
        };
        deed.keep_request(&closed)?;
        deed.note(&Fact::new(&actor.to_string(), verb, subject.to_string()))?;
        match closing {
            Closing::Decline(_) => {
                deed.done(&subject, DutyKind::Answer, "declined")?;
                deed.done(&subject, DutyKind::Route, "declined")?;
            }
            Closing::Withdraw => {
                deed.lapse(&subject, "withdrawn")?;
            }
        }
        Ok(closed)
    })
}
