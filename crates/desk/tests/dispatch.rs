//! What people write for a source: who may, what becomes of it, which gap it closes, and who learns nothing by it.

#![allow(missing_docs)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use desk::{Brought, Clerk, Failure, Ids, Office, Turn, Written};
use model::{
    Choice, Credibility, Date, DispatchGiven, Disposition, DutyKind, DutyState, Health, Kind, Level, Marking,
    Membership, MembershipId, Money, Need, NeedId, Noun, PartialDate, Person, PersonId, Post, PostId, Power, Profile,
    ProfileId, Refusal, Reliability, Schedule, Source, SourceId, SourceKind, Stage, Standing, Tenure, Thing, Unit,
    UnitId,
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
                    ("orlov", None, Level::Restricted),
                    ("sokolov", None, Level::Open),
                ] {
                    let (person, post) = (PersonId::new(name)?, PostId::new(&format!("post-of-{name}"))?);
                    deed.keep_post(&Post {
                        id: post.clone(),
                        title: format!("Post of {name}"),
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
                    let since = Date::parse("1957-01-01").unwrap();
                    deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?;
                }
                let id = NeedId::new("rectifiers")?;
                let draft = Need::draft(id.clone(), "Rectifiers", unit, PostId::new("post-of-sokolov")?);
                let query = "rectifier*".to_owned();
                let profiles = vec![Profile { id: ProfileId { need: id, number: 1 }, query, threshold: None }];
                let expires = Some(Date::parse("2027-12-31").unwrap());
                deed.keep_need(&Need { stage: Stage::Accepted, expires, profiles, ..draft })?;
                Ok(())
            })
        })
        .unwrap();
    let mut key = 1_000;
    let mut ids: Ids = Box::new(move || {
        key += 1;
        key
    });
    desk::make_attachment_key(&office, &mut ids).unwrap();
    House { _dir: dir, clerk, office, ids: Arc::new(AtomicU64::new(100)), today: Date::parse("2026-11-20").unwrap() }
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
            let mut turn = Turn { officer: &officer, now, today, work, ids: &mut draw };
            act(writer, &mut turn, &office.seen_by(&officer.scope))
        })
    }

    fn register(&self, bits: u64, kind: SourceKind, marking: &str) -> Source {
        let source = source(bits, kind, marking);
        self.act("karpova", move |writer, turn, office| desk::register_source(writer, turn, office, source)).unwrap()
    }

    fn write(&self, who: &str, source: &Source, given: DispatchGiven) -> Result<Written, Failure> {
        let once = self.ids.fetch_add(1, Ordering::SeqCst);
        self.send(who, source, once, given)
    }

    fn send(&self, who: &str, source: &Source, once: u64, given: DispatchGiven) -> Result<Written, Failure> {
        let id = source.id;
        self.act(who, move |writer, turn, office| desk::write_dispatch(writer, turn, office, (id, once), given, &[]))
    }

    /// A file on the shelf, on its way to a record.
    fn bring(&self, name: &str, bytes: &[u8]) -> Brought {
        desk::bring(&self.office, name, bytes, self.now()).unwrap()
    }

    fn ask_for(&self, need: &str, post: &str) {
        let (need, post) = (need.to_owned(), PostId::new(post).unwrap());
        self.act("karpova", move |writer, turn, office| desk::assign_gap(writer, turn, office, &need, &post, 30))
            .unwrap();
    }

    /// The office as somebody sees it.
    fn seen_by(&self, person: &str) -> Office {
        self.office.seen_by(&self.office.officer(&PersonId::new(person).unwrap(), self.today).unwrap().scope)
    }

    fn run_jobs(&self) {
        let ids = Arc::clone(&self.ids);
        let mut ids: Ids = Box::new(move || ids.fetch_add(1, Ordering::SeqCst));
        while desk::run_next(&self.clerk, &self.office, self.now(), self.today, &mut ids).unwrap() {}
        for job in self.office.jobs(100).unwrap() {
            assert_eq!(job.last_error, None, "{}", job.kind);
        }
    }

    /// How the search for a source ended.
    fn search(&self) -> (DutyState, Option<String>) {
        let duties = self.office.duties_about(&Thing::new(Noun::Need, "rectifiers")).unwrap();
        let duty = duties.into_iter().find(|duty| duty.kind == DutyKind::Cover).unwrap();
        (duty.state, duty.reason)
    }
}

