//! `uptake screen`: parties held against a list, and pairs of names against each other.

use std::collections::BTreeMap;
use std::io::{BufReader, Read, Write};
use std::path::Path;

use matching::screening::{
    ALGORITHM, Index, Judgement, Listed, POSSIBLE, ScreeningReason, Subject, SubjectKind, Tier, Verdict, compare_names,
};
use serde_json::{Value, json};

use crate::cli::{KindArg, ScreenArgs};
use crate::failure::{Failure, eprintln_safe};
use crate::input;
use crate::output::{json_line, safe, stdout};

/// A list is held in memory: what is larger than this is none.
const LIST_BYTES_MAX: u64 = 512 * 1024 * 1024;

/// Parties of a list. The largest lists that are published have under a million.
const LISTED_MAX: usize = 1_000_000;

/// A line of a file: a name with its aliases. Longer ones are no names.
const LINE_BYTES_MAX: usize = 256 * 1024;

/// Holds parties against a list, or pairs of names against each other.
pub fn screen(args: &ScreenArgs) -> Result<(), Failure> {
    match (&args.pairs, &args.list) {
        (Some(pairs), _) => compare(pairs, kind(args.kind), args.json),
        (None, Some(list)) => search(list, args),
        (None, None) => Err(Failure::refused("Name a list with --list, or pairs of names with --pairs")),
    }
}

fn kind(kind: KindArg) -> SubjectKind {
    match kind {
        KindArg::Person => SubjectKind::Person,
        KindArg::Organisation => SubjectKind::Organisation,
        KindArg::Vessel => SubjectKind::Vessel,
        KindArg::Unknown => SubjectKind::Unknown,
    }
}

/// What lists and data sets call sorts of parties.
fn kind_of(word: &str, other: SubjectKind) -> SubjectKind {
    match word.trim().to_lowercase().as_str() {
        "person" | "individual" => SubjectKind::Person,
        "company" | "organization" | "organisation" | "entity" | "publicbody" => SubjectKind::Organisation,
        "vessel" | "aircraft" | "airplane" | "ship" => SubjectKind::Vessel,
        "" => other,
        _ => SubjectKind::Unknown,
    }
}

/// Lines of a file of columns, as they come.
struct Lines<R: Read> {
    reader: csv::Reader<R>,
    line: csv::ByteRecord,
    name: String,
}

impl Lines<Box<dyn Read>> {
    fn open(path: &Path, most: u64) -> Result<Self, Failure> {
        let file = BufReader::with_capacity(1 << 16, input::open(path)?.take(most));
        let reader: Box<dyn Read> = Box::new(file);
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(reader);
        Ok(Lines { reader, line: csv::ByteRecord::new(), name: input::name(path) })
    }

    /// The cells of the next line.
    fn next(&mut self) -> Result<Option<Vec<String>>, Failure> {
        let more = self
            .reader
            .read_byte_record(&mut self.line)
            .map_err(|error| Failure::Broken(format!("reading `{}`", self.name), Some(Box::new(error))))?;
        if !more {
            return Ok(None);
        }
        if self.line.as_slice().len() > LINE_BYTES_MAX {
            let at = self.line.position().map_or(0, csv::Position::line);
            return Err(Failure::refused(format!(
                "Line {at} of `{}` is longer than {LINE_BYTES_MAX} bytes; it is not a list of names, or a quotation mark is not closed",
                self.name
            )));
        }
        let cells =
            self.line.iter().map(|cell| String::from_utf8_lossy(cell).trim_start_matches('\u{feff}').trim().to_owned());
        Ok(Some(cells.collect()))
    }
}

/// Where a column is, by any of its headings.
fn column(heads: &[String], names: &[&str]) -> Option<usize> {
    names.iter().find_map(|name| heads.iter().position(|head| head.eq_ignore_ascii_case(name)))
}

