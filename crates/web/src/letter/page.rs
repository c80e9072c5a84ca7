//! The page behind the link of a letter: its deliveries, answered without an account. The link is a key for what stands in that
//! mail alone, each item of which it answers once.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use desk::{Failure, LetterAnswer, LetterSheet, Office, SheetItem, Turn};
use maud::{Markup, html};
use model::{Disposition, Letter, REPLY_LETTERS};

use crate::app::App;
use crate::component::{Button, Choice, Field, Form, Page, Slips, Tone, banner, empty, tag};
use crate::delivery::decision;
use crate::digest::reaching;
use crate::failed::{Answer, failed, page, see_other, sentence, shown};
use crate::record;
use crate::typed::Typed;
use crate::visit::Visit;

/// What stands in an address of a letter.
type Key = (String, String);

fn load(office: &Office, (id, seal): &Key, app: &App) -> Result<LetterSheet, Failure> {
    let (letter, officer) = office.sealed_letter(id, seal, app.now(), app.today())?;
    office.letter_sheet(&letter, &officer, app.today())
}

pub async fn show(State(app): State<App>, visit: Visit, Path(key): Path<Key>) -> Answer {
    let (loading, name) = (app.clone(), key.clone());
    match app.unseen(move |office| load(office, &name, &loading)).await {
        // An issue is read in the office: its letter brought it whole, where it may be mailed.
        Ok(LetterSheet { letter: Letter { issue: Some(issue), .. }, .. }) => Ok(see_other(&format!("/issues/{issue}"))),
        Ok(sheet) => Ok(shown(draw(&visit, &key, &sheet, &Typed::default(), &Slips::new()))),
        Err(failure) => refused(&visit, &failure),
    }
}

/// A link that leads nowhere is told on a page of its own, whose status says so.
#[expect(clippy::result_large_err, reason = "both sides are responses")]
fn refused(visit: &Visit, failure: &Failure) -> Answer {
    match sentence(visit, failure) {
        Some(said) => {
            let title = visit.speech.say("letter-link");
            let drawn = Page::new(visit, title).narrow().draw(html! { (banner(Tone::Bad, &said, html! {})) });
            Ok(page(StatusCode::NOT_FOUND, drawn))
        }
        None => Err(failed(visit, failure)),
    }
}

pub async fn answer(State(app): State<App>, visit: Visit, Path(key): Path<Key>, typed: Typed) -> Answer {
    match answered(&app, &visit, &key, &typed).await {
        Ok((sheet, slips)) => {
            let status = if slips.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            Ok(page(status, draw(&visit, &key, &sheet, &typed, &slips)))
        }
        Err(failure) => refused(&visit, &failure),
    }
}

/// Takes the answers one by one, and gives back the letter as it is then, with what was refused.
async fn answered(app: &App, visit: &Visit, key: &Key, typed: &Typed) -> Result<(LetterSheet, Slips), Failure> {
    let (loading, name) = (app.clone(), key.clone());
    let sheet = app.unseen(move |office| load(office, &name, &loading)).await?;
    let mut slips = Slips::new();
    let mut n_answers = 0;
    for item in sheet.items.iter().filter(|item| !item.is_answered()) {
        let field = format!("answer-{}", item.number);
        let letter = typed.get(&field).chars().next();
        let chosen = REPLY_LETTERS.iter().find(|(held, ..)| Some(*held) == letter);
        let Some((_, choice, reason)) = chosen else { continue };
        n_answers += 1;
        let remark = typed.get(&format!("remark-{}", item.number)).to_owned();
        match Disposition::new(*choice, *reason, None, &remark) {
            Ok(disposition) => {
                if let LetterAnswer::Refused(refusal) = give(app, &sheet.letter, item.number, disposition).await? {
                    slips.note(field, visit.speech.refusal(&refusal));
                }
            }
            Err(refusal) => slips.note(field, visit.speech.refusal(&refusal)),
        }
    }
    if n_answers == 0 {
        slips.note("answer", visit.speech.say("letter-no-answer"));
    }
    let (loading, name) = (app.clone(), key.clone());
    Ok((app.unseen(move |office| load(office, &name, &loading)).await?, slips))
}

/// Gives one answer, as who was written to.
async fn give(app: &App, letter: &Letter, number: u16, disposition: Disposition) -> Result<LetterAnswer, Failure> {
    let officer = std::sync::Arc::new(app.officer(letter.person.clone()).await?);
    let letter = letter.clone();
    let give = move |writer: &mut store::Writer, turn: &mut Turn<'_>, office: &Office| {
        desk::answer_letter(writer, turn, office, &letter, number, &disposition)
    };
    app.act(&officer, give).await
}

/// The page for who opens the address in a browser: looking at it ends nothing, since mail programs look at links by themselves.
pub async fn ask_to_stop(State(app): State<App>, visit: Visit, Path((id, seal)): Path<Key>) -> Answer {
    let action = format!("/letters/{id}/{seal}/stop");
    let (now, today) = (app.now(), app.today());
    let found = app.unseen(move |office| {
        let (letter, _) = office.sealed_letter(&id, &seal, now, today)?;
        Ok(office.post(&letter.post)?.map_or_else(|| letter.post.to_string(), |post| post.title))
    });
    match found.await {
        Ok(post) => {
            let speech = visit.speech;
            let drawn = Page::new(&visit, speech.say("letter-stop")).narrow().draw(html! {
                p { (speech.with("letter-stop-ask", &[("post", post.into())])) }
                (Form::new(&visit, &action).around(html! {
                    div class="actions" { (Button::primary(&speech.say("letter-stop"))) }
                }))
            });
            Ok(shown(drawn))
        }
        Err(failure) => refused(&visit, &failure),
    }
}

