//! The plan: what units have to reach beside what is shown to be reached.

mod form;
mod list;
mod page;
mod picture;
mod portfolio_list;
mod portfolio_page;
mod portfolio_paper;
mod portfolio_picture;
mod portfolio_words;

use axum::http::StatusCode;
use axum::response::Response;
use desk::Failure;
use maud::{Markup, html};
use model::{PlanFlag, Rational};

use crate::app::App;
use crate::caller::Caller;
use crate::component::{Crumb, Section, Slips, Tab, Tone, tabs, tag};
use crate::failed::{Answer, failed, see_other, sentence, was_changed};
use crate::route::{Policy, Routes};
use crate::speech::Speech;

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let open = Policy::SignedIn;
    routes
        .page("/plan", open, list::show)
        .upload("/plan", open, list::BODY_BYTES_MAX, list::take)
        .page("/plan/new", open, form::show)
        .form("/plan/new", open, form::add)
        .page("/plan/lines/{plan_line}", open, page::show)
        .form("/plan/lines/{plan_line}", open, page::change)
        .page("/plan/portfolios", open, portfolio_list::show)
        .form("/plan/portfolios", open, portfolio_list::add)
        .page("/plan/portfolios/{portfolio}", open, portfolio_page::show)
        .form("/plan/portfolios/{portfolio}", open, portfolio_page::step)
        .page("/plan/portfolios/{portfolio}/plan.pdf", open, portfolio_paper::pdf)
}

/// The way back to the plan.
fn crumbs(speech: Speech) -> Vec<Crumb> {
    vec![Crumb::of(speech, Section::Plan)]
}

/// The two parts of the room beside each other.
fn plan_tabs(speech: Speech, portfolios: bool) -> Markup {
    let tab =
        |key: &str, href: &str, here: bool| Tab { text: speech.say(key), href: href.to_owned(), count: None, here };
    let all = [tab("plan-lines-title", "/plan", !portfolios), tab("portfolios-title", "/plan/portfolios", portfolios)];
    tabs(speech, &speech.say("plan-room"), &all)
}

/// What is doubtful about a line, as tags.
fn flags(speech: Speech, flags: &[PlanFlag]) -> Markup {
    let tone = |flag: PlanFlag| match flag {
        PlanFlag::Behind => Tone::Bad,
        PlanFlag::NotKnown => Tone::Plain,
        _ => Tone::Warn,
    };
    html! { @for flag in flags { (tag(tone(*flag), &speech.say(&format!("plan-flag-{flag}")))) " " } }
}

/// That a demonstration made something up.
pub(crate) fn invented(speech: Speech, is_invented: bool) -> Markup {
    html! { @if is_invented { " " (tag(Tone::Plain, &speech.say("adoption-invented"))) } }
}

/// A number as people of a language write it; a dash where there is none.
fn amount(speech: Speech, amount: Option<Rational>) -> String {
    amount.map_or_else(|| "–".to_owned(), |amount| speech.written(&amount.to_string()))
}

/// A share in percent; a dash where there is none.
fn share(speech: Speech, share: Option<Rational>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| speech.percent(share.nearest()))
}

/// Goes on at an address after something was kept; what was refused is shown at a field of the page, drawn again.
pub(crate) async fn ended<T>(
    caller: &Caller,
    done: Result<T, Failure>,
    to: impl FnOnce(&T) -> String,
    field: &str,
    again: impl AsyncFnOnce(Slips, StatusCode) -> Answer,
) -> Answer {
    let failure = match done {
        Ok(kept) => return Ok(see_other(&to(&kept))),
        Err(failure) => failure,
    };
    let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
    let mut slips = Slips::new();
    slips.note(field, sentence);
    let status = if was_changed(&failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    again(slips, status).await
}

/// What was read, or the page of why not.
pub(crate) async fn read<T: Send + 'static>(
    caller: &Caller,
    read: impl FnOnce(&desk::Office) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Response> {
    caller.read(read).await.map_err(|failure| failed(&caller.visit, &failure))
}
