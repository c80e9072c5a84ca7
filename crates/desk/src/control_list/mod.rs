//! Control lists: loaded version by version, looked into, held against each other, and asked for what describes an item.

mod load;

use std::sync::Arc;

use matching::{ItemCandidate, ItemHelp, ItemQuestion};
use model::{
    Classification, ControlChange, ControlHead, ControlListId, ControlVersion, ListStage, Refusal, control_changes,
    sentence,
};
use store::Deed;

use crate::{Failure, Office};

pub use load::{
    CONTROL_FILE_BYTES_MAX, ControlForesight, ReadControlList, decide_control_version, import_control_list,
    load_control_list,
};

/// Candidates that are shown for an item, of each list.
pub const CANDIDATES_MAX: usize = 12;

/// Things that stand under an entry, as its page shows them.
const CLASSIFIED_SHOWN: usize = 200;

/// A list with its versions.
#[derive(Clone, Debug, PartialEq)]
pub struct ControlListLine {
    /// What is said of it.
    pub head: ControlHead,
    /// The version in force; `None` where the first waits for a second person.
    pub current: Option<ControlVersion>,
    /// Every version, the newest first.
    pub versions: Vec<ControlVersion>,
}

/// What a list says of an item.
#[derive(Clone, Debug)]
pub struct ItemHelpOf {
    /// Which list.
    pub head: ControlHead,
    /// Which version of it.
    pub version: u32,
    /// Its index, for the words of entries and what is marked in them.
    pub help: Arc<ItemHelp>,
    /// The likeliest entries, the best first.
    pub candidates: Vec<ItemCandidate>,
}

pub(crate) fn no_control_list(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "control-list",
        text: text.to_owned(),
        next: sentence!("next-look-control-lists", "look for it among the control lists"),
    }
}

/// The version in force of some, the newest first.
pub(crate) fn in_force(versions: &[ControlVersion]) -> Option<&ControlVersion> {
    versions.iter().find(|version| version.stage == ListStage::Kept)
}

/// The version of a list that is in force inside a write.
pub(crate) fn version_in_force(deed: &Deed<'_>, list: &ControlListId) -> Result<ControlVersion, Failure> {
    let versions = deed.control_versions(list)?;
    Ok(in_force(&versions).cloned().ok_or_else(|| no_control_list(list.as_str()))?)
}

impl Office {
    /// The control lists that the office keeps, by title.
    ///
    /// # Errors
    /// When the store fails.
    pub fn control_lists(&self) -> Result<Vec<ControlListLine>, Failure> {
        let heads = self.reader.control_heads(&self.scope)?;
        let line = |head: ControlHead| {
            let versions = self.reader.control_versions(&self.scope, &head.id)?;
            Ok(ControlListLine { current: in_force(&versions).cloned(), head, versions })
        };
        heads.into_iter().map(line).collect()
    }

    /// A control list by its name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn control_list(&self, name: &str) -> Result<ControlListLine, Failure> {
        let found = self.control_lists()?.into_iter().find(|line| line.head.id.as_str() == name);
        Ok(found.ok_or_else(|| no_control_list(name))?)
    }

    /// A version of a list, ready to be asked. What was asked lately is kept: a version never changes.
    ///
    /// # Errors
    /// When the store fails.
    pub fn item_help(&self, list: &ControlListId, number: u32) -> Result<Arc<ItemHelp>, Failure> {
        self.item_help.at(&(list.clone(), number), 0, || {
            let text = self.reader.control_text(&self.scope, list, number)?;
            Ok(ItemHelp::new(Arc::new(text)))
        })
    }

    /// What the lists in force say of an item, or one of them alone.
    ///
    /// # Errors
    /// Refused when there is no such list.
    pub fn ask_control_lists(&self, only: Option<&str>, question: &ItemQuestion) -> Result<Vec<ItemHelpOf>, Failure> {
        if let Some(name) = only {
            self.control_list(name)?;
        }
        let mut found = Vec::new();
        for line in self.control_lists()? {
            let Some(current) = line.current.filter(|_| only.is_none_or(|name| line.head.id.as_str() == name)) else {
                continue;
            };
            let help = self.item_help(&line.head.id, current.number)?;
            let candidates = help.candidates(question, CANDIDATES_MAX);
            found.push(ItemHelpOf { head: line.head, version: current.number, help, candidates });
        }
        Ok(found)
    }

    /// What became of the provisions of an older version in a newer one.
    ///
    /// # Errors
    /// Refused when a version is not there.
    pub fn control_difference(&self, name: &str, older: u32, newer: u32) -> Result<Vec<ControlChange>, Failure> {
        let line = self.control_list(name)?;
        for number in [older, newer] {
            if !line.versions.iter().any(|version| version.number == number) {
                return Err(no_control_list(&format!("{name}/{number}")).into());
            }
        }
        let [older, newer] = [self.item_help(&line.head.id, older)?, self.item_help(&line.head.id, newer)?];
        Ok(control_changes(older.text(), newer.text()))
    }

    /// What was classified by a list and counts, as far as the reader sees it; under one entry where a code is named, those below it
    /// included.
    ///
    /// # Errors
    /// When the store fails.
    pub fn classified_by(&self, list: &ControlListId, code: Option<&str>) -> Result<Vec<Classification>, Failure> {
        let mut found = self.reader.classified_by(&self.scope, list, CLASSIFIED_SHOWN)?;
        if let Some(code) = code {
            found.retain(|one| {
                one.code()
                    .is_some_and(|own| own == code || own.strip_prefix(code).is_some_and(|rest| rest.starts_with('.')))
            });
        }
        Ok(found)
    }
}
