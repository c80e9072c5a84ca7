//! Classification: what a thing is by the control lists, with the help of its words and parameters; a person decides and another confirms.

mod ask;
mod question;
mod thing;

use maud::{Markup, html};
use model::{Classification, ClassificationState, ClassificationVerdict, Noun, Thing};

use crate::app::App;
use crate::component::{Tone, tag};
use crate::control_list::entry_address;
use crate::route::{Policy, Routes};
use crate::speech::Speech;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let open = Policy::SignedIn;
    routes
        .page("/classify", open, ask::show)
        .form("/classify", open, ask::ask)
        .page("/classifications/{classified}", open, thing::show)
        .form("/classifications/{classified}", open, thing::classify)
        .form("/classifications/{classified}/{classification}", open, thing::decide)
}

/// The address of what a thing was classified as.
pub fn of_thing(about: &Thing) -> String {
    format!("/classifications/{about}")
}

/// The page of a thing that can be classified.
fn page_of(about: &Thing) -> String {
    match about.noun {
        Noun::Agreement => format!("/agreements/{}", about.name),
        Noun::Mission => format!("/missions/{}", about.name),
        Noun::Record => format!("/records/{}", about.name),
        Noun::Release => format!("/releases/{}", about.name),
        _ => format!("/samples/{}", about.name),
    }
}

/// Where a classification stands.
pub fn state(speech: Speech, state: ClassificationState) -> Markup {
    let tone = match state {
        ClassificationState::Proposed => Tone::Accent,
        ClassificationState::Confirmed => Tone::Good,
        ClassificationState::Rejected | ClassificationState::AskedAgain => Tone::Warn,
        ClassificationState::Replaced => Tone::Faint,
    };
    tag(tone, &speech.say(&format!("classification-state-{}", state.word())))
}

/// What was said: an entry with its link, or the ground on which there is none.
fn verdict(speech: Speech, one: &Classification) -> Markup {
    html! {
        @match &one.verdict {
            ClassificationVerdict::Listed(code) => a href=(entry_address(one.list.as_str(), code)) { bdi { (code) } },
            ClassificationVerdict::NotListed(ground) => (speech.say(&format!("classification-ground-{}", ground.word()))),
        }
        " " span class="quiet" { bdi { (one.list) } " " (speech.with("classification-version", &[("number", i64::from(one.version).into())])) }
    }
}

/// What a thing is by the control lists, in a section of its page, with the way to say so.
pub fn classification_line(speech: Speech, about: &Thing, held: &[Classification]) -> Markup {
    let open: Vec<&Classification> = held.iter().filter(|one| one.is_open()).collect();
    html! {
        section aria-labelledby="classification" {
            h2 id="classification" { (speech.say("classification-line")) }
            @if open.is_empty() { p { (speech.say("classification-line-none")) } }
            ul class="plain" { @for one in open { li { (verdict(speech, one)) " " (state(speech, one.state)) } } }
            p { a href=(of_thing(about)) { (speech.say("classification-line-see")) } }
        }
    }
}
