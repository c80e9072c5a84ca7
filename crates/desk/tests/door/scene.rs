//! A scene for each door: an office in which the next step is the one through it.

use desk::{
    AssignmentStep, BallotCast, Clerk, Failure, MissionStep, Office, Receipt, Turn, amend_terms, ask_widening,
    carry_out_widening, cast_ballot, decide_release, decide_vetting, decide_widening, keep_regime, keep_sample,
    leave_sample, note_exchange, receive_sample, take_agreement_step, take_assignment_step, take_deliverable_step,
    take_dossier, take_mission_step, withdraw_case, write_deliverable, write_release,
};
use model::{
    Agreement, AgreementBasis, AgreementId, AgreementKind, AgreementStage, AgreementStep, Assignment, AssignmentStage,
    CaseState, ControlAct, ControlCase, Deliverable, DeliverableId, DeliverableKind, DeliverableMove, DeliverableSide,
    DeliverableState, DeliverableStep, Door, Exchange, ExchangeId, ExchangeKind, ExchangeWay, HostRelease, Marking,
    Mission, MissionStage, NeedId, Noun, Person, PersonId, Post, PostId, Power, RecordId, Regime, RegimeId, RegimeKind,
    RegimeMember, RegimeRule, ReleaseId, ReleaseState, Sample, SampleCame, SampleId, SampleKind, SampleState, Stage,
    Standing, Tenure, Terms, Thing, Trigger, UnitId, Verb, VettingKind, Vote, WideningId, WideningSide,
};
use store::{CaseFilter, Deed, Scope, Writer};

use crate::{agreement, mission, specialist};

/// One of the houses in which rooms are tested.
pub enum House {
    Mission(mission::House),
    Agreement(agreement::House),
    Specialist(specialist::House),
}

impl House {
    fn clerk(&self) -> &Clerk {
        match self {
            House::Mission(house) => &house.clerk,
            House::Agreement(house) => &house.clerk,
            House::Specialist(house) => &house.clerk,
        }
    }

    fn office(&self) -> &Office {
        match self {
            House::Mission(house) => &house.office,
            House::Agreement(house) => &house.office,
            House::Specialist(house) => &house.office,
        }
    }

    fn today(&self) -> model::Date {
        match self {
            House::Mission(house) => house.today,
            House::Agreement(house) => house.today,
            House::Specialist(house) => house.today,
        }
    }

    fn act<T: Send + 'static>(
        &self,
        person: &str,
        act: impl FnOnce(&mut Writer, &mut Turn<'_>, &Office) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        match self {
            House::Mission(house) => house.act(person, act),
            House::Agreement(house) => {
                let office = house.office.seen_by(&house.officer(person).scope);
                house.act(person, move |writer, turn| act(writer, turn, &office))
            }
            House::Specialist(house) => house.act(person, act),
        }
    }

    fn operator(&self, act: impl FnOnce(&mut Deed<'_>) -> Result<(), Failure> + Send + 'static) {
        self.clerk().write(move |writer| writer.transact("operator", 5, act)).unwrap();
    }

    /// Somebody more, at a post of their own.
    fn appoint(&self, person: &'static str, post: &'static str, unit: &'static str, powers: &'static [Power]) {
        self.operator(move |deed| {
            deed.keep_post(&Post {
                id: PostId::new(post)?,
                title: post.to_owned(),
                unit: UnitId::new(unit)?,
                powers: powers.iter().copied().collect(),
                closed: false,
            })?;
            deed.keep_person(&Person {
                id: PersonId::new(person)?,
                name: person.to_owned(),
                email: None,
                language: None,
                level: model::Level::Confidential,
                compartments: std::collections::BTreeSet::new(),
                left: false,
            })?;
            let since = model::Date::parse("1900-01-01").unwrap();
            let (post, person) = (PostId::new(post)?, PersonId::new(person)?);
            deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?;
            Ok(())
        });
    }
}

