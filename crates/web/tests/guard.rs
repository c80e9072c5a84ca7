//! Who passes the guard of a route, and what the others are told.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Form, Request};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{RequestExt, Router};
use tower::ServiceExt;
use web::component::Trouble;
use web::route::{Answer, Gate, Outage, Policy, RouteKind, Routes};
use web::speech::Tongue;
use web::visit::{Proof, Visit, Visitor};

/// Knows people by the word in their cookie; a word of its own breaks the store.
struct Doorkeeper;

impl Gate for Doorkeeper {
    fn visitor<'a>(&'a self, parts: &'a mut Parts) -> Answer<'a, Visitor> {
        let word = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let (cookie, token) = (word(header::COOKIE), word(header::AUTHORIZATION));
        Box::pin(async move {
            let known = |proof, powers: &[Policy]| Visitor {
                proof,
                name: Some("Elena Sokolova".to_owned()),
                powers: powers.to_vec(),
                form_token: (proof == Proof::Session).then(|| "t0ken".to_owned()),
                ..Visitor::default()
            };
            Ok(match (cookie.as_str(), token.as_str()) {
                ("s=broken", _) => return Err(Outage),
                ("s=member", _) => known(Proof::Session, &[]),
                ("s=coordinator", _) => known(Proof::Session, &[Policy::Coordinate]),
                (_, "Bearer key") => known(Proof::Token, &[]),
                _ => Visitor::default(),
            })
        })
    }
}

fn routes() -> Routes<()> {
    Routes::new(Arc::new(Doorkeeper))
        .page("/", Policy::SignedIn, async |visit: Visit| visit.visitor.name.unwrap_or_default())
        .page("/about", Policy::Public, async |visit: Visit| visit.speech.tongue().tag())
        .page("/review", Policy::Coordinate, async || "review")
        .page("/panic", Policy::Public, async || -> Response { panic!("a handler broke") })
        .page("/hidden", Policy::SignedIn, async || Trouble::Missing)
        .form("/needs", Policy::SignedIn, async |Form(fields): Form<Vec<(String, String)>>| format!("{fields:?}"))
        .upload("/files", Policy::SignedIn, 8 << 20, async |request: Request| {
            let body: String = request.extract().await.unwrap_or_default();
            body.len().to_string()
        })
        .api(Method::GET, "/api/v1/needs", Policy::SignedIn, async || "[]")
        .api(Method::POST, "/api/v1/needs", Policy::SignedIn, async || StatusCode::CREATED)
        .api(Method::GET, "/api/v1/conflict", Policy::Public, async || Trouble::Conflict("/needs/1".to_owned()))
}

fn router() -> Router {
    routes().router(())
}

struct Seen {
    status: u16,
    headers: axum::http::HeaderMap,
    body: String,
}

async fn ask(request: Request) -> Seen {
    let response = router().oneshot(request).await.into_response();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 16 << 20).await.unwrap();
    Seen { status: parts.status.as_u16(), headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
}

async fn get(path: &str, cookie: &str) -> Seen {
    ask(Request::get(path).header("host", "office.test").header("cookie", cookie).body(Body::empty()).unwrap()).await
}

/// A form from our own page, as a browser sends it.
fn form(path: &str, cookie: &str) -> axum::http::request::Builder {
    Request::post(path)
        .header("host", "office.test")
        .header("origin", "http://office.test")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", cookie)
}

#[tokio::test]
async fn a_stranger_is_led_to_the_door_and_back() {
    let seen = get("/?page=2&q=a b".replace(' ', "%20").as_str(), "").await;
    assert_eq!(seen.status, 303);
    assert_eq!(seen.headers["location"], "/sign-in?next=/%3Fpage%3D2%26q%3Da%2520b");
    assert_eq!(get("/api/v1/needs", "").await.status, 401);
    assert_eq!(get("/about", "").await.status, 200);
}

#[tokio::test]
async fn a_power_opens_its_pages_and_its_lack_says_whom_to_ask() {
    assert_eq!(get("/review", "s=coordinator").await.body, "review");
    let seen = get("/review", "s=member").await;
    assert_eq!(seen.status, 403);
    assert!(seen.body.contains("coordinators of needs"), "{}", seen.body);
}

