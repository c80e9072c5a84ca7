//! The rows of samples, of the decisions whether they may come, and of the pairs that look alike.

use model::{
    AgreementId, Date, Fact, HostId, LoanState, Marking, NeedId, Noun, PairRuling, PostId, RecordId, Sample,
    SampleCame, SampleId, SampleKind, SamplePair, SampleState, Thing, UnitId, Verb, Vetting, VettingKind,
    VettingRuleId, VettingState, VettingStep,
};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::deed::Deed;
use crate::programme::named;
use crate::{Error, Reader, Result, Scope, label, record};

/// Which samples are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct SampleFilter {
    /// For this need.
    pub need: Option<NeedId>,
    /// Under this agreement.
    pub agreement: Option<AgreementId>,
    /// Made by this host.
    pub maker: Option<HostId>,
}

/// The loan by which a sample is lent, or may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenLoan {
    /// Its number.
    pub number: u32,
    /// Who borrows.
    pub borrower: PostId,
    /// When it is to be back.
    pub due: Date,
    /// Where it stands.
    pub state: LoanState,
}

/// A sample with who holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleLine {
    /// The sample.
    pub sample: Sample,
    /// The post that holds it; `None` before it came and once it is gone.
    pub holder: Option<PostId>,
    /// Where it stands.
    pub place: String,
    /// By which it is lent, or may be.
    pub loan: Option<OpenLoan>,
}

impl Deed<'_> {
    /// Keeps a sample as it is now, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_sample(&mut self, sample: &Sample, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &sample.marking)?;
        let id = sample.id.bits().cast_signed();
        let mut find = self.conn.prepare_cached("SELECT label FROM sample WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([id], |row| row.get(0)).optional()?;
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        self.conn
            .prepare_cached(
                "INSERT INTO sample (id, kind, name, maker, maker_name, model, serial, amount, measure, country, came, agreement,
                                     rights, unit, post, plan, plan_due, expected, received, rests_since, remark, state,
                                     reason, joined_to, label, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
                         ?23, ?24, ?25, ?26, ?27)
                 ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, maker = excluded.maker,
                     maker_name = excluded.maker_name, model = excluded.model, serial = excluded.serial,
                     amount = excluded.amount, measure = excluded.measure, country = excluded.country,
                     came = excluded.came, agreement = excluded.agreement, rights = excluded.rights,
                     unit = excluded.unit, post = excluded.post, plan = excluded.plan, plan_due = excluded.plan_due,
                     expected = excluded.expected, received = excluded.received, rests_since = excluded.rests_since,
                     remark = excluded.remark, state = excluded.state, reason = excluded.reason,
                     joined_to = excluded.joined_to, label = excluded.label, revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                sample.kind.word(),
                sample.name,
                sample.maker.map(|host| host.bits().cast_signed()),
                sample.maker_name,
                sample.model,
                sample.serial,
                sample.amount,
                sample.measure,
                sample.country,
                sample.came.word(),
                sample.agreement.map(|agreement| agreement.bits().cast_signed()),
                sample.rights,
                sample.unit.as_str(),
                sample.post.as_str(),
                sample.plan,
                sample.plan_due.to_string(),
                day(sample.expected),
                day(sample.received),
                day(sample.rests_since),
                sample.remark,
                sample.state.word(),
                sample.reason,
                sample.joined_to.map(|other| other.bits().cast_signed()),
                label,
                sample.revision,
                sample.made_at,
            ])?;
        self.conn.prepare_cached("DELETE FROM sample_need WHERE sample = ?1")?.execute([id])?;
        let mut put =
            self.conn.prepare_cached("INSERT INTO sample_need (sample, position, need) VALUES (?1, ?2, ?3)")?;
        for (at, need) in (0i64..).zip(&sample.needs) {
            put.execute((id, at, need.as_str()))?;
        }
        drop(put);
        if before.is_some_and(|before| before != label) {
            label::relabel_sample(self, sample.id)?;
        }
        self.note(fact)
    }

    /// The sample of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sample(&self, scope: &Scope, id: SampleId) -> Result<Option<Sample>> {
        Ok(match one(self.conn, id)? {
            Some(line) if scope.shows(self.conn, &line.sample.marking)? => Some(line.sample),
            _ => None,
        })
    }

    /// Every sample that fits, with who holds it, whoever acts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn samples(&self, filter: &SampleFilter) -> Result<Vec<SampleLine>> {
        lines(self.conn, filter)
    }

    /// The samples of which a study became a record.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sample_of_record(&self, record: RecordId) -> Result<Option<(SampleId, u32)>> {
        of_record(self.conn, record)
    }

    /// Keeps the decisions whether a sample may come, in place of those before.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_sample_control(&mut self, sample: SampleId, control: &Vetting) -> Result<()> {
        let key = sample.bits().cast_signed();
        // Rules that held once need not hold for what is asked anew.
        self.conn.prepare_cached("DELETE FROM sample_control WHERE sample = ?1")?.execute([key])?;
        let mut put = self.conn.prepare_cached(
            "INSERT INTO sample_control (sample, rule, kind, place, post, note, state, by, at, reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        for step in control.steps() {
            put.execute(rusqlite::params![
                key,
                step.rule.bits().cast_signed(),
                step.kind.word(),
                step.place,
                step.post.as_str(),
                step.note,
                step.state.word(),
                step.by,
                step.at,
                step.reason,
            ])?;
        }
        Ok(())
    }

    /// The decisions whether a sample may come.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sample_control(&self, sample: SampleId) -> Result<Vetting> {
        control(self.conn, sample)
    }

    /// Keeps what was said of a pair, in place of what was said before, and notes it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_sample_pair(&mut self, pair: &SamplePair) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO sample_pair (one, other, ruling, reason, by, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (one, other) DO UPDATE SET ruling = excluded.ruling, reason = excluded.reason,
                     by = excluded.by, at = excluded.at",
            )?
            .execute(rusqlite::params![
                pair.one.bits().cast_signed(),
                pair.other.bits().cast_signed(),
                pair.ruling.word(),
                pair.reason,
                pair.by,
                pair.at,
            ])?;
        let verb = if pair.ruling == PairRuling::Joined { Verb::Joined } else { Verb::Parted };
        let fact = self.fact(verb, Thing::new(Noun::Sample, pair.one));
        self.note(&fact.to(Thing::new(Noun::Sample, pair.other).to_string()))
    }
}

