//! Promises about a record in the making.

use super::*;

#[test]
fn a_flood_of_doubts_ends_with_its_count() {
    let mut draft = Draft::default();
    for _ in 0..DOUBTS_MAX + 9 {
        draft.doubt("x", "it is odd");
    }
    let (_, doubts) = draft.finish();
    assert_eq!(doubts.len(), DOUBTS_MAX);
    assert_eq!(doubts.last().unwrap().text, "10 more doubts about this record were left out");
}

#[test]
fn a_list_without_end_is_cut_and_said_to_be() {
    let mut draft = Draft::default();
    for n in 0..VALUES_MAX + 7 {
        draft.named(model::Name::Whole(n.to_string()), model::Role::Author);
    }
    let (record, doubts) = draft.finish();
    assert_eq!(record.contributors.len(), VALUES_MAX);
    assert_eq!(doubts, [Doubt::new("7 values beyond the limit of 10000 of a kind were left out")]);
}

#[test]
fn a_doubt_names_its_place_as_far_as_the_format_has_one() {
    let element = Element { name: "doi".into(), line: 7, ..Element::default() };
    let mut draft = Draft::default();
    draft.identify(&element, Scheme::Doi, "x");
    draft.identify(("DO", 3), Scheme::Doi, "x");
    draft.identify("doi", Scheme::Doi, "x");
    draft.doubt(ENTRY, "it is short");
    let shown: Vec<String> = draft.finish().1.iter().map(ToString::to_string).collect();
    let odd = "`x` has not the shape of DOI; it was left out";
    assert_eq!(
        shown,
        [format!("line 7: doi: {odd}"), format!("line 3: DO: {odd}"), format!("doi: {odd}"), "it is short".to_owned()]
    );
}

#[test]
fn a_subtitle_is_joined_once_whatever_stands_at_the_end_of_the_title() {
    assert_eq!(with_subtitle("Steam", "a history"), "Steam: a history");
    assert_eq!(with_subtitle("Steam:", "a history"), "Steam: a history");
    assert_eq!(with_subtitle("Why steam?", "a history"), "Why steam? a history");
    assert_eq!(with_subtitle("", "a history"), "a history");
    let mut draft = Draft::default();
    draft.title("Cranes", None);
    draft.subtitle("A <i>history</i>");
    draft.subtitle("A history");
    assert_eq!(draft.record.title(), Some("Cranes: A history"));
}

#[test]
fn mark_up_is_taken_out_unless_the_parser_has_resolved_it() {
    for (mut draft, expected) in [(Draft::default(), "Cranes & i"), (Draft::plain(), "Cranes &amp; <b>i</b>")] {
        draft.title("Cranes &amp; <b>i</b>", None);
        assert_eq!(draft.record.title(), Some(expected));
    }
}
