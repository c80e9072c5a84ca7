//! What a change of the staff would do, told before it is kept.
//!
//! The change is made on a copy of the staff by the same rules that keep it; both states are then compared. What is
//! counted is what the administrator may see: a preview tells nobody how much there is beyond their clearance.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Clearance, Date, Hand, Noun, Person, PersonId, Post, PostId, Power, RecordId, Staff, StaffChange, StaffPlace,
    Thing, UnitId, sentence,
};
use store::{MarkedCount, OpenWork, Statement};

use crate::staff::{has_open_work, refused};
use crate::{Failure, Office, Officer};

/// Posts for which a preview looks at who still sees their work: each takes a look with the eyes of everybody at it.
/// The preview says when there were more.
pub const FORESEEN_POSTS_MAX: usize = 50;

/// What a change would do.
#[derive(Clone, Debug)]
pub struct Foresight {
    /// The day for which it was looked at: today, or the day on which the change takes effect.
    pub on: Date,
    /// What would be new or other, and in which parts.
    pub rows: Vec<ForeseenRow>,
    /// Who would see more or less.
    pub sights: Vec<Sight>,
    /// Powers that would reach over more or fewer units.
    pub powers: Vec<PowerShift>,
    /// Open duties that would go up another way when they are late.
    pub ladders: Vec<LadderShift>,
    /// Posts whose open work would go to another.
    pub handed: Vec<Handed>,
    /// Posts that nobody would act for any more.
    pub vacant: Vec<PostId>,
    /// Posts with open duties that nobody there would see any more.
    pub unseen: Vec<Unseen>,
    /// Whether there were more posts than [`FORESEEN_POSTS_MAX`], so that `unseen` is not all.
    pub unseen_is_cut: bool,
}

/// What would be new or other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeseenRow {
    /// What it is.
    pub place: StaffPlace,
    /// New, changed, or taken out (a tenure that never begins) as `None`.
    pub statement: Option<Statement>,
    /// The parts that change; of a tenure that is new, all.
    pub parts: Vec<ForeseenPart>,
}

/// A part of something that would be other. Of several words the value is a list, parted by commas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeseenPart {
    /// Which part.
    pub name: &'static str,
    /// What it is now; empty where there is nothing.
    pub was: String,
    /// What it would be.
    pub becomes: String,
}

/// How much of what is marked a person would see, before and after. What is open to all is not counted.
#[derive(Clone, Debug)]
pub struct Sight {
    /// The person.
    pub person: Person,
    /// Records and needs that they see now.
    pub before: (u64, u64),
    /// Records and needs that they would see.
    pub after: (u64, u64),
    /// Markings that they would see and do not now.
    pub gained: Vec<MarkedCount>,
    /// Markings that they see and would not.
    pub lost: Vec<MarkedCount>,
    /// Whether the change lets them see what the administrator may not; that is not counted here.
    pub beyond: bool,
}

/// A power of a post that would reach otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PowerShift {
    /// The post.
    pub post: PostId,
    /// The power.
    pub power: Power,
    /// Units that it would reach and does not now.
    pub gained: BTreeSet<UnitId>,
    /// Units that it reaches and would not.
    pub lost: BTreeSet<UnitId>,
}

/// A post whose late duties would go up another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LadderShift {
    /// The post.
    pub post: PostId,
    /// Its open duties.
    pub n_open: u64,
    /// The posts they go up to now, nearest first.
    pub before: Vec<PostId>,
    /// Those they would go up to.
    pub after: Vec<PostId>,
}

/// Open work that would go to another post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// The post that is closed.
    pub from: PostId,
    /// The post that takes over.
    pub to: Option<PostId>,
    /// How much.
    pub work: OpenWork,
}

/// A post whose open duties fewer would see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unseen {
    /// The post.
    pub post: PostId,
    /// The most open duties that one person there sees now.
    pub n_before: u64,
    /// The most that one person there would see.
    pub n_after: u64,
}

