//! A scene for each door: an office in which the next step is the one through it.

mod agreement;
mod assignment;
mod mission;
mod release;
mod sample;

use desk::{BallotCast, Clerk, Failure, Office, Turn, cast_ballot, keep_regime, withdraw_case};
use model::{
    AgreementStage, CaseState, ControlAct, ControlCase, Door, Marking, Person, PersonId, Post, PostId, Power, Regime,
    RegimeId, RegimeKind, RegimeMember, RegimeRule, Standing, Tenure, Trigger, UnitId, VettingKind, Vote,
};
use store::{CaseFilter, Deed, Scope, Writer};

use crate::{agreement as agreements, mission as missions, specialist as specialists};

/// One of the houses in which rooms are tested.
pub enum House {
    Mission(missions::House),
    Agreement(agreements::House),
    Specialist(specialists::House),
}

impl House {
    fn clerk(&self) -> &Clerk {
        match self {
            House::Mission(house) => &house.clerk,
            House::Agreement(house) => &house.clerk,
            House::Specialist(house) => &house.clerk,
        }
    }

    /// The office with all that it holds.
    pub fn office(&self) -> &Office {
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

    /// Does something as somebody of the house.
    pub fn act<T: Send + 'static>(
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

    /// What whoever runs the machine does.
    pub fn operator(&self, act: impl FnOnce(&mut Deed<'_>) -> Result<(), Failure> + Send + 'static) {
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
    /// The office in which it is.
    pub fn house(&self) -> &House {
        &self.house
    }

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
        self.found_where(number, |_| ());
    }

    /// The same, where its trigger is narrower.
    pub fn found_where(&self, number: u64, narrow: impl FnOnce(&mut Trigger)) {
        let mut trigger = Trigger { clause: "All".to_owned(), acts: vec![self.act], ..Trigger::default() };
        narrow(&mut trigger);
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
            triggers: vec![trigger],
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
    let parts = match door {
        Door::MissionApproved => mission::mission_approved(VettingKind::Step),
        Door::MissionLeaves => mission::mission_leaves(),
        Door::AgreementSigned => agreement::agreement_goes(AgreementStage::Signed),
        Door::AgreementInForce => agreement::agreement_goes(AgreementStage::InForce),
        Door::AgreementAmended => agreement::agreement_amended(),
        Door::DeliverableHandedOver => agreement::deliverable_handed_over(),
        Door::SampleReceived => sample::sample_received(false),
        Door::SampleLeaves => sample::sample_leaves(),
        Door::AssignmentSigned => assignment::assignment_signed(false),
        Door::AssignmentBegun => assignment::assignment_begun(),
        Door::AssignmentExtended => assignment::assignment_extended(),
        Door::ReleaseGiven => release::release_given(),
        Door::DossierTaken => release::dossier_taken(),
        Door::ExchangeNoted => release::exchange_noted(),
        Door::MarkingWidened => release::marking_widened(),
    };
    set(door, parts)
}

/// The doors beside which a rule of the house asks a post whether something may move, each as its post said yes: the rules of vetting of the
/// kind control, and the consent to an agreement.
pub fn scenes_with_a_yes_of_the_house() -> Vec<Scene> {
    [
        (Door::MissionApproved, mission::mission_approved(VettingKind::Control)),
        (Door::SampleReceived, sample::sample_received(true)),
        (Door::AssignmentSigned, assignment::assignment_signed(true)),
        (Door::AgreementSigned, agreement::agreement_goes(AgreementStage::Signed)),
    ]
    .map(|(door, parts)| set(door, parts))
    .into()
}

fn set(door: Door, (house, go, change, happened): Parts) -> Scene {
    for (person, post) in VOTERS {
        house.appoint(person, post, if post == "france" { "ministry" } else { "institute" }, &[]);
    }
    Scene { house, act: door.act(), go, change, happened }
}

type Parts = (House, Go, Change, Happened);
