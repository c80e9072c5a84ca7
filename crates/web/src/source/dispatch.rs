//! The form by which somebody writes in what they learnt, or a paper that an association sent. Two minutes: title and text are enough.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Brought, Failure, Gap, Office, Officer, Written};
use maud::{Markup, html};
use model::{
    ATTACHMENT_BYTES_MAX, Credibility, DISPATCH_KINDS, DISPATCH_LINE_CHARS_MAX, DISPATCH_TEXT_CHARS_MAX,
    DISPATCH_TITLE_CHARS_MAX, DispatchGiven, Kind, Language, NeedId, PartialDate, Source, SourceId, SourceKind,
};

use crate::attachment::SENT_BYTES_MAX;
use crate::caller::Caller;
use crate::component::{Button, Choice, Crumb, Field, Form, Page, Section, Slips, Tone, banner, disclosure};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::marking::{self, MarkingChoices};
use crate::speech::Speech;
use crate::typed::Typed;
use crate::upload::UploadedFiles;

/// What the form shows.
struct Loaded {
    source: Source,
    /// The title of the post that answers for it.
    post: String,
    gaps: Vec<Gap>,
    marks: MarkingChoices,
    may_write: bool,
}

fn load(office: &Office, officer: &Officer, id: &str) -> Result<Loaded, Failure> {
    let source = office.source(id)?.source;
    let may_write = office.may_write_dispatch(officer, &source);
    Ok(Loaded {
        post: office.post(&source.post)?.map_or_else(|| source.post.to_string(), |post| post.title),
        gaps: if may_write { office.gaps_of(&source.post)? } else { Vec::new() },
        marks: MarkingChoices::of(office, officer)?,
        may_write,
        source,
    })
}

/// What is written in of this source where nobody says otherwise.
fn usual_kind(source: &Source) -> Kind {
    if source.kind == SourceKind::Association { Kind::Report } else { Kind::Dispatch }
}

pub async fn show(caller: Caller, Path(id): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    // Drawn here, so that the form that is sent twice writes once.
    let once = SourceId::from_bits(caller.app.ids()()).to_string();
    again(&caller, id, &typed, &once, &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    id: String,
    typed: &Typed,
    once: &str,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let officer = Arc::clone(&caller.officer);
    let loaded = caller.read(move |office| load(office, &officer, &id)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, typed, once, slips)))
}

/// What was typed, and what cannot be read of it.
fn given(speech: Speech, typed: &Typed, source: &Source, slips: &mut Slips) -> Option<DispatchGiven> {
    let kind = Kind::from_word(typed.get("kind")).unwrap_or_else(|| usual_kind(source));
    if typed.get("title").is_empty() {
        slips.note("title", speech.say("dispatch-title-missing"));
    }
    if typed.get("text").is_empty() && kind == Kind::Dispatch {
        slips.note("text", speech.say("dispatch-text-missing"));
    }
    let day = typed.some("day").map(PartialDate::parse);
    if day == Some(None) {
        slips.note("day", speech.say("dispatch-day-unread"));
    }
    let language = typed.some("language").map(Language::parse);
    if language == Some(None) {
        slips.note("language", speech.say("source-language-unknown"));
    }
    slips.is_empty().then(|| DispatchGiven {
        kind,
        title: typed.get("title").to_owned(),
        text: typed.get("text").to_owned(),
        authors: typed.lines("authors"),
        day: day.flatten(),
        place: typed.get("place").to_owned(),
        language: language.flatten(),
        credibility: Credibility::from_word(typed.get("credibility")),
        marking: marking::chosen(typed),
        answers: NeedId::new(typed.get("need")).ok(),
    })
}

