//! `uptake search`, `uptake show`, `uptake part`: records of an office.

use std::io::Write;

use desk::{SearchHit, Shown};
use serde_json::{Value, json};
use store::Page;

use crate::cli::{CiteArgs, ExportArgs, PartArgs, SearchArgs, ShowArgs};
use crate::clock::{OPERATOR, now, random_numbers, shown};
use crate::engine_alone::said;
use crate::failure::{Failure, eprintln_safe};
use crate::output::{count, details, json_line, safe, short, stdout, title};
use crate::progress::Progress;
use crate::settings;

/// Most hits on one page.
const LIMIT_MAX: usize = 10_000;

/// Gives records out to standard output.
pub fn export(args: &ExportArgs) -> Result<(), Failure> {
    let office = settings::open(&args.office)?;
    let given = office.export(&args.query, args.form)?;
    let mut out = stdout();
    out.write_all(&given.bytes)?;
    out.flush()?;
    let left_out = given.n_found.saturating_sub(given.n_given as u64);
    if left_out > 0 {
        let withheld = given.n_withheld;
        eprintln_safe(&format!(
            "uptake: {} of {} given out; {withheld} may not be copied; narrow the query to have the others",
            given.n_given,
            count(given.n_found, "record", "records")
        ));
    }
    Ok(())
}

/// Cites a record, or what a query finds.
pub fn cite(args: &CiteArgs) -> Result<(), Failure> {
    let mut out = stdout();
    let office = settings::open(&args.office)?;
    if args.styles {
        for style in office.kept_styles()? {
            writeln!(out, "{:<48} {}", style.word, safe(&style.title))?;
        }
        for style in formats::CitationStyle::all() {
            writeln!(out, "{:<48} {}", style.word(), style.title())?;
        }
        return Ok(out.flush()?);
    }
    let style = match args.csl.as_deref() {
        Some(path) => desk::Style::Own(String::new(), Box::new(own_style(path)?)),
        None => office.style(&args.style)?.ok_or_else(|| {
            Failure::refused("there is no style of this name; `uptake cite OFFICE --styles` lists them")
        })?,
    };
    let citations = match (&args.query, &args.record) {
        (Some(query), _) => {
            let cited = office.cite_found(query, &style, &args.language)?;
            let left_out = cited.n_found.saturating_sub(cited.citations.len() as u64);
            if left_out > 0 {
                eprintln_safe(&format!(
                    "uptake: {} of {} cited; {} may not be copied; narrow the query to have the others",
                    cited.citations.len(),
                    count(cited.n_found, "record", "records"),
                    cited.n_withheld
                ));
            }
            cited.citations
        }
        (None, record) => {
            vec![office.cite(record.as_deref().unwrap_or_default(), &style, &args.language)?]
        }
    };
    if args.html {
        write!(out, "{}", safe_lines(&formats::citations_html(&citations)))?;
    } else {
        write!(out, "{}", safe_lines(&formats::citations_text(&citations)))?;
    }
    Ok(out.flush()?)
}

/// A style from a file.
fn own_style(path: &std::path::Path) -> Result<formats::OwnStyle, Failure> {
    let name = safe(&path.display().to_string());
    let bytes = std::fs::read(path).map_err(|error| Failure::refused(format!("`{name}` cannot be read: {error}")))?;
    formats::OwnStyle::read(&bytes).map_err(|refusal| Failure::refused(format!("`{name}`: {refusal}")))
}

/// Text of the world, line by line.
fn safe_lines(text: &str) -> String {
    text.lines().map(|line| safe(line) + "\n").collect()
}