impl Reader {
    /// The sample of this name, with who holds it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sample(&self, scope: &Scope, id: SampleId) -> Result<Option<SampleLine>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Samples that fit, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn samples(&self, scope: &Scope, filter: &SampleFilter) -> Result<Vec<SampleLine>> {
        self.seen_by(scope, |conn| lines(conn, filter))
    }

    /// The sample whose study became a record, with the number of the study.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sample_of_record(&self, scope: &Scope, record: RecordId) -> Result<Option<(SampleId, u32)>> {
        self.seen_by(scope, |conn| of_record(conn, record))
    }

    /// The decisions whether a sample may come.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sample_control(&self, scope: &Scope, sample: SampleId) -> Result<Vetting> {
        self.seen_by(scope, |conn| control(conn, sample))
    }

    /// What was said of pairs.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sample_pairs(&self, scope: &Scope) -> Result<Vec<SamplePair>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn
                .prepare_cached("SELECT one, other, ruling, reason, by, at FROM sample_pair ORDER BY at, one, other")?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let ruling: String = row.get(2)?;
                found.push(SamplePair {
                    one: SampleId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
                    other: SampleId::from_bits(row.get::<_, i64>(1)?.cast_unsigned()),
                    ruling: PairRuling::from_word(&ruling).ok_or_else(|| damaged("ruling", &ruling))?,
                    reason: row.get(3)?,
                    by: row.get(4)?,
                    at: row.get(5)?,
                });
            }
            Ok(found)
        })
    }
}

/// One loan at most is open at a time, and of custody the last confirmed link counts. An agreement or a maker that is not seen is not
/// named.
const SELECT: &str =
    "SELECT s.id, s.kind, s.name, h.id, s.maker_name, s.model, s.serial, s.amount, s.measure, s.country,
        s.came, a.id, s.rights, s.unit, s.post, s.plan, s.plan_due, s.expected, s.received, s.rests_since, s.remark,
        s.state, s.reason, s.joined_to, l.marking, s.revision, s.made_at, c.to_post, c.place, o.number, o.borrower,
        o.due, o.state
     FROM sample s LEFT JOIN label l ON l.id = s.label
     LEFT JOIN host h ON h.id = s.maker
     LEFT JOIN agreement a ON a.id = s.agreement
     LEFT JOIN custody c ON c.sample = s.id AND c.number =
         (SELECT max(k.number) FROM custody k WHERE k.sample = s.id AND k.state = 'confirmed')
     LEFT JOIN sample_loan o ON o.sample = s.id AND o.number =
         (SELECT max(k.number) FROM sample_loan k WHERE k.sample = s.id AND k.state IN ('asked', 'granted', 'out'))";

fn one(conn: &Connection, id: SampleId) -> Result<Option<SampleLine>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE s.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(|row| line(conn, row)).transpose()
}

fn lines(conn: &Connection, filter: &SampleFilter) -> Result<Vec<SampleLine>> {
    let (mut clauses, mut values): (Vec<&str>, Vec<Value>) = (Vec::new(), Vec::new());
    if let Some(need) = &filter.need {
        clauses.push("EXISTS (SELECT 1 FROM sample_need n WHERE n.sample = s.id AND n.need = ?)");
        values.push(Value::Text(need.as_str().to_owned()));
    }
    if let Some(agreement) = filter.agreement {
        clauses.push("s.agreement = ?");
        values.push(Value::Integer(agreement.bits().cast_signed()));
    }
    if let Some(maker) = filter.maker {
        clauses.push("s.maker = ?");
        values.push(Value::Integer(maker.bits().cast_signed()));
    }
    let tail = if clauses.is_empty() { String::new() } else { format!(" WHERE {}", clauses.join(" AND ")) };
    let mut statement = conn.prepare_cached(&format!("{SELECT}{tail} ORDER BY s.made_at DESC, s.id"))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(line(conn, row)?);
    }
    Ok(found)
}

