//! The page of a line of the plan: target beside actual, what belongs to it, what is doubtful, and the form that changes it.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use desk::plan::PlanLineRow;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{Noun, PlanLine, Rational, Thing};

use super::form::{self, Offered, as_typed, fields, offered};
use super::{amount, crumbs, ended, flags, invented, picture, read, share};
use crate::caller::Caller;
use crate::component::{
    Column, Form, Page, Section, Slips, SummaryRow, Table, Tone, disclosure, summary_list, tag, timeline,
};
use crate::failed::{Answer, page};
use crate::history::{Told, tell, timeline_of};
use crate::host::form::chosen_marking;
use crate::marking;
use crate::speech::Speech;
use crate::typed::Typed;

struct Loaded {
    row: PlanLineRow,
    offered: Option<Offered>,
    history: Vec<Told>,
}

fn load(office: &Office, officer: &Officer, today: model::Date, name: &str) -> Result<Loaded, Failure> {
    let row = office.plan_line_row(name, today)?;
    let about = Thing::new(Noun::PlanLine, row.line.id);
    let may_set = office.may_set_plan(officer, &row.line.unit)?;
    Ok(Loaded {
        offered: may_set.then(|| offered(office, officer, Some(&row.line.unit))).transpose()?,
        history: tell(office, office.history(&about)?)?,
        row,
    })
}

pub async fn show(caller: Caller, Path(name): Path<String>) -> Answer {
    again(&caller, name, None, &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, name: String, typed: Option<&Typed>, slips: &Slips, status: StatusCode) -> Answer {
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = read(caller, move |office| load(office, &officer, today, &name)).await?;
    let typed = typed.cloned().unwrap_or_else(|| as_typed(&loaded.row.line));
    Ok(page(status, draw(caller, &loaded, &typed, slips)))
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let wanted = name.clone();
    let held = read(&caller, move |office| office.plan_line(&wanted)).await?;
    let mut slips = Slips::new();
    let Some(line) = form::line(&caller, &typed, held.id, &mut slips) else {
        return again(&caller, name, Some(&typed), &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let line = PlanLine { marking: chosen_marking(&typed, &held.marking), ..line };
    let done = caller.act(move |writer, turn, _| desk::plan::keep_plan_line(writer, turn, line, false)).await;
    let to = |line: &PlanLine| format!("/plan/lines/{}", line.id);
    let drawn = async |slips: Slips, status| again(&caller, name, Some(&typed), &slips, status).await;
    ended(&caller, done, to, "parameter", drawn).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let row = &loaded.row;
    let line = &row.line;
    Page::new(visit, line.parameter.clone())
        .here(Section::Plan)
        .crumbs(crumbs(speech))
        .slips(slips)
        .lead(html! {
            bdi { (row.unit) } " · " (flags(speech, &row.flags)) (marking::tags(speech, &line.marking)) (invented(speech, line.invented))
        })
        .aside(aside(speech, row))
        .draw(html! {
            (picture::quarters(speech, &line.measure, &row.course.quarters))
            (quarters(speech, row))
            @if row.course.n_left_out > 0 {
                p class="quiet" { (speech.with("plan-left-out", &[("count", row.course.n_left_out.into())])) }
            }
            (belonging(speech, row))
            @if let Some(offered) = &loaded.offered {
                (disclosure(&speech.say("plan-line-change"), !slips.is_empty(), html! {
                    (Form::new(visit, &format!("/plan/lines/{}", line.id)).slips(slips).guarded().around(html! {
                        input type="hidden" name="revision" value=(typed.get("revision"));
                        (fields(caller, offered, typed, slips, false))
                    }))
                }))
            }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

fn aside(speech: Speech, row: &PlanLineRow) -> Markup {
    let line = &row.line;
    let text = |text: &str| html! { @if text.is_empty() { "–" } @else { bdi { (text) } } };
    let (fulfilled, n_known, n_over) = row.course.fulfilment();
    let known = speech.with("plan-known-of", &[("known", n_known.into()), ("over", n_over.into())]);
    summary_list(&[
        SummaryRow::new(speech.say("plan-fulfilment"), html! { (share(speech, fulfilled)) }),
        SummaryRow::new(speech.say("plan-known"), html! { (known) }),
        SummaryRow::new(speech.say("plan-owner"), text(row.owner.as_deref().unwrap_or_default())),
        SummaryRow::new(speech.say("plan-setter"), text(&row.setter)),
        SummaryRow::new(speech.say("plan-money"), text(&line.money)),
        SummaryRow::new(speech.say("plan-supplier"), text(&line.supplier)),
        SummaryRow::new(speech.say("plan-note"), text(&line.note)),
    ])
}

/// What belongs to the line: needs that name it, and adoptions whose output counts.
fn belonging(speech: Speech, row: &PlanLineRow) -> Markup {
    html! {
        section aria-labelledby="needs" {
            h2 id="needs" { (speech.say("plan-needs")) }
            @if row.needs.is_empty() { p class="quiet" { (speech.say("plan-needs-none")) } }
            @else { ul { @for (id, title) in &row.needs { li { a href={ "/needs/" (id) } { bdi { (title) } } } } } }
        }
        section aria-labelledby="outputs" {
            h2 id="outputs" { (speech.say("plan-outputs")) }
            @if row.adoptions.is_empty() { p class="quiet" { (speech.say("plan-outputs-none")) } }
            @else {
                ul {
                    @for one in &row.adoptions {
                        li {
                            a href={ "/adoptions/" (one.id) } { bdi { (one.technology) } } " · " bdi { (one.unit) }
                            @if one.contradicted { " " (tag(Tone::Bad, &speech.say("plan-contradicted"))) }
                        }
                    }
                }
            }
        }
    }
}

fn quarters(speech: Speech, row: &PlanLineRow) -> Markup {
    let columns = vec![
        Column::new(speech.say("output-quarter")),
        Column::numeric(speech.say("plan-target")),
        Column::numeric(speech.say("plan-relief")),
        Column::numeric(speech.say("plan-due")),
        Column::numeric(speech.say("plan-verified")),
        Column::numeric(speech.say("plan-said")),
        Column::numeric(speech.say("plan-fulfilment")),
    ];
    let unit = if row.line.measure.is_empty() { speech.say("plan-pieces") } else { row.line.measure.clone() };
    let caption = speech.with("plan-quarters-chart", &[("measure", unit.into())]);
    let mut table = Table::new(caption, columns).caption_unseen().cards_on_phone();
    for one in row.course.quarters.iter().rev() {
        let relief = (one.relief > Rational::ZERO).then_some(one.relief);
        table = table.row(vec![
            html! { (one.quarter) @if !one.is_over { " " (tag(Tone::Plain, &speech.say("plan-quarter-open"))) } },
            html! { (amount(speech, one.target)) },
            html! { (amount(speech, relief)) },
            html! { (amount(speech, one.due())) },
            html! {
                @match one.verified {
                    Some(verified) => (amount(speech, Some(verified))),
                    None => (speech.say("plan-unknown")),
                }
            },
            html! { (amount(speech, one.said)) },
            html! { (share(speech, one.fulfilment())) },
        ]);
    }
    html! {
        (table.draw(speech))
        p class="quiet" { (speech.say("plan-verified-means")) }
    }
}
