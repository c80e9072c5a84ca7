//! The rows of agreements: themselves, their terms in every version, the consents that were asked for.

use model::{
    Agreement, AgreementBasis, AgreementId, AgreementKind, AgreementParty, AgreementStage, AgreementView, Clause,
    ClauseSubject, Consent, ConsentPoint, ConsentState, Date, Exclusivity, Fact, HostId, Marking, NeedId, PersonId,
    PostId, Renewal, Ruling, Terms, TermsVersion, UnitId,
};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label};

/// Which agreements are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct AgreementFilter {
    /// Kept by one of these posts.
    pub posts: Option<Vec<PostId>>,
    /// At one of these stages; none for all.
    pub stages: Vec<AgreementStage>,
    /// Of this kind.
    pub kind: Option<AgreementKind>,
    /// Serving this need.
    pub need: Option<NeedId>,
    /// With this host, as the other side or a further party.
    pub host: Option<HostId>,
    /// On this list, on a day, those that end within so many days counting as expiring.
    pub view: Option<(AgreementView, Date, i64)>,
}

impl Deed<'_> {
    /// Keeps an agreement as it is now, with the fact that explains it. Its terms are kept by [`Deed::keep_terms`].
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_agreement(&mut self, agreement: &Agreement, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &agreement.marking)?;
        let id = agreement.id.bits().cast_signed();
        let mut find = self.conn.prepare_cached("SELECT label FROM agreement WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([id], |row| row.get(0)).optional()?;
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        self.conn
            .prepare_cached(
                "INSERT INTO agreement (id, kind, title, basis, stage, host, unit, post, signed_on, in_force_on, ended_on, reason,
                                        remark, label, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
                 ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, title = excluded.title, basis = excluded.basis,
                     stage = excluded.stage, host = excluded.host, signed_on = excluded.signed_on,
                     in_force_on = excluded.in_force_on, ended_on = excluded.ended_on, reason = excluded.reason,
                     remark = excluded.remark, label = excluded.label, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                agreement.kind.word(),
                agreement.title,
                agreement.basis.word(),
                agreement.stage.word(),
                agreement.host.bits().cast_signed(),
                agreement.unit.as_str(),
                agreement.post.as_str(),
                day(agreement.signed_on),
                day(agreement.in_force_on),
                day(agreement.ended_on),
                agreement.reason,
                agreement.remark,
                label,
                agreement.revision,
                agreement.made_at,
            ])?;
        for table in ["agreement_party", "agreement_need"] {
            self.conn.prepare_cached(&format!("DELETE FROM {table} WHERE agreement = ?1"))?.execute([id])?;
        }
        let mut put = self.conn.prepare_cached(
            "INSERT INTO agreement_party (agreement, position, host, name, part) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (at, party) in (0i64..).zip(&agreement.parties) {
            put.execute((id, at, party.host.map(|host| host.bits().cast_signed()), &party.name, &party.part))?;
        }
        let mut put =
            self.conn.prepare_cached("INSERT INTO agreement_need (agreement, position, need) VALUES (?1, ?2, ?3)")?;
        for (at, need) in (0i64..).zip(&agreement.needs) {
            put.execute((id, at, need.as_str()))?;
        }
        drop(put);
        if before.is_some_and(|before| before != label) {
            label::relabel_agreement(self, agreement.id)?;
        }
        self.note(&fact.clone().particular("host", agreement.host))
    }

    /// Counts a change to what belongs to an agreement as one to it, so that a form which was opened before is not taken.
    ///
    /// # Errors
    /// When the store fails.
    pub fn touch_agreement(&mut self, agreement: &Agreement) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE agreement SET revision = ?2 WHERE id = ?1")?
            .execute((agreement.id.bits().cast_signed(), agreement.revision + 1))?;
        Ok(())
    }

    /// Keeps a version of the terms under its number.
    ///
    /// # Errors
    /// When the store fails, and when a version that was agreed on would be changed.
    pub fn keep_terms(&mut self, agreement: AgreementId, version: &TermsVersion) -> Result<()> {
        let (id, terms) = (agreement.bits().cast_signed(), &version.terms);
        let mut find =
            self.conn.prepare_cached("SELECT agreed_on FROM agreement_terms WHERE agreement = ?1 AND version = ?2")?;
        let agreed: Option<Option<String>> = find.query_row((id, version.number), |row| row.get(0)).optional()?;
        if agreed.flatten().is_some() {
            return Err(Error::damaged(format!("version {} of agreed terms would be changed", version.number)));
        }
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO agreement_terms (agreement, version, technologies, field, territory, exclusivity, since,
                     until, renewal, notice_days, agreed_on, reason, by, at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            )?
            .execute(rusqlite::params![
                id,
                version.number,
                terms.technologies,
                terms.field,
                terms.territory,
                terms.exclusivity.word(),
                day(terms.since),
                day(terms.until),
                terms.renewal.word(),
                terms.notice_days,
                day(version.agreed_on),
                version.reason,
                version.by,
                version.at,
            ])?;
        self.conn
            .prepare_cached("DELETE FROM agreement_clause WHERE agreement = ?1 AND version = ?2")?
            .execute((id, version.number))?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO agreement_clause (agreement, version, number, subject, ruling, days, text)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        for clause in &terms.clauses {
            let (subject, ruling) = (clause.subject.word(), clause.ruling.word());
            put.execute((id, version.number, clause.number, subject, ruling, clause.days, &clause.text))?;
        }
        Ok(())
    }

    /// Keeps the consents of an agreement, in their order.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_consents(&mut self, agreement: AgreementId, consents: &[Consent]) -> Result<()> {
        let mut put = self.conn.prepare_cached(
            "INSERT OR REPLACE INTO agreement_consent (agreement, position, point, state, asked_by, asker, asked_at, decided_by,
                 decided_at, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        for (at, one) in (0i64..).zip(consents) {
            put.execute(rusqlite::params![
                agreement.bits().cast_signed(),
                at,
                one.point.word(),
                one.state.word(),
                one.asked_by,
                one.asker.as_str(),
                one.asked_at,
                one.decided_by,
                one.decided_at,
                one.reason,
            ])?;
        }
        Ok(())
    }

    /// The agreement of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn agreement(&self, scope: &Scope, id: AgreementId) -> Result<Option<Agreement>> {
        Ok(match one(self.conn, id)? {
            Some(agreement) if scope.shows(self.conn, &agreement.marking)? => Some(agreement),
            _ => None,
        })
    }

    /// Every version of the terms, the first first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn terms_versions(&self, agreement: AgreementId) -> Result<Vec<TermsVersion>> {
        versions(self.conn, agreement)
    }

    /// The consents that were asked for, in their order.
    ///
    /// # Errors
    /// When the store fails.
    pub fn consents(&self, agreement: AgreementId) -> Result<Vec<Consent>> {
        consents(self.conn, agreement)
    }
}

