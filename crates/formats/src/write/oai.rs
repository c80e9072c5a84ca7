//! Answers of OAI-PMH 2.0 (<https://www.openarchives.org/OAI/openarchivesprotocol.html>), in the order of elements of its
//! schema (<http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd>).

use model::Record;

use super::metadata::{Metadata, put};
use super::xml::Xml;
use super::{Given, line};

/// What is answered to a request.
#[derive(Clone, Debug, PartialEq)]
pub struct OaiAnswer {
    /// When, as `2026-11-29T08:00:00Z`.
    pub at: String,
    /// The address that was asked.
    pub base: String,
    /// What was asked, names and values; empty where it could not be understood.
    pub asked: Vec<(String, String)>,
    /// The answer itself.
    pub body: OaiBody,
}

/// The answer to a verb, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum OaiBody {
    /// What was wrong with the request.
    Fault(OaiFault, String),
    /// Who answers.
    Identify {
        /// What the repository is called.
        name: String,
        /// Whom to write to.
        contact: String,
        /// No record was changed before.
        earliest: String,
        /// The part of identifiers that names the repository, and an identifier as an example.
        identifier: (String, String),
    },
    /// In which forms records are given.
    Formats(Vec<Metadata>),
    /// Which sets there are.
    Sets(Vec<OaiSet>),
    /// Heads of records, and where the list goes on.
    Headers(Vec<OaiHeader>, Option<OaiNext>),
    /// Records, and where the list goes on.
    Records(Metadata, Vec<OaiItem>, Option<OaiNext>),
    /// One record.
    Record(Metadata, Box<OaiItem>),
}

/// What can be wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OaiFault {
    /// An argument is missing, repeated, not known or not in order.
    BadArgument,
    /// A token was not given out here.
    BadResumptionToken,
    /// No verb, or one that is not known.
    BadVerb,
    /// Records are not given in this form.
    CannotDisseminateFormat,
    /// There is no such record.
    IdDoesNotExist,
    /// The record is given in no form.
    NoMetadataFormats,
    /// Nothing fits.
    NoRecordsMatch,
}

impl OaiFault {
    /// The word of the protocol.
    pub fn word(self) -> &'static str {
        match self {
            OaiFault::BadArgument => "badArgument",
            OaiFault::BadResumptionToken => "badResumptionToken",
            OaiFault::BadVerb => "badVerb",
            OaiFault::CannotDisseminateFormat => "cannotDisseminateFormat",
            OaiFault::IdDoesNotExist => "idDoesNotExist",
            OaiFault::NoMetadataFormats => "noMetadataFormats",
            OaiFault::NoRecordsMatch => "noRecordsMatch",
        }
    }
}

/// A set of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OaiSet {
    /// Its word in requests.
    pub spec: String,
    /// What people call it.
    pub name: String,
}

/// The head of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OaiHeader {
    /// The name of the record among all repositories.
    pub identifier: String,
    /// When it was changed last, as `2026-11-29T08:00:00Z`.
    pub datestamp: String,
    /// The words of the sets that it is in.
    pub sets: Vec<String>,
    /// Whether it is given no longer.
    pub is_deleted: bool,
}

/// A record, or the head alone of one that is given no longer.
#[derive(Clone, Debug, PartialEq)]
pub struct OaiItem {
    /// Its head.
    pub header: OaiHeader,
    /// The name under which it is held, and what is known of the work.
    pub held: Option<(String, Record)>,
}

/// Where a list goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OaiNext {
    /// What to send for the next part; empty at the end of a list that was given in parts.
    pub token: String,
    /// Lines before this part.
    pub n_before: u64,
    /// Lines in all when the list was begun.
    pub n_in_all: u64,
}

