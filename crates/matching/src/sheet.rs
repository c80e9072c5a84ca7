//! A record laid out for matching: its words in order, each with its place, and its properties.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use model::{Kind, Name, Record, Subject, SubjectScheme, Text};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::{Analysis, Stemmer, Tongue, fold_into, words};
use crate::field::Field;
use crate::query::{Atom, scheme_key};

/// Positions left free between texts that do not run on into each other: more than any proximity
/// reaches, so no phrase and no proximity crosses.
pub(crate) const GAP: u32 = 1_000;

/// Words of a record that are looked at. Titles and abstracts have some hundreds; what is beyond
/// this is not searched.
pub const WORDS_MAX: u32 = 200_000;

/// One text of a record.
pub(crate) struct Segment<'r> {
    pub field: Field,
    pub text: Cow<'r, str>,
    pub tongue: Tongue,
    /// Whether it begins apart from the text before it.
    pub apart: bool,
}

/// The texts of a record in the order of their positions. A title runs on into the abstract of
/// the same number; everything else stands apart.
pub(crate) fn segments<'r>(record: &'r Record, analysis: Analysis, names: bool, take: &mut impl FnMut(Segment<'r>)) {
    let stemmed = analysis == Analysis::Stemmed;
    let tongue = |text: &Text, sample: &str| {
        if stemmed {
            Tongue::of_text(sample, text.language.as_ref().or(record.language.as_ref()))
        } else {
            Tongue::None
        }
    };
    let n_runs = record.titles.len().max(record.abstracts.len());
    for i in 0..n_runs {
        let (title, body) = (record.titles.get(i), record.abstracts.get(i));
        let of_body = body.map(|body| tongue(body, &body.text));
        if let Some(title) = title {
            // A title is too short to tell its language by; its abstract tells it better.
            let of_title = match (body, of_body) {
                (Some(body), Some(of_body)) if body.language == title.language && !body.text.is_empty() => of_body,
                _ => tongue(title, &title.text),
            };
            take(Segment { field: Field::Title, text: Cow::Borrowed(&title.text), tongue: of_title, apart: true });
        }
        if let (Some(body), Some(tongue)) = (body, of_body) {
            take(Segment { field: Field::Abstract, text: Cow::Borrowed(&body.text), tongue, apart: title.is_none() });
        }
    }
    for term in record.subjects.iter().filter_map(|subject| subject.term.as_ref()) {
        let tongue = if stemmed { Tongue::of_text(term, record.language.as_ref()) } else { Tongue::None };
        take(Segment { field: Field::Text, text: Cow::Borrowed(term), tongue, apart: true });
    }
    if !names {
        return;
    }
    let mut name = |field, text| take(Segment { field, text, tongue: Tongue::None, apart: true });
    for contributor in &record.contributors {
        name(Field::Author, Cow::Owned(contributor.name.display()));
        if let Name::Whole(body) = &contributor.name {
            name(Field::Org, Cow::Borrowed(body.as_str()));
        }
        for affiliation in &contributor.affiliations {
            name(Field::Org, Cow::Borrowed(&affiliation.name));
        }
    }
    for text in [&record.source.title, &record.source.publisher].into_iter().flatten() {
        name(Field::Source, Cow::Borrowed(text));
    }
}

/// The class of a code and those above it, as keys of [`Atom`].
pub(crate) fn class_atoms(scheme: SubjectScheme, code: &str, take: &mut impl FnMut(&str)) {
    let classes = scheme.ancestors(code);
    if let Some(own) = classes.first() {
        take(&Atom::Class { code: own.to_lowercase(), exact: true }.key());
    }
    for class in classes {
        take(&Atom::Class { code: class.to_lowercase(), exact: false }.key());
    }
}

/// The class of a code and those above it with their scheme, as keys by which the ends of ways are found. Asked for only
/// where some profile has ways.
pub(crate) fn scheme_atoms(scheme: SubjectScheme, code: &str, take: &mut impl FnMut(&str)) {
    let classes = scheme.ancestors(code);
    if let Some(own) = classes.first() {
        take(&scheme_key(scheme, &own.to_lowercase(), true));
    }
    classes.iter().for_each(|class| take(&scheme_key(scheme, &class.to_lowercase(), false)));
}

/// The classes of subjects that have a code.
pub(crate) fn coded(subjects: &[Subject]) -> impl Iterator<Item = (SubjectScheme, &str)> {
    subjects.iter().filter_map(|subject| Some((subject.scheme, subject.code.as_deref()?)))
}

