//! What machines are told of an office: whether it works, and its figures.

#![allow(missing_docs)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::HeaderMap;
use desk::{Clerk, Failure, Office};
use model::{Date, Unit, UnitId};
use tempfile::TempDir;
use tower::ServiceExt;
use web::route::{OpenGate, Policy, Routes};
use web::watch::REQUEST_ID;
use web::{App, World};

/// A world in which it is always the same moment, and chance counts.
struct Still(AtomicU64);

impl World for Still {
    fn now(&self) -> i64 {
        1_000_000
    }

    fn today(&self) -> Date {
        Date::parse("1962-03-01").unwrap()
    }

    fn random(&self) -> u64 {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

struct House {
    _dir: TempDir,
    clerk: Clerk,
    router: Router,
    figures: Router,
    /// The patterns of all routes.
    patterns: Vec<&'static str>,
}

fn house() -> House {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("office");
    let clerk = Clerk::start(Office::create(&path, 1, "operator", 1).unwrap(), Box::new(|| {}));
    let app = App::new(Office::open(&path).unwrap(), clerk.clone(), Box::new(Still(AtomicU64::new(7))), false, "x");
    let figures = web::metrics::router(app.clone());
    let routes = web::routes(&app);
    let patterns = routes.entries().iter().map(|entry| entry.path).collect();
    House { _dir: dir, clerk, router: routes.router(app), figures, patterns }
}

struct Seen {
    status: u16,
    headers: HeaderMap,
    body: String,
}

async fn get(router: &Router, path: &str) -> Seen {
    let request = Request::get(path).header("host", "office.test").body(Body::empty()).unwrap();
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = to_bytes(body, 16 << 20).await.unwrap();
    Seen { status: parts.status.as_u16(), headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
}

#[tokio::test]
async fn an_office_that_works_says_so_of_each_part() {
    let house = house();
    assert_eq!(get(&house.router, "/healthz").await.status, 200);
    let seen = get(&house.router, "/readyz").await;
    assert_eq!(seen.status, 200, "{}", seen.body);
    assert_eq!(seen.headers["cache-control"], "no-store");
    let parts: Vec<&str> =
        seen.body.lines().filter_map(|line| line.split_once(": works. ")).map(|(name, _)| name).collect();
    assert_eq!(parts, ["database", "ledger", "writer", "index"], "{}", seen.body);
}

#[tokio::test]
async fn without_a_writer_the_office_is_not_ready_and_says_why() {
    let house = house();
    house.clerk.close();
    let seen = get(&house.router, "/readyz").await;
    assert_eq!(seen.status, 503);
    assert!(seen.body.contains("writer: fails. The writer does not answer"), "{}", seen.body);
    assert!(seen.body.contains("database: works."), "reading goes on: {}", seen.body);
    assert!(!seen.body.contains("<html"), "machines are told in plain text");
    assert_eq!(get(&house.router, "/healthz").await.status, 200, "the process answers all the same");
}

#[tokio::test]
async fn every_answer_has_an_id_of_its_own() {
    let house = house();
    let mut ids = Vec::new();
    for path in ["/", "/healthz", "/nowhere", "/sign-in", "/sign-in"] {
        ids.push(get(&house.router, path).await.headers[REQUEST_ID].to_str().unwrap().to_owned());
    }
    assert!(ids.iter().all(|id| id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit())), "{ids:?}");
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 5);
}

#[tokio::test]
async fn a_page_of_a_fault_names_the_request_and_a_page_of_what_is_missing_does_not() {
    let house = house();
    let routes: Routes<()> = Routes::new(Arc::new(OpenGate));
    let routes = routes.page("/fall", Policy::Public, async || -> &'static str { panic!("a handler broke") });
    let fell = get(&routes.watched(Arc::default(), || 0xabcd).router(()), "/fall").await;
    let id = fell.headers[REQUEST_ID].to_str().unwrap();
    assert_eq!((fell.status, id), (500, "000000000000abcd"));
    assert!(fell.body.contains(id), "{}", fell.body);
    let missing = get(&house.router, "/nowhere").await;
    assert!(
        !missing.body.contains(missing.headers[REQUEST_ID].to_str().unwrap()),
        "what is missing looks the same each time"
    );
}

/// The value of a figure.
fn figure(text: &str, name: &str) -> u64 {
    let line = text.lines().find(|line| line.split(' ').next() == Some(name));
    let line = line.unwrap_or_else(|| panic!("`{name}` is not in:\n{text}"));
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn figures_count_what_the_writer_and_the_routes_do() {
    let house = house();
    for n in 0..3u64 {
        let unit = Unit { id: UnitId::new(&format!("unit-{n}")).unwrap(), name: "Zirkon".to_owned(), parent: None };
        let kept: Result<_, Failure> = house.clerk.write(move |writer| Ok(writer.keep_unit(&unit, "sokolov", 2)?));
        kept.unwrap();
    }
    get(&house.router, "/sign-in").await;
    get(&house.router, "/nowhere").await;
    let text = get(&house.figures, "/metrics").await.body;
    assert_eq!(figure(&text, "uptake_writes_total"), 3);
    assert_eq!(figure(&text, "uptake_commit_writes_count"), 3);
    assert_eq!(figure(&text, "uptake_commit_writes_bucket{le=\"+Inf\"}"), 3);
    assert_eq!(figure(&text, "uptake_ledger_facts"), 4, "the office was opened, and three units");
    assert_eq!(figure(&text, "uptake_duties_late"), 0);
    assert_eq!(figure(&text, "uptake_jobs{state=\"failed\"}"), 0);
    assert_eq!(figure(&text, r#"uptake_http_requests_total{method="GET",route="/sign-in",status="2xx"}"#), 1);
    assert_eq!(figure(&text, r#"uptake_http_requests_total{method="GET",route="none",status="4xx"}"#), 1);
    assert!(text.contains(r#"uptake_http_request_seconds_bucket{route="/sign-in",le="0.1"}"#), "{text}");
    assert_eq!(get(&house.figures, "/").await.status, 404, "nothing else is at that address");
    assert_eq!(get(&house.router, "/metrics").await.status, 404, "and they are nowhere else");
}

#[tokio::test]
async fn no_name_title_or_id_can_stand_in_a_figure() {
    let house = house();
    let unit = Unit { id: UnitId::new("zirkon-works").unwrap(), name: "Zirkon".to_owned(), parent: None };
    house.clerk.write(move |writer| Ok::<_, Failure>(writer.keep_unit(&unit, "sokolov", 2)?)).unwrap();
    let strange = [
        "/needs/zirkon",
        "/records/R0000000000000",
        "/invitations/s3cret",
        "/search?q=zirkon",
        "/zirkon\"}",
        "/people/sokolov",
        "/office/units/zirkon-works",
        "/deliveries/D0000000000000?for=sokolov",
    ];
    for path in strange {
        if let Ok(request) = Request::builder().uri(path).method("ZIRKON").header("host", "h").body(Body::empty()) {
            let _ = house.router.clone().oneshot(request).await;
        }
        if let Ok(request) = Request::get(path).header("host", "h").body(Body::empty()) {
            let _ = house.router.clone().oneshot(request).await;
        }
    }
    let text = get(&house.figures, "/metrics").await.body;
    for secret in ["irkon", "IRKON", "sokolov", "s3cret", "R000", "D000"] {
        assert!(!text.contains(secret), "`{secret}` stands in the figures:\n{text}");
    }
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((_, labels)) = line.split_once('{') else { continue };
        let labels = labels.rsplit_once("} ").unwrap().0;
        for label in labels.split("\",") {
            let (name, value) = label.trim_end_matches('"').split_once("=\"").unwrap();
            match name {
                "route" => assert!(value == "none" || house.patterns.contains(&value), "{line}"),
                "method" => assert!(
                    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other"].contains(&value),
                    "{line}"
                ),
                "status" => assert!(["1xx", "2xx", "3xx", "4xx", "5xx", "left"].contains(&value), "{line}"),
                "state" => assert!(["waiting", "leased", "done", "failed"].contains(&value), "{line}"),
                "le" => assert!(value == "+Inf" || value.parse::<f64>().is_ok(), "{line}"),
                _ => panic!("`{name}` is no label of ours: {line}"),
            }
        }
    }
}
