use std::fs;
use std::path::Path;

use crate::kit::{Office, article, scope};
use store::{Error, Reader, Writer};
use tempfile::TempDir;

/// What every version of the program must open: a dump of an office of each schema that shipped.
const SCHEMA_1: &str = include_str!("../../fixtures/schema-1.sql");

/// Names that stand on the posts of that office.
const HOLDERS_IN_SCHEMA_1: &[&str] = &[];

fn refusal<T>(result: store::Result<T>) -> String {
    match result {
        Err(Error::Refused(refusal)) => refusal.to_string(),
        Err(Error::Broken(fault)) => panic!("a fault instead of a refusal: {fault}"),
        Ok(_) => panic!("it was let pass"),
    }
}

fn database(dir: &Path, sql: &str) {
    let conn = rusqlite::Connection::open(dir.join(store::DATABASE_FILE)).unwrap();
    conn.execute_batch(sql).unwrap();
}

#[test]
fn an_office_is_made_once() {
    let office = Office::new();
    drop(office.writer);
    let refused = refusal(Writer::create(office.dir.path(), 2, "operator", 1));
    assert!(refused.contains("an office in"), "{refused}");
    let reader = Reader::open(office.dir.path()).unwrap();
    assert_eq!(reader.office().unwrap(), format!("{:032x}", 0xabcd));
    assert_eq!(reader.facts_after(&scope(), 0, 9).unwrap()[0].fact.verb.word(), "opened");
}

#[test]
fn a_second_writer_is_refused_and_readers_are_not() {
    let mut office = Office::new();
    let refused = refusal(Writer::open(office.dir.path()));
    assert!(refused.contains("Another program is writing"), "{refused}");
    office.keep_one(article("a", "Steam", &[]));
    assert_eq!(office.records().len(), 1);
    drop(office.writer);
    Writer::open(office.dir.path()).unwrap();
}

#[test]
fn where_there_is_no_office_the_way_to_one_is_named() {
    let dir = TempDir::new().unwrap();
    for refused in [refusal(Writer::open(dir.path())), refusal(Reader::open(dir.path()).map(|_| ()))] {
        assert!(refused.contains("uptake init"), "{refused}");
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "nothing is left behind");
    let refused = refusal(Writer::open(&dir.path().join("absent")));
    assert!(refused.contains("There is no office"), "{refused}");
}

#[test]
fn an_office_of_a_newer_version_is_refused_with_both_versions() {
    let office = Office::new();
    drop(office.writer);
    let conn = rusqlite::Connection::open(office.dir.path().join(store::DATABASE_FILE)).unwrap();
    let ours: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    let newer = ours + 1;
    conn.pragma_update(None, "user_version", newer).unwrap();
    drop(conn);
    for refused in [refusal(Writer::open(office.dir.path())), refusal(Reader::open(office.dir.path()).map(|_| ()))] {
        let said = [format!("version {newer}"), format!("up to {ours}")];
        assert!(said.iter().all(|part| refused.contains(part)), "{refused}");
    }
}

#[test]
fn a_database_of_somebody_else_is_not_an_office() {
    let dir = TempDir::new().unwrap();
    database(dir.path(), "CREATE TABLE recipe (name TEXT)");
    let refused = refusal(Writer::open(dir.path()));
    assert!(refused.contains("is not an office"), "{refused}");
    fs::write(dir.path().join(store::DATABASE_FILE), "a letter to my aunt, long enough to be no database".repeat(99))
        .unwrap();
    let refused = refusal(Writer::open(dir.path()));
    assert!(refused.contains("is not an office"), "{refused}");
    fs::write(dir.path().join(store::DATABASE_FILE), "").unwrap();
    let refused = refusal(Reader::open(dir.path()).map(|_| ()));
    assert!(refused.contains("is not an office"), "{refused}");
}

