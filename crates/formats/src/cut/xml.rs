//! Cutting XML: one document or thousands of them in one stream.
//!
//! The cutter looks for `<` and little else. It works on bytes, because documents name their
//! encoding wrongly and every encoding in use writes `<` as ASCII does; a parser that decodes
//! first would end where the first wrong byte stands. For the same reason it does not mind tags
//! that do not pair: a record ends where its own name closes, where the element round it closes,
//! or where the next record or document begins.

use std::borrow::Cow;

use encoding_rs::Encoding;

use super::{Context, Cut, Entry, Sink, Stop, too_large};
use crate::Doubt;
use crate::doubt::quoted;
use crate::encoding;
use crate::limits::NAME_BYTES_MAX;
use crate::window::Window;
use crate::xml::Element;

mod path;
pub(crate) mod rules;

use path::Path;
use rules::{Rule, is_envelope, local};

/// Longest declaration and longest title of a feed that is looked at.
const SHORT_BYTES_MAX: usize = 4_096;

/// Cuts the stream.
pub(crate) fn cut(window: &mut Window<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let mut cutter = Cutter {
        window,
        sink,
        path: Path::default(),
        declared: None,
        context: Context::default(),
        whole: None,
        n_cut: 0,
    };
    cutter.run()
}

/// A document that may have to be read as a whole: its root and the line where that stands.
struct Whole {
    root: Vec<u8>,
    line: u64,
    is_envelope: bool,
    /// Records found inside when it began.
    n_cut: u64,
}

struct Cutter<'w, 'r, 's, 'f> {
    window: &'w mut Window<'r>,
    sink: &'s mut Sink<'f>,
    path: Path,
    declared: Option<&'static Encoding>,
    context: Context,
    whole: Option<Whole>,
    n_cut: u64,
}

/// A tag that was stepped over.
struct Tag {
    /// Name as written.
    name: Vec<u8>,
    is_empty: bool,
}

/// What stands at a `<`.
enum Markup {
    Declaration,
    Comment,
    CData,
    DocType,
    Instruction,
    End,
    Start,
    /// Nothing of XML: a lone `<` in a text.
    Stray,
}

impl Cutter<'_, '_, '_, '_> {
    fn run(&mut self) -> Result<(), Stop> {
        while self.window.find_byte(b'<')? {
            match self.markup()? {
                Markup::Declaration => {
                    self.end_document()?;
                    self.declaration()?;
                }
                Markup::End => {
                    let tag = self.tag()?;
                    self.path.close(local(&tag.name));
                    if self.path.is_empty() {
                        self.end_document()?;
                    }
                }
                Markup::Start => self.start()?,
                other => self.pass(&other)?,
            }
        }
        self.ends_early()?;
        self.end_document()
    }

    /// Says that the input ended inside a document of records: what should follow is missing.
    fn ends_early(&mut self) -> Result<(), Stop> {
        let Some(root) = self.path.names().next().map(<[u8]>::to_vec) else { return Ok(()) };
        let is_of_records = self.whole.as_ref().is_some_and(|whole| whole.is_envelope || self.n_cut > whole.n_cut);
        if !is_of_records {
            return Ok(());
        }
        let root = String::from_utf8_lossy(&root);
        let doubt = format!("the input ends before {} is closed; what stands before it was read", quoted(&root));
        (self.sink)(Cut::Doubt(Doubt::new(doubt).on(self.window.line()).unread()))
    }

    fn markup(&mut self) -> Result<Markup, Stop> {
        let bytes = self.window.peek(9)?;
        Ok(match bytes.get(1) {
            Some(b'/') => Markup::End,
            Some(b'?') if is_declaration(bytes) => Markup::Declaration,
            Some(b'?') => Markup::Instruction,
            Some(b'!') if bytes.starts_with(b"<!--") => Markup::Comment,
            Some(b'!') if bytes.starts_with(b"<![CDATA[") => Markup::CData,
            Some(b'!') => Markup::DocType,
            Some(byte) if is_name_start(*byte) => Markup::Start,
            _ => Markup::Stray,
        })
    }

    /// Steps over mark-up that opens and closes nothing.
    fn pass(&mut self, markup: &Markup) -> Result<(), Stop> {
        let end: &[u8] = match markup {
            Markup::Comment => b"-->",
            Markup::CData => b"]]>",
            Markup::Instruction => b"?>",
            Markup::DocType => return self.doctype(),
            _ => {
                self.window.advance(1);
                return Ok(());
            }
        };
        let line = self.window.line();
        // Behind `<!`, so that the hyphens of `<!-->` are not taken twice.
        self.window.advance(2);
        if !self.window.pass(end)? {
            let end = String::from_utf8_lossy(end);
            let doubt = format!("{} is missing: what follows this line was passed over to the end", quoted(&end));
            (self.sink)(Cut::Doubt(Doubt::new(doubt).on(line).unread()))?;
        }
        Ok(())
    }

