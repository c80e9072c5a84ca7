//! The canonical record as JSON: our own form, version 1.
//!
//! One line a record, members in fixed order, empty parts left out. `docs/record-json.md` describes
//! every member and the rule of versions. The store keeps records in this form, `uptake read --json`
//! prints it, and it can be ingested again, so writing and reading lose nothing.

use std::fmt;

use model::Record;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::limits::{DOUBTS_MAX, VALUES_MAX};
use crate::{Doubt, Reading};

mod form;
mod parts;
#[cfg(test)]
mod tests;

use form::RecordForm;
use parts::DoubtForm;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "uptake-json";

/// The version that is written. Readers refuse a newer one.
const VERSION: u64 = 1;

/// Why a text is not a record in our JSON form: one sentence, lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotARecord(String);

impl fmt::Display for NotARecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotARecord {}

/// Writes a record on one line.
pub fn to_json(record: &Record) -> String {
    written(&RecordForm::of(record))
}

/// Writes a record and the doubts about it on one line, as `uptake read --json` prints it.
pub fn reading_to_json(reading: &Reading) -> String {
    let mut form = RecordForm::of(&reading.record);
    form.doubts = reading.doubts.iter().map(DoubtForm::of).collect();
    written(&form)
}

/// Reads what [`reading_to_json`] wrote; the raw bytes travel apart from it.
///
/// # Errors
/// As [`from_json`].
pub fn reading_from_json(text: &str, raw: Vec<u8>) -> Result<Reading, NotARecord> {
    let record = from_json(text)?;
    let said: Doubts<'_> = serde_json::from_str(text).map_err(|error| {
        NotARecord(format!("the doubts have another shape than version {VERSION} gives them: {error}"))
    })?;
    let doubts = said.doubts.into_iter().map(|form| form.into_doubt()).collect();
    Ok(Reading { record, doubts, raw })
}

/// Writes a doubt about a source on one line.
pub fn doubt_to_json(doubt: &Doubt) -> String {
    serde_json::to_string(&DoubtForm::of(doubt)).unwrap_or_default()
}

/// Reads what [`doubt_to_json`] wrote.
pub fn doubt_from_json(text: &str) -> Option<Doubt> {
    serde_json::from_str::<DoubtForm<'_>>(text).ok().map(DoubtForm::into_doubt)
}

#[derive(Deserialize)]
struct Doubts<'a> {
    #[serde(borrow, default)]
    doubts: Vec<DoubtForm<'a>>,
}

fn written(form: &RecordForm<'_>) -> String {
    // Strings, numbers and lists always have a JSON form, and a `String` takes any length.
    serde_json::to_string(form).unwrap_or_default()
}

/// Reads what [`to_json`] wrote, without loss.
///
/// Strict, because it serves the store: any member that is not as version 1 has it is refused with
/// a sentence that names it. Members it does not know are passed over.
pub fn from_json(text: &str) -> Result<Record, NotARecord> {
    // The version comes first: what a newer version changed must not be reported as damage.
    let stamp: Stamp = serde_json::from_str(text).map_err(|error| NotARecord(format!("no JSON object: {error}")))?;
    if let Some(fault) = version_fault(stamp.v.as_ref()) {
        return Err(NotARecord(fault));
    }
    let form: RecordForm<'_> = serde_json::from_str(text)
        .map_err(|error| NotARecord(format!("a member has another shape than version {VERSION} gives it: {error}")))?;
    let mut doubts = Vec::new();
    let record = form.into_record(&mut doubts);
    match doubts.first() {
        None => Ok(record),
        Some(doubt) => Err(NotARecord(doubt.to_string())),
    }
}

#[derive(Deserialize)]
struct Stamp {
    v: Option<Value>,
}

fn version_fault(v: Option<&Value>) -> Option<String> {
    match v.map(Value::as_u64) {
        Some(Some(1..=VERSION)) => None,
        Some(Some(newer)) if newer > VERSION => {
            Some(format!("the record is of version {newer}; this program reads up to {VERSION}"))
        }
        Some(_) => Some("the member `v` is not a version number".to_owned()),
        None => Some("the member `v` with the version is absent".to_owned()),
    }
}

