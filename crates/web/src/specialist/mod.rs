//! The roster: specialists who can be sent.

mod form;
mod page;

use axum::extract::RawQuery;
use desk::{Failure, Office};
use maud::{Markup, html};
use model::{Power, Specialist};

use crate::app::App;
use crate::caller::Caller;
use crate::component::{Button, Column, Crumb, Field, Page, Section, Table, empty, link_button};
use crate::failed::{Answer, failed, shown};
use crate::host::{class_text, room_tabs};
use crate::marking;
use crate::route::{Policy, Routes};
use crate::typed::Typed;

/// Specialists that are shown. Who looks for another narrows the list by words.
const SHOWN: usize = 200;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/specialists", Policy::SignedIn, show)
        .page("/specialists/new", Policy::SignedIn, form::show_new)
        .form("/specialists/new", Policy::SignedIn, form::register)
        .page("/specialists/{specialist}", Policy::SignedIn, page::show)
        .page("/specialists/{specialist}/change", Policy::SignedIn, form::show_change)
        .form("/specialists/{specialist}/change", Policy::SignedIn, form::change)
}

/// What somebody speaks, in one line.
pub fn languages(specialist: &Specialist) -> String {
    let spoken = specialist.languages.iter().map(|one| format!("{} {}", one.language.tag(), one.level));
    spoken.collect::<Vec<_>>().join(", ")
}

struct Loaded {
    roster: Vec<(Specialist, String)>,
    words: String,
}

fn load(office: &Office, words: String) -> Result<Loaded, Failure> {
    let tree = office.tree()?;
    let unit = |one: &Specialist| tree.unit(&one.unit).map_or_else(|| one.unit.to_string(), |unit| unit.name.clone());
    let roster = office.specialists(&words)?;
    Ok(Loaded { roster: roster.into_iter().map(|one| (one.clone(), unit(&one))).collect(), words })
}

async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let words = typed.get("q").to_owned();
    let loaded = caller.read(move |office| load(office, words)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let may_add = [Power::Lead, Power::Coordinate].iter().any(|power| caller.officer.with_power(*power).is_some());
    let left_out = loaded.roster.len().saturating_sub(SHOWN);
    Page::new(&caller.visit, speech.say("roster-title"))
        .here(Section::Missions)
        .crumbs(vec![Crumb::of(speech, Section::Missions)])
        .lead(html! { (speech.say("roster-lead")) })
        .draw(html! {
            (room_tabs(speech, "/specialists"))
            @if may_add { div class="actions" { (link_button(&speech.say("specialist-new"), "/specialists/new", true)) } }
            form method="get" action="/specialists" class="form" {
                (Field::search("q", speech.say("roster-search")).value(loaded.words.as_str()).optional().draw(speech))
                div class="actions" { (Button::plain(&speech.say("hosts-look"))) }
            }
            @if loaded.roster.is_empty() {
                (empty(&speech.say("roster-none"), &speech.say("roster-none-body"), html! {}))
            } @else { (table(caller, loaded)) }
            @if left_out > 0 { p class="quiet" { (speech.with("hosts-left-out", &[("count", left_out.into())])) } }
        })
}

fn table(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let columns = ["specialist-name", "specialist-unit", "specialist-skills", "specialist-languages"];
    let mut table = Table::new(speech.say("roster-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for (one, unit) in loaded.roster.iter().take(SHOWN) {
        let skills: Vec<String> = one
            .skills
            .iter()
            .map(|skill| skill.class.term.clone().unwrap_or_else(|| class_text(&skill.class)))
            .collect();
        table = table.row(vec![
            html! { a href={ "/specialists/" (one.id) } { bdi { (one.name) } } " " (marking::tags(speech, &one.marking)) },
            html! { bdi { (unit) } },
            html! { @if skills.is_empty() { "–" } @else { bdi { (skills.join(", ")) } } },
            html! { @if one.languages.is_empty() { "–" } @else { (languages(one)) } },
        ]);
    }
    table.draw(speech)
}
