//! Vetting: whether a mission may go. The chain of posts that say so, set up as rows, and the decisions of one mission.

use crate::host::not_longer;
use crate::public_id::public_id;
use crate::words::words;
use crate::{HostId, Level, PostId, Refusal, Subject, SubjectScheme, sentence};

public_id!(
    /// Names a rule of vetting.
    VettingRuleId,
    'C'
);

/// Longest reason of a decision or note of a rule, in characters.
pub const VETTING_CHARS_MAX: usize = 1_000;

words! {
    /// What sort of decision a rule asks for.
    VettingKind {
        /// A link of the chain: those of a lower place decide before those of a higher one.
        Step = "step",
        /// A control case: whether host, subject and place may be gone to at all. Decided beside the chain.
        Control = "control",
    }
}

words! {
    /// Where a decision stands.
    VettingState {
        /// Those before it have not decided yet.
        Waiting = "waiting",
        /// The post is asked.
        Open = "open",
        /// It may go.
        Yes = "yes",
        /// It may not.
        No = "no",
        /// Nothing is left to decide: another said no, or the mission was taken back.
        Void = "void",
    }
}

/// A rule: which post decides, and for which missions. Every condition that is given has to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VettingRule {
    /// Its name.
    pub id: VettingRuleId,
    /// What it asks for.
    pub kind: VettingKind,
    /// Its place in the chain; several of one place decide beside each other.
    pub place: u16,
    /// Who decides.
    pub post: PostId,
    /// Only missions marked so high or higher.
    pub level: Option<Level>,
    /// Only to this country, by its code of two letters.
    pub country: Option<String>,
    /// Only to this host.
    pub host: Option<HostId>,
    /// Only where a need that is served or a host bears this class, or one below it.
    pub class: Option<Subject>,
    /// What is to be weighed, for whoever decides.
    pub note: String,
}

/// What is looked at when rules are held against a mission.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VettingCase {
    /// How high it is marked.
    pub level: Option<Level>,
    /// Where it goes: of the hosts, of the event, of the mission itself.
    pub countries: Vec<String>,
    /// Whom it visits.
    pub hosts: Vec<HostId>,
    /// The classes of its needs and hosts.
    pub classes: Vec<(SubjectScheme, String)>,
}

impl VettingRule {
    /// Whether it holds for a mission.
    pub fn holds(&self, case: &VettingCase) -> bool {
        let class = |class: &Subject| {
            let Some(code) = &class.code else { return false };
            case.classes.iter().any(|(scheme, held)| *scheme == class.scheme && is_within(*scheme, held, code))
        };
        self.level.is_none_or(|level| case.level.is_none_or(|held| held >= level))
            && self.country.as_ref().is_none_or(|country| case.countries.contains(country))
            && self.host.is_none_or(|host| case.hosts.contains(&host))
            && self.class.as_ref().is_none_or(class)
    }

    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused with a country that is none, a class without a code, or a note that is too long.
    pub fn tidied(self) -> Result<VettingRule, Refusal> {
        not_longer(&self.note, VETTING_CHARS_MAX)?;
        if self.class.as_ref().is_some_and(|class| class.code.is_none()) {
            return Err(Refusal::Said(sentence!(
                "vetting-class",
                "Write the class with its scheme, such as ipc:H02M; a rule is not held against free words"
            )));
        }
        let country = self.country.as_deref().map(crate::host::country).transpose()?;
        Ok(VettingRule { country, note: self.note.trim().to_owned(), ..self })
    }
}

/// Whether a code is another or stands below it.
pub(crate) fn is_within(scheme: SubjectScheme, code: &str, above: &str) -> bool {
    code == above || scheme.ancestors(code).iter().any(|one| one == above)
}

/// One decision of a mission's vetting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VettingStep {
    /// The rule that asked for it.
    pub rule: VettingRuleId,
    /// What it decides.
    pub kind: VettingKind,
    /// Its place in the chain.
    pub place: u16,
    /// Who decides.
    pub post: PostId,
    /// What is to be weighed.
    pub note: String,
    /// Where it stands.
    pub state: VettingState,
    /// Who decided: post and person.
    pub by: Option<String>,
    /// When, in microseconds since 1970.
    pub at: Option<i64>,
    /// What was said with it.
    pub reason: String,
}

/// The decisions of one round of vetting. Its rules as they stood when the round began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vetting {
    steps: Vec<VettingStep>,
}

impl Vetting {
    /// Begins a round: the rules that hold for the mission. Control cases and the first place of the chain are asked at once.
    pub fn begin(rules: &[VettingRule], case: &VettingCase) -> Vetting {
        let holding = rules.iter().filter(|rule| rule.holds(case));
        let mut steps: Vec<VettingStep> = holding
            .map(|rule| VettingStep {
                rule: rule.id,
                kind: rule.kind,
                place: rule.place,
                post: rule.post.clone(),
                note: rule.note.clone(),
                state: VettingState::Waiting,
                by: None,
                at: None,
                reason: String::new(),
            })
            .collect();
        steps.sort_by_key(|step| (step.kind == VettingKind::Step, step.place, step.rule));
        Vetting { steps }.opened()
    }

    /// One that was kept.
    pub fn of(steps: Vec<VettingStep>) -> Vetting {
        Vetting { steps }
    }

    /// Its decisions, control cases first, then the chain in its order.
    pub fn steps(&self) -> &[VettingStep] {
        &self.steps
    }

