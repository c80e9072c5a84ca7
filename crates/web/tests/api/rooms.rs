//! What single rooms do by the API: schemes, files, webhooks, citations.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::api_kit::House;
use crate::api_kit::things::{id_of, schemes, specimen};
use serde_json::{Value, json};

#[tokio::test]
async fn a_scheme_is_brought_kept_mapped_given_out_and_taken_out_again() {
    let house = House::new();
    let look = schemes(&house).await;
    let seen = house.get("ada", &format!("/api/v1/scheme-looks/{look}")).await.json();
    assert_eq!((&seen["new"]["n"], &seen["new"]["first"][0]), (&json!(1), &json!("later L1 later")));
    assert!(seen["doubts"][0].as_str().unwrap().contains("`colour`"), "{seen}");
    let edition = json!({ "name": "b.csv", "text": "notation,label\nR3,later\n", "word": "trades" });
    let edition = house.call("ada", "POST", "/api/v1/scheme-looks").sending(&edition).seen().await.json();
    let edition = format!("/api/v1/scheme-looks/{}", edition["number"]);
    assert!(house.get("ada", &edition).await.json()["replaces"].is_string());
    let stale =
        house.call("ada", "POST", &format!("{edition}/keep")).sending(&json!({ "replaces": "1.1" })).seen().await;
    assert_eq!(stale.status, 409, "{stale:?}");
    assert!(stale.json()["detail"].as_str().unwrap().contains("`trades` was changed after you looked"), "{stale:?}");
    let class = house.get("vera", "/api/v1/schemes/trades/class?code=r1").await.json();
    assert_eq!(class["mapped"][0], json!({ "relation": "close", "class": { "scheme": "works", "code": "W1" } }));
    assert_eq!(class["narrower"], json!(["R2"]));
    let found = house.get("vera", "/api/v1/classes?q=%D0%BE%D1%82%D0%BB%D0%B8%D0%B2%D0%BA%D0%B8").await.json();
    assert_eq!(found["items"][0]["class"], json!({ "scheme": "works", "code": "W1" }));
    let proposed = house.get("vera", "/api/v1/class-suggestions?q=w1&scheme=works&limit=1").await.json();
    assert_eq!((&proposed["items"][0]["code"], &proposed["items"][0]["said"]), (&json!("W1"), &json!("works W1")));
    assert_eq!(house.get("vera", "/api/v1/class-suggestions?q=w&limit=101").await.status, 400);
    let given = house.get("vera", "/api/v1/schemes/trades/export?format=csv").await.json();
    assert_eq!((&given["name"], &given["media_type"]), (&json!("trades.csv"), &json!("text/csv; charset=utf-8")));
    let tops = house.get("vera", "/api/v1/schemes/trades/classes").await.json();
    assert_eq!(tops["items"].as_array().map(Vec::len), Some(1));
    let below = house.get("vera", "/api/v1/schemes/trades/classes?below=R1").await.json();
    assert_eq!(below["items"][0]["class"]["code"], "R2");

    let crosswalks = house.get("vera", "/api/v1/schemes/trades/crosswalks").await.json();
    assert_eq!(crosswalks["items"], json!([{ "scheme": "works", "n_mappings": 1 }]));
    let body = json!({ "code": "R1", "relation": "close", "to_scheme": "works", "to_code": "W1" });
    let by_ada =
        |method: &str, path: &str, key: &str| house.keyed(house.bare(method, path), "ada").with("idempotency-key", key);
    let unmap = |key: &str| by_ada("POST", "/api/v1/schemes/trades/mappings/remove", key).sending(&body);
    assert_eq!(unmap("first").seen().await.status, 200, "from either end");
    assert_eq!(unmap("second").seen().await.status, 409);
    let again = by_ada("POST", "/api/v1/schemes/trades/mappings", "again").sending(&body).seen().await;
    assert_eq!(again.status, 201);
    let other = json!({ "other": "works" });
    let parted = by_ada("POST", "/api/v1/schemes/trades/crosswalks/remove", "part").sending(&other).seen().await;
    assert_eq!(parted.json()["n_mappings"], 1, "{parted:?}");
    let refused = house.call("vera", "DELETE", "/api/v1/schemes/trades").seen().await;
    assert_eq!(refused.status, 403);
    let removed = by_ada("DELETE", "/api/v1/schemes/trades", "delete").seen().await;
    assert_eq!((removed.status, &removed.json()["word"]), (200, &json!("trades")));
    assert_eq!(house.get("ada", "/api/v1/schemes/trades").await.status, 404);
    assert_eq!(by_ada("DELETE", "/api/v1/schemes/trades", "delete-again").seen().await.status, 404);
}

