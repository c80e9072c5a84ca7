//! Adoptions: listed, shown, begun, changed; rungs said; ended, taken up again, and their ends heard.

use axum::http::Method;
use desk::adoption::{AdoptionBegun, AdoptionRow, AdoptionSearch, EndSaid};
use model::{
    Adoption, AdoptionEnd, AdoptionId, AdoptionState, EndHeard, EndReason, Ended, EvidenceClass, Intensity, NeedId,
    Rung, RungReached, RungStep, TechnologyId, Thing, UnitId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::AdoptionLine;

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{marking_of, post_of};
use super::marking::MarkingView;
use super::technology::{TechnologyBody, technology};
use super::thing::ThingView;
use super::word::{Day, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// That a rung was reached.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RungView {
    /// The rung.
    pub rung: Word<Rung>,
    /// On which day.
    pub on: Day,
    /// How well it is shown.
    pub class: Word<EvidenceClass>,
    /// What shows it, as far as it is seen.
    pub evidence: Vec<ThingView>,
    /// What else is to be known.
    pub remark: String,
    /// The post that says so.
    pub by: String,
    /// What saying it did to the ladder; null of a start that ended.
    pub step: Option<Word<RungStep>>,
}

impl RungView {
    fn of(reached: &RungReached, step: Option<RungStep>) -> RungView {
        RungView {
            rung: Word(reached.rung),
            on: Day(reached.on),
            class: Word(reached.class),
            evidence: reached.evidence.iter().map(ThingView::from).collect(),
            remark: reached.remark.clone(),
            by: reached.by.to_string(),
            step: step.map(Word),
        }
    }
}

/// That an adoption ended.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EndView {
    /// How: before production or after it.
    pub kind: Word<AdoptionEnd>,
    /// Why, by its code.
    pub reason: Word<EndReason>,
    /// Why, in words.
    pub text: String,
    /// On which day.
    pub on: Day,
    /// Who said so, as the ledger writes it.
    pub by: String,
    /// When it was said.
    pub at: Moment,
}

impl From<&Ended> for EndView {
    fn from(end: &Ended) -> EndView {
        EndView {
            kind: Word(end.kind),
            reason: Word(end.reason),
            text: end.text.clone(),
            on: Day(end.on),
            by: end.by.clone(),
            at: Moment(end.at),
        }
    }
}

/// A start that was ended before the adoption was taken up again.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PastStartView {
    /// What was reached then.
    pub reached: Vec<RungView>,
    /// How it ended.
    pub end: EndView,
}

/// What a post that uses the same technology said to an end.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EndHeardView {
    /// The adoption that ended.
    pub adoption: String,
    /// Which start of it, from 1.
    pub start: u32,
    /// The post that says so.
    pub post: String,
    /// Whether it concerns them as well.
    pub concerns: bool,
    /// Why.
    pub why: String,
    /// When it was said.
    pub at: Moment,
}

impl From<&EndHeard> for EndHeardView {
    fn from(heard: &EndHeard) -> EndHeardView {
        EndHeardView {
            adoption: heard.adoption.to_string(),
            start: heard.start,
            post: heard.post.to_string(),
            concerns: heard.concerns,
            why: heard.why.clone(),
            at: Moment(heard.at),
        }
    }
}

/// How much of what the unit makes is made with the technology.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ShareView {
    /// The quarter, as 1957-Q1.
    pub quarter: String,
    /// How much was made with it, as a decimal number.
    pub made: String,
    /// Of how much.
    pub total: String,
    /// The unit of measure of both; empty for pieces.
    pub measure: String,
    /// Of what.
    pub of: String,
    /// The share, between zero and one.
    pub share: f64,
    /// How well it is shown.
    pub class: Word<EvidenceClass>,
    /// What shows it, where it is seen.
    pub evidence: Option<ThingView>,
}

impl From<&Intensity> for ShareView {
    fn from(one: &Intensity) -> ShareView {
        ShareView {
            quarter: one.quarter.to_string(),
            made: one.made.clone(),
            total: one.total.clone(),
            measure: one.measure.clone(),
            of: one.of.clone(),
            share: one.share().map_or(0.0, model::Rational::nearest),
            class: Word(one.class),
            evidence: one.evidence.as_ref().map(ThingView::from),
        }
    }
}