    /// Steps over a DOCTYPE with its internal subset. Nothing it declares is looked at.
    fn doctype(&mut self) -> Result<(), Stop> {
        let mut is_inside = false;
        self.window.advance(2);
        loop {
            let passed = |b| !matches!(b, b'[' | b']' | b'>' | b'"' | b'\'' | b'<');
            let Some(byte) = self.window.skip_while(passed)? else { return Ok(()) };
            if byte == b'<' && self.window.starts_with(b"<!--")? {
                self.window.pass(b"-->")?;
                continue;
            }
            self.window.advance(1);
            match byte {
                b'[' => is_inside = true,
                b']' => is_inside = false,
                b'>' if !is_inside => return Ok(()),
                // A `>` is in no literal that is written by hand; one that is never closed must
                // not swallow the stream.
                b'"' | b'\'' if self.window.skip_while(|b| b != byte && b != b'>')? == Some(byte) => {
                    self.window.advance(1);
                }
                _ => {}
            }
        }
    }

    /// Takes the encoding out of a declaration.
    fn declaration(&mut self) -> Result<(), Stop> {
        let bytes = self.window.peek(SHORT_BYTES_MAX)?;
        self.declared = encoding::declared_by_xml(bytes);
        self.window.pass(b"?>")?;
        Ok(())
    }

    /// Steps over a tag. A `<` inside ends it too: the tag was broken off there.
    fn tag(&mut self) -> Result<Tag, Stop> {
        self.window.advance(1);
        if self.window.byte()? == Some(b'/') {
            self.window.advance(1);
        }
        let bytes = self.window.peek(NAME_BYTES_MAX)?;
        let bytes = bytes.get(..NAME_BYTES_MAX).unwrap_or(bytes);
        let length = bytes.iter().position(|b| is_name_end(*b)).unwrap_or(bytes.len());
        let name = bytes.get(..length).unwrap_or_default().to_vec();
        self.window.advance(length);
        let mut last = 0;
        loop {
            // The byte before tells an empty element, so it is looked at with the end.
            let rest = self.window.rest();
            let found = rest.iter().position(|b| matches!(b, b'>' | b'<' | b'"' | b'\''));
            let passed = found.unwrap_or(rest.len());
            if let Some(before) = passed.checked_sub(1).and_then(|before| rest.get(before)) {
                last = *before;
            }
            let byte = found.and_then(|found| rest.get(found)).copied();
            self.window.advance(passed);
            match byte {
                Some(b'>') => {
                    self.window.advance(1);
                    return Ok(Tag { name, is_empty: last == b'/' });
                }
                Some(b'<') => return Ok(Tag { name, is_empty: false }),
                Some(quote) => {
                    self.window.advance(1);
                    last = quote;
                    let stop = self.window.skip_while(|b| b != quote && b != b'<')?;
                    if stop == Some(quote) {
                        self.window.advance(1);
                    }
                }
                None => {
                    if !self.window.more()? {
                        return Ok(Tag { name, is_empty: false });
                    }
                }
            }
        }
    }

    /// A start tag outside of records.
    fn start(&mut self) -> Result<(), Stop> {
        let qualified = self.name_here()?;
        let name = local(&qualified).to_vec();
        if let Some(rule) = rules::rule(&name, self.path.names()) {
            return self.record(rule, &qualified);
        }
        if self.path.is_empty() {
            self.begin_document(&name)?;
        }
        let is_feed = matches!(name.as_slice(), b"feed" | b"rss" | b"channel");
        let is_told =
            matches!(self.path.parent(), b"feed" | b"channel") && matches!(name.as_slice(), b"title" | b"language");
        if is_feed || is_told {
            self.note(is_told)?;
        }
        let tag = self.tag()?;
        if !tag.is_empty {
            self.path.open(&name);
        } else if self.path.is_empty() {
            self.end_document()?;
        }
        Ok(())
    }

    /// The name of the tag at which the window stands.
    fn name_here(&mut self) -> Result<Vec<u8>, Stop> {
        let bytes = self.window.peek(NAME_BYTES_MAX)?;
        let name = bytes.get(1..NAME_BYTES_MAX.min(bytes.len())).unwrap_or_default();
        let length = name.iter().position(|b| is_name_end(*b)).unwrap_or(name.len());
        Ok(name.get(..length).unwrap_or_default().to_vec())
    }

    fn begin_document(&mut self, root: &[u8]) -> Result<(), Stop> {
        self.end_document()?;
        let is_envelope = is_envelope(root);
        let line = if is_envelope { self.window.line() } else { self.window.hold() };
        self.whole = Some(Whole { root: root.to_vec(), line, is_envelope, n_cut: self.n_cut });
        Ok(())
    }

    /// The document ends here: gives it as a whole when no records were found in it.
    fn end_document(&mut self) -> Result<(), Stop> {
        self.path.clear();
        self.context = Context::default();
        let Some(whole) = self.whole.take() else { return Ok(()) };
        if whole.n_cut == self.n_cut {
            let root = String::from_utf8_lossy(&whole.root);
            let cut = match self.window.held() {
                _ if whole.is_envelope => Cut::Doubt(
                    Doubt::new(format!("there are no records in the document {}", quoted(&root))).on(whole.line),
                ),
                Some(bytes) => Cut::Entry(Entry {
                    bytes: Cow::Borrowed(bytes.trim_ascii_end()),
                    line: whole.line,
                    declared: self.declared,
                    context: &Context::NONE,
                    doubt: None,
                }),
                None => Cut::Doubt(too_large(whole.line, &format!("the document {}", quoted(&root)))),
            };
            (self.sink)(cut)?;
        }
        self.window.release();
        Ok(())
    }

