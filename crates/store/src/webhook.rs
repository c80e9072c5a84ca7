//! The rows of webhooks, and of events on their way to who receives them.

use std::collections::BTreeSet;

use model::{
    Marking, Noun, PostId, Thing, Verb, Webhook, WebhookCall, WebhookCallStage, WebhookEvent, WebhookId, WebhookStage,
};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::deed::Deed;
use crate::ledger::{self, HeldFact};
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label};

/// How webhooks stand, for who operates the office.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WebhookTally {
    /// Webhooks that are active.
    pub n_active: u64,
    /// Of them such as gave an event up since one was taken last.
    pub n_failing: u64,
    /// Events that wait to be sent.
    pub n_waiting: u64,
}

impl Deed<'_> {
    /// Keeps a webhook as it stands now, and says in the ledger what was done.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_webhook(&mut self, webhook: &Webhook, verb: Verb, change: &str) -> Result<()> {
        self.put_webhook(webhook)?;
        let fact = self.fact(verb, thing(webhook)).to(Thing::new(Noun::Post, &webhook.post).to_string());
        self.note(&if change.is_empty() { fact } else { fact.with(change.to_owned()) })
    }

    /// Keeps what a webhook learnt by itself: how far it has looked, and whether it fails.
    ///
    /// # Errors
    /// When the store fails.
    pub fn put_webhook(&mut self, webhook: &Webhook) -> Result<()> {
        let events: Vec<&str> = webhook.events.iter().map(|event| event.word()).collect();
        self.conn
            .prepare_cached(
                "INSERT INTO webhook (id, post, title, address, events, stage, secret, overlap_until, failing_since, looked_up_to, made_at, revision)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
                 ON CONFLICT (id) DO UPDATE SET title = excluded.title, address = excluded.address, events = excluded.events,
                     stage = excluded.stage, secret = excluded.secret, overlap_until = excluded.overlap_until,
                     failing_since = excluded.failing_since, looked_up_to = excluded.looked_up_to, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                webhook.id.bits().cast_signed(),
                webhook.post.as_str(),
                webhook.title,
                webhook.address,
                events.join(" "),
                webhook.stage.word(),
                webhook.secret,
                webhook.overlap_until,
                webhook.failing_since,
                webhook.looked_up_to.cast_signed(),
                webhook.made_at,
                webhook.revision,
            ])?;
        Ok(())
    }

    /// Takes a webhook away, with all that is on its way.
    ///
    /// # Errors
    /// When the store fails.
    pub fn remove_webhook(&mut self, webhook: &Webhook) -> Result<()> {
        let id = webhook.id.bits().cast_signed();
        self.conn.prepare_cached("DELETE FROM webhook_call WHERE webhook = ?1")?.execute([id])?;
        self.conn.prepare_cached("DELETE FROM webhook WHERE id = ?1")?.execute([id])?;
        self.note(&self.fact(Verb::Removed, thing(webhook)).to(Thing::new(Noun::Post, &webhook.post).to_string()))
    }

    /// A webhook.
    ///
    /// # Errors
    /// When the store fails.
    pub fn webhook(&self, id: WebhookId) -> Result<Option<Webhook>> {
        one(self.conn, id)
    }

    /// How many webhooks a post has.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_webhooks(&self, post: &PostId) -> Result<usize> {
        let mut count = self.conn.prepare_cached("SELECT count(*) FROM webhook WHERE post = ?1")?;
        let n: i64 = count.query_row([post.as_str()], |row| row.get(0))?;
        Ok(usize::try_from(n).unwrap_or(usize::MAX))
    }

    /// Where the ledger stands: a webhook that is made now is told what comes behind it.
    pub fn ledger_head(&self) -> u64 {
        self.position.ledger_seq
    }

    /// Puts an event on its way, unless the fact behind it brought one already. Answers whether it did.
    ///
    /// # Errors
    /// When the store fails.
    pub fn add_call(&mut self, call: &WebhookCall) -> Result<bool> {
        let n = self
            .conn
            .prepare_cached(
                "INSERT INTO webhook_call (id, webhook, event, fact, happened_at, stage, due_at, n_tries, tried_at, status, answer)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (webhook, fact) DO NOTHING",
            )?
            .execute(rusqlite::params![
                call.id.cast_signed(),
                call.webhook.bits().cast_signed(),
                call.event.word(),
                call.fact.map(u64::cast_signed),
                call.happened_at,
                call.stage.word(),
                call.due_at,
                call.n_tries,
                call.tried_at,
                call.status,
                call.answer,
            ])?;
        Ok(n == 1)
    }

    /// Keeps where an event on its way stands now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_call(&mut self, call: &WebhookCall) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE webhook_call SET stage = ?2, due_at = ?3, n_tries = ?4, tried_at = ?5, status = ?6, answer = ?7 WHERE id = ?1",
            )?
            .execute(rusqlite::params![
                call.id.cast_signed(),
                call.stage.word(),
                call.due_at,
                call.n_tries,
                call.tried_at,
                call.status,
                call.answer,
            ])?;
        Ok(())
    }

    /// An event on its way.
    ///
    /// # Errors
    /// When the store fails.
    pub fn call(&self, id: u64) -> Result<Option<WebhookCall>> {
        one_call(self.conn, id)
    }

    /// The call that a fact brought to a webhook.
    ///
    /// # Errors
    /// When the store fails.
    pub fn call_of(&self, webhook: WebhookId, fact: u64) -> Result<Option<WebhookCall>> {
        let mut statement = self.conn.prepare_cached(&format!("{CALLS} WHERE c.webhook = ?1 AND c.fact = ?2"))?;
        let key = (webhook.bits().cast_signed(), fact.cast_signed());
        statement.query_row(key, |row| Ok(call(row))).optional()?.transpose()
    }

    /// Takes the next event whose time has come: nobody else takes it meanwhile, nor another of the same webhook, so that a receiver is
    /// asked one thing at a time.
    ///
    /// # Errors
    /// When the store fails.
    pub fn take_call(&mut self) -> Result<Option<WebhookCall>> {
        let found = {
            let mut statement =
                self.conn.prepare_cached(&format!("{CALLS} {DUE} ORDER BY c.due_at, c.happened_at, c.fact LIMIT 1"))?;
            statement.query_row([self.at], |row| Ok(call(row))).optional()?.transpose()?
        };
        let Some(mut taken) = found else { return Ok(None) };
        (taken.stage, taken.n_tries) = (WebhookCallStage::Sending, taken.n_tries + 1);
        self.keep_call(&taken)?;
        Ok(Some(taken))
    }

    /// Lets events be sent that somebody had taken who is gone. Whether the receiver has them nobody knows.
    ///
    /// # Errors
    /// When the store fails.
    pub fn give_calls_back(&mut self) -> Result<usize> {
        Ok(self
            .conn
            .prepare_cached("UPDATE webhook_call SET stage = 'waiting', due_at = ?1 WHERE stage = 'sending'")?
            .execute([self.at])?)
    }

    /// Forgets events that were dealt with before a time.
    ///
    /// # Errors
    /// When the store fails.
    pub fn forget_calls(&mut self, before: i64) -> Result<()> {
        self.conn
            .prepare_cached(
                "DELETE FROM webhook_call WHERE stage IN ('taken', 'given-up', 'dropped') AND coalesce(tried_at, happened_at) < ?1",
            )?
            .execute([before])?;
        Ok(())
    }
}

