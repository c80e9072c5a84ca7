//! The room of specialists: the roster, requests for somebody, who fits, assignments and their course.

mod assignment_act;
mod assignment_form;
mod assignment_page;
mod assignment_parts;
mod assignments;
mod fit;
mod form;
mod page;
mod request_form;
mod request_page;
mod requests;

use axum::extract::RawQuery;
use desk::{Failure, Office, RosterAsk};
use maud::{Markup, html};
use model::{AssignmentStage, Date, Language, Power, Specialist, Spoken};

use crate::app::App;
use crate::caller::Caller;
use crate::component::{
    AcquisitionRoom, Button, Choice, Column, Crumb, Field, Page, Section, Tab, Table, Tone, acquisition_tabs, empty,
    link_button, tabs, tag,
};
use crate::failed::{Answer, failed, shown};
use crate::host::{class_text, typed_classes};
use crate::marking;
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::typed::Typed;

/// Specialists that are shown. Who looks for another narrows the list by words.
const SHOWN: usize = 200;

/// How a specialist stands to the lists. One of ours is held against none, unless somebody asked for it.
fn standing(office: &Office, id: model::SpecialistId) -> Result<Vec<desk::PartyStanding>, Failure> {
    let one = match office.specialist(&id.to_string()) {
        Ok(one) => one,
        Err(Failure::Refused(_)) => return Ok(Vec::new()),
        Err(failure) => return Err(failure),
    };
    let mut standing = office.parties_standing(&model::Thing::new(model::Noun::Specialist, id))?;
    standing.retain(|held| held.line.is_some() || one.is_foreign());
    Ok(standing)
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/specialists", Policy::SignedIn, show)
        .page("/specialists/new", Policy::SignedIn, form::show_new)
        .form("/specialists/new", Policy::SignedIn, form::register)
        .page("/specialists/requests", Policy::SignedIn, requests::show)
        .page("/specialists/requests/new", Policy::SignedIn, request_form::show_new)
        .form("/specialists/requests/new", Policy::SignedIn, request_form::write)
        .page("/specialists/requests/{specialist_request}", Policy::SignedIn, request_page::show)
        .page("/specialists/requests/{specialist_request}/change", Policy::SignedIn, request_form::show_change)
        .form("/specialists/requests/{specialist_request}/change", Policy::SignedIn, request_form::change)
        .form("/specialists/requests/{specialist_request}/step", Policy::SignedIn, request_page::step)
        .page("/specialists/requests/{specialist_request}/propose", Policy::SignedIn, assignment_form::show_new)
        .form("/specialists/requests/{specialist_request}/propose", Policy::SignedIn, assignment_form::propose)
        .page("/specialists/assigning", Policy::SignedIn, requests::pair)
        .page("/specialists/assignments", Policy::SignedIn, assignments::show)
        .page("/specialists/assignments/{assignment}", Policy::SignedIn, assignment_page::show)
        .page("/specialists/assignments/{assignment}/change", Policy::SignedIn, assignment_form::show_change)
        .form("/specialists/assignments/{assignment}/change", Policy::SignedIn, assignment_form::change)
        .form("/specialists/assignments/{assignment}/step", Policy::SignedIn, assignment_act::step)
        .form("/specialists/assignments/{assignment}/conflict", Policy::SignedIn, assignment_act::weigh)
        .form("/specialists/assignments/{assignment}/control", Policy::SignedIn, assignment_act::control)
        .form("/specialists/assignments/{assignment}/promise", Policy::SignedIn, assignment_act::promise)
        .form("/specialists/assignments/{assignment}/transfer", Policy::SignedIn, assignment_act::transfer)
        .form("/specialists/assignments/{assignment}/additions", Policy::SignedIn, assignment_act::add)
        .form("/specialists/assignments/{assignment}/grievances", Policy::SignedIn, assignment_act::lay)
        .form("/specialists/assignments/{assignment}/grievance-answer", Policy::SignedIn, assignment_act::answer)
        .form("/specialists/assignments/{assignment}/grievance-end", Policy::SignedIn, assignment_act::end_grievance)
        .form("/specialists/assignments/{assignment}/months", Policy::SignedIn, assignment_act::months)
        .page("/specialists/{specialist}", Policy::SignedIn, page::show)
        .form("/specialists/{specialist}/evidence", Policy::SignedIn, page::evidence)
        .page("/specialists/{specialist}/change", Policy::SignedIn, form::show_change)
        .form("/specialists/{specialist}/change", Policy::SignedIn, form::change)
}

/// What somebody speaks, in one line.
pub fn languages(speech: Speech, specialist: &Specialist) -> String {
    let spoken = specialist.languages.iter().map(|one| spoken(speech, one));
    spoken.collect::<Vec<_>>().join(", ")
}

/// A language, then how well it is spoken.
fn spoken(speech: Speech, one: &Spoken) -> String {
    format!("{} {}", speech.language(&one.language), one.level)
}

/// The way to the lists of the room.
fn room_crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::of(speech, Section::Acquisition)]
}

/// The way to a specialist.
fn roster_crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::of(speech, Section::Acquisition), Crumb::new(speech.say("roster-title"), "/specialists")]
}

