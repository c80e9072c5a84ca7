//! The plan of the demonstration: lines for what its works make, some fulfilled, some behind, some of which nobody says what for or who pays.
//! Every line is invented, and says so.

use desk::plan::RunAsked;
use measure::portfolio::Decision;
use model::{Marking, PlanLine, PlanLineId, Portfolio, PortfolioId, PostId, Quarter, QuarterAmount, Rational, UnitId};

use crate::clock::today;
use crate::demo_mission::Room;
use crate::failure::Failure;
use crate::serve::Served;

/// A line: unit, parameter, measure, what was set by quarter from a year ago on, and who answers, pays and supplies where somebody does.
type Set = (&'static str, &'static str, &'static str, &'static [i64], &'static str, &'static str, &'static str);

const LINES: &[Set] = &[
    (
        "locomotive-works",
        "Rectifiers with such a circuit (invented)",
        "",
        &[20, 40, 60, 60, 80, 90],
        "traction-engineer",
        "Budget of the works (invented)",
        "Tanks from our own shop, oil from the chemical works (invented)",
    ),
    (
        "locomotive-rectifiers",
        "Silicon discs of our own (invented)",
        "kg",
        &[0, 0, 2, 4, 10, 14],
        "traction-engineer",
        "Budget of the works (invented)",
        "",
    ),
    ("locomotive-works", "Locomotives, eight axles (invented)", "pieces", &[30, 30, 30, 32, 34, 34], "", "", ""),
    ("locomotive-works", "Rectifier stacks (invented)", "pieces", &[0, 0, 0, 0, 120, 160], "traction-engineer", "", ""),
    (
        "lenin-institute",
        "Converters of the laboratory (invented)",
        "",
        &[0, 1, 2, 2, 3, 3],
        "converter-scientist",
        "State budget for research (invented)",
        "Works of the ministry (invented)",
    ),
];

/// What could be bought and begun: every number is invented.
const PORTFOLIO: &str = include_str!("../demo/plan/portfolio.json");

/// What somebody keeps in by hand, though the best plan leaves it out.
const FORCED: &str = "Insulation of mica paper (invented)";

/// Seconds for the plans of the demonstration: it is small.
const SECONDS: f64 = 10.0;

/// Lets it all happen.
pub fn tell(served: &Served) -> Result<(), Failure> {
    let room = Room { served };
    lines(&room)?;
    portfolio(&room)
}

/// A portfolio with the plan that is best, and one in which somebody's hand keeps a technology in. Both wait for the office to reckon them.
fn portfolio(room: &Room<'_>) -> Result<(), Failure> {
    let held = Portfolio {
        id: PortfolioId::from_bits(room.id()?),
        title: "What to buy for rectifiers and lines (invented)".to_owned(),
        post: PostId::new("electrical-coordinator")?,
        problem: PORTFOLIO.to_owned(),
        note: "Invented: every technology, unit and number of it.".to_owned(),
        adopted: None,
        sources: Vec::new(),
        marking: Marking::default(),
        invented: true,
        revision: 0,
        made_at: 0,
    };
    room.act("orlova", 3, move |writer, turn, _| {
        let kept = desk::plan::keep_portfolio(writer, turn, held, true)?;
        let asked = RunAsked { seconds: SECONDS, ..RunAsked::default() };
        desk::plan::ask_run(writer, turn, kept.id, ("As it stands".to_owned(), asked.clone()))?;
        let fix = vec![Decision::Sign { technology: FORCED.to_owned(), option: None, period: None }];
        let asked = RunAsked { fix, ..asked };
        desk::plan::ask_run(writer, turn, kept.id, ("With insulation of mica paper".to_owned(), asked))?;
        Ok(())
    })
}

fn lines(room: &Room<'_>) -> Result<(), Failure> {
    for (unit, parameter, measure, amounts, owner, money, supplier) in LINES {
        let mut quarter = Quarter::of(today());
        for _ in 0..4 {
            quarter = quarter.before();
        }
        let mut targets = Vec::new();
        for amount in *amounts {
            if *amount > 0 {
                targets.push(QuarterAmount { quarter, amount: Rational::whole(*amount) });
            }
            quarter = quarter.next();
        }
        let line = PlanLine {
            id: PlanLineId::from_bits(room.id()?),
            unit: UnitId::new(unit)?,
            parameter: (*parameter).to_owned(),
            measure: (*measure).to_owned(),
            targets,
            // Who sets it is known by who acts.
            setter: PostId::new("electrical-coordinator")?,
            owner: if owner.is_empty() { None } else { Some(PostId::new(owner)?) },
            money: (*money).to_owned(),
            supplier: (*supplier).to_owned(),
            note: "Invented: this line, and everything in it.".to_owned(),
            marking: Marking::default(),
            invented: true,
            revision: 0,
            made_at: 0,
        };
        room.act("orlova", 380, move |writer, turn, _| {
            desk::plan::keep_plan_line(writer, turn, line, true).map(|_| ())
        })?;
    }
    Ok(())
}
