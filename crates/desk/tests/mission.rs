//! The life of a mission in a real office: proposed on accepted needs, its questions drawn, reviewed, vetted, sent.

#![allow(missing_docs)]

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use desk::{
    Clerk, Failure, LookupGiven, MissionStep, Office, Officer, QuestionEdit, Turn, Wanted, decide_vetting,
    edit_questions, look_up, name_members, take_mission_step, waive_report, write_mission,
};
use model::{
    Asker, Date, DutyKind, DutyState, EventKind, ExpectedBenefit, Host, HostId, HostName, Language, LanguageLevel,
    Level, Marking, Mission, MissionDirection, MissionEvent, MissionId, MissionStage, Need, NeedId, Noun, Parameter,
    Person, PersonId, Post, PostId, Power, Profile, ProfileId, Question, QuestionId, QuestionList, QuestionState,
    Record, RecordId, Skill, Specialist, SpecialistId, Spoken, Stage, Standing, Subject, Tenure, Text, Thing, Unit,
    UnitId, Verb, VettingKind, VettingRule, VettingRuleId, VettingState,
};
use proptest::prelude::*;
use store::{MissionFilter, Writer};
use tempfile::TempDir;

const DAY: i64 = 86_400_000_000;

/// A ministry that coordinates, an institute that proposes, a committee and a control post that decide.
struct House {
    _dir: TempDir,
    clerk: Clerk,
    office: Office,
    ids: Arc<AtomicU64>,
    today: Date,
}

const PEOPLE: &[(&str, &str, &str, &[Power], Level)] = &[
    // Person, post, unit, powers, level.
    ("sokolov", "engineer", "institute", &[], Level::Restricted),
    ("petrova", "coordinator", "ministry", &[Power::Coordinate, Power::Administer], Level::Restricted),
    ("volkov", "committee", "ministry", &[], Level::Restricted),
    ("zaitsev", "control", "ministry", &[], Level::Restricted),
    ("smirnov", "fitter", "works", &[], Level::Internal),
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
                    let since = date("1957-01-01");
                    deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?;
                }
                Ok(())
            })
        })
        .unwrap();
    House { _dir: dir, clerk, office, ids: Arc::new(AtomicU64::new(100)), today: date("1957-09-01") }
}

impl House {
    fn officer(&self, person: &str) -> Officer {
        self.office.officer(&PersonId::new(person).unwrap(), self.today).unwrap()
    }