type Go = Box<dyn Fn(&House) -> Result<(), Failure>>;
type Change = Box<dyn Fn(&House)>;
type Happened = Box<dyn Fn(&House) -> bool>;

/// An office before a door.
pub struct Scene {
    house: House,
    act: ControlAct,
    go: Go,
    change: Change,
    happened: Happened,
}

/// The members of the regime, each at a post of their own, who ask for nothing.
const VOTERS: [(&str, &str); 2] = [("lebrun", "france"), ("smith", "britain")];

impl Scene {
    /// Takes the step, whatever is answered.
    pub fn go(&self) {
        if let Err(Failure::Broken(fault)) = (self.go)(&self.house) {
            panic!("{fault}");
        }
    }

    /// Writes something else into what is decided on.
    pub fn change(&self) {
        (self.change)(&self.house);
    }

    pub fn happened(&self) -> bool {
        (self.happened)(&self.house)
    }

    /// A regime that asks a case for every act of this sort, before two members who have to agree.
    pub fn found(&self, number: u64) {
        let member = |(_, post): &(&str, &str)| RegimeMember {
            name: (*post).to_owned(),
            post: PostId::new(post).unwrap(),
            country: None,
            since: model::Date::parse("1900-01-01").unwrap(),
            until: None,
            weight: 1,
            chair: false,
        };
        let regime = Regime {
            id: RegimeId::from_bits(9_000 + number),
            name: format!("Regime {number}"),
            kind: RegimeKind::Export,
            binding: false,
            since: model::Date::parse("1900-01-01").unwrap(),
            until: None,
            review: None,
            keeper: PostId::new("france").unwrap(),
            rule: RegimeRule::default(),
            triggers: vec![Trigger { clause: "All".to_owned(), acts: vec![self.act], ..Trigger::default() }],
            members: VOTERS.iter().map(member).collect(),
            conditions: Vec::new(),
            note: String::new(),
            source: String::new(),
            invented: true,
            marking: Marking::default(),
            version: 0,
            revision: 0,
            made_at: 0,
        };
        self.house.act("petrova", move |writer, turn, _| keep_regime(writer, turn, (regime, true), "")).unwrap();
    }

    pub fn cases(&self) -> Vec<ControlCase> {
        self.house.office().reader().cases(&Scope::office(), &CaseFilter::default()).unwrap()
    }

    fn ballots(&self, vote: Vote, voters: &[(&str, &str)]) {
        let open = self.cases().into_iter().filter(|case| case.state == CaseState::Open);
        // Of two regimes, one is answered: the other was not asked when the first decided.
        let open: Vec<ControlCase> = open.filter(|case| case.regime == RegimeId::from_bits(9_001)).collect();
        for case in open {
            for (person, post) in voters {
                let member = case.members.iter().find(|member| member.post.as_str() == *post).unwrap();
                let cast =
                    BallotCast { member: member.number, vote, reason: "As instructed".to_owned(), over: case.over };
                let id = case.id;
                let done = self.house.act(person, move |writer, turn, _| cast_ballot(writer, turn, id, cast));
                if let Err(Failure::Broken(fault)) = done {
                    panic!("{fault}");
                }
            }
        }
    }

    /// Every member of the first regime votes in each open case.
    pub fn vote(&self, vote: Vote) {
        self.ballots(vote, &VOTERS);
    }

    /// One of them does.
    pub fn vote_one(&self, vote: Vote) {
        self.ballots(vote, &VOTERS[..1]);
    }

    /// Whoever asked takes every open case back.
    pub fn take_back(&self) {
        for case in self.cases().into_iter().filter(|case| case.state == CaseState::Open) {
            let (seen, asker) = ((case.id, case.revision), case.asker.to_string());
            drop(self.house.act(&asker, move |writer, turn, _| withdraw_case(writer, turn, seen, "Not needed")));
        }
    }
}