fn of_record(conn: &Connection, record: RecordId) -> Result<Option<(SampleId, u32)>> {
    let Some(row) = record::row_of(conn, record)? else { return Ok(None) };
    let mut find = conn.prepare_cached(
        "SELECT t.sample, t.number FROM study t WHERE t.record IN (SELECT row FROM record WHERE row = ?1 OR absorbed_by = ?1)",
    )?;
    let found = find.query_row([row], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?))).optional()?;
    Ok(found.map(|(sample, study)| (SampleId::from_bits(sample.cast_unsigned()), study)))
}

fn damaged(what: &str, value: &str) -> Error {
    Error::damaged(format!("the {what} `{value}` of a sample is not one"))
}

/// A day that stands in a row.
pub(crate) fn day(text: &str) -> Result<Date> {
    Date::parse(text).ok_or_else(|| damaged("day", text))
}

fn line(conn: &Connection, row: &Row<'_>) -> Result<SampleLine> {
    let key: i64 = row.get(0)?;
    let days = |at: usize| row.get::<_, Option<String>>(at)?.as_deref().map(day).transpose();
    let (kind, came, state): (String, String, String) = (row.get(1)?, row.get(10)?, row.get(21)?);
    let post = |at: usize| row.get::<_, Option<String>>(at)?.map(|post| named(PostId::new(&post))).transpose();
    let sample = Sample {
        id: SampleId::from_bits(key.cast_unsigned()),
        kind: SampleKind::from_word(&kind).ok_or_else(|| damaged("kind", &kind))?,
        name: row.get(2)?,
        maker: row.get::<_, Option<i64>>(3)?.map(|host| HostId::from_bits(host.cast_unsigned())),
        maker_name: row.get(4)?,
        model: row.get(5)?,
        serial: row.get(6)?,
        amount: row.get(7)?,
        measure: row.get(8)?,
        country: row.get(9)?,
        came: SampleCame::from_word(&came).ok_or_else(|| damaged("way", &came))?,
        agreement: row.get::<_, Option<i64>>(11)?.map(|id| AgreementId::from_bits(id.cast_unsigned())),
        rights: row.get(12)?,
        needs: needs(conn, key)?,
        unit: named(UnitId::new(&row.get::<_, String>(13)?))?,
        post: named(PostId::new(&row.get::<_, String>(14)?))?,
        plan: row.get(15)?,
        plan_due: day(&row.get::<_, String>(16)?)?,
        expected: days(17)?,
        received: days(18)?,
        rests_since: days(19)?,
        remark: row.get(20)?,
        state: SampleState::from_word(&state).ok_or_else(|| damaged("state", &state))?,
        reason: row.get(22)?,
        joined_to: row.get::<_, Option<i64>>(23)?.map(|other| SampleId::from_bits(other.cast_unsigned())),
        marking: row.get::<_, Option<String>>(24)?.as_deref().map_or_else(Marking::top, Marking::read),
        revision: row.get(25)?,
        made_at: row.get(26)?,
    };
    let loan = match (row.get::<_, Option<u32>>(29)?, post(30)?) {
        (Some(number), Some(borrower)) => {
            let state: String = row.get(32)?;
            let state = LoanState::from_word(&state).ok_or_else(|| damaged("loan", &state))?;
            Some(OpenLoan { number, borrower, due: day(&row.get::<_, String>(31)?)?, state })
        }
        _ => None,
    };
    let place = row.get::<_, Option<String>>(28)?.unwrap_or_default();
    Ok(SampleLine { sample, holder: post(27)?, place, loan })
}

fn needs(conn: &Connection, sample: i64) -> Result<Vec<NeedId>> {
    let mut statement = conn.prepare_cached("SELECT need FROM sample_need WHERE sample = ?1 ORDER BY position")?;
    let names: Vec<String> = statement.query_map([sample], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    names.iter().map(|name| named(NeedId::new(name))).collect()
}

fn control(conn: &Connection, sample: SampleId) -> Result<Vetting> {
    let mut statement = conn.prepare_cached(
        "SELECT rule, kind, place, post, note, state, by, at, reason FROM sample_control WHERE sample = ?1
         ORDER BY place, rule",
    )?;
    let mut rows = statement.query([sample.bits().cast_signed()])?;
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        let (kind, state): (String, String) = (row.get(1)?, row.get(5)?);
        steps.push(VettingStep {
            rule: VettingRuleId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
            kind: VettingKind::from_word(&kind).ok_or_else(|| damaged("decision", &kind))?,
            place: row.get(2)?,
            post: named(PostId::new(&row.get::<_, String>(3)?))?,
            note: row.get(4)?,
            state: VettingState::from_word(&state).ok_or_else(|| damaged("decision", &state))?,
            by: row.get(6)?,
            at: row.get(7)?,
            reason: row.get(8)?,
        });
    }
    Ok(Vetting::of(steps))
}
