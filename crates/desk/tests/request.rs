//! The life of a request for information in a real office: asked, routed, answered, found by the next asker.

#![allow(missing_docs)]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use desk::{Answer, Clerk, Closing, Failure, Office, Officer, Question, Turn};
use model::{
    Compartment, Date, Duty, DutyId, DutyKind, DutyState, Level, Marking, Noun, Person, PersonId, Post, PostId, Power,
    Record, RecordId, Request, RequestId, RequestStage, Standing, Tenure, Text, Thing, Unit, UnitId,
};
use store::{HeldCompartment, Page, Writer};
use tempfile::TempDir;

const DAY: i64 = 86_400_000_000;

/// A ministry with an engineer's works, an institute with a library, and a far adviser; the library documents for
/// the institute alone, the archive for all.
struct House {
    _dir: TempDir,
    clerk: Clerk,
    office: Office,
    ids: Arc<AtomicU64>,
    today: Date,
}

/// Person, post, unit, powers, clearance, and whether they belong to the compartment.
type Employee = (&'static str, &'static str, &'static str, &'static [Power], Level, bool);

const PEOPLE: &[Employee] = &[
    // Person, post, unit, powers, level, admitted to the compartment.
    ("sokolov", "engineer", "works", &[], Level::Internal, false),
    ("director", "works-director", "works", &[Power::Lead], Level::Confidential, true),
    ("petrov", "adviser", "abroad", &[], Level::Restricted, true),
    ("orlova", "adviser-director", "abroad", &[Power::Lead], Level::Restricted, true),
    ("lebedev", "archivist", "ministry", &[Power::Document], Level::Confidential, true),
    ("vera", "librarian", "institute", &[Power::Document], Level::Open, false),
];

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn house() -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    let clerk = Clerk::start(Office::create(&path, 1, "operator", 1).unwrap(), Box::new(|| {}));
    let office = Office::open(&path).unwrap();
    clerk
        .write(|writer| {
            writer.transact("operator", 2, |deed| -> Result<(), Failure> {
                for (id, parent) in [
                    ("ministry", None),
                    ("works", Some("ministry")),
                    ("institute", Some("ministry")),
                    ("abroad", Some("ministry")),
                ] {
                    let parent = parent.map(|parent| UnitId::new(parent).unwrap());
                    deed.keep_unit(&Unit { id: UnitId::new(id)?, name: id.to_owned(), parent })?;
                }
                let circle = Compartment::new("negotiation")?;
                deed.keep_compartment(&HeldCompartment {
                    id: circle.clone(),
                    name: "Negotiation".into(),
                    closed: false,
                })?;
                for (person, post, unit, powers, level, admitted) in PEOPLE {
                    let (person, post) = (PersonId::new(person)?, PostId::new(post)?);
                    deed.keep_post(&Post {
                        id: post.clone(),
                        title: post.to_string(),
                        unit: UnitId::new(unit)?,
                        powers: powers.iter().copied().collect(),
                        closed: false,
                    })?;
                    deed.keep_person(&Person {
                        id: person.clone(),
                        name: person.to_string(),
                        email: None,
                        language: None,
                        level: *level,
                        compartments: if *admitted { BTreeSet::from([circle.clone()]) } else { BTreeSet::new() },
                        left: false,
                    })?;
                    let since = date("1962-01-01");
                    deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?;
                }
                Ok(())
            })
        })
        .unwrap();
    House { _dir: dir, clerk, office, ids: Arc::new(AtomicU64::new(100)), today: date("1962-03-01") }
}

impl House {
    fn officer(&self, person: &str) -> Officer {
        self.office.officer(&PersonId::new(person).unwrap(), self.today).unwrap()
    }

