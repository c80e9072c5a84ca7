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
mod canonical;
mod cff;
mod column_map;
mod crossref_json;
mod crossref_relation;
mod crossref_work;
mod crossref_xml;
mod csl_json;
mod csv_table;
mod datacite_contributor;
mod datacite_json;
mod datacite_xml;
mod doubt;
mod dublin_core;
mod endnote_xml;
mod feed;
mod greenbook;
mod inspec;
mod invenio;
mod iso2709;
mod jats;
mod jats_contributor;
mod json_feed;
mod kind_words;
pub mod limits;
mod marc;
mod marc8;
mod marcxml;
mod markup;
mod mathml;
mod medline;
mod mods;
mod mods_name;
mod oai;
mod openalex;
mod patent_pap;
mod patent_st32;
mod patent_st36;
mod patent_st96;
mod prose;
mod pubmed;
mod pubmed_book;
mod reading;
mod refer;
mod ris;
mod rss;
#[cfg(test)]
mod testing;
mod wos;
mod xlsx;
mod xml;
mod xml_date;
mod xml_draft;
#[cfg(test)]
mod xml_testing;

pub use doubt::Doubt;
pub use reading::Reading;
