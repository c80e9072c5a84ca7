//! XML within bounds: no entities of its own, no depth without end.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::Fault;
use crate::limits::{ATTRIBUTES_MAX, DEPTH_MAX};

/// Walks through XML and calls `visit` with each event.
///
/// # Errors
/// When it is damaged, or goes beyond a bound.
pub(crate) fn walk<'a>(bytes: &'a [u8], visit: &mut dyn FnMut(&Event<'a>) -> Result<(), Fault>) -> Result<(), Fault> {
    let text = std::str::from_utf8(bytes).map_err(|_| Fault::Damaged)?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut depth = 0usize;
    let mut had_root = false;
    loop {
        let event = reader.read_event().map_err(|_| Fault::Damaged)?;
        match &event {
            Event::Start(start) => {
                depth += 1;
                had_root = true;
                within(start, depth)?;
            }
            Event::Empty(start) => {
                had_root = true;
                within(start, depth + 1)?;
            }
            Event::End(_) => depth = depth.checked_sub(1).ok_or(Fault::Damaged)?,
            // A type that is named elsewhere is never fetched; one that defines entities here can grow without end.
            Event::DocType(text) if text.contains('[') => return Err(Fault::Entities),
            Event::Eof => return if depth == 0 && had_root { Ok(()) } else { Err(Fault::Damaged) },
            _ => {}
        }
        visit(&event)?;
    }
}

fn within(start: &BytesStart<'_>, depth: usize) -> Result<(), Fault> {
    if depth > DEPTH_MAX || start.attributes().with_checks(false).count() > ATTRIBUTES_MAX {
        return Err(Fault::Deep);
    }
    // What is written anew has to read as the same, so nothing passes that two readers could read in two ways.
    let are_whole =
        start.attributes().all(|one| one.is_ok_and(|one| is_name(one.key.as_ref()) && !one.value.contains('<')));
    if are_whole && is_name(start.name().as_ref()) { Ok(()) } else { Err(Fault::Damaged) }
}

/// Whether this can name an element or attribute: letters, digits and the signs that XML lets stand in a name.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '.' | '\u{b7}'))
}

/// The name of an element or attribute without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

/// The prefix of a name.
pub(crate) fn prefix(name: &str) -> &str {
    name.split_once(':').map_or("", |(prefix, _)| prefix)
}

/// The value of an attribute, by its name without prefix.
pub(crate) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().with_checks(false).flatten().find(|one| local(one.key.as_ref()) == name)?;
    Some(found.value.into_owned())
}

/// What a reference such as `&amp;` or `&#x41;` stands for.
pub(crate) fn referred(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let number = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(number)
        }
    }
}
