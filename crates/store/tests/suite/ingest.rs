use crate::kit::{Office, article, outcomes, scope};
use store::{Incoming, Outcome};

#[test]
fn a_record_is_given_back_as_it_was_read() {
    let mut office = Office::new();
    let incoming = article("a", "Steam", &["doi:10.1000/steam"]);
    let kept = office.keep_one(incoming.clone());
    assert_eq!(kept.outcome, Outcome::Collected);
    let held = office.reader().record(&scope(), kept.record).unwrap().unwrap();
    assert_eq!(held.record, incoming.record);
    assert_eq!((held.kept_at, held.changed_at), (2_000, 2_000));
    let items = office.reader().items(&scope(), kept.record).unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(items[0].record, incoming.record);
    assert_eq!(office.reader().raw(&scope(), items[0].id).unwrap().unwrap(), b"TI  - Steam");
    office.check_whole();
}

#[test]
fn the_same_batch_again_writes_nothing() {
    let mut office = Office::new();
    let batch = || (0..20).map(|n| article(&format!("a{n}"), &format!("Steam {n}"), &[])).collect::<Vec<_>>();
    let first = office.keep(batch());
    let position = office.reader().position().unwrap();
    let second = office.keep(batch());
    assert_eq!(outcomes(&second), [Outcome::Unchanged; 20]);
    assert!(first.iter().zip(&second).all(|(first, second)| first.record == second.record));
    assert_eq!(office.reader().position().unwrap(), position);
    office.check_whole();
}

#[test]
fn a_new_version_from_the_same_source_updates_and_the_old_one_stays_readable() {
    let mut office = Office::new();
    let first = office.keep_one(article("a", "Steam", &["doi:10.1000/steam"]));
    let second = office.keep_one(article("a", "Steam and its uses", &["doi:10.1000/steam"]));
    assert_eq!((second.outcome, second.record), (Outcome::Updated, first.record));
    let reader = office.reader();
    assert_eq!(reader.record(&scope(), first.record).unwrap().unwrap().record.title(), Some("Steam and its uses"));
    let items = reader.items(&scope(), first.record).unwrap();
    let lives: Vec<_> = items.iter().map(|item| (item.record.title().unwrap(), item.live)).collect();
    assert_eq!(lives, [("Steam", false), ("Steam and its uses", true)]);
    assert_eq!(reader.raw(&scope(), items[0].id).unwrap().unwrap(), b"TI  - Steam");
    assert_eq!(office.verbs_after(1), ["collected", "updated"]);
    office.check_whole();
}

#[test]
fn an_update_takes_the_old_names_out_and_puts_the_new_ones_in() {
    let mut office = Office::new();
    office.keep_one(article("a", "Steam", &["doi:10.1000/wrong"]));
    office.keep_one(article("a", "Steam", &["doi:10.1000/right"]));
    let found = |text: &str| {
        let identifier = model::Identifier::parse(text).unwrap();
        office.reader().records_identified(&scope(), &identifier).unwrap().len()
    };
    assert_eq!((found("doi:10.1000/wrong"), found("doi:10.1000/right")), (0, 1));
}

#[test]
fn one_batch_may_hold_an_entry_several_times_and_go_back_to_what_it_was() {
    let mut office = Office::new();
    let titles = ["Steam", "Diesel", "Diesel", "Steam"];
    let kept = office.keep(titles.iter().map(|title| article("a", title, &[])).collect());
    use Outcome::{Collected, Unchanged, Updated};
    assert_eq!(outcomes(&kept), [Collected, Updated, Unchanged, Updated]);
    let records = office.records();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].record.title(), Some("Steam"));
    let items = office.reader().items(&scope(), records[0].id).unwrap();
    let raws: Vec<Vec<u8>> =
        items.iter().map(|item| office.reader().raw(&scope(), item.id).unwrap().unwrap()).collect();
    assert_eq!(raws, [&b"TI  - Steam"[..], b"TI  - Diesel", b"TI  - Steam"]);
    office.check_whole();
}

#[test]
fn raw_bytes_come_back_whatever_their_size() {
    let mut office = Office::new();
    let sizes = [0usize, 1, 5_000, 1_048_576, 3_000_000, 7];
    let raws: Vec<Vec<u8>> = sizes.iter().map(|size| (0..*size).map(|n| (n * n / 7 % 251) as u8).collect()).collect();
    let batch = raws
        .iter()
        .enumerate()
        .map(|(n, raw)| Incoming { raw: raw.clone(), ..article(&format!("a{n}"), &format!("Title {n}"), &[]) });
    let kept = office.keep(batch.collect());
    for (kept, raw) in kept.iter().zip(&raws) {
        let items = office.reader().items(&scope(), kept.record).unwrap();
        assert!(office.reader().raw(&scope(), items[0].id).unwrap().unwrap() == *raw, "{} bytes", raw.len());
    }
    office.check_whole();
}

#[test]
fn changes_come_in_order_and_a_record_that_changed_again_stands_once() {
    let mut office = Office::new();
    office.keep(vec![article("a", "Steam", &[]), article("b", "Diesel", &[])]);
    office.keep_one(article("a", "Steam again", &[]));
    let reader = office.reader();
    let changes = reader.changes_after(&scope(), 0, 10).unwrap();
    let titles: Vec<_> =
        changes.iter().map(|change| (change.seq, change.record.as_ref().unwrap().title().unwrap())).collect();
    assert_eq!(titles, [(2, "Diesel"), (3, "Steam again")]);
    assert_eq!(reader.changes_after(&scope(), 2, 10).unwrap().len(), 1);
    assert_eq!(reader.position().unwrap().change_seq, 3);
    let mut since = Vec::new();
    reader
        .each_record_since(&scope(), office.clock, &mut |held| {
            since.push(held.record.title().unwrap().to_owned());
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(since, ["Steam again"]);
}

#[test]
fn names_that_are_taken_are_passed_over() {
    let mut office = Office::new();
    let batch = store::Batch::of(vec![article("a", "Steam", &[]), article("b", "Diesel", &[])]);
    let mut numbers = [7u64, 7, 8].into_iter();
    let kept = office
        .writer
        .ingest_batch(&batch, &crate::kit::ByNames, "operator", 5, &mut || numbers.next().unwrap())
        .unwrap();
    assert_eq!(kept.iter().map(|kept| kept.record.bits()).collect::<Vec<_>>(), [7, 8]);
    let stuck = store::Batch::of(vec![article("c", "Turbines", &[])]);
    let refused = office.writer.ingest_batch(&stuck, &crate::kit::ByNames, "operator", 6, &mut || 7).unwrap_err();
    assert!(refused.to_string().contains("random numbers"), "{refused}");
    assert_eq!(office.records().len(), 2);
}
