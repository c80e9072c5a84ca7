//! Things made out of things: every way of making one, what it was made out of, and the word by which it is known wherever it goes.

use desk::{Abstract, Answer, Edit, Failure, Question, WrittenDigest};
use model::{
    Agreement, AgreementBasis, AgreementId, AgreementKind, AgreementStage, BriefLine, BriefPart, BriefThing, Bulletin,
    BulletinId, BulletinKind, BulletinLanguage, BulletinRhythm, DigestText, Event, EventId, EventKind, Evidence,
    ExcerptGiven, Exchange, ExchangeId, ExchangeKind, ExchangeWay, Exhibitor, Feed, Host, HostId, HostName, Incident,
    IncidentId, IncidentKind, IssueStage, Language, Marking, Mission, MissionDirection, MissionEvent, MissionId,
    MissionStage, Need, NeedId, Noun, PrintForm, Profile, ProfileId, Record, RecordId, RequestId, Sample, SampleCame,
    SampleId, SampleKind, SampleState, Skill, Specialist, SpecialistId, SpecialistRequest, SpecialistRequestId,
    SpecialistRequestStage, Stage, Stand, StandId, StandNote, StandState, Subject, Terms, Text, Thing, UnitId, Verb,
    Visitor, WantedSkill,
};

use crate::house::{House, READERS, date, post};
use crate::oracle;

/// Every way in which something comes into the office or is made out of what is there. The tests go over all of them; a new one is added
/// here, and the compiler asks how it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Record,
    Need,
    Host,
    Event,
    Request,
    Answer,
    Excerpt,
    Digest,
    Attachment,
    Mission,
    Brief,
    Agreement,
    Sample,
    SpecialistRequest,
    Specialist,
    Stand,
    Exchange,
    Incident,
    Issue,
}

impl Kind {
    pub const ALL: [Kind; 19] = [
        Kind::Record,
        Kind::Need,
        Kind::Host,
        Kind::Event,
        Kind::Request,
        Kind::Answer,
        Kind::Excerpt,
        Kind::Digest,
        Kind::Attachment,
        Kind::Mission,
        Kind::Brief,
        Kind::Agreement,
        Kind::Sample,
        Kind::SpecialistRequest,
        Kind::Specialist,
        Kind::Stand,
        Kind::Exchange,
        Kind::Incident,
        Kind::Issue,
    ];
}

/// Something that was made.
#[derive(Clone, Debug)]
pub struct Node {
    pub kind: Kind,
    /// Its name in the office.
    pub name: String,
    /// The record that it is or became.
    pub record: Option<RecordId>,
    /// The word that stands in it and nowhere else, until something is made out of it.
    pub word: String,
    /// What it was marked with, and with what it was narrowed since: a reader has to see all of them.
    pub markings: Vec<&'static str>,
    /// What it was made out of.
    pub from: Vec<usize>,
}

/// What was made in an office.
#[derive(Default)]
pub struct Graph {
    pub nodes: Vec<Node>,
}

impl Graph {
    /// Whether a reader may come upon the word of a thing: whoever sees it and all that it was made out of, by the oracle alone.
    pub fn may_read(&self, reader: &crate::house::Member, at: usize) -> bool {
        let node = &self.nodes[at];
        node.markings.iter().all(|marking| oracle::sees(reader, marking))
            && node.from.iter().all(|from| self.may_read(reader, *from))
    }

    fn latest(&self, kind: Kind, pick: usize) -> Option<usize> {
        let of_kind: Vec<usize> = (0..self.nodes.len()).filter(|at| self.nodes[*at].kind == kind).collect();
        (!of_kind.is_empty()).then(|| of_kind[pick % of_kind.len()])
    }

    /// A record, of whatever it is one: collected, an answer, the note of a stand.
    fn record(&self, pick: usize) -> Option<(usize, RecordId)> {
        let of_records = (0..self.nodes.len()).filter_map(|at| Some((at, self.nodes[at].record?)));
        let of_records: Vec<_> =
            of_records.filter(|(at, _)| !matches!(self.nodes[*at].kind, Kind::Digest | Kind::Attachment)).collect();
        (!of_records.is_empty()).then(|| of_records[pick % of_records.len()])
    }

