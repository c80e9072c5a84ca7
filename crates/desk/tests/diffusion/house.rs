//! The office in which it is tested: three ministries under a council, with works that know nothing of each other.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use desk::{Clerk, Failure, OfferAnswer, Office, Officer, Turn, answer_offer, log_barrier};
use model::{
    Adoption, AdoptionId, BarrierId, BarrierKind, BarrierState, Date, Decline, DeclineCode, DeclineGround, DutyKind,
    DutyState, Equipment, EquipmentId, EquipmentKind, EvidenceClass, Level, LoggedBarrier, Marking, Need, NeedId, Noun,
    Offer, Person, PersonId, Post, PostId, Power, Rung, RungReached, Stage, Standing, Subject, SubjectScheme,
    Technology, TechnologyId, Tenure, Thing, Unit, UnitId, Verb,
};
use store::{Deed, Scope, TechnologyOfferFilter, Writer};
use tempfile::TempDir;

pub const DAY: i64 = 86_400_000_000;

pub struct House {
    pub _dir: TempDir,
    pub clerk: Clerk,
    pub office: Office,
    pub ids: Arc<AtomicU64>,
    pub today: Date,
}

const UNITS: &[(&str, Option<&str>)] = &[
    ("council", None),
    ("engines", Some("council")),
    ("motor-works", Some("engines")),
    ("pump-works", Some("engines")),
    ("tractors", Some("council")),
    ("tractor-works", Some("tractors")),
    ("steel", Some("council")),
];

const PEOPLE: &[(&str, &str, &str, &[Power], Level)] = &[
    // Person, post, unit, powers, level.
    ("adamov", "motor-technologist", "motor-works", &[], Level::Restricted),
    ("belov", "pump-technologist", "pump-works", &[], Level::Internal),
    ("vlasov", "tractor-technologist", "tractor-works", &[], Level::Internal),
    ("glinka", "engines-planner", "engines", &[Power::Lead], Level::Restricted),
    ("dolin", "steel-supply", "steel", &[], Level::Internal),
    ("ershov", "chairman", "council", &[Power::Lead, Power::Administer], Level::Restricted),
];

pub fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub fn post(name: &str) -> PostId {
    PostId::new(name).unwrap()
}

pub fn unit(name: &str) -> UnitId {
    UnitId::new(name).unwrap()
}

pub fn said(failure: &Failure) -> String {
    failure.to_string()
}

