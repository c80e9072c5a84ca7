//! A paper of the office that is no issue: a term sheet. Headings, paragraphs and tables, as a tagged PDF and as a document of a word
//! processor. Both say the same; the same paper makes the same bytes.

use std::io::{Cursor, Write};

use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::drawing::Drawing;
use crate::fault::Fault;
use crate::letters::{line, paragraphs};
use crate::pdf::set;

/// The template of the house for papers. Offices edit those of bulletins; this one is short and stays.
const TEMPLATE: &str = include_str!("../templates/paper.typ");

/// Most lines of all tables and paragraphs of a paper. A term sheet has some hundreds with every clause at its longest.
pub const PAPER_LINES_MAX: usize = 5_000;

/// Most pages of a paper: so many lines at their longest.
const PAPER_PAGES_MAX: usize = 1_000;

/// A paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Its language, by a tag of BCP 47.
    pub language: String,
    /// The office.
    pub office: String,
    /// What it is called.
    pub title: String,
    /// What sort of paper it is, above the title.
    pub sort: String,
    /// Who may see it, on every page; `None` where it is open.
    pub marking: Option<String>,
    /// The day on which it was printed, in the words of its language.
    pub day: String,
    /// A drawing before the parts. A paper with one lies on its long side.
    #[serde(default)]
    pub drawing: Option<Drawing>,
    /// Its parts.
    pub parts: Vec<PaperPart>,
}

/// A part of a paper under a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperPart {
    /// The heading.
    pub heading: String,
    /// Its paragraphs.
    pub text: Vec<String>,
    /// What the columns of its table are called; none where it has no table.
    pub columns: Vec<String>,
    /// The rows of the table, a cell for each column.
    pub rows: Vec<Vec<String>>,
}

impl Paper {
    /// The same with texts that can be printed.
    ///
    /// # Errors
    /// When it has no title or no language, too many lines, or a row that does not fit its columns.
    fn in_order(&self) -> Result<Paper, Fault> {
        let wrong = |what: &str| Fault::Issue { what: what.to_owned() };
        let n_lines: usize = self.parts.iter().map(|part| part.rows.len() + part.text.len() + 1).sum();
        if n_lines > PAPER_LINES_MAX {
            return Err(wrong("the paper is longer than is printed"));
        }
        if line(&self.title).is_empty() || self.language.is_empty() {
            return Err(wrong("the paper has no title or no language"));
        }
        let mut parts = Vec::new();
        for part in &self.parts {
            if part.rows.iter().any(|row| row.len() != part.columns.len()) {
                return Err(wrong("a row of the paper does not fit its columns"));
            }
            parts.push(PaperPart {
                heading: line(&part.heading),
                text: part.text.iter().flat_map(|text| paragraphs(text)).collect(),
                columns: part.columns.iter().map(|text| line(text)).collect(),
                rows: part
                    .rows
                    .iter()
                    .map(|row| row.iter().map(|cell| paragraphs(cell).join("\n")).collect())
                    .collect(),
            });
        }
        Ok(Paper {
            language: self.language.clone(),
            office: line(&self.office),
            title: line(&self.title),
            sort: line(&self.sort),
            marking: self.marking.as_deref().map(line),
            day: line(&self.day),
            drawing: self.drawing.as_ref().map(Drawing::in_order).transpose()?,
            parts,
        })
    }
}

/// Prints a paper as PDF/UA-1.
///
/// # Errors
/// When the paper is not in order.
pub fn paper_pdf(paper: &Paper) -> Result<Vec<u8>, Fault> {
    let paper = paper.in_order()?;
    let value = serde_json::to_value(&paper).map_err(|error| Fault::Issue { what: error.to_string() })?;
    set(TEMPLATE, value, &[], PAPER_PAGES_MAX)
}

/// Writes a paper as a document of a word processor (WordprocessingML, ISO/IEC 29500-1): headings, paragraphs and tables, without
/// anything that acts, and without the name of whoever made it.
///
/// # Errors
/// When the paper is not in order.
pub fn paper_docx(paper: &Paper) -> Result<Vec<u8>, Fault> {
    let paper = paper.in_order()?;
    let broken = |error: &dyn std::fmt::Display| Fault::Issue { what: error.to_string() };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // No clock: the same paper makes the same bytes.
    let options = SimpleFileOptions::DEFAULT
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT);
    let language = escaped(&paper.language);
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("docProps/core.xml", CORE.replace("{title}", &escaped(&paper.title)).replace("{language}", &language)),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS.to_owned()),
        ("word/styles.xml", STYLES.replace("{language}", &language)),
        ("word/document.xml", document(&paper)),
    ];
    for (name, text) in parts {
        zip.start_file(name, options).map_err(|error| broken(&error))?;
        zip.write_all(text.as_bytes()).map_err(|error| broken(&error))?;
    }
    Ok(zip.finish().map_err(|error| broken(&error))?.into_inner())
}

