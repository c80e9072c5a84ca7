//! Screenings: parties held against lists, what was found, and what is said of it.

mod form;
mod hit;
mod line;
mod list;
mod page;

pub use form::asked;
pub use line::{exhibitors_line, found_lines, parties_line};

use std::collections::BTreeMap;

use desk::{Failure, Office};
use maud::{Markup, html};
use model::{HitTier, Noun, Party, ScreeningState, Thing};
use store::ScreeningLine;

use crate::app::App;
use crate::component::{Crumb, Tone, tag};
use crate::country::country;
use crate::route::{Policy, Routes};
use crate::speech::Speech;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let open = Policy::SignedIn;
    routes
        .page("/screenings", open, list::show)
        .page("/screenings/new", open, form::show)
        .form("/screenings/new", open, form::ask)
        .page("/screenings/{screening}", open, page::show)
        .form("/screenings/{screening}/hits", open, page::decide)
        .form("/screenings/{screening}/ended", open, page::end)
}

/// The way back to the list of screenings.
fn crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::new(speech.say("screenings-title"), "/screenings")]
}

/// Where a screening stands, of what its reader sees.
pub fn state_of(line: &ScreeningLine) -> ScreeningState {
    if line.screening.screened_at.is_none() {
        ScreeningState::Waiting
    } else if line.n_open > 0 {
        ScreeningState::Open
    } else if line.n_same > 0 {
        ScreeningState::Listed
    } else {
        ScreeningState::Clear
    }
}

/// The same in a tag.
pub fn state(speech: Speech, line: &ScreeningLine) -> Markup {
    let state = state_of(line);
    let tone = match state {
        ScreeningState::Waiting => Tone::Plain,
        ScreeningState::Open => Tone::Warn,
        ScreeningState::Listed => Tone::Bad,
        ScreeningState::Clear => Tone::Good,
    };
    tag(tone, &speech.say(&format!("screening-state-{}", state.word())))
}

/// How likely a hit is.
fn tier(speech: Speech, tier: HitTier) -> Markup {
    let tone = match tier {
        HitTier::Strong => Tone::Bad,
        HitTier::Probable => Tone::Warn,
        HitTier::Possible => Tone::Plain,
    };
    tag(tone, &speech.say(&format!("hit-tier-{}", tier.word())))
}

/// The page and the title of what a screening is about.
fn about(office: &Office, thing: &Thing) -> Result<Option<(String, String)>, Failure> {
    let name = thing.name.as_str();
    let titled = match thing.noun {
        Noun::Host => office.host(name).map(|host| (host.name().to_owned(), format!("/hosts/{name}"))),
        Noun::Agreement => office.agreement(name).map(|one| (one.title, format!("/agreements/{name}"))),
        Noun::Specialist => office.specialist(name).map(|one| (one.name, format!("/specialists/{name}"))),
        Noun::Mission => office.mission(name).map(|one| (one.title, format!("/missions/{name}"))),
        Noun::Sample => office.sample(name).map(|line| (line.sample.name, format!("/samples/{name}"))),
        Noun::Release => office.release(name).map(|one| (one.title, format!("/releases/{name}"))),
        Noun::Event => office.event(name).map(|event| (event.name, format!("/events/{name}"))),
        _ => return Ok(None),
    };
    match titled {
        Ok(found) => Ok(Some(found)),
        Err(Failure::Refused(_)) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// The titles of posts.
fn titles(office: &Office) -> Result<BTreeMap<model::PostId, String>, Failure> {
    Ok(office.posts()?.into_iter().map(|post| (post.id, post.title)).collect())
}

/// What is known of a party, in a line behind its name.
fn known(speech: Speech, party: &Party) -> String {
    let mut parts = vec![speech.say(&format!("party-kind-{}", party.kind.word()))];
    parts.extend(party.countries.iter().map(|code| country(speech, code)));
    parts.extend(party.born.clone());
    parts.join(" · ")
}

/// How the parties of a thing stand to the lists: a line for the page of a host. Nothing where nothing was screened.
pub fn standing(speech: Speech, lines: &[ScreeningLine]) -> Markup {
    html! {
        @if !lines.is_empty() {
            ul class="plain" {
                @for line in lines {
                    li { a href={ "/screenings/" (line.screening.id) } { bdi { (line.screening.party.name) } } " " (state(speech, line)) }
                }
            }
        }
    }
}
