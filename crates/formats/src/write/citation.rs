//! Citations: how a style of the world has a work named, in words that people paste.
//!
//! The styles are those of the Citation Style Language that hayagriva brings along. This file says what of a record each of
//! their fields is; what a style makes of it is the style's own. Titles and names are given as plain text, never as markup.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::{
    FontStyle, FontVariant, FontWeight, IndependentStyle, Locale, LocaleCode, Style, TextDecoration, VerticalAlign,
};
use hayagriva::types::{
    EntryType, FormatString, MaybeTyped, PageRanges, Person, PersonRole, PersonsWithRoles, Publisher, QualifiedUrl,
    SerialNumber, StringChunk,
};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChild, ElemChildren, Entry, Formatted,
    Rendered,
};
use model::{Container, Kind, Name, PartialDate, Record, Role, Scheme};

use super::{Given, address, line, named, number, standing_title};

/// A style in which works are cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CitationStyle(ArchivedStyle);

impl CitationStyle {
    /// The styles that are offered before all others: those that the readers of an office write for.
    const FIRST: &'static [&'static str] = &[
        "gost-r-705-2008-numeric",
        "iso-690-author-date",
        "iso-690-numeric",
        "ieee",
        "elsevier-vancouver",
        "american-psychological-association",
        "chicago-author-date",
        "harvard-cite-them-right",
        "nature",
        "american-chemical-society",
        "american-institute-of-physics",
        "american-society-of-mechanical-engineers",
        "gb-7714-2015-numeric",
    ];

    /// Styles that this program does not offer: two in which the library leaves out who made a work, and one that names it by a label alone.
    const LEFT_OUT: &'static [ArchivedStyle] = &[
        ArchivedStyle::NlmCitationSequence,
        ArchivedStyle::NlmCitationSequenceSuperscript,
        ArchivedStyle::Alphanumeric,
    ];

    /// The styles that are offered before all others.
    pub fn first() -> Vec<CitationStyle> {
        CitationStyle::FIRST.iter().filter_map(|word| CitationStyle::from_word(word)).collect()
    }

    /// All of them: the first ones, then the others by their titles.
    pub fn all() -> Vec<CitationStyle> {
        let mut styles = CitationStyle::first();
        let mut others: Vec<CitationStyle> = ArchivedStyle::all().iter().map(|style| CitationStyle(*style)).collect();
        others.retain(|style| !styles.contains(style) && !CitationStyle::LEFT_OUT.contains(&style.0));
        others.sort_by_key(|style| style.title().to_lowercase());
        styles.extend(others);
        styles
    }

    /// The word for it in addresses and at the command line: letters, digits and hyphens; one has a letter with dots.
    pub fn word(self) -> &'static str {
        self.0.names().first().copied().unwrap_or_default()
    }

    /// The one with this word, or with another that is in use for it.
    pub fn from_word(word: &str) -> Option<CitationStyle> {
        // What is called so everywhere is one of those left out; the same rules with names are those of a publisher.
        let word = if word == "vancouver" { "elsevier-vancouver" } else { word };
        ArchivedStyle::by_name(word).filter(|style| !CitationStyle::LEFT_OUT.contains(style)).map(CitationStyle)
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        self.0.display_name()
    }

    fn rules(self) -> IndependentStyle {
        match self.0.get() {
            Style::Independent(style) => style,
            // The archive holds whole styles alone; a test looks at each.
            Style::Dependent(style) => unreachable!("{} leans on another style", style.info.id),
        }
    }
}

impl Default for CitationStyle {
    fn default() -> CitationStyle {
        CitationStyle(ArchivedStyle::InstituteOfElectricalAndElectronicsEngineers)
    }
}

/// A work, cited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citation {
    /// What numbers it in a list, where the style numbers: `[1]`, `1.`.
    pub number: Option<String>,
    /// The citation as plain text, on one line.
    pub text: String,
    /// The same as HTML: `i`, `b`, `u`, `sub`, `sup`, and text that is made harmless. No link and no attribute.
    pub html: String,
}

/// The terms of all languages. Read once: it takes some milliseconds.
static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(|| {
    let mut all = locales();
    for locale in all.iter_mut().filter(|locale| locale.lang.as_ref().is_some_and(|lang| lang.0 == "ru-RU")) {
        if let Some(one) = with_one_page(locale) {
            *locale = one;
        }
    }
    all
});

/// Russian citations write `с.` before one page and before many (GOST R 7.0.5-2008, 7.5.2), and the style asks for it; the library
/// takes the plural all the same. So both are the same word here.
fn with_one_page(locale: &Locale) -> Option<Locale> {
    let mut terms = serde_json::to_value(locale).ok()?;
    for term in terms.get_mut("terms")?.get_mut("term")?.as_array_mut()? {
        if term["@name"] == "page" && term["@form"] == "short" {
            term["multiple"] = term["single"].clone();
        }
    }
    serde_json::from_value(terms).ok()
}

