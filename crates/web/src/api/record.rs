//! Records: searched, listed, shown, marked.

use std::sync::Arc;

use desk::{SearchHit, Shown};
use matching::QueryError;
use model::{Noun, RecordId, Thing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{HeldItem, HeldRecord, Page};

use super::answer::{Found, Reply, Sent};
use super::cursor::{self, Listed};
use super::delivery::DeliveryView;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::marking::MarkingView;
use super::record_view::RecordView;
use super::word::{Limit, Moment};
use super::{read, slip};
use crate::caller::Caller;
use crate::problem::{Problem, ProblemKind};
use crate::route::Policy;

/// Hits that can be turned to. Who wants more narrows the query, or states a need.
const HITS_MAX: usize = 5_000;

/// A record that was found, with the words that were.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HitView {
    /// The record.
    pub record: RecordView,
    /// Rank; null where nothing was searched for. Higher is better.
    pub score: Option<f32>,
    /// The words that were found, each with its field.
    pub grounds: Vec<String>,
    /// Whether they were found in a file of the record alone.
    pub in_file: bool,
}

impl From<&SearchHit> for HitView {
    fn from(hit: &SearchHit) -> HitView {
        let mut grounds: Vec<String> = Vec::new();
        for ground in hit.grounds.iter().map(ToString::to_string) {
            if !grounds.contains(&ground) {
                grounds.push(ground);
            }
        }
        HitView { record: RecordView::from(&hit.record), score: Some(hit.score), grounds, in_file: hit.in_file }
    }
}

/// A value of a facet.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FacetValueView {
    /// The value.
    pub value: String,
    /// Hits that have it.
    pub n: u64,
}

/// What the hits are made of.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FacetView {
    /// The property: a field of the query language.
    pub name: String,
    /// Its values.
    pub values: Vec<FacetValueView>,
}

/// A page of records.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RecordListView {
    /// The records, best first where something was searched for.
    pub items: Vec<HitView>,
    /// The cursor of the next page; null on the last one.
    pub next: Option<String>,
    /// How many there are in all.
    pub n_found: u64,
    /// What they are made of; empty where nothing was searched for.
    pub facets: Vec<FacetView>,
    /// What the answer leaves out, if anything, in a sentence.
    pub remark: Option<String>,
}

/// Which records are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordQuery {
    /// A query in the language of the profiles. Without it all records follow each other in an order that never changes.
    q: Option<String>,
    /// Records on the page.
    limit: Option<Limit>,
    /// Where the page begins.
    cursor: Option<String>,
}

/// The problem of a query that cannot be read.
pub fn query_slip(caller: &Caller, fault: &QueryError) -> Problem {
    let column = [("column", fault.column.to_string().into())];
    Problem::new(caller.speech(), ProblemKind::Fields).saying(caller.speech().with("query-fault", &column))
}

async fn list(caller: Caller, _: Way, query: RecordQuery) -> Outcome<RecordListView> {
    let (speech, limit) = (caller.speech(), Limit::of(query.limit));
    let Some(q) = query.q.filter(|q| !q.trim().is_empty()) else {
        return all(&caller, limit, query.cursor.as_deref()).await;
    };
    if let Err(fault) = matching::parse(&q) {
        return Err(query_slip(&caller, &fault).of_parameter("q", caller.speech().query_fault(&fault)));
    }
    let from = cursor::read::<1>(speech, "hits", query.cursor.as_deref())?;
    let from = from.map(|[from]| from.parse::<usize>().ok().filter(|from| *from <= HITS_MAX)).unwrap_or(Some(0));
    let offset = from.ok_or_else(|| cursor::foreign(speech))?;
    let answer =
        read(&caller, move |office| office.search(&q, Page { offset, limit, facets: true }, &mut |_| {})).await?;
    let upto = offset + limit;
    let more = (upto as u64) < answer.n_found && upto <= HITS_MAX && !answer.hits.is_empty();
    let next = more.then(|| cursor::write("hits", &[upto.to_string()]));
    let facet = |facet: &store::Facet| FacetView {
        name: facet.name.to_owned(),
        values: facet.values.iter().map(|(value, n)| FacetValueView { value: value.clone(), n: *n }).collect(),
    };
    let items = answer.hits.iter().map(HitView::from).collect();
    Ok(Found::led(Listed { items, next }, |Listed { items, next }| RecordListView {
        items,
        next,
        n_found: answer.n_found,
        facets: answer.facets.iter().map(facet).collect(),
        remark: answer.remark,
    }))
}

