//! A ministry with a personnel officer, an institute that asks for a planner, a works that looks on.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use desk::{
    AssignmentGiven, AssignmentStep, Clerk, Failure, Office, Officer, SpecialistRequestStep, Turn, keep_specialist,
    propose_assignment, take_assignment_step, take_specialist_request_step, write_specialist_request,
};
use model::{
    Assignment, AssignmentId, Date, DutyKind, DutyState, Host, HostId, HostName, Interest, Language, LanguageLevel,
    Level, Marking, Person, PersonId, Post, PostId, Power, Promise, PromiseState, Skill, Specialist, SpecialistId,
    SpecialistRequest, SpecialistRequestId, SpecialistRequestStage, Spoken, Standing, Subject, SubjectScheme, Tenure,
    Thing, Transfer, Unit, UnitId, Verb, WantedSkill,
};
use store::Writer;
use tempfile::TempDir;

const DAY: i64 = 86_400_000_000;

pub struct House {
    _dir: TempDir,
    pub clerk: Clerk,
    pub office: Office,
    ids: Arc<AtomicU64>,
    pub today: Date,
}

const PEOPLE: &[(&str, &str, &str, &[Power])] = &[
    // Person, post, unit, powers.
    ("sokolov", "head", "institute", &[Power::Lead]),
    ("smirnov", "planner", "institute", &[]),
    ("orlova", "personnel", "ministry", &[]),
    ("petrova", "coordinator", "ministry", &[Power::Coordinate, Power::Administer, Power::Document]),
    ("zaitsev", "control", "ministry", &[]),
    ("volkov", "fitter", "works", &[Power::Lead]),
    ("belov", "clerk", "ministry", &[]),
];

pub fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub fn post(id: &str) -> PostId {
    PostId::new(id).unwrap()
}

pub fn class(code: &str) -> Subject {
    Subject::coded(SubjectScheme::Ipc, code)
}

pub fn spoken(language: &str, level: LanguageLevel) -> Spoken {
    Spoken { language: Language::parse(language).unwrap(), level }
}

pub fn house() -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    let clerk = Clerk::start(Office::create(&path, 1, "operator", 1).unwrap(), Box::new(|| {}));
    let office = Office::open(&path).unwrap();
    clerk
        .write(|writer| {
            writer.transact("operator", 2, |deed| -> Result<(), Failure> {
                for (id, parent) in [("ministry", None), ("institute", Some("ministry")), ("works", Some("ministry"))] {
                    let parent = parent.map(|parent| UnitId::new(parent).unwrap());
                    deed.keep_unit(&Unit { id: UnitId::new(id)?, name: id.to_owned(), parent })?;
                }
                for (person, post, unit, powers) in PEOPLE {
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
                        level: Level::Restricted,
                        compartments: BTreeSet::new(),
                        left: false,
                    })?;
                    let since = date("1929-01-01");
                    deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?;
                }
                let host = Host {
                    id: HostId::from_bits(7),
                    names: vec![HostName { text: "Gute Hoffnung".to_owned(), language: None }],
                    aliases: Vec::new(),
                    country: "DE".to_owned(),
                    place: "Frankfurt".to_owned(),
                    languages: Vec::new(),
                    makes: String::new(),
                    classes: Vec::new(),
                    address: String::new(),
                    contacts: Vec::new(),
                    remark: String::new(),
                    post: PostId::new("coordinator")?,
                    marking: Marking::default(),
                    revision: 0,
                    made_at: 2,
                };
                Ok(deed.keep_host(&host, Verb::Registered)?)
            })
        })
        .unwrap();
    House { _dir: dir, clerk, office, ids: Arc::new(AtomicU64::new(100)), today: date("1930-12-01") }
}

pub fn specialist(bits: u64, name: &str, codes: &[&str], languages: Vec<Spoken>) -> Specialist {
    Specialist {
        id: SpecialistId::from_bits(bits),
        person: None,
        name: name.to_owned(),
        unit: UnitId::new("institute").unwrap(),
        host: None,
        country: String::new(),
        orcid: String::new(),
        interests: Vec::new(),
        skills: codes.iter().map(|code| Skill { class: class(code), evidence: Vec::new() }).collect(),
        languages,
        away: Vec::new(),
        remark: String::new(),
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    }
}

/// Ernst May, as it were: from outside, without Russian.
pub fn guest() -> Specialist {
    Specialist {
        country: "DE".to_owned(),
        ..specialist(1, "E. Mai", &["E04H1/02"], vec![spoken("de", LanguageLevel::C2)])
    }
}

pub fn tied() -> Specialist {
    let tie = Interest { kind: model::InterestKind::Stake, host: Some(HostId::from_bits(7)), words: String::new() };
    Specialist { interests: vec![tie], ..specialist(2, "T. Tied", &["E04H1"], vec![spoken("ru", LanguageLevel::C2)]) }
}

