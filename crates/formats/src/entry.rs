//! One entry, cut out and decoded: which format it is, and what that reads in it.

use model::Record;
use serde_json::Value;

use crate::Doubt;
use crate::cut::json::mend;
use crate::detect::{JSON, JsonFormat, TEXT, TextFormat, XML};
use crate::doubt::quoted;
use crate::xml::Element;

/// What was read in an entry. Lines of the doubts are lines of the entry.
pub(crate) struct Found {
    /// Name of the format.
    pub format: &'static str,
    pub record: Record,
    pub doubts: Vec<Doubt>,
}

impl Found {
    pub(crate) fn new(format: &'static str, (record, doubts): (Record, Vec<Doubt>)) -> Found {
        Found { format, record, doubts }
    }
}

/// Why nothing was read in an entry.
pub(crate) enum Unread {
    /// It is damaged.
    Damaged(Doubt),
    /// No format claims it; `known` are those that were asked.
    Unknown { doubt: Doubt, known: String },
}

/// Reads an XML entry, as the named format or as the first that claims it.
pub(crate) fn xml(text: &str, named: Option<&str>) -> Result<Found, Unread> {
    let (element, mut doubts) = Element::parse(text);
    let Some(element) = element else {
        let line = doubts.first().and_then(|doubt| doubt.line);
        return Err(Unread::Damaged(Doubt { line, ..Doubt::new("no XML element could be read here") }));
    };
    let format = match named {
        Some(name) => XML.iter().find(|format| format.name == name),
        None => XML.iter().find(|format| (format.claims)(&element)),
    };
    let Some(format) = format else {
        let hint = if element.name.eq_ignore_ascii_case("html") { "this is a web page; " } else { "" };
        let name = quoted(&element.name);
        let doubt = Doubt::new(format!("{hint}the element {name} is of no known format and was left out"));
        let known = format!("known in XML are {}", names(XML.iter().map(|format| format.name)));
        return Err(Unread::Unknown { doubt: doubt.on(element.line), known });
    };
    let (record, found) = (format.read)(&element);
    doubts.extend(found);
    Ok(Found::new(format.name, (record, doubts)))
}

/// Reads a JSON value, as the named format or as the first that claims it.
pub(crate) fn json(value: &Value, named: Option<&str>) -> Result<Found, Unread> {
    let format = match named {
        Some(name) => JSON.iter().find(|format| format.name == name),
        None => JSON.iter().find(|format| (format.claims)(value)),
    };
    let Some(format) = format else {
        const KEYS_SHOWN: usize = 5;
        let what = match value {
            Value::Object(object) => {
                format!(
                    "the JSON object with the keys {}",
                    names(object.keys().take(KEYS_SHOWN).map(|key| quoted(key)))
                )
            }
            _ => "the JSON value that is no object".to_owned(),
        };
        let doubt = Doubt::new(format!("{what} is of no known format and was left out"));
        let known = format!("known in JSON are {}", names(JSON.iter().map(|format| format.name)));
        return Err(Unread::Unknown { doubt, known });
    };
    Ok(Found::new(format.name, (format.read)(value)))
}

/// Reads a JSON value from its text. What is not quite JSON is mended if it can be.
pub(crate) fn json_text(text: &str, named: Option<&str>) -> Result<Found, Unread> {
    let error = match serde_json::from_str::<Value>(text) {
        Ok(value) => return json(&value, named),
        Err(error) => error,
    };
    let Some(value) = mend::mended(text).and_then(|text| serde_json::from_str::<Value>(&text).ok()) else {
        let line = error.line() as u64;
        return Err(Unread::Damaged(Doubt::new(format!("this is not JSON ({error}); it was left out")).on(line)));
    };
    let mut found = json(&value, named)?;
    found.doubts.insert(0, Doubt::new(format!("this is not quite JSON ({error}); it was mended and read")));
    Ok(found)
}

/// The format with this name, if it reads text directly and may be tried first on the next entry:
/// in files of millions of lines all are of one format, and a tree of values costs most of the time.
pub(crate) fn direct(name: &str, named: Option<&str>) -> Option<&'static JsonFormat> {
    let format = JSON.iter().find(|format| format.name == name)?;
    (format.read_text.is_some() && named.is_none_or(|named| named == name)).then_some(format)
}

/// Reads a JSON value without a tree of values in between; `None` when that cannot be.
pub(crate) fn json_direct(text: &str, format: &'static JsonFormat) -> Option<Found> {
    format.read_text.and_then(|read| read(text)).map(|given| Found::new(format.name, given))
}

/// Reads an entry of tagged text, as the first format that claims it or as the one by which it was
/// cut. Lines between two records in which nothing of a record stands are damage, not a record.
pub(crate) fn text(text: &str, cut_by: &'static TextFormat, is_named: bool) -> Result<Found, Unread> {
    let format = TEXT.iter().find(|format| !is_named && (format.claims)(text)).unwrap_or(cut_by);
    let (record, doubts) = (format.read)(text);
    if record == Record::default() {
        let doubt = format!("no field of {} could be read here; it was left out", format.name);
        return Err(Unread::Damaged(Doubt::new(doubt).on(1)));
    }
    Ok(Found::new(format.name, (record, doubts)))
}

fn names(names: impl Iterator<Item = impl AsRef<str>>) -> String {
    let mut list = String::new();
    for name in names {
        if !list.is_empty() {
            list.push_str(", ");
        }
        list.push_str(name.as_ref());
    }
    list
}
