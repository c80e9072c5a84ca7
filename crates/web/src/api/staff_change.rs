//! Changes of the staff: looked at before they are kept, kept all or none; deputies; work that is given over.

use std::collections::BTreeSet;
use std::sync::Arc;

use desk::AsSeen;
use model::{
    Compartment, Date, Level, NamedCompartment, Person, PersonId, Post, PostId, Power, Refusal, StaffChange, Standing,
    Tenure, Thing, Unit, UnitId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent, problem_of};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::staff::TenureView;
use super::staff_preview::ForesightView;
use super::thing::ThingView;
use super::word::{Day, Word};
use super::{missing, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// Most changes in one request.
const CHANGES_MAX: usize = 1_000;

/// Something that is done with the staff. A thing that is stated is made, or is from then on as it is stated.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(tag = "change", rename_all = "snake_case", deny_unknown_fields)]
pub enum ChangeBody {
    /// States a unit.
    Unit {
        /// Its name in addresses.
        id: String,
        /// What it is called.
        name: String,
        /// The unit that it stands under.
        parent: Option<String>,
    },
    /// States a post.
    Post {
        /// Its name in addresses.
        id: String,
        /// What it is called.
        title: String,
        /// The unit that it stands in.
        unit: String,
        /// What it may do.
        #[serde(default)]
        powers: Vec<Word<Power>>,
    },
    /// Closes a post.
    ClosePost {
        /// The post.
        post: String,
        /// Who takes over what is open.
        to: Option<String>,
    },
    /// States a person.
    Person {
        /// Their name in addresses.
        id: String,
        /// What they are called.
        name: String,
        /// Their address for mail.
        email: Option<String>,
        /// The language of their pages: `en`, `ru`, `de`.
        language: Option<String>,
        /// Up to which level they are cleared.
        level: Word<Level>,
        /// Compartments that they are admitted to.
        #[serde(default)]
        compartments: Vec<String>,
    },
    /// A person leaves: what they held ends today, and they are signed out.
    Leave {
        /// The person.
        person: String,
    },
    /// States a compartment.
    Compartment {
        /// Its name in markings.
        id: String,
        /// What it is called.
        name: String,
        /// Whether nothing new goes into it.
        #[serde(default)]
        closed: bool,
    },
    /// A person begins at a post. Who holds it on the same days makes room.
    Appoint {
        /// The post.
        post: String,
        /// The person.
        person: String,
        /// As what.
        standing: Word<Standing>,
        /// First day.
        since: Day,
        /// Last day.
        until: Option<Day>,
    },
    /// A person ends at a post.
    Relieve {
        /// The post.
        post: String,
        /// The person.
        person: String,
        /// As what they acted.
        standing: Word<Standing>,
        /// Their last day.
        last: Day,
    },
}

impl ChangeBody {
    fn read(self) -> Result<StaffChange, Refusal> {
        Ok(match self {
            ChangeBody::Unit { id, name, parent } => {
                let parent = parent.as_deref().map(UnitId::new).transpose()?;
                StaffChange::Unit(Unit { id: UnitId::new(&id)?, name, parent })
            }
            ChangeBody::Post { id, title, unit, powers } => {
                let powers = powers.into_iter().map(|power| power.0).collect();
                StaffChange::Post(Post {
                    id: PostId::new(&id)?,
                    title,
                    unit: UnitId::new(&unit)?,
                    powers,
                    closed: false,
                })
            }
            ChangeBody::ClosePost { post, to } => {
                let to = to.as_deref().map(PostId::new).transpose()?;
                StaffChange::ClosePost { post: PostId::new(&post)?, to }
            }
            ChangeBody::Person { id, name, email, language, level, compartments } => {
                let compartments: Result<BTreeSet<_>, _> =
                    compartments.iter().map(|one| Compartment::new(one)).collect();
                StaffChange::Person(Person {
                    id: PersonId::new(&id)?,
                    name,
                    email,
                    language,
                    level: level.0,
                    compartments: compartments?,
                    left: false,
                })
            }
            ChangeBody::Leave { person } => StaffChange::Leave(PersonId::new(&person)?),
            ChangeBody::Compartment { id, name, closed } => {
                StaffChange::Compartment(NamedCompartment { id: Compartment::new(&id)?, name, closed })
            }
            ChangeBody::Appoint { post, person, standing, since, until } => StaffChange::Appoint(Tenure {
                post: PostId::new(&post)?,
                person: PersonId::new(&person)?,
                standing: standing.0,
                since: since.0,
                until: until.map(|day| day.0),
            }),
            ChangeBody::Relieve { post, person, standing, last } => StaffChange::Relieve {
                post: PostId::new(&post)?,
                person: PersonId::new(&person)?,
                standing: standing.0,
                last: last.0,
            },
        })
    }
}

/// What was seen before the change was made.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenBody {
    /// The thing.
    thing: ThingView,
    /// The version that its `ETag` told, without the quotation marks; 0 when it was not there.
    version: u64,
}

/// Changes of the staff, kept all or none.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangesBody {
    /// The changes, in order.
    #[schemars(length(min = 1, max = 1000))]
    changes: Vec<ChangeBody>,
    /// A thing as it was seen: the changes are refused when somebody else changed it since.
    seen: Option<SeenBody>,
}

