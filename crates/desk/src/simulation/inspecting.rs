//! Inspections: each ministry is looked at by a programme of its own. What could be looked at, who is drawn and what is reckoned of it the
//! office does as always; only what inspectors see is true, and therefore here.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    AdoptionId, Date, EvidenceClass, FrameLine, Inspection, InspectionId, InspectionScope, InspectionState, Marking,
    PersonId, PostId, RiskWeights, Rung, SeedBasis, SiteVisit, StratifiedBy, UnitId, Verdict, VisitFound,
};
use store::{VisitFilter, Writer};

use super::chance::Chance;
use super::staffing::{CHIEF, INSPECTORS};
use super::world::World;
use super::{Simulated, moment};
use crate::{Failure, Officer, Turn, WritableOffice};

/// Days before the last one on which the frame is fixed, and on which it is drawn.
const FRAME_DAYS: i64 = 60;
const DRAWN_DAYS: i64 = 58;

/// Days that visits are spread over, from the draw on.
const VISIT_DAYS: usize = 50;

/// How many of all claims are visited, in a hundred.
const VISITED_PERCENT: usize = 70;

/// How often a claim cannot be seen, in a hundred.
const UNSEEN_PERCENT: u8 = 3;

/// Whoever is at work on a programme.
struct Staff<'a> {
    chief: &'a Officer,
    inspectors: &'a [(PostId, Officer)],
}

/// Inspects the claims of every ministry.
pub(super) fn inspect(
    office: &mut WritableOffice,
    world: &World,
    ids: &mut dyn FnMut() -> u64,
    written: &mut Simulated,
) -> Result<(), Failure> {
    let until = world.truth.asked.until;
    let officer =
        |who: &str, day: Date| -> Result<Officer, Failure> { office.office.officer(&PersonId::new(who)?, day) };
    let chief = officer(CHIEF.1, until)?;
    let mut inspectors = Vec::new();
    for (post, who) in INSPECTORS {
        inspectors.push((PostId::new(post)?, officer(who, until)?));
    }
    let staff = Staff { chief: &chief, inspectors: &inspectors };
    let is: BTreeMap<AdoptionId, Option<Rung>> = world.truth.adoptions.iter().map(|one| (one.id, one.is)).collect();
    for (place, (ministry, name)) in world.ministries.iter().enumerate() {
        let mut chance = Chance::new(world.truth.asked.seed, 0x5_0000 + place as u64);
        let programme = programme(ids, world, (ministry, name))?;
        let frame = office.office.frame_now(&programme)?;
        if frame.is_empty() {
            continue;
        }
        let programme = Inspection { visits: visits(&frame), ..programme };
        let drawn = draw(office, &staff, programme, &frame, (until, ids))?;
        let filter = VisitFilter { inspection: Some(drawn.id), ..VisitFilter::default() };
        let visits = office.office.reader.site_visits(&office.office.scope, &filter)?;
        written.n_visits += visits.len() as u64;
        let work = office.office.configuration().work();
        office.writer.together(|writer| -> Result<(), Failure> {
            for visit in &visits {
                let found = is.get(&visit.adoption).copied().flatten();
                make(writer, &staff, visit, (&mut chance, found), (until, work, &mut *ids))?;
            }
            Ok(())
        })?;
        report(office, &staff, drawn.id, (until, ids))?;
    }
    Ok(())
}

/// Two visits at least to each of the strata, and so many in a hundred of all.
fn visits(frame: &[FrameLine]) -> u32 {
    let n_strata = frame.iter().map(|line| line.stratum.as_str()).collect::<BTreeSet<_>>().len();
    let n = (frame.len() * VISITED_PERCENT).div_ceil(100).max(n_strata * 2);
    u32::try_from(n).unwrap_or(u32::MAX).min(model::INSPECTION_VISITS_MAX)
}

