//! The schedule and the statement of a line as files.

use axum::extract::{Path, RawQuery};
use formats::Form;
use model::Date;

use crate::caller::Caller;
use crate::failed::{Answer, failed};
use crate::record::attachment;
use crate::typed::Typed;

pub async fn give(caller: Caller, Path(id): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    let form = match Form::from_word(typed.get("form")) {
        Some(Form::Xlsx) => Form::Xlsx,
        _ => Form::Csv,
    };
    let today = caller.app.today();
    let is_statement = typed.get("what") == "statement";
    let until = Date::parse(typed.get("until")).unwrap_or(today);
    let since = Date::parse(typed.get("since"));
    let bytes = caller.read(move |office| {
        if is_statement {
            // From its first day, unless somebody asks for less.
            let first = office.credit(&id)?.terms.since;
            let (credit, statement) = office.credit_statement(&id, since.unwrap_or(first).min(until), until)?;
            return desk::write_credit_statement(&credit, &statement, form);
        }
        let (credit, schedule) = office.credit_schedule(&id, today)?;
        desk::write_credit_schedule(&credit, &schedule, form)
    });
    let bytes = bytes.await.map_err(|failure| failed(&caller.visit, &failure))?;
    let name = if is_statement { "credit-statement" } else { "credit-schedule" };
    Ok(attachment(&format!("{name}.{}", form.extension()), form.media_type(), bytes))
}
