//! The work of an abstractor in a real office: taken, written, coded, coded again, followed.

#![allow(missing_docs)]

use std::collections::BTreeSet;
use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use desk::{Abstract, Clerk, Failure, Ids, Office, Officer, QueueAsk, Turn, WrittenDigest};
use formats::{Item, Options};
use model::{
    Choice, Date, Delivery, DeliveryId, DigestText, Disposition, DutyKind, DutyState, Grade, JobKind, Language, Level,
    Marking, Need, NeedId, Noun, PassReason, Person, PersonId, Post, PostId, Power, Profile, ProfileId, RecordId,
    Sampling, Stage, Standing, SubjectScheme, Tenure, Thing, Unit, UnitId,
};
use store::{DeliveryFilter, Page, Writer};
use tempfile::TempDir;

const DAY: i64 = 86_400_000_000;

struct House {
    _dir: TempDir,
    clerk: Clerk,
    office: Office,
    ids: Arc<AtomicU64>,
    today: Date,
    records: Vec<RecordId>,
}

/// Person, post, powers, clearance.
const PEOPLE: &[(&str, &str, &[Power], Level)] = &[
    ("lebedev", "library", &[Power::Document], Level::Restricted),
    ("belova", "archive", &[Power::Document], Level::Internal),
    ("sokolov", "engineer", &[], Level::Internal),
    ("gromov", "director", &[Power::Administer, Power::Lead], Level::Internal),
];

fn house(n_records: usize) -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    let mut writable = Office::create(&path, 1, "operator", 1).unwrap();
    let mut text = String::new();
    for at in 0..n_records {
        let topic = ["diesel piston", "turbine blade", "wheat harvest", "barley sowing"][at % 4];
        text += &format!(
            "TY  - JOUR\nTI  - Trials of the {topic}, part {at}\nAU  - Son{at}, Anna\nDO  - 10.5555/t.{at}\nER  - \n\n"
        );
    }
    let mut next = 0u64;
    let mut ids = || {
        next += 1;
        next.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    };
    let mut read = |sink: &mut desk::Sink<'_>| {
        let _ = formats::read(Cursor::new(text.as_bytes()), "a.ris", &Options::default(), &mut |item| match item {
            Item::Reading(reading) => sink(reading),
            Item::Doubt(doubt) => panic!("{doubt}"),
        });
    };
    desk::ingest(&mut writable, "operator", 2, &mut ids, &mut read, &mut |_| {}).unwrap();
    let mut records = Vec::new();
    let _ = writable.office().each_record(&mut |held| {
        records.push(held.id);
        std::ops::ControlFlow::Continue(())
    });
    let clerk = Clerk::start(writable, Box::new(|| {}));
    let office = Office::open(&path).unwrap();
    clerk
        .write(|writer| {
            writer.transact("operator", 3, |deed| -> Result<(), Failure> {
                deed.keep_unit(&Unit { id: UnitId::new("works")?, name: "Works".into(), parent: None })?;
                for (person, post, powers, level) in PEOPLE {
                    let (person, post) = (PersonId::new(person)?, PostId::new(post)?);
                    deed.keep_post(&Post {
                        id: post.clone(),
                        title: post.to_string(),
                        unit: UnitId::new("works")?,
                        powers: powers.iter().copied().collect(),
                        closed: false,
                    })?;
                    deed.keep_person(&Person {
                        id: person.clone(),
                        name: person.to_string(),
                        email: None,
                        language: None,
                        level: *level,
                        compartments: BTreeSet::new(),
                        left: false,
                    })?;
                    let since = Date::parse("1962-01-01").unwrap();
                    deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?;
                }
                let need = Need::draft(NeedId::new("quiet")?, "Quiet", UnitId::new("works")?, PostId::new("engineer")?);
                deed.keep_need(&need)?;
                Ok(())
            })
        })
        .unwrap();
    let today = Date::parse("1962-03-01").unwrap();
    House { _dir: dir, clerk, office, ids: Arc::new(AtomicU64::new(100)), today, records }
}

