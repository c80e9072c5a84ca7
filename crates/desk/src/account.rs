//! Accounts: how a person shows that they are themselves.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use hmac::{Hmac, KeyInit, Mac};
use model::{Level, Person, PersonId, Post, PostId, Power, Refusal, Standing, Tenure, Unit, UnitId};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use store::{ApiToken, SecretHash, Session, Writer};

use crate::review::Turn;
use crate::{Failure, Office};

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

/// A one-time code is good for this many seconds (RFC 6238).
const CODE_SECONDS: i64 = 30;

impl Secret {
    /// A new secret out of random numbers.
    pub fn new(ids: &mut dyn FnMut() -> u64) -> Secret {
        const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
        let bits: Vec<u8> = (0..4).flat_map(|_| ids().to_be_bytes()).collect();
        let mut text = String::with_capacity(52);
        for at in 0..52 {
            let (byte, shift) = (at * 5 / 8, at * 5 % 8);
            let pair = u16::from(bits[byte]) << 8 | u16::from(*bits.get(byte + 1).unwrap_or(&0));
            text.push(char::from(DIGITS[usize::from(pair << shift >> 11)]));
        }
        Secret(text)
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
        return Err(Failure::said(format!(
            "Choose a password of {PASSWORD_CHARS_MIN} characters or more; several words are easy to remember"
        )));
    }
    if password.len() > PASSWORD_BYTES_MAX {
        return Err(Failure::said(format!("Choose a password of at most {PASSWORD_BYTES_MAX} bytes")));
    }
    let salt: Vec<u8> = (0..2).flat_map(|_| ids().to_be_bytes()).collect();
    let hash = argon()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| Failure::Broken(Box::new(error)))?;
    Ok(hash.to_string())
}

/// Whether a password is the one that was hashed. Without a hash it takes as long and answers no, so that the
/// time does not tell which accounts there are.
pub fn password_fits(password: &str, hash: Option<&str>) -> bool {
    /// The hash of a password that nobody has.
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$0000000000000000000000000000000000000000000";
    if password.len() > PASSWORD_BYTES_MAX {
        return false;
    }
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else { return false };
    argon().verify_password(password.as_bytes(), &parsed).is_ok() && hash.is_some()
}

/// The one-time code of a secret at a time step (RFC 6238 over RFC 4226: HMAC-SHA-1, six digits).
pub fn code_at(secret: &[u8], step: i64) -> String {
    let Ok(mut mac) = <Hmac<Sha1> as KeyInit>::new_from_slice(secret) else { return String::new() };
    mac.update(&step.to_be_bytes());
    let sum = mac.finalize().into_bytes();
    let at = usize::from(sum[19] & 15);
    let number = u32::from_be_bytes([sum[at] & 0x7f, sum[at + 1], sum[at + 2], sum[at + 3]]);
    format!("{:06}", number % 1_000_000)
}

/// The time step that a code belongs to, if it is that of now or of the one before or after: clocks differ.
pub fn step_of_code(secret: &[u8], code: &str, now: i64) -> Option<i64> {
    let step = now.div_euclid(1_000_000 * CODE_SECONDS);
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    [step, step - 1, step + 1].into_iter().find(|step| code.len() == 6 && code_at(secret, *step) == code)
}

/// What a browser is given when somebody signed in.
pub struct SignedIn {
    /// The session's token.
    pub token: Secret,
    /// The browser's own token, by which it is known again.
    pub device: Secret,
}

/// How somebody wants to sign in. The password was looked at before: it takes too long for the writer.
pub struct Attempt<'a> {
    /// Who they say they are.
    pub person: &'a PersonId,
    /// Whether the password fits.
    pub password_fits: bool,
    /// The one-time code, if they gave one.
    pub code: Option<&'a str>,
    /// What the browser calls itself.
    pub agent: &'a str,
}

/// What came of an attempt.
pub enum Entrance {
    /// They are in.
    Open(Box<SignedIn>),
    /// The password fits and a one-time code is wanted too.
    CodeWanted,
    /// Name, password or code do not fit; which of them is not said.
    Shut,
}

