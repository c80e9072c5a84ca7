//! What a graph says, as far as schemes are concerned.

use model::{MappingRelation, Text};

/// One statement.
pub(super) struct Triple {
    /// Address; an anonymous node begins with `_:`.
    pub subject: String,
    pub property: Property,
    pub object: Object,
}

/// What is stated: another node, or words.
pub(super) enum Object {
    Node(String),
    Words(Text),
}

/// The properties that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Property {
    Type,
    Label,
    Alternative,
    Notation,
    Note,
    Broader,
    Narrower,
    Related,
    Mapping(MappingRelation),
    Title,
    Version,
    Source,
    Rights,
    Identifier,
}

impl Property {
    /// The property with this local name: of SKOS (<https://www.w3.org/TR/skos-reference/>), or of Dublin Core, RDFS and
    /// OWL for a scheme as a whole.
    pub(super) fn of_local_name(name: &str) -> Option<Property> {
        Some(match name {
            "type" => Property::Type,
            "prefLabel" => Property::Label,
            "altLabel" | "hiddenLabel" => Property::Alternative,
            "notation" => Property::Notation,
            "scopeNote" | "definition" => Property::Note,
            "broader" | "broaderGeneric" | "broaderPartitive" | "broaderInstantial" => Property::Broader,
            "narrower" | "narrowerGeneric" | "narrowerPartitive" | "narrowerInstantial" => Property::Narrower,
            "related" => Property::Related,
            "title" | "label" => Property::Title,
            "versionInfo" | "hasVersion" => Property::Version,
            "source" => Property::Source,
            "rights" | "license" => Property::Rights,
            "identifier" => Property::Identifier,
            // `broader` and the like were taken above: here stand the names in SKOS alone.
            _ => Property::Mapping(MappingRelation::ALL.into_iter().find(|relation| relation.skos() == name)?),
        })
    }

    /// The property with this address; those of other vocabularies that are called alike are none.
    pub(super) fn of_uri(uri: &str) -> Option<Property> {
        const SPACES: [&str; 7] = [
            "http://www.w3.org/2004/02/skos/core#",
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
            "http://www.w3.org/2000/01/rdf-schema#",
            "http://www.w3.org/2002/07/owl#",
            "http://purl.org/dc/terms/",
            "http://purl.org/dc/elements/1.1/",
            "http://purl.org/iso25964/skos-thes#",
        ];
        SPACES.iter().find_map(|space| uri.strip_prefix(space)).and_then(Property::of_local_name)
    }
}

/// The last part of an address: behind the last `#` or `/`.
pub(super) fn local_name(uri: &str) -> &str {
    uri.rsplit(['#', '/']).find(|part| !part.is_empty()).unwrap_or(uri)
}
