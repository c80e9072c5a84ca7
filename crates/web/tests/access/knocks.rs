//! How somebody knocks at each route that leads through a door: a thing to which nothing is missing but the gate, and what is sent.

use desk::Failure;
use model::{
    AgreementId, AgreementStage, AssignmentId, AssignmentStage, Chain, Consent, ConsentPoint, ConsentState, ControlAct,
    Deliverable, DeliverableId, DeliverableMove, DeliverableSide, DeliverableState, Door, Handing, Host, HostId,
    HostRelease, Keeper, Level, Marking, MissionId, MissionStage, Need, NeedId, Noun, PersonId, PostId, RecordId,
    Regime, RegimeId, RegimeKind, RegimeMember, RegimeRule, ReleaseId, ReleaseState, Sample, SampleCame, SampleId,
    SampleKind, SampleState, Specialist, SpecialistId, SpecialistRequestId, SpecialistRequestStage, Stage, Terms,
    Thing, Trigger, UnitId, Verb, Vetting, VettingRuleId, VettingState, VettingStep, Widening, WideningId,
    WideningSide, WideningState, WideningWord,
};
use serde_json::{Value, json};
use store::{Deed, RegimeVersion, RegimeVersionState, Scope};

use crate::agreements::agreement;
use crate::guests::{assignment, specialist_request};
use crate::house::{DAY, now, number, today};
use crate::travels::{host, mission, release, specialist, widening};

const WORD: &str = "larch";

/// What is sent.
pub enum Sent {
    /// The fields of a form.
    Form(Vec<(String, String)>),
    /// A body of the API, with the version that was seen where the call asks for it.
    Body(Value, Option<u32>),
}

/// Whether something moved, as the office holds it.
type Held = Box<dyn Fn(&Deed<'_>) -> Result<bool, Failure> + Send>;

/// What tells whether something moved.
pub enum Moved {
    /// The office.
    Held(Held),
    /// The answer, which is the thing itself or says that it was noted.
    Told,
}

/// Somebody at a route.
pub struct Knock {
    pub by: &'static str,
    pub path: String,
    pub sent: Sent,
    /// What is laid before the gate; nothing where a route opens no case.
    pub about: Option<Thing>,
    pub moved: Moved,
}

/// A regime that asks for a case of every act, before somebody who has not voted.
pub fn regime_over_all(deed: &mut Deed<'_>) -> Result<(), Failure> {
    let id = RegimeId::from_bits(number(32, 1));
    let since = today().plus_days(-400);
    let regime = Regime {
        id,
        name: "Committee of all".to_owned(),
        kind: RegimeKind::Export,
        binding: false,
        since,
        until: None,
        review: None,
        keeper: PostId::new("auditor")?,
        rule: RegimeRule::default(),
        triggers: vec![Trigger { clause: "All".to_owned(), acts: ControlAct::ALL.to_vec(), ..Trigger::default() }],
        members: vec![RegimeMember {
            name: "The auditor".to_owned(),
            country: None,
            post: PostId::new("auditor")?,
            weight: 1,
            chair: false,
            since,
            until: None,
        }],
        conditions: Vec::new(),
        note: String::new(),
        source: String::new(),
        invented: true,
        marking: Marking::default(),
        version: 1,
        revision: 0,
        made_at: now() - 40 * DAY,
    };
    let fact = deed.fact(Verb::Founded, Thing::new(Noun::Regime, id));
    deed.keep_regime(&regime, &fact)?;
    Ok(deed.keep_regime_version(&RegimeVersion {
        regime,
        state: RegimeVersionState::Agreed,
        reason: String::new(),
        by: "administrator/administrator".to_owned(),
        person: PersonId::new("administrator")?,
        at: now() - 40 * DAY,
        answered_by: None,
    })?)
}

/// Where it is knocked: a route, a door behind it, the host and need of the thing, and a number for its names.
struct At<'a> {
    route: &'a str,
    door: Door,
    host: HostId,
    need: NeedId,
    n: u64,
}

impl At<'_> {
    fn bits(&self, k: u64) -> u64 {
        number(31, self.n * 16 + k)
    }

    /// The address with a name in its place.
    fn path(&self, id: impl std::fmt::Display) -> String {
        let (before, rest) = self.route.split_once('{').unwrap();
        let (_, after) = rest.split_once('}').unwrap();
        format!("{before}{id}{after}")
    }

    fn is_api(&self) -> bool {
        self.route.starts_with("/api/")
    }

    /// The form or the body, as the route takes it.
    fn sent(&self, form: &[(&str, &str)], body: Value, version: Option<u32>) -> Sent {
        match self.is_api() {
            true => Sent::Body(body, version),
            false => Sent::Form(form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()),
        }
    }
}