    fn id(&self) -> u64 {
        self.ids.fetch_add(1, Ordering::SeqCst)
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

    fn operator(&self, act: impl FnOnce(&mut store::Deed<'_>) -> Result<(), Failure> + Send + 'static) {
        self.clerk.write(move |writer| writer.transact("operator", 3, act)).unwrap();
    }

    fn need(&self, id: &str, post: &str, stage: Stage, questions: &[&str], marking: &str) {
        let unit = if post == "fitter" { "works" } else { "institute" };
        let need_id = NeedId::new(id).unwrap();
        let draft = Need::draft(need_id.clone(), id, UnitId::new(unit).unwrap(), PostId::new(post).unwrap());
        let profile =
            Profile { id: ProfileId { need: need_id, number: 1 }, query: "rectifier*".to_owned(), threshold: None };
        let need = Need {
            statement: "Rectifiers for drives".to_owned(),
            stage,
            expires: Some(date("1958-09-01")),
            profiles: vec![profile],
            questions: questions.iter().map(|text| (*text).to_owned()).collect(),
            parameters: vec![Parameter {
                name: "Efficiency".to_owned(),
                now: Some("91".to_owned()),
                wanted: Some("96".to_owned()),
                measure: "%".to_owned(),
            }],
            classes: vec![Subject::coded(model::SubjectScheme::Ipc, "H02M")],
            marking: Marking::parse(marking).unwrap(),
            ..draft
        };
        self.operator(move |deed| {
            deed.keep_need(&need)?;
            Ok(())
        });
    }

    fn host(&self, marking: &str) -> HostId {
        let id = HostId::from_bits(self.id());
        let host = Host {
            id,
            names: vec![HostName { text: "Siemens-Schuckert".to_owned(), language: None }],
            aliases: Vec::new(),
            country: "DE".to_owned(),
            place: "Erlangen".to_owned(),
            languages: Language::parse("de").into_iter().collect(),
            makes: "Mercury arc rectifiers and drives".to_owned(),
            classes: vec![Subject::coded(model::SubjectScheme::Ipc, "H02M7/00")],
            address: String::new(),
            contacts: Vec::new(),
            remark: String::new(),
            post: PostId::new("engineer").unwrap(),
            marking: Marking::parse(marking).unwrap(),
            revision: 0,
            made_at: 0,
        };
        self.operator(move |deed| Ok(deed.keep_host(&host, Verb::Registered)?));
        id
    }

    fn specialist(&self, person: Option<&str>) -> SpecialistId {
        let id = SpecialistId::from_bits(self.id());
        let class = Subject::keyword("mercury rectifiers");
        let spoken = Spoken { language: Language::parse("de").unwrap(), level: LanguageLevel::C1 };
        let specialist = Specialist {
            id,
            person: person.map(|person| PersonId::new(person).unwrap()),
            name: "A. Morozova".to_owned(),
            unit: UnitId::new("institute").unwrap(),
            skills: vec![Skill { class, evidence: Vec::new() }],
            languages: vec![spoken],
            away: Vec::new(),
            remark: String::new(),
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        };
        self.operator(move |deed| Ok(deed.keep_specialist(&specialist, Verb::Registered)?));
        id
    }

    fn draft(&self, needs: &[&str], hosts: Vec<HostId>, days: (&str, &str)) -> Mission {
        let needs: Vec<NeedId> = needs.iter().map(|need| NeedId::new(need).unwrap()).collect();
        let benefits = needs.iter().take(1).map(|need| ExpectedBenefit {
            need: need.clone(),
            parameter: "Efficiency".to_owned(),
            measure: String::new(),
            now: None,
            wanted: None,
            expected: "95".to_owned(),
        });
        let mission = Mission {
            id: MissionId::from_bits(self.id()),
            direction: MissionDirection::Out,
            title: "To Düsseldorf".to_owned(),
            purpose: "Drives and their rectifiers".to_owned(),
            post: PostId::new("engineer").unwrap(),
            unit: UnitId::new("nowhere").unwrap(),
            stage: MissionStage::Closed,
            benefits: benefits.collect(),
            needs,
            hosts,
            event: Some(MissionEvent {
                name: "Congress".to_owned(),
                kind: EventKind::Congress,
                place: "Düsseldorf".to_owned(),
                since: None,
                until: None,
            }),
            since: date(days.0),
            until: date(days.1),
            place: "Düsseldorf".to_owned(),
            country: None,
            members: Vec::new(),
            benefit: String::new(),
            plan: String::new(),
            recipients: vec![Thing::new(Noun::Unit, "works")],
            budget: None,
            remark: String::new(),
            round: 9,
            report_due: None,
            report: None,
            marking: Marking::default(),
            revision: 7,
            made_at: 0,
        };
        self.act("sokolov", move |writer, turn, _| write_mission(writer, turn, mission, None)).unwrap()
    }

    fn ask(&self, mission: &Mission, wanted: Vec<Wanted>) -> Result<Mission, Failure> {
        let (id, revision) = (mission.id, mission.revision);
        let edit = QuestionEdit::Ask(wanted);
        self.act("sokolov", move |writer, turn, office| edit_questions(writer, turn, office, id, revision, &edit))
    }

    fn step(&self, person: &str, mission: &Mission, step: MissionStep) -> Result<Mission, Failure> {
        let (id, revision) = (mission.id, mission.revision);
        self.act(person, move |writer, turn, _| take_mission_step(writer, turn, id, revision, &step))
    }

    fn still_asked(&self, mission: Mission) -> Mission {
        let mut mission = mission;
        for question in self.list(&mission).all() {
            let (seen, question) = ((mission.id, mission.revision), question.id);
            let given = LookupGiven::StillAsked("No record says it".to_owned());
            mission = self
                .act("petrova", move |writer, turn, office| look_up(writer, turn, office, seen, question, &given))
                .unwrap();
        }
        mission
    }

    fn members(&self, mission: &Mission, who: &[SpecialistId]) -> Result<Mission, Failure> {
        let named: Vec<_> = who.iter().map(|id| (*id, "leads".to_owned())).collect();
        let (id, revision) = (mission.id, mission.revision);
        self.act("sokolov", move |writer, turn, _| name_members(writer, turn, id, revision, &named))
    }

    fn rule(&self, kind: VettingKind, place: u16, post: &str) -> VettingRuleId {
        let id = VettingRuleId::from_bits(self.id());
        let rule = VettingRule {
            id,
            kind,
            place,
            post: PostId::new(post).unwrap(),
            level: None,
            country: None,
            host: None,
            class: None,
            note: String::new(),
        };
        self.operator(move |deed| Ok(deed.keep_vetting_rule(&rule)?));
        id
    }

    fn decide(&self, person: &str, mission: &Mission, rule: VettingRuleId, yes: bool) -> Result<Mission, Failure> {
        let seen = (mission.id, mission.revision);
        self.act(person, move |writer, turn, _| decide_vetting(writer, turn, seen, rule, yes, "because"))
    }

    fn list(&self, mission: &Mission) -> QuestionList {
        self.office.questions(mission.id).unwrap()
    }

    fn held(&self, mission: &Mission) -> Mission {
        self.office.mission(&mission.id.to_string()).unwrap()
    }

    /// A mission that was reviewed, with a member.
    fn reviewed(&self, days: (&str, &str), who: SpecialistId) -> Mission {
        let mission = self.draft(&["drives"], vec![self.host("open")], days);
        let mission = self.ask(&mission, vec![of_need("drives", "Which losses have their rectifiers?")]).unwrap();
        let mission = self.step("sokolov", &mission, MissionStep::Propose).unwrap();
        let mission = self.still_asked(mission);
        let mission = self.step("petrova", &mission, MissionStep::Accept).unwrap();
        self.members(&mission, &[who]).unwrap()
    }

    fn open_duties(&self, mission: &Mission) -> Vec<(String, DutyKind)> {
        let duties = self.office.duties_about(&Thing::new(Noun::Mission, mission.id)).unwrap();
        let open = duties.into_iter().filter(|duty| duty.state == DutyState::Open);
        open.map(|duty| (duty.post.to_string(), duty.kind)).collect()
    }
}

fn of_need(need: &str, text: &str) -> Wanted {
    Wanted { thing: Thing::new(Noun::Need, need), text: text.to_owned(), host: None }
}

fn said(failure: &Failure) -> String {
    failure.to_string()
}

const NOVEMBER: (&str, &str) = ("1957-11-04", "1957-11-12");
const QUESTION: &str = "Which losses have their rectifiers?";

#[test]
fn without_an_accepted_need_behind_it_a_mission_is_not_handed_in() {
    let house = house();
    house.need("drives", "engineer", Stage::Submitted, &[QUESTION], "open");
    let mission = house.draft(&["drives"], vec![house.host("open")], NOVEMBER);
    assert_eq!((mission.stage, mission.unit.as_str(), mission.round), (MissionStage::Draft, "institute", 0));
    let unaccepted = house.ask(&mission, vec![of_need("drives", QUESTION)]).unwrap_err();
    assert!(said(&unaccepted).contains("have it accepted first"), "{unaccepted}");
    let refused = house.step("sokolov", &mission, MissionStep::Propose).unwrap_err();
    assert!(said(&refused).contains("No accepted need"), "{refused}");
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let mission = house.ask(&mission, vec![of_need("drives", QUESTION)]).unwrap();
    let proposed = house.step("sokolov", &mission, MissionStep::Propose).unwrap();
    assert_eq!(house.open_duties(&proposed), [("coordinator".to_owned(), DutyKind::Review)]);
    let links = house.office.links(&Thing::new(Noun::Mission, proposed.id)).unwrap();
    assert!(links.iter().any(|link| link.target == Thing::new(Noun::Need, "drives")), "{links:?}");
}

#[test]
fn nearly_the_same_question_of_two_needs_becomes_one_that_both_ask() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    house.need(
        "lifts",
        "fitter",
        Stage::Accepted,
        &["Which losses do their rectifiers have?", "Who sells cranes?"],
        "open",
    );
    let mission = house.draft(&["drives"], vec![house.host("open")], NOVEMBER);
    let wanted = vec![
        of_need("drives", QUESTION),
        of_need("lifts", "Which losses do their rectifiers have?"),
        of_need("lifts", "Who sells cranes?"),
        of_need("drives", QUESTION),
    ];
    let mission = house.ask(&mission, wanted).unwrap();
    let list = house.list(&mission);
    assert_eq!(list.all().len(), 2, "{list:?}");
    let posts: Vec<&str> = list.all()[0].askers.iter().map(|asker| asker.post.as_str()).collect();
    assert_eq!(posts, ["engineer", "fitter"]);
    assert!(mission.needs.contains(&NeedId::new("lifts").unwrap()), "it serves whoever asks");
    // Ranked with grounds: the host bears a class of the need.
    let found = house.office.question_candidates(&mission, &list, house.today).unwrap();
    assert!(found.list.iter().all(|one| !one.grounds.is_empty()), "{found:?}");
    assert!(found.list.iter().filter(|one| one.is_asked).count() == 3, "{found:?}");
}

#[test]
fn a_mission_is_marked_at_least_as_what_it_is_drawn_from_also_when_that_changes() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "internal");
    let mission = house.draft(&["drives"], vec![house.host("restricted")], NOVEMBER);
    assert_eq!(mission.marking.to_string(), "restricted");
    let narrow = Marking::parse("restricted release=institute").unwrap();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], &narrow.to_string());
    assert_eq!(house.held(&mission).marking, narrow, "a need that is narrowed narrows the mission");
    let fitter = house.officer("smirnov");
    let seen = house.office.seen_by(&fitter.scope);
    assert!(seen.mission(&mission.id.to_string()).is_err());
    assert_eq!(seen.missions(&MissionFilter::default()).unwrap(), Vec::<Mission>::new());
    // Nobody widens it by writing.
    let wider = Mission { marking: Marking::default(), ..house.held(&mission) };
    let revision = wider.revision;
    let kept = house.act("sokolov", move |writer, turn, _| write_mission(writer, turn, wider, Some(revision))).unwrap();
    assert_eq!(kept.marking, narrow);
}