    fn act<T: Send + 'static>(
        &self,
        person: &str,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>, &Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (officer, office, ids, today) =
            (self.officer(person), self.office.clone(), Arc::clone(&self.ids), self.today);
        let now = today.days_since(Date::of_number(0)) * DAY;
        self.clerk.write(move |writer| {
            let work = office.configuration().work();
            let mut ids = move || ids.fetch_add(1, Ordering::SeqCst);
            let mut turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
            act(writer, &mut turn, &office.seen_by(&officer.scope))
        })
    }

    fn question(&self, marking: Marking) -> Question {
        Question {
            id: RequestId::from_bits(self.ids.fetch_add(1, Ordering::SeqCst)),
            question: "Which   selenium rectifiers\nare made in series abroad?".to_owned(),
            detail: "For locomotives".to_owned(),
            post: PostId::new("engineer").unwrap(),
            need: None,
            due: date("1962-03-10"),
            marking,
        }
    }

    fn asked(&self, marking: Marking) -> Request {
        let question = self.question(marking);
        self.act("sokolov", move |writer, turn, office| desk::ask(writer, turn, office, &question)).unwrap()
    }

    fn route(&self, person: &str, id: RequestId, to: &str) -> Result<Request, Failure> {
        let to = PostId::new(to).unwrap();
        self.act(person, move |writer, turn, office| desk::route(writer, turn, office, id, &to, "please"))
    }

    fn answer(&self, person: &str, id: RequestId, cites: Vec<RecordId>) -> Result<(Request, RecordId), Failure> {
        let given = Answer {
            title: "Three makers sell selenium rectifiers in series".to_owned(),
            text: "Invented answer: the zanzibar works and two others.".to_owned(),
            cites,
            marking: Marking::default(),
            language: Some("en".to_owned()),
        };
        self.act(person, move |writer, turn, office| desk::answer(writer, turn, office, id, &given))
    }

    /// A record so marked.
    fn record(&self, title: &str, marking: Marking) -> RecordId {
        let (title, ids) = (title.to_owned(), Arc::clone(&self.ids));
        self.clerk
            .write(move |writer| {
                writer.transact("operator", 3, |deed| -> Result<RecordId, Failure> {
                    let record = Record { titles: vec![Text::plain(title.clone())], ..Record::default() };
                    let incoming = store::Incoming { record, raw: vec![], source_key: title.clone(), keys: vec![] };
                    let mut ids = || ids.fetch_add(1, Ordering::SeqCst);
                    Ok(deed.ingest(&store::Batch::marked(vec![incoming], marking), &Apart, &mut ids)?[0].record)
                })
            })
            .unwrap()
    }

    fn duties(&self, id: RequestId, kind: DutyKind) -> Vec<String> {
        let duties = self.office.duties_about(&Thing::new(Noun::Request, id)).unwrap();
        duties
            .into_iter()
            .filter(|duty| duty.kind == kind && duty.closed_at.is_none())
            .map(|duty| duty.post.to_string())
            .collect()
    }

    /// Lets a day come, with the work of the office that is due on it.
    fn come(&mut self, day: &str) {
        self.today = date(day);
        let now = self.today.days_since(Date::of_number(0)) * DAY;
        desk::schedule(&self.clerk, &self.office, now).unwrap();
        let ids = Arc::clone(&self.ids);
        let mut ids: desk::Ids = Box::new(move || ids.fetch_add(1, Ordering::SeqCst));
        while desk::run_next(&self.clerk, &self.office, now, self.today, &mut ids).unwrap() {}
    }
}

/// No two readings are one work.
struct Apart;

impl store::Identify for Apart {
    fn sameness(&self, _: &Record, _: &Record) -> store::Sameness {
        store::Sameness::Different
    }

    fn merge(&self, readings: &[Record]) -> store::Merged {
        store::Merged { record: readings[0].clone(), ..store::Merged::default() }
    }
}

fn said<T: std::fmt::Debug>(done: Result<T, Failure>) -> String {
    match done.expect_err("this is refused") {
        Failure::Refused(refusal) => refusal.to_string(),
        Failure::Broken(fault) => panic!("{fault}"),
    }
}

fn in_circle() -> Marking {
    let compartments = BTreeSet::from([Compartment::new("negotiation").unwrap()]);
    Marking { compartments, ..Marking::at(Level::Restricted) }
}

