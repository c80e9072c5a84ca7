//! Sealed slips: what the office has to know again when somebody comes back is given to their browser, sealed, so that
//! nothing has to be kept for strangers, and no number of strangers can push out what is kept for somebody else.
//!
//! The key lives as long as the program. After a start people press their button once more.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Seals and opens slips.
pub struct Seal {
    key: [u8; 32],
    spent: Mutex<HashMap<[u8; 32], i64>>,
}

impl Seal {
    /// A seal out of random numbers.
    pub fn new(random: impl FnMut() -> u64) -> Seal {
        let mut key = [0; 32];
        for (part, number) in key.chunks_mut(8).zip(std::iter::repeat_with(random)) {
            part.copy_from_slice(&number.to_be_bytes());
        }
        Seal { key, spent: Mutex::default() }
    }

    fn mac(&self, purpose: &str, content: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.key).ok()?;
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(content);
        Some(mac)
    }

    /// Seals a text for a purpose until a moment, in microseconds since 1970. It can be read by whoever has it.
    pub fn close(&self, purpose: &str, text: &str, until: i64) -> String {
        let content = format!("{until} {text}");
        let sum = self.mac(purpose, content.as_bytes()).map(|mac| mac.finalize().into_bytes());
        let sum = sum.map(|sum| URL_SAFE_NO_PAD.encode(sum)).unwrap_or_default();
        format!("{}.{sum}", URL_SAFE_NO_PAD.encode(content))
    }

    /// The text of a slip that was sealed for this purpose, is not too old, and was not spent.
    pub fn open(&self, purpose: &str, sealed: &str, now: i64) -> Option<String> {
        let (content, sum) = sealed.split_once('.')?;
        let (content, sum) = (URL_SAFE_NO_PAD.decode(content).ok()?, URL_SAFE_NO_PAD.decode(sum).ok()?);
        self.mac(purpose, &content)?.verify_slice(&sum).ok()?;
        let content = String::from_utf8(content).ok()?;
        let (until, text) = content.split_once(' ')?;
        let is_spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&name(sealed));
        (until.parse::<i64>().ok()? > now && !is_spent).then(|| text.to_owned())
    }

    /// Spends a slip that did its work, so that it does none again. `until` is when it is too old anyhow.
    /// Answers whether it had not been spent before.
    pub fn spend(&self, sealed: &str, now: i64, until: i64) -> bool {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.retain(|_, until| *until > now);
        spent.insert(name(sealed), until).is_none()
    }
}

fn name(sealed: &str) -> [u8; 32] {
    Sha256::digest(sealed.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_good_for_its_purpose_in_its_time_and_once() {
        let seal = Seal::new(|| 7);
        let sealed = seal.close("passkey", "a state with blanks", 100);
        assert_eq!(seal.open("passkey", &sealed, 99).as_deref(), Some("a state with blanks"));
        assert_eq!(seal.open("passkey", &sealed, 100), None, "too old");
        assert_eq!(seal.open("openid", &sealed, 99), None, "sealed for something else");
        assert_eq!(Seal::new(|| 8).open("passkey", &sealed, 99), None, "sealed by somebody else");
        let (content, sum) = sealed.split_once('.').unwrap();
        for forged in [format!("{content}A.{sum}"), format!("{content}."), content.to_owned(), String::new()] {
            assert_eq!(seal.open("passkey", &forged, 99), None, "{forged}");
        }
        assert!(seal.spend(&sealed, 99, 100));
        assert!(!seal.spend(&sealed, 99, 100));
        assert_eq!(seal.open("passkey", &sealed, 99), None, "spent");
    }
}