fn post(id: &str) -> PostId {
    PostId::new(id).unwrap()
}

/// The scene of a door. Whatever is a door has one.
pub fn scene(door: Door) -> Scene {
    let (house, go, change, happened) = match door {
        Door::MissionApproved => mission_approved(),
        Door::MissionLeaves => mission_leaves(),
        Door::AgreementSigned => agreement_goes(AgreementStage::Signed),
        Door::AgreementInForce => agreement_goes(AgreementStage::InForce),
        Door::AgreementAmended => agreement_amended(),
        Door::DeliverableHandedOver => deliverable_handed_over(),
        Door::SampleReceived => sample_received(),
        Door::SampleLeaves => sample_leaves(),
        Door::AssignmentSigned => assignment_signed(),
        Door::AssignmentBegun => assignment_begun(),
        Door::ReleaseGiven => release_given(),
        Door::DossierTaken => dossier_taken(),
        Door::ExchangeNoted => exchange_noted(),
        Door::MarkingWidened => marking_widened(),
    };
    for (person, post) in VOTERS {
        house.appoint(person, post, if post == "france" { "ministry" } else { "institute" }, &[]);
    }
    Scene { house, act: door.act(), go, change, happened }
}

type Parts = (House, Go, Change, Happened);

fn rewrite_mission(house: &House, id: model::MissionId) {
    house.operator(move |deed| {
        let held = deed.mission(&Scope::office(), id)?.unwrap();
        let fact = deed.fact(Verb::Restated, Thing::new(Noun::Mission, id));
        let purpose = format!("{}, and more", held.purpose);
        Ok(deed.keep_mission(&Mission { purpose, revision: held.revision + 1, ..held }, &fact)?)
    });
}

fn mission_held(house: &House, id: model::MissionId) -> Mission {
    house.office().mission(&id.to_string()).unwrap()
}

fn mission_approved() -> Parts {
    let kit = mission::house();
    kit.need("drives", "engineer", Stage::Accepted, &[], "open");
    let rule = kit.rule(VettingKind::Step, 1, "committee");
    let who = kit.specialist(None);
    let reviewed = kit.reviewed(mission::NOVEMBER, who);
    let laid = kit.step("sokolov", &reviewed, MissionStep::LayBefore).unwrap();
    let id = laid.id;
    let look = kit.look(&laid);
    let go = move |house: &House| {
        let (held, look) = (mission_held(house, id), look.clone());
        house
            .act("volkov", move |writer, turn, _| {
                decide_vetting(writer, turn, (id, held.revision), rule, (true, "because"), &look)
            })
            .map(|_| ())
    };
    let happened = move |house: &House| mission_held(house, id).stage == MissionStage::Approved;
    (House::Mission(kit), Box::new(go), Box::new(move |house| rewrite_mission(house, id)), Box::new(happened))
}

fn mission_leaves() -> Parts {
    let kit = mission::house();
    kit.need("drives", "engineer", Stage::Accepted, &[], "open");
    let who = kit.specialist(None);
    let reviewed = kit.reviewed(mission::NOVEMBER, who);
    kit.confirm_brief(&reviewed);
    let laid = kit.step("sokolov", &kit.held(&reviewed), MissionStep::LayBefore).unwrap();
    let id = laid.id;
    let look = kit.look(&laid);
    let go = move |house: &House| {
        let (held, look) = (mission_held(house, id), look.clone());
        house
            .act("sokolov", move |writer, turn, _| {
                take_mission_step(writer, turn, (id, held.revision), &MissionStep::Depart, &look)
            })
            .map(|_| ())
    };
    let happened = move |house: &House| mission_held(house, id).stage == MissionStage::UnderWay;
    (House::Mission(kit), Box::new(go), Box::new(move |house| rewrite_mission(house, id)), Box::new(happened))
}

