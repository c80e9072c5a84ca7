//! What the register says of an event: put in, and changed.

use axum::extract::{Path, RawQuery};
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{Date, EVENT_LINE_CHARS_MAX, EVENT_TEXT_CHARS_MAX, Event, EventId, EventKind, Marking, PostId, SourceId};

use super::{crumbs, crumbs_to};
use crate::caller::Caller;
use crate::component::{Button, Choice, Field, Form, Page, Section, Slips};
use crate::course::{Course, Sheet};
use crate::failed::{Answer, failed};
use crate::host::form::chosen_marking;
use crate::marking::{self, MarkingChoices};
use crate::typed::Typed;

/// What the form offers.
struct Offered {
    posts: Vec<(PostId, String)>,
    sources: Vec<(SourceId, String)>,
    marks: MarkingChoices,
    before: Option<Event>,
    /// Whether somebody else changed it, so that what is sent next is written in view of that.
    is_changed: bool,
}

fn load(office: &Office, officer: &Officer, id: Option<&str>) -> Result<Offered, Failure> {
    let before = id.map(|id| office.event(id)).transpose()?;
    let sources = office.sources_for_event(officer, before.as_ref().and_then(|before| before.source))?;
    let sources = sources.into_iter().map(|source| (source.id, source.title)).collect();
    Ok(Offered {
        posts: officer.posts.iter().map(|(post, _)| (post.id.clone(), post.title.clone())).collect(),
        marks: MarkingChoices::of(office, officer)?,
        sources,
        before,
        is_changed: false,
    })
}

impl Course for Offered {
    type Kept = Event;
    const FIELD: &'static str = "name";

    fn load(
        office: &Office,
        officer: &Officer,
        id: Option<&str>,
        _: Option<&Typed>,
        _: Date,
    ) -> Result<Offered, Failure> {
        load(office, officer, id)
    }

    fn as_typed(&self) -> Option<Typed> {
        self.before.as_ref().map(as_typed)
    }

    fn sees_change(&mut self) -> bool {
        self.is_changed = true;
        true
    }

    fn draw(&self, caller: &Caller, typed: &Typed, once: &str, slips: &Slips) -> Markup {
        draw(caller, self, typed, once, slips)
    }

    fn address(event: &Event) -> String {
        format!("/events/{}", event.id)
    }
}

pub async fn show_new(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    // Drawn here, so that the form that is sent twice registers once.
    let once = EventId::from_bits(caller.app.ids()());
    Sheet::new(once).show::<Offered>(&caller, Some(typed)).await
}

pub async fn show_change(caller: Caller, Path(id): Path<String>) -> Answer {
    Sheet::of(id).show::<Offered>(&caller, None).await
}

fn as_typed(event: &Event) -> Typed {
    let plain = [
        ("name", event.name.clone()),
        ("kind", event.kind.word().to_owned()),
        ("place", event.place.clone()),
        ("country", event.country.clone()),
        ("since", event.since.to_string()),
        ("until", event.until.to_string()),
        ("organiser", event.organiser.clone()),
        ("subject", event.subject.clone()),
        ("remark", event.remark.clone()),
        ("source", event.source.map_or_else(String::new, |source| source.to_string())),
        ("level", event.marking.level.word().to_owned()),
        ("revision", event.revision.to_string()),
    ];
    let compartments = event.marking.compartments.iter().map(|one| ("compartment", one.to_string()));
    let release = event.marking.release.iter().flatten().map(|one| ("release", one.to_string()));
    Typed::of(plain.into_iter().chain(compartments).chain(release))
}

/// The event that was typed, and what cannot be read of it.
fn event(caller: &Caller, typed: &Typed, id: EventId, marking: Marking, slips: &mut Slips) -> Option<Event> {
    let speech = caller.visit.speech;
    if typed.get("name").is_empty() {
        slips.note("name", speech.say("event-name-missing"));
    }
    let mut day = |field: &str| {
        let day = Date::parse(typed.get(field));
        if day.is_none() {
            slips.note(field, speech.say("mission-day-unread"));
        }
        day
    };
    let since = day("since");
    // A day alone is an event of one day.
    let until = if typed.some("until").is_some() { day("until") } else { since };
    if let Some(Err(refusal)) = typed.some("country").map(model::country) {
        slips.note("country", speech.refusal(&refusal));
    }
    let posts = caller.officer.post_ids();
    let post = typed.some("post").and_then(|post| PostId::new(post).ok()).or_else(|| posts.first().cloned());
    if post.is_none() {
        slips.note("name", speech.say("request-no-post"));
    }
    if !slips.is_empty() {
        return None;
    }
    Some(Event {
        id,
        kind: EventKind::from_word(typed.get("kind")).unwrap_or(EventKind::Exhibition),
        name: typed.get("name").to_owned(),
        place: typed.get("place").to_owned(),
        country: typed.get("country").to_owned(),
        since: since?,
        until: until?,
        organiser: typed.get("organiser").to_owned(),
        subject: typed.get("subject").to_owned(),
        remark: typed.get("remark").to_owned(),
        source: SourceId::parse(typed.get("source")),
        post: post?,
        marking,
        revision: typed.get("revision").parse().unwrap_or_default(),
        made_at: 0,
    })
}