    /// Whether every decision is yes. Without any, nothing stands in the way.
    pub fn is_passed(&self) -> bool {
        self.steps.iter().all(|step| step.state == VettingState::Yes)
    }

    /// Opens what may be decided now.
    fn opened(mut self) -> Vetting {
        let chain = self.steps.iter().filter(|step| step.kind == VettingKind::Step && step.state != VettingState::Yes);
        let next = chain.map(|step| step.place).min();
        for step in &mut self.steps {
            let turn = step.kind == VettingKind::Control || Some(step.place) == next;
            if step.state == VettingState::Waiting && turn {
                step.state = VettingState::Open;
            }
        }
        self
    }

    /// Keeps a decision. A no ends the round.
    ///
    /// # Errors
    /// Refused when this post is not asked now, or for a no without a reason.
    pub fn decide(&self, rule: VettingRuleId, yes: bool, by: &str, reason: &str, at: i64) -> Result<Vetting, Refusal> {
        let mut vetting = self.clone();
        let not_asked = || {
            Refusal::Changed(sentence!(
                "vetting-not-asked",
                "This decision is not asked for now; reload the page and look at how the mission stands"
            ))
        };
        let step = vetting.steps.iter_mut().find(|step| step.rule == rule).ok_or_else(not_asked)?;
        if step.state != VettingState::Open {
            return Err(not_asked());
        }
        let reason = reason.trim();
        if !yes && reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "vetting-no-reason",
                "Write why the mission may not go; its post reads it"
            )));
        }
        not_longer(reason, VETTING_CHARS_MAX)?;
        step.state = if yes { VettingState::Yes } else { VettingState::No };
        (step.by, step.at, step.reason) = (Some(by.to_owned()), Some(at), reason.to_owned());
        Ok(if yes { vetting.opened() } else { vetting.voided() })
    }

    /// Ends it: what is not decided is not asked for any more.
    pub fn voided(mut self) -> Vetting {
        for step in &mut self.steps {
            if matches!(step.state, VettingState::Waiting | VettingState::Open) {
                step.state = VettingState::Void;
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(bits: u64, kind: VettingKind, place: u16) -> VettingRule {
        VettingRule {
            id: VettingRuleId::from_bits(bits),
            kind,
            place,
            post: PostId::new("committee").unwrap(),
            level: None,
            country: None,
            host: None,
            class: None,
            note: String::new(),
        }
    }

    fn chain() -> Vetting {
        let rules = [rule(3, VettingKind::Step, 2), rule(1, VettingKind::Step, 1), rule(2, VettingKind::Control, 0)];
        Vetting::begin(&rules, &VettingCase::default())
    }

    fn states(vetting: &Vetting) -> Vec<&'static str> {
        vetting.steps().iter().map(|step| step.state.word()).collect()
    }

    fn yes(vetting: &Vetting, rule: u64) -> Result<Vetting, Refusal> {
        vetting.decide(VettingRuleId::from_bits(rule), true, "a/b", "", 1)
    }

    #[test]
    fn the_chain_is_asked_in_its_order_and_control_cases_beside_it() {
        let begun = chain();
        assert_eq!(states(&begun), ["open", "open", "waiting"]);
        assert!(yes(&begun, 3).is_err(), "its turn has not come");
        let once = yes(&begun, 1).unwrap();
        assert_eq!(states(&once), ["open", "yes", "open"]);
        assert!(yes(&once, 1).is_err(), "decided is decided");
        let twice = yes(&once, 3).unwrap();
        assert!(!twice.is_passed(), "the control case is not decided");
        assert!(yes(&twice, 2).unwrap().is_passed());
    }

    #[test]
    fn a_no_wants_a_reason_and_ends_the_round() {
        let rule = VettingRuleId::from_bits(1);
        assert!(chain().decide(rule, false, "a/b", " ", 1).is_err());
        let ended = chain().decide(rule, false, "a/b", "The stand is closed to visitors", 1).unwrap();
        assert_eq!(states(&ended), ["void", "no", "void"]);
        assert!(yes(&ended, 2).is_err() && yes(&ended, 3).is_err() && !ended.is_passed());
    }

    #[test]
    fn a_rule_holds_when_each_of_its_conditions_does() {
        let case = VettingCase {
            level: Some(Level::Restricted),
            countries: vec!["DE".to_owned()],
            hosts: vec![HostId::from_bits(5)],
            classes: vec![(SubjectScheme::Ipc, "H02M7/00".to_owned())],
        };
        let plain = rule(1, VettingKind::Step, 1);
        let class = |code: &str| Some(Subject::coded(SubjectScheme::Ipc, code));
        for (rule, holds) in [
            (plain.clone(), true),
            (VettingRule { level: Some(Level::Internal), ..plain.clone() }, true),
            (VettingRule { level: Some(Level::Confidential), ..plain.clone() }, false),
            (VettingRule { country: Some("DE".to_owned()), class: class("H02M"), ..plain.clone() }, true),
            (VettingRule { country: Some("FR".to_owned()), class: class("H02M"), ..plain.clone() }, false),
            (VettingRule { class: class("H01L"), ..plain.clone() }, false),
            (VettingRule { host: Some(HostId::from_bits(5)), ..plain.clone() }, true),
            (VettingRule { host: Some(HostId::from_bits(6)), ..plain }, false),
        ] {
            assert_eq!(rule.holds(&case), holds, "{rule:?}");
        }
    }
}
