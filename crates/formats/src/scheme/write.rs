//! Schemes and crosswalks given out: SKOS in Turtle and in RDF/XML, and CSV. What is written reads back as the same.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::io;

use model::{Concept, ConceptScheme, Language, Mapping, Text};

use super::table::BETWEEN;
use crate::write::begins_a_formula;
use crate::write::xml::Xml;

/// What is said of a thing: words, or another thing by its address.
enum Said<'a> {
    Words(&'a str, Option<&'a Language>),
    Thing(String),
}

/// A thing of the graph with all that is said of it, in the order in which it is written.
struct Node<'a> {
    uri: String,
    kind: &'static str,
    said: Vec<(Cow<'static, str>, Said<'a>)>,
}

impl<'a> Node<'a> {
    fn new(uri: String, kind: &'static str) -> Node<'a> {
        Node { uri, kind, said: Vec::new() }
    }

    fn words(&mut self, property: &'static str, words: &'a str) {
        self.said.push((property.into(), Said::Words(words, None)));
    }

    fn texts(&mut self, property: &'static str, texts: &'a [Text]) {
        self.said.extend(texts.iter().map(|text| (property.into(), Said::Words(&text.text, text.language.as_ref()))));
    }

    fn thing(&mut self, property: impl Into<Cow<'static, str>>, uri: String) {
        self.said.push((property.into(), Said::Thing(uri)));
    }
}

/// The prefixes that are written, with what they stand for.
const SPACES: [(&str, &str); 3] = [
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
];

/// A scheme with its concepts and its mappings as a graph.
fn graph<'a>(scheme: &'a ConceptScheme, mappings: &[Mapping], known: &[&ConceptScheme]) -> Vec<Node<'a>> {
    let head = scheme.head();
    let own = head.uri.clone().unwrap_or_else(|| format!("urn:x-uptake:scheme:{}", head.word));
    let mut whole = Node::new(own.clone(), "skos:ConceptScheme");
    whole.words("dct:identifier", &head.word);
    whole.texts("dct:title", &head.titles);
    for (property, said) in
        [("owl:versionInfo", &head.version), ("dct:source", &head.source), ("dct:rights", &head.rights)]
    {
        said.iter().for_each(|said| whole.words(property, said));
    }
    let uri_of = |notation: &str| scheme.concept(notation).map(|concept| scheme.uri(concept));
    let mut outward: Vec<&Mapping> = mappings.iter().filter(|mapping| mapping.from.scheme() == scheme.word()).collect();
    outward.sort();
    let mut nodes = vec![whole];
    for concept in scheme.concepts() {
        let mut node = Node::new(scheme.uri(concept), "skos:Concept");
        node.thing("skos:inScheme", own.clone());
        node.words("skos:notation", &concept.notation);
        node.texts("skos:prefLabel", &concept.labels);
        node.texts("skos:altLabel", &concept.alternatives);
        node.texts("skos:scopeNote", &concept.notes);
        for (property, named) in [("skos:broader", &concept.broader), ("skos:related", &concept.related)] {
            named.iter().filter_map(|named| uri_of(named)).for_each(|uri| node.thing(property, uri));
        }
        let from = outward.partition_point(|mapping| mapping.from.notation() < concept.notation.as_str());
        for mapping in outward[from..].iter().take_while(|mapping| mapping.from.notation() == concept.notation) {
            let there = known.iter().find(|scheme| scheme.word() == mapping.to.scheme());
            let uri = there.and_then(|scheme| Some(scheme.uri(scheme.concept(mapping.to.notation())?)));
            node.thing(format!("skos:{}", mapping.relation.skos()), uri.unwrap_or_else(|| mapping.to.minted()));
        }
        nodes.push(node);
    }
    nodes
}

/// A scheme in SKOS, in Turtle, with its mappings to other schemes. `known` are schemes whose concepts have addresses of
/// their own; others are named by the address that [`model::ConceptCode::minted`] makes.
pub fn skos_turtle(scheme: &ConceptScheme, mappings: &[Mapping], known: &[&ConceptScheme]) -> String {
    let mut out = String::new();
    for (prefix, space) in SPACES {
        // Writing into memory does not fail.
        let _ = writeln!(out, "@prefix {prefix}: <{space}> .");
    }
    for Node { uri, kind, said } in graph(scheme, mappings, known) {
        let _ = write!(out, "\n<{uri}> a {kind}");
        for (property, said) in said {
            let _ = match said {
                Said::Thing(uri) => write!(out, " ;\n    {property} <{uri}>"),
                Said::Words(words, None) => write!(out, " ;\n    {property} {}", literal(words)),
                Said::Words(words, Some(language)) => {
                    write!(out, " ;\n    {property} {}@{}", literal(words), language.tag())
                }
            };
        }
        out.push_str(" .\n");
    }
    out
}

