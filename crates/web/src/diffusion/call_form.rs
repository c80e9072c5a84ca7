//! The form by which a unit asks others for what it lacks.

use std::sync::Arc;

use axum::extract::RawQuery;
use axum::http::StatusCode;
use desk::{Failure, Office, Officer, PostsOutside};
use maud::{Markup, html};
use model::{
    CALL_MEASURE_CHARS_MAX, CALL_POSTS_MAX, CALL_TEXT_CHARS_MAX, CALL_WHAT_CHARS_MAX, Call, CallAnswer, CallId,
    CallKind, CallState, Date, PostId, Rational, Thing, UnitId,
};

use super::{crumbs, ended, narrowing, read};
use crate::caller::Caller;
use crate::component::{AdoptionRoom, Button, Choice, Field, Form, Page, Section, Slips, slip_summary};
use crate::failed::{Answer, page};
use crate::history::{Named, name_of, named};
use crate::marking::{self, MarkingChoices};
use crate::typed::Typed;

struct Offered {
    posts: Vec<(PostId, String)>,
    asked: PostsOutside,
    on: Option<Named>,
    marks: MarkingChoices,
}

fn load(office: &Office, officer: &Officer, on: Option<&Thing>, typed: &Typed) -> Result<Offered, Failure> {
    let chosen: Vec<PostId> = typed.all("asked").into_iter().filter_map(|post| PostId::new(&post).ok()).collect();
    let mut asked = PostsOutside::default();
    if let Some((own, _)) = officer.posts.first() {
        asked = office.posts_outside(&own.unit, typed.get("words"), &chosen)?;
    }
    Ok(Offered {
        posts: officer.posts.iter().map(|(post, _)| (post.id.clone(), post.title.clone())).collect(),
        asked,
        on: on.map(|on| name_of(office, on)).transpose()?,
        marks: MarkingChoices::of(office, officer)?,
    })
}

pub async fn show(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    // Drawn here, so that the form that is sent twice asks once.
    let once = CallId::from_bits(caller.app.ids()()).to_string();
    again(&caller, &typed, &once, &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, typed: &Typed, once: &str, slips: &Slips, status: StatusCode) -> Answer {
    let (officer, on) = (Arc::clone(&caller.officer), Thing::parse(typed.get("on")));
    let fields = typed.clone();
    let offered = read(caller, move |office| load(office, &officer, on.as_ref(), &fields)).await?;
    Ok(page(status, draw(caller, &offered, typed, once, slips)))
}

fn call(caller: &Caller, typed: &Typed, id: CallId, slips: &mut Slips) -> Option<Call> {
    let speech = caller.visit.speech;
    let kind = CallKind::from_word(typed.get("kind")).unwrap_or(CallKind::Material);
    let amount = Rational::parse(typed.get("amount"));
    if amount.is_none() {
        slips.note("amount", speech.say("call-amount-missing"));
    }
    let by = Date::parse(typed.get("by"));
    if by.is_none() {
        slips.note("by", speech.say("diffusion-day-missing"));
    }
    let posts = caller.officer.post_ids();
    let post = typed.some("post").and_then(|post| PostId::new(post).ok()).or_else(|| posts.first().cloned());
    if post.is_none() {
        slips.note("what", speech.say("request-no-post"));
    }
    // Units follow from the posts.
    let unit = UnitId::new("office").ok()?;
    let other = UnitId::new("other").ok()?;
    let asked = typed.all("asked").into_iter().filter_map(|post| PostId::new(&post).ok());
    Some(Call {
        id,
        kind,
        what: typed.get("what").to_owned(),
        amount: amount?,
        measure: typed.get("measure").to_owned(),
        by: by?,
        reason: typed.get("reason").replace("\r\n", "\n"),
        on: Thing::parse(typed.get("on")),
        unit,
        post: post?,
        answers: asked.map(|post| CallAnswer::asked(post, other.clone())).collect(),
        state: CallState::Open,
        marking: marking::chosen(typed),
        invented: false,
        revision: 0,
        made_at: 0,
    })
}

pub async fn make(caller: Caller, typed: Typed) -> Answer {
    let id = CallId::parse(typed.get("once")).unwrap_or_else(|| CallId::from_bits(caller.app.ids()()));
    let once = id.to_string();
    let mut slips = Slips::new();
    if typed.has("look") {
        return again(&caller, &typed, &once, &slips, StatusCode::OK).await;
    }
    let Some(call) = call(&caller, &typed, id, &mut slips) else {
        return again(&caller, &typed, &once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let done = caller.act(move |writer, turn, office| desk::make_call(writer, turn, office, call)).await;
    let to = |call: &Call| format!("/calls/{}", call.id);
    ended(&caller, done, to, "what", async |slips, status| again(&caller, &typed, &once, &slips, status).await).await
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let kinds = CallKind::ALL.iter().map(|kind| Choice::new(kind.word(), speech.say(&format!("call-kind-{kind}"))));
    let choices = |list: &[(PostId, String)]| -> Vec<Choice> {
        list.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone())).collect()
    };
    Page::new(visit, speech.say("call-new"))
        .here(Section::Adoption)
        .crumbs(crumbs(speech, AdoptionRoom::Calls))
        .slips(slips)
        .narrow()
        .draw(html! {
            (slip_summary(speech, slips))
            p class="lead" { (speech.say("call-form-lead")) }
            @if let Some(on) = &offered.on { p { (speech.say("call-on")) " " (named(speech, on)) } }
            (Form::new(visit, "/calls/new").slips(slips).guarded().once(once).around(html! {
                input type="hidden" name="on" value=(typed.get("on"));
                (Field::radios("kind", speech.say("call-kind"), kinds.collect()).value(typed.some("kind").unwrap_or("material"))
                    .slips(slips).draw(speech))
                (Field::text("what", speech.say("call-what")).value(typed.get("what")).length_max(CALL_WHAT_CHARS_MAX).slips(slips).draw(speech))
                (Field::text("amount", speech.say("call-amount")).value(typed.get("amount")).narrow().slips(slips).draw(speech))
                (Field::text("measure", speech.say("call-measure")).hint(speech.say("call-measure-hint")).value(typed.get("measure"))
                    .narrow().length_max(CALL_MEASURE_CHARS_MAX).slips(slips).draw(speech))
                (Field::date("by", speech.say("call-by")).value(typed.get("by")).slips(slips).draw(speech))
                (Field::lines("reason", speech.say("call-reason"), 3).value(typed.get("reason")).length_max(CALL_TEXT_CHARS_MAX)
                    .slips(slips).draw(speech))
                (narrowing(speech, typed, &offered.asked))
                (Field::checks("asked", speech.say("call-asked"), choices(&offered.asked.posts))
                    .hint(speech.with("call-asked-hint", &[("max", CALL_POSTS_MAX.into())])).values(typed.all("asked")).slips(slips).draw(speech))
                @if offered.posts.len() > 1 {
                    (Field::select("post", speech.say("call-post"), choices(&offered.posts)).value(typed.get("post")).slips(slips).draw(speech))
                }
                (offered.marks.fields(speech, typed, slips))
                div class="actions" { (Button::primary(&speech.say("call-send"))) }
            }))
        })
}
