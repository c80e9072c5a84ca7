//! The first step of registering a source: its address, from which the rest follows as far as it can.

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;
use model::{SOURCE_ADDRESS_CHARS_MAX, SourceKind};

use crate::caller::Caller;
use crate::component::{Button, Crumb, Field, Form, Page, Section, Slips, link_button};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::typed::Typed;

/// Where files are registered that come by hand.
const BY_HAND: &str = "/sources/new?kind=upload";

/// Where a source is registered that is fed by mail.
const BY_MAIL: &str = "/sources/new?kind=mail";

/// Asks for the address.
pub(super) fn show(caller: &Caller, typed: &Typed, slips: &Slips, status: StatusCode) -> Response {
    let visit = &caller.visit;
    let speech = visit.speech;
    let form = Form::new(visit, "/sources/find").slips(slips);
    page(
        status,
        Page::new(visit, speech.say("source-new"))
            .here(Section::Sources)
            .crumbs(vec![Crumb::of(speech, Section::Sources)])
            .lead(html! { (speech.say("source-find-lead")) })
            .slips(slips)
            .draw(html! {
                (form.around(html! {
                    (Field::text("address", speech.say("source-address")).hint(speech.say("source-address-hint"))
                        .value(typed.get("address")).length_max(SOURCE_ADDRESS_CHARS_MAX).slips(slips).draw(speech))
                    div class="actions" { (Button::primary(&speech.say("source-find"))) }
                }))
                h2 { (speech.say("source-by-hand-title")) }
                p { (speech.say("source-by-hand-body")) }
                div class="actions" { (link_button(&speech.say("source-by-hand"), BY_HAND, false)) }
                h2 { (speech.say("source-by-mail-title")) }
                p { (speech.say("source-by-mail-body")) }
                div class="actions" { (link_button(&speech.say("source-by-mail"), BY_MAIL, false)) }
                h2 { (speech.say("source-by-people-title")) }
                p { (speech.say("source-by-people-body")) }
                ul class="plain" {
                    @for kind in human_kinds() {
                        li { a href={ "/sources/new?kind=" (kind.word()) } { (speech.say(&format!("source-kind-{}", kind.word()))) } }
                    }
                }
            }),
    )
}

/// Finds out what is behind the address.
pub async fn find(caller: Caller, typed: Typed) -> Answer {
    let mut slips = Slips::new();
    let address = typed.get("address").to_owned();
    if address.is_empty() {
        slips.note("address", caller.visit.speech.say("source-address-missing"));
        return Ok(show(&caller, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let found = caller.app.reach_out(move |office| desk::find_source(office, &address)).await;
    match found {
        Ok(found) => {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("kind", found.kind.word()).append_pair("address", &found.address);
            query.append_pair("title", &found.title).append_pair("language", &found.language);
            Ok(see_other(&format!("/sources/new?{}", query.finish())))
        }
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                slips.note("address", sentence);
                Ok(show(&caller, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY))
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

/// The kinds of sources for which people write.
pub(super) fn human_kinds() -> impl Iterator<Item = SourceKind> {
    SourceKind::ALL.iter().copied().filter(|kind| kind.is_human())
}

/// The kinds among which somebody chooses where the office found another than is meant.
pub(super) fn fetched_kinds() -> impl Iterator<Item = SourceKind> {
    SourceKind::ALL.iter().copied().filter(|kind| kind.is_fetched())
}
