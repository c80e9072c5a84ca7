//! What lists say of a party is part of what is voted on.

use desk::{keep_party_list, load_party_list};
use model::{Party, PartyList, PartyListId, Proposal};

use super::*;

fn list_id() -> PartyListId {
    PartyListId::new("ours").unwrap()
}

impl House {
    fn list(&self) {
        let list = PartyList {
            id: list_id(),
            title: "Our list".to_owned(),
            publisher: "The ministry".to_owned(),
            address: String::new(),
            post: post("control"),
            remark: String::new(),
            closed: false,
            marking: Marking::default(),
            version: None,
            revision: 0,
            made_at: 0,
        };
        self.act("petrova", move |writer, turn| keep_party_list(writer, turn, list, true)).unwrap();
    }

    fn load(&self, rows: &str) {
        let files = vec![("list.csv".to_owned(), format!("key,name\n{rows}").into_bytes())];
        self.act("kuznetsov", move |writer, turn| load_party_list(writer, turn, &list_id(), None, files)).unwrap();
        self.watch();
    }
}

#[test]
fn votes_are_over_what_is_found_of_a_party_and_void_when_that_changes() {
    let house = house();
    house.committee(RegimeRule::default());
    house.list();
    house.load("1,Northern Turbine Works\n");
    let asked = Proposal { parties: vec![Party::named("Southern Pipe Mill")], ..proposal("Steel pipes") };
    house.lay("sokolov", &asked).unwrap();
    let early = house.office.cases_about(&asked.about).unwrap().remove(0);
    assert!(refused(house.pass("sokolov", &asked)).contains("held against the lists"));

    // Nobody voted yet: the case stays, and what is voted on is what is known by now.
    house.watch();
    let case = house.page(&early).case;
    assert_eq!((case.state, case.basis.lists.as_slice()), (CaseState::Open, &[("ours".to_owned(), 1)][..]));
    assert!(!case.basis.hit && case.over != early.over);
    house.vote("leblanc", &early, 1, Vote::Yes).unwrap_err();
    assert_eq!(house.approve(&case).state, CaseState::Approved);
    house.pass("sokolov", &asked).unwrap();

    house.load("1,Northern Turbine Works\n2,Southern Pipe Mill\n");
    assert_eq!(house.state(&case), CaseState::Void);
    let next = house.page(&case).followed_by.expect("it is decided anew");
    let next = house.office.case(&next.to_string()).unwrap();
    assert!(next.state == CaseState::Open && next.basis.hit);
    house.pass("sokolov", &asked).unwrap_err();
}

#[test]
fn members_see_what_was_found_of_the_party_on_which_they_vote() {
    let house = house();
    house.committee(RegimeRule::default());
    house.list();
    house.load("1,Southern Pipe Mill\n");
    let asked = Proposal { parties: vec![Party::named("Southern Pipe Mill")], ..proposal("Steel pipes") };
    house.lay("sokolov", &asked).unwrap();
    house.watch();
    let case = house.office.cases_about(&asked.about).unwrap().remove(0);
    let page = house.page(&case);
    assert!(page.case.basis.hit);
    let [found] = page.found.as_slice() else { panic!("one screening: {:?}", page.found) };
    assert_eq!(found.line.screening.party.name, "Southern Pipe Mill");
    let [shown] = found.hits.as_slice() else { panic!("one hit: {:?}", found.hits) };
    assert_eq!((shown.list.as_str(), shown.hit.key.as_str(), shown.may_decide), ("Our list", "1", false));
    assert_eq!(shown.entry.as_ref().map(model::Listed::name), Some("Southern Pipe Mill"));
    // What was found changes; what was voted on is kept with a case that is decided.
    assert_eq!(house.approve(&page.case).state, CaseState::Approved);
    let decided = house.page(&case);
    assert!(decided.case.basis.hit && decided.found.is_empty());
}
