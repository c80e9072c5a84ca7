//! Schemes in a real office: brought, looked at, kept, mapped; and a need in one meets a record in another.

#![allow(missing_docs)]

mod agreement;
mod house;
mod real;

use desk::{Failure, SchemeFormat};
use house::House;
use model::{ConceptCode, Level, MappingRelation, SchemeHead, SubjectScheme, Text};

/// Two schemes of our own: what a works makes, and who makes it.
const WORKS: &[u8] = b"notation,label@en,label@ru,broader\n\
    W1,castings,\xd0\xbe\xd1\x82\xd0\xbb\xd0\xb8\xd0\xb2\xd0\xba\xd0\xb8,\n\
    W2,grey iron castings,,W1\nW3,forgings,,\n";
const TRADES: &[u8] = b"notation,label@en,broader\nR1,foundry work,\nR2,moulding in sand,R1\nR9,smithing,\n";

fn refused<T: std::fmt::Debug>(done: Result<T, Failure>) -> String {
    match done.expect_err("this is refused") {
        Failure::Refused(refusal) => refusal.to_string(),
        Failure::Broken(fault) => panic!("a fault instead of a refusal: {fault}"),
    }
}

fn with_both() -> House {
    let house = House::new();
    house.bring(WORKS, "works");
    house.bring(TRADES, "trades");
    house
}

#[test]
fn a_need_in_one_scheme_meets_a_record_in_another_and_is_told_what_it_gained_and_lost() {
    let mut house = with_both();
    house.need("castings", "engineer", Level::Open, &["class:w1"]);
    let record = house.record("Sand for moulds", &[(SubjectScheme::Other, "R2")]);
    house.pass();
    assert!(house.delivered("castings").is_empty(), "nothing joins the schemes yet");

    house.map(("works", "W2"), MappingRelation::Close, ("trades", "R1")).unwrap();
    assert!(house.office.awaits_rematch().unwrap());
    house.pass();
    let way = "`works W1 → below → works W2 → close → trades R1 → below → trades R2`";
    assert_eq!(house.delivered("castings"), [(record, way.to_owned())]);
    assert_eq!(house.last_rematch("orlova"), (1, 0));
    let why = house.office.why(&record.to_string(), "castings", house.today).unwrap();
    assert!(why.would_deliver);
    assert_eq!(why.profiles[0].grounds[0].to_string(), way);

    house.unmap(("works", "W2"), MappingRelation::Close, ("trades", "R1")).unwrap();
    house.pass();
    assert_eq!(house.last_rematch("orlova"), (0, 1));
    assert_eq!(house.delivered("castings").len(), 1, "what was laid before a post stays there");
    assert!(!house.office.why(&record.to_string(), "castings", house.today).unwrap().would_deliver);

    house.map(("works", "W3"), MappingRelation::Exact, ("trades", "R9")).unwrap();
    house.pass();
    assert_eq!(house.last_rematch("orlova"), (0, 0), "what is lost is told once");
    house.map(("trades", "R1"), MappingRelation::Exact, ("works", "W2")).unwrap();
    house.pass();
    assert_eq!(house.last_rematch("orlova"), (1, 0), "and gained again");
}

#[test]
fn a_class_that_is_barred_is_barred_under_every_name_and_the_need_is_told_what_that_costs() {
    let mut house = with_both();
    house.need("sand", "engineer", Level::Open, &["sand AND NOT class:w1"]);
    house.record("Sand for moulds", &[(SubjectScheme::Other, "R2")]);
    house.pass();
    assert_eq!(house.delivered("sand").len(), 1);
    house.map(("works", "W1"), MappingRelation::Exact, ("trades", "R1")).unwrap();
    house.pass();
    assert_eq!(house.last_rematch("orlova"), (0, 1));
}

#[test]
fn what_a_hidden_need_gains_is_told_to_who_may_see_it() {
    let mut house = with_both();
    house.need("secret", "designer", Level::Confidential, &["class:w2"]);
    house.record("Sand for moulds", &[(SubjectScheme::Other, "R1")]);
    house.pass();
    house.map(("works", "W2"), MappingRelation::Exact, ("trades", "R1")).unwrap();
    house.pass();
    assert_eq!(house.delivered("secret").len(), 1);
    assert_eq!(house.last_rematch("petrov"), (1, 0));
    assert_eq!(house.last_rematch("orlova"), (0, 0));
    let (seen, code) = (house.seen_by("orlova"), ConceptCode::new("trades", "R1"));
    let id = seen.rematches(None, 1).unwrap()[0].id;
    assert!(seen.rematch_lines(id).unwrap().is_empty() && seen.rematched_needs(id).unwrap().is_empty());
    assert!(seen.needs_asking_for(&code).unwrap().is_empty());
    let asking = house.seen_by("petrov").needs_asking_for(&code).unwrap();
    assert_eq!(asking[0].ground, "`works W2 → exact → trades R1`");
}

