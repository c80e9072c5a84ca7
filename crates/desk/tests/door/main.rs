//! Every door through which know-how moves, tried in every way: the table is the list of doors itself, so that a new one without a scene
//! does not compile, and every way is tried at each of them.

mod adding;
#[path = "../agreement/house.rs"]
#[allow(dead_code, reason = "the house is that of another test, of which this one uses a part")]
mod agreement;
mod classified;
#[path = "../mission/house.rs"]
#[allow(dead_code, reason = "the house is that of another test, of which this one uses a part")]
mod mission;
mod scene;
#[path = "../specialist/house.rs"]
#[allow(dead_code, reason = "the house is that of another test, of which this one uses a part")]
mod specialist;
mod ways;
mod widening;

use model::{CaseState, Door, Vote};

use scene::{Scene, scene, scenes_with_a_yes_of_the_house};

/// How somebody tries to get through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Try {
    /// No regime asks for anything.
    Free,
    /// The regime came after the thing, and was asked nothing yet.
    Unasked,
    /// The same twice at once: a double click, a letter that comes twice, a program that tries again.
    Twice,
    /// A case waits.
    Waiting,
    /// Its members said no.
    Refused,
    /// They said yes, and then something else was written.
    ChangedAfter,
    /// They said yes, and then the regime was replaced by another.
    RegimeChanged,
    /// Who asked took the case back after all.
    TakenBack,
    /// They said yes to exactly this.
    Decided,
}

const TRIES: [Try; 9] = [
    Try::Free,
    Try::Unasked,
    Try::Twice,
    Try::Waiting,
    Try::Refused,
    Try::ChangedAfter,
    Try::RegimeChanged,
    Try::TakenBack,
    Try::Decided,
];

/// Tries, and answers whether the act was done.
fn tried(scene: &Scene, way: Try) -> bool {
    if way != Try::Free {
        scene.found(1);
    }
    match way {
        Try::Free | Try::Unasked => scene.go(),
        Try::Twice => {
            scene.go();
            scene.go();
            let open = scene.cases().into_iter().filter(|case| case.state == CaseState::Open).count();
            assert!(open <= 1, "asking twice opens one case");
        }
        Try::Waiting => {
            scene.go();
            scene.vote_one(Vote::Yes);
            scene.go();
        }
        Try::Refused => {
            scene.go();
            scene.vote(Vote::No);
            scene.go();
        }
        Try::ChangedAfter => {
            scene.go();
            scene.change();
            scene.vote(Vote::Yes);
            scene.change();
            scene.go();
        }
        Try::RegimeChanged => {
            scene.go();
            scene.found(2);
            scene.vote(Vote::Yes);
            scene.go();
        }
        Try::TakenBack => {
            scene.go();
            scene.take_back();
            scene.go();
        }
        Try::Decided => {
            scene.go();
            scene.vote(Vote::Yes);
            scene.go();
        }
    }
    scene.happened()
}

/// Under a regime that asks for all, no door lets an act through without a decision over exactly what is done; with it, each does.
#[test]
fn no_door_lets_anything_through_that_was_not_decided_as_it_is() {
    for door in Door::ALL {
        for way in TRIES {
            let scene = scene(*door);
            assert!(!scene.happened(), "{door}, {way:?}: nothing was done before");
            // What is noted without a release never passes control; a release is what is asked for.
            let by_case = *door != Door::ExchangeNoted;
            // A regime that comes later asks anew: a case of its own stands open.
            let expected = way == Try::Free || (way == Try::Decided && by_case);
            assert_eq!(tried(&scene, way), expected, "{door}, {way:?}");
        }
    }
}

/// Whatever is asked at a door leaves a case behind that names it.
#[test]
fn a_door_that_is_shut_leaves_a_case_behind() {
    for door in Door::ALL.iter().filter(|door| **door != Door::ExchangeNoted) {
        let scene = scene(*door);
        scene.found(1);
        scene.go();
        let cases = scene.cases();
        assert!(cases.iter().any(|case| case.state == CaseState::Open), "{door}");
        assert!(cases.iter().all(|case| case.proposal.act == door.act()), "{door}");
    }
}

/// What a post of the house said by its own rule stands beside the gate and opens no door: while a case waits, nothing moves, and the page
/// of the thing says that it waits.
#[test]
fn a_yes_of_the_house_does_not_let_through_what_a_regime_has_not_decided() {
    for scene in scenes_with_a_yes_of_the_house() {
        scene.found(1);
        scene.go();
        let case = scene.cases().remove(0);
        let about = &case.proposal.about;
        assert!(!scene.happened(), "{about}");
        let lines = scene.house().office().control_lines(about).unwrap();
        assert_eq!(lines.iter().map(|line| line.state).collect::<Vec<_>>(), [CaseState::Open], "{about}");
        scene.vote(Vote::Yes);
        scene.go();
        assert!(scene.happened(), "{about}");
    }
}

/// What was given cannot be called back: when a list changes afterwards, nobody is asked to vote on it again. What goes on is.
#[test]
fn what_was_given_or_widened_is_not_voted_on_again_when_a_list_changes() {
    for door in [Door::ReleaseGiven, Door::MarkingWidened, Door::MissionApproved] {
        let scene = scene(door);
        scene.found(1);
        scene.go();
        scene.vote(Vote::Yes);
        scene.go();
        assert!(scene.happened(), "{door}");
        let case = scene.cases().into_iter().find(|case| case.state.lets_through()).unwrap();
        let id = case.id;
        // As if it had been decided over another version of a list.
        scene.house().operator(move |deed| {
            let fact = deed.fact(model::Verb::Revised, model::Thing::new(model::Noun::Case, id));
            Ok(deed.keep_case(&model::ControlCase { over: [1; 32], ..case }, &fact)?)
        });
        let weighed = scene.house().act("petrova", |writer, turn, _| {
            let (who, now) = (turn.officer.person.id.to_string(), turn.now);
            writer.transact(&who, now, |deed| desk::reweigh(deed, turn))
        });
        assert_eq!(weighed.unwrap(), usize::from(door == Door::MissionApproved), "{door}");
    }
}
