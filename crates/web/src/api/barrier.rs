//! Barriers: listed, logged, shown, removed, taken back, and held against what was removed elsewhere.

use std::sync::Arc;

use desk::{BarrierLine, BarrierSearch};
use model::{BarrierId, BarrierKind, BarrierState, Date, LoggedBarrier, Marking, PostId, Thing, UnitId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::{Listed, Part};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::marking::MarkingView;
use super::thing::ThingView;
use super::word::{Day, Limit, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// Something that stands in the way of an offer or an adoption.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BarrierView {
    /// Its name.
    pub id: String,
    /// What it stands in the way of.
    pub on: ThingView,
    /// The unit that it keeps waiting.
    pub unit: String,
    /// The post that logged it.
    pub post: String,
    /// The post outside the unit that can remove it.
    pub owner: String,
    /// What sort it is.
    pub kind: Word<BarrierKind>,
    /// What is lacking, in a few words.
    pub subject: String,
    /// The same at length.
    pub statement: String,
    /// The day since which it stands in the way.
    pub opened: Day,
    /// The day by which it is to be gone.
    pub due: Day,
    /// Where it stands.
    pub state: Word<BarrierState>,
    /// The day on which it was removed or taken back.
    pub closed: Option<Day>,
    /// How it was removed, or why it was taken back.
    pub how: String,
    /// The barrier elsewhere whose removal removed it too.
    pub removed_with: Option<String>,
    /// The barrier elsewhere that was removed, while nobody said whether that goes here.
    pub hint: Option<String>,
    /// Days that it cost so far.
    pub days_lost: i64,
    /// Whether a demonstration made it up.
    pub invented: bool,
    /// Who may see it.
    pub marking: MarkingView,
    /// Grows by one with each step.
    pub revision: u32,
    /// When it was logged.
    pub made_at: Moment,
}

impl BarrierView {
    fn of(one: &LoggedBarrier, today: Date) -> BarrierView {
        BarrierView {
            id: one.id.to_string(),
            on: ThingView::from(&one.on),
            unit: one.unit.to_string(),
            post: one.post.to_string(),
            owner: one.owner.to_string(),
            kind: Word(one.kind),
            subject: one.subject.clone(),
            statement: one.statement.clone(),
            opened: Day(one.opened),
            due: Day(one.due),
            state: Word(one.state),
            closed: one.closed.map(Day),
            how: one.how.clone(),
            removed_with: one.removed_with.map(|other| other.to_string()),
            hint: one.hint.map(|other| other.to_string()),
            days_lost: one.days_lost(today),
            invented: one.invented,
            marking: MarkingView::from(&one.marking),
            revision: one.revision,
            made_at: Moment(one.made_at),
        }
    }
}

/// Which barriers are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BarrierQuery {
    /// Of this sort.
    kind: Option<Word<BarrierKind>>,
    /// Standing so.
    state: Option<Word<BarrierState>>,
    /// That this post can remove.
    owner: Option<String>,
    /// On this offer or adoption: `offer:O...`, `adoption:A...`.
    on: Option<String>,
    /// Barriers on the page.
    limit: Option<Limit>,
    /// Where the page begins.
    cursor: Option<String>,
}

