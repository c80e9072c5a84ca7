//! Promises about parties, lists and what is said of hits.

use crate::*;

fn found(entry: &str, party: &str, tier: HitTier) -> Hit {
    Hit {
        list: PartyListId::new("ours").unwrap(),
        key: "7".to_owned(),
        version: 1,
        entry_print: entry.to_owned(),
        party_print: party.to_owned(),
        score: 0.9,
        tier,
        by: "A".to_owned(),
        reasons: vec![HitReason { word: "same-word".to_owned(), here: "a".to_owned(), there: "a".to_owned() }],
        state: HitState::Open,
        ruling: None,
        reason: String::new(),
        proposed_by: None,
        proposed_at: None,
        decided_by: None,
        decided_at: None,
        reopened: None,
    }
}

fn by(person: &'static str) -> HitSpeaker<'static> {
    HitSpeaker { person, who: person, asked_by: "engineer/asker", now: 5 }
}

#[test]
fn what_stops_or_lets_a_strong_hit_pass_takes_two_and_a_weak_one_is_ruled_out_by_one() {
    for (tier, ruling, state) in [
        (HitTier::Strong, HitRuling::Same, HitState::Proposed),
        (HitTier::Strong, HitRuling::NotSame, HitState::Proposed),
        (HitTier::Probable, HitRuling::Same, HitState::Proposed),
        (HitTier::Probable, HitRuling::NotSame, HitState::Decided),
        (HitTier::Possible, HitRuling::NotSame, HitState::Decided),
        (HitTier::Strong, HitRuling::Unclear, HitState::Open),
    ] {
        let hit = found("e", "p", tier).say(ruling, "born elsewhere", by("first")).unwrap();
        assert_eq!((hit.state, hit.ruling), (state, Some(ruling)), "{tier} {ruling}");
    }
}

#[test]
fn nobody_decides_what_they_asked_for_and_nobody_confirms_themselves() {
    let hit = found("e", "p", HitTier::Strong);
    assert!(hit.say(HitRuling::NotSame, "no", by("asker")).is_err());
    let proposed = hit.say(HitRuling::NotSame, "no", by("first")).unwrap();
    assert!(proposed.confirm(by("first")).is_err() && proposed.confirm(by("asker")).is_err());
    let decided = proposed.confirm(by("second")).unwrap();
    assert!(decided.is_harmless() && decided.decided_by.as_deref() == Some("second"));
    assert!(decided.say(HitRuling::Same, "yes", by("third")).is_err(), "it is decided");
    let again = proposed.contradict("the same passport", by("second")).unwrap();
    assert_eq!((again.state, again.ruling, again.reopened), (HitState::Open, None, Some(HitReopened::Contradicted)));
    assert!(hit.say(HitRuling::NotSame, "  ", by("first")).is_err(), "without a reason");
}

#[test]
fn what_was_decided_is_not_asked_again_until_the_entry_or_the_party_changes() {
    let decided = found("e", "p", HitTier::Probable).say(HitRuling::NotSame, "no", by("first")).unwrap();
    let same = decided.found_again(Hit { version: 2, score: 0.8, ..found("e", "p", HitTier::Probable) });
    assert_eq!((same.state, same.version, same.ruling), (HitState::Decided, 2, Some(HitRuling::NotSame)));
    for (entry, party, why) in [("E", "p", HitReopened::Entry), ("e", "P", HitReopened::Party)] {
        let open = decided.found_again(found(entry, party, HitTier::Probable));
        assert_eq!((open.state, open.ruling, open.reopened), (HitState::Open, None, Some(why)));
    }
    let gone = decided.gone();
    assert!(gone.is_harmless());
    assert_eq!(gone.found_again(found("e", "p", HitTier::Probable)).state, HitState::Decided);
    let strong = decided.found_again(found("e", "p", HitTier::Strong));
    assert_eq!(strong.reopened, Some(HitReopened::Score), "one person may not rule out what is next to certain");
}

#[test]
fn a_version_that_is_empty_broken_off_or_much_smaller_is_held_back() {
    for (n, before, cut, odd) in [
        (0, None, false, Some(HeldBack::Empty)),
        (5, None, true, Some(HeldBack::Truncated)),
        (5, None, false, None),
        (5, Some(9), false, None),
        (900, Some(1_000), false, None),
        (899, Some(1_000), false, Some(HeldBack::Smaller)),
        (2_000, Some(1_000), false, None),
    ] {
        assert_eq!(ListVersion::odd(n, before, cut), odd, "{n} after {before:?}");
    }
}

#[test]
fn a_version_is_let_in_by_somebody_else_with_a_reason() {
    let version = ListVersion {
        list: PartyListId::new("ours").unwrap(),
        number: 2,
        form: Some(PartyForm::Plain),
        files: "list.csv".to_owned(),
        checksum: String::new(),
        n_bytes: 1,
        n_entries: 1,
        n_names: 1,
        n_added: 0,
        n_removed: 0,
        n_changed: 0,
        n_doubts: 0,
        state: ListVersionState::Waiting,
        held: None,
        by: "control/first".to_owned(),
        at: 0,
        in_force_at: None,
        second: None,
        reason: String::new(),
    };
    assert!(version.clone().let_in("second", "control/second", "why").is_err(), "it was not held back");
    let held = version.hold(HeldBack::Smaller);
    assert!(held.clone().let_in("first", "control/first", "why").is_err());
    assert!(held.clone().let_in("second", "control/second", " ").is_err());
    let let_in = held.clone().let_in("second", "control/second", "a delisting").unwrap();
    assert_eq!((let_in.state, let_in.held), (ListVersionState::Waiting, Some(HeldBack::Smaller)));
    assert!(held.turn_away("first", "control/first", "the wrong file").is_ok());
}

#[test]
fn an_entry_says_what_changed_by_part_and_who_is_meant_whatever_the_order() {
    let mut before = Listed::named("7", "Nord Trading");
    before.names.push(ListedName { text: "Норд".to_owned(), strength: NameStrength::Weak });
    before.countries = vec!["DE".to_owned(), "RU".to_owned()];
    let mut after = before.clone();
    after.countries.reverse();
    after.remark = "moved".to_owned();
    assert_eq!(before.identity(), after.identity());
    let changed: Vec<ListedField> = before.changes(&after).iter().map(|one| one.field).collect();
    assert_eq!(changed, [ListedField::Remark]);
    after.names[1].strength = NameStrength::Strong;
    assert_ne!(before.identity(), after.identity());
    assert_eq!(before.changes(&after)[0].before, ["Норд (weak)"]);
}

#[test]
fn an_entry_is_brought_within_bounds() {
    let mut listed = Listed::named("k", " Nord\n Trading ");
    listed.born = vec!["x".repeat(LISTED_LINE_CHARS_MAX + 1), String::new(), "1949".to_owned(), "1949".to_owned()];
    let (bounded, is_cut) = listed.bounded().unwrap();
    assert!(is_cut && bounded.name() == "Nord Trading" && bounded.born.len() == 2);
    assert!(Listed::named("k", " \n ").bounded().is_none());
}

#[test]
fn a_party_is_the_same_whatever_the_order_of_its_lines() {
    let party = Party { aliases: vec!["B".into(), "A".into(), "B".into()], ..Party::named(" The  firm ") };
    let party = party.tidied().unwrap();
    assert_eq!((party.name.as_str(), party.aliases.len()), ("The firm", 2));
    let other = Party { aliases: vec!["A".into(), "B".into()], ..party.clone() };
    assert_eq!(party.content(), other.content());
    assert!(Party::named(" ").tidied().is_err());
    for (born, is_right) in [("1949", true), ("1949-11", true), ("1949-11-22", true), ("1949-13", false), ("49", false)]
    {
        let born = Party { born: Some(born.to_owned()), ..Party::named("A") };
        assert_eq!(born.clone().tidied().is_ok(), is_right, "{born:?}");
    }
}
