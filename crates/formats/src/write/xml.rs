//! XML as it is written: elements that close themselves, and no character that XML 1.0 does not allow
//! (<https://www.w3.org/TR/xml/#charsets>).

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// Attributes: names and values.
pub(crate) type Attributes<'a> = &'a [(&'a str, &'a str)];

/// A document in the making.
pub(crate) struct Xml {
    writer: Writer<Vec<u8>>,
}

impl Xml {
    /// A document with its declaration.
    pub(crate) fn document() -> Xml {
        let mut xml = Xml { writer: Writer::new(Vec::new()) };
        xml.put(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    /// An element with what `within` writes inside it.
    pub(crate) fn element(&mut self, name: &str, attributes: Attributes<'_>, within: impl FnOnce(&mut Xml)) {
        self.put(Event::Start(start(name, attributes)));
        within(self);
        self.put(Event::End(BytesEnd::new(name)));
    }

    /// An element with a text inside it.
    pub(crate) fn leaf(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.element(name, attributes, |xml| xml.put(Event::Text(BytesText::new(&allowed(text)))));
    }

    /// The same, where there is something to say.
    pub(crate) fn leaf_if(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        if !text.is_empty() {
            self.leaf(name, attributes, text);
        }
    }

    /// An element with nothing inside it.
    pub(crate) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.put(Event::Empty(start(name, attributes)));
    }

    /// The document so far.
    pub(crate) fn finish(self) -> String {
        // Made of texts and of nothing else.
        String::from_utf8_lossy(&self.writer.into_inner()).into_owned()
    }

    fn put(&mut self, event: Event<'_>) {
        // Memory takes everything.
        let _ = self.writer.write_event(event);
    }
}

fn start<'a>(name: &'a str, attributes: Attributes<'_>) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, allowed(value).as_ref()));
    }
    start
}

/// The text without the characters that no document may hold, not even as a reference.
fn allowed(text: &str) -> Cow<'_, str> {
    let is_allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(is_allowed) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|c| is_allowed(*c)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_does_not_allow_is_left_out_and_what_it_takes_for_its_own_is_written_out() {
        let mut xml = Xml::document();
        xml.leaf("a", &[("b", "\"<&\u{1}")], "x\u{0}\u{b}\u{fffe}\u{ffff} < & ]]> \u{10ffff}");
        assert_eq!(
            xml.finish(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a b=\"&quot;&lt;&amp;\">x &lt; &amp; ]]&gt; \u{10ffff}</a>"
        );
    }
}