/// Cites records as a list, numbered and ordered as the style wants it. `language` is the tag of the reader's: the words
/// between names and dates are in it where the style leaves that open.
pub fn cite(style: CitationStyle, language: &str, records: &[Given<'_>]) -> Vec<Citation> {
    let word = style.word();
    let in_chapters =
        ["chicago", "turabian", "modern-humanities", "modern-language"].iter().any(|family| word.contains(family));
    cite_by(&style.rules(), in_chapters, language, records)
}

/// The same by the rules of any style. `papers_in_chapters`: whether papers of conferences are told to it as chapters.
pub(super) fn cite_by(
    rules: &IndependentStyle,
    papers_in_chapters: bool,
    language: &str,
    records: &[Given<'_>],
) -> Vec<Citation> {
    let locale = rules.default_locale.is_none().then(|| LocaleCode(whole_tag(language).to_owned()));
    let mut entries: Vec<Entry> =
        records.iter().map(|given| entry(papers_in_chapters, given.id, given.record)).collect();
    let mut rendered = rendered(rules, locale.as_ref(), &entries);
    // Letters behind the years of one name are given out in the order in which works are cited; they shall be those of the list.
    if let Some(list) = &rendered.bibliography {
        let place: BTreeMap<&str, usize> =
            list.items.iter().enumerate().map(|(at, item)| (item.key.as_str(), at)).collect();
        let is_ordered = entries.iter().enumerate().all(|(at, entry)| place.get(entry.key()) == Some(&at));
        if !is_ordered {
            entries.sort_by_key(|entry| place.get(entry.key()).copied());
            rendered = self::rendered(rules, locale.as_ref(), &entries);
        }
    }
    match rendered.bibliography {
        Some(list) => list
            .items
            .iter()
            .map(|item| {
                let number = item.first_field.as_ref().map(|field| line(&plain(&ElemChildren(vec![field.clone()]))));
                citation(number, &item.content)
            })
            .collect(),
        // A style of footnotes has no list: the note names the work.
        None => rendered.citations.iter().map(|one| citation(None, &one.citation)).collect(),
    }
}

fn rendered(rules: &IndependentStyle, locale: Option<&LocaleCode>, entries: &[Entry]) -> Rendered {
    let mut driver = BibliographyDriver::new();
    for entry in entries {
        let items = vec![CitationItem::with_entry(entry)];
        driver.citation(CitationRequest::new(items, rules, locale.cloned(), &LOCALES, None));
    }
    driver.finish(BibliographyRequest::new(rules, locale.cloned(), &LOCALES))
}

/// A list of citations as plain text, one a line, with its numbers.
pub fn citations_text(citations: &[Citation]) -> String {
    let mut text = String::new();
    for citation in citations {
        let number = citation.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
        let _ = writeln!(text, "{number}{}", citation.text);
    }
    text
}

/// The same as a page of HTML that a word processor opens.
pub fn citations_html(citations: &[Citation]) -> String {
    let mut html =
        "<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>Citations</title></head><body>\n".to_owned();
    for citation in citations {
        html.push_str("<p>");
        if let Some(number) = &citation.number {
            harmless(number, &mut html);
            html.push(' ');
        }
        let _ = writeln!(html, "{}</p>", citation.html);
    }
    html.push_str("</body></html>\n");
    html
}

/// Whole tags, as the terms are filed under them.
fn whole_tag(language: &str) -> &str {
    match language {
        "ru" => "ru-RU",
        "de" => "de-DE",
        "en" => "en-US",
        other => other,
    }
}

fn citation(number: Option<String>, content: &ElemChildren) -> Citation {
    let mut html = String::new();
    marked_up(content, &mut html);
    Citation { number: number.filter(|number| !number.is_empty()), text: line(&plain(content)), html: line(&html) }
}

fn plain(children: &ElemChildren) -> String {
    let mut text = String::new();
    for child in &children.0 {
        match child {
            ElemChild::Text(formatted) | ElemChild::Link { text: formatted, .. } => text.push_str(&formatted.text),
            ElemChild::Markup(markup) => text.push_str(markup),
            ElemChild::Elem(elem) => {
                // A part that stands on a line of its own is set off by a blank on ours.
                if elem.display.is_some() && !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(&plain(&elem.children));
                if elem.display.is_some() {
                    text.push(' ');
                }
            }
            ElemChild::Transparent { .. } => {}
        }
    }
    text
}

fn marked_up(children: &ElemChildren, html: &mut String) {
    for child in &children.0 {
        match child {
            ElemChild::Text(formatted) | ElemChild::Link { text: formatted, .. } => formatted_text(formatted, html),
            ElemChild::Markup(markup) => harmless(markup, html),
            ElemChild::Elem(elem) => {
                if elem.display.is_some() && !html.is_empty() {
                    html.push(' ');
                }
                marked_up(&elem.children, html);
                if elem.display.is_some() {
                    html.push(' ');
                }
            }
            ElemChild::Transparent { .. } => {}
        }
    }
}

fn formatted_text(formatted: &Formatted, html: &mut String) {
    let how = formatted.formatting;
    let marks = [
        (how.font_style == FontStyle::Italic, "i"),
        (how.font_weight == FontWeight::Bold, "b"),
        (how.text_decoration == TextDecoration::Underline, "u"),
        (how.vertical_align == VerticalAlign::Sub, "sub"),
        (how.vertical_align == VerticalAlign::Sup, "sup"),
    ];
    for (_, mark) in marks.iter().filter(|(on, _)| *on) {
        let _ = write!(html, "<{mark}>");
    }
    // HTML has no element for small capitals, and a citation carries no style of its own: capitals say the same.
    if how.font_variant == FontVariant::SmallCaps {
        harmless(&formatted.text.to_uppercase(), html);
    } else {
        harmless(&formatted.text, html);
    }
    for (_, mark) in marks.iter().rev().filter(|(on, _)| *on) {
        let _ = write!(html, "</{mark}>");
    }
}

fn harmless(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(c),
        }
    }
}

