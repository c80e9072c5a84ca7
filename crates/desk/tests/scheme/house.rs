//! A works with an engineer who needs something, a documentalist who keeps schemes, and a designer whose needs are hidden.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use desk::{Clerk, Failure, Office, Officer, Turn};
use model::{
    ConceptCode, Date, Level, Mapping, MappingRelation, Marking, Need, NeedId, Person, PersonId, Post, PostId, Power,
    Profile, ProfileId, Record, RecordId, SchemeHead, Stage, Standing, Subject, SubjectScheme, Tenure, Text, Unit,
    UnitId,
};
use store::{DeliveryFilter, SchemeLine, Writer};
use tempfile::TempDir;

const DAY: i64 = 86_400_000_000;

/// Person, post, powers, clearance.
const PEOPLE: &[(&str, &str, &[Power], Level)] = &[
    ("sokolov", "engineer", &[], Level::Internal),
    ("vera", "librarian", &[Power::Document], Level::Internal),
    ("orlova", "coordinator", &[Power::Coordinate], Level::Internal),
    ("petrov", "designer", &[], Level::Confidential),
];

pub struct House {
    _dir: TempDir,
    clerk: Clerk,
    pub office: Office,
    ids: Arc<AtomicU64>,
    pub today: Date,
    hour: i64,
}

