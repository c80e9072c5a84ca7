//! The administrator's walk: builds units, posts and persons, sees what a change would do, and reads tables.

#![allow(missing_docs)]

use std::collections::BTreeSet;

use desk::{Failure, Office, Officer, StaffTable, Turn, WritableOffice};
use model::{
    Compartment, Date, Duty, DutyId, DutyKind, Hand, Level, Marking, NamedCompartment, Need, NeedId, Noun, Person,
    PersonId, Post, PostId, Power, Staff, StaffChange, Standing, Tenure, Thing, Unit, UnitId,
};
use proptest::prelude::*;
use store::{Statement, Writer};
use tempfile::TempDir;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn today() -> Date {
    day("1962-03-01")
}

fn unit(id: &str, parent: &str) -> Unit {
    let parent = (!parent.is_empty()).then(|| UnitId::new(parent).unwrap());
    Unit { id: UnitId::new(id).unwrap(), name: format!("The {id}"), parent }
}

fn post_id(id: &str) -> PostId {
    PostId::new(id).unwrap()
}

fn person_id(id: &str) -> PersonId {
    PersonId::new(id).unwrap()
}

fn post(id: &str, unit: &str, powers: &[Power]) -> Post {
    let powers = powers.iter().copied().collect();
    Post { id: post_id(id), title: id.to_owned(), unit: UnitId::new(unit).unwrap(), powers, closed: false }
}

fn person(id: &str, level: Level) -> Person {
    let (email, language, compartments, left) = (None, None, BTreeSet::new(), false);
    Person { id: person_id(id), name: id.to_owned(), email, language, level, compartments, left }
}

fn tenure(post: &str, person: &str, standing: Standing) -> Tenure {
    Tenure { post: post_id(post), person: person_id(person), standing, since: day("1962-01-01"), until: None }
}

/// A ministry over a works and an institute. Anna administers, Dora directs the works, Boris is engineer there.
struct House {
    _dir: TempDir,
    office: Office,
    writer: Writer,
    n_ids: u64,
}

fn house() -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    let made: WritableOffice = Office::create(&path, 1, "operator", 1).unwrap();
    made.close().unwrap();
    let mut writer = Writer::open(&path).unwrap();
    let mut changes: Vec<StaffChange> =
        [unit("ministry", ""), unit("works", "ministry"), unit("institute", "ministry")].map(StaffChange::Unit).into();
    changes.extend(
        [
            post("admin", "ministry", &[Power::Administer]),
            post("director", "works", &[Power::Lead]),
            post("engineer", "works", &[]),
            post("chemist", "institute", &[]),
        ]
        .map(StaffChange::Post),
    );
    let compartment = NamedCompartment { id: Compartment::new("radar").unwrap(), name: "Radar".into(), closed: false };
    changes.push(StaffChange::Compartment(compartment));
    changes.extend(["anna", "boris", "clara", "dora"].map(|id| StaffChange::Person(person(id, Level::Internal))));
    changes.extend(
        [("admin", "anna"), ("director", "dora"), ("engineer", "boris")]
            .map(|(post, person)| StaffChange::Tenure(tenure(post, person, Standing::Holder))),
    );
    let staff = Staff::default().after(&changes, Hand { person: None, today: day("1962-01-01") }).unwrap();
    writer.transact("operator", 2, |deed| deed.keep_staff(&Staff::default(), &staff)).unwrap();
    let office = Office::open(&path).unwrap();
    House { _dir: dir, office, writer, n_ids: 0 }
}

impl House {
    fn officer(&self, id: &str) -> Officer {
        self.office.officer(&person_id(id), today()).unwrap()
    }

