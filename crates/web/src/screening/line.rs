//! What the page of a thing says of the screening of its parties.

use desk::PartyStanding;
use maud::{Markup, html};
use model::ScreeningState;

use super::form::filled;
use super::{state, state_of};
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
