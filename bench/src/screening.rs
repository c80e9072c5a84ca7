//! Screening: how often it is right, pairs of names a second, people who are on no list, and searches in a long list, beside what
//! others do (see the README).

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use formats::parties::read_parties;
use matching::screening::{Index, Listed, Subject, SubjectKind, Tier, compare_names};
use model::{NameStrength, PartyKind};

use crate::tally::{median, peak_megabytes, percentile, timed};

/// Parties of the list that is searched: more than any single published list has.
const LISTED: usize = 100_000;

/// Searches that are measured.
const SEARCHES: usize = 2_000;

/// Searches of the baseline, which takes longer.
const BASELINE_SEARCHES: usize = 40;

/// Measures and prints.
pub fn measure(data: &Path, runs: usize) {
    println!("\n## Screening of parties\n");
    let pairs = data.join("name-matching/name-pairs.csv");
    benchmark(&pairs, runs);
    classes();
    negatives(data);
    if let Some(asked) = search(&data.join("sanctions-lists")) {
        baseline(&pairs, &asked);
    }
}

/// A pair of names and whether they are one party.
struct Pair {
    kind: SubjectKind,
    names: (String, String),
    is_one: bool,
}

/// How often it was right.
#[derive(Default)]
struct Right {
    found: u32,
    missed: u32,
    wrong: u32,
    passed: u32,
    strong: u32,
}

impl Right {
    fn of<'a>(pairs: impl Iterator<Item = &'a Pair>) -> Right {
        let mut right = Right::default();
        for pair in pairs {
            let tier = compare_names(pair.kind, &pair.names.0, &pair.names.1).tier;
            *match (pair.is_one, tier.is_some()) {
                (true, true) => &mut right.found,
                (true, false) => &mut right.missed,
                (false, true) => &mut right.wrong,
                (false, false) => &mut right.passed,
            } += 1;
            right.strong += u32::from(!pair.is_one && tier == Some(Tier::Strong));
        }
        right
    }

    fn recall(&self) -> f64 {
        share(self.found, self.found + self.missed)
    }

    fn alarms(&self) -> f64 {
        share(self.wrong, self.wrong + self.passed)
    }
}

fn share(part: u32, whole: u32) -> f64 {
    f64::from(part) / f64::from(whole.max(1))
}

fn benchmark(path: &Path, runs: usize) {
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("NOT MEASURED: `{}` is absent", path.display());
        return;
    };
    let lines = text.lines().skip(1).map(cells).filter(|cells| cells.len() > 4);
    let pairs: Vec<Pair> = lines
        .map(|cells| Pair {
            kind: match cells[1].as_str() {
                "Person" => SubjectKind::Person,
                "Company" | "Organization" => SubjectKind::Organisation,
                "Vessel" => SubjectKind::Vessel,
                _ => SubjectKind::Unknown,
            },
            names: (cells[2].clone(), cells[3].clone()),
            is_one: cells[4] == "true",
        })
        .collect();
    let right = Right::of(pairs.iter());
    let rates = (0..runs.max(1)).map(|_| {
        let (hits, time) = timed(|| {
            (0..200).map(|_| Right::of(pairs.iter()).found).sum::<u32>() // with all reasons
        });
        assert!(hits > 0, "some are the same");
        200.0 * pairs.len() as f64 / time.as_secs_f64()
    });
    let (precision, recall) = (share(right.found, right.found + right.wrong), right.recall());
    println!(
        "| what | threshold | precision | recall | F1 | wrong and strong | pairs/s |\n|---|---|---|---|---|---|---|"
    );
    println!(
        "| this program | {} | {precision:.3} | {recall:.3} | {:.3} | {} | {:.0} |",
        matching::screening::POSSIBLE,
        2.0 * precision * recall / (precision + recall),
        right.strong,
        median(rates.collect())
    );
}

