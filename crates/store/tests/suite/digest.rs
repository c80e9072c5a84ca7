use std::collections::BTreeSet;
use std::ops::ControlFlow;

use model::{
    Actor, Clearance, Credibility, Date, Digest, DigestId, DigestText, DrawingId, Grade, Indexing, Joining, Language,
    Level, Marking, Noun, PassedOver, Person, PersonId, RecordId, Reliability, Round, SubjectScheme, Taking, Thing,
    drawn_place,
};
use store::{Draw, HeldGrade, QueueFilter, Scope};

use crate::deliveries::delivery;
use crate::kit::{ByNames, Office, article, scope};
use crate::programme;

fn person(id: &str) -> Person {
    Person {
        id: PersonId::new(id).unwrap(),
        name: id.to_owned(),
        email: None,
        language: None,
        level: Level::Restricted,
        compartments: BTreeSet::new(),
        left: false,
    }
}

fn by(id: &str) -> Actor {
    Actor { person: PersonId::new(id).unwrap(), post: None }
}

fn office() -> Office {
    let mut office = Office::new();
    office.writer.keep_programme(&programme::programme(), "operator", 5).unwrap();
    office
        .writer
        .transact("operator", 6, |deed| -> store::Result<()> {
            for id in ["lebedev", "belova", "orlova"] {
                deed.keep_person(&person(id))?;
            }
            Ok(())
        })
        .unwrap();
    office
}

fn text(purpose: &str) -> DigestText {
    DigestText { purpose: purpose.to_owned(), ..DigestText::default() }
}

fn write(office: &mut Office, bits: u64, record: RecordId, purpose: &str, marking: Marking) -> Digest {
    let language = Language::parse("ru").unwrap();
    let ids = (DigestId::from_bits(bits), record);
    let digest = Digest::first(ids, &language, &text(purpose), marking, &by("lebedev"), 20).unwrap();
    office.writer.transact("lebedev", 20, |deed| deed.keep_digest(&digest)).unwrap();
    digest
}

fn outsider(office: &Office) -> Scope {
    let clearance = Clearance {
        level: Level::Internal,
        compartments: BTreeSet::new(),
        units: BTreeSet::new(),
        within: BTreeSet::new(),
    };
    office.reader().scope(&clearance).unwrap()
}

fn index(office: &mut Office, record: RecordId, who: &str, round: Round, codes: &[&str], at: i64) {
    let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
    let given = Indexing::given(record, SubjectScheme::Grnti, &codes, &[], &by(who), at).unwrap();
    let given = Indexing { round, ..given };
    office.writer.transact(who, at, |deed| deed.keep_indexing(&given)).unwrap();
}

#[test]
fn an_abstract_keeps_its_versions_and_who_wrote_them() {
    let mut office = office();
    let record = office.keep_one(article("a", "Diesel", &["doi:10.1000/diesel"])).record;
    let first = write(&mut office, 7, record, "For locomotives", Marking::default());
    let second = first.anew(1, &text("For hoists"), Marking::default(), &by("belova"), 30).unwrap().unwrap();
    office.writer.transact("belova", 30, |deed| deed.keep_digest(&second)).unwrap();
    let reader = office.reader();
    assert_eq!(reader.digest(&scope(), first.id).unwrap(), Some(second.clone()));
    let versions = reader.digest_versions(&scope(), first.id).unwrap();
    let told: Vec<_> =
        versions.iter().map(|one| (one.revision, one.person.as_str(), one.text.purpose.as_str())).collect();
    assert_eq!(told, [(1, "lebedev", "For locomotives")]);
    assert_eq!(reader.abstracts_of(&scope(), &[record]).unwrap()[&record].digests, [second]);
    let facts = reader.history(&scope(), &Thing::new(Noun::Digest, first.id), 9).unwrap();
    assert_eq!(facts.iter().map(|held| held.fact.verb.word()).collect::<Vec<_>>(), ["abstracted"; 2]);
    office.check_whole();
}

