//! Lines of the plan: listed with target and actual, set, changed, taken in as a table.

use desk::plan::{PlanLineRow, PlanSearch, PlanTaken, read_plan};
use model::{Marking, PlanFlag, PlanLine, PlanLineId, PlanQuarter, PostId, Quarter, QuarterAmount, Rational, UnitId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::{Listed, Part};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::marking_of;
use super::marking::MarkingView;
use super::relief::QuarterAmountView;
use super::word::{Limit, Moment, Word};
use super::{as_a_rule, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// Target and actual of one quarter of a line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlanQuarterView {
    /// The quarter: `1957-Q1`.
    pub quarter: String,
    /// What was set.
    pub target: Option<String>,
    /// By how much reliefs lower it.
    pub relief: String,
    /// What is due: the target less the reliefs.
    pub due: Option<String>,
    /// What is measured or inspected, of adoptions that no visit contradicts; left out where nothing is.
    pub verified: Option<String>,
    /// What is said by whatever evidence.
    pub said: Option<String>,
    /// Verified output over what is due, as a fraction of one.
    pub fulfilment: Option<f64>,
    /// Whether the quarter is over.
    pub is_over: bool,
}

impl From<&PlanQuarter> for PlanQuarterView {
    fn from(one: &PlanQuarter) -> PlanQuarterView {
        let text = |number: Option<Rational>| number.map(|number| number.to_string());
        PlanQuarterView {
            quarter: one.quarter.to_string(),
            target: text(one.target),
            relief: one.relief.to_string(),
            due: text(one.due()),
            verified: text(one.verified),
            said: text(one.said),
            fulfilment: one.fulfilment().map(Rational::nearest),
            is_over: one.is_over,
        }
    }
}

/// A line of the plan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlanLineView {
    /// Its name.
    pub id: String,
    /// Who has to reach it.
    pub unit: String,
    /// What is to be reached.
    pub parameter: String,
    /// In what it is measured; empty for pieces.
    pub measure: String,
    /// How much, by quarter.
    pub targets: Vec<QuarterAmountView>,
    /// The post that set it.
    pub setter: String,
    /// The post that answers for it.
    pub owner: Option<String>,
    /// What pays for it.
    pub money: String,
    /// Who supplies what it takes.
    pub supplier: String,
    /// What else is to be known.
    pub note: String,
    /// What is doubtful about it.
    pub flags: Vec<Word<PlanFlag>>,
    /// Target and actual by quarter.
    pub quarters: Vec<PlanQuarterView>,
    /// Verified output over what was due in the quarters of which something is verified, as a fraction of one.
    pub fulfilment: Option<f64>,
    /// Outputs and reliefs that are measured in something else and are left out.
    pub n_left_out: u64,
    /// The needs that name it.
    pub needs: Vec<String>,
    /// The adoptions whose output belongs to it.
    pub adoptions: Vec<String>,
    /// Whether a demonstration made it up.
    pub invented: bool,
    /// Who may see it.
    pub marking: MarkingView,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was set.
    pub made_at: Moment,
}

impl From<&PlanLineRow> for PlanLineView {
    fn from(row: &PlanLineRow) -> PlanLineView {
        let line = &row.line;
        PlanLineView {
            id: line.id.to_string(),
            unit: line.unit.to_string(),
            parameter: line.parameter.clone(),
            measure: line.measure.clone(),
            targets: super::relief::amounts_said(&line.targets),
            setter: line.setter.to_string(),
            owner: line.owner.as_ref().map(PostId::to_string),
            money: line.money.clone(),
            supplier: line.supplier.clone(),
            note: line.note.clone(),
            flags: row.flags.iter().copied().map(Word).collect(),
            quarters: row.course.quarters.iter().map(PlanQuarterView::from).collect(),
            fulfilment: row.course.fulfilment().0.map(Rational::nearest),
            n_left_out: row.course.n_left_out as u64,
            needs: row.needs.iter().map(|(id, _)| id.to_string()).collect(),
            adoptions: row.adoptions.iter().map(|one| one.id.to_string()).collect(),
            invented: line.invented,
            marking: MarkingView::from(&line.marking),
            revision: line.revision,
            made_at: Moment(line.made_at),
        }
    }
}

