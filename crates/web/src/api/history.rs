//! History: the facts about a thing.

use model::{Actor, Noun, Thing};
use schemars::JsonSchema;
use serde::Serialize;
use store::HeldFact;

use super::answer::Found;
use super::cursor::Listed;
use super::entry::{Api, Nothing, Outcome, Way};
use super::thing::ThingView;
use super::word::Moment;
use super::{missing, read};
use crate::caller::Caller;
use crate::history::{Named, Told, tell};
use crate::route::Policy;

/// A fact of the ledger: who did what to what, when.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FactView {
    /// Its number in the ledger; told to auditors, in the ledger alone: gaps would tell others how much there is that they do
    /// not see.
    pub number: Option<u64>,
    /// When.
    pub at: Moment,
    /// Who, as the ledger writes it.
    pub by: String,
    /// The person, where it was one.
    pub person: Option<String>,
    /// The post that they acted for.
    pub post: Option<String>,
    /// What was done.
    pub verb: String,
    /// To what.
    pub object: FactThing,
    /// The other thing, if there is one.
    pub target: Option<FactThing>,
    /// What changed, in a word or a sentence.
    pub change: Option<String>,
}

/// A thing as a fact names it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FactThing {
    /// The thing; null where the ledger names something that is none.
    pub thing: Option<ThingView>,
    /// What people call it.
    pub title: String,
}

impl FactView {
    /// A fact of the ledger.
    pub fn numbered(told: &Told) -> FactView {
        FactView { number: Some(told.held.seq), ..FactView::of(told) }
    }

    /// A fact with the names of its things.
    pub fn of(told: &Told) -> FactView {
        let HeldFact { at, fact, .. } = &told.held;
        let actor = Actor::parse(&fact.who);
        let thing = |text: &str, named: &Named| FactThing {
            thing: Thing::parse(text).as_ref().map(ThingView::from),
            title: named.text.clone(),
        };
        FactView {
            number: None,
            at: Moment(*at),
            by: fact.who.clone(),
            post: actor.as_ref().and_then(|actor| actor.post.as_ref()).map(ToString::to_string),
            person: actor.map(|actor| actor.person.to_string()),
            verb: fact.verb.word().to_owned(),
            object: thing(&fact.object, &told.object),
            target: fact.target.as_deref().zip(told.target.as_ref()).map(|(text, named)| thing(text, named)),
            // The hash of a text says nothing to who reads.
            change: fact.said().filter(|change| !change.starts_with("sha256:")).map(str::to_owned),
        }
    }
}

/// The facts about one thing, once it is seen that the caller may see it.
async fn about(caller: Caller, noun: Noun, name: String) -> Outcome<Listed<FactView>> {
    let facts = read(&caller, move |office| {
        let name = match noun {
            Noun::Need => office.need(&name)?.id.to_string(),
            Noun::Record => office.record(&name)?.id.to_string(),
            Noun::Delivery => office.delivery(&name)?.delivery.id.to_string(),
            Noun::Request => office.request(&name)?.id.to_string(),
            Noun::Source => office.source(&name)?.source.id.to_string(),
            _ => name,
        };
        tell(office, office.history(&Thing::new(noun, name))?)
    });
    let facts: Vec<FactView> = facts.await?.iter().map(FactView::of).collect();
    let is_of_staff = matches!(noun, Noun::Unit | Noun::Post | Noun::Person);
    if facts.is_empty() && is_of_staff {
        return Err(missing(&caller));
    }
    Ok(Found::listed(Listed::whole(facts)))
}

async fn of_need(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<FactView>> {
    about(caller, Noun::Need, way.get("need").to_owned()).await
}

async fn of_record(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<FactView>> {
    about(caller, Noun::Record, way.get("record").to_owned()).await
}

async fn of_delivery(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<FactView>> {
    about(caller, Noun::Delivery, way.get("delivery").to_owned()).await
}

async fn of_request(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<FactView>> {
    about(caller, Noun::Request, way.get("request").to_owned()).await
}

async fn of_source(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<FactView>> {
    about(caller, Noun::Source, way.get("source").to_owned()).await
}

async fn of_unit(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<FactView>> {
    about(caller, Noun::Unit, way.get("unit").to_owned()).await
}

async fn of_post(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<FactView>> {
    about(caller, Noun::Post, way.get("post").to_owned()).await
}

async fn of_person(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<FactView>> {
    about(caller, Noun::Person, way.get("person").to_owned()).await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/needs/{need}/history", open, "need_history", "The latest facts about a need", of_need)
        .read("/api/v1/records/{record}/history", open, "record_history", "The latest facts about a record", of_record)
        .read(
            "/api/v1/deliveries/{delivery}/history",
            open,
            "delivery_history",
            "The latest facts about a delivery",
            of_delivery,
        )
        .read(
            "/api/v1/requests/{request}/history",
            open,
            "request_history",
            "The latest facts about a request",
            of_request,
        )
        .read("/api/v1/sources/{source}/history", open, "source_history", "The latest facts about a source", of_source)
        .read("/api/v1/units/{unit}/history", open, "unit_history", "The latest facts about a unit", of_unit)
        .read("/api/v1/posts/{post}/history", open, "post_history", "The latest facts about a post", of_post)
        // When somebody signs in and from where is no business of colleagues.
        .read(
            "/api/v1/persons/{person}/history",
            Policy::Administer,
            "person_history",
            "The latest facts about a person",
            of_person,
        )
}
