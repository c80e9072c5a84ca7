//! Figures as text: what an engine answers, drawn as headings, lines and tables by its own names.

use std::io::{self, Write};

use serde_json::{Map, Value};

use crate::output::safe;

/// Rows of a table that are drawn at most: a terminal is for reading, and `--json` has all of them.
const ROWS_MAX: usize = 60;

/// Writes one answer.
pub fn plain(out: &mut impl Write, title: &str, answer: &Value) -> io::Result<()> {
    writeln!(out, "{title}")?;
    match answer {
        Value::Object(members) => object(out, members, "")?,
        other => writeln!(out, "{}", cell(other))?,
    }
    Ok(())
}

/// The plain members first, each in a line of its own, and then what has parts, each below its heading.
fn object(out: &mut impl Write, members: &Map<String, Value>, indent: &str) -> io::Result<()> {
    let (flat, deep): (Vec<_>, Vec<_>) =
        members.iter().filter(|(_, value)| !is_nothing(value)).partition(|(_, value)| is_flat(value));
    let width = flat.iter().map(|(name, _)| words(name).chars().count()).max().unwrap_or(0);
    for (name, value) in flat {
        writeln!(out, "{indent}{:width$}  {}", words(name), cell(value))?;
    }
    for (name, value) in deep {
        writeln!(out, "\n{indent}{}", words(name))?;
        let inner = format!("{indent}  ");
        match value {
            Value::Object(members) => object(out, members, &inner)?,
            Value::Array(items) => list(out, items, &inner)?,
            other => writeln!(out, "{inner}{}", cell(other))?,
        }
    }
    Ok(())
}

fn list(out: &mut impl Write, items: &[Value], indent: &str) -> io::Result<()> {
    // A doubt has a code and numbers for programs; people read its sentence.
    let is_doubt = |item: &Value| item.get("code").is_some() && item.get("values").is_some();
    if !items.is_empty() && items.iter().all(is_doubt) {
        for text in items.iter().take(ROWS_MAX).filter_map(|item| item.get("text")) {
            writeln!(out, "{indent}{}", cell(text))?;
        }
        return more(out, items.len(), indent);
    }
    let Some(columns) = columns(items) else {
        for item in items.iter().take(ROWS_MAX) {
            match item {
                Value::Object(members) => {
                    object(out, members, indent)?;
                    writeln!(out)?;
                }
                other => writeln!(out, "{indent}{}", cell(other))?,
            }
        }
        return more(out, items.len(), indent);
    };
    let shown = &items[..items.len().min(ROWS_MAX)];
    let rows: Vec<Vec<String>> = shown
        .iter()
        .map(|row| columns.iter().map(|name| row.get(name).map_or(String::new(), cell)).collect())
        .collect();
    let heads: Vec<String> = columns.iter().map(|name| words(name)).collect();
    let widths: Vec<usize> = (0..columns.len())
        .map(|at| rows.iter().chain([&heads]).map(|row| row[at].chars().count()).max().unwrap_or(0))
        .collect();
    let is_number: Vec<bool> = columns
        .iter()
        .map(|name| shown.iter().all(|row| row.get(name).is_none_or(|value| value.is_number() || value.is_null())))
        .collect();
    for row in [&heads].into_iter().chain(&rows) {
        let mut line = String::from(indent);
        for (at, text) in row.iter().enumerate() {
            let fill = " ".repeat(widths[at] - text.chars().count());
            if is_number[at] {
                line.push_str(&format!("{fill}{text}  "));
            } else {
                line.push_str(&format!("{text}{fill}  "));
            }
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    more(out, items.len(), indent)
}

fn more(out: &mut impl Write, n: usize, indent: &str) -> io::Result<()> {
    if n > ROWS_MAX {
        writeln!(out, "{indent}and {} more; --json gives all of them", n - ROWS_MAX)?;
    }
    Ok(())
}

/// The names of the columns, where every item is an object of flat members.
fn columns(items: &[Value]) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for item in items {
        for (name, value) in item.as_object()? {
            if !is_flat(value) {
                return None;
            }
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    (!names.is_empty()).then_some(names)
}

/// What stands in one cell: plain values, and short lists of them.
fn is_flat(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.len() <= 4 && items.iter().all(|item| !item.is_array() && !item.is_object()),
        Value::Object(members) => is_interval(members),
        _ => true,
    }
}

fn is_interval(members: &Map<String, Value>) -> bool {
    members.len() == 2 && members.contains_key("lower") && members.contains_key("upper")
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (None, Some(number)) => digits(number),
            _ => number.to_string(),
        },
        Value::String(text) => safe(text),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(", "),
        Value::Object(members) => {
            let of = |name: &str| members.get(name).map_or_else(|| "-".to_owned(), cell);
            format!("{} to {}", of("lower"), of("upper"))
        }
    }
}

/// A number to six digits, without noughts at its end.
fn digits(number: f64) -> String {
    let size = number.abs();
    if number == 0.0 {
        return "0".to_owned();
    }
    if !(1e-4..1e9).contains(&size) {
        return format!("{number:.4e}");
    }
    let places = if size >= 100_000.0 { 1 } else { (5 - size.log10().floor() as i32).clamp(1, 9) as usize };
    let text = format!("{number:.places$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn words(name: &str) -> String {
    safe(name).replace('_', " ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::plain;

    #[track_caller]
    fn check(answer: &serde_json::Value, expected: &str) {
        let mut out = Vec::new();
        plain(&mut out, "Title", answer).expect("a vector can be written to");
        assert_eq!(String::from_utf8(out).expect("text"), expected);
    }

    #[test]
    fn what_has_no_parts_stands_in_lines_and_rows_of_one_kind_in_a_table() {
        check(
            &json!({ "rows": [{ "time": 9.0, "n_at_risk": 11 }, { "time": 13.5, "n_at_risk": 10 }], "median": 31.0, "upper": null }),
            "Title\nmedian  31\n\nrows\n  time  n at risk\n     9         11\n  13.5         10\n",
        );
    }

    #[test]
    fn a_text_of_the_world_cannot_move_the_cursor() {
        check(&json!({ "name": "a\u{1b}[2Jb" }), "Title\nname  a\u{fffd}[2Jb\n");
    }

    #[test]
    fn numbers_are_shown_to_six_digits() {
        check(&json!({ "of": [0.0135962, 16497.0, 1.5e-9] }), "Title\nof  0.0135962, 16497, 1.5000e-9\n");
    }
}