fn day() -> String {
    today().to_string()
}

fn held(moved: impl Fn(&Deed<'_>) -> Result<bool, Failure> + Send + 'static) -> Moved {
    Moved::Held(Box::new(moved))
}

/// Sets a thing before a door, and answers how somebody knocks there by a route.
pub fn knock(
    deed: &mut Deed<'_>,
    (route, door): (&'static str, Door),
    n: u64,
    record: RecordId,
) -> Result<Knock, Failure> {
    let need = NeedId::new(&format!("door-{n}"))?;
    let draft = Need::draft(need.clone(), "A turbine", UnitId::new("works")?, PostId::new("engineer")?);
    deed.keep_need(&Need { stage: Stage::Accepted, expires: Some(today().plus_days(20)), ..draft })?;
    let of_host = HostId::from_bits(number(31, n * 16));
    host(deed, of_host, WORD, "open")?;
    let at = At { route, door, host: of_host, need, n };
    match door {
        Door::AgreementSigned | Door::AgreementInForce | Door::AgreementAmended | Door::DeliverableHandedOver => {
            of_agreement(deed, &at)
        }
        Door::MissionApproved | Door::MissionLeaves => of_mission(deed, &at),
        Door::SampleReceived | Door::SampleLeaves => of_sample(deed, &at),
        Door::AssignmentSigned | Door::AssignmentBegun | Door::AssignmentExtended => of_assignment(deed, &at),
        Door::ReleaseGiven | Door::DossierTaken => of_release(deed, &at, record),
        Door::ExchangeNoted => Ok(of_exchange(&at)),
        Door::MarkingWidened => of_widening(deed, &at),
    }
}

fn of_agreement(deed: &mut Deed<'_>, at: &At<'_>) -> Result<Knock, Failure> {
    let (id, owed) = (AgreementId::from_bits(at.bits(1)), DeliverableId::from_bits(at.bits(2)));
    let (stage, to) = match at.door {
        Door::AgreementSigned => (AgreementStage::Negotiation, AgreementStage::Signed),
        Door::AgreementInForce => (AgreementStage::Signed, AgreementStage::InForce),
        _ => (AgreementStage::InForce, AgreementStage::InForce),
    };
    agreement(deed, (id, owed, at.host), WORD, stage, "open", &at.need)?;
    if let Some(point) = ConsentPoint::at(stage) {
        let consent = Consent {
            point,
            state: ConsentState::Given,
            asked_by: "engineer/engineer".to_owned(),
            asker: PersonId::new("engineer")?,
            asked_at: now() - DAY,
            decided_by: Some("coordinator/coordinator".to_owned()),
            decided_at: Some(now() - DAY),
            reason: "It is wanted".to_owned(),
        };
        deed.keep_consents(id, &[consent])?;
    }
    let about = Some(Thing::new(Noun::Agreement, id));
    let (by, today) = ("engineer", day());
    Ok(match at.door {
        Door::DeliverableHandedOver => {
            let one = deed.deliverable(&Scope::office(), owed)?.unwrap();
            let fact = deed.fact(Verb::Restated, Thing::new(Noun::Deliverable, owed));
            let ours = Deliverable {
                side: DeliverableSide::Ours,
                state: DeliverableState::Awaited,
                delivered_on: None,
                answer_by: None,
                ..one
            };
            deed.keep_deliverable(&ours, &fact)?;
            let made = DeliverableMove::Deliver.word();
            let form = [("revision", "1"), ("move", made), ("on", &*today), ("words", "By rail")];
            let body = json!({ "made": made, "on": today, "words": "By rail" });
            let moved = move |deed: &Deed<'_>| -> Result<bool, Failure> {
                let one = deed.deliverable(&Scope::office(), owed)?;
                Ok(one.is_some_and(|one| one.state == DeliverableState::Delivered))
            };
            Knock { by, path: at.path(owed), sent: at.sent(&form, body, Some(1)), about, moved: held(moved) }
        }
        Door::AgreementAmended => {
            let terms = deed.agreement(&Scope::office(), id)?.unwrap().terms;
            let sent = match at.is_api() {
                true => Sent::Body(json!({ "terms": view(&terms), "reason": "Ships", "on": today }), Some(1)),
                false => Sent::Form(fields(&terms)),
            };
            let moved = move |deed: &Deed<'_>| -> Result<bool, Failure> {
                Ok(deed.agreement(&Scope::office(), id)?.is_some_and(|one| one.terms.field == "Ships"))
            };
            Knock { by, path: at.path(id), sent, about, moved: held(moved) }
        }
        _ => {
            let form = [("revision", "1"), ("to", to.word()), ("on", &*today)];
            let sent = at.sent(&form, json!({ "to": to.word(), "on": today }), Some(1));
            let moved = move |deed: &Deed<'_>| -> Result<bool, Failure> {
                Ok(deed.agreement(&Scope::office(), id)?.is_some_and(|one| one.stage == to))
            };
            Knock { by, path: at.path(id), sent, about, moved: held(moved) }
        }
    })
}

