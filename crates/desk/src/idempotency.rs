//! Writes that may be sent twice and are done once.

use store::{GivenAnswer, Writer};

use crate::Failure;
use crate::review::Turn;

/// How long an answer is remembered, in microseconds: a day, longer than any program tries again.
pub const ANSWERS_KEPT_MICROS: i64 = 24 * 3_600_000_000;

/// The key that came with a write.
#[derive(Clone, Debug)]
pub struct Keyed {
    /// What the sender calls this write.
    pub key: String,
    /// Hash of everything that was sent: another request under the same key is told from the same one.
    pub request: [u8; 32],
}

/// What is answered to a write.
#[derive(Clone, Debug)]
pub struct Given {
    /// Its status.
    pub status: u16,
    /// The answer.
    pub answer: String,
    /// What is remembered in its place, when it holds a secret that is given out once.
    pub remembered: Option<String>,
}

/// What came of a write with a key.
#[derive(Clone, Debug)]
pub enum Once {
    /// It was done now, or before with the same answer.
    Answered(u16, String),
    /// The key was used for another request; nothing was done.
    OtherRequest,
}

/// Does a write unless it was done before under the same key, and remembers its answer in the same commit. What is
/// refused is not remembered: it changed nothing, so it can be tried again.
///
/// # Errors
/// What the write is refused for, or when the store fails.
pub fn once(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    keyed: &Keyed,
    act: impl FnOnce(&mut Writer, &mut Turn<'_>) -> Result<Given, Failure>,
) -> Result<Once, Failure> {
    let (who, now) = (turn.officer.person.id.to_string(), turn.now);
    let before =
        writer.transact(&who, now, |deed| -> Result<_, Failure> { Ok(deed.given_answer(&who, &keyed.key)?) })?;
    if let Some(before) = before {
        if before.request != keyed.request {
            return Ok(Once::OtherRequest);
        }
        return Ok(Once::Answered(before.status, before.answer));
    }
    let Given { status, answer, remembered } = act(writer, turn)?;
    let kept = GivenAnswer { request: keyed.request, status, answer: remembered.unwrap_or_else(|| answer.clone()) };
    writer.transact(&who, now, |deed| -> Result<_, Failure> { Ok(deed.keep_answer(&who, &keyed.key, &kept)?) })?;
    Ok(Once::Answered(status, answer))
}
