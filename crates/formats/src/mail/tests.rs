use std::ops::ControlFlow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::*;
use crate::{Item, Options, Reading, read as read_source, read_entry};

/// What a source gives: readings, and what is doubted about it.
fn given(bytes: &[u8]) -> (Vec<Reading>, Vec<String>) {
    let (mut readings, mut doubts) = (Vec::new(), Vec::new());
    let summary = read_source(bytes, "in", &Options::default(), &mut |item| {
        match item {
            Item::Reading(reading) => readings.push(reading),
            Item::Doubt(doubt) => doubts.push(doubt.to_string()),
        }
        ControlFlow::Continue(())
    });
    summary.unwrap();
    (readings, doubts)
}

fn titles(bytes: &[u8]) -> Vec<String> {
    given(bytes).0.iter().map(|one| one.record.title().unwrap_or_default().to_owned()).collect()
}

const HEAD: &str = "Return-Path: <adviser@bonn.example>
From: =?utf-8?B?0JDQvdC90LA=?= Weber <adviser@bonn.example>
To: office+s1-seal@centre.example
Date: Fri, 27 Nov 2026 10:15:00 +0100
Message-ID: <d1@bonn.example>
MIME-Version: 1.0
Content-Language: de
";

fn message(rest: &str) -> Vec<u8> {
    format!("{HEAD}{rest}").replace('\n', "\r\n").into_bytes()
}

fn plain_message() -> Vec<u8> {
    message(
        "Subject: =?windows-1251?Q?=CF=E0=F0=EE=E2=FB=E5?= turbines\nContent-Type: text/plain; charset=utf-8\n\nA works at Essen\nforges rotors.\n\n-- \nAnna\n",
    )
}

#[test]
fn a_message_is_a_dispatch_of_who_sent_it() {
    let (readings, doubts) = given(&plain_message());
    assert_eq!((readings.len(), doubts.len()), (1, 0), "{doubts:?}");
    let record = &readings[0].record;
    assert_eq!(readings[0].doubts, []);
    assert_eq!(record.kind, Kind::Dispatch);
    assert_eq!(record.title(), Some("Паровые turbines"));
    assert_eq!(record.abstracts[0].text, "A works at Essen forges rotors.", "without the signature");
    assert_eq!(record.contributors[0].name, Name::Whole("Анна Weber".to_owned()));
    assert_eq!(record.published, PartialDate::parse("2026-11-27"));
    assert_eq!(record.language.as_ref().unwrap().tag(), "de");
    assert_eq!(record.identifiers[0].to_string(), "url:mid:d1@bonn.example");
    assert_eq!(record.origin.format, "mail");
}

#[test]
fn what_is_kept_of_a_message_reads_as_the_same() {
    let (readings, _) = given(&plain_message());
    let again = read_entry(&readings[0].raw, "mail").unwrap();
    assert_eq!(
        (&again.record.titles, &again.record.abstracts),
        (&readings[0].record.titles, &readings[0].record.abstracts)
    );
}

fn with_files(files: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut text = "Subject: Two things\nContent-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\nHere they are.\n".to_owned();
    for (kind, name, bytes) in files {
        text.push_str(&format!(
            "--b\nContent-Type: {kind}\nContent-Disposition: attachment; {name}\nContent-Transfer-Encoding: base64\n\n{}\n",
            STANDARD.encode(bytes)
        ));
    }
    message(&(text + "--b--\n"))
}

const RIS: &[u8] = b"TY  - JOUR\nTI  - Pumps\nPY  - 1961\nER  - \nTY  - JOUR\nTI  - Valves\nER  - \n";

#[test]
fn files_of_records_are_what_a_message_brings() {
    let bytes = with_files(&[
        ("application/octet-stream", "filename=list.dat", RIS),
        ("image/png", "filename=a.png", b"\x89PNG\r\n\x1a\n"),
    ]);
    let (readings, doubts) = given(&bytes);
    let titles: Vec<_> = readings.iter().map(|one| one.record.title().unwrap()).collect();
    assert_eq!(titles, ["Pumps", "Valves"]);
    assert_eq!(readings[0].record.origin.source, "in/list.dat");
    assert_eq!(doubts, ["1 more files of the message hold no records and were left out"]);
}

#[test]
fn other_files_go_with_the_dispatch_under_their_names() {
    let bytes = with_files(&[
        ("image/png", "filename*=utf-8''%D1%80%D0%BE%D1%82%D0%BE%D1%80.png", b"\x89PNG\r\n\x1a\n1"),
        ("application/pdf", "filename=\"=?utf-8?Q?Pr=C3=BCfung=2Epdf?=\"", b"%PDF-1.7 x"),
        ("text/plain", "filename=empty.ris", b"nothing"),
    ]);
    let (readings, _) = given(&bytes);
    let files = mail_files(&readings[0].raw);
    let names: Vec<_> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["ротор.png", "Prüfung.pdf", "empty.ris"]);
    assert_eq!(files[1].bytes, b"%PDF-1.7 x");
    let doubts: Vec<_> = readings[0].doubts.iter().map(ToString::to_string).collect();
    assert_eq!(doubts, ["line 1: no record could be read in the file `empty.ris`"]);
}

#[test]
fn a_message_that_was_sent_on_is_read_as_what_it_is() {
    let inner = String::from_utf8(with_files(&[("text/plain", "filename=a.ris", RIS)])).unwrap();
    let outer = format!(
        "From: b@c.example\r\nDate: Fri, 27 Nov 2026 10:15:00 +0100\r\nMessage-ID: <o@c.example>\r\nSubject: Fwd\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n--o\r\n\
         Content-Type: message/rfc822\r\n\r\n{inner}\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n{}\r\n--o--\r\n",
        String::from_utf8(plain_message()).unwrap()
    );
    let (readings, doubts) = given(outer.as_bytes());
    let titles: Vec<_> = readings.iter().map(|one| one.record.title().unwrap()).collect();
    assert_eq!(titles, ["Pumps", "Valves", "Паровые turbines"]);
    assert_eq!(doubts, ["what stands around the message that was sent on was left out"]);
}

