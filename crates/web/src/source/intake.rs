//! What came from a source: looked at, then kept or let go.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office};
use maud::{Markup, html};
use model::{Became, Intake, IntakeLine, IntakeStage, Power, Source};

use super::{page, stage};
use crate::caller::Caller;
use crate::component::{Button, Column, Crumb, Form, Page, Section, Table, Tone, banner, disclosure, link_button, tag};
use crate::failed::{self, Answer, failed, see_other, sentence};
use crate::history::when;
use crate::speech::Speech;
use crate::upload::UploadedFile;
use crate::visit::Visit;

/// Parses and looks at a file that was brought.
pub async fn look(caller: Caller, Path(name): Path<String>, file: UploadedFile) -> Answer {
    let done = look_at(&caller, &name, file).await;
    page::looked(&caller, name, done).await
}

async fn look_at(caller: &Caller, name: &str, file: UploadedFile) -> Result<Intake, Failure> {
    let read = name.to_owned();
    let source = caller.read(move |office| office.source(&read)).await?.source.id;
    let upload = caller.app.parse(move |parser| desk::read_upload(parser, &file.name, file.bytes)).await?;
    caller.act(move |writer, turn, office| desk::look_at(writer, turn, office, source, upload)).await
}

/// What the page shows.
struct Loaded {
    intake: Intake,
    source: Source,
    /// Who brought it; `None` for the office, which fetched it.
    bringer: Option<String>,
    lines: Vec<IntakeLine>,
    may_document: bool,
}

fn load(office: &Office, id: &str, may_document: bool) -> Result<Loaded, Failure> {
    let intake = office.intake(id)?;
    let source = office.source(&intake.source.to_string())?.source;
    let bringer = match &intake.by {
        Some(by) => Some(office.person(&by.person)?.map_or_else(|| by.person.to_string(), |person| person.name)),
        None => None,
    };
    Ok(Loaded { lines: office.intake_lines(intake.id)?, intake, source, bringer, may_document })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, id, None, StatusCode::OK).await
}