fn source(bits: u64, kind: SourceKind, marking: &str) -> Source {
    Source {
        id: SourceId::from_bits(bits),
        title: "Adviser in Bonn".to_owned(),
        kind,
        address: String::new(),
        schedule: Schedule::Daily,
        post: PostId::new("post-of-orlov").unwrap(),
        territory: "Germany".to_owned(),
        subject: String::new(),
        language: None,
        reliability: Reliability::B,
        every_days: Some(30),
        cost: None,
        paused: false,
        remark: String::new(),
        marking: Marking::parse(marking).unwrap(),
        revision: 0,
        made_at: 0,
    }
}

fn given(title: &str) -> DispatchGiven {
    DispatchGiven {
        kind: Kind::Dispatch,
        title: title.to_owned(),
        text: "Seen at the works; cooled by oil.".to_owned(),
        ..DispatchGiven::default()
    }
}

fn need() -> Option<NeedId> {
    NeedId::new("rectifiers").ok()
}

#[track_caller]
fn said(refused: Result<impl std::fmt::Debug, Failure>, words: &str) {
    match refused.unwrap_err() {
        Failure::Refused(refusal) => assert!(refusal.to_string().contains(words), "{refusal}"),
        Failure::Broken(fault) => panic!("{fault}"),
    }
}

#[test]
fn title_and_text_become_a_record_that_the_needs_get_at_once() {
    let house = house();
    let bonn = house.register(1, SourceKind::Adviser, "open");
    assert_eq!(house.office.source(&bonn.id.to_string()).unwrap().health(house.now()), Health::Empty);
    let written = house.write("orlov", &bonn, given("Rectifiers of a works on the Ruhr")).unwrap();
    house.run_jobs();
    let record = house.office.record(&written.record.to_string()).unwrap().record;
    assert_eq!((record.kind, record.title()), (Kind::Dispatch, Some("Rectifiers of a works on the Ruhr")));
    assert_eq!(record.published, PartialDate::parse("2026-11-20"), "learnt on the day on which it was written");
    assert_eq!(record.contributors[0].name.display(), "Post of orlov", "posts outlive their holders");
    let lines = house.office.dispatches(bonn.id, 10).unwrap();
    assert_eq!((lines.len(), lines[0].n_delivered, lines[0].n_used), (1, 1, 0));
    assert_eq!(lines[0].by.as_deref(), Some("post-of-orlov/orlov"));
    assert_eq!(house.office.source(&bonn.id.to_string()).unwrap().health(house.now()), Health::Fresh);
    let delivery = house.office.show(&written.record.to_string()).unwrap().deliveries[0].delivery.id.to_string();
    let used = Disposition { choice: Choice::Use, reason: None, to: None, remark: String::new() };
    let disposed = house.act("sokolov", move |writer, turn, office| {
        let id = office.delivery(&delivery)?.delivery.id;
        desk::dispose(writer, turn, id, &used, &|_| Ok(true)).map(|_| ())
    });
    disposed.unwrap();
    let line = house.office.dispatch(bonn.id, written.record).unwrap().unwrap();
    assert_eq!((line.n_answered, line.n_used), (1, 1));
}