async fn list(caller: Caller, _: Way, query: BarrierQuery) -> Outcome<Listed<BarrierView>> {
    let part = Part::of(caller.speech(), "barriers", (query.limit, query.cursor.as_deref()))?;
    let said = |pointer: &str| slip(&caller, pointer, caller.speech().say("failure-missing"));
    let owner = query.owner.as_deref().map(|post| PostId::new(post).map_err(|_| said("#/owner"))).transpose()?;
    let on = query.on.as_deref().map(|on| Thing::parse(on).ok_or_else(|| said("#/on"))).transpose()?;
    let (kind, state) = (query.kind.map(|word| word.0), query.state.map(|word| word.0));
    let today = caller.app.today();
    let search = BarrierSearch { kind, state, owner, on };
    let found = read(&caller, move |office| office.barriers_up_to(&search, today, part.n_wanted()));
    let (found, _): (Vec<BarrierLine>, _) = found.await?;
    Ok(Found::listed(part.cut(found.iter().map(|line| BarrierView::of(&line.barrier, today)).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<BarrierView> {
    let (id, officer, today) = (way.get("barrier").to_owned(), Arc::clone(&caller.officer), caller.app.today());
    let page = read(&caller, move |office| office.barrier_page(&officer, &id, today)).await?;
    let barrier = &page.line.barrier;
    Ok(Found::versioned(BarrierView::of(barrier, today), u64::from(barrier.revision)))
}

/// What stands in the way.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BarrierBody {
    /// The offer or adoption in whose way it stands.
    on: ThingView,
    /// What sort it is.
    kind: Word<BarrierKind>,
    /// What is lacking, in a few words.
    subject: String,
    /// The same at length.
    #[serde(default)]
    statement: String,
    /// The post outside the unit that can remove it.
    owner: String,
    /// The day since which it stands in the way; left out, today.
    opened: Option<Day>,
    /// The day by which it is to be gone.
    due: Day,
}

async fn log(caller: Caller, sent: Sent<BarrierBody>) -> Done<BarrierView> {
    let body = &sent.body;
    let said = |pointer: &str| slip(&caller, pointer, caller.speech().say("failure-missing"));
    let owner = PostId::new(&body.owner).map_err(|_| said("#/owner"))?;
    let today = caller.app.today();
    let barrier = LoggedBarrier {
        id: BarrierId::from_bits(caller.app.ids()()),
        on: Thing::new(body.on.noun.0, &body.on.name),
        // Unit, post and marking follow from that in whose way it stands.
        unit: UnitId::new("office").map_err(|_| said("#/on"))?,
        post: owner.clone(),
        owner,
        kind: body.kind.0,
        subject: body.subject.clone(),
        statement: body.statement.clone(),
        opened: body.opened.map_or(today, |day| day.0),
        due: body.due.0,
        state: BarrierState::Open,
        closed: None,
        how: String::new(),
        removed_with: None,
        hint: None,
        marking: Marking::default(),
        invented: false,
        revision: 0,
        made_at: 0,
    };
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let barrier = desk::log_barrier(writer, turn, office, barrier)?;
        let at = format!("/api/v1/barriers/{}", barrier.id);
        Ok(Reply::of(BarrierView::of(&barrier, turn.today)).at(at).versioned(u64::from(barrier.revision)))
    });
    kept.await
}

fn named(caller: &Caller, way: &Way) -> Result<BarrierId, Problem> {
    BarrierId::parse(way.get("barrier")).ok_or_else(|| missing(caller))
}

/// How a barrier was removed, or why it is taken back.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BarrierEndBody {
    /// The revision that was seen.
    revision: u32,
    /// How, or why.
    how: String,
}

async fn remove(caller: Caller, sent: Sent<BarrierEndBody>) -> Done<BarrierView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let barrier = desk::remove_barrier(writer, turn, (id, body.revision), &body.how).map_err(as_a_rule)?;
        Ok(Reply::of(BarrierView::of(&barrier, turn.today)))
    });
    kept.await
}

async fn withdraw(caller: Caller, sent: Sent<BarrierEndBody>) -> Done<BarrierView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let barrier = desk::withdraw_barrier(writer, turn, (id, body.revision), &body.how).map_err(as_a_rule)?;
        Ok(Reply::of(BarrierView::of(&barrier, turn.today)))
    });
    kept.await
}

/// Whether what removed the same barrier elsewhere removes this one.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BarrierHintBody {
    /// The revision that was seen.
    revision: u32,
    /// Whether it goes here.
    goes: bool,
    /// How it does, or why it does not.
    how: String,
}

async fn hint(caller: Caller, sent: Sent<BarrierHintBody>) -> Done<BarrierView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let said = (body.goes, body.how.as_str());
        let barrier = desk::answer_hint(writer, turn, (id, body.revision), said).map_err(as_a_rule)?;
        Ok(Reply::of(BarrierView::of(&barrier, turn.today)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, at, one) = (Policy::SignedIn, "/api/v1/barriers", "/api/v1/barriers/{barrier}");
    api.read(at, open, "list_barriers", "Barriers, those that stand first", list)
        .create(at, open, "log_barrier", "Logs a barrier against the post that can remove it", log)
        .read(one, open, "show_barrier", "One barrier", show)
        .act(
            "/api/v1/barriers/{barrier}/removal",
            open,
            "remove_barrier",
            "Removes a barrier; all who have the same are told",
            remove,
        )
        .act(
            "/api/v1/barriers/{barrier}/hint",
            open,
            "answer_barrier_hint",
            "Says whether what removed the same barrier elsewhere removes this one",
            hint,
        )
        .act("/api/v1/barriers/{barrier}/withdraw", open, "withdraw_barrier", "Takes a barrier back", withdraw)
}
