//! The engines of figures at the sizes of a ministry: funnel, hazards and network, beside pandas, lifelines and scipy where Python has them.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use measure::table::Table;
use measure::{funnel, network, survival};
use serde_json::Value;

use crate::tally::{median, peak_megabytes, timed};

/// Seeds everything that is generated here.
const SEED: u64 = 19_620_412;
const CASES: usize = 100_000;
const EVENTS_OF_CASE: usize = 10;
const LAST_DAY: f64 = 1_500.0;
const ROWS: usize = 100_000;
const COVARIATES: usize = 10;
const UNITS: usize = 100_000;
const TIES: usize = 1_000_000;
const PERIODS: u32 = 40;
const DEPARTMENTS: usize = 50;
const REASONS: [&str; 6] = ["no money", "no materials", "not fit", "superseded", "no staff", "no permit"];

/// Numbers that look like chance and are the same each time (`splitmix64`).
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, n: usize) -> usize {
        (self.share() * n as f64) as usize
    }

    /// Twelve shares less six: a bell of mean nought and spread one.
    fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

/// The table of events, its rows shuffled, and that of the cases.
fn funnel_tables(draws: &mut Draws) -> (String, String) {
    let stages = funnel::Stage::ALL;
    let mut events: Vec<(usize, &str, f64, &str)> = Vec::with_capacity(CASES * EVENTS_OF_CASE);
    let mut cases = String::from("case_id,technology,enterprise,branch,value\n");
    for case in 0..CASES {
        let late = case % 2;
        let _ = writeln!(
            cases,
            "C{case:06},T{:05},E{:03},{},{}",
            draws.below(20_000),
            draws.below(200),
            ["chemistry", "machines"][late],
            draws.below(1_000)
        );
        let mut days = vec![draws.share() * 700.0];
        let mut abandoned = None;
        while days.len() < stages.len() && days.len() < EVENTS_OF_CASE {
            let day = days[days.len() - 1] - (1.0 - draws.share()).ln() * (60.0 + 20.0 * late as f64);
            if day > LAST_DAY {
                break;
            }
            if draws.share() < 0.15 {
                abandoned = Some(day);
                break;
            }
            days.push(day);
        }
        // Stages that are gone through once more, before the case leaves the last it came to.
        let n_again = EVENTS_OF_CASE - days.len() - usize::from(abandoned.is_some());
        let end = match abandoned {
            Some(day) => day,
            None if days.len() == stages.len() => days[days.len() - 1],
            None => LAST_DAY,
        };
        for _ in 0..n_again {
            let stage = draws.below(days.len().min(stages.len() - 1));
            let day = days[stage] + draws.share() * (end - days[stage]);
            events.push((case, stages[stage].name(), day, ""));
        }
        events.extend(days.iter().enumerate().map(|(stage, &day)| (case, stages[stage].name(), day, "")));
        events.extend(abandoned.map(|day| (case, "abandoned", day, REASONS[draws.below(REASONS.len())])));
    }
    draws.shuffle(&mut events);
    let mut text = String::from("case_id,event,day,reason\n");
    for (case, what, day, reason) in events {
        let _ = writeln!(text, "C{case:06},{what},{day:.4},{reason}");
    }
    (text, cases)
}

/// Times in quarters of a year, so that thousands share one, with half of the covariates measured and half yes or no.
fn hazard_table(draws: &mut Draws) -> String {
    let mut text = String::from("time,event");
    for at in 0..COVARIATES {
        let _ = write!(text, ",x{at}");
    }
    text.push('\n');
    for _ in 0..ROWS {
        let x: Vec<f64> = (0..COVARIATES)
            .map(|at| if at % 2 == 0 { draws.bell() } else { f64::from(u8::from(draws.share() < 0.3)) })
            .collect();
        let effect: f64 = x.iter().enumerate().map(|(at, x)| (at as f64 - 4.5) * 0.08 * x).sum();
        let time = -(1.0 - draws.share()).ln() * 20.0 / effect.exp();
        let watched = 4.0 + draws.share() * 36.0;
        let _ = write!(text, "{},{}", time.min(watched).ceil().max(1.0), u8::from(time <= watched));
        for x in x {
            let _ = write!(text, ",{x:.4}");
        }
        text.push('\n');
    }
    text
}

