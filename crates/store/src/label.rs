//! Labels: the distinct markings of an office, each with a number that stands on the rows.

use model::{Fact, Marking, Noun, RecordId, Refusal, RequestId, Thing, Verb};
use rusqlite::{Connection, OptionalExtension};

use crate::deed::Deed;
use crate::{Error, Reader, Result, Scope, record};

/// The label of what is open to all.
pub(crate) const OPEN: i64 = 1;

/// The label of a marking; made when it is new.
pub(crate) fn intern(deed: &Deed<'_>, marking: &Marking) -> Result<i64> {
    let text = marking.to_string();
    let mut find = deed.conn.prepare_cached("SELECT id FROM label WHERE marking = ?1")?;
    if let Some(id) = find.query_row([&text], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    // Scopes are sets of labels: a new one has to be looked at before anybody sees what bears it.
    deed.rights_changed()?;
    Ok(deed.conn.prepare_cached("INSERT INTO label (marking) VALUES (?1)")?.insert([&text])?)
}

/// The marking of a label. What cannot be read is the top.
pub(crate) fn marking(conn: &Connection, label: i64) -> Result<Marking> {
    if label == OPEN {
        return Ok(Marking::default());
    }
    let mut find = conn.prepare_cached("SELECT marking FROM label WHERE id = ?1")?;
    let text: Option<String> = find.query_row([label], |row| row.get(0)).optional()?;
    let text = text.ok_or_else(|| Error::damaged(format!("the marking numbered {label} is gone")))?;
    Ok(Marking::read(&text))
}

/// The label of the join of two.
pub(crate) fn join(deed: &Deed<'_>, one: i64, other: i64) -> Result<i64> {
    if one == other || other == OPEN {
        return Ok(one);
    }
    if one == OPEN {
        return Ok(other);
    }
    intern(deed, &marking(deed.conn, one)?.join(&marking(deed.conn, other)?))
}

/// The label of a thing: that of its row, or of what it hangs on. Things without a marking are open.
pub(crate) fn of(conn: &Connection, thing: &Thing) -> Result<Vec<i64>> {
    let one = |sql: &str, key: rusqlite::types::Value| -> Result<Vec<i64>> {
        let mut statement = conn.prepare_cached(sql)?;
        let labels = statement.query_map([key], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(labels)
    };
    let bits = |bits: u64| rusqlite::types::Value::Integer(bits.cast_signed());
    match thing.noun {
        Noun::Need => one("SELECT label FROM need WHERE id = ?1", thing.name.clone().into()),
        Noun::Record => match RecordId::parse(&thing.name) {
            Some(id) => match record::row_of(conn, id)? {
                Some(row) => one("SELECT label FROM record WHERE row = ?1", row.into()),
                None => Ok(vec![]),
            },
            None => Ok(vec![]),
        },
        Noun::Delivery => match model::DeliveryId::parse(&thing.name) {
            Some(id) => one(
                "SELECT n.label FROM delivery d JOIN need n ON n.id = d.need WHERE d.id = ?1
                 UNION SELECT r.label FROM delivery d JOIN record r ON r.row = d.record WHERE d.id = ?1",
                bits(id.bits()),
            ),
            None => Ok(vec![]),
        },
        Noun::Request => match RequestId::parse(&thing.name) {
            Some(id) => one("SELECT label FROM request WHERE id = ?1", bits(id.bits())),
            None => Ok(vec![]),
        },
        Noun::Duty => match model::DutyId::parse(&thing.name) {
            Some(id) => {
                let mut find = conn.prepare_cached("SELECT noun || ':' || subject FROM duty WHERE id = ?1")?;
                let subject: Option<String> = find.query_row([id.bits().cast_signed()], |row| row.get(0)).optional()?;
                match subject.as_deref().and_then(Thing::parse) {
                    // No duty is about a duty, so this ends.
                    Some(subject) if subject.noun != Noun::Duty => of(conn, &subject),
                    _ => Ok(vec![]),
                }
            }
            None => Ok(vec![]),
        },
        Noun::Office | Noun::Unit | Noun::Post | Noun::Person | Noun::Compartment => Ok(vec![]),
    }
}

/// The label of a fact: the join of what it is about.
pub(crate) fn of_fact(deed: &Deed<'_>, fact: &Fact) -> Result<i64> {
    let mut label = OPEN;
    for text in [Some(fact.object.as_str()), fact.target.as_deref()].into_iter().flatten() {
        if let Some(thing) = Thing::parse(text) {
            for one in of(deed.conn, &thing)? {
                label = join(deed, label, one)?;
            }
        }
    }
    Ok(label)
}

impl Deed<'_> {
    /// Says who may see a record from now on, and with it its items, its deliveries and the facts about it. It
    /// counts as a change, so that the search index takes it over.
    ///
    /// # Errors
    /// Refused when there is no such record.
    pub fn mark_record(&mut self, id: RecordId, marking: &Marking) -> Result<()> {
        let Some(row) = record::row_of(self.conn, id)? else {
            let next = "look for it again".to_owned();
            return Err(Refusal::NotFound { noun: "record", text: id.to_string(), next }.into());
        };
        let label = intern(self, marking)?;
        if !set(self, row, label)? {
            return Ok(());
        }
        let id = record::id_of(self.conn, row)?;
        let fact = self.fact(Verb::Marked, Thing::new(Noun::Record, id));
        self.note_labelled(&fact.with(marking.to_string()), label)
    }

    /// Who may see a record; `None` when the scope does not see it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn marking_of_record(&self, scope: &Scope, id: RecordId) -> Result<Option<Marking>> {
        let Some(row) = record::row_of(self.conn, id)? else { return Ok(None) };
        let mut find = self.conn.prepare_cached("SELECT label FROM record WHERE row = ?1")?;
        let label = find.query_row([row], |row| row.get(0))?;
        if scope.sees(label) { marking(self.conn, label).map(Some) } else { Ok(None) }
    }
}

