//! Attachments: files of a record are kept, looked at in a cell, given out, released without metadata, taken away.
//!
//! The bytes lie on the shelf before their row is written: bytes without a row are swept away, a row without bytes could not
//! be kept. What is restricted is in the ledger before a byte of it leaves.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use model::{
    ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX, Actor, Attachment, AttachmentFault, AttachmentId, AttachmentLook,
    AttachmentStage, AttachmentText, JobKind, Marking, Noun, Power, RecordId, Refusal, Thing, Verb, attachment_name,
    sentence,
};
use store::{Deed, Scope, Writer};

use crate::job::OFFICE;
use crate::review::Turn;
use crate::{Clerk, Examined, Failure, Office, Parser, WritableOffice};

mod bucket;
mod shelf;
mod sign;
#[cfg(test)]
mod tests;

pub use shelf::{ATTACHMENT_KEY_FILE, ATTACHMENTS_DIRECTORY, make_attachment_key};
pub(crate) use shelf::{Digest, Shelf, Taken};
use shelf::{digest_of, name_of};

/// Digests on their way to their rows, each with how many bring it. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shelving(Arc<Mutex<BTreeMap<Digest, usize>>>);

/// A file that lies on the shelf and has no row yet. Dropped without one, it is swept away.
#[derive(Debug)]
pub struct Brought {
    pub(crate) name: String,
    pub(crate) n_bytes: u64,
    pub(crate) digest: Digest,
    shelving: Shelving,
}

impl Drop for Brought {
    fn drop(&mut self) {
        let mut held = self.shelving.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(n) = held.get_mut(&self.digest) {
            *n -= 1;
            if *n == 0 {
                held.remove(&self.digest);
            }
        }
    }
}

impl Office {
    /// Lays a file that somebody brings on the shelf.
    fn shelve(&self, name: &str, bytes: &[u8], now: i64) -> Result<Brought, Failure> {
        let shelf = self.shelf_held()?;
        let digest = shelf.digest(bytes);
        *self.shelving.0.lock().unwrap_or_else(PoisonError::into_inner).entry(digest).or_default() += 1;
        let n_bytes = bytes.len() as u64;
        let brought = Brought { name: attachment_name(name), n_bytes, digest, shelving: self.shelving.clone() };
        shelf.put(&digest, bytes, now)?;
        Ok(brought)
    }

    /// The attachment of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn attachment(&self, id: &str) -> Result<Attachment, Failure> {
        let found = AttachmentId::parse(id).map(|id| self.reader.attachment(&self.scope, id)).transpose()?.flatten();
        found.ok_or_else(|| not_found(id))
    }

    /// The attachments of a record, in the order in which they came.
    ///
    /// # Errors
    /// When the store fails.
    pub fn attachments(&self, record: RecordId) -> Result<Vec<Attachment>, Failure> {
        Ok(self.reader.attachments(&self.scope, record)?)
    }

    /// The small picture of an attachment. Of one whose reading is noted there is none: it would be read unnoted.
    ///
    /// # Errors
    /// When the store fails.
    pub fn attachment_picture(&self, attachment: &Attachment) -> Result<Option<Vec<u8>>, Failure> {
        if attachment.is_noted() || attachment.stage != AttachmentStage::Ready {
            return Ok(None);
        }
        Ok(self.reader.attachment_picture(&self.scope, attachment.id)?)
    }

    /// The bytes of an attachment, as they were brought. Whoever gives them out has called [`consult_attachment`] or
    /// [`note_release`] before.
    ///
    /// # Errors
    /// Refused when it is not ready; a fault when the bytes are gone or are not those that were brought.
    pub fn attachment_bytes(&self, attachment: &Attachment, now: i64) -> Result<Vec<u8>, Failure> {
        attachment.given()?;
        self.bytes_of(attachment, now)
    }

    fn bytes_of(&self, attachment: &Attachment, now: i64) -> Result<Vec<u8>, Failure> {
        match self.shelf_held()?.take(&attachment.digest, attachment.n_bytes, now)? {
            Taken::Whole(bytes) => Ok(bytes),
            Taken::Changed => Err(Failure::Broken(
                format!(
                    "the bytes of attachment {} are not those that were brought; nothing was given out",
                    attachment.id
                )
                .into(),
            )),
            Taken::Gone => Err(Failure::Broken(format!("the bytes of attachment {} are gone", attachment.id).into())),
        }
    }
}

/// A copy of an attachment without metadata, of its bytes. It is not given out before [`note_release`] was called.
///
/// # Errors
/// Refused when it is not ready, when its marking forbids copies, or when nothing can be taken out of it.
pub fn released_copy(parser: &Parser, attachment: &Attachment, bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    attachment.given()?;
    may_be_released(attachment)?;
    parser.release(bytes)?.map_err(|fault| Failure::Refused(unreleased(fault)))
}

