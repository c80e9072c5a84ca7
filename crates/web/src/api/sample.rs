//! Samples: listed, shown, registered, changed, let in, received, handed on, given away, told apart.

use axum::http::Method;
use desk::SampleSearch;
use model::{
    AgreementId, DutyKind, HostId, LoanState, NeedId, PairGround, PairRuling, PostId, Sample, SampleCame, SampleId,
    SampleKind, SampleState, SampleView, UnitId, VettingRuleId, VettingState,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::SampleLine;

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{marking_of, post_of};
use super::marking::MarkingView;
use super::word::{Day, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// A machine, an instrument or a material that came to be studied.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SampleBrief {
    /// Its name in the office.
    pub id: String,
    /// What sort of thing it is.
    pub kind: Word<SampleKind>,
    /// What it is called.
    pub name: String,
    /// Who made it, of the register of hosts.
    pub maker: Option<String>,
    /// Who made it, in words.
    pub maker_name: String,
    /// Its type or model.
    pub model: String,
    /// The number that its maker gave this piece.
    pub serial: String,
    /// How much of it, as a decimal number.
    pub amount: String,
    /// Unit of measure of the amount; empty for pieces.
    pub measure: String,
    /// The country of its origin, by the code of two letters.
    pub country: String,
    /// How it came.
    pub came: Word<SampleCame>,
    /// The agreement under which it came.
    pub agreement: Option<String>,
    /// What else is to be minded of rights.
    pub rights: String,
    /// The needs for which it came.
    pub needs: Vec<String>,
    /// The unit that receives it.
    pub unit: String,
    /// The post that receives it and decides what comes of it.
    pub post: String,
    /// What shall be found out.
    pub plan: String,
    /// By when.
    pub plan_due: Day,
    /// When it is expected.
    pub expected: Option<Day>,
    /// When it came.
    pub received: Option<Day>,
    /// Since when it rests, neither lent nor studied.
    pub rests_since: Option<Day>,
    /// What else is to be known; of an invented one, that it is.
    pub remark: String,
    /// Where it stands.
    pub state: Word<SampleState>,
    /// Why it is gone, or is the same as another.
    pub reason: String,
    /// The sample with which it is one.
    pub joined_to: Option<String>,
    /// Who may see it.
    pub marking: MarkingView,
    /// The number of its last change.
    pub revision: u32,
    /// When it was registered.
    pub made_at: Moment,
}

impl From<&Sample> for SampleBrief {
    fn from(sample: &Sample) -> SampleBrief {
        SampleBrief {
            id: sample.id.to_string(),
            kind: Word(sample.kind),
            name: sample.name.clone(),
            maker: sample.maker.map(|host| host.to_string()),
            maker_name: sample.maker_name.clone(),
            model: sample.model.clone(),
            serial: sample.serial.clone(),
            amount: sample.amount.clone(),
            measure: sample.measure.clone(),
            country: sample.country.clone(),
            came: Word(sample.came),
            agreement: sample.agreement.map(|agreement| agreement.to_string()),
            rights: sample.rights.clone(),
            needs: sample.needs.iter().map(ToString::to_string).collect(),
            unit: sample.unit.to_string(),
            post: sample.post.to_string(),
            plan: sample.plan.clone(),
            plan_due: Day(sample.plan_due),
            expected: sample.expected.map(Day),
            received: sample.received.map(Day),
            rests_since: sample.rests_since.map(Day),
            remark: sample.remark.clone(),
            state: Word(sample.state),
            reason: sample.reason.clone(),
            joined_to: sample.joined_to.map(|other| other.to_string()),
            marking: MarkingView::from(&sample.marking),
            revision: sample.revision,
            made_at: Moment(sample.made_at),
        }
    }
}

/// A sample with who holds it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SampleLineView {
    /// The sample.
    pub sample: SampleBrief,
    /// The post that holds it.
    pub holder: Option<String>,
    /// Where it stands.
    pub place: String,
    /// The number of the loan that is open.
    pub loan: Option<u32>,
    /// Where that loan stands.
    pub loan_state: Option<Word<LoanState>>,
    /// When it is to be back.
    pub loan_due: Option<Day>,
}

