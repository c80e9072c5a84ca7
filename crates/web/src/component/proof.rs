//! Showing again that one is oneself, before something grave is done.

use maud::{Markup, html};

use super::button::{Button, link_button};
use super::failure_page::{kept_fields, leading_on};
use super::field::Field;
use super::form::Form;
use super::layout::Page;
use super::passkey::{PASSKEY_SCRIPT, PasskeyAsk, PasskeyDeed, passkey_button};
use super::slip::Slips;
use crate::visit::Visit;

/// Fields that carry a proof begin with this. They are taken out before the handler sees what was sent.
pub const PROOF: &str = "proof-";

/// The address at which one shows that one is oneself and goes on from there.
pub const PROVE_ADDRESS: &str = "/prove";

/// The address at which one shows it by the provider of identities.
pub const PROVE_BY_PROVIDER: &str = "/prove/provider";

/// The ways in which a visitor can show that they are themselves.
#[derive(Clone, Debug, Default)]
pub struct Ways {
    /// By their password.
    pub password: bool,
    /// Together with a one-time code.
    pub code: bool,
    /// By a passkey, if they have one.
    pub passkey: Option<PasskeyAsk>,
    /// By the provider they are bound to: what it is called.
    pub provider: Option<String>,
    /// What was not right with what they gave.
    pub slips: Slips,
}

/// The address that leads on to `back` when it was shown.
pub fn prove_at(back: &str) -> String {
    super::failure_page::leading_on(PROVE_ADDRESS, back)
}

/// The page that asks, with what was typed kept in it.
pub fn prove_again(visit: &Visit, fields: &[(String, String)], ways: &Ways) -> Markup {
    let speech = visit.speech;
    let slips = &ways.slips;
    let by_password = ways.password.then(|| {
        html! {
            (Field::password("proof-password", speech.say("account-password")).slips(slips).complete("current-password").draw(speech))
            @if ways.code {
                (Field::number("proof-code", speech.say("account-code")).hint(speech.say("account-code-hint")).slips(slips).complete("one-time-code").draw(speech))
            }
            div class="actions" { (Button::primary(&speech.say("proof-go"))) }
        }
    });
    let by_passkey = ways.passkey.as_ref().map(|ask| {
        passkey_button(speech, Some(ask), PasskeyDeed::Get, PROOF, &speech.say("proof-passkey"), &visit.address)
    });
    let kept = html! {
        @for (name, value) in kept_fields(fields) { input type="hidden" name=(name) value=(value); }
    };
    Page::new(visit, speech.say("proof-title")).narrow().script(PASSKEY_SCRIPT).slips(slips).draw(html! {
        p { (speech.say("proof-body")) }
        @if let Some(by_password) = by_password {
            (Form::new(visit, &visit.address).slips(slips).around(html! { (kept) (by_password) }))
        }
        @if let Some(by_passkey) = by_passkey {
            @let form = Form::new(visit, &visit.address);
            @let form = if ways.password { form } else { form.slips(slips) };
            (form.around(html! { (kept) (by_passkey) }))
        }
        @if let Some(name) = &ways.provider { (by_provider(visit, fields, name)) }
        @if !ways.password && ways.passkey.is_none() && ways.provider.is_none() {
            p { (speech.say("proof-sign-in")) }
            (Form::new(visit, "/sign-out").around(Button::primary(&speech.say("menu-sign-out"))))
        }
    })
}

/// The way by the provider. A page that was asked for is gone on to from there. What was typed waits in its own tab: no
/// form may lead to another site, and nothing of it shall stand in an address.
fn by_provider(visit: &Visit, fields: &[(String, String)], name: &str) -> Markup {
    let speech = visit.speech;
    let text = speech.with("proof-provider-go", &[("name", name.into())]);
    let is_page = visit.address.split('?').next() == Some(PROVE_ADDRESS);
    let next = fields.iter().find(|(field, _)| field == "next").map_or("/", |(_, next)| next.as_str());
    html! {
        @if is_page {
            p { (link_button(&text, &leading_on(PROVE_BY_PROVIDER, next), false)) }
        } @else {
            p { (speech.say("proof-provider")) }
            p { a href=(PROVE_BY_PROVIDER) target="_blank" rel="noopener" { (text) } }
            (Form::new(visit, &visit.address).around(html! {
                @for (name, value) in kept_fields(fields) { input type="hidden" name=(name) value=(value); }
                (Button::plain(&speech.say("proof-provider-done")))
            }))
        }
    }
}