/// The table of ties and that of the units, of which those adopt sooner who name adopters.
fn network_tables(draws: &mut Draws) -> (String, String) {
    let department: Vec<usize> = (0..UNITS).map(|_| draws.below(DEPARTMENTS)).collect();
    let mut members = vec![Vec::new(); DEPARTMENTS];
    for (unit, &of) in department.iter().enumerate() {
        members[of].push(unit);
    }
    let (mut known, mut ties) = (HashSet::with_capacity(TIES), Vec::with_capacity(TIES));
    while ties.len() < TIES {
        let from = draws.below(UNITS);
        let own = &members[department[from]];
        let to = if draws.share() < 0.7 { own[draws.below(own.len())] } else { draws.below(UNITS) };
        if from != to && known.insert((from, to)) {
            ties.push((from, to));
        }
    }
    let mut named = vec![Vec::new(); UNITS];
    for &(from, to) in &ties {
        named[from].push(to);
    }
    let mut adopted: Vec<Option<u32>> = vec![None; UNITS];
    for period in 1..=PERIODS {
        for unit in 0..UNITS {
            if adopted[unit].is_none() {
                let have = named[unit].iter().filter(|&&to| adopted[to].is_some_and(|p| p < period)).count();
                let exposure = have as f64 / named[unit].len().max(1) as f64;
                if draws.share() < 0.004 + 0.1 * exposure {
                    adopted[unit] = Some(period);
                }
            }
        }
    }
    let mut edges = String::from("from,to\n");
    for (from, to) in ties {
        let _ = writeln!(edges, "U{from:05},U{to:05}");
    }
    let mut nodes = String::from("id,department,toa\n");
    for unit in 0..UNITS {
        let toa = adopted[unit].map_or_else(String::new, |period| period.to_string());
        let _ = writeln!(nodes, "U{unit:05},D{:02},{toa}", department[unit]);
    }
    (edges, nodes)
}

/// A row of the result: what was done, on how many records, in how many seconds (the median), and numbers out of it to compare.
struct Row {
    key: &'static str,
    what: &'static str,
    records: usize,
    took: Took,
    numbers: Vec<f64>,
}

/// Seconds that passed (the median) and seconds on the processor (the mean, all threads): on a busy machine the first say what else runs.
#[derive(Clone, Copy, Default)]
struct Took {
    passed: f64,
    processor: f64,
}

impl std::iter::Sum for Took {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            passed: sum.passed + one.passed,
            processor: sum.processor + one.processor,
        })
    }
}

/// What this process has had of the processors, in seconds; the system counts in hundredths.
fn on_processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program stands in brackets and may hold blanks.
    let fields = stat.rsplit_once(") ").map(|(_, behind)| behind).unwrap_or_default();
    fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Does something several times; the value of the last time goes on.
fn repeated<T>(runs: usize, run: impl Fn() -> T) -> (T, Took) {
    let before = on_processor();
    let (mut value, first) = timed(&run);
    let mut seconds = vec![first.as_secs_f64()];
    for _ in 1..runs {
        let (again, time) = timed(&run);
        seconds.push(time.as_secs_f64());
        value = again;
    }
    let processor = (on_processor() - before) / seconds.len() as f64;
    (value, Took { passed: median(seconds), processor })
}

fn read(text: &str) -> Table {
    Table::read(text).expect("a generated table is read")
}

fn measure_funnel(events: &str, cases: &str, runs: usize, rows: &mut Vec<Row>) {
    let records = CASES * EVENTS_OF_CASE;
    let (table, took) = repeated(runs, || read(events));
    rows.push(Row { key: "read-events", what: "table of events read", records, took, numbers: vec![] });
    let cases = read(cases);
    let (log, took) = repeated(runs, || funnel::Log::from_tables(&table, Some(&cases)).expect("a log"));
    rows.push(Row { key: "log", what: "log of it made", records, took, numbers: vec![] });
    let request = funnel::Request { group: Some("branch".to_owned()), ..funnel::Request::until(LAST_DAY) };
    let (report, took) = repeated(runs, || funnel::report(&log, &request).expect("a report"));
    let counts = report.pairs.stages.iter().flat_map(|stage| [stage.reached, stage.open, stage.abandoned]);
    let numbers = counts.map(|n| n as f64).collect();
    rows.push(Row { key: "funnel", what: "full report of the funnel, two groups compared", records, took, numbers });
}

fn measure_hazards(text: &str, runs: usize, rows: &mut Vec<Row>) {
    let (table, took) = repeated(runs, || read(text));
    rows.push(Row { key: "read-times", what: "table of times read", records: ROWS, took, numbers: vec![] });
    let columns: Vec<(String, Vec<f64>)> = (0..COVARIATES)
        .map(|at| format!("x{at}"))
        .map(|name| (name.clone(), table.numbers(&name).expect("numbers")))
        .collect();
    let design = survival::Design::of_columns(&columns, ROWS).expect("a design");
    let event = table.numbers("event").expect("numbers").into_iter().map(|e| e > 0.0).collect();
    let observed = survival::Observed::new(None, table.numbers("time").expect("numbers"), event).expect("times");
    let (fit, took) =
        repeated(runs, || survival::cox(&observed, &design, survival::CoxOptions::default()).expect("a fit"));
    let numbers = fit.coefficients.iter().flat_map(|one| [one.coef, one.std_err]).collect();
    rows.push(Row { key: "cox", what: "Cox, Efron's ties, 10 covariates", records: ROWS, took, numbers });
}