pub async fn write(caller: Caller, Path(name): Path<String>, sent: UploadedFiles) -> Answer {
    let typed = Typed::sent(&sent.fields);
    let once = SourceId::parse(typed.get("once")).unwrap_or_else(|| SourceId::from_bits(caller.app.ids()()));
    let (officer, read) = (Arc::clone(&caller.officer), name.clone());
    let loaded = caller.read(move |office| load(office, &officer, &read)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    let mut slips = Slips::new();
    let given = given(caller.speech(), &typed, &loaded.source, &mut slips);
    let refused = match given {
        Some(given) => {
            // Files of who may not write are not laid on the shelf at all.
            let files = if loaded.may_write { sent.files } else { Vec::new() };
            match keep(&caller, (loaded.source.id, once.bits()), given, files).await {
                Ok(written) => {
                    let gap = if written.closed_gap { "&gap=closed" } else { "" };
                    return Ok(see_other(&format!("/sources/{name}?wrote={}{gap}", written.record)));
                }
                Err(failure) => Some(failure),
            }
        }
        None => None,
    };
    if let Some(failure) = refused {
        match sentence(&caller.visit, &failure).filter(|_| loaded.may_write) {
            Some(sentence) => slips.note("title", sentence),
            None => return Err(failed(&caller.visit, &failure)),
        }
    }
    again(&caller, name, &typed, &once.to_string(), &slips, StatusCode::UNPROCESSABLE_ENTITY).await
}

async fn keep(
    caller: &Caller,
    seen: (SourceId, u64),
    given: DispatchGiven,
    files: Vec<crate::upload::UploadedFile>,
) -> Result<Written, Failure> {
    let now = caller.app.now();
    let mut brought: Vec<Brought> = Vec::new();
    for file in files {
        brought.push(caller.app.reach_out(move |office| desk::bring(office, &file.name, &file.bytes, now)).await?);
    }
    caller.act(move |writer, turn, office| desk::write_dispatch(writer, turn, office, seen, given, &brought)).await
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let source = &loaded.source;
    let home = format!("/sources/{}", source.id);
    let key = if source.kind == SourceKind::Association { "dispatch-paper-new" } else { "dispatch-new" };
    Page::new(visit, speech.say(key))
        .here(Section::Sources)
        .crumbs(vec![Crumb::of(speech, Section::Sources), Crumb::new(source.title.clone(), home.clone())])
        .slips(slips)
        .lead(html! { bdi { (source.title) } " " (marking::tags(speech, &source.marking)) })
        .draw(html! {
            @if loaded.may_write { (form(caller, loaded, typed, once, slips)) }
            @else {
                (banner(Tone::Plain, &speech.say("dispatch-not-here"), html! {
                    p { (speech.with("dispatch-not-here-body", &[("post", loaded.post.clone().into())])) }
                    p { a href=(home) { (speech.say("intake-back")) } }
                }))
            }
        })
}

fn form(caller: &Caller, loaded: &Loaded, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let source = &loaded.source;
    let is_association = source.kind == SourceKind::Association;
    let action = format!("/sources/{}/dispatch", source.id);
    let mib = |bytes: usize| i64::try_from(bytes / (1024 * 1024)).unwrap_or(i64::MAX);
    let sizes = [("max", mib(ATTACHMENT_BYTES_MAX).into()), ("all", mib(SENT_BYTES_MAX).into())];
    let none = std::iter::once(Choice::new("", speech.say("dispatch-need-none")));
    let gaps = loaded.gaps.iter().map(|gap| Choice::new(gap.need.id.as_str(), gap.need.title.clone()));
    let of_paper = html! {
        (kind_field(speech, source, typed, slips))
        (Field::lines("authors", speech.say("dispatch-authors"), 2).hint(speech.say("dispatch-authors-hint"))
            .value(typed.get("authors")).optional().slips(slips).draw(speech))
    };
    let is_opened = ["day", "language", "place", "credibility"].iter().any(|field| slips.of(field).is_some());
    Form::new(visit, &action).with_files().slips(slips).guarded().once(once).around(html! {
        p class="hint" { (speech.say(if is_association { "dispatch-paper-lead" } else { "dispatch-lead" })) }
        (Field::text("title", speech.say("dispatch-title")).value(typed.get("title"))
            .length_max(DISPATCH_TITLE_CHARS_MAX).slips(slips).draw(speech))
        @let text = Field::lines("text", speech.say("dispatch-text"), 10).value(typed.get("text")).length_max(DISPATCH_TEXT_CHARS_MAX).slips(slips);
        @if is_association {
            (text.hint(speech.say("dispatch-paper-text-hint")).optional().draw(speech))
            (of_paper)
        } @else { (text.draw(speech)) }
        @if !loaded.gaps.is_empty() {
            (Field::select("need", speech.say("dispatch-need"), none.chain(gaps).collect()).hint(speech.say("dispatch-need-hint"))
                .value(typed.get("need")).slips(slips).draw(speech))
        }
        (Field::file("file", speech.say("attachment-files")).hint(speech.with("attachment-files-hint", &sizes)).several().optional().draw(speech))
        (Field::file("photograph", speech.say("attachment-photograph")).hint(speech.say("attachment-photograph-hint")).camera().optional().draw(speech))
        (disclosure(&speech.say("dispatch-more"), is_opened, html! {
            (Field::text("day", speech.say(if is_association { "dispatch-paper-day" } else { "dispatch-day" })).hint(speech.say("dispatch-day-hint"))
                .value(typed.get("day")).optional().narrow().slips(slips).draw(speech))
            (Field::text("place", speech.say("dispatch-place")).value(typed.get("place")).length_max(DISPATCH_LINE_CHARS_MAX)
                .optional().slips(slips).draw(speech))
            (credibility(speech, typed, slips))
            (Field::text("language", speech.say("dispatch-language")).hint(speech.say("dispatch-language-hint"))
                .value(typed.get("language")).optional().narrow().slips(slips).draw(speech))
            @if !is_association { (of_paper) }
            (loaded.marks.fields(speech, &marked(typed, source), slips))
            p class="hint" { (speech.say("dispatch-marking-hint")) }
        }))
        div class="actions" { (Button::primary(&speech.say("dispatch-send"))) }
    })
}

/// What was chosen of a marking; before anybody chose, the level of the source.
fn marked(typed: &Typed, source: &Source) -> Typed {
    if typed.some("level").is_some() {
        return typed.clone();
    }
    Typed::of([("level", source.marking.level.word().to_owned())])
}

fn kind_field(speech: Speech, source: &Source, typed: &Typed, slips: &Slips) -> Markup {
    let kinds =
        DISPATCH_KINDS.iter().map(|kind| Choice::new(kind.word(), speech.say(&format!("kind-{}", kind.word()))));
    let chosen = typed.some("kind").unwrap_or(usual_kind(source).word()).to_owned();
    Field::select("kind", speech.say("dispatch-kind"), kinds.collect()).value(chosen).slips(slips).draw(speech)
}

fn credibility(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    let none = std::iter::once(Choice::new("", speech.say("dispatch-credibility-none")));
    let grades =
        Credibility::ALL.iter().map(|one| Choice::new(one.word(), speech.say(&format!("credibility-{}", one.word()))));
    Field::select("credibility", speech.say("digest-credibility"), none.chain(grades).collect())
        .hint(speech.say("digest-credibility-hint"))
        .value(typed.get("credibility"))
        .optional()
        .slips(slips)
        .draw(speech)
}
