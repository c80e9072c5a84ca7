//! How a source takes mail, and the messages that came to it.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, Office, SourceMail};
use maud::{Markup, html};
use model::{ArrivalId, ArrivalStage, Intake, IntakeStage, MailIn, Source, SourceId};
use store::ArrivalLine;

use super::page;
use crate::caller::Caller;
use crate::component::{
    Button, Column, Crumb, Field, Form, Page, Section, Slips, SummaryRow, Table, Tone, banner, link_button,
    summary_list, tag,
};
use crate::failed::{self, Answer, failed, see_other, sentence, trouble};
use crate::history::when;
use crate::speech::Speech;
use crate::typed::Typed;
use crate::visit::Visit;

/// What stands on the page of a source that is fed by mail.
pub(super) struct Mailed {
    mail: SourceMail,
    arrivals: Vec<ArrivalLine>,
}

pub(super) fn load(office: &Office, source: &Source) -> Result<Mailed, Failure> {
    Ok(Mailed { mail: office.source_mail(&source.id.to_string())?, arrivals: office.arrivals(source.id)? })
}

/// The address, who may send, and what came.
pub(super) fn panel(visit: &Visit, source: &Source, mailed: &Mailed) -> Markup {
    let speech = visit.speech;
    let mail_in = &mailed.mail.mail_in;
    let say = |is: bool, yes: &str, no: &str| html! { (speech.say(if is { yes } else { no })) };
    let senders = html! {
        (speech.say(if source.kind.is_human() { "mail-in-writers" } else { "mail-in-persons" }))
        @for sender in &mail_in.senders { ", " bdi class="long" { (sender) } }
    };
    let mut rows = Vec::new();
    if let Some(address) = &mailed.mail.address {
        rows.push(SummaryRow::new(speech.say("mail-in-address"), html! { bdi class="long" { (address) } }));
    }
    rows.push(SummaryRow::new(speech.say("mail-in-senders"), senders));
    rows.push(SummaryRow::new(speech.say("mail-in-when"), say(mail_in.at_once, "mail-in-taken", "mail-in-looked")));
    if mail_in.is_proven {
        rows.push(SummaryRow::new(speech.say("mail-in-proof"), html! { (speech.say("mail-in-proven")) }));
    }
    rows.push(SummaryRow::new(
        speech.say("mail-in-answers"),
        say(mail_in.is_answered, "mail-in-told", "mail-in-silent"),
    ));
    let action = format!("/sources/{}/mail/address", source.id);
    let button = |key: &str, word: &str| {
        Form::new(visit, &action).inline().around(Button::plain(&speech.say(key)).sends("opens", word))
    };
    html! {
        h2 id="mail" { (speech.say("mail-in-title")) }
        @if !mailed.mail.has_mailbox {
            (banner(Tone::Warn, &speech.say("mail-in-off"), html! { p { (speech.say("mail-in-off-body")) } }))
        } @else if mailed.mail.address.is_none() {
            (banner(Tone::Warn, &speech.say("mail-in-shut"), html! { p { (speech.say("mail-in-shut-body")) } }))
        }
        (summary_list(&rows))
        @if mailed.mail.address.is_some() { p class="hint" { (speech.say("mail-in-secret")) } }
        div class="actions" {
            (link_button(&speech.say("mail-in-change"), &format!("/sources/{}/mail", source.id), false))
            (button("mail-in-anew", "yes"))
            @if mail_in.is_open { (button("mail-in-shut-it", "no")) }
        }
        (came(visit, &mailed.arrivals))
    }
}

