//! The inbox: what is asked of me, what is late, what came of what I did.

use std::sync::Arc;

use axum::extract::Request;
use desk::{Charged, Failure, Inbox, Subject};
use maud::{Markup, html};
use model::{
    Agreement, Choice as Decision, Date, DeliveryId, Duty, DutyId, DutyKind, NeedId, Noun, RequestStage, Stage,
};
use store::{NeedDeliveries, NeedLine};

use crate::app::App;
use crate::caller::Caller;
use crate::component::{
    Action, InboxRow, Page, Section, Tab, Tone, banner, empty, inbox, link_button, pager, tabs, tag,
};
use crate::delivery::{KEYS, decision, recall_form};
use crate::diffusion;
use crate::digest::sample_name;
use crate::failed::{Answer, failed, shown};
use crate::ground;
use crate::party_list;
use crate::record;
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::typed::Typed;

/// Own needs and requests that are shown beside the inbox.
const OWN_MAX: usize = 8;

/// Sources of people whose form is offered above the inbox.
const OWN_SOURCES_MAX: usize = 4;

/// What was done on the page before.
struct Done {
    choice: Decision,
    delivery: DeliveryId,
    title: String,
    may_recall: bool,
}

/// What the page shows.
struct Loaded {
    inbox: Inbox,
    kind: Option<DutyKind>,
    needs: Vec<(NeedDeliveries, NeedLine)>,
    requests: Vec<model::Request>,
    /// The advisers, associations and other people's sources for which one of one's posts answers.
    sources: Vec<model::Source>,
    done: Option<Done>,
    /// There is no post yet but that of the administrator who reads.
    is_new: bool,
    today: Date,
}

async fn show(caller: Caller, request: Request) -> Answer {
    let query = Typed::parse(request.uri().query().unwrap_or_default().as_bytes());
    let loaded = load(&caller, &query).await.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(shown(draw(&caller, &loaded)))
}

async fn load(caller: &Caller, query: &Typed) -> Result<Loaded, Failure> {
    let kind = DutyKind::from_word(query.get("kind"));
    let after = query.some("after").and_then(|after| {
        let (day, id) = after.split_once('_')?;
        Some((Date::parse(day)?, DutyId::parse(id)?))
    });
    let done = Decision::from_word(query.get("done"));
    let item = DeliveryId::parse(query.get("item")).map(|id| id.to_string());
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let administers = caller.visit.visitor.may(Policy::Administer);
    caller
        .read(move |office| {
            let posts = officer.post_ids();
            let inbox = office.inbox(&posts, kind, after, today)?;
            let mut own = office.reader().need_lines(&officer.scope, Some(&posts), false)?;
            own.retain(|line| !matches!(line.stage, Stage::Withdrawn | Stage::Declined | Stage::Met));
            own.truncate(OWN_MAX);
            let ids: Vec<NeedId> = own.iter().map(|line| line.id.clone()).collect();
            let came = office.reader().need_deliveries(&officer.scope, &ids)?;
            let needs = own.into_iter().map(|line| (came.get(&line.id).copied().unwrap_or_default(), line)).collect();
            let filter =
                store::RequestFilter { posts: Some(posts.clone()), limit: Some(OWN_MAX), ..Default::default() };
            let mut requests = office.requests(&filter)?;
            requests.retain(|request| posts.contains(&request.post));
            let sources = office.own_human_sources(&officer)?;
            let done = done.zip(item).and_then(|(choice, item)| {
                let held = office.delivery(&item).ok()?;
                let title = office.record(&held.delivery.record.to_string()).ok()?.record.title()?.to_owned();
                Some(Done {
                    choice,
                    title,
                    delivery: held.delivery.id,
                    may_recall: desk::may_recall(&officer, &held).is_some(),
                })
            });
            let is_new = administers && inbox.n_open == 0 && office.posts()?.len() == 1;
            Ok(Loaded { inbox, kind, needs, requests, sources, done, is_new, today })
        })
        .await
}

