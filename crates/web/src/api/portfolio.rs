//! Portfolios: kept, reckoned by a job, adopted.

use std::sync::Arc;

use desk::plan::{PortfolioPage, RunAsked, RunPage};
use model::{Portfolio, PortfolioId, PostId, RunState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::{Found, Reply, Sent};
use super::cursor::{Listed, Part};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::marking_of;
use super::marking::MarkingView;
use super::word::{Limit, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// A plan of a portfolio.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PortfolioRunView {
    /// Its number, from 1.
    pub number: u32,
    /// What it is called.
    pub title: String,
    /// Where it stands.
    pub state: Word<RunState>,
    /// Why it came to no end.
    pub fault: String,
    /// What was asked: seconds, seed, goal, gamma, decisions that are kept or ruled out, changes.
    pub asked: Value,
    /// What came of it: status, objective, bound, signings, rejected, missions, starts, prices, scenarios, frontier, money; nothing before.
    pub result: Value,
    /// When it was asked for.
    pub asked_at: Moment,
    /// When it was done.
    pub done_at: Option<Moment>,
}

impl From<&RunPage> for PortfolioRunView {
    fn from(one: &RunPage) -> PortfolioRunView {
        PortfolioRunView {
            number: one.run.number,
            title: one.run.title.clone(),
            state: Word(one.run.state),
            fault: one.run.fault.clone(),
            asked: serde_json::to_value(&one.asked).unwrap_or_default(),
            result: serde_json::to_value(&one.sheet).unwrap_or_default(),
            asked_at: Moment(one.run.asked_at),
            done_at: one.run.done_at.map(Moment),
        }
    }
}

/// A portfolio.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PortfolioView {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The post that keeps it.
    pub post: String,
    /// The problem, as it was typed or drawn up.
    pub problem: String,
    /// What else is to be known.
    pub note: String,
    /// The number of the plan that was adopted.
    pub adopted: Option<u32>,
    /// Whether a demonstration made it up.
    pub invented: bool,
    /// Who may see it.
    pub marking: MarkingView,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was drawn up.
    pub made_at: Moment,
}

impl From<&Portfolio> for PortfolioView {
    fn from(one: &Portfolio) -> PortfolioView {
        PortfolioView {
            id: one.id.to_string(),
            title: one.title.clone(),
            post: one.post.to_string(),
            problem: one.problem.clone(),
            note: one.note.clone(),
            adopted: one.adopted,
            invented: one.invented,
            marking: MarkingView::from(&one.marking),
            revision: one.revision,
            made_at: Moment(one.made_at),
        }
    }
}

/// Which portfolios are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortfolioQuery {
    /// Portfolios on the page.
    limit: Option<Limit>,
    /// Where the page begins.
    cursor: Option<String>,
}

async fn list(caller: Caller, _: Way, query: PortfolioQuery) -> Outcome<Listed<PortfolioView>> {
    let part = Part::of(caller.speech(), "portfolios", (query.limit, query.cursor.as_deref()))?;
    let found = read(&caller, desk::Office::portfolios).await?;
    Ok(Found::listed(part.cut(found.iter().map(PortfolioView::from).collect())))
}

