//! Units, posts, persons, compartments and tenures, as they stand.

use std::collections::BTreeMap;

use desk::UnitDuties;
use model::{
    Compartment, Level, NamedCompartment, Noun, Person, PersonId, Post, PostId, Power, Staff, Standing, Tenure, Thing,
    Unit, UnitId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::Found;
use super::cursor::{self, Listed};
use super::entry::{Api, Nothing, Outcome, Way};
use super::word::{Day, Limit, Word};
use super::{missing, read};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// Days over which duties that were done are counted: a quarter of a year.
const COUNTED_DAYS: i64 = 91;

const DAY_MICROS: i64 = 86_400_000_000;

/// A unit.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UnitView {
    /// Its name in addresses.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The unit that it stands under.
    pub parent: Option<String>,
}

impl From<&Unit> for UnitView {
    fn from(unit: &Unit) -> UnitView {
        let parent = unit.parent.as_ref().map(ToString::to_string);
        UnitView { id: unit.id.to_string(), name: unit.name.clone(), parent }
    }
}

/// A post.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PostView {
    /// Its name in addresses.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The unit that it stands in.
    pub unit: String,
    /// What it may do.
    pub powers: Vec<Word<Power>>,
    /// Whether nothing new is laid before it.
    pub closed: bool,
}

impl From<&Post> for PostView {
    fn from(post: &Post) -> PostView {
        PostView {
            id: post.id.to_string(),
            title: post.title.clone(),
            unit: post.unit.to_string(),
            powers: post.powers.iter().copied().map(Word).collect(),
            closed: post.closed,
        }
    }
}

/// A person.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PersonView {
    /// Their name in addresses.
    pub id: String,
    /// What they are called.
    pub name: String,
    /// Up to which level they are cleared; shown to administrators and to themselves.
    pub level: Option<Word<Level>>,
    /// Compartments that they are admitted to; shown to administrators and to themselves.
    pub compartments: Option<Vec<String>>,
    /// Whether they left.
    pub left: bool,
    /// Their address for mail; shown to administrators.
    pub email: Option<String>,
    /// The language of their pages; shown to administrators.
    pub language: Option<String>,
}

impl PersonView {
    fn of(person: &Person, caller: &Caller) -> PersonView {
        let administers = caller.visit.visitor.may(Policy::Administer);
        let sees_clearance = administers || caller.officer.person.id == person.id;
        let compartments = || person.compartments.iter().map(ToString::to_string).collect();
        PersonView {
            id: person.id.to_string(),
            name: person.name.clone(),
            level: sees_clearance.then_some(Word(person.level)),
            compartments: sees_clearance.then(compartments),
            left: person.left,
            email: person.email.clone().filter(|_| administers),
            language: person.language.clone().filter(|_| administers),
        }
    }
}

/// A compartment.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CompartmentView {
    /// Its name in markings.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Whether nothing new goes into it.
    pub closed: bool,
}

impl From<&NamedCompartment> for CompartmentView {
    fn from(one: &NamedCompartment) -> CompartmentView {
        CompartmentView { id: one.id.to_string(), name: one.name.clone(), closed: one.closed }
    }
}

/// Who acts for a post, from when until when.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TenureView {
    /// The post.
    pub post: String,
    /// The person.
    pub person: String,
    /// As what.
    pub standing: Word<Standing>,
    /// First day.
    pub since: Day,
    /// Last day; null while no end is known.
    pub until: Option<Day>,
}

impl From<&Tenure> for TenureView {
    fn from(tenure: &Tenure) -> TenureView {
        TenureView {
            post: tenure.post.to_string(),
            person: tenure.person.to_string(),
            standing: Word(tenure.standing),
            since: Day(tenure.since),
            until: tenure.until.map(Day),
        }
    }
}

/// Which part of a list is asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffQuery {
    /// Things on the page.
    limit: Option<Limit>,
    /// Where the page begins.
    cursor: Option<String>,
}

async fn staff(caller: &Caller) -> Result<Staff, Problem> {
    read(caller, |office| office.staff()).await
}

/// A page of what stands under its name.
fn page<K: Ord + ToString, V, T>(
    caller: &Caller,
    list: &str,
    held: &BTreeMap<K, V>,
    query: &StaffQuery,
    view: impl Fn(&V) -> T,
) -> Outcome<Listed<T>> {
    let limit = Limit::of(query.limit);
    let after = cursor::read::<1>(caller.speech(), list, query.cursor.as_deref())?;
    let behind = held.iter().filter(|(id, _)| after.as_ref().is_none_or(|[after]| id.to_string() > *after));
    let (ids, views): (Vec<String>, Vec<T>) =
        behind.take(limit + 1).map(|(id, one)| (id.to_string(), view(one))).unzip();
    let next = (views.len() > limit).then(|| cursor::write(list, &ids[limit - 1..limit]));
    Ok(Found::listed(Listed { items: views.into_iter().take(limit).collect(), next }))
}

async fn units(caller: Caller, _: Way, query: StaffQuery) -> Outcome<Listed<UnitView>> {
    page(&caller, "units", &staff(&caller).await?.units, &query, |one| UnitView::from(one))
}

async fn posts(caller: Caller, _: Way, query: StaffQuery) -> Outcome<Listed<PostView>> {
    page(&caller, "posts", &staff(&caller).await?.posts, &query, |one| PostView::from(one))
}

async fn persons(caller: Caller, _: Way, query: StaffQuery) -> Outcome<Listed<PersonView>> {
    page(&caller, "persons", &staff(&caller).await?.persons, &query, |one| PersonView::of(one, &caller))
}

