//! An inspection of the demonstration. That early in 1957 the state committee for new technology looked at what was done with the imported specimens,
//! found serious attempts and no breakthrough, and recommended to acquire more widely, is a stated fact; how many were looked at, where and by
//! whom is not told. So the programme here, its claims, its draw, its visits and what they found are invented, and say so.

use desk::Failure as Refused;
use model::{
    Adoption, AdoptionId, CheckExpects, CheckQuestion, EvidenceClass, Finding, FindingAct, FindingId, FindingSaid,
    FindingState, Inspection, InspectionId, InspectionScope, InspectionState, Link, LinkKind, Marking, Noun, PostId,
    RiskWeights, Rung, RungReached, SeedBasis, Severity, SiteVisit, StratifiedBy, Technology, TechnologyId, Thing,
    UnitId, Verb, Verdict, VisitFound, VisitState,
};
use store::VisitFilter;

use crate::clock::today;
use crate::demo_mission::Room;
use crate::failure::Failure;

/// Who leads the programme.
const CHIEF: &str = "belov";

/// Who makes the visits, by turns: neither belongs to a ministry that is visited.
const INSPECTORS: [(&str, &str); 2] = [("mironov", "turbine-engineer"), ("lebedev", "documentalist")];

const FACT: &str = "Stated fact: early in 1957 the state committee for new technology (Gostekhnika) looked at what was done with some two thousand \
                    imported specimens; it found serious attempts and no breakthrough, and recommended to acquire more widely. How many were \
                    looked at, where and by whom is not told.\nInvented: this programme, its claims, its draw, its visits and what they found.";

/// Who claims to use something, with the post that answers for it; of the units of the demonstration.
const UNITS: [(&str, &str); 6] = [
    ("locomotive-works", "traction-engineer"),
    ("motor-works", "motor-designer"),
    ("polymer-works", "polymer-engineer"),
    ("tube-mill", "rolling-engineer"),
    ("computing-works", "computer-engineer"),
    ("medical-instrument-works", "medical-engineer"),
];

/// What is claimed to be in use, at each of the units.
const TECHNOLOGIES: [(&str, Rung); 4] = [
    ("Recording potentiometer after an imported one (invented)", Rung::Production),
    ("Turret lathe after an imported one (invented)", Rung::Production),
    ("Isotope gauge after an imported one (invented)", Rung::PlanRate),
    ("Packing machine after an imported one (invented)", Rung::Pilot),
];

/// What visits find, by turns.
const FOUND: [(Verdict, &str); 6] = [
    (Verdict::Confirmed, "Invented: it runs in two shifts, and its counter stands where the books say."),
    (Verdict::LowerRung, "Invented: one of it runs beside the line; the line itself works as before."),
    (Verdict::Confirmed, "Invented: it runs, and its operator was trained in the institute."),
    (Verdict::NotInUse, "Invented: it stands in its crates in the yard; the hall for it was not built."),
    (Verdict::Unseen, "Invented: the shop was shut for repairs, and nobody had the key."),
    (Verdict::Confirmed, "Invented: it runs in one shift; spare parts are made in the tool shop."),
];

/// Lets it all happen.
pub fn tell(room: &Room<'_>) -> Result<(), Failure> {
    for (name, rung) in TECHNOLOGIES {
        claims(room, name, rung)?;
    }
    let written = room.act(CHIEF, 60, {
        let programme = programme(room)?;
        move |writer, turn, _| desk::keep_inspection(writer, turn, programme, true)
    })?;
    let frame = room.served.office.frame_now(&written)?;
    let at = (written.id, written.revision);
    let fixed = room.act(CHIEF, 59, move |writer, turn, _| desk::fix_frame(writer, turn, at, &frame))?;
    let at = (fixed.id, fixed.revision);
    let drawn = room.act(CHIEF, 58, move |writer, turn, _| desk::draw_visits(writer, turn, at, ""))?;
    let filter = VisitFilter { inspection: Some(drawn.id), ..VisitFilter::default() };
    let visits: Vec<SiteVisit> = room.served.office.visit_lines(&filter)?.into_iter().map(|line| line.visit).collect();
    for (at, visit) in visits.iter().enumerate() {
        // The last ones are still to be made, and nobody is named for the very last.
        if at + 1 < visits.len() {
            made(room, at, visit, at + 3 < visits.len())?;
        }
    }
    Ok(())
}

