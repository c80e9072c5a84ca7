//! Lines of the plan: set, changed, taken in as a table.

use std::collections::BTreeMap;

use model::{
    Noun, PlanLine, PlanLineId, Post, PostId, Power, Quarter, QuarterAmount, Rational, Refusal, Thing, UnitId, Verb,
    sentence,
};
use store::{Deed, Scope, Writer};

use super::no_plan_line;
use crate::review::{Turn, tree};
use crate::{Failure, Office, Officer};

/// Lines of one office. A ministry with a hundred works sets some thousands.
pub const PLAN_LINES_MAX: usize = 20_000;

/// What a plan that was taken in did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlanTaken {
    /// Lines that were not known.
    pub n_new: usize,
    /// Lines of which it says something else than before.
    pub n_changed: usize,
    /// Lines that stood there already.
    pub n_unchanged: usize,
}

/// The post by which an officer sets the plan of a unit: one that leads it, or a unit above.
fn setter(officer: &Officer, deed: &Deed<'_>, unit: &UnitId) -> Result<PostId, Failure> {
    let tree = tree(deed)?;
    if tree.unit(unit).is_none() {
        return Err(Refusal::NotFound {
            noun: "unit",
            text: unit.to_string(),
            next: sentence!("next-look-units", "look in the list of units"),
        }
        .into());
    }
    officer.with_power_over(Power::Lead, unit, &tree).map(|post| post.id.clone()).ok_or_else(|| {
        Failure::said(sentence!(
            "plan-line-not-setter",
            "Only who leads {unit} or a unit above it sets its plan; ask one of them",
            unit
        ))
    })
}

/// The post that shall answer for a line: an open one of its unit, of one below or of one above.
fn owner(deed: &Deed<'_>, line: &PlanLine) -> Result<(), Failure> {
    let Some(id) = &line.owner else { return Ok(()) };
    let post: Option<Post> = deed.post(id)?.filter(|post| !post.closed);
    let tree = tree(deed)?;
    let is_near = |post: &Post| tree.is_within(&post.unit, &line.unit) || tree.is_within(&line.unit, &post.unit);
    if post.is_some_and(|post| is_near(&post)) {
        return Ok(());
    }
    Err(Failure::said(sentence!(
        "plan-line-owner",
        "{post} is no open post of {unit} or of a unit above or below it; choose one that is",
        post = id,
        unit = line.unit.as_str()
    )))
}

fn full() -> Failure {
    Failure::said(sentence!(
        "plan-full",
        "A plan has up to {max} lines; set lines of units, and not of each machine",
        max = PLAN_LINES_MAX
    ))
}

fn keep(
    deed: &mut Deed<'_>,
    line: &PlanLine,
    before: Option<&PlanLine>,
    (officer, setter): (&Officer, &PostId),
) -> Result<(), Failure> {
    let verb = if before.is_none() { Verb::Registered } else { Verb::Revised };
    let fact = deed.fact(verb, Thing::new(Noun::PlanLine, line.id)).to(Thing::new(Noun::Unit, &line.unit).to_string());
    let fact = model::Fact { who: officer.acting_for(setter)?.to_string(), ..fact };
    let changes = before.map(|before| line.changes_from(before)).unwrap_or_default();
    let fact = if changes.is_empty() { fact } else { fact.with(changes) };
    Ok(deed.keep_plan_line(line, &fact)?)
}

/// Sets a line, or changes it: then `line.revision` is that of the state which was seen, and its unit stays. A form that is sent twice sets one.
///
/// # Errors
/// Refused when it is not in order, to whoever does not lead the unit or one above, when the plan is full, when the unit has a line of that
/// parameter already, when its marking would hide it from the officer or become wider, or when somebody changed it in between.
pub fn keep_plan_line(writer: &mut Writer, turn: &Turn<'_>, line: PlanLine, is_new: bool) -> Result<PlanLine, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = if is_new {
            None
        } else {
            Some(deed.plan_line(&officer.scope, line.id)?.ok_or_else(|| no_plan_line(&line.id.to_string()))?)
        };
        let unit = before.as_ref().map_or(&line.unit, |before| &before.unit).clone();
        let by = setter(officer, deed, &unit)?;
        let line = PlanLine { unit, ..line.tidied(turn.today)? };
        owner(deed, &line)?;
        if !officer.clearance.may_see(&line.marking) {
            return Err(Failure::said(sentence!(
                "marking-blind-plan-line",
                "You could not see the line once it is so marked; choose a marking that you are cleared for"
            )));
        }
        // A form carries the name of its line: one that names what is held sets nothing, wherever that stands.
        if is_new && let Some(held) = deed.plan_line(&Scope::office(), line.id)? {
            if held.key() == line.key() && officer.clearance.may_see(&held.marking) {
                return Ok(held);
            }
            return Err(Failure::said(sentence!(
                "plan-line-form-sent",
                "This form was sent before; open a new one to set another line"
            )));
        }
        let lines = deed.plan_lines()?;
        let is_twice = |held: &&PlanLine| {
            held.id != line.id && held.key() == line.key() && officer.clearance.may_see(&held.marking)
        };
        if let Some(twin) = lines.iter().find(is_twice) {
            return Err(Failure::said(sentence!(
                "plan-line-twice",
                "“{parameter}” stands in the plan of this unit already; change what it says there",
                parameter = twin.parameter.as_str()
            )));
        }
        let Some(before) = before else {
            if lines.len() >= PLAN_LINES_MAX {
                return Err(full());
            }
            let line = PlanLine { setter: by.clone(), revision: 0, made_at: turn.now, ..line };
            keep(deed, &line, None, (officer, &by))?;
            return Ok(line);
        };
        let line =
            PlanLine { setter: before.setter.clone(), invented: before.invented, made_at: before.made_at, ..line };
        if line == before {
            return Ok(before);
        }
        before.from_revision(line.revision)?;
        if !line.marking.covers(&before.marking) {
            return Err(Failure::said(sentence!(
                "marking-wider-plan-line",
                "More people could see the line than before; keep its marking or make it narrower"
            )));
        }
        let line = PlanLine { revision: before.revision + 1, ..line };
        keep(deed, &line, Some(&before), (officer, &by))?;
        Ok(line)
    })
}

