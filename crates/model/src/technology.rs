//! Technologies: what is adopted. One technology is adopted by many units.

use std::collections::BTreeSet;

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::{Marking, Noun, Refusal, SubjectScheme, Thing, sentence};

public_id!(
    /// Names a technology.
    TechnologyId,
    'T'
);

/// Longest name of a technology, in characters.
pub const TECHNOLOGY_NAME_CHARS_MAX: usize = 200;

/// Longest statement of what a technology is, in characters.
pub const TECHNOLOGY_TEXT_CHARS_MAX: usize = 4_000;

/// Classes of one technology. Who names more has not decided what it is.
pub const TECHNOLOGY_CLASSES_MAX: usize = 20;

/// Longest code of a class, in bytes.
pub const TECHNOLOGY_CODE_BYTES_MAX: usize = 64;

/// Things from which one technology came.
pub const TECHNOLOGY_ORIGINS_MAX: usize = 50;

/// A technology: a process, a machine, a material, a method that units take over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Technology {
    /// Its name in the office.
    pub id: TechnologyId,
    /// What it is called.
    pub name: String,
    /// What it is: use, advantage, conditions.
    pub statement: String,
    /// Classes of schemes, each with its code.
    pub classes: Vec<(SubjectScheme, String)>,
    /// What it came from: needs, records, answers, agreements, samples, missions.
    pub origins: Vec<Thing>,
    /// Who may see it.
    pub marking: Marking,
    /// Whether it is invented, for a demonstration.
    pub invented: bool,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was put into the register, in microseconds since 1970.
    pub made_at: i64,
}

impl Technology {
    /// The same with its texts in order, and nothing twice. Whether what it came from is there is for those to say who know it.
    ///
    /// # Errors
    /// Refused without a name, where a text is too long, or where an origin is nothing that a technology comes from.
    pub fn tidied(self) -> Result<Technology, Refusal> {
        let name = one_line(&self.name);
        if name.is_empty() {
            return Err(Refusal::Said(sentence!("technology-no-name", "Write what the technology is called")));
        }
        not_longer(&name, TECHNOLOGY_NAME_CHARS_MAX)?;
        let statement = self.statement.trim().to_owned();
        not_longer(&statement, TECHNOLOGY_TEXT_CHARS_MAX)?;
        let mut seen = BTreeSet::new();
        let classes = self.classes.into_iter().map(|(scheme, code)| (scheme, one_line(&code)));
        let classes: Vec<(SubjectScheme, String)> =
            classes.filter(|class| !class.1.is_empty() && seen.insert(class.clone())).collect();
        let mut seen = BTreeSet::new();
        let origins: Vec<Thing> = self.origins.into_iter().filter(|origin| seen.insert(origin.clone())).collect();
        if let Some(origin) = origins.iter().find(|origin| !is_origin(origin.noun)) {
            return Err(Refusal::Said(sentence!(
                "technology-origin",
                "A technology comes from a need, a record, a mission, an agreement, a deliverable, a sample or a delivery, and not from {origin}",
                origin = origin.to_string()
            )));
        }
        let fits = classes.len() <= TECHNOLOGY_CLASSES_MAX
            && origins.len() <= TECHNOLOGY_ORIGINS_MAX
            && classes.iter().all(|(_, code)| code.len() <= TECHNOLOGY_CODE_BYTES_MAX);
        if !fits {
            return Err(Refusal::Said(sentence!(
                "technology-lists",
                "A technology has up to {classes} classes with codes of up to {bytes} bytes, and came from up to {origins} things; leave some out",
                classes = TECHNOLOGY_CLASSES_MAX,
                bytes = TECHNOLOGY_CODE_BYTES_MAX,
                origins = TECHNOLOGY_ORIGINS_MAX
            )));
        }
        Ok(Technology { name, statement, classes, origins, ..self })
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
            "technology-changed",
            "Somebody wrote of this technology in between; read what its page says, and send yours again if it still holds"
        )))
    }
}

/// Whether technologies come from things of this sort.
fn is_origin(noun: Noun) -> bool {
    matches!(
        noun,
        Noun::Need
            | Noun::Record
            | Noun::Delivery
            | Noun::Request
            | Noun::Mission
            | Noun::Agreement
            | Noun::Deliverable
            | Noun::Sample
            | Noun::Assignment
            | Noun::Host
    )
}
