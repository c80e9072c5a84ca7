//! Turtle (<https://www.w3.org/TR/turtle/>), read by the crate oxttl.

use model::{Language, Text};
use oxrdf::{NamedOrBlankNode, Term};
use oxttl::TurtleParser;

use super::rdf::{Object, Property, Triple};
use crate::Doubt;
use crate::limits::{DOUBTS_MAX, TRIPLES_MAX};
use crate::markup::squeeze;

/// The statements of a document, in its order. A statement that cannot be read costs itself, as far as its end is found.
pub(super) fn triples(text: &str) -> (Vec<Triple>, Vec<Doubt>) {
    let (mut triples, mut doubts) = (Vec::new(), Vec::new());
    // Addresses are names here and are never asked; whether they are well made is looked at where they are kept.
    for read in TurtleParser::new().lenient().for_slice(text.as_bytes()) {
        match read {
            Ok(triple) => {
                let Some(property) = Property::of_uri(triple.predicate.as_str()) else { continue };
                if triples.len() >= TRIPLES_MAX {
                    doubts.push(Doubt::new(format!(
                        "the graph has more than {TRIPLES_MAX} statements; the rest was left out"
                    )));
                    break;
                }
                let object = match triple.object {
                    Term::NamedNode(node) => Object::Node(node.into_string()),
                    Term::BlankNode(node) => Object::Node(node.to_string()),
                    Term::Literal(words) => Object::Words(Text {
                        language: words.language().and_then(Language::parse),
                        text: squeeze(words.value()),
                    }),
                    #[allow(unreachable_patterns, reason = "other crates may switch on triples inside triples")]
                    _ => continue,
                };
                let subject = match triple.subject {
                    NamedOrBlankNode::NamedNode(node) => node.into_string(),
                    NamedOrBlankNode::BlankNode(node) => node.to_string(),
                };
                triples.push(Triple { subject, property, object });
            }
            Err(error) => {
                let line = error.location().start.line + 1;
                doubts.push(Doubt::new(format!("this statement cannot be read ({})", error.message())).on(line));
                // A text that is no Turtle at all is wrong at every sign.
                if doubts.len() >= DOUBTS_MAX {
                    break;
                }
            }
        }
    }
    (triples, doubts)
}