impl Reader {
    /// The agreement of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn agreement(&self, scope: &Scope, id: AgreementId) -> Result<Option<Agreement>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Agreements that fit, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn agreements(&self, scope: &Scope, filter: &AgreementFilter) -> Result<Vec<Agreement>> {
        self.seen_by(scope, |conn| {
            let (tail, values) = condition(filter);
            let mut statement =
                conn.prepare_cached(&format!("{SELECT} WHERE {tail} ORDER BY a.made_at DESC, a.id DESC"))?;
            let mut rows = statement.query(params_from_iter(values))?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(agreement(conn, row)?);
            }
            Ok(found)
        })
    }

    /// How many agreements fit.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_agreements(&self, scope: &Scope, filter: &AgreementFilter) -> Result<u64> {
        self.seen_by(scope, |conn| {
            let (tail, values) = condition(filter);
            let mut count = conn.prepare_cached(&format!("{COUNT} WHERE {tail}"))?;
            let n: i64 = count.query_row(params_from_iter(values), |row| row.get(0))?;
            Ok(n.cast_unsigned())
        })
    }

    /// Every version of the terms of an agreement, the first first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn terms_versions(&self, scope: &Scope, agreement: AgreementId) -> Result<Vec<TermsVersion>> {
        self.seen_by(scope, |conn| versions(conn, agreement))
    }

    /// The consents that were asked for of an agreement, in their order.
    ///
    /// # Errors
    /// When the store fails.
    pub fn consents(&self, scope: &Scope, agreement: AgreementId) -> Result<Vec<Consent>> {
        self.seen_by(scope, |conn| consents(conn, agreement))
    }
}