/// The languages that a record states, as keys of [`Atom`].
pub(crate) fn language_atoms(record: &Record, take: &mut impl FnMut(&str)) {
    let texts = record.titles.iter().chain(&record.abstracts).filter_map(|text| text.language.as_ref());
    for language in record.language.iter().chain(texts) {
        take(&Atom::Language(language.primary().to_owned()).key());
    }
}

/// The kind of a record, as a key of [`Atom`].
pub(crate) fn kind_atom(kind: Kind) -> String {
    Atom::Kind(kind).key()
}

/// The identifiers of a record, each whole and without its scheme, as keys of [`Atom`].
pub(crate) fn id_atoms(record: &Record, take: &mut impl FnMut(&str)) {
    for identifier in &record.identifiers {
        let whole = identifier.to_string().to_lowercase();
        let value = identifier.value().to_lowercase();
        if value != whole {
            take(&Atom::Id(value).key());
        }
        take(&Atom::Id(whole).key());
    }
}

/// All properties of a record, as keys of [`Atom`]. What the office gave counts as what a source says.
fn atoms(record: &Record, take: &mut impl FnMut(&str)) {
    for (scheme, code) in coded(&record.subjects).chain(coded(&record.given)) {
        class_atoms(scheme, code, take);
    }
    language_atoms(record, take);
    take(&kind_atom(record.kind));
    id_atoms(record, take);
}

/// A word with its place.
#[derive(Clone, Debug)]
pub struct Token {
    /// Position; neighbours in a text differ by one.
    pub position: u32,
    /// The text it stands in, as an index into the texts of the sheet.
    pub segment: u32,
    /// First byte in that text.
    pub start: u32,
    /// Byte behind the last.
    pub end: u32,
    /// Folded form.
    pub folded: Arc<str>,
    /// Stem in its tongue, or the folded form.
    pub key: Arc<str>,
}

/// Distinct written words whose forms are remembered in each tongue. At this many all are forgotten
/// and made anew, so that memory is bounded on a stream without end.
const FORMS_REMEMBERED_MAX: usize = 200_000;

/// The forms of written words, remembered. Laying out many records with one of these folds and
/// stems each distinct word once.
#[derive(Default)]
pub struct Forms {
    tongues: Vec<TongueForms>,
}

struct TongueForms {
    analysis: Analysis,
    tongue: Tongue,
    stemmer: Stemmer,
    /// Written word to folded form and key.
    known: FxHashMap<Box<str>, (Arc<str>, Arc<str>)>,
}

impl Forms {
    fn of(&mut self, analysis: Analysis, tongue: Tongue) -> &mut TongueForms {
        let at = self.tongues.iter().position(|forms| forms.analysis == analysis && forms.tongue == tongue);
        let at = at.unwrap_or_else(|| {
            let (stemmer, known) = (Stemmer::new(tongue), FxHashMap::default());
            self.tongues.push(TongueForms { analysis, tongue, stemmer, known });
            self.tongues.len() - 1
        });
        &mut self.tongues[at]
    }
}

impl TongueForms {
    fn word(&mut self, written: &str) -> (Arc<str>, Arc<str>) {
        if let Some(forms) = self.known.get(written) {
            return forms.clone();
        }
        if self.known.len() >= FORMS_REMEMBERED_MAX {
            self.known.clear();
        }
        let folded = folded(written, self.analysis);
        let key = self.stemmer.key(&folded);
        let key: Arc<str> = Arc::from(&*key);
        let folded = if *folded == *key { Arc::clone(&key) } else { Arc::from(folded) };
        self.known.insert(Box::from(written), (Arc::clone(&folded), Arc::clone(&key)));
        (folded, key)
    }
}

/// One text of the sheet.
#[derive(Clone, Debug)]
pub struct Passage {
    /// The field it belongs to; keywords are plain [`Field::Text`].
    pub field: Field,
    /// Its tongue.
    pub tongue: Tongue,
    /// The words as written.
    pub text: String,
}

/// A record laid out for the slow evaluator, for grounds, and for counting.
#[derive(Clone, Debug)]
pub struct Sheet {
    analysis: Analysis,
    passages: Vec<Passage>,
    tokens: Vec<Token>,
    atoms: BTreeSet<String>,
    /// Those of them that the office gave and no source says.
    given: BTreeSet<String>,
    codes: Vec<(SubjectScheme, String)>,
    given_codes: Vec<(SubjectScheme, String)>,
    year: Option<i32>,
    n_text_words: u32,
}

impl Sheet {
    /// Lays a record out.
    pub fn new(record: &Record, analysis: Analysis) -> Sheet {
        Sheet::with(&mut Forms::default(), record, analysis)
    }

