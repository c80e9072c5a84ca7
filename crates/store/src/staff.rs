//! The staff of an office as one whole, and what a post has open.

use model::{Date, DeliveryId, Fact, Marking, NeedId, Noun, PostId, Staff, Tenure, Thing, Verb};
use rusqlite::Connection;

use crate::deed::Deed;
use crate::programme::named;
use crate::{Reader, Result, Scope, compartment, duty, kept_by, label, need, person, post, request, tenure, unit};

/// How much a post has that waits for somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenWork {
    /// Duties of its own.
    pub n_duties: u64,
    /// Duties of other posts that were raised to it.
    pub n_raised: u64,
    /// Needs that are being written, reviewed or matched.
    pub n_needs: u64,
    /// Deliveries that it did not answer.
    pub n_deliveries: u64,
    /// Requests that it asked or shall answer.
    pub n_requests: u64,
    /// What else it answers for: sources, hosts, missions, agreements, credits, specialists, samples and the like.
    pub n_kept: u64,
}

impl OpenWork {
    /// Whether nothing waits.
    pub fn is_none(&self) -> bool {
        *self == OpenWork::default()
    }
}

/// How much bears a marking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedCount {
    /// The marking.
    pub marking: Marking,
    /// Records that bear it.
    pub n_records: u64,
    /// Needs that bear it.
    pub n_needs: u64,
}

impl Reader {
    /// The staff, read at one moment.
    ///
    /// # Errors
    /// When the store fails.
    pub fn staff(&self, _scope: &Scope) -> Result<Staff> {
        self.with(load)
    }

    /// What a post has open, as far as the scope sees it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn open_work(&self, scope: &Scope, post: &PostId) -> Result<OpenWork> {
        self.seen_by(scope, |conn| open_work(conn, post))
    }

    /// How much bears which marking, within the scope. What is open to all is left out.
    ///
    /// # Errors
    /// When the store fails.
    pub fn marked_counts(&self, scope: &Scope) -> Result<Vec<MarkedCount>> {
        self.seen_by(scope, |conn| {
            let mut counts: std::collections::BTreeMap<i64, (u64, u64)> = Default::default();
            let mut records = conn.prepare_cached(
                "SELECT label, count(*), count(absorbed_by) FROM record WHERE label != 1 GROUP BY label",
            )?;
            let mut rows = records.query([])?;
            while let Some(row) = rows.next()? {
                let (all, absorbed): (i64, i64) = (row.get(1)?, row.get(2)?);
                counts.entry(row.get(0)?).or_default().0 = (all - absorbed).cast_unsigned();
            }
            let mut needs = conn.prepare_cached("SELECT label, count(*) FROM need WHERE label != 1 GROUP BY label")?;
            let mut rows = needs.query([])?;
            while let Some(row) = rows.next()? {
                counts.entry(row.get(0)?).or_default().1 = row.get::<_, i64>(1)?.cast_unsigned();
            }
            let marked = |(label, (n_records, n_needs))| {
                Ok(MarkedCount { marking: label::marking(conn, label)?, n_records, n_needs })
            };
            counts.into_iter().map(marked).collect()
        })
    }
}