    /// Title or language of a feed, or what its own tag says of the language.
    fn note(&mut self, is_told: bool) -> Result<(), Stop> {
        let bytes = self.window.peek(SHORT_BYTES_MAX)?;
        let bytes = bytes.get(..SHORT_BYTES_MAX).unwrap_or(bytes);
        let end = memchr::memmem::find(bytes, if is_told { b"</" } else { b">" });
        let Some(text) = end.and_then(|end| bytes.get(..if is_told { end } else { end + 1 })) else { return Ok(()) };
        let (Some(element), _) = Element::parse(&String::from_utf8_lossy(text)) else { return Ok(()) };
        let text = element.text();
        let language = if element.name == "language" { Some(text.as_str()) } else { element.attr("lang") };
        if let Some(language) = language.and_then(model::Language::parse) {
            self.context.language = Some(language);
        }
        if element.name == "title" && !text.is_empty() {
            self.context.title = Some(crate::markup::plain(&text));
        }
        Ok(())
    }

    /// A record, from its start tag to its end.
    fn record(&mut self, rule: &Rule, qualified: &[u8]) -> Result<(), Stop> {
        let line = self.window.hold();
        self.n_cut += 1;
        let parent = self.path.parent().to_vec();
        let may_hold_itself = rule.nests && self.begins_with_header()?;
        let mut n_open: u64 = if self.tag()?.is_empty { 0 } else { 1 };
        let mut ends_early = false;
        while n_open > 0 {
            if !self.window.find_byte(b'<')? {
                ends_early = true;
                break;
            }
            // Two bytes tell most tags from those that matter.
            let next = self.window.peek(3 + qualified.len())?.get(1).copied();
            match next {
                Some(b'/') => {
                    if self.is_here(2, qualified) {
                        self.tag()?;
                        n_open -= 1;
                    } else if !parent.is_empty() && self.closes(&parent)? {
                        break;
                    } else {
                        self.window.advance(2);
                    }
                }
                Some(b'!' | b'?') => match self.markup()? {
                    Markup::Declaration => {
                        break;
                    }
                    other => self.pass(&other)?,
                },
                Some(_) if self.is_here(1, qualified) => {
                    if !may_hold_itself || self.begins_with_header()? {
                        break;
                    }
                    if !self.tag()?.is_empty {
                        n_open += 1;
                    }
                }
                _ => self.window.advance(1),
            }
        }
        let cut = match self.window.held() {
            // A record that is not closed is told by the parser.
            Some(bytes) => Cut::Entry(Entry {
                bytes: Cow::Borrowed(bytes.trim_ascii_end()),
                line,
                declared: self.declared,
                context: &self.context,
                doubt: None,
            }),
            None => Cut::Doubt(too_large(line, &format!("the element {}", quoted(rule.name)))),
        };
        (self.sink)(cut)?;
        self.window.release();
        if ends_early && self.path.is_empty() {
            let doubt = format!("the input ends inside {}; it was read as far as it goes", quoted(rule.name));
            (self.sink)(Cut::Doubt(Doubt::new(doubt).on(line).unread()))?;
        }
        Ok(())
    }

    /// Whether this name stands so far ahead, and ends there.
    fn is_here(&self, ahead: usize, name: &[u8]) -> bool {
        let rest = self.window.rest().get(ahead..).unwrap_or_default();
        rest.starts_with(name) && rest.get(name.len()).is_some_and(|b| is_name_end(*b))
    }

    /// Whether the first thing inside the element that begins here is a `header`.
    fn begins_with_header(&mut self) -> Result<bool, Stop> {
        let bytes = self.window.peek(SHORT_BYTES_MAX)?;
        let bytes = bytes.get(..SHORT_BYTES_MAX).unwrap_or(bytes);
        Ok(rules::begins_with_header(bytes))
    }

    /// Whether an end tag with this local name stands here.
    fn closes(&mut self, name: &[u8]) -> Result<bool, Stop> {
        let bytes = self.window.peek(NAME_BYTES_MAX)?;
        let written = bytes.get(2..NAME_BYTES_MAX.min(bytes.len())).unwrap_or_default();
        let length = written.iter().take(name.len() + 32).position(|b| is_name_end(*b)).unwrap_or(0);
        Ok(local(written.get(..length).unwrap_or_default()) == name)
    }
}

fn is_declaration(bytes: &[u8]) -> bool {
    bytes.starts_with(b"<?xml") && bytes.get(5).is_some_and(|b| b.is_ascii_whitespace() || *b == b'?')
}

/// Bytes of other encodings can begin a name; ASCII signs cannot.
pub(crate) fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte == b':' || byte >= 0x80
}

/// Whether a byte ends a name.
pub(crate) fn is_name_end(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'<')
}