/// The terms as a program sends them, for another field.
fn view(terms: &Terms) -> Value {
    let clauses = terms.clauses.iter().map(
        |one| json!({ "subject": one.subject.word(), "ruling": one.ruling.word(), "days": one.days, "text": one.text }),
    );
    json!({
        "technologies": terms.technologies,
        "field": "Ships",
        "territory": terms.territory,
        "exclusivity": terms.exclusivity.word(),
        "since": terms.since.map(|day| day.to_string()),
        "until": terms.until.map(|day| day.to_string()),
        "renewal": terms.renewal.word(),
        "notice_days": terms.notice_days,
        "clauses": clauses.collect::<Vec<_>>(),
    })
}

/// The same as the form sends them.
fn fields(terms: &Terms) -> Vec<(String, String)> {
    let or_empty = |day: Option<model::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut fields = vec![
        ("revision".to_owned(), "1".to_owned()),
        ("reason".to_owned(), "Ships".to_owned()),
        ("on".to_owned(), day()),
        ("technologies".to_owned(), terms.technologies.clone()),
        ("field".to_owned(), "Ships".to_owned()),
        ("territory".to_owned(), terms.territory.clone()),
        ("exclusivity".to_owned(), terms.exclusivity.word().to_owned()),
        ("since".to_owned(), or_empty(terms.since)),
        ("until".to_owned(), or_empty(terms.until)),
        ("renewal".to_owned(), terms.renewal.word().to_owned()),
        ("notice".to_owned(), terms.notice_days.to_string()),
    ];
    for one in &terms.clauses {
        let subject = one.subject.word();
        fields.push((format!("ruling-{subject}"), one.ruling.word().to_owned()));
        fields.push((format!("days-{subject}"), one.days.map(|days| days.to_string()).unwrap_or_default()));
        fields.push((format!("text-{subject}"), one.text.clone()));
    }
    fields
}

fn of_mission(deed: &mut Deed<'_>, at: &At<'_>) -> Result<Knock, Failure> {
    let (id, who, chance) = (MissionId::from_bits(at.bits(1)), SpecialistId::from_bits(at.bits(2)), at.bits(3));
    specialist(deed, who, WORD, "open")?;
    let is_laid = at.route.ends_with("/step");
    let (stage, to) = match (at.door, is_laid) {
        (Door::MissionLeaves, _) => (MissionStage::Approved, MissionStage::UnderWay),
        (_, true) => (MissionStage::Reviewed, MissionStage::Approved),
        (_, false) => (MissionStage::Vetting, MissionStage::Approved),
    };
    mission(deed, (id, at.host, who, chance), WORD, stage, "open", at.need.clone())?;
    let sent = if at.door == Door::MissionApproved && !is_laid {
        let rule = VettingRuleId::from_bits(chance ^ 1).to_string();
        let form = [("revision", "0"), ("rule", &*rule), ("answer", "yes")];
        at.sent(&form, json!({ "revision": 0, "rule": rule, "yes": true }), None)
    } else {
        let said = |step: &VettingStep| VettingStep {
            state: VettingState::Yes,
            by: Some("engineer/engineer".to_owned()),
            at: Some(now() - DAY),
            ..step.clone()
        };
        let steps = deed.vetting(id, 1)?.steps().iter().map(said).collect();
        deed.keep_vetting(id, 1, &Vetting::of(steps))?;
        let step = if at.door == Door::MissionLeaves { "depart" } else { "lay-before" };
        at.sent(&[("revision", "0"), ("step", step)], json!({ "revision": 0, "step": step }), None)
    };
    let moved = move |deed: &Deed<'_>| -> Result<bool, Failure> {
        Ok(deed.mission(&Scope::office(), id)?.is_some_and(|one| one.stage == to))
    };
    let about = Some(Thing::new(Noun::Mission, id));
    Ok(Knock { by: "engineer", path: at.path(id), sent, about, moved: held(moved) })
}

