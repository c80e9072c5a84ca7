//! Figures are made of facts: those of the ledger alone make the same, the rows of the office agree, and what is planted is named.

use std::collections::BTreeMap;

use desk::{Behind, BehindSet, FigureGroup, FigureSearch, Office, Simulation};
use model::{CaseOrigin, CaseStage, UnitId};
use store::{AdoptionFilter, Scope};

use crate::{asked, planted};

fn behind(set: BehindSet, stage: CaseStage) -> Behind {
    Behind { set, stage: Some(stage), reason: None, to: None, from: None, technology: None }
}

#[test]
fn figures_of_the_ledger_alone_are_those_of_the_office_and_name_what_is_planted() {
    let planted = planted(&Simulation { n_units: 60, n_years: 4, ..asked(21) });
    let (office, truth) = (planted.office(), &planted.truth);
    let (search, until) = (FigureSearch::default(), truth.asked.until);
    let figures = office.figures(&search, until).unwrap();
    assert_eq!(figures, Office::figures_from_ledger(&planted.path(), &search, until).unwrap());
    let funnel = figures.funnel(Some(FigureGroup::Origin)).unwrap();
    let again = Office::figures_from_ledger(&planted.path(), &search, until).unwrap();
    let text = |report: &measure::funnel::Report| serde_json::to_string(report).unwrap();
    assert_eq!(text(&funnel), text(&again.funnel(Some(FigureGroup::Origin)).unwrap()));

    // The rows say the same as the facts.
    let lines = office.reader().adoptions(&Scope::office(), &AdoptionFilter::default()).unwrap();
    let n_production = lines.iter().filter(|line| line.adoption.seen(model::Rung::Production)).count();
    let n_verified = lines.iter().filter(|line| line.adoption.is_verified_use()).count();
    let reached = |stage| figures.behind(&behind(BehindSet::Reached, stage)).len();
    assert!(n_verified > 5 && n_production > n_verified, "{n_production} {n_verified}");
    assert_eq!((reached(CaseStage::Production), figures.n_verified()), (n_production, n_verified));
    assert_eq!((figures.n_unnamed, figures.n_invented > 0), (0, true), "what is planted says that it is invented");

    // Behind each number stand as many cases as it says.
    for (stage, counted) in CaseStage::ALL.iter().zip(&funnel.pairs.stages) {
        let n_alone = if *stage == CaseStage::Collected { figures.undelivered.len() } else { 0 };
        let n = |set| figures.behind(&behind(set, *stage)).len() as u64;
        assert_eq!(counted.reached, n(BehindSet::Reached) + n_alone as u64, "{stage}");
        assert_eq!(counted.seen, n(BehindSet::Seen) + n_alone as u64, "{stage}");
        assert_eq!(counted.abandoned, n(BehindSet::Lost), "{stage}");
        assert_eq!(counted.open, n(BehindSet::Open) + n_alone as u64, "{stage}");
    }

    // The useless source: nothing that it brought was ever decided upon, and something of the others was.
    let decided = |source: &desk::SimulatedSource| {
        let search = FigureSearch { source: Some(source.id.to_string()), ..FigureSearch::default() };
        let own = office.figures(&search, until).unwrap();
        assert!(own.undelivered.len() + own.cases.len() > 10, "{}", source.title);
        own.behind(&behind(BehindSet::Reached, CaseStage::Decided)).len()
    };
    let (useless, others): (Vec<_>, Vec<_>) = truth.sources.iter().partition(|source| source.use_percent == 0);
    assert_eq!(useless.iter().map(|source| decided(source)).collect::<Vec<_>>(), [0]);
    assert!(others.iter().map(|source| decided(source)).sum::<usize>() > 10);

    // The walls: of what comes from another ministry, the smallest share is decided upon between those with a wall.
    let mut pairs: BTreeMap<(UnitId, UnitId), (usize, usize)> = BTreeMap::new();
    for case in figures.cases.iter().filter(|case| case.origin == CaseOrigin::OtherDepartment) {
        let (one, other) = (case.giver_department().clone(), case.department.clone());
        let pair = pairs.entry(if one < other { (one, other) } else { (other, one) }).or_default();
        pair.0 += usize::from(case.has_reached(CaseStage::Decided));
        pair.1 += 1;
    }
    let mut shares: Vec<(f64, bool)> = Vec::new();
    for ((one, other), (decided, all)) in &pairs {
        let is_walled = truth
            .walls
            .iter()
            .any(|wall| [&wall.one, &wall.other] == [one, other] || [&wall.other, &wall.one] == [one, other]);
        shares.push((*decided as f64 / *all as f64, is_walled));
    }
    shares.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert!(shares.iter().take(truth.walls.len()).all(|(_, walled)| *walled), "{shares:?}");
    // And the reason for which the most was lost on the way from one department to another is the department.
    let barrier = funnel.barriers.iter().filter(|row| row.distance == measure::funnel::Distance::OtherDepartment);
    let declined = barrier.clone().filter(|row| row.reason.starts_with("declined"));
    let most = declined.max_by_key(|row| row.n).unwrap();
    assert_eq!(most.reason, "declined: department");
}
