//! A mission as programs see it.

use model::{
    Asker, EventKind, ExpectedBenefit, Mission, MissionDirection, MissionEvent, MissionStage, Question, QuestionState,
    VettingKind, VettingState, VettingStep,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::marking::MarkingView;
use super::thing::ThingView;
use super::word::{Day, Moment, Word};

/// An event that a mission goes to.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MissionEventView {
    /// The event of the office that it is; then the rest is taken from there. Null where it is named in words alone.
    #[serde(default)]
    pub event: Option<String>,
    /// What it is called.
    #[serde(default)]
    pub name: String,
    /// What it is.
    #[serde(default = "some_event")]
    pub kind: Word<EventKind>,
    /// Where it is.
    #[serde(default)]
    pub place: String,
    /// Its first day.
    #[serde(default)]
    pub since: Option<Day>,
    /// Its last day.
    #[serde(default)]
    pub until: Option<Day>,
}

fn some_event() -> Word<EventKind> {
    Word(EventKind::Other)
}

/// What a mission is expected to bring to a parameter of a need.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BenefitView {
    /// The need.
    pub need: String,
    /// The parameter, by its name in the need.
    pub parameter: String,
    /// Its unit of measure.
    pub measure: String,
    /// Its value when the mission was written.
    pub now: Option<String>,
    /// The value that is wanted.
    pub wanted: Option<String>,
    /// The value that is expected.
    pub expected: String,
}

/// Somebody who goes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MemberView {
    /// Who, of the roster.
    pub specialist: String,
    /// What they do there.
    pub part: String,
    /// Why they may go although a report of theirs is overdue.
    pub waiver: Option<String>,
}

/// Who asks a question.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AskerView {
    /// The need or request.
    pub thing: ThingView,
    /// The post that gets the answer.
    pub post: String,
    /// How it was asked there.
    pub text: String,
}

/// A question that a mission takes along.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct QuestionView {
    /// Its name.
    pub id: String,
    /// As it is to be asked.
    pub text: String,
    /// The host that shall be asked; null for any.
    pub host: Option<String>,
    /// Everybody who asks it.
    pub askers: Vec<AskerView>,
    /// How it ended.
    pub state: Word<QuestionState>,
    /// The record that was held and answers it.
    pub known_by: Option<String>,
    /// Why it is asked although the records were looked through.
    pub still_asked: Option<String>,
}

/// A decision of those who say whether a mission may go.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VettingStepView {
    /// The rule that asked for it.
    pub rule: String,
    /// What it decides.
    pub kind: Word<VettingKind>,
    /// Its place in the chain.
    pub place: u16,
    /// Who decides.
    pub post: String,
    /// What is to be weighed.
    pub note: String,
    /// Where it stands.
    pub state: Word<VettingState>,
    /// When it was decided.
    pub at: Option<Moment>,
    /// What was said with it.
    pub reason: String,
}

/// A mission in a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MissionView {
    /// Its name.
    pub id: String,
    /// Which way people travel.
    pub direction: Word<MissionDirection>,
    /// What it is called.
    pub title: String,
    /// What it goes for.
    pub purpose: String,
    /// The post that proposes it.
    pub post: String,
    /// The unit of that post.
    pub unit: String,
    /// Where it stands.
    pub stage: Word<MissionStage>,
    /// The needs that it serves.
    pub needs: Vec<String>,
    /// Whom it visits.
    pub hosts: Vec<String>,
    /// What event it goes to.
    pub event: Option<MissionEventView>,
    /// Its first day.
    pub since: Day,
    /// Its last day.
    pub until: Day,
    /// Where it goes.
    pub place: String,
    /// The country it goes to, where hosts do not say it.
    pub country: Option<String>,
    /// Who goes.
    pub members: Vec<MemberView>,
    /// What it shall bring, parameter by parameter.
    pub benefits: Vec<BenefitView>,
    /// What else it shall bring.
    pub benefit: String,
    /// What is done on which day.
    pub plan: String,
    /// Posts and units that get the report beside those who ask.
    pub recipients: Vec<ThingView>,
    /// What it may cost: `4800.00 EUR`.
    pub budget: Option<String>,
    /// What was said with its last step.
    pub remark: String,
    /// The last day on which its report is in time.
    pub report_due: Option<Day>,
    /// The record that is its report.
    pub report: Option<String>,
    /// Who may see it.
    pub marking: MarkingView,
    /// The number of its last change.
    pub revision: u32,
    /// When it was begun.
    pub made_at: Moment,
}