impl Reader {
    /// Who may see a record.
    ///
    /// # Errors
    /// When the store fails.
    pub fn marking_of_record(&self, scope: &Scope, id: RecordId) -> Result<Option<Marking>> {
        self.seen_by(scope, |conn| marking_of_record(conn, id))
    }
}

fn marking_of_record(conn: &Connection, id: RecordId) -> Result<Option<Marking>> {
    let Some(row) = record::row_of(conn, id)? else { return Ok(None) };
    let mut find = conn.prepare_cached("SELECT label FROM record WHERE row = ?1")?;
    Ok(Some(marking(conn, find.query_row([row], |row| row.get(0))?)?))
}

/// Puts a label on a record and on the facts about it. Answers whether it is another than before.
pub(crate) fn set(deed: &mut Deed<'_>, row: i64, label: i64) -> Result<bool> {
    let conn = deed.conn;
    let held: i64 =
        conn.prepare_cached("SELECT label FROM record WHERE row = ?1")?.query_row([row], |row| row.get(0))?;
    if held == label {
        return Ok(false);
    }
    let change = deed.next_change();
    conn.prepare_cached("UPDATE record SET label = ?2, change_seq = ?3, changed_at = ?4 WHERE row = ?1")?
        .execute((row, label, change, deed.at))?;
    let name = record::object(record::id_of(conn, row)?);
    let mut find = conn.prepare_cached(
        "SELECT seq, object, target FROM ledger WHERE object = ?1 AND verb != 'collected'
         UNION SELECT seq, object, target FROM ledger WHERE target = ?1 AND verb != 'collected' AND target IS NOT NULL
         UNION SELECT seq, object, target FROM ledger WHERE seq = (SELECT born_in FROM record WHERE row = ?2)
         UNION SELECT seq, object, target FROM ledger
            WHERE object = ?1 AND verb = 'collected' AND (SELECT born_in FROM record WHERE row = ?2) IS NULL",
    )?;
    let facts: Vec<(i64, String, Option<String>)> = find
        .query_map((&name, row), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (seq, object, target) in facts {
        let mut joined = label;
        for text in [Some(object), target].into_iter().flatten().filter(|text| *text != name) {
            for one in Thing::parse(&text).map(|thing| of(conn, &thing)).transpose()?.unwrap_or_default() {
                joined = join(deed, joined, one)?;
            }
        }
        conn.prepare_cached("UPDATE ledger SET label = ?2 WHERE seq = ?1")?.execute((seq, joined))?;
    }
    Ok(true)
}
