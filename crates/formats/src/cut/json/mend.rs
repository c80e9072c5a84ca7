//! JSON as it is written and not as it should be.
//!
//! Programs write control characters raw into strings, half of a surrogate pair, and escapes
//! that do not exist. Each is mended in the one way that loses least.

/// The text with its strings mended; `None` when nothing in it could be.
pub(crate) fn mended(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut is_text = false;
    let mut is_changed = false;
    while let Some(at) = rest.find(|c: char| c == '"' || is_text && (c == '\\' || c.is_ascii_control())) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let mut taken = 1;
        match from.as_bytes().first() {
            Some(b'"') => {
                out.push('"');
                is_text = !is_text;
            }
            Some(b'\\') => {
                let (written, length, kept) = escape(from);
                out.push_str(written);
                taken = length;
                is_changed |= !kept;
            }
            Some(control) => {
                out.push_str(&format!("\\u{control:04x}"));
                is_changed = true;
            }
            None => {}
        }
        rest = from.get(taken..).unwrap_or_default();
    }
    out.push_str(rest);
    is_changed.then_some(out)
}

/// The escape at the beginning: what is written for it, its length, and whether that is the same.
fn escape(text: &str) -> (&str, usize, bool) {
    match text.as_bytes().get(1) {
        Some(b'u') => match (unit(text), text.get(6..).and_then(unit)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (text.get(..12).unwrap_or_default(), 12, true),
            (Some(0xd800..=0xdfff), _) => ("\\ufffd", 6, false),
            (Some(_), _) => (text.get(..6).unwrap_or_default(), 6, true),
            (None, _) => ("\\\\", 1, false),
        },
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => (text.get(..2).unwrap_or_default(), 2, true),
        _ => ("\\\\", 1, false),
    }
}

/// The code unit that an escape at the beginning names.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mended = mended(text).unwrap_or_else(|| "as it was".to_owned());
        assert_eq!(mended, expected);
        if mended != "as it was" {
            serde_json::from_str::<serde_json::Value>(&mended).unwrap();
        }
    }

    #[test]
    fn what_programs_write_wrong_is_mended() {
        check("{\"a\":\"one\ttwo\"}", "{\"a\":\"one\\u0009two\"}");
        check(r#"{"a":"half \ud83d, whole \ud83d\ude00"}"#, r#"{"a":"half \ufffd, whole \ud83d\ude00"}"#);
        check(r#"{"a":"$\alpha$"}"#, r#"{"a":"$\\alpha$"}"#);
        check(r#"{"a":"\uXY"}"#, r#"{"a":"\\uXY"}"#);
        check("{\n\"a\": \"\\\"b\\\\\"}", "as it was");
    }
}
