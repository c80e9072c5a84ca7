//! The rows of deliveries.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use model::{
    Choice, Delivery, DeliveryId, Disposition, NeedId, Noun, PassReason, PostId, ProfileId, Record, RecordId, Refusal,
    Thing, UnitId, Verb, sentence,
};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::deed::Deed;
use crate::programme::named;
use crate::record::{self, object, record_id};
use crate::{Error, Reader, Result, Scope, Writer, label, need, post};

/// A delivery with what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldDelivery {
    /// What was delivered to whom, and why. The record is named as it was then; if it has been
    /// joined to another since, its name leads there.
    pub delivery: Delivery,
    /// When, in microseconds since 1970.
    pub made_at: i64,
    /// When somebody at the post first looked at it, in microseconds since 1970.
    pub read_at: Option<i64>,
    /// What the post decided.
    pub decided: Option<Decided>,
}

/// A delivery as a list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliveryLine {
    /// The delivery.
    pub held: HeldDelivery,
    /// The record that it leads to.
    pub record: Record,
    /// The title of the need that was served.
    pub need: String,
}

/// What a post decided about a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The decision.
    pub disposition: Disposition,
    /// Who, as the ledger writes it.
    pub by: String,
    /// When, in microseconds since 1970.
    pub at: i64,
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
    /// Laid before this post.
    pub post: Option<PostId>,
    /// Made behind this one: where a page goes on. Behind one that is not seen there is nothing.
    pub after: Option<DeliveryId>,
}

/// How the deliveries of a need stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NeedDeliveries {
    /// All.
    pub n_all: u64,
    /// Those that nobody answered yet.
    pub n_open: u64,
    /// Those that were put to use or under study.
    pub n_used: u64,
}

impl Reader {
    /// How the deliveries of these needs stand; a need without any is not named.
    ///
    /// # Errors
    /// When the store fails.
    pub fn need_deliveries(&self, scope: &Scope, needs: &[NeedId]) -> Result<BTreeMap<NeedId, NeedDeliveries>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT count(*), count(*) FILTER (WHERE disposed_at IS NULL),
                        count(*) FILTER (WHERE choice IN ('use', 'study'))
                 FROM delivery WHERE need = ?1",
            )?;
            let mut counts = BTreeMap::new();
            for need in needs {
                let number = |row: &Row<'_>, at: usize| row.get::<_, i64>(at).map(i64::cast_unsigned);
                let count = statement.query_row([need.as_str()], |row| {
                    Ok(NeedDeliveries { n_all: number(row, 0)?, n_open: number(row, 1)?, n_used: number(row, 2)? })
                })?;
                if count.n_all > 0 {
                    counts.insert(need.clone(), count);
                }
            }
            Ok(counts)
        })
    }
}

impl Reader {
    /// Deliveries by their names, each with its record and the title of its need, in one look at the office. Those that
    /// are not seen are left out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn delivery_lines(&self, scope: &Scope, ids: &[DeliveryId]) -> Result<BTreeMap<DeliveryId, DeliveryLine>> {
        self.seen_by(scope, |conn| {
            let mut title = conn.prepare_cached("SELECT title FROM need WHERE id = ?1")?;
            let mut lines = BTreeMap::new();
            for id in ids {
                let Some(held) = one(conn, *id)? else { continue };
                let need: Option<String> =
                    title.query_row([held.delivery.need.as_str()], |row| row.get(0)).optional()?;
                let record = match record::row_of(conn, held.delivery.record)? {
                    Some(row) => Some(record::at(conn, row)?.record),
                    None => None,
                };
                if let Some((record, need)) = record.zip(need) {
                    lines.insert(*id, DeliveryLine { held, record, need });
                }
            }
            Ok(lines)
        })
    }

    /// The deliveries of a need, those that wait for an answer first and the latest before the others, at most `limit`.
    ///
    /// # Errors
    /// When the store fails.
    pub fn latest_of_need(&self, scope: &Scope, need: &NeedId, limit: usize) -> Result<Vec<HeldDelivery>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(&format!(
                "{SELECT} WHERE d.need = ?1 ORDER BY d.disposed_at IS NOT NULL, d.made_at DESC, d.row DESC LIMIT ?2"
            ))?;
            let mut rows = statement.query((need.as_str(), i64::try_from(limit).unwrap_or(i64::MAX)))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(held(row)?);
            }
            Ok(found)
        })
    }
}

