//! A source: how it stands, what came from it, and what can be taken in.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, INTAKE_BYTES_MAX, Office, Officer};
use maud::{Markup, html};
use model::{Date, Intake, Noun, Power, Source, SourceYield, Thing};
use store::{HeldRecord, SourceCounts, SourceLine};

use super::{harvest, mail, people, stage, worth};
use crate::caller::Caller;
use crate::component::{
    Button, Column, Crumb, Field, Form, Page, Section, Slips, Step, SummaryRow, Table, Thread, link_button,
    summary_list, thread_bar, timeline,
};
use crate::failed::{Answer, failed, page, see_other, sentence, trouble};
use crate::history::{Told, tell, timeline_of, when};
use crate::record;
use crate::speech::Speech;
use crate::typed::Typed;
use crate::visit::Visit;
use crate::widening;

/// Records that are listed.
const LISTED_MAX: usize = 20;

/// What the page shows.
struct Loaded {
    line: SourceLine,
    post: String,
    counts: SourceCounts,
    records: Vec<HeldRecord>,
    intakes: Vec<Intake>,
    history: Vec<Told>,
    /// What it is worth, and what all are, once it was counted.
    counted: Option<(SourceYield, SourceYield)>,
    /// How it takes mail, for whoever may say so.
    mailed: Option<mail::Mailed>,
    /// What people write for it.
    people: Option<people::People>,
    now: i64,
    may_document: bool,
}

impl Loaded {
    /// Whether a file can be brought here.
    fn offers_a_field(&self) -> bool {
        let source = &self.line.source;
        self.may_document && !source.paused && !source.kind.is_fetched()
    }
}

fn load(
    office: &Office,
    officer: &Officer,
    (id, query): (&str, &Typed),
    (now, today): (i64, Date),
) -> Result<Loaded, Failure> {
    let may_document = officer.with_power(Power::Document).is_some();
    let line = office.source(id)?;
    let source = &line.source;
    let (yields, all) = office.source_yields()?;
    Ok(Loaded {
        counted: yields.get(&source.id).map(|one| (*one, all)),
        post: office.post(&source.post)?.map_or_else(|| source.post.to_string(), |post| post.title),
        counts: office.source_counts(source.id)?,
        records: office.brought_by(source.id, LISTED_MAX)?,
        intakes: office.intakes(source.id)?,
        history: tell(office, office.history(&Thing::new(Noun::Source, source.id))?)?,
        mailed: if may_document && source.kind.takes_mail() { Some(mail::load(office, source)?) } else { None },
        people: match source.kind.is_human() {
            true => Some(people::load(office, officer, source, query, today)?),
            false => None,
        },
        line,
        now,
        may_document,
    })
}

pub async fn show(caller: Caller, Path(id): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let query = Typed::parse(query.unwrap_or_default().as_bytes());
    drawn(&caller, (id, query), None, StatusCode::OK).await
}

/// The page, with why something was refused: beside the field for the file, or above all where there is none.
async fn again(caller: &Caller, id: String, refused: Option<String>, status: StatusCode) -> Result<Response, Response> {
    drawn(caller, (id, Typed::default()), refused, status).await
}

