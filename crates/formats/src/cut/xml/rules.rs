//! Which element is a record. Names are local names.

use super::is_name_end;

/// A record and the parents under which it is one; no parents means anywhere. `""` is no parent:
/// the record is the document.
pub(crate) struct Rule {
    pub name: &'static str,
    pub parents: &'static [&'static str],
    /// Whether it can stand in itself, as a MARC record does in one of OAI-PMH. The outer one then
    /// begins with a `header`, and the inner one does not.
    pub nests: bool,
}

const fn anywhere(name: &'static str) -> Rule {
    Rule { name, parents: &[], nests: false }
}

const fn under(name: &'static str, parents: &'static [&'static str]) -> Rule {
    Rule { name, parents, nests: false }
}

/// The records. The outermost that fits wins, so an article inside an OAI-PMH record is read with
/// its envelope.
const RULES: &[Rule] = &[
    // PubMed and MEDLINE.
    anywhere("PubmedArticle"),
    anywhere("PubmedBookArticle"),
    anywhere("MedlineCitation"),
    // OAI-PMH, MARC 21 and EndNote; `recordData` is an answer of SRU.
    Rule {
        name: "record",
        parents: &["", "ListRecords", "GetRecord", "collection", "records", "recordData", "metadata"],
        nests: true,
    },
    // JATS.
    under("article", &["", "articles", "pmc-articleset", "recordData", "metadata"]),
    // Feeds.
    under("entry", &["", "feed"]),
    under("item", &["channel", "RDF"]),
    under("mods", &["", "modsCollection", "recordData", "metadata"]),
    under("resource", &["", "resources", "recordData", "metadata"]),
    under("dc", &["", "recordData", "metadata", "records", "collection"]),
    // Crossref.
    under("query", &["body"]),
    under("doi_record", &["", "doi_records"]),
    under("crossref", &["", "doi_records"]),
    // Patents of the EPO. A member of a family holds its `exchange-document` where it is given, and its legal events.
    under("family-member", &["", "patent-family"]),
    anywhere("exchange-document"),
    anywhere("ep-patent-document"),
    // Patents of the USPTO. ST.96 has a root for each kind of paper: a document as a whole.
    anywhere("us-patent-grant"),
    anywhere("us-patent-application"),
    anywhere("patent-application-publication"),
    anywhere("PATDOC"),
];

/// Elements that hold records and are none, so that they are not kept to be read as a whole.
const ENVELOPES: &[&str] = &[
    "PubmedArticleSet",
    "MedlineCitationSet",
    "OAI-PMH",
    "ListRecords",
    "searchRetrieveResponse",
    "collection",
    "records",
    "xml",
    "articles",
    "pmc-articleset",
    "feed",
    "rss",
    "RDF",
    "modsCollection",
    "resources",
    "crossref_result",
    "doi_records",
    "exchange-documents",
];

/// The rule by which an element is a record here; the path is that of its parents.
pub(crate) fn rule<'p>(name: &[u8], mut path: impl DoubleEndedIterator<Item = &'p [u8]>) -> Option<&'static Rule> {
    let rule = RULES.iter().find(|rule| rule.name.as_bytes() == name)?;
    let parent = path.next_back().unwrap_or_default();
    // In an answer of SRU, a `record` in `records` is the envelope of the one in its `recordData`.
    if parent == b"records" && path.next().unwrap_or(parent) == b"searchRetrieveResponse" {
        return None;
    }
    let fits = rule.parents.is_empty() || rule.parents.iter().any(|known| known.as_bytes() == parent);
    fits.then_some(rule)
}

/// Whether an element with this name only holds records.
pub(crate) fn is_envelope(name: &[u8]) -> bool {
    ENVELOPES.iter().any(|envelope| envelope.as_bytes() == name)
}

/// Whether the tables know the name at all: how XML is found behind other text.
pub(crate) fn is_known(name: &[u8]) -> bool {
    is_envelope(name) || RULES.iter().any(|rule| rule.name.as_bytes() == name)
}

/// Whether an element that begins like this begins with a `header`.
pub(crate) fn begins_with_header(bytes: &[u8]) -> bool {
    let end = memchr::memchr(b'>', bytes).and_then(|end| bytes.get(end + 1..));
    let inside = end.and_then(|inside| inside.trim_ascii_start().strip_prefix(b"<")).unwrap_or_default();
    local(inside.split(|b| is_name_end(*b)).next().unwrap_or_default()) == b"header"
}

/// The name without its prefix.
pub(crate) fn local(name: &[u8]) -> &[u8] {
    memchr::memrchr(b':', name).and_then(|colon| name.get(colon + 1..)).unwrap_or(name)
}