impl House {
    fn officer(&self, person: &str) -> Officer {
        self.office.officer(&PersonId::new(person).unwrap(), self.today).unwrap()
    }

    fn now(&self) -> i64 {
        self.today.days_since(Date::of_number(0)) * DAY
    }

    fn act<T: Send + 'static>(
        &self,
        person: &str,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>, &Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (officer, office, ids) = (self.officer(person), self.office.clone(), Arc::clone(&self.ids));
        let (today, now) = (self.today, self.now());
        self.clerk.write(move |writer| {
            let work = office.configuration().work();
            let mut ids = move || ids.fetch_add(1, Ordering::SeqCst);
            let mut turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
            act(writer, &mut turn, &office.seen_by(&officer.scope))
        })
    }

    fn write(
        &self,
        person: &str,
        record: RecordId,
        purpose: &str,
        seen: u32,
        marking: Marking,
    ) -> Result<u32, Failure> {
        let text = DigestText { purpose: purpose.to_owned(), ..DigestText::default() };
        let digest = WrittenDigest { language: Language::parse("ru").unwrap(), text, marking, seen };
        let said = Abstract { digest: Some(digest), ..Abstract::default() };
        self.act(person, move |writer, turn, office| {
            Ok(desk::write_abstract(writer, turn, office, record, &said)?.unwrap().revision)
        })
    }

    fn code(&self, person: &str, record: RecordId, codes: &[&str]) -> Result<(), Failure> {
        let codes = codes.iter().map(|code| (*code).to_owned()).collect();
        let said = Abstract { codes: Some((SubjectScheme::Grnti, codes)), ..Abstract::default() };
        self.act(person, move |writer, turn, office| {
            desk::write_abstract(writer, turn, office, record, &said).map(|_| ())
        })
    }

    fn run_jobs(&self, now: i64) {
        let ids = Arc::clone(&self.ids);
        let mut ids: Ids = Box::new(move || ids.fetch_add(1, Ordering::SeqCst));
        while desk::run_next(&self.clerk, &self.office, now, self.today, &mut ids).unwrap() {}
    }

    fn first_free(&self, person: &str) -> Option<RecordId> {
        let officer = self.officer(person);
        let free = Some((officer.person.id.clone(), self.today));
        let queue = self.office.seen_by(&officer.scope).queue(&QueueAsk::default(), free, 1).unwrap();
        queue.lines.first().map(|line| line.record.id)
    }
}

#[test]
fn who_takes_a_record_writes_of_it_and_goes_on_to_the_next() {
    let house = house(3);
    let record = house.first_free("lebedev").unwrap();
    house.act("lebedev", move |writer, turn, _| desk::take_record(writer, turn, record)).unwrap();
    assert_ne!(house.first_free("belova"), Some(record));
    let refused = house.write("belova", record, "Mine", 0, Marking::default()).unwrap_err();
    assert!(refused.to_string().contains("works on this record"), "{refused}");
    assert!(house.act("belova", move |writer, turn, _| desk::give_back(writer, turn, record)).is_err());
    house.write("lebedev", record, "For locomotives", 0, Marking::default()).unwrap();
    assert_eq!(house.office.taking(record).unwrap(), None, "it is done");
    assert_ne!(house.first_free("lebedev"), Some(record));
    // Another corrects it, knowing what stood there; who does not know is told.
    assert!(house.write("belova", record, "For hoists", 0, Marking::default()).is_err());
    assert_eq!(house.write("belova", record, "For hoists", 1, Marking::default()).unwrap(), 2);
    assert_eq!(house.write("belova", record, " For hoists ", 2, Marking::default()).unwrap(), 2, "nothing changed");
    let refused = house.write("sokolov", record, "Mine", 2, Marking::default()).unwrap_err();
    assert!(refused.to_string().contains("document"), "{refused}");
}

