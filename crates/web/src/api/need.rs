//! Needs: listed with facets, shown, stated and changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::Method;
use desk::{NeedFilter, write_need};
use model::{Need, NeedId, Priority, Stage, SubjectScheme, UnitId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{NeedDeliveries, NeedLine};

use super::answer::{Found, Reply, Sent};
use super::cursor::{self, Listed};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::marking::MarkingView;
use super::need_body::{NeedBody, written};
use super::word::{Day, Limit, Word};
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::route::Policy;

/// Days within which a need that ends is about to expire, unless others are named.
const EXPIRING_DAYS: i64 = 60;

/// A need in one line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NeedLineView {
    /// Its name.
    pub id: String,
    /// One line.
    pub title: String,
    /// The unit that needs it.
    pub unit: String,
    /// The post that answers for it.
    pub post: String,
    /// Where it stands.
    pub stage: Word<Stage>,
    /// The last day on which it is matched.
    pub expires: Option<Day>,
    /// How much hangs on it.
    pub priority: Word<Priority>,
    /// The number of its last change.
    pub revision: u32,
}

impl From<&NeedLine> for NeedLineView {
    fn from(line: &NeedLine) -> NeedLineView {
        NeedLineView {
            id: line.id.to_string(),
            title: line.title.clone(),
            unit: line.unit.to_string(),
            post: line.post.to_string(),
            stage: Word(line.stage),
            expires: line.expires.map(Day),
            priority: Word(line.priority),
            revision: line.revision,
        }
    }
}

/// A measurable property of what is wanted.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParameterView {
    /// What is measured.
    pub name: String,
    /// The value reached now, as a decimal number.
    pub now: Option<String>,
    /// The value wanted, as a decimal number.
    pub wanted: Option<String>,
    /// Unit of measure.
    #[serde(default)]
    pub measure: String,
}

/// What something is about, by a scheme.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubjectView {
    /// Whose code it is.
    pub scheme: Word<SubjectScheme>,
    /// The code.
    pub code: Option<String>,
    /// The words.
    pub term: Option<String>,
}

/// A standing query.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProfileView {
    /// Its number within the need.
    pub number: u16,
    /// The query.
    pub query: String,
    /// Records that rank lower are not delivered.
    pub threshold: Option<f32>,
}

/// A need.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NeedView {
    /// Its name.
    pub id: String,
    /// One line.
    pub title: String,
    /// What is lacking and why.
    pub statement: String,
    /// The unit that needs it.
    pub unit: String,
    /// The post that answers for it.
    pub post: String,
    /// Where it stands.
    pub stage: Word<Stage>,
    /// The last day on which it is matched.
    pub expires: Option<Day>,
    /// Standing queries.
    pub profiles: Vec<ProfileView>,
    /// Works that would have been welcome, by their identifiers.
    pub examples: Vec<String>,
    /// Measurable properties.
    pub parameters: Vec<ParameterView>,
    /// What is to be answered.
    pub questions: Vec<String>,
    /// What it is about.
    pub classes: Vec<SubjectView>,
    /// What it would bring.
    pub benefit: String,
    /// How much hangs on it.
    pub priority: Word<Priority>,
    /// The line of the plan.
    pub plan_line: String,
    /// The day by which it is wanted.
    pub deadline: Option<Day>,
    /// The need that it was joined to.
    pub joined_to: Option<String>,
    /// What was said with its last step.
    pub remark: String,
    /// Who may see it.
    pub marking: MarkingView,
    /// The number of its last change: what an edit names.
    pub revision: u32,
}

impl From<&Need> for NeedView {
    fn from(need: &Need) -> NeedView {
        NeedView {
            id: need.id.to_string(),
            title: need.title.clone(),
            statement: need.statement.clone(),
            unit: need.unit.to_string(),
            post: need.post.to_string(),
            stage: Word(need.stage),
            expires: need.expires.map(Day),
            profiles: need
                .profiles
                .iter()
                .map(|one| ProfileView { number: one.id.number, query: one.query.clone(), threshold: one.threshold })
                .collect(),
            examples: need.examples.iter().map(ToString::to_string).collect(),
            parameters: need
                .parameters
                .iter()
                .map(|one| ParameterView {
                    name: one.name.clone(),
                    now: one.now.clone(),
                    wanted: one.wanted.clone(),
                    measure: one.measure.clone(),
                })
                .collect(),
            questions: need.questions.clone(),
            classes: need.classes.iter().map(SubjectView::from).collect(),
            benefit: need.benefit.clone(),
            priority: Word(need.priority),
            plan_line: need.plan_line.clone(),
            deadline: need.deadline.map(Day),
            joined_to: need.joined_to.as_ref().map(ToString::to_string),
            remark: need.remark.clone(),
            marking: MarkingView::from(&need.marking),
            revision: need.revision,
        }
    }
}

impl From<&model::Subject> for SubjectView {
    fn from(subject: &model::Subject) -> SubjectView {
        SubjectView { scheme: Word(subject.scheme), code: subject.code.clone(), term: subject.term.clone() }
    }
}

/// A page of needs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NeedListView {
    /// The needs of this page, in order of name.
    pub items: Vec<NeedLineView>,
    /// The cursor of the next page; null on the last one.
    pub next: Option<String>,
    /// How many fit in all.
    pub n_found: u64,
    /// How many there would be at each stage.
    pub by_stage: BTreeMap<String, u64>,
    /// How many there would be in each unit, with those below it.
    pub by_unit: BTreeMap<String, u64>,
    /// How many there would be of the caller's posts.
    pub n_mine: u64,
    /// How many there would be that are about to expire.
    pub n_expiring: u64,
}

