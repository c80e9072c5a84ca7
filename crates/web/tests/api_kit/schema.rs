//! A small second reading of schemas.

use serde_json::Value;

/// What of a value is other than a schema says. A field that the schema does not name is a fault: nothing is given out
/// that nobody decided to give out.
pub fn faults(document: &Value, schema: &Value, value: &Value, place: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let named = document.pointer(reference.trim_start_matches('#')).unwrap();
        return faults(document, named, value, place);
    }
    for list in ["anyOf", "oneOf"] {
        if let Some(parts) = schema[list].as_array() {
            let all: Vec<Vec<String>> = parts.iter().map(|part| faults(document, part, value, place)).collect();
            return if all.iter().any(Vec::is_empty) { Vec::new() } else { all.concat() };
        }
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let allowed: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return vec![format!("{place}: the schema does not say what it is")],
    };
    let fits = allowed.contains(&kind) || (kind == "integer" && allowed.contains(&"number"));
    if !fits {
        return vec![format!("{place}: {kind} where {allowed:?} stands")];
    }
    let mut found = Vec::new();
    if let Some(words) = schema["enum"].as_array()
        && !words.contains(value)
    {
        found.push(format!("{place}: {value} is none of the words"));
    }
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let named = &schema["properties"][name];
                let more = &schema["additionalProperties"];
                let schema = if named.is_null() { more } else { named };
                if schema.is_null() {
                    found.push(format!("{place}/{name}: not described"));
                } else {
                    found.extend(faults(document, schema, field, &format!("{place}/{name}")));
                }
            }
            for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                if !fields.contains_key(name) {
                    found.push(format!("{place}/{name}: missing"));
                }
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                found.extend(faults(document, &schema["items"], item, &format!("{place}/{at}")));
            }
        }
        _ => {}
    }
    found
}
