//! The rows of studies of samples: protocols, acts, findings in their versions, teardowns, outcomes.

use model::{
    ActRuling, AttachmentId, Findings, FindingsVersion, NeedId, OpenedAct, Outcome, OutcomeKind, PlannedParameter,
    PostId, Protocol, SampleId, Study, StudyAct, StudyResult, StudyState, Teardown, TeardownPart,
};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::programme::named;
use crate::record::{self, record_id};
use crate::sample::day;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps a study as it is now. Protocol, acts and versions of findings that are held stay as they were written.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_study(&mut self, sample: SampleId, study: &Study) -> Result<()> {
        let id = sample.bits().cast_signed();
        let record = study.record.map(|id| record::row_of(self.conn, id)).transpose()?.flatten();
        let outcome = study.outcome.as_ref();
        self.conn
            .prepare_cached(
                "INSERT INTO study (sample, number, question, method, instrument, due, post, opened_by, opened_at, day, state,
                                    reason, record, outcome, outcome_reason, value, look_again, decided_by, decided_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
                 ON CONFLICT (sample, number) DO UPDATE SET state = excluded.state, reason = excluded.reason,
                     record = coalesce(excluded.record, study.record), outcome = excluded.outcome,
                     outcome_reason = excluded.outcome_reason, value = excluded.value,
                     look_again = excluded.look_again, decided_by = excluded.decided_by,
                     decided_at = excluded.decided_at",
            )?
            .execute(rusqlite::params![
                id,
                study.number,
                study.protocol.question,
                study.protocol.method,
                study.protocol.instrument,
                study.protocol.due.to_string(),
                study.post.as_str(),
                study.opened_by,
                study.opened_at,
                study.day.to_string(),
                study.state.word(),
                study.reason,
                record,
                outcome.map(|outcome| outcome.kind.word()),
                outcome.map(|outcome| outcome.reason.as_str()),
                outcome.map(|outcome| outcome.value.as_str()),
                outcome.and_then(|outcome| outcome.look_again).map(|day| day.to_string()),
                outcome.map(|outcome| outcome.by.as_str()),
                outcome.map(|outcome| outcome.at),
            ])?;
        self.keep_protocol(id, study)?;
        self.keep_findings(id, study)?;
        self.keep_teardown(id, study)
    }

    fn keep_protocol(&self, sample: i64, study: &Study) -> Result<()> {
        let mut put = self.conn.prepare_cached(
            "INSERT INTO study_planned (sample, study, position, need, name, measure) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO NOTHING",
        )?;
        for (at, one) in (0i64..).zip(&study.protocol.planned) {
            put.execute((sample, study.number, at, one.need.as_ref().map(NeedId::as_str), &one.name, &one.measure))?;
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO study_act (sample, study, act, ruling, clause, consent) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO NOTHING",
        )?;
        for one in &study.acts {
            put.execute((sample, study.number, one.act.word(), one.ruling.word(), one.clause, &one.consent))?;
        }
        Ok(())
    }

    fn keep_findings(&self, sample: i64, study: &Study) -> Result<()> {
        let mut put = self.conn.prepare_cached(
            "INSERT INTO study_findings (sample, study, version, title, text, by, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT DO NOTHING",
        )?;
        let mut put_result = self.conn.prepare_cached(
            "INSERT INTO study_result (sample, study, version, position, need, name, value, measure, remark)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT DO NOTHING",
        )?;
        for version in &study.versions {
            let Findings { title, text, results } = &version.findings;
            put.execute((sample, study.number, version.number, title, text, &version.by, version.at))?;
            for (at, one) in (0i64..).zip(results) {
                put_result.execute(rusqlite::params![
                    sample,
                    study.number,
                    version.number,
                    at,
                    one.need.as_ref().map(NeedId::as_str),
                    one.name,
                    one.value,
                    one.measure,
                    one.remark,
                ])?;
            }
        }
        Ok(())
    }

    fn keep_teardown(&self, sample: i64, study: &Study) -> Result<()> {
        let key = (sample, study.number);
        self.conn.prepare_cached("DELETE FROM teardown_part WHERE sample = ?1 AND study = ?2")?.execute(key)?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO teardown_part (sample, study, number, above, name, material, maker, count, remark)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        let mut put_file = self.conn.prepare_cached(
            "INSERT INTO teardown_file (sample, study, part, position, attachment) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO NOTHING",
        )?;
        // Files that are there stay: whoever changes the tree need not see all of them.
        let mut has = self.conn.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM teardown_file WHERE sample = ?1 AND study = ?2 AND part = ?3 AND attachment = ?4)",
        )?;
        let mut next = self.conn.prepare_cached(
            "SELECT coalesce(max(position) + 1, 0) FROM teardown_file WHERE sample = ?1 AND study = ?2 AND part = ?3",
        )?;
        for part in study.teardown.parts() {
            put.execute(rusqlite::params![
                sample,
                study.number,
                part.number,
                part.above,
                part.name,
                part.material,
                part.maker,
                part.count,
                part.remark,
            ])?;
            for file in &part.files {
                let file = file.bits().cast_signed();
                if has.query_row((sample, study.number, part.number, file), |row| row.get(0))? {
                    continue;
                }
                let at: i64 = next.query_row((sample, study.number, part.number), |row| row.get(0))?;
                put_file.execute((sample, study.number, part.number, at, file))?;
            }
        }
        self.conn
            .prepare_cached(
                "DELETE FROM teardown_file WHERE sample = ?1 AND study = ?2 AND part NOT IN
                     (SELECT number FROM teardown_part WHERE sample = ?1 AND study = ?2)",
            )?
            .execute(key)?;
        Ok(())
    }

    /// The studies of a sample, by number, with records and files whoever sees them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn studies(&self, sample: SampleId) -> Result<Vec<Study>> {
        studies(self.conn, sample)
    }
}

