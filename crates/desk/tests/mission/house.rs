//! The office in which it is tested.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use desk::{
    Clerk, Failure, LookupGiven, MissionStep, Office, Officer, QuestionEdit, Turn, Wanted, clear_brief, confirm_brief,
    decide_vetting, edit_questions, lay_brief, look_up, name_members, take_mission_step, write_brief, write_mission,
};
use model::{
    Brief, BriefLine, BriefPart, Date, DutyKind, DutyState, EventKind, ExpectedBenefit, HeldLook, Host, HostId,
    HostName, Language, LanguageLevel, Level, Marking, Mission, MissionDirection, MissionEvent, MissionId,
    MissionStage, Need, NeedId, Noun, Parameter, Person, PersonId, Post, PostId, Power, Profile, ProfileId,
    QuestionList, Skill, Specialist, SpecialistId, Spoken, Stage, Standing, Subject, Tenure, Thing, Unit, UnitId, Verb,
    VettingKind, VettingRule, VettingRuleId,
};
use store::Writer;
use tempfile::TempDir;

pub const DAY: i64 = 86_400_000_000;

/// A ministry that coordinates, an institute that proposes, a committee and a control post that decide.
pub struct House {
    pub _dir: TempDir,
    pub clerk: Clerk,
    pub office: Office,
    pub ids: Arc<AtomicU64>,
    pub today: Date,
}

pub const PEOPLE: &[(&str, &str, &str, &[Power], Level)] = &[
    // Person, post, unit, powers, level.
    ("sokolov", "engineer", "institute", &[], Level::Restricted),
    ("petrova", "coordinator", "ministry", &[Power::Coordinate, Power::Administer], Level::Restricted),
    ("volkov", "committee", "ministry", &[], Level::Restricted),
    ("zaitsev", "control", "ministry", &[], Level::Restricted),
    ("smirnov", "fitter", "works", &[], Level::Internal),
];

