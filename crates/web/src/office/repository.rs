//! What the office gives to other repositories: whether it does, where it is asked, and how much it is.

use formats::Metadata;
use maud::{Markup, html};

use super::{crumbs, views};
use crate::app::App;
use crate::caller::Caller;
use crate::component::{Page, Section, SummaryRow, Tone, summary_list, tag};
use crate::failed::{Answer, failed, shown};
use crate::route::{Policy, Routes};
use crate::speech::Speech;

async fn show(caller: Caller) -> Answer {
    let visit = &caller.visit;
    let speech = visit.speech;
    let offering = caller.read(|office| office.offering()).await.map_err(|failure| failed(visit, &failure))?;
    Ok(shown(
        Page::new(visit, speech.say("office-repository"))
            .here(Section::Office)
            .crumbs(crumbs(speech))
            .lead(html! { (speech.say("repository-lead")) })
            .draw(html! {
                (views(&caller, "/office/repository"))
                (facts(speech, &offering))
            }),
    ))
}

fn facts(speech: Speech, offering: &desk::Offering) -> Markup {
    let number = |n: u64| html! { (speech.number(i64::try_from(n).unwrap_or(i64::MAX))) };
    let Some(repository) = &offering.repository else {
        return html! {
            p { (tag(Tone::Plain, &speech.say("repository-off"))) " " (speech.say("repository-off-body")) }
        };
    };
    let formats = Metadata::ALL.iter().map(|form| {
        let prefix = form.prefix();
        (prefix.to_owned(), format!("/oai?verb=ListRecords&metadataPrefix={prefix}"))
    });
    let sets = offering
        .sets
        .iter()
        .map(|(word, _)| (word.clone(), format!("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&set={word}")));
    let given = html! {
        (number(offering.counts.n_given))
        @if offering.lags { " " (speech.say("repository-lags")) }
    };
    let row = |key: &str, value: Markup| SummaryRow::new(speech.say(key), value);
    html! {
        p { (tag(Tone::Good, &speech.say("repository-on"))) " " (speech.say("repository-on-body")) }
        (summary_list(&[
            row("repository-address", html! { a href="/oai?verb=Identify" { bdi { (repository.address) } } }),
            row("repository-name", html! { bdi { "oai:" (repository.name) ":…" } }),
            row("repository-contact", html! { bdi { (repository.contact) } }),
            row("repository-given", given),
            row("repository-gone", number(offering.counts.n_gone)),
            row("repository-formats", links(formats)),
            row("repository-sets", links(sets)),
        ]))
    }
}

/// Words that lead somewhere, with commas between them.
fn links(words: impl Iterator<Item = (String, String)>) -> Markup {
    html! {
        @for (at, (word, href)) in words.enumerate() {
            @if at > 0 { ", " }
            a href=(href) { bdi { (word) } }
        }
    }
}

/// Registers it.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.page("/office/repository", Policy::SignedIn, show)
}