fn of_sample(deed: &mut Deed<'_>, at: &At<'_>) -> Result<Knock, Failure> {
    let (id, post) = (SampleId::from_bits(at.bits(1)), PostId::new("engineer")?);
    let is_here = at.door == Door::SampleLeaves;
    let came = today().plus_days(-20);
    let sample = Sample {
        id,
        kind: SampleKind::Machine,
        name: format!("A turbine of {WORD}"),
        maker: Some(at.host),
        maker_name: String::new(),
        model: String::new(),
        serial: String::new(),
        amount: "1".to_owned(),
        measure: String::new(),
        country: "DE".to_owned(),
        came: SampleCame::Purchase,
        agreement: None,
        rights: String::new(),
        needs: vec![at.need.clone()],
        unit: UnitId::new("works")?,
        post: post.clone(),
        plan: "How it wears".to_owned(),
        plan_due: today().plus_days(60),
        expected: None,
        received: is_here.then_some(came),
        rests_since: is_here.then_some(came),
        remark: String::new(),
        state: if is_here { SampleState::Received } else { SampleState::Expected },
        reason: String::new(),
        joined_to: None,
        marking: Marking::default(),
        revision: 0,
        made_at: now() - 30 * DAY,
    };
    let fact = deed.fact(Verb::Registered, Thing::new(Noun::Sample, id));
    deed.keep_sample(&sample, &fact)?;
    if is_here {
        let place = "Hall 3".to_owned();
        let handing = Handing { to: Keeper::Post(post), place, day: came, loan: None, note: String::new() };
        let from = Keeper::Outside("Rail".to_owned());
        let by = "engineer/engineer";
        deed.keep_custody(id, &Chain::default().hand(from, handing, by, now(), today())?.confirm(1, by, now())?)?;
    }
    let today = day();
    let (sent, to) = if is_here {
        let form = [
            ("revision", "0"),
            ("leave-state", "returned"),
            ("leave-reason", "It was lent"),
            ("leave-to", "The maker"),
            ("leave-day", &*today),
        ];
        let body = json!({ "revision": 0, "given_back": true, "reason": "It was lent", "to": "The maker" });
        (at.sent(&form, body, None), SampleState::Returned)
    } else {
        let form = [("revision", "0"), ("receipt-day", &*today), ("receipt-from", "Rail"), ("receipt-place", "Hall 3")];
        let body = json!({ "revision": 0, "day": today, "from": "Rail", "place": "Hall 3" });
        (at.sent(&form, body, None), SampleState::Received)
    };
    let moved = move |deed: &Deed<'_>| -> Result<bool, Failure> {
        Ok(deed.sample(&Scope::office(), id)?.is_some_and(|one| one.state == to))
    };
    let about = Some(Thing::new(Noun::Sample, id));
    Ok(Knock { by: "engineer", path: at.path(id), sent, about, moved: held(moved) })
}

fn of_assignment(deed: &mut Deed<'_>, at: &At<'_>) -> Result<Knock, Failure> {
    let (id, request) = (AssignmentId::from_bits(at.bits(1)), SpecialistRequestId::from_bits(at.bits(2)));
    let who = SpecialistId::from_bits(at.bits(3));
    specialist(deed, who, WORD, "open")?;
    let one = deed.specialist(&Scope::office(), who)?.unwrap();
    deed.keep_specialist(&Specialist { country: "DE".to_owned(), ..one }, Verb::Revised)?;
    let stage = match at.door {
        Door::AssignmentSigned => AssignmentStage::Proposed,
        Door::AssignmentBegun => AssignmentStage::Signed,
        _ => AssignmentStage::UnderWay,
    };
    let of_request = match stage {
        AssignmentStage::Proposed => SpecialistRequestStage::Matched,
        _ => SpecialistRequestStage::Filled,
    };
    specialist_request(deed, (request, at.host), WORD, of_request, "open")?;
    assignment(deed, (id, request, who), WORD, stage, "open")?;
    let came = today().plus_days(-30).to_string();
    let (by, sent) = match at.door {
        Door::AssignmentSigned => {
            let form = [("revision", "0"), ("do", "sign"), ("sign-reason", "There is nobody else")];
            let body = json!({ "step": "sign", "revision": 0, "reason": "There is nobody else" });
            ("director", at.sent(&form, body, None))
        }
        Door::AssignmentBegun => {
            let form = [("revision", "0"), ("do", "arrive"), ("arrive-day", &*came)];
            ("coordinator", at.sent(&form, json!({ "step": "arrive", "revision": 0, "day": came }), None))
        }
        _ => {
            let form = [
                ("revision", "0"),
                ("do", "transfer"),
                ("add-transfer-what", "To cast it thin"),
                ("add-transfer-learner", "A fitter"),
            ];
            let lines = json!([{ "what": "To cast it thin", "learner": "A fitter" }]);
            ("engineer", at.sent(&form, json!({ "revision": 0, "transfers": lines }), None))
        }
    };
    let door = at.door;
    let moved = move |deed: &Deed<'_>| -> Result<bool, Failure> {
        let one = deed.assignment(&Scope::office(), id)?;
        Ok(one.is_some_and(|one| match door {
            Door::AssignmentSigned => one.stage == AssignmentStage::Signed,
            Door::AssignmentBegun => one.stage == AssignmentStage::UnderWay,
            _ => one.transfers.len() > 1,
        }))
    };
    let about = Some(Thing::new(Noun::Assignment, id));
    Ok(Knock { by, path: at.path(id), sent, about, moved: held(moved) })
}

