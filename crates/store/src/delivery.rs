//! The rows of deliveries.

use std::ops::ControlFlow;

use model::{Delivery, NeedId, PostId, ProfileId, RecordId, Refusal, UnitId, Verb};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::deed::Deed;
use crate::programme::named;
use crate::record::{self, object, record_id};
use crate::{Result, Writer, need, post};

/// A delivery with its time.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldDelivery {
    /// What was delivered to whom, and why. The record is named as it was then; if it has been
    /// joined to another since, its name leads there.
    pub delivery: Delivery,
    /// When, in microseconds since 1970.
    pub made_at: i64,
}

/// Which deliveries are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct DeliveryFilter {
    /// Of this need.
    pub need: Option<NeedId>,
    /// Of needs of this unit and of every unit below it.
    pub unit: Option<UnitId>,
    /// Of this record, under any name that it had.
    pub record: Option<RecordId>,
    /// Made at this time or later.
    pub since: Option<i64>,
}

impl Writer {
    /// Keeps deliveries, all or none, and answers for each whether it is new. A record is delivered
    /// once to a need: what was delivered before stays as it was.
    pub fn keep_deliveries(&mut self, deliveries: &[Delivery], who: &str, now: i64) -> Result<Vec<bool>> {
        self.transact(who, now, |deed| deliveries.iter().map(|delivery| keep(deed, delivery)).collect())
    }
}

fn keep(deed: &mut Deed<'_>, delivery: &Delivery) -> Result<bool> {
    let Delivery { record: id, profile, post: to, score, grounds } = delivery;
    let Some(row) = record::row_of(deed.conn, *id)? else {
        let next = "match the records that are held".to_owned();
        return Err(Refusal::NotFound { noun: "record", text: id.to_string(), next }.into());
    };
    let whose = format!("delivery of {id}");
    need::must_exist(deed.conn, &profile.need, &whose)?;
    post::must_exist(deed.conn, to, &whose)?;
    // Delivered under the name of a record that has been joined to this one counts as delivered.
    let mut before = deed.conn.prepare_cached(
        "SELECT 1 FROM delivery WHERE need = ?1 AND record IN (SELECT ?2 UNION ALL SELECT row FROM record WHERE absorbed_by = ?2)",
    )?;
    if before.query_row((profile.need.as_str(), row), |_| Ok(())).optional()?.is_some() {
        return Ok(false);
    }
    deed.conn
        .prepare_cached(
            "INSERT INTO delivery (need, record, profile, post, score, grounds, made_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute((profile.need.as_str(), row, profile.number, to.as_str(), score, grounds, deed.at))?;
    let fact = deed.fact(Verb::Delivered, object(record::id_of(deed.conn, row)?));
    deed.note(&fact.to(format!("post:{to}")).with(format!("profile:{profile}")))?;
    Ok(true)
}

/// Walks over deliveries in the order in which they were made, until `visit` breaks off.
pub(crate) fn each(
    conn: &Connection,
    filter: &DeliveryFilter,
    visit: &mut dyn FnMut(HeldDelivery) -> ControlFlow<()>,
) -> Result<()> {
    let mut tail = String::new();
    let mut values: Vec<Value> = Vec::new();
    let mut narrow = |clause: &str, value: Value| {
        values.push(value);
        tail.push_str(if values.len() == 1 { " WHERE " } else { " AND " });
        tail.push_str(&clause.replace("?", &format!("?{}", values.len())));
    };
    if let Some(need) = &filter.need {
        narrow("d.need = ?", Value::Text(need.as_str().to_owned()));
    }
    if let Some(unit) = &filter.unit {
        // `UNION` drops what was seen, so even a circle of units would end.
        narrow(
            "d.need IN (WITH RECURSIVE below (id) AS (SELECT ? UNION SELECT unit.id FROM unit JOIN below ON unit.parent = below.id)
                        SELECT need.id FROM need JOIN below ON need.unit = below.id)",
            Value::Text(unit.as_str().to_owned()),
        );
    }
    if let Some(id) = filter.record {
        let row = record::row_of(conn, id)?.unwrap_or(-1);
        narrow("d.record IN (SELECT ? UNION ALL SELECT row FROM record WHERE absorbed_by = ?)", Value::Integer(row));
    }
    if let Some(since) = filter.since {
        narrow("d.made_at >= ?", Value::Integer(since));
    }
    let mut statement = conn.prepare_cached(&format!(
        "SELECT d.need, d.profile, r.id, d.post, d.score, d.grounds, d.made_at
         FROM delivery d JOIN record r ON r.row = d.record{tail} ORDER BY d.id"
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        if visit(held(row)?).is_break() {
            break;
        }
    }
    Ok(())
}

fn held(row: &Row<'_>) -> Result<HeldDelivery> {
    let need = named(NeedId::new(&row.get::<_, String>(0)?))?;
    Ok(HeldDelivery {
        delivery: Delivery {
            record: record_id(row.get(2)?),
            profile: ProfileId { need, number: row.get(1)? },
            post: named(PostId::new(&row.get::<_, String>(3)?))?,
            score: row.get(4)?,
            grounds: row.get(5)?,
        },
        made_at: row.get(6)?,
    })
}
