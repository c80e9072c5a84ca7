//! Forms of XML in which a record is given to another repository, each known by its prefix.

use super::xml::Xml;
use super::{Given, jats, marc_xml, oai_dc};

/// A form of metadata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metadata {
    /// Dublin Core without qualifiers, which every repository gives.
    OaiDc,
    /// MARC 21 in XML.
    Marc21,
    /// The front of an article in JATS: the fullest.
    Jats,
}

impl Metadata {
    /// All of them.
    pub const ALL: &'static [Metadata] = &[Metadata::OaiDc, Metadata::Marc21, Metadata::Jats];

    /// The prefix by which other repositories ask for it.
    pub fn prefix(self) -> &'static str {
        match self {
            Metadata::OaiDc => "oai_dc",
            Metadata::Marc21 => "marc21",
            Metadata::Jats => "jats",
        }
    }

    /// The one with this prefix.
    pub fn from_prefix(prefix: &str) -> Option<Metadata> {
        Metadata::ALL.iter().copied().find(|form| form.prefix() == prefix)
    }

    /// Its namespace.
    pub fn namespace(self) -> &'static str {
        match self {
            Metadata::OaiDc => "http://www.openarchives.org/OAI/2.0/oai_dc/",
            Metadata::Marc21 => "http://www.loc.gov/MARC21/slim",
            Metadata::Jats => "https://jats.nlm.nih.gov/ns/archiving/1.3/",
        }
    }

    /// Where its schema is published.
    pub fn schema(self) -> &'static str {
        match self {
            Metadata::OaiDc => "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
            Metadata::Marc21 => "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd",
            Metadata::Jats => "https://jats.nlm.nih.gov/archiving/1.3/xsd/JATS-archivearticle1-3.xsd",
        }
    }
}

/// A record as a document of its own.
pub fn write_metadata(form: Metadata, given: &Given<'_>) -> String {
    let mut xml = Xml::document();
    put(form, given, &mut xml);
    xml.finish()
}

/// Puts a record into a document.
pub(super) fn put(form: Metadata, given: &Given<'_>, xml: &mut Xml) {
    let place = format!("{} {}", form.namespace(), form.schema());
    match form {
        Metadata::OaiDc => oai_dc::put(given.record, &place, xml),
        Metadata::Marc21 => marc_xml::put(given.record, &place, xml),
        Metadata::Jats => jats::put(given.record, &place, xml),
    }
}
