//! What missions brought and cost, and what was held before they left.

use desk::{YieldAsked, YieldRow, YieldTable};
use model::{
    Currency, KeptLook, LookFor, MissionCost, MissionFacts, MissionId, MissionYield, Money, QuestionFacts, ReadingCost,
    Spent, YieldBy, YieldKey,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::word::{Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::route::Policy;

/// What was spent in one currency. Money of different currencies is never added.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SpentView {
    /// All of it, with its currency: `4800.00 DEM`.
    pub spent: String,
    /// Of it, the budgets that stand in where nobody noted yet what a mission cost.
    pub of_it_budgets: String,
    /// Of it, what fell to questions whose answer was held before.
    pub of_it_held_before: String,
    /// What a used answer cost; null while nothing is used.
    pub per_used_answer: Option<String>,
    /// What a used record costs from the sources that are paid in this currency; null where nothing of them is used.
    pub per_used_record_of_sources: Option<String>,
}

/// Days from the answer to its first use.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DaysToUseView {
    /// The shortest.
    pub least: u32,
    /// The one in the middle.
    pub median: u32,
    /// The longest.
    pub most: u32,
}

/// What missions brought, by what the caller may see.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct YieldView {
    /// Missions whose report is there.
    pub n_missions: u64,
    /// Of them, those of which neither a cost nor a budget is known.
    pub n_without_cost: u64,
    /// Questions that a record had answered before anybody left.
    pub n_known: u64,
    /// Questions that were taken along.
    pub n_asked: u64,
    /// Of them, answered.
    pub n_answered: u64,
    /// Answered in part.
    pub n_partly: u64,
    /// Refused.
    pub n_refused: u64,
    /// Not asked.
    pub n_not_asked: u64,
    /// Records that the answers became.
    pub n_records: u64,
    /// Of them, laid before a post.
    pub n_laid: u64,
    /// Of them, looked at by a post.
    pub n_read: u64,
    /// Answers that a post puts to use.
    pub n_used: u64,
    /// Of them, those that a post uses which had asked.
    pub n_used_by_askers: u64,
    /// Things recommended.
    pub n_recommended: u64,
    /// Of them, done, as their owners say.
    pub n_recommended_done: u64,
    /// Answers for which those who decided were shown records that are held.
    pub n_shown: u64,
    /// Answers that were held before, as who asked says.
    pub n_held: u64,
    /// Days from the answer to its first use; null while nothing is used.
    pub days_to_use: Option<DaysToUseView>,
    /// What was spent, an entry for each currency.
    pub spent: Vec<SpentView>,
}

impl YieldView {
    fn of(yields: &MissionYield, reading: &ReadingCost) -> YieldView {
        let spent = |(currency, spent): (&Currency, &Spent)| {
            let money = |minor: i64| Money { minor, currency: *currency }.to_string();
            SpentView {
                spent: money(spent.minor),
                of_it_budgets: money(spent.budgeted_minor),
                of_it_held_before: money(spent.held_minor),
                per_used_answer: spent.per_used(*currency).map(|price| price.to_string()),
                per_used_record_of_sources: reading.per_used(*currency).map(|price| price.to_string()),
            }
        };
        YieldView {
            n_missions: yields.missions.len() as u64,
            n_without_cost: yields.uncosted.len() as u64,
            n_known: yields.n_known,
            n_asked: yields.n_asked,
            n_answered: yields.n_answered,
            n_partly: yields.n_partly,
            n_refused: yields.n_refused,
            n_not_asked: yields.n_not_asked,
            n_records: yields.records.len() as u64,
            n_laid: yields.laid.len() as u64,
            n_read: yields.read.len() as u64,
            n_used: yields.n_used,
            n_used_by_askers: yields.n_used_by_askers,
            n_recommended: yields.n_recommended,
            n_recommended_done: yields.n_followed,
            n_shown: yields.n_shown,
            n_held: yields.n_held,
            days_to_use: yields.days_to_use().map(|days| DaysToUseView {
                least: days.least,
                median: days.median,
                most: days.most,
            }),
            spent: yields.spent.iter().map(spent).collect(),
        }
    }
}