#[test]
fn an_answer_is_found_by_the_next_asker() {
    let house = house();
    let request = house.asked(Marking::at(Level::Internal));
    assert_eq!(request.question, "Which selenium rectifiers are made in series abroad?");
    assert_eq!(house.duties(request.id, DutyKind::Route), ["archivist"], "the nearest above that documents");
    house.route("lebedev", request.id, "adviser").unwrap();
    assert_eq!(house.duties(request.id, DutyKind::Route), [""; 0]);
    assert_eq!(house.duties(request.id, DutyKind::Answer), ["adviser"]);
    let (answered, record) = house.answer("petrov", request.id, vec![]).unwrap();
    assert_eq!((answered.stage, answered.answer), (RequestStage::Answered, Some(record)));
    assert_eq!(house.duties(request.id, DutyKind::Answer), [""; 0]);

    // The clerk lets the index follow; closing it waits for that.
    house.clerk.close();
    let page = Page { offset: 0, limit: 5, facets: false };
    let seen = |person: &str| house.office.seen_by(&house.officer(person).scope);
    let hits = seen("sokolov").search("zanzibar selenium", page, &mut |_| {}).unwrap().hits;
    assert_eq!(hits.iter().map(|hit| hit.record.id).collect::<Vec<_>>(), [record]);
    let held = seen("petrov").already_held("Who makes selenium rectifiers in series?", "").unwrap();
    assert_eq!(held.requests.first().map(|one| one.request.id), Some(request.id));
    assert_eq!(held.records.first().map(|hit| hit.record.id), Some(record));
    // The request was internal; so is its answer.
    assert!(seen("vera").search("zanzibar", page, &mut |_| {}).unwrap().hits.is_empty());
    let shown = seen("sokolov").show(&record.to_string()).unwrap();
    assert_eq!(shown.marking, Marking::at(Level::Internal));
    assert_eq!(shown.answers.iter().map(|one| one.id).collect::<Vec<_>>(), [request.id]);
    let raw = String::from_utf8(seen("sokolov").raw(&shown, 1).unwrap()).unwrap();
    assert!(raw.starts_with("Three makers"), "{raw}");
}

#[test]
fn a_form_that_is_sent_twice_asks_once() {
    let house = house();
    let question = house.question(Marking::default());
    for _ in 0..2 {
        let again = question.clone();
        house.act("sokolov", move |writer, turn, office| desk::ask(writer, turn, office, &again)).unwrap();
    }
    assert_eq!(house.office.requests(&store::RequestFilter::default()).unwrap().len(), 1);
    assert_eq!(house.duties(question.id, DutyKind::Route).len(), 1);
    let other = Question { question: "Something else".into(), ..question };
    said(house.act("sokolov", move |writer, turn, office| desk::ask(writer, turn, office, &other)));
}

#[test]
fn the_power_to_document_routes_only_below_its_unit() {
    let house = house();
    let request = house.asked(Marking::default());
    let sentence = said(house.route("vera", request.id, "adviser"));
    assert!(sentence.contains("document"), "{sentence}");
    said(house.route("petrov", request.id, "adviser"));
    said(house.route("lebedev", request.id, "engineer"));
    house.route("lebedev", request.id, "librarian").unwrap();
    // It came to the wrong post: the post gives it back, and whoever routes is asked anew.
    let id = request.id;
    let back = house.act("vera", move |writer, turn, office| desk::send_back(writer, turn, office, id, "not here"));
    assert_eq!(back.unwrap().stage, RequestStage::Asked);
    assert_eq!(house.duties(id, DutyKind::Answer), [""; 0]);
    assert_eq!(house.duties(id, DutyKind::Route), ["archivist"]);
    house.route("lebedev", id, "adviser").unwrap();
}

