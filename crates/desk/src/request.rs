//! Requests for information: asked, routed, answered. The answer is a record that the next asker finds.

use model::{
    Date, DutyKind, Identifier, Kind, Link, LinkKind, Marking, NeedId, Noun, Origin, PartialDate, PostId, Power,
    Record, RecordId, Refusal, Request, RequestId, RequestStage, Text, Thing,
};
use store::{Batch, Deed, Incoming, RequestFilter, Writer};

use crate::identity::SameWork;
use crate::review::{Turn, tree};
use crate::{Failure, Office, Officer};

/// Where answers come from, as the origin of a record.
const ORIGIN: &str = "requests for information";

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
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
    /// Who may see it.
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

fn not_found(id: RequestId) -> Refusal {
    Refusal::NotFound { noun: "request", text: id.to_string(), next: "look for it in the list of requests".to_owned() }
}

fn thing(id: RequestId) -> Thing {
    Thing::new(Noun::Request, id)
}

fn held(deed: &Deed<'_>, officer: &Officer, id: RequestId) -> Result<Request, Failure> {
    Ok(deed.request(&officer.scope, id)?.ok_or_else(|| not_found(id))?)
}

/// Asks.
///
/// # Errors
/// Refused without a question, with a day that is over, or when nobody could route it.
pub fn ask(writer: &mut Writer, turn: &mut Turn<'_>, question: &Question) -> Result<Request, Failure> {
    let actor = turn.officer.acting_for(&question.post)?;
    if question.question.trim().is_empty() {
        return Err(Failure::said("Write the question in one line"));
    }
    if question.due < turn.today {
        return Err(Failure::said(format!("{} is over; choose a later day", question.due)));
    }
    if !turn.officer.clearance.may_see(&question.marking) {
        return Err(Failure::said(
            "You could not see the request once it is so marked; choose a marking that you are cleared for",
        ));
    }
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let request = Request {
            id: RequestId::from_bits((turn.ids)()),
            question: question.question.trim().to_owned(),
            detail: question.detail.trim().to_owned(),
            post: question.post.clone(),
            need: question.need.clone(),
            due: question.due,
            stage: RequestStage::Asked,
            routed_to: None,
            answer: None,
            remark: String::new(),
            marking: question.marking.clone(),
            asked_at: turn.now,
        };
        deed.keep_request(&request)?;
        let fact = deed.fact(model::Verb::Asked, thing(request.id)).to(format!("post:{}", request.post));
        deed.note(&fact.with(format!("by {}", request.due)))?;
        if let Some(need) = &request.need {
            deed.draw(&Link::new(thing(request.id), LinkKind::Serves, Thing::new(Noun::Need, need)))?;
        }
        let posts = deed.posts()?;
        let unit = deed.post(&question.post)?.map(|post| post.unit);
        let router = unit.and_then(|unit| tree(deed).ok()?.nearest(&unit, Power::Document, &posts).cloned());
        let router = router
            .or_else(|| posts.iter().find(|post| post.powers.contains(&Power::Document) && !post.closed).cloned());
        let router = router.ok_or_else(|| {
            Refusal::Said("No post routes requests; ask an administrator to give one the power to document".to_owned())
        })?;
        let days = turn.work.route_days;
        let duty = turn.duty(&router.id, DutyKind::Route, thing(request.id), days);
        deed.charge(&duty)?;
        Ok(request)
    })
}

/// Hands a request to the post that shall answer it, by the day on which the asker wants it.
///
/// # Errors
/// Refused when the officer may not route, when it is closed, or when nobody at the post may see it.
pub fn route(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    id: RequestId,
    to: &PostId,
    remark: &str,
    may_see: &dyn Fn(&PostId, &Marking) -> Result<bool, Failure>,
) -> Result<Request, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let request = held(deed, turn.officer, id)?.route(to, remark)?;
        if deed.post(to)?.is_none_or(|post| post.closed) {
            return Err(Failure::said("That post is not there any more; choose another"));
        }
        if !may_see(to, &request.marking)? {
            return Err(Failure::said("Nobody at that post may see this request; choose another"));
        }
        deed.keep_request(&request)?;
        let fact = deed.fact(model::Verb::Routed, thing(id)).to(format!("post:{to}"));
        deed.note(&fact)?;
        deed.done(&thing(id), DutyKind::Route, "routed")?;
        deed.lapse(&thing(id), "routed elsewhere")?;
        let mut duty = turn.duty(to, DutyKind::Answer, thing(id), 1);
        duty.due = request.due.max(turn.today);
        deed.charge(&duty)?;
        Ok(request)
    })
}