/// Searches an office.
pub fn search(args: &SearchArgs) -> Result<(), Failure> {
    if args.limit > LIMIT_MAX || args.offset > LIMIT_MAX {
        return Err(Failure::refused(format!(
            "--limit and --offset go up to {LIMIT_MAX}; narrow the query, or match it as a need"
        )));
    }
    let office = settings::open(&args.office)?;
    let progress = Progress::new("searching");
    let page = Page { offset: args.offset, limit: args.limit, facets: args.facets };
    let answer = office.search(&args.query, page, &mut |n| {
        progress.say(|| format!("{} brought into the search index", count(n, "record", "records")));
    })?;
    drop(progress);
    let mut out = stdout();
    if let Some(remark) = &answer.remark {
        eprintln_safe(&format!("uptake: {remark}"));
    }
    if args.json {
        for hit in &answer.hits {
            json_line(&mut out, &line(hit)?)?;
        }
        let facets: serde_json::Map<String, Value> = answer
            .facets
            .iter()
            .map(|facet| {
                (
                    facet.name.to_owned(),
                    facet.values.iter().map(|(value, n)| json!({ "value": value, "n": n })).collect(),
                )
            })
            .collect();
        let mut last = json!({ "found": answer.n_found, "remark": answer.remark });
        if args.facets {
            last["facets"] = Value::Object(facets);
        }
        json_line(&mut out, &last)?;
        return Ok(out.flush()?);
    }
    let from = args.offset + 1;
    let to = args.offset + answer.hits.len();
    match answer.hits.len() {
        0 => writeln!(out, "{} found", count(answer.n_found, "record", "records"))?,
        _ => writeln!(out, "{} found; {from} to {to}:", count(answer.n_found, "record", "records"))?,
    }
    for (hit, number) in answer.hits.iter().zip(from..) {
        writeln!(out, "{number:>3}  {}", title(&hit.record.record))?;
        writeln!(out, "     {}", details(&hit.record.record))?;
        if let Some(snippet) = snippet(hit) {
            writeln!(out, "     {snippet}")?;
        }
        writeln!(out, "     {}  rank {:.2}", hit.record.id, hit.score)?;
    }
    for facet in &answer.facets {
        let values: Vec<String> = facet.values.iter().map(|(value, n)| format!("{} {n}", short(value, 40))).collect();
        writeln!(out, "{:<7} {}", facet.name, values.join(" · "))?;
    }
    Ok(out.flush()?)
}

/// The passage round the first words that were found in an abstract, each in brackets.
fn snippet(hit: &SearchHit) -> Option<String> {
    let piece = desk::snippet(&hit.record.record, &hit.grounds)?;
    let mut line = String::from(if piece.cut_before { "…" } else { "" });
    let mut at = 0;
    for range in &piece.ranges {
        // Words of one phrase may overlap.
        let (Some(before), Some(word)) = (piece.text.get(at..range.start), piece.text.get(range.clone())) else {
            continue;
        };
        line.push_str(&format!("{}[{}]", safe(before), safe(word)));
        at = range.end;
    }
    line.push_str(&safe(piece.text.get(at..).unwrap_or_default()));
    line.push_str(if piece.cut_behind { "…" } else { "" });
    Some(line)
}

fn line(hit: &SearchHit) -> Result<Value, Failure> {
    let record = record_json(&hit.record.record)?;
    Ok(
        json!({ "id": hit.record.id.to_string(), "score": (f64::from(hit.score) * 1e4).round() / 1e4, "grounds": said(&hit.grounds), "record": record }),
    )
}

fn record_json(record: &model::Record) -> Result<Value, Failure> {
    serde_json::from_str(&formats::to_json(record))
        .map_err(|error| Failure::Broken("a record could not be shown".to_owned(), Some(Box::new(error))))
}

/// Shows a record.
pub fn show(args: &ShowArgs) -> Result<(), Failure> {
    let office = settings::open(&args.office)?;
    let shown = office.show(&args.record)?;
    let mut out = stdout();
    if let Some(source) = args.raw {
        let bytes = office.raw(&shown, usize::try_from(source).unwrap_or(0))?;
        out.write_all(&bytes)?;
        return Ok(out.flush()?);
    }
    if args.json {
        let line = json!({
            "id": shown.record.id.to_string(), "record": record_json(&shown.record.record)?, "kept": self::shown(shown.record.kept_at),
            "sources": shown.items.iter().map(|item| json!({
                "source": item.record.origin.source, "format": item.record.origin.format, "entry": item.record.origin.entry,
                "kept": self::shown(item.kept_at), "live": item.live, "gave": item.gave,
            })).collect::<Vec<_>>(),
            "related": shown.related.iter().map(|relation| json!({ "kind": relation.kind.word(), "record": relation.other.to_string(), "outward": relation.outward })).collect::<Vec<_>>(),
            "deliveries": shown.deliveries.iter().map(|held| json!({ "need": held.delivery.profile.need.as_str(), "post": held.delivery.post.as_str(), "at": self::shown(held.made_at), "grounds": held.delivery.grounds })).collect::<Vec<_>>(),
        });
        json_line(&mut out, &line)?;
    } else {
        text(&mut out, &shown)?;
    }
    Ok(out.flush()?)
}

