//! The form of a mission: proposed, and changed.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer};
use maud::{Markup, html};
use model::{
    Date, Event, EventId, EventKind, ExpectedBenefit, Host, HostId, MISSION_LINE_CHARS_MAX, MISSION_TEXT_CHARS_MAX,
    Mission, MissionDirection, MissionEvent, MissionId, MissionStage, MissionYield, Money, Need, NeedId, Noun, PostId,
    Stage, Thing, UnitId,
};

use super::mission_yield;
use crate::caller::Caller;
use crate::component::{Button, Choice, Crumb, Field, Form, Page, Section, Slips, disclosure};
use crate::country::country;
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::host::form::chosen_marking;
use crate::marking::{self, MarkingChoices};
use crate::speech::Speech;
use crate::typed::Typed;

/// Needs that are offered: the accepted ones of one's own posts and units first.
const NEEDS_OFFERED: usize = 60;

/// Hosts that are offered. Who looks for another narrows the list by words.
const HOSTS_OFFERED: usize = 40;

/// Days from today on which a new mission begins, unless it is said otherwise.
const BEGINS_IN: i64 = 60;

struct Offered {
    posts: Vec<(PostId, String)>,
    hosts: Vec<Host>,
    hosts_left_out: usize,
    needs: Vec<Need>,
    /// Events of the office that are near the days of the mission.
    events: Vec<Event>,
    marks: MarkingChoices,
    before: Option<Mission>,
    recipients: Vec<(Thing, String)>,
    /// What the last missions to the hosts that are chosen brought.
    last: Vec<(String, Vec<(Mission, MissionYield)>)>,
    today: Date,
}

fn load(office: &Office, officer: &Officer, id: Option<&str>, typed: &Typed, today: Date) -> Result<Offered, Failure> {
    let before = id.map(|id| office.mission(id)).transpose()?;
    let chosen = typed.all("host");
    let is_chosen = |host: &Host| {
        chosen.contains(&host.id.to_string()) || before.as_ref().is_some_and(|before| before.hosts.contains(&host.id))
    };
    let mut hosts = office.hosts("")?;
    let fitting: Vec<Host> = office.hosts(typed.get("host-words"))?;
    hosts.retain(|host| is_chosen(host) || fitting.iter().any(|one| one.id == host.id));
    hosts.sort_by_key(|host| !is_chosen(host));
    let hosts_left_out = hosts.len().saturating_sub(HOSTS_OFFERED);
    hosts.truncate(HOSTS_OFFERED.max(chosen.len()));
    let kept = office.needs_for_missions(officer, before.as_ref(), &typed.all("need"), NEEDS_OFFERED, today)?;
    let mut recipients = Vec::new();
    for recipient in before.iter().flat_map(|before| &before.recipients) {
        recipients.push((recipient.clone(), named(office, recipient)?));
    }
    let mut last = Vec::new();
    for host in hosts.iter().filter(|host| is_chosen(host)) {
        last.push((host.name().to_owned(), office.last_missions_to(host.id)?));
    }
    let days = Date::parse(typed.get("since")).zip(Date::parse(typed.get("until")));
    let days = days.or_else(|| before.as_ref().map(|before| (before.since, before.until)));
    let of = EventId::parse(typed.get("event-of"));
    let of = of.or_else(|| before.as_ref().and_then(|before| before.event.as_ref()?.id));
    Ok(Offered {
        events: office.events_for_mission(days, of, today)?,
        last,
        posts: officer.posts.iter().map(|(post, _)| (post.id.clone(), post.title.clone())).collect(),
        hosts,
        hosts_left_out,
        needs: kept,
        marks: MarkingChoices::of(office, officer)?,
        before,
        recipients,
        today,
    })
}

