//! Cases by program: asked for, voted on over what was seen, tied to conditions, let through.

use serde_json::{Value, json};

use crate::api_kit::House;
use crate::api_kit::things::oversee;

async fn done(house: &House, who: &str, path: &str, body: &Value) -> Value {
    let seen = house.call(who, "POST", path).sending(body).seen().await;
    assert_eq!(seen.status, 200, "{path}: {seen:?}");
    seen.json()
}

async fn refused(house: &House, who: &str, path: &str, body: &Value) -> String {
    let seen = house.call(who, "POST", path).with("accept-language", "en").sending(body).seen().await;
    assert_eq!(seen.problem(), "refused", "{path}: {seen:?}");
    seen.json()["detail"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_case_is_decided_over_what_was_seen_and_by_others_than_who_asked() {
    let house = House::new();
    let (regime, case) = oversee(&house).await;
    let path = format!("/api/v1/cases/{case}");
    let mine = house.get("vera", "/api/v1/cases?view=mine").await.json();
    assert_eq!(mine["items"][0]["case"]["id"], json!(case), "{mine}");
    assert_eq!(house.all("olaf", "/api/v1/cases", 100).await, Vec::<Value>::new());
    assert_eq!(house.get("olaf", &path).await.status, 404);
    let about = house.get("vera", &format!("/api/v1/cases?about=case:{case}")).await.json();
    assert_eq!((about["items"].as_array().map(Vec::len), &about["items"][0]["case"]["id"]), (Some(1), &json!(case)));
    for nothing in ["nothing", "case:C0000000000000", "mission:C0000000000000"] {
        assert_eq!(house.get("vera", &format!("/api/v1/cases?about={nothing}")).await.json()["items"], json!([]));
    }
    let held = house.get("vera", &path).await.json();
    assert_eq!((&held["case"]["clauses"], &held["count"]["missing"]), (&json!(["List I"]), &json!([1])), "{held}");
    assert_eq!(held["items"], json!(["Quiet drives, measured"]));
    let rights = house.get("vera", &format!("{path}/rights")).await.json();
    assert_eq!((&rights["vote"], &rights["propose"]), (&json!([1]), &json!(["conditions", "exempt"])), "{rights}");
    assert_eq!(house.get("ada", &format!("{path}/rights")).await.json()["asked"], true);

    let over = held["case"]["over"].as_str().unwrap().to_owned();
    let ballot = |over: &str| json!({ "member": 1, "vote": "yes", "over": over });
    let ballots = format!("{path}/ballots");
    let own = json!({ "member": 1, "vote": "no", "reason": "Never", "over": over });
    assert!(refused(&house, "ada", &ballots, &own).await.contains("do not act for the post"));
    let stale = refused(&house, "vera", &ballots, &ballot(&"0".repeat(64))).await;
    assert!(stale.contains("changed since you saw it"), "{stale}");
    let unread = house.call("vera", "POST", &ballots).sending(&ballot("of today")).seen().await;
    assert_eq!(unread.problem(), "fields", "{unread:?}");
    let decided = done(&house, "vera", &ballots, &ballot(&over)).await;
    assert_eq!((&decided["state"], &decided["over"]), (&json!("approved"), &json!(over)), "{decided}");
    assert_eq!(house.get("vera", "/api/v1/cases?view=mine").await.json()["items"], json!([]));
    done(&house, "ada", &format!("{path}/note"), &json!({})).await;
    let twice =
        house.keyed(house.bare("POST", &format!("{path}/note")).with("idempotency-key", "another"), "ada write");
    assert_eq!(twice.sending(&json!({})).seen().await.problem(), "refused", "nothing waits any more");
    let lines = house.get("ada", "/api/v1/regimes").await.json();
    assert_eq!((&lines["items"][0]["regime"]["id"], &lines["items"][0]["n_cases"]), (&json!(regime), &json!(1)));
}

#[tokio::test]
async fn a_regime_is_changed_from_what_was_seen_and_a_case_keeps_its_rule() {
    let house = House::new();
    let (regime, case) = oversee(&house).await;
    let path = format!("/api/v1/regimes/{regime}");
    let held = house.get("ada", &path).await.json();
    let mut body = held.clone();
    let fields = body.as_object_mut().unwrap();
    for of_office in ["id", "invented", "version", "revision", "made_at"] {
        fields.remove(of_office);
    }
    fields.insert("rule".to_owned(), json!("simple quorum=1 deadline=7"));
    fields.insert("reason".to_owned(), json!("Faster"));
    let change = async |tag: &str, body: &Value| {
        house.call("ada administer", "PUT", &path).with("if-match", tag).sending(body).seen().await
    };
    let stale = change("\"9\"", &body).await;
    assert_eq!(stale.status, 412, "{stale:?}");
    let changed = change("\"0\"", &body).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    let changed = changed.json();
    assert_eq!((&changed["version"], &changed["rule"]), (&json!(2), &json!("simple quorum=1 deadline=7")));
    assert_eq!((&changed["triggers"], &changed["members"]), (&held["triggers"], &held["members"]));
    let versions = house.get("vera", &format!("{path}/versions")).await.json();
    let reasons: Vec<&Value> = versions["items"].as_array().unwrap().iter().map(|one| &one["reason"]).collect();
    assert_eq!(reasons, [&json!(""), &json!("Faster")]);
    let kept = house.get("ada", &format!("/api/v1/cases/{case}")).await.json();
    assert_eq!(kept["case"]["rule"], "unanimity deadline=14 discretion");
    body["rule"] = json!("by lot");
    assert_eq!(change("\"1\"", &body).await.problem(), "fields");
}
