//! Who fits a request, and many paired with many.

use desk::{RosterAsk, SpecialistRequestStep, take_specialist_request_step, write_specialist_request};
use model::{
    Away, DutyKind, InterestKind, LackKind, LanguageLevel, Noun, Specialist, SpecialistRequest, SpecialistRequestStage,
    Thing, WantedSkill,
};

use crate::house::{class, date, given, guest, house, post, refused, request, specialist, spoken, tied};

#[test]
fn candidates_are_ranked_and_each_lack_is_named() {
    let house = house();
    let all = [
        guest(),
        tied(),
        specialist(3, "N. Near", &["E01C"], vec![spoken("ru", LanguageLevel::C2)]),
        specialist(4, "W. Whole", &["E04H1"], vec![spoken("ru", LanguageLevel::B2)]),
    ];
    for one in all {
        house.enrol(one);
    }
    let request = house.open(request(1));
    let page = house.seen_by("orlova").specialist_request_page(&house.officer("orlova"), &request.id.to_string());
    let page = page.unwrap();
    let names: Vec<&str> = page.candidates.iter().map(|one| one.specialist.name.as_str()).collect();
    assert_eq!(names, ["T. Tied", "W. Whole", "E. Mai", "N. Near"], "of equal ones by their names in the books");
    let kinds = |at: usize| -> Vec<LackKind> { page.candidates[at].fit.lacks().map(|lack| lack.kind).collect() };
    assert_eq!(kinds(1), [LackKind::Evidence]);
    assert_eq!(kinds(2), [LackKind::Evidence, LackKind::Language], "a class below the one that is wanted is it");
    assert_eq!(kinds(3), [LackKind::MustSkill]);
    assert_eq!(page.candidates[0].fit.conflicts[0].kind, InterestKind::Stake);
    assert_eq!(page.candidates[0].fit.conflicts[0].with, "Gute Hoffnung");
}

#[test]
fn many_are_paired_with_many_better_than_by_taking_the_best_each_time() {
    let house = house();
    let all = [
        // Knows both, and is the only one who knows the road.
        specialist(1, "B. Both", &["E04H1", "E01C"], vec![spoken("ru", LanguageLevel::C2)]),
        specialist(2, "T. Towns", &["E04H1"], Vec::new()),
        tied(),
    ];
    house.enrol(all[0].clone());
    house.enrol(all[1].clone());
    house.enrol(Specialist { id: model::SpecialistId::from_bits(9), ..all[2].clone() });
    let towns = house.open(request(1));
    let roads = SpecialistRequest {
        title: "A builder of roads".to_owned(),
        skills: vec![
            WantedSkill { class: class("E01C"), must: true },
            WantedSkill { class: class("E02D"), must: false },
        ],
        ..request(2)
    };
    let roads = house.open(roads);
    let pairing = house.seen_by("petrova").pairing().unwrap();
    let named = |at: usize| {
        let line = &pairing.lines[at];
        let name = |one: &Option<desk::RosterFit>| one.as_ref().map(|one| one.specialist.name.clone());
        (line.request.id, name(&line.best), name(&line.greedy))
    };
    assert_eq!(named(0), (towns.id, Some("T. Towns".to_owned()), Some("B. Both".to_owned())));
    assert_eq!(
        named(1),
        (roads.id, Some("B. Both".to_owned()), None),
        "greedily taken, the road stays without anybody"
    );
    assert!(pairing.best > pairing.greedy && pairing.left_out == (0, 0));
    let everybody = house.seen_by("petrova").assignments(&house.officer("petrova"), None).unwrap();
    assert!(everybody.is_empty(), "nobody is assigned by it");
}

