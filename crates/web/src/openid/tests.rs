//! Which tokens count. They are made by hand, as somebody would who wants to come in with one that does not.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::*;

const ISSUER: &str = "https://login.example.org";

/// Now, in seconds. It was asked a minute ago.
const NOW: i64 = 1_900_000_000;

const MICROS: i64 = 1_000_000;

fn provider() -> Provider {
    let openid = OpenId { issuer: ISSUER.to_owned(), client: "uptake".to_owned(), ..OpenId::default() };
    Provider::new(&openid, Some("right".to_owned()), "http://localhost:8017").unwrap()
}

fn known() -> Known {
    let metadata = json!({
        "issuer": ISSUER, "authorization_endpoint": format!("{ISSUER}/auth"), "token_endpoint": format!("{ISSUER}/token"),
        "jwks_uri": format!("{ISSUER}/keys"), "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["HS256"],
    });
    Known { metadata: serde_json::from_value(metadata).unwrap(), at: NOW * MICROS }
}

/// A token with these claims, signed with a secret.
fn tokens(algorithm: &str, secret: &str, claims: &Value) -> Tokens {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&json!({ "alg": algorithm })), part(claims));
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    let token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()));
    serde_json::from_value(json!({ "access_token": "a", "token_type": "Bearer", "id_token": token })).unwrap()
}

fn asking(anew: bool) -> Asking {
    let word = |text: &str| text.to_owned();
    Asking { state: word("s"), nonce: word("n"), verifier: "v".repeat(43), at: (NOW - 60) * MICROS, anew }
}

fn said(tokens: &Tokens, anew: bool) -> String {
    let provider = provider();
    let party = provider.inner.party(&known());
    match provider.inner.checked(&party, tokens, &asking(anew), NOW * MICROS) {
        Ok(claims) => claims.subject().to_string(),
        Err(error) => causes(&error),
    }
}

/// What is said of a token that is right but for one claim; `null` takes the claim away.
#[track_caller]
fn check(anew: bool, claim: &str, value: Value, expected: &str) {
    let mut claims = json!({
        "iss": ISSUER, "sub": "anna", "aud": "uptake", "exp": NOW + 300, "iat": NOW, "nonce": "n", "auth_time": NOW,
    });
    match value {
        Value::Null => _ = claims.as_object_mut().unwrap().remove(claim),
        value => claims[claim] = value,
    }
    let said = said(&tokens("HS256", "right", &claims), anew);
    assert!(said.starts_with(expected), "{claim}: {said}");
}

#[test]
fn a_token_counts_that_was_made_for_us_by_the_provider_for_this_question() {
    check(false, "sub", json!("anna"), "anna");
    check(false, "iss", json!("https://elsewhere.example"), "Invalid issuer");
    check(false, "aud", json!("another"), "Invalid audience");
    check(false, "aud", json!(["uptake", "another"]), "Invalid audience");
    check(false, "azp", json!("uptake"), "anna");
    check(false, "azp", json!("another"), "Invalid audiences: made for another party");
    check(false, "nonce", json!("another"), "Invalid nonce");
    check(false, "nonce", Value::Null, "Invalid nonce");
}

#[test]
fn clocks_may_differ_by_two_minutes_and_a_token_is_no_older_than_its_question() {
    check(false, "exp", json!(NOW - 119), "anna");
    check(false, "exp", json!(NOW - 121), "Expired");
    check(false, "iat", json!(NOW + 119), "anna");
    check(false, "iat", json!(NOW + 121), "Expired");
    check(false, "iat", json!(NOW - 179), "anna");
    check(false, "iat", json!(NOW - 181), "Expired");
}

#[test]
fn whoever_is_asked_anew_has_shown_it_since() {
    check(true, "auth_time", json!(NOW), "anna");
    check(true, "auth_time", json!(NOW - 3_600), "Invalid authentication time");
    check(true, "auth_time", Value::Null, "Invalid authentication time");
    check(false, "auth_time", json!(NOW - 3_600), "anna");
}

#[test]
fn a_token_with_another_signature_or_none_counts_for_nothing() {
    let claims = json!({ "iss": ISSUER, "sub": "anna", "aud": "uptake", "exp": NOW + 300, "iat": NOW, "nonce": "n" });
    assert_eq!(said(&tokens("HS256", "right", &claims), false), "anna");
    for (algorithm, secret) in [("HS256", "wrong"), ("none", "right"), ("RS256", "right")] {
        let said = said(&tokens(algorithm, secret, &claims), false);
        assert!(said.starts_with("Signature verification failed"), "{algorithm}: {said}");
    }
    let none: Tokens = serde_json::from_value(json!({ "access_token": "a", "token_type": "Bearer" })).unwrap();
    assert_eq!(said(&none, false), "there is no token that says who it is");
}

#[test]
fn a_question_carries_no_secret_and_asks_anew_when_it_has_to() {
    let provider = provider();
    *provider.inner.known.lock().unwrap() = Some(Arc::new(known()));
    let address = |anew| provider.inner.address(&asking(anew), NOW * MICROS).unwrap();
    for part in [
        "https://login.example.org/auth?response_type=code&client_id=uptake",
        "state=s",
        "nonce=n",
        "code_challenge_method=S256",
        "redirect_uri=http%3A%2F%2Flocalhost%3A8017%2Fsign-in%2Fprovider%2Fback",
        "scope=openid+profile+email",
    ] {
        assert!(address(false).contains(part), "{part}: {}", address(false));
    }
    assert!(!address(false).contains("right") && !address(false).contains("prompt"), "{}", address(false));
    assert!(address(true).contains("prompt=login") && address(true).contains("max_age=0"), "{}", address(true));
}
