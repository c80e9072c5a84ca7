//! Who takes mail on its way: a mail server that speaks SMTP.

use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{Error as SmtpError, PoolConfig};
use lettre::{SmtpTransport, Transport};

use crate::Mail;

/// How long the server may take for each step.
const STEP_TIME_MAX: Duration = Duration::from_secs(30);

/// Longest text of a server that is kept, in characters.
const TEXT_CHARS_MAX: usize = 300;

/// Why a mail is not on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undelivered {
    /// Whether it is no use to try again.
    pub for_ever: bool,
    /// In words, those of the server where it said any.
    pub text: String,
}

/// Takes mail on its way. [`Smtp`] hands it to a server; tests bring carriers of their own.
pub trait Carry: Send + Sync {
    /// Takes one mail. When it is taken, it will arrive or come back.
    ///
    /// # Errors
    /// When it is not taken.
    fn carry(&self, mail: &Mail) -> Result<(), Undelivered>;
}

/// Takes nothing: for an office without a mail server.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unconnected;

impl Carry for Unconnected {
    fn carry(&self, _: &Mail) -> Result<(), Undelivered> {
        Err(Undelivered { for_ever: false, text: "the office has no mail server; see `mail.server`".to_owned() })
    }
}

/// How the way to the server is kept from strangers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// It begins openly and has to become encrypted before anything is said.
    StartTls,
    /// It is encrypted from the beginning.
    Tls,
    /// It is open: for a server on the same machine.
    None,
}

/// Which server, and who the office is there.
#[derive(Clone)]
pub struct SmtpSettings {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is kept.
    pub security: Security,
    /// Name and password; none where the server asks for none.
    pub credentials: Option<(String, String)>,
    /// What the office calls itself, a name of a host.
    pub hello: String,
}

/// A mail server.
pub struct Smtp {
    transport: SmtpTransport,
}

impl Smtp {
    /// The way to a server. Nothing is said to it yet.
    ///
    /// # Errors
    /// When its name is none, or the certificates of the system cannot be read.
    pub fn new(settings: &SmtpSettings) -> Result<Smtp, String> {
        let parameters = || TlsParameters::new(settings.host.clone()).map_err(|error| error.to_string());
        let tls = match settings.security {
            Security::StartTls => Tls::Required(parameters()?),
            Security::Tls => Tls::Wrapper(parameters()?),
            Security::None => Tls::None,
        };
        let mut transport = SmtpTransport::builder_dangerous(&settings.host)
            .port(settings.port)
            .tls(tls)
            .hello_name(ClientId::Domain(settings.hello.clone()))
            .timeout(Some(STEP_TIME_MAX))
            .pool_config(PoolConfig::new().max_size(4).idle_timeout(Duration::from_secs(20)));
        if let Some((name, password)) = settings.credentials.clone() {
            transport = transport.credentials(Credentials::new(name, password));
        }
        Ok(Smtp { transport: transport.build() })
    }
}

impl Carry for Smtp {
    fn carry(&self, mail: &Mail) -> Result<(), Undelivered> {
        let written = mail.written().map_err(|error| Undelivered { for_ever: true, text: error.to_string() });
        let (envelope, bytes) = written?;
        match self.transport.send_raw(&envelope, &bytes) {
            Ok(_) => Ok(()),
            Err(error) => Err(undelivered(&error)),
        }
    }
}

/// What the server said; a refusal of one address by the server itself is for ever, all else may pass.
fn undelivered(error: &SmtpError) -> Undelivered {
    let code = error.status().map(u16::from);
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    let text = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(TEXT_CHARS_MAX).collect();
    // 530 to 538 are about who the office is, and are mended in its configuration.
    let about_us = code.is_some_and(|code| (530..=538).contains(&code));
    Undelivered { for_ever: error.is_permanent() && !about_us, text }
}
