//! What of a record stands in the index, and how.
//!
//! Words are put in as `matching` lays them out: already folded and stemmed, at its positions, so
//! that a search means what the same words in a profile mean. A stem carries the letter of its
//! tongue in front, since one stem may be two words in two languages.

use std::fmt::Write;

use matching::{Analysis, Field as Part, Forms, Sheet, Tongue};
use model::{Record, RecordId, Subject, SubjectScheme};
use tantivy::schema::{Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy::{Index, TantivyDocument};

use crate::Label;

/// Changes whenever the schema or the words of the index change; an index of another version is
/// rebuilt.
pub(super) const LAYOUT_VERSION: &str = "uptake-index-5";

const TOKENIZER: &str = "lines";

#[derive(Clone)]
pub(super) struct Layout {
    pub schema: Schema,
    pub id: Field,
    /// The label of the record: who may find it.
    pub label: Field,
    /// Stems of title, abstract and keywords, with positions.
    pub text: Field,
    /// Stems of titles, with positions.
    pub title: Field,
    /// Folded words of title, abstract and keywords, for prefixes.
    pub surface: Field,
    /// Stems of what stands in files of the record, with positions, and their folded words. Apart from its own words, so that
    /// a long paper does not make a record less like its title.
    pub attached: Field,
    pub attached_surface: Field,
    pub author: Field,
    pub org: Field,
    pub source: Field,
    pub class: Field,
    pub class_exact: Field,
    pub lang: Field,
    pub kind: Field,
    pub identifier: Field,
    pub year: Field,
    /// Codes of classes in their own letters, for facets alone.
    pub class_code: Field,
    /// Title of the source as printed, for facets alone.
    pub source_title: Field,
}

impl Layout {
    pub(super) fn new() -> Layout {
        let words = |option, norms| {
            let indexing =
                TextFieldIndexing::default().set_tokenizer(TOKENIZER).set_index_option(option).set_fieldnorms(norms);
            TextOptions::default().set_indexing_options(indexing)
        };
        let positions = words(IndexRecordOption::WithFreqsAndPositions, true);
        let names = words(IndexRecordOption::WithFreqsAndPositions, false);
        let set = words(IndexRecordOption::Basic, false);
        let facet = || set.clone().set_fast("raw");
        let number = NumericOptions::default().set_indexed().set_fast();
        let mut schema = Schema::builder();
        let id = schema.add_u64_field("id", number.clone());
        let label = schema.add_u64_field("label", number.clone());
        let text = schema.add_text_field("text", positions.clone());
        let title = schema.add_text_field("title", positions);
        let surface = schema.add_text_field("surface", set.clone());
        let attached = schema.add_text_field("attached", names.clone());
        let attached_surface = schema.add_text_field("attached_surface", set.clone());
        let author = schema.add_text_field("author", names.clone());
        let org = schema.add_text_field("org", names.clone());
        let source = schema.add_text_field("source", names);
        let class = schema.add_text_field("class", set.clone());
        let class_exact = schema.add_text_field("class_exact", set.clone());
        let lang = schema.add_text_field("lang", facet());
        let kind = schema.add_text_field("kind", facet());
        let identifier = schema.add_text_field("identifier", set.clone());
        let year = schema.add_i64_field("year", number);
        let class_code = schema.add_text_field("class_code", TextOptions::default().set_fast("raw"));
        let source_title = schema.add_text_field("source_title", TextOptions::default().set_fast("raw"));
        let schema = schema.build();
        Layout {
            schema,
            id,
            label,
            text,
            title,
            surface,
            attached,
            attached_surface,
            author,
            org,
            source,
            class,
            class_exact,
            lang,
            kind,
            identifier,
            year,
            class_code,
            source_title,
        }
    }

    pub(super) fn document(
        &self,
        forms: &mut Forms,
        id: RecordId,
        record: &Record,
        texts: &[String],
        label: Label,
    ) -> TantivyDocument {
        let sheet = Sheet::with(forms, record, Analysis::Stemmed);
        let mut document = TantivyDocument::new();
        document.add_u64(self.id, id.bits());
        document.add_u64(self.label, label.0.cast_unsigned());
        let (mut text, mut title, mut surface) = (Lines::default(), Lines::default(), String::new());
        let (mut author, mut org, mut source) = (Lines::default(), Lines::default(), Lines::default());
        for token in sheet.tokens() {
            let passage = &sheet.passages()[token.segment as usize];
            if passage.field.is_prose() {
                text.put(token.position, Some(passage.tongue), &token.key);
                surface.push_str(&token.folded);
                surface.push('\n');
            }
            match passage.field {
                Part::Title => title.put(token.position, Some(passage.tongue), &token.key),
                Part::Author => author.put(token.position, None, &token.folded),
                Part::Org => org.put(token.position, None, &token.folded),
                Part::Source => source.put(token.position, None, &token.folded),
                Part::Text | Part::Abstract => {}
            }
        }
        for (field, lines) in
            [(self.text, text), (self.title, title), (self.author, author), (self.org, org), (self.source, source)]
        {
            if !lines.text.is_empty() {
                document.add_text(field, lines.text);
            }
        }
        document.add_text(self.surface, surface);
        if !texts.is_empty() {
            self.put_attached(&mut document, forms, record, texts);
        }
        for atom in sheet.atoms() {
            let Some((field, value)) = atom.split_once('\u{1}') else { continue };
            let field = match field {
                "class" => self.class,
                "class=" => self.class_exact,
                "lang" => self.lang,
                "kind" => self.kind,
                _ => self.identifier,
            };
            document.add_text(field, value);
        }
        let mut codes: Vec<&str> =
            record.subjects.iter().chain(&record.given).filter_map(|subject| subject.code.as_deref()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes.into_iter().for_each(|code| document.add_text(self.class_code, code));
        if let Some(year) = record.year() {
            document.add_i64(self.year, i64::from(year));
        }
        if let Some(title) = &record.source.title {
            document.add_text(self.source_title, title);
        }
        document
    }

    /// Puts what stands in the files of a record.
    fn put_attached(&self, document: &mut TantivyDocument, forms: &mut Forms, record: &Record, texts: &[String]) {
        let files = files_alone(record, texts);
        let sheet = Sheet::with(forms, &files, Analysis::Stemmed);
        let (mut attached, mut surface) = (Lines::default(), String::new());
        for token in sheet.tokens() {
            let passage = &sheet.passages()[token.segment as usize];
            attached.put(token.position, Some(passage.tongue), &token.key);
            surface.push_str(&token.folded);
            surface.push('\n');
        }
        document.add_text(self.attached, attached.text);
        document.add_text(self.attached_surface, surface);
    }
}

/// A record that says what stands in the files of another and nothing else. Each stands apart, in a tongue of its own.
fn files_alone(record: &Record, texts: &[String]) -> Record {
    let subject = |text: &String| Subject { scheme: SubjectScheme::Keyword, code: None, term: Some(text.clone()) };
    Record { language: record.language.clone(), subjects: texts.iter().map(subject).collect(), ..Record::default() }
}

/// A stem as it stands in the index.
pub(super) fn stem(tongue: Tongue, key: &str) -> String {
    format!("{}{key}", tongue.code())
}

/// Words as one text: a word a line; a line that begins with a blank moves on by so many positions.
#[derive(Default)]
struct Lines {
    text: String,
    next: u32,
}

impl Lines {
    fn put(&mut self, position: u32, tongue: Option<Tongue>, word: &str) {
        if position > self.next {
            // Writing to a string does not fail.
            let _ = writeln!(self.text, " {}", position - self.next);
        }
        if let Some(tongue) = tongue {
            self.text.push(tongue.code());
        }
        self.text.push_str(word);
        self.text.push('\n');
        self.next = position + 1;
    }
}

pub(super) fn register(index: &Index) {
    index.tokenizers().register(TOKENIZER, LineTokenizer { token: Token::default() });
}

/// Reads [`Lines`]. What is not written that way is one word: codes, identifiers.
#[derive(Clone)]
struct LineTokenizer {
    token: Token,
}

struct LineStream<'a> {
    rest: &'a str,
    next: usize,
    token: &'a mut Token,
}

impl Tokenizer for LineTokenizer {
    type TokenStream<'a> = LineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LineStream<'a> {
        self.token.reset();
        LineStream { rest: text, next: 0, token: &mut self.token }
    }
}

impl TokenStream for LineStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if self.rest.is_empty() {
                return false;
            }
            let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
            self.rest = rest;
            if let Some(skip) = line.strip_prefix(' ') {
                self.next += skip.parse::<usize>().unwrap_or(0);
                continue;
            }
            self.token.text.clear();
            self.token.text.push_str(line);
            self.token.position = self.next;
            self.next += 1;
            return true;
        }
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
