//! Looking into one JSON entry.
//!
//! Sources write one value where they mean a list of one, numbers where they mean strings, and
//! leave out what they please; these few questions answer all of it without failing.

use std::borrow::Cow;

use model::PartialDate;
use serde_json::Value;

use crate::limits::VALUES_MAX;

/// What stands on this path of member names, `primary_location/source`; null when nothing does.
pub(crate) fn at<'a>(entry: &'a Value, path: &str) -> &'a Value {
    let mut value = entry;
    for name in path.split('/') {
        match value.get(name) {
            Some(inner) => value = inner,
            None => return &Value::Null,
        }
    }
    value
}

/// The elements of the list on this path, [`VALUES_MAX`] at most; a single value is a list of one.
pub(crate) fn list<'a>(entry: &'a Value, path: &str) -> &'a [Value] {
    match at(entry, path) {
        Value::Null => &[],
        Value::Array(list) => list.get(..VALUES_MAX).unwrap_or(list),
        single => std::slice::from_ref(single),
    }
}

/// The words of a value: a string with something in it, ends trimmed, or a number as written.
pub(crate) fn words(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(text.trim()).filter(|text| !text.is_empty()).map(Cow::Borrowed),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}

/// The words on this path; of a list the first.
pub(crate) fn text<'a>(entry: &'a Value, path: &str) -> Option<Cow<'a, str>> {
    list(entry, path).iter().find_map(words)
}

/// The words on this path without mark-up; of a list the first.
pub(crate) fn plain(entry: &Value, path: &str) -> Option<String> {
    text(entry, path).map(|text| crate::markup::plain(&text)).filter(|text| !text.is_empty())
}

/// All words of the list on this path.
pub(crate) fn texts<'a>(entry: &'a Value, path: &str) -> impl Iterator<Item = Cow<'a, str>> {
    list(entry, path).iter().filter_map(words)
}

/// Whether the value on this path is true, as a truth value or in words.
pub(crate) fn holds(entry: &Value, path: &str) -> bool {
    match at(entry, path) {
        Value::Bool(truth) => *truth,
        Value::String(text) => text.eq_ignore_ascii_case("true"),
        _ => false,
    }
}

/// A date as CSL-JSON and Crossref write it: `{"date-parts": [[2020, 12, 1]]}`, the parts numbers
/// or strings, `[[null]]` and `[[]]` when there is none. A range gives its beginning.
///
/// `Err` with the first part when that is no year.
pub(crate) fn date_parts(date: &Value) -> Result<Option<PartialDate>, Cow<'_, str>> {
    let parts = match list(date, "date-parts").first() {
        Some(Value::Array(parts)) => parts,
        _ => return Ok(None),
    };
    let number = |i: usize| parts.get(i).and_then(words).and_then(|part| part.parse::<i32>().ok());
    let small = |i: usize| number(i).and_then(|part| u8::try_from(part).ok());
    match number(0).and_then(|year| PartialDate::new(year, small(1), small(2))) {
        Some(date) => Ok(Some(date)),
        None => parts.first().and_then(words).map_or(Ok(None), Err),
    }
}

#[cfg(test)]
pub(crate) use tests::{entries, parsed};

#[cfg(test)]
mod tests;
