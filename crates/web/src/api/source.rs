//! The register of sources: listed, shown, put in, changed, switched off and on.

use axum::http::Method;
use desk::SourceAsk;
use model::{
    Found, Harvest, Health, Language, Money, PostId, Reliability, Schedule, Setback, Source, SourceId, SourceKind,
    SourceOrder, Tally,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::SourceLine;

use super::answer::{self, Reply, Sent, problem_of};
use super::cursor::{self, Listed};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::intake::IntakeView;
use super::marking::MarkingView;
use super::word::{Limit, Moment, Word};
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;
use crate::speech::Speech;

/// A source.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SourceView {
    /// Its name.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// How records come from it.
    pub kind: Word<SourceKind>,
    /// Where it is fetched from: a web address, or the name of a folder; empty when files are brought by hand.
    pub address: String,
    /// How often it is fetched from.
    pub schedule: Word<Schedule>,
    /// Who answers for it.
    pub post: String,
    /// Which countries or regions it covers, in words.
    pub territory: String,
    /// What it is about, in words.
    pub subject: String,
    /// The language of most of it, as a tag.
    pub language: Option<String>,
    /// How far it can be relied upon, by the Admiralty code.
    pub reliability: Word<Reliability>,
    /// Something is due from it every so many days.
    pub every_days: Option<u16>,
    /// What it costs in a year, such as `1200.00 EUR`; none where that is not known.
    pub cost: Option<String>,
    /// Whether nothing is taken from it now.
    pub paused: bool,
    /// How to get at it, what to mind.
    pub remark: String,
    /// Who may see it, and the records that it brings.
    pub marking: MarkingView,
    /// When it was registered.
    pub made_at: Moment,
}

impl From<&Source> for SourceView {
    fn from(source: &Source) -> SourceView {
        SourceView {
            id: source.id.to_string(),
            title: source.title.clone(),
            kind: Word(source.kind),
            address: source.address.clone(),
            schedule: Word(source.schedule),
            post: source.post.to_string(),
            territory: source.territory.clone(),
            subject: source.subject.clone(),
            language: source.language.as_ref().map(|language| language.tag().to_owned()),
            reliability: Word(source.reliability),
            every_days: source.every_days,
            cost: source.cost.map(|cost| cost.to_string()),
            paused: source.paused,
            remark: source.remark.clone(),
            marking: MarkingView::from(&source.marking),
            made_at: Moment(source.made_at),
        }
    }
}

/// What was read, and what became of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TallyView {
    /// Readings.
    pub n_read: u64,
    /// Records that were not held.
    pub n_new: u64,
    /// Newer states of what the source said before.
    pub n_updated: u64,
    /// Readings that were joined to the record of another source.
    pub n_joined: u64,
    /// Word for word what the source said before.
    pub n_known: u64,
    /// What the reader doubted.
    pub n_doubts: u64,
}

impl From<&Tally> for TallyView {
    fn from(tally: &Tally) -> TallyView {
        let Tally { n_read, n_new, n_updated, n_joined, n_known, n_doubts } = *tally;
        TallyView { n_read, n_new, n_updated, n_joined, n_known, n_doubts }
    }
}

/// How a source stands.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StandingView {
    /// The source.
    pub source: SourceView,
    /// How it stands now.
    pub health: Word<Health>,
    /// When something was last taken in whole.
    pub last_at: Option<Moment>,
    /// What that brought.
    pub last: TallyView,
    /// Where the harvest of it stands; none where it was never switched on, or files are brought by hand.
    pub harvest: Option<HarvestView>,
}

/// Where the harvest of a source stands.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HarvestView {
    /// When the source is asked next.
    pub due_at: Moment,
    /// When it was asked last.
    pub asked_at: Option<Moment>,
    /// When it last answered as it should.
    pub answered_at: Option<Moment>,
    /// What the last round found.
    pub found: Option<Word<Found>>,
    /// How many answers the round under way brought; 0 between rounds.
    pub n_answers: u32,
    /// Since the last answer, how often it could not be asked.
    pub n_failures: u32,
    /// Why, the last time.
    pub setback: Option<Word<Setback>>,
    /// The same in words, with what to do.
    pub advice: Option<String>,
    /// What the other side said, in its own words.
    pub detail: Option<String>,
}

