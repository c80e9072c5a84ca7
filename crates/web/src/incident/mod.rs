//! Incidents with hosts: noted, followed, settled.

mod list;
mod page;

use maud::Markup;
use model::Incident;

use crate::app::App;
use crate::component::{Tone, tag};
use crate::route::{Policy, Routes};
use crate::speech::Speech;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/hosts/{host}/incidents", Policy::SignedIn, list::show)
        .form("/hosts/{host}/incidents", Policy::SignedIn, list::note)
        .page("/incidents/{incident}", Policy::SignedIn, page::show)
        .form("/incidents/{incident}/course", Policy::SignedIn, page::follow)
}

/// Whether it is settled, as a tag.
pub fn state(speech: Speech, incident: &Incident) -> Markup {
    if incident.is_settled() {
        tag(Tone::Good, &speech.say("incident-settled"))
    } else {
        tag(Tone::Bad, &speech.say("incident-open"))
    }
}