/// A row of figures.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct YieldRowView {
    /// The mission, unit, host or event; null for years, for events named in words alone, and where nothing is named.
    pub id: Option<String>,
    /// What it is called; empty where nothing of that sort is named.
    pub name: String,
    /// The year, of events and years.
    pub year: Option<i32>,
    /// The figures.
    pub figures: YieldView,
}

/// The figures of missions that came back.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct YieldTableView {
    /// By what they are put together.
    pub by: Word<YieldBy>,
    /// A row each. By unit a mission counts whole with every unit of those who went, so that these rows do not add up.
    pub rows: Vec<YieldRowView>,
    /// All together, each mission once.
    pub all: YieldView,
    /// Missions of these years whose report is not there yet; they count nowhere.
    pub n_away: u64,
    /// Missions among them that may not be copied: the file of the page leaves them out.
    pub n_withheld: u64,
}

fn row(row: &YieldRow, reading: &ReadingCost) -> YieldRowView {
    let (id, year) = match &row.key {
        YieldKey::Mission(id) => (Some(id.to_string()), None),
        YieldKey::Unit(id) => (Some(id.to_string()), None),
        YieldKey::Host(id) => (Some(id.to_string()), None),
        YieldKey::Event(event) => (event.id.map(|id| id.to_string()), Some(event.year)),
        YieldKey::Year(year) => (None, Some(*year)),
        YieldKey::Other => (None, None),
    };
    YieldRowView { id, name: row.name.clone(), year, figures: YieldView::of(&row.yields, reading) }
}

/// Which figures are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YieldQuery {
    /// By what they are put together; left out, each mission for itself.
    by: Option<Word<YieldBy>>,
    /// Of missions that began in this year or later.
    since: Option<i32>,
    /// Of missions that began in this year or before.
    until: Option<i32>,
}

async fn table(caller: Caller, _: Way, query: YieldQuery) -> Outcome<YieldTableView> {
    let by = query.by.map_or(YieldBy::Mission, |word| word.0);
    let asked = YieldAsked { by, since: query.since, until: query.until, given_out: false };
    let now = caller.app.now();
    let table: YieldTable = read(&caller, move |office| office.mission_yields(asked, now)).await?;
    Ok(Found::one(YieldTableView {
        by: Word(by),
        rows: table.rows.iter().map(|one| row(one, &table.reading)).collect(),
        all: YieldView::of(&table.all, &table.reading),
        n_away: table.n_away as u64,
        n_withheld: table.n_withheld as u64,
    }))
}

/// What became of the answer to one question.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct QuestionFateView {
    /// The question.
    pub question: String,
    /// The host at which it was asked; null where nothing says it.
    pub host: Option<String>,
    /// Whether a post puts the answer to use.
    pub is_used: bool,
    /// Whether those who decided were shown records that may answer it.
    pub was_shown: bool,
    /// Whether who asks says that the answer was held before.
    pub was_held: bool,
}

impl From<&QuestionFacts> for QuestionFateView {
    fn from(one: &QuestionFacts) -> QuestionFateView {
        QuestionFateView {
            question: one.question.to_string(),
            host: one.host.map(|host| host.to_string()),
            is_used: one.records.iter().any(|record| record.used_on.is_some()),
            was_shown: one.was_shown,
            was_held: one.was_held,
        }
    }
}

/// What one mission brought.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MissionYieldView {
    /// The figures; null until its report is there.
    pub figures: Option<YieldView>,
    /// Its questions; none until its report is there.
    pub questions: Vec<QuestionFateView>,
}

async fn one(caller: Caller, way: Way, _: Nothing) -> Outcome<MissionYieldView> {
    let (id, now) = (way.get("mission").to_owned(), caller.app.now());
    let found = read(&caller, move |office| {
        let mission = office.mission(&id)?;
        let facts = office.mission_yield(&mission)?;
        let reading = if facts.is_some() { office.reading_cost(now)? } else { ReadingCost::default() };
        Ok((facts, reading))
    });
    let (facts, reading): (Option<MissionFacts>, ReadingCost) = found.await?;
    Ok(Found::one(MissionYieldView {
        figures: facts.as_ref().map(|facts| YieldView::of(&facts.yields(), &reading)),
        questions: facts.iter().flat_map(|facts| &facts.questions).map(QuestionFateView::from).collect(),
    }))
}

