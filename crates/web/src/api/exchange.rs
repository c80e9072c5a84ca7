//! What passed with hosts: listed, noted, struck; and how a host and the office stand to each other.

use model::{
    Dealings, Exchange, ExchangeId, ExchangeKind, ExchangeWay, GoodwillGround, HostId, MissionId, Money, Trend,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{marking_of, post_of};
use super::marking::MarkingView;
use super::word::{Day, Moment, Word};
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// That something was noted in error.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StruckView {
    /// Why.
    pub reason: String,
    /// Who said so: post and person.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// Something that passed between the office and a host.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ExchangeView {
    /// Its name.
    pub id: String,
    /// With which host.
    pub host: String,
    /// Which way it went.
    pub way: Word<ExchangeWay>,
    /// What it was.
    pub kind: Word<ExchangeKind>,
    /// The day on which it passed, or was asked for.
    pub day: Day,
    /// What it was, in words.
    pub what: String,
    /// What it was worth, with its currency.
    pub worth: Option<String>,
    /// The mission on which it passed.
    pub mission: Option<String>,
    /// The wish of the host that it meets.
    pub answers: Option<String>,
    /// The post that noted it.
    pub post: String,
    /// That it was noted in error; it counts no more.
    pub struck: Option<StruckView>,
    /// Who may see it.
    pub marking: MarkingView,
    /// When it was noted.
    pub made_at: Moment,
}

impl From<&Exchange> for ExchangeView {
    fn from(one: &Exchange) -> ExchangeView {
        ExchangeView {
            id: one.id.to_string(),
            host: one.host.to_string(),
            way: Word(one.way),
            kind: Word(one.kind),
            day: Day(one.day),
            what: one.what.clone(),
            worth: one.worth.map(|worth| worth.to_string()),
            mission: one.mission.map(|mission| mission.to_string()),
            answers: one.answers.map(|wish| wish.to_string()),
            post: one.post.to_string(),
            struck: one.struck.as_ref().map(|struck| StruckView {
                reason: struck.reason.clone(),
                by: struck.by.clone(),
                at: Moment(struck.at),
            }),
            marking: MarkingView::from(&one.marking),
            made_at: Moment(one.made_at),
        }
    }
}

async fn list(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<ExchangeView>> {
    let host = way.get("host").to_owned();
    let exchanges = read(&caller, move |office| office.exchanges(office.host(&host)?.id)).await?;
    Ok(Found::listed(Listed::whole(exchanges.iter().map(ExchangeView::from).collect())))
}

/// What passed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExchangeBody {
    /// Which way it went.
    way: Word<ExchangeWay>,
    /// What it was.
    kind: Word<ExchangeKind>,
    /// The day on which it passed, or was asked for.
    day: Day,
    /// What it was, in one line.
    what: String,
    /// What it was worth: a number and the code of a currency.
    worth: Option<String>,
    /// The mission on which it passed.
    mission: Option<String>,
    /// The wish of the host that it meets, where it was given.
    answers: Option<String>,
    /// The post that notes it; left out, the first of the caller's posts.
    post: Option<String>,
    /// Who may see it; left out, whoever may see host and mission.
    marking: Option<MarkingView>,
}

/// The mission that was named.
pub fn mission_of(caller: &Caller, mission: Option<&str>) -> Result<Option<MissionId>, Problem> {
    let unread = || slip(caller, "#/mission", caller.speech().say("noting-mission-gone"));
    mission.map(|mission| MissionId::parse(mission).ok_or_else(unread)).transpose()
}

async fn note(caller: Caller, sent: Sent<ExchangeBody>) -> Done<ExchangeView> {
    let host = HostId::parse(sent.way.get("host")).ok_or_else(|| missing(&caller))?;
    let body = &sent.body;
    let worth = body.worth.as_deref().map(Money::parse).transpose();
    let unread = || slip(&caller, "#/answers", caller.speech().say("failure-missing"));
    let exchange = Exchange {
        id: ExchangeId::from_bits(caller.app.ids()()),
        host,
        way: body.way.0,
        kind: body.kind.0,
        day: body.day.0,
        what: body.what.clone(),
        worth: worth.map_err(|refusal| slip(&caller, "#/worth", caller.speech().refusal(&refusal)))?,
        mission: mission_of(&caller, body.mission.as_deref())?,
        answers: body.answers.as_deref().map(|wish| ExchangeId::parse(wish).ok_or_else(unread)).transpose()?,
        post: post_of(&caller, body.post.as_ref())?,
        struck: None,
        marking: marking_of(&caller, body.marking.as_ref())?.unwrap_or_default(),
        made_at: 0,
    };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let exchange = desk::note_exchange(writer, turn, exchange)?;
        Ok(Reply::of(ExchangeView::from(&exchange)).at(format!("/api/v1/hosts/{host}/exchanges")))
    });
    kept.await
}

/// Why something was noted in error.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StrikeBody {
    /// Why.
    reason: String,
}