#[test]
fn an_abstract_is_marked_at_least_as_its_record_and_never_wider_again() {
    let house = house(2);
    let record = house.records[0];
    let restricted = Marking::at(Level::Restricted);
    house.write("lebedev", record, "For the shop alone", 0, restricted).unwrap();
    assert_eq!(house.office.abstracted(record).unwrap().digests.len(), 1);
    let belova = house.officer("belova");
    let seen = house.office.seen_by(&belova.scope);
    assert_eq!(seen.abstracted(record).unwrap().digests, [], "she may see less");
    let refused = house.write("belova", record, "Mine", 0, Marking::default()).unwrap_err();
    assert!(refused.to_string().contains("another language"), "{refused}");
    house.write("lebedev", record, "For all", 1, Marking::default()).unwrap();
    let digest = house.office.abstracted(record).unwrap().digests.remove(0);
    assert_eq!(digest.marking.level, Level::Restricted);
    assert!(house.write("belova", house.records[1], "High", 0, Marking::at(Level::Restricted)).is_err());
}

#[test]
fn what_is_passed_over_comes_back_when_somebody_writes_of_it_or_says_so() {
    let house = house(1);
    let record = house.records[0];
    let pass = |reason: &'static str| {
        house.act("lebedev", move |writer, turn, _| desk::pass_over(writer, turn, record, reason))
    };
    assert!(pass("  ").is_err());
    pass("an advertisement").unwrap();
    assert_eq!(house.first_free("lebedev"), None);
    house.act("belova", move |writer, turn, _| desk::return_to_queue(writer, turn, record)).unwrap();
    assert_eq!(house.first_free("lebedev"), Some(record));
    pass("an advertisement").unwrap();
    house.write("belova", record, "It is none", 0, Marking::default()).unwrap();
    assert_eq!(house.office.passed_over(record).unwrap(), None);
}

#[test]
fn codes_are_proposed_once_enough_were_accepted_and_how_well_is_known() {
    let house = house(80);
    let code = |at: usize| if at % 4 < 2 { "55.42" } else { "68.35" };
    for at in 0..49 {
        house.code("lebedev", house.records[at], &[code(at)]).unwrap();
    }
    house.run_jobs(house.now() + desk::LEARN_AFTER_MICROS);
    let learnt = house.office.learnt().unwrap();
    assert_eq!((learnt[0].n_accepted, learnt[0].n_wanted, learnt[0].classifier.is_none()), (49, 50, true));
    for at in 49..60 {
        house.code("lebedev", house.records[at], &[code(at)]).unwrap();
    }
    house.run_jobs(house.now());
    assert!(house.office.learnt().unwrap()[0].classifier.is_none(), "ten minutes are waited for more");
    house.run_jobs(house.now() + desk::LEARN_AFTER_MICROS);
    let learnt = house.office.learnt().unwrap();
    let held = learnt[0].classifier.clone().unwrap();
    assert_eq!((held.n_records, held.n_codes), (60, 2));
    assert!(held.at_1 > 0.9 && held.n_held_back > 3, "{held:?}");
    let record = house.office.record(&house.records[61].to_string()).unwrap();
    let codes = house.office.proposed_codes(&record.record, SubjectScheme::Grnti).unwrap();
    assert_eq!(codes.proposed[0].code, code(61));
    assert!(codes.proposed[0].words.contains(&"turbine".to_owned()), "{codes:?}");
    house.code("lebedev", record.id, &["55.42", "44.31"]).unwrap();
    let kept = house.office.abstracted(record.id).unwrap().codes.remove(0);
    assert_eq!((kept.codes.len(), kept.n_proposed), (2, 1), "what was accepted and what was added is told apart");
}