/// Lets somebody in, or not. Both are facts.
///
/// # Errors
/// When the store fails.
pub fn sign_in(
    writer: &mut Writer,
    attempt: &Attempt<'_>,
    now: i64,
    ids: &mut dyn FnMut() -> u64,
) -> Result<Entrance, Failure> {
    let who = format!("/{}", attempt.person);
    let signed_in = SignedIn { token: Secret::new(ids), device: Secret::new(ids) };
    writer.transact(&who, now, |deed| {
        let person = deed.person(attempt.person)?.filter(|person| !person.left);
        let account = deed.account(attempt.person)?;
        let (Some(person), Some(account), true) = (person, account, attempt.password_fits) else {
            let fact = deed.fact(model::Verb::Failed, format!("person:{}", attempt.person));
            deed.note(&fact.with("password".to_owned()))?;
            return Ok(Entrance::Shut);
        };
        if let Some(secret) = &account.totp_secret {
            let Some(code) = attempt.code.filter(|code| !code.trim().is_empty()) else {
                return Ok(Entrance::CodeWanted);
            };
            let taken = match step_of_code(secret, code, now) {
                Some(step) => deed.take_totp_step(&person.id, step)?,
                None => false,
            };
            if !taken {
                let fact = deed.fact(model::Verb::Failed, format!("person:{}", person.id));
                deed.note(&fact.with("one-time code".to_owned()))?;
                return Ok(Entrance::Shut);
            }
        }
        let session = Session {
            token: signed_in.token.hash(),
            person: person.id,
            agent: attempt.agent.chars().take(200).collect(),
            made_at: now,
            seen_at: now,
            expires_at: now + SESSION_MICROS,
        };
        deed.begin_session(&session, &signed_in.device.hash())?;
        Ok(Entrance::Open(Box::new(signed_in)))
    })
}

/// Ends a session.
///
/// # Errors
/// When the store fails.
pub fn sign_out(writer: &mut Writer, person: &PersonId, token: &SecretHash, now: i64) -> Result<(), Failure> {
    writer.transact(&format!("/{person}"), now, |deed| Ok(deed.end_session(person, token)?))
}

/// Makes a one-time link for a person, in place of those before.
///
/// # Errors
/// Refused when the officer does not administer, or when there is no such person.
pub fn invite(writer: &mut Writer, turn: &mut Turn<'_>, person: &PersonId) -> Result<Secret, Failure> {
    let actor = turn.officer.by_power(Power::Administer)?;
    let secret = Secret::new(turn.ids);
    writer.transact(&actor.to_string(), turn.now, |deed| {
        deed.person(person)?.filter(|person| !person.left).ok_or_else(|| no_person(person))?;
        deed.invite(person, &secret.hash(), turn.now + INVITATION_MICROS)?;
        Ok(secret.clone())
    })
}

pub(crate) fn no_person(id: &PersonId) -> Refusal {
    Refusal::NotFound { noun: "person", text: id.to_string(), next: "look in the list of persons".to_owned() }
}

/// Takes up a one-time link: its person has this password from now on.
///
/// # Errors
/// Refused when the link is used or too old.
pub fn take_invitation(writer: &mut Writer, token: &SecretHash, hash: &str, now: i64) -> Result<PersonId, Failure> {
    writer.transact("invitation", now, |deed| {
        let person = deed.invited(token)?.ok_or_else(|| {
            Failure::said("This link was used already or is too old; ask an administrator for a new one")
        })?;
        deed.set_password(&person, hash)?;
        Ok(person)
    })
}

/// The name of the first administrator, until they change it.
pub const FIRST_ADMINISTRATOR: &str = "administrator";

/// Makes a link for the first administrator, and the person, post and unit that they need, when nobody
/// can sign in yet. `None` when somebody can.
///
/// # Errors
/// When the store fails.
pub fn first_link(
    writer: &mut Writer,
    office: &Office,
    now: i64,
    today: model::Date,
    ids: &mut dyn FnMut() -> u64,
) -> Result<Option<Secret>, Failure> {
    if !office.reader.has_no_account()? {
        return Ok(None);
    }
    let secret = Secret::new(ids);
    let administrator = first_administrator(writer, office, now, today)?;
    writer.transact("operator", now, |deed| {
        deed.invite(&administrator, &secret.hash(), now + INVITATION_MICROS)?;
        Ok(Some(secret))
    })
}

/// Who administers already, or a person made for it.
fn first_administrator(
    writer: &mut Writer,
    office: &Office,
    now: i64,
    today: model::Date,
) -> Result<PersonId, Failure> {
    let posts = office.posts()?;
    for post in posts.iter().filter(|post| post.powers.contains(&Power::Administer) && !post.closed) {
        if let Some((person, _)) = office.reader.acting(&office.scope, &post.id, today)?.first() {
            return Ok(person.id.clone());
        }
    }
    let root = office.tree()?.roots().next().cloned();
    writer.transact("operator", now, |deed| {
        let unit = match root {
            Some(unit) => unit.id,
            None => {
                let unit = Unit { id: UnitId::new("office")?, name: "Office".to_owned(), parent: None };
                deed.keep_unit(&unit)?;
                unit.id
            }
        };
        let (post, person) = (PostId::new(FIRST_ADMINISTRATOR)?, PersonId::new(FIRST_ADMINISTRATOR)?);
        let powers = [Power::Administer, Power::Audit].into_iter().collect();
        let title = "Administrator".to_owned();
        deed.keep_post(&Post { id: post.clone(), title: title.clone(), unit, powers, closed: false })?;
        deed.keep_person(&Person {
            id: person.clone(),
            name: title,
            email: None,
            language: None,
            level: Level::Internal,
            compartments: Default::default(),
            left: false,
        })?;
        let (standing, since) = (Standing::Holder, today);
        deed.appoint(&Tenure { post, person: person.clone(), standing, since, until: None })?;
        Ok(person)
    })
}

