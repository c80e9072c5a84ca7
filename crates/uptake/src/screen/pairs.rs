//! Pairs of names from a table, compared line by line as they come.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::Path;
use std::rc::Rc;

use matching::screening::{ALGORITHM, POSSIBLE, SubjectKind, Tier, Verdict, compare_names};
use serde_json::{Value, json};

use super::{kind_of, knows_kind, reason, rounded};
use crate::failure::{Failure, eprintln_safe};
use crate::input;
use crate::output::{json_line, safe, stdout};

/// A line of the table: two names and a few words. Longer ones are no names.
const LINE_BYTES_MAX: usize = 256 * 1024;

/// Lines of which it is said that something is wrong with them; the others are counted.
const FAULTS_TOLD: u64 = 20;

/// Headings of the columns, blanks and hyphens as underlines; of several the first counts.
const NAME1: &[&str] = &["name1", "name_1", "name_a", "a", "left", "query", "screened"];
const NAME2: &[&str] = &["name2", "name_2", "name_b", "b", "right", "expected_match", "listed", "candidate"];
const SCHEMA: &[&str] = &["schema", "kind", "type", "entity_type"];
const IS_MATCH: &[&str] = &["is_match", "ismatch", "match", "label", "same", "expected"];
const CLASS: &[&str] = &["class", "case_group", "category"];

/// Compares the pairs of a table and prints a line for each of its lines.
pub(super) fn compare(path: &Path, other: SubjectKind, as_json: bool) -> Result<(), Failure> {
    let mut lines = Lines::open(path)?;
    let (heads, _) = lines.next()?.unwrap_or_default();
    let heads: Vec<String> =
        heads.iter().map(|head| head.to_lowercase().replace([' ', '-'], "_").trim_matches('_').to_owned()).collect();
    let column = |names: &[&str]| names.iter().find_map(|name| heads.iter().position(|head| head == name));
    let (Some(one), Some(two)) = (column(NAME1), column(NAME2)) else {
        return Err(Failure::refused(format!(
            "The first line of `{}` does not name the columns name1 and name2; write them there, as in `name1,name2`, and save the file as \
             UTF-8 text",
            lines.name
        )));
    };
    let (schema, is_match, class) = (column(SCHEMA), column(IS_MATCH), column(CLASS));
    let mut out = stdout();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut n_faults = 0;
    while let Some((cells, line)) = lines.next()? {
        let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or("", String::as_str);
        let (name1, name2) = (cell(Some(one)), cell(Some(two)));
        let expected = expected(cell(is_match));
        if expected.is_none() && !cell(is_match).is_empty() {
            out.flush()?;
            // A pair that is left out would make the measure another one.
            return Err(Failure::refused(format!(
                "Line {line} of `{}` says `{}` in is_match; write true or false there, or nothing",
                lines.name,
                safe(cell(is_match))
            )));
        }
        let kind = cell(schema);
        let fault = match (name1.is_empty(), name2.is_empty()) {
            (true, true) => Some("has neither name1 nor name2".to_owned()),
            (true, false) => Some("has no name1".to_owned()),
            (false, true) => Some("has no name2".to_owned()),
            (false, false) if name1.contains('\u{fffd}') || name2.contains('\u{fffd}') => {
                Some("holds what is no UTF-8; save the file as UTF-8 text".to_owned())
            }
            (false, false) if !knows_kind(kind) => Some(format!(
                "says the schema `{kind}`, which is not known; the pair was compared as of an unknown one"
            )),
            (false, false) => None,
        };
        if let Some(fault) = &fault {
            n_faults += 1;
            if n_faults <= FAULTS_TOLD {
                eprintln_safe(&format!("uptake: line {line} of `{}` {fault}", lines.name));
            }
        }
        let verdict = compare_names(kind_of(kind, other), name1, name2);
        if let Some(expected) = expected {
            for class in ["", cell(class)].into_iter().take(if class.is_some() { 2 } else { 1 }) {
                tallies.entry(class.to_owned()).or_default().count(expected, verdict.tier);
            }
        }
        if as_json {
            json_line(&mut out, &pair((name1, name2), line, &verdict, fault.as_deref()))?;
        } else {
            let tier = verdict.tier.map_or("no hit", Tier::name);
            writeln!(out, "{:.3}  {tier:<8}  {}  |  {}", verdict.score, safe(name1), safe(name2))?;
        }
    }
    out.flush()?;
    if n_faults > FAULTS_TOLD {
        eprintln_safe(&format!("uptake: and {} more lines of this sort", n_faults - FAULTS_TOLD));
    }
    summary(&tallies);
    Ok(())
}

