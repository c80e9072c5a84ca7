//! One's own sessions, and their end.

use axum::Extension;

use super::fail;
use crate::app::App;
use crate::caller::Caller;
use crate::failed::{Answer, see_other};
use crate::route::{Policy, Routes};
use crate::session::SessionHash;
use crate::typed::Typed;

async fn end(caller: Caller, typed: Typed) -> Answer {
    let name = typed.get("session").to_owned();
    caller.act(move |writer, turn, _| desk::end_session(writer, turn, &name)).await.map_err(fail(&caller))?;
    Ok(see_other("/account?done=session"))
}

async fn end_others(caller: Caller, session: Option<Extension<SessionHash>>) -> Answer {
    if let Some(Extension(SessionHash(kept))) = session {
        let done = caller.act(move |writer, turn, _| desk::sign_out_elsewhere(writer, turn, &kept)).await;
        done.map_err(fail(&caller))?;
    }
    Ok(see_other("/account?done=elsewhere"))
}

/// Registers them. Ending a session is what somebody does who fears for it, so nothing more is asked of them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.form("/account/sessions/end", Policy::SignedIn, end).form(
        "/account/sessions/end-others",
        Policy::SignedIn,
        end_others,
    )
}
