//! Candidate entries for items: on a list of our own, and on the published one where it is there.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "what was not tested, and how much was found, has to be said"
)]

mod questions;

use std::path::PathBuf;
use std::sync::Arc;

use matching::{ItemHelp, ItemQuestion};
use model::{ItemParameter, ThresholdStand};

use crate::questions::{QUESTIONS, SUBJECTS};

const OWN: &str = "code,text,notes
1X001,Machine tools for cutting metal as follows:,Note: 1X001 does not control tools for jewellery
1X001.a,Turning machines with a positioning repeatability of 0.9 µm or less,
1X001.b,Milling machines with five or more axes and a positioning repeatability of 1.4 µm or less,
1X002,Lasers with an output wavelength exceeding 500 nm and an output power exceeding 1 kW,
1X003,Pumps for acids with a flow of 1 m3/h or more,
1D001,\"Software for machine tools, lasers and pumps\",
1X004,Not used,
";

fn own() -> ItemHelp {
    ItemHelp::new(Arc::new(formats::read_control_list(OWN.as_bytes()).text))
}

fn ask(text: &str, rows: &[(&str, &str, &str)]) -> ItemQuestion {
    let rows = rows.iter().filter_map(|(name, value, unit)| ItemParameter::read(name, value, unit).unwrap());
    ItemQuestion { text: text.to_owned(), parameters: rows.collect() }
}

#[test]
fn words_find_the_entry_and_parameters_the_provision() {
    let help = own();
    let found =
        help.candidates(&ask("a laser for welding", &[("output power", "2000", "W"), ("wavelength", "1064", "nm")]), 5);
    assert_eq!(found[0].code, "1X002");
    let stands: Vec<_> = found[0].thresholds.iter().map(|one| one.stand).collect();
    assert_eq!(stands, [ThresholdStand::Meets, ThresholdStand::Meets]);
    let found = help.candidates(&ask("five-axis milling machine, positioning repeatability 1.2 µm", &[]), 5);
    assert_eq!((found[0].code.as_str(), found[0].head.as_str()), ("1X001.b", "1X001"));
    assert_eq!(found[0].n(ThresholdStand::Meets), 2);
    assert_eq!(found[0].others, ["1X001.a"]);
}

#[test]
fn what_a_threshold_leaves_out_ranks_down_and_says_why() {
    let help = own();
    let found = help.candidates(&ask("machine tool", &[("positioning repeatability", "1200", "nm")]), 5);
    assert_eq!(found[0].code, "1X001.b", "the turning machine asks for 0.9 µm");
    let weak = help.candidates(&ask("laser", &[("output power", "20", "W")]), 5);
    assert_eq!(weak[0].code, "1X002", "it is not left out: a person decides");
    assert_eq!(weak[0].n(ThresholdStand::Misses), 1);
    let odd = help.candidates(&ask("laser", &[("output power", "20", "kg")]), 5);
    assert_eq!(odd[0].n(ThresholdStand::UnitDiffers), 1);
    assert!(help.candidates(&ask("marmalade", &[]), 5).is_empty());
    assert!(help.candidates(&ask("", &[]), 5).is_empty());
}

#[test]
fn a_value_is_held_against_a_threshold_of_the_same_noun_alone() {
    let list = "code,text,notes
2X001,Milling machines having unidirectional positioning repeatability equal to or less (better) than 0.9 µm along one or more linear axis,
2X002,Machines having positioning accuracies with all compensations available equal to or less (better) than 6 µm,
";
    let help = ItemHelp::new(Arc::new(formats::read_control_list(list.as_bytes()).text));
    let found = help.candidates(&ask("five-axis milling machine, positioning accuracy 0.8 µm", &[]), 5);
    let stands = |code: &str| {
        let one = found.iter().find(|one| one.code == code).unwrap();
        one.thresholds.iter().map(|one| one.stand).collect::<Vec<_>>()
    };
    assert!(stands("2X001").iter().all(|stand| *stand == ThresholdStand::NotStated), "{:?}", stands("2X001"));
    assert_eq!(stands("2X002"), [ThresholdStand::Meets]);
}

#[test]
fn software_is_found_when_it_is_asked_for() {
    let help = own();
    assert_eq!(help.candidates(&ask("software for lasers", &[]), 5)[0].code, "1D001");
    assert_ne!(help.candidates(&ask("lasers", &[]), 5)[0].code, "1D001");
}

#[test]
fn words_of_the_question_are_marked_in_the_text() {
    let help = own();
    let text = "Milling machines with axes";
    let marked = help.marked(&ask("a milling machine", &[]), text);
    let words: Vec<_> = marked.iter().map(|(from, to)| &text[*from..*to]).collect();
    assert_eq!(words, ["Milling", "machines"]);
}

fn annex() -> Option<ItemHelp> {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/eu-dual-use-annex-i/annex-i.json.zst");
    match std::fs::read(path) {
        Ok(bytes) => Some(ItemHelp::new(Arc::new(formats::read_control_list(&bytes).text))),
        Err(_) => {
            eprintln!("NOT TESTED: the collection `../shared/data/eu-dual-use-annex-i` is absent; own fixtures only");
            None
        }
    }
}

/// How many of some questions have a right entry first, and among the first five.
fn tally(help: &ItemHelp, questions: &[(&str, &[&str])]) -> (usize, usize) {
    let (mut first, mut five) = (0, 0);
    for (text, right) in questions {
        let found = help.candidates(&ask(text, &[]), 5);
        let at = found.iter().position(|candidate| right.contains(&candidate.head.as_str()));
        first += usize::from(at == Some(0));
        five += usize::from(at.is_some());
        if at != Some(0) && std::env::var_os("SHOW_MISSED").is_some() {
            let told: Vec<_> =
                found.iter().map(|candidate| format!("{} {:.1}", candidate.code, candidate.score)).collect();
            println!("{at:?} {text} {right:?}: {told:?}");
        }
    }
    (first, five)
}

#[test]
fn items_in_our_own_words_find_their_entries_of_annex_one() {
    let Some(help) = annex() else { return };
    let (first, five) = tally(&help, QUESTIONS);
    println!("questions: {first} first, {five} of the first five, of {}", QUESTIONS.len());
    let (subject_first, subject_five) = tally(&help, SUBJECTS);
    println!("subjects: {subject_first} first, {subject_five} of the first five, of {}", SUBJECTS.len());
    assert!(first * 100 >= QUESTIONS.len() * 75, "{first} of {}", QUESTIONS.len());
    assert!(five * 100 >= QUESTIONS.len() * 92, "{five} of {}", QUESTIONS.len());
}