/// The last version of the terms stands beside the agreement.
macro_rules! from_agreement {
    ($columns:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM agreement a LEFT JOIN agreement_terms t ON t.agreement = a.id
                  AND t.version = (SELECT max(v.version) FROM agreement_terms v WHERE v.agreement = a.id)
              LEFT JOIN label l ON l.id = a.label"
        )
    };
}

/// Counted without the markings: a table of which no column is read has no view that the guard of a scope would know.
const COUNT: &str = "SELECT count(*) FROM agreement a LEFT JOIN agreement_terms t ON t.agreement = a.id
     AND t.version = (SELECT max(v.version) FROM agreement_terms v WHERE v.agreement = a.id)";

const SELECT: &str = from_agreement!(
    "a.id, a.kind, a.title, a.basis, a.stage, a.host, a.unit, a.post, a.signed_on, a.in_force_on, a.ended_on, a.reason, a.remark,
     l.marking, a.revision, a.made_at, t.version"
);

/// An instalment falls due on its day, and not before its deliverable was accepted; days compare as they are written.
const IN_ARREARS: &str = "EXISTS (SELECT 1 FROM agreement_instalment i LEFT JOIN deliverable d ON d.id = i.deliverable
     WHERE i.agreement = a.id
       AND CASE WHEN i.deliverable IS NULL THEN i.due
                WHEN d.state = 'accepted' THEN max(coalesce(i.due, d.accepted_on), d.accepted_on) END < ?
       AND i.amount > (SELECT coalesce(sum(p.amount), 0) FROM agreement_payment p
                       WHERE p.agreement = a.id AND p.instalment = i.number AND p.currency = i.currency
                         AND p.void_reason = ''))";

const PAID_NOT_RECEIVED: &str =
    "EXISTS (SELECT 1 FROM agreement_payment p WHERE p.agreement = a.id AND p.void_reason = '')
     AND EXISTS (SELECT 1 FROM deliverable d WHERE d.agreement = a.id AND d.side = 'theirs'
         AND d.state NOT IN ('accepted', 'waived')
         AND (d.due < ? OR EXISTS (
             SELECT 1 FROM agreement_instalment i JOIN agreement_payment p
                 ON p.agreement = i.agreement AND p.instalment = i.number AND p.void_reason = ''
             WHERE i.agreement = a.id AND i.deliverable = d.id)))";

const RECEIVED_NOT_USED: &str = "EXISTS (SELECT 1 FROM deliverable d WHERE d.agreement = a.id AND d.side = 'theirs'
     AND d.state = 'accepted'
     AND NOT EXISTS (SELECT 1 FROM deliverable_use u WHERE u.deliverable = d.id AND u.noun IS NOT NULL))";

const TOLD_ONLY: &str = "EXISTS (SELECT 1 FROM agreement_use u WHERE u.agreement = a.id AND NOT EXISTS (
     SELECT 1 FROM agreement_use_evidence e WHERE e.agreement = u.agreement AND e.royalty = u.royalty AND e.year = u.year))";

