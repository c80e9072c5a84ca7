//! WebP (RFC 9649): chunks in a RIFF file.

use crate::{Fault, orientation};

/// Flags of the extended head that say there are EXIF and XMP.
const EXIF: u8 = 0x08;
const XMP: u8 = 0x04;

/// Chunks that are seen.
const KEPT: &[&[u8; 4]] = &[b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];

/// A chunk: its name and its content.
struct Chunk<'a> {
    name: &'a [u8],
    content: &'a [u8],
}

/// The chunks of the file. What is behind its end is not part of it.
fn chunks(bytes: &[u8]) -> Result<Vec<Chunk<'_>>, Fault> {
    let length = number(bytes, 4, 4)? as usize;
    let mut rest = bytes.get(12..length.checked_add(8).ok_or(Fault::Damaged)?).ok_or(Fault::Damaged)?;
    let mut chunks = Vec::new();
    while !rest.is_empty() {
        let name = rest.get(..4).ok_or(Fault::Damaged)?;
        let length = number(rest, 4, 4)? as usize;
        let content = rest.get(8..).and_then(|behind| behind.get(..length)).ok_or(Fault::Damaged)?;
        chunks.push(Chunk { name, content });
        rest = rest.get(8 + length + length % 2..).unwrap_or_default();
    }
    Ok(chunks)
}

/// A number of `n` bytes, the lowest first.
fn number(bytes: &[u8], at: usize, n: usize) -> Result<u32, Fault> {
    let part = bytes.get(at..at + n).ok_or(Fault::Damaged)?;
    Ok(part.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

/// Width and height.
pub(crate) fn size(bytes: &[u8]) -> Result<(u32, u32), Fault> {
    let chunks = chunks(bytes)?;
    let first = chunks.first().ok_or(Fault::Damaged)?;
    let content = first.content;
    let (width, height) = match first.name {
        b"VP8X" => (number(content, 4, 3)? + 1, number(content, 7, 3)? + 1),
        b"VP8 " if content.get(3..6) == Some(b"\x9d\x01\x2a") => {
            (number(content, 6, 2)? & 0x3fff, number(content, 8, 2)? & 0x3fff)
        }
        b"VP8L" if content.first() == Some(&0x2f) => {
            let bits = number(content, 1, 4)?;
            ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1)
        }
        _ => return Err(Fault::Damaged),
    };
    if chunks.iter().any(|chunk| matches!(chunk.name, b"VP8 " | b"VP8L" | b"ANMF")) {
        Ok((width, height))
    } else {
        Err(Fault::Damaged)
    }
}

/// The picture alone, the right way up.
pub(crate) fn released(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    size(bytes)?;
    let chunks = chunks(bytes)?;
    let exif = chunks.iter().find(|chunk| chunk.name == b"EXIF").map(|chunk| chunk.content);
    let turned = exif.and_then(|exif| orientation::of_exif(exif.strip_prefix(b"Exif\0\0").unwrap_or(exif)));
    let mut body = b"WEBP".to_vec();
    let mut put = |name: &[u8], content: &[u8]| -> Result<(), Fault> {
        body.extend_from_slice(name);
        body.extend_from_slice(&u32::try_from(content.len()).map_err(|_| Fault::Damaged)?.to_le_bytes());
        body.extend_from_slice(content);
        if content.len() % 2 == 1 {
            body.push(0);
        }
        Ok(())
    };
    for chunk in chunks.iter().filter(|chunk| KEPT.iter().any(|kept| *kept == chunk.name)) {
        if chunk.name == b"VP8X" {
            let mut head = chunk.content.to_vec();
            if let Some(flags) = head.first_mut() {
                *flags &= !(EXIF | XMP);
                *flags |= if turned.is_some() { EXIF } else { 0 };
            }
            put(b"VP8X", &head)?;
        } else {
            put(chunk.name, chunk.content)?;
        }
    }
    if let Some(turned) = turned {
        put(b"EXIF", &orientation::exif(turned))?;
    }
    let mut out = b"RIFF".to_vec();
    out.extend_from_slice(&u32::try_from(body.len()).map_err(|_| Fault::Damaged)?.to_le_bytes());
    out.extend(body);
    Ok(out)
}
