//! Regimes as programs read them.

use desk::RegimeLine;
use model::{ControlAct, Level, Regime, RegimeKind, RegimeMember, Trigger, UsualCondition};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::RegimeVersion;

use super::marking::MarkingView;
use super::word::{Day, Moment, Word};
use crate::host::class_text;

/// An entry of a control list, or the beginning of its code.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TriggerEntryView {
    /// The short name of the list.
    pub list: String,
    /// The code, or the beginning of one.
    pub code: String,
}

/// When a regime asks for a case: every part that is given has to hold; of a list one suffices.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TriggerView {
    /// Where it stands in the text of the regime.
    #[serde(default)]
    pub clause: String,
    /// Only these acts.
    #[serde(default)]
    pub acts: Vec<Word<ControlAct>>,
    /// Only to or from these countries, by their codes of two letters.
    #[serde(default)]
    pub countries: Vec<String>,
    /// Only with these hosts.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Only what is marked so high or higher.
    pub level: Option<Word<Level>>,
    /// Only what bears one of these classes, `scheme:code`, or one below it.
    #[serde(default)]
    pub classes: Vec<String>,
    /// Only what was found to be one of these entries.
    #[serde(default)]
    pub entries: Vec<TriggerEntryView>,
    /// Only where one of these stands in the title or in what is to move; a star at the end of a word stands for any ending.
    #[serde(default)]
    pub words: Vec<String>,
    /// Only where a party stands on a list.
    #[serde(default)]
    pub hit: bool,
    /// Whether it is ruled out without a vote.
    #[serde(default)]
    pub prohibits: bool,
}

impl From<&Trigger> for TriggerView {
    fn from(trigger: &Trigger) -> TriggerView {
        let entry = |(list, code): &(String, String)| TriggerEntryView { list: list.clone(), code: code.clone() };
        TriggerView {
            clause: trigger.clause.clone(),
            acts: trigger.acts.iter().map(|act| Word(*act)).collect(),
            countries: trigger.countries.clone(),
            hosts: trigger.hosts.iter().map(ToString::to_string).collect(),
            level: trigger.level.map(Word),
            classes: trigger.classes.iter().map(class_text).collect(),
            entries: trigger.entries.iter().map(entry).collect(),
            words: trigger.words.clone(),
            hit: trigger.hit,
            prohibits: trigger.prohibits,
        }
    }
}

/// A member: a country or a body, and the post of ours that casts its vote.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegimeMemberView {
    /// What it is called.
    pub name: String,
    /// Its country, where it is one.
    pub country: Option<String>,
    /// The post that casts its vote.
    pub post: String,
    /// How many votes it has.
    #[serde(default = "one")]
    pub weight: u32,
    /// Whether it has the chair.
    #[serde(default)]
    pub chair: bool,
    /// From when it is a member.
    pub since: Day,
    /// Its last day as a member.
    pub until: Option<Day>,
}

fn one() -> u32 {
    1
}

impl From<&RegimeMember> for RegimeMemberView {
    fn from(member: &RegimeMember) -> RegimeMemberView {
        RegimeMemberView {
            name: member.name.clone(),
            country: member.country.clone(),
            post: member.post.to_string(),
            weight: member.weight,
            chair: member.chair,
            since: Day(member.since),
            until: member.until.map(Day),
        }
    }
}

/// A condition that is set with every yes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UsualConditionView {
    /// What is to be done.
    pub text: String,
    /// Within how many days after the case was laid before the regime.
    pub days: u16,
}

/// A regime: who decides of what, by which rule.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RegimeView {
    /// Its name in the office.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What sort it is.
    pub kind: Word<RegimeKind>,
    /// Whether it binds its members by law.
    pub binding: bool,
    /// The first day on which it holds.
    pub since: Day,
    /// The last one.
    pub until: Option<Day>,
    /// When it is to be looked through.
    pub review: Option<Day>,
    /// The post that keeps it.
    pub keeper: String,
    /// How it decides, such as `qualified votes=70 members=50 quorum=3 deadline=21 silence=14 valid=365 discretion`.
    pub rule: String,
    /// For what it asks for a case.
    pub triggers: Vec<TriggerView>,
    /// Who votes.
    pub members: Vec<RegimeMemberView>,
    /// What is set with every yes.
    pub conditions: Vec<UsualConditionView>,
    /// What else is to be known.
    pub note: String,
    /// Where its text stands.
    pub source: String,
    /// Whether the demonstration made it up.
    pub invented: bool,
    /// Who may see it.
    pub marking: MarkingView,
    /// Which version this is.
    pub version: u32,
    /// The number of its last change.
    pub revision: u32,
    /// When it was founded.
    pub made_at: Moment,
}

impl From<&Regime> for RegimeView {
    fn from(regime: &Regime) -> RegimeView {
        let usual = |one: &UsualCondition| UsualConditionView { text: one.text.clone(), days: one.days };
        RegimeView {
            id: regime.id.to_string(),
            name: regime.name.clone(),
            kind: Word(regime.kind),
            binding: regime.binding,
            since: Day(regime.since),
            until: regime.until.map(Day),
            review: regime.review.map(Day),
            keeper: regime.keeper.to_string(),
            rule: regime.rule.to_string(),
            triggers: regime.triggers.iter().map(TriggerView::from).collect(),
            members: regime.members.iter().map(RegimeMemberView::from).collect(),
            conditions: regime.conditions.iter().map(usual).collect(),
            note: regime.note.clone(),
            source: regime.source.clone(),
            invented: regime.invented,
            marking: MarkingView::from(&regime.marking),
            version: regime.version,
            revision: regime.revision,
            made_at: Moment(regime.made_at),
        }
    }
}

/// A regime in the list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RegimeLineView {
    /// The regime.
    pub regime: RegimeView,
    /// Its cases that are to be decided.
    pub n_open: usize,
    /// Its cases.
    pub n_cases: usize,
}

impl From<&RegimeLine> for RegimeLineView {
    fn from(line: &RegimeLine) -> RegimeLineView {
        RegimeLineView { regime: RegimeView::from(&line.regime), n_open: line.n_open, n_cases: line.n_cases }
    }
}

/// A version of a regime.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RegimeVersionView {
    /// The regime as this version has it.
    pub regime: RegimeView,
    /// Where it stands: `agreed`, `proposed` or `dropped`.
    pub state: String,
    /// Why it was changed.
    pub reason: String,
    /// Who wrote it, as the ledger writes it.
    pub by: String,
    /// When.
    pub at: Moment,
    /// The second person, where one answered.
    pub answered_by: Option<String>,
}

impl From<&RegimeVersion> for RegimeVersionView {
    fn from(version: &RegimeVersion) -> RegimeVersionView {
        RegimeVersionView {
            regime: RegimeView::from(&version.regime),
            state: version.state.word().to_owned(),
            reason: version.reason.clone(),
            by: version.by.clone(),
            at: Moment(version.at),
            answered_by: version.answered_by.clone(),
        }
    }
}
