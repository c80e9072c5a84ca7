//! Running text out of XML: paragraphs kept apart, formulas in one line, apparatus left out.

use crate::markup::{BLOCKS, squeeze};
use crate::mathml;
use crate::xml::{Element, Node};

/// The text of a title, abstract or name with mark-up inside. Unlike [`Element::text`] it sets
/// blanks between blocks, linearises MathML (TeX where there is no MathML), and leaves out
/// pictures and the marks and bodies of footnotes.
pub(crate) fn prose(element: &Element) -> String {
    let mut line = String::new();
    append(element, &mut line);
    squeeze(&line)
}

/// Elements between which words do not touch, besides those of [`BLOCKS`].
const MORE_BLOCKS: &[&str] = &["def-list", "def-item", "disp-quote", "break", "AbstractText"];

/// Elements that are no part of the running text.
const APPARATUS: &[&str] =
    &["fn", "graphic", "inline-graphic", "media", "object-id", "table-wrap", "fig", "label", "script", "style"];

// The depth of the tree bounds the recursion.
fn append(element: &Element, line: &mut String) {
    for node in &element.nodes {
        append_node(node, line);
    }
}

fn append_node(node: &Node, line: &mut String) {
    let element = match node {
        Node::Text(text) => {
            line.push_str(text);
            return;
        }
        Node::Element(element) => element,
    };
    match element.name.as_str() {
        "math" => line.push_str(&mathml::linear(element)),
        "tex-math" => line.push_str(&mathml::tex(element)),
        // One formula in several notations: MathML before TeX before anything else.
        "inline-formula" | "alternatives" => formula(element, line),
        "disp-formula" => {
            line.push(' ');
            formula(element, line);
            line.push(' ');
        }
        "xref" if matches!(element.attr("ref-type"), Some("fn" | "aff" | "author-notes" | "corresp" | "table-fn")) => {}
        // The blank between given and family name in Atypon's JATS.
        "x" => line.push(' '),
        name if APPARATUS.contains(&name) => {}
        name if BLOCKS.contains(&name) || MORE_BLOCKS.contains(&name) => {
            line.push(' ');
            append(element, line);
            line.push(' ');
        }
        _ => append(element, line),
    }
}

fn formula(element: &Element, line: &mut String) {
    if let Some(math) = element.descendants("math").first() {
        line.push_str(&mathml::linear(math));
    } else if let Some(tex) = element.descendants("tex-math").first() {
        line.push_str(&mathml::tex(tex));
    } else {
        append(element, line);
    }
}

/// An abstract, as JATS marks it up and Crossref and others borrow it: sections as
/// `LABEL: text`, the heading of the whole (`Abstract`) left out.
pub(crate) fn summary(element: &Element) -> String {
    let mut parts = Vec::new();
    // One title says `Abstract` in some language; several are labels that lost their sections.
    let headed = element.children("title").count() == 1;
    section(element, headed, &mut parts);
    parts.join(" ")
}

fn section(element: &Element, headed: bool, parts: &mut Vec<String>) {
    let mut label = String::new();
    let mut line = String::new();
    let close = |label: &mut String, line: &mut String, parts: &mut Vec<String>| {
        let text = squeeze(line);
        line.clear();
        if !text.is_empty() {
            parts.push(if label.is_empty() { text } else { format!("{label}: {text}") });
            label.clear();
        }
    };
    for node in &element.nodes {
        match node {
            Node::Element(title) if title.name == "title" => {
                close(&mut label, &mut line, parts);
                if !headed {
                    label = prose(title).trim_end_matches([':', '.', ' ']).to_owned();
                }
            }
            Node::Element(inner) if inner.name == "sec" => {
                close(&mut label, &mut line, parts);
                section(inner, false, parts);
            }
            node => append_node(node, &mut line),
        }
    }
    close(&mut label, &mut line, parts);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(xml: &str, read: fn(&Element) -> String, expected: &str) {
        let (root, doubts) = Element::parse(xml);
        assert!(doubts.is_empty(), "{doubts:?}");
        assert_eq!(read(&root.unwrap()), expected);
    }

    #[test]
    fn words_of_two_paragraphs_do_not_touch_and_letters_of_one_word_do() {
        check("<a><p>CO<sub>2</sub> rises.</p><p>Ice melts.</p></a>", prose, "CO2 rises. Ice melts.");
        check("<a>Line<break/>two<xref ref-type=\"fn\">*</xref></a>", prose, "Line two");
    }

    #[test]
    fn a_formula_in_two_notations_is_read_once() {
        check(
            "<t>Mass <inline-formula><alternatives><tex-math>$m_0$</tex-math><mml:math><mml:msub><mml:mi>m</mml:mi>\
             <mml:mn>0</mml:mn></mml:msub></mml:math></alternatives></inline-formula> at rest</t>",
            prose,
            "Mass m_0 at rest",
        );
        check("<t>Mass <inline-formula><tex-math>$m_0$</tex-math></inline-formula></t>", prose, "Mass m_0");
    }

    #[test]
    fn the_sections_of_an_abstract_carry_their_labels() {
        check(
            "<abstract><title>Abstract</title><sec><title>Aims</title><p>To see.</p></sec>\
             <sec><title>Results:</title><p>Seen <italic>twice</italic>.</p><p>And again.</p></sec></abstract>",
            summary,
            "Aims: To see. Results: Seen twice. And again.",
        );
        check("<abstract>Bare text <b>here</b> too</abstract>", summary, "Bare text here too");
    }
}
