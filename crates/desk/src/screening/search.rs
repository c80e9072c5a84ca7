//! Lists ready to be searched, and the search: the engine of `matching`, with the names of this house.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use matching::screening::{ALGORITHM, Index, Judgement, Listed as Entry, POSSIBLE, Subject, SubjectKind, Tier};
use model::{HITS_MAX, Hit, HitReason, HitState, HitTier, Listed, NameStrength, Party, PartyKind, PartyListId};
use store::{HeldListed, Scope, print_of};

use crate::{Failure, Office};

/// A list in one of its versions, ready to be searched.
pub(crate) struct PartyIndex {
    version: u32,
    index: Index,
    /// What tells each entry from others, by its key.
    prints: HashMap<String, String>,
}

impl std::fmt::Debug for PartyIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PartyIndex of {} entries in version {}", self.prints.len(), self.version)
    }
}

/// What was found of a party, and where it was looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundHits {
    /// The lists in force, each with its version.
    pub lists: Vec<(PartyListId, u32)>,
    /// What may be the same, the likeliest first, at most [`HITS_MAX`] of each list.
    pub hits: Vec<Hit>,
    /// The version of the way in which it was compared.
    pub algorithm: String,
    /// The score from which something counted.
    pub threshold: f64,
}

/// A hash over a party: what is said of it rests on that.
pub(crate) fn print_of_party(party: &Party) -> String {
    print_of(&party.content())
}

fn kind_of(kind: PartyKind) -> SubjectKind {
    match kind {
        PartyKind::Person => SubjectKind::Person,
        PartyKind::Organisation => SubjectKind::Organisation,
        PartyKind::Vessel => SubjectKind::Vessel,
        PartyKind::Unknown => SubjectKind::Unknown,
    }
}

/// A party as the engine takes it.
pub(crate) fn subject_of(party: &Party) -> Subject {
    Subject {
        kind: kind_of(party.kind),
        name: party.name.clone(),
        aliases: party.aliases.clone(),
        weak_aliases: Vec::new(),
        born: party.born.iter().cloned().collect(),
        countries: party.countries.clone(),
        identifiers: party.identifiers.clone(),
    }
}

/// An entry as the engine takes it.
fn entry_of(listed: &Listed) -> Entry {
    let named = |strength: NameStrength| {
        let names = listed.names.iter().skip(1).filter(move |name| name.strength == strength);
        names.map(|name| name.text.clone())
    };
    let subject = Subject {
        kind: kind_of(listed.kind),
        name: listed.name().to_owned(),
        aliases: named(NameStrength::Main).chain(named(NameStrength::Strong)).collect(),
        weak_aliases: named(NameStrength::Weak).collect(),
        born: listed.born.clone(),
        countries: listed.countries.clone(),
        identifiers: listed.identifiers.clone(),
    };
    Entry { key: listed.key.clone(), subject }
}

impl PartyIndex {
    fn hit(&self, list: &PartyListId, party_print: &str, found: Judgement) -> Hit {
        let reason = |reason: &matching::screening::ScreeningReason| {
            let (here, there) = reason.words();
            HitReason { word: reason.name().to_owned(), here: here.join(", "), there: there.join(", ") }
        };
        Hit {
            list: list.clone(),
            version: self.version,
            entry_print: self.prints.get(&found.key).cloned().unwrap_or_default(),
            party_print: party_print.to_owned(),
            key: found.key,
            score: found.score,
            tier: match found.tier {
                Tier::Strong => HitTier::Strong,
                Tier::Probable => HitTier::Probable,
                Tier::Possible => HitTier::Possible,
            },
            by: found.by,
            reasons: found.reasons.iter().map(reason).collect(),
            state: HitState::Open,
            ruling: None,
            reason: String::new(),
            proposed_by: None,
            proposed_at: None,
            decided_by: None,
            decided_at: None,
            reopened: None,
        }
    }
}

impl Office {
    /// Holds a party against every list in force. The lists are read once a version; that may take seconds for a large one.
    ///
    /// # Errors
    /// When the store fails.
    pub fn find_hits(&self, party: &Party) -> Result<FoundHits, Failure> {
        Ok(self.search_of(&self.lists_in_force()?)(party))
    }

    /// The lists in force, ready to be searched.
    pub(crate) fn lists_in_force(&self) -> Result<Vec<(PartyListId, Arc<PartyIndex>)>, Failure> {
        let mut found = Vec::new();
        // What an officer does not see may still stop what they do: it is searched, and shown to whoever sees it.
        for list in self.reader.party_lists(&Scope::office())? {
            let Some(version) = list.version.filter(|_| !list.closed) else { continue };
            let read = || self.read_index(&list.id, version);
            let index = self.party_indexes.at(&list.id, i64::from(version), read)?;
            found.push((list.id, index));
        }
        Ok(found)
    }

    /// A search over these lists.
    pub(crate) fn search_of<'l>(
        &self,
        lists: &'l [(PartyListId, Arc<PartyIndex>)],
    ) -> impl Fn(&Party) -> FoundHits + use<'l> {
        move |party| {
            let (subject, print) = (subject_of(party), print_of_party(party));
            let mut hits = Vec::new();
            for (list, index) in lists {
                let found = index.index.search(&subject, HITS_MAX);
                hits.extend(found.into_iter().map(|one| index.hit(list, &print, one)));
            }
            hits.sort_by(|one, other| other.score.total_cmp(&one.score).then_with(|| one.key.cmp(&other.key)));
            let lists = lists.iter().map(|(list, index)| (list.clone(), index.version)).collect();
            FoundHits { lists, hits, algorithm: ALGORITHM.to_owned(), threshold: POSSIBLE }
        }
    }

    fn read_index(&self, list: &PartyListId, version: u32) -> Result<PartyIndex, Failure> {
        let (mut entries, mut prints) = (Vec::new(), HashMap::new());
        self.reader.each_listed(&Scope::office(), list, version, &mut |held: HeldListed| {
            entries.push(entry_of(&held.listed));
            prints.insert(held.listed.key, held.print);
            ControlFlow::Continue(())
        })?;
        Ok(PartyIndex { version, index: Index::new(entries), prints })
    }
}
