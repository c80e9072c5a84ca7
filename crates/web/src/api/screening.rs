//! Screenings: asked for, shown with what was found, decided.

use desk::{HitStep, ScreeningSearch, ShownHit};
use model::{
    HitReason, HitReopened, HitRuling, HitState, HitTier, Party, PartyKind, PartyListId, Screening, ScreeningId,
    ScreeningState, ScreeningView as View, Thing,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::ScreeningLine;

use super::answer::{Found, Reply, Sent, problem_of};
use super::cursor::Listed;
use super::entry::{Api, Done, Outcome, Way};
use super::host::{marking_of, post_of};
use super::marking::MarkingView;
use super::party_list::ListedView;
use super::word::{Limit, Moment, Word};
use super::{as_a_rule, cursor, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;
use crate::screening::state_of;

/// A party as it is known here.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartyView {
    /// What it is called.
    pub name: String,
    /// What else it is called.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What it is; left out, not known.
    pub kind: Option<Word<PartyKind>>,
    /// Its countries by their codes of two letters.
    #[serde(default)]
    pub countries: Vec<String>,
    /// When a person was born: a year, a month or a day.
    pub born: Option<String>,
    /// Numbers of registers, passports and ships.
    #[serde(default)]
    pub identifiers: Vec<String>,
}

impl From<&Party> for PartyView {
    fn from(party: &Party) -> PartyView {
        PartyView {
            name: party.name.clone(),
            aliases: party.aliases.clone(),
            kind: Some(Word(party.kind)),
            countries: party.countries.clone(),
            born: party.born.clone(),
            identifiers: party.identifiers.clone(),
        }
    }
}

impl From<PartyView> for Party {
    fn from(view: PartyView) -> Party {
        Party {
            name: view.name,
            aliases: view.aliases,
            kind: view.kind.map_or(PartyKind::Unknown, |kind| kind.0),
            countries: view.countries,
            born: view.born,
            identifiers: view.identifiers,
        }
    }
}

/// A list in the version against which a party was held.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HeldAgainstView {
    /// The list.
    pub list: String,
    /// Its version.
    pub version: u32,
}

/// A screening in one line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScreeningBrief {
    /// Its name in the office.
    pub id: String,
    /// The thing whose party it is, with its noun; null for one that was typed.
    pub about: Option<String>,
    /// The party.
    pub party: PartyView,
    /// The post for which it was asked.
    pub post: String,
    /// Who asked, as the ledger writes it.
    pub asked_by: String,
    /// What it is for.
    pub purpose: String,
    /// Where it stands, of what the caller sees.
    pub state: Word<ScreeningState>,
    /// Hits that wait for somebody.
    pub n_open: u64,
    /// All hits that are found now.
    pub n_hits: u64,
    /// Whether it is over.
    pub ended: bool,
    /// When it was held against the lists last.
    pub screened_at: Option<Moment>,
    /// The version of the way in which it was compared.
    pub algorithm: String,
    /// The score from which something counted as a hit.
    pub threshold: f64,
    /// Who may see it.
    pub marking: MarkingView,
    /// The number of its last change.
    pub revision: u32,
    /// When it was asked for.
    pub made_at: Moment,
}

impl From<&ScreeningLine> for ScreeningBrief {
    fn from(line: &ScreeningLine) -> ScreeningBrief {
        let one = &line.screening;
        ScreeningBrief {
            id: one.id.to_string(),
            about: one.about.as_ref().map(ToString::to_string),
            party: PartyView::from(&one.party),
            post: one.post.to_string(),
            asked_by: one.asked_by.clone(),
            purpose: one.purpose.clone(),
            state: Word(state_of(line)),
            n_open: line.n_open,
            n_hits: line.n_hits,
            ended: one.ended,
            screened_at: one.screened_at.map(Moment),
            algorithm: one.algorithm.clone(),
            threshold: one.threshold,
            marking: MarkingView::from(&one.marking),
            revision: one.revision,
            made_at: Moment(one.made_at),
        }
    }
}

/// A reason for the score of a hit.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HitReasonView {
    /// The word for it.
    pub word: String,
    /// What stands in the party.
    pub here: String,
    /// What stands in the entry.
    pub there: String,
}

impl From<&HitReason> for HitReasonView {
    fn from(reason: &HitReason) -> HitReasonView {
        let HitReason { word, here, there } = reason.clone();
        HitReasonView { word, here, there }
    }
}