fn draw(caller: &Caller, loaded: &Loaded) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let inbox_ = &loaded.inbox;
    let mut views = vec![Tab {
        text: speech.say("inbox-all"),
        href: "/".to_owned(),
        count: Some(inbox_.n_open),
        here: loaded.kind.is_none(),
    }];
    views.extend(DutyKind::ALL.iter().map(|kind| Tab {
        text: speech.say(&format!("duty-{}-short", kind.word())),
        href: format!("/?kind={kind}"),
        count: None,
        here: loaded.kind == Some(*kind),
    }));
    let rows: Vec<InboxRow> = inbox_.duties.iter().map(|charged| row(caller, charged, loaded.today)).collect();
    let later = inbox_.next.map(|(day, id)| match loaded.kind {
        Some(kind) => format!("/?kind={kind}&after={day}_{id}"),
        None => format!("/?after={day}_{id}"),
    });
    let lead = html! {
        @for (at, (post, standing)) in caller.officer.posts.iter().enumerate() {
            @if at > 0 { " · " }
            bdi { (post.title) }
            @if *standing == model::Standing::Deputy { " " span class="quiet" { (speech.say("standing-deputy")) } }
        }
        @if caller.officer.posts.is_empty() { (speech.say("inbox-no-post")) }
    };
    Page::new(visit, speech.say("nav-inbox")).here(Section::Inbox).lead(lead).aside(aside(caller, loaded)).draw(html! {
        @if let Some(done) = &loaded.done {
            (banner(Tone::Good, &decision(speech, done.choice), html! {
                p { a href={ "/deliveries/" (done.delivery) } { bdi { (done.title) } } }
                @if done.may_recall { (recall_form(visit, &done.delivery)) }
            }))
        }
        @if inbox_.n_late > 0 {
            (banner(Tone::Bad, &speech.with("inbox-late", &[("count", i64::try_from(inbox_.n_late).unwrap_or(i64::MAX).into())]), html! {
                p { (speech.say("inbox-late-body")) }
            }))
        }
        (own_sources(speech, loaded))
        (tabs(speech, &speech.say("inbox-kinds"), &views))
        @if rows.is_empty() {
            @if loaded.is_new {
                (empty(&speech.say("inbox-new"), &speech.say("inbox-new-body"), html! {
                    (link_button(&speech.say("inbox-new-units"), "/office", true)) " "
                    (link_button(&speech.say("office-import"), "/office/import", false))
                }))
            } @else {
                (empty(&speech.say("inbox-empty"), &speech.say("inbox-empty-body"), link_button(&speech.say("need-new"), "/needs/new", false)))
            }
        } @else {
            h2 class="unseen" { (speech.say("inbox-asked")) }
            (inbox(visit, &rows))
            (pager(speech, None, None, later.as_deref()))
        }
    })
}

