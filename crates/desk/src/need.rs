//! Units, posts and needs: stated from a file, listed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use matching::analysis::fold;
use model::{Date, Need, NeedId, PostId, Refusal, Stage, UnitId, UnitTree, sentence};
use store::{HeldCompartment, HeldDelivery, NeedDeliveries, NeedLine, Programme, Statement};

use crate::needs_file::{Complaint, Known, read_needs};
use crate::{Failure, Office, WritableOffice};

/// What stating a file did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Each part with what became of it, named with its noun: `need:diesel`.
    pub parts: Vec<(String, Statement)>,
    /// Remarks that did not keep the file out.
    pub warnings: Vec<Complaint>,
}

/// States units, posts and needs from the text of a needs file, whole or not at all.
///
/// # Errors
/// Refused with everything that is wrong in the file, each with its line.
pub fn state_needs(
    office: &mut WritableOffice,
    file: &str,
    text: &str,
    who: &str,
    now: i64,
) -> Result<Stated, Failure> {
    let reader = &office.office.reader;
    let scope = &office.office.scope;
    let known = Known {
        units: reader.units(scope)?.into_iter().map(|unit| unit.id).collect(),
        posts: reader.posts(scope)?.into_iter().map(|post| (post.id, post.unit)).collect(),
        persons: reader.persons(scope)?.into_iter().map(|person| person.id).collect(),
        compartments: reader.compartments(scope)?.into_iter().map(|held| held.id).collect(),
    };
    let today = Date::of_number(now.div_euclid(86_400_000_000));
    let stated = read_needs(text, &known, today).map_err(|complaints| {
        let said: Vec<String> = complaints.iter().map(|complaint| format!("  {complaint}")).collect();
        Failure::at_command_line(format!(
            "Nothing of `{file}` was kept; mend these and add it again:\n{}",
            said.join("\n")
        ))
    })?;
    // Whoever runs the machine asks for a wider marking as everybody does: no file is a way past it.
    let mut wider = Vec::new();
    for need in &stated.needs {
        if let Some(held) = reader.need(scope, &need.id)?.filter(|held| !need.marking.covers(&held.marking)) {
            wider.push(format!("  `{}` is marked `{}`, and would be `{}`", need.id, held.marking, need.marking));
        }
    }
    if !wider.is_empty() {
        return Err(Failure::at_command_line(format!(
            "Nothing of `{file}` was kept, because more people could see these needs than before; state their markings as \
             they are, or ask for wider ones with “Widen the marking” on their pages:\n{}",
            wider.join("\n")
        )));
    }
    let programme = Programme {
        units: stated.units,
        posts: stated.posts,
        compartments: stated.compartments,
        persons: stated.persons,
        tenures: stated.tenures,
        needs: stated.needs,
    };
    let parts = office.writer.keep_programme(&programme, who, now)?;
    Ok(Stated { parts, warnings: stated.warnings })
}

/// Needs on one page of a list.
pub const NEEDS_PAGE: usize = 50;

/// In which order needs are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NeedOrder {
    /// By title.
    #[default]
    Title,
    /// Those that expire first before the others; those without a last day at the end.
    Expires,
    /// The most pressing first.
    Priority,
}

/// Which needs are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct NeedFilter {
    /// Each of these words stands in the title or the statement.
    pub words: Vec<String>,
    /// At this stage.
    pub stage: Option<Stage>,
    /// Of this unit and of the units below it.
    pub unit: Option<UnitId>,
    /// Of one of these posts.
    pub posts: Option<Vec<PostId>>,
    /// Accepted, and over by this day or before.
    pub expires_by: Option<Date>,
    /// In this order.
    pub order: NeedOrder,
    /// Needs before the page.
    pub offset: usize,
}

/// How many needs a list would have, were it narrowed otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NeedCounts {
    /// By stage, whatever stage is asked for.
    pub by_stage: BTreeMap<Stage, u64>,
    /// By unit, those of units below included, whatever unit is asked for.
    pub by_unit: BTreeMap<UnitId, u64>,
    /// Of the posts that were given to count for, whatever posts are asked for.
    pub n_own: u64,
    /// Over by the day that was given to count for, whatever day is asked for.
    pub n_expiring: u64,
}

