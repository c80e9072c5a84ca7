//! Nobody leaves before everybody who goes knows what may be told.

use desk::{MissionStep, confirm_brief};
use model::{
    BriefLine, BriefPart, BriefStage, BriefThing, DutyKind, Marking, Mission, NeedId, Noun, Stage, Thing, Verb,
    VettingKind,
};
use proptest::prelude::*;

use super::house::*;

fn words(part: BriefPart, words: &str) -> BriefLine {
    BriefLine { host: None, part, words: words.to_owned(), thing: None }
}

fn need(part: BriefPart, id: &str) -> BriefLine {
    BriefLine { host: None, part, words: String::new(), thing: Some(BriefThing::Need(NeedId::new(id).unwrap())) }
}

/// A mission that may go, of somebody without an account and of an officer.
fn approved(house: &House) -> Mission {
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let stranger = house.specialist(None);
    let mission = house.reviewed(NOVEMBER, stranger);
    let mission = house.members(&mission, &[stranger, house.specialist(Some("smirnov"))]).unwrap();
    house.step("sokolov", &mission, MissionStep::LayBefore).unwrap()
}

#[test]
fn nobody_leaves_before_everybody_has_confirmed_the_version_that_stands() {
    let house = house();
    let mission = approved(&house);
    let leaves = || house.step("sokolov", &mission, MissionStep::Depart);
    assert!(said(&leaves().unwrap_err()).contains("no disclosure brief"));
    house.brief(&mission, vec![words(BriefPart::Told, "What the works makes")]).unwrap();
    assert!(said(&leaves().unwrap_err()).contains("does not stand yet"));
    let brief = house.clear(&mission).unwrap();
    assert_eq!((brief.stage, brief.clearer.as_ref().unwrap().as_str()), (BriefStage::Cleared, "coordinator"));
    let mut asked = house.brief_duties(&mission);
    asked.sort();
    assert_eq!(asked, [("engineer".to_owned(), DutyKind::Brief), ("fitter".to_owned(), DutyKind::Brief)]);
    assert!(said(&leaves().unwrap_err()).contains("A. Morozova, A. Morozova"), "both are named");
    let (stranger, fitter) = (mission.members[0].specialist, mission.members[1].specialist);
    let theirs = house.confirm("sokolov", &mission, 1, fitter).unwrap_err();
    assert!(said(&theirs).contains("has an account"), "{theirs}");
    let seen = (mission.id, 1);
    let unsaid = house
        .act("sokolov", move |writer, turn, office| confirm_brief(writer, turn, office, seen, stranger, " "))
        .unwrap_err();
    assert!(said(&unsaid).contains("by whom the brief was read"), "{unsaid}");
    house.confirm("sokolov", &mission, 1, stranger).unwrap();
    assert_eq!(house.brief_duties(&mission), [("fitter".to_owned(), DutyKind::Brief)]);
    assert!(leaves().is_err());
    house.confirm("smirnov", &mission, 1, fitter).unwrap();
    assert!(house.brief_duties(&mission).is_empty());
    // A change wants every yes anew.
    house.brief(&mission, vec![words(BriefPart::Withheld, "The alloy")]).unwrap();
    assert!(leaves().is_err());
    let second = house.clear(&mission).unwrap();
    assert_eq!(second.version, 2);
    assert!(said(&leaves().unwrap_err()).contains("Version 2"));
    assert!(house.confirm("smirnov", &mission, 1, fitter).is_err(), "another version was read");
    house.confirm("smirnov", &mission, 2, fitter).unwrap();
    house.confirm("sokolov", &mission, 2, stranger).unwrap();
    assert!(leaves().is_ok());
    let facts = house.office.history(&Thing::new(Noun::Brief, mission.id)).unwrap();
    let read = facts.iter().filter(|held| held.fact.verb == Verb::Briefed);
    assert_eq!(read.filter(|held| held.fact.change.as_deref() == Some("version 2")).count(), 2, "{facts:?}");
}

#[test]
fn who_is_named_later_reads_it_too() {
    let house = house();
    let mission = approved(&house);
    house.confirm_brief(&mission);
    let back = house.step("sokolov", &mission, MissionStep::TakeBack).unwrap();
    let all: Vec<_> =
        mission.members.iter().map(|member| member.specialist).chain([house.specialist(Some("volkov"))]).collect();
    let more = house.members(&back, &all).unwrap();
    assert_eq!(house.brief_duties(&mission), [("committee".to_owned(), DutyKind::Brief)]);
    let laid = house.step("sokolov", &more, MissionStep::LayBefore).unwrap();
    assert!(house.step("sokolov", &laid, MissionStep::Depart).is_err());
    house.confirm("volkov", &mission, 1, all[2]).unwrap();
    assert!(house.step("sokolov", &laid, MissionStep::Depart).is_ok());
}

