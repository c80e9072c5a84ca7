//! Liaison of a mission: the post that turns to the hosts, what was done with each, and the meetings.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Agenda, Failure, FreeAt, LiaisonRights, MissionPage, Office, Officer};
use maud::{Markup, html};
use model::{
    Approach, ApproachState, Date, Host, HostId, LIAISON_TEXT_CHARS_MAX, Liaison, LiaisonStage, Meeting, MeetingId,
    MeetingState, MeetingStep, PostId, SpecialistId,
};

use super::step::revision;
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Crumb, Field, Form, Page, Section, Slips, SummaryRow, Table, Tone, banner, disclosure,
    empty, link_button, summary_list, tag,
};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::speech::Speech;
use crate::typed::Typed;

/// Everything the page shows.
struct Loaded {
    page: MissionPage,
    liaison: Option<Liaison>,
    agenda: Agenda,
    rights: LiaisonRights,
    hosts: Vec<Host>,
    members: BTreeMap<SpecialistId, String>,
    /// Posts to which the mission can be given.
    posts: Vec<(PostId, String)>,
    post: Option<String>,
    today: Date,
}

fn load(office: &Office, officer: &Officer, id: &str, today: Date) -> Result<Loaded, Failure> {
    let page = office.mission_page(id)?;
    let mission = &page.mission;
    let liaison = office.liaison(mission.id)?;
    let titled = |post: &PostId| -> Result<String, Failure> {
        Ok(office.post(post)?.map_or_else(|| post.to_string(), |held| held.title))
    };
    let mut hosts = Vec::new();
    for host in &mission.hosts {
        hosts.push(office.host(&host.to_string())?);
    }
    let mut members = BTreeMap::new();
    for member in &mission.members {
        members.insert(member.specialist, office.specialist(&member.specialist.to_string())?.name);
    }
    let mut posts = Vec::new();
    for one in office.liaison_posts_for(mission, &page.questions)? {
        posts.push((one.post.clone(), titled(&one.post)?));
    }
    Ok(Loaded {
        rights: office.liaison_rights(officer, mission, liaison.as_ref())?,
        agenda: office.agenda(mission, &page.questions)?,
        post: liaison.as_ref().map(|liaison| titled(&liaison.post)).transpose()?,
        liaison,
        hosts,
        members,
        posts,
        page,
        today,
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
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| load(office, &officer, &id, today)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &loaded, typed, slips)))
}

/// The step that a button of a meeting sends.
fn step_of(typed: &Typed, meeting: MeetingId) -> Option<MeetingStep> {
    let reason = || typed.get(&format!("reason-{meeting}")).to_owned();
    Some(match typed.get("do") {
        "agree" => MeetingStep::Agree,
        "hold" => MeetingStep::Hold,
        "decline" => MeetingStep::Decline(reason()),
        "cancel" => MeetingStep::Cancel(reason()),
        _ => return None,
    })
}

