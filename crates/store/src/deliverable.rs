//! The rows of deliverables, with the steps of their course and what is known of their use.

use model::{
    AgreementId, Date, Deliverable, DeliverableId, DeliverableKind, DeliverableMove, DeliverableSide, DeliverableState,
    DeliverableStep, Fact, Marking, Noun, Thing, UseNote,
};
use rusqlite::{Connection, Row};

use crate::agreement::{damaged, day, word};
use crate::deed::Deed;
use crate::{Reader, Result, Scope, record};

impl Deed<'_> {
    /// Keeps a deliverable as it is now, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_deliverable(&mut self, one: &Deliverable, fact: &Fact) -> Result<()> {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        self.conn
            .prepare_cached(
                "INSERT INTO deliverable (id, agreement, number, title, kind, side, quantity, measure, due, state, delivered_on,
                                          accepted_on, answer_by, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
                 ON CONFLICT (id) DO UPDATE SET title = excluded.title, kind = excluded.kind, side = excluded.side,
                     quantity = excluded.quantity, measure = excluded.measure, due = excluded.due, state = excluded.state,
                     delivered_on = excluded.delivered_on, accepted_on = excluded.accepted_on,
                     answer_by = excluded.answer_by, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                one.id.bits().cast_signed(),
                one.agreement.bits().cast_signed(),
                one.number,
                one.title,
                one.kind.word(),
                one.side.word(),
                one.quantity,
                one.measure,
                day(one.due),
                one.state.word(),
                day(one.delivered_on),
                day(one.accepted_on),
                day(one.answer_by),
                one.revision,
                one.made_at,
            ])?;
        self.note(fact)
    }

    /// Keeps a step of the course of a deliverable behind the others.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_deliverable_step(&mut self, id: DeliverableId, step: &DeliverableStep) -> Result<()> {
        let key = id.bits().cast_signed();
        self.conn
            .prepare_cached(
                "INSERT INTO deliverable_step (deliverable, position, made, day, until, words, noun, name, by, at)
                 VALUES (?1, (SELECT count(*) FROM deliverable_step WHERE deliverable = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(rusqlite::params![
                key,
                step.made.word(),
                step.on.to_string(),
                step.until.map(|until| until.to_string()),
                step.words,
                step.evidence.as_ref().map(|thing| thing.noun.word()),
                step.evidence.as_ref().map(|thing| &thing.name),
                step.by,
                step.at,
            ])?;
        Ok(())
    }

    /// Keeps a note of use behind the others, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_use(&mut self, id: DeliverableId, note: &UseNote, fact: &Fact) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO deliverable_use (deliverable, position, day, words, noun, name, by, at)
                 VALUES (?1, (SELECT count(*) FROM deliverable_use WHERE deliverable = ?1), ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(rusqlite::params![
                id.bits().cast_signed(),
                note.on.to_string(),
                note.words,
                note.evidence.as_ref().map(|thing| thing.noun.word()),
                note.evidence.as_ref().map(|thing| &thing.name),
                note.by,
                note.at,
            ])?;
        self.note(fact)
    }

    /// The deliverable of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn deliverable(&self, scope: &Scope, id: DeliverableId) -> Result<Option<Deliverable>> {
        Ok(match select(self.conn, "d.id = ?1", id.bits())?.pop() {
            Some(one) if scope.shows(self.conn, &one.marking)? => Some(one),
            _ => None,
        })
    }

    /// The deliverables of an agreement, by number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn deliverables(&self, agreement: AgreementId) -> Result<Vec<Deliverable>> {
        select(self.conn, "d.agreement = ?1", agreement.bits())
    }

    /// The steps of the course of a deliverable, in their order.
    ///
    /// # Errors
    /// When the store fails.
    pub fn deliverable_steps(&self, id: DeliverableId) -> Result<Vec<DeliverableStep>> {
        steps(self.conn, id)
    }

    /// What was noted of the use of a deliverable, in its order.
    ///
    /// # Errors
    /// When the store fails.
    pub fn uses(&self, id: DeliverableId) -> Result<Vec<UseNote>> {
        uses(self.conn, id)
    }
}

impl Reader {
    /// The deliverable of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn deliverable(&self, scope: &Scope, id: DeliverableId) -> Result<Option<Deliverable>> {
        self.seen_by(scope, |conn| Ok(select(conn, "d.id = ?1", id.bits())?.pop()))
    }

    /// The deliverables of an agreement, by number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn deliverables(&self, scope: &Scope, agreement: AgreementId) -> Result<Vec<Deliverable>> {
        self.seen_by(scope, |conn| select(conn, "d.agreement = ?1", agreement.bits()))
    }

    /// The steps of the course of a deliverable, in their order. Evidence that is not seen is not named.
    ///
    /// # Errors
    /// When the store fails.
    pub fn deliverable_steps(&self, scope: &Scope, id: DeliverableId) -> Result<Vec<DeliverableStep>> {
        self.seen_by(scope, |conn| steps(conn, id))
    }

    /// What was noted of the use of a deliverable, in its order. Evidence that is not seen is not named.
    ///
    /// # Errors
    /// When the store fails.
    pub fn uses(&self, scope: &Scope, id: DeliverableId) -> Result<Vec<UseNote>> {
        self.seen_by(scope, |conn| uses(conn, id))
    }
}