#[test]
fn a_request_is_routed_to_nobody_who_may_not_see_it() {
    let house = house();
    let request = house.asked(Marking::at(Level::Internal));
    let sentence = said(house.route("lebedev", request.id, "librarian"));
    assert!(sentence.contains("Nobody at that post"), "{sentence}");
    // To those who do not see it there is none.
    let missing = said(house.route("vera", request.id, "adviser"));
    assert!(missing.contains("There is no request"), "{missing}");
}

#[test]
fn an_answer_cites_what_its_writer_sees_and_becomes_no_wider() {
    let house = house();
    let secret = house.record("Negotiation about diodes", in_circle());
    let open = house.record("Diodes for all", Marking::default());
    let request = house.asked(Marking::default());
    house.route("lebedev", request.id, "librarian").unwrap();
    // The librarian does not see the record: for her it is not there.
    let hidden = said(house.answer("vera", request.id, vec![secret]));
    let nothing = said(house.answer("vera", request.id, vec![RecordId::from_bits(7)]));
    assert_eq!(hidden.replace(&secret.to_string(), ""), nothing.replace(&RecordId::from_bits(7).to_string(), ""));
    // The archivist sees it, but the asker would not see the answer.
    let sentence = said(house.answer("lebedev", request.id, vec![secret, open]));
    assert!(sentence.contains("engineer") && sentence.contains("decline"), "{sentence}");
    let (_, record) = house.answer("vera", request.id, vec![open]).unwrap();
    let shown = house.office.show(&record.to_string()).unwrap();
    assert_eq!(shown.rests_on.iter().map(|one| one.id).collect::<Vec<_>>(), [open]);
    assert_eq!(house.office.show(&open.to_string()).unwrap().derived.len(), 1);
}

#[test]
fn what_was_made_out_of_a_record_is_narrowed_with_it() {
    let house = house();
    let source = house.record("Diodes for all", Marking::default());
    let request = house.asked(Marking::default());
    let (_, answer) = house.answer("lebedev", request.id, vec![source]).unwrap();
    let mark = |person: &str, marking: Marking| {
        house.act(person, move |writer, turn, _| desk::mark_record(writer, turn, source, &marking))
    };
    said(mark("sokolov", Marking::at(Level::Internal)));
    mark("lebedev", in_circle()).unwrap();
    let wider = said(mark("lebedev", Marking::default()));
    assert!(wider.contains("Widen the marking"), "{wider}");
    for record in [source, answer] {
        assert_eq!(house.office.marking_of(record).unwrap(), in_circle());
        let seen = house.office.seen_by(&house.officer("sokolov").scope);
        assert!(seen.show(&record.to_string()).is_err());
    }
    assert!(said(mark("vera", in_circle())).contains("There is no record"));
}

#[test]
fn silence_goes_up_and_who_was_told_can_answer() {
    let mut house = house();
    let request = house.asked(Marking::default());
    house.route("lebedev", request.id, "adviser").unwrap();
    let rights = |house: &House, person: &str| {
        let request = house.office.request(&request.id.to_string()).unwrap();
        house.office.request_rights(&house.officer(person), &request).unwrap()
    };
    assert!(rights(&house, "orlova").answer.is_none());
    house.come("1962-03-11");
    assert!(rights(&house, "orlova").answer.is_some(), "the duty is late and was raised to the post above");
    house.answer("orlova", request.id, vec![]).unwrap();
    assert!(!rights(&house, "orlova").any());
}

#[test]
fn a_request_that_is_due_before_it_is_usually_routed_is_routed_by_then() {
    let house = house();
    let question = Question { due: house.today, ..house.question(Marking::default()) };
    let id = question.id;
    house.act("sokolov", move |writer, turn, office| desk::ask(writer, turn, office, &question)).unwrap();
    let duties = house.office.duties_about(&Thing::new(Noun::Request, id)).unwrap();
    assert_eq!(duties.iter().map(|duty| duty.due).collect::<Vec<_>>(), [house.today]);
}

