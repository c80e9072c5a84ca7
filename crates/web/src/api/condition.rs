//! Conditions of control cases: said to be kept or broken.

use desk::ConditionSaid;
use model::{CaseCondition, ConditionState, Thing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Reply, Sent};
use super::case::named;
use super::case_view::CaseBrief;
use super::entry::{Api, Done};
use super::thing::ThingView;
use super::word::{Day, Word};
use super::{as_a_rule, missing};
use crate::caller::Caller;
use crate::route::Policy;

/// A condition of a case.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ConditionView {
    /// What is to be done, or not to be done.
    pub text: String,
    /// The post that keeps it.
    pub post: String,
    /// By when it is to be shown that it is kept.
    pub due: Day,
    /// Where it stands.
    pub state: Word<ConditionState>,
    /// What was said of how it was kept or broken.
    pub words: String,
    /// What shows it, as far as the caller sees it.
    pub evidence: Option<ThingView>,
    /// Who said so, as the ledger writes it.
    pub by: Option<String>,
}

impl From<&CaseCondition> for ConditionView {
    fn from(condition: &CaseCondition) -> ConditionView {
        ConditionView {
            text: condition.text.clone(),
            post: condition.post.to_string(),
            due: Day(condition.due),
            state: Word(condition.state),
            words: condition.words.clone(),
            evidence: condition.evidence.as_ref().map(ThingView::from),
            by: condition.by.clone(),
        }
    }
}

/// What is said of a condition.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionSaidBody {
    /// The revision of the case that was seen.
    revision: u32,
    /// Whether it was broken; otherwise it was kept.
    broken: bool,
    /// What shows it, in words.
    words: String,
    /// What shows it: a record, an attachment, a mission, a sample or an agreement.
    evidence: Option<ThingView>,
}

async fn say(caller: Caller, sent: Sent<ConditionSaidBody>) -> Done<CaseBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let number: usize = sent.way.get("condition").parse().map_err(|_| missing(&caller))?;
    let said = ConditionSaid {
        // Conditions are numbered from 1.
        position: number.wrapping_sub(1),
        state: if body.broken { ConditionState::Broken } else { ConditionState::Kept },
        words: body.words,
        evidence: body.evidence.map(|thing| Thing::new(thing.noun.0, thing.name)),
    };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::say_condition(writer, turn, (id, body.revision), said).map_err(as_a_rule)?;
        Ok(Reply::of(CaseBrief::from(&done)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    api.act(
        "/api/v1/cases/{case}/conditions/{condition}",
        Policy::SignedIn,
        "say_condition",
        "Says that a condition is kept or broken; of a broken one the case is answered that decides anew",
        say,
    )
}