fn select(conn: &Connection, condition: &str, key: u64) -> Result<Vec<Deliverable>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT d.id, d.agreement, d.number, d.title, d.kind, d.side, d.quantity, d.measure, d.due, d.state, d.delivered_on,
                d.accepted_on, d.answer_by, l.marking, d.revision, d.made_at
         FROM deliverable d JOIN agreement a ON a.id = d.agreement LEFT JOIN label l ON l.id = a.label
         WHERE {condition} ORDER BY d.number"
    ))?;
    let mut rows = statement.query([key.cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Deliverable {
            id: DeliverableId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
            agreement: AgreementId::from_bits(row.get::<_, i64>(1)?.cast_unsigned()),
            number: row.get(2)?,
            title: row.get(3)?,
            kind: word(row, 4, DeliverableKind::from_word)?,
            side: word(row, 5, DeliverableSide::from_word)?,
            quantity: row.get(6)?,
            measure: row.get(7)?,
            due: day(row, 8)?,
            state: word(row, 9, DeliverableState::from_word)?,
            delivered_on: day(row, 10)?,
            accepted_on: day(row, 11)?,
            answer_by: day(row, 12)?,
            marking: row.get::<_, Option<String>>(13)?.as_deref().map_or_else(Marking::top, Marking::read),
            revision: row.get(14)?,
            made_at: row.get(15)?,
        });
    }
    Ok(found)
}

/// The thing of two columns. Of one that is not seen only that there is one is told, without its name: that something is shown by evidence
/// is said by the agreement, and would be taken for a mere word otherwise.
pub(crate) fn evidence(conn: &Connection, row: &Row<'_>, at: usize) -> Result<Option<Thing>> {
    let (noun, name): (Option<String>, Option<String>) = (row.get(at)?, row.get(at + 1)?);
    let (Some(noun), Some(name)) = (noun, name) else { return Ok(None) };
    let noun = Noun::from_word(&noun).ok_or_else(|| damaged("evidence", &noun))?;
    let thing = Thing { noun, name };
    let seen = is_there(conn, &thing)?;
    Ok(Some(if seen { thing } else { Thing::new(Noun::Record, "") }))
}

/// Whether a thing is held, and seen by this connection.
fn is_there(conn: &Connection, thing: &Thing) -> Result<bool> {
    let held = |sql: &str, bits: Option<u64>| -> Result<bool> {
        let Some(bits) = bits else { return Ok(false) };
        Ok(conn.prepare_cached(sql)?.exists([bits.cast_signed()])?)
    };
    match thing.noun {
        Noun::Record => match model::RecordId::parse(&thing.name) {
            Some(id) => Ok(record::row_of(conn, id)?.is_some()),
            None => Ok(false),
        },
        Noun::Attachment => {
            let id = model::AttachmentId::parse(&thing.name).map(model::AttachmentId::bits);
            held("SELECT 1 FROM attachment WHERE id = ?1", id)
        }
        Noun::Delivery => {
            let id = model::DeliveryId::parse(&thing.name).map(model::DeliveryId::bits);
            held("SELECT 1 FROM delivery WHERE id = ?1", id)
        }
        Noun::Mission => {
            let id = model::MissionId::parse(&thing.name).map(model::MissionId::bits);
            held("SELECT 1 FROM mission WHERE id = ?1", id)
        }
        // What else comes to show use is told apart here when it comes.
        _ => Ok(false),
    }
}

fn steps(conn: &Connection, id: DeliverableId) -> Result<Vec<DeliverableStep>> {
    let mut statement = conn.prepare_cached(
        "SELECT made, day, until, words, noun, name, by, at FROM deliverable_step WHERE deliverable = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(DeliverableStep {
            made: word(row, 0, DeliverableMove::from_word)?,
            on: day(row, 1)?.ok_or_else(|| damaged("day", ""))?,
            until: day(row, 2)?,
            words: row.get(3)?,
            evidence: evidence(conn, row, 4)?,
            by: row.get(6)?,
            at: row.get(7)?,
        });
    }
    Ok(found)
}

fn uses(conn: &Connection, id: DeliverableId) -> Result<Vec<UseNote>> {
    let mut statement = conn.prepare_cached(
        "SELECT day, words, noun, name, by, at FROM deliverable_use WHERE deliverable = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(UseNote {
            on: day(row, 0)?.ok_or_else(|| damaged("day", ""))?,
            words: row.get(1)?,
            evidence: evidence(conn, row, 2)?,
            by: row.get(4)?,
            at: row.get(5)?,
        });
    }
    Ok(found)
}
