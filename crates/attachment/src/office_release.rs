//! Files of office programs without what they tell of who wrote them, when and with what.
//!
//! What is not touched is copied as it is packed. Parts that tell nothing else are left out, with what leads to them;
//! names of authors and times of changes are taken out of the others.

use std::borrow::Cow;
use std::io::{Cursor, Write};

use model::AttachmentKind;
use quick_xml::Writer;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::archive::Archive;
use crate::office::{CONTENT_TYPES, MANIFEST};
use crate::{Fault, kind_of, released, xml};

/// Deepest that office files lie in office files.
const INSIDE_MAX: usize = 3;

/// Attributes that say who changed something, when, on which occasion.
const ATTRIBUTES: &[&str] = &[
    "author",
    "initials",
    "date",
    "dateUtc",
    "dateTime",
    "userId",
    "providerId",
    "rsidR",
    "rsidRDefault",
    "rsidP",
    "rsidRPr",
    "rsidTr",
    "rsidSect",
    "rsidDel",
    "displayName",
];

/// Elements whose text says it.
const ELEMENTS: &[&str] = &["author", "creator", "date", "creator-initials", "sender-initials", "initial-creator"];

/// The file without metadata.
pub(crate) fn release(bytes: &[u8], kind: AttachmentKind, n_inside: usize) -> Result<Vec<u8>, Fault> {
    if n_inside > INSIDE_MAX {
        return Err(Fault::Embedded);
    }
    let mut archive = Archive::open(bytes)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let names = archive.names().to_vec();
    let is_open_document = !names.iter().any(|name| name == CONTENT_TYPES);
    for (at, name) in names.iter().enumerate() {
        if is_dropped(name, is_open_document) || name.ends_with('/') {
            continue;
        }
        if let Some(anew) = rewritten(&mut archive, name, kind, is_open_document, n_inside)? {
            let options = SimpleFileOptions::DEFAULT
                .compression_method(CompressionMethod::Deflated)
                .last_modified_time(DateTime::DEFAULT);
            out.start_file(name.as_str(), options).map_err(|_| Fault::Damaged)?;
            out.write_all(&anew).map_err(|_| Fault::Damaged)?;
        } else {
            out.raw_copy_file_touch(archive.packed(at)?, DateTime::DEFAULT, None).map_err(|_| Fault::Damaged)?;
        }
    }
    Ok(out.finish().map_err(|_| Fault::Damaged)?.into_inner())
}

/// Parts that hold nothing but metadata: properties, and small pictures of the first page.
fn is_dropped(name: &str, is_open_document: bool) -> bool {
    if is_open_document {
        name == "meta.xml" || name.starts_with("Thumbnails/") || name == "META-INF/documentsignatures.xml"
    } else {
        name.starts_with("docProps/") || name.starts_with("_xmlsignatures/") || name.starts_with("customXml/")
    }
}

/// A part as it is written anew; `None` where it stays as it is.
fn rewritten(
    archive: &mut Archive<'_>,
    name: &str,
    kind: AttachmentKind,
    is_open_document: bool,
    n_inside: usize,
) -> Result<Option<Vec<u8>>, Fault> {
    let leads = if is_open_document { name == MANIFEST } else { name == CONTENT_TYPES || name.ends_with(".rels") };
    let is_told = match kind {
        AttachmentKind::Docx => name.starts_with("word/"),
        AttachmentKind::Xlsx => {
            name.starts_with("xl/comments") || name.contains("threadedComment") || name.contains("persons/")
        }
        AttachmentKind::Pptx => name.starts_with("ppt/comment") || name == "ppt/authors.xml",
        _ => matches!(name, "content.xml" | "settings.xml" | "styles.xml"),
    };
    let holds_pictures = name.contains("/media/") || name.starts_with("Pictures/");
    let is_embedded =
        name.contains("/embeddings/") || name.starts_with("Object") || name.contains("ObjectReplacements");
    if leads || (is_told && name.ends_with(".xml")) {
        let part = archive.file(name)?.unwrap_or_default();
        return if leads { led(&part).map(Some) } else { scrubbed(&part).map(Some) };
    }
    if holds_pictures || name.contains("/embeddings/") {
        let part = archive.file(name)?.unwrap_or_default();
        return match kind_of(&part) {
            Ok(
                kind @ (AttachmentKind::Docx
                | AttachmentKind::Xlsx
                | AttachmentKind::Pptx
                | AttachmentKind::Odt
                | AttachmentKind::Ods
                | AttachmentKind::Odp),
            ) => release(&part, kind, n_inside + 1).map(Some),
            Ok(_) => released(&part).map(Some),
            // Drawings of Windows and pictures in older formats carry no names; what else is embedded may carry any.
            Err(_) if holds_pictures => Ok(None),
            Err(_) => Err(Fault::Embedded),
        };
    }
    // Objects of OpenDocument lie in folders of their own, with metadata of their own.
    if is_embedded && is_open_document && name.ends_with("meta.xml") {
        return Ok(Some(b"<?xml version=\"1.0\"?><office:document-meta xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\"/>".to_vec()));
    }
    Ok(None)
}

