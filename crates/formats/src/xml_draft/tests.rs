//! Promises about a record in the making.

use super::*;

#[test]
fn a_subtitle_is_joined_once_whatever_stands_at_the_end_of_the_title() {
    assert_eq!(with_subtitle("Steam", "a history"), "Steam: a history");
    assert_eq!(with_subtitle("Steam:", "a history"), "Steam: a history");
    assert_eq!(with_subtitle("Why steam?", "a history"), "Why steam? a history");
    assert_eq!(with_subtitle("", "a history"), "a history");
}

#[test]
fn more_doubts_than_the_limit_are_counted_and_the_last_one_says_so() {
    let at = Element::default();
    let mut draft = Draft::default();
    for _ in 0..DOUBTS_MAX + 9 {
        draft.doubt(&at, "odd");
    }
    let (_, doubts) = draft.finish();
    assert_eq!(doubts.len(), DOUBTS_MAX);
    assert_eq!(doubts.last().unwrap().text, "10 more doubts about this record were left out");
}

#[test]
fn a_title_that_says_it_was_retracted_is_believed() {
    let mut draft = Draft::of(Kind::Article);
    draft.title("RETRACTED ARTICLE: On cold fusion of ice", None);
    assert_eq!(draft.finish().0.status, Status::Retracted);
}
