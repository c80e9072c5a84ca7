//! Routes, each with the policy it was registered with.
//!
//! There is no other way in: [`Routes`] wraps each handler in a guard that knows the policy, and keeps a list of what it
//! registered, from which the access tests and the description of the API are made.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::Method;
use axum::http::request::Parts;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on};

use crate::choice::{self, Choice};
use crate::component::{Trouble, Ways};
use crate::guard::{self, Guard};
use crate::visit::Visitor;
use crate::watch::{RequestId, Watch};
use crate::{asset, headers};

/// The field of a form, and the header of an API call from a page, that carries the token of the session.
pub const FORM_TOKEN: &str = "form-token";

/// The largest body of a form or an API call, in bytes. Text typed by people is far smaller; files have
/// routes with a limit of their own.
pub const BODY_BYTES_MAX: usize = 2 << 20;

/// The largest body that a mail program posts, in bytes: one field.
const ONE_CLICK_BYTES_MAX: usize = 4_096;

/// Who may pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Policy {
    /// Everybody, strangers too.
    Public,
    /// Whoever has an account.
    SignedIn,
    /// Posts that review and join needs.
    Coordinate,
    /// Posts that keep records and abstracts.
    Document,
    /// Posts that keep units, posts, accounts and rules.
    Administer,
    /// Posts that read the ledger.
    Audit,
}

impl Policy {
    /// All of them.
    pub const ALL: [Policy; 6] =
        [Policy::Public, Policy::SignedIn, Policy::Coordinate, Policy::Document, Policy::Administer, Policy::Audit];

    /// The key of the words for those who may pass.
    pub fn key(self) -> &'static str {
        match self {
            Policy::Public | Policy::SignedIn => "failure-power-signed-in",
            Policy::Coordinate => "failure-power-coordinate",
            Policy::Document => "failure-power-document",
            Policy::Administer => "failure-power-administer",
            Policy::Audit => "failure-power-audit",
        }
    }
}

/// What a route is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RouteKind {
    /// Shows a page.
    Page,
    /// Takes what a form sends.
    Form,
    /// Speaks JSON.
    Api,
    /// Serves style, script or fonts; asks nobody who they are.
    Asset,
    /// Tells machines whether the office works; asks nobody who they are.
    Probe,
    /// What mail programs post to for their readers (RFC 8058). They are no browsers with a session, so no origin is asked for;
    /// the address itself is the key.
    OneClick,
    /// Answers programs of others by a protocol of its own, that of OAI-PMH: asks nobody who they are, and a POST changes
    /// nothing, so it may come from anywhere.
    Protocol,
}

/// A route as it was registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteEntry {
    /// The verb.
    pub method: Method,
    /// The path with its `{names}`.
    pub path: &'static str,
    /// Who may pass.
    pub policy: Policy,
    /// What it is.
    pub kind: RouteKind,
    /// The largest body it takes, in bytes.
    pub body_bytes_max: usize,
    /// Whether a session has to show first, if it did not lately, that it is its person's.
    pub proved: bool,
}

impl RouteEntry {
    /// A route. What changes something by the power to administer is grave without being said.
    fn new(method: Method, path: &'static str, policy: Policy, kind: RouteKind, body_bytes_max: usize) -> RouteEntry {
        let proved = policy == Policy::Administer && !method.is_safe();
        RouteEntry { method, path, policy, kind, body_bytes_max, proved }
    }

    fn proved(self) -> RouteEntry {
        RouteEntry { proved: true, ..self }
    }
}

/// The store could not say who a visitor is. Whoever returns it has logged why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outage;

/// What came of asking a visitor to show again that they are themselves.
#[derive(Debug)]
pub enum Proving {
    /// They did. Who they are from now on, and the `Set-Cookie` line of their session, which has a new token.
    Shown(Box<Visitor>, String),
    /// They are to be asked, by these ways.
    Ask(Box<Ways>),
    /// They tried too often; seconds to wait.
    TooMany(u64),
}

/// What an asynchronous method of a [`Gate`] returns.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Outage>> + Send + 'a>>;

/// Knows visitors by what their requests carry.
pub trait Gate: Send + Sync {
    /// Who asks. What handlers need to know beyond that (account, scope) goes into `parts.extensions`.
    fn visitor<'a>(&'a self, parts: &'a mut Parts) -> Answer<'a, Visitor>;

