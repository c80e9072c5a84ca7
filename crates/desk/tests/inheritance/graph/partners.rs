//! What is had with others: agreements, samples, specialists, stands, and what passes with a host.

use super::*;

impl Making<'_> {
    pub(super) fn agreement(self) -> Option<Made> {
        let (need, host) = (self.need_picked(0)?, self.host_picked(1)?);
        let id = AgreementId::from_bits(self.house.id());
        let agreement = Agreement {
            id,
            kind: AgreementKind::Licence,
            title: format!("Licence for {}", self.word),
            basis: AgreementBasis::Commercial,
            stage: AgreementStage::Interest,
            host: host.1,
            parties: Vec::new(),
            unit: UnitId::new("ministry").unwrap(),
            post: post("archivist"),
            needs: vec![need.1],
            terms: Terms::proposed(AgreementKind::Licence),
            signed_on: None,
            in_force_on: None,
            ended_on: None,
            reason: String::new(),
            remark: format!("Of {}", self.word),
            marking: self.marking,
            revision: 0,
            made_at: 0,
        };
        self.house
            .act("archivist", move |writer, turn, _| desk::write_agreement(writer, turn, agreement, None))
            .ok()?;
        Some(made(&id, vec![need.0, host.0]))
    }

    pub(super) fn sample(self) -> Option<Made> {
        let need = self.need_picked(0)?;
        let maker = self.host_picked(1).filter(|_| self.picks[2].is_multiple_of(2));
        let agreement = self.named(Kind::Agreement, 2).filter(|_| self.picks[1].is_multiple_of(2));
        let id = SampleId::from_bits(self.house.id());
        let sample = Sample {
            id,
            kind: SampleKind::Machine,
            name: format!("Press {}", self.word),
            maker: maker.map(|(_, host)| host),
            maker_name: "Neckar Pressen".to_owned(),
            model: String::new(),
            serial: String::new(),
            amount: "1".to_owned(),
            measure: String::new(),
            country: "DE".to_owned(),
            came: SampleCame::Gift,
            agreement: agreement.and_then(|(_, name)| AgreementId::parse(name)),
            rights: String::new(),
            needs: vec![need.1],
            unit: UnitId::new("ministry").unwrap(),
            post: post("archivist"),
            plan: format!("Losses of {}", self.word),
            plan_due: date("2026-12-20"),
            expected: None,
            received: None,
            rests_since: None,
            remark: String::new(),
            state: SampleState::Expected,
            reason: String::new(),
            joined_to: None,
            marking: self.marking.clone(),
            revision: 0,
            made_at: 0,
        };
        self.house.act("archivist", move |writer, turn, _| desk::keep_sample(writer, turn, sample, true)).ok()?;
        let from = std::iter::once(need.0).chain(maker.map(|(at, _)| at)).chain(agreement.map(|(at, _)| at)).collect();
        Some(made(&id, from))
    }

    pub(super) fn specialist_request(self) -> Option<Made> {
        let (need, host) = (self.need_picked(0), self.host_picked(1)?);
        let id = SpecialistRequestId::from_bits(self.house.id());
        let request = SpecialistRequest {
            id,
            title: format!("Who knows {}", self.word),
            task: format!("To plan {}", self.word),
            unit: UnitId::new("ministry").unwrap(),
            post: post("archivist"),
            officer: post("archivist"),
            counterpart: post("director"),
            need: need.as_ref().map(|(_, id)| id.clone()),
            hosts: vec![host.1],
            place: "Kuznetsk".to_owned(),
            since: date("2027-01-01"),
            until: date("2027-12-31"),
            days: 180,
            skills: vec![WantedSkill { class: Subject::keyword("rectifiers"), must: true }],
            languages: Vec::new(),
            leaves: "How it is planned".to_owned(),
            stage: SpecialistRequestStage::Draft,
            reason: String::new(),
            marking: self.marking,
            revision: 0,
            made_at: 0,
        };
        self.house
            .act("archivist", move |writer, turn, _| desk::write_specialist_request(writer, turn, request, true))
            .ok()?;
        Some(made(&id, need.into_iter().map(|(at, _)| at).chain([host.0]).collect()))
    }

    pub(super) fn specialist(self) -> Option<Made> {
        let (at, record) = self.graph.record(self.picks[0])?;
        let id = SpecialistId::from_bits(self.house.id());
        let specialist = Specialist {
            id,
            person: None,
            name: format!("A. {}", self.word),
            unit: UnitId::new("ministry").unwrap(),
            host: None,
            country: String::new(),
            orcid: String::new(),
            interests: Vec::new(),
            skills: vec![Skill { class: Subject::keyword(&self.graph.nodes[at].word), evidence: vec![record] }],
            languages: Vec::new(),
            away: Vec::new(),
            remark: format!("Wrote of {}", self.word),
            marking: self.marking,
            revision: 0,
            made_at: 0,
        };
        self.house
            .act("archivist", move |writer, turn, _| desk::keep_specialist(writer, turn, specialist, true))
            .ok()?;
        Some(made(&id, vec![at]))
    }

    pub(super) fn stand(self) -> Option<Made> {
        let (at, name) = self.named(Kind::Event, 0)?;
        let stand = Stand {
            id: StandId::from_bits(self.house.id()),
            event: EventId::parse(name).unwrap(),
            exhibitor: 1,
            visitor: Visitor::Post(post("archivist")),
            purpose: format!("To hear of {}", self.word),
            question: None,
            state: StandState::Planned,
            day: None,
            by: String::new(),
            title: String::new(),
            notes: String::new(),
            evidence: None,
            contacts: Vec::new(),
            record: None,
            reason: String::new(),
            post: post("archivist"),
            marking: self.marking,
            revision: 0,
            made_at: 0,
        };
        let note = StandNote {
            day: date("2026-11-12"),
            title: format!("A paragraph on {}", self.word),
            notes: format!("They showed {}", self.word),
            evidence: Some(Evidence::Inspected),
            contacts: Vec::new(),
        };
        let noted = self
            .house
            .act("archivist", move |writer, turn, _| {
                let planned = desk::plan_stand(writer, turn, stand)?;
                let seen = (planned.id, planned.revision);
                desk::visit_stand(writer, turn, seen, note, &Marking::default(), &[])
            })
            .ok()?;
        Some(Made { record: noted.record, ..made(&noted.id, vec![at]) })
    }

    pub(super) fn exchange(self) -> Option<Made> {
        let (at, host) = self.host_picked(0)?;
        let exchange = Exchange {
            id: ExchangeId::from_bits(self.house.id()),
            host,
            way: ExchangeWay::Received,
            kind: ExchangeKind::Publication,
            day: date("2026-11-12"),
            what: format!("A catalogue of {}", self.word),
            worth: None,
            mission: None,
            answers: None,
            post: post("archivist"),
            struck: None,
            marking: self.marking,
            made_at: 0,
        };
        let id = exchange.id;
        self.house.act("archivist", move |writer, turn, _| desk::note_exchange(writer, turn, exchange)).ok()?;
        Some(made(&id, vec![at]))
    }

    pub(super) fn incident(self) -> Option<Made> {
        let (at, host) = self.host_picked(0)?;
        let incident = Incident {
            id: IncidentId::from_bits(self.house.id()),
            host,
            kind: IncidentKind::Press,
            day: date("2026-11-12"),
            title: format!("The press accuses {}", self.word),
            mission: None,
            course: Vec::new(),
            post: post("archivist"),
            marking: self.marking,
            made_at: 0,
        };
        let (id, first) = (incident.id, format!("It wrote of {}", self.word));
        self.house.act("archivist", move |writer, turn, _| desk::note_incident(writer, turn, incident, &first)).ok()?;
        Some(made(&id, vec![at]))
    }
}
