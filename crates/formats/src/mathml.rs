//! Mathematics in one line of text.
//!
//! Titles and abstracts carry formulas as MathML (<https://www.w3.org/TR/MathML3/>) or as TeX.
//! A record is plain text, so a formula becomes what one would type: `x_1^2`, `a/b`, `√(x + 1)`.

use crate::markup::squeeze;
use crate::xml::{Element, Node};

/// The formula that a `math` element holds, as one line.
pub(crate) fn linear(math: &Element) -> String {
    squeeze(&row(math))
}

/// The formula that a `tex-math` element holds, as TeX: without the frame of a document and
/// without the signs that open and close mathematics.
pub(crate) fn tex(element: &Element) -> String {
    let text = element.text();
    let body = text.split_once("\\begin{document}").map_or(text.as_str(), |(_, body)| body);
    let body = body.split_once("\\end{document}").map_or(body, |(body, _)| body).trim();
    for (open, close) in [("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]")] {
        if let Some(inner) = body.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            return inner.trim().to_owned();
        }
    }
    body.to_owned()
}

/// One element of a formula. The depth is bounded by that of the tree, [`crate::limits::DEPTH_MAX`].
fn term(element: &Element) -> String {
    let mut parts = element.elements().map(term);
    let mut part = || parts.next().unwrap_or_default();
    match element.name.as_str() {
        "mi" | "mn" | "mtext" | "ms" => element.text(),
        "mo" => element.text().chars().filter(|c| !('\u{2061}'..='\u{2064}').contains(c)).collect(),
        "mspace" => " ".to_owned(),
        "mphantom" | "annotation" | "annotation-xml" | "maligngroup" | "malignmark" | "mprescripts" | "none" => {
            String::new()
        }
        // The first child is the formula; the others say it again in other notations.
        "semantics" => part(),
        "msub" | "munder" => format!("{}{}", part(), script('_', &part())),
        "msup" => format!("{}{}", part(), script('^', &part())),
        "mover" => accented(&part(), &part()),
        "msubsup" | "munderover" => format!("{}{}{}", part(), script('_', &part()), script('^', &part())),
        "mmultiscripts" => scripts(element),
        "mfrac" => format!("{}/{}", grouped(&part()), grouped(&part())),
        "msqrt" => format!("√{}", grouped(&row(element))),
        "mroot" => {
            let (base, index) = (part(), part());
            format!("{}^(1/{index})", grouped(&base))
        }
        "mfenced" => {
            let inner: Vec<String> = parts.collect();
            let fence = |name: &str, usual: &str| element.attr(name).unwrap_or(usual).to_owned();
            format!("{}{}{}", fence("open", "("), inner.join(", "), fence("close", ")"))
        }
        "mtable" => parts.collect::<Vec<_>>().join("; "),
        "mtr" | "mlabeledtr" => parts.collect::<Vec<_>>().join(", "),
        _ => row(element),
    }
}

/// How far back a name is looked for before the next term.
const NAME_CHARS: usize = 16;

/// Terms side by side. Signs between two terms get blanks; names of several letters keep apart.
fn row(element: &Element) -> String {
    const BETWEEN: &str = "=≠<>≤≥≪≫≈∼≃≅≡∝→←↔⇒∈∉⊂⊆∪∩+−±∓×·/⋅≲≳";
    let mut line = String::new();
    let mut after_sign = false;
    for node in &element.nodes {
        let child = match node {
            Node::Element(child) => child,
            // Text outside of tokens is no MathML, but it was written to be read.
            Node::Text(text) => {
                line.push_str(&squeeze(text));
                continue;
            }
        };
        let part = term(child);
        if part.is_empty() {
            continue;
        }
        let sign =
            child.name == "mo" && part.chars().all(|c| c == '-' || BETWEEN.contains(c)) && part != "/" && part != "·";
        let binary = sign && !line.is_empty() && !after_sign && !line.ends_with(['(', '[', '{', ',', ' ']);
        if binary {
            line.push_str(&format!(" {part} "));
        } else {
            // Names of several letters (`sin`, `max`) keep apart from their neighbours.
            let word = |text: &str| text.chars().count() > 1 && text.chars().all(char::is_alphabetic);
            let end: String = line.chars().rev().take(NAME_CHARS).take_while(|c| c.is_alphanumeric()).collect();
            let touching = !end.is_empty() && part.starts_with(char::is_alphanumeric);
            if touching && ((child.name == "mi" && word(&part)) || (word(&end) && end.len() > 2)) {
                line.push(' ');
            }
            line.push_str(&part);
            if part == "," {
                line.push(' ');
            }
        }
        after_sign = sign;
    }
    line
}

