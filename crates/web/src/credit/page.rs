//! The page of a line of credit: what is owed on a day, what passed, what is to come, what is drawn and for what it waits.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use desk::{CreditPage, DrawdownLine, Failure, Office, Officer};
use formats::Form;
use maud::{Markup, html};
use model::{CreditEvent, CreditMilestone, CreditPosition, Date, Noun, RateRule, Thing};

use super::{amount, crumbs, currency, drawdown_state, number};
use crate::caller::Caller;
use crate::component::{
    Button, Chart, Column, Field, Page, Point, Section, SummaryRow, Table, Tone, banner, disclosure, empty,
    link_button, summary_list, tag, timeline,
};
use crate::failed::{Answer, failed, shown};
use crate::history::{Told, tell, timeline_of};
use crate::speech::Speech;
use crate::typed::Typed;
use crate::widening;

/// Events that are shown of a line, the latest first. The files have them all.
const EVENTS_SHOWN: usize = 100;

/// What the page shows.
struct Loaded {
    page: CreditPage,
    unit: String,
    post: String,
    decider: String,
    history: Vec<Told>,
    may_keep: bool,
    today: Date,
}

fn load(office: &Office, officer: &Officer, id: &str, on: Option<Date>, today: Date) -> Result<Loaded, Failure> {
    let page = office.credit_page(id, on.unwrap_or(today), today)?;
    let credit = &page.credit;
    let title = |post: &model::PostId| -> Result<String, Failure> {
        Ok(office.post(post)?.map_or_else(|| post.to_string(), |post| post.title))
    };
    Ok(Loaded {
        unit: office.unit_name(credit.unit.as_str())?.unwrap_or_else(|| credit.unit.to_string()),
        post: title(&credit.post)?,
        decider: title(&credit.decider)?,
        history: tell(office, office.history(&Thing::new(Noun::Credit, credit.id))?)?,
        may_keep: office.may_keep_credit(officer, credit),
        page,
        today,
    })
}

