//! What an adoption makes, needs and costs: plans, tellings, shares, readings, tokens for meters, resources, places, costs.

use model::{
    AdoptionCost, AdoptionPlace, EvidenceClass, Intensity, Money, OutputPlan, OutputSaid, Quarter, QuarterLine,
    Reading, ReadingGiven, ReadingPeriod, ReadingWay, Resource, ResourceKind, ResourceState, Thing,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::account::EndedView;
use super::adoption::{AdoptionView, ShareView, named};
use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::thing::ThingView;
use super::word::{Day, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// Plan and actual of a quarter.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct QuarterView {
    /// The quarter, as 1957-Q1.
    pub quarter: String,
    /// What was planned, as a decimal number.
    pub planned: Option<String>,
    /// What was made, by the best evidence.
    pub actual: Option<String>,
    /// How well that is shown.
    pub class: Option<Word<EvidenceClass>>,
    /// What somebody said was made, where it was measured as well.
    pub said: Option<String>,
    /// What is missing to the plan of a quarter that is over.
    pub shortfall: Option<String>,
    /// Whether the quarter is over.
    pub is_over: bool,
}

impl From<&QuarterLine> for QuarterView {
    fn from(line: &QuarterLine) -> QuarterView {
        let number = |one: Option<model::Rational>| one.map(|one| one.to_string());
        QuarterView {
            quarter: line.quarter.to_string(),
            planned: number(line.planned),
            actual: number(line.actual),
            class: line.class.map(Word),
            said: number(line.said),
            shortfall: number(line.shortfall()),
            is_over: line.is_over,
        }
    }
}

/// What an adoption makes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OutputView {
    /// Plan and actual by quarter, the earliest first.
    pub quarters: Vec<QuarterView>,
    /// Quarters of which nothing was said and something is to be.
    pub owed: Vec<String>,
    /// Shares, the first telling first.
    pub shares: Vec<ShareView>,
    /// The largest share of the technology that is seen, between zero and one.
    pub most_share: Option<f64>,
}

async fn output(caller: Caller, way: Way, _: Nothing) -> Outcome<OutputView> {
    let (id, today) = (way.get("adoption").to_owned(), caller.app.today());
    let page = read(&caller, move |office| office.adoption_page(&id, today)).await?;
    let view = OutputView {
        quarters: page.lines.iter().map(QuarterView::from).collect(),
        owed: page.owed.iter().map(ToString::to_string).collect(),
        shares: page.shares.iter().map(ShareView::from).collect(),
        most_share: page.most.as_ref().map(|most| most.share.nearest()),
    };
    Ok(Found::one(view))
}

fn quarter(caller: &Caller, text: &str) -> Result<Quarter, Problem> {
    Quarter::parse(text).ok_or_else(|| slip(caller, "#/quarter", caller.speech().say("output-quarter-unread")))
}

fn thing(view: Option<&ThingView>) -> Option<Thing> {
    view.map(|one| Thing::new(one.noun.0, &one.name))
}

/// What is planned of a quarter.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanBody {
    /// The revision of the adoption that was seen.
    revision: u32,
    /// The quarter, as 1957-Q1.
    quarter: String,
    /// How much, as a decimal number.
    amount: String,
    /// Why, or what it rests on.
    #[serde(default)]
    note: String,
}

async fn plan(caller: Caller, sent: Sent<PlanBody>) -> Done<AdoptionView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let quarter = quarter(&caller, &body.quarter)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let plan =
            OutputPlan { quarter, amount: body.amount.clone(), note: body.note.clone(), by: String::new(), at: 0 };
        let done = desk::adoption::plan_output(writer, turn, (id, body.revision), plan).map_err(as_a_rule)?;
        Ok(Reply::of(AdoptionView::from(&done)))
    });
    kept.await
}

/// What was made in a quarter.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ToldBody {
    /// The revision of the adoption that was seen.
    revision: u32,
    /// The quarter, as 1957-Q1.
    quarter: String,
    /// How much; 0 where nothing was made.
    amount: String,
    /// The record or attachment that shows it.
    evidence: Option<ThingView>,
    /// What else is to be known.
    #[serde(default)]
    note: String,
}

async fn tell(caller: Caller, sent: Sent<ToldBody>) -> Done<AdoptionView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let quarter = quarter(&caller, &body.quarter)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let said = OutputSaid {
            quarter,
            amount: body.amount.clone(),
            class: EvidenceClass::Told,
            evidence: thing(body.evidence.as_ref()),
            note: body.note.clone(),
            by: String::new(),
            at: 0,
        };
        let done = desk::adoption::tell_output(writer, turn, (id, body.revision), said).map_err(as_a_rule)?;
        Ok(Reply::of(AdoptionView::from(&done)))
    });
    kept.await
}

