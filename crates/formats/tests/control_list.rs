//! Control lists in each layout; the published ones, where they are there.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "what was not tested, and how much was found, has to be said"
)]

use std::path::PathBuf;

use formats::{ControlListForm, read_control_list};
use model::{ControlNoteKind, ThresholdBound};

/// A collection beside the project, where it is there.
fn collection(name: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("NOT TESTED: the collection `../shared/data/{name}` is absent; own fixtures only");
    None
}

const ANNEX: &str = r#"{"corpus_version": "test-2", "valid_from": "2026-01-02", "entry_count": 2, "attribution": "ours",
 "entries": [
  {"entry_code": "1X001", "category": "1", "verbatim_text": "1X001 Presses, as follows:\n1X001 Note: 1X001 does not control presses for cider.\n1X001.a Presses with a force exceeding 10 MN;\n1X001.a.1 Not used;\n1X001.a N.B. See also 1X002."},
  {"entry_code": "1X002", "category": "1", "verbatim_text": "1X002 Dies\nfor presses."}],
 "docs": [
  {"doc_type": "definitions_annex", "title": "D", "verbatim_text": "Definitions follow:\n\"Accuracy\" (2) means how near it comes.\nN.B. Not precision."},
  {"doc_type": "acronyms", "title": "A", "verbatim_text": "CMM | Coordinate Measuring Machine"},
  {"doc_type": "section_note", "title": "S", "verbatim_text": "None."},
  {"doc_type": "general_notes", "title": "General", "verbatim_text": "Goods are new and used."}]}"#;

#[test]
fn annex_has_provisions_notes_definitions_and_abbreviations() {
    let reading = read_control_list(ANNEX.as_bytes());
    assert_eq!(reading.form, Some(ControlListForm::Annex));
    assert_eq!((reading.edition.as_str(), reading.rights.as_str(), reading.is_cut), ("test-2", "ours", false));
    assert_eq!(reading.holds_from.unwrap().to_string(), "2026-01-02");
    let text = &reading.text;
    let codes: Vec<_> = text.entries().iter().map(|entry| entry.code.as_str()).collect();
    assert_eq!(codes, ["1X001", "1X001.a", "1X001.a.1", "1X002"]);
    let press = text.entry("1X001.a").unwrap();
    assert_eq!(press.parent.as_deref(), Some("1X001"));
    assert_eq!(press.thresholds()[0].bound, ThresholdBound::Above);
    assert_eq!(press.notes[0].kind, ControlNoteKind::See);
    assert_eq!(text.entry("1X001").unwrap().notes[0].kind, ControlNoteKind::Except);
    assert!(text.entry("1X001.a.1").unwrap().is_unused());
    assert_eq!(text.entry("1X002").unwrap().text, "Dies for presses.");
    let kinds: Vec<_> = text.general().iter().map(|note| (note.kind, note.term.as_str())).collect();
    assert_eq!(
        kinds,
        [
            (ControlNoteKind::Definition, "Accuracy"),
            (ControlNoteKind::Acronym, "CMM"),
            (ControlNoteKind::General, "General")
        ]
    );
    assert!(text.general()[0].text.ends_with("Not precision."));
}

#[test]
fn a_file_that_lost_its_end_says_so() {
    let cut = read_control_list(&ANNEX.as_bytes()[..ANNEX.len() / 2]);
    assert!(cut.is_cut && cut.text.entries().is_empty());
    let short = read_control_list(ANNEX.replace("\"entry_count\": 2", "\"entry_count\": 9").as_bytes());
    assert!(short.is_cut && short.text.entries().len() == 4);
    assert!(read_control_list(b"code,text\n1,\"never ends").is_cut);
    assert!(read_control_list(b"N1,ACTIVE,1,UK\nN2,AC").is_cut);
}

#[test]
fn codes_without_words_hang_on_the_nearest_shorter_code() {
    let reading = read_control_list(
        b"N1,PARENT,1,UK\nN1A1,ACTIVE,4,UK\nN1A1a,ACTIVE,5,UK\nN9,REMOVED,1,UK\nT5.1.10a,ACTIVE,3,UK\n",
    );
    assert_eq!(reading.form, Some(ControlListForm::Codes));
    let parents: Vec<_> =
        reading.text.entries().iter().map(|entry| (entry.code.as_str(), entry.parent.as_deref())).collect();
    assert_eq!(parents, [("N1", None), ("N1A1", Some("N1")), ("N1A1a", Some("N1A1")), ("T5.1.10a", None)]);
}

