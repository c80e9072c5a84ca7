//! Lists of parties and screenings in a real office: loaded, held back, let in; found, decided by two, remembered, opened again.
#![allow(missing_docs)]

mod house;

use desk::{HeldStep, HitStep, ScreeningSearch, screen_parties, screened};
use model::{
    DutyKind, HeldBack, HitReopened, HitRuling, HitState, HitTier, ListVersionState, ListedField, Marking, Noun, Party,
    PartyKind, PostId, ScreeningView, Thing, Verb,
};

use house::*;

const FIRST: &str = "key,name,aliases,kind,countries\n1,Weissenberg Apparatebau,,organisation,DE\n2,Nordmeer Rheinland Spezialguss,,organisation,DE\n";

fn because(text: &str) -> String {
    text.to_owned()
}

fn firm() -> Party {
    Party { kind: PartyKind::Organisation, ..Party::named("Weissenberg Apparatebau") }
}

#[test]
fn a_list_is_loaded_by_its_owner_and_what_changed_is_told_entry_by_entry() {
    let house = house();
    house.list("open");
    let refused = house.load("sokolov", FIRST).unwrap_err();
    assert!(said(&refused).contains("owned by control"), "{refused}");
    let first = house.load("zaitsev", FIRST).unwrap();
    assert_eq!((first.state, first.n_entries, first.n_added), (ListVersionState::InForce, 2, 2));
    assert!(said(&house.load("zaitsev", FIRST).unwrap_err()).contains("nothing has to be loaded"));
    let second =
        "key,name,aliases,kind,countries\n1,Weissenberg Apparatebau,WAB,organisation,AT\n3,Third,,organisation,FR\n";
    let second = house.load("orlova", second).unwrap();
    assert_eq!((second.n_added, second.n_removed, second.n_changed), (1, 1, 1));
    let told = house.office.list_difference("ours", (2, 1), None, None).unwrap();
    assert_eq!((told.from.number, told.n_added, told.n_removed, told.n_changed), (1, 1, 1, 1));
    let keys: Vec<&str> = told.pairs.iter().map(store::ListedPair::key).collect();
    assert_eq!(keys, ["1", "2", "3"]);
    let part = house.office.list_difference("ours", (2, 1), None, Some(2)).unwrap();
    assert_eq!((part.pairs.len(), part.next.as_deref()), (2, Some("2")));
    let rest = house.office.list_difference("ours", (2, 1), Some("2"), Some(2)).unwrap();
    assert_eq!((rest.pairs.len(), rest.next), (1, None));
    let (before, after) = (told.pairs[0].before.as_ref().unwrap(), told.pairs[0].after.as_ref().unwrap());
    let fields: Vec<ListedField> = before.changes(after).into_iter().map(|one| one.field).collect();
    assert_eq!(fields, [ListedField::Names, ListedField::Countries]);
    let page = house.office.list_page("ours", "weissenberg", None, None).unwrap();
    assert_eq!((page.entries.len(), page.entries[0].since), (1, 2));
    let part = house.office.list_page("ours", "", None, Some(1)).unwrap();
    assert_eq!((part.entries.len(), part.next.as_deref()), (1, Some("1")));
    let rest = house.office.list_page("ours", "", Some("1"), Some(1)).unwrap();
    assert_eq!((rest.entries.len(), rest.next), (1, None));
    assert_eq!(page.versions[1].state, ListVersionState::Past);
}