/// Of how much the output of a quarter is a part.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareBody {
    /// The revision of the adoption that was seen.
    revision: u32,
    /// The quarter, as 1957-Q1.
    quarter: String,
    /// How much was made with it.
    made: String,
    /// Of how much.
    total: String,
    /// The unit of measure of both; left out, pieces.
    #[serde(default)]
    measure: String,
    /// Of what.
    of: String,
    /// The record or attachment that shows it.
    evidence: Option<ThingView>,
}

async fn share(caller: Caller, sent: Sent<ShareBody>) -> Done<AdoptionView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let quarter = quarter(&caller, &body.quarter)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let share = Intensity {
            quarter,
            made: body.made.clone(),
            total: body.total.clone(),
            measure: body.measure.clone(),
            of: body.of.clone(),
            class: EvidenceClass::Told,
            evidence: thing(body.evidence.as_ref()),
            by: String::new(),
            at: 0,
        };
        let done = desk::adoption::tell_share(writer, turn, (id, body.revision), share).map_err(as_a_rule)?;
        Ok(Reply::of(AdoptionView::from(&done)))
    });
    kept.await
}

/// A reading as it is held.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReadingView {
    /// Its number in the series, from 1.
    pub number: u32,
    /// Of what time: 1957-03-09 or 1957-Q1.
    pub period: String,
    /// How much was made.
    pub value: String,
    /// What whoever sent it calls it.
    pub key: String,
    /// The number of the reading that it corrects.
    pub corrects: Option<u32>,
    /// How it came.
    pub way: Word<ReadingWay>,
    /// Who sent it.
    pub by: String,
    /// When it came.
    pub at: Moment,
}

impl From<&Reading> for ReadingView {
    fn from(one: &Reading) -> ReadingView {
        ReadingView {
            number: one.number,
            period: one.given.period.to_string(),
            value: one.given.value.clone(),
            key: one.given.key.clone(),
            corrects: one.corrects,
            way: Word(one.way),
            by: one.by.clone(),
            at: Moment(one.at),
        }
    }
}

async fn readings(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<ReadingView>> {
    let (id, today) = (way.get("adoption").to_owned(), caller.app.today());
    let page = read(&caller, move |office| office.adoption_page(&id, today)).await?;
    Ok(Found::listed(Listed::whole(page.readings.all().iter().map(ReadingView::from).collect())))
}

/// A reading as it is sent.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadingBody {
    /// Of what time: 1957-03-09 or 1957-Q1.
    period: String,
    /// How much was made, as a decimal number.
    value: String,
    /// What the sender calls it: sent twice under one key, it is one reading.
    #[serde(default)]
    key: String,
}

/// Readings that are sent at once.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadingsBody {
    /// The readings: all of them are taken, or none.
    readings: Vec<ReadingBody>,
}

/// What became of readings.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReadingsTakenView {
    /// Those that are new.
    pub new: usize,
    /// Of them, those that correct an earlier one.
    pub corrected: usize,
    /// Those that are held already.
    pub same: usize,
}

async fn take(caller: Caller, sent: Sent<ReadingsBody>) -> Done<ReadingsTakenView> {
    let id = named(&caller, &sent.way)?;
    let mut given = Vec::new();
    for (at, one) in sent.body.readings.iter().enumerate() {
        let period = ReadingPeriod::parse(&one.period).ok_or_else(|| {
            slip(&caller, &format!("#/readings/{at}/period"), caller.speech().say("output-quarter-unread"))
        })?;
        given.push(ReadingGiven { period, value: one.value.clone(), key: one.key.clone() });
    }
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let taken = desk::adoption::take_readings(writer, turn, id, ReadingWay::Program, &given)?;
        let view = ReadingsTakenView { new: taken.n_new, corrected: taken.n_corrected, same: taken.n_same };
        Ok(Reply::of(view))
    });
    kept.await
}

/// A token that is wanted.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadingTokenBody {
    /// Which meter or system sends with it.
    name: String,
    /// Days for which it is good.
    days: u32,
}

/// A token that was made.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReadingTokenMadeView {
    /// The token, given out once: an answer that is asked for again holds null.
    pub token: Option<String>,
}

