//! The guests of the demonstration: the brigade of town planners of 1930, told from the sources, and an invented guest of today. Every text
//! says what of it is a stated fact and what is invented; whoever of the brigade the sources do not name is called invented.

use desk::{AssignmentGiven, AssignmentStep, SpecialistRequestStep};
use model::{
    Assignment, AssignmentId, AssignmentSide, AssignmentStage, Criterion, Date, Evaluation, Evidence, Fact, Grievance,
    GrievanceState, GrievanceTopic, Lack, LackKind, Language, LanguageLevel, Marking, Noun, PostId, Promise,
    PromiseState, Released, Skill, SkillCheck, SkillStayed, Specialist, SpecialistId, SpecialistRequest,
    SpecialistRequestId, SpecialistRequestStage, Spoken, Subject, Thing, Transfer, UnitId, Verb, Vetting, VettingState,
    WantedSkill, month_of,
};

use crate::clock::{now, today};
use crate::demo_mission::Room;
use crate::failure::Failure;

/// The works that asks, and those above it.
const UNITS: [&str; 3] = ["locomotive-works", "electrical-industry", "council"];

/// Who asks, who looks for somebody, who works beside the guest, who signs, who decides for control.
const ASKS: (&str, &str) = ("sokolov", "traction-engineer");
const OFFICER: (&str, &str) = ("orlova", "electrical-coordinator");
const COUNTERPART: (&str, &str) = ("karpova", "converter-scientist");
const SIGNS: &str = "zaitseva";
const CONTROL: &str = "belov";

fn day(year: i32, month: u8, day: u8) -> Date {
    Date::new(year, month, day).unwrap_or_else(today)
}

fn spoken(language: &str, level: LanguageLevel) -> Option<Spoken> {
    Language::parse(language).map(|language| Spoken { language, level })
}

fn promise(text: &str, state: PromiseState, on: Option<Date>, remark: &str) -> Promise {
    let (text, remark) = (text.to_owned(), remark.to_owned());
    Promise { number: 0, text, due: None, state, day: on, remark, duty: None }
}

/// Lets it all happen.
pub fn tell(room: &Room<'_>) -> Result<(), Failure> {
    let may = room.guest(
        "Ernst May",
        &["town planning", "plans of districts and dwellings"],
        &[("de", LanguageLevel::C2)],
        "Stated fact: architect and town planner, known for Frankfurt am Main. From 1930 he led a team of 17 specialists which planned 20 \
         towns in a short time; in 1931 detailed plans for six were drawn on site between Novosibirsk and Kuznetsk. He and many of his \
         team left after three years; budgets had been cut, and there were few results.\nInvented: what the roster says of his languages.",
    )?;
    room.guest(
        "K. Brandt, surveyor of the brigade (invented)",
        &["survey of building land"],
        &[("de", LanguageLevel::C2), ("ru", LanguageLevel::A2)],
        "Invented: the sources give the number of the team, 17, and not its names.",
    )?;
    let roads = room.guest(
        "L. Hoffmann, planner of roads of the brigade (invented)",
        &["roads and drains of settlements"],
        &[("de", LanguageLevel::C2), ("ru", LanguageLevel::B2)],
        "Invented: the sources give the number of the team, 17, and not its names.",
    )?;
    room.six_towns(may)?;
    room.roads(roads)?;
    room.waits()
}

