//! Showing again that one is oneself: what was typed goes on from there, and the session under another token.

use web::route::RouteEntry;

use crate::house::{House, Seen, Session};

/// Signed in longer ago than a proof is good.
const LONG_AGO: i64 = desk::PROOF_MICROS + 1;

const TYPED: [(&str, &str); 3] = [("token-name", "Library & shop"), ("reach", "read"), ("days", "30")];

const KEPT: &str = "name=\"token-name\" value=\"Library &amp; shop\"";

/// The session as the browser has it after an answer.
fn after(seen: &Seen, before: &Session) -> Session {
    let cookie =
        seen.headers.get("set-cookie").map(|line| line.to_str().unwrap().split(';').next().unwrap().to_owned());
    let token = seen.body.split("name=\"form-token\" value=\"").nth(1).map(|rest| rest.split('"').next().unwrap());
    Session {
        cookie: cookie.unwrap_or_else(|| before.cookie.clone()),
        form_token: token.unwrap_or(&before.form_token).to_owned(),
    }
}

#[tokio::test]
async fn what_was_typed_waits_for_the_proof_and_is_done_with_it() {
    let house = House::build(|_| {}, |_| {});
    let session = house.session_begun("engineer", LONG_AGO).await;
    let asked = house.post("/account/tokens", &session, &TYPED).await;
    assert_eq!(asked.status, 403);
    assert!(asked.body.contains(KEPT) && asked.body.contains("name=\"proof-password\""), "{}", asked.body);
    let with = |password: &'static str| [&TYPED[..], &[("proof-password", password)]].concat();
    let wrong = house.post("/account/tokens", &session, &with("wrong horse battery")).await;
    assert_eq!(wrong.status, 403);
    assert!(wrong.body.contains(KEPT) && !wrong.body.contains("wrong horse"), "{}", wrong.body);
    let done = house.post("/account/tokens", &session, &with("correct horse battery")).await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert!(done.body.contains("code class=\"secret\"") && done.body.contains("Library &amp; shop"), "{}", done.body);
    let renewed = after(&done, &session);
    assert_ne!(renewed.cookie, session.cookie);
    assert!(
        house.get("/account", &session).await.location().starts_with("/sign-in"),
        "the token before is good for nothing"
    );
    assert_eq!(house.get("/account", &renewed).await.status, 200);
}

#[tokio::test]
async fn what_was_typed_goes_on_after_a_proof_in_another_tab() {
    let house = House::build(|_| {}, |_| {});
    let session = house.session_begun("engineer", LONG_AGO).await;
    assert_eq!(house.post("/account/tokens", &session, &TYPED).await.status, 403);
    let proof = [("next", "/account"), ("proof-password", "correct horse battery")];
    let shown = house.post("/prove", &session, &proof).await;
    assert_eq!((shown.status, shown.location()), (303, "/account"));
    // The first tab has the cookie of the browser, and the token of the form as it was drawn.
    let first = Session { form_token: session.form_token.clone(), ..after(&shown, &session) };
    let again = house.post("/account/tokens", &first, &TYPED).await;
    assert_eq!(again.status, 403);
    assert!(again.body.contains(KEPT) && !again.body.contains("proof-password"), "{}", again.body);
    let done = house.post("/account/tokens", &after(&again, &first), &TYPED).await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert!(done.body.contains("code class=\"secret\""), "{}", done.body);
}

#[tokio::test]
async fn what_changes_a_regime_wants_a_recent_proof_on_pages_and_of_programs_alike() {
    let house = House::build(|_| {}, |_| {});
    for path in [
        "/regimes/new",
        "/regimes/{regime}/change",
        "/regimes/{regime}/answer",
        "/api/v1/regimes",
        "/api/v1/regimes/{regime}",
        "/api/v1/regimes/{regime}/answer",
    ] {
        let changes = |entry: &&RouteEntry| entry.path == path && !entry.method.is_safe();
        let entry = house.entries.iter().find(changes).unwrap_or_else(|| panic!("{path} is no route"));
        assert!(entry.proved, "{} {path}", entry.method);
    }
}
