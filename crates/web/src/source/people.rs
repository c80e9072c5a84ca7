//! What people write for a source: the way to the form, the gaps that wait for an answer, and what became of each dispatch.

use desk::{DISPATCHES_PAGE, Failure, Gap, Office, Officer};
use maud::{Markup, html};
use model::{Date, Membership, NeedId, Power, RecordId, Source, SourceKind, fees_of_year};
use store::{DispatchLine, DispatchYear};

use crate::component::{Column, Table, Tone, banner, link_button};
use crate::history::when;
use crate::record;
use crate::speech::Speech;
use crate::typed::Typed;

/// What stands on the page of a source of people.
pub(super) struct People {
    lines: Vec<DispatchLine>,
    gaps: Vec<Gap>,
    years: Vec<DispatchYear>,
    /// Each with the name of the unit.
    memberships: Vec<(Membership, String)>,
    /// The titles of the needs whose gaps were closed.
    closed: Vec<(NeedId, String)>,
    /// What was just written, and whether a gap was closed with it.
    written: Option<(DispatchLine, bool)>,
    /// Where who writes may mail instead; who documents finds it with the mail of the source.
    address: Option<String>,
    may_write: bool,
    may_document: bool,
    today: Date,
}

pub(super) fn load(
    office: &Office,
    officer: &Officer,
    source: &Source,
    query: &Typed,
    today: Date,
) -> Result<People, Failure> {
    let lines = office.dispatches(source.id, DISPATCHES_PAGE)?;
    let mut closed: Vec<(NeedId, String)> = Vec::new();
    for need in lines.iter().flat_map(|line| &line.answers) {
        if !closed.iter().any(|(held, _)| held == need) {
            closed.push((need.clone(), office.need(need.as_str())?.title));
        }
    }
    let wrote = RecordId::parse(query.get("wrote"));
    let wrote = wrote.map(|record| office.dispatch(source.id, record)).transpose()?.flatten();
    let mut memberships = Vec::new();
    for one in office.memberships(source.id)? {
        let name = office.unit_name(one.unit.as_str())?.unwrap_or_else(|| one.unit.to_string());
        memberships.push((one, name));
    }
    let may_write = office.may_write_dispatch(officer, source);
    let may_document = officer.with_power(Power::Document).is_some();
    let is_association = source.kind == SourceKind::Association || !memberships.is_empty();
    Ok(People {
        gaps: office.gaps_of(&source.post)?,
        years: if is_association { office.dispatch_years(source.id)? } else { Vec::new() },
        written: wrote.map(|line| (line, query.some("gap").is_some())),
        address: if may_write && !may_document { office.source_mail(&source.id.to_string())?.address } else { None },
        may_write,
        may_document,
        lines,
        memberships,
        closed,
        today,
    })
}

/// The part of the page.
pub(super) fn panel(speech: Speech, source: &Source, people: &People) -> Markup {
    let is_association = source.kind == SourceKind::Association;
    let write = if is_association { "dispatch-paper-new" } else { "dispatch-new" };
    html! {
        @if let Some((line, closed_gap)) = &people.written { (just_written(speech, line, *closed_gap)) }
        @if people.may_write {
            div class="actions" { (link_button(&speech.say(write), &format!("/sources/{}/dispatch", source.id), true)) }
            @if let Some(address) = &people.address {
                p class="hint" { (speech.say("dispatch-mail-to")) " " bdi class="long" { (address) } }
            }
        }
        (gaps(speech, source, people))
        @if is_association || !people.memberships.is_empty() { (memberships(speech, source, people)) }
        h2 id="records" { (speech.say(if is_association { "papers-title" } else { "dispatches-title" })) }
        @if is_association { (years(speech, people)) }
        (dispatches(speech, people))
    }
}

fn just_written(speech: Speech, line: &DispatchLine, closed_gap: bool) -> Markup {
    banner(
        Tone::Good,
        &speech.say("dispatch-written"),
        html! {
            p { a href={ "/records/" (line.held.id) } { bdi { (record::title(speech, &line.held.record)) } } }
            p { (speech.with("dispatch-written-body", &[("count", number(line.n_delivered).into())])) }
            @if closed_gap { p { (speech.say("dispatch-written-gap")) } }
        },
    )
}