#[test]
fn a_page_is_read_as_what_stands_in_it() {
    let bytes = message(
        "Subject: P\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html; charset=koi8-r\nContent-Transfer-Encoding: quoted-printable\n\n\
         <html><head><title>x</title><style>p{}</style></head><body><p>=F4=D5=D2=C2=C9=CE=C1</p><script>no()</script><p>here &amp; now</body>\n--b--\n",
    );
    let (readings, _) = given(&bytes);
    assert_eq!(readings[0].record.abstracts[0].text, "Турбина here & now");
}

#[test]
fn what_names_no_encoding_is_read_as_it_most_likely_is() {
    let mut bytes =
        b"From: a@b.example\r\nDate: Fri, 27 Nov 2026 10:15:00 +0100\r\nMessage-ID: <1@b>\r\nSubject: ".to_vec();
    let (words, ..) = encoding_rs::WINDOWS_1251.encode("Паровая турбина большой мощности для электростанции");
    bytes.extend_from_slice(&words);
    bytes.extend_from_slice(b"\r\n\r\n");
    bytes.extend_from_slice(&words);
    let (readings, _) = given(&bytes);
    assert!(readings[0].record.title().unwrap().starts_with("Паровая турбина"), "{:?}", readings[0].record.titles);
    assert!(readings[0].record.abstracts[0].text.starts_with("Паровая турбина"));
}

#[test]
fn a_mailbox_in_one_file_is_each_of_its_messages() {
    let one = |id: &str, text: &str| {
        format!(
            "From a@b.example Fri Nov 27 10:15:00 2026\nFrom: a@b.example\nDate: Fri, 27 Nov 2026 10:15:00 +0100\nMessage-ID: <{id}@b>\nSubject: {id}\n\n{text}\n\n"
        )
    };
    let bytes = one("one", ">From the works at 10:15 a letter\nFrom here on") + &one("two", "x");
    let (readings, doubts) = given(bytes.as_bytes());
    assert_eq!(doubts, [] as [&str; 0]);
    assert_eq!(readings.iter().map(|one| one.record.title().unwrap()).collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!(readings[0].record.abstracts[0].text, "From the works at 10:15 a letter From here on");
    assert_eq!(readings[1].record.origin.line, Some(11));
}

#[test]
fn what_is_sealed_says_what_to_do() {
    for (kind, word) in [
        ("multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b", "encrypted"),
        ("application/pkcs7-mime; smime-type=enveloped-data", "encrypted"),
        ("application/pkcs7-mime; smime-type=signed-data", "wrapped in its signature"),
    ] {
        let bytes = message(&format!(
            "Subject: S\nContent-Type: {kind}\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b--\n"
        ));
        let (readings, doubts) = given(&bytes);
        assert!(readings.is_empty());
        assert!(doubts[0].contains(&format!("the message is {word}; ask its sender to send it open")), "{doubts:?}");
    }
    let signed = message(
        "Subject: S\nContent-Type: multipart/signed; boundary=b\n\n--b\nContent-Type: text/plain\n\nWords.\n--b\nContent-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN\n--b--\n",
    );
    let (readings, _) = given(&signed);
    assert_eq!((readings[0].record.abstracts[0].text.as_str(), mail_files(&signed).len()), ("Words.", 0));
    let outlook = with_files(&[("application/ms-tnef", "filename=winmail.dat", b"\x78\x9f\x3e\x22\x01\x02")]);
    assert!(given(&outlook).0[0].doubts[0].to_string().contains("only Outlook reads"));
}

#[test]
fn a_text_that_talks_of_mail_is_none() {
    for text in
        ["TY  - JOUR\nTI  - From: here\nER  - \n", "Title,From,Date\nPumps,a,1961\n", "From: a\nTo: b\n\nno date"]
    {
        assert!(!claims(text.as_bytes()), "{text}");
    }
    assert_eq!(titles(b"TY  - JOUR\nTI  - Pumps\nER  - \n"), ["Pumps"]);
}

/// A message around messages, or parts around parts, as deep as somebody likes.
fn deep(kind: &str, n: usize) -> Vec<u8> {
    message(&format!("Subject: S\n{}", format!("Content-Type: {kind}\n\n--x\n").repeat(n)))
}

#[test]
fn hostile_messages_end() {
    for kind in ["multipart/mixed; boundary=x", "message/rfc822", "multipart/digest; boundary=x"] {
        let (readings, doubts) = given(&deep(kind, 100_000));
        assert!(readings.is_empty() && doubts[0].contains("more than 1000 parts"), "{kind}: {doubts:?}");
        let _ = given(&deep(kind, 900));
    }
    let many = message(&format!("Subject: S\n{}\nWords.", "X-Header: y\n".repeat(100_000)));
    assert_eq!(titles(&many), ["S"]);
    let long = message(&format!("Subject: S\nContent-Type: text/plain\n\n{}", "x".repeat(8_000_000)));
    let (readings, _) = given(&long);
    assert!(readings[0].record.abstracts[0].text.len() <= MAIL_TEXT_BYTES_MAX);
    assert!(readings[0].doubts[0].to_string().contains("the rest was left out"));
    let subject = message(&format!("Subject: {}\n\nx", "=?utf-8?Q?=41=41?= ".repeat(50_000)));
    let _ = given(&subject);
}