impl Room<'_> {
    fn guest(
        &self,
        name: &str,
        skills: &[&str],
        languages: &[(&str, LanguageLevel)],
        remark: &str,
    ) -> Result<SpecialistId, Failure> {
        let skill = |term: &&str| Skill { class: Subject::keyword(*term), evidence: Vec::new() };
        let one = Specialist {
            id: SpecialistId::from_bits(self.id()?),
            person: None,
            name: name.to_owned(),
            unit: UnitId::new("locomotive-works")?,
            host: None,
            country: "DE".to_owned(),
            orcid: String::new(),
            interests: Vec::new(),
            skills: skills.iter().map(skill).collect(),
            languages: languages.iter().filter_map(|(language, level)| spoken(language, *level)).collect(),
            away: Vec::new(),
            remark: remark.to_owned(),
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        };
        let id = one.id;
        self.act(OFFICER.0, 84, move |writer, turn, _| desk::keep_specialist(writer, turn, one, true).map(|_| ()))?;
        Ok(id)
    }

    fn request(&self, title: &str, task: &str, days: (Date, Date), skill: &str) -> Result<SpecialistRequest, Failure> {
        let whole = days.1.days_since(days.0) + 1;
        Ok(SpecialistRequest {
            id: SpecialistRequestId::from_bits(self.id()?),
            title: title.to_owned(),
            task: task.to_owned(),
            unit: UnitId::new("locomotive-works")?,
            post: PostId::new(ASKS.1)?,
            officer: PostId::new(OFFICER.1)?,
            counterpart: PostId::new(COUNTERPART.1)?,
            need: None,
            hosts: Vec::new(),
            place: String::new(),
            since: days.0,
            until: days.1,
            days: u32::try_from(whole).unwrap_or(1),
            skills: vec![WantedSkill { class: Subject::keyword(skill), must: true }],
            languages: spoken("ru", LanguageLevel::B1).into_iter().collect(),
            leaves: "Invented: how a district is laid out, by two draughtsmen of the works.".to_owned(),
            stage: SpecialistRequestStage::Draft,
            reason: String::new(),
            marking: Marking::default(),
            revision: 0,
            made_at: now(),
        })
    }

    fn opened(&self, request: SpecialistRequest, days_ago: i64) -> Result<SpecialistRequest, Failure> {
        self.act(ASKS.0, days_ago, move |writer, turn, office| {
            let draft = desk::write_specialist_request(writer, turn, request, true)?;
            let seen = (draft.id, draft.revision);
            desk::take_specialist_request_step(writer, turn, office, seen, &SpecialistRequestStep::Open)
        })
    }

    /// What is over for long was not done in this office: it is written down as it ended.
    fn six_towns(&self, may: SpecialistId) -> Result<(), Failure> {
        let days = (day(1931, 1, 10), day(1931, 12, 31));
        let request = SpecialistRequest {
            stage: SpecialistRequestStage::Filled,
            place: "Between Novosibirsk and Kuznetsk (stated fact)".to_owned(),
            ..self.request(
                "Plans of six towns on the spot (stated fact)",
                "Stated fact: in 1931 detailed plans for six towns were drawn on site. Invented: the days, and that a works of this office asked.",
                days,
                "town planning",
            )?
        };
        let released = UNITS.iter().map(|unit| Ok(Released::Exactly(UnitId::new(unit)?)));
        let released: std::collections::BTreeSet<Released> = released.collect::<Result<_, model::Refusal>>()?;
        let lack = Lack {
            kind: LackKind::Language,
            what: "ru".to_owned(),
            wanted: LanguageLevel::B1.word().to_owned(),
            held: String::new(),
        };
        let (asks, officer) = (format!("{}/{}", ASKS.1, ASKS.0), format!("{}/{}", OFFICER.1, OFFICER.0));
        let counterpart = format!("{}/{}", COUNTERPART.1, COUNTERPART.0);
        let check = |stayed, on: Date, remark: &str| SkillCheck {
            stayed,
            evidence: Evidence::Document,
            remark: remark.to_owned(),
            day: on,
            by: counterpart.clone(),
        };
        let shown = Transfer {
            evidence: Some(Evidence::Document),
            day: Some(day(1931, 11, 20)),
            note: "Invented: the plan of one district lies in the archive.".to_owned(),
            by: counterpart.clone(),
            ..Transfer::planned("To lay out a district (invented)", "Two draughtsmen (invented)", "A plan of their own")
        };
        let assignment = Assignment {
            id: AssignmentId::from_bits(self.id()?),
            request: request.id,
            specialist: may,
            unit: request.unit.clone(),
            post: request.post.clone(),
            officer: request.officer.clone(),
            counterpart: request.counterpart.clone(),
            since: days.0,
            until: days.1,
            terms: "Invented: the terms are not given by the sources.".to_owned(),
            pay: None,
            needs_interpreter: true,
            interpreter: None,
            promises: vec![
                promise(
                    "Money for the buildings that are planned (stated fact)",
                    PromiseState::Unmet,
                    Some(day(1931, 9, 1)),
                    "Stated fact: budgets were cut.",
                ),
                promise(
                    "An interpreter on the site (invented)",
                    PromiseState::Unmet,
                    Some(day(1931, 3, 1)),
                    "Invented: one for the whole brigade.",
                ),
            ],
            transfers: vec![shown],
            lacks: vec![lack],
            mismatch_reason: "Invented: nobody else has planned so many towns in so short a time.".to_owned(),
            conflicts: Vec::new(),
            ruling: None,
            control: Vetting::default(),
            stage: AssignmentStage::Closed,
            reason: String::new(),
            proposed_by: officer.clone(),
            signed_by: asks.clone(),
            signed: Some(day(1930, 12, 1)),
            arrived: Some(days.0),
            left: Some(days.1),
            checks: vec![
                check(SkillStayed::Partly, day(1932, 1, 10), "Invented: the plans stayed, and few could read them."),
                check(
                    SkillStayed::Lost,
                    day(1933, 1, 10),
                    "Stated fact: few results. Invented: who had worked with them was elsewhere.",
                ),
            ],
            asked_again: true,
            marking: Marking { release: [released].into_iter().collect(), ..Marking::default() },
            revision: 0,
            made_at: now(),
        }
        .tidied()?;
        let id = assignment.id;
        let grievance = Grievance {
            assignment: id,
            number: 1,
            side: AssignmentSide::Guest,
            topic: GrievanceTopic::Means,
            text: "Stated fact: budgets were cut. Invented: what is planned is not built, and the brigade plans the next town.".to_owned(),
            day: day(1931, 9, 1),
            by: officer.clone(),
            due: day(1931, 9, 15),
            duty: None,
            answer: "Invented: the funds of the year are spent.".to_owned(),
            answered_by: asks,
            answered: Some(day(1931, 9, 14)),
            state: GrievanceState::Unsettled,
            outcome: "Invented: nothing changed by the end of the year.".to_owned(),
            ended: Some(day(1931, 12, 1)),
        };
        let said = |side, grade, words: &str, by: &str| Evaluation {
            assignment: id,
            month: month_of(day(1931, 10, 1)),
            side,
            grades: Criterion::of(side).map(|one| (one, grade)).collect(),
            words: words.to_owned(),
            by: by.to_owned(),
            at: now(),
        };
        let both = [
            said(AssignmentSide::Unit, 4, "Invented: quick, and alone with the plans.", &counterpart),
            said(
                AssignmentSide::Guest,
                2,
                "Invented: there is neither money nor anybody to explain the plans to.",
                &officer,
            ),
        ];
        let fact = move |verb, thing: Thing| Fact::new("operator", verb, thing.to_string());
        Ok(self.served.clerk.write(move |writer| {
            writer.transact("operator", now(), |deed| -> Result<(), desk::Failure> {
                let about = Thing::new(Noun::SpecialistRequest, request.id);
                deed.keep_specialist_request(&request, &fact(Verb::Registered, about))?;
                let about = || Thing::new(Noun::Assignment, id);
                deed.keep_assignment(&assignment, &fact(Verb::Registered, about()))?;
                deed.keep_grievance(&grievance, &fact(Verb::Grieved, about()))?;
                for one in &both {
                    deed.keep_evaluation(one, &fact(Verb::Evaluated, about()))?;
                }
                Ok(())
            })
        })?)
    }

    /// An invented guest of today, well matched, with a grievance that was settled.
    fn roads(&self, who: SpecialistId) -> Result<(), Failure> {
        let (since, until) = (today().plus_days(-70), today().plus_days(40));
        let request = self.request(
            "Roads and drains of the settlement (invented)",
            "Invented: the roads of the settlement of the works are to be laid before the winter.",
            (since, until),
            "roads and drains of settlements",
        )?;
        let request = self.opened(request, 80)?;
        let given = AssignmentGiven {
            specialist: who,
            since,
            until,
            terms: "Invented: half of the pay in marks.".to_owned(),
            pay: model::Money::parse("600 RUB").ok(),
            needs_interpreter: false,
            interpreter: None,
            promises: vec![promise("A room with a stove (invented)", PromiseState::Open, None, "")],
            transfers: vec![Transfer::planned(
                "To level a road (invented)",
                "Three foremen (invented)",
                "A road of their own",
            )],
            marking: Marking::default(),
        };
        let (id, seen) = (AssignmentId::from_bits(self.id()?), (request.id, request.revision));
        let mut one = self.act(OFFICER.0, 78, move |writer, turn, office| {
            desk::propose_assignment(writer, turn, office, seen, id, given)
        })?;
        // Whoever comes from outside is asked about.
        let open = |one: &Assignment| {
            one.control.steps().iter().find(|step| step.state == VettingState::Open).map(|step| step.rule)
        };
        while let Some(rule) = open(&one) {
            let seen = (one.id, one.revision);
            one = self.act(CONTROL, 77, move |writer, turn, _| {
                desk::decide_assignment_control(writer, turn, seen, rule, true, "")
            })?;
        }
        let seen = (one.id, one.revision);
        let one = self.act(SIGNS, 75, move |writer, turn, office| {
            let step = AssignmentStep::Sign("Invented: the winter comes soon.".to_owned());
            desk::take_assignment_step(writer, turn, office, seen, &step)
        })?;
        let seen = (one.id, one.revision);
        let one = self.act(OFFICER.0, 69, move |writer, turn, office| {
            desk::take_assignment_step(writer, turn, office, seen, &AssignmentStep::Arrive(since))
        })?;
        let seen = (one.id, one.revision);
        self.act(ASKS.0, 60, move |writer, turn, _| {
            let kept = (PromiseState::Met, turn.today);
            desk::keep_promise(writer, turn, seen, 1, kept, "").map(|_| ())
        })?;
        self.act(OFFICER.0, 50, move |writer, turn, _| {
            let text = "Invented: there is one level for three sites.";
            desk::lay_grievance(writer, turn, (id, 1), AssignmentSide::Guest, GrievanceTopic::Means, text).map(|_| ())
        })?;
        self.act(ASKS.0, 45, move |writer, turn, _| {
            desk::answer_grievance(writer, turn, (id, 1), "Invented: a second one was lent by the institute.")
                .map(|_| ())
        })?;
        self.act(OFFICER.0, 40, move |writer, turn, _| {
            desk::end_grievance(writer, turn, (id, 1), true, "Invented: it works.").map(|_| ())
        })
    }

    /// A request for which somebody is looked for: of three who could come, none has everything.
    fn waits(&self) -> Result<(), Failure> {
        let request = self.request(
            "Dwellings for the foundry (invented)",
            "Invented: forty dwellings beside the foundry, with what stands there already.",
            (today().plus_days(60), today().plus_days(240)),
            "town planning",
        )?;
        self.opened(request, 20)?;
        Ok(())
    }
}
