//! RDF/XML (<https://www.w3.org/TR/rdf-syntax-grammar/>), as far as SKOS is written in it: nodes with properties, properties
//! with nodes or words. Collections and reification are passed over.

use model::Text;

use super::rdf::{Object, Property, Triple};
use crate::Doubt;
use crate::limits::TRIPLES_MAX;
use crate::markup::squeeze;
use crate::xml::Element;

/// The statements of a document, in its order.
pub(super) fn triples(text: &str) -> (Vec<Triple>, Vec<Doubt>) {
    let (root, doubts) = Element::parse(text);
    let mut graph = Graph { base: String::new(), triples: Vec::new(), n_anonymous: 0, doubts };
    if let Some(root) = root {
        graph.base = root.attr("base").unwrap_or_default().to_owned();
        if root.name == "RDF" {
            root.elements().for_each(|node| {
                graph.node(node, root.attr("lang"));
            });
        } else {
            graph.node(&root, None);
        }
    }
    if graph.triples.len() >= TRIPLES_MAX {
        graph
            .doubts
            .push(Doubt::new(format!("the graph has more than {TRIPLES_MAX} statements; the rest was left out")));
    }
    (graph.triples, graph.doubts)
}

struct Graph {
    base: String,
    triples: Vec<Triple>,
    n_anonymous: usize,
    doubts: Vec<Doubt>,
}

impl Graph {
    fn add(&mut self, subject: &str, property: Property, object: Object) {
        if self.triples.len() < TRIPLES_MAX {
            self.triples.push(Triple { subject: subject.to_owned(), property, object });
        }
    }

    /// A whole address; one without a scheme stands below the base of the document.
    fn whole(&self, uri: &str) -> String {
        let uri = uri.trim();
        if uri.contains(':') { uri.to_owned() } else { format!("{}{uri}", self.base.trim_end_matches('#')) }
    }

    /// Reads a node and gives its name. The tree is no deeper than the reader of XML lets it be.
    fn node(&mut self, node: &Element, language: Option<&str>) -> String {
        let subject = if let Some(about) = node.attr("about") {
            self.whole(about)
        } else if let Some(id) = node.attr("ID") {
            self.whole(&format!("#{id}"))
        } else if let Some(id) = node.attr("nodeID") {
            format!("_:{id}")
        } else {
            self.n_anonymous += 1;
            format!("_: {}", self.n_anonymous)
        };
        let language = node.attr("lang").or(language);
        if node.name != "Description" {
            self.add(&subject, Property::Type, Object::Node(node.name.clone()));
        }
        for (name, value) in &node.attributes {
            if !matches!(name.as_str(), "about" | "ID" | "nodeID" | "lang" | "type")
                && let Some(property) = Property::of_local_name(name)
            {
                self.add(&subject, property, words(value, language));
            }
        }
        for part in node.elements() {
            let Some(property) = Property::of_local_name(&part.name) else { continue };
            let object = if let Some(resource) = part.attr("resource") {
                Object::Node(self.whole(resource))
            } else if let Some(id) = part.attr("nodeID") {
                Object::Node(format!("_:{id}"))
            } else if let Some(inner) = part.elements().next().filter(|_| part.attr("parseType").is_none()) {
                Object::Node(self.node(inner, part.attr("lang").or(language)))
            } else {
                words(&part.text(), part.attr("lang").or(language))
            };
            self.add(&subject, property, object);
        }
        subject
    }
}

fn words(text: &str, language: Option<&str>) -> Object {
    Object::Words(Text { language: language.and_then(model::Language::parse), text: squeeze(text) })
}
