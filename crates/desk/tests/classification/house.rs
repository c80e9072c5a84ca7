//! The office in which it is tested.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use desk::{ClassificationGiven, Clerk, Failure, Office, Officer, Turn, classify, load_control_list};
use model::{
    Classification, ClassificationVerdict, ControlListId, ControlVersion, Date, DutyKind, DutyState, ItemParameter,
    Level, Marking, Noun, Person, PersonId, Post, PostId, Power, Sample, SampleCame, SampleId, SampleKind, SampleState,
    Standing, Tenure, Thing, Unit, UnitId, Verb,
};
use store::Writer;
use tempfile::TempDir;

/// An institute with samples under a ministry that coordinates, and a library that documents.
pub struct House {
    _dir: TempDir,
    pub clerk: Clerk,
    pub office: Office,
    ids: Arc<AtomicU64>,
    pub today: Date,
}

const PEOPLE: &[(&str, &str, &str, &[Power], Level)] = &[
    ("sokolov", "engineer", "institute", &[], Level::Restricted),
    ("petrova", "coordinator", "ministry", &[Power::Coordinate], Level::Restricted),
    ("ivanova", "library", "ministry", &[Power::Document], Level::Restricted),
    ("orlov", "archive", "ministry", &[Power::Document], Level::Restricted),
    ("smirnov", "fitter", "works", &[], Level::Internal),
];

pub const LIST: &str = "code,text,notes
1X001,Machine tools for cutting metal as follows:,Note: 1X001 does not control tools for jewellery
1X001.a,Turning machines with a positioning repeatability of 0.9 µm or less,
1X001.b,Milling machines with five or more axes and a positioning repeatability of 1.4 µm or less,
1X002,Lasers with an output wavelength exceeding 500 nm and an output power exceeding 1 kW,
1X003,Pumps for acids with a flow of 1 m3/h or more,
1X004,Presses with a force exceeding 10 MN,
1X005,Valves of nickel,
1X006,Furnaces for more than 2000 K,
1X007,Cables that carry more than 1 kA,
";

pub fn house() -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    let office = Office::create(&path, 1, "operator", 1).unwrap();
    let clerk = Clerk::start(office, Box::new(|| {}));
    let office = Office::open(&path).unwrap();
    clerk
        .write(|writer| {
            writer.transact("operator", 2, |deed| -> Result<(), Failure> {
                for (id, parent) in [("ministry", None), ("institute", Some("ministry")), ("works", Some("ministry"))] {
                    let parent = parent.map(|parent| UnitId::new(parent).unwrap());
                    deed.keep_unit(&Unit { id: UnitId::new(id)?, name: id.to_owned(), parent })?;
                }
                for (person, post, unit, powers, level) in PEOPLE {
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
                        compartments: BTreeSet::new(),
                        left: false,
                    })?;
                    let since = Date::parse("1957-01-01").unwrap();
                    deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?;
                }
                Ok(())
            })
        })
        .unwrap();
    House { _dir: dir, clerk, office, ids: Arc::new(AtomicU64::new(100)), today: Date::parse("1957-09-02").unwrap() }
}

impl House {
    pub fn officer(&self, person: &str) -> Officer {
        self.office.officer(&PersonId::new(person).unwrap(), self.today).unwrap()
    }