impl From<&SampleLine> for SampleLineView {
    fn from(line: &SampleLine) -> SampleLineView {
        let loan = line.loan.as_ref();
        SampleLineView {
            sample: SampleBrief::from(&line.sample),
            holder: line.holder.as_ref().map(ToString::to_string),
            place: line.place.clone(),
            loan: loan.map(|loan| loan.number),
            loan_state: loan.map(|loan| Word(loan.state)),
            loan_due: loan.map(|loan| Day(loan.due)),
        }
    }
}

/// Which samples are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SampleQuery {
    /// Words of a name, a maker, a type or a plan.
    #[serde(default)]
    q: String,
    /// Of this view; left out, those that are expected or here.
    view: Option<Word<SampleView>>,
    /// Of this kind.
    kind: Option<Word<SampleKind>>,
    /// Days after which one that rests is idle; left out, those of the office.
    idle_days: Option<u16>,
}

impl SampleQuery {
    pub(super) fn search(self) -> SampleSearch {
        SampleSearch {
            words: self.q,
            view: self.view.map(|word| word.0),
            kind: self.kind.map(|word| word.0),
            idle_days: self.idle_days,
        }
    }
}

async fn list(caller: Caller, _: Way, query: SampleQuery) -> Outcome<Listed<SampleLineView>> {
    let (today, search) = (caller.app.today(), query.search());
    let lines = read(&caller, move |office| office.samples(&search, today)).await?;
    Ok(Found::listed(Listed::whole(lines.iter().map(SampleLineView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<SampleLineView> {
    let id = way.get("sample").to_owned();
    let line = read(&caller, move |office| office.sample(&id)).await?;
    Ok(Found::versioned(SampleLineView::from(&line), u64::from(line.sample.revision)))
}

/// A decision whether a sample may come.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SampleControlView {
    /// The rule that asks for it.
    pub rule: String,
    /// Who decides.
    pub post: String,
    /// Where it stands.
    pub state: Word<VettingState>,
    /// Who decided, as the ledger writes it.
    pub by: Option<String>,
    /// What was said with it.
    pub reason: String,
}

async fn control(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<SampleControlView>> {
    let id = way.get("sample").to_owned();
    let page = read(&caller, move |office| office.sample_page(&id)).await?;
    let view = |step: &model::VettingStep| SampleControlView {
        rule: step.rule.to_string(),
        post: step.post.to_string(),
        state: Word(step.state),
        by: step.by.clone(),
        reason: step.reason.clone(),
    };
    Ok(Found::listed(Listed::whole(page.control.steps().iter().map(view).collect())))
}

/// Two samples that look alike.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AlikeSampleView {
    /// The one.
    pub one: String,
    /// The other.
    pub other: String,
    /// By what they look alike.
    pub ground: Word<PairGround>,
}

async fn alike(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<AlikeSampleView>> {
    let pairs = read(&caller, |office| office.alike_samples()).await?;
    let view = |pair: &desk::AlikePair| AlikeSampleView {
        one: pair.one.sample.id.to_string(),
        other: pair.other.sample.id.to_string(),
        ground: Word(pair.ground),
    };
    Ok(Found::listed(Listed::whole(pairs.iter().map(view).collect())))
}

/// What is said of a sample.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SampleBody {
    /// What sort of thing it is.
    kind: Word<SampleKind>,
    /// What it is called.
    name: String,
    /// Who made it, of the register of hosts.
    maker: Option<String>,
    /// Who made it, in words.
    #[serde(default)]
    maker_name: String,
    /// Its type or model.
    #[serde(default)]
    model: String,
    /// The number that its maker gave this piece.
    #[serde(default)]
    serial: String,
    /// How much of it; left out, one.
    #[serde(default)]
    amount: String,
    /// Unit of measure of the amount; left out, pieces.
    #[serde(default)]
    measure: String,
    /// The country of its origin, by the code of two letters.
    #[serde(default)]
    country: String,
    /// How it came.
    came: Word<SampleCame>,
    /// The agreement under which it came.
    agreement: Option<String>,
    /// What else is to be minded of rights.
    #[serde(default)]
    rights: String,
    /// The accepted needs for which it comes.
    needs: Vec<String>,
    /// What shall be found out.
    plan: String,
    /// By when.
    plan_due: Day,
    /// When it is expected.
    expected: Option<Day>,
    /// What else is to be known.
    #[serde(default)]
    remark: String,
    /// The post that receives it; left out, the first of the caller's posts.
    post: Option<String>,
    /// Who may see it; left out, whoever may see its needs, or as it was.
    marking: Option<MarkingView>,
}

fn sample(caller: &Caller, body: &SampleBody, id: SampleId) -> Result<(Sample, bool), Problem> {
    let said = |pointer: &str| slip(caller, pointer, caller.speech().say("failure-missing"));
    let marking = marking_of(caller, body.marking.as_ref())?;
    let keeps = marking.is_none();
    let maker = body.maker.as_deref().map(|maker| HostId::parse(maker).ok_or_else(|| said("#/maker")));
    let agreement = body.agreement.as_deref().map(|id| AgreementId::parse(id).ok_or_else(|| said("#/agreement")));
    let needs: Result<Vec<NeedId>, _> = body.needs.iter().map(|need| NeedId::new(need)).collect();
    let needs = needs.map_err(|refusal| slip(caller, "#/needs", caller.speech().refusal(&refusal)))?;
    let sample = Sample {
        id,
        kind: body.kind.0,
        name: body.name.clone(),
        maker: maker.transpose()?,
        maker_name: body.maker_name.clone(),
        model: body.model.clone(),
        serial: body.serial.clone(),
        amount: body.amount.clone(),
        measure: body.measure.clone(),
        country: body.country.clone(),
        came: body.came.0,
        agreement: agreement.transpose()?,
        rights: body.rights.clone(),
        needs,
        // Follows from the post.
        unit: UnitId::new("office").map_err(|_| said("#/post"))?,
        post: post_of(caller, body.post.as_ref())?,
        plan: body.plan.clone(),
        plan_due: body.plan_due.0,
        expected: body.expected.map(|day| day.0),
        received: None,
        rests_since: None,
        remark: body.remark.clone(),
        state: SampleState::Expected,
        reason: String::new(),
        joined_to: None,
        marking: marking.unwrap_or_default(),
        revision: 0,
        made_at: 0,
    };
    Ok((sample, keeps))
}

async fn register(caller: Caller, sent: Sent<SampleBody>) -> Done<SampleBrief> {
    let id = SampleId::from_bits(caller.app.ids()());
    let (sample, _) = sample(&caller, &sent.body, id)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let sample = desk::keep_sample(writer, turn, sample, true)?;
        let reply = Reply::of(SampleBrief::from(&sample)).at(format!("/api/v1/samples/{}", sample.id));
        Ok(reply.versioned(u64::from(sample.revision)))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<SampleBody>) -> Done<SampleBrief> {
    let id = named(&caller, &sent.way)?;
    let (sample, keeps) = sample(&caller, &sent.body, id)?;
    let keeps_post = sent.body.post.is_none();
    let version = u32::try_from(sent.version).unwrap_or(u32::MAX);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let held = office.sample(&id.to_string())?.sample;
        let marking = if keeps { held.marking } else { sample.marking.clone() };
        let post = if keeps_post { held.post } else { sample.post.clone() };
        let sample = Sample { revision: version, marking, post, ..sample };
        let sample = desk::keep_sample(writer, turn, sample, false)?;
        Ok(Reply::of(SampleBrief::from(&sample)).versioned(u64::from(sample.revision)))
    });
    kept.await
}

pub(super) fn named(caller: &Caller, way: &Way) -> Result<SampleId, Problem> {
    SampleId::parse(way.get("sample")).ok_or_else(|| missing(caller))
}

/// The number of a part of a sample in the address.
pub(super) fn number(caller: &Caller, way: &Way, part: &str) -> Result<u32, Problem> {
    way.get(part).parse().map_err(|_| missing(caller))
}

pub(super) fn post_named(caller: &Caller, pointer: &str, post: &str) -> Result<PostId, Problem> {
    PostId::new(post).map_err(|refusal| slip(caller, pointer, caller.speech().refusal(&refusal)))
}

/// The decision of a post whether a sample may come.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SampleControlBody {
    /// The revision of the sample that was seen.
    revision: u32,
    /// The rule that asks for the decision.
    rule: String,
    /// Whether it may come.
    yes: bool,
    /// Why; needed for a no.
    #[serde(default)]
    reason: String,
}

async fn decide(caller: Caller, sent: Sent<SampleControlBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let rule = VettingRuleId::parse(&body.rule)
        .ok_or_else(|| slip(&caller, "#/rule", caller.speech().say("failure-missing")))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let at = (id, body.revision);
        let done = desk::decide_sample_control(writer, turn, at, rule, (body.yes, &body.reason)).map_err(as_a_rule)?;
        Ok(Reply::of(SampleBrief::from(&done)))
    });
    kept.await
}