impl Reader {
    /// How long each delivery of a need took from the day on which its record came in, in microseconds, the latest first. What was laid before the
    /// post when the need was new was there before it and is left out, and so is what was passed on.
    ///
    /// # Errors
    /// When the store fails.
    pub fn delivery_delays(&self, scope: &Scope, need: &NeedId, limit: usize) -> Result<Vec<i64>> {
        self.seen_by(scope, |conn| {
            let mut find = conn.prepare_cached(
                "SELECT d.made_at - r.kept_at FROM delivery d JOIN record r ON r.row = d.record
                 WHERE d.need = ?1 AND d.forwarded_from IS NULL
                     AND r.kept_at >= (SELECT min(f.made_at) FROM delivery f WHERE f.need = ?1)
                 ORDER BY d.made_at DESC LIMIT ?2",
            )?;
            let delays = find.query_map((need.as_str(), i64::try_from(limit).unwrap_or(i64::MAX)), |row| row.get(0))?;
            Ok(delays.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// How many records came in at a time or later.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_records_kept_since(&self, scope: &Scope, at: i64) -> Result<u64> {
        self.seen_by(scope, |conn| {
            let mut count =
                conn.prepare_cached("SELECT count(*) FROM record WHERE kept_at >= ?1 AND absorbed_by IS NULL")?;
            Ok(count.query_row([at], |row| row.get::<_, i64>(0))?.cast_unsigned())
        })
    }
}

impl Writer {
    /// Keeps deliveries, all or none, and answers for each whether it is new.
    pub fn keep_deliveries(&mut self, deliveries: &[Delivery], who: &str, now: i64) -> Result<Vec<bool>> {
        self.transact(who, now, |deed| deliveries.iter().map(|delivery| deed.deliver(delivery)).collect())
    }
}

impl Deed<'_> {
    /// Keeps a delivery and answers whether it is new. A record is delivered once to a need: what was
    /// delivered before stays as it was. A forwarded one is always new.
    ///
    /// # Errors
    /// Refused when record, need or post is not there.
    pub fn deliver(&mut self, delivery: &Delivery) -> Result<bool> {
        keep(self, delivery)
    }

    /// Deliveries that fit, whoever sees them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn deliveries(&self, filter: &DeliveryFilter) -> Result<Vec<HeldDelivery>> {
        let mut found = Vec::new();
        each(self.conn, filter, &mut |held| {
            found.push(held);
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    /// The delivery of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn delivery(&self, scope: &Scope, id: DeliveryId) -> Result<Option<HeldDelivery>> {
        for label in label::of(self.conn, &Thing::new(Noun::Delivery, id))? {
            if !scope.sees(label) {
                return Ok(None);
            }
        }
        one(self.conn, id)
    }

    /// Says that somebody at the post has looked at a delivery.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mark_read(&mut self, id: DeliveryId) -> Result<()> {
        let n = self
            .conn
            .prepare_cached("UPDATE delivery SET read_at = ?2 WHERE id = ?1 AND read_at IS NULL")?
            .execute((id.bits().cast_signed(), self.at))?;
        if n == 0 {
            return Ok(());
        }
        self.note(&self.fact(Verb::Read, Thing::new(Noun::Delivery, id)))
    }

    /// Takes back what a post decided about a delivery: it waits for an answer again. The ledger keeps both.
    ///
    /// # Errors
    /// Refused when nothing was decided, or when it went on to another post, which has it now.
    pub fn recall(&mut self, id: DeliveryId) -> Result<()> {
        let n = self
            .conn
            .prepare_cached(
                "UPDATE delivery SET disposed_at = NULL, disposed_by = NULL, choice = NULL, reason = NULL,
                        forwarded_to = NULL, remark = NULL
                 WHERE id = ?1 AND disposed_at IS NOT NULL AND forwarded_to IS NULL",
            )?
            .execute([id.bits().cast_signed()])?;
        if n == 0 {
            return Err(Error::said(sentence!(
                "delivery-not-recalled",
                "There is no answer here that could be taken back; reload the page"
            )));
        }
        self.note(&self.fact(Verb::Recalled, Thing::new(Noun::Delivery, id)))
    }

    /// Keeps what a post decided about a delivery.
    ///
    /// # Errors
    /// Refused when it was decided already.
    pub fn dispose(&mut self, id: DeliveryId, disposition: &Disposition) -> Result<()> {
        let Disposition { choice, reason, to, remark } = disposition;
        let n = self
            .conn
            .prepare_cached(
                "UPDATE delivery SET read_at = coalesce(read_at, ?2), disposed_at = ?2, disposed_by = ?3, choice = ?4,
                        reason = ?5, forwarded_to = ?6, remark = ?7
                 WHERE id = ?1 AND disposed_at IS NULL",
            )?
            .execute((
                id.bits().cast_signed(),
                self.at,
                self.who,
                choice.word(),
                reason.map(PassReason::word),
                to.as_ref().map(PostId::as_str),
                remark,
            ))?;
        if n == 0 {
            return Err(Error::said(sentence!(
                "delivery-decided",
                "This delivery was decided already; look at its page to see by whom"
            )));
        }
        let verb = if *choice == Choice::Forward { Verb::Forwarded } else { Verb::Disposed };
        let mut fact = self.fact(verb, Thing::new(Noun::Delivery, id));
        if let Some(to) = to {
            fact = fact.to(format!("post:{to}"));
        }
        let said = reason.map_or_else(|| choice.word().to_owned(), |reason| format!("{choice}: {reason}"));
        self.note(&fact.with(said))
    }
}

fn keep(deed: &mut Deed<'_>, delivery: &Delivery) -> Result<bool> {
    let Delivery { id, record: record_id, need, profile, post: to, score, grounds, forwarded_from } = delivery;
    let Some(row) = record::row_of(deed.conn, *record_id)? else {
        let next = sentence!("next-match-held", "match the records that are held");
        return Err(Refusal::NotFound { noun: "record", text: record_id.to_string(), next }.into());
    };
    let namer = format!("record:{record_id}");
    need::must_exist(deed.conn, need, &namer)?;
    post::must_exist(deed.conn, to, &namer)?;
    let mut origin = None;
    if let Some(from) = forwarded_from {
        let mut find = deed.conn.prepare_cached("SELECT row FROM delivery WHERE id = ?1")?;
        origin = find.query_row([from.bits().cast_signed()], |row| row.get::<_, i64>(0)).optional()?;
    } else {
        // Delivered under the name of a record that has been joined to this one counts as delivered.
        let mut before = deed.conn.prepare_cached(
            "SELECT 1 FROM delivery WHERE need = ?1 AND record IN (SELECT ?2 UNION ALL SELECT row FROM record WHERE absorbed_by = ?2)",
        )?;
        if before.query_row((need.as_str(), row), |_| Ok(())).optional()?.is_some() {
            return Ok(false);
        }
    }
    deed.conn
        .prepare_cached(
            "INSERT INTO delivery (id, need, record, profile_need, profile, post, score, grounds, made_at, forwarded_from)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute((
            id.bits().cast_signed(),
            need.as_str(),
            row,
            profile.need.as_str(),
            profile.number,
            to.as_str(),
            score,
            grounds,
            deed.at,
            origin,
        ))?;
    let label = {
        let mut find = deed.conn.prepare_cached("SELECT label FROM record WHERE row = ?1")?;
        let of_record: i64 = find.query_row([row], |row| row.get(0))?;
        let mut find = deed.conn.prepare_cached("SELECT label FROM need WHERE id = ?1")?;
        let of_need: i64 = find.query_row([need.as_str()], |row| row.get(0))?;
        // The fact names the profile, and with it the need that leads where several are joined.
        let of_leading: i64 = find.query_row([profile.need.as_str()], |row| row.get(0)).optional()?.unwrap_or(of_need);
        label::join(deed, label::join(deed, of_record, of_need)?, of_leading)?
    };
    let fact = deed.fact(Verb::Delivered, object(record::id_of(deed.conn, row)?));
    let fact = fact.to(format!("post:{to}")).with(format!("profile:{profile}"));
    let mut fact = fact.particular("delivery", id).particular("need", need);
    if let Some(from) = forwarded_from {
        fact = fact.particular("from", from);
    }
    deed.note_labelled(&fact, label)?;
    Ok(true)
}

/// The delivery of this name.
pub(crate) fn one(conn: &Connection, id: DeliveryId) -> Result<Option<HeldDelivery>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE d.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(held).transpose()
}

