use super::*;
use crate::Language;

fn concept(notation: &str, label: &str, broader: &[&str]) -> Concept {
    Concept { broader: broader.iter().map(ToString::to_string).collect(), ..Concept::labelled(notation, label) }
}

fn mended(word: &str, concepts: Vec<Concept>) -> (ConceptScheme, String) {
    let (scheme, faults) = ConceptScheme::mended(SchemeHead::named(word), concepts);
    (scheme, faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

fn notations<'a>(concepts: impl IntoIterator<Item = &'a Concept>) -> String {
    concepts.into_iter().map(|concept| concept.notation.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_classification_says_by_its_notation_what_stands_above() {
    let all = [("27", "m"), ("27.35.59", "b"), ("27.35", "f"), ("29.01.01", "p")];
    let (scheme, faults) = mended("grnti", all.iter().map(|(code, label)| concept(code, label, &["29"])).collect());
    assert_eq!(faults, "");
    assert_eq!(notations(scheme.above("27.35.59")), "27.35 27");
    assert_eq!(notations(scheme.below("27")), "27.35 27.35.59");
    assert_eq!(notations(scheme.tops()), "27 29.01.01", "nobody sent the class above 29.01.01");
}

#[test]
fn a_thesaurus_names_what_stands_above_and_beside() {
    let mut pump = concept("P2", "pumps", &["P1"]);
    pump.related = vec!["p3".to_owned()];
    let (scheme, faults) =
        mended("own", vec![concept("P1", "machines", &[]), pump, concept("P3", "valves", &["P1", "P9"])]);
    assert_eq!(faults, "`P3` names `P9`, which is not in the scheme; the reference was left out");
    assert_eq!(notations(scheme.narrower("p1")), "P2 P3");
    assert_eq!(scheme.concept("P3").unwrap().related, ["P2"], "what stands beside is said by both");
}

#[test]
fn what_stands_above_itself_is_refused_with_the_way_round() {
    let round = || vec![concept("A", "a", &["B"]), concept("B", "b", &["C"]), concept("C", "c", &["A"])];
    let refused = ConceptScheme::kept(SchemeHead::named("own"), round()).unwrap_err();
    assert_eq!(refused.to_string(), "A concept stands above itself: A → B → C → A; take one of these references out");
    let (scheme, _) = mended("own", round());
    assert_eq!(notations(scheme.above("A")), "B C");
    let (_, faults) = mended("own", vec![concept("A", "a", &["A"])]);
    assert!(faults.starts_with("a concept stands above itself: A → A;"), "{faults}");
}

#[test]
fn each_rule_is_told_where_it_is_broken() {
    let refused =
        |word: &str, concepts| ConceptScheme::kept(SchemeHead::named(word), concepts).unwrap_err().to_string();
    assert!(refused("Own Words", Vec::new()).contains("cannot name a scheme"));
    assert!(
        refused("own", vec![concept("a", "x", &[]), concept("A", "y", &[])]).contains("Two concepts have the code `A`")
    );
    assert!(refused("own", vec![concept(" ", "pumps", &[])]).contains("`pumps` has no code"));
    let mut two = concept("a", "pump", &[]);
    two.labels.push(Text::plain("pumps"));
    assert!(refused("own", vec![two]).contains("second label in one language, `pumps`"));
    let chain =
        |n: usize| (0..n).map(|at| concept(&format!("c{at}"), "x", &[&format!("c{}", at + 1)])).collect::<Vec<_>>();
    assert!(refused("own", chain(200)).contains("more than 64 levels below the top"));
    let (_, faults) = mended("own", chain(100_000));
    assert_eq!(faults.lines().count(), 1_001, "what is too much is counted");
}

#[test]
fn a_label_is_found_in_the_language_that_is_asked_for() {
    let label = |tag: &str, text: &str| Text { language: Language::parse(tag), text: text.to_owned() };
    let pump = Concept { labels: vec![label("ru", "насос"), label("de", "Pumpe")], ..Concept::default() };
    assert_eq!((pump.label("de"), pump.label("en")), (Some("Pumpe"), Some("насос")));
}