    pub fn act<T: Send + 'static>(
        &self,
        person: &str,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>, &Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (officer, office, ids, today) =
            (self.officer(person), self.office.clone(), Arc::clone(&self.ids), self.today);
        let now = today.days_since(Date::of_number(0)) * 86_400_000_000;
        self.clerk.write(move |writer| {
            let work = office.configuration().work();
            let mut ids = move || ids.fetch_add(1, Ordering::SeqCst);
            let mut turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
            act(writer, &mut turn, &office.seen_by(&officer.scope))
        })
    }

    /// Reads a file, looks what it would change, and loads it.
    pub fn load(&self, person: &str, text: &str) -> Result<ControlVersion, Failure> {
        let read = self.office.read_control_list("list.csv", text.as_bytes())?;
        let foresight = self.office.foresee_control_list(&read, ("demo-list", "A list"))?;
        self.act(person, move |writer, turn, _| load_control_list(writer, turn, &read, &foresight))
    }

    pub fn sample(&self, name: &str, marking: &str) -> Thing {
        let id = SampleId::from_bits(self.ids.fetch_add(1, Ordering::SeqCst));
        let sample = Sample {
            id,
            kind: SampleKind::Machine,
            name: name.to_owned(),
            maker: None,
            maker_name: String::new(),
            model: String::new(),
            serial: String::new(),
            amount: "1".to_owned(),
            measure: String::new(),
            country: String::new(),
            came: SampleCame::Purchase,
            agreement: None,
            rights: String::new(),
            needs: Vec::new(),
            unit: UnitId::new("institute").unwrap(),
            post: PostId::new("engineer").unwrap(),
            plan: "Losses".to_owned(),
            plan_due: self.today,
            expected: None,
            received: None,
            rests_since: None,
            remark: String::new(),
            state: SampleState::Expected,
            reason: String::new(),
            joined_to: None,
            marking: Marking::parse(marking).unwrap(),
            revision: 1,
            made_at: 0,
        };
        let thing = Thing::new(Noun::Sample, id);
        let about = thing.clone();
        self.clerk
            .write(move |writer| {
                writer.transact("operator", 3, |deed| -> Result<(), Failure> {
                    let fact = deed.fact(Verb::Registered, &about);
                    Ok(deed.keep_sample(&sample, &fact)?)
                })
            })
            .unwrap();
        thing
    }

    pub fn given(&self, verdict: ClassificationVerdict) -> ClassificationGiven {
        let list = ControlListId::new("demo-list").unwrap();
        let current = self.office.control_list("demo-list").unwrap().current.unwrap();
        ClassificationGiven {
            list,
            version: current.number,
            verdict,
            text: "five-axis milling machine".to_owned(),
            parameters: ItemParameter::read("positioning repeatability", "1.2", "µm").unwrap().into_iter().collect(),
            reason: "Its data sheet".to_owned(),
        }
    }

    pub fn classify(
        &self,
        person: &str,
        about: &Thing,
        verdict: ClassificationVerdict,
    ) -> Result<Classification, Failure> {
        let (about, given) = (about.clone(), self.given(verdict));
        self.act(person, move |writer, turn, _| classify(writer, turn, &about, &given))
    }

    pub fn decide(&self, person: &str, about: &Thing, number: u32, yes: bool) -> Result<Classification, Failure> {
        let about = about.clone();
        self.act(person, move |writer, turn, _| {
            desk::decide_classification(writer, turn, &about, number, (yes, "Look at the table"))
        })
    }

    /// Who is asked to do what about a thing.
    pub fn asked(&self, about: &Thing) -> Vec<(String, DutyKind)> {
        let duties = self.office.duties_about(about).unwrap().into_iter();
        duties.filter(|duty| duty.state == DutyState::Open).map(|duty| (duty.post.to_string(), duty.kind)).collect()
    }

    pub fn classified(&self, about: &Thing) -> desk::Classified {
        let about = about.clone();
        self.clerk.write(move |writer| writer.transact("operator", 4, |deed| desk::classified(deed, &about))).unwrap()
    }
}

pub fn listed(code: &str) -> ClassificationVerdict {
    ClassificationVerdict::Listed(code.to_owned())
}

/// The key of what was said no to.
#[track_caller]
pub fn refused<T>(done: Result<T, Failure>) -> String {
    match done {
        Err(Failure::Refused(refusal)) => match refusal {
            model::Refusal::Said(sentence) | model::Refusal::Changed(sentence) => sentence.key().to_owned(),
            model::Refusal::NotFound { noun, .. } => format!("no {noun}"),
            other => panic!("{other}"),
        },
        Err(failure) => panic!("{failure}"),
        Ok(_) => panic!("it was let through"),
    }
}
