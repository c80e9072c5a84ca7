//! Disclosure briefs: what the members of a mission may tell and show to each host, and what not.

use crate::host::{not_longer, one_line};
use crate::words::words;
use crate::{Fact, HostId, Level, Marking, MissionId, NeedId, PostId, QuestionId, RecordId, Refusal, SpecialistId};
use crate::{Verb, sentence};

/// Longest line of a brief, in characters.
pub const BRIEF_LINE_CHARS_MAX: usize = 600;

/// Lines of one brief. What is longer is not kept in mind abroad.
pub const BRIEF_LINES_MAX: usize = 200;

/// Longest remark with which a brief is given back, or word of how it was read to somebody, in characters.
pub const BRIEF_REMARK_CHARS_MAX: usize = 1_000;

words! {
    /// What may be done with what a line of a brief names.
    BriefPart {
        /// It may be told.
        Told = "told",
        /// It may be shown: drawings, photographs, samples.
        Shown = "shown",
        /// It is neither told nor shown.
        Withheld = "withheld",
    }
}

impl BriefPart {
    /// Whether the host learns of it.
    pub fn discloses(self) -> bool {
        self != BriefPart::Withheld
    }
}

words! {
    /// Where a brief stands.
    BriefStage {
        /// Being written.
        Draft = "draft",
        /// Before the post that says whether it stands.
        Laid = "laid",
        /// It stands: the members read and confirm it.
        Cleared = "cleared",
    }
}

words! {
    /// What sort of thing a line of a brief names.
    BriefNoun {
        /// A record.
        Record = "record",
        /// A need.
        Need = "need",
        /// A question that the mission takes along.
        Question = "question",
    }
}

/// A thing that a line of a brief names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BriefThing {
    /// A record.
    Record(RecordId),
    /// A need.
    Need(NeedId),
    /// A question that the mission takes along.
    Question(QuestionId),
}

impl BriefThing {
    /// What sort of thing it is.
    pub fn noun(&self) -> BriefNoun {
        match self {
            BriefThing::Record(_) => BriefNoun::Record,
            BriefThing::Need(_) => BriefNoun::Need,
            BriefThing::Question(_) => BriefNoun::Question,
        }
    }

    /// How it is called.
    pub fn name(&self) -> String {
        match self {
            BriefThing::Record(id) => id.to_string(),
            BriefThing::Need(id) => id.to_string(),
            BriefThing::Question(id) => id.to_string(),
        }
    }

    /// The thing of this sort and name; `None` when nothing can be called so.
    pub fn read(noun: BriefNoun, name: &str) -> Option<BriefThing> {
        Some(match noun {
            BriefNoun::Record => BriefThing::Record(RecordId::parse(name)?),
            BriefNoun::Need => BriefThing::Need(NeedId::new(name).ok()?),
            BriefNoun::Question => BriefThing::Question(QuestionId::parse(name)?),
        })
    }
}

/// A line of a brief: words, a thing, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BriefLine {
    /// For which host; `None` for whomever one meets.
    pub host: Option<HostId>,
    /// What may be done with it.
    pub part: BriefPart,
    /// In words.
    pub words: String,
    /// The thing of the office that it is about.
    pub thing: Option<BriefThing>,
}

/// That a member knows a version of a brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BriefConfirmation {
    /// Who knows it.
    pub member: SpecialistId,
    /// Which version.
    pub version: u32,
    /// Who said so: post and person. For a member with an account it is they themselves.
    pub by: String,
    /// How it was read to somebody who has no account; empty for who read it.
    pub read_to: String,
    /// When, in microseconds since 1970.
    pub at: i64,
}

/// The disclosure brief of a mission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// The mission whose it is, and by whose name it is called.
    pub mission: MissionId,
    /// Where it stands.
    pub stage: BriefStage,
    /// Counts the wordings that were laid before others: a change to one that was laid begins the next.
    pub version: u32,
    /// Its lines, in their order.
    pub lines: Vec<BriefLine>,
    /// The post that says whether it stands, once it is laid before it.
    pub clearer: Option<PostId>,
    /// Who said that it stands: post and person.
    pub cleared_by: Option<String>,
    /// When, in microseconds since 1970.
    pub cleared_at: Option<i64>,
    /// What was said when it was given back.
    pub remark: String,
    /// Who know it, of this version and of earlier ones.
    pub confirmations: Vec<BriefConfirmation>,
    /// Who may see it, beside seeing the mission: at least who may see all that it names.
    pub marking: Marking,
    /// Grows by one with each change.
    pub revision: u32,
}

