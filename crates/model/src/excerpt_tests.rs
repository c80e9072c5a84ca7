use super::*;

fn given() -> ExcerptGiven {
    ExcerptGiven {
        passage: "The plates are cooled\r\nby oil. \n".to_owned(),
        place: " pp. 14–15,\n table 3 ".to_owned(),
        ..ExcerptGiven::default()
    }
}

#[test]
fn a_passage_and_its_place_are_enough_and_the_passage_keeps_its_lines() {
    let tidied = given().tidied().unwrap();
    assert_eq!(tidied.passage, "The plates are cooled\nby oil.");
    assert_eq!(tidied.place, "pp. 14–15, table 3");
}

#[test]
fn what_nobody_could_find_again_is_no_excerpt() {
    for (passage, place) in [(" \n", "p. 14"), ("By oil.", "  ")] {
        let bare = ExcerptGiven { passage: passage.to_owned(), place: place.to_owned(), ..given() };
        assert!(bare.tidied().is_err(), "{passage:?} {place:?}");
    }
}

#[test]
fn an_excerpt_is_not_the_whole_work() {
    let whole = ExcerptGiven { passage: "x".repeat(EXCERPT_CHARS_MAX + 1), ..given() };
    assert!(whole.tidied().is_err());
    let most = ExcerptGiven { passage: "ж".repeat(EXCERPT_CHARS_MAX), ..given() };
    assert!(most.tidied().is_ok(), "characters are counted, not bytes");
}
