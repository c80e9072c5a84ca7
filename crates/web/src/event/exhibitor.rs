//! One exhibitor of an event: what the list says of it, which host it is, who visits its stand.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, Officer, StandLine};
use maud::{Markup, html};
use model::{
    Event, Exhibitor, Host, Mission, MissionId, Noun, PostId, Question, QuestionId, STAND_PURPOSE_CHARS_MAX,
    SpecialistId, Stand, StandId, StandState, Thing, Visitor,
};
use store::MissionFilter;

use super::{crumbs_to, exhibitors};
use crate::caller::Caller;
use crate::component::{Button, Choice, Column, Crumb, Field, Form, Page, Section, Slips, Table, disclosure};
use crate::country::country;
use crate::failed::{Answer, failed, page, see_other, sentence, was_changed};
use crate::marking::{self, MarkingChoices};
use crate::screening::parties_line;
use crate::speech::Speech;
use crate::stand::state;
use crate::typed::Typed;

/// Hosts or people of the roster that are offered. Who looks for others narrows the list by words.
const OFFERED: usize = 60;

struct Loaded {
    event: Event,
    exhibitor: Exhibitor,
    host: Option<Host>,
    hosts: Vec<Host>,
    stands: Vec<StandLine>,
    posts: Vec<(PostId, String)>,
    members: Vec<(SpecialistId, String)>,
    questions: Vec<(Mission, Question)>,
    marks: MarkingChoices,
    /// How it stands to the lists: as an exhibitor, and as the host that it is.
    standing: Vec<desk::PartyStanding>,
    may_change: bool,
    /// Whether somebody else changed it, so that what is sent next is written in view of what stands here now.
    is_changed: bool,
}

fn load(office: &Office, officer: &Officer, id: (&str, &str), typed: &Typed) -> Result<Loaded, Failure> {
    let (event, exhibitor) = office.exhibitor(id.0, id.1)?;
    let host = exhibitor.host.and_then(|host| office.host(&host.to_string()).ok());
    let may_change = office.may_change_event(officer, &event);
    let mut standing = office.parties_standing(&Thing::new(Noun::Event, event.id))?;
    standing.retain(|one| one.of.party.name == exhibitor.name);
    if let Some(host) = &host {
        standing.extend(office.parties_standing(&Thing::new(Noun::Host, host.id))?.into_iter().take(1));
    }
    let mut hosts = Vec::new();
    if may_change {
        // Those that are called alike first; words look for others.
        let words = typed.some("host-words").unwrap_or(&exhibitor.name).to_owned();
        hosts = office.hosts(&words)?;
        if let Some(host) = &host
            && hosts.iter().all(|one| one.id != host.id)
        {
            hosts.insert(0, host.clone());
        }
        hosts.truncate(OFFERED);
    }
    let missions = office.missions(&MissionFilter { event: Some(event.id), ..MissionFilter::default() })?;
    let (mut questions, mut going) = (Vec::new(), Vec::new());
    for mission in missions {
        going.extend(mission.members.iter().map(|member| member.specialist));
        for question in office.questions_for_stand(&mission)? {
            questions.push((mission.clone(), question));
        }
    }
    // Who was chosen comes first, then who goes there with a mission.
    let chosen = match visitor(typed) {
        Some(Visitor::Member(member)) => Some(member),
        _ => None,
    };
    let mut roster = office.specialists(typed.get("visitor-words"))?;
    if let Some(chosen) = chosen
        && roster.iter().all(|one| one.id != chosen)
    {
        roster.extend(office.specialist(&chosen.to_string()).ok());
    }
    roster.sort_by_key(|one| (Some(one.id) != chosen, !going.contains(&one.id)));
    Ok(Loaded {
        stands: office.stands_of(&event, &exhibitor)?,
        posts: officer.posts.iter().map(|(post, _)| (post.id.clone(), post.title.clone())).collect(),
        members: roster.into_iter().take(OFFERED).map(|one| (one.id, one.name)).collect(),
        marks: MarkingChoices::of(office, officer)?,
        event,
        exhibitor,
        host,
        hosts,
        questions,
        standing,
        may_change,
        is_changed: false,
    })
}

type Address = Path<(String, String)>;

