//! The register of lists of parties.

use desk::{Failure, Office, PartyListLine};
use maud::{Markup, html};
use model::{ListVersionState, Power};

use super::{SECTION, number, version_state};
use crate::caller::Caller;
use crate::component::{Column, ControlRoom, Page, Table, Tone, control_tabs, empty, link_button, tag};
use crate::failed::{Answer, failed, shown};
use crate::history::when;
use crate::marking;

fn load(office: &Office) -> Result<Vec<(PartyListLine, String)>, Failure> {
    let titled = |line: PartyListLine| {
        let post = office.post(&line.list.post)?.map_or_else(|| line.list.post.to_string(), |post| post.title);
        Ok((line, post))
    };
    office.party_lists()?.into_iter().map(titled).collect()
}

pub async fn show(caller: Caller) -> Answer {
    let loaded = caller.read(load).await.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, lines: &[(PartyListLine, String)]) -> Markup {
    let speech = caller.visit.speech;
    let may_register = caller.officer.with_power(Power::Administer).is_some();
    let columns = ["party-list", "party-list-publisher", "party-list-owner", "party-list-in-force", "listed-count"];
    let mut table = Table::new(speech.say("party-lists-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for (line, post) in lines {
        let list = &line.list;
        table = table.row(vec![
            html! {
                a href={ "/party-lists/" (list.id) } { bdi { (list.title) } } " " (marking::tags(speech, &list.marking))
                @if list.closed { " " (tag(Tone::Warn, &speech.say("party-list-closed"))) }
            },
            html! { bdi { (list.publisher) } },
            html! { bdi { (post) } },
            html! {
                @match &line.in_force {
                    Some(version) => { (number(speech, u64::from(version.number))) @if let Some(at) = version.in_force_at { ", " (when(speech, at)) } }
                    None => "–",
                }
                @if let Some(newest) = line.newest.as_ref().filter(|one| one.state != ListVersionState::Past) {
                    br; (number(speech, u64::from(newest.number))) ": " (version_state(speech, newest))
                }
            },
            html! { @match &line.in_force { Some(version) => (number(speech, version.n_entries)), None => "–" } },
        ]);
    }
    Page::new(&caller.visit, speech.say("party-lists-title"))
        .here(SECTION)
        .lead(html! { (speech.say("party-lists-lead")) })
        .draw(html! {
            (control_tabs(speech, ControlRoom::Parties))
            div class="actions" {
                @if may_register && !lines.is_empty() { (link_button(&speech.say("party-list-new"), "/party-lists/new", true)) }
                (link_button(&speech.say("screening-new"), "/screenings/new", !may_register))
            }
            @if lines.is_empty() {
                @let next = html! { @if may_register { (link_button(&speech.say("party-list-new"), "/party-lists/new", true)) } };
                (empty(&speech.say("party-lists-none"), &speech.say("party-lists-none-body"), next))
            } @else { (table.draw(speech)) }
        })
}