/// Whether a pair is said to be one party, if it is said.
fn expected(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "true" | "1" | "yes" | "y" | "match" => Some(true),
        "false" | "0" | "no" | "n" | "no match" => Some(false),
        _ => None,
    }
}

fn pair((name1, name2): (&str, &str), line: u64, verdict: &Verdict, fault: Option<&str>) -> Value {
    let mut said = json!({
        "line": line,
        "name1": name1,
        "name2": name2,
        "score": rounded(verdict.score),
        "tier": verdict.tier.map(Tier::name),
        "match": verdict.tier.is_some(),
        "reasons": verdict.reasons.iter().map(reason).collect::<Vec<_>>(),
    });
    if let Some(fault) = fault {
        said["fault"] = json!(fault);
    }
    said
}

/// Lines of a table, as they come: however long it is, no more than one is held.
struct Lines {
    reader: csv::Reader<Bounded>,
    line: csv::ByteRecord,
    left: Rc<Cell<usize>>,
    name: String,
}

/// A source of which no more may be taken for one line than is left.
struct Bounded {
    source: Box<dyn Read>,
    left: Rc<Cell<usize>>,
}

impl Read for Bounded {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.source.read(out)?;
        match self.left.get().checked_sub(n) {
            Some(left) => self.left.set(left),
            None => return Err(io::Error::other("a line is too long")),
        }
        Ok(n)
    }
}

impl Lines {
    fn open(path: &Path) -> Result<Lines, Failure> {
        // The first line says what is between the cells.
        let mut source = input::open(path)?;
        let mut head = Vec::new();
        source.by_ref().take(4_096).read_to_end(&mut head).map_err(|error| {
            Failure::refused(format!(
                "`{}` cannot be read: {error}; look at the file and name it again",
                input::name(path)
            ))
        })?;
        let first = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
        if first.starts_with(b"\xff\xfe") || first.starts_with(b"\xfe\xff") || first.contains(&0) {
            return Err(Failure::refused(format!(
                "`{}` is UTF-16; save it as UTF-8 text and name it again",
                input::name(path)
            )));
        }
        let n = |delimiter: u8| first.iter().filter(|byte| **byte == delimiter).count();
        let delimiter = [b'\t', b';', b','].into_iter().max_by_key(|delimiter| n(*delimiter)).unwrap_or(b',');
        let left = Rc::new(Cell::new(LINE_BYTES_MAX));
        let source = Bounded { source: Box::new(io::Cursor::new(head).chain(source)), left: left.clone() };
        let reader =
            csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(source);
        Ok(Lines { reader, line: csv::ByteRecord::new(), left, name: input::name(path) })
    }

    /// The cells of the next line, and its number. What is no UTF-8 stands as the sign for that.
    fn next(&mut self) -> Result<Option<(Vec<String>, u64)>, Failure> {
        self.left.set(LINE_BYTES_MAX);
        let at = self.reader.position().line();
        match self.reader.read_byte_record(&mut self.line) {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(_) if self.left.get() < LINE_BYTES_MAX / 2 => {
                return Err(Failure::refused(format!(
                    "Line {at} of `{}` is longer than {LINE_BYTES_MAX} bytes; it is no table of names, or a quotation mark is not closed",
                    self.name
                )));
            }
            Err(error) => {
                let doing = format!("reading line {at} of `{}`", self.name);
                return Err(Failure::Broken(doing, Some(Box::new(error))));
            }
        }
        let line = self.line.position().map_or(at, csv::Position::line);
        // The names of parties stand on one line: what goes on took the next pairs in.
        if self.line.iter().any(|cell| cell.contains(&b'\n')) {
            return Err(Failure::refused(format!(
                "On line {line} of `{}` a quotation mark is not closed; close it, or write it twice where it belongs to the name",
                self.name
            )));
        }
        let text = |cell: &[u8]| String::from_utf8_lossy(cell).trim_start_matches('\u{feff}').trim().to_owned();
        Ok(Some((self.line.iter().map(text).collect(), line)))
    }
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
