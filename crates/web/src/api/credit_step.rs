//! What happens to a line of credit: bookings, drawdowns, milestones.

use model::{
    Credit, CreditEvent, CreditEventKind, CreditId, CreditMilestone, Date, DeliverableId, Drawdown, DrawdownState,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::credit_terms::{RepaymentPlanView, amount, rate};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::word::{Day, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// What happened to a line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CreditEventView {
    /// Its number within the line, from one.
    pub number: u32,
    /// The day from which it counts.
    pub day: Day,
    /// What happened.
    pub kind: Word<CreditEventKind>,
    /// Of how much, such as `1200.50 DEM`; null where nothing passed.
    pub amount: Option<String>,
    /// The base rate that was fixed, or the rate of the new plan, in per cent.
    pub rate: Option<String>,
    /// The drawdown that was paid out.
    pub drawdown: Option<u32>,
    /// The new plan.
    pub plan: Option<RepaymentPlanView>,
    /// Whether what was repaid early shortens the plan.
    pub shortens: bool,
    /// The number of the event that is countered.
    pub counters: Option<u32>,
    /// Papers, reasons.
    pub note: String,
    /// Who told it: post and person.
    pub by: String,
    /// When it was told.
    pub told_at: Moment,
}

impl CreditEventView {
    fn of(credit: &Credit, event: &CreditEvent) -> CreditEventView {
        CreditEventView {
            number: event.number,
            day: Day(event.day),
            kind: Word(event.kind),
            amount: (event.minor > 0).then(|| credit.money(event.minor).to_string()),
            rate: event.rate.map(|rate| rate.to_string()),
            drawdown: event.drawdown,
            plan: event.plan.as_ref().map(|plan| RepaymentPlanView::of(plan, credit.currency)),
            shortens: event.shortens,
            counters: event.counters,
            note: event.note.clone(),
            by: event.by.clone(),
            told_at: Moment(event.told_at),
        }
    }
}

async fn events(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<CreditEventView>> {
    let id = way.get("credit").to_owned();
    let found = read(&caller, move |office| {
        let credit = office.credit(&id)?;
        let events = office.credit_events(credit.id)?;
        Ok((credit, events))
    });
    let (credit, events) = found.await?;
    Ok(Found::listed(Listed::whole(events.iter().map(|event| CreditEventView::of(&credit, event)).collect())))
}

/// What is booked on a line.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditEventBody {
    /// The revision of the line that was seen.
    revision: u32,
    /// What happened. A drawdown is paid out by its own operation.
    kind: Word<CreditEventKind>,
    /// The day from which it counts.
    day: Day,
    /// Of how much, in the currency of the line, such as `1200.50`.
    amount: Option<String>,
    /// The base rate that was fixed, or the rate or margin of a new plan, in per cent.
    rate: Option<String>,
    /// The new plan of a rescheduling.
    plan: Option<RepaymentPlanView>,
    /// Whether what is repaid early shortens the plan; otherwise what is left to pay becomes smaller.
    #[serde(default)]
    shortens: bool,
    /// The number of the event that is countered.
    counters: Option<u32>,
    /// Papers, reasons.
    #[serde(default)]
    note: String,
}

/// The line that is named in the path.
async fn held(caller: &Caller, way: &Way) -> Result<Credit, Problem> {
    let id = way.get("credit").to_owned();
    read(caller, move |office| office.credit(&id)).await
}

async fn book(caller: Caller, sent: Sent<CreditEventBody>) -> Done<CreditEventView> {
    let credit = held(&caller, &sent.way).await?;
    let body = sent.body.clone();
    let minor = body.amount.as_deref().map(|text| amount(&caller, "#/amount", text, credit.currency));
    let event = CreditEvent {
        rate: body.rate.as_deref().map(|text| rate(&caller, "#/rate", text)).transpose()?,
        plan: body.plan.as_ref().map(|plan| plan.read(&caller, "#/plan", credit.currency)).transpose()?,
        shortens: body.shortens,
        counters: body.counters,
        note: body.note,
        ..CreditEvent::new(body.kind.0, body.day.0, minor.transpose()?.unwrap_or_default())
    };
    let seen = (credit.id, body.revision);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let (credit, event) = desk::book_credit_event(writer, turn, seen, event).map_err(as_a_rule)?;
        Ok(Reply::of(CreditEventView::of(&credit, &event)))
    });
    kept.await
}