#[test]
fn what_only_some_see_teaches_nobody() {
    let house = house(60);
    for record in house.records.clone() {
        house.code("lebedev", record, &["55.42"]).unwrap();
        let marking = Marking::at(Level::Restricted);
        house.act("lebedev", move |writer, turn, _| desk::mark_record(writer, turn, record, &marking)).unwrap();
    }
    house.act("lebedev", |writer, turn, _| desk::learn_now(writer, turn, SubjectScheme::Grnti)).unwrap();
    house.run_jobs(house.now());
    assert!(house.office.learnt().unwrap()[0].classifier.is_none());
    assert!(house.office.jobs(9).unwrap().iter().any(|job| job.kind == JobKind::LearnCodes));
}

#[test]
fn a_second_person_codes_blind_and_how_far_both_agree_is_counted() {
    let house = house(10);
    for record in house.records.clone() {
        house.code("lebedev", record, &["55.42", "44.31"]).unwrap();
    }
    let today = house.today;
    let draw = |percent| {
        house
            .act("belova", move |writer, turn, _| desk::draw_sample(writer, turn, SubjectScheme::Grnti, today, percent))
    };
    assert!(draw(0).is_err());
    assert_eq!(draw(20).unwrap(), (2, 10));
    assert!(draw(20).is_err(), "a month is drawn once");
    let belova = PersonId::new("belova").unwrap();
    let waiting = house.office.awaiting_second(&belova, 9).unwrap();
    let (one, other) = (waiting[0].0.id, waiting[1].0.id);
    assert_eq!(house.office.blind_schemes(one).unwrap(), [SubjectScheme::Grnti]);
    let second = |person: &'static str, record, codes: &[&str]| {
        let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        house.act(person, move |writer, turn, office| {
            desk::give_second_codes(writer, turn, office, record, SubjectScheme::Grnti, &codes)
        })
    };
    assert!(second("lebedev", one, &["55.42"]).is_err(), "the same person");
    let not_drawn = house.records.iter().copied().find(|record| *record != one && *record != other).unwrap();
    assert!(second("belova", not_drawn, &["55.42"]).is_err());
    assert!(second("belova", one, &[]).is_err());
    second("belova", one, &["55.42", "44.31"]).unwrap();
    assert!(second("belova", one, &["55.42"]).is_err(), "given already");
    second("belova", other, &["55.42"]).unwrap();
    assert!(house.code("lebedev", one, &["68.35"]).is_err(), "the first codes stay as they were compared");
    let lines = house.office.code_agreements().unwrap();
    assert_eq!(lines.len(), 2, "all, and the pair");
    assert_eq!((lines[0].pair.clone(), lines[0].agreement.n), (None, 2));
    assert!((lines[0].agreement.hooper - 0.75).abs() < 1e-9);
    assert_eq!(lines[1].pair, Some((belova, PersonId::new("lebedev").unwrap())));
}

#[test]
fn a_code_that_no_class_of_a_kept_scheme_has_is_refused_with_what_is_near() {
    let house = house(2);
    let (one, other) = (house.records[0], house.records[1]);
    house.code("lebedev", one, &["55.99"]).unwrap();
    let text = b"notation,label\n55,machines\n55.42,engines\n55.43,vehicles\n";
    let read = house.office.read_scheme("grnti.csv", text, model::SchemeHead::named("grnti")).unwrap();
    house
        .act("lebedev", move |writer, turn, _| {
            let id = desk::look_at_scheme(writer, turn, &read)?;
            desk::keep_scheme(writer, turn, id, None)
        })
        .unwrap();
    let refused = |done: Result<(), Failure>| done.unwrap_err().to_string();
    let near = "In the scheme `grnti` there is no class `55.49`; near to it are 55.42 (engines), 55.43 (vehicles)";
    assert_eq!(refused(house.code("lebedev", other, &["55.42", "55.49"])), near);
    let far = refused(house.code("lebedev", other, &["99"]));
    assert!(far.contains("no class `99`; look for the class"), "{far}");
    house.code("lebedev", other, &["55. 42"]).unwrap();
    house.code("lebedev", one, &["55.43", "55.99"]).unwrap();
}