#[tokio::test]
async fn hidden_and_missing_look_the_same() {
    let (hidden, missing) = (get("/hidden", "s=member").await, get("/absent", "s=member").await);
    assert_eq!((hidden.status, missing.status), (404, 404));
    assert_eq!(hidden.body.replace("/hidden", "/absent"), missing.body);
    assert_eq!(hidden.headers, missing.headers);
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_others_out() {
    for path in ["/about", "/never", "/", "/panic", "/assets/none.css", "/api/v1/needs"] {
        let headers = get(path, "").await.headers;
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{path}: {policy}");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["cross-origin-opener-policy"], "same-origin", "{path}");
    }
    assert_eq!(get("/", "s=member").await.headers["cache-control"], "no-store");
    let style = get(web::asset::address("uptake.css"), "s=broken").await;
    assert_eq!(style.status, 200, "assets ask nobody who they are");
    assert_eq!(style.headers["cache-control"], "public, max-age=31536000, immutable");
    assert!(!style.headers.contains_key("set-cookie"));
}

#[tokio::test]
async fn a_form_of_our_own_page_passes() {
    let seen = ask(form("/needs", "s=member").body(Body::from("form-token=t0ken&title=Steam")).unwrap()).await;
    assert_eq!((seen.status, seen.body.contains("Steam")), (200, true), "{}", seen.body);
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing_whatever_it_knows() {
    let body = || Body::from("form-token=t0ken&title=Steam");
    let bare = || {
        Request::post("/needs")
            .header("host", "office.test")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", "s=member")
    };
    let foreign = [
        bare().header("origin", "http://elsewhere.test"),
        bare().header("origin", "null"),
        bare().header("origin", "http://office.test.elsewhere.test"),
        bare().header("sec-fetch-site", "cross-site"),
        bare().header("sec-fetch-site", "same-site").header("origin", "http://office.test"),
        bare(),
    ];
    for request in foreign {
        let seen = ask(request.body(body()).unwrap()).await;
        assert_eq!(seen.status, 403);
        assert!(seen.body.contains("another site") && !seen.body.contains("Steam"), "{}", seen.body);
    }
}

#[tokio::test]
async fn a_form_with_an_old_token_is_kept_and_sent_once_more() {
    for token in ["form-token=old&", "form-token=&", ""] {
        let seen =
            ask(form("/needs", "s=member").body(Body::from(format!("{token}title=Steam&password=x"))).unwrap()).await;
        assert_eq!(seen.status, 403);
        assert!(seen.body.contains(r#"name="title" value="Steam""#), "what was typed is kept: {}", seen.body);
        assert!(seen.body.contains(r#"name="form-token" value="t0ken""#), "the new token is given");
        assert!(
            !seen.body.contains(r#"name="password""#) && !seen.body.contains(r#"value="old""#),
            "secrets are not repeated"
        );
    }
}

#[tokio::test]
async fn a_session_that_ended_in_a_form_costs_no_typing() {
    let seen = ask(form("/needs", "").body(Body::from("form-token=t0ken&title=Steam")).unwrap()).await;
    assert_eq!(seen.status, 401);
    assert!(seen.body.contains(r#"name="title" value="Steam""#) && seen.body.contains("/sign-in"), "{}", seen.body);
}

#[tokio::test]
async fn a_form_with_files_carries_its_token_first() {
    let multipart = |token: &str, size: usize| {
        let file = "x".repeat(size);
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"form-token\"\r\n\r\n{token}\r\n\
             --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n{file}\r\n--b--\r\n"
        )
    };
    let send = |body: String| {
        let mut request = form("/files", "s=member").body(Body::from(body)).unwrap();
        request.headers_mut().insert("content-type", "multipart/form-data; boundary=b".parse().unwrap());
        ask(request)
    };
    assert_eq!(send(multipart("t0ken", 3 << 20)).await.status, 200);
    assert_eq!(send(multipart("t0kem", 10)).await.status, 403);
    assert_eq!(send(multipart("t0ken", 9 << 20)).await.status, 413);
}

#[tokio::test]
async fn more_than_the_limit_is_refused_with_the_limit_named() {
    let body = format!("form-token=t0ken&title={}", "x".repeat(3 << 20));
    let seen = ask(form("/needs", "s=member").body(Body::from(body)).unwrap()).await;
    assert_eq!(seen.status, 413);
    assert!(seen.body.contains("2 MB"), "{}", seen.body);
}

#[tokio::test]
async fn an_api_call_needs_a_token_of_its_own_or_that_of_the_session() {
    let call = || Request::post("/api/v1/needs").header("host", "office.test");
    let own = call().header("authorization", "Bearer key").body(Body::empty()).unwrap();
    assert_eq!(ask(own).await.status, 201);
    let page = || call().header("cookie", "s=member").header("origin", "http://office.test");
    assert_eq!(ask(page().body(Body::empty()).unwrap()).await.status, 403);
    assert_eq!(ask(page().header("form-token", "t0ken").body(Body::empty()).unwrap()).await.status, 201);
    let foreign = call().header("cookie", "s=member").header("form-token", "t0ken");
    assert_eq!(ask(foreign.body(Body::empty()).unwrap()).await.status, 403);
}

#[tokio::test]
async fn the_api_tells_its_problems_as_json() {
    for (path, status) in [("/api/v1/needs", 401), ("/api/v1/never", 404), ("/api/v1/conflict", 409)] {
        let seen = get(path, "").await;
        assert_eq!(seen.status, status);
        assert_eq!(seen.headers["content-type"], "application/problem+json");
        let problem: serde_json::Value = serde_json::from_str(&seen.body).unwrap();
        assert_eq!(problem["status"], status);
        assert!(problem["detail"].as_str().unwrap().ends_with('.'), "{problem}");
    }
    let seen = ask(Request::delete("/api/v1/needs").header("host", "h").body(Body::empty()).unwrap()).await;
    assert_eq!(seen.status, 405);
    assert_eq!(seen.headers["content-type"], "application/problem+json");
}

#[tokio::test]
async fn a_handler_that_breaks_costs_its_own_request() {
    let seen = get("/panic", "").await;
    assert_eq!(seen.status, 500);
    assert!(seen.body.contains("Try again") && !seen.body.contains("a handler broke"), "{}", seen.body);
    let seen = get("/", "s=broken").await;
    assert_eq!(seen.status, 500, "a store that cannot say who asks lets nobody in");
}

#[tokio::test]
async fn what_an_extractor_cannot_read_becomes_a_page() {
    let mut request = form("/needs", "s=member").body(Body::from("form-token=t0ken&a=%FF%zz")).unwrap();
    assert!(ask(request).await.status < 500);
    request = form("/needs", "s=member").body(Body::from("form-token=t0ken")).unwrap();
    request.headers_mut().insert("content-type", "text/csv".parse().unwrap());
    let seen = ask(request).await;
    assert_eq!(seen.status, 403, "a body that is no form carries no token");
    assert!(seen.body.contains("<html"), "{}", seen.body);
}

#[tokio::test]
async fn language_and_appearance_are_kept_and_lead_back_to_where_the_reader_was() {
    let seen =
        ask(form("/choices", "").body(Body::from("language=de&appearance=dark&back=/about%3Fa%3D1")).unwrap()).await;
    assert_eq!(seen.status, 303);
    assert_eq!(seen.headers["location"], "/about?a=1");
    let cookies: Vec<_> = seen.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect();
    assert!(cookies[0].starts_with("uptake-language=de; Path=/;") && cookies[1].contains("=dark;"), "{cookies:?}");
    assert_eq!(get("/about", "uptake-language=de").await.body, Tongue::German.tag());
    let seen = ask(form("/choices", "").body(Body::from("language=xx&back=//elsewhere.test")).unwrap()).await;
    assert_eq!(
        (seen.headers["location"].as_bytes(), seen.headers.contains_key("set-cookie")),
        (b"/".as_slice(), false)
    );
}

#[test]
fn nothing_that_changes_state_is_public_but_the_choice_of_language() {
    let routes = routes();
    let open: Vec<&str> = routes
        .entries()
        .iter()
        .filter(|route| route.method != Method::GET && route.policy == Policy::Public)
        .map(|route| route.path)
        .collect();
    assert_eq!(open, ["/choices"], "give these routes a policy");
    let kinds: Vec<RouteKind> = routes.entries().iter().map(|route| route.kind).collect();
    assert!(kinds.contains(&RouteKind::Api) && kinds.contains(&RouteKind::Asset));
}
