//! The page of a need: what it is, what came of it, and the steps that can be taken with it now.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use desk::{Acting, Failure, Going, Office, Officer, Progress, Similar, Step as NeedStep};
use maud::{Markup, html};
use model::{Agreement, Crosswalk, Date, Duty, DutyState, Need, NeedId, Noun, Priority, Record, Request, Stage, Thing};
use store::{Backlog, HeldDelivery, NeedDeliveries, RequestFilter};

use super::page_parts::{delivered, duties, facts, joined, profiles, requests, statement, why_form};
use super::panel::{Tried, try_profile, unit_names};
use super::step::{forms, possible};
use super::{marking_tags, priority_word, stage_tag};
use crate::agreement;
use crate::biography::biography_link;
use crate::caller::Caller;
use crate::component::{
    Button, Crumb, Form, Page, Section, Slips, Step, Thread, Tone, banner, link_button, tag, thread_bar, timeline,
};
use crate::failed::{Answer, failed, page};
use crate::history::{Told, tell, timeline_of};
use crate::mission::going;
use crate::sample::SamplesOf;
use crate::typed::Typed;
use crate::visit::Visit;

/// Deliveries of a need that are listed on its page. The rest is counted below them.
pub const LISTED_MAX: usize = 50;

/// Requests that serve a need and are listed on its page.
const REQUESTS_MAX: usize = 20;

/// Everything the page shows.
pub struct Shown {
    pub need: Need,
    pub units: BTreeMap<String, String>,
    pub post_title: String,
    pub progress: Progress,
    pub counts: NeedDeliveries,
    pub deliveries: Vec<(HeldDelivery, Option<Record>)>,
    /// What fits and waits behind what is laid before the post at a time.
    pub backlog: Option<Backlog>,
    /// How many records that are held satisfy its profiles.
    pub n_fit: Option<u64>,
    pub leading: Option<Need>,
    pub joined: Vec<Need>,
    /// Open duties, who can act on each, and whether the officer may let it go.
    pub duties: Vec<(Duty, Vec<Acting>, bool)>,
    pub requests: Vec<Request>,
    /// The missions that go for it.
    pub going: Vec<Going>,
    /// Agreements that serve it, the newest first.
    pub agreements: Vec<(Agreement, String)>,
    /// Samples that came for it.
    pub samples: SamplesOf,
    pub history: Vec<Told>,
    /// The steps that the officer may take now.
    pub steps: Vec<NeedStep>,
    pub may_edit: bool,
    pub similar: Vec<Similar>,
    pub tried: Vec<(String, Tried)>,
    pub valid_days: u16,
    /// Whether the records that are held are being matched with it.
    pub is_matching: bool,
    pub today: Date,
    /// The schemes, by which classes are called.
    pub crosswalk: Arc<Crosswalk>,
    /// Classes of its profiles that lead to more classes than are looked at.
    pub cut: Vec<String>,
}

