use model::AttachmentKind;
use proptest::prelude::*;

use crate::sample::{self, SECRET};
use crate::{Fault, Piece, limits, look, picture, released};

/// What a look finds, as one line and the text.
fn found(bytes: &[u8]) -> Result<(String, String), Fault> {
    let (mut line, mut text) = (String::new(), String::new());
    look(bytes, &mut |piece| match piece {
        Piece::Kind { kind, pixels, n_pages } => line = format!("{kind} {pixels:?} {n_pages:?}"),
        Piece::Text(part) => text.push_str(&part),
        Piece::Cut => text.push('…'),
    })?;
    Ok((line, text))
}

#[track_caller]
fn check(bytes: &[u8], line: &str, text: &str) {
    assert_eq!(found(bytes), Ok((line.to_owned(), text.to_owned())));
}

#[test]
fn a_file_is_what_stands_in_it_and_says_what_it_says() {
    check(&sample::png(), "png Some((40, 20)) None", "");
    check(&sample::jpeg(), "jpeg Some((40, 20)) None", "");
    check(&sample::gif(), "gif Some((40, 20)) None", "");
    check(&sample::webp(), "webp Some((40, 20)) None", "");
    check(sample::svg().as_bytes(), "svg None None", "Gear of the rolling mill\nTooth pitch 8 & 9 mm");
    check(
        &sample::pdf(),
        "pdf None Some(2)",
        "Selenium rectifiers for traction\nin Leningrad\nMeasured at the works\nin Leningrad",
    );
    check(&sample::docx(), "docx None None", "Selenium & germanium\nrectifiers");
    check(&sample::odt(), "odt None None", "Selenium\nrectifiers");
}

#[test]
fn a_small_picture_is_small_and_upright() {
    let large = {
        let mut bytes = Vec::new();
        let encoder = image::codecs::png::PngEncoder::new(&mut bytes);
        sample::photograph(1_000, 500).write_with_encoder(encoder).unwrap();
        bytes
    };
    let small = image::load_from_memory(&picture(&large).unwrap()).unwrap();
    assert_eq!((small.width(), small.height()), (320, 160));
    // Upside down: the dark half is on the right.
    let turned = image::load_from_memory(&picture(&sample::jpeg()).unwrap()).unwrap().to_rgb8();
    assert!(turned.get_pixel(2, 10)[0] > 150 && turned.get_pixel(37, 10)[0] < 80);
    // On its side.
    let turned = image::load_from_memory(&picture(&sample::webp()).unwrap()).unwrap();
    assert_eq!((turned.width(), turned.height()), (20, 40));
    let drawing = image::load_from_memory(&picture(sample::svg().as_bytes()).unwrap()).unwrap();
    assert_eq!((drawing.width(), drawing.height()), (320, 160));
    let page = image::load_from_memory(&picture(&sample::pdf()).unwrap()).unwrap().to_luma8();
    assert_eq!((page.width(), page.height()), (320, 213));
    assert!(page.pixels().any(|pixel| pixel[0] < 128), "the words of the page are drawn");
    assert_eq!(picture(&sample::docx()), None);
}

#[test]
fn a_released_copy_tells_nothing_beside_its_content() {
    let has = |bytes: &[u8], words: &str| bytes.windows(words.len()).any(|window| window == words.as_bytes());
    for bytes in [
        sample::png(),
        sample::jpeg(),
        sample::gif(),
        sample::webp(),
        sample::svg().into_bytes(),
        sample::pdf(),
        sample::docx(),
        sample::odt(),
    ] {
        let before = found(&bytes).unwrap();
        let copy = released(&bytes).unwrap();
        assert_eq!(found(&copy).unwrap(), before, "it is the same file");
        assert_eq!(picture(&copy), picture(&bytes), "{} looks the same", before.0);
        assert!(!has(&copy, SECRET), "{}", before.0);
        assert_eq!(released(&copy).map(|again| found(&again)), Ok(Ok(before)), "what is released is released again");
    }
    let drawing = String::from_utf8(released(sample::svg().as_bytes()).unwrap()).unwrap();
    for gone in ["script", "onload", "onclick", "javascript", "inkscape", "metadata"] {
        assert!(!drawing.contains(gone), "{gone}: {drawing}");
    }
    assert!(drawing.contains("aria-label=\"8 &amp; 9\""), "{drawing}");
    let paper = released(&sample::pdf()).unwrap();
    for gone in ["Scriptorium", "JavaScript", "LastModified", "Info"] {
        assert!(!has(&paper, gone), "{gone}");
    }
}

