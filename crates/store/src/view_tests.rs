//! Who sees which rows, held against the schema and against statements that try.

use model::{Level, Marking, Need, NeedId, Post, PostId, Unit, UnitId};
use tempfile::TempDir;

use crate::{Reader, Scope, Writer};

/// An office with one need that is open and one that is not.
fn office() -> (TempDir, Reader) {
    let dir = TempDir::new().unwrap();
    let mut writer = Writer::create(dir.path(), 1, "operator", 1).unwrap();
    let (unit, post) = (UnitId::new("works").unwrap(), PostId::new("engineer").unwrap());
    writer.keep_unit(&Unit { id: unit.clone(), name: "Works".into(), parent: None }, "operator", 2).unwrap();
    let engineer = Post {
        id: post.clone(),
        title: "Engineer".into(),
        unit: unit.clone(),
        powers: Default::default(),
        closed: false,
    };
    writer.keep_post(&engineer, "operator", 2).unwrap();
    for (id, level) in [("open-need", Level::Open), ("hidden-need", Level::Confidential)] {
        let need = Need::draft(NeedId::new(id).unwrap(), id, unit.clone(), post.clone());
        writer.keep_need(&Need { marking: Marking::at(level), ..need }, "operator", 3).unwrap();
    }
    let reader = Reader::open(dir.path()).unwrap();
    (dir, reader)
}

#[test]
fn every_table_says_who_sees_it() {
    let (_dir, reader) = office();
    let tables: Vec<String> = reader
        .with(|conn| {
            let mut statement =
                conn.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY name")?;
            Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
        })
        .unwrap();
    let mut stated: Vec<&str> = crate::view_table::tables().map(|(table, _)| *table).collect();
    stated.sort_unstable();
    assert_eq!(tables, stated, "say in view.rs who sees the rows of a new table");
}

#[test]
fn no_statement_gets_past_the_views() {
    let (dir, reader) = office();
    let count =
        |sql: &str| reader.seen_by(&Scope::open(), |conn| Ok(conn.query_row(sql, [], |row| row.get::<_, i64>(0))?));
    assert_eq!(count("SELECT count(*) FROM need").unwrap(), 1);
    for sql in [
        "SELECT count(*) FROM main.need",
        "SELECT (SELECT count(*) FROM main.need)",
        "WITH need AS (SELECT * FROM main.need) SELECT count(*) FROM need",
        "SELECT count(*) FROM (SELECT * FROM main.need) AS need",
        "SELECT count(*) FROM unit JOIN main.need ON main.need.unit = unit.id",
        "SELECT count(*) FROM need UNION SELECT count(*) FROM main.need",
        "SELECT count(*) FROM main.sqlite_schema",
        "SELECT count(*) FROM temp.sqlite_temp_schema",
        "SELECT count(*) FROM pragma_table_info('need')",
        "SELECT count(*) FROM sqlite_schema",
        "SELECT 1 FROM sqlite_temp_schema",
        "SELECT count(*) FROM kept_apart",
        "SELECT 1 FROM account",
        "SELECT token FROM session",
        "SELECT key FROM passkey",
        "SELECT subject FROM openid",
        "SELECT post FROM openid_tenure",
        "SELECT count(*) FROM need WHERE EXISTS (SELECT 1 FROM main.record)",
        "SELECT count(*) FROM temp.kept_apart",
        "EXPLAIN SELECT * FROM main.need",
        "REINDEX",
        "ANALYZE",
        "DETACH main",
        "CREATE TEMP TRIGGER t INSTEAD OF DELETE ON need BEGIN SELECT 1; END",
        "DROP TABLE temp.visible",
        "INSERT INTO need (id) SELECT id FROM main.need",
        "PRAGMA user_version",
        "PRAGMA query_only = 0",
        "ATTACH 'office.db' AS other",
        "CREATE TEMP VIEW other AS SELECT * FROM main.need",
        "DROP VIEW temp.need",
        "DELETE FROM temp.visible",
        "INSERT INTO temp.visible (label) VALUES (2)",
        "UPDATE need SET label = 1",
        "DELETE FROM main.need",
        "SELECT load_extension('x')",
    ] {
        let refused = reader.seen_by(&Scope::open(), |conn| Ok(conn.prepare(sql).map(|_| ())?));
        let said = refused.expect_err(sql);
        let cause = std::error::Error::source(&said).map(ToString::to_string).unwrap_or_default();
        assert!(
            ["not authorized", "prohibited", "may not", "no such table", "it is a view"]
                .iter()
                .any(|word| cause.contains(word)),
            "{sql}: {cause}"
        );
    }
    // Refused when it is run, not when it is prepared.
    let copy = dir.path().join("copy.db");
    let vacuum = format!("COMMIT; VACUUM INTO '{}'", copy.display());
    assert!(reader.seen_by(&Scope::open(), |conn| Ok(conn.execute_batch(&vacuum)?)).is_err());
    assert!(!copy.exists());
    assert_eq!(count("SELECT count(*) FROM need").unwrap(), 1);
}

#[test]
fn a_connection_that_served_one_scope_serves_another_with_what_that_one_sees() {
    let (_dir, reader) = office();
    let seen = |scope: &Scope| {
        reader
            .seen_by(scope, |conn| {
                Ok(conn.prepare_cached("SELECT count(*) FROM need")?.query_row([], |row| row.get::<_, i64>(0))?)
            })
            .unwrap()
    };
    let all = Scope::of_labels(vec![1, 2]);
    for _ in 0..20 {
        assert_eq!(
            (seen(&Scope::open()), seen(&all), seen(&Scope::of_labels(vec![])), seen(&Scope::office())),
            (1, 2, 0, 2)
        );
    }
}
