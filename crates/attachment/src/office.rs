//! Files of office programs: Office Open XML (ISO/IEC 29500) and OpenDocument (ISO/IEC 26300), both XML in a ZIP archive.

use model::AttachmentKind;
use quick_xml::events::Event;

use crate::archive::Archive;
use crate::text::Gate;
use crate::{Fault, xml};

/// What says what is in a package of Office Open XML.
pub(crate) const CONTENT_TYPES: &str = "[Content_Types].xml";

/// What says what an OpenDocument file is.
pub(crate) const MIMETYPE: &str = "mimetype";

/// What is in an OpenDocument file.
pub(crate) const MANIFEST: &str = "META-INF/manifest.xml";

/// What a file of an office program is.
pub(crate) fn kind_of(archive: &mut Archive<'_>) -> Result<AttachmentKind, Fault> {
    let names: Vec<String> = archive.names().iter().map(|name| name.to_lowercase()).collect();
    let is_program =
        |name: &String| name.ends_with("vbaproject.bin") || name.starts_with("basic/") || name.starts_with("scripts/");
    if names.iter().any(is_program) {
        return Err(Fault::Macros);
    }
    if let Some(types) = archive.file(CONTENT_TYPES)? {
        return of_content_types(&types);
    }
    let mimetype = archive.file(MIMETYPE)?.ok_or(Fault::Unknown)?;
    let kind = match mimetype.trim_ascii() {
        b"application/vnd.oasis.opendocument.text" => AttachmentKind::Odt,
        b"application/vnd.oasis.opendocument.spreadsheet" => AttachmentKind::Ods,
        b"application/vnd.oasis.opendocument.presentation" => AttachmentKind::Odp,
        _ => return Err(Fault::Unknown),
    };
    let manifest = archive.file(MANIFEST)?.ok_or(Fault::Damaged)?;
    let mut is_locked = false;
    xml::walk(&manifest, &mut |event| {
        if let Event::Start(start) | Event::Empty(start) = event {
            is_locked |= xml::local(start.name().as_ref()) == "encryption-data";
        }
        Ok(())
    })?;
    if is_locked { Err(Fault::Locked) } else { Ok(kind) }
}

fn of_content_types(types: &[u8]) -> Result<AttachmentKind, Fault> {
    let mut kind = Err(Fault::Unknown);
    let mut has_programs = false;
    xml::walk(types, &mut |event| {
        let (Event::Start(start) | Event::Empty(start)) = event else { return Ok(()) };
        let named = xml::attribute(start, "ContentType").unwrap_or_default();
        has_programs |= named.contains("macroEnabled") || named.contains("vbaProject");
        for (ending, one) in [
            ("wordprocessingml.document.main+xml", AttachmentKind::Docx),
            ("spreadsheetml.sheet.main+xml", AttachmentKind::Xlsx),
            ("presentationml.presentation.main+xml", AttachmentKind::Pptx),
        ] {
            if named.ends_with(ending) {
                kind = Ok(one);
            }
        }
        Ok(())
    })?;
    if has_programs { Err(Fault::Macros) } else { kind }
}

/// Reads what a file says.
pub(crate) fn read(archive: &mut Archive<'_>, kind: AttachmentKind, gate: &mut Gate) -> Result<(), Fault> {
    let is_part = |name: &str| match kind {
        AttachmentKind::Docx => {
            ["word/document", "word/footnotes", "word/endnotes", "word/comments", "word/header", "word/footer"]
                .iter()
                .any(|begin| name.starts_with(begin))
        }
        AttachmentKind::Pptx => name.starts_with("ppt/slides/slide") || name.starts_with("ppt/notesSlides/"),
        AttachmentKind::Xlsx => name == "xl/sharedStrings.xml" || name.starts_with("xl/worksheets/sheet"),
        _ => name == "content.xml",
    };
    let mut parts: Vec<String> =
        archive.names().iter().filter(|name| name.ends_with(".xml") && is_part(name)).cloned().collect();
    // The text itself before what stands around it, and the second slide before the tenth.
    parts.sort_by_key(|name| (!name.starts_with("word/document"), name.len(), name.clone()));
    if parts.is_empty() {
        return Err(Fault::Damaged);
    }
    for name in parts {
        let part = archive.file(&name)?.unwrap_or_default();
        if matches!(kind, AttachmentKind::Docx | AttachmentKind::Pptx | AttachmentKind::Xlsx) {
            read_part(&part, gate)?;
        } else {
            read_open_document(&part, gate)?;
        }
        gate.line();
    }
    Ok(())
}

/// Reads a part of Office Open XML: words stand in elements `t`, paragraphs end with `p` and cells with `si`.
fn read_part(part: &[u8], gate: &mut Gate) -> Result<(), Fault> {
    let (mut in_words, mut is_aside) = (false, false);
    xml::walk(part, &mut |event| {
        match event {
            Event::Start(start) => match xml::local(start.name().as_ref()) {
                "t" => in_words = true,
                // How signs are read aloud stands beside them.
                "rPh" => is_aside = true,
                _ => {}
            },
            Event::Empty(start) => match xml::local(start.name().as_ref()) {
                "tab" => gate.blank(),
                "br" | "cr" => gate.line(),
                _ => {}
            },
            Event::End(end) => match xml::local(end.name().as_ref()) {
                "t" => in_words = false,
                "rPh" => is_aside = false,
                "p" | "si" | "is" => gate.line(),
                "tc" => gate.blank(),
                _ => {}
            },
            _ if in_words && !is_aside => words(event, gate),
            _ => {}
        }
        Ok(())
    })
}

/// Reads the content of an OpenDocument file: words stand in paragraphs and headings.
fn read_open_document(part: &[u8], gate: &mut Gate) -> Result<(), Fault> {
    let (mut depth, mut n_deleted) = (0usize, 0usize);
    xml::walk(part, &mut |event| {
        match event {
            Event::Start(start) => match xml::local(start.name().as_ref()) {
                "p" | "h" => depth += 1,
                // What was taken out of the text is still in the file.
                "tracked-changes" => n_deleted += 1,
                _ => {}
            },
            Event::Empty(start) => match xml::local(start.name().as_ref()) {
                "s" | "tab" => gate.blank(),
                "line-break" => gate.line(),
                _ => {}
            },
            Event::End(end) => match xml::local(end.name().as_ref()) {
                "p" | "h" => {
                    depth = depth.saturating_sub(1);
                    gate.line();
                }
                "tracked-changes" => n_deleted = n_deleted.saturating_sub(1),
                _ => {}
            },
            _ if depth > 0 && n_deleted == 0 => words(event, gate),
            _ => {}
        }
        Ok(())
    })
}

/// Puts the words of an event.
pub(crate) fn words(event: &Event<'_>, gate: &mut Gate) {
    match event {
        Event::Text(text) => gate.put(text),
        Event::CData(text) => gate.put(text),
        Event::GeneralRef(name) => {
            if let Some(c) = xml::referred(name) {
                gate.put(c.encode_utf8(&mut [0; 4]));
            }
        }
        _ => {}
    }
}
