//! JPEG (ITU T.81) in its files (JFIF 1.02, EXIF): segments, each with a marker and a length, then the scans.

use crate::{Fault, orientation};

/// A part of the file.
enum Part<'a> {
    /// A segment: its marker, its content, all of its bytes.
    Segment(u8, &'a [u8], &'a [u8]),
    /// The coded picture behind a head of a scan.
    Scan(&'a [u8]),
}

/// Goes through the file up to the end of the picture. What is behind it (other pictures, a film) is not part of it.
fn walk<'a>(bytes: &'a [u8], part: &mut dyn FnMut(Part<'a>)) -> Result<(u32, u32), Fault> {
    let mut at = 2;
    let mut size = None;
    let mut scans = 0u32;
    loop {
        if bytes.get(at) != Some(&0xff) {
            return Err(Fault::Damaged);
        }
        // Any number of these bytes may stand before a marker.
        while bytes.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        let marker = *bytes.get(at + 1).ok_or(Fault::Damaged)?;
        if marker == 0xd9 {
            return size.filter(|_| scans > 0).ok_or(Fault::Damaged);
        }
        if marker == 0x01 || (0xd0..=0xd7).contains(&marker) {
            at += 2;
            continue;
        }
        let length: [u8; 2] = bytes.get(at + 2..at + 4).and_then(|two| two.try_into().ok()).ok_or(Fault::Damaged)?;
        let length = usize::from(u16::from_be_bytes(length));
        let whole = bytes.get(at..at + 2 + length).filter(|_| length >= 2).ok_or(Fault::Damaged)?;
        let content = whole.get(4..).ok_or(Fault::Damaged)?;
        part(Part::Segment(marker, content, whole));
        at += 2 + length;
        // The heads of frames, but for what only looks like one: tables of Huffman, of arithmetic coding, a reserve.
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let number = |at: usize| content.get(at..at + 2).map(|two| u32::from(two[0]) << 8 | u32::from(two[1]));
            let (height, width) = number(1).zip(number(3)).ok_or(Fault::Damaged)?;
            size = Some(crate::look::within((width, height))?);
        }
        if marker == 0xda {
            if size.is_none() {
                return Err(Fault::Damaged);
            }
            let from = at;
            at = end_of_scan(bytes, at).ok_or(Fault::Damaged)?;
            part(Part::Scan(bytes.get(from..at).ok_or(Fault::Damaged)?));
            scans += 1;
        }
    }
}

/// Where the next marker is that is none of the scan's own.
fn end_of_scan(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        match bytes.get(at + 1)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return Some(at),
        }
    }
}

/// Width and height, as they are coded.
pub(crate) fn size(bytes: &[u8]) -> Result<(u32, u32), Fault> {
    walk(bytes, &mut |_| {})
}

/// The picture alone, in its colours and the right way up: without EXIF, XMP, IPTC, remarks, small pictures inside, and what is
/// behind its end.
pub(crate) fn released(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut turned = None;
    let mut body = Vec::with_capacity(bytes.len());
    let mut head: Option<Vec<u8>> = None;
    walk(bytes, &mut |part| match part {
        Part::Scan(scan) => body.extend_from_slice(scan),
        Part::Segment(0xe0, content, _) => {
            // The density of the pixels; the small picture that may follow is left out.
            if let Some(plain) = content.get(..12).filter(|plain| plain.starts_with(b"JFIF\0")) {
                let mut jfif = b"\xff\xe0\x00\x10".to_vec();
                jfif.extend_from_slice(plain);
                jfif.extend_from_slice(&[0, 0]);
                head = Some(jfif);
            }
        }
        Part::Segment(0xe1, content, _) => {
            if let Some(tiff) = content.strip_prefix(b"Exif\0\0") {
                turned = turned.or_else(|| orientation::of_exif(tiff));
            }
        }
        // Profiles of colours, and how Adobe's colours are coded.
        Part::Segment(0xe2, content, whole) if content.starts_with(b"ICC_PROFILE\0") => body.extend_from_slice(whole),
        Part::Segment(0xee, content, whole) if content.starts_with(b"Adobe") => body.extend_from_slice(whole),
        Part::Segment(0xe2..=0xef | 0xfe, ..) => {}
        Part::Segment(_, _, whole) => body.extend_from_slice(whole),
    })?;
    let mut out = b"\xff\xd8".to_vec();
    out.extend(head.unwrap_or_default());
    if let Some(turned) = turned {
        let exif = orientation::exif(turned);
        let length = u16::try_from(exif.len() + 8).map_err(|_| Fault::Damaged)?;
        out.extend_from_slice(b"\xff\xe1");
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(b"Exif\0\0");
        out.extend(exif);
    }
    out.extend(body);
    out.extend_from_slice(b"\xff\xd9");
    Ok(out)
}
