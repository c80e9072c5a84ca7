//! Accounts: how a person shows that they are themselves.

mod code;
mod invitation;
mod openid;
mod passkey;
mod sign_in;
mod token;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use model::{Person, sentence};
use sha2::{Digest, Sha256};
use store::{ApiToken, SecretHash, Session, Writer};

use crate::review::Turn;
use crate::{Failure, Office};

pub use code::{ask_for_codes, ask_for_no_codes, step_of_code};
pub use invitation::{FIRST_ADMINISTRATOR, first_link, give_password, invite, take_invitation};
pub use openid::{
    Arrival, Identified, PROVIDER, Trust, bind_to_provider, part_from_provider, prove_by_provider, sign_in_by_provider,
};
pub use passkey::{
    Asked, Claimed, NewPasskey, PasskeyUse, Passkeys, add_passkey, passkey_handle, prove_by_passkey, remove_passkey,
    sign_in_by_passkey,
};
pub use sign_in::{
    Attempt, Browser, Entrance, PROOF_MICROS, Proof, SignedIn, change_password, end_session, is_proved, prove,
    session_name, sign_in, sign_out, sign_out_elsewhere,
};
pub use token::{issue_token, revoke_token};

/// A secret that is given out once: 256 random bits, written in base 32 as letters and digits.
#[derive(Clone)]
pub struct Secret(String);

/// Microseconds in an hour.
const HOUR: i64 = 3_600_000_000;

/// A session ends this long after it began, whatever happens: twelve hours, a working day.
pub const SESSION_MICROS: i64 = 12 * HOUR;

/// A session ends when it was not used for this long.
pub const IDLE_MICROS: i64 = 2 * HOUR;

/// A one-time link is good for this long: three days, over a weekend.
pub const INVITATION_MICROS: i64 = 72 * HOUR;

/// Fewest characters of a password.
pub const PASSWORD_CHARS_MIN: usize = 12;

/// Most bytes of a password: hashing must not be given books to read.
pub const PASSWORD_BYTES_MAX: usize = 1_024;

/// Bits as small letters and digits (the alphabet of RFC 4648), five to each; so many of them.
pub(crate) fn base32(bits: &[u8], n_chars: usize) -> String {
    const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let byte = |at: usize| u16::from(bits.get(at).copied().unwrap_or_default());
    let digit = |at: usize| {
        let (first, shift) = (at * 5 / 8, at * 5 % 8);
        char::from(DIGITS[usize::from((byte(first) << 8 | byte(first + 1)) << shift >> 11)])
    };
    (0..n_chars).map(digit).collect()
}

impl Secret {
    /// A new secret out of random numbers.
    pub fn new(ids: &mut dyn FnMut() -> u64) -> Secret {
        let bits: Vec<u8> = (0..4).flat_map(|_| ids().to_be_bytes()).collect();
        Secret(base32(&bits, 52))
    }

    /// As it is given out.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub fn hash(&self) -> SecretHash {
        hash_of(&self.0)
    }
}

/// What is kept of a secret that was handed in.
pub fn hash_of(text: &str) -> SecretHash {
    Sha256::digest(text.as_bytes()).into()
}

fn argon() -> Argon2<'static> {
    // 19 MiB, two passes, one lane: what OWASP recommends at least.
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Hashes a password with argon2id. Takes some 20 milliseconds and 19 MiB: the caller bounds how many run at once.
///
/// # Errors
/// Refused when the password is too short or too long.
pub fn hash_password(password: &str, ids: &mut dyn FnMut() -> u64) -> Result<String, Failure> {
    if password.chars().count() < PASSWORD_CHARS_MIN {
        return Err(Failure::said(sentence!(
            "password-short",
            "Choose a password of {min} characters or more; several words are easy to remember",
            min = PASSWORD_CHARS_MIN
        )));
    }
    if password.len() > PASSWORD_BYTES_MAX {
        return Err(Failure::said(sentence!(
            "password-long",
            "Choose a password of at most {max} bytes",
            max = PASSWORD_BYTES_MAX
        )));
    }
    let salt: Vec<u8> = (0..2).flat_map(|_| ids().to_be_bytes()).collect();
    let hash = argon()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| Failure::Broken(Box::new(error)))?;
    Ok(hash.to_string())
}

/// The hash of a password that nobody has.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$0000000000000000000000000000000000000000000";

/// Whether a password is the one that was hashed. Without a hash it takes as long and answers no, so that the
/// time does not tell which accounts there are.
pub fn password_fits(password: &str, hash: Option<&str>) -> bool {
    if password.len() > PASSWORD_BYTES_MAX {
        return false;
    }
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else { return false };
    argon().verify_password(password.as_bytes(), &parsed).is_ok() && hash.is_some()
}

/// Keeps the language of the officer's pages.
///
/// # Errors
/// When the store fails.
pub fn choose_language(writer: &mut Writer, turn: &Turn<'_>, language: &str) -> Result<(), Failure> {
    let person = Person { language: Some(language.to_owned()), ..turn.officer.person.clone() };
    writer.transact(&format!("/{}", person.id), turn.now, |deed| {
        deed.keep_person(&person)?;
        Ok(())
    })
}

impl Office {
    /// The session of a token and its person, while it lasts.
    ///
    /// # Errors
    /// When the store fails.
    pub fn session(&self, token: &SecretHash, now: i64) -> Result<Option<Session>, Failure> {
        Ok(self.reader.session(token, now, IDLE_MICROS)?)
    }

    /// The token for programs with this hash, while it is good.
    ///
    /// # Errors
    /// When the store fails.
    pub fn api_token(&self, token: &SecretHash, now: i64) -> Result<Option<ApiToken>, Failure> {
        Ok(self.reader.api_token(token, now)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers() -> impl FnMut() -> u64 {
        let mut at = 0u64;
        move || {
            at = at.wrapping_add(0x9e37_79b9_7f4a_7c15);
            at
        }
    }

    #[test]
    fn a_password_fits_its_own_hash_and_no_other() {
        let hash = hash_password("steam and diesel", &mut numbers()).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(password_fits("steam and diesel", Some(&hash)));
        assert!(!password_fits("steam and diesel ", Some(&hash)));
        assert!(!password_fits("steam and diesel", None));
        assert!(hash_password("too short", &mut numbers()).is_err());
    }

    #[test]
    fn a_name_that_nobody_has_costs_as_much_work_as_one_that_somebody_has() {
        let hash = hash_password("steam and diesel", &mut numbers()).unwrap();
        let work = |hash: &str| {
            let parsed = PasswordHash::new(hash).unwrap();
            (parsed.params.to_string(), parsed.hash.unwrap().as_bytes().len())
        };
        assert_eq!(work(NOBODY), work(&hash));
    }

    #[test]
    fn secrets_are_long_and_distinct() {
        let mut ids = numbers();
        let (one, other) = (Secret::new(&mut ids), Secret::new(&mut ids));
        assert_eq!(one.reveal().len(), 52);
        assert_ne!(one.reveal(), other.reveal());
        assert_eq!(one.hash(), hash_of(one.reveal()));
    }
}