#[test]
fn what_is_packed_in_an_office_file_is_released_too() {
    for (bytes, gone) in [(sample::docx(), "docProps"), (sample::odt(), "Thumbnails")] {
        let copy = released(&bytes).unwrap();
        let mut archive = crate::archive::Archive::open(&copy).unwrap();
        let names = archive.names().to_vec();
        assert!(names.iter().all(|name| !name.contains(gone)), "{names:?}");
        for name in names {
            let file = archive.file(&name).unwrap().unwrap();
            let text = String::from_utf8_lossy(&file).into_owned();
            assert!(!text.contains(SECRET) && !text.contains(gone) && !text.contains("meta.xml"), "{name}: {text}");
        }
    }
}

#[test]
fn a_paper_loses_what_was_replaced_in_it() {
    let mut bytes = sample::pdf();
    // A later state of the second page, as programs add it to the end.
    let at = bytes.len();
    bytes.extend_from_slice(
        b"\n6 0 obj\n<< /Length 44 >>\nstream\nBT /F1 14 Tf 20 150 Td (Nothing of it) Tj ET   \nendstream\nendobj\n",
    );
    let table = bytes.len();
    let end = format!(
        "xref\n6 1\n{:010} 00000 n \ntrailer\n<< /Size 10 /Root 1 0 R /Prev {} >>\nstartxref\n{table}\n%%EOF",
        at + 1,
        sample::pdf().windows(5).rposition(|five| five == b"xref\n").map_or(0, |at| at)
    );
    bytes.extend_from_slice(end.as_bytes());
    let (_, text) = found(&bytes).unwrap();
    assert!(text.contains("Nothing of it") && !text.contains("Measured"), "{text}");
    let copy = released(&bytes).unwrap();
    assert!(!copy.windows(8).any(|window| window == b"Measured"));
}

/// A PNG that says it is so large, and is nothing.
fn claimed(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = sample::png();
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    bytes
}

/// An element in an element in an element.
fn nested(n: usize) -> String {
    format!("<w:document xmlns:w=\"w\">{}{}</w:document>", "<w:p>".repeat(n), "</w:p>".repeat(n))
}

