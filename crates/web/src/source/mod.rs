//! The register of sources, and what comes from them.

mod coverage;
mod dispatch;
mod find;
mod form;
mod harvest;
mod intake;
mod list;
mod mail;
mod membership;
mod page;
mod people;
mod worth;

use desk::INTAKE_BYTES_MAX;
use maud::{Markup, html};
use model::{Health, IntakeStage, Source};
use store::SourceLine;

use crate::app::App;
use crate::attachment::SENT_BYTES_MAX;
use crate::component::{Tone, tag};
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::upload::AROUND_FILE_BYTES_MAX;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/sources", Policy::SignedIn, list::show)
        .page("/sources/worth", Policy::SignedIn, worth::show)
        .page("/sources/coverage", Policy::SignedIn, coverage::show)
        .page("/sources/new", Policy::Document, form::show_new)
        .form("/sources/new", Policy::Document, form::register)
        .form("/sources/find", Policy::Document, find::find)
        .page("/sources/{source}", Policy::SignedIn, page::show)
        .page("/sources/{source}/change", Policy::Document, form::show_change)
        .form("/sources/{source}/change", Policy::Document, form::change)
        .form("/sources/{source}/pause", Policy::Document, page::pause)
        .form("/sources/{source}/look", Policy::Document, harvest::look)
        .form("/sources/{source}/harvest", Policy::Document, harvest::now)
        .form("/sources/{source}/harvest-anew", Policy::Document, harvest::anew)
        .page("/sources/{source}/mail", Policy::Document, mail::show)
        .form("/sources/{source}/mail", Policy::Document, mail::change)
        .form("/sources/{source}/mail/address", Policy::Document, mail::address)
        .form("/arrivals/{arrival}/look", Policy::Document, mail::look)
        .form("/arrivals/{arrival}/take", Policy::Document, mail::take)
        .form("/arrivals/{arrival}/throw", Policy::Document, mail::throw)
        .upload("/sources/{source}/intakes", Policy::Document, INTAKE_BYTES_MAX + AROUND_FILE_BYTES_MAX, intake::look)
        .page("/sources/{source}/dispatch", Policy::SignedIn, dispatch::show)
        .upload("/sources/{source}/dispatch", Policy::SignedIn, SENT_BYTES_MAX + AROUND_FILE_BYTES_MAX, dispatch::write)
        .page("/sources/{source}/memberships/new", Policy::Document, membership::show_new)
        .form("/sources/{source}/memberships/new", Policy::Document, membership::add)
        .page("/memberships/{membership}", Policy::Document, membership::show_change)
        .form("/memberships/{membership}", Policy::Document, membership::change)
        .page("/intakes/{intake}", Policy::SignedIn, intake::show)
        .form("/intakes/{intake}/keep", Policy::Document, intake::keep)
        .form("/intakes/{intake}/drop", Policy::Document, intake::drop)
}

/// How a source stands, as a tag.
fn health(speech: Speech, line: &SourceLine, now: i64) -> Markup {
    let health = line.health(now);
    tag(tone_of(health), &speech.say(&format!("source-health-{}", health.word())))
}

fn tone_of(health: Health) -> Tone {
    match health {
        Health::Fresh => Tone::Good,
        Health::Unchanged | Health::Empty => Tone::Plain,
        Health::Late => Tone::Warn,
        Health::Failing => Tone::Bad,
        Health::Paused => Tone::Faint,
    }
}

/// Where an intake stands, as a tag.
fn stage(speech: Speech, stage: IntakeStage) -> Markup {
    let tone = match stage {
        IntakeStage::Looked => Tone::Accent,
        IntakeStage::Waiting => Tone::Plain,
        IntakeStage::Kept => Tone::Good,
        IntakeStage::Dropped => Tone::Faint,
        IntakeStage::Broken => Tone::Bad,
    };
    tag(tone, &speech.say(&format!("intake-stage-{}", stage.word())))
}

/// Territory, subject and language in one line.
fn coverage(source: &Source) -> Markup {
    let language = source.language.as_ref().map_or("", model::Language::tag);
    let parts: Vec<&str> =
        [source.territory.as_str(), &source.subject, language].into_iter().filter(|part| !part.is_empty()).collect();
    html! { @for (at, part) in parts.iter().enumerate() { @if at > 0 { " · " } bdi { (part) } } }
}