fn unreleased(fault: AttachmentFault) -> Refusal {
    Refusal::Said(match fault {
        AttachmentFault::Locked => sentence!(
            "release-locked",
            "The file is locked, so no copy without metadata can be made; unlock it where it was written and attach it anew"
        ),
        AttachmentFault::Embedded => sentence!(
            "release-embedded",
            "Another file is embedded in this one from which nothing can be taken; take it out where it was written and attach the file anew"
        ),
        AttachmentFault::Costly => sentence!(
            "release-costly",
            "To make a copy of this file takes more memory or time than one file is given; divide it and attach its parts"
        ),
        _ => sentence!(
            "release-damaged",
            "The file is not made as its kind wants, so no copy without metadata can be made; save it anew where it was written and attach it again"
        ),
    })
}

fn may_be_released(attachment: &Attachment) -> Result<(), Failure> {
    if attachment.marking.may_be_given_out() {
        return Ok(());
    }
    Err(Failure::said(sentence!(
        "release-withheld",
        "The marking of “{name}” forbids copies; ask whoever set it",
        name = attachment.name
    )))
}

/// Lays a file that somebody brings on the shelf. Takes as long as the disk or the store outside does; holds nothing.
///
/// # Errors
/// Refused when nothing was brought or too much; when the shelf fails.
pub fn bring(office: &Office, name: &str, bytes: &[u8], now: i64) -> Result<Brought, Failure> {
    if bytes.is_empty() {
        return Err(Failure::said(sentence!("attachment-no-file", "Choose a file that is not empty")));
    }
    if bytes.len() > ATTACHMENT_BYTES_MAX {
        return Err(Failure::said(sentence!(
            "attachment-large",
            "“{name}” has more than {max} MiB; make it smaller or divide it",
            name = attachment_name(name),
            max = ATTACHMENT_BYTES_MAX / (1024 * 1024)
        )));
    }
    office.shelve(name, bytes, now)
}

/// Attaches what was brought to a record. It is looked at by a job and given out afterwards.
///
/// `marking`: who may see it; as its record where nothing is said.
///
/// # Errors
/// Refused without the power to document, when there is no such record, when more could see it than its record, when the
/// officer could not see it, when it is there already, or when the record has as many as it may.
pub fn attach(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    record: RecordId,
    marking: Option<&Marking>,
    brought: &Brought,
) -> Result<Attachment, Failure> {
    let by = turn.officer.by_power(Power::Document)?;
    let id = AttachmentId::from_bits((turn.ids)());
    writer.transact(&by.to_string(), turn.now, |deed| {
        let held = deed.marking_of_record(&turn.officer.scope, record)?.ok_or_else(|| no_record(record))?;
        let marking = marking.unwrap_or(&held);
        if !marking.covers(&held) {
            return Err(Failure::said(sentence!(
                "attachment-wider",
                "More people could see the file than its record; keep all that the record is marked with and add to it"
            )));
        }
        if !turn.officer.clearance.may_see(marking) {
            return Err(Failure::said(sentence!(
                "attachment-blind",
                "You could not see the file any more once it is so marked; choose a marking that you are cleared for"
            )));
        }
        if let Some(name) = deed.attached_as(&turn.officer.scope, record, &brought.digest)? {
            return Err(Failure::said(sentence!(
                "attachment-same",
                "This file is there already, byte for byte, as “{name}”; take that one away first, or bring another",
                name
            )));
        }
        keep_brought(deed, id, record, marking, Some(by.clone()), brought, &turn.officer.scope)
    })
}

pub(crate) fn keep_brought(
    deed: &mut Deed<'_>,
    id: AttachmentId,
    record: RecordId,
    marking: &Marking,
    by: Option<Actor>,
    brought: &Brought,
    scope: &Scope,
) -> Result<Attachment, Failure> {
    let lying = Lying { name: &brought.name, n_bytes: brought.n_bytes, digest: brought.digest };
    keep_lying(deed, id, record, marking, by, &lying, scope)
}

/// A file that lies on the shelf, and will not be swept away meanwhile.
pub(crate) struct Lying<'a> {
    pub name: &'a str,
    pub n_bytes: u64,
    pub digest: Digest,
}

