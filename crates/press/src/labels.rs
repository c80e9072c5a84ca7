//! Labels to stick on things: a name, some lines, and the address as a QR code (ISO/IEC 18004), on sheets of A4, as a tagged PDF.

use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::letters::line;
use crate::pdf::set;

/// The template of the house for labels. Offices edit those of bulletins; this one is short and stays.
const TEMPLATE: &str = include_str!("../templates/labels.typ");

/// Most labels at once: ten sheets of the small ones.
pub const LABELS_MAX: usize = 240;

/// Lines below the name of a label. More do not fit on the small one.
const LABEL_LINES_MAX: usize = 4;

/// Longest line of a label, in characters; what is longer is cut, since the page behind the code says the rest.
const LABEL_CHARS_MAX: usize = 60;

/// Modules on a side of the largest code that is read from paper of this size: version 10.
const MODULES_MAX: usize = 57;

/// How large labels are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LabelSize {
    /// Three beside each other and eight below, of 70 by 35 mm.
    Small,
    /// Two beside each other and four below, of 105 by 70 mm.
    Large,
}

impl LabelSize {
    fn columns(self) -> usize {
        match self {
            LabelSize::Small => 3,
            LabelSize::Large => 2,
        }
    }

    /// In millimetres.
    fn height(self) -> u32 {
        match self {
            LabelSize::Small => 35,
            LabelSize::Large => 70,
        }
    }

    fn on_a_sheet(self) -> usize {
        match self {
            LabelSize::Small => 24,
            LabelSize::Large => 8,
        }
    }
}

/// A label.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// What the thing is called.
    pub name: String,
    /// What else stands on it: type, number, whose it is.
    pub lines: Vec<String>,
    /// Who may see it; `None` where it is open.
    pub marking: Option<String>,
    /// The address that the code leads to.
    pub address: String,
    /// The code: a row for each row of modules, `1` for a dark one.
    pub modules: Vec<String>,
}

/// Labels on sheets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelSheet {
    /// The language, by a tag of BCP 47.
    pub language: String,
    /// What the document is called.
    pub title: String,
    /// How large they are.
    pub size: LabelSize,
    /// The labels, in their order.
    pub labels: Vec<Label>,
}

/// A line that fits.
fn short(text: &str) -> String {
    let text = line(text);
    if text.chars().count() <= LABEL_CHARS_MAX {
        return text;
    }
    text.chars().take(LABEL_CHARS_MAX - 1).chain(['…']).collect()
}

/// Whether rows are a square of dark and light modules that a reader can tell apart.
fn is_code(modules: &[String]) -> bool {
    let side = modules.len();
    let row = |row: &String| row.len() == side && row.bytes().all(|byte| matches!(byte, b'0' | b'1'));
    (21..=MODULES_MAX).contains(&side) && modules.iter().all(row)
}

/// Prints labels as PDF/UA-1. The same labels make the same bytes.
///
/// # Errors
/// When there are none or too many, one has no name or no code, or Typst refuses.
pub fn labels_pdf(sheet: &LabelSheet) -> Result<Vec<u8>, Fault> {
    let refused = |what: &str| Fault::Issue { what: what.to_owned() };
    if sheet.labels.is_empty() || sheet.labels.len() > LABELS_MAX {
        return Err(refused("no labels, or too many of them"));
    }
    let labels: Vec<Label> = sheet
        .labels
        .iter()
        .map(|label| Label {
            name: short(&label.name),
            lines: label
                .lines
                .iter()
                .map(|line| short(line))
                .filter(|line| !line.is_empty())
                .take(LABEL_LINES_MAX)
                .collect(),
            ..label.clone()
        })
        .collect();
    if labels.iter().any(|label| label.name.is_empty() || label.address.is_empty() || !is_code(&label.modules)) {
        return Err(refused("a label without a name, an address or a code"));
    }
    let value = serde_json::json!({
        "language": sheet.language,
        "title": line(&sheet.title),
        "columns": sheet.size.columns(),
        "height": sheet.size.height(),
        "labels": labels,
    });
    set(TEMPLATE, value, &[], labels.len().div_ceil(sheet.size.on_a_sheet()) + 1)
}