#[test]
fn an_abstractor_sees_what_was_done_with_what_they_wrote() {
    let house = house(2);
    let record = house.records[0];
    house.write("lebedev", record, "For locomotives", 0, Marking::default()).unwrap();
    house
        .clerk
        .write(move |writer| {
            let need = NeedId::new("quiet").unwrap();
            let delivery = |bits| Delivery {
                id: DeliveryId::from_bits(bits),
                record,
                need: need.clone(),
                profile: ProfileId { need: need.clone(), number: 1 },
                post: PostId::new("engineer").unwrap(),
                score: 1.0,
                grounds: "{}".to_owned(),
                forwarded_from: None,
            };
            Ok(writer.keep_deliveries(&[delivery(7)], "operator", 9)?)
        })
        .unwrap();
    let lebedev = PersonId::new("lebedev").unwrap();
    let line = house.office.became_of(Some(&lebedev), 9).unwrap().remove(0);
    assert_eq!((line.became.n_open, line.became.deliveries.len()), (1, 1));
    let pass = Disposition::new(Choice::Pass, Some(PassReason::NotFeasible), None, "").unwrap();
    house
        .act("sokolov", move |writer, turn, _| {
            desk::dispose(writer, turn, DeliveryId::from_bits(7), &pass, &|_| Ok(true)).map(|_| ())
        })
        .unwrap();
    let became = house.office.became_of(Some(&lebedev), 9).unwrap().remove(0).became;
    assert_eq!(became.choices.into_iter().collect::<Vec<_>>(), [((Choice::Pass, Some(PassReason::NotFeasible)), 1)]);
    assert_eq!(house.office.became_of(Some(&PersonId::new("belova").unwrap()), 9).unwrap().len(), 0);
}

#[test]
fn two_records_are_joined_with_a_reason_and_parted_again() {
    let house = house(2);
    let (one, two) = (house.records[0], house.records[1]);
    let join = |reason: &'static str| {
        house.act("lebedev", move |writer, turn, _| desk::join_records(writer, turn, one, two, reason))
    };
    assert!(join(" ").is_err());
    join("a reprint").unwrap();
    assert_eq!(house.office.record(&two.to_string()).unwrap().id, one);
    assert_eq!(house.office.joinings(one).unwrap().len(), 1);
    let n_items = house.office.show(&one.to_string()).unwrap().items.len();
    assert_eq!(n_items, 2);
    let alone = house.records[1].to_string();
    let undone = house.act("belova", move |writer, turn, _| desk::undo_joining(writer, turn, two, "another engine"));
    assert_eq!(undone.unwrap(), one);
    assert_eq!(house.office.record(&two.to_string()).unwrap().id, two);
    assert!(house.act("sokolov", move |writer, turn, _| desk::join_records(writer, turn, one, two, "x")).is_err());
    let parted = house.act("lebedev", move |writer, turn, office| desk::part_source(writer, turn, office, &alone, 1));
    assert!(parted.is_err(), "of one source nothing is taken out");
    join("a reprint after all").unwrap();
    let whole = one.to_string();
    let own =
        house.act("lebedev", move |writer, turn, office| desk::part_source(writer, turn, office, &whole, 2)).unwrap();
    assert!(own != one && own != two, "what is taken out by its source has a name of its own");
    assert_eq!(house.office.record(&two.to_string()).unwrap().id, one);
    let two = own;
    let grade = Grade::parse("A1").unwrap();
    let said = Abstract { grade: Some(grade), ..Abstract::default() };
    let graded =
        house.act("lebedev", move |writer, turn, office| desk::write_abstract(writer, turn, office, two, &said));
    assert_eq!(graded.unwrap(), None);
    assert_eq!(house.office.abstracted(two).unwrap().grade.unwrap().grade, grade);
}