/// A subscript or superscript behind its sign; several terms are put in brackets.
fn script(sign: char, text: &str) -> String {
    match text.trim() {
        "" => String::new(),
        // Primes are written on, not up.
        prime if prime.chars().all(|c| "′″‴'*†".contains(c)) && sign == '^' => prime.to_owned(),
        text => format!("{sign}{}", grouped(text)),
    }
}

/// A letter under an accent; what is no accent stands above it as a superscript.
fn accented(base: &str, over: &str) -> String {
    let mark = match over.trim() {
        "" => return base.to_owned(),
        "^" | "ˆ" | "\u{302}" => '\u{302}',
        "~" | "˜" | "\u{303}" | "∼" => '\u{303}',
        "¯" | "‾" | "\u{304}" | "_" | "―" | "―‾" | "-" | "−" => '\u{304}',
        "˙" | "." | "\u{307}" => '\u{307}',
        "→" | "\u{20d7}" => '\u{20d7}',
        other => return format!("{base}{}", script('^', other)),
    };
    if base.chars().count() == 1 { format!("{base}{mark}") } else { base.to_owned() }
}

/// Base, then pairs of scripts behind it, then pairs before it: `_(92)^(238)U` is written `^238_92U`.
fn scripts(element: &Element) -> String {
    let mut behind = String::new();
    let mut before = String::new();
    let mut children = element.elements();
    let base = children.next().map(term).unwrap_or_default();
    let mut prescripts = false;
    let mut lower = true;
    for child in children {
        if child.name == "mprescripts" {
            (prescripts, lower) = (true, true);
            continue;
        }
        let text = script(if lower { '_' } else { '^' }, &term(child));
        if prescripts {
            before.push_str(&text);
        } else {
            behind.push_str(&text);
        }
        lower = !lower;
    }
    format!("{before}{base}{behind}")
}

/// Brackets round what is more than one number or name.
fn grouped(text: &str) -> String {
    let text = text.trim();
    let simple = text.chars().all(|c| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c) || c == '.');
    let closed = text.starts_with('(') && text.find(')') == Some(text.len().saturating_sub(1));
    if simple || closed || text.chars().count() == 1 { text.to_owned() } else { format!("({text})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(math: &str, expected: &str) {
        let (root, doubts) = Element::parse(&format!("<math>{math}</math>"));
        assert!(doubts.is_empty(), "{doubts:?}");
        assert_eq!(linear(&root.unwrap()), expected);
    }

    #[test]
    fn a_formula_becomes_what_one_would_type() {
        check("<msup><mi>x</mi><mn>2</mn></msup>", "x^2");
        check("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>", "x_1^2");
        check("<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>", "E = mc^2");
        check("<mo>-</mo><mn>3</mn><mo>+</mo><mi>y</mi>", "-3 + y");
        check("<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mi>b</mi></mfrac>", "(a + 1)/b");
        check("<msqrt><mi>s</mi></msqrt>", "√s");
        check("<mi>sin</mi><mi>x</mi>", "sin x");
        check("<msub><mi>n</mi><mrow><mi>e</mi><mi>f</mi><mi>f</mi></mrow></msub>", "n_eff");
        check("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)");
        check("<mover><mi>p</mi><mo>¯</mo></mover>", "p\u{304}");
        check("<mmultiscripts><mi>U</mi><mprescripts/><mn>92</mn><mn>238</mn></mmultiscripts>", "_92^238U");
        check("<semantics><mi>z</mi><annotation>\\zeta</annotation></semantics>", "z");
    }

    #[test]
    fn blanks_between_the_tags_are_not_part_of_a_formula() {
        check("\n <msub>\n  <mi>H</mi>\n  <mn>2</mn>\n </msub>\n <mi>O</mi>\n", "H_2O");
    }

    #[test]
    fn tex_comes_without_its_document() {
        let text = "<tex-math>\\documentclass{minimal}\\begin{document}$$\\alpha &lt; 1$$\\end{document}</tex-math>";
        assert_eq!(tex(&Element::parse(text).0.unwrap()), "\\alpha < 1");
    }
}
