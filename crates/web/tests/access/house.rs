//! A house with one person of each role, and its office behind the real routes.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use axum::response::IntoResponse;
use desk::{Attempt, Browser, CONFIGURATION_FILE, Clerk, Entrance, Failure, Office, WritableOffice};
use model::{
    Compartment, Date, Level, NamedCompartment, Person, PersonId, Post, PostId, Power, Standing, Tenure, Unit, UnitId,
};
use store::Deed;
use tempfile::TempDir;
use tower::ServiceExt;
use web::route::RouteEntry;
use web::{App, World};

use crate::oracle::UNITS;
use crate::schemes::schemes;

pub const DAY: i64 = 86_400_000_000;

/// All that an office can give to strangers, it gives.
const CONFIGURATION: &str = "[serve]\naddress = \"https://office.example.org\"\n\n[repository]\non = true\n\
                             contact = \"records@office.example.org\"\n";

/// Somebody of the house: they hold the post that is called like them.
pub struct Member {
    pub name: &'static str,
    pub unit: &'static str,
    pub powers: &'static [Power],
    pub level: &'static str,
    pub compartments: &'static [&'static str],
}

const fn member(
    name: &'static str,
    unit: &'static str,
    powers: &'static [Power],
    level: &'static str,
    compartments: &'static [&'static str],
) -> Member {
    Member { name, unit, powers, level, compartments }
}

/// One of each role, and of those without one, some for each end of a rule.
pub const MEMBERS: &[Member] = &[
    member("engineer", "works", &[], "internal", &[]),
    member("turner", "shop", &[], "restricted", &[]),
    member("chemist", "institute", &[], "internal", &["radar"]),
    member("novice", "institute", &[], "open", &[]),
    member("insider", "works", &[], "confidential", &["radar", "engines"]),
    member("director", "works", &[Power::Lead], "confidential", &[]),
    member("coordinator", "ministry", &[Power::Coordinate], "restricted", &[]),
    member("documentalist", "ministry", &[Power::Document], "confidential", &["radar"]),
    member("administrator", "ministry", &[Power::Administer], "internal", &[]),
    member("auditor", "ministry", &[Power::Audit], "internal", &[]),
];

pub fn of_name(name: &str) -> &'static Member {
    MEMBERS.iter().find(|member| member.name == name).unwrap()
}

/// A clock that stands still, and chance that is the same in every house.
struct StandingWorld {
    now: i64,
    drawn: AtomicU64,
}

impl World for StandingWorld {
    fn now(&self) -> i64 {
        self.now
    }

    fn today(&self) -> Date {
        today()
    }

    fn random(&self) -> u64 {
        number(3, self.drawn.fetch_add(1, Ordering::SeqCst))
    }
}

