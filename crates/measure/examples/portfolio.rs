//! Solves a planning problem from a file and prints how good the plan is: `cargo run --release --example portfolio FILE [SECONDS]`.
//!
//! Kinds: a portfolio (`uptake-portfolio/1`), knapsacks (`mknap`) and schedules (Patterson). With `--scenarios` after the seconds a
//! portfolio is solved in every standard scenario, to the gap that the options choose by size.

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use measure::portfolio::{Options, Problem, Solved, changed, read, scenarios, solve, solve_upp};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(text) => {
            let _ = writeln!(std::io::stderr(), "{text}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let file = arguments.first().ok_or("Name a file, and after it seconds if there is a limit.")?;
    let seconds = match arguments.get(1).map(String::as_str) {
        None | Some("-") => None,
        Some(text) => Some(text.parse::<f64>().map_err(|_| format!("\"{text}\" is no number of seconds."))?),
    };
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let problem = read(&text).map_err(|why| why.text)?;
    let options = Options { seconds, differences: 0, ..Options::default() };
    let mut out = std::io::stdout().lock();
    if let (Problem::Upp(upp), Some("--scenarios")) = (&problem, arguments.get(2).map(String::as_str)) {
        for scenario in scenarios(upp) {
            let from = Instant::now();
            let richer = changed(upp, &scenario).map_err(|why| why.text)?;
            let solved = Solved::Upp(Box::new(solve_upp(&richer, &options).map_err(|why| why.text)?));
            line(&mut out, &scenario.name, &solved, from).map_err(|error| error.to_string())?;
        }
        return Ok(());
    }
    let from = Instant::now();
    let solved = solve(&problem, &options).map_err(|why| why.text)?;
    line(&mut out, file, &solved, from).map_err(|error| error.to_string())
}

fn line(out: &mut impl Write, name: &str, solved: &Solved, from: Instant) -> std::io::Result<()> {
    let seconds = from.elapsed().as_secs_f64();
    if let Solved::Knapsacks { problems, .. } = solved {
        for p in problems {
            let (status, objective, bound) = (p.status, p.objective, p.bound);
            writeln!(out, "{name} {}: {status:?} objective {objective:?} bound {bound:?}", p.problem)?;
        }
        return writeln!(out, "{seconds:.1} s");
    }
    let (objective, bound) = (solved.objective(), solved.bound());
    let gap = objective.zip(bound).map(|(value, bound)| 100.0 * (bound - value).abs() / value.abs().max(1.0));
    let status = solved.status();
    writeln!(out, "{name}: {status:?} objective {objective:?} bound {bound:?} gap {gap:.3?} % in {seconds:.1} s")?;
    let cautions = match solved {
        Solved::Upp(solved) => &solved.cautions,
        Solved::Schedule(solved) => &solved.cautions,
        Solved::Knapsacks { .. } => return Ok(()),
    };
    cautions.iter().try_for_each(|caution| writeln!(out, "  {}: {}", caution.code, caution.text))
}
