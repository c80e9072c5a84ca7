//! Readings: brought in a file, sent by somebody's program, or by a meter with a token that may do nothing else.

use model::{
    Adoption, AdoptionId, READING_TOKEN_DAYS_MAX, READING_TOKENS_MAX, ReadingGiven, ReadingWay, ReadingsTaken, Verb,
    not_longer, sentence,
};
use store::{Deed, ReadingToken, Scope, Writer};

use super::output::weigh;
use super::{held, keeper, thing};
use crate::account::{Secret, hash_of};
use crate::review::Turn;
use crate::{Failure, Office};

/// Longest name of a meter or a system, in characters.
pub const READING_TOKEN_CHARS_MAX: usize = 80;

/// Microseconds in a day.
const DAY_MICROS: i64 = 24 * 3_600_000_000;

/// What is said when a token is not one that writes readings.
fn no_token() -> Failure {
    Failure::said(sentence!(
        "reading-token-none",
        "This token writes no readings here: it ended, was taken back, or is for another adoption; make a new one on the page of the adoption"
    ))
}

fn take(
    deed: &mut Deed<'_>,
    adoption: &Adoption,
    given: &[ReadingGiven],
    (way, by): (ReadingWay, &str),
    (now, today): (i64, model::Date),
) -> Result<ReadingsTaken, Failure> {
    adoption.is_open()?;
    let series = deed.readings(adoption.id)?;
    let (after, taken) = series.take(given, (way, by), (now, today))?;
    if taken.n_new == 0 {
        return Ok(taken);
    }
    deed.keep_readings(adoption.id, &after, series.all().len())?;
    // A meter sends while people write: its readings are no change of what stands in their forms.
    let words = format!("{} by {way}, {} of them corrections", taken.n_new, taken.n_corrected);
    let fact = deed.fact(Verb::TookReadings, thing(adoption.id));
    deed.note(&fact.with(words))?;
    weigh(deed, adoption, today)?;
    Ok(taken)
}

/// Takes readings in that somebody brings who keeps the adoption: all of them or none.
///
/// # Errors
/// Refused to whoever does not keep it, once it was ended, and as [`model::ReadingSeries::take`].
pub fn take_readings(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    id: AdoptionId,
    way: ReadingWay,
    given: &[ReadingGiven],
) -> Result<ReadingsTaken, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let adoption = held(deed, officer, id)?;
        let actor = keeper(deed, officer, &adoption)?;
        take(deed, &adoption, given, (way, &actor.to_string()), (turn.now, turn.today))
    })
}

/// Takes readings in that a meter or a system sends with its token, as [`Office::reading_token`] found it. Whoever made the token answers for
/// them.
///
/// # Errors
/// Refused when the token was taken back in between, and as [`take_readings`].
pub fn take_metered(
    writer: &mut Writer,
    token: &ReadingToken,
    given: &[ReadingGiven],
    (now, today): (i64, model::Date),
) -> Result<ReadingsTaken, Failure> {
    writer.transact(&token.by, now, |deed| {
        let is_same = |one: &ReadingToken| one.id == token.id && is_good(one, now);
        if !deed.reading_tokens(token.adoption)?.iter().any(is_same) {
            return Err(no_token());
        }
        let adoption = deed.adoption(&Scope::office(), token.adoption)?.ok_or_else(no_token)?;
        deed.touch_reading_token(token.id)?;
        take(deed, &adoption, given, (ReadingWay::Meter, &format!("{} · {}", token.by, token.name)), (now, today))
    })
}

fn is_good(token: &ReadingToken, now: i64) -> bool {
    token.revoked_at.is_none() && token.expires_at > now
}

/// Makes a token that may write readings of one adoption and nothing else. It is shown once.
///
/// # Errors
/// Refused to whoever does not keep the adoption, without a name, for a time that is too long, or where there are too many.
pub fn issue_reading_token(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    id: AdoptionId,
    name: &str,
    days: u32,
) -> Result<Secret, Failure> {
    let officer = turn.officer;
    let secret = Secret::new(turn.ids);
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let adoption = held(deed, officer, id)?;
        let actor = keeper(deed, officer, &adoption)?;
        adoption.is_open()?;
        let name = name.trim();
        not_longer(name, READING_TOKEN_CHARS_MAX)?;
        if name.is_empty() {
            return Err(Failure::said(sentence!(
                "reading-token-name",
                "Write which meter or system sends with it; you will know it by that name"
            )));
        }
        if !(1..=READING_TOKEN_DAYS_MAX).contains(&days) {
            return Err(Failure::said(sentence!(
                "reading-token-days",
                "Choose for how many days the token is good, from 1 to {max}",
                max = READING_TOKEN_DAYS_MAX
            )));
        }
        if deed.reading_tokens(id)?.iter().filter(|token| is_good(token, turn.now)).count() >= READING_TOKENS_MAX {
            return Err(Failure::said(sentence!(
                "reading-tokens-many",
                "{max} tokens write readings of this adoption; take one back that is not used any more",
                max = READING_TOKENS_MAX
            )));
        }
        let ends = turn.now + i64::from(days) * DAY_MICROS;
        deed.issue_reading_token(id, &secret.hash(), (name, &actor.to_string()), ends)?;
        Ok(secret.clone())
    })
}

/// Makes a token useless.
///
/// # Errors
/// Refused to whoever does not keep the adoption, and when it has none of this number that is good.
pub fn revoke_reading_token(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    id: AdoptionId,
    number: i64,
) -> Result<(), Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let adoption = held(deed, officer, id)?;
        keeper(deed, officer, &adoption)?;
        Ok(deed.revoke_reading_token(id, number)?)
    })
}

impl Office {
    /// The tokens of an adoption for those who keep it, the latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn reading_tokens(&self, id: AdoptionId) -> Result<Vec<ReadingToken>, Failure> {
        Ok(self.reader.reading_tokens(id)?)
    }

    /// The token of an adoption that this secret is, if it is good at a time.
    ///
    /// # Errors
    /// Refused when it is none, or one of another adoption.
    pub fn reading_token(&self, adoption: &str, secret: &str, now: i64) -> Result<ReadingToken, Failure> {
        let found = self.reader.reading_token(&hash_of(secret), now)?;
        found.filter(|token| token.adoption.to_string() == adoption).ok_or_else(no_token)
    }
}
