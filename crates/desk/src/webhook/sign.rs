//! Signatures of events, by the specification *Standard Webhooks* (<https://www.standardwebhooks.com>, version 1.0.0): over the name, the
//! time and the content, with dots between them, by HMAC with SHA-256, in base 64.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use model::WebhookId;
use sha2::Sha256;

use crate::letter::Seals;

/// What stands before each signature: the version of the way in which it is made.
pub const WEBHOOK_SIGNATURE_VERSION: &str = "v1";

/// The secret of a webhook: shown once, and made anew for each signature from a key of the office.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret([u8; 32]);

impl WebhookSecret {
    /// The secret with this number. It is nowhere kept.
    pub(super) fn of(seals: &Seals, webhook: WebhookId, number: u32) -> WebhookSecret {
        WebhookSecret(seals.of_webhook(webhook, number))
    }

    /// As receivers are given it.
    pub fn reveal(&self) -> String {
        format!("whsec_{}", STANDARD.encode(self.0))
    }

    /// The signature of an event. `at` in seconds since 1970.
    pub fn sign(&self, name: &str, at: i64, body: &[u8]) -> String {
        let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0) else { return String::new() };
        mac.update(format!("{name}.{at}.").as_bytes());
        mac.update(body);
        format!("{WEBHOOK_SIGNATURE_VERSION},{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

impl std::fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WebhookSecret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sample of the specification's own libraries (svix and standardwebhooks, README and tests).
    #[test]
    fn a_signature_is_the_one_that_the_libraries_of_the_specification_make() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(&secret) else { panic!() };
        mac.update(b"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}");
        assert_eq!(STANDARD.encode(mac.finalize().into_bytes()), "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        // Ours is made in the same way, of a secret that is as long as the hash.
        let own = WebhookSecret([7; 32]);
        let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(&[7; 32]) else { panic!() };
        mac.update(b"msg_x.5.{}");
        assert_eq!(own.sign("msg_x", 5, b"{}"), format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())));
        assert!(own.reveal().starts_with("whsec_") && !format!("{own:?}").contains('7'));
    }
}