#[tokio::test]
async fn a_file_is_attached_taken_released_and_taken_away_by_those_who_may() {
    let house = House::new();
    let records = house.all("ada", "/api/v1/records?q=painting", 5).await;
    let record = id_of(&records[0], "/record/id");
    let list = format!("/api/v1/records/{record}/attachments");
    let body = json!({ "name": "../plan.svg", "base64": "PHN2Zy8+", "marking": { "level": "restricted" } });
    assert_eq!(house.call("vera", "POST", &list).sending(&body).seen().await.status, 403, "she does not document");
    let one = house.call("ada", "POST", &list).sending(&body).seen().await;
    assert_eq!(one.status, 201, "{one:?}");
    let one = one.json();
    assert_eq!((one["name"].as_str(), one["stage"].as_str()), (Some("plan.svg"), Some("being-read")));
    let address = format!("/api/v1/attachments/{}", id_of(&one, "/id"));
    assert_eq!(house.get("ada", &format!("{address}/file")).await.problem(), "refused", "nobody looked at it yet");
    assert_eq!(house.get("olaf", &address).await.status, 404, "he is cleared for less");
    assert_eq!(house.get("olaf", &list).await.json()["items"], json!([]));
    let slipped = house.call("ada", "POST", &list).with("idempotency-key", "other");
    let slipped = slipped.sending(&json!({ "name": "a", "base64": "?" })).seen().await;
    assert_eq!(slipped.problem(), "fields", "{slipped:?}");

    let closed = house.all("ada", "/api/v1/records?q=quiet", 5).await;
    let files = house.get("ada", &format!("/api/v1/records/{}/attachments", id_of(&closed[0], "/record/id"))).await;
    let ready = format!("/api/v1/attachments/{}", id_of(&files.json(), "/items/0/id"));
    let file = house.get("ada", &format!("{ready}/file")).await.json();
    assert_eq!((file["name"].as_str(), file["media_type"].as_str()), (Some("gear.svg"), Some("image/svg+xml")));
    let copy = house.get("ada", &format!("{ready}/released")).await;
    assert_eq!(copy.status, 200, "{copy:?}");
    let gone =
        house.call("ada", "POST", &format!("{ready}/withdraw")).sending(&json!({ "reason": "old" })).seen().await;
    assert_eq!(gone.json()["stage"], "withdrawn", "{gone:?}");
    assert_eq!(house.get("ada", &format!("{ready}/file")).await.problem(), "refused");
    let facts = house.get("ada administer", "/api/v1/ledger?limit=100").await.text;
    for verb in ["attached", "consulted", "copied", "withdrew"] {
        assert!(facts.contains(&format!("\"{verb}\"")), "{verb}: {facts}");
    }
}

#[tokio::test]
async fn a_webhook_shows_its_secret_once_and_another_post_makes_none_for_it() {
    let house = House::new();
    let hook =
        json!({ "title": "Register", "address": "https://hooks.example/in", "events": ["delivery-made", "test"] });
    let make = async |who: &str, key: &str, hook: &Value| {
        let call = house.bare("POST", "/api/v1/posts/engineer/webhooks").with("idempotency-key", key);
        house.keyed(call, who).sending(hook).seen().await
    };
    let made = make("ada", "one", &hook).await;
    assert_eq!(made.status, 201, "{made:?}");
    assert!(made.json()["secret"].as_str().unwrap().starts_with("whsec_"));
    assert_eq!(made.json()["events"], json!(["delivery-made"]), "a test is sent when it is asked for, not by itself");
    let again = make("ada", "one", &hook).await;
    assert_eq!((again.status, &again.json()["secret"]), (201, &Value::Null), "remembered without its secret");
    let id = id_of(&made.json(), "/id");
    let shown = house.get("ada", &format!("/api/v1/webhooks/{id}")).await;
    assert_eq!(shown.json()["webhook"]["secret"], Value::Null);
    assert_eq!(make("olaf", "two", &hook).await.status, 409);
    for (name, value) in [("address", json!("http://hooks.example/in")), ("events", json!([])), ("title", json!(""))] {
        let mut bad = hook.clone();
        bad[name] = value;
        assert_eq!(make("ada", &format!("bad-{name}"), &bad).await.status, 409, "{name}");
    }
    let post = async |what: &str, key: &str| {
        let call = house.bare("POST", &format!("/api/v1/webhooks/{id}{what}")).with("idempotency-key", key);
        house.keyed(call, "ada").seen().await
    };
    let rotated = post("/secret", "three").await;
    assert_ne!(rotated.json()["secret"], made.json()["secret"]);
    let tested = post("/test", "four").await;
    assert_eq!((tested.status, tested.json()["stage"].as_str()), (200, Some("waiting")), "{tested:?}");
    assert_eq!(post("/pause", "five").await.json()["stage"], "paused");
    assert_eq!(post("/test", "six").await.status, 409, "what is paused sends no test");
    let call = house.bare("DELETE", &format!("/api/v1/webhooks/{id}")).with("idempotency-key", "seven");
    assert_eq!(house.keyed(call, "ada").seen().await.status, 200);
    assert_eq!(house.get("ada", &format!("/api/v1/webhooks/{id}")).await.status, 404);
}