/// Which lines are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanQuery {
    /// With each of these words.
    words: Option<String>,
    /// Of this unit or one below it.
    unit: Option<String>,
    /// Of which this is doubtful.
    flag: Option<Word<PlanFlag>>,
    /// Lines on the page.
    limit: Option<Limit>,
    /// Where the page begins.
    cursor: Option<String>,
}

async fn list(caller: Caller, _: Way, query: PlanQuery) -> Outcome<Listed<PlanLineView>> {
    let part = Part::of(caller.speech(), "plan", (query.limit, query.cursor.as_deref()))?;
    let said = |_| slip(&caller, "#/unit", caller.speech().say("failure-missing"));
    let unit = query.unit.as_deref().map(UnitId::new).transpose().map_err(said)?;
    let search = PlanSearch { words: query.words.unwrap_or_default(), unit, flag: query.flag.map(|word| word.0) };
    let today = caller.app.today();
    let found = read(&caller, move |office| office.plan_rows(&search, today)).await?;
    Ok(Found::listed(part.cut(found.iter().map(PlanLineView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<PlanLineView> {
    let (id, today) = (way.get("plan_line").to_owned(), caller.app.today());
    let row = read(&caller, move |office| office.plan_line_row(&id, today)).await?;
    Ok(Found::versioned(PlanLineView::from(&row), u64::from(row.line.revision)))
}

/// What a line says.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanLineBody {
    /// Who has to reach it. Of a line that is there it stays.
    unit: String,
    /// What is to be reached.
    parameter: String,
    /// In what it is measured; left out for pieces.
    #[serde(default)]
    measure: String,
    /// How much, by quarter.
    targets: Vec<QuarterAmountView>,
    /// The post that answers for it.
    owner: Option<String>,
    /// What pays for it.
    #[serde(default)]
    money: String,
    /// Who supplies what it takes.
    #[serde(default)]
    supplier: String,
    /// What else is to be known.
    #[serde(default)]
    note: String,
    /// Who may see it; left out, everybody, or of one that is there, as before.
    marking: Option<MarkingView>,
}

fn targets(caller: &Caller, views: &[QuarterAmountView]) -> Result<Vec<QuarterAmount>, Problem> {
    for (at, one) in views.iter().enumerate() {
        if Quarter::parse(&one.quarter).is_none() || Rational::parse(&one.amount).is_none() {
            return Err(slip(caller, &format!("#/targets/{at}"), caller.speech().say("failure-missing")));
        }
    }
    let text: Vec<String> = views.iter().map(|one| format!("{} {}", one.quarter.trim(), one.amount)).collect();
    QuarterAmount::read_all(&text.join("\n"))
        .map_err(|refusal| slip(caller, "#/targets", caller.speech().refusal(&refusal)))
}

fn line(caller: &Caller, body: &PlanLineBody, (id, revision): (PlanLineId, u32)) -> Result<PlanLine, Problem> {
    let said = |pointer: &str| slip(caller, pointer, caller.speech().say("failure-missing"));
    let owner = body.owner.as_deref().map(PostId::new).transpose().map_err(|_| said("#/owner"))?;
    Ok(PlanLine {
        id,
        unit: UnitId::new(&body.unit).map_err(|_| said("#/unit"))?,
        parameter: body.parameter.clone(),
        measure: body.measure.clone(),
        targets: targets(caller, &body.targets)?,
        // Who sets it is known by who calls.
        setter: PostId::new("office").map_err(|_| said("#/unit"))?,
        owner,
        money: body.money.clone(),
        supplier: body.supplier.clone(),
        note: body.note.clone(),
        marking: marking_of(caller, body.marking.as_ref())?.unwrap_or_default(),
        invented: false,
        revision,
        made_at: 0,
    })
}

/// What was kept, as it is shown: with what belongs to it.
fn shown(office: &desk::Office, line: &PlanLine, today: model::Date) -> Result<PlanLineView, desk::Failure> {
    Ok(PlanLineView::from(&office.plan_line_row(&line.id.to_string(), today)?))
}

async fn add(caller: Caller, sent: Sent<PlanLineBody>) -> Done<PlanLineView> {
    let line = line(&caller, &sent.body, (PlanLineId::from_bits(caller.app.ids()()), 0))?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let line = desk::plan::keep_plan_line(writer, turn, line, true)?;
        let at = format!("/api/v1/plan/lines/{}", line.id);
        let office = office.seen_by(&turn.officer.scope);
        Ok(Reply::of(shown(&office, &line, turn.today)?).at(at).versioned(u64::from(line.revision)))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<PlanLineBody>) -> Done<PlanLineView> {
    let name = sent.way.get("plan_line").to_owned();
    let held = read(&caller, move |office| office.plan_line(&name)).await?;
    let version = u32::try_from(sent.version).unwrap_or(u32::MAX);
    let line = line(&caller, &sent.body, (held.id, version))?;
    let marking: Marking = if sent.body.marking.is_some() { line.marking.clone() } else { held.marking };
    let line = PlanLine { marking, ..line };
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let line = desk::plan::keep_plan_line(writer, turn, line, false)?;
        let office = office.seen_by(&turn.officer.scope);
        Ok(Reply::of(shown(&office, &line, turn.today)?).versioned(u64::from(line.revision)))
    });
    kept.await
}

/// A whole plan.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanFileBody {
    /// The table: unit, parameter, measure, quarter, amount, owner, money, supplier, note; with a line of headings or without one.
    text: String,
    /// Who may see what is new in it.
    marking: Option<MarkingView>,
}

/// What a plan that was taken in did.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlanTakenView {
    /// Lines that were not known.
    pub n_new: u64,
    /// Lines of which it says something else than before.
    pub n_changed: u64,
    /// Lines that stood there already.
    pub n_unchanged: u64,
}