impl Deed<'_> {
    /// The staff as the write left it so far.
    ///
    /// # Errors
    /// When the store fails.
    pub fn staff(&self) -> Result<Staff> {
        load(self.conn)
    }

    /// Writes what differs between two states of the staff, a fact for each difference.
    ///
    /// # Errors
    /// Refused when what is named is not there.
    pub fn keep_staff(&mut self, before: &Staff, after: &Staff) -> Result<()> {
        let units: Vec<_> =
            after.units.iter().filter(|(id, unit)| before.units.get(id) != Some(unit)).map(|(_, unit)| unit).collect();
        for unit in &units {
            unit::keep(self, unit)?;
        }
        for unit in &units {
            unit::check(self.conn, unit)?;
        }
        for (id, post) in &after.posts {
            if before.posts.get(id) != Some(post) {
                post::keep(self, post)?;
            }
        }
        for (id, compartment) in &after.compartments {
            if before.compartments.get(id) != Some(compartment) {
                self.keep_compartment(compartment)?;
            }
        }
        for (id, person) in &after.persons {
            if before.persons.get(id) != Some(person) {
                person::keep(self, person)?;
            }
        }
        for (key, tenure) in &before.tenures {
            if !after.tenures.contains_key(key) {
                tenure::take_out(self, tenure)?;
            }
        }
        for (key, tenure) in &after.tenures {
            let held = before.tenures.get(key);
            if held != Some(tenure) {
                tenure::state(self, tenure, held)?;
            }
        }
        Ok(())
    }

    /// What a post has open.
    ///
    /// # Errors
    /// When the store fails.
    pub fn open_work(&self, post: &PostId) -> Result<OpenWork> {
        open_work(self.conn, post)
    }

    /// Gives all that a post has open to another: needs, requests, deliveries and duties, and what else it answers for. A fact
    /// stands with each thing, and one with the post.
    ///
    /// # Errors
    /// Refused when the other post is not there.
    pub fn hand_work(&mut self, from: &PostId, to: &PostId, today: Date) -> Result<OpenWork> {
        post::must_exist(self.conn, to, &format!("work of `{from}`"))?;
        let work = open_work(self.conn, from)?;
        let names = |sql: &str| -> Result<Vec<String>> {
            let mut find = self.conn.prepare_cached(sql)?;
            let found = find.query_map([from.as_str()], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            Ok(found)
        };
        let numbers = |sql: &str| -> Result<Vec<i64>> {
            let mut find = self.conn.prepare_cached(sql)?;
            let found = find.query_map([from.as_str()], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            Ok(found)
        };
        let needs = names(&format!("SELECT id FROM need WHERE post = ?1 AND {OPEN_NEED}"))?;
        let deliveries = numbers("SELECT id FROM delivery WHERE post = ?1 AND disposed_at IS NULL")?;
        let requests =
            numbers(&format!("SELECT id FROM request WHERE (post = ?1 OR routed_to = ?1) AND {OPEN_REQUEST}"))?;
        let duties = numbers("SELECT id FROM duty WHERE post = ?1 AND state = 'open'")?;
        for id in needs {
            let id = named(NeedId::new(&id))?;
            if let Some(held) = need::one(self.conn, id.as_str())? {
                let moved = model::Need { post: to.clone(), revision: held.revision + 1, ..held };
                let fact = self.handed(Thing::new(Noun::Need, &id), to);
                self.keep_step(&moved, &fact)?;
            }
        }
        for bits in requests {
            let id = model::RequestId::from_bits(bits.cast_unsigned());
            if let Some(mut held) = request::one(self.conn, id)? {
                for post in std::iter::once(&mut held.post).chain(held.routed_to.iter_mut()) {
                    if post == from {
                        *post = to.clone();
                    }
                }
                self.keep_request(&held)?;
                self.note(&self.handed(Thing::new(Noun::Request, id), to))?;
            }
        }
        for bits in deliveries {
            self.conn.prepare_cached("UPDATE delivery SET post = ?2 WHERE id = ?1")?.execute((bits, to.as_str()))?;
            let id = DeliveryId::from_bits(bits.cast_unsigned());
            self.note(&self.handed(Thing::new(Noun::Delivery, id), to))?;
        }
        for bits in duties {
            if let Some(held) = duty::one(self.conn, model::DutyId::from_bits(bits.cast_unsigned()))? {
                let raised_to = held.raised_to.filter(|post| post != to);
                let moved = model::Duty { post: to.clone(), raised_to, ..held };
                duty::write(self.conn, &moved)?;
                if moved.subject.noun == Noun::Need {
                    // Also a duty about a need of somebody else: its review.
                    let fact = self.handed(moved.subject.clone(), to);
                    self.note(&fact.with(format!("{} by {}", moved.kind, moved.due)))?;
                }
            }
        }
        self.conn
            .prepare_cached(
                "UPDATE duty SET raised_to = CASE post WHEN ?2 THEN NULL ELSE ?2 END WHERE raised_to = ?1 AND state = 'open'",
            )?
            .execute((from.as_str(), to.as_str()))?;
        kept_by::hand(self, from, to, today)?;
        if !work.is_none() {
            // How much it was is not said: who reads this may not see all of it.
            self.note(&self.handed(Thing::new(Noun::Post, from), to))?;
        }
        Ok(work)
    }

    /// The posts that took the work of a post over, and those that took over from them, in the order in which they did: since a moment, or
    /// at any time from one that is closed.
    ///
    /// # Errors
    /// When the store fails.
    pub fn heirs(&self, post: &PostId, since: i64) -> Result<Vec<PostId>> {
        heirs(self.conn, post, since)
    }

    fn handed(&self, thing: Thing, to: &PostId) -> Fact {
        self.fact(Verb::Handed, thing).to(format!("post:{to}"))
    }

    /// How many facts there are about a thing. What was seen before somebody else
    /// changed it is told by it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_facts_about(&self, thing: &Thing) -> Result<u64> {
        n_facts_about(self.conn, thing)
    }
}

