//! Changing one's password.

use axum::Extension;
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use axum::response::IntoResponse;
use desk::Browser;
use maud::{Markup, html};

use super::{agent, fail, hashed, new_password_fields, with_cookies};
use crate::app::App;
use crate::caller::Caller;
use crate::component::{Button, Crumb, Field, Form, Page, Slips, Trouble};
use crate::failed::{Answer, page, see_other, shown};
use crate::proof;
use crate::route::{Policy, Routes};
use crate::session::{self, SessionHash};
use crate::typed::Typed;

/// The address of the page.
pub const ADDRESS: &str = "/account/password";

/// The key of what is done there: whoever came by the provider alone chooses their first.
pub fn title(has_password: bool) -> &'static str {
    if has_password { "account-password-change" } else { "account-choose" }
}

fn draw(caller: &Caller, has_password: bool, slips: &Slips) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let crumbs = vec![Crumb::new(speech.say("account-settings"), "/account")];
    let title = speech.say(title(has_password));
    Page::new(visit, title.clone()).crumbs(crumbs).narrow().slips(slips).draw(html! {
        p { (speech.say("account-password-elsewhere")) }
        (Form::new(visit, ADDRESS).slips(slips).around(html! {
            @if has_password {
                (Field::password("current-password", speech.say("account-current")).slips(slips).complete("current-password").draw(speech))
            }
            (new_password_fields(visit, slips))
            div class="actions" { (Button::primary(&title)) }
        }))
    })
}

async fn has_password(caller: &Caller) -> Result<bool, desk::Failure> {
    let person = caller.officer.person.id.clone();
    let account = caller.read(move |office| Ok(office.reader().account(&person)?)).await?;
    Ok(account.is_some_and(|account| account.password.is_some()))
}

async fn show(caller: Caller) -> Answer {
    let has_password = has_password(&caller).await.map_err(fail(&caller))?;
    Ok(shown(draw(&caller, has_password, &Slips::new())))
}

async fn change(caller: Caller, session: Option<Extension<SessionHash>>, headers: HeaderMap, typed: Typed) -> Answer {
    let (app, visit, person) = (&caller.app, &caller.visit, &caller.officer.person.id);
    let has_password = has_password(&caller).await.map_err(fail(&caller))?;
    let session = session.map(|Extension(SessionHash(hash))| hash);
    if has_password {
        let name = session.as_ref().map(desk::session_name).unwrap_or_default();
        let counted = format!("{person} password {name}");
        if let Some(seconds) = app.throttle().guess(&counted, app.now()) {
            return Err(Trouble::TooMany(seconds.unsigned_abs()).into_response());
        }
        let current = typed.raw("current-password").to_owned();
        if !proof::fits(app, person, current).await.map_err(fail(&caller))? {
            let mut slips = Slips::new();
            slips.note("current-password", visit.speech.say("account-current-wrong"));
            return Err(page(StatusCode::UNPROCESSABLE_ENTITY, draw(&caller, has_password, &slips)));
        }
        app.throttle().right(&counted);
    }
    let hash = match hashed(app, visit, &typed).await? {
        Ok(hash) => hash,
        Err(slips) => return Err(page(StatusCode::UNPROCESSABLE_ENTITY, draw(&caller, has_password, &slips))),
    };
    let agent = agent(&headers);
    let signed_in = caller
        .act(move |writer, turn, _| {
            let browser = Browser { agent: &agent, before: session.as_ref() };
            desk::change_password(writer, turn, &hash, browser)
        })
        .await
        .map_err(fail(&caller))?;
    let lines = session::signed_in(app, signed_in.token.reveal(), signed_in.device.reveal());
    Ok(with_cookies(see_other("/account?done=password"), &lines))
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.proved_page(ADDRESS, Policy::SignedIn, show).proved_form(ADDRESS, Policy::SignedIn, change)
}