/// The number that a stream of chance has at a place (the finaliser of SplitMix64).
pub fn number(stream: u64, at: u64) -> u64 {
    let mut mixed = (stream << 48).wrapping_add(at).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

pub fn today() -> Date {
    Date::parse("2031-03-14").unwrap()
}

pub fn now() -> i64 {
    today().days_since(Date::of_number(0)) * DAY + DAY / 2
}

/// A served office.
pub struct House {
    _dir: TempDir,
    pub clerk: Clerk,
    office: Office,
    pub entries: Vec<RouteEntry>,
    router: Router,
    sessions: AtomicU64,
}

/// What somebody has who signed in.
#[derive(Clone, Default)]
pub struct Session {
    pub cookie: String,
    pub form_token: String,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Seen {
    pub fn location(&self) -> &str {
        self.headers.get("location").map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

impl House {
    /// Builds the house; `fill` fills its office before it is served.
    pub fn build(fill: impl FnOnce(&mut WritableOffice), tell: impl FnOnce(&Clerk)) -> House {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join("office");
        Office::create(&path, 1, "operator", now() - 90 * DAY).unwrap().close().unwrap();
        std::fs::write(path.join(CONFIGURATION_FILE), CONFIGURATION).unwrap();
        let mut office = Office::open_to_write(&path, &mut |_| {}).unwrap();
        fill(&mut office);
        let reading = office.office().clone();
        let clerk = Clerk::start(office, Box::new(|| {}));
        people(&clerk);
        schemes(&clerk);
        tell(&clerk);
        let world = StandingWorld { now: now(), drawn: AtomicU64::new(0) };
        let office = reading.clone();
        let app = App::new(reading, clerk.clone(), Box::new(world), false, "office");
        let routes = web::routes(&app);
        let entries = routes.entries().to_vec();
        House { _dir: dir, clerk, office, entries, router: routes.router(app), sessions: AtomicU64::new(0) }
    }

    /// Waits until what was told can be searched, which comes a moment after it was kept.
    fn settle(&self) {
        let page = store::Page { offset: 0, limit: 1, facets: false };
        while self.office.search("turbine", page, &mut |_| {}).unwrap().remark.is_some() {
            std::thread::yield_now();
        }
    }

    /// Signs somebody in who did so `ago` microseconds before now.
    pub async fn session_begun(&self, name: &str, ago: i64) -> Session {
        self.settle();
        let person = PersonId::new(name).unwrap();
        let mut at = self.sessions.fetch_add(1, Ordering::SeqCst) << 16;
        let entrance = self
            .clerk
            .write(move |writer| {
                let browser = Browser { agent: "a browser", before: None };
                let attempt = Attempt { person: &person, password_fits: true, code: None, browser };
                let mut ids = || {
                    at += 1;
                    number(4, at)
                };
                desk::sign_in(writer, &attempt, now() - ago, &mut ids)
            })
            .unwrap();
        let Entrance::Open(open) = entrance else { panic!("{name} is not let in") };
        let cookie = format!("uptake-session={}", open.token.reveal());
        let page = self.get("/account", &Session { cookie: cookie.clone(), form_token: String::new() }).await;
        let token = page.body.split("name=\"form-token\" value=\"").nth(1).map(|rest| rest.split('"').next().unwrap());
        Session { cookie, form_token: token.unwrap_or_default().to_owned() }
    }

    pub async fn session(&self, name: &str) -> Session {
        self.session_begun(name, 0).await
    }

    pub async fn get(&self, path: &str, session: &Session) -> Seen {
        self.send("GET", path, session, None).await
    }

    /// Sends a form as a browser sends that of our own page.
    pub async fn post(&self, path: &str, session: &Session, fields: &[(&str, &str)]) -> Seen {
        let fields = fields.iter().copied().chain([("form-token", session.form_token.as_str())]);
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send("POST", path, session, Some(body)).await
    }

    /// Sends a request; with a body it is a form from our own page.
    pub async fn send(&self, method: &str, path: &str, session: &Session, form: Option<String>) -> Seen {
        let mut request = Request::builder().method(method).uri(path).header("host", "office.test");
        if !session.cookie.is_empty() {
            request = request.header("cookie", &session.cookie);
        }
        if method != "GET" {
            request = request
                .header("origin", "http://office.test")
                .header("sec-fetch-site", "same-origin")
                // Where a page calls the API, its token stands in a header.
                .header("form-token", &session.form_token)
                .header("content-type", "application/x-www-form-urlencoded");
        }
        self.ask(request.body(Body::from(form.unwrap_or_default())).unwrap()).await
    }

    pub async fn ask(&self, request: Request<Body>) -> Seen {
        let response = self.router.clone().oneshot(request).await.into_response();
        let (mut parts, body) = response.into_parts();
        // Chance, drawn alike for every request whatever it asks for: the one thing in which two answers differ.
        parts.headers.remove(web::watch::REQUEST_ID).expect("every answer has an id");
        let bytes = to_bytes(body, 16 << 20).await.unwrap();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Seen { status: parts.status.as_u16(), headers: parts.headers, body }
    }
}

/// The units, posts and persons; a spare of each that may be changed and closed, and somebody who left.
fn people(clerk: &Clerk) {
    let password: Arc<str> = desk::hash_password("correct horse battery", &mut || 7).unwrap().into();
    as_operator(clerk, now() - 80 * DAY, move |deed| {
        let units = UNITS.iter().copied().chain([("spare", "ministry")]);
        for (id, parent) in units {
            let parent = (!parent.is_empty()).then(|| UnitId::new(parent).unwrap());
            deed.keep_unit(&Unit { id: UnitId::new(id)?, name: format!("The {id}"), parent })?;
        }
        for id in ["radar", "engines", "spare"] {
            let id = Compartment::new(id)?;
            deed.keep_compartment(&NamedCompartment { name: format!("Circle {id}"), id, closed: false })?;
        }
        let spare = [member("spare", "spare", &[], "open", &[]), member("leaver", "spare", &[], "open", &[])];
        for member in MEMBERS.iter().chain(&spare) {
            let (person, post) = (PersonId::new(member.name)?, PostId::new(member.name)?);
            deed.keep_post(&Post {
                id: post.clone(),
                title: format!("The {}", member.name),
                unit: UnitId::new(member.unit)?,
                powers: member.powers.iter().copied().collect(),
                closed: false,
            })?;
            let compartments: BTreeSet<_> =
                member.compartments.iter().map(|name| Compartment::new(name).unwrap()).collect();
            let level = Level::from_word(member.level).unwrap();
            let name = format!("Person {}", member.name);
            deed.keep_person(&Person {
                id: person.clone(),
                name,
                email: None,
                language: None,
                level,
                compartments,
                left: false,
            })?;
            deed.set_password(&person, &password)?;
            let since = today().plus_days(-70);
            deed.appoint(&Tenure { post, person, standing: Standing::Holder, since, until: None })?;
        }
        Ok(())
    });
}

/// Does something in the office that no rule is asked about.
pub fn as_operator<T: Send + 'static>(
    clerk: &Clerk,
    at: i64,
    work: impl FnOnce(&mut Deed<'_>) -> Result<T, Failure> + Send + 'static,
) -> T {
    clerk.write(move |writer| writer.transact("operator", at, work)).unwrap()
}
