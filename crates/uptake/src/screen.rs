//! `uptake screen`: parties held against a list, and pairs of names against each other.

use std::io::Write;

use matching::screening::{ALGORITHM, Index, Judgement, Listed as Entry, ScreeningReason, Subject, SubjectKind};
use serde_json::{Value, json};

use crate::cli::{KindArg, ScreenArgs};
use crate::failure::Failure;
use crate::output::{json_line, safe, stdout};

mod list;
mod pairs;

use list::Lists;

/// Holds parties against a list, or pairs of names against each other.
pub fn screen(args: &ScreenArgs) -> Result<(), Failure> {
    match &args.pairs {
        Some(pairs) => pairs::compare(pairs, kind(args.kind), args.json),
        None if args.list.is_empty() => {
            Err(Failure::refused("Name a list with --list, or pairs of names with --pairs"))
        }
        None => search(args),
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

/// What data sets call sorts of parties.
fn kind_of(word: &str, other: SubjectKind) -> SubjectKind {
    match word.trim().to_lowercase().as_str() {
        "person" | "individual" => SubjectKind::Person,
        "company" | "organization" | "organisation" | "entity" | "publicbody" => SubjectKind::Organisation,
        "vessel" | "aircraft" | "airplane" | "ship" => SubjectKind::Vessel,
        "" => other,
        _ => SubjectKind::Unknown,
    }
}

/// Whether a data set says a sort of parties that is known here. `LegalEntity` and `Thing` say that theirs is not.
fn knows_kind(word: &str) -> bool {
    let word = word.trim().to_lowercase();
    word.is_empty()
        || kind_of(&word, SubjectKind::Unknown) != SubjectKind::Unknown
        || matches!(word.as_str(), "unknown" | "legalentity" | "thing")
}

/// Six places: more would differ between machines. What is below 1 stays below it.
fn rounded(score: f64) -> f64 {
    (score * 1e6).floor() / 1e6
}

fn reason(reason: &ScreeningReason) -> Value {
    let (here, there) = reason.words();
    json!({ "reason": reason.name(), "here": here, "there": there })
}

fn search(args: &ScreenArgs) -> Result<(), Failure> {
    let lists = list::read(&args.list)?;
    let other = kind(args.kind);
    // Two lists may have one key: here an entry goes by its number.
    let numbered = lists.entries.iter().enumerate();
    let index = Index::new(
        numbered.map(|(i, (_, listed))| Entry { key: i.to_string(), subject: list::subject(listed, other) }),
    );
    let mut out = stdout();
    for name in &args.names {
        let hits = index.search(&Subject::named(name, other), args.limit);
        let found = hits.iter().filter_map(|hit| {
            let (list, listed) = lists.entries.get(hit.key.parse::<usize>().ok()?)?;
            Some((hit, list.as_str(), listed.key.as_str(), listed.name()))
        });
        if args.json {
            let hits: Vec<Value> = found.map(hit_of).collect();
            json_line(&mut out, &of_name(name, &lists, &hits))?;
            continue;
        }
        let n_hits = crate::output::count(hits.len() as u64, "hit", "hits");
        writeln!(out, "{}: {n_hits} among {}", safe(name), index.len())?;
        for (hit, _, key, listed) in found {
            writeln!(out, "  {:.3}  {:<8}  {}  {}", hit.score, hit.tier.name(), safe(key), safe(listed))?;
            if hit.by != listed {
                writeln!(out, "         by the name {}", safe(&hit.by))?;
            }
            writeln!(out, "         {}", hit.reasons.iter().map(said).collect::<Vec<_>>().join("; "))?;
        }
    }
    Ok(out.flush()?)
}

fn of_name(name: &str, lists: &Lists, hits: &[Value]) -> Value {
    json!({
        "name": name,
        "listed": lists.entries.len(),
        "complete": lists.is_complete,
        "algorithm": ALGORITHM,
        "hits": hits,
    })
}

fn hit_of((hit, list, key, name): (&Judgement, &str, &str, &str)) -> Value {
    json!({
        "key": key,
        "list": list,
        "name": name,
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
