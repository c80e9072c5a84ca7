use super::*;
use crate::json::parsed;

const LINE: &str = r#"{"id": "1203.0417", "title": "On hooks:\n  why $a<b$ lifts", "abstract": " A hook  lifts\n if $a<b>c$. ",
"authors": "Ida Ohm, Max van Volt", "categories": ["cs.RO", "math.OC"], "primary_category": "math.OC",
"created": "2012-03-02", "updated": null, "doi": "10.5555/Hook.3", "comments": "7 pages,\n 2 figures", "acm_class": "I.2.9; J.2"}"#;

#[test]
fn a_line_becomes_a_preprint() {
    let (record, doubts) = read_text(LINE).unwrap();
    assert_eq!(doubts, []);
    assert_eq!(record.identifiers, [Identifier::new(Scheme::Arxiv, "1203.0417").unwrap()]);
    assert_eq!(record.title(), Some("On hooks: why $a<b$ lifts"));
    assert_eq!(record.abstracts, [Text::plain("A hook lifts if $a<b>c$.")]);
    assert_eq!(record.contributors, [Contributor::author("Ohm", "Ida"), Contributor::author("van Volt", "Max")]);
    let codes: Vec<&str> = record.subjects.iter().filter_map(|subject| subject.code.as_deref()).collect();
    assert_eq!(codes, ["math.OC", "cs.RO", "I.2.9", "J.2"]);
    assert_eq!((record.kind, record.published.unwrap().to_string().as_str()), (Kind::Preprint, "2012-03-02"));
    assert_eq!(record.relations[0].kind, RelationKind::PreprintOf);
    assert_eq!(record.relations[0].target.to_string(), "doi:10.5555/hook.3");
    assert_eq!(record.notes, ["7 pages, 2 figures"]);
    assert_eq!((record.language, record.status), (None, Status::Current));
}

#[test]
fn text_and_tree_of_one_line_read_the_same() {
    let entry = parsed(LINE);
    assert!(claims(&entry));
    assert_eq!(Some(read(&entry)), read_text(LINE));
}

#[test]
fn the_snapshot_of_arxiv_itself_is_read_too() {
    let line = r#"{"id":"0704.0099","submitter":"Ida Ohm","authors":"I. Ohm, M. Volt","title":"Hooks","comments":null,
        "journal-ref":"Ann. Lift. 12 (2007) 3","doi":"10.48550/arXiv.0704.0099","report-no":"LIFT-07-1","categories":"hep-ph hep-ex",
        "license":"http://creativecommons.org/licenses/by/4.0/","abstract":"  We lift.\n",
        "versions":[{"version":"v1","created":"Mon, 2 Apr 2007 19:18:42 GMT"}],"update_date":"2008-11-26",
        "authors_parsed":[["Ohm","I.",""],["Volt","M.","Jr"]]}"#;
    let (record, doubts) = read_text(line).unwrap();
    assert_eq!(doubts, []);
    let shown: Vec<String> = record.identifiers.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["arxiv:0704.0099", "doi:10.48550/arxiv.0704.0099", "report:LIFT-07-1"]);
    assert_eq!(record.contributors[1], Contributor::author("Volt", "M., Jr"));
    assert_eq!(record.published.unwrap().to_string(), "2007-04-02");
    assert_eq!(record.subjects.len(), 2);
    assert_eq!(record.rights[0].spdx.as_deref(), Some("CC-BY-4.0"));
    assert_eq!(record.notes, ["Journal reference: Ann. Lift. 12 (2007) 3"]);
}

