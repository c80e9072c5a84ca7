//! What a technology cost: payments of agreements, costs of missions and drawdowns of credits on its thread, and what units spent themselves.

use std::collections::BTreeSet;

use model::{
    AgreementId, CostLine, DeliverableId, DrawdownState, Link, LinkKind, MissionId, Noun, SampleId, Technology, Thing,
};
use store::AdoptionLine;

use super::technology::technology_thing;
use super::thing;
use crate::{Failure, Office};

/// What stands on the thread of a technology and costs money, as far as the reader sees it.
#[derive(Default)]
struct OnThread {
    agreements: BTreeSet<AgreementId>,
    deliverables: BTreeSet<DeliverableId>,
    missions: BTreeSet<MissionId>,
}

impl Office {
    /// What lies on the thread: the origins of the technology and of its adoptions, and what those came under.
    fn on_thread(&self, technology: &Technology, adoptions: &[AdoptionLine]) -> Result<OnThread, Failure> {
        let mut open: Vec<Thing> = technology.origins.clone();
        let own = adoptions.iter().map(|line| thing(line.adoption.id)).chain([technology_thing(technology.id)]);
        for one in own {
            let links = self.reader.links(&self.scope, &one)?;
            let from = |link: &Link| link.kind == LinkKind::AdoptedFrom && link.source == one;
            open.extend(links.into_iter().filter(from).map(|link| link.target));
        }
        let (mut found, mut seen) = (OnThread::default(), BTreeSet::new());
        while let Some(one) = open.pop() {
            if !seen.insert(one.clone()) {
                continue;
            }
            match one.noun {
                Noun::Agreement => found.agreements.extend(AgreementId::parse(&one.name)),
                Noun::Mission => found.missions.extend(MissionId::parse(&one.name)),
                Noun::Deliverable => {
                    let Some(id) = DeliverableId::parse(&one.name) else { continue };
                    if let Some(deliverable) = self.reader.deliverable(&self.scope, id)? {
                        found.agreements.insert(deliverable.agreement);
                    }
                }
                Noun::Sample => {
                    let Some(id) = SampleId::parse(&one.name) else { continue };
                    let line = self.reader.sample(&self.scope, id)?;
                    found.agreements.extend(line.and_then(|line| line.sample.agreement));
                }
                // A record was learned on a mission, or came by an agreement.
                Noun::Record | Noun::Delivery => {
                    let links = self.reader.links(&self.scope, &one)?;
                    let leads = |link: Link| {
                        let is_back =
                            matches!(link.kind, LinkKind::AcquiredUnder | LinkKind::DerivedFrom | LinkKind::Delivers);
                        (is_back && link.source == one).then_some(link.target)
                    };
                    open.extend(links.into_iter().filter_map(leads));
                }
                _ => {}
            }
        }
        for id in &found.agreements {
            found.deliverables.extend(self.reader.deliverables(&self.scope, *id)?.into_iter().map(|one| one.id));
        }
        Ok(found)
    }

    /// What a technology cost, a line a payment, as far as the reader sees it. Money of a credit that pays an agreement of which payments
    /// are noted stands there already, and is told without being counted again.
    ///
    /// # Errors
    /// When the store fails.
    pub fn technology_cost_lines(
        &self,
        technology: &Technology,
        adoptions: &[AdoptionLine],
    ) -> Result<Vec<CostLine>, Failure> {
        let found = self.on_thread(technology, adoptions)?;
        let (mut lines, mut paid) = (Vec::new(), BTreeSet::new());
        for id in &found.agreements {
            let Some(agreement) = self.reader.agreement(&self.scope, *id)? else { continue };
            let counted = self.reader.payments(&self.scope, *id)?;
            for payment in counted.into_iter().filter(|payment| payment.void_reason.is_empty()) {
                paid.insert(*id);
                lines.push(CostLine {
                    spent: payment.amount,
                    origin: Thing::new(Noun::Agreement, id),
                    what: agreement.title.clone(),
                    counts: true,
                });
            }
        }
        for id in &found.missions {
            let Some(mission) = self.reader.mission(&self.scope, *id)? else { continue };
            // The last note counts.
            lines.extend(self.reader.mission_costs(&self.scope, *id)?.pop().map(|cost| CostLine {
                spent: cost.spent,
                origin: Thing::new(Noun::Mission, id),
                what: mission.title,
                counts: true,
            }));
        }
        for (credit, drawdowns) in self.reader.drawdowns(&self.scope, None)? {
            let Some(line) = self.reader.credit(&self.scope, credit)? else { continue };
            for drawdown in drawdowns.iter().filter(|one| one.state == DrawdownState::PaidOut) {
                let pays: Vec<&DeliverableId> =
                    drawdown.deliverables.iter().filter(|id| found.deliverables.contains(id)).collect();
                if pays.is_empty() {
                    continue;
                }
                let mut counts = true;
                for id in pays {
                    let deliverable = self.reader.deliverable(&self.scope, *id)?;
                    counts &= !deliverable.is_some_and(|one| paid.contains(&one.agreement));
                }
                lines.push(CostLine {
                    spent: line.money(drawdown.minor),
                    origin: Thing::new(Noun::Credit, credit),
                    what: format!("{} · {}", line.title, drawdown.purpose),
                    counts,
                });
            }
        }
        for one in adoptions {
            let id = one.adoption.id;
            for cost in self.reader.adoption_costs(&self.scope, id)? {
                lines.push(CostLine { spent: cost.spent, origin: thing(id), what: cost.what, counts: true });
            }
        }
        Ok(lines)
    }
}