fn row(caller: &Caller, charged: &Charged, today: Date) -> InboxRow {
    let speech = caller.visit.speech;
    let duty = &charged.duty;
    let days = duty.due.days_since(today);
    let tone = match days {
        ..0 => Tone::Bad,
        0..=2 => Tone::Warn,
        _ => Tone::Plain,
    };
    let raised =
        duty.raised_to.as_ref().is_some_and(|to| caller.officer.acts_for(to)) && !caller.officer.acts_for(&duty.post);
    let mut asks = speech.say(&format!("duty-{}", duty.kind.word()));
    if raised {
        asks = format!("{asks} · {}", speech.with("duty-from", &[("post", charged.post.clone().into())]));
    }
    let (title, href, grounds, action, actions) = match &charged.subject {
        Subject::Delivery(line) => {
            let held = &line.held;
            let title = line.record.title().map_or_else(|| speech.say("record-untitled"), str::to_owned);
            let grounds = html! {
                span class="quiet" { (speech.say("delivery-for")) " " } bdi { (line.need) }
                " · " (ground::grounds(speech, &held.delivery.grounds))
            };
            let id = held.delivery.id;
            (title, format!("/deliveries/{id}"), grounds, format!("/deliveries/{id}/disposition"), answers(speech))
        }
        Subject::Need(need) => {
            let grounds = html! {
                bdi { (charged.unit.as_deref().unwrap_or(need.unit.as_str())) }
                @if !need.remark.is_empty() { " · " bdi { (need.remark) } }
                @if let Some(expires) = need.expires { " · " (speech.say("need-expires")) " " (speech.date(expires)) }
            };
            // Where the answer is given.
            let part = match duty.kind {
                DutyKind::Cover => "/gap",
                DutyKind::SpotCheck => "/performance#left-out",
                _ => "",
            };
            (need.title.clone(), format!("/needs/{}{part}", need.id), grounds, String::new(), Vec::new())
        }
        Subject::Request(request) => {
            let grounds = html! { bdi { (request.detail.chars().take(200).collect::<String>()) } };
            (request.question.clone(), format!("/requests/{}", request.id), grounds, String::new(), Vec::new())
        }
        Subject::Issue(issue) => {
            let (issue, bulletin) = issue.as_ref();
            let grounds = html! { (crate::bulletin::days(speech, issue)) };
            (bulletin.name.clone(), format!("/issues/{}", issue.id), grounds, String::new(), Vec::new())
        }
        Subject::Credit(credit) => {
            let grounds = html! { bdi { (charged.unit.as_deref().unwrap_or(credit.unit.as_str())) } " · " (credit.currency.code()) };
            (credit.title.clone(), format!("/credits/{}", credit.id), grounds, String::new(), Vec::new())
        }
        Subject::Agreement(agreement) => {
            let grounds = html! {
                bdi { (charged.unit.as_deref().unwrap_or(agreement.unit.as_str())) }
                " · " (speech.say(&format!("agreement-stage-{}", agreement.stage)))
            };
            let title = agreement.title.clone();
            (title, place_of(agreement, duty), grounds, String::new(), Vec::new())
        }
        Subject::Mission(mission) => {
            let grounds = html! {
                bdi { (charged.unit.as_deref().unwrap_or(mission.unit.as_str())) }
                " · " (speech.date(mission.since)) " – " (speech.date(mission.until))
                @if !mission.remark.is_empty() { " · " bdi { (mission.remark) } }
            };
            // Where it is done.
            let part = match (duty.subject.noun, duty.kind) {
                (Noun::Brief, _) => "/brief",
                (_, DutyKind::Liaise) => "/liaison",
                (_, DutyKind::Report) => "/report",
                (_, DutyKind::Follow) => "/report#recommendations",
                _ => "",
            };
            (mission.title.clone(), format!("/missions/{}{part}", mission.id), grounds, String::new(), Vec::new())
        }
        Subject::SpecialistRequest(request) => {
            let grounds = html! {
                bdi { (charged.unit.as_deref().unwrap_or(request.unit.as_str())) }
                " · " (speech.date(request.since)) " – " (speech.date(request.until))
            };
            let href = format!("/specialists/requests/{}", request.id);
            (request.title.clone(), href, grounds, String::new(), Vec::new())
        }
        Subject::Assignment(held) => {
            let (assignment, name) = held.as_ref();
            let grounds = html! {
                bdi { (charged.unit.as_deref().unwrap_or(assignment.unit.as_str())) }
                " · " (speech.date(assignment.since)) " – " (speech.date(assignment.until))
            };
            // Where it is done.
            let part = match duty.kind {
                DutyKind::KeepPromise => "#promises",
                DutyKind::AnswerGrievance => "#grievances",
                DutyKind::Evaluate | DutyKind::HearGuest => "#months",
                DutyKind::SayStayed | DutyKind::SayStillThere => "#stayed",
                _ => "",
            };
            (
                name.clone(),
                format!("/specialists/assignments/{}{part}", assignment.id),
                grounds,
                String::new(),
                Vec::new(),
            )
        }
        Subject::ControlList(head) => {
            let grounds = html! { bdi { (head.source) } };
            (head.title.clone(), format!("/control-lists/{}", head.id), grounds, String::new(), Vec::new())
        }
        Subject::Record(held) => {
            let title = record::title(speech, &held.record);
            (
                title,
                format!("/records/{}", held.id),
                html! { (record::details(speech, &held.record)) },
                String::new(),
                Vec::new(),
            )
        }
        Subject::Drawing(drawing) => {
            let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
            let values = [("done", count(drawing.n_done).into()), ("drawn", count(drawing.n_drawn).into())];
            let grounds = html! { (speech.with("second-progress", &values)) };
            (sample_name(drawing), "/abstracts/second".to_owned(), grounds, String::new(), Vec::new())
        }
        Subject::Release(release) => {
            let grounds = html! { bdi { (charged.unit.as_deref().unwrap_or(release.unit.as_str())) } };
            (release.title.clone(), format!("/releases/{}", release.id), grounds, String::new(), Vec::new())
        }
        Subject::Widening(widening) => {
            let grounds = html! {
                (speech.say(&format!("noun-{}", widening.thing.noun.word())))
                " · " bdi { (charged.unit.as_deref().unwrap_or(widening.unit.as_str())) }
            };
            (widening.title.clone(), format!("/widenings/{}", widening.id), grounds, String::new(), Vec::new())
        }
        Subject::Adoption(held) => {
            let (adoption, name) = held.as_ref();
            let grounds = html! { bdi { (charged.unit.as_deref().unwrap_or(adoption.unit.as_str())) } };
            // Where it is done.
            let part = match duty.kind {
                DutyKind::SayOutput => "#output",
                DutyKind::GetResource => "#resources",
                DutyKind::HearEnd => "#heard",
                _ => "",
            };
            (name.clone(), format!("/adoptions/{}{part}", adoption.id), grounds, String::new(), Vec::new())
        }
        Subject::Sample(sample) => {
            let grounds = html! {
                bdi { (charged.unit.as_deref().unwrap_or(sample.unit.as_str())) }
                " · " (speech.say(&format!("sample-state-{}", sample.state.word())))
            };
            (sample.name.clone(), format!("/samples/{}", sample.id), grounds, String::new(), Vec::new())
        }
        Subject::Inspected(one) => {
            let grounds = html! { @if let Some(unit) = &one.unit { bdi { (unit) } } };
            (one.title.clone(), one.address.clone(), grounds, String::new(), Vec::new())
        }
        Subject::Case(case) => {
            let grounds = html! {
                bdi { (charged.unit.as_deref().unwrap_or(case.proposal.unit.as_str())) }
                " · " (speech.say(&format!("control-act-{}", case.proposal.act)))
                " · " (speech.say(&format!("case-state-{}", case.state)))
            };
            // Where it is done.
            let part = match duty.kind {
                DutyKind::Ballot => "#vote",
                DutyKind::Second => "#motions",
                DutyKind::KeepCondition => "#conditions",
                _ => "",
            };
            let href = format!("/cases/{}{part}", case.id);
            (case.proposal.title.clone(), href, grounds, String::new(), Vec::new())
        }
        Subject::Regime(regime) => {
            let grounds = html! { (speech.say(&format!("regime-kind-{}", regime.kind))) };
            (regime.name.clone(), format!("/regimes/{}", regime.id), grounds, String::new(), Vec::new())
        }
        Subject::PartyList(list) => {
            let grounds = html! { bdi { (list.publisher) } };
            let href = party_list::place_of(list, duty.kind);
            (list.title.clone(), href, grounds, String::new(), Vec::new())
        }
        Subject::Screening(screening) => {
            let party = &screening.party;
            let grounds = html! { (speech.say(&format!("party-kind-{}", party.kind.word()))) };
            (party.name.clone(), format!("/screenings/{}", screening.id), grounds, String::new(), Vec::new())
        }
        Subject::Diffusion(one) => {
            let grounds = diffusion::grounds(speech, one, charged.unit.as_deref());
            (one.title().to_owned(), diffusion::place(&one.thing()), grounds, String::new(), Vec::new())
        }
        Subject::Webhook(webhook) => {
            let grounds = html! { bdi class="long" { (webhook.address) } };
            (webhook.title.clone(), format!("/office/webhooks/{}", webhook.id), grounds, String::new(), Vec::new())
        }
    };
    // What a thing is by the control lists is said on a page of its own.
    let href = match duty.kind {
        DutyKind::ConfirmClassification | DutyKind::ClassifyAgain => crate::classification::of_thing(&duty.subject),
        _ => href,
    };
    let title = html! { bdi { (title) } };
    InboxRow { id: duty.id.to_string(), asks, title, href, grounds, due: (tone, speech.until(days)), action, actions }
}

