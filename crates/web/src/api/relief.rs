//! Reliefs from targets of the plan: listed, asked for, shown, decided, taken back.

use std::sync::Arc;

use desk::{ReliefDecision, ReliefLine};
use model::{AdoptionId, Marking, PostId, Quarter, QuarterAmount, Rational, Relief, ReliefId, ReliefState, UnitId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::{Listed, Part};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::marking::MarkingView;
use super::word::{Day, Limit, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// An amount of a quarter.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuarterAmountView {
    /// The quarter: `1957-Q1`.
    pub quarter: String,
    /// The amount, a decimal number.
    pub amount: String,
}

/// Amounts as they are shown.
pub(super) fn amounts_said(amounts: &[QuarterAmount]) -> Vec<QuarterAmountView> {
    let view =
        |one: &QuarterAmount| QuarterAmountView { quarter: one.quarter.to_string(), amount: one.amount.to_string() };
    amounts.iter().map(view).collect()
}

fn amounts_of(caller: &Caller, field: &str, views: &[QuarterAmountView]) -> Result<Vec<QuarterAmount>, Problem> {
    for (at, one) in views.iter().enumerate() {
        if Quarter::parse(&one.quarter).is_none() || Rational::parse(&one.amount).is_none() {
            return Err(slip(caller, &format!("#/{field}/{at}"), caller.speech().say("failure-missing")));
        }
    }
    let text: Vec<String> = views.iter().map(|one| format!("{} {}", one.quarter.trim(), one.amount)).collect();
    QuarterAmount::read(&text.join("\n"))
        .map_err(|refusal| slip(caller, &format!("#/{field}"), caller.speech().refusal(&refusal)))
}

/// A relief from a target.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReliefView {
    /// Its name.
    pub id: String,
    /// The adoption that costs the output.
    pub adoption: String,
    /// The unit whose target it is.
    pub unit: String,
    /// The post that asks.
    pub post: String,
    /// The post that set the target.
    pub setter: String,
    /// The line of the plan.
    pub plan_line: String,
    /// In what output is measured.
    pub measure: String,
    /// Output that is lost by switching.
    pub lost: Vec<QuarterAmountView>,
    /// By how much the target is to be lower.
    pub asked: Vec<QuarterAmountView>,
    /// By how much it is lower.
    pub granted: Vec<QuarterAmountView>,
    /// Why it is asked for.
    pub reason: String,
    /// What was said with the decision.
    pub answer: String,
    /// The last day on which it holds.
    pub until: Option<Day>,
    /// Where it stands.
    pub state: Word<ReliefState>,
    /// Who decided, as the ledger writes it.
    pub decided_by: String,
    /// Whether a demonstration made it up.
    pub invented: bool,
    /// Who may see it.
    pub marking: MarkingView,
    /// Grows by one with each step.
    pub revision: u32,
    /// When it was asked for.
    pub made_at: Moment,
}

impl From<&Relief> for ReliefView {
    fn from(one: &Relief) -> ReliefView {
        ReliefView {
            id: one.id.to_string(),
            adoption: one.adoption.to_string(),
            unit: one.unit.to_string(),
            post: one.post.to_string(),
            setter: one.setter.to_string(),
            plan_line: one.plan_line.clone(),
            measure: one.measure.clone(),
            lost: amounts_said(&one.lost),
            asked: amounts_said(&one.asked),
            granted: amounts_said(&one.granted),
            reason: one.reason.clone(),
            answer: one.answer.clone(),
            until: one.until.map(Day),
            state: Word(one.state),
            decided_by: one.decided_by.clone(),
            invented: one.invented,
            marking: MarkingView::from(&one.marking),
            revision: one.revision,
            made_at: Moment(one.made_at),
        }
    }
}

/// Which reliefs are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReliefQuery {
    /// For this adoption.
    adoption: Option<String>,
    /// Standing so.
    state: Option<Word<ReliefState>>,
    /// Reliefs on the page.
    limit: Option<Limit>,
    /// Where the page begins.
    cursor: Option<String>,
}

