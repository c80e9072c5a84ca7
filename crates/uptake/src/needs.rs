//! `uptake need`: units, posts and needs.

use std::io::Write;

use desk::NEEDS_BYTES_MAX;
use serde_json::json;
use store::Statement;

use crate::cli::{NeedAddArgs, NeedListArgs};
use crate::clock::{OPERATOR, now, today};
use crate::failure::{Failure, eprintln_safe};
use crate::input;
use crate::output::{count, json_line, safe, stdout};
use crate::settings;

/// A needs file with every part of it, explained.
pub const EXAMPLE: &str = include_str!("../needs-example.toml");

/// States units, posts and needs from a file.
pub fn add(args: &NeedAddArgs) -> Result<(), Failure> {
    let text = input::text(&args.file, NEEDS_BYTES_MAX)?;
    let mut office = settings::open_to_write(&args.office, &mut |_| {})?;
    let stated = desk::state_needs(&mut office, &input::name(&args.file), &text, OPERATOR, now())?;
    office.close()?;
    for warning in &stated.warnings {
        eprintln_safe(&format!("uptake: {warning}"));
    }
    let mut out = stdout();
    for noun in ["unit", "post", "need"] {
        let of = |statement| {
            let prefix = format!("{noun}:");
            stated.parts.iter().filter(|(name, what)| name.starts_with(&prefix) && *what == statement).count() as u64
        };
        let (new, changed, unchanged) = (of(Statement::New), of(Statement::Changed), of(Statement::Unchanged));
        if new + changed + unchanged > 0 {
            let all = count(new + changed + unchanged, noun, &format!("{noun}s"));
            writeln!(out, "{all}: {new} new, {changed} changed, {unchanged} as before")?;
        }
    }
    writeln!(out, "Match them with `uptake match {}`.", args.office.display())?;
    Ok(out.flush()?)
}

/// Lists needs.
pub fn list(args: &NeedListArgs) -> Result<(), Failure> {
    let office = settings::open(&args.office)?;
    let mut needs = office.needs(args.unit.as_deref())?;
    needs.sort_by(|a, b| a.id.cmp(&b.id));
    let mut out = stdout();
    for need in &needs {
        let silence = need.silence(today()).map(|silence| silence.to_string());
        if args.json {
            let profiles: Vec<_> = need
                .profiles
                .iter()
                .map(|p| json!({ "id": p.id.to_string(), "query": p.query, "threshold": p.threshold }))
                .collect();
            let line = json!({
                "id": need.id.as_str(), "title": need.title, "statement": need.statement, "unit": need.unit.as_str(), "post": need.post.as_str(),
                "stage": need.stage.word(), "expires": need.expires.map(|day| day.to_string()), "silence": silence, "profiles": profiles,
                "examples": need.examples.iter().map(ToString::to_string).collect::<Vec<_>>(),
            });
            json_line(&mut out, &line)?;
            continue;
        }
        writeln!(out, "{}  {}", need.id, safe(&need.title))?;
        let expires = need.expires.map_or_else(String::new, |day| format!(", until {day}"));
        writeln!(out, "  {} of {}, {}{expires}", need.post, need.unit, need.stage)?;
        if let Some(silence) = silence {
            writeln!(out, "  not matched: {silence}")?;
        }
        for profile in &need.profiles {
            let threshold =
                profile.threshold.map_or_else(String::new, |threshold| format!("  (from rank {threshold})"));
            writeln!(out, "  {}  {}{threshold}", profile.id.number, safe(&profile.query))?;
        }
    }
    if needs.is_empty() && !args.json {
        writeln!(out, "No need is stated; `uptake need example` prints a file to begin with.")?;
    }
    Ok(out.flush()?)
}

/// Prints the example.
pub fn example() -> Result<(), Failure> {
    let mut out = stdout();
    out.write_all(EXAMPLE.as_bytes())?;
    Ok(out.flush()?)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_example_that_is_printed_can_be_added() {
        let file = desk::read_needs(super::EXAMPLE, &desk::Known::default(), crate::clock::today())
            .unwrap_or_else(|complaints| panic!("{complaints:?}"));
        assert!(!file.units.is_empty() && !file.posts.is_empty() && !file.needs.is_empty());
        assert!(file.warnings.is_empty());
    }
}
