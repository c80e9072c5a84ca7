//! Own abstracts: written out of a queue, coded, graded, and what became of them.

mod became;
mod draw;
mod form;
mod form_parts;
mod measures;
mod page;
mod queue;
mod second;
mod step;

use crate::app::App;
use crate::component::{Tab, tabs};
use crate::route::{Policy, Routes};
use crate::speech::Speech;

pub use draw::{Own, language as language_name, own, reaching, said_by_office, sample_name};

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let document = Policy::Document;
    routes
        .page("/abstracts", document, queue::show)
        .form("/abstracts/next", document, step::next)
        .page("/abstracts/became", document, became::show)
        .page("/abstracts/second", document, second::list)
        .form("/abstracts/draw", document, second::draw_sample)
        .page("/abstracts/codes", document, measures::show)
        .form("/abstracts/learn", document, measures::learn)
        .page("/abstracts/{digest}", Policy::SignedIn, page::show)
        .page("/records/{record}/abstract", document, form::show)
        .form("/records/{record}/abstract", document, form::keep)
        .form("/records/{record}/abstract/take", document, step::take)
        .form("/records/{record}/abstract/return", document, step::give_back)
        .form("/records/{record}/abstract/skip", document, step::skip)
        .form("/records/{record}/abstract/unskip", document, step::unskip)
        .page("/records/{record}/second", document, second::show)
        .form("/records/{record}/second", document, second::keep)
}

/// A page of the abstractors.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Queue,
    Second,
    Became,
    Codes,
}

/// The pages of the abstractors as tabs.
fn views(speech: Speech, here: View, n_second: Option<u64>) -> maud::Markup {
    let all = [
        (View::Queue, "abstracts-queue", "/abstracts"),
        (View::Second, "abstracts-second", "/abstracts/second"),
        (View::Became, "abstracts-became", "/abstracts/became"),
        (View::Codes, "abstracts-codes", "/abstracts/codes"),
    ];
    let all: Vec<Tab> = all
        .into_iter()
        .map(|(view, key, href)| Tab {
            text: speech.say(key),
            href: href.to_owned(),
            count: n_second.filter(|_| view == View::Second),
            here: view == here,
        })
        .collect();
    tabs(speech, &speech.say("abstracts-views"), &all)
}
