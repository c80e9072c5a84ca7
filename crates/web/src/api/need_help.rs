//! What the office proposes to somebody who states a need: similar needs, words, classes, a query, and what a search
//! profile would have brought.

use desk::{Preview, Similar};
use model::Identifier;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::Found;
use super::cursor::Listed;
use super::entry::{Api, Nothing, Outcome, Way};
use super::need::{NeedLineView, SubjectView};
use super::need_body::ProfileBody;
use super::record::{HitView, query_slip};
use super::{read, slip};
use crate::caller::Caller;
use crate::route::Policy;

/// A need that resembles another.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SimilarView {
    /// The need.
    pub need: NeedLineView,
    /// From 0 to 1.
    pub likeness: f32,
    /// Words that they share.
    pub shared: Vec<String>,
}

impl From<&Similar> for SimilarView {
    fn from(one: &Similar) -> SimilarView {
        SimilarView { need: NeedLineView::from(&one.need), likeness: one.likeness, shared: one.shared.clone() }
    }
}

async fn similar(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<SimilarView>> {
    let id = way.get("need").to_owned();
    let similar = read(&caller, move |office| {
        let need = office.need(&id)?;
        office.similar_needs(&need.title, &need.statement, Some(need.id.as_str()))
    });
    Ok(Found::listed(Listed::whole(similar.await?.iter().map(SimilarView::from).collect())))
}

/// Examples that are looked at for a proposal: each is a lookup.
const EXAMPLES_MAX: usize = 64;

/// What is known of a need so far.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposalBody {
    /// One line.
    #[serde(default)]
    title: String,
    /// What is lacking and why.
    #[serde(default)]
    statement: String,
    /// Works that would have been welcome, by identifiers or numbers of records.
    #[serde(default)]
    #[schemars(length(max = EXAMPLES_MAX))]
    examples: Vec<String>,
    /// The need that is being changed: it is not similar to itself.
    except: Option<String>,
}

/// What is proposed for a need.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProposalView {
    /// Needs that resemble it.
    pub similar: Vec<SimilarView>,
    /// Words, the most telling first.
    pub terms: Vec<String>,
    /// Classes that records of the matter bear, the most frequent first.
    pub classes: Vec<ProposedClassView>,
    /// A query made of the words.
    pub query: Option<String>,
    /// Records that were looked at for it.
    pub n_records: u64,
    /// Examples that are not held yet.
    pub awaited: Vec<String>,
}

/// A class that records of the matter bear.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProposedClassView {
    /// The class.
    pub class: SubjectView,
    /// How many of the records that were looked at bear it.
    pub n_records: u64,
}

async fn propose(caller: Caller, _: Way, body: ProposalBody) -> Outcome<ProposalView> {
    if body.examples.len() > EXAMPLES_MAX {
        let max = i64::try_from(EXAMPLES_MAX).unwrap_or(i64::MAX);
        return Err(slip(
            &caller,
            "#/examples",
            caller.speech().with("proposal-examples-many", &[("max", max.into())]),
        ));
    }
    let view = read(&caller, move |office| {
        let ProposalBody { title, statement, examples, except } = &body;
        let examples: Vec<Identifier> = office.identified(examples)?.into_values().flatten().collect();
        let mut awaited = Vec::new();
        for example in &examples {
            if !office.holds(example)? {
                awaited.push(example.to_string());
            }
        }
        let similar = office.similar_needs(title, statement, except.as_deref())?;
        let proposal = office.propose(title, statement, &examples)?;
        let class = |class: &desk::ProposedClass| ProposedClassView {
            class: SubjectView::from(&class.subject),
            n_records: class.n_records as u64,
        };
        Ok(ProposalView {
            similar: similar.iter().map(SimilarView::from).collect(),
            classes: proposal.classes.iter().map(class).collect(),
            terms: proposal.terms,
            query: proposal.query,
            n_records: proposal.n_records as u64,
            awaited,
        })
    });
    Ok(Found::one(view.await?))
}

/// What a profile would have brought.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PreviewView {
    /// Records that fit, of all that is held.
    pub n_found: u64,
    /// Of those that were looked at, how many came in each of the last weeks; the present week last.
    pub weeks: Vec<u64>,
    /// Mean number a week over those weeks: the load on the post.
    pub per_week: f32,
    /// The best of them.
    pub best: Vec<HitView>,
    /// What was left out, in a sentence.
    pub remark: Option<String>,
}

async fn preview(caller: Caller, _: Way, body: ProfileBody) -> Outcome<PreviewView> {
    if let Err(fault) = matching::parse(&body.query) {
        return Err(query_slip(&caller, &fault).at("#/query", format!("{}; {}", fault.fault, fault.fix)));
    }
    let now = caller.app.now();
    let Preview { n_found, weeks, per_week, best, remark } =
        read(&caller, move |office| office.preview(&body.query, body.threshold, now)).await?;
    Ok(Found::one(PreviewView { n_found, weeks, per_week, best: best.iter().map(HitView::from).collect(), remark }))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/needs/{need}/similar", open, "similar_needs", "Needs that resemble a need", similar)
        .look(
            "/api/v1/proposals",
            open,
            "propose",
            "Similar needs, words, classes and a query for a need that is being written",
            propose,
        )
        .look("/api/v1/previews", open, "preview_profile", "What a search profile would have brought", preview)
}