impl Reader {
    /// A webhook.
    ///
    /// # Errors
    /// When the store fails.
    pub fn webhook(&self, _scope: &Scope, id: WebhookId) -> Result<Option<Webhook>> {
        self.with(|conn| one(conn, id))
    }

    /// The webhooks of a post, by their titles; of all posts where none is named.
    ///
    /// # Errors
    /// When the store fails.
    pub fn webhooks(&self, _scope: &Scope, post: Option<&PostId>) -> Result<Vec<Webhook>> {
        self.with(|conn| {
            let mut statement =
                conn.prepare_cached(&format!("{SELECT} WHERE ?1 IS NULL OR post = ?1 ORDER BY title, id"))?;
            let mut rows = statement.query([post.map(PostId::as_str)])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(webhook(row)?);
            }
            Ok(found)
        })
    }

    /// The events of a webhook, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn calls_of(&self, _scope: &Scope, id: WebhookId, limit: usize) -> Result<Vec<WebhookCall>> {
        self.with(|conn| {
            let mut statement = conn.prepare_cached(&format!(
                "{CALLS} WHERE c.webhook = ?1 ORDER BY c.happened_at DESC, c.fact DESC, c.id LIMIT ?2"
            ))?;
            let mut rows = statement.query((id.bits().cast_signed(), i64::try_from(limit).unwrap_or(i64::MAX)))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(call(row)?);
            }
            Ok(found)
        })
    }

    /// Whether an event waits to be sent at a time.
    ///
    /// # Errors
    /// When the store fails.
    pub fn call_waits(&self, now: i64) -> Result<bool> {
        self.with(|conn| {
            let mut statement = conn.prepare_cached(&format!(
                "SELECT EXISTS (SELECT 1 FROM webhook_call c JOIN webhook w ON w.id = c.webhook {DUE})"
            ))?;
            Ok(statement.query_row([now], |row| row.get(0))?)
        })
    }

    /// Active webhooks that have not looked at the whole ledger.
    ///
    /// # Errors
    /// When the store fails.
    pub fn webhooks_behind(&self, _scope: &Scope, head: u64) -> Result<Vec<Webhook>> {
        self.with(|conn| {
            let mut statement =
                conn.prepare_cached(&format!("{SELECT} WHERE stage = 'active' AND looked_up_to < ?1 ORDER BY id"))?;
            let mut rows = statement.query([head.cast_signed()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(webhook(row)?);
            }
            Ok(found)
        })
    }

    /// Facts with one of these verbs that a scope sees, behind one number and up to another, in order.
    ///
    /// # Errors
    /// When the store fails.
    pub fn facts_of(
        &self,
        scope: &Scope,
        verbs: &[Verb],
        (after, to): (u64, u64),
        limit: usize,
    ) -> Result<Vec<HeldFact>> {
        // Words of a closed list of ours.
        let words: Vec<String> = verbs.iter().map(|verb| format!("'{}'", verb.word())).collect();
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(&format!(
                "SELECT seq, at, who, verb, object, target, change FROM ledger
                 WHERE seq > ?1 AND seq <= ?2 AND verb IN ({}) ORDER BY seq LIMIT ?3",
                words.join(", ")
            ))?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let mut rows = statement.query((after.cast_signed(), to.cast_signed(), limit))?;
            let mut facts = Vec::new();
            while let Some(row) = rows.next()? {
                facts.push(ledger::held(row)?);
            }
            Ok(facts)
        })
    }

    /// The number of the last fact before a time, in microseconds since 1970; 0 where there is none.
    ///
    /// # Errors
    /// When the store fails.
    pub fn fact_before(&self, at: i64) -> Result<u64> {
        self.with(|conn| {
            // Facts stand in the order of time but for a clock that was set back: a search by halves, as there is no index of times.
            let last: i64 =
                conn.prepare_cached("SELECT coalesce(max(seq), 0) FROM ledger")?.query_row([], |row| row.get(0))?;
            let mut find = conn.prepare_cached("SELECT at FROM ledger WHERE seq = ?1")?;
            let (mut low, mut high) = (0, last);
            while low < high {
                let middle = low + (high - low + 1) / 2;
                let held: i64 = find.query_row([middle], |row| row.get(0))?;
                if held < at { low = middle } else { high = middle - 1 }
            }
            Ok(low.cast_unsigned())
        })
    }

    /// A fact with its marking; `None` where the scope does not see it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn marked_fact(&self, scope: &Scope, seq: u64) -> Result<Option<(HeldFact, Marking)>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(
                "SELECT seq, at, who, verb, object, target, change, label FROM ledger WHERE seq = ?1",
            )?;
            let mut rows = statement.query([seq.cast_signed()])?;
            let Some(row) = rows.next()? else { return Ok(None) };
            Ok(Some((ledger::held(row)?, label::marking(conn, row.get(7)?)?)))
        })
    }

    /// How webhooks stand.
    ///
    /// # Errors
    /// When the store fails.
    pub fn webhook_tally(&self) -> Result<WebhookTally> {
        self.with(|conn| {
            let mut statement = conn.prepare_cached(
                "SELECT (SELECT count(*) FROM webhook WHERE stage = 'active'),
                        (SELECT count(*) FROM webhook WHERE stage = 'active' AND failing_since IS NOT NULL),
                        (SELECT count(*) FROM webhook_call WHERE stage IN ('waiting', 'sending'))",
            )?;
            Ok(statement.query_row([], |row| {
                let n = |at: usize| row.get::<_, i64>(at).map(i64::cast_unsigned);
                Ok(WebhookTally { n_active: n(0)?, n_failing: n(1)?, n_waiting: n(2)? })
            })?)
        })
    }
}

