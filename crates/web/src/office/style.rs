//! Citation styles of the office: brought as files of the Citation Style Language, looked at, kept, taken away.

use axum::http::StatusCode;
use axum::response::Response;
use desk::Failure;
use formats::{CitationStyle, OWN_STYLE_BYTES_MAX};
use maud::{Markup, html};
use model::{KeptStyle, STYLE_WORD_CHARS_MAX};

use super::{crumbs, views};
use crate::app::App;
use crate::caller::Caller;
use crate::component::{Button, Column, Field, Form, Page, Section, Slips, Table, empty};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::history::when;
use crate::route::{Policy, Routes};
use crate::typed::Typed;
use crate::upload::{AROUND_FILE_BYTES_MAX, UploadedFiles};

const ADDRESS: &str = "/office/styles";

async fn show(caller: Caller) -> Answer {
    again(&caller, &Typed::default(), &Slips::new(), StatusCode::OK).await
}

async fn again(caller: &Caller, typed: &Typed, slips: &Slips, status: StatusCode) -> Result<Response, Response> {
    let read = caller.read(|office| {
        let styles = office.kept_styles()?.into_iter();
        let named = |style: KeptStyle| -> Result<_, Failure> {
            let name = office.person(&style.by)?.map_or_else(|| style.by.to_string(), |person| person.name);
            Ok((style, name))
        };
        styles.map(named).collect::<Result<Vec<_>, _>>()
    });
    let styles = read.await.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(page(status, draw(caller, &styles, typed, slips)))
}

async fn keep(caller: Caller, sent: UploadedFiles) -> Answer {
    let typed = Typed::of(sent.fields.iter().map(|(name, value)| (name.as_str(), value.clone())));
    let mut slips = Slips::new();
    let Some(file) = sent.files.into_iter().next() else {
        slips.note("file", caller.speech().say("styles-no-file"));
        return again(&caller, &typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let text = String::from_utf8_lossy(&file.bytes).into_owned();
    let (looked, word) = (text.clone(), typed.get("word").to_owned());
    let title = match caller.app.try_out(&caller.officer, move |_| desk::look_at_style(&looked)).await {
        Ok(title) => title,
        Err(failure) => return refused(&caller, &typed, "file", &failure).await,
    };
    let kept = caller.act(move |writer, turn, _| desk::keep_style(writer, turn, &word, (&title, &text))).await;
    match kept {
        Ok(_) => Ok(see_other(ADDRESS)),
        Err(failure) => refused(&caller, &typed, "word", &failure).await,
    }
}

async fn refused(caller: &Caller, typed: &Typed, field: &str, failure: &Failure) -> Result<Response, Response> {
    match sentence(&caller.visit, failure) {
        Some(said) => {
            let mut slips = Slips::new();
            slips.note(field, said);
            again(caller, typed, &slips, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        None => Err(failed(&caller.visit, failure)),
    }
}

async fn remove(caller: Caller, typed: Typed) -> Answer {
    let word = typed.get("word").to_owned();
    let done = caller.act(move |writer, turn, _| desk::remove_style(writer, turn, &word)).await;
    done.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(see_other(ADDRESS))
}

fn draw(caller: &Caller, styles: &[(KeptStyle, String)], typed: &Typed, slips: &Slips) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let max = i64::try_from(OWN_STYLE_BYTES_MAX / 1024).unwrap_or(i64::MAX);
    let n_house = i64::try_from(CitationStyle::all().len()).unwrap_or(i64::MAX);
    Page::new(visit, speech.say("office-styles"))
        .here(Section::Office)
        .crumbs(crumbs(speech))
        .slips(slips)
        .lead(html! { (speech.with("styles-lead", &[("count", n_house.into())])) })
        .draw(html! {
            (views(caller, ADDRESS))
            @if styles.is_empty() {
                (empty(&speech.say("styles-none"), &speech.say("styles-none-body"), html! {}))
            } @else { (table(caller, styles)) }
            h2 { (speech.say("styles-bring")) }
            (Form::new(visit, ADDRESS).with_files().slips(slips).around(html! {
                (Field::file("file", speech.say("styles-file")).hint(speech.with("styles-file-hint", &[("max", max.into())])).slips(slips).draw(speech))
                (Field::text("word", speech.say("styles-word")).hint(speech.say("styles-word-hint")).value(typed.get("word"))
                    .length_max(STYLE_WORD_CHARS_MAX).narrow().slips(slips).draw(speech))
                div class="actions" { (Button::primary(&speech.say("styles-keep"))) }
            }))
        })
}

fn table(caller: &Caller, styles: &[(KeptStyle, String)]) -> Markup {
    let (visit, speech) = (&caller.visit, caller.visit.speech);
    let columns = ["styles-title", "styles-word", "styles-by", "account-actions"];
    let columns = columns.map(|key| Column::new(speech.say(key))).into();
    let mut table = Table::new(speech.say("office-styles"), columns).caption_unseen().cards_on_phone();
    for (style, person) in styles {
        let about = format!("{} {}", speech.say("styles-remove"), style.title);
        table = table.row(vec![
            html! { bdi { (style.title) } },
            html! { bdi { (style.word) } },
            html! { bdi { (person) } ", " (when(speech, style.kept_at)) },
            Form::new(visit, "/office/styles/remove").inline().around(html! {
                input type="hidden" name="word" value=(style.word);
                (Button::quiet(&speech.say("styles-remove")).about(&about))
            }),
        ]);
    }
    table.draw(speech)
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    let power = Policy::Administer;
    routes.page(ADDRESS, power, show).upload(ADDRESS, power, OWN_STYLE_BYTES_MAX + AROUND_FILE_BYTES_MAX, keep).form(
        "/office/styles/remove",
        power,
        remove,
    )
}