/// Refuses to disclose what is marked for fewer than the world: a host is no part of the office, and no release list takes it in.
/// `called` is what people call the thing.
///
/// # Errors
/// Refused with the part of the marking that forbids it.
pub fn may_be_disclosed(marking: &Marking, called: &str) -> Result<(), Refusal> {
    if marking.level > Level::Open {
        return Err(Refusal::Said(sentence!(
            "brief-level",
            "“{called}” is marked {level}, and a host is told only what is open; put it under what is not told, or say it in words that are open",
            called,
            level = marking.level
        )));
    }
    if let Some(compartment) = marking.compartments.iter().next() {
        return Err(Refusal::Said(sentence!(
            "brief-compartment",
            "“{called}” belongs to the compartment {compartment}, to which no host is admitted; put it under what is not told",
            called,
            compartment
        )));
    }
    if !marking.release.is_empty() {
        return Err(Refusal::Said(sentence!(
            "brief-release",
            "“{called}” is released to units of the office alone, and its list does not take in the host; put it under what is not told",
            called
        )));
    }
    if let Some(caveat) = marking.caveats.iter().next() {
        return Err(Refusal::Said(sentence!(
            "brief-caveat",
            "“{called}” bears the caveat {caveat}, under which it is not given to a host; put it under what is not told",
            called,
            caveat
        )));
    }
    Ok(())
}

impl Brief {
    /// An empty one.
    pub fn begin(mission: MissionId) -> Brief {
        Brief {
            mission,
            stage: BriefStage::Draft,
            version: 1,
            lines: Vec::new(),
            clearer: None,
            cleared_by: None,
            cleared_at: None,
            remark: String::new(),
            confirmations: Vec::new(),
            marking: Marking::default(),
            revision: 0,
        }
    }