    /// Lets the visitor show again that they are themselves, by what the fields of [`Ways`] carry. Who did is known from
    /// then on by a new token.
    fn prove<'a>(&'a self, parts: &'a mut Parts, fields: &'a [(String, String)]) -> Answer<'a, Proving> {
        let _ = (parts, fields);
        Box::pin(async { Ok(Proving::Ask(Box::default())) })
    }

    /// Keeps a choice of language or appearance with the account of the visitor. A cookie keeps it too, so for
    /// strangers nothing is to be done.
    fn chose<'a>(&'a self, parts: &'a Parts, choice: Choice) -> Answer<'a, ()> {
        let _ = (parts, choice);
        Box::pin(async { Ok(()) })
    }
}

/// A gate that knows nobody: every visitor is a stranger.
#[derive(Clone, Copy, Debug)]
pub struct OpenGate;

impl Gate for OpenGate {
    fn visitor<'a>(&'a self, _: &'a mut Parts) -> Answer<'a, Visitor> {
        Box::pin(async { Ok(Visitor::default()) })
    }
}

/// What a handler answers, while it is waited for.
type Answering = Pin<Box<dyn Future<Output = Response> + Send>>;

/// A handler of which is known only that it answers, so that what stands between it and the router is built once and not for
/// each of them anew.
struct Erased<S>(Arc<dyn Fn(Request, S) -> Answering + Send + Sync>);

impl<S> Clone for Erased<S> {
    fn clone(&self) -> Erased<S> {
        Erased(Arc::clone(&self.0))
    }
}

impl<S: 'static> Handler<(), S> for Erased<S> {
    type Future = Answering;

    fn call(self, request: Request, shared: S) -> Answering {
        (self.0)(request, shared)
    }
}

/// Chance.
type Number = Arc<dyn Fn() -> u64 + Send + Sync>;

/// Routes in the making. `S` is what handlers share.
pub struct Routes<S> {
    gate: Arc<dyn Gate>,
    entries: Vec<RouteEntry>,
    paths: BTreeMap<&'static str, MethodRouter<S>>,
    watch: Option<(Arc<Watch>, Number)>,
}

