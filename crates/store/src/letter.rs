//! The rows of letters, of how posts want them, and of what came back.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Date, DeliveryId, Feed, IssueId, Letter, LetterId, LetterItem, LetterKind, LetterStage, Mailing, MeetingId, Noun,
    PersonId, PostId, Rhythm, Thing, Verb,
};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps how a post wants its mail.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_mailing(&mut self, mailing: &Mailing) -> Result<()> {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        self.conn
            .prepare_cached(
                "INSERT INTO mailing (post, rhythm, when_empty, away_since, away_until, last_on, feed, feed_open, revision)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                 ON CONFLICT (post) DO UPDATE SET rhythm = excluded.rhythm, when_empty = excluded.when_empty,
                     away_since = excluded.away_since, away_until = excluded.away_until, last_on = excluded.last_on,
                     feed = excluded.feed, feed_open = excluded.feed_open, revision = excluded.revision",
            )?
            .execute((
                mailing.post.as_str(),
                mailing.rhythm.map(Rhythm::word),
                mailing.when_empty,
                day(mailing.away.map(|(first, _)| first)),
                day(mailing.away.map(|(_, last)| last)),
                day(mailing.last_on),
                mailing.feed.number,
                mailing.feed.is_open,
                mailing.revision,
            ))?;
        Ok(())
    }

    /// How a post wants its mail.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mailing(&self, post: &PostId) -> Result<Mailing> {
        mailing(self.conn, post)
    }

    /// Writes a letter with what stands in it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn write_letter(&mut self, letter: &Letter, items: &[LetterItem]) -> Result<()> {
        self.keep_letter(letter)?;
        let mut statement =
            self.conn.prepare_cached("INSERT INTO letter_item (letter, number, delivery) VALUES (?1, ?2, ?3)")?;
        for item in items {
            let delivery = item.delivery.bits().cast_signed();
            statement.execute((letter.id.bits().cast_signed(), item.number, delivery))?;
        }
        self.note(&self.fact(Verb::Wrote, thing(letter)).to(Thing::new(Noun::Post, &letter.post).to_string()))
    }

    /// Keeps a letter as it stands now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_letter(&mut self, letter: &Letter) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO letter (id, kind, post, person, address, stage, made_at, due_at, sent_at, n_tries, n_more, n_kept_back, text, about, issue, meeting, sequence)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
                 ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, due_at = excluded.due_at, sent_at = excluded.sent_at,
                     n_tries = excluded.n_tries, text = excluded.text",
            )?
            .execute(rusqlite::params![
                letter.id.bits().cast_signed(),
                letter.kind.word(),
                letter.post.as_str(),
                letter.person.as_str(),
                letter.address,
                letter.stage.word(),
                letter.made_at,
                letter.due_at,
                letter.sent_at,
                letter.n_tries,
                letter.n_more.cast_signed(),
                letter.n_kept_back.cast_signed(),
                letter.text,
                letter.about.map(|id| id.bits().cast_signed()),
                letter.issue.map(|id| id.bits().cast_signed()),
                letter.meeting.map(|(id, _)| id.bits().cast_signed()),
                letter.meeting.map(|(_, sequence)| sequence),
            ])?;
        if matches!(letter.stage, LetterStage::Failed | LetterStage::Returned | LetterStage::Dropped) {
            self.conn
                .prepare_cached("UPDATE letter_item SET is_lost = 1 WHERE letter = ?1")?
                .execute([letter.id.bits().cast_signed()])?;
        }
        Ok(())
    }

    /// Notes in the ledger what became of a letter.
    ///
    /// # Errors
    /// When the store fails.
    pub fn note_letter(&mut self, letter: &Letter, verb: Verb) -> Result<()> {
        self.note(&self.fact(verb, thing(letter)).to(Thing::new(Noun::Post, &letter.post).to_string()))
    }

    /// A letter.
    ///
    /// # Errors
    /// When the store fails.
    pub fn letter(&self, id: LetterId) -> Result<Option<Letter>> {
        one(self.conn, id)
    }

    /// What everybody was last told of a meeting, and its number as it was then. What did not arrive was not told.
    ///
    /// # Errors
    /// When the store fails.
    pub fn told_of_meeting(&self, meeting: MeetingId) -> Result<BTreeMap<PersonId, (LetterKind, u32)>> {
        told(self.conn, meeting)
    }

    /// Takes the next letters whose time has come to be sent, at most so many: nobody else takes them meanwhile.
    ///
    /// # Errors
    /// When the store fails.
    pub fn take_letters(&mut self, limit: usize) -> Result<Vec<Letter>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "{SELECT} WHERE stage = 'waiting' AND due_at <= ?1 ORDER BY due_at, id LIMIT ?2"
        ))?;
        let rows = statement.query((self.at, i64::try_from(limit).unwrap_or(i64::MAX)))?;
        let mut taken = letters(rows)?;
        drop(statement);
        for letter in &mut taken {
            (letter.stage, letter.due_at, letter.n_tries) = (LetterStage::Sending, self.at, letter.n_tries + 1);
            self.keep_letter(letter)?;
        }
        Ok(taken)
    }

    /// Lets letters be sent that somebody had taken who is gone. Whether the server has them nobody knows.
    ///
    /// # Errors
    /// When the store fails.
    pub fn give_letters_back(&mut self) -> Result<usize> {
        Ok(self
            .conn
            .prepare_cached("UPDATE letter SET stage = 'waiting', due_at = ?1 WHERE stage = 'sending'")?
            .execute([self.at])?)
    }

    /// Notes what a message of the mailbox became; answers whether it was not dealt with before.
    ///
    /// # Errors
    /// When the store fails.
    pub fn deal_with(&mut self, hash: &[u8], letter: Option<LetterId>, became: &str) -> Result<bool> {
        let n = self
            .conn
            .prepare_cached(
                "INSERT INTO message (hash, came_at, letter, became) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (hash) DO NOTHING",
            )?
            .execute((hash, self.at, letter.map(|id| id.bits().cast_signed()), became))?;
        Ok(n == 1)
    }

    /// How many messages about a letter became this.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_messages(&self, letter: LetterId, became: &str) -> Result<u64> {
        let mut statement =
            self.conn.prepare_cached("SELECT count(*) FROM message WHERE letter = ?1 AND became = ?2")?;
        let n: i64 = statement.query_row((letter.bits().cast_signed(), became), |row| row.get(0))?;
        Ok(n.cast_unsigned())
    }

    /// Notes that nothing is sent to an address any more.
    ///
    /// # Errors
    /// When the store fails.
    pub fn bury_address(&mut self, address: &str, text: &str) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO dead_address (address, since, text) VALUES (?1, ?2, ?3)
                 ON CONFLICT (address) DO UPDATE SET since = excluded.since, text = excluded.text",
            )?
            .execute((address.to_lowercase(), self.at, text))?;
        Ok(())
    }

    /// Whether nothing is sent to an address any more.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_dead_address(&self, address: &str) -> Result<bool> {
        let mut find = self.conn.prepare_cached("SELECT 1 FROM dead_address WHERE address = ?1")?;
        Ok(find.exists([address.to_lowercase()])?)
    }

    /// Lets mail be sent to an address again.
    ///
    /// # Errors
    /// When the store fails.
    pub fn revive_address(&mut self, address: &str) -> Result<()> {
        self.conn.prepare_cached("DELETE FROM dead_address WHERE address = ?1")?.execute([address.to_lowercase()])?;
        Ok(())
    }

    /// Forgets messages that were dealt with before a time.
    ///
    /// # Errors
    /// When the store fails.
    pub fn forget_messages(&mut self, before: i64) -> Result<()> {
        self.conn.prepare_cached("DELETE FROM message WHERE came_at < ?1")?.execute([before])?;
        Ok(())
    }
}

