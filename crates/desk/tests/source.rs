//! A source in a real office: registered, a file of it looked at, taken in part by part, and what nobody learns by it.

#![allow(missing_docs)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use desk::{Clerk, Failure, Ids, Office, Parser, Turn};
use model::{
    Became, Date, Health, Intake, IntakeLine, IntakeStage, Level, Marking, Person, PersonId, Post, PostId, Power,
    Refusal, Reliability, Schedule, Source, SourceId, SourceKind, Standing, Tenure, Unit, UnitId,
};
use store::Writer;
use tempfile::TempDir;

const DAY: i64 = 86_400_000_000;

struct House {
    _dir: TempDir,
    clerk: Clerk,
    office: Office,
    ids: Arc<AtomicU64>,
    today: Date,
}

fn house() -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    let clerk = Clerk::start(Office::create(&path, 1, "operator", 1).unwrap(), Box::new(|| {}));
    let office = Office::open(&path).unwrap();
    clerk
        .write(|writer| {
            writer.transact("operator", 2, |deed| -> Result<(), Failure> {
                let unit = UnitId::new("institute")?;
                deed.keep_unit(&Unit { id: unit.clone(), name: "Institute".to_owned(), parent: None })?;
                for (name, powers, level) in [
                    ("karpova", Some(Power::Document), Level::Restricted),
                    ("sokolov", None, Level::Internal),
                    ("vera", Some(Power::Document), Level::Open),
                ] {
                    let (person, post) = (PersonId::new(name)?, PostId::new(&format!("post-of-{name}"))?);
                    deed.keep_post(&Post {
                        id: post.clone(),
                        title: post.to_string(),
                        unit: unit.clone(),
                        powers: powers.into_iter().collect(),
                        closed: false,
                    })?;
                    deed.keep_person(&Person {
                        id: person.clone(),
                        name: name.to_owned(),
                        email: None,
                        language: None,
                        level,
                        compartments: Default::default(),
                        left: false,
                    })?;
                    let since = Date::parse("1962-01-01").unwrap();
                    deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?;
                }
                Ok(())
            })
        })
        .unwrap();
    House { _dir: dir, clerk, office, ids: Arc::new(AtomicU64::new(100)), today: Date::parse("1962-03-01").unwrap() }
}

impl House {
    fn now(&self) -> i64 {
        self.today.days_since(Date::of_number(0)) * DAY
    }

    fn act<T: Send + 'static>(
        &self,
        person: &str,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>, &Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let officer = self.office.officer(&PersonId::new(person).unwrap(), self.today).unwrap();
        let (office, ids, today, now) = (self.office.clone(), Arc::clone(&self.ids), self.today, self.now());
        self.clerk.write(move |writer| {
            let work = office.configuration().work();
            let mut draw = || ids.fetch_add(1, Ordering::SeqCst);
            act(
                writer,
                &mut Turn { officer: &officer, now, today, work, ids: &mut draw },
                &office.seen_by(&officer.scope),
            )
        })
    }

    fn register(&self, bits: u64, marking: &str) -> Result<Source, Failure> {
        let source = source(bits, marking);
        self.act("karpova", move |writer, turn, office| desk::register_source(writer, turn, office, source))
    }

    fn bring(&self, source: &Source, name: &str, text: &str) -> Result<Intake, Failure> {
        let upload = desk::read_upload(&Parser::Here, name, text.as_bytes().to_vec())?;
        let id = source.id;
        self.act("karpova", move |writer, turn, office| desk::look_at(writer, turn, office, id, upload))
    }

    fn keep(&self, intake: &Intake) -> Intake {
        let id = intake.id;
        self.act("karpova", move |writer, turn, _| desk::keep_intake(writer, turn, id)).unwrap();
        self.run_jobs();
        self.intake(intake)
    }

    fn intake(&self, intake: &Intake) -> Intake {
        self.office.intake(&intake.id.to_string()).unwrap()
    }

    fn run_jobs(&self) {
        let ids = Arc::clone(&self.ids);
        let mut ids: Ids = Box::new(move || ids.fetch_add(1, Ordering::SeqCst));
        while desk::run_next(&self.clerk, &self.office, self.now(), self.today, &mut ids).unwrap() {}
    }

    fn n_records(&self) -> u64 {
        self.office.counts().unwrap().n_records
    }
}

