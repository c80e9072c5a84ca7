//! Reliefs: asked of who set the target, granted in part, told before they end, over.

use desk::{ReliefDecision, ask_relief, decide_relief, withdraw_relief};
use model::{DutyKind, EvidenceClass, Marking, Noun, Quarter, QuarterAmount, Rational, Relief, ReliefId, ReliefState};
use store::Scope;

use crate::house::*;

fn amounts(text: &str) -> Vec<QuarterAmount> {
    QuarterAmount::read(text).unwrap()
}

fn relief(house: &House, adoption: model::AdoptionId, setter: &str) -> Relief {
    Relief {
        id: ReliefId::from_bits(house.id()),
        adoption,
        unit: unit("nowhere"),
        post: post("nobody"),
        setter: post(setter),
        plan_line: "Pistons".to_owned(),
        measure: "pieces".to_owned(),
        lost: amounts("1957-Q4 1200\n1958-Q1 800"),
        asked: amounts("1957-Q4 1000\n1958-Q1 800"),
        granted: amounts("1957-Q4 1000"),
        reason: "The old line stands still for six weeks".to_owned(),
        answer: "yes".to_owned(),
        until: None,
        state: ReliefState::Granted,
        decided_by: "somebody".to_owned(),
        marking: Marking::default(),
        invented: false,
        revision: 3,
        made_at: 0,
    }
}

#[test]
fn relief_is_asked_granted_in_part_and_over_by_its_day() {
    let mut house = house();
    let technology = house.technology("open");
    let adoption = house.adopted(technology, "motor-works", EvidenceClass::Told);
    for (setter, words) in [("motor-technologist", "no unit above"), ("steel-supply", "no unit above")] {
        let asked = relief(&house, adoption, setter);
        let refused = house.act("adamov", move |writer, turn, office| ask_relief(writer, turn, office, asked));
        assert!(said(&refused.unwrap_err()).contains(words), "{setter}");
    }
    let asked = relief(&house, adoption, "engines-planner");
    let again = asked.clone();
    let stranger = asked.clone();
    assert!(house.act("belov", move |writer, turn, office| ask_relief(writer, turn, office, stranger)).is_err());
    let held = house.act("adamov", move |writer, turn, office| ask_relief(writer, turn, office, asked)).unwrap();
    assert_eq!((held.state, held.granted.len(), held.unit.as_str()), (ReliefState::Asked, 0, "motor-works"));
    let twice = house.act("adamov", move |writer, turn, office| ask_relief(writer, turn, office, again)).unwrap();
    assert_eq!(twice, held);
    assert_eq!(house.duties(Noun::Relief, held.id), [("engines-planner".to_owned(), DutyKind::DecideRelief)]);
    let at = (held.id, held.revision);
    let grant = |text: &str| ReliefDecision::Grant {
        granted: amounts(text),
        until: date("1957-12-31"),
        answer: "Half of it".to_owned(),
    };
    let decision = grant("1957-Q4 600");
    let own = decision.clone();
    assert!(house.act("adamov", move |writer, turn, _| decide_relief(writer, turn, at, own)).is_err());
    let granted = house.act("glinka", move |writer, turn, _| decide_relief(writer, turn, at, decision)).unwrap();
    let quarter = Quarter::new(1957, 4).unwrap();
    assert_eq!(granted.lowers(quarter), Some(Rational::whole(600)));
    assert_eq!(house.duties(Noun::Relief, held.id), []);
    house.run();
    assert_eq!(house.duties(Noun::Relief, held.id), [], "it holds for months yet");
    house.on("1957-12-05");
    house.run();
    assert_eq!(house.duties(Noun::Relief, held.id), [("motor-technologist".to_owned(), DutyKind::EndRelief)]);
    house.run();
    assert_eq!(house.duties(Noun::Relief, held.id).len(), 1, "it is told once");
    house.on("1958-01-01");
    house.run();
    let over = house.office.reader().relief(&Scope::office(), held.id).unwrap().unwrap();
    assert_eq!((over.state, over.lowers(Quarter::new(1958, 1).unwrap())), (ReliefState::Expired, None));
    assert_eq!(house.duties(Noun::Relief, held.id), []);
}

#[test]
fn relief_is_refused_with_a_reason_or_taken_back() {
    let house = house();
    let technology = house.technology("restricted");
    let adoption = house.adopted(technology, "motor-works", EvidenceClass::Told);
    let ask = |setter: &str| {
        let asked = relief(&house, adoption, setter);
        house.act("adamov", move |writer, turn, office| ask_relief(writer, turn, office, asked)).unwrap()
    };
    let (first, second) = (ask("engines-planner"), ask("chairman"));
    let at = (first.id, first.revision);
    let silent = ReliefDecision::Refuse(String::new());
    assert!(house.act("glinka", move |writer, turn, _| decide_relief(writer, turn, at, silent)).is_err());
    let no = ReliefDecision::Refuse("The front waits for them".to_owned());
    let refused = house.act("glinka", move |writer, turn, _| decide_relief(writer, turn, at, no)).unwrap();
    assert_eq!(refused.state, ReliefState::Refused);
    let at = (second.id, second.revision);
    let back = house.act("adamov", move |writer, turn, _| withdraw_relief(writer, turn, at)).unwrap();
    assert_eq!(back.state, ReliefState::Withdrawn);
    assert_eq!(house.duties(Noun::Relief, second.id), []);
    // Who is not cleared for the technology sees no relief for it.
    assert!(house.seen("belov").relief_page(&house.officer("belov"), &first.id.to_string()).is_err());
    assert!(house.seen("belov").reliefs(None, None).unwrap().is_empty());
}