/// A page of needs.
#[derive(Clone, Debug, Default)]
pub struct NeedList {
    /// The needs of the page.
    pub lines: Vec<NeedLine>,
    /// How their deliveries stand; one without any is not named.
    pub deliveries: BTreeMap<NeedId, NeedDeliveries>,
    /// How many fit in all.
    pub n_found: usize,
    /// How many there would be otherwise.
    pub counts: NeedCounts,
}

impl NeedFilter {
    /// Which parts a need fits: words, stage, unit, posts, day.
    fn fits(&self, line: &NeedLine, below: Option<&BTreeSet<UnitId>>) -> [bool; 5] {
        let words = self.words.is_empty() || {
            let text = format!("{}\n{}", line.title, line.statement).to_lowercase();
            self.words.iter().all(|word| text.contains(&word.to_lowercase()))
        };
        [
            words,
            self.stage.is_none_or(|stage| line.stage == stage),
            below.is_none_or(|below| below.contains(&line.unit)),
            self.posts.as_ref().is_none_or(|posts| posts.contains(&line.post)),
            self.expires_by.is_none_or(|day| is_over_by(line, day)),
        ]
    }
}

/// Every need that a scope sees, in order of title.
#[derive(Debug)]
pub(crate) struct Needs {
    /// In one line each, without what they say at length.
    pub(crate) lines: Vec<NeedLine>,
    /// Their titles, folded for comparing.
    pub(crate) folded: Vec<String>,
}

fn is_over_by(line: &NeedLine, day: Date) -> bool {
    line.stage == Stage::Accepted && line.expires.is_some_and(|last| last <= day)
}

impl Office {
    /// A page of needs, and how many there would be if the list were narrowed otherwise. `own` and `expiring` say for
    /// which posts and which day is counted.
    ///
    /// # Errors
    /// When the store fails.
    pub fn need_list(
        &self,
        filter: &NeedFilter,
        own: &[PostId],
        expiring: Date,
        tree: &UnitTree,
    ) -> Result<NeedList, Failure> {
        let below = filter.unit.as_ref().map(|unit| tree.within(unit));
        let mut list = NeedList::default();
        let mut by_unit: BTreeMap<&UnitId, u64> = BTreeMap::new();
        let mut fitting: Vec<&NeedLine> = Vec::new();
        let (kept, said);
        let lines = if filter.words.is_empty() {
            kept = self.kept_needs()?;
            &kept.lines
        } else {
            said = self.reader.need_lines(&self.scope, None, true)?;
            &said
        };
        for line in lines {
            let [words, stage, unit, posts, day] = filter.fits(line, below.as_ref());
            let counts = &mut list.counts;
            if words && unit && posts && day {
                *counts.by_stage.entry(line.stage).or_default() += 1;
            }
            if words && stage && posts && day {
                *by_unit.entry(&line.unit).or_default() += 1;
            }
            counts.n_own += u64::from(words && stage && unit && day && own.contains(&line.post));
            counts.n_expiring += u64::from(words && stage && unit && posts && is_over_by(line, expiring));
            if words && stage && unit && posts && day {
                fitting.push(line);
            }
        }
        for (unit, n_needs) in by_unit {
            for above in tree.upwards(unit) {
                *list.counts.by_unit.entry(above).or_default() += n_needs;
            }
        }
        list.n_found = fitting.len();
        match filter.order {
            NeedOrder::Title => {}
            NeedOrder::Expires => fitting.sort_by_key(|line| (line.expires.is_none(), line.expires)),
            NeedOrder::Priority => fitting.sort_by_key(|line| line.priority),
        }
        list.lines = fitting.into_iter().skip(filter.offset).take(NEEDS_PAGE).cloned().collect();
        let ids: Vec<NeedId> = list.lines.iter().map(|line| line.id.clone()).collect();
        list.deliveries = self.reader.need_deliveries(&self.scope, &ids)?;
        Ok(list)
    }

    /// Needs that fit, in order of name, those behind one: what is stated meanwhile moves nothing. Order and offset of the
    /// filter are not looked at.
    ///
    /// # Errors
    /// When the store fails.
    pub fn needs_after(
        &self,
        filter: &NeedFilter,
        after: Option<&NeedId>,
        limit: usize,
        tree: &UnitTree,
    ) -> Result<Vec<NeedLine>, Failure> {
        let below = filter.unit.as_ref().map(|unit| tree.within(unit));
        let fits = |line: &NeedLine| {
            after.is_none_or(|after| line.id > *after) && filter.fits(line, below.as_ref()).into_iter().all(|fits| fits)
        };
        let mut lines: Vec<NeedLine> = if filter.words.is_empty() && filter.posts.is_none() {
            self.kept_needs()?.lines.iter().filter(|line| fits(line)).cloned().collect()
        } else {
            let lines = self.reader.need_lines(&self.scope, filter.posts.as_deref(), !filter.words.is_empty())?;
            lines.into_iter().filter(fits).collect()
        };
        lines.sort_by(|a, b| a.id.cmp(&b.id));
        lines.truncate(limit);
        Ok(lines)
    }

