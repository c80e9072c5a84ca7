//! Schemes: thesauri and classifications, their classes, and what joins them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use desk::{AskingNeed, ClassRecords, MetNeed, SCHEME_FOUND_MAX, SchemeFormat, SuggestedClass};
use model::{Concept, ConceptCode, Crosswalk, MappingRelation, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::SchemeLine;

use super::answer::{Found, Reply, Sent};
use super::cursor::{self, Listed};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::word::{Limit, Moment, Word};
use super::{missing, read};
use crate::caller::Caller;
use crate::route::Policy;

/// A text with its language.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SaidView {
    /// The language as a tag, where it is stated.
    pub language: Option<String>,
    /// The text.
    pub text: String,
}

impl From<&Text> for SaidView {
    fn from(text: &Text) -> SaidView {
        SaidView { language: text.language.as_ref().map(|own| own.tag().to_owned()), text: text.text.clone() }
    }
}

/// A scheme.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SchemeView {
    /// The word by which it is called in records, queries and crosswalks; empty for a crosswalk that is looked at.
    pub word: String,
    /// What people call it.
    pub titles: Vec<SaidView>,
    /// Its name on the web, where it has one.
    pub uri: Option<String>,
    /// Edition.
    pub version: Option<String>,
    /// Where this copy was taken from.
    pub source: Option<String>,
    /// Under which terms it may be used.
    pub rights: Option<String>,
    /// The name of the file that it came in.
    pub file: String,
    /// Its classes.
    pub n_classes: u64,
    /// Mappings that its file brought.
    pub n_mappings: u64,
    /// What the reader doubted in the file.
    pub n_doubts: u64,
    /// When it was brought.
    pub came_at: Moment,
    /// When it was kept; null while it is looked at.
    pub kept_at: Option<Moment>,
}

impl From<&SchemeLine> for SchemeView {
    fn from(line: &SchemeLine) -> SchemeView {
        SchemeView {
            word: line.head.word.clone(),
            titles: line.head.titles.iter().map(SaidView::from).collect(),
            uri: line.head.uri.clone(),
            version: line.head.version.clone(),
            source: line.head.source.clone(),
            rights: line.head.rights.clone(),
            file: line.file.clone(),
            n_classes: line.n_concepts,
            n_mappings: line.n_mappings,
            n_doubts: line.n_doubts,
            came_at: Moment(line.came_at),
            kept_at: line.kept_at.map(Moment),
        }
    }
}

/// A class by its scheme and code.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClassCodeView {
    /// The word of the scheme.
    pub scheme: String,
    /// Its code there.
    pub code: String,
}

impl From<&ConceptCode> for ClassCodeView {
    fn from(code: &ConceptCode) -> ClassCodeView {
        ClassCodeView { scheme: code.scheme().to_owned(), code: code.notation().to_owned() }
    }
}

/// A class.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClassView {
    /// Which.
    pub class: ClassCodeView,
    /// What it is called: one label for each language.
    pub labels: Vec<SaidView>,
    /// What it is called too.
    pub alternatives: Vec<SaidView>,
    /// What belongs to it and what does not.
    pub notes: Vec<SaidView>,
    /// Codes of the classes directly above it.
    pub broader: Vec<String>,
    /// Codes of classes that stand beside it.
    pub related: Vec<String>,
}

impl ClassView {
    fn of(code: &ConceptCode, concept: &Concept) -> ClassView {
        let said = |texts: &[Text]| texts.iter().map(SaidView::from).collect();
        ClassView {
            class: ClassCodeView::from(code),
            labels: said(&concept.labels),
            alternatives: said(&concept.alternatives),
            notes: said(&concept.notes),
            broader: concept.broader.clone(),
            related: concept.related.clone(),
        }
    }
}

/// What a class is to another one.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MappedView {
    /// What the other is to this one.
    pub relation: Word<MappingRelation>,
    /// The other.
    pub class: ClassCodeView,
}

/// A need that asks for classes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AskingView {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
}

impl From<&AskingNeed> for AskingView {
    fn from(need: &AskingNeed) -> AskingView {
        AskingView { id: need.id.to_string(), title: need.title.clone() }
    }
}

/// A need that a record of a class would meet.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MetView {
    /// The need.
    pub need: AskingView,
    /// What decides, as a ground of a delivery says it.
    pub ground: String,
}

impl From<&MetNeed> for MetView {
    fn from(met: &MetNeed) -> MetView {
        MetView { need: AskingView::from(&met.need), ground: met.ground.clone() }
    }
}

