//! Regimes: who decides of what, by which rule. An export control cooperation, a treaty and a rule of the house are all regimes.

use crate::host::{country, not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{CaseMember, ControlAct, Date, Decision, Marking, PostId, Refusal, RegimeRule, Trigger, sentence};

public_id!(
    /// Names a regime.
    RegimeId,
    'E'
);

/// Longest name of a regime or of a member, in characters: a line.
pub const REGIME_NAME_CHARS_MAX: usize = 200;

/// Longest note, source or condition of a regime, in characters: a page.
pub const REGIME_TEXT_CHARS_MAX: usize = 4_000;

/// The most members of a regime. The largest bodies that vote on such things have some two hundred states.
pub const REGIME_MEMBERS_MAX: usize = 250;

/// The most triggers or usual conditions of a regime; more of them nobody reads.
pub const REGIME_LINES_MAX: usize = 100;

/// The most votes of one member.
pub const REGIME_WEIGHT_MAX: u32 = 10_000;

words! {
    /// What sort of regime it is.
    RegimeKind {
        /// States that agreed what they export to whom.
        Export = "export",
        /// A treaty, with what it forbids.
        Treaty = "treaty",
        /// A rule of the office itself.
        House = "house",
    }
}

/// A member of a regime: a country or a body, and the post of ours that casts its vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegimeMember {
    /// What it is called.
    pub name: String,
    /// Its country by the code of two letters, where it is one: what comes from there or goes there is its own.
    pub country: Option<String>,
    /// Who casts its vote.
    pub post: PostId,
    /// How many votes it has, where they are weighed.
    pub weight: u32,
    /// Whether it has the chair.
    pub chair: bool,
    /// From when it is a member.
    pub since: Date,
    /// Its last day as a member.
    pub until: Option<Date>,
}

impl RegimeMember {
    /// Whether it is a member on a day.
    pub fn is_on(&self, day: Date) -> bool {
        self.since <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// A condition that is set with every yes of a regime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsualCondition {
    /// What is to be done.
    pub text: String,
    /// Within how many days after the case was laid before the regime.
    pub days: u16,
}

/// A regime in one of its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regime {
    /// Its name in the office.
    pub id: RegimeId,
    /// What it is called.
    pub name: String,
    /// What sort it is.
    pub kind: RegimeKind,
    /// Whether what it decides binds its members by law. Only a binding regime forbids without a vote.
    pub binding: bool,
    /// The first day on which it holds.
    pub since: Date,
    /// The last one.
    pub until: Option<Date>,
    /// When it is to be looked through.
    pub review: Option<Date>,
    /// The post that keeps it: the control officer.
    pub keeper: PostId,
    /// How it decides.
    pub rule: RegimeRule,
    /// What it asks a case for.
    pub triggers: Vec<Trigger>,
    /// Who votes.
    pub members: Vec<RegimeMember>,
    /// What is set with every yes.
    pub conditions: Vec<UsualCondition>,
    /// What else is to be known.
    pub note: String,
    /// Where its text stands.
    pub source: String,
    /// Whether the demonstration made it up.
    pub invented: bool,
    /// Who may see it.
    pub marking: Marking,
    /// Which version this is, from 1; one is written with each change.
    pub version: u32,
    /// Grows by one with each change, also with one that waits for a second person.
    pub revision: u32,
    /// When it was founded, in microseconds since 1970.
    pub made_at: i64,
}

