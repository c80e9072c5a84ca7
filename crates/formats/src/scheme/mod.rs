//! Concept schemes and crosswalks: bytes to schemes and mappings, with doubts; and back.
//!
//! SKOS is read in RDF/XML and in Turtle, and written in Turtle. Tables are read and written in CSV. GRNTI and the OECD
//! fields are read in the forms in which they are published. Nothing a file names is fetched.

mod ford;
mod grnti;
mod pieces;
mod rdf;
mod rdf_xml;
mod skos;
mod table;
#[cfg(test)]
mod tests;
mod turtle;
mod write;

use std::io::Read;

use model::{Concept, ConceptCode, ConceptScheme, Mapping, SchemeHead};

use crate::Doubt;
use crate::encoding::Decoding;
use crate::limits::{CONCEPT_TEXT_BYTES_MAX, CONCEPT_TEXTS_MAX, DOUBTS_MAX, HEAD_BYTES, SCHEME_BYTES_MAX};

pub use pieces::{SchemePieces, pieces};
pub use write::{crosswalk_table, skos_turtle, skos_xml, table};

/// A form in which schemes come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeForm {
    /// SKOS in RDF/XML.
    SkosXml,
    /// SKOS in Turtle.
    Turtle,
    /// A table with a header.
    Csv,
    /// The rubricator GRNTI, a row for each heading.
    Grnti,
    /// OECD fields, or a list that is mapped to them, in the JSON of DataCite.
    Ford,
    /// Mappings alone, without classes of their own: a table of them, or their properties in SKOS.
    Crosswalk,
}

impl SchemeForm {
    /// Every form.
    pub const ALL: [SchemeForm; 6] = [
        SchemeForm::SkosXml,
        SchemeForm::Turtle,
        SchemeForm::Csv,
        SchemeForm::Grnti,
        SchemeForm::Ford,
        SchemeForm::Crosswalk,
    ];

    /// The word for it in files.
    pub fn word(self) -> &'static str {
        match self {
            SchemeForm::SkosXml => "skos-xml",
            SchemeForm::Turtle => "skos-turtle",
            SchemeForm::Csv => "csv",
            SchemeForm::Grnti => "grnti",
            SchemeForm::Ford => "ford",
            SchemeForm::Crosswalk => "crosswalk",
        }
    }

    /// The form with this word.
    pub fn from_word(word: &str) -> Option<SchemeForm> {
        SchemeForm::ALL.into_iter().find(|form| form.word() == word)
    }
}

/// A scheme as it was read.
#[derive(Clone, Debug)]
pub struct SchemeReading {
    /// The form, if it is known; else nothing was read.
    pub form: Option<SchemeForm>,
    /// The scheme, in order.
    pub scheme: ConceptScheme,
    /// What the file says about classes of other schemes.
    pub mappings: Vec<Mapping>,
    /// What was lost or mended.
    pub doubts: Vec<Doubt>,
}

/// What a reader of one form finds, before it is put in order.
#[derive(Default)]
struct Found {
    head: SchemeHead,
    concepts: Vec<Concept>,
    mappings: Vec<Mapping>,
    doubts: Vec<Doubt>,
}

/// Reads a scheme. `head` says what the caller knows of it: its word above all, which files seldom say; what the file says
/// itself is taken where `head` says nothing. `known` are schemes to which mappings may lead.
pub fn read_scheme(bytes: &[u8], head: &SchemeHead, known: &[&ConceptScheme]) -> SchemeReading {
    let (text, mut doubts) = decoded(bytes);
    let form = form_of(&text);
    let found = match form {
        Some(SchemeForm::SkosXml) => skos::read(rdf_xml::triples(&text), head, known),
        Some(SchemeForm::Turtle) => skos::read(turtle::triples(&text), head, known),
        Some(SchemeForm::Csv) => table::read(&text),
        Some(SchemeForm::Grnti) => grnti::read(&text),
        Some(SchemeForm::Ford) => ford::read(&text),
        // No form is told by that: a table of mappings is asked for by its own reader.
        Some(SchemeForm::Crosswalk) | None => Found { doubts: vec![Doubt::new(UNKNOWN)], ..Found::default() },
    };
    doubts.extend(found.doubts);
    let (mut concepts, mut counted) = (found.concepts, Counted::default());
    concepts.iter_mut().for_each(|concept| bound(concept, &mut counted));
    doubts.extend(counted.doubts());
    let (scheme, faults) = ConceptScheme::mended(joined(head, found.head), concepts);
    doubts.extend(faults.iter().map(|fault| Doubt::new(fault.to_string())));
    SchemeReading { form, scheme, mappings: found.mappings, doubts: told(doubts) }
}