#[test]
fn who_acts_for_the_source_or_documents_writes_and_nobody_else() {
    let house = house();
    let bonn = house.register(1, SourceKind::Adviser, "open");
    for who in ["orlov", "karpova"] {
        assert!(house.write(who, &bonn, given("Seen")).is_ok(), "{who}");
    }
    said(house.write("sokolov", &bonn, given("Seen")), "post-of-orlov");
    let secret = house.register(2, SourceKind::Adviser, "restricted");
    let refused = house.write("sokolov", &secret, given("Seen")).unwrap_err();
    assert!(matches!(refused, Failure::Refused(Refusal::NotFound { .. })), "what is hidden is not there");
    let journal = Source { post: PostId::new("post-of-karpova").unwrap(), ..source(3, SourceKind::Upload, "open") };
    let journal =
        house.act("karpova", move |writer, turn, office| desk::register_source(writer, turn, office, journal)).unwrap();
    said(house.write("karpova", &journal, given("Seen")), "as a file");
    let id = bonn.id;
    house.act("karpova", move |writer, turn, _| desk::pause_source(writer, turn, id, true)).unwrap();
    said(house.write("orlov", &bonn, given("Seen")), "paused");
}

#[test]
fn a_form_that_is_sent_twice_writes_once() {
    let house = house();
    let bonn = house.register(1, SourceKind::Adviser, "open");
    house.ask_for("rectifiers", "post-of-orlov");
    let given = DispatchGiven { answers: need(), ..given("Rectifiers in oil") };
    let first = house.send("orlov", &bonn, 7, given.clone()).unwrap();
    let again = house.send("orlov", &bonn, 7, given).unwrap();
    assert_eq!(first, again);
    assert_eq!(house.office.dispatches(bonn.id, 10).unwrap().len(), 1);
}

#[test]
fn a_form_that_was_sent_is_refused_with_other_contents_and_nothing_is_lost_unsaid() {
    let house = house();
    let bonn = house.register(1, SourceKind::Adviser, "open");
    let first = house.send("orlov", &bonn, 7, given("Rectifiers in oil")).unwrap();
    let text = "Seen at another works.".to_owned();
    let marking = Marking::parse("restricted").unwrap();
    for other in [
        given("Rectifiers in air"),
        DispatchGiven { text, ..given("Rectifiers in oil") },
        DispatchGiven { place: "Hall 7".to_owned(), ..given("Rectifiers in oil") },
        DispatchGiven { credibility: Some(Credibility::Two), ..given("Rectifiers in oil") },
        DispatchGiven { day: PartialDate::parse("1957"), ..given("Rectifiers in oil") },
        DispatchGiven { marking, ..given("Rectifiers in oil") },
    ] {
        said(house.send("orlov", &bonn, 7, other), "sent before");
    }
    let id = bonn.id;
    let file = house.bring("rotor.txt", b"A rotor.");
    let with_file = house.act("orlov", move |writer, turn, office| {
        desk::write_dispatch(writer, turn, office, (id, 7), given("Rectifiers in oil"), &[file])
    });
    said(with_file, "sent before");
    assert_eq!(house.send("orlov", &bonn, 7, given("Rectifiers in oil")).unwrap(), first);
    assert_eq!(house.office.dispatches(bonn.id, 10).unwrap().len(), 1);
    // The number is one of this source: another knows nothing of it.
    let essen = house.register(2, SourceKind::Adviser, "open");
    assert!(house.send("orlov", &essen, 7, given("Rectifiers in air")).is_ok());
}

