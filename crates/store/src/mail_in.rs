//! The rows of mail that brings records in.

use model::{
    Arrival, ArrivalId, ArrivalReason, ArrivalStage, IntakeId, IntakeStage, LetterId, MailIn, Marking, Noun, RecordId,
    SourceId, Tally, Thing, Verb,
};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::incoming::under;
use crate::source::tally;
use crate::{Error, Reader, Result, Scope, item, record};

/// A message with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrivalLine {
    /// The message.
    pub arrival: Arrival,
    /// Its intake, or the last look at it: where it stands, and what is counted.
    pub became: Option<(IntakeStage, Tally)>,
}

impl Deed<'_> {
    /// Keeps how a source takes mail, and notes it in words.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_mail_in(&mut self, mail_in: &MailIn, verb: Verb, words: &str) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO mail_in (source, number, is_open, senders, is_proven, at_once, is_answered, revision)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (source) DO UPDATE SET number = excluded.number, is_open = excluded.is_open,
                     senders = excluded.senders, is_proven = excluded.is_proven, at_once = excluded.at_once,
                     is_answered = excluded.is_answered, revision = excluded.revision",
            )?
            .execute((
                mail_in.source.bits().cast_signed(),
                mail_in.number,
                mail_in.is_open,
                mail_in.senders.join("\n"),
                mail_in.is_proven,
                mail_in.at_once,
                mail_in.is_answered,
                mail_in.revision,
            ))?;
        let fact = self.fact(verb, Thing::new(Noun::Source, mail_in.source));
        self.note(&fact.with(words.to_owned()))
    }

    /// How a source takes mail; `None` where it never did.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mail_in(&self, source: SourceId) -> Result<Option<MailIn>> {
        mail_in(self.conn, source)
    }

    /// Keeps a message as it stands now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_arrival(&mut self, arrival: &Arrival) -> Result<()> {
        let bits = |id: IntakeId| id.bits().cast_signed();
        self.conn
            .prepare_cached(
                "INSERT INTO arrival (id, source, name, sender, subject, n_bytes, came_at, stage, reason, file, intake, is_answered)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
                 ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, reason = excluded.reason, intake = excluded.intake,
                     is_answered = excluded.is_answered",
            )?
            .execute(rusqlite::params![
                arrival.id.bits().cast_signed(),
                arrival.source.bits().cast_signed(),
                arrival.name,
                arrival.sender,
                arrival.subject,
                arrival.n_bytes.cast_signed(),
                arrival.came_at,
                arrival.stage.word(),
                arrival.reason.map(ArrivalReason::word),
                bits(arrival.file),
                arrival.intake.map(bits),
                arrival.is_answered,
            ])?;
        Ok(())
    }

    /// A message, where its source is in the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn arrival(&self, scope: &Scope, id: ArrivalId) -> Result<Option<Arrival>> {
        let found = one(self.conn, "a.id = ?1", id.bits())?.map(|line| line.arrival);
        Ok(match found {
            Some(arrival) if self.source(scope, arrival.source)?.is_some() => Some(arrival),
            _ => None,
        })
    }

    /// The message that an intake was made of, or looks at.
    ///
    /// # Errors
    /// When the store fails.
    pub fn arrival_of_intake(&self, intake: IntakeId) -> Result<Option<Arrival>> {
        Ok(one(self.conn, "a.intake = ?1", intake.bits())?.map(|line| line.arrival))
    }

    /// Whether bytes lie aside under this number until somebody decides.
    ///
    /// # Errors
    /// When the store fails.
    pub fn holds_arrival(&self, file: IntakeId) -> Result<bool> {
        let mut find = self.conn.prepare_cached("SELECT 1 FROM arrival WHERE file = ?1 AND stage = 'aside'")?;
        Ok(find.exists([file.bits().cast_signed()])?)
    }

    /// How many messages of a source lie aside for one of these reasons, and how many bytes they have.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_aside(&self, source: SourceId, of_strangers: bool) -> Result<(u64, u64)> {
        let mut count = self.conn.prepare_cached(
            "SELECT count(*), coalesce(sum(n_bytes), 0) FROM arrival
             WHERE source = ?1 AND stage = 'aside' AND (reason IN ('sender', 'proof', 'name')) = ?2",
        )?;
        let (n, n_bytes): (i64, i64) =
            count.query_row((source.bits().cast_signed(), of_strangers), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((n.cast_unsigned(), n_bytes.cast_unsigned()))
    }

    /// Whether somebody else sent a message of this name to a source.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_name_of_another(&self, source: SourceId, name: &str, sender: &str) -> Result<bool> {
        let mut find = self.conn.prepare_cached(
            "SELECT 1 FROM arrival WHERE source = ?1 AND name = ?2 AND sender <> ?3 AND stage = 'taken' LIMIT 1",
        )?;
        Ok(!name.is_empty() && find.exists((source.bits().cast_signed(), name, sender))?)
    }

    /// Says which letter tells the sender of a message what became of it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn answer_arrival(&mut self, arrival: ArrivalId, letter: LetterId) -> Result<()> {
        let (arrival, letter) = (arrival.bits().cast_signed(), letter.bits().cast_signed());
        self.conn.prepare_cached("UPDATE arrival SET letter = ?2 WHERE id = ?1")?.execute((arrival, letter))?;
        Ok(())
    }

    /// How many letters that tell what became of messages went to an address since a time.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_answered(&self, address: &str, since: i64) -> Result<u64> {
        let mut count = self
            .conn
            .prepare_cached("SELECT count(*) FROM letter WHERE kind = 'arrival' AND address = ?1 AND made_at > ?2")?;
        let n: i64 = count.query_row((address, since), |row| row.get(0))?;
        Ok(n.cast_unsigned())
    }

    /// The record in which an entry of a source stands now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn record_of_entry(&self, source: SourceId, marking: &Marking, key: &str) -> Result<Option<RecordId>> {
        let key = crate::incoming::short_hash(format!("{}{key}", under(source, marking)).as_bytes());
        item::live(self.conn, &key)?.map(|held| Ok(record::at(self.conn, held.record)?.held().id)).transpose()
    }
}