async fn list(caller: Caller, _: Way, query: ReliefQuery) -> Outcome<Listed<ReliefView>> {
    let part = Part::of(caller.speech(), "reliefs", (query.limit, query.cursor.as_deref()))?;
    let said = || slip(&caller, "#/adoption", caller.speech().say("failure-missing"));
    let adoption = query.adoption.as_deref().map(|id| AdoptionId::parse(id).ok_or_else(said)).transpose()?;
    let state = query.state.map(|word| word.0);
    let found = read(&caller, move |office| office.reliefs_up_to(adoption, state, part.n_wanted()));
    let found: Vec<ReliefLine> = found.await?;
    Ok(Found::listed(part.cut(found.iter().map(|line| ReliefView::from(&line.relief)).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<ReliefView> {
    let (id, officer) = (way.get("relief").to_owned(), Arc::clone(&caller.officer));
    let page = read(&caller, move |office| office.relief_page(&officer, &id)).await?;
    let relief = &page.line.relief;
    Ok(Found::versioned(ReliefView::from(relief), u64::from(relief.revision)))
}

/// What is asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReliefBody {
    /// The adoption that costs the output.
    adoption: String,
    /// The post of a unit above that set the target.
    setter: String,
    /// The line of the plan.
    plan_line: String,
    /// In what output is measured.
    measure: String,
    /// Output that is lost by switching.
    lost: Vec<QuarterAmountView>,
    /// By how much the target is to be lower.
    asked: Vec<QuarterAmountView>,
    /// Why.
    reason: String,
}

async fn ask(caller: Caller, sent: Sent<ReliefBody>) -> Done<ReliefView> {
    let body = &sent.body;
    let said = |pointer: &str| slip(&caller, pointer, caller.speech().say("failure-missing"));
    let setter = PostId::new(&body.setter).map_err(|_| said("#/setter"))?;
    let relief = Relief {
        id: ReliefId::from_bits(caller.app.ids()()),
        adoption: AdoptionId::parse(&body.adoption).ok_or_else(|| said("#/adoption"))?,
        // Unit, post and marking follow from the adoption.
        unit: UnitId::new("office").map_err(|_| said("#/adoption"))?,
        post: setter.clone(),
        setter,
        plan_line: body.plan_line.clone(),
        measure: body.measure.clone(),
        lost: amounts_of(&caller, "lost", &body.lost)?,
        asked: amounts_of(&caller, "asked", &body.asked)?,
        granted: Vec::new(),
        reason: body.reason.clone(),
        answer: String::new(),
        until: None,
        state: ReliefState::Asked,
        decided_by: String::new(),
        marking: Marking::default(),
        invented: false,
        revision: 0,
        made_at: 0,
    };
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let relief = desk::ask_relief(writer, turn, office, relief)?;
        let at = format!("/api/v1/reliefs/{}", relief.id);
        Ok(Reply::of(ReliefView::from(&relief)).at(at).versioned(u64::from(relief.revision)))
    });
    kept.await
}

fn named(caller: &Caller, way: &Way) -> Result<ReliefId, Problem> {
    ReliefId::parse(way.get("relief")).ok_or_else(|| missing(caller))
}

/// That a relief is granted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReliefGrantBody {
    /// The revision that was seen.
    revision: u32,
    /// By how much the target is lower.
    granted: Vec<QuarterAmountView>,
    /// The last day on which it holds.
    until: Day,
    /// What is said with it.
    #[serde(default)]
    answer: String,
}

/// That a relief is refused.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReliefRefuseBody {
    /// The revision that was seen.
    revision: u32,
    /// Why.
    reason: String,
}

/// That a relief is taken back.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReliefSeenBody {
    /// The revision that was seen.
    revision: u32,
}

async fn decided<B>(caller: Caller, sent: Sent<B>, revision: u32, decision: ReliefDecision) -> Done<ReliefView> {
    let id = named(&caller, &sent.way)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let relief = desk::decide_relief(writer, turn, (id, revision), decision).map_err(as_a_rule)?;
        Ok(Reply::of(ReliefView::from(&relief)))
    });
    kept.await
}

async fn grant(caller: Caller, sent: Sent<ReliefGrantBody>) -> Done<ReliefView> {
    let body = sent.body.clone();
    let granted = amounts_of(&caller, "granted", &body.granted)?;
    let decision = ReliefDecision::Grant { granted, until: body.until.0, answer: body.answer };
    decided(caller, sent, body.revision, decision).await
}

async fn refuse(caller: Caller, sent: Sent<ReliefRefuseBody>) -> Done<ReliefView> {
    let body = sent.body.clone();
    decided(caller, sent, body.revision, ReliefDecision::Refuse(body.reason)).await
}

async fn withdraw(caller: Caller, sent: Sent<ReliefSeenBody>) -> Done<ReliefView> {
    let (id, revision) = (named(&caller, &sent.way)?, sent.body.revision);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let relief = desk::withdraw_relief(writer, turn, (id, revision)).map_err(as_a_rule)?;
        Ok(Reply::of(ReliefView::from(&relief)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, at, one) = (Policy::SignedIn, "/api/v1/reliefs", "/api/v1/reliefs/{relief}");
    api.read(at, open, "list_reliefs", "Reliefs from targets, the newest first", list)
        .create(at, open, "ask_relief", "Asks whoever set a target to lower it for a time", ask)
        .read(one, open, "show_relief", "One relief", show)
        .act("/api/v1/reliefs/{relief}/grant", open, "grant_relief", "Grants a relief in whole or in part", grant)
        .act("/api/v1/reliefs/{relief}/refuse", open, "refuse_relief", "Refuses a relief", refuse)
        .act("/api/v1/reliefs/{relief}/withdraw", open, "withdraw_relief", "Takes a relief back", withdraw)
}