/// A drawdown.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DrawdownView {
    /// Its number within the line, from one.
    pub number: u32,
    /// Of how much, such as `1200.50 DEM`.
    pub amount: String,
    /// What it pays for.
    pub purpose: String,
    /// The day on which it is to be paid out.
    pub planned: Day,
    /// Deliverables of agreements that have to be accepted first.
    pub deliverables: Vec<String>,
    /// Milestones of the line, by number, that have to be confirmed first.
    pub milestones: Vec<u32>,
    /// Where it stands.
    pub state: Word<DrawdownState>,
    /// Who asked for it: the person.
    pub asked_by: String,
    /// Who decided about it: the person; empty before.
    pub decided_by: String,
    /// Why it was refused or withdrawn, or what was said with the grant.
    pub reason: String,
    /// The number of its last change.
    pub revision: u32,
}

impl DrawdownView {
    fn of(credit: &Credit, one: &Drawdown) -> DrawdownView {
        DrawdownView {
            number: one.number,
            amount: credit.money(one.minor).to_string(),
            purpose: one.purpose.clone(),
            planned: Day(one.planned),
            deliverables: one.deliverables.iter().map(ToString::to_string).collect(),
            milestones: one.milestones.clone(),
            state: Word(one.state),
            asked_by: one.asked_by.clone(),
            decided_by: one.decided_by.clone(),
            reason: one.reason.clone(),
            revision: one.revision,
        }
    }
}

async fn drawdowns(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<DrawdownView>> {
    let (id, today) = (way.get("credit").to_owned(), caller.app.today());
    let page = read(&caller, move |office| office.credit_page(&id, today, today)).await?;
    let lines = page.drawdowns.iter().map(|line| DrawdownView::of(&page.credit, &line.drawdown));
    Ok(Found::listed(Listed::whole(lines.collect())))
}

/// A drawdown that is asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawdownBody {
    /// Of how much, in the currency of the line, such as `1200.50`.
    amount: String,
    /// What it pays for.
    purpose: String,
    /// The day on which it is to be paid out.
    planned: Day,
    /// Deliverables of agreements that have to be accepted first.
    #[serde(default)]
    deliverables: Vec<String>,
    /// Milestones of the line, by number, that have to be confirmed first.
    #[serde(default)]
    milestones: Vec<u32>,
}

async fn request(caller: Caller, sent: Sent<DrawdownBody>) -> Done<DrawdownView> {
    let credit = held(&caller, &sent.way).await?;
    let body = sent.body.clone();
    let mut deliverables = Vec::new();
    for (at, name) in body.deliverables.iter().enumerate() {
        let unnamed = || slip(&caller, &format!("#/deliverables/{at}"), caller.speech().say("failure-missing"));
        deliverables.push(DeliverableId::parse(name).ok_or_else(unnamed)?);
    }
    let drawdown = Drawdown {
        number: 0,
        minor: amount(&caller, "#/amount", &body.amount, credit.currency)?,
        purpose: body.purpose,
        planned: body.planned.0,
        deliverables,
        milestones: body.milestones,
        state: DrawdownState::Requested,
        asked_by: String::new(),
        decided_by: String::new(),
        reason: String::new(),
        revision: 0,
    };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let one = desk::request_drawdown(writer, turn, credit.id, drawdown)?;
        let at = format!("/api/v1/credits/{}/drawdowns/{}", credit.id, one.number);
        Ok(Reply::of(DrawdownView::of(&credit, &one)).at(at))
    });
    kept.await
}

async fn drawdown(caller: Caller, way: Way, _: Nothing) -> Outcome<DrawdownView> {
    let (id, today) = (way.get("credit").to_owned(), caller.app.today());
    let number = numbered(&caller, &way, "drawdown")?;
    let page = read(&caller, move |office| office.credit_page(&id, today, today)).await?;
    let found = page.drawdowns.iter().find(|line| line.drawdown.number == number);
    let line = found.ok_or_else(|| missing(&caller))?;
    Ok(Found::one(DrawdownView::of(&page.credit, &line.drawdown)))
}