/// One technology as it is claimed at each of the units.
fn claims(room: &Room<'_>, name: &str, rung: Rung) -> Result<(), Failure> {
    let technology = Technology {
        id: TechnologyId::from_bits(room.id()?),
        name: name.to_owned(),
        statement: FACT.to_owned(),
        classes: Vec::new(),
        origins: Vec::new(),
        marking: Marking::default(),
        invented: true,
        revision: 0,
        made_at: 0,
    };
    let mut adoptions = Vec::new();
    for (at, (unit, post)) in (0i64..).zip(UNITS) {
        let post = PostId::new(post)?;
        let reached = RungReached {
            rung,
            on: today().plus_days(-400 + 20 * at),
            class: EvidenceClass::Told,
            evidence: Vec::new(),
            remark: "Invented: as it was reported upwards".to_owned(),
            by: post.clone(),
        };
        adoptions.push(Adoption {
            id: AdoptionId::from_bits(room.id()?),
            technology: technology.id,
            unit: UnitId::new(unit)?,
            post,
            need: None,
            from: None,
            output: String::new(),
            measure: String::new(),
            remark: FACT.to_owned(),
            reached: vec![reached],
            past: Vec::new(),
            end: None,
            marking: Marking::default(),
            invented: true,
            revision: 1,
            made_at: 0,
        });
    }
    room.act(CHIEF, 70, move |writer, turn, _| {
        let at = turn.now;
        writer.transact(CHIEF, at, |deed| -> Result<(), Refused> {
            let of = Thing::new(Noun::Technology, technology.id);
            let fact = deed.fact(Verb::Registered, of.clone());
            deed.keep_technology(&Technology { made_at: at, ..technology.clone() }, &fact)?;
            for adoption in &adoptions {
                let who = Thing::new(Noun::Adoption, adoption.id);
                let fact = deed.fact(Verb::TookUp, who.clone()).to(of.to_string());
                deed.keep_adoption(&Adoption { made_at: at, ..adoption.clone() }, &fact)?;
                deed.draw(&Link::new(who, LinkKind::AdoptedFrom, of.clone()))?;
            }
            Ok(())
        })
    })
}

fn programme(room: &Room<'_>) -> Result<Inspection, Failure> {
    let question = |text: &str, expects, rung| CheckQuestion { text: text.to_owned(), expects, rung };
    Ok(Inspection {
        id: InspectionId::from_bits(room.id()?),
        title: "Imported specimens: what is in use (invented)".to_owned(),
        purpose: FACT.to_owned(),
        post: room.officer_post(CHIEF)?,
        scope: InspectionScope {
            units: UNITS.iter().map(|(unit, _)| UnitId::new(unit)).collect::<Result<_, _>>()?,
            technologies: Vec::new(),
            rung: Rung::Pilot,
            class: EvidenceClass::Told,
        },
        since: today().plus_days(-55),
        until: today().plus_days(20),
        visits: 12,
        weights: RiskWeights::default(),
        by: StratifiedBy::Production,
        basis: SeedBasis::Committed,
        source: String::new(),
        seed_hash: String::new(),
        seed: String::new(),
        questions: vec![
            question("Invented: does it run today?", CheckExpects::YesNo, Some(Rung::Production)),
            question("Invented: is one of it there at all?", CheckExpects::YesNo, Some(Rung::Prototype)),
            question("Invented: what does its counter or its book say?", CheckExpects::Value, Some(Rung::PlanRate)),
            question("Invented: the machine with its number plate", CheckExpects::Photo, None),
        ],
        n_claims: 0,
        frame_hash: String::new(),
        fixed: None,
        state: InspectionState::Drafted,
        report: String::new(),
        marking: Marking::default(),
        invented: true,
        revision: 0,
        made_at: 0,
    })
}

/// Somebody is named for a visit, and makes it. What was found asks for something where it was not in use.
fn made(room: &Room<'_>, at: usize, visit: &SiteVisit, is_made: bool) -> Result<(), Failure> {
    let (who, post) = INSPECTORS[at % INSPECTORS.len()];
    let (seen, to) = ((visit.id, visit.revision), PostId::new(post)?);
    let assigned = room.act(CHIEF, 57, move |writer, turn, _| desk::assign_visit(writer, turn, seen, &to))?;
    if !is_made {
        return Ok(());
    }
    let days_ago = 50 - 3 * i64::try_from(at).unwrap_or(0);
    let (verdict, words) = FOUND[at % FOUND.len()];
    let rung = (verdict == Verdict::LowerRung).then_some(Rung::Prototype);
    let found = VisitFound { verdict, rung, words: words.to_owned(), on: today().plus_days(-days_ago) };
    let seen = (assigned.id, assigned.revision);
    let closed = room.act(who, days_ago, move |writer, turn, _| desk::close_visit(writer, turn, seen, &found))?;
    if closed.verdict == Some(Verdict::NotInUse) && closed.state == VisitState::Closed {
        finding(room, who, days_ago, &closed)?;
    }
    Ok(())
}

/// A finding on what stands unused.
fn finding(room: &Room<'_>, who: &str, days_ago: i64, visit: &SiteVisit) -> Result<(), Failure> {
    let finding = Finding {
        id: FindingId::from_bits(room.id()?),
        visit: visit.id,
        text: "Invented: the machine stands in its crates, and rain gets in.".to_owned(),
        severity: Severity::Major,
        action: "Invented: put it under a roof, and say by when it is set up or to whom it is given.".to_owned(),
        owner: visit.owner.clone(),
        due: today().plus_days(30 - days_ago),
        state: FindingState::Open,
        steps: Vec::new(),
        revision: 0,
    };
    let raised = room.act(who, days_ago, move |writer, turn, _| desk::raise_finding(writer, turn, finding, None))?;
    // Where somebody of the demonstration holds the post of the owner, it was said to be done and waits for the inspector.
    let holders = room.served.office.acting(&raised.owner, today())?;
    let Some((owner, _)) = holders.first() else { return Ok(()) };
    let said = FindingSaid {
        act: FindingAct::Proposed,
        words: "Invented: it stands in hall 3 since Monday.".to_owned(),
        evidence: vec![Thing::new(Noun::Adoption, visit.adoption)],
    };
    let at = (raised.id, raised.revision);
    room.act(owner.id.as_str(), (days_ago - 5).max(0), move |writer, turn, _| {
        desk::step_finding(writer, turn, at, said).map(|_| ())
    })
}
