//! What a need misses, found out from records that it left out: drawn by chance, put before its post, reckoned.

#![allow(missing_docs)]

use std::collections::BTreeSet;
use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use desk::{Clerk, Failure, Ids, NothingCame, Office, Turn};
use formats::{Item, Options};
use measure::performance::LoadAlarm;
use model::{
    Choice, Date, Disposition, DutyKind, DutyState, Identifier, JobKind, Level, Need, NeedId, Noun, PassReason, Person,
    PersonId, Post, PostId, Profile, ProfileId, Scheme, SpotAnswer, SpotCheck, SpotStratum, Stage, Standing, Tenure,
    Thing, Unit, UnitId,
};
use store::{DeliveryFilter, Writer};
use tempfile::TempDir;

const DAY: i64 = 86_400_000_000;

struct House {
    _dir: TempDir,
    clerk: Clerk,
    office: Office,
    ids: Arc<AtomicU64>,
    today: Date,
}

fn micros(day: Date) -> i64 {
    day.days_since(Date::of_number(0)) * DAY
}

/// Of every forty records ten say diesel and engine, and fit; five say diesel and motor, and ought to; the others are about wheat.
fn title(at: usize) -> String {
    match at % 40 {
        0..10 => format!("Trials of a diesel engine with short pistons, part {at}"),
        10..15 => format!("A marine diesel motor and its pistons, part {at}"),
        _ => format!("Sowing of summer wheat on dry soils, part {at}"),
    }
}

fn house(n_records: usize) -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    let today = Date::parse("2026-03-02").unwrap();
    let came = micros(today.plus_days(-3));
    let mut writable = Office::create(&path, 1, "operator", came - 60 * DAY).unwrap();
    let text: String = (0..n_records)
        .map(|at| format!("TY  - JOUR\nTI  - {}\nAU  - Son{at}, Anna\nDO  - 10.5555/t.{at}\nER  - \n\n", title(at)))
        .collect();
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
    if n_records > 0 {
        desk::ingest(&mut writable, "operator", came, &mut ids, &mut read, &mut |_| {}).unwrap();
    }
    let clerk = Clerk::start(writable, Box::new(|| {}));
    let office = Office::open(&path).unwrap();
    clerk
        .write(move |writer| {
            writer.transact("operator", came - 50 * DAY, |deed| -> Result<(), Failure> {
                deed.keep_unit(&Unit { id: UnitId::new("works")?, name: "Works".into(), parent: None })?;
                for name in ["sokolov", "belova"] {
                    let (person, post) = (PersonId::new(name)?, PostId::new(&format!("post-of-{name}"))?);
                    deed.keep_post(&Post {
                        id: post.clone(),
                        title: post.to_string(),
                        unit: UnitId::new("works")?,
                        powers: BTreeSet::new(),
                        closed: false,
                    })?;
                    deed.keep_person(&Person {
                        id: person.clone(),
                        name: name.to_owned(),
                        email: None,
                        language: None,
                        level: Level::Internal,
                        compartments: BTreeSet::new(),
                        left: false,
                    })?;
                    let since = Date::parse("2020-01-01").unwrap();
                    deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?;
                }
                let id = NeedId::new("diesel")?;
                let query = "diesel AND engine".to_owned();
                let profiles = vec![Profile { id: ProfileId { need: id.clone(), number: 1 }, query, threshold: None }];
                let draft = Need::draft(
                    id,
                    "Pistons of marine diesels",
                    UnitId::new("works")?,
                    PostId::new("post-of-sokolov")?,
                );
                let examples = vec![
                    Identifier::new(Scheme::Doi, "10.5555/t.1").unwrap(),
                    Identifier::new(Scheme::Doi, "10.5555/t.11").unwrap(),
                ];
                let statement = "Longer life of pistons of diesel machines at sea".to_owned();
                let expires = Some(Date::parse("2027-12-31").unwrap());
                deed.keep_need(&Need { stage: Stage::Accepted, expires, profiles, examples, statement, ..draft })?;
                Ok(())
            })
        })
        .unwrap();
    House { _dir: dir, clerk, office, ids: Arc::new(AtomicU64::new(100)), today }
}