impl From<&Mission> for MissionView {
    fn from(mission: &Mission) -> MissionView {
        let event = |event: &MissionEvent| MissionEventView {
            event: event.id.map(|id| id.to_string()),
            name: event.name.clone(),
            kind: Word(event.kind),
            place: event.place.clone(),
            since: event.since.map(Day),
            until: event.until.map(Day),
        };
        let benefit = |one: &ExpectedBenefit| BenefitView {
            need: one.need.to_string(),
            parameter: one.parameter.clone(),
            measure: one.measure.clone(),
            now: one.now.clone(),
            wanted: one.wanted.clone(),
            expected: one.expected.clone(),
        };
        let member = |member: &model::Member| MemberView {
            specialist: member.specialist.to_string(),
            part: member.part.clone(),
            waiver: member.waiver.as_ref().map(|waiver| waiver.reason.clone()),
        };
        MissionView {
            id: mission.id.to_string(),
            direction: Word(mission.direction),
            title: mission.title.clone(),
            purpose: mission.purpose.clone(),
            post: mission.post.to_string(),
            unit: mission.unit.to_string(),
            stage: Word(mission.stage),
            needs: mission.needs.iter().map(ToString::to_string).collect(),
            hosts: mission.hosts.iter().map(ToString::to_string).collect(),
            event: mission.event.as_ref().map(event),
            since: Day(mission.since),
            until: Day(mission.until),
            place: mission.place.clone(),
            country: mission.country.clone(),
            members: mission.members.iter().map(member).collect(),
            benefits: mission.benefits.iter().map(benefit).collect(),
            benefit: mission.benefit.clone(),
            plan: mission.plan.clone(),
            recipients: mission.recipients.iter().map(ThingView::from).collect(),
            budget: mission.budget.map(|money| money.to_string()),
            remark: mission.remark.clone(),
            report_due: mission.report_due.map(Day),
            report: mission.report.map(|record| record.to_string()),
            marking: MarkingView::from(&mission.marking),
            revision: mission.revision,
            made_at: Moment(mission.made_at),
        }
    }
}

impl From<&Question> for QuestionView {
    fn from(question: &Question) -> QuestionView {
        let asker = |asker: &Asker| AskerView {
            thing: ThingView::from(&asker.thing),
            post: asker.post.to_string(),
            text: asker.text.clone(),
        };
        let lookup = question.lookup.as_ref();
        QuestionView {
            id: question.id.to_string(),
            text: question.text.clone(),
            host: question.host.map(|host| host.to_string()),
            askers: question.askers.iter().map(asker).collect(),
            state: Word(question.state),
            known_by: lookup.and_then(|lookup| lookup.record).map(|record| record.to_string()),
            still_asked: lookup.map(|lookup| lookup.reason.clone()).filter(|reason| !reason.is_empty()),
        }
    }
}

impl From<&VettingStep> for VettingStepView {
    fn from(step: &VettingStep) -> VettingStepView {
        VettingStepView {
            rule: step.rule.to_string(),
            kind: Word(step.kind),
            place: step.place,
            post: step.post.to_string(),
            note: step.note.clone(),
            state: Word(step.state),
            at: step.at.map(Moment),
            reason: step.reason.clone(),
        }
    }
}
