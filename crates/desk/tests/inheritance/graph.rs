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

mod issue;
mod partners;
mod told;

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
        // A brief has no marking of its own: it is marked as what it names, and who sees that reads it.
        let markings = if kind == Kind::Brief { Vec::new() } else { vec![marking] };
        self.nodes.push(Node { kind, name, record, word, markings, from });
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

fn made(name: &impl ToString, from: Vec<usize>) -> Made {
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
