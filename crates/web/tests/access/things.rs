//! Things of the office in every state, under markings.

use std::io::Cursor;
use std::ops::ControlFlow;

use desk::{Clerk, Failure, WritableOffice};
use formats::{Item, Options};
use model::{
    Actor, AdoptionId, AgreementId, AgreementStage, ArrivalId, ArrivalStage, AssignmentId, AssignmentStage, Attachment,
    AttachmentFault, AttachmentId, AttachmentKind, AttachmentStage, AttachmentText, BulletinId, CaseId, CreditId, Date,
    DeliverableId, Delivery, DeliveryId, Digest, DigestId, DigestText, Duty, DutyId, DutyKind, EventId, ExchangeId,
    FindingId, Grade, HostId, IncidentId, Indexing, InspectionId, IntakeId, IntakeStage, IssueId, IssueStage, JobKind,
    Language, Link, LinkKind, Marking, MembershipId, MissionId, MissionStage, Need, NeedId, Noun, PartyListId,
    PersonId, PostId, Profile, ProfileId, RecordId, RegimeId, ReleaseId, Request, RequestId, RequestStage, SampleId,
    ScenarioId, ScreeningId, SourceId, SpecialistId, SpecialistRequestId, SpecialistRequestStage, Stage, StandId,
    SubjectScheme, TechnologyId, Thing, UnitId, Verb, VisitId, WideningId,
};
use store::{Deed, HeldGrade};

use crate::advisers::association;
use crate::agreements::agreement;
use crate::bulletins::{bulletin, issue};
use crate::control::{case, regime};
use crate::diffusion_kit::{NOUNS, Place, diffusion};
use crate::guests::{assignment, specialist_request};
use crate::house::{DAY, as_operator, now, number, today};
use crate::incoming::{arrival, intake, source};
use crate::inspected::{Named, Scene, inspection};
use crate::money::{credit, scenario};
use crate::travels::{event, exchange, host, incident, mission, release, screening, specialist, stand, widening};
use crate::uses::{adoption, sample};

const STAGES: [Stage; 7] =
    [Stage::Draft, Stage::Submitted, Stage::Accepted, Stage::Declined, Stage::Met, Stage::Withdrawn, Stage::Joined];

const REQUEST_STAGES: [RequestStage; 5] = [
    RequestStage::Asked,
    RequestStage::Routed,
    RequestStage::Answered,
    RequestStage::Declined,
    RequestStage::Withdrawn,
];

/// Those in which a page differs: before it is signed, while it holds, when it is over.
const AGREEMENT_STAGES: [AgreementStage; 3] =
    [AgreementStage::Negotiation, AgreementStage::InForce, AgreementStage::Terminated];

/// Those in which a page differs: what can be changed, reviewed, decided, reported.
const MISSION_STAGES: [MissionStage; 5] = [
    MissionStage::Draft,
    MissionStage::Proposed,
    MissionStage::Vetting,
    MissionStage::UnderWay,
    // Its figures stand among those of all missions.
    MissionStage::Reported,
];

/// Something with an address, and the markings of all that one has to see for seeing it.
pub struct Marked {
    pub param: &'static str,
    pub id: String,
    pub state: &'static str,
    pub markings: Vec<&'static str>,
}

/// Things that belong together. Everything about them hangs on the lot alone, so that they are the same in every house.
pub struct Lot {
    /// Begins the names.
    pub name: &'static str,
    /// A word that stands in every text of them.
    pub word: &'static str,
    /// The stream of chance that they draw from.
    pub stream: u64,
    /// The markings, each of which comes on things of each kind and state.
    pub markings: &'static [&'static str],
}

const RECORDS_OF_EACH: usize = 3;

