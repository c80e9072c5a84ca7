//! `uptake plan`: a portfolio, knapsacks or a project schedule reckoned from a file, checked, and shown. It asks no office.

use std::io::{Read, Write};

use measure::Unusable;
use measure::portfolio::{
    Change, Compared, Explained, Frontier, Future, Goal, Options, Problem, Risk, RiskSolved, Scenario, Solved, Status,
    Upp, UppSolved, check, compare, explain, frontier, read, scenarios, solve, solve_upp, solve_with_risk,
};

use crate::cli::PlanArgs;
use crate::failure::Failure;
use crate::output::{json_line, safe, stdout};

/// Bytes of a problem that are read.
const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

fn refused(unusable: &Unusable) -> Failure {
    Failure::refused(unusable.text.clone())
}

/// Reckons.
pub fn plan(args: &PlanArgs) -> Result<(), Failure> {
    let problem = read(&text(args)?).map_err(|unusable| refused(&unusable))?;
    let options = options(args)?;
    let mut out = stdout();
    let Problem::Upp(upp) = &problem else {
        if !args.scenarios.is_empty() || args.frontier.is_some() || args.explain || args.cvar.is_some() {
            return Err(Failure::refused(
                "Scenarios, frontiers and explanations are for portfolios; leave these options out for this problem",
            ));
        }
        let solved = solve(&problem, &options).map_err(|unusable| refused(&unusable))?;
        let told = serde_json::to_value(&solved).map_err(|error| Failure::refused(error.to_string()))?;
        if args.json {
            json_line(&mut out, &told)?;
        } else {
            show_other(&mut out, &solved)?;
        }
        return Ok(out.flush()?);
    };
    let solved = solve_upp(upp, &options).map_err(|unusable| refused(&unusable))?;
    verified(upp, &solved)?;
    let compared = if args.scenarios.is_empty() { Vec::new() } else { beside(upp, args, &options)? };
    let quick = Options { prices: false, ..options.clone() };
    let explained = match (args.explain, &solved.plan) {
        (true, Some(_)) => Some(explain(upp, &options, &solved).map_err(|unusable| refused(&unusable))?),
        _ => None,
    };
    let points = match (args.frontier, &solved.plan) {
        (Some(points), Some(_)) => {
            Some(frontier(upp, Goal::Spread, points, &quick).map_err(|unusable| refused(&unusable))?)
        }
        _ => None,
    };
    let risk = match args.cvar {
        Some(alpha) => {
            let risk = Risk { lambda: args.lambda, alpha, decided_until: args.decided_until.unwrap_or(upp.periods) };
            Some(solve_with_risk(upp, &futures(args)?, risk, &quick).map_err(|unusable| refused(&unusable))?)
        }
        None => None,
    };
    if args.json {
        let mut told = serde_json::to_value(&solved).map_err(|error| Failure::refused(error.to_string()))?;
        if !args.scenarios.is_empty() {
            told["scenarios"] = serde_json::to_value(&compared).map_err(|error| Failure::refused(error.to_string()))?;
        }
        let more = [
            ("explained", explained.as_ref().map(serde_json::to_value)),
            ("frontier", points.as_ref().map(serde_json::to_value)),
            ("risk", risk.as_ref().map(serde_json::to_value)),
        ];
        for (name, value) in more {
            if let Some(value) = value {
                told[name] = value.map_err(|error| Failure::refused(error.to_string()))?;
            }
        }
        json_line(&mut out, &told)?;
    } else {
        show(&mut out, &solved)?;
        show_explained(&mut out, explained.as_ref())?;
        show_scenarios(&mut out, &compared)?;
        show_points(&mut out, points.as_ref())?;
        show_risk(&mut out, risk.as_ref())?;
    }
    Ok(out.flush()?)
}

fn text(args: &PlanArgs) -> Result<String, Failure> {
    let path = &args.file;
    let broken = |why: &dyn std::fmt::Display| {
        Failure::refused(format!("The problem `{}` cannot be read: {why}; give a file of text", path.display()))
    };
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().lock().take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|error| broken(&error))?;
    } else {
        let file = std::fs::File::open(path).map_err(|error| broken(&error))?;
        file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|error| broken(&error))?;
    }
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(broken(&format_args!("it has more than {FILE_BYTES_MAX} bytes")));
    }
    String::from_utf8(bytes).map_err(|_| broken(&"it is no UTF-8"))
}

