//! The page of a biography: the drawing, what is missing, and everything that happened as a table.

use axum::extract::Path;
use maud::{Markup, html};
use model::{LifeEvent, LifeStage, Noun};

use super::drawing::{Lie, drawn};
use super::{Told, gap_said, happened, left_out, note, noun, stage, tell};
use crate::caller::Caller;
use crate::component::{Column, Crumb, Page, Section, Table, Tone, banner, empty, link_button, picture};
use crate::failed::{Answer, failed, shown};
use crate::history;
use crate::marking;
use crate::speech::Speech;

pub async fn show(caller: Caller, Path(lived): Path<String>) -> Answer {
    let today = caller.app.today();
    let told = caller.read(move |office| tell(office, &lived, today)).await;
    let told = told.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &told)))
}

/// The place of the navigation to which things of a noun belong.
fn section(noun: Noun) -> Option<Section> {
    Some(match noun {
        Noun::Need => Section::Needs,
        Noun::Request => Section::Requests,
        Noun::Source | Noun::Stand => Section::Sources,
        Noun::Record => Section::Records,
        Noun::Mission => Section::Missions,
        Noun::Case => Section::Control,
        Noun::Agreement | Noun::Deliverable | Noun::Sample | Noun::SpecialistRequest => Section::Acquisition,
        Noun::Technology | Noun::Adoption | Noun::Offer | Noun::Barrier => Section::Adoption,
        Noun::Visit | Noun::Finding => Section::Inspection,
        _ => return None,
    })
}

fn draw(caller: &Caller, told: &Told) -> Markup {
    let speech = caller.visit.speech;
    let biography = &told.biography;
    let start = &biography.start;
    let title = speech.with("biography-title", &[("thing", told.name(start).into())]);
    let mut page = Page::new(&caller.visit, title.clone());
    let mut crumbs = Vec::new();
    if let Some(section) = section(start.noun) {
        page = page.here(section);
        crumbs.push(Crumb::of(speech, section));
    }
    if let Some(href) = told.named(start).and_then(|named| named.href.clone()) {
        crumbs.push(Crumb::new(told.name(start), href));
    }
    page.crumbs(crumbs)
        .lead(html! {
            (speech.with("biography-lead", &[("noun", noun(speech, start.noun).into())])) " "
            (marking::tags(speech, &biography.marking))
        })
        .draw(html! {
            @if biography.events.is_empty() {
                (empty(&speech.say("biography-empty"), &speech.say("biography-empty-body"), html! {}))
            } @else {
                div class="actions" {
                    (link_button(&speech.say("biography-pdf"), &format!("{}/biography.pdf", super::address(start)), false))
                }
                figure class="biography" {
                    figcaption { (speech.say("biography-figure")) }
                    (picture(&drawn(speech, told, Lie::Lying), &title, "lying"))
                    (picture(&drawn(speech, told, Lie::Upright), &title, "upright"))
                    ol class="biography-stages" {
                        @for life in LifeStage::ALL { li { (stage(speech, *life)) } }
                    }
                    p class="quiet" { (speech.say("biography-axis")) }
                }
                (gaps(speech, told))
                (table(speech, told))
            }
            @let left = left_out(speech, told);
            @if !left.is_empty() {
                section aria-labelledby="left-out" {
                    h2 id="left-out" { (speech.say("biography-left-out")) }
                    ul { @for sentence in left { li { (sentence) } } }
                }
            }
        })
}

fn gaps(speech: Speech, told: &Told) -> Markup {
    let gaps = &told.biography.gaps;
    html! {
        section aria-labelledby="gaps" {
            h2 id="gaps" { (speech.say("biography-gaps")) }
            @if gaps.is_empty() {
                p { (speech.say("biography-gaps-none")) }
            } @else {
                (banner(Tone::Warn, &speech.with("biography-gaps-count", &[("count", (gaps.len() as i64).into())]), html! {
                    ul { @for gap in gaps { li { (gap_said(speech, told, gap)) } } }
                }))
            }
        }
    }
}

fn table(speech: Speech, told: &Told) -> Markup {
    let columns = [
        "biography-number",
        "biography-day",
        "biography-stage",
        "biography-by",
        "biography-what",
        "biography-documents",
    ];
    let mut table = Table::new(speech.say("biography-events"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for (event, number) in told.biography.events.iter().zip(1..) {
        table = table.anchored_row(format!("event-{number}"), row(speech, told, event, number));
    }
    html! {
        section aria-labelledby="events" {
            h2 id="events" { (speech.say("biography-events")) }
            (table.draw(speech))
        }
    }
}

fn row(speech: Speech, told: &Told, event: &LifeEvent, number: i64) -> Vec<Markup> {
    let thing = |thing: &model::Thing| {
        html! {
            @match told.named(thing) {
                Some(named) => (history::named(speech, named)),
                None => { (noun(speech, thing.noun)) " " bdi { (thing.name) } },
            }
        }
    };
    vec![
        html! { (speech.number(number)) },
        html! { time datetime=(event.on) { (speech.date(event.on)) } },
        html! { (stage(speech, event.stage)) },
        html! {
            @match told.post(event) {
                Some(post) => bdi { (post) },
                None => (speech.say("who-office")),
            }
        },
        html! {
            (happened(speech, event)) " " (thing(&event.thing))
            @if let Some(note) = note(speech, event) { " " span class="quiet" { "(" bdi { (note) } ")" } }
        },
        html! { @for document in &event.documents { div { (thing(document)) } } },
    ]
}