impl Lot {
    /// Takes the records in.
    pub fn ingest(&self, office: &mut WritableOffice) -> Vec<Marked> {
        let mut at = 0;
        for (m, marking) in self.markings.iter().enumerate() {
            let mut ids = || {
                at += 1;
                number(self.stream, at)
            };
            let mut text = String::new();
            for n in 0..RECORDS_OF_EACH {
                let kind = ["JOUR", "BOOK", "RPRT"][n % 3];
                let year = 1960 + (m + n) % 5;
                text += &format!(
                    "TY  - {kind}\nTI  - {} turbine of lot {} number {m}-{n}\nAU  - {}son, Anna\nPY  - {year}\n\
                     AB  - A steam {} with welded blades and {}.\nDO  - 10.5555/{}.{m}.{n}\nKW  - {}\nLA  - en\nER  - \n\n",
                    self.word,
                    self.name,
                    self.word,
                    self.word,
                    ["copper", "gas", "valves"][n % 3],
                    self.name,
                    self.word
                );
            }
            let marking = Marking::parse(marking).unwrap();
            let mut read = |sink: &mut desk::Sink<'_>| {
                let file = format!("{}-{m}.ris", self.name);
                let _ =
                    formats::read(Cursor::new(text.as_bytes()), &file, &Options::default(), &mut |item| match item {
                        Item::Reading(reading) => sink(reading),
                        Item::Doubt(doubt) => panic!("{doubt}"),
                    });
            };
            let at = ("operator", now() - 60 * DAY);
            let ingested = desk::ingest_marked(office, &marking, at, &mut ids, &mut read, &mut |_| {}).unwrap();
            assert_eq!(ingested.n_collected as usize, RECORDS_OF_EACH);
        }
        let mut records = Vec::new();
        let _ = office.office().each_record(&mut |held| {
            let title = held.record.title().unwrap_or_default();
            if let Some((_, number)) = title.split_once(&format!(" of lot {} number ", self.name)) {
                let marking = self.markings[number.split('-').next().unwrap().parse::<usize>().unwrap()];
                records.push(Marked {
                    param: "record",
                    id: held.id.to_string(),
                    state: "held",
                    markings: vec![marking],
                });
            }
            ControlFlow::Continue(())
        });
        assert_eq!(records.len(), self.markings.len() * RECORDS_OF_EACH);
        records
    }

    /// Writes needs, requests, deliveries of the records, duties, jobs and links.
    pub fn tell(&self, clerk: &Clerk, records: &[Marked]) -> Vec<Marked> {
        let (name, word, stream, markings) = (self.name, self.word, self.stream, self.markings);
        let all_markings = markings;
        let records: Vec<(RecordId, &'static str)> =
            records.iter().map(|one| (RecordId::parse(&one.id).unwrap(), one.markings[0])).collect();
        as_operator(clerk, now() - 20 * DAY, move |deed| {
            let mut at = 1 << 20;
            let mut told = Vec::new();
            let mut draw = || {
                at += 1;
                number(stream, at)
            };
            for (m, marking) in markings.iter().copied().enumerate() {
                let of_source = SourceId::from_bits(draw());
                source(deed, of_source, word, marking)?;
                let markings = vec![marking];
                told.push(Marked { param: "source", id: of_source.to_string(), state: "held", markings });
                for stage in [IntakeStage::Looked, IntakeStage::Kept, IntakeStage::Broken] {
                    let id = IntakeId::from_bits(draw());
                    intake(deed, id, of_source, word, stage)?;
                    let markings = vec![marking];
                    told.push(Marked { param: "intake", id: id.to_string(), state: stage.word(), markings });
                }
                for stage in [ArrivalStage::Thrown, ArrivalStage::Aside, ArrivalStage::Turned] {
                    let id = ArrivalId::from_bits(draw());
                    arrival(deed, id, of_source, word, stage)?;
                    let markings = vec![marking];
                    told.push(Marked { param: "arrival", id: id.to_string(), state: stage.word(), markings });
                }
                let of_bulletin = BulletinId::from_bits(draw());
                bulletin(deed, of_bulletin, word, marking)?;
                told.push(Marked {
                    param: "bulletin",
                    id: of_bulletin.to_string(),
                    state: "held",
                    markings: vec![marking],
                });
                for stage in [IssueStage::Draft, IssueStage::Proof, IssueStage::Released] {
                    let id = IssueId::from_bits(draw());
                    issue(deed, (id, of_bulletin), word, stage, marking, records[m * RECORDS_OF_EACH].0)?;
                    told.push(Marked {
                        param: "issue",
                        id: id.to_string(),
                        state: stage.word(),
                        markings: vec![marking],
                    });
                }
                for stage in AttachmentStage::ALL {
                    let id = AttachmentId::from_bits(draw());
                    attachment(deed, id, records[m * RECORDS_OF_EACH].0, word, *stage, marking)?;
                    let markings = vec![marking];
                    told.push(Marked { param: "attachment", id: id.to_string(), state: stage.word(), markings });
                }
                for stage in STAGES {
                    let id = format!("{name}-{m}-{}", stage.word());
                    need(deed, &id, word, stage, marking, &format!("{name}-{m}-accepted"))?;
                    told.push(Marked { param: "need", id, state: stage.word(), markings: vec![marking] });
                }
                for stage in REQUEST_STAGES {
                    let id = RequestId::from_bits(draw());
                    let answer = (stage == RequestStage::Answered).then(|| records[m * RECORDS_OF_EACH].0);
                    let need = NeedId::new(&format!("{name}-{m}-accepted"))?;
                    request(deed, id, word, stage, marking, answer, need)?;
                    told.push(Marked {
                        param: "request",
                        id: id.to_string(),
                        state: stage.word(),
                        markings: vec![marking],
                    });
                }
                let own = (records[m * RECORDS_OF_EACH].0, NeedId::new(&format!("{name}-{m}-accepted"))?);
                let ids = (SourceId::from_bits(draw()), MembershipId::from_bits(draw()));
                told.extend(association(deed, ids, word, marking, own)?);
                let (of_host, of_specialist) = (HostId::from_bits(draw()), SpecialistId::from_bits(draw()));
                host(deed, of_host, word, marking)?;
                specialist(deed, of_specialist, word, marking)?;
                let markings = vec![marking];
                told.push(Marked { param: "host", id: of_host.to_string(), state: "held", markings: markings.clone() });
                told.push(Marked { param: "specialist", id: of_specialist.to_string(), state: "held", markings });
                for stage in [SpecialistRequestStage::Draft, SpecialistRequestStage::Open] {
                    let id = SpecialistRequestId::from_bits(draw());
                    specialist_request(deed, (id, of_host), word, stage, marking)?;
                    let (param, state) = ("specialist_request", stage.word());
                    told.push(Marked { param, id: id.to_string(), state, markings: vec![marking] });
                }
                for stage in [AssignmentStage::Proposed, AssignmentStage::UnderWay, AssignmentStage::Closed] {
                    let (of_request, id) = (SpecialistRequestId::from_bits(draw()), AssignmentId::from_bits(draw()));
                    specialist_request(deed, (of_request, of_host), word, SpecialistRequestStage::Filled, marking)?;
                    assignment(deed, (id, of_request, of_specialist), word, stage, marking)?;
                    let (param, state) = ("assignment", stage.word());
                    told.push(Marked { param, id: id.to_string(), state, markings: vec![marking] });
                }
                for stage in MISSION_STAGES {
                    let id = MissionId::from_bits(draw());
                    let need = NeedId::new(&format!("{name}-{m}-accepted"))?;
                    mission(deed, (id, of_host, of_specialist, draw()), word, stage, marking, need)?;
                    let markings = vec![marking];
                    told.push(Marked { param: "mission", id: id.to_string(), state: stage.word(), markings });
                }
                for stage in AGREEMENT_STAGES {
                    let ids = (AgreementId::from_bits(draw()), DeliverableId::from_bits(draw()), of_host);
                    let need = NeedId::new(&format!("{name}-{m}-accepted"))?;
                    agreement(deed, ids, word, stage, marking, &need)?;
                    let (state, markings) = (stage.word(), vec![marking]);
                    told.push(Marked { param: "agreement", id: ids.0.to_string(), state, markings: markings.clone() });
                    told.push(Marked { param: "deliverable", id: ids.1.to_string(), state, markings });
                }
                let of_event = EventId::from_bits(draw());
                event(deed, (of_event, of_host), word, marking)?;
                told.push(Marked { param: "event", id: of_event.to_string(), state: "held", markings: vec![marking] });
                let of_sample = SampleId::from_bits(draw());
                let need = NeedId::new(&format!("{name}-{m}-accepted"))?;
                sample(deed, (of_sample, of_host, need), word, marking)?;
                // What it is by the control lists is seen with it.
                told.push(Marked {
                    param: "classified",
                    id: format!("sample:{of_sample}"),
                    state: "held",
                    markings: vec![marking],
                });
                let of_adoption = (TechnologyId::from_bits(draw()), AdoptionId::from_bits(draw()));
                adoption(deed, of_adoption, word, marking)?;
                for (param, id) in [("technology", of_adoption.0.to_string()), ("adoption", of_adoption.1.to_string())]
                {
                    told.push(Marked { param, id, state: "held", markings: vec![marking] });
                }
                // So is what it went through.
                told.push(Marked {
                    param: "lived",
                    id: format!("sample:{of_sample}"),
                    state: "held",
                    markings: vec![marking],
                });
                told.push(Marked {
                    param: "sample",
                    id: of_sample.to_string(),
                    state: "held",
                    markings: vec![marking],
                });
                let named = Named {
                    technology: TechnologyId::from_bits(draw()),
                    adoption: AdoptionId::from_bits(draw()),
                    inspection: InspectionId::from_bits(draw()),
                    visit: VisitId::from_bits(draw()),
                    finding: FindingId::from_bits(draw()),
                };
                let scene = Scene {
                    now: now(),
                    today: today(),
                    unit: "works",
                    owner: "engineer",
                    inspector: "chemist",
                    leader: "coordinator",
                };
                inspection(deed, (named, scene), word, marking)?;
                let parts = [
                    ("inspection", named.inspection.to_string()),
                    ("visit", named.visit.to_string()),
                    ("finding", named.finding.to_string()),
                ];
                for (param, id) in parts {
                    told.push(Marked { param, id, state: "under way", markings: vec![marking] });
                }
                let of_list = PartyListId::new(&format!("{name}-{m}-list"))?;
                let of_screening = ScreeningId::from_bits(draw());
                screening(deed, (&of_list, of_screening, of_host), word, marking)?;
                for (param, id) in [("party_list", of_list.to_string()), ("screening", of_screening.to_string())] {
                    told.push(Marked { param, id, state: "held", markings: vec![marking] });
                }
                // A visit to a stand may be for fewer than the event.
                for more in [marking, all_markings[(m + 1) % all_markings.len()]] {
                    let id = StandId::from_bits(draw());
                    stand(deed, (id, of_event), word, &[marking, more])?;
                    let markings = vec![marking, more];
                    told.push(Marked { param: "stand", id: id.to_string(), state: "held", markings });
                }
                // A case may be for fewer than its regime.
                let of_regime = RegimeId::from_bits(draw());
                regime(deed, of_regime, word, marking)?;
                let markings = vec![marking];
                told.push(Marked { param: "regime", id: of_regime.to_string(), state: "held", markings });
                for more in [marking, all_markings[(m + 1) % all_markings.len()]] {
                    let id = CaseId::from_bits(draw());
                    case(deed, (id, of_regime), word, &[marking, more])?;
                    let markings = vec![marking, more];
                    told.push(Marked { param: "case", id: id.to_string(), state: "open", markings });
                }
                // What was borrowed may be for fewer than its lender.
                for more in [marking, all_markings[(m + 1) % all_markings.len()]] {
                    let (of_credit, of_scenario) = (CreditId::from_bits(draw()), ScenarioId::from_bits(draw()));
                    credit(deed, (of_credit, of_host), word, &[marking, more])?;
                    let markings = vec![marking, more];
                    told.push(Marked { param: "credit", id: of_credit.to_string(), state: "held", markings });
                    scenario(deed, of_scenario, word, more)?;
                    let markings = vec![more];
                    told.push(Marked { param: "scenario", id: of_scenario.to_string(), state: "held", markings });
                }
                // What passed or went wrong may be for fewer than the host.
                for more in [marking, all_markings[(m + 1) % all_markings.len()]] {
                    let (of_exchange, of_incident) = (ExchangeId::from_bits(draw()), IncidentId::from_bits(draw()));
                    exchange(deed, (of_exchange, of_host), word, &[marking, more])?;
                    incident(deed, (of_incident, of_host), word, &[marking, more])?;
                    for (param, id) in [("exchange", of_exchange.to_string()), ("incident", of_incident.to_string())] {
                        told.push(Marked { param, id, state: "held", markings: vec![marking, more] });
                    }
                }
                // What is given to a host is seen with the host and with each record.
                for more in [marking, all_markings[(m + 1) % all_markings.len()]] {
                    let (id, (record, of_record)) = (ReleaseId::from_bits(draw()), records[m * RECORDS_OF_EACH]);
                    release(deed, (id, of_host, record), word, &[marking, more])?;
                    let markings = vec![marking, more, of_record];
                    let classified = format!("release:{id}");
                    told.push(Marked {
                        param: "classified",
                        id: classified,
                        state: "asked",
                        markings: markings.clone(),
                    });
                    told.push(Marked { param: "release", id: id.to_string(), state: "asked", markings });
                }
                // What is offered may be for fewer than what is used.
                for more in [marking, all_markings[(m + 1) % all_markings.len()]] {
                    told.extend(diffused(deed, &mut draw, word, [marking, more])?);
                }
                let of_widening = WideningId::from_bits(draw());
                let about = Thing::new(Noun::Host, of_host);
                widening(deed, of_widening, &about, word, marking)?;
                let markings = vec![marking];
                told.push(Marked {
                    param: "widening",
                    id: of_widening.to_string(),
                    state: "asked",
                    markings: markings.clone(),
                });
                told.push(Marked { param: "thing", id: about.to_string(), state: "held", markings });
                let thing = Thing::new(Noun::Need, format!("{name}-{m}-submitted"));
                let review = draw();
                duty(deed, review, "coordinator", DutyKind::Review, thing)?;
                told.push(duty_of(review, "review", vec![marking]));
                deed.enqueue(JobKind::MatchNeed, &format!("{name}-{m}-accepted"), now() + DAY)?;
                // An own abstract for who sees the record, and one that is for fewer.
                let other = all_markings[(m + 1) % all_markings.len()];
                for (language, more) in [("en", marking), ("de", other)] {
                    let id = DigestId::from_bits(draw());
                    let record = records[m * RECORDS_OF_EACH].0;
                    digest(deed, (id, record), word, language, &[marking, more])?;
                    let markings = vec![marking, more];
                    told.push(Marked { param: "digest", id: id.to_string(), state: "held", markings });
                }
                for (r, (record, of_record)) in records.iter().copied().enumerate() {
                    let id = DeliveryId::from_bits(draw());
                    let need = format!("{name}-{m}-accepted");
                    let thing = deliver(deed, id, record, &need, word)?;
                    if r % 2 == 0 {
                        deed.draw(&Link::new(thing, LinkKind::Serves, Thing::new(Noun::Need, &need)))?;
                    }
                    let markings = vec![marking, of_record];
                    told.push(duty_of(id.bits() ^ 1, "dispose", markings.clone()));
                    told.push(Marked { param: "delivery", id: id.to_string(), state: "open", markings });
                }
            }
            Ok(told)
        })
    }

    /// Lays records of another lot before the needs of this one, and attaches files to them.
    pub fn tell_of(&self, clerk: &Clerk, records: &[Marked]) {
        let (name, word, stream) = (self.name, self.word, self.stream);
        let records: Vec<RecordId> = records.iter().map(|one| RecordId::parse(&one.id).unwrap()).collect();
        let (n_markings, markings) = (self.markings.len(), self.markings);
        as_operator(clerk, now() - 15 * DAY, move |deed| {
            let mut at = 1 << 30;
            for (m, record) in (0..n_markings).flat_map(|m| records.iter().map(move |record| (m, *record))) {
                at += 1;
                deliver(
                    deed,
                    DeliveryId::from_bits(number(stream, at)),
                    record,
                    &format!("{name}-{m}-accepted"),
                    word,
                )?;
                // A file that fewer see than the record it belongs to.
                let id = AttachmentId::from_bits(number(stream, at + (1 << 20)));
                attachment(deed, id, record, word, AttachmentStage::Ready, markings[m])?;
            }
            Ok(())
        });
    }
}