async fn page(caller: &Caller, way: &Way) -> Result<PortfolioPage, Problem> {
    let (id, officer) = (way.get("portfolio").to_owned(), Arc::clone(&caller.officer));
    read(caller, move |office| office.portfolio_page(&officer, &id)).await
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<PortfolioView> {
    let found = page(&caller, &way).await?.portfolio;
    Ok(Found::versioned(PortfolioView::from(&found), u64::from(found.revision)))
}

async fn runs(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<PortfolioRunView>> {
    let found = page(&caller, &way).await?;
    Ok(Found::listed(Listed::whole(found.runs.iter().map(PortfolioRunView::from).collect())))
}

/// A portfolio that is kept.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortfolioBody {
    /// What it is called.
    title: String,
    /// The post that keeps it.
    post: String,
    /// The problem: JSON or TOML of the schema `uptake-portfolio/1`, as a text.
    problem: String,
    /// What else is to be known.
    #[serde(default)]
    note: String,
    /// Who may see it; left out, everybody.
    marking: Option<MarkingView>,
}

async fn add(caller: Caller, sent: Sent<PortfolioBody>) -> Done<PortfolioView> {
    let body = &sent.body;
    let post = PostId::new(&body.post).map_err(|_| slip(&caller, "#/post", caller.speech().say("failure-missing")))?;
    let portfolio = Portfolio {
        id: PortfolioId::from_bits(caller.app.ids()()),
        title: body.title.clone(),
        post,
        problem: body.problem.clone(),
        note: body.note.clone(),
        adopted: None,
        sources: Vec::new(),
        marking: marking_of(&caller, body.marking.as_ref())?.unwrap_or_default(),
        invented: false,
        revision: 0,
        made_at: 0,
    };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let kept = desk::plan::keep_portfolio(writer, turn, portfolio, true)?;
        let at = format!("/api/v1/plan/portfolios/{}", kept.id);
        Ok(Reply::of(PortfolioView::from(&kept)).at(at).versioned(u64::from(kept.revision)))
    });
    kept.await
}

fn named(caller: &Caller, way: &Way) -> Result<PortfolioId, Problem> {
    PortfolioId::parse(way.get("portfolio")).ok_or_else(|| missing(caller))
}

/// A plan that is asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortfolioRunBody {
    /// What it is called.
    #[serde(default)]
    title: String,
    /// What is asked: `seconds`, `seed`, `goal` (`benefit`, `spread`, `equity`), `gamma`, `fix` and `forbid` (decisions), `changes`, `scenarios`,
    /// `frontier`. What is left out is as usual.
    #[serde(default)]
    asked: Value,
}

async fn ask(caller: Caller, sent: Sent<PortfolioRunBody>) -> Done<PortfolioRunView> {
    let id = named(&caller, &sent.way)?;
    let asked = if sent.body.asked.is_null() {
        RunAsked::default()
    } else {
        serde_json::from_value::<RunAsked>(sent.body.asked.clone())
            .map_err(|_| slip(&caller, "#/asked", caller.speech().say("failure-missing")))?
    };
    let title = sent.body.title.clone();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let run = desk::plan::ask_run(writer, turn, id, (title, asked.clone())).map_err(as_a_rule)?;
        Ok(Reply::of(PortfolioRunView::from(&RunPage { run, asked, sheet: None })))
    });
    kept.await
}

/// A plan that is adopted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PortfolioAdoptBody {
    /// The revision of the portfolio that was seen.
    revision: u32,
    /// The number of the plan.
    number: u32,
}

async fn adopt(caller: Caller, sent: Sent<PortfolioAdoptBody>) -> Done<PortfolioView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let at = (id, body.revision);
        let kept = desk::plan::adopt_run(writer, turn, office, at, body.number).map_err(as_a_rule)?;
        Ok(Reply::of(PortfolioView::from(&kept)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, all, one) = (Policy::SignedIn, "/api/v1/plan/portfolios", "/api/v1/plan/portfolios/{portfolio}");
    let (runs_at, adopted) =
        ("/api/v1/plan/portfolios/{portfolio}/runs", "/api/v1/plan/portfolios/{portfolio}/adoption");
    api.read(all, open, "list_portfolios", "Portfolios, the newest first", list)
        .create(all, open, "keep_portfolio", "Keeps a portfolio in the schema uptake-portfolio/1", add)
        .read(one, open, "show_portfolio", "One portfolio", show)
        .read(runs_at, open, "list_portfolio_runs", "The plans of a portfolio with what came of them", runs)
        .act(runs_at, open, "ask_portfolio_run", "Asks for a plan of a portfolio; a job reckons it", ask)
        .act(adopted, open, "adopt_portfolio_run", "Adopts a plan of a portfolio, with the duties that follow", adopt)
}