fn agreement_held(house: &House, id: AgreementId) -> Agreement {
    house.office().agreement(&id.to_string()).unwrap()
}

fn retitle_agreement(house: &House, id: AgreementId) {
    house.operator(move |deed| {
        let held = deed.agreement(&Scope::office(), id)?.unwrap();
        let fact = deed.fact(Verb::Restated, Thing::new(Noun::Agreement, id));
        let title = format!("{}, and more", held.title);
        Ok(deed.keep_agreement(&Agreement { title, revision: held.revision + 1, ..held }, &fact)?)
    });
}

fn agreement_goes(to: AgreementStage) -> Parts {
    let kit = agreement::house();
    kit.need("turbines", Stage::Accepted, "open");
    let begun = kit.begin(AgreementKind::Licence, AgreementBasis::Commercial, kit.host("open"), &["turbines"]);
    kit.go(&begun, AgreementStage::Negotiation, "").unwrap();
    kit.filled(&begun);
    kit.consent(&begun, true).unwrap();
    if to == AgreementStage::InForce {
        kit.go(&begun, AgreementStage::Signed, "").unwrap();
        kit.consent(&begun, true).unwrap();
    }
    let id = begun.id;
    let go = move |house: &House| {
        let (held, on) = (agreement_held(house, id), house.today());
        let step = AgreementStep { to, on, reason: String::new() };
        house
            .act("sokolov", move |writer, turn, _| take_agreement_step(writer, turn, (id, held.revision), &step))
            .map(|_| ())
    };
    let happened = move |house: &House| agreement_held(house, id).stage == to;
    (House::Agreement(kit), Box::new(go), Box::new(move |house| retitle_agreement(house, id)), Box::new(happened))
}

fn agreement_amended() -> Parts {
    let kit = agreement::house();
    let held = kit.in_force(AgreementKind::Licence);
    let id = held.id;
    let go = move |house: &House| {
        let (held, on) = (agreement_held(house, id), house.today());
        let terms = Terms { field: "Ships".to_owned(), ..held.terms.clone() };
        house
            .act("sokolov", move |writer, turn, _| {
                amend_terms(writer, turn, (id, held.revision), terms, ("The works builds ships", on))
            })
            .map(|_| ())
    };
    let happened = move |house: &House| agreement_held(house, id).terms.field == "Ships";
    (House::Agreement(kit), Box::new(go), Box::new(move |house| retitle_agreement(house, id)), Box::new(happened))
}

fn deliverable_handed_over() -> Parts {
    let kit = agreement::house();
    let held = kit.in_force(AgreementKind::Licence);
    let (id, agreement) = (DeliverableId::from_bits(kit.id()), held.id);
    let one = Deliverable {
        id,
        agreement,
        number: 0,
        title: "Drawings of our valve".to_owned(),
        kind: DeliverableKind::Drawings,
        side: DeliverableSide::Ours,
        quantity: String::new(),
        measure: String::new(),
        due: None,
        state: DeliverableState::Awaited,
        delivered_on: None,
        accepted_on: None,
        answer_by: None,
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    };
    kit.act("sokolov", move |writer, turn| write_deliverable(writer, turn, one, None)).unwrap();
    let held = move |house: &House| house.office().deliverable(&id.to_string()).unwrap();
    let go = move |house: &House| {
        let (seen, on) = ((id, held(house).revision), house.today());
        let step = DeliverableStep {
            made: DeliverableMove::Deliver,
            on,
            until: None,
            words: "By courier".to_owned(),
            evidence: None,
            by: String::new(),
            at: 0,
        };
        house.act("sokolov", move |writer, turn, _| take_deliverable_step(writer, turn, seen, step)).map(|_| ())
    };
    let happened = move |house: &House| held(house).state == DeliverableState::Delivered;
    (
        House::Agreement(kit),
        Box::new(go),
        Box::new(move |house| retitle_agreement(house, agreement)),
        Box::new(happened),
    )
}