#[test]
fn a_gap_is_closed_with_the_dispatch_that_answers_it() {
    let house = house();
    let bonn = house.register(1, SourceKind::Adviser, "open");
    let answering = || DispatchGiven { answers: need(), ..given("A catalogue of valves") };
    said(house.write("orlov", &bonn, answering()), "is not asked");
    house.ask_for("rectifiers", "post-of-orlov");
    let gaps = house.office.gaps_of(&bonn.post).unwrap();
    assert_eq!(gaps.iter().map(|gap| gap.need.id.as_str()).collect::<Vec<_>>(), ["rectifiers"]);
    let written = house.write("orlov", &bonn, answering()).unwrap();
    assert!(written.closed_gap);
    assert_eq!(house.search(), (DutyState::Done, Some("A catalogue of valves".to_owned())));
    assert!(house.office.gaps_of(&bonn.post).unwrap().is_empty());
    let found = house.office.dispatches_for(&need().unwrap()).unwrap();
    assert_eq!(found[0].id, written.record);
    // The post of the need gets it, though no profile would have found it.
    let deliveries = house.office.show(&written.record.to_string()).unwrap().deliveries;
    assert_eq!(deliveries[0].delivery.post.as_str(), "post-of-sokolov");
    let line = house.office.dispatch(bonn.id, written.record).unwrap().unwrap();
    assert_eq!(line.answers, [need().unwrap()]);
}

#[test]
fn who_may_not_see_a_dispatch_learns_nothing_by_the_gap_that_it_closed() {
    let house = house();
    let bonn = house.register(1, SourceKind::Adviser, "open");
    house.ask_for("rectifiers", "post-of-orlov");
    let secret = DispatchGiven {
        answers: need(),
        marking: Marking::parse("restricted").unwrap(),
        ..given("Rectifiers that nobody may know of")
    };
    let written = house.write("orlov", &bonn, secret).unwrap();
    house.run_jobs();
    assert_eq!(house.search(), (DutyState::Done, None), "the account does not tell what it is called");
    let open = house.seen_by("sokolov");
    assert!(open.dispatches_for(&need().unwrap()).unwrap().is_empty());
    assert!(open.dispatches(bonn.id, 10).unwrap().is_empty());
    assert!(open.dispatch_years(bonn.id).unwrap().is_empty());
    assert!(open.dispatch(bonn.id, written.record).unwrap().is_none());
    assert_eq!(open.source(&bonn.id.to_string()).unwrap().brought.last_at, None);
    assert!(house.seen_by("orlov").dispatch(bonn.id, written.record).unwrap().unwrap().n_delivered == 0);
    let history = open.history(&Thing::new(Noun::Source, bonn.id)).unwrap();
    assert_eq!(history.len(), 2, "only that it was registered and may be mailed to: {history:?}");
}

#[test]
fn a_dispatch_is_marked_at_least_as_its_source_and_by_nobody_who_could_not_see_it() {
    let house = house();
    let bonn = house.register(1, SourceKind::TradeMission, "internal");
    let written = house.write("orlov", &bonn, given("Seen")).unwrap();
    assert_eq!(house.office.marking_of(written.record).unwrap().to_string(), "internal");
    let above = DispatchGiven { marking: Marking::parse("confidential").unwrap(), ..given("Seen") };
    said(house.write("orlov", &bonn, above), "cleared for");
}

#[test]
fn a_dispatch_is_graded_with_its_source_and_says_where_and_when() {
    let house = house();
    let bonn = house.register(1, SourceKind::Adviser, "open");
    let graded = DispatchGiven {
        credibility: Some(Credibility::Two),
        day: PartialDate::parse("1957-11-04"),
        place: "Hall 7".to_owned(),
        ..given("Seen")
    };
    let written = house.write("orlov", &bonn, graded).unwrap();
    let line = house.office.dispatch(bonn.id, written.record).unwrap().unwrap();
    assert_eq!(line.grade.map(|grade| grade.to_string()).as_deref(), Some("B2"));
    assert_eq!(line.held.record.notes, ["Hall 7"]);
    assert_eq!(line.held.record.published, PartialDate::parse("1957-11-04"));
}

