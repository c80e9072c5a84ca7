//! Which sources serve a need, and who is asked to find one where none does.

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{CoverageRow, Failure, GAP_CHARS_MAX, GAP_DAYS_MAX, Office, Officer};
use maud::{Markup, html};
use model::{Date, Duty, PostId, Power, Source, Stage};
use store::HeldRecord;

use crate::caller::Caller;
use crate::component::{Button, Choice, Column, Crumb, Field, Form, Page, Section, Slips, Table, Tone, banner, empty};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::history::when;
use crate::post_offer::PostOffer;
use crate::speech::Speech;
use crate::typed::Typed;

/// In how many days it is due when nobody says otherwise.
const DAYS: &str = "30";

/// What the page shows.
struct Loaded {
    row: CoverageRow,
    sources: Vec<Source>,
    posts: PostOffer,
    /// The title of the post that is asked.
    asked: Option<String>,
    /// The title of the post that said last what came of it.
    answered: Option<String>,
    may_assign: bool,
    may_answer: bool,
    /// Sources of people by which who is asked can answer with a dispatch.
    own: Vec<Source>,
    /// What was written in to close the gap.
    dispatches: Vec<HeldRecord>,
    today: Date,
}

fn load(office: &Office, officer: &Officer, id: &str, words: &str, today: Date) -> Result<Loaded, Failure> {
    let (row, sources) = office.coverage_of(id, today)?;
    let has = |power| officer.with_power(power).is_some();
    let may_assign =
        (has(Power::Document) || has(Power::Coordinate)) && row.need.stage == Stage::Accepted && row.asked.is_none();
    let title = |duty: &Duty| -> Result<String, Failure> {
        Ok(office.post(&duty.post)?.map_or_else(|| duty.post.to_string(), |post| post.title))
    };
    let acts = |duty: &Duty| {
        officer.acts_for(&duty.post) || duty.raised_to.as_ref().is_some_and(|post| officer.acts_for(post))
    };
    let own = match &row.asked {
        Some(duty) => {
            let mut own = office.own_human_sources(officer)?;
            own.retain(|source| duty.post == source.post || duty.raised_to.as_ref() == Some(&source.post));
            own
        }
        None => Vec::new(),
    };
    Ok(Loaded {
        own,
        dispatches: office.dispatches_for(&row.need.id)?,
        posts: if may_assign { PostOffer::of(office, words, &[], today)? } else { PostOffer::default() },
        asked: row.asked.as_ref().map(title).transpose()?,
        answered: row.answered.as_ref().map(title).transpose()?,
        may_answer: row.asked.as_ref().is_some_and(acts),
        row,
        sources,
        may_assign,
        today,
    })
}

