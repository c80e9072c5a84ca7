//! Records that may be one work: found, joined, parted again.

use desk::Likeness;
use model::{Joining, RecordId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::record_view::RecordView;
use super::word::Moment;
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::route::Policy;

/// A record that may be the same work.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AlikeView {
    /// The record.
    pub record: RecordView,
    /// How the rule of the office sees the two: `same`, `different`, or how the one stands to the other.
    pub likeness: String,
}

/// Two records that somebody joined.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct JoiningView {
    /// The record that holds both.
    pub record: String,
    /// The one whose name leads there.
    pub gone: String,
    /// Why.
    pub reason: String,
    /// Who joined them.
    pub person: String,
    /// When.
    pub joined_at: Moment,
    /// When it was undone.
    pub undone_at: Option<Moment>,
}

impl From<&Joining> for JoiningView {
    fn from(joining: &Joining) -> JoiningView {
        JoiningView {
            record: joining.record.to_string(),
            gone: joining.gone.to_string(),
            reason: joining.reason.clone(),
            person: joining.person.to_string(),
            joined_at: Moment(joining.joined_at),
            undone_at: joining.undone.as_ref().map(|(_, at, _)| Moment(*at)),
        }
    }
}

/// What may be the same work as a record, and what was joined to it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DuplicatesView {
    /// Records that resemble it.
    pub alike: Vec<AlikeView>,
    /// What was joined by hand, the latest first.
    pub joinings: Vec<JoiningView>,
}

async fn duplicates(caller: Caller, way: Way, _: Nothing) -> Outcome<DuplicatesView> {
    let id = way.get("record").to_owned();
    let (alike, joinings) = read(&caller, move |office| {
        let held = office.record(&id)?;
        Ok((office.alike(&held)?, office.joinings(held.id)?))
    })
    .await?;
    let view = |one: &desk::Alike| AlikeView {
        record: RecordView::from(&one.record),
        likeness: match one.likeness {
            Likeness::Same => "same".to_owned(),
            Likeness::Different => "different".to_owned(),
            Likeness::Related(kind) => kind.word().to_owned(),
        },
    };
    Ok(Found::one(DuplicatesView {
        alike: alike.iter().map(view).collect(),
        joinings: joinings.iter().map(JoiningView::from).collect(),
    }))
}

/// Which other record, and why.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JoinBody {
    /// The number of the other record.
    other: String,
    /// Why they are one work, or two.
    reason: String,
}

/// The record that holds what was asked for.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct JoinedView {
    /// Its number.
    pub record: String,
}

async fn join(caller: Caller, sent: Sent<JoinBody>) -> Done<JoinedView> {
    let (record, body) = (sent.way.get("record").to_owned(), sent.body.clone());
    let gone = RecordId::parse(&body.other)
        .ok_or_else(|| slip(&caller, "#/other", caller.speech().say("join-other-missing")))?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let id = office.record(&record)?.id;
        desk::join_records(writer, turn, id, gone, &body.reason)?;
        Ok(Reply::of(JoinedView { record: id.to_string() }))
    });
    kept.await
}

async fn undo(caller: Caller, sent: Sent<JoinBody>) -> Done<JoinedView> {
    let (record, body) = (sent.way.get("record").to_owned(), sent.body.clone());
    let gone = RecordId::parse(&body.other).ok_or_else(|| missing(&caller))?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        office.record(&record)?;
        let id = desk::undo_joining(writer, turn, gone, &body.reason)?;
        Ok(Reply::of(JoinedView { record: id.to_string() }))
    });
    kept.await
}

/// Which source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartBody {
    /// Its place in the list of the record, from 1.
    item: usize,
}

async fn part(caller: Caller, sent: Sent<PartBody>) -> Done<JoinedView> {
    let (record, item) = (sent.way.get("record").to_owned(), sent.body.item);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let id = desk::part_source(writer, turn, office, &record, item)?;
        Ok(Reply::of(JoinedView { record: id.to_string() }))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let document = Policy::Document;
    api.read(
        "/api/v1/records/{record}/duplicates",
        document,
        "duplicates",
        "Records that may be the same work",
        duplicates,
    )
    .act("/api/v1/records/{record}/join", document, "join_records", "Joins a record to this one", join)
    .act("/api/v1/records/{record}/unjoin", document, "undo_joining", "Undoes a joining", undo)
    .act("/api/v1/records/{record}/part", document, "part_source", "Takes a source out of a record", part)
}
