//! Lists of control: their trees, their notes, and what changed from one version to the next.

use crate::{
    ControlChangeKind, ControlEntry, ControlNote, ControlNoteKind, ControlText, ListLoad, WordRun, control_changes,
    control_note, list_load, word_runs,
};

fn list(rows: &[(&str, &str)]) -> ControlText {
    let entry = |(code, text): &(&str, &str)| ControlEntry {
        code: (*code).to_owned(),
        parent: code.rsplit_once('.').map(|(parent, _)| parent.to_owned()),
        text: (*text).to_owned(),
        notes: Vec::new(),
    };
    ControlText::of(rows.iter().map(entry).collect(), Vec::new()).0
}

#[test]
fn provisions_stand_in_a_tree_and_strays_at_the_top() {
    let text = list(&[
        ("1X", "machines"),
        ("1X.a", "turning"),
        ("1X.a.1", "fast"),
        ("2X.b.1", "without a parent"),
        ("1X", "twice"),
    ]);
    assert_eq!(text.entries().len(), 4);
    assert_eq!(text.top().map(|entry| entry.code.as_str()).collect::<Vec<_>>(), ["1X", "2X.b.1"]);
    assert_eq!(text.above("1X.a.1").iter().map(|entry| entry.code.as_str()).collect::<Vec<_>>(), ["1X", "1X.a"]);
    assert_eq!(text.below("1X").count(), 1);
    assert_eq!(text.head_of("1X.a.1"), "1X");
    let ring = |code: &str, parent: &str| ControlEntry {
        code: code.into(),
        parent: Some(parent.into()),
        ..ControlEntry::default()
    };
    let (text, mended) = ControlText::of(vec![ring("a", "b"), ring("b", "a")], Vec::new());
    assert_eq!(mended, ["a"]);
    assert_eq!(text.above("b").len(), 1);
}

#[test]
fn a_difference_says_what_came_went_moved_and_was_reworded() {
    let older = list(&[
        ("1X", "Machine tools as follows:"),
        ("1X.a", "Turning machines with a repeatability of 0,9 µm or less;"),
        ("1X.b", "Grinding machines;"),
        ("1X.c", "Lathes for glass;"),
    ]);
    let newer = list(&[
        ("1X", "Machine tools as follows:"),
        ("1X.a", "Turning machines with a repeatability of 1,1 µm or less;"),
        ("1X.d", "Lathes for glass;"),
        ("1X.e", "Presses;"),
    ]);
    let changes = control_changes(&older, &newer);
    let told: Vec<_> = changes.iter().map(|change| (change.kind, change.code.as_str())).collect();
    assert_eq!(
        told,
        [
            (ControlChangeKind::Reworded, "1X.a"),
            (ControlChangeKind::Renumbered, "1X.d"),
            (ControlChangeKind::Added, "1X.e"),
            (ControlChangeKind::Removed, "1X.b"),
        ]
    );
    assert_eq!(changes[1].from.as_deref(), Some("1X.c"));
    let thresholds = changes[0].thresholds.as_ref().unwrap();
    assert_eq!((thresholds.0[0].to_string(), thresholds.1[0].to_string()), ("≤ 0.9 µm".into(), "≤ 1.1 µm".into()));
    assert!(
        changes[0].words.contains(&WordRun::Gone("0,9".into()))
            && changes[0].words.contains(&WordRun::New("1,1".into()))
    );
    assert!(control_changes(&newer, &newer).is_empty());
}

#[test]
fn notes_are_told_apart_by_how_they_begin() {
    for (text, kind) in [
        ("Technical Note: in 1X.a", Some(ControlNoteKind::Technical)),
        ("N.B. See also 2X.", Some(ControlNoteKind::See)),
        ("Note 1: 1X.a does not control lathes", Some(ControlNoteKind::Except)),
        ("Note: this includes lathes", Some(ControlNoteKind::Note)),
        ("Notebooks with a keyboard", None),
        ("Not used", None),
    ] {
        assert_eq!(control_note(text).map(|note| note.kind), kind, "{text}");
    }
}

#[test]
fn a_much_smaller_list_waits_and_an_empty_one_is_refused() {
    assert!(list_load(0, 384, 384, false, false).is_err());
    assert!(list_load(200, 384, 184, false, true).is_err());
    assert_eq!(list_load(384, 384, 0, true, false), Ok(ListLoad::Same));
    assert_eq!(list_load(380, 384, 12, false, false), Ok(ListLoad::Keep));
    assert_eq!(list_load(300, 384, 84, false, false), Ok(ListLoad::Hold(84)));
    assert_eq!(list_load(8, 10, 2, false, false), Ok(ListLoad::Keep));
    assert_eq!(list_load(10, 0, 0, false, false), Ok(ListLoad::Keep));
}

proptest::proptest! {
    /// The runs of a comparison are both texts, word for word.
    #[test]
    fn runs_give_back_both_texts(older in "[abc ]{0,60}", newer in "[abc ]{0,60}") {
        let runs = word_runs(&older, &newer);
        let side = |keep: fn(&WordRun) -> Option<&String>| {
            runs.iter().filter_map(keep).cloned().collect::<Vec<_>>().join(" ")
        };
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        proptest::prop_assert_eq!(side(|run| match run { WordRun::Same(t) | WordRun::Gone(t) => Some(t), WordRun::New(_) => None }), words(&older));
        proptest::prop_assert_eq!(side(|run| match run { WordRun::Same(t) | WordRun::New(t) => Some(t), WordRun::Gone(_) => None }), words(&newer));
    }
}

#[test]
fn a_note_that_was_reworded_is_shown_before_and_now() {
    let with = |notes: &[&str]| {
        let note =
            |text: &&str| ControlNote { kind: ControlNoteKind::Note, term: String::new(), text: (*text).to_owned() };
        let notes = notes.iter().map(note).collect();
        let entry = ControlEntry { code: "1X".into(), text: "Machine tools".into(), notes, ..ControlEntry::default() };
        ControlText::of(vec![entry], Vec::new()).0
    };
    let changes = control_changes(&with(&["stays", "up to 5 kg"]), &with(&["stays", "up to 6 kg", "is new"]));
    let expected = vec![
        vec![
            WordRun::Same("up to".into()),
            WordRun::Gone("5".into()),
            WordRun::New("6".into()),
            WordRun::Same("kg".into()),
        ],
        vec![WordRun::New("is new".into())],
    ];
    assert_eq!((changes.len(), &changes[0].notes), (1, &expected));
    let gone = control_changes(&with(&["stays", "goes"]), &with(&["stays"]));
    assert_eq!(gone[0].notes, [vec![WordRun::Gone("goes".into())]]);
}
