//! The office in which it is tested: a committee of three members, who keeps it, and works that ask.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use desk::{
    AskedCase, BallotCast, CasePage, Clerk, Failure, MotionMade, Office, Officer, Turn, ask_case, cast_ballot,
    keep_regime, lay_before, make_motion, pass,
};
use model::{
    CaseId, CaseState, ControlAct, ControlCase, Date, DutyKind, DutyState, JobKind, Level, Marking, MotionKind, Noun,
    Person, PersonId, Post, PostId, Power, Proposal, Regime, RegimeId, RegimeKind, RegimeMember, RegimeRule, Standing,
    SubjectScheme, Tenure, Thing, Trigger, Unit, UnitId, Vote,
};
use store::Writer;
use tempfile::TempDir;

pub const DAY: i64 = 86_400_000_000;

/// Person, post, unit, powers, level.
pub const PEOPLE: &[(&str, &str, &str, &[Power], Level)] = &[
    ("petrova", "administrator", "ministry", &[Power::Administer], Level::Confidential),
    ("kuznetsov", "control", "ministry", &[Power::Coordinate], Level::Restricted),
    ("leblanc", "france", "committee", &[], Level::Internal),
    ("smith", "britain", "committee", &[], Level::Internal),
    ("rossi", "italy", "committee", &[], Level::Internal),
    ("chief", "secretary", "committee", &[Power::Lead], Level::Internal),
    ("sokolov", "engineer", "works", &[], Level::Restricted),
];

pub fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub fn post(id: &str) -> PostId {
    PostId::new(id).unwrap()
}

pub struct House {
    pub _dir: TempDir,
    pub clerk: Clerk,
    pub office: Office,
    pub ids: Arc<AtomicU64>,
    pub today: Date,
}

pub fn house() -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    let office = Office::create(&path, 1, "operator", 1).unwrap();
    let clerk = Clerk::start(office, Box::new(|| {}));
    let office = Office::open(&path).unwrap();
    let house = House { _dir: dir, clerk, office, ids: Arc::new(AtomicU64::new(100)), today: date("1963-03-04") };
    house.operator(|deed| {
        for (id, parent) in [("ministry", None), ("committee", Some("ministry")), ("works", Some("ministry"))] {
            let parent = parent.map(|parent| UnitId::new(parent).unwrap());
            deed.keep_unit(&Unit { id: UnitId::new(id)?, name: id.to_owned(), parent })?;
        }
        for (person, post, unit, powers, level) in PEOPLE {
            deed.keep_post(&Post {
                id: PostId::new(post)?,
                title: (*post).to_owned(),
                unit: UnitId::new(unit)?,
                powers: powers.iter().copied().collect(),
                closed: false,
            })?;
            put_person(deed, person, *level)?;
            appoint(deed, person, post, Standing::Holder)?;
        }
        Ok(())
    });
    house
}

pub fn put_person(deed: &mut store::Deed<'_>, person: &str, level: Level) -> Result<(), Failure> {
    deed.keep_person(&Person {
        id: PersonId::new(person)?,
        name: person.to_owned(),
        email: None,
        language: None,
        level,
        compartments: BTreeSet::new(),
        left: false,
    })?;
    Ok(())
}

pub fn appoint(deed: &mut store::Deed<'_>, person: &str, post: &str, standing: Standing) -> Result<(), Failure> {
    let (post, person) = (PostId::new(post)?, PersonId::new(person)?);
    Ok(deed.appoint(&Tenure { post, person, standing, since: date("1949-11-22"), until: None })?)
}

pub fn member(name: &str, country: &str, of: &str) -> RegimeMember {
    RegimeMember {
        name: name.to_owned(),
        country: Some(country.to_owned()),
        post: post(of),
        weight: 1,
        chair: of == "france",
        since: date("1949-11-22"),
        until: None,
    }
}

pub fn committee(id: u64, rule: RegimeRule) -> Regime {
    Regime {
        id: RegimeId::from_bits(id),
        name: "Embargo committee".to_owned(),
        kind: RegimeKind::Export,
        binding: false,
        since: date("1949-11-22"),
        until: None,
        review: None,
        keeper: post("control"),
        rule,
        triggers: vec![Trigger {
            clause: "List I".to_owned(),
            words: vec!["pipe*".to_owned(), "computer*".to_owned()],
            ..Trigger::default()
        }],
        members: vec![
            member("France", "FR", "france"),
            member("Britain", "GB", "britain"),
            member("Italy", "IT", "italy"),
        ],
        conditions: Vec::new(),
        note: String::new(),
        source: String::new(),
        invented: true,
        marking: Marking::default(),
        version: 0,
        revision: 0,
        made_at: 0,
    }
}

impl House {
    pub fn officer(&self, person: &str) -> Officer {
        self.office.officer(&PersonId::new(person).unwrap(), self.today).unwrap()
    }

    pub fn id(&self) -> u64 {
        self.ids.fetch_add(1, Ordering::SeqCst)
    }

    pub fn now(&self) -> i64 {
        self.today.number() * DAY
    }

