use std::fs;

use crate::kit::{Office, article, of_kind, scope};
use store::{Error, FaultKind, Writer};

fn filled() -> Office {
    let mut office = Office::new();
    office.writer.keep_programme(&crate::programme::programme(), "operator", 5).unwrap();
    office.keep_one(article("a", "Steam", &["doi:10.1000/steam"]));
    office.keep_one(article("b", "Steam", &["doi:10.1000/steam", "pmid:17"]));
    office.keep_one(of_kind(model::Kind::Preprint, "c", "Steam", &["arxiv:1401.2122"]));
    office
}

/// Changes the database and looks what `verify` says of it.
#[track_caller]
fn check(sql: &str, expected: &str) {
    let office = filled();
    office.tamper(sql);
    let verification = store::verify(&office.reader(), &scope(), &mut |_| {}).unwrap();
    let all = verification.findings.join("\n");
    assert!(all.contains(expected), "{sql}: {all}");
}

#[test]
fn a_whole_office_has_no_findings_and_says_what_was_looked_at() {
    let office = filled();
    let mut looks = Vec::new();
    let verification = store::verify(&office.reader(), &scope(), &mut |look| looks.push(look.to_owned())).unwrap();
    assert!(verification.findings.is_empty(), "{:?}", verification.findings);
    assert_eq!((verification.n_records, verification.n_items), (2, 3));
    assert_eq!(verification.n_facts, 9);
    assert!(looks.contains(&"ledger".to_owned()));
}

#[test]
fn every_tampering_with_the_ledger_is_found() {
    check("UPDATE ledger SET who = 'nobody' WHERE seq = 3", "fact 3 of the ledger was changed");
    check("UPDATE ledger SET at = at + 1 WHERE seq = 1", "fact 1 of the ledger was changed");
    check("UPDATE ledger SET target = NULL WHERE seq = 4", "fact 4 of the ledger was changed");
    check("UPDATE ledger SET hash = zeroblob(32) WHERE seq = 4", "fact 4 of the ledger was changed");
    check("UPDATE ledger SET hash = x'00' WHERE seq = 4", "fact 4 of the ledger was changed");
    check("DELETE FROM ledger WHERE seq = 5", "facts 5 to 5 are gone");
    check("DELETE FROM ledger WHERE seq = 9", "ends with fact 8, but fact 9 was written");
    check(
        "INSERT INTO ledger SELECT 10, at, who, verb, object, target, change, hash, label FROM ledger WHERE seq = 9",
        "fact 10 of the ledger was changed",
    );
    check("UPDATE meta SET office = 'another'", "fact 1 of the ledger was changed");
}

#[test]
fn a_changed_text_pointer_or_key_is_found() {
    check("UPDATE record SET json = replace(json, 'Steam', 'Stean') WHERE row = 2", "was changed after it was written");
    check("UPDATE item SET json = replace(json, 'Steam', 'Stean')", "is not the one that was read");
    check("UPDATE raw_block SET bytes = zeroblob(length(bytes)) WHERE id = 2", "block 2 of the raw bytes was changed");
    check("UPDATE raw_block SET size = 9000000000 WHERE id = 2", "block 2 of the raw bytes was changed");
    check("UPDATE item SET raw_offset = 5000 WHERE id = 1", "are not where they should be");
    check("UPDATE item SET raw_length = -1 WHERE id = 1", "are not where they should be");
    check("DELETE FROM raw_block WHERE id = 1", "`item` points at a row of `raw_block`");
    check("DELETE FROM item WHERE record = 2", "has no live item");
    check("DELETE FROM identity_key", "is not found by one of its keys");
    check("UPDATE identity_key SET record = 77 WHERE record = 1", "lead to no record");
    check("DELETE FROM unit WHERE id = 'works'", "points at a row of `unit`");
}

#[test]
fn what_was_changed_on_the_disk_is_not_given_out_as_good() {
    let office = filled();
    let id = office.records()[1].id;
    office.tamper("UPDATE record SET json = replace(json, 'Steam', 'Stean') WHERE row = 2");
    office.tamper("UPDATE raw_block SET bytes = zeroblob(length(bytes)) WHERE id = 1");
    let Err(Error::Broken(fault)) = office.reader().record(&scope(), id) else { panic!("it was given out") };
    assert_eq!(fault.kind(), FaultKind::Damaged);
    let item = office.reader().items(&scope(), {
        let mut first = None;
        let _ = office.reader().each_record(&scope(), &mut |held| {
            first.get_or_insert(held.id);
            std::ops::ControlFlow::Break(())
        });
        first.unwrap()
    });
    assert!(office.reader().raw(&scope(), item.unwrap()[0].id).is_err());
}

#[test]
fn a_flipped_bit_anywhere_in_the_raw_bytes_is_found() {
    let mut office = Office::new();
    let raw: Vec<u8> = (0..20_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    office.keep_one(store::Incoming { raw, ..article("a", "Steam", &[]) });
    let held: Vec<u8> = {
        let conn = rusqlite::Connection::open(office.database()).unwrap();
        conn.query_row("SELECT bytes FROM raw_block", [], |row| row.get(0)).unwrap()
    };
    for at in (0..held.len()).step_by(held.len() / 23) {
        let mut flipped = held.clone();
        flipped[at] ^= 1 << (at % 8);
        let conn = rusqlite::Connection::open(office.database()).unwrap();
        conn.execute("UPDATE raw_block SET bytes = ?1", [&flipped]).unwrap();
        let verification = store::verify(&office.reader(), &scope(), &mut |_| {}).unwrap();
        assert!(verification.findings.iter().any(|finding| finding.contains("block 1")), "byte {at}");
    }
}

#[test]
fn a_ledger_with_another_end_is_not_written_on() {
    let office = filled();
    office.tamper("DELETE FROM ledger WHERE seq = 9");
    drop(office.writer);
    let error = Writer::open(office.dir.path()).err().unwrap().to_string();
    assert!(error.contains("the office is damaged") && error.contains("`uptake verify`"), "{error}");
}

#[test]
fn a_page_full_of_noise_is_a_finding_and_the_other_looks_go_on() {
    let mut office = filled();
    let many = (0..400).map(|n| article(&format!("n{n}"), &format!("Title {n}"), &[]));
    office.keep(many.collect());
    let Office { dir, writer, .. } = office;
    drop(writer);
    let path = dir.path().join(store::DATABASE_FILE);
    let (page, size) = {
        let conn = rusqlite::Connection::open(&path).unwrap();
        let of_records = "SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = 'record'";
        let found = conn.query_row(of_records, [], |row| Ok((row.get::<_, u32>(0)?, row.get::<_, u32>(1)?))).unwrap();
        (found.0 as usize, found.1 as usize)
    };
    let mut bytes = fs::read(&path).unwrap();
    bytes[(page - 1) * size..page * size].fill(0xa5);
    fs::write(&path, bytes).unwrap();
    let reader = store::Reader::open(dir.path()).unwrap();
    let verification = store::verify(&reader, &scope(), &mut |_| {}).unwrap();
    assert!(!verification.findings.is_empty());
}