pub async fn act(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let (name, fields) = (id.clone(), typed.clone());
    let speech = caller.visit.speech;
    let mut slips = Slips::new();
    let day = Date::parse(typed.get("day"));
    if typed.get("do") == "approach" && day.is_none() {
        slips.note("day", speech.say("mission-day-unread"));
        return again(&caller, id, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let done = caller
        .act(move |writer, turn, office| {
            let mission = office.mission(&name)?;
            match (fields.get("do"), day) {
                ("entrust", _) => {
                    if let Ok(post) = PostId::new(fields.get("post")) {
                        let seen = (mission.id, revision(&fields));
                        desk::entrust_mission(writer, turn, office, seen, &post, fields.get("word"))?;
                    }
                }
                ("approach", Some(day)) => {
                    let approach = Approach {
                        host: HostId::parse(fields.get("host")),
                        day,
                        state: ApproachState::from_word(fields.get("state")).unwrap_or(ApproachState::Contacted),
                        words: fields.get("words").to_owned(),
                        by: String::new(),
                        at: 0,
                    };
                    desk::note_approach(writer, turn, mission.id, approach)?;
                }
                ("end", _) => drop(desk::end_liaison(writer, turn, mission.id)?),
                _ => {
                    if let Some(meeting) = MeetingId::parse(fields.get("meeting"))
                        && let Some(step) = step_of(&fields, meeting)
                    {
                        let sequence = fields.get("sequence").parse().unwrap_or_default();
                        desk::step_meeting(writer, turn, mission.id, (meeting, sequence), &step)?;
                    }
                }
            }
            Ok(mission)
        })
        .await;
    match done {
        Ok(mission) => Ok(see_other(&format!("/missions/{}/liaison", mission.id))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                let field = match typed.get("do") {
                    "approach" => "words".to_owned(),
                    "entrust" => "post".to_owned(),
                    "decline" | "cancel" => format!("reason-{}", typed.get("meeting")),
                    _ => "now".to_owned(),
                };
                slips.note(field, sentence);
                again(&caller, id, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

/// Where a meeting stands, as a tag.
fn meeting_state(speech: Speech, state: MeetingState) -> Markup {
    let tone = match state {
        MeetingState::Proposed => Tone::Accent,
        MeetingState::Agreed | MeetingState::Held => Tone::Good,
        MeetingState::Declined => Tone::Bad,
        MeetingState::Cancelled => Tone::Faint,
    };
    tag(tone, &speech.say(&format!("meeting-state-{}", state.word())))
}

/// What came of turning to a host, as a tag.
fn approach_state(speech: Speech, state: ApproachState) -> Markup {
    let tone = match state {
        ApproachState::Contacted => Tone::Accent,
        ApproachState::Answered => Tone::Good,
        ApproachState::Declined => Tone::Bad,
        ApproachState::Waits => Tone::Warn,
    };
    tag(tone, &speech.say(&format!("approach-state-{}", state.word())))
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let mission = &loaded.page.mission;
    let address = format!("/missions/{}", mission.id);
    let first = !loaded.rights.entrust || loaded.liaison.is_some();
    Page::new(visit, speech.say("liaison-title"))
        .here(Section::Missions)
        .crumbs(vec![Crumb::of(speech, Section::Missions), Crumb::new(mission.title.clone(), address.clone())])
        .slips(slips)
        .lead(html! {
            @match (&loaded.liaison, &loaded.post) {
                (Some(liaison), Some(post)) => {
                    (speech.with("liaison-with", &[("post", post.as_str().into())])) " "
                    @match liaison.stage {
                        LiaisonStage::Open => (tag(Tone::Accent, &speech.say("liaison-stage-open"))),
                        LiaisonStage::Done => (tag(Tone::Good, &speech.say("liaison-stage-done"))),
                    }
                },
                _ => { (speech.say("liaison-lead")) },
            } " "
            (speech.date(mission.since)) " – " (speech.date(mission.until))
        })
        .draw(html! {
            (Form::new(visit, &format!("{address}/liaison")).slips(slips).inline().around(html! {
                span id="now" tabindex="-1" {}
                @if loaded.rights.arrange && loaded.liaison.as_ref().is_some_and(|one| one.stage == LiaisonStage::Open) {
                    (Button::plain(&speech.say("liaison-end")).sends("do", "end"))
                }
            }))
            @if let Some(word) = loaded.liaison.as_ref().map(|liaison| &liaison.word).filter(|word| !word.is_empty()) {
                section aria-labelledby="word" { h2 id="word" { (speech.say("liaison-word")) } p class="lines" { bdi { (word) } } }
            }
            @if loaded.rights.entrust { (entrust(caller, loaded, typed, slips)) }
            (open_ends(speech, loaded))
            section aria-labelledby="meetings" {
                h2 id="meetings" { (speech.say("meetings-title")) }
                div class="actions" {
                    @if loaded.rights.meet { (link_button(&speech.say("meeting-new"), &format!("{address}/meeting"), first)) }
                    @if !loaded.agenda.meetings.is_empty() { (link_button(&speech.say("meetings-calendar"), &format!("{address}/calendar"), false)) }
                }
                @if loaded.agenda.meetings.is_empty() {
                    (empty(&speech.say("meetings-none"), &speech.say("meetings-none-body"), html! {}))
                } @else { p class="quiet" { (speech.say("meetings-by-file")) } }
                @for meeting in &loaded.agenda.meetings { (drawn(caller, loaded, meeting, typed, slips)) }
            }
            (hosts(speech, loaded))
            @if loaded.rights.arrange { (approach(caller, loaded, typed, slips)) }
        })
}

/// Questions and hosts without a meeting.
fn open_ends(speech: Speech, loaded: &Loaded) -> Markup {
    let agenda = &loaded.agenda;
    let title = speech.with("meetings-without", &[("count", agenda.without.len().into())]);
    html! {
        @if !agenda.without.is_empty() {
            (banner(Tone::Warn, &title, html! {
                ul { @for id in &agenda.without { @if let Ok(question) = loaded.page.questions.get(*id) { li { bdi { (question.text) } } } } }
            }))
        }
        @if !agenda.hosts_without.is_empty() {
            (banner(Tone::Warn, &speech.say("meetings-hosts-without"), html! {
                ul { @for host in loaded.hosts.iter().filter(|host| agenda.hosts_without.contains(&host.id)) { li { bdi { (host.name()) } } } }
            }))
        }
    }
}

fn entrust(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let mission = &loaded.page.mission;
    let posts = loaded.posts.iter().map(|(id, title)| Choice::new(id.as_str(), title.clone()));
    let open = loaded.liaison.is_none() || typed.get("do") == "entrust";
    disclosure(
        &speech.say("liaison-entrust-title"),
        open,
        html! {
            @if loaded.posts.is_empty() {
                p { (speech.say("liaison-posts-none-here")) " " a href="/office/liaison" { (speech.say("liaison-posts-title")) } }
            } @else {
                (Form::new(visit, &format!("/missions/{}/liaison", mission.id)).around(html! {
                    input type="hidden" name="revision" value=(mission.revision);
                    (Field::select("post", speech.say("liaison-post"), posts.collect()).value(typed.get("post")).slips(slips).draw(speech))
                    (Field::lines("word", speech.say("liaison-word-label"), 2).hint(speech.say("liaison-word-hint")).value(typed.get("word")).optional().length_max(LIAISON_TEXT_CHARS_MAX).draw(speech))
                    div class="actions" { (Button::plain(&speech.say("liaison-entrust")).sends("do", "entrust")) }
                }))
            }
        },
    )
}

/// A meeting with what may be done with it.
fn drawn(caller: &Caller, loaded: &Loaded, meeting: &Meeting, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let mission = &loaded.page.mission;
    let action = format!("/missions/{}/liaison", mission.id);
    let host = loaded.hosts.iter().find(|host| Some(host.id) == meeting.host);
    let names: Vec<&str> = meeting.members.iter().filter_map(|id| loaded.members.get(id)).map(String::as_str).collect();
    let mut rows = vec![SummaryRow::new(
        speech.say("meeting-when"),
        html! {
            (speech.date(meeting.starts.day)) ", " (meeting.starts.time()) "–" (meeting.ends().time())
            " " span class="quiet" { (meeting.zone) }
        },
    )];
    if let Some(host) = host {
        rows.push(SummaryRow::new(
            speech.say("meeting-host"),
            html! { a href={ "/hosts/" (host.id) } { bdi { (host.name()) } } },
        ));
    }
    for (key, text) in [("meeting-place", &meeting.place), ("meeting-people", &meeting.people)] {
        if !text.is_empty() {
            rows.push(SummaryRow::new(speech.say(key), html! { bdi { (text) } }));
        }
    }
    if !names.is_empty() {
        rows.push(SummaryRow::new(speech.say("meeting-members"), html! { bdi { (names.join(", ")) } }));
    }
    rows.push(SummaryRow::new(
        speech.say("meeting-questions"),
        html! {
            @if meeting.questions.is_empty() { "–" }
            @else { ul class="plain" { @for id in &meeting.questions { @if let Ok(question) = loaded.page.questions.get(*id) {
                li { a href={ "/missions/" (mission.id) "#" (id) } { bdi { (question.text) } } }
            } } } }
        },
    ));
    if !meeting.remark.is_empty() {
        rows.push(SummaryRow::new(speech.say("meeting-remark"), html! { bdi { (meeting.remark) } }));
    }
    if !meeting.reason.is_empty() {
        rows.push(SummaryRow::new(speech.say("meeting-reason"), html! { bdi { (meeting.reason) } }));
    }
    let misfit = loaded.agenda.misfits.iter().find(|(id, _)| *id == meeting.id);
    let may = loaded.rights.meet && meeting.state.is_open();
    let about = |key: &str| format!("{}: {}", speech.say(key), meeting.title);
    let hidden = html! {
        input type="hidden" name="meeting" value=(meeting.id);
        input type="hidden" name="sequence" value=(meeting.sequence);
    };
    let reason = format!("reason-{}", meeting.id);
    let typed_here = typed.get("meeting") == meeting.id.to_string();
    html! {
        article class="card" aria-labelledby=(meeting.id) {
            h3 id=(meeting.id) { bdi { (meeting.title) } " " (meeting_state(speech, meeting.state)) }
            @if let Some((_, refusal)) = misfit { (banner(Tone::Warn, &speech.say("meeting-misfit"), html! { p { (speech.refusal(refusal)) } })) }
            @if let Some((_, free)) = loaded.agenda.free.iter().find(|(id, _)| *id == meeting.id) {
                @let named = match free { FreeAt::Weekend => String::new(), FreeAt::Holiday(name) => name.clone() };
                @let key = match free { FreeAt::Weekend => "meeting-weekend", FreeAt::Holiday(_) => "meeting-holiday" };
                (banner(Tone::Warn, &speech.say(key), html! { @if !named.is_empty() { p { bdi { (named) } } } }))
            }
            (summary_list(&rows))
            p class="actions" {
                a href={ "/missions/" (mission.id) "/calendar?meeting=" (meeting.id) } aria-label=(about("meeting-invitation")) { (speech.say("meeting-invitation")) }
                @if may { " · " a href={ "/missions/" (mission.id) "/meeting?id=" (meeting.id) } aria-label=(about("meeting-change")) { (speech.say("meeting-change")) } }
            }
            @if may {
                (Form::new(visit, &action).inline().around(html! {
                    (hidden)
                    @if meeting.state == MeetingState::Proposed { (Button::plain(&speech.say("meeting-agree")).sends("do", "agree").about(&about("meeting-agree"))) }
                    @else { (Button::plain(&speech.say("meeting-hold")).sends("do", "hold").about(&about("meeting-hold"))) }
                }))
                (disclosure(&about("meeting-off"), typed_here && slips.of(&reason).is_some(), Form::new(visit, &action).around(html! {
                    (hidden)
                    (Field::text(reason.clone(), speech.say("meeting-reason")).value(typed.get(&reason)).slips(slips).draw(speech))
                    div class="actions" {
                        (Button::plain(&speech.say("meeting-decline")).sends("do", "decline").about(&about("meeting-decline")))
                        (Button::grave(&speech.say("meeting-cancel")).sends("do", "cancel").about(&about("meeting-cancel")))
                    }
                })))
            }
        }
    }
}

/// The hosts: whom one turns to there, and what was done.
fn hosts(speech: Speech, loaded: &Loaded) -> Markup {
    let approaches: &[Approach] = loaded.liaison.as_ref().map_or(&[], |liaison| &liaison.approaches);
    let notes = |host: Option<HostId>| {
        html! {
            @if !approaches.iter().any(|one| one.host == host) { p class="quiet" { (speech.say("approach-none")) } }
            @else { ul class="plain" {
                @for one in approaches.iter().filter(|one| one.host == host) {
                    li { (speech.date(one.day)) " " (approach_state(speech, one.state)) " " bdi { (one.words) } }
                }
            } }
        }
    };
    html! {
        section aria-labelledby="hosts" {
            h2 id="hosts" { (speech.say("mission-hosts")) }
            @for host in &loaded.hosts {
                h3 {
                    a href={ "/hosts/" (host.id) } { bdi { (host.name()) } }
                    @if let Some(last) = loaded.liaison.as_ref().and_then(|liaison| liaison.last_with(Some(host.id))) { " " (approach_state(speech, last.state)) }
                }
                (contacts(speech, host))
                (notes(Some(host.id)))
            }
            @if approaches.iter().any(|one| one.host.is_none()) { h3 { (speech.say("approach-others")) } (notes(None)) }
        }
    }
}

/// Whom one turns to at a host.
fn contacts(speech: Speech, host: &Host) -> Markup {
    if host.contacts.is_empty() {
        return html! {};
    }
    let caption = format!("{}: {}", speech.say("host-contacts"), host.name());
    let columns = ["contact-name", "contact-position", "host-languages", "contact-reach"];
    let mut table =
        Table::new(caption, columns.map(|key| Column::new(speech.say(key))).into()).caption_unseen().cards_on_phone();
    let or_none = |text: &str| html! { @if text.is_empty() { "–" } @else { bdi { (text) } } };
    for one in &host.contacts {
        let languages = speech.languages(&one.languages);
        table = table.row(vec![or_none(&one.name), or_none(&one.position), or_none(&languages), or_none(&one.reach)]);
    }
    table.draw(speech)
}

/// The form in which is written down what was done with a host.
fn approach(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let hosts = loaded.hosts.iter().map(|host| Choice::new(host.id.to_string(), host.name()));
    let others = std::iter::once(Choice::new("", speech.say("approach-others")));
    let states = ApproachState::ALL
        .iter()
        .map(|state| Choice::new(state.word(), speech.say(&format!("approach-state-{}", state.word()))));
    let first = loaded.hosts.first().map_or_else(String::new, |host| host.id.to_string());
    let host = if typed.has("host") { typed.get("host").to_owned() } else { first };
    let day = typed.some("day").map_or_else(|| loaded.today.to_string(), str::to_owned);
    disclosure(
        &speech.say("approach-new"),
        typed.get("do") == "approach",
        Form::new(visit, &format!("/missions/{}/liaison", loaded.page.mission.id)).guarded().around(html! {
            (Field::select("host", speech.say("meeting-host"), hosts.chain(others).collect()).value(host).draw(speech))
            (Field::date("day", speech.say("approach-day")).value(day).slips(slips).draw(speech))
            (Field::radios("state", speech.say("approach-state"), states.collect()).value(typed.some("state").unwrap_or(ApproachState::Contacted.word())).draw(speech))
            (Field::lines("words", speech.say("approach-words"), 3).value(typed.get("words")).length_max(LIAISON_TEXT_CHARS_MAX).slips(slips).draw(speech))
            div class="actions" { (Button::plain(&speech.say("approach-keep")).sends("do", "approach")) }
        }),
    )
}
