//! Releases of information: records that are given to a host outside, asked for by one person and given by another.

use crate::host::{not_longer, one_line};
use crate::public_id::public_id;
use crate::words::words;
use crate::{ExchangeId, HostId, Marking, PersonId, PostId, RecordId, Refusal, UnitId, sentence};

public_id!(
    /// Names a release.
    ReleaseId,
    'L'
);

/// Records that one release gives: as many as a person can look through before they say yes.
pub const RELEASE_RECORDS_MAX: usize = 100;

/// Longest title of a release, in characters: one line of a list.
pub const RELEASE_TITLE_CHARS_MAX: usize = 200;

/// Longest reason or remark of a release, in characters.
pub const RELEASE_TEXT_CHARS_MAX: usize = 2_000;

words! {
    /// Where a release stands.
    ReleaseState {
        /// It was asked for.
        Asked = "asked",
        /// The records were given.
        Given = "given",
        /// They are not given.
        Refused = "refused",
        /// Who asked for it asks no more.
        Withdrawn = "withdrawn",
    }
}

/// A release of information. What it says is changed while it is asked for, and stands once it is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostRelease {
    /// Its name.
    pub id: ReleaseId,
    /// One line.
    pub title: String,
    /// To whom.
    pub host: HostId,
    /// What is given, in the order in which it was named.
    pub records: Vec<RecordId>,
    /// Why.
    pub reason: String,
    /// The unit of the post that asks.
    pub unit: UnitId,
    /// The post that asks.
    pub post: PostId,
    /// Who asks: post and person.
    pub asked_by: String,
    /// The person who asks, or who changed last what is asked: somebody else gives.
    pub asker: PersonId,
    /// Where it stands.
    pub state: ReleaseState,
    /// Who decided: post and person.
    pub decided_by: Option<String>,
    /// When, in microseconds since 1970.
    pub decided_at: Option<i64>,
    /// What was said with it.
    pub remark: String,
    /// What is noted of it among what passed between the office and the host.
    pub exchange: Option<ExchangeId>,
    /// Who may see it, beside seeing the host and every record.
    pub marking: Marking,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was asked for, in microseconds since 1970.
    pub made_at: i64,
}

impl HostRelease {
    /// The same with its texts in order and each record once.
    ///
    /// # Errors
    /// Refused without a title, a record or a reason, or where there is too much of one of them.
    pub fn tidied(self) -> Result<HostRelease, Refusal> {
        let title = one_line(&self.title);
        if title.is_empty() {
            return Err(Refusal::Said(sentence!("release-no-title", "Write in one line what is released")));
        }
        not_longer(&title, RELEASE_TITLE_CHARS_MAX)?;
        let reason = self.reason.trim().to_owned();
        if reason.is_empty() {
            return Err(Refusal::Said(sentence!(
                "release-no-reason",
                "Write why it is given; whoever decides reads it"
            )));
        }
        not_longer(&reason, RELEASE_TEXT_CHARS_MAX)?;
        let mut records: Vec<RecordId> = Vec::new();
        for record in self.records {
            if !records.contains(&record) {
                records.push(record);
            }
        }
        if records.is_empty() {
            return Err(Refusal::Said(sentence!(
                "release-no-record",
                "Name at least one record by its number, as it stands on its page"
            )));
        }
        if records.len() > RELEASE_RECORDS_MAX {
            return Err(Refusal::Said(sentence!(
                "release-many",
                "One release gives at most {max} records; ask for another one for the rest",
                max = RELEASE_RECORDS_MAX
            )));
        }
        Ok(HostRelease { title, reason, records, ..self })
    }

    /// Refuses when it is not the one that was seen.
    ///
    /// # Errors
    /// When somebody changed it in between.
    pub fn from_revision(&self, revision: u32) -> Result<(), Refusal> {
        if self.revision == revision {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "release-changed",
            "Somebody changed this release in between; reload the page and look at it as it is now"
        )))
    }

    /// Refuses once it is decided.
    ///
    /// # Errors
    /// When nothing is asked any more.
    pub fn is_asked(&self) -> Result<(), Refusal> {
        if self.state == ReleaseState::Asked {
            return Ok(());
        }
        Err(Refusal::Changed(sentence!(
            "release-over",
            "This release stands at “{state}” and is not changed any more; ask for another one",
            state = self.state
        )))
    }

    /// The same with other content: who changed it counts as who asks.
    ///
    /// # Errors
    /// Refused once it is decided, or when it is not in order.
    pub fn rewrite(&self, written: HostRelease, by: (&str, &PersonId)) -> Result<HostRelease, Refusal> {
        self.is_asked()?;
        let next = HostRelease {
            title: written.title,
            host: written.host,
            records: written.records,
            reason: written.reason,
            marking: self.marking.join(&written.marking),
            asked_by: by.0.to_owned(),
            asker: by.1.clone(),
            revision: self.revision + 1,
            ..self.clone()
        };
        next.tidied()
    }

    /// Decides it.
    ///
    /// # Errors
    /// Refused once it is decided, when who asked decides, or for a no without a reason.
    pub fn decide(&self, by: (&str, &PersonId), yes: bool, remark: &str, at: i64) -> Result<HostRelease, Refusal> {
        self.is_asked()?;
        if *by.1 == self.asker {
            return Err(Refusal::Said(sentence!(
                "release-own",
                "You asked for it, so somebody else decides; ask another who coordinates over the unit"
            )));
        }
        let remark = remark.trim();
        if remark.is_empty() && !yes {
            return Err(Refusal::Said(sentence!("release-no-remark", "Write why it is not given; who asked reads it")));
        }
        not_longer(remark, RELEASE_TEXT_CHARS_MAX)?;
        let state = if yes { ReleaseState::Given } else { ReleaseState::Refused };
        Ok(HostRelease {
            state,
            decided_by: Some(by.0.to_owned()),
            decided_at: Some(at),
            remark: remark.to_owned(),
            revision: self.revision + 1,
            ..self.clone()
        })
    }

    /// Takes it back.
    ///
    /// # Errors
    /// Refused once it is decided.
    pub fn withdraw(&self) -> Result<HostRelease, Refusal> {
        self.is_asked()?;
        Ok(HostRelease { state: ReleaseState::Withdrawn, revision: self.revision + 1, ..self.clone() })
    }
}