pub fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub fn house() -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    let office = Office::create(&path, 1, "operator", 1).unwrap();
    let mail = "[mail]\nserver = \"mx.centre.example:25\"\nfrom = \"office@centre.example\"\n";
    std::fs::write(path.join("uptake.toml"), mail).unwrap();
    let clerk = Clerk::start(office, Box::new(|| {}));
    let office = Office::open(&path).unwrap();
    let mut next = 0;
    let mut key: desk::Ids = Box::new(move || {
        next += 1;
        next
    });
    desk::make_attachment_key(&office, &mut key).unwrap();
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
                        email: Some(format!("{person}@centre.example")),
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
    pub fn officer(&self, person: &str) -> Officer {
        self.office.officer(&PersonId::new(person).unwrap(), self.today).unwrap()
    }

    pub fn id(&self) -> u64 {
        self.ids.fetch_add(1, Ordering::SeqCst)
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

    /// Does the jobs that wait at a time, in microseconds since 1970.
    pub fn run_jobs(&self, now: i64) {
        let ids = Arc::clone(&self.ids);
        let mut ids: desk::Ids = Box::new(move || ids.fetch_add(1, Ordering::SeqCst));
        while desk::run_next(&self.clerk, &self.office, now, self.today, &mut ids).unwrap() {}
    }

    pub fn operator(&self, act: impl FnOnce(&mut store::Deed<'_>) -> Result<(), Failure> + Send + 'static) {
        self.clerk.write(move |writer| writer.transact("operator", 3, act)).unwrap();
    }

    pub fn need(&self, id: &str, post: &str, stage: Stage, questions: &[&str], marking: &str) {
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

    pub fn host(&self, marking: &str) -> HostId {
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

    pub fn specialist(&self, person: Option<&str>) -> SpecialistId {
        let id = SpecialistId::from_bits(self.id());
        let class = Subject::keyword("mercury rectifiers");
        let spoken = Spoken { language: Language::parse("de").unwrap(), level: LanguageLevel::C1 };
        let specialist = Specialist {
            id,
            person: person.map(|person| PersonId::new(person).unwrap()),
            name: "A. Morozova".to_owned(),
            unit: UnitId::new("institute").unwrap(),
            host: None,
            country: String::new(),
            orcid: String::new(),
            interests: Vec::new(),
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

    pub fn draft(&self, needs: &[&str], hosts: Vec<HostId>, days: (&str, &str)) -> Mission {
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
                id: None,
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

    pub fn ask(&self, mission: &Mission, wanted: Vec<Wanted>) -> Result<Mission, Failure> {
        let (id, revision) = (mission.id, mission.revision);
        let edit = QuestionEdit::Ask(wanted);
        self.act("sokolov", move |writer, turn, office| edit_questions(writer, turn, office, id, revision, &edit))
    }

    pub fn step(&self, person: &str, mission: &Mission, step: MissionStep) -> Result<Mission, Failure> {
        let (id, revision) = (mission.id, mission.revision);
        let look = self.look(mission);
        self.act(person, move |writer, turn, _| take_mission_step(writer, turn, (id, revision), &step, &look))
    }

    /// What is held now that may answer what a mission asks.
    pub fn look(&self, mission: &Mission) -> HeldLook {
        self.office.look_through(&self.list(mission)).unwrap()
    }

    pub fn still_asked(&self, mission: Mission) -> Mission {
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

    pub fn members(&self, mission: &Mission, who: &[SpecialistId]) -> Result<Mission, Failure> {
        let named: Vec<_> = who.iter().map(|id| (*id, "leads".to_owned())).collect();
        let (id, revision) = (mission.id, mission.revision);
        self.act("sokolov", move |writer, turn, _| name_members(writer, turn, id, revision, &named))
    }

    pub fn rule(&self, kind: VettingKind, place: u16, post: &str) -> VettingRuleId {
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

    pub fn decide(&self, person: &str, mission: &Mission, rule: VettingRuleId, yes: bool) -> Result<Mission, Failure> {
        let seen = (mission.id, mission.revision);
        let look = self.look(mission);
        self.act(person, move |writer, turn, _| decide_vetting(writer, turn, seen, rule, (yes, "because"), &look))
    }

    pub fn list(&self, mission: &Mission) -> QuestionList {
        self.office.questions(mission.id).unwrap()
    }

    pub fn held(&self, mission: &Mission) -> Mission {
        self.office.mission(&mission.id.to_string()).unwrap()
    }

    /// A mission that was reviewed, with a member.
    pub fn reviewed(&self, days: (&str, &str), who: SpecialistId) -> Mission {
        let mission = self.draft(&["drives"], vec![self.host("open")], days);
        let mission = self.ask(&mission, vec![of_need("drives", "Which losses have their rectifiers?")]).unwrap();
        let mission = self.step("sokolov", &mission, MissionStep::Propose).unwrap();
        let mission = self.still_asked(mission);
        let mission = self.step("petrova", &mission, MissionStep::Accept).unwrap();
        self.members(&mission, &[who]).unwrap()
    }

    /// A mission whose members have left: what stands between its review and its departure is done here, and nowhere else.
    pub fn under_way(&self, days: (&str, &str), questions: &[(&str, &str)], who: SpecialistId) -> Mission {
        let needs: Vec<&str> = questions.iter().map(|(need, _)| *need).collect();
        let mission = self.draft(&needs[..1], vec![self.host("open")], days);
        let wanted = questions.iter().map(|(need, text)| of_need(need, text)).collect();
        let mission = self.ask(&mission, wanted).unwrap();
        let mission = self.step("sokolov", &mission, MissionStep::Propose).unwrap();
        let mission = self.still_asked(mission);
        let mission = self.step("petrova", &mission, MissionStep::Accept).unwrap();
        let mission = self.members(&mission, &[who]).unwrap();
        self.confirm_brief(&mission);
        let mission = self.step("sokolov", &self.held(&mission), MissionStep::LayBefore).unwrap();
        self.step("sokolov", &mission, MissionStep::Depart).unwrap()
    }

    /// Writes the brief of a mission, in place of what stood there.
    pub fn brief(&self, mission: &Mission, lines: Vec<BriefLine>) -> Result<Brief, Failure> {
        let id = mission.id;
        let revision = self.office.brief(id).unwrap().map_or(0, |brief| brief.revision);
        self.act("sokolov", move |writer, turn, office| write_brief(writer, turn, office, (id, revision), &lines))
    }

    /// Lays the brief that stands there before who clears it, and has it cleared.
    pub fn clear(&self, mission: &Mission) -> Result<Brief, Failure> {
        let id = mission.id;
        let revision = self.office.brief(id)?.map_or(0, |brief| brief.revision);
        let laid = self.act("sokolov", move |writer, turn, office| lay_brief(writer, turn, office, (id, revision)))?;
        let clearer = laid.clearer.clone().unwrap();
        let (person, ..) = PEOPLE.iter().find(|(_, post, ..)| *post == clearer.as_str()).unwrap();
        self.act(person, move |writer, turn, office| clear_brief(writer, turn, office, (id, laid.revision), None))
    }

    /// A brief of one line, cleared, and known to everybody who goes: what stands before a departure. The mission was reviewed.
    pub fn confirm_brief(&self, mission: &Mission) -> Brief {
        let line =
            BriefLine { host: None, part: BriefPart::Told, words: "What the works makes".to_owned(), thing: None };
        self.brief(mission, vec![line]).unwrap();
        let mut brief = self.clear(mission).unwrap();
        for member in &mission.members {
            let specialist = self.office.specialist(&member.specialist.to_string()).unwrap();
            let person = specialist.person.map_or_else(|| "sokolov".to_owned(), |person| person.to_string());
            brief = self.confirm(&person, mission, brief.version, member.specialist).unwrap();
        }
        brief
    }

    pub fn confirm(
        &self,
        person: &str,
        mission: &Mission,
        version: u32,
        member: SpecialistId,
    ) -> Result<Brief, Failure> {
        let seen = (mission.id, version);
        self.act(person, move |writer, turn, office| {
            confirm_brief(writer, turn, office, seen, member, "By Sokolov, the day before")
        })
    }

    pub fn brief_duties(&self, mission: &Mission) -> Vec<(String, DutyKind)> {
        let duties = self.office.duties_about(&Thing::new(Noun::Brief, mission.id)).unwrap();
        let open = duties.into_iter().filter(|duty| duty.state == DutyState::Open);
        open.map(|duty| (duty.post.to_string(), duty.kind)).collect()
    }

    pub fn open_duties(&self, mission: &Mission) -> Vec<(String, DutyKind)> {
        let duties = self.office.duties_about(&Thing::new(Noun::Mission, mission.id)).unwrap();
        let open = duties.into_iter().filter(|duty| duty.state == DutyState::Open);
        open.map(|duty| (duty.post.to_string(), duty.kind)).collect()
    }
}

pub fn of_need(need: &str, text: &str) -> Wanted {
    Wanted { thing: Thing::new(Noun::Need, need), text: text.to_owned(), host: None }
}

pub fn said(failure: &Failure) -> String {
    failure.to_string()
}

pub const NOVEMBER: (&str, &str) = ("1957-11-04", "1957-11-12");
pub const QUESTION: &str = "Which losses have their rectifiers?";
