//! Assignments before their doors.

use desk::{AssignmentStep, add_to_assignment, decide_assignment_control, keep_vetting_rule, take_assignment_step};
use model::{Assignment, AssignmentStage, Noun, Thing, Transfer, Verb, VettingKind, VettingRule, VettingRuleId};
use store::Scope;

use super::{House, Parts};
use crate::specialist;

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

/// Somebody who is to be signed on; where `is_let_in`, a post of the house has said by its own rule that they may come.
pub fn assignment_signed(is_let_in: bool) -> Parts {
    let kit = specialist::house();
    let rule = VettingRule {
        id: VettingRuleId::from_bits(1),
        kind: VettingKind::Control,
        place: 0,
        post: specialist::post("control"),
        level: None,
        country: None,
        host: None,
        class: None,
        note: String::new(),
    };
    if is_let_in {
        kit.act("petrova", move |writer, turn, _| keep_vetting_rule(writer, turn, &rule)).unwrap();
    }
    let guest = kit.enrol(specialist::guest());
    let request = kit.open(specialist::request(1));
    let proposed = kit.propose("orlova", &request, 1, specialist::given(guest)).unwrap();
    let (id, seen) = (proposed.id, (proposed.id, proposed.revision));
    if is_let_in {
        let rule = VettingRuleId::from_bits(1);
        kit.act("zaitsev", move |writer, turn, _| decide_assignment_control(writer, turn, seen, rule, true, ""))
            .unwrap();
    }
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

pub fn assignment_begun() -> Parts {
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

pub fn assignment_extended() -> Parts {
    let mut kit = specialist::house();
    let id = kit.under_way().id;
    let go = move |house: &House| {
        let seen = (id, assignment_held(house, id).revision);
        let more = vec![Transfer::planned("To plan a road", "One draughtsman", "")];
        house.act("orlova", move |writer, turn, _| add_to_assignment(writer, turn, seen, Vec::new(), more)).map(|_| ())
    };
    let happened = move |house: &House| assignment_held(house, id).transfers.len() > 1;
    (House::Specialist(kit), Box::new(go), Box::new(move |house| reword_assignment(house, id)), Box::new(happened))
}
