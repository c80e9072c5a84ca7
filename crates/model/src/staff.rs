//! Staff: units, posts, persons, compartments and tenures, looked at as one whole, and what has to hold of it.
//!
//! What an administrator changes is first changed here, on a copy. The rules look at the copy, a preview
//! compares it with what was, and only then is it kept: all three see the same thing.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Clearance, Compartment, Date, NamedCompartment, Person, PersonId, Post, PostId, Power, Standing, Tenure, Unit,
    UnitId, UnitTree,
};

/// By what a tenure is known: two of one person at one post begin on different days, or are of different standing.
pub type TenureKey = (PostId, PersonId, Standing, Date);

/// Who works where, with which powers and clearances.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staff {
    /// The units.
    pub units: BTreeMap<UnitId, Unit>,
    /// The posts.
    pub posts: BTreeMap<PostId, Post>,
    /// The persons.
    pub persons: BTreeMap<PersonId, Person>,
    /// The compartments.
    pub compartments: BTreeMap<Compartment, NamedCompartment>,
    /// Who acts for which post, from when until when.
    pub tenures: BTreeMap<TenureKey, Tenure>,
}

impl Tenure {
    /// By what it is known.
    pub fn key(&self) -> TenureKey {
        (self.post.clone(), self.person.clone(), self.standing, self.since)
    }

    /// Whether some day belongs to both.
    pub fn meets(&self, other: &Tenure) -> bool {
        self.until.is_none_or(|last| other.since <= last) && other.until.is_none_or(|last| self.since <= last)
    }
}

impl Staff {
    /// Keeps a tenure among the others. Of two that are known by the same, the one that ends later stands.
    pub fn with_tenure(&mut self, tenure: Tenure) {
        let later = |held: &Tenure| match (held.until, tenure.until) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(held), Some(new)) => held < new,
        };
        if self.tenures.get(&tenure.key()).is_none_or(later) {
            self.tenures.insert(tenure.key(), tenure);
        }
    }

    /// The units as a tree.
    pub fn tree(&self) -> UnitTree {
        UnitTree::new(self.units.values().cloned())
    }

    /// Every post, in order of name.
    pub fn post_list(&self) -> Vec<Post> {
        self.posts.values().cloned().collect()
    }

    /// Everybody who acts for a post, or did, the earliest first.
    pub fn tenures_of(&self, post: &PostId) -> Vec<&Tenure> {
        let mut found: Vec<&Tenure> = self.tenures.values().filter(|tenure| tenure.post == *post).collect();
        found.sort_by_key(|tenure| tenure.since);
        found
    }

    /// The persons who act for a post on a day: its holder, then its deputies.
    pub fn acting(&self, post: &PostId, day: Date) -> Vec<(&Person, Standing)> {
        let mut found: Vec<(&Person, Standing)> = self
            .tenures
            .values()
            .filter(|tenure| tenure.post == *post && tenure.holds_on(day))
            .filter_map(|tenure| Some((self.persons.get(&tenure.person)?, tenure.standing)))
            .filter(|(person, _)| !person.left)
            .collect();
        found.sort_by_key(|(person, standing)| (*standing, person.id.clone()));
        found.dedup_by_key(|(person, _)| person.id.clone());
        found
    }

    /// Posts without anybody who acts for them on a day, closed ones left out.
    pub fn vacant(&self, day: Date) -> BTreeSet<&PostId> {
        let held: BTreeSet<&PostId> = self.acting_tenures(day).map(|tenure| &tenure.post).collect();
        self.posts.values().filter(|post| !post.closed).map(|post| &post.id).filter(|id| !held.contains(id)).collect()
    }

    fn acting_tenures(&self, day: Date) -> impl Iterator<Item = &Tenure> {
        self.tenures.values().filter(move |tenure| {
            tenure.holds_on(day) && self.persons.get(&tenure.person).is_some_and(|person| !person.left)
        })
    }

    /// What everybody may see on a day who has not left.
    pub fn clearances(&self, day: Date) -> BTreeMap<PersonId, Clearance> {
        let tree = self.tree();
        let mut units: BTreeMap<&PersonId, BTreeSet<UnitId>> = BTreeMap::new();
        for tenure in self.acting_tenures(day) {
            if let Some(post) = self.posts.get(&tenure.post).filter(|post| !post.closed) {
                units.entry(&tenure.person).or_default().insert(post.unit.clone());
            }
        }
        let present = self.persons.values().filter(|person| !person.left);
        present
            .map(|person| (person.id.clone(), person.clearance(units.remove(&person.id).unwrap_or_default(), &tree)))
            .collect()
    }

    /// Which power of which post reaches over which units.
    pub fn reach(&self) -> BTreeMap<(PostId, Power), BTreeSet<UnitId>> {
        let tree = self.tree();
        let mut reach = BTreeMap::new();
        for post in self.posts.values().filter(|post| !post.closed && !post.powers.is_empty()) {
            let units = tree.within(&post.unit);
            for power in &post.powers {
                reach.insert((post.id.clone(), *power), units.clone());
            }
        }
        reach
    }

    /// The first day from `today` on which nobody could administer the office; `None` when that never comes.
    pub fn administered_until(&self, today: Date) -> Option<Date> {
        let administers = |tenure: &&Tenure| {
            self.posts.get(&tenure.post).is_some_and(|post| !post.closed && post.powers.contains(&Power::Administer))
                && self.persons.get(&tenure.person).is_some_and(|person| !person.left)
        };
        let tenures: Vec<&Tenure> = self.tenures.values().filter(administers).collect();
        let mut day = today;
        // Each round moves the day behind the end of at least one tenure.
        for _ in 0..=tenures.len() {
            let holding: Vec<&&Tenure> = tenures.iter().filter(|tenure| tenure.holds_on(day)).collect();
            if holding.iter().any(|tenure| tenure.until.is_none()) {
                return None;
            }
            match holding.iter().filter_map(|tenure| tenure.until).max() {
                Some(last) => day = last.plus_days(1),
                None => break,
            }
        }
        Some(day)
    }
}

impl Person {
    /// What they may see who act in these units.
    pub fn clearance(&self, units: BTreeSet<UnitId>, tree: &UnitTree) -> Clearance {
        let within = units.iter().flat_map(|unit| tree.upwards(unit)).collect();
        Clearance { level: self.level, compartments: self.compartments.clone(), units, within }
    }
}
