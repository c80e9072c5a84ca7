//! How mail goes out and comes in: `[mail]`.

use std::path::{Path, PathBuf};

use ::mail::{Security, SmtpSettings, is_mail_address};
use model::{Level, Rhythm};
use serde::{Deserialize, Serialize};

use crate::Failure;
use crate::configuration::secret::secret_in;

/// How posts are written to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailPart {
    /// The mail server, as `HOST:PORT`; empty: no mail is sent.
    pub server: String,
    /// `starttls`, `tls` or `none`.
    pub security: String,
    /// Who the office is at the server; empty: the server does not ask.
    pub user: String,
    /// The file in which the password stands.
    pub secret_file: String,
    /// The address of the office.
    pub from: String,
    /// What the office is called in mail.
    pub name: String,
    /// The highest level that may be mailed.
    pub level: String,
    /// How often posts get mail that never said how.
    pub rhythm: String,
    /// The maildir into which what comes to the office is delivered; empty: nothing is answered by mail.
    pub mailbox: String,
    /// The name under which the own mail server writes what it found out about senders; empty: nobody has to be proven.
    pub proven_by: String,
}

impl Default for MailPart {
    fn default() -> MailPart {
        MailPart {
            server: String::new(),
            security: "starttls".to_owned(),
            user: String::new(),
            secret_file: String::new(),
            from: String::new(),
            name: "Uptake".to_owned(),
            level: "open".to_owned(),
            rhythm: "weekly".to_owned(),
            mailbox: String::new(),
            proven_by: String::new(),
        }
    }
}

impl MailPart {
    /// Whether mail is sent.
    pub fn is_on(&self) -> bool {
        !self.server.is_empty()
    }

    /// The highest level that may be mailed.
    pub fn level(&self) -> Level {
        Level::from_word(&self.level).unwrap_or(Level::Open)
    }

    /// How often posts get mail that never said how.
    pub fn rhythm(&self) -> Rhythm {
        Rhythm::from_word(&self.rhythm).unwrap_or(Rhythm::Weekly)
    }

    /// The maildir; a path that is not absolute begins in the office.
    pub fn mailbox(&self, office: &Path) -> Option<PathBuf> {
        (!self.mailbox.is_empty()).then(|| office.join(&self.mailbox))
    }

    /// The name and the host of the address of the office.
    pub fn from_parts(&self) -> (&str, &str) {
        self.from.rsplit_once('@').unwrap_or((&self.from, ""))
    }

    /// The server, and who the office is there.
    ///
    /// # Errors
    /// Refused when the password cannot be read.
    pub fn smtp(&self, office: &Path) -> Result<SmtpSettings, Failure> {
        let credentials = if self.user.is_empty() {
            None
        } else {
            Some((self.user.clone(), secret_in(office, &self.secret_file, "mail.secret_file")?))
        };
        let (host, port) = self.server.rsplit_once(':').unwrap_or((&self.server, "587"));
        Ok(SmtpSettings {
            host: host.to_owned(),
            port: port.parse().unwrap_or(587),
            security: match self.security.as_str() {
                "tls" => Security::Tls,
                "none" => Security::None,
                _ => Security::StartTls,
            },
            credentials,
            hello: self.from_parts().1.to_owned(),
        })
    }

    pub(super) fn is_secured(&self) -> bool {
        ["starttls", "tls", "none"].contains(&self.security.as_str())
    }

    /// Passwords do not go over a way that is open.
    pub(super) fn user_is_safe(&self) -> bool {
        self.user.is_empty() || (self.security != "none" && !self.secret_file.is_empty())
    }

    pub(super) fn is_addressed(&self) -> bool {
        if self.from.is_empty() {
            return !self.is_on();
        }
        is_mail_address(&self.from) && self.from.contains('.') && !self.from.contains('+')
    }
}
