//! Reciprocity: what went on with a host, counted, and what could be offered before the next request.

use std::collections::BTreeSet;

use model::{
    Agreement, Date, Exchange, ExchangeId, ExchangeWay, Goodwill, Host, HostId, Incident, Mission, MissionStage,
    Question, QuestionList,
};
use store::{AgreementFilter, MissionFilter, Page, Scope};

use crate::{Failure, Office};

/// How a host and the office stand to each other, and what could be offered to it.
#[derive(Clone, Debug)]
pub struct HostStanding {
    /// The counts and what follows from them.
    pub goodwill: Goodwill,
    /// What passed between them as it is kept, what was struck out too, in the order of [`Office::exchanges`].
    pub exchanges: Vec<Exchange>,
    /// What went wrong, in the order of [`Office::incidents`].
    pub incidents: Vec<Incident>,
    /// Agreements that were signed with it for money, the newest first: each counts as one thing bought.
    pub agreements: Vec<Agreement>,
    /// What the host asked for and was not given yet, the oldest first.
    pub wishes: Vec<Exchange>,
    /// Whether we were received more often than we received.
    pub owes_invitation: bool,
    /// Records of its field that are open to the world, with the query that finds them.
    pub open_records: Option<(u64, String)>,
}

/// Whether a mission took place, or is taking place.
fn took_place(mission: &Mission) -> bool {
    matches!(mission.stage, MissionStage::UnderWay | MissionStage::Reported | MissionStage::Closed)
}

/// The questions of a mission that were meant for a host: put to it by name, or to nobody else.
pub(crate) fn meant_for<'l>(
    mission: &'l Mission,
    list: &'l QuestionList,
    host: HostId,
) -> impl Iterator<Item = &'l Question> {
    let only = mission.hosts.len() == 1;
    list.all().iter().filter(move |one| one.host == Some(host) || (only && one.host.is_none()))
}

/// A query for what bears the classes of a host; `None` when it has none with a code.
fn of_its_field(host: &Host) -> Option<String> {
    let codes: BTreeSet<&String> = host.classes.iter().filter_map(|class| class.code.as_ref()).collect();
    let query = codes.iter().map(|code| format!("class:\"{code}\"")).collect::<Vec<_>>().join(" OR ");
    (!query.is_empty()).then_some(query)
}

impl Office {
    /// How a host and the office stand to each other, by what the reader may see: visits that took place, questions, what passed,
    /// agreements signed for money, and incidents.
    ///
    /// # Errors
    /// When the store fails.
    pub fn goodwill(&self, host: HostId, today: Date) -> Result<Goodwill, Failure> {
        self.weighed((host, today), &self.exchanges(host)?, &self.bought_under(host)?, &self.incidents(host)?)
    }

    /// Agreements that were signed with a host for money, the newest first.
    fn bought_under(&self, host: HostId) -> Result<Vec<Agreement>, Failure> {
        let filter = AgreementFilter { host: Some(host), ..AgreementFilter::default() };
        let mut found = self.reader.agreements(&self.scope, &filter)?;
        // A further party is not who sells.
        found.retain(|one| one.host == host && one.bought_on().is_some());
        Ok(found)
    }

    /// Their goodwill, by what passed, what was agreed and what went wrong.
    fn weighed(
        &self,
        (host, today): (HostId, Date),
        exchanges: &[Exchange],
        agreements: &[Agreement],
        incidents: &[Incident],
    ) -> Result<Goodwill, Failure> {
        let mut goodwill = Goodwill::default();
        let filter = MissionFilter { host: Some(host), ..MissionFilter::default() };
        for mission in self.reader.missions(&self.scope, &filter)?.iter().filter(|mission| took_place(mission)) {
            goodwill.count(mission.since, today, |dealings| dealings.visit(mission.direction));
            let list = self.reader.questions(&self.scope, mission.id)?;
            for question in meant_for(mission, &list, host) {
                goodwill.count(mission.since, today, |dealings| dealings.question(question.state));
            }
        }
        for exchange in exchanges.iter().filter(|exchange| exchange.struck.is_none()) {
            goodwill.count(exchange.day, today, |dealings| dealings.exchange(exchange.way));
        }
        for day in agreements.iter().filter_map(Agreement::bought_on) {
            goodwill.count(day, today, |dealings| dealings.exchange(ExchangeWay::Bought));
        }
        goodwill.open_incidents = incidents.iter().filter(|incident| !incident.is_settled()).count() as u64;
        Ok(goodwill)
    }

    /// The same with what could be offered.
    ///
    /// # Errors
    /// When the store or the index fails.
    pub fn host_standing(&self, host: &Host, today: Date) -> Result<HostStanding, Failure> {
        let (exchanges, incidents) = (self.exchanges(host.id)?, self.incidents(host.id)?);
        let agreements = self.bought_under(host.id)?;
        let goodwill = self.weighed((host.id, today), &exchanges, &agreements, &incidents)?;
        let met: BTreeSet<ExchangeId> =
            exchanges.iter().filter(|one| one.struck.is_none()).filter_map(|one| one.answers).collect();
        let mut wishes: Vec<Exchange> = exchanges
            .iter()
            .filter(|one| one.way == ExchangeWay::Wanted && one.struck.is_none() && !met.contains(&one.id))
            .cloned()
            .collect();
        wishes.reverse();
        let open_records = match of_its_field(host) {
            Some(query) => {
                let page = Page { offset: 0, limit: 1, facets: false };
                // What may be told without asking anybody is what the world may see.
                let world = self.seen_by(&Scope::open());
                let n = world.search(&query, page, &mut |_| {})?.n_found;
                (n > 0).then_some((n, query))
            }
            None => None,
        };
        Ok(HostStanding {
            owes_invitation: goodwill.all.visits_out > goodwill.all.visits_in,
            goodwill,
            exchanges,
            incidents,
            agreements,
            wishes,
            open_records,
        })
    }
}
