//! One's own passkeys: added, named, removed.

use axum::http::StatusCode;
use maud::{Markup, html};

use super::fail;
use crate::app::App;
use crate::caller::Caller;
use crate::component::{
    Button, Column, Crumb, Field, Form, PASSKEY_SCRIPT, Page, PasskeyAsk, PasskeyDeed, Slips, Table, passkey_button,
};
use crate::failed::{Answer, failed, page, see_other, sentence, shown};
use crate::history::when;
use crate::passkey;
use crate::route::{Policy, Routes};
use crate::typed::Typed;

/// The address of the page.
pub const ADDRESS: &str = "/account/passkeys";

fn purpose(caller: &Caller) -> String {
    format!("passkey for {}", caller.officer.person.id)
}

/// The passkeys that there are, each with its last use, to be removed.
fn list(caller: &Caller, passkeys: &[store::Passkey]) -> Markup {
    let (visit, speech) = (&caller.visit, caller.speech());
    let columns = vec![
        Column::new(speech.say("passkey-name")),
        Column::new(speech.say("passkey-made")),
        Column::new(speech.say("account-used")),
        Column::new(speech.say("account-actions")),
    ];
    let table = Table::new(speech.say("passkey-title"), columns).caption_unseen().cards_on_phone();
    let table = passkeys.iter().fold(table, |table, one| {
        let about = speech.with("passkey-remove-about", &[("name", one.name.as_str().into())]);
        table.row(vec![
            html! { bdi { (one.name) } },
            html! { (when(speech, one.made_at)) },
            html! { (one.used_at.map_or_else(|| speech.say("account-never"), |at| when(speech, at))) },
            Form::new(visit, "/account/passkeys/remove").inline().around(html! {
                input type="hidden" name="passkey" value=(one.id);
                (Button::quiet(&speech.say("passkey-remove")).about(&about))
            }),
        ])
    });
    html! { @if passkeys.is_empty() { p class="quiet" { (speech.say("passkey-none")) } } @else { (table.draw(speech)) } }
}

async fn held(caller: &Caller) -> Result<Vec<store::Passkey>, desk::Failure> {
    let person = caller.officer.person.id.clone();
    caller.read(move |office| Ok(office.reader().passkeys(&person)?)).await
}

async fn draw(caller: &Caller, typed: &Typed, slips: &Slips) -> Result<Markup, desk::Failure> {
    let (visit, speech) = (&caller.visit, caller.speech());
    let passkeys = held(caller).await?;
    let handle = caller.act(move |writer, turn, _| desk::passkey_handle(writer, turn)).await?;
    let ask: Option<PasskeyAsk> = match caller.app.passkeys() {
        Some(party) => {
            let asked = party.ask_for_new(&caller.officer.person, &handle, &passkeys)?;
            passkey::sealed(&caller.app, &purpose(caller), asked)
        }
        None => None,
    };
    let crumbs = vec![Crumb::new(speech.say("account-settings"), "/account")];
    Ok(Page::new(visit, speech.say("passkey-title")).crumbs(crumbs).narrow().script(PASSKEY_SCRIPT).slips(slips).draw(
        html! {
            p { (speech.say("passkey-body")) }
            (list(caller, &passkeys))
            h2 { (speech.say("passkey-add")) }
            (Form::new(visit, ADDRESS).slips(slips).around(html! {
                @if ask.is_some() {
                    (Field::text("passkey-name", speech.say("passkey-name")).hint(speech.say("passkey-name-hint"))
                        .value(typed.get("passkey-name")).slips(slips).length_max(80).draw(speech))
                }
                (passkey_button(speech, ask.as_ref(), PasskeyDeed::Create, "", &speech.say("passkey-add"), ADDRESS))
            }))
        },
    ))
}

async fn show(caller: Caller) -> Answer {
    Ok(shown(draw(&caller, &Typed::default(), &Slips::new()).await.map_err(fail(&caller))?))
}

async fn add(caller: Caller, typed: Typed) -> Answer {
    match take(&caller, &typed).await {
        Ok(()) => Ok(see_other("/account?done=passkey")),
        Err(failure) => {
            let mut slips = Slips::new();
            slips.note(
                "passkey-name",
                sentence(&caller.visit, &failure).ok_or_else(|| failed(&caller.visit, &failure))?,
            );
            let markup = draw(&caller, &typed, &slips).await.map_err(fail(&caller))?;
            Err(page(StatusCode::UNPROCESSABLE_ENTITY, markup))
        }
    }
}

async fn take(caller: &Caller, typed: &Typed) -> Result<(), desk::Failure> {
    let Some(party) = caller.app.passkeys() else { return Err(passkey::no_name()) };
    let state = caller.app.seal().open(&purpose(caller), typed.get("passkey-sealed"), caller.app.now());
    let state = state.ok_or_else(passkey::late)?;
    let new = party.take_new(typed.get("passkey-answer"), &state)?;
    let name = typed.get("passkey-name").to_owned();
    caller.act(move |writer, turn, _| desk::add_passkey(writer, turn, &name, &new)).await
}

async fn remove(caller: Caller, typed: Typed) -> Answer {
    let id = typed.get("passkey").parse().unwrap_or_default();
    caller.act(move |writer, turn, _| desk::remove_passkey(writer, turn, id)).await.map_err(fail(&caller))?;
    Ok(see_other("/account?done=no-passkey"))
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.proved_page(ADDRESS, Policy::SignedIn, show).proved_form(ADDRESS, Policy::SignedIn, add).proved_form(
        "/account/passkeys/remove",
        Policy::SignedIn,
        remove,
    )
}