fn of_release(deed: &mut Deed<'_>, at: &At<'_>, record: RecordId) -> Result<Knock, Failure> {
    let id = ReleaseId::from_bits(at.bits(1));
    release(deed, (id, at.host, record), WORD, &["open"])?;
    let about = Some(Thing::new(Noun::Release, id));
    if at.door == Door::DossierTaken {
        let asked = deed.release(&Scope::office(), id)?.unwrap();
        let fact = deed.fact(Verb::Released, Thing::new(Noun::Release, id));
        let (state, by) = (ReleaseState::Given, Some("coordinator/coordinator".to_owned()));
        deed.keep_release(&HostRelease { state, decided_by: by, decided_at: Some(now() - DAY), ..asked }, &fact)?;
        let sent = at.sent(&[("revision", "0")], json!({}), None);
        return Ok(Knock { by: "engineer", path: at.path(id), sent, about, moved: Moved::Told });
    }
    let form = [("revision", "0"), ("decision", "yes")];
    let sent = at.sent(&form, json!({ "revision": 0, "yes": true }), None);
    let moved = move |deed: &Deed<'_>| -> Result<bool, Failure> {
        Ok(deed.release(&Scope::office(), id)?.is_some_and(|one| one.state == ReleaseState::Given))
    };
    Ok(Knock { by: "coordinator", path: at.path(id), sent, about, moved: held(moved) })
}

fn of_exchange(at: &At<'_>) -> Knock {
    let today = day();
    let form = [("way", "given"), ("kind", "drawing"), ("day", &*today), ("what", "Drawings of a valve")];
    let body = json!({ "way": "given", "kind": "drawing", "day": today, "what": "Drawings of a valve" });
    let sent = at.sent(&form, body, None);
    Knock { by: "engineer", path: at.path(at.host), sent, about: None, moved: Moved::Told }
}

fn of_widening(deed: &mut Deed<'_>, at: &At<'_>) -> Result<Knock, Failure> {
    let (id, hidden) = (WideningId::from_bits(at.bits(1)), HostId::from_bits(at.bits(2)));
    let thing = Thing::new(Noun::Host, hidden);
    host(deed, hidden, WORD, "internal")?;
    widening(deed, id, &thing, WORD, "internal")?;
    let is_said = at.route.ends_with("/carry-out");
    let word = |side, who: &str| -> Result<WideningWord, Failure> {
        let (reason, person) = ("It is known".to_owned(), PersonId::new(who)?);
        Ok(WideningWord { side, yes: true, reason, by: format!("{who}/{who}"), person, at: now() - DAY })
    };
    let mut words = vec![word(WideningSide::Work, "coordinator")?];
    if is_said {
        words.push(word(WideningSide::Office, "administrator")?);
    }
    let asked = deed.widening(&Scope::office(), id)?.unwrap();
    let state = if is_said { WideningState::Waiting } else { WideningState::Asked };
    let fact = deed.fact(Verb::Answered, Thing::new(Noun::Widening, id));
    deed.keep_widening(&Widening { state, words, revision: 1, ..asked }, &fact)?;
    let (by, sent) = if is_said {
        ("coordinator", at.sent(&[("revision", "1")], json!({ "revision": 1 }), None))
    } else {
        let form = [("revision", "1"), ("side", "office"), ("decision", "yes"), ("reason-office", "It is known")];
        let body = json!({ "revision": 1, "side": "office", "yes": true, "reason": "It is known" });
        ("administrator", at.sent(&form, body, None))
    };
    let moved = move |deed: &Deed<'_>| -> Result<bool, Failure> {
        let one: Option<Host> = deed.host(&Scope::office(), hidden)?;
        Ok(one.is_some_and(|one| one.marking.level == Level::Open))
    };
    Ok(Knock { by, path: at.path(id), sent, about: Some(thing), moved: held(moved) })
}
