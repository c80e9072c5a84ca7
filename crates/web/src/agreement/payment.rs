//! The plan of payments of an agreement, and what was paid.

use axum::extract::Path;
use maud::{Markup, html};
use model::{
    AGREEMENT_LINE_CHARS_MAX, AGREEMENT_TEXT_CHARS_MAX, AgreementInstalment, AgreementPayment, DeliverableId, Money,
};

use super::{Loaded, address, amount, day, day_needed, ended, open, part_page, revision, seen, unread};
use crate::caller::Caller;
use crate::component::{Button, Choice, Column, Field, Form, Slips, Table, Tone, tag};
use crate::failed::Answer;
use crate::speech::Speech;
use crate::typed::Typed;

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    open(&caller, id, draw).await
}

fn onwards(id: &str) -> String {
    format!("/agreements/{id}/payments")
}

pub async fn plan(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let speech = caller.visit.speech;
    let mut slips = Slips::new();
    if typed.get("title").is_empty() {
        slips.note("title", speech.say("instalment-title-missing"));
    }
    let money = amount(speech, &typed, "amount", &mut slips);
    if typed.some("amount").is_none() {
        slips.note("amount", speech.say("amount-missing"));
    }
    let due = day(speech, &typed, "due", &mut slips);
    let Some(money) = money.filter(|_| slips.is_empty()) else {
        return unread(&caller, id, draw, &typed, &slips).await;
    };
    let (name, fields) = (id.clone(), typed.clone());
    let done = caller.act(move |writer, turn, office| {
        let agreement = office.agreement(&name)?;
        let one = AgreementInstalment {
            number: fields.get("number").parse().unwrap_or(0),
            title: fields.get("title").to_owned(),
            amount: money,
            due,
            deliverable: DeliverableId::parse(fields.get("deliverable")),
            royalty: None,
        };
        desk::write_instalment(writer, turn, (agreement.id, revision(&fields)), one)
    });
    let done = done.await;
    let onwards = onwards(&id);
    ended(&caller, (id, draw), (&typed, "title"), &onwards, done).await
}

pub async fn remove(caller: Caller, Path((id, number)): Path<(String, String)>, typed: Typed) -> Answer {
    let (name, fields) = (id.clone(), typed.clone());
    let number = number.parse().unwrap_or(0);
    let done = caller.act(move |writer, turn, office| {
        let agreement = office.agreement(&name)?;
        desk::remove_instalment(writer, turn, (agreement.id, revision(&fields)), number)
    });
    let done = done.await;
    let onwards = onwards(&id);
    ended(&caller, (id, draw), (&typed, "title"), &onwards, done).await
}

/// Amends an instalment of a signed agreement, or takes it out. What is left empty stays as it is.
pub async fn amend(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let speech = caller.visit.speech;
    let mut slips = Slips::new();
    let money = amount(speech, &typed, "amended-amount", &mut slips);
    let due = day(speech, &typed, "amended-due", &mut slips);
    let on = day_needed(speech, &typed, "amended-on", &mut slips);
    let Some(on) = on.filter(|_| slips.is_empty()) else {
        return unread(&caller, id, draw, &typed, &slips).await;
    };
    let (name, fields) = (id.clone(), typed.clone());
    let done = caller.act(move |writer, turn, office| {
        let page = office.agreement_page(&name, turn.today)?;
        let number = fields.get("amended").parse().unwrap_or(0);
        let held = page.instalments.into_iter().find(|one| one.number == number);
        let becomes = held.filter(|_| fields.get("amends") != "out").map(|held| AgreementInstalment {
            title: fields.some("amended-title").map_or(held.title, str::to_owned),
            amount: money.unwrap_or(held.amount),
            due: due.or(held.due),
            deliverable: DeliverableId::parse(fields.get("amended-deliverable")).or(held.deliverable),
            ..held
        });
        let (seen, reason) = ((page.agreement.id, revision(&fields)), fields.get("amended-reason"));
        desk::amend_instalment(writer, turn, seen, (number, becomes), (reason, on))
    });
    let done = done.await;
    let onwards = onwards(&id);
    ended(&caller, (id, draw), (&typed, "amended-reason"), &onwards, done).await
}