    /// Makes something, so marked, out of what the picks choose of what is there. What the office refuses is not made.
    pub fn make(&mut self, house: &House, kind: Kind, marking: &'static str, picks: [usize; 3]) -> bool {
        // As long as every other, so that none stands within another.
        let word = format!("zq{:03}x", self.nodes.len());
        let making = Making { house, graph: self, word: &word, marking: Marking::parse(marking).unwrap(), picks };
        let Some(Made { name, record, from }) = making.make(kind) else { return false };
        self.nodes.push(Node { kind, name, record, word, markings: vec![marking], from });
        true
    }
}

struct Made {
    name: String,
    record: Option<RecordId>,
    from: Vec<usize>,
}

struct Making<'a> {
    house: &'a House,
    graph: &'a Graph,
    word: &'a str,
    marking: Marking,
    picks: [usize; 3],
}

fn made(name: impl ToString, from: Vec<usize>) -> Made {
    Made { name: name.to_string(), record: None, from }
}

impl Making<'_> {
    fn make(self, kind: Kind) -> Option<Made> {
        match kind {
            Kind::Record => Some(self.collected()),
            Kind::Need => Some(self.need()),
            Kind::Host => Some(self.host()),
            Kind::Event => self.event().ok(),
            Kind::Request => self.request().ok(),
            Kind::Answer => self.answer(),
            Kind::Excerpt => self.excerpt(),
            Kind::Digest => self.digest(),
            Kind::Attachment => self.attachment(),
            Kind::Mission => self.mission(),
            Kind::Brief => self.brief(),
            Kind::Agreement => self.agreement(),
            Kind::Sample => self.sample(),
            Kind::SpecialistRequest => self.specialist_request(),
            Kind::Specialist => self.specialist(),
            Kind::Stand => self.stand(),
            Kind::Exchange => self.exchange(),
            Kind::Incident => self.incident(),
            Kind::Issue => self.issue(),
        }
    }

    fn named(&self, kind: Kind, pick: usize) -> Option<(usize, &str)> {
        let at = self.graph.latest(kind, self.picks[pick])?;
        Some((at, &self.graph.nodes[at].name))
    }

    fn need_picked(&self, pick: usize) -> Option<(usize, NeedId)> {
        self.named(Kind::Need, pick).map(|(at, name)| (at, NeedId::new(name).unwrap()))
    }

    fn host_picked(&self, pick: usize) -> Option<(usize, HostId)> {
        self.named(Kind::Host, pick).map(|(at, name)| (at, HostId::parse(name).unwrap()))
    }

    fn collected(self) -> Made {
        let record = Record {
            titles: vec![Text::plain(format!("A paragraph called {}", self.word))],
            abstracts: vec![Text::plain(format!("What is restricted stands here: {}.", self.word))],
            ..Record::default()
        };
        let incoming = store::Incoming { record, raw: vec![], source_key: self.word.to_owned(), keys: vec![] };
        let (first, marking) = (self.house.id(), self.marking);
        let id = self.house.operator(move |deed| {
            let batch = store::Batch::marked(vec![incoming], marking);
            Ok(deed.ingest(&batch, &Apart, &mut || first)?[0].record)
        });
        Made { record: Some(id), ..made(id, Vec::new()) }
    }

    fn need(self) -> Made {
        // Its name is typed by who asks for it, so the word does not stand there.
        let id = NeedId::new(&format!("need-{}", self.house.id())).unwrap();
        // Laid before those who read, each in their turn, so that mail and feeds have something to say.
        let reader = &READERS[self.picks[0] % (READERS.len() - 1)];
        let draft = Need::draft(
            id.clone(),
            &format!("Need of {}", self.word),
            UnitId::new(reader.unit).unwrap(),
            post(reader.name),
        );
        let need = Need {
            statement: format!("It is wanted that {}", self.word),
            stage: Stage::Accepted,
            expires: Some(date("2030-01-01")),
            profiles: vec![Profile {
                id: ProfileId { need: id.clone(), number: 1 },
                query: "paragraph".to_owned(),
                threshold: None,
            }],
            questions: vec![format!("Who makes {}?", self.word)],
            marking: self.marking,
            ..draft
        };
        self.house.operator(move |deed| Ok(deed.keep_need(&need).map(|_| ())?));
        made(id, Vec::new())
    }

    fn host(self) -> Made {
        let id = HostId::from_bits(self.house.id());
        let host = Host {
            id,
            names: vec![HostName { text: format!("Works of {}", self.word), language: None }],
            aliases: Vec::new(),
            country: "DE".to_owned(),
            place: "Erlangen".to_owned(),
            languages: Vec::new(),
            makes: "Rectifiers".to_owned(),
            classes: Vec::new(),
            address: String::new(),
            contacts: Vec::new(),
            remark: String::new(),
            post: post("archivist"),
            marking: self.marking,
            revision: 0,
            made_at: 0,
        };
        self.house.operator(move |deed| Ok(deed.keep_host(&host, Verb::Registered)?));
        made(id, Vec::new())
    }

    fn event(self) -> Result<Made, Failure> {
        let id = EventId::from_bits(self.house.id());
        let event = Event {
            id,
            kind: EventKind::Exhibition,
            name: format!("Exhibition of {}", self.word),
            place: "Düsseldorf".to_owned(),
            country: "DE".to_owned(),
            since: date("2026-11-10"),
            until: date("2026-11-25"),
            organiser: String::new(),
            subject: "Automation".to_owned(),
            remark: String::new(),
            source: None,
            post: post("archivist"),
            marking: self.marking,
            revision: 0,
            made_at: 0,
        };
        self.house.act("archivist", move |writer, turn, _| desk::keep_event(writer, turn, event, true))?;
        let list: Vec<Exhibitor> =
            desk::read_exhibitors("list", format!("Firm of {}; DE; 1; Drives\n", self.word).as_bytes())
                .unwrap_or_default()
                .into_iter()
                .map(|line| line.exhibitor)
                .collect();
        self.house
            .act("archivist", move |writer, turn, _| desk::take_exhibitors(writer, turn, id, &list).map(|_| ()))?;
        Ok(made(id, Vec::new()))
    }

    fn request(self) -> Result<Made, Failure> {
        let need = self.need_picked(0).filter(|_| self.picks[1] % 3 > 0);
        let question = Question {
            id: RequestId::from_bits(self.house.id()),
            question: format!("Which paragraph speaks of {}?", self.word),
            detail: String::new(),
            post: post("archivist"),
            need: need.as_ref().map(|(_, id)| id.clone()),
            due: date("2026-12-10"),
            marking: self.marking,
        };
        let id = question.id;
        self.house.act("archivist", move |writer, turn, office| desk::ask(writer, turn, office, &question))?;
        Ok(made(id, need.into_iter().map(|(at, _)| at).collect()))
    }

    fn answer(self) -> Option<Made> {
        let (request, name) = self.named(Kind::Request, 0)?;
        let id = RequestId::parse(name).unwrap();
        let cited: Vec<(usize, RecordId)> =
            self.picks[1..].iter().filter_map(|pick| self.graph.record(*pick)).collect();
        // What is answered quotes what it rests on: that is what a restriction has to keep up with.
        let quoted: Vec<&str> = cited.iter().map(|(at, _)| self.graph.nodes[*at].word.as_str()).collect();
        let given = Answer {
            title: format!("The paragraph of {}", self.word),
            text: format!("It says {}, after {}", self.word, quoted.join(" and ")),
            cites: cited.iter().map(|(_, record)| *record).collect(),
            marking: self.marking.clone(),
            language: Some("en".to_owned()),
        };
        let (_, record) = self
            .house
            .act("archivist", move |writer, turn, office| desk::answer(writer, turn, office, id, &given))
            .ok()?;
        let from = std::iter::once(request).chain(cited.into_iter().map(|(at, _)| at)).collect();
        Some(Made { record: Some(record), ..made(record, from) })
    }

    fn excerpt(self) -> Option<Made> {
        let (at, record) = self.graph.record(self.picks[0])?;
        let given = ExcerptGiven {
            passage: format!("Word for word: {}, in {}", self.graph.nodes[at].word, self.word),
            place: "p. 14".to_owned(),
            title: format!("A paragraph out of it: {}", self.word),
            marking: self.marking.clone(),
            ..ExcerptGiven::default()
        };
        let once = self.house.id();
        let excerpt = self
            .house
            .act("archivist", move |writer, turn, office| {
                desk::take_excerpt(writer, turn, office, (record, once), given)
            })
            .ok()?;
        Some(Made { record: Some(excerpt), ..made(excerpt, vec![at]) })
    }

    fn digest(self) -> Option<Made> {
        let (at, record) = self.graph.record(self.picks[0])?;
        let quoted = &self.graph.nodes[at].word;
        let language = Language::parse(model::PAGE_LANGUAGES[self.picks[1] % model::PAGE_LANGUAGES.len()]).unwrap();
        let office = self.house.office.seen_by(&self.house.officer("archivist").scope);
        if office.abstracted(record).unwrap().digests.iter().any(|digest| digest.language == language) {
            return None;
        }
        let text = DigestText {
            purpose: format!("Of use for {}", self.word),
            title: format!("The paragraph {} and {quoted}, translated", self.word),
            translation: format!("Translated: {quoted}, {}", self.word),
            ..DigestText::default()
        };
        let digest = Some(WrittenDigest { language, text, marking: self.marking.clone(), seen: 0 });
        let said = Abstract { digest, ..Abstract::default() };
        let kept = self
            .house
            .act("archivist", move |writer, turn, office| desk::write_abstract(writer, turn, office, record, &said))
            .ok()??;
        Some(Made { record: Some(record), ..made(kept.id, vec![at]) })
    }

    fn attachment(self) -> Option<Made> {
        let (at, record) = self.graph.record(self.picks[0])?;
        let quoted = &self.graph.nodes[at].word;
        let (name, bytes) = (format!("{}-{quoted}.txt", self.word), format!("An excerpt of {quoted}: {}", self.word));
        let brought = desk::bring(&self.house.office, &name, bytes.as_bytes(), self.house.now()).ok()?;
        let marking = self.house.office.marking_of(record).unwrap().join(&self.marking);
        let kept = self
            .house
            .act("archivist", move |writer, turn, _| desk::attach(writer, turn, record, Some(&marking), &brought))
            .ok()?;
        Some(Made { record: Some(record), ..made(kept.id, vec![at]) })
    }

    fn mission(self) -> Option<Made> {
        let (need, host) = (self.need_picked(0)?, self.host_picked(1)?);
        let event = self.named(Kind::Event, 2).filter(|_| self.picks[0] % 2 == 0);
        let id = MissionId::from_bits(self.house.id());
        let mission = Mission {
            id,
            direction: MissionDirection::Out,
            title: format!("To {}", self.word),
            purpose: format!("What {} is", self.word),
            post: post("archivist"),
            unit: UnitId::new("ministry").unwrap(),
            stage: MissionStage::Draft,
            benefits: Vec::new(),
            needs: vec![need.1],
            hosts: vec![host.1],
            event: event.map(|(_, name)| MissionEvent {
                id: EventId::parse(name),
                name: "An exhibition".to_owned(),
                kind: EventKind::Exhibition,
                place: "Düsseldorf".to_owned(),
                since: None,
                until: None,
            }),
            since: date("2027-01-10"),
            until: date("2027-01-20"),
            place: "Düsseldorf".to_owned(),
            country: None,
            members: Vec::new(),
            benefit: String::new(),
            plan: String::new(),
            recipients: Vec::new(),
            budget: None,
            remark: String::new(),
            round: 0,
            report_due: None,
            report: None,
            marking: self.marking.clone(),
            revision: 0,
            made_at: 0,
        };
        self.house.act("archivist", move |writer, turn, _| desk::write_mission(writer, turn, mission, None)).ok()?;
        let from = [need.0, host.0].into_iter().chain(event.map(|(at, _)| at)).collect();
        Some(made(id, from))
    }

    fn brief(self) -> Option<Made> {
        let (at, name) = self.named(Kind::Mission, 0)?;
        let mission = MissionId::parse(name).unwrap();
        let office = self.house.office.seen_by(&self.house.officer("archivist").scope);
        if office.brief(mission).unwrap().is_some() {
            return None;
        }
        let (other, thing) = match self.picks[1] % 2 {
            0 => self.graph.record(self.picks[2]).map(|(at, record)| (at, BriefThing::Record(record)))?,
            _ => self.need_picked(2).map(|(at, need)| (at, BriefThing::Need(need)))?,
        };
        let words = format!("Nothing is said of {} and {}", self.word, self.graph.nodes[other].word);
        let line = BriefLine { host: None, part: BriefPart::Withheld, words, thing: Some(thing) };
        self.house
            .act("archivist", move |writer, turn, office| {
                desk::write_brief(writer, turn, office, (mission, 0), &[line])
            })
            .ok()?;
        Some(made(mission, vec![at, other]))
    }

    fn agreement(self) -> Option<Made> {
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
        Some(made(id, vec![need.0, host.0]))
    }

    fn sample(self) -> Option<Made> {
        let need = self.need_picked(0)?;
        let maker = self.host_picked(1).filter(|_| self.picks[2] % 2 == 0);
        let agreement = self.named(Kind::Agreement, 2).filter(|_| self.picks[1] % 2 == 0);
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
        Some(made(id, from))
    }

    fn specialist_request(self) -> Option<Made> {
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
        Some(made(id, need.into_iter().map(|(at, _)| at).chain([host.0]).collect()))
    }

    fn specialist(self) -> Option<Made> {
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
        Some(made(id, vec![at]))
    }

    fn stand(self) -> Option<Made> {
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
        Some(Made { record: noted.record, ..made(noted.id, vec![at]) })
    }

    fn exchange(self) -> Option<Made> {
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
        Some(made(id, vec![at]))
    }

    fn incident(self) -> Option<Made> {
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
        Some(made(id, vec![at]))
    }

    /// A bulletin with one issue that is out: of all that speaks of a paragraph, or of all that was laid before the units.
    fn issue(self) -> Option<Made> {
        self.house.run();
        let is_journal = self.picks[0] % 2 == 0;
        let id = BulletinId::from_bits(self.house.id());
        let bulletin = Bulletin {
            id,
            name: "Of paragraphs".to_owned(),
            kind: if is_journal { BulletinKind::Journal } else { BulletinKind::Unit },
            query: if is_journal { "paragraph".to_owned() } else { String::new() },
            unit: (!is_journal).then(|| UnitId::new("ministry").unwrap()),
            post: post("archivist"),
            second: Some(post("director")),
            language: BulletinLanguage::English,
            rhythm: BulletinRhythm::ByHand,
            when_empty: true,
            marking: self.marking,
            page_template: None,
            print_template: None,
            feed: Feed::default(),
            last_on: None,
            closed: false,
            revision: 0,
            made_at: 0,
        };
        let (house, days) = (self.house, (date("2026-11-01"), date("2026-11-30")));
        house
            .act("archivist", move |writer, turn, office| desk::found_bulletin(writer, turn, office, bulletin))
            .ok()?;
        for reader in house.readers() {
            let to = post(reader.name);
            house.operator(move |deed| Ok(deed.subscribe(id, &to, true).map(|_| ())?));
        }
        house
            .act("archivist", move |writer, turn, office| {
                desk::change_bulletin_feed(writer, turn, office, id, true).map(|_| ())
            })
            .ok();
        let begun = house.act("archivist", move |writer, turn, office| {
            let composed = office.composition(turn.officer, &id.to_string(), days)?;
            desk::begin_issue(writer, turn, composed)
        });
        let issue = begun.ok()?.id;
        let note = format!("The last word is {}", self.word);
        house
            .act("archivist", move |writer, turn, office| {
                desk::edit_issue(writer, turn, office, issue, Edit::Note(note))
            })
            .ok()?;
        let maker = house.office.seen_by(&house.officer("archivist").scope);
        let sheet = maker.issue_sheet(&issue.to_string()).unwrap();
        let (drawn, revision) =
            (drawn(&sheet, maker.next_issue_number(&sheet.bulletin, 2026).unwrap()), sheet.issue.revision);
        house
            .act("archivist", move |writer, turn, office| {
                desk::order_print(writer, turn, office, (issue, revision), &drawn)
            })
            .ok()?;
        house.run();
        let proof = maker.issue(&issue.to_string()).unwrap().0;
        assert_eq!(proof.stage, IssueStage::Proof, "{:?}", proof.fault);
        let seen = (issue, proof.revision);
        let who = if proof.marking == Marking::default() { "archivist" } else { "director" };
        house.act(who, move |writer, turn, office| desk::release_issue(writer, turn, office, seen)).unwrap();
        // What stands in it says what it was made out of.
        let text = maker.print(&issue.to_string(), PrintForm::Text).unwrap().bytes;
        let text = String::from_utf8(text).unwrap();
        let from = (0..self.graph.nodes.len()).filter(|at| text.contains(&self.graph.nodes[*at].word)).collect();
        Some(made(issue, from))
    }
}

