//! The list of samples as a file for a spreadsheet.

use formats::{FigureCell, Figures, figures_csv};
use model::Date;
use store::SampleLine;

use crate::Failure;

/// The columns, by the names that the API uses.
const COLUMNS: [&str; 20] = [
    "id", "kind", "name", "maker", "model", "serial", "amount", "measure", "country", "came", "state", "unit", "post",
    "needs", "expected", "received", "plan_due", "holder", "place", "loan_due",
];

/// Samples as a table of comma-separated values (RFC 4180), in their order.
///
/// # Errors
/// When it cannot be written.
pub fn samples_file(lines: &[SampleLine]) -> Result<Vec<u8>, Failure> {
    let row = |line: &SampleLine| {
        let sample = &line.sample;
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let maker = sample.maker.map_or_else(|| sample.maker_name.clone(), |host| host.to_string());
        let needs: Vec<&str> = sample.needs.iter().map(model::NeedId::as_str).collect();
        let cells = [
            sample.id.to_string(),
            sample.kind.to_string(),
            sample.name.clone(),
            maker,
            sample.model.clone(),
            sample.serial.clone(),
            sample.amount.clone(),
            sample.measure.clone(),
            sample.country.clone(),
            sample.came.to_string(),
            sample.state.to_string(),
            sample.unit.to_string(),
            sample.post.to_string(),
            needs.join(" "),
            day(sample.expected),
            day(sample.received),
            sample.plan_due.to_string(),
            line.holder.as_ref().map(ToString::to_string).unwrap_or_default(),
            line.place.clone(),
            day(line.loan.as_ref().map(|loan| loan.due)),
        ];
        Vec::from(cells.map(FigureCell::Text))
    };
    let columns = COLUMNS.map(str::to_owned).to_vec();
    let figures = Figures { columns, rows: lines.iter().map(row).collect() };
    figures_csv(&figures).map_err(|error| Failure::Broken(Box::new(error)))
}
