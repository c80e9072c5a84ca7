//! Bibliographic, patent and feed formats: bytes in, records and doubts out.
//!
//! Readers never fail and never fetch. Damaged input gives what could be read, and *doubts* that
//! say what was lost and where. One format a file; a format is a `claims` (is this entry mine?)
//! and a `read` (entry to record). Cutting a stream into entries, decompressing and decoding are
//! done once, for all.
//!
//! This crate must not know where records go: no store, no need, no clock, no network.

#![forbid(unsafe_code)]

mod arxiv_json;
mod arxiv_xml;
mod atom;
mod bibtex;
mod bibtex_blocks;
mod bibtex_entry;
mod bibtex_library;
mod canonical;
mod cff;
mod column_map;
mod crossref_json;
mod crossref_xml;
mod csl_json;
mod csv_table;
mod datacite_json;
mod datacite_xml;
mod doubt;
mod draft;
mod dublin_core;
mod endnote_xml;
#[cfg(test)]
mod expected;
mod greenbook;
#[cfg(test)]
mod hostile;
mod inspec;
mod invenio;
mod iso2709;
mod jats;
mod json_feed;
mod latex;
pub mod limits;
mod marc;
mod marc8;
mod marc8_tables;
mod marc_links;
mod marc_names;
mod marc_subjects;
mod marcxml;
mod markup;
mod medline;
mod mods;
mod oai;
mod openalex;
mod patent_pap;
mod patent_st32;
mod patent_st36;
mod patent_st96;
mod pubmed;
mod reading;
mod refer;
mod ris;
mod rss;
mod table_row;
mod tagged;
#[cfg(test)]
mod testing;
mod wos;
mod written_date;
mod xlsx;
mod xml;

pub use column_map::ColumnMap;
pub use doubt::Doubt;
pub use reading::Reading;