impl From<PlanTaken> for PlanTakenView {
    fn from(taken: PlanTaken) -> PlanTakenView {
        PlanTakenView {
            n_new: taken.n_new as u64,
            n_changed: taken.n_changed as u64,
            n_unchanged: taken.n_unchanged as u64,
        }
    }
}

async fn take(caller: Caller, sent: Sent<PlanFileBody>) -> Done<PlanTakenView> {
    let marking = marking_of(&caller, sent.body.marking.as_ref())?.unwrap_or_default();
    let lines = read_plan("text", sent.body.text.as_bytes(), &marking).map_err(|faults| {
        let said = faults.iter().map(|fault| format!("{}: {}", fault.line, caller.speech().refusal(&fault.refusal)));
        slip(&caller, "#/text", said.collect::<Vec<_>>().join("\n"))
    })?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let taken = desk::plan::take_plan(writer, turn, lines).map_err(as_a_rule)?;
        Ok(Reply::of(PlanTakenView::from(taken)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, all, one) = (Policy::SignedIn, "/api/v1/plan/lines", "/api/v1/plan/lines/{plan_line}");
    api.read(all, open, "list_plan_lines", "Lines of the plan with target and actual, by unit and parameter", list)
        .create(all, open, "set_plan_line", "Sets a line of the plan of a unit", add)
        .read(one, open, "show_plan_line", "One line of the plan", show)
        .change((axum::http::Method::PUT, one), open, "change_plan_line", "Changes a line of the plan", change)
        .act("/api/v1/plan/table", open, "take_plan", "Takes a plan in as a table; what it does not name stays", take)
}
