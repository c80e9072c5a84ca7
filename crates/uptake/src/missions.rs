//! `uptake missions`: where the missions of an office stand, and what one of them asks.

use std::io::Write;

use desk::{Office, YieldAsked};
use model::{Currency, Mission, MissionStage, Money, Question, YieldBy};
use serde_json::json;
use store::MissionFilter;

use crate::cli::MissionsArgs;
use crate::clock::{now, today};
use crate::failure::Failure;
use crate::output::{count, json_line, safe, stdout};
use crate::settings;

/// Lists them, or shows the questions of one.
pub fn missions(args: &MissionsArgs) -> Result<(), Failure> {
    let office = settings::open(&args.office)?;
    let mut out = stdout();
    if let Some(word) = &args.yield_by {
        let words: Vec<&str> = YieldBy::ALL.iter().map(|by| by.word()).collect();
        let unknown =
            || Failure::refused(format!("figures are not put together by `{word}`; choose {}", words.join(", ")));
        return yields(&office, YieldBy::from_word(word).ok_or_else(unknown)?, args.json);
    }
    if let Some(name) = &args.mission {
        let page = office.mission_page(name)?;
        let answers = office.mission_answers(page.mission.id)?;
        // What was written down abroad counts before the report is handed in.
        let questions = page.questions.ended(|id| answers.get(&id).map(|answer| answer.state));
        if args.json {
            let questions: Vec<_> = questions.all().iter().map(question).collect();
            let mut shown = mission(&office, &page.mission)?;
            if let Some(parts) = shown.as_object_mut() {
                parts.insert("questions".to_owned(), questions.into());
            }
            json_line(&mut out, &shown)?;
            return Ok(out.flush()?);
        }
        writeln!(out, "{}  {}", page.mission.id, said(&office, &page.mission)?)?;
        for one in questions.all() {
            writeln!(out, "   {}  {}", one.state, safe(&one.text))?;
            for asker in &one.askers {
                writeln!(out, "      {} for {}", safe(&asker.thing.to_string()), asker.post)?;
            }
        }
        return Ok(out.flush()?);
    }
    let stage = args.stage.as_deref().map(|word| {
        let words: Vec<&str> = MissionStage::ALL.iter().map(|stage| stage.word()).collect();
        let unknown = || Failure::refused(format!("`{word}` is no stage; the stages are {}", words.join(", ")));
        MissionStage::from_word(word).ok_or_else(unknown)
    });
    let stages = stage.transpose()?.into_iter().collect();
    let filter = MissionFilter { stages, limit: Some(args.limit), ..MissionFilter::default() };
    let missions = office.missions(&filter)?;
    for one in &missions {
        if args.json {
            json_line(&mut out, &mission(&office, one)?)?;
        } else {
            writeln!(out, "{}  {}", one.id, said(&office, one)?)?;
        }
    }
    if missions.is_empty() && !args.json {
        writeln!(out, "No mission stands so.")?;
    }
    Ok(out.flush()?)
}

/// What missions that came back brought, a line each.
fn yields(office: &Office, by: YieldBy, json: bool) -> Result<(), Failure> {
    let mut out = stdout();
    let table = office.mission_yields(YieldAsked { by, since: None, until: None, given_out: false }, now())?;
    for row in &table.rows {
        let (yields, name) = (&row.yields, if row.name.is_empty() { "none that is named" } else { row.name.as_str() });
        let days = yields.days_to_use();
        let money = |currency: &Currency, minor: i64| Money { minor, currency: *currency }.to_string();
        if json {
            let spent = yields.spent.iter().map(|(currency, spent)| {
                json!({
                    "spent": money(currency, spent.minor),
                    "of_it_budgets": money(currency, spent.budgeted_minor),
                    "per_used_answer": spent.per_used(*currency).map(|price| price.to_string()),
                    "per_used_record_of_sources": table.reading.per_used(*currency).map(|price| price.to_string()),
                })
            });
            json_line(
                &mut out,
                &json!({
                    "by": by.word(),
                    "name": row.name,
                    "n_missions": yields.missions.len(),
                    "n_asked": yields.n_asked,
                    "n_answers": yields.n_got(),
                    "n_used": yields.n_used,
                    "n_held": yields.n_held,
                    "days_to_use": days.map(|days| days.median),
                    "spent": spent.collect::<Vec<_>>(),
                }),
            )?;
            continue;
        }
        let prices = yields.spent.iter().filter_map(|(currency, spent)| spent.per_used(*currency));
        let prices: Vec<String> = prices.map(|price| format!("{price} each")).collect();
        let took = days.map(|days| format!("{} days to the first use", days.median));
        let more: String = took.into_iter().chain(prices).map(|part| format!(", {part}")).collect();
        let answers = count(yields.n_got(), "answer", "answers");
        writeln!(
            out,
            "{}  ({answers} to {}, {} used{more})",
            safe(name),
            count(yields.n_asked, "question", "questions"),
            yields.n_used
        )?;
    }
    if table.rows.is_empty() && !json {
        writeln!(out, "No mission has come back yet.")?;
    }
    Ok(out.flush()?)
}

fn said(office: &Office, mission: &Mission) -> Result<String, Failure> {
    let overdue = if mission.report_is_overdue(today()) { ", report overdue" } else { "" };
    let members = count(mission.members.len() as u64, "member", "members");
    let title = safe(&mission.title);
    let brief = match office.is_briefed(mission)? {
        Some(true) => ", brief confirmed",
        Some(false) => ", brief not confirmed",
        None => ", no brief",
    };
    let stage = mission.stage;
    Ok(format!("{title}  ({stage}, {} to {}, {members}{brief}{overdue})", mission.since, mission.until))
}

fn mission(office: &Office, mission: &Mission) -> Result<serde_json::Value, Failure> {
    let is_briefed = office.is_briefed(mission)?;
    Ok(json!({
        "id": mission.id.to_string(),
        "title": mission.title,
        "stage": mission.stage.word(),
        "post": mission.post.as_str(),
        "since": mission.since.to_string(),
        "until": mission.until.to_string(),
        "needs": mission.needs.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "hosts": mission.hosts.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "members": mission.members.iter().map(|one| one.specialist.to_string()).collect::<Vec<_>>(),
        "report_is_overdue": mission.report_is_overdue(today()),
        // Null without a brief.
        "brief_is_confirmed": is_briefed,
    }))
}

fn question(question: &Question) -> serde_json::Value {
    json!({
        "text": question.text,
        "state": question.state.word(),
        "askers": question.askers.iter().map(|one| json!({
            "thing": one.thing.to_string(),
            "post": one.post.as_str(),
            "text": one.text,
        })).collect::<Vec<_>>(),
    })
}