impl Reader {
    /// The posts that took the work of a post over, and those that took over from them, in the order in which they did: since a moment, or
    /// at any time from one that is closed.
    ///
    /// # Errors
    /// When the store fails.
    pub fn heirs(&self, scope: &Scope, post: &PostId, since: i64) -> Result<Vec<PostId>> {
        self.seen_by(scope, |conn| heirs(conn, post, since))
    }

    /// How many facts there are about a thing: a number that tells nothing of others, as one of the ledger would.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_facts_about(&self, scope: &Scope, thing: &Thing) -> Result<u64> {
        self.seen_by(scope, |conn| n_facts_about(conn, thing))
    }
}

fn n_facts_about(conn: &Connection, thing: &Thing) -> Result<u64> {
    let mut find = conn.prepare_cached(
        "SELECT count(*) FROM ledger WHERE object = ?1 AND verb NOT IN ('collected', 'charged', 'handed')",
    )?;
    Ok(find.query_row([thing.to_string()], |row| row.get::<_, i64>(0))?.cast_unsigned())
}

/// Who took over is told by the ledger alone: the fact stands with the post that had the work.
fn heirs(conn: &Connection, post: &PostId, since: i64) -> Result<Vec<PostId>> {
    let mut find = conn.prepare_cached(
        "SELECT l.target FROM ledger l
         WHERE l.object = ?1 AND l.verb = 'handed' AND l.verb != 'collected' AND l.target IS NOT NULL
           AND (l.at >= ?2 OR EXISTS (SELECT 1 FROM post p WHERE p.id = ?3 AND p.closed = 1))
         ORDER BY l.seq",
    )?;
    let mut found: Vec<PostId> = Vec::new();
    let mut left = vec![post.clone()];
    while let Some(of) = left.pop() {
        let object = Thing::new(Noun::Post, &of).to_string();
        let rows = find.query_map((object, since, of.as_str()), |row| row.get::<_, String>(0))?;
        for target in rows.collect::<rusqlite::Result<Vec<String>>>()? {
            let Some(id) = target.strip_prefix("post:") else { continue };
            let id = named(PostId::new(id))?;
            if id != *post && !found.contains(&id) {
                found.push(id.clone());
                left.push(id);
            }
        }
    }
    Ok(found)
}

const OPEN_NEED: &str = "stage NOT IN ('declined', 'met', 'withdrawn')";
const OPEN_REQUEST: &str = "stage IN ('asked', 'routed')";

fn open_work(conn: &Connection, post: &PostId) -> Result<OpenWork> {
    let count = |what: &str| -> Result<u64> {
        let mut statement = conn.prepare_cached(&format!("SELECT count(*) FROM {what}"))?;
        Ok(statement.query_row([post.as_str()], |row| row.get::<_, i64>(0))?.cast_unsigned())
    };
    Ok(OpenWork {
        n_duties: count("duty WHERE post = ?1 AND state = 'open'")?,
        n_raised: count("duty WHERE raised_to = ?1 AND state = 'open'")?,
        n_needs: count(&format!("need WHERE post = ?1 AND {OPEN_NEED}"))?,
        n_deliveries: count("delivery WHERE post = ?1 AND disposed_at IS NULL")?,
        n_requests: count(&format!("request WHERE (post = ?1 OR routed_to = ?1) AND {OPEN_REQUEST}"))?,
        n_kept: kept_by::count(conn, post)?,
    })
}

fn load(conn: &Connection) -> Result<Staff> {
    let mut staff = Staff {
        units: unit::all(conn)?.into_iter().map(|unit| (unit.id.clone(), unit)).collect(),
        posts: post::all(conn)?.into_iter().map(|post| (post.id.clone(), post)).collect(),
        persons: person::all(conn)?.into_iter().map(|person| (person.id.clone(), person)).collect(),
        compartments: compartment::all(conn)?.into_iter().map(|one| (one.id.clone(), one)).collect(),
        ..Staff::default()
    };
    let tenures: Vec<Tenure> = tenure::all(conn)?;
    for tenure in tenures {
        staff.with_tenure(tenure);
    }
    Ok(staff)
}
