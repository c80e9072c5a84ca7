//! What is attached to a record is seen by nobody who does not see the record, and by no more than are meant to.

use matching::{Analysis, Sheet, oracle, parse};
use model::{
    Actor, Attachment, AttachmentFault, AttachmentId, AttachmentKind, AttachmentLook, AttachmentStage, AttachmentText,
    Level, Marking, PersonId, RecordId,
};
use store::{Page, Scope};

use crate::interference::{follow, outsider};
use crate::kit::{Office, article, scope};

fn brought(bits: u64, record: RecordId, level: Level) -> Attachment {
    Attachment {
        id: AttachmentId::from_bits(bits),
        record,
        name: "gear.pdf".to_owned(),
        n_bytes: 9,
        digest: [bits as u8; 32],
        marking: Marking::at(level),
        by: Some(Actor { person: PersonId::new("karpova").unwrap(), post: None }),
        came_at: bits as i64,
        stage: AttachmentStage::BeingRead,
        kind: None,
        fault: None,
        pixels: None,
        n_pages: None,
        text: AttachmentText::None,
        has_picture: false,
        reason: String::new(),
    }
}

const LOOK: AttachmentLook = AttachmentLook::Kept {
    kind: AttachmentKind::Pdf,
    pixels: None,
    n_pages: Some(3),
    text: AttachmentText::Whole,
    has_picture: true,
};

fn keep(office: &mut Office, attachment: &Attachment, text: &str) {
    let looked = attachment.looked_at(&LOOK);
    office
        .writer
        .transact("office", 9_000, |deed| -> store::Result<()> {
            deed.keep_attachment(&looked)?;
            deed.keep_attachment_content(looked.id, text, b"picture")
        })
        .unwrap();
}

fn found(office: &Office, scope: &Scope, text: &str) -> Vec<RecordId> {
    let index = follow(office, &office.dir.path().join("index"), 100);
    let (reader, query) = (office.reader(), parse(text).unwrap());
    let page = Page { offset: 0, limit: 10, facets: false };
    let search = index.search(scope, &query, page, &mut |id| {
        let held = reader.record(scope, id).unwrap();
        held.is_some_and(|held| oracle::judge(&query, &Sheet::new(&held.record, Analysis::Stemmed)).holds)
    });
    search.unwrap().found.into_iter().map(|found| found.id).collect()
}

#[test]
fn an_attachment_is_read_back_as_it_was_kept() {
    let mut office = Office::new();
    let record = office.keep_one(article("a", "Steam", &[])).record;
    let looked = Attachment { pixels: Some((40, 20)), ..brought(7, record, Level::Internal).looked_at(&LOOK) };
    keep(&mut office, &looked, "selenium");
    let reader = office.reader();
    assert_eq!(reader.attachment(&scope(), looked.id).unwrap(), Some(looked.clone()));
    assert_eq!(reader.attachments(&scope(), record).unwrap(), std::slice::from_ref(&looked));
    assert_eq!(reader.attachment_picture(&scope(), looked.id).unwrap().unwrap(), b"picture");
    assert!(reader.keeps_digest(&looked.digest).unwrap() && !reader.keeps_digest(&[0; 32]).unwrap());
    let refused = brought(8, record, Level::Open).looked_at(&AttachmentLook::Refused(AttachmentFault::Pixels));
    office.writer.transact("office", 9_000, |deed| deed.keep_attachment(&refused)).unwrap();
    assert_eq!(reader.attachment(&scope(), refused.id).unwrap(), Some(refused.clone()));
    assert!(!reader.keeps_digest(&refused.digest).unwrap(), "nothing of it is kept");
    office.check_whole();
}

#[test]
fn what_stands_in_a_file_finds_its_record_for_those_who_see_both_alike() {
    let mut office = Office::new();
    let open = office.keep_one(article("a", "Steam", &[])).record;
    let own = office.keep_one(article("b", "Selenium rectifiers", &[])).record;
    keep(&mut office, &brought(1, open, Level::Open), "Selenium rectifiers measured at the works");
    for (query, expected) in [
        ("selenium", vec![own, open]),
        ("rectifier works", vec![open]),
        ("\"measured at the works\"", vec![open]),
        ("measur*", vec![open]),
        ("steam NEAR/3 selenium", vec![]),
        ("selenium NEAR/5 works", vec![open]),
        ("steam NOT measured", vec![]),
        ("title:measured", vec![]),
    ] {
        assert_eq!(found(&office, &scope(), query), expected, "{query}");
    }
}

