//! The page of a screening: the party, what was found, and the words of those who decide.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, HitStep, Office, Officer, ScreeningPage};
use maud::{Markup, html};
use model::{HitRuling, Noun, PartyListId, Screening, ScreeningId, Thing};

use super::{about, crumbs, hit, known, state};
use crate::caller::Caller;
use crate::component::{
    Button, Form, Page, Slips, SummaryRow, empty, link_button, slip_summary, summary_list, timeline,
};
use crate::failed::{Answer, failed, page as answered, see_other, sentence, was_changed};
use crate::history::{Told, tell, timeline_of, when};
use crate::marking;
use crate::party_list::SECTION;
use crate::speech::Speech;
use crate::typed::Typed;

struct Shown {
    page: ScreeningPage,
    post: String,
    about: Option<(String, String)>,
    may_end: bool,
    history: Vec<Told>,
}

fn load(office: &Office, officer: &Officer, name: &str) -> Result<Shown, Failure> {
    let page = office.screening_page(name, officer)?;
    let screening = &page.line.screening;
    Ok(Shown {
        post: office.post(&screening.post)?.map_or_else(|| screening.post.to_string(), |post| post.title),
        about: match &screening.about {
            Some(thing) => about(office, thing)?,
            None => None,
        },
        may_end: screening.about.is_none() && officer.acts_for(&screening.post),
        history: tell(office, office.history(&Thing::new(Noun::Screening, screening.id))?)?,
        page,
    })
}

pub async fn show(caller: Caller, Path(name): Path<String>) -> Answer {
    again(&caller, name, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    name: String,
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let officer = Arc::clone(&caller.officer);
    let shown = caller.read(move |office| load(office, &officer, &name)).await;
    let shown = shown.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(answered(status, draw(caller, &shown, typed, slips)))
}

/// The screening of an address, in the revision that the form saw.
async fn seen(caller: &Caller, name: &str, typed: &Typed) -> Result<(ScreeningId, u32), Response> {
    let (officer, read) = (Arc::clone(&caller.officer), name.to_owned());
    let held = caller.read(move |office| office.screening_page(&read, &officer)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?.line.screening;
    Ok((held.id, typed.get("revision").parse().unwrap_or(held.revision)))
}

pub async fn decide(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let (field, ruled) = (typed.get("reason-field").to_owned(), typed.get("ruling-field").to_owned());
    let (reason, key) = (typed.get(&field).to_owned(), typed.get("key").to_owned());
    let step = match (typed.get("step"), HitRuling::from_word(typed.get(&ruled))) {
        ("confirm", _) => Some(HitStep::Confirm),
        ("contradict", _) => Some(HitStep::Contradict(reason)),
        (_, Some(ruling)) => Some(HitStep::Say(ruling, reason)),
        _ => None,
    };
    let (Ok(list), Some(step)) = (PartyListId::new(typed.get("list")), step) else {
        let mut slips = Slips::new();
        slips.note(ruled, caller.visit.speech.say("hit-ruling-missing"));
        return again(&caller, name, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let done = caller.act(move |writer, turn, _| desk::decide_hit(writer, turn, seen, (&list, &key), &step)).await;
    ended(&caller, name, &typed, &field, done).await
}

pub async fn end(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let ended = typed.get("ended") == "yes";
    let done = caller.act(move |writer, turn, _| desk::end_screening(writer, turn, seen, ended)).await;
    self::ended(&caller, name, &typed, "ended", done).await
}

async fn ended(caller: &Caller, name: String, typed: &Typed, at: &str, done: Result<Screening, Failure>) -> Answer {
    match done {
        Ok(screening) => Ok(see_other(&format!("/screenings/{}", screening.id))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note(at, sentence);
            let status = if was_changed(&failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            again(caller, name, typed, &slips, status).await
        }
    }
}

fn draw(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let line = &shown.page.line;
    let screening = &line.screening;
    Page::new(visit, screening.party.name.clone())
        .here(SECTION)
        .crumbs(crumbs(speech))
        .slips(slips)
        .lead(html! { (known(speech, &screening.party)) " " (state(speech, line)) " " (marking::tags(speech, &screening.marking)) })
        .aside(aside(speech, shown))
        .draw(html! {
            (slip_summary(speech, slips))
            @if !screening.party.aliases.is_empty() {
                p { (speech.say("party-aliases")) ": " @for (at, alias) in screening.party.aliases.iter().enumerate() { @if at > 0 { ", " } bdi { (alias) } } }
            }
            @if !screening.purpose.is_empty() { p { bdi { (screening.purpose) } } }
            div class="actions" {
                @if let Some(of) = &screening.about { (link_button(&speech.say("screening-others"), &format!("/screenings?view=all&about={of}"), false)) }
            }
            @if screening.screened_at.is_none() {
                (empty(&speech.say("screening-waits"), &speech.say("screening-waits-body"), html! {}))
            } @else if shown.page.hits.is_empty() {
                (empty(&speech.say("screening-nothing"), &speech.say("screening-nothing-body"), html! {}))
            }
            @for one in &shown.page.hits { (hit::draw(caller, screening, one, (typed, slips))) }
            @if shown.may_end { (ending(caller, screening)) }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &shown.history)))
        })
}

fn ending(caller: &Caller, screening: &Screening) -> Markup {
    let speech = caller.visit.speech;
    let action = format!("/screenings/{}/ended", screening.id);
    let (word, key) = if screening.ended { ("no", "screening-take-up") } else { ("yes", "screening-end") };
    Form::new(&caller.visit, &action).around(html! {
        input type="hidden" name="revision" value=(screening.revision);
        p class="quiet" { (speech.say("screening-end-hint")) }
        div class="actions" { (Button::plain(&speech.say(key)).sends("ended", word)) }
    })
}

fn aside(speech: Speech, shown: &Shown) -> Markup {
    let screening = &shown.page.line.screening;
    let mut rows = Vec::new();
    if let Some((title, href)) = &shown.about {
        rows.push(SummaryRow::new(speech.say("screening-about"), html! { a href=(href) { bdi { (title) } } }));
    }
    rows.push(SummaryRow::new(
        speech.say("screening-post"),
        html! { a href={ "/office/posts/" (screening.post) } { bdi { (shown.post) } } },
    ));
    if let Some(at) = screening.screened_at {
        rows.push(SummaryRow::new(speech.say("screening-when"), html! { (when(speech, at)) }));
        rows.push(SummaryRow::new(
            speech.say("screening-lists"),
            html! {
                ul class="plain" {
                    @for (list, version) in &shown.page.lists {
                        li { a href={ "/party-lists/" (list) } { (list) } " " (speech.number(i64::from(*version))) }
                    }
                }
            },
        ));
        rows.push(SummaryRow::new(
            speech.say("screening-way"),
            html! { bdi { (screening.algorithm) } ", " (speech.with("screening-threshold", &[("score", speech.decimal(screening.threshold, 2).into())])) },
        ));
    }
    summary_list(&rows)
}