#[test]
fn what_is_not_kept_is_refused_before_it_is_decoded_and_it_is_said_why() {
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><w:document xmlns:w=\"w\">&b;</w:document>";
    let svg_laughs =
        "<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY a \"ha\">]><svg xmlns=\"http://www.w3.org/2000/svg\">&a;</svg>";
    let bomb = vec![b' '; 70 * 1024 * 1024];
    let packed = "<w:document>".to_owned() + &" ".repeat(5_000_000) + "</w:document>";
    let macros = sample::archive(&[("[Content_Types].xml", b"<Types/>"), ("word/vbaProject.bin", b"x")]);
    let many: Vec<(String, &[u8])> = (0..1_001).map(|n| (format!("{n}.xml"), &b""[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let cut = |bytes: Vec<u8>| bytes[..bytes.len() - 30].to_vec();
    let mut overlapping = sample::archive(&[("a.xml", b"aaaa"), ("b.xml", b"bbbb")]);
    // Both entries of the list lead to the first file.
    let at = overlapping.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    overlapping[at + 42..at + 46].copy_from_slice(&[0; 4]);
    for (bytes, expected) in [
        (b"".to_vec(), Fault::Unknown),
        (b"MZ\x90\0 a program".to_vec(), Fault::Unknown),
        (b"<html><script>alert(1)</script></html>".to_vec(), Fault::Unknown),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an older file".to_vec(), Fault::Locked),
        (claimed(60_000, 60_000), Fault::Pixels),
        (claimed(5_001, 5_000), Fault::Pixels),
        (claimed(0, 10), Fault::Damaged),
        (cut(sample::png()), Fault::Damaged),
        (cut(sample::gif()), Fault::Damaged),
        (cut(sample::webp()), Fault::Damaged),
        (sample::jpeg()[..200].to_vec(), Fault::Damaged),
        (b"%PDF-1.7\nnothing".to_vec(), Fault::Damaged),
        (sample::docx_of(laughs), Fault::Entities),
        (svg_laughs.as_bytes().to_vec(), Fault::Entities),
        (sample::docx_of(&nested(limits::DEPTH_MAX)), Fault::Deep),
        (sample::docx_of("<w:document>"), Fault::Damaged),
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\"><a \"\">< \"\"/></a></svg>".to_vec(), Fault::Damaged),
        (sample::docx_of(&packed), Fault::Unpacked),
        (sample::archive(&[("word/document.xml", &bomb)]), Fault::Unpacked),
        (sample::archive(&many), Fault::Entries),
        (sample::archive(&[("../../etc/passwd", b"x")]), Fault::Packing),
        (sample::archive(&[("/etc/passwd", b"x")]), Fault::Packing),
        (overlapping, Fault::Packing),
        (sample::archive(&[("notes.txt", b"a plain archive")]), Fault::Unknown),
        (macros, Fault::Macros),
    ] {
        let begin = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned();
        assert_eq!(found(&bytes), Err(expected), "{begin:?}");
        assert!(released(&bytes).is_err(), "{begin:?}");
        assert_eq!(picture(&bytes), None, "{begin:?}");
    }
    assert!(found(&sample::docx_of(&nested(limits::DEPTH_MAX - 1))).is_ok());
}

#[test]
fn a_file_that_could_pass_for_two_is_what_its_first_byte_says() {
    let mut both = sample::png();
    both.extend(sample::archive(&[("a.html", b"<script>alert(1)</script>")]));
    assert!(found(&both).unwrap().0.starts_with("png"));
    let copy = released(&both).unwrap();
    assert!(!copy.windows(2).any(|two| two == b"PK"), "what is behind the end is gone");
    let paper = [b"<script>".to_vec(), sample::pdf()].concat();
    assert_eq!(found(&paper), Err(Fault::Unknown), "a paper begins with its first byte");
}

#[test]
fn objects_that_lead_to_each_other_end() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /Names 1 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /XObject << /X 4 0 R >> >> >>".to_owned(),
        "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >> /Length 4 >>\nstream\n/X Do\nendstream".to_owned(),
    ];
    let bytes = sample::paper(&objects, "");
    // Whatever it says, it comes to an end.
    let _ = found(&bytes);
    let _ = picture(&bytes);
    let copy = released(&bytes).unwrap();
    assert_eq!(found(&copy).map(|one| one.0), found(&bytes).map(|one| one.0));
    let deep = format!("<< /Type /Catalog /Pages 2 0 R /X {}{} >>", "[".repeat(100), "]".repeat(100));
    let objects = [deep, objects[1].clone(), objects[2].clone(), objects[3].clone()];
    let ended = released(&sample::paper(&objects, ""));
    assert!(matches!(ended, Err(Fault::Deep | Fault::Damaged)), "{ended:?}");
}

fn samples() -> Vec<Vec<u8>> {
    vec![
        sample::png(),
        sample::jpeg(),
        sample::gif(),
        sample::webp(),
        sample::svg().into_bytes(),
        sample::docx(),
        sample::odt(),
    ]
}

proptest! {
    // Papers are not among them: what reads them may panic, and does so in a cell alone.
    #[test]
    fn damaged_files_end_and_what_is_released_of_them_is_kept(
        which in 0..7usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        length in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let mut bytes = samples().swap_remove(which);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cut {
            bytes.truncate(length.index(bytes.len()) + 1);
        }
        let _ = found(&bytes);
        if let Ok(copy) = released(&bytes) {
            prop_assert_eq!(crate::kind_of(&copy), crate::kind_of(&bytes));
            prop_assert!(released(&copy).is_ok(), "what is released is released again");
        }
    }
}

#[test]
fn every_kind_has_an_ending_and_a_type() {
    for kind in AttachmentKind::ALL {
        assert!(kind.media_type().contains('/') && !kind.ending().is_empty());
    }
}
