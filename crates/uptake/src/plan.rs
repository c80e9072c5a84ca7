//! `uptake plan`: a portfolio, knapsacks or a project schedule reckoned from a file, checked, and shown. It asks no office.

use std::io::{Read, Write};

use measure::Unusable;
use measure::portfolio::{
    Compared, Decision, Goal, Options, Problem, Scenario, Solved, Status, Upp, UppSolved, check, compare, read,
    scenarios, solve, solve_upp,
};
use serde_json::{Value, json};

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
        if !args.scenarios.is_empty() || args.frontier.is_some() || args.explain {
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
    let forced = if args.explain { forced_in(upp, &solved, &options)? } else { Vec::new() };
    let points = match args.frontier {
        Some(points) => between(upp, &solved, points, &options)?,
        None => Vec::new(),
    };
    if args.json {
        let mut told = serde_json::to_value(&solved).map_err(|error| Failure::refused(error.to_string()))?;
        if !args.scenarios.is_empty() {
            told["scenarios"] = serde_json::to_value(&compared).map_err(|error| Failure::refused(error.to_string()))?;
        }
        if args.explain {
            told["rejected"] = Value::Array(forced.iter().map(Forced::told).collect());
        }
        if args.frontier.is_some() {
            told["frontier"] = Value::Array(points);
        }
        json_line(&mut out, &told)?;
    } else {
        show(&mut out, &solved)?;
        show_forced(&mut out, &forced)?;
        show_scenarios(&mut out, &compared)?;
        show_points(&mut out, &points)?;
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
        gap: args.gap.unwrap_or(usual.gap),
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

/// What it costs to force a technology in that was not chosen.
struct Forced {
    technology: String,
    status: Status,
    cost: Option<f64>,
}

impl Forced {
    fn told(&self) -> Value {
        json!({ "technology": self.technology, "status": self.status, "forced_in_cost": self.cost })
    }
}

fn forced_in(upp: &Upp, solved: &UppSolved, options: &Options) -> Result<Vec<Forced>, Failure> {
    let Some(plan) = &solved.plan else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for technology in upp.technologies.iter().filter(|one| plan.signings.iter().all(|held| held.technology != one.id)) {
        let mut options = Options { prices: false, ..options.clone() };
        options.fix.push(Decision::Sign { technology: technology.id.clone(), option: None, period: None });
        let forced = solve_upp(upp, &options).map_err(|unusable| refused(&unusable))?;
        all.push(Forced {
            technology: technology.id.clone(),
            status: forced.status,
            cost: solved.objective.zip(forced.objective).map(|(base, forced)| base - forced),
        });
    }
    Ok(all)
}

/// Plans from the best value to the widest spread (epsilon-constraint).
fn between(upp: &Upp, solved: &UppSolved, points: usize, options: &Options) -> Result<Vec<Value>, Failure> {
    let points = points.clamp(2, 50);
    let Some(base) = &solved.checked else { return Ok(Vec::new()) };
    let quick = Options { prices: false, ..options.clone() };
    let reckon = |options: &Options| solve_upp(upp, options).map_err(|unusable| refused(&unusable));
    let widest = reckon(&Options { goal: Goal::Spread, ..quick.clone() })?;
    let Some(widest) = widest.checked else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for step in 0..points {
        let least = base.spread + (widest.spread - base.spread) * step as f64 / (points - 1) as f64;
        let mut options = quick.clone();
        if step > 0 {
            options.at_least.push((Goal::Spread, least - 1e-6));
        }
        let one = reckon(&options)?;
        if let Some(checked) = &one.checked {
            found.push(json!({
                "status": one.status, "objective": checked.objective, "spread": checked.spread, "equity": checked.equity,
                "plan": one.plan,
            }));
        }
    }
    Ok(found)
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

fn show_forced(out: &mut impl Write, forced: &[Forced]) -> std::io::Result<()> {
    if !forced.is_empty() {
        writeln!(out, "\nNot chosen, and what it costs to force it in")?;
    }
    for one in forced {
        match one.cost {
            Some(cost) => writeln!(out, "  {}  {cost:.6}", safe(&one.technology))?,
            None => writeln!(out, "  {}  {}", safe(&one.technology), word(one.status))?,
        }
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

fn show_points(out: &mut impl Write, points: &[Value]) -> std::io::Result<()> {
    if !points.is_empty() {
        writeln!(out, "\nPlans between the goals: value, spread, equity")?;
    }
    for one in points {
        let value = |name: &str| number(one[name].as_f64());
        writeln!(out, "  {:>14}  {:>14}  {:>14}", value("objective"), value("spread"), value("equity"))?;
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