/// A record as the styles see it.
fn entry(papers_in_chapters: bool, id: &str, record: &Record) -> Entry {
    let mut entry = Entry::new(id, entry_type(papers_in_chapters, record.kind));
    let source = &record.source;
    let either = |scheme| number(&record.identifiers, scheme).or_else(|| number(&source.identifiers, scheme));
    let title = line(&standing_title(record));
    if !title.is_empty() {
        entry.set_title(words(record, &title));
    }
    let makers = if record.kind == Kind::Patent { &[Role::Inventor, Role::Author][..] } else { &[Role::Author] };
    let authors = persons(record, makers);
    let editors = persons(record, &[Role::Editor]);
    // Who applied for a patent is named where nobody invented it.
    let owners = persons(record, &[Role::Applicant, Role::Assignee]);
    match (authors.is_empty(), record.kind) {
        (false, _) => entry.set_authors(authors),
        (true, Kind::Patent) if !owners.is_empty() => entry.set_authors(owners),
        _ => {}
    }
    let translators = persons(record, &[Role::Translator]);
    if !translators.is_empty() {
        entry.set_affiliated(vec![PersonsWithRoles::new(translators, PersonRole::Translator)]);
    }
    if let Some(published) = record.published {
        entry.set_date(date(published));
    }
    if let Some(language) = record.language.as_ref().and_then(|language| language.tag().parse().ok()) {
        entry.set_language(language);
    }
    if let Some(url) = address(record).and_then(|url| url::Url::parse(url).ok())
        && matches!(url.scheme(), "http" | "https")
    {
        entry.set_url(QualifiedUrl::new(url, None));
    }
    let mut serial = BTreeMap::new();
    for (name, value) in [
        ("doi", either(Scheme::Doi)),
        ("isbn", either(Scheme::Isbn)),
        ("issn", either(Scheme::Issn)),
        ("pmid", number(&record.identifiers, Scheme::Pmid)),
        ("pmcid", number(&record.identifiers, Scheme::Pmcid)),
        ("arxiv", number(&record.identifiers, Scheme::Arxiv)),
        ("serial", serial_number(record)),
    ] {
        if let Some(value) = value.map(line).filter(|value| !value.is_empty()) {
            serial.insert(name.to_owned(), value);
        }
    }
    if !serial.is_empty() {
        entry.set_serial_number(SerialNumber(serial));
    }
    if let Some(publisher) = source.publisher.as_deref().map(line).filter(|publisher| !publisher.is_empty()) {
        entry.set_publisher(Publisher::new(Some(words(record, &publisher)), None));
    }
    if let Some(pages) = source.pages.as_deref().map(line).filter(|pages| !pages.is_empty()) {
        entry.set_page_range(pages_of(&pages));
    }
    match container(record, source) {
        Some(mut within) => {
            // Who edits a paper's volume is the editor of the volume.
            if !editors.is_empty() {
                within.set_editors(editors);
            }
            entry.set_parents(vec![within]);
        }
        None => {
            if !editors.is_empty() {
                entry.set_editors(editors);
            }
            place(&mut entry, source);
        }
    }
    entry
}