pub async fn show(caller: Caller, Path(id): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    again(&caller, id, &typed, &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    id: String,
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, today, words) =
        (std::sync::Arc::clone(&caller.officer), caller.app.today(), typed.get("words").to_owned());
    let loaded = caller.read(move |office| load(office, &officer, &id, &words, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

pub async fn assign(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    if typed.some("look").is_some() {
        return again(&caller, id, &typed, &Slips::new(), StatusCode::OK).await;
    }
    let mut slips = Slips::new();
    let post = PostId::new(typed.get("to")).ok();
    let days = typed.get("days").parse::<u16>().ok();
    if post.is_none() {
        slips.note("to", caller.visit.speech.say("gap-no-post"));
    }
    if days.is_none() {
        slips.note("days", caller.visit.speech.say("gap-no-days"));
    }
    let (Some(post), Some(days)) = (post, days) else {
        return again(&caller, id, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let name = id.clone();
    let done = caller
        .act(move |writer, turn, office| desk::assign_gap(writer, turn, office, &name, &post, days).map(|_| ()))
        .await;
    ended(&caller, id, &typed, "to", done).await
}

pub async fn close(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let (name, account) = (id.clone(), typed.get("account").replace("\r\n", "\n"));
    let found = typed.get("found") == "yes";
    let done = caller
        .act(move |writer, turn, office| desk::close_gap(writer, turn, office, &name, found, &account).map(|_| ()))
        .await;
    ended(&caller, id, &typed, "account", done).await
}

async fn ended(caller: &Caller, id: String, typed: &Typed, field: &str, done: Result<(), Failure>) -> Answer {
    match done {
        Ok(()) => Ok(see_other(&format!("/needs/{id}/gap"))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                let mut slips = Slips::new();
                slips.note(field, sentence);
                again(caller, id, typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let row = &loaded.row;
    let need = &row.need;
    Page::new(visit, speech.say("gap-title"))
        .here(Section::Needs)
        .crumbs(vec![
            Crumb::of(speech, Section::Needs),
            Crumb::new(need.title.clone(), format!("/needs/{}", need.id)),
        ])
        .slips(slips)
        .lead(html! { (speech.say("gap-lead")) })
        .draw(html! {
            @if let (Some(duty), Some(post)) = (&row.asked, &loaded.asked) {
                (banner(Tone::Accent, &speech.say("gap-asked"), html! {
                    p { a href={ "/office/posts/" (duty.post) } { bdi { (post) } } " · " (speech.date(duty.due)) " " (crate::duty::due(speech, duty, loaded.today)) }
                }))
            }
            @if let (Some(duty), Some(post)) = (&row.answered, &loaded.answered) { (outcome(speech, duty, post)) }
            @if !loaded.dispatches.is_empty() {
                h2 { (speech.say("gap-dispatches")) }
                ul class="plain" {
                    @for held in &loaded.dispatches {
                        li {
                            a href={ "/records/" (held.id) } { bdi { (crate::record::title(speech, &held.record)) } }
                            div class="quiet" { (crate::record::details(speech, &held.record)) }
                        }
                    }
                }
            }
            @if row.is_gap() { (empty(&speech.say("gap-none"), &speech.say("gap-none-body"), html! {})) }
            @else { (served(caller, loaded)) }
            @if !loaded.own.is_empty() {
                h2 { (speech.say("gap-by-dispatch")) }
                p { (speech.say("gap-by-dispatch-body")) }
                @for source in &loaded.own {
                    p {
                        a class="button button-primary" href={ "/sources/" (source.id) "/dispatch?need=" (need.id) } {
                            span { (speech.say("gap-answer-dispatch")) " (" bdi { (source.title) } ")" }
                        }
                    }
                }
            }
            @if loaded.may_answer { (answer_form(caller, loaded, typed, slips)) }
            @if loaded.may_assign { (assign_form(caller, loaded, typed, slips)) }
        })
}

/// What came of the last search, in the words of who looked.
fn outcome(speech: Speech, duty: &Duty, post: &str) -> Markup {
    let found = duty.outcome.as_deref() == Some("found");
    let (tone, key) = if found { (Tone::Good, "gap-was-found") } else { (Tone::Warn, "gap-was-not-found") };
    banner(
        tone,
        &speech.say(key),
        html! {
            @for paragraph in duty.reason.iter().flat_map(|reason| reason.lines()) { p { bdi { (paragraph) } } }
            p class="quiet" {
                a href={ "/office/posts/" (duty.post) } { bdi { (post) } }
                @if let Some(at) = duty.closed_at { " · " (when(speech, at)) }
            }
        },
    )
}

fn served(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let columns = vec![Column::new(speech.say("gap-source")), Column::numeric(speech.say("gap-served"))];
    let table = Table::new(speech.say("gap-title"), columns).caption_unseen().cards_on_phone();
    let rows = loaded.row.by_source.iter().map(|(source, n)| {
        let source = source.and_then(|id| loaded.sources.iter().find(|source| source.id == id));
        vec![
            match source {
                Some(source) => html! { a href={ "/sources/" (source.id) } { bdi { (source.title) } } },
                None => html! { (speech.say("coverage-otherwise")) },
            },
            html! { (speech.number(i64::try_from(*n).unwrap_or(i64::MAX))) },
        ]
    });
    rows.fold(table, Table::row).draw(speech)
}

fn assign_form(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let action = format!("/needs/{}/gap", loaded.row.need.id);
    html! {
        h2 { (speech.say("gap-assign")) }
        (Form::new(visit, &action).slips(slips).around(html! {
            (loaded.posts.fields(speech, &speech.say("gap-to"), typed, slips))
            (Field::number("days", speech.say("gap-within")).hint(speech.with("gap-within-hint", &[("max", i64::from(GAP_DAYS_MAX).into())]))
                .value(typed.some("days").unwrap_or(DAYS)).narrow().slips(slips).draw(speech))
            div class="actions" { (Button::primary(&speech.say("gap-send"))) }
        }))
    }
}

fn answer_form(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let action = format!("/needs/{}/gap/answer", loaded.row.need.id);
    let choices = vec![Choice::new("yes", speech.say("gap-found")), Choice::new("no", speech.say("gap-not-found"))];
    html! {
        h2 { (speech.say("gap-answer")) }
        (Form::new(visit, &action).slips(slips).around(html! {
            (Field::radios("found", speech.say("gap-outcome"), choices).value(typed.some("found").unwrap_or("yes")).slips(slips).draw(speech))
            (Field::lines("account", speech.say("gap-account"), 3).hint(speech.say("gap-account-hint"))
                .value(typed.get("account")).length_max(GAP_CHARS_MAX).slips(slips).draw(speech))
            div class="actions" { (Button::primary(&speech.say("gap-close"))) }
        }))
    }
}
