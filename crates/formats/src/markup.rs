//! Text without its mark-up.

/// Blanks of every sort run together to one, ends trimmed.
pub(crate) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Takes HTML or JATS tags out of a string and resolves its entities. A `<` that opens no tag
/// stays: `p < 0.05` is text.
pub(crate) fn plain(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return squeeze(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Once an end is missing it is missing for good: looking again for each of a million beginnings
    // would take hours.
    let (mut comments_end, mut scripts_end) = (true, true);
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let is_end = rest.starts_with("</");
        match tag(rest, &mut comments_end) {
            Some((length, name)) => {
                // Tags that end a line separate words, the others stand inside them.
                if BLOCKS.contains(&name) || MORE_BLOCKS.contains(&name) {
                    out.push(' ');
                }
                rest = &rest[length..];
                if scripts_end && !is_end && (name == "script" || name == "style") {
                    match rest.find("</") {
                        Some(end) => rest = &rest[end..],
                        None => scripts_end = false,
                    }
                }
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    squeeze(&crate::xml::unescape(&out))
}

/// Tags of HTML and JATS that end a line: words on their two sides do not touch.
pub(crate) const BLOCKS: &[&str] = &[
    "p",
    "br",
    "div",
    "li",
    "ul",
    "ol",
    "td",
    "th",
    "tr",
    "table",
    "title",
    "sec",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "blockquote",
    "list",
    "list-item",
    "disp-formula",
    "pre",
];

/// More such tags that stand in strings with mark-up.
const MORE_BLOCKS: &[&str] = &["label", "figure", "figcaption"];

/// A tag at the start of the text: its length and its local name; comments count as tags.
fn tag<'a>(text: &'a str, comments_end: &mut bool) -> Option<(usize, &'a str)> {
    if let Some(rest) = text.strip_prefix("<!--") {
        let end = if *comments_end { rest.find("-->") } else { None };
        *comments_end = end.is_some();
        return end.map(|end| (end + 7, "!"));
    }
    let inner = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?') {
        return None;
    }
    // No tag of a title or abstract is longer than this; a stray `<` must not swallow a page.
    // Another `<` inside shows that this one is stray.
    let end = 1 + text.bytes().skip(1).take(4_096).position(|b| b == b'>' || b == b'<')?;
    if text.as_bytes().get(end) != Some(&b'>') {
        return None;
    }
    let name_length = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == ':' || c == '-')).unwrap_or(inner.len());
    let name = &inner[..name_length];
    Some((end + 1, name.rsplit(':').next().unwrap_or(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(plain(text), expected);
    }

    #[test]
    fn tags_go_and_text_stays() {
        check(
            "<jats:p>Cells of <jats:italic>E. coli</jats:italic></jats:p><jats:p>grow.</jats:p>",
            "Cells of E. coli grow.",
        );
        check("H<sub>2</sub>O at p < 0.05 &amp; x<y", "H2O at p < 0.05 & x<y");
        check("a<br/>b", "a b");
        check("<!-- no -->yes<script>alert(1)</script>", "yes");
        check("a<b and <i>c</i>", "a<b and c");
    }

    #[test]
    fn a_flood_of_beginnings_without_end_is_read_in_one_pass() {
        for beginning in ["<!--", "<script>", "<a "] {
            assert!(!plain(&beginning.repeat(1_000_000)).contains("script"));
        }
    }
}