fn text(out: &mut impl Write, all: &Shown) -> std::io::Result<()> {
    let record = &all.record.record;
    writeln!(out, "{}", safe(record.title().unwrap_or("(without title)")))?;
    writeln!(out, "  {}  {}", all.record.id, details(record))?;
    let names: Vec<String> = record.contributors.iter().map(|c| safe(&c.name.display())).collect();
    if names.len() > 1 {
        writeln!(out, "  by {}", short(&names.join(", "), 400))?;
    }
    for text in record.titles.iter().skip(1) {
        let language = text.language.as_ref().map_or_else(String::new, |language| format!(" [{language}]"));
        writeln!(out, "  also{language}: {}", safe(&text.text))?;
    }
    for identifier in &record.identifiers {
        writeln!(out, "  {}", safe(&identifier.to_string()))?;
    }
    for text in &record.abstracts {
        let language = text.language.as_ref().map_or_else(String::new, |language| format!("[{language}] "));
        writeln!(out, "\n  {language}{}", safe(&text.text))?;
    }
    let subjects: Vec<String> = record
        .subjects
        .iter()
        .map(|subject| match (&subject.code, &subject.term) {
            (Some(code), Some(term)) => format!("{} {code} ({term})", subject.scheme),
            (Some(code), None) => format!("{} {code}", subject.scheme),
            (None, term) => term.clone().unwrap_or_default(),
        })
        .collect();
    if !subjects.is_empty() {
        writeln!(out, "\n  about: {}", short(&subjects.join("; "), 600))?;
    }
    for relation in &record.relations {
        writeln!(out, "  {} {}", relation.kind.word(), safe(&relation.target.to_string()))?;
    }
    writeln!(out, "\n  sources:")?;
    for (item, number) in all.items.iter().zip(1..) {
        let origin = &item.record.origin;
        let state = if item.live { "" } else { ", overtaken since" };
        let gave = if item.gave.is_empty() { String::new() } else { format!("; gave {}", item.gave.join(", ")) };
        writeln!(
            out,
            "  {number:>3}  {} in {}, entry {}, {}{state}{gave}",
            origin.format,
            safe(&origin.source),
            origin.entry,
            shown(item.kept_at)
        )?;
    }
    for relation in &all.related {
        let (kind, other) = (relation.kind.word(), relation.other);
        let sentence = if relation.outward { format!("this {kind} {other}") } else { format!("{other} {kind} this") };
        writeln!(out, "  related: {sentence}")?;
    }
    for held in &all.deliveries {
        let delivery = &held.delivery;
        writeln!(
            out,
            "  delivered to {} for {} on {}: {}",
            delivery.post,
            delivery.profile.need,
            shown(held.made_at),
            safe(&delivery.grounds)
        )?;
    }
    if all.deliveries.is_empty() {
        writeln!(out, "  delivered to nobody")?;
    }
    Ok(())
}

/// Undoes a merge for one source.
pub fn part(args: &PartArgs) -> Result<(), Failure> {
    let mut office = settings::open_to_write(&args.office, &mut |_| {})?;
    let mut ids = random_numbers()?;
    let source = usize::try_from(args.source).unwrap_or(0);
    let new = desk::part(&mut office, &args.record, source, OPERATOR, now(), &mut ids)?;
    office.close()?;
    let mut out = stdout();
    writeln!(
        out,
        "Source {} is a record of its own now: {new}. What comes in later will not join them again.",
        args.source
    )?;
    Ok(out.flush()?)
}
