//! Words out of LaTeX, by way of the parser of the crate biblatex.
//!
//! That parser resolves accents, ligatures and special letters. It refuses what it does not
//! like, recurses with the nesting of commands and works in the square of the braces; so it is
//! given one field at a time, and only fields that are tame.

use std::borrow::Cow;

use biblatex::{Bibliography, Chunks, ChunksExt, Pair, Person, RawBibliography, RawChunk, RawEntry, Spanned};

use crate::limits::{DEPTH_MAX, LATEX_BRACES_MAX, LATEX_FIELD_BYTES_MAX};
use crate::markup::squeeze;

/// The value of a field with accents resolved, and whether the parser took it. What it refuses is
/// given back with its letters as written and without braces.
pub(crate) fn chunks(name: &str, text: &str) -> (Chunks, bool) {
    let verbatim = VERBATIM.contains(&name);
    let text = if verbatim { Cow::Borrowed(text) } else { with_letters(text) };
    if is_tame(&text)
        && let Some(chunks) = parsed(name, &text)
    {
        return (chunks, true);
    }
    let bare: String = text.chars().filter(|c| !matches!(c, '{' | '}' | '$' | '\\')).collect();
    // The crate computes with the places of chunks, those of detached ones included.
    let place = 0..bare.len();
    (vec![Spanned::new(biblatex::Chunk::Normal(bare), place)], false)
}

/// Fields whose letters mean themselves.
const VERBATIM: &[&str] = &["url", "doi", "file", "pdf", "eprint"];

/// Letters that are commands, and what they print.
const LETTERS: &[(&str, &str)] = &[
    ("aa", "å"),
    ("AA", "Å"),
    ("ae", "æ"),
    ("AE", "Æ"),
    ("dh", "ð"),
    ("DH", "Ð"),
    ("dj", "đ"),
    ("DJ", "Đ"),
    ("i", "ı"),
    ("j", "ȷ"),
    ("l", "ł"),
    ("L", "Ł"),
    ("ng", "ŋ"),
    ("NG", "Ŋ"),
    ("o", "ø"),
    ("O", "Ø"),
    ("oe", "œ"),
    ("OE", "Œ"),
    ("ss", "ß"),
    ("SS", "ẞ"),
    ("th", "þ"),
    ("TH", "Þ"),
    ("textendash", "–"),
    ("textemdash", "—"),
];