fn condition(filter: &AgreementFilter) -> (String, Vec<Value>) {
    let (mut clauses, mut values): (Vec<String>, Vec<Value>) = (vec!["1".to_owned()], Vec::new());
    if let Some(posts) = &filter.posts {
        clauses.push(format!("a.post IN ({})", vec!["?"; posts.len()].join(", ")));
        values.extend(posts.iter().map(|post| Value::Text(post.as_str().to_owned())));
    }
    if !filter.stages.is_empty() {
        clauses.push(format!("a.stage IN ({})", vec!["?"; filter.stages.len()].join(", ")));
        values.extend(filter.stages.iter().map(|stage| Value::Text(stage.word().to_owned())));
    }
    if let Some(kind) = filter.kind {
        clauses.push("a.kind = ?".to_owned());
        values.push(Value::Text(kind.word().to_owned()));
    }
    if let Some(need) = &filter.need {
        clauses.push("a.id IN (SELECT agreement FROM agreement_need WHERE need = ?)".to_owned());
        values.push(Value::Text(need.as_str().to_owned()));
    }
    if let Some(host) = filter.host {
        clauses.push("(a.host = ? OR a.id IN (SELECT agreement FROM agreement_party WHERE host = ?))".to_owned());
        let bits = Value::Integer(host.bits().cast_signed());
        values.extend([bits.clone(), bits]);
    }
    if let Some((view, today, days)) = filter.view {
        let day = |day: Date| Value::Text(day.to_string());
        let clause = match view {
            AgreementView::PaidNotReceived => {
                values.push(day(today));
                PAID_NOT_RECEIVED
            }
            AgreementView::ReceivedNotUsed => RECEIVED_NOT_USED,
            AgreementView::Expiring => {
                values.extend([day(today), day(today.plus_days(days))]);
                "a.stage IN ('signed', 'in-force') AND t.until >= ? AND t.until <= ?"
            }
            AgreementView::InArrears => {
                values.push(day(today));
                IN_ARREARS
            }
            AgreementView::Contested => {
                "EXISTS (SELECT 1 FROM deliverable d WHERE d.agreement = a.id AND d.state = 'contested')"
            }
            AgreementView::ToldOnly => TOLD_ONLY,
        };
        clauses.push(format!("({clause})"));
    }
    (clauses.join(" AND "), values)
}

fn one(conn: &Connection, id: AgreementId) -> Result<Option<Agreement>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE a.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(|row| agreement(conn, row)).transpose()
}

pub(crate) fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of an agreement is not one"))
}

/// The day of a column.
pub(crate) fn day(row: &Row<'_>, at: usize) -> Result<Option<Date>> {
    let text: Option<String> = row.get(at)?;
    text.map(|text| Date::parse(&text).ok_or_else(|| damaged("day", &text))).transpose()
}

/// The word of a column.
pub(crate) fn word<T>(row: &Row<'_>, at: usize, of: fn(&str) -> Option<T>) -> Result<T> {
    let text: String = row.get(at)?;
    of(&text).ok_or_else(|| damaged("word", &text))
}

fn agreement(conn: &Connection, row: &Row<'_>) -> Result<Agreement> {
    let key: i64 = row.get(0)?;
    let version: Option<u32> = row.get(16)?;
    let kind = word(row, 1, AgreementKind::from_word)?;
    let terms = match version {
        Some(version) => terms(conn, key, version)?.map(|version| version.terms),
        None => None,
    };
    Ok(Agreement {
        id: AgreementId::from_bits(key.cast_unsigned()),
        kind,
        title: row.get(2)?,
        basis: word(row, 3, AgreementBasis::from_word)?,
        stage: word(row, 4, AgreementStage::from_word)?,
        host: HostId::from_bits(row.get::<_, i64>(5)?.cast_unsigned()),
        parties: parties(conn, key)?,
        unit: named(UnitId::new(&row.get::<_, String>(6)?))?,
        post: named(PostId::new(&row.get::<_, String>(7)?))?,
        needs: needs(conn, key)?,
        terms: terms.unwrap_or_else(|| Terms::proposed(kind)),
        signed_on: day(row, 8)?,
        in_force_on: day(row, 9)?,
        ended_on: day(row, 10)?,
        reason: row.get(11)?,
        remark: row.get(12)?,
        marking: row.get::<_, Option<String>>(13)?.as_deref().map_or_else(Marking::top, Marking::read),
        revision: row.get(14)?,
        made_at: row.get(15)?,
    })
}