#[test]
fn a_request_says_what_stays_before_anybody_is_looked_for() {
    let house = house();
    let step = |id, revision, step: SpecialistRequestStep| {
        house.act("sokolov", move |writer, turn, office| {
            take_specialist_request_step(writer, turn, office, (id, revision), &step)
        })
    };
    for (bits, key, broken) in [
        (1, "specialist-request-no-leaves", SpecialistRequest { leaves: String::new(), ..request(1) }),
        (2, "specialist-request-no-task", SpecialistRequest { task: " ".to_owned(), ..request(2) }),
        (3, "specialist-request-no-skill", SpecialistRequest { skills: Vec::new(), ..request(3) }),
        (
            4,
            "specialist-request-past",
            SpecialistRequest { since: date("1929-01-01"), until: date("1930-01-01"), ..request(4) },
        ),
    ] {
        let draft = house.act("sokolov", move |writer, turn, _| write_specialist_request(writer, turn, broken, true));
        let draft = draft.unwrap();
        assert_eq!(draft.id.bits(), bits);
        refused(step(draft.id, draft.revision, SpecialistRequestStep::Open), key);
    }
    let open = house.open(request(5));
    let about = Thing::new(Noun::SpecialistRequest, open.id);
    assert_eq!(house.duties(&about), [(DutyKind::Place, "personnel".to_owned())]);
    refused(step(open.id, 0, SpecialistRequestStep::Withdraw("Why".to_owned())), "specialist-request-changed");
    let gone = step(open.id, open.revision, SpecialistRequestStep::Withdraw("The plan was cut".to_owned())).unwrap();
    assert_eq!(gone.stage, SpecialistRequestStage::Withdrawn);
    assert!(house.duties(&about).is_empty());
    let other = house.act("volkov", move |writer, turn, _| write_specialist_request(writer, turn, request(6), true));
    refused(other, "power-not-acting");
}

#[test]
fn a_request_whose_time_passed_lapses() {
    let mut house = house();
    let open = house.open(request(1));
    house.on("1931-12-31");
    house.hour();
    assert_eq!(house.office.specialist_request(&open.id.to_string()).unwrap().stage, SpecialistRequestStage::Open);
    house.on("1932-01-01");
    house.hour();
    assert_eq!(house.office.specialist_request(&open.id.to_string()).unwrap().stage, SpecialistRequestStage::Lapsed);
    assert!(house.duties(&Thing::new(Noun::SpecialistRequest, open.id)).is_empty());
}

#[test]
fn the_roster_is_narrowed_by_where_they_come_from_what_they_know_and_when_they_are_free() {
    let house = house();
    let away = Away { since: date("1931-01-01"), until: date("1931-01-05"), why: String::new() };
    let guest = house.enrol(Specialist { away: vec![away], ..guest() });
    house.enrol(specialist(2, "O. Own", &["E01C"], vec![spoken("ru", LanguageLevel::C2)]));
    let names = |ask: RosterAsk| -> Vec<String> {
        house.office.roster(&ask).unwrap().into_iter().map(|one| one.name).collect()
    };
    assert_eq!(names(RosterAsk { foreign: Some(true), ..RosterAsk::default() }), ["E. Mai"]);
    assert_eq!(names(RosterAsk { foreign: Some(false), ..RosterAsk::default() }), ["O. Own"]);
    assert_eq!(names(RosterAsk { class: Some(class("E04H")), ..RosterAsk::default() }), ["E. Mai"]);
    let language = model::Language::parse("ru");
    assert_eq!(names(RosterAsk { language, ..RosterAsk::default() }), ["O. Own"]);
    let free = |since: &str, until: &str| Some((date(since), date(until)));
    assert_eq!(names(RosterAsk { free: free("1931-01-05", "1931-02-01"), ..RosterAsk::default() }), ["O. Own"]);
    assert_eq!(names(RosterAsk { free: free("1931-01-06", "1931-02-01"), ..RosterAsk::default() }).len(), 2);
    // Once assigned, they are not free on these days.
    let request = house.open(request(1));
    let proposed = house.propose("orlova", &request, 1, given(guest)).unwrap();
    house.step("sokolov", &proposed, desk::AssignmentStep::Sign("Nobody else".to_owned())).unwrap();
    assert_eq!(names(RosterAsk { free: free("1931-02-01", "1931-02-02"), ..RosterAsk::default() }), ["O. Own"]);
    assert_eq!(post("head"), request.post);
}
