//! What passes between the office and hosts: noted by whoever acts for a post, struck when it was noted in error.

use model::{Door, Exchange, ExchangeId, ExchangeWay, HostId, Marking, MissionId, Power, Refusal, Verb, sentence};
use store::{Deed, Scope, Writer};

use crate::control::{exchange_proposal, go};
use crate::host::no_host;
use crate::mission::no_mission;
use crate::review::Turn;
use crate::{Failure, Office, Officer};

pub(crate) fn no_exchange(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "exchange",
        text: text.to_owned(),
        next: sentence!("next-look-host-page", "look for it on the page of its host"),
    }
}

/// The marking that something of a host has at least: that of the host, and of the mission on which it was.
///
/// # Errors
/// Refused when the officer sees no such host or mission, when the mission does not go there, or when they could not see what is so
/// marked.
pub(crate) fn marking_of_partner(
    deed: &Deed<'_>,
    officer: &Officer,
    host: HostId,
    mission: Option<MissionId>,
    wanted: &Marking,
) -> Result<Marking, Failure> {
    let held = deed.host(&officer.scope, host)?.ok_or_else(|| no_host(&host.to_string()))?;
    let mut marking = wanted.join(&held.marking);
    if let Some(mission) = mission {
        let held = deed.mission(&officer.scope, mission)?.ok_or_else(|| no_mission(&mission.to_string()))?;
        if !held.hosts.contains(&host) {
            return Err(Failure::said(sentence!(
                "partner-other-mission",
                "This mission does not go to that host; choose one that does, or none"
            )));
        }
        marking = marking.join(&held.marking);
    }
    if !officer.clearance.may_see(&marking) {
        return Err(Failure::said(sentence!(
            "marking-blind-partner",
            "You could not see it once it is so marked; choose a marking that you are cleared for"
        )));
    }
    Ok(marking)
}

/// Notes what passed. It is marked at least as the host and the mission. A form that is sent twice notes once.
///
/// # Errors
/// Refused when it is not in order, when the officer does not act for the post, or where host, mission or wish are not there.
pub fn note_exchange(writer: &mut Writer, turn: &Turn<'_>, exchange: Exchange) -> Result<Exchange, Failure> {
    let exchange = exchange.tidied(turn.today)?;
    let officer = turn.officer;
    let acting = officer.acting_for(&exchange.post);
    let who = acting.as_ref().map_or_else(|_| officer.person.id.to_string(), ToString::to_string);
    writer.transact(&who, turn.now, |deed| {
        // Whether there is such a host is said first, so that one that is hidden and none answer alike.
        let marking = marking_of_partner(deed, officer, exchange.host, exchange.mission, &exchange.marking)?;
        acting?;
        if let Some(held) = deed.exchange(&Scope::office(), exchange.id)? {
            if held.post == exchange.post && held.what == exchange.what {
                return Ok(held);
            }
            return Err(Failure::said(sentence!(
                "partner-form-sent",
                "This form was sent before; open a new one to note something else"
            )));
        }
        if let Some(wish) = exchange.answers {
            let held = deed.exchange(&officer.scope, wish)?.ok_or_else(|| no_exchange(&wish.to_string()))?;
            if held.host != exchange.host || held.way != ExchangeWay::Wanted || held.struck.is_some() {
                return Err(Failure::said(sentence!(
                    "exchange-no-wish",
                    "That is no wish of this host; choose another, or none"
                )));
            }
        }
        let exchange = Exchange { marking, struck: None, made_at: turn.now, ..exchange };
        if exchange.way == ExchangeWay::Given {
            may_be_noted(deed, turn, &exchange)?;
        }
        deed.keep_exchange(&exchange, Verb::Registered)?;
        Ok(exchange)
    })
}

/// Refuses to note as given what a regime asks a case for: that is given by a release.
fn may_be_noted(deed: &mut Deed<'_>, turn: &Turn<'_>, exchange: &Exchange) -> Result<(), Failure> {
    let Some(post) = deed.post(&exchange.post)? else { return Ok(()) };
    let proposal = exchange_proposal(deed, exchange, post.unit)?;
    match go(deed, turn, Door::ExchangeNoted, &proposal) {
        Err(Failure::Refused(_)) => Err(Failure::said(sentence!(
            "exchange-needs-release",
            "What is given to this host passes control; ask for a release of it, and it is noted here once it is given"
        ))),
        other => other,
    }
}

/// Strikes what was noted in error: it stays readable and counts no more.
///
/// # Errors
/// Refused without a reason, when it is struck already, or to whoever neither acts for its post nor coordinates.
pub fn strike_exchange(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: ExchangeId,
    reason: &str,
) -> Result<Exchange, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let held = deed.exchange(&officer.scope, id)?.ok_or_else(|| no_exchange(&id.to_string()))?;
        let actor = officer.acting_for(&held.post).or_else(|_| officer.by_power(Power::Coordinate))?;
        let struck = held.strike(&actor.to_string(), reason, turn.now)?;
        deed.keep_exchange(&struck, Verb::Removed)?;
        Ok(struck)
    })
}

impl Office {
    /// What passed under this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn exchange(&self, text: &str) -> Result<Exchange, Failure> {
        let id = ExchangeId::parse(text).ok_or_else(|| no_exchange(text))?;
        Ok(self.reader.exchange(&self.scope, id)?.ok_or_else(|| no_exchange(text))?)
    }

    /// What passed between the office and a host, the latest first; what is struck too.
    ///
    /// # Errors
    /// When the store fails.
    pub fn exchanges(&self, host: HostId) -> Result<Vec<Exchange>, Failure> {
        Ok(self.reader.exchanges(&self.scope, host)?)
    }

    /// Whether an officer may strike what was noted.
    pub fn may_strike_exchange(&self, officer: &Officer, exchange: &Exchange) -> bool {
        exchange.struck.is_none() && (officer.acts_for(&exchange.post) || officer.by_power(Power::Coordinate).is_ok())
    }
}
