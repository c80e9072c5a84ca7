//! `uptake credits`: what is owed on lines of credit, and the schedule of one of them.

use std::io::Write;

use desk::{CreditFilter, Office};
use model::{Credit, CreditPosition, Date, ScheduleLine};
use serde_json::{Value, json};

use crate::cli::CreditsArgs;
use crate::clock::today;
use crate::failure::Failure;
use crate::output::{json_line, safe, stdout};
use crate::settings;

/// Lists them, or shows how one stands with its schedule.
pub fn credits(args: &CreditsArgs) -> Result<(), Failure> {
    let office = settings::open(&args.office)?;
    let on = match &args.on {
        Some(text) => Date::parse(text)
            .ok_or_else(|| Failure::refused(format!("`{text}` is no day; write it such as 1926-07-01")))?,
        None => today(),
    };
    match &args.credit {
        Some(name) => one(&office, name, on, args.json),
        None => all(&office, on, args.json),
    }
}

fn all(office: &Office, on: Date, as_json: bool) -> Result<(), Failure> {
    let mut out = stdout();
    let lines = office.credits(&CreditFilter::default(), on)?;
    for line in &lines {
        if as_json {
            json_line(&mut out, &position(&line.credit, &line.position))?;
        } else {
            let said = |minor: i64| line.credit.money(minor).to_string();
            let standing = &line.position;
            let next = line.next.map_or_else(String::new, |(day, minor)| format!(", next {} on {day}", said(minor)));
            let overdue =
                if standing.overdue > 0 { format!(", overdue {}", said(standing.overdue)) } else { String::new() };
            let title = safe(&line.credit.title);
            writeln!(out, "{}  {title}: owed {}{overdue}{next}", line.credit.id, said(standing.owed_with_counted()))?;
        }
    }
    if lines.is_empty() && !as_json {
        writeln!(out, "No line of credit is written down.")?;
    }
    Ok(out.flush()?)
}

fn one(office: &Office, name: &str, on: Date, as_json: bool) -> Result<(), Failure> {
    let mut out = stdout();
    let page = office.credit_page(name, on, today())?;
    let credit = &page.credit;
    let said = |minor: i64| credit.money(minor).to_string();
    if as_json {
        let mut shown = position(credit, &page.position);
        if let Some(parts) = shown.as_object_mut() {
            let lines: Vec<Value> = page.schedule.lines.iter().map(|line| of_schedule(credit, line)).collect();
            parts.insert("schedule".to_owned(), lines.into());
        }
        json_line(&mut out, &shown)?;
        return Ok(out.flush()?);
    }
    writeln!(out, "{}  {}, of {}", credit.id, safe(&credit.title), safe(page.lender.name()))?;
    writeln!(
        out,
        "   on {on} owed {}, of it principal {}",
        said(page.position.owed_with_counted()),
        said(page.position.principal)
    )?;
    if page.position.overdue > 0 {
        writeln!(out, "   overdue {}", said(page.position.overdue))?;
    }
    for line in &page.schedule.lines {
        writeln!(
            out,
            "   {}  principal {}, interest {}, fees {}, left {}",
            line.due,
            said(line.principal),
            said(line.interest),
            said(line.fees.saturating_add(line.penalty)),
            said(line.closing)
        )?;
    }
    Ok(out.flush()?)
}

fn position(credit: &Credit, position: &CreditPosition) -> Value {
    let said = |minor: i64| credit.money(minor).to_string();
    json!({
        "id": credit.id.to_string(),
        "title": credit.title,
        "currency": credit.currency.code(),
        "day": position.day.to_string(),
        "principal": said(position.principal),
        "owed": said(position.owed_with_counted()),
        "overdue": said(position.overdue),
        "undrawn": said(position.undrawn),
    })
}

fn of_schedule(credit: &Credit, line: &ScheduleLine) -> Value {
    let said = |minor: i64| credit.money(minor).to_string();
    json!({
        "due": line.due.to_string(),
        "principal": said(line.principal),
        "interest": said(line.interest),
        "fees": said(line.fees),
        "penalty": said(line.penalty),
        "closing": said(line.closing),
    })
}
