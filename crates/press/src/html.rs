//! An issue as one HTML page that stands by itself: no script, nothing fetched.

use std::io;

use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value, escape_formatter, value::Serde};

use crate::fault::Fault;
use crate::issue::Issue;
use crate::sheet::Sheet;
use crate::template::{HtmlTemplate, within_length};

/// Longest page. An issue of 20,000 long abstracts has some 60 MiB.
pub const HTML_BYTES_MAX: usize = 128 * 1024 * 1024;

/// Steps a template may take for the issue as a whole.
const STEPS_BASE: u64 = 200_000;

/// Steps it may take for each item and each line of an index; the template of the house takes about 300.
const STEPS_PER_ITEM: u64 = 10_000;

/// Blocks and macros inside each other.
const DEPTH_MAX: usize = 50;

/// What may not stand in a page, in small letters. A page is opened where mail is read and from folders, where no header
/// of ours protects the reader, so the page itself has to be without it.
const ACTIVE: &[&str] = &[
    "<script",
    "<iframe",
    "<frame",
    "<object",
    "<embed",
    "<applet",
    "<base",
    "<link",
    "<form",
    "<img",
    "<svg",
    "<video",
    "<audio",
    "<source",
    "<input",
    "<button",
    "http-equiv",
    "srcset=",
    "@import",
    "url(",
    "javascript:",
    ACTIVE_HANDLER,
];

/// Stands in that list for every attribute whose name begins so.
const ACTIVE_HANDLER: &str = " on";

/// Prints an issue as HTML in UTF-8.
///
/// Whatever a template says, every text of the issue is escaped. How much memory a template takes on the way is not
/// limited here: whoever lets others edit templates calls this in a process of its own.
///
/// # Errors
/// The issue is not in order, or the template is not, works too long, makes too much, or brings something active.
pub fn html(issue: &Issue, template: &HtmlTemplate) -> Result<String, Fault> {
    issue.check()?;
    within_length(&template.text)?;
    let sheet = Sheet::new(issue);
    let n_lines = [&sheet.author_index, &sheet.subject_index]
        .iter()
        .flat_map(|groups| groups.iter())
        .map(|group| group.entries.len())
        .sum::<usize>();
    let steps = STEPS_BASE + STEPS_PER_ITEM * (sheet.n_items + n_lines) as u64;

    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    // `{% autoescape false %}` cannot be taken out of the language, so a text inside it is refused.
    environment.set_formatter(|out, state, value| match state.auto_escape() {
        AutoEscape::Html => escape_formatter(out, state, value),
        _ => Err(minijinja::Error::new(ErrorKind::InvalidOperation, "texts are always escaped here")),
    });
    environment.remove_filter("safe");
    environment.set_fuel(Some(steps));
    environment.set_recursion_limit(DEPTH_MAX);
    let compiled = environment.template_from_named_str("issue.html", &template.text).map_err(|error| told(&error))?;
    let mut page = Page { bytes: Vec::new(), full: false };
    let rendered = compiled.render_captured_to(Value::from(Serde(&sheet)), &mut page).map(drop);
    if page.full {
        return Err(Fault::LongOutput { bytes_max: HTML_BYTES_MAX });
    }
    rendered.map_err(|error| told(&error))?;
    let page = String::from_utf8(page.bytes)
        .map_err(|_| Fault::Template { line: None, what: "it makes a page that is not UTF-8".to_owned() })?;
    without_what_acts(&page, &template.text)?;
    Ok(page)
}

/// A page that grows to a limit.
struct Page {
    bytes: Vec<u8>,
    full: bool,
}

impl io::Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > HTML_BYTES_MAX {
            self.full = true;
            return Err(io::Error::other("the page is full"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What the engine says, with the innermost cause, because the outer ones only tell the way to it.
fn told(error: &minijinja::Error) -> Fault {
    let mut cause = error;
    while let Some(inner) = std::error::Error::source(cause).and_then(|source| source.downcast_ref()) {
        cause = inner;
    }
    match cause.kind() {
        ErrorKind::OutOfFuel => Fault::Work,
        kind => Fault::Template {
            line: cause.line().or(error.line()),
            what: cause.detail().map_or_else(|| kind.to_string(), |detail| format!("{kind}: {detail}")),
        },
    }
}

/// Looks at tags alone. Texts cannot make one, so that whatever acts was brought by the template. What an abstract says
/// about scripts is let through, and so is an address with such a word in it.
fn without_what_acts(page: &str, template: &str) -> Result<(), Fault> {
    let small = page.to_ascii_lowercase();
    let mut rest = small.as_str();
    while let Some(begin) = rest.find('<') {
        rest = &rest[begin..];
        let (end, found) = if rest.starts_with("<style") {
            let end = rest.find("</style").unwrap_or(rest.len());
            let mut fetching = ACTIVE.iter().filter(|active| **active != ACTIVE_HANDLER);
            // Signs of a style sheet may be written by their numbers, and then say anything.
            let escaped = rest[..end].contains('\\').then_some("\\");
            (end, fetching.find(|active| rest[..end].contains(**active)).copied().or(escaped))
        } else {
            let tag = Tag::read(rest);
            (tag.end, tag.acts())
        };
        if let Some(active) = found {
            let what = active.trim().to_owned();
            let line = template.lines().position(|line| line.to_ascii_lowercase().contains(&what)).map(|line| line + 1);
            return Err(Fault::Active { line, what });
        }
        rest = &rest[end.max(1)..];
    }
    Ok(())
}

/// A value as a browser reads an address.
fn bare(value: &str) -> String {
    value.trim_start().chars().filter(|c| !c.is_control()).collect()
}

/// A tag, taken apart as far as is needed to see whether it acts.
struct Tag<'a> {
    /// Where it ends: after the first `>` outside of a quoted value.
    end: usize,
    /// Without its quoted values.
    frame: String,
    /// Quoted values, each with what stands before it, as `style=`.
    values: Vec<(String, &'a str)>,
}

impl<'a> Tag<'a> {
    fn read(text: &'a str) -> Tag<'a> {
        let mut tag = Tag { end: text.len(), frame: String::new(), values: Vec::new() };
        let mut open: Option<(char, usize)> = None;
        for (at, letter) in text.char_indices() {
            match (open, letter) {
                (None, '>') => {
                    tag.end = at + 1;
                    break;
                }
                (None, '"' | '\'') => open = Some((letter, at + 1)),
                (None, letter) => tag.frame.push(if letter.is_whitespace() || letter == '/' { ' ' } else { letter }),
                (Some((quote, begin)), letter) if letter == quote => {
                    let name = tag.frame.split(' ').next_back().unwrap_or_default().to_owned();
                    tag.values.push((name, &text[begin..at]));
                    tag.frame.push(' ');
                    open = None;
                }
                _ => {}
            }
        }
        tag
    }

    /// The first thing in the tag that acts or fetches.
    fn acts(&self) -> Option<&'static str> {
        let handler = |word: &str| word.len() > 2 && word.starts_with("on");
        let in_frame = |active: &str| match active {
            ACTIVE_HANDLER => self.frame.split(' ').skip(1).any(handler),
            active => self.frame.contains(active),
        };
        let in_value = |active: &str| {
            self.values.iter().any(|(name, value)| match active {
                // A browser leaves out tabs and ends of lines before it looks at an address.
                "javascript:" => bare(value).starts_with(active),
                "url(" => name == "style=" && (value.contains(active) || value.contains('\\')),
                _ => false,
            })
        };
        ACTIVE.iter().find(|active| in_frame(active) || in_value(active)).copied()
    }
}
