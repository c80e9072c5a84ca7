//! One request by one visitor: who, in which language, in what appearance, at which address.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;

use crate::route::Policy;
use crate::speech::{Speech, Tongue};
use crate::watch::RequestId;

/// Whether pages are light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Appearance {
    /// As the reader's device has it.
    #[default]
    Device,
    /// Dark ink on light ground.
    Light,
    /// Light ink on dark ground.
    Dark,
}

impl Appearance {
    /// All of them, in the order of the menu.
    pub const ALL: [Appearance; 3] = [Appearance::Device, Appearance::Light, Appearance::Dark];

    /// The word in cookies, forms and the `data-appearance` attribute.
    pub fn word(self) -> &'static str {
        match self {
            Appearance::Device => "device",
            Appearance::Light => "light",
            Appearance::Dark => "dark",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Appearance> {
        Appearance::ALL.into_iter().find(|appearance| appearance.word() == word)
    }

    /// The key of its name in the catalogues.
    pub fn key(self) -> &'static str {
        match self {
            Appearance::Device => "menu-appearance-device",
            Appearance::Light => "menu-appearance-light",
            Appearance::Dark => "menu-appearance-dark",
        }
    }
}

/// By what a visitor is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Proof {
    /// By nothing: a stranger.
    #[default]
    Nothing,
    /// By a cookie, which a browser sends along by itself: changes need a form token and the own origin.
    Session,
    /// By a token in the `Authorization` header, which no browser adds by itself: changes need no form token.
    Token,
}

/// Who is asking, as far as pages need to know.
///
/// Made by a [`Gate`](crate::route::Gate). What operations need to know (the account, its scope) the gate puts
/// into the extensions of the request, from where handlers take it.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// By what the visitor is known.
    pub proof: Proof,
    /// The name to show in the account menu; none for a stranger.
    pub name: Option<String>,
    /// The post as which the visitor acts, to show below the name.
    pub post: Option<String>,
    /// The powers that the visitor's posts give. `Public` and `SignedIn` need not be named.
    pub powers: Vec<Policy>,
    /// The token which forms of this session carry; none for strangers.
    pub form_token: Option<String>,
    /// Whether it was shown lately that the session is its person's.
    pub is_proved: bool,
    /// The language the account has chosen.
    pub tongue: Option<Tongue>,
    /// The appearance the account has chosen.
    pub appearance: Option<Appearance>,
    /// How many open duties wait in the inbox, where it is known.
    pub n_waiting: Option<u32>,
}

impl Visitor {
    /// Whether the visitor has an account.
    pub fn is_signed_in(&self) -> bool {
        self.proof != Proof::Nothing
    }

    /// Whether a policy lets the visitor pass.
    pub fn may(&self, policy: Policy) -> bool {
        match policy {
            Policy::Public => true,
            Policy::SignedIn => self.is_signed_in(),
            power => self.is_signed_in() && self.powers.contains(&power),
        }
    }
}

/// What every page is drawn for. Taken by handlers as an argument.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Who asks.
    pub visitor: Visitor,
    /// The words for it.
    pub speech: Speech,
    /// Light or dark.
    pub appearance: Appearance,
    /// Path and query of the page, to come back to.
    pub address: String,
    /// The id under which the request stands in the log; none where nothing is logged.
    pub request: Option<RequestId>,
}

impl Visit {
    /// A stranger's visit, for pages drawn outside any route.
    pub fn of_stranger(tongue: Tongue, address: &str) -> Visit {
        Visit {
            visitor: Visitor::default(),
            speech: Speech::of(tongue),
            appearance: Appearance::Device,
            address: address.to_owned(),
            request: None,
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Visit, StatusCode> {
        // The guard puts it there; a route outside the guard is a fault of ours, and shows nothing.
        parts.extensions.get::<Visit>().cloned().ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}