fn came(visit: &Visit, arrivals: &[ArrivalLine]) -> Markup {
    let speech = visit.speech;
    let columns = vec![
        Column::new(speech.say("arrival-subject")),
        Column::new(speech.say("arrival-sender")),
        Column::new(speech.say("intake-came")),
        Column::new(speech.say("arrival-became")),
    ];
    let table = Table::new(speech.say("arrivals-title"), columns).caption_unseen().cards_on_phone();
    let rows = arrivals.iter().map(|line| {
        let arrival = &line.arrival;
        vec![
            html! {
                @if arrival.subject.is_empty() { span class="quiet" { (speech.say("arrival-no-subject")) } }
                @else { bdi { (arrival.subject) } }
            },
            html! { bdi class="long" { (arrival.sender) } },
            html! { (when(speech, arrival.came_at)) },
            became(visit, line),
        ]
    });
    html! {
        @if !arrivals.is_empty() {
            h3 { (speech.say("arrivals-title")) }
            (rows.fold(table, Table::row).draw(speech))
        }
    }
}

/// What became of a message, and what can be done with it.
fn became(visit: &Visit, line: &ArrivalLine) -> Markup {
    let speech = visit.speech;
    let arrival = &line.arrival;
    let tone = match arrival.stage {
        ArrivalStage::Aside => Tone::Warn,
        ArrivalStage::Taken => Tone::Good,
        ArrivalStage::Thrown => Tone::Faint,
        ArrivalStage::Turned => Tone::Bad,
    };
    let reason = arrival.reason.filter(|_| matches!(arrival.stage, ArrivalStage::Aside | ArrivalStage::Turned));
    let form = |what: &str, key: &str| {
        let text = speech.with(key, &[("subject", arrival.subject.clone().into())]);
        Form::new(visit, &format!("/arrivals/{}/{what}", arrival.id)).inline().around(Button::plain(&text))
    };
    html! {
        @match (&line.became, arrival.intake) {
            (Some((stage, tally)), Some(intake)) if arrival.stage == ArrivalStage::Taken => {
                a href={ "/intakes/" (intake) } { (super::stage(speech, *stage)) } " "
                @if matches!(stage, IntakeStage::Kept | IntakeStage::Broken) { (read(speech, tally.n_read)) }
            }
            _ => (tag(tone, &speech.say(&format!("arrival-stage-{}", arrival.stage.word())))),
        }
        @if let Some(reason) = reason { div class="quiet" { (speech.say(&format!("arrival-reason-{}", reason.word()))) } }
        @if arrival.stage == ArrivalStage::Aside {
            div class="actions" {
                (form("look", "arrival-look")) (form("take", "arrival-take")) (form("throw", "arrival-throw"))
            }
        }
    }
}

fn read(speech: Speech, n: u64) -> String {
    speech.with("arrival-read", &[("count", i64::try_from(n).unwrap_or(i64::MAX).into())])
}

/// What the form shows.
struct Shown {
    source: Source,
    mail: SourceMail,
}

pub async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, id, None, &Slips::new(), StatusCode::OK).await
}

/// The form: with what was typed, or with what is kept.
async fn again(
    caller: &Caller,
    id: String,
    typed: Option<Typed>,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let shown =
        caller.read(move |office| Ok(Shown { source: office.source(&id)?.source, mail: office.source_mail(&id)? }));
    let shown = shown.await.map_err(|failure| failed(&caller.visit, &failure))?;
    let typed = typed.unwrap_or_else(|| as_typed(&shown.mail.mail_in));
    Ok(failed::page(status, draw(&caller.visit, &shown, &typed, slips)))
}

fn as_typed(mail_in: &MailIn) -> Typed {
    let tick = |is: bool| if is { "on".to_owned() } else { String::new() };
    Typed::of([
        ("senders", mail_in.senders.join("\n")),
        ("proven", tick(mail_in.is_proven)),
        ("at-once", tick(mail_in.at_once)),
        ("answered", tick(mail_in.is_answered)),
        ("revision", mail_in.revision.to_string()),
    ])
}

