//! The schedule and the statement of a line of credit as files for spreadsheets.

use formats::{FigureCell, Figures, Form, figures_csv, figures_xlsx};
use model::{Credit, CreditCourse, CreditStatement};

use crate::Failure;

fn written(figures: &Figures, form: Form) -> Result<Vec<u8>, Failure> {
    let bytes = if form == Form::Xlsx { figures_xlsx(figures) } else { figures_csv(figures) };
    bytes.map_err(|error| Failure::Broken(Box::new(error)))
}

fn headings(credit: &Credit, words: &[&str], amounts: &[&str]) -> Vec<String> {
    let code = credit.currency.code();
    words.iter().map(|name| (*name).to_owned()).chain(amounts.iter().map(|name| format!("{name}_{code}"))).collect()
}

/// Writes the schedule of a line: a workbook, or CSV where another form is asked for.
///
/// # Errors
/// When the file cannot be made.
pub fn write_credit_schedule(credit: &Credit, course: &CreditCourse, form: Form) -> Result<Vec<u8>, Failure> {
    let amounts =
        ["opening", "interest", "capitalised", "principal", "fees", "penalty", "payment", "closing", "unpaid"];
    let columns = headings(credit, &["due", "number", "since", "until"], &amounts);
    let amount = |minor: i64| FigureCell::Amount(credit.money(minor));
    let rows = course.lines.iter().enumerate().map(|(at, line)| {
        let left = course.claims.iter().filter(|claim| claim.line == Some(at)).map(|claim| claim.left).sum();
        let days = [line.since, line.until].map(|day| FigureCell::Text(day.to_string()));
        let mut cells = vec![FigureCell::Text(line.due.to_string()), FigureCell::Number(u64::from(line.number))];
        cells.extend(days);
        cells.extend(
            [
                line.opening,
                line.interest,
                line.capitalised,
                line.principal,
                line.fees,
                line.penalty,
                line.payment(),
                line.closing,
                left,
            ]
            .map(amount),
        );
        cells
    });
    written(&Figures { columns, rows: rows.collect() }, form)
}

/// Writes the statement of a line: a workbook, or CSV where another form is asked for.
///
/// # Errors
/// When the file cannot be made.
pub fn write_credit_statement(credit: &Credit, statement: &CreditStatement, form: Form) -> Result<Vec<u8>, Failure> {
    let columns = headings(credit, &["day", "account", "cause", "booking"], &["amount", "owed"]);
    let amount = |minor: i64| FigureCell::Amount(credit.money(minor));
    let text = |text: String| FigureCell::Text(text);
    let ends = |day: String, cause: &str, owed: i64| {
        vec![
            text(day),
            text(String::new()),
            text(cause.to_owned()),
            FigureCell::Nothing,
            FigureCell::Nothing,
            amount(owed),
        ]
    };
    let mut rows = vec![ends(statement.since.to_string(), "opening", statement.opening.owed())];
    rows.extend(statement.bookings.iter().map(|(booking, owed)| {
        let event = booking.event.map_or(FigureCell::Nothing, |number| FigureCell::Number(u64::from(number)));
        let words = [booking.day.to_string(), booking.account.to_string(), booking.cause.to_string()].map(text);
        words.into_iter().chain([event, amount(booking.minor), amount(*owed)]).collect()
    }));
    rows.push(ends(statement.until.to_string(), "closing", statement.closing.owed()));
    written(&Figures { columns, rows }, form)
}
