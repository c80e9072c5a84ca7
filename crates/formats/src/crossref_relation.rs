//! What Crossref says about how a work stands to others.
//!
//! Relations are described at <https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/relationships/>,
//! updates (corrections, retractions) at <https://www.crossref.org/documentation/crossmark/>.

use model::{Identifier, Kind, RelationKind, Scheme, Status};

use crate::draft::Draft;
use crate::xml::Element;

/// The relation that a word names, seen from the work that makes the claim. Citations, funding
/// and requirements are no relations here.
fn claimed(word: &str) -> Option<RelationKind> {
    Some(match word {
        "isPreprintOf" => RelationKind::PreprintOf,
        "hasPreprint" => RelationKind::HasPreprint,
        "isTranslationOf" => RelationKind::TranslationOf,
        "isReviewOf" => RelationKind::Reviews,
        "isSupplementTo" => RelationKind::Supplements,
        "isSupplementedBy" => RelationKind::SupplementedBy,
        "isVersionOf" | "isManuscriptOf" | "isVariantFormOf" | "isIdenticalTo" | "isSameAs" | "isFormatOf" => {
            RelationKind::VersionOf
        }
        "hasVersion" | "hasManuscript" | "isOriginalFormOf" | "hasFormat" => RelationKind::HasVersion,
        "isPartOf" | "isComponentOf" => RelationKind::PartOf,
        "hasPart" | "hasComponent" => RelationKind::HasPart,
        "isReplacedBy" => RelationKind::ReplacedBy,
        "replaces" => RelationKind::Replaces,
        "hasTranslation" | "hasReview" | "isCommentOn" | "hasComment" | "isReplyTo" | "hasReply" | "isDerivedFrom"
        | "hasDerivation" | "isBasedOn" | "isBasisFor" | "hasRelatedMaterial" | "isRelatedMaterial"
        | "isContinuedBy" | "continues" | "isDocumentedBy" | "documents" => RelationKind::RelatedTo,
        _ => return None,
    })
}

/// The same relation seen from the other work.
fn inverse(kind: RelationKind) -> RelationKind {
    match kind {
        RelationKind::PreprintOf => RelationKind::HasPreprint,
        RelationKind::HasPreprint => RelationKind::PreprintOf,
        RelationKind::Supplements => RelationKind::SupplementedBy,
        RelationKind::SupplementedBy => RelationKind::Supplements,
        RelationKind::VersionOf => RelationKind::HasVersion,
        RelationKind::HasVersion => RelationKind::VersionOf,
        RelationKind::PartOf => RelationKind::HasPart,
        RelationKind::HasPart => RelationKind::PartOf,
        RelationKind::ReplacedBy => RelationKind::Replaces,
        RelationKind::Replaces => RelationKind::ReplacedBy,
        // Being reviewed or translated has no word of its own in the record.
        _ => RelationKind::RelatedTo,
    }
}

fn scheme(word: &str) -> Option<Scheme> {
    match word.to_ascii_lowercase().as_str() {
        "doi" => Some(Scheme::Doi),
        "issn" => Some(Scheme::Issn),
        "isbn" => Some(Scheme::Isbn),
        "pmid" => Some(Scheme::Pmid),
        "pmcid" => Some(Scheme::Pmcid),
        "arxiv" => Some(Scheme::Arxiv),
        "uri" | "purl" => Some(Scheme::Url),
        _ => None,
    }
}

/// A relation that the work itself claims (`related_item` of a relations program).
pub(crate) fn outbound(related: &Element, draft: &mut Draft) {
    let claims = related.children("inter_work_relation").chain(related.children("intra_work_relation"));
    for claim in claims {
        let kind = claim.attr("relationship-type").and_then(claimed);
        let scheme = claim.attr("identifier-type").and_then(scheme);
        if let (Some(kind), Some(scheme)) = (kind, scheme)
            && let Some(target) = draft.identifier(claim, scheme, &claim.text())
        {
            draft.relate(kind, target);
        }
    }
}

/// A relation that the other work claims to this one (`crm-item name="relation"`): turned round.
pub(crate) fn inbound(item: &Element, draft: &mut Draft) {
    let kind = item.attr("claim").and_then(claimed).map(inverse);
    let scheme = item.attr("type").and_then(scheme);
    if let (Some(kind), Some(scheme)) = (kind, scheme)
        && let Some(target) = Identifier::new(scheme, &item.text())
    {
        draft.relate(kind, target);
    }
}

/// An update that the work makes to another. An update to itself means that the publisher
/// changed it in place.
pub(crate) fn update(update: &Element, draft: &mut Draft) {
    let Some(target) = draft.identifier(update, Scheme::Doi, &update.text()) else { return };
    let (kind, becomes, status) = match update.attr("type").unwrap_or("").to_ascii_lowercase().as_str() {
        "retraction" => (RelationKind::Retracts, Some(Kind::Retraction), Status::Retracted),
        "withdrawal" | "removal" => (RelationKind::Retracts, Some(Kind::Retraction), Status::Withdrawn),
        "correction" | "corrigendum" | "erratum" | "partial_retraction" => {
            (RelationKind::Corrects, Some(Kind::Correction), Status::Corrected)
        }
        "addendum" | "clarification" => (RelationKind::Supplements, None, Status::Corrected),
        "new_version" | "new_edition" => (RelationKind::Replaces, None, Status::Current),
        _ => (RelationKind::RelatedTo, None, Status::Current),
    };
    if draft.record.identifiers.contains(&target) {
        draft.lower(status);
        return;
    }
    if let (Some(becomes), Kind::Article | Kind::Other) = (becomes, draft.record.kind) {
        draft.record.kind = becomes;
    }
    draft.relate(kind, target);
}

/// The work of which this component is a part.
pub(crate) fn parent(component: &Element, draft: &mut Draft) {
    if let Some(doi) = component.attr("parent_doi")
        && let Some(target) = draft.identifier(component, Scheme::Doi, doi)
    {
        draft.relate(RelationKind::PartOf, target);
    }
}
