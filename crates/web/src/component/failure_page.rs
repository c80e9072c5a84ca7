//! Pages for what did not work: what happened to the reader's change, and the next step.

use maud::{Markup, html};

use super::button::{Button, link_button};
use super::form::Form;
use super::layout::Page;
use crate::route::{FORM_TOKEN, Policy};
use crate::speech::Speech;
use crate::visit::Visit;

/// What did not work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// 404: nothing is there, or it is hidden. One page for both, so that nothing is given away.
    Missing,
    /// 403: the page is for posts with a power the visitor's posts do not give.
    Role(Policy),
    /// 401: a page for people with an account. Holds where to go on after signing in.
    SignedOut,
    /// 403: a form sent from another site.
    Foreign,
    /// 403: what is grave wants a proof that the page or program cannot carry.
    Unproved,
    /// 403: a change by a token that was made to read.
    Reach,
    /// 400: what came was no request of ours.
    Unreadable,
    /// 405: no such verb at this address.
    Method,
    /// 408: the request did not arrive in time.
    Slow,
    /// 409: somebody else changed it; where the current state is.
    Conflict(String),
    /// 409: a rule of the office refused it; the sentence says the next step.
    Refused(String),
    /// 413: more than the limit, in units of 1,024 bytes.
    TooLarge(usize),
    /// 429: too many tries; seconds to wait.
    TooMany(u64),
    /// 500: a fault of the machine.
    Machine,
}

/// What is said of more than a limit.
pub fn too_large(speech: Speech, kilobytes: usize) -> String {
    let (key, count) =
        if kilobytes < 1024 { ("failure-kilobytes", kilobytes) } else { ("failure-megabytes", kilobytes >> 10) };
    speech.with("failure-too-large-body", &[("size", speech.with(key, &[("count", count.into())]).into())])
}

impl Trouble {
    /// The status of the answer.
    pub fn status(&self) -> u16 {
        match self {
            Trouble::Missing => 404,
            Trouble::Role(_) | Trouble::Foreign | Trouble::Unproved | Trouble::Reach => 403,
            Trouble::SignedOut => 401,
            Trouble::Unreadable => 400,
            Trouble::Method => 405,
            Trouble::Slow => 408,
            Trouble::Conflict(_) | Trouble::Refused(_) => 409,
            Trouble::TooLarge(_) => 413,
            Trouble::TooMany(_) => 429,
            Trouble::Machine => 500,
        }
    }

    /// The heading, in the language of the visit; the title of an API answer too.
    pub fn title(&self, visit: &Visit) -> String {
        visit.speech.say(match self {
            Trouble::Missing => "failure-missing",
            Trouble::Role(_) => "failure-role",
            Trouble::SignedOut => "failure-signed-out",
            Trouble::Foreign => "failure-foreign",
            Trouble::Unproved => "proof-title",
            Trouble::Reach => "problem-reach-title",
            Trouble::Unreadable => "failure-request",
            Trouble::Method => "failure-method",
            Trouble::Slow => "failure-slow",
            Trouble::Conflict(_) => "failure-conflict",
            Trouble::Refused(_) => "failure-refused",
            Trouble::TooLarge(_) => "failure-too-large",
            Trouble::TooMany(_) => "failure-too-many",
            Trouble::Machine => "failure-machine",
        })
    }

    /// What happened and what to do, in a sentence or two.
    pub fn body(&self, visit: &Visit) -> String {
        let speech = visit.speech;
        match self {
            Trouble::Missing => speech.say("failure-missing-body"),
            Trouble::Role(policy) => speech.with("failure-role-body", &[("power", speech.say(policy.key()).into())]),
            Trouble::SignedOut => speech.say("failure-signed-out-body"),
            Trouble::Foreign => speech.say("failure-foreign-body"),
            Trouble::Unproved => speech.say("proof-files"),
            Trouble::Reach => speech.say("problem-reach-body"),
            Trouble::Unreadable => speech.say("failure-request-body"),
            Trouble::Method => speech.say("failure-method-body"),
            Trouble::Slow => speech.say("failure-slow-body"),
            Trouble::Conflict(_) => speech.say("failure-conflict-body"),
            Trouble::Refused(sentence) => sentence.clone(),
            Trouble::TooLarge(kilobytes) => too_large(speech, *kilobytes),
            Trouble::TooMany(seconds) => speech.with("failure-too-many-body", &[("seconds", (*seconds).into())]),
            Trouble::Machine => speech.say("failure-machine-body"),
        }
    }