impl HarvestView {
    fn of(harvest: &Harvest, speech: Speech) -> HarvestView {
        let advice = |(setback, _): &(Setback, String)| speech.sentence(&setback.sentence());
        HarvestView {
            due_at: Moment(harvest.due_at),
            asked_at: harvest.asked_at.map(Moment),
            answered_at: harvest.answered_at.map(Moment),
            found: harvest.found.map(Word),
            n_answers: harvest.n_answers,
            n_failures: harvest.n_failures,
            setback: harvest.setback.as_ref().map(|(setback, _)| Word(*setback)),
            advice: harvest.setback.as_ref().map(advice),
            detail: harvest.setback.as_ref().map(|(_, detail)| detail.clone()),
        }
    }
}

impl StandingView {
    fn of(line: &SourceLine, speech: Speech, now: i64) -> StandingView {
        StandingView {
            source: SourceView::from(&line.source),
            health: Word(line.health(now)),
            last_at: line.brought.last_at.map(Moment),
            last: TallyView::from(&line.brought.last),
            harvest: line.harvest.as_ref().map(|harvest| HarvestView::of(harvest, speech)),
        }
    }
}

/// Which sources are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceQuery {
    /// Of this kind alone.
    kind: Option<Word<SourceKind>>,
    /// As healthy as this alone.
    health: Option<Word<Health>>,
    /// Those whose territory has every one of these words.
    territory: Option<String>,
    /// In which order; left out, by title.
    order: Option<Word<SourceOrder>>,
    /// Sources on the page.
    limit: Option<Limit>,
    /// Where the page begins.
    cursor: Option<String>,
}

async fn list(caller: Caller, _: Way, query: SourceQuery) -> Outcome<Listed<StandingView>> {
    let (speech, limit, now) = (caller.speech(), Limit::of(query.limit), caller.app.now());
    let after = cursor::read::<2>(speech, "sources", query.cursor.as_deref())?;
    let after =
        after.map(|[title, id]| SourceId::parse(&id).map(|id| (title, id)).ok_or_else(|| cursor::foreign(speech)));
    let after = after.transpose()?;
    let ask = SourceAsk {
        kind: query.kind.map(|one| one.0),
        health: query.health.map(|one| one.0),
        territory: query.territory.unwrap_or_default(),
        order: query.order.map(|one| one.0),
    };
    let lines = read(&caller, move |office| {
        if !ask.narrows() {
            let after = after.as_ref().map(|(title, id)| (title.as_str(), *id));
            return Ok(Some(office.sources(after, limit + 1)?));
        }
        let (all, _) = office.sources_asked(&ask, usize::MAX, now)?;
        let begins = match &after {
            None => Some(0),
            // What stood last on the page before may stand elsewhere by now, or not belong to it any more.
            Some((_, id)) => all.iter().position(|line| line.source.id == *id).map(|at| at + 1),
        };
        Ok(begins.map(|begins| all.into_iter().skip(begins).take(limit + 1).collect()))
    });
    let lines = lines.await?.ok_or_else(|| cursor::foreign(speech))?;
    let views = lines.iter().map(|line| StandingView::of(line, speech, now)).collect();
    let place = |one: &StandingView| vec![one.source.title.clone(), one.source.id.clone()];
    Ok(answer::Found::listed(Listed::cut(views, limit, "sources", place)))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<StandingView> {
    let (id, now) = (way.get("source").to_owned(), caller.app.now());
    let line = read(&caller, move |office| office.source(&id)).await?;
    Ok(answer::Found::versioned(StandingView::of(&line, caller.speech(), now), u64::from(line.source.revision)))
}

/// How much of what is held came from a source.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CountsView {
    /// Entries that it says now.
    pub n_entries: u64,
    /// Records in which they stand.
    pub n_records: u64,
    /// The records that came last, the newest first.
    pub newest: Vec<String>,
}

/// Records that are named.
const NEWEST_MAX: usize = 20;