/// A note of what a mission cost.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MissionCostView {
    /// What was spent in all: `4800.00 DEM`.
    pub spent: String,
    /// What was said beside it.
    pub remark: String,
    /// Who noted it: post and person.
    pub by: String,
    /// When.
    pub at: Moment,
}

impl From<&MissionCost> for MissionCostView {
    fn from(cost: &MissionCost) -> MissionCostView {
        MissionCostView {
            spent: cost.spent.to_string(),
            remark: cost.remark.clone(),
            by: cost.by.clone(),
            at: Moment(cost.at),
        }
    }
}

async fn costs(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<MissionCostView>> {
    let id = way.get("mission").to_owned();
    let costs = read(&caller, move |office| office.mission_costs(office.mission(&id)?.id)).await?;
    Ok(Found::listed(Listed::whole(costs.iter().map(MissionCostView::from).collect())))
}

/// What a mission cost.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MissionCostBody {
    /// What was spent in all: a number and the code of a currency.
    spent: String,
    /// What is in it, or why it is corrected.
    #[serde(default)]
    remark: String,
}

async fn note(caller: Caller, sent: Sent<MissionCostBody>) -> Done<MissionCostView> {
    let id = MissionId::parse(sent.way.get("mission")).ok_or_else(|| missing(&caller))?;
    let spent = Money::parse(&sent.body.spent);
    let spent = spent.map_err(|refusal| slip(&caller, "#/spent", caller.speech().refusal(&refusal)))?;
    let remark = sent.body.remark.clone();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let cost = desk::note_mission_cost(writer, turn, id, spent, &remark).map_err(as_a_rule)?;
        Ok(Reply::of(MissionCostView::from(&cost)))
    });
    kept.await
}

/// What was found for one question when it was decided.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FoundThenView {
    /// The question.
    pub question: String,
    /// The words in which it was looked for.
    pub text: String,
    /// Records in which its words stand, best first. That they answer it nobody had said.
    pub records: Vec<String>,
}

/// A look through the records that was kept with a decision.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct KeptLookView {
    /// What was decided.
    pub step: Word<LookFor>,
    /// The round of vetting; 0 before the first.
    pub round: u16,
    /// Who decided: post and person.
    pub by: String,
    /// When.
    pub at: Moment,
    /// What was found, for each question that was still asked.
    pub found: Vec<FoundThenView>,
}

impl From<&KeptLook> for KeptLookView {
    fn from(kept: &KeptLook) -> KeptLookView {
        let found = |one: &model::HeldFor| FoundThenView {
            question: one.question.to_string(),
            text: one.text.clone(),
            records: one.records.iter().map(ToString::to_string).collect(),
        };
        KeptLookView {
            step: Word(kept.step),
            round: kept.round,
            by: kept.by.clone(),
            at: Moment(kept.at),
            found: kept.look.questions.iter().map(found).collect(),
        }
    }
}

async fn looks(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<KeptLookView>> {
    let id = way.get("mission").to_owned();
    let looks = read(&caller, move |office| office.held_looks(office.mission(&id)?.id)).await?;
    Ok(Found::listed(Listed::whole(looks.iter().map(KeptLookView::from).collect())))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read(
        "/api/v1/missions/yield",
        open,
        "mission_yields",
        "What missions that came back brought and cost, by mission, unit, host, event or year",
        table,
    )
    .read("/api/v1/missions/{mission}/yield", open, "mission_yield", "What a mission brought and cost", one)
    .read("/api/v1/missions/{mission}/costs", open, "mission_costs", "What was noted of the cost of a mission", costs)
    .act("/api/v1/missions/{mission}/cost", open, "note_mission_cost", "Notes what a mission cost", note)
    .read(
        "/api/v1/missions/{mission}/looks",
        open,
        "mission_looks",
        "What was held that may answer its questions when it was decided",
        looks,
    )
}
