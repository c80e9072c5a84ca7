//! What is added to an assignment once it is signed.

use desk::add_to_assignment;
use model::{Door, Promise};
use store::{AssignmentFilter, Scope};

use crate::scene::scene;

#[test]
fn what_is_promised_after_signing_waits_for_no_case() {
    let scene = scene(Door::AssignmentExtended);
    scene.found(1);
    let of_all = AssignmentFilter::default();
    let held = scene.house().office().reader().assignments(&Scope::office(), &of_all).unwrap().remove(0);
    let seen = (held.id, held.revision);
    let added = scene.house().act("orlova", move |writer, turn, _| {
        add_to_assignment(writer, turn, seen, vec![Promise::given("A bicycle", None)], Vec::new())
    });
    assert_eq!(added.unwrap().promises.len(), 2);
    assert!(scene.cases().is_empty(), "a promise is no know-how");
}