#[test]
fn an_abstract_is_seen_by_who_sees_both_it_and_its_record() {
    let mut office = office();
    let open = office.keep_one(article("a", "Diesel", &["doi:10.1000/diesel"])).record;
    let other = office.keep_one(article("b", "Steam", &["doi:10.1000/steam"])).record;
    let narrow = write(&mut office, 1, open, "For the shop", Marking::at(Level::Restricted));
    let wide = write(&mut office, 2, other, "For all", Marking::default());
    let seen = |office: &Office, digest: &Digest| {
        let (reader, outsider) = (office.reader(), outsider(office));
        let facts = reader.history(&outsider, &Thing::new(Noun::Digest, digest.id), 9).unwrap().len();
        let of_record = reader.abstracts_of(&outsider, &[digest.record]).unwrap().len();
        let one = usize::from(reader.digest(&outsider, digest.id).unwrap().is_some());
        let latest = reader.latest_digests(&outsider, None, 9).unwrap();
        (one, of_record, latest.iter().filter(|one| one.id == digest.id).count(), facts)
    };
    assert_eq!((seen(&office, &narrow), seen(&office, &wide)), ((0, 0, 0, 0), (1, 1, 1, 1)));
    // For who does not see the abstract, the record still needs one: nothing tells them that there is any.
    let filter = QueueFilter { limit: 9, ..QueueFilter::default() };
    let queued = |office: &Office, scope: &Scope| -> Vec<RecordId> {
        office.reader().queue(scope, &filter).unwrap().lines.iter().map(|line| line.record.id).collect()
    };
    assert_eq!((queued(&office, &outsider(&office)), queued(&office, &scope())), (vec![open], vec![]));
    // A record that is narrowed takes what was written of it along.
    let marking = Marking::at(Level::Restricted);
    office.writer.transact("operator", 40, |deed| deed.mark_record(other, &marking)).unwrap();
    assert_eq!(seen(&office, &wide), (0, 0, 0, 0));
    office.check_whole();
}

#[test]
fn what_is_waited_for_comes_first_out_of_the_queue() {
    let mut office = office();
    let ids: Vec<RecordId> = ["a", "b", "c", "d", "e"]
        .map(|key| office.keep_one(article(key, &format!("Diesel {key}"), &[&format!("doi:10.1000/{key}")])).record)
        .into();
    let need = model::NeedId::new("diesel").unwrap();
    office.writer.keep_deliveries(&[delivery(ids[1], "diesel")], "operator", 10).unwrap();
    let filter = QueueFilter { limit: 9, ..QueueFilter::default() };
    let order = |office: &Office, filter: &QueueFilter| -> Vec<RecordId> {
        office.reader().queue(&scope(), filter).unwrap().lines.iter().map(|line| line.record.id).collect()
    };
    assert_eq!(order(&office, &filter), [ids[1], ids[4], ids[3], ids[2], ids[0]], "then the newest");
    assert_eq!(order(&office, &QueueFilter { need: Some(need), ..filter.clone() }), [ids[1]]);
    let queue = office.reader().queue(&scope(), &QueueFilter { limit: 2, ..filter.clone() }).unwrap();
    assert!(queue.more && !queue.cut && queue.lines[0].n_open == 1);
    // What one has taken another does not get, until its day is over.
    let today = Date::new(1970, 1, 1).unwrap();
    let taking = Taking::take(None, ids[1], &by("lebedev"), today).unwrap();
    let passed = PassedOver::because(ids[4], &by("lebedev").person, "an advertisement", 9).unwrap();
    office
        .writer
        .transact("lebedev", 11, |deed| {
            deed.keep_taking(&taking)?;
            deed.pass_over(&passed)
        })
        .unwrap();
    let free = |who: &str, day: Date| QueueFilter { free_for: Some((by(who).person, day)), ..filter.clone() };
    assert_eq!(order(&office, &free("belova", today)), [ids[3], ids[2], ids[0]]);
    assert_eq!(order(&office, &free("lebedev", today))[0], ids[1]);
    assert_eq!(order(&office, &free("belova", today.plus_days(30)))[0], ids[1]);
    office
        .writer
        .transact("lebedev", 12, |deed| -> store::Result<()> {
            assert!(deed.end_taking(ids[1], true)? && deed.end_passing_over(ids[4])?);
            assert!(!deed.end_taking(ids[1], true)?);
            Ok(())
        })
        .unwrap();
    assert_eq!(order(&office, &free("belova", today)).len(), 5);
    // A translation alone is no abstract; an own abstract takes the record out.
    write(&mut office, 3, ids[3], "For hoists", Marking::default());
    assert!(!order(&office, &filter).contains(&ids[3]));
}

