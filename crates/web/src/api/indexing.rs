//! Codes: those that were accepted, how well they are proposed, and how far two persons agree.

use std::sync::Arc;

use desk::{AgreementLine, Learnt};
use model::{Indexing, PostId, Sampling, SubjectScheme};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Drawing, HeldClassifier};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::word::{Limit, Moment, Word};
use super::{read, slip};
use crate::caller::Caller;
use crate::route::Policy;

/// The codes of one scheme that somebody gave a record.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct IndexingView {
    /// The scheme.
    pub scheme: Word<SubjectScheme>,
    /// The codes, the most telling first; empty while the record waits for a second person, who may be the caller.
    pub codes: Vec<String>,
    /// How many of them had been proposed.
    pub n_proposed: u32,
    /// Who gave them.
    pub person: String,
    /// When.
    pub at: Moment,
}

impl From<&Indexing> for IndexingView {
    fn from(indexing: &Indexing) -> IndexingView {
        IndexingView {
            scheme: Word(indexing.scheme),
            codes: indexing.codes.clone(),
            n_proposed: indexing.n_proposed,
            person: indexing.person.to_string(),
            at: Moment(indexing.at),
        }
    }
}

/// How well the codes of a scheme are proposed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LearntView {
    /// The scheme.
    pub scheme: Word<SubjectScheme>,
    /// Records with accepted codes.
    pub n_accepted: u64,
    /// Records that are wanted before anything is learned.
    pub n_wanted: u64,
    /// Records that were held back for measuring; null where nothing was learned.
    pub n_held_back: Option<u64>,
    /// Share of them whose first proposal was accepted.
    pub precision_at_1: Option<f64>,
    /// Share of the first five proposals that were accepted.
    pub precision_at_5: Option<f64>,
    /// What that share is at best.
    pub best_at_5: Option<f64>,
    /// Share of the accepted codes that were among the first five proposals.
    pub found_at_5: Option<f64>,
}

impl From<&Learnt> for LearntView {
    fn from(learnt: &Learnt) -> LearntView {
        let figure = |of: fn(&HeldClassifier) -> f64| learnt.classifier.as_ref().map(of);
        LearntView {
            scheme: Word(learnt.scheme),
            n_accepted: learnt.n_accepted,
            n_wanted: learnt.n_wanted,
            n_held_back: learnt.classifier.as_ref().map(|held| held.n_held_back),
            precision_at_1: figure(|held| held.at_1),
            precision_at_5: figure(|held| held.at_5),
            best_at_5: figure(|held| held.best_at_5),
            found_at_5: figure(|held| held.found_at_5),
        }
    }
}

async fn codes(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<LearntView>> {
    let learnt = read(&caller, |office| office.learnt()).await?;
    Ok(Found::listed(Listed::whole(learnt.iter().map(LearntView::from).collect())))
}

/// A sample drawn for a second indexing.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DrawingView {
    /// The scheme.
    pub scheme: Word<SubjectScheme>,
    /// The month, as `2026-03`.
    pub month: String,
    /// The seed, in hexadecimal digits.
    pub seed: String,
    /// How many percent.
    pub percent: u8,
    /// Whether nobody asked for it but the rule of the office.
    pub by_rule: bool,
    /// Of how many.
    pub n_of: u64,
    /// How many were drawn.
    pub n_drawn: u64,
    /// How many have their second codes.
    pub n_done: u64,
}

impl From<&Drawing> for DrawingView {
    fn from(drawing: &Drawing) -> DrawingView {
        DrawingView {
            scheme: Word(drawing.scheme),
            month: drawing.month.clone(),
            seed: format!("{:016x}", drawing.seed),
            percent: drawing.percent,
            by_rule: drawing.by_rule,
            n_of: drawing.n_of,
            n_drawn: drawing.n_drawn,
            n_done: drawing.n_done,
        }
    }
}

/// How far those agree who coded the same records.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AgreementView {
    /// The scheme.
    pub scheme: Word<SubjectScheme>,
    /// The two; empty for all pairs together.
    pub persons: Vec<String>,
    /// Records that both coded.
    pub n: u64,
    /// Codes in common by all codes given, a mean over the records (Hooper).
    pub hooper: f64,
    /// Twice the codes in common by the sum of both (Rolling).
    pub rolling: f64,
    /// Krippendorff's alpha over sets; null where chance would agree as well.
    pub alpha: Option<f64>,
}

