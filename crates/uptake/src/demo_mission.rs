//! The missions of the demonstration: the institute that proposed to see AEG and Siemens-Schuckert, the journey to Düsseldorf of
//! November 1957, and an invented one that is under way. Every text says what of it is a stated fact and what is invented.

use std::sync::Arc;

use desk::{Ids, LookupGiven, MissionStep, Office, Officer, QuestionEdit, Turn, Wanted};
use model::{
    Date, Event, EventKind, ExpectedBenefit, HeldLook, Host, HostContact, HostId, HostName, Language, LanguageLevel,
    Marking, Mission, MissionDirection, MissionEvent, MissionId, MissionStage, Money, NeedId, Noun, PersonId, Power,
    Skill, Specialist, SpecialistId, Spoken, Subject, SubjectScheme, Thing, UnitId, VettingKind, VettingRule,
    VettingRuleId,
};
use store::Writer;

use crate::clock::{now, random_numbers, today};
use crate::demo_story::officer;
use crate::failure::Failure;
use crate::serve::Served;
use crate::{
    demo_control_list, demo_event, demo_inspection, demo_liaison, demo_report, demo_sample, demo_specialist,
    demo_specimen,
};

/// What both missions ask of the needs: need and question.
const ASKED: &[(&str, &str)] = &[
    ("electric-locomotives", "How are the silicon rectifiers of the locomotives cooled at minus 40 degrees?"),
    ("power-rectifiers", "How are the silicon rectifiers of locomotives cooled?"),
    ("electric-locomotives", "Which automatic control holds the adhesion of the wheels?"),
    ("power-rectifiers", "From which purity of silicon on are the diodes made in series?"),
];

/// Lets it all happen.
pub fn tell(served: &Served) -> Result<(), Failure> {
    let room = Room { served };
    room.rules()?;
    let (aeg, schuckert) = (room.host(&AEG)?, room.host(&SCHUCKERT)?);
    let (scientist, engineer, interpreter) = room.roster()?;
    room.to_the_firms(aeg, schuckert, scientist)?;
    let event = demo_event::dusseldorf(&room, aeg)?;
    let mission = room.to_dusseldorf(aeg, (engineer, interpreter), &event)?;
    // Its questions are asked at the stands before they have their answers.
    demo_event::visit_dusseldorf(&room, &event, &mission, engineer)?;
    demo_report::dusseldorf(&room, &mission)?;
    demo_event::moscow(&room, schuckert)?;
    demo_sample::tell(&room, aeg)?;
    demo_specimen::tell(&room)?;
    demo_control_list::tell(&room)?;
    room.to_the_fair(aeg, scientist, engineer)?;
    demo_specialist::tell(&room)?;
    demo_inspection::tell(&room)
}

/// What is told of a firm.
struct Firm {
    name: &'static str,
    alias: &'static str,
    makes: &'static str,
    remark: &'static str,
}

const AEG: Firm = Firm {
    name: "AEG",
    alias: "Allgemeine Elektricitäts-Gesellschaft",
    makes: "Stated fact: named with Siemens as a pioneer in control systems. Invented: silicon rectifiers, drives for machine tools, \
            automatic control of locomotives.",
    remark: "Stated fact: an electrotechnical institute proposed a commission to see the firm. Invented: town and contact.",
};

const SCHUCKERT: Firm = Firm {
    name: "Siemens-Schuckert",
    alias: "Siemens-Schuckertwerke",
    makes: "Stated fact: electric locomotives, sold until spring 1963. Invented: rectifiers for traction, silicon diodes, cooling by oil.",
    remark: "Stated fact: in spring 1963 the firm would not go on with electric locomotives and named the embargo. Invented: town and contact.",
};

/// The room of missions of a demonstration in which somebody does something.
pub struct Room<'a> {
    /// The office that is shown.
    pub served: &'a Served,
}