/// Records of a class.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClassRecordsView {
    /// The query that finds them.
    pub query: String,
    /// How many stand in it, below it, or in a class that it is mapped to.
    pub n_found: u64,
    /// What the number leaves out, if anything, in a sentence.
    pub remark: Option<String>,
}

/// A class with all that hangs on it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WholeClassView {
    /// The class.
    pub class: ClassView,
    /// Its address: its own, or one that this program makes.
    pub uri: String,
    /// Codes of the classes directly below it.
    pub narrower: Vec<String>,
    /// What it is in other schemes, the surest first.
    pub mapped: Vec<MappedView>,
    /// Needs that a record of it would meet.
    pub needs: Vec<MetView>,
    /// Its records; null where no query can name it.
    pub records: Option<ClassRecordsView>,
}

async fn list(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<SchemeView>> {
    let lines = read(&caller, |office| office.schemes()).await?;
    Ok(Found::listed(Listed::whole(lines.iter().map(SchemeView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<SchemeView> {
    let word = way.get("scheme").to_owned();
    let line = read(&caller, move |office| office.scheme(&word)).await?;
    Ok(Found::one(SchemeView::from(&line)))
}

/// Which classes are listed: the top ones, or those below one.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClassesQuery {
    /// The code of a class; left out, the top classes are listed.
    below: Option<String>,
    /// Classes on the page.
    limit: Option<Limit>,
    /// Where the page begins.
    cursor: Option<String>,
}

async fn classes(caller: Caller, way: Way, query: ClassesQuery) -> Outcome<Listed<ClassView>> {
    const LIST: &str = "classes";
    let limit = Limit::of(query.limit);
    let place = cursor::read::<1>(caller.speech(), LIST, query.cursor.as_deref())?;
    let offset = match place {
        Some([text]) => text.parse::<usize>().map_err(|_| cursor::foreign(caller.speech()))?,
        None => 0,
    };
    let word = way.get("scheme").to_owned();
    let found = read(&caller, move |office| {
        office.scheme(&word)?;
        let crosswalk = office.crosswalk()?;
        Ok(crosswalk.scheme(&word).and_then(|scheme| {
            let concepts: Vec<&Concept> = match &query.below {
                Some(code) => scheme.concept(code).map(|_| scheme.narrower(code).collect())?,
                None => scheme.tops().collect(),
            };
            let view = |concept: &Concept| ClassView::of(&ConceptCode::new(&word, &concept.notation), concept);
            // With the place in the list, which an edition does not change.
            Some(concepts.into_iter().map(view).enumerate().skip(offset).take(limit + 1).collect::<Vec<_>>())
        }))
    });
    let found = found.await?.ok_or_else(|| missing(&caller))?;
    let Listed { items, next } = Listed::cut(found, limit, LIST, |(at, _)| vec![(at + 1).to_string()]);
    Ok(Found::listed(Listed { items: items.into_iter().map(|(_, view)| view).collect(), next }))
}

/// Words of a class.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindQuery {
    /// A code, its beginning, or words of a label.
    q: String,
    /// The word of a scheme; left out, all are searched.
    scheme: Option<String>,
}

async fn find(caller: Caller, _: Way, query: FindQuery) -> Outcome<Listed<ClassView>> {
    let found =
        read(&caller, move |office| office.find_classes(query.scheme.as_deref(), &query.q, SCHEME_FOUND_MAX)).await?;
    Ok(Found::listed(Listed::whole(found.iter().map(|(code, concept)| ClassView::of(code, concept)).collect())))
}

/// A class that is proposed while its code or its name is typed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SuggestionView {
    /// The word of the scheme.
    pub scheme: String,
    /// Its code there.
    pub code: String,
    /// Scheme and code as people read them.
    pub said: String,
    /// What it is called, in the language of the asker where there is such a label.
    pub label: Option<String>,
    /// The other name in which the words were found; null where they stand in its code or in that label.
    pub also: Option<String>,
}

/// What is typed.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SuggestQuery {
    /// The beginning of a code, or words of a label or of another name, in any language.
    q: String,
    /// The word of a scheme; left out, all are searched.
    scheme: Option<String>,
    /// Whether schemes alone are searched in which records and needs are coded.
    #[serde(default)]
    coded: bool,
    /// How many are proposed.
    limit: Option<Limit>,
}

/// Classes that are proposed unless it is said how many: as many as are read at a glance.
const SUGGESTED: usize = 12;

async fn suggest(caller: Caller, _: Way, query: SuggestQuery) -> Outcome<Listed<SuggestionView>> {
    let language = caller.speech().tongue().tag();
    let limit = query.limit.map_or(SUGGESTED, |limit| limit.0);
    let found = read(&caller, move |office| {
        let word = query.scheme.as_deref();
        office.suggest_classes((word, query.coded), &query.q, language, limit)
    });
    let view = |one: SuggestedClass| SuggestionView {
        scheme: one.code.scheme().to_owned(),
        code: one.code.notation().to_owned(),
        said: one.code.to_string(),
        label: one.label,
        also: one.also,
    };
    Ok(Found::listed(Listed::whole(found.await?.into_iter().map(view).collect())))
}

/// Which class is shown. Codes may hold any sign, so they stand in no path.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClassQuery {
    /// Its code.
    code: String,
}

async fn class(caller: Caller, way: Way, query: ClassQuery) -> Outcome<WholeClassView> {
    let word = way.get("scheme").to_owned();
    let view = read(&caller, move |office| {
        let crosswalk = office.crosswalk()?;
        let Some((code, view)) = whole(&crosswalk, &word, &query.code) else { return Ok(None) };
        let needs = office.needs_asking_for(&code)?.iter().map(MetView::from).collect();
        let records = office.records_of_class(&code)?;
        let records =
            records.map(|ClassRecords { query, n_found, remark }| ClassRecordsView { query, n_found, remark });
        Ok(Some(WholeClassView { needs, records, ..view }))
    });
    Ok(Found::one(view.await?.ok_or_else(|| missing(&caller))?))
}

/// A class without what hangs on who asks.
fn whole(crosswalk: &Crosswalk, word: &str, code: &str) -> Option<(ConceptCode, WholeClassView)> {
    let scheme = crosswalk.scheme(word)?;
    let concept = scheme.concept(code)?;
    let code = ConceptCode::new(word, &concept.notation);
    let mapped = crosswalk.onward(&code);
    let mapped = mapped.into_iter().map(|(relation, to)| MappedView { relation: Word(relation), class: to.into() });
    let view = WholeClassView {
        class: ClassView::of(&code, concept),
        uri: scheme.uri(concept),
        narrower: scheme.narrower(&concept.notation).map(|below| below.notation.clone()).collect(),
        mapped: mapped.collect(),
        needs: Vec::new(),
        records: None,
    };
    Some((code, view))
}

/// In which form a scheme is given out.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormatQuery {
    /// The form; left out, SKOS in Turtle.
    format: Option<Word<SchemeFormat>>,
}

