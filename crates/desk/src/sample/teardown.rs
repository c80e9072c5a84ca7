//! What a sample was taken apart into: a tree of parts, with drawings and photographs that are kept with the record of the study.

use model::{AttachmentId, Noun, Sample, SampleId, Study, StudyAct, TeardownPart, Thing, Verb, sentence};
use store::Writer;

use super::study::{is_held, study};
use super::{keep_on, seen};
use crate::Failure;
use crate::attachment::Brought;
use crate::manuscript::enclose;
use crate::review::Turn;

/// What is done to a teardown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TeardownEdit {
    /// A part is put in, with number 0, or changed.
    Put(TeardownPart),
    /// A part is taken out.
    Remove(u32),
}

/// Refuses a teardown by a study that was not opened for one.
fn takes_apart(study: &Study) -> Result<(), Failure> {
    if !study.protocol.acts.contains(&StudyAct::Teardown) {
        return Err(Failure::said(sentence!(
            "teardown-not-opened",
            "This study was not opened for taking the sample apart; open one that is, so that the terms are asked first"
        )));
    }
    if !study.is_under_way() {
        return Err(Failure::said(sentence!("teardown-over", "This study is over, and its teardown stays as it is")));
    }
    Ok(())
}

/// Changes the tree of parts.
///
/// # Errors
/// Refused to whoever does not act for the post that makes the study, by a study that was not opened for it or is over, when terms or
/// marking forbid it by now, when the part does not fit, or when somebody wrote in between.
pub fn edit_teardown(
    writer: &mut Writer,
    turn: &Turn<'_>,
    at: (SampleId, u32),
    number: u32,
    edit: TeardownEdit,
) -> Result<Sample, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let held = study(deed, before.id, number)?;
        officer.acting_for(&held.post)?;
        takes_apart(&held)?;
        is_held(deed, &before, &held)?;
        let (teardown, change) = match edit {
            TeardownEdit::Put(part) => {
                let name = part.name.clone();
                (held.teardown.put(part)?, name)
            }
            TeardownEdit::Remove(part) => (held.teardown.without(part)?, format!("without {part}")),
        };
        deed.keep_study(before.id, &Study { teardown, ..held })?;
        let state = before.state;
        keep_on(deed, before.next(state), Verb::TookApart, None, change.trim())
    })
}

/// Puts drawings and photographs to a part.
///
/// # Errors
/// Refused as [`edit_teardown`], before anything was found, or when part or record has as many files as it may.
pub fn attach_to_part(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (SampleId, u32),
    (number, part): (u32, u32),
    files: &[Brought],
) -> Result<Sample, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let held = study(deed, before.id, number)?;
        let actor = officer.acting_for(&held.post)?;
        takes_apart(&held)?;
        is_held(deed, &before, &held)?;
        // Who sees the sample need not see what its record was made narrower to.
        let record = match held.record {
            Some(record) => deed.marking_of_record(&officer.scope, record)?.map(|marking| (record, marking)),
            None => None,
        };
        let Some((record, marking)) = record else {
            return Err(Failure::said(sentence!(
                "teardown-no-record",
                "Write down what was found first; drawings and photographs are kept with the record that it becomes"
            )));
        };
        enclose(deed, turn, &actor, (record, &marking), files)?;
        let mut ids: Vec<AttachmentId> = Vec::new();
        for file in files {
            ids.extend(deed.attached_with(record, &file.digest)?);
        }
        let teardown = held.teardown.with_files(part, &ids)?;
        deed.keep_study(before.id, &Study { teardown, ..held })?;
        let state = before.state;
        let target = Some(Thing::new(Noun::Record, record));
        keep_on(deed, before.next(state), Verb::TookApart, target, &format!("files of {part}"))
    })
}