/// Where a duty about an agreement is done.
fn place_of(agreement: &Agreement, duty: &Duty) -> String {
    match (duty.subject.noun, duty.kind) {
        (Noun::Deliverable, _) => format!("/deliverables/{}", duty.subject.name),
        (_, DutyKind::ReportUse) => format!("/agreements/{}/royalties", agreement.id),
        (_, DutyKind::SettleArrears) => format!("/agreements/{}/payments", agreement.id),
        (_, DutyKind::LookAtPatent) => format!("/agreements/{}/patents", agreement.id),
        _ => format!("/agreements/{}", agreement.id),
    }
}

fn answers(speech: Speech) -> Vec<Action> {
    KEYS.iter()
        .map(|(choice, key)| {
            let opens = matches!(choice, Decision::Pass | Decision::Forward);
            let text =
                if opens { format!("choice-{}-open", choice.word()) } else { format!("choice-{}", choice.word()) };
            Action {
                text: speech.say(&text),
                name: "choice".to_owned(),
                value: choice.word().to_owned(),
                key: Some((*key).to_owned()),
            }
        })
        .collect()
}

/// What one writes for, above all else: a dispatch takes two minutes, and its writer has a telephone.
fn own_sources(speech: Speech, loaded: &Loaded) -> Markup {
    html! {
        @if !loaded.sources.is_empty() {
            p class="quiet" { (speech.say("inbox-sources")) }
            div class="actions" {
                @for source in loaded.sources.iter().take(OWN_SOURCES_MAX) {
                    a class="button button-plain" href={ "/sources/" (source.id) "/dispatch" } {
                        span { (speech.say("dispatch-new")) ": " bdi { (source.title) } }
                    }
                }
                @if loaded.sources.len() > OWN_SOURCES_MAX { a href="/sources" { (speech.say("sources-all")) } }
            }
        }
    }
}