/// An issue drawn with all that its sheet says: what the pages leave out is tried as well.
fn drawn(sheet: &desk::IssueSheet, number: u32) -> press::Issue {
    let mut n = 0;
    let sections = sheet.sections.iter().map(|section| press::Section {
        code: section.code.clone(),
        heading: section.heading.clone(),
        note: section.note.clone(),
        items: section
            .records
            .iter()
            .map(|record| {
                n += 1;
                let own = record.own.as_ref().map(|own| own.digest.text.purpose.clone()).unwrap_or_default();
                let translated = record.translation.as_ref().map(|text| text.translation.clone()).unwrap_or_default();
                press::Item {
                    number: n,
                    title: format!("{} {own} {translated}", record.held.record.title().unwrap_or_default()),
                    title_language: None,
                    title_by_office: false,
                    original: None,
                    authors: Vec::new(),
                    source: None,
                    identifiers: Vec::new(),
                    digest: None,
                    abstract_: None,
                    grade: None,
                    classes: Vec::new(),
                    marking: None,
                    rights: None,
                    grounds: Vec::new(),
                }
            })
            .collect(),
    });
    press::Issue {
        kind: press::Kind::AbstractJournal,
        masthead: press::Masthead {
            name: sheet.bulletin.name.clone(),
            office: sheet.office.clone(),
            subtitle: None,
            number: number.to_string(),
            year: 2026,
            date_text: "20 November 2026".to_owned(),
            date: press::Day::parse("2026-11-20").unwrap(),
            marking: None,
            language: press::Language::En,
        },
        sections: sections.collect(),
        closing: Some(sheet.issue.note.clone()),
    }
}