/// Where the need whose profile asked is not seen, the one that was served stands for it.
const SELECT: &str = "SELECT d.id, d.need, coalesce((SELECT n.id FROM need n WHERE n.id = d.profile_need), d.need), d.profile, r.id, d.post, d.score, d.grounds, d.made_at, f.id,
                             d.read_at, d.disposed_at, d.disposed_by, d.choice, d.reason, d.forwarded_to, d.remark
                      FROM delivery d JOIN record r ON r.row = d.record LEFT JOIN delivery f ON f.row = d.forwarded_from";

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
    if let Some(post) = &filter.post {
        narrow("d.post = ?", Value::Text(post.as_str().to_owned()));
    }
    if let Some(since) = filter.since {
        narrow("d.made_at >= ?", Value::Integer(since));
    }
    if let Some(after) = filter.after {
        narrow("d.row > (SELECT row FROM delivery WHERE id = ?)", Value::Integer(after.bits().cast_signed()));
    }
    let mut statement = conn.prepare_cached(&format!("{SELECT}{tail} ORDER BY d.row"))?;
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        if visit(held(row)?).is_break() {
            break;
        }
    }
    Ok(())
}

fn held(row: &Row<'_>) -> Result<HeldDelivery> {
    let delivery_id = |bits: i64| DeliveryId::from_bits(bits.cast_unsigned());
    let text = |at: usize| row.get::<_, String>(at);
    let post = |text: String| named(PostId::new(&text));
    let decided = match (row.get::<_, Option<i64>>(11)?, row.get::<_, Option<String>>(13)?) {
        (Some(at), Some(word)) => {
            let damaged = |what: &str| Error::damaged(format!("`{what}` is not what a post can decide"));
            let reason: Option<String> = row.get(14)?;
            let reason = reason.map(|word| PassReason::from_word(&word).ok_or_else(|| damaged(&word))).transpose()?;
            let choice = Choice::from_word(&word).ok_or_else(|| damaged(&word))?;
            let to = row.get::<_, Option<String>>(15)?.map(post).transpose()?;
            let remark = row.get::<_, Option<String>>(16)?.unwrap_or_default();
            let by = row.get::<_, Option<String>>(12)?.unwrap_or_default();
            Some(Decided { disposition: Disposition { choice, reason, to, remark }, by, at })
        }
        _ => None,
    };
    Ok(HeldDelivery {
        delivery: Delivery {
            id: delivery_id(row.get(0)?),
            need: named(NeedId::new(&text(1)?))?,
            profile: ProfileId { need: named(NeedId::new(&text(2)?))?, number: row.get(3)? },
            record: record_id(row.get(4)?),
            post: post(text(5)?)?,
            score: row.get(6)?,
            grounds: row.get(7)?,
            forwarded_from: row.get::<_, Option<i64>>(9)?.map(delivery_id),
        },
        made_at: row.get(8)?,
        read_at: row.get(10)?,
        decided,
    })
}
