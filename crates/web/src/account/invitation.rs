//! Taking up a one-time link: choosing a password.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::hash_of;
use maud::{Markup, html};
use model::PersonId;

use super::{hashed, new_password_fields};
use crate::app::App;
use crate::component::{Button, Form, Page, Slips, Trouble};
use crate::failed::{Answer, failed, page, see_other, shown};
use crate::route::{Policy, Routes};
use crate::typed::Typed;
use crate::visit::Visit;

/// Whose link it is.
struct Invited {
    person: PersonId,
    /// They have one-time codes or passkeys, which end when the link is taken.
    has_other_ways: bool,
}

fn draw(visit: &Visit, invited: &Invited, slips: &Slips) -> Markup {
    let speech = visit.speech;
    Page::new(visit, speech.say("account-choose")).narrow().slips(slips).draw(html! {
        p { (speech.say("account-choose-body")) " " b { bdi { (invited.person) } } }
        @if invited.has_other_ways { p { (speech.say("account-choose-anew")) } }
        (Form::new(visit, &visit.address).slips(slips).around(html! {
            (new_password_fields(visit, slips))
            div class="actions" { (Button::primary(&speech.say("account-choose-go"))) }
        }))
    })
}

async fn show(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Answer {
    let invited = invited(&app, &visit, &token).await?;
    Ok(shown(draw(&visit, &invited, &Slips::new())))
}

async fn invited(app: &App, visit: &Visit, token: &str) -> Result<Invited, Response> {
    let (hash, now) = (hash_of(token), app.now());
    let find = move |office: &desk::Office| {
        let reader = office.reader();
        let Some(person) = reader.invited(&hash, now)? else { return Ok(None) };
        let asks_for_codes = reader.account(&person)?.is_some_and(|account| account.totp_secret.is_some());
        let has_other_ways = asks_for_codes || !reader.passkeys(&person)?.is_empty();
        Ok(Some(Invited { person, has_other_ways }))
    };
    let found = app.unseen(find).await.map_err(|f| failed(visit, &f))?;
    found.ok_or_else(|| Trouble::Missing.into_response())
}

async fn take(State(app): State<App>, visit: Visit, Path(token): Path<String>, typed: Typed) -> Answer {
    let invited = invited(&app, &visit, &token).await?;
    let hash = match hashed(&app, &visit, &typed).await? {
        Ok(hash) => hash,
        Err(slips) => return Err(page(StatusCode::UNPROCESSABLE_ENTITY, draw(&visit, &invited, &slips))),
    };
    let (link, now) = (hash_of(&token), app.now());
    app.write(move |writer| desk::take_invitation(writer, &link, &hash, now)).await.map_err(|f| failed(&visit, &f))?;
    Ok(see_other(&format!("/sign-in?welcome=1&name={}", invited.person)))
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.page("/invitations/{token}", Policy::Public, show).form("/invitations/{token}", Policy::Public, take)
}
