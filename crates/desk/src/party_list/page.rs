//! Lists of parties as pages show them: with their versions, their entries, and what changed between two versions.

use matching::analysis::fold;
use model::{ListVersion, Listed, PartyList, PartyListId};
use store::{HeldListed, ListedPair};

use super::{keeper, no_party_list};
use crate::{Failure, Office, Officer};

/// Versions that are shown on the page of a list.
const VERSIONS_SHOWN: usize = 50;

/// Entries on one page of a list, or of a difference.
pub const LISTED_PAGE: usize = 50;

/// Longest question that is asked of a list, in words.
const WORDS_MAX: usize = 10;

/// A list with the version in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyListLine {
    /// The list.
    pub list: PartyList,
    /// Its version in force.
    pub in_force: Option<ListVersion>,
    /// The newest version of all, where it is another one.
    pub newest: Option<ListVersion>,
}

/// A list with all that its page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPage {
    /// The list.
    pub list: PartyList,
    /// Its versions, the newest first.
    pub versions: Vec<ListVersion>,
    /// Entries of the version in force that were asked for.
    pub entries: Vec<HeldListed>,
    /// The key behind which the next page begins.
    pub next: Option<String>,
    /// What the reader doubted of the newest version.
    pub doubts: Vec<String>,
}

/// What is not alike in two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListDifference {
    /// The list.
    pub list: PartyList,
    /// The earlier version.
    pub from: ListVersion,
    /// The later one.
    pub to: ListVersion,
    /// Entries that are new.
    pub n_added: u64,
    /// Entries that are gone.
    pub n_removed: u64,
    /// Entries that changed.
    pub n_changed: u64,
    /// Some of them, in order of their keys.
    pub pairs: Vec<ListedPair>,
    /// The key behind which the next page begins.
    pub next: Option<String>,
}

impl Office {
    /// Every list, with the version in force and the newest.
    ///
    /// # Errors
    /// When the store fails.
    pub fn party_lists(&self) -> Result<Vec<PartyListLine>, Failure> {
        let mut lines = Vec::new();
        for list in self.reader.party_lists(&self.scope)? {
            let in_force = match list.version {
                Some(number) => self.reader.list_version(&self.scope, &list.id, number)?,
                None => None,
            };
            let newest = self.reader.list_versions(&self.scope, &list.id, 1)?.pop();
            let newest = newest.filter(|newest| Some(newest.number) != list.version);
            lines.push(PartyListLine { list, in_force, newest });
        }
        Ok(lines)
    }

    /// The list of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn party_list(&self, text: &str) -> Result<PartyList, Failure> {
        let id = PartyListId::new(text).map_err(|_| no_party_list(text))?;
        Ok(self.reader.party_list(&self.scope, &id)?.ok_or_else(|| no_party_list(text))?)
    }

    /// A list with its versions, and the entries of the one in force that have these words, behind a key: [`LISTED_PAGE`] of them at the
    /// most, where no other number is asked for.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn list_page(
        &self,
        text: &str,
        words: &str,
        after: Option<&str>,
        limit: Option<usize>,
    ) -> Result<ListPage, Failure> {
        let most = limit.unwrap_or(LISTED_PAGE);
        let list = self.party_list(text)?;
        let versions = self.reader.list_versions(&self.scope, &list.id, VERSIONS_SHOWN)?;
        let words: Vec<String> = fold(words).split_whitespace().take(WORDS_MAX).map(str::to_owned).collect();
        let mut entries = match list.version {
            Some(version) => {
                let of = (&list.id, version);
                self.reader.listed_page(&self.scope, of, &words, after, most + 1)?
            }
            None => Vec::new(),
        };
        let is_cut = entries.len() > most;
        entries.truncate(most);
        let next = entries.last().filter(|_| is_cut).map(|last| last.listed.key.clone());
        let doubts = match versions.first() {
            Some(newest) => self.reader.list_doubts(&self.scope, &list.id, newest.number)?,
            None => Vec::new(),
        };
        Ok(ListPage { list, versions, entries, next, doubts })
    }

    /// An entry of a list as it stood in a version.
    ///
    /// # Errors
    /// When the store fails.
    pub fn listed(&self, list: &PartyListId, version: u32, key: &str) -> Result<Option<Listed>, Failure> {
        Ok(self.reader.listed(&self.scope, list, version, key)?.map(|held| held.listed))
    }

    /// What is not alike in two versions of a list, the earlier first whatever the order in which they are asked for. 0 stands for the one
    /// in force. So many as for [`Office::list_page`].
    ///
    /// # Errors
    /// Refused when there is no such list or version, and for one that never came into force.
    pub fn list_difference(
        &self,
        text: &str,
        (one, other): (u32, u32),
        after: Option<&str>,
        limit: Option<usize>,
    ) -> Result<ListDifference, Failure> {
        let most = limit.unwrap_or(LISTED_PAGE);
        let list = self.party_list(text)?;
        let named = |number: u32| if number == 0 { list.version.unwrap_or_default() } else { number };
        let (one, other) = (named(one), named(other));
        let numbers = (one.min(other), one.max(other));
        let version = |number: u32| -> Result<ListVersion, Failure> {
            let found = self.reader.list_version(&self.scope, &list.id, number)?;
            Ok(found
                .filter(|version| version.in_force_at.is_some())
                .ok_or_else(|| no_party_list(&format!("{text}/{number}")))?)
        };
        let (from, to) = (version(numbers.0)?, version(numbers.1)?);
        let (n_added, n_removed, n_changed) = self.reader.listed_difference_counts(&self.scope, &list.id, numbers)?;
        let mut pairs = self.reader.listed_difference(&self.scope, &list.id, numbers, after, most + 1)?;
        let is_cut = pairs.len() > most;
        pairs.truncate(most);
        let next = pairs.last().filter(|_| is_cut).map(|last| last.key().to_owned());
        Ok(ListDifference { list, from, to, n_added, n_removed, n_changed, pairs, next })
    }

    /// Whether an officer may change a list and load it.
    pub fn may_keep_party_list(&self, officer: &Officer, list: &PartyList) -> bool {
        keeper(officer, list).is_ok()
    }
}