#[test]
fn our_own_layout_is_a_table_or_json() {
    let table = "code;parent;text;parameters;notes\nP1;;Presses;;Note: a|N.B. see P2\nP1.a;;Hot presses;temperature exceeding 500 K|force of 2 MN or more;\nQ;P1;Dies;;\n";
    let reading = read_control_list(table.as_bytes());
    assert_eq!((reading.form, reading.is_cut), (Some(ControlListForm::Table), false));
    let hot = reading.text.entry("P1.a").unwrap();
    assert_eq!((hot.thresholds().len(), hot.parent.as_deref()), (2, Some("P1")));
    assert_eq!(reading.text.entry("P1").unwrap().notes.len(), 2);
    assert_eq!(reading.text.entry("Q").unwrap().parent.as_deref(), Some("P1"));
    let json = r#"{"title": "Ours", "edition": "3", "invented": true, "entries": [{"code": "P1", "text": "Presses", "parameters": ["force of 2 MN or more"], "notes": "Note: not for cider"}], "definitions": [{"term": "press", "text": "what presses"}]}"#;
    let reading = read_control_list(json.as_bytes());
    assert_eq!((reading.form, reading.title.as_str(), reading.invented), (Some(ControlListForm::Json), "Ours", true));
    assert_eq!(reading.text.entry("P1").unwrap().thresholds().len(), 1);
    assert_eq!(reading.text.general().len(), 1);
}

#[test]
fn what_is_no_list_is_doubted_and_hostile_files_are_survived() {
    for bytes in
        [&b""[..], b"hello", b"{}", b"[1,2]", b"{\"entries\": [{\"code\": null}]}", b"\xff\xfe\x00", b"code,text"]
    {
        let reading = read_control_list(bytes);
        assert!(reading.text.entries().is_empty());
    }
    for at in (0..ANNEX.len()).filter(|at| ANNEX.is_char_boundary(*at)) {
        read_control_list(&ANNEX.as_bytes()[..at]);
    }
    let long = format!("code,text\n{},x\nA,{}\n", "c".repeat(1_000), "t".repeat(50_000));
    let reading = read_control_list(long.as_bytes());
    assert_eq!(reading.text.entries().len(), 1);
    assert!(reading.text.entry("A").unwrap().text.len() <= model::CONTROL_TEXT_CHARS_MAX);
}

/// The published list, with the lines that its maker marked as holding technical thresholds.
#[test]
fn annex_one_as_it_is_published() {
    let Some(folder) = collection("eu-dual-use-annex-i") else { return };
    let bytes = std::fs::read(folder.join("annex-i.json.zst")).unwrap();
    let reading = read_control_list(&bytes);
    assert_eq!(reading.doubts, [], "nothing was lost");
    assert_eq!(reading.text.top().count(), 384);
    assert!(reading.text.entries().len() > 2_900, "{}", reading.text.entries().len());
    assert!(reading.text.general().len() > 300, "{}", reading.text.general().len());
    let mut raw = Vec::new();
    std::io::Read::read_to_end(&mut zstd::Decoder::new(&bytes[..]).unwrap(), &mut raw).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&raw).unwrap();
    let lines: Vec<&str> = value["entries"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|entry| entry["parameters"].as_array().unwrap())
        .filter_map(serde_json::Value::as_str)
        .collect();
    let (read, missed): (Vec<&&str>, Vec<&&str>) =
        lines.iter().partition(|line| !model::thresholds(line.split_once(' ').map_or("", |(_, rest)| rest)).is_empty());
    assert_eq!(lines.len(), 976);
    if std::env::var_os("SHOW_MISSED").is_some() {
        for line in &missed {
            println!("MISSED {line}");
        }
        for line in read.iter().step_by(9) {
            println!("READ {line}");
            for one in model::thresholds(line.split_once(' ').map_or("", |(_, rest)| rest)) {
                println!("     {} | {one}", one.words);
            }
        }
    }
    println!("thresholds in {} of {} lines", read.len(), lines.len());
    assert!(read.len() >= 900, "thresholds in {} of {} lines", read.len(), lines.len());
}

#[test]
fn codes_of_the_regimes_as_they_are_published() {
    let Some(folder) = collection("uk-export-licensing") else { return };
    for (name, n) in [
        ("MTCR_Cat_1_regimes.csv", 23),
        ("MTCR_Cat_2_regimes.csv", 242),
        ("NSG_Dual_use.csv", 243),
        ("NSG_Potential_trigger_list.csv", 154),
    ] {
        let reading = read_control_list(&std::fs::read(folder.join(name)).unwrap());
        assert_eq!(reading.form, Some(ControlListForm::Codes), "{name}");
        assert!(reading.text.entries().len() + 3 >= n, "{name}: {}", reading.text.entries().len());
        assert!(!reading.is_cut);
    }
}