#[test]
fn a_newer_edition_is_looked_at_before_it_is_kept() {
    let house = with_both();
    house.need("castings", "engineer", Level::Open, &["class:w2 AND iron", "class:w3"]);
    house.map(("works", "W3"), MappingRelation::Close, ("trades", "R9")).unwrap();
    let edition = b"notation,label@en,broader,colour\nW1,cast parts,,red\nW3,forgings,,\nW4,stampings,W3,\n";
    let id = house.look("vera", edition, "works").unwrap();
    let foresight = house.office.foresee_scheme(id, "en").unwrap();
    let first = |change: &desk::ClassChange| change.first.iter().map(|(code, _)| code.to_string()).collect::<Vec<_>>();
    assert_eq!(first(&foresight.new), ["works W4"]);
    assert_eq!(first(&foresight.gone), ["works W2"]);
    assert_eq!(first(&foresight.changed), ["works W1"]);
    let needs: Vec<_> = foresight.needs.iter().map(|(need, codes)| (need.id.to_string(), codes.clone())).collect();
    assert_eq!(needs, [("castings".to_owned(), vec!["w2".to_owned()])]);
    assert_eq!(foresight.held.doubts, ["the column `colour` is not known; it was left out"]);
    assert_eq!(house.office.scheme("works").unwrap().n_concepts, 3, "a look keeps nothing");

    house.keep("vera", id).unwrap();
    let crosswalk = house.office.crosswalk().unwrap();
    assert_eq!(crosswalk.scheme("works").unwrap().concepts().len(), 3);
    assert_eq!(crosswalk.mappings().len(), 1, "what was made by hand stays");
    assert!(refused(house.keep("vera", id)).contains("Nobody looks at this file any more"));
    assert_eq!(house.office.scheme_of_look(id).unwrap().map(|line| line.head.word).as_deref(), Some("works"));
}

#[test]
fn a_look_that_is_older_than_the_scheme_keeps_nothing() {
    let house = with_both();
    let look = |text: &[u8]| house.look("vera", text, "works").unwrap();
    let mine = look(b"notation,label@en\nW1,castings\nW7,mine\n");
    let theirs = look(b"notation,label@en\nW1,castings\nW8,theirs\n");
    let seen = house.replaces(mine);
    house.keep_after("vera", theirs, seen.clone()).unwrap();
    let stale = house.keep_after("vera", mine, seen);
    assert!(refused(stale).contains("`works` was changed after you looked"));
    assert!(house.office.crosswalk().unwrap().scheme("works").unwrap().concept("W8").is_some(), "theirs is lost");
    assert!(refused(house.keep_after("vera", mine, None)).contains("was changed after you looked"));
    let anew = house.replaces(mine);
    assert_eq!(house.office.foresee_scheme(mine, "en").unwrap().gone.first[0].0.to_string(), "works W8");
    house.keep_after("vera", mine, anew).unwrap();

    let last = look(b"notation,label@en\nW1,castings\n");
    let seen = house.replaces(last);
    house.act("vera", |writer, turn, _| desk::remove_scheme(writer, turn, "works")).unwrap();
    assert!(refused(house.keep_after("vera", last, seen)).contains("was taken out after you looked"));
    house.keep_after("vera", last, None).unwrap();
}

#[test]
fn what_nobody_says_of_a_newer_edition_is_as_it_was() {
    let house = House::new();
    let head = SchemeHead {
        titles: vec![Text::plain("Works")],
        version: Some("1".into()),
        rights: Some("free".into()),
        ..SchemeHead::named("works")
    };
    let read = house.office.read_scheme("works.csv", WORKS, head).unwrap();
    let id = house.act("vera", move |writer, turn, _| desk::look_at_scheme(writer, turn, &read)).unwrap();
    house.keep("vera", id).unwrap();
    let line = house.bring(WORKS, "works");
    assert_eq!((line.head.title("en"), line.head.rights.as_deref()), ("Works", Some("free")));
    assert_eq!(line.head.version, None, "which edition it is somebody has to say");
}

#[test]
fn schemes_are_kept_by_who_documents_and_by_nobody_else() {
    let house = with_both();
    for person in ["sokolov", "orlova"] {
        assert!(refused(house.look(person, WORKS, "works")).contains("power “document”"), "{person}");
        let removed = house.act(person, |writer, turn, _| desk::remove_scheme(writer, turn, "works"));
        assert!(refused(removed).contains("power “document”"));
        let own = house::mapping(("works", "W1"), MappingRelation::Exact, ("trades", "R1"));
        let mapped = house.act(person, move |writer, turn, office| desk::map_class(writer, turn, office, &own));
        assert!(refused(mapped).contains("power “document”"));
    }
}

