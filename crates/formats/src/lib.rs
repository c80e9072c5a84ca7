//! Bibliographic, patent and feed formats: bytes in, records and doubts out.
//!
//! Readers never fail and never fetch. Damaged input gives what could be read, and *doubts* that
//! say what was lost and where. One format a file; a format is a `claims` (is this entry mine?)
//! and a `read` (entry to record). Cutting a stream into entries, decompressing and decoding are
//! done once, for all.
//!
//! This crate must not know where records go: no store, no need, no clock, no network.

#![forbid(unsafe_code)]

mod archive;
mod arxiv_json;
mod arxiv_xml;
mod atom;
mod bibtex;
mod bibtex_blocks;
mod bibtex_entry;
mod bibtex_library;
mod canonical;
mod cff;
pub mod collection;
mod column_map;
mod control_list;
mod crossref_json;
mod crossref_relation;
mod crossref_work;
mod crossref_xml;
mod csl_json;
mod csv_table;
mod cut;
mod datacite_contributor;
mod datacite_json;
mod datacite_kind;
mod datacite_xml;
mod detect;
mod doubt;
mod draft;
mod dublin_core;
mod encoding;
mod endnote_xml;
mod entry;
#[cfg(test)]
mod expected;
mod feed;
mod greenbook;
mod greenbook_signs;
#[cfg(test)]
mod hostile;
mod input;
mod inspec;
mod invenio;
mod iso2709;
mod jats;
mod jats_contributor;
mod json;
mod json_feed;
mod kind_words;
mod latex;
pub mod limits;
mod mail;
mod marc;
mod marc8;
mod marc8_tables;
mod marc_links;
mod marc_names;
mod marc_subjects;
mod marcxml;
mod markup;
mod mathml;
mod medline;
mod mods;
mod mods_name;
mod oai;
mod openalex;
pub mod parties;
mod patent;
mod patent_class;
mod patent_docdb;
mod patent_ep;
mod patent_legal;
mod patent_pap;
mod patent_party;
mod patent_st32;
mod patent_st36;
mod patent_st96;
mod prose;
mod pubmed;
mod pubmed_book;
mod read;
mod reading;
mod refer;
mod ris;
mod row_line;
mod rss;
pub mod scheme;
mod sgml;
mod source;
mod table_row;
mod tagged;
#[cfg(test)]
mod testing;
mod whole;
mod whole_text;
mod window;
mod wos;
mod write;
mod written_date;
mod xlsx;
mod xml;
mod xml_date;
#[cfg(test)]
mod xml_testing;

pub use canonical::{
    NotARecord, doubt_from_json, doubt_to_json, from_json, reading_from_json, reading_to_json, to_json,
};
pub use column_map::ColumnMap;
pub use control_list::{ControlListForm, ControlListReading, read_control_list};
pub use detect::{FormatInfo, format, formats};
pub use doubt::Doubt;
pub use mail::{MailFile, mail_files};
pub use read::{Item, Options, Summary, read, read_entry};
pub use reading::Reading;
pub use row_line::row_line;
pub use whole_text::whole_text;
pub use write::{
    AtomEntry, AtomFeed, CalendarEntry, CalendarMeeting, CalendarMethod, CalendarPerson, CalendarStatus, Citation,
    CitationStyle, FigureCell, Figures, Form, Given, Metadata, OWN_STYLE_BYTES_MAX, OaiAnswer, OaiBody, OaiFault,
    OaiHeader, OaiItem, OaiNext, OaiSet, OwnStyle, atom, begins_a_formula, calendar, citations_html, citations_text,
    cite, figures_csv, figures_xlsx, meetings_calendar, write, write_metadata, write_oai,
};