/// A party and an entry that may be the same.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HitView {
    /// The list.
    pub list: String,
    /// The key of the entry.
    pub key: String,
    /// The version in which it was found.
    pub version: u32,
    /// How alike they are, from 0 to 1, never 1.
    pub score: f64,
    /// How likely they are the same.
    pub tier: Word<HitTier>,
    /// The name of the entry by which it was found.
    pub by: String,
    /// Why, the weightiest first.
    pub reasons: Vec<HitReasonView>,
    /// The entry as it stood then.
    pub entry: Option<ListedView>,
    /// Where it stands.
    pub state: Word<HitState>,
    /// What was said of it last.
    pub ruling: Option<Word<HitRuling>>,
    /// Why.
    pub reason: String,
    /// Who said it.
    pub proposed_by: Option<String>,
    /// Who decided or confirmed it.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Moment>,
    /// Why it is open again.
    pub reopened: Option<Word<HitReopened>>,
}

impl From<&ShownHit> for HitView {
    fn from(shown: &ShownHit) -> HitView {
        let hit = &shown.hit;
        HitView {
            list: hit.list.to_string(),
            key: hit.key.clone(),
            version: hit.version,
            score: hit.score,
            tier: Word(hit.tier),
            by: hit.by.clone(),
            reasons: hit.reasons.iter().map(HitReasonView::from).collect(),
            entry: shown.entry.as_ref().map(ListedView::from),
            state: Word(hit.state),
            ruling: hit.ruling.map(Word),
            reason: hit.reason.clone(),
            proposed_by: hit.proposed_by.clone(),
            decided_by: hit.decided_by.clone(),
            decided_at: hit.decided_at.map(Moment),
            reopened: hit.reopened.map(Word),
        }
    }
}

/// A screening with what was found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ScreeningFull {
    /// The screening.
    pub screening: ScreeningBrief,
    /// Against which lists it was held last.
    pub lists: Vec<HeldAgainstView>,
    /// What was found, the likeliest first.
    pub hits: Vec<HitView>,
}

/// Which screenings are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScreeningQuery {
    /// Of this view; left out, all.
    view: Option<Word<View>>,
    /// Words of the party's names.
    #[serde(default)]
    q: String,
    /// Of this thing, with its noun, such as `host:H0000000000000`.
    about: Option<String>,
    /// How many.
    limit: Option<Limit>,
    /// Where the page begins: the `next` of the one before.
    cursor: Option<String>,
}

async fn list(caller: Caller, _: Way, query: ScreeningQuery) -> Outcome<Listed<ScreeningBrief>> {
    let after = cursor::read::<1>(caller.speech(), "screenings", query.cursor.as_deref())?;
    let after = after.and_then(|[id]| ScreeningId::parse(&id));
    let about = query.about.as_deref().map(|about| {
        Thing::parse(about).ok_or_else(|| slip(&caller, "#/about", caller.speech().say("failure-missing")))
    });
    let limit = Some(Limit::of(query.limit));
    let search = ScreeningSearch {
        view: query.view.map(|view| view.0),
        words: query.q,
        about: about.transpose()?,
        after,
        limit,
    };
    let page = read(&caller, move |office| office.screenings(&search)).await?;
    let next = page.next.map(|id| cursor::write("screenings", &[id.to_string()]));
    Ok(Found::listed(Listed { items: page.lines.iter().map(ScreeningBrief::from).collect(), next }))
}

async fn show(caller: Caller, way: Way, _: super::entry::Nothing) -> Outcome<ScreeningFull> {
    let (id, officer) = (way.get("screening").to_owned(), std::sync::Arc::clone(&caller.officer));
    let page = read(&caller, move |office| office.screening_page(&id, &officer)).await?;
    let against = |(list, version): &(PartyListId, u32)| HeldAgainstView { list: list.to_string(), version: *version };
    let full = ScreeningFull {
        screening: ScreeningBrief::from(&page.line),
        lists: page.lists.iter().map(against).collect(),
        hits: page.hits.iter().map(HitView::from).collect(),
    };
    Ok(Found::one(full))
}

/// A party to be held against the lists.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScreeningBody {
    /// The party.
    party: PartyView,
    /// The host, specialist, agreement or event whose party it is, with its noun.
    about: Option<String>,
    /// What it is for.
    #[serde(default)]
    purpose: String,
    /// The post for which it is asked; left out, the first of the caller's posts.
    post: Option<String>,
    /// Who may see it, at least as narrow as what it is about; left out, everybody who sees that.
    marking: Option<MarkingView>,
}

