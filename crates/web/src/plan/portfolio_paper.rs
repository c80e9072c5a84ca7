//! A plan on paper: the same sentences and tables as on the page.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use desk::Failure;
use desk::plan::{PortfolioPage, PortfolioSheet, SheetPoint};
use model::{Date, Marking};
use press::{Paper, PaperPart};

use super::portfolio_page::chosen;
use super::portfolio_picture::calendar_drawing;
use super::portfolio_words::{doubt, periods, price, resource, route, scenario, status, summary, why_not, worth};
use crate::caller::Caller;
use crate::component::plot::WIDE;
use crate::failed::{Answer, failed};
use crate::speech::Speech;
use crate::typed::Typed;

pub async fn pdf(caller: Caller, Path(name): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let number = typed.get("run").parse().ok();
    let bytes = printed(&caller, name, number).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let headers = [
        (CONTENT_TYPE, "application/pdf"),
        (CONTENT_DISPOSITION, "attachment; filename=\"plan.pdf\""),
        // What it says is for who sees the portfolio.
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, bytes).into_response())
}

/// A plan of a portfolio as a tagged PDF, in the language of the caller.
///
/// # Errors
/// Refused where there is no such portfolio; when it cannot be printed.
pub(crate) async fn printed(caller: &Caller, name: String, number: Option<u32>) -> Result<Vec<u8>, Failure> {
    let (officer, today, speech) = (Arc::clone(&caller.officer), caller.app.today(), caller.visit.speech);
    let paper = caller.read(move |office| {
        let page = office.portfolio_page(&officer, &name)?;
        Ok(paper(speech, &page, number, today))
    });
    let paper = paper.await?;
    caller.app.reach_out(move |office| office.print_paper(&paper)).await
}

fn paper(speech: Speech, of: &PortfolioPage, number: Option<u32>, today: Date) -> Paper {
    let portfolio = &of.portfolio;
    let shown = chosen(of, number);
    let sheet = shown.and_then(|one| one.sheet.as_ref());
    let parts = match sheet {
        Some(sheet) => parts(speech, of, sheet),
        None => vec![PaperPart {
            heading: speech.say("portfolio-runs"),
            text: vec![speech.say("portfolio-waits")],
            ..PaperPart::default()
        }],
    };
    Paper {
        language: speech.tongue().tag().to_owned(),
        office: of.post.clone(),
        title: portfolio.title.clone(),
        sort: shown.map_or_else(|| speech.say("portfolios-title"), |one| one.run.title.clone()),
        marking: (portfolio.marking != Marking::default()).then(|| portfolio.marking.to_string()),
        day: speech.date(today),
        drawing: sheet.and_then(|sheet| calendar_drawing(speech, of, sheet, WIDE)),
        parts: parts.into_iter().filter(|part| !part.rows.is_empty() || !part.text.is_empty()).collect(),
    }
}

/// What has to be known of the problem before anything of the plan is believed.
fn remarks(speech: Speech, of: &PortfolioPage) -> Vec<String> {
    let placeholders = desk::plan::has_placeholders(&of.portfolio.problem);
    let all = [(placeholders, "portfolio-placeholders-body"), (of.portfolio.invented, "portfolio-invented")];
    all.into_iter().filter(|(holds, _)| *holds).map(|(_, key)| speech.say(key)).collect()
}

fn parts(speech: Speech, of: &PortfolioPage, sheet: &PortfolioSheet) -> Vec<PaperPart> {
    let part = |heading: &str, columns: &[&str], rows: Vec<Vec<String>>| PaperPart {
        heading: speech.say(heading),
        text: Vec::new(),
        columns: if rows.is_empty() { Vec::new() } else { columns.iter().map(|key| speech.say(key)).collect() },
        rows,
    };
    let names = |ids: &[String]| ids.iter().map(|id| of.name(id)).collect::<Vec<_>>().join(", ");
    let text =
        |heading: &str, text: Vec<String>| PaperPart { heading: speech.say(heading), text, ..PaperPart::default() };
    let signed = sheet.signings.iter().map(|one| {
        let when = [("signed", (one.period as u64).into()), ("arrives", (one.arrives as u64).into())];
        vec![
            of.name(&one.technology).to_owned(),
            route(speech, &one.option),
            speech.with("portfolio-signed-arrives", &when),
            names(&one.enterprises),
        ]
    });
    let starts = sheet.starts.iter().map(|one| {
        vec![
            of.name(&one.enterprise).to_owned(),
            of.name(&one.technology).to_owned(),
            periods(one.period, one.duration),
        ]
    });
    let missions =
        sheet.missions.iter().map(|one| vec![of.name(&one.mission).to_owned(), periods(one.period, one.duration)]);
    let not = sheet.rejected.iter().map(|one| vec![of.name(&one.technology).to_owned(), why_not(speech, of, one)]);
    let prices = sheet.prices.iter().map(|one| vec![resource(speech, of, one), price(speech, of, one).join(" ")]);
    let scenarios = sheet.scenarios.iter().map(|one| {
        let value = if one.objective.is_some() { worth(speech, one.objective) } else { status(speech, &one.status) };
        vec![scenario(speech, of, one), value, worth(speech, one.difference), names(&one.gained), names(&one.lost)]
    });
    let point = |one: &SheetPoint| {
        vec![
            speech.decimal(one.value, 2),
            speech.decimal(one.spread, 0),
            speech.decimal(one.equity, 2),
            one.signings.to_string(),
        ]
    };
    let goals = ["portfolio-value-short", "portfolio-spread", "portfolio-equity", "portfolio-n-signings"];
    let doubts = sheet.doubts.iter().map(|told| doubt(speech, told));
    vec![
        text(
            "portfolio-summary",
            remarks(speech, of).into_iter().chain(summary(speech, of, sheet)).chain(doubts).collect(),
        ),
        part(
            "portfolio-chosen",
            &["portfolio-technology", "portfolio-route", "portfolio-when", "portfolio-where"],
            signed.collect(),
        ),
        part("portfolio-missions", &["portfolio-mission", "portfolio-period"], missions.collect()),
        part("portfolio-starts", &["portfolio-where", "portfolio-technology", "portfolio-period"], starts.collect()),
        part("portfolio-not-chosen", &["portfolio-technology", "portfolio-why-not"], not.collect()),
        part("portfolio-prices", &["portfolio-resource", "portfolio-worth"], prices.collect()),
        part(
            "portfolio-scenarios",
            &[
                "portfolio-scenario",
                "portfolio-value-short",
                "portfolio-difference",
                "portfolio-gained",
                "portfolio-lost",
            ],
            scenarios.collect(),
        ),
        part("portfolio-frontier", &goals, sheet.frontier.iter().map(point).collect()),
        part("portfolio-frontier-equity", &goals, sheet.frontier_of_equity.iter().map(point).collect()),
    ]
}
