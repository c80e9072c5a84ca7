//! Equipment lists of units: listed, written, taken in as a whole.

use desk::{EquipmentTaken, read_equipment};
use model::{Equipment, EquipmentId, EquipmentKind, UnitId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{classes_of, marking_of};
use super::marking::MarkingView;
use super::word::{Day, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::host::typed_classes;
use crate::problem::Problem;
use crate::route::Policy;

/// An entry of the equipment list of a unit.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EquipmentView {
    /// Its name.
    pub id: String,
    /// Whose it is.
    pub unit: String,
    /// What sort it is.
    pub kind: Word<EquipmentKind>,
    /// What it is called.
    pub name: String,
    /// Who made it, and its type.
    pub maker: String,
    /// What it is in classes, `scheme:code`.
    pub classes: Vec<String>,
    /// What else is to be known.
    pub note: String,
    /// Since when it is there.
    pub since: Option<Day>,
    /// Its last day.
    pub until: Option<Day>,
    /// Whether a demonstration made it up.
    pub invented: bool,
    /// Who may see it.
    pub marking: MarkingView,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was listed.
    pub made_at: Moment,
}

impl From<&Equipment> for EquipmentView {
    fn from(entry: &Equipment) -> EquipmentView {
        EquipmentView {
            id: entry.id.to_string(),
            unit: entry.unit.to_string(),
            kind: Word(entry.kind),
            name: entry.name.clone(),
            maker: entry.maker.clone(),
            classes: classes_of(&entry.classes),
            note: entry.note.clone(),
            since: entry.since.map(Day),
            until: entry.until.map(Day),
            invented: entry.invented,
            marking: MarkingView::from(&entry.marking),
            revision: entry.revision,
            made_at: Moment(entry.made_at),
        }
    }
}

async fn list(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<EquipmentView>> {
    let unit = way.get("unit").to_owned();
    let (_, found) = read(&caller, move |office| office.equipment_of(&unit)).await?;
    Ok(Found::listed(Listed::whole(found.iter().map(EquipmentView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<EquipmentView> {
    let id = way.get("equipment").to_owned();
    let entry = read(&caller, move |office| office.equipment(&id)).await?;
    Ok(Found::versioned(EquipmentView::from(&entry), u64::from(entry.revision)))
}

/// What the list says of an entry.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EquipmentBody {
    /// What sort it is.
    kind: Word<EquipmentKind>,
    /// What it is called.
    name: String,
    /// Who made it, and its type.
    #[serde(default)]
    maker: String,
    /// What it is in classes, `scheme:code`.
    #[serde(default)]
    classes: Vec<String>,
    /// What else is to be known.
    #[serde(default)]
    note: String,
    /// Since when it is there.
    since: Option<Day>,
    /// Its last day.
    until: Option<Day>,
    /// Who may see it; left out, everybody, or of one that is there, as before.
    marking: Option<MarkingView>,
}

fn entry(
    caller: &Caller,
    body: &EquipmentBody,
    (id, unit, revision): (EquipmentId, UnitId, u32),
) -> Result<Equipment, Problem> {
    Ok(Equipment {
        id,
        unit,
        kind: body.kind.0,
        name: body.name.clone(),
        maker: body.maker.clone(),
        classes: typed_classes(&body.classes),
        note: body.note.clone(),
        since: body.since.map(|day| day.0),
        until: body.until.map(|day| day.0),
        marking: marking_of(caller, body.marking.as_ref())?.unwrap_or_default(),
        invented: false,
        revision,
        made_at: 0,
    })
}

fn unit_of(caller: &Caller, way: &Way) -> Result<UnitId, Problem> {
    UnitId::new(way.get("unit")).map_err(|_| missing(caller))
}

async fn add(caller: Caller, sent: Sent<EquipmentBody>) -> Done<EquipmentView> {
    let unit = unit_of(&caller, &sent.way)?;
    let entry = entry(&caller, &sent.body, (EquipmentId::from_bits(caller.app.ids()()), unit, 0))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let entry = desk::keep_equipment(writer, turn, entry, true)?;
        let at = format!("/api/v1/equipment/{}", entry.id);
        Ok(Reply::of(EquipmentView::from(&entry)).at(at).versioned(u64::from(entry.revision)))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<EquipmentBody>) -> Done<EquipmentView> {
    let name = sent.way.get("equipment").to_owned();
    let held = read(&caller, move |office| office.equipment(&name)).await?;
    let version = u32::try_from(sent.version).unwrap_or(u32::MAX);
    let entry = entry(&caller, &sent.body, (held.id, held.unit, version))?;
    let marking = if sent.body.marking.is_some() { entry.marking.clone() } else { held.marking };
    let entry = Equipment { marking, ..entry };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let entry = desk::keep_equipment(writer, turn, entry, false)?;
        Ok(Reply::of(EquipmentView::from(&entry)).versioned(u64::from(entry.revision)))
    });
    kept.await
}

/// A whole list.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EquipmentListBody {
    /// The table: kind, name, maker, classes, note, since, until; with a line of headings or without one.
    text: String,
    /// Who may see what is new in it.
    marking: Option<MarkingView>,
}

/// What a list did.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EquipmentListView {
    /// Entries that were not known.
    pub n_new: u64,
    /// Entries of which it says something else than before.
    pub n_changed: u64,
    /// Entries that stood there already.
    pub n_unchanged: u64,
}

impl From<EquipmentTaken> for EquipmentListView {
    fn from(taken: EquipmentTaken) -> EquipmentListView {
        EquipmentListView {
            n_new: taken.n_new as u64,
            n_changed: taken.n_changed as u64,
            n_unchanged: taken.n_unchanged as u64,
        }
    }
}

async fn take(caller: Caller, sent: Sent<EquipmentListBody>) -> Done<EquipmentListView> {
    let unit = unit_of(&caller, &sent.way)?;
    let (marking, text) =
        (marking_of(&caller, sent.body.marking.as_ref())?.unwrap_or_default(), sent.body.text.clone());
    let listed_for = unit.clone();
    let lines = read(&caller, move |office| {
        office.equipment_of(listed_for.as_str())?;
        Ok(read_equipment("text", text.as_bytes(), &listed_for, &marking))
    });
    let lines = lines.await?.map_err(|faults| {
        let said = faults.iter().map(|fault| format!("{}: {}", fault.line, caller.speech().refusal(&fault.refusal)));
        slip(&caller, "#/text", said.collect::<Vec<_>>().join("\n"))
    })?;
    let lines: Vec<Equipment> = lines.into_iter().map(|line| line.entry).collect();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let taken = desk::take_equipment(writer, turn, &unit, lines).map_err(as_a_rule)?;
        Ok(Reply::of(EquipmentListView::from(taken)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, all, one) = (Policy::SignedIn, "/api/v1/units/{unit}/equipment", "/api/v1/equipment/{equipment}");
    api.read(all, open, "list_equipment", "The equipment list of a unit, by sort and name", list)
        .create(all, open, "add_equipment", "Puts an entry on the equipment list of a unit", add)
        .read(one, open, "show_equipment", "One entry of an equipment list", show)
        .change(
            (axum::http::Method::PUT, one),
            open,
            "change_equipment",
            "Changes an entry of an equipment list",
            change,
        )
        .act(
            "/api/v1/units/{unit}/equipment-list",
            open,
            "take_equipment",
            "Takes an equipment list in; nothing is taken off by it",
            take,
        )
}