pub async fn pay(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let speech = caller.visit.speech;
    let mut slips = Slips::new();
    if typed.get("reference").is_empty() {
        slips.note("reference", speech.say("payment-reference-missing"));
    }
    if typed.some("paid").is_none() {
        slips.note("paid", speech.say("amount-missing"));
    }
    let money = amount(speech, &typed, "paid", &mut slips);
    let on = day_needed(speech, &typed, "on", &mut slips);
    let (Some(money), Some(on), true) = (money, on, slips.is_empty()) else {
        return unread(&caller, id, draw, &typed, &slips).await;
    };
    let (name, fields) = (id.clone(), typed.clone());
    let done = caller.act(move |writer, turn, office| {
        let agreement = office.agreement(&name)?;
        let one = AgreementPayment {
            number: 0,
            instalment: fields.get("instalment").parse().ok(),
            amount: money,
            on,
            reference: fields.get("reference").to_owned(),
            by: String::new(),
            at: 0,
            void_reason: String::new(),
        };
        desk::note_payment(writer, turn, (agreement.id, revision(&fields)), one)
    });
    let done = done.await;
    let onwards = onwards(&id);
    ended(&caller, (id, draw), (&typed, "paid"), &onwards, done).await
}

pub async fn void(caller: Caller, Path((id, number)): Path<(String, String)>, typed: Typed) -> Answer {
    let (name, fields) = (id.clone(), typed.clone());
    let payment = number.parse().unwrap_or(0);
    let done = caller.act(move |writer, turn, office| {
        let agreement = office.agreement(&name)?;
        let reason = fields.get("void-reason");
        desk::void_payment(writer, turn, (agreement.id, revision(&fields)), payment, reason)
    });
    let done = done.await;
    let onwards = onwards(&id);
    ended(&caller, (id, draw), (&typed, &format!("void-reason-{number}")), &onwards, done).await
}

fn money(speech: Speech, money: Money) -> Markup {
    html! { (speech.written(&money.to_string())) }
}

fn draw(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let takes_money = loaded.page.agreement.takes_money();
    let page = part_page(caller, loaded, speech.say("payments-title"), slips);
    if let Err(refusal) = takes_money {
        return page.draw(html! { p class="quiet" { (speech.refusal(&refusal)) } });
    }
    page.draw(html! {
        section aria-labelledby="plan" {
            h2 id="plan" { (speech.say("instalments-title")) }
            @if loaded.page.instalments.is_empty() { p class="quiet" { (speech.say("instalments-none")) } } @else { (instalments(caller, loaded)) }
        }
        section aria-labelledby="paid-so-far" {
            h2 id="paid-so-far" { (speech.say("payments-made")) }
            @if loaded.page.payments.is_empty() { p class="quiet" { (speech.say("payments-none")) } } @else { (payments(caller, loaded, slips)) }
        }
        @if loaded.rights.change { (plan_form(caller, loaded, typed, slips)) }
        @if loaded.rights.settle && loaded.page.agreement.is_signed() {
            (pay_form(caller, loaded, typed, slips))
            (amend_form(caller, loaded, typed, slips))
        }
    })
}