/// Makes an attachment of what lies on the shelf; a job looks at it.
pub(crate) fn keep_lying(
    deed: &mut Deed<'_>,
    id: AttachmentId,
    record: RecordId,
    marking: &Marking,
    by: Option<Actor>,
    lying: &Lying<'_>,
    scope: &Scope,
) -> Result<Attachment, Failure> {
    if deed.n_attachments(scope, record)? >= ATTACHMENTS_MAX {
        return Err(Failure::said(sentence!(
            "attachments-many",
            "The record has {max} files already; take one away, or put several into one paper",
            max = ATTACHMENTS_MAX
        )));
    }
    let attachment = Attachment {
        id,
        record,
        name: lying.name.to_owned(),
        n_bytes: lying.n_bytes,
        digest: lying.digest,
        marking: marking.clone(),
        by,
        came_at: deed.at(),
        stage: AttachmentStage::BeingRead,
        kind: None,
        fault: None,
        pixels: None,
        n_pages: None,
        text: AttachmentText::None,
        has_picture: false,
        reason: String::new(),
    };
    deed.keep_attachment(&attachment)?;
    deed.enqueue(JobKind::LookAt, &id.to_string(), deed.at())?;
    let fact = deed.fact(Verb::Attached, Thing::new(Noun::Attachment, id));
    deed.note(&fact.to(Thing::new(Noun::Record, record).to_string()))?;
    Ok(attachment)
}

/// Takes an attachment away, for a reason. What stands in it is gone at once, its bytes with the next sweep.
///
/// # Errors
/// Refused without the power to document or a reason, or when it is not kept any more.
pub fn withdraw_attachment(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: AttachmentId,
    reason: &str,
) -> Result<Attachment, Failure> {
    let by = turn.officer.by_power(Power::Document)?;
    writer.transact(&by.to_string(), turn.now, |deed| {
        let gone = held(deed, &turn.officer.scope, id)?.withdraw(reason)?;
        deed.keep_attachment(&gone)?;
        deed.keep_attachment_content(id, "", &[])?;
        note(deed, Verb::Withdrew, &gone)?;
        Ok(gone)
    })
}

/// Says in the ledger that somebody reads an attachment, where that is to be known. Until this is kept nothing is given out.
///
/// # Errors
/// Refused when there is none, or when it is not ready.
pub fn consult_attachment(writer: &mut Writer, turn: &Turn<'_>, id: AttachmentId) -> Result<Attachment, Failure> {
    let who = Actor { person: turn.officer.person.id.clone(), post: None }.to_string();
    writer.transact(&who, turn.now, |deed| {
        let attachment = held(deed, &turn.officer.scope, id)?;
        attachment.given()?;
        if attachment.is_noted() {
            note(deed, Verb::Consulted, &attachment)?;
        }
        Ok(attachment)
    })
}

/// Says in the ledger that somebody takes a copy without metadata, to give it out.
///
/// # Errors
/// Refused when there is none, when it is not ready, or when its marking forbids copies.
pub fn note_release(writer: &mut Writer, turn: &Turn<'_>, id: AttachmentId) -> Result<Attachment, Failure> {
    let who = Actor { person: turn.officer.person.id.clone(), post: None }.to_string();
    writer.transact(&who, turn.now, |deed| {
        let attachment = held(deed, &turn.officer.scope, id)?;
        attachment.given()?;
        may_be_released(&attachment)?;
        note(deed, Verb::Copied, &attachment)?;
        Ok(attachment)
    })
}

fn note(deed: &mut Deed<'_>, verb: Verb, attachment: &Attachment) -> Result<(), Failure> {
    let fact = deed.fact(verb, Thing::new(Noun::Attachment, attachment.id));
    Ok(deed.note(&fact.to(Thing::new(Noun::Record, attachment.record).to_string()))?)
}

fn held(deed: &Deed<'_>, scope: &Scope, id: AttachmentId) -> Result<Attachment, Failure> {
    deed.attachment(scope, id)?.ok_or_else(|| not_found(&id.to_string()))
}

fn not_found(text: &str) -> Failure {
    let next = sentence!("next-look-attachments", "look for it on the page of its record");
    Refusal::NotFound { noun: "attachment", text: text.to_owned(), next }.into()
}

fn no_record(record: RecordId) -> Refusal {
    let next = sentence!("next-look-again", "look for it again");
    Refusal::NotFound { noun: "record", text: record.to_string(), next }
}

/// The job: looks at an attachment in a cell and keeps what was found. Run twice, it finds it looked at.
pub(crate) fn look_at_attachment(clerk: &Clerk, office: &Office, id: &str, now: i64) -> Result<(), Failure> {
    let Some((attachment, examined)) = examine(office, id, now)? else { return Ok(()) };
    clerk.write(move |writer: &mut Writer| keep_look(writer, OFFICE, now, attachment.id, &examined).map(|_| ()))
}

fn examine(office: &Office, id: &str, now: i64) -> Result<Option<(Attachment, Examined)>, Failure> {
    let found = AttachmentId::parse(id).map(|id| office.reader.attachment(&office.scope, id)).transpose()?.flatten();
    let Some(attachment) = found.filter(|one| one.stage == AttachmentStage::BeingRead) else { return Ok(None) };
    let bytes = office.bytes_of(&attachment, now)?;
    let examined = office.parser.examine(&bytes)?;
    Ok(Some((attachment, examined)))
}

