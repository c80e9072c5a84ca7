//! The list of calls between units, the newest first.

use axum::extract::RawQuery;
use desk::CALLS_LISTED;
use maud::{Markup, html};
use model::{Call, CallAnswerState, CallKind, CallState, Thing};

use super::{call_state, invented, read};
use crate::caller::Caller;
use crate::component::{
    AdoptionRoom, Column, Crumb, Page, Section, Tab, Table, adoption_tabs, empty, link_button, tabs,
};
use crate::failed::{Answer, shown};
use crate::typed::Typed;

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let state = CallState::from_word(typed.get("state"));
    let kind = CallKind::from_word(typed.get("kind"));
    let on = Thing::parse(typed.get("on"));
    let found = read(&caller, move |office| office.calls(kind, state, on)).await?;
    Ok(shown(draw(&caller, state, &found)))
}

fn draw(caller: &Caller, state: Option<CallState>, found: &[(Call, String)]) -> Markup {
    let speech = caller.visit.speech;
    let tab = |text: String, href: String, here: bool| Tab { text, href, count: None, here };
    let all = tab(speech.say("calls-all"), "/calls".to_owned(), state.is_none());
    let states = CallState::ALL
        .iter()
        .map(|one| tab(speech.say(&format!("call-state-{one}")), format!("/calls?state={one}"), state == Some(*one)));
    let views: Vec<Tab> = std::iter::once(all).chain(states).collect();
    Page::new(&caller.visit, speech.say("calls-title"))
        .here(Section::Adoption)
        .crumbs(vec![Crumb::of(speech, Section::Adoption)])
        .lead(html! { (speech.say("calls-lead")) })
        .draw(html! {
            (adoption_tabs(speech, AdoptionRoom::Calls))
            div class="actions" {
                @if !caller.officer.posts.is_empty() { (link_button(&speech.say("call-new"), "/calls/new", true)) }
            }
            (tabs(speech, &speech.say("calls-views"), &views))
            @if found.is_empty() {
                (empty(&speech.say("calls-none"), &speech.say("calls-none-body"), html! {}))
            } @else { (table(caller, found)) }
            @if found.len() == CALLS_LISTED {
                p class="quiet" { (speech.with("diffusion-left-out", &[("count", CALLS_LISTED.into())])) }
            }
        })
}

fn table(caller: &Caller, found: &[(Call, String)]) -> Markup {
    let speech = caller.visit.speech;
    let columns = ["call-what", "call-amount", "call-unit", "call-by", "call-answers", "call-stands"];
    let mut table = Table::new(speech.say("calls-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for (call, unit) in found {
        let n_answered = call.answers.iter().filter(|one| one.state != CallAnswerState::Asked).count();
        table = table.row(vec![
            html! {
                a href={ "/calls/" (call.id) } { bdi { (call.what) } }
                " " (crate::marking::tags(speech, &call.marking)) (invented(speech, call.invented))
            },
            html! { (call.amount) " " bdi { (call.measure) } },
            html! { bdi { (unit) } },
            html! { (speech.date(call.by)) },
            html! { (speech.with("call-answered", &[("count", n_answered.into()), ("all", call.answers.len().into())])) },
            call_state(speech, call.state),
        ]);
    }
    table.draw(speech)
}
