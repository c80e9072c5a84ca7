//! Requests for specialists and assignments, under markings.

use desk::Failure;
use model::{
    Assignment, AssignmentId, AssignmentSide, AssignmentStage, Criterion, Evaluation, Evidence, Fact, Grievance,
    GrievanceState, GrievanceTopic, HostId, Lack, LackKind, Language, LanguageLevel, Marking, PostId, Promise,
    PromiseState, SkillCheck, SkillStayed, SpecialistId, SpecialistRequest, SpecialistRequestId,
    SpecialistRequestStage, Spoken, Subject, Thing, Transfer, UnitId, Verb, Vetting, WantedSkill, month_of,
};
use store::Deed;

use crate::house::{DAY, now, today};

pub fn specialist_request(
    deed: &mut Deed<'_>,
    (id, host): (SpecialistRequestId, HostId),
    word: &str,
    stage: SpecialistRequestStage,
    marking: &str,
) -> Result<(), Failure> {
    let language = Language::parse("de").unwrap();
    let request = SpecialistRequest {
        id,
        title: format!("Somebody for {word}"),
        task: format!("To build {word} turbines"),
        unit: UnitId::new("works")?,
        post: PostId::new("engineer")?,
        officer: PostId::new("coordinator")?,
        counterpart: PostId::new("engineer")?,
        need: None,
        hosts: vec![host],
        place: format!("Hall of {word}"),
        since: today(),
        until: today().plus_days(90),
        days: 30,
        skills: vec![WantedSkill { class: Subject::keyword(format!("{word} turbine")), must: true }],
        languages: vec![Spoken { language, level: LanguageLevel::B2 }],
        leaves: format!("How {word} is cast"),
        stage,
        reason: String::new(),
        marking: Marking::parse(marking).unwrap(),
        revision: 0,
        made_at: now() - 30 * DAY,
    };
    let about = Thing::new(model::Noun::SpecialistRequest, id).to_string();
    Ok(deed.keep_specialist_request(&request, &Fact::new("operator", Verb::Registered, about))?)
}

/// An assignment to the works, with a grievance and a month of which one side spoke.
pub fn assignment(
    deed: &mut Deed<'_>,
    (id, request, specialist): (AssignmentId, SpecialistRequestId, SpecialistId),
    word: &str,
    stage: AssignmentStage,
    marking: &str,
) -> Result<(), Failure> {
    let (since, by) = (today().plus_days(-60), "engineer/engineer".to_owned());
    let begun = stage != AssignmentStage::Proposed;
    let closed = stage == AssignmentStage::Closed;
    let text = |text: &str| format!("{text} {word}");
    let check = SkillCheck {
        stayed: SkillStayed::Partly,
        evidence: Evidence::Told,
        remark: text("Some of"),
        day: today().plus_days(-5),
        by: by.clone(),
    };
    let lack = Lack { kind: LackKind::WishSkill, what: text("Without"), wanted: String::new(), held: String::new() };
    let assignment = Assignment {
        id,
        request,
        specialist,
        unit: UnitId::new("works")?,
        post: PostId::new("engineer")?,
        officer: PostId::new("coordinator")?,
        counterpart: PostId::new("engineer")?,
        since,
        until: today().plus_days(-6),
        terms: text("Half in marks for"),
        pay: None,
        needs_interpreter: false,
        interpreter: None,
        promises: vec![Promise {
            number: 1,
            text: text("A room with"),
            due: None,
            state: PromiseState::Open,
            day: None,
            remark: String::new(),
            duty: None,
        }],
        transfers: vec![Transfer { number: 1, ..Transfer::planned(&text("To cast"), "Two fitters", "") }],
        lacks: vec![lack],
        mismatch_reason: String::new(),
        conflicts: Vec::new(),
        ruling: None,
        control: Vetting::default(),
        stage,
        reason: String::new(),
        proposed_by: "coordinator/coordinator".to_owned(),
        signed_by: String::new(),
        signed: begun.then_some(since),
        arrived: begun.then_some(since),
        left: closed.then(|| today().plus_days(-6)),
        checks: if closed { vec![check] } else { Vec::new() },
        asked_again: false,
        marking: Marking::parse(marking).unwrap(),
        revision: 0,
        made_at: now() - 30 * DAY,
    };
    let fact = |verb| Fact::new("operator", verb, Thing::new(model::Noun::Assignment, id).to_string());
    deed.keep_assignment(&assignment, &fact(Verb::Suggested))?;
    if !begun {
        return Ok(());
    }
    let grievance = Grievance {
        assignment: id,
        number: 1,
        side: AssignmentSide::Guest,
        topic: GrievanceTopic::Means,
        text: text("There is no"),
        day: since,
        by: by.clone(),
        due: since.plus_days(14),
        duty: None,
        answer: String::new(),
        answered_by: String::new(),
        answered: None,
        state: GrievanceState::Open,
        outcome: String::new(),
        ended: None,
    };
    deed.keep_grievance(&grievance, &fact(Verb::Grieved))?;
    let said = Evaluation {
        assignment: id,
        month: month_of(since),
        side: AssignmentSide::Unit,
        grades: Criterion::of(AssignmentSide::Unit).map(|one| (one, 4)).collect(),
        words: text("Good with"),
        by,
        at: now(),
    };
    Ok(deed.keep_evaluation(&said, &fact(Verb::Evaluated))?)
}
