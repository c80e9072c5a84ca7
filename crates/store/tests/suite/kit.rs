//! What the promises share: an office in a directory that goes away, invented records, and a rule
//! of identity that is easy to foresee.

use std::ops::ControlFlow;
use std::path::PathBuf;

use model::{Contributor, Identifier, Kind, Origin, PartialDate, Record, RelationKind, Text};
use store::{Batch, HeldRecord, Identify, Incoming, Kept, Merged, Outcome, Reader, Result, Sameness, Scope, Writer};
use tempfile::TempDir;

/// The same work when an identifier of a work is shared; a preprint and an article of one title
/// belong together.
pub struct ByNames;

impl Identify for ByNames {
    fn sameness(&self, held: &Record, new: &Record) -> Sameness {
        let shared = |id: &&Identifier| id.names_a_work() && held.identifiers.contains(id);
        match (new.kind, held.kind) {
            _ if new.identifiers.iter().any(|id| shared(&id)) => Sameness::Same,
            (Kind::Preprint, Kind::Article) if new.title() == held.title() => {
                Sameness::Related(RelationKind::PreprintOf)
            }
            (Kind::Article, Kind::Preprint) if new.title() == held.title() => {
                Sameness::Related(RelationKind::HasPreprint)
            }
            _ => Sameness::Different,
        }
    }

    fn merge(&self, readings: &[Record]) -> Merged {
        let mut merged = Merged::default();
        merged.record.kind = readings[0].kind;
        for (place, reading) in readings.iter().enumerate() {
            for identifier in &reading.identifiers {
                if !merged.record.identifiers.contains(identifier) {
                    merged.record.identifiers.push(identifier.clone());
                    merged.provenance.push((format!("identifiers:{identifier}"), place));
                }
            }
            if merged.record.titles.is_empty() && !reading.titles.is_empty() {
                merged.record.titles = reading.titles.clone();
                merged.provenance.push(("titles".to_owned(), place));
            }
            if merged.record.published.is_none() && reading.published.is_some() {
                merged.record.published = reading.published;
                merged.provenance.push(("published".to_owned(), place));
            }
        }
        // Nothing may hang on which reading came first.
        merged.record.identifiers.sort();
        merged
    }
}

/// An office for one test.
pub struct Office {
    pub dir: TempDir,
    pub writer: Writer,
    pub clock: i64,
    ids: u64,
}

impl Office {
    pub fn new() -> Office {
        let dir = TempDir::new().unwrap();
        let writer = Writer::create(dir.path(), 0xabcd, "operator", 1_000).unwrap();
        Office { dir, writer, clock: 1_000, ids: 0 }
    }

    pub fn database(&self) -> PathBuf {
        self.dir.path().join(store::DATABASE_FILE)
    }

    pub fn reader(&self) -> Reader {
        Reader::open(self.dir.path()).unwrap()
    }

    pub fn try_keep(&mut self, incoming: Vec<Incoming>) -> Result<Vec<Kept>> {
        self.clock += 1_000;
        let ids = &mut self.ids;
        self.writer.ingest_batch(&Batch::of(incoming), &ByNames, "operator", self.clock, &mut || next_id(ids))
    }

    pub fn keep(&mut self, incoming: Vec<Incoming>) -> Vec<Kept> {
        self.try_keep(incoming).unwrap()
    }

    pub fn keep_one(&mut self, incoming: Incoming) -> Kept {
        self.keep(vec![incoming]).remove(0)
    }

    pub fn part(&mut self, record: model::RecordId, item: store::ItemId) -> Result<model::RecordId> {
        self.clock += 1_000;
        let ids = &mut self.ids;
        self.writer.part(record, item, &ByNames, "operator", self.clock, &mut || next_id(ids))
    }

    /// Every record.
    pub fn records(&self) -> Vec<HeldRecord> {
        let mut records = Vec::new();
        let each = self.reader().each_record(&scope(), &mut |held| {
            records.push(held);
            ControlFlow::Continue(())
        });
        each.unwrap();
        records
    }

    /// Words of the ledger behind a fact.
    pub fn verbs_after(&self, seq: u64) -> Vec<String> {
        let facts = self.reader().facts_after(&scope(), seq, 1_000_000).unwrap();
        facts.iter().map(|held| held.fact.verb.to_string()).collect()
    }

    /// Changes the database behind the store's back.
    pub fn tamper(&self, sql: &str) {
        let conn = rusqlite::Connection::open(self.database()).unwrap();
        conn.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
    }

    #[track_caller]
    pub fn check_whole(&self) {
        let verification = store::verify(&self.reader(), &scope(), &mut |_| {}).unwrap();
        assert!(verification.findings.is_empty(), "{:?}", verification.findings);
    }
}

/// Spread over all 64 bits, and the same in every run.
fn next_id(state: &mut u64) -> u64 {
    *state += 1;
    state.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

pub fn scope() -> Scope {
    Scope::office()
}

/// An article as a source named by its key describes it.
pub fn article(source_key: &str, title: &str, identifiers: &[&str]) -> Incoming {
    of_kind(Kind::Article, source_key, title, identifiers)
}

pub fn of_kind(kind: Kind, source_key: &str, title: &str, identifiers: &[&str]) -> Incoming {
    let identifiers: Vec<Identifier> = identifiers.iter().map(|text| Identifier::parse(text).unwrap()).collect();
    let mut keys: Vec<String> = identifiers.iter().map(Identifier::to_string).collect();
    keys.push(format!("title:{}", title.to_lowercase()));
    let record = Record {
        identifiers,
        titles: vec![Text::plain(title)],
        contributors: vec![Contributor::author("Petrova", "Anna")],
        kind,
        published: PartialDate::of_year(1961),
        origin: Origin { source: format!("{source_key}.ris"), format: "ris".into(), entry: 1, line: Some(3) },
        ..Record::default()
    };
    Incoming { record, raw: format!("TI  - {title}").into_bytes(), source_key: source_key.to_owned(), keys }
}

pub fn outcomes(kept: &[Kept]) -> Vec<Outcome> {
    kept.iter().map(|kept| kept.outcome).collect()
}
