//! Equipment lists of units: typed, pasted or brought as a table.

use std::collections::BTreeMap;

use model::{
    Actor, EQUIPMENT_MAX, Equipment, EquipmentId, EquipmentKind, Noun, Power, Refusal, Thing, UnitId, Verb, sentence,
};
use store::{Deed, EquipmentFilter, Scope, Writer};

use crate::review::{Turn, tree};
use crate::{Failure, Office, Officer};

/// What a list that was taken in did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EquipmentTaken {
    /// Entries that were not known.
    pub n_new: usize,
    /// Entries of which it says something else than before.
    pub n_changed: usize,
    /// Entries that stood there already.
    pub n_unchanged: usize,
}

pub(crate) fn no_entry(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "equipment",
        text: text.to_owned(),
        next: sentence!("next-look-equipment", "look for it in the equipment list of its unit"),
    }
}

/// Who may write the list of a unit: whoever acts for a post of it or of a unit above, and who documents over it.
fn keeper(officer: &Officer, deed: &Deed<'_>, unit: &UnitId) -> Result<Actor, Failure> {
    let tree = tree(deed)?;
    if tree.unit(unit).is_none() {
        return Err(Refusal::NotFound {
            noun: "unit",
            text: unit.to_string(),
            next: sentence!("next-look-units", "look in the list of units"),
        }
        .into());
    }
    if let Some((post, _)) = officer.posts.iter().find(|(post, _)| post.unit == *unit) {
        return Ok(officer.acting_for(&post.id)?);
    }
    let lead = officer.empowered(Power::Lead, unit, &tree).or_else(|_| officer.empowered(Power::Document, unit, &tree));
    lead.map_err(|_| {
        Failure::said(sentence!(
            "equipment-not-keeper",
            "Only who works in {unit} or leads it writes its equipment list; ask one of them",
            unit
        ))
    })
}

fn full() -> Failure {
    Failure::said(sentence!(
        "equipment-full",
        "A unit lists up to {max} entries; list kinds of machines, and not each of them",
        max = EQUIPMENT_MAX
    ))
}

fn keep(deed: &mut Deed<'_>, entry: &Equipment, is_new: bool) -> Result<(), Failure> {
    let verb = if is_new { Verb::Registered } else { Verb::Revised };
    let fact =
        deed.fact(verb, Thing::new(Noun::Equipment, entry.id)).to(Thing::new(Noun::Unit, &entry.unit).to_string());
    Ok(deed.keep_equipment(entry, &fact)?)
}

/// Puts an entry on the list of a unit, or changes it: then `entry.revision` is that of the state which was seen. A form that is sent twice
/// lists once.
///
/// # Errors
/// Refused when it is not in order, to whoever does not work in or lead the unit, when the list is full, when it stands there already, when
/// its marking would hide it from the officer or become wider, or when somebody changed it in between.
pub fn keep_equipment(
    writer: &mut Writer,
    turn: &Turn<'_>,
    entry: Equipment,
    is_new: bool,
) -> Result<Equipment, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = if is_new {
            None
        } else {
            Some(deed.equipment(&officer.scope, entry.id)?.ok_or_else(|| no_entry(&entry.id.to_string()))?)
        };
        let unit = before.as_ref().map_or(&entry.unit, |before| &before.unit).clone();
        keeper(officer, deed, &unit)?;
        let entry = Equipment { unit, ..entry.tidied()? };
        if !officer.clearance.may_see(&entry.marking) {
            return Err(Failure::said(sentence!(
                "marking-blind-equipment",
                "You could not see the entry once it is so marked; choose a marking that you are cleared for"
            )));
        }
        // A form carries the name of its entry: one that names what is held lists nothing, wherever that stands.
        if is_new && let Some(held) = deed.equipment(&Scope::office(), entry.id)? {
            if held.unit == entry.unit && held.key() == entry.key() && officer.clearance.may_see(&held.marking) {
                return Ok(held);
            }
            return Err(Failure::said(sentence!(
                "equipment-form-sent",
                "This form was sent before; open a new one to list something else"
            )));
        }
        let listed = deed.equipment_of(&entry.unit)?;
        let is_twice = |held: &&Equipment| held.id != entry.id && held.key() == entry.key() && held.until.is_none();
        if let Some(twin) = listed.iter().find(is_twice)
            && officer.clearance.may_see(&twin.marking)
        {
            return Err(Failure::said(sentence!(
                "equipment-twice",
                "“{name}” stands on the list already; change what it says there",
                name = twin.name.as_str()
            )));
        }
        let Some(before) = before else {
            if listed.len() >= EQUIPMENT_MAX {
                return Err(full());
            }
            let entry = Equipment { revision: 0, made_at: turn.now, ..entry };
            keep(deed, &entry, true)?;
            return Ok(entry);
        };
        let entry = Equipment { invented: before.invented, made_at: before.made_at, ..entry };
        if entry == before {
            return Ok(before);
        }
        before.from_revision(entry.revision)?;
        if !entry.marking.covers(&before.marking) {
            return Err(Failure::said(sentence!(
                "marking-wider-equipment",
                "More people could see the entry than before; keep its marking or make it narrower"
            )));
        }
        let entry = Equipment { revision: before.revision + 1, ..entry };
        keep(deed, &entry, false)?;
        Ok(entry)
    })
}