fn programme(
    ids: &mut dyn FnMut() -> u64,
    world: &World,
    (ministry, name): (&UnitId, &str),
) -> Result<Inspection, Failure> {
    let until = world.truth.asked.until;
    Ok(Inspection {
        id: InspectionId::from_bits(ids()),
        title: format!("What is in production: {name}"),
        purpose: "Invented by a simulation.".to_owned(),
        post: PostId::new(CHIEF.0)?,
        scope: InspectionScope {
            units: vec![ministry.clone()],
            technologies: Vec::new(),
            rung: Rung::Production,
            class: EvidenceClass::Told,
        },
        since: until.plus_days(-DRAWN_DAYS),
        until,
        visits: 1,
        weights: RiskWeights::default(),
        by: StratifiedBy::Risk,
        basis: SeedBasis::Committed,
        source: String::new(),
        seed_hash: String::new(),
        seed: String::new(),
        questions: Vec::new(),
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

/// Writes a programme, fixes what it can draw, and draws.
fn draw(
    office: &mut WritableOffice,
    staff: &Staff<'_>,
    programme: Inspection,
    frame: &[FrameLine],
    (until, ids): (Date, &mut dyn FnMut() -> u64),
) -> Result<Inspection, Failure> {
    let work = office.office.configuration().work();
    let officer = staff.chief;
    office.writer.together(|writer| {
        let today = until.plus_days(-FRAME_DAYS);
        let mut turn = Turn { officer, now: moment(today, 0), today, work, ids: &mut *ids };
        let kept = crate::inspection::keep_inspection(writer, &mut turn, programme, true)?;
        let turn = Turn { now: moment(today, 30), ..turn };
        let fixed = crate::inspection::fix_frame(writer, &turn, (kept.id, kept.revision), frame)?;
        let today = until.plus_days(-DRAWN_DAYS);
        let mut turn = Turn { now: moment(today, 0), today, ..turn };
        crate::inspection::draw_visits(writer, &mut turn, (fixed.id, fixed.revision), "")
    })
}

/// Somebody goes, and says what is there.
fn make(
    writer: &mut Writer,
    staff: &Staff<'_>,
    visit: &SiteVisit,
    (chance, is): (&mut Chance, Option<Rung>),
    (until, work, ids): (Date, crate::configuration::Work, &mut dyn FnMut() -> u64),
) -> Result<(), Failure> {
    let Some((post, inspector)) = chance.one(staff.inspectors) else { return Ok(()) };
    let today = until.plus_days(-DRAWN_DAYS);
    let mut turn = Turn { officer: staff.chief, now: moment(today, 60), today, work, ids: &mut *ids };
    let assigned = crate::inspection::assign_visit(writer, &mut turn, (visit.id, visit.revision), post)?;
    let on = today.plus_days(1 + chance.below(VISIT_DAYS) as i64);
    let found = found(visit, (chance.happens(UNSEEN_PERCENT), is), on);
    let mut turn = Turn { officer: inspector, now: moment(on, 300), today: on, ..turn };
    crate::inspection::close_visit(writer, &mut turn, (assigned.id, assigned.revision), &found)?;
    Ok(())
}

/// What an inspector sees: what is.
fn found(visit: &SiteVisit, (is_unseen, is): (bool, Option<Rung>), on: Date) -> VisitFound {
    let of = |verdict, rung, words: &str| VisitFound { verdict, rung, words: format!("Simulated: {words}"), on };
    match is {
        _ if is_unseen => of(Verdict::Unseen, None, "the shop was shut"),
        Some(is) if is >= visit.rung => of(Verdict::Confirmed, None, "it runs as it is said to"),
        Some(is) if is >= Rung::Prototype => of(Verdict::LowerRung, Some(is), "it does not run so far"),
        _ => of(Verdict::NotInUse, None, "it is not there"),
    }
}

fn report(
    office: &mut WritableOffice,
    staff: &Staff<'_>,
    id: InspectionId,
    (until, ids): (Date, &mut dyn FnMut() -> u64),
) -> Result<(), Failure> {
    let Some(held) = office.office.reader.inspection(&office.office.scope, id)? else { return Ok(()) };
    let work = office.office.configuration().work();
    let turn = Turn { officer: staff.chief, now: moment(until, 60), today: until, work, ids };
    let words = "Simulated: all visits are made; what they tell stands on the page of estimates.";
    crate::inspection::report_inspection(&mut office.writer, &turn, (id, held.revision), words)?;
    Ok(())
}