async fn issue(caller: Caller, sent: Sent<ReadingTokenBody>) -> Done<ReadingTokenMadeView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let secret = desk::adoption::issue_reading_token(writer, turn, id, &body.name, body.days)?;
        let view = ReadingTokenMadeView { token: Some(secret.reveal().to_owned()) };
        Ok(Reply::of(view).remembered_as(ReadingTokenMadeView { token: None }))
    });
    kept.await
}

/// A token for readings, without its secret.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReadingTokenView {
    /// Its number.
    pub number: i64,
    /// Which meter or system sends with it.
    pub name: String,
    /// When it ends.
    pub expires_at: Moment,
    /// When it was used last.
    pub used_at: Option<Moment>,
    /// When it was taken back.
    pub revoked_at: Option<Moment>,
}

async fn tokens(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<ReadingTokenView>> {
    let (id, officer) = (way.get("adoption").to_owned(), std::sync::Arc::clone(&caller.officer));
    let found = read(&caller, move |office| {
        let adoption = office.adoption(&id)?.adoption;
        // Tokens are shown to those who keep the adoption.
        let keeps = office.adoption_rights(&officer, &adoption, &[])?.keeps;
        if keeps { office.reading_tokens(adoption.id) } else { Ok(Vec::new()) }
    });
    let view = |token: &store::ReadingToken| ReadingTokenView {
        number: token.id,
        name: token.name.clone(),
        expires_at: Moment(token.expires_at),
        used_at: token.used_at.map(Moment),
        revoked_at: token.revoked_at.map(Moment),
    };
    Ok(Found::listed(Listed::whole(found.await?.iter().map(view).collect())))
}

async fn revoke(caller: Caller, sent: Sent<Nothing>) -> Done<EndedView> {
    let id = named(&caller, &sent.way)?;
    let number: i64 = sent.way.get("token").parse().map_err(|_| missing(&caller))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        desk::adoption::revoke_reading_token(writer, turn, id, number)?;
        Ok(Reply::of(EndedView { ended: number.to_string() }))
    });
    kept.await
}

/// Something that an adoption needs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ResourceView {
    /// Its number within the adoption.
    pub number: u32,
    /// What sort of thing.
    pub kind: Word<ResourceKind>,
    /// What it is called.
    pub name: String,
    /// How much of it; empty where that cannot be said.
    pub amount: String,
    /// The unit of measure, or of money the currency.
    pub measure: String,
    /// By when.
    pub needed_by: Option<Day>,
    /// Whether it is there.
    pub state: Word<ResourceState>,
    /// What else is to be known.
    pub remark: String,
}

/// A place where it runs.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PlaceView {
    /// Its number within the adoption.
    pub number: u32,
    /// What it is called.
    pub name: String,
    /// Since when it runs there.
    pub since: Day,
    /// Until when it did.
    pub until: Option<Day>,
}

/// What the unit spent itself.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnCostView {
    /// How much, with its currency.
    pub spent: String,
    /// What for.
    pub what: String,
    /// On which day.
    pub on: Day,
}

/// What an adoption needs, where it runs and what it cost.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MeansView {
    /// What it needs.
    pub resources: Vec<ResourceView>,
    /// Where it runs.
    pub places: Vec<PlaceView>,
    /// What the unit spent itself.
    pub costs: Vec<OwnCostView>,
}

async fn means(caller: Caller, way: Way, _: Nothing) -> Outcome<MeansView> {
    let (id, today) = (way.get("adoption").to_owned(), caller.app.today());
    let page = read(&caller, move |office| office.adoption_page(&id, today)).await?;
    let resource = |one: &Resource| ResourceView {
        number: one.number,
        kind: Word(one.kind),
        name: one.name.clone(),
        amount: one.amount.clone(),
        measure: one.measure.clone(),
        needed_by: one.needed_by.map(Day),
        state: Word(one.state),
        remark: one.remark.clone(),
    };
    let place = |one: &AdoptionPlace| PlaceView {
        number: one.number,
        name: one.name.clone(),
        since: Day(one.since),
        until: one.until.map(Day),
    };
    let cost =
        |one: &AdoptionCost| OwnCostView { spent: one.spent.to_string(), what: one.what.clone(), on: Day(one.on) };
    Ok(Found::one(MeansView {
        resources: page.resources.iter().map(resource).collect(),
        places: page.places.iter().map(place).collect(),
        costs: page.costs.iter().map(cost).collect(),
    }))
}

