use crate::kit::{Office, article, scope};
use store::Outcome;

#[test]
fn a_merge_can_be_undone_and_is_not_done_again() {
    let mut office = Office::new();
    let record = office.keep_one(article("a", "Steam", &["doi:10.1000/steam"])).record;
    office.keep_one(article("b", "Diesel", &["doi:10.1000/steam", "pmid:17"]));
    let item = office.reader().items(&scope(), record).unwrap()[1].id;
    let own = office.part(record, item).unwrap();
    let reader = office.reader();
    let title = |id| reader.record(&scope(), id).unwrap().unwrap().record.titles[0].text.clone();
    assert_eq!((title(record), title(own)), ("Steam".to_owned(), "Diesel".to_owned()));
    assert_eq!(reader.record(&scope(), own).unwrap().unwrap().record.origin.source, "b.ris");
    assert_eq!(office.verbs_after(1), ["collected", "merged", "parted"]);
    office.check_whole();

    // The same again, and a new version with the same identifier, stay where they were put.
    let again = office.keep_one(article("b", "Diesel", &["doi:10.1000/steam", "pmid:17"]));
    assert_eq!((again.outcome, again.record), (Outcome::Unchanged, own));
    let newer = office.keep_one(article("b", "Diesel engines", &["doi:10.1000/steam", "pmid:17"]));
    assert_eq!((newer.outcome, newer.record), (Outcome::Updated, own));
    let newer = office.keep_one(article("a", "Steam engines", &["doi:10.1000/steam"]));
    assert_eq!((newer.outcome, newer.record), (Outcome::Updated, record));

    // A third source joins one of them without pulling the other along.
    let third = office.keep_one(article("c", "Steam", &["doi:10.1000/steam"]));
    assert_eq!((third.outcome, third.absorbed.len()), (Outcome::Merged, 0));
    assert_eq!(office.records().len(), 2);
    office.check_whole();
}

#[test]
fn what_a_source_said_before_goes_along_when_it_is_parted() {
    let mut office = Office::new();
    let record = office.keep_one(article("a", "Steam", &["doi:10.1000/steam"])).record;
    office.keep_one(article("b", "Diesel", &["doi:10.1000/steam"]));
    office.keep_one(article("b", "Diesel engines", &["doi:10.1000/steam"]));
    let items = office.reader().items(&scope(), record).unwrap();
    let own = office.part(record, items[2].id).unwrap();
    let reader = office.reader();
    let titles = |id| {
        let items = reader.items(&scope(), id).unwrap();
        items.iter().map(|item| item.record.titles[0].text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(titles(own), ["Diesel", "Diesel engines"]);
    assert_eq!(titles(record), ["Steam"]);
    office.check_whole();
}

#[test]
fn a_record_of_one_source_has_nothing_to_part() {
    let mut office = Office::new();
    let record = office.keep_one(article("a", "Steam", &[])).record;
    let item = office.reader().items(&scope(), record).unwrap()[0].id;
    let refused = office.part(record, item).unwrap_err();
    assert!(refused.to_string().contains("nothing to part"), "{refused}");
    let refused = office.part(model::RecordId::from_bits(99), item).unwrap_err();
    assert!(refused.to_string().contains("There is no record"), "{refused}");
}
