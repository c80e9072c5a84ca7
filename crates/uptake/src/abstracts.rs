//! `uptake abstracts`: the records that need an own abstract, and how well codes are proposed.

use std::io::Write;

use desk::{AgreementLine, Learnt, QueueAsk};
use serde_json::json;
use store::QueueLine;

use crate::cli::AbstractsArgs;
use crate::failure::Failure;
use crate::output::{count, details, json_line, safe, stdout, title};
use crate::settings;

/// Lists them.
pub fn abstracts(args: &AbstractsArgs) -> Result<(), Failure> {
    let office = settings::open(&args.office)?;
    let part = |text: &Option<String>| text.clone().unwrap_or_default();
    let ask = QueueAsk {
        class: part(&args.class),
        language: part(&args.language),
        source: part(&args.source),
        need: part(&args.need),
    };
    let queue = office.queue(&ask, None, args.limit)?;
    let (learnt, agreements) = (office.learnt()?, office.code_agreements()?);
    let mut out = stdout();
    if args.json {
        for line in &queue.lines {
            json_line(&mut out, &queued(line))?;
        }
        return Ok(out.flush()?);
    }
    for line in &queue.lines {
        let waiting =
            if line.n_open > 0 { format!("  {} waiting", count(line.n_open, "post", "posts")) } else { String::new() };
        let taken = line.taken.as_ref().map(|one| format!("  with {} until {}", one.person, one.until));
        writeln!(
            out,
            "{}  {}{waiting}{}",
            line.record.id,
            safe(&title(&line.record.record)),
            taken.unwrap_or_default()
        )?;
        writeln!(out, "   {}", safe(&details(&line.record.record)))?;
    }
    if queue.lines.is_empty() {
        writeln!(out, "Nothing waits for an abstract.")?;
    } else if queue.more {
        writeln!(out, "There are more; --limit shows them.")?;
    }
    for one in &learnt {
        writeln!(out, "{}", said(one))?;
    }
    for line in agreements.iter().filter(|line| line.pair.is_none()) {
        writeln!(out, "{}", agreed(line))?;
    }
    Ok(out.flush()?)
}

fn queued(line: &QueueLine) -> serde_json::Value {
    json!({
        "record": line.record.id.to_string(),
        "title": line.record.record.title(),
        "n_open": line.n_open,
        "n_delivered": line.n_delivered,
        "taken_by": line.taken.as_ref().map(|one| one.person.to_string()),
        "taken_until": line.taken.as_ref().map(|one| one.until.to_string()),
    })
}

fn said(one: &Learnt) -> String {
    match &one.classifier {
        Some(held) => format!(
            "Codes of {}: right at 1 in {:.2}, at 5 in {:.2} of at best {:.2}, measured on {} held back.",
            one.scheme,
            held.at_1,
            held.at_5,
            held.best_at_5,
            count(held.n_held_back, "record", "records")
        ),
        None => format!(
            "Codes of {}: not enough accepted records yet ({} of {}).",
            one.scheme, one.n_accepted, one.n_wanted
        ),
    }
}

fn agreed(line: &AgreementLine) -> String {
    format!(
        "Two persons agree on {} in {:.2} (Hooper), {:.2} (Rolling), over {}.",
        line.scheme,
        line.agreement.hooper,
        line.agreement.rolling,
        count(line.agreement.n as u64, "record", "records")
    )
}