#[test]
fn a_paper_that_two_associations_send_is_one_record() {
    let house = house();
    let (first, second) =
        (house.register(1, SourceKind::Association, "open"), house.register(2, SourceKind::Association, "open"));
    let records = [&first, &second].map(|source| house.write("orlov", source, paper()).unwrap().record);
    assert_eq!(records[0], records[1]);
    for source in [&first, &second] {
        let years = house.office.dispatch_years(source.id).unwrap();
        assert_eq!(years.iter().map(|one| (one.year, one.n_records)).collect::<Vec<_>>(), [(2026, 1)]);
    }
    let held = house.office.record(&records[0].to_string()).unwrap().record;
    assert_eq!(held.contributors[0].name.family(), "Lindner");
    let undated = DispatchGiven { day: None, ..paper() };
    let other = DispatchGiven { title: "Another paper".to_owned(), ..undated };
    let other = house.write("orlov", &first, other).unwrap().record;
    assert_eq!(house.office.record(&other.to_string()).unwrap().record.published, None, "nothing is made up");
}

fn paper() -> DispatchGiven {
    DispatchGiven {
        kind: Kind::Article,
        text: String::new(),
        authors: vec!["Lindner, K.".to_owned()],
        day: PartialDate::parse("1956"),
        ..given("On the cooling of large selenium rectifiers by means of mineral oil")
    }
}

#[test]
fn what_others_graded_is_graded_anew_by_who_documents_alone() {
    // Who sent the paper first and how it was graded, who sends it again, and which grade stands then.
    let one = Some(Credibility::One);
    for (first, second, stands) in [
        (("karpova", one), ("orlov", Some(Credibility::Five)), Some("B1")),
        (("karpova", one), ("karpova", Some(Credibility::Five)), Some("B5")),
        (("karpova", one), ("orlov", None), Some("B1")),
        (("karpova", None), ("orlov", Some(Credibility::Five)), Some("B5")),
        (("orlov", one), ("orlov", Some(Credibility::Five)), Some("B1")),
        (("orlov", None), ("orlov", None), None),
    ] {
        let house = house();
        let [society, other] = [1, 2].map(|bits| house.register(bits, SourceKind::Association, "open"));
        let send = |(who, credibility): (&str, Option<Credibility>), source: &Source| {
            house.write(who, source, DispatchGiven { credibility, ..paper() }).unwrap().record
        };
        let record = send(first, &society);
        assert_eq!(send(second, &other), record);
        let grade = house.office.dispatch(society.id, record).unwrap().unwrap().grade;
        assert_eq!(grade.map(|grade| grade.to_string()).as_deref(), stands, "{first:?} {second:?}");
    }
}

#[test]
fn who_may_not_document_attaches_files_to_what_they_wrote_in_and_to_nothing_else() {
    let house = house();
    let [society, other] = [1, 2].map(|bits| house.register(bits, SourceKind::Association, "open"));
    let send = |who: &str, source: &Source, words: &'static [u8]| {
        let (id, once, file) = (source.id, house.ids.fetch_add(1, Ordering::SeqCst), house.bring("paper.txt", words));
        house.act(who, move |writer, turn, office| {
            desk::write_dispatch(writer, turn, office, (id, once), paper(), &[file])
        })
    };
    let record = send("orlov", &society, b"The paper.").unwrap().record;
    let names = || house.office.attachments(record).unwrap().len();
    assert_eq!(names(), 1, "a record that they made takes their file");
    said(send("orlov", &other, b"Another scan."), "held already");
    assert_eq!((names(), house.office.dispatches(other.id, 10).unwrap().len()), (1, 0), "nothing of it is kept");
    assert_eq!(house.write("orlov", &other, paper()).unwrap().record, record, "without the file it is joined");
    assert_eq!(send("karpova", &other, b"Another scan.").unwrap().record, record);
    assert_eq!(names(), 2);
}

