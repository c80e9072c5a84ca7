//! Hostile files of records: how long each takes in its cell, and how much memory.

use std::io::{Cursor, Read, Write};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use desk::{EXAMINE_ARGUMENT, Parser};
use model::AttachmentLook;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::program;
use crate::tally::pause;

/// Works as a cell when it was started as one.
pub fn be_a_cell() -> Option<std::io::Result<()>> {
    let mut arguments = std::env::args().skip(1);
    if arguments.next()? != EXAMINE_ARGUMENT {
        return None;
    }
    let work = arguments.next()?;
    let cell = || desk::examine_in_cell(&work, std::io::stdin().lock(), std::io::stdout().lock());
    Some(desk::shut_in_to_examine().and_then(|()| cell()))
}

/// Measures and prints.
pub fn measure() {
    println!("\n## Hostile files of records, each in its cells\n");
    println!("| file | MiB | is | look, s | picture, s | release, s | most memory, MiB |");
    println!("|---|---|---|---|---|---|---|");
    let parser = Parser::Cell(std::env::current_exe().expect("the program finds itself"));
    for (name, bytes) in files() {
        let is = match parser.examine(&bytes).expect("a cell is started").look {
            AttachmentLook::Kept { kind, text, .. } => format!("{kind}, text {text}"),
            AttachmentLook::Refused(fault) => format!("refused: {fault}"),
        };
        let works: Vec<(Duration, u64)> = ["look", "picture", "release"].map(|work| run(work, &bytes)).into();
        let peak = works.iter().map(|(_, peak)| *peak).max().unwrap_or_default();
        let times: Vec<String> = works.iter().map(|(time, _)| format!("{:.2}", time.as_secs_f64())).collect();
        let mib = bytes.len() as f64 / f64::from(1 << 20);
        println!("| {name} | {mib:.2} | {is} | {} | {} |", times.join(" | "), peak);
    }
}

/// How long a cell takes on the processor, and the most memory that it had, in MiB.
fn run(work: &str, bytes: &[u8]) -> (Duration, u64) {
    let program = std::env::current_exe().expect("the program finds itself");
    let mut command = Command::new(program);
    command.args([EXAMINE_ARGUMENT, work]).env_clear().env("MIMALLOC_ARENA_EAGER_COMMIT", "0");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("a cell is started");
    let (mut stdin, mut stdout) = (child.stdin.take().expect("a pipe"), child.stdout.take().expect("a pipe"));
    thread::scope(|scope| {
        // A cell that ends early reads no further.
        scope.spawn(move || drop(stdin.write_all(bytes)));
        scope.spawn(move || drop(stdout.read_to_end(&mut Vec::new())));
        let (mut peak, mut time) = (0, Duration::ZERO);
        while child.try_wait().expect("a cell ends").is_none() {
            let taken = program::taken(&child);
            (peak, time) = (peak.max(taken.megabytes), time.max(taken.processor));
            pause(Duration::from_millis(2));
        }
        (time, peak)
    })
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::DEFAULT).expect("an archive in memory");
        zip.write_all(bytes).expect("an archive in memory");
    }
    zip.finish().expect("an archive in memory").into_inner()
}

fn docx(document: &[u8]) -> Vec<u8> {
    let types = b"<Types><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    archive(&[("[Content_Types].xml", types), ("word/document.xml", document)])
}

/// A paper with one page, and further objects from number 6 on.
fn pdf(content: &str, more: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    objects.extend_from_slice(more);
    let mut bytes = b"%PDF-1.5\n".to_vec();
    for (at, object) in objects.iter().enumerate() {
        bytes.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", at + 1).as_bytes());
    }
    // Without a table the reader finds the objects by itself, which costs it more.
    bytes.extend_from_slice(format!("trailer\n<< /Size {} /Root 1 0 R >>\n%%EOF", objects.len() + 1).as_bytes());
    bytes
}

fn files() -> Vec<(&'static str, Vec<u8>)> {
    let mut large = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0\0\0\0\0".to_vec();
    large.extend_from_slice(b"\0\0\0\x01IDAT\0\0\0\0\0\0\0\0\0IEND\0\0\0\0");
    let laughs = (1..9).fold("<!ENTITY a0 \"ha\">".to_owned(), |text, at| {
        format!("{text}<!ENTITY a{at} \"{}\">", format!("&a{};", at - 1).repeat(10))
    });
    let laughs = format!("<?xml version=\"1.0\"?><!DOCTYPE w [{laughs}]><w:document xmlns:w=\"w\">&a8;</w:document>");
    let deep = format!("<w:document>{}{}</w:document>", "<w:p>".repeat(100_000), "</w:p>".repeat(100_000));
    let blur = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900000\" height=\"900000\"><filter id=\"f\"><feGaussianBlur stdDeviation=\"90000\"/></filter><g filter=\"url(#f)\"><rect width=\"900000\" height=\"900000\"/></g></svg>";
    let uses = (1..30).fold("<g id=\"u0\"><path d=\"M0 0h1\"/></g>".to_owned(), |text, at| {
        format!("{text}<g id=\"u{at}\"><use href=\"#u{0}\"/><use href=\"#u{0}\"/></g>", at - 1)
    });
    let uses = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">{uses}</svg>");
    let form = |next: usize| {
        format!(
            "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {next} 0 R >> >> /Length 23 >>\nstream\n/X Do /X Do /X Do /X Do\nendstream"
        )
    };
    let forms: Vec<String> = (7..47).map(form).collect();
    let arrays = format!("<< /X {}{} >>", "[".repeat(200_000), "]".repeat(200_000));
    let words = "BT /F1 9 Tf (word ) Tj ET ".repeat(900_000);
    vec![
        ("PNG of 60,000 × 60,000", large),
        ("DOCX with 60 MiB of blanks", docx(&vec![b' '; 60 << 20])),
        ("DOCX with a billion laughs", docx(laughs.as_bytes())),
        ("DOCX 100,000 deep", docx(deep.as_bytes())),
        ("SVG with a blur over 900,000 pixels", blur.as_bytes().to_vec()),
        ("SVG that uses itself two times thirty times", uses.into_bytes()),
        ("PDF with forms in forms", pdf("/X Do", &forms)),
        ("PDF with arrays 200,000 deep", pdf("/X Do", &[arrays])),
        ("PDF with 900,000 words on a page", pdf(&words, &[])),
        ("PDF that is nothing", b"%PDF-1.7\n".to_vec()),
    ]
}