pub async fn register(caller: Caller, typed: Typed) -> Answer {
    let id = EventId::parse(typed.get("once")).unwrap_or_else(|| EventId::from_bits(caller.app.ids()()));
    let sheet = Sheet::new(id);
    let mut slips = Slips::new();
    let Some(event) = event(&caller, &typed, id, marking::chosen(&typed), &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    let done = caller.act(move |writer, turn, _| desk::keep_event(writer, turn, event, true)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read = name.clone();
    let held = caller.read(move |office| office.event(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    let sheet = Sheet::of(name);
    let mut slips = Slips::new();
    let marking = chosen_marking(&typed, &held.marking);
    let Some(event) = event(&caller, &typed, held.id, marking, &mut slips) else {
        return sheet.slipped::<Offered>(&caller, typed, &slips).await;
    };
    let done = caller.act(move |writer, turn, _| desk::keep_event(writer, turn, event, false)).await;
    sheet.ended::<Offered>(&caller, typed, done).await
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let (title, action, send, crumbs) = match &offered.before {
        None => (speech.say("event-new"), "/events/new".to_owned(), speech.say("event-register"), crumbs(speech)),
        Some(before) => (
            speech.say("event-change"),
            format!("/events/{}/change", before.id),
            speech.say("host-save"),
            crumbs_to(speech, before),
        ),
    };
    let kinds =
        EventKind::ALL.iter().map(|kind| Choice::new(kind.word(), speech.say(&format!("event-kind-{}", kind.word()))));
    let kind = typed.some("kind").unwrap_or(EventKind::Exhibition.word());
    let posts = offered.posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone()));
    let first = offered.posts.first().map_or("", |(id, _)| id.as_str());
    let none = Choice::new("", speech.say("event-no-source"));
    let sources = offered.sources.iter().map(|(id, title)| Choice::new(id.to_string(), title.clone()));
    let sources: Vec<Choice> = std::iter::once(none).chain(sources).collect();
    let mut form = Form::new(visit, &action).slips(slips).guarded();
    if !once.is_empty() {
        form = form.once(once);
    }
    Page::new(visit, title).here(Section::Missions).crumbs(crumbs).slips(slips).draw(form.around(html! {
        (Field::text("name", speech.say("event-name")).value(typed.get("name")).length_max(EVENT_LINE_CHARS_MAX).slips(slips).draw(speech))
        (Field::radios("kind", speech.say("event-kind"), kinds.collect()).value(kind).slips(slips).draw(speech))
        (Field::text("place", speech.say("event-town")).value(typed.get("place")).optional().length_max(EVENT_LINE_CHARS_MAX).slips(slips).draw(speech))
        (Field::text("country", speech.say("host-country")).hint(speech.say("host-country-hint"))
            .value(typed.get("country")).optional().narrow().length_max(2).slips(slips).draw(speech))
        (Field::date("since", speech.say("event-since")).value(typed.get("since")).slips(slips).draw(speech))
        (Field::date("until", speech.say("event-until")).hint(speech.say("event-until-hint")).value(typed.get("until")).optional().slips(slips).draw(speech))
        (Field::text("organiser", speech.say("event-organiser")).value(typed.get("organiser")).optional().length_max(EVENT_LINE_CHARS_MAX).slips(slips).draw(speech))
        (Field::lines("subject", speech.say("event-subject"), 3).hint(speech.say("event-subject-hint"))
            .value(typed.get("subject")).optional().length_max(EVENT_TEXT_CHARS_MAX).slips(slips).draw(speech))
        (Field::lines("remark", speech.say("host-remark"), 3).value(typed.get("remark")).optional().length_max(EVENT_TEXT_CHARS_MAX).slips(slips).draw(speech))
        @if sources.len() > 1 {
            (Field::select("source", speech.say("event-source"), sources).hint(speech.say("event-source-hint"))
                .value(typed.get("source")).slips(slips).draw(speech))
        }
        @if offered.before.is_none() && offered.posts.len() > 1 {
            (Field::select("post", speech.say("host-post"), posts.collect()).value(typed.some("post").unwrap_or(first)).slips(slips).draw(speech))
        }
        (offered.marks.fields(speech, typed, slips))
        @if let Some(before) = &offered.before {
            @let seen = if offered.is_changed { before.revision.to_string() } else { typed.get("revision").to_owned() };
            input type="hidden" name="revision" value=(seen);
        }
        div class="actions" { (Button::primary(&send)) }
    }))
}
