//! Needs: listed, stated with help, shown, and taken from step to step.

pub(crate) mod change;
pub(crate) mod draft;
mod draft_read;
mod form;
mod gap;
mod list;
pub(crate) mod marking;
mod page;
mod page_parts;
mod panel;
mod performance;
mod performance_picture;
mod replay;
pub(crate) mod step;

use maud::{Markup, html};
use model::{Date, Level, Marking, Priority, Stage};

use crate::app::App;
use crate::component::{Tone, tag};
use crate::route::{Policy, Routes};
use crate::speech::Speech;

/// Where a need stands, as a tag; one whose last day is over says so.
pub fn stage_tag(speech: Speech, stage: Stage, expires: Option<Date>, today: Date) -> Markup {
    if stage == Stage::Accepted && expires.is_some_and(|last| last < today) {
        return tag(Tone::Bad, &speech.say("need-expired"));
    }
    let tone = match stage {
        Stage::Draft => Tone::Plain,
        Stage::Submitted => Tone::Accent,
        Stage::Accepted | Stage::Met => Tone::Good,
        Stage::Declined => Tone::Bad,
        Stage::Withdrawn | Stage::Joined => Tone::Faint,
    };
    tag(tone, &stage_word(speech, stage))
}

/// Where a need stands, in a word.
pub fn stage_word(speech: Speech, stage: Stage) -> String {
    speech.say(&format!("stage-{}", stage.word()))
}

fn priority_word(speech: Speech, priority: Priority) -> String {
    speech.say(&format!("need-priority-{}", priority.word()))
}

fn level_word(speech: Speech, level: Level) -> String {
    speech.say(&format!("need-level-{}", level.word()))
}

/// Until when a need is matched, in words.
fn until_words(speech: Speech, last: Date, today: Date) -> String {
    let days = last.days_since(today);
    if days < -NEAR_DAYS {
        speech.with("need-over-long", &[("date", speech.short_date(last.plus_days(1)).into())])
    } else if days < 0 {
        speech.with("need-over-since", &[("days", (-days).into())])
    } else if days <= NEAR_DAYS {
        speech.with("need-over-in", &[("days", days.into())])
    } else {
        speech.with("need-over-on", &[("date", speech.short_date(last).into())])
    }
}

/// A last day that is nearer than this, ahead or behind, is told in days.
const NEAR_DAYS: i64 = 60;

/// What a marking says, as tags; nothing for what is open to all.
fn marking_tags(speech: Speech, marking: &Marking) -> Markup {
    html! {
        @if marking.level > Level::Open { " " (tag(Tone::Warn, &level_word(speech, marking.level))) }
        @for compartment in &marking.compartments { " " (tag(Tone::Warn, compartment.as_str())) }
        @if !marking.release.is_empty() { " " (tag(Tone::Warn, &speech.say("need-released"))) }
        @for caveat in &marking.caveats { " " (tag(Tone::Warn, caveat)) }
    }
}

/// A text for a query of an address.
pub(crate) fn in_query(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/needs", Policy::SignedIn, list::show)
        .page("/needs/new", Policy::SignedIn, change::new)
        .form("/needs/new", Policy::SignedIn, change::state)
        .form("/needs/proposals", Policy::SignedIn, change::proposals)
        .page("/needs/{need}", Policy::SignedIn, page::show)
        .page("/needs/{need}/edit", Policy::SignedIn, change::edit)
        .form("/needs/{need}/edit", Policy::SignedIn, change::change)
        .form("/needs/{need}/step", Policy::SignedIn, step::take)
        .page("/needs/{need}/performance", Policy::SignedIn, performance::show)
        .form("/needs/{need}/performance", Policy::SignedIn, performance::step)
        .page("/needs/{need}/gap", Policy::SignedIn, gap::show)
        .form("/needs/{need}/gap", Policy::SignedIn, gap::assign)
        .form("/needs/{need}/gap/answer", Policy::SignedIn, gap::close)
}
