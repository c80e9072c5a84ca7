//! Inspections: what could be looked at is fixed, then drawn by a seed that nobody chose; visited by people who have no part in it; and
//! what they find is closed by somebody other than who did it.

mod claim;
mod estimate;
mod file;
mod finding;
mod page;
mod visit;

use std::collections::BTreeMap;

use model::{
    Actor, Duty, DutyKind, FrameLine, Inspection, InspectionId, InspectionState, Link, LinkKind, Noun, Refusal,
    SeedBasis, SiteVisit, Thing, Verb, VisitId, VisitState, sentence,
};
use store::{Deed, Scope, VisitFilter, Writer};

use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Failure, Officer};

pub(crate) use claim::department;
pub use estimate::{Estimates, StratumCount};
pub use file::frame_file;
pub use finding::{BrokenCondition, raise_finding, step_finding};
pub use page::{FindingLine, FindingPage, InspectedSubject, InspectionPage, SiteVisitPage, VisitLine};
pub(crate) use visit::stays_in_sight;
pub use visit::{NotesTaken, answer_visit, assign_visit, close_visit, photo_seal, take_notes, take_photo};

pub(crate) fn no_inspection(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "inspection",
        text: text.to_owned(),
        next: sentence!("next-look-inspections", "look for it in the list of inspections"),
    }
}

pub(crate) fn thing(id: InspectionId) -> Thing {
    Thing::new(Noun::Inspection, id)
}

pub(crate) fn visit_thing(id: VisitId) -> Thing {
    Thing::new(Noun::Visit, id)
}

fn held(deed: &Deed<'_>, officer: &Officer, id: InspectionId) -> Result<Inspection, Failure> {
    Ok(deed.inspection(&officer.scope, id)?.ok_or_else(|| no_inspection(&id.to_string()))?)
}

/// A programme as it is held, of the revision that was seen.
fn seen(deed: &Deed<'_>, officer: &Officer, (id, revision): (InspectionId, u32)) -> Result<Inspection, Failure> {
    let inspection = held(deed, officer, id)?;
    inspection.from_revision(revision)?;
    Ok(inspection)
}

/// Who leads a programme: whoever acts for its post.
fn leader(officer: &Officer, inspection: &Inspection) -> Result<Actor, Refusal> {
    officer.acting_for(&inspection.post).map_err(|_| {
        Refusal::Said(sentence!(
            "inspection-not-leader",
            "This programme is led by {post}; ask who acts for that post",
            post = inspection.post
        ))
    })
}

/// Writes a programme, or changes one that is drafted: then `inspection.revision` is that of the state which was seen. Where the office gives
/// the seed it draws it now, keeps it from everybody, and publishes its hash. A form that is sent twice writes once.
///
/// # Errors
/// Refused to whoever does not act for its post, when something that it names is not there, once its frame is fixed, when somebody changed it
/// in between, or when its marking would become wider.
pub fn keep_inspection(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    inspection: Inspection,
    is_new: bool,
) -> Result<Inspection, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = if is_new { None } else { Some(held(deed, officer, inspection.id)?) };
        let inspection = inspection.tidied()?;
        leader(officer, before.as_ref().unwrap_or(&inspection))?;
        leader(officer, &inspection)?;
        let inspection = marked(deed, officer, inspection)?;
        let Some(before) = before else { return written(deed, turn, inspection) };
        before.is_drafted()?;
        before.from_revision(inspection.revision)?;
        if !inspection.marking.covers(&before.marking) {
            return Err(Failure::said(sentence!(
                "inspection-wider",
                "More people could see it than before; keep the marking or make it narrower"
            )));
        }
        let inspection = Inspection {
            seed: String::new(),
            seed_hash: before.seed_hash.clone(),
            n_claims: 0,
            frame_hash: String::new(),
            fixed: None,
            state: InspectionState::Drafted,
            report: String::new(),
            invented: before.invented,
            revision: before.revision + 1,
            made_at: before.made_at,
            ..inspection
        };
        let inspection = seeded(deed, turn, inspection, before.basis == SeedBasis::Committed)?;
        let fact = deed.fact(Verb::Revised, thing(inspection.id));
        deed.keep_inspection(&inspection, &fact)?;
        Ok(inspection)
    })
}

/// Marked at least as the technologies that it names, which have to be there.
fn marked(deed: &Deed<'_>, officer: &Officer, inspection: Inspection) -> Result<Inspection, Failure> {
    let tree = crate::review::tree(deed)?;
    if let Some(unit) = inspection.scope.units.iter().find(|unit| tree.unit(unit).is_none()) {
        return Err(Failure::said(sentence!(
            "inspection-unit",
            "There is no unit {unit}; choose one from the list",
            unit
        )));
    }
    let mut marking = inspection.marking.clone();
    for id in &inspection.scope.technologies {
        let found = deed.technology(&officer.scope, *id)?;
        marking = marking.join(&found.ok_or_else(|| crate::adoption::no_technology(&id.to_string()))?.marking);
    }
    if !officer.clearance.may_see(&marking) {
        return Err(Failure::said(sentence!(
            "marking-blind-inspection",
            "You could not see the programme once it is so marked; choose a marking that you are cleared for"
        )));
    }
    Ok(Inspection { marking, ..inspection })
}