impl Reader {
    /// The studies of a sample, by number. Records and files that are not seen are not named.
    ///
    /// # Errors
    /// When the store fails.
    pub fn studies(&self, scope: &Scope, sample: SampleId) -> Result<Vec<Study>> {
        self.seen_by(scope, |conn| studies(conn, sample))
    }
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a study is not one"))
}

fn studies(conn: &Connection, sample: SampleId) -> Result<Vec<Study>> {
    let id = sample.bits().cast_signed();
    let mut statement = conn.prepare_cached(
        "SELECT t.number, t.question, t.method, t.instrument, t.due, t.post, t.opened_by, t.opened_at, t.day, t.state, t.reason,
                r.id, t.outcome, t.outcome_reason, t.value, t.look_again, t.decided_by, t.decided_at
         FROM study t LEFT JOIN record r ON r.row = t.record WHERE t.sample = ?1 ORDER BY t.number",
    )?;
    let mut rows = statement.query([id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (number, state): (u32, String) = (row.get(0)?, row.get(9)?);
        let key = (id, number);
        let acts = acts(conn, key)?;
        found.push(Study {
            number,
            protocol: Protocol {
                question: row.get(1)?,
                method: row.get(2)?,
                instrument: row.get(3)?,
                planned: planned(conn, key)?,
                acts: acts.iter().map(|one| one.act).collect(),
                due: day(&row.get::<_, String>(4)?)?,
            },
            acts,
            post: named(PostId::new(&row.get::<_, String>(5)?))?,
            opened_by: row.get(6)?,
            opened_at: row.get(7)?,
            day: day(&row.get::<_, String>(8)?)?,
            state: StudyState::from_word(&state).ok_or_else(|| damaged("state", &state))?,
            reason: row.get(10)?,
            versions: versions(conn, key)?,
            teardown: teardown(conn, key)?,
            record: row.get::<_, Option<i64>>(11)?.map(record_id),
            outcome: outcome(row)?,
        });
    }
    Ok(found)
}

fn outcome(row: &Row<'_>) -> Result<Option<Outcome>> {
    let Some(kind) = row.get::<_, Option<String>>(12)? else { return Ok(None) };
    Ok(Some(Outcome {
        kind: OutcomeKind::from_word(&kind).ok_or_else(|| damaged("outcome", &kind))?,
        reason: row.get(13)?,
        value: row.get(14)?,
        look_again: row.get::<_, Option<String>>(15)?.as_deref().map(day).transpose()?,
        by: row.get(16)?,
        at: row.get(17)?,
    }))
}

fn need(row: &Row<'_>, at: usize) -> Result<Option<NeedId>> {
    row.get::<_, Option<String>>(at)?.map(|need| named(NeedId::new(&need))).transpose()
}

fn planned(conn: &Connection, key: (i64, u32)) -> Result<Vec<PlannedParameter>> {
    let mut statement = conn.prepare_cached(
        "SELECT need, name, measure FROM study_planned WHERE sample = ?1 AND study = ?2 ORDER BY position",
    )?;
    let mut rows = statement.query(key)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(PlannedParameter { need: need(row, 0)?, name: row.get(1)?, measure: row.get(2)? });
    }
    Ok(found)
}

