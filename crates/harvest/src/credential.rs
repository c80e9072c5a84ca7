//! Credentials: who the office is at a host. Each is shown to its own host alone.

use std::fmt;

use url::{Origin, Url};

/// How a credential is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// In the header, as `Bearer`.
    Bearer,
    /// In the header, as `Basic`; the secret is `NAME:PASSWORD`.
    Basic,
    /// As a parameter of this name in the address.
    Parameter(String),
    /// It is exchanged at this address for one that is good for a while (OAuth 2.0, client credentials, RFC 6749 §4.4); the
    /// secret is `KEY:SECRET`.
    Client(Url),
}

/// Who the office is at a host.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    origin: Origin,
    pub(crate) kind: CredentialKind,
    pub(crate) secret: String,
}

impl Credential {
    /// A credential for the host of this address, its scheme and port included.
    pub fn new(host: &Url, kind: CredentialKind, secret: String) -> Credential {
        Credential { origin: host.origin(), kind, secret }
    }

    /// Whether it may be shown at an address.
    pub(crate) fn is_for(&self, url: &Url) -> bool {
        self.origin.is_tuple() && self.origin == url.origin()
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credential({})", self.origin.ascii_serialization())
    }
}