/// Reads a crosswalk: a table with a column for the relation, or the mapping properties of SKOS. `known` are the schemes
/// whose addresses SKOS may name.
pub fn read_crosswalk(bytes: &[u8], known: &[&ConceptScheme]) -> (Vec<Mapping>, Vec<Doubt>) {
    let (text, mut doubts) = decoded(bytes);
    let found = match form_of(&text) {
        // SSSOM names SKOS in the comments before its header.
        _ if table::claims_crosswalk(&text) => table::crosswalk(&text),
        Some(SchemeForm::SkosXml) => skos::mappings(rdf_xml::triples(&text), known),
        Some(SchemeForm::Turtle) => skos::mappings(turtle::triples(&text), known),
        Some(SchemeForm::Ford) => ford::read(&text),
        _ => table::crosswalk(&text),
    };
    doubts.extend(found.doubts);
    (found.mappings, told(doubts))
}

/// Reads what a file holds: a scheme as [`read_scheme`] does, or else a crosswalk as [`read_crosswalk`] does. Of a
/// crosswalk the scheme has no classes and no word.
pub fn read_file(bytes: &[u8], head: &SchemeHead, known: &[&ConceptScheme]) -> SchemeReading {
    let reading = read_scheme(bytes, head, known);
    if !reading.scheme.concepts().is_empty() {
        return reading;
    }
    let (mappings, doubts) = read_crosswalk(bytes, known);
    if mappings.is_empty() {
        return reading;
    }
    let scheme = ConceptScheme::mended(SchemeHead::default(), Vec::new()).0;
    SchemeReading { form: Some(SchemeForm::Crosswalk), scheme, mappings, doubts }
}

const UNKNOWN: &str = "this is no scheme in SKOS (RDF/XML or Turtle), in a table with a column `notation`, or in a form of \
                       GRNTI or of the OECD fields; nothing was read";

/// The form, from what only it has.
fn form_of(text: &str) -> Option<SchemeForm> {
    let head = &text[..text.floor_char_boundary(HEAD_BYTES)];
    let start = head.trim_start();
    let is_skos = head.contains("www.w3.org/2004/02/skos/core");
    if start.starts_with(['{', '[']) && !is_skos {
        return ford::claims(head).then_some(SchemeForm::Ford);
    }
    if start.starts_with('<') && (start.contains("rdf:RDF") || start.starts_with("<?xml") || start.starts_with("<!")) {
        return (is_skos || start.contains("rdf:RDF")).then_some(SchemeForm::SkosXml);
    }
    if grnti::claims(head) {
        return Some(SchemeForm::Grnti);
    }
    // Before Turtle: a cell may name SKOS, and no Turtle begins with a header.
    if table::claims(head) {
        return Some(SchemeForm::Csv);
    }
    is_skos.then_some(SchemeForm::Turtle)
}

