//! Signs that the Greenbook spells between dots, since its tapes had no other letters.
//!
//! The spellings are those of the USPTO's *Patent Full-Text/APS File* documentation. Raised and
//! lowered signs lose their mark (`H.sub.2` is `H2`), as they do in every other format.

/// Signs by their spelling.
const SIGNS: &[(&str, &str)] = &[
    ("+-", "±"),
    ("-+", "∓"),
    ("ANG", "Å"),
    ("COPYRGT", "©"),
    ("RTM", "®"),
    ("TM", "™"),
    ("about", "~"),
    ("angle", "∠"),
    ("apprxeq", "≈"),
    ("approxeq", "≈"),
    ("cent", "¢"),
    ("dbd", "="),
    ("degree", "°"),
    ("differential", "∂"),
    ("div", "÷"),
    ("fwdarw", "→"),
    ("gradient", "∇"),
    ("gtoreq", "≥"),
    ("ident", "≡"),
    ("increment", "∆"),
    ("infin", "∞"),
    ("intg", "∫"),
    ("ltoreq", "≤"),
    ("multidot", "·"),
    ("noteq", "≠"),
    ("parallel", "∥"),
    ("perp", "⊥"),
    ("prime", "′"),
    ("rarw", "←"),
    ("sctn", "§"),
    ("sqroot", "√"),
    ("sub", ""),
    ("sup", ""),
    ("tbd", "≡"),
    ("times", "×"),
    ("varies", "∝"),
    ("vertline", "|"),
];

/// Greek letters; the capital is spelled in capitals.
const GREEK: &[(&str, &str, &str)] = &[
    ("alpha", "α", "Α"),
    ("beta", "β", "Β"),
    ("gamma", "γ", "Γ"),
    ("delta", "δ", "Δ"),
    ("epsilon", "ε", "Ε"),
    ("zeta", "ζ", "Ζ"),
    ("eta", "η", "Η"),
    ("theta", "θ", "Θ"),
    ("iota", "ι", "Ι"),
    ("kappa", "κ", "Κ"),
    ("lambda", "λ", "Λ"),
    ("mu", "μ", "Μ"),
    ("nu", "ν", "Ν"),
    ("xi", "ξ", "Ξ"),
    ("omicron", "ο", "Ο"),
    ("pi", "π", "Π"),
    ("rho", "ρ", "Ρ"),
    ("sigma", "σ", "Σ"),
    ("tau", "τ", "Τ"),
    ("upsilon", "υ", "Υ"),
    ("phi", "φ", "Φ"),
    ("chi", "χ", "Χ"),
    ("psi", "ψ", "Ψ"),
    ("omega", "ω", "Ω"),
];

/// The longest spelling has twelve letters.
const SPELLING_MAX: usize = 12;

/// Puts the signs into a text; a spelling that is not known stays.
pub(crate) fn signs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('.') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().skip(1).take(SPELLING_MAX + 1).position(|b| b == b'.');
        match end.and_then(|end| Some((end, sign(rest.get(1..=end)?)?))) {
            Some((end, sign)) => {
                out.push_str(sign);
                rest = &rest[end + 2..];
            }
            None => {
                out.push('.');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn sign(spelling: &str) -> Option<&'static str> {
    if let Some((_, sign)) = SIGNS.iter().find(|(known, _)| *known == spelling) {
        return Some(sign);
    }
    GREEK.iter().find_map(|(known, small, capital)| {
        if *known == spelling {
            Some(*small)
        } else {
            (spelling.eq_ignore_ascii_case(known) && spelling.bytes().all(|b| b.is_ascii_uppercase()))
                .then_some(*capital)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelled_sign_is_read_and_an_end_of_sentence_stays_one() {
        for (text, expected) in [
            ("H.sub.2 SO.sub.4 at 20.degree. C.", "H2 SO4 at 20° C."),
            (".alpha.-.DELTA.9 and .beta.", "α-Δ9 and β"),
            ("10.sup.-3 .+-.5%", "10-3 ±5%"),
            ("The end. Then more. Done.", "The end. Then more. Done."),
            ("a.unknown.b", "a.unknown.b"),
            ("...", "..."),
            (".été.", ".été."),
            ("", ""),
        ] {
            assert_eq!(signs(text), expected);
        }
    }
}
