//! Own abstracts: what the office itself says of records, the queue, the codes, and what became of it all.

use std::sync::Arc;

use desk::{BecameLine, QueueAsk};
use model::{Choice, Digest, DigestText, Indexing, PassReason};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Abstracted, QueueLine};

use super::answer::Found;
use super::cursor::Listed;
use super::delivery::DeliveryView;
use super::entry::{Api, Nothing, Outcome, Way};
use super::indexing::IndexingView;
use super::marking::MarkingView;
use super::read;
use super::record_view::RecordView;
use super::word::{Day, Limit, Moment, Word};
use crate::caller::Caller;
use crate::route::Policy;

/// What is written of a record in one language.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DigestTextView {
    /// What it can be used for.
    pub purpose: String,
    /// What is better than before.
    pub advantage: String,
    /// Under which conditions.
    pub conditions: String,
    /// The title, translated by the office; empty where nothing was translated.
    pub title: String,
    /// The author's abstract, translated by the office.
    pub translation: String,
}

impl From<&DigestText> for DigestTextView {
    fn from(text: &DigestText) -> DigestTextView {
        DigestTextView {
            purpose: text.purpose.clone(),
            advantage: text.advantage.clone(),
            conditions: text.conditions.clone(),
            title: text.title.clone(),
            translation: text.translation.clone(),
        }
    }
}

/// An own abstract in one language.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DigestView {
    /// Its name.
    pub id: String,
    /// Of which record.
    pub record: String,
    /// In which language.
    pub language: String,
    /// What is written.
    pub text: DigestTextView,
    /// Who wrote it.
    pub person: String,
    /// For which post.
    pub post: Option<String>,
    /// Who may see it.
    pub marking: MarkingView,
    /// When it was first written.
    pub made_at: Moment,
    /// When it was written as it is.
    pub written_at: Moment,
    /// The number of its version, from 1.
    pub revision: u32,
}

impl From<&Digest> for DigestView {
    fn from(digest: &Digest) -> DigestView {
        DigestView {
            id: digest.id.to_string(),
            record: digest.record.to_string(),
            language: digest.language.tag().to_owned(),
            text: DigestTextView::from(&digest.text),
            person: digest.person.to_string(),
            post: digest.post.as_ref().map(ToString::to_string),
            marking: MarkingView::from(&digest.marking),
            made_at: Moment(digest.made_at),
            written_at: Moment(digest.written_at),
            revision: digest.revision,
        }
    }
}

/// What the office itself says of a record.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AbstractedView {
    /// Own abstracts and translations, a language each.
    pub abstracts: Vec<DigestView>,
    /// The Admiralty grade, as `B2`.
    pub grade: Option<String>,
    /// The codes that were accepted, by scheme.
    pub codes: Vec<IndexingView>,
}

impl From<&Abstracted> for AbstractedView {
    fn from(abstracted: &Abstracted) -> AbstractedView {
        AbstractedView {
            abstracts: abstracted.digests.iter().map(DigestView::from).collect(),
            grade: abstracted.grade.as_ref().map(|held| held.grade.to_string()),
            codes: abstracted.codes.iter().map(IndexingView::from).collect(),
        }
    }
}

async fn of_record(caller: Caller, way: Way, _: Nothing) -> Outcome<AbstractedView> {
    let (id, officer) = (way.get("record").to_owned(), Arc::clone(&caller.officer));
    let read = read(&caller, move |office| {
        let id = office.record(&id)?.id;
        let mut abstracted = office.abstracted(id)?;
        // Whoever may be the second person stays blind here too.
        if officer.with_power(model::Power::Document).is_some() {
            let blind = office.blind_schemes(id)?;
            let mine = &officer.person.id;
            let hidden = |one: &&mut Indexing| blind.contains(&one.scheme) && one.person != *mine;
            abstracted.codes.iter_mut().filter(hidden).for_each(|one| one.codes.clear());
        }
        Ok(abstracted)
    });
    Ok(Found::one(AbstractedView::from(&read.await?)))
}

/// What was decided, and how often.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OutcomeView {
    /// What the post does with it.
    pub choice: Word<Choice>,
    /// Why it was passed over.
    pub reason: Option<Word<PassReason>>,
    /// How often.
    pub n: u64,
}

/// An own abstract with what became of it, as far as the caller sees.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BecameView {
    /// The abstract.
    pub digest: DigestView,
    /// Deliveries of its record.
    pub n_delivered: u64,
    /// Those that nobody answered yet.
    pub n_open: u64,
    /// What was decided about the others.
    pub outcomes: Vec<OutcomeView>,
}

