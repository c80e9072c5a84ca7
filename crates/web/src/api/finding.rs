//! Findings of inspections: listed, shown, written, said to be done, closed by somebody else, opened again.

use desk::BrokenCondition;
use model::{CaseId, Finding, FindingAct, FindingId, FindingSaid, FindingState, FindingStep, Noun, Severity, Thing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::sample::post_named;
use super::site_visit::named as visit_named;
use super::word::{Day, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// A step in the life of a finding.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FindingStepView {
    /// What was done.
    pub act: Word<FindingAct>,
    /// In words.
    pub words: String,
    /// What shows it, by noun and name, as far as the caller sees it.
    pub evidence: Vec<String>,
    /// Who, as the ledger writes it.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// A finding.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FindingView {
    /// Its name.
    pub id: String,
    /// The visit on which it was found.
    pub visit: String,
    /// What was found.
    pub text: String,
    /// How grave it is.
    pub severity: Word<Severity>,
    /// What is to be done.
    pub action: String,
    /// The post that has to do it.
    pub owner: String,
    /// Until when.
    pub due: Day,
    /// Where it stands.
    pub state: Word<FindingState>,
    /// How often it was opened again.
    pub n_reopened: u32,
    /// What was done with it, the first step first.
    pub steps: Vec<FindingStepView>,
    /// The number of its last change.
    pub revision: u32,
}

/// A finding with the evidence that these eyes see.
fn view(finding: &Finding, sees: impl Fn(&Thing) -> bool) -> FindingView {
    let step = |step: &FindingStep| FindingStepView {
        act: Word(step.act),
        words: step.words.clone(),
        evidence: step.evidence.iter().filter(|thing| sees(thing)).map(ToString::to_string).collect(),
        by: step.by.clone(),
        at: Moment(step.at),
    };
    FindingView {
        id: finding.id.to_string(),
        visit: finding.visit.to_string(),
        text: finding.text.clone(),
        severity: Word(finding.severity),
        action: finding.action.clone(),
        owner: finding.owner.to_string(),
        due: Day(finding.due),
        state: Word(finding.state),
        n_reopened: finding.n_reopened(),
        steps: finding.steps.iter().map(step).collect(),
        revision: finding.revision,
    }
}

fn seen(office: &desk::Office, finding: &Finding) -> FindingView {
    // What cannot be read is not seen.
    view(finding, |thing| office.sees(thing).unwrap_or(false))
}

/// Which findings are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingQuery {
    /// That stand so.
    state: Option<Word<FindingState>>,
}

async fn list(caller: Caller, _: Way, query: FindingQuery) -> Outcome<Listed<FindingView>> {
    let state = query.state.map(|state| state.0);
    let found = read(&caller, move |office| {
        let lines = office.findings(state)?;
        Ok(lines.iter().map(|line| seen(office, &line.finding)).collect::<Vec<_>>())
    });
    Ok(Found::listed(Listed::whole(found.await?)))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<FindingView> {
    let id = way.get("finding").to_owned();
    let found = read(&caller, move |office| office.finding(&id).map(|finding| seen(office, &finding))).await?;
    let revision = u64::from(found.revision);
    Ok(Found::versioned(found, revision))
}

/// A condition of a control case that was found broken.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BrokenConditionBody {
    /// The case.
    case: String,
    /// The place of the condition among those of the case, from 1.
    condition: usize,
}

/// A finding of a visit.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingBody {
    /// What was found.
    text: String,
    /// How grave it is.
    severity: Word<Severity>,
    /// What is to be done.
    action: String,
    /// The post that has to do it.
    owner: String,
    /// Until when.
    due: Day,
    /// A condition of control that was found broken: recorded at its case, which shuts its gate.
    broken: Option<BrokenConditionBody>,
}

async fn raise(caller: Caller, sent: Sent<FindingBody>) -> Done<FindingView> {
    let (visit, body) = (visit_named(&caller, &sent.way)?, sent.body.clone());
    let owner = post_named(&caller, "#/owner", &body.owner)?;
    let broken = match &body.broken {
        None => None,
        Some(one) => {
            let unread = |pointer: &str| slip(&caller, pointer, caller.speech().say("failure-missing"));
            let case = CaseId::parse(&one.case).ok_or_else(|| unread("#/broken/case"))?;
            let position = one.condition.checked_sub(1).ok_or_else(|| unread("#/broken/condition"))?;
            Some(BrokenCondition { case, position })
        }
    };
    let finding = Finding {
        id: FindingId::from_bits(caller.app.ids()()),
        visit,
        text: body.text,
        severity: body.severity.0,
        action: body.action,
        owner,
        due: body.due.0,
        state: FindingState::Open,
        steps: Vec::new(),
        revision: 0,
    };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::raise_finding(writer, turn, finding, broken.as_ref()).map_err(as_a_rule)?;
        Ok(Reply::of(view(&done, |_| true)))
    });
    kept.await
}

/// What is said with a step of a finding.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindingStepBody {
    /// The revision of the finding that was seen.
    revision: u32,
    /// What is done: `proposed`, `verified`, `sent-back` or `reopened`.
    act: Word<FindingAct>,
    /// In words.
    words: String,
    /// What shows it, by noun and name: `record:R...`, `attachment:F...`, `adoption:A...`.
    #[serde(default)]
    evidence: Vec<String>,
}

fn named(caller: &Caller, way: &Way) -> Result<FindingId, Problem> {
    FindingId::parse(way.get("finding")).ok_or_else(|| missing(caller))
}

async fn step(caller: Caller, sent: Sent<FindingStepBody>) -> Done<FindingView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let mut evidence = Vec::new();
    for (at, text) in body.evidence.iter().enumerate() {
        let thing = Thing::parse(text).filter(|thing| thing.noun != Noun::Office);
        let pointer = format!("#/evidence/{at}");
        evidence.push(thing.ok_or_else(|| slip(&caller, &pointer, caller.speech().say("failure-missing")))?);
    }
    let said = FindingSaid { act: body.act.0, words: body.words, evidence };
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let done = desk::step_finding(writer, turn, (id, body.revision), said).map_err(as_a_rule)?;
        Ok(Reply::of(seen(office, &done)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read(
        "/api/v1/findings",
        open,
        "list_findings",
        "Findings of inspections, by the day on which they are due",
        list,
    )
    .read("/api/v1/findings/{finding}", open, "show_finding", "One finding with what was done", show)
    .act("/api/v1/visits/{visit}/findings", open, "raise_finding", "Writes a finding of a visit", raise)
    .act(
        "/api/v1/findings/{finding}/steps",
        open,
        "step_finding",
        "Says that a finding is done, closes it as somebody else, or opens it again",
        step,
    )
}
