//! Views: a scope enforced by the database.
//!
//! A connection that reads under a scope carries a temporary table of the labels that are seen, and
//! a temporary view over each table, called like it, so that the same SQL reads through the view. An authorizer
//! refuses, when a statement is prepared, every way past the views: the tables themselves, other
//! databases, settings, changes. A table of which nobody has said who sees it is not seen at all.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

use crate::Result;
use crate::view_table::{Seen, tables};

/// The scope of a connection: which labels it is filled with, and the door for filling it.
pub(crate) struct Views {
    open: Arc<AtomicBool>,
}

/// Puts the views and the guard on a fresh read connection. Nothing is seen until [`Views::fill`].
pub(crate) fn put(conn: &mut Connection) -> Result<Views> {
    // The views that touch the tables have names that no statement can guess, so that none can pass
    // for them by calling a subquery alike.
    let secret = format!("{:016x}{:016x}", RandomState::new().hash_one(1), RandomState::new().hash_one(2));
    conn.create_scalar_function(
        "public_number",
        1,
        rusqlite::functions::FunctionFlags::SQLITE_UTF8 | rusqlite::functions::FunctionFlags::SQLITE_DETERMINISTIC,
        |context| {
            let text = context.get_raw(0).as_str().unwrap_or_default();
            Ok(number(text))
        },
    )?;
    conn.execute_batch(
        "CREATE TEMP TABLE visible (label INTEGER PRIMARY KEY); CREATE TEMP TABLE drafts (bulletin INTEGER PRIMARY KEY)",
    )?;
    for (table, seen) in tables() {
        let which = match seen {
            Seen::Plain | Seen::Never => continue,
            // No index leads to a label: by one, a walk in another order would sort everything first.
            Seen::Marked(column) => format!("+t.{column} IN (SELECT label FROM temp.visible)"),
            Seen::Hangs(condition) => (*condition).to_owned(),
        };
        conn.execute_batch(&format!(
            "CREATE TEMP VIEW \"{secret}{table}\" AS SELECT * FROM main.\"{table}\" AS t WHERE {which};
             CREATE TEMP VIEW \"{table}\" AS SELECT * FROM \"{secret}{table}\";"
        ))?;
    }
    let open = Arc::new(AtomicBool::new(false));
    let guard = {
        let open = Arc::clone(&open);
        move |context: AuthContext<'_>| judge(&context, &secret, &open)
    };
    conn.authorizer(Some(guard))?;
    Ok(Views { open })
}

/// The number of a name that the office gave out, whatever its noun.
fn number(text: &str) -> Option<i64> {
    use model::{
        AgreementId, AssignmentId, AttachmentId, BulletinId, CaseId, CreditId, DeliverableId, DeliveryId, DigestId,
        DutyId, EventId, ExchangeId, FindingId, HostId, IncidentId, InspectionId, IntakeId, IssueId, MissionId,
        RecordId, RegimeId, ReleaseId, RequestId, ScenarioId, SourceId, SpecialistId, SpecialistRequestId, StandId,
        VisitId, WideningId,
    };
    let bits = RecordId::parse(text)
        .map(RecordId::bits)
        .or_else(|| DeliveryId::parse(text).map(DeliveryId::bits))
        .or_else(|| RequestId::parse(text).map(RequestId::bits))
        .or_else(|| SourceId::parse(text).map(SourceId::bits))
        .or_else(|| IntakeId::parse(text).map(IntakeId::bits))
        .or_else(|| BulletinId::parse(text).map(BulletinId::bits))
        .or_else(|| IssueId::parse(text).map(IssueId::bits))
        .or_else(|| AttachmentId::parse(text).map(AttachmentId::bits))
        .or_else(|| DutyId::parse(text).map(DutyId::bits))
        .or_else(|| DigestId::parse(text).map(DigestId::bits))
        .or_else(|| HostId::parse(text).map(HostId::bits))
        .or_else(|| SpecialistId::parse(text).map(SpecialistId::bits))
        .or_else(|| ReleaseId::parse(text).map(ReleaseId::bits))
        .or_else(|| WideningId::parse(text).map(WideningId::bits))
        .or_else(|| SpecialistRequestId::parse(text).map(SpecialistRequestId::bits))
        .or_else(|| AssignmentId::parse(text).map(AssignmentId::bits))
        .or_else(|| MissionId::parse(text).map(MissionId::bits))
        .or_else(|| CreditId::parse(text).map(CreditId::bits))
        .or_else(|| AgreementId::parse(text).map(AgreementId::bits))
        .or_else(|| DeliverableId::parse(text).map(DeliverableId::bits))
        .or_else(|| EventId::parse(text).map(EventId::bits))
        .or_else(|| ScenarioId::parse(text).map(ScenarioId::bits))
        .or_else(|| StandId::parse(text).map(StandId::bits))
        .or_else(|| ExchangeId::parse(text).map(ExchangeId::bits))
        .or_else(|| IncidentId::parse(text).map(IncidentId::bits))
        .or_else(|| RegimeId::parse(text).map(RegimeId::bits))
        .or_else(|| InspectionId::parse(text).map(InspectionId::bits))
        .or_else(|| VisitId::parse(text).map(VisitId::bits))
        .or_else(|| FindingId::parse(text).map(FindingId::bits))
        .or_else(|| CaseId::parse(text).map(CaseId::bits));
    bits.map(u64::cast_signed)
}

