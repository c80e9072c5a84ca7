//! Operations: one registration makes the route with its policy and the entry of the description. Neither is there
//! without the other, and what is described is read off the types of the handler.

use axum::extract::{FromRequestParts, RawPathParams, Request};
use axum::handler::Handler;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::answer::{Found, Kept, Sent, asked, body_of};
use crate::app::App;
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::{Policy, Routes};

/// What an operation does to what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: it is a GET.
    Reads,
    /// Nothing, though it is posted: what is asked is too long for an address.
    Looks,
    /// Something new is kept: 201, with a key.
    Creates,
    /// Something is done: 200, with a key.
    Acts,
    /// A thing is changed from the version that was seen: 200, with a key and `If-Match`.
    Changes,
}

impl Effect {
    /// Whether a key must come along.
    pub fn is_kept(self) -> bool {
        matches!(self, Effect::Creates | Effect::Acts | Effect::Changes)
    }

    /// The status of its answer.
    pub fn status(self) -> StatusCode {
        if self == Effect::Creates { StatusCode::CREATED } else { StatusCode::OK }
    }
}

/// One operation, as the description tells it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The verb.
    pub method: Method,
    /// The path with its `{names}`.
    pub path: &'static str,
    /// Who may.
    pub policy: Policy,
    /// Its name, which never changes.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub summary: &'static str,
    /// What it does to what is kept.
    pub effect: Effect,
    /// The parameters of its query, as the properties of an object.
    pub query: Option<Schema>,
    /// Its body.
    pub body: Option<Schema>,
    /// Its answer.
    pub answer: Schema,
    /// Whether it is grave: it takes a session whose person has shown lately that they are themselves, or a token that was
    /// made to administer.
    pub grave: bool,
}

impl Entry {
    /// The noun it belongs to: the first part of the path behind the version.
    pub fn noun(&self) -> &'static str {
        self.path.trim_start_matches(super::BASE).trim_start_matches('/').split('/').next().unwrap_or_default()
    }
}

/// The names in a path.
#[derive(Clone, Debug, Default)]
pub struct Way(Vec<(String, String)>);

impl Way {
    /// What stands in the path for a name.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(held, _)| held == name).map_or("", |(_, value)| value)
    }

    /// Whether a name of something stands in the path.
    pub fn names(&self, text: &str) -> bool {
        self.0.iter().any(|(_, value)| value == text)
    }
}

impl FromRequestParts<App> for Way {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Way, StatusCode> {
        // What is not even text names nothing.
        let params = RawPathParams::from_request_parts(parts, app).await.map_err(|_| StatusCode::NOT_FOUND)?;
        Ok(Way(params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()))
    }
}

/// The operations in the making.
pub struct Api {
    routes: Routes<App>,
    entries: Vec<Entry>,
    schemas: SchemaGenerator,
    grave: bool,
}

