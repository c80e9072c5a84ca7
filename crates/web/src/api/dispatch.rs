//! What people write for a source: written in, and listed with what became of it.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use desk::{Brought, DISPATCHES_PAGE};
use model::{Credibility, DispatchGiven, Duty, Kind, Language, NeedId, PartialDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{DispatchLine, DispatchYear};

use super::answer::{Found, Reply, Sent, problem_of};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::marking_of;
use super::inbox::DutyView;
use super::marking::MarkingView;
use super::word::{Moment, Word};
use super::{read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// Something that a source brought, with what became of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DispatchView {
    /// The record.
    pub record: String,
    /// What it is called.
    pub title: String,
    /// What it is.
    pub kind: Word<Kind>,
    /// When it came.
    pub came_at: Moment,
    /// Who wrote it in, post and person; nobody where it came by mail or as a file.
    pub by: Option<String>,
    /// The needs whose gaps it closed, the last one first.
    pub answers: Vec<String>,
    /// The Admiralty grade, such as `B2`.
    pub grade: Option<String>,
    /// Before how many posts it was laid.
    pub n_delivered: u64,
    /// How many of them said what they do with it.
    pub n_answered: u64,
    /// How many of them use it.
    pub n_used: u64,
}

impl From<&DispatchLine> for DispatchView {
    fn from(line: &DispatchLine) -> DispatchView {
        DispatchView {
            record: line.held.id.to_string(),
            title: line.held.record.title().unwrap_or_default().to_owned(),
            kind: Word(line.held.record.kind),
            came_at: Moment(line.came_at),
            by: line.by.clone(),
            answers: line.answers.iter().map(ToString::to_string).collect(),
            grade: line.grade.map(|grade| grade.to_string()),
            n_delivered: line.n_delivered,
            n_answered: line.n_answered,
            n_used: line.n_used,
        }
    }
}

/// What a source brought in one year.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DispatchYearView {
    /// The year in which it came.
    pub year: i32,
    /// Records.
    pub n_records: u64,
    /// Of them laid before posts.
    pub n_delivered: u64,
    /// Of them used by any.
    pub n_used: u64,
}

impl From<&DispatchYear> for DispatchYearView {
    fn from(one: &DispatchYear) -> DispatchYearView {
        let DispatchYear { year, n_records, n_delivered, n_used } = *one;
        DispatchYearView { year, n_records, n_delivered, n_used }
    }
}

/// What a source brought, the newest first, and what its post was asked to find.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DispatchesView {
    /// The newest dispatches.
    pub items: Vec<DispatchView>,
    /// By years, the latest first.
    pub years: Vec<DispatchYearView>,
    /// Open duties of its post to find a source for a need.
    pub gaps: Vec<DutyView>,
}

async fn list(caller: Caller, way: Way, _: Nothing) -> Outcome<DispatchesView> {
    let id = way.get("source").to_owned();
    let view = read(&caller, move |office| {
        let source = office.source(&id)?.source;
        let gaps: Vec<Duty> = match source.kind.is_human() {
            true => office.gaps_of(&source.post)?.into_iter().map(|gap| gap.duty).collect(),
            false => Vec::new(),
        };
        Ok(DispatchesView {
            items: office.dispatches(source.id, DISPATCHES_PAGE)?.iter().map(DispatchView::from).collect(),
            years: office.dispatch_years(source.id)?.iter().map(DispatchYearView::from).collect(),
            gaps: gaps.iter().map(DutyView::from).collect(),
        })
    });
    Ok(Found::one(view.await?))
}

/// A file that goes with a dispatch.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DispatchFileBody {
    /// The name of the file.
    name: String,
    /// What is in it, in base 64.
    base64: String,
}