/// A list of parts, or of what leads to them, without what is left out.
fn led(part: &[u8]) -> Result<Vec<u8>, Fault> {
    rewrite(part, &mut |start| {
        let to = |name: &str| xml::attribute(start, name).unwrap_or_default();
        let leads = [to("PartName"), to("Target"), to("full-path")];
        let gone = leads
            .iter()
            .map(|to| to.trim_start_matches(['/', '.']))
            .any(|to| is_dropped(to, true) && !to.is_empty() || is_dropped(to, false));
        if gone { Change::Drop } else { Change::Keep }
    })
}

/// A part without authors and times.
fn scrubbed(part: &[u8]) -> Result<Vec<u8>, Fault> {
    rewrite(part, &mut |start| {
        if ELEMENTS.contains(&xml::local(start.name().as_ref())) {
            return Change::Empty;
        }
        let is_printer = xml::local(start.name().as_ref()) == "config-item"
            && xml::attribute(start, "name").is_some_and(|name| name.starts_with("Printer"));
        if is_printer { Change::Empty } else { Change::Scrub }
    })
}

/// What becomes of an element.
enum Change {
    /// It stays, with what is in it.
    Keep,
    /// It stays without attributes that tell.
    Scrub,
    /// It stays without the text in it.
    Empty,
    /// It goes, with what is in it.
    Drop,
}

fn rewrite(part: &[u8], change: &mut dyn FnMut(&BytesStart<'_>) -> Change) -> Result<Vec<u8>, Fault> {
    let mut out = Writer::new(Vec::with_capacity(part.len()));
    // How deep we are inside of what is dropped, or emptied.
    let (mut dropped, mut emptied) = (0usize, 0usize);
    xml::walk(part, &mut |event| {
        let put = |out: &mut Writer<Vec<u8>>, event: Event<'_>| out.write_event(event).map_err(|_| Fault::Damaged);
        match event {
            Event::Start(start) => {
                if dropped > 0 {
                    dropped += 1;
                    return Ok(());
                }
                if emptied > 0 {
                    emptied += 1;
                }
                match change(start) {
                    Change::Drop => {
                        dropped = 1;
                        Ok(())
                    }
                    Change::Empty => {
                        emptied = emptied.max(1);
                        put(&mut out, Event::Start(without(start)))
                    }
                    Change::Scrub => put(&mut out, Event::Start(without(start))),
                    Change::Keep => put(&mut out, Event::Start(start.borrow())),
                }
            }
            Event::Empty(start) if dropped == 0 => match change(start) {
                Change::Drop => Ok(()),
                Change::Keep => put(&mut out, Event::Empty(start.borrow())),
                Change::Empty | Change::Scrub => put(&mut out, Event::Empty(without(start))),
            },
            Event::End(end) => {
                if dropped > 0 {
                    dropped -= 1;
                    return Ok(());
                }
                emptied = emptied.saturating_sub(1);
                put(&mut out, Event::End(end.borrow()))
            }
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) if emptied > 0 => Ok(()),
            Event::Comment(_) | Event::Eof => Ok(()),
            _ if dropped > 0 => Ok(()),
            other => put(&mut out, other.clone()),
        }
    })?;
    Ok(out.into_inner())
}

/// An element without the attributes that tell.
fn without(start: &BytesStart<'_>) -> BytesStart<'static> {
    let mut out = BytesStart::new(start.name().as_ref().to_owned());
    for attribute in start.attributes().with_checks(false).flatten() {
        // An author is asked for by the rules of the format, so the name stays and its value goes.
        let local = xml::local(attribute.key.as_ref());
        let is_name = matches!(local, "author" | "displayName" | "initials");
        if ATTRIBUTES.contains(&local) && !is_name {
            continue;
        }
        let value = if is_name { Cow::Borrowed("") } else { attribute.value };
        // As it was written: its references stand for themselves.
        out.push_attribute(Attribute { key: attribute.key, value });
    }
    out
}