fn acts(conn: &Connection, key: (i64, u32)) -> Result<Vec<OpenedAct>> {
    let mut statement =
        conn.prepare_cached("SELECT act, ruling, clause, consent FROM study_act WHERE sample = ?1 AND study = ?2")?;
    let mut rows = statement.query(key)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (act, ruling): (String, String) = (row.get(0)?, row.get(1)?);
        found.push(OpenedAct {
            act: StudyAct::from_word(&act).ok_or_else(|| damaged("act", &act))?,
            ruling: ActRuling::from_word(&ruling).ok_or_else(|| damaged("ruling", &ruling))?,
            clause: row.get(2)?,
            consent: row.get(3)?,
        });
    }
    found.sort_by_key(|one| one.act);
    Ok(found)
}

fn versions(conn: &Connection, (sample, study): (i64, u32)) -> Result<Vec<FindingsVersion>> {
    let mut statement = conn.prepare_cached(
        "SELECT version, title, text, by, at FROM study_findings WHERE sample = ?1 AND study = ?2 ORDER BY version",
    )?;
    let mut rows = statement.query((sample, study))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let number: u32 = row.get(0)?;
        let findings =
            Findings { title: row.get(1)?, text: row.get(2)?, results: results(conn, (sample, study, number))? };
        found.push(FindingsVersion { number, findings, by: row.get(3)?, at: row.get(4)? });
    }
    Ok(found)
}

fn results(conn: &Connection, key: (i64, u32, u32)) -> Result<Vec<StudyResult>> {
    let mut statement = conn.prepare_cached(
        "SELECT need, name, value, measure, remark FROM study_result
         WHERE sample = ?1 AND study = ?2 AND version = ?3 ORDER BY position",
    )?;
    let mut rows = statement.query(key)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(StudyResult {
            need: need(row, 0)?,
            name: row.get(1)?,
            value: row.get(2)?,
            measure: row.get(3)?,
            remark: row.get(4)?,
        });
    }
    Ok(found)
}

fn teardown(conn: &Connection, key: (i64, u32)) -> Result<Teardown> {
    let mut statement = conn.prepare_cached(
        "SELECT number, above, name, material, maker, count, remark FROM teardown_part
         WHERE sample = ?1 AND study = ?2 ORDER BY number",
    )?;
    let mut files = conn.prepare_cached(
        "SELECT f.attachment FROM teardown_file f JOIN attachment a ON a.id = f.attachment
         WHERE f.sample = ?1 AND f.study = ?2 AND f.part = ?3 ORDER BY f.position",
    )?;
    let mut rows = statement.query(key)?;
    let mut parts = Vec::new();
    while let Some(row) = rows.next()? {
        let number: u32 = row.get(0)?;
        let file = |row: &Row<'_>| Ok(AttachmentId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()));
        let files = files.query_map((key.0, key.1, number), file)?.collect::<rusqlite::Result<_>>()?;
        parts.push(TeardownPart {
            number,
            above: row.get(1)?,
            name: row.get(2)?,
            material: row.get(3)?,
            maker: row.get(4)?,
            count: row.get(5)?,
            remark: row.get(6)?,
            files,
        });
    }
    Ok(Teardown::of(parts))
}
