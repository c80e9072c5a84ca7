//! A composed issue of a bulletin, printed.
//!
//! [`Issue`] is plain data: who composes it has decided what is in it. Three functions print it: [`html()`] and [`pdf()`]
//! through a template that an office may edit, [`text()`] for mail. Nothing is read and nothing written here; the same
//! issue makes the same bytes.

#![forbid(unsafe_code)]

mod drawing;
mod fault;
mod html;
mod index;
mod issue;
mod labels;
mod letters;
mod paper;
mod pdf;
pub mod sample;
mod sheet;
mod template;
mod text;
mod words;

pub use drawing::{Anchor, DRAWING_SHAPES_MAX, Drawing, Ink, Shape};
pub use fault::Fault;
pub use html::{HTML_BYTES_MAX, html};
pub use index::{Entry, Group, author_index, subject_index};
pub use issue::{
    Abstract, Author, Class, Day, Digest, Grade, ITEMS_MAX, Identifier, Issue, Item, Kind, Language, Masthead,
    Original, Section,
};
pub use labels::{LABELS_MAX, Label, LabelSheet, LabelSize, labels_pdf};
pub use paper::{PAPER_LINES_MAX, Paper, PaperPart, paper_docx, paper_pdf};
pub use pdf::{pdf, stay_on_this_thread};
pub use template::{HTML, HtmlTemplate, PDF, PdfTemplate, TEMPLATE_BYTES_MAX};
pub use text::text;
pub use words::Words;