fn a_sample(kit: &mission::House) -> Sample {
    kit.need("drives", "engineer", Stage::Accepted, &[], "open");
    let sample = Sample {
        id: SampleId::from_bits(kit.id()),
        kind: SampleKind::Machine,
        name: "A press".to_owned(),
        maker: None,
        maker_name: "Neckar Pressen".to_owned(),
        model: String::new(),
        serial: String::new(),
        amount: "1".to_owned(),
        measure: String::new(),
        country: "DE".to_owned(),
        came: SampleCame::Purchase,
        agreement: None,
        rights: String::new(),
        needs: vec![NeedId::new("drives").unwrap()],
        unit: UnitId::new("nowhere").unwrap(),
        post: post("engineer"),
        plan: "Losses at half load".to_owned(),
        plan_due: mission::date("1957-12-20"),
        expected: None,
        received: None,
        rests_since: None,
        remark: String::new(),
        state: SampleState::Expected,
        reason: String::new(),
        joined_to: None,
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    };
    kit.act("sokolov", move |writer, turn, _| keep_sample(writer, turn, sample, true)).unwrap()
}

fn sample_held(house: &House, id: SampleId) -> Sample {
    house.office().sample(&id.to_string()).unwrap().sample
}

fn came(house: &House, id: SampleId) -> Result<(), Failure> {
    let (seen, day) = ((id, sample_held(house, id).revision), house.today());
    let receipt = Receipt { day, from: "Rail".to_owned(), place: "Hall 3".to_owned(), note: String::new() };
    house.act("sokolov", move |writer, turn, _| receive_sample(writer, turn, seen, receipt)).map(|_| ())
}

fn rename_sample(house: &House, id: SampleId) {
    house.operator(move |deed| {
        let held = deed.sample(&Scope::office(), id)?.unwrap();
        let fact = deed.fact(Verb::Revised, Thing::new(Noun::Sample, id));
        let model = format!("{} and more", held.model);
        Ok(deed.keep_sample(&Sample { model, revision: held.revision + 1, ..held }, &fact)?)
    });
}

fn sample_received() -> Parts {
    let kit = mission::house();
    let id = a_sample(&kit).id;
    let happened = move |house: &House| sample_held(house, id).state == SampleState::Received;
    (
        House::Mission(kit),
        Box::new(move |house| came(house, id)),
        Box::new(move |house| rename_sample(house, id)),
        Box::new(happened),
    )
}

fn sample_leaves() -> Parts {
    let kit = mission::house();
    let id = a_sample(&kit).id;
    let house = House::Mission(kit);
    came(&house, id).unwrap();
    let go = move |house: &House| {
        let (seen, day) = ((id, sample_held(house, id).revision), house.today());
        house
            .act("sokolov", move |writer, turn, _| {
                leave_sample(writer, turn, seen, SampleState::Returned, ("It was lent to us", "Neckar Pressen", day))
            })
            .map(|_| ())
    };
    let happened = move |house: &House| sample_held(house, id).state == SampleState::Returned;
    (house, Box::new(go), Box::new(move |house| rename_sample(house, id)), Box::new(happened))
}

fn assignment_held(house: &House, id: model::AssignmentId) -> Assignment {
    house.office().reader().assignment(&Scope::office(), id).unwrap().unwrap()
}

fn reword_assignment(house: &House, id: model::AssignmentId) {
    house.operator(move |deed| {
        let held = deed.assignment(&Scope::office(), id)?.unwrap();
        let fact = deed.fact(Verb::Revised, Thing::new(Noun::Assignment, id));
        let terms = format!("{}, and more", held.terms);
        Ok(deed.keep_assignment(&Assignment { terms, revision: held.revision + 1, ..held }, &fact)?)
    });
}

const SIGN: &str = "There is nobody else, and Russian is learned";

