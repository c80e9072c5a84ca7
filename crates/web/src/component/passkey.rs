//! The button that asks the browser for a passkey, and what stands in its place where there can be none.

use maud::{Markup, html};

use crate::speech::Speech;

/// What a browser is asked for.
#[derive(Clone, Debug, Default)]
pub struct PasskeyAsk {
    /// The options for `navigator.credentials`, as JSON.
    pub options: String,
    /// What the answer is held against, sealed.
    pub sealed: String,
    /// Where passkeys work.
    pub origin: String,
}

/// What the browser does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasskeyDeed {
    /// Makes a new one.
    Create,
    /// Shows one that it has.
    Get,
}

/// Name of the script that works the button.
pub const PASSKEY_SCRIPT: &str = "passkey.js";

/// The button, inside a form, with the fields in which the answer is sent: `PREFIXpasskey-answer` and
/// `PREFIXpasskey-sealed`. It needs script; until that has looked, the page says that this browser cannot do it.
pub fn passkey_button(
    speech: Speech,
    ask: Option<&PasskeyAsk>,
    deed: PasskeyDeed,
    prefix: &str,
    text: &str,
    address: &str,
) -> Markup {
    let Some(ask) = ask else {
        return html! { p class="quiet" { (speech.say("passkey-no-name")) } };
    };
    let deed = match deed {
        PasskeyDeed::Create => "create",
        PasskeyDeed::Get => "get",
    };
    html! {
        div class="passkey" data-passkey=(deed) data-passkey-options=(ask.options) data-passkey-origin=(ask.origin)
            data-passkey-cancelled=(speech.say("passkey-cancelled"))
            data-passkey-held=(speech.say("passkey-held")) {
            input type="hidden" name={ (prefix) "passkey-sealed" } value=(ask.sealed);
            input type="hidden" name={ (prefix) "passkey-answer" } value="";
            p class="quiet" data-passkey-cannot { (speech.say("passkey-cannot")) }
            p class="quiet" data-passkey-elsewhere hidden {
                (speech.say("passkey-elsewhere")) " " a href={ (ask.origin) (address) } { (ask.origin) }
            }
            p class="slip" role="status" data-passkey-said {}
            button type="submit" class="button button-plain" data-passkey-button hidden { span { (text) } }
        }
    }
}