/// Takes a plan in: a line is known by its unit and parameter, and restated for the quarters that the table names; everything else is new. What
/// the table does not name stays.
///
/// # Errors
/// Refused to whoever does not lead one of the units, for an owner that is no post near its unit, or when the plan would be too long. Then
/// nothing of it is kept.
pub fn take_plan(writer: &mut Writer, turn: &mut Turn<'_>, lines: Vec<PlanLine>) -> Result<PlanTaken, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let held = deed.plan_lines()?;
        let mut n_held = held.len();
        let seen = held.into_iter().filter(|line| officer.clearance.may_see(&line.marking));
        let known: BTreeMap<(UnitId, String), PlanLine> = seen.map(|line| (line.key(), line)).collect();
        let mut taken = PlanTaken::default();
        let mut setters: BTreeMap<UnitId, PostId> = BTreeMap::new();
        for line in lines {
            let line = line.tidied(turn.today)?;
            if !setters.contains_key(&line.unit) {
                setters.insert(line.unit.clone(), setter(officer, deed, &line.unit)?);
            }
            let by = setters.get(&line.unit).cloned().unwrap_or_else(|| line.setter.clone());
            owner(deed, &line)?;
            let Some(held) = known.get(&line.key()) else {
                n_held += 1;
                if n_held > PLAN_LINES_MAX {
                    return Err(full());
                }
                let id = PlanLineId::from_bits((turn.ids)());
                let line = PlanLine { id, setter: by.clone(), revision: 0, made_at: turn.now, ..line };
                keep(deed, &line, None, (officer, &by))?;
                taken.n_new += 1;
                continue;
            };
            let line = restated(held, line).tidied(turn.today)?;
            if line == *held {
                taken.n_unchanged += 1;
                continue;
            }
            let line = PlanLine { revision: held.revision + 1, ..line };
            keep(deed, &line, Some(held), (officer, &by))?;
            taken.n_changed += 1;
        }
        Ok(taken)
    })
}

/// What a table says of a line that is held. What it leaves open stays.
fn restated(held: &PlanLine, line: PlanLine) -> PlanLine {
    let mut targets: BTreeMap<Quarter, Rational> = held.targets.iter().map(|one| (one.quarter, one.amount)).collect();
    targets.extend(line.targets.iter().map(|one| (one.quarter, one.amount)));
    let or = |new: String, old: &String| if new.is_empty() { old.clone() } else { new };
    PlanLine {
        measure: or(line.measure, &held.measure),
        targets: targets.into_iter().map(|(quarter, amount)| QuarterAmount { quarter, amount }).collect(),
        owner: line.owner.or_else(|| held.owner.clone()),
        money: or(line.money, &held.money),
        supplier: or(line.supplier, &held.supplier),
        note: or(line.note, &held.note),
        ..held.clone()
    }
}

impl Office {
    /// A line of the plan.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn plan_line(&self, text: &str) -> Result<PlanLine, Failure> {
        let id = PlanLineId::parse(text).ok_or_else(|| no_plan_line(text))?;
        Ok(self.reader.plan_line(&self.scope, id)?.ok_or_else(|| no_plan_line(text))?)
    }

    /// Whether an officer may set the plan of a unit.
    ///
    /// # Errors
    /// When the store fails.
    pub fn may_set_plan(&self, officer: &Officer, unit: &UnitId) -> Result<bool, Failure> {
        Ok(officer.with_power_over(Power::Lead, unit, self.tree()?.as_ref()).is_some())
    }
}
