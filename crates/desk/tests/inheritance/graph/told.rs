//! What is told, asked and written: records, needs, answers, excerpts, abstracts, missions and their briefs.

use super::*;

impl Making<'_> {
    pub(super) fn collected(self) -> Made {
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
        Made { record: Some(id), ..made(&id, Vec::new()) }
    }

    pub(super) fn need(self) -> Made {
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
        made(&id, Vec::new())
    }

    pub(super) fn host(self) -> Made {
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
        made(&id, Vec::new())
    }

    pub(super) fn event(self) -> Result<Made, Failure> {
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
        Ok(made(&id, Vec::new()))
    }

    pub(super) fn request(self) -> Result<Made, Failure> {
        let need = self.need_picked(0).filter(|_| !self.picks[1].is_multiple_of(3));
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
        Ok(made(&id, need.into_iter().map(|(at, _)| at).collect()))
    }

    pub(super) fn answer(self) -> Option<Made> {
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
        Some(Made { record: Some(record), ..made(&record, from) })
    }

    pub(super) fn excerpt(self) -> Option<Made> {
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
        Some(Made { record: Some(excerpt), ..made(&excerpt, vec![at]) })
    }

    pub(super) fn digest(self) -> Option<Made> {
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
        Some(Made { record: Some(record), ..made(&kept.id, vec![at]) })
    }

    pub(super) fn attachment(self) -> Option<Made> {
        let (at, record) = self.graph.record(self.picks[0])?;
        let quoted = &self.graph.nodes[at].word;
        let (name, bytes) = (format!("{}-{quoted}.txt", self.word), format!("An excerpt of {quoted}: {}", self.word));
        let brought = desk::bring(&self.house.office, &name, bytes.as_bytes(), self.house.now()).ok()?;
        let marking = self.house.office.marking_of(record).unwrap().join(&self.marking);
        let kept = self
            .house
            .act("archivist", move |writer, turn, _| desk::attach(writer, turn, record, Some(&marking), &brought))
            .ok()?;
        Some(Made { record: Some(record), ..made(&kept.id, vec![at]) })
    }

    pub(super) fn mission(self) -> Option<Made> {
        let (need, host) = (self.need_picked(0)?, self.host_picked(1)?);
        let event = self.named(Kind::Event, 2).filter(|_| self.picks[0].is_multiple_of(2));
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
        Some(made(&id, from))
    }

    pub(super) fn brief(self) -> Option<Made> {
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
        Some(made(&mission, vec![at, other]))
    }
}