async fn counts(caller: Caller, way: Way, _: Nothing) -> Outcome<CountsView> {
    let id = way.get("source").to_owned();
    let view = read(&caller, move |office| {
        let id = office.source(&id)?.source.id;
        let counts = office.source_counts(id)?;
        let newest = office.brought_by(id, NEWEST_MAX)?.iter().map(|held| held.id.to_string()).collect();
        Ok(CountsView { n_entries: counts.n_entries, n_records: counts.n_records, newest })
    });
    Ok(answer::Found::one(view.await?))
}

/// What the register shall say of a source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceBody {
    /// What it is called.
    title: String,
    /// How records come from it; left out, files are brought by hand.
    kind: Option<Word<SourceKind>>,
    /// Where it is fetched from, as `find_source` says it; empty when files are brought by hand.
    #[serde(default)]
    address: String,
    /// How often it is fetched from; left out, daily.
    schedule: Option<Word<Schedule>>,
    /// Who answers for it: a post with the power to document.
    post: String,
    /// Which countries or regions it covers, in words.
    #[serde(default)]
    territory: String,
    /// What it is about, in words.
    #[serde(default)]
    subject: String,
    /// The language of most of it: a tag or an English name.
    language: Option<String>,
    /// How far it can be relied upon; left out, it cannot be judged.
    reliability: Option<Word<Reliability>>,
    /// Something is due from it every so many days.
    every_days: Option<u16>,
    /// What it costs in a year: an amount and its currency, such as `1200.50 EUR`.
    cost: Option<String>,
    /// How to get at it, what to mind.
    #[serde(default)]
    remark: String,
    /// Who may see it, and the records that it brings; left out, it is open.
    marking: Option<MarkingView>,
}

fn source_of(caller: &Caller, body: &SourceBody, id: SourceId, revision: u32) -> Result<Source, Problem> {
    let refused =
        |pointer: String| move |refusal: model::Refusal| slip(caller, &pointer, caller.speech().refusal(&refusal));
    let marking = body.marking.as_ref().map(MarkingView::read).transpose();
    let marking = marking.map_err(|(place, refusal)| refused(format!("#/marking{place}"))(refusal))?;
    let language = match body.language.as_deref() {
        None | Some("") => None,
        Some(text) => Some(
            Language::parse(text)
                .ok_or_else(|| slip(caller, "#/language", caller.speech().say("source-language-unknown")))?,
        ),
    };
    let cost = body.cost.as_deref().filter(|text| !text.trim().is_empty()).map(Money::parse).transpose();
    Ok(Source {
        id,
        title: body.title.clone(),
        kind: body.kind.map_or(SourceKind::Upload, |word| word.0),
        address: body.address.clone(),
        schedule: body.schedule.map_or(Schedule::Daily, |word| word.0),
        post: PostId::new(&body.post).map_err(refused("#/post".to_owned()))?,
        territory: body.territory.clone(),
        subject: body.subject.clone(),
        language,
        reliability: body.reliability.map_or(Reliability::F, |word| word.0),
        every_days: body.every_days,
        cost: cost.map_err(refused("#/cost".to_owned()))?,
        paused: false,
        remark: body.remark.clone(),
        marking: marking.unwrap_or_default(),
        revision,
        made_at: 0,
    })
}

async fn register(caller: Caller, sent: Sent<SourceBody>) -> Done<SourceView> {
    let source = source_of(&caller, &sent.body, SourceId::from_bits(caller.app.ids()()), 0)?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let source = desk::register_source(writer, turn, office, source)?;
        let revision = u64::from(source.revision);
        Ok(Reply::of(SourceView::from(&source)).at(format!("/api/v1/sources/{}", source.id)).versioned(revision))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<SourceBody>) -> Done<SourceView> {
    let id = SourceId::parse(sent.way.get("source")).ok_or_else(|| missing(&caller))?;
    let Ok(revision) = u32::try_from(sent.version) else {
        return Err(slip(&caller, "#", caller.speech().say("problem-changed-body")));
    };
    let source = source_of(&caller, &sent.body, id, revision)?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let source = desk::change_source(writer, turn, office, source)?;
        let revision = u64::from(source.revision);
        Ok(Reply::of(SourceView::from(&source)).versioned(revision))
    });
    kept.await
}

/// Whether something is taken from a source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PauseBody {
    /// Whether nothing is taken from it from now on.
    paused: bool,
}

