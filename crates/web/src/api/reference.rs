//! The description served as JSON, the reference made of the same entries as a page, and what each problem means.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::Method;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde_json::{Map, Value};

use super::document::{document, nouns, path_names};
use super::entry::{Effect, Entry};
use crate::app::App;
use crate::component::{Crumb, Page, Trouble, disclosure};
use crate::failed::{shown, trouble};
use crate::problem::{PROBLEMS, ProblemKind};
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::visit::Visit;

/// Where the description stands.
pub const DOCUMENT: &str = "/api/openapi.json";

/// Where the reference stands.
pub const REFERENCE: &str = "/api";

/// Registers the description and its pages. They say what the program can do and nothing of the office, so everybody may
/// read them.
pub fn routes(routes: Routes<App>, entries: &[Entry], schemas: Map<String, Value>) -> Routes<App> {
    let document = document(entries, schemas);
    let text: Arc<str> = document.to_string().into();
    let serve = move || {
        let text = Arc::clone(&text);
        async move { ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")], text.to_string()) }
    };
    let (entries, document): (Arc<[Entry]>, _) = (entries.into(), Arc::new(document));
    let draw = move |visit: Visit| {
        let (entries, document) = (Arc::clone(&entries), Arc::clone(&document));
        async move { shown(reference(&visit, &entries, &document)) }
    };
    routes.api(Method::GET, DOCUMENT, Policy::Public, serve).page(REFERENCE, Policy::Public, draw).page(
        "/api/problems/{problem}",
        Policy::Public,
        problem,
    )
}

fn reference(visit: &Visit, entries: &[Entry], document: &Value) -> Markup {
    let speech = visit.speech;
    let nouns = nouns(entries);
    let contents = html! {
        nav aria-label=(speech.say("api-nouns")) {
            ul class="plain" { @for noun in &nouns { li { a href={ "#" (noun) } { code { (noun) } } } } }
        }
    };
    Page::new(visit, speech.say("api-title")).aside(contents).draw(html! {
        p { (speech.say("api-lead")) }
        p { a href=(DOCUMENT) { (speech.say("api-document")) } }
        h2 { (speech.say("api-how")) }
        p { (speech.say("api-how-token")) }
        pre { code { "curl -H 'Authorization: Bearer TOKEN' $UPTAKE/api/v1/account" } }
        p { (speech.say("api-how-pages")) }
        p { (speech.say("api-how-writes")) }
        @for noun in &nouns {
            section {
                h2 id=(noun) { code { (noun) } }
                @for entry in entries.iter().filter(|entry| entry.noun() == *noun) { (operation(speech, entry)) }
            }
        }
        h2 id="schemas" { (speech.say("api-schemas")) }
        @for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
            (self::schema(name, schema))
        }
        h2 id="problems" { (speech.say("api-problems")) }
        dl class="summary" {
            @for kind in ProblemKind::ALL {
                div { dt { (kind.status()) " " a href={ (PROBLEMS) "/" (kind.word()) } { code { (kind.word()) } } } dd { (kind.title(speech)) } }
            }
        }
    })
}

fn operation(speech: Speech, entry: &Entry) -> Markup {
    let properties = entry.query.as_ref().and_then(|query| query.get("properties")).and_then(Value::as_object);
    let tells = !entry.path.contains('{') && properties.is_none();
    html! {
        article {
            h3 id=(entry.name) { code { (entry.method) " " (entry.path) } }
            p lang="en" { (entry.summary) "." }
            p class="quiet" {
                (speech.with("api-for", &[("power", speech.say(entry.policy.key()).into())]))
                @if entry.grave { " " (speech.say("api-grave")) }
                @if entry.effect.is_kept() { " " (speech.say("api-keyed")) }
                @if entry.effect == Effect::Changes { " " (speech.say("api-versioned")) }
            }
            @if !tells {
                dl class="summary" {
                    @for name in path_names(entry.path) { div { dt { code { "{" (name) "}" } } dd { (speech.say("api-in-path")) } } }
                    @for (name, property) in properties.into_iter().flatten() {
                        div { dt { code { "?" (name) } } dd lang="en" { (property["description"].as_str().unwrap_or_default()) } }
                    }
                }
            }
            dl class="summary" {
                @if let Some(body) = &entry.body { div { dt { (speech.say("api-body")) } dd { (kind(body.as_value())) } } }
                div { dt { (speech.say("api-answer")) } dd { (entry.effect.status().as_u16()) " " (kind(entry.answer.as_value())) } }
            }
        }
    }
}

/// A schema with its fields, folded away.
fn schema(name: &str, schema: &Value) -> Markup {
    let fields = schema["properties"].as_object();
    let words = schema["enum"].as_array();
    let body = html! {
        p lang="en" { (schema["description"].as_str().unwrap_or_default()) }
        @if let Some(words) = words {
            p { @for (at, word) in words.iter().enumerate() { @if at > 0 { ", " } code { (word.as_str().unwrap_or_default()) } } }
        }
        @if let Some(fields) = fields { (rows(fields)) }
        @for variant in schema["oneOf"].as_array().into_iter().flatten() {
            p lang="en" { (variant["description"].as_str().unwrap_or_default()) }
            @if let Some(fields) = variant["properties"].as_object() { (rows(fields)) }
            @if let Some(word) = variant["const"].as_str() { p { code { (word) } } }
        }
    };
    html! { div id={ "schema-" (name) } { (disclosure(name, false, body)) } }
}

fn rows(fields: &Map<String, Value>) -> Markup {
    html! {
        dl class="summary" {
            @for (field, property) in fields {
                div {
                    dt { code { (field) } }
                    dd { (kind(property)) " " span lang="en" { (property["description"].as_str().unwrap_or_default()) } }
                }
            }
        }
    }
}

/// The kind of a value, with a link where it is described further down.
fn kind(schema: &Value) -> Markup {
    let reference =
        |schema: &Value| -> Option<String> { Some(schema.get("$ref")?.as_str()?.rsplit('/').next()?.to_owned()) };
    let parts = schema["anyOf"].as_array();
    let plain = match &schema["type"] {
        Value::String(one) => one.clone(),
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" | "),
        _ => String::new(),
    };
    html! {
        @if let Some(name) = reference(schema) {
            a href={ "#schema-" (name) } { code { (name) } }
        } @else if let Some(parts) = parts {
            @for (at, part) in parts.iter().enumerate() { @if at > 0 { " | " } (kind(part)) }
        } @else if schema["const"].is_string() {
            code { "\"" (schema["const"].as_str().unwrap_or_default()) "\"" }
        } @else {
            code { (plain) } @if plain.starts_with("array") { " " (kind(&schema["items"])) }
        }
    }
}

async fn problem(visit: Visit, Path(word): Path<String>) -> Response {
    let speech = visit.speech;
    let Some(kind) = ProblemKind::from_word(&word) else { return trouble(&visit, &Trouble::Missing) };
    let crumbs = vec![Crumb::new(speech.say("api-title"), REFERENCE)];
    let page = Page::new(&visit, kind.title(speech)).crumbs(crumbs).narrow().draw(html! {
        p { code { (kind.status()) " " (PROBLEMS) "/" (kind.word()) } }
        p { (kind.meaning(speech)) }
        p { (kind.next(speech)) }
    });
    shown(page).into_response()
}