#[test]
fn an_office_whose_making_was_cut_short_can_be_made_again() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("office.db.new"), "half a page").unwrap();
    Writer::create(dir.path(), 1, "operator", 1).unwrap();
    assert!(!dir.path().join("office.db.new").exists());
}

#[test]
fn an_office_of_every_schema_that_shipped_opens_whole() {
    let dir = TempDir::new().unwrap();
    database(dir.path(), SCHEMA_1);
    drop(Writer::open(dir.path()).unwrap());
    let reader = Reader::open(dir.path()).unwrap();
    let verification = store::verify(&reader, &scope(), &mut |_| {}).unwrap();
    assert!(verification.findings.is_empty(), "{:?}", verification.findings);
    let counts = reader.counts(&scope()).unwrap();
    assert_eq!((counts.n_records, counts.n_items, counts.n_needs, counts.n_deliveries), (4, 5, 1, 1));
    let post = model::PostId::new("engineer").unwrap();
    let acting = reader.acting(&scope(), &post, model::Date::new(2026, 1, 1).unwrap()).unwrap();
    let names: Vec<&str> = acting.iter().map(|(person, _)| person.name.as_str()).collect();
    assert_eq!(names, HOLDERS_IN_SCHEMA_1, "who held a post by name holds it as a person");
}

/// Writes the office from which the fixture of the present schema is dumped:
/// `UPTAKE_FIXTURE_DIR=somewhere cargo test -p uptake-store -- --ignored fixture`, then
/// `sqlite3 somewhere/office.db .dump`, with the two pragmas of the head added.
#[test]
#[ignore = "writes the source of a fixture"]
fn the_fixture_of_the_present_schema() {
    let Some(target) = std::env::var_os("UPTAKE_FIXTURE_DIR") else { return };
    let mut office = Office::new();
    office.writer.keep_programme(&crate::programme::programme(), "operator", 5).unwrap();
    let record = office.keep_one(article("a", "Steam", &["doi:10.1000/steam"])).record;
    office.keep_one(article("b", "Steam", &["doi:10.1000/steam", "pmid:17"]));
    office.keep_one(article("a", "Steam engines", &["doi:10.1000/steam"]));
    office.keep_one(crate::kit::of_kind(model::Kind::Preprint, "c", "Steam engines", &["arxiv:1401.2122"]));
    let gone = office.keep_one(article("d", "Diesel", &["pmid:18"])).record;
    office.keep_one(article("e", "Diesel", &["doi:10.1000/diesel"]));
    office.keep_one(article("d", "Diesel", &["pmid:18", "doi:10.1000/diesel"]));
    let item = office.reader().items(&scope(), gone).unwrap().iter().find(|item| item.live).unwrap().id;
    office.part(gone, item).unwrap();
    let need = model::NeedId::new("diesel").unwrap();
    let delivery = model::Delivery {
        id: model::DeliveryId::from_bits(0x5eed),
        record,
        profile: model::ProfileId { need: need.clone(), number: 1 },
        need,
        forwarded_from: None,
        post: model::PostId::new("engineer").unwrap(),
        score: 1.5,
        grounds: "{}".into(),
    };
    office.writer.keep_deliveries(&[delivery], "operator", 99).unwrap();
    drop(office.writer);
    fs::create_dir_all(&target).unwrap();
    fs::copy(office.dir.path().join(store::DATABASE_FILE), Path::new(&target).join(store::DATABASE_FILE)).unwrap();
}

#[test]
fn a_follower_notices_that_the_office_has_another_past() {
    let mut office = Office::new();
    office.keep_one(article("a", "Steam", &[]));
    let then = office.reader().position().unwrap();
    office.keep_one(article("b", "Diesel", &[]));
    assert!(office.reader().holds(&then).unwrap());
    let mut other = Office::new();
    other.keep_one(article("c", "Turbines", &[]));
    assert!(!other.reader().holds(&then).unwrap());
    let later = office.reader().position().unwrap();
    assert!(!other.reader().holds(&later).unwrap());
}