#[tokio::test]
async fn a_record_is_cited_in_a_style_and_in_the_language_of_who_asks() {
    let house = House::new();
    let records = house.all("ada", "/api/v1/records?q=quiet", 5).await;
    let record = id_of(&records[0], "/record/id");
    let cited = house.get("ada", &format!("/api/v1/records/{record}/citation?style=ieee&language=de")).await;
    assert_eq!(cited.status, 200, "{cited:?}");
    assert!(!cited.json()["text"].as_str().unwrap().is_empty());
    let none = house.get("ada", &format!("/api/v1/records/{record}/citation?style=none")).await;
    assert_eq!(none.status, 422, "{none:?}");
    let list = house.get("ada", "/api/v1/records/citations?q=quiet&style=apa").await;
    assert!(!list.json()["citations"].as_array().unwrap().is_empty(), "{list:?}");
}

const STYLE: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?><style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" \
     version=\"1.0\"><info><title>House journal</title><id>house</id><updated>2026-01-01T00:00:00+00:00</updated></info>\
     <citation><layout><text variable=\"title\"/></layout></citation>\
     <bibliography><layout><text variable=\"title\" prefix=\"Ours: \"/></layout></bibliography></style>";

#[tokio::test]
async fn a_style_of_the_office_is_looked_at_kept_offered_and_taken_away() {
    let house = House::new();
    let keep = async |who: &str, word: &str, csl: &str, key: &str| {
        let call = house.bare("POST", &format!("/api/v1/citation-styles/{word}")).with("idempotency-key", key);
        house.keyed(call, who).sending(&json!({ "csl": csl })).seen().await
    };
    assert_eq!(keep("vera", "house", STYLE, "one").await.status, 403, "she does not administer");
    for (word, csl) in [("house", "<html/>"), ("house", ""), ("ieee", STYLE), ("Haus/2", STYLE)] {
        let seen = keep("ada administer", word, csl, &format!("{word}{}", csl.len())).await;
        assert!([404, 409].contains(&seen.status), "{word}: {seen:?}");
    }
    let silent = STYLE.replace("<text variable=\"title\" prefix=\"Ours: \"/>", "<text variable=\"note\"/>");
    let silent = silent.replace("<text variable=\"title\"/>", "<text variable=\"note\"/>");
    assert_eq!(keep("ada administer", "house", &silent, "silent").await.status, 409);
    let kept = keep("ada administer", "house", STYLE, "good").await;
    assert_eq!((kept.status, kept.json()["title"].as_str()), (200, Some("House journal")), "{kept:?}");
    let styles = house.get("vera", "/api/v1/citation-styles").await.json();
    assert_eq!(styles["items"][0], json!({ "word": "house", "title": "House journal", "is_own": true }));
    let record = id_of(&house.all("ada", "/api/v1/records?q=painting", 5).await[0], "/record/id");
    let address = format!("/api/v1/records/{record}/citation?style=house");
    let cited = house.get("vera", &address).await;
    assert!(cited.json()["text"].as_str().unwrap().starts_with("Ours: "), "{cited:?}");
    let remove = async |key: &str| {
        let call = house.bare("DELETE", "/api/v1/citation-styles/house").with("idempotency-key", key);
        house.keyed(call, "ada administer").seen().await.status
    };
    assert_eq!((remove("gone").await, remove("again").await), (200, 404));
    assert_eq!(house.get("vera", &address).await.status, 422, "nobody is cited in it any more");
}