async fn drawn(
    caller: &Caller,
    (id, query): (String, Typed),
    refused: Option<String>,
    status: StatusCode,
) -> Result<Response, Response> {
    let mut slips = Slips::new();
    let (officer, days) = (Arc::clone(&caller.officer), (caller.app.now(), caller.app.today()));
    let loaded = caller.read(move |office| load(office, &officer, (&id, &query), days)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    let offers_a_field = loaded.offers_a_field();
    let above = refused.clone().filter(|_| !offers_a_field);
    if let Some(sentence) = refused.filter(|_| offers_a_field) {
        slips.note("file", sentence);
    }
    Ok(page(status, draw(&caller.visit, &loaded, above.as_deref(), &slips)))
}

pub async fn pause(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let Some(paused) = ["no", "yes"].iter().position(|word| *word == typed.get("paused")).map(|at| at == 1) else {
        return Err(trouble(&caller.visit, &crate::component::Trouble::Unreadable));
    };
    let id = name.clone();
    let done = caller
        .act(move |writer, turn, office| {
            let id = office.source(&id)?.source.id;
            desk::pause_source(writer, turn, id, paused)
        })
        .await;
    ended(&caller, name, done).await
}

/// Where a change of a source ends: on its page, as it is now, or with why it was refused.
pub(super) async fn ended(caller: &Caller, name: String, done: Result<Source, Failure>) -> Answer {
    match done {
        Ok(source) => Ok(see_other(&format!("/sources/{}", source.id))),
        Err(failure) => refused(caller, name, &failure).await,
    }
}

/// Where a look at what a source brings ends: on the page of the intake, or with why it was refused.
pub(super) async fn looked(caller: &Caller, name: String, done: Result<Intake, Failure>) -> Answer {
    match done {
        Ok(intake) => Ok(see_other(&format!("/intakes/{}", intake.id))),
        Err(failure) => refused(caller, name, &failure).await,
    }
}

async fn refused(caller: &Caller, name: String, failure: &Failure) -> Result<Response, Response> {
    match sentence(&caller.visit, failure) {
        Some(sentence) => again(caller, name, Some(sentence), StatusCode::UNPROCESSABLE_ENTITY).await,
        None => Err(failed(&caller.visit, failure)),
    }
}

fn draw(visit: &Visit, loaded: &Loaded, above: Option<&str>, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let source = &loaded.line.source;
    let n_records = loaded.counts.n_records;
    let mut thread = Thread::at(Step::Source);
    if n_records > 0 {
        thread = thread.holds(Step::Record, n_records, format!("/sources/{}#records", source.id));
    }
    Page::new(visit, source.title.clone())
        .here(Section::Sources)
        .crumbs(vec![Crumb::of(speech, Section::Sources)])
        .above(thread_bar(speech, &thread))
        .slips(slips)
        .lead(html! { (speech.say(&format!("source-kind-{}", source.kind.word()))) " " (widening::tags(speech, model::Noun::Source, source.id, &source.marking)) })
        .aside(aside(visit, loaded))
        .draw(html! {
            (harvest::above(above))
            (harvest::standing(speech, &loaded.line, loaded.now))
            @if source.kind.is_fetched() { (harvest::panel(visit, &loaded.line, loaded.may_document)) }
            @if let Some(people) = &loaded.people { (people::panel(speech, source, people)) }
            @if let Some(mailed) = &loaded.mailed { (mail::panel(visit, source, mailed)) }
            @if loaded.offers_a_field() { (upload_form(visit, loaded, slips)) }
            (came(speech, &loaded.intakes))
            @if loaded.people.is_none() { (brought(speech, loaded)) }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

fn upload_form(visit: &Visit, loaded: &Loaded, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let action = format!("/sources/{}/intakes", loaded.line.source.id);
    let max = i64::try_from(INTAKE_BYTES_MAX / (1024 * 1024)).unwrap_or(i64::MAX);
    html! {
        h2 { (speech.say("intake-new")) }
        (Form::new(visit, &action).with_files().slips(slips).around(html! {
            (Field::file("file", speech.say("intake-file")).hint(speech.with("intake-file-hint", &[("max", max.into())])).slips(slips).draw(speech))
            div class="actions" { (Button::primary(&speech.say("intake-look"))) }
        }))
    }
}

fn aside(visit: &Visit, loaded: &Loaded) -> Markup {
    let speech = visit.speech;
    let source = &loaded.line.source;
    let text = |text: &str| html! { @if text.is_empty() { "–" } @else { bdi { (text) } } };
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let every = source.every_days.map_or_else(
        || speech.say("source-every-none"),
        |days| speech.with("source-every-days", &[("days", i64::from(days).into())]),
    );
    let mut rows = vec![
        SummaryRow::new(speech.say("source-number"), html! { (source.id) }),
        SummaryRow::new(
            speech.say("source-post"),
            html! { a href={ "/office/posts/" (source.post) } { bdi { (loaded.post) } } },
        ),
        SummaryRow::new(speech.say("source-territory"), text(&source.territory)),
        SummaryRow::new(speech.say("source-subject"), text(&source.subject)),
        SummaryRow::new(speech.say("source-language"), text(source.language.as_ref().map_or("", model::Language::tag))),
        SummaryRow::new(
            speech.say("source-reliability"),
            html! { (speech.say(&format!("source-reliability-{}", source.reliability.word()))) },
        ),
        SummaryRow::new(speech.say("source-due"), html! { (every) }),
        SummaryRow::new(speech.say("source-records"), html! { (speech.number(number(loaded.counts.n_records))) }),
        SummaryRow::new(speech.say("source-entries"), html! { (speech.number(number(loaded.counts.n_entries))) }),
    ];
    rows.extend(worth::rows(speech, source, loaded.counted.as_ref(), loaded.now));
    html! {
        (summary_list(&rows))
        @if !source.remark.is_empty() {
            h2 { (speech.say("source-remark")) }
            @for paragraph in source.remark.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
        }
        @if loaded.may_document { (actions(visit, source)) }
    }
}

fn actions(visit: &Visit, source: &Source) -> Markup {
    let speech = visit.speech;
    let address = format!("/sources/{}/pause", source.id);
    let (word, text) = if source.paused { ("no", "source-resume") } else { ("yes", "source-pause") };
    html! {
        div class="actions" {
            (link_button(&speech.say("source-change"), &format!("/sources/{}/change", source.id), false))
            // What the office asks by itself is switched on beside what it would bring.
            @if !(source.paused && source.kind.is_fetched()) { (Form::new(visit, &address).inline().around(Button::plain(&speech.say(text)).sends("paused", word))) }
        }
    }
}

/// What came, the newest first.
fn came(speech: Speech, intakes: &[Intake]) -> Markup {
    let columns = vec![
        Column::new(speech.say("intake-name")),
        Column::new(speech.say("intake-came")),
        Column::numeric(speech.say("intake-read")),
        Column::numeric(speech.say("intake-new-ones")),
        Column::new(speech.say("intake-stage")),
    ];
    let number = |n: u64| html! { (speech.number(i64::try_from(n).unwrap_or(i64::MAX))) };
    let rows = intakes.iter().map(|intake| {
        vec![
            html! { a href={ "/intakes/" (intake.id) } { bdi { (intake.name) } } },
            html! { (when(speech, intake.came_at)) },
            number(intake.tally.n_read),
            number(intake.tally.n_new),
            stage(speech, intake.stage),
        ]
    });
    let table = Table::new(speech.say("intakes-title"), columns).caption_unseen().cards_on_phone();
    html! {
        @if !intakes.is_empty() {
            h2 { (speech.say("intakes-title")) }
            (rows.fold(table, Table::row).draw(speech))
        }
    }
}

/// The records that it brought last.
fn brought(speech: Speech, loaded: &Loaded) -> Markup {
    html! {
        @if !loaded.records.is_empty() {
            h2 id="records" { (speech.say("source-brought")) }
            ul class="plain" {
                @for held in &loaded.records {
                    li {
                        a href={ "/records/" (held.id) } { bdi { (record::title(speech, &held.record)) } }
                        div class="quiet" { (record::details(speech, &held.record)) }
                    }
                }
            }
        }
    }
}
