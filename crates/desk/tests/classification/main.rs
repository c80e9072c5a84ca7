//! Control lists in their versions, and what persons say things are by them.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "what was not tested, and how much was found, has to be said"
)]

mod house;

use desk::decide_control_version;
use matching::ItemQuestion;
use model::{
    ClassificationGround, ClassificationState, ClassificationVerdict, ControlChangeKind, ControlListId, DutyKind,
    ListStage, Noun, Thing, ThresholdStand,
};

use crate::house::{House, LIST, house, listed, refused};

fn list_thing() -> Thing {
    Thing::new(Noun::ControlList, ControlListId::new("demo-list").unwrap())
}

#[test]
fn every_load_is_a_version_and_the_same_file_is_none() {
    let house = house();
    assert_eq!(refused(house.load("sokolov", LIST)), "power-any");
    let first = house.load("ivanova", LIST).unwrap();
    assert_eq!((first.number, first.stage, first.n_entries, first.n_top), (1, ListStage::Kept, 9, 7));
    assert!(first.n_thresholds >= 7, "{}", first.n_thresholds);
    assert_eq!(house.load("orlov", LIST).unwrap().number, 1, "it is in force already");
    let second = house.load("ivanova", &LIST.replace("exceeding 1 kW", "exceeding 2 kW")).unwrap();
    assert_eq!((second.number, second.n_lost), (2, 0));
    let changes = house.office.control_difference("demo-list", 1, 2).unwrap();
    let told: Vec<_> = changes.iter().map(|change| (change.kind, change.code.as_str())).collect();
    assert_eq!(told, [(ControlChangeKind::Reworded, "1X002")]);
    let (before, now) = changes[0].thresholds.clone().unwrap();
    assert_eq!((before[1].to_string(), now[1].to_string()), ("> 1 kW".to_owned(), "> 2 kW".to_owned()));
    assert_eq!(refused(house.office.control_difference("demo-list", 1, 9)), "no control-list");
    assert_eq!(refused(house.office.control_list("other")), "no control-list");
}

#[test]
fn an_empty_or_truncated_file_changes_nothing() {
    let house = house();
    house.load("ivanova", LIST).unwrap();
    assert_eq!(refused(house.load("ivanova", "code,text\n")), "list-empty");
    assert_eq!(refused(house.load("ivanova", "code,text\n1X001,\"Machine tools")), "list-cut");
    assert_eq!(refused(house.load("ivanova", "")), "intake-no-file");
    assert_eq!(house.office.control_list("demo-list").unwrap().versions.len(), 1);
}

#[test]
fn a_further_file_takes_the_place_of_one_that_was_held_back() {
    let house = house();
    house.load("ivanova", LIST).unwrap();
    let small = LIST.lines().take(4).collect::<Vec<_>>().join("\n");
    assert_eq!(house.load("ivanova", &small).unwrap().stage, ListStage::Held);
    let right = house.load("ivanova", &LIST.replace("10 MN", "12 MN")).unwrap();
    assert_eq!((right.stage, right.number), (ListStage::Kept, 3));
    let versions = house.office.control_list("demo-list").unwrap().versions;
    assert_eq!(versions.iter().find(|one| one.number == 2).unwrap().stage, ListStage::Refused);
    assert_eq!(house.asked(&list_thing()), [], "nobody judges the wrong file any more");
}

#[test]
fn a_much_smaller_list_waits_for_a_second_person() {
    let house = house();
    house.load("ivanova", LIST).unwrap();
    let small = LIST.lines().take(4).collect::<Vec<_>>().join("\n");
    let held = house.load("ivanova", &small).unwrap();
    assert_eq!((held.stage, held.n_lost), (ListStage::Held, 6));
    assert_eq!(
        house.office.control_list("demo-list").unwrap().current.unwrap().number,
        1,
        "the old one stays in force"
    );
    assert_eq!(house.asked(&list_thing()), [("archive".to_owned(), DutyKind::JudgeList)]);
    let decide = |house: &House, person: &str, yes: bool, reason: &'static str| {
        let foresight = house.office.foresee_held_version("demo-list", 2).unwrap();
        house.act(person, move |writer, turn, _| decide_control_version(writer, turn, &foresight, 2, (yes, reason)))
    };
    assert_eq!(refused(decide(&house, "ivanova", true, "It is right")), "list-own");
    assert_eq!(refused(decide(&house, "orlov", true, " ")), "list-no-reason");
    assert_eq!(refused(decide(&house, "petrova", true, "It is right")), "power-any");
    let decided = decide(&house, "orlov", true, "Six entries were lifted").unwrap();
    assert_eq!(decided.stage, ListStage::Kept);
    assert_eq!(house.office.control_list("demo-list").unwrap().current.unwrap().number, 2);
    assert!(house.asked(&list_thing()).is_empty());
    assert_eq!(refused(decide(&house, "orlov", false, "No")), "list-over");
}