/// The changes that are meant, or what cannot be read of them.
fn meant(caller: &Caller, body: &ChangesBody) -> Result<Vec<StaffChange>, Problem> {
    if body.changes.is_empty() || body.changes.len() > CHANGES_MAX {
        let sentence = caller.speech().with("api-changes", &[("count", CHANGES_MAX.into())]);
        return Err(slip(caller, "#/changes", sentence));
    }
    let read = |(at, change): (usize, &ChangeBody)| {
        change
            .clone()
            .read()
            .map_err(|refusal| slip(caller, &format!("#/changes/{at}"), caller.speech().refusal(&refusal)))
    };
    body.changes.iter().enumerate().map(read).collect()
}

async fn foresee(caller: Caller, _: Way, body: ChangesBody) -> Outcome<ForesightView> {
    let changes = meant(&caller, &body)?;
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let foresight = caller.read(move |office| office.foresee(&officer, &changes, today)).await;
    let foresight = foresight.map_err(|failure| problem_of(&caller, &Way::default(), &failure))?;
    Ok(Found::one(ForesightView::from(&foresight)))
}

/// What was changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangedView {
    /// The things that were named, in the order of the changes.
    pub changed: Vec<ThingView>,
}

async fn keep(caller: Caller, sent: Sent<ChangesBody>) -> Done<ChangedView> {
    let changes = meant(&caller, &sent.body)?;
    let seen = sent
        .body
        .seen
        .clone()
        .map(|seen| AsSeen { thing: Thing::new(seen.thing.noun.0, seen.thing.name), n_facts: seen.version });
    let kept = sent.keep(&caller, move |writer, turn, _| {
        desk::keep_staff(writer, turn, &changes, seen.as_ref())?;
        let changed = changes.iter().map(|change| ThingView::from(&change.place().thing())).collect();
        Ok(Reply::of(ChangedView { changed }))
    });
    kept.await
}

/// To whom open work goes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandBody {
    /// The post that takes over.
    to: String,
}

async fn hand_work(caller: Caller, sent: Sent<HandBody>) -> Done<ChangedView> {
    let from = PostId::new(sent.way.get("post")).map_err(|_| missing(&caller))?;
    let to = PostId::new(&sent.body.to).map_err(|refusal| slip(&caller, "#/to", caller.speech().refusal(&refusal)))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        desk::hand_work(writer, turn, &from, &to)?;
        let post = |post: &PostId| ThingView::from(&Thing::new(model::Noun::Post, post));
        Ok(Reply::of(ChangedView { changed: vec![post(&from), post(&to)] }))
    });
    kept.await
}

/// Who stands in, and when.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeputyBody {
    /// The person who stands in.
    person: String,
    /// First day of the leave.
    since: Day,
    /// Last day of the leave.
    until: Day,
}

async fn appoint_deputy(caller: Caller, sent: Sent<DeputyBody>) -> Done<TenureView> {
    let post = PostId::new(sent.way.get("post")).map_err(|_| missing(&caller))?;
    let person = PersonId::new(&sent.body.person);
    let person = person.map_err(|refusal| slip(&caller, "#/person", caller.speech().refusal(&refusal)))?;
    let days: (Date, Date) = (sent.body.since.0, sent.body.until.0);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        Ok(Reply::of(TenureView::from(&desk::appoint_deputy(writer, turn, &post, &person, days)?)))
    });
    kept.await
}

/// When a deputy ends.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeputyEndBody {
    /// The person who stands in.
    person: String,
    /// Their last day.
    last: Day,
}

async fn end_deputy(caller: Caller, sent: Sent<DeputyEndBody>) -> Done<ChangedView> {
    let post = PostId::new(sent.way.get("post")).map_err(|_| missing(&caller))?;
    let person = PersonId::new(&sent.body.person);
    let person = person.map_err(|refusal| slip(&caller, "#/person", caller.speech().refusal(&refusal)))?;
    let last = sent.body.last.0;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        desk::end_deputy(writer, turn, &post, &person, last)?;
        Ok(Reply::of(ChangedView { changed: vec![ThingView::from(&Thing::new(model::Noun::Post, post))] }))
    });
    kept.await
}

/// A one-time link.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LinkView {
    /// Its path, given out once: an answer that is asked for again holds null.
    pub path: Option<String>,
}

async fn link(caller: Caller, sent: Sent<Nothing>) -> Done<LinkView> {
    let person = PersonId::new(sent.way.get("person")).map_err(|_| missing(&caller))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let secret = desk::invite(writer, turn, &person)?;
        let path = Some(format!("/invitations/{}", secret.reveal()));
        Ok(Reply::of(LinkView { path }).remembered_as(LinkView { path: None }))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let power = Policy::Administer;
    api.look("/api/v1/staff/changes/preview", power, "preview_staff", "What changes of the staff would do", foresee)
        .act("/api/v1/staff/changes", power, "change_staff", "Changes the staff, all of it or nothing", keep)
        .act("/api/v1/posts/{post}/work", power, "hand_work", "Gives all that a post has open to another", hand_work)
        .act(
            "/api/v1/posts/{post}/deputy",
            Policy::SignedIn,
            "appoint_deputy",
            "Appoints a deputy for a post that the caller holds, during a leave",
            appoint_deputy,
        )
        .act(
            "/api/v1/posts/{post}/deputy/end",
            Policy::SignedIn,
            "end_deputy",
            "Ends the time of a deputy of a post that the caller holds",
            end_deputy,
        )
        .create("/api/v1/persons/{person}/link", power, "invite", "Makes a one-time link for a person", link)
}
