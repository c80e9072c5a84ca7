//! What stands behind a field or between quotes: words, classes, languages, kinds, years and identifiers.

use model::{Kind, sentence};

use super::lexer::is_value;
use super::{Atom, Pattern, Query, QueryError, Years};
use crate::analysis::{Analysis, words};

/// Longest phrase. Titles have some thirty words; a longer phrase is a text pasted by mistake.
const PHRASE_WORDS_MAX: usize = 100;

/// Shortest prefix. One letter would match a good part of every vocabulary.
const PREFIX_LETTERS_MIN: usize = 2;

/// The words of a run or a phrase, one behind the other.
pub(super) fn words_of(text: &str, column: usize, quoted: bool) -> Result<Pattern, QueryError> {
    if !quoted && text.starts_with('-') && text.len() > 1 {
        return Err(QueryError::new(
            column,
            sentence!("query-minus", "a minus does not bar a word here"),
            sentence!("query-minus-fix", "write NOT {word}", word = &text[1..]),
        ));
    }
    let (body, open) = match text.strip_suffix('*') {
        Some(body) => (body, true),
        None => (text, false),
    };
    if let Some(at) = body.chars().position(|c| c == '*') {
        return Err(QueryError::new(
            column + at,
            sentence!("query-star-inside", "a star stands only at the end of a word"),
            sentence!("query-star-inside-fix", "write the beginning of the word and a star behind it"),
        ));
    }
    let mut last = None;
    let (mut n_plain, mut n_words) = (0, 0);
    words(body, Analysis::Plain, &mut |_| n_plain += 1);
    words(body, Analysis::Stemmed, &mut |word| {
        last = Some(word);
        n_words += 1;
    });
    if n_plain.max(n_words) > PHRASE_WORDS_MAX {
        return Err(QueryError::new(
            column,
            sentence!("query-phrase-long", "the phrase has more than {max} words", max = PHRASE_WORDS_MAX),
            sentence!("query-phrase-long-fix", "shorten it to the words that tell"),
        ));
    }
    let Some(last) = last.filter(|_| n_plain > 0) else {
        return Err(QueryError::new(
            column,
            sentence!("query-no-letter", "`{text}` has no letter or digit to search for", text),
            sentence!("query-no-letter-fix", "write a word"),
        ));
    };
    if open {
        let letters = body[last.start..last.end].chars().count();
        if last.end != body.len() {
            return Err(QueryError::new(
                column,
                sentence!("query-star-apart", "the star does not stand directly behind a letter or digit"),
                sentence!("query-star-apart-fix", "write it directly behind the beginning of a word"),
            ));
        }
        if letters < PREFIX_LETTERS_MIN {
            return Err(QueryError::new(
                column,
                sentence!("query-prefix-short", "the prefix `{text}` is too short", text),
                sentence!(
                    "query-prefix-short-fix",
                    "write at least {min} letters before the star",
                    min = PREFIX_LETTERS_MIN
                ),
            ));
        }
    }
    Ok(Pattern::Words { text: body.to_owned(), open })
}

/// The value of a field that is no text.
pub(super) fn value(name: &str, text: &str, column: usize, quoted: bool) -> Result<Query, QueryError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(QueryError::new(
            column,
            sentence!("query-no-value", "`{field}:` has no value", field = name),
            sentence!("query-no-value-fix", "write a value directly behind `{field}:`", field = name),
        ));
    }
    match name {
        "class" if text.ends_with('*') => Err(QueryError::new(
            column,
            sentence!("query-class-star", "a class already holds everything below it"),
            sentence!(
                "query-class-star-fix",
                "write class:{class} without the star",
                class = text.trim_end_matches('*')
            ),
        )),
        "class" => match Atom::class(text, quoted) {
            Atom::Class { code, .. } if !is_value(&code) => Err(QueryError::new(
                column,
                sentence!("query-no-class", "`{text}` is not the code of a class", text),
                sentence!("query-no-class-fix", "write a code such as class:H01L21/02 or class:physics.optics"),
            )),
            class => Ok(Query::Atom(class)),
        },
        "lang" => Atom::language(text).map(Query::Atom).ok_or_else(|| {
            QueryError::new(
                column,
                sentence!("query-no-language", "`{text}` is not a language", text),
                sentence!("query-no-language-fix", "write a code such as lang:en, lang:de, lang:ru"),
            )
        }),
        "kind" => Kind::from_word(&text.to_lowercase()).map(|kind| Query::Atom(Atom::Kind(kind))).ok_or_else(|| {
            let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
            QueryError::new(
                column,
                sentence!("query-no-kind", "there is no kind `{text}`", text),
                sentence!("query-no-kind-fix", "the kinds are {kinds}", kinds = known.join(", ")),
            )
        }),
        "year" => years(text, column).map(Query::Year),
        _ => Ok(Query::Atom(Atom::id(text))),
    }
}

fn years(text: &str, column: usize) -> Result<Years, QueryError> {
    let refused = || {
        QueryError::new(
            column,
            sentence!("query-no-year", "`{text}` is not a year or a range of years", text),
            sentence!("query-no-year-fix", "write year:1962, year:1958..1964, year:1958.. or year:..1964"),
        )
    };
    let year = |text: &str| -> Result<i32, QueryError> {
        let digits = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if digits { text.parse().map_err(|_| refused()) } else { Err(refused()) }
    };
    let Some((from, to)) = text.split_once("..") else {
        let only = year(text)?;
        return Ok(Years { from: only, to: only });
    };
    let years = Years {
        from: if from.is_empty() { i32::MIN } else { year(from)? },
        to: if to.is_empty() { i32::MAX } else { year(to)? },
    };
    if years.from > years.to {
        return Err(QueryError::new(
            column,
            sentence!("query-years-backwards", "the range {text} runs backwards", text),
            sentence!("query-years-backwards-fix", "write year:{to}..{from}", to, from),
        ));
    }
    if from.is_empty() && to.is_empty() {
        return Err(refused());
    }
    Ok(years)
}