fn instalments(caller: &Caller, loaded: &Loaded) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let columns = [
        "instalment-name",
        "instalment-amount",
        "instalment-falls-due",
        "instalment-paid",
        "instalment-arrears",
        "instalment-act",
    ];
    let mut table = Table::new(speech.say("instalments-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for (one, stand) in loaded.page.instalments.iter().zip(&loaded.page.stands) {
        let of = |minor: i64| Money { minor, ..one.amount };
        let tied = loaded.page.deliverables.iter().find(|line| one.deliverable == Some(line.deliverable.id));
        let action = address(&loaded.page.agreement, &format!("/instalments/{}/removal", one.number));
        let is_signed = loaded.page.agreement.is_signed();
        let can_go = loaded.rights.change && !is_signed && stand.paid == 0 && one.royalty.is_none();
        table = table.row(vec![
            html! {
                (one.number) ". " bdi { (one.title) }
                @if let Some(line) = tied { br; span class="quiet" { (speech.say("instalment-after")) " " bdi { (line.deliverable.title) } } }
            },
            money(speech, one.amount),
            html! { @match stand.falls_due { Some(day) => (speech.date(day)), None => "–" } },
            money(speech, of(stand.paid)),
            html! {
                @if stand.arrears > 0 { (tag(Tone::Bad, &speech.written(&of(stand.arrears).to_string()))) } @else { "–" }
            },
            html! {
                @if can_go {
                    @let text = speech.say("instalment-remove");
                    (Form::new(visit, &action).inline().around(html! {
                        (seen(loaded))
                        (Button::quiet(&text).about(&format!("{text}: {}", one.title)))
                    }))
                } @else { "–" }
            },
        ]);
    }
    table.draw(speech)
}

fn payments(caller: &Caller, loaded: &Loaded, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let columns = ["payment-on", "payment-amount", "payment-instalment", "payment-reference", "payment-act"];
    let mut table = Table::new(speech.say("payments-made"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for one in &loaded.page.payments {
        let action = address(&loaded.page.agreement, &format!("/payments/{}/void", one.number));
        let field = format!("void-reason-{}", one.number);
        table = table.row(vec![
            html! { (speech.date(one.on)) },
            html! {
                @if one.counts() { (money(speech, one.amount)) } @else { s { (money(speech, one.amount)) } }
            },
            html! { @match one.instalment { Some(number) => (number), None => "–" } },
            html! { bdi { (one.reference) } },
            html! {
                @if !one.counts() { (speech.say("payment-void")) ": " bdi { (one.void_reason) } }
                @else if loaded.rights.settle {
                    @let text = speech.say("payment-void-do");
                    (Form::new(visit, &action).inline().around(html! {
                        (seen(loaded))
                        label class="unseen" for=(field) { (speech.say("payment-void-reason")) " " (one.number) }
                        input type="text" id=(field) name="void-reason" class="input-middle" aria-invalid=[slips.of(&field).map(|_| "true")];
                        (Button::quiet(&text).about(&format!("{text}: {}", one.reference)))
                    }))
                } @else { "–" }
            },
        ]);
    }
    table.draw(speech)
}

fn plan_form(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let action = address(&loaded.page.agreement, "/instalments");
    let none = std::iter::once(Choice::new("", speech.say("instalment-free")));
    let deliverables = loaded.page.deliverables.iter();
    let deliverables =
        deliverables.map(|line| Choice::new(line.deliverable.id.to_string(), line.deliverable.title.clone()));
    html! {
        section aria-labelledby="plan-new" {
            h2 id="plan-new" { (speech.say("instalment-new")) }
            (Form::new(visit, &action).guarded().around(html! {
                (seen(loaded))
                (Field::text("title", speech.say("instalment-name")).value(typed.get("title")).length_max(AGREEMENT_LINE_CHARS_MAX).slips(slips).draw(speech))
                (Field::text("amount", speech.say("instalment-amount")).hint(speech.say("amount-hint")).value(typed.get("amount")).narrow().slips(slips).draw(speech))
                (Field::date("due", speech.say("instalment-due")).value(typed.get("due")).optional().slips(slips).draw(speech))
                (Field::select("deliverable", speech.say("instalment-deliverable"), none.chain(deliverables).collect())
                    .hint(speech.say("instalment-deliverable-hint")).value(typed.get("deliverable")).slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("instalment-add"))) }
            }))
        }
    }
}

