//! The form of a release: what is given, to whom and why.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    HostId, HostRelease, Marking, PostId, RELEASE_TEXT_CHARS_MAX, RELEASE_TITLE_CHARS_MAX, RecordId, ReleaseId,
    ReleaseState, UnitId,
};

use super::crumbs;
use crate::caller::Caller;
use crate::component::{Button, Choice, Crumb, Field, Form, Page, Section, Slips};
use crate::failed::{Answer, failed, page, see_other, sentence, was_changed};
use crate::host::form::chosen_marking;
use crate::marking::{self, MarkingChoices};
use crate::typed::Typed;

/// What the form offers.
struct Offered {
    posts: Vec<(PostId, String)>,
    hosts: Vec<(HostId, String)>,
    marks: MarkingChoices,
    before: Option<HostRelease>,
}

fn load(office: &Office, officer: &Officer, id: Option<&str>) -> Result<Offered, Failure> {
    let before = id.map(|id| office.release(id)).transpose()?;
    let hosts = office.hosts("")?.into_iter().map(|host| (host.id, host.name().to_owned()));
    Ok(Offered {
        posts: officer.posts.iter().map(|(post, _)| (post.id.clone(), post.title.clone())).collect(),
        hosts: hosts.collect(),
        marks: MarkingChoices::of(office, officer)?,
        before,
    })
}

pub async fn show_new(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    // Drawn here, so that the form that is sent twice asks once.
    let once = ReleaseId::from_bits(caller.app.ids()()).to_string();
    again(&caller, None, Some(typed), &once, &Slips::new(), StatusCode::OK).await
}

pub async fn show_change(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, Some(id), None, "", &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    id: Option<String>,
    typed: Option<Typed>,
    once: &str,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let officer = Arc::clone(&caller.officer);
    let offered = caller.read(move |office| load(office, &officer, id.as_deref())).await;
    let offered = offered.map_err(|failure| failed(&caller.visit, &failure))?;
    let typed = typed.or_else(|| offered.before.as_ref().map(as_typed)).unwrap_or_default();
    Ok(page(status, draw(caller, &offered, &typed, once, slips)))
}

fn as_typed(release: &HostRelease) -> Typed {
    let records: Vec<String> = release.records.iter().map(ToString::to_string).collect();
    let plain = [
        ("title", release.title.clone()),
        ("host", release.host.to_string()),
        ("records", records.join("\n")),
        ("reason", release.reason.clone()),
        ("level", release.marking.level.word().to_owned()),
        ("revision", release.revision.to_string()),
    ];
    let compartments = release.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
    let circles = release.marking.release.iter().flatten().map(|one| ("release", one.to_string()));
    Typed::of(plain.into_iter().chain(compartments).chain(circles))
}

/// The release that was typed, and what cannot be read of it.
fn release(caller: &Caller, typed: &Typed, id: ReleaseId, marking: Marking, slips: &mut Slips) -> Option<HostRelease> {
    let speech = caller.visit.speech;
    let host = HostId::parse(typed.get("host"));
    if host.is_none() {
        slips.note("host", speech.say("release-host-missing"));
    }
    let mut records = Vec::new();
    for line in typed.lines("records") {
        match RecordId::parse(&line) {
            Some(record) => records.push(record),
            None => slips.note("records", speech.with("release-record-unread", &[("text", line.into())])),
        }
    }
    let posts = caller.officer.post_ids();
    let post = typed.some("post").and_then(|post| PostId::new(post).ok()).or_else(|| posts.first().cloned());
    if post.is_none() {
        slips.note("title", speech.say("request-no-post"));
    }
    if !slips.is_empty() {
        return None;
    }
    Some(HostRelease {
        id,
        title: typed.get("title").to_owned(),
        host: host?,
        records,
        reason: typed.get("reason").replace("\r\n", "\n"),
        // Follows from the post.
        unit: UnitId::new("office").ok()?,
        post: post?,
        asked_by: String::new(),
        asker: caller.officer.person.id.clone(),
        state: ReleaseState::Asked,
        decided_by: None,
        decided_at: None,
        remark: String::new(),
        exchange: None,
        marking,
        revision: 0,
        made_at: 0,
    })
}