#[tokio::test]
async fn the_register_of_sources_is_narrowed_and_put_in_order() {
    let house = House::new();
    let make = async |title: &str, territory: &str, reliability: &str| {
        let body = json!({ "title": title, "post": "head", "territory": territory, "reliability": reliability });
        let call = house.bare("POST", "/api/v1/sources").with("idempotency-key", title);
        let seen = house.keyed(call, "ada").sending(&body).seen().await;
        assert_eq!(seen.status, 201, "{seen:?}");
    };
    make("Alpha", "Upper Elbonia", "C").await;
    make("Beta", "lower elbonia", "A").await;
    make("Gamma", "Elsewhere", "B").await;
    let titles = async |query: &str, limit: usize| -> Vec<String> {
        let found = house.all("ada", &format!("/api/v1/sources?{query}"), limit).await;
        found.iter().map(|one| one["source"]["title"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(titles("territory=Elbonia", 1).await, ["Alpha", "Beta"]);
    assert_eq!(titles("territory=elbonia+lower", 5).await, ["Beta"]);
    assert_eq!(titles("territory=elbonia&order=reliability", 1).await, ["Beta", "Alpha"]);
    assert!(titles("kind=feed&territory=elbonia", 5).await.is_empty());
    assert_eq!(house.get("ada", "/api/v1/sources?order=colour").await.status, 400);
    let page = house.get("ada", "/api/v1/sources?order=reliability&limit=1").await.json();
    let next = page["next"].as_str().unwrap().to_owned();
    let foreign = house.get("ada", &format!("/api/v1/sources?territory=upper&cursor={next}")).await;
    assert_eq!(foreign.status, 422, "a cursor leads on in what it was made for");
}

#[tokio::test]
async fn an_adviser_writes_in_what_closes_a_gap_and_a_documentalist_keeps_memberships() {
    let house = House::new();
    // Who has written a key of her own may send one call after the other.
    let send = async |who: &str, method: &str, path: &str, key: &str, body: &Value| {
        let call = house.keyed(house.bare(method, path), who).with("idempotency-key", key).with("if-match", "\"0\"");
        call.sending(body).seen().await
    };
    let body = json!({ "title": "Adviser", "kind": "adviser", "post": "engineer" });
    let source = send("ada", "POST", "/api/v1/sources", "a", &body).await;
    assert_eq!(source.status, 201, "{source:?}");
    let at = format!("/api/v1/sources/{}", id_of(&source.json(), "/id"));
    let dispatches = format!("{at}/dispatches");
    let body = json!({ "title": "Rectifiers seen", "text": "Cooled by oil.", "credibility": "2", "day": "2026-01",
                       "place": "Hall 7", "language": "de", "answers": "rectifiers",
                       "files": [{ "name": "gear.svg", "base64": "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=" }] });
    let unasked = send("vera", "POST", &dispatches, "b", &body).await;
    assert_eq!(unasked.status, 409, "{unasked:?}");
    let gap = send("ada", "POST", "/api/v1/needs/rectifiers/gap", "c", &json!({ "post": "engineer", "days": 9 })).await;
    assert_eq!(gap.status, 201, "{gap:?}");
    assert_eq!(house.get("vera", &dispatches).await.json()["gaps"][0]["subject"]["name"], "rectifiers");
    let written = send("vera", "POST", &dispatches, "d", &body).await;
    assert_eq!((written.status, &written.json()["closed_gap"]), (201, &json!(true)), "{written:?}");
    let listed = house.get("vera", &dispatches).await.json();
    assert_eq!(listed["gaps"], json!([]));
    let item = &listed["items"][0];
    assert_eq!((&item["title"], &item["grade"]), (&json!("Rectifiers seen"), &json!("F2")), "{item}");
    assert_eq!((&item["answers"], &item["by"]), (&json!(["rectifiers"]), &json!("engineer/vera")), "{item}");
    assert_eq!(listed["years"][0]["n_delivered"], 1, "{listed}");
    let files = house.get("vera", &format!("/api/v1/records/{}/attachments", id_of(item, "/record"))).await.json();
    assert_eq!(files["items"][0]["name"], "gear.svg", "{files}");
    for (body, pointer) in [
        (json!({ "title": "One", "text": "Two", "day": "soon" }), "#/day"),
        (json!({ "title": "One", "text": "Two", "language": "none such" }), "#/language"),
        (json!({ "title": "One", "text": "Two", "files": [{ "name": "a", "base64": "?" }] }), "#/files/0/base64"),
    ] {
        let refused = send("vera", "POST", &dispatches, pointer, &body).await;
        assert!(refused.text.contains(pointer), "{refused:?}");
    }
    assert_eq!(send("olaf", "POST", &dispatches, "e", &json!({ "title": "One", "text": "Two" })).await.status, 409);

    let body = json!({ "title": "Society", "kind": "association", "post": "head" });
    let society = id_of(&send("ada", "POST", "/api/v1/sources", "f", &body).await.json(), "/id");
    let members = format!("/api/v1/sources/{society}/memberships");
    let body = json!({ "unit": "works", "since": "2020-01-01", "fee": "120 DEM" });
    assert_eq!(send("vera", "POST", &members, "g", &body).await.status, 403);
    let one = id_of(&send("ada", "POST", &members, "h", &body).await.json(), "/id");
    let changed = json!({ "unit": "works", "since": "2020-01-01", "until": "2025-12-31", "fee": "150 DEM" });
    let changed = send("ada", "PUT", &format!("/api/v1/memberships/{one}"), "i", &changed).await;
    assert_eq!((changed.status, &changed.json()["fee"]), (200, &json!("150.00 DEM")), "{changed:?}");
    assert_eq!(house.get("vera", &members).await.json()["items"][0]["until"], "2025-12-31");
}

#[tokio::test]
async fn samples_are_given_as_a_table_and_as_labels_to_those_who_see_them() {
    let house = House::new();
    let sample = specimen(&house).await;
    let file = async |who: &str, path: &str| {
        let seen = house.get(who, path).await;
        assert_eq!(seen.status, 200, "{seen:?}");
        let given = seen.json();
        let bytes = STANDARD.decode(given["base64"].as_str().unwrap()).unwrap();
        (given["media_type"].as_str().unwrap().to_owned(), given["n_samples"].as_u64().unwrap(), bytes)
    };
    let (media, n, table) = file("ada", "/api/v1/samples/export").await;
    assert_eq!((media.as_str(), n), ("text/csv; charset=utf-8", 1));
    assert!(String::from_utf8(table).unwrap().contains("Quiet rectifier"));
    for path in ["/api/v1/samples/labels?large=true".to_owned(), format!("/api/v1/samples/{sample}/label")] {
        let (media, n, pdf) = file("ada", &path).await;
        assert_eq!((media.as_str(), n), ("application/pdf", 1));
        assert!(pdf.starts_with(b"%PDF-"), "{path}");
    }
    // Whoever does not see it gets an empty table, no labels, and no word that it is there.
    let (_, n, table) = file("olaf", "/api/v1/samples/export").await;
    assert!(n == 0 && !String::from_utf8(table).unwrap().contains("Quiet"));
    assert_eq!(house.get("olaf", "/api/v1/samples/labels").await.problem(), "refused");
    assert_eq!(house.get("olaf", &format!("/api/v1/samples/{sample}/label")).await.status, 404);
}

#[tokio::test]
async fn a_term_sheet_and_the_list_of_agreements_are_given_out_as_files() {
    let house = House::new();
    let (host, _, _) = crate::api_kit::things::plan(&house).await;
    let (agreement, _) = crate::api_kit::things::contract(&house, &host).await;
    let sheet = house.get("ada", &format!("/api/v1/agreements/{agreement}/sheet.pdf")).await.json();
    assert_eq!((&sheet["name"], &sheet["media_type"]), (&json!("term-sheet.pdf"), &json!("application/pdf")));
    // "%PDF" and "PK" in base 64.
    assert!(sheet["base64"].as_str().unwrap().starts_with("JVBERi"), "{sheet}");
    let sheet = house.get("ada", &format!("/api/v1/agreements/{agreement}/sheet.docx")).await.json();
    assert!(sheet["base64"].as_str().unwrap().starts_with("UEs"), "{sheet}");
    let list = house.get("ada", "/api/v1/agreements/export?q=quiet").await.json();
    assert_eq!((&list["name"], &list["media_type"]), (&json!("agreements.csv"), &json!("text/csv; charset=utf-8")));
    // "id,title," in base 64.
    assert!(list["base64"].as_str().unwrap().starts_with("aWQsdGl0bGUs"), "{list}");
}