impl From<&AgreementLine> for AgreementView {
    fn from(line: &AgreementLine) -> AgreementView {
        let persons = line.pair.as_ref().map(|(one, other)| vec![one.to_string(), other.to_string()]);
        AgreementView {
            scheme: Word(line.scheme),
            persons: persons.unwrap_or_default(),
            n: line.agreement.n as u64,
            hooper: line.agreement.hooper,
            rolling: line.agreement.rolling,
            alpha: line.agreement.alpha,
        }
    }
}

/// A record that waits for a second person.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WaitingView {
    /// The record.
    pub record: String,
    /// In which scheme.
    pub scheme: Word<SubjectScheme>,
}

/// The second indexing.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SecondView {
    /// Records that wait for the caller's codes.
    pub waiting: Vec<WaitingView>,
    /// Samples that were drawn, the latest first.
    pub drawings: Vec<DrawingView>,
    /// How far those agree who coded the same records.
    pub agreements: Vec<AgreementView>,
}

async fn second(caller: Caller, _: Way, _: Nothing) -> Outcome<SecondView> {
    let officer = Arc::clone(&caller.officer);
    let (waiting, drawings, agreements) = read(&caller, move |office| {
        Ok((office.awaiting_second(&officer.person.id, Limit::MAX)?, office.drawings()?, office.code_agreements()?))
    })
    .await?;
    let waiting = waiting.iter().map(|(held, of)| WaitingView { record: held.id.to_string(), scheme: Word(*of) });
    Ok(Found::one(SecondView {
        waiting: waiting.collect(),
        drawings: drawings.iter().map(DrawingView::from).collect(),
        agreements: agreements.iter().map(AgreementView::from).collect(),
    }))
}

/// By which rule samples are drawn without anybody asking.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SamplingView {
    /// The post that indexes them; null where samples are drawn by hand alone.
    pub post: Option<String>,
    /// How many percent of the records that were coded in a month.
    pub percent: u8,
    /// Counts changes; what is changed names the state that was seen.
    pub revision: u32,
}

impl From<&Sampling> for SamplingView {
    fn from(sampling: &Sampling) -> SamplingView {
        SamplingView {
            post: sampling.post.as_ref().map(ToString::to_string),
            percent: sampling.percent,
            revision: sampling.revision,
        }
    }
}

async fn sampling(caller: Caller, _: Way, _: Nothing) -> Outcome<SamplingView> {
    let sampling = read(&caller, |office| office.sampling()).await?;
    Ok(Found::one(SamplingView::from(&sampling)))
}

/// The rule that is to be.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SamplingBody {
    /// The post that indexes samples; null, and samples are drawn by hand alone.
    #[serde(default)]
    post: Option<String>,
    /// How many percent, 1 to 100.
    percent: u8,
    /// The state that was seen.
    revision: u32,
}

async fn change_sampling(caller: Caller, sent: Sent<SamplingBody>) -> Done<SamplingView> {
    let body = sent.body.clone();
    let named =
        |post: &str| PostId::new(post).map_err(|refusal| slip(&caller, "#/post", caller.speech().refusal(&refusal)));
    let post = body.post.as_deref().map(named).transpose()?;
    let to = Sampling { post, percent: body.percent, revision: body.revision };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let kept = desk::keep_sampling(writer, turn, &to).map_err(super::as_a_rule)?;
        Ok(Reply::of(SamplingView::from(&kept)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let document = Policy::Document;
    let rule = "/api/v1/abstracts/sampling";
    api.read("/api/v1/abstracts/codes", document, "code_precision", "How well codes are proposed", codes)
        .read("/api/v1/abstracts/second", document, "second_indexing", "Samples, and how far two persons agree", second)
        .read(rule, Policy::Administer, "sampling", "By which rule samples are drawn by themselves", sampling)
        .act(rule, Policy::Administer, "change_sampling", "Says which samples are drawn by themselves", change_sampling)
}