/// Members by which our form is known among others that have a `v`.
const LISTS: &[&str] = &["identifiers", "titles", "abstracts", "contributors"];

/// The other members; several are words that others use too.
const MEMBERS: &[&str] = &[
    "v",
    "kind",
    "source",
    "published",
    "language",
    "subjects",
    "rights",
    "status",
    "relations",
    "locations",
    "notes",
    "origin",
    "doubts",
];

/// Whether the entry is one of these: it has a version, and one of our lists or nothing foreign.
pub(crate) fn claims(entry: &Value) -> bool {
    let Some(members) = entry.as_object() else { return false };
    let listed = |name: &&str| members.get(*name).is_some_and(Value::is_array);
    members.get("v").is_some_and(Value::is_u64)
        && (LISTS.iter().any(listed) || members.keys().all(|name| MEMBERS.contains(&name.as_str())))
}

/// Reads one entry. Lenient where [`from_json`] is strict: a damaged member or element costs only
/// itself. The doubts that stand in the entry are passed on before those of this reading.
pub(crate) fn read(entry: &Value) -> (Record, Vec<Doubt>) {
    let mut doubts = Vec::new();
    let mut form = RecordForm::default();
    let Some(members) = entry.as_object() else {
        return (Record::default(), vec![Doubt::new("the entry is not a JSON object; nothing was read")]);
    };
    for (place, value) in members {
        match place.as_str() {
            "v" => {
                if let Some(fault) = version_fault(Some(value)) {
                    doubts.push(Doubt::at("v", format!("{fault}; it was read as version {VERSION}")));
                }
            }
            "identifiers" => form.identifiers = elements(place, value, &mut doubts),
            "titles" => form.titles = elements(place, value, &mut doubts),
            "abstracts" => form.abstracts = elements(place, value, &mut doubts),
            "contributors" => form.contributors = elements(place, value, &mut doubts),
            "kind" => form.kind = member(place, value, &mut doubts),
            "source" => form.source = member(place, value, &mut doubts),
            "published" => form.published = member(place, value, &mut doubts),
            "language" => form.language = member(place, value, &mut doubts),
            "subjects" => form.subjects = elements(place, value, &mut doubts),
            "rights" => form.rights = elements(place, value, &mut doubts),
            "status" => form.status = member(place, value, &mut doubts),
            "relations" => form.relations = elements(place, value, &mut doubts),
            "locations" => form.locations = elements(place, value, &mut doubts),
            "notes" => form.notes = elements(place, value, &mut doubts),
            "origin" => form.origin = member(place, value, &mut doubts),
            "doubts" => form.doubts = elements(place, value, &mut doubts),
            // A later member of version 1 is no damage.
            _ => {}
        }
    }
    let mut stated: Vec<Doubt> = form.doubts.drain(..).map(DoubtForm::into_doubt).collect();
    let record = form.into_record(&mut doubts);
    stated.append(&mut doubts);
    if stated.len() > DOUBTS_MAX {
        let n = stated.len() - DOUBTS_MAX + 1;
        stated.truncate(DOUBTS_MAX - 1);
        stated.push(Doubt::new(format!("{n} further doubts were left out")));
    }
    (record, stated)
}

fn member<T: DeserializeOwned>(place: &str, value: &Value, doubts: &mut Vec<Doubt>) -> Option<T> {
    if value.is_null() {
        return None;
    }
    T::deserialize(value)
        .map_err(|error| doubts.push(Doubt::at(place, format!("it has another shape ({error}) and was left out"))))
        .ok()
}

fn elements<T: DeserializeOwned>(place: &str, value: &Value, doubts: &mut Vec<Doubt>) -> Vec<T> {
    let Some(list) = value.as_array() else {
        doubts.push(Doubt::at(place, "it is not a list and was left out"));
        return Vec::new();
    };
    if list.len() > VALUES_MAX {
        doubts.push(Doubt::at(place, format!("it has more than {VALUES_MAX} elements; the rest was left out")));
    }
    list.iter()
        .take(VALUES_MAX)
        .enumerate()
        .filter_map(|(i, element)| member(&format!("{place}/{i}"), element, doubts))
        .collect()
}
