//! Memberships of units of ours in associations: listed, written down, changed.

use axum::http::Method;
use model::{Membership, MembershipId, Money, SourceId, UnitId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::word::{Day, Moment};
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// A unit of ours in an association.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MembershipView {
    /// Its name.
    pub id: String,
    /// The association: a source of that kind.
    pub source: String,
    /// The member.
    pub unit: String,
    /// The first day.
    pub since: Day,
    /// The last day, where it ends.
    pub until: Option<Day>,
    /// Under which number the association has it.
    pub number: String,
    /// What it costs in a year, such as `120.00 DEM`.
    pub fee: Option<String>,
    /// What it gives, what to mind.
    pub remark: String,
    /// When it was written down.
    pub made_at: Moment,
}

impl From<&Membership> for MembershipView {
    fn from(one: &Membership) -> MembershipView {
        MembershipView {
            id: one.id.to_string(),
            source: one.source.to_string(),
            unit: one.unit.to_string(),
            since: Day(one.since),
            until: one.until.map(Day),
            number: one.number.clone(),
            fee: one.fee.map(|fee| fee.to_string()),
            remark: one.remark.clone(),
            made_at: Moment(one.made_at),
        }
    }
}

async fn list(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<MembershipView>> {
    let id = way.get("source").to_owned();
    let held = read(&caller, move |office| office.memberships(office.source(&id)?.source.id)).await?;
    Ok(Found::listed(Listed::whole(held.iter().map(MembershipView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<MembershipView> {
    let id = way.get("membership").to_owned();
    let one = read(&caller, move |office| office.membership(&id)).await?;
    Ok(Found::versioned(MembershipView::from(&one), u64::from(one.revision)))
}

/// What is written down of a membership.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MembershipBody {
    /// The member.
    unit: String,
    /// The first day.
    since: Day,
    /// The last day, where it ends.
    until: Option<Day>,
    /// Under which number the association has it.
    #[serde(default)]
    number: String,
    /// What it costs in a year: an amount and its currency, such as `120 DEM`.
    fee: Option<String>,
    /// What it gives, what to mind.
    #[serde(default)]
    remark: String,
}

fn membership(
    caller: &Caller,
    body: &MembershipBody,
    (id, source): (MembershipId, SourceId),
    revision: u32,
) -> Result<Membership, Problem> {
    let refused = |pointer: &'static str| move |refusal| slip(caller, pointer, caller.speech().refusal(&refusal));
    let fee = body.fee.as_deref().filter(|text| !text.trim().is_empty()).map(Money::parse).transpose();
    Ok(Membership {
        id,
        source,
        unit: UnitId::new(&body.unit).map_err(refused("#/unit"))?,
        since: body.since.0,
        until: body.until.map(|until| until.0),
        number: body.number.clone(),
        fee: fee.map_err(refused("#/fee"))?,
        remark: body.remark.clone(),
        revision,
        made_at: 0,
    })
}

async fn add(caller: Caller, sent: Sent<MembershipBody>) -> Done<MembershipView> {
    let source = SourceId::parse(sent.way.get("source")).ok_or_else(|| missing(&caller))?;
    let id = MembershipId::from_bits(caller.app.ids()());
    let membership = membership(&caller, &sent.body, (id, source), 0)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let one = desk::keep_membership(writer, turn, membership, true)?;
        let revision = u64::from(one.revision);
        Ok(Reply::of(MembershipView::from(&one)).at(format!("/api/v1/memberships/{}", one.id)).versioned(revision))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<MembershipBody>) -> Done<MembershipView> {
    let name = sent.way.get("membership").to_owned();
    let Ok(revision) = u32::try_from(sent.version) else {
        return Err(slip(&caller, "#", caller.speech().say("problem-changed-body")));
    };
    let held = read(&caller, move |office| office.membership(&name)).await?;
    let membership = membership(&caller, &sent.body, (held.id, held.source), revision)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let one = desk::keep_membership(writer, turn, membership, false)?;
        let revision = u64::from(one.revision);
        Ok(Reply::of(MembershipView::from(&one)).versioned(revision))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, power) = (Policy::SignedIn, Policy::Document);
    let (at, one) = ("/api/v1/sources/{source}/memberships", "/api/v1/memberships/{membership}");
    api.read(at, open, "list_memberships", "The units of ours that are members of an association", list)
        .create(at, power, "add_membership", "Writes down that a unit is a member of an association", add)
        .read(one, open, "show_membership", "One membership", show)
        .change((Method::PUT, one), power, "change_membership", "Changes what is written of a membership", change)
}
