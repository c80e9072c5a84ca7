//! Files of records by the real program: each is looked at in a cell, hostile ones end within its limits, and they lie in a folder
//! or in a store that speaks S3.

mod program;

use std::fs;
use std::io::{BufRead, BufReader, Cursor, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use program::Desk;
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const RIS: &str = "TY  - JOUR\nTI  - Rectifiers\nDO  - 10.5555/files.1\nER  - \n";

const RECORD: &str = "doi:10.5555/files.1";

fn desk() -> Desk {
    let desk = Desk::with_office();
    desk.write("a.ris", RIS);
    desk.done("ingest office a.ris");
    desk
}

/// Attaches a file; answers with what became of it.
#[track_caller]
fn attached(desk: &Desk, name: &str, bytes: &[u8]) -> Value {
    desk.write(name, bytes);
    let said = desk.run_words(&["attach", "office", RECORD, name, "--json"]);
    assert!([0, 1].contains(&said.status), "{name}: {} {}", said.out, said.err);
    serde_json::from_str(said.out.lines().next().unwrap_or_else(|| panic!("{name}: {}", said.err))).unwrap()
}

/// How it stands, in a word or two: its kind, or why it is refused.
fn stands(one: &Value) -> String {
    match one["fault"].as_str() {
        Some(fault) => format!("refused {fault}"),
        None => format!("{} {}", one["stage"].as_str().unwrap(), one["kind"].as_str().unwrap()),
    }
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const TYPES: &[u8] = b"<Types><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";

fn docx(document: &[u8]) -> Vec<u8> {
    archive(&[("[Content_Types].xml", TYPES), ("word/document.xml", document)])
}

/// A paper whose only page is drawn by this.
fn pdf(content: &str, more: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> \
         /XObject << /X 6 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    objects.extend_from_slice(more);
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", at + 1).as_bytes());
    }
    let (table, n) = (bytes.len(), objects.len() + 1);
    bytes.extend_from_slice(format!("xref\n0 {n}\n0000000000 65535 f \n").as_bytes());
    for place in places {
        bytes.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    bytes.extend_from_slice(format!("trailer\n<< /Size {n} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF").as_bytes());
    bytes
}

/// A PNG that says it has so many pixels.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend_from_slice(&width.to_be_bytes());
    bytes.extend_from_slice(&height.to_be_bytes());
    bytes.extend_from_slice(b"\x08\x02\0\0\0\0\0\0\0\0\0\0\x01IDAT\0\0\0\0\0\0\0\0\0IEND\0\0\0\0");
    bytes
}

/// A form that draws itself twice, in a form that draws itself twice, and so on.
fn forms_in_forms(n: usize) -> Vec<String> {
    (0..n)
        .map(|at| {
            let next = if at + 1 < n { 7 + at } else { 5 };
            let content = "/X Do /X Do /X Do /X Do";
            format!(
                "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {next} 0 R >> >> /Length {} >>\n\
                 stream\n{content}\nendstream",
                content.len()
            )
        })
        .collect()
}

#[test]
fn files_are_looked_at_in_a_cell_listed_found_and_brought_back() {
    let desk = desk();
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><title>Gear of selenium</title><path d=\"M0 0h9v9z\"/></svg>";
    assert_eq!(stands(&attached(&desk, "gear.svg", svg)), "ready svg");
    let paper = pdf("BT /F1 14 Tf 20 150 Td (Measured at the works) Tj ET", &[]);
    let one = attached(&desk, "note.pdf", &paper);
    assert_eq!(
        (stands(&one), one["pages"].as_u64(), one["text"].as_str()),
        ("ready pdf".into(), Some(1), Some("whole"))
    );
    let found = desk.json("search office '\"measured at the works\"'");
    assert!(found[0].to_string().contains("10.5555/files.1"), "{found:?}");
    let listed = desk.done(&format!("attach office {RECORD}"));
    assert!(listed.contains("gear.svg") && listed.contains("1 page"), "{listed}");
    assert!(desk.done("verify office").contains("2 files of records"));
    desk.done("backup office office.backup");
    desk.done("restore office.backup again");
    assert!(desk.done("verify again").contains("All is as it was written"));
    let folder = desk.path("again/attachments");
    let file = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let mut bytes = fs::read(&file).unwrap();
    bytes[20] ^= 1;
    fs::write(&file, bytes).unwrap();
    let said = desk.run("verify again");
    assert!(said.status == 1 && said.out.contains("are not those that were brought"), "{}", said.out);
}

#[test]
fn every_hostile_file_ends_within_its_limits_and_it_is_said_why() {
    let desk = desk();
    let laughs = (1..9).fold("<!ENTITY a0 \"ha\">".to_owned(), |text, at| {
        format!("{text}<!ENTITY a{at} \"{}\">", format!("&a{};", at - 1).repeat(10))
    });
    let laughs = format!("<?xml version=\"1.0\"?><!DOCTYPE w [{laughs}]><w:document xmlns:w=\"w\">&a8;</w:document>");
    let deep = format!("<w:document>{}{}</w:document>", "<w:p>".repeat(100_000), "</w:p>".repeat(100_000));
    let many: Vec<(String, &[u8])> = (0..2_000).map(|n| (format!("{n}.xml"), &b""[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let filters = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900000\" height=\"900000\"><filter id=\"f\"><feGaussianBlur stdDeviation=\"90000\"/></filter><g filter=\"url(#f)\"><rect width=\"900000\" height=\"900000\"/></g></svg>";
    let run = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>alert(1)</script><title>Gear</title></svg>";
    let arrays = format!(
        "<< /Type /XObject /X {}{} /Length 0 >>\nstream\n\nendstream",
        "[".repeat(200_000),
        "]".repeat(200_000)
    );
    let both = [png(2, 2), archive(&[("a.html", b"<script>alert(1)</script>")])].concat();
    let hostile: &[(&str, Vec<u8>, &[&str])] = &[
        ("large.png", png(60_000, 60_000), &["refused pixels"]),
        ("cut.png", png(2, 2)[..40].to_vec(), &["refused damaged"]),
        ("both.png", both, &["ready png"]),
        ("bomb.docx", docx(&vec![b' '; 60 * 1024 * 1024]), &["refused unpacked"]),
        ("laughs.docx", docx(laughs.as_bytes()), &["refused entities"]),
        ("deep.docx", docx(deep.as_bytes()), &["refused deep", "refused unpacked"]),
        ("many.docx", archive(&many), &["refused entries"]),
        ("links.docx", archive(&[("../../../etc/passwd", b"x")]), &["refused packing"]),
        ("run.svg", run.as_bytes().to_vec(), &["ready svg"]),
        ("filter.svg", filters.as_bytes().to_vec(), &["ready svg"]),
        ("page.html", b"<html><script>alert(1)</script></html>".to_vec(), &["refused unknown"]),
        ("empty.pdf", b"%PDF-1.7\n".to_vec(), &["refused damaged"]),
        // Drawn, it would be drawn four times four times: what was said of it before stands.
        ("forms.pdf", pdf("/X Do", &forms_in_forms(40)), &["ready pdf", "refused costly", "refused damaged"]),
        ("arrays.pdf", pdf("/X Do", &[arrays]), &["ready pdf", "refused costly", "refused damaged"]),
        ("endless.pdf", pdf(&"BT /F1 9 Tf (word ) Tj ET ".repeat(900_000), &[]), &["ready pdf", "refused costly"]),
    ];
    for (name, bytes, expected) in hostile {
        let one = attached(&desk, name, bytes);
        assert!(expected.contains(&stands(&one).as_str()), "{name}: {one}");
    }
    // None of them has hurt the office, and of those that were refused nothing is left behind but their names.
    assert!(desk.done("verify office").contains("All is as it was written"));
    let refused = desk.run_words(&["attach", "office", RECORD, "large.png"]);
    assert!(
        refused.status == 1 && refused.out.contains("more than 25 million pixels; save it smaller"),
        "{}",
        refused.out
    );
}

/// A store that speaks S3, while the test lasts.
struct Store {
    child: Child,
    endpoint: String,
}

impl Drop for Store {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Store {
    /// Starts one; `None` where there is no moto.
    fn start() -> Option<Store> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let python = root.join("../../target/api-venv/bin/python");
        let has_it = Command::new(&python).args(["-c", "import moto.server"]).stderr(Stdio::null()).status();
        if !has_it.is_ok_and(|status| status.success()) {
            let _ = writeln!(std::io::stderr(), "NOT TESTED: there is no moto; `./script/test` installs it");
            return None;
        }
        let mut child = Command::new(python)
            .arg(root.join("tests/object_store.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().strip_prefix("port ").unwrap().to_owned();
        Some(Store { child, endpoint: format!("http://127.0.0.1:{port}") })
    }
}

#[test]
fn files_lie_in_a_store_that_speaks_s3() {
    let Some(store) = Store::start() else { return };
    let desk = Desk::with_office();
    desk.write("a.ris", RIS);
    desk.done("ingest office a.ris");
    desk.write("office/s3.secret", "testing\n");
    let mut settings = String::new();
    fs::File::open(desk.path("office/uptake.toml")).unwrap().read_to_string(&mut settings).unwrap();
    let part = format!(
        "[attachments]\nendpoint = \"{}\"\nbucket = \"uptake\"\nregion = \"us-east-1\"\naccess_key = \"testing\"\n\
         secret_file = \"s3.secret\"\n",
        store.endpoint
    );
    let (before, rest) = settings.split_once("[attachments]").unwrap();
    let (_, after) = rest.split_once("[mail]").unwrap();
    desk.write("office/uptake.toml", format!("{before}{part}\n[mail]{after}"));
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><title>Gear</title><path d=\"M0 0h9v9z\"/></svg>";
    assert_eq!(stands(&attached(&desk, "gear.svg", svg)), "ready svg");
    assert!(!desk.path("office/attachments").exists(), "nothing lies in the office");
    assert!(desk.done("verify office").contains("1 file of records"));
    assert!(desk.done("backup office office.backup").contains("named in this backup and not in it"));
    // The key is in the backup, so what lies in the store is found again.
    desk.done("restore office.backup again");
    desk.write("again/s3.secret", "testing\n");
    assert!(desk.done("verify again").contains("All is as it was written"));
    drop(store);
    let said = desk.run("verify office");
    assert!(said.status == 1 && said.out.contains("did not answer"), "{}{}", said.out, said.err);
}