/// The labelled pairs of the tests, by class of difficulty.
fn classes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/matching/tests/screening");
    println!("\n| file | class | pairs | recall | alarms | wrong and strong |\n|---|---|---|---|---|---|");
    for file in ["pairs.txt", "further.txt"] {
        let Ok(text) = std::fs::read_to_string(folder.join(file)) else {
            println!("NOT MEASURED: `{file}` is absent");
            continue;
        };
        let mut class = String::new();
        let mut pairs: BTreeMap<String, Vec<Pair>> = BTreeMap::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some(head) = line.strip_prefix('[') {
                class = head.trim_end_matches(']').to_owned();
            } else if let Some((mark, (one, other))) =
                line.split_once(' ').and_then(|(mark, names)| Some((mark, names.split_once(" | ")?)))
            {
                let kind = match &mark[..1] {
                    "P" => SubjectKind::Person,
                    "O" => SubjectKind::Organisation,
                    _ => SubjectKind::Vessel,
                };
                let names = (one.to_owned(), other.to_owned());
                let pair = Pair { kind, names, is_one: mark.ends_with('+') };
                pairs.entry(class.clone()).or_default().push(pair);
            }
        }
        let row = |class: &str, n: usize, right: &Right| {
            println!("| {file} | {class} | {n} | {:.2} | {:.2} | {} |", right.recall(), right.alarms(), right.strong);
        };
        for (class, pairs) in &pairs {
            row(class, pairs.len(), &Right::of(pairs.iter()));
        }
        let all: Vec<&Pair> = pairs.values().flatten().collect();
        row("all", all.len(), &Right::of(all.iter().copied()));
    }
}

/// People who are on no list, held against a real one: whoever is found is a false alarm.
fn negatives(data: &Path) {
    let folder = data.join("sanctions-lists");
    let read = |name: &str| std::fs::read(folder.join(name)).ok();
    let files = ["ofac-sdn-2019-01.csv.zst", "ofac-alt-2019-01.csv.zst", "ofac-add-2019-01.csv.zst"];
    let Some(bytes) = files.iter().map(|name| read(name)).collect::<Option<Vec<_>>>() else {
        println!("NOT MEASURED: `{}` is absent", folder.display());
        return;
    };
    let named: Vec<(&str, &[u8])> = files.iter().zip(&bytes).map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let listed = read_parties(&named, None).listed;
    let n_listed = listed.len();
    let index = Index::new(listed.into_iter().map(|one| {
        let names = |weak: bool| {
            let names = one.names.iter().skip(1).filter(|name| (name.strength == NameStrength::Weak) == weak);
            names.map(|name| name.text.clone()).collect()
        };
        let subject = Subject {
            kind: match one.kind {
                PartyKind::Person => SubjectKind::Person,
                PartyKind::Organisation => SubjectKind::Organisation,
                PartyKind::Vessel => SubjectKind::Vessel,
                PartyKind::Unknown => SubjectKind::Unknown,
            },
            name: one.name().to_owned(),
            aliases: names(false),
            weak_aliases: names(true),
            born: one.born.clone(),
            countries: one.countries.clone(),
            identifiers: one.identifiers.clone(),
        };
        Listed { key: one.key.clone(), subject }
    }));
    println!(
        "\n| people on no list | asked with | people | listed | with an alarm | probable | strong |\n|---|---|---|---|---|---|---|"
    );
    for file in ["negatives_global.csv", "negatives_us.csv"] {
        let path = data.join("name-matching").join(file);
        let Ok(bytes) = std::fs::read(&path) else {
            println!("NOT MEASURED: `{}` is absent", path.display());
            continue;
        };
        let people = read_parties(&[(file, &bytes)], None).listed;
        for with in ["name", "name, birth, country"] {
            let (mut alarms, mut probable, mut strong) = (0, 0, 0);
            for one in &people {
                let mut subject = Subject::named(one.name(), SubjectKind::Person);
                if with != "name" {
                    (subject.born, subject.countries) = (one.born.clone(), one.countries.clone());
                }
                let tier = index.search(&subject, 1).first().map(|hit| hit.tier);
                alarms += u32::from(tier.is_some());
                probable += u32::from(tier >= Some(Tier::Probable));
                strong += u32::from(tier == Some(Tier::Strong));
            }
            let n = people.len();
            let rate = 100.0 * share(alarms, n as u32);
            println!("| {file} | {with} | {n} | {n_listed} | {alarms} ({rate:.1} %) | {probable} | {strong} |");
        }
    }
}

/// What others make of the same: pairs, and searches in the names of the same list.
fn baseline(pairs: &Path, asked: &tempfile::NamedTempFile) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("screening_baseline.py");
    let python = std::env::var_os("UPTAKE_BENCH_PYTHON").unwrap_or_else(|| "python3".into());
    match Command::new(python).arg(script).arg(pairs).arg(asked.path()).output() {
        Ok(done) if done.status.success() => print!("\n{}", String::from_utf8_lossy(&done.stdout)),
        _ => println!(
            "\nNOT MEASURED: the baseline asks for Python with nomenklatura, rapidfuzz and anyascii (UPTAKE_BENCH_PYTHON names it)"
        ),
    }
}

/// What this thread has had of a processor, in milliseconds: on a busy machine the time that passes says what else runs.
fn on_processor() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1e6
}