#[test]
fn a_request_is_declined_with_a_reason_or_taken_back_by_who_asked() {
    let house = house();
    let close = |person: &str, id: RequestId, closing: Closing| {
        house.act(person, move |writer, turn, _| desk::close(writer, turn, id, &closing))
    };
    let request = house.asked(Marking::default());
    said(close("petrov", request.id, Closing::Decline("nobody knows".into())));
    said(close("lebedev", request.id, Closing::Decline("  ".into())));
    said(close("lebedev", request.id, Closing::Withdraw));
    close("lebedev", request.id, Closing::Decline("nobody knows".into())).unwrap();
    said(house.answer("lebedev", request.id, vec![]));
    let other = house.asked(Marking::default());
    assert_eq!(close("sokolov", other.id, Closing::Withdraw).unwrap().stage, RequestStage::Withdrawn);
    assert_eq!(house.duties(other.id, DutyKind::Route), [""; 0]);
}

#[test]
fn nobody_asks_what_they_could_not_see_or_what_none_could_route() {
    let house = house();
    let own = house.question(Marking::at(Level::Restricted));
    said(house.act("sokolov", move |writer, turn, office| desk::ask(writer, turn, office, &own)));
    let late = Question { due: date("1962-02-01"), ..house.question(Marking::default()) };
    said(house.act("sokolov", move |writer, turn, office| desk::ask(writer, turn, office, &late)));
    let foreign = house.question(Marking::default());
    said(house.act("petrov", move |writer, turn, office| desk::ask(writer, turn, office, &foreign)));
    let long = Question { question: "a".repeat(400), ..house.question(Marking::default()) };
    said(house.act("sokolov", move |writer, turn, office| desk::ask(writer, turn, office, &long)));
    assert!(house.office.requests(&store::RequestFilter::default()).unwrap().is_empty());
}

#[test]
fn a_duty_is_let_go_with_a_reason_by_a_post_above_that_sees_it_and_not_where_somebody_waits() {
    let house = house();
    let request = house.asked(Marking::default());
    let hidden = house.act("director", {
        let question = Question { post: PostId::new("works-director").unwrap(), ..house.question(in_circle()) };
        move |writer, turn, office| desk::ask(writer, turn, office, &question)
    });
    let about = |id: RequestId| Thing::new(Noun::Request, id);
    let [open, unseen] = [about(request.id), about(hidden.unwrap().id)].map(|thing| {
        let id = DutyId::from_bits(house.ids.fetch_add(1, Ordering::SeqCst));
        let (post, today) = (PostId::new("engineer").unwrap(), house.today);
        house
            .clerk
            .write(move |writer| {
                writer.transact("operator", 4, |deed| -> Result<(), Failure> {
                    Ok(deed.charge(&Duty::new(id, post.clone(), DutyKind::Dispose, thing.clone(), 4, today))?)
                })
            })
            .unwrap();
        id.to_string()
    });
    let waive = |person: &str, id: &str, reason: &'static str| {
        let id = id.to_owned();
        house.act(person, move |writer, turn, office| desk::waive_duty(writer, turn, office, &id, reason))
    };
    assert!(said(waive("sokolov", &open, "Old")).contains("power “coordinate” over works"), "the post itself may not");
    assert!(
        said(waive("orlova", &open, "Old")).contains("power “coordinate” over works"),
        "who leads elsewhere may not"
    );
    assert_eq!(
        said(waive("sokolov", &unseen, "Old")).replace(&unseen, "X"),
        said(waive("sokolov", "U0000000000001", "Old")).replace("U0000000000001", "X")
    );
    assert!(said(waive("director", &open, "  ")).contains("Write why"));
    let waived = waive("director", &open, " The works closed the line ").unwrap();
    assert_eq!((waived.state, waived.reason.as_deref()), (DutyState::Waived, Some("The works closed the line")));
    assert!(said(waive("director", &open, "Again")).contains("closed already"));
    let routing = house.office.duties_about(&about(request.id)).unwrap();
    let routing = routing.iter().find(|duty| duty.kind == DutyKind::Route).unwrap().id.to_string();
    assert!(said(waive("director", &routing, "Old")).contains("Somebody waits"));
}
