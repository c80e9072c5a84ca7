//! The description of the API: OpenAPI 3.1, made of the entries of its operations.

use axum::http::Method;
use serde_json::{Map, Value, json};

use super::answer::{KEY, KEY_CHARS_MAX};
use super::entry::{Effect, Entry};
use crate::problem::PROBLEM_TYPE;
use crate::route::Policy;

/// The word for who may use an operation.
fn policy_word(policy: Policy) -> &'static str {
    match policy {
        Policy::Public => "public",
        Policy::SignedIn => "signed-in",
        Policy::Coordinate => "coordinate",
        Policy::Document => "document",
        Policy::Administer => "administer",
        Policy::Audit => "audit",
    }
}

/// The nouns of the operations, each once, in the order in which they first come.
pub fn nouns(entries: &[Entry]) -> Vec<&str> {
    let mut nouns: Vec<&str> = Vec::new();
    for entry in entries {
        if !nouns.contains(&entry.noun()) {
            nouns.push(entry.noun());
        }
    }
    nouns
}

/// The whole description. `schemas` are those that the entries name.
pub fn document(entries: &[Entry], schemas: Map<String, Value>) -> Value {
    let mut paths = Map::new();
    for entry in entries {
        let at = paths.entry(entry.path).or_insert_with(|| json!({}));
        at[method_word(&entry.method)] = operation(entry);
    }
    let tags = nouns(entries);
    let mut schemas = schemas;
    schemas.insert("Problem".to_owned(), problem_schema());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Uptake",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Needs, records, deliveries and requests of an office",
            "description": "Every operation of the pages, for programs. Answers hold what the caller may see; what is hidden and what is not there are one answer.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" }
        },
        "security": [{ "token": [] }],
        "tags": tags.iter().map(|tag| json!({ "name": tag })).collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "A token that somebody made for programs in their account." }
            },
            "responses": {
                "Problem": {
                    "description": "It was not done; what kind of problem it is, and what to do next.",
                    "content": { PROBLEM_TYPE: { "schema": { "$ref": "#/components/schemas/Problem" } } }
                },
                "SignedOut": {
                    "description": "Nobody is known by what the request carries.",
                    "headers": { "WWW-Authenticate": { "schema": { "type": "string" } } },
                    "content": { PROBLEM_TYPE: { "schema": { "$ref": "#/components/schemas/Problem" } } }
                },
                "TooMany": {
                    "description": "Too many tries in a short time.",
                    "headers": { "Retry-After": { "schema": { "type": "integer" }, "description": "Seconds to wait." } },
                    "content": { PROBLEM_TYPE: { "schema": { "$ref": "#/components/schemas/Problem" } } }
                }
            }
        }
    })
}

fn method_word(method: &Method) -> String {
    method.as_str().to_lowercase()
}

fn operation(entry: &Entry) -> Value {
    let mut operation = json!({
        "operationId": entry.name,
        "summary": entry.summary,
        "tags": [entry.noun()],
        "x-policy": policy_word(entry.policy),
        "parameters": parameters(entry),
        "responses": responses(entry),
    });
    if entry.grave {
        operation["description"] = Value::from(
            "Grave: takes a token that was made to administer, or a session whose person has shown lately that they are themselves.",
        );
    }
    if let Some(body) = &entry.body {
        operation["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": body } } });
    }
    operation
}

/// The names in a path.
pub fn path_names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split('}').next())
}

fn parameters(entry: &Entry) -> Vec<Value> {
    let mut parameters: Vec<Value> = path_names(entry.path)
        .map(|name| {
            json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string", "minLength": 1 },
                    "description": format!("Which {name}.") })
        })
        .collect();
    parameters.extend(query(entry));
    if entry.effect.is_kept() {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": true,
            "schema": { "type": "string", "pattern": format!("^[!-~]{{1,{KEY_CHARS_MAX}}}$") },
            "description": format!("What the sender calls this write. Sent again with the same `{KEY}`, it is answered as before and not done again."),
        }));
    }
    if entry.effect == Effect::Changes {
        parameters.push(json!({
            "name": "If-Match", "in": "header", "required": true,
            "schema": { "type": "string", "pattern": "^\"[0-9]{1,9}\"$" },
            "description": "The `ETag` of the thing as it was seen.",
        }));
    }
    parameters
}

