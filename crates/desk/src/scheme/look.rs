//! What a file brings: read in a cell, looked at, then kept or let go.

use formats::scheme::SchemeReading;
use model::{ConceptScheme, Power, Refusal, SCHEME_SAID_CHARS_MAX, SchemeHead, sentence};
use store::{Deed, SchemeLine, Writer};

use crate::intake::short;
use crate::review::Turn;
use crate::{Failure, Office, WritableOffice};

/// Largest file of a scheme that is brought in a page, in bytes; it may be compressed.
pub const SCHEME_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Files of one person that wait for a decision. Each holds a whole scheme.
const LOOKED_AT_MAX: u64 = 5;

/// Longest name of a file, in characters.
const NAME_CHARS_MAX: usize = 80;

/// A file that was read, not looked at yet.
pub struct ReadScheme {
    file: String,
    scheme: ConceptScheme,
    reading: SchemeReading,
}

impl ReadScheme {
    /// What the reader doubted.
    pub fn doubts(&self) -> impl Iterator<Item = String> {
        self.reading.doubts.iter().map(ToString::to_string)
    }
}

impl Office {
    /// Reads a scheme, or a crosswalk, from a file that somebody brings. What `head` says goes before what the file says.
    /// Takes as long as the parser does; holds nothing.
    ///
    /// # Errors
    /// Refused when nothing was brought or too much, when the file holds no scheme, or one that nobody can call by a word.
    pub fn read_scheme(&self, name: &str, bytes: &[u8], head: SchemeHead) -> Result<ReadScheme, Failure> {
        if bytes.is_empty() {
            return Err(Failure::said(sentence!("intake-no-file", "Choose a file that is not empty")));
        }
        if bytes.len() > SCHEME_BYTES_MAX {
            return Err(Failure::said(sentence!(
                "scheme-large",
                "The file has more than {max} MiB; compress it with gzip or zstd, or divide it",
                max = SCHEME_BYTES_MAX / (1024 * 1024)
            )));
        }
        let head = head.tidied()?;
        let crosswalk = self.crosswalk()?;
        let read = self.parser.read_scheme(bytes, &head, &crosswalk.schemes().collect::<Vec<_>>())?;
        let reading = read.map_err(|why| {
            Failure::said(sentence!(
                "scheme-broken",
                "The file could not be read to its end: {why}; nothing of it was taken",
                why = short(&why)
            ))
        })?;
        let is_empty = reading.scheme.concepts().is_empty();
        if is_empty && reading.mappings.is_empty() {
            let why = reading.doubts.first().map_or_else(String::new, ToString::to_string);
            return Err(Failure::said(sentence!(
                "scheme-empty",
                "There is no scheme and no crosswalk in this file: {why}",
                why = short(&why)
            )));
        }
        let scheme = if is_empty {
            ConceptScheme::mended(SchemeHead::default(), Vec::new()).0
        } else {
            if reading.scheme.word().is_empty() {
                return Err(Failure::said(sentence!(
                    "scheme-no-word",
                    "The file does not say by which word the scheme is called; write one, such as `grnti` or `our-products`"
                )));
            }
            let before = crosswalk.scheme(reading.scheme.word()).map(ConceptScheme::head);
            let head = of_edition(bounded(reading.scheme.head().clone()), before);
            // In order already; this sees that it can be called so.
            ConceptScheme::kept(head, reading.scheme.concepts().to_vec())?.0
        };
        let file: String = name.chars().filter(|c| !c.is_control()).take(NAME_CHARS_MAX).collect();
        let file = if file.trim().is_empty() { "file".to_owned() } else { file };
        Ok(ReadScheme { file, scheme, reading })
    }
}

/// Languages in which a scheme is called something. None in use has more.
const TITLES_MAX: usize = 50;

/// No more than stands in a list; what a file says at length ends in an ellipsis.
fn bounded(mut head: SchemeHead) -> SchemeHead {
    let cut = |text: &mut String| {
        if let Some((at, _)) = text.char_indices().nth(SCHEME_SAID_CHARS_MAX) {
            text.truncate(at);
            text.push('…');
        }
    };
    head.titles.truncate(TITLES_MAX);
    head.titles.iter_mut().for_each(|title| cut(&mut title.text));
    [&mut head.version, &mut head.source, &mut head.rights].into_iter().flatten().for_each(cut);
    head
}