/// Takes a list in: what is known by its sort, name and maker is restated, everything else is new. What the list does not name stays.
///
/// # Errors
/// Refused to whoever does not work in or lead the unit, or when the list would be too long.
pub fn take_equipment(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    unit: &UnitId,
    lines: Vec<Equipment>,
) -> Result<EquipmentTaken, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        keeper(officer, deed, unit)?;
        let listed = deed.equipment_of(unit)?;
        let mut n_listed = listed.len();
        // What the officer does not see, and what the unit has no more, is not restated: a line that says the same is an entry of its own.
        let is_theirs = |held: &Equipment| {
            officer.clearance.may_see(&held.marking) && held.until.is_none_or(|until| until >= turn.today)
        };
        let seen = listed.into_iter().filter(is_theirs);
        let mut known: BTreeMap<(EquipmentKind, String, String), Equipment> =
            seen.map(|held| (held.key(), held)).collect();
        let mut taken = EquipmentTaken::default();
        for line in lines {
            let line = line.tidied()?;
            let key = line.key();
            match known.get(&key) {
                None => {
                    n_listed += 1;
                    if n_listed > EQUIPMENT_MAX {
                        return Err(full());
                    }
                    let id = EquipmentId::from_bits((turn.ids)());
                    let entry = Equipment { id, unit: unit.clone(), revision: 0, made_at: turn.now, ..line };
                    keep(deed, &entry, true)?;
                    known.insert(key, entry);
                    taken.n_new += 1;
                }
                Some(held) => {
                    let entry = restated(held, line);
                    if entry == *held {
                        taken.n_unchanged += 1;
                        continue;
                    }
                    let entry = Equipment { revision: held.revision + 1, ..entry };
                    keep(deed, &entry, false)?;
                    known.insert(key, entry);
                    taken.n_changed += 1;
                }
            }
        }
        Ok(taken)
    })
}

/// What a line says of an entry that is held. What it leaves open stays.
fn restated(held: &Equipment, line: Equipment) -> Equipment {
    Equipment {
        classes: if line.classes.is_empty() { held.classes.clone() } else { line.classes },
        note: if line.note.is_empty() { held.note.clone() } else { line.note },
        since: line.since.or(held.since),
        until: line.until.or(held.until),
        ..held.clone()
    }
}

impl Office {
    /// An entry of an equipment list.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn equipment(&self, text: &str) -> Result<Equipment, Failure> {
        let id = EquipmentId::parse(text).ok_or_else(|| no_entry(text))?;
        Ok(self.reader.equipment(&self.scope, id)?.ok_or_else(|| no_entry(text))?)
    }

    /// The equipment list of a unit, by sort and name.
    ///
    /// # Errors
    /// Refused when there is no such unit.
    pub fn equipment_of(&self, text: &str) -> Result<(model::Unit, Vec<Equipment>), Failure> {
        let no_unit = || Refusal::NotFound {
            noun: "unit",
            text: text.to_owned(),
            next: sentence!("next-look-units", "look in the list of units"),
        };
        let id = UnitId::new(text).map_err(|_| no_unit())?;
        let unit = self.tree()?.unit(&id).cloned().ok_or_else(no_unit)?;
        let filter = EquipmentFilter { unit: Some(id), ..EquipmentFilter::default() };
        Ok((unit, self.reader.equipment_list(&self.scope, &filter)?))
    }

    /// Whether an officer may write the equipment list of a unit.
    ///
    /// # Errors
    /// When the store fails.
    pub fn may_list_equipment(&self, officer: &Officer, unit: &UnitId) -> Result<bool, Failure> {
        let tree = self.tree()?;
        let leads = [Power::Lead, Power::Document].into_iter();
        let mut leads = leads.filter(|power| officer.with_power_over(*power, unit, &tree).is_some());
        Ok(officer.posts.iter().any(|(post, _)| post.unit == *unit) || leads.next().is_some())
    }
}

/// Every entry that is there on a day, of every unit. For the office's own work alone.
pub(super) fn all_there(office: &Office, today: model::Date) -> Result<Vec<Equipment>, Failure> {
    let filter = EquipmentFilter { on: Some(today), ..EquipmentFilter::default() };
    Ok(office.reader.equipment_list(&Scope::office(), &filter)?)
}
