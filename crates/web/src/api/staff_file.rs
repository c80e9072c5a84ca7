//! Tables of staff as CSV: given out, looked at, taken in.

use std::sync::Arc;

use desk::{StaffLine, StaffTable};
use model::{CellFault, Hand};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Statement;

use super::answer::{Found, Reply, Sent, problem_of};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::staff_preview::ForesightView;
use super::thing::ThingView;
use super::{missing, read, slip};
use crate::caller::Caller;
use crate::problem::{Problem, ProblemKind};
use crate::route::Policy;

/// A table as CSV.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TableView {
    /// Which it is.
    pub table: String,
    /// Its lines, with headings, as they are taken in.
    pub csv: String,
}

async fn export(caller: Caller, way: Way, _: Nothing) -> Outcome<TableView> {
    let table = StaffTable::from_word(way.get("table")).ok_or_else(|| missing(&caller))?;
    let csv = read(&caller, move |office| Ok(desk::write_staff(&office.staff()?, table))).await?;
    Ok(Found::one(TableView { table: table.word().to_owned(), csv }))
}

/// A table that is taken in.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileBody {
    /// What faults call it.
    name: String,
    /// Its lines. The headings say which table it is.
    csv: String,
}

/// Tables that belong together.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FilesBody {
    /// The tables.
    #[schemars(length(min = 1, max = 20))]
    tables: Vec<FileBody>,
}

impl FilesBody {
    fn read(&self, caller: &Caller) -> Result<Vec<(String, Vec<u8>)>, Problem> {
        if self.tables.is_empty() || self.tables.len() > 20 {
            return Err(slip(caller, "#/tables", caller.speech().say("import-none")));
        }
        Ok(self.tables.iter().map(|one| (one.name.clone(), one.csv.clone().into_bytes())).collect())
    }
}

/// A line of a table and what becomes of it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LineView {
    /// The table.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// What it states.
    pub thing: ThingView,
    /// `new`, `changed` or `unchanged`.
    pub becomes: String,
}

impl From<&StaffLine> for LineView {
    fn from(line: &StaffLine) -> LineView {
        let becomes = match line.statement {
            Statement::New => "new",
            Statement::Changed => "changed",
            Statement::Unchanged => "unchanged",
        };
        LineView {
            file: line.file.clone(),
            line: line.line,
            thing: ThingView::from(&line.change.place().thing()),
            becomes: becomes.to_owned(),
        }
    }
}

/// What tables would do.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ImportView {
    /// Line by line.
    pub lines: Vec<LineView>,
    /// As a whole.
    pub foresight: ForesightView,
}

async fn foresee(caller: Caller, _: Way, body: FilesBody) -> Outcome<ImportView> {
    let tables = body.read(&caller)?;
    let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
    let looked = caller.read(move |office| {
        let staff = office.staff()?;
        let lines = match desk::read_staff(&tables, &staff, Hand { person: Some(&officer.person.id), today }) {
            Ok(lines) => lines,
            Err(faults) => return Ok(Err(faults)),
        };
        let foresight = office.foresee(&officer, &StaffLine::changes(&lines), today)?;
        Ok(Ok((lines, foresight)))
    });
    match looked.await.map_err(|failure| problem_of(&caller, &Way::default(), &failure))? {
        Ok((lines, foresight)) => Ok(Found::one(ImportView {
            lines: lines.iter().map(LineView::from).collect(),
            foresight: ForesightView::from(&foresight),
        })),
        Err(faults) => Err(faulty(&caller, &body, &faults)),
    }
}

/// Every fault, pointed at by its table, with its line and column in the sentence.
fn faulty(caller: &Caller, body: &FilesBody, faults: &[CellFault]) -> Problem {
    let problem = Problem::new(caller.speech(), ProblemKind::Fields);
    faults.iter().fold(problem, |problem, fault| {
        let at = body.tables.iter().position(|table| table.name == fault.file).unwrap_or_default();
        problem.at(format!("#/tables/{at}/csv"), caller.speech().cell_fault(fault))
    })
}

/// What was taken in.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ImportedView {
    /// Line by line.
    pub lines: Vec<LineView>,
}

async fn keep(caller: Caller, sent: Sent<FilesBody>) -> Done<ImportedView> {
    let tables = sent.body.read(&caller)?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let lines = desk::keep_staff_files(writer, turn, &office.staff()?, &tables)?;
        Ok(Reply::of(ImportedView { lines: lines.iter().map(LineView::from).collect() }))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let power = Policy::Administer;
    api.read("/api/v1/staff/tables/{table}", power, "export_table", "A table of the staff as CSV", export)
        .look("/api/v1/staff/import/preview", power, "preview_import", "What tables of staff would do", foresee)
        .act("/api/v1/staff/import", power, "import", "Takes tables of staff in, all or none", keep)
}