fn source(bits: u64, marking: &str) -> Source {
    Source {
        id: SourceId::from_bits(bits),
        title: format!("Journal {bits}"),
        kind: SourceKind::Upload,
        address: String::new(),
        schedule: Schedule::Daily,
        post: PostId::new("post-of-karpova").unwrap(),
        territory: String::new(),
        subject: String::new(),
        language: None,
        reliability: Reliability::B,
        every_days: None,
        cost: None,
        paused: false,
        remark: String::new(),
        marking: Marking::parse(marking).unwrap(),
        revision: 0,
        made_at: 0,
    }
}

fn ris(numbers: std::ops::Range<usize>) -> String {
    numbers
        .map(|n| format!("TY  - JOUR\nTI  - Selenium rectifier number {n}\nDO  - 10.5555/rectifier.{n}\nER  - \n\n"))
        .collect()
}

fn said(refused: Result<impl std::fmt::Debug, Failure>) -> Refusal {
    match refused.unwrap_err() {
        Failure::Refused(refusal) => refusal,
        Failure::Broken(fault) => panic!("{fault}"),
    }
}

#[test]
fn a_look_says_what_a_file_would_bring_and_keeps_nothing() {
    let house = house();
    let journal = house.register(1, "open").unwrap();
    let looked = house.bring(&journal, "october.ris", &ris(0..3)).unwrap();
    assert_eq!((looked.stage, looked.tally.n_read, looked.tally.n_new, looked.n_tried), (IntakeStage::Looked, 3, 3, 3));
    assert_eq!(house.n_records(), 0, "a look is no intake");
    let lines = house.office.intake_lines(looked.id).unwrap();
    assert_eq!(lines[0], IntakeLine::Reading(Became::New, "Selenium rectifier number 0".to_owned()));
    let kept = house.keep(&looked);
    assert_eq!((kept.stage, kept.tally.n_new, house.n_records()), (IntakeStage::Kept, 3, 3));
    assert!(house.office.intake_lines(looked.id).unwrap().is_empty(), "what is held stands under its own marking");
    // Brought again, the look says that it is known.
    let again = house.bring(&journal, "october.ris", &ris(0..4)).unwrap();
    assert_eq!((again.tally.n_known, again.tally.n_new), (3, 1));
    let line = house.office.source(&journal.id.to_string()).unwrap();
    assert_eq!(line.health(house.now()), Health::Fresh);
    assert_eq!(house.office.source_counts(journal.id).unwrap().n_entries, 3);
}

#[test]
fn a_file_that_nobody_wants_is_let_go_and_decided_on_once() {
    let house = house();
    let journal = house.register(1, "open").unwrap();
    let looked = house.bring(&journal, "october.ris", &ris(0..3)).unwrap();
    let id = looked.id;
    let file = house.office.dir().join("intakes").join(id.to_string());
    assert!(file.is_file(), "it waits for a decision");
    house.act("karpova", move |writer, turn, office| desk::drop_intake(writer, turn, office, id)).unwrap();
    assert!(!file.exists(), "and is not kept once it is let go");
    let refused = house.act("karpova", move |writer, turn, _| desk::keep_intake(writer, turn, id));
    assert!(matches!(said(refused), Refusal::Said(_)));
    house.run_jobs();
    assert_eq!(house.n_records(), 0);
}

#[test]
fn an_interrupted_intake_goes_on_behind_what_it_kept() {
    let house = house();
    let journal = house.register(1, "open").unwrap();
    let looked = house.bring(&journal, "all.ris", &ris(0..250)).unwrap();
    let id = looked.id;
    // As it stands when the program ends after the first part: a hundred are kept and counted.
    house.act("karpova", move |writer, turn, _| desk::keep_intake(writer, turn, id)).unwrap();
    let file = house.office.dir().join("intakes").join(id.to_string());
    std::fs::write(&file, ris(0..100)).unwrap();
    house.run_jobs();
    let first = house.intake(&looked);
    assert_eq!((first.tally.n_read, house.n_records()), (100, 100));
    let now = house.now();
    house
        .clerk
        .write(move |writer| {
            writer.transact("operator", now, |deed| -> Result<(), Failure> {
                deed.keep_intake(&Intake { stage: IntakeStage::Waiting, ended_at: None, ..first })?;
                Ok(deed.enqueue(model::JobKind::TakeIn, &id.to_string(), now)?)
            })
        })
        .unwrap();
    std::fs::write(&file, ris(0..250)).unwrap();
    house.run_jobs();
    let kept = house.intake(&looked);
    let tally = kept.tally;
    assert_eq!((kept.stage, tally.n_read, tally.n_new, tally.n_known), (IntakeStage::Kept, 250, 250, 0));
    assert_eq!(house.n_records(), 250, "none is lost and none is there twice");
}