impl Reader {
    /// How a source takes mail; `None` where it never did.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mail_in(&self, scope: &Scope, source: SourceId) -> Result<Option<MailIn>> {
        self.seen_by(scope, |conn| mail_in(conn, source))
    }

    /// A message with what became of it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn arrival(&self, scope: &Scope, id: ArrivalId) -> Result<Option<ArrivalLine>> {
        self.seen_by(scope, |conn| one(conn, "a.id = ?1", id.bits()))
    }

    /// The message of which a letter tells.
    ///
    /// # Errors
    /// When the store fails.
    pub fn arrival_of_letter(&self, scope: &Scope, letter: LetterId) -> Result<Option<ArrivalLine>> {
        self.seen_by(scope, |conn| one(conn, "a.letter = ?1", letter.bits()))
    }

    /// The messages of a source: those that lie aside before all others, of strangers last among them; then the newest.
    ///
    /// # Errors
    /// When the store fails.
    pub fn arrivals(&self, scope: &Scope, source: SourceId, limit: usize) -> Result<Vec<ArrivalLine>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(&format!(
                "{SELECT} WHERE a.source = ?1 ORDER BY a.stage <> 'aside', a.stage = 'aside' AND a.reason IN ('sender', 'proof', 'name'),
                 a.came_at DESC, a.id LIMIT ?2"
            ))?;
            let mut rows = statement.query((source.bits().cast_signed(), i64::try_from(limit).unwrap_or(i64::MAX)))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(line(row)?);
            }
            Ok(found)
        })
    }
}

const SELECT: &str =
    "SELECT a.id, a.source, a.name, a.sender, a.subject, a.n_bytes, a.came_at, a.stage, a.reason, a.file, a.intake,
     a.is_answered, i.stage, i.n_read, i.n_new, i.n_updated, i.n_joined, i.n_known, i.n_doubts
     FROM arrival a LEFT JOIN intake i ON i.id = a.intake";

fn mail_in(conn: &Connection, source: SourceId) -> Result<Option<MailIn>> {
    let mut statement = conn.prepare_cached(
        "SELECT number, is_open, senders, is_proven, at_once, is_answered, revision FROM mail_in WHERE source = ?1",
    )?;
    let found = statement.query_row([source.bits().cast_signed()], |row| {
        let senders: String = row.get(2)?;
        Ok(MailIn {
            source,
            number: row.get(0)?,
            is_open: row.get(1)?,
            senders: senders.lines().map(str::to_owned).collect(),
            is_proven: row.get(3)?,
            at_once: row.get(4)?,
            is_answered: row.get(5)?,
            revision: row.get(6)?,
        })
    });
    Ok(found.optional()?)
}

fn one(conn: &Connection, which: &str, bits: u64) -> Result<Option<ArrivalLine>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE {which} ORDER BY a.came_at DESC LIMIT 1"))?;
    let mut rows = statement.query([bits.cast_signed()])?;
    rows.next()?.map(line).transpose()
}

fn line(row: &Row<'_>) -> Result<ArrivalLine> {
    let damaged = |what: &str, value: &str| Error::damaged(format!("the {what} `{value}` of a message is not one"));
    let bits = |place: usize| -> Result<u64> { Ok(row.get::<_, i64>(place)?.cast_unsigned()) };
    let stage: String = row.get(7)?;
    let reason: Option<String> = row.get(8)?;
    let reason =
        reason.map(|word| ArrivalReason::from_word(&word).ok_or_else(|| damaged("reason", &word))).transpose()?;
    let became: Option<String> = row.get(12)?;
    let became =
        became.map(|word| IntakeStage::from_word(&word).ok_or_else(|| damaged("intake", &word))).transpose()?;
    let arrival = Arrival {
        id: ArrivalId::from_bits(bits(0)?),
        source: SourceId::from_bits(bits(1)?),
        name: row.get(2)?,
        sender: row.get(3)?,
        subject: row.get(4)?,
        n_bytes: bits(5)?,
        came_at: row.get(6)?,
        stage: ArrivalStage::from_word(&stage).ok_or_else(|| damaged("stage", &stage))?,
        reason,
        file: IntakeId::from_bits(bits(9)?),
        intake: row.get::<_, Option<i64>>(10)?.map(|id| IntakeId::from_bits(id.cast_unsigned())),
        is_answered: row.get(11)?,
    };
    Ok(ArrivalLine { arrival, became: became.map(|stage| Ok::<_, Error>((stage, tally(row, 13)?))).transpose()? })
}