fn written(deed: &mut Deed<'_>, turn: &mut Turn<'_>, inspection: Inspection) -> Result<Inspection, Failure> {
    if let Some(held) = deed.inspection(&Scope::office(), inspection.id)? {
        if held.title == inspection.title
            && held.post == inspection.post
            && turn.officer.clearance.may_see(&held.marking)
        {
            return Ok(held);
        }
        return Err(Failure::said(sentence!(
            "inspection-form-sent",
            "This form was sent already with another programme; open a new one"
        )));
    }
    let inspection = Inspection {
        seed: String::new(),
        seed_hash: String::new(),
        n_claims: 0,
        frame_hash: String::new(),
        fixed: None,
        state: InspectionState::Drafted,
        report: String::new(),
        revision: 0,
        made_at: turn.now,
        ..inspection
    };
    // The row has to be there before its seed is.
    let fact = deed.fact(Verb::Registered, thing(inspection.id));
    deed.keep_inspection(&inspection, &fact)?;
    let seeded = seeded(deed, turn, inspection.clone(), false)?;
    if seeded != inspection {
        let fact = deed.fact(Verb::Revised, thing(seeded.id)).with(format!("seed sha256:{}", seeded.seed_hash));
        deed.keep_inspection(&seeded, &fact)?;
    }
    Ok(seeded)
}

/// Draws the seed of the office where it gives it and has drawn none.
fn seeded(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    inspection: Inspection,
    has_one: bool,
) -> Result<Inspection, Failure> {
    match inspection.basis {
        SeedBasis::Committed if has_one => Ok(inspection),
        SeedBasis::Committed => {
            let seed = format!("{:016x}{:016x}", (turn.ids)(), (turn.ids)());
            deed.keep_inspection_seed(inspection.id, &seed)?;
            Ok(Inspection { seed_hash: measure::seed_hash(&seed), ..inspection })
        }
        SeedBasis::Public => Ok(Inspection { seed_hash: String::new(), ..inspection }),
    }
}

/// The frame as a draw takes it.
pub fn framed(frame: &[FrameLine]) -> Vec<measure::Framed> {
    let framed = |line: &FrameLine| measure::Framed {
        claim: line.adoption.to_string(),
        stratum: line.stratum.clone(),
        weight: line.weight,
    };
    frame.iter().map(framed).collect()
}

/// A draw, or why it cannot be made.
///
/// # Errors
/// Refused with an empty frame, a claim twice, or fewer visits than two for each stratum.
pub(crate) fn drawing(inspection: &Inspection, frame: &[FrameLine], seed: &str) -> Result<measure::Drawing, Failure> {
    let drawn = measure::draw(&framed(frame), &inspection.id.to_string(), seed, inspection.visits);
    drawn.map_err(|refused| match refused {
        measure::DrawRefused::TooFew { needed } => Failure::said(sentence!(
            "draw-few",
            "Two visits to each stratum are {needed} and the programme makes {visits}; give it more visits, or divide its claims less",
            needed,
            visits = inspection.visits
        )),
        measure::DrawRefused::Empty | measure::DrawRefused::Twice => Failure::said(sentence!(
            "frame-empty",
            "No unit claims what this programme looks at; make what it looks at wider"
        )),
    })
}

/// Fixes what a programme can draw: `frame` is what [`Office::frame_now`](crate::Office::frame_now) found. Its hash is published.
///
/// # Errors
/// Refused to whoever does not lead it, once it is fixed, with nothing or too much in it, with too few visits for its strata, with claims of a
/// unit in which its own post stands, or when somebody changed it in between.
pub fn fix_frame(
    writer: &mut Writer,
    turn: &Turn<'_>,
    at: (InspectionId, u32),
    frame: &[FrameLine],
) -> Result<Inspection, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        leader(officer, &before)?;
        let fixed = before.fix(frame.len(), &measure::frame_hash(&framed(frame)), turn.today)?;
        // What cannot be drawn, or could not be given to anybody, is found out while it can still be changed.
        drawing(&before, frame, "")?;
        leads_no_own(deed, &before, frame)?;
        let fact = deed.fact(Verb::FixedFrame, thing(fixed.id));
        let fact = fact.with(format!("claims:{} sha256:{}", fixed.n_claims, fixed.frame_hash));
        deed.keep_inspection(&fixed, &fact)?;
        deed.keep_frame(fixed.id, frame)?;
        Ok(fixed)
    })
}