/// The text: decompressed, decoded, and no more than [`SCHEME_BYTES_MAX`] of it.
fn decoded(bytes: &[u8]) -> (String, Vec<Doubt>) {
    let mut doubts = Vec::new();
    let mut plain = Vec::new();
    match crate::input::open(bytes) {
        Ok(input) => {
            if let Err(error) = input.stream.take(SCHEME_BYTES_MAX as u64 + 1).read_to_end(&mut plain) {
                doubts.push(Doubt::new(format!("reading broke off ({error}); what stands before was read")));
            }
            doubts.extend(input.notes.take());
        }
        Err(error) => doubts.push(Doubt::new(format!("the file could not be opened ({error}); nothing was read"))),
    }
    if plain.len() > SCHEME_BYTES_MAX {
        plain.truncate(SCHEME_BYTES_MAX);
        doubts.push(Doubt::new(format!("the file is longer than {SCHEME_BYTES_MAX} bytes; the rest was left out")));
    }
    let mut decoding = Decoding::new(&plain[..plain.len().min(HEAD_BYTES)]);
    let (text, doubt) = decoding.decode(&plain, crate::encoding::declared_by_xml(&plain));
    doubts.extend(doubt);
    (text.into_owned(), doubts)
}

/// What is known of a scheme, from the caller first.
fn joined(known: &SchemeHead, found: SchemeHead) -> SchemeHead {
    let either = |known: &Option<String>, found| known.clone().or(found);
    SchemeHead {
        word: if known.word.is_empty() { found.word } else { known.word.clone() },
        uri: either(&known.uri, found.uri),
        titles: if known.titles.is_empty() { found.titles } else { known.titles.clone() },
        version: either(&known.version, found.version),
        source: either(&known.source, found.source),
        rights: either(&known.rights, found.rights),
    }
}

/// No more than are told of one file, each of bearable length; the last says how many more there were.
fn told(doubts: Vec<Doubt>) -> Vec<Doubt> {
    let n_more = doubts.len().saturating_sub(DOUBTS_MAX);
    let mut told: Vec<Doubt> = doubts.into_iter().take(DOUBTS_MAX).map(Doubt::bounded).collect();
    if n_more > 0 {
        told.push(Doubt::new(format!("{n_more} more doubts are not told")));
    }
    told
}

/// Keeps the texts of a concept within bounds: labels and alternatives together, because one can become the other.
fn bound(concept: &mut Concept, counted: &mut Counted) {
    let n_left = CONCEPT_TEXTS_MAX.saturating_sub(concept.labels.len());
    let texts = [
        (&mut concept.labels, CONCEPT_TEXTS_MAX),
        (&mut concept.alternatives, n_left),
        (&mut concept.notes, CONCEPT_TEXTS_MAX),
    ];
    for (texts, texts_max) in texts {
        if texts.len() > texts_max {
            counted.add("a concept has more texts than are kept; the rest was left out");
            texts.truncate(texts_max);
        }
        for text in texts.iter_mut().filter(|text| text.text.len() > CONCEPT_TEXT_BYTES_MAX) {
            counted.add("a text of a concept is longer than is kept; it was shortened");
            text.text.truncate(text.text.floor_char_boundary(CONCEPT_TEXT_BYTES_MAX));
        }
    }
}

/// What happens often in a file and is said once, with how often.
#[derive(Default)]
struct Counted(Vec<(&'static str, u64)>);

impl Counted {
    fn add(&mut self, what: &'static str) {
        match self.0.iter_mut().find(|(held, _)| *held == what) {
            Some((_, n)) => *n += 1,
            None => self.0.push((what, 1)),
        }
    }

    fn doubts(self) -> impl Iterator<Item = Doubt> {
        self.0
            .into_iter()
            .map(|(what, n)| Doubt::new(if n == 1 { what.to_owned() } else { format!("{what} ({n} times)") }))
    }
}

/// A class by its address: one that this program made, or that of a concept in one of these schemes.
fn code_of(uri: &str, known: &[&ConceptScheme]) -> Option<ConceptCode> {
    ConceptCode::of_minted(uri).or_else(|| {
        known.iter().find_map(|scheme| {
            let concept = scheme.concept_of_uri(uri)?;
            Some(ConceptCode::new(scheme.word(), &concept.notation))
        })
    })
}
