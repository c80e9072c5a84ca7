//! The templates an office may edit, one for each form, and the limits they work under.
//!
//! A template is text of the office, not of the world, and is still not trusted: it reads nothing but the issue, brings
//! nothing that acts, and works within limits. `docs/templates.md` says what it may use.

use crate::fault::Fault;
use crate::letters::line;

/// Longest template that is read. The ones of the house have a tenth of it.
pub const TEMPLATE_BYTES_MAX: usize = 128 * 1024;

/// The template of the house for HTML.
pub const HTML: &str = include_str!("../templates/issue.html");

/// The template of the house for PDF.
pub const PDF: &str = include_str!("../templates/issue.typ");

/// A template for HTML, in the language of MiniJinja (<https://docs.rs/minijinja/3/minijinja/syntax/>).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HtmlTemplate {
    pub(crate) text: String,
}

impl HtmlTemplate {
    /// The text as an office wrote it; what is wrong with it is said when it is tried.
    pub fn new(text: impl Into<String>) -> HtmlTemplate {
        HtmlTemplate { text: text.into() }
    }

    /// Prints sample issues of every kind and language, so that a template is refused when it is laid down and not
    /// when the next issue is due.
    ///
    /// # Errors
    /// What [`html`](crate::html()) says of it.
    pub fn check(&self) -> Result<(), Fault> {
        crate::sample::each(|issue| {
            let page = crate::html(issue, self)?;
            let shows = |text: &str| page.contains(&line(text));
            if shows(&issue.masthead.name) && shows(&issue.masthead.number) {
                return Ok(());
            }
            let what = "the page does not show the name and the number of the bulletin".to_owned();
            Err(Fault::Template { line: None, what })
        })
    }
}

impl Default for HtmlTemplate {
    fn default() -> HtmlTemplate {
        HtmlTemplate::new(HTML)
    }
}

/// A template for PDF, in Typst 0.15 (<https://typst.app/docs/>), with the fonts it brings along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfTemplate {
    pub(crate) text: String,
    pub(crate) fonts: Vec<Vec<u8>>,
}

impl PdfTemplate {
    /// The text as an office wrote it; what is wrong with it is said when it is tried.
    pub fn new(text: impl Into<String>) -> PdfTemplate {
        PdfTemplate { text: text.into(), fonts: Vec::new() }
    }

    /// Adds a font (OTF, TTF or a collection of them), as one for Chinese and Japanese. What the fonts of the house do
    /// not have is then looked for in it.
    #[must_use]
    pub fn with_font(mut self, bytes: Vec<u8>) -> PdfTemplate {
        self.fonts.push(bytes);
        self
    }

    /// Prints sample issues of every kind and language.
    ///
    /// # Errors
    /// What [`pdf`](crate::pdf()) says of it.
    pub fn check(&self) -> Result<(), Fault> {
        crate::sample::each(|issue| crate::pdf(issue, self).map(drop))
    }
}

impl Default for PdfTemplate {
    fn default() -> PdfTemplate {
        PdfTemplate::new(PDF)
    }
}

pub(crate) fn within_length(text: &str) -> Result<(), Fault> {
    if text.len() > TEMPLATE_BYTES_MAX {
        return Err(Fault::LongTemplate { bytes: text.len(), bytes_max: TEMPLATE_BYTES_MAX });
    }
    Ok(())
}