async fn pause(caller: Caller, sent: Sent<PauseBody>) -> Done<SourceView> {
    let id = SourceId::parse(sent.way.get("source")).ok_or_else(|| missing(&caller))?;
    let paused = sent.body.paused;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let source = desk::pause_source(writer, turn, id, paused)?;
        let revision = u64::from(source.revision);
        Ok(Reply::of(SourceView::from(&source)).versioned(revision))
    });
    kept.await
}

/// What somebody wants to know of an address.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindBody {
    /// An address of the web, or `folder:` and the name of a folder that is watched.
    address: String,
}

/// What was found out about an address.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FindingView {
    /// What kind of source it is.
    pub kind: Word<SourceKind>,
    /// Where it is asked.
    pub address: String,
    /// What it calls itself; empty where it does not.
    pub title: String,
    /// In which language it says it is; empty where it does not.
    pub language: String,
}

async fn find(caller: Caller, sent: Sent<FindBody>) -> Done<FindingView> {
    let address = sent.body.address.clone();
    let found = caller.app.reach_out(move |office| desk::find_source(office, &address)).await;
    let found = found.map_err(|failure| problem_of(&caller, &sent.way, &failure))?;
    let kept = sent.keep(&caller, move |_, _, _| {
        let desk::Finding { kind, address, title, language } = found;
        Ok(Reply::of(FindingView { kind: Word(kind), address, title, language }))
    });
    kept.await
}

async fn look(caller: Caller, sent: Sent<Nothing>) -> Done<IntakeView> {
    let (id, today) = (sent.way.get("source").to_owned(), caller.app.today());
    let source = read(&caller, move |office| Ok(office.source(&id)?.source)).await?;
    let id = source.id;
    let outlook = caller.app.reach_out(move |office| desk::look_out(office, &source, today)).await;
    let outlook = outlook.map_err(|failure| problem_of(&caller, &sent.way, &failure))?;
    let upload = caller.app.parse(move |parser| outlook.read(parser)).await;
    let upload = upload.map_err(|failure| problem_of(&caller, &sent.way, &failure))?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let intake = desk::look_at(writer, turn, office, id, upload)?;
        Ok(Reply::of(IntakeView::from(&intake)).at(format!("/api/v1/intakes/{}", intake.id)))
    });
    kept.await
}

async fn harvest(caller: Caller, sent: Sent<Nothing>) -> Done<SourceView> {
    let id = SourceId::parse(sent.way.get("source")).ok_or_else(|| missing(&caller))?;
    let kept = sent
        .keep(&caller, move |writer, turn, _| Ok(Reply::of(SourceView::from(&desk::harvest_now(writer, turn, id)?))));
    kept.await
}

async fn harvest_anew(caller: Caller, sent: Sent<Nothing>) -> Done<SourceView> {
    let id = SourceId::parse(sent.way.get("source")).ok_or_else(|| missing(&caller))?;
    let kept = sent
        .keep(&caller, move |writer, turn, _| Ok(Reply::of(SourceView::from(&desk::harvest_anew(writer, turn, id)?))));
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, power) = (Policy::SignedIn, Policy::Document);
    api.read("/api/v1/sources", open, "list_sources", "Sources by title, each with how it stands", list)
        .create("/api/v1/sources", power, "register_source", "Puts a source into the register", register)
        .read("/api/v1/sources/{source}", open, "show_source", "One source, with how it stands", show)
        .change(
            (Method::PUT, "/api/v1/sources/{source}"),
            power,
            "change_source",
            "Changes what the register says of a source",
            change,
        )
        .read("/api/v1/sources/{source}/counts", open, "source_counts", "How much came from a source", counts)
        .act("/api/v1/sources/{source}/pause", power, "pause_source", "Switches a source off, or on again", pause)
        .act("/api/v1/sources/find", power, "find_source", "Finds out what kind of source is behind an address", find)
        .create(
            "/api/v1/sources/{source}/look",
            power,
            "look_at_source",
            "Asks a source and says what it would bring; keeps nothing yet",
            look,
        )
        .act("/api/v1/sources/{source}/harvest", power, "harvest", "Has a source asked at once", harvest)
        .act(
            "/api/v1/sources/{source}/harvest-anew",
            power,
            "harvest_anew",
            "Has a source asked for all that it holds once more",
            harvest_anew,
        )
}
