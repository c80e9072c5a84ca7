//! A mission by the API: what may be told is confirmed before anybody leaves, and a post near the hosts arranges it.

use crate::api_kit::House;
use crate::api_kit::things::{confirm_brief, id_of, plan};
use serde_json::{Value, json};

/// Takes a step with a mission, and answers with it.
async fn step(house: &House, who: &str, path: &str, mut body: Value) -> Value {
    if path.starts_with("/api/v1/missions/") && !path.contains("/meetings") && !path.ends_with("/liaison") {
        let mission = path.split('/').take(5).collect::<Vec<_>>().join("/");
        body["revision"] = house.get("ada", &mission).await.json()["mission"]["revision"].clone();
    }
    let key = format!("{body}").chars().filter(char::is_ascii_alphanumeric).take(90).collect::<String>();
    let bare = house.bare("POST", path).with("idempotency-key", &key);
    let seen = house.keyed(bare, who).sending(&body).seen().await;
    assert!(seen.status == 200 || seen.status == 201, "{path} {body}: {seen:?}");
    seen.json()
}

#[tokio::test]
async fn a_mission_is_briefed_and_arranged_by_the_api_before_it_leaves() {
    let house = House::new();
    let (host, specialist, mission) = plan(&house).await;
    let path = format!("/api/v1/missions/{mission}");
    let shown = house.get("ada", &format!("{path}/brief")).await.json();
    assert_eq!((&shown["brief"]["stage"], &shown["is_confirmed"]), (&json!("draft"), &json!(false)));
    let told = json!({ "lines": [{ "host": host, "part": "told", "thing": { "noun": "need", "name": "rectifiers" } },
                                 { "host": null, "part": "withheld", "words": "The alloy" }] });
    let tag = format!("\"{}\"", shown["brief"]["revision"]);
    let call = house.bare("PUT", &format!("{path}/brief")).with("if-match", &tag).with("idempotency-key", "told");
    let written = house.keyed(call, "ada").sending(&told).seen().await;
    assert_eq!(written.status, 200, "{written:?}");
    assert_eq!(written.json()["lines"][1]["words"], "The alloy");

    let asked = json!({ "question": "Who makes quiet rectifiers?", "due": "2026-03-30" });
    let asked = house.call("vera", "POST", "/api/v1/requests").sending(&asked).seen().await;
    assert_eq!(asked.status, 201, "{asked:?}");
    let candidates = house.get("ada", &format!("{path}/candidates")).await.json();
    let one = &candidates["items"][0];
    let wanted = json!({ "do": "ask", "wanted": [{ "thing": one["thing"], "text": one["text"], "host": host }] });
    step(&house, "ada", &format!("{path}/questions"), json!({ "edit": wanted })).await;
    step(&house, "ada", &format!("{path}/step"), json!({ "step": "propose" })).await;
    let question = id_of(&house.get("ada", &path).await.json(), "/questions/0/id");
    step(&house, "ada", &format!("{path}/lookup"), json!({ "question": question, "reason": "New" })).await;
    step(&house, "ada", &format!("{path}/step"), json!({ "step": "accept" })).await;

    let posts = house.call("ada administer", "POST", "/api/v1/liaison-posts");
    let post = posts.sending(&json!({ "post": "head", "countries": ["DE"] })).seen().await;
    assert_eq!(post.status, 201, "{post:?}");
    step(&house, "ada", &format!("{path}/liaison"), json!({ "do": "entrust", "post": "head", "revision": house.get("ada", &path).await.json()["mission"]["revision"] })).await;
    let note = json!({ "do": "note", "host": host, "day": "2026-03-10", "state": "answered", "words": "They agree" });
    assert_eq!(step(&house, "ada", &format!("{path}/liaison"), note).await["n_approaches"], 1);
    let meeting = json!({ "title": "Diodes", "host": host, "day": "2026-06-02", "time": "09:30", "zone": "Europe/Berlin",
                          "minutes": 60, "members": [specialist], "questions": [question], "place": "Gate 2" });
    let meeting = step(&house, "ada", &format!("{path}/meetings"), meeting).await;
    assert_eq!((&meeting["state"], &meeting["starts_at"]), (&json!("proposed"), &json!("2026-06-02T07:30:00.000000Z")));
    let agree = json!({ "meeting": meeting["id"], "sequence": 0, "step": "agree" });
    assert_eq!(step(&house, "ada", &format!("{path}/meetings/step"), agree).await["sequence"], 1);
    let liaison = house.get("ada", &format!("{path}/liaison")).await.json();
    assert_eq!((&liaison["without_meeting"], &liaison["approaches"][0]["words"]), (&json!([]), &json!("They agree")));
    let id = id_of(&meeting, "/id");
    let calendar = house.get("ada", &format!("{path}/calendar?meeting={id}")).await.json();
    let text = calendar["text"].as_str().unwrap();
    for line in
        ["METHOD:REQUEST", "SEQUENCE:1", "STATUS:CONFIRMED", "DTSTART:20260602T073000Z", &format!("UID:{id}@uptake")]
    {
        assert!(text.lines().any(|held| held == line), "{line}: {text}");
    }
    assert_eq!(house.get("ada", &format!("{path}/calendar?meeting=G0000000000001")).await.status, 404);
    assert_eq!(house.get("olaf", &format!("{path}/calendar")).await.status, 404, "he is cleared for less");

    let laid = step(&house, "ada", &format!("{path}/step"), json!({ "step": "lay-before" })).await;
    assert_eq!(laid["stage"], "approved", "{laid}");
    let leave = json!({ "step": "depart", "revision": laid["revision"] });
    let early = house.bare("POST", &format!("{path}/step")).with("idempotency-key", "early");
    let early = house.keyed(early, "ada").sending(&leave).seen().await;
    assert!(early.status == 409 || early.status == 422, "{early:?}");
    confirm_brief(&house, &mission, "ada", "ada").await;
    assert_eq!(house.get("ada", &format!("{path}/brief")).await.json()["is_confirmed"], true);
    assert_eq!(step(&house, "ada", &format!("{path}/step"), json!({ "step": "depart" })).await["stage"], "under-way");
}