fn assignment_signed() -> Parts {
    let kit = specialist::house();
    let guest = kit.enrol(specialist::guest());
    let request = kit.open(specialist::request(1));
    let id = kit.propose("orlova", &request, 1, specialist::given(guest)).unwrap().id;
    let go = move |house: &House| {
        let seen = (id, assignment_held(house, id).revision);
        let step = AssignmentStep::Sign(SIGN.to_owned());
        house
            .act("sokolov", move |writer, turn, office| take_assignment_step(writer, turn, office, seen, &step))
            .map(|_| ())
    };
    let happened = move |house: &House| assignment_held(house, id).stage == AssignmentStage::Signed;
    (House::Specialist(kit), Box::new(go), Box::new(move |house| reword_assignment(house, id)), Box::new(happened))
}

fn assignment_begun() -> Parts {
    let mut kit = specialist::house();
    let guest = kit.enrol(specialist::guest());
    let request = kit.open(specialist::request(1));
    let proposed = kit.propose("orlova", &request, 1, specialist::given(guest)).unwrap();
    let id = kit.step("sokolov", &proposed, AssignmentStep::Sign(SIGN.to_owned())).unwrap().id;
    kit.on("1931-01-20");
    let go = move |house: &House| {
        let seen = (id, assignment_held(house, id).revision);
        let step = AssignmentStep::Arrive(specialist::date("1931-01-15"));
        house
            .act("orlova", move |writer, turn, office| take_assignment_step(writer, turn, office, seen, &step))
            .map(|_| ())
    };
    let happened = move |house: &House| assignment_held(house, id).stage == AssignmentStage::UnderWay;
    (House::Specialist(kit), Box::new(go), Box::new(move |house| reword_assignment(house, id)), Box::new(happened))
}

fn release_held(house: &House, id: ReleaseId) -> HostRelease {
    house.office().release(&id.to_string()).unwrap()
}

/// A release of two records that is asked for.
fn a_release(kit: &agreement::House) -> HostRelease {
    let records: Vec<RecordId> = vec![kit.record("On turbines", None, "open"), kit.record("On pumps", None, "open")];
    let release = HostRelease {
        id: ReleaseId::from_bits(kit.id()),
        title: "Two papers".to_owned(),
        host: kit.host("open"),
        records,
        reason: "They asked for them".to_owned(),
        unit: UnitId::new("nowhere").unwrap(),
        post: post("contracts"),
        asked_by: String::new(),
        asker: PersonId::new("nobody").unwrap(),
        state: ReleaseState::Given,
        decided_by: None,
        decided_at: None,
        remark: String::new(),
        exchange: None,
        marking: Marking::default(),
        revision: 7,
        made_at: 0,
    };
    let office = kit.office.clone();
    kit.act("sokolov", move |writer, turn| write_release(writer, turn, &office, release, None)).unwrap()
}

fn give(house: &House, id: ReleaseId) -> Result<(), Failure> {
    let seen = (id, release_held(house, id).revision);
    house.act("petrova", move |writer, turn, _| decide_release(writer, turn, seen, (true, ""))).map(|_| ())
}

fn release_given() -> Parts {
    let kit = agreement::house();
    let id = a_release(&kit).id;
    let change = move |house: &House| {
        house.operator(move |deed| {
            let held = deed.release(&Scope::office(), id)?.unwrap();
            let fact = deed.fact(Verb::Restated, Thing::new(Noun::Release, id));
            let reason = format!("{}, and more", held.reason);
            Ok(deed.keep_release(&HostRelease { reason, revision: held.revision + 1, ..held }, &fact)?)
        });
    };
    let happened = move |house: &House| {
        let held = release_held(house, id);
        let exchanges = house.office().exchanges(held.host).unwrap();
        let noted = exchanges.iter().any(|one| Some(one.id) == held.exchange && one.way == ExchangeWay::Given);
        assert_eq!(noted, held.state == ReleaseState::Given, "what is given is noted, and nothing else is");
        noted
    };
    (House::Agreement(kit), Box::new(move |house| give(house, id)), Box::new(change), Box::new(happened))
}

