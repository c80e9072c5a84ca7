//! The page of a release: what is given to whom, what was decided, and the file of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer, ReleasePage};
use formats::Form as FileForm;
use maud::{Markup, html};
use model::{HostRelease, Noun, RELEASE_TEXT_CHARS_MAX, Thing};

use super::{crumbs, state};
use crate::caller::Caller;
use crate::classification::classification_line;
use crate::component::{
    Button, Choice, Field, Form, Page, Section, Slips, SummaryRow, Tone, banner, control_line, link_button,
    slip_summary, summary_list, timeline,
};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::history::{Told, Who, people, tell, timeline_of, who_did};
use crate::marking;
use crate::screening::parties_line;
use crate::speech::Speech;
use crate::typed::Typed;

struct Loaded {
    page: ReleasePage,
    post: String,
    /// Who asked and who decided, by how the ledger writes them.
    people: BTreeMap<String, Who>,
    history: Vec<Told>,
    control: Vec<desk::ControlLine>,
    classifications: Vec<model::Classification>,
    standing: Vec<desk::PartyStanding>,
}

fn load(office: &Office, officer: &Officer, id: &str) -> Result<Loaded, Failure> {
    let page = office.release_page(officer, id)?;
    let post = &page.release.post;
    let subject = Thing::new(Noun::Release, page.release.id);
    let acted = std::iter::once(&page.release.asked_by).chain(&page.release.decided_by);
    Ok(Loaded {
        control: office.control_lines(&subject)?,
        classifications: office.classifications(&subject)?,
        standing: office.parties_standing(&subject)?,
        post: office.post(post)?.map_or_else(|| post.to_string(), |post| post.title),
        people: people(office, acted.map(String::as_str))?,
        history: tell(office, office.history(&subject)?)?,
        page,
    })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, id, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    id: String,
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let officer = Arc::clone(&caller.officer);
    let loaded = caller.read(move |office| load(office, &officer, &id)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

/// The release of this name, and the revision on the form.
async fn seen(caller: &Caller, name: &str, typed: &Typed) -> Result<(model::ReleaseId, u32), Response> {
    let read = name.to_owned();
    let held = caller.read(move |office| office.release(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok((held.id, typed.get("revision").parse().unwrap_or(u32::MAX)))
}

/// The page again with what was refused, or the page as it is now.
async fn ended(
    caller: &Caller,
    name: String,
    typed: &Typed,
    field: &str,
    done: Result<HostRelease, Failure>,
) -> Result<Response, Response> {
    match done {
        Ok(release) => Ok(see_other(&format!("/releases/{}", release.id))),
        Err(failure) => refused(caller, name, typed, field, &failure).await,
    }
}

async fn refused(
    caller: &Caller,
    name: String,
    typed: &Typed,
    field: &str,
    failure: &Failure,
) -> Result<Response, Response> {
    let Some(sentence) = sentence(&caller.visit, failure) else { return Err(failed(&caller.visit, failure)) };
    let mut slips = Slips::new();
    slips.note(field, sentence);
    again(caller, name, typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
}

pub async fn decide(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let (yes, remark) = (typed.get("decision") == "yes", typed.get("remark").to_owned());
    let done = caller.act(move |writer, turn, _| desk::decide_release(writer, turn, seen, (yes, &remark))).await;
    ended(&caller, name, &typed, "remark", done).await
}

pub async fn withdraw(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let seen = seen(&caller, &name, &typed).await?;
    let done = caller.act(move |writer, turn, _| desk::withdraw_release(writer, turn, seen)).await;
    ended(&caller, name, &typed, "remark", done).await
}

/// The file of what was given.
pub async fn dossier(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (id, _) = seen(&caller, &name, &typed).await?;
    let form = FileForm::from_word(typed.get("form")).unwrap_or(FileForm::JsonLines);
    match caller.act(move |writer, turn, office| desk::take_dossier(writer, turn, office, id, form)).await {
        Ok(given) => Ok(crate::record::attachment(&given.name, form.media_type(), given.bytes)),
        Err(failure) => refused(&caller, name, &typed, "form", &failure).await,
    }
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let ReleasePage { release, rights, .. } = &loaded.page;
    let address = format!("/releases/{}", release.id);
    Page::new(visit, release.title.clone())
        .here(Section::Control)
        .crumbs(crumbs(speech))
        .slips(slips)
        .lead(html! { (state(speech, release.state)) " " (marking::tags(speech, &release.marking)) })
        .aside(aside(speech, loaded))
        .draw(html! {
            (slip_summary(speech, slips))
            @if rights.change {
                div class="actions" { (link_button(&speech.say("release-change"), &format!("{address}/change"), false)) }
            }
            @if !release.remark.is_empty() {
                (banner(Tone::Accent, &speech.say("release-remark"), html! { p { bdi { (release.remark) } } }))
            }
            section aria-labelledby="reason" {
                h2 id="reason" { (speech.say("release-reason")) }
                @for paragraph in release.reason.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
            }
            section aria-labelledby="records" {
                h2 id="records" { (speech.say("release-records")) }
                ul class="plain" {
                    @for (id, title) in &loaded.page.records { li { a href={ "/records/" (id) } { bdi { (title) } } } }
                }
            }
            (control_line(speech, &loaded.control))
            (parties_line(speech, &loaded.standing))
            (classification_line(speech, &Thing::new(Noun::Release, release.id), &loaded.classifications))
            @if rights.decide { (deciding(caller, release, typed, slips)) }
            @if rights.take { (taking(caller, release, typed, slips)) }
            @if rights.change {
                (Form::new(visit, &format!("{address}/withdraw")).around(html! {
                    input type="hidden" name="revision" value=(release.revision);
                    div class="actions" { (Button::plain(&speech.say("release-withdraw"))) }
                }))
            }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

fn aside(speech: Speech, loaded: &Loaded) -> Markup {
    let release = &loaded.page.release;
    let mut rows = vec![
        SummaryRow::new(
            speech.say("release-host"),
            html! { a href={ "/hosts/" (release.host) } { bdi { (loaded.page.host) } } },
        ),
        SummaryRow::new(
            speech.say("release-asks"),
            html! { a href={ "/office/posts/" (release.post) } { bdi { (loaded.post) } } br; span class="quiet" { (who_did(speech, &loaded.people, &release.asked_by)) } },
        ),
    ];
    if let Some(by) = &release.decided_by {
        rows.push(SummaryRow::new(speech.say("release-decided"), who_did(speech, &loaded.people, by)));
    }
    if let Some(exchange) = release.exchange {
        rows.push(SummaryRow::new(
            speech.say("release-exchange"),
            html! { a href={ "/hosts/" (release.host) "/exchanges#" (exchange) } { (speech.say("release-exchange-there")) } },
        ));
    }
    summary_list(&rows)
}

fn deciding(caller: &Caller, release: &HostRelease, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    html! {
        section aria-labelledby="decide" {
            h2 id="decide" { (speech.say("release-decide")) }
            (Form::new(&caller.visit, &format!("/releases/{}/decide", release.id)).guarded().around(html! {
                input type="hidden" name="revision" value=(release.revision);
                (Field::lines("remark", speech.say("release-remark"), 3).hint(speech.say("release-remark-hint")).value(typed.get("remark"))
                    .optional().length_max(RELEASE_TEXT_CHARS_MAX).slips(slips).draw(speech))
                div class="actions" {
                    (Button::primary(&speech.say("release-give")).sends("decision", "yes"))
                    (Button::plain(&speech.say("release-refuse")).sends("decision", "no"))
                }
            }))
        }
    }
}

fn taking(caller: &Caller, release: &HostRelease, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let forms = FileForm::ALL.iter().map(|form| Choice::new(form.word(), form.word().to_owned())).collect();
    html! {
        section aria-labelledby="dossier" {
            h2 id="dossier" { (speech.say("release-dossier")) }
            p { (speech.say("release-dossier-lead")) }
            (Form::new(&caller.visit, &format!("/releases/{}/dossier", release.id)).around(html! {
                input type="hidden" name="revision" value=(release.revision);
                (Field::select("form", speech.say("release-form"), forms).value(typed.get("form")).slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("release-take"))) }
            }))
        }
    }
}
