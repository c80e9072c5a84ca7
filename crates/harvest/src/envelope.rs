//! What stands around records in an answer: tokens, totals, titles.
//!
//! The records themselves are read elsewhere, in a cell. Here a stream of tags is walked through once, without a tree, and
//! what is kept of it has limits.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use crate::Fault;
use model::Setback;

/// Longest text of an element that is kept, in bytes.
const TEXT_BYTES_MAX: usize = 8_000;

/// Elements that are kept.
const KEPT_MAX: usize = 5_000;

/// An element that was looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Its local name.
    pub name: String,
    /// How deep it stands; the root stands at 1.
    pub depth: usize,
    attributes: Vec<(String, String)>,
    /// Its text, without that of elements inside it.
    pub text: String,
}

impl Kept {
    /// An attribute by its local name.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// The root of a document, and its elements of these names, in their order. Damage ends the walk.
pub(crate) fn elements(body: &[u8], wanted: &[&str]) -> (String, Vec<Kept>) {
    let text = String::from_utf8_lossy(body);
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let (mut root, mut depth) = (String::new(), 0_usize);
    let mut kept: Vec<Kept> = Vec::new();
    // Those of the kept that are still open, as places in `kept`, with their depth.
    let mut open: Vec<(usize, usize)> = Vec::new();
    while let Ok(event) = reader.read_event() {
        let is_empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                depth += 1;
                let name = tag.local_name().as_ref().to_owned();
                if root.is_empty() {
                    root.clone_from(&name);
                }
                if wanted.contains(&name.as_str()) && kept.len() < KEPT_MAX {
                    open.push((kept.len(), depth));
                    kept.push(Kept { name, depth, attributes: attributes(&tag), text: String::new() });
                }
                if is_empty {
                    close(&mut open, &mut depth);
                }
            }
            Event::End(_) => close(&mut open, &mut depth),
            Event::Text(part) => add(&mut kept, &open, depth, &part),
            Event::CData(part) => add(&mut kept, &open, depth, &part),
            Event::GeneralRef(name) => {
                let written = format!("&{};", &*name);
                let text = quick_xml::escape::unescape(&written).unwrap_or_default();
                add(&mut kept, &open, depth, &text);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    (root, kept)
}

fn attributes(tag: &BytesStart<'_>) -> Vec<(String, String)> {
    let mut attributes = tag.html_attributes();
    let attributes = attributes.with_checks(false).flatten().take(32);
    attributes
        .map(|one| {
            let value: String = one.value.chars().take(TEXT_BYTES_MAX / 4).collect();
            let value = quick_xml::escape::unescape(&value).map(|text| text.into_owned()).unwrap_or(value);
            (one.key.local_name().as_ref().to_lowercase(), value)
        })
        .collect()
}

fn close(open: &mut Vec<(usize, usize)>, depth: &mut usize) {
    if open.last().is_some_and(|(_, at)| at == depth) {
        open.pop();
    }
    *depth = depth.saturating_sub(1);
}

fn add(kept: &mut [Kept], open: &[(usize, usize)], depth: usize, text: &str) {
    if let Some((place, at)) = open.last()
        && *at == depth
        && let Some(one) = kept.get_mut(*place)
        && one.text.len() + text.len() <= TEXT_BYTES_MAX
    {
        one.text.push_str(text);
    }
}

/// The answer as JSON.
pub(crate) fn json(body: &[u8]) -> Result<Value, Fault> {
    serde_json::from_slice(body).map_err(|error| {
        let setback = if error.is_eof() && !body.trim_ascii().is_empty() { Setback::Garbled } else { Setback::Strange };
        Fault::of(setback, format!("the answer is no JSON: {error}"))
    })
}

/// Refuses XML that ends before its root is closed. What is no XML, or is damaged before its end, is let pass: whoever reads it
/// says so.
pub(crate) fn ends_early(body: &[u8]) -> Result<(), Fault> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}').trim();
    if !text.starts_with('<') {
        return Ok(());
    }
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let (mut root, mut last, mut depth) = (String::new(), String::new(), 0_usize);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                if root.is_empty() {
                    root = tag.name().as_ref().to_owned();
                }
            }
            Ok(Event::End(tag)) => {
                depth = depth.saturating_sub(1);
                tag.name().as_ref().clone_into(&mut last);
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            // A tag, comment or section that has no end reaches to that of the text.
            Err(quick_xml::Error::Syntax(_)) if depth > 0 => break,
            Err(_) => return Ok(()),
        }
    }
    // An element inside that nobody closed is damage, and no early end.
    if depth == 0 || last == root {
        return Ok(());
    }
    Err(Fault::of(Setback::Garbled, format!("the answer ends before the element {root} is closed")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_for_is_found_with_its_own_text_and_depth() {
        let (root, kept) = elements(
            b"<?xml version='1.0'?><a:feed xmlns:a='x'><a:title>Tom &amp; <b>not this</b>\xd0\xa2 <![CDATA[<x>]]></a:title>\
              <entry><a:title lang='de'/></entry></a:feed>",
            &["title"],
        );
        assert_eq!(root, "feed");
        assert_eq!((kept[0].text.as_str(), kept[0].depth), ("Tom & Т <x>", 2));
        assert_eq!((kept[1].attribute("lang"), kept[1].depth), (Some("de"), 3));
    }

    #[test]
    fn an_answer_that_ends_before_its_root_is_closed_is_not_whole() {
        let whole = "<?xml version='1.0'?><r><a>x</a><a><br/>y</a></r> <!-- e -->";
        assert_eq!(ends_early(whole.as_bytes()), Ok(()));
        let root = whole.find("<r>").unwrap() + 3;
        for end in root..whole.find("</r>").unwrap() + 3 {
            let cut = ends_early(&whole.as_bytes()[..end]);
            assert_eq!(cut.map_err(|fault| fault.setback), Err(Setback::Garbled), "{}", &whole[..end]);
        }
        for passes in ["", "text", "<r/>", "<r><br>x</r>", "\u{feff}<r></r>", "{\"a\":", "<r><a></r>"] {
            assert_eq!(ends_early(passes.as_bytes()), Ok(()), "{passes}");
        }
        assert_eq!(json(b"{\"a\": [1,").unwrap_err().setback, Setback::Garbled);
        assert_eq!(json(b"<html>").unwrap_err().setback, Setback::Strange);
    }

    #[test]
    fn damage_ends_the_walk_and_nothing_else() {
        let (root, kept) = elements(b"<a><b>kept</b><b <", &["b"]);
        assert_eq!((root.as_str(), kept[0].text.as_str()), ("a", "kept"), "what stands before it stays");
        for odd in
            [&b""[..], b"text", b"<", b"<a><b>", b"</a>", b"<a b=>&;</a>", b"\xff\xfe<\0a\0", b"<a>&#xffffffff;&x;</a>"]
        {
            let _ = elements(odd, &["a", "b"]);
        }
    }
}
