//! Files that came with a dispatch: they are attached to its record, through the door of all attachments.

use formats::{MailFile, Reading, mail_files};
use model::{ATTACHMENT_BYTES_MAX, AttachmentId, Source};
use store::{Scope, Writer};

use crate::attachment::{bring, keep_brought};
use crate::ingest::source_key;
use crate::job::{Ids, OFFICE};
use crate::{Clerk, Failure, Office};

/// Files of one message that are attached.
const FILES_MAX: usize = 50;

/// The format whose records bring files along.
const FORMAT: &str = "mail";

/// A dispatch with files that are to be attached to its record.
pub(crate) struct WithFiles {
    key: String,
    files: Vec<MailFile>,
}

impl WithFiles {
    /// What came with a reading; `None` where nothing did.
    pub(crate) fn of(reading: &Reading) -> Option<WithFiles> {
        if reading.record.origin.format != FORMAT {
            return None;
        }
        let files: Vec<MailFile> = mail_files(&reading.raw).into_iter().filter(|file| !file.bytes.is_empty()).collect();
        (!files.is_empty()).then(|| WithFiles { key: source_key(&reading.record, &reading.raw), files })
    }
}

/// Attaches what came with a dispatch to its record. What is attached already is not attached again, so an interrupted intake
/// may do it once more. Answers how many files found no room.
pub(crate) fn attach_files(
    clerk: &Clerk,
    office: &Office,
    source: &Source,
    dispatch: WithFiles,
    now: i64,
    ids: &mut Ids,
) -> Result<u64, Failure> {
    let n_over = dispatch.files.len().saturating_sub(FILES_MAX);
    let mut n_left_out = n_over as u64;
    for file in dispatch.files.into_iter().take(FILES_MAX) {
        if file.bytes.len() > ATTACHMENT_BYTES_MAX {
            n_left_out += 1;
            continue;
        }
        let name = if file.name.is_empty() { "file" } else { file.name.as_str() };
        let brought = bring(office, name, &file.bytes, now)?;
        let (source, key, id) = (source.clone(), dispatch.key.clone(), AttachmentId::from_bits(ids()));
        let attached = clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                let all = Scope::office();
                let Some(record) = deed.record_of_entry(source.id, &source.marking, &key)? else { return Ok(()) };
                let Some(held) = deed.marking_of_record(&all, record)? else { return Ok(()) };
                if deed.has_attached(record, &brought.digest)? {
                    return Ok(());
                }
                keep_brought(deed, id, record, &held.join(&source.marking), None, &brought, &all).map(|_| ())
            })
        });
        match attached {
            Ok(()) => {}
            // The record has as many files as it may.
            Err(Failure::Refused(_)) => n_left_out += 1,
            Err(failure) => return Err(failure),
        }
    }
    Ok(n_left_out)
}