async fn all(caller: &Caller, limit: usize, cursor: Option<&str>) -> Outcome<RecordListView> {
    let speech = caller.speech();
    let after = cursor::read::<1>(speech, "records", cursor)?;
    let after = after.map(|[id]| RecordId::parse(&id).ok_or_else(|| cursor::foreign(speech))).transpose()?;
    let (held, n_found) =
        read(caller, move |office| Ok((office.records_after(after, limit + 1)?, office.counts()?.n_records))).await?;
    let hit = |held: &HeldRecord| HitView {
        record: RecordView::from(held),
        score: None,
        grounds: Vec::new(),
        in_file: false,
    };
    let items = held.iter().map(hit).collect();
    let page = Listed::cut(items, limit, "records", |one: &HitView| vec![one.record.id.clone()]);
    Ok(Found::led(page, |Listed { items, next }| RecordListView {
        items,
        next,
        n_found,
        facets: Vec::new(),
        remark: None,
    }))
}

/// What one source said of a record.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ItemView {
    /// Its place in the list, from 1.
    pub number: u64,
    /// The source.
    pub source: String,
    /// The format.
    pub format: String,
    /// The entry within the source, from 1.
    pub entry: u64,
    /// Whether the source has not said otherwise since.
    pub live: bool,
    /// When it was kept.
    pub kept_at: Moment,
    /// Fields of the record that were taken from it.
    pub gave: Vec<String>,
}

/// A record that belongs with another.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RelatedView {
    /// How the one stands to the other.
    pub kind: String,
    /// The other record.
    pub record: String,
    /// Whether this record stands so to the other, rather than the other to this.
    pub outward: bool,
}

/// A record with what the office knows about it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RecordShownView {
    /// The record.
    pub record: RecordView,
    /// Who may see it.
    pub marking: MarkingView,
    /// What each source said, the longest held first.
    pub items: Vec<ItemView>,
    /// Records that belong with it.
    pub related: Vec<RelatedView>,
    /// To whom it was delivered.
    pub deliveries: Vec<DeliveryView>,
    /// Requests that it answers.
    pub answers: Vec<String>,
    /// Records that it rests on.
    pub rests_on: Vec<String>,
    /// Records that were made out of it.
    pub derived: Vec<String>,
    /// Whether it is yet to be matched.
    pub awaits_matching: bool,
}

impl From<&Shown> for RecordShownView {
    fn from(shown: &Shown) -> RecordShownView {
        let item = |(at, item): (u64, &HeldItem)| ItemView {
            number: at,
            source: item.record.origin.source.clone(),
            format: item.record.origin.format.clone(),
            entry: item.record.origin.entry,
            live: item.live,
            kept_at: Moment(item.kept_at),
            gave: item.gave.clone(),
        };
        let related = |one: &store::HeldRelation| RelatedView {
            kind: one.kind.word().to_owned(),
            record: one.other.to_string(),
            outward: one.outward,
        };
        let ids = |list: &[HeldRecord]| list.iter().map(|held| held.id.to_string()).collect();
        RecordShownView {
            record: RecordView::from(&shown.record),
            marking: MarkingView::from(&shown.marking),
            items: (1..).zip(&shown.items).map(item).collect(),
            related: shown.related.iter().map(related).collect(),
            deliveries: shown.deliveries.iter().map(DeliveryView::from).collect(),
            answers: shown.answers.iter().map(|request| request.id.to_string()).collect(),
            rests_on: ids(&shown.rests_on),
            derived: ids(&shown.derived),
            awaits_matching: shown.awaits_matching,
        }
    }
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<RecordShownView> {
    let id = way.get("record").to_owned();
    let shown = read(&caller, move |office| office.show(&id)).await?;
    Ok(Found::one(RecordShownView::from(&shown)))
}

/// The bytes that a source of a record was read from.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RawView {
    /// The bytes, in base 64.
    pub base64: String,
}