/// Keeps what a look found, unless the attachment was taken away meanwhile.
fn keep_look(
    writer: &mut Writer,
    who: &str,
    now: i64,
    id: AttachmentId,
    examined: &Examined,
) -> Result<Attachment, Failure> {
    writer.transact(who, now, |deed| {
        let before = held(deed, &Scope::office(), id)?;
        if before.stage != AttachmentStage::BeingRead {
            return Ok(before);
        }
        let looked = before.looked_at(&examined.look);
        deed.keep_attachment(&looked)?;
        let found = match &examined.look {
            AttachmentLook::Kept { kind, .. } => {
                deed.keep_attachment_content(id, &examined.text, &examined.picture)?;
                kind.word()
            }
            AttachmentLook::Refused(fault) => fault.word(),
        };
        let fact = deed.fact(Verb::Examined, Thing::new(Noun::Attachment, id)).with(found.to_owned());
        deed.note(&fact.to(Thing::new(Noun::Record, looked.record).to_string()))?;
        Ok(looked)
    })
}

/// Puts away what lies on the shelf and belongs to no attachment that is kept.
pub(crate) fn sweep_attachments(office: &Office, now: i64) -> Result<(), Failure> {
    let Some(shelf) = office.shelf()? else { return Ok(()) };
    for digest in shelf.all(now)? {
        // Who brings a file says so before it lies there, and no longer when its row is kept: held up here, nobody can bring
        // what is just being put away.
        let bringing = office.shelving.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !bringing.contains_key(&digest) && !office.reader.keeps_digest(&digest)? {
            shelf.put_away(&digest, now)?;
        }
    }
    Ok(())
}

/// Holds the bytes of all attachments against their names; what is wrong is told. Answers how many were read.
pub(crate) fn check(office: &Office, now: i64, findings: &mut Vec<String>) -> Result<u64, Failure> {
    let kept = office.reader.kept_digests()?;
    if kept.is_empty() {
        return Ok(0);
    }
    let shelf = office.shelf_held()?;
    for (id, digest, n_bytes) in &kept {
        match shelf.take(digest, *n_bytes, now) {
            Ok(Taken::Whole(_)) => {}
            Ok(Taken::Changed) => {
                findings.push(format!("the bytes of attachment {id} are not those that were brought"));
            }
            Ok(Taken::Gone) => findings.push(format!("the bytes of attachment {id} are gone")),
            Err(failure) => findings.push(format!("the bytes of attachment {id} could not be read: {failure}")),
        }
    }
    Ok(kept.len() as u64)
}

/// The files that belong into a backup with these attachments: the key, and the bytes where they lie in the office.
pub(crate) fn beside(dir: &Path, digests: &[Digest], is_outside: bool) -> Vec<(String, PathBuf)> {
    let mut files = Vec::new();
    if dir.join(ATTACHMENT_KEY_FILE).is_file() {
        files.push((ATTACHMENT_KEY_FILE.to_owned(), dir.join(ATTACHMENT_KEY_FILE)));
    }
    if !is_outside {
        files.extend(digests.iter().map(|digest| {
            let name = format!("{ATTACHMENTS_DIRECTORY}/{}", name_of(digest));
            let path = dir.join(&name);
            (name, path)
        }));
    }
    files
}

/// Whether a name is that of such a file.
pub(crate) fn is_beside(name: &str) -> bool {
    let bytes = name.strip_prefix(ATTACHMENTS_DIRECTORY).and_then(|rest| rest.strip_prefix('/'));
    name == ATTACHMENT_KEY_FILE || bytes.is_some_and(|name| digest_of(name).is_some_and(|one| name_of(&one) == name))
}

impl WritableOffice {
    /// Attaches a file to a record as the operator at the command line, and looks at it.
    ///
    /// # Errors
    /// Refused when nothing was brought or too much, or when there is no such record.
    pub fn attach(
        &mut self,
        record: &str,
        name: &str,
        bytes: &[u8],
        who: &str,
        now: i64,
        ids: &mut dyn FnMut() -> u64,
    ) -> Result<Attachment, Failure> {
        let record = self.office.record(record)?.id;
        let brought = bring(&self.office, name, bytes, now)?;
        let id = AttachmentId::from_bits(ids());
        let marking = self.office.marking_of(record)?;
        self.writer
            .transact(who, now, |deed| keep_brought(deed, id, record, &marking, None, &brought, &Scope::office()))?;
        let Some((attachment, examined)) = examine(&self.office, &id.to_string(), now)? else {
            return Err(not_found(&id.to_string()));
        };
        let looked = keep_look(&mut self.writer, who, now, attachment.id, &examined)?;
        self.catch_up(&mut |_| {})?;
        Ok(looked)
    }
}