/// Refuses a programme that would draw claims of a unit in which its own post stands: that post names nobody for them.
fn leads_no_own(deed: &Deed<'_>, inspection: &Inspection, frame: &[FrameLine]) -> Result<(), Failure> {
    let Some(post) = deed.post(&inspection.post)? else { return Ok(()) };
    let tree = crate::review::tree(deed)?;
    let upwards = tree.upwards(&post.unit);
    let Some(own) = frame.iter().find(|line| upwards.contains(&line.unit)) else { return Ok(()) };
    Err(Failure::said(sentence!(
        "inspection-leader-within",
        "{post} belongs to {unit}, whose claims this programme would draw; let a post outside of it lead, or look at other units",
        post = inspection.post,
        unit = own.unit
    )))
}

/// Draws who is visited: by the seed of the office, or by the public figure that is given here. Of that only letters and digits count, in lower
/// case, and so it is kept.
///
/// # Errors
/// Refused to whoever does not lead it, before the frame is fixed or once it is drawn, with a figure that does not do, or when somebody changed
/// it in between.
pub fn draw_visits(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (InspectionId, u32),
    figure: &str,
) -> Result<Inspection, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        leader(officer, &before)?;
        let seed = match before.basis {
            SeedBasis::Committed => deed.inspection_seed(before.id)?.unwrap_or_default(),
            SeedBasis::Public => model::public_seed(figure),
        };
        let drawn = before.drawn(&seed, &measure::seed_hash(&seed), turn.today)?;
        let frame = deed.frame(drawn.id)?;
        let fact = deed.fact(Verb::Drew, thing(drawn.id)).with(format!("seed:{seed}"));
        deed.keep_inspection(&drawn, &fact)?;
        let lines: BTreeMap<String, &FrameLine> = frame.iter().map(|line| (line.adoption.to_string(), line)).collect();
        for claim in drawing(&drawn, &frame, &seed)?.claims.iter().filter(|claim| claim.is_drawn) {
            let Some(line) = lines.get(&claim.claim) else { continue };
            lay_visit(deed, turn, &drawn, line)?;
        }
        let duty = turn.duty(&drawn.post, DutyKind::AssignVisits, thing(drawn.id), turn.work.answer_days);
        charge(deed, &duty)?;
        Ok(drawn)
    })
}

/// Lays down the visit to a claim that was drawn.
fn lay_visit(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    inspection: &Inspection,
    line: &FrameLine,
) -> Result<(), Failure> {
    let adoption = deed.adoption(&Scope::office(), line.adoption)?;
    let owner = adoption.ok_or_else(|| crate::adoption::no_adoption(&line.adoption.to_string()))?.post;
    let visit = SiteVisit {
        id: VisitId::from_bits((turn.ids)()),
        inspection: inspection.id,
        adoption: line.adoption,
        technology: line.technology,
        unit: line.unit.clone(),
        owner,
        rung: line.rung,
        class: line.class,
        stratum: line.stratum.clone(),
        inspector: None,
        due: inspection.until,
        state: VisitState::Drawn,
        verdict: None,
        found: None,
        words: String::new(),
        on: None,
        by: String::new(),
        at: None,
        answer: String::new(),
        answered_by: String::new(),
        revision: 0,
    };
    let claim = Thing::new(Noun::Adoption, line.adoption);
    let fact = deed.fact(Verb::Registered, visit_thing(visit.id)).to(claim.to_string());
    deed.keep_site_visit(&visit, &fact)?;
    Ok(deed.draw(&Link::new(visit_thing(visit.id), LinkKind::Inspects, claim))?)
}

/// Writes down what a programme found.
///
/// # Errors
/// Refused to whoever does not lead it, while visits are open, without words, or when somebody changed it in between.
pub fn report_inspection(
    writer: &mut Writer,
    turn: &Turn<'_>,
    at: (InspectionId, u32),
    report: &str,
) -> Result<Inspection, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        leader(officer, &before)?;
        let reported = before.reported(report, n_open(deed, before.id)?)?;
        let fact = deed.fact(Verb::Reported, thing(reported.id));
        deed.keep_inspection(&reported, &fact)?;
        deed.done(&thing(reported.id), DutyKind::ReportInspection, "reported")?;
        Ok(reported)
    })
}

/// Visits of a programme that are not closed, whoever acts.
fn n_open(deed: &Deed<'_>, id: InspectionId) -> Result<usize, Failure> {
    let filter = VisitFilter { inspection: Some(id), ..VisitFilter::default() };
    Ok(deed.site_visits(&filter)?.iter().filter(|visit| visit.state != VisitState::Closed).count())
}

/// Lays a duty on a post for a day that people chose.
fn charge_by(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    duty: (&model::PostId, DutyKind, Thing),
    due: model::Date,
) -> Result<(), Failure> {
    let (post, kind, subject) = duty;
    let duty = turn.duty(post, kind, subject, 0);
    Ok(deed.charge(&Duty { due: due.max(turn.today), ..duty })?)
}
