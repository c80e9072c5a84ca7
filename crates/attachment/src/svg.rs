//! SVG 2 (<https://www.w3.org/TR/SVG2/>): a drawing that is text, and could run programs. It is never shown as a page of ours.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quick_xml::Writer;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};

use crate::text::Gate;
use crate::{Fault, office, released as released_file, xml};

/// Bytes within which the first element stands.
const HEAD_BYTES: usize = 4_096;

/// The namespace of SVG.
const SPACE: &str = "http://www.w3.org/2000/svg";

/// Whether this begins as a drawing.
pub(crate) fn claims(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD_BYTES).unwrap_or(bytes);
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if !head.starts_with(b"<") {
        return false;
    }
    // The head may end within a sign.
    let head = match std::str::from_utf8(head) {
        Ok(head) => head,
        Err(error) => std::str::from_utf8(head.get(..error.valid_up_to()).unwrap_or_default()).unwrap_or_default(),
    };
    let mut reader = quick_xml::Reader::from_str(head);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => return xml::local(start.name().as_ref()) == "svg",
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// Reads what a drawing says: its title, its description, the words in it.
pub(crate) fn read(bytes: &[u8], gate: &mut Gate) -> Result<(), Fault> {
    if std::str::from_utf8(bytes).is_err() {
        return Err(Fault::Damaged);
    }
    let (mut in_words, mut is_first, mut is_svg) = (0usize, true, false);
    xml::walk(bytes, &mut |event| {
        let is_words = |name: &str| matches!(xml::local(name), "title" | "desc" | "text");
        match event {
            Event::Start(start) | Event::Empty(start) if is_first => {
                is_first = false;
                is_svg = start.attributes().with_checks(false).flatten().any(|one| one.value.as_ref() == SPACE);
            }
            Event::Start(start) if is_words(start.name().as_ref()) => in_words += 1,
            Event::End(end) if is_words(end.name().as_ref()) => {
                in_words = in_words.saturating_sub(1);
                gate.line();
            }
            Event::End(end) if xml::local(end.name().as_ref()) == "tspan" => gate.blank(),
            _ if in_words > 0 => office::words(event, gate),
            _ => {}
        }
        Ok(())
    })?;
    if is_svg { Ok(()) } else { Err(Fault::Damaged) }
}

/// Elements that are no part of the drawing, or run programs.
const DROPPED: &[&str] = &["metadata", "script", "handler", "foreignObject", "iframe", "listener"];

/// Prefixes of what drawing programs write for themselves.
const PROGRAMS: &[&str] = &["sodipodi", "inkscape", "adobe", "i", "x", "serif", "sketch", "figma", "rdf", "cc", "dc"];

/// The drawing alone: without remarks, what programs wrote for themselves, and whatever could run.
pub(crate) fn released(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    read(bytes, &mut Gate::default())?;
    let mut out = Writer::new(Vec::with_capacity(bytes.len()));
    let mut dropped = 0usize;
    xml::walk(bytes, &mut |event| {
        let mut put = |event: Event<'_>| out.write_event(event).map_err(|_| Fault::Damaged);
        match event {
            Event::Start(_) if dropped > 0 => dropped += 1,
            Event::Start(start) if is_dropped(start) => dropped = 1,
            Event::Start(start) => put(Event::Start(drawn(start)))?,
            Event::Empty(start) if dropped == 0 && !is_dropped(start) => put(Event::Empty(drawn(start)))?,
            Event::End(_) if dropped > 0 => dropped -= 1,
            Event::End(end) => put(Event::End(end.borrow()))?,
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) | Event::Decl(_) if dropped == 0 => {
                put(event.clone())?;
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(out.into_inner())
}

fn is_dropped(start: &BytesStart<'_>) -> bool {
    let name = start.name();
    DROPPED.contains(&xml::local(name.as_ref())) || PROGRAMS.contains(&xml::prefix(name.as_ref()))
}

fn drawn(start: &BytesStart<'_>) -> BytesStart<'static> {
    let mut out = BytesStart::new(start.name().as_ref().to_owned());
    for attribute in start.attributes().with_checks(false).flatten() {
        let key = attribute.key.as_ref();
        let is_handler = key.get(..2).is_some_and(|two| two.eq_ignore_ascii_case("on"));
        let space = key.strip_prefix("xmlns:").unwrap_or_default();
        if is_handler || PROGRAMS.contains(&xml::prefix(key)) || PROGRAMS.contains(&space) {
            continue;
        }
        let value = attribute.value.into_owned();
        let value = if xml::local(key) == "href" { led(&value) } else { Some(value) };
        if let Some(value) = value {
            // As it was written: its references stand for themselves.
            out.push_attribute(Attribute { key: attribute.key, value: Cow::Owned(value) });
        }
    }
    out
}

/// Where something leads: within the drawing, or to a picture that is in it, without its metadata. Elsewhere it tells who looks.
fn led(value: &str) -> Option<String> {
    let value = value.trim();
    if value.starts_with('#') {
        return Some(value.to_owned());
    }
    let (head, coded) = value.strip_prefix("data:")?.split_once(";base64,")?;
    let bytes = STANDARD.decode(coded.split_whitespace().collect::<String>()).ok()?;
    // A drawing in a drawing in a drawing would go on for ever.
    if claims(&bytes) {
        return None;
    }
    Some(format!("data:{head};base64,{}", STANDARD.encode(released_file(&bytes).ok()?)))
}