#[test]
fn a_version_that_looks_wrong_changes_nothing_until_a_second_person_lets_it_in() {
    let house = house();
    house.list("open");
    let rows: String = (0..40).map(|n| format!("{n},Firm number {n} of Talheim,,organisation,DE\n")).collect();
    let head = "key,name,aliases,kind,countries\n";
    house.load("zaitsev", &format!("{head}{rows}")).unwrap();
    let held = house.load("zaitsev", FIRST).unwrap();
    assert_eq!((held.state, held.held), (ListVersionState::Held, Some(HeldBack::Smaller)));
    let thing = Thing::new(Noun::PartyList, list_id());
    assert_eq!(house.asked(&thing), [("control".to_owned(), DutyKind::LookAtList)]);
    assert_eq!(house.office.list_page("ours", "", None, None).unwrap().entries.len(), 40);
    let step = |person: &str| {
        house.act(person, |writer, turn| {
            desk::decide_list_version(writer, turn, (&list_id(), 2), HeldStep::LetIn, "A delisting, see the gazette")
        })
    };
    assert!(said(&step("zaitsev").unwrap_err()).contains("somebody else"));
    step("orlova").unwrap();
    assert_eq!(house.asked(&thing), []);
    house.run_jobs();
    let page = house.office.list_page("ours", "", None, None).unwrap();
    assert_eq!((page.entries.len(), page.list.version), (2, Some(2)));
    for (text, why) in [
        ("key,name\n", HeldBack::Empty),
        ("key,name,kind\n1,Weissenberg Apparatebau,organisation\n2,N", HeldBack::Truncated),
    ] {
        let held = house.load("zaitsev", text).unwrap();
        assert_eq!((held.state, held.held), (ListVersionState::Held, Some(why)));
    }
    let none = house.load("zaitsev", "nothing to see here\n").unwrap();
    assert_eq!(none.state, ListVersionState::Refused, "no list at all is nothing that anybody could let in");
    assert!(house.facts(Verb::HeldBackList) >= 4);
}

#[test]
fn a_strong_hit_is_decided_by_two_who_did_not_ask_and_not_asked_again() {
    let house = house();
    house.list("open");
    house.load("zaitsev", FIRST).unwrap();
    let asked = house.ask("sokolov", firm(), "open").unwrap();
    let hits = house.hits(asked.id);
    assert_eq!((hits.len(), hits[0].tier, hits[0].state), (1, HitTier::Strong, HitState::Open), "{hits:?}");
    assert!(!hits[0].reasons.is_empty() && hits[0].score < 1.0);
    let thing = Thing::new(Noun::Screening, asked.id);
    assert_eq!(house.asked(&thing), [("control".to_owned(), DutyKind::DecideHits)]);
    let not_same = || HitStep::Say(HitRuling::NotSame, because("Another firm of the name, see the register"));
    assert!(said(&house.say("sokolov", asked.id, "1", not_same()).unwrap_err()).contains("decided by control"));
    house.say("zaitsev", asked.id, "1", not_same()).unwrap();
    assert_eq!(house.asked(&thing), [("control".to_owned(), DutyKind::ConfirmHits)]);
    assert!(house.say("zaitsev", asked.id, "1", HitStep::Confirm).is_err());
    house.say("orlova", asked.id, "1", HitStep::Confirm).unwrap();
    assert_eq!(house.asked(&thing), []);
    let again = house.ask("sokolov", firm(), "open").unwrap();
    assert_eq!(house.hits(again.id)[0].state, HitState::Decided, "remembered");
    let own = house.ask("zaitsev", Party { aliases: vec!["WAB".to_owned()], ..firm() }, "open").unwrap();
    let refused = house.say("zaitsev", own.id, "1", not_same()).unwrap_err();
    assert!(said(&refused).contains("asked for this screening"), "{refused}");
}

#[test]
fn a_decision_is_opened_again_when_the_entry_changes_and_not_when_only_its_remark_does() {
    let house = house();
    house.list("open");
    house.load("zaitsev", FIRST).unwrap();
    let asked = house.ask("sokolov", firm(), "open").unwrap();
    house.say("zaitsev", asked.id, "1", HitStep::Say(HitRuling::Same, because("The very firm"))).unwrap();
    house.say("orlova", asked.id, "1", HitStep::Confirm).unwrap();
    let head = "key,name,aliases,kind,countries,remark\n";
    let rest = "2,Nordmeer Rheinland Spezialguss,,organisation,DE,\n";
    house.load("zaitsev", &format!("{head}1,Weissenberg Apparatebau,,organisation,DE,moved\n{rest}")).unwrap();
    let hit = house.hits(asked.id).remove(0);
    assert_eq!((hit.state, hit.version), (HitState::Decided, 2));
    house.load("zaitsev", &format!("{head}1,Weissenberg Apparatebau,WAB,organisation,DE,moved\n{rest}")).unwrap();
    let hit = house.hits(asked.id).remove(0);
    assert_eq!((hit.state, hit.reopened, hit.version), (HitState::Open, Some(HitReopened::Entry), 3));
    assert_eq!(house.asked(&Thing::new(Noun::Screening, asked.id)).len(), 1);
    house.load("zaitsev", &format!("{head}{rest}")).unwrap();
    assert_eq!(house.hits(asked.id)[0].state, HitState::Gone);
    assert_eq!(house.asked(&Thing::new(Noun::Screening, asked.id)), []);
}