/// What somebody learnt, or a paper that came. Title and text are enough.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DispatchBody {
    /// What it is: a dispatch, report, article, conference paper, standard, catalogue or book; left out, a dispatch.
    kind: Option<Word<Kind>>,
    /// What it is about, in one line.
    title: String,
    /// What was learnt. Of a paper it may be left out.
    #[serde(default)]
    text: String,
    /// Who wrote the paper, family name first.
    #[serde(default)]
    authors: Vec<String>,
    /// When it was learnt, or came out: a day, a month or a year, such as `1957-11`; left out of a dispatch, today.
    day: Option<String>,
    /// Where it was learnt.
    #[serde(default)]
    place: String,
    /// In which language it is written: a tag or an English name.
    language: Option<String>,
    /// How credible it is, from 1 to 6, by the Admiralty code; left out, nobody judged.
    credibility: Option<Word<Credibility>>,
    /// Who may see it; what the source is marked with is added.
    marking: Option<MarkingView>,
    /// The need whose gap it closes, where the post of the source is asked to.
    answers: Option<String>,
    /// Files that go with it.
    #[serde(default)]
    files: Vec<DispatchFileBody>,
}

/// What a dispatch became.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WrittenView {
    /// The record. It is held against every need within the minute.
    pub record: String,
    /// Whether a gap was closed with it.
    pub closed_gap: bool,
}

fn given(caller: &Caller, body: &DispatchBody) -> Result<DispatchGiven, Problem> {
    let speech = caller.speech();
    let day = body.day.as_deref().filter(|day| !day.trim().is_empty()).map(|day| {
        PartialDate::parse(day.trim()).ok_or_else(|| slip(caller, "#/day", speech.say("dispatch-day-unread")))
    });
    let language = body.language.as_deref().filter(|text| !text.trim().is_empty()).map(|text| {
        Language::parse(text).ok_or_else(|| slip(caller, "#/language", speech.say("source-language-unknown")))
    });
    let answers = body.answers.as_deref().map(NeedId::new).transpose();
    Ok(DispatchGiven {
        kind: body.kind.map_or(Kind::Dispatch, |kind| kind.0),
        title: body.title.clone(),
        text: body.text.clone(),
        authors: body.authors.clone(),
        day: day.transpose()?,
        place: body.place.clone(),
        language: language.transpose()?,
        credibility: body.credibility.map(|one| one.0),
        marking: marking_of(caller, body.marking.as_ref())?.unwrap_or_default(),
        answers: answers.map_err(|refusal| slip(caller, "#/answers", speech.refusal(&refusal)))?,
    })
}

async fn write(caller: Caller, sent: Sent<DispatchBody>) -> Done<WrittenView> {
    let given = given(&caller, &sent.body)?;
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (at, file) in sent.body.files.iter().enumerate() {
        let bytes = STANDARD.decode(file.base64.trim());
        let unread = |_| slip(&caller, &format!("#/files/{at}/base64"), caller.speech().say("intake-not-base64"));
        files.push((file.name.clone(), bytes.map_err(unread)?));
    }
    let (id, officer) = (sent.way.get("source").to_owned(), Arc::clone(&caller.officer));
    let source = read(&caller, move |office| {
        let source = office.source(&id)?.source;
        Ok((source.id, office.may_write_dispatch(&officer, &source)))
    });
    let (source, may_write) = source.await?;
    let (now, once) = (caller.app.now(), caller.app.ids()());
    let mut brought: Vec<Brought> = Vec::new();
    // Files of who may not write are not laid on the shelf at all.
    for (name, bytes) in files.into_iter().filter(|_| may_write) {
        let laid = caller.app.reach_out(move |office| desk::bring(office, &name, &bytes, now)).await;
        brought.push(laid.map_err(|failure| problem_of(&caller, &sent.way, &failure))?);
    }
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let written = desk::write_dispatch(writer, turn, office, (source, once), given, &brought)?;
        let view = WrittenView { record: written.record.to_string(), closed_gap: written.closed_gap };
        Ok(Reply::of(view).at(format!("/api/v1/records/{}", written.record)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, at) = (Policy::SignedIn, "/api/v1/sources/{source}/dispatches");
    api.read(at, open, "list_dispatches", "What a source brought last, with what became of it", list).create(
        at,
        open,
        "write_dispatch",
        "Writes in what somebody learnt for a source, or a paper that it sent",
        write,
    )
}
