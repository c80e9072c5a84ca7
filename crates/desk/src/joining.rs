//! Records that may be one work: laid side by side, joined by a person, parted again.

use model::{Joining, Power, RecordId, Refusal, RelationKind, sentence};
use store::{HeldRecord, Writer};

use crate::identity::SameWork;
use crate::review::Turn;
use crate::{Failure, Office};

/// Records that are shown as what may be the same work.
const ALIKE_MAX: usize = 12;

/// How the rule of the office sees two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// It would join them; a person parted them, or they came in under different markings.
    Same,
    /// They belong together without being one work.
    Related(RelationKind),
    /// It keeps them apart.
    Different,
}

/// A record that may be the same work as another.
#[derive(Clone, Debug)]
pub struct Alike {
    /// The record.
    pub record: HeldRecord,
    /// How the rule of the office sees the two.
    pub likeness: Likeness,
}

impl Office {
    /// Records that share an identifier or words of the title with this one, those that the rule takes for the same first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn alike(&self, record: &HeldRecord) -> Result<Vec<Alike>, Failure> {
        let found = self.reader.alike(&self.scope, record.id, ALIKE_MAX)?;
        let mut alike: Vec<Alike> = found.into_iter().map(|other| self.compared(record, other)).collect();
        alike.sort_by_key(|one| match one.likeness {
            Likeness::Same => 0,
            Likeness::Related(_) => 1,
            Likeness::Different => 2,
        });
        Ok(alike)
    }

    /// One record beside another.
    pub fn compared(&self, record: &HeldRecord, other: HeldRecord) -> Alike {
        let likeness = match matching::identity::compare(&record.record, &other.record) {
            matching::identity::Sameness::Same => Likeness::Same,
            matching::identity::Sameness::Related(kind) => Likeness::Related(kind),
            matching::identity::Sameness::Different => Likeness::Different,
        };
        Alike { record: other, likeness }
    }

    /// How a record was joined with others by hand, and undone, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn joinings(&self, record: RecordId) -> Result<Vec<Joining>, Failure> {
        Ok(self.reader.joinings_of(&self.scope, record)?)
    }
}

/// Takes a source out of a record that several sources were joined in, by hand or by the rule: it becomes a record of its own,
/// whose name is answered, and is not joined again. `source` is its place in the list of the record, from 1.
///
/// # Errors
/// Refused without the power to document, when the record has no such source that still stands, or only this one.
pub fn part_source(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    office: &Office,
    record: &str,
    source: usize,
) -> Result<RecordId, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    let shown = office.show(record)?;
    let item = source.checked_sub(1).and_then(|at| shown.items.get(at)).filter(|item| item.live);
    let n_live = shown.items.iter().filter(|item| item.live).count();
    let Some(item) = item.filter(|_| n_live > 1) else {
        return Err(Failure::said(sentence!(
            "part-no-source",
            "This record has no such source to be taken out, or only one; reload the page"
        )));
    };
    Ok(writer.part(shown.record.id, item.id, &SameWork, &actor.to_string(), turn.now, turn.ids)?)
}

fn not_found(record: RecordId) -> Refusal {
    Refusal::NotFound {
        noun: "record",
        text: record.to_string(),
        next: sentence!("next-look-again", "look for it again"),
    }
}

/// Joins a record to another, for a reason.
///
/// # Errors
/// Refused without the power to document, without a reason, when one is not there, when they are one already, or when not
/// the same people see both.
pub fn join_records(
    writer: &mut Writer,
    turn: &Turn<'_>,
    record: RecordId,
    gone: RecordId,
    reason: &str,
) -> Result<(), Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    let reason = Joining::because(reason)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        for one in [record, gone] {
            deed.marking_of_record(&turn.officer.scope, one)?.ok_or_else(|| not_found(one))?;
        }
        Ok(deed.join_records((record, gone), &SameWork, &actor.person, &reason)?)
    })
}

/// Undoes that a record was joined to another, for a reason. Answers the record from which it was parted.
///
/// # Errors
/// Refused without the power to document, without a reason, or when there is nothing to undo.
pub fn undo_joining(writer: &mut Writer, turn: &Turn<'_>, gone: RecordId, reason: &str) -> Result<RecordId, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    let reason = Joining::because(reason)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        deed.marking_of_record(&turn.officer.scope, gone)?.ok_or_else(|| not_found(gone))?;
        Ok(deed.undo_joining(gone, &SameWork, &actor.person, &reason)?)
    })
}
