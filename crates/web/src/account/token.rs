//! One's own tokens for programs: made, shown once, made useless.

use axum::Extension;
use axum::http::StatusCode;
use maud::{Markup, html};
use store::ApiToken;

use super::{fail, settings};
use crate::app::App;
use crate::caller::Caller;
use crate::component::{Button, Choice, Column, Field, Form, Slips, Table};
use crate::failed::{Answer, failed, page, see_other, sentence, shown};
use crate::history::when;
use crate::route::{Policy, Routes};
use crate::session::SessionHash;
use crate::typed::Typed;

/// Days for which a token may be made good.
const DAYS: [i64; 4] = [7, 30, 90, 365];

/// The tokens that there are, and the form for another.
pub fn section(caller: &Caller, tokens: &[ApiToken], slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.speech());
    let columns = vec![
        Column::new(speech.say("account-token-name")),
        Column::new(speech.say("account-token-reach")),
        Column::new(speech.say("account-token-until")),
        Column::new(speech.say("account-used")),
        Column::new(speech.say("account-actions")),
    ];
    let table = Table::new(speech.say("account-tokens"), columns).caption_unseen().cards_on_phone();
    let table = tokens.iter().fold(table, |table, token| {
        let about = speech.with("account-token-revoke-about", &[("name", token.name.as_str().into())]);
        table.row(vec![
            html! { bdi { (token.name) } },
            html! { (speech.say(reach_key(&token.reach))) },
            html! { (when(speech, token.expires_at)) },
            html! { (token.used_at.map_or_else(|| speech.say("account-never"), |at| when(speech, at))) },
            html! {
                @if token.revoked_at.is_some() { (speech.say("account-token-revoked")) } @else {
                    (Form::new(visit, "/account/tokens/revoke").inline().around(html! {
                        input type="hidden" name="token" value=(token.id);
                        (Button::quiet(&speech.say("account-token-revoke")).about(&about))
                    }))
                }
            },
        ])
    });
    let days = DAYS.iter().map(|days| {
        Choice::new(days.to_string(), speech.with("account-token-days-count", &[("count", (*days).into())]))
    });
    // Only who administers can let a program do so.
    let reaches = ["read", "write", "administer"].into_iter();
    let reaches = reaches.filter(|reach| *reach != "administer" || visit.visitor.may(Policy::Administer));
    let reaches = reaches.map(|reach| Choice::new(reach, speech.say(reach_key(reach))));
    html! {
        p { (speech.say("account-tokens-body")) " " a href="/api" { (speech.say("page-api")) } }
        @if !tokens.is_empty() { (table.draw(speech)) }
        (Form::new(visit, "/account/tokens").slips(slips).around(html! {
            (Field::text("token-name", speech.say("account-token-name")).slips(slips).draw(speech))
            (Field::radios("reach", speech.say("account-token-reach"), reaches.collect()).value("read").draw(speech))
            (Field::select("days", speech.say("account-token-days"), days.collect()).value("90").draw(speech))
            div class="actions" { (Button::plain(&speech.say("account-token-make"))) }
        }))
    }
}

/// The key of the words for how far a token reaches.
fn reach_key(reach: &str) -> &'static str {
    match reach {
        "administer" => "account-reach-administer",
        "write" => "account-reach-write",
        _ => "account-reach-read",
    }
}

async fn make(caller: Caller, session: Option<Extension<SessionHash>>, typed: Typed) -> Answer {
    let (name, reach) = (typed.get("token-name").to_owned(), typed.get("reach").to_owned());
    let days = typed.get("days").parse().unwrap_or_default();
    let made = caller.act(move |writer, turn, _| desk::issue_token(writer, turn, &name, &reach, days)).await;
    let mut slips = Slips::new();
    let (status, token) = match made {
        Ok(secret) => (StatusCode::OK, Some(secret.reveal().to_owned())),
        Err(failure) => {
            slips.note("token-name", sentence(&caller.visit, &failure).ok_or_else(|| failed(&caller.visit, &failure))?);
            (StatusCode::UNPROCESSABLE_ENTITY, None)
        }
    };
    // Shown in the answer itself: it is kept nowhere from which another page could take it.
    let notice = token.map_or(settings::Notice::None, settings::Notice::Token);
    let markup = settings::draw(&caller, session.map(|Extension(session)| session), &slips, &notice).await;
    let markup = markup.map_err(fail(&caller))?;
    Ok(if status == StatusCode::OK { shown(markup) } else { page(status, markup) })
}

async fn revoke(caller: Caller, typed: Typed) -> Answer {
    let id = typed.get("token").parse().unwrap_or_default();
    caller.act(move |writer, turn, _| desk::revoke_token(writer, turn, id)).await.map_err(fail(&caller))?;
    Ok(see_other("/account?done=no-token"))
}

/// Registers them. Making a token useless is what somebody does who fears for it, so nothing more is asked of them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.proved_form("/account/tokens", Policy::SignedIn, make).form(
        "/account/tokens/revoke",
        Policy::SignedIn,
        revoke,
    )
}