pub async fn show(caller: Caller, Path(id): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let on = Date::parse(Typed::parse(query.unwrap_or_default().as_bytes()).get("on"));
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, &id, on, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let page = &loaded.page;
    let credit = &page.credit;
    let address = format!("/credits/{}", credit.id);
    Page::new(&caller.visit, credit.title.clone())
        .here(Section::Acquisition)
        .crumbs(crumbs(speech))
        .lead(html! {
            a href={ "/hosts/" (credit.lender) } { bdi { (page.lender.name()) } } " · " (currency(speech, credit)) " " (widening::tags(speech, model::Noun::Credit, credit.id, &credit.marking))
        })
        .aside(aside(speech, loaded))
        .draw(html! {
            @if loaded.may_keep {
                div class="actions" {
                    (link_button(&speech.say("credit-book"), &format!("{address}/bookings"), true))
                    (link_button(&speech.say("drawdown-new"), &format!("{address}/drawdowns"), false))
                    (link_button(&speech.say("milestones-title"), &format!("{address}/milestones"), false))
                    (link_button(&speech.say("credit-change"), &format!("{address}/change"), false))
                }
            }
            @if !credit.remark.is_empty() {
                @for paragraph in credit.remark.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
            }
            (standing(speech, loaded, &address))
            (schedule(speech, loaded, &address))
            (drawdowns(speech, page, &address))
            (milestones(speech, &page.milestones))
            (statement(speech, page, &address))
            (events(speech, page))
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

fn aside(speech: Speech, loaded: &Loaded) -> Markup {
    let credit = &loaded.page.credit;
    let terms = &credit.terms;
    let said = |minor: i64| amount(speech, minor, credit.currency);
    let rate = match terms.rate {
        RateRule::Fixed(rate) => format!("{} %", speech.written(&rate.to_string())),
        RateRule::Floating { margin, .. } => {
            speech.with("credit-rate-floating", &[("margin", speech.written(&margin.to_string()).into())])
        }
    };
    let row = |key: &str, value: Markup| SummaryRow::new(speech.say(key), value);
    let mut rows = vec![
        row("credit-limit", html! { (said(terms.limit)) }),
        row("credit-since", html! { (speech.date(terms.since)) }),
        row("credit-available-until", html! { (speech.date(terms.available_until)) }),
        row("credit-repayment", html! { (speech.say(&format!("repayment-{}", terms.plan.repayment.word()))) }),
        row("credit-rate-kind", html! { (rate) }),
        row("credit-day-count", html! { (speech.say(&format!("day-count-{}", terms.day_count.word()))) }),
        row("credit-unit", html! { a href={ "/office/units/" (credit.unit) } { bdi { (loaded.unit) } } }),
        row("credit-post", html! { a href={ "/office/posts/" (credit.post) } { bdi { (loaded.post) } } }),
        row("credit-decider", html! { a href={ "/office/posts/" (credit.decider) } { bdi { (loaded.decider) } } }),
    ];
    if let Some(agreement) = &loaded.page.agreement {
        rows.push(row(
            "credit-agreement",
            html! { a href={ "/agreements/" (agreement.id) } { bdi { (agreement.title) } } },
        ));
    }
    summary_list(&rows)
}

/// What is owed at the end of a day, which the reader may choose.
fn standing(speech: Speech, loaded: &Loaded, address: &str) -> Markup {
    let page = &loaded.page;
    let position: &CreditPosition = &page.position;
    let said = |minor: i64| amount(speech, minor, page.credit.currency);
    let row = |key: &str, minor: i64| SummaryRow::new(speech.say(key), html! { (said(minor)) });
    let mut rows = vec![row("credit-principal", position.principal)];
    let parts = [
        ("credit-interest-due", position.interest_due),
        ("credit-fees-due", position.fees_due),
        ("credit-penalty-due", position.penalty_due),
        ("credit-counted-interest", position.counted_interest),
        ("credit-counted-fees", position.counted_fees),
        ("credit-counted-penalty", position.counted_penalty),
        ("credit-advance", -position.advance),
    ];
    rows.extend(parts.into_iter().filter(|(_, minor)| *minor != 0).map(|(key, minor)| row(key, minor)));
    rows.push(SummaryRow::new(speech.say("credit-owed"), html! { strong { (said(position.owed_with_counted())) } }));
    rows.push(row("credit-undrawn", position.undrawn));
    rows.push(SummaryRow::new(
        speech.say("credit-rate-of-day"),
        html! { (speech.written(&position.rate.to_string())) " %" },
    ));
    html! {
        section aria-labelledby="standing" {
            h2 id="standing" { (speech.with("credit-stands-on", &[("day", speech.date(position.day).into())])) }
            @if let Some(since) = position.overdue_since {
                @let values = [("amount", said(position.overdue).into()), ("day", speech.date(since).into())];
                (banner(Tone::Bad, &speech.with("credit-is-overdue", &values), html! { p { (speech.say("credit-is-overdue-body")) } }))
            }
            @if position.is_unfixed {
                (banner(Tone::Warn, &speech.say("credit-is-unfixed"), html! { p { (speech.say("credit-is-unfixed-body")) } }))
            }
            (summary_list(&rows))
            form method="get" action=(address) class="form-inline" {
                (Field::date("on", speech.say("credit-on")).value(position.day.to_string()).draw(speech))
                (Button::plain(&speech.say("credit-show-day")))
            }
        }
    }
}

/// The files of a table.
fn files(speech: Speech, address: &str, what: &str) -> Markup {
    let form = |form: Form| format!("{address}/file?what={what}&form={}", form.word());
    html! { p class="quiet" { (speech.say(&format!("credit-file-{what}"))) " " a href=(form(Form::Csv)) { (Form::Csv.title()) } " · " a href=(form(Form::Xlsx)) { (Form::Xlsx.title()) } } }
}

fn schedule(speech: Speech, loaded: &Loaded, address: &str) -> Markup {
    let page = &loaded.page;
    let (code, currency) = (page.credit.currency.code(), page.credit.currency);
    let heading = |key: &str| Column::numeric(format!("{}, {code}", speech.say(key)));
    let columns = [Column::new(speech.say("credit-due"))]
        .into_iter()
        .chain(
            [
                "credit-account-principal",
                "credit-account-interest",
                "credit-fees-and-penalty",
                "credit-payment",
                "credit-closing",
            ]
            .map(heading),
        )
        .chain([Column::new(speech.say("credit-paid"))])
        .collect();
    let mut table = Table::new(speech.say("credit-schedule"), columns).caption_unseen().cards_on_phone();
    let said = |minor: i64| number(speech, minor, currency);
    for (at, line) in page.schedule.lines.iter().enumerate() {
        let left: i64 =
            page.schedule.claims.iter().filter(|claim| claim.line == Some(at)).map(|claim| claim.left).sum();
        let state = match (line.due > loaded.today, left) {
            (true, _) => html! { span class="quiet" { (speech.say("credit-to-come")) } },
            (false, 0) => html! { (tag(Tone::Good, &speech.say("credit-is-past"))) },
            (false, _) => html! { (tag(Tone::Bad, &said(left))) },
        };
        let interest = html! {
            (said(line.interest))
            @if line.capitalised > 0 { " (" (speech.with("credit-added", &[("amount", said(line.capitalised).into())])) ")" }
        };
        table = table.row(vec![
            html! { (speech.date(line.due)) },
            html! { (said(line.principal)) },
            interest,
            html! { (said(line.fees.saturating_add(line.penalty))) },
            html! { (said(line.payment())) },
            html! { (said(line.closing)) },
            state,
        ]);
    }
    let points = page.schedule.lines.iter().map(|line| Point {
        label: line.due.year().to_string(),
        value: line.closing as f64 / 10_f64.powi(i32::try_from(currency.decimals()).unwrap_or(0)),
    });
    let chart = Chart {
        title: speech.with("credit-chart", &[("currency", code.to_owned().into())]),
        names: speech.say("credit-due"),
        values: speech.say("credit-closing"),
        points: points.collect(),
        mark: None,
    };
    html! {
        section aria-labelledby="schedule" {
            h2 id="schedule" { (speech.say("credit-schedule")) }
            p class="hint" { (speech.say("credit-schedule-hint")) }
            (chart.line(speech))
            (table.draw(speech))
            (files(speech, address, "schedule"))
        }
    }
}

fn drawdowns(speech: Speech, page: &CreditPage, address: &str) -> Markup {
    let columns = ["drawdown-purpose", "drawdown-amount", "drawdown-planned", "drawdown-waits", "drawdown-state"];
    let mut table = Table::new(speech.say("drawdowns-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for line in &page.drawdowns {
        let one = &line.drawdown;
        table = table.row(vec![
            html! { a href={ (address) "/drawdowns/" (one.number) } { (one.number) ". " bdi { (one.purpose) } } },
            html! { (amount(speech, one.minor, page.credit.currency)) },
            html! { (speech.date(one.planned)) },
            conditions(speech, line),
            drawdown_state(speech, one.state),
        ]);
    }
    html! {
        section aria-labelledby="drawdowns" {
            h2 id="drawdowns" { (speech.say("drawdowns-title")) }
            @if page.drawdowns.is_empty() {
                (empty(&speech.say("drawdowns-none"), &speech.say("drawdowns-none-body"), html! {}))
            } @else { (table.draw(speech)) }
        }
    }
}

/// For what a drawdown waits, each with whether it is there.
pub fn conditions(speech: Speech, line: &DrawdownLine) -> Markup {
    let n_unseen = i64::try_from(line.n_unseen).unwrap_or(i64::MAX);
    html! {
        @if line.deliveries.is_empty() && line.milestones.is_empty() && line.n_unseen == 0 { "–" } @else {
            ul class="plain" {
                @for (one, agreement) in &line.deliveries {
                    li { a href={ "/agreements/" (one.agreement) } { bdi { (one.title) } } " · " bdi { (agreement) } " " (tag(
                        if one.state == model::DeliverableState::Accepted { Tone::Good } else { Tone::Warn },
                        &speech.say(&format!("deliverable-state-{}", one.state.word())),
                    )) }
                }
                @for one in &line.milestones { li { bdi { (one.title) } " " (milestone_state(speech, one)) } }
                @if line.n_unseen > 0 { li { (speech.with("drawdown-unseen", &[("count", n_unseen.into())])) } }
            }
        }
    }
}

/// Whether a milestone was confirmed.
pub fn milestone_state(speech: Speech, one: &CreditMilestone) -> Markup {
    match one.confirmed {
        Some((_, on)) => tag(Tone::Good, &speech.with("milestone-confirmed-on", &[("day", speech.date(on).into())])),
        None => tag(Tone::Warn, &speech.say("milestone-open")),
    }
}

fn milestones(speech: Speech, milestones: &[CreditMilestone]) -> Markup {
    html! {
        @if !milestones.is_empty() {
            section aria-labelledby="milestones" {
                h2 id="milestones" { (speech.say("milestones-title")) }
                ul class="plain" {
                    @for one in milestones {
                        li { bdi { (one.title) } " · " (speech.date(one.due)) " " (milestone_state(speech, one)) @if !one.evidence.is_empty() { br; span class="quiet" { bdi { (one.evidence) } } } }
                    }
                }
            }
        }
    }
}

fn statement(speech: Speech, page: &CreditPage, address: &str) -> Markup {
    let statement = &page.statement;
    let said = |minor: i64| number(speech, minor, page.credit.currency);
    let words = ["credit-day", "credit-account", "credit-cause"].map(|key| Column::new(speech.say(key)));
    let code = page.credit.currency.code();
    let numbers = ["credit-amount", "credit-owed"].map(|key| Column::numeric(format!("{}, {code}", speech.say(key))));
    let mut table = Table::new(speech.say("credit-statement"), words.into_iter().chain(numbers).collect())
        .caption_unseen()
        .cards_on_phone();
    let end = |day: Date, key: &str, owed: i64| {
        vec![
            html! { (speech.date(day)) },
            html! { "–" },
            html! { strong { (speech.say(key)) } },
            html! { "–" },
            html! { (said(owed)) },
        ]
    };
    table = table.row(end(statement.since, "credit-opening", statement.opening.owed()));
    for (booking, owed) in &statement.bookings {
        table = table.row(vec![
            html! { (speech.date(booking.day)) },
            html! { (speech.say(&format!("credit-account-{}", booking.account.word()))) },
            html! { (speech.say(&format!("booking-{}", booking.cause.word()))) @if let Some(number) = booking.event { " (" (number) ")" } },
            html! { (said(booking.minor)) },
            html! { (said(*owed)) },
        ]);
    }
    table = table.row(end(statement.until, "credit-closing-balance", statement.closing.owed()));
    let values = [("since", speech.date(statement.since).into()), ("until", speech.date(statement.until).into())];
    let body = html! { p class="hint" { (speech.with("credit-statement-hint", &values)) } (table.draw(speech)) (files(speech, address, "statement")) };
    html! { (disclosure(&speech.say("credit-statement"), false, body)) }
}

fn events(speech: Speech, page: &CreditPage) -> Markup {
    let countered = |event: &CreditEvent| page.events.iter().any(|one| one.counters == Some(event.number));
    let columns = ["credit-event-number", "credit-day", "credit-event-kind", "credit-amount", "credit-event-note"];
    let mut table = Table::new(speech.say("credit-events"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for event in page.events.iter().rev().take(EVENTS_SHOWN) {
        let rate = event.rate.map(|rate| format!("{} %", speech.written(&rate.to_string())));
        table = table.row(vec![
            html! { (event.number) },
            html! { (speech.date(event.day)) },
            html! {
                (speech.say(&format!("credit-event-{}", event.kind.word())))
                @if let Some(number) = event.counters { " " (number) }
                @if countered(event) { " " (tag(Tone::Faint, &speech.say("credit-event-countered"))) }
            },
            html! { @if event.minor > 0 { (amount(speech, event.minor, page.credit.currency)) } @else { (rate.unwrap_or_else(|| "–".to_owned())) } },
            html! { @if event.note.is_empty() { "–" } @else { bdi { (event.note) } } },
        ]);
    }
    let left_out = page.events.len().saturating_sub(EVENTS_SHOWN);
    let body = html! {
        @if page.events.is_empty() { p class="quiet" { (speech.say("credit-events-none")) } } @else { (table.draw(speech)) }
        @if left_out > 0 { p class="quiet" { (speech.with("credit-events-left-out", &[("count", left_out.into())])) } }
    };
    disclosure(&speech.say("credit-events"), false, body)
}
