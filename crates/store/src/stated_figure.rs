//! The rows of figures that others state.

use model::{
    CaseStage, Fact, Marking, Noun, PostId, Rational, StatedFigure, StatedFigureId, StatedKind, StatedStatus, Thing,
};
use rusqlite::{Connection, Row};

use crate::agreement::word;
use crate::deed::Deed;
use crate::programme::named;
use crate::{Reader, Result, Scope, label};

impl Deed<'_> {
    /// Keeps a stated figure as it is now, with the fact that explains it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_stated_figure(&mut self, figure: &StatedFigure, fact: &Fact) -> Result<()> {
        let label = label::intern(self, &figure.marking)?;
        let id = figure.id.bits().cast_signed();
        let before: Option<i64> = label::row(self.conn, "stated_figure", id)?;
        self.conn
            .prepare_cached(
                "INSERT INTO stated_figure (id, programme, parameter, kind, stage, status, value, wording, measure, period,
                                            source, place, note, post, label, invented, revision, made_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
                 ON CONFLICT (id) DO UPDATE SET programme = excluded.programme, parameter = excluded.parameter,
                     kind = excluded.kind, stage = excluded.stage, status = excluded.status, value = excluded.value,
                     wording = excluded.wording, measure = excluded.measure, period = excluded.period,
                     source = excluded.source, place = excluded.place, note = excluded.note, label = excluded.label,
                     revision = excluded.revision",
            )?
            .execute(rusqlite::params![
                id,
                figure.programme,
                figure.parameter,
                figure.kind.word(),
                figure.stage.map(CaseStage::word),
                figure.status.word(),
                figure.value.map(|value| value.to_string()),
                figure.wording,
                figure.measure,
                figure.period,
                figure.source,
                figure.place,
                figure.note,
                figure.post.as_str(),
                label,
                figure.invented,
                figure.revision,
                figure.made_at,
            ])?;
        if before.is_some_and(|before| before != label) {
            label::relabel_thing(self, Thing::new(Noun::StatedFigure, figure.id))?;
        }
        self.note(fact)
    }

    /// The stated figure of this name, within the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn stated_figure(&self, scope: &Scope, id: StatedFigureId) -> Result<Option<StatedFigure>> {
        Ok(match one(self.conn, id)? {
            Some(figure) if scope.shows(self.conn, &figure.marking)? => Some(figure),
            _ => None,
        })
    }

    /// Every stated figure, whoever acts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn stated_figures(&self) -> Result<Vec<StatedFigure>> {
        list(self.conn)
    }
}

impl Reader {
    /// The stated figure of this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn stated_figure(&self, scope: &Scope, id: StatedFigureId) -> Result<Option<StatedFigure>> {
        self.seen_by(scope, |conn| one(conn, id))
    }

    /// Every stated figure, by programme, sort, time and what is stated.
    ///
    /// # Errors
    /// When the store fails.
    pub fn stated_figures(&self, scope: &Scope) -> Result<Vec<StatedFigure>> {
        self.seen_by(scope, list)
    }
}

const SELECT: &str = "SELECT f.id, f.programme, f.parameter, f.kind, f.stage, f.status, f.value, f.wording, f.measure,
                             f.period, f.source, f.place, f.note, f.post, l.marking, f.invented, f.revision, f.made_at
                      FROM stated_figure f LEFT JOIN label l ON l.id = f.label";

fn one(conn: &Connection, id: StatedFigureId) -> Result<Option<StatedFigure>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE f.id = ?1"))?;
    let mut rows = statement.query([id.bits().cast_signed()])?;
    rows.next()?.map(figure).transpose()
}

fn list(conn: &Connection) -> Result<Vec<StatedFigure>> {
    let mut statement =
        conn.prepare_cached(&format!("{SELECT} ORDER BY f.programme, f.kind, f.period, f.parameter, f.id"))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(figure(row)?);
    }
    Ok(found)
}

fn figure(row: &Row<'_>) -> Result<StatedFigure> {
    let key: i64 = row.get(0)?;
    Ok(StatedFigure {
        id: StatedFigureId::from_bits(key.cast_unsigned()),
        programme: row.get(1)?,
        parameter: row.get(2)?,
        kind: word(row, 3, StatedKind::from_word)?,
        stage: row.get::<_, Option<String>>(4)?.map(|_| word(row, 4, CaseStage::from_word)).transpose()?,
        status: word(row, 5, StatedStatus::from_word)?,
        value: row.get::<_, Option<String>>(6)?.map(|_| word(row, 6, Rational::parse)).transpose()?,
        wording: row.get(7)?,
        measure: row.get(8)?,
        period: row.get(9)?,
        source: row.get(10)?,
        place: row.get(11)?,
        note: row.get(12)?,
        post: named(PostId::new(&row.get::<_, String>(13)?))?,
        marking: row.get::<_, Option<String>>(14)?.as_deref().map_or_else(Marking::top, Marking::read),
        invented: row.get(15)?,
        revision: row.get(16)?,
        made_at: row.get(17)?,
    })
}
