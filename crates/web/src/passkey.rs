//! Passkeys between pages and office: what is asked of a browser, and what it answers.

use desk::{Asked, Failure, PasskeyUse};
use model::{Refusal, Sentence, sentence};

use crate::app::App;
use crate::component::PasskeyAsk;

/// How long a browser may take to answer, in microseconds: as long as somebody leaves a page open who is about to
/// sign in.
const ANSWER_MICROS: i64 = 15 * 60 * 1_000_000;

/// What an answer is for, so that none is taken for another: a passkey shown to come in or to go on.
pub const TO_COME_IN: &str = "passkey to come in";

/// What is asked of a browser for a purpose; `None` where there can be no passkeys.
pub fn sealed(app: &App, purpose: &str, asked: Asked) -> Option<PasskeyAsk> {
    let origin = app.passkeys()?.origin().to_owned();
    let sealed = app.seal().close(purpose, &asked.state, app.now() + ANSWER_MICROS);
    Some(PasskeyAsk { options: asked.options, sealed, origin })
}

/// Asks for any passkey of the office, for a purpose.
///
/// # Errors
/// When the library fails.
pub fn ask(app: &App, purpose: &str) -> Result<Option<PasskeyAsk>, Failure> {
    let Some(passkeys) = app.passkeys() else { return Ok(None) };
    Ok(sealed(app, purpose, passkeys.ask()?))
}

fn refused(sentence: Sentence) -> Failure {
    Failure::Refused(Refusal::Said(sentence))
}

/// That passkeys are bound to a name, and the office is reached by none.
pub fn no_name() -> Failure {
    refused(sentence!(
        "passkey-no-name",
        "This office takes no passkeys under the address at which it is reached; use your password"
    ))
}

/// That the page is older than its question.
pub fn late() -> Failure {
    refused(sentence!("passkey-late", "The page stood open too long for a passkey; try again"))
}

/// The passkey that a browser showed for a purpose. A second showing of the same answer shows nothing.
///
/// # Errors
/// Refused when it does not fit, with the next step.
pub async fn shown(app: &App, purpose: &str, answer: &str, sealed: &str) -> Result<PasskeyUse, Failure> {
    let Some(passkeys) = app.passkeys() else { return Err(no_name()) };
    let now = app.now();
    let Some(state) = app.seal().open(purpose, sealed, now) else {
        return Err(late());
    };
    let claimed = passkeys.claimed(answer)?;
    let (handle, credential) = (claimed.handle.clone(), claimed.credential.clone());
    let held = app.unseen(move |office| Ok(office.reader().passkey(&credential, &handle)?)).await?;
    let held = held.ok_or_else(|| {
        refused(sentence!(
            "passkey-unknown",
            "This passkey is not known here; it may have been removed. Take another one, or use your password"
        ))
    })?;
    let used = passkeys.check(&claimed, &held, &state)?;
    if !app.seal().spend(sealed, now, now + ANSWER_MICROS) {
        return Err(refused(sentence!("passkey-spent", "This answer was sent already; try again")));
    }
    Ok(used)
}