#[test]
fn what_is_marked_for_fewer_than_the_world_is_not_told_and_marks_the_brief() {
    let house = house();
    let mission = approved(&house);
    house.need("alloys", "engineer", Stage::Accepted, &[QUESTION], "restricted");
    for part in [BriefPart::Told, BriefPart::Shown] {
        let refused = house.brief(&mission, vec![need(part, "alloys")]).unwrap_err();
        assert!(said(&refused).contains("“alloys” is marked restricted"), "{refused}");
    }
    let brief = house.brief(&mission, vec![need(BriefPart::Withheld, "alloys")]).unwrap();
    assert_eq!(brief.marking.to_string(), "restricted");
    assert_eq!(house.held(&mission).marking.to_string(), "open", "the mission is seen by more than its brief");
    let fitter = house.officer("smirnov");
    let seen = house.office.seen_by(&fitter.scope);
    assert!(seen.mission(&mission.id.to_string()).is_ok() && seen.brief(mission.id).unwrap().is_none());
    assert!(seen.history(&Thing::new(Noun::Brief, mission.id)).unwrap().is_empty());
    // Who goes has to be able to read it.
    let blind = house.clear(&mission).unwrap_err();
    assert!(said(&blind).contains("may not see the brief"), "{blind}");
}

#[test]
fn a_thing_that_is_narrowed_narrows_the_brief_and_keeps_everybody_at_home() {
    let house = house();
    let mission = approved(&house);
    house.need("presses", "engineer", Stage::Accepted, &[], "open");
    house.brief(&mission, vec![need(BriefPart::Told, "presses")]).unwrap();
    house.clear(&mission).unwrap();
    house.confirm("sokolov", &mission, 1, mission.members[0].specialist).unwrap();
    house.confirm("smirnov", &mission, 1, mission.members[1].specialist).unwrap();
    house.need("presses", "engineer", Stage::Accepted, &[], "internal");
    assert_eq!(house.office.brief(mission.id).unwrap().unwrap().marking, Marking::parse("internal").unwrap());
    let refused = house.step("sokolov", &mission, MissionStep::Depart).unwrap_err();
    assert!(said(&refused).contains("marked internal"), "{refused}");
}

#[test]
fn where_there_is_a_control_case_its_post_clears_the_brief() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    house.rule(VettingKind::Control, 1, "control");
    let mission = house.reviewed(NOVEMBER, house.specialist(None));
    house.brief(&mission, vec![words(BriefPart::Told, "What the works makes")]).unwrap();
    let brief = house.clear(&mission).unwrap();
    assert_eq!(brief.clearer.unwrap().as_str(), "control");
}

#[test]
fn what_was_told_to_a_host_is_known_to_the_next_mission_there() {
    let house = house();
    let first = approved(&house);
    house.confirm_brief(&first);
    let first = house.step("sokolov", &first, MissionStep::Depart).unwrap();
    let second = house.draft(&["drives"], first.hosts, ("1958-03-01", "1958-03-05"));
    let officer = house.officer("sokolov");
    let page = house.office.brief_page(&officer, &second.id.to_string(), house.today).unwrap();
    let told: Vec<&str> = page.told_before.iter().map(|told| told.line.words.as_str()).collect();
    assert_eq!(told, ["What the works makes"]);
    // The wording of a question tells of the need behind it.
    house.need("secret", "engineer", Stage::Accepted, &["Which alloy?"], "internal");
    let second = house.ask(&second, vec![of_need("secret", "Which alloy?")]).unwrap();
    let page = house.office.brief_page(&officer, &second.id.to_string(), house.today).unwrap();
    assert_eq!(page.telling.len(), 1, "{:?}", page.telling);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Whatever is pressed in whatever order: who has left had confirmed the version that stood.
    #[test]
    fn a_departure_without_a_confirmed_brief_does_not_happen(presses in prop::collection::vec(0u8..8, 1..20)) {
        let house = house();
        let mission = approved(&house);
        let mut revision = mission.revision;
        let mut n = 0;
        for press in presses {
            n += 1;
            let seen = Mission { revision, ..mission.clone() };
            let version = house.office.brief(mission.id).unwrap().map_or(1, |brief| brief.version);
            match press {
                0 => drop(house.brief(&mission, vec![words(BriefPart::Told, &format!("Line {n}"))])),
                1 | 2 => drop(house.clear(&mission)),
                3 | 4 => drop(house.confirm("sokolov", &mission, version, mission.members[0].specialist)),
                5 | 6 => drop(house.confirm("smirnov", &mission, version, mission.members[1].specialist)),
                _ => {
                    let before = house.office.is_briefed(&mission).unwrap();
                    let left = house.step("sokolov", &seen, MissionStep::Depart);
                    prop_assert_eq!(left.is_ok(), before == Some(true), "{:?}", left);
                    if let Ok(left) = left { revision = left.revision; break; }
                }
            }
        }
        prop_assert!(revision >= mission.revision);
    }
}

#[test]
fn a_brief_that_another_post_has_to_clear_now_lets_nobody_leave() {
    let house = house();
    house.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
    let who = house.specialist(None);
    let mission = house.reviewed(NOVEMBER, who);
    house.confirm_brief(&mission);
    // The control post comes in after the brief was cleared without it.
    let rule = house.rule(VettingKind::Control, 1, "control");
    let mission = house.step("sokolov", &house.held(&mission), MissionStep::LayBefore).unwrap();
    let mission = house.decide("zaitsev", &mission, rule, true).unwrap();
    let refused = house.step("sokolov", &mission, MissionStep::Depart).unwrap_err();
    assert!(said(&refused).contains("now control has to clear it"), "{refused}");
    house.confirm_brief(&mission);
    assert!(house.step("sokolov", &house.held(&mission), MissionStep::Depart).is_ok());
}