/// A technology in a unit.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AdoptionView {
    /// Its name in the office.
    pub id: String,
    /// What is adopted.
    pub technology: String,
    /// By whom.
    pub unit: String,
    /// The post that answers for it.
    pub post: String,
    /// The need that it serves.
    pub need: Option<String>,
    /// The adoption from which it was taken over, where it is seen.
    pub from: Option<String>,
    /// What is made with it.
    pub output: String,
    /// The unit of measure of output; empty for pieces.
    pub measure: String,
    /// What else is to be known.
    pub remark: String,
    /// Where it stands.
    pub state: Word<AdoptionState>,
    /// The furthest rung; null before any.
    pub rung: Option<Word<Rung>>,
    /// The best evidence of it.
    pub class: Word<EvidenceClass>,
    /// Since when that rung is said to be reached.
    pub since: Option<Day>,
    /// Whether it is in production on evidence that was measured or inspected, and not ended.
    pub verified_use: bool,
    /// How often something was done once more.
    pub rework: u32,
    /// How often it was begun.
    pub starts: usize,
    /// The last quarter that is over and in which less was made than planned.
    pub behind: Option<String>,
    /// The rungs of the present start, in the order in which they were said.
    pub reached: Vec<RungView>,
    /// The starts before it.
    pub past: Vec<PastStartView>,
    /// How the present start ended.
    pub end: Option<EndView>,
    /// Who may see it.
    pub marking: MarkingView,
    /// Whether it is invented, for a demonstration.
    pub invented: bool,
    /// The number of its last change.
    pub revision: u32,
    /// When it was begun.
    pub made_at: Moment,
}

impl From<&AdoptionLine> for AdoptionView {
    fn from(line: &AdoptionLine) -> AdoptionView {
        let view = AdoptionView::from(&line.adoption);
        let behind = line.behind.map(|quarter| quarter.to_string());
        AdoptionView { behind, verified_use: line.is_verified_use(), ..view }
    }
}

impl From<&AdoptionRow> for AdoptionView {
    fn from(row: &AdoptionRow) -> AdoptionView {
        AdoptionView::from(&row.line)
    }
}

impl From<&Adoption> for AdoptionView {
    fn from(one: &Adoption) -> AdoptionView {
        let reached = one.reached.iter().zip(one.steps()).map(|(reached, step)| RungView::of(reached, Some(step)));
        let past = one.past.iter().map(|past| PastStartView {
            reached: past.reached.iter().map(|reached| RungView::of(reached, None)).collect(),
            end: EndView::from(&past.end),
        });
        AdoptionView {
            id: one.id.to_string(),
            technology: one.technology.to_string(),
            unit: one.unit.to_string(),
            post: one.post.to_string(),
            need: one.need.as_ref().map(ToString::to_string),
            from: one.from.map(|from| from.to_string()),
            output: one.output.clone(),
            measure: one.measure.clone(),
            remark: one.remark.clone(),
            state: Word(one.state()),
            rung: one.rung().map(Word),
            class: Word(one.class()),
            since: one.since().map(Day),
            verified_use: one.is_verified_use(),
            rework: one.rework(),
            starts: one.starts(),
            behind: None,
            reached: reached.collect(),
            past: past.collect(),
            end: one.end.as_ref().map(EndView::from),
            marking: MarkingView::from(&one.marking),
            invented: one.invented,
            revision: one.revision,
            made_at: Moment(one.made_at),
        }
    }
}

/// Which adoptions are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdoptionQuery {
    /// Words of a technology, a unit or what is made.
    #[serde(default)]
    q: String,
    /// In this unit or below it.
    unit: Option<String>,
    /// With this as the furthest rung.
    rung: Option<Word<Rung>>,
    /// With this as its best evidence.
    class: Option<Word<EvidenceClass>>,
    /// Where they stand.
    state: Option<Word<AdoptionState>>,
    /// Only those that are behind their plans.
    #[serde(default)]
    behind: bool,
}

