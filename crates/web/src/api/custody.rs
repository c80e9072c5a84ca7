//! Who holds a sample: the chain, and what goes on with it.

use desk::Receipt;
use model::{Custody, CustodyState, Handing, Keeper, SampleState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::sample::{SampleBrief, named, number, post_named};
use super::word::{Day, Word};
use super::{as_a_rule, read};
use crate::caller::Caller;
use crate::route::Policy;

/// One link of the custody of a sample.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CustodyView {
    /// Its number, from 1.
    pub number: u32,
    /// The post that had it; null for somebody outside.
    pub from_post: Option<String>,
    /// Who had it, outside.
    pub from_name: String,
    /// The post that has it from then on; null for somebody outside.
    pub to_post: Option<String>,
    /// Who has it from then on, outside.
    pub to_name: String,
    /// Where it stands.
    pub place: String,
    /// The day.
    pub day: Day,
    /// The loan by which it changes hands.
    pub loan: Option<u32>,
    /// What else was said.
    pub note: String,
    /// Who handed it over, as the ledger writes it.
    pub by: String,
    /// Where it stands.
    pub state: Word<CustodyState>,
    /// Who confirmed or refused it.
    pub answered_by: String,
    /// Why it was refused.
    pub reason: String,
}

impl From<&Custody> for CustodyView {
    fn from(link: &Custody) -> CustodyView {
        let outside = |keeper: &Keeper| match keeper {
            Keeper::Post(_) => String::new(),
            Keeper::Outside(name) => name.clone(),
        };
        CustodyView {
            number: link.number,
            from_post: link.from.post().map(ToString::to_string),
            from_name: outside(&link.from),
            to_post: link.to.post().map(ToString::to_string),
            to_name: outside(&link.to),
            place: link.place.clone(),
            day: Day(link.day),
            loan: link.loan,
            note: link.note.clone(),
            by: link.by.clone(),
            state: Word(link.state),
            answered_by: link.answered_by.clone(),
            reason: link.reason.clone(),
        }
    }
}

async fn custody(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<CustodyView>> {
    let id = way.get("sample").to_owned();
    let page = read(&caller, move |office| office.sample_page(&id)).await?;
    Ok(Found::listed(Listed::whole(page.chain.links().iter().map(CustodyView::from).collect())))
}

/// How a sample came.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiptBody {
    /// The revision of the sample that was seen.
    revision: u32,
    /// The day.
    day: Day,
    /// Who brought it.
    #[serde(default)]
    from: String,
    /// Where it stands.
    place: String,
    /// Its state, what came with it.
    #[serde(default)]
    note: String,
}

async fn receive(caller: Caller, sent: Sent<ReceiptBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let receipt = Receipt { day: body.day.0, from: body.from, place: body.place, note: body.note };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::receive_sample(writer, turn, (id, body.revision), receipt).map_err(as_a_rule)?;
        Ok(Reply::of(SampleBrief::from(&done)))
    });
    kept.await
}

/// To whom a sample is handed on for good.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandingBody {
    /// The revision of the sample that was seen.
    revision: u32,
    /// The post that gets it.
    to: String,
    /// Where it will stand.
    place: String,
    /// The day.
    day: Day,
    /// Its state, what comes with it.
    #[serde(default)]
    note: String,
}

async fn hand(caller: Caller, sent: Sent<HandingBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let to = post_named(&caller, "#/to", &body.to)?;
    let keeper = Keeper::Post(to.clone());
    let handing = Handing { to: keeper, place: body.place, day: body.day.0, loan: None, note: body.note };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::hand_sample(writer, turn, (id, body.revision), &to, handing).map_err(as_a_rule)?;
        Ok(Reply::of(SampleBrief::from(&done)))
    });
    kept.await
}

/// An answer, with a reason where it is a no.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SampleAnswerBody {
    /// The revision of the sample that was seen.
    pub(super) revision: u32,
    /// Whether it is a yes.
    pub(super) yes: bool,
    /// Why; needed for a no.
    #[serde(default)]
    pub(super) reason: String,
}

async fn answer(caller: Caller, sent: Sent<SampleAnswerBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let link = number(&caller, &sent.way, "link")?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let at = (id, body.revision);
        let done = desk::answer_custody(writer, turn, at, link, (body.yes, &body.reason)).map_err(as_a_rule)?;
        Ok(Reply::of(SampleBrief::from(&done)))
    });
    kept.await
}

/// How a sample leaves the house.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeavingBody {
    /// The revision of the sample that was seen.
    revision: u32,
    /// Whether it is given back rather than disposed of.
    given_back: bool,
    /// Why.
    reason: String,
    /// Who has it from then on.
    #[serde(default)]
    to: String,
    /// The day; left out, today.
    day: Option<Day>,
}

async fn leave(caller: Caller, sent: Sent<LeavingBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let state = if body.given_back { SampleState::Returned } else { SampleState::Disposed };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let day = body.day.map_or(turn.today, |day| day.0);
        let said = (body.reason.as_str(), body.to.as_str(), day);
        let done = desk::leave_sample(writer, turn, (id, body.revision), state, said).map_err(as_a_rule)?;
        Ok(Reply::of(SampleBrief::from(&done)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/samples/{sample}/custody", open, "list_custody", "Who held a sample, in order", custody)
        .act("/api/v1/samples/{sample}/custody", open, "hand_sample", "Hands a sample on for good", hand)
        .act(
            "/api/v1/samples/{sample}/custody/{link}/answer",
            open,
            "answer_custody",
            "Confirms that a sample was handed over, or says that it did not arrive",
            answer,
        )
        .act("/api/v1/samples/{sample}/receipt", open, "receive_sample", "Notes that a sample came", receive)
        .act(
            "/api/v1/samples/{sample}/leaving",
            open,
            "leave_sample",
            "Notes that a sample left, or never comes",
            leave,
        )
}