pub async fn show(caller: Caller, Path(id): Address, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    again(&caller, id, &typed, &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    id: (String, String),
    typed: &Typed,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, fields) = (Arc::clone(&caller.officer), typed.clone());
    let loaded = caller.read(move |office| load(office, &officer, (&id.0, &id.1), &fields)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    let loaded = Loaded { is_changed: status == StatusCode::CONFLICT, ..loaded };
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

/// The event and the exhibitor, as far as they are seen.
async fn seen(caller: &Caller, id: &(String, String)) -> Result<(Event, Exhibitor), Response> {
    let id = id.clone();
    let found = caller.read(move |office| office.exhibitor(&id.0, &id.1)).await;
    found.map_err(|failure| failed(&caller.visit, &failure))
}

async fn refused(caller: &Caller, id: (String, String), typed: &Typed, at: &str, failure: Failure) -> Answer {
    let Some(sentence) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
    let mut slips = Slips::new();
    slips.note(at, sentence);
    let status = if was_changed(&failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    again(caller, id, typed, &slips, status).await
}

pub async fn change(caller: Caller, Path(id): Address, typed: Typed) -> Answer {
    let (event, before) = seen(&caller, &id).await?;
    if typed.some("look").is_some() {
        return again(&caller, id, &typed, &Slips::new(), StatusCode::OK).await;
    }
    // Without the number of what was seen, what stands there now.
    let revision = typed.get("revision").parse().unwrap_or(before.revision);
    let exhibitor = Exhibitor { revision, ..exhibitors::exhibitor(&typed, before.number) };
    match caller.act(move |writer, turn, _| desk::keep_exhibitor(writer, turn, event.id, exhibitor)).await {
        Ok(kept) => Ok(see_other(&format!("/events/{}/exhibitors/{}", event.id, kept.number))),
        Err(failure) => refused(&caller, id, &typed, "name", failure).await,
    }
}

pub async fn remove(caller: Caller, Path(id): Address, typed: Typed) -> Answer {
    let (event, held) = seen(&caller, &id).await?;
    match caller.act(move |writer, turn, _| desk::remove_exhibitor(writer, turn, event.id, held.number)).await {
        Ok(()) => Ok(see_other(&format!("/events/{}/exhibitors", event.id))),
        Err(failure) => refused(&caller, id, &typed, "name", failure).await,
    }
}

pub async fn make_host(caller: Caller, Path(id): Address, typed: Typed) -> Answer {
    let (event, held) = seen(&caller, &id).await?;
    let Some(post) = caller.officer.post_ids().into_iter().next() else {
        let mut slips = Slips::new();
        slips.note("name", caller.visit.speech.say("request-no-post"));
        return again(&caller, id, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let made = caller.act(move |writer, turn, _| desk::make_host(writer, turn, (event.id, held.number), post)).await;
    match made {
        Ok(host) => Ok(see_other(&format!("/hosts/{}", host.id))),
        Err(failure) => refused(&caller, id, &typed, "name", failure).await,
    }
}

/// Who was chosen to go.
fn visitor(typed: &Typed) -> Option<Visitor> {
    match typed.get("visitor").split_once(':')? {
        ("member", id) => SpecialistId::parse(id).map(Visitor::Member),
        (_, id) => PostId::new(id).ok().map(Visitor::Post),
    }
}

/// The question that was chosen, with its mission.
fn question(typed: &Typed) -> Option<(MissionId, QuestionId)> {
    let (mission, question) = typed.get("question").split_once(':')?;
    MissionId::parse(mission).zip(QuestionId::parse(question))
}

/// Plans a visit; who stands there already goes on to the note.
pub async fn plan(caller: Caller, Path(id): Address, typed: Typed) -> Answer {
    let (event, exhibitor) = seen(&caller, &id).await?;
    if typed.some("look").is_some() {
        return again(&caller, id, &typed, &Slips::new(), StatusCode::OK).await;
    }
    let first = || caller.officer.post_ids().into_iter().next();
    let post = typed.some("post").and_then(|post| PostId::new(post).ok()).or_else(first);
    let Some(post) = post else {
        let mut slips = Slips::new();
        slips.note("purpose", caller.visit.speech.say("request-no-post"));
        return again(&caller, id, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let stand = Stand {
        id: StandId::parse(typed.get("once")).unwrap_or_else(|| StandId::from_bits(caller.app.ids()())),
        event: event.id,
        exhibitor: exhibitor.number,
        visitor: visitor(&typed).unwrap_or_else(|| Visitor::Post(post.clone())),
        purpose: typed.get("purpose").to_owned(),
        question: question(&typed),
        state: StandState::Planned,
        day: None,
        by: String::new(),
        title: String::new(),
        notes: String::new(),
        evidence: None,
        contacts: Vec::new(),
        record: None,
        reason: String::new(),
        post,
        marking: marking::chosen(&typed),
        revision: 0,
        made_at: 0,
    };
    let now = typed.get("do") == "now";
    match caller.act(move |writer, turn, _| desk::plan_stand(writer, turn, stand)).await {
        Ok(stand) if now => Ok(see_other(&format!("/stands/{}/visit", stand.id))),
        Ok(stand) => Ok(see_other(&format!("/stands/{}", stand.id))),
        Err(failure) => refused(&caller, id, &typed, "purpose", failure).await,
    }
}

fn as_typed(exhibitor: &Exhibitor, host: Option<&Host>) -> Typed {
    Typed::of([
        ("name", exhibitor.name.clone()),
        ("country", exhibitor.country.clone()),
        ("stand", exhibitor.stand.clone()),
        ("shows", exhibitor.shows.clone()),
        ("host", host.map_or_else(String::new, |host| host.id.to_string())),
        ("revision", exhibitor.revision.to_string()),
    ])
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let Loaded { event, exhibitor, .. } = loaded;
    let address = format!("/events/{}/exhibitors/{}", event.id, exhibitor.number);
    // Each form shows what is to be corrected in it.
    let none = Slips::new();
    let (of_plan, of_list) = if slips.of("purpose").is_some() { (slips, &none) } else { (&none, slips) };
    let mut crumbs = crumbs_to(speech, event);
    crumbs.push(Crumb::new(speech.say("exhibitors-title"), format!("/events/{}/exhibitors", event.id)));
    Page::new(visit, exhibitor.name.clone())
        .here(Section::Missions)
        .crumbs(crumbs)
        .slips(slips)
        .lead(html! {
            @if !exhibitor.country.is_empty() { span { (country(speech, &exhibitor.country)) } }
            @if !exhibitor.stand.is_empty() { span { (speech.say("exhibitor-stand")) " " bdi { (exhibitor.stand) } } }
            @if let Some(host) = &loaded.host { span { (speech.say("exhibitor-host")) " " a href={ "/hosts/" (host.id) } { bdi { (host.name()) } } } }
        })
        .draw(html! {
            @if !exhibitor.shows.is_empty() {
                section aria-labelledby="shows" {
                    h2 id="shows" { (speech.say("exhibitor-shows")) }
                    @for paragraph in exhibitor.shows.lines().filter(|line| !line.trim().is_empty()) { p { bdi { (paragraph) } } }
                }
            }
            (parties_line(speech, &loaded.standing))
            section aria-labelledby="stands" {
                h2 id="stands" { (speech.say("stands-title")) }
                @if loaded.stands.is_empty() { p class="quiet" { (speech.say("stands-none-here")) } } @else { (table(speech, &loaded.stands)) }
                @if !loaded.posts.is_empty() { (planning(caller, loaded, typed, of_plan, &address)) }
            }
            @if loaded.may_change { (changing(caller, loaded, typed, of_list, &address)) }
        })
}

fn table(speech: Speech, stands: &[StandLine]) -> Markup {
    let columns = ["stand-visitor", "stand-purpose", "stand-state"];
    let mut table = Table::new(speech.say("stands-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for line in stands {
        let stand = &line.stand;
        table = table.row(vec![
            html! { a href={ "/stands/" (stand.id) } { bdi { (line.visitor) } } " " (marking::tags(speech, &stand.marking)) },
            html! { @if stand.purpose.is_empty() { "–" } @else { bdi { (stand.purpose) } } },
            html! { (state(speech, stand.state)) @if let Some(day) = stand.day { " " (speech.date(day)) } },
        ]);
    }
    table.draw(speech)
}

/// The form that plans a visit, and the button for who stands there.
fn planning(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips, address: &str) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let action = format!("{address}/stands");
    let once =
        typed.some("once").map(str::to_owned).unwrap_or_else(|| StandId::from_bits(caller.app.ids()()).to_string());
    let posts = loaded.posts.iter().map(|(id, title)| Choice::new(format!("post:{id}"), title.clone()));
    let members = loaded.members.iter().map(|(id, name)| Choice::new(format!("member:{id}"), name.clone()));
    let visitors: Vec<Choice> = posts.chain(members).collect();
    let first = loaded.posts.first().map_or_else(String::new, |(id, _)| format!("post:{id}"));
    let own: Vec<Choice> = loaded.posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone())).collect();
    let none = Choice::new("", speech.say("stand-no-question"));
    let questions = loaded.questions.iter().map(|(mission, question)| {
        Choice::new(format!("{}:{}", mission.id, question.id), format!("{} · {}", question.text, mission.title))
    });
    let questions: Vec<Choice> = std::iter::once(none).chain(questions).collect();
    let is_open = slips.of("purpose").is_some() || loaded.stands.is_empty() || typed.has("visitor-words");
    let offered = i64::try_from(OFFERED).unwrap_or(i64::MAX);
    html! {
        (disclosure(&speech.say("stand-plan"), is_open, html! {
            (Form::new(visit, &action).slips(slips).guarded().once(&once).around(html! {
                (Field::lines("purpose", speech.say("stand-purpose"), 2).hint(speech.say("stand-purpose-hint"))
                    .value(typed.get("purpose")).optional().length_max(STAND_PURPOSE_CHARS_MAX).slips(slips).draw(speech))
                (Field::search("visitor-words", speech.say("stand-visitor-words")).hint(speech.with("stand-visitor-words-hint", &[("max", offered.into())]))
                    .value(typed.get("visitor-words")).optional().draw(speech))
                div class="actions" { (Button::plain(&speech.say("stand-visitor-look")).sends("look", "yes").skips_checks()) }
                (Field::select("visitor", speech.say("stand-visitor"), visitors).value(typed.some("visitor").unwrap_or(&first)).draw(speech))
                @if questions.len() > 1 {
                    (Field::select("question", speech.say("stand-question"), questions).hint(speech.say("stand-question-hint")).value(typed.get("question")).draw(speech))
                }
                @if own.len() > 1 {
                    (Field::select("post", speech.say("stand-post"), own).value(typed.get("post")).draw(speech))
                }
                (disclosure(&speech.say("stand-narrower"), false, loaded.marks.fields(speech, typed, &Slips::new())))
                div class="actions" {
                    (Button::primary(&speech.say("stand-plan-it")).sends("do", "plan"))
                    (Button::plain(&speech.say("stand-note-now")).sends("do", "now"))
                }
            }))
        }))
    }
}

/// What the list says, to be changed; which host it is; taken off.
fn changing(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips, address: &str) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let held = as_typed(&loaded.exhibitor, loaded.host.as_ref());
    let is_typed = typed.has("shows");
    let shown = if is_typed { typed } else { &held };
    let none = Choice::new("", speech.say("exhibitor-no-host"));
    let hosts = loaded
        .hosts
        .iter()
        .map(|host| Choice::new(host.id.to_string(), host.name()).hint(country(speech, &host.country)));
    let hosts: Vec<Choice> = std::iter::once(none).chain(hosts).collect();
    let is_open = is_typed || slips.of("name").is_some();
    let revision =
        if loaded.is_changed { loaded.exhibitor.revision.to_string() } else { shown.get("revision").to_owned() };
    html! {
        section aria-labelledby="change" {
            h2 id="change" { (speech.say("exhibitor-change")) }
            (disclosure(&speech.say("exhibitor-change-it"), is_open, html! {
                (Form::new(visit, address).slips(slips).guarded().around(html! {
                    (exhibitors::fields(speech, shown, slips))
                    (Field::select("host", speech.say("exhibitor-host"), hosts).hint(speech.say("exhibitor-host-hint")).value(shown.get("host")).draw(speech))
                    (Field::search("host-words", speech.say("hosts-search")).value(typed.get("host-words")).optional().draw(speech))
                    input type="hidden" name="revision" value=(revision);
                    div class="actions" {
                        (Button::primary(&speech.say("host-save")))
                        (Button::plain(&speech.say("hosts-look")).sends("look", "yes").skips_checks())
                    }
                }))
            }))
            div class="actions" {
                @if loaded.exhibitor.host.is_none() {
                    (Form::new(visit, &format!("{address}/host")).inline().around(html! { (Button::plain(&speech.say("exhibitor-make-host"))) }))
                }
                (Form::new(visit, &format!("{address}/removal")).inline().around(html! { (Button::quiet(&speech.say("exhibitor-remove"))) }))
            }
        }
    }
}
