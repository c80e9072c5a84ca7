//! A reading of a scheme in pieces, each a line of JSON: so it goes from the process that read it to the one that asked for
//! it, which trusts the answer no more than the file.

use std::borrow::Cow;

use model::{
    CONCEPTS_MAX, Concept, ConceptCode, ConceptScheme, Language, MAPPINGS_MAX, Mapping, MappingRelation, SchemeHead,
    Text,
};
use serde::{Deserialize, Serialize};

use super::{Counted, SchemeForm, SchemeReading, bound};
use crate::Doubt;
use crate::limits::DOUBTS_MAX;

type Str<'a> = Cow<'a, str>;

/// A language, where it is stated, and a text in it.
type TextForm<'a> = (Option<Str<'a>>, Str<'a>);

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum Piece<'a> {
    Head {
        form: Option<Str<'a>>,
        word: Str<'a>,
        uri: Option<Str<'a>>,
        #[serde(borrow)]
        titles: Vec<TextForm<'a>>,
        version: Option<Str<'a>>,
        source: Option<Str<'a>>,
        rights: Option<Str<'a>>,
    },
    Concept {
        notation: Str<'a>,
        uri: Option<Str<'a>>,
        #[serde(borrow)]
        labels: Vec<TextForm<'a>>,
        alternatives: Vec<TextForm<'a>>,
        notes: Vec<TextForm<'a>>,
        broader: Vec<Str<'a>>,
        related: Vec<Str<'a>>,
    },
    Mapping(#[serde(borrow)] [Str<'a>; 5]),
}

/// The pieces of a reading: what is said of the scheme, then its classes, then its mappings. Doubts are none of them.
pub fn pieces(reading: &SchemeReading) -> impl Iterator<Item = String> {
    let head = reading.scheme.head();
    let first = Piece::Head {
        form: reading.form.map(|form| form.word().into()),
        word: head.word.as_str().into(),
        uri: head.uri.as_deref().map(Cow::from),
        titles: texts(&head.titles),
        version: head.version.as_deref().map(Cow::from),
        source: head.source.as_deref().map(Cow::from),
        rights: head.rights.as_deref().map(Cow::from),
    };
    let classes = reading.scheme.concepts().iter().map(|concept| Piece::Concept {
        notation: concept.notation.as_str().into(),
        uri: concept.uri.as_deref().map(Cow::from),
        labels: texts(&concept.labels),
        alternatives: texts(&concept.alternatives),
        notes: texts(&concept.notes),
        broader: concept.broader.iter().map(|named| named.as_str().into()).collect(),
        related: concept.related.iter().map(|named| named.as_str().into()).collect(),
    });
    let mappings = reading.mappings.iter().map(|Mapping { from, relation, to }| {
        Piece::Mapping([from.scheme(), from.notation(), relation.word(), to.scheme(), to.notation()].map(Cow::from))
    });
    // Strings and lists always have a JSON form.
    std::iter::once(first).chain(classes).chain(mappings).map(|piece| serde_json::to_string(&piece).unwrap_or_default())
}

fn texts(texts: &[Text]) -> Vec<TextForm<'_>> {
    texts.iter().map(|text| (text.language.as_ref().map(|own| own.tag().into()), text.text.as_str().into())).collect()
}

/// A reading that is put together again.
#[derive(Default)]
pub struct SchemePieces {
    form: Option<SchemeForm>,
    head: SchemeHead,
    concepts: Vec<Concept>,
    mappings: Vec<Mapping>,
    doubts: Vec<Doubt>,
}

impl SchemePieces {
    /// Takes the next piece.
    ///
    /// # Errors
    /// When it is none, or when there are more than a scheme may have: a sentence that says so.
    pub fn take(&mut self, piece: &str) -> Result<(), &'static str> {
        const STRANGE: &str = "the reader gave a part of a scheme that is none";
        match serde_json::from_str(piece).map_err(|_| STRANGE)? {
            Piece::Head { form, word, uri, titles, version, source, rights } => {
                self.form = form.map(|form| SchemeForm::from_word(&form).ok_or(STRANGE)).transpose()?;
                let [uri, version, source, rights] =
                    [uri, version, source, rights].map(|said| said.map(Cow::into_owned));
                let titles = owned(titles).ok_or(STRANGE)?;
                self.head = SchemeHead { word: word.into_owned(), uri, titles, version, source, rights };
            }
            Piece::Concept { notation, uri, labels, alternatives, notes, broader, related } => {
                if self.concepts.len() >= CONCEPTS_MAX {
                    return Err("the reader gave more classes than a scheme may have");
                }
                let named = |named: Vec<Str<'_>>| named.into_iter().map(Cow::into_owned).collect();
                self.concepts.push(Concept {
                    notation: notation.into_owned(),
                    uri: uri.map(Cow::into_owned),
                    labels: owned(labels).ok_or(STRANGE)?,
                    alternatives: owned(alternatives).ok_or(STRANGE)?,
                    notes: owned(notes).ok_or(STRANGE)?,
                    broader: named(broader),
                    related: named(related),
                });
            }
            Piece::Mapping([from_scheme, from, relation, to_scheme, to]) => {
                if self.mappings.len() >= MAPPINGS_MAX {
                    return Err("the reader gave more mappings than a crosswalk may have");
                }
                let relation = MappingRelation::from_word(&relation).ok_or(STRANGE)?;
                let (from, to) = (ConceptCode::new(&from_scheme, &from), ConceptCode::new(&to_scheme, &to));
                self.mappings.push(Mapping { from, relation, to });
            }
        }
        Ok(())
    }

    /// Takes a doubt of the reader.
    ///
    /// # Errors
    /// When there are more than one file may have.
    pub fn doubt(&mut self, doubt: Doubt) -> Result<(), &'static str> {
        // The last says how many more there were.
        if self.doubts.len() > DOUBTS_MAX {
            return Err("the reader gave more doubts about a scheme than it may");
        }
        self.doubts.push(doubt.bounded());
        Ok(())
    }

    /// The reading. What is not in order in it was not so when it was read, and is left out with a doubt.
    pub fn finish(mut self) -> SchemeReading {
        let mut counted = Counted::default();
        self.concepts.iter_mut().for_each(|concept| bound(concept, &mut counted));
        let (scheme, faults) = ConceptScheme::mended(self.head, self.concepts);
        let mut doubts = self.doubts;
        let room = (DOUBTS_MAX + 1).saturating_sub(doubts.len());
        doubts.extend(faults.iter().take(room).map(|fault| Doubt::new(fault.to_string())));
        SchemeReading { form: self.form, scheme, mappings: self.mappings, doubts }
    }
}

fn owned(texts: Vec<TextForm<'_>>) -> Option<Vec<Text>> {
    let text = |(tag, text): TextForm<'_>| {
        let language = match tag {
            Some(tag) => Some(Language::parse(&tag)?),
            None => None,
        };
        Some(Text { language, text: text.into_owned() })
    };
    texts.into_iter().map(text).collect()
}