impl Api {
    /// None so far, beside the routes that there are.
    pub fn new(routes: Routes<App>) -> Api {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
        });
        Api { routes, entries: Vec::new(), schemas: settings.into_generator(), grave: false }
    }

    /// The operation that is registered next is grave, though no power to administer is asked for.
    pub fn grave(self) -> Api {
        Api { grave: true, ..self }
    }

    /// The routes, the entries, and the schemas that they name.
    pub fn parts(mut self) -> (Routes<App>, Vec<Entry>, serde_json::Map<String, serde_json::Value>) {
        (self.routes, self.entries, self.schemas.take_definitions(true))
    }

    /// Reads something.
    pub fn read<Q, T, F, Fut>(
        mut self,
        path: &'static str,
        policy: Policy,
        name: &'static str,
        summary: &'static str,
        handler: F,
    ) -> Api
    where
        Q: DeserializeOwned + JsonSchema + Send + 'static,
        T: Serialize + JsonSchema + 'static,
        F: Fn(Caller, Way, Q) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Found<T>, Problem>> + Send + 'static,
    {
        let run = move |caller: Caller, way: Way, request: Request| {
            let handler = handler.clone();
            async move {
                let query = match asked::<Q>(&caller, request.uri()) {
                    Ok(query) => query,
                    Err(problem) => return problem.into_response(),
                };
                match handler(caller, way, query).await {
                    Ok(found) => found.respond(&request),
                    Err(problem) => problem.into_response(),
                }
            }
        };
        let query = Some(self.schemas.root_schema_for::<Q>()).filter(holds_anything);
        self.push::<T, _, _>((Method::GET, path, policy, name, summary), Effect::Reads, (query, None), run)
    }

    /// Looks at what is sent and keeps nothing of it.
    pub fn look<B, T, F, Fut>(
        mut self,
        path: &'static str,
        policy: Policy,
        name: &'static str,
        summary: &'static str,
        handler: F,
    ) -> Api
    where
        B: DeserializeOwned + JsonSchema + Send + 'static,
        T: Serialize + JsonSchema + 'static,
        F: Fn(Caller, Way, B) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Found<T>, Problem>> + Send + 'static,
    {
        let run = move |caller: Caller, way: Way, request: Request| {
            let handler = handler.clone();
            async move {
                let body = async {
                    asked::<Nothing>(&caller, request.uri())?;
                    body_of::<B>(&caller, request).await
                };
                match body.await {
                    Ok((body, _)) => handler(caller, way, body).await.map_or_else(Problem::into_response, Found::plain),
                    Err(problem) => problem.into_response(),
                }
            }
        };
        let body = self.schemas.subschema_for::<B>();
        self.push::<T, _, _>((Method::POST, path, policy, name, summary), Effect::Looks, (None, Some(body)), run)
    }

    /// Keeps something new, by POST.
    pub fn create<B, T, F, Fut>(
        self,
        path: &'static str,
        policy: Policy,
        name: &'static str,
        summary: &'static str,
        handler: F,
    ) -> Api
    where
        B: DeserializeOwned + JsonSchema + Send + 'static,
        T: Serialize + JsonSchema + 'static,
        F: Fn(Caller, Sent<B>) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Kept<T>, Problem>> + Send + 'static,
    {
        self.write((Method::POST, path, policy, name, summary), Effect::Creates, handler)
    }

    /// Does something, by POST.
    pub fn act<B, T, F, Fut>(
        self,
        path: &'static str,
        policy: Policy,
        name: &'static str,
        summary: &'static str,
        handler: F,
    ) -> Api
    where
        B: DeserializeOwned + JsonSchema + Send + 'static,
        T: Serialize + JsonSchema + 'static,
        F: Fn(Caller, Sent<B>) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Kept<T>, Problem>> + Send + 'static,
    {
        self.write((Method::POST, path, policy, name, summary), Effect::Acts, handler)
    }

    /// Takes a thing away, by DELETE.
    pub fn end<T, F, Fut>(
        self,
        path: &'static str,
        policy: Policy,
        name: &'static str,
        summary: &'static str,
        handler: F,
    ) -> Api
    where
        T: Serialize + JsonSchema + 'static,
        F: Fn(Caller, Sent<Nothing>) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Kept<T>, Problem>> + Send + 'static,
    {
        self.write((Method::DELETE, path, policy, name, summary), Effect::Acts, handler)
    }

    /// Changes a thing from the version that was seen.
    pub fn change<B, T, F, Fut>(
        self,
        (method, path): (Method, &'static str),
        policy: Policy,
        name: &'static str,
        summary: &'static str,
        handler: F,
    ) -> Api
    where
        B: DeserializeOwned + JsonSchema + Send + 'static,
        T: Serialize + JsonSchema + 'static,
        F: Fn(Caller, Sent<B>) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Kept<T>, Problem>> + Send + 'static,
    {
        self.write((method, path, policy, name, summary), Effect::Changes, handler)
    }

    fn write<B, T, F, Fut>(mut self, what: What, effect: Effect, handler: F) -> Api
    where
        B: DeserializeOwned + JsonSchema + Send + 'static,
        T: Serialize + JsonSchema + 'static,
        F: Fn(Caller, Sent<B>) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Kept<T>, Problem>> + Send + 'static,
    {
        let run = move |caller: Caller, way: Way, request: Request| {
            let handler = handler.clone();
            async move {
                let sent = match Sent::<B>::read(&caller, way, request, effect).await {
                    Ok(sent) => sent,
                    Err(problem) => return problem.into_response(),
                };
                handler(caller, sent).await.map_or_else(Problem::into_response, Kept::respond)
            }
        };
        let body = Some(self.schemas.subschema_for::<B>());
        let body = body.filter(|_| holds_anything(&self.schemas.root_schema_for::<B>()));
        self.push::<T, _, _>(what, effect, (None, body), run)
    }

    /// The one place where an operation comes to be: its entry and its route.
    fn push<T: JsonSchema, H: Handler<X, App>, X: 'static>(
        mut self,
        (method, path, policy, name, summary): What,
        effect: Effect,
        (query, body): (Option<Schema>, Option<Schema>),
        run: H,
    ) -> Api {
        let answer = self.schemas.subschema_for::<T>();
        let grave = self.grave || (policy == Policy::Administer && effect != Effect::Reads);
        let entry = Entry { method: method.clone(), path, policy, name, summary, effect, query, body, answer, grave };
        self.entries.push(entry);
        let routes = if grave {
            self.routes.proved_api(method, path, policy, run)
        } else {
            self.routes.api(method, path, policy, run)
        };
        Api { routes, grave: false, ..self }
    }
}

/// Verb, path, policy, name and summary.
type What = (Method, &'static str, Policy, &'static str, &'static str);

/// Whether anything can stand in it.
fn holds_anything(schema: &Schema) -> bool {
    schema.get("properties").is_some() || schema.get("oneOf").is_some()
}

/// No parameters, or no body.
#[derive(Clone, Copy, Debug, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A shorthand for what handlers that read answer with.
pub type Outcome<T> = Result<Found<T>, Problem>;

/// A shorthand for what handlers that write answer with.
pub type Done<T> = Result<Kept<T>, Problem>;

/// An answer that could not be made is a fault of ours.
pub fn response_of(builder: axum::http::response::Builder, body: String) -> Response {
    builder.body(body.into()).unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}
