//! Profiles as JSON lines, for the engine without an office.
//!
//! A line is an object with an `id` (text or number) and either `query`, in the query language, or
//! `q`, a tree: `["and",N,..]`, `["or",N,..]`, `["not",N]`, `["t",field,word]`,
//! `["p",field,[word,..]]`, `["n",field,k,word,word]`, `["x",field,prefix]`, `["c",code]` (this
//! very class), `["y",from,to]`, with field `text` or `title`. Members it does not know are passed
//! over.

use std::io::BufRead;

use matching::{Atom, Field, Pattern, Query, Standing, Years, parse};
use serde_json::Value;

/// Longest line of a profiles file.
const LINE_BYTES_MAX: usize = 1024 * 1024;

/// Deepest nesting of a tree.
const DEPTH_MAX: usize = 32;

/// A profile with its name as it stands in the file.
#[derive(Debug)]
pub struct Named {
    /// The `id`, as JSON.
    pub id: Value,
    /// The profile.
    pub standing: Standing,
}

/// Reads a profiles file.
///
/// # Errors
/// The first line that cannot be read, with what is wrong in it.
pub fn read_profiles(input: &mut dyn BufRead) -> Result<Vec<Named>, String> {
    let mut named = Vec::new();
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let mut limited = std::io::Read::take(&mut *input, LINE_BYTES_MAX as u64 + 1);
        let n_read = limited.read_until(b'\n', &mut line).map_err(|error| format!("line {number}: {error}"))?;
        if n_read == 0 {
            break;
        }
        if line.len() > LINE_BYTES_MAX {
            return Err(format!("line {number} is longer than {LINE_BYTES_MAX} bytes; write one profile a line"));
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let value: Value =
            serde_json::from_slice(&line).map_err(|error| format!("line {number} is not JSON: {error}"))?;
        named.push(profile(&value, number).map_err(|fault| format!("line {number}: {fault}"))?);
    }
    if named.is_empty() {
        return Err(
            "there is no profile in it; write one JSON object a line: {\"id\":1,\"query\":\"gas turbine\"}".to_owned()
        );
    }
    Ok(named)
}

fn profile(value: &Value, number: usize) -> Result<Named, String> {
    let id = value.get("id").cloned().unwrap_or_else(|| Value::from(number));
    let threshold = value.get("threshold").and_then(Value::as_f64).map(|t| t as f32);
    let query = match (value.get("query").or(value.get("q")), value.get("q")) {
        (Some(Value::String(text)), _) => parse(text).map_err(|error| format!("{error}\n{}", error.pointed(text)))?,
        (_, Some(tree @ Value::Array(_))) => tree_query(tree, 0)?,
        _ => return Err("the profile has no `query`; write {\"id\":1,\"query\":\"gas turbine\"}".to_owned()),
    };
    Ok(Named { id, standing: Standing { query, threshold } })
}

fn tree_query(tree: &Value, depth: usize) -> Result<Query, String> {
    let shape = || format!("the tree {} has a form that is not known", short(tree));
    if depth > DEPTH_MAX {
        return Err(format!("the tree is nested deeper than {DEPTH_MAX}"));
    }
    let nodes = tree.as_array().ok_or_else(shape)?;
    let (Some(Value::String(kind)), rest) = (nodes.first(), nodes.get(1..).unwrap_or_default()) else {
        return Err(shape());
    };
    let text = |at: usize| rest.get(at).and_then(Value::as_str).ok_or_else(shape);
    let year = |at: usize| rest.get(at).and_then(Value::as_i64).and_then(|n| i32::try_from(n).ok()).ok_or_else(shape);
    let field = || match text(0)? {
        "title" => Ok(Field::Title),
        "text" => Ok(Field::Text),
        other => Err(format!("there is no field `{other}` in a tree; use text or title")),
    };
    match kind.as_str() {
        "and" | "or" => {
            let parts: Result<Vec<Query>, String> = rest.iter().map(|part| tree_query(part, depth + 1)).collect();
            match parts?.as_slice() {
                [] => Err(shape()),
                parts if kind == "and" => Ok(Query::And(parts.to_vec())),
                parts => Ok(Query::Or(parts.to_vec())),
            }
        }
        "not" => Ok(Query::Not(Box::new(tree_query(rest.first().ok_or_else(shape)?, depth + 1)?))),
        "t" => Ok(Query::Text(field()?, Pattern::words(text(1)?))),
        "x" => Ok(Query::Text(field()?, Pattern::prefix(text(1)?))),
        "p" => {
            let words = rest.get(1).and_then(Value::as_array).ok_or_else(shape)?;
            let words: Option<Vec<&str>> = words.iter().map(Value::as_str).collect();
            Ok(Query::Text(field()?, Pattern::words(&words.ok_or_else(shape)?.join(" "))))
        }
        "n" => {
            let distance = rest.get(1).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok()).ok_or_else(shape)?;
            let (a, b) = (Pattern::words(text(2)?), Pattern::words(text(3)?));
            Ok(Query::Text(field()?, Pattern::Near(distance, Box::new(a), Box::new(b))))
        }
        "c" => Ok(Query::Atom(Atom::class(text(0)?, true))),
        "y" => Ok(Query::Year(Years { from: year(0)?, to: year(1)? })),
        _ => Err(shape()),
    }
}

fn short(tree: &Value) -> String {
    tree.to_string().chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, String> {
        read_profiles(&mut text.as_bytes())
            .map(|all| all.iter().map(|named| named.standing.query.to_string()).collect())
    }

    #[test]
    fn a_profile_is_a_query_or_a_tree() {
        let text = concat!(
            r#"{"id":"a","query":"gas turbine"}"#,
            "\n\n",
            r#"{"id":7,"k":"and","q":["and",["t","text","gas"],["p","title",["gas","turbine"]],["n","text",5,"a1","b1"],["not",["x","text","ste"]],["c","cs.AI"],["y",2004,9999]]}"#,
        );
        assert_eq!(
            read(text).unwrap(),
            [
                "gas AND turbine",
                "gas AND title:\"gas turbine\" AND a1 NEAR/5 b1 AND NOT ste* AND class:\"cs.ai\" AND year:2004..9999"
            ]
        );
    }

    #[test]
    fn a_bad_line_is_named_with_its_number() {
        assert!(
            read("{\"id\":1,\"query\":\"gas\"}\n{\"id\":2,\"query\":\"gas AND\"}")
                .unwrap_err()
                .starts_with("line 2: column 8")
        );
        assert!(read("{").unwrap_err().starts_with("line 1 is not JSON"));
        assert!(read("{\"id\":1}").unwrap_err().contains("no `query`"));
        assert!(read("{\"id\":1,\"q\":[\"z\"]}").unwrap_err().contains("not known"));
        assert!(read("").unwrap_err().contains("no profile"));
        let deep = format!("{{\"q\":{}[\"t\",\"text\",\"a\"]{}}}", "[\"not\",".repeat(60), "]".repeat(60));
        assert!(read(&deep).unwrap_err().contains("nested deeper"));
    }
}