/// Who would see a thing with another marking, and who not any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkingForesight {
    /// Who sees it now and would not.
    pub lost: Vec<PersonId>,
    /// Who does not see it now and would.
    pub gained: Vec<PersonId>,
    /// Posts with an open duty about it where nobody would see it any more.
    pub blind: Vec<PostId>,
}

impl Office {
    /// What some changes of the staff would do. Nothing is kept.
    ///
    /// # Errors
    /// Refused when the officer does not administer, or when a rule would be broken, as keeping them would be.
    pub fn foresee(&self, officer: &Officer, changes: &[StaffChange], today: Date) -> Result<Foresight, Failure> {
        officer.by_power(Power::Administer)?;
        let before = self.staff()?;
        let hand = Hand { person: Some(&officer.person.id), today };
        let after = before.after(changes, hand).map_err(|faults| refused(&faults))?;
        let handed = self.handed(officer, &before, &after, changes)?;
        let on = changes.iter().map(|change| change.takes_effect(today)).max().unwrap_or(today);
        let (seen_before, seen_after) = (before.clearances(on), after.clearances(on));
        let counts = self.reader.marked_counts(&officer.scope)?;
        let closed: BTreeSet<&PostId> = after.posts.values().filter(|post| post.closed).map(|post| &post.id).collect();
        let vacant_before = before.vacant(on);
        let vacant: Vec<PostId> = after.vacant(on).difference(&vacant_before).map(|id| (*id).clone()).collect();
        let (unseen, unseen_is_cut) =
            self.unseen(officer, (&before, &seen_before), (&after, &seen_after), &closed, on)?;
        Ok(Foresight {
            on,
            rows: rows(&before, &after),
            sights: sights(officer, (&before, &seen_before), (&after, &seen_after), &counts),
            powers: powers(&before, &after),
            ladders: self.ladders(officer, &before, &after, today)?,
            handed,
            vacant: vacant.into_iter().filter(|id| before.posts.contains_key(id)).collect(),
            unseen,
            unseen_is_cut,
        })
    }

    fn handed(
        &self,
        officer: &Officer,
        before: &Staff,
        after: &Staff,
        changes: &[StaffChange],
    ) -> Result<Vec<Handed>, Failure> {
        let mut handed = Vec::new();
        for post in after.posts.values().filter(|post| post.closed) {
            if before.posts.get(&post.id).is_none_or(|held| held.closed) {
                continue;
            }
            let to = changes.iter().find_map(|change| match change {
                StaffChange::ClosePost { post: closed, to } if *closed == post.id => to.clone(),
                _ => None,
            });
            let work = self.reader.open_work(&officer.scope, &post.id)?;
            // Keeping it would be refused; so is the look at it. What the officer cannot see is asked here too.
            if to.is_none() && !self.reader.open_work(&self.scope, &post.id)?.is_none() {
                return Err(has_open_work(&post.id).into());
            }
            handed.push(Handed { from: post.id.clone(), to, work });
        }
        Ok(handed)
    }

    /// Posts whose late duties would climb another ladder. Only those in units that are touched are looked at.
    fn ladders(
        &self,
        officer: &Officer,
        before: &Staff,
        after: &Staff,
        today: Date,
    ) -> Result<Vec<LadderShift>, Failure> {
        let touched = touched_units(before, after);
        if touched.is_empty() {
            return Ok(Vec::new());
        }
        let counts = self.reader.duty_counts(&officer.scope, i64::MAX, today)?;
        let (tree_before, tree_after) = (before.tree(), after.tree());
        let (posts_before, posts_after) = (before.post_list(), after.post_list());
        let mut shifts = Vec::new();
        for (id, count) in counts.iter().filter(|(_, count)| count.n_open > 0) {
            let (Some(was), Some(is)) = (before.posts.get(id), after.posts.get(id).filter(|post| !post.closed)) else {
                continue;
            };
            let near = |chain: Vec<UnitId>| chain.iter().any(|unit| touched.contains(unit));
            if !near(tree_before.upwards(&was.unit)) && !near(tree_after.upwards(&is.unit)) {
                continue;
            }
            let (up, other) = (tree_before.ladder(was, &posts_before), tree_after.ladder(is, &posts_after));
            if up != other {
                shifts.push(LadderShift { post: id.clone(), n_open: count.n_open, before: up, after: other });
            }
        }
        Ok(shifts)
    }

