//! A real office that gives records, behind its real routes.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use desk::{CONFIGURATION_FILE, Clerk, Office};
use model::{Date, Identifier, Kind, Marking, Origin, Record, RecordId, Subject, SubjectScheme, Text};
use store::{Batch, Identify, Incoming, Merged, Sameness};
use tempfile::TempDir;
use tower::ServiceExt;
use web::{App, World};

use crate::schema::{Tree, faults};

/// 2026-11-29T08:00:00Z.
pub const NOW: i64 = 1_795_939_200_000_000;

pub const SECOND: i64 = 1_000_000;
pub const HOUR: i64 = 3_600 * SECOND;

pub const ON: &str = "[serve]\naddress = \"https://office.example.org\"\n\n[repository]\non = true\n\
                      contact = \"records@office.example.org\"\n";

/// A clock that is set by the tests.
struct Clock(Arc<AtomicI64>, AtomicU64);

impl World for Clock {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }

    fn today(&self) -> Date {
        Date::of_number(self.now().div_euclid(24 * HOUR))
    }

    fn random(&self) -> u64 {
        self.1.fetch_add(1, Ordering::SeqCst)
    }
}

/// The same work when a DOI is shared.
struct ByDoi;

impl Identify for ByDoi {
    fn sameness(&self, held: &Record, new: &Record) -> Sameness {
        match new.identifiers.iter().any(|id| held.identifiers.contains(id)) {
            true => Sameness::Same,
            false => Sameness::Different,
        }
    }

    fn merge(&self, readings: &[Record]) -> Merged {
        let mut merged = Merged { record: readings[0].clone(), provenance: vec![("titles".to_owned(), 0)] };
        for identifier in readings.iter().flat_map(|reading| &reading.identifiers) {
            merged.record.identify(identifier.clone());
        }
        merged.record.identifiers.sort();
        merged
    }
}

/// A record that is to be taken in.
pub fn work(name: &str, dois: &[&str]) -> Record {
    Record {
        identifiers: dois.iter().map(|doi| Identifier::parse(&format!("doi:10.5555/{doi}")).unwrap()).collect(),
        titles: vec![Text::plain(format!("The turbine {name}"))],
        kind: if name.ends_with('7') { Kind::Report } else { Kind::Article },
        subjects: vec![Subject::coded(SubjectScheme::Ipc, if name.ends_with('3') { "F01D 5/00" } else { "H02K 1/00" })],
        origin: Origin { source: format!("{name}.ris"), format: "ris".into(), entry: 1, line: None },
        ..Record::default()
    }
}

pub struct House {
    _dir: TempDir,
    pub clerk: Clerk,
    router: Router,
    clock: Arc<AtomicI64>,
    ids: AtomicU64,
}

impl Drop for House {
    fn drop(&mut self) {
        self.clerk.close();
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Seen {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl House {
    /// An office with this configuration and nothing in it.
    pub fn new(configuration: &str) -> House {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join("office");
        let office = Office::create(&path, 1, "operator", NOW - 1_000 * HOUR).unwrap();
        office.close().unwrap();
        std::fs::write(path.join(CONFIGURATION_FILE), configuration).unwrap();
        let office = Office::open_to_write(&path, &mut |_| {}).unwrap();
        let reading = office.office().clone();
        let clerk = Clerk::start(office, Box::new(|| {}));
        let clock = Arc::new(AtomicI64::new(NOW));
        let world = Clock(Arc::clone(&clock), AtomicU64::new(1));
        let app = App::new(reading, clerk.clone(), Box::new(world), false, "Office of <Mills> & Co.");
        let router = web::routes(&app).router(app);
        House { _dir: dir, clerk, router, clock, ids: AtomicU64::new(1) }
    }

    pub fn pass(&self, micros: i64) {
        self.clock.fetch_add(micros, Ordering::SeqCst);
    }

    pub fn now(&self) -> i64 {
        self.clock.load(Ordering::SeqCst)
    }

    /// Takes records in, each from a source of its own.
    pub fn take_in(&self, records: Vec<Record>, marking: &str, at: i64) -> Vec<RecordId> {
        let incoming = records.into_iter().map(|record| Incoming {
            raw: Vec::new(),
            source_key: record.origin.source.clone(),
            keys: record.identifiers.iter().map(ToString::to_string).collect(),
            record,
        });
        let batch = Batch::marked(incoming.collect(), Marking::parse(marking).unwrap());
        let first = self.ids.fetch_add(1 << 20, Ordering::SeqCst);
        let kept = self.clerk.write(move |writer| {
            let mut at_id = first;
            let mut ids = || {
                at_id += 1;
                at_id.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29) ^ at_id
            };
            Ok(writer.ingest_batch(&batch, &ByDoi, "operator", at, &mut ids)?)
        });
        kept.unwrap().into_iter().map(|kept| kept.record).collect()
    }

    pub fn mark(&self, record: RecordId, marking: &str) {
        let (marking, now) = (Marking::parse(marking).unwrap(), self.now());
        let marked = self.clerk.write(move |writer| {
            writer.transact::<_, desk::Failure>("operator", now, |deed| Ok(deed.mark_record(record, &marking)?))
        });
        marked.unwrap();
    }

    pub async fn send(&self, request: Request<Body>) -> Seen {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 16 << 20).await.unwrap();
        Seen { status: parts.status.as_u16(), headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    pub async fn get(&self, query: &str) -> Seen {
        let request = Request::get(format!("/oai?{query}")).header("host", "office.test").body(Body::empty()).unwrap();
        self.send(request).await
    }

    /// Asks, and wants an answer that is as the protocol says.
    pub async fn ask(&self, query: &str) -> Tree {
        let seen = self.get(query).await;
        assert_eq!(
            (seen.status, seen.headers["content-type"].as_bytes()),
            (200, b"text/xml; charset=utf-8".as_slice())
        );
        let tree = Tree::parse(&seen.text).unwrap_or_else(|fault| panic!("{query}: {fault}\n{}", seen.text));
        assert_eq!(faults(&tree), Vec::<String>::new(), "{query}\n{}", seen.text);
        tree
    }

    /// The code of the fault that is answered.
    pub async fn fault(&self, query: &str) -> String {
        let tree = self.ask(query).await;
        tree.find("error").map(|error| error.attribute("code").to_owned()).unwrap_or_default()
    }
}
