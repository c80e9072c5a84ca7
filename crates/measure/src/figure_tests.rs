//! Figures count what they say: behind each number stand as many cases, a wall is named, and the same cases give the same figures.

use std::collections::BTreeSet;

use model::{
    CaseEnd, CaseEndKind, CaseFilter, CaseOrigin, CaseStage, Cases, Date, FigureCase, Noun, Quarter, RecordId, Rung,
    Thing, Undelivered, UnitId,
};

use crate::figure::{Behind, BehindSet, FigureGroup, Figures};
use crate::generator::Generator;

const DEPARTMENTS: [&str; 3] = ["north", "south", "east"];

fn unit(department: usize, number: usize) -> UnitId {
    UnitId::new(&format!("{}-{number}", DEPARTMENTS[department])).unwrap()
}

fn department(of: usize) -> UnitId {
    UnitId::new(DEPARTMENTS[of]).unwrap()
}

/// Technologies of units that are offered to all others; nothing passes between north and south.
fn walled() -> Cases {
    let mut chance = Generator(5);
    let mut cases = Vec::new();
    for technology in 0..30u64 {
        let (home, first) = (technology as usize % 3, technology as usize % 4);
        let began = Date::of_number(18_000 + 30 * technology as i64);
        for to in 0..3 {
            for number in 0..4 {
                let is_home = to == home && number == first;
                let is_walled = (home == 0 && to == 1) || (home == 1 && to == 0);
                let takes = is_home || ((chance.next() % 100) < 60 && !is_walled);
                let mut seen = [None; model::CASE_STAGES];
                seen[CaseStage::Collected as usize] = Some(began);
                seen[CaseStage::Delivered as usize] = Some(began.plus_days(10));
                let said = began.plus_days(20 + (chance.next() % 200) as i64);
                seen[CaseStage::Disposed as usize] = Some(said);
                let mut end = None;
                let mut rung = None;
                if takes {
                    seen[CaseStage::Decided as usize] = Some(said.plus_days(30));
                    if (chance.next() % 100) < 70 {
                        seen[CaseStage::Production as usize] = Some(said.plus_days(200 + (chance.next() % 300) as i64));
                        rung = chance.next().is_multiple_of(2).then_some(Rung::Production);
                    } else if chance.next().is_multiple_of(2) {
                        let on = said.plus_days(90);
                        end = Some(CaseEnd { kind: CaseEndKind::Abandoned, reason: "material".into(), on });
                    }
                } else {
                    let reason = if is_walled { "department" } else { "plan" };
                    end = Some(CaseEnd { kind: CaseEndKind::Declined, reason: reason.into(), on: said });
                }
                let giver = (!is_home).then(|| unit(home, first));
                cases.push(FigureCase {
                    technology: Thing::new(Noun::Technology, format!("T{technology:013}")),
                    unit: unit(to, number),
                    department: department(to),
                    seen,
                    end,
                    n_rework: 0,
                    is_verified: rung.is_some(),
                    verified_rung: rung,
                    is_invented: true,
                    giver_department: giver.as_ref().map(|_| department(home)),
                    giver,
                    origin: match (is_home, to == home) {
                        (true, _) => CaseOrigin::Own,
                        (false, true) => CaseOrigin::SameDepartment,
                        (false, false) => CaseOrigin::OtherDepartment,
                    },
                    needs: BTreeSet::new(),
                    sources: BTreeSet::new(),
                    missions: BTreeSet::new(),
                    partners: BTreeSet::new(),
                    classes: BTreeSet::new(),
                    items: BTreeSet::new(),
                });
            }
        }
    }
    let undelivered = (0..7).map(|at| Undelivered {
        record: RecordId::from_bits(at),
        on: Date::of_number(18_000),
        sources: BTreeSet::new(),
    });
    Cases { cases, undelivered: undelivered.collect(), n_unnamed: 0 }
}

fn as_of() -> Date {
    Date::of_number(20_500)
}

fn figures() -> Figures {
    Figures::of(&walled(), &CaseFilter::default(), as_of())
}

fn behind(set: BehindSet, stage: Option<CaseStage>) -> Behind {
    Behind { set, stage, reason: None, to: None, from: None, technology: None }
}

#[test]
fn behind_each_number_stand_as_many_cases_as_it_says() {
    let figures = figures();
    let funnel = figures.funnel(Some(FigureGroup::Department)).unwrap();
    for (stage, counted) in CaseStage::ALL.iter().zip(&funnel.pairs.stages) {
        let n_alone = if *stage == CaseStage::Collected { 7 } else { 0 };
        let n = |set| figures.behind(&behind(set, Some(*stage))).len() as u64;
        assert_eq!(counted.reached, n(BehindSet::Reached) + n_alone, "{stage}");
        assert_eq!(counted.seen, n(BehindSet::Seen) + n_alone, "{stage}");
        assert_eq!(counted.open, n(BehindSet::Open) + n_alone, "{stage}");
        assert_eq!(counted.abandoned, n(BehindSet::Lost), "{stage}");
    }
    for loss in &funnel.losses {
        let stage = CaseStage::ALL[loss.stage.place()];
        let which = Behind { reason: Some(loss.reason.clone()), ..behind(BehindSet::Lost, Some(stage)) };
        assert_eq!(loss.n, figures.behind(&which).len() as u64, "{loss:?}");
    }
    assert_eq!(figures.n_verified(), figures.behind(&behind(BehindSet::Verified, None)).len());
    assert!(funnel.losses.iter().any(|loss| loss.reason == "declined: department" && loss.n > 20));
}

