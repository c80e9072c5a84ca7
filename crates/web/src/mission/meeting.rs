//! The form of a meeting: proposed, and changed.

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office};
use maud::{Markup, html};
use model::{
    Date, Host, HostId, LocalTime, MEETING_LINE_CHARS_MAX, MEETING_TEXT_CHARS_MAX, Meeting, MeetingId, MeetingState,
    Mission, QuestionId, QuestionState, Refusal, SpecialistId,
};

use crate::caller::Caller;
use crate::component::{Button, Choice, Crumb, Field, Form, Page, Section, Slips, Trouble};
use crate::failed::{Answer, failed, page, see_other, sentence, trouble};
use crate::typed::Typed;

/// Minutes of a meeting, unless it is said otherwise.
const MINUTES: u16 = 90;

struct Loaded {
    mission: Mission,
    hosts: Vec<Host>,
    members: Vec<(SpecialistId, String)>,
    /// Questions that may go there: open ones that go to no other meeting.
    questions: Vec<(QuestionId, String)>,
    before: Option<Meeting>,
    /// The zone of the last meeting: where one stays one is not asked again.
    zone: String,
    zones: Vec<String>,
}

fn load(office: &Office, id: &str, meeting: Option<MeetingId>) -> Result<Loaded, Failure> {
    let found = office.mission_page(id)?;
    let agenda = office.agenda(&found.mission, &found.questions)?;
    let before = meeting.and_then(|id| agenda.meetings.iter().find(|one| one.id == id)).cloned();
    let mut hosts = Vec::new();
    for host in &found.mission.hosts {
        hosts.push(office.host(&host.to_string())?);
    }
    let mut members = Vec::new();
    for member in &found.mission.members {
        members.push((member.specialist, office.specialist(&member.specialist.to_string())?.name));
    }
    let own: &[QuestionId] = before.as_ref().map_or(&[], |one| &one.questions);
    let may = |id: &QuestionId| agenda.without.contains(id) || own.contains(id);
    let open = found.questions.all().iter().filter(|question| question.state == QuestionState::Open);
    let questions =
        open.filter(|question| may(&question.id)).map(|question| (question.id, question.text.clone())).collect();
    let last = agenda.meetings.last().map(|one| one.zone.clone());
    let of_country = hosts.first().and_then(|host| model::zone_of_country(&host.country)).map(str::to_owned);
    Ok(Loaded {
        mission: found.mission,
        hosts,
        members,
        questions,
        before,
        zone: last.or(of_country).unwrap_or_else(|| "UTC".to_owned()),
        zones: desk::zones(),
    })
}

