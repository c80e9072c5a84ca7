//! Intakes: one time that something came from a source, from the look at it until it is kept.

use crate::public_id::public_id;
use crate::words::words;
use crate::{Actor, Refusal, SourceId, sentence};

public_id!(
    /// Names an intake.
    IntakeId,
    'I'
);

words! {
    /// Where an intake stands.
    IntakeStage {
        /// Looked at; nothing of it is kept.
        Looked = "looked",
        /// It is being taken in.
        Waiting = "waiting",
        /// All of it is kept.
        Kept = "kept",
        /// Nobody wanted it kept.
        Dropped = "dropped",
        /// It could not be read to its end.
        Broken = "broken",
    }
}

words! {
    /// What becomes of a reading.
    Became {
        /// A record that was not held.
        New = "new",
        /// A newer state of what the source said before.
        Updated = "updated",
        /// Joined to the record of another source.
        Joined = "joined",
        /// Word for word what the source said before.
        Known = "known",
    }
}

/// What was read, and what became of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Readings.
    pub n_read: u64,
    /// Records that were not held.
    pub n_new: u64,
    /// Newer states of what the source said before.
    pub n_updated: u64,
    /// Readings that were joined to the record of another source.
    pub n_joined: u64,
    /// Word for word what the source said before.
    pub n_known: u64,
    /// What the reader doubted.
    pub n_doubts: u64,
}

impl Tally {
    /// Counts a reading.
    pub fn count(&mut self, became: Became) {
        self.n_read += 1;
        match became {
            Became::New => self.n_new += 1,
            Became::Updated => self.n_updated += 1,
            Became::Joined => self.n_joined += 1,
            Became::Known => self.n_known += 1,
        }
    }

    /// Readings that said something which was not held from this source.
    pub fn n_news(&self) -> u64 {
        self.n_new + self.n_updated + self.n_joined
    }
}

/// A line of what a look showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntakeLine {
    /// A reading by its title, and what would become of it.
    Reading(Became, String),
    /// What the reader doubted, in its words.
    Doubt(String),
}

/// One time that something came from a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intake {
    /// Its name.
    pub id: IntakeId,
    /// Where it came from.
    pub source: SourceId,
    /// The name of the file.
    pub name: String,
    /// Its size, in bytes.
    pub n_bytes: u64,
    /// Who brought it; `None` for the office, which fetched it.
    pub by: Option<Actor>,
    /// When it came, in microseconds since 1970.
    pub came_at: i64,
    /// When it was kept, dropped or found broken.
    pub ended_at: Option<i64>,
    /// Where it stands.
    pub stage: IntakeStage,
    /// While it is looked at: what the whole of it holds, and of the readings that were tried, what would become of
    /// them. Afterwards: what was kept so far.
    pub tally: Tally,
    /// While it is looked at: how many readings were tried.
    pub n_tried: u64,
    /// While an answer of a source is looked at: how much its host says that there is in all.
    pub n_in_all: Option<u64>,
    /// Why it could not be read to its end.
    pub fault: Option<String>,
}

impl Intake {
    /// Sends it on to be taken in.
    ///
    /// # Errors
    /// Refused when it is not one that was looked at, or when nothing is in it.
    pub fn keep(&self) -> Result<Intake, Refusal> {
        self.still_looked_at()?;
        if self.tally.n_read == 0 {
            return Err(Refusal::Said(sentence!(
                "intake-empty",
                "There is no record in this file, so nothing can be taken in; let it go and bring another"
            )));
        }
        Ok(Intake { stage: IntakeStage::Waiting, tally: Tally::default(), n_tried: 0, n_in_all: None, ..self.clone() })
    }

    /// Lets it go.
    ///
    /// # Errors
    /// Refused when it is not one that was looked at.
    pub fn drop(&self, now: i64) -> Result<Intake, Refusal> {
        self.still_looked_at()?;
        Ok(Intake { stage: IntakeStage::Dropped, ended_at: Some(now), ..self.clone() })
    }

    fn still_looked_at(&self) -> Result<(), Refusal> {
        if self.stage == IntakeStage::Looked {
            return Ok(());
        }
        Err(Refusal::Said(sentence!(
            "intake-decided",
            "This file stands at “{stage}” already; bring it once more to look at it again",
            stage = self.stage
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PersonId;

    fn looked() -> Intake {
        Intake {
            id: IntakeId::from_bits(1),
            source: SourceId::from_bits(2),
            name: "october.ris".to_owned(),
            n_bytes: 9,
            by: Some(Actor { person: PersonId::new("karpova").unwrap(), post: None }),
            came_at: 1,
            ended_at: None,
            stage: IntakeStage::Looked,
            tally: Tally { n_read: 3, n_new: 2, n_known: 1, ..Tally::default() },
            n_tried: 3,
            n_in_all: None,
            fault: None,
        }
    }

    #[test]
    fn what_was_looked_at_is_kept_or_let_go_once() {
        let waiting = looked().keep().unwrap();
        assert_eq!(
            (waiting.stage, waiting.tally),
            (IntakeStage::Waiting, Tally::default()),
            "counted anew as it is kept"
        );
        let dropped = looked().drop(5).unwrap();
        assert_eq!((dropped.stage, dropped.ended_at), (IntakeStage::Dropped, Some(5)));
        for decided in [waiting, dropped] {
            assert!(decided.keep().is_err() && decided.drop(6).is_err());
        }
    }

    #[test]
    fn a_file_without_a_record_is_not_taken_in() {
        assert!(Intake { tally: Tally::default(), ..looked() }.keep().is_err());
    }

    #[test]
    fn every_reading_counts_once() {
        let mut tally = Tally::default();
        for became in [Became::New, Became::New, Became::Joined, Became::Updated, Became::Known] {
            tally.count(became);
        }
        assert_eq!((tally.n_read, tally.n_news(), tally.n_known), (5, 4, 1));
    }
}
