//! Signing in and out, and showing again that one is oneself.
//!
//! Whichever way somebody comes, the same function lets them in: it asks whether they are still of the house,
//! ends the session that the browser had before, and begins another with a token of its own.

use model::{Person, PersonId, Verb, sentence};
use sha2::{Digest, Sha256};
use store::{Deed, SecretHash, Session, Writer};

use super::{SESSION_MICROS, Secret, step_of_code};
use crate::Failure;
use crate::review::Turn;

/// What is grave wants somebody to have shown that they are themselves within so many microseconds: a quarter of an
/// hour, enough for a round of changes, too little for whoever finds the desk empty after lunch.
pub const PROOF_MICROS: i64 = 15 * 60 * 1_000_000;

/// Longest name of a browser that is kept, in characters.
const AGENT_CHARS_MAX: usize = 200;

/// What a browser is given when somebody signed in.
pub struct SignedIn {
    /// The session's token.
    pub token: Secret,
    /// The browser's own token, by which it is known again.
    pub device: Secret,
}

impl SignedIn {
    /// Tokens out of random numbers.
    pub(super) fn new(ids: &mut dyn FnMut() -> u64) -> SignedIn {
        SignedIn { token: Secret::new(ids), device: Secret::new(ids) }
    }
}

/// The browser from which somebody comes.
#[derive(Clone, Copy)]
pub struct Browser<'a> {
    /// What it calls itself.
    pub agent: &'a str,
    /// The session that it had until now: it ends when another begins.
    pub before: Option<&'a SecretHash>,
}

/// How somebody wants to sign in. The password was looked at before: it takes too long for the writer.
pub struct Attempt<'a> {
    /// Who they say they are.
    pub person: &'a PersonId,
    /// Whether the password fits.
    pub password_fits: bool,
    /// The one-time code, if they gave one.
    pub code: Option<&'a str>,
    /// Where they come from.
    pub browser: Browser<'a>,
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

/// Lets somebody in by password and code, or not. Both are facts.
///
/// # Errors
/// When the store fails.
pub fn sign_in(
    writer: &mut Writer,
    attempt: &Attempt<'_>,
    now: i64,
    ids: &mut dyn FnMut() -> u64,
) -> Result<Entrance, Failure> {
    let signed_in = SignedIn::new(ids);
    writer.transact(&format!("/{}", attempt.person), now, |deed| {
        let person = deed.person(attempt.person)?.filter(|person| !person.left);
        let (Some(person), true) = (person, attempt.password_fits) else {
            failed(deed, attempt.person, "password")?;
            return Ok(Entrance::Shut);
        };
        match code_fits(deed, &person.id, attempt.code, now)? {
            Some(true) => {}
            Some(false) => {
                failed(deed, &person.id, "one-time code")?;
                return Ok(Entrance::Shut);
            }
            None => return Ok(Entrance::CodeWanted),
        }
        begin(deed, &person, attempt.browser, now, &signed_in)?;
        Ok(Entrance::Open(Box::new(signed_in)))
    })
}

/// Whether the one-time code is right, which it is once and where none is asked for; `None` when one is wanted and none
/// was given.
fn code_fits(deed: &mut Deed<'_>, person: &PersonId, code: Option<&str>, now: i64) -> Result<Option<bool>, Failure> {
    let Some(account) = deed.account(person)? else { return Ok(Some(false)) };
    let Some(secret) = &account.totp_secret else { return Ok(Some(true)) };
    let Some(code) = code.filter(|code| !code.trim().is_empty()) else { return Ok(None) };
    Ok(Some(match step_of_code(secret, code, now) {
        Some(step) => deed.take_totp_step(person, step)?,
        None => false,
    }))
}

/// Notes that somebody did not come in, and at what.
pub(super) fn failed(deed: &mut Deed<'_>, person: &PersonId, at: &str) -> Result<(), Failure> {
    let fact = deed.fact(Verb::Failed, format!("person:{person}"));
    Ok(deed.note(&fact.with(at.to_owned()))?)
}

/// Begins a session. The one that the browser had before ends: its token shall be good for nothing.
pub(super) fn begin(
    deed: &mut Deed<'_>,
    person: &Person,
    browser: Browser<'_>,
    now: i64,
    signed_in: &SignedIn,
) -> Result<(), Failure> {
    if person.left {
        return Err(Failure::said(sentence!("account-closed", "This account is closed; ask an administrator")));
    }
    if let Some(before) = browser.before {
        deed.end_session(&person.id, before)?;
    }
    let session = Session {
        token: signed_in.token.hash(),
        person: person.id.clone(),
        agent: browser.agent.chars().take(AGENT_CHARS_MAX).collect(),
        made_at: now,
        seen_at: now,
        expires_at: now + SESSION_MICROS,
        proved_at: now,
    };
    Ok(deed.begin_session(&session, &signed_in.device.hash())?)
}