    /// Every need within the scope, read anew only after a need has changed.
    pub(crate) fn kept_needs(&self) -> Result<Arc<Needs>, Failure> {
        let epoch = self.reader.need_epoch()?;
        self.lines.at(&self.scope, epoch, || {
            let lines = self.reader.need_lines(&self.scope, None, false)?;
            let folded = lines.iter().map(|line| fold(&line.title)).collect();
            Ok(Needs { lines, folded })
        })
    }

    /// The needs that are joined to one.
    ///
    /// # Errors
    /// When the store fails.
    pub fn joined_to(&self, need: &NeedId) -> Result<Vec<Need>, Failure> {
        Ok(self.reader.joined_to(&self.scope, need)?)
    }

    /// Whether the records that are held are still being matched with a need.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_matching(&self, need: &NeedId) -> Result<bool, Failure> {
        Ok(self.reader.is_at_work(&self.scope, model::JobKind::MatchNeed, need.as_str())?)
    }

    /// How the deliveries of a need stand.
    ///
    /// # Errors
    /// When the store fails.
    pub fn need_deliveries(&self, need: &NeedId) -> Result<NeedDeliveries, Failure> {
        let mut counts = self.reader.need_deliveries(&self.scope, std::slice::from_ref(need))?;
        Ok(counts.remove(need).unwrap_or_default())
    }

    /// The deliveries of a need, those that wait for an answer first and the latest before the others.
    ///
    /// # Errors
    /// When the store fails.
    pub fn latest_of_need(&self, need: &NeedId, limit: usize) -> Result<Vec<HeldDelivery>, Failure> {
        Ok(self.reader.latest_of_need(&self.scope, need, limit)?)
    }

    /// The compartments of the office.
    ///
    /// # Errors
    /// When the store fails.
    pub fn compartments(&self) -> Result<Vec<HeldCompartment>, Failure> {
        Ok(self.reader.compartments(&self.scope)?)
    }

    /// The need of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn need(&self, text: &str) -> Result<Need, Failure> {
        let refusal = || Refusal::NotFound {
            noun: "need",
            text: text.to_owned(),
            next: sentence!("next-look-needs", "look for it in the list of needs"),
        };
        let id = NeedId::new(text).map_err(|_| refusal())?;
        self.reader.need(&self.scope, &id)?.ok_or_else(|| refusal().into())
    }

    /// The needs, or those of a unit and the units below it.
    ///
    /// # Errors
    /// Refused when there is no such unit.
    pub fn needs(&self, unit: Option<&str>) -> Result<Vec<Need>, Failure> {
        let mut needs = self.reader.needs(&self.scope)?;
        if let Some(text) = unit {
            let below = self.units_below(text)?;
            needs.retain(|need| below.contains(&need.unit));
        }
        Ok(needs)
    }

    /// A unit and all units below it.
    fn units_below(&self, text: &str) -> Result<Vec<UnitId>, Failure> {
        let units = self.reader.units(&self.scope)?;
        let Some(root) = units.iter().find(|unit| unit.id.as_str() == text) else {
            let known: Vec<&str> = units.iter().map(|unit| unit.id.as_str()).take(20).collect();
            let next = if known.is_empty() {
                sentence!("next-state-units", "there are no units yet; state them first")
            } else {
                sentence!("next-known-units", "the units are {units}", units = known.join(", "))
            };
            return Err(Refusal::NotFound { noun: "unit", text: text.to_owned(), next }.into());
        };
        let mut below = vec![root.id.clone()];
        let mut at = 0;
        while let Some(above) = below.get(at).cloned() {
            at += 1;
            let children =
                units.iter().filter(|unit| unit.parent.as_ref() == Some(&above) && !below.contains(&unit.id));
            below.extend(children.map(|unit| unit.id.clone()).collect::<Vec<_>>());
        }
        Ok(below)
    }
}
