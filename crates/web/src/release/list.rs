//! The list of releases, the newest first.

use axum::extract::RawQuery;
use desk::RELEASES_LISTED;
use maud::{Markup, html};
use model::{HostRelease, ReleaseState};
use store::ReleaseFilter;

use super::state;
use crate::caller::Caller;
use crate::component::{Column, ControlRoom, Crumb, Page, Section, Tab, Table, control_tabs, empty, link_button, tabs};
use crate::failed::{Answer, failed, shown};
use crate::typed::Typed;

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let chosen = ReleaseState::from_word(typed.get("state"));
    let filter = ReleaseFilter { state: chosen, ..ReleaseFilter::default() };
    let found = caller.read(move |office| office.releases(&filter)).await;
    let found = found.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, chosen, &found)))
}

fn draw(caller: &Caller, chosen: Option<ReleaseState>, found: &[(HostRelease, String)]) -> Markup {
    let speech = caller.visit.speech;
    let all =
        Tab { text: speech.say("releases-all"), href: "/releases".to_owned(), count: None, here: chosen.is_none() };
    let states = ReleaseState::ALL.iter().map(|state| Tab {
        text: speech.say(&format!("release-state-{}", state.word())),
        href: format!("/releases?state={state}"),
        count: None,
        here: chosen == Some(*state),
    });
    let may_ask = !caller.officer.posts.is_empty();
    let views: Vec<Tab> = std::iter::once(all).chain(states).collect();
    let columns = ["release-what", "release-host", "release-records", "release-stands"];
    let mut table = Table::new(speech.say("releases-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for (release, host) in found {
        table = table.row(vec![
            html! {
                a href={ "/releases/" (release.id) } { bdi { (release.title) } }
                " " (crate::marking::tags(speech, &release.marking))
            },
            html! { a href={ "/hosts/" (release.host) } { bdi { (host) } } },
            html! { (speech.number(release.records.len() as i64)) },
            state(speech, release.state),
        ]);
    }
    Page::new(&caller.visit, speech.say("releases-title"))
        .here(Section::Control)
        .crumbs(vec![Crumb::of(speech, Section::Control)])
        .lead(html! { (speech.say("releases-lead")) })
        .draw(html! {
            (control_tabs(speech, ControlRoom::Releases))
            @if may_ask && !found.is_empty() {
                div class="actions" { (link_button(&speech.say("release-new"), "/releases/new", true)) }
            }
            (tabs(speech, &speech.say("releases-views"), &views))
            @if found.is_empty() {
                @let body = if chosen.is_some() { "releases-none-state" } else { "releases-none-body" };
                @let next = html! {
                    @if may_ask { (link_button(&speech.say("release-new"), "/releases/new", true)) }
                    @if chosen.is_some() { " " a href="/releases" { (speech.say("releases-look-at-all")) } }
                };
                (empty(&speech.say("releases-none"), &speech.say(body), next))
            } @else { (table.draw(speech)) }
            @if found.len() == RELEASES_LISTED {
                p class="quiet" { (speech.with("releases-left-out", &[("count", RELEASES_LISTED.into())])) }
            }
        })
}
