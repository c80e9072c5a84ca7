//! How a post gets its mail, and what it got.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use desk::PostMail;
use maud::{Markup, html};
use model::{Date, Letter, LetterKind, Mailing, PersonId, PostId, Rhythm};

use super::crumbs;
use crate::app::App;
use crate::caller::Caller;
use crate::component::{
    Button, Choice, Column, Crumb, Field, Form, Page, Section, Slips, SummaryRow, Table, Tone, Trouble, banner, empty,
    summary_list,
};
use crate::failed::{Answer, failed, page, see_other, sentence, trouble};
use crate::history::when;
use crate::letter::stage as letter_stage;
use crate::route::{Policy, Routes};
use crate::speech::Speech;
use crate::typed::Typed;

async fn show(caller: Caller, Path(id): Path<String>) -> Answer {
    again(&caller, id, None, &Slips::new(), StatusCode::OK).await
}

async fn again(
    caller: &Caller,
    id: String,
    typed: Option<&Typed>,
    slips: &Slips,
    status: StatusCode,
) -> Result<Response, Response> {
    let Ok(post) = PostId::new(&id) else { return Err(trouble(&caller.visit, &Trouble::Missing)) };
    let (officer, today) = (std::sync::Arc::clone(&caller.officer), caller.app.today());
    let loaded = caller.read(move |office| office.post_mail(&officer, &post, today)).await;
    let mail = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    let filled = filled(&mail.mailing);
    Ok(page(status, draw(caller, &mail, typed.unwrap_or(&filled), slips)))
}

fn filled(mailing: &Mailing) -> Typed {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut fields = vec![
        ("rhythm", mailing.rhythm.map_or("", Rhythm::word).to_owned()),
        ("away-since", day(mailing.away.map(|(first, _)| first))),
        ("away-until", day(mailing.away.map(|(_, last)| last))),
        ("revision", mailing.revision.to_string()),
    ];
    if mailing.when_empty {
        fields.push(("when-empty", "yes".to_owned()));
    }
    Typed::of(fields)
}

/// The mailing that a form states, or what is to be corrected.
fn read(speech: Speech, post: &PostId, typed: &Typed) -> Result<Mailing, Slips> {
    let mut slips = Slips::new();
    let mut day = |name: &str| match typed.some(name) {
        None => None,
        Some(text) => {
            let day = Date::parse(text);
            if day.is_none() {
                slips.note(name, speech.say("mailing-no-day"));
            }
            day
        }
    };
    let (first, last) = (day("away-since"), day("away-until"));
    if slips.is_empty() && first.is_some() != last.is_some() {
        slips.note(if first.is_some() { "away-until" } else { "away-since" }, speech.say("mailing-half-away"));
    }
    if !slips.is_empty() {
        return Err(slips);
    }
    Ok(Mailing {
        rhythm: Rhythm::from_word(typed.get("rhythm")),
        when_empty: typed.some("when-empty").is_some(),
        away: first.zip(last),
        revision: typed.get("revision").parse().unwrap_or_default(),
        ..Mailing::of(post.clone())
    })
}

