//! Offers of technologies: listed, shown, answered, replied to; and what became of what was given away.

use std::sync::Arc;

use desk::{GiveAwayLine, OfferAnswer, OfferLine, OfferView as Listing};
use model::{
    AdoptionId, Decline, DeclineCode, DeclineEnd, DeclineGround, GroundKind, Offer, OfferId, OfferState, OfferStep,
    OfferStepKind, TechnologyId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::{Listed, Part};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::marking::MarkingView;
use super::thing::ThingView;
use super::word::{Day, Limit, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// Why a unit was thought of.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OfferGroundView {
    /// What sort of ground it is.
    pub kind: Word<GroundKind>,
    /// What of the unit it rests on.
    pub about: ThingView,
    /// What that is called, and what is shared.
    pub said: String,
}

/// A step in the course of an offer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OfferStepView {
    /// What happened.
    pub kind: Word<OfferStepKind>,
    /// Why it was declined.
    pub code: Option<Word<DeclineCode>>,
    /// With what the decline ends.
    pub ends: Option<Word<DeclineEnd>>,
    /// The day, barrier or need with which it ends.
    pub ground: Option<String>,
    /// Question, answer, reason; of one that returned, what is gone.
    pub text: String,
    /// Who, as the ledger writes it.
    pub by: String,
    /// When.
    pub at: Moment,
}

impl From<&OfferStep> for OfferStepView {
    fn from(step: &OfferStep) -> OfferStepView {
        let decline = step.decline.as_ref();
        OfferStepView {
            kind: Word(step.kind),
            code: decline.map(|one| Word(one.code)),
            ends: decline.map(|one| Word(one.ground.end())),
            ground: decline.map(|one| one.ground.name()).filter(|name| !name.is_empty()),
            text: step.text.clone(),
            by: step.by.clone(),
            at: Moment(step.at),
        }
    }
}

/// A technology that one unit uses, offered to another.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OfferView {
    /// Its name.
    pub id: String,
    /// What is offered.
    pub technology: String,
    /// The adoption in which it proved itself.
    pub adoption: String,
    /// The unit that uses it, and is credited when it is taken.
    pub giver: String,
    /// The unit to which it is offered.
    pub unit: String,
    /// The post that answers.
    pub post: String,
    /// The need that it would serve.
    pub need: Option<String>,
    /// Why this unit was thought of, the strongest first.
    pub grounds: Vec<OfferGroundView>,
    /// Grounds that are left out.
    pub n_grounds_left: u32,
    /// Where it stands.
    pub state: Word<OfferState>,
    /// What happened, the first step first.
    pub course: Vec<OfferStepView>,
    /// The adoption that was begun with it.
    pub taken: Option<String>,
    /// The day on which whoever gave it ended its own use.
    pub giver_ended: Option<Day>,
    /// Whether a demonstration made it up.
    pub invented: bool,
    /// Who may see it.
    pub marking: MarkingView,
    /// Grows by one with each step.
    pub revision: u32,
    /// When it was made.
    pub made_at: Moment,
}

impl From<&Offer> for OfferView {
    fn from(offer: &Offer) -> OfferView {
        let grounds = offer.grounds.iter().map(|ground| OfferGroundView {
            kind: Word(ground.kind),
            about: ThingView::from(&ground.about),
            said: ground.said.clone(),
        });
        OfferView {
            id: offer.id.to_string(),
            technology: offer.technology.to_string(),
            adoption: offer.adoption.to_string(),
            giver: offer.giver.to_string(),
            unit: offer.unit.to_string(),
            post: offer.post.to_string(),
            need: offer.need.as_ref().map(ToString::to_string),
            grounds: grounds.collect(),
            n_grounds_left: offer.n_grounds_left,
            state: Word(offer.state),
            course: offer.course.iter().map(OfferStepView::from).collect(),
            taken: offer.taken.map(|taken| taken.to_string()),
            giver_ended: offer.giver_ended.map(Day),
            invented: offer.invented,
            marking: MarkingView::from(&offer.marking),
            revision: offer.revision,
            made_at: Moment(offer.made_at),
        }
    }
}

/// Whose offers are listed.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OfferListing {
    /// Those that the caller's posts answer.
    Ours,
    /// Those of what the caller's units use.
    Given,
    /// All that are seen.
    #[default]
    All,
}

/// Which offers are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferQuery {
    /// Whose.
    #[serde(default)]
    view: OfferListing,
    /// Standing so.
    state: Option<Word<OfferState>>,
    /// Offers on the page.
    limit: Option<Limit>,
    /// Where the page begins.
    cursor: Option<String>,
}

