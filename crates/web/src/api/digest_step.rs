//! What an abstractor does: takes records, writes of them, codes them, and codes them a second time.

use desk::{Abstract, WrittenDigest};
use model::{Date, DigestText, Grade, Language, RecordId, SubjectScheme};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::digest::{DigestView, TakingView};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::indexing::IndexingView;
use super::marking::MarkingView;
use super::word::{Day, Word};
use super::{read, slip};
use crate::caller::Caller;
use crate::route::Policy;

/// What is written in one language.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DigestBody {
    /// In which language: en, ru or de.
    language: String,
    /// What it can be used for.
    #[serde(default)]
    purpose: String,
    /// What is better than before.
    #[serde(default)]
    advantage: String,
    /// Under which conditions.
    #[serde(default)]
    conditions: String,
    /// The title, translated.
    #[serde(default)]
    title: String,
    /// The author's abstract, translated.
    #[serde(default)]
    translation: String,
    /// Who may see it; it becomes no wider than the record.
    marking: Option<MarkingView>,
    /// The number of the version that was seen; left out where there was none.
    #[serde(default)]
    revision: u32,
}

/// Codes of a scheme.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodesBody {
    /// The scheme.
    scheme: Word<SubjectScheme>,
    /// The codes, the most telling first.
    codes: Vec<String>,
}

/// What an abstractor says of a record; what is left out stays as it is.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AbstractBody {
    /// The own abstract and the translation in one language.
    digest: Option<DigestBody>,
    /// The Admiralty grade, as `B2`.
    grade: Option<String>,
    /// The codes that are accepted in one scheme.
    codes: Option<CodesBody>,
}

/// What was kept.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AbstractKeptView {
    /// The own abstract, where one was written.
    pub digest: Option<DigestView>,
}

async fn write(caller: Caller, sent: Sent<AbstractBody>) -> Done<AbstractKeptView> {
    let (record, body) = (sent.way.get("record").to_owned(), sent.body.clone());
    let speech = caller.speech();
    let digest = match body.digest {
        None => None,
        Some(body) => {
            let language = Language::parse(&body.language)
                .ok_or_else(|| slip(&caller, "#/digest/language", speech.say("digest-no-language")))?;
            let marking = body.marking.as_ref().map(MarkingView::read).transpose().map_err(|(place, refusal)| {
                slip(&caller, &format!("#/digest/marking{place}"), speech.refusal(&refusal))
            })?;
            let text = DigestText {
                purpose: body.purpose,
                advantage: body.advantage,
                conditions: body.conditions,
                title: body.title,
                translation: body.translation,
            };
            Some(WrittenDigest { language, text, marking: marking.unwrap_or_default(), seen: body.revision })
        }
    };
    let grade = match body.grade.as_deref() {
        None => None,
        Some(text) => Some(Grade::parse(text).ok_or_else(|| slip(&caller, "#/grade", speech.say("digest-no-grade")))?),
    };
    let said = Abstract { digest, grade, codes: body.codes.map(|body| (body.scheme.0, body.codes)) };
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let id = office.record(&record)?.id;
        let digest = desk::write_abstract(writer, turn, office, id, &said)?;
        Ok(Reply::of(AbstractKeptView { digest: digest.as_ref().map(DigestView::from) }))
    });
    kept.await
}

async fn take(caller: Caller, sent: Sent<Nothing>) -> Done<TakingView> {
    let record = sent.way.get("record").to_owned();
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let id = office.record(&record)?.id;
        let taking = desk::take_record(writer, turn, id)?;
        Ok(Reply::of(TakingView { person: taking.person.to_string(), until: Day(taking.until) }))
    });
    kept.await
}

/// Where a record stands in the queue now.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct QueuedView {
    /// The record.
    pub record: String,
    /// Why it needs no own abstract, where somebody said so.
    pub passed_over: Option<String>,
}

fn queued(record: RecordId, passed_over: Option<String>) -> Reply<QueuedView> {
    Reply::of(QueuedView { record: record.to_string(), passed_over })
}

async fn give_back(caller: Caller, sent: Sent<Nothing>) -> Done<QueuedView> {
    let record = sent.way.get("record").to_owned();
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let id = office.record(&record)?.id;
        desk::give_back(writer, turn, id)?;
        desk::return_to_queue(writer, turn, id)?;
        Ok(queued(id, None))
    });
    kept.await
}