    /// Posts whose duties fewer would see, and whether not all could be looked at.
    fn unseen(
        &self,
        officer: &Officer,
        (before, seen_before): (&Staff, &BTreeMap<PersonId, Clearance>),
        (after, seen_after): (&Staff, &BTreeMap<PersonId, Clearance>),
        closed: &BTreeSet<&PostId>,
        on: Date,
    ) -> Result<(Vec<Unseen>, bool), Failure> {
        let eyes = |staff: &Staff, seen: &BTreeMap<PersonId, Clearance>, post: &PostId| -> BTreeSet<Clearance> {
            staff.acting(post, on).iter().filter_map(|(person, _)| seen.get(&person.id).cloned()).collect()
        };
        let shifted = |id: &&PostId| eyes(before, seen_before, id) != eyes(after, seen_after, id);
        // Only posts whose people change can lose sight of their work.
        let people: BTreeSet<&PersonId> = seen_before
            .keys()
            .chain(seen_after.keys())
            .filter(|id| seen_before.get(id) != seen_after.get(id))
            .collect();
        let theirs = before.tenures.values().chain(after.tenures.values()).filter(|tenure| {
            people.contains(&tenure.person) || before.tenures.get(&tenure.key()) != after.tenures.get(&tenure.key())
        });
        let posts: BTreeSet<&PostId> = theirs.map(|tenure| &tenure.post).filter(|id| !closed.contains(id)).collect();
        let posts: Vec<&PostId> = posts.into_iter().filter(shifted).collect();
        let mut unseen = Vec::new();
        for post in posts.iter().take(FORESEEN_POSTS_MAX) {
            let most = |eyes: BTreeSet<Clearance>| -> Result<u64, Failure> {
                let mut most = 0;
                for clearance in eyes {
                    let scope = self.reader.scope(&clearance)?.and(&officer.scope);
                    most = most.max(self.reader.n_duties(&scope, &[(*post).clone()], on)?.0);
                }
                Ok(most)
            };
            let n_before = most(eyes(before, seen_before, post))?;
            let n_after = most(eyes(after, seen_after, post))?;
            if n_after < n_before {
                unseen.push(Unseen { post: (*post).clone(), n_before, n_after });
            }
        }
        Ok((unseen, posts.len() > FORESEEN_POSTS_MAX))
    }

    /// What another marking of a thing would do. Nothing is kept.
    ///
    /// # Errors
    /// Refused when the officer neither administers nor documents, or when they see no such thing.
    pub fn foresee_marking(
        &self,
        officer: &Officer,
        thing: &Thing,
        marking: &model::Marking,
        today: Date,
    ) -> Result<MarkingForesight, Failure> {
        officer.by_power(Power::Document).or_else(|_| officer.by_power(Power::Administer))?;
        let held = match thing.noun {
            Noun::Record => {
                let id = RecordId::parse(&thing.name);
                id.map(|id| self.reader.marking_of_record(&officer.scope, id)).transpose()?.flatten()
            }
            Noun::Need => {
                let id = model::NeedId::new(&thing.name)?;
                self.reader.need(&officer.scope, &id)?.map(|need| need.marking)
            }
            _ => None,
        };
        let held = held.ok_or_else(|| {
            Failure::said(sentence!(
                "thing-missing",
                "There is no `{thing}` here; look for it again",
                thing = thing.to_string()
            ))
        })?;
        let staff = self.staff()?;
        let mut foresight = MarkingForesight::default();
        let clearances = staff.clearances(today);
        for (person, clearance) in &clearances {
            match (clearance.may_see(&held), clearance.may_see(marking)) {
                (true, false) => foresight.lost.push(person.clone()),
                (false, true) => foresight.gained.push(person.clone()),
                _ => {}
            }
        }
        let mut posts: BTreeSet<PostId> = BTreeSet::new();
        for duty in self.reader.duties_about(&officer.scope, thing)? {
            if duty.state == model::DutyState::Open {
                posts.insert(duty.post);
            }
        }
        foresight.blind = posts
            .into_iter()
            .filter(|post| {
                let acting = staff.acting(post, today);
                let sees = |(person, _): &(&Person, _)| clearances.get(&person.id).is_some_and(|c| c.may_see(marking));
                !acting.iter().any(sees)
            })
            .collect();
        Ok(foresight)
    }
}

