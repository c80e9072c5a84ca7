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

fn draw(visit: &Visit, person: &str, slips: &Slips) -> Markup {
    let speech = visit.speech;
    Page::new(visit, speech.say("account-choose")).narrow().slips(slips).draw(html! {
        p { (speech.say("account-choose-body")) " " b { bdi { (person) } } }
        p { (speech.say("account-choose-anew")) }
        (Form::new(visit, &visit.address).slips(slips).around(html! {
            (new_password_fields(visit, slips))
            div class="actions" { (Button::primary(&speech.say("account-choose-go"))) }
        }))
    })
}

async fn show(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Answer {
    let person = invited(&app, &visit, &token).await?;
    Ok(shown(draw(&visit, person.as_str(), &Slips::new())))
}

async fn invited(app: &App, visit: &Visit, token: &str) -> Result<PersonId, Response> {
    let (hash, now) = (hash_of(token), app.now());
    let found =
        app.unseen(move |office| Ok(office.reader().invited(&hash, now)?)).await.map_err(|f| failed(visit, &f))?;
    found.ok_or_else(|| Trouble::Missing.into_response())
}

async fn take(State(app): State<App>, visit: Visit, Path(token): Path<String>, typed: Typed) -> Answer {
    let person = invited(&app, &visit, &token).await?;
    let hash = match hashed(&app, &visit, &typed).await? {
        Ok(hash) => hash,
        Err(slips) => return Err(page(StatusCode::UNPROCESSABLE_ENTITY, draw(&visit, person.as_str(), &slips))),
    };
    let (link, now) = (hash_of(&token), app.now());
    app.write(move |writer| desk::take_invitation(writer, &link, &hash, now)).await.map_err(|f| failed(&visit, &f))?;
    Ok(see_other(&format!("/sign-in?welcome=1&name={person}")))
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.page("/invitations/{token}", Policy::Public, show).form("/invitations/{token}", Policy::Public, take)
}
