//! Screening: pairs of names a second, and searches in a long list, beside what others do (see the README).

use std::path::Path;

use matching::screening::{Index, Listed, Subject, SubjectKind, compare_names};

use crate::tally::{median, peak_megabytes, percentile, timed};

/// Parties of the list that is searched: more than any single published list has.
const LISTED: usize = 100_000;

/// Searches that are measured.
const SEARCHES: usize = 2_000;

/// Measures and prints.
pub fn measure(data: &Path, runs: usize) {
    println!("\n## Screening of parties\n");
    pairs(&data.join("name-matching/name-pairs.csv"), runs);
    search(&data.join("sanctions-lists"));
}

fn pairs(path: &Path, runs: usize) {
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("NOT MEASURED: `{}` is absent", path.display());
        return;
    };
    let pairs: Vec<(SubjectKind, String, String)> = text
        .lines()
        .skip(1)
        .map(cells)
        .filter(|cells| cells.len() > 4)
        .map(|mut cells| {
            let kind = if cells[1] == "Person" { SubjectKind::Person } else { SubjectKind::Organisation };
            (kind, std::mem::take(&mut cells[2]), std::mem::take(&mut cells[3]))
        })
        .collect();
    let rates = (0..runs.max(1)).map(|_| {
        let (hits, time) = timed(|| {
            let mut hits = 0usize;
            for _ in 0..200 {
                hits += pairs.iter().filter(|(kind, a, b)| compare_names(*kind, a, b).tier.is_some()).count();
            }
            hits
        });
        assert!(hits > 0, "some are the same");
        200.0 * pairs.len() as f64 / time.as_secs_f64()
    });
    println!(
        "Pairs of the public benchmark, names read and compared with reasons, one core: {:.0}/s.",
        median(rates.collect())
    );
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

fn search(folder: &Path) {
    let Some(subjects) = listed(folder) else {
        println!("NOT MEASURED: `{}` is absent", folder.display());
        return;
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
    let parties = subjects.len();
    let before = peak_megabytes().unwrap_or(0);
    let (index, built) = timed(|| {
        Index::new(subjects.into_iter().enumerate().map(|(i, subject)| Listed { key: i.to_string(), subject }))
    });
    let memory = peak_megabytes().unwrap_or(0).saturating_sub(before);
    let (mut times, mut found) = (Vec::new(), 0usize);
    for subject in &asked {
        let (hits, time) = timed(|| index.search(subject, 20));
        times.push(time.as_secs_f64() * 1000.0);
        found += usize::from(!hits.is_empty());
    }
    println!("\n| listed | names | built s | memory MB | searches | with hits | p50 ms | p99 ms | most ms |");
    println!("|---|---|---|---|---|---|---|---|---|");
    println!(
        "| {parties} | {names} | {:.1} | {memory} | {} | {found} | {:.2} | {:.2} | {:.2} |",
        built.as_secs_f64(),
        times.len(),
        median(times.clone()),
        percentile(times.clone(), 0.99),
        percentile(times, 1.0),
    );
}
