use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use formats::{Item, Options};
use model::{AttachmentKind, Date, Level, Person, PersonId, Post, PostId, Standing, Tenure, Unit, UnitId};
use store::{Batch, Page};
use tempfile::TempDir;

use super::*;
use crate::identity::SameWork;
use crate::ingest::incoming;
use crate::{Officer, Parser};

const SVG: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><title>Gear of selenium</title><rect width=\"9\" height=\"9\"/></svg>";

/// An office with one record, a documentalist and somebody who is none.
struct House {
    _dir: TempDir,
    clerk: Clerk,
    office: Office,
    record: RecordId,
}

fn today() -> Date {
    Date::parse("1962-03-01").unwrap()
}

fn readings() -> Vec<formats::Reading> {
    let mut readings = Vec::new();
    formats::read(&b"TY  - JOUR\nTI  - Rectifiers\nER  - \n"[..], "a.ris", &Options::default(), &mut |item| {
        if let Item::Reading(reading) = item {
            readings.push(reading);
        }
        std::ops::ControlFlow::Continue(())
    })
    .unwrap();
    readings
}

fn house_in(path: &Path) -> (Clerk, Office) {
    let clerk = Clerk::start(Office::create(path, 1, "operator", 1).unwrap(), Box::new(|| {}));
    let office = Office::open(path).unwrap().with_parser(Parser::Here);
    let mut next = 7;
    let mut ids: crate::Ids = Box::new(move || {
        next += 1;
        next
    });
    make_attachment_key(&office, &mut ids).unwrap();
    clerk
        .write(|writer| {
            writer.transact("operator", 2, |deed| -> Result<(), Failure> {
                let unit = UnitId::new("works")?;
                deed.keep_unit(&Unit { id: unit.clone(), name: "Works".to_owned(), parent: None })?;
                for (person, powers, level) in [
                    ("vera", BTreeSet::from([Power::Document]), Level::Restricted),
                    ("sokolov", BTreeSet::new(), Level::Internal),
                ] {
                    let (person, post) = (PersonId::new(person)?, PostId::new(&format!("{person}-post"))?);
                    deed.keep_post(&Post {
                        id: post.clone(),
                        title: post.to_string(),
                        unit: unit.clone(),
                        powers,
                        closed: false,
                    })?;
                    deed.keep_person(&Person {
                        id: person.clone(),
                        name: person.to_string(),
                        email: None,
                        language: None,
                        level,
                        compartments: BTreeSet::new(),
                        left: false,
                    })?;
                    let since = Date::parse("1962-01-01").unwrap_or(today());
                    deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?;
                }
                let batch = Batch::from(readings().into_iter().map(incoming).collect::<Vec<_>>());
                let mut next = 90;
                deed.ingest(&batch, &SameWork, &mut || {
                    next += 1;
                    next
                })?;
                Ok(())
            })
        })
        .unwrap();
    (clerk, office)
}

fn house() -> House {
    let dir = TempDir::new().unwrap();
    let (clerk, office) = house_in(&dir.path().join("office"));
    let record = office.newest_records(1).unwrap()[0].id;
    House { _dir: dir, clerk, office, record }
}

impl House {
    fn officer(&self, person: &str) -> Officer {
        self.office.officer(&PersonId::new(person).unwrap(), today()).unwrap()
    }

    fn act<T: Send + 'static>(
        &self,
        person: &str,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (officer, work) = (self.officer(person), self.office.configuration.work());
        let first = self.office.reader.position().unwrap().ledger_seq * 100;
        self.clerk.write(move |writer| {
            let mut next = first;
            let mut ids = || {
                next += 1;
                next
            };
            act(writer, &mut Turn { officer: &officer, now: 5, today: today(), work, ids: &mut ids })
        })
    }

    fn attach(&self, person: &str, bytes: &[u8], marking: Option<Marking>) -> Result<Attachment, Failure> {
        let brought = bring(&self.office, "gear.svg", bytes, 5)?;
        let record = self.record;
        self.act(person, move |writer, turn| attach(writer, turn, record, marking.as_ref(), &brought))
    }

    fn look(&self, attachment: &Attachment) -> Attachment {
        look_at_attachment(&self.clerk, &self.office, &attachment.id.to_string(), 6).unwrap();
        self.office.attachment(&attachment.id.to_string()).unwrap()
    }

    fn shelved(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.office.dir().join(ATTACHMENTS_DIRECTORY)) else { return Vec::new() };
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    fn verbs(&self) -> Vec<String> {
        let facts = self.office.reader.facts_after(&Scope::office(), 0, 1_000).unwrap();
        let of_attachments = facts.iter().filter(|held| held.fact.object.starts_with("attachment:"));
        of_attachments.map(|held| held.fact.verb.to_string()).collect()
    }
}

