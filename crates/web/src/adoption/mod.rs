//! Adoptions: technologies in units, rung by rung and on evidence; what they make, need and cost; how they end.

mod end;
mod form;
mod ladder;
mod list;
mod means;
mod meter;
mod output;
mod page;
mod step;
mod technology;

use desk::adoption::AdoptionRow;
use maud::{Markup, html};
use model::{Adoption, AdoptionState, EvidenceClass, READINGS_BYTES_MAX, Rung, Technology, Thing};

use crate::app::App;
use crate::component::{Column, Crumb, Section, Table, Tone, tag};
use crate::marking;
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::upload::AROUND_FILE_BYTES_MAX;

/// A file of readings with what stands around it in the form.
const BODY_BYTES_MAX: usize = READINGS_BYTES_MAX + AROUND_FILE_BYTES_MAX;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let open = Policy::SignedIn;
    meter::routes(routes)
        .page("/adoptions", open, list::show)
        .page("/adoptions/new", open, form::show_new)
        .form("/adoptions/new", open, form::begin)
        .page("/adoptions/{adoption}", open, page::show)
        .page("/adoptions/{adoption}/change", open, form::show_change)
        .form("/adoptions/{adoption}/change", open, form::change)
        .form("/adoptions/{adoption}/rungs", open, ladder::say)
        .page("/adoptions/{adoption}/output", open, output::show)
        .form("/adoptions/{adoption}/output/plan", open, output::plan)
        .form("/adoptions/{adoption}/output/told", open, output::tell)
        .form("/adoptions/{adoption}/output/share", open, output::share)
        .upload("/adoptions/{adoption}/readings", open, BODY_BYTES_MAX, output::take)
        .form("/adoptions/{adoption}/tokens", open, output::issue)
        .form("/adoptions/{adoption}/tokens/revocation", open, output::revoke)
        .page("/adoptions/{adoption}/means", open, means::show)
        .form("/adoptions/{adoption}/places", open, means::place)
        .form("/adoptions/{adoption}/resources", open, means::resource)
        .form("/adoptions/{adoption}/costs", open, means::cost)
        .form("/adoptions/{adoption}/end", open, end::end)
        .form("/adoptions/{adoption}/resumption", open, end::resume)
        .form("/adoptions/{adoption}/heard", open, end::hear)
        .page("/technologies", open, technology::list)
        .page("/technologies/{technology}", open, technology::show)
        .page("/technologies/{technology}/change", open, technology::show_change)
        .form("/technologies/{technology}/change", open, technology::change)
}

/// The way back to the list of adoptions.
fn crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::of(speech, Section::Adoption)]
}

/// The way back to an adoption.
fn crumbs_to(speech: Speech, adoption: &Adoption, technology: &Technology) -> Vec<Crumb> {
    let mut crumbs = crumbs(speech);
    crumbs.push(Crumb::new(technology.name.clone(), format!("/adoptions/{}", adoption.id)));
    crumbs
}

/// What a rung is called.
fn rung(speech: Speech, rung: Rung) -> String {
    speech.say(&format!("rung-{}", rung.word()))
}

/// How well something is shown.
fn class(speech: Speech, class: EvidenceClass) -> Markup {
    let tone = match class {
        EvidenceClass::Told => Tone::Plain,
        EvidenceClass::Document => Tone::Accent,
        EvidenceClass::Measured | EvidenceClass::Inspected => Tone::Good,
    };
    tag(tone, &speech.say(&format!("adoption-evidence-{}", class.word())))
}

/// Where an adoption stands.
fn state(speech: Speech, adoption: &Adoption) -> Markup {
    match &adoption.end {
        Some(end) => tag(Tone::Warn, &speech.say(&format!("adoption-end-{}", end.kind.word()))),
        None => {
            let state = adoption.state();
            let tone = if state == AdoptionState::InProduction { Tone::Good } else { Tone::Plain };
            tag(tone, &speech.say(&format!("adoption-state-{}", state.word())))
        }
    }
}

/// Says of something that was invented for a demonstration that it was.
fn invented(speech: Speech, is_invented: bool) -> Markup {
    html! { @if is_invented { " " (tag(Tone::Plain, &speech.say("adoption-invented"))) } }
}

/// A thing with its noun, leading to its page.
fn thing_link(speech: Speech, named: &crate::history::Named) -> Markup {
    html! {
        @if let Some(noun) = named.noun { (speech.say(&format!("noun-{}", noun.word()))) " " }
        @match &named.href {
            Some(href) => a href=(href) { bdi { (named.text) } },
            None => bdi { (named.text) },
        }
    }
}

/// Things read from a field: one a line, as `record:R0…`, or the address of their page.
fn things(text: &str) -> Option<Vec<Thing>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(thing_of).collect()
}

/// A thing as it is written: by noun and name, or by the address of its page.
fn thing_of(text: &str) -> Option<Thing> {
    if let Some(thing) = Thing::parse(text) {
        return Some(thing);
    }
    let path = text.split_once("://").map_or(text, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let mut parts = path.trim_start_matches('/').split(['/', '?', '#']);
    let noun = match parts.next()? {
        "records" => model::Noun::Record,
        "attachments" => model::Noun::Attachment,
        "samples" => model::Noun::Sample,
        "agreements" => model::Noun::Agreement,
        "missions" => model::Noun::Mission,
        "needs" => model::Noun::Need,
        _ => return None,
    };
    Some(Thing::new(noun, parts.next().filter(|name| !name.is_empty())?))
}

/// Adoptions in a table: for the list, and for the pages of technologies and of other adoptions.
fn adoptions_table(speech: Speech, title: &str, rows: &[AdoptionRow], with_technology: bool) -> Markup {
    let first = if with_technology { vec!["adoption-technology", "adoption-unit"] } else { vec!["adoption-unit"] };
    let columns = first.into_iter().chain(["adoption-rung", "adoption-class", "adoption-state", "adoption-since"]);
    let columns = columns.map(|key| Column::new(speech.say(key))).collect();
    let mut table = Table::new(title.to_owned(), columns).caption_unseen().cards_on_phone();
    for row in rows {
        let adoption = &row.line.adoption;
        let href = format!("/adoptions/{}", adoption.id);
        let marks = html! { " " (marking::tags(speech, &adoption.marking)) (invented(speech, adoption.invented)) };
        let mut cells = if with_technology {
            vec![html! { a href=(href) { bdi { (row.technology) } } (marks) }, html! { bdi { (row.unit) } }]
        } else {
            vec![html! { a href=(href) { bdi { (row.unit) } } (marks) }]
        };
        cells.extend([
            html! { @match adoption.rung() { Some(one) => (rung(speech, one)), None => "–" } },
            class(speech, adoption.class()),
            html! {
                (state(speech, adoption))
                @if let Some(quarter) = row.line.behind {
                    " " (tag(Tone::Bad, &speech.with("adoption-behind-in", &[("quarter", quarter.to_string().into())])))
                }
            },
            html! { @match adoption.since() { Some(day) => (speech.date(day)), None => "–" } },
        ]);
        table = table.row(cells);
    }
    table.draw(speech)
}