    /// Does something as somebody.
    fn by<T>(
        &mut self,
        id: &str,
        work: impl FnOnce(&mut Writer, &mut Turn<'_>) -> Result<T, Failure>,
    ) -> Result<T, String> {
        let officer = self.officer(id);
        let work_days = desk::Configuration::default().work();
        let n_ids = &mut self.n_ids;
        let mut ids = || {
            *n_ids += 1;
            *n_ids
        };
        let mut turn = Turn { officer: &officer, now: 10, today: today(), work: work_days, ids: &mut ids };
        work(&mut self.writer, &mut turn).map_err(|failure| failure.to_string())
    }

    fn keep(&mut self, changes: &[StaffChange]) -> Result<Staff, String> {
        self.by("anna", |writer, turn| desk::keep_staff(writer, turn, changes, None))
    }

    /// The engineer has a need, and a duty about it.
    fn engineer_has_work(&mut self, marking: &Marking) {
        let draft = Need::draft(
            NeedId::new("diesel").unwrap(),
            "Diesel engines",
            UnitId::new("works").unwrap(),
            post_id("engineer"),
        );
        let need = Need { marking: marking.clone(), ..draft };
        let subject = Thing::new(Noun::Need, &need.id);
        let duty =
            Duty::new(DutyId::from_bits(77), post_id("engineer"), DutyKind::Revise, subject, 5, day("1962-04-01"));
        self.writer
            .transact("operator", 5, |deed| -> store::Result<()> {
                deed.keep_need(&need)?;
                deed.charge(&duty)
            })
            .unwrap();
    }
}

#[test]
fn a_post_with_open_work_is_closed_only_when_somebody_takes_it_over() {
    let mut house = house();
    house.engineer_has_work(&Marking::default());
    let close = |to: Option<&str>| [StaffChange::ClosePost { post: post_id("engineer"), to: to.map(post_id) }];
    let refused = house.keep(&close(None)).unwrap_err();
    assert!(refused.contains("still has open work; name the post that takes it over"), "{refused}");
    let refused = house.office.foresee(&house.officer("anna"), &close(None), today()).unwrap_err().to_string();
    assert!(refused.contains("still has open work"), "the preview refuses what keeping refuses: {refused}");
    let foresight = house.office.foresee(&house.officer("anna"), &close(Some("director")), today()).unwrap();
    let handed = &foresight.handed[0];
    assert_eq!((handed.work.n_needs, handed.work.n_duties), (1, 1));
    assert!(!house.office.staff().unwrap().posts[&post_id("engineer")].closed, "a preview keeps nothing");
    house.keep(&close(Some("director"))).unwrap();
    let dora = house.officer("dora");
    let seen = house.office.seen_by(&dora.scope);
    let inbox = seen.inbox(&dora.post_ids(), None, None, today()).unwrap();
    assert_eq!(inbox.n_open, 1, "the duty is in the inbox of who took over");
    let refused = house.keep(&[StaffChange::Appoint(Tenure {
        since: day("1962-05-01"),
        ..tenure("engineer", "clara", Standing::Holder)
    })]);
    assert!(refused.unwrap_err().contains("is closed; open it first"));
}

#[test]
fn who_changed_hands_loses_nothing_and_who_leaves_is_signed_out() {
    let mut house = house();
    house.engineer_has_work(&Marking::default());
    house
        .keep(&[StaffChange::Appoint(Tenure { since: today(), ..tenure("engineer", "clara", Standing::Holder) })])
        .unwrap();
    let clara = house.officer("clara");
    let inbox = house.office.seen_by(&clara.scope).inbox(&clara.post_ids(), None, None, today()).unwrap();
    assert_eq!(inbox.duties.len(), 1, "what the post had is hers");
    assert!(house.officer("boris").posts.is_empty());
    house.keep(&[StaffChange::Leave(person_id("clara"))]).unwrap();
    let gone = house.office.officer(&person_id("clara"), today()).unwrap_err().to_string();
    assert!(gone.contains("closed"), "{gone}");
    let refused = house.keep(&[StaffChange::Leave(person_id("anna"))]).unwrap_err();
    assert!(refused.contains("Nobody could administer the office"), "{refused}");
}

#[test]
fn a_holder_appoints_a_deputy_and_nobody_else_does() {
    let mut house = house();
    let days = (today(), day("1962-03-20"));
    let post = post_id("engineer");
    let refused = house.by("dora", |writer, turn| desk::appoint_deputy(writer, turn, &post, &person_id("clara"), days));
    assert!(refused.unwrap_err().contains("ask its holder"));
    house.by("boris", |writer, turn| desk::appoint_deputy(writer, turn, &post, &person_id("clara"), days)).unwrap();
    assert!(house.officer("clara").acts_for(&post));
    let refused = house.by("clara", |writer, turn| desk::appoint_deputy(writer, turn, &post, &person_id("dora"), days));
    assert!(refused.unwrap_err().contains("ask its holder"), "a deputy appoints no deputies");
    let twice = house.by("boris", |writer, turn| desk::appoint_deputy(writer, turn, &post, &person_id("clara"), days));
    assert!(twice.unwrap_err().contains("is your deputy from"));
    let yesterday = today().plus_days(-1);
    house.by("boris", |writer, turn| desk::end_deputy(writer, turn, &post, &person_id("clara"), yesterday)).unwrap();
    assert!(!house.officer("clara").acts_for(&post));
}

#[test]
fn only_administrators_change_the_staff_and_not_over_each_other() {
    let mut house = house();
    let change = [StaffChange::Unit(unit("shop", "works"))];
    let refused = house.by("boris", |writer, turn| desk::keep_staff(writer, turn, &change, None)).unwrap_err();
    assert!(refused.contains("power “administer”"), "{refused}");
    let seen = house.office.as_seen(Thing::new(Noun::Unit, "works")).unwrap();
    house.keep(&[StaffChange::Unit(Unit { name: "Lenin Works".into(), ..unit("works", "ministry") })]).unwrap();
    let stale = [StaffChange::Unit(Unit { name: "Kirov Works".into(), ..unit("works", "ministry") })];
    let refused = house.by("anna", |writer, turn| desk::keep_staff(writer, turn, &stale, Some(&seen))).unwrap_err();
    assert!(refused.contains("Somebody else changed this"), "{refused}");
    assert_eq!(house.office.staff().unwrap().units[&UnitId::new("works").unwrap()].name, "Lenin Works");
}

#[test]
fn a_preview_tells_who_would_see_more_and_where_silence_would_go() {
    let mut house = house();
    let radar = Marking::parse("restricted compartments=radar").unwrap();
    let works = Marking::parse("internal release=works").unwrap();
    house.engineer_has_work(&works);
    let anna = house.officer("anna");
    // Anna is not cleared for anything at the works: she is not told how much there is.
    let moved = [StaffChange::Unit(unit("works", "institute"))];
    let foresight = house.office.foresee(&anna, &moved, today()).unwrap();
    assert!(foresight.ladders.is_empty() && foresight.sights.iter().all(|sight| sight.after == (0, 0)));
    // What is internal to all she sees, and there the preview counts.
    house
        .writer
        .transact("operator", 6, |deed| -> store::Result<()> {
            let need = deed.need(&store::Scope::office(), &NeedId::new("diesel").unwrap())?.unwrap();
            deed.keep_need(&Need { marking: Marking::at(Level::Internal), ..need }).map(|_| ())
        })
        .unwrap();
    let anna = house.officer("anna");
    let lower = [StaffChange::Person(person("boris", Level::Open))];
    let foresight = house.office.foresee(&anna, &lower, today()).unwrap();
    let sight = &foresight.sights[0];
    assert_eq!((sight.person.id.as_str(), sight.before, sight.after), ("boris", (0, 1), (0, 0)));
    assert_eq!(foresight.unseen.len(), 1, "nobody at the engineer's post would see its duty");
    let raised = [StaffChange::Person(Person {
        level: Level::Restricted,
        compartments: radar.compartments.clone(),
        ..person("boris", Level::Open)
    })];
    assert!(house.office.foresee(&anna, &raised, today()).unwrap().sights[0].beyond);
    // A director for the institute, and the works under it: silence goes one step further.
    let chief = post("chief", "institute", &[Power::Lead]);
    let both = [StaffChange::Post(chief), StaffChange::Unit(unit("works", "institute"))];
    let foresight = house.office.foresee(&anna, &both, today()).unwrap();
    let ladder = &foresight.ladders[0];
    let names = |posts: &[PostId]| posts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    assert_eq!((names(&ladder.before), names(&ladder.after)), ("director".into(), "director chief".into()));
    let reach = foresight.powers.iter().find(|shift| shift.post == post_id("chief")).unwrap();
    assert_eq!(reach.gained.len(), 2, "the institute, and the works below it");
    // The same look at a marking.
    let need = Thing::new(Noun::Need, "diesel");
    let foresight = house.office.foresee_marking(&anna, &need, &radar, today()).unwrap();
    assert_eq!((foresight.lost.len(), foresight.gained.len()), (4, 0));
    assert_eq!(foresight.blind, [post_id("engineer")]);
}

fn files(files: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
}

fn nobody() -> Hand<'static> {
    Hand { person: None, today: today() }
}