impl<S> std::fmt::Debug for Routes<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Routes").field("entries", &self.entries).finish_non_exhaustive()
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// The routes that every office has: assets, and the choice of language and appearance.
    pub fn new(gate: Arc<dyn Gate>) -> Routes<S> {
        let chooser = Arc::clone(&gate);
        let choose = move |request: Request| {
            let gate = Arc::clone(&chooser);
            async move { choice::choose(&*gate, request).await }
        };
        Routes { gate, entries: Vec::new(), paths: BTreeMap::new(), watch: None }
            .add(Method::GET, asset::PATH, Policy::Public, RouteKind::Asset, 0, asset::serve)
            .form(choice::ADDRESS, Policy::Public, choose)
    }

    /// A page, shown on GET.
    pub fn page<H: Handler<T, S>, T: 'static>(self, path: &'static str, policy: Policy, handler: H) -> Routes<S> {
        self.add(Method::GET, path, policy, RouteKind::Page, 0, handler)
    }

    /// What a form posts to.
    pub fn form<H: Handler<T, S>, T: 'static>(self, path: &'static str, policy: Policy, handler: H) -> Routes<S> {
        self.add(Method::POST, path, policy, RouteKind::Form, BODY_BYTES_MAX, handler)
    }

    /// A page that is drawn only for whoever has shown lately that they are themselves.
    pub fn proved_page<H: Handler<T, S>, T: 'static>(
        self,
        path: &'static str,
        policy: Policy,
        handler: H,
    ) -> Routes<S> {
        self.add_route(RouteEntry::new(Method::GET, path, policy, RouteKind::Page, 0).proved(), handler)
    }

    /// What a form posts to that changes something grave: whoever has not shown lately that they are themselves
    /// does so first, and what they typed goes on from there.
    pub fn proved_form<H: Handler<T, S>, T: 'static>(
        self,
        path: &'static str,
        policy: Policy,
        handler: H,
    ) -> Routes<S> {
        let entry = RouteEntry::new(Method::POST, path, policy, RouteKind::Form, BODY_BYTES_MAX);
        self.add_route(entry.proved(), handler)
    }

    /// What a form with files posts to: so many bytes at most.
    pub fn upload<H: Handler<T, S>, T: 'static>(
        self,
        path: &'static str,
        policy: Policy,
        bytes_max: usize,
        handler: H,
    ) -> Routes<S> {
        self.add(Method::POST, path, policy, RouteKind::Form, bytes_max, handler)
    }

    /// What mail programs post to for their readers.
    pub fn one_click<H: Handler<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Routes<S> {
        self.add(Method::POST, path, Policy::Public, RouteKind::OneClick, ONE_CLICK_BYTES_MAX, handler)
    }

    /// A call of the API.
    pub fn api<H: Handler<T, S>, T: 'static>(
        self,
        method: Method,
        path: &'static str,
        policy: Policy,
        handler: H,
    ) -> Routes<S> {
        self.add(method, path, policy, RouteKind::Api, BODY_BYTES_MAX, handler)
    }

    /// A call of the API that changes something grave: a session must have shown lately that it is its person's, and a
    /// token must have been made for it.
    pub fn proved_api<H: Handler<T, S>, T: 'static>(
        self,
        method: Method,
        path: &'static str,
        policy: Policy,
        handler: H,
    ) -> Routes<S> {
        self.add_route(RouteEntry::new(method, path, policy, RouteKind::Api, BODY_BYTES_MAX).proved(), handler)
    }

    /// What tells machines whether the office works.
    pub fn probe<H: Handler<T, S>, T: 'static>(self, path: &'static str, handler: H) -> Routes<S> {
        self.add(Method::GET, path, Policy::Public, RouteKind::Probe, 0, handler)
    }

    /// What programs of others ask by a protocol of its own: public, with a form of so many bytes at most.
    pub fn protocol<H: Handler<T, S>, T: 'static>(
        self,
        method: Method,
        path: &'static str,
        bytes_max: usize,
        handler: H,
    ) -> Routes<S> {
        self.add(method, path, Policy::Public, RouteKind::Protocol, bytes_max, handler)
    }

    /// Gives every request an id and a line in the log, and counts it. `number` is chance.
    pub fn watched(self, watch: Arc<Watch>, number: impl Fn() -> u64 + Send + Sync + 'static) -> Routes<S> {
        Routes { watch: Some((watch, Arc::new(number))), ..self }
    }

    fn add<H: Handler<T, S>, T: 'static>(
        self,
        method: Method,
        path: &'static str,
        policy: Policy,
        kind: RouteKind,
        body_bytes_max: usize,
        handler: H,
    ) -> Routes<S> {
        self.add_route(RouteEntry::new(method, path, policy, kind, body_bytes_max), handler)
    }

    fn add_route<H: Handler<T, S>, T: 'static>(self, entry: RouteEntry, handler: H) -> Routes<S> {
        self.add_erased(entry, Erased(Arc::new(move |request, shared| Box::pin(handler.clone().call(request, shared)))))
    }

    fn add_erased(mut self, entry: RouteEntry, handler: Erased<S>) -> Routes<S> {
        let filter = MethodFilter::try_from(entry.method.clone()).expect("routes are registered for the verbs of HTTP");
        let guarded = self.guarded(on(filter, handler), &entry);
        let before = self.paths.remove(entry.path).unwrap_or_default();
        self.paths.insert(entry.path, before.merge(guarded));
        self.entries.push(entry);
        self
    }

    fn guarded(&self, handler: MethodRouter<S>, entry: &RouteEntry) -> MethodRouter<S> {
        let RouteEntry { policy, kind, body_bytes_max, proved, .. } = *entry;
        let guard = Arc::new(Guard { gate: Arc::clone(&self.gate), policy, kind, body_bytes_max, proved });
        handler.route_layer(middleware::from_fn(move |request: Request, next: Next| {
            let guard = Arc::clone(&guard);
            async move { guard::pass(&guard, request, next).await }
        }))
    }

    /// What was registered.
    pub fn entries(&self) -> &[RouteEntry] {
        &self.entries
    }

    /// The router, to be given to [`serve`](crate::server::serve).
    pub fn router(self, shared: S) -> Router {
        let mut router = Router::new();
        for (path, handler) in self.paths {
            router = router.route(path, handler);
        }
        let (missing, method) = (Arc::clone(&self.gate), self.gate);
        let router = router
            .fallback(move |request: Request| {
                let gate = Arc::clone(&missing);
                async move { guard::refuse(&*gate, request, Trouble::Missing).await }
            })
            .method_not_allowed_fallback(move |request: Request| {
                let gate = Arc::clone(&method);
                async move { guard::refuse(&*gate, request, Trouble::Method).await }
            });
        let router = router.with_state(shared).layer(middleware::from_fn(headers::add));
        let Some((watch, number)) = self.watch else { return router };
        router.layer(middleware::from_fn(move |request: Request, next: Next| {
            let (watch, id) = (Arc::clone(&watch), RequestId::new(number()));
            async move { watch.over(id, request, next).await }
        }))
    }
}