/// What would be new or other between two states of the staff, and in which parts.
pub fn rows(before: &Staff, after: &Staff) -> Vec<ForeseenRow> {
    let mut rows = Vec::new();
    let mut row = |place: StaffPlace, is_new: bool, parts: &[(&'static str, [String; 2])]| {
        let other = parts.iter().filter(|(_, [was, becomes])| was != becomes);
        let parts: Vec<ForeseenPart> = other
            .map(|(name, [was, becomes])| ForeseenPart { name, was: was.clone(), becomes: becomes.clone() })
            .collect();
        if is_new || !parts.is_empty() {
            let statement = Some(if is_new { Statement::New } else { Statement::Changed });
            rows.push(ForeseenRow { place, statement, parts });
        }
    };
    for (id, unit) in &after.units {
        let held = before.units.get(id);
        let pair = [held.unwrap_or(unit), unit];
        let parts =
            [("name", pair.map(|one| one.name.clone())), ("parent", pair.map(|one| shown(one.parent.as_ref())))];
        row(StaffPlace::Unit(id.clone()), held.is_none(), &parts);
    }
    for (id, compartment) in &after.compartments {
        let held = before.compartments.get(id);
        let pair = [held.unwrap_or(compartment), compartment];
        let parts = [("name", pair.map(|one| one.name.clone())), ("closed", pair.map(|one| one.closed.to_string()))];
        row(StaffPlace::Compartment(id.clone()), held.is_none(), &parts);
    }
    for (id, post) in &after.posts {
        let held = before.posts.get(id);
        let pair: [&Post; 2] = [held.unwrap_or(post), post];
        let parts = [
            ("title", pair.map(|one| one.title.clone())),
            ("unit", pair.map(|one| one.unit.to_string())),
            ("powers", pair.map(|one| listed(&one.powers))),
            ("closed", pair.map(|one| one.closed.to_string())),
        ];
        row(StaffPlace::Post(id.clone()), held.is_none(), &parts);
    }
    for (id, person) in &after.persons {
        let held = before.persons.get(id);
        let pair = [held.unwrap_or(person), person];
        let parts = [
            ("name", pair.map(|one| one.name.clone())),
            ("email", pair.map(|one| shown(one.email.as_ref()))),
            ("language", pair.map(|one| shown(one.language.as_ref()))),
            ("level", pair.map(|one| one.level.to_string())),
            ("compartments", pair.map(|one| listed(&one.compartments))),
            ("left", pair.map(|one| one.left.to_string())),
        ];
        row(StaffPlace::Person(id.clone()), held.is_none(), &parts);
    }
    for (key, tenure) in &after.tenures {
        let held = before.tenures.get(key);
        let new = |value: String| [if held.is_none() { String::new() } else { value.clone() }, value];
        let parts = [
            ("person", new(tenure.person.to_string())),
            ("standing", new(tenure.standing.to_string())),
            ("since", new(tenure.since.to_string())),
            ("until", [shown(held.and_then(|held| held.until.as_ref())), shown(tenure.until.as_ref())]),
        ];
        row(StaffPlace::Tenure(key.clone()), held.is_none(), &parts);
    }
    for key in before.tenures.keys().filter(|key| !after.tenures.contains_key(key)) {
        rows.push(ForeseenRow { place: StaffPlace::Tenure(key.clone()), statement: None, parts: Vec::new() });
    }
    rows
}

fn shown<T: ToString>(value: Option<&T>) -> String {
    value.map_or_else(String::new, ToString::to_string)
}

fn listed<'a, T: ToString + 'a>(values: impl IntoIterator<Item = &'a T>) -> String {
    values.into_iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

fn sights(
    officer: &Officer,
    (before, seen_before): (&Staff, &BTreeMap<PersonId, Clearance>),
    (after, seen_after): (&Staff, &BTreeMap<PersonId, Clearance>),
    counts: &[MarkedCount],
) -> Vec<Sight> {
    let mut sights = Vec::new();
    let persons: BTreeSet<&PersonId> = seen_before.keys().chain(seen_after.keys()).collect();
    for id in persons {
        let (was, is) = (seen_before.get(id), seen_after.get(id));
        let Some(person) = after.persons.get(id).or_else(|| before.persons.get(id)).filter(|_| was != is) else {
            continue;
        };
        let mut sight = Sight {
            person: person.clone(),
            before: (0, 0),
            after: (0, 0),
            gained: Vec::new(),
            lost: Vec::new(),
            beyond: is.is_some_and(|is| reaches_beyond(was, is, &officer.clearance)),
        };
        for count in counts {
            let sees = |clearance: Option<&Clearance>| clearance.is_some_and(|one| one.may_see(&count.marking));
            let (saw, sees) = (sees(was), sees(is));
            for (tally, is_seen) in [(&mut sight.before, saw), (&mut sight.after, sees)] {
                if is_seen {
                    tally.0 += count.n_records;
                    tally.1 += count.n_needs;
                }
            }
            match (saw, sees) {
                (true, false) => sight.lost.push(count.clone()),
                (false, true) => sight.gained.push(count.clone()),
                _ => {}
            }
        }
        let tells = sight.before != sight.after || sight.beyond || !(sight.gained.is_empty() && sight.lost.is_empty());
        if tells {
            sights.push(sight);
        }
    }
    sights
}

/// Whether what a person gains reaches past what the administrator is cleared for. It follows from the
/// clearances alone, never from what there is.
fn reaches_beyond(was: Option<&Clearance>, is: &Clearance, own: &Clearance) -> bool {
    let none = (BTreeSet::new(), BTreeSet::new());
    let (compartments, within) = was.map_or((&none.0, &none.1), |was| (&was.compartments, &was.within));
    let higher = was.is_none_or(|was| is.level > was.level) && is.level > own.level;
    let admitted = is.compartments.difference(compartments).any(|one| !own.compartments.contains(one));
    let elsewhere = is.within.difference(within).any(|unit| !own.within.contains(unit));
    higher || admitted || elsewhere
}

fn powers(before: &Staff, after: &Staff) -> Vec<PowerShift> {
    let (was, is) = (before.reach(), after.reach());
    let none = BTreeSet::new();
    let keys: BTreeSet<&(PostId, Power)> = was.keys().chain(is.keys()).collect();
    let shift = |key: &(PostId, Power)| {
        let (reached, reaches) = (was.get(key).unwrap_or(&none), is.get(key).unwrap_or(&none));
        let gained: BTreeSet<UnitId> = reaches.difference(reached).cloned().collect();
        let lost: BTreeSet<UnitId> = reached.difference(reaches).cloned().collect();
        let shift = PowerShift { post: key.0.clone(), power: key.1, gained, lost };
        (!shift.gained.is_empty() || !shift.lost.is_empty()).then_some(shift)
    };
    keys.into_iter().filter_map(shift).collect()
}

/// Units that moved, and units in which a post leads or coordinates otherwise than before.
fn touched_units(before: &Staff, after: &Staff) -> BTreeSet<UnitId> {
    let mut touched = BTreeSet::new();
    for (id, unit) in &after.units {
        if before.units.get(id).is_some_and(|held| held.parent != unit.parent) {
            touched.insert(id.clone());
        }
    }
    for (id, post) in &after.posts {
        let held = before.posts.get(id);
        let same = |held: &Post| held.unit == post.unit && held.powers == post.powers && held.closed == post.closed;
        if !held.is_some_and(same) {
            touched.extend(held.map(|held| held.unit.clone()));
            touched.insert(post.unit.clone());
        }
    }
    touched
}