async fn ask(caller: Caller, sent: Sent<ScreeningBody>) -> Done<ScreeningBrief> {
    let body = sent.body.clone();
    let party = Party::from(body.party)
        .tidied()
        .map_err(|refusal| slip(&caller, "#/party", caller.speech().refusal(&refusal)))?;
    let about = body.about.as_deref().map(|about| {
        Thing::parse(about).ok_or_else(|| slip(&caller, "#/about", caller.speech().say("failure-missing")))
    });
    let (about, post) = (about.transpose()?, post_of(&caller, body.post.as_ref())?);
    let marking = marking_of(&caller, body.marking.as_ref())?.unwrap_or_default();
    let id = ScreeningId::from_bits(caller.app.ids()());
    let screening =
        Screening { purpose: body.purpose, ..crate::screening::asked(id, party.clone(), about, post, marking) };
    let found = caller.read(move |office| office.find_hits(&party)).await;
    let found = found.map_err(|failure| problem_of(&caller, &sent.way, &failure))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let screening = desk::ask_screening(writer, turn, screening, &found)?;
        let line = desk::screening_now(writer, turn, screening.id)?;
        Ok(Reply::of(ScreeningBrief::from(&line)).at(format!("/api/v1/screenings/{}", screening.id)))
    });
    kept.await
}

/// What is said of a hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HitSaid {
    /// It is the same.
    Same,
    /// It is somebody else.
    NotSame,
    /// It cannot be told yet.
    Unclear,
    /// The first person is right.
    Confirm,
    /// The first person is not.
    Contradict,
}

/// What somebody says of a hit.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HitBody {
    /// The revision of the screening that was seen.
    revision: u32,
    /// The list.
    list: String,
    /// The key of the entry.
    key: String,
    /// What it is.
    said: HitSaid,
    /// Why; not needed to confirm.
    #[serde(default)]
    reason: String,
}

async fn decide(caller: Caller, sent: Sent<HitBody>) -> Done<ScreeningBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let list =
        PartyListId::new(&body.list).map_err(|refusal| slip(&caller, "#/list", caller.speech().refusal(&refusal)))?;
    let step = match body.said {
        HitSaid::Same => HitStep::Say(HitRuling::Same, body.reason),
        HitSaid::NotSame => HitStep::Say(HitRuling::NotSame, body.reason),
        HitSaid::Unclear => HitStep::Say(HitRuling::Unclear, body.reason),
        HitSaid::Confirm => HitStep::Confirm,
        HitSaid::Contradict => HitStep::Contradict(body.reason),
    };
    let (revision, key) = (body.revision, body.key);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        desk::decide_hit(writer, turn, (id, revision), (&list, &key), &step).map_err(as_a_rule)?;
        Ok(Reply::of(ScreeningBrief::from(&desk::screening_now(writer, turn, id)?)))
    });
    kept.await
}

/// Whether a screening is over.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScreeningEndBody {
    /// The revision of the screening that was seen.
    revision: u32,
    /// Whether it is over: it is not held against new versions any more.
    ended: bool,
}

async fn end(caller: Caller, sent: Sent<ScreeningEndBody>) -> Done<ScreeningBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        desk::end_screening(writer, turn, (id, body.revision), body.ended).map_err(as_a_rule)?;
        Ok(Reply::of(ScreeningBrief::from(&desk::screening_now(writer, turn, id)?)))
    });
    kept.await
}

fn named(caller: &Caller, way: &Way) -> Result<ScreeningId, Problem> {
    ScreeningId::parse(way.get("screening")).ok_or_else(|| missing(caller))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/screenings", open, "list_screenings", "Screenings of a view, the newest first", list)
        .create("/api/v1/screenings", open, "ask_screening", "Holds a party against the lists in force", ask)
        .read("/api/v1/screenings/{screening}", open, "show_screening", "One screening with what was found", show)
        .act(
            "/api/v1/screenings/{screening}/hits",
            open,
            "decide_hit",
            "Says whether a party is the one on a list",
            decide,
        )
        .act(
            "/api/v1/screenings/{screening}/ended",
            open,
            "end_screening",
            "Ends a screening, or takes it up again",
            end,
        )
}
