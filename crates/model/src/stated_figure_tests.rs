//! Stated figures: what goes with what, and a funnel in which nothing is guessed.

use crate::*;

fn stated(parameter: &str, kind: StatedKind, status: StatedStatus, value: &str) -> StatedFigure {
    StatedFigure {
        id: StatedFigureId::from_bits(1),
        programme: " The  programme ".to_owned(),
        parameter: parameter.to_owned(),
        kind,
        stage: None,
        status,
        value: Rational::parse(value),
        wording: String::new(),
        measure: String::new(),
        period: "1932".to_owned(),
        source: "A book".to_owned(),
        place: String::new(),
        note: String::new(),
        post: PostId::new("analyst").unwrap(),
        marking: Marking::default(),
        invented: false,
        revision: 0,
        made_at: 0,
    }
}

fn at(stage: CaseStage, status: StatedStatus, value: &str, period: &str) -> StatedFigure {
    StatedFigure {
        stage: Some(stage),
        period: period.to_owned(),
        ..stated("Machines", StatedKind::Count, status, value)
    }
}

#[test]
fn a_figure_says_as_much_as_its_source_and_no_more() {
    use StatedKind::{Count, Fulfilment, ImportShare, Other, OutputShare};
    use StatedStatus::{About, Claimed, Derived, Given, NotKnown, Vague};
    let given = stated("Part", OutputShare, Given, "5.5").tidied().unwrap();
    assert_eq!((given.programme.as_str(), given.value), ("The programme", Rational::new(11, 2)));
    let source = |source: &str, figure: StatedFigure| StatedFigure { source: source.to_owned(), ..figure };
    let note = |note: &str, figure: StatedFigure| StatedFigure { note: note.to_owned(), ..figure };
    let wording = |wording: &str, figure: StatedFigure| StatedFigure { wording: wording.to_owned(), ..figure };
    for whole in [
        stated("Fulfilled", Fulfilment, Claimed, "108"),
        stated("Specimens", Count, About, "2000"),
        stated("Grade", Other, Given, "-4"),
        wording("hundreds", stated("Pages", Count, Vague, "")),
        note("Looked for in both books", source("", stated("Missions", Count, NotKnown, ""))),
        note("170 less 73", stated("Others", Count, Derived, "97")),
    ] {
        assert!(whole.clone().tidied().is_ok(), "{whole:?}");
    }
    for (figure, code) in [
        (stated(" ", OutputShare, Given, "5"), "stated-no-parameter"),
        (stated("Part", OutputShare, Given, ""), "stated-no-value"),
        (wording("most", stated("Part", OutputShare, Vague, "5")), "stated-value-unknown"),
        (note("Nowhere", stated("Part", OutputShare, NotKnown, "0")), "stated-value-unknown"),
        (stated("Part", ImportShare, Given, "100.1"), "stated-share-range"),
        (stated("Machines", Count, Given, "-1"), "stated-negative"),
        (stated("Pages", Count, Vague, ""), "stated-no-wording"),
        (source(" ", stated("Part", OutputShare, Claimed, "5")), "stated-no-source"),
        (stated("Others", Count, Derived, "97"), "stated-no-note"),
        (stated("Missions", Count, NotKnown, ""), "stated-no-note"),
        (
            StatedFigure { stage: Some(CaseStage::Read), ..stated("Part", OutputShare, Given, "5") },
            "stated-stage-no-count",
        ),
    ] {
        let Err(Refusal::Said(sentence)) = figure.clone().tidied() else { panic!("{code}: {figure:?}") };
        assert_eq!(sentence.key(), code);
    }
}

#[test]
fn a_funnel_of_stated_counts_has_all_stages_and_guesses_none() {
    use CaseStage::{Collected, Decided, Delivered, Production, Read};
    use StatedStatus::{Claimed, Given, NotKnown};
    let figures = [
        at(Collected, Given, "2000", "1955"),
        at(Delivered, Given, "500", "1955"),
        at(Read, NotKnown, "", "1955"),
        at(Decided, Claimed, "90", "1955"),
        at(Production, Given, "20", "1960"),
    ];
    let funnel = stated_funnel(&figures);
    assert_eq!(funnel.len(), CaseStage::ALL.len());
    let of = |stage: CaseStage| funnel.iter().find(|one| one.stage == stage).unwrap();
    assert_eq!(of(Delivered).part, Rational::new(1, 4));
    // Nothing is known of readers; what is claimed is no number of the programme; the last stage is told of another time.
    for (stage, value) in [(Read, None), (Decided, None), (Production, Some(Rational::whole(20)))] {
        assert_eq!((of(stage).value(), of(stage).part), (value, None), "{stage}");
    }
    assert!(of(CaseStage::Adopted).figures.is_empty());
    let more = [at(Collected, Given, "10", "1955"), at(Delivered, Given, "11", "1955")];
    assert_eq!(stated_funnel(&more)[1].part, None, "more than came is no part of it");
    let two =
        [at(Collected, Given, "10", "1955"), at(Collected, Given, "12", "1955"), at(Delivered, Given, "5", "1955")];
    assert_eq!((stated_funnel(&two)[0].value(), stated_funnel(&two)[1].part), (None, None), "two sources that differ");
}
