//! Which formats there are, and which of them a text is.
//!
//! Two questions, asked apart. What a source is cut by is read off its head (`Family`); which
//! format reads an entry is asked for each entry, of the formats of that family in the order of
//! the tables. So a file in which formats are mixed is read, and an entry of no known format
//! costs only itself.

use std::sync::LazyLock;

use model::Record;
use serde_json::Value;

use crate::cut::text::{Mark, Shape};
use crate::cut::{marc, xml};
use crate::xml::Element;
use crate::{Doubt, bibtex, csv_table, iso2709, mail, xlsx};

/// A format, for lists of what can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatInfo {
    /// The name that records carry and that options take.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
}

/// What every format gives for an entry.
type Given = (Record, Vec<Doubt>);

/// A format whose entries are elements.
pub(crate) struct XmlFormat {
    pub name: &'static str,
    title: &'static str,
    pub claims: fn(&Element) -> bool,
    pub read: fn(&Element) -> Given,
}

/// A format whose entries are JSON values.
pub(crate) struct JsonFormat {
    pub name: &'static str,
    title: &'static str,
    pub claims: fn(&Value) -> bool,
    pub read: fn(&Value) -> Given,
    /// Reads the text itself, which is much faster; `None` when the text is no entry of the format.
    pub read_text: Option<fn(&str) -> Option<Given>>,
}

/// A format whose entries are lines.
pub(crate) struct TextFormat {
    pub name: &'static str,
    title: &'static str,
    pub claims: fn(&str) -> bool,
    pub read: fn(&str) -> Given,
    /// How its entries are told apart.
    pub shape: Shape,
}

macro_rules! formats {
    ($type:ident { $($module:ident: $title:literal $(, $field:ident: $value:expr)?;)* }) => {
        &[$($type {
            name: crate::$module::NAME,
            title: $title,
            claims: crate::$module::claims,
            read: crate::$module::read,
            $($field: $value,)?
        }),*]
    };
}

/// XML, the most specific first.
pub(crate) const XML: &[XmlFormat] = formats!(XmlFormat {
    pubmed: "PubMed and MEDLINE XML";
    oai: "OAI-PMH records (Dublin Core, MARC, MODS, arXiv, JATS inside)";
    crossref_xml: "Crossref UNIXREF and UNIXSD XML";
    datacite_xml: "DataCite kernel XML";
    arxiv_xml: "arXiv Atom and arXiv/arXivRaw XML";
    jats: "JATS articles";
    marcxml: "MARC 21 in XML";
    mods: "MODS";
    endnote_xml: "EndNote XML";
    patent_legal: "Legal status of patents (INPADOC, from the Open Patent Services)";
    patent_st36: "Patents in ST.36 XML (USPTO since 2005)";
    patent_pap: "US patent applications in PAP XML (2001 to 2004)";
    patent_st32: "US patents in ST.32 (2001 to 2004)";
    patent_st96: "Patents in ST.96 XML";
    atom: "Atom feeds";
    rss: "RSS feeds";
    dublin_core: "Dublin Core XML";
});

/// JSON, the most specific first.
pub(crate) const JSON: &[JsonFormat] = formats!(JsonFormat {
    canonical: "Uptake's own record as JSON", read_text: None;
    crossref_json: "Crossref REST JSON", read_text: None;
    openalex: "OpenAlex works", read_text: None;
    datacite_json: "DataCite JSON", read_text: None;
    invenio: "InvenioRDM and Zenodo JSON", read_text: None;
    arxiv_json: "arXiv metadata as JSON lines", read_text: Some(crate::arxiv_json::read_text);
    json_feed: "JSON Feed", read_text: None;
    csl_json: "CSL-JSON", read_text: None;
});

/// Tagged text, the most specific first.
pub(crate) const TEXT: &[TextFormat] = formats!(TextFormat {
    greenbook: "US patents in the Greenbook form (1976 to 2001)", shape: Shape {
        begins: &[Mark::Line("PATN")],
        ends: &[],
        ends_at_blank: false,
        frame: &[Mark::Begin("HHHHHT")],
    };
    medline: "MEDLINE and NBIB text", shape: Shape {
        begins: &[Mark::Tag("PMID")],
        ends: &[],
        ends_at_blank: true,
        frame: &[],
    };
    ris: "RIS", shape: Shape {
        begins: &[Mark::Tag("TY")],
        ends: &[Mark::Tag("ER")],
        ends_at_blank: false,
        frame: &[],
    };
    wos: "Web of Science and ISI text", shape: Shape {
        begins: &[Mark::Begin("PT ")],
        ends: &[Mark::Line("ER")],
        ends_at_blank: false,
        frame: &[Mark::Begin("FN "), Mark::Begin("VR "), Mark::Line("EF")],
    };
    inspec: "INSPEC text", shape: Shape {
        begins: &[Mark::Heading("Record", "INSPEC")],
        ends: &[],
        ends_at_blank: false,
        frame: &[],
    };
    refer: "EndNote refer", shape: Shape {
        begins: &[Mark::Begin("%0")],
        ends: &[],
        ends_at_blank: true,
        frame: &[],
    };
    cff: "Citation File Format", shape: Shape::WHOLE;
});

/// Formats that are neither.
const OTHERS: &[FormatInfo] = &[
    FormatInfo { name: iso2709::NAME, title: "MARC 21 in ISO 2709" },
    FormatInfo { name: bibtex::NAME, title: "BibTeX and BibLaTeX" },
    FormatInfo { name: csv_table::NAME, title: "CSV with a column map" },
    FormatInfo { name: xlsx::NAME, title: "XLSX with a column map" },
    FormatInfo { name: mail::NAME, title: "Mail messages (EML, mbox)" },
];

