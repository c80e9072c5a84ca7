//! What sources are worth, which needs they serve, and gaps that somebody is asked to close.

use model::{PostId, YieldAdvice};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::inbox::DutyView;
use super::word::{Moment, Word};
use super::{read, slip};
use crate::caller::Caller;
use crate::route::Policy;

/// What a source is worth. Records are counted.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct YieldView {
    /// The source.
    pub source: String,
    /// When it was counted.
    pub counted_at: Moment,
    /// In which it says something.
    pub n_records: u64,
    /// That nobody else brought.
    pub n_unique: u64,
    /// That it brought before anybody else.
    pub n_first: u64,
    /// That were laid before a post.
    pub n_delivered: u64,
    /// To which a post gave an answer.
    pub n_answered: u64,
    /// That are used.
    pub n_used: u64,
    /// That are studied.
    pub n_studied: u64,
    /// What a used one cost so far, such as `12.50 EUR`; none where that is not known.
    pub cost_per_used: Option<String>,
    /// What to do with the source.
    pub advice: Word<YieldAdvice>,
}

async fn yields(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<YieldView>> {
    let now = caller.app.now();
    let views = read(&caller, move |office| {
        let (yields, all) = office.source_yields()?;
        let mut views = Vec::new();
        for (id, one) in yields {
            let source = office.source(&id.to_string())?.source;
            let days = source.days_watched(now);
            views.push(YieldView {
                source: id.to_string(),
                counted_at: Moment(one.counted_at),
                n_records: one.n_records,
                n_unique: one.n_unique,
                n_first: one.n_first,
                n_delivered: one.n_delivered,
                n_answered: one.n_answered,
                n_used: one.n_used,
                n_studied: one.n_studied,
                cost_per_used: source.cost.and_then(|cost| one.cost_per_used(cost, days)).map(|cost| cost.to_string()),
                advice: Word(one.advice(&all, days)),
            });
        }
        Ok(views)
    });
    Ok(Found::listed(Listed::whole(views.await?)))
}

/// Which sources served a need in the past year.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CoverageView {
    /// Records that were laid before its posts, by source.
    pub served: Vec<ServedView>,
    /// The duty of who is asked to find a source, while they are.
    pub asked: Option<DutyView>,
    /// The duty of who was asked last and said what came of it: its outcome is `found` or `not-found`, its reason tells more.
    pub answered: Option<DutyView>,
}

/// What one source brought.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ServedView {
    /// The source; none for what came otherwise than by the register.
    pub source: Option<String>,
    /// Records.
    pub n_records: u64,
}

async fn coverage(caller: Caller, way: Way, _: Nothing) -> Outcome<CoverageView> {
    let (id, today) = (way.get("need").to_owned(), caller.app.today());
    let (row, _) = read(&caller, move |office| office.coverage_of(&id, today)).await?;
    let served = row
        .by_source
        .iter()
        .map(|(source, n)| ServedView { source: source.map(|id| id.to_string()), n_records: *n })
        .collect();
    Ok(Found::one(CoverageView {
        served,
        asked: row.asked.as_ref().map(DutyView::from),
        answered: row.answered.as_ref().map(DutyView::from),
    }))
}

/// Who is asked to find a source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GapBody {
    /// The post.
    post: String,
    /// In how many days it is due.
    days: u16,
}

async fn assign(caller: Caller, sent: Sent<GapBody>) -> Done<DutyView> {
    let post =
        PostId::new(&sent.body.post).map_err(|refusal| slip(&caller, "#/post", caller.speech().refusal(&refusal)))?;
    let (need, days) = (sent.way.get("need").to_owned(), sent.body.days);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let duty = desk::assign_gap(writer, turn, office, &need, &post, days)?;
        Ok(Reply::of(DutyView::from(&duty)).at(format!("/api/v1/duties/{}", duty.id)))
    });
    kept.await
}

/// What came of the search for a source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GapAnswerBody {
    /// Whether one was found.
    found: bool,
    /// What was found, or why nothing was.
    account: String,
}

async fn close(caller: Caller, sent: Sent<GapAnswerBody>) -> Done<DutyView> {
    let need = sent.way.get("need").to_owned();
    let GapAnswerBody { found, account } = sent.body.clone();
    let kept = sent.keep(&caller, move |writer, turn, office| {
        Ok(Reply::of(DutyView::from(&desk::close_gap(writer, turn, office, &need, found, &account)?)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/sources/yields", open, "source_yields", "What sources are worth", yields)
        .read("/api/v1/needs/{need}/coverage", open, "need_coverage", "Which sources served a need", coverage)
        .create("/api/v1/needs/{need}/gap", open, "assign_gap", "Asks a post to find a source for a need", assign)
        .act("/api/v1/needs/{need}/gap/answer", open, "close_gap", "Says what came of the search for a source", close)
}
