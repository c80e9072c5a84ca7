//! The rows of equipment lists.

use model::{Date, Equipment, EquipmentId, EquipmentKind, Fact, Marking, UnitId};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::agreement::{day, word};
use crate::deed::Deed;
use crate::programme::named;
use crate::{Reader, Result, Scope, host, label};

/// Which entries are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct EquipmentFilter {
    /// Of this unit.
    pub unit: Option<UnitId>,
    /// Of this sort.
    pub kind: Option<EquipmentKind>,
    /// There on this day.
    pub on: Option<Date>,
}

impl Deed<'_> {
    /// Keeps an entry as it is now, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_equipment(&mut self, entry: &Equipment, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &entry.marking)?;
        let id = entry.id.bits().cast_signed();
        let before: Option<i64> = label::row(self.conn, "equipment", id)?;
        self.conn
            .prepare_cached(
                "INSERT INTO equipment (id, unit, kind, name, maker, note, since, until, label, invented, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
                 ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, maker = excluded.maker,
                     note = excluded.note, since = excluded.since, until = excluded.until, label = excluded.label,
                     revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                entry.unit.as_str(),
                entry.kind.word(),
                entry.name,
                entry.maker,
                entry.note,
                entry.since.map(|day| day.to_string()),
                entry.until.map(|day| day.to_string()),
                label,
                entry.invented,
                entry.revision,
                entry.made_at,
            ])?;
        self.conn.prepare_cached("DELETE FROM equipment_class WHERE equipment = ?1")?.execute([id])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO equipment_class (equipment, position, scheme, code, term) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (at, class) in (0i64..).zip(&entry.classes) {
            put.execute((id, at, class.scheme.word(), &class.code, &class.term))?;
        }
        drop(put);
        if before.is_some_and(|before| before != label) {
            label::relabel_equipment(self, entry.id)?;
        }
        self.note(fact)
    }

    /// The entry of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn equipment(&self, scope: &Scope, id: EquipmentId) -> Result<Option<Equipment>> {
        Ok(match one(self.conn, id)? {
            Some(entry) if scope.shows(self.conn, &entry.marking)? => Some(entry),
            _ => None,
        })
    }

    /// Every entry of a unit, whoever acts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn equipment_of(&self, unit: &UnitId) -> Result<Vec<Equipment>> {
        list(self.conn, &EquipmentFilter { unit: Some(unit.clone()), ..EquipmentFilter::default() })
    }
}

impl Reader {
    /// The entry of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn equipment(&self, scope: &Scope, id: EquipmentId) -> Result<Option<Equipment>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Entries that fit, by unit, sort and name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn equipment_list(&self, scope: &Scope, filter: &EquipmentFilter) -> Result<Vec<Equipment>> {
        self.seen_by(scope, |conn| list(conn, filter))
    }
}

const SELECT: &str = "SELECT e.id, e.unit, e.kind, e.name, e.maker, e.note, e.since, e.until, l.marking, e.invented, e.revision, e.made_at
                      FROM equipment e LEFT JOIN label l ON l.id = e.label";

fn one(conn: &Connection, id: EquipmentId) -> Result<Option<Equipment>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE e.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(|row| entry(conn, row)).transpose()
}

fn list(conn: &Connection, filter: &EquipmentFilter) -> Result<Vec<Equipment>> {
    let (mut clauses, mut values): (Vec<&str>, Vec<Value>) = (Vec::new(), Vec::new());
    if let Some(unit) = &filter.unit {
        clauses.push("e.unit = ?");
        values.push(Value::Text(unit.as_str().to_owned()));
    }
    if let Some(kind) = filter.kind {
        clauses.push("e.kind = ?");
        values.push(Value::Text(kind.word().to_owned()));
    }
    if let Some(on) = filter.on {
        clauses.push("(e.since IS NULL OR e.since <= ?) AND (e.until IS NULL OR e.until >= ?)");
        values.extend([Value::Text(on.to_string()), Value::Text(on.to_string())]);
    }
    let tail = if clauses.is_empty() { String::new() } else { format!(" WHERE {}", clauses.join(" AND ")) };
    let mut statement = conn.prepare_cached(&format!("{SELECT}{tail} ORDER BY e.unit, e.kind, e.name, e.id"))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(entry(conn, row)?);
    }
    Ok(found)
}

fn entry(conn: &Connection, row: &Row<'_>) -> Result<Equipment> {
    let key: i64 = row.get(0)?;
    let classes = "SELECT scheme, code, term FROM equipment_class WHERE equipment = ?1 ORDER BY position";
    Ok(Equipment {
        id: EquipmentId::from_bits(key.cast_unsigned()),
        unit: named(UnitId::new(&row.get::<_, String>(1)?))?,
        kind: word(row, 2, EquipmentKind::from_word)?,
        name: row.get(3)?,
        maker: row.get(4)?,
        classes: host::classes(conn, classes, key)?,
        note: row.get(5)?,
        since: day(row, 6)?,
        until: day(row, 7)?,
        marking: row.get::<_, Option<String>>(8)?.as_deref().map_or_else(Marking::top, Marking::read),
        invented: row.get(9)?,
        revision: row.get(10)?,
        made_at: row.get(11)?,
    })
}