/// Gives a person a password without a link: for the demonstration and for tests.
///
/// # Errors
/// When the store fails.
pub fn give_password(writer: &mut Writer, person: &PersonId, hash: &str, now: i64) -> Result<(), Failure> {
    writer.transact("operator", now, |deed| Ok(deed.set_password(person, hash)?))
}

/// Makes a token for programs. It reads, or reads and writes, and never reaches further than its person.
///
/// # Errors
/// Refused without a name, or with another reach than `read` and `write`.
pub fn issue_token(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    name: &str,
    reach: &str,
    days: i64,
) -> Result<Secret, Failure> {
    if name.trim().is_empty() {
        return Err(Failure::said("Write what the token is for; you will know it by that name"));
    }
    if !matches!(reach, "read" | "write") {
        return Err(Failure::said("Choose whether the token reads, or reads and writes"));
    }
    if !(1..=366).contains(&days) {
        return Err(Failure::said("Choose for how many days the token is good, from 1 to 366"));
    }
    let secret = Secret::new(turn.ids);
    let person = &turn.officer.person.id;
    writer.transact(&format!("/{person}"), turn.now, |deed| {
        deed.issue_token(person, &secret.hash(), name.trim(), reach, turn.now + days * 24 * HOUR)?;
        Ok(secret.clone())
    })
}

/// Ends every other session of the officer.
///
/// # Errors
/// When the store fails.
pub fn sign_out_elsewhere(writer: &mut Writer, turn: &Turn<'_>, kept: &SecretHash) -> Result<(), Failure> {
    let person = &turn.officer.person.id;
    writer.transact(&format!("/{person}"), turn.now, |deed| Ok(deed.end_other_sessions(person, kept)?))
}

/// Makes a token of the officer useless.
///
/// # Errors
/// Refused when they have none of this number.
pub fn revoke_token(writer: &mut Writer, turn: &Turn<'_>, id: i64) -> Result<(), Failure> {
    let person = &turn.officer.person.id;
    writer.transact(&format!("/{person}"), turn.now, |deed| Ok(deed.revoke_token(person, id)?))
}

/// Asks for one-time codes from now on. The code shows that the officer's device has the secret.
///
/// # Errors
/// Refused when the code does not fit.
pub fn ask_for_codes(writer: &mut Writer, turn: &Turn<'_>, secret: &[u8], code: &str) -> Result<(), Failure> {
    let Some(step) = step_of_code(secret, code, turn.now) else {
        return Err(Failure::said(
            "The code does not fit; look at the clock of your device and type the code that it shows now",
        ));
    };
    let person = &turn.officer.person.id;
    writer.transact(&format!("/{person}"), turn.now, |deed| {
        deed.set_totp(person, Some(secret))?;
        deed.take_totp_step(person, step)?;
        Ok(())
    })
}

/// Asks for no one-time codes any more.
///
/// # Errors
/// When the store fails.
pub fn ask_for_no_codes(writer: &mut Writer, turn: &Turn<'_>) -> Result<(), Failure> {
    let person = &turn.officer.person.id;
    writer.transact(&format!("/{person}"), turn.now, |deed| Ok(deed.set_totp(person, None)?))
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
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, shortened to six digits.
        let secret = b"12345678901234567890";
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(code_at(secret, seconds / 30), code);
            assert_eq!(step_of_code(secret, code, seconds * 1_000_000), Some(seconds / 30));
        }
        assert_eq!(step_of_code(secret, "287082", 300_000_000), None, "too late");
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
    fn secrets_are_long_and_distinct() {
        let mut ids = numbers();
        let (one, other) = (Secret::new(&mut ids), Secret::new(&mut ids));
        assert_eq!(one.reveal().len(), 52);
        assert_ne!(one.reveal(), other.reveal());
        assert_eq!(one.hash(), hash_of(one.reveal()));
    }
}
