//! The inbox: what is asked of the caller's posts.

use std::sync::Arc;

use desk::{Charged, Subject};
use model::{Date, Duty, DutyId, DutyKind, DutyState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::{self, Listed};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::read;
use super::thing::ThingView;
use super::word::{Day, Limit, Moment, Word};
use crate::caller::Caller;
use crate::digest::sample_name;
use crate::route::Policy;

/// A dated obligation of a post.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DutyView {
    /// Its name.
    pub id: String,
    /// Whose it is.
    pub post: String,
    /// What is to be done.
    pub kind: Word<DutyKind>,
    /// With what.
    pub subject: ThingView,
    /// When it arose.
    pub opened_at: Moment,
    /// The last day on which it is in time.
    pub due: Day,
    /// Where it stands.
    pub state: Word<DutyState>,
    /// When it was closed.
    pub closed_at: Option<Moment>,
    /// What came of it.
    pub outcome: Option<String>,
    /// Why, where it was let go.
    pub reason: Option<String>,
    /// The post above that was told, when it was late.
    pub raised_to: Option<String>,
    /// How many steps it went up.
    pub n_raised: u16,
}

impl From<&Duty> for DutyView {
    fn from(duty: &Duty) -> DutyView {
        DutyView {
            id: duty.id.to_string(),
            post: duty.post.to_string(),
            kind: Word(duty.kind),
            subject: ThingView::from(&duty.subject),
            opened_at: Moment(duty.opened_at),
            due: Day(duty.due),
            state: Word(duty.state),
            closed_at: duty.closed_at.map(Moment),
            outcome: duty.outcome.clone(),
            reason: duty.reason.clone(),
            raised_to: duty.raised_to.as_ref().map(ToString::to_string),
            n_raised: duty.n_raised,
        }
    }
}

/// A duty with what it is about.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChargedView {
    /// The duty.
    pub duty: DutyView,
    /// What people call its subject: the title of the record or need, the question of the request, the name of the bulletin.
    pub title: String,
    /// The need that it is about or serves.
    pub need: Option<String>,
    /// The record that it is about.
    pub record: Option<String>,
}

impl From<&Charged> for ChargedView {
    fn from(charged: &Charged) -> ChargedView {
        let (title, need) = match &charged.subject {
            Subject::Delivery(line) => {
                (line.record.title().unwrap_or_default().to_owned(), Some(line.held.delivery.need.to_string()))
            }
            Subject::Need(need) => (need.title.clone(), Some(need.id.to_string())),
            Subject::Request(request) => (request.question.clone(), request.need.as_ref().map(ToString::to_string)),
            Subject::Issue(issue) => (issue.1.name.clone(), None),
            Subject::Credit(credit) => (credit.title.clone(), None),
            Subject::Agreement(agreement) => {
                (agreement.title.clone(), agreement.needs.first().map(ToString::to_string))
            }
            Subject::Mission(mission) => (mission.title.clone(), mission.needs.first().map(ToString::to_string)),
            Subject::Release(release) => (release.title.clone(), None),
            Subject::Widening(widening) => (widening.title.clone(), None),
            Subject::Sample(sample) => (sample.name.clone(), sample.needs.first().map(ToString::to_string)),
            Subject::Adoption(held) => (held.1.clone(), held.0.need.as_ref().map(ToString::to_string)),
            Subject::SpecialistRequest(request) => {
                (request.title.clone(), request.need.as_ref().map(ToString::to_string))
            }
            Subject::Assignment(held) => (held.1.clone(), None),
            Subject::Case(case) => (case.proposal.title.clone(), None),
            Subject::Regime(regime) => (regime.name.clone(), None),
            Subject::PartyList(list) => (list.title.clone(), None),
            Subject::Screening(screening) => (screening.party.name.clone(), None),
            Subject::Webhook(webhook) => (webhook.title.clone(), None),
            Subject::ControlList(head) => (head.title.clone(), None),
            Subject::Drawing(drawing) => (sample_name(drawing), None),
        };
        let record = desk::record_of(&charged.subject).map(|record| record.to_string());
        ChargedView { duty: DutyView::from(&charged.duty), title, need, record }
    }
}

/// A page of the inbox.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct InboxView {
    /// The duties, those due first before the others.
    pub items: Vec<ChargedView>,
    /// The cursor of the next page; null on the last one.
    pub next: Option<String>,
    /// Open duties of the caller's posts.
    pub n_open: u64,
    /// Of them late.
    pub n_late: u64,
}

/// Which duties are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InboxQuery {
    /// Of this kind alone.
    kind: Option<Word<DutyKind>>,
    /// Duties on the page; 50 at most, whatever is asked.
    limit: Option<Limit>,
    /// Where the page begins.
    cursor: Option<String>,
}

async fn show(caller: Caller, _: Way, query: InboxQuery) -> Outcome<InboxView> {
    let speech = caller.speech();
    let after = cursor::read::<2>(speech, "inbox", query.cursor.as_deref())?;
    let after = after.map(|[day, id]| Date::parse(&day).zip(DutyId::parse(&id)).ok_or_else(|| cursor::foreign(speech)));
    let (after, kind, limit) = (after.transpose()?, query.kind.map(|kind| kind.0), Limit::of(query.limit));
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let mut inbox = read(&caller, move |office| office.inbox(&officer.post_ids(), kind, after, today)).await?;
    if inbox.duties.len() > limit {
        inbox.duties.truncate(limit);
        inbox.next = inbox.duties.last().map(|charged| (charged.duty.due, charged.duty.id));
    }
    let next = inbox.next.map(|(day, id)| cursor::write("inbox", &[day.to_string(), id.to_string()]));
    let items: Vec<ChargedView> = inbox.duties.iter().map(ChargedView::from).collect();
    let listed = Listed { items, next };
    Ok(Found::led(listed, |Listed { items, next }| InboxView {
        items,
        next,
        n_open: inbox.n_open,
        n_late: inbox.n_late,
    }))
}

async fn show_duty(caller: Caller, way: Way, _: Nothing) -> Outcome<DutyView> {
    let id = way.get("duty").to_owned();
    let duty = read(&caller, move |office| office.duty(&id)).await?;
    Ok(Found::one(DutyView::from(&duty)))
}

/// Why a duty is let go.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverBody {
    /// In the words of the post above it; at most 500 characters.
    reason: String,
}

async fn waive(caller: Caller, sent: Sent<WaiverBody>) -> Done<DutyView> {
    let (id, reason) = (sent.way.get("duty").to_owned(), sent.body.reason.clone());
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let duty = desk::waive_duty(writer, turn, office, &id, &reason)?;
        Ok(Reply::of(DutyView::from(&duty)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/inbox", open, "inbox", "What is asked of the caller's posts", show)
        .read("/api/v1/duties/{duty}", open, "show_duty", "One duty", show_duty)
        .act(
            "/api/v1/duties/{duty}/waiver",
            open,
            "waive_duty",
            "Lets a duty go, by a post that leads or coordinates above it",
            waive,
        )
}