impl House {
    pub fn new() -> House {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join("office");
        let clerk = Clerk::start(Office::create(&path, 1, "operator", 1).unwrap(), Box::new(|| {}));
        let office = Office::open(&path).unwrap();
        let today = Date::parse("2026-03-01").unwrap();
        clerk
            .write(|writer| {
                writer.transact("operator", 2, |deed| -> Result<(), Failure> {
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
                            compartments: Default::default(),
                            left: false,
                        })?;
                        let since = Date::parse("2026-01-01").unwrap();
                        deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?;
                    }
                    Ok(())
                })
            })
            .unwrap();
        House { _dir: dir, clerk, office, ids: Arc::new(AtomicU64::new(100)), today, hour: 0 }
    }

    fn now(&self) -> i64 {
        self.today.days_since(Date::of_number(0)) * DAY + self.hour * 3_600_000_000
    }

    pub fn officer(&self, person: &str) -> Officer {
        self.office.officer(&PersonId::new(person).unwrap(), self.today).unwrap()
    }

    /// The office as a person sees it.
    pub fn seen_by(&self, person: &str) -> Office {
        self.office.seen_by(&self.officer(person).scope)
    }

    pub fn act<T: Send + 'static>(
        &self,
        person: &str,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>, &Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (officer, office, ids) = (self.officer(person), self.office.clone(), Arc::clone(&self.ids));
        let (now, today) = (self.now(), self.today);
        self.clerk.write(move |writer| {
            let work = office.configuration().work();
            let mut ids = move || ids.fetch_add(1, Ordering::SeqCst);
            let mut turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
            act(writer, &mut turn, &office.seen_by(&officer.scope))
        })
    }

    /// Lets an hour pass, with the work that is due.
    pub fn pass(&mut self) {
        self.hour += 1;
        desk::schedule(&self.clerk, &self.office, self.now()).unwrap();
        let ids = Arc::clone(&self.ids);
        let mut ids: desk::Ids = Box::new(move || ids.fetch_add(1, Ordering::SeqCst));
        while desk::run_next(&self.clerk, &self.office, self.now(), self.today, &mut ids).unwrap() {}
    }

    /// Looks at a scheme and answers its number.
    pub fn look(&self, person: &str, text: &[u8], word: &str) -> Result<i64, Failure> {
        let read = self.office.read_scheme("scheme.csv", text, SchemeHead::named(word))?;
        self.act(person, move |writer, turn, _| desk::look_at_scheme(writer, turn, &read))
    }

    /// Looks at a scheme and keeps it.
    pub fn bring(&self, text: &[u8], word: &str) -> SchemeLine {
        let id = self.look("vera", text, word).unwrap();
        self.keep("vera", id).unwrap()
    }

    /// Keeps what is looked at, as somebody does who has just looked.
    pub fn keep(&self, person: &str, id: i64) -> Result<SchemeLine, Failure> {
        let replaces = self.replaces(id);
        self.keep_after(person, id, replaces)
    }

    /// Keeps what is looked at, as somebody does who looked earlier.
    pub fn keep_after(&self, person: &str, id: i64, replaces: Option<String>) -> Result<SchemeLine, Failure> {
        self.act(person, move |writer, turn, _| desk::keep_scheme(writer, turn, id, replaces.as_deref()))
    }

    /// The edition that a look compares with.
    pub fn replaces(&self, id: i64) -> Option<String> {
        self.office.foresee_scheme(id, "en").ok()?.before.as_ref().map(SchemeLine::edition)
    }

    pub fn map(&self, from: (&str, &str), relation: MappingRelation, to: (&str, &str)) -> Result<Mapping, Failure> {
        let own = mapping(from, relation, to);
        self.act("vera", move |writer, turn, office| desk::map_class(writer, turn, office, &own))
    }

    pub fn unmap(&self, from: (&str, &str), relation: MappingRelation, to: (&str, &str)) -> Result<(), Failure> {
        let own = mapping(from, relation, to);
        self.act("vera", move |writer, turn, _| desk::unmap_class(writer, turn, &own))
    }

    /// Takes in a record of these classes.
    pub fn record(&self, title: &str, subjects: &[(SubjectScheme, &str)]) -> RecordId {
        let record = Record {
            titles: vec![Text::plain(title)],
            subjects: subjects.iter().map(|(scheme, code)| Subject::coded(*scheme, code)).collect(),
            ..Record::default()
        };
        let (ids, now) = (Arc::clone(&self.ids), self.now());
        let title = title.to_owned();
        self.clerk
            .write(move |writer| {
                writer.transact("operator", now, |deed| -> Result<RecordId, Failure> {
                    let incoming = store::Incoming { record, raw: vec![], source_key: title, keys: vec![] };
                    let mut ids = || ids.fetch_add(1, Ordering::SeqCst);
                    Ok(deed.ingest(&store::Batch::of(vec![incoming]), &Apart, &mut ids)?[0].record)
                })
            })
            .unwrap()
    }

    /// States an accepted need.
    pub fn need(&self, name: &str, post: &str, level: Level, queries: &[&str]) {
        let id = NeedId::new(name).unwrap();
        let profiles = (1..).zip(queries).map(|(number, query)| Profile {
            id: ProfileId { need: id.clone(), number },
            query: (*query).to_owned(),
            threshold: None,
        });
        let need = Need {
            stage: Stage::Accepted,
            profiles: profiles.collect(),
            marking: Marking::at(level),
            ..Need::draft(id.clone(), name, UnitId::new("works").unwrap(), PostId::new(post).unwrap())
        };
        let now = self.now();
        self.clerk
            .write(move |writer| {
                writer.transact("operator", now, |deed| -> Result<(), Failure> {
                    deed.keep_need(&need)?;
                    Ok(())
                })
            })
            .unwrap();
    }

    /// Lets the clerk go home, so that the index holds all that was kept.
    pub fn close(&self) {
        self.clerk.close();
    }

    /// The records delivered for a need with their grounds, as the office sees them.
    pub fn delivered(&self, need: &str) -> Vec<(RecordId, String)> {
        let filter = DeliveryFilter { need: Some(NeedId::new(need).unwrap()), ..DeliveryFilter::default() };
        let held = self.office.deliveries(&filter).unwrap();
        held.into_iter().map(|held| (held.delivery.record, held.delivery.grounds)).collect()
    }

    /// What the last rematch brought, as a person sees it: gained, lost.
    pub fn last_rematch(&self, person: &str) -> (u64, u64) {
        let last = self.seen_by(person).rematches(None, 1).unwrap().remove(0);
        (last.n_gained, last.n_lost)
    }
}

pub fn mapping(from: (&str, &str), relation: MappingRelation, to: (&str, &str)) -> Mapping {
    Mapping { from: ConceptCode::new(from.0, from.1), relation, to: ConceptCode::new(to.0, to.1) }
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