impl From<&BecameLine> for BecameView {
    fn from(line: &BecameLine) -> BecameView {
        let outcome = |((choice, reason), n): (&(Choice, Option<PassReason>), &u64)| OutcomeView {
            choice: Word(*choice),
            reason: reason.map(Word),
            n: *n,
        };
        BecameView {
            digest: DigestView::from(&line.digest),
            n_delivered: line.became.deliveries.len() as u64,
            n_open: line.became.n_open,
            outcomes: line.became.choices.iter().map(outcome).collect(),
        }
    }
}

/// Whose abstracts.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BecameQuery {
    /// Those of everybody, instead of the caller's own.
    #[serde(default)]
    all: bool,
    /// How many, the latest first.
    limit: Option<Limit>,
}

async fn became(caller: Caller, _: Way, query: BecameQuery) -> Outcome<Listed<BecameView>> {
    let (officer, limit) = (Arc::clone(&caller.officer), Limit::of(query.limit));
    let lines =
        read(&caller, move |office| office.became_of((!query.all).then_some(&officer.person.id), limit)).await?;
    Ok(Found::listed(Listed::whole(lines.iter().map(BecameView::from).collect())))
}

/// A version that was overtaken.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DigestVersionView {
    /// Its number, from 1.
    pub revision: u32,
    /// What was written.
    pub text: DigestTextView,
    /// Who wrote it.
    pub person: String,
    /// When.
    pub written_at: Moment,
}

/// An own abstract with its versions and its deliveries.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DigestShownView {
    /// The abstract.
    pub digest: DigestView,
    /// Its versions before, the latest first.
    pub versions: Vec<DigestVersionView>,
    /// The deliveries of its record.
    pub deliveries: Vec<DeliveryView>,
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<DigestShownView> {
    let id = way.get("digest").to_owned();
    let (digest, versions, became) = read(&caller, move |office| {
        let digest = office.digest(&id)?;
        Ok((office.digest_versions(digest.id)?, office.became(&digest)?, digest))
    })
    .await
    .map(|(versions, became, digest)| (digest, versions, became))?;
    let version = |one: &store::DigestVersion| DigestVersionView {
        revision: one.revision,
        text: DigestTextView::from(&one.text),
        person: one.person.to_string(),
        written_at: Moment(one.written_at),
    };
    Ok(Found::one(DigestShownView {
        digest: DigestView::from(&digest),
        versions: versions.iter().map(version).collect(),
        deliveries: became.deliveries.iter().map(DeliveryView::from).collect(),
    }))
}

/// Who works on a record.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TakingView {
    /// Who.
    pub person: String,
    /// Until which day.
    pub until: Day,
}

/// A record that needs an own abstract.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct QueueLineView {
    /// The record.
    pub record: RecordView,
    /// Posts that it lies before without an answer.
    pub n_open: u64,
    /// How often it was delivered.
    pub n_delivered: u64,
    /// Who works on it.
    pub taken: Option<TakingView>,
}

impl From<&QueueLine> for QueueLineView {
    fn from(line: &QueueLine) -> QueueLineView {
        let taken = line.taken.as_ref().map(|one| TakingView { person: one.person.to_string(), until: Day(one.until) });
        QueueLineView {
            record: RecordView::from(&line.record),
            n_open: line.n_open,
            n_delivered: line.n_delivered,
            taken,
        }
    }
}

/// Which part of the queue.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QueueQuery {
    /// A class, with what stands below it.
    #[serde(default)]
    class: String,
    /// A language.
    #[serde(default)]
    language: String,
    /// A source of the register.
    #[serde(default)]
    source: String,
    /// A need to which it was delivered.
    #[serde(default)]
    need: String,
    /// How many, the most wanted first.
    limit: Option<Limit>,
}

async fn queue(caller: Caller, _: Way, query: QueueQuery) -> Outcome<Listed<QueueLineView>> {
    let limit = Limit::of(query.limit);
    let QueueQuery { class, language, source, need, .. } = query;
    let ask = QueueAsk { class, language, source, need };
    let queue = read(&caller, move |office| office.queue(&ask, None, limit)).await?;
    Ok(Found::listed(Listed::whole(queue.lines.iter().map(QueueLineView::from).collect())))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, document) = (Policy::SignedIn, Policy::Document);
    api.read(
        "/api/v1/records/{record}/abstracts",
        open,
        "record_abstracts",
        "What the office says of a record",
        of_record,
    )
    .read("/api/v1/abstracts/{digest}", open, "show_abstract", "An own abstract with what became of it", show)
    .read("/api/v1/abstracts/queue", document, "abstract_queue", "Records that need an own abstract", queue)
    .read("/api/v1/abstracts/became", document, "abstracts_became", "What became of own abstracts", became)
}
