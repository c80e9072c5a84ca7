//! Bulletins: what an office puts out, with its issues and who takes them.

mod feed;
mod form;
mod list;
mod page;

use maud::Markup;
use model::{Issue, IssueStage};

use crate::app::App;
use crate::component::{Tone, tag};
use crate::route::{Policy, Routes};
use crate::speech::Speech;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/bulletins", Policy::SignedIn, list::show)
        .page("/bulletins/new", Policy::Document, form::show_new)
        .form("/bulletins/new", Policy::Document, form::found)
        .page("/bulletins/{bulletin}", Policy::SignedIn, page::show)
        .page("/bulletins/{bulletin}/change", Policy::Document, form::show_change)
        .form("/bulletins/{bulletin}/change", Policy::Document, form::change)
        .form("/bulletins/{bulletin}/close", Policy::Document, page::close)
        .form("/bulletins/{bulletin}/issues", Policy::SignedIn, page::begin)
        .form("/bulletins/{bulletin}/subscription", Policy::SignedIn, page::subscribe)
        .form("/bulletins/{bulletin}/feed", Policy::SignedIn, page::feed)
        .page("/feeds/bulletins/{bulletin}/{seal}/atom", Policy::Public, feed::atom)
        .page("/feeds/bulletins/{bulletin}/{seal}/{issue}/{form}", Policy::Public, feed::print)
}

/// Where an issue stands, as a tag.
pub fn stage(speech: Speech, stage: IssueStage) -> Markup {
    let tone = match stage {
        IssueStage::Draft => Tone::Plain,
        IssueStage::Printing => Tone::Accent,
        IssueStage::Proof => Tone::Warn,
        IssueStage::Released => Tone::Good,
        IssueStage::Discarded => Tone::Faint,
    };
    tag(tone, &speech.say(&format!("issue-stage-{}", stage.word())))
}

/// What an issue is called: its number and year, or before it has one its days.
pub fn issue_name(speech: Speech, issue: &Issue) -> String {
    match (issue.number, issue.year) {
        (Some(number), Some(year)) => {
            speech.with("issue-name", &[("number", number.to_string().into()), ("year", year.to_string().into())])
        }
        _ => days(speech, issue),
    }
}

/// The days that an issue takes in.
pub fn days(speech: Speech, issue: &Issue) -> String {
    let values = [("since", speech.date(issue.since).into()), ("until", speech.date(issue.until).into())];
    speech.with("issue-days", &values)
}
