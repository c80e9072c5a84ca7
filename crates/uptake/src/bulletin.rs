//! `uptake bulletin`: what an office puts out, given out as it was printed, and printed once more to compare.

use std::io::Write;
use std::process::ExitCode;

use desk::Office;
use model::PrintForm;
use serde_json::json;

use crate::cli::BulletinArgs;
use crate::failure::Failure;
use crate::output::{count, json_line, safe, stdout};
use crate::settings;

/// Lists bulletins and issues, gives an issue out, or compares it. Exit status 1 when it is not the same.
pub fn bulletin(args: &BulletinArgs) -> Result<ExitCode, Failure> {
    let office = settings::at_work(&settings::open(&args.office)?)?;
    match &args.issue {
        None => list(&office, args.json),
        Some(issue) if args.again => again(&office, issue, args.json),
        Some(issue) => give(&office, issue, &args.form),
    }
}

fn list(office: &Office, json: bool) -> Result<ExitCode, Failure> {
    let mut out = stdout();
    for bulletin in office.bulletins()? {
        let page = office.bulletin_page(&bulletin.id.to_string())?;
        if !json {
            writeln!(out, "{}  {}", bulletin.id, safe(&bulletin.name))?;
        }
        for (issue, size) in &page.issues {
            let number = issue.number.zip(issue.year).map(|(number, year)| format!("{number}/{year}"));
            if json {
                let view = json!({
                    "bulletin": bulletin.id.to_string(), "name": bulletin.name, "issue": issue.id.to_string(),
                    "number": number, "stage": issue.stage.word(), "since": issue.since.to_string(),
                    "until": issue.until.to_string(), "records": size,
                });
                json_line(&mut out, &view)?;
            } else {
                let days = format!("{} to {}", issue.since, issue.until);
                let number = number.unwrap_or_default();
                let records = count(*size, "record", "records");
                writeln!(out, "   {}  {number:>8}  {:<9}  {days}  {records}", issue.id, issue.stage)?;
            }
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn give(office: &Office, issue: &str, form: &str) -> Result<ExitCode, Failure> {
    let form = PrintForm::from_word(form)
        .ok_or_else(|| Failure::refused(format!("There is no form `{}`; name html, pdf or txt", safe(form))))?;
    let print = office.print(issue, form)?;
    let mut out = stdout();
    out.write_all(&print.bytes)?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn again(office: &Office, issue: &str, json: bool) -> Result<ExitCode, Failure> {
    let again = office.reprint(issue)?;
    let mut out = stdout();
    if json {
        let others: Vec<&str> =
            again.forms.iter().filter(|(_, is_same)| !is_same).map(|(form, _)| form.word()).collect();
        let view = json!({ "same": again.is_same(), "others": others, "then": again.then, "now": again.now });
        json_line(&mut out, &view)?;
    } else {
        for (form, is_same) in &again.forms {
            writeln!(out, "{form:<5} {}", if *is_same { "the same, byte for byte" } else { "other bytes" })?;
        }
        if !again.is_same() {
            writeln!(out, "Printed then by {}, now by {}. What is kept is what was released.", again.then, again.now)?;
        }
    }
    out.flush()?;
    Ok(ExitCode::from(u8::from(!again.is_same())))
}
