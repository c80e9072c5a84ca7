//! Tables of figures: CSV (RFC 4180) and XLSX, with the same columns.

use std::io;

use model::Money;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

use super::table::{CELL_CHARS_MAX, harmless};

/// How wide a column of a workbook is, in signs: the first, which names the row, and the others.
const WIDTHS: (f64, f64) = (44.0, 14.0);

/// A cell of a table of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FigureCell {
    /// Words.
    Text(String),
    /// A count.
    Number(u64),
    /// An amount. Its currency stands in the heading.
    Amount(Money),
    /// Nothing is known, which is not nought.
    Nothing,
}

/// A table of figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// The headings.
    pub columns: Vec<String>,
    /// Rows with as many cells.
    pub rows: Vec<Vec<FigureCell>>,
}

/// An amount as a number, without its currency.
fn amount(money: &Money) -> String {
    let written = money.to_string();
    written.split_once(' ').map_or(written.clone(), |(number, _)| number.to_owned())
}

/// Writes figures as CSV, in UTF-8 with a mark of it, as spreadsheets want it.
///
/// # Errors
/// When the table cannot be made, which does not happen in memory.
pub fn figures_csv(figures: &Figures) -> io::Result<Vec<u8>> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(figures.columns.iter().map(|name| harmless(name)))?;
    for row in &figures.rows {
        writer.write_record(row.iter().map(|cell| match cell {
            FigureCell::Text(text) => harmless(text),
            FigureCell::Number(number) => number.to_string(),
            FigureCell::Amount(money) => amount(money),
            FigureCell::Nothing => String::new(),
        }))?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

/// Writes figures as a workbook of one sheet; counts and amounts are numbers in it.
///
/// # Errors
/// When the workbook cannot be made.
pub fn figures_xlsx(figures: &Figures) -> io::Result<Vec<u8>> {
    let broken = |error: rust_xlsxwriter::XlsxError| io::Error::other(error);
    let mut book = Workbook::new();
    // The same figures give the same file, byte for byte, whenever they are given out.
    let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(broken)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = book.add_worksheet();
    let head = Format::new().set_bold();
    for (column, name) in (0_u16..).zip(&figures.columns) {
        sheet.write_string_with_format(0, column, name, &head).map_err(broken)?;
        sheet.set_column_width(column, if column == 0 { WIDTHS.0 } else { WIDTHS.1 }).map_err(broken)?;
    }
    sheet.set_freeze_panes(1, 1).map_err(broken)?;
    for (row, cells) in (1_u32..).zip(&figures.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                FigureCell::Text(text) => {
                    let text: String = text.chars().take(CELL_CHARS_MAX).collect();
                    sheet.write_string(row, column, text).map_err(broken)?;
                }
                FigureCell::Number(number) => {
                    sheet.write_number(row, column, *number as f64).map_err(broken)?;
                }
                FigureCell::Amount(money) => {
                    let value: f64 = amount(money).parse().map_err(io::Error::other)?;
                    sheet.write_number(row, column, value).map_err(broken)?;
                }
                FigureCell::Nothing => {}
            }
        }
    }
    book.save_to_buffer().map_err(broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures() -> Figures {
        let text = |text: &str| FigureCell::Text(text.to_owned());
        let amount = |text: &str| FigureCell::Amount(Money::parse(text).unwrap());
        Figures {
            columns: ["name", "used", "spent_DEM", "spent_JPY"].map(str::to_owned).into(),
            rows: vec![
                vec![text("Düsseldorf, \"1957\""), FigureCell::Number(2), amount("4800.50 DEM"), FigureCell::Nothing],
                vec![text("=1+1"), FigureCell::Number(0), FigureCell::Nothing, amount("12000 JPY")],
            ],
        }
    }

    #[test]
    fn figures_are_numbers_and_no_name_is_a_formula() {
        let csv = String::from_utf8(figures_csv(&figures()).unwrap()).unwrap();
        let expected =
            "\u{feff}name,used,spent_DEM,spent_JPY\r\n\"Düsseldorf, \"\"1957\"\"\",2,4800.50,\r\n'=1+1,0,,12000\r\n";
        assert_eq!(csv, expected);
    }

    #[test]
    fn the_same_figures_give_the_same_workbook() {
        let book = figures_xlsx(&figures()).unwrap();
        assert!(book.starts_with(b"PK"), "a workbook is a ZIP file");
        assert_eq!(book, figures_xlsx(&figures()).unwrap());
    }
}
