//! What somebody decides a thing is by a control list: a decision that was refused comes back with all that was typed.

use axum::body::Body;
use axum::http::Request;

use crate::house::{House, Session};
use crate::things::Lot;

const LOT: Lot = Lot { name: "classed", word: "osmiridium", stream: 14, markings: &["open"] };

/// Loads a list of two entries as a program does.
async fn load(house: &House, session: &Session) {
    let body = r#"{"id": "walked-list", "title": "Walked list", "name": "list.csv",
                   "text": "code,text\n1X001,Steam turbines for ships\n1X002,Pumps for acids\n"}"#;
    let request = Request::builder()
        .method("POST")
        .uri("/api/v1/control-lists")
        .header("host", "office.test")
        .header("origin", "http://office.test")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", &session.cookie)
        .header("form-token", &session.form_token)
        .header("content-type", "application/json")
        .header("idempotency-key", "walked-list")
        .body(Body::from(body));
    let loaded = house.ask(request.unwrap()).await;
    assert_eq!(loaded.status, 201, "{}", loaded.body);
}

#[tokio::test]
async fn a_decision_that_is_refused_comes_back_with_the_reason_that_was_typed() {
    let mut records = Vec::new();
    let house = House::build(|office| records = LOT.ingest(office), |_| {});
    let session = house.session("documentalist").await;
    load(&house, &session).await;
    let path = format!("/classifications/record:{}", records[0].id);
    let sent = |code: &'static str, other: &'static str, reason: &'static str| {
        [
            ("list", "walked-list"),
            ("version", "1"),
            ("text", "A turbine of steam"),
            ("parameter-1-name", "output power"),
            ("parameter-1-value", "12"),
            ("parameter-1-unit", "kW"),
            ("code-walked-list", code),
            ("other-walked-list", other),
            ("reason-walked-list", reason),
        ]
    };
    for (fields, sentence) in [
        (sent("other", "9Z999", "By its plate"), "9Z999"),
        (sent("", "", "By its plate"), "Choose one entry"),
        (sent("1X001", "", ""), "Write why"),
    ] {
        let seen = house.post(&path, &session, &fields).await;
        assert_eq!(seen.status, 422, "{}", seen.body);
        assert!(seen.body.contains(sentence), "{sentence}: {}", seen.body);
        for (_, typed) in fields.iter().filter(|(name, _)| !["version", "code-walked-list"].contains(name)) {
            assert!(seen.body.contains(typed), "{typed}: {}", seen.body);
        }
    }
    let kept = house.post(&path, &session, &sent("1X001", "", "By its plate")).await;
    assert_eq!((kept.status, kept.location()), (303, path.as_str()));
    let page = house.get(&format!("/records/{}", records[0].id), &session).await;
    assert!(page.body.contains("1X001"), "{}", page.body);
}