fn compare(path: &Path, other: SubjectKind, as_json: bool) -> Result<(), Failure> {
    let mut lines = Lines::open(path, u64::MAX)?;
    let heads = lines.next()?.unwrap_or_default();
    let (Some(one), Some(two)) = (column(&heads, &["name1"]), column(&heads, &["name2"])) else {
        return Err(Failure::refused(format!(
            "The first line of `{}` does not name the columns name1 and name2; add it: name1,name2",
            input::name(path)
        )));
    };
    let schema = column(&heads, &["schema", "kind"]);
    let is_match = column(&heads, &["is_match"]);
    let class = column(&heads, &["class", "case_group", "category"]);
    let mut out = stdout();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    while let Some(cells) = lines.next()? {
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or("", String::as_str);
        let (name1, name2) = (cell(Some(one)), cell(Some(two)));
        if name1.is_empty() && name2.is_empty() {
            continue;
        }
        let verdict = compare_names(kind_of(cell(schema), other), name1, name2);
        let expected = match cell(is_match).to_lowercase().as_str() {
            "true" | "1" | "yes" => Some(true),
            "false" | "0" | "no" => Some(false),
            _ => None,
        };
        if let Some(expected) = expected {
            for class in ["", cell(class)].into_iter().take(if class.is_some() { 2 } else { 1 }) {
                tallies.entry(class.to_owned()).or_default().count(expected, verdict.tier);
            }
        }
        if as_json {
            json_line(&mut out, &pair(name1, name2, &verdict))?;
        } else {
            let tier = verdict.tier.map_or("no hit", Tier::name);
            writeln!(out, "{:.3}  {tier:<8}  {}  |  {}", verdict.score, safe(name1), safe(name2))?;
        }
    }
    out.flush()?;
    summary(&tallies);
    Ok(())
}

fn pair(name1: &str, name2: &str, verdict: &Verdict) -> Value {
    json!({
        "name1": name1,
        "name2": name2,
        "score": rounded(verdict.score),
        "tier": verdict.tier.map(Tier::name),
        "match": verdict.tier.is_some(),
        "reasons": verdict.reasons.iter().map(reason).collect::<Vec<_>>(),
    })
}

/// Six places: more would differ between machines. What is below 1 stays below it.
fn rounded(score: f64) -> f64 {
    (score * 1e6).floor() / 1e6
}

fn reason(reason: &ScreeningReason) -> Value {
    let (here, there) = reason.words();
    json!({ "reason": reason.name(), "here": here, "there": there })
}

/// How often it was right.
#[derive(Default)]
struct Tally {
    found: u64,
    missed: u64,
    wrong: u64,
    passed: u64,
    strong_wrong: u64,
}

impl Tally {
    fn count(&mut self, expected: bool, tier: Option<Tier>) {
        *match (expected, tier.is_some()) {
            (true, true) => &mut self.found,
            (true, false) => &mut self.missed,
            (false, true) => &mut self.wrong,
            (false, false) => &mut self.passed,
        } += 1;
        self.strong_wrong += u64::from(!expected && tier == Some(Tier::Strong));
    }
}

/// The summary, on standard error: standard output is for the pairs.
fn summary(tallies: &BTreeMap<String, Tally>) {
    if tallies.is_empty() {
        return;
    }
    eprintln_safe(&format!("{ALGORITHM}, threshold {POSSIBLE}"));
    let share =
        |part: u64, whole: u64| if whole == 0 { "-".to_owned() } else { format!("{:.3}", part as f64 / whole as f64) };
    for (class, t) in tallies {
        eprintln_safe(&format!(
            "{}: pairs {}, precision {}, recall {}, F1 {}, alarms {}, wrong and strong {}",
            if class.is_empty() { "all" } else { class },
            t.found + t.missed + t.wrong + t.passed,
            share(t.found, t.found + t.wrong),
            share(t.found, t.found + t.missed),
            share(2 * t.found, 2 * t.found + t.wrong + t.missed),
            share(t.wrong, t.wrong + t.passed),
            t.strong_wrong,
        ));
    }
}