pub async fn show(caller: Caller, Path(id): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let meeting = MeetingId::parse(typed.get("id"));
    let once = MeetingId::from_bits(caller.app.ids()()).to_string();
    again(&caller, id, meeting, None, &once, &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    id: String,
    meeting: Option<MeetingId>,
    typed: Option<&Typed>,
    once: &str,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let loaded = caller.read(move |office| load(office, &id, meeting)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    if meeting.is_some() && loaded.before.is_none() {
        return Err(trouble(&caller.visit, &Trouble::Missing));
    }
    let typed = typed.cloned().unwrap_or_else(|| as_typed(&loaded));
    Ok(page(status, draw(caller, &loaded, &typed, once, slips)))
}

fn as_typed(loaded: &Loaded) -> Typed {
    let Some(before) = &loaded.before else {
        let host = loaded.hosts.first().map_or_else(String::new, |host| host.id.to_string());
        let fields = [
            ("host", host),
            ("day", loaded.mission.since.to_string()),
            ("time", "09:00".to_owned()),
            ("zone", loaded.zone.clone()),
            ("minutes", MINUTES.to_string()),
        ];
        let members = loaded.members.iter().map(|(id, _)| ("member", id.to_string()));
        return Typed::of(fields.into_iter().chain(members));
    };
    let fields = [
        ("host", before.host.map_or_else(String::new, |host| host.to_string())),
        ("title", before.title.clone()),
        ("day", before.starts.day.to_string()),
        ("time", before.starts.time()),
        ("zone", before.zone.clone()),
        ("minutes", before.minutes.to_string()),
        ("place", before.place.clone()),
        ("people", before.people.clone()),
        ("remark", before.remark.clone()),
        ("sequence", before.sequence.to_string()),
    ];
    let members = before.members.iter().map(|id| ("member", id.to_string()));
    let questions = before.questions.iter().map(|id| ("question", id.to_string()));
    Typed::of(fields.into_iter().chain(members).chain(questions))
}

/// What was typed, as far as it can be read; the slips say what cannot.
fn written(caller: &Caller, typed: &Typed, id: MeetingId, mission: &Mission, slips: &mut Slips) -> Option<Meeting> {
    let speech = caller.visit.speech;
    let day = Date::parse(typed.get("day"));
    if day.is_none() {
        slips.note("day", speech.say("mission-day-unread"));
    }
    let starts = LocalTime::read(day.unwrap_or(mission.since), typed.get("time"));
    if starts.is_none() {
        slips.note("time", speech.say("meeting-time-unread"));
    }
    let minutes = typed.get("minutes").parse::<u16>().ok();
    if minutes.is_none() {
        slips.note("minutes", speech.say("meeting-minutes-unread"));
    }
    if typed.get("title").is_empty() {
        slips.note("title", speech.say("meeting-title-missing"));
    }
    if !slips.is_empty() {
        return None;
    }
    Some(Meeting {
        id,
        mission: mission.id,
        host: HostId::parse(typed.get("host")),
        title: typed.get("title").to_owned(),
        starts: starts?,
        zone: typed.get("zone").to_owned(),
        starts_at: 0,
        minutes: minutes?,
        place: typed.get("place").to_owned(),
        people: typed.get("people").to_owned(),
        members: typed.all("member").iter().filter_map(|id| SpecialistId::parse(id)).collect(),
        questions: typed.all("question").iter().filter_map(|id| QuestionId::parse(id)).collect(),
        remark: typed.get("remark").to_owned(),
        state: MeetingState::Proposed,
        reason: String::new(),
        sequence: 0,
        changed_at: 0,
    })
}

/// At which field it is said what a rule refuses.
fn field_of(failure: &Failure) -> &'static str {
    let Failure::Refused(Refusal::Said(said)) = failure else { return "title" };
    match said.key() {
        "zone-unknown" => "zone",
        "zone-gap" => "time",
        "meeting-outside" | "meeting-overlap" => "day",
        "meeting-length" => "minutes",
        "meeting-host" => "host",
        "meeting-member" => "member",
        "meeting-question-ended" | "meeting-question-twice" => "question",
        _ => "title",
    }
}

pub async fn write(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let named = id.clone();
    let mission = caller.read(move |office| office.mission(&named)).await;
    let mission = mission.map_err(|failure| failed(&caller.visit, &failure))?;
    let before = MeetingId::parse(typed.get("id"));
    let meeting = before.or_else(|| MeetingId::parse(typed.get("once")));
    let meeting = meeting.unwrap_or_else(|| MeetingId::from_bits(caller.app.ids()()));
    let once = meeting.to_string();
    let mut slips = Slips::new();
    let Some(written) = written(&caller, &typed, meeting, &mission, &mut slips) else {
        return again(&caller, id, before, Some(&typed), &once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let sequence = before.map(|_| typed.get("sequence").parse().unwrap_or_default());
    let mission = mission.id;
    let done = caller.act(move |writer, turn, _| desk::write_meeting(writer, turn, mission, written, sequence)).await;
    match done {
        Ok(kept) => Ok(see_other(&format!("/missions/{mission}/liaison#{}", kept.id))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                slips.note(field_of(&failure), sentence);
                again(&caller, id, before, Some(&typed), &once, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, once: &str, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let mission = &loaded.mission;
    let address = format!("/missions/{}", mission.id);
    let title = speech.say(if loaded.before.is_some() { "meeting-change-title" } else { "meeting-new" });
    let send = speech.say(if loaded.before.is_some() { "host-save" } else { "meeting-propose" });
    let others = std::iter::once(Choice::new("", speech.say("approach-others")));
    let hosts = loaded.hosts.iter().map(|host| Choice::new(host.id.to_string(), host.name()));
    let zones = loaded.zones.iter().map(|zone| Choice::new(zone.clone(), zone.clone()));
    let members = loaded.members.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()));
    let questions = loaded.questions.iter().map(|(id, text)| Choice::new(id.to_string(), text.clone()));
    let length = MEETING_LINE_CHARS_MAX;
    let action = format!("{address}/meeting");
    let mut form = Form::new(visit, &action).slips(slips).guarded();
    if loaded.before.is_none() {
        form = form.once(once);
    }
    Page::new(visit, title)
        .here(Section::Missions)
        .crumbs(vec![
            Crumb::of(speech, Section::Missions),
            Crumb::new(mission.title.clone(), address.clone()),
            Crumb::new(speech.say("liaison-title"), format!("{address}/liaison")),
        ])
        .slips(slips)
        .lead(html! { (speech.say("meeting-lead")) " " (speech.date(mission.since)) " – " (speech.date(mission.until)) })
        .draw(form.around(html! {
            @if let Some(before) = &loaded.before {
                input type="hidden" name="id" value=(before.id);
                input type="hidden" name="sequence" value=(typed.get("sequence"));
            }
            (Field::text("title", speech.say("meeting-title")).value(typed.get("title")).length_max(length).slips(slips).draw(speech))
            (Field::select("host", speech.say("meeting-host"), hosts.chain(others).collect()).value(typed.get("host")).slips(slips).draw(speech))
            (Field::date("day", speech.say("meeting-day")).value(typed.get("day")).slips(slips).draw(speech))
            (Field::text("time", speech.say("meeting-time")).hint(speech.say("meeting-time-hint")).value(typed.get("time")).narrow().length_max(5).slips(slips).draw(speech))
            (Field::select("zone", speech.say("meeting-zone"), zones.collect()).value(typed.get("zone")).slips(slips).draw(speech))
            (Field::number("minutes", speech.say("meeting-minutes")).value(typed.get("minutes")).slips(slips).draw(speech))
            (Field::text("place", speech.say("meeting-place")).value(typed.get("place")).optional().length_max(length).slips(slips).draw(speech))
            (Field::text("people", speech.say("meeting-people")).value(typed.get("people")).optional().length_max(length).slips(slips).draw(speech))
            @if !loaded.members.is_empty() {
                (Field::checks("member", speech.say("meeting-members"), members.collect()).values(typed.all("member")).optional().slips(slips).draw(speech))
            }
            @if !loaded.questions.is_empty() {
                (Field::checks("question", speech.say("meeting-questions"), questions.collect()).hint(speech.say("meeting-questions-hint")).values(typed.all("question")).optional().slips(slips).draw(speech))
            }
            (Field::lines("remark", speech.say("meeting-remark"), 2).value(typed.get("remark")).optional().length_max(MEETING_TEXT_CHARS_MAX).slips(slips).draw(speech))
            @if loaded.before.is_some() { p class="quiet" { (speech.say("meeting-moved-hint")) } }
            div class="actions" { (Button::primary(&send)) }
        }))
}
