//! What a file is, by its first bytes. Its name says nothing: it is whatever somebody typed.

use model::AttachmentKind;

use crate::{Fault, archive, office, plain, svg};

/// Files of Word, Excel and PowerPoint before 2007, and newer ones that are locked: a compound file
/// (<https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb>).
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// What a file is. It is one thing alone: a file that could pass for two is what its first byte says, and is never given
/// out as the other.
///
/// # Errors
/// When it is of no kind that is kept.
pub fn kind_of(bytes: &[u8]) -> Result<AttachmentKind, Fault> {
    let begins = |sign: &[u8]| bytes.starts_with(sign);
    if begins(b"\x89PNG\r\n\x1a\n") {
        return Ok(AttachmentKind::Png);
    }
    if begins(b"\xff\xd8\xff") {
        return Ok(AttachmentKind::Jpeg);
    }
    if begins(b"GIF87a") || begins(b"GIF89a") {
        return Ok(AttachmentKind::Gif);
    }
    if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Ok(AttachmentKind::Webp);
    }
    if begins(b"%PDF-") {
        return Ok(AttachmentKind::Pdf);
    }
    if begins(b"PK\x03\x04") {
        return office::kind_of(&mut archive::Archive::open(bytes)?);
    }
    if begins(COMPOUND) {
        return Err(Fault::Locked);
    }
    if svg::claims(bytes) {
        return Ok(AttachmentKind::Svg);
    }
    if plain::claims(bytes) {
        return Ok(AttachmentKind::Text);
    }
    Err(Fault::Unknown)
}