#[test]
fn tables_are_kept_together_or_not_at_all_and_each_fault_has_its_cell() {
    let mut house = house();
    let staff = house.office.staff().unwrap();
    let wrong = files(&[
        ("units.csv", "unit;name;parent\nshop;Foundry;works\nlab;Laboratory;nowhere\nshop;Again;works\n"),
        ("persons.csv", "person,name,level\negon,Egon,secret\nFrieda,Frieda,internal\n"),
        ("tenures.csv", "post\tperson\tsince\nengineer\tegon\t1.4.1962\n"),
    ]);
    let faults = desk::read_staff(&wrong, &staff, nobody()).unwrap_err();
    let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "persons.csv, line 2, column 3 (level): `secret` is no level; write open, internal, restricted, confidential",
            "persons.csv, line 3, column 1 (person): `Frieda` cannot name a person: use 1 to 64 lower-case letters, digits and inner hyphens",
            "tenures.csv, line 2, column 3 (since): `1.4.1962` is no day; write it like 1962-03-09",
            "units.csv, line 4: line 2 states this already; keep one of them",
        ]
    );
    let (unix, windows) = (
        wrong.clone(),
        wrong.iter().map(|(name, bytes)| {
            (name.clone(), String::from_utf8(bytes.clone()).unwrap().replace('\n', "\r\n").into_bytes())
        }),
    );
    let on_windows = desk::read_staff(&windows.collect::<Vec<_>>(), &staff, nobody()).unwrap_err();
    assert_eq!(on_windows, desk::read_staff(&unix, &staff, nobody()).unwrap_err(), "lines are counted alike");
    let nowhere = files(&[("units.csv", "unit;name;parent\nshop;Foundry;works\nlab;Laboratory;nowhere\n")]);
    let refused = house.by("anna", |writer, turn| desk::keep_staff_files(writer, turn, &staff, &nowhere)).unwrap_err();
    assert_eq!(refused, "units.csv, line 3: There is no unit `nowhere` here; state it before or together with lab");
    assert_eq!(house.office.staff().unwrap(), staff, "nothing of it was kept");
    let right = files(&[
        ("tenures.csv", "post,person,standing,since,until\nfounder,egon,holder,1962-04-01,\n"),
        ("posts.csv", "sep=;\npost;title;unit;powers\nfounder;Founder;shop;lead, document\n"),
        ("persons.csv", "person,name,email\negon,\"Egon, of the foundry\",egon@works.example\nboris,boris,\n"),
        ("units.csv", "\u{feff}unit,name,parent\nshop,Foundry,works\n"),
    ]);
    let lines = house.by("anna", |writer, turn| desk::keep_staff_files(writer, turn, &staff, &right)).unwrap();
    let new = lines.iter().filter(|line| line.statement == Statement::New).count();
    assert_eq!((lines.len(), new), (5, 4), "what is held already is unchanged");
    let kept = house.office.staff().unwrap();
    assert_eq!(kept.persons[&person_id("egon")].name, "Egon, of the foundry");
    assert_eq!(kept.posts[&post_id("founder")].powers.len(), 2);
}