/// A need of the engineer that asks for a class and for nothing else.
fn asks_for_a_class(house: &House) {
    house
        .clerk
        .write(|writer| {
            writer.transact("operator", 4, |deed| -> Result<(), Failure> {
                let id = NeedId::new("engines")?;
                let draft = Need::draft(id.clone(), "Engines", UnitId::new("works")?, PostId::new("engineer")?);
                let query = "class:55.42".to_owned();
                let profiles = vec![Profile { id: ProfileId { need: id, number: 1 }, query, threshold: None }];
                deed.keep_need(&Need { stage: Stage::Accepted, profiles, ..draft })?;
                Ok(())
            })
        })
        .unwrap();
}

/// The records that a search finds, once the office was closed and opened again: what the index missed it takes over then.
fn found(house: &mut House, query: &str) -> Vec<RecordId> {
    house.clerk.close();
    let path = house.office.dir().to_owned();
    let writable = Office::open_to_write(&path, &mut |_| {}).unwrap();
    let page = Page { offset: 0, limit: 9, facets: false };
    let answer = writable.office().search(query, page, &mut |_| {}).unwrap();
    house.clerk = Clerk::start(writable, Box::new(|| {}));
    answer.hits.iter().map(|hit| hit.record.id).collect()
}

#[test]
fn codes_of_the_office_are_found_and_meet_needs_until_they_are_taken_away() {
    let mut house = house(4);
    asks_for_a_class(&house);
    let (one, other) = (house.records[0], house.records[1]);
    let pass = |house: &mut House| {
        desk::schedule(&house.clerk, &house.office, house.now()).unwrap();
        house.run_jobs(house.now());
        house.today = house.today.plus_days(1);
    };
    let laid = |house: &House| -> Vec<(RecordId, String)> {
        let filter = DeliveryFilter { need: Some(NeedId::new("engines").unwrap()), ..DeliveryFilter::default() };
        let all = house.office.deliveries(&filter).unwrap();
        all.into_iter().map(|held| (held.delivery.record, held.delivery.grounds)).collect()
    };
    pass(&mut house);
    assert_eq!((laid(&house), found(&mut house, "class:55.42")), (vec![], vec![]));
    house.code("lebedev", one, &["55.42.27", "44.31"]).unwrap();
    pass(&mut house);
    let expected = vec![(one, "`class:55.42` given by the office".to_owned())];
    assert_eq!((laid(&house), found(&mut house, "class:55.42")), (expected, vec![one]));
    assert_eq!(found(&mut house, "class:55 AND diesel"), [one]);
    let why = house.office.why(&one.to_string(), "engines", house.today).unwrap();
    assert_eq!(why.decided.to_string(), "profile engines/1 holds: `class:55.42` given by the office");
    // The office closes before the needs were held against it.
    house.code("lebedev", other, &["55.42"]).unwrap();
    assert_eq!(found(&mut house, "class:55.42").len(), 2);
    pass(&mut house);
    assert_eq!(laid(&house).len(), 2);
    // Taken away, it is neither found nor met; what was laid before the post stays there.
    house.code("lebedev", one, &["44.31"]).unwrap();
    pass(&mut house);
    assert_eq!((laid(&house).len(), found(&mut house, "class:55.42")), (2, vec![other]));
    assert!(!house.office.why(&one.to_string(), "engines", house.today).unwrap().would_deliver);
    // An index that is made anew from the table finds the same.
    house.clerk.close();
    let path = house.office.dir().to_owned();
    let mut writable = Office::open_to_write(&path, &mut |_| {}).unwrap();
    writable.reindex(&mut |_| {}).unwrap();
    house.clerk = Clerk::start(writable, Box::new(|| {}));
    assert_eq!((found(&mut house, "class:55.42"), found(&mut house, "class:44.31")), (vec![other], vec![one]));
}