/// The cells of a line of CSV.
fn cells(line: &str) -> Vec<String> {
    let (mut out, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    out.push(cell);
    out
}

/// Entries of a real list, multiplied: each further copy has words of other entries in place of its own, so that words
/// are as frequent as they are in the real one.
fn listed(folder: &Path) -> Option<Vec<Subject>> {
    let read = |name: &str| {
        let bytes = std::fs::read(folder.join(name)).ok()?;
        String::from_utf8(zstd::decode_all(bytes.as_slice()).ok()?).ok()
    };
    let (primary, aliases) = (read("ofac-sdn-2019-01.csv.zst")?, read("ofac-alt-2019-01.csv.zst")?);
    let mut real: Vec<(String, Subject)> = Vec::new();
    for line in primary.lines().map(cells).filter(|line| line.len() > 3) {
        let kind = match line[2].trim() {
            "individual" => SubjectKind::Person,
            "vessel" | "aircraft" => SubjectKind::Vessel,
            _ => SubjectKind::Organisation,
        };
        real.push((line[0].clone(), Subject::named(&line[1], kind)));
    }
    for line in aliases.lines().map(cells).filter(|line| line.len() > 3) {
        if let Ok(at) =
            real.binary_search_by_key(&line[0].parse::<u64>().unwrap_or(0), |(key, _)| key.parse().unwrap_or(0))
        {
            real[at].1.aliases.push(line[3].clone());
        }
    }
    let real: Vec<Subject> = real.into_iter().map(|(_, subject)| subject).collect();
    let mut seed = 19_620_412u64;
    let mut chance = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut all = real.clone();
    while all.len() < LISTED {
        let model = &real[chance(real.len())];
        let mut mixed = |name: &str| {
            let words = name.split(' ').map(|word| {
                let other = &real[chance(real.len())];
                let same = other.kind == model.kind && chance(3) > 0;
                let words: Vec<&str> = other.name.split(' ').collect();
                if same { words[chance(words.len())] } else { word }
            });
            words.collect::<Vec<_>>().join(" ")
        };
        let name = mixed(&model.name);
        let aliases = model.aliases.iter().map(|alias| mixed(alias)).collect();
        all.push(Subject { kind: model.kind, name, aliases, ..Subject::default() });
    }
    Some(all)
}

/// Searches, and leaves a file of the names that are listed and of some that are asked, for the baseline.
fn search(folder: &Path) -> Option<tempfile::NamedTempFile> {
    let Some(subjects) = listed(folder) else {
        println!("NOT MEASURED: `{}` is absent", folder.display());
        return None;
    };
    let names: usize = subjects.iter().map(|subject| 1 + subject.aliases.len()).sum();
    // Asked are names of the list with a slip, and names made of its words.
    let asked: Vec<Subject> = subjects
        .iter()
        .step_by((subjects.len() / SEARCHES).max(1))
        .map(|subject| {
            let mut letters: Vec<char> = subject.name.chars().collect();
            let at = letters.len() / 2;
            if letters.len() > 8 {
                letters.remove(at);
            }
            Subject::named(&letters.into_iter().collect::<String>(), subject.kind)
        })
        .collect();
    let mut file = tempfile::NamedTempFile::new().ok()?;
    for subject in asked.iter().step_by(asked.len() / BASELINE_SEARCHES) {
        writeln!(file, "?{}", subject.name).ok()?;
    }
    for name in subjects.iter().flat_map(|subject| std::iter::once(&subject.name).chain(&subject.aliases)) {
        writeln!(file, "{name}").ok()?;
    }
    let parties = subjects.len();
    let before = peak_megabytes().unwrap_or(0);
    let (index, built) = timed(|| {
        Index::new(subjects.into_iter().enumerate().map(|(i, subject)| Listed { key: i.to_string(), subject }))
    });
    let memory = peak_megabytes().unwrap_or(0).saturating_sub(before);
    let (mut times, mut processor, mut found) = (Vec::new(), Vec::new(), 0usize);
    for subject in &asked {
        let begin = on_processor();
        let (hits, time) = timed(|| index.search(subject, 20));
        processor.push(on_processor() - begin);
        times.push(time.as_secs_f64() * 1000.0);
        found += usize::from(!hits.is_empty());
    }
    println!("\n| listed | names | built s | memory MB | searches | with hits | time | p50 ms | p99 ms | most ms |");
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for (what, times) in [("that passes", times), ("on the processor", processor)] {
        println!(
            "| {parties} | {names} | {:.1} | {memory} | {} | {found} | {what} | {:.2} | {:.2} | {:.2} |",
            built.as_secs_f64(),
            times.len(),
            median(times.clone()),
            percentile(times.clone(), 0.99),
            percentile(times, 1.0),
        );
    }
    Some(file)
}