#[test]
fn a_grade_that_is_changed_says_in_the_ledger_what_it_was() {
    let mut office = office();
    let record = office.keep_one(article("a", "Diesel", &[])).record;
    let grade = |credibility| HeldGrade {
        grade: Grade { reliability: Reliability::B, credibility },
        person: by("lebedev").person,
        post: None,
        given_at: 9,
    };
    let mut keep =
        |held: &HeldGrade| office.writer.transact("lebedev", 9, |deed| deed.keep_grade(record, held)).unwrap();
    assert!(keep(&grade(Credibility::Two)));
    assert!(!keep(&grade(Credibility::Two)), "the same again is no news");
    assert!(keep(&grade(Credibility::Three)));
    let facts = office.reader().history(&scope(), &Thing::new(Noun::Record, record), 9).unwrap();
    assert_eq!(facts[0].fact.change.as_deref(), Some("B2 → B3"));
    let held = office.reader().abstracts_of(&scope(), &[record]).unwrap()[&record].grade.clone().unwrap();
    assert_eq!(held.grade.to_string(), "B3");
}

#[test]
fn a_joining_that_is_undone_gives_each_record_back_what_was_its_own() {
    let mut office = office();
    let one = office.keep_one(article("a", "Steam", &["doi:10.1000/steam"])).record;
    let two = office.keep_one(article("b", "Steam engines", &["doi:10.1000/engines"])).record;
    let third = office.keep_one(article("c", "Steam", &["doi:10.1000/third"])).record;
    write(&mut office, 1, one, "Of the first", Marking::default());
    write(&mut office, 2, two, "Of the second", Marking::default());
    let before = office.records();
    let join = |office: &mut Office, pair| {
        office
            .writer
            .transact("lebedev", 50, |deed| deed.join_records(pair, &ByNames, &by("lebedev").person, "a reprint"))
    };
    join(&mut office, (one, two)).unwrap();
    assert!(join(&mut office, (one, two)).is_err(), "they are one already");
    let reader = office.reader();
    assert_eq!(reader.record(&scope(), two).unwrap().unwrap().id, one, "the name leads on");
    let items = reader.items(&scope(), one).unwrap();
    assert_eq!(items.iter().filter(|item| !item.gave.is_empty()).count(), 2, "each field says who gave it");
    let of = |id| reader.abstracts_of(&scope(), &[id]).unwrap()[&id].digests.len();
    assert_eq!((of(one), of(two)), (2, 2), "nothing that was written is lost");
    let joinings: Vec<Joining> = reader.joinings_of(&scope(), one).unwrap();
    assert_eq!((joinings.len(), joinings[0].reason.as_str(), joinings[0].gone), (1, "a reprint", two));
    office.check_whole();

    let undo = |office: &mut Office| {
        office
            .writer
            .transact("belova", 60, |deed| deed.undo_joining(two, &ByNames, &by("belova").person, "another edition"))
    };
    assert_eq!(undo(&mut office).unwrap(), one);
    assert!(undo(&mut office).is_err(), "it is undone already");
    let after = office.records();
    let of =
        |records: &[store::HeldRecord]| records.iter().map(|held| (held.id, held.record.clone())).collect::<Vec<_>>();
    assert_eq!(of(&after), of(&before));
    let reader = office.reader();
    let of = |id| reader.abstracts_of(&scope(), &[id]).unwrap()[&id].digests[0].text.purpose.clone();
    assert_eq!((of(one), of(two)), ("Of the first".to_owned(), "Of the second".to_owned()));
    let undone = reader.joinings_of(&scope(), two).unwrap()[0].undone.clone().unwrap();
    assert_eq!((undone.0.as_str(), undone.2.as_str()), ("belova", "another edition"));
    // The index takes both over again, and the same from the source finds its own record.
    let changed: BTreeSet<RecordId> = reader.changes_after(&scope(), 0, 99).unwrap().iter().map(|one| one.id).collect();
    assert_eq!(changed, BTreeSet::from([one, two, third]));
    assert_eq!(office.keep_one(article("b", "Steam engines", &["doi:10.1000/engines"])).record, two);
    office.check_whole();
}

