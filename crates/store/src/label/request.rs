//! Labels of requests for information, and of the records that answer them.

use model::{Noun, RequestId, Thing};
use rusqlite::types::Value;

use super::{OPEN, join, narrow_missions, of, relabel, set};
use crate::deed::Deed;
use crate::{Result, record};

/// Gives the facts about a request and its duties the label that is right for them now. Missions that take it along and the record that
/// answers it, in which its words stand, are marked at least so.
pub(crate) fn relabel_request(deed: &mut Deed<'_>, request: RequestId) -> Result<()> {
    let names = follow(deed, request)?;
    relabel(deed, names)?;
    deed.rights_changed()
}

/// Marks the requests that a statement finds at least as a thing from which they are drawn. Names those that changed, with what follows
/// them.
pub(super) fn narrow_requests(deed: &mut Deed<'_>, sql: &str, key: Value, drawn_from: &Thing) -> Result<Vec<Thing>> {
    let mut changed = Vec::new();
    let thing = |bits: u64| Thing::new(Noun::Request, RequestId::from_bits(bits));
    for found in super::named(deed.conn, sql, key, thing)? {
        let before = of(deed.conn, &found)?.first().copied().unwrap_or(OPEN);
        let mut joined = before;
        for label in of(deed.conn, drawn_from)? {
            joined = join(deed, joined, label)?;
        }
        if joined != before
            && let Some(id) = RequestId::parse(&found.name)
        {
            deed.conn
                .prepare_cached("UPDATE request SET label = ?2 WHERE id = ?1")?
                .execute((id.bits().cast_signed(), joined))?;
            changed.extend(follow(deed, id)?);
        }
    }
    Ok(changed)
}

/// What follows a request whose label is new.
fn follow(deed: &mut Deed<'_>, request: RequestId) -> Result<Vec<Thing>> {
    let thing = Thing::new(Noun::Request, request);
    let sql = "SELECT q.mission FROM question q JOIN question_asker a ON a.question = q.id
               WHERE a.noun = 'request' AND a.name = ?1";
    let mut names = narrow_missions(deed, sql, Value::from(thing.name.clone()), &thing)?;
    let mut find = deed.conn.prepare_cached(
        "SELECT coalesce(r.absorbed_by, r.row), q.label FROM request q JOIN record r ON r.row = q.answer WHERE q.id = ?1",
    )?;
    let answers = find.query_map([request.bits().cast_signed()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let answers: Vec<(i64, i64)> = answers.collect::<rusqlite::Result<_>>()?;
    drop(find);
    for (answer, label) in answers {
        let joined = join(deed, record::label_of(deed.conn, answer)?, label)?;
        set(deed, answer, joined)?;
    }
    names.push(thing);
    Ok(names)
}