#[test]
fn a_file_is_attached_looked_at_found_and_given_back_as_it_was() {
    let house = house();
    let attachment = house.attach("vera", SVG, None).unwrap();
    assert_eq!(attachment.stage, AttachmentStage::BeingRead);
    assert!(house.office.attachment_bytes(&attachment, 7).is_err(), "nobody looked at it yet");
    let looked = house.look(&attachment);
    assert_eq!((looked.stage, looked.kind), (AttachmentStage::Ready, Some(AttachmentKind::Svg)));
    assert!(looked.has_picture && house.office.attachment_picture(&looked).unwrap().is_some());
    assert_eq!(house.office.attachment_bytes(&looked, 7).unwrap(), SVG);
    assert_eq!(house.look(&looked), looked, "looked at twice, it is the same");
    house.clerk.close();
    let page = Page { offset: 0, limit: 10, facets: false };
    let found = house.office.search("selenium", page, &mut |_| {}).unwrap();
    assert_eq!(found.hits.iter().map(|hit| hit.record.id).collect::<Vec<_>>(), [house.record]);
    let found = house.office.search("\"gear of sel*\"", page, &mut |_| {}).unwrap();
    assert_eq!(found.n_found, 1, "where the index alone cannot decide, the file is read too");
    assert_eq!(house.verbs(), ["attached", "examined"]);
}

#[test]
fn a_file_is_attached_to_a_record_once_and_anew_when_it_was_taken_away() {
    let house = house();
    let one = house.attach("vera", SVG, None).unwrap();
    let refused = house.attach("vera", SVG, None).unwrap_err().to_string();
    assert!(refused.contains("there already") && refused.contains(&one.name), "{refused}");
    assert_eq!((house.shelved().len(), house.office.attachments(house.record).unwrap().len()), (1, 1));
    house.act("vera", move |writer, turn| withdraw_attachment(writer, turn, one.id, "twice")).unwrap();
    let other = house.attach("vera", SVG, None).unwrap();
    sweep_attachments(&house.office, 9).unwrap();
    assert_eq!(house.shelved().len(), 1, "the same bytes lie once, and the other still needs them");
    let id = other.id;
    house.act("vera", move |writer, turn| withdraw_attachment(writer, turn, id, "twice")).unwrap();
    sweep_attachments(&house.office, 9).unwrap();
    assert_eq!(house.shelved(), [] as [&str; 0]);
}

#[test]
fn what_is_on_its_way_to_its_row_is_not_swept_away() {
    let house = house();
    let brought = bring(&house.office, "gear.svg", SVG, 5).unwrap();
    sweep_attachments(&house.office, 9).unwrap();
    assert_eq!(house.shelved().len(), 1);
    drop(brought);
    sweep_attachments(&house.office, 9).unwrap();
    assert_eq!(house.shelved().len(), 0, "nobody writes a row any more");
}

#[test]
fn a_file_that_is_none_is_refused_and_nothing_of_it_is_left() {
    let house = house();
    let looked = house.look(&house.attach("vera", b"MZ a program", None).unwrap());
    assert_eq!((looked.stage, looked.fault), (AttachmentStage::Refused, Some(AttachmentFault::Unknown)));
    assert!(house.office.attachment_bytes(&looked, 7).is_err());
    sweep_attachments(&house.office, 9).unwrap();
    assert_eq!(house.shelved().len(), 0);
    assert!(bring(&house.office, "a", b"", 5).is_err());
    assert!(bring(&house.office, "a", &vec![0; ATTACHMENT_BYTES_MAX + 1], 5).is_err());
}

#[test]
fn who_may_not_document_attaches_nothing_and_no_file_is_seen_by_more_than_its_record() {
    let house = house();
    assert!(house.attach("sokolov", SVG, None).is_err());
    let confidential = Marking::at(Level::Confidential);
    assert!(house.attach("vera", SVG, Some(confidential)).is_err(), "she could not see it herself");
    let record = house.record;
    let internal = Marking::at(Level::Internal);
    house.act("vera", move |writer, turn| crate::mark_record(writer, turn, record, &internal)).unwrap();
    assert!(house.attach("vera", SVG, Some(Marking::default())).is_err());
    assert_eq!(house.attach("vera", SVG, None).unwrap().marking.level, Level::Internal);
}

#[test]
fn what_is_restricted_is_in_the_ledger_before_a_byte_leaves_and_is_hidden_from_others() {
    let house = house();
    let restricted = Marking::at(Level::Restricted);
    let looked = house.look(&house.attach("vera", SVG, Some(restricted)).unwrap());
    assert_eq!(house.office.attachment_picture(&looked).unwrap(), None, "a look at it would not be noted");
    let id = looked.id;
    house.act("vera", move |writer, turn| consult_attachment(writer, turn, id)).unwrap();
    house.act("vera", move |writer, turn| note_release(writer, turn, id)).unwrap();
    assert_eq!(house.verbs(), ["attached", "examined", "consulted", "copied"]);
    assert!(house.act("sokolov", move |writer, turn| consult_attachment(writer, turn, id)).is_err());
    let outside = house.office.seen_by(&house.officer("sokolov").scope);
    assert!(outside.attachment(&id.to_string()).is_err() && outside.attachments(house.record).unwrap().is_empty());
    let open = house.look(&house.attach("vera", &drawn(1), None).unwrap());
    let (id, n_facts) = (open.id, house.verbs().len());
    house.act("sokolov", move |writer, turn| consult_attachment(writer, turn, id)).unwrap();
    assert_eq!(house.verbs().len(), n_facts, "what is open is read without a fact");
}