#[test]
fn records_that_are_not_seen_by_the_same_people_are_not_joined() {
    let mut office = office();
    let one = office.keep_one(article("a", "Steam", &["doi:10.1000/steam"])).record;
    let two = office.keep_one(article("b", "Steam", &["doi:10.1000/engines"])).record;
    let marking = Marking::at(Level::Restricted);
    office.writer.transact("operator", 40, |deed| deed.mark_record(two, &marking)).unwrap();
    let joined = office
        .writer
        .transact("lebedev", 50, |deed| deed.join_records((one, two), &ByNames, &by("lebedev").person, "a reprint"));
    assert!(joined.unwrap_err().to_string().contains("markings alike"));
    // Nor does one who sees the first alone learn that there is another like it.
    let alike = |scope: &Scope| office.reader().alike(scope, one, 9).unwrap().len();
    assert_eq!((alike(&outsider(&office)), alike(&scope())), (0, 1));
}

#[test]
fn a_sample_is_drawn_once_by_its_seed_and_waits_for_another_person() {
    let mut office = office();
    let records: Vec<RecordId> =
        (0..10).map(|at| office.keep_one(article(&format!("k{at}"), &format!("Diesel {at}"), &[])).record).collect();
    for record in &records {
        index(&mut office, *record, "lebedev", Round::First, &["44.31"], 1_000);
    }
    let hidden = office.keep_one(article("h", "Hidden", &[])).record;
    index(&mut office, hidden, "lebedev", Round::First, &["44.31"], 1_000);
    office.writer.transact("operator", 40, |deed| deed.mark_record(hidden, &Marking::at(Level::Restricted))).unwrap();
    let month = Date::new(1970, 1, 1).unwrap();
    let draw = |office: &mut Office| {
        office
            .writer
            .transact("orlova", 70, |deed| {
                deed.draw_sample(&Draw {
                    id: DrawingId::from_bits(5),
                    scheme: SubjectScheme::Grnti,
                    month,
                    percent: 30,
                    seed: 99,
                    person: by("orlova").person,
                    by_rule: false,
                })
            })
            .unwrap()
    };
    assert_eq!(draw(&mut office), Some((3, 10)), "what is hidden is neither drawn nor counted");
    assert_eq!(draw(&mut office), None, "a month is drawn once");
    let mut expected = records;
    expected.sort_by_key(|record| drawn_place(99, *record));
    let expected: BTreeSet<RecordId> = expected.into_iter().take(3).collect();
    let waits = |office: &Office, who: &str| -> BTreeSet<RecordId> {
        let waiting = office.reader().awaiting_second(&outsider(office), &by(who).person, 99).unwrap();
        waiting.into_iter().map(|(held, _)| held.id).collect()
    };
    assert_eq!((waits(&office, "belova"), waits(&office, "lebedev")), (expected.clone(), BTreeSet::new()));
    let first = *expected.first().unwrap();
    index(&mut office, first, "belova", Round::Second, &["44.31", "55.42"], 2_000);
    assert_eq!(waits(&office, "belova").len(), 2);
    let reader = office.reader();
    let both = reader.doubly_indexed(&outsider(&office)).unwrap();
    assert_eq!((both.len(), both[0].firsts.len(), both[0].seconds.len()), (1, 1, 2));
    let drawing = &reader.drawings(&scope(), 9).unwrap()[0];
    assert_eq!((drawing.seed, drawing.n_of, drawing.n_drawn, drawing.n_done), (99, 10, 3, 1));
    let facts = reader.history(&scope(), &Thing::new(Noun::Record, first), 1).unwrap();
    assert_eq!(facts[0].fact.change.as_deref(), Some("grnti, second: 2"), "the ledger does not tell which");
    let mut n = 0;
    let counted = reader.each_accepted(&scope(), SubjectScheme::Grnti, &mut |_, codes| {
        assert_eq!(codes, ["44.31"]);
        n += 1;
        ControlFlow::Continue(())
    });
    counted.unwrap();
    assert_eq!(n, 11);
}