async fn list(caller: Caller, _: Way, query: AdoptionQuery) -> Outcome<Listed<AdoptionView>> {
    let unit = query.unit.as_deref().map(UnitId::new).transpose();
    let unit = unit.map_err(|refusal| slip(&caller, "#/unit", caller.speech().refusal(&refusal)))?;
    let search = AdoptionSearch {
        words: query.q,
        unit,
        rung: query.rung.map(|word| word.0),
        class: query.class.map(|word| word.0),
        state: query.state.map(|word| word.0),
        behind: query.behind,
    };
    let rows = read(&caller, move |office| office.adoptions(&search)).await?;
    Ok(Found::listed(Listed::whole(rows.iter().map(AdoptionView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<AdoptionView> {
    let id = way.get("adoption").to_owned();
    let line = read(&caller, move |office| office.adoption(&id)).await?;
    Ok(Found::versioned(AdoptionView::from(&line), u64::from(line.adoption.revision)))
}

/// What is said of an adoption.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdoptionBody {
    /// The post that answers for it; left out, the first of the caller's posts, or as it was.
    post: Option<String>,
    /// The need that it serves.
    need: Option<String>,
    /// What is made with it.
    #[serde(default)]
    output: String,
    /// The unit of measure of output; left out, pieces.
    #[serde(default)]
    measure: String,
    /// What else is to be known.
    #[serde(default)]
    remark: String,
    /// Who may see it, at least; left out, whoever may see its technology and need, or as it was.
    marking: Option<MarkingView>,
}

/// What is begun.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginAdoptionBody {
    /// A technology of the register.
    technology: Option<String>,
    /// Or one that comes into the register with it.
    new_technology: Option<TechnologyBody>,
    /// The unit that adopts; left out, that of the first of the caller's posts.
    unit: Option<String>,
    /// The adoption of another unit from which it is taken over.
    from: Option<String>,
    /// The thing from which it is begun: a sample, a delivery, a deliverable, a mission, a record. What asked the post to begin is done.
    origin: Option<ThingView>,
    /// What is said of it.
    adoption: AdoptionBody,
}

/// The adoption of a body, and whether it keeps the marking that is held.
fn adoption(caller: &Caller, body: &AdoptionBody, id: AdoptionId, unit: UnitId) -> Result<(Adoption, bool), Problem> {
    let marking = marking_of(caller, body.marking.as_ref())?;
    let keeps = marking.is_none();
    let need = body.need.as_deref().map(NeedId::new).transpose();
    let need = need.map_err(|refusal| slip(caller, "#/need", caller.speech().refusal(&refusal)))?;
    let adoption = Adoption {
        id,
        technology: TechnologyId::from_bits(id.bits()),
        unit,
        post: post_of(caller, body.post.as_ref())?,
        need,
        from: None,
        output: body.output.clone(),
        measure: body.measure.clone(),
        remark: body.remark.clone(),
        reached: Vec::new(),
        past: Vec::new(),
        end: None,
        marking: marking.unwrap_or_default(),
        invented: false,
        revision: 0,
        made_at: 0,
    };
    Ok((adoption, keeps))
}

async fn begin(caller: Caller, sent: Sent<BeginAdoptionBody>) -> Done<AdoptionView> {
    let id = AdoptionId::from_bits(caller.app.ids()());
    let body = sent.body.clone();
    let said = |pointer: &str| slip(&caller, pointer, caller.speech().say("failure-missing"));
    let own = caller.officer.posts.first().map(|(post, _)| post.unit.clone());
    let unit = body.unit.as_deref().map(UnitId::new).transpose();
    let unit = unit.map_err(|refusal| slip(&caller, "#/unit", caller.speech().refusal(&refusal)))?;
    let unit = unit.or(own).ok_or_else(|| slip(&caller, "#/unit", caller.speech().say("request-no-post")))?;
    let (mut adoption, _) = adoption(&caller, &body.adoption, id, unit)?;
    let from = body.from.as_deref().map(|from| AdoptionId::parse(from).ok_or_else(|| said("#/from")));
    adoption.from = from.transpose()?;
    let new = match (&body.technology, &body.new_technology) {
        (Some(held), None) => {
            adoption.technology = TechnologyId::parse(held).ok_or_else(|| said("#/technology"))?;
            None
        }
        (None, Some(new)) => Some(technology(&caller, new, adoption.technology)?.0),
        _ => return Err(slip(&caller, "#/technology", caller.speech().say("technology-name-missing"))),
    };
    let origin = body.origin.as_ref().map(|one| Thing::new(one.noun.0, &one.name));
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let begun = AdoptionBegun { technology: new, adoption, origin };
        let kept = desk::adoption::begin_adoption(writer, turn, begun)?;
        let reply = Reply::of(AdoptionView::from(&kept)).at(format!("/api/v1/adoptions/{}", kept.adoption.id));
        Ok(reply.versioned(u64::from(kept.adoption.revision)))
    });
    kept.await
}

pub(super) fn named(caller: &Caller, way: &Way) -> Result<AdoptionId, Problem> {
    AdoptionId::parse(way.get("adoption")).ok_or_else(|| missing(caller))
}

async fn change(caller: Caller, sent: Sent<AdoptionBody>) -> Done<AdoptionView> {
    let id = named(&caller, &sent.way)?;
    let unit = UnitId::new("office").map_err(|_| missing(&caller))?;
    let (adoption, keeps) = adoption(&caller, &sent.body, id, unit)?;
    let keeps_post = sent.body.post.is_none();
    let version = u32::try_from(sent.version).unwrap_or(u32::MAX);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let held = office.adoption(&id.to_string())?.adoption;
        let marking = if keeps { held.marking.clone() } else { adoption.marking.clone() };
        let post = if keeps_post { held.post.clone() } else { adoption.post.clone() };
        let changed =
            Adoption { revision: version, marking, post, unit: held.unit, technology: held.technology, ..adoption };
        let kept = desk::adoption::change_adoption(writer, turn, changed)?;
        Ok(Reply::of(AdoptionView::from(&kept)).versioned(u64::from(kept.adoption.revision)))
    });
    kept.await
}

