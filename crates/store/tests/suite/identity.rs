use crate::kit::{Office, article, of_kind, outcomes, scope};
use model::{Identifier, Kind, RelationKind};
use store::Outcome;

#[test]
fn two_sources_of_one_work_become_one_record_that_says_who_gave_what() {
    let mut office = Office::new();
    let first = office.keep_one(article("crossref", "Steam", &["doi:10.1000/steam"]));
    let second = office.keep_one(article("pubmed", "STEAM", &["pmid:17", "doi:10.1000/steam"]));
    assert_eq!((second.outcome, second.record), (Outcome::Merged, first.record));
    let reader = office.reader();
    let held = reader.record(&scope(), first.record).unwrap().unwrap();
    assert_eq!(held.record.title(), Some("Steam"));
    assert_eq!(held.record.identifiers.len(), 2);
    let items = reader.items(&scope(), first.record).unwrap();
    assert!(items[0].gave.contains(&"titles".to_owned()), "{:?}", items[0].gave);
    assert_eq!(items[1].gave, ["identifiers:pmid:17"]);
    assert_eq!(items[1].record.title(), Some("STEAM"));
    assert_eq!(office.verbs_after(1), ["collected", "merged"]);
    office.check_whole();
}

#[test]
fn records_of_one_batch_see_each_other() {
    let mut office = Office::new();
    let batch = vec![article("a", "Steam", &["doi:10.1000/steam"]), article("b", "Steam", &["doi:10.1000/steam"])];
    assert_eq!(outcomes(&office.keep(batch)), [Outcome::Collected, Outcome::Merged]);
}

#[test]
fn a_shared_key_alone_makes_nothing_the_same() {
    let mut office = Office::new();
    let batch = vec![article("a", "Editorial", &["doi:10.1000/1"]), article("b", "Editorial", &["doi:10.1000/2"])];
    assert_eq!(outcomes(&office.keep(batch)), [Outcome::Collected, Outcome::Collected]);
}

#[test]
fn a_preprint_and_its_article_are_related_and_stay_two() {
    let mut office = Office::new();
    let preprint = office.keep_one(of_kind(Kind::Preprint, "arxiv", "Steam", &["arxiv:1401.2122"]));
    let article = office.keep_one(article("crossref", "Steam", &["doi:10.1000/steam"]));
    assert_eq!(article.related, [(RelationKind::HasPreprint, preprint.record)]);
    let reader = office.reader();
    let relations = reader.related(&scope(), preprint.record).unwrap();
    assert_eq!(relations.len(), 1);
    assert!(relations[0].other == article.record && !relations[0].outward);
    assert_eq!(office.records().len(), 2);
    assert_eq!(office.verbs_after(1), ["collected", "collected", "related"]);
}

#[test]
fn a_reading_that_shows_two_records_to_be_one_joins_them_and_no_name_goes_dead() {
    let mut office = Office::new();
    let first = office.keep_one(article("crossref", "Steam", &["doi:10.1000/steam"]));
    let second = office.keep_one(article("medline", "Steam", &["pmid:17"]));
    assert_ne!(first.record, second.record);
    let third = office.keep_one(article("openalex", "Steam", &["doi:10.1000/steam", "pmid:17"]));
    assert_eq!((third.outcome, third.record), (Outcome::Merged, first.record));
    assert_eq!(third.absorbed, [second.record]);
    assert_eq!(office.records().len(), 1);
    let reader = office.reader();
    assert_eq!(reader.record(&scope(), second.record).unwrap().unwrap().id, first.record);
    assert_eq!(reader.items(&scope(), second.record).unwrap().len(), 3);
    let by_number = reader.records_identified(&scope(), &Identifier::parse("pmid:17").unwrap()).unwrap();
    assert_eq!(by_number.iter().map(|held| held.id).collect::<Vec<_>>(), [first.record]);
    let gone: Vec<_> =
        reader.changes_after(&scope(), 0, 10).unwrap().into_iter().filter(|change| change.record.is_none()).collect();
    assert_eq!(gone.iter().map(|change| change.id).collect::<Vec<_>>(), [second.record]);
    office.check_whole();
}

#[test]
fn an_update_can_show_two_records_to_be_one() {
    let mut office = Office::new();
    let first = office.keep_one(article("crossref", "Steam", &["doi:10.1000/steam"]));
    let second = office.keep_one(article("medline", "Steam", &["pmid:17"]));
    let update = office.keep_one(article("medline", "Steam", &["pmid:17", "doi:10.1000/steam"]));
    assert_eq!((update.outcome, update.record), (Outcome::Updated, second.record));
    assert_eq!(update.absorbed, [first.record]);
    assert_eq!(office.records().len(), 1);
    office.check_whole();
}

#[test]
fn an_update_of_one_source_leaves_what_the_others_say() {
    let mut office = Office::new();
    office.keep_one(article("crossref", "Steam", &["doi:10.1000/steam"]));
    let joined = office.keep_one(article("pubmed", "Steam", &["pmid:17", "doi:10.1000/steam"]));
    let update = office.keep_one(article("crossref", "Steam, second edition", &["doi:10.1000/steam"]));
    assert_eq!((update.outcome, update.record), (Outcome::Updated, joined.record));
    let held = office.reader().record(&scope(), joined.record).unwrap().unwrap();
    assert_eq!(held.record.identifiers.len(), 2);
    office.check_whole();
}