#[test]
fn what_is_no_table_of_staff_is_named() {
    let staff = Staff::default();
    let check = |text: &str, expected: &str| {
        let faults = desk::read_staff(&files(&[("x.csv", text)]), &staff, nobody()).unwrap_err();
        assert!(faults[0].to_string().contains(expected), "{}", faults[0]);
    };
    check("", "the file is empty; begin it with a line of headings");
    check("name,age\nx,1\n", "these headings are of no table of staff");
    check("unit,name,colour\nx,X,red\n", "column 3 (colour): there is no such column; use unit, name, parent");
    check("unit,name\nx,X,stray\n", "no heading stands over this cell");
    check("unit,name\nx,\n", "column 2 (name): write `name` as people know it");
    check("unit,name\nx,\"X\0\"\n", "not all text");
}

#[test]
fn cells_cannot_become_formulas() {
    let mut staff = Staff::default();
    for (id, name) in [("a", "=HYPERLINK(\"x\")"), ("b", "'=1"), ("c", "@cmd"), ("d", "plain"), ("e", "-1+1")] {
        let unit = Unit { name: name.to_owned(), ..unit(id, "") };
        staff.units.insert(unit.id.clone(), unit);
    }
    let table = desk::write_staff(&staff, StaffTable::Units);
    for line in table.lines().skip(1) {
        let cell = line.split(',').nth(1).unwrap().trim_start_matches('"');
        assert!(!cell.starts_with(['=', '@', '-', '+']), "{line}");
    }
    let lines = desk::read_staff(&files(&[("units.csv", &table)]), &staff, nobody()).unwrap();
    assert!(lines.iter().all(|line| line.statement == Statement::Unchanged), "{lines:?}");
}

