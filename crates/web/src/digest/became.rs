//! What became of one's abstracts.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::RawQuery;
use desk::{BecameLine, Failure, Office, Officer};
use maud::{Markup, html};
use model::{Choice, PassReason, PersonId};

use super::draw::{decided, language, name_of};
use super::{View, views};
use crate::caller::Caller;
use crate::component::{Column, Crumb, Page, Section, Tab, Table, empty, tabs};
use crate::failed::{Answer, failed, shown};
use crate::history::when;
use crate::record::title;
use crate::speech::Speech;
use crate::typed::Typed;
use crate::visit::Visit;

/// Abstracts that are listed.
const LISTED_MAX: usize = 100;

/// What the page shows.
struct Loaded {
    lines: Vec<BecameLine>,
    names: BTreeMap<PersonId, String>,
    all: bool,
}

fn load(office: &Office, officer: &Officer, all: bool) -> Result<Loaded, Failure> {
    let lines = office.became_of((!all).then_some(&officer.person.id), LISTED_MAX)?;
    let mut names = BTreeMap::new();
    for line in &lines {
        if !names.contains_key(&line.digest.person) {
            names.insert(line.digest.person.clone(), name_of(office, &line.digest.person)?);
        }
    }
    Ok(Loaded { lines, names, all })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let all = Typed::parse(query.unwrap_or_default().as_bytes()).get("of") == "all";
    let officer = Arc::clone(&caller.officer);
    let loaded = caller.read(move |office| load(office, &officer, all)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller.visit, &loaded)))
}

fn draw(visit: &Visit, loaded: &Loaded) -> Markup {
    let speech = visit.speech;
    let whose = [("became-mine", "/abstracts/became", false), ("became-all", "/abstracts/became?of=all", true)];
    let whose: Vec<Tab> = whose
        .into_iter()
        .map(|(key, href, all)| Tab {
            text: speech.say(key),
            href: href.to_owned(),
            count: None,
            here: all == loaded.all,
        })
        .collect();
    Page::new(visit, speech.say("abstracts-became"))
        .here(Section::Records)
        .crumbs(vec![Crumb::of(speech, Section::Records), Crumb::new(speech.say("abstracts-title"), "/abstracts")])
        .lead(html! { (speech.say("became-lead")) })
        .draw(html! {
            (views(speech, View::Became, None))
            (tabs(speech, &speech.say("became-whose"), &whose))
            @if loaded.lines.is_empty() {
                (empty(&speech.say("became-none"), &speech.say("became-none-body"), html! { a href="/abstracts" { (speech.say("abstracts-queue")) } }))
            } @else {
                p class="quiet" { (sum(speech, &loaded.lines)) }
                (table(speech, loaded))
                @if loaded.lines.len() == LISTED_MAX { p class="quiet" { (speech.with("became-latest", &[("count", LISTED_MAX.into())])) } }
            }
        })
}

/// All of them in one sentence.
fn sum(speech: Speech, lines: &[BecameLine]) -> String {
    let n_delivered: usize = lines.iter().map(|line| line.became.deliveries.len()).sum();
    let used = |line: &BecameLine| {
        let is_use = |choice: &Choice| matches!(choice, Choice::Use | Choice::Study);
        line.became.choices.iter().filter(|((choice, _), _)| is_use(choice)).map(|(_, n)| *n).sum::<u64>()
    };
    let n_used: u64 = lines.iter().map(used).sum();
    let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let values = [("abstracts", lines.len().into()), ("delivered", n_delivered.into()), ("used", whole(n_used).into())];
    speech.with("became-sum", &values)
}

fn table(speech: Speech, loaded: &Loaded) -> Markup {
    let columns = vec![
        Column::new(speech.say("queue-record")),
        Column::new(speech.say("digest-written")),
        Column::numeric(speech.say("queue-delivered")),
        Column::numeric(speech.say("queue-waiting")),
        Column::new(speech.say("record-delivery-outcome")),
    ];
    let mut table = Table::new(speech.say("abstracts-became"), columns).caption_unseen().cards_on_phone();
    for line in &loaded.lines {
        let digest = &line.digest;
        table = table.row(vec![
            html! { a href={ "/abstracts/" (digest.id) } { bdi { (title(speech, &line.record.record)) } } },
            html! {
                // One piece, so that it stays together in the card of a phone.
                span {
                    (when(speech, digest.written_at)) " · " (language(speech, digest.language.tag()))
                    @if loaded.all { " · " bdi { (loaded.names.get(&digest.person).map_or(digest.person.as_str(), String::as_str)) } }
                }
            },
            html! { (line.became.deliveries.len()) },
            html! { (line.became.n_open) },
            outcomes(speech, &line.became.choices),
        ]);
    }
    table.draw(speech)
}

fn outcomes(speech: Speech, choices: &BTreeMap<(Choice, Option<PassReason>), u64>) -> Markup {
    html! {
        @if choices.is_empty() { "–" }
        @for (at, ((choice, reason), count)) in choices.iter().enumerate() {
            @if at > 0 { "; " }
            (decided(speech, *choice, *reason)) @if *count > 1 { " × " (count) }
        }
    }
}
