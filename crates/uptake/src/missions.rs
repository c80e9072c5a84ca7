//! `uptake missions`: where the missions of an office stand, and what one of them asks.

use std::io::Write;

use desk::Office;
use model::{Mission, MissionStage, Question};
use serde_json::json;
use store::MissionFilter;

use crate::cli::MissionsArgs;
use crate::clock::today;
use crate::failure::Failure;
use crate::output::{count, json_line, safe, stdout};
use crate::settings;

/// Lists them, or shows the questions of one.
pub fn missions(args: &MissionsArgs) -> Result<(), Failure> {
    let office = settings::open(&args.office)?;
    let mut out = stdout();
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