    /// Lays one of many records out.
    pub fn with(forms: &mut Forms, record: &Record, analysis: Analysis) -> Sheet {
        let owned = |subjects: &[Subject]| -> Vec<(SubjectScheme, String)> {
            coded(subjects).map(|(scheme, code)| (scheme, code.to_owned())).collect()
        };
        let mut sheet = Sheet {
            analysis,
            passages: Vec::new(),
            tokens: Vec::new(),
            atoms: BTreeSet::new(),
            given: BTreeSet::new(),
            codes: owned(&record.subjects),
            given_codes: owned(&record.given),
            year: record.year(),
            n_text_words: 0,
        };
        let mut next = 0u32;
        segments(record, analysis, true, &mut |segment| {
            if segment.apart && next > 0 {
                next += GAP;
            }
            let forms = forms.of(analysis, segment.tongue);
            let number = sheet.passages.len() as u32;
            words(&segment.text, analysis, &mut |word| {
                if sheet.tokens.len() as u32 >= WORDS_MAX {
                    return;
                }
                let (folded, key) = forms.word(&segment.text[word.start..word.end]);
                let (start, end) = (word.start as u32, word.end as u32);
                sheet.tokens.push(Token { position: next, segment: number, start, end, folded, key });
                sheet.n_text_words += u32::from(segment.field.is_prose());
                next += 1;
            });
            let Segment { field, tongue, text, .. } = segment;
            sheet.passages.push(Passage { field, tongue, text: text.into_owned() });
        });
        atoms(record, &mut |key| {
            sheet.atoms.insert(key.to_owned());
        });
        if !record.given.is_empty() {
            for (scheme, code) in coded(&record.given) {
                class_atoms(scheme, code, &mut |key| {
                    sheet.given.insert(key.to_owned());
                });
            }
            for (scheme, code) in coded(&record.subjects) {
                class_atoms(scheme, code, &mut |key| {
                    sheet.given.remove(key);
                });
            }
        }
        sheet
    }

    /// How its words are compared.
    pub fn analysis(&self) -> Analysis {
        self.analysis
    }

    /// Its texts.
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// The tongues its texts are in, each once.
    pub(crate) fn tongues(&self) -> impl Iterator<Item = Tongue> {
        let all: BTreeSet<Tongue> = self.passages.iter().map(|passage| passage.tongue).collect();
        all.into_iter()
    }

    /// Its words, by position.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Year of publication.
    pub fn year(&self) -> Option<i32> {
        self.year
    }

    /// How many words title, abstract and keywords have: the length that ranking divides by.
    pub fn n_text_words(&self) -> u32 {
        self.n_text_words
    }

    /// The properties, as keys.
    pub fn atoms(&self) -> impl Iterator<Item = &str> {
        self.atoms.iter().map(String::as_str)
    }

    /// Its classes as the record states them, each with its scheme.
    pub(crate) fn codes(&self) -> &[(SubjectScheme, String)] {
        &self.codes
    }

    /// The classes that the office gave it, each with its scheme.
    pub(crate) fn given_codes(&self) -> &[(SubjectScheme, String)] {
        &self.given_codes
    }

    pub(crate) fn has(&self, atom: &str) -> bool {
        self.atoms.contains(atom)
    }

    /// Whether the record has a property because the office gave it, and no source says so.
    pub(crate) fn has_by_office(&self, atom: &str) -> bool {
        self.given.contains(atom)
    }

    /// The distinct words of title, abstract and keywords.
    pub(crate) fn distinct_keys(&self) -> impl Iterator<Item = (Tongue, &str)> {
        let mut seen = FxHashSet::default();
        self.tokens.iter().filter_map(move |token| {
            let passage = &self.passages[token.segment as usize];
            (passage.field.is_prose() && seen.insert((passage.tongue, &*token.key)))
                .then_some((passage.tongue, &*token.key))
        })
    }

    /// A word as it is written in the record.
    pub fn written<'s>(&'s self, token: &'s Token) -> &'s str {
        self.passages
            .get(token.segment as usize)
            .and_then(|passage| passage.text.get(token.start as usize..token.end as usize))
            .unwrap_or(&token.folded)
    }
}

/// The folded form of a word under an analysis.
pub(crate) fn folded(word: &str, analysis: Analysis) -> String {
    let mut out = String::with_capacity(word.len());
    match analysis {
        Analysis::Stemmed => fold_into(word, &mut out),
        Analysis::Plain => lower_into(word, &mut out),
    }
    out
}

/// Appends a word in lower case.
pub(crate) fn lower_into(word: &str, out: &mut String) {
    out.extend(word.chars().flat_map(char::to_lowercase));
}
