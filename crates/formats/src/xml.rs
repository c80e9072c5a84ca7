//! One XML entry as a small tree.
//!
//! Wraps quick-xml once for all formats. Names are local names: sources declare, forget and mix
//! prefixes, and no format read here needs them to tell elements apart. Entities: the five of
//! XML, numbers and the HTML set are resolved; others stay as written with a doubt. Nothing
//! external is ever fetched, and entities declared in a DOCTYPE are not expanded.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::doubt::{Doubt, quoted};
use crate::limits::{ATTRIBUTES_MAX, DEPTH_MAX, NODES_MAX};
use crate::sgml;

/// An element with everything inside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Element {
    /// Local name.
    pub name: String,
    /// Attributes by local name, in document order.
    pub attributes: Vec<(String, String)>,
    /// Elements and texts, in document order.
    pub nodes: Vec<Node>,
    /// Line on which its start tag stands, from 1.
    pub line: u64,
}

/// What can stand inside an element.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Text, entities resolved, blanks as written.
    Text(String),
}

impl Element {
    /// Parses one document or one entry cut out of a document. Damaged input gives the tree up to
    /// the damage, open elements closed, and a doubt. `None` when there is no element at all.
    pub fn parse(text: &str) -> (Option<Element>, Vec<Doubt>) {
        Builder::new(text).run()
    }

    /// The language that the element states in its `xml:lang` (or `language`).
    pub fn language(&self) -> Option<model::Language> {
        self.attr("lang").or_else(|| self.attr("language")).and_then(model::Language::parse)
    }

    /// The attribute with this local name.
    pub fn attr(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Child elements, in order.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Child elements with this name, in order.
    pub fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// First child with this name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// First element on this path of names, `front/article-meta/title-group`; every branch is tried.
    pub fn find(&self, path: &str) -> Option<&Element> {
        match path.split_once('/') {
            None => self.child(path),
            Some((first, rest)) => self.elements().filter(|e| e.name == first).find_map(|e| e.find(rest)),
        }
    }

    /// All elements on this path of names, in document order.
    pub fn find_all(&self, path: &str) -> Vec<&Element> {
        match path.split_once('/') {
            None => self.elements().filter(|e| e.name == path).collect(),
            Some((first, rest)) => self.elements().filter(|e| e.name == first).flat_map(|e| e.find_all(rest)).collect(),
        }
    }

    /// All elements with this name at any depth below, in document order.
    pub fn descendants(&self, name: &str) -> Vec<&Element> {
        let mut found = Vec::new();
        self.gather(name, &mut found);
        found
    }

    fn gather<'a>(&'a self, name: &str, found: &mut Vec<&'a Element>) {
        for element in self.elements() {
            if element.name == name {
                found.push(element);
            }
            element.gather(name, found);
        }
    }

    /// All text inside at any depth, blanks run together, ends trimmed.
    pub fn text(&self) -> String {
        let mut all = String::new();
        self.append_text(&mut all);
        crate::markup::squeeze(&all)
    }

    fn append_text(&self, all: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => all.push_str(text),
                Node::Element(element) => element.append_text(all),
            }
        }
    }

    /// Text of the first element on this path, if there is any.
    pub fn text_at(&self, path: &str) -> Option<String> {
        self.find(path).map(Element::text).filter(|text| !text.is_empty())
    }
}

struct Builder<'a> {
    reader: Reader<&'a [u8]>,
    lines: Lines<'a>,
    open: Vec<Element>,
    root: Option<Element>,
    doubts: Vec<Doubt>,
    n_nodes: usize,
}

/// Counts lines as the reader moves forward.
struct Lines<'a> {
    text: &'a [u8],
    position: usize,
    line: u64,
}

impl Lines<'_> {
    fn at(&mut self, position: usize) -> u64 {
        let position = position.min(self.text.len());
        if position > self.position {
            self.line += memchr::memchr_iter(b'\n', &self.text[self.position..position]).count() as u64;
            self.position = position;
        }
        self.line
    }
}

impl<'a> Builder<'a> {
    fn new(text: &'a str) -> Builder<'a> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        // Sources forget end tags and close them in the wrong order; what stands is still read.
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let lines = Lines { text: text.as_bytes(), position: 0, line: 1 };
        Builder { reader, lines, open: Vec::new(), root: None, doubts: Vec::new(), n_nodes: 0 }
    }