/// What a mail program posts to when its reader wants no more such mail (RFC 8058).
pub async fn stop(State(app): State<App>, visit: Visit, Path(key): Path<Key>) -> Answer {
    match stopped(&app, key).await {
        Ok(post) => {
            let said = visit.speech.with("letter-stopped", &[("post", post.into())]);
            let drawn =
                Page::new(&visit, visit.speech.say("letter-stop")).narrow().draw(banner(Tone::Good, &said, html! {}));
            Ok(shown(drawn))
        }
        Err(failure) => refused(&visit, &failure),
    }
}

async fn stopped(app: &App, (id, seal): Key) -> Result<String, Failure> {
    let (now, today) = (app.now(), app.today());
    let found = app.unseen(move |office| {
        let (letter, officer) = office.sealed_letter(&id, &seal, now, today)?;
        let title = office.post(&letter.post)?.map_or_else(|| letter.post.to_string(), |post| post.title);
        Ok((letter, officer, title))
    });
    let (letter, officer, title) = found.await?;
    let officer = std::sync::Arc::new(officer);
    app.act(&officer, move |writer, turn, _| desk::stop_letters(writer, turn, &letter).map(|_| ())).await?;
    Ok(title)
}

fn draw(visit: &Visit, (id, seal): &Key, sheet: &LetterSheet, typed: &Typed, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let action = format!("/letters/{id}/{seal}");
    let n_left = sheet.items.iter().filter(|item| !item.is_answered()).count();
    Page::new(visit, speech.with("letter-page", &[("post", sheet.post.clone().into())]))
        .narrow()
        .slips(slips)
        .lead(html! { (speech.say("letter-page-lead")) })
        .draw(html! {
            @if n_left == 0 { (banner(Tone::Good, &speech.say("letter-all-answered"), html! { p { (speech.say("letter-all-answered-body")) } })) }
            @if sheet.items.is_empty() { (empty(&speech.say("letter-page-none"), &speech.say("letter-page-none-body"), html! {})) }
            @if n_left > 0 {
                (Form::new(visit, &action).slips(slips).around(html! {
                    @for item in sheet.items.iter().filter(|item| !item.is_answered()) { (open_item(visit, item, typed, slips)) }
                    div class="actions" id="answer" { (Button::primary(&speech.say("letter-send"))) }
                }))
            }
            @for item in sheet.items.iter().filter(|item| item.is_answered()) {
                div class="card" {
                    (heading(visit, item))
                    @if let Some(decided) = &item.line.held.decided {
                        p { (tag(Tone::Good, &decision(speech, decided.disposition.choice))) " " bdi { (decided.disposition.remark) } }
                    }
                }
            }
        })
}

fn heading(visit: &Visit, item: &SheetItem) -> Markup {
    let speech = visit.speech;
    html! {
        h2 { (item.number) " " bdi { (record::title(speech, &item.line.record)) } }
        p class="quiet" { (record::details(speech, &item.line.record)) }
        p class="quiet" { (speech.with("letter-for", &[("need", item.line.need.clone().into())])) }
        @if let Some(own) = &item.own { (reaching(speech, own)) }
        @if let Some(text) = item.line.record.abstracts.first() { p lang=[record::lang(text)] { bdi { (opening(&text.text)) } } }
    }
}

/// The beginning of an abstract, in whole words.
fn opening(text: &str) -> String {
    const CHARS_MAX: usize = 400;
    match text.char_indices().nth(CHARS_MAX) {
        Some((end, _)) => {
            let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
            format!("{} …", &text[..cut])
        }
        None => text.to_owned(),
    }
}

fn open_item(visit: &Visit, item: &SheetItem, typed: &Typed, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let (answer, remark) = (format!("answer-{}", item.number), format!("remark-{}", item.number));
    // To pass it on takes a search for the post, which is in the office.
    let choices = REPLY_LETTERS.iter().filter(|(_, choice, _)| *choice != model::Choice::Forward);
    let choices =
        std::iter::once(Choice::new("", speech.say("letter-later"))).chain(choices.map(|(letter, choice, reason)| {
            let text = match reason {
                Some(reason) => {
                    let values = [("reason", speech.say(&format!("pass-{}", reason.word())).into())];
                    speech.with("letter-pass", &values)
                }
                None => speech.say(&format!("choice-{}", choice.word())),
            };
            Choice::new(letter.to_string(), text)
        }));
    html! {
        div class="card" {
            (heading(visit, item))
            (Field::select(answer.clone(), speech.say("letter-answer"), choices.collect()).value(typed.get(&answer)).slips(slips).draw(speech))
            (Field::text(remark.clone(), speech.say("delivery-remark")).optional().value(typed.get(&remark)).slips(slips).draw(speech))
        }
    }
}