#[test]
fn codes_that_were_given_belong_to_the_record_and_go_where_it_goes() {
    let mut office = office();
    let one = office.keep_one(article("a", "Steam", &["doi:10.1000/steam"])).record;
    let two = office.keep_one(article("b", "Steam engines", &["doi:10.1000/engines"])).record;
    let given = |office: &Office, id: RecordId| -> Vec<String> {
        let held = office.reader().record(&scope(), id).unwrap().unwrap();
        held.record.given.into_iter().filter_map(|subject| subject.code).collect()
    };
    // Who follows the office takes the record over again, whenever its codes are others.
    let changed = |office: &Office, seq: u64| -> (BTreeSet<RecordId>, u64) {
        let changes = office.reader().changes_after(&scope(), seq, 99).unwrap();
        (changes.iter().map(|change| change.id).collect(), changes.last().map_or(seq, |change| change.seq))
    };
    let (_, at) = changed(&office, 0);
    index(&mut office, two, "lebedev", Round::First, &["44.31", "55.42"], 30);
    let (ids, at) = changed(&office, at);
    assert_eq!((ids, given(&office, two)), (BTreeSet::from([two]), vec!["44.31".to_owned(), "55.42".to_owned()]));
    assert_eq!(office.reader().record(&scope(), two).unwrap().unwrap().changed_at, 30);
    index(&mut office, two, "lebedev", Round::First, &["44.31", "55.42"], 31);
    index(&mut office, two, "belova", Round::Second, &["68.35"], 32);
    assert_eq!(changed(&office, at).0, BTreeSet::new(), "the same again and those of a second person are no change");
    let join = |office: &mut Office| {
        office
            .writer
            .transact("lebedev", 50, |deed| deed.join_records((one, two), &ByNames, &by("lebedev").person, "a reprint"))
            .unwrap();
    };
    join(&mut office);
    let (ids, at) = changed(&office, at);
    assert_eq!((ids, given(&office, one).len()), (BTreeSet::from([one, two]), 2));
    office
        .writer
        .transact("belova", 60, |deed| deed.undo_joining(two, &ByNames, &by("belova").person, "another edition"))
        .unwrap();
    let (ids, at) = changed(&office, at);
    assert_eq!((ids, given(&office, one).len(), given(&office, two).len()), (BTreeSet::from([one, two]), 0, 2));
    // Taken away they are gone, also where a joined record has some.
    index(&mut office, two, "lebedev", Round::First, &[], 70);
    assert_eq!((changed(&office, at).0, given(&office, two).len()), (BTreeSet::from([two]), 0));
    index(&mut office, one, "lebedev", Round::First, &["29.19"], 80);
    join(&mut office);
    assert_eq!(given(&office, one), ["29.19"]);
    index(&mut office, one, "lebedev", Round::First, &[], 90);
    assert_eq!(given(&office, one), Vec::<String>::new());
    office.check_whole();
}
