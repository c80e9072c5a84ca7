//! What the register says of a list: put in, and changed.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{Marking, PARTY_LIST_LINE_CHARS_MAX, PARTY_LIST_TEXT_CHARS_MAX, PartyList, PartyListId, PostId};

use super::{SECTION, crumbs, crumbs_to};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Page, Slips};
use crate::failed::{Answer, failed, page, see_other, sentence, was_changed};
use crate::host::form::chosen_marking;
use crate::marking::{self, MarkingChoices};
use crate::typed::Typed;

/// What the form offers.
struct Offered {
    posts: Vec<(PostId, String)>,
    marks: MarkingChoices,
    before: Option<PartyList>,
}

fn load(office: &Office, officer: &Officer, id: Option<&str>) -> Result<Offered, Failure> {
    let posts = office.posts()?.into_iter().filter(|post| !post.closed);
    Ok(Offered {
        posts: posts.map(|post| (post.id, post.title)).collect(),
        marks: MarkingChoices::of(office, officer)?,
        before: id.map(|id| office.party_list(id)).transpose()?,
    })
}

pub async fn show_new(caller: Caller) -> Answer {
    again(&caller, None, None, &Slips::new(), StatusCode::OK).await
}

pub async fn show_change(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, Some(id), None, &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    id: Option<String>,
    typed: Option<Typed>,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let officer = Arc::clone(&caller.officer);
    let offered = caller.read(move |office| load(office, &officer, id.as_deref())).await;
    let offered = offered.map_err(|failure| failed(&caller.visit, &failure))?;
    let typed = typed.or_else(|| offered.before.as_ref().map(as_typed)).unwrap_or_default();
    Ok(page(status, draw(caller, &offered, &typed, slips)))
}

fn as_typed(list: &PartyList) -> Typed {
    let compartments = list.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
    let release = list.marking.release.iter().flatten().map(|one| ("release", one.to_string()));
    let plain = [
        ("title", list.title.clone()),
        ("publisher", list.publisher.clone()),
        ("address", list.address.clone()),
        ("post", list.post.to_string()),
        ("remark", list.remark.clone()),
        ("closed", if list.closed { "yes".to_owned() } else { String::new() }),
        ("level", list.marking.level.word().to_owned()),
        ("revision", list.revision.to_string()),
    ];
    Typed::of(plain.into_iter().chain(compartments).chain(release))
}

/// The list that was typed; without a post that is one, a slip.
fn list(caller: &Caller, typed: &Typed, id: PartyListId, marking: Marking, slips: &mut Slips) -> Option<PartyList> {
    let Ok(post) = PostId::new(typed.get("post")) else {
        slips.note("post", caller.visit.speech.say("failure-missing"));
        return None;
    };
    Some(PartyList {
        id,
        title: typed.get("title").to_owned(),
        publisher: typed.get("publisher").to_owned(),
        address: typed.get("address").to_owned(),
        post,
        remark: typed.get("remark").to_owned(),
        closed: typed.ticked("closed"),
        marking,
        version: None,
        revision: typed.get("revision").parse().unwrap_or_default(),
        made_at: 0,
    })
}

pub async fn register(caller: Caller, typed: Typed) -> Answer {
    let mut slips = Slips::new();
    let id = match PartyListId::new(typed.get("name")) {
        Ok(id) => Some(id),
        Err(refusal) => {
            slips.note("name", caller.visit.speech.refusal(&refusal));
            None
        }
    };
    let list = id.and_then(|id| list(&caller, &typed, id, marking::chosen(&typed), &mut slips));
    let Some(list) = list else {
        return again(&caller, None, Some(typed), &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let done = caller.act(move |writer, turn, _| desk::keep_party_list(writer, turn, list, true)).await;
    ended(&caller, None, typed, done).await
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read = name.clone();
    let held = caller.read(move |office| office.party_list(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let mut slips = Slips::new();
    let marking = chosen_marking(&typed, &held.marking);
    let Some(list) = list(&caller, &typed, held.id, marking, &mut slips) else {
        return again(&caller, Some(name), Some(typed), &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let done = caller.act(move |writer, turn, _| desk::keep_party_list(writer, turn, list, false)).await;
    ended(&caller, Some(name), typed, done).await
}

async fn ended(
    caller: &Caller,
    id: Option<String>,
    typed: Typed,
    done: Result<PartyList, Failure>,
) -> Result<Response, Response> {
    match done {
        Ok(list) => Ok(see_other(&format!("/party-lists/{}", list.id))),
        Err(failure) => {
            let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
            let mut slips = Slips::new();
            slips.note("title", sentence);
            let status = if was_changed(&failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            again(caller, id, Some(typed), &slips, status).await
        }
    }
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let (title, action, crumbs) = match &offered.before {
        None => (speech.say("party-list-new"), "/party-lists/new".to_owned(), crumbs(speech)),
        Some(before) => {
            (speech.say("party-list-change"), format!("/party-lists/{}/change", before.id), crumbs_to(speech, before))
        }
    };
    let own = caller.officer.post_ids();
    let posts = offered.posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone())).collect();
    let first = own.first().map_or("", PostId::as_str);
    let line = |name: &'static str, key: &str| {
        Field::text(name, speech.say(key)).value(typed.get(name)).length_max(PARTY_LIST_LINE_CHARS_MAX).slips(slips)
    };
    let form = Form::new(visit, &action).slips(slips).guarded();
    Page::new(visit, title).here(SECTION).crumbs(crumbs).slips(slips).draw(form.around(html! {
        @if offered.before.is_none() {
            (Field::text("name", speech.say("party-list-name")).hint(speech.say("party-list-name-hint")).value(typed.get("name")).length_max(64).slips(slips).draw(speech))
        }
        (line("title", "party-list-what").draw(speech))
        (line("publisher", "party-list-publisher").optional().draw(speech))
        (line("address", "party-list-address").optional().draw(speech))
        (Field::select("post", speech.say("party-list-owner"), posts).hint(speech.say("party-list-owner-hint")).value(typed.some("post").unwrap_or(first)).slips(slips).draw(speech))
        (Field::lines("remark", speech.say("host-remark"), 3).value(typed.get("remark")).optional().length_max(PARTY_LIST_TEXT_CHARS_MAX).slips(slips).draw(speech))
        (offered.marks.fields(speech, typed, slips))
        @if offered.before.is_some() {
            (Field::check("closed", speech.say("party-list-close")).value(typed.get("closed")).draw(speech))
            input type="hidden" name="revision" value=(typed.get("revision"));
        }
        div class="actions" { (Button::primary(&speech.say("host-save"))) }
    }))
}