#[test]
fn what_cannot_be_a_scheme_is_refused_with_what_to_do() {
    let house = with_both();
    let bring = |text: &[u8], word: &str| refused(house.look("vera", text, word));
    assert!(bring(b"", "a").contains("not empty"));
    assert!(bring(b"colour,taste\nred,sweet\n", "a").contains("no scheme and no crosswalk"));
    assert!(bring(WORKS, "").contains("by which word"));
    assert!(bring(WORKS, "Our Works!").contains("cannot name a scheme"));
    assert!(bring(WORKS, "keyword").contains("choose another word"));
    let map = |from, to| refused(house.map(from, MappingRelation::Exact, to));
    assert!(map(("works", "W9"), ("trades", "R1")).contains("no class `W9`"));
    assert!(map(("works", "W1"), ("nothing", "1")).contains("`nothing`"));
    assert!(map(("works", "W1"), ("works", "W3")).contains("of one scheme"));
    for n in 1..=6 {
        let looked = house.look("vera", WORKS, "works");
        assert_eq!(looked.is_ok(), n <= 5, "{looked:?}");
    }
}

#[test]
fn classes_are_found_by_code_and_by_words_in_any_language() {
    let house = with_both();
    let find = |word: Option<&str>, text: &str| {
        let found = house.office.find_classes(word, text, 9).unwrap();
        found.into_iter().map(|(code, _)| code.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(find(None, "w2"), ["works W2"]);
    assert_eq!(find(None, "Отливки"), ["works W1"]);
    assert_eq!(find(Some("trades"), "work"), ["trades R1"]);
    assert_eq!(find(None, "castings iron"), ["works W2"]);
    assert_eq!(find(None, "castings"), ["works W1", "works W2"], "what begins so comes first");
    assert!(find(None, " ").is_empty());
}

#[test]
fn classes_are_proposed_while_they_are_typed_and_told_in_the_language_of_the_reader() {
    let house = with_both();
    let text =
        "notation,label@en,label@ru,alternative@en\n45.1,electric drives,электропривод,motor drives\n45.2,motors,,\n";
    house.bring(text.as_bytes(), "grnti");
    let propose = |of: (Option<&str>, bool), text: &str, language: &str| {
        let found = house.office.suggest_classes(of, text, language, 3).unwrap();
        let line = |one: &desk::SuggestedClass| format!("{} {:?} {:?}", one.code, one.label, one.also);
        found.iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(propose((Some("grnti"), false), "45.1", "ru"), ["GRNTI 45.1 Some(\"электропривод\") None"]);
    assert_eq!(
        propose((None, true), "motor", "en"),
        ["GRNTI 45.1 Some(\"electric drives\") Some(\"motor drives\")", "GRNTI 45.2 Some(\"motors\") None"]
    );
    assert_eq!(propose((None, false), "W", "en").len(), 3, "no more than are asked for");
    assert!(propose((None, true), "w2", "en").is_empty(), "no need is coded in a scheme of the office's own words");
    assert!(propose((Some("trades"), false), "w2", "en").is_empty());
}

#[test]
fn what_is_given_out_is_taken_in_as_the_same() {
    let house = with_both();
    house.map(("works", "W1"), MappingRelation::Broader, ("trades", "R1")).unwrap();
    let before = house.office.crosswalk().unwrap();
    let give = |format| house.office.give_scheme("works", format).unwrap();
    let (table, mappings) = (give(SchemeFormat::Table), give(SchemeFormat::Crosswalk));
    for skos in [give(SchemeFormat::Turtle), give(SchemeFormat::Xml)] {
        house.act("vera", |writer, turn, _| desk::remove_scheme(writer, turn, "works")).unwrap();
        assert!(house.office.crosswalk().unwrap().mappings().is_empty());
        house.bring(&skos, "");
        let after = house.office.crosswalk().unwrap();
        assert_eq!(after.scheme("works"), before.scheme("works"));
        assert_eq!(after.mappings(), before.mappings());
    }
    house.act("vera", |writer, turn, _| desk::remove_scheme(writer, turn, "works")).unwrap();
    house.bring(&table, "works");
    assert_eq!(house.bring(&mappings, "").head.word, "", "a crosswalk has no word");
    assert_eq!(house.office.crosswalk().unwrap().mappings(), before.mappings());
    assert!(refused(house.office.give_scheme("nothing", SchemeFormat::Table)).contains("no scheme `nothing`"));
}

#[test]
fn ways_that_are_not_looked_at_are_told_where_they_were_cut() {
    let mut house = with_both();
    let rows: String = (0..1_100).map(|n| format!("works,W1,narrower,mesh,D{n:05}\n")).collect();
    house.bring(format!("from_scheme,from,relation,to_scheme,to\n{rows}").as_bytes(), "");
    house.need("castings", "engineer", Level::Open, &["class:w1 AND iron", "class:w3"]);
    house.pass();
    house.close();
    let need = house.office.need("castings").unwrap();
    let queries = need.profiles.iter().map(|profile| profile.query.as_str());
    assert_eq!(house.office.cut_classes(queries).unwrap(), ["class:w1"]);
    let page = store::Page { offset: 0, limit: 1, facets: false };
    let remark = |query: &str| house.office.search(query, page, &mut |_| {}).unwrap().remark;
    assert!(remark("class:w1").unwrap().contains("more classes than the 1000 that are looked at"));
    assert_eq!(remark("class:w3"), None);
}