fn written() -> impl Strategy<Value = String> {
    // What people write, and what programs trip over.
    prop_oneof!["[a-zäж]{1,8}", "[ =+@'\",;\\-а-я\n\t]{0,6}x[ '\",;=]{0,4}", "'{0,3}[=+@-]x"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_table_that_was_written_changes_nothing_when_it_is_read(
        names in proptest::collection::vec(written(), 1..6),
        emails in proptest::collection::vec(proptest::option::of(written()), 6),
        flags in proptest::collection::vec(any::<bool>(), 6),
    ) {
        let mut staff = Staff::default();
        for (at, name) in names.iter().enumerate() {
            let above = if at == 0 { String::new() } else { format!("u{}", at - 1) };
            let unit = Unit { name: name.clone(), ..unit(&format!("u{at}"), &above) };
            let powers: &[Power] = if flags[at] { &[Power::Lead, Power::Audit] } else { &[] };
            let post = Post { title: name.clone(), closed: flags[at], ..post(&format!("p{at}"), &format!("u{at}"), powers) };
            let compartments: BTreeSet<Compartment> = flags[at].then(|| Compartment::new("radar").unwrap()).into_iter().collect();
            let email = emails[at].clone().map(|email| email.trim().to_owned()).filter(|email| !email.is_empty());
            let person = Person { name: name.clone(), email, compartments, left: !flags[at], ..person(&format!("n{at}"), Level::Restricted) };
            let until = flags[at].then(|| day("1963-01-01"));
            let tenure = Tenure { until, ..tenure(&format!("p{at}"), &format!("n{at}"), Standing::Deputy) };
            let compartment = NamedCompartment { id: Compartment::new("radar").unwrap(), name: name.clone(), closed: flags[at] };
            staff.compartments.insert(compartment.id.clone(), compartment);
            staff.units.insert(unit.id.clone(), unit);
            staff.posts.insert(post.id.clone(), post);
            staff.persons.insert(person.id.clone(), person);
            staff.tenures.insert(tenure.key(), tenure);
        }
        let tables: Vec<(String, Vec<u8>)> = StaffTable::ALL
            .iter()
            .map(|table| (format!("{}.csv", table.word()), desk::write_staff(&staff, *table).into_bytes()))
            .collect();
        let lines = desk::read_staff(&tables, &staff, nobody());
        prop_assert!(lines.is_ok(), "{:?}", lines);
        for line in lines.unwrap_or_default() {
            prop_assert_eq!(line.statement, Statement::Unchanged, "{:?}", line);
        }
    }

    #[test]
    fn no_bytes_bring_the_reader_down(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let mut table = b"post,person,standing,since,until\n".to_vec();
        table.extend(&bytes);
        let _ = desk::read_staff(&[("a.csv".into(), table), ("b.csv".into(), bytes)], &Staff::default(), nobody());
    }
}

#[test]
fn what_is_kept_between_pages_is_read_again_once_it_changed_and_a_need_that_was_hidden_is_gone() {
    let mut house = house();
    house.engineer_has_work(&Marking::default());
    let listed = |house: &House| {
        let boris = house.office.seen_by(&house.officer("boris").scope);
        let list = boris.need_list(&desk::NeedFilter::default(), &[], today(), &boris.tree().unwrap()).unwrap();
        list.lines.iter().map(|line| line.title.clone()).collect::<Vec<_>>()
    };
    assert_eq!(listed(&house), ["Diesel engines"]);
    let keep = |house: &mut House, title: &str, marking: Marking| {
        let need = house.office.need("diesel").unwrap();
        house.writer.keep_need(&Need { title: title.into(), marking, ..need }, "operator", 6).unwrap();
    };
    keep(&mut house, "Opposed-piston engines", Marking::default());
    assert_eq!(listed(&house), ["Opposed-piston engines"]);
    keep(&mut house, "Opposed-piston engines", Marking::at(Level::Confidential));
    assert_eq!(listed(&house), [""; 0], "raised above what they may see");

    let names =
        |house: &House| house.office.tree().unwrap().units().map(|unit| unit.id.to_string()).collect::<Vec<_>>();
    assert_eq!(names(&house), ["institute", "ministry", "works"]);
    house.keep(&[StaffChange::Unit(unit("shop", "works"))]).unwrap();
    assert_eq!(names(&house), ["institute", "ministry", "shop", "works"]);
}