async fn compartments(caller: Caller, _: Way, query: StaffQuery) -> Outcome<Listed<CompartmentView>> {
    let known = staff(&caller).await?.compartments;
    let known = known.into_iter().filter(|(id, _)| knows(&caller, id)).collect();
    page(&caller, "compartments", &known, &query, |one| CompartmentView::from(one))
}

/// Whether a caller knows of a compartment: who administers does, and who is in it.
fn knows(caller: &Caller, compartment: &Compartment) -> bool {
    caller.visit.visitor.may(Policy::Administer) || caller.officer.clearance.compartments.contains(compartment)
}

/// A thing of the staff with the number of facts about it, which a change names.
async fn one<T>(caller: &Caller, noun: Noun, name: String, view: impl FnOnce(&Staff) -> Option<T>) -> Outcome<T> {
    let (staff, seen) =
        read(caller, move |office| Ok((office.staff()?, office.as_seen(Thing::new(noun, name))?))).await?;
    view(&staff).map(|view| Found::versioned(view, seen.n_facts)).ok_or_else(|| missing(caller))
}

async fn unit(caller: Caller, way: Way, _: Nothing) -> Outcome<UnitView> {
    let id = UnitId::new(way.get("unit")).map_err(|_| missing(&caller))?;
    one(&caller, Noun::Unit, id.to_string(), |staff| staff.units.get(&id).map(UnitView::from)).await
}

async fn post(caller: Caller, way: Way, _: Nothing) -> Outcome<PostView> {
    let id = PostId::new(way.get("post")).map_err(|_| missing(&caller))?;
    one(&caller, Noun::Post, id.to_string(), |staff| staff.posts.get(&id).map(PostView::from)).await
}

async fn person(caller: Caller, way: Way, _: Nothing) -> Outcome<PersonView> {
    let id = PersonId::new(way.get("person")).map_err(|_| missing(&caller))?;
    let view = |staff: &Staff| staff.persons.get(&id).map(|person| PersonView::of(person, &caller));
    one(&caller, Noun::Person, id.to_string(), view).await
}

async fn compartment(caller: Caller, way: Way, _: Nothing) -> Outcome<CompartmentView> {
    let id = Compartment::new(way.get("compartment")).map_err(|_| missing(&caller))?;
    let known = knows(&caller, &id);
    let view = |staff: &Staff| staff.compartments.get(&id).filter(|_| known).map(CompartmentView::from);
    one(&caller, Noun::Compartment, id.to_string(), view).await
}

async fn tenures_of_post(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<TenureView>> {
    let id = PostId::new(way.get("post")).map_err(|_| missing(&caller))?;
    let staff = staff(&caller).await?;
    staff.posts.get(&id).ok_or_else(|| missing(&caller))?;
    let tenures = staff.tenures_of(&id).into_iter().map(TenureView::from).collect();
    Ok(Found::listed(Listed::whole(tenures)))
}

async fn tenures_of_person(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<TenureView>> {
    let id = PersonId::new(way.get("person")).map_err(|_| missing(&caller))?;
    let staff = staff(&caller).await?;
    staff.persons.get(&id).ok_or_else(|| missing(&caller))?;
    let tenures = staff.tenures.values().filter(|tenure| tenure.person == id).map(TenureView::from).collect();
    Ok(Found::listed(Listed::whole(tenures)))
}

/// How the duties of a unit stand, those of the units below it included.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct UnitDutiesView {
    /// The unit.
    pub unit: String,
    /// Floors below the root.
    pub depth: u64,
    /// Open.
    pub n_open: u64,
    /// Of them late.
    pub n_late: u64,
    /// Of them raised.
    pub n_raised: u64,
    /// Done in the last quarter of a year.
    pub n_done: u64,
    /// Of them late.
    pub n_done_late: u64,
    /// Let go.
    pub n_let_go: u64,
}

async fn duties(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<UnitDutiesView>> {
    let (today, since) = (caller.app.today(), caller.app.now() - COUNTED_DAYS * DAY_MICROS);
    let duties = read(&caller, move |office| office.duties_by_unit(since, today)).await?;
    let view = |one: &UnitDuties| UnitDutiesView {
        unit: one.unit.id.to_string(),
        depth: one.depth as u64,
        n_open: one.count.n_open,
        n_late: one.count.n_late,
        n_raised: one.count.n_raised,
        n_done: one.count.n_done,
        n_done_late: one.count.n_done_late,
        n_let_go: one.count.n_let_go,
    };
    Ok(Found::listed(Listed::whole(duties.iter().map(view).collect())))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/units", open, "list_units", "Units in order of name", units)
        .read("/api/v1/units/{unit}", open, "show_unit", "One unit", unit)
        .read("/api/v1/posts", open, "list_posts", "Posts in order of name", posts)
        .read("/api/v1/posts/{post}", open, "show_post", "One post", post)
        .read("/api/v1/posts/{post}/tenures", open, "post_tenures", "Who acts for a post and did", tenures_of_post)
        .read("/api/v1/persons", open, "list_persons", "Persons in order of name", persons)
        .read("/api/v1/persons/{person}", open, "show_person", "One person", person)
        .read(
            "/api/v1/persons/{person}/tenures",
            open,
            "person_tenures",
            "For which posts a person acts and did",
            tenures_of_person,
        )
        .read("/api/v1/compartments", open, "list_compartments", "Compartments in order of name", compartments)
        .read("/api/v1/compartments/{compartment}", open, "show_compartment", "One compartment", compartment)
        .read("/api/v1/duties", open, "duties_by_unit", "How the duties of every unit stand", duties)
}