#[test]
fn every_host_and_its_people_are_held_against_a_new_version() {
    let house = house();
    house.list("open");
    let host = house.host("Weissenberg Apparatebau", "Gottlieb Hardenrath", "restricted");
    house.load("zaitsev", &format!("{FIRST}7,\"HARDENRATH, Gottlieb\",,person,\n")).unwrap();
    let thing = Thing::new(Noun::Host, host);
    let lines = house.office.screenings_about(&thing).unwrap();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line.n_open == 1), "{lines:?}");
    assert_eq!(lines[0].screening.marking, Marking::parse("restricted").unwrap());
    // Who does not see the host does not see that it was screened.
    let blind = house.office.seen_by(&house.officer("smirnov").scope);
    assert!(blind.screenings_about(&thing).unwrap().is_empty());
    assert!(blind.screenings(&ScreeningSearch::default()).unwrap().lines.is_empty());
    let held = house.office.host(&host.to_string()).unwrap();
    let renamed = model::Host {
        names: vec![model::HostName { text: "Something else entirely".to_owned(), language: None }],
        contacts: Vec::new(),
        ..held
    };
    house.act("sokolov", move |writer, turn| desk::keep_host(writer, turn, renamed, false)).unwrap();
    house.run_jobs();
    let lines = house.office.screenings_about(&thing).unwrap();
    assert_eq!(lines.len(), 1, "a contact who is gone is not screened any more");
    assert_eq!((lines[0].n_open, lines[0].screening.party.name.as_str()), (0, "Something else entirely"));
}

#[test]
fn what_is_found_on_a_list_that_one_may_not_see_is_not_there_and_a_decision_of_the_closed_circle_is_not_remembered_outside()
 {
    let house = house();
    house.list("restricted");
    house.load("zaitsev", FIRST).unwrap();
    let asked = house.ask("smirnov", firm(), "open").unwrap();
    let officer = house.officer("smirnov");
    let blind = house.office.seen_by(&officer.scope);
    let page = blind.screening_page(&asked.id.to_string(), &officer).unwrap();
    assert_eq!((page.hits.len(), page.lists.len(), page.line.n_open, page.line.n_hits), (0, 0, 0, 0));
    assert_eq!(house.hits(asked.id).len(), 1, "the office found it all the same");
    assert_eq!(house.asked(&Thing::new(Noun::Screening, asked.id)), [], "a duty about it would tell of the hit");
    let thing = Thing::new(Noun::PartyList, list_id());
    assert_eq!(house.asked(&thing), [("control".to_owned(), DutyKind::DecideHits)]);
    let closed = house.ask("sokolov", firm(), "restricted").unwrap();
    house.say("zaitsev", closed.id, "1", HitStep::Say(HitRuling::Same, because("The very firm"))).unwrap();
    house.say("orlova", closed.id, "1", HitStep::Confirm).unwrap();
    let open = house.ask("smirnov", firm(), "open").unwrap();
    assert_eq!(house.hits(open.id)[0].state, HitState::Open);
}