/// The page, with why a decision was refused.
async fn again(caller: &Caller, id: String, refused: Option<String>, status: StatusCode) -> Result<Response, Response> {
    let may_document = caller.officer.with_power(Power::Document).is_some();
    let loaded = caller.read(move |office| load(office, &id, may_document)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(failed::page(status, draw(&caller.visit, &loaded, refused.as_deref())))
}

pub async fn keep(caller: Caller, Path(name): Path<String>) -> Answer {
    let id = name.clone();
    let done = caller
        .act(move |writer, turn, office| {
            let id = office.intake(&id)?.id;
            desk::keep_intake(writer, turn, id)
        })
        .await;
    decided(&caller, name, done).await
}

pub async fn drop(caller: Caller, Path(name): Path<String>) -> Answer {
    let id = name.clone();
    let done = caller
        .act(move |writer, turn, office| {
            let id = office.intake(&id)?.id;
            desk::drop_intake(writer, turn, office, id)
        })
        .await;
    decided(&caller, name, done).await
}

async fn decided(caller: &Caller, name: String, done: Result<Intake, Failure>) -> Answer {
    match done {
        Ok(intake) => Ok(see_other(&format!("/intakes/{}", intake.id))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => again(caller, name, Some(sentence), StatusCode::UNPROCESSABLE_ENTITY).await,
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

fn draw(visit: &Visit, loaded: &Loaded, refused: Option<&str>) -> Markup {
    let speech = visit.speech;
    let Loaded { intake, source, .. } = loaded;
    Page::new(visit, intake.name.clone())
        .here(Section::Sources)
        .crumbs(vec![Crumb::of(speech, Section::Sources), Crumb::new(source.title.clone(), format!("/sources/{}", source.id))])
        .lead(html! {
            (stage(speech, intake.stage)) " "
            @match &loaded.bringer {
                Some(person) => (speech.with("intake-brought", &[("person", person.clone().into()), ("when", when(speech, intake.came_at).into())])),
                None => (speech.with("intake-fetched", &[("when", when(speech, intake.came_at).into())])),
            }
        })
        .draw(html! {
            @if let Some(sentence) = refused { (banner(Tone::Bad, sentence, html! {})) }
            (standing(speech, intake))
            (counted(speech, intake))
            @if intake.stage == IntakeStage::Looked {
                @if loaded.may_document { (decision(visit, intake, source)) }
                (shown(speech, loaded))
            } @else {
                div class="actions" { (link_button(&speech.say("intake-back"), &format!("/sources/{}", source.id), false)) }
            }
        })
}

/// What the stage means, and what to do.
fn standing(speech: Speech, intake: &Intake) -> Markup {
    let holds_nothing = intake.stage == IntakeStage::Looked && intake.tally.n_read == 0;
    let key = if holds_nothing { "intake-nothing".to_owned() } else { format!("intake-{}", intake.stage.word()) };
    let tone = match intake.stage {
        _ if holds_nothing => Tone::Warn,
        IntakeStage::Looked | IntakeStage::Waiting => Tone::Accent,
        IntakeStage::Kept => Tone::Good,
        IntakeStage::Dropped => Tone::Plain,
        IntakeStage::Broken => Tone::Bad,
    };
    banner(
        tone,
        &speech.say(&key),
        html! {
            p { (speech.say(&format!("{key}-body"))) }
            @if let Some(fault) = &intake.fault { p { bdi { (fault) } } }
        },
    )
}

fn counted(speech: Speech, intake: &Intake) -> Markup {
    let tally = &intake.tally;
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let columns =
        ["new", "updated", "joined", "known"].map(|word| Column::numeric(speech.say(&format!("became-{word}"))));
    let cells = [tally.n_new, tally.n_updated, tally.n_joined, tally.n_known];
    let cells = cells.map(|n| html! { (speech.number(number(n))) });
    html! {
        p {
            @if intake.stage == IntakeStage::Waiting { (speech.with("intake-so-far", &[("read", number(tally.n_read).into())])) }
            @else { (speech.with("intake-counted", &[("read", number(tally.n_read).into()), ("doubts", number(tally.n_doubts).into())])) }
            @if intake.stage == IntakeStage::Looked && intake.n_tried < tally.n_read {
                " " (speech.with("intake-tried", &[("tried", number(intake.n_tried).into())]))
            }
            @if let Some(n) = intake.n_in_all { " " (speech.with("intake-in-all", &[("count", number(n).into())])) }
        }
        (Table::new(speech.say("intake-becomes"), columns.into()).cards_on_phone().row(cells.into()).draw(speech))
    }
}

fn decision(visit: &Visit, intake: &Intake, source: &Source) -> Markup {
    let speech = visit.speech;
    let (keep, drop) = (format!("/intakes/{}/keep", intake.id), format!("/intakes/{}/drop", intake.id));
    html! {
        div class="actions" {
            @if source.paused && source.kind.is_fetched() {
                // What was looked at is the beginning of what it brings once it is switched on.
                (Form::new(visit, &format!("/sources/{}/pause", source.id)).inline()
                    .around(Button::primary(&speech.say("harvest-switch-on")).sends("paused", "no")))
            } @else if intake.tally.n_read > 0 {
                (Form::new(visit, &keep).inline().around(Button::primary(&speech.say("intake-keep"))))
            }
            (Form::new(visit, &drop).inline().around(Button::plain(&speech.say("intake-drop"))))
            (link_button(&speech.say("intake-back"), &format!("/sources/{}", intake.source), false))
        }
    }
}

/// The first readings, and what the reader doubted.
fn shown(speech: Speech, loaded: &Loaded) -> Markup {
    let doubts: Vec<&String> = loaded
        .lines
        .iter()
        .filter_map(|line| if let IntakeLine::Doubt(text) = line { Some(text) } else { None })
        .collect();
    html! {
        @if loaded.lines.len() > doubts.len() {
            h2 { (speech.say("intake-first")) }
            ul class="plain" {
                @for line in &loaded.lines {
                    @if let IntakeLine::Reading(became, title) = line {
                        li {
                            (tag(tone(*became), &speech.say(&format!("became-{}", became.word())))) " "
                            @if title.is_empty() { span class="quiet" { (speech.say("record-untitled")) } } @else { bdi { (title) } }
                        }
                    }
                }
            }
        }
        @if !doubts.is_empty() {
            (disclosure(&speech.say("intake-doubts"), true, html! { ul { @for doubt in doubts { li { bdi { (doubt) } } } } }))
        }
    }
}

fn tone(became: Became) -> Tone {
    match became {
        Became::New => Tone::Good,
        Became::Updated | Became::Joined => Tone::Accent,
        Became::Known => Tone::Faint,
    }
}
