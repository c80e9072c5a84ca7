//! The form by which it is asked that more people may see a thing.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{Marking, PostId, Thing, WIDENING_TEXT_CHARS_MAX, Widening, WideningId};

use super::{marked, place, state};
use crate::caller::Caller;
use crate::component::{Button, Choice, Crumb, Field, Form, Page, Section, Slips, Tone, Trouble, banner, link_button};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::marking::{MarkingChoices, chosen};
use crate::typed::Typed;

struct Loaded {
    thing: Thing,
    title: String,
    marking: Marking,
    posts: Vec<(PostId, String)>,
    marks: MarkingChoices,
    before: Vec<Widening>,
}

fn load(office: &Office, officer: &Officer, thing: Thing) -> Result<Loaded, Failure> {
    let (title, marking) = office.to_be_widened(&thing)?;
    Ok(Loaded {
        title,
        marking,
        posts: officer.posts.iter().map(|(post, _)| (post.id.clone(), post.title.clone())).collect(),
        marks: MarkingChoices::of(office, officer)?,
        before: office.widenings_of(&thing)?,
        thing,
    })
}

pub async fn show(caller: Caller, Path(thing): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let once = WideningId::from_bits(caller.app.ids()()).to_string();
    again(&caller, &thing, &typed, &once, &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    thing: &str,
    typed: &Typed,
    once: &str,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let missing = || crate::failed::trouble(&caller.visit, &Trouble::Missing);
    let (officer, thing) = (Arc::clone(&caller.officer), Thing::parse(thing).ok_or_else(missing)?);
    let loaded = caller.read(move |office| load(office, &officer, thing)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, typed, once, slips)))
}

pub async fn ask(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let missing = || crate::failed::trouble(&caller.visit, &Trouble::Missing);
    let thing = Thing::parse(&name).ok_or_else(missing)?;
    let id = WideningId::parse(typed.get("once")).unwrap_or_else(|| WideningId::from_bits(caller.app.ids()()));
    let read = thing.clone();
    let held = caller.read(move |office| office.to_be_widened(&read)).await;
    let (_, held) = held.map_err(|failure| failed(&caller.visit, &failure))?;
    // Caveats were agreed on with others; the form keeps them.
    let to = Marking { caveats: held.caveats, ..chosen(&typed) };
    let posts = caller.officer.post_ids();
    let post = typed.some("post").and_then(|post| PostId::new(post).ok()).or_else(|| posts.first().cloned());
    let mut slips = Slips::new();
    let Some(post) = post else {
        slips.note("reason", caller.visit.speech.say("request-no-post"));
        return again(&caller, &name, &typed, &id.to_string(), &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let reason = typed.get("reason").replace("\r\n", "\n");
    let done = caller
        .act(move |writer, turn, office| desk::ask_widening(writer, turn, office, (id, &thing), &to, (&post, &reason)));
    match done.await {
        Ok(widening) => Ok(see_other(&format!("/widenings/{}", widening.id))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                slips.note("reason", sentence);
                again(&caller, &name, &typed, &id.to_string(), &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let posts: Vec<Choice> = loaded.posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone())).collect();
    let open = loaded.before.iter().find(|one| one.is_open());
    Page::new(visit, speech.say("widen"))
        .here(Section::Control)
        .crumbs(vec![
            Crumb::of(speech, Section::Control),
            Crumb::new(speech.say("widenings-title"), "/widenings"),
            Crumb::new(loaded.title.clone(), place(&loaded.thing)),
        ])
        .slips(slips)
        .narrow()
        .lead(html! { bdi { (loaded.title) } " " (marked(speech, &loaded.marking)) })
        .draw(html! {
            p { (speech.say("widen-lead")) }
            @if let Some(open) = open {
                (banner(Tone::Accent, &speech.say("widening-open"), html! {
                    p { (state(speech, open.state)) " " (marked(speech, &open.to)) }
                    div class="actions" { (link_button(&speech.say("widening-look"), &format!("/widenings/{}", open.id), true)) }
                }))
            } @else if posts.is_empty() {
                p { (speech.say("request-no-post")) }
            } @else {
                (Form::new(visit, &format!("/widen/{}", loaded.thing)).slips(slips).guarded().once(once).around(html! {
                    (loaded.marks.fields(speech, typed, slips))
                    (Field::lines("reason", speech.say("widening-reason"), 4).hint(speech.say("widening-reason-hint")).value(typed.get("reason"))
                        .length_max(WIDENING_TEXT_CHARS_MAX).slips(slips).draw(speech))
                    @if posts.len() > 1 {
                        (Field::select("post", speech.say("release-asks"), posts).value(typed.get("post")).slips(slips).draw(speech))
                    }
                    div class="actions" { (Button::primary(&speech.say("widening-ask"))) }
                }))
            }
        })
}
