//! A real office behind the API: people with tokens, needs, records, some of them hidden.

#[path = "../diffusion_kit/mod.rs"]
mod diffusion_kit;
pub mod schema;
pub mod things;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request};
use desk::{Clerk, Office, Selection, Turn};
use diffusion_kit::{NOUNS, Place, diffusion};
use formats::{Item, Options};
use model::{Date, Level, Marking, PersonId};
use serde_json::{Value, json};
use store::Page;
use tempfile::TempDir;
use tower::ServiceExt;
use web::route::{Policy, RouteEntry, RouteKind};
use web::{App, World};

/// Noon of a day in March.
pub const NOW: i64 = 1_773_316_800_000_000;

const DAY_MICROS: i64 = 86_400_000_000;

/// Units, posts, persons, and a need that waits for nobody.
const STAFF: &str = r#"
[[unit]]
id = "ministry"
name = "Ministry"

[[unit]]
id = "works"
name = "Works"
parent = "ministry"

[[unit]]
id = "mill"
name = "Mill"
parent = "ministry"

[[compartment]]
id = "engines"
name = "Engines"

[[person]]
id = "ada"
name = "Ada Head"
level = "confidential"
compartments = ["engines"]

[[person]]
id = "vera"
name = "Vera Engineer"
level = "restricted"

[[person]]
id = "olaf"
name = "Olaf Miller"
level = "internal"

[[post]]
id = "head"
title = "Head"
unit = "ministry"
powers = ["coordinate", "lead", "document", "administer", "audit"]
holder = "ada"

[[post]]
id = "engineer"
title = "Engineer"
unit = "works"
holder = "vera"

[[post]]
id = "miller"
title = "Miller"
unit = "mill"
holder = "olaf"

[[need]]
id = "rectifiers"
title = "Cooling of rectifiers"
statement = "Rectifiers of locomotives run hot on mountain lines."
post = "engineer"
unit = "works"
expires = 2026-12-31

[[need.profile]]
query = "rectifiers AND locomotives"
"#;

/// What is open to all, and what is not.
const OPEN: &str = "TY  - JOUR
TI  - Cooling of silicon rectifiers on mountain locomotives
AU  - Novak, Petra
PY  - 1961
DO  - 10.5555/kit.1
AB  - Air cooling of rectifiers was measured on locomotives of 4000 kW.
ER  - 
TY  - JOUR
TI  - Painting of steel bridges in salt air
AU  - Berg, Tor
PY  - 1963
DO  - 10.5555/kit.2
ER  - 
";

/// What is attached to it.
const DRAWING: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><title>Gear</title><path d=\"M0 0h9v9z\"/></svg>";

const CLOSED: &str = "TY  - RPRT
TI  - Quiet rectifiers for locomotives
PY  - 1964
DO  - 10.5555/kit.3
ER  - 
";

/// What jobs call the things that they make: each by another number.
static JOB_IDS: AtomicU64 = AtomicU64::new(77);

/// A world in which it is always the same noon.
struct Noon(AtomicU64);

fn number(at: u64) -> u64 {
    at.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29) ^ at
}

impl World for Noon {
    fn now(&self) -> i64 {
        NOW
    }

    fn today(&self) -> Date {
        Date::of_number(NOW.div_euclid(DAY_MICROS))
    }

