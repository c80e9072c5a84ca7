//! The plan as a table with its picture, and the way in for a whole plan.

use std::sync::Arc;

use axum::extract::RawQuery;
use axum::http::StatusCode;
use desk::plan::{PLAN_FILE_BYTES_MAX, PlanLineRow, PlanSearch, PlanTaken, read_plan};
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{PlanFlag, Power, Unit, UnitId};

use super::{flags, invented, picture, plan_tabs, read, share};
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Field, Form, Page, Section, Slips, Table, disclosure, empty, link_button,
};
use crate::failed::{Answer, page};
use crate::marking::{self, MarkingChoices};
use crate::speech::Speech;
use crate::typed::Typed;
use crate::upload::{AROUND_FILE_BYTES_MAX, UploadedFiles};

/// A plan with what surrounds it in the form.
pub const BODY_BYTES_MAX: usize = PLAN_FILE_BYTES_MAX + AROUND_FILE_BYTES_MAX;

/// Lines that are shown. Who looks for another narrows the list.
const SHOWN: usize = 300;

struct Loaded {
    search: PlanSearch,
    rows: Vec<PlanLineRow>,
    units: Vec<Unit>,
    may_set: bool,
    marks: MarkingChoices,
}

fn load(office: &Office, officer: &Officer, today: model::Date, typed: &Typed) -> Result<Loaded, Failure> {
    let search = PlanSearch {
        words: typed.get("q").to_owned(),
        unit: typed.some("unit").and_then(|unit| UnitId::new(unit).ok()),
        flag: PlanFlag::from_word(typed.get("flag")),
    };
    let mut units: Vec<Unit> = office.tree()?.units().cloned().collect();
    units.sort_by_cached_key(|unit| unit.name.to_lowercase());
    Ok(Loaded {
        rows: office.plan_rows(&search, today)?,
        may_set: officer.with_power(Power::Lead).is_some(),
        marks: MarkingChoices::of(office, officer)?,
        search,
        units,
    })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    again(&caller, typed, &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, typed: Typed, slips: &Slips, status: StatusCode) -> Answer {
    let (officer, today, asked) = (Arc::clone(&caller.officer), caller.app.today(), typed.clone());
    let loaded = read(caller, move |office| load(office, &officer, today, &asked)).await?;
    Ok(page(status, draw(caller, &loaded, &typed, slips)))
}

/// Takes a plan in that was pasted, or brought as a file.
pub async fn take(caller: Caller, sent: UploadedFiles) -> Answer {
    let typed = Typed::sent(&sent.fields);
    let file = sent.files.into_iter().next().map(|file| file.bytes);
    let bytes = file.unwrap_or_else(|| typed.raw("list").to_owned().into_bytes());
    let lines = match read_plan("plan", &bytes, &marking::chosen(&typed)) {
        Ok(lines) => lines,
        Err(faults) => {
            let mut slips = Slips::new();
            for fault in faults {
                let sentence = caller.speech().refusal(&fault.refusal);
                let values = [("line", (fault.line as i64).into()), ("what", sentence.into())];
                slips.note("list", caller.speech().with("equipment-line", &values));
            }
            return again(&caller, typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let done = caller.act(move |writer, turn, _| desk::plan::take_plan(writer, turn, lines)).await;
    let to =
        |taken: &PlanTaken| format!("/plan?new={}&changed={}&same={}", taken.n_new, taken.n_changed, taken.n_unchanged);
    super::ended(&caller, done, to, "list", async |slips, status| again(&caller, typed, &slips, status).await).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let shown = &loaded.rows[..loaded.rows.len().min(SHOWN)];
    let left_out = loaded.rows.len() - shown.len();
    let count = |name: &str| typed.get(name).parse::<u32>().ok();
    Page::new(visit, speech.say("plan-title"))
        .here(Section::Plan)
        .slips(slips)
        .lead(html! { (speech.say("plan-lead")) })
        .draw(html! {
            (plan_tabs(speech, false))
            @if let (Some(new), Some(changed), Some(same)) = (count("new"), count("changed"), count("same")) {
                p role="status" { (speech.with("plan-taken", &[("new", new.into()), ("changed", changed.into()), ("same", same.into())])) }
            }
            @if loaded.may_set { div class="actions" { (link_button(&speech.say("plan-line-new"), "/plan/new", true)) } }
            (narrow(speech, loaded))
            @if shown.is_empty() {
                (empty(&speech.say("plan-none"), &speech.say("plan-none-body"), html! {}))
            } @else {
                (picture::lines(speech, shown))
                (table(speech, shown))
            }
            @if left_out > 0 { p class="quiet" { (speech.with("adoptions-left-out", &[("count", left_out.into())])) } }
            @if loaded.may_set { (taking(caller, loaded, typed, slips)) }
        })
}

fn taking(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    disclosure(
        &speech.say("plan-take"),
        !slips.is_empty(),
        html! {
            p { (speech.say("plan-take-lead")) }
            (Form::new(&caller.visit, "/plan").with_files().slips(slips).around(html! {
                (Field::lines("list", speech.say("plan-take-rows"), 8).hint(speech.say("plan-take-hint")).value(typed.raw("list"))
                    .optional().slips(slips).draw(speech))
                (Field::file("file", speech.say("equipment-file")).hint(speech.say("plan-file-hint")).optional().draw(speech))
                (loaded.marks.fields(speech, typed, slips))
                div class="actions" { (Button::primary(&speech.say("equipment-take"))) }
            }))
        },
    )
}

fn narrow(speech: Speech, loaded: &Loaded) -> Markup {
    let any = || std::iter::once(Choice::new("", speech.say("adoptions-any")));
    let units = loaded.units.iter().map(|unit| Choice::new(unit.id.as_str(), unit.name.clone()));
    let doubts = PlanFlag::ALL.iter().map(|flag| Choice::new(flag.word(), speech.say(&format!("plan-flag-{flag}"))));
    let search = &loaded.search;
    html! {
        form method="get" action="/plan" class="form form-find" {
            (Field::search("q", speech.say("plan-search")).value(search.words.clone()).optional().draw(speech))
            (Field::select("unit", speech.say("adoption-unit"), any().chain(units).collect()).value(search.unit.as_ref().map_or("", UnitId::as_str)).draw(speech))
            (Field::select("flag", speech.say("plan-doubt"), any().chain(doubts).collect()).value(search.flag.map_or("", PlanFlag::word)).draw(speech))
            div class="actions" { (Button::plain(&speech.say("hosts-look"))) }
        }
    }
}

fn table(speech: Speech, rows: &[PlanLineRow]) -> Markup {
    let columns = vec![
        Column::new(speech.say("plan-parameter")),
        Column::new(speech.say("adoption-unit")),
        Column::new(speech.say("plan-owner")),
        Column::numeric(speech.say("plan-fulfilment")),
        Column::numeric(speech.say("plan-known")),
        Column::new(speech.say("plan-doubt")),
    ];
    let mut table = Table::new(speech.say("plan-title"), columns).caption_unseen().cards_on_phone();
    for row in rows {
        let line = &row.line;
        let (fulfilled, n_known, n_over) = row.course.fulfilment();
        table = table.row(vec![
            html! {
                a href={ "/plan/lines/" (line.id) } { bdi { (line.parameter) } }
                " " (marking::tags(speech, &line.marking)) (invented(speech, line.invented))
            },
            html! { bdi { (row.unit) } },
            html! { @match &row.owner { Some(owner) => bdi { (owner) }, None => "–" } },
            html! { (share(speech, fulfilled)) },
            html! { (speech.with("plan-known-of", &[("known", n_known.into()), ("over", n_over.into())])) },
            flags(speech, &row.flags),
        ]);
    }
    table.draw(speech)
}
