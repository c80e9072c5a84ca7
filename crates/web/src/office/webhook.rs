//! The webhooks of a post: made, looked at, tried, mended, taken away.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, WebhookPage};
use maud::{Markup, html};
use model::{Date, Post, PostId, Webhook, WebhookCall, WebhookCallStage, WebhookEvent, WebhookId, WebhookStage};

use super::crumbs;
use crate::app::App;
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Crumb, Field, Form, Page, Section, Slips, SummaryRow, Table, Tone, Trouble, banner, empty,
    summary_list, tag,
};
use crate::failed::{Answer, failed, page, see_other, sentence, trouble};
use crate::history::when;
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::typed::Typed;

/// What is said above a page that answers a change.
#[derive(Default)]
struct Notice {
    /// The secret that was made, shown this once.
    secret: Option<String>,
}

async fn list(caller: Caller, Path(id): Path<String>) -> Answer {
    list_again(&caller, id, &all_chosen(), &Slips::new(), StatusCode::OK).await
}

fn all_chosen() -> Typed {
    Typed::of(WebhookEvent::CHOSEN.iter().map(|event| ("events", event.word().to_owned())))
}

async fn list_again(caller: &Caller, id: String, typed: &Typed, slips: &Slips, status: StatusCode) -> Answer {
    let Ok(post) = PostId::new(&id) else { return Err(trouble(&caller.visit, &Trouble::Missing)) };
    let officer = Arc::clone(&caller.officer);
    let loaded = caller.read(move |office| office.webhooks_of(&officer, &post)).await;
    let (post, webhooks) = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw_list(caller, &post, &webhooks, typed, slips)))
}

fn events_of(typed: &Typed) -> BTreeSet<WebhookEvent> {
    typed.all("events").iter().filter_map(|word| WebhookEvent::from_word(word)).collect()
}

