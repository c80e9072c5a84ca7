//! The press in a cell: an issue and the templates of an office go in, what is printed comes out. A template is not trusted, and the
//! texts of the world in an issue are not either.

use std::io::{self, Read, Write};
use std::process::Command;

use press::{Fault, HtmlTemplate, PdfTemplate};
use serde::{Deserialize, Serialize};

use super::frame::{Frames, strange, text, write};
use super::{Parser, in_cell};
use crate::Failure;

/// The argument by which the program knows that it is a cell that prints.
pub const PRESS_ARGUMENT: &str = "press";

/// Longest order: an issue of 20,000 long abstracts.
const ORDER_BYTES_MAX: u64 = 256 * 1024 * 1024;

const PAGE: u8 = b'h';
const PDF: u8 = b'p';
const TEXT: u8 = b't';
const END: u8 = b'e';
const REFUSED: u8 = b'f';

/// With what something is printed; `None` stands for the template of the house.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Templates {
    /// The template for pages.
    pub page: Option<String>,
    /// The template for print.
    pub print: Option<String>,
}

/// What is asked of the press.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Order {
    /// Print an issue in every form.
    Print(Box<press::Issue>, Templates),
    /// Print a paper that is no issue; it comes out as the PDF alone.
    Paper(Box<press::Paper>),
    /// Print labels to stick on things; they come out as the PDF alone.
    Labels(Box<press::LabelSheet>),
    /// See whether templates are in order, by printing samples with them.
    Try(Templates),
}

/// An issue in every form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// A page that stands by itself, in UTF-8.
    pub page: Vec<u8>,
    /// A tagged PDF.
    pub pdf: Vec<u8>,
    /// Plain text, as it is mailed.
    pub text: Vec<u8>,
}

/// Why something was not printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unprinted {
    /// The issue or a template is not in order: says what, with the line of the template.
    Refused(String),
    /// The press did not come to its end: a template that wants too much time or memory.
    Broken(String),
}

impl Parser {
    /// Has the press do what is asked. What was only tried comes out empty.
    ///
    /// # Errors
    /// When no cell can be started.
    pub(crate) fn print(&self, order: &Order) -> Result<Result<Printed, Unprinted>, Failure> {
        match self {
            Parser::Here => Ok(carry_out(order).map_err(|fault| Unprinted::Refused(fault.to_string()))),
            Parser::Cell(program) => {
                let order = serde_json::to_vec(order).map_err(|error| Failure::Broken(Box::new(error)))?;
                let mut command = Command::new(program);
                command.arg(PRESS_ARGUMENT);
                let ended = in_cell(command, io::Cursor::new(order), read)?;
                Ok(ended.unwrap_or_else(|why| Err(Unprinted::Broken(why))))
            }
        }
    }
}

/// Reads what a cell answers.
fn read(mut frames: Frames<impl Read>) -> Result<Result<Printed, Unprinted>, String> {
    let mut printed = Printed::default();
    loop {
        match frames.piece()? {
            (PAGE, bytes) => printed.page = bytes,
            (PDF, bytes) => printed.pdf = bytes,
            (TEXT, bytes) => printed.text = bytes,
            (END, bytes) if bytes.is_empty() => return Ok(Ok(printed)),
            (REFUSED, bytes) => return Ok(Err(Unprinted::Refused(text(bytes)?))),
            _ => return Err(strange()),
        }
    }
}

fn carry_out(order: &Order) -> Result<Printed, Fault> {
    let page = |given: &Templates| given.page.clone().map_or_else(HtmlTemplate::default, HtmlTemplate::new);
    let print = |given: &Templates| given.print.clone().map_or_else(PdfTemplate::default, PdfTemplate::new);
    match order {
        Order::Print(issue, templates) => Ok(Printed {
            page: press::html(issue, &page(templates))?.into_bytes(),
            pdf: press::pdf(issue, &print(templates))?,
            text: press::text(issue)?.into_bytes(),
        }),
        Order::Paper(paper) => Ok(Printed { pdf: press::paper_pdf(paper)?, ..Printed::default() }),
        Order::Labels(sheet) => Ok(Printed { pdf: press::labels_pdf(sheet)?, ..Printed::default() }),
        Order::Try(templates) => {
            if templates.page.is_some() {
                page(templates).check()?;
            }
            if templates.print.is_some() {
                print(templates).check()?;
            }
            Ok(Printed::default())
        }
    }
}

/// The work of a cell that prints. Whoever calls it has shut the process in before.
///
/// # Errors
/// When the order cannot be read, or the answer not be written: nobody listens any more.
pub fn print_in_cell(input: impl Read, mut output: impl Write) -> io::Result<()> {
    let order: Order = serde_json::from_reader(io::BufReader::new(input.take(ORDER_BYTES_MAX)))?;
    match carry_out(&order) {
        Ok(printed) => {
            write(&mut output, PAGE, &printed.page)?;
            write(&mut output, PDF, &printed.pdf)?;
            write(&mut output, TEXT, &printed.text)?;
            write(&mut output, END, &[])?;
        }
        Err(fault) => write(&mut output, REFUSED, fault.to_string().as_bytes())?,
    }
    output.flush()
}
