//! The things whose marking can be made wider, each as its own room keeps it.

use model::{
    Adoption, AdoptionId, Agreement, AgreementId, Credit, CreditId, Event, EventId, Host, HostId, LinkKind, Marking,
    Mission, MissionId, Need, NeedId, Noun, RecordId, Request, RequestId, Sample, SampleId, Source, SourceId,
    Specialist, SpecialistId, SpecialistRequest, SpecialistRequestId, Technology, TechnologyId, Thing, Verb,
};
use store::{Deed, Scope};

use crate::Failure;

/// A thing as its room keeps it.
pub(super) enum Room {
    Need(Box<Need>),
    Record(RecordId, String, Marking),
    Request(Box<Request>),
    Source(Box<Source>),
    Host(Box<Host>),
    Specialist(Box<Specialist>),
    SpecialistRequest(Box<SpecialistRequest>),
    Mission(Box<Mission>),
    Agreement(Box<Agreement>),
    Event(Box<Event>),
    Sample(Box<Sample>),
    Credit(Box<Credit>),
    Technology(Box<Technology>),
    /// An adoption, with what its technology is called.
    Adoption(Box<Adoption>, String),
}

/// The thing of this name, as it is held and seen; `None` where it is not, and for a noun whose marking is not its own to widen.
pub(super) fn room(deed: &Deed<'_>, scope: &Scope, thing: &Thing) -> Result<Option<Room>, Failure> {
    let name = thing.name.as_str();
    Ok(match thing.noun {
        Noun::Need => match NeedId::new(name) {
            Ok(id) => deed.need(scope, &id)?.map(|one| Room::Need(Box::new(one))),
            Err(_) => None,
        },
        Noun::Record => match RecordId::parse(name) {
            Some(id) => deed.released_record(scope, id)?.map(|one| Room::Record(id, one.title, one.marking)),
            None => None,
        },
        Noun::Request => match RequestId::parse(name) {
            Some(id) => deed.request(scope, id)?.map(|one| Room::Request(Box::new(one))),
            None => None,
        },
        Noun::Source => match SourceId::parse(name) {
            Some(id) => deed.source(scope, id)?.map(|one| Room::Source(Box::new(one))),
            None => None,
        },
        Noun::Host => match HostId::parse(name) {
            Some(id) => deed.host(scope, id)?.map(|one| Room::Host(Box::new(one))),
            None => None,
        },
        Noun::Specialist => match SpecialistId::parse(name) {
            Some(id) => deed.specialist(scope, id)?.map(|one| Room::Specialist(Box::new(one))),
            None => None,
        },
        Noun::SpecialistRequest => match SpecialistRequestId::parse(name) {
            Some(id) => deed.specialist_request(scope, id)?.map(|one| Room::SpecialistRequest(Box::new(one))),
            None => None,
        },
        Noun::Mission => match MissionId::parse(name) {
            Some(id) => deed.mission(scope, id)?.map(|one| Room::Mission(Box::new(one))),
            None => None,
        },
        Noun::Agreement => match AgreementId::parse(name) {
            Some(id) => deed.agreement(scope, id)?.map(|one| Room::Agreement(Box::new(one))),
            None => None,
        },
        Noun::Event => match EventId::parse(name) {
            Some(id) => deed.event(scope, id)?.map(|one| Room::Event(Box::new(one))),
            None => None,
        },
        Noun::Sample => match SampleId::parse(name) {
            Some(id) => deed.sample(scope, id)?.map(|one| Room::Sample(Box::new(one))),
            None => None,
        },
        Noun::Credit => match CreditId::parse(name) {
            Some(id) => deed.credit(scope, id)?.map(|one| Room::Credit(Box::new(one))),
            None => None,
        },
        Noun::Technology => match TechnologyId::parse(name) {
            Some(id) => deed.technology(scope, id)?.map(|one| Room::Technology(Box::new(one))),
            None => None,
        },
        Noun::Adoption => match AdoptionId::parse(name) {
            Some(id) => adoption(deed, scope, id)?,
            None => None,
        },
        _ => None,
    })
}

