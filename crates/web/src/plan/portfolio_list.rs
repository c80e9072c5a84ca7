//! The list of portfolios, and the form by which one is typed, pasted, or changed.

use std::sync::Arc;

use axum::extract::RawQuery;
use axum::http::StatusCode;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{Marking, PORTFOLIO_NOTE_CHARS_MAX, PORTFOLIO_TITLE_CHARS_MAX, Portfolio, PortfolioId, Post};

use super::{crumbs, ended, invented, plan_tabs, read};
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Field, Form, Page, Section, Slips, Table, Tone, disclosure, empty, link_button,
    slip_summary, tag,
};
use crate::failed::{Answer, page};
use crate::marking::{self, MarkingChoices};
use crate::typed::Typed;

struct Loaded {
    portfolios: Vec<Portfolio>,
    posts: Vec<Post>,
    marks: MarkingChoices,
    draft: Option<String>,
}

/// Quarters of a draft: two years.
const DRAFT_PERIODS: usize = 8;

fn load(office: &Office, officer: &Officer, draws: bool, today: model::Date) -> Result<Loaded, Failure> {
    let posts = officer.posts.iter().map(|(post, _)| post.clone()).collect();
    let draft = draws.then(|| office.portfolio_draft("office", DRAFT_PERIODS, today)).transpose()?;
    let draft = draft.map(|draft| draft.problem);
    Ok(Loaded { portfolios: office.portfolios()?, posts, marks: MarkingChoices::of(office, officer)?, draft })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let once = PortfolioId::from_bits(caller.app.ids()()).to_string();
    again(&caller, &typed, &once, &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, typed: &Typed, once: &str, slips: &Slips, status: StatusCode) -> Answer {
    let (officer, draws) = (Arc::clone(&caller.officer), typed.get("draw") == "office");
    let today = caller.app.today();
    let loaded = read(caller, move |office| load(office, &officer, draws, today)).await?;
    Ok(page(status, draw(caller, &loaded, typed, once, slips)))
}

/// Keeps what was typed, and has it reckoned at once.
pub async fn add(caller: Caller, typed: Typed) -> Answer {
    let id = PortfolioId::parse(typed.get("once")).unwrap_or_else(|| PortfolioId::from_bits(caller.app.ids()()));
    let once = id.to_string();
    let mut slips = Slips::new();
    let post = model::PostId::new(typed.get("post")).ok();
    let Some(post) = post else {
        slips.note("post", caller.speech().say("portfolio-post-missing"));
        return again(&caller, &typed, &once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let portfolio = Portfolio {
        id,
        title: typed.get("title").to_owned(),
        post,
        problem: typed.raw("problem").to_owned(),
        note: typed.get("note").replace("\r\n", "\n"),
        adopted: None,
        sources: Vec::new(),
        marking: marking::chosen(&typed),
        invented: false,
        revision: 0,
        made_at: 0,
    };
    let title = caller.speech().say("portfolio-base");
    let done = caller
        .act(move |writer, turn, _| {
            let kept = desk::plan::keep_portfolio(writer, turn, portfolio, true)?;
            desk::plan::ask_run(writer, turn, kept.id, (title, desk::plan::RunAsked::default()))?;
            Ok(kept)
        })
        .await;
    let to = |kept: &Portfolio| format!("/plan/portfolios/{}", kept.id);
    ended(&caller, done, to, "problem", async |slips, status| again(&caller, &typed, &once, &slips, status).await).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let posts = loaded.posts.iter().map(|post| Choice::new(post.id.as_str(), post.title.clone())).collect();
    let own = loaded.posts.first().map_or("", |post| post.id.as_str());
    Page::new(visit, speech.say("portfolios-title"))
        .here(Section::Plan)
        .crumbs(crumbs(speech))
        .slips(slips)
        .lead(html! { (speech.say("portfolios-lead")) })
        .draw(html! {
            (slip_summary(speech, slips))
            (plan_tabs(speech, true))
            @if loaded.portfolios.is_empty() {
                (empty(&speech.say("portfolios-none"), &speech.say("portfolios-none-body"), html! {}))
            } @else { (table(caller, &loaded.portfolios)) }
            @if !loaded.posts.is_empty() {
                div class="actions" { (link_button(&speech.say("portfolio-draw"), "/plan/portfolios?draw=office", false)) }
                (disclosure(&speech.say("portfolio-new"), !slips.is_empty() || loaded.draft.is_some(), html! {
                    p { (speech.say(if loaded.draft.is_some() { "portfolio-drawn-lead" } else { "portfolio-new-lead" })) }
                    (Form::new(visit, "/plan/portfolios").slips(slips).guarded().once(once).around(html! {
                        (Field::text("title", speech.say("portfolio-title")).value(typed.get("title")).length_max(PORTFOLIO_TITLE_CHARS_MAX)
                            .slips(slips).draw(speech))
                        (Field::select("post", speech.say("portfolio-post"), posts).value(typed.some("post").unwrap_or(own)).slips(slips).draw(speech))
                        (Field::lines("problem", speech.say("portfolio-problem"), 14).hint(speech.say("portfolio-problem-hint"))
                            .value(loaded.draft.as_deref().unwrap_or_else(|| typed.raw("problem"))).slips(slips).draw(speech))
                        (Field::lines("note", speech.say("plan-note"), 2).value(typed.get("note")).optional().length_max(PORTFOLIO_NOTE_CHARS_MAX)
                            .slips(slips).draw(speech))
                        (loaded.marks.fields(speech, typed, slips))
                        div class="actions" { (Button::primary(&speech.say("portfolio-keep"))) }
                    }))
                }))
            }
        })
}

fn table(caller: &Caller, portfolios: &[Portfolio]) -> Markup {
    let speech = caller.visit.speech;
    let columns = ["portfolio-title", "portfolio-post", "portfolio-stands"];
    let mut table = Table::new(speech.say("portfolios-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for one in portfolios {
        let marks = (one.marking != Marking::default()).then(|| marking::tags(speech, &one.marking));
        table = table.row(vec![
            html! {
                a href={ "/plan/portfolios/" (one.id) } { bdi { (one.title) } }
                @if let Some(marks) = marks { " " (marks) } (invented(speech, one.invented))
            },
            html! { bdi { (one.post) } },
            html! {
                @match one.adopted {
                    Some(number) => (tag(Tone::Good, &speech.with("portfolio-adopted", &[("number", number.into())]))),
                    None => (tag(Tone::Plain, &speech.say("portfolio-open"))),
                }
            },
        ]);
    }
    table.draw(speech)
}
