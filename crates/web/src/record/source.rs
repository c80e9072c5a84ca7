//! What a record was read from, and the record for other programs.

use axum::extract::{Path, RawQuery};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};
use formats::Form;
use maud::{Markup, html};

use crate::caller::Caller;
use crate::failed::{Answer, failed};
use crate::typed::Typed;

/// The bytes that a source of a record was read from. They come from the world: a browser saves them and opens nothing.
pub async fn raw(caller: Caller, Path((record, source)): Path<(String, usize)>) -> Answer {
    let name = format!("{record}-{source}.txt");
    let bytes = caller.read(move |office| office.raw(&office.show(&record)?, source)).await;
    let bytes = bytes.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(attachment(&name, "application/octet-stream", bytes))
}

/// The form that the address asks for; our own where it asks for none.
fn form_of(typed: &Typed) -> Form {
    Form::from_word(typed.get("form")).unwrap_or(Form::JsonLines)
}

/// The record for other programs.
pub async fn export(caller: Caller, Path(record): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let form = form_of(&Typed::parse(query.unwrap_or_default().as_bytes()));
    let given = caller.read(move |office| office.export_record(&record, form)).await;
    let given = given.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(attachment(&given.name, form.media_type(), given.bytes))
}

/// What a search finds, for other programs.
pub async fn export_found(caller: Caller, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let (form, words) = (form_of(&typed), typed.get("q").to_owned());
    let given = caller.read(move |office| office.export(&words, form)).await;
    let given = given.map_err(|failure| failed(&caller.visit, &failure))?;
    Ok(attachment(&given.name, form.media_type(), given.bytes))
}

/// Links to each form. `address` ends where the name of the form follows.
pub(super) fn forms(address: &str) -> Markup {
    html! {
        @for (at, form) in Form::ALL.iter().enumerate() {
            @if at > 0 { " · " }
            a href={ (address) (form.word()) } { (form.title()) }
        }
    }
}

/// The name holds letters of our own names alone, whatever the address said.
pub(crate) fn attachment(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.')).collect();
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_saved_under_a_harmless_name_and_not_guessed_at() {
        let answer = attachment("R1\"\r\n;x-2.txt", "application/octet-stream", b"<script>".to_vec());
        assert_eq!(answer.headers()[CONTENT_DISPOSITION], "attachment; filename=\"R1x-2.txt\"");
        assert_eq!(answer.headers()[X_CONTENT_TYPE_OPTIONS], "nosniff");
    }
}