/// An adoption, where it is seen; its technology is seen with it.
fn adoption(deed: &Deed<'_>, scope: &Scope, id: AdoptionId) -> Result<Option<Room>, Failure> {
    let Some(one) = deed.adoption(scope, id)? else { return Ok(None) };
    let technology = deed.technology(scope, one.technology)?;
    Ok(technology.map(|technology| Room::Adoption(Box::new(one), technology.name)))
}

fn hosts(ids: impl IntoIterator<Item = HostId>) -> Vec<Thing> {
    ids.into_iter().map(|id| Thing::new(Noun::Host, id)).collect()
}

impl Room {
    /// What it is called.
    pub(super) fn title(&self) -> String {
        match self {
            Room::Need(one) => one.title.clone(),
            Room::Record(id, title, _) if title.is_empty() => id.to_string(),
            Room::Record(_, title, _) => title.clone(),
            Room::Request(one) => one.question.clone(),
            Room::Source(one) => one.title.clone(),
            Room::Host(one) => one.name().to_owned(),
            Room::Specialist(one) => one.name.clone(),
            Room::SpecialistRequest(one) => one.title.clone(),
            Room::Mission(one) => one.title.clone(),
            Room::Agreement(one) => one.title.clone(),
            Room::Event(one) => one.name.clone(),
            Room::Sample(one) => one.name.clone(),
            Room::Credit(one) => one.title.clone(),
            Room::Technology(one) => one.name.clone(),
            Room::Adoption(_, technology) => technology.clone(),
        }
    }

    /// How it is marked now.
    pub(super) fn marking(&self) -> &Marking {
        match self {
            Room::Need(one) => &one.marking,
            Room::Record(_, _, marking) => marking,
            Room::Request(one) => &one.marking,
            Room::Source(one) => &one.marking,
            Room::Host(one) => &one.marking,
            Room::Specialist(one) => &one.marking,
            Room::SpecialistRequest(one) => &one.marking,
            Room::Mission(one) => &one.marking,
            Room::Agreement(one) => &one.marking,
            Room::Event(one) => &one.marking,
            Room::Sample(one) => &one.marking,
            Room::Credit(one) => &one.marking,
            Room::Technology(one) => &one.marking,
            Room::Adoption(one, _) => &one.marking,
        }
    }

    /// The least marking that it can have: the join of all that it is drawn from. Whoever is to see it has to see that too.
    pub(super) fn floor(&self, deed: &Deed<'_>) -> Result<Marking, Failure> {
        let need = |id: &NeedId| Thing::new(Noun::Need, id);
        let specialist = |id: SpecialistId| Thing::new(Noun::Specialist, id);
        let mut drawn_from: Vec<Thing> = Vec::new();
        match self {
            Room::Need(_) | Room::Source(_) | Room::Host(_) => {}
            Room::Record(id, ..) => {
                let own = Thing::new(Noun::Record, id);
                let links = deed.links(&own)?.into_iter().filter(|link| {
                    link.source == own && matches!(link.kind, LinkKind::DerivedFrom | LinkKind::Answers)
                });
                drawn_from.extend(links.map(|link| link.target));
            }
            Room::Request(one) => drawn_from.extend(one.need.as_ref().map(need)),
            Room::Specialist(one) => {
                let evidence = one.skills.iter().flat_map(|skill| &skill.evidence);
                drawn_from.extend(evidence.map(|record| Thing::new(Noun::Record, record)));
            }
            Room::SpecialistRequest(one) => {
                drawn_from.extend(one.need.as_ref().map(need));
                drawn_from.extend(hosts(one.hosts.iter().copied()));
            }
            Room::Mission(one) => {
                let list = deed.questions(one.id)?;
                drawn_from.extend(one.needs.iter().map(need));
                drawn_from.extend(hosts(one.hosts.iter().copied()));
                drawn_from.extend(hosts(list.all().iter().filter_map(|question| question.host)));
                drawn_from.extend(list.askers().map(|asker| asker.thing.clone()));
                drawn_from.extend(one.members.iter().map(|member| specialist(member.specialist)));
                let event = one.event.as_ref().and_then(|event| event.id);
                drawn_from.extend(event.map(|id| Thing::new(Noun::Event, id)));
            }
            Room::Agreement(one) => {
                drawn_from.extend(one.needs.iter().map(need));
                drawn_from.extend(hosts(one.parties.iter().filter_map(|party| party.host).chain([one.host])));
            }
            Room::Event(one) => drawn_from.extend(one.source.map(|id| Thing::new(Noun::Source, id))),
            Room::Sample(one) => {
                drawn_from.extend(one.needs.iter().map(need));
                drawn_from.extend(one.agreement.map(|id| Thing::new(Noun::Agreement, id)));
                drawn_from.extend(hosts(one.maker));
            }
            Room::Credit(one) => {
                drawn_from.extend(hosts([one.lender]));
                drawn_from.extend(one.agreement.map(|id| Thing::new(Noun::Agreement, id)));
            }
            Room::Technology(one) => drawn_from.extend(one.origins.iter().cloned()),
            Room::Adoption(one, _) => {
                drawn_from.push(Thing::new(Noun::Technology, one.technology));
                drawn_from.extend(one.need.as_ref().map(need));
            }
        }
        let mut floor = Marking::default();
        for thing in drawn_from {
            if let Some(marking) = deed.marking_of(&thing)? {
                floor = floor.join(&marking);
            }
        }
        Ok(floor)
    }