/// A scheme as a file.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SchemeFileView {
    /// A name for the file.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// The file, in base 64.
    pub base64: String,
}

async fn give(caller: Caller, way: Way, query: FormatQuery) -> Outcome<SchemeFileView> {
    let format = query.format.map_or(SchemeFormat::Turtle, |word| word.0);
    let word = way.get("scheme").to_owned();
    let name = format!("{word}.{}", format.ending());
    let bytes = read(&caller, move |office| office.give_scheme(&word, format)).await?;
    let media_type = format.media_type().to_owned();
    Ok(Found::one(SchemeFileView { name, media_type, base64: STANDARD.encode(bytes) }))
}

/// A scheme that was taken out.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RemovedSchemeView {
    /// Its word.
    pub word: String,
}

async fn remove(caller: Caller, sent: Sent<Nothing>) -> Done<RemovedSchemeView> {
    let word = sent.way.get("scheme").to_owned();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        desk::remove_scheme(writer, turn, &word)?;
        Ok(Reply::of(RemovedSchemeView { word }))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, power) = (Policy::SignedIn, Policy::Document);
    api.read("/api/v1/schemes", open, "list_schemes", "Schemes in order of their words", list)
        .read("/api/v1/schemes/{scheme}", open, "show_scheme", "One scheme", show)
        .read(
            "/api/v1/schemes/{scheme}/classes",
            open,
            "list_classes",
            "Its classes of one level, in the order of the file",
            classes,
        )
        .read(
            "/api/v1/schemes/{scheme}/class",
            open,
            "show_class",
            "One class: what it is elsewhere, who asks for it, and what stands in it",
            class,
        )
        .read("/api/v1/schemes/{scheme}/export", open, "export_scheme", "A scheme as a file", give)
        .read(
            "/api/v1/class-suggestions",
            open,
            "suggest_classes",
            "Classes to propose while a code is typed, with their labels in your language",
            suggest,
        )
        .read("/api/v1/classes", open, "find_classes", "Classes by code or words, the best first", find)
        .end("/api/v1/schemes/{scheme}", power, "remove_scheme", "Takes a scheme out with all its mappings", remove)
}