fn dossier_taken() -> Parts {
    let kit = agreement::house();
    let release = a_release(&kit);
    let (id, record) = (release.id, release.records[0]);
    let house = House::Agreement(kit);
    give(&house, id).unwrap();
    let taken = std::rc::Rc::new(std::cell::Cell::new(false));
    let seen = std::rc::Rc::clone(&taken);
    let go = move |house: &House| {
        let form = formats::Form::JsonLines;
        let given = house.act("sokolov", move |writer, turn, office| take_dossier(writer, turn, office, id, form))?;
        assert_eq!(given.n_given, 2);
        taken.set(true);
        Ok(())
    };
    let change = move |house: &House| {
        house.operator(move |deed| {
            let marking = deed.marking_of_record(&Scope::office(), record)?.unwrap();
            let higher = if marking.level == model::Level::Open { "internal" } else { "restricted" };
            Ok(deed.mark_record(record, &Marking::parse(higher).unwrap())?)
        });
    };
    (house, Box::new(go), Box::new(change), Box::new(move |_| seen.get()))
}

fn exchange_noted() -> Parts {
    let kit = agreement::house();
    let (host, id) = (kit.host("open"), ExchangeId::from_bits(kit.id()));
    let go = move |house: &House| {
        let exchange = Exchange {
            id,
            host,
            way: ExchangeWay::Given,
            kind: ExchangeKind::Drawing,
            day: house.today(),
            what: "Drawings of a valve".to_owned(),
            worth: None,
            mission: None,
            answers: None,
            post: post("contracts"),
            struck: None,
            marking: Marking::default(),
            made_at: 0,
        };
        house.act("sokolov", move |writer, turn, _| note_exchange(writer, turn, exchange)).map(|_| ())
    };
    let happened = move |house: &House| !house.office().exchanges(host).unwrap().is_empty();
    (House::Agreement(kit), Box::new(go), Box::new(|_| {}), Box::new(happened))
}

fn marking_widened() -> Parts {
    let kit = mission::house();
    let host = kit.host("restricted");
    let house = House::Mission(kit);
    house.appoint("orlov", "administrator", "ministry", &[Power::Administer]);
    let (id, thing) = (WideningId::from_bits(77), Thing::new(Noun::Host, host));
    let asked = house.act("sokolov", move |writer, turn, office| {
        let to = Marking::parse("internal").unwrap();
        let asked = ask_widening(writer, turn, office, (id, &thing), &to, (&post("engineer"), "It is known by now"))?;
        Ok(asked.revision)
    });
    let seen = (id, asked.unwrap());
    house
        .act("petrova", move |writer, turn, _| {
            decide_widening(writer, turn, seen, WideningSide::Work, (true, "The works needs it"))
        })
        .unwrap();
    let go = move |house: &House| {
        let held = house.office().widening(&id.to_string()).unwrap();
        let seen = (id, held.revision);
        house
            .act("orlov", move |writer, turn, _| match held.missing().is_empty() {
                false => decide_widening(writer, turn, seen, WideningSide::Office, (true, "Nobody is harmed")),
                true => carry_out_widening(writer, turn, seen),
            })
            .map(|_| ())
    };
    let change = move |house: &House| {
        house.operator(move |deed| {
            let held = deed.host(&Scope::office(), host)?.unwrap();
            let marking = Marking { caveats: ["no-copying".to_owned()].into(), ..held.marking.clone() };
            Ok(deed.keep_host(&model::Host { marking, revision: held.revision + 1, ..held }, Verb::Revised)?)
        });
    };
    let happened =
        move |house: &House| house.office().host(&host.to_string()).unwrap().marking.level == model::Level::Internal;
    (house, Box::new(go), Box::new(change), Box::new(happened))
}
