//! Tokens for programs.

use model::{Power, sentence};
use store::Writer;

use super::{HOUR, Secret};
use crate::Failure;
use crate::review::Turn;

/// Makes a token for programs. It reads, reads and writes, or does what is grave too, and never reaches further than its
/// person: what a session does only for who has shown lately that they are themselves, a token does only when it was made
/// to `administer`, and making it takes that proof.
///
/// # Errors
/// Refused without a name, with another reach than `read`, `write` and `administer`, or with the last by somebody who does
/// not administer.
pub fn issue_token(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    name: &str,
    reach: &str,
    days: i64,
) -> Result<Secret, Failure> {
    if name.trim().is_empty() {
        return Err(Failure::said(sentence!(
            "token-no-name",
            "Write what the token is for; you will know it by that name"
        )));
    }
    if !matches!(reach, "read" | "write" | "administer") {
        return Err(Failure::said(sentence!(
            "token-no-reach",
            "Choose whether the token reads, reads and writes, or administers too"
        )));
    }
    if reach == "administer" {
        turn.officer.by_power(Power::Administer)?;
    }
    if !(1..=366).contains(&days) {
        return Err(Failure::said(sentence!(
            "token-no-days",
            "Choose for how many days the token is good, from 1 to 366"
        )));
    }
    let secret = Secret::new(turn.ids);
    let person = &turn.officer.person.id;
    writer.transact(&format!("/{person}"), turn.now, |deed| {
        deed.issue_token(person, &secret.hash(), name.trim(), reach, turn.now + days * 24 * HOUR)?;
        Ok(secret.clone())
    })
}

/// Makes a token of the officer useless.
///
/// # Errors
/// Refused when they have none of this number.
pub fn revoke_token(writer: &mut Writer, turn: &Turn<'_>, id: i64) -> Result<(), Failure> {
    let person = &turn.officer.person.id;
    writer.transact(&format!("/{person}"), turn.now, |deed| Ok(deed.revoke_token(person, id)?))
}
