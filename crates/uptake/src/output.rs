//! What is printed for people: records in a few lines, words of ours alone.

use std::io::{self, BufWriter, StdoutLock, Write};

use model::{Contributor, Record, Role};

/// Standard output, buffered.
pub fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(64 * 1024, io::stdout().lock())
}

/// A text of the world made fit for a terminal: control characters and marks that turn the
/// direction of writing are shown as a box, so that no record can move the cursor or hide text.
pub fn safe(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || is_direction_mark(c) { '\u{fffd}' } else { c }).collect()
}

fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Shortened to so many characters, at a blank where there is one.
pub fn short(text: &str, length: usize) -> String {
    let safe = safe(text);
    if safe.chars().count() <= length {
        return safe;
    }
    let cut: String = safe.chars().take(length.saturating_sub(1)).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{cut}…")
}

/// Title, or what stands for it.
pub fn title(record: &Record) -> String {
    let title = record.title().filter(|title| !title.is_empty());
    short(title.unwrap_or("(without title)"), 110)
}

/// Who, where, when, in one line.
pub fn details(record: &Record) -> String {
    let mut parts = Vec::new();
    let makers: Vec<&Contributor> = record.contributors.iter().filter(|c| c.role != Role::Contributor).collect();
    match makers.as_slice() {
        [] => {}
        [one] => parts.push(safe(&one.name.display())),
        [one, two] => parts.push(format!("{} and {}", safe(&one.name.display()), safe(&two.name.display()))),
        [one, rest @ ..] => parts.push(format!("{} and {} others", safe(&one.name.display()), rest.len())),
    }
    parts.extend(record.source.title.as_deref().map(|title| short(title, 60)));
    parts.extend(record.published.map(|date| date.to_string()));
    parts.push(record.kind.to_string());
    parts.extend(record.name().map(|id| safe(&id.to_string())));
    if record.status != model::Status::Current {
        parts.push(record.status.to_string().to_uppercase());
    }
    parts.join(" · ")
}

/// `1 record`, `2 records`.
pub fn count(n: u64, one: &str, many: &str) -> String {
    let digits = n.to_string();
    let mut grouped = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {}", if n == 1 { one } else { many })
}

/// Writes a JSON value and ends the line.
pub fn json_line(out: &mut impl Write, value: &serde_json::Value) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_the_world_cannot_steer_the_terminal() {
        assert_eq!(safe("a\u{1b}[2Jb\u{202e}c"), "a\u{fffd}[2Jb\u{fffd}c");
    }

    #[test]
    fn numbers_are_grouped_and_nouns_agree() {
        assert_eq!(count(1, "record", "records"), "1 record");
        assert_eq!(count(112_053, "record", "records"), "112,053 records");
    }

    #[test]
    fn a_long_title_is_cut_at_a_blank() {
        assert_eq!(short("Silicon rectifiers for locomotives", 20), "Silicon rectifiers…");
    }
}