/// The number in the path.
fn numbered(caller: &Caller, way: &Way, name: &str) -> Result<u32, Problem> {
    way.get(name).parse().map_err(|_| missing(caller))
}

/// A decision about a drawdown.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawdownDecisionBody {
    /// The revision of the drawdown that was seen.
    revision: u32,
    /// Whether it may be paid out.
    grants: bool,
    /// Why; needed for a refusal.
    #[serde(default)]
    reason: String,
}

async fn decide(caller: Caller, sent: Sent<DrawdownDecisionBody>) -> Done<DrawdownView> {
    let credit = held(&caller, &sent.way).await?;
    let body = sent.body.clone();
    let seen = (numbered(&caller, &sent.way, "drawdown")?, body.revision);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let one = desk::decide_drawdown(writer, turn, credit.id, seen, body.grants, &body.reason).map_err(as_a_rule)?;
        Ok(Reply::of(DrawdownView::of(&credit, &one)))
    });
    kept.await
}

/// That a drawdown was paid out.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawdownPaymentBody {
    /// The revision of the drawdown that was seen.
    revision: u32,
    /// On which day.
    day: Day,
    /// Papers.
    #[serde(default)]
    note: String,
}

async fn pay(caller: Caller, sent: Sent<DrawdownPaymentBody>) -> Done<DrawdownView> {
    let credit = held(&caller, &sent.way).await?;
    let body = sent.body.clone();
    let (seen, day): (_, Date) = ((numbered(&caller, &sent.way, "drawdown")?, body.revision), body.day.0);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let paid = desk::pay_out_drawdown(writer, turn, credit.id, seen, day, &body.note);
        let (one, _) = paid.map_err(as_a_rule)?;
        Ok(Reply::of(DrawdownView::of(&credit, &one)))
    });
    kept.await
}

/// That a drawdown is not wanted any more.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawdownWithdrawalBody {
    /// The revision of the drawdown that was seen.
    revision: u32,
    /// Why.
    #[serde(default)]
    reason: String,
}

async fn withdraw(caller: Caller, sent: Sent<DrawdownWithdrawalBody>) -> Done<DrawdownView> {
    let credit = held(&caller, &sent.way).await?;
    let body = sent.body.clone();
    let seen = (numbered(&caller, &sent.way, "drawdown")?, body.revision);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let one = desk::withdraw_drawdown(writer, turn, credit.id, seen, &body.reason).map_err(as_a_rule)?;
        Ok(Reply::of(DrawdownView::of(&credit, &one)))
    });
    kept.await
}

/// A milestone of a line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CreditMilestoneView {
    /// Its number within the line, from one.
    pub number: u32,
    /// What has to be reached.
    pub title: String,
    /// By when it is expected.
    pub due: Day,
    /// On what its confirmation rests.
    pub evidence: String,
    /// Who confirmed it: post and person.
    pub confirmed_by: Option<String>,
    /// The day on which it was reached.
    pub reached: Option<Day>,
    /// The number of its last change.
    pub revision: u32,
}

impl From<&CreditMilestone> for CreditMilestoneView {
    fn from(one: &CreditMilestone) -> CreditMilestoneView {
        CreditMilestoneView {
            number: one.number,
            title: one.title.clone(),
            due: Day(one.due),
            evidence: one.evidence.clone(),
            confirmed_by: one.confirmed.as_ref().map(|(by, _)| by.clone()),
            reached: one.confirmed.as_ref().map(|(_, on)| Day(*on)),
            revision: one.revision,
        }
    }
}

async fn milestones(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<CreditMilestoneView>> {
    let (id, today) = (way.get("credit").to_owned(), caller.app.today());
    let page = read(&caller, move |office| office.credit_page(&id, today, today)).await?;
    Ok(Found::listed(Listed::whole(page.milestones.iter().map(CreditMilestoneView::from).collect())))
}

/// A milestone that is written down.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditMilestoneBody {
    /// What has to be reached.
    title: String,
    /// By when it is expected.
    due: Day,
}

