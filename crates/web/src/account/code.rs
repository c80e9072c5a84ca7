//! One-time codes: the secret for a device, as a picture and as text, and the end of them.

use axum::extract::Request;
use axum::http::StatusCode;
use desk::Secret;
use maud::{Markup, html};

use super::fail;
use crate::app::App;
use crate::caller::Caller;
use crate::component::{Button, Crumb, Field, Form, Page, Slips, qr_picture};
use crate::failed::{Answer, failed, page, see_other, sentence, shown};
use crate::route::{Policy, Routes};
use crate::typed::Typed;

/// The address of the page.
pub const ADDRESS: &str = "/account/codes";

/// Letters and digits of a secret: 160 bits, as long as what it is hashed with.
const SECRET_DIGITS: usize = 32;

/// The secret and whose it is, as devices read it from a picture.
fn address(office: &str, person: &str, secret: &str) -> String {
    let part = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
    let issuer = if office.is_empty() { "Uptake".to_owned() } else { format!("Uptake {office}") };
    format!(
        "otpauth://totp/{0}:{1}?secret={secret}&issuer={0}&algorithm=SHA1&digits=6&period=30",
        part(&issuer),
        part(person)
    )
}

fn draw(caller: &Caller, secret: &str, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let crumbs = vec![Crumb::new(speech.say("account-settings"), "/account")];
    let link = address(caller.app.name(), caller.officer.person.id.as_str(), secret);
    let spaced: Vec<&str> =
        (0..secret.len()).step_by(4).filter_map(|at| secret.get(at..(at + 4).min(secret.len()))).collect();
    Page::new(visit, speech.say("account-codes")).crumbs(crumbs).narrow().slips(slips).draw(html! {
        p { (speech.say("account-codes-off")) }
        @if let Some(picture) = qr_picture(&speech.say("account-codes-picture"), &link) { (picture) }
        p { (speech.say("account-codes-text")) " " code { (spaced.join(" ")) } }
        (Form::new(visit, ADDRESS).slips(slips).around(html! {
            input type="hidden" name="secret" value=(secret);
            (Field::number("code", speech.say("account-code")).hint(speech.say("account-code-hint")).slips(slips).complete("one-time-code").draw(speech))
            div class="actions" { (Button::primary(&speech.say("account-codes-start"))) }
        }))
    })
}

async fn show(caller: Caller, _: Request) -> Answer {
    let secret = Secret::new(&mut caller.app.ids()).reveal()[..SECRET_DIGITS].to_uppercase();
    Ok(shown(draw(&caller, &secret, &Slips::new())))
}

async fn start(caller: Caller, typed: Typed) -> Answer {
    let (text, code) = (typed.get("secret").to_owned(), typed.get("code").to_owned());
    let secret = base32(&text);
    match caller.act(move |writer, turn, _| desk::ask_for_codes(writer, turn, &secret, &code)).await {
        Ok(()) => Ok(see_other("/account?done=codes")),
        Err(failure) => {
            let mut slips = Slips::new();
            slips.note("code", sentence(&caller.visit, &failure).ok_or_else(|| failed(&caller.visit, &failure))?);
            Err(page(StatusCode::UNPROCESSABLE_ENTITY, draw(&caller, &text, &slips)))
        }
    }
}

async fn stop(caller: Caller) -> Answer {
    caller.act(move |writer, turn, _| desk::ask_for_no_codes(writer, turn)).await.map_err(fail(&caller))?;
    Ok(see_other("/account?done=no-codes"))
}

/// The bytes of a secret in base 32 (RFC 4648), as devices that make one-time codes take it.
fn base32(text: &str) -> Vec<u8> {
    let (mut bits, mut n_bits, mut bytes) = (0u32, 0, Vec::new());
    for digit in text
        .bytes()
        .filter_map(|b| b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|d| *d == b.to_ascii_uppercase()))
    {
        bits = bits << 5 | u32::try_from(digit).unwrap_or(0);
        n_bits += 5;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits & 0xff) as u8);
        }
    }
    bytes
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.proved_page(ADDRESS, Policy::SignedIn, show).proved_form(ADDRESS, Policy::SignedIn, start).proved_form(
        "/account/codes/stop",
        Policy::SignedIn,
        stop,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_read_as_the_standard_writes_them() {
        assert_eq!(base32("MZXW6YTBOI"), b"foobar");
    }

    #[test]
    fn a_device_reads_whose_secret_it_is_whatever_the_office_is_called() {
        assert_eq!(
            address("Бюро & Co", "petrova", "ABC"),
            "otpauth://totp/Uptake%20%D0%91%D1%8E%D1%80%D0%BE%20%26%20Co:petrova?secret=ABC\
             &issuer=Uptake%20%D0%91%D1%8E%D1%80%D0%BE%20%26%20Co&algorithm=SHA1&digits=6&period=30"
        );
    }

    #[test]
    fn the_picture_needs_no_style_of_its_own() {
        let speech = crate::speech::Speech::of(crate::speech::Tongue::English);
        let markup = qr_picture(
            &speech.say("account-codes-picture"),
            &address("office", "petrova", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
        )
        .unwrap()
        .0;
        assert!(markup.contains("role=\"img\"") && !markup.contains("style"), "{markup}");
        // The finder pattern in the corner, seven modules wide behind the quiet ground.
        for module in ["M4 4h1v1h-1z", "M10 4h1v1h-1z", "M4 10h1v1h-1z"] {
            assert!(markup.contains(module), "{module}");
        }
        assert!(!markup.contains("M3 3h"), "the quiet ground is empty");
    }
}