#[test]
fn a_marking_that_forbids_copies_is_kept() {
    let house = house();
    let marking = Marking { caveats: BTreeSet::from(["no-copying".to_owned()]), ..Marking::default() };
    let looked = house.look(&house.attach("vera", SVG, Some(marking)).unwrap());
    assert!(released_copy(&Parser::Here, &looked, SVG).is_err());
    let id = looked.id;
    assert!(house.act("vera", move |writer, turn| note_release(writer, turn, id)).is_err());
    let open = house.look(&house.attach("vera", &drawn(1), None).unwrap());
    assert!(released_copy(&Parser::Here, &open, &drawn(1)).unwrap().starts_with(b"<svg"));
}

#[test]
fn every_bit_that_flips_on_the_shelf_is_found_and_no_such_file_is_given_out() {
    let house = house();
    let looked = house.look(&house.attach("vera", SVG, None).unwrap());
    let path = house.office.dir().join(ATTACHMENTS_DIRECTORY).join(&house.shelved()[0]);
    let mut findings = Vec::new();
    assert_eq!(check(&house.office, 7, &mut findings).unwrap(), 1);
    assert_eq!(findings, [] as [&str; 0]);
    for bit in 0..SVG.len() * 8 {
        let mut bytes = SVG.to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        fs::write(&path, bytes).unwrap();
        findings.clear();
        check(&house.office, 7, &mut findings).unwrap();
        assert!(findings[0].contains("are not those that were brought"), "bit {bit}: {findings:?}");
        assert!(house.office.attachment_bytes(&looked, 7).is_err(), "bit {bit}");
    }
    for bytes in [SVG[1..].to_vec(), [SVG, b" "].concat()] {
        fs::write(&path, bytes).unwrap();
        assert!(house.office.attachment_bytes(&looked, 7).is_err());
    }
    fs::remove_file(&path).unwrap();
    findings.clear();
    check(&house.office, 7, &mut findings).unwrap();
    assert!(findings[0].contains("are gone"));
    assert!(house.attach("vera", SVG, None).is_err(), "it is there already");
    assert_eq!(house.office.attachment_bytes(&looked, 7).unwrap(), SVG, "brought anew, its bytes are whole");
}

#[test]
fn a_backup_brings_files_and_their_key_back() {
    let house = house();
    let looked = house.look(&house.attach("vera", SVG, None).unwrap());
    house.clerk.close();
    let (file, again) = (house._dir.path().join("office.backup"), house._dir.path().join("again"));
    let made = crate::backup(house.office.dir(), &file).unwrap();
    assert_eq!((made.n_files, made.n_missing), (2, 0));
    crate::restore(&file, &again, &mut |_| {}).unwrap();
    let restored = Office::open(&again).unwrap();
    let held = restored.attachment(&looked.id.to_string()).unwrap();
    assert_eq!(restored.attachment_bytes(&held, 7).unwrap(), SVG);
    let verified = crate::verify(&again, 9, &mut |_| {}).unwrap();
    assert_eq!((verified.n_attachments, verified.findings), (1, Vec::new()));
    // Without its key nothing is found, and no other key is made in its place.
    fs::remove_file(again.join(ATTACHMENT_KEY_FILE)).unwrap();
    let bare = Office::open(&again).unwrap();
    assert!(bare.attachment_bytes(&held, 7).is_err());
    assert!(make_attachment_key(&bare, &mut (Box::new(|| 7u64) as crate::Ids)).is_err());
}

#[test]
fn only_files_of_an_office_are_brought_back() {
    let digest = "ab".repeat(32);
    assert!(is_beside(ATTACHMENT_KEY_FILE) && is_beside(&format!("attachments/{digest}")));
    for name in [
        "attachments/../x",
        "attachments/",
        "/etc/passwd",
        "office.db",
        &digest,
        &format!("attachments/{}", digest.to_uppercase()),
    ] {
        assert!(!is_beside(name), "{name}");
    }
}

/// The drawing with another remark in it, so that it is another file.
fn drawn(at: usize) -> Vec<u8> {
    let text = String::from_utf8(SVG.to_vec()).unwrap();
    text.replace("</svg>", &format!("<!-- sheet {at} --></svg>")).into_bytes()
}

#[test]
fn a_record_keeps_a_bounded_number_of_files() {
    let house = house();
    for at in 0..ATTACHMENTS_MAX {
        house.attach("vera", &drawn(at), None).unwrap();
    }
    assert!(house.attach("vera", SVG, None).is_err());
    assert_eq!(house.office.attachments(house.record).unwrap().len(), ATTACHMENTS_MAX);
}
