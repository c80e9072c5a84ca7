//! How a Crossref work stands to others: `relation`, `update-to` and `updated-by`.

use model::{Identifier, Kind, RelationKind, Scheme, Status};
use serde_json::Value;

use crate::draft::Draft;
use crate::json;

/// Reads all three.
pub(super) fn read(draft: &mut Draft, work: &Value) {
    for update in json::list(work, "update-to") {
        if let Some(doi) = json::text(update, "DOI") {
            notice(draft, &doi, &json::text(update, "type").unwrap_or_default());
        }
    }
    for update in json::list(work, "updated-by") {
        if let Some(doi) = json::text(update, "DOI") {
            updated(draft, &doi, &json::text(update, "type").unwrap_or_default());
        }
    }
    let Some(relations) = json::at(work, "relation").as_object() else { return };
    for word in relations.keys() {
        let Some(kind) = kind(word) else { continue };
        for target in json::list(json::at(work, "relation"), word) {
            relate(draft, kind, target);
        }
    }
}

/// The record gives notice that another work changed. The types are those of Crossmark,
/// <https://www.crossref.org/documentation/crossmark/version-control-corrections-and-retractions/>.
fn notice(draft: &mut Draft, doi: &str, change: &str) {
    let (kind, relation) = match change {
        "retraction" | "withdrawal" | "removal" => (Some(Kind::Retraction), RelationKind::Retracts),
        "correction" | "corrigendum" | "erratum" | "addendum" | "clarification" | "partial_retraction" => {
            (Some(Kind::Correction), RelationKind::Corrects)
        }
        "new_version" | "new_edition" => (None, RelationKind::Replaces),
        _ => (None, RelationKind::RelatedTo),
    };
    // Some publishers deposit the retraction on the article's own DOI: then it is the work that was
    // taken back, not the notice of it.
    let itself = Identifier::new(Scheme::Doi, doi).is_some_and(|target| draft.record.identifiers.contains(&target));
    draft.relate_to("update-to", relation, Scheme::Doi, doi);
    match kind {
        Some(Kind::Retraction) if itself => draft.lower(Status::Retracted),
        Some(Kind::Correction) if itself => draft.lower(Status::Corrected),
        Some(kind) if draft.record.kind != Kind::Retraction => draft.record.kind = kind,
        _ => {}
    }
}

/// The record was changed by another one.
fn updated(draft: &mut Draft, doi: &str, change: &str) {
    let (status, relation) = match change {
        "retraction" => (Status::Retracted, RelationKind::RetractedBy),
        "withdrawal" | "removal" => (Status::Withdrawn, RelationKind::RetractedBy),
        "correction" | "corrigendum" | "erratum" | "addendum" | "clarification" | "partial_retraction" => {
            (Status::Corrected, RelationKind::CorrectedBy)
        }
        "new_version" | "new_edition" => (Status::Current, RelationKind::ReplacedBy),
        _ => (Status::Current, RelationKind::RelatedTo),
    };
    draft.lower(status);
    draft.relate_to("updated-by", relation, Scheme::Doi, doi);
}

/// The relation types of Crossref, <https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/relationships/>.
/// Citations and funding are none of ours.
fn kind(word: &str) -> Option<RelationKind> {
    Some(match word {
        "is-preprint-of" => RelationKind::PreprintOf,
        "has-preprint" => RelationKind::HasPreprint,
        "is-version-of" | "is-manuscript-of" | "is-variant-form-of" | "is-expression-of" => RelationKind::VersionOf,
        "has-version" | "has-manuscript" | "is-original-form-of" | "has-expression" => RelationKind::HasVersion,
        "is-part-of" | "is-component-of" => RelationKind::PartOf,
        "has-part" | "has-component" => RelationKind::HasPart,
        "is-translation-of" => RelationKind::TranslationOf,
        "is-review-of" => RelationKind::Reviews,
        "is-supplement-to" => RelationKind::Supplements,
        "is-supplemented-by" => RelationKind::SupplementedBy,
        "replaces" => RelationKind::Replaces,
        "is-replaced-by" => RelationKind::ReplacedBy,
        "references" | "is-referenced-by" | "cites" | "is-cited-by" | "finances" | "is-financed-by" => return None,
        _ => RelationKind::RelatedTo,
    })
}

fn relate(draft: &mut Draft, kind: RelationKind, target: &Value) {
    let Some(id) = json::text(target, "id") else { return };
    let scheme = match json::text(target, "id-type").as_deref() {
        Some("doi") => Scheme::Doi,
        Some("issn") => Scheme::Issn,
        Some("isbn") => Scheme::Isbn,
        Some("pmid") => Scheme::Pmid,
        Some("pmcid") => Scheme::Pmcid,
        Some("arxiv") => Scheme::Arxiv,
        Some("handle") => Scheme::Handle,
        Some("urn") => Scheme::Urn,
        Some("uri" | "purl") => Scheme::Url,
        // Accession numbers and the like mean nothing without their register.
        _ => return,
    };
    match (kind, scheme) {
        (RelationKind::PartOf, Scheme::Issn) => draft.identify_source("relation", scheme, &id),
        _ => draft.relate_to("relation", kind, scheme, &id),
    }
}
