//! Records cited in a style of the Citation Style Language.

use desk::Style;
use formats::{Citation, CitationStyle};
use model::KeptStyle;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent, problem_of};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::{read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;
use crate::speech::Tongue;

/// A style in which works are cited.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CitationStyleView {
    /// The word by which it is asked for.
    pub word: String,
    /// What people call it.
    pub title: String,
    /// Whether the office brought it.
    pub is_own: bool,
}

impl From<CitationStyle> for CitationStyleView {
    fn from(style: CitationStyle) -> CitationStyleView {
        CitationStyleView { word: style.word().to_owned(), title: style.title().to_owned(), is_own: false }
    }
}

impl From<KeptStyle> for CitationStyleView {
    fn from(style: KeptStyle) -> CitationStyleView {
        CitationStyleView { word: style.word, title: style.title, is_own: true }
    }
}

/// A work, cited.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CitationView {
    /// What numbers it in a list, where the style numbers and sets the number apart.
    pub number: Option<String>,
    /// The citation as plain text, on one line.
    pub text: String,
    /// The same as HTML: `i`, `b`, `u`, `sub`, `sup` and text, without attributes.
    pub html: String,
}

impl From<Citation> for CitationView {
    fn from(citation: Citation) -> CitationView {
        CitationView { number: citation.number, text: citation.text, html: citation.html }
    }
}

/// What a search found, cited.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CitationsView {
    /// The citations, in the order of the style.
    pub citations: Vec<CitationView>,
    /// Records that may not be copied and were left out.
    pub n_withheld: u64,
    /// Records that the search found in all.
    pub n_found: u64,
}

/// In which style a record is cited.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StyleQuery {
    /// The word of the style; left out, IEEE.
    style: Option<String>,
    /// The tag of the language for the words between names and dates, where the style leaves that open: en, ru or de; left out,
    /// that of the caller.
    language: Option<String>,
}

/// Which records are cited, and how.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CitationsQuery {
    /// A query in the language of the profiles; left out, the newest records are cited.
    #[serde(default)]
    q: String,
    /// The word of the style; left out, IEEE.
    style: Option<String>,
    /// The tag of the language, as for one record.
    language: Option<String>,
}

async fn style_of(caller: &Caller, word: Option<&str>) -> Result<Style, Problem> {
    let Some(word) = word.map(str::to_owned) else { return Ok(Style::default()) };
    let found = read(caller, move |office| office.style(&word)).await?;
    found.ok_or_else(|| slip(caller, "style", caller.speech().say("cite-no-style")))
}

fn language_of(caller: &Caller, tag: Option<&str>) -> Result<&'static str, Problem> {
    let Some(tag) = tag else { return Ok(caller.speech().tongue().tag()) };
    let tongue = Tongue::parse(tag).ok_or_else(|| slip(caller, "language", caller.speech().say("cite-no-language")))?;
    Ok(tongue.tag())
}

async fn styles(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<CitationStyleView>> {
    let own = read(&caller, |office| office.kept_styles()).await?.into_iter().map(CitationStyleView::from);
    let all = own.chain(CitationStyle::all().into_iter().map(CitationStyleView::from));
    Ok(Found::listed(Listed::whole(all.collect())))
}

/// A style that is to be kept.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StyleBody {
    /// Its text, in the Citation Style Language.
    csl: String,
}

async fn keep(caller: Caller, sent: Sent<StyleBody>) -> Done<CitationStyleView> {
    let (word, text) = (sent.way.get("style").to_owned(), sent.body.csl.clone());
    let looked = text.clone();
    let title = caller.app.try_out(&caller.officer, move |_| desk::look_at_style(&looked)).await;
    let title = title.map_err(|failure| problem_of(&caller, &sent.way, &failure))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let kept = desk::keep_style(writer, turn, &word, (&title, &text))?;
        Ok(Reply::of(CitationStyleView::from(kept)))
    });
    kept.await
}

/// That a style is gone.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StyleGoneView {
    /// The word by which it was asked for.
    pub word: String,
}

async fn remove(caller: Caller, sent: Sent<Nothing>) -> Done<StyleGoneView> {
    let word = sent.way.get("style").to_owned();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        desk::remove_style(writer, turn, &word)?;
        Ok(Reply::of(StyleGoneView { word }))
    });
    kept.await
}

async fn one(caller: Caller, way: Way, query: StyleQuery) -> Outcome<CitationView> {
    let style = style_of(&caller, query.style.as_deref()).await?;
    let language = language_of(&caller, query.language.as_deref())?;
    let id = way.get("record").to_owned();
    let citation = read(&caller, move |office| office.cite(&id, &style, language)).await?;
    Ok(Found::one(citation.into()))
}

async fn found(caller: Caller, _: Way, query: CitationsQuery) -> Outcome<CitationsView> {
    let style = style_of(&caller, query.style.as_deref()).await?;
    let language = language_of(&caller, query.language.as_deref())?;
    let cited = read(&caller, move |office| office.cite_found(&query.q, &style, language)).await?;
    Ok(Found::one(CitationsView {
        citations: cited.citations.into_iter().map(CitationView::from).collect(),
        n_withheld: cited.n_withheld as u64,
        n_found: cited.n_found,
    }))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, power) = (Policy::SignedIn, Policy::Administer);
    api.read("/api/v1/citation-styles", open, "list_citation_styles", "The styles in which records are cited", styles)
        .act("/api/v1/citation-styles/{style}", power, "keep_citation_style", "Looks at a style and keeps it", keep)
        .end("/api/v1/citation-styles/{style}", power, "remove_citation_style", "Takes a style away", remove)
        .read("/api/v1/records/citations", open, "cite_records", "What a search finds, cited in a style", found)
        .read("/api/v1/records/{record}/citation", open, "cite_record", "One record, cited in a style", one)
}