async fn raw(caller: Caller, way: Way, _: Nothing) -> Outcome<RawView> {
    use base64::Engine;
    let (id, source) = (way.get("record").to_owned(), way.get("item").parse().unwrap_or(0));
    let bytes = read(&caller, move |office| {
        let shown = office.show(&id)?;
        Ok(if (1..=shown.items.len()).contains(&source) { Some(office.raw(&shown, source)?) } else { None })
    });
    let bytes = bytes.await?.ok_or_else(|| super::missing(&caller))?;
    Ok(Found::one(RawView { base64: base64::engine::general_purpose::STANDARD.encode(bytes) }))
}

/// A marking, asked about or given.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkingBody {
    /// What is added to the marking: what is marked stays marked.
    add: MarkingView,
}

/// Who would see a thing otherwise.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MarkingPreviewView {
    /// Persons who see it now and would not.
    pub lost: Vec<String>,
    /// Persons who do not see it now and would.
    pub gained: Vec<String>,
    /// Posts with an open duty about it where nobody would see it any more.
    pub blind: Vec<String>,
}

async fn foresee(caller: Caller, way: Way, body: MarkingBody) -> Outcome<MarkingPreviewView> {
    let added = body
        .add
        .read()
        .map_err(|(place, refusal)| slip(&caller, &format!("#/add{place}"), caller.speech().refusal(&refusal)))?;
    let (id, officer, today) = (way.get("record").to_owned(), Arc::clone(&caller.officer), caller.app.today());
    let foresight = read(&caller, move |office| {
        let id = office.record(&id)?.id;
        let marking = office.marking_of(id)?.join(&added);
        office.foresee_marking(&officer, &Thing::new(Noun::Record, id), &marking, today)
    });
    let foresight = foresight.await?;
    Ok(Found::one(MarkingPreviewView {
        lost: foresight.lost.iter().map(ToString::to_string).collect(),
        gained: foresight.gained.iter().map(ToString::to_string).collect(),
        blind: foresight.blind.iter().map(ToString::to_string).collect(),
    }))
}

async fn mark(caller: Caller, sent: Sent<MarkingBody>) -> Done<MarkingView> {
    let added = sent
        .body
        .add
        .read()
        .map_err(|(place, refusal)| slip(&caller, &format!("#/add{place}"), caller.speech().refusal(&refusal)))?;
    let id = sent.way.get("record").to_owned();
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let id = office.record(&id)?.id;
        let marking = office.marking_of(id)?.join(&added);
        desk::mark_record(writer, turn, id, &marking)?;
        Ok(Reply::of(MarkingView::from(&marking)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/records", open, "list_records", "Records: searched, best first, or all", list)
        .read("/api/v1/records/{record}", open, "show_record", "One record, by its number or an identifier", show)
        .read(
            "/api/v1/records/{record}/sources/{item}",
            open,
            "record_source",
            "The bytes that a source of a record was read from",
            raw,
        )
        .act("/api/v1/records/{record}/marking", Policy::Document, "mark_record", "Makes a record narrower", mark)
        .look(
            "/api/v1/records/{record}/marking/preview",
            Policy::Document,
            "preview_marking",
            "Who would not see a record any more",
            foresee,
        )
}