/// Puts the letters themselves in place of the commands that print them. The parser would take
/// the group behind such a command (`\L{\'o}d\'z`) for its argument and lose it.
fn with_letters(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let command = &rest[1..];
        let length = command.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(command.len());
        if let Some((_, letter)) = LETTERS.iter().find(|(name, _)| *name == &command[..length]) {
            out.push_str(letter);
            rest = &command[length..];
            rest = rest.strip_prefix("{}").unwrap_or(rest.trim_start_matches([' ', '\n', '\t']));
        } else {
            // The character behind a backslash belongs to it, whatever it is.
            let length = 1 + command.chars().next().map_or(0, char::len_utf8);
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether the parser can be given this: it calls itself for every nested command.
fn is_tame(text: &str) -> bool {
    let mut depth = 0usize;
    let mut n_braces = 0usize;
    for byte in text.bytes() {
        match byte {
            b'{' => {
                depth += 1;
                n_braces += 1;
            }
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH_MAX || n_braces > LATEX_BRACES_MAX {
            return false;
        }
    }
    text.len() <= LATEX_FIELD_BYTES_MAX
}

fn parsed(name: &str, text: &str) -> Option<Chunks> {
    // Under these names the parser would look for other entries, or for dates.
    let name = match name {
        "crossref" | "xref" | "xdata" | "ids" => "note",
        name => name,
    };
    let value = Spanned::new(vec![Spanned::new(RawChunk::Normal(text), 0..text.len())], 0..text.len());
    let entry = RawEntry {
        key: Spanned::new("field", 0..0),
        kind: Spanned::new("misc", 0..0),
        fields: vec![Pair::new(Spanned::new(name, 0..0), value)],
    };
    let raw =
        RawBibliography { preamble: String::new(), entries: vec![Spanned::new(entry, 0..0)], abbreviations: vec![] };
    let entry = Bibliography::from_raw(raw).ok()?.into_iter().next()?;
    entry.fields.into_values().next()
}

/// Plain words: commands that only change the look are taken off; formulas stay as written.
pub(crate) fn words(chunks: &Chunks) -> String {
    squeeze(&without_looks(&chunks.format_verbatim()).replace('~', " ").replace(['\u{a0}'], " "))
}

/// The people of a field with `and` between them.
pub(crate) fn people(chunks: &Chunks) -> Vec<Person> {
    chunks.parse::<Vec<Person>>().unwrap_or_default()
}

/// Commands that change how words look and not what they say.
const LOOKS: &[&str] = &[
    "emph",
    "textit",
    "textbf",
    "texttt",
    "textsc",
    "textrm",
    "textsf",
    "textsl",
    "textup",
    "textmd",
    "textnormal",
    "text",
    "mbox",
    "hbox",
    "underline",
    "uppercase",
    "lowercase",
    "MakeUppercase",
    "MakeLowercase",
    "ensuremath",
    "mathrm",
    "mathit",
    "mathbf",
    "enquote",
    "textsuperscript",
    "textsubscript",
    "sup",
    "sub",
    "url",
    "path",
    "nolinkurl",
    "em",
    "it",
    "bf",
    "rm",
    "sc",
    "tt",
    "sl",
    "sf",
    "itshape",
    "bfseries",
    "scshape",
    "upshape",
    "rmfamily",
    "normalfont",
    "small",
    "footnotesize",
    "large",
    "protect",
    "relax",
    "/",
    "newline",
    "linebreak",
    "par",
    "noopsort",
];

/// Takes `\emph{word}`, `\it word` and their kin down to `word`.
fn without_looks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // For every open brace: whether it belongs to a command that was taken off.
    let mut open: Vec<bool> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '{', '}']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix('\\') {
            let length = after
                .find(|c: char| !c.is_ascii_alphabetic())
                .unwrap_or(after.len())
                .max(usize::from(after.starts_with('/')));
            let command = &after[..length];
            if LOOKS.contains(&command) {
                rest = &after[length..];
                if let Some(inner) = rest.strip_prefix('{') {
                    open.push(true);
                    rest = inner;
                } else {
                    rest = rest.strip_prefix(' ').unwrap_or(rest);
                }
            } else {
                out.push('\\');
                rest = after;
            }
        } else if let Some(after) = rest.strip_prefix('{') {
            open.push(false);
            out.push('{');
            rest = after;
        } else {
            if open.pop() != Some(true) {
                out.push('}');
            }
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(words(&chunks("title", text).0), expected);
    }

    #[test]
    fn accents_are_letters_and_looks_are_nothing() {
        check(
            r#"Erd{\H o}s, {\o}re, \o{}re, fa\c{c}ade, \'{\i}, \`\i, na\"{\i}ve, Stra\ss e"#,
            "Erdős, øre, øre, façade, í, ì, naïve, Straße",
        );
        check(r#"Schr{\"o}dinger and {\'E}. Cartan in \L{\'o}d\'z"#, "Schrödinger and É. Cartan in Łódź");
        check(r"The \emph{E. coli} \textbf{bold {NASA}} case", "The E. coli bold NASA case");
        check(r"{\em Old} and {\it older} looks", "Old and older looks");
        check(r"Bread \& butter, 50\% --- $x^2$ of~it", "Bread & butter, 50% — $x^2$ of it");
    }

    #[test]
    fn what_the_parser_refuses_keeps_its_letters() {
        let (found, taken) = chunks("title", r"lost } brace and $odd");
        assert!(!taken);
        assert_eq!(words(&found), "lost brace and odd");
        assert_eq!(words(&chunks("title", &r"\a{".repeat(50_000)).0).len(), 50_000);
    }
}
