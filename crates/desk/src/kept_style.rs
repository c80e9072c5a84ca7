//! Citation styles of the office: looked at, kept, taken away, and the one that is asked for by a word.

use formats::{Citation, CitationStyle, Given, OwnStyle, cite};
use model::{KeptStyle, Power, Record, Refusal, STYLES_MAX, Text, sentence};
use store::Writer;

use crate::review::Turn;
use crate::{Failure, Office};

/// A style in which works are cited.
#[derive(Clone, Debug)]
pub enum Style {
    /// One that comes along.
    House(CitationStyle),
    /// One of the office, by its word.
    Own(String, Box<OwnStyle>),
}

impl Default for Style {
    fn default() -> Style {
        Style::House(CitationStyle::default())
    }
}

impl Style {
    /// The word by which it is asked for.
    pub fn word(&self) -> &str {
        match self {
            Style::House(style) => style.word(),
            Style::Own(word, _) => word,
        }
    }

    /// Cites records as a list.
    pub(crate) fn cite(&self, language: &str, records: &[Given<'_>]) -> Vec<Citation> {
        match self {
            Style::House(style) => cite(*style, language, records),
            Style::Own(_, style) => style.cite(language, records),
        }
    }
}

/// Looks at a style before it is kept: whether it is one, and whether it cites. Takes as long as the style does; holds nothing.
/// Answers what it calls itself.
///
/// # Errors
/// Refused when it is no style, too large, or one that would not end, and when it says nothing of a work.
pub fn look_at_style(text: &str) -> Result<String, Failure> {
    let style = OwnStyle::read(text.as_bytes())?;
    let work = Record { titles: vec![Text::plain("On the crystallisation of selenium")], ..Record::default() };
    let cited = style.cite("en", &[Given { id: "R0000000000000", record: &work }]);
    if cited.iter().all(|citation| citation.text.trim().is_empty()) {
        return Err(Failure::said(sentence!(
            "style-silent",
            "This style says nothing of a work; take one that names at least its title"
        )));
    }
    let title = style.title().trim();
    let title = if title.is_empty() { "–" } else { title };
    Ok(title.chars().take(200).collect())
}

fn not_found(word: &str) -> Refusal {
    let next = sentence!("next-look-styles", "look for it in the list of styles");
    Refusal::NotFound { noun: "style", text: word.to_owned(), next }
}

/// Keeps a style that was looked at, in place of the one of the same word. `title` is what [`look_at_style`] answered.
///
/// # Errors
/// Refused without the power to administer, with a word that is none or belongs to a style that comes along, and when as many are
/// kept as may be.
pub fn keep_style(
    writer: &mut Writer,
    turn: &Turn<'_>,
    word: &str,
    (title, text): (&str, &str),
) -> Result<KeptStyle, Failure> {
    let actor = turn.officer.by_power(Power::Administer)?;
    let word = KeptStyle::called(word)?;
    if CitationStyle::from_word(&word).is_some() {
        return Err(Failure::said(sentence!(
            "style-word-taken",
            "A style that comes along is called `{word}`; call yours otherwise",
            word
        )));
    }
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let kept = deed.kept_styles()?;
        if kept.len() >= STYLES_MAX && !kept.iter().any(|one| one.word == word) {
            return Err(Failure::said(sentence!(
                "styles-many",
                "An office keeps up to {max} styles; take one away first",
                max = STYLES_MAX
            )));
        }
        let style = KeptStyle { word, title: title.to_owned(), by: actor.person.clone(), kept_at: turn.now };
        deed.keep_style(&style, text)?;
        Ok(style)
    })
}

/// Takes a style away.
///
/// # Errors
/// Refused without the power to administer, or when there is none of that word.
pub fn remove_style(writer: &mut Writer, turn: &Turn<'_>, word: &str) -> Result<(), Failure> {
    let actor = turn.officer.by_power(Power::Administer)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        if deed.remove_style(word)? { Ok(()) } else { Err(not_found(word).into()) }
    })
}

impl Office {
    /// The styles that the office keeps, by title.
    ///
    /// # Errors
    /// When the store fails.
    pub fn kept_styles(&self) -> Result<Vec<KeptStyle>, Failure> {
        Ok(self.reader.kept_styles(&self.scope)?)
    }

    /// The style of this word: one that comes along, or one of the office. `None` where none is called so.
    ///
    /// # Errors
    /// When the store fails.
    pub fn style(&self, word: &str) -> Result<Option<Style>, Failure> {
        if let Some(style) = CitationStyle::from_word(word) {
            return Ok(Some(Style::House(style)));
        }
        match self.reader.style_text(&self.scope, word)? {
            // What was kept was read then; a newer program may be stricter.
            Some(text) => Ok(Some(Style::Own(word.to_owned(), Box::new(OwnStyle::read(text.as_bytes())?)))),
            None => Ok(None),
        }
    }
}