    fn next(&self, visit: &Visit) -> Markup {
        let speech = visit.speech;
        let here = &visit.address;
        match self {
            Trouble::Missing => html! {
                (link_button(&speech.say("failure-missing-next"), "/", true))
                (link_button(&speech.say("failure-search-next"), "/search", false))
            },
            Trouble::Role(_) | Trouble::Method | Trouble::Reach => {
                link_button(&speech.say("failure-missing-next"), "/", true)
            }
            Trouble::SignedOut => link_button(&speech.say("failure-signed-out-next"), &sign_in(here), true),
            Trouble::Unproved => link_button(&speech.say("proof-go"), &super::proof::prove_at(here), true),
            Trouble::Foreign | Trouble::Unreadable => link_button(&speech.say("failure-foreign-next"), "/", true),
            Trouble::Conflict(address) => link_button(&speech.say("failure-conflict-next"), address, true),
            Trouble::TooLarge(_) | Trouble::Refused(_) => link_button(&speech.say("failure-back-next"), here, true),
            Trouble::Slow | Trouble::TooMany(_) | Trouble::Machine => {
                link_button(&speech.say("failure-again-next"), here, true)
            }
        }
    }
}

/// The address of the sign-in page that leads on to `back`.
pub(crate) fn sign_in(back: &str) -> String {
    leading_on("/sign-in", back)
}

/// An address with the one to go on to afterwards.
pub(crate) fn leading_on(address: &str, back: &str) -> String {
    let mut address = format!("{address}?next=");
    for byte in back.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

/// The page.
pub fn failure_page(visit: &Visit, trouble: &Trouble) -> Markup {
    Page::new(visit, trouble.title(visit)).narrow().draw(html! {
        p class="failure" { (trouble.body(visit)) }
        div class="actions" { (trouble.next(visit)) }
        // Only where the log can say more. Other pages can be what hidden things are answered with, and those are the
        // same each time.
        @if let (Trouble::Machine, Some(request)) = (trouble, &visit.request) {
            p class="hint" { (visit.speech.with("failure-request-id", &[("request", request.to_string().into())])) }
        }
    })
}

/// A form was sent after the session had ended: what was typed stays in the page, to be sent after signing in.
pub fn signed_out_form(visit: &Visit, fields: &[(String, String)]) -> Markup {
    let speech = visit.speech;
    Page::new(visit, speech.say("failure-signed-out")).narrow().draw(html! {
        p class="failure" { (speech.say("failure-signed-out-form")) }
        div class="actions" {
            a class="button button-primary" href="/sign-in" target="_blank" rel="noopener" {
                span { (speech.say("failure-signed-out-next")) }
            }
            (kept(visit, fields, &Button::plain(&speech.say("failure-send-again"))))
        }
    })
}

/// A form came from our own page, but with the token of an older session: the reader sends it once more.
pub fn confirm_again(visit: &Visit, fields: &[(String, String)]) -> Markup {
    let speech = visit.speech;
    Page::new(visit, speech.say("failure-confirm")).narrow().draw(html! {
        p class="failure" { (speech.say("failure-confirm-body")) }
        dl class="summary" {
            @for (name, value) in shown(fields) { div { dt { bdi { (name) } } dd { bdi { (value) } } } }
        }
        div class="actions" { (kept(visit, fields, &Button::primary(&speech.say("failure-send-again")))) }
    })
}

/// The fields to show: what people typed.
fn shown(fields: &[(String, String)]) -> impl Iterator<Item = &(String, String)> {
    kept_fields(fields).filter(|(name, value)| name != "once" && !value.is_empty())
}

/// The fields to send again: not the old token, and no secret, which a page must not repeat.
pub(super) fn kept_fields(fields: &[(String, String)]) -> impl Iterator<Item = &(String, String)> {
    fields
        .iter()
        .filter(|(name, _)| name != FORM_TOKEN && !name.contains("password") && !name.starts_with(super::proof::PROOF))
}

fn kept(visit: &Visit, fields: &[(String, String)], button: &Button<'_>) -> Markup {
    Form::new(visit, &visit.address).inline().around(html! {
        @for (name, value) in kept_fields(fields) {
            input type="hidden" name=(name) value=(value);
        }
        (button)
    })
}
