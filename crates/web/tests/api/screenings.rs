//! Screenings by program: what is answered is what was done.

use serde_json::json;

use crate::api_kit::House;
use crate::api_kit::things::listing;

#[tokio::test]
async fn whoever_screens_a_name_is_answered_with_what_was_found() {
    let house = House::new();
    listing(&house).await;
    let party = json!({ "party": { "name": "Quiet works" }, "marking": { "level": "restricted" } });
    let asked = house.call("vera", "POST", "/api/v1/screenings").sending(&party).seen().await;
    assert_eq!((asked.status, &asked.json()["n_open"]), (201, &json!(1)), "{asked:?}");
    let path = format!("/api/v1/screenings/{}", asked.json()["id"].as_str().unwrap());
    let held = house.get("ada", &path).await.json();
    assert_eq!((&held["screening"]["state"], &held["screening"]["n_open"]), (&json!("open"), &json!(1)), "{held}");
    let hit = &held["hits"][0];
    assert_eq!((&hit["list"], &hit["key"]), (&json!("quiet-list"), &json!("1")), "{held}");

    let said = json!({ "revision": held["screening"]["revision"], "list": "quiet-list", "key": "1", "said": "unclear",
                       "reason": "Their address is asked for" });
    let answer = house.call("ada", "POST", &format!("{path}/hits")).sending(&said).seen().await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.json(), house.get("ada", &path).await.json()["screening"], "it stands as it was answered");

    let ended = json!({ "revision": answer.json()["revision"], "ended": true });
    let ended = house.call("vera", "POST", &format!("{path}/ended")).sending(&ended).seen().await;
    assert_eq!((ended.status, &ended.json()["ended"]), (200, &json!(true)), "{ended:?}");
    assert_eq!(house.all("ada", "/api/v1/screenings?view=all", 1).await.len(), 2);
}