async fn change(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let Ok(post) = PostId::new(&id) else { return Err(trouble(&caller.visit, &Trouble::Missing)) };
    let mailing = match read(caller.speech(), &post, &typed) {
        Ok(mailing) => mailing,
        Err(slips) => return again(&caller, id, Some(&typed), &slips, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    match caller.act(move |writer, turn, _| desk::change_mailing(writer, turn, mailing).map(|_| ())).await {
        Ok(()) => Ok(see_other(&format!("/office/posts/{id}/mail"))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(said) => {
                let mut slips = Slips::new();
                slips.note("rhythm", said);
                again(&caller, id, Some(&typed), &slips, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

async fn revive(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let (Ok(post), Ok(person)) = (PostId::new(&id), PersonId::new(typed.get("person"))) else {
        return Err(trouble(&caller.visit, &Trouble::Missing));
    };
    let done = caller.act(move |writer, turn, _| desk::revive_address(writer, turn, &post, &person)).await;
    done.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(see_other(&format!("/office/posts/{id}/mail")))
}

fn draw(caller: &Caller, mail: &PostMail, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.speech());
    let post = &mail.post;
    let mut way = crumbs(speech);
    way.push(Crumb::new(post.title.clone(), format!("/office/posts/{}", post.id)));
    let rhythm = speech.say(&format!("rhythm-{}", mail.mailing.rhythm.unwrap_or(mail.rhythm).word()));
    let rows = [
        SummaryRow::new(speech.say("mailing-rhythm"), html! { (rhythm) }),
        SummaryRow::new(
            speech.say("mailing-next"),
            html! {
                @match &mail.next {
                    Some(to) => { bdi { (to.name) } " " span class="quiet" { bdi class="long" { (to.address) } } }
                    None => (speech.say("mailing-nobody"))
                }
            },
        ),
        SummaryRow::new(
            speech.say("mailing-last"),
            html! { @match mail.mailing.last_on { Some(day) => (speech.date(day)), None => "–" } },
        ),
    ];
    Page::new(visit, speech.say("mailing-title"))
        .here(Section::Office)
        .crumbs(way)
        .slips(slips)
        .lead(html! { (speech.say("mailing-lead")) })
        .aside(summary_list(&rows))
        .draw(html! {
            @if !mail.is_on { (banner(Tone::Warn, &speech.say("mailing-off"), html! { p { (speech.say("mailing-off-body")) } })) }
            @for dead in &mail.dead {
                (banner(Tone::Bad, &speech.with("mailing-dead", &[("person", dead.name.clone().into()), ("address", dead.address.clone().into())]), html! {
                    p { (speech.say("mailing-dead-body")) }
                    (Form::new(visit, &format!("/office/posts/{}/mail/address", post.id)).inline().around(html! {
                        input type="hidden" name="person" value=(dead.person);
                        (Button::plain(&speech.say("mailing-revive")))
                    }))
                }))
            }
            (settings(caller, mail, typed, slips))
            (feeds(caller, mail))
            h2 { (speech.say("letters-title")) }
            @if mail.letters.is_empty() { (empty(&speech.say("letters-none"), &speech.say("letters-none-body"), html! {})) }
            @else { (letters(speech, &mail.letters)) }
        })
}

fn settings(caller: &Caller, mail: &PostMail, typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.speech());
    let office = speech.say(&format!("rhythm-{}", mail.rhythm.word())).to_lowercase();
    let mut rhythms = vec![Choice::new("", speech.with("mailing-as-office", &[("rhythm", office.into())]))];
    rhythms
        .extend(Rhythm::ALL.iter().map(|one| Choice::new(one.word(), speech.say(&format!("rhythm-{}", one.word())))));
    let empty = vec![Choice::new("yes", speech.say("mailing-when-empty")).hint(speech.say("mailing-when-empty-hint"))];
    Form::new(visit, &format!("/office/posts/{}/mail", mail.post.id)).slips(slips).around(html! {
        input type="hidden" name="revision" value=(typed.get("revision"));
        (Field::select("rhythm", speech.say("mailing-rhythm"), rhythms).value(typed.get("rhythm")).slips(slips).draw(speech))
        (Field::checks("when-empty", speech.say("mailing-empty"), empty).values(typed.all("when-empty")).slips(slips).optional().draw(speech))
        (Field::date("away-since", speech.say("mailing-away-since")).hint(speech.say("mailing-away-hint")).value(typed.get("away-since")).slips(slips).optional().draw(speech))
        (Field::date("away-until", speech.say("mailing-away-until")).value(typed.get("away-until")).slips(slips).optional().draw(speech))
        div class="actions" { (Button::primary(&speech.say("mailing-keep"))) }
    })
}

/// The addresses for programs: shown, made anew, taken away.
fn feeds(caller: &Caller, mail: &PostMail) -> Markup {
    let (visit, speech) = (&caller.visit, caller.speech());
    let action = format!("/office/posts/{}/mail/feed", mail.post.id);
    let button = |text: &str, word: &str| {
        Form::new(visit, &action).inline().around(Button::plain(&speech.say(text)).sends("opens", word))
    };
    let address = |what: &str, seal: &str| {
        let path = format!("/feeds/{}/{seal}/{what}", mail.post.id);
        html! { a href=(path) rel="nofollow" { bdi class="long" { (caller.app.address_of(&path)) } } }
    };
    html! {
        h2 { (speech.say("feeds-title")) }
        p { (speech.say("feeds-lead")) }
        @if let Some(seal) = &mail.feed_seal {
            (summary_list(&[
                SummaryRow::new(speech.say("feeds-atom"), address("atom", seal)),
                SummaryRow::new(speech.say("feeds-calendar"), address("calendar", seal)),
            ]))
            div class="actions" { (button("feeds-anew", "yes")) (button("feeds-shut", "no")) }
        } @else {
            div class="actions" { (button("feeds-open", "yes")) }
        }
    }
}

async fn feed(caller: Caller, Path(id): Path<String>, typed: Typed) -> Answer {
    let (Ok(post), opens) = (PostId::new(&id), typed.get("opens") == "yes") else {
        return Err(trouble(&caller.visit, &Trouble::Missing));
    };
    let done = caller.act(move |writer, turn, _| desk::change_feed(writer, turn, &post, opens).map(|_| ())).await;
    done.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(see_other(&format!("/office/posts/{id}/mail")))
}

fn letters(speech: Speech, letters: &[Letter]) -> Markup {
    let columns = vec![
        Column::new(speech.say("letter-written")),
        Column::new(speech.say("letter-about")),
        Column::new(speech.say("letter-address")),
        Column::new(speech.say("letter-stage")),
    ];
    let table = Table::new(speech.say("letters-title"), columns).caption_unseen().cards_on_phone();
    let rows = letters.iter().map(|letter| {
        let is_told = letter.kind == LetterKind::Deliveries && !letter.text.is_empty();
        vec![
            html! { (when(speech, letter.made_at)) },
            html! { (speech.say(&format!("letter-kind-{}", letter.kind.word()))) },
            html! { bdi class="long" { (letter.address) } },
            html! {
                (letter_stage(speech, letter.stage))
                @if is_told { div class="quiet" { bdi { (letter.text) } } }
            },
        ]
    });
    rows.fold(table, Table::row).draw(speech)
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes
        .page("/office/posts/{post}/mail", Policy::SignedIn, show)
        .form("/office/posts/{post}/mail", Policy::SignedIn, change)
        .form("/office/posts/{post}/mail/feed", Policy::SignedIn, feed)
        .form("/office/posts/{post}/mail/address", Policy::SignedIn, revive)
}