/// What came of what I did.
fn aside(caller: &Caller, loaded: &Loaded) -> Markup {
    let speech = caller.visit.speech;
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    html! {
        h2 { (speech.say("inbox-needs")) }
        @if loaded.needs.is_empty() { p class="quiet" { (speech.say("inbox-no-needs")) } }
        ul class="plain" {
            @for (came, line) in &loaded.needs {
                li {
                    a href={ "/needs/" (line.id) } { bdi { (line.title) } } " " (stage(speech, line.stage))
                    p class="quiet" {
                        (speech.with("inbox-need-came", &[("delivered", count(came.n_all).into()), ("used", count(came.n_used).into())]))
                    }
                }
            }
        }
        p { (link_button(&speech.say("need-new"), "/needs/new", false)) }
        h2 { (speech.say("inbox-requests")) }
        @if loaded.requests.is_empty() { p class="quiet" { (speech.say("inbox-no-requests")) } }
        ul class="plain" {
            @for request in &loaded.requests {
                li { a href={ "/requests/" (request.id) } { bdi { (request.question) } } " " (request_stage(speech, request.stage)) }
            }
        }
        p { (link_button(&speech.say("request-new"), "/requests/new", false)) }
    }
}

/// Where a need stands, as a tag.
pub fn stage(speech: Speech, stage: Stage) -> Markup {
    let tone = match stage {
        Stage::Draft => Tone::Plain,
        Stage::Submitted => Tone::Accent,
        Stage::Accepted | Stage::Met => Tone::Good,
        Stage::Joined => Tone::Accent,
        Stage::Declined => Tone::Bad,
        Stage::Withdrawn => Tone::Faint,
    };
    tag(tone, &speech.say(&format!("stage-{}", stage.word())))
}

/// Where a request stands, as a tag.
pub fn request_stage(speech: Speech, stage: RequestStage) -> Markup {
    let tone = match stage {
        RequestStage::Asked => Tone::Plain,
        RequestStage::Routed => Tone::Accent,
        RequestStage::Answered => Tone::Good,
        RequestStage::Declined => Tone::Bad,
        RequestStage::Withdrawn => Tone::Faint,
    };
    tag(tone, &speech.say(&format!("request-stage-{}", stage.word())))
}

/// Registers it.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.page("/", Policy::SignedIn, show)
}
