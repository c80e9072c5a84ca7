//! The page of a mission: what it goes for, what it asks, who goes, who says so.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Acting, Failure, Held, HostStanding, MissionPage, MissionRights, Nomination, Office, Officer, ReportPage};
use maud::{Markup, html};
use model::{
    Brief, Date, Duty, DutyState, Host, HostId, KeptLook, Mission, MissionDirection, MissionFacts, MissionStage,
    MissionYield, Noun, PostId, QuestionId, QuestionState, ReadingCost, Record, RecordId, RequestId, Thing,
    VettingRuleId,
};

use super::{form, mission_stage, mission_yield, page_parts};
use crate::biography::biography_link;
use crate::caller::Caller;
use crate::classification::classification_line;
use crate::component::{
    Crumb, Page, Section, Slips, Step, Thread, Tone, banner, control_line, link_button, tag, thread_bar, timeline,
};
use crate::duty::who_can_act;
use crate::failed::{Answer, failed, page};
use crate::history::{Told, tell, timeline_of};
use crate::host::goodwill;
use crate::screening::parties_line;
use crate::typed::Typed;
use crate::widening;

/// Everything the page shows.
pub struct Shown {
    pub page: MissionPage,
    pub rights: MissionRights,
    pub may_vet: Vec<VettingRuleId>,
    pub may_waive: bool,
    pub unit: String,
    /// Titles of posts by their names.
    pub posts: BTreeMap<PostId, String>,
    pub hosts: BTreeMap<HostId, String>,
    /// How each host and the office stand to each other, as long as it is not left for.
    pub standings: Vec<(HostStanding, Host)>,
    /// What the askers are called, by need or request.
    pub askers: BTreeMap<Thing, String>,
    /// What is decided of it by cases of control.
    pub control: Vec<desk::ControlLine>,
    /// What it is by the control lists.
    pub classifications: Vec<model::Classification>,
    /// How its hosts and guests stand to the lists.
    pub standing: Vec<desk::PartyStanding>,
    pub nomination: Nomination,
    /// What is held that may answer a question; looked up where somebody decides by it.
    pub held: Vec<Held>,
    /// What was held when it was decided, the first decision first.
    pub looks: Vec<KeptLook>,
    /// What it brought, once its report is there.
    pub brought: Option<MissionFacts>,
    /// What a used record costs from sources.
    pub reading: ReadingCost,
    /// What the last missions to each of its hosts brought, as long as it is not left for.
    pub last: Vec<(HostId, Vec<(Mission, MissionYield)>)>,
    /// Records that were named: answers that were known, the report.
    pub records: BTreeMap<RecordId, Record>,
    pub recipients: Vec<(Thing, String)>,
    /// What was learned so far, by question.
    pub answers: BTreeMap<QuestionId, model::Answer>,
    /// What the report became.
    pub report: ReportPage,
    /// Its disclosure brief, where one is seen, and whether everybody who goes knows it.
    pub brief: Option<Brief>,
    pub is_briefed: bool,
    /// The post that arranges it.
    pub liaison: Option<String>,
    pub late: Vec<(Duty, Vec<Acting>)>,
    pub history: Vec<Told>,
    pub today: Date,
}

/// Whether something is asked of its hosts, and nobody has left for them yet: it can still be thought over. Who comes to us
/// is asked for nothing.
fn asks_hosts(mission: &Mission) -> bool {
    let is_before_departure = matches!(
        mission.stage,
        MissionStage::Draft
            | MissionStage::Proposed
            | MissionStage::Reviewed
            | MissionStage::Vetting
            | MissionStage::Approved
    );
    mission.direction == MissionDirection::Out && is_before_departure
}

