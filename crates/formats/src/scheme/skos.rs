//! From statements to a scheme, by the SKOS reference (<https://www.w3.org/TR/skos-reference/>).

use std::collections::HashMap;

use model::{Concept, ConceptCode, ConceptScheme, Mapping, MappingRelation, SchemeHead};

use super::rdf::{Object, Property, Triple, local_name};
use super::{Counted, Found, code_of};
use crate::Doubt;

/// What the statements say of one thing.
#[derive(Default)]
struct Thing {
    types: Vec<String>,
    concept: Concept,
    /// Addresses.
    broader: Vec<String>,
    narrower: Vec<String>,
    related: Vec<String>,
    mapped: Vec<(MappingRelation, String)>,
    head: SchemeHead,
}

impl Thing {
    fn is(&self, name: &str) -> bool {
        self.types.iter().any(|own| own == name)
    }

    fn is_concept(&self) -> bool {
        self.is("Concept") || (self.types.is_empty() && !self.concept.labels.is_empty())
    }
}

/// Reads a scheme.
pub(super) fn read(graph: (Vec<Triple>, Vec<Doubt>), head: &SchemeHead, known: &[&ConceptScheme]) -> Found {
    let (triples, mut doubts) = graph;
    let mut counted = Counted::default();
    let (order, mut things) = gathered(triples, &mut counted);
    let mut found = Found::default();
    let mut n_schemes = 0;
    for uri in &order {
        let Some(thing) = things.get_mut(uri).filter(|thing| thing.is("ConceptScheme")) else { continue };
        n_schemes += 1;
        if n_schemes == 1 {
            found.head = std::mem::take(&mut thing.head);
            // Ours say their word; of others the address ends in something that can be one.
            if found.head.word.is_empty() {
                found.head.word = slug(local_name(uri));
            }
            found.head.uri = Some(uri.clone()).filter(|uri| !uri.starts_with("_:"));
        }
    }
    if n_schemes > 1 {
        doubts.push(Doubt::new(format!("the file holds {n_schemes} schemes; their concepts were read as one scheme")));
    }
    let word = if head.word.is_empty() { found.head.word.clone() } else { head.word.clone() };
    // Notations first: references name addresses.
    let mut notations: HashMap<String, String> = HashMap::new();
    for uri in &order {
        let Some(thing) = things.get_mut(uri).filter(|thing| thing.is_concept()) else { continue };
        if thing.concept.notation.is_empty() {
            thing.concept.notation = match ConceptCode::of_minted(uri) {
                Some(code) => code.notation().to_owned(),
                None => {
                    counted.add("a concept has no notation; the end of its address was taken for one");
                    local_name(uri).to_owned()
                }
            };
        }
        thing.concept.uri =
            Some(uri.clone()).filter(|uri| !uri.starts_with("_:") && ConceptCode::of_minted(uri).is_none());
        notations.insert(uri.clone(), thing.concept.notation.clone());
    }
    let named = |uri: &String| notations.get(uri).cloned().unwrap_or_else(|| uri.clone());
    // Who is named as narrower has the other above it.
    let mut above: HashMap<String, Vec<String>> = HashMap::new();
    for uri in &order {
        let Some(thing) = things.get(uri) else { continue };
        for narrower in &thing.narrower {
            above.entry(narrower.clone()).or_default().push(named(uri));
        }
    }
    for uri in &order {
        let Some(mut thing) = things.remove(uri).filter(Thing::is_concept) else { continue };
        thing.concept.broader = thing.broader.iter().map(named).chain(above.remove(uri).unwrap_or_default()).collect();
        thing.concept.related = thing.related.iter().map(named).collect();
        let from = ConceptCode::new(&word, &thing.concept.notation);
        for (relation, to) in thing.mapped {
            let own = || notations.get(&to).map(|notation| ConceptCode::new(&word, notation));
            match own().or_else(|| code_of(&to, known)) {
                Some(to) => found.mappings.push(Mapping { from: from.clone(), relation, to }),
                None => counted.add(NOT_HERE),
            }
        }
        found.concepts.push(thing.concept);
    }
    if found.concepts.is_empty() {
        doubts.push(Doubt::new("there is no concept of SKOS in the file"));
    }
    doubts.extend(counted.doubts());
    Found { doubts, ..found }
}

const NOT_HERE: &str = "a mapping leads from or to a concept of a scheme that is not here; it was left out";

/// Reads mappings alone: both ends are named by addresses of schemes that are here.
pub(super) fn mappings(graph: (Vec<Triple>, Vec<Doubt>), known: &[&ConceptScheme]) -> Found {
    let (triples, mut doubts) = graph;
    let mut counted = Counted::default();
    let mut mappings = Vec::new();
    for triple in triples {
        let (Property::Mapping(relation), Object::Node(to)) = (triple.property, &triple.object) else { continue };
        match (code_of(&triple.subject, known), code_of(to, known)) {
            (Some(from), Some(to)) => mappings.push(Mapping { from, relation, to }),
            _ => counted.add(NOT_HERE),
        }
    }
    doubts.extend(counted.doubts());
    Found { mappings, doubts, ..Found::default() }
}

/// Things by their address, and the addresses in the order in which they are first spoken of.
fn gathered(triples: Vec<Triple>, counted: &mut Counted) -> (Vec<String>, HashMap<String, Thing>) {
    let (mut order, mut things): (Vec<String>, HashMap<String, Thing>) = Default::default();
    for Triple { subject, property, object } in triples {
        if !things.contains_key(&subject) {
            order.push(subject.clone());
        }
        let thing = things.entry(subject).or_default();
        match (property, object) {
            (Property::Type, Object::Node(uri)) => thing.types.push(local_name(&uri).to_owned()),
            (Property::Broader, Object::Node(uri)) => thing.broader.push(uri),
            (Property::Narrower, Object::Node(uri)) => thing.narrower.push(uri),
            (Property::Related, Object::Node(uri)) => thing.related.push(uri),
            (Property::Mapping(relation), Object::Node(uri)) => thing.mapped.push((relation, uri)),
            (Property::Rights, Object::Node(uri)) => thing.head.rights = Some(uri),
            (Property::Source, Object::Node(uri)) => thing.head.source = Some(uri),
            (Property::Label | Property::Alternative, Object::Node(_)) => {
                counted.add("a label is a thing of its own (SKOS-XL); it was left out");
            }
            (Property::Label, Object::Words(text)) => {
                // A scheme may be called as concepts are.
                thing.head.titles.push(text.clone());
                thing.concept.labels.push(text);
            }
            (Property::Alternative, Object::Words(text)) => thing.concept.alternatives.push(text),
            (Property::Note, Object::Words(text)) => thing.concept.notes.push(text),
            (Property::Notation, Object::Words(text)) => {
                if thing.concept.notation.is_empty() {
                    thing.concept.notation = text.text;
                } else if thing.concept.notation != text.text {
                    counted.add("a concept has a second notation; it was left out");
                }
            }
            (Property::Title, Object::Words(text)) => thing.head.titles.push(text),
            (Property::Version, Object::Words(text)) => thing.head.version = Some(text.text),
            (Property::Source, Object::Words(text)) => thing.head.source = Some(text.text),
            (Property::Rights, Object::Words(text)) => thing.head.rights = Some(text.text),
            (Property::Identifier, Object::Words(text)) => thing.head.word = slug(&text.text),
            _ => {}
        }
    }
    (order, things)
}

/// A word for a scheme, of what is left of a name.
fn slug(name: &str) -> String {
    let name = name.rsplit(':').next().unwrap_or(name).to_lowercase();
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(64).collect();
    plain.trim_matches('-').to_owned()
}
