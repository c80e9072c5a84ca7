//! Officers: a person at work, with the posts they act for today and what they may see.

use std::collections::BTreeSet;
use std::sync::Arc;

use model::{
    Actor, Clearance, Date, Level, Person, PersonId, Post, PostId, Power, Refusal, Standing, UnitId, UnitTree, sentence,
};
use store::Scope;

use crate::{Failure, Office};

/// A person at work on a day.
#[derive(Clone, Debug)]
pub struct Officer {
    /// Who.
    pub person: Person,
    /// The posts they act for, their own first, each with as what.
    pub posts: Vec<(Post, Standing)>,
    /// What they may see.
    pub clearance: Clearance,
    /// The same, as reads take it.
    pub scope: Scope,
}

impl Officer {
    /// Whether they act for a post.
    pub fn acts_for(&self, post: &PostId) -> bool {
        self.posts.iter().any(|(held, _)| held.id == *post)
    }

    /// The names of their posts.
    pub fn post_ids(&self) -> Vec<PostId> {
        self.posts.iter().map(|(post, _)| post.id.clone()).collect()
    }

    /// The first of their posts with a power, wherever it reaches.
    pub fn with_power(&self, power: Power) -> Option<&Post> {
        self.posts.iter().map(|(post, _)| post).find(|post| post.powers.contains(&power))
    }

    /// The first of their posts whose power reaches over a unit.
    pub fn with_power_over(&self, power: Power, unit: &UnitId, tree: &UnitTree) -> Option<&Post> {
        let posts = self.posts.iter().map(|(post, _)| post).filter(|post| post.powers.contains(&power));
        let upwards = tree.upwards(unit);
        posts.into_iter().find(|post| upwards.contains(&post.unit))
    }

    /// Them, acting for a post.
    ///
    /// # Errors
    /// Refused when they do not act for it.
    pub fn acting_for(&self, post: &PostId) -> Result<Actor, Refusal> {
        if self.acts_for(post) {
            return Ok(Actor { person: self.person.id.clone(), post: Some(post.clone()) });
        }
        Err(Refusal::Said(sentence!(
            "power-not-acting",
            "You do not act for the post {post} today; ask its holder to make you a deputy",
            post
        )))
    }

    /// Them, by a power over a unit.
    ///
    /// # Errors
    /// Refused when none of their posts has it there.
    pub fn empowered(&self, power: Power, unit: &UnitId, tree: &UnitTree) -> Result<Actor, Refusal> {
        let post = self.with_power_over(power, unit, tree).ok_or_else(|| {
            Refusal::Said(sentence!(
                "power-over",
                "This takes a post with the power “{power}” over {unit}; ask a coordinator",
                power,
                unit
            ))
        })?;
        self.acting_for(&post.id)
    }

    /// Them, by a power, wherever it reaches.
    ///
    /// # Errors
    /// Refused when none of their posts has it.
    pub fn by_power(&self, power: Power) -> Result<Actor, Refusal> {
        let post = self.with_power(power).ok_or_else(|| {
            Refusal::Said(sentence!(
                "power-any",
                "This takes a post with the power “{power}”; ask an administrator",
                power
            ))
        })?;
        self.acting_for(&post.id)
    }
}

impl Office {
    /// The same office, seen with other eyes.
    pub fn seen_by(&self, scope: &Scope) -> Office {
        Office { scope: scope.clone(), ..self.clone() }
    }

    /// The units as a tree.
    ///
    /// # Errors
    /// When the store fails.
    pub fn tree(&self) -> Result<Arc<UnitTree>, Failure> {
        let epoch = self.reader.unit_epoch()?;
        self.tree.at(&(), epoch, || Ok(UnitTree::new(self.reader.units(&self.scope)?)))
    }

    /// Every post.
    ///
    /// # Errors
    /// When the store fails.
    pub fn posts(&self) -> Result<Vec<Post>, Failure> {
        Ok(self.reader.posts(&self.scope)?)
    }