fn parties(conn: &Connection, agreement: i64) -> Result<Vec<AgreementParty>> {
    // A host that is not seen is not named.
    let mut statement = conn.prepare_cached(
        "SELECT h.id, p.name, p.part FROM agreement_party p LEFT JOIN host h ON h.id = p.host
         WHERE p.agreement = ?1 ORDER BY p.position",
    )?;
    let rows = statement.query_map([agreement], |row| {
        let host = row.get::<_, Option<i64>>(0)?.map(|host| HostId::from_bits(host.cast_unsigned()));
        Ok(AgreementParty { host, name: row.get(1)?, part: row.get(2)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn needs(conn: &Connection, agreement: i64) -> Result<Vec<NeedId>> {
    let mut statement =
        conn.prepare_cached("SELECT need FROM agreement_need WHERE agreement = ?1 ORDER BY position")?;
    let mut rows = statement.query([agreement])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(named(NeedId::new(&row.get::<_, String>(0)?))?);
    }
    Ok(found)
}

const TERMS: &str = "SELECT version, technologies, field, territory, exclusivity, since, until, renewal, notice_days, agreed_on, reason,
                            by, at FROM agreement_terms";

fn terms(conn: &Connection, agreement: i64, number: u32) -> Result<Option<TermsVersion>> {
    let mut statement = conn.prepare_cached(&format!("{TERMS} WHERE agreement = ?1 AND version = ?2"))?;
    let mut rows = statement.query((agreement, number))?;
    rows.next()?.map(|row| version(conn, agreement, row)).transpose()
}

fn versions(conn: &Connection, agreement: AgreementId) -> Result<Vec<TermsVersion>> {
    let key = agreement.bits().cast_signed();
    let mut statement = conn.prepare_cached(&format!("{TERMS} WHERE agreement = ?1 ORDER BY version"))?;
    let mut rows = statement.query([key])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(version(conn, key, row)?);
    }
    Ok(found)
}

fn version(conn: &Connection, agreement: i64, row: &Row<'_>) -> Result<TermsVersion> {
    let number: u32 = row.get(0)?;
    let mut statement = conn.prepare_cached(
        "SELECT number, subject, ruling, days, text FROM agreement_clause
         WHERE agreement = ?1 AND version = ?2 ORDER BY number",
    )?;
    let mut rows = statement.query((agreement, number))?;
    let mut clauses = Vec::new();
    while let Some(row) = rows.next()? {
        clauses.push(Clause {
            number: row.get(0)?,
            subject: word(row, 1, ClauseSubject::from_word)?,
            ruling: word(row, 2, Ruling::from_word)?,
            days: row.get(3)?,
            text: row.get(4)?,
        });
    }
    let terms = Terms {
        technologies: row.get(1)?,
        field: row.get(2)?,
        territory: row.get(3)?,
        exclusivity: word(row, 4, Exclusivity::from_word)?,
        since: day(row, 5)?,
        until: day(row, 6)?,
        renewal: word(row, 7, Renewal::from_word)?,
        notice_days: row.get(8)?,
        clauses,
    };
    let agreed_on = day(row, 9)?;
    Ok(TermsVersion { number, terms, agreed_on, reason: row.get(10)?, by: row.get(11)?, at: row.get(12)? })
}

fn consents(conn: &Connection, agreement: AgreementId) -> Result<Vec<Consent>> {
    let mut statement = conn.prepare_cached(
        "SELECT point, state, asked_by, asker, asked_at, decided_by, decided_at, reason FROM agreement_consent
         WHERE agreement = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([agreement.bits().cast_signed()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(Consent {
            point: word(row, 0, ConsentPoint::from_word)?,
            state: word(row, 1, ConsentState::from_word)?,
            asked_by: row.get(2)?,
            asker: named(PersonId::new(&row.get::<_, String>(3)?))?,
            asked_at: row.get(4)?,
            decided_by: row.get(5)?,
            decided_at: row.get(6)?,
            reason: row.get(7)?,
        });
    }
    Ok(found)
}
