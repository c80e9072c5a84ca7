//! One entry, cut out and decoded: which format it is, and what that reads in it.

use model::Record;
use serde_json::Value;

use crate::Doubt;
use crate::detect::{JSON, TEXT, TextFormat, XML};
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

/// Reads an XML entry, as the named format or as the first that claims it.
pub(crate) fn xml(text: &str, named: Option<&str>) -> Result<Found, Doubt> {
    let (element, mut doubts) = Element::parse(text);
    let Some(element) = element else {
        let doubt = Doubt { place: None, ..doubts.into_iter().next().unwrap_or_default() };
        return Err(Doubt { text: "no XML element could be read here".to_owned(), ..doubt });
    };
    let format = match named {
        Some(name) => XML.iter().find(|format| format.name == name),
        None => XML.iter().find(|format| (format.claims)(&element)),
    };
    let Some(format) = format else {
        let hint = if element.name.eq_ignore_ascii_case("html") { "this is a web page; " } else { "" };
        let name = quoted(&element.name);
        let known = names(XML.iter().map(|format| format.name));
        let text = format!("{hint}the element {name} is of no known format and was left out; known in XML are {known}");
        return Err(Doubt::new(text).on(element.line));
    };
    let (record, found) = (format.read)(&element);
    doubts.extend(found);
    Ok(Found::new(format.name, (record, doubts)))
}

/// Reads a JSON value, as the named format or as the first that claims it.
pub(crate) fn json(value: &Value, named: Option<&str>) -> Result<Found, Doubt> {
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
        let known = names(JSON.iter().map(|format| format.name));
        return Err(Doubt::new(format!("{what} is of no known format and was left out; known in JSON are {known}")));
    };
    Ok(Found::new(format.name, (format.read)(value)))
}

/// Reads an entry of tagged text, as the first format that claims it or as the one by which it was
/// cut.
pub(crate) fn text(text: &str, cut_by: &'static TextFormat, is_named: bool) -> Found {
    let format = TEXT.iter().find(|format| !is_named && (format.claims)(text)).unwrap_or(cut_by);
    Found::new(format.name, (format.read)(text))
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