fn measure_network(edges: &str, nodes: &str, runs: usize, rows: &mut Vec<Row>) {
    let look = network::Look::Out;
    let (ties, took) = repeated(runs, || read(edges));
    rows.push(Row { key: "read-ties", what: "table of ties read", records: TIES, took, numbers: vec![] });
    let units = read(nodes);
    let columns = network::Columns::default();
    let (graph, took) = repeated(runs, || network::Graph::from_tables(&ties, Some(&units), &columns).expect("a graph"));
    rows.push(Row { key: "graph", what: "graph of it built", records: TIES, took, numbers: vec![] });
    let adoption = graph.adoption().expect("periods of adoption");
    let (exposures, took) = repeated(runs, || network::exposure(&graph, adoption, look));
    let last = exposures.iter().map(|row| row[row.len() - 1]).sum();
    let mut all = vec![("exposure", "exposure in each of 40 periods", took, vec![last])];
    let (thresholds, took) = repeated(runs, || network::thresholds(&graph, adoption, look));
    all.push(("thresholds", "thresholds", took, vec![thresholds.iter().flatten().sum()]));
    let (walls, took) = repeated(runs, || network::structure(&graph, 1_000, SEED).0);
    let numbers = [walls.ei_index, walls.modularity, walls.assortativity, walls.barrier_index];
    all.push(("walls", "E-I, modularity, assortativity, barrier", took, numbers.into_iter().flatten().collect()));
    let of = network::ShareOf::default();
    let (_, took) = repeated(runs, || network::flow(&graph, adoption, look, 1, of).expect("a flow barrier"));
    all.push(("flow", "flow barrier with its hazard", took, vec![]));
    let together = all.iter().map(|one| one.2).sum();
    all.push(("together", "the four together", together, vec![]));
    rows.extend(all.into_iter().map(|(key, what, took, numbers)| Row { key, what, records: TIES, took, numbers }));
}

/// What Python answers: for each key its seconds, its numbers, and who it is; nothing where it cannot be had.
fn baseline(folder: &Path, runs: usize) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("baseline/figures.py");
    let python = std::env::var_os("UPTAKE_BENCH_PYTHON").unwrap_or_else(|| "python3".into());
    match Command::new(python).arg(script).arg(folder).arg(runs.to_string()).output() {
        Ok(done) if done.status.success() => serde_json::from_slice(&done.stdout).unwrap_or_default(),
        Ok(done) => {
            println!("\n{}", String::from_utf8_lossy(&done.stderr).lines().last().unwrap_or_default());
            Value::Null
        }
        Err(_) => Value::Null,
    }
}

/// The largest difference of two rows of numbers, by the size of what is compared; none unless they are equally many.
fn difference(ours: &[f64], theirs: &Value) -> Option<f64> {
    let theirs: Vec<f64> = theirs.as_array()?.iter().map(Value::as_f64).collect::<Option<_>>()?;
    let far = |(a, b): (&f64, &f64)| (a - b).abs() / a.abs().max(1e-9);
    (ours.len() == theirs.len() && !ours.is_empty()).then(|| ours.iter().zip(&theirs).map(far).fold(0.0, f64::max))
}

/// Prints a row for each step, beside that of the baseline.
pub fn measure(runs: usize) {
    let runs = runs.max(1);
    let mut draws = Draws(SEED);
    let (events, cases) = funnel_tables(&mut draws);
    let times = hazard_table(&mut draws);
    let (edges, nodes) = network_tables(&mut draws);
    let mut rows = Vec::new();
    measure_funnel(&events, &cases, runs, &mut rows);
    measure_hazards(&times, runs, &mut rows);
    measure_network(&edges, &nodes, runs, &mut rows);
    let peak = peak_megabytes();
    let folder = tempfile::tempdir().expect("a temporary directory");
    for (name, text) in [("events", events), ("times", times), ("edges", edges), ("nodes", nodes)] {
        std::fs::write(folder.path().join(name).with_extension("csv"), text).expect("a table is written");
    }
    let theirs = baseline(folder.path(), runs);
    if theirs.is_null() {
        println!(
            "\nNOT MEASURED: the baselines ask for Python with lifelines, which brings pandas and scipy (UPTAKE_BENCH_PYTHON names it)"
        );
    }
    println!(
        "\n| what | records | s | on the processor, s | records/s of it | baseline | its s | its on the processor, s | of its speed | largest difference |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for row in rows {
        let (one, took) = (&theirs[row.key], row.took);
        let theirs = match (one["who"].as_str(), one["seconds"].as_f64(), one["processor"].as_f64()) {
            (Some(who), Some(passed), Some(processor)) => {
                format!("{who} | {passed:.2} | {processor:.2} | {:.2}", processor / took.processor)
            }
            _ => "none | | |".to_owned(),
        };
        let far = difference(&row.numbers, &one["numbers"]).map_or_else(String::new, |far| format!("{far:.0e}"));
        let rate = row.records as f64 / took.processor;
        println!(
            "| {} | {} | {:.2} | {:.2} | {rate:.0} | {theirs} | {far} |",
            row.what, row.records, took.passed, took.processor
        );
    }
    println!("\nMost memory of the process, tables as text among it: {} MB.", peak.unwrap_or(0));
}