fn draw(visit: &Visit, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let home = format!("/sources/{}", shown.source.id);
    let action = format!("{home}/mail");
    let form = Form::new(visit, &action).slips(slips).guarded();
    let check = |name: &'static str, label: &str, hint: &str| {
        Field::check(name, speech.say(label))
            .hint(speech.say(hint))
            .value(if typed.ticked(name) { "on" } else { "" })
            .slips(slips)
            .draw(speech)
    };
    Page::new(visit, speech.say("mail-in-change"))
        .here(Section::Sources)
        .crumbs(vec![Crumb::of(speech, Section::Sources), Crumb::new(shown.source.title.clone(), home)])
        .slips(slips)
        .draw(form.around(html! {
            (Field::lines("senders", speech.say("mail-in-senders"), 6).hint(speech.say("mail-in-senders-hint"))
                .value(typed.get("senders")).optional().slips(slips).draw(speech))
            (check("at-once", "mail-in-at-once", "mail-in-at-once-hint"))
            @if shown.mail.can_prove || typed.ticked("proven") { (check("proven", "mail-in-proven", "mail-in-proven-hint")) }
            (check("answered", "mail-in-answered", "mail-in-answered-hint"))
            input type="hidden" name="revision" value=(typed.get("revision"));
            div class="actions" { (Button::primary(&speech.say("source-save"))) }
        }))
}

pub async fn change(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let id = SourceId::parse(&name).unwrap_or(SourceId::from_bits(0));
    let changed = MailIn {
        senders: typed.lines("senders"),
        is_proven: typed.ticked("proven"),
        at_once: typed.ticked("at-once"),
        is_answered: typed.ticked("answered"),
        revision: typed.get("revision").parse().unwrap_or_default(),
        ..MailIn::of(id)
    };
    match caller.act(move |writer, turn, office| desk::change_mail_in(writer, turn, office, changed)).await {
        Ok(_) => Ok(see_other(&format!("/sources/{name}#mail"))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(sentence) => {
                let mut slips = Slips::new();
                slips.note("senders", sentence);
                again(&caller, name, Some(typed), &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

pub async fn address(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let Some(opens) = ["no", "yes"].iter().position(|word| *word == typed.get("opens")).map(|at| at == 1) else {
        return Err(trouble(&caller.visit, &crate::component::Trouble::Unreadable));
    };
    let id = name.clone();
    let done = caller
        .act(move |writer, turn, office| {
            let source = office.source(&id)?.source;
            desk::address_mail_in(writer, turn, source.id, opens)?;
            Ok(source)
        })
        .await;
    page::ended(&caller, name, done).await
}

fn named(id: &str) -> ArrivalId {
    // What is no number is the number of nothing.
    ArrivalId::parse(id).unwrap_or(ArrivalId::from_bits(0))
}

pub async fn take(caller: Caller, Path(id): Path<String>) -> Answer {
    let done = caller.act(move |writer, turn, _| desk::take_arrival(writer, turn, named(&id))).await;
    decided(&caller, done.map(|arrival| arrival.source)).await
}

pub async fn throw(caller: Caller, Path(id): Path<String>) -> Answer {
    let done = caller.act(move |writer, turn, office| desk::throw_arrival(writer, turn, office, named(&id))).await;
    decided(&caller, done.map(|arrival| arrival.source)).await
}

async fn decided(caller: &Caller, done: Result<SourceId, Failure>) -> Answer {
    match done {
        Ok(source) => Ok(see_other(&format!("/sources/{source}#mail"))),
        Err(failure) => Err(failed(&caller.visit, &failure)),
    }
}

/// Looks at a message that lies aside.
pub async fn look(caller: Caller, Path(id): Path<String>) -> Answer {
    match look_at(&caller, id).await {
        Ok(intake) => Ok(see_other(&format!("/intakes/{}", intake.id))),
        Err(failure) => Err(failed(&caller.visit, &failure)),
    }
}

async fn look_at(caller: &Caller, id: String) -> Result<Intake, Failure> {
    let read = caller.read(move |office| {
        let arrival = office.arrival(&id)?.arrival;
        Ok((office.arrival_bytes(&arrival)?, arrival))
    });
    let ((name, bytes), arrival) = read.await?;
    let upload = caller.app.parse(move |parser| desk::read_upload(parser, &name, bytes)).await?;
    let look = caller.act(move |writer, turn, office| {
        let look = desk::look_at(writer, turn, office, arrival.source, upload)?;
        desk::note_look(writer, turn, arrival.id, &look)?;
        Ok(look)
    });
    look.await
}
