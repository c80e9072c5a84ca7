use super::*;

fn documents(text: &str) -> Result<Vec<CollectionDocument>, CollectionFault> {
    let mut all = Vec::new();
    read_documents(text.as_bytes(), &mut |document| all.push(document))?;
    Ok(all)
}

#[track_caller]
fn refused<T: std::fmt::Debug>(read: Result<T, CollectionFault>, line: Option<usize>, part: &str) {
    let fault = read.unwrap_err();
    assert_eq!(fault.line, line, "{fault}");
    assert!(fault.to_string().contains(part), "{fault}");
}

#[test]
fn documents_of_trec_beir_and_scifact_say_the_same() {
    let trec = "<DOC>\n<DOCNO> d1 </DOCNO>\n<TITLE>Hooks</TITLE>\n<TEXT>\nOf <b>steel</b>.\n</TEXT>\n</DOC>\n";
    let beir = r#"{"_id":"d1","title":"Hooks","text":"Of steel ."}"#;
    let scifact = r#"{"doc_id":"d1","title":"Hooks","abstract":["Of","steel ."],"structured":false}"#;
    for text in [trec, beir, scifact] {
        let all = documents(text).unwrap();
        assert_eq!((all.len(), all[0].name.as_str(), all[0].record.title()), (1, "d1", Some("Hooks")), "{text}");
        assert_eq!(all[0].record.abstracts[0].text, "Of steel .");
    }
}

#[test]
fn records_are_documents_too() {
    let arxiv = r#"{"id":"1203.0417","title":"Hooks","abstract":"Of steel.","authors":"B C","categories":["cs.RO"],"created":"2012-03-02"}"#;
    let all = documents(arxiv).unwrap();
    assert_eq!((all[0].name.as_str(), all[0].record.title()), ("1203.0417", Some("Hooks")));
    assert!(all[0].record.published.is_some());
}

#[test]
fn a_document_without_a_name_or_an_end_is_refused_with_its_line() {
    refused(documents("{\"_id\":\"a\",\"text\":\"x\"}\n{\"text\":\"x\"}"), Some(2), "no `_id`");
    refused(documents("<DOC>\n<DOCNO>a</DOCNO>\n"), Some(1), "never closed");
    refused(documents("<DOC><TEXT>b</TEXT></DOC>\n"), Some(1), "no name");
    refused(documents(""), None, "no documents");
    refused(documents("{\"_id\":\"a\",\"text\":\"x\"}\n{\"_id"), Some(2), "no JSON");
}

#[test]
fn topics_are_read_in_three_layouts() {
    let trec = "<top>\n<num> Number: 7\n<title> Topic: turbine\n<desc> Description:\nblades\n<narr> Narrative:\nnot asked\n</top>\n";
    for (text, expected) in [
        (trec, "turbine blades"),
        ("7\tturbine\n", "turbine"),
        (r#"{"id": 7, "claim": "turbine", "evidence": []}"#, "turbine"),
        (r#"{"_id": "7", "text": "turbine", "metadata": {}}"#, "turbine"),
    ] {
        let topics = read_topics(text.as_bytes()).unwrap();
        assert_eq!((topics[0].name.as_str(), topics[0].text.as_str()), ("7", expected));
    }
}

#[test]
fn topics_that_cannot_be_told_apart_or_ask_nothing_are_refused() {
    refused(read_topics(&b"7\ta\n7\tb"[..]), Some(2), "twice");
    refused(read_topics(&b"7\t "[..]), Some(1), "asks nothing");
    refused(read_topics(&b"seven"[..]), Some(1), "no tab");
    refused(read_topics(&b""[..]), None, "no topics");
    refused(read_topics(&b"<top>\n<num> 7\n"[..]), Some(1), "never closed");
}

#[test]
fn judgements_are_read_in_both_layouts() {
    let expected = Judgement { topic: "7".to_owned(), document: "d1".to_owned(), grade: 2.0 };
    for text in ["7 0 d1 2\n", "query-id\tcorpus-id\tscore\n7\td1\t2\n", "7\t0\td1\t2\r\n"] {
        assert_eq!(read_judgements(text.as_bytes()).unwrap(), std::slice::from_ref(&expected), "{text}");
    }
    assert_eq!(read_judgements(&b"7 0 d1 -2\n"[..]).unwrap()[0].grade, 0.0);
}

#[test]
fn a_judgement_of_another_shape_is_refused_with_its_line() {
    refused(read_judgements(&b"7 0 d1 1\n7 d2 1\n"[..]), Some(2), "3 columns");
    refused(read_judgements(&b"7 0 d1 1\n7 0 d2 good\n"[..]), Some(2), "no grade");
    refused(read_judgements(&b"7 0 d1 NaN\n"[..]), Some(1), "finite");
    refused(read_judgements(&b"topic document grade\n"[..]), None, "no judgements");
    refused(read_judgements(&b"\x1f\x8b\x08\x00damaged"[..]), None, "");
}
