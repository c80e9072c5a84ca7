//! Samples before their doors.

use desk::{Failure, Receipt, decide_sample_control, keep_sample, leave_sample, receive_sample};
use model::{
    Marking, NeedId, Noun, Sample, SampleCame, SampleId, SampleKind, SampleState, Stage, Thing, UnitId, Verb,
    VettingKind,
};
use store::Scope;

use super::{House, Parts, post};
use crate::mission;

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

/// A sample that is to come; where `is_let_in`, a post of the house has said by its own rule that it may.
pub fn sample_received(is_let_in: bool) -> Parts {
    let kit = mission::house();
    let rule = is_let_in.then(|| kit.rule(VettingKind::Control, 1, "control"));
    let sample = a_sample(&kit);
    let (id, seen) = (sample.id, (sample.id, sample.revision));
    if let Some(rule) = rule {
        kit.act("zaitsev", move |writer, turn, _| decide_sample_control(writer, turn, seen, rule, (true, "It may")))
            .unwrap();
    }
    let happened = move |house: &House| sample_held(house, id).state == SampleState::Received;
    (
        House::Mission(kit),
        Box::new(move |house| came(house, id)),
        Box::new(move |house| rename_sample(house, id)),
        Box::new(happened),
    )
}

pub fn sample_leaves() -> Parts {
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