    /// Keeps it marked otherwise, one revision on, with all that hangs on its label.
    pub(super) fn mark(self, deed: &mut Deed<'_>, thing: &Thing, to: &Marking) -> Result<(), Failure> {
        let marking = to.clone();
        let fact = deed.fact(Verb::Marked, thing).with(to.to_string());
        match self {
            Room::Need(one) => deed.keep_step(&Need { marking, revision: one.revision + 1, ..*one }, &fact)?,
            Room::Record(id, ..) => deed.mark_record(id, to)?,
            Room::Request(one) => {
                deed.keep_request(&Request { marking, ..*one })?;
                deed.note(&fact)?;
            }
            Room::Source(one) => {
                deed.keep_source(&Source { marking, revision: one.revision + 1, ..*one }, Verb::Marked)?;
            }
            Room::Host(one) => deed.keep_host(&Host { marking, revision: one.revision + 1, ..*one }, Verb::Marked)?,
            Room::Specialist(one) => {
                deed.keep_specialist(&Specialist { marking, revision: one.revision + 1, ..*one }, Verb::Marked)?;
            }
            Room::SpecialistRequest(one) => {
                let one = SpecialistRequest { marking, revision: one.revision + 1, ..*one };
                deed.keep_specialist_request(&one, &fact)?;
            }
            Room::Mission(one) => {
                deed.keep_mission(&Mission { marking, revision: one.revision + 1, ..*one }, &fact)?;
            }
            Room::Agreement(one) => {
                deed.keep_agreement(&Agreement { marking, revision: one.revision + 1, ..*one }, &fact)?;
            }
            Room::Event(one) => {
                deed.keep_event(&Event { marking, revision: one.revision + 1, ..*one }, Verb::Marked)?;
            }
            Room::Sample(one) => deed.keep_sample(&Sample { marking, revision: one.revision + 1, ..*one }, &fact)?,
            Room::Credit(one) => {
                deed.keep_credit(&Credit { marking, revision: one.revision + 1, ..*one }, Verb::Marked)?;
            }
            Room::Technology(one) => {
                deed.keep_technology(&Technology { marking, revision: one.revision + 1, ..*one }, &fact)?;
            }
            Room::Adoption(one, _) => {
                deed.keep_adoption(&Adoption { marking, revision: one.revision + 1, ..*one }, &fact)?;
            }
        }
        Ok(())
    }
}