async fn list(caller: Caller, _: Way, query: OfferQuery) -> Outcome<Listed<OfferView>> {
    let part = Part::of(caller.speech(), "offers", (query.limit, query.cursor.as_deref()))?;
    let view = match query.view {
        OfferListing::Ours => Listing::Ours,
        OfferListing::Given => Listing::Given,
        OfferListing::All => Listing::All,
    };
    let (officer, state) = (Arc::clone(&caller.officer), query.state.map(|word| word.0));
    let found = read(&caller, move |office| office.offers_up_to(&officer, &view, state, part.n_wanted()));
    let found: Vec<OfferLine> = found.await?;
    Ok(Found::listed(part.cut(found.iter().map(|line| OfferView::from(&line.offer)).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<OfferView> {
    let id = way.get("offer").to_owned();
    let offer = read(&caller, move |office| office.offer(&id)).await?;
    Ok(Found::versioned(OfferView::from(&offer), u64::from(offer.revision)))
}

fn named(caller: &Caller, way: &Way) -> Result<OfferId, Problem> {
    OfferId::parse(way.get("offer")).ok_or_else(|| missing(caller))
}

/// That an offer is taken.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferAcceptBody {
    /// The revision that was seen.
    revision: u32,
    /// What is said with it.
    #[serde(default)]
    text: String,
}

/// That an offer is declined.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferDeclineBody {
    /// The revision that was seen.
    revision: u32,
    /// Why.
    code: Word<DeclineCode>,
    /// With what the decline ends; then the offer returns.
    ends: Word<DeclineEnd>,
    /// The day, the barrier or the need with which it ends.
    #[serde(default)]
    ground: String,
    /// What else is to be said; needed where it never ends.
    #[serde(default)]
    text: String,
}

/// Words about an offer.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferWordsBody {
    /// The revision that was seen.
    revision: u32,
    /// The question or the reply.
    text: String,
}

async fn answered<B>(caller: Caller, sent: Sent<B>, revision: u32, answer: OfferAnswer) -> Done<OfferView> {
    let id = named(&caller, &sent.way)?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let offer = desk::answer_offer(writer, turn, office, (id, revision), &answer).map_err(as_a_rule)?;
        Ok(Reply::of(OfferView::from(&offer)))
    });
    kept.await
}

async fn accept(caller: Caller, sent: Sent<OfferAcceptBody>) -> Done<OfferView> {
    let (revision, text) = (sent.body.revision, sent.body.text.clone());
    answered(caller, sent, revision, OfferAnswer::Accept(text)).await
}

async fn decline(caller: Caller, sent: Sent<OfferDeclineBody>) -> Done<OfferView> {
    let body = sent.body.clone();
    let ground = DeclineGround::read(body.ends.0, &body.ground)
        .ok_or_else(|| slip(&caller, "#/ground", caller.speech().say("failure-missing")))?;
    let decline = Decline { code: body.code.0, ground };
    answered(caller, sent, body.revision, OfferAnswer::Decline(decline, body.text)).await
}

async fn ask(caller: Caller, sent: Sent<OfferWordsBody>) -> Done<OfferView> {
    let (revision, text) = (sent.body.revision, sent.body.text.clone());
    answered(caller, sent, revision, OfferAnswer::Ask(text)).await
}

async fn reply(caller: Caller, sent: Sent<OfferWordsBody>) -> Done<OfferView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let offer = desk::reply_to_offer(writer, turn, (id, body.revision), &body.text).map_err(as_a_rule)?;
        Ok(Reply::of(OfferView::from(&offer)))
    });
    kept.await
}

/// What became of one offer of what a unit gave away.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GivenView {
    /// The offer.
    pub offer: OfferView,
    /// Whether the unit that took it uses it by now, as was measured or inspected.
    pub in_use: bool,
}

/// What became of offers of a technology or of one use of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GiveAwayView {
    /// Offer by offer, the newest first.
    pub offers: Vec<GivenView>,
    /// How many took it: the credit of the unit.
    pub n_taken: u64,
    /// How many of them use it by now.
    pub n_in_use: u64,
    /// How many declined it.
    pub n_declined: u64,
    /// Units that could use it and may not be told of it; for whoever keeps the use alone.
    pub n_withheld: Option<u32>,
    /// Units that are left for the next round; for whoever keeps the use alone.
    pub n_left: Option<u32>,
}

/// Of which use.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveAwayQuery {
    /// The adoption; left out, all of the technology.
    adoption: Option<String>,
}

async fn give_away(caller: Caller, way: Way, query: GiveAwayQuery) -> Outcome<GiveAwayView> {
    let technology = TechnologyId::parse(way.get("technology")).ok_or_else(|| missing(&caller))?;
    let adoption = match query.adoption {
        Some(adoption) => Some(AdoptionId::parse(&adoption).ok_or_else(|| missing(&caller))?),
        None => None,
    };
    let officer = Arc::clone(&caller.officer);
    let away = read(&caller, move |office| office.give_away(&officer, technology, adoption)).await?;
    let given = |one: &GiveAwayLine| GivenView {
        offer: OfferView::from(&one.line.offer),
        in_use: one.now.as_ref().is_some_and(store::AdoptionLine::is_verified_use),
    };
    Ok(Found::one(GiveAwayView {
        offers: away.lines.iter().map(given).collect(),
        n_taken: away.n_taken as u64,
        n_in_use: away.n_in_use as u64,
        n_declined: away.n_declined as u64,
        n_withheld: away.tally.map(|tally| tally.n_withheld),
        n_left: away.tally.map(|tally| tally.n_left),
    }))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, at, one) = (Policy::SignedIn, "/api/v1/offers", "/api/v1/offers/{offer}");
    api.read(at, open, "list_offers", "Offers of technologies, the newest first", list)
        .read(one, open, "show_offer", "One offer with its grounds and its course", show)
        .act("/api/v1/offers/{offer}/accept", open, "accept_offer", "Takes an offer: an adoption is begun", accept)
        .act(
            "/api/v1/offers/{offer}/decline",
            open,
            "decline_offer",
            "Declines an offer until what that rests on is gone",
            decline,
        )
        .act("/api/v1/offers/{offer}/question", open, "ask_about_offer", "Asks whoever uses what is offered", ask)
        .act("/api/v1/offers/{offer}/reply", open, "reply_to_offer", "Answers the question about an offer", reply)
        .read(
            "/api/v1/technologies/{technology}/give-away",
            open,
            "show_give_away",
            "Who was offered a technology, who took it and who uses it now",
            give_away,
        )
}