/// What nobody says of an edition is as it was said of the one before, but for which edition it is.
fn of_edition(head: SchemeHead, before: Option<&SchemeHead>) -> SchemeHead {
    let Some(before) = before else { return head };
    SchemeHead {
        uri: head.uri.or_else(|| before.uri.clone()),
        titles: if head.titles.is_empty() { before.titles.clone() } else { head.titles },
        source: head.source.or_else(|| before.source.clone()),
        rights: head.rights.or_else(|| before.rights.clone()),
        word: head.word,
        version: head.version,
    }
}

fn lay_down(deed: &mut Deed<'_>, read: &ReadScheme) -> Result<i64, Failure> {
    let doubts: Vec<String> = read.doubts().collect();
    Ok(deed.look_at_scheme(&read.scheme, &read.reading.mappings, &doubts, &read.file)?)
}

/// Lays down what was read, until somebody decides. Answers its number.
///
/// # Errors
/// Refused without the power to document, or when too much waits for a decision.
pub fn look_at_scheme(writer: &mut Writer, turn: &Turn<'_>, read: &ReadScheme) -> Result<i64, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let n_waiting = deed.n_schemes_looked_at()?;
        if n_waiting >= LOOKED_AT_MAX {
            return Err(Failure::said(sentence!(
                "scheme-undecided",
                "{count} files with schemes that you brought wait for a decision; keep them or let them go first",
                count = n_waiting
            )));
        }
        lay_down(deed, read)
    })
}

/// Keeps what was looked at, in place of what is kept under its word. `replaces` is the [`SchemeLine::edition`] that the look
/// compared it with, or nothing where it found none.
///
/// # Errors
/// Refused without the power to document, when nobody looks at it any more, or when what it would take the place of is
/// another than the look showed: [`Refusal::Changed`].
pub fn keep_scheme(
    writer: &mut Writer,
    turn: &Turn<'_>,
    id: i64,
    replaces: Option<&str>,
) -> Result<SchemeLine, Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let before = deed.scheme_before(id)?;
        if before.as_ref().map(SchemeLine::edition).as_deref() != replaces {
            let said = match before {
                Some(before) => sentence!(
                    "scheme-stale",
                    "The scheme `{word}` was changed after you looked; look at what keeping yours would change now",
                    word = before.head.word
                ),
                None => sentence!(
                    "scheme-stale-gone",
                    "The scheme that yours was to replace was taken out after you looked; look at what keeping yours would change now"
                ),
            };
            return Err(Refusal::Changed(said).into());
        }
        Ok(deed.keep_scheme(id)?)
    })
}

/// Lets go of what was looked at.
///
/// # Errors
/// As [`keep_scheme`].
pub fn drop_scheme(writer: &mut Writer, turn: &Turn<'_>, id: i64) -> Result<(), Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    writer.transact(&actor.to_string(), turn.now, |deed| Ok(deed.drop_scheme(id)?))
}

/// Takes a scheme out, with every mapping that leads from it or to it.
///
/// # Errors
/// Refused without the power to document, or when none is kept under this word.
pub fn remove_scheme(writer: &mut Writer, turn: &Turn<'_>, word: &str) -> Result<(), Failure> {
    let actor = turn.officer.by_power(Power::Document)?;
    writer.transact(&actor.to_string(), turn.now, |deed| Ok(deed.remove_scheme(word)?))
}

/// Reads a file and keeps what is in it at once, as the operator at the command line.
///
/// # Errors
/// As [`Office::read_scheme`].
pub fn import_scheme(
    office: &mut WritableOffice,
    (name, bytes, head): (&str, &[u8], SchemeHead),
    who: &str,
    now: i64,
) -> Result<(SchemeLine, Vec<String>), Failure> {
    let read = office.office.read_scheme(name, bytes, head)?;
    let line = office.writer.transact(who, now, |deed| -> Result<_, Failure> {
        let id = lay_down(deed, &read)?;
        Ok(deed.keep_scheme(id)?)
    })?;
    Ok((line, read.doubts().collect()))
}
