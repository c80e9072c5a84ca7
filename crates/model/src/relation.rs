//! How one work stands to another.

use crate::Identifier;

/// How the record stands to the other work: *record* `kind` *target*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RelationKind {
    /// The record is a preprint of the target.
    PreprintOf,
    /// The record was a preprint first: the target.
    HasPreprint,
    /// The record corrects the target.
    Corrects,
    /// The record is corrected by the target.
    CorrectedBy,
    /// The record retracts the target.
    Retracts,
    /// The record is retracted by the target.
    RetractedBy,
    /// The record is a version of the target.
    VersionOf,
    /// The target is a version of the record.
    HasVersion,
    /// The record is part of the target.
    PartOf,
    /// The target is part of the record.
    HasPart,
    /// The record translates the target.
    TranslationOf,
    /// The record reviews the target.
    Reviews,
    /// The record supplements the target.
    Supplements,
    /// The target supplements the record.
    SupplementedBy,
    /// The record replaces the target (a newer standard, a new edition, a patent reissued).
    Replaces,
    /// The record is replaced by the target.
    ReplacedBy,
    /// The record claims the priority of the target, or is of the same patent family.
    FamilyOf,
    /// The source says only that they belong together.
    RelatedTo,
}

impl RelationKind {
    /// Every kind, in the order of the list above.
    pub const ALL: &'static [RelationKind] = &[
        RelationKind::PreprintOf,
        RelationKind::HasPreprint,
        RelationKind::Corrects,
        RelationKind::CorrectedBy,
        RelationKind::Retracts,
        RelationKind::RetractedBy,
        RelationKind::VersionOf,
        RelationKind::HasVersion,
        RelationKind::PartOf,
        RelationKind::HasPart,
        RelationKind::TranslationOf,
        RelationKind::Reviews,
        RelationKind::Supplements,
        RelationKind::SupplementedBy,
        RelationKind::Replaces,
        RelationKind::ReplacedBy,
        RelationKind::FamilyOf,
        RelationKind::RelatedTo,
    ];

    /// The word for it in files and pages.
    pub fn word(self) -> &'static str {
        match self {
            RelationKind::PreprintOf => "preprint-of",
            RelationKind::HasPreprint => "has-preprint",
            RelationKind::Corrects => "corrects",
            RelationKind::CorrectedBy => "corrected-by",
            RelationKind::Retracts => "retracts",
            RelationKind::RetractedBy => "retracted-by",
            RelationKind::VersionOf => "version-of",
            RelationKind::HasVersion => "has-version",
            RelationKind::PartOf => "part-of",
            RelationKind::HasPart => "has-part",
            RelationKind::TranslationOf => "translation-of",
            RelationKind::Reviews => "reviews",
            RelationKind::Supplements => "supplements",
            RelationKind::SupplementedBy => "supplemented-by",
            RelationKind::Replaces => "replaces",
            RelationKind::ReplacedBy => "replaced-by",
            RelationKind::FamilyOf => "family-of",
            RelationKind::RelatedTo => "related-to",
        }
    }

    /// The kind with this word.
    pub fn from_word(word: &str) -> Option<RelationKind> {
        RelationKind::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}

/// A typed edge to another work.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Relation {
    /// How the record stands to the target.
    pub kind: RelationKind,
    /// The other work.
    pub target: Identifier,
}
