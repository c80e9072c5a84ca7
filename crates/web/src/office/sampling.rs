//! The second indexing of the office: which post does it, and of how many records.

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office};
use maud::{Markup, html};
use model::{Date, PostId, Sampling};

use super::{crumbs, views};
use crate::app::App;
use crate::caller::Caller;
use crate::component::{Button, Field, Form, Page, Section, Slips, Tone, banner, tag};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::post_offer::PostOffer;
use crate::route::{Policy, Routes};
use crate::typed::Typed;

const ADDRESS: &str = "/office/second-indexing";

struct Loaded {
    sampling: Sampling,
    /// The title of the post, and whether it is closed.
    post: Option<(String, bool)>,
    posts: PostOffer,
}

fn load(office: &Office, typed: &Typed, today: Date) -> Result<Loaded, Failure> {
    let sampling = office.sampling()?;
    let post = match &sampling.post {
        Some(id) => office.post(id)?.map(|post| (post.title, post.closed)),
        None => None,
    };
    Ok(Loaded { sampling, post, posts: PostOffer::of(office, typed.get("words"), &[], today)? })
}

async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    again(&caller, &typed, &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, typed: &Typed, slips: &Slips, status: StatusCode) -> Result<Response, Response> {
    let (fields, today) = (typed.clone(), caller.app.today());
    let loaded = caller.read(move |office| load(office, &fields, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

async fn keep(caller: Caller, typed: Typed) -> Answer {
    if typed.some("look").is_some() {
        return again(&caller, &typed, &Slips::new(), StatusCode::OK).await;
    }
    let mut slips = Slips::new();
    let ends = typed.get("do") == "end";
    let post = typed.some("to").and_then(|post| PostId::new(post).ok()).filter(|_| !ends);
    if post.is_none() && !ends {
        slips.note("to", caller.speech().say("sampling-post-missing"));
        return again(&caller, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let percent = typed.get("percent").parse().unwrap_or(0);
    let to = Sampling { post, percent, revision: typed.get("seen").parse().unwrap_or(0) };
    match caller.act(move |writer, turn, _| desk::keep_sampling(writer, turn, &to)).await {
        Ok(_) => Ok(see_other(ADDRESS)),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(said) => {
                slips.note(if (1..=100).contains(&percent) { "to" } else { "percent" }, said);
                again(&caller, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    Page::new(visit, speech.say("office-sampling"))
        .here(Section::Office)
        .crumbs(crumbs(speech))
        .slips(slips)
        .lead(html! { (speech.say("sampling-lead")) })
        .draw(html! {
            (views(caller, ADDRESS))
            (state(caller, loaded))
            (form(caller, loaded, typed, slips))
            @if loaded.sampling.post.is_some() {
                (Form::new(visit, ADDRESS).inline().around(html! {
                    input type="hidden" name="seen" value=(loaded.sampling.revision);
                    input type="hidden" name="percent" value=(loaded.sampling.percent);
                    (Button::quiet(&speech.say("sampling-end")).sends("do", "end"))
                }))
            }
        })
}

/// Whether samples are drawn, and what keeps them from being indexed.
fn state(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    match &loaded.post {
        None => html! { p { (tag(Tone::Plain, &speech.say("sampling-off"))) " " (speech.say("sampling-off-body")) } },
        Some((title, closed)) => {
            let values = [("percent", i64::from(loaded.sampling.percent).into()), ("post", title.clone().into())];
            html! {
                p { (tag(Tone::Good, &speech.say("sampling-on"))) " " (speech.with("sampling-on-body", &values)) }
                @if *closed { (banner(Tone::Bad, &speech.say("sampling-closed"), html! {})) }
            }
        }
    }
}

fn form(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let stands = if typed.some("seen").is_some() {
        typed.clone()
    } else {
        let to = loaded.sampling.post.as_ref().map(ToString::to_string).unwrap_or_default();
        Typed::of([("to", to), ("percent", loaded.sampling.percent.to_string())])
    };
    let seen = typed.some("seen").map_or_else(|| loaded.sampling.revision.to_string(), str::to_owned);
    Form::new(visit, ADDRESS).slips(slips).around(html! {
        input type="hidden" name="seen" value=(seen);
        (loaded.posts.fields(speech, &speech.say("sampling-post"), &stands, slips))
        (Field::number("percent", speech.say("second-percent")).hint(speech.say("sampling-percent-hint"))
            .value(stands.get("percent")).slips(slips).draw(speech))
        div class="actions" { (Button::primary(&speech.say("sampling-keep"))) }
    })
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.page(ADDRESS, Policy::Administer, show).form(ADDRESS, Policy::Administer, keep)
}