#[test]
fn what_a_record_answers_is_not_asked_and_who_asked_gets_the_record() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION, "Who sells cranes?"], "open");
    let mission = house.draft(&["drives"], vec![house.host("open")], NOVEMBER);
    let wanted = vec![of_need("drives", QUESTION), of_need("drives", "Who sells cranes?")];
    let mission = house.ask(&mission, wanted).unwrap();
    let mission = house.step("sokolov", &mission, MissionStep::Propose).unwrap();
    let unseen = house.step("petrova", &mission, MissionStep::Accept).unwrap_err();
    assert!(said(&unseen).contains("2 of its questions"), "{unseen}");
    let ids = Arc::clone(&house.ids);
    let record: RecordId = house
        .clerk
        .write(move |writer| {
            writer.transact("operator", 4, |deed| -> Result<RecordId, Failure> {
                let record = Record { titles: vec![Text::plain("Losses of rectifiers")], ..Record::default() };
                let incoming = store::Incoming { record, raw: vec![], source_key: "a".into(), keys: vec![] };
                let mut ids = || ids.fetch_add(1, Ordering::SeqCst);
                let batch = store::Batch::marked(vec![incoming], Marking::default());
                Ok(deed.ingest(&batch, &Apart, &mut ids)?[0].record)
            })
        })
        .unwrap();
    let question = house.list(&mission).all()[0].id;
    let (seen, given) = ((mission.id, mission.revision), LookupGiven::Known(record));
    let known = house
        .act("petrova", move |writer, turn, office| look_up(writer, turn, office, seen, question, &given))
        .unwrap();
    let list = house.list(&known);
    assert_eq!(list.all()[0].state, QuestionState::Known);
    let need = NeedId::new("drives").unwrap();
    let delivered = house.office.latest_of_need(&need, 10).unwrap();
    assert_eq!((delivered.len(), delivered[0].delivery.record), (1, record), "it is laid before who asked");
    let known = house.still_asked_open(known);
    assert_eq!(house.step("petrova", &known, MissionStep::Accept).unwrap().stage, MissionStage::Reviewed);
}