fn number(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The needs for which the post was asked to find a source.
fn gaps(speech: Speech, source: &Source, people: &People) -> Markup {
    html! {
        @if !people.gaps.is_empty() {
            h2 { (speech.say("gaps-title")) }
            ul class="plain" {
                @for gap in &people.gaps {
                    li {
                        a href={ "/needs/" (gap.need.id) "/gap" } { bdi { (gap.need.title) } }
                        " · " (speech.date(gap.duty.due)) " " (crate::duty::due(speech, &gap.duty, people.today))
                        @if people.may_write {
                            div class="actions" {
                                a class="button button-plain" href={ "/sources/" (source.id) "/dispatch?need=" (gap.need.id) } {
                                    span { (speech.say("gap-answer-dispatch")) span class="unseen" { ": " (gap.need.title) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What came last, with what became of each.
fn dispatches(speech: Speech, people: &People) -> Markup {
    let columns = vec![
        Column::new(speech.say("dispatch-title")),
        Column::new(speech.say("dispatch-kind")),
        Column::new(speech.say("intake-came")),
        Column::new(speech.say("dispatch-grade")),
        Column::numeric(speech.say("yield-delivered")),
        Column::numeric(speech.say("dispatch-answered")),
        Column::numeric(speech.say("yield-used")),
    ];
    let rows = people.lines.iter().map(|line| {
        let needs = line.answers.iter().filter_map(|need| people.closed.iter().find(|(held, _)| held == need));
        let count = |n: u64| html! { (speech.number(number(n))) };
        vec![
            html! {
                a href={ "/records/" (line.held.id) } { bdi { (record::title(speech, &line.held.record)) } }
                @for (id, title) in needs {
                    div class="quiet" { (speech.say("dispatch-closed")) " " a href={ "/needs/" (id) } { bdi { (title) } } }
                }
            },
            html! { (speech.say(&format!("kind-{}", line.held.record.kind.word()))) },
            html! { (when(speech, line.came_at)) },
            html! { @match line.grade { Some(grade) => (grade), None => "–" } },
            count(line.n_delivered),
            count(line.n_answered),
            count(line.n_used),
        ]
    });
    let table = Table::new(speech.say("dispatches-title"), columns).caption_unseen().cards_on_phone();
    html! {
        @if people.lines.is_empty() { p class="quiet" { (speech.say("dispatches-none")) } }
        @else {
            (rows.fold(table, Table::row).draw(speech))
            @if people.lines.len() >= DISPATCHES_PAGE {
                p class="quiet" { (speech.with("dispatches-cut", &[("count", people.lines.len().into())])) }
            }
        }
    }
}

/// Which units of ours are members.
fn memberships(speech: Speech, source: &Source, people: &People) -> Markup {
    let mut columns: Vec<Column> = ["membership-unit", "membership-since", "membership-until", "membership-number"]
        .map(|key| Column::new(speech.say(key)))
        .into();
    columns.push(Column::numeric(speech.say("membership-fee")));
    let rows = people.memberships.iter().map(|(one, unit)| {
        let until = one.until.map_or_else(|| "–".to_owned(), |until| speech.date(until));
        vec![
            html! {
                a href={ "/office/units/" (one.unit) } { bdi { (unit) } }
                @if !one.remark.is_empty() { div class="quiet" { bdi { (one.remark) } } }
                @if people.may_document {
                    div { a href={ "/memberships/" (one.id) } { (speech.say("membership-change")) span class="unseen" { ": " (unit) } } }
                }
            },
            html! { (speech.date(one.since)) },
            html! { (until) },
            html! { @if one.number.is_empty() { "–" } @else { bdi { (one.number) } } },
            html! { @match one.fee { Some(fee) => bdi { (fee) }, None => "–" } },
        ]
    });
    let table = Table::new(speech.say("memberships-title"), columns).caption_unseen().cards_on_phone();
    html! {
        h2 { (speech.say("memberships-title")) }
        @if people.memberships.is_empty() { p class="quiet" { (speech.say("memberships-none")) } }
        @else { (rows.fold(table, Table::row).draw(speech)) }
        @if people.may_document && source.kind == SourceKind::Association {
            div class="actions" {
                (link_button(&speech.say("membership-new"), &format!("/sources/{}/memberships/new", source.id), false))
            }
        }
    }
}

/// What came in each year beside what the memberships cost in it.
fn years(speech: Speech, people: &People) -> Markup {
    let mut columns = vec![Column::new(speech.say("papers-year"))];
    columns.extend(
        ["papers-came", "yield-delivered", "yield-used", "papers-fee"].map(|key| Column::numeric(speech.say(key))),
    );
    let rows = people.years.iter().map(|year| {
        let fees = fees_of_year(people.memberships.iter().map(|(one, _)| one), year.year);
        let count = |n: u64| html! { (speech.number(number(n))) };
        vec![
            html! { (year.year) },
            count(year.n_records),
            count(year.n_delivered),
            count(year.n_used),
            html! {
                @if fees.is_empty() { "–" }
                @for (at, fee) in fees.iter().enumerate() { @if at > 0 { ", " } bdi { (fee) } }
            },
        ]
    });
    let table = Table::new(speech.say("papers-years"), columns).cards_on_phone();
    html! {
        @if !people.years.is_empty() {
            (rows.fold(table, Table::row).draw(speech))
            p class="hint" { (speech.say("papers-rules")) }
        }
    }
}