static FORMATS: LazyLock<Vec<FormatInfo>> = LazyLock::new(|| {
    let xml = XML.iter().map(|format| FormatInfo { name: format.name, title: format.title });
    let json = JSON.iter().map(|format| FormatInfo { name: format.name, title: format.title });
    let text = TEXT.iter().map(|format| FormatInfo { name: format.name, title: format.title });
    xml.chain(json).chain(text).chain(OTHERS.iter().copied()).collect()
});

/// Every format that can be read.
pub fn formats() -> &'static [FormatInfo] {
    &FORMATS
}

/// The format with this name.
pub fn format(name: &str) -> Option<&'static FormatInfo> {
    FORMATS.iter().find(|format| format.name == name)
}

/// How a source is cut.
#[derive(Clone, Copy)]
pub(crate) enum Family {
    Empty,
    Archive,
    Xml,
    Json,
    Iso2709,
    Bibtex,
    Text(&'static TextFormat),
    Table,
    Mail,
    /// Something that cannot be read; what it is, as far as it can be told.
    Other(&'static str),
}

impl Family {
    /// The family of the format with this name.
    pub(crate) fn of_format(name: &str) -> Option<Family> {
        if XML.iter().any(|format| format.name == name) {
            Some(Family::Xml)
        } else if JSON.iter().any(|format| format.name == name) {
            Some(Family::Json)
        } else if let Some(format) = TEXT.iter().find(|format| format.name == name) {
            Some(Family::Text(format))
        } else if name == iso2709::NAME {
            Some(Family::Iso2709)
        } else if name == bibtex::NAME {
            Some(Family::Bibtex)
        } else if name == csv_table::NAME {
            Some(Family::Table)
        } else if name == xlsx::NAME {
            Some(Family::Archive)
        } else if name == mail::NAME {
            Some(Family::Mail)
        } else {
            None
        }
    }

    /// The family of a source by its first bytes and the same as text.
    pub(crate) fn of_head(head: &[u8], text: &str, is_table: impl FnOnce(&str) -> bool) -> Family {
        let Some(first) = head.iter().position(|b| !b.is_ascii_whitespace()) else { return Family::Empty };
        let begin = head.get(first..).unwrap_or_default();
        if is_archive(head) {
            return Family::Archive;
        }
        if let Some((_, what)) = BINARIES.iter().find(|(magic, _)| head.starts_with(magic)) {
            return Family::Other(what);
        }
        if marc::is_leader(begin, 0) || iso2709::claims(begin) {
            return Family::Iso2709;
        }
        if is_binary(head) {
            return Family::Other("a binary file of no known format");
        }
        if mail::claims(begin) {
            return Family::Mail;
        }
        match begin {
            [b'<', ..] if begins_markup(begin) => return Family::Xml,
            [b'{', ..] => return Family::Json,
            [b'[', rest @ ..] if matches!(rest.trim_ascii_start().first(), Some(b'{' | b'[' | b']' | b'"')) => {
                return Family::Json;
            }
            _ => {}
        }
        // BibTeX begins with comments, and a comment may begin with the tag of another format.
        if begins_with_block(text) {
            return Family::Bibtex;
        }
        if let Some(format) = TEXT.iter().find(|format| (format.claims)(text)) {
            return Family::Text(format);
        }
        if bibtex::claims(text) {
            return Family::Bibtex;
        }
        if is_table(text) {
            return Family::Table;
        }
        if holds_markup(head) {
            return Family::Xml;
        }
        Family::Other("a text of no known format")
    }
}

/// Files that come among records by mistake.
const BINARIES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF file"),
    (b"\x1f\x8b", "a file compressed twice"),
    (b"\x28\xb5\x2f\xfd", "a file compressed twice"),
    (b"BZh", "a bzip2 file, which has to be unpacked first"),
    (b"\xfd7zXZ\0", "an xz file, which has to be unpacked first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive, which has to be unpacked first"),
    (b"Rar!", "a RAR archive, which has to be unpacked first"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old Office file; saved as XLSX or CSV it can be read"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
];

/// Whether the bytes begin a ZIP archive, an empty one included.
pub(crate) fn is_archive(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Texts have hardly any control characters; a few in a short text prove nothing.
fn is_binary(head: &[u8]) -> bool {
    const ONE_IN: usize = 100;
    const FEW: usize = 8;
    let is_control = |b: &u8| *b < 0x20 && !b.is_ascii_whitespace() && !matches!(*b, 0x0b | 0x1a..=0x1f);
    let n = head.iter().filter(|b| is_control(b)).count();
    n * ONE_IN > head.len() && (n > FEW || 2 * n > head.len())
}

fn begins_markup(bytes: &[u8]) -> bool {
    matches!(bytes.get(1), Some(b'?' | b'!')) || bytes.get(1).is_some_and(|b| xml::is_name_start(*b))
}

/// Whether the first line that is no comment begins a block of BibTeX.
fn begins_with_block(text: &str) -> bool {
    let first = text.lines().map(str::trim_start).find(|line| !line.is_empty() && !line.starts_with('%'));
    first.is_some_and(|line| line.starts_with('@')) && bibtex::claims(text)
}

/// Whether XML begins behind other text: a declaration, or an element that holds records.
fn holds_markup(head: &[u8]) -> bool {
    memchr::memchr_iter(b'<', head).any(|at| {
        let rest = head.get(at + 1..).unwrap_or_default();
        let name = rest.split(|b| xml::is_name_end(*b)).next().unwrap_or_default();
        rest.starts_with(b"?xml") || xml::rules::is_known(xml::rules::local(name))
    })
}

#[cfg(test)]
mod tests;