fn options(args: &PlanArgs) -> Result<Options, Failure> {
    let goal = match args.goal.as_str() {
        "benefit" => Goal::Benefit,
        "spread" => Goal::Spread,
        "equity" => Goal::Equity,
        other => {
            return Err(Failure::refused(format!("`{other}` is no goal; write benefit, spread or equity")));
        }
    };
    let usual = Options::default();
    Ok(Options {
        seconds: args.seconds,
        gap: args.gap,
        seed: args.seed,
        goal,
        prices: !args.no_prices,
        material_gamma: args.gamma.unwrap_or(usual.material_gamma),
        ..usual
    })
}

/// The checker knows nothing of the solver: what it does not confirm is not shown.
fn verified(upp: &Upp, solved: &UppSolved) -> Result<(), Failure> {
    let Some(plan) = &solved.plan else { return Ok(()) };
    check(upp, plan).map(|_| ()).map_err(|violations| {
        let said: Vec<String> = violations.iter().take(3).map(|one| one.text.clone()).collect();
        Failure::refused(format!("The plan that was found breaks rules and is not shown: {}", said.join("; ")))
    })
}

/// The scenarios that were asked for by name, the problem as it stands before them.
fn beside(upp: &Upp, args: &PlanArgs, options: &Options) -> Result<Vec<Compared>, Failure> {
    let all = scenarios(upp);
    let mut wanted: Vec<Scenario> = vec![Scenario { name: "base".to_owned(), changes: Vec::new() }];
    for name in &args.scenarios {
        if name == "all" {
            wanted.extend(all.iter().filter(|one| !one.changes.is_empty()).cloned());
            continue;
        }
        let found = all.iter().find(|one| one.name == *name).ok_or_else(|| {
            let known: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
            Failure::refused(format!("There is no scenario `{name}` for this problem; there are {}", known.join(", ")))
        })?;
        if !found.changes.is_empty() {
            wanted.push(found.clone());
        }
    }
    let options = Options { prices: false, ..options.clone() };
    compare(upp, &wanted, &options).map_err(|unusable| refused(&unusable))
}

/// Futures as a file names them, or the usual ones: as it stands, export licences later, deliveries later, adoptions that take longer.
fn futures(args: &PlanArgs) -> Result<Vec<Future>, Failure> {
    if let Some(path) = &args.futures {
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::refused(format!("The futures `{}` cannot be read: {error}; give a file of JSON", path.display()))
        })?;
        return serde_json::from_str(&text).map_err(|error| {
            Failure::refused(format!(
                "The futures `{}` cannot be read: {error}; write a list of objects with name, weight and changes",
                path.display()
            ))
        });
    }
    let future = |name: &str, weight: f64, changes: Vec<Change>| Future { name: name.to_owned(), weight, changes };
    Ok(vec![
        future("as it stands", 3.0, Vec::new()),
        future("export licences take 2 periods longer", 1.0, vec![Change::ExportLead { currency: None, periods: 2 }]),
        future(
            "deliveries take 1 period longer",
            1.0,
            vec![Change::Lead { technology: None, option: None, periods: 1 }],
        ),
        future("adoptions take 1 period longer", 1.0, vec![Change::Duration { enterprise: None, periods: 1 }]),
    ])
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Optimal => "optimal",
        Status::Feasible => "feasible, perhaps not the best",
        Status::Infeasible => "infeasible: no plan keeps every limit",
        Status::Unknown => "unknown: neither a plan nor a proof was found in time",
    }
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.6}"))
}