    fn run(mut self) -> (Option<Element>, Vec<Doubt>) {
        loop {
            let position = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let line = self.lines.at(position);
                    self.doubts.push(
                        Doubt::new(format!("the XML breaks off here ({error}); what stands before it was read"))
                            .on(line)
                            .unread(),
                    );
                    break;
                }
            };
            match event {
                Event::Start(start) => {
                    let element = self.element(&start, position);
                    if self.open.first().is_some_and(|root| sgml::has_no_end_tag(&root.name, &element.name)) {
                        self.close(element);
                        continue;
                    }
                    if self.open.len() >= DEPTH_MAX {
                        self.doubts.push(
                            Doubt::new(format!("elements are nested deeper than {DEPTH_MAX}; the rest was left out"))
                                .on(element.line),
                        );
                        break;
                    }
                    self.open.push(element);
                }
                Event::Empty(start) => {
                    let element = self.element(&start, position);
                    self.close(element);
                }
                Event::End(end) => {
                    let name = end.local_name();
                    let name = name.as_ref().to_owned();
                    self.end(&name);
                }
                Event::Text(text) => self.text(&text),
                Event::CData(text) => self.text(&text),
                Event::GeneralRef(reference) => {
                    let name = reference.to_string();
                    match resolved(&name) {
                        Some(text) => self.text(&text),
                        None => {
                            let line = self.lines.at(position);
                            self.doubts.push(
                                Doubt::new(format!("the entity {} is not known; it stays as written", quoted(&name)))
                                    .on(line),
                            );
                            self.text(&format!("&{name};"));
                        }
                    }
                }
                Event::Eof => break,
                Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => {}
            }
            if self.n_nodes > NODES_MAX {
                let line = self.lines.at(position);
                self.doubts.push(
                    Doubt::new(format!(
                        "the entry has more than {NODES_MAX} elements and texts; the rest was left out"
                    ))
                    .on(line),
                );
                break;
            }
            // A second root belongs to another entry.
            if self.root.is_some() && self.open.is_empty() {
                break;
            }
        }
        if let Some(open) = self.open.last() {
            let doubt =
                Doubt::new(format!("the element {} is not closed; it was read as far as it goes", quoted(&open.name)));
            if self.doubts.is_empty() {
                self.doubts.push(doubt.on(open.line));
            }
        }
        while let Some(element) = self.open.pop() {
            self.close(element);
        }
        self.doubts.truncate(crate::limits::DOUBTS_MAX);
        (self.root, self.doubts)
    }

    fn element(&mut self, start: &BytesStart<'_>, position: usize) -> Element {
        self.n_nodes += 1;
        let line = self.lines.at(position);
        let name = start.local_name();
        let mut element = Element { name: name.as_ref().to_owned(), line, ..Element::default() };
        for attribute in start.attributes().with_checks(false).take(ATTRIBUTES_MAX).flatten() {
            let key = attribute.key.local_name();
            let key = key.as_ref().to_owned();
            // Declarations of prefixes are no attributes.
            if attribute.key.as_ref().starts_with("xmlns") {
                continue;
            }
            element.attributes.push((key, unescape(&attribute.value)));
        }
        element
    }

    fn text(&mut self, text: &str) {
        let Some(open) = self.open.last_mut() else { return };
        if let Some(Node::Text(before)) = open.nodes.last_mut() {
            before.push_str(text);
        } else {
            self.n_nodes += 1;
            open.nodes.push(Node::Text(text.to_owned()));
        }
    }

    /// Closes up to the element with this name; an end tag that nothing opened is passed over.
    fn end(&mut self, name: &str) {
        let Some(depth) = self.open.iter().rposition(|open| open.name == name) else { return };
        while self.open.len() > depth {
            if let Some(element) = self.open.pop() {
                self.close(element);
            }
        }
    }

    fn close(&mut self, element: Element) {
        match self.open.last_mut() {
            Some(parent) => parent.nodes.push(Node::Element(element)),
            None if self.root.is_none() => self.root = Some(element),
            None => {}
        }
    }
}

/// The text of an entity named without `&` and `;`: the five of XML, numbers, the HTML set.
pub(crate) fn resolved(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        // Numbers 128 to 159 are Windows-1252 in what people write, whatever the standard says.
        if (0x80..0xa0).contains(&code) {
            let byte = [code as u8];
            return Some(encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.into_owned());
        }
        return char::from_u32(code).filter(|c| *c != '\0').map(String::from);
    }
    quick_xml::escape::resolve_html5_entity(name).map(str::to_owned).or_else(|| sgml::greek(name).map(str::to_owned))
}

/// Resolves the entities in a run of text; what is not known stays as written.
pub(crate) fn unescape(text: &str) -> String {
    let Some(first) = text.find('&') else { return text.to_owned() };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // The longest entity of HTML has 31 letters.
        let end = rest.bytes().take(34).position(|b| b == b';');
        match end.and_then(|end| resolved(&rest[1..end]).map(|text| (end, text))) {
            Some((end, text)) => {
                out.push_str(&text);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ampersand_survives_in_a_title() {
        let (root, doubts) = Element::parse("<r><t>Cats &amp; d&#246;gs &ldquo;now&rdquo;</t></r>");
        assert_eq!(root.unwrap().text_at("t").as_deref(), Some("Cats & dögs “now”"));
        assert!(doubts.is_empty());
    }

    #[test]
    fn an_entity_of_the_sender_is_never_expanded() {
        let (root, doubts) = Element::parse("<!DOCTYPE r [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><r>&a;</r>");
        assert_eq!(root.unwrap().text(), "&a;");
        assert_eq!(doubts.len(), 1);
    }

    #[test]
    fn a_document_cut_in_the_middle_gives_its_first_half() {
        let (root, doubts) = Element::parse("<r>\n<t>Steam</t>\n<a>Wat");
        let root = root.unwrap();
        assert_eq!(root.text_at("t").as_deref(), Some("Steam"));
        assert_eq!(root.text_at("a").as_deref(), Some("Wat"));
        assert_eq!(doubts[0].line, Some(3));
    }

    #[test]
    fn nesting_without_end_is_cut_with_a_doubt() {
        let (root, doubts) = Element::parse(&"<a>".repeat(100_000));
        assert!(root.is_some());
        assert!(doubts[0].text.contains("nested deeper"), "{doubts:?}");
    }
}
