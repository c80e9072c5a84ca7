//! PNG, third edition (<https://www.w3.org/TR/png-3/>): chunks one behind the other.

use crate::Fault;

const SIGN: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks that say how the picture looks: all that are needed to draw it in its colours, at its size and pace.
const KEPT: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV",
    b"cLLI", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// A chunk: its name, its content, and all of its bytes.
struct Chunk<'a> {
    name: &'a [u8],
    content: &'a [u8],
    whole: &'a [u8],
}

/// The chunks up to the end of the picture. What is behind it is not part of it.
fn chunks(bytes: &[u8]) -> Result<Vec<Chunk<'_>>, Fault> {
    let mut rest = bytes.strip_prefix(SIGN).ok_or(Fault::Damaged)?;
    let mut chunks = Vec::new();
    loop {
        let (head, behind) = rest.split_at_checked(8).ok_or(Fault::Damaged)?;
        let (length, name) = head.split_at_checked(4).ok_or(Fault::Damaged)?;
        let length = u32::from_be_bytes(length.try_into().map_err(|_| Fault::Damaged)?) as usize;
        let content = behind.get(..length).ok_or(Fault::Damaged)?;
        let whole = rest.get(..length + 12).ok_or(Fault::Damaged)?;
        rest = rest.get(length + 12..).ok_or(Fault::Damaged)?;
        if chunks.is_empty() != (name == b"IHDR") {
            return Err(Fault::Damaged);
        }
        chunks.push(Chunk { name, content, whole });
        if name == b"IEND" {
            return if chunks.iter().any(|chunk| chunk.name == b"IDAT") { Ok(chunks) } else { Err(Fault::Damaged) };
        }
    }
}

/// Width and height.
pub(crate) fn size(bytes: &[u8]) -> Result<(u32, u32), Fault> {
    // The head is looked at first, so that too many pixels are said of a file that is cut short too.
    let number = |at: usize| bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_be_bytes);
    let size = number(16).zip(number(20)).ok_or(Fault::Damaged)?;
    crate::look::within(size)?;
    match chunks(bytes)?.first() {
        Some(head) if head.content.len() == 13 => Ok(size),
        _ => Err(Fault::Damaged),
    }
}

/// The picture alone.
pub(crate) fn released(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    size(bytes)?;
    let mut out = SIGN.to_vec();
    for chunk in chunks(bytes)? {
        if KEPT.iter().any(|kept| *kept == chunk.name) {
            out.extend_from_slice(chunk.whole);
        }
    }
    Ok(out)
}