async fn strike(caller: Caller, sent: Sent<StrikeBody>) -> Done<ExchangeView> {
    let id = ExchangeId::parse(sent.way.get("exchange")).ok_or_else(|| missing(&caller))?;
    let reason = sent.body.reason.clone();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        Ok(Reply::of(ExchangeView::from(&desk::strike_exchange(writer, turn, id, &reason)?)))
    });
    kept.await
}

/// What went on with a host within some span of days.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DealingsView {
    /// Visits that it received.
    pub visits_out: u64,
    /// Visits of its people that we received.
    pub visits_in: u64,
    /// Questions that it answered.
    pub answered: u64,
    /// Questions that it answered in part.
    pub partly: u64,
    /// Questions that it refused to answer.
    pub refused: u64,
    /// What we gave it.
    pub given: u64,
    /// What it gave us.
    pub received: u64,
    /// What we bought from it.
    pub bought: u64,
    /// Hundredths of all dealings that were for the host; null while there are too few.
    pub share: Option<u8>,
}

impl From<&Dealings> for DealingsView {
    fn from(one: &Dealings) -> DealingsView {
        DealingsView {
            visits_out: one.visits_out,
            visits_in: one.visits_in,
            answered: one.answered,
            partly: one.partly,
            refused: one.refused,
            given: one.given,
            received: one.received,
            bought: one.bought,
            share: one.share(),
        }
    }
}

/// Where the balance is going.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TrendView {
    /// More of it is for the host than before.
    Returning,
    /// About as before.
    Level,
    /// Less of it is for the host than before.
    Owing,
    /// Too little went on to say.
    Unknown,
}

/// Why goodwill runs low.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(tag = "ground", rename_all = "kebab-case")]
pub enum GoodwillGroundView {
    /// Incidents are not settled.
    OpenIncidents {
        /// How many.
        count: u64,
    },
    /// It refused a third of what it was asked lately, or more.
    Refusals {
        /// Refused.
        refused: u64,
        /// Put to it.
        asked: u64,
    },
    /// We had three times of it what it had of us, or more.
    Owing {
        /// What we had; an answer in part is a half.
        taken: f64,
        /// What it had.
        returned: u64,
    },
}

/// How a host and the office stand to each other.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GoodwillView {
    /// The last two years.
    pub now: DealingsView,
    /// The two years before.
    pub before: DealingsView,
    /// Everything that is known.
    pub all: DealingsView,
    /// Where the balance is going.
    pub trend: TrendView,
    /// Why goodwill runs low; empty where nothing says so.
    pub grounds: Vec<GoodwillGroundView>,
    /// Agreements that were signed with it for money, the newest first: each counts as one thing bought.
    pub agreements: Vec<String>,
    /// What the host asked for and was not given yet.
    pub wishes: Vec<ExchangeView>,
    /// Whether its people could be invited: it received us more often than we received them.
    pub owes_invitation: bool,
    /// Records of its field that are open to the world.
    pub open_records: u64,
}

async fn goodwill(caller: Caller, way: Way, _: Nothing) -> Outcome<GoodwillView> {
    let (host, today) = (way.get("host").to_owned(), caller.app.today());
    let standing = read(&caller, move |office| office.host_standing(&office.host(&host)?, today)).await?;
    let goodwill = &standing.goodwill;
    let ground = |ground: &GoodwillGround| match *ground {
        GoodwillGround::OpenIncidents(count) => GoodwillGroundView::OpenIncidents { count },
        GoodwillGround::Refusals { refused, asked } => GoodwillGroundView::Refusals { refused, asked },
        GoodwillGround::Owing { taken_halves, returned } => {
            let halves = u32::try_from(taken_halves).unwrap_or(u32::MAX);
            GoodwillGroundView::Owing { taken: f64::from(halves) / 2.0, returned }
        }
    };
    Ok(Found::one(GoodwillView {
        now: DealingsView::from(&goodwill.now),
        before: DealingsView::from(&goodwill.before),
        all: DealingsView::from(&goodwill.all),
        trend: match goodwill.trend() {
            Trend::Returning => TrendView::Returning,
            Trend::Level => TrendView::Level,
            Trend::Owing => TrendView::Owing,
            Trend::Unknown => TrendView::Unknown,
        },
        grounds: goodwill.grounds().iter().map(ground).collect(),
        agreements: standing.agreements.iter().map(|one| one.id.to_string()).collect(),
        wishes: standing.wishes.iter().map(ExchangeView::from).collect(),
        owes_invitation: standing.owes_invitation,
        open_records: standing.open_records.as_ref().map_or(0, |(n, _)| *n),
    }))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, at) = (Policy::SignedIn, "/api/v1/hosts/{host}/exchanges");
    api.read(at, open, "list_exchanges", "What passed with a host, the latest first", list)
        .create(at, open, "note_exchange", "Notes what passed with a host", note)
        .act("/api/v1/exchanges/{exchange}/strike", open, "strike_exchange", "Strikes what was noted in error", strike)
        .read(
            "/api/v1/hosts/{host}/goodwill",
            open,
            "show_goodwill",
            "How a host and the office stand to each other",
            goodwill,
        )
}
