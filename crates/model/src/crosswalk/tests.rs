use super::*;
use crate::{Concept, SchemeHead};

fn code(text: &str) -> ConceptCode {
    let (scheme, notation) = text.split_once(' ').unwrap();
    ConceptCode::new(scheme, notation)
}

fn mapping(line: &str) -> Mapping {
    let parts: Vec<&str> = line.split(" > ").collect();
    Mapping { from: code(parts[0]), relation: MappingRelation::from_word(parts[1]).unwrap(), to: code(parts[2]) }
}

fn crosswalk(lines: &[&str]) -> Crosswalk {
    Crosswalk::new(lines.iter().map(|line| mapping(line)).collect(), tools()).0
}

/// A thesaurus of our own: tools, with saws and planes below.
fn tools() -> Vec<Arc<ConceptScheme>> {
    let concepts = [("T1", ""), ("T2", "T1"), ("T3", "T2")].map(|(notation, broader)| Concept {
        broader: Some(broader).filter(|broader| !broader.is_empty()).map(str::to_owned).into_iter().collect(),
        ..Concept::labelled(notation, "x")
    });
    vec![Arc::new(ConceptScheme::kept(SchemeHead::named("tools"), concepts.to_vec()).unwrap().0)]
}

#[track_caller]
fn check(lines: &[&str], asked: &str, expected: &[&str]) {
    let ways = crosswalk(lines).ways(&code(asked), false).ways;
    let told: Vec<String> = ways.iter().map(ToString::to_string).collect();
    assert_eq!(told, expected);
}

#[test]
fn what_is_the_same_meets_in_both_directions() {
    check(&["grnti 29 > exact > ford 1.3"], "grnti 29", &["GRNTI 29 → exact → FORD 1.3"]);
    check(&["grnti 29 > exact > ford 1.3"], "ford 1.3", &["FORD 1.3 → exact → GRNTI 29"]);
    check(&["grnti 29 > close > ford 1.3"], "ford 1.3", &["FORD 1.3 → close → GRNTI 29"]);
}

#[test]
fn a_need_meets_what_is_narrower_and_never_what_is_broader() {
    check(&["ford 1.3 > narrower > grnti 29.19"], "ford 1.3", &["FORD 1.3 → narrower → GRNTI 29.19"]);
    check(&["ford 1.3 > narrower > grnti 29.19"], "grnti 29.19", &[]);
    check(&["grnti 29.19 > broader > ford 1.3"], "ford 1.3", &["FORD 1.3 → narrower → GRNTI 29.19"]);
    check(&["grnti 29.19 > related > ford 1.3"], "ford 1.3", &[]);
}

#[test]
fn a_need_in_a_broad_class_meets_by_what_stands_below_it() {
    check(&["grnti 29.19 > exact > ford 1.3"], "grnti 29", &["GRNTI 29 → below → GRNTI 29.19 → exact → FORD 1.3"]);
    check(&["grnti 29 > exact > ford 1.3"], "grnti 29.19", &[]);
    let way = &crosswalk(&["grnti 29 > exact > ford 1"]).ways(&code("grnti 29"), false).ways[0];
    assert!(way.meets(SubjectScheme::Ford, "1.3") && !way.meets(SubjectScheme::Udc, "1.3"));
    assert_eq!(way.clone().down_to("1.3").to_string(), "GRNTI 29 → exact → FORD 1 → below → FORD 1.3");
}

#[test]
fn a_thesaurus_meets_by_the_concepts_it_names_below() {
    check(
        &["ford 2.3 > exact > tools T2"],
        "ford 2",
        &[
            "FORD 2 → below → FORD 2.3 → exact → tools T2",
            "FORD 2 → below → FORD 2.3 → exact → tools T2 → below → tools T3",
        ],
    );
    check(
        &["ford 2.3 > exact > tools T3"],
        "tools T1",
        &[
            "tools T1 → below → tools T2",
            "tools T1 → below → tools T3",
            "tools T1 → below → tools T3 → exact → FORD 2.3",
        ],
    );
}

#[test]
fn what_is_nearly_the_same_is_not_passed_on() {
    check(&["a1 x > close > b1 x", "b1 x > close > c1 x"], "a1 x", &["a1 x → close → b1 x"]);
    check(&["a1 x > close > b1 x", "b1 x > exact > c1 x"], "a1 x", &["a1 x → close → b1 x"]);
    check(&["a1 x > exact > b1 x", "b1 x > close > c1 x"], "a1 x", &["a1 x → exact → b1 x"]);
    let chain = ["a1 x > exact > b1 x", "b1 x > exact > c1 x", "c1 x > exact > d1 x", "d1 x > exact > e1 x"];
    check(
        &chain,
        "a1 x",
        &[
            "a1 x → exact → b1 x",
            "a1 x → exact → b1 x → exact → c1 x",
            "a1 x → exact → b1 x → exact → c1 x → exact → d1 x",
        ],
    );
    // A class that is nearly the same and, by another way, the same is gone on from by the surer way.
    check(
        &["a1 x > close > c1 x", "a1 x > exact > b1 x", "b1 x > exact > c1 x", "c1 x > exact > d1 x"],
        "a1 x",
        &["a1 x → exact → b1 x", "a1 x → close → c1 x", "a1 x → exact → b1 x → exact → c1 x → exact → d1 x"],
    );
}

#[test]
fn who_asks_for_this_very_class_gets_what_is_exactly_it() {
    let walk =
        crosswalk(&["grnti 29 > exact > ford 1.3", "grnti 29 > close > udc 53", "grnti 29.19 > exact > udc 538"]);
    let ways = walk.ways_of_code("29", true).ways;
    assert_eq!(ways.len(), 1);
    assert_eq!((ways[0].to_string().as_str(), ways[0].below), ("GRNTI 29 → exact → FORD 1.3", false));
}

#[test]
fn a_code_without_its_scheme_stands_for_every_scheme_that_has_it() {
    let walk = crosswalk(&["ford 1.3 > exact > grnti 29", "ddc 1.3 > exact > udc 530"]);
    let told: Vec<String> = walk.ways_of_code("1.3", false).ways.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["DDC 1.3 → exact → UDC 530", "FORD 1.3 → exact → GRNTI 29"]);
    assert!(walk.ways_of_code("99", false).ways.is_empty());
    assert!(Crosswalk::default().is_empty() && Crosswalk::default().ways_of_code("29", false).ways.is_empty());
}

#[test]
fn a_mapping_that_cannot_stand_is_said() {
    let lines = ["tools T9 > exact > ford 2", "ford 2 > exact > FORD 2", "ford  > exact > grnti 1"];
    let (walk, faults) = Crosswalk::new(lines.map(mapping).to_vec(), tools());
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(walk.mappings().len(), 1);
    for line in [
        "the mapping FORD 2 → exact → FORD 2 leads to itself; it was left out",
        "the mapping FORD  → exact → GRNTI 1 lacks an end; it was left out",
        "tools T9 is not in this edition of its scheme; it was kept",
    ] {
        assert!(told.iter().any(|told| told == line), "{told:#?}");
    }
    assert_eq!(told.len(), 3);
}

#[test]
fn a_class_that_stands_for_too_many_says_so() {
    let lines: Vec<String> = (0..1_500).map(|n| format!("ford 1 > narrower > own{n} x")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let ways = crosswalk(&lines).ways(&code("ford 1"), false);
    assert_eq!((ways.ways.len(), ways.cut), (WAYS_MAX, true));
}