#[test]
fn what_fewer_see_is_searched_by_nobody_and_moves_nothing() {
    let mut office = Office::new();
    let open = office.keep_one(article("a", "Steam", &[])).record;
    let reader = office.reader();
    let outside = reader.scope(&outsider()).unwrap();
    let before = reader.position().unwrap().change_seq;
    let attachment = brought(1, open, Level::Confidential);
    keep(&mut office, &attachment, "selenium");
    assert_eq!(reader.position().unwrap().change_seq, before, "nobody is told that something changed");
    let outside_now = reader.scope(&outsider()).unwrap();
    assert!(found(&office, &outside_now, "selenium").is_empty());
    assert!(found(&office, &scope(), "selenium").is_empty(), "not even by those who see it");
    for outside in [outside, outside_now] {
        assert_eq!(reader.attachment(&outside, attachment.id).unwrap(), None);
        assert_eq!(reader.attachments(&outside, open).unwrap(), []);
        assert_eq!(reader.attachment_picture(&outside, attachment.id).unwrap(), None);
        assert!(reader.attached_texts(&outside, open).unwrap().is_empty());
    }
    office.check_whole();
}

#[test]
fn a_record_that_is_made_narrower_takes_its_files_along() {
    let mut office = Office::new();
    let record = office.keep_one(article("a", "Steam", &[])).record;
    keep(&mut office, &brought(1, record, Level::Open), "selenium");
    keep(&mut office, &brought(2, record, Level::Confidential), "germanium");
    let restricted = Marking::at(Level::Restricted);
    office.writer.transact("office", 9_500, |deed| deed.mark_record(record, &restricted)).unwrap();
    let reader = office.reader();
    let levels: Vec<Level> =
        reader.attachments(&scope(), record).unwrap().iter().map(|one| one.marking.level).collect();
    assert_eq!(levels, [Level::Restricted, Level::Confidential]);
    let outside = reader.scope(&outsider()).unwrap();
    assert_eq!(reader.attachments(&outside, record).unwrap(), []);
    assert!(found(&office, &outside, "selenium").is_empty());
    assert_eq!(found(&office, &scope(), "selenium"), [record]);
    office.check_whole();
    // One that is said to be seen by more than its record is marked as the record.
    keep(&mut office, &brought(3, record, Level::Open), "tin");
    let marked = reader.attachment(&scope(), AttachmentId::from_bits(3)).unwrap().unwrap().marking;
    assert_eq!(marked, restricted);
}

#[test]
fn the_files_of_a_record_that_is_joined_to_another_go_with_it() {
    let mut office = Office::new();
    let one = office.keep_one(article("a", "Steam", &["doi:10.1000/steam"])).record;
    let other = office.keep_one(article("b", "Steam turbines", &["pmid:17"])).record;
    keep(&mut office, &brought(1, other, Level::Open), "selenium");
    office.keep_one(article("c", "Steam", &["doi:10.1000/steam", "pmid:17"]));
    let held = office.reader().attachments(&scope(), one).unwrap();
    assert_eq!(held.len(), 1);
    assert_eq!(found(&office, &scope(), "selenium"), [held[0].record]);
    office.check_whole();
}

#[test]
fn what_was_withdrawn_is_searched_and_shown_no_more() {
    let mut office = Office::new();
    let record = office.keep_one(article("a", "Steam", &[])).record;
    let attachment = brought(1, record, Level::Open);
    keep(&mut office, &attachment, "selenium");
    assert_eq!(found(&office, &scope(), "selenium"), [record]);
    let gone = attachment.looked_at(&LOOK).withdraw("mistake").unwrap();
    office
        .writer
        .transact("office", 9_900, |deed| -> store::Result<()> {
            deed.keep_attachment(&gone)?;
            deed.keep_attachment_content(gone.id, "", b"")
        })
        .unwrap();
    assert!(found(&office, &scope(), "selenium").is_empty());
    assert_eq!(office.reader().attachment_picture(&scope(), gone.id).unwrap(), None);
    assert_eq!(office.reader().attachment(&scope(), gone.id).unwrap().unwrap().reason, "mistake");
    office.check_whole();
}

#[test]
fn what_was_changed_on_the_disk_is_found_and_not_given_out() {
    let changed = |sql: &str, expected: &str| {
        let mut office = Office::new();
        let record = office.keep_one(article("a", "Steam", &[])).record;
        keep(&mut office, &brought(1, record, Level::Internal), "selenium");
        office.tamper(sql);
        let findings = store::verify(&office.reader(), &scope(), &mut |_| {}).unwrap().findings.join("\n");
        assert!(findings.contains(expected), "{sql}: {findings}");
        office
    };
    let office = changed("UPDATE attachment_picture SET picture = x'00'", "the small picture of attachment");
    assert!(office.reader().attachment_picture(&scope(), AttachmentId::from_bits(1)).is_err());
    let office = changed("UPDATE attachment_text SET text = 'tin'", "the text of attachment");
    let record = office.records()[0].id;
    assert!(office.reader().attached_texts(&scope(), record).unwrap().is_empty());
    changed("UPDATE attachment SET label = 77", "rows of `attachment` bear a marking that is not there");
    changed(
        "UPDATE record SET label = (SELECT label FROM attachment); UPDATE attachment SET label = 1",
        "attachments marked open belong to records marked internal",
    );
}