impl House {
    fn now(&self) -> i64 {
        micros(self.today)
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
            let mut ids = move || ids.fetch_add(1, Ordering::SeqCst);
            let mut turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
            act(writer, &mut turn, &office.seen_by(&officer.scope))
        })
    }

    fn run_jobs(&self) {
        let counter = Arc::clone(&self.ids);
        let mut ids: Ids = Box::new(move || counter.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        desk::schedule(&self.clerk, &self.office, self.now()).unwrap();
        while desk::run_next(&self.clerk, &self.office, self.now(), self.today, &mut ids).unwrap() {}
        for job in self.office.jobs(100).unwrap() {
            assert_eq!(job.last_error, None, "{}", job.kind);
        }
    }

    fn set_rate(&self, person: &str, per_week: u32) -> Result<(), Failure> {
        self.act(person, move |writer, turn, office| {
            desk::keep_spot_rate(writer, turn, &office.need("diesel")?, per_week)
        })
    }

    fn checks(&self) -> Vec<SpotCheck> {
        self.office.spot_checks(&NeedId::new("diesel").unwrap()).unwrap()
    }

    fn answer(&self, check: SpotCheck, said: SpotAnswer) -> Result<(), Failure> {
        self.act("sokolov", move |writer, turn, office| {
            desk::answer_spot_check(writer, turn, &office.need("diesel")?, &check, said)
        })
    }

    fn title_of(&self, check: &SpotCheck) -> String {
        self.office.record(&check.record.to_string()).unwrap().record.title().unwrap().to_owned()
    }

    /// Answers every delivery: what is about an engine is studied, the rest is off topic.
    fn answer_deliveries(&self) {
        for held in self.office.deliveries(&DeliveryFilter::default()).unwrap() {
            let id = held.delivery.id;
            let title =
                self.office.record(&held.delivery.record.to_string()).unwrap().record.title().unwrap().to_owned();
            let useful = !title.ends_with('0');
            let (choice, reason) =
                if useful { (Choice::Study, None) } else { (Choice::Pass, Some(PassReason::OffTopic)) };
            let said = Disposition { choice, reason, to: None, remark: String::new() };
            self.act("sokolov", move |writer, turn, _| desk::dispose(writer, turn, id, &said, &|_| Ok(true))).unwrap();
        }
    }

    fn duty(&self) -> Option<DutyState> {
        let duties = self.office.duties_about(&Thing::new(Noun::Need, "diesel")).unwrap();
        duties.into_iter().find(|duty| duty.kind == DutyKind::SpotCheck).map(|duty| duty.state)
    }
}

#[test]
fn what_a_need_misses_is_told_from_what_its_post_says_of_records_that_it_left_out() {
    let mut house = house(400);
    house.run_jobs();
    assert_eq!(house.office.performance("diesel", house.today).unwrap().recall, None);
    assert_eq!(house.duty(), None, "nobody is asked who did not say so");
    assert_eq!(house.office.deliveries(&DeliveryFilter::default()).unwrap().len(), 100);
    house.set_rate("sokolov", 20).unwrap();
    house.run_jobs();
    let checks = house.checks();
    assert_eq!(checks.len(), 20);
    assert_eq!(checks.iter().filter(|check| check.stratum == SpotStratum::Near).count(), 10);
    assert!(checks.iter().all(|check| !house.title_of(check).contains("engine")), "what came is not left out");
    assert_eq!(house.duty(), Some(DutyState::Open));
    house.answer_deliveries();
    for check in checks {
        let said = if house.title_of(&check).contains("motor") { SpotAnswer::Useful } else { SpotAnswer::NotUseful };
        house.answer(check, said).unwrap();
    }
    assert_eq!(house.duty(), Some(DutyState::Done));
    let found = house.office.performance("diesel", house.today).unwrap();
    // A hundred came, of which those whose number ends in nought are off topic.
    let precision = found.whole.precision.unwrap();
    assert_eq!((precision.judged, precision.useful), (100, 90));
    assert_eq!(found.profiles[0].precision, found.whole.precision);
    // All three hundred that are left out are counted, near or far.
    assert_eq!(found.left_out.iter().map(|one| one.size).sum::<u64>(), 300);
    // In truth ninety of a hundred and forty came.
    let recall = found.recall.unwrap();
    assert!(recall.interval.covers(90.0 / 140.0), "{recall:?}");
    assert!(recall.interval.high - recall.interval.low < 0.5, "{recall:?}");
    // Of the two works that were named as welcome one is found.
    let caught: Vec<bool> = found.canaries.iter().map(|canary| !canary.found_by.is_empty()).collect();
    assert_eq!(caught, [true, false]);
    // The next draw is a week later, and what was asked about is not asked about again.
    house.run_jobs();
    assert_eq!(house.checks().len(), 20);
    house.today = house.today.plus_days(7);
    house.run_jobs();
    assert_eq!(house.checks().len(), 20, "nothing new came in");
}

