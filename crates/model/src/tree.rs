//! The tree of units, and who answers for each.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Post, PostId, Power, Unit, UnitId};

/// Floors that are looked up at most. The store keeps no tree that is deeper.
const FLOORS_MAX: usize = 64;

/// Units with who stands above whom.
#[derive(Clone, Debug, Default)]
pub struct UnitTree {
    units: BTreeMap<UnitId, Unit>,
    below: BTreeMap<UnitId, Vec<UnitId>>,
}

impl UnitTree {
    /// The tree of these units.
    pub fn new(units: impl IntoIterator<Item = Unit>) -> UnitTree {
        let mut tree = UnitTree::default();
        for unit in units {
            if let Some(parent) = &unit.parent {
                tree.below.entry(parent.clone()).or_default().push(unit.id.clone());
            }
            tree.units.insert(unit.id.clone(), unit);
        }
        tree
    }

    /// The unit of this name.
    pub fn unit(&self, id: &UnitId) -> Option<&Unit> {
        self.units.get(id)
    }

    /// Every unit.
    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.units.values()
    }

    /// Units that stand under none.
    pub fn roots(&self) -> impl Iterator<Item = &Unit> {
        self.units.values().filter(|unit| unit.parent.as_ref().is_none_or(|parent| !self.units.contains_key(parent)))
    }

    /// The units that stand directly under one.
    pub fn children(&self, id: &UnitId) -> impl Iterator<Item = &Unit> {
        self.below.get(id).into_iter().flatten().filter_map(|child| self.units.get(child))
    }

    /// A unit and those above it, from the unit upwards.
    pub fn upwards(&self, id: &UnitId) -> Vec<UnitId> {
        let mut chain = Vec::new();
        let mut at = self.units.get(id);
        while let Some(unit) = at
            && chain.len() < FLOORS_MAX
        {
            chain.push(unit.id.clone());
            at = unit.parent.as_ref().and_then(|parent| self.units.get(parent));
        }
        chain
    }

    /// A unit and all units below it.
    pub fn within(&self, id: &UnitId) -> BTreeSet<UnitId> {
        let mut found = BTreeSet::from([id.clone()]);
        let mut left = vec![id.clone()];
        while let Some(unit) = left.pop() {
            for child in self.below.get(&unit).into_iter().flatten() {
                if found.insert(child.clone()) {
                    left.push(child.clone());
                }
            }
        }
        found
    }

    /// The department of a unit: what stands below the root, where the root stands over all or has units at two levels below it, as a council
    /// has ministries with their works; else the root itself.
    pub fn department(&self, unit: &UnitId) -> UnitId {
        let upwards = self.upwards(unit);
        let is_over_departments = |root: &UnitId| {
            self.roots().count() == 1 || self.children(root).any(|child| self.children(&child.id).next().is_some())
        };
        let steps = if upwards.len() > 1 && upwards.last().is_some_and(is_over_departments) { 2 } else { 1 };
        upwards.len().checked_sub(steps).and_then(|at| upwards.get(at)).unwrap_or(unit).clone()
    }

    /// Whether one unit is another or stands below it.
    pub fn is_within(&self, unit: &UnitId, above: &UnitId) -> bool {
        self.upwards(unit).contains(above)
    }

    /// The posts that answer for a post's unit and for the units above it, nearest first, without the post
    /// itself: the steps that an overdue duty goes up. One post a unit: that which leads it, or else that which
    /// coordinates it.
    pub fn ladder(&self, post: &Post, posts: &[Post]) -> Vec<PostId> {
        let heads = |unit: &UnitId, power| {
            posts
                .iter()
                .find(|one| one.unit == *unit && !one.closed && one.id != post.id && one.powers.contains(&power))
        };
        let upwards = self.upwards(&post.unit);
        let found =
            upwards.iter().filter_map(|unit| heads(unit, Power::Lead).or_else(|| heads(unit, Power::Coordinate)));
        found.map(|post| post.id.clone()).collect()
    }

    /// The post with a power that reaches over a unit and stands nearest to it.
    pub fn nearest<'p>(&self, unit: &UnitId, power: Power, posts: &'p [Post]) -> Option<&'p Post> {
        let held =
            |at: &UnitId| posts.iter().find(|post| post.unit == *at && !post.closed && post.powers.contains(&power));
        self.upwards(unit).iter().find_map(held)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(id: &str, parent: Option<&str>) -> Unit {
        Unit {
            id: UnitId::new(id).unwrap(),
            name: id.to_owned(),
            parent: parent.map(|parent| UnitId::new(parent).unwrap()),
        }
    }

    fn post(id: &str, unit: &str, powers: &[Power]) -> Post {
        let unit = UnitId::new(unit).unwrap();
        let powers = powers.iter().copied().collect();
        Post { id: PostId::new(id).unwrap(), title: id.to_owned(), unit, powers, closed: false }
    }

    fn tree() -> UnitTree {
        UnitTree::new([unit("shop", Some("works")), unit("works", Some("ministry")), unit("ministry", None)])
    }

    #[test]
    fn overdue_duties_climb_from_unit_to_unit() {
        let posts = [
            post("engineer", "shop", &[]),
            post("director", "works", &[Power::Lead]),
            post("coordinator", "ministry", &[Power::Coordinate]),
            post("minister", "ministry", &[Power::Lead]),
        ];
        let ladder = |at: usize| tree().ladder(&posts[at], &posts).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(ladder(0), ["director", "minister"]);
        assert_eq!(ladder(3), ["coordinator"], "nobody is asked to remind himself");
        let shop = UnitId::new("shop").unwrap();
        let reviewer = tree().nearest(&shop, Power::Coordinate, &posts).map(|post| post.id.to_string());
        assert_eq!(reviewer.as_deref(), Some("coordinator"));
    }

    #[test]
    fn a_circle_of_units_does_not_hang_anything() {
        let circle = UnitTree::new([unit("a", Some("b")), unit("b", Some("a"))]);
        assert_eq!(circle.within(&UnitId::new("a").unwrap()).len(), 2);
        assert_eq!(circle.upwards(&UnitId::new("a").unwrap()).len(), FLOORS_MAX);
    }
}
