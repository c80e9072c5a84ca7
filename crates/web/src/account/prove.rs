//! The page that asks somebody to show again that they are themselves, before a page that is grave.

use axum::Extension;
use axum::extract::Request;

use super::{fail, local};
use crate::app::App;
use crate::caller::Caller;
use crate::component::{PROVE_ADDRESS, Trouble, prove_again};
use crate::failed::{Answer, see_other, shown, trouble};
use crate::proof;
use crate::route::{Policy, Routes};
use crate::session::SessionHash;
use crate::typed::Typed;

async fn show(caller: Caller, session: Option<Extension<SessionHash>>, request: Request) -> Answer {
    let typed = Typed::parse(request.uri().query().unwrap_or_default().as_bytes());
    let next = local(typed.get("next")).to_owned();
    if caller.visit.visitor.is_proved {
        return Ok(see_other(&next));
    }
    let Some(Extension(SessionHash(session))) = session else {
        return Err(trouble(&caller.visit, &Trouble::Missing));
    };
    let ways = proof::ways(&caller.app, &caller.officer, &session).await.map_err(fail(&caller))?;
    Ok(shown(prove_again(&caller.visit, &[("next".to_owned(), next)], &ways)))
}

/// The guard has seen the proof when this is reached.
async fn go_on(_: Caller, typed: Typed) -> Answer {
    Ok(see_other(local(typed.get("next"))))
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.page(PROVE_ADDRESS, Policy::SignedIn, show).proved_form(PROVE_ADDRESS, Policy::SignedIn, go_on)
}