#[test]
fn a_person_says_what_a_thing_is_and_another_confirms_it() {
    let house = house();
    house.load("ivanova", LIST).unwrap();
    let mill = house.sample("Milling machine", "restricted");
    let question = ItemQuestion {
        text: "five-axis milling machine".to_owned(),
        parameters: house.given(listed("1X001.b")).parameters,
    };
    let asked = house.office.ask_control_lists(None, &question).unwrap();
    let best = &asked[0].candidates[0];
    assert_eq!((best.code.as_str(), best.n(ThresholdStand::Meets)), ("1X001.b", 2));

    assert_eq!(refused(house.classify("sokolov", &mill, listed("9Z999"))), "no control-entry");
    assert_eq!(
        refused(house.classify("smirnov", &mill, listed("1X001.b"))),
        "no classification",
        "what is not seen is not there"
    );
    let one = house.classify("sokolov", &mill, listed("1X001.b")).unwrap();
    assert_eq!((one.number, one.state), (1, ClassificationState::Proposed));
    assert_eq!(house.asked(&mill), [("coordinator".to_owned(), DutyKind::ConfirmClassification)]);
    assert_eq!(refused(house.decide("sokolov", &mill, 1, true)), "classification-own");
    let confirmed = house.decide("petrova", &mill, 1, true).unwrap();
    assert_eq!(confirmed.state, ClassificationState::Confirmed);
    assert!(house.asked(&mill).is_empty());
    assert_eq!(refused(house.decide("petrova", &mill, 1, true)), "classification-over");
    let held = &house.office.classifications(&mill).unwrap()[0];
    assert_eq!(held.parameters[0].quantity(), "1.2 µm");

    // Who does not see the sample learns nothing of what it is.
    let seen = house.office.seen_by(&house.officer("smirnov").scope);
    assert!(seen.classifications(&mill).unwrap().is_empty());
    let list = ControlListId::new("demo-list").unwrap();
    assert!(seen.classified_by(&list, None).unwrap().is_empty());
    assert_eq!(house.office.classified_by(&list, Some("1X001")).unwrap().len(), 1);
    assert!(house.office.classified_by(&list, Some("1X00")).unwrap().is_empty());
}

#[test]
fn what_is_not_confirmed_is_asked_again_and_a_later_word_takes_its_place() {
    let house = house();
    house.load("ivanova", LIST).unwrap();
    let mill = house.sample("Milling machine", "open");
    house.classify("sokolov", &mill, listed("1X001.a")).unwrap();
    let no = house.decide("petrova", &mill, 1, false).unwrap();
    assert_eq!(no.state, ClassificationState::Rejected);
    assert_eq!(house.asked(&mill), [("engineer".to_owned(), DutyKind::ClassifyAgain)]);
    house.classify("sokolov", &mill, listed("1X001.b")).unwrap();
    assert_eq!(house.asked(&mill), [("coordinator".to_owned(), DutyKind::ConfirmClassification)]);
    let ground = ClassificationVerdict::NotListed(ClassificationGround::BelowThreshold);
    house.classify("sokolov", &mill, ground).unwrap();
    let states: Vec<_> = house.office.classifications(&mill).unwrap().iter().map(|one| one.state).collect();
    assert_eq!(states, [ClassificationState::Proposed, ClassificationState::Replaced, ClassificationState::Rejected]);
}