pub async fn ask(caller: Caller, typed: Typed) -> Answer {
    let id = ReleaseId::parse(typed.get("once")).unwrap_or_else(|| ReleaseId::from_bits(caller.app.ids()()));
    let once = id.to_string();
    let mut slips = Slips::new();
    let Some(release) = release(&caller, &typed, id, marking::chosen(&typed), &mut slips) else {
        return again(&caller, None, Some(typed), &once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let done = caller.act(move |writer, turn, office| desk::write_release(writer, turn, office, &release, None)).await;
    ended(&caller, None, typed, &once, done).await
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read = name.clone();
    let held = caller.read(move |office| office.release(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let marking = chosen_marking(&typed, &held.marking);
    let mut slips = Slips::new();
    let Some(release) = release(&caller, &typed, held.id, marking, &mut slips) else {
        return again(&caller, Some(name), Some(typed), "", &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let revision = Some(typed.get("revision").parse().unwrap_or_default());
    let done =
        caller.act(move |writer, turn, office| desk::write_release(writer, turn, office, &release, revision)).await;
    ended(&caller, Some(name), typed, "", done).await
}

async fn ended(
    caller: &Caller,
    id: Option<String>,
    typed: Typed,
    once: &str,
    done: Result<HostRelease, Failure>,
) -> Result<Response, Response> {
    match done {
        Ok(release) => Ok(see_other(&format!("/releases/{}", release.id))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                let mut slips = Slips::new();
                slips.note("title", sentence);
                let status =
                    if was_changed(&failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
                again(caller, id, Some(typed), once, &slips, status).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let mut crumbs = crumbs(speech);
    let (title, action) = match &offered.before {
        None => (speech.say("release-new"), "/releases/new".to_owned()),
        Some(before) => {
            crumbs.push(Crumb::new(before.title.clone(), format!("/releases/{}", before.id)));
            (speech.say("release-change"), format!("/releases/{}/change", before.id))
        }
    };
    let none = Choice::new("", speech.say("release-choose-host"));
    let hosts = offered.hosts.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()));
    let hosts: Vec<Choice> = std::iter::once(none).chain(hosts).collect();
    let posts: Vec<Choice> = offered.posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone())).collect();
    Page::new(visit, title).here(Section::Control).crumbs(crumbs).slips(slips).narrow().draw(html! {
        p class="lead" { (speech.say("release-form-lead")) }
        (Form::new(visit, &action).slips(slips).guarded().once(once).around(html! {
            @if offered.before.is_some() { input type="hidden" name="revision" value=(typed.get("revision")); }
            (Field::text("title", speech.say("release-what")).hint(speech.say("release-what-hint")).value(typed.get("title"))
                .length_max(RELEASE_TITLE_CHARS_MAX).slips(slips).draw(speech))
            (Field::select("host", speech.say("release-host"), hosts).value(typed.get("host")).slips(slips).draw(speech))
            (Field::lines("records", speech.say("release-records"), 5).hint(speech.say("release-records-hint")).value(typed.get("records"))
                .slips(slips).draw(speech))
            (Field::lines("reason", speech.say("release-reason"), 4).value(typed.get("reason")).length_max(RELEASE_TEXT_CHARS_MAX)
                .slips(slips).draw(speech))
            @if offered.before.is_none() && posts.len() > 1 {
                (Field::select("post", speech.say("release-asks"), posts).value(typed.get("post")).slips(slips).draw(speech))
            }
            (offered.marks.fields(speech, typed, slips))
            div class="actions" { (Button::primary(&speech.say("release-ask"))) }
        }))
    })
}