/// Which needs are asked for: those that fit every part that is given.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NeedQuery {
    /// Words, each of which stands in the title or the statement.
    #[serde(default)]
    words: String,
    /// At this stage.
    stage: Option<Word<Stage>>,
    /// Of this unit and of the units below it.
    unit: Option<String>,
    /// Of the caller's posts alone.
    #[serde(default)]
    mine: bool,
    /// About to expire.
    #[serde(default)]
    expiring: bool,
    /// Needs on the page.
    limit: Option<Limit>,
    /// Where the page begins.
    cursor: Option<String>,
}

async fn list(caller: Caller, _: Way, query: NeedQuery) -> Outcome<NeedListView> {
    let speech = caller.speech();
    let limit = Limit::of(query.limit);
    let after = cursor::read::<1>(speech, "needs", query.cursor.as_deref())?;
    let after = after.map(|[id]| NeedId::new(&id).map_err(|_| cursor::foreign(speech))).transpose()?;
    let unit = query.unit.as_deref().map(UnitId::new).transpose().map_err(|_| missing(&caller))?;
    let (officer, expiring) = (Arc::clone(&caller.officer), caller.app.today().plus_days(EXPIRING_DAYS));
    let found = read(&caller, move |office| {
        let (own, tree) = (officer.post_ids(), office.tree()?);
        let filter = NeedFilter {
            words: query.words.split_whitespace().map(str::to_owned).collect(),
            stage: query.stage.map(|stage| stage.0),
            unit,
            posts: query.mine.then(|| own.clone()),
            expires_by: query.expiring.then_some(expiring),
            ..NeedFilter::default()
        };
        let counted = office.need_list(&filter, &own, expiring, &tree)?;
        Ok((office.needs_after(&filter, after.as_ref(), limit + 1, &tree)?, counted))
    });
    let (lines, counted) = found.await?;
    let lines = lines.iter().map(NeedLineView::from).collect();
    let page = Listed::cut(lines, limit, "needs", |one: &NeedLineView| vec![one.id.clone()]);
    let counts = counted.counts;
    Ok(Found::led(page, |Listed { items, next }| NeedListView {
        items,
        next,
        n_found: counted.n_found as u64,
        by_stage: counts.by_stage.iter().map(|(stage, n)| (stage.to_string(), *n)).collect(),
        by_unit: counts.by_unit.iter().map(|(unit, n)| (unit.to_string(), *n)).collect(),
        n_mine: counts.n_own,
        n_expiring: counts.n_expiring,
    }))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<NeedView> {
    let id = way.get("need").to_owned();
    let need = read(&caller, move |office| office.need(&id)).await?;
    let revision = u64::from(need.revision);
    Ok(Found::versioned(NeedView::from(&need), revision))
}

/// How far the thread of a need has come.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProgressView {
    /// Deliveries.
    pub n_deliveries: u64,
    /// Of them waiting for an answer.
    pub n_open: u64,
    /// Of them put to use or under study.
    pub n_used: u64,
    /// Needs that were joined to it and are served through it.
    pub joined: Vec<NeedTitleView>,
}

/// A need by its title.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct NeedTitleView {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub stage: Word<Stage>,
}

async fn progress(caller: Caller, way: Way, _: Nothing) -> Outcome<ProgressView> {
    let id = way.get("need").to_owned();
    let (counts, joined) = read(&caller, move |office| {
        let need = office.need(&id)?;
        Ok((office.need_deliveries(&need.id)?, office.joined_to(&need.id)?))
    })
    .await?;
    let NeedDeliveries { n_all, n_open, n_used } = counts;
    let title =
        |need: &Need| NeedTitleView { id: need.id.to_string(), title: need.title.clone(), stage: Word(need.stage) };
    let joined = joined.iter().map(title).collect();
    Ok(Found::one(ProgressView { n_deliveries: n_all, n_open, n_used, joined }))
}

async fn state(caller: Caller, sent: Sent<NeedBody>) -> Done<NeedView> {
    let id = NeedId::of_chance(caller.app.ids()());
    let need = written(&caller, (&id, true), &sent.body).await?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let need = write_need(writer, turn, &need, None)?;
        let revision = u64::from(need.revision);
        Ok(Reply::of(NeedView::from(&need)).at(format!("/api/v1/needs/{}", need.id)).versioned(revision))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<NeedBody>) -> Done<NeedView> {
    let id = NeedId::new(sent.way.get("need")).map_err(|_| missing(&caller))?;
    let need = written(&caller, (&id, false), &sent.body).await?;
    let Ok(revision) = u32::try_from(sent.version) else {
        return Err(slip(&caller, "#", caller.speech().say("problem-changed-body")));
    };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let need = write_need(writer, turn, &need, Some(revision))?;
        let revision = u64::from(need.revision);
        Ok(Reply::of(NeedView::from(&need)).versioned(revision))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/needs", open, "list_needs", "Needs in order of name, narrowed, with facets", list)
        .create("/api/v1/needs", open, "state_need", "States a need, as a draft", state)
        .read("/api/v1/needs/{need}", open, "show_need", "One need", show)
        .change((Method::PUT, "/api/v1/needs/{need}"), open, "change_need", "Changes what is said of a need", change)
        .read("/api/v1/needs/{need}/progress", open, "need_progress", "What came of a need", progress)
}