/// The way to a request.
fn requests_crumbs(speech: Speech) -> Vec<Crumb> {
    let mut crumbs = roster_crumbs(speech);
    crumbs.push(Crumb::new(speech.say("specialist-requests-title"), "/specialists/requests"));
    crumbs
}

/// The way to an assignment.
fn assignment_crumbs(speech: Speech) -> Vec<Crumb> {
    let mut crumbs = roster_crumbs(speech);
    crumbs.push(Crumb::new(speech.say("assignments-title"), "/specialists/assignments"));
    crumbs
}

/// The lists of the room, beside each other.
fn list_tabs(speech: Speech, here: &str) -> maud::Markup {
    let tab =
        |key: &str, href: &str| Tab { text: speech.say(key), href: href.to_owned(), count: None, here: here == href };
    let all = [
        tab("roster-tab", "/specialists"),
        tab("specialist-requests-title", "/specialists/requests"),
        tab("assignments-title", "/specialists/assignments"),
        tab("assigning-title", "/specialists/assigning"),
    ];
    tabs(speech, &speech.say("specialists-room"), &all)
}

/// Where an assignment stands, as a tag.
fn assignment_stage(speech: Speech, stage: AssignmentStage) -> Markup {
    let tone = match stage {
        AssignmentStage::Proposed => Tone::Warn,
        AssignmentStage::Signed | AssignmentStage::UnderWay => Tone::Good,
        AssignmentStage::BrokenOff => Tone::Bad,
        _ => Tone::Plain,
    };
    tag(tone, &speech.say(&format!("assignment-stage-{}", stage.word())))
}

/// A text under a heading; nothing when it is empty.
fn paragraphs(id: &str, title: &str, text: &str) -> Markup {
    html! {
        @if !text.is_empty() {
            section aria-labelledby=(id) {
                h2 id=(id) { (title) }
                @for paragraph in text.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
            }
        }
    }
}

struct Loaded {
    roster: Vec<(Specialist, String)>,
    typed: Typed,
}

/// What is asked for; what cannot be read narrows nothing.
fn ask(typed: &Typed) -> RosterAsk {
    let days = Date::parse(typed.get("since")).zip(Date::parse(typed.get("until")));
    RosterAsk {
        words: typed.get("q").to_owned(),
        foreign: match typed.get("from") {
            "outside" => Some(true),
            "house" => Some(false),
            _ => None,
        },
        class: typed.some("class").and_then(|class| typed_classes(&[class.to_owned()]).pop()),
        language: typed.some("language").and_then(Language::parse),
        free: days.filter(|(since, until)| since <= until),
    }
}

fn load(office: &Office, typed: Typed) -> Result<Loaded, Failure> {
    let tree = office.tree()?;
    let unit = |one: &Specialist| tree.unit(&one.unit).map_or_else(|| one.unit.to_string(), |unit| unit.name.clone());
    let roster = office.roster(&ask(&typed))?;
    Ok(Loaded { roster: roster.into_iter().map(|one| (one.clone(), unit(&one))).collect(), typed })
}

async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let loaded = caller.read(move |office| load(office, typed)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let may_add = [Power::Lead, Power::Coordinate].iter().any(|power| caller.officer.with_power(*power).is_some());
    let left_out = loaded.roster.len().saturating_sub(SHOWN);
    Page::new(&caller.visit, speech.say("roster-title"))
        .here(Section::Acquisition)
        .crumbs(room_crumbs(speech))
        .lead(html! { (speech.say("roster-lead")) })
        .draw(html! {
            (acquisition_tabs(speech, AcquisitionRoom::Specialists))
            (list_tabs(speech, "/specialists"))
            @if may_add { div class="actions" { (link_button(&speech.say("specialist-new"), "/specialists/new", true)) } }
            form method="get" action="/specialists" class="form form-find" {
                (Field::search("q", speech.say("roster-search")).value(loaded.typed.get("q")).optional().draw(speech))
                (Field::select("from", speech.say("roster-from"), vec![
                    Choice::new("", speech.say("sources-any")),
                    Choice::new("house", speech.say("specialist-own")),
                    Choice::new("outside", speech.say("specialist-foreign")),
                ]).value(loaded.typed.get("from")).draw(speech))
                (Field::text("class", speech.say("specialist-skill")).value(loaded.typed.get("class")).optional().draw(speech))
                (Field::text("language", speech.say("host-language")).value(loaded.typed.get("language")).narrow().optional().draw(speech))
                (Field::date("since", speech.say("roster-free-since")).value(loaded.typed.get("since")).optional().draw(speech))
                (Field::date("until", speech.say("roster-free-until")).value(loaded.typed.get("until")).optional().draw(speech))
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
            html! { bdi { (unit) } @if one.is_foreign() { " " (tag(Tone::Plain, &speech.say("specialist-foreign"))) } },
            html! { @if skills.is_empty() { "–" } @else { bdi { (skills.join(", ")) } } },
            html! { @if one.languages.is_empty() { "–" } @else { (languages(speech, one)) } },
        ]);
    }
    table.draw(speech)
}
