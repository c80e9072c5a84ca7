//! Labels of samples and of the records that their studies became.

use model::{Noun, SampleId, Thing};
use rusqlite::types::Value;

use super::{OPEN, join, named, of, relabel, set};
use crate::deed::Deed;
use crate::{Result, record};

fn thing(bits: u64) -> Thing {
    Thing::new(Noun::Sample, SampleId::from_bits(bits))
}

/// Gives the facts about a sample and its duties the label that is right for them now. Records of its studies are marked at least so.
pub(crate) fn relabel_sample(deed: &mut Deed<'_>, sample: SampleId) -> Result<()> {
    let thing = Thing::new(Noun::Sample, sample);
    for label in of(deed.conn, &thing)? {
        narrow_study_records(deed, sample, label)?;
    }
    relabel(deed, vec![thing])?;
    deed.rights_changed()
}

/// Marks the samples that a statement finds at least as a thing from which they are drawn: a need, an agreement, a maker. Names those
/// that changed.
pub(super) fn narrow_samples(deed: &mut Deed<'_>, sql: &str, key: Value, drawn_from: &Thing) -> Result<Vec<Thing>> {
    let mut changed = Vec::new();
    for found in named(deed.conn, sql, key, thing)? {
        let before = of(deed.conn, &found)?.first().copied().unwrap_or(OPEN);
        let mut joined = before;
        for label in of(deed.conn, drawn_from)? {
            joined = join(deed, joined, label)?;
        }
        if joined != before
            && let Some(id) = SampleId::parse(&found.name)
        {
            let mut put = deed.conn.prepare_cached("UPDATE sample SET label = ?2 WHERE id = ?1")?;
            put.execute((id.bits().cast_signed(), joined))?;
            drop(put);
            narrow_study_records(deed, id, joined)?;
            changed.push(found);
        }
    }
    Ok(changed)
}

fn narrow_study_records(deed: &mut Deed<'_>, sample: SampleId, label: i64) -> Result<()> {
    let conn = deed.conn;
    let mut find = conn.prepare_cached(
        "SELECT DISTINCT coalesce(r.absorbed_by, r.row) FROM study t JOIN record r ON r.row = t.record WHERE t.sample = ?1",
    )?;
    let rows = find.query_map([sample.bits().cast_signed()], |row| row.get(0))?;
    for row in rows.collect::<rusqlite::Result<Vec<i64>>>()? {
        let joined = join(deed, record::label_of(conn, row)?, label)?;
        set(deed, row, joined)?;
    }
    Ok(())
}