/// The same in RDF/XML (<https://www.w3.org/TR/rdf-syntax-grammar/>). Characters that XML does not allow are left out.
pub fn skos_xml(scheme: &ConceptScheme, mappings: &[Mapping], known: &[&ConceptScheme]) -> String {
    let mut xml = Xml::document();
    let spaces = SPACES.map(|(prefix, space)| (format!("xmlns:{prefix}"), space));
    let mut attributes = vec![("xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")];
    attributes.extend(spaces.iter().map(|(name, space)| (name.as_str(), *space)));
    xml.element("rdf:RDF", &attributes, |xml| {
        for Node { uri, kind, said } in graph(scheme, mappings, known) {
            xml.element(kind, &[("rdf:about", &uri)], |xml| {
                for (property, said) in said {
                    match said {
                        Said::Thing(uri) => xml.empty(&property, &[("rdf:resource", &uri)]),
                        Said::Words(words, None) => xml.leaf(&property, &[], words),
                        Said::Words(words, Some(language)) => {
                            xml.leaf(&property, &[("xml:lang", language.tag())], words);
                        }
                    }
                }
            });
        }
    });
    xml.finish()
}

/// Words between quotation marks, which nothing inside can close.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for sign in text.chars() {
        match sign {
            '"' | '\\' => out.extend(['\\', sign]),
            sign if sign.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(sign));
            }
            sign => out.push(sign),
        }
    }
    out.push('"');
    out
}

/// A scheme as a table: a row for each concept, and a column for each sort of text in each language.
///
/// # Errors
/// When the table cannot be made, which in memory does not happen.
pub fn table(scheme: &ConceptScheme) -> io::Result<Vec<u8>> {
    type Texts = fn(&Concept) -> &Vec<Text>;
    let sorts: [(&str, Texts); 3] =
        [("label", |own| &own.labels), ("alternative", |own| &own.alternatives), ("note", |own| &own.notes)];
    let mut columns: Vec<(String, Texts, Option<Language>)> = Vec::new();
    for (name, texts) in sorts {
        let spoken =
            scheme.concepts().iter().flat_map(|concept| texts(concept).iter().map(|text| text.language.clone()));
        let mut languages: BTreeSet<Option<Language>> = spoken.collect();
        if name == "label" && languages.is_empty() {
            languages.insert(None);
        }
        for language in languages {
            let at = language.as_ref().map_or_else(String::new, |language| format!("@{}", language.tag()));
            columns.push((format!("{name}{at}"), texts, language));
        }
    }
    let mut writer = begun()?;
    let names = columns.iter().map(|(name, ..)| name.as_str());
    writer.write_record(std::iter::once("notation").chain(names).chain(["broader", "related", "uri"]))?;
    for concept in scheme.concepts() {
        let mut row = vec![concept.notation.clone()];
        for (_, texts, language) in &columns {
            let own = texts(concept).iter().filter(|text| text.language == *language);
            row.push(cell(own.map(|text| text.text.as_str())));
        }
        row.push(cell(concept.broader.iter().map(String::as_str)));
        row.push(cell(concept.related.iter().map(String::as_str)));
        row.push(concept.uri.clone().unwrap_or_default());
        writer.write_record(row.iter().map(|cell| harmless(cell)))?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

/// A crosswalk as a table.
///
/// # Errors
/// When the table cannot be made, which in memory does not happen.
pub fn crosswalk_table(mappings: &[Mapping]) -> io::Result<Vec<u8>> {
    let mut writer = begun()?;
    writer.write_record(["from_scheme", "from", "relation", "to_scheme", "to"])?;
    for Mapping { from, relation, to } in mappings {
        let row = [from.scheme(), from.notation(), relation.word(), to.scheme(), to.notation()];
        writer.write_record(row.map(harmless))?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

fn begun() -> io::Result<csv::Writer<Vec<u8>>> {
    // The mark without which spreadsheets take UTF-8 for something else.
    Ok(csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec()))
}

/// Several values of one cell.
fn cell<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let between = BETWEEN.to_string();
    let escaped = values.map(|value| value.replace('\\', "\\\\").replace(BETWEEN, &format!("\\{BETWEEN}")));
    escaped.collect::<Vec<_>>().join(&between)
}

/// What no spreadsheet computes; a mark that stands there already is not taken for this one.
fn harmless(cell: &str) -> String {
    if begins_a_formula(cell.trim_start_matches('\'')) { format!("'{cell}") } else { cell.to_owned() }
}
