//! Calls: asked of other ministries, answered as duties, taken, kept or not.

use desk::{close_call, judge_call, make_call, reply_to_call, take_of_call};
use model::{
    Call, CallAnswer, CallAnswerState, CallId, CallKind, CallReply, CallState, DutyKind, Marking, Noun, Rational,
};
use store::Scope;

use crate::house::*;

fn call(house: &House, asked: &[&str], marking: &str) -> Call {
    Call {
        id: CallId::from_bits(house.id()),
        kind: CallKind::Material,
        what: "Bearing steel ShKh15".to_owned(),
        amount: Rational::whole(12),
        measure: "t".to_owned(),
        by: date("1957-12-01"),
        reason: "First lot of the new line".to_owned(),
        on: None,
        unit: unit("nowhere"),
        post: post("motor-technologist"),
        answers: asked.iter().map(|name| CallAnswer::asked(post(name), unit("nowhere"))).collect(),
        state: CallState::Closed,
        marking: Marking::parse(marking).unwrap(),
        invented: false,
        revision: 5,
        made_at: 0,
    }
}

#[test]
fn a_call_is_answered_across_ministries_and_what_is_taken_is_followed() {
    let house = house();
    let blind = call(&house, &["steel-supply"], "restricted");
    let refused = house.act("adamov", move |writer, turn, office| make_call(writer, turn, office, blind));
    assert!(said(&refused.unwrap_err()).contains("Nobody at steel-supply"));
    let own = call(&house, &["motor-technologist"], "open");
    assert!(house.act("adamov", move |writer, turn, office| make_call(writer, turn, office, own)).is_err());
    let asked = call(&house, &["steel-supply", "tractor-technologist", "steel-supply"], "internal");
    let again = asked.clone();
    let made = house.act("adamov", move |writer, turn, office| make_call(writer, turn, office, asked)).unwrap();
    assert_eq!((made.state, made.answers.len(), made.unit.as_str()), (CallState::Open, 2, "motor-works"));
    let twice = house.act("adamov", move |writer, turn, office| make_call(writer, turn, office, again)).unwrap();
    assert_eq!(twice, made);
    let mut duties = house.duties(Noun::Call, made.id);
    duties.sort();
    let asks = |name: &str| (name.to_owned(), DutyKind::AnswerCall);
    assert_eq!(duties, [asks("steel-supply"), asks("tractor-technologist")]);
    let (id, steel, tractor) = (made.id, post("steel-supply"), post("tractor-technologist"));
    let no = CallReply::Cannot("We have none".to_owned());
    let held = house.act("vlasov", move |writer, turn, _| reply_to_call(writer, turn, (id, 0), &tractor, no)).unwrap();
    assert_eq!(house.duties(Noun::Call, made.id), [asks("steel-supply")], "each answers for itself");
    let can = CallReply::Can(Rational::whole(8), date("1957-10-15"), "By rail".to_owned());
    let (of, seen) = (steel.clone(), held.revision);
    let held = house.act("dolin", move |writer, turn, _| reply_to_call(writer, turn, (id, seen), &of, can)).unwrap();
    let (of, seen) = (steel.clone(), held.revision);
    let held = house.act("adamov", move |writer, turn, _| take_of_call(writer, turn, (id, seen), &of, true)).unwrap();
    assert_eq!(held.n_taken(), Rational::whole(8));
    let mut duties = house.duties(Noun::Call, made.id);
    duties.sort();
    let follow = |name: &str, kind| (name.to_owned(), kind);
    let expected = [follow("motor-technologist", DutyKind::JudgeCall), follow("steel-supply", DutyKind::GiveForCall)];
    assert_eq!(duties, expected);
    let seen = held.revision;
    let held = house.act("adamov", move |writer, turn, _| close_call(writer, turn, (id, seen), false)).unwrap();
    let (of, seen) = (steel.clone(), held.revision);
    let held =
        house.act("adamov", move |writer, turn, _| judge_call(writer, turn, (id, seen), &of, (true, ""))).unwrap();
    assert_eq!(held.answer_of(&steel).unwrap().state, CallAnswerState::Kept);
    assert_eq!(house.duties(Noun::Call, made.id), []);
}

#[test]
fn a_call_whose_day_is_over_lapses_with_its_duties() {
    let mut house = house();
    let asked = call(&house, &["steel-supply"], "open");
    let made = house.act("adamov", move |writer, turn, office| make_call(writer, turn, office, asked)).unwrap();
    house.on("1957-12-01");
    house.run();
    assert_eq!(house.duties(Noun::Call, made.id).len(), 1, "on its day it is in time");
    house.on("1957-12-02");
    house.run();
    let held = house.office.reader().unit_call(&Scope::office(), made.id).unwrap().unwrap();
    assert_eq!(held.state, CallState::Lapsed);
    assert_eq!(house.duties(Noun::Call, made.id), []);
}