pub fn house() -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    let office = Office::create(&path, 1, "operator", 1).unwrap();
    let clerk = Clerk::start(office, Box::new(|| {}));
    let office = Office::open(&path).unwrap();
    clerk
        .write(|writer| {
            writer.transact("operator", 2, |deed| -> Result<(), Failure> {
                for (id, parent) in UNITS {
                    let parent = parent.map(unit);
                    deed.keep_unit(&Unit { id: unit(id), name: (*id).to_owned(), parent })?;
                }
                for (person, post, of, powers, level) in PEOPLE {
                    let (person, post) = (PersonId::new(person)?, PostId::new(post)?);
                    deed.keep_post(&Post {
                        id: post.clone(),
                        title: post.to_string(),
                        unit: unit(of),
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
                    let since = date("1957-01-01");
                    deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?;
                }
                Ok(())
            })
        })
        .unwrap();
    House { _dir: dir, clerk, office, ids: Arc::new(AtomicU64::new(100)), today: date("1957-09-02") }
}

impl House {
    pub fn officer(&self, person: &str) -> Officer {
        self.office.officer(&PersonId::new(person).unwrap(), self.today).unwrap()
    }

    /// The office with somebody's eyes.
    pub fn seen(&self, person: &str) -> Office {
        self.office.seen_by(&self.officer(person).scope)
    }

    pub fn id(&self) -> u64 {
        self.ids.fetch_add(1, Ordering::SeqCst)
    }

    fn now(&self) -> i64 {
        self.today.days_since(Date::of_number(0)) * DAY
    }

    pub fn act<T: Send + 'static>(
        &self,
        person: &str,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>, &Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (officer, office, ids, today) =
            (self.officer(person), self.office.clone(), Arc::clone(&self.ids), self.today);
        let now = self.now();
        self.clerk.write(move |writer| {
            let work = office.configuration().work();
            let mut ids = move || ids.fetch_add(1, Ordering::SeqCst);
            let mut turn = Turn { officer: &officer, now, today, work, ids: &mut ids };
            act(writer, &mut turn, &office)
        })
    }

    pub fn operator(&self, act: impl FnOnce(&mut Deed<'_>) -> Result<(), Failure> + Send + 'static) {
        let now = self.now();
        self.clerk.write(move |writer| writer.transact("operator", now, act)).unwrap();
    }

    /// Does what waits today, what the hour brings included.
    pub fn run(&self) {
        let ids = Arc::clone(&self.ids);
        let mut ids: desk::Ids = Box::new(move || ids.fetch_add(1, Ordering::SeqCst));
        let now = self.now();
        self.operator(move |deed| Ok(deed.enqueue(model::JobKind::WatchDiffusion, "", now)?));
        while desk::run_next(&self.clerk, &self.office, self.now() + 1, self.today, &mut ids).unwrap() {}
        let failed = self.office.jobs(100).unwrap();
        let failed: Vec<_> = failed.into_iter().filter_map(|job| job.last_error).collect();
        assert_eq!(failed, Vec::<String>::new());
    }

    pub fn on(&mut self, day: &str) {
        self.today = date(day);
    }

    pub fn need(&self, id: &str, of: &str, class: Option<&str>, stage: Stage) {
        self.marked_need(id, of, class, stage, "open");
    }

    pub fn marked_need(&self, id: &str, of: &str, class: Option<&str>, stage: Stage, marking: &str) {
        let (post_id, ..) = technologist(of);
        let need = Need {
            statement: format!("{id} are too slow"),
            stage,
            expires: Some(date("1959-09-01")),
            classes: class.map(|code| Subject::coded(SubjectScheme::Ipc, code)).into_iter().collect(),
            marking: Marking::parse(marking).unwrap(),
            ..Need::draft(NeedId::new(id).unwrap(), &format!("Faster {id}"), unit(of), post(post_id))
        };
        self.operator(move |deed| {
            deed.keep_need(&need)?;
            Ok(())
        });
    }

    pub fn equipment(&self, of: &str, name: &str, marking: &str) -> EquipmentId {
        let id = EquipmentId::from_bits(self.id());
        let entry = Equipment {
            id,
            unit: unit(of),
            kind: EquipmentKind::Equipment,
            name: name.to_owned(),
            maker: String::new(),
            classes: vec![],
            note: String::new(),
            since: None,
            until: None,
            marking: Marking::parse(marking).unwrap(),
            invented: false,
            revision: 0,
            made_at: 0,
        };
        self.operator(move |deed| {
            let fact = deed.fact(Verb::Registered, Thing::new(Noun::Equipment, id));
            Ok(deed.keep_equipment(&entry, &fact)?)
        });
        id
    }

    pub fn technology(&self, marking: &str) -> TechnologyId {
        let id = TechnologyId::from_bits(self.id());
        let technology = Technology {
            id,
            name: "Transfer line for pistons".to_owned(),
            statement: "Twelve stations drill and turn a piston without a hand on it.".to_owned(),
            classes: vec![(SubjectScheme::Ipc, "B23Q39/04".to_owned())],
            origins: vec![],
            marking: Marking::parse(marking).unwrap(),
            invented: true,
            revision: 0,
            made_at: 0,
        };
        self.operator(move |deed| {
            let fact = deed.fact(Verb::Registered, Thing::new(Noun::Technology, id));
            Ok(deed.keep_technology(&technology, &fact)?)
        });
        id
    }

    /// An adoption in production, on evidence of a class.
    pub fn adopted(&self, technology: TechnologyId, of: &str, class: EvidenceClass) -> AdoptionId {
        let id = AdoptionId::from_bits(self.id());
        let (post_id, ..) = technologist(of);
        let marking = self.office.reader().technology(&Scope::office(), technology).unwrap().unwrap().marking;
        let reached = RungReached {
            rung: Rung::Production,
            on: date("1957-08-01"),
            class,
            evidence: vec![Thing::new(Noun::Adoption, id)],
            remark: String::new(),
            by: post(post_id),
        };
        let adoption = Adoption {
            id,
            technology,
            unit: unit(of),
            post: post(post_id),
            need: None,
            from: None,
            output: "pistons".to_owned(),
            measure: String::new(),
            remark: String::new(),
            reached: vec![reached],
            past: vec![],
            end: None,
            marking,
            invented: true,
            revision: 0,
            made_at: 0,
        };
        self.operator(move |deed| {
            let fact = deed.fact(Verb::Registered, Thing::new(Noun::Adoption, id));
            Ok(deed.keep_adoption(&adoption, &fact)?)
        });
        id
    }

    pub fn ended(&self, adoption: AdoptionId) {
        let today = self.today;
        self.operator(move |deed| {
            let held = deed.adoption(&Scope::office(), adoption)?.unwrap();
            let end = held.finish(model::EndReason::NoBenefit, "It broke too often", today, "office", (1, today))?;
            let fact = deed.fact(Verb::Ended, Thing::new(Noun::Adoption, adoption));
            Ok(deed.keep_adoption(&end, &fact)?)
        });
    }

    /// Every offer, by unit.
    pub fn offers(&self) -> Vec<Offer> {
        let mut offers =
            self.office.reader().technology_offers(&Scope::office(), &TechnologyOfferFilter::default()).unwrap();
        offers.sort_by(|a, b| a.unit.cmp(&b.unit));
        offers
    }

    pub fn units_offered(&self) -> Vec<String> {
        self.offers().iter().map(|offer| offer.unit.to_string()).collect()
    }

    pub fn offer_to(&self, of: &str) -> Offer {
        self.offers().into_iter().find(|offer| offer.unit == unit(of)).unwrap()
    }

    /// What is open about a thing: post and kind.
    pub fn duties(&self, noun: Noun, name: impl std::fmt::Display) -> Vec<(String, DutyKind)> {
        let duties = self.office.duties_about(&Thing::new(noun, name)).unwrap();
        let open = duties.into_iter().filter(|duty| duty.state == DutyState::Open);
        open.map(|duty| (duty.post.to_string(), duty.kind)).collect()
    }

    pub fn answer(&self, person: &str, offer: &Offer, answer: OfferAnswer) -> Result<Offer, Failure> {
        let at = (offer.id, offer.revision);
        self.act(person, move |writer, turn, office| answer_offer(writer, turn, office, at, &answer))
    }

    pub fn decline(&self, person: &str, offer: &Offer, ground: DeclineGround) -> Result<Offer, Failure> {
        let text = if ground == DeclineGround::Never { "It is too hot here" } else { "" };
        let decline = Decline { code: DeclineCode::Material, ground };
        self.answer(person, offer, OfferAnswer::Decline(decline, text.to_owned()))
    }

    pub fn barrier(&self, on: Thing, owner: &str, subject: &str) -> LoggedBarrier {
        LoggedBarrier {
            id: BarrierId::from_bits(self.id()),
            on,
            unit: unit("nowhere"),
            post: post("nobody"),
            owner: post(owner),
            kind: BarrierKind::Material,
            subject: subject.to_owned(),
            statement: "Half of what the plan gives".to_owned(),
            opened: self.today,
            due: self.today.plus_days(60),
            state: BarrierState::Removed,
            closed: Some(self.today),
            how: "somehow".to_owned(),
            removed_with: None,
            hint: None,
            marking: Marking::default(),
            invented: false,
            revision: 4,
            made_at: 0,
        }
    }

    pub fn block(&self, person: &str, barrier: LoggedBarrier) -> Result<LoggedBarrier, Failure> {
        self.act(person, move |writer, turn, office| log_barrier(writer, turn, office, barrier))
    }

    pub fn held_barrier(&self, id: BarrierId) -> LoggedBarrier {
        self.office.reader().barrier(&Scope::office(), id).unwrap().unwrap()
    }
}

fn technologist(of: &str) -> (&'static str, &'static str) {
    let (person, post, ..) = PEOPLE.iter().find(|(_, _, unit, ..)| *unit == of).unwrap();
    (post, person)
}

/// An offer of a use of works to the others, with needs of one class.
pub fn offered() -> (House, TechnologyId, AdoptionId) {
    let house = house();
    house.need("pistons", "pump-works", Some("B23Q39/04"), Stage::Accepted);
    house.need("sleeves", "tractor-works", Some("B23Q39/00"), Stage::Accepted);
    let technology = house.technology("open");
    let adoption = house.adopted(technology, "motor-works", EvidenceClass::Measured);
    house.run();
    (house, technology, adoption)
}