pub fn request(bits: u64) -> SpecialistRequest {
    SpecialistRequest {
        id: SpecialistRequestId::from_bits(bits),
        title: "A planner of towns".to_owned(),
        task: "Six towns are to be planned on the spot".to_owned(),
        unit: UnitId::new("institute").unwrap(),
        post: post("head"),
        officer: post("personnel"),
        counterpart: post("planner"),
        need: None,
        hosts: vec![HostId::from_bits(7)],
        place: "Kuznetsk".to_owned(),
        since: date("1931-01-01"),
        until: date("1931-12-31"),
        days: 180,
        skills: vec![WantedSkill { class: class("E04H1"), must: true }],
        languages: vec![spoken("ru", LanguageLevel::B1)],
        leaves: "How a district is laid out".to_owned(),
        stage: SpecialistRequestStage::Draft,
        reason: String::new(),
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    }
}

pub fn given(specialist: SpecialistId) -> AssignmentGiven {
    AssignmentGiven {
        specialist,
        since: date("1931-01-15"),
        until: date("1931-04-10"),
        terms: "Half in marks".to_owned(),
        pay: Some(model::Money::parse("800 RUB").unwrap()),
        needs_interpreter: false,
        interpreter: None,
        promises: vec![Promise {
            number: 0,
            text: "A room with a stove".to_owned(),
            due: Some(date("1931-02-01")),
            state: PromiseState::Open,
            day: None,
            remark: String::new(),
            duty: None,
        }],
        transfers: vec![Transfer::planned("To lay out a district", "Two draughtsmen", "A plan of their own")],
        marking: Marking::default(),
    }
}

impl House {
    pub fn on(&mut self, day: &str) {
        self.today = date(day);
    }

    pub fn officer(&self, person: &str) -> Officer {
        self.office.officer(&PersonId::new(person).unwrap(), self.today).unwrap()
    }

    pub fn seen_by(&self, person: &str) -> Office {
        self.office.seen_by(&self.officer(person).scope)
    }

    pub fn act<T: Send + 'static>(
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

    /// Does the jobs of an hour of today.
    pub fn hour(&self) {
        let now = self.today.days_since(Date::of_number(0)) * DAY + DAY / 2;
        desk::schedule(&self.clerk, &self.office, now).unwrap();
        let ids = Arc::clone(&self.ids);
        let mut ids: desk::Ids = Box::new(move || ids.fetch_add(1, Ordering::SeqCst));
        while desk::run_next(&self.clerk, &self.office, now, self.today, &mut ids).unwrap() {}
    }

    pub fn enrol(&self, one: Specialist) -> SpecialistId {
        let id = one.id;
        self.act("petrova", move |writer, turn, _| keep_specialist(writer, turn, one, true)).unwrap();
        id
    }

    /// A request that waits for somebody.
    pub fn open(&self, request: SpecialistRequest) -> SpecialistRequest {
        self.act("sokolov", move |writer, turn, office| {
            let draft = write_specialist_request(writer, turn, request, true)?;
            let seen = (draft.id, draft.revision);
            take_specialist_request_step(writer, turn, office, seen, &SpecialistRequestStep::Open)
        })
        .unwrap()
    }

    pub fn propose(
        &self,
        person: &str,
        request: &SpecialistRequest,
        bits: u64,
        given: AssignmentGiven,
    ) -> Result<Assignment, Failure> {
        let seen = (request.id, request.revision);
        let id = AssignmentId::from_bits(bits);
        self.act(person, move |writer, turn, office| propose_assignment(writer, turn, office, seen, id, given))
    }

    pub fn step(&self, person: &str, of: &Assignment, step: AssignmentStep) -> Result<Assignment, Failure> {
        let seen = (of.id, of.revision);
        self.act(person, move |writer, turn, office| take_assignment_step(writer, turn, office, seen, &step))
    }

    /// An assignment that is under way since 15 January 1931.
    pub fn under_way(&mut self) -> Assignment {
        let guest = self.enrol(guest());
        let request = self.open(request(1));
        let proposed = self.propose("orlova", &request, 1, given(guest)).unwrap();
        let sign = AssignmentStep::Sign("There is nobody else, and Russian is learned".to_owned());
        let signed = self.step("sokolov", &proposed, sign).unwrap();
        self.on("1931-01-20");
        self.step("orlova", &signed, AssignmentStep::Arrive(date("1931-01-15"))).unwrap()
    }

    /// The kinds of the open duties about a thing, with whose they are, in the order of their words.
    pub fn duties(&self, thing: &Thing) -> Vec<(DutyKind, String)> {
        let duties = self.office.duties_about(thing).unwrap();
        let open = duties.into_iter().filter(|duty| duty.state == DutyState::Open);
        let mut open: Vec<(DutyKind, String)> = open.map(|duty| (duty.kind, duty.post.to_string())).collect();
        open.sort();
        open
    }
}

pub fn refused<T: std::fmt::Debug>(done: Result<T, Failure>, key: &str) {
    match done {
        Err(Failure::Refused(refusal)) => {
            let text = format!("{refusal:?}");
            assert!(text.contains(key), "{key}: {text}");
        }
        other => panic!("{key}: {other:?}"),
    }
}