/// What was done about a sample.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SampleDutyBody {
    /// What was asked: `start-adoption`, `look-again`, `use-sample` or `hear-stop`.
    kind: Word<DutyKind>,
    /// What was done.
    words: String,
}

async fn settle(caller: Caller, sent: Sent<SampleDutyBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::settle_sample_duty(writer, turn, id, body.kind.0, &body.words)?;
        Ok(Reply::of(SampleBrief::from(&done)))
    });
    kept.await
}

/// What is said of a sample that looks like another.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PairBody {
    /// The revision of the sample that was seen.
    revision: u32,
    /// The other sample; of two that are one, that which goes on.
    other: String,
    /// Whether they are one thing or two.
    ruling: Word<PairRuling>,
    /// Why.
    reason: String,
}

async fn pair(caller: Caller, sent: Sent<PairBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let other =
        SampleId::parse(&body.other).ok_or_else(|| slip(&caller, "#/other", caller.speech().say("failure-missing")))?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let at = (id, body.revision);
        if body.ruling.0 == PairRuling::Joined {
            let done = desk::join_samples(writer, turn, at, other, &body.reason).map_err(as_a_rule)?;
            return Ok(Reply::of(SampleBrief::from(&done)));
        }
        desk::part_samples(writer, turn, (id, other), &body.reason)?;
        Ok(Reply::of(SampleBrief::from(&office.sample(&id.to_string())?.sample)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/samples", open, "list_samples", "Samples of a view, the newest first", list)
        .create("/api/v1/samples", open, "register_sample", "Registers a sample for accepted needs", register)
        .read(
            "/api/v1/alike-samples",
            open,
            "list_alike_samples",
            "Samples that look alike, of which nobody said anything",
            alike,
        )
        .read("/api/v1/samples/{sample}", open, "show_sample", "One sample with who holds it", show)
        .change((Method::PUT, "/api/v1/samples/{sample}"), open, "change_sample", "Changes a sample", change)
        .read(
            "/api/v1/samples/{sample}/control",
            open,
            "list_sample_control",
            "The decisions whether a sample may come",
            control,
        )
        .act(
            "/api/v1/samples/{sample}/control",
            open,
            "decide_sample_control",
            "Decides whether a sample may come",
            decide,
        )
        .act("/api/v1/samples/{sample}/duties", open, "settle_sample_duty", "Says what was done about a sample", settle)
        .act("/api/v1/samples/{sample}/pairs", open, "rule_on_samples", "Says whether two samples are one thing", pair)
}
