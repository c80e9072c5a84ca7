//! The list of hosts, narrowed by words.

use axum::extract::RawQuery;
use maud::{Markup, html};
use model::Host;

use super::room_tabs;
use crate::caller::Caller;
use crate::component::{Button, Column, Crumb, Field, Page, Section, Table, empty, link_button};
use crate::country::country;
use crate::failed::{Answer, failed, shown};
use crate::marking;
use crate::typed::Typed;

/// Hosts that are shown. Who looks for another narrows the list by words.
const SHOWN: usize = 200;

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let words = typed.get("q").to_owned();
    let read = words.clone();
    let hosts = caller.read(move |office| office.hosts(&read)).await;
    let hosts = hosts.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &hosts, &words)))
}

fn draw(caller: &Caller, hosts: &[Host], words: &str) -> Markup {
    let speech = caller.visit.speech;
    let register = link_button(&speech.say("host-new"), "/hosts/new", true);
    let left_out = hosts.len().saturating_sub(SHOWN);
    Page::new(&caller.visit, speech.say("hosts-title"))
        .here(Section::Missions)
        .crumbs(vec![Crumb::of(speech, Section::Missions)])
        .lead(html! { (speech.say("hosts-lead")) })
        .draw(html! {
            (room_tabs(speech, "/hosts"))
            div class="actions" { (register) }
            form method="get" action="/hosts" class="form form-find" {
                (Field::search("q", speech.say("hosts-search")).value(words).optional().draw(speech))
                div class="actions" { (Button::plain(&speech.say("hosts-look"))) }
            }
            @if hosts.is_empty() {
                (empty(&speech.say("hosts-none"), &speech.say("hosts-none-body"), html! {}))
            } @else {
                (table(caller, hosts))
            }
            @if left_out > 0 { p class="quiet" { (speech.with("hosts-left-out", &[("count", left_out.into())])) } }
        })
}

fn table(caller: &Caller, hosts: &[Host]) -> Markup {
    let speech = caller.visit.speech;
    let columns = ["host-name", "host-place", "host-makes", "host-languages"];
    let mut table = Table::new(speech.say("hosts-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for host in hosts.iter().take(SHOWN) {
        let makes: String = host.makes.chars().take(160).collect();
        table = table.row(vec![
            html! { a href={ "/hosts/" (host.id) } { bdi { (host.name()) } } " " (marking::tags(speech, &host.marking)) },
            html! { bdi { (host.place) } @if !host.place.is_empty() { ", " } (country(speech, &host.country)) },
            html! { @if makes.is_empty() { "–" } @else { bdi { (makes) } } },
            html! { @if host.languages.is_empty() { "–" } @else { (speech.languages(&host.languages)) } },
        ]);
    }
    table.draw(speech)
}