#[test]
fn a_wall_between_two_departments_is_where_nothing_passes_and_each_measure_says_that_there_is_one() {
    let silo = figures().silo();
    let cell = |from: usize, to: usize| {
        silo.cells.iter().find(|cell| cell.from == department(from) && cell.to == department(to)).unwrap()
    };
    for (from, to) in [(0, 1), (1, 0)] {
        assert!(cell(from, to).n_cases >= 40 && cell(from, to).n_decided == 0, "{:?}", cell(from, to));
    }
    assert!(cell(0, 2).n_decided * 3 > cell(0, 2).n_cases);
    let structure = silo.structure.as_ref().unwrap();
    assert!(structure.barrier_index.unwrap() > 0.0 && structure.ties > 20, "{structure:?}");
    let flow = silo.flow.as_ref().unwrap();
    assert!(flow.value > 0.2 && flow.interval.low > 0.0 && flow.interval.high < 1.0, "{flow:?}");
    let stages = silo.stages.as_ref().unwrap();
    let sum: f64 = stages.terms.iter().map(|term| term.log_ratio).sum();
    assert!(stages.log_ratio_total > 0.0 && (sum - stages.log_ratio_total).abs() < 1e-9, "{stages:?}");
    assert!(!silo.brokers.is_empty());
}

#[test]
fn what_becomes_of_what_was_laid_before_a_unit_adds_up_to_one_at_every_day() {
    let ladder = figures().ladder(Some(FigureGroup::Origin)).unwrap();
    assert_eq!(ladder.pairs.n_cases, 360, "records that were laid before nobody are no part of it");
    for one in &ladder.pairs.occupation {
        assert!((one.probability.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{one:?}");
    }
    let production = |at: usize| ladder.pairs.occupation[at].probability[6];
    assert!(production(0) == 0.0 && (1..37).all(|at| production(at) >= production(at - 1) - 1e-12));
    assert_eq!(ladder.groups.len(), 3);
}

#[test]
fn the_radar_shows_only_what_is_verified_and_delays_are_those_of_the_quarter_in_which_a_stage_was_left() {
    let figures = figures();
    let radar = figures.radar();
    assert!(radar.len() > 5 && radar.iter().all(|entry| entry.n_verified > 0 && entry.rung == Rung::Production));
    assert_eq!(radar.iter().map(|entry| entry.n_verified).sum::<usize>(), figures.n_verified());
    assert!(radar.iter().all(|entry| entry.n_claimed >= entry.n_verified));
    let delays = figures.delays(400);
    let of = |stage| delays.iter().filter(|one| one.stage == stage).map(|one| one.n).sum::<usize>();
    // All were collected and delivered, and left both ten days later and when something was said.
    assert_eq!((of(CaseStage::Collected), of(CaseStage::Delivered)), (360, 360));
    assert!(delays.iter().filter(|one| one.stage == CaseStage::Collected).all(|one| one.median_days == 10));
}

#[test]
fn growth_ends_with_the_last_quarter_that_is_over_and_is_forecast_from_there() {
    let figures = figures();
    let growth = figures.growth();
    let last = growth.points.last().unwrap();
    assert!(last.quarter.last_day() <= as_of() && Quarter::of(as_of()).since(last.quarter) <= 1);
    assert_eq!(last.n_all, figures.behind(&behind(BehindSet::Reached, Some(CaseStage::Production))).len());
    assert!(growth.points.windows(2).all(|pair| pair[1].n_all == pair[0].n_all + pair[1].n_new));
    let ahead = growth.forecast();
    assert!(growth.best().is_some() && ahead.len() == 8 && ahead[0].0 == last.quarter.next(), "{ahead:?}");
    assert!(ahead.windows(2).all(|pair| pair[1].1 >= pair[0].1 - 1e-9), "what is in all does not fall");
}

#[test]
fn the_process_waits_longest_before_production() {
    let process = figures().process().unwrap();
    assert_eq!(process.n_cases, 360);
    assert_eq!(process.time_unit, "days");
    assert_eq!(process.waiting[0].activity, "production");
    assert!((process.waiting.iter().map(|one| one.share).sum::<f64>() - 1.0).abs() < 1e-9);
}

#[test]
fn the_same_cases_give_the_same_bytes_and_a_day_before_them_gives_none() {
    let text = |figures: &Figures| {
        let parts = (figures.funnel(None).unwrap(), figures.silo().value(), figures.growth().value());
        serde_json::to_string(&parts).unwrap()
    };
    assert_eq!(text(&figures()), text(&figures()));
    let early = Figures::of(&walled(), &CaseFilter::default(), Date::of_number(17_000));
    assert_eq!((early.cases.len(), early.undelivered.len()), (0, 0));
    assert!(early.funnel(None).is_err() && early.ladder(None).is_err() && early.process().is_err());
    assert!(early.silo().structure.is_err() && early.growth().points.is_empty() && early.radar().is_empty());
    // As it was known in between: what ended later was open then.
    let between = Figures::of(&walled(), &CaseFilter::default(), Date::of_number(18_015));
    assert!(between.cases.iter().all(|case| case.end.is_none() && case.stage() <= CaseStage::Delivered));
}
