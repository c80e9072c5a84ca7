//! Equipment lists: written by those who work there, taken in as a whole without doubling anything.

use desk::{EquipmentTaken, keep_equipment, read_equipment, take_equipment};
use model::{Equipment, Marking};

use crate::house::*;

fn take(house: &House, person: &str, text: &str) -> Result<EquipmentTaken, desk::Failure> {
    let of = unit("pump-works");
    let lines = read_equipment("list", text.as_bytes(), &of, &Marking::default()).unwrap();
    let lines: Vec<Equipment> = lines.into_iter().map(|line| line.entry).collect();
    house.act(person, move |writer, turn, _| take_equipment(writer, turn, &of, lines))
}

#[test]
fn a_list_is_taken_in_again_without_doubling() {
    let house = house();
    let text = "equipment;Turret lathe;Pittler;ipc:B23B\nprocess;Honing;;;;;";
    assert!(take(&house, "vlasov", text).is_err(), "another unit's list");
    let taken = take(&house, "belov", text).unwrap();
    assert_eq!((taken.n_new, taken.n_changed, taken.n_unchanged), (2, 0, 0));
    let again = take(&house, "belov", "equipment;turret lathe;PITTLER;;12 of them\nprocess;Honing").unwrap();
    assert_eq!((again.n_new, again.n_changed, again.n_unchanged), (0, 1, 1));
    let (_, list) = house.office.equipment_of("pump-works").unwrap();
    assert_eq!(list.len(), 2);
    assert_eq!((list[0].note.as_str(), list[0].classes.len()), ("12 of them", 1), "what a line leaves open stays");
    assert!(take(&house, "glinka", text).is_ok(), "who leads the unit above writes it too");
}

#[test]
fn an_entry_is_not_seen_outside_its_marking_and_does_not_become_wider() {
    let house = house();
    let id = house.equipment("motor-works", "Transfer line", "restricted");
    assert!(house.seen("belov").equipment(&id.to_string()).is_err());
    let (_, list) = house.seen("belov").equipment_of("motor-works").unwrap();
    assert!(list.is_empty());
    let held = house.seen("adamov").equipment(&id.to_string()).unwrap();
    let wider = Equipment { marking: Marking::default(), ..held.clone() };
    let refused = house.act("adamov", move |writer, turn, _| keep_equipment(writer, turn, wider, false));
    assert!(said(&refused.unwrap_err()).contains("More people"));
    let renamed = Equipment { name: "Transfer line of 12 stations".to_owned(), ..held };
    let kept = house.act("adamov", move |writer, turn, _| keep_equipment(writer, turn, renamed, false)).unwrap();
    assert_eq!(kept.revision, 1);
}

#[test]
fn a_form_that_names_an_entry_which_is_held_lists_once_and_touches_no_other_list() {
    let house = house();
    let id = house.equipment("motor-works", "Transfer line", "open");
    let held = house.seen("adamov").equipment(&id.to_string()).unwrap();
    let stolen = Equipment { unit: unit("pump-works"), name: "Turret lathe".to_owned(), ..held.clone() };
    let refused = house.act("belov", move |writer, turn, _| keep_equipment(writer, turn, stolen, true));
    assert!(said(&refused.unwrap_err()).contains("sent before"));
    let again = held.clone();
    let kept = house.act("adamov", move |writer, turn, _| keep_equipment(writer, turn, again, true)).unwrap();
    assert_eq!(kept, held, "the same form once more lists once");
    assert_eq!(house.seen("adamov").equipment(&id.to_string()).unwrap(), held);
}
