//! What the page of a thing says of the screening of its parties.

use desk::{PartyFound, PartyStanding, ShownHit};
use maud::{Markup, html};
use model::{Listed, ScreeningState};

use super::form::filled;
use super::{hit, state, state_of, tier};
use crate::speech::Speech;

/// Exhibitors that stand on the page of an event at once.
const EXHIBITORS_SHOWN: usize = 20;

fn party(speech: Speech, one: &PartyStanding) -> Markup {
    let name = &one.of.party.name;
    html! {
        @match &one.line {
            Some(line) => { a href={ "/screenings/" (line.screening.id) } { bdi { (name) } } " " (state(speech, line)) }
            None => {
                bdi { (name) } ", " (speech.say("screening-line-not")) ": "
                a href=(filled(&one.of)) { (speech.say("screening-line-ask")) }
            }
        }
    }
}

/// How the parties of a thing stand to the lists, a line for each; nothing where it names none.
pub fn parties_line(speech: Speech, parties: &[PartyStanding]) -> Markup {
    html! {
        @if !parties.is_empty() {
            section aria-labelledby="screening" {
                h2 id="screening" { (speech.say("case-screening")) }
                ul class="plain" { @for one in parties { li { (party(speech, one)) } } }
            }
        }
    }
}

/// The same for an event: how many of its exhibitors were screened, and those of whom somebody has to know.
pub fn exhibitors_line(speech: Speech, parties: &[PartyStanding]) -> Markup {
    let screened = parties.iter().filter(|one| one.line.is_some()).count();
    let concerns = |one: &&PartyStanding| one.line.as_ref().is_some_and(|line| state_of(line) != ScreeningState::Clear);
    html! {
        @if !parties.is_empty() {
            section aria-labelledby="screening" {
                h2 id="screening" { (speech.say("case-screening")) }
                p { (speech.with("screening-line-exhibitors", &[("screened", screened.into()), ("all", parties.len().into())])) }
                ul class="plain" { @for one in parties.iter().filter(concerns).take(EXHIBITORS_SHOWN) { li { (party(speech, one)) } } }
            }
        }
    }
}

/// What was found of the parties on which a vote rests: each with its screening, and below it the entries that it may be.
pub fn found_lines(speech: Speech, found: &[PartyFound]) -> Markup {
    html! {
        @if !found.is_empty() {
            ul class="plain" {
                @for one in found {
                    li {
                        a href={ "/screenings/" (one.line.screening.id) } { bdi { (one.line.screening.party.name) } } " "
                        (state(speech, &one.line))
                        @if !one.hits.is_empty() { ul { @for shown in &one.hits { li { (entry(speech, shown)) } } } }
                    }
                }
            }
        }
    }
}

/// An entry that a party may be: its list, how likely it is, and what was said of it.
fn entry(speech: Speech, shown: &ShownHit) -> Markup {
    let one = &shown.hit;
    let name = shown.entry.as_ref().map_or(one.by.as_str(), Listed::name);
    let values = [
        ("version", i64::from(one.version).into()),
        ("score", speech.decimal(one.score, 3).into()),
        ("name", one.by.clone().into()),
    ];
    html! {
        bdi { (name) } " " code class="long" { (one.key) } " " (tier(speech, one.tier)) " " (hit::state(speech, one)) br;
        span class="quiet" { a href={ "/party-lists/" (one.list) } { bdi { (shown.list) } } ", " (speech.with("hit-found", &values)) }
        @if let Some(ruling) = one.ruling {
            br; strong { (speech.say(&format!("hit-ruling-{}", ruling.word()))) } ". " bdi { (one.reason) }
        }
    }
}