impl Regime {
    /// Whether it holds on a day.
    pub fn is_in_force(&self, day: Date) -> bool {
        self.since <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether it asks of an act on a day where a party is found on a list: then parties are held against the lists first.
    pub fn asks_of_hits(&self, act: ControlAct, day: Date) -> bool {
        let asks = |trigger: &Trigger| trigger.hit && (trigger.acts.is_empty() || trigger.acts.contains(&act));
        self.is_in_force(day) && self.triggers.iter().any(asks)
    }

    /// Its members on a day, with their numbers, as a case fixes them. None of them was told yet.
    pub fn seats(&self, day: Date) -> Vec<CaseMember> {
        let seat = |(at, member): (u16, &RegimeMember)| CaseMember {
            number: at,
            name: member.name.clone(),
            country: member.country.clone(),
            post: member.post.clone(),
            weight: member.weight,
            chair: member.chair,
            told: None,
        };
        let members: Vec<&RegimeMember> = self.members.iter().filter(|member| member.is_on(day)).collect();
        (1..).zip(members).map(seat).collect()
    }

    /// Whether a change from this version is one of how it decides, which in a binding regime takes a second person.
    pub fn decides_otherwise(&self, next: &Regime) -> bool {
        let same = self.rule == next.rule
            && self.members == next.members
            && self.triggers == next.triggers
            && self.binding == next.binding
            && (self.since, self.until) == (next.since, next.until);
        !same
    }

    /// Refuses a change of a state that somebody changed in between.
    ///
    /// # Errors
    /// When the revision is not the present one.
    pub fn from_revision(&self, seen: u32) -> Result<(), Refusal> {
        if seen == self.revision {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "regime-changed",
            "Somebody changed this regime in between; open it again, and change what is still to be changed"
        )))
    }

    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused without a name or a member, with a rule, a trigger or a member that is not in order, with a chair that is missing or
    /// doubled where the chair decides, and where a text or list is too long.
    pub fn tidied(self) -> Result<Regime, Refusal> {
        let name = one_line(&self.name);
        if name.is_empty() {
            return Err(Refusal::Said(sentence!("regime-no-name", "Write what the regime is called")));
        }
        not_longer(&name, REGIME_NAME_CHARS_MAX)?;
        if let Some(until) = self.until {
            crate::date::in_order(self.since, until)?;
        }
        let rule = self.rule.tidied()?;
        let members: Vec<RegimeMember> = self.members.into_iter().map(tidied_member).collect::<Result<_, _>>()?;
        if members.is_empty() {
            return Err(Refusal::Said(sentence!(
                "regime-no-member",
                "Nobody could vote; name at least one member with the post that casts its vote"
            )));
        }
        if let Some(name) = named_twice(&members) {
            return Err(Refusal::Said(sentence!(
                "regime-member-twice",
                "Two members are called {name} at the same time; name each once, so that it is clear who votes for it",
                name
            )));
        }
        let chairs = members.iter().filter(|member| member.chair).count();
        if chairs > 1 || (rule.decision == Decision::Chair && chairs == 0) {
            return Err(Refusal::Said(sentence!("regime-chair", "One member has the chair; say which")));
        }
        if usize::from(rule.quorum) > members.len() {
            return Err(Refusal::Said(sentence!(
                "regime-quorum",
                "The quorum is larger than the number of members, {n}; write a smaller one",
                n = members.len()
            )));
        }
        let triggers: Vec<Trigger> = self.triggers.into_iter().map(Trigger::tidied).collect::<Result<_, _>>()?;
        if triggers.is_empty() {
            return Err(Refusal::Said(sentence!(
                "regime-no-trigger",
                "The regime would hold for nothing; say at least of one sort of act when it asks for a case"
            )));
        }
        if !self.binding && triggers.iter().any(|trigger| trigger.prohibits) {
            return Err(Refusal::Said(sentence!(
                "regime-forbids",
                "Only a binding regime forbids without a vote; make it binding, or let those acts be voted on"
            )));
        }
        let mut conditions = Vec::new();
        for one in self.conditions {
            let text = one_line(&one.text);
            not_longer(&text, REGIME_TEXT_CHARS_MAX)?;
            if !text.is_empty() {
                conditions.push(UsualCondition { text, days: one.days.clamp(1, crate::RULE_DAYS_MAX) });
            }
        }
        if members.len() > REGIME_MEMBERS_MAX || triggers.len().max(conditions.len()) > REGIME_LINES_MAX {
            return Err(Refusal::Said(sentence!(
                "regime-lines",
                "A regime has up to {members} members, and {lines} triggers and conditions each; leave some out",
                members = REGIME_MEMBERS_MAX,
                lines = REGIME_LINES_MAX
            )));
        }
        let (note, source) = (self.note.trim().to_owned(), self.source.trim().to_owned());
        not_longer(&note, REGIME_TEXT_CHARS_MAX)?;
        not_longer(&source, REGIME_TEXT_CHARS_MAX)?;
        Ok(Regime { name, rule, members, triggers, conditions, note, source, ..self })
    }
}

/// The name under which two members sit on one day. One that follows another of its name is no second one.
fn named_twice(members: &[RegimeMember]) -> Option<String> {
    let overlap = |one: &RegimeMember, other: &RegimeMember| {
        other.until.is_none_or(|until| one.since <= until) && one.until.is_none_or(|until| other.since <= until)
    };
    let is_twice = |(at, one): &(usize, &RegimeMember)| {
        let name = one.name.to_lowercase();
        members[..*at].iter().any(|other| other.name.to_lowercase() == name && overlap(one, other))
    };
    members.iter().enumerate().find(is_twice).map(|(_, one)| one.name.clone())
}

fn tidied_member(member: RegimeMember) -> Result<RegimeMember, Refusal> {
    let name = one_line(&member.name);
    if name.is_empty() {
        return Err(Refusal::Said(sentence!("regime-member-name", "Write what each member is called")));
    }
    not_longer(&name, REGIME_NAME_CHARS_MAX)?;
    if let Some(until) = member.until {
        crate::date::in_order(member.since, until)?;
    }
    let country = member.country.filter(|code| !code.trim().is_empty()).map(|code| country(&code)).transpose()?;
    let weight = member.weight.clamp(1, REGIME_WEIGHT_MAX);
    Ok(RegimeMember { name, country, weight, ..member })
}
