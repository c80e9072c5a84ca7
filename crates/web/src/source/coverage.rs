//! Needs against the sources that served them, with the gaps.

use axum::extract::RawQuery;
use desk::{CoverageRow, CoverageTable, NEEDS_PAGE};
use maud::{Markup, html};
use model::{Source, SourceId, UnitId};

use crate::caller::Caller;
use crate::component::{Column, Crumb, Page, Section, Table, Tone, empty, pager, tag};
use crate::failed::{Answer, failed, shown};
use crate::speech::Speech;
use crate::typed::Typed;

/// Sources that have a column of their own; the others share one.
const COLUMNS_MAX: usize = 8;

/// Longest title over a column, in characters.
const HEAD_CHARS_MAX: usize = 28;

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let unit = UnitId::new(typed.get("unit")).ok();
    let page: usize = typed.get("page").parse().unwrap_or(1).clamp(1, 1_000_000);
    let (today, asked) = (caller.app.today(), unit.clone());
    let read = caller.read(move |office| {
        let table = office.coverage(unit.clone(), (page - 1) * NEEDS_PAGE, today)?;
        let name = unit.map(|unit| office.unit_name(unit.as_str())).transpose()?.flatten();
        Ok((table, name))
    });
    let (table, name) = read.await.map_err(|failure| failed(&caller.visit, &failure))?;
    let asked = asked.filter(|_| name.is_some());
    Ok(shown(draw(&caller, &table, asked.as_ref().zip(name.as_deref()), page)))
}

fn address(unit: Option<&UnitId>, page: usize) -> String {
    let unit = unit.map_or_else(String::new, |unit| format!("unit={unit}&"));
    format!("/sources/coverage?{unit}page={page}")
}

fn draw(caller: &Caller, table: &CoverageTable, unit: Option<(&UnitId, &str)>, page: usize) -> Markup {
    let speech = caller.visit.speech;
    let asked = unit.map(|(unit, _)| unit);
    let earlier = (page > 1).then(|| address(asked, page - 1));
    let later = (page * NEEDS_PAGE < table.n_needs).then(|| address(asked, page + 1));
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    Page::new(&caller.visit, speech.say("coverage-title"))
        .here(Section::Sources)
        .crumbs(vec![Crumb::of(speech, Section::Sources)])
        .lead(html! { (speech.say("coverage-lead")) })
        .draw(html! {
            @if let Some((_, name)) = unit {
                p { (speech.say("coverage-unit")) " " bdi { (name) } " " a href="/sources/coverage" { (speech.say("coverage-all")) } }
            }
            @if table.needs.is_empty() {
                (empty(&speech.say("coverage-none"), &speech.say("coverage-none-body"), html! {}))
            } @else {
                (matrix(speech, table))
                (pager(speech, Some((count(table.needs.len()), count(table.n_needs))), earlier.as_deref(), later.as_deref()))
            }
        })
}

fn short(source: &Source) -> String {
    if source.title.chars().count() <= HEAD_CHARS_MAX {
        return source.title.clone();
    }
    let begins: String = source.title.chars().take(HEAD_CHARS_MAX - 1).collect();
    format!("{}…", begins.trim_end())
}

fn matrix(speech: Speech, table: &CoverageTable) -> Markup {
    let (own, others) = table.sources.split_at(table.sources.len().min(COLUMNS_MAX));
    let others: Vec<SourceId> = others.iter().map(|source| source.id).collect();
    let mut columns = vec![Column::new(speech.say("coverage-need")), Column::new(speech.say("coverage-state"))];
    columns.extend(own.iter().map(|source| Column::numeric(short(source))));
    if !others.is_empty() {
        columns.push(Column::numeric(speech.say("coverage-others")));
    }
    columns.push(Column::numeric(speech.say("coverage-otherwise")));
    let drawn = Table::new(speech.say("coverage-title"), columns).caption_unseen().cards_on_phone();
    let rows = table.needs.iter().map(|row| {
        let n = |source: Option<SourceId>| row.by_source.get(&source).copied().unwrap_or_default();
        let mut cells =
            vec![html! { a href={ "/needs/" (row.need.id) } { bdi { (row.need.title) } } }, state(speech, row)];
        cells.extend(own.iter().map(|source| cell(speech, n(Some(source.id)))));
        if !others.is_empty() {
            cells.push(cell(speech, others.iter().map(|source| n(Some(*source))).sum()));
        }
        cells.push(cell(speech, n(None)));
        cells
    });
    rows.fold(drawn, Table::row).draw(speech)
}

fn cell(speech: Speech, n: u64) -> Markup {
    html! {
        @if n == 0 { span class="quiet" aria-hidden="true" { "·" } span class="unseen" { "0" } }
        @else { (speech.number(i64::try_from(n).unwrap_or(i64::MAX))) }
    }
}

/// Whether the need is served, and who is asked where it is not.
pub fn state(speech: Speech, row: &CoverageRow) -> Markup {
    let (tone, key) = if row.asked.is_some() {
        (Tone::Accent, "coverage-asked")
    } else if row.is_gap() {
        (Tone::Bad, "coverage-gap")
    } else if row.is_outside() {
        (Tone::Warn, "coverage-outside")
    } else if row.hangs_on_one() {
        (Tone::Warn, "coverage-one")
    } else {
        (Tone::Good, "coverage-served")
    };
    html! { a href={ "/needs/" (row.need.id) "/gap" } { (tag(tone, &speech.say(key))) } }
}
