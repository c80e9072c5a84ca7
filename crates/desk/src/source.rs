//! The register of sources: put in, changed, paused, listed.

use model::{Harvest, MailIn, Post, Power, Refusal, Source, SourceId, Verb, sentence};
use store::{Deed, HeldRecord, SourceCounts, SourceLine, Writer};

use crate::harvest::can_be_asked;
use crate::review::Turn;
use crate::{Failure, Office};

/// Sources on one page.
pub const SOURCES_PAGE: usize = 100;

/// The refusal of a source that is not there, or not seen.
pub(crate) fn not_found(text: &str) -> Failure {
    Refusal::NotFound {
        noun: "source",
        text: text.to_owned(),
        next: sentence!("next-look-sources", "look for it in the list of sources"),
    }
    .into()
}

pub(crate) fn held(deed: &Deed<'_>, turn: &Turn<'_>, id: SourceId) -> Result<Source, Failure> {
    deed.source(&turn.officer.scope, id)?.ok_or_else(|| not_found(&id.to_string()))
}

/// Puts a source into the register. The same form again changes nothing.
///
/// # Errors
/// Refused without the power to document, when its texts are out of bounds, or when who answers for it could not see it.
pub fn register_source(
    writer: &mut Writer,
    turn: &Turn<'_>,
    office: &Office,
    source: Source,
) -> Result<Source, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    let source = source.tidied()?;
    can_be_asked(office, &source)?;
    // What the office fetches by itself it fetches once somebody switched it on.
    let paused = source.kind.is_fetched();
    let source = Source { revision: 0, paused, made_at: turn.now, ..source };
    writer.transact(&actor.to_string(), turn.now, |deed| {
        if let Some(before) = deed.source(&turn.officer.scope, source.id)? {
            if before.title == source.title {
                return Ok(before);
            }
            return Err(Failure::said(sentence!(
                "source-form-sent",
                "This form was sent already with another title; open a new one"
            )));
        }
        can_answer(deed, turn, office, &source)?;
        is_asked_once(deed, turn, &source)?;
        deed.keep_source(&source, Verb::Registered)?;
        opens_mail(deed, &source)?;
        Ok(source)
    })
}

/// Changes what the register says of a source. `source.revision` is that of the state which was seen.
///
/// # Errors
/// As [`register_source`]; also when somebody changed it in between, or when the marking would become wider.
pub fn change_source(writer: &mut Writer, turn: &Turn<'_>, office: &Office, source: Source) -> Result<Source, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    let source = source.tidied()?;
    can_be_asked(office, &source)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let before = held(deed, turn, source.id)?;
        // What was brought by hand and is now to be fetched waits to be switched on, as a new source does.
        let paused = before.paused || (source.kind.is_fetched() && !before.kind.is_fetched());
        let source = Source { paused, made_at: before.made_at, ..source };
        if source == before {
            return Ok(before);
        }
        if source.revision != before.revision {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "source-changed",
                "Somebody changed this source in between; open it again, and change what is still to be changed"
            ))));
        }
        if !source.marking.covers(&before.marking) {
            return Err(Failure::said(sentence!(
                "source-wider",
                "The marking would become wider than `{marking}`; ask for that with “Widen the marking” on its page, or register a source of its own for what is wider",
                marking = before.marking
            )));
        }
        can_answer(deed, turn, office, &source)?;
        if before.address != source.address {
            is_asked_once(deed, turn, &source)?;
        }
        let source = Source { revision: before.revision + 1, ..source };
        deed.keep_source(&source, Verb::Revised)?;
        opens_mail(deed, &source)?;
        if (before.kind, &before.address) != (source.kind, &source.address) {
            begin_anew(deed, &source, turn.now)?;
        } else if before.schedule != source.schedule && source.kind.is_fetched() {
            let harvest = deed.harvest(source.id)?;
            let due_at = harvest.due_at.min(turn.now.saturating_add(source.schedule.micros()));
            deed.keep_harvest(source.id, &Harvest { due_at, ..harvest })?;
        }
        Ok(source)
    })
}

/// Switches a source off, or on again. Where it stands so already, nothing is done.
///
/// # Errors
/// Refused without the power to document, or when there is no such source.
pub fn pause_source(writer: &mut Writer, turn: &Turn<'_>, id: SourceId, paused: bool) -> Result<Source, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let before = held(deed, turn, id)?;
        if before.paused == paused {
            return Ok(before);
        }
        let source = Source { paused, revision: before.revision + 1, ..before };
        deed.keep_source(&source, if paused { Verb::Paused } else { Verb::Resumed })?;
        if !paused && source.kind.is_fetched() {
            ask_now(deed, &source, turn.now)?;
        }
        Ok(source)
    })
}

/// Has a source asked at once, whatever its schedule says.
///
/// # Errors
/// Refused without the power to document, when the source is paused, or when files of it are brought by hand.
pub fn harvest_now(writer: &mut Writer, turn: &Turn<'_>, id: SourceId) -> Result<Source, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let source = switched_on(deed, turn, id)?;
        ask_now(deed, &source, turn.now)?;
        Ok(source)
    })
}