    /// Refuses a change that was made from another revision than the one that is held.
    ///
    /// # Errors
    /// Refused when somebody else changed it in between.
    pub fn from_revision(&self, revision: u32) -> Result<(), Refusal> {
        if self.revision == revision {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "brief-changed",
            "Somebody else changed this brief meanwhile; read it as it is now, then do what is still to be done"
        )))
    }

    fn fact(&self, by: &str, verb: Verb) -> Fact {
        Fact::new(by, verb, format!("brief:{}", self.mission)).with(format!("version {}", self.version))
    }

    /// The same with other lines. What was laid before others is changed as a version of its own: it stands when it is cleared
    /// anew, and everybody confirms it anew.
    ///
    /// # Errors
    /// Refused when a line says nothing or too much, or with too many of them.
    pub fn rewrite(&self, by: &str, lines: &[BriefLine], marking: Marking) -> Result<(Brief, Fact), Refusal> {
        if lines.len() > BRIEF_LINES_MAX {
            return Err(Refusal::Said(sentence!(
                "brief-many",
                "A brief has up to {max} lines; who goes has to keep them in mind",
                max = BRIEF_LINES_MAX
            )));
        }
        let mut tidy: Vec<BriefLine> = Vec::new();
        for line in lines {
            let line = BriefLine { words: one_line(&line.words), ..line.clone() };
            if line.words.is_empty() && line.thing.is_none() {
                return Err(Refusal::Said(sentence!(
                    "brief-empty-line",
                    "Write what the line is about, or name a record, a need or a question"
                )));
            }
            not_longer(&line.words, BRIEF_LINE_CHARS_MAX)?;
            if !tidy.contains(&line) {
                tidy.push(line);
            }
        }
        let anew = self.stage != BriefStage::Draft;
        let brief = Brief {
            stage: BriefStage::Draft,
            version: if anew { self.version + 1 } else { self.version },
            lines: tidy,
            clearer: None,
            cleared_by: None,
            cleared_at: None,
            marking,
            revision: self.revision + 1,
            ..self.clone()
        };
        let verb = if self.revision == 0 { Verb::Stated } else { Verb::Edited };
        let fact = brief.fact(by, verb);
        Ok((brief, fact))
    }

    /// Lays it before the post that says whether it stands. `hosts` are those that the mission visits.
    ///
    /// # Errors
    /// Refused when it is no draft, when it says nothing, or nothing of a host.
    pub fn lay(&self, by: &str, clearer: PostId, hosts: &[HostId]) -> Result<(Brief, Fact), Refusal> {
        if self.stage != BriefStage::Draft {
            return Err(Refusal::Changed(sentence!(
                "brief-laid",
                "This brief is laid before others already; read it as it is now"
            )));
        }
        self.covers(hosts)?;
        let brief = Brief {
            stage: BriefStage::Laid,
            clearer: Some(clearer),
            remark: String::new(),
            revision: self.revision + 1,
            ..self.clone()
        };
        let fact = brief.fact(by, Verb::Submitted);
        Ok((brief, fact))
    }

    /// Refuses one that says nothing of a host that is visited.
    ///
    /// # Errors
    /// Refused when it has no line, or none for one of the hosts.
    pub fn covers(&self, hosts: &[HostId]) -> Result<(), Refusal> {
        let for_all = self.lines.iter().any(|line| line.host.is_none());
        let open = |host: &HostId| !for_all && !self.lines.iter().any(|line| line.host == Some(*host));
        if self.lines.is_empty() || hosts.iter().any(open) {
            return Err(Refusal::Said(sentence!(
                "brief-silent",
                "The brief says nothing of a host that is visited; write at least one line of what may be told, shown or not, for it or for everybody whom one meets"
            )));
        }
        Ok(())
    }

    fn asked(&self) -> Result<(), Refusal> {
        if self.stage == BriefStage::Laid {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "brief-not-laid",
            "Nobody is asked whether this brief stands now; read it as it is now"
        )))
    }

    /// Says that it stands. From now on it is read and confirmed.
    ///
    /// # Errors
    /// Refused when it is not laid before anybody.
    pub fn clear(&self, by: &str, at: i64) -> Result<(Brief, Fact), Refusal> {
        self.asked()?;
        let brief = Brief {
            stage: BriefStage::Cleared,
            cleared_by: Some(by.to_owned()),
            cleared_at: Some(at),
            revision: self.revision + 1,
            ..self.clone()
        };
        let fact = brief.fact(by, Verb::Approved);
        Ok((brief, fact))
    }

    /// Gives it back with what is to be changed.
    ///
    /// # Errors
    /// Refused when it is not laid before anybody, or without words.
    pub fn give_back(&self, by: &str, remark: &str) -> Result<(Brief, Fact), Refusal> {
        self.asked()?;
        let remark = remark.trim();
        if remark.is_empty() {
            return Err(Refusal::Said(sentence!(
                "brief-no-remark",
                "Write what is to be changed; who wrote the brief reads it"
            )));
        }
        not_longer(remark, BRIEF_REMARK_CHARS_MAX)?;
        let brief = Brief {
            stage: BriefStage::Draft,
            version: self.version + 1,
            clearer: None,
            remark: remark.to_owned(),
            revision: self.revision + 1,
            ..self.clone()
        };
        let fact = brief.fact(by, Verb::AskedBack);
        Ok((brief, fact))
    }

    /// Whether somebody knows it as it is now.
    pub fn is_known_to(&self, member: SpecialistId) -> bool {
        let knows = |one: &BriefConfirmation| one.member == member && one.version == self.version;
        self.stage == BriefStage::Cleared && self.confirmations.iter().any(knows)
    }

    /// Keeps that a member knows the version that stands. One who confirmed it already is left as they are: `None`.
    ///
    /// # Errors
    /// Refused when it does not stand, when another version was read, or when it is not said how it was read to somebody.
    pub fn confirm(&self, confirmation: BriefConfirmation, reads: bool) -> Result<Option<(Brief, Fact)>, Refusal> {
        if self.stage != BriefStage::Cleared || confirmation.version != self.version {
            return Err(Refusal::Changed(sentence!(
                "brief-other-version",
                "This is not the version of the brief that stands now; read it as it is now, and confirm it then"
            )));
        }
        let read_to = confirmation.read_to.trim().to_owned();
        if !reads && read_to.is_empty() {
            return Err(Refusal::Said(sentence!(
                "brief-no-reading",
                "Write when and by whom the brief was read to them; they cannot confirm it here themselves"
            )));
        }
        not_longer(&read_to, BRIEF_REMARK_CHARS_MAX)?;
        if self.is_known_to(confirmation.member) {
            return Ok(None);
        }
        let fact = self.fact(&confirmation.by, Verb::Briefed).to(format!("specialist:{}", confirmation.member));
        let mut brief = Brief { revision: self.revision + 1, ..self.clone() };
        let read_to = if reads { String::new() } else { read_to };
        brief.confirmations.push(BriefConfirmation { read_to, ..confirmation });
        Ok(Some((brief, fact)))
    }
}

#[cfg(test)]
#[path = "brief_tests.rs"]
mod tests;