#[test]
fn the_gate_stays_shut_until_every_party_was_screened_and_found_to_be_nobody_listed() {
    let house = house();
    let look = |parties: Vec<Party>| {
        let looked = house.clerk.write(move |writer| {
            writer.transact("operator", 9, |deed| -> Result<_, desk::Failure> { screened(deed, &parties) })
        });
        looked.unwrap()
    };
    assert!(look(vec![firm()]).is_clear(), "without a list nothing stands in the way");
    house.list("open");
    house.load("zaitsev", FIRST).unwrap();
    let missing = look(vec![firm()]);
    assert_eq!((missing.missing.len(), missing.is_clear()), (1, false));
    let host = Thing::new(Noun::Host, house.host("Somebody unlisted", "", "open"));
    let mut next = 9_000;
    let opened = house.clerk.write(move |writer| {
        let mut ids = move || {
            next += 1;
            next
        };
        writer.transact("operator", 9, |deed| -> Result<_, desk::Failure> {
            let (post, marking) = (PostId::new("engineer")?, Marking::default());
            screen_parties(deed, (&host, &post, &marking), "engineer/sokolov", &[firm()], &mut ids)
        })
    });
    let id = opened.unwrap()[0];
    assert_eq!(look(vec![firm()]).open, [id], "it was not held against the lists yet");
    house.run_jobs();
    let open = look(vec![firm()]);
    assert_eq!((open.open.as_slice(), open.lists.as_slice()), (&[id][..], &[("ours".to_owned(), 1)][..]));
    house.say("zaitsev", id, "1", HitStep::Say(HitRuling::NotSame, because("Another one"))).unwrap();
    house.say("orlova", id, "1", HitStep::Confirm).unwrap();
    let clear = look(vec![firm()]);
    assert!(clear.is_clear());
    assert_ne!(clear.digest, open.digest, "what was said is part of what is voted over");
    assert_eq!(clear.digest, look(vec![firm()]).digest);
    let counts = house.office.screenings(&ScreeningSearch::default()).unwrap().counts;
    assert_eq!(counts.len(), ScreeningView::ALL.len());
}

#[test]
fn a_page_tells_of_every_party_that_it_names_how_it_stands_to_the_lists() {
    let house = house();
    let host = house.host("Weissenberg Apparatebau", "", "restricted");
    let guest = model::Specialist {
        id: model::SpecialistId::from_bits(house.id()),
        person: None,
        name: "Gottlieb Hardenrath".to_owned(),
        unit: model::UnitId::new("ministry").unwrap(),
        host: Some(host),
        country: "DE".to_owned(),
        orcid: String::new(),
        interests: Vec::new(),
        skills: Vec::new(),
        languages: Vec::new(),
        away: Vec::new(),
        remark: String::new(),
        marking: Marking::parse("open").unwrap(),
        revision: 0,
        made_at: 0,
    };
    let of_guest = Thing::new(Noun::Specialist, guest.id);
    house
        .clerk
        .write(move |writer| {
            writer.transact("operator", 3, |deed| -> Result<(), desk::Failure> {
                Ok(deed.keep_specialist(&guest, Verb::Registered)?)
            })
        })
        .unwrap();
    let of_host = Thing::new(Noun::Host, host);
    assert!(house.office.parties_standing(&of_host).unwrap().is_empty(), "there is nothing to be held against");
    house.list("open");
    house.load("zaitsev", FIRST).unwrap();
    let standing = house.office.parties_standing(&of_host).unwrap();
    assert_eq!(standing.len(), 1);
    assert_eq!(standing[0].line.as_ref().unwrap().n_open, 1, "{standing:?}");
    let standing = house.office.parties_standing(&of_guest).unwrap();
    let told: Vec<_> = standing.iter().map(|one| (one.of.party.name.as_str(), one.line.is_some())).collect();
    assert_eq!(told, [("Gottlieb Hardenrath", false)], "whom nobody screened is told as well");
    // Who does not see the host learns nothing of how it stands, and what has no parties is nothing to be asked.
    let blind = house.office.seen_by(&house.officer("smirnov").scope);
    let told = blind.parties_standing(&of_host);
    assert!(matches!(told, Err(desk::Failure::Refused(model::Refusal::NotFound { .. }))), "{told:?}");
    assert!(house.office.parties_standing(&Thing::new(Noun::Need, "pumps")).is_err());
}