fn judge(context: &AuthContext<'_>, secret: &str, open: &AtomicBool) -> Authorization {
    if open.load(Ordering::Relaxed) {
        return Authorization::Allow;
    }
    let through_a_view = context.accessor.is_some_and(|accessor| accessor.starts_with(secret));
    let allowed = match context.action {
        AuthAction::Select | AuthAction::Recursive | AuthAction::Transaction { .. } | AuthAction::Savepoint { .. } => {
            true
        }
        AuthAction::Function { function_name } => !function_name.eq_ignore_ascii_case("load_extension"),
        AuthAction::Read { table_name, .. } => match context.database_name {
            Some("temp") => {
                ["visible", "drafts"].contains(&table_name)
                    || table_name.starts_with(secret)
                    || tables().any(|(table, _)| *table == table_name)
            }
            // Without a database the name stands as it was written, when no column of it is read: to
            // count rows is to read as well.
            None | Some("") => {
                table_name.starts_with(secret)
                    || tables().any(|(table, seen)| *table == table_name && !matches!(seen, Seen::Never))
            }
            Some("main") => match tables().find(|(table, _)| *table == table_name) {
                Some((_, Seen::Plain)) => true,
                Some((_, Seen::Marked(_) | Seen::Hangs(_))) => through_a_view,
                Some((_, Seen::Never)) | None => false,
            },
            Some(_) => false,
        },
        _ => false,
    };
    if allowed { Authorization::Allow } else { Authorization::Deny }
}

impl Views {
    /// Lets the connection see these labels and no others, and the drafts of these bulletins.
    pub(crate) fn fill(&self, conn: &Connection, labels: &[i64], drafts: &[i64]) -> Result<()> {
        self.open.store(true, Ordering::Relaxed);
        let filled = fill(conn, labels, drafts);
        self.open.store(false, Ordering::Relaxed);
        filled
    }
}

fn fill(conn: &Connection, labels: &[i64], drafts: &[i64]) -> Result<()> {
    // `query_only` would refuse the temporary table too.
    conn.pragma_update(None, "query_only", false)?;
    let inner = || -> Result<()> {
        let write = conn.unchecked_transaction()?;
        conn.prepare_cached("DELETE FROM temp.visible")?.execute([])?;
        let mut statement = conn.prepare_cached("INSERT INTO temp.visible (label) VALUES (?1)")?;
        for label in labels {
            statement.execute([label])?;
        }
        drop(statement);
        conn.prepare_cached("DELETE FROM temp.drafts")?.execute([])?;
        let mut statement = conn.prepare_cached("INSERT INTO temp.drafts (bulletin) VALUES (?1)")?;
        for bulletin in drafts {
            statement.execute([bulletin])?;
        }
        drop(statement);
        Ok(write.commit()?)
    };
    let filled = inner();
    conn.pragma_update(None, "query_only", true)?;
    filled
}

#[cfg(test)]
#[path = "view_tests.rs"]
mod tests;