/// Something that is needed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResourceBody {
    /// The revision of the adoption that was seen.
    revision: u32,
    /// The line that it takes the place of; left out, a new one.
    #[serde(default)]
    number: u32,
    /// What sort of thing.
    kind: Word<ResourceKind>,
    /// What it is called.
    name: String,
    /// How much of it.
    #[serde(default)]
    amount: String,
    /// The unit of measure, or of money the currency.
    #[serde(default)]
    measure: String,
    /// By when.
    needed_by: Option<Day>,
    /// Whether it is there.
    state: Word<ResourceState>,
    /// What else is to be known.
    #[serde(default)]
    remark: String,
}

async fn resource(caller: Caller, sent: Sent<ResourceBody>) -> Done<AdoptionView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let resource = Resource {
            number: body.number,
            kind: body.kind.0,
            name: body.name.clone(),
            amount: body.amount.clone(),
            measure: body.measure.clone(),
            needed_by: body.needed_by.map(|day| day.0),
            state: body.state.0,
            remark: body.remark.clone(),
        };
        let done = desk::adoption::write_resource(writer, turn, (id, body.revision), resource).map_err(as_a_rule)?;
        Ok(Reply::of(AdoptionView::from(&done)))
    });
    kept.await
}

/// A place where it runs.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceBody {
    /// The revision of the adoption that was seen.
    revision: u32,
    /// The place that it takes the place of; left out, a new one.
    #[serde(default)]
    number: u32,
    /// What it is called.
    name: String,
    /// Since when it runs there.
    since: Day,
    /// Until when it did.
    until: Option<Day>,
}

async fn place(caller: Caller, sent: Sent<PlaceBody>) -> Done<AdoptionView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let place = AdoptionPlace {
            number: body.number,
            name: body.name.clone(),
            since: body.since.0,
            until: body.until.map(|day| day.0),
        };
        let done = desk::adoption::write_place(writer, turn, (id, body.revision), place).map_err(as_a_rule)?;
        Ok(Reply::of(AdoptionView::from(&done)))
    });
    kept.await
}

/// What was spent.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnCostBody {
    /// The revision of the adoption that was seen.
    revision: u32,
    /// How much, with its currency: 1200.00 RUB.
    spent: String,
    /// What for.
    what: String,
    /// On which day.
    on: Day,
}

async fn cost(caller: Caller, sent: Sent<OwnCostBody>) -> Done<AdoptionView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let spent = Money::parse(&body.spent);
    let spent = spent.map_err(|refusal| slip(&caller, "#/spent", caller.speech().refusal(&refusal)))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let cost = AdoptionCost { number: 0, spent, what: body.what.clone(), on: body.on.0, by: String::new(), at: 0 };
        let done = desk::adoption::note_adoption_cost(writer, turn, (id, body.revision), cost).map_err(as_a_rule)?;
        Ok(Reply::of(AdoptionView::from(&done)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read(
        "/api/v1/adoptions/{adoption}/output",
        open,
        "show_output",
        "Plan and actual by quarter, and shares",
        output,
    )
    .act("/api/v1/adoptions/{adoption}/output/plan", open, "plan_output", "Plans the output of a quarter", plan)
    .act("/api/v1/adoptions/{adoption}/output/told", open, "tell_output", "Says what was made in a quarter", tell)
    .act("/api/v1/adoptions/{adoption}/output/share", open, "tell_share", "Says of how much that is a part", share)
    .read("/api/v1/adoptions/{adoption}/readings", open, "list_readings", "The readings of an adoption", readings)
    .act("/api/v1/adoptions/{adoption}/readings", open, "take_readings", "Takes readings in, all or none", take)
    .read(
        "/api/v1/adoptions/{adoption}/tokens",
        open,
        "list_reading_tokens",
        "Tokens for meters of an adoption",
        tokens,
    )
    .create(
        "/api/v1/adoptions/{adoption}/tokens",
        open,
        "make_reading_token",
        "Makes a token that writes readings of one adoption and nothing else",
        issue,
    )
    .end(
        "/api/v1/adoptions/{adoption}/tokens/{token}",
        open,
        "revoke_reading_token",
        "Makes a token for readings useless",
        revoke,
    )
    .read(
        "/api/v1/adoptions/{adoption}/means",
        open,
        "show_means",
        "What an adoption needs, where it runs and what it cost",
        means,
    )
    .act("/api/v1/adoptions/{adoption}/resources", open, "write_resource", "Notes what is needed", resource)
    .act("/api/v1/adoptions/{adoption}/places", open, "write_place", "Notes where it runs", place)
    .act("/api/v1/adoptions/{adoption}/costs", open, "note_adoption_cost", "Notes what was spent", cost)
}