/// What holds a work: a journal, proceedings, a book.
fn container(record: &Record, source: &Container) -> Option<Entry> {
    let kind = match record.kind {
        Kind::Article | Kind::Review | Kind::Editorial | Kind::Correction | Kind::Retraction => EntryType::Periodical,
        Kind::ConferencePaper => EntryType::Proceedings,
        Kind::Chapter => EntryType::Book,
        Kind::Post => EntryType::Blog,
        Kind::Webpage => EntryType::Web,
        _ => return None,
    };
    let title = source.title.as_deref().map(line).filter(|title| !title.is_empty());
    // An article is one of a journal even where the journal is not known; anything else stands for itself.
    if title.is_none() && kind != EntryType::Periodical {
        return None;
    }
    let mut within = Entry::new("", kind);
    if let Some(title) = title {
        within.set_title(words(record, &title));
    }
    place(&mut within, source);
    Some(within)
}

fn place(entry: &mut Entry, source: &Container) {
    if let Some(volume) = source.volume.as_deref().map(line).filter(|volume| !volume.is_empty()) {
        entry.set_volume(counted(&volume));
    }
    if let Some(issue) = source.issue.as_deref().map(line).filter(|issue| !issue.is_empty()) {
        entry.set_issue(counted(&issue));
    }
}

/// A number where it is one, and what is written otherwise.
fn counted<T: std::str::FromStr>(text: &str) -> MaybeTyped<T> {
    text.parse().map_or_else(|_| MaybeTyped::String(text.to_owned()), MaybeTyped::Typed)
}

/// Pages; the number of an article is none and stays as it is written.
fn pages_of(text: &str) -> MaybeTyped<PageRanges> {
    let is_range = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | ',' | ' '));
    if is_range { counted(text) } else { MaybeTyped::String(text.to_owned()) }
}

/// A text of the world. Letters of other scripts are not raised: the rules for capitals are those of English.
fn words(record: &Record, text: &str) -> FormatString {
    let english = record.language.as_ref().map(model::Language::primary).is_none_or(|language| language == "en");
    let latin = !text.chars().any(|c| c.is_alphabetic() && c > '\u{24f}');
    if english && latin { StringChunk::normal(text) } else { StringChunk::verbatim(text) }.into()
}

fn persons(record: &Record, roles: &[Role]) -> Vec<Person> {
    named(record, roles).map(|one| person(&one.name)).filter(|person| !person.name.is_empty()).collect()
}

fn person(name: &Name) -> Person {
    let (name, given_name) = match name {
        Name::Person { family, given } => (line(family), given.as_deref().map(line).filter(|given| !given.is_empty())),
        Name::Whole(name) => (line(name), None),
    };
    Person { name, given_name, prefix: None, suffix: None, comma_suffix: false, alias: None }
}

/// The date with its true precision. Months and days are counted from nought there.
fn date(date: PartialDate) -> hayagriva::types::Date {
    let month = date.month().map(|month| month.saturating_sub(1));
    hayagriva::types::Date {
        year: date.year(),
        month,
        day: month.and(date.day()).map(|day| day.saturating_sub(1)),
        approximate: false,
        season: None,
    }
}

/// The number by which a patent, a report, a standard or a preprint is known.
fn serial_number(record: &Record) -> Option<&str> {
    let scheme = match record.kind {
        Kind::Patent => Scheme::Patent,
        Kind::Report | Kind::Dispatch => Scheme::Report,
        Kind::Standard => Scheme::Standard,
        Kind::Preprint => Scheme::Arxiv,
        _ => return None,
    };
    number(&record.identifiers, scheme)
}

fn entry_type(papers_in_chapters: bool, kind: Kind) -> EntryType {
    match kind {
        // The library tells the Chicago styles and their like that proceedings are a special issue of themselves; a chapter they name as they should.
        Kind::ConferencePaper if papers_in_chapters => EntryType::Chapter,
        Kind::Article
        | Kind::Review
        | Kind::Editorial
        | Kind::Correction
        | Kind::Retraction
        | Kind::Preprint
        | Kind::ConferencePaper
        | Kind::Post => EntryType::Article,
        Kind::Book | Kind::Catalogue => EntryType::Book,
        Kind::Proceedings => EntryType::Proceedings,
        Kind::Chapter => EntryType::Chapter,
        Kind::Thesis => EntryType::Thesis,
        // The library knows no standards; what they share with reports is that a number names them.
        Kind::Report | Kind::Standard | Kind::Dispatch => EntryType::Report,
        Kind::Patent => EntryType::Patent,
        Kind::Software => EntryType::Repository,
        Kind::Webpage => EntryType::Web,
        Kind::Media => EntryType::Artwork,
        Kind::Exhibition => EntryType::Exhibition,
        Kind::Serial => EntryType::Periodical,
        Kind::Dataset | Kind::Other => EntryType::Misc,
    }
}
