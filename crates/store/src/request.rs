//! The rows of requests for information.

use model::{Date, Marking, NeedId, PostId, RecordId, Request, RequestId, RequestStage};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::deed::Deed;
use crate::programme::named;
use crate::record::{self, record_id};
use crate::{Error, Reader, Result, Scope, label};

/// Which requests are asked for: those that fit every part that is given.
#[derive(Clone, Debug, Default)]
pub struct RequestFilter {
    /// Asked by one of these posts or routed to one of them.
    pub posts: Option<Vec<PostId>>,
    /// Asked by one of these posts.
    pub asked_by: Option<Vec<PostId>>,
    /// At this stage.
    pub stage: Option<RequestStage>,
    /// Serving this need.
    pub need: Option<NeedId>,
    /// Asked before this one: where a page goes on.
    pub before: Option<(i64, RequestId)>,
    /// At most so many.
    pub limit: Option<usize>,
}

impl Deed<'_> {
    /// Keeps a request as it is now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_request(&mut self, request: &Request) -> Result<()> {
        let label = label::intern(self, &request.marking)?;
        let mut find = self.conn.prepare_cached("SELECT label FROM request WHERE id = ?1")?;
        let before: Option<i64> = find.query_row([request.id.bits().cast_signed()], |row| row.get(0)).optional()?;
        let answer = match request.answer {
            Some(id) => record::row_of(self.conn, id)?,
            None => None,
        };
        self.conn
            .prepare_cached(
                "INSERT INTO request (id, question, detail, post, need, due, stage, routed_to, answer, remark, label, asked_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
                 ON CONFLICT (id) DO UPDATE SET question = excluded.question, detail = excluded.detail, post = excluded.post,
                     due = excluded.due, stage = excluded.stage, routed_to = excluded.routed_to,
                     answer = excluded.answer, remark = excluded.remark, label = excluded.label",
            )?
            .execute(rusqlite::params![
                request.id.bits().cast_signed(),
                request.question,
                request.detail,
                request.post.as_str(),
                request.need.as_ref().map(NeedId::as_str),
                request.due.to_string(),
                request.stage.word(),
                request.routed_to.as_ref().map(PostId::as_str),
                answer,
                request.remark,
                label,
                request.asked_at,
            ])?;
        match before {
            Some(before) if before != label => label::relabel_request(self, request.id),
            _ => Ok(()),
        }
    }

    /// The request of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn request(&self, scope: &Scope, id: RequestId) -> Result<Option<Request>> {
        Ok(match one(self.conn, id)? {
            Some(request) if scope.shows(self.conn, &request.marking)? => Some(request),
            _ => None,
        })
    }
}

impl Reader {
    /// The request of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn request(&self, scope: &Scope, id: RequestId) -> Result<Option<Request>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Requests that fit, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn requests(&self, scope: &Scope, filter: &RequestFilter) -> Result<Vec<Request>> {
        self.seen_by(scope, |conn| select(conn, filter))
    }

    /// The requests that a record answers.
    ///
    /// # Errors
    /// When the store fails.
    pub fn answered_by(&self, scope: &Scope, record: RecordId) -> Result<Vec<Request>> {
        self.seen_by(scope, |conn| {
            let Some(row) = record::row_of(conn, record)? else { return Ok(Vec::new()) };
            let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE q.answer = ?1 ORDER BY q.asked_at"))?;
            let mut rows = statement.query([row])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(request(row)?);
            }
            Ok(found)
        })
    }
}

/// The answer is named only to who sees the record.
/// A need or an answer that is not seen is not named.
const SELECT: &str = "SELECT q.id, q.question, q.detail, q.post, n.id, q.due, q.stage, q.routed_to, r.id, q.remark, l.marking, q.asked_at
                      FROM request q LEFT JOIN record r ON r.row = q.answer LEFT JOIN need n ON n.id = q.need
                      LEFT JOIN label l ON l.id = q.label";

pub(crate) fn one(conn: &Connection, id: RequestId) -> Result<Option<Request>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE q.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(request).transpose()
}

fn select(conn: &Connection, filter: &RequestFilter) -> Result<Vec<Request>> {
    let mut tail = String::new();
    let mut values: Vec<Value> = Vec::new();
    let mut narrow = |clause: String| {
        tail.push_str(if tail.is_empty() { " WHERE " } else { " AND " });
        tail.push_str(&clause);
    };
    if let Some(posts) = &filter.posts {
        let marks = vec!["?"; posts.len()].join(", ");
        narrow(format!("(q.post IN ({marks}) OR q.routed_to IN ({marks}))"));
        for _ in 0..2 {
            values.extend(posts.iter().map(|post| Value::Text(post.as_str().to_owned())));
        }
    }
    if let Some(posts) = &filter.asked_by {
        narrow(format!("q.post IN ({})", vec!["?"; posts.len()].join(", ")));
        values.extend(posts.iter().map(|post| Value::Text(post.as_str().to_owned())));
    }
    if let Some(stage) = filter.stage {
        narrow("q.stage = ?".to_owned());
        values.push(Value::Text(stage.word().to_owned()));
    }
    if let Some(need) = &filter.need {
        narrow("n.id = ?".to_owned());
        values.push(Value::Text(need.as_str().to_owned()));
    }
    if let Some((at, id)) = filter.before {
        narrow("(q.asked_at, q.id) < (?, ?)".to_owned());
        values.extend([Value::Integer(at), Value::Integer(id.bits().cast_signed())]);
    }
    let limit = filter.limit.map_or_else(String::new, |limit| format!(" LIMIT {limit}"));
    let mut statement = conn.prepare_cached(&format!("{SELECT}{tail} ORDER BY q.asked_at DESC, q.id DESC{limit}"))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(request(row)?);
    }
    Ok(found)
}

fn request(row: &Row<'_>) -> Result<Request> {
    let damaged = |what: &str, value: &str| Error::damaged(format!("the {what} `{value}` of a request is not one"));
    let (due, stage): (String, String) = (row.get(5)?, row.get(6)?);
    Ok(Request {
        id: RequestId::from_bits(row.get::<_, i64>(0)?.cast_unsigned()),
        question: row.get(1)?,
        detail: row.get(2)?,
        post: named(PostId::new(&row.get::<_, String>(3)?))?,
        need: row.get::<_, Option<String>>(4)?.map(|need| named(NeedId::new(&need))).transpose()?,
        due: Date::parse(&due).ok_or_else(|| damaged("day", &due))?,
        stage: RequestStage::from_word(&stage).ok_or_else(|| damaged("stage", &stage))?,
        routed_to: row.get::<_, Option<String>>(7)?.map(|post| named(PostId::new(&post))).transpose()?,
        answer: row.get::<_, Option<i64>>(8)?.map(record_id),
        remark: row.get(9)?,
        marking: row.get::<_, Option<String>>(10)?.as_deref().map_or_else(Marking::top, Marking::read),
        asked_at: row.get(11)?,
    })
}