    pub fn act<T: Send + 'static>(
        &self,
        person: &str,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (officer, work, ids) = (self.officer(person), self.office.configuration().work(), Arc::clone(&self.ids));
        let (now, today) = (self.now(), self.today);
        self.clerk.write(move |writer| {
            let mut ids = move || ids.fetch_add(1, Ordering::SeqCst);
            act(writer, &mut Turn { officer: &officer, now, today, work, ids: &mut ids })
        })
    }

    pub fn operator(&self, act: impl FnOnce(&mut store::Deed<'_>) -> Result<(), Failure> + Send + 'static) {
        self.clerk.write(move |writer| writer.transact("operator", 3, act)).unwrap();
    }

    /// The same office some days later, after the office saw to its own work.
    pub fn days_later(&mut self, days: i64) {
        self.today = self.today.plus_days(days);
        self.watch();
    }

    pub fn watch(&self) {
        self.run(JobKind::WatchCases);
    }

    /// What the office does when a list changed.
    pub fn weigh(&self) {
        self.run(JobKind::WeighCases);
    }

    fn run(&self, kind: JobKind) {
        let (now, ids) = (self.now(), Arc::clone(&self.ids));
        let mut ids: desk::Ids = Box::new(move || ids.fetch_add(1, Ordering::SeqCst));
        self.operator(move |deed| Ok(deed.enqueue(kind, "", now)?));
        while desk::run_next(&self.clerk, &self.office, now, self.today, &mut ids).unwrap() {}
    }

    pub fn found(&self, regime: Regime) -> Regime {
        self.act("petrova", move |writer, turn| keep_regime(writer, turn, (regime, true), "")).unwrap()
    }

    pub fn committee(&self, rule: RegimeRule) -> Regime {
        self.found(committee(self.id(), rule))
    }

    pub fn asked(&self, title: &str, item: &str, marking: &str) -> Result<ControlCase, Failure> {
        let asked = AskedCase {
            id: CaseId::from_bits(self.id()),
            title: title.to_owned(),
            post: post("engineer"),
            reason: "For the pipeline".to_owned(),
            countries: vec!["gb".to_owned()],
            hosts: Vec::new(),
            parties: Vec::new(),
            classes: Vec::new(),
            items: vec![item.to_owned()],
            marking: Marking::parse(marking).unwrap(),
        };
        Ok(self.act("sokolov", move |writer, turn| ask_case(writer, turn, asked))?.remove(0))
    }

    /// A case on pipes.
    pub fn case(&self) -> ControlCase {
        self.asked("Pipes of large diameter", "Steel pipes, 1020 mm", "open").unwrap()
    }

    pub fn vote(&self, person: &str, case: &ControlCase, number: u16, vote: Vote) -> Result<ControlCase, Failure> {
        let cast = BallotCast { member: number, vote, reason: "As instructed".to_owned(), over: case.over };
        let id = case.id;
        self.act(person, move |writer, turn| cast_ballot(writer, turn, id, cast))
    }

    /// All three members say yes.
    pub fn approve(&self, case: &ControlCase) -> ControlCase {
        self.vote("leblanc", case, 1, Vote::Yes).unwrap();
        self.vote("smith", case, 2, Vote::Yes).unwrap();
        self.vote("rossi", case, 3, Vote::Yes).unwrap()
    }

    pub fn propose(&self, person: &str, case: &ControlCase, made: MotionMade) -> Result<ControlCase, Failure> {
        let seen = (case.id, case.over);
        self.act(person, move |writer, turn| make_motion(writer, turn, seen, made))
    }

    pub fn lay(&self, person: &str, proposal: &Proposal) -> Result<(), Failure> {
        let proposal = proposal.clone();
        self.act(person, move |writer, turn| {
            let (who, now) = (turn.officer.person.id.to_string(), turn.now);
            writer.transact(&who, now, |deed| lay_before(deed, turn, &proposal))
        })
    }

    pub fn pass(&self, person: &str, proposal: &Proposal) -> Result<(), Failure> {
        let proposal = proposal.clone();
        self.act(person, move |writer, turn| {
            let (who, now) = (turn.officer.person.id.to_string(), turn.now);
            writer.transact(&who, now, |deed| pass(deed, turn, &proposal))
        })
    }

    pub fn page(&self, case: &ControlCase) -> CasePage {
        self.office.case_page(&case.id.to_string(), self.today).unwrap()
    }

    pub fn state(&self, case: &ControlCase) -> CaseState {
        self.page(case).case.state
    }

    /// The open duties about a case: post and kind.
    pub fn duties(&self, case: &ControlCase) -> Vec<(String, DutyKind)> {
        let duties = self.office.duties_about(&Thing::new(Noun::Case, case.id)).unwrap().into_iter();
        let open = duties.filter(|duty| duty.state == DutyState::Open);
        let mut found: Vec<_> = open.map(|duty| (duty.post.to_string(), duty.kind)).collect();
        found.sort_by(|a, b| (&a.0, a.1.word()).cmp(&(&b.0, b.1.word())));
        found
    }
}

/// A proposal about a need of the works.
pub fn proposal(item: &str) -> Proposal {
    Proposal {
        act: ControlAct::Mission,
        about: Thing::new(Noun::Need, "pipes"),
        title: "Visit to the rolling mill".to_owned(),
        unit: UnitId::new("works").unwrap(),
        post: post("engineer"),
        marking: Marking::default(),
        countries: vec!["GB".to_owned()],
        hosts: Vec::new(),
        parties: Vec::new(),
        classes: vec![(SubjectScheme::Ipc, "B21B17/00".to_owned())],
        items: vec![item.to_owned()],
        content: vec![("item".to_owned(), item.to_owned())],
    }
}

pub fn motion(kind: MotionKind) -> MotionMade {
    MotionMade { kind, member: None, ground: None, reason: "Because".to_owned(), conditions: Vec::new() }
}

pub fn refused<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> String {
    outcome.unwrap_err().to_string()
}