fn search(path: &Path, args: &ScreenArgs) -> Result<(), Failure> {
    let listed = read_list(path, kind(args.kind))?;
    if listed.is_empty() {
        return Err(Failure::refused(format!("`{}` lists no party; nothing was screened", input::name(path))));
    }
    let names: BTreeMap<String, String> =
        listed.iter().map(|one| (one.key.clone(), one.subject.name.clone())).collect();
    let index = Index::new(listed);
    let mut out = stdout();
    for name in &args.names {
        let hits = index.search(&Subject::named(name, kind(args.kind)), args.limit);
        if args.json {
            let hits: Vec<Value> = hits.iter().map(|hit| hit_of(hit, &names)).collect();
            json_line(&mut out, &json!({ "name": name, "listed": index.len(), "algorithm": ALGORITHM, "hits": hits }))?;
            continue;
        }
        writeln!(
            out,
            "{}: {} among {}",
            safe(name),
            crate::output::count(hits.len() as u64, "hit", "hits"),
            index.len()
        )?;
        for hit in &hits {
            let listed = names.get(&hit.key).map_or("", String::as_str);
            writeln!(out, "  {:.3}  {:<8}  {}  {}", hit.score, hit.tier.name(), safe(&hit.key), safe(listed))?;
            if hit.by != listed {
                writeln!(out, "         by the name {}", safe(&hit.by))?;
            }
            writeln!(out, "         {}", hit.reasons.iter().map(said).collect::<Vec<_>>().join("; "))?;
        }
    }
    Ok(out.flush()?)
}

fn hit_of(hit: &Judgement, names: &BTreeMap<String, String>) -> Value {
    json!({
        "key": hit.key,
        "name": names.get(&hit.key),
        "by": hit.by,
        "score": rounded(hit.score),
        "tier": hit.tier.name(),
        "reasons": hit.reasons.iter().map(reason).collect::<Vec<_>>(),
    })
}

/// A reason in words: `same sound: petrov, petrow`.
fn said(reason: &ScreeningReason) -> String {
    let (here, there) = reason.words();
    let what = reason.name().replace('-', " ");
    let mut words: Vec<String> = vec![here.join(" "), there.join(" ")];
    words.retain(|words| !words.is_empty());
    words.dedup();
    if words.is_empty() { what } else { format!("{what}: {}", safe(&words.join(", "))) }
}

/// The parties of a list. The key of each is its number in the file, or what its column `key` says.
fn read_list(path: &Path, other: SubjectKind) -> Result<Vec<Listed>, Failure> {
    let mut lines = Lines::open(path, LIST_BYTES_MAX)?;
    let mut listed = Vec::new();
    let Some(first) = lines.next()? else { return Ok(listed) };
    let heads = if column(&first, &["name"]).is_some() { Some(first.clone()) } else { None };
    let mut next = if heads.is_some() { lines.next()? } else { Some(first) };
    while let Some(cells) = next {
        let subject = match &heads {
            Some(heads) => by_heads(heads, &cells, other),
            None => Subject {
                kind: other,
                name: cells.first().cloned().unwrap_or_default(),
                aliases: cells.iter().skip(1).filter(|cell| !cell.is_empty()).cloned().collect(),
                ..Subject::default()
            },
        };
        let key =
            heads.as_ref().and_then(|heads| column(heads, &["key", "id", "ent_num"])).and_then(|at| cells.get(at));
        let key = key.filter(|key| !key.is_empty()).cloned().unwrap_or_else(|| (listed.len() + 1).to_string());
        if !subject.name.is_empty() {
            if listed.len() == LISTED_MAX {
                return Err(Failure::refused(format!(
                    "`{}` lists more than {LISTED_MAX} parties; part it and screen against each part",
                    input::name(path)
                )));
            }
            listed.push(Listed { key, subject });
        }
        next = lines.next()?;
    }
    Ok(listed)
}

fn by_heads(heads: &[String], cells: &[String], other: SubjectKind) -> Subject {
    let cell = |names: &[&str]| column(heads, names).and_then(|at| cells.get(at)).cloned().unwrap_or_default();
    let several = |names: &[&str]| {
        cell(names)
            .split(';')
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
            .collect::<Vec<_>>()
    };
    Subject {
        kind: kind_of(&cell(&["kind", "schema", "type"]), other),
        name: cell(&["name"]),
        aliases: several(&["aliases", "alias", "alt_names"]),
        weak_aliases: several(&["weak_aliases", "weak"]),
        born: several(&["born", "birth_date", "dates_of_birth"]),
        countries: several(&["countries", "country"]),
        identifiers: several(&["identifiers", "ids"]),
    }
}