fn show(out: &mut impl Write, solved: &UppSolved) -> std::io::Result<()> {
    writeln!(out, "Status:    {}", word(solved.status))?;
    writeln!(out, "Objective: {}", number(solved.objective))?;
    writeln!(out, "Bound:     {}", number(solved.bound))?;
    for caution in &solved.cautions {
        writeln!(out, "Caution:   {}", safe(&caution.text))?;
    }
    let Some(plan) = &solved.plan else { return Ok(()) };
    writeln!(out, "\nMissions")?;
    for one in &plan.missions {
        writeln!(out, "  {:>3}  {}", one.period, safe(&one.mission))?;
    }
    writeln!(out, "\nTechnologies signed")?;
    for one in &plan.signings {
        writeln!(out, "  {:>3}  {}  {}", one.period, safe(&one.technology), safe(&one.option))?;
    }
    writeln!(out, "\nAdoptions started")?;
    for one in &plan.starts {
        writeln!(out, "  {:>3}  {} in {}", one.period, safe(&one.technology), safe(&one.enterprise))?;
    }
    if !plan.developments.is_empty() {
        writeln!(out, "\nSuppliers developed")?;
        for one in &plan.developments {
            writeln!(out, "  {:>3}  {}", one.period, safe(&one.supplier))?;
        }
    }
    if !solved.prices.is_empty() {
        writeln!(out, "\nWhat binds, the most valuable first")?;
        for price in &solved.prices {
            writeln!(out, "  {}", safe(&price.sentence))?;
        }
    }
    Ok(())
}

fn show_explained(out: &mut impl Write, explained: Option<&Explained>) -> std::io::Result<()> {
    let Some(explained) = explained else { return Ok(()) };
    writeln!(out, "\nNot chosen, and why")?;
    for one in &explained.why_not {
        writeln!(out, "  {}", safe(&one.sentence))?;
    }
    Ok(())
}

fn show_scenarios(out: &mut impl Write, compared: &[Compared]) -> std::io::Result<()> {
    if !compared.is_empty() {
        writeln!(out, "\nScenarios")?;
    }
    for one in compared {
        writeln!(
            out,
            "  {:<32} {:>14}  against the base {:>14}  {}",
            safe(&one.scenario),
            number(one.solved.objective),
            number(one.difference),
            word(one.solved.status)
        )?;
    }
    Ok(())
}

fn show_points(out: &mut impl Write, points: Option<&Frontier>) -> std::io::Result<()> {
    let Some(points) = points else { return Ok(()) };
    writeln!(out, "\nPlans between the goals: value, spread, equity")?;
    for one in &points.points {
        let value = |value: f64| number(Some(value));
        let of = &one.checked;
        writeln!(out, "  {:>14}  {:>14}  {:>14}", value(of.objective), value(of.spread), value(of.equity))?;
    }
    Ok(())
}

fn show_risk(out: &mut impl Write, risk: Option<&RiskSolved>) -> std::io::Result<()> {
    let Some(risk) = risk else { return Ok(()) };
    writeln!(out, "\nFor several futures: {}", word(risk.status))?;
    writeln!(
        out,
        "  criterion {}, expected {}, in the worst share {}",
        number(risk.objective),
        number(risk.expected),
        number(risk.tail)
    )?;
    for one in &risk.futures {
        writeln!(out, "  {:>14}  {}", number(Some(one.value)), safe(&one.future))?;
    }
    Ok(())
}

fn show_other(out: &mut impl Write, solved: &Solved) -> std::io::Result<()> {
    writeln!(out, "Status:    {}", word(solved.status()))?;
    writeln!(out, "Objective: {}", number(solved.objective()))?;
    match solved {
        Solved::Knapsacks { problems, .. } => {
            for one in problems {
                let taken: Vec<String> = one.plan.iter().map(usize::to_string).collect();
                writeln!(
                    out,
                    "\nProblem {}: {}, objective {}, bound {}\n  taken: {}",
                    one.problem,
                    word(one.status),
                    number(one.objective),
                    number(one.bound),
                    taken.join(" ")
                )?;
            }
        }
        Solved::Schedule(schedule) => {
            writeln!(out, "Bound:     {}\n", number(schedule.bound))?;
            for one in &schedule.plan {
                writeln!(out, "  {:>4}  from {:>5} to {:>5}", one.activity, one.start, one.finish)?;
            }
        }
        Solved::Upp(_) => {}
    }
    Ok(())
}
