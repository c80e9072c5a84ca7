//! How sources are asked: `[sources]`.

use std::path::Path;

use ::harvest::{Credential, CredentialKind, NetworkSettings, web_address};
use serde::{Deserialize, Serialize};

use crate::Failure;
use crate::configuration::secret::secret_in;

/// How the office reaches the sources that it asks by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct SourcesPart {
    /// The mail address that hosts are told; empty for none.
    pub contact: String,
    /// Hosts that may be asked though they are not public, as `HOST:PORT`.
    pub inside: Vec<String>,
    /// The directory in which folders that are watched lie; empty: none is watched.
    pub folder: String,
    /// Who the office is at hosts that want to know.
    pub credentials: Vec<SourceCredential>,
}

/// Who the office is at a host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct SourceCredential {
    /// An address of the host; its scheme, name and port count.
    pub host: String,
    /// `bearer`, `basic`, `parameter` or `client`.
    pub kind: String,
    /// The name of the parameter.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub parameter: String,
    /// Where it is exchanged.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub exchange: String,
    /// The file in which the secret stands.
    pub secret_file: String,
}

impl SourcesPart {
    /// How the network is gone out to, secrets included.
    ///
    /// # Errors
    /// Refused when a secret cannot be read.
    pub fn network(&self, office: &Path) -> Result<NetworkSettings, Failure> {
        let mut credentials = Vec::new();
        for (at, one) in self.credentials.iter().enumerate() {
            let setting = format!("sources.credentials[{at}].secret_file");
            let secret = secret_in(office, &one.secret_file, &setting)?;
            let host = web_address(&one.host).ok().zip(one.shown());
            let (host, kind) =
                host.ok_or_else(|| Failure::at_command_line(format!("`{setting}`: no host is named")))?;
            credentials.push(Credential::new(&host, kind, secret));
        }
        Ok(NetworkSettings {
            contact: self.contact.clone(),
            inside: self.inside.clone(),
            credentials,
            ..NetworkSettings::default()
        })
    }
}

impl SourceCredential {
    fn shown(&self) -> Option<CredentialKind> {
        Some(match (self.kind.as_str(), self.parameter.as_str(), self.exchange.as_str()) {
            ("bearer", "", "") => CredentialKind::Bearer,
            ("basic", "", "") => CredentialKind::Basic,
            ("parameter", name, "") if !name.is_empty() => CredentialKind::Parameter(name.to_owned()),
            ("client", "", at) => CredentialKind::Client(web_address(at).ok()?),
            _ => return None,
        })
    }

    /// Whether it says all that is needed.
    pub(super) fn is_whole(&self) -> bool {
        self.shown().is_some() && web_address(&self.host).is_ok() && !self.secret_file.is_empty()
    }
}