/// What came of showing once more that one is oneself.
pub enum Proof {
    /// It is shown, and the session goes on under this token.
    Shown(Box<Secret>),
    /// The password fits and a one-time code is wanted too.
    CodeWanted,
    /// It does not fit.
    Refused,
}

/// Shows again, in a session, by password and code, that its person is themselves.
///
/// # Errors
/// When the store fails.
pub fn prove(
    writer: &mut Writer,
    attempt: &Attempt<'_>,
    now: i64,
    ids: &mut dyn FnMut() -> u64,
) -> Result<Proof, Failure> {
    let token = Secret::new(ids);
    writer.transact(&format!("/{}", attempt.person), now, |deed| {
        if !attempt.password_fits {
            failed(deed, attempt.person, "password")?;
            return Ok(Proof::Refused);
        }
        match code_fits(deed, attempt.person, attempt.code, now)? {
            None => return Ok(Proof::CodeWanted),
            Some(false) => {
                failed(deed, attempt.person, "one-time code")?;
                return Ok(Proof::Refused);
            }
            Some(true) => {}
        }
        go_on(deed, attempt.person, attempt.browser, token)
    })
}

fn session_over() -> Failure {
    Failure::said(sentence!("session-over", "Your session has ended; sign in again"))
}

/// Lets a session go on under a new token: its person has shown that they are themselves.
pub(super) fn go_on(
    deed: &mut Deed<'_>,
    person: &PersonId,
    browser: Browser<'_>,
    token: Secret,
) -> Result<Proof, Failure> {
    let before = browser.before.ok_or_else(session_over)?;
    if !deed.prove_session(person, before, &token.hash())? {
        return Err(session_over());
    }
    Ok(Proof::Shown(Box::new(token)))
}

/// Ends a session.
///
/// # Errors
/// When the store fails.
pub fn sign_out(writer: &mut Writer, person: &PersonId, token: &SecretHash, now: i64) -> Result<(), Failure> {
    writer.transact(&format!("/{person}"), now, |deed| Ok(deed.end_session(person, token)?))
}

/// Ends every other session of the officer.
///
/// # Errors
/// When the store fails.
pub fn sign_out_elsewhere(writer: &mut Writer, turn: &Turn<'_>, kept: &SecretHash) -> Result<(), Failure> {
    let person = &turn.officer.person.id;
    writer.transact(&format!("/{person}"), turn.now, |deed| Ok(deed.end_other_sessions(person, kept)?))
}

/// The name of a session on a page, from which nobody can make its token.
pub fn session_name(token: &SecretHash) -> String {
    let sum = Sha256::new().chain_update(b"session ").chain_update(token).finalize();
    sum.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Ends one session of the officer, by its name.
///
/// # Errors
/// Refused when they have none of this name.
pub fn end_session(writer: &mut Writer, turn: &Turn<'_>, name: &str) -> Result<(), Failure> {
    let person = &turn.officer.person.id;
    writer.transact(&format!("/{person}"), turn.now, |deed| {
        let sessions = deed.sessions(person)?;
        let found = sessions.iter().find(|session| session_name(&session.token) == name);
        let session = found.ok_or_else(|| {
            Failure::said(sentence!("session-ended-already", "This session has ended already; reload the page"))
        })?;
        Ok(deed.end_session(person, &session.token)?)
    })
}

/// Changes the password of the officer. They go on in this browser under a new token; everywhere else they are
/// signed out.
///
/// # Errors
/// When the store fails.
pub fn change_password(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    hash: &str,
    browser: Browser<'_>,
) -> Result<SignedIn, Failure> {
    let signed_in = SignedIn::new(turn.ids);
    let person = &turn.officer.person;
    writer.transact(&format!("/{}", person.id), turn.now, |deed| {
        deed.set_password(&person.id, hash)?;
        begin(deed, person, browser, turn.now, &signed_in)?;
        Ok(signed_in)
    })
}

/// Whether it was shown recently enough, for what is grave, that a session is its person's.
pub fn is_proved(session: &Session, now: i64) -> bool {
    now - session.proved_at < PROOF_MICROS
}
