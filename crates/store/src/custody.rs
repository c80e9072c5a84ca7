//! The rows of custody: who held a sample, where and since when. Only added to.

use model::{Chain, Custody, CustodyState, Keeper, PostId, SampleId};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::programme::named;
use crate::sample::day;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps what was added to a chain. Of a link that is held, its answer alone is written, and that once.
    ///
    /// # Errors
    /// When the chain has a gap, or the store fails.
    pub fn keep_custody(&mut self, sample: SampleId, chain: &Chain) -> Result<()> {
        if !chain.is_gapless() {
            return Err(Error::damaged(format!("the custody of {sample} would have a gap")));
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO custody (sample, number, from_post, from_name, to_post, to_name, place, day, loan, note, by, at,
                                  state, answered_by, answered_at, reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
             ON CONFLICT (sample, number) DO UPDATE SET state = excluded.state, answered_by = excluded.answered_by,
                 answered_at = excluded.answered_at, reason = excluded.reason WHERE custody.state = 'handed'",
        )?;
        for link in chain.links() {
            let ((from_post, from_name), (to_post, to_name)) = (columns(&link.from), columns(&link.to));
            put.execute(rusqlite::params![
                sample.bits().cast_signed(),
                link.number,
                from_post,
                from_name,
                to_post,
                to_name,
                link.place,
                link.day.to_string(),
                link.loan,
                link.note,
                link.by,
                link.at,
                link.state.word(),
                link.answered_by,
                link.answered_at,
                link.reason,
            ])?;
        }
        Ok(())
    }

    /// The chain of a sample.
    ///
    /// # Errors
    /// When the store fails.
    pub fn custody(&self, sample: SampleId) -> Result<Chain> {
        chain(self.conn, sample)
    }
}

impl Reader {
    /// The chain of a sample.
    ///
    /// # Errors
    /// When the store fails.
    pub fn custody(&self, scope: &Scope, sample: SampleId) -> Result<Chain> {
        self.seen_by(scope, |conn| chain(conn, sample))
    }
}

fn columns(keeper: &Keeper) -> (Option<&str>, &str) {
    match keeper {
        Keeper::Post(post) => (Some(post.as_str()), ""),
        Keeper::Outside(name) => (None, name),
    }
}

fn keeper(post: Option<String>, name: String) -> Result<Keeper> {
    Ok(match post {
        Some(post) => Keeper::Post(named(PostId::new(&post))?),
        None => Keeper::Outside(name),
    })
}

fn chain(conn: &Connection, sample: SampleId) -> Result<Chain> {
    let mut statement = conn.prepare_cached(
        "SELECT number, from_post, from_name, to_post, to_name, place, day, loan, note, by, at, state, answered_by,
                answered_at, reason
         FROM custody WHERE sample = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([sample.bits().cast_signed()])?;
    let mut links = Vec::new();
    while let Some(row) = rows.next()? {
        links.push(link(row)?);
    }
    Ok(Chain::of(links))
}

fn link(row: &Row<'_>) -> Result<Custody> {
    let state: String = row.get(11)?;
    let unread = || Error::damaged(format!("the state `{state}` of custody is not one"));
    Ok(Custody {
        number: row.get(0)?,
        from: keeper(row.get(1)?, row.get(2)?)?,
        to: keeper(row.get(3)?, row.get(4)?)?,
        place: row.get(5)?,
        day: day(&row.get::<_, String>(6)?)?,
        loan: row.get(7)?,
        note: row.get(8)?,
        by: row.get(9)?,
        at: row.get(10)?,
        state: CustodyState::from_word(&state).ok_or_else(unread)?,
        answered_by: row.get(12)?,
        answered_at: row.get(13)?,
        reason: row.get(14)?,
    })
}