/// Text as it stands in XML. What was made printable has no control characters any more.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn paragraph(style: &str, text: &str) -> String {
    let style = if style.is_empty() { String::new() } else { format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>") };
    let lines: Vec<String> =
        text.split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(line))).collect();
    format!("<w:p>{style}<w:r>{}</w:r></w:p>", lines.join("<w:br/>"))
}

fn table(part: &PaperPart) -> String {
    let cell = |text: &String, style: &str| format!("<w:tc><w:tcPr/>{}</w:tc>", paragraph(style, text));
    let row = |cells: &[String], head: bool| {
        let (mark, style) = if head { ("<w:trPr><w:tblHeader/></w:trPr>", "TableHead") } else { ("", "") };
        let cells: String = cells.iter().map(|text| cell(text, style)).collect();
        format!("<w:tr>{mark}{cells}</w:tr>")
    };
    let grid: String = part.columns.iter().map(|_| "<w:gridCol/>").collect();
    let rows: String = part.rows.iter().map(|cells| row(cells, false)).collect();
    format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"Lines\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/></w:tblPr>\
         <w:tblGrid>{grid}</w:tblGrid>{}{rows}</w:tbl><w:p/>",
        row(&part.columns, true)
    )
}

fn document(paper: &Paper) -> String {
    let mut body = paragraph("Sort", &paper.sort);
    body.push_str(&paragraph("Title", &paper.title));
    if let Some(marking) = &paper.marking {
        body.push_str(&paragraph("Marking", marking));
    }
    body.push_str(&paragraph("Sort", &format!("{} · {}", paper.office, paper.day)));
    for part in &paper.parts {
        body.push_str(&paragraph("Heading1", &part.heading));
        for text in &part.text {
            body.push_str(&paragraph("", text));
        }
        if !part.rows.is_empty() {
            body.push_str(&table(part));
        }
    }
    format!(
        "{HEAD}<w:document {NAMESPACE}><w:body>{body}<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>\
         </w:sectPr></w:body></w:document>"
    )
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

const NAMESPACE: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

const CONTENT_TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>
<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Default Extension=\"xml\" ContentType=\"application/xml\"/>\
<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>\
</Types>";

const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
<Relationship Id=\"r2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
</Relationships>";

const DOCUMENT_RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
</Relationships>";

const CORE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>
<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{title}</dc:title><dc:language>{language}</dc:language></cp:coreProperties>";

const STYLES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>
<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val=\"20\"/><w:lang w:val=\"{language}\"/></w:rPr></w:rPrDefault>\
<w:pPrDefault><w:pPr><w:spacing w:after=\"80\"/></w:pPr></w:pPrDefault></w:docDefaults>\
<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"Title\"><w:name w:val=\"Title\"/><w:basedOn w:val=\"Normal\"/><w:rPr><w:b/><w:sz w:val=\"36\"/></w:rPr></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/>\
<w:pPr><w:keepNext/><w:spacing w:before=\"240\" w:after=\"80\"/><w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr><w:b/><w:sz w:val=\"26\"/></w:rPr></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"Sort\"><w:name w:val=\"Sort\"/><w:basedOn w:val=\"Normal\"/><w:rPr><w:color w:val=\"4A4E55\"/></w:rPr></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"Marking\"><w:name w:val=\"Marking\"/><w:basedOn w:val=\"Normal\"/><w:rPr><w:b/><w:color w:val=\"7A1F2B\"/></w:rPr></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"TableHead\"><w:name w:val=\"Table head\"/><w:basedOn w:val=\"Normal\"/><w:rPr><w:b/></w:rPr></w:style>\
<w:style w:type=\"table\" w:styleId=\"Lines\"><w:name w:val=\"Lines\"/><w:tblPr><w:tblBorders>\
<w:top w:val=\"single\" w:sz=\"4\" w:color=\"B9BCC2\"/><w:bottom w:val=\"single\" w:sz=\"4\" w:color=\"B9BCC2\"/>\
<w:insideH w:val=\"single\" w:sz=\"4\" w:color=\"B9BCC2\"/></w:tblBorders></w:tblPr></w:style>\
</w:styles>";
