//! The room Office: units, posts, persons, compartments, the ledger and the jobs.

mod compartment;
mod foresight;
mod import;
mod job;
mod ledger;
mod mailing;
mod person;
mod post;
mod repository;
mod sampling;
mod scheme;
mod style;
mod template;
mod tenure;
mod unit;
mod webhook;
mod work_calendar;

use maud::{Markup, html};
use model::{Post, Standing, UnitId};

pub use scheme::{class_link, cut};

use crate::app::App;
use crate::caller::Caller;
use crate::component::{Branch, Crumb, Section, Tab, tabs, tree};
use crate::route::{Policy, Routes};
use crate::speech::Speech;

/// The views of the room, with the one where the reader is.
fn views(caller: &Caller, here: &str) -> Markup {
    let speech = caller.visit.speech;
    let visitor = &caller.visit.visitor;
    let all = [
        ("/office", "office-units", Policy::SignedIn),
        ("/office/persons", "office-persons", Policy::SignedIn),
        ("/office/compartments", "office-compartments", Policy::SignedIn),
        ("/office/import", "office-import", Policy::Administer),
        ("/office/duties", "office-duties", Policy::SignedIn),
        ("/office/schemes", "office-schemes", Policy::SignedIn),
        ("/office/repository", "office-repository", Policy::SignedIn),
        ("/office/templates", "office-templates", Policy::Administer),
        ("/office/styles", "office-styles", Policy::Administer),
        ("/office/second-indexing", "office-sampling", Policy::Administer),
        ("/office/ledger", "office-ledger", Policy::Audit),
        ("/office/jobs", "office-jobs", Policy::Administer),
    ];
    let shown = all.iter().filter(|(_, _, policy)| visitor.may(*policy));
    let views: Vec<Tab> = shown
        .map(|(href, key, _)| Tab { text: speech.say(key), href: (*href).to_owned(), count: None, here: *href == here })
        .collect();
    tabs(speech, &speech.say("office-views"), &views)
}

/// The way down to a page of the room.
fn crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::of(speech, Section::Office)]
}

/// Whether the caller keeps units, posts and persons.
fn administers(caller: &Caller) -> bool {
    caller.visit.visitor.may(Policy::Administer)
}

/// Whether what a person is cleared for is shown: to who administers, and to themselves. Colleagues need not know who is
/// admitted where.
fn sees_clearance(caller: &Caller, person: &model::PersonId) -> bool {
    administers(caller) || caller.officer.person.id == *person
}

/// A unit with its posts and the units below it.
fn branch(
    speech: Speech,
    staff: &model::Staff,
    tree: &model::UnitTree,
    id: &UnitId,
    depth: usize,
    today: model::Date,
) -> Branch {
    let name = tree.unit(id).map_or_else(|| id.to_string(), |unit| unit.name.clone());
    let posts = staff.posts.values().filter(|post| post.unit == *id && !post.closed);
    let mut branches: Vec<Branch> = posts.map(|post| leaf(speech, staff, post, today)).collect();
    branches.extend(tree.children(id).map(|child| branch(speech, staff, tree, &child.id, depth + 1, today)));
    Branch {
        label: html! { a href={ "/office/units/" (id) } { bdi { (name) } } },
        name,
        facts: html! {},
        open: depth < 2,
        branches,
    }
}

fn leaf(speech: Speech, staff: &model::Staff, post: &Post, today: model::Date) -> Branch {
    let acting = staff.acting(&post.id, today);
    let facts = html! {
        @if acting.is_empty() { (speech.say("post-vacant")) }
        @for (at, (person, standing)) in acting.iter().enumerate() {
            @if at > 0 { ", " }
            a href={ "/office/persons/" (person.id) } { bdi { (person.name) } }
            @if *standing == Standing::Deputy { " " (speech.say("standing-deputy")) }
        }
    };
    Branch {
        label: html! { a href={ "/office/posts/" (post.id) } { bdi { (post.title) } } },
        name: post.title.clone(),
        facts,
        open: false,
        branches: Vec::new(),
    }
}

/// The tree of all units.
fn units(speech: Speech, staff: &model::Staff, today: model::Date) -> Markup {
    let of_units = staff.tree();
    let roots: Vec<UnitId> = of_units.roots().map(|unit| unit.id.clone()).collect();
    let branches: Vec<Branch> = roots.iter().map(|root| branch(speech, staff, &of_units, root, 0, today)).collect();
    tree(speech, &speech.say("office-units"), &branches)
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let routes = unit::routes(routes);
    let routes = work_calendar::routes(routes);
    let routes = post::routes(routes);
    let routes = mailing::routes(routes);
    let routes = webhook::routes(routes);
    let routes = person::routes(routes);
    let routes = compartment::routes(routes);
    let routes = import::routes(routes);
    let routes = scheme::routes(routes);
    let routes = repository::routes(routes);
    let routes = template::routes(routes);
    let routes = sampling::routes(routes);
    let routes = style::routes(routes);
    let routes = ledger::routes(routes);
    job::routes(routes)
}