/// A technology that the works use, offered to the institute, with all that hangs on it.
fn diffused(
    deed: &mut Deed<'_>,
    draw: &mut dyn FnMut() -> u64,
    word: &str,
    [of_use, more]: [&'static str; 2],
) -> Result<Vec<Marked>, Failure> {
    let (giver, giver_post, unit, post) = ("works", "engineer", "institute", "chemist");
    let place = Place { giver, giver_post, unit, post, today: today(), now: now() - 9 * DAY };
    let markings = (&Marking::parse(of_use).unwrap(), &Marking::parse(more).unwrap());
    let names = diffusion(deed, draw, &place, word, markings)?;
    let of = |param: &str| if matches!(param, "technology" | "adoption") { vec![of_use] } else { vec![of_use, more] };
    Ok(NOUNS
        .into_iter()
        .zip(names)
        .map(|(param, id)| Marked { param, id, state: "held", markings: of(param) })
        .collect())
}

fn digest(
    deed: &mut Deed<'_>,
    ids: (DigestId, RecordId),
    word: &str,
    language: &str,
    markings: &[&str],
) -> Result<(), Failure> {
    let by = Actor { person: PersonId::new("documentalist")?, post: Some(PostId::new("documentalist")?) };
    let marking = markings.iter().map(|text| Marking::parse(text).unwrap()).fold(Marking::default(), |a, b| a.join(&b));
    let text = DigestText { purpose: format!("The {word} works can copy it"), ..DigestText::default() };
    let digest = Digest::first(ids, &Language::parse(language).unwrap(), &text, marking, &by, now() - 30 * DAY)?;
    deed.keep_digest(&digest)?;
    // A second version, so that there is a first to be looked at.
    let text = DigestText { purpose: format!("The {word} works copies it"), ..text };
    if let Some(digest) = digest.anew(1, &text, digest.marking.clone(), &by, now() - 29 * DAY)? {
        deed.keep_digest(&digest)?;
    }
    let (person, post) = (by.person.clone(), by.post.clone());
    let grade = Grade::parse("B2").unwrap();
    deed.keep_grade(ids.1, &HeldGrade { grade, person, post, given_at: now() - 30 * DAY })?;
    let codes = [format!("{word}-55.42")];
    deed.keep_indexing(&Indexing::given(ids.1, SubjectScheme::Grnti, &codes, &[], &by, now() - 30 * DAY)?)?;
    Ok(())
}

fn deliver(deed: &mut Deed<'_>, id: DeliveryId, record: RecordId, need: &str, word: &str) -> Result<Thing, Failure> {
    let need = NeedId::new(need)?;
    deed.deliver(&Delivery {
        id,
        record,
        need: need.clone(),
        profile: ProfileId { need, number: 1 },
        post: PostId::new("engineer")?,
        score: 2.5,
        grounds: format!(r#"{{"title":["{word}"]}}"#),
        forwarded_from: None,
    })?;
    let thing = Thing::new(Noun::Delivery, id);
    duty(deed, id.bits() ^ 1, "engineer", DutyKind::Dispose, thing.clone())?;
    Ok(thing)
}

fn need(deed: &mut Deed<'_>, id: &str, word: &str, stage: Stage, marking: &str, leading: &str) -> Result<(), Failure> {
    let id = NeedId::new(id)?;
    let title = format!("A {word} turbine that stands frost");
    let need = Need::draft(id.clone(), &title, UnitId::new("works")?, PostId::new("engineer")?);
    let profile =
        |number, query: String| Profile { id: ProfileId { need: id.clone(), number }, query, threshold: None };
    let profiles = vec![profile(1, format!("{word} turbine")), profile(2, format!("{word} AND class:t1"))];
    deed.keep_need(&Need {
        statement: format!("The {word} turbine of the works breaks in frost."),
        stage,
        expires: (stage == Stage::Accepted).then(|| today().plus_days(20)),
        profiles,
        joined_to: if stage == Stage::Joined { Some(NeedId::new(leading)?) } else { None },
        remark: format!("Remark on the {word}"),
        marking: Marking::parse(marking).unwrap(),
        ..need
    })?;
    Ok(())
}

fn request(
    deed: &mut Deed<'_>,
    id: RequestId,
    word: &str,
    stage: RequestStage,
    marking: &str,
    answer: Option<RecordId>,
    need: NeedId,
) -> Result<(), Failure> {
    let routed = matches!(stage, RequestStage::Routed | RequestStage::Answered);
    deed.keep_request(&Request {
        id,
        question: format!("Which {word} turbine is made in series?"),
        detail: format!("For the {word} works"),
        post: PostId::new("engineer")?,
        need: Some(need),
        due: Date::parse("2031-03-10").unwrap(),
        stage,
        routed_to: if routed { Some(PostId::new("documentalist")?) } else { None },
        answer,
        remark: String::new(),
        marking: Marking::parse(marking).unwrap(),
        asked_at: now() - 30 * DAY,
    })?;
    let thing = Thing::new(Noun::Request, id);
    if stage == RequestStage::Routed {
        duty(deed, id.bits() ^ 1, "documentalist", DutyKind::Answer, thing)?;
    }
    Ok(())
}

fn attachment(
    deed: &mut Deed<'_>,
    id: AttachmentId,
    record: RecordId,
    word: &str,
    stage: AttachmentStage,
    marking: &str,
) -> Result<(), Failure> {
    let looked = stage == AttachmentStage::Ready;
    deed.keep_attachment(&Attachment {
        id,
        record,
        name: format!("{word}.pdf"),
        n_bytes: 100,
        digest: [7; 32],
        marking: Marking::parse(marking).unwrap(),
        by: Some(Actor { person: PersonId::new("documentalist")?, post: Some(PostId::new("documentalist")?) }),
        came_at: now() - DAY,
        stage,
        kind: looked.then_some(AttachmentKind::Pdf),
        fault: (stage == AttachmentStage::Refused).then_some(AttachmentFault::Damaged),
        pixels: None,
        n_pages: Some(3),
        text: AttachmentText::Whole,
        has_picture: looked,
        reason: if stage == AttachmentStage::Withdrawn { format!("not of {word}") } else { String::new() },
    })?;
    if looked {
        deed.keep_attachment_content(id, &format!("A {word} turbine in the file"), b"\x89PNG\r\n\x1a\n")?;
    }
    if stage == AttachmentStage::BeingRead {
        deed.enqueue(JobKind::LookAt, &id.to_string(), now() + DAY)?;
    }
    let fact = deed.fact(Verb::Attached, Thing::new(Noun::Attachment, id));
    Ok(deed.note(&fact.to(Thing::new(Noun::Record, record).to_string()))?)
}

fn duty_of(bits: u64, state: &'static str, markings: Vec<&'static str>) -> Marked {
    Marked { param: "duty", id: DutyId::from_bits(bits).to_string(), state, markings }
}

pub fn duty(deed: &mut Deed<'_>, bits: u64, post: &str, kind: DutyKind, subject: Thing) -> Result<(), Failure> {
    let (id, post) = (DutyId::from_bits(bits), PostId::new(post)?);
    Ok(deed.charge(&Duty::new(id, post, kind, subject, now() - 20 * DAY, today().plus_days(-6)))?)
}
