//! Inspections in the office of these tests: a programme that is drawn, the visit to a claim with a note and a photograph, and a finding.

use desk::Failure;
use model::{
    Adoption, AdoptionId, AttachmentId, CheckExpects, CheckQuestion, Date, EditId, EvidenceClass, Finding, FindingAct,
    FindingId, FindingState, FindingStep, FrameLine, Inspection, InspectionId, InspectionScope, InspectionState,
    Marking, Noun, PersonId, PostId, RiskGround, RiskWeights, Rung, RungReached, SeedBasis, Severity, SiteVisit,
    StratifiedBy, Technology, TechnologyId, Thing, UnitId, Verb, VisitId, VisitNote, VisitPhoto, VisitState,
};
use store::{Deed, HeldPhoto};

/// What a photograph is called, of whichever visit.
pub const PHOTO: u128 = 7;

/// The names of what belongs to one inspection.
#[derive(Clone, Copy)]
pub struct Named {
    pub technology: TechnologyId,
    pub adoption: AdoptionId,
    pub inspection: InspectionId,
    pub visit: VisitId,
    pub finding: FindingId,
}

/// When it is, and which posts have a part in it.
#[derive(Clone, Copy)]
pub struct Scene {
    /// Now, in microseconds since 1970.
    pub now: i64,
    pub today: Date,
    pub unit: &'static str,
    pub owner: &'static str,
    pub inspector: &'static str,
    pub leader: &'static str,
}

const DAY: i64 = 86_400_000_000;

fn claim(
    deed: &mut Deed<'_>,
    (named, scene): (Named, Scene),
    word: &str,
    marking: &Marking,
) -> Result<Adoption, Failure> {
    let technology = Technology {
        id: named.technology,
        name: format!("Turbines by {word}"),
        statement: String::new(),
        classes: Vec::new(),
        origins: Vec::new(),
        marking: marking.clone(),
        invented: true,
        revision: 0,
        made_at: scene.now - 40 * DAY,
    };
    let fact = deed.fact(Verb::Registered, Thing::new(Noun::Technology, technology.id));
    deed.keep_technology(&technology, &fact)?;
    let reached = RungReached {
        rung: Rung::Production,
        on: scene.today.plus_days(-30),
        class: EvidenceClass::Told,
        evidence: Vec::new(),
        remark: format!("Runs with {word}"),
        by: PostId::new(scene.owner)?,
    };
    let adoption = Adoption {
        id: named.adoption,
        technology: named.technology,
        unit: UnitId::new(scene.unit)?,
        post: PostId::new(scene.owner)?,
        need: None,
        from: None,
        output: String::new(),
        measure: String::new(),
        remark: String::new(),
        reached: vec![reached],
        past: Vec::new(),
        end: None,
        marking: marking.clone(),
        invented: true,
        revision: 0,
        made_at: scene.now - 40 * DAY,
    };
    let fact = deed.fact(Verb::TookUp, Thing::new(Noun::Adoption, adoption.id));
    deed.keep_adoption(&adoption, &fact)?;
    Ok(adoption)
}