/// No two readings are one work.
struct Apart;

impl store::Identify for Apart {
    fn sameness(&self, _: &Record, _: &Record) -> store::Sameness {
        store::Sameness::Different
    }

    fn merge(&self, readings: &[Record]) -> store::Merged {
        store::Merged { record: readings[0].clone(), ..store::Merged::default() }
    }
}

impl Graph {
    /// Narrows something by the way in which its room narrows it. What is not narrowed by itself follows what it was made out of.
    pub fn narrow(&mut self, house: &House, pick: usize, marking: &'static str) -> bool {
        if self.nodes.is_empty() {
            return false;
        }
        let at = pick % self.nodes.len();
        let added = Marking::parse(marking).unwrap();
        let maker = house.office.seen_by(&house.officer("archivist").scope);
        let node = &self.nodes[at];
        let done = match node.kind {
            Kind::Record | Kind::Answer | Kind::Excerpt => {
                let record = node.record.unwrap();
                let wider = maker.marking_of(record).unwrap().join(&added);
                house.act("archivist", move |writer, turn, _| desk::mark_record(writer, turn, record, &wider)).is_ok()
            }
            Kind::Need => {
                let held = maker.need(&node.name).unwrap();
                let need = Need { marking: held.marking.join(&added), ..held };
                house.operator(move |deed| Ok(deed.keep_need(&need).map(|_| ())?));
                true
            }
            Kind::Host => {
                let held = maker.host(&node.name).unwrap();
                let host = Host { marking: held.marking.join(&added), revision: held.revision + 1, ..held };
                house.operator(move |deed| Ok(deed.keep_host(&host, Verb::Revised)?));
                true
            }
            Kind::Event => {
                let held = maker.event(&node.name).unwrap();
                let event = Event { marking: held.marking.join(&added), ..held };
                house.act("archivist", move |writer, turn, _| desk::keep_event(writer, turn, event, false)).is_ok()
            }
            Kind::Digest => {
                let held = maker.digest(&node.name).unwrap();
                let (record, marking) = (held.record, held.marking.join(&added));
                let digest = WrittenDigest { language: held.language, text: held.text, marking, seen: held.revision };
                let said = Abstract { digest: Some(digest), ..Abstract::default() };
                house
                    .act("archivist", move |writer, turn, office| {
                        desk::write_abstract(writer, turn, office, record, &said)
                    })
                    .is_ok()
            }
            Kind::Mission => {
                let held = maker.mission(&node.name).unwrap();
                let (mission, revision) =
                    (Mission { marking: held.marking.join(&added), ..held.clone() }, held.revision);
                house
                    .act("archivist", move |writer, turn, _| desk::write_mission(writer, turn, mission, Some(revision)))
                    .is_ok()
            }
            Kind::Agreement => {
                let held = maker.agreement(&node.name).unwrap();
                let revision = held.revision;
                let agreement = Agreement { marking: held.marking.join(&added), ..held };
                house
                    .act("archivist", move |writer, turn, _| {
                        desk::write_agreement(writer, turn, agreement, Some(revision))
                    })
                    .is_ok()
            }
            Kind::Sample => {
                let held = maker.sample(&node.name).unwrap().sample;
                let sample = Sample { marking: held.marking.join(&added), ..held };
                house.act("archivist", move |writer, turn, _| desk::keep_sample(writer, turn, sample, false)).is_ok()
            }
            Kind::SpecialistRequest => {
                let held = maker.specialist_request(&node.name).unwrap();
                let request = SpecialistRequest { marking: held.marking.join(&added), ..held };
                house
                    .act("archivist", move |writer, turn, _| {
                        desk::write_specialist_request(writer, turn, request, false)
                    })
                    .is_ok()
            }
            Kind::Specialist => {
                let held = maker.specialist(&node.name).unwrap();
                let specialist = Specialist { marking: held.marking.join(&added), ..held };
                house
                    .act("archivist", move |writer, turn, _| desk::keep_specialist(writer, turn, specialist, false))
                    .is_ok()
            }
            // Nothing narrows these by themselves after they were made.
            Kind::Request
            | Kind::Attachment
            | Kind::Brief
            | Kind::Stand
            | Kind::Exchange
            | Kind::Incident
            | Kind::Issue => false,
        };
        if done {
            self.nodes[at].markings.push(marking);
        }
        done
    }

    /// The thing of a node.
    pub fn thing(&self, at: usize) -> Thing {
        let node = &self.nodes[at];
        let noun = match node.kind {
            Kind::Record | Kind::Answer | Kind::Excerpt => Noun::Record,
            Kind::Need => Noun::Need,
            Kind::Host => Noun::Host,
            Kind::Event => Noun::Event,
            Kind::Request => Noun::Request,
            Kind::Digest => Noun::Digest,
            Kind::Attachment => Noun::Attachment,
            Kind::Mission => Noun::Mission,
            Kind::Brief => Noun::Brief,
            Kind::Agreement => Noun::Agreement,
            Kind::Sample => Noun::Sample,
            Kind::SpecialistRequest => Noun::SpecialistRequest,
            Kind::Specialist => Noun::Specialist,
            Kind::Stand => Noun::Stand,
            Kind::Exchange => Noun::Exchange,
            Kind::Incident => Noun::Incident,
            Kind::Issue => Noun::Issue,
        };
        Thing::new(noun, &node.name)
    }
}
