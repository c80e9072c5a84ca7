//! The seal of a letter: what nobody knows but who was written to. It stands in the address for replies and in the links of the
//! letter, so that both work without an account, and it is made of the name of the letter with a key of the office, so that
//! nothing secret is kept with the letter.

use std::path::Path;

use hmac::{Hmac, KeyInit, Mac};
use model::{BulletinId, LetterId, PostId, SourceId, WebhookId};
use sha2::Sha256;

use crate::account::base32;
use crate::checkpoint::unhex;
use crate::{Failure, Office, key_file};

/// The file of the key, in the directory of the office. Whoever puts it away makes the links of all letters useless.
pub const LETTER_KEY_FILE: &str = "letter.key";

/// Letters and digits of a seal: 130 bits.
const SEAL_CHARS: usize = 26;

/// Makes and knows seals.
#[derive(Clone)]
pub(crate) struct Seals {
    key: Vec<u8>,
}

impl Seals {
    fn read(dir: &Path) -> Result<Option<Seals>, Failure> {
        let Some(text) = key_file::read(dir, LETTER_KEY_FILE)? else { return Ok(None) };
        match unhex(text.trim()).filter(|bytes| bytes.len() == 32) {
            Some(key) => Ok(Some(Seals { key })),
            None => Err(Failure::at_command_line(format!(
                "`{}` is not a key; bring it back from where it is kept, or put it away: letters that are out can then not be answered",
                dir.join(LETTER_KEY_FILE).display()
            ))),
        }
    }

    /// The seal of a letter: small letters and digits.
    pub(crate) fn of(&self, letter: LetterId) -> String {
        self.sealed(&format!("letter {letter}"))
    }

    /// The seal of the addresses of a post for programs: another one each time that they are made anew.
    pub(crate) fn of_feed(&self, post: &PostId, number: u32) -> String {
        self.sealed(&format!("feed {post} {number}"))
    }

    /// The seal of the address of a bulletin for programs: another one each time that it is made anew.
    pub(crate) fn of_bulletin(&self, bulletin: BulletinId, number: u32) -> String {
        self.sealed(&format!("bulletin {bulletin} {number}"))
    }

    /// The seal of the address to which mail for a source goes: another one each time that it is made anew.
    pub(crate) fn of_source(&self, source: SourceId, number: u32) -> String {
        self.sealed(&format!("source {source} {number}"))
    }

    /// Whether a seal is that of the address of a source.
    pub(crate) fn fits_source(&self, source: SourceId, number: u32, seal: &str) -> bool {
        is_same(&self.of_source(source, number), seal)
    }

    /// Whether a seal is that of the address of a bulletin.
    pub(crate) fn fits_bulletin(&self, bulletin: BulletinId, number: u32, seal: &str) -> bool {
        is_same(&self.of_bulletin(bulletin, number), seal)
    }

    /// The secret of a webhook with this number: 32 bytes, another for each number.
    pub(crate) fn of_webhook(&self, webhook: WebhookId, number: u32) -> [u8; 32] {
        self.hashed(&format!("webhook {webhook} {number}"))
    }

    fn sealed(&self, text: &str) -> String {
        base32(&self.hashed(text), SEAL_CHARS)
    }

    fn hashed(&self, text: &str) -> [u8; 32] {
        // The key has 32 bytes, and any number of them makes one.
        let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.key) else { return [0; 32] };
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// Whether a seal is that of a letter. Its time does not tell where two differ.
    pub(crate) fn fits(&self, letter: LetterId, seal: &str) -> bool {
        is_same(&self.of(letter), seal)
    }

    /// Whether a seal is that of the addresses of a post.
    pub(crate) fn fits_feed(&self, post: &PostId, number: u32, seal: &str) -> bool {
        is_same(&self.of_feed(post, number), seal)
    }
}

fn is_same(own: &str, given: &str) -> bool {
    let given = given.to_ascii_lowercase();
    own.len() == SEAL_CHARS
        && own.len() == given.len()
        && own.bytes().zip(given.bytes()).fold(0, |seen, (a, b)| seen | (a ^ b)) == 0
}

impl Office {
    /// What seals letters; `None` before the first letter.
    pub(crate) fn seals(&self) -> Result<Option<Seals>, Failure> {
        if let Some(seals) = self.seals.get() {
            return Ok(Some(seals.clone()));
        }
        let read = Seals::read(self.dir())?;
        if let Some(seals) = &read {
            // Read twice, the first stands.
            let _ = self.seals.set(seals.clone());
        }
        Ok(read)
    }

    /// The same, made when there is none.
    pub(crate) fn seals_made(&self, ids: &mut dyn FnMut() -> u64) -> Result<Seals, Failure> {
        if let Some(seals) = self.seals()? {
            return Ok(seals);
        }
        let key: Vec<u8> = (0..4).flat_map(|_| ids().to_be_bytes()).collect();
        key_file::keep(self.dir(), LETTER_KEY_FILE, &key)?;
        Ok(self.seals()?.unwrap_or(Seals { key }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_fits_its_letter_alone() {
        let seals = Seals { key: vec![7; 32] };
        let (one, other) = (LetterId::from_bits(1), LetterId::from_bits(2));
        let seal = seals.of(one);
        assert_eq!(seal.len(), SEAL_CHARS);
        assert!(seals.fits(one, &seal) && seals.fits(one, &seal.to_uppercase()), "mail programs change the case");
        assert!(!seals.fits(other, &seal) && !seals.fits(one, "") && !seals.fits(one, &seal[1..]));
        assert!(!Seals { key: vec![8; 32] }.fits(one, &seal));
    }
}