fn pay_form(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let action = address(&loaded.page.agreement, "/payments");
    // After the end of an agreement what its plan still owes is paid, and nothing beside it.
    let none = (!loaded.page.agreement.stage.is_over()).then(|| Choice::new("", speech.say("payment-free")));
    let open =
        loaded.page.instalments.iter().zip(&loaded.page.stands).filter(|(one, stand)| stand.paid < one.amount.minor);
    let open = open.map(|(one, _)| Choice::new(one.number.to_string(), format!("{}. {}", one.number, one.title)));
    let choices: Vec<Choice> = none.into_iter().chain(open).collect();
    if choices.is_empty() {
        return html! {};
    }
    let today = loaded.today.to_string();
    html! {
        section aria-labelledby="pay-new" {
            h2 id="pay-new" { (speech.say("payment-new")) }
            (Form::new(visit, &action).guarded().around(html! {
                (seen(loaded))
                (Field::select("instalment", speech.say("payment-instalment"), choices).value(typed.get("instalment")).slips(slips).draw(speech))
                (Field::text("paid", speech.say("payment-amount")).hint(speech.say("amount-hint")).value(typed.get("paid")).narrow().slips(slips).draw(speech))
                (Field::date("on", speech.say("payment-on")).value(typed.some("on").unwrap_or(&today)).slips(slips).draw(speech))
                (Field::text("reference", speech.say("payment-reference")).value(typed.get("reference")).length_max(AGREEMENT_LINE_CHARS_MAX).slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("payment-write"))) }
            }))
        }
    }
}

/// The instalments that can be amended: those that do not come from a report of use.
fn amend_form(caller: &Caller, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let action = address(&loaded.page.agreement, "/amendments");
    let open = loaded.page.instalments.iter().filter(|one| one.royalty.is_none());
    let open: Vec<Choice> =
        open.map(|one| Choice::new(one.number.to_string(), format!("{}. {}", one.number, one.title))).collect();
    if open.is_empty() {
        return html! {};
    }
    let same = std::iter::once(Choice::new("", speech.say("instalment-as-it-is")));
    let deliverables = loaded.page.deliverables.iter();
    let deliverables =
        deliverables.map(|line| Choice::new(line.deliverable.id.to_string(), line.deliverable.title.clone()));
    let today = loaded.today.to_string();
    let (amend, out) = (speech.say("instalment-amend-do"), speech.say("instalment-remove"));
    html! {
        section aria-labelledby="amend" {
            h2 id="amend" { (speech.say("instalment-amend")) }
            p class="hint" { (speech.say("instalment-amend-hint")) }
            (Form::new(visit, &action).guarded().around(html! {
                (seen(loaded))
                (Field::select("amended", speech.say("payment-instalment"), open).value(typed.get("amended")).slips(slips).draw(speech))
                (Field::text("amended-title", speech.say("instalment-name")).value(typed.get("amended-title")).optional().length_max(AGREEMENT_LINE_CHARS_MAX).slips(slips).draw(speech))
                (Field::text("amended-amount", speech.say("instalment-amount")).value(typed.get("amended-amount")).optional().narrow().slips(slips).draw(speech))
                (Field::date("amended-due", speech.say("instalment-due")).value(typed.get("amended-due")).optional().slips(slips).draw(speech))
                (Field::select("amended-deliverable", speech.say("instalment-deliverable"), same.chain(deliverables).collect()).value(typed.get("amended-deliverable")).slips(slips).draw(speech))
                (Field::date("amended-on", speech.say("terms-on")).value(typed.some("amended-on").unwrap_or(&today)).slips(slips).draw(speech))
                (Field::lines("amended-reason", speech.say("instalment-amend-reason"), 2).value(typed.get("amended-reason")).length_max(AGREEMENT_TEXT_CHARS_MAX).slips(slips).draw(speech))
                div class="actions" {
                    (Button::primary(&amend).sends("amends", "changed"))
                    (Button::plain(&out).sends("amends", "out"))
                }
            }))
        }
    }
}