async fn add_milestone(caller: Caller, sent: Sent<CreditMilestoneBody>) -> Done<CreditMilestoneView> {
    let id = CreditId::parse(sent.way.get("credit")).ok_or_else(|| missing(&caller))?;
    let CreditMilestoneBody { title, due } = sent.body.clone();
    let one = CreditMilestone { number: 0, title, due: due.0, evidence: String::new(), confirmed: None, revision: 0 };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let one = desk::keep_credit_milestone(writer, turn, id, one)?;
        Ok(Reply::of(CreditMilestoneView::from(&one)).at(format!("/api/v1/credits/{id}/milestones")))
    });
    kept.await
}

/// A milestone as it shall be.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditMilestoneChangeBody {
    /// The revision of the milestone that was seen.
    revision: u32,
    /// What has to be reached.
    title: String,
    /// By when it is expected.
    due: Day,
}

async fn change_milestone(caller: Caller, sent: Sent<CreditMilestoneChangeBody>) -> Done<CreditMilestoneView> {
    let id = CreditId::parse(sent.way.get("credit")).ok_or_else(|| missing(&caller))?;
    let CreditMilestoneChangeBody { revision, title, due } = sent.body.clone();
    let number = numbered(&caller, &sent.way, "milestone")?;
    let one = CreditMilestone { number, title, due: due.0, evidence: String::new(), confirmed: None, revision };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let one = desk::keep_credit_milestone(writer, turn, id, one).map_err(as_a_rule)?;
        Ok(Reply::of(CreditMilestoneView::from(&one)))
    });
    kept.await
}

/// That a milestone was reached.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MilestoneConfirmationBody {
    /// The revision of the milestone that was seen.
    revision: u32,
    /// On which day.
    on: Day,
    /// On what that rests.
    evidence: String,
}

async fn confirm(caller: Caller, sent: Sent<MilestoneConfirmationBody>) -> Done<CreditMilestoneView> {
    let id = CreditId::parse(sent.way.get("credit")).ok_or_else(|| missing(&caller))?;
    let body = sent.body.clone();
    let seen = (numbered(&caller, &sent.way, "milestone")?, body.revision);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let one = desk::confirm_credit_milestone(writer, turn, id, seen, body.on.0, &body.evidence);
        Ok(Reply::of(CreditMilestoneView::from(&one.map_err(as_a_rule)?)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    let (of_events, of_drawdowns) = ("/api/v1/credits/{credit}/events", "/api/v1/credits/{credit}/drawdowns");
    let of_milestones = "/api/v1/credits/{credit}/milestones";
    api.read(
        of_events,
        open,
        "list_credit_events",
        "What was booked on a line, in the order in which it was told",
        events,
    )
    .act(
        of_events,
        open,
        "book_credit_event",
        "Books a payment, an early repayment, a fee, a rate, a rescheduling, or counters a booking",
        book,
    )
    .read(of_drawdowns, open, "list_drawdowns", "The drawdowns of a line, by number", drawdowns)
    .create(of_drawdowns, open, "request_drawdown", "Asks for a drawdown", request)
    .read("/api/v1/credits/{credit}/drawdowns/{drawdown}", open, "show_drawdown", "One drawdown", drawdown)
    .act(
        "/api/v1/credits/{credit}/drawdowns/{drawdown}/decision",
        open,
        "decide_drawdown",
        "Grants or refuses a drawdown, as a second person",
        decide,
    )
    .act(
        "/api/v1/credits/{credit}/drawdowns/{drawdown}/payment",
        open,
        "pay_out_drawdown",
        "Books that a granted drawdown was paid out",
        pay,
    )
    .act(
        "/api/v1/credits/{credit}/drawdowns/{drawdown}/withdrawal",
        open,
        "withdraw_drawdown",
        "Takes a drawdown back",
        withdraw,
    )
    .read(of_milestones, open, "list_credit_milestones", "The milestones of a line, by number", milestones)
    .create(of_milestones, open, "add_credit_milestone", "Writes a milestone of a line down", add_milestone)
    .act(
        "/api/v1/credits/{credit}/milestones/{milestone}",
        open,
        "change_credit_milestone",
        "Changes a milestone that is not confirmed",
        change_milestone,
    )
    .act(
        "/api/v1/credits/{credit}/milestones/{milestone}/confirmation",
        open,
        "confirm_credit_milestone",
        "Confirms with evidence that a milestone was reached",
        confirm,
    )
}