impl House {
    fn still_asked_open(&self, mission: Mission) -> Mission {
        let list = self.list(&mission);
        let open = list.all().iter().filter(|question| question.state == QuestionState::Open);
        let mut mission = mission;
        for question in open.map(|question| question.id) {
            let (seen, given) = ((mission.id, mission.revision), LookupGiven::StillAsked("New".to_owned()));
            mission = self
                .act("petrova", move |writer, turn, office| look_up(writer, turn, office, seen, question, &given))
                .unwrap();
        }
        mission
    }
}

#[test]
fn who_owes_a_report_is_not_sent_again_without_a_waiver() {
    let mut house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let who = house.specialist(None);
    let first = house.reviewed(NOVEMBER, who);
    let first = house.step("sokolov", &first, MissionStep::LayBefore).unwrap();
    assert_eq!(first.stage, MissionStage::Approved, "without a rule nothing stands in the way");
    let first = house.step("sokolov", &first, MissionStep::Depart).unwrap();
    assert_eq!(house.open_duties(&first), [("engineer".to_owned(), DutyKind::Report)]);
    let overlapping = house.reviewed(("1957-11-10", "1957-11-20"), who);
    let refused = house.step("sokolov", &overlapping, MissionStep::LayBefore).unwrap_err();
    assert!(said(&refused).contains("goes on"), "{refused}");
    house.today = date("1958-01-15");
    let second = house.reviewed(("1958-03-01", "1958-03-05"), who);
    let refused = house.step("sokolov", &second, MissionStep::LayBefore).unwrap_err();
    assert!(said(&refused).contains("is overdue"), "{refused}");
    let (seen, late) = ((second.id, second.revision), "The report is at the typist's");
    let own = house.act("sokolov", move |writer, turn, _| waive_report(writer, turn, seen, who, late));
    assert!(own.is_err(), "who proposes waives nothing");
    let waived = house.act("petrova", move |writer, turn, _| waive_report(writer, turn, seen, who, late)).unwrap();
    let sent = house.step("sokolov", &waived, MissionStep::LayBefore).unwrap();
    assert_eq!(sent.stage, MissionStage::Approved);
    assert_eq!(house.office.specialist_page(&who.to_string()).unwrap().n_waivers, 1, "it is counted");
}

