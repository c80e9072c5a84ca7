//! Tests of widenings: every order in which people can speak.

use crate::{
    Level, Marking, Noun, PersonId, PostId, Thing, UnitId, Widening, WideningId, WideningSide, WideningState,
    WideningWord,
};

fn person(id: &str) -> PersonId {
    PersonId::new(id).unwrap()
}

fn widening() -> Widening {
    Widening {
        id: WideningId::from_bits(1),
        thing: Thing::new(Noun::Host, "H1"),
        title: "A works abroad".to_owned(),
        from: Marking::at(Level::Restricted),
        to: Marking::at(Level::Internal),
        reason: " Everybody knows it by now ".to_owned(),
        unit: UnitId::new("works").unwrap(),
        post: PostId::new("engineer").unwrap(),
        asked_by: "engineer a".to_owned(),
        asker: person("a"),
        state: WideningState::Asked,
        words: Vec::new(),
        revision: 0,
        made_at: 0,
    }
}

fn word(side: WideningSide, who: &str, yes: bool) -> WideningWord {
    WideningWord { side, yes, reason: "Because".into(), by: format!("post {who}"), person: person(who), at: 1 }
}

#[test]
fn what_is_no_wider_is_no_widening() {
    assert_eq!(widening().tidied().unwrap().reason, "Everybody knows it by now");
    assert!(Widening { to: Marking::at(Level::Confidential), ..widening() }.tidied().is_err());
    assert!(Widening { to: Marking::at(Level::Restricted), ..widening() }.tidied().is_err());
    assert!(Widening { reason: " ".into(), ..widening() }.tidied().is_err());
}

/// Every sequence of four words, of three persons for two sides.
#[test]
fn whoever_speaks_in_whatever_order_it_takes_two_persons_beside_who_asked() {
    let mut words = Vec::new();
    for side in WideningSide::ALL {
        for who in ["a", "b", "c"] {
            for yes in [true, false] {
                words.push(word(*side, who, yes));
            }
        }
    }
    let mut stack = vec![(widening(), 0)];
    let mut n_waiting = 0;
    while let Some((held, depth)) = stack.pop() {
        assert!(held.words.iter().all(|word| word.person != held.asker));
        if held.state == WideningState::Waiting {
            n_waiting += 1;
            assert_eq!(held.words.len(), 2);
            assert!(held.words.iter().all(|word| word.yes));
            assert_ne!(held.words[0].person, held.words[1].person);
            assert_ne!(held.words[0].side, held.words[1].side);
        }
        let carried = held.carry_out(&held.from);
        assert_eq!(carried.is_ok(), held.state == WideningState::Waiting);
        if depth < 4 {
            stack.extend(words.iter().filter_map(|word| Some((held.say(word.clone()).ok()?, depth + 1))));
        }
    }
    assert_eq!(n_waiting, 4, "two sides in two orders, spoken for by b and c either way");
}

#[test]
fn what_was_marked_otherwise_since_is_not_widened() {
    let agreed = widening().say(word(WideningSide::Work, "b", true)).unwrap();
    let agreed = agreed.say(word(WideningSide::Office, "c", true)).unwrap();
    assert_eq!(agreed.carry_out(&Marking::at(Level::Confidential)).unwrap().state, WideningState::Overtaken);
    let done = agreed.carry_out(&Marking::at(Level::Restricted)).unwrap();
    assert_eq!(done.state, WideningState::Done);
    assert!(done.carry_out(&Marking::at(Level::Restricted)).is_err());
    assert!(done.withdraw().is_err());
    assert_eq!(agreed.withdraw().unwrap().state, WideningState::Withdrawn);
}