    fn random(&self) -> u64 {
        number(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

/// The office.
pub struct House {
    router: Router,
    /// What was registered.
    pub entries: Vec<RouteEntry>,
    /// Tokens by person and reach: `ada administer`.
    tokens: BTreeMap<String, String>,
    clerk: Clerk,
    office: Office,
    _dir: TempDir,
}

impl Drop for House {
    fn drop(&mut self) {
        self.clerk.close();
    }
}

/// What was answered.
#[derive(Clone, Debug)]
pub struct Seen {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Seen {
    /// The body.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    /// The last part of the problem's address.
    pub fn problem(&self) -> String {
        assert_eq!(self.headers["content-type"], "application/problem+json", "{self:?}");
        let problem = self.json();
        assert_eq!(problem["status"], self.status);
        for part in ["title", "detail", "next"] {
            assert!(problem[part].as_str().is_some_and(|text| !text.is_empty()), "{problem}");
        }
        problem["type"].as_str().and_then(|kind| kind.strip_prefix("/api/problems/")).unwrap().to_owned()
    }
}

/// A call that is being made.
pub struct Call<'h> {
    house: &'h House,
    request: axum::http::request::Builder,
    body: Body,
}

impl Call<'_> {
    /// With a header.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// With a body.
    pub fn sending(self, body: &Value) -> Self {
        let mut call = self.with("content-type", "application/json");
        call.body = Body::from(body.to_string());
        call
    }

    /// With these very bytes.
    pub fn raw(mut self, body: &'static str) -> Self {
        self.body = Body::from(body);
        self
    }

    /// Makes it.
    pub async fn seen(self) -> Seen {
        let response = self.house.router.clone().oneshot(self.request.body(self.body).unwrap()).await.unwrap();
        let (mut parts, body) = response.into_parts();
        // Chance, and the only thing by which two answers of one sort differ.
        parts.headers.remove(web::watch::REQUEST_ID).expect("every answer has an id");
        let bytes = to_bytes(body, 16 << 20).await.unwrap();
        Seen {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

impl House {
    /// Builds it.
    pub fn new() -> House {
        let dir = tempfile::tempdir().unwrap();
        let mut at = 1_000_000u64;
        let mut ids = move || {
            at += 1;
            number(at)
        };
        let mut office = Office::create(&dir.path().join("office"), 7, "operator", NOW).unwrap();
        let today = Date::of_number(NOW.div_euclid(DAY_MICROS));
        desk::state_needs(&mut office, "kit", STAFF, "operator", NOW).unwrap();
        for (text, marking) in [(OPEN, Marking::default()), (CLOSED, Marking::at(Level::Restricted))] {
            let mut read = |sink: &mut desk::Sink<'_>| {
                let _ = formats::read(Cursor::new(text), "kit.ris", &Options::default(), &mut |item| match item {
                    Item::Reading(reading) => sink(reading),
                    Item::Doubt(_) => ControlFlow::Continue(()),
                });
            };
            desk::ingest_marked(&mut office, &marking, ("operator", NOW), &mut ids, &mut read, &mut |_| {}).unwrap();
        }
        let who = ("operator", NOW, today);
        desk::match_needs(&mut office, &Selection::default(), who, &mut ids, &mut |_| {}).unwrap();
        desk::make_attachment_key(office.office(), &mut (Box::new(|| 5u64) as desk::Ids)).unwrap();
        let page = Page { offset: 0, limit: 1, facets: false };
        let closed = office.office().search("quiet", page, &mut |_| {}).unwrap().hits.remove(0).record.id;
        office.attach(&closed.to_string(), "gear.svg", DRAWING, "operator", NOW, &mut ids).unwrap();
        let reader = office.office().clone();
        let clerk = Clerk::start(office, Box::new(|| {}));
        let mut tokens = BTreeMap::new();
        for (name, reach) in
            [("ada", "administer"), ("ada", "write"), ("vera", "write"), ("vera", "read"), ("olaf", "write")]
        {
            let officer = reader.officer(&PersonId::new(name).unwrap(), today).unwrap();
            let work = reader.configuration().work();
            let mut bits = [ids(), ids(), ids(), ids()].into_iter();
            let secret = clerk.write(move |writer| {
                let mut ids = || bits.next().unwrap_or_default();
                let mut turn = Turn { officer: &officer, now: NOW, today, work, ids: &mut ids };
                desk::issue_token(writer, &mut turn, "kit", reach, 30)
            });
            tokens.insert(format!("{name} {reach}"), secret.unwrap().reveal().to_owned());
        }
        let office = reader.clone();
        let app = App::new(reader, clerk.clone(), Box::new(Noon(AtomicU64::new(1))), false, "kit");
        let routes = web::routes(&app);
        let entries = routes.entries().to_vec();
        House { router: routes.router(app), entries, tokens, clerk, office, _dir: dir }
    }

    /// Does the jobs that wait.
    pub fn work(&self) {
        let mut ids: desk::Ids = Box::new(|| JOB_IDS.fetch_add(1, Ordering::Relaxed));
        let today = Date::of_number(NOW.div_euclid(DAY_MICROS));
        while desk::run_next(&self.clerk, &self.office, NOW, today, &mut ids).unwrap() {}
    }

    /// A call by nobody.
    pub fn bare(&self, method: &str, path: &str) -> Call<'_> {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let request = Request::builder().method(method).uri(path).header("host", "office.test");
        Call { house: self, request, body: Body::empty() }
    }

    /// A call that carries its own key, by somebody.
    pub fn keyed<'h>(&self, call: Call<'h>, who: &str) -> Call<'h> {
        let name = if who.contains(' ') { who.to_owned() } else { format!("{who} write") };
        call.with("authorization", &format!("Bearer {}", self.tokens[&name]))
    }

    /// A call by somebody: `vera` writes, `vera read` reads, `ada administer` does what is grave.
    pub fn call(&self, who: &str, method: &str, path: &str) -> Call<'_> {
        let name = if who.contains(' ') { who.to_owned() } else { format!("{who} write") };
        let call = self.bare(method, path).with("authorization", &format!("Bearer {}", self.tokens[&name]));
        if method == "GET" { call } else { call.with("idempotency-key", &format!("{method} {path}").replace(' ', "-")) }
    }