#[test]
fn a_new_version_asks_again_where_it_changes_something_and_nowhere_else() {
    let house = house();
    house.load("ivanova", LIST).unwrap();
    let (mill, laser, ring) =
        (house.sample("Mill", "open"), house.sample("Laser", "restricted"), house.sample("Ring", "open"));
    house.classify("sokolov", &mill, listed("1X001.b")).unwrap();
    house.decide("petrova", &mill, 1, true).unwrap();
    house.classify("sokolov", &laser, listed("1X002")).unwrap();
    house.decide("petrova", &laser, 1, true).unwrap();
    house.classify("sokolov", &ring, ClassificationVerdict::NotListed(ClassificationGround::PublicDomain)).unwrap();
    let before = [house.classified(&mill), house.classified(&laser)];
    assert_eq!(before[0].entries, [("demo-list".to_owned(), "1X001.b".to_owned())]);
    house.load("orlov", &LIST.replace("of 1.4 µm or less", "of 1.1 µm or less")).unwrap();
    assert_eq!(house.asked(&mill), [("engineer".to_owned(), DutyKind::ClassifyAgain)]);
    let held = &house.office.classifications(&mill).unwrap()[0];
    assert_eq!((held.state, held.remark.as_str()), (ClassificationState::AskedAgain, "2 reworded 1X001.b"));
    assert!(house.asked(&laser).is_empty());
    assert_ne!(house.classified(&mill).digest, before[0].digest, "what was decided on it does not hold any more");
    assert_eq!(house.classified(&laser), before[1], "nothing of it changed");
    // What was looked at before the load is not what is in force.
    let stale = desk::ClassificationGiven { version: 1, ..house.given(listed("1X001.b")) };
    let about = mill.clone();
    let done = house.act("sokolov", move |writer, turn, _| desk::classify(writer, turn, &about, &stale));
    assert_eq!(refused(done), "classification-list-changed");
    // Said anew, it is settled.
    house.classify("sokolov", &mill, listed("1X001.b")).unwrap();
    assert_eq!(house.asked(&mill), [("coordinator".to_owned(), DutyKind::ConfirmClassification)]);
}

#[test]
fn what_was_on_no_entry_is_asked_again_when_one_near_it_changes() {
    let house = house();
    house.load("ivanova", LIST).unwrap();
    let mill = house.sample("Mill", "open");
    house.classify("sokolov", &mill, ClassificationVerdict::NotListed(ClassificationGround::BelowThreshold)).unwrap();
    house.load("orlov", &LIST.replace("Valves of nickel", "Valves of nickel or tantalum")).unwrap();
    assert!(!house.asked(&mill).iter().any(|(_, kind)| *kind == DutyKind::ClassifyAgain), "valves are far from mills");
    house.load("orlov", &LIST.replace("of 1.4 µm or less", "of 1.6 µm or less")).unwrap();
    assert!(house.asked(&mill).contains(&("engineer".to_owned(), DutyKind::ClassifyAgain)));
}

/// The published list goes in, is found again, and answers.
#[test]
fn annex_one_is_loaded_and_asked() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/eu-dual-use-annex-i/annex-i.json.zst");
    let Ok(bytes) = std::fs::read(path) else {
        eprintln!("NOT TESTED: the collection `../shared/data/eu-dual-use-annex-i` is absent; own fixtures only");
        return;
    };
    let house = house();
    let read = house.office.read_control_list("annex-i.json.zst", &bytes).unwrap();
    let foresight = house.office.foresee_control_list(&read, ("eu-annex-i", "EU dual-use list, Annex I")).unwrap();
    let text = read.reading().text.clone();
    let version =
        house.act("ivanova", move |writer, turn, _| desk::load_control_list(writer, turn, &read, &foresight)).unwrap();
    assert_eq!((version.n_top, version.edition.as_str()), (384, "02021R0821-20251115"));
    let help = house.office.item_help(&version.list, 1).unwrap();
    assert_eq!(*help.text(), text, "nothing was lost on the way");
    let question = ItemQuestion {
        text: "five-axis milling machine, positioning repeatability 0.8 µm".to_owned(),
        ..ItemQuestion::default()
    };
    let asked = house.office.ask_control_lists(Some("eu-annex-i"), &question).unwrap();
    assert_eq!(asked[0].candidates[0].head, "2B001");
}