/// Answers a request: the answer becomes a record, marked at least as high as all it rests on.
///
/// # Errors
/// Refused when the officer may not answer, when it is closed, or when the answer is empty.
pub fn answer(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    id: RequestId,
    given: &Answer,
) -> Result<(Request, RecordId), Failure> {
    if given.title.trim().is_empty() || given.text.trim().is_empty() {
        return Err(Failure::said("Write the answer, and what it says in one line"));
    }
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let request = held(deed, officer, id)?;
        let actor = match &request.routed_to {
            Some(post) if officer.acts_for(post) => officer.acting_for(post)?,
            _ => officer.by_power(Power::Document)?,
        };
        let mut marking = given.marking.join(&request.marking);
        for cited in &given.cites {
            marking = marking.join(&deed.marking_of_record(*cited)?.unwrap_or_else(Marking::top));
        }
        let unit = actor.post.as_ref().map(|post| deed.post(post)).transpose()?.flatten().map(|post| post.title);
        let record = record_of(&request, given, unit.as_deref(), turn.today);
        let incoming = Incoming {
            raw: Vec::new(),
            source_key: format!("request:{id}"),
            keys: vec![format!("request:{id}")],
            record,
        };
        let batch = Batch::of(vec![incoming]);
        let kept = deed.ingest(&batch, &SameWork, turn.ids)?;
        let record = kept
            .first()
            .map(|kept| kept.record)
            .ok_or_else(|| Failure::said("The answer was not kept; hand it in again"))?;
        deed.mark_record(record, &marking)?;
        let request = request.answer(record)?;
        deed.keep_request(&request)?;
        let answered = Thing::new(Noun::Record, record);
        deed.draw(&Link::new(answered.clone(), LinkKind::Answers, thing(id)))?;
        for cited in &given.cites {
            deed.draw(&Link::new(answered.clone(), LinkKind::DerivedFrom, Thing::new(Noun::Record, cited)))?;
        }
        let fact = model::Fact::new(&actor.to_string(), model::Verb::Answered, thing(id).to_string());
        deed.note(&fact.to(answered.to_string()))?;
        deed.done(&thing(id), DutyKind::Answer, "answered")?;
        deed.done(&thing(id), DutyKind::Route, "answered")?;
        Ok((request, record))
    })
}

/// The record that an answer becomes.
fn record_of(request: &Request, given: &Answer, by: Option<&str>, today: Date) -> Record {
    let text = |text: &str| Text {
        language: given.language.as_deref().and_then(model::Language::parse),
        text: text.trim().to_owned(),
    };
    Record {
        kind: Kind::Report,
        titles: vec![text(&given.title)],
        abstracts: vec![text(&format!("{}\n\n{}", request.question, given.text.trim()))],
        identifiers: Identifier::parse(&format!("local:{}", request.id)).into_iter().collect(),
        published: Some(PartialDate::from(today)),
        source: model::Source { title: by.map(str::to_owned), ..model::Source::default() },
        origin: Origin { source: ORIGIN.to_owned(), format: "answer".to_owned(), entry: 1, line: None },
        ..Record::default()
    }
}

/// Closes a request without an answer, or takes it back.
///
/// # Errors
/// Refused when the officer may not, when it is closed, or without a reason.
pub fn close(writer: &mut Writer, turn: &Turn<'_>, id: RequestId, reason: Option<&str>) -> Result<Request, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let request = held(deed, officer, id)?;
        let (closed, actor, verb, outcome) = match reason {
            Some(reason) => {
                let actor = match &request.routed_to {
                    Some(post) if officer.acts_for(post) => officer.acting_for(post)?,
                    _ => officer.by_power(Power::Document)?,
                };
                (request.decline(reason)?, actor, model::Verb::Declined, "declined")
            }
            None => {
                let actor = officer.acting_for(&request.post)?;
                (request.withdraw(&request.post)?, actor, model::Verb::Withdrew, "withdrawn")
            }
        };
        deed.keep_request(&closed)?;
        deed.note(&model::Fact::new(&actor.to_string(), verb, thing(id).to_string()))?;
        match reason {
            Some(_) => {
                deed.done(&thing(id), DutyKind::Answer, outcome)?;
                deed.done(&thing(id), DutyKind::Route, outcome)?;
            }
            None => {
                deed.lapse(&thing(id), outcome)?;
            }
        }
        Ok(closed)
    })
}

impl Office {
    /// The request of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn request(&self, text: &str) -> Result<Request, Failure> {
        let refusal = || Refusal::NotFound {
            noun: "request",
            text: text.to_owned(),
            next: "look for it in the list of requests".to_owned(),
        };
        let id = RequestId::parse(text).ok_or_else(refusal)?;
        self.reader.request(&self.scope, id)?.ok_or_else(|| refusal().into())
    }

    /// Requests that fit, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn requests(&self, filter: &RequestFilter) -> Result<Vec<Request>, Failure> {
        Ok(self.reader.requests(&self.scope, filter)?)
    }

    /// Whether somebody at a post may see what is so marked.
    ///
    /// # Errors
    /// When the store fails.
    pub fn post_may_see_marking(&self, post: &PostId, marking: &Marking, today: Date) -> Result<bool, Failure> {
        Ok(self.eyes_of(post, today)?.iter().any(|clearance| clearance.may_see(marking)))
    }
}