#[test]
fn whoever_brings_a_file_does_not_learn_what_others_hold_under_a_narrower_marking() {
    let house = house();
    let secret = house.register(1, "restricted").unwrap();
    house.keep(&house.bring(&secret, "a.ris", &ris(0..3)).unwrap());
    let open = house.register(2, "open").unwrap();
    let looked = house.bring(&open, "a.ris", &ris(0..3)).unwrap();
    assert_eq!((looked.tally.n_new, looked.tally.n_known), (3, 0), "as if nobody held them");
    let kept = house.keep(&looked);
    assert_eq!((kept.tally.n_new, house.n_records()), (3, 6));
    // A record of the source itself that was made narrower since is not owned up to either.
    let held = house.office.brought_by(open.id, 1).unwrap().remove(0);
    let narrower = Marking::parse("restricted").unwrap();
    house
        .act("karpova", move |writer, turn, office| {
            let held = office.record(&held.id.to_string())?.id;
            desk::mark_record(writer, turn, held, &narrower)
        })
        .unwrap();
    let looked = house.bring(&open, "a.ris", &ris(0..3)).unwrap();
    assert_eq!((looked.tally.n_new, looked.tally.n_known), (1, 2));
}

#[test]
fn one_work_from_two_sources_is_one_record() {
    let house = house();
    let (one, other) = (house.register(1, "open").unwrap(), house.register(2, "open").unwrap());
    house.keep(&house.bring(&one, "a.ris", &ris(0..2)).unwrap());
    let looked = house.bring(&other, "b.ris", &ris(1..3)).unwrap();
    assert_eq!((looked.tally.n_joined, looked.tally.n_new), (1, 1));
    house.keep(&looked);
    assert_eq!(house.n_records(), 3);
}

#[test]
fn what_cannot_be_taken_in_is_said_before_anything_is_kept() {
    let house = house();
    let journal = house.register(1, "open").unwrap();
    assert!(matches!(said(house.bring(&journal, "empty.ris", "")), Refusal::Said(_)));
    let strange = house.bring(&journal, "strange.bin", "\u{0}\u{1}nothing that anybody reads").unwrap();
    assert_eq!(strange.tally.n_read, 0);
    let id = strange.id;
    if strange.stage == IntakeStage::Looked {
        assert!(house.act("karpova", move |writer, turn, _| desk::keep_intake(writer, turn, id)).is_err());
    }
    let source = journal.id;
    house.act("karpova", move |writer, turn, _| desk::pause_source(writer, turn, source, true)).unwrap();
    assert!(matches!(said(house.bring(&journal, "a.ris", &ris(0..1))), Refusal::Said(_)), "it is paused");
    let line = house.office.source(&source.to_string()).unwrap();
    assert_eq!(line.health(house.now()), Health::Paused);
}

#[test]
fn a_source_is_changed_from_the_state_that_was_seen_and_never_made_wider() {
    let house = house();
    let journal = house.register(1, "internal").unwrap();
    assert_eq!(house.register(1, "internal").unwrap(), journal, "a form that is sent twice registers once");
    let change = |source: Source| {
        house.act("karpova", move |writer, turn, office| desk::change_source(writer, turn, office, source))
    };
    let renamed = change(Source { title: "Express information".to_owned(), ..journal.clone() }).unwrap();
    assert_eq!(renamed.revision, 1);
    let late = Source { title: "Another title".to_owned(), ..journal };
    assert!(matches!(said(change(late)), Refusal::Changed(_)));
    assert!(change(Source { marking: Marking::default(), ..renamed.clone() }).is_err(), "wider");
    let blind = PostId::new("post-of-vera").unwrap();
    assert!(change(Source { post: blind, ..renamed.clone() }).is_err(), "nobody there may see it");
    let unfit = PostId::new("post-of-sokolov").unwrap();
    assert!(change(Source { post: unfit, ..renamed }).is_err(), "it has no power to document");
}