/// What may be sent now: its time has come, its webhook is active, and nothing of that webhook is being sent.
const DUE: &str = "WHERE c.stage = 'waiting' AND c.due_at <= ?1 AND w.stage = 'active'
                     AND NOT EXISTS (SELECT 1 FROM webhook_call s WHERE s.webhook = c.webhook AND s.stage = 'sending')";

const SELECT: &str = "SELECT id, post, title, address, events, stage, secret, overlap_until, failing_since, looked_up_to, made_at, revision
                      FROM webhook";

const CALLS: &str = "SELECT c.id, c.webhook, c.event, c.fact, c.happened_at, c.stage, c.due_at, c.n_tries, c.tried_at, c.status, c.answer
                     FROM webhook_call c JOIN webhook w ON w.id = c.webhook";

fn thing(webhook: &Webhook) -> Thing {
    Thing::new(Noun::Webhook, webhook.id)
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a webhook is not one"))
}

fn one(conn: &Connection, id: WebhookId) -> Result<Option<Webhook>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?;
    statement.query_row([id.bits().cast_signed()], |row| Ok(webhook(row))).optional()?.transpose()
}

fn webhook(row: &Row<'_>) -> Result<Webhook> {
    let (events, stage): (String, String) = (row.get(4)?, row.get(5)?);
    let events: Result<BTreeSet<WebhookEvent>> = events
        .split_whitespace()
        .map(|word| WebhookEvent::from_word(word).ok_or_else(|| damaged("event", word)))
        .collect();
    Ok(Webhook {
        id: WebhookId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
        post: named(PostId::new(&row.get::<_, String>(1)?))?,
        title: row.get(2)?,
        address: row.get(3)?,
        events: events?,
        stage: WebhookStage::from_word(&stage).ok_or_else(|| damaged("stage", &stage))?,
        secret: row.get(6)?,
        overlap_until: row.get(7)?,
        failing_since: row.get(8)?,
        looked_up_to: row.get::<_, i64>(9)?.cast_unsigned(),
        made_at: row.get(10)?,
        revision: row.get(11)?,
    })
}

fn one_call(conn: &Connection, id: u64) -> Result<Option<WebhookCall>> {
    let mut statement = conn.prepare_cached(&format!("{CALLS} WHERE c.id = ?1"))?;
    statement.query_row([id.cast_signed()], |row| Ok(call(row))).optional()?.transpose()
}

fn call(row: &Row<'_>) -> Result<WebhookCall> {
    let (event, stage): (String, String) = (row.get(2)?, row.get(5)?);
    Ok(WebhookCall {
        id: row.get::<_, i64>(0)?.cast_unsigned(),
        webhook: WebhookId::from_bits(row.get::<_, i64>(1)?.cast_unsigned()),
        event: WebhookEvent::from_word(&event).ok_or_else(|| damaged("event", &event))?,
        fact: row.get::<_, Option<i64>>(3)?.map(i64::cast_unsigned),
        happened_at: row.get(4)?,
        stage: WebhookCallStage::from_word(&stage).ok_or_else(|| damaged("stage", &stage))?,
        due_at: row.get(6)?,
        n_tries: row.get(7)?,
        tried_at: row.get(8)?,
        status: row.get(9)?,
        answer: row.get(10)?,
    })
}