#[test]
fn a_sample_is_drawn_each_month_and_is_a_duty_until_it_is_indexed() {
    let mut house = house(10);
    for record in house.records.clone() {
        house.code("lebedev", record, &["55.42"]).unwrap();
    }
    let hour = |house: &House| {
        desk::schedule(&house.clerk, &house.office, house.now()).unwrap();
        house.run_jobs(house.now());
    };
    let archive = PostId::new("archive").unwrap();
    let duties = |house: &House| {
        let inbox = house.office.inbox(std::slice::from_ref(&archive), Some(DutyKind::Index), None, house.today);
        inbox.unwrap().duties
    };
    house.today = Date::parse("1962-04-01").unwrap();
    hour(&house);
    assert!(house.office.drawings().unwrap().is_empty(), "nobody said that samples are drawn");
    let keep = |house: &House, person: &'static str, post: &str, percent, revision| {
        let to = Sampling { post: PostId::new(post).ok(), percent, revision };
        house.act(person, move |writer, turn, _| desk::keep_sampling(writer, turn, &to))
    };
    assert!(keep(&house, "lebedev", "archive", 20, 0).is_err(), "who documents does not say so");
    assert!(keep(&house, "gromov", "engineer", 20, 0).is_err(), "an engineer gives no codes");
    assert_eq!(keep(&house, "gromov", "archive", 20, 0).unwrap().revision, 1);
    assert!(keep(&house, "gromov", "archive", 10, 0).is_err(), "somebody changed it in between");
    for day in ["1962-04-02", "1962-04-03"] {
        house.today = Date::parse(day).unwrap();
        hour(&house);
    }
    let drawing = house.office.drawings().unwrap().remove(0);
    let told = (drawing.month.as_str(), drawing.n_drawn, drawing.n_of, drawing.by_rule);
    assert_eq!(told, ("1962-03", 2, 10, true));
    let duty = duties(&house).remove(0).duty;
    assert_eq!((duties(&house).len(), duty.due.to_string()), (1, "1962-05-02".to_owned()));
    let belova = PersonId::new("belova").unwrap();
    let waiting = house.office.awaiting_second(&belova, 9).unwrap();
    for (at, (held, scheme)) in waiting.into_iter().enumerate() {
        assert_eq!(duties(&house).len(), 1, "{at} of two are done");
        let (record, codes) = (held.id, vec!["55.42".to_owned()]);
        let given = house.act("belova", move |writer, turn, office| {
            desk::give_second_codes(writer, turn, office, record, scheme, &codes)
        });
        given.unwrap();
    }
    let done = house.office.duty(&duty.id.to_string()).unwrap();
    assert_eq!((duties(&house).len(), done.state, done.outcome.as_deref()), (0, DutyState::Done, Some("indexed")));
    // A month of which a sample was drawn by hand is not drawn again, and a month without codes is not drawn.
    house.today = Date::parse("1962-05-02").unwrap();
    hour(&house);
    assert_eq!((house.office.drawings().unwrap().len(), duties(&house).len()), (1, 0));
}

#[test]
fn a_sample_that_nobody_indexes_is_let_go_by_who_leads() {
    let mut house = house(3);
    house.code("lebedev", house.records[0], &["55.42"]).unwrap();
    let to = Sampling { post: PostId::new("archive").ok(), percent: 5, revision: 0 };
    house.act("gromov", move |writer, turn, _| desk::keep_sampling(writer, turn, &to)).unwrap();
    house.today = Date::parse("1962-04-02").unwrap();
    desk::schedule(&house.clerk, &house.office, house.now()).unwrap();
    house.run_jobs(house.now());
    let drawing = house.office.drawings().unwrap().remove(0);
    let duty = house.office.duties_about(&Thing::new(Noun::Drawing, drawing.id)).unwrap().remove(0);
    let waive = |person: &'static str| {
        let id = duty.id.to_string();
        house.act(person, move |writer, turn, office| desk::waive_duty(writer, turn, office, &id, "both are away"))
    };
    assert!(waive("belova").is_err());
    assert_eq!(waive("gromov").unwrap().state, DutyState::Waived);
}
