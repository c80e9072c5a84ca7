//! Missions before their doors.

use desk::{MissionStep, decide_vetting, take_mission_step};
use model::{Mission, MissionStage, Noun, Stage, Thing, Verb, VettingKind};
use store::Scope;

use super::{House, Parts};
use crate::mission;

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

pub fn mission_approved(by: VettingKind) -> Parts {
    let kit = mission::house();
    kit.need("drives", "engineer", Stage::Accepted, &[mission::QUESTION], "open");
    let rule = kit.rule(by, 1, "committee");
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

pub fn mission_leaves() -> Parts {
    let kit = mission::house();
    kit.need("drives", "engineer", Stage::Accepted, &[mission::QUESTION], "open");
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
