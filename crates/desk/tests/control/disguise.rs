//! Words that are ruled out, written so that they look the same and are not.

use model::{CaseState, Regime, RegimeRule, Trigger};

use super::house::*;

#[test]
fn a_word_that_is_ruled_out_is_found_in_every_disguise_and_ordinary_words_pass() {
    let house = house();
    let forbids = Trigger {
        clause: "Article 171".to_owned(),
        words: vec!["tank*".to_owned(), "танк*".to_owned(), "armoured vehicle".to_owned()],
        prohibits: true,
        ..Trigger::default()
    };
    house.found(Regime { binding: true, triggers: vec![forbids], ..committee(8, RegimeRule::default()) });
    for title in [
        "Drawings of ta\u{ad}nks",
        "Drawings of t\u{200b}a\u{200d}n\u{2060}k\u{feff}s",
        "Drawings of t\u{430}nks",
        "Drawings of T\u{391}NKS",
        "Drawings of т\u{61}нков",
        "Drawings of Т\u{41}\u{48}КОВ",
        "Drawings of \u{ff54}\u{ff41}\u{ff4e}\u{ff4b}\u{ff53}",
        "Drawings of t\u{301}a\u{308}n\u{336}k\u{20dd}s",
        "An \u{430}rm\u{43e}ured ve\u{ad}hicle",
    ] {
        let asked = proposal(title);
        house.lay("sokolov", &asked).unwrap();
        let cases = house.office.cases_about(&asked.about).unwrap();
        let stands: Vec<CaseState> = cases.iter().map(|case| case.state).filter(|state| state.stands()).collect();
        assert_eq!(stands, [CaseState::Forbidden], "{title:?}");
        assert!(refused(house.pass("sokolov", &asked)).contains("rules this out"), "{title:?}");
    }
    for title in ["Drawings of a tractor", "Чертежи трактора", "A stand for 5 μm films", "α-iron, naïve café", "Tan k"]
    {
        house.lay("sokolov", &proposal(title)).unwrap();
        house.pass("sokolov", &proposal(title)).unwrap();
    }
}

#[test]
fn what_one_regime_rules_out_is_said_before_another_is_waited_for() {
    let house = house();
    let rules_out = Trigger {
        clause: "Article 171".to_owned(),
        words: vec!["pipe*".to_owned()],
        prohibits: true,
        ..Trigger::default()
    };
    let treaty = Regime {
        name: "Treaty".to_owned(),
        binding: true,
        triggers: vec![rules_out],
        ..committee(8, RegimeRule::default())
    };
    // In order of name the embargo committee, which has not decided yet, comes first.
    house.committee(RegimeRule::default());
    house.found(treaty);
    house.lay("sokolov", &proposal("Steel pipes")).unwrap();
    let told = refused(house.pass("sokolov", &proposal("Steel pipes")));
    assert!(told.contains("rules this out by Article 171"), "{told}");
}