fn query(entry: &Entry) -> Vec<Value> {
    let Some(schema) = &entry.query else { return Vec::new() };
    let required = |name: &str| {
        let list = schema.get("required").and_then(Value::as_array);
        list.is_some_and(|list| list.iter().any(|one| one == name))
    };
    let properties = schema.get("properties").and_then(Value::as_object);
    let parameter = |(name, property): (&String, &Value)| {
        let mut property = not_null(property);
        let about = property.as_object_mut().and_then(|property| property.remove("description")).unwrap_or_default();
        json!({ "name": name, "in": "query", "required": required(name), "schema": property, "description": about })
    };
    properties.into_iter().flatten().map(parameter).collect()
}

/// A property of a body may be null; a parameter is left out instead.
fn not_null(property: &Value) -> Value {
    let mut property = property.clone();
    if let Some(parts) = property.get("anyOf").and_then(Value::as_array)
        && let Some(meant) = parts.iter().find(|part| part["type"] != "null")
    {
        let mut meant = meant.clone();
        meant["description"] = property["description"].clone();
        return meant;
    }
    if let Some(kinds) = property.get("type").and_then(Value::as_array)
        && let Some(meant) = kinds.iter().find(|kind| *kind != "null")
    {
        property["type"] = meant.clone();
    }
    property
}

/// The statuses of the problems that an operation may answer with.
fn problems(effect: Effect) -> &'static [u16] {
    match effect {
        Effect::Reads => &[400, 401, 403, 404, 408, 409, 422, 429, 500],
        Effect::Looks | Effect::Creates | Effect::Acts => &[400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 500],
        Effect::Changes => &[400, 401, 403, 404, 408, 409, 412, 413, 415, 422, 428, 429, 500],
    }
}

fn responses(entry: &Entry) -> Value {
    let tag = json!({ "schema": { "type": "string" }, "description": "The version of what is answered." });
    let mut headers = json!({});
    let is_page = entry.answer_is_page();
    match entry.effect {
        Effect::Reads => headers["ETag"] = tag,
        Effect::Changes => headers["ETag"] = tag,
        _ => {}
    }
    if is_page {
        headers["Link"] = json!({ "schema": { "type": "string" }, "description": "The next page, with `rel=\"next\"`, if there is one." });
    }
    let status = entry.effect.status().as_u16().to_string();
    let mut responses = json!({
        status: {
            "description": entry.summary,
            "headers": headers,
            "content": { "application/json": { "schema": entry.answer } },
        }
    });
    if entry.effect == Effect::Reads {
        responses["304"] = json!({ "description": "What the caller holds still stands." });
    }
    for problem in problems(entry.effect) {
        let kind = match problem {
            401 => "SignedOut",
            429 => "TooMany",
            _ => "Problem",
        };
        responses[problem.to_string()] = json!({ "$ref": format!("#/components/responses/{kind}") });
    }
    responses
}

impl Entry {
    /// Whether it answers with a page of a list.
    fn answer_is_page(&self) -> bool {
        self.query.as_ref().and_then(|query| query.get("properties")).is_some_and(|one| one.get("cursor").is_some())
    }
}

fn problem_schema() -> Value {
    let text = |about: &str| json!({ "type": "string", "description": about });
    json!({
        "type": "object",
        "description": "What was not done, and what to do next (RFC 9457).",
        "required": ["type", "title", "status", "detail", "next"],
        "properties": {
            "type": { "type": "string", "format": "uri-reference", "description": "What kind of problem it is; the address explains it." },
            "title": text("The same for every case of its kind."),
            "status": { "type": "integer", "description": "The status of the answer." },
            "detail": text("This case."),
            "next": text("What to do next."),
            "errors": {
                "type": "array",
                "description": "What is to be corrected.",
                "items": {
                    "type": "object",
                    "required": ["detail"],
                    "properties": {
                        "pointer": text("Where it stands in the body: a JSON pointer as a fragment."),
                        "parameter": text("Which parameter it is."),
                        "detail": text("How to correct it."),
                    },
                },
            },
        },
    })
}