    /// Reads.
    pub async fn get(&self, who: &str, path: &str) -> Seen {
        self.call(who, "GET", path).seen().await
    }

    /// Every thing of a list, page by page.
    pub async fn all(&self, who: &str, path: &str, limit: usize) -> Vec<Value> {
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let sign = if path.contains('?') { '&' } else { '?' };
            let seen = self.get(who, &format!("{path}{sign}limit={limit}{cursor}")).await;
            assert_eq!(seen.status, 200, "{path}: {seen:?}");
            let page = seen.json();
            let items = page["items"].as_array().unwrap().clone();
            assert!(items.len() <= limit);
            found.extend(items);
            let Some(next) = page["next"].as_str() else { return found };
            let link = seen.headers["link"].to_str().unwrap();
            assert!(link.contains(&format!("cursor={next}")) && link.ends_with("rel=\"next\""), "{link}");
            cursor = format!("&cursor={next}");
        }
    }

    /// Puts a technology that not everybody sees into use at the works and offers it to the ministry, with all that hangs on it; answers
    /// with the names.
    pub fn diffused(&self) -> Vec<(&'static str, String)> {
        let place = Place {
            giver: "works",
            giver_post: "engineer",
            unit: "ministry",
            post: "head",
            today: Date::of_number(NOW.div_euclid(DAY_MICROS)),
            now: NOW,
        };
        let names = self.clerk.write(move |writer| {
            writer.transact("office", NOW, |deed| -> Result<_, desk::Failure> {
                let marking = Marking::at(Level::Restricted);
                let mut at = 500_000;
                let mut draw = || {
                    at += 1;
                    number(at)
                };
                diffusion(deed, &mut draw, &place, "quiet drives", (&marking, &marking))
            })
        });
        NOUNS.into_iter().zip(names.unwrap()).collect()
    }

    /// Writes past the API what another room writes there.
    pub fn write(&self, write: impl FnOnce(&mut store::Deed<'_>) -> Result<(), desk::Failure> + Send + 'static) {
        self.clerk.write(move |writer| writer.transact("office", 1, write)).unwrap();
    }

    /// Keeps what came of a change of schemes: nothing.
    pub fn rematch(&self) {
        let kept = self.clerk.write(|writer| {
            writer.transact("office", 1, |deed| -> Result<i64, desk::Failure> { Ok(deed.keep_rematch(&[], &[])?) })
        });
        kept.unwrap();
    }

    /// The operations with their policies.
    pub fn operations(&self) -> Vec<(String, &'static str, Policy)> {
        let of_api =
            self.entries.iter().filter(|entry| entry.kind == RouteKind::Api && entry.path.starts_with("/api/v1/"));
        of_api.map(|entry| (entry.method.as_str().to_lowercase(), entry.path, entry.policy)).collect()
    }

    /// A need that Vera and Ada see, and Olaf does not.
    pub async fn hidden_need(&self) -> String {
        let body = json!({ "title": "Quiet rectifiers", "statement": "They hum.", "marking": { "level": "restricted" },
                           "profiles": [{ "query": "quiet AND rectifiers" }] });
        let seen = self.call("vera", "POST", "/api/v1/needs").sending(&body).seen().await;
        assert_eq!(seen.status, 201, "{seen:?}");
        seen.json()["id"].as_str().unwrap().to_owned()
    }
}
