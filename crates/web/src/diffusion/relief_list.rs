//! The list of reliefs from targets, the newest first.

use axum::extract::RawQuery;
use desk::{RELIEFS_LISTED, ReliefLine};
use maud::{Markup, html};
use model::ReliefState;

use super::{invented, read, relief_state};
use crate::caller::Caller;
use crate::component::{AdoptionRoom, Column, Crumb, Page, Section, Tab, Table, adoption_tabs, empty, tabs};
use crate::failed::{Answer, shown};
use crate::typed::Typed;

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let state = ReliefState::from_word(typed.get("state"));
    let found = read(&caller, move |office| office.reliefs(None, state)).await?;
    Ok(shown(draw(&caller, state, &found)))
}

fn draw(caller: &Caller, state: Option<ReliefState>, found: &[ReliefLine]) -> Markup {
    let speech = caller.visit.speech;
    let tab = |text: String, href: String, here: bool| Tab { text, href, count: None, here };
    let all = tab(speech.say("reliefs-all"), "/reliefs".to_owned(), state.is_none());
    let states = ReliefState::ALL.iter().map(|one| {
        let text = speech.say(&format!("relief-state-{one}"));
        tab(text, format!("/reliefs?state={one}"), state == Some(*one))
    });
    let views: Vec<Tab> = std::iter::once(all).chain(states).collect();
    Page::new(&caller.visit, speech.say("reliefs-title"))
        .here(Section::Adoption)
        .crumbs(vec![Crumb::of(speech, Section::Adoption)])
        .lead(html! { (speech.say("reliefs-lead")) })
        .draw(html! {
            (adoption_tabs(speech, AdoptionRoom::Reliefs))
            (tabs(speech, &speech.say("reliefs-views"), &views))
            @if found.is_empty() {
                (empty(&speech.say("reliefs-none"), &speech.say("reliefs-none-body"), html! {}))
            } @else { (table(caller, found)) }
            @if found.len() == RELIEFS_LISTED {
                p class="quiet" { (speech.with("diffusion-left-out", &[("count", RELIEFS_LISTED.into())])) }
            }
        })
}

fn table(caller: &Caller, found: &[ReliefLine]) -> Markup {
    let speech = caller.visit.speech;
    let columns = ["relief-line", "relief-technology", "relief-unit", "relief-setter", "relief-until", "relief-stands"];
    let mut table = Table::new(speech.say("reliefs-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for line in found {
        let relief = &line.relief;
        table = table.row(vec![
            html! {
                a href={ "/reliefs/" (relief.id) } { bdi { (relief.plan_line) } }
                " " (crate::marking::tags(speech, &relief.marking)) (invented(speech, relief.invented))
            },
            html! { a href={ "/adoptions/" (relief.adoption) } { bdi { (line.technology) } } },
            html! { bdi { (line.unit) } },
            html! { bdi { (line.setter) } },
            html! { @match relief.until { Some(day) => (speech.date(day)), None => "–" } },
            relief_state(speech, relief.state),
        ]);
    }
    table.draw(speech)
}