#[test]
fn only_who_acts_for_the_post_sets_how_many_are_drawn_and_says_what_should_have_come() {
    let house = house(80);
    house.run_jobs();
    assert!(house.set_rate("belova", 5).is_err());
    assert!(house.set_rate("sokolov", 51).unwrap_err().to_string().contains("50 records"));
    house.set_rate("sokolov", 4).unwrap();
    house.run_jobs();
    let check = house.checks().remove(0);
    let refused = house.act("belova", move |writer, turn, office| {
        desk::answer_spot_check(writer, turn, &office.need("diesel")?, &check, SpotAnswer::Useful)
    });
    assert!(refused.is_err());
    assert!(house.checks().iter().all(|check| check.answer.is_none()));
    house.set_rate("sokolov", 0).unwrap();
    assert_eq!(house.duty(), Some(DutyState::Done), "who asks for none any more is not asked");
}

#[test]
fn a_need_to_which_nothing_comes_says_why() {
    let mut house = house(0);
    house.today = house.today.plus_days(30);
    let found = house.office.performance("diesel", house.today).unwrap();
    assert!(matches!(found.whole.load.alarm, Some(LoadAlarm::NeverAny { .. })), "{:?}", found.whole.load);
    assert!(matches!(found.nothing_came, Some(NothingCame::NoRecords { .. })), "{:?}", found.nothing_came);
    assert_eq!(found.recall, None);
    assert_eq!(found.drift, None);
}

#[test]
fn what_is_too_much_at_once_is_queued_and_comes_week_by_week() {
    let mut house = house(400);
    let need = NeedId::new("diesel").unwrap();
    let now = house.now();
    house
        .clerk
        .write(move |writer| {
            writer.transact("operator", now, |deed| -> Result<(), Failure> {
                // What came in before is matched with a need when it is accepted, and not as news.
                deed.move_cursor("matched", i64::MAX)?;
                Ok(deed.enqueue(JobKind::MatchNeed, "diesel", now)?)
            })
        })
        .unwrap();
    house.run_jobs();
    let delivered = |house: &House| house.office.need_deliveries(&need).unwrap().n_all;
    assert_eq!(delivered(&house), 40);
    let waits = house.office.backlog(&need).unwrap().unwrap();
    assert_eq!((waits.n_left, waits.next_on), (60, house.today.plus_days(7)));
    house.run_jobs();
    assert_eq!(delivered(&house), 40, "its day has not come");
    house.today = waits.next_on;
    house.run_jobs();
    assert_eq!((delivered(&house), house.office.backlog(&need).unwrap().unwrap().n_left), (80, 20));
    house.today = house.today.plus_days(7);
    house.run_jobs();
    assert_eq!((delivered(&house), house.office.backlog(&need).unwrap()), (100, None));
}

#[test]
fn a_changed_profile_is_held_against_what_stands_before_it_is_kept() {
    let house = house(80);
    house.run_jobs();
    house.answer_deliveries();
    let need = house.office.need("diesel").unwrap();
    let same = house.office.replay(&need, &["diesel AND engine".to_owned()], house.now()).unwrap();
    assert!(same.is_none(), "what is not changed changes nothing");
    let wider = vec!["diesel AND (engine OR motor)".to_owned()];
    let replay = house.office.replay(&need, &wider, house.now()).unwrap().unwrap();
    assert_eq!((replay.gained.n, replay.gained.n_lately, replay.lost.n), (10, 10, 0));
    assert_eq!(replay.before, replay.after);
    let narrower = vec!["diesel AND engine AND \"part 1\"".to_owned()];
    let replay = house.office.replay(&need, &narrower, house.now()).unwrap().unwrap();
    assert_eq!((replay.gained.n, replay.lost.n), (0, 19));
    assert_eq!(replay.after.unwrap().judged, 1);
    assert_eq!(replay.n_useful_lost, 17, "of twenty that came two are off topic");
}
