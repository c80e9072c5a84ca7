//! An issue as a tagged PDF (PDF/UA-1, ISO 14289-1), set by Typst.
//!
//! The issue reaches the template as a value, read from the one file there is beside it. No text of the world is ever
//! source, so none can be markup. The world of the template has no file system, no network, no packages and no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt, comemo};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::fault::Fault;
use crate::issue::Issue;
use crate::letters::{STAND_IN, for_paper};
use crate::sheet::Sheet;
use crate::template::{PdfTemplate, within_length};

/// The fonts of the house, in the order in which they are looked through. Source Serif and Source Sans set the text;
/// DejaVu has what they lack: signs of mathematics, Arabic, Hebrew, Armenian, Georgian.
static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let files: [&'static [u8]; 6] = [
        include_bytes!("../fonts/SourceSerif4-Regular.otf"),
        include_bytes!("../fonts/SourceSerif4-It.otf"),
        include_bytes!("../fonts/SourceSerif4-Semibold.otf"),
        include_bytes!("../fonts/SourceSans3-Regular.otf"),
        include_bytes!("../fonts/SourceSans3-Semibold.otf"),
        include_bytes!("../fonts/DejaVuSans.ttf"),
    ];
    files.into_iter().flat_map(|bytes| Font::iter(Bytes::new(bytes))).collect()
});

/// Has all work of this process done on the thread that asks for it: for a process that may begin no other. Called once, before the
/// first issue.
///
/// # Errors
/// When work was shared out already.
pub fn stay_on_this_thread() -> Result<(), rayon::ThreadPoolBuildError> {
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global()
}

/// Most pages of an issue beside those of its items: title, contents, indexes.
const PAGES_BESIDE_MAX: usize = 100;

/// Most pages that an item adds on the average: one with everything at its longest has six, and the indexes name it.
const PAGES_OF_ITEM_MAX: usize = 10;

/// Prints an issue as PDF/UA-1. The same issue and template make the same bytes.
///
/// Takes time and memory in proportion to the issue, and as much as the template wants: whoever lets others edit
/// templates calls this in a process of its own, with limits.
///
/// # Errors
/// The issue is not in order, a font cannot be read, or the template is not in order, with the line.
pub fn pdf(issue: &Issue, template: &PdfTemplate) -> Result<Vec<u8>, Fault> {
    issue.check()?;
    within_length(&template.text)?;
    let mut fonts = FONTS.clone();
    for (number, bytes) in (1..).zip(&template.fonts) {
        let before = fonts.len();
        fonts.extend(Font::iter(Bytes::new(bytes.clone())));
        if fonts.len() == before {
            return Err(Fault::Font { number });
        }
    }
    let sheet = serde_json::to_value(Sheet::new(issue)).map_err(|error| Fault::Issue { what: error.to_string() })?;
    set(&template.text, sheet, &fonts, PAGES_BESIDE_MAX + PAGES_OF_ITEM_MAX * issue.items().count())
}

/// Sets a value by a template that reads it as `issue.json`; without fonts, with those of the house.
pub(crate) fn set(
    template: &str,
    sheet: serde_json::Value,
    fonts: &[Font],
    pages_max: usize,
) -> Result<Vec<u8>, Fault> {
    let fonts = if fonts.is_empty() { FONTS.clone() } else { fonts.to_vec() };
    let world = Room::new(template, for_fonts(sheet, &fonts), fonts);
    let _swept = Swept;
    let document: PagedDocument = typst::compile(&world).output.map_err(|found| world.told(&found))?;
    if document.pages().len() > pages_max {
        return Err(Fault::ManyPages { pages: document.pages().len(), pages_max });
    }
    let options = PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("Uptake".to_owned())),
        standards: PdfStandards::new(&[PdfStandard::V_1_7, PdfStandard::Ua_1])
            .map_err(|error| Fault::Template { line: None, what: error.message().to_string() })?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|found| world.told(&found))
}

/// Typst keeps what it computed for the next time, for ever. There is no next time.
struct Swept;

impl Drop for Swept {
    fn drop(&mut self) {
        comemo::evict(0);
    }
}

/// Every text made fit for the fonts. A character none of them has would break the standard and with it the whole issue,
/// so a square stands for it, and `stands_in` says that there is one.
fn for_fonts(mut sheet: serde_json::Value, fonts: &[Font]) -> Vec<u8> {
    // The coverage that Typst keeps of a font counts whole ranges, and with them characters the font does not have.
    let faces: Vec<_> =
        fonts.iter().filter_map(|font| ttf_parser::Face::parse(font.data(), font.index()).ok()).collect();
    let drawn = |text: &str| {
        let has = |face: &ttf_parser::Face<'_>, letter| face.glyph_index(letter).is_some_and(|glyph| glyph.0 != 0);
        let mut faces = faces.iter();
        faces.any(|face| text.chars().all(|letter| !is_private(letter) && (is_joiner(letter) || has(face, letter))))
    };
    let mut stands_in = false;
    visit(&mut sheet, &mut |text| {
        let paper = for_paper(text, &drawn);
        stands_in |= paper.matches(STAND_IN).count() > text.matches(STAND_IN).count();
        *text = paper;
    });
    sheet["stands_in"] = stands_in.into();
    sheet.to_string().into_bytes()
}

/// Fonts draw something else each at these places.
fn is_private(letter: char) -> bool {
    matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// Shaping consumes these; no font needs a form for them.
fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

fn visit(value: &mut serde_json::Value, change: &mut dyn FnMut(&mut String)) {
    match value {
        serde_json::Value::String(text) => change(text),
        serde_json::Value::Array(values) => values.iter_mut().for_each(|value| visit(value, change)),
        // Addresses are followed, not read, and have to stay as they are.
        serde_json::Value::Object(fields) => {
            fields.iter_mut().filter(|(name, _)| *name != "url").for_each(|(_, value)| visit(value, change));
        }
        _ => {}
    }
}

/// All there is for a template: itself, the issue, the fonts.
struct Room {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    source: Source,
    issue: Bytes,
    issue_id: FileId,
}

fn place(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("the two names are paths");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl Room {
    fn new(template: &str, issue: Vec<u8>, fonts: Vec<Font>) -> Room {
        Room {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            source: Source::new(place("/issue.typ"), template.to_owned()),
            issue: Bytes::new(issue),
            issue_id: place("/issue.json"),
        }
    }

    /// The first thing that is wrong, with the first line of the template on the way to it.
    fn told(&self, found: &[SourceDiagnostic]) -> Fault {
        let Some(first) = found.first() else {
            return Fault::Template { line: None, what: "Typst stopped without a word".to_owned() };
        };
        let here = |id: Option<FileId>| id == Some(self.source.id());
        let range = if here(first.span.id()) {
            self.range(first.span)
        } else {
            first.trace.iter().find(|step| here(step.span.id())).and_then(|step| self.range(step.span))
        };
        let line = range.and_then(|range| self.source.lines().byte_to_line(range.start)).map(|line| line + 1);
        let hint = first.hints.first().map(|hint| format!(" ({})", hint.v)).unwrap_or_default();
        Fault::Template { line, what: format!("Typst says: {}{hint}", first.message) }
    }
}

/// What a template is told that asks for more than there is.
fn nothing_else() -> FileError {
    FileError::Other(Some("a template reads `issue.json` and nothing else: no other file, no package".into()))
}

impl World for Room {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(nothing_else()) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.issue_id { Ok(self.issue.clone()) } else { Err(nothing_else()) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