#[track_caller]
fn identified(id: &str, expected: &str, n_doubts: usize) {
    let line = format!(r#"{{"id":"{id}","title":"T","abstract":"A","authors":"B C","categories":[]}}"#);
    let (record, doubts) = read_text(&line).unwrap();
    let shown: Vec<String> = record.identifiers.iter().map(ToString::to_string).collect();
    assert_eq!((shown.join(" ").as_str(), doubts.len()), (expected, n_doubts), "{id}");
}

#[test]
fn a_number_that_was_taken_for_a_fraction_is_restored() {
    identified("704.0024", "arxiv:0704.0024 local:704.0024", 0);
    identified("1211.262", "arxiv:1211.2620 local:1211.262", 0);
    identified("1508.0295199999998", "arxiv:1508.02952 local:1508.0295199999998", 0);
    identified("1804.0600600000002", "arxiv:1804.06006 local:1804.0600600000002", 0);
    identified("1502.1", "arxiv:1502.10000 local:1502.1", 0);
}

#[test]
fn what_is_no_arxiv_number_stays_a_number_of_the_source() {
    identified("math.GT/0309136v2", "arxiv:math/0309136", 0);
    identified("90210", "local:90210", 0);
    identified("crane 7", "local:crane 7", 1);
}

#[track_caller]
fn judged(summary: &str, comments: &str, expected: Status) {
    let entry = serde_json::json!({
        "id": "1203.0417", "title": "T", "abstract": summary, "authors": "B C", "categories": [], "comments": comments
    });
    assert_eq!(read(&entry).0.status, expected, "{summary} / {comments}");
}

#[test]
fn a_withdrawal_is_found_in_the_comments_or_in_place_of_the_abstract() {
    judged("We lift.", "This paper has been\n withdrawn by the author", Status::Withdrawn);
    judged("This paper has been withdrawn by the author due to rust.", "", Status::Withdrawn);
    judged("A brush withdrawn from a liquid drips.", "3 pages", Status::Current);
}

#[test]
fn several_dois_and_a_broken_one_are_kept_apart() {
    let entry = serde_json::json!({
        "id": "1203.0417", "title": "T", "abstract": "A", "authors": "B C", "categories": [],
        "doi": "10.5555/a1 10.5555/a2,\n 10.5555/a1; see journal", "created": "soon"
    });
    let (record, doubts) = read(&entry);
    assert_eq!(record.relations.len(), 2);
    let places: Vec<&str> = doubts.iter().filter_map(|doubt| doubt.place.as_deref()).collect();
    assert_eq!(places, ["created", "doi", "doi"]);
}

#[test]
fn the_json_of_others_is_left_to_others() {
    for other in [
        r#"{"id":"a","type":"article-journal","title":"T","abstract":"A","categories":["x"]}"#,
        r#"{"DOI":"10.1/2","title":["T"]}"#,
        r#"{"id":"a","title":"T","authors":[{"name":"B"}],"categories":[]}"#,
        r#"{"v":1,"titles":[]}"#,
        "[]",
        "{",
        "",
    ] {
        assert_eq!(read_text(other), None, "{other}");
        assert!(!serde_json::from_str(other).is_ok_and(|entry| claims(&entry)), "{other}");
    }
}

#[test]
fn a_thousand_lines_of_the_corpus_are_read_alike_both_ways() {
    let found = crate::testing::files("arxiv-corpus", "1k.jsonl");
    for (_, text) in &found {
        let mut n_records = 0;
        for line in text.lines() {
            let entry = parsed(line);
            assert!(claims(&entry), "{line}");
            let (record, doubts) = read_text(line).unwrap();
            assert_eq!((&record, &doubts), (&read(&entry).0, &read(&entry).1));
            assert!(doubts.iter().all(|doubt| doubt.place.as_deref() == Some("doi")), "{doubts:?}");
            assert_eq!(record.identifiers[0].scheme(), Scheme::Arxiv, "{line}");
            assert!(record.year().is_some() && !record.contributors.is_empty() && !record.subjects.is_empty());
            assert_eq!(record.title().map(squeeze), json::text(&entry, "title").map(|title| squeeze(&title)));
            n_records += 1;
        }
        assert_eq!(n_records, 1000);
        let first = read_text(text.lines().next().unwrap()).unwrap().0;
        assert_eq!(first.name().unwrap().to_string(), "arxiv:patt-sol/9310006");
        assert_eq!(first.contributors, [Contributor::author("Crawford", "John David")]);
    }
}

#[test]
fn no_two_records_of_the_whole_corpus_share_an_identifier() {
    let Some(folder) = crate::testing::collection("arxiv-corpus") else { return };
    let file = std::fs::File::open(folder.join("arxiv.jsonl.zst")).unwrap();
    let mut decoder = zstd::Decoder::new(file).unwrap();
    decoder.window_log_max(27).unwrap();
    let (mut names, mut n_records) = (std::collections::HashSet::new(), 0);
    for line in std::io::BufRead::lines(std::io::BufReader::new(decoder)) {
        let (record, _) = read_text(&line.unwrap()).unwrap();
        let name = record.identifiers.into_iter().next().unwrap();
        assert_eq!(name.scheme(), Scheme::Arxiv, "{name}");
        names.insert(name);
        n_records += 1;
    }
    assert_eq!((n_records, names.len()), (112_053, 112_053));
}