#[test]
fn without_the_power_nothing_is_registered_and_what_is_hidden_is_not_there() {
    let house = house();
    let refused =
        house.act("sokolov", |writer, turn, office| desk::register_source(writer, turn, office, source(1, "open")));
    assert!(matches!(said(refused), Refusal::Said(_)));
    let hidden = house.register(1, "restricted").unwrap().id;
    let refused = house.act("vera", move |writer, turn, _| desk::pause_source(writer, turn, hidden, true));
    assert!(matches!(said(refused), Refusal::NotFound { .. }));
}

#[test]
fn files_that_nobody_decided_on_are_let_go_and_strays_put_away() {
    let mut house = house();
    let journal = house.register(1, "open").unwrap();
    let looked = house.bring(&journal, "a.ris", &ris(0..1)).unwrap();
    let aside = house.office.dir().join("intakes");
    let stray = aside.join(model::IntakeId::from_bits(9_999).to_string());
    std::fs::write(&stray, "left by an interrupted look").unwrap();
    house.today = house.today.plus_days(4);
    desk::schedule(&house.clerk, &house.office, house.now()).unwrap();
    house.run_jobs();
    assert_eq!(house.intake(&looked).stage, IntakeStage::Dropped);
    assert_eq!(std::fs::read_dir(&aside).unwrap().count(), 0);
}

#[test]
fn what_another_process_had_begun_is_taken_up_when_the_office_is_opened_again() {
    let house = house();
    let journal = house.register(1, "open").unwrap();
    let looked = house.bring(&journal, "a.ris", &ris(0..1)).unwrap();
    let (id, now) = (looked.id, house.now());
    house.act("karpova", move |writer, turn, _| desk::keep_intake(writer, turn, id)).unwrap();
    let leased = house.clerk.write(move |writer| {
        writer.transact("office", now, |deed| -> Result<_, Failure> { Ok(deed.lease(600_000_000)?) })
    });
    assert!(leased.unwrap().is_some());
    house.run_jobs();
    assert_eq!(house.intake(&looked).stage, IntakeStage::Waiting, "somebody else is at it");
    desk::end_leases(&house.clerk, now).unwrap();
    house.run_jobs();
    assert_eq!(house.intake(&looked).stage, IntakeStage::Kept);
}

#[test]
fn what_may_not_be_copied_is_not_given_out_and_what_is_hidden_is_not_counted() {
    let house = house();
    for (bits, marking, numbers) in
        [(1, "open", 0..3), (2, "internal caveats=no-copying", 3..5), (3, "restricted", 5..9)]
    {
        let source = house.register(bits, marking).unwrap();
        let looked = house.bring(&source, "issue.ris", &ris(numbers)).unwrap();
        house.keep(&looked);
    }
    // Closing lets the index catch up with what was kept.
    house.clerk.close();
    let sokolov = house.office.officer(&PersonId::new("sokolov").unwrap(), house.today).unwrap();
    let office = house.office.seen_by(&sokolov.scope);
    for query in ["rectifier", ""] {
        let given = office.export(query, formats::Form::Ris).unwrap();
        assert_eq!((given.n_given, given.n_withheld, given.n_found), (3, 2, 5), "{query}");
        assert_eq!(String::from_utf8(given.bytes).unwrap().matches("TY  - ").count(), 3);
    }
    let refused = said(office.export_record("doi:10.5555/rectifier.3", formats::Form::Ris)).to_string();
    assert!(refused.contains("may not be copied"), "{refused}");
    assert!(matches!(
        said(office.export_record("doi:10.5555/rectifier.7", formats::Form::Ris)),
        Refusal::NotFound { .. }
    ));
    assert_eq!(office.export_record("doi:10.5555/rectifier.1", formats::Form::Bibtex).unwrap().n_given, 1);
}