/// That a rung was reached.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RungBody {
    /// The revision of the adoption that was seen.
    revision: u32,
    /// The rung.
    rung: Word<Rung>,
    /// On which day.
    on: Day,
    /// How well it is shown: told, document or measured.
    class: Word<EvidenceClass>,
    /// What shows it: records and attachments.
    #[serde(default)]
    evidence: Vec<ThingView>,
    /// What is out of the ordinary, and why.
    #[serde(default)]
    remark: String,
}

async fn say(caller: Caller, sent: Sent<RungBody>) -> Done<AdoptionView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let post = office.adoption(&id.to_string())?.adoption.post;
        let reached = RungReached {
            rung: body.rung.0,
            on: body.on.0,
            class: body.class.0,
            evidence: body.evidence.iter().map(|one| Thing::new(one.noun.0, &one.name)).collect(),
            remark: body.remark.clone(),
            by: post,
        };
        let done = desk::adoption::say_rung(writer, turn, (id, body.revision), reached).map_err(as_a_rule)?;
        Ok(Reply::of(AdoptionView::from(&done)))
    });
    kept.await
}

/// That an adoption ends.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndBody {
    /// The revision of the adoption that was seen.
    revision: u32,
    /// Why, by its code.
    reason: Word<EndReason>,
    /// Why, in words.
    text: String,
    /// On which day.
    on: Day,
}

async fn end(caller: Caller, sent: Sent<EndBody>) -> Done<AdoptionView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, office| {
        office.adoption(&id.to_string())?;
        let said = EndSaid { reason: body.reason.0, text: body.text.clone(), on: body.on.0 };
        let done = desk::adoption::end_adoption(writer, turn, office, (id, body.revision), &said).map_err(as_a_rule)?;
        Ok(Reply::of(AdoptionView::from(&done)))
    });
    kept.await
}

/// The revision that was seen.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdoptionSeenBody {
    /// The revision of the adoption that was seen.
    revision: u32,
}

async fn resume(caller: Caller, sent: Sent<AdoptionSeenBody>) -> Done<AdoptionView> {
    let (id, revision) = (named(&caller, &sent.way)?, sent.body.revision);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::adoption::resume_adoption(writer, turn, (id, revision)).map_err(as_a_rule)?;
        Ok(Reply::of(AdoptionView::from(&done)))
    });
    kept.await
}

/// What one says to the end of another adoption.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndHeardBody {
    /// Whether it concerns one's own.
    concerns: bool,
    /// Why, or why not.
    why: String,
}

async fn hear(caller: Caller, sent: Sent<EndHeardBody>) -> Done<AdoptionView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::adoption::hear_end(writer, turn, id, body.concerns, &body.why)?;
        Ok(Reply::of(AdoptionView::from(&done)))
    });
    kept.await
}

async fn heard(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<EndHeardView>> {
    let (id, today) = (way.get("adoption").to_owned(), caller.app.today());
    let page = read(&caller, move |office| office.adoption_page(&id, today)).await?;
    Ok(Found::listed(Listed::whole(page.heard.iter().map(EndHeardView::from).collect())))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/adoptions", open, "list_adoptions", "Adoptions that fit, the newest first", list)
        .create(
            "/api/v1/adoptions",
            open,
            "begin_adoption",
            "Begins an adoption, with its technology where it is new",
            begin,
        )
        .read("/api/v1/adoptions/{adoption}", open, "show_adoption", "One adoption with its ladder", show)
        .change((Method::PUT, "/api/v1/adoptions/{adoption}"), open, "change_adoption", "Changes an adoption", change)
        .act("/api/v1/adoptions/{adoption}/rungs", open, "say_rung", "Says that a rung was reached", say)
        .act("/api/v1/adoptions/{adoption}/end", open, "end_adoption", "Ends an adoption, and tells others", end)
        .act("/api/v1/adoptions/{adoption}/resumption", open, "resume_adoption", "Takes an adoption up again", resume)
        .read(
            "/api/v1/adoptions/{adoption}/heard",
            open,
            "list_ends_heard",
            "What others said to the ends of it",
            heard,
        )
        .act("/api/v1/adoptions/{adoption}/heard", open, "hear_end", "Says whether the end concerns one's own", hear)
}