/// Notes a refusal at its field; what is no refusal is a trouble.
#[expect(clippy::result_large_err, reason = "the page that is answered instead, once")]
fn noted(caller: &Caller, (field, failure): (&'static str, Failure)) -> Result<Slips, Response> {
    let said = sentence(&caller.visit, &failure).ok_or_else(|| failed(&caller.visit, &failure))?;
    let mut slips = Slips::new();
    slips.note(if field.is_empty() { "title" } else { field }, said);
    Ok(slips)
}

async fn make(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let Ok(post) = PostId::new(&id) else { return Err(trouble(&caller.visit, &Trouble::Missing)) };
    let (title, address, events) = (typed.get("title").to_owned(), typed.get("address").to_owned(), events_of(&typed));
    let made = caller
        .act(move |writer, turn, office| {
            Ok(desk::make_webhook(writer, turn, office, &post, (&title, &address), events))
        })
        .await
        .map_err(|failure| failed(&caller.visit, &failure))?;
    match made {
        Ok((webhook, secret)) => {
            // Shown in the answer itself: it is kept nowhere from which another page could take it.
            let notice = Notice { secret: Some(secret.reveal()) };
            shown_again(&caller, &webhook.id.to_string(), None, &Slips::new(), StatusCode::OK, &notice).await
        }
        Err((field, failure)) if field.is_empty() && !matches!(failure, Failure::Refused(model::Refusal::Said(_))) => {
            Err(failed(&caller.visit, &failure))
        }
        Err(slip) => {
            let slips = noted(&caller, slip)?;
            list_again(&caller, id, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
        }
    }
}

async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    shown_again(&caller, &id, None, &Slips::new(), StatusCode::OK, &Notice::default()).await
}

async fn shown_again(
    caller: &Caller,
    id: &str,
    typed: Option<&Typed>,
    slips: &Slips,
    status: StatusCode,
    notice: &Notice,
) -> Answer {
    let (officer, name) = (Arc::clone(&caller.officer), id.to_owned());
    let loaded = caller.read(move |office| office.webhook(&officer, &name)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    let filled = filled(&loaded.webhook);
    Ok(page(status, draw(caller, &loaded, typed.unwrap_or(&filled), slips, notice)))
}

fn filled(webhook: &Webhook) -> Typed {
    let mut fields = vec![
        ("title", webhook.title.clone()),
        ("address", webhook.address.clone()),
        ("revision", webhook.revision.to_string()),
    ];
    fields.extend(webhook.events.iter().map(|event| ("events", event.word().to_owned())));
    Typed::of(fields)
}

async fn change(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let (officer, name) = (Arc::clone(&caller.officer), id.clone());
    let held = caller.read(move |office| office.webhook(&officer, &name)).await;
    let held = held.map_err(|failure| failed(&caller.visit, &failure))?.webhook;
    let stated = Webhook {
        title: typed.get("title").to_owned(),
        address: typed.get("address").to_owned(),
        events: events_of(&typed),
        revision: typed.get("revision").parse().unwrap_or_default(),
        ..held
    };
    let changed = caller
        .act(move |writer, turn, office| Ok(desk::change_webhook(writer, turn, office, stated).map(|_| ())))
        .await
        .map_err(|failure| failed(&caller.visit, &failure))?;
    match changed {
        Ok(()) => Ok(see_other(&format!("/office/webhooks/{id}"))),
        Err(slip) => {
            let slips = noted(&caller, slip)?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            shown_again(&caller, &id, Some(&typed), &slips, status, &Notice::default()).await
        }
    }
}

async fn rotate(caller: Caller, Path(id): Path<String>) -> Answer {
    let webhook = named(&caller, &id)?;
    let rotated = caller.act(move |writer, turn, office| desk::rotate_secret(writer, turn, office, webhook)).await;
    let (_, secret) = rotated.map_err(|failure| failed(&caller.visit, &failure))?;
    let notice = Notice { secret: Some(secret.reveal()) };
    shown_again(&caller, &id, None, &Slips::new(), StatusCode::OK, &notice).await
}

#[expect(clippy::result_large_err, reason = "the page that is answered instead, once")]
fn named(caller: &Caller, id: &str) -> Result<WebhookId, Response> {
    WebhookId::parse(id).ok_or_else(|| trouble(&caller.visit, &Trouble::Missing))
}

/// A step on a webhook that leads back to its page, or is refused at a field of one of its forms.
async fn step(
    caller: &Caller,
    id: &str,
    (field, typed): (&'static str, &Typed),
    act: impl FnOnce(&mut store::Writer, &mut desk::Turn<'_>, &desk::Office, WebhookId) -> Result<(), Failure>
    + Send
    + 'static,
) -> Answer {
    let webhook = named(caller, id)?;
    match caller.act(move |writer, turn, office| act(writer, turn, office, webhook)).await {
        Ok(()) => Ok(see_other(&format!("/office/webhooks/{id}"))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(said) if matches!(failure, Failure::Refused(model::Refusal::Said(_))) => {
                let mut slips = Slips::new();
                slips.note(field, said);
                let typed = (field != "title").then_some(typed);
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                shown_again(caller, id, typed, &slips, status, &Notice::default()).await
            }
            _ => Err(failed(&caller.visit, &failure)),
        },
    }
}

async fn test(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    step(&caller, &id, ("title", &typed), |writer, turn, _, id| desk::test_webhook(writer, turn, id).map(|_| ())).await
}

async fn pause(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    step(&caller, &id, ("title", &typed), |writer, turn, _, id| desk::pause_webhook(writer, turn, id).map(|_| ())).await
}

async fn resume(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    step(&caller, &id, ("title", &typed), |writer, turn, _, id| desk::resume_webhook(writer, turn, id).map(|_| ()))
        .await
}

async fn again(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    // A name that is none names no event of this webhook.
    let call = WebhookCall::id_of(typed.get("event")).unwrap_or(0);
    step(&caller, &id, ("title", &typed), move |writer, turn, _, id| {
        desk::send_again(writer, turn, id, call).map(|_| ())
    })
    .await
}

async fn replay(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let (first, last) = (Date::parse(typed.get("first")), Date::parse(typed.get("last")));
    let (Some(first), Some(last)) = (first, last) else {
        let mut slips = Slips::new();
        slips.note(if first.is_none() { "first" } else { "last" }, caller.speech().say("mailing-no-day"));
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return shown_again(&caller, &id, None, &slips, status, &Notice::default()).await;
    };
    step(&caller, &id, ("first", &typed), move |writer, turn, office, id| {
        desk::replay_webhook(writer, turn, office, id, (first, last)).map(|_| ())
    })
    .await
}

async fn remove(caller: Caller, Path(id): Path<String>) -> Answer {
    let webhook = named(&caller, &id)?;
    let (officer, name) = (Arc::clone(&caller.officer), id.clone());
    let held = caller.read(move |office| office.webhook(&officer, &name)).await;
    let post = held.map_err(|failure| failed(&caller.visit, &failure))?.post.id;
    let done = caller.act(move |writer, turn, _| desk::remove_webhook(writer, turn, webhook)).await;
    done.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(see_other(&format!("/office/posts/{post}/webhooks")))
}

fn stage(speech: Speech, webhook: &Webhook) -> Markup {
    let (tone, key) = match webhook.stage {
        WebhookStage::Active if webhook.failing_since.is_some() => (Tone::Bad, "webhook-stage-failing"),
        WebhookStage::Active => (Tone::Good, "webhook-stage-active"),
        WebhookStage::Paused => (Tone::Warn, "webhook-stage-paused"),
        WebhookStage::Gone => (Tone::Bad, "webhook-stage-gone"),
    };
    tag(tone, &speech.say(key))
}

fn call_stage(speech: Speech, stage: WebhookCallStage) -> Markup {
    let tone = match stage {
        WebhookCallStage::Taken => Tone::Good,
        WebhookCallStage::GivenUp => Tone::Bad,
        WebhookCallStage::Waiting | WebhookCallStage::Sending => Tone::Plain,
        WebhookCallStage::Dropped => Tone::Faint,
    };
    tag(tone, &speech.say(&format!("webhook-call-{}", stage.word())))
}

fn fields(speech: Speech, typed: &Typed, slips: &Slips) -> Markup {
    let events = WebhookEvent::CHOSEN
        .iter()
        .map(|event| Choice::new(event.word(), speech.say(&format!("webhook-event-{}", event.word()))));
    html! {
        (Field::text("title", speech.say("webhook-title")).hint(speech.say("webhook-title-hint")).value(typed.get("title")).slips(slips).draw(speech))
        (Field::text("address", speech.say("webhook-address")).hint(speech.say("webhook-address-hint")).value(typed.get("address")).slips(slips).draw(speech))
        (Field::checks("events", speech.say("webhook-events"), events.collect()).values(typed.all("events")).slips(slips).draw(speech))
    }
}

fn way(speech: Speech, post: &Post) -> Vec<Crumb> {
    let mut way = crumbs(speech);
    way.push(Crumb::new(post.title.clone(), format!("/office/posts/{}", post.id)));
    way
}

fn draw_list(caller: &Caller, post: &Post, webhooks: &[Webhook], typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.speech());
    let columns = ["webhook-title", "webhook-address", "webhook-stage"].map(|key| Column::new(speech.say(key)));
    let table = Table::new(speech.say("webhooks-title"), columns.into()).caption_unseen().cards_on_phone();
    let rows = webhooks.iter().map(|webhook| {
        vec![
            html! { a href={ "/office/webhooks/" (webhook.id) } { bdi { (webhook.title) } } },
            html! { bdi class="long" { (webhook.address) } },
            stage(speech, webhook),
        ]
    });
    let table = rows.fold(table, Table::row);
    Page::new(visit, speech.say("webhooks-title"))
        .here(Section::Office)
        .crumbs(way(speech, post))
        .slips(slips)
        .lead(html! { (speech.say("webhooks-lead")) })
        .draw(html! {
            @if webhooks.is_empty() { (empty(&speech.say("webhooks-none"), &speech.say("webhooks-none-body"), html! {})) }
            @else { (table.draw(speech)) }
            h2 { (speech.say("webhook-new")) }
            (Form::new(visit, &format!("/office/posts/{}/webhooks", post.id)).slips(slips).around(html! {
                (fields(speech, typed, slips))
                div class="actions" { (Button::primary(&speech.say("webhook-make"))) }
            }))
        })
}

fn draw(caller: &Caller, held: &WebhookPage, typed: &Typed, slips: &Slips, notice: &Notice) -> Markup {
    let (visit, speech, webhook) = (&caller.visit, caller.speech(), &held.webhook);
    let action = |what: &str| format!("/office/webhooks/{}{what}", webhook.id);
    let button = |what: &str, button: &Button<'_>| Form::new(visit, &action(what)).inline().around(button);
    let mut up = way(speech, &held.post);
    up.push(Crumb::new(speech.say("webhooks-title"), format!("/office/posts/{}/webhooks", held.post.id)));
    let rows = [
        SummaryRow::new(speech.say("webhook-stage"), stage(speech, webhook)),
        SummaryRow::new(speech.say("webhook-made"), html! { (when(speech, webhook.made_at)) }),
        SummaryRow::new(
            speech.say("webhook-secret"),
            html! { (speech.with("webhook-secret-number", &[("number", webhook.secret.to_string().into())])) },
        ),
    ];
    let is_active = webhook.stage == WebhookStage::Active;
    Page::new(visit, webhook.title.clone())
        .here(Section::Office)
        .crumbs(up)
        .slips(slips)
        .lead(html! { bdi class="long" { (webhook.address) } })
        .aside(summary_list(&rows))
        .draw(html! {
            @if let Some(secret) = &notice.secret {
                (banner(Tone::Good, &speech.say("webhook-secret-made"), html! {
                    p { (speech.say("webhook-secret-body")) }
                    p { code class="long" { (secret) } }
                }))
            }
            @if webhook.stage == WebhookStage::Gone {
                (banner(Tone::Bad, &speech.say("webhook-gone"), html! { p { (speech.say("webhook-gone-body")) } }))
            } @else if is_active && webhook.failing_since.is_some() {
                (banner(Tone::Bad, &speech.say("webhook-failing"), html! { p { (speech.say("webhook-failing-body")) } }))
            }
            div class="actions" {
                @if is_active {
                    (button("/test", &Button::primary(&speech.say("webhook-test"))))
                    (button("/pause", &Button::plain(&speech.say("webhook-pause"))))
                } @else {
                    (button("/resume", &Button::primary(&speech.say("webhook-resume"))))
                }
                (button("/rotate", &Button::plain(&speech.say("webhook-rotate"))))
            }
            p class="hint" { (speech.say("webhook-rotate-hint")) }
            h2 { (speech.say("webhook-calls")) }
            @if held.calls.is_empty() { (empty(&speech.say("webhook-calls-none"), &speech.say("webhook-calls-none-body"), html! {})) }
            @else { (calls(caller, webhook, &held.calls)) }
            h2 { (speech.say("webhook-replay")) }
            p { (speech.say("webhook-replay-body")) }
            (Form::new(visit, &action("/replay")).slips(slips).around(html! {
                (Field::date("first", speech.say("webhook-replay-first")).value(typed.get("first")).slips(slips).draw(speech))
                (Field::date("last", speech.say("webhook-replay-last")).value(typed.get("last")).slips(slips).draw(speech))
                div class="actions" { (Button::plain(&speech.say("webhook-replay-go"))) }
            }))
            h2 { (speech.say("webhook-change")) }
            @let filled = filled(webhook);
            // What was typed into another form of the page is none of this one.
            @let stated = if typed.some("revision").is_some() { typed } else { &filled };
            (Form::new(visit, &action("")).slips(slips).around(html! {
                input type="hidden" name="revision" value=(stated.get("revision"));
                (fields(speech, stated, slips))
                div class="actions" { (Button::primary(&speech.say("webhook-keep"))) }
            }))
            h2 { (speech.say("webhook-remove")) }
            p { (speech.say("webhook-remove-body")) }
            (button("/remove", &Button::grave(&speech.say("webhook-remove-go"))))
        })
}

fn calls(caller: &Caller, webhook: &Webhook, calls: &[WebhookCall]) -> Markup {
    let (visit, speech) = (&caller.visit, caller.speech());
    let columns = ["webhook-happened", "webhook-event", "webhook-call-stage", "webhook-answer", "account-actions"]
        .map(|key| Column::new(speech.say(key)));
    let table = Table::new(speech.say("webhook-calls"), columns.into()).caption_unseen().cards_on_phone();
    let rows = calls.iter().map(|call| {
        let about = speech.with("webhook-again-about", &[("name", call.name().into())]);
        let may = webhook.stage == WebhookStage::Active && call.stage != WebhookCallStage::Sending;
        vec![
            html! { (when(speech, call.happened_at)) },
            html! {
                (speech.say(&format!("webhook-event-{}", call.event.word())))
                div class="quiet" { bdi class="long" { (call.name()) } }
            },
            html! {
                (call_stage(speech, call.stage))
                @if call.n_tries > 0 { div class="quiet" { (speech.with("webhook-tries", &[("count", u64::from(call.n_tries).into())])) } }
                @if call.stage == WebhookCallStage::Waiting && call.n_tries > 0 {
                    div class="quiet" { (speech.with("webhook-next", &[("when", when(speech, call.due_at).into())])) }
                }
            },
            html! {
                @if let Some(status) = call.status { (status) " " }
                bdi class="quiet long" { (call.answer) }
            },
            html! {
                @if may {
                    (Form::new(visit, &format!("/office/webhooks/{}/again", webhook.id)).inline().around(html! {
                        input type="hidden" name="event" value=(call.name());
                        (Button::quiet(&speech.say("webhook-again")).about(&about))
                    }))
                }
            },
        ]
    });
    rows.fold(table, Table::row).draw(speech)
}

/// Registers them. To whom the office tells what happens, and with which secret, is grave: who changes that shows that
/// they are themselves.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let open = Policy::SignedIn;
    routes
        .page("/office/posts/{post}/webhooks", open, list)
        .proved_form("/office/posts/{post}/webhooks", open, make)
        .page("/office/webhooks/{webhook}", open, show)
        .proved_form("/office/webhooks/{webhook}", open, change)
        .form("/office/webhooks/{webhook}/test", open, test)
        .proved_form("/office/webhooks/{webhook}/rotate", open, rotate)
        .form("/office/webhooks/{webhook}/pause", open, pause)
        .form("/office/webhooks/{webhook}/resume", open, resume)
        .form("/office/webhooks/{webhook}/again", open, again)
        .form("/office/webhooks/{webhook}/replay", open, replay)
        .form("/office/webhooks/{webhook}/remove", open, remove)
}