fn gather(office: &Office, officer: &Officer, id: &str, (today, now): (Date, i64)) -> Result<Shown, Failure> {
    let page = office.mission_page(id)?;
    let mission = &page.mission;
    let thing = Thing::new(Noun::Mission, mission.id);
    let rights = office.mission_rights(officer, mission)?;
    let mut posts = BTreeMap::new();
    let named = page.questions.askers().map(|asker| &asker.post);
    let deciding = page.vetting.steps().iter().map(|step| &step.post);
    for post in named.chain(deciding).chain(std::iter::once(&mission.post)) {
        if !posts.contains_key(post) {
            posts.insert(post.clone(), office.post(post)?.map_or_else(|| post.to_string(), |held| held.title));
        }
    }
    let mut hosts = BTreeMap::new();
    let (mut standings, mut last) = (Vec::new(), Vec::new());
    for host in &mission.hosts {
        let held = office.host(&host.to_string())?;
        hosts.insert(*host, held.name().to_owned());
        if asks_hosts(mission) {
            last.push((*host, office.last_missions_to(*host)?));
            standings.push((office.host_standing(&held, today)?, held));
        }
    }
    let mut askers = BTreeMap::new();
    for asker in page.questions.askers() {
        let title = match asker.thing.noun {
            Noun::Need => office.need(&asker.thing.name).ok().map(|need| need.title),
            _ => RequestId::parse(&asker.thing.name)
                .and_then(|id| office.request(&id.to_string()).ok())
                .map(|request| request.question),
        };
        askers.insert(asker.thing.clone(), title.unwrap_or_else(|| asker.thing.name.clone()));
    }
    let mut recipients = Vec::new();
    for recipient in &mission.recipients {
        recipients.push((recipient.clone(), form::named(office, recipient)?));
    }
    let looked = page.questions.all().iter().filter_map(|question| question.lookup.as_ref()?.record);
    let mut records = BTreeMap::new();
    let report = office.report_page(mission.id)?;
    let looks = office.held_looks(mission.id)?;
    let shown = looks.iter().flat_map(|kept| &kept.look.questions).flat_map(|one| one.records.iter().copied());
    for record in looked.chain(mission.report).chain(report.records.iter().map(|line| line.record)).chain(shown) {
        if records.contains_key(&record) {
            continue;
        }
        if let Ok(held) = office.record(&record.to_string()) {
            records.insert(record, held.record);
        }
    }
    let may_vet = office.may_vet(officer, mission, &page.vetting)?;
    let decides = rights.review || rights.propose || rights.lay_before || !may_vet.is_empty();
    let held = if decides { office.held_for(&page.questions)? } else { Vec::new() };
    let brought = office.mission_yield(mission)?;
    let mut late = Vec::new();
    for duty in
        office.duties_about(&thing)?.into_iter().filter(|duty| duty.state == DutyState::Open && duty.is_late(today))
    {
        let acting = office.who_can_act(&duty, today)?;
        late.push((duty, acting));
    }
    let liaison = match office.liaison(mission.id)? {
        Some(liaison) => Some(office.post(&liaison.post)?.map_or_else(|| liaison.post.to_string(), |held| held.title)),
        None => None,
    };
    Ok(Shown {
        brief: office.brief(mission.id)?,
        is_briefed: office.is_briefed(mission)? == Some(true),
        liaison,
        reading: if brought.is_some() { office.reading_cost(now)? } else { ReadingCost::default() },
        brought,
        looks,
        last,
        may_vet,
        may_waive: office.may_waive_report(officer, mission)?,
        unit: office.unit_name(mission.unit.as_str())?.unwrap_or_else(|| mission.unit.to_string()),
        control: office.control_lines(&thing)?,
        classifications: office.classifications(&thing)?,
        standing: office.parties_standing(&thing)?,
        nomination: office.nomination(mission, &page.questions, today)?,
        history: tell(office, office.history(&thing)?)?,
        answers: office.mission_answers(mission.id)?,
        report,
        page,
        rights,
        posts,
        hosts,
        standings,
        askers,
        held,
        records,
        recipients,
        late,
        today,
    })
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, id, &Typed::default(), None, StatusCode::OK).await
}

