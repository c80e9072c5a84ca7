//! Figures that others state: written down by those who document, coordinate or lead, seen by those who may, changed with both numbers in the ledger.

use desk::{Failure, keep_stated_figure};
use model::{Marking, Noun, Rational, StatedFigure, StatedFigureId, StatedKind, StatedStatus, Thing};

use crate::house::*;

fn stated(house: &House, parameter: &str, marking: &str) -> StatedFigure {
    StatedFigure {
        id: StatedFigureId::from_bits(house.id()),
        programme: "First plan".to_owned(),
        parameter: parameter.to_owned(),
        kind: StatedKind::Fulfilment,
        stage: None,
        status: StatedStatus::Claimed,
        value: Rational::parse("108"),
        wording: String::new(),
        measure: String::new(),
        period: "1928 to 1932".to_owned(),
        source: "A speech".to_owned(),
        place: String::new(),
        note: String::new(),
        post: post("nobody"),
        marking: Marking::parse(marking).unwrap(),
        invented: false,
        revision: 0,
        made_at: 0,
    }
}

fn keep(house: &House, person: &str, figure: StatedFigure, is_new: bool) -> Result<StatedFigure, Failure> {
    house.act(person, move |writer, turn, _| keep_stated_figure(writer, turn, figure, is_new))
}

#[test]
fn what_is_stated_is_written_down_once_and_each_change_of_it_stays_readable() {
    let house = house();
    let figure = stated(&house, "Plan of heavy industry", "open");
    let refused = keep(&house, "adamov", figure.clone(), true).unwrap_err();
    assert!(said(&refused).contains("documents, coordinates or leads"), "{refused}");
    let held = keep(&house, "glinka", figure.clone(), true).unwrap();
    assert_eq!((held.post.as_str(), held.revision), ("engines-planner", 0));
    assert_eq!(keep(&house, "glinka", figure, true).unwrap(), held, "a form that is sent twice writes one");
    let twin = keep(&house, "ershov", stated(&house, "plan of  heavy industry", "open"), true).unwrap_err();
    assert!(said(&twin).contains("from this source for this time already"), "{twin}");
    let changed = StatedFigure { value: Rational::parse("93.7"), ..held.clone() };
    assert_eq!(keep(&house, "ershov", changed.clone(), false).unwrap().revision, 1);
    let stale = StatedFigure { note: "Read again".to_owned(), ..changed };
    assert!(said(&keep(&house, "glinka", stale, false).unwrap_err()).contains("in between"));
    let facts = house.office.history(&Thing::new(Noun::StatedFigure, held.id)).unwrap();
    assert!(facts.iter().any(|one| one.fact.change.as_deref() == Some("108 > 93.7")));
    // Who wrote it down stays, whoever changes it.
    let now = house.office.stated_figure(&held.id.to_string()).unwrap();
    assert_eq!((now.post.as_str(), now.value), ("engines-planner", Rational::parse("93.7")));
}

#[test]
fn what_is_marked_is_there_for_those_alone_who_may_see_it_and_is_not_made_wider() {
    let house = house();
    let held = keep(&house, "glinka", stated(&house, "Plan of arms", "restricted"), true).unwrap();
    assert_eq!(house.seen("glinka").stated_figures().unwrap().len(), 1);
    let belov = house.seen("belov");
    assert!(belov.stated_figures().unwrap().is_empty() && belov.stated_figure(&held.id.to_string()).is_err());
    let facts = belov.history(&Thing::new(Noun::StatedFigure, held.id)).unwrap();
    assert!(facts.is_empty(), "nor does the ledger tell of it");
    let wider = StatedFigure { marking: Marking::default(), ..held.clone() };
    assert!(said(&keep(&house, "glinka", wider, false).unwrap_err()).contains("More people could see"));
    let blind = StatedFigure { marking: Marking::parse("confidential").unwrap(), ..held };
    assert!(said(&keep(&house, "glinka", blind, false).unwrap_err()).contains("cleared"));
}