#[test]
fn nobody_decides_of_a_mission_of_their_own() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let rule = house.rule(VettingKind::Step, 1, "committee");
    let mission = house.reviewed(NOVEMBER, house.specialist(Some("volkov")));
    let laid = house.step("sokolov", &mission, MissionStep::LayBefore).unwrap();
    assert_eq!(house.open_duties(&laid), [("committee".to_owned(), DutyKind::Vet)]);
    let refused = house.decide("volkov", &laid, rule, true).unwrap_err();
    assert!(said(&refused).contains("You go along"), "{refused}");
}

#[test]
fn a_no_sends_it_back_and_a_change_wants_every_yes_anew() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let (step, control) =
        (house.rule(VettingKind::Step, 1, "committee"), house.rule(VettingKind::Control, 1, "control"));
    let mission = house.reviewed(NOVEMBER, house.specialist(None));
    let laid = house.step("sokolov", &mission, MissionStep::LayBefore).unwrap();
    let once = house.decide("volkov", &laid, step, true).unwrap();
    assert!(house.decide("zaitsev", &laid, control, true).is_err(), "decided of what was seen, and that has changed");
    let approved = house.decide("zaitsev", &once, control, true).unwrap();
    assert_eq!(approved.stage, MissionStage::Approved);
    let back = house.step("sokolov", &approved, MissionStep::TakeBack).unwrap();
    assert!(house.step("sokolov", &back, MissionStep::Depart).is_err());
    let again = house.step("sokolov", &back, MissionStep::LayBefore).unwrap();
    assert_eq!(again.stage, MissionStage::Vetting);
    let stopped = house.decide("zaitsev", &again, control, false).unwrap();
    assert_eq!((stopped.stage, stopped.remark.as_str()), (MissionStage::Reviewed, "because"));
    assert!(house.decide("volkov", &stopped, step, true).is_err(), "the round is over");
    assert_eq!(house.open_duties(&stopped), [("engineer".to_owned(), DutyKind::Revise)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Whatever is done with a list but leaving out, everybody who asked still asks, once.
    #[test]
    fn no_asker_is_lost_on_joining_splitting_wording_and_moving(
        sizes in prop::collection::vec(1usize..4, 1..6),
        edits in prop::collection::vec((0u8..5, 0usize..8, 0usize..8), 0..30),
    ) {
        let mut list = QuestionList::default();
        let mut n = 0;
        for size in sizes {
            n += 1;
            let askers = (0..size).map(|at| Asker {
                thing: Thing::new(Noun::Need, format!("need-{n}-{at}")),
                post: PostId::new("engineer").unwrap(),
                text: format!("question {n} of {at}"),
            });
            let id = QuestionId::from_bits(n);
            let state = QuestionState::Open;
            let (text, askers) = (format!("question {n}"), askers.collect());
            list = list.add(Question { id, text, host: None, askers, state, lookup: None }).unwrap();
        }
        let count = |list: &QuestionList| {
            let mut counts: HashMap<Asker, usize> = HashMap::new();
            for asker in list.askers() { *counts.entry(asker.clone()).or_default() += 1; }
            counts
        };
        let before = count(&list);
        for (kind, one, other) in edits {
            let id = |at: usize| list.all().get(at % list.all().len()).map(|question| question.id).unwrap();
            n += 1;
            let edited = match kind {
                0 => list.join(id(one), id(other)),
                1 => list.split(id(one), other, QuestionId::from_bits(n)),
                2 => list.reword(id(one), "in other words", None),
                3 => list.lift(id(one)),
                _ => {
                    let again = list.all()[0].askers[0].clone();
                    let state = QuestionState::Open;
                    let id = QuestionId::from_bits(n);
                    list.add(Question { id, text: "again".to_owned(), host: None, askers: vec![again], state, lookup: None })
                }
            };
            if let Ok(edited) = edited { list = edited; }
            prop_assert!(list.all().iter().all(|question| !question.askers.is_empty()));
        }
        prop_assert_eq!(count(&list), before);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Whatever is pressed in whatever order, on pages that are fresh or stale, by whomever: a mission is approved only when every
    /// decision of its round is yes, and it leaves only when it is approved.
    #[test]
    fn the_chain_is_not_walked_around(presses in prop::collection::vec((0u8..9, any::<bool>(), 0usize..3), 1..24)) {
        let house = house();
        house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
        let rules = [
            house.rule(VettingKind::Step, 1, "committee"),
            house.rule(VettingKind::Step, 2, "coordinator"),
            house.rule(VettingKind::Control, 1, "control"),
        ];
        let mut seen = vec![house.reviewed(NOVEMBER, house.specialist(None))];
        for (press, yes, page) in presses {
            // A page that was opened a while ago, or the newest.
            let page = seen[seen.len().saturating_sub(1 + page)].clone();
            let done = match press {
                0 => house.step("sokolov", &page, MissionStep::LayBefore),
                1 => house.step("sokolov", &page, MissionStep::TakeBack),
                2 => house.step("sokolov", &page, MissionStep::Depart),
                3 => house.decide("volkov", &page, rules[0], yes),
                4 => house.decide("petrova", &page, rules[1], yes),
                5 => house.decide("zaitsev", &page, rules[2], yes),
                6 => house.decide("sokolov", &page, rules[0], yes),
                7 => house.decide("volkov", &page, rules[1], yes),
                _ => house.step("smirnov", &page, MissionStep::Depart),
            };
            if press >= 6 { prop_assert!(done.is_err(), "who is not asked decides nothing"); }
            seen.extend(done.ok());
            let held = house.held(&seen[0]);
            let page = house.office.mission_page(&held.id.to_string()).unwrap();
            let all_yes = page.vetting.steps().iter().all(|step| step.state == VettingState::Yes);
            if matches!(held.stage, MissionStage::Approved | MissionStage::UnderWay) {
                prop_assert!(all_yes && page.vetting.steps().len() == 3, "{:?}", page.vetting);
            }
        }
    }
}

/// Takes each source for a work of its own.
struct Apart;

impl store::Identify for Apart {
    fn sameness(&self, _: &Record, _: &Record) -> store::Sameness {
        store::Sameness::Different
    }

    fn merge(&self, readings: &[Record]) -> store::Merged {
        store::Merged { record: readings[0].clone(), ..store::Merged::default() }
    }
}