/// A programme with a visit that is under way and a finding.
pub fn inspection(
    deed: &mut Deed<'_>,
    (named, scene): (Named, Scene),
    word: &str,
    marking: &str,
) -> Result<(), Failure> {
    let marking = Marking::parse(marking).unwrap();
    let adoption = claim(deed, (named, scene), word, &marking)?;
    let seed = format!("{word} seed");
    let line = FrameLine {
        adoption: adoption.id,
        technology: adoption.technology,
        unit: adoption.unit.clone(),
        rung: Rung::Production,
        class: EvidenceClass::Told,
        since: scene.today.plus_days(-30),
        grounds: vec![RiskGround::Told],
        weight: 4,
        stratum: "medium".to_owned(),
    };
    let question = |expects| CheckQuestion { text: format!("Where is the {word}?"), expects, rung: None };
    let programme = Inspection {
        id: named.inspection,
        title: format!("Programme of {word}"),
        purpose: format!("To see {word}"),
        post: PostId::new(scene.leader)?,
        scope: InspectionScope { units: vec![], technologies: vec![], rung: Rung::Pilot, class: EvidenceClass::Told },
        since: scene.today.plus_days(-9),
        until: scene.today.plus_days(20),
        visits: 1,
        weights: RiskWeights::default(),
        by: StratifiedBy::Risk,
        basis: SeedBasis::Committed,
        source: String::new(),
        seed_hash: measure::seed_hash(&seed),
        seed,
        questions: vec![question(CheckExpects::YesNo), question(CheckExpects::Photo)],
        n_claims: 1,
        frame_hash: measure::frame_hash(&desk::framed(std::slice::from_ref(&line))),
        fixed: Some(scene.today.plus_days(-10)),
        state: InspectionState::UnderWay,
        report: String::new(),
        marking,
        invented: true,
        revision: 3,
        made_at: scene.now - 12 * DAY,
    };
    let fact = deed.fact(Verb::Drew, Thing::new(Noun::Inspection, programme.id));
    deed.keep_inspection(&programme, &fact)?;
    deed.keep_frame(programme.id, std::slice::from_ref(&line))?;
    visit(deed, (named, scene), word, &line)?;
    let step = FindingStep {
        act: FindingAct::Raised,
        words: format!("No {word}"),
        evidence: vec![Thing::new(Noun::Adoption, adoption.id)],
        by: "engineer/vera".to_owned(),
        person: PersonId::new("vera")?,
        at: scene.now,
    };
    let finding = Finding {
        id: named.finding,
        visit: named.visit,
        text: format!("The {word} is not there"),
        severity: Severity::Major,
        action: format!("Bring the {word}"),
        owner: PostId::new(scene.owner)?,
        due: scene.today.plus_days(9),
        state: FindingState::Open,
        steps: vec![step],
        revision: 0,
    };
    let fact = deed.fact(Verb::Found, Thing::new(Noun::Finding, finding.id));
    Ok(deed.keep_finding(&finding, &fact)?)
}

fn visit(deed: &mut Deed<'_>, (named, scene): (Named, Scene), word: &str, line: &FrameLine) -> Result<(), Failure> {
    let visit = SiteVisit {
        id: named.visit,
        inspection: named.inspection,
        adoption: line.adoption,
        technology: line.technology,
        unit: line.unit.clone(),
        owner: PostId::new(scene.owner)?,
        rung: line.rung,
        class: line.class,
        stratum: line.stratum.clone(),
        inspector: Some(PostId::new(scene.inspector)?),
        due: scene.today.plus_days(20),
        state: VisitState::Assigned,
        verdict: None,
        found: None,
        words: String::new(),
        on: None,
        by: String::new(),
        at: None,
        answer: String::new(),
        answered_by: String::new(),
        revision: 1,
    };
    let fact = deed.fact(Verb::Assigned, Thing::new(Noun::Visit, visit.id));
    deed.keep_site_visit(&visit, &fact)?;
    let note = VisitNote {
        id: EditId::from_bits(PHOTO + 1),
        question: 1,
        value: format!("In the {word} hall"),
        made_at: scene.now,
        by: "head/vera".to_owned(),
    };
    deed.keep_visit_note(visit.id, &note)?;
    let photo = VisitPhoto {
        id: EditId::from_bits(PHOTO),
        question: 2,
        name: format!("{word}.jpg"),
        n_bytes: 3,
        taken: "1962-03-01T09:00:00Z".to_owned(),
        place: String::new(),
        seal: String::new(),
        by: "head/vera".to_owned(),
        at: scene.now,
    };
    deed.keep_visit_photo(visit.id, AttachmentId::from_bits(visit.id.bits()), &HeldPhoto { photo, digest: [7; 32] })?;
    Ok(())
}