/// Why a record needs no own abstract.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SkipBody {
    /// Why.
    reason: String,
}

async fn skip(caller: Caller, sent: Sent<SkipBody>) -> Done<QueuedView> {
    let (record, reason) = (sent.way.get("record").to_owned(), sent.body.reason.clone());
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let id = office.record(&record)?.id;
        let passed = desk::pass_over(writer, turn, id, &reason)?;
        Ok(queued(id, Some(passed.reason)))
    });
    kept.await
}

/// A code that is proposed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProposedCodeView {
    /// The code.
    pub code: String,
    /// Higher is nearer; the scale is that of the scheme alone.
    pub score: f32,
    /// Words of the record that speak for it.
    pub words: Vec<String>,
}

/// Codes of a scheme that a record may bear.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProposedCodesView {
    /// Given by its sources.
    pub given: Vec<String>,
    /// Proposed by what the office accepted before, the likeliest first.
    pub proposed: Vec<ProposedCodeView>,
}

/// In which scheme.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SchemeQuery {
    /// The scheme; left out, the one in which the office accepted most.
    scheme: Option<Word<SubjectScheme>>,
}

async fn propose(caller: Caller, way: Way, query: SchemeQuery) -> Outcome<ProposedCodesView> {
    let record = way.get("record").to_owned();
    let codes = read(&caller, move |office| {
        let held = office.record(&record)?;
        let scheme = match query.scheme {
            Some(Word(scheme)) => Some(scheme),
            None => office.learnt()?.first().map(|learnt| learnt.scheme),
        };
        scheme.map(|scheme| office.proposed_codes(&held.record, scheme)).transpose()
    });
    let codes = codes.await?.unwrap_or_default();
    let view = |one: &matching::ProposedCode| ProposedCodeView {
        code: one.code.clone(),
        score: one.score,
        words: one.words.clone(),
    };
    Ok(Found::one(ProposedCodesView { given: codes.given, proposed: codes.proposed.iter().map(view).collect() }))
}

/// Of which month a sample is drawn.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawBody {
    /// The scheme.
    scheme: Word<SubjectScheme>,
    /// A day of the month.
    month: Day,
    /// How many percent.
    percent: u8,
}

/// How many were drawn.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DrawnView {
    /// How many.
    pub n_drawn: u64,
    /// Of how many.
    pub n_of: u64,
}

async fn draw(caller: Caller, sent: Sent<DrawBody>) -> Done<DrawnView> {
    let body = sent.body.clone();
    let month: Date = body.month.0;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let (n_drawn, n_of) = desk::draw_sample(writer, turn, body.scheme.0, month, body.percent)?;
        Ok(Reply::of(DrawnView { n_drawn: n_drawn as u64, n_of: n_of as u64 }))
    });
    kept.await
}

async fn second(caller: Caller, sent: Sent<CodesBody>) -> Done<IndexingView> {
    let (record, body) = (sent.way.get("record").to_owned(), sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let id = office.record(&record)?.id;
        let given = desk::give_second_codes(writer, turn, office, id, body.scheme.0, &body.codes)?;
        Ok(Reply::of(IndexingView::from(&given)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let document = Policy::Document;
    api.act(
        "/api/v1/records/{record}/abstract",
        document,
        "write_abstract",
        "Writes of a record, grades and codes it",
        write,
    )
    .act("/api/v1/records/{record}/abstract/take", document, "take_record", "Takes a record out of the queue", take)
    .act(
        "/api/v1/records/{record}/abstract/return",
        document,
        "return_record",
        "Puts it back into the queue",
        give_back,
    )
    .act("/api/v1/records/{record}/abstract/skip", document, "skip_record", "Says that no abstract is needed", skip)
    .read("/api/v1/records/{record}/codes", document, "proposed_codes", "Codes that a record may bear", propose)
    .act("/api/v1/records/{record}/second", document, "second_codes", "Codes of a second person", second)
    .act("/api/v1/abstracts/draw", document, "draw_sample", "Draws a sample for a second indexing", draw)
}
