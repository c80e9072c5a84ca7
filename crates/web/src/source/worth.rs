//! What sources are worth: a table of all, and the lines on the page of one.

use std::collections::BTreeMap;

use desk::{Failure, Office, SOURCES_PAGE};
use maud::{Markup, html};
use model::{Source, SourceId, SourceYield, YieldAdvice};

use crate::caller::Caller;
use crate::component::{Column, Crumb, Page, Section, SummaryRow, Table, Tone, empty, tag};
use crate::failed::{Answer, failed, shown};
use crate::history::when;
use crate::speech::Speech;

/// Sources that are told in one table. An office with more reads the rest by the API.
const TOLD_MAX: usize = 1_000;

/// What the page shows.
struct Loaded {
    sources: Vec<Source>,
    yields: BTreeMap<SourceId, SourceYield>,
    all: SourceYield,
}

fn load(office: &Office) -> Result<Loaded, Failure> {
    let (yields, all) = office.source_yields()?;
    let mut sources: Vec<Source> = Vec::new();
    while sources.len() < TOLD_MAX {
        let after = sources.last().map(|source| (source.title.as_str(), source.id));
        let lines = office.sources(after, SOURCES_PAGE)?;
        if lines.is_empty() {
            break;
        }
        sources.extend(lines.into_iter().map(|line| line.source));
    }
    // The most used before the others, then the most delivered.
    let rank = |source: &Source| yields.get(&source.id).map_or((0, 0), |one| (one.n_used, one.n_delivered));
    sources.sort_by_key(|source| std::cmp::Reverse(rank(source)));
    Ok(Loaded { sources, yields, all })
}

pub async fn show(caller: Caller) -> Answer {
    let loaded = caller.read(load).await.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let now = caller.app.now();
    Page::new(&caller.visit, speech.say("yield-title"))
        .here(Section::Sources)
        .crumbs(vec![Crumb::of(speech, Section::Sources)])
        .lead(html! { (speech.say("yield-lead")) })
        .draw(html! {
            @if loaded.sources.is_empty() {
                (empty(&speech.say("sources-none"), &speech.say("sources-none-body"), html! {}))
            } @else {
                (table(speech, loaded, now))
                p class="hint" { (speech.say("yield-rules")) }
                p class="hint" {
                    @if loaded.all.counted_at > 0 { (speech.with("yield-counted", &[("when", when(speech, loaded.all.counted_at).into())])) }
                    @else { (speech.say("yield-not-counted")) }
                }
            }
        })
}

fn table(speech: Speech, loaded: &Loaded, now: i64) -> Markup {
    let mut columns = vec![Column::new(speech.say("source-title"))];
    columns.extend(
        ["source-records", "yield-unique", "yield-first", "yield-delivered", "yield-used", "yield-cost"]
            .map(|key| Column::numeric(speech.say(key))),
    );
    columns.push(Column::new(speech.say("yield-advice")));
    let table = Table::new(speech.say("yield-title"), columns).caption_unseen().cards_on_phone();
    let rows = loaded.sources.iter().map(|source| {
        let mut cells = vec![html! { a href={ "/sources/" (source.id) } { bdi { (source.title) } } }];
        match loaded.yields.get(&source.id) {
            None => cells.extend((0..7).map(|_| html! { "–" })),
            Some(one) => {
                let counts = [one.n_records, one.n_unique, one.n_first, one.n_delivered, one.n_used];
                cells.extend(counts.map(|n| number(speech, n)));
                cells.push(cost(source, one, now));
                cells.push(advice(speech, one.advice(&loaded.all, source.days_watched(now))));
            }
        }
        cells
    });
    rows.fold(table, Table::row).draw(speech)
}

fn number(speech: Speech, n: u64) -> Markup {
    html! { (speech.number(i64::try_from(n).unwrap_or(i64::MAX))) }
}

fn cost(source: &Source, one: &SourceYield, now: i64) -> Markup {
    let cost = source.cost.and_then(|a_year| one.cost_per_used(a_year, source.days_watched(now)));
    html! { @match cost { Some(cost) => bdi { (cost) }, None => "–" } }
}

fn advice(speech: Speech, advice: YieldAdvice) -> Markup {
    let tone = match advice {
        YieldAdvice::Early => Tone::Faint,
        YieldAdvice::Keep => Tone::Plain,
        YieldAdvice::Watch => Tone::Good,
        YieldAdvice::Drop => Tone::Warn,
    };
    tag(tone, &speech.say(&format!("yield-advice-{}", advice.word())))
}

/// The lines on the page of a source; none before it was counted.
pub(super) fn rows(
    speech: Speech,
    source: &Source,
    counted: Option<&(SourceYield, SourceYield)>,
    now: i64,
) -> Vec<SummaryRow> {
    let Some((one, all)) = counted else { return Vec::new() };
    let row = |key: &str, n: u64| SummaryRow::new(speech.say(key), number(speech, n));
    let mut rows = vec![
        row("yield-unique", one.n_unique),
        row("yield-first", one.n_first),
        row("yield-delivered", one.n_delivered),
        row("yield-used", one.n_used),
    ];
    if let Some(a_year) = source.cost {
        rows.push(SummaryRow::new(speech.say("source-cost"), html! { bdi { (a_year) } }));
        rows.push(SummaryRow::new(speech.say("yield-cost"), cost(source, one, now)));
    }
    rows.push(SummaryRow::new(speech.say("yield-advice"), advice(speech, one.advice(all, source.days_watched(now)))));
    rows
}