/// Reads everything.
fn gather(office: &Office, officer: &Officer, id: &str, today: Date, now: i64) -> Result<Shown, Failure> {
    let need = office.need(id)?;
    let thing = Thing::new(Noun::Need, &need.id);
    let tree = office.tree()?;
    let steps = possible(office, officer, &need, &tree, today);
    let reviews = need.stage == Stage::Submitted && steps.iter().any(|step| matches!(step, NeedStep::Accept(_)));
    let mut open = Vec::new();
    for duty in office.duties_about(&thing)?.into_iter().filter(|duty| duty.state == DutyState::Open) {
        let acting = office.who_can_act(&duty, today)?;
        let may_waive = office.may_waive(officer, &duty)?;
        open.push((duty, acting, may_waive));
    }
    let closed = matches!(need.stage, Stage::Declined | Stage::Met | Stage::Withdrawn | Stage::Joined);
    let leading = need.joined_to.as_ref().and_then(|leading| office.need(leading.as_str()).ok());
    let requests = RequestFilter { need: Some(need.id.clone()), limit: Some(REQUESTS_MAX), ..RequestFilter::default() };
    let mut tried = Vec::new();
    if reviews {
        for profile in &need.profiles {
            let row = [profile.query.clone(), profile.threshold.map_or_else(String::new, |rank| rank.to_string())];
            tried.push((profile.query.clone(), try_profile(office, &row, now)?));
        }
    }
    Ok(Shown {
        crosswalk: office.crosswalk()?,
        cut: office.cut_classes(need.profiles.iter().map(|profile| profile.query.as_str()))?,
        units: unit_names(&tree),
        post_title: office.post(&need.post)?.map_or_else(|| need.post.to_string(), |post| post.title),
        progress: office.progress(&thing)?,
        counts: office.need_deliveries(&need.id)?,
        backlog: office.backlog(&need.id)?,
        deliveries: listed(office, &need.id)?,
        n_fit: if need.stage == Stage::Accepted { n_fit(office, &need)? } else { None },
        leading,
        joined: office.joined_to(&need.id)?,
        duties: open,
        requests: office.requests(&requests)?,
        going: office.missions_for(&thing)?,
        agreements: office.agreements_serving(&need.id)?,
        samples: SamplesOf::of(office, office.samples_of_need(&need.id)?)?,
        history: tell(office, office.history(&thing)?)?,
        may_edit: !closed && officer.acts_for(&need.post),
        similar: if reviews { office.similar_needs(&need.title, &need.statement, Some(id))? } else { Vec::new() },
        tried,
        steps,
        is_matching: office.is_matching(&need.id)?,
        valid_days: office.configuration().work().valid_days,
        today,
        need,
    })
}

/// The deliveries that are listed: what is open first, then the latest.
fn listed(office: &Office, need: &NeedId) -> Result<Vec<(HeldDelivery, Option<Record>)>, Failure> {
    let with_record = |one: HeldDelivery| match office.record(&one.delivery.record.to_string()) {
        Ok(record) => Ok((one, Some(record.record))),
        Err(Failure::Refused(_)) => Ok((one, None)),
        Err(failure) => Err(failure),
    };
    office.latest_of_need(need, LISTED_MAX)?.into_iter().map(with_record).collect()
}

/// One query for all profiles of a need; none where a threshold decides too, which a search does not know.
pub fn any_profile(need: &Need) -> Option<String> {
    if need.profiles.is_empty() || need.profiles.iter().any(|profile| profile.threshold.is_some()) {
        return None;
    }
    match need.profiles.as_slice() {
        [only] => Some(only.query.clone()),
        several => Some(several.iter().map(|one| format!("({})", one.query)).collect::<Vec<_>>().join(" OR ")),
    }
}