impl Reader {
    /// How a post wants its mail.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mailing(&self, _scope: &Scope, post: &PostId) -> Result<Mailing> {
        self.with(|conn| mailing(conn, post))
    }

    /// A letter.
    ///
    /// # Errors
    /// When the store fails.
    pub fn letter(&self, _scope: &Scope, id: LetterId) -> Result<Option<Letter>> {
        self.with(|conn| one(conn, id))
    }

    /// What stands in a letter, by its numbers.
    ///
    /// # Errors
    /// When the store fails.
    pub fn letter_items(&self, _scope: &Scope, id: LetterId) -> Result<Vec<LetterItem>> {
        self.with(|conn| {
            let mut statement =
                conn.prepare_cached("SELECT number, delivery FROM letter_item WHERE letter = ?1 ORDER BY number")?;
            let rows = statement.query_map([id.bits().cast_signed()], |row| {
                Ok(LetterItem {
                    number: row.get(0)?,
                    delivery: DeliveryId::from_bits(row.get::<_, i64>(1)?.cast_unsigned()),
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The letters of a post, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn letters_of(&self, _scope: &Scope, post: &PostId, limit: usize) -> Result<Vec<Letter>> {
        self.with(|conn| {
            let mut statement =
                conn.prepare_cached(&format!("{SELECT} WHERE post = ?1 ORDER BY made_at DESC, id LIMIT ?2"))?;
            letters(statement.query((post.as_str(), i64::try_from(limit).unwrap_or(i64::MAX)))?)
        })
    }

    /// The letters that brought an issue, by post.
    ///
    /// # Errors
    /// When the store fails.
    pub fn letters_with(&self, _scope: &Scope, issue: IssueId) -> Result<Vec<Letter>> {
        self.with(|conn| {
            let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE issue = ?1 ORDER BY post"))?;
            letters(statement.query([issue.bits().cast_signed()])?)
        })
    }

    /// The deliveries that wait for an answer of a post, the earliest due first, without those that a letter named which is on its
    /// way or arrived.
    ///
    /// # Errors
    /// When the store fails.
    pub fn unmailed(&self, scope: &Scope, post: &PostId, limit: usize) -> Result<Vec<DeliveryId>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT d.id FROM duty u JOIN delivery d ON d.id = public_number(u.subject)
                 WHERE u.post = ?1 AND u.state = 'open' AND u.kind = 'dispose' AND u.noun = 'delivery'
                   AND NOT EXISTS (SELECT 1 FROM letter_item i WHERE i.delivery = d.id AND i.is_lost = 0)
                 ORDER BY u.due, u.id LIMIT ?2",
            )?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = statement.query_map((post.as_str(), limit), |row| {
                Ok(DeliveryId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The deliveries of a post, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn latest_of_post(&self, scope: &Scope, post: &PostId, limit: usize) -> Result<Vec<DeliveryId>> {
        self.seen_by(scope, |conn| {
            let mut statement =
                conn.prepare_cached("SELECT id FROM delivery WHERE post = ?1 ORDER BY row DESC LIMIT ?2")?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = statement.query_map((post.as_str(), limit), |row| {
                Ok(DeliveryId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// What everybody was last told of a meeting, and its number as it was then. What did not arrive was not told.
    ///
    /// # Errors
    /// When the store fails.
    pub fn told_of_meeting(&self, _scope: &Scope, meeting: MeetingId) -> Result<BTreeMap<PersonId, (LetterKind, u32)>> {
        self.with(|conn| told(conn, meeting))
    }

    /// Addresses to which nothing is sent.
    ///
    /// # Errors
    /// When the store fails.
    pub fn dead_addresses(&self, _scope: &Scope) -> Result<BTreeSet<String>> {
        self.with(|conn| {
            let mut statement = conn.prepare_cached("SELECT address FROM dead_address")?;
            let rows = statement.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Whether a letter waits to be sent at a time.
    ///
    /// # Errors
    /// When the store fails.
    pub fn letter_waits(&self, now: i64) -> Result<bool> {
        self.with(|conn| {
            let mut statement =
                conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM letter WHERE stage = 'waiting' AND due_at <= ?1)")?;
            Ok(statement.query_row([now], |row| row.get(0))?)
        })
    }

    /// Whether a message of the mailbox was dealt with.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_dealt_with(&self, hash: &[u8]) -> Result<bool> {
        self.with(|conn| {
            let mut statement = conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM message WHERE hash = ?1)")?;
            Ok(statement.query_row([hash], |row| row.get(0))?)
        })
    }

    /// How many messages of the mailbox became each of what they may become, since a time. They are nobody's: whoever sees the
    /// mailbox sees them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn message_counts(&self, since: i64) -> Result<BTreeMap<String, u64>> {
        self.with(|conn| {
            let mut statement =
                conn.prepare_cached("SELECT became, count(*) FROM message WHERE came_at >= ?1 GROUP BY became")?;
            let counts =
                statement.query_map([since], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned())))?;
            Ok(counts.collect::<rusqlite::Result<_>>()?)
        })
    }
}

fn thing(letter: &Letter) -> Thing {
    Thing::new(Noun::Letter, letter.id)
}

fn mailing(conn: &Connection, post: &PostId) -> Result<Mailing> {
    let mut statement = conn.prepare_cached(
        "SELECT rhythm, when_empty, away_since, away_until, last_on, feed, feed_open, revision FROM mailing WHERE post = ?1",
    )?;
    let mut rows = statement.query([post.as_str()])?;
    let Some(row) = rows.next()? else { return Ok(Mailing::of(post.clone())) };
    let damaged = |what: &str, value: &str| Error::damaged(format!("the {what} `{value}` of a mailing is not one"));
    let rhythm: Option<String> = row.get(0)?;
    let day = |at: usize| -> Result<Option<Date>> {
        let text: Option<String> = row.get(at)?;
        text.map(|text| Date::parse(&text).ok_or_else(|| damaged("day", &text))).transpose()
    };
    Ok(Mailing {
        post: post.clone(),
        rhythm: rhythm.map(|word| Rhythm::from_word(&word).ok_or_else(|| damaged("rhythm", &word))).transpose()?,
        when_empty: row.get(1)?,
        away: day(2)?.zip(day(3)?),
        last_on: day(4)?,
        feed: Feed { number: row.get(5)?, is_open: row.get(6)? },
        revision: row.get(7)?,
    })
}

const SELECT: &str =
    "SELECT id, kind, post, person, address, stage, made_at, due_at, sent_at, n_tries, n_more, n_kept_back, text, about, issue, meeting, sequence
                      FROM letter";

fn told(conn: &Connection, meeting: MeetingId) -> Result<BTreeMap<PersonId, (LetterKind, u32)>> {
    let mut statement = conn.prepare_cached(&format!(
        "{SELECT} WHERE meeting = ?1 AND stage NOT IN ('failed', 'returned', 'dropped') ORDER BY sequence, made_at, id"
    ))?;
    let mut last = BTreeMap::new();
    for letter in letters(statement.query([meeting.bits().cast_signed()])?)? {
        if let Some((_, sequence)) = letter.meeting {
            last.insert(letter.person, (letter.kind, sequence));
        }
    }
    Ok(last)
}

fn one(conn: &Connection, id: LetterId) -> Result<Option<Letter>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?;
    let found = statement.query_row([id.bits().cast_signed()], |row| Ok(letter(row))).optional()?;
    found.transpose()
}

fn letters(mut rows: rusqlite::Rows<'_>) -> Result<Vec<Letter>> {
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(letter(row)?);
    }
    Ok(found)
}

fn letter(row: &Row<'_>) -> Result<Letter> {
    let damaged = |what: &str, value: &str| Error::damaged(format!("the {what} `{value}` of a letter is not one"));
    let (kind, stage): (String, String) = (row.get(1)?, row.get(5)?);
    Ok(Letter {
        id: LetterId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
        kind: LetterKind::from_word(&kind).ok_or_else(|| damaged("kind", &kind))?,
        post: named(PostId::new(&row.get::<_, String>(2)?))?,
        person: named(PersonId::new(&row.get::<_, String>(3)?))?,
        address: row.get(4)?,
        stage: LetterStage::from_word(&stage).ok_or_else(|| damaged("stage", &stage))?,
        made_at: row.get(6)?,
        due_at: row.get(7)?,
        sent_at: row.get(8)?,
        n_tries: row.get(9)?,
        n_more: row.get::<_, i64>(10)?.cast_unsigned(),
        n_kept_back: row.get::<_, i64>(11)?.cast_unsigned(),
        text: row.get(12)?,
        about: row.get::<_, Option<i64>>(13)?.map(|bits| LetterId::from_bits(bits.cast_unsigned())),
        issue: row.get::<_, Option<i64>>(14)?.map(|bits| IssueId::from_bits(bits.cast_unsigned())),
        meeting: match (row.get::<_, Option<i64>>(15)?, row.get::<_, Option<u32>>(16)?) {
            (Some(bits), Some(sequence)) => Some((MeetingId::from_bits(bits.cast_unsigned()), sequence)),
            _ => None,
        },
    })
}
