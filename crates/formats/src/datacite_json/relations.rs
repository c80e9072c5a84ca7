//! How a work with DataCite metadata stands to others, and the words for schemes of identifiers.

use model::{Kind, RelationKind, Scheme};
use serde_json::Value;

use super::either;
use crate::draft::Draft;
use crate::json;

/// Reads `relatedIdentifiers`.
pub(super) fn read(draft: &mut Draft, work: &Value) {
    for related in json::list(work, "relatedIdentifiers") {
        let (Some(value), Some(word), Some(register)) = (
            either(related, ["relatedIdentifier", "related-identifier"]),
            either(related, ["relationType", "relation-type"]),
            either(related, ["relatedIdentifierType", "related-identifier-type"]),
        ) else {
            continue;
        };
        let Some(scheme) = scheme(&register.to_ascii_lowercase()) else { continue };
        match (kind(&word), scheme) {
            (None, _) => {}
            (Some(RelationKind::PartOf), Scheme::Issn) => draft.identify_source("relatedIdentifiers", scheme, &value),
            // arXiv states the article that came of a preprint as its version.
            (Some(RelationKind::VersionOf), Scheme::Doi) if is_arxiv(draft) => {
                draft.relate_to("relatedIdentifiers", RelationKind::PreprintOf, scheme, &value);
            }
            (Some(kind), _) => draft.relate_to("relatedIdentifiers", kind, scheme, &value),
        }
    }
}

fn is_arxiv(draft: &Draft) -> bool {
    let own = |id: &model::Identifier| id.scheme() == Scheme::Doi && id.value().starts_with("10.48550/");
    draft.record.kind == Kind::Preprint && draft.record.identifiers.iter().any(own)
}

/// The scheme for a word of the kernel's list of identifier types, in lower case.
pub(crate) fn scheme(word: &str) -> Option<Scheme> {
    Some(match word {
        "doi" => Scheme::Doi,
        "arxiv" => Scheme::Arxiv,
        "isbn" => Scheme::Isbn,
        "issn" | "eissn" | "lissn" => Scheme::Issn,
        "pmid" => Scheme::Pmid,
        "pmcid" => Scheme::Pmcid,
        "handle" | "hdl" => Scheme::Handle,
        "urn" => Scheme::Urn,
        "url" | "purl" | "w3id" => Scheme::Url,
        "swhid" | "swh" => Scheme::Swhid,
        _ => return None,
    })
}

/// The relation for a word of the kernel's list, in any case of letters. Citations are none of ours.
pub(crate) fn kind(word: &str) -> Option<RelationKind> {
    Some(match word.to_ascii_lowercase().as_str() {
        "issupplementto" => RelationKind::Supplements,
        "issupplementedby" => RelationKind::SupplementedBy,
        "ispartof" | "ispublishedin" => RelationKind::PartOf,
        "haspart" => RelationKind::HasPart,
        "isversionof" | "isvariantformof" => RelationKind::VersionOf,
        "hasversion" | "isoriginalformof" => RelationKind::HasVersion,
        "isnewversionof" | "obsoletes" => RelationKind::Replaces,
        "ispreviousversionof" | "isobsoletedby" => RelationKind::ReplacedBy,
        "reviews" => RelationKind::Reviews,
        "istranslationof" => RelationKind::TranslationOf,
        "cites" | "iscitedby" | "references" | "isreferencedby" => return None,
        _ => RelationKind::RelatedTo,
    })
}