/// What a post or unit is called.
pub fn named(office: &Office, thing: &Thing) -> Result<String, Failure> {
    let name = match thing.noun {
        Noun::Post => match PostId::new(&thing.name) {
            Ok(id) => office.post(&id)?.map(|post| post.title),
            Err(_) => None,
        },
        _ => office.unit_name(&thing.name)?,
    };
    Ok(name.unwrap_or_else(|| thing.name.clone()))
}

pub async fn show_new(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let once = MissionId::from_bits(caller.app.ids()()).to_string();
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
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let fields = typed.clone().unwrap_or_default();
    let offered = caller.read(move |office| load(office, &officer, id.as_deref(), &fields, today)).await;
    let offered = offered.map_err(|failure| failed(&caller.visit, &failure))?;
    let typed = typed.or_else(|| offered.before.as_ref().map(|one| as_typed(one, &offered))).unwrap_or_default();
    Ok(page(status, draw(caller, &offered, &typed, once, slips)))
}

fn benefit_field(need: &NeedId, at: usize) -> String {
    format!("expected-{need}-{at}")
}

fn as_typed(mission: &Mission, offered: &Offered) -> Typed {
    let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
    let event = mission.event.as_ref();
    let mut fields: Vec<(String, String)> = [
        ("title", mission.title.clone()),
        ("purpose", mission.purpose.clone()),
        ("post", mission.post.to_string()),
        ("event-of", event.and_then(|event| event.id).map_or_else(String::new, |id| id.to_string())),
        ("event", event.map_or_else(String::new, |event| event.name.clone())),
        ("event-kind", event.map_or(EventKind::Exhibition, |event| event.kind).word().to_owned()),
        ("event-place", event.map_or_else(String::new, |event| event.place.clone())),
        ("event-since", day(event.and_then(|event| event.since))),
        ("event-until", day(event.and_then(|event| event.until))),
        ("since", mission.since.to_string()),
        ("until", mission.until.to_string()),
        ("place", mission.place.clone()),
        ("country", mission.country.clone().unwrap_or_default()),
        ("benefit", mission.benefit.clone()),
        ("plan", mission.plan.clone()),
        ("budget", mission.budget.map_or_else(String::new, |money| money.to_string())),
        ("level", mission.marking.level.word().to_owned()),
        ("revision", mission.revision.to_string()),
        ("recipients", offered.recipients.iter().map(|(_, name)| name.clone()).collect::<Vec<_>>().join("\n")),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    fields.extend(mission.hosts.iter().map(|host| ("host".to_owned(), host.to_string())));
    fields.extend(mission.needs.iter().map(|need| ("need".to_owned(), need.to_string())));
    fields.extend(mission.marking.compartments.iter().map(|one| ("compartment".to_owned(), one.to_string())));
    fields.extend(mission.marking.release.iter().flatten().map(|one| ("release".to_owned(), one.to_string())));
    for need in &offered.needs {
        for (at, parameter) in need.parameters.iter().enumerate() {
            let held = mission.benefits.iter().find(|one| one.need == need.id && one.parameter == parameter.name);
            fields.extend(held.map(|one| (benefit_field(&need.id, at), one.expected.clone())));
        }
    }
    Typed::of(fields.iter().map(|(name, value)| (name.as_str(), value.clone())))
}

/// The day in a field; a slip where it is none.
fn day(speech: Speech, typed: &Typed, field: &str, must: bool, slips: &mut Slips) -> Option<Date> {
    let text = typed.get(field);
    let day = Date::parse(text);
    if day.is_none() && (must || !text.is_empty()) {
        slips.note(field, speech.say("mission-day-unread"));
    }
    day
}

/// The posts and units that were typed, by their short names or by what they are called.
fn recipients(office: &Office, lines: &[String]) -> Result<Vec<Thing>, Failure> {
    let (posts, tree) = (office.posts()?, office.tree()?);
    let mut found: Vec<Thing> = Vec::new();
    for line in lines {
        let post = posts.iter().find(|post| post.id.as_str() == line || post.title == *line);
        let unit = tree.units().find(|unit| unit.id.as_str() == line || unit.name == *line);
        let thing = match (post, unit) {
            (Some(post), _) => Thing::new(Noun::Post, &post.id),
            (None, Some(unit)) => Thing::new(Noun::Unit, &unit.id),
            // The rule of the desk says that it is not there.
            (None, None) => Thing::new(Noun::Unit, line),
        };
        if !found.contains(&thing) {
            found.push(thing);
        }
    }
    Ok(found)
}

/// What was read of the form before the office is asked.
struct Written {
    mission: Mission,
    recipients: Vec<String>,
    typed: Typed,
}

fn written(caller: &Caller, typed: &Typed, id: MissionId, slips: &mut Slips) -> Option<Written> {
    let speech = caller.visit.speech;
    if typed.get("title").is_empty() {
        slips.note("title", speech.say("mission-title-missing"));
    }
    let (since, until) = (day(speech, typed, "since", true, slips), day(speech, typed, "until", true, slips));
    let event_days = (day(speech, typed, "event-since", false, slips), day(speech, typed, "event-until", false, slips));
    let budget = typed.some("budget").map(Money::parse);
    if let Some(Err(refusal)) = &budget {
        slips.note("budget", speech.refusal(refusal));
    }
    let country = typed.some("country").map(model::country);
    if let Some(Err(refusal)) = &country {
        slips.note("country", speech.refusal(refusal));
    }
    let posts = caller.officer.post_ids();
    let post = typed.some("post").and_then(|post| PostId::new(post).ok()).or_else(|| posts.first().cloned());
    if post.is_none() {
        slips.note("title", speech.say("request-no-post"));
    }
    if !slips.is_empty() {
        return None;
    }
    let of = typed.some("event-of").and_then(EventId::parse);
    let is_named = of.is_some() || typed.some("event").is_some();
    let event = is_named.then(|| MissionEvent {
        id: of,
        name: typed.get("event").to_owned(),
        kind: EventKind::from_word(typed.get("event-kind")).unwrap_or(EventKind::Other),
        place: typed.get("event-place").to_owned(),
        since: event_days.0,
        until: event_days.1,
    });
    let mission = Mission {
        id,
        direction: MissionDirection::from_word(typed.get("direction")).unwrap_or(MissionDirection::Out),
        title: typed.get("title").to_owned(),
        purpose: typed.get("purpose").to_owned(),
        post: post?,
        unit: UnitId::new("unit").ok()?,
        stage: MissionStage::Draft,
        needs: typed.all("need").iter().filter_map(|need| NeedId::new(need).ok()).collect(),
        hosts: typed.all("host").iter().filter_map(|host| HostId::parse(host)).collect(),
        event,
        since: since?,
        until: until?,
        place: typed.get("place").to_owned(),
        country: country.and_then(Result::ok),
        members: Vec::new(),
        benefits: Vec::new(),
        benefit: typed.get("benefit").to_owned(),
        plan: typed.get("plan").to_owned(),
        recipients: Vec::new(),
        budget: budget.and_then(Result::ok),
        remark: String::new(),
        round: 0,
        report_due: None,
        report: None,
        marking: marking::chosen(typed),
        revision: 0,
        made_at: 0,
    };
    Some(Written { mission, recipients: typed.lines("recipients"), typed: typed.clone() })
}

impl Written {
    /// The mission, with what only the office knows: recipients and parameters.
    fn complete(self, office: &Office) -> Result<Mission, Failure> {
        let mut benefits = Vec::new();
        for id in &self.mission.needs {
            let Ok(need) = office.need(id.as_str()) else { continue };
            for (at, parameter) in need.parameters.iter().enumerate() {
                let field = benefit_field(id, at);
                benefits.extend(self.typed.some(&field).map(|expected| ExpectedBenefit {
                    need: id.clone(),
                    parameter: parameter.name.clone(),
                    measure: parameter.measure.clone(),
                    now: parameter.now.clone(),
                    wanted: parameter.wanted.clone(),
                    expected: expected.to_owned(),
                }));
            }
        }
        Ok(Mission { recipients: recipients(office, &self.recipients)?, benefits, ..self.mission })
    }
}

pub async fn propose(caller: Caller, typed: Typed) -> Answer {
    let id = MissionId::parse(typed.get("once")).unwrap_or_else(|| MissionId::from_bits(caller.app.ids()()));
    let once = id.to_string();
    if typed.some("look").is_some() {
        return again(&caller, None, Some(typed), &once, &Slips::new(), StatusCode::OK).await;
    }
    let mut slips = Slips::new();
    let Some(written) = written(&caller, &typed, id, &mut slips) else {
        return again(&caller, None, Some(typed), &once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let done = caller
        .act(move |writer, turn, office| desk::write_mission(writer, turn, written.complete(office)?, None))
        .await;
    match done {
        // What it asks is drawn next.
        Ok(mission) => Ok(see_other(&format!("/missions/{}/questions", mission.id))),
        Err(failure) => refused(&caller, None, typed, &once, failure).await,
    }
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let read = name.clone();
    let held = caller.read(move |office| office.mission(&read)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?;
    if typed.some("look").is_some() {
        return again(&caller, Some(name), Some(typed), "", &Slips::new(), StatusCode::OK).await;
    }
    let mut slips = Slips::new();
    let Some(mut written) = written(&caller, &typed, held.id, &mut slips) else {
        return again(&caller, Some(name), Some(typed), "", &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    written.mission.post = held.post;
    written.mission.marking = chosen_marking(&typed, &held.marking);
    let revision = typed.get("revision").parse().unwrap_or_default();
    let done = caller
        .act(move |writer, turn, office| desk::write_mission(writer, turn, written.complete(office)?, Some(revision)))
        .await;
    match done {
        Ok(mission) => Ok(see_other(&format!("/missions/{}", mission.id))),
        Err(failure) => refused(&caller, Some(name), typed, "", failure).await,
    }
}

async fn refused(
    caller: &Caller,
    id: Option<String>,
    typed: Typed,
    once: &str,
    failure: Failure,
) -> Result<Response, Response> {
    let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
    let mut slips = Slips::new();
    slips.note("title", sentence);
    again(caller, id, Some(typed), once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
}

fn draw(caller: &Caller, offered: &Offered, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let mut crumbs = vec![Crumb::of(speech, Section::Missions)];
    let (title, action, send) = match &offered.before {
        None => (speech.say("mission-new"), "/missions/new".to_owned(), speech.say("mission-keep-draft")),
        Some(before) => {
            crumbs.push(Crumb::new(before.title.clone(), format!("/missions/{}", before.id)));
            (speech.say("mission-change"), format!("/missions/{}/change", before.id), speech.say("host-save"))
        }
    };
    let posts = offered.posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone()));
    let first = offered.posts.first().map_or("", |(id, _)| id.as_str());
    let going_to = offered.events.iter().find(|event| event.id.to_string() == typed.get("event-of"));
    let (since, until) = match going_to {
        Some(event) => (event.since, event.until),
        None => (offered.today.plus_days(BEGINS_IN), offered.today.plus_days(BEGINS_IN + 7)),
    };
    // What is not typed yet is as the event that was chosen says.
    let or_as_event = |field: &str, of: fn(&Event) -> &str| match (typed.has(field), going_to) {
        (false, Some(event)) => of(event).to_owned(),
        _ => typed.get(field).to_owned(),
    };
    let directions = MissionDirection::ALL.iter().map(|direction| {
        let word = direction.word();
        Choice::new(word, speech.say(&format!("mission-direction-{word}")))
            .hint(speech.say(&format!("mission-direction-{word}-hint")))
    });
    let mut form = Form::new(visit, &action).slips(slips).guarded();
    if !once.is_empty() {
        form = form.once(once);
    }
    Page::new(visit, title)
        .here(Section::Missions)
        .crumbs(crumbs)
        .slips(slips)
        .lead(html! { (speech.say("mission-form-lead")) })
        .draw(form.around(html! {
            @if offered.before.is_none() {
                (Field::radios("direction", speech.say("mission-direction"), directions.collect()).value(typed.some("direction").unwrap_or(MissionDirection::Out.word())).draw(speech))
            }
            (Field::text("title", speech.say("mission-title")).value(typed.get("title")).length_max(MISSION_LINE_CHARS_MAX).slips(slips).draw(speech))
            (Field::lines("purpose", speech.say("mission-purpose"), 4).hint(speech.say("mission-purpose-hint"))
                .value(typed.get("purpose")).length_max(MISSION_TEXT_CHARS_MAX).slips(slips).draw(speech))
            @if offered.before.is_none() && offered.posts.len() > 1 {
                (Field::select("post", speech.say("mission-post"), posts.collect()).value(typed.some("post").unwrap_or(first)).slips(slips).draw(speech))
            }
            (needs(speech, offered, typed, slips))
            (hosts(speech, offered, typed, slips))
            @for (host, last) in &offered.last { (mission_yield::last_missions(speech, host, last)) }
            (event(speech, offered, typed, slips))
            (Field::date("since", speech.say("mission-since")).value(typed.some("since").unwrap_or(&since.to_string())).slips(slips).draw(speech))
            (Field::date("until", speech.say("mission-until")).value(typed.some("until").unwrap_or(&until.to_string())).slips(slips).draw(speech))
            (Field::text("place", speech.say("mission-place")).value(or_as_event("place", |event| event.place.as_str())).optional().length_max(MISSION_LINE_CHARS_MAX).slips(slips).draw(speech))
            (Field::text("country", speech.say("host-country")).hint(speech.say("host-country-hint"))
                .value(or_as_event("country", |event| event.country.as_str())).optional().narrow().length_max(2).slips(slips).draw(speech))
            (Field::text("budget", speech.say("mission-budget")).hint(speech.say("mission-budget-hint"))
                .value(typed.get("budget")).optional().narrow().slips(slips).draw(speech))
            (Field::lines("plan", speech.say("mission-plan"), 4).hint(speech.say("mission-plan-hint"))
                .value(typed.get("plan")).optional().length_max(MISSION_TEXT_CHARS_MAX).slips(slips).draw(speech))
            (Field::lines("recipients", speech.say("mission-recipients"), 3).hint(speech.say("mission-recipients-hint"))
                .value(typed.get("recipients")).optional().slips(slips).draw(speech))
            (offered.marks.fields(speech, typed, slips))
            p class="hint" { (speech.say("mission-marking-hint")) }
            @if offered.before.is_some() { input type="hidden" name="revision" value=(typed.get("revision")); }
            div class="actions" { (Button::primary(&send)) }
        }))
}

/// The needs to serve, each with its parameters: now, wanted, expected.
fn needs(speech: Speech, offered: &Offered, typed: &Typed, slips: &Slips) -> Markup {
    let choices = offered.needs.iter().map(|need| {
        let accepted = need.stage == Stage::Accepted && !need.is_expired(offered.today);
        let choice = Choice::new(need.id.as_str(), need.title.clone());
        if accepted { choice } else { choice.hint(speech.say("mission-need-not-accepted")) }
    });
    let with_parameters: Vec<&Need> = offered.needs.iter().filter(|need| !need.parameters.is_empty()).collect();
    let chosen = typed.all("need");
    html! {
        @if offered.needs.is_empty() {
            p class="quiet" { (speech.say("mission-needs-none")) }
        } @else {
            (Field::checks("need", speech.say("mission-needs"), choices.collect()).hint(speech.say("mission-needs-hint")).values(chosen.clone()).slips(slips).draw(speech))
        }
        @for need in with_parameters {
            (disclosure(&speech.with("mission-expected-of", &[("need", need.title.as_str().into())]), chosen.iter().any(|id| id == need.id.as_str()), html! {
                @for (at, parameter) in need.parameters.iter().enumerate() {
                    @let field = benefit_field(&need.id, at);
                    @let (now, wanted) = (parameter.now.as_deref().unwrap_or("–"), parameter.wanted.as_deref().unwrap_or("–"));
                    @let said = speech.with("mission-expected-hint", &[("now", now.into()), ("wanted", wanted.into()), ("measure", parameter.measure.as_str().into())]);
                    (Field::number(field.clone(), parameter.name.clone()).hint(said).value(typed.get(&field)).optional().narrow().slips(slips).draw(speech))
                }
            }))
        }
        (Field::lines("benefit", speech.say("mission-benefit"), 2).hint(speech.say("mission-benefit-hint"))
            .value(typed.get("benefit")).optional().length_max(MISSION_TEXT_CHARS_MAX).slips(slips).draw(speech))
    }
}

fn hosts(speech: Speech, offered: &Offered, typed: &Typed, slips: &Slips) -> Markup {
    let choices = offered.hosts.iter().map(|host| {
        let land = country(speech, &host.country);
        let place = if host.place.is_empty() { land } else { format!("{}, {land}", host.place) };
        Choice::new(host.id.to_string(), host.name()).hint(place)
    });
    let narrows = offered.hosts_left_out > 0 || typed.some("host-words").is_some();
    html! {
        @if offered.hosts.is_empty() { p class="quiet" { (speech.say("mission-hosts-none")) " " a href="/hosts/new" { (speech.say("host-new")) } } }
        @else {
            (Field::checks("host", speech.say("mission-hosts"), choices.collect()).values(typed.all("host")).optional().slips(slips).draw(speech))
            @if offered.hosts_left_out > 0 { p class="quiet" { (speech.with("hosts-left-out", &[("count", offered.hosts_left_out.into())])) } }
        }
        @if narrows {
            (Field::search("host-words", speech.say("hosts-search")).value(typed.get("host-words")).optional().draw(speech))
            div class="actions" { (Button::plain(&speech.say("hosts-look")).sends("look", "yes").skips_checks()) }
        }
    }
}

fn event(speech: Speech, offered: &Offered, typed: &Typed, slips: &Slips) -> Markup {
    let called = |event: &Event| format!("{}, {} ({})", event.name, event.place, event.since.year());
    let ours = offered.events.iter().map(|event| Choice::new(event.id.to_string(), called(event)));
    let ours: Vec<Choice> =
        std::iter::once(Choice::new("", speech.say("mission-event-in-words"))).chain(ours).collect();
    let kinds =
        EventKind::ALL.iter().map(|kind| Choice::new(kind.word(), speech.say(&format!("event-kind-{}", kind.word()))));
    let kind = typed.some("event-kind").unwrap_or(EventKind::Exhibition.word());
    disclosure(
        &speech.say("mission-event"),
        typed.some("event").is_some() || typed.some("event-of").is_some(),
        html! {
            @if ours.len() > 1 {
                (Field::select("event-of", speech.say("mission-event-of"), ours).hint(speech.say("mission-event-of-hint"))
                    .value(typed.get("event-of")).slips(slips).draw(speech))
            }
            (Field::text("event", speech.say("event-name")).value(typed.get("event")).optional().length_max(MISSION_LINE_CHARS_MAX).slips(slips).draw(speech))
            (Field::radios("event-kind", speech.say("event-kind"), kinds.collect()).value(kind).slips(slips).draw(speech))
            (Field::text("event-place", speech.say("mission-place")).value(typed.get("event-place")).optional().length_max(MISSION_LINE_CHARS_MAX).slips(slips).draw(speech))
            (Field::date("event-since", speech.say("mission-since")).value(typed.get("event-since")).optional().slips(slips).draw(speech))
            (Field::date("event-until", speech.say("mission-until")).value(typed.get("event-until")).optional().slips(slips).draw(speech))
        },
    )
}