    /// A person at work.
    ///
    /// # Errors
    /// Refused when there is none of this name, or when they left.
    pub fn officer(&self, id: &PersonId, today: Date) -> Result<Officer, Failure> {
        let person = self.reader.person(&self.scope, id)?.filter(|person| !person.left);
        let person = person.ok_or_else(|| {
            Failure::said(sentence!("account-closed", "This account is closed; ask an administrator"))
        })?;
        let mut posts = Vec::new();
        for tenure in self.reader.tenures_of_person(&self.scope, id)? {
            if tenure.holds_on(today)
                && let Some(post) = self.reader.post(&self.scope, &tenure.post)?.filter(|post| !post.closed)
                && !posts.iter().any(|(held, _): &(Post, Standing)| held.id == post.id)
            {
                posts.push((post, tenure.standing));
            }
        }
        posts.sort_by_key(|(_, standing)| *standing);
        let tree = self.tree()?;
        let clearance = clearance(&person, posts.iter().map(|(post, _)| &post.unit), &tree);
        // Who keeps records fills every bulletin, and who administers answers for all.
        let works_on_all = posts
            .iter()
            .any(|(post, _)| post.powers.contains(&Power::Document) || post.powers.contains(&Power::Administer));
        let scope = self.reader.scope(&clearance)?;
        let scope = self.reader.with_drafts(scope, posts.iter().map(|(post, _)| post), works_on_all)?;
        Ok(Officer { person, posts, clearance, scope })
    }

    /// What those who act for a post may see, each of them. Of a post that nobody holds: what its unit
    /// sees at the level of the office, so that work is not lost while it is vacant.
    pub(crate) fn eyes_of(&self, post: &PostId, today: Date) -> Result<Vec<Clearance>, Failure> {
        let tree = self.tree()?;
        let unit = self.reader.post(&self.scope, post)?.map(|post| post.unit);
        let acting = self.reader.acting(&self.scope, post, today)?;
        if acting.is_empty() {
            let units: BTreeSet<UnitId> = unit.iter().cloned().collect();
            let within = units.iter().flat_map(|unit| tree.upwards(unit)).collect();
            return Ok(vec![Clearance { level: Level::Internal, compartments: BTreeSet::new(), units, within }]);
        }
        Ok(acting.iter().map(|(person, _)| clearance(person, unit.iter(), &tree)).collect())
    }
}

/// What a person may see who acts in these units.
pub(crate) fn clearance<'u>(person: &Person, units: impl Iterator<Item = &'u UnitId>, tree: &UnitTree) -> Clearance {
    let units: BTreeSet<UnitId> = units.cloned().collect();
    let within = units.iter().flat_map(|unit| tree.upwards(unit)).collect();
    Clearance { level: person.level, compartments: person.compartments.clone(), units, within }
}

impl Office {
    /// The post of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn post(&self, id: &PostId) -> Result<Option<Post>, Failure> {
        Ok(self.reader.post(&self.scope, id)?)
    }

    /// The person of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn person(&self, id: &PersonId) -> Result<Option<Person>, Failure> {
        Ok(self.reader.person(&self.scope, id)?)
    }

    /// What a unit is called.
    ///
    /// # Errors
    /// When the store fails.
    pub fn unit_name(&self, id: &str) -> Result<Option<String>, Failure> {
        let Ok(id) = UnitId::new(id) else { return Ok(None) };
        Ok(self.reader.unit(&self.scope, &id)?.map(|unit| unit.name))
    }

    /// The persons who act for a post on a day: its holder, then its deputies.
    ///
    /// # Errors
    /// When the store fails.
    pub fn acting(&self, post: &PostId, day: Date) -> Result<Vec<(Person, Standing)>, Failure> {
        Ok(self.reader.acting(&self.scope, post, day)?)
    }

    /// The settings of the office.
    pub fn configuration(&self) -> &crate::Configuration {
        &self.configuration
    }
}