/// The page with what was typed into one of its forms, and the sentence of what is to be corrected at a field.
pub async fn again(
    caller: &Caller,
    id: String,
    typed: &Typed,
    slip: Option<(&str, String)>,
    status: StatusCode,
) -> Result<Response, Response> {
    let (officer, at) = (Arc::clone(&caller.officer), (caller.app.today(), caller.app.now()));
    let shown = caller.read(move |office| gather(office, &officer, &id, at)).await;
    let shown = shown.map_err(|failure| failed(&caller.visit, &failure))?;
    let mut slips = Slips::new();
    if let Some((field, sentence)) = slip {
        slips.note(field, sentence);
    }
    Ok(page(status, draw(caller, &shown, typed, &slips)))
}

fn draw(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let mission = &shown.page.mission;
    let address = format!("/missions/{}", mission.id);
    let mut thread = Thread::at(Step::Acquisition);
    if let Some(need) = mission.needs.first() {
        thread = thread.holds(Step::Need, mission.needs.len() as u64, format!("/needs/{need}"));
    }
    if let Some(report) = mission.report {
        thread = thread.holds(Step::Record, 1, format!("/records/{report}"));
    }
    let open = shown.page.questions.all().iter().filter(|question| question.state == QuestionState::Open).count();
    Page::new(&caller.visit, mission.title.clone())
        .here(Section::Missions)
        .crumbs(vec![Crumb::of(speech, Section::Missions)])
        .above(thread_bar(speech, &thread))
        .slips(slips)
        .lead(html! {
            (mission_stage(speech, mission.stage)) " " (widening::tags(speech, model::Noun::Mission, mission.id, &mission.marking))
            (speech.date(mission.since)) " – " (speech.date(mission.until))
            @if mission.report_is_overdue(shown.today) { " " (tag(Tone::Bad, &speech.say("mission-report-late"))) }
        })
        .aside(page_parts::aside(speech, shown))
        .draw(html! {
            @for (duty, acting) in &shown.late { (who_can_act(speech, duty, acting)) }
            @if !mission.remark.is_empty() {
                (banner(Tone::Warn, &speech.say("mission-remark"), html! { p { bdi { (mission.remark) } } }))
            }
            @for (standing, host) in &shown.standings { (goodwill::warning(speech, host, standing)) }
            @for (host, last) in &shown.last {
                @if let Some(name) = shown.hosts.get(host) { (mission_yield::last_missions(speech, name, last)) }
            }
            (page_parts::steps(caller, shown, typed, slips))
            @if matches!(mission.stage, MissionStage::UnderWay | MissionStage::Reported | MissionStage::Closed) {
                div class="actions" {
                    @if mission.stage != MissionStage::Closed {
                        (link_button(&speech.say("mission-abroad"), &format!("{address}/abroad"), shown.rights.answer && mission.report.is_none()))
                    }
                    (link_button(&speech.say("mission-report-page"), &format!("{address}/report"), false))
                }
            }
            @if shown.rights.change {
                div class="actions" {
                    @if shown.rights.ask { (link_button(&speech.say("mission-draw"), &format!("{address}/questions"), false)) }
                    (link_button(&speech.say("mission-name-members"), &format!("{address}/members"), false))
                    (link_button(&speech.say("mission-change"), &format!("{address}/change"), false))
                }
            }
            (mission_yield::block(speech, shown.brought.as_ref(), &shown.reading))
            (page_parts::said("purpose", &speech.say("mission-purpose"), &mission.purpose))
            (page_parts::benefits(speech, shown))
            section aria-labelledby="questions" {
                h2 id="questions" { (speech.with("mission-questions", &[("count", open.into())])) }
                (page_parts::questions(caller, shown, typed))
            }
            (page_parts::members(caller, shown, typed))
            (page_parts::vetting(caller, shown, typed))
            (control_line(speech, &shown.control))
            (parties_line(speech, &shown.standing))
            (classification_line(speech, &Thing::new(Noun::Mission, mission.id), &shown.classifications))
            (page_parts::said("plan", &speech.say("mission-plan"), &mission.plan))
            (page_parts::recipients(speech, shown))
            p { (biography_link(speech, &Thing::new(Noun::Mission, mission.id))) }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &shown.history)))
        })
}