fn n_fit(office: &Office, need: &Need) -> Result<Option<u64>, Failure> {
    let Some(query) = any_profile(need) else { return Ok(None) };
    let page = store::Page { offset: 0, limit: 1, facets: false };
    match office.search(&query, page, &mut |_| {}) {
        Ok(answer) => Ok(Some(answer.n_found)),
        // A query that cannot be read any more is told of where the profiles stand.
        Err(Failure::Refused(_)) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Loads it with the caller's eyes.
pub async fn load(caller: &Caller, id: String) -> Result<Shown, Failure> {
    let (today, now, officer) = (caller.app.today(), caller.app.now(), Arc::clone(&caller.officer));
    caller.read(move |office| gather(office, &officer, &id, today, now)).await
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    let shown = load(&caller, id).await.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(StatusCode::OK, draw(&caller.visit, &shown, &Typed::default(), &Slips::new(), None)))
}

/// Draws it. `typed` and `slips` are those of a step that was refused.
pub fn draw(visit: &Visit, shown: &Shown, typed: &Typed, slips: &Slips, refused: Option<&str>) -> Markup {
    let speech = visit.speech;
    let Shown { need, progress, today, .. } = shown;
    let here = format!("/needs/{}#deliveries", need.id);
    let records =
        any_profile(need).map_or_else(|| here.clone(), |query| format!("/records?q={}", super::in_query(&query)));
    let thread = Thread::at(Step::Need)
        .holds(Step::Record, progress.n_records, records)
        .holds(Step::Match, progress.n_deliveries, &here)
        .holds(Step::Delivery, progress.n_deliveries, &here)
        .holds(Step::Disposition, progress.n_disposed, &here);
    let thread = going::on_thread(thread, &shown.going);
    Page::new(visit, need.title.clone())
        .here(Section::Needs)
        .crumbs(vec![Crumb::of(speech, Section::Needs)])
        .above(thread_bar(speech, &thread))
        .slips(slips)
        .lead(html! {
            (stage_tag(speech, need.stage, need.expires, *today))
            @if need.priority == Priority::High { " " (tag(Tone::Accent, &priority_word(speech, need.priority))) }
            (marking_tags(speech, &need.marking))
            @if need.marking != model::Marking::default() { " " a href={ "/widen/need:" (need.id) } { (speech.say("widen")) } }
            @if shown.may_edit { " " a href={ "/needs/" (need.id) "/edit" } { (speech.say("need-edit")) } }
        })
        .aside(html! { (facts(speech, shown)) (duties(speech, shown)) })
        .draw(html! {
            @if let Some(sentence) = refused { (banner(Tone::Warn, sentence, html! {})) }
            (notices(visit, shown))
            (statement(speech, shown))
            (forms(visit, shown, typed, slips))
            (profiles(speech, shown))
            (joined(speech, shown))
            (delivered(speech, shown))
            (why_form(speech, need))
            (requests(speech, shown))
            (going::section(speech, &shown.going))
            (agreement::listed(speech, &shown.agreements))
            (shown.samples.draw(speech))
            p { (biography_link(speech, &Thing::new(Noun::Need, &need.id))) }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &shown.history)))
        })
}

/// What is to be known before anything else: that it is silent, why it came back, through which it is served.
fn notices(visit: &Visit, shown: &Shown) -> Markup {
    let speech = visit.speech;
    let Shown { need, today, .. } = shown;
    let remark = html! { p { bdi class="lines" { (need.remark) } } };
    html! {
        @match (need.stage, need.expires) {
            (Stage::Accepted, Some(last)) if last < *today => (expired(visit, shown, last)),
            (Stage::Draft, _) if !need.remark.is_empty() => (banner(Tone::Warn, &speech.say("need-asked-back"), html! {
                (remark)
                @if shown.may_edit { p { (link_button(&speech.say("need-edit"), &format!("/needs/{}/edit", need.id), false)) } }
            })),
            (Stage::Declined, _) => (banner(Tone::Plain, &speech.say("need-was-declined"), remark)),
            (Stage::Met, _) => (banner(Tone::Good, &speech.say("need-was-met"), remark)),
            (Stage::Withdrawn, _) if !need.remark.is_empty() => (banner(Tone::Plain, &speech.say("need-was-withdrawn"), remark)),
            _ => {},
        }
    }
}

fn expired(visit: &Visit, shown: &Shown, last: Date) -> Markup {
    let speech = visit.speech;
    let may_confirm = shown.steps.iter().any(|step| matches!(step, NeedStep::Confirm(_)));
    let since = speech.with("need-silent-since", &[("date", speech.date(last.plus_days(1)).into())]);
    let action = format!("/needs/{}/step", shown.need.id);
    let until = shown.today.plus_days(i64::from(shown.valid_days));
    let button = speech.with("need-confirm-until", &[("date", speech.date(until).into())]);
    banner(
        Tone::Warn,
        &since,
        html! {
            @if may_confirm {
                p { (speech.say("need-silent-confirm")) }
                (Form::new(visit, &action).inline().around(html! {
                    input type="hidden" name="revision" value=(shown.need.revision);
                    input type="hidden" name="confirm-until" value=(until);
                    (Button::primary(&button).sends("step", "confirm"))
                }))
            } @else {
                p { (speech.with("need-silent-ask", &[("post", shown.post_title.clone().into())])) }
            }
        },
    )
}