#[test]
fn a_paper_that_was_sent_before_closes_a_gap_like_a_new_one() {
    let house = house();
    let society = house.register(1, SourceKind::Association, "open");
    let record = house.write("orlov", &society, paper()).unwrap().record;
    assert!(house.office.dispatches_for(&need().unwrap()).unwrap().is_empty());
    house.ask_for("rectifiers", "post-of-orlov");
    let answering = house.write("orlov", &society, DispatchGiven { answers: need(), ..paper() }).unwrap();
    assert_eq!((answering.record, answering.closed_gap), (record, true));
    let found = house.office.dispatches_for(&need().unwrap()).unwrap();
    assert_eq!(found.iter().map(|held| held.id).collect::<Vec<_>>(), [record]);
    let lines = house.office.dispatches(society.id, 10).unwrap();
    assert_eq!(lines.len(), 1, "one paper");
    assert_eq!(lines[0].answers, [need().unwrap()], "with what it answered");
    // Sent once more without a need, it still says what it answered.
    house.write("orlov", &society, paper()).unwrap();
    let line = house.office.dispatch(society.id, record).unwrap().unwrap();
    assert_eq!(line.answers, [need().unwrap()]);
}

#[test]
fn people_answer_for_people_and_documentalists_for_the_rest() {
    let house = house();
    for kind in [SourceKind::Upload, SourceKind::Mail] {
        let source = source(9, kind, "open");
        let refused =
            house.act("karpova", move |writer, turn, office| desk::register_source(writer, turn, office, source));
        said(refused, "power to document");
    }
    let secret = source(9, SourceKind::Adviser, "confidential");
    let refused = house.act("karpova", move |writer, turn, office| desk::register_source(writer, turn, office, secret));
    said(refused, "cleared for");
    let bonn = house.register(1, SourceKind::Adviser, "open");
    assert!(house.office.source_mail(&bonn.id.to_string()).unwrap().mail_in.is_open, "it may be mailed to as well");
}

fn membership(bits: u64, source: &Source, unit: &str) -> Membership {
    Membership {
        id: MembershipId::from_bits(bits),
        source: source.id,
        unit: UnitId::new(unit).unwrap(),
        since: Date::parse("1957-01-01").unwrap(),
        until: None,
        number: "7".to_owned(),
        fee: Money::parse("120 DEM").ok(),
        remark: String::new(),
        revision: 0,
        made_at: 0,
    }
}

#[test]
fn a_unit_is_a_member_of_an_association_once_it_is_written_down() {
    let house = house();
    let (society, bonn) =
        (house.register(1, SourceKind::Association, "internal"), house.register(2, SourceKind::Adviser, "open"));
    let keep = |who: &str, one: Membership, is_new: bool| {
        house.act(who, move |writer, turn, _| desk::keep_membership(writer, turn, one, is_new))
    };
    let one = membership(1, &society, "institute");
    said(keep("orlov", one.clone(), true), "document");
    said(keep("karpova", membership(1, &bonn, "institute"), true), "no association");
    said(keep("karpova", membership(1, &society, "works"), true), "not there");
    let kept = keep("karpova", one.clone(), true).unwrap();
    assert_eq!(keep("karpova", one.clone(), true).unwrap(), kept, "a form that is sent twice keeps one");
    for other in [
        Membership { fee: Money::parse("140 DEM").ok(), ..one.clone() },
        Membership { since: Date::parse("1958-01-01").unwrap(), ..one.clone() },
        Membership { until: Some(house.today), ..one.clone() },
        Membership { number: "8".to_owned(), ..one.clone() },
        Membership { remark: "Reads".to_owned(), ..one },
    ] {
        said(keep("karpova", other, true), "sent before");
    }
    let ended = Membership { until: Some(house.today), ..kept.clone() };
    let ended = keep("karpova", ended, false).unwrap();
    assert_eq!(ended.revision, 1);
    said(keep("karpova", Membership { number: "8".to_owned(), ..kept }, false), "in between");
    assert_eq!(house.office.memberships(society.id).unwrap(), std::slice::from_ref(&ended));
    // Who does not see the association does not see its members.
    let open = house.seen_by("sokolov");
    assert!(open.memberships(society.id).unwrap().is_empty());
    assert!(open.membership(&ended.id.to_string()).is_err());
    assert!(open.history(&Thing::new(Noun::Membership, ended.id)).unwrap().is_empty());
}
