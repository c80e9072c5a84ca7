//! One-time codes from a device: time-based, six digits, each good once.

use hmac::{Hmac, KeyInit, Mac};
use model::sentence;
use sha1::Sha1;
use store::Writer;

use crate::Failure;
use crate::review::Turn;

/// A one-time code is good for this many seconds (RFC 6238).
const CODE_SECONDS: i64 = 30;

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

/// Asks for one-time codes from now on. The code shows that the officer's device has the secret.
///
/// # Errors
/// Refused when the code does not fit.
pub fn ask_for_codes(writer: &mut Writer, turn: &Turn<'_>, secret: &[u8], code: &str) -> Result<(), Failure> {
    let Some(step) = step_of_code(secret, code, turn.now) else {
        return Err(Failure::said(sentence!(
            "code-unfit",
            "The code does not fit; look at the clock of your device and type the code that it shows now"
        )));
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