/// Has a source asked for all that it holds once more, as if it never had been. What is held already comes twice to no one.
///
/// # Errors
/// As [`harvest_now`].
pub fn harvest_anew(writer: &mut Writer, turn: &Turn<'_>, id: SourceId) -> Result<Source, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let source = switched_on(deed, turn, id)?;
        begin_anew(deed, &source, turn.now)?;
        Ok(source)
    })
}

fn switched_on(deed: &Deed<'_>, turn: &Turn<'_>, id: SourceId) -> Result<Source, Failure> {
    let source = held(deed, turn, id)?;
    if !source.kind.is_fetched() {
        return Err(not_asked());
    }
    if source.paused {
        return Err(is_paused());
    }
    Ok(source)
}

/// The refusal of a source that nobody can ask.
pub(crate) fn not_asked() -> Failure {
    Failure::said(sentence!("source-not-asked", "Files of this source are brought by hand, so there is nobody to ask"))
}

/// The refusal of a source that is switched off.
pub(crate) fn is_paused() -> Failure {
    Failure::said(sentence!("source-paused", "This source is paused, so nothing is taken from it; switch it on first"))
}

pub(crate) fn ask_now(deed: &mut Deed<'_>, source: &Source, now: i64) -> Result<(), Failure> {
    let harvest = Harvest { due_at: now, ..deed.harvest(source.id)? };
    Ok(deed.keep_harvest(source.id, &harvest)?)
}

fn begin_anew(deed: &mut Deed<'_>, source: &Source, now: i64) -> Result<(), Failure> {
    deed.forget_harvest(source.id)?;
    if !source.kind.is_fetched() {
        return Ok(());
    }
    Ok(deed.keep_harvest(source.id, &Harvest { due_at: now, ..Harvest::default() })?)
}

/// Gives a source that takes mail an address, where it never had one.
fn opens_mail(deed: &mut Deed<'_>, source: &Source) -> Result<(), Failure> {
    if !source.kind.takes_mail() || deed.mail_in(source.id)?.is_some() {
        return Ok(());
    }
    Ok(deed.keep_mail_in(&MailIn::of(source.id), Verb::Issued, "address for mail 1")?)
}

/// Whether no other source is asked at the same address: its records would be there twice, and each would count as found by
/// both.
fn is_asked_once(deed: &Deed<'_>, turn: &Turn<'_>, source: &Source) -> Result<(), Failure> {
    if source.address.is_empty() {
        return Ok(());
    }
    let others = deed.sources_at(&turn.officer.scope, &source.address)?;
    match others.into_iter().find(|other| other.id != source.id) {
        Some(other) => Err(Failure::said(sentence!(
            "source-address-taken",
            "This address is in the register already, as “{title}” ({id}); change that source, or give another address",
            title = other.title,
            id = other.id.to_string()
        ))),
        None => Ok(()),
    }
}

/// Whether the post can answer for the source, and whoever writes it down can see it.
fn can_answer(deed: &Deed<'_>, turn: &Turn<'_>, office: &Office, source: &Source) -> Result<(), Failure> {
    if !turn.officer.clearance.may_see(&source.marking) {
        return Err(Failure::said(sentence!(
            "marking-blind-source",
            "You could not see the source once it is so marked; choose a marking that you are cleared for"
        )));
    }
    let can = |post: &Post| !post.closed && (source.kind.is_human() || post.powers.contains(&Power::Document));
    if deed.post(&source.post)?.filter(can).is_none() {
        return Err(Failure::said(if source.kind.is_human() {
            sentence!(
                "source-post-closed",
                "{post} cannot answer for a source; choose a post that is open",
                post = source.post
            )
        } else {
            sentence!(
                "source-post",
                "{post} cannot answer for a source; choose a post that has the power to document",
                post = source.post
            )
        }));
    }
    if !office.post_may_see_marking(&source.post, &source.marking, turn.today)? {
        return Err(Failure::said(sentence!(
            "source-post-blind",
            "Nobody at {post} may see a source marked `{marking}`; choose another post or another marking",
            post = source.post,
            marking = source.marking
        )));
    }
    Ok(())
}

impl Office {
    /// The source of this name with what came from it.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn source(&self, id: &str) -> Result<SourceLine, Failure> {
        let found = SourceId::parse(id).map(|id| self.reader.source(&self.scope, id)).transpose()?.flatten();
        found.ok_or_else(|| not_found(id))
    }

    /// Sources by title, from behind one on.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sources(&self, after: Option<(&str, SourceId)>, limit: usize) -> Result<Vec<SourceLine>, Failure> {
        Ok(self.reader.sources(&self.scope, after, limit)?)
    }

    /// How much of what is held came from a source.
    ///
    /// # Errors
    /// When the store fails.
    pub fn source_counts(&self, id: SourceId) -> Result<SourceCounts, Failure> {
        Ok(self.reader.source_counts(&self.scope, id)?)
    }

    /// The records that a source brought last, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn brought_by(&self, id: SourceId, limit: usize) -> Result<Vec<HeldRecord>, Failure> {
        Ok(self.reader.brought_by(&self.scope, id, limit)?)
    }

    /// The sources of the register that said something of a record.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sources_of(&self, record: model::RecordId) -> Result<Vec<Source>, Failure> {
        Ok(self.reader.sources_of(&self.scope, record)?)
    }
}