impl Room<'_> {
    /// Somebody does something so many days ago.
    pub fn act<T: Send + 'static>(
        &self,
        who: &str,
        days_ago: i64,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>, &Office) -> Result<T, desk::Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let officer: Arc<Officer> = officer(self.served, who)?;
        let mut ids = Box::new(random_numbers()?) as Ids;
        let office = self.served.office.seen_by(&officer.scope);
        let work = office.configuration().work();
        let at = now() - days_ago * crate::demo_story::DAY_MICROS;
        let day = today().plus_days(-days_ago);
        Ok(self.served.clerk.write(move |writer| {
            let mut turn = Turn { officer: &officer, now: at, today: day, work, ids: &mut ids };
            act(writer, &mut turn, &office)
        })?)
    }

    /// A number that nothing has.
    pub fn id(&self) -> Result<u64, Failure> {
        Ok(random_numbers()?())
    }

    /// Who says whether a mission may go: two posts one after the other, and a control case for one country.
    fn rules(&self) -> Result<(), Failure> {
        let rule = |kind, place, post: &str, country: Option<&str>, note: &str| -> Result<VettingRule, Failure> {
            Ok(VettingRule {
                id: VettingRuleId::from_bits(self.id()?),
                kind,
                place,
                post: model::PostId::new(post)?,
                level: None,
                country: country.map(str::to_owned),
                host: None,
                class: None,
                note: note.to_owned(),
            })
        };
        let rules = [
            rule(
                VettingKind::Step,
                1,
                "electrical-coordinator",
                None,
                "Invented: is everybody who goes needed there?",
            )?,
            rule(
                VettingKind::Step,
                2,
                "chief-coordinator",
                None,
                "Stated fact: nobody is sent unless a clear benefit is seen.",
            )?,
            rule(
                VettingKind::Control,
                1,
                "chief-coordinator",
                Some("DE"),
                "Invented: which goods of the firm are under embargo, and may they be asked about?",
            )?,
        ];
        for rule in rules {
            self.act("gromov", 90, move |writer, turn, _| desk::keep_vetting_rule(writer, turn, &rule).map(|_| ()))?;
        }
        Ok(())
    }

    fn host(&self, firm: &Firm) -> Result<HostId, Failure> {
        let id = HostId::from_bits(self.id()?);
        let german = Language::parse("de");
        let contact = HostContact {
            name: "Dr. K. Lindner (invented)".to_owned(),
            position: "Head of the trial field".to_owned(),
            languages: Language::parse("de").into_iter().chain(Language::parse("en")).collect(),
            reach: "Invented: by the embassy".to_owned(),
        };
        let post = self.officer_post("karpova")?;
        let host = Host {
            id,
            names: vec![HostName { text: firm.name.to_owned(), language: german.clone() }],
            aliases: vec![firm.alias.to_owned()],
            country: "DE".to_owned(),
            place: String::new(),
            languages: german.into_iter().collect(),
            makes: firm.makes.to_owned(),
            classes: vec![Subject::coded(SubjectScheme::Ipc, "H02M")],
            address: String::new(),
            contacts: vec![contact],
            remark: firm.remark.to_owned(),
            post,
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        };
        self.act("karpova", 80, move |writer, turn, _| desk::keep_host(writer, turn, host, true).map(|_| ()))?;
        Ok(id)
    }

    /// The first post of somebody that administers nothing.
    pub fn officer_post(&self, who: &str) -> Result<model::PostId, Failure> {
        let officer = officer(self.served, who)?;
        let first = officer.posts.iter().find(|(post, _)| !post.powers.contains(&Power::Administer));
        first.map(|(post, _)| post.id.clone()).ok_or_else(|| Failure::refused(format!("{who} holds no post")))
    }

    /// Three invented specialists: a scientist and an engineer of the office, and an interpreter.
    fn roster(&self) -> Result<(SpecialistId, SpecialistId, SpecialistId), Failure> {
        let someone = |name: &str, unit: &str, person: Option<&str>, skill: &str, german: Option<LanguageLevel>| {
            let languages = german.zip(Language::parse("de")).map(|(level, language)| Spoken { language, level });
            Ok::<_, Failure>(Specialist {
                id: SpecialistId::from_bits(self.id()?),
                person: person.map(PersonId::new).transpose()?,
                name: name.to_owned(),
                unit: UnitId::new(unit)?,
                host: None,
                country: String::new(),
                orcid: String::new(),
                interests: Vec::new(),
                skills: vec![Skill { class: Subject::keyword(skill), evidence: Vec::new() }],
                languages: languages.into_iter().collect(),
                away: Vec::new(),
                remark: "Invented for the demonstration.".to_owned(),
                marking: Marking::default(),
                revision: 0,
                made_at: 0,
            })
        };
        let all = [
            someone(
                "A. Karpova (invented)",
                "lenin-institute",
                Some("karpova"),
                "silicon diodes and their cooling",
                Some(LanguageLevel::B1),
            )?,
            someone(
                "P. Sokolov (invented)",
                "locomotive-works",
                Some("sokolov"),
                "automatic control of locomotives, cooling of rectifiers",
                None,
            )?,
            someone("E. Weber (invented)", "lenin-institute", None, "technical German", Some(LanguageLevel::C2))?,
        ];
        let ids = (all[0].id, all[1].id, all[2].id);
        for one in all {
            self.act("orlova", 85, move |writer, turn, _| desk::keep_specialist(writer, turn, one, true).map(|_| ()))?;
        }
        Ok(ids)
    }

    fn draft(&self, who: &str, title: &str, purpose: &str) -> Result<Mission, Failure> {
        let needs = ["electric-locomotives", "power-rectifiers"];
        let needs: Vec<NeedId> = needs.iter().map(|need| NeedId::new(need)).collect::<Result<_, _>>()?;
        let benefit = ExpectedBenefit {
            need: needs[1].clone(),
            parameter: "Forward current of a diode".to_owned(),
            measure: String::new(),
            now: None,
            wanted: None,
            expected: "150".to_owned(),
        };
        Ok(Mission {
            id: MissionId::from_bits(self.id()?),
            direction: MissionDirection::Out,
            title: title.to_owned(),
            purpose: purpose.to_owned(),
            post: self.officer_post(who)?,
            unit: UnitId::new("gknt")?,
            stage: MissionStage::Draft,
            needs,
            hosts: Vec::new(),
            event: None,
            since: today().plus_days(70),
            until: today().plus_days(80),
            place: String::new(),
            country: Some("DE".to_owned()),
            members: Vec::new(),
            benefits: vec![benefit],
            benefit: String::new(),
            plan: "Invented: the first day at the stands or in the works, the second with the designers, the third for writing down."
                .to_owned(),
            recipients: vec![Thing::new(Noun::Unit, "viniti"), Thing::new(Noun::Unit, "locomotive-works")],
            budget: Money::parse("4800 DEM").ok(),
            remark: String::new(),
            round: 0,
            report_due: None,
            report: None,
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        })
    }

    /// Writes a mission and draws its questions.
    fn written(&self, who: &str, days_ago: i64, mission: Mission) -> Result<Mission, Failure> {
        let mission =
            self.act(who, days_ago, move |writer, turn, _| desk::write_mission(writer, turn, mission, None))?;
        let host = mission.hosts.first().copied();
        let wanted = ASKED.iter().map(|(need, text)| Wanted {
            thing: Thing::new(Noun::Need, need),
            text: (*text).to_owned(),
            host,
        });
        let (edit, id) = (QuestionEdit::Ask(wanted.collect()), mission.id);
        self.act(who, days_ago, move |writer, turn, office| {
            desk::edit_questions(writer, turn, office, id, mission.revision, &edit)
        })
    }

    fn step(&self, who: &str, days_ago: i64, mission: &Mission, step: MissionStep) -> Result<Mission, Failure> {
        let seen = (mission.id, mission.revision);
        let look = self.look(who, mission)?;
        self.act(who, days_ago, move |writer, turn, _| desk::take_mission_step(writer, turn, seen, &step, &look))
    }

    /// What somebody sees of what is held that may answer what a mission asks.
    fn look(&self, who: &str, mission: &Mission) -> Result<HeldLook, Failure> {
        let office = self.served.office.seen_by(&officer(self.served, who)?.scope);
        Ok(office.look_through(&office.questions(mission.id)?)?)
    }

    fn members(
        &self,
        who: &str,
        days_ago: i64,
        mission: &Mission,
        named: Vec<(SpecialistId, String)>,
    ) -> Result<Mission, Failure> {
        let (id, revision) = (mission.id, mission.revision);
        self.act(who, days_ago, move |writer, turn, _| desk::name_members(writer, turn, id, revision, &named))
    }

    /// It waits for its reviewer: whether it took place is not stated.
    fn to_the_firms(&self, aeg: HostId, schuckert: HostId, scientist: SpecialistId) -> Result<(), Failure> {
        let purpose = "Stated fact: the electrotechnical institute proposed to send specialists to AEG and Siemens-Schuckert, to make them \
                       familiar with the firms; whether they went is not stated.\nInvented: days, members, questions, what it shall bring, \
                       and its budget.";
        let draft = self.draft("karpova", "To see AEG and Siemens-Schuckert", purpose)?;
        let mission = self.written("karpova", 6, Mission { hosts: vec![aeg, schuckert], ..draft })?;
        let named = vec![(scientist, "Invented: looks at diodes".to_owned())];
        let mission = self.members("karpova", 5, &mission, named)?;
        self.step("karpova", 4, &mission, MissionStep::Propose)?;
        Ok(())
    }

    /// It took place, and its report was cut into records.
    fn to_dusseldorf(
        &self,
        aeg: HostId,
        (engineer, interpreter): (SpecialistId, SpecialistId),
        event: &Event,
    ) -> Result<Mission, Failure> {
        let purpose = "Stated fact: in November 1957 specialists went to the international congress and exhibition in Düsseldorf and on to \
                       production units, for the automation of machine building; a detailed report went to the Central Committee, and \
                       the interest lay with Siemens and AEG.\nInvented: who proposed it, the days, its members, questions and budget.";
        // One of the office's own: its name and its days are taken from there.
        let event = MissionEvent {
            id: Some(event.id),
            name: String::new(),
            kind: event.kind,
            place: String::new(),
            since: None,
            until: None,
        };
        let day = |day| Date::new(1957, 11, day).unwrap_or_else(today);
        let draft = self.draft("sokolov", "Düsseldorf, November 1957", purpose)?;
        let mission = Mission {
            hosts: vec![aeg],
            event: Some(event),
            since: day(4),
            until: day(15),
            place: "Düsseldorf".to_owned(),
            ..draft
        };
        let named = vec![
            (engineer, "Invented: looks at controls".to_owned()),
            (interpreter, "Invented: interprets".to_owned()),
        ];
        self.sent("sokolov", 60, mission, named, true)
    }

    /// It is under way: two of its members write answers, and once both at the same time.
    fn to_the_fair(&self, aeg: HostId, scientist: SpecialistId, engineer: SpecialistId) -> Result<(), Failure> {
        let purpose = "Invented from the first word to the last: a fair at which drives and their rectifiers are shown, so that the page for \
                       those who travel can be tried.";
        let event = MissionEvent {
            id: None,
            name: "Spring fair (invented)".to_owned(),
            kind: EventKind::Fair,
            place: "Hanover".to_owned(),
            since: None,
            until: None,
        };
        let draft = self.draft("karpova", "To the spring fair", purpose)?;
        let mission = Mission {
            hosts: vec![aeg],
            event: Some(event),
            since: today().plus_days(-2),
            until: today().plus_days(4),
            place: "Hanover".to_owned(),
            ..draft
        };
        let named = vec![
            (scientist, "Invented: asks about diodes".to_owned()),
            (engineer, "Invented: asks about controls".to_owned()),
        ];
        let mission = self.sent("karpova", 14, mission, named, false)?;
        demo_report::fair(self, &mission)
    }

    /// Takes a mission from its draft, so many days ago, to its departure; by the embassy, where that arranges it.
    fn sent(
        &self,
        who: &str,
        days_ago: i64,
        mission: Mission,
        named: Vec<(SpecialistId, String)>,
        arranges: bool,
    ) -> Result<Mission, Failure> {
        let mission = self.written(who, days_ago, mission)?;
        let mut mission = self.step(who, days_ago - 1, &mission, MissionStep::Propose)?;
        for question in self.served.office.questions(mission.id)?.all() {
            let (seen, question) = ((mission.id, mission.revision), question.id);
            let given = LookupGiven::StillAsked("Invented: the catalogues show it from outside only.".to_owned());
            mission = self.act("orlova", days_ago - 2, move |writer, turn, office| {
                desk::look_up(writer, turn, office, seen, question, &given)
            })?;
        }
        let mission = self.step("orlova", days_ago - 3, &mission, MissionStep::Accept)?;
        let mission = self.members(who, days_ago - 4, &mission, named)?;
        if arranges {
            demo_liaison::arrange(self, &mission)?;
        }
        let mut mission = self.step(who, days_ago - 5, &mission, MissionStep::LayBefore)?;
        // Each decides in turn, until all have.
        while mission.stage == MissionStage::Vetting {
            let page = self.served.office.mission_page(&mission.id.to_string())?;
            let asked = page.vetting.steps().iter().find(|step| step.state == model::VettingState::Open).cloned();
            let Some(asked) = asked else { break };
            let who = if asked.post.as_str() == "electrical-coordinator" { "orlova" } else { "belov" };
            let (seen, look) = ((mission.id, mission.revision), self.look(who, &mission)?);
            mission = self.act(who, days_ago - 6, move |writer, turn, _| {
                let said = (true, "Invented: the benefit is plain.");
                desk::decide_vetting(writer, turn, seen, asked.rule, said, &look)
            })?;
        }
        demo_liaison::brief(self, who, days_ago - 7, &mission)?;
        self.step(who, days_ago - 10, &mission, MissionStep::Depart)
    }
}
