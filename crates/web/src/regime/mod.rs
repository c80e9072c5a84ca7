//! Regimes: who decides of what, by which rule; looked at, founded, changed.

mod draft;
mod filled;
mod form;
mod list;
mod page;
mod step;
mod words;

use crate::app::App;
use crate::component::{Crumb, Section};
use crate::route::{Policy, Routes};
use crate::speech::Speech;

pub(crate) use words::rule;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let (open, power) = (Policy::SignedIn, Policy::Administer);
    routes
        .page("/regimes", open, list::show)
        .page("/regimes/new", power, form::show_new)
        .form("/regimes/new", power, form::found)
        .page("/regimes/{regime}", open, page::show)
        .page("/regimes/{regime}/change", power, form::show_change)
        .form("/regimes/{regime}/change", power, form::change)
        // A yes changes how it decides, as founding and changing it do, which the power to administer makes grave.
        .proved_form("/regimes/{regime}/answer", open, step::answer)
        .form("/regimes/{regime}/review", open, step::review)
}

/// The way back to the list of regimes.
pub fn crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::of(speech, Section::Control), Crumb::new(speech.say("regimes-title"), "/regimes")]
}