/// Writes an answer.
pub fn write_oai(answer: &OaiAnswer) -> String {
    let mut xml = Xml::document();
    let attributes = [
        ("xmlns", "http://www.openarchives.org/OAI/2.0/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("xsi:schemaLocation", "http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"),
    ];
    xml.element("OAI-PMH", &attributes, |xml| {
        xml.leaf("responseDate", &[], &answer.at);
        let asked: Vec<(&str, &str)> =
            answer.asked.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        xml.leaf("request", &asked, &answer.base);
        body(&answer.body, &answer.base, xml);
    });
    xml.finish()
}

fn body(body: &OaiBody, base: &str, xml: &mut Xml) {
    match body {
        OaiBody::Fault(fault, sentence) => xml.leaf("error", &[("code", fault.word())], &line(sentence)),
        OaiBody::Identify { name, contact, earliest, identifier } => xml.element("Identify", &[], |xml| {
            xml.leaf("repositoryName", &[], &line(name));
            xml.leaf("baseURL", &[], base);
            xml.leaf("protocolVersion", &[], "2.0");
            xml.leaf("adminEmail", &[], contact);
            xml.leaf("earliestDatestamp", &[], earliest);
            xml.leaf("deletedRecord", &[], "persistent");
            xml.leaf("granularity", &[], "YYYY-MM-DDThh:mm:ssZ");
            xml.element("description", &[], |xml| scheme_of(identifier, xml));
        }),
        OaiBody::Formats(formats) => xml.element("ListMetadataFormats", &[], |xml| {
            for format in formats {
                xml.element("metadataFormat", &[], |xml| {
                    xml.leaf("metadataPrefix", &[], format.prefix());
                    xml.leaf("schema", &[], format.schema());
                    xml.leaf("metadataNamespace", &[], format.namespace());
                });
            }
        }),
        OaiBody::Sets(sets) => xml.element("ListSets", &[], |xml| {
            for set in sets {
                xml.element("set", &[], |xml| {
                    xml.leaf("setSpec", &[], &set.spec);
                    xml.leaf("setName", &[], &set.name);
                });
            }
        }),
        OaiBody::Headers(headers, next) => xml.element("ListIdentifiers", &[], |xml| {
            headers.iter().for_each(|one| header(one, xml));
            goes_on(next.as_ref(), xml);
        }),
        OaiBody::Records(form, items, next) => xml.element("ListRecords", &[], |xml| {
            items.iter().for_each(|one| item(*form, one, xml));
            goes_on(next.as_ref(), xml);
        }),
        OaiBody::Record(form, one) => xml.element("GetRecord", &[], |xml| item(*form, one, xml)),
    }
}

/// How identifiers are made (<http://www.openarchives.org/OAI/2.0/guidelines-oai-identifier.htm>).
fn scheme_of((repository, sample): &(String, String), xml: &mut Xml) {
    let attributes = [
        ("xmlns", "http://www.openarchives.org/OAI/2.0/oai-identifier"),
        (
            "xsi:schemaLocation",
            "http://www.openarchives.org/OAI/2.0/oai-identifier http://www.openarchives.org/OAI/2.0/oai-identifier.xsd",
        ),
    ];
    xml.element("oai-identifier", &attributes, |xml| {
        xml.leaf("scheme", &[], "oai");
        xml.leaf("repositoryIdentifier", &[], repository);
        xml.leaf("delimiter", &[], ":");
        xml.leaf("sampleIdentifier", &[], sample);
    });
}

fn header(header: &OaiHeader, xml: &mut Xml) {
    let status: &[(&str, &str)] = if header.is_deleted { &[("status", "deleted")] } else { &[] };
    xml.element("header", status, |xml| {
        xml.leaf("identifier", &[], &header.identifier);
        xml.leaf("datestamp", &[], &header.datestamp);
        header.sets.iter().for_each(|set| xml.leaf("setSpec", &[], set));
    });
}

fn item(form: Metadata, item: &OaiItem, xml: &mut Xml) {
    xml.element("record", &[], |xml| {
        header(&item.header, xml);
        if let Some((id, record)) = &item.held {
            xml.element("metadata", &[], |xml| put(form, &Given { id, record }, xml));
        }
    });
}

fn goes_on(next: Option<&OaiNext>, xml: &mut Xml) {
    let Some(next) = next else { return };
    let (n_in_all, n_before) = (next.n_in_all.to_string(), next.n_before.to_string());
    let attributes = [("completeListSize", n_in_all.as_str()), ("cursor", n_before.as_str())];
    xml.leaf("resumptionToken", &attributes, &next.token);
}
