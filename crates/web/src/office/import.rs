//! Tables of staff: taken in as CSV with a look at what they would do, and given out in the same form.

use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::IntoResponse;
use desk::{Failure, Foresight, STAFF_BYTES_MAX, StaffLine, StaffTable};
use maud::{Markup, html};
use model::{CellFault, Hand, StaffPlace};
use store::Statement;

use super::foresight::{refused, shifts, sights};
use super::{crumbs, views};
use crate::app::App;
use crate::caller::Caller;
use crate::component::{Button, Column, Field, Form, Page, Section, Slips, Table, Tone, Trouble, banner, empty};
use crate::failed::{Answer, failed, page, see_other, shown, trouble};
use crate::route::{Policy, Routes};
use crate::speech::Speech;

/// The address of the page.
const ADDRESS: &str = "/office/import";

/// All files of one import with what surrounds them in the form.
const BODY_BYTES_MAX: usize = STAFF_BYTES_MAX + 256 * 1024;

/// Lines that are listed; those behind are counted.
const LISTED_MAX: usize = 300;

/// Longest name of a file that is shown, in characters.
const FILE_NAME_CHARS_MAX: usize = 80;

/// Fields of the preview that carry a text which was sent before begin with this; its file name follows.
const CARRIED: &str = "text:";

/// What was sent: tables with the names of their files, and whether they are to be kept.
#[derive(Default)]
struct Sent {
    tables: Vec<(String, Vec<u8>)>,
    keep: bool,
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = StatusCode;

    async fn from_request(mut request: Request, state: &S) -> Result<Sent, StatusCode> {
        // The guard has measured the body already, by the limit of this route.
        DefaultBodyLimit::disable().apply(&mut request);
        let unreadable = |_| StatusCode::BAD_REQUEST;
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| StatusCode::BAD_REQUEST)?;
        let mut sent = Sent::default();
        while let Some(part) = parts.next_field().await.map_err(unreadable)? {
            let name = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(unreadable)?;
            let called =
                |text: &str| text.chars().filter(|c| !c.is_control()).take(FILE_NAME_CHARS_MAX).collect::<String>();
            if name == "do" {
                sent.keep = &bytes[..] == b"keep";
            } else if let Some(file) = name.strip_prefix(CARRIED) {
                sent.tables.push((called(file), bytes.to_vec()));
            } else if name == "paste" && !bytes.trim_ascii().is_empty() {
                sent.tables.push(("*".to_owned(), bytes.to_vec()));
            } else if let Some(file) = file.filter(|file| !file.is_empty() && !bytes.is_empty()) {
                sent.tables.push((called(&file), bytes.to_vec()));
            }
        }
        Ok(sent)
    }
}

/// The field in which a table is chosen.
fn label(speech: Speech, table: StaffTable) -> String {
    speech.say(match table {
        StaffTable::Units => "import-units",
        StaffTable::Compartments => "import-compartments",
        StaffTable::Posts => "import-posts",
        StaffTable::Persons => "import-persons",
        StaffTable::Tenures => "import-tenures",
    })
}

/// The form, with what is wrong in the tables that were sent.
fn draw(caller: &Caller, slips: &Slips, faults: &[CellFault]) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    Page::new(visit, speech.say("import-title")).here(Section::Office).crumbs(crumbs(speech)).slips(slips).draw(html! {
        (views(caller, ADDRESS))
        @if !faults.is_empty() { (faulty(speech, faults)) }
        p { (speech.say("import-body")) }
        (Form::new(visit, ADDRESS).with_files().slips(slips).around(html! {
            @for table in StaffTable::ALL {
                (Field::file(table.word(), label(speech, *table)).hint(table.headings().join(", ")).slips(slips).optional().draw(speech))
            }
            (Field::lines("paste", speech.say("import-paste"), 6).hint(speech.say("import-paste-hint")).optional().draw(speech))
            div class="actions" { (Button::primary(&speech.say("foresight-look")).sends("do", "look")) }
        }))
        h2 { (speech.say("import-export")) }
        p { (speech.say("import-export-body")) }
        ul {
            @for table in StaffTable::ALL {
                li { a href={ "/office/export/" (table.word()) ".csv" } download { (label(speech, *table)) } }
            }
        }
    })
}

/// Every fault with its place, as far as they are listed.
fn faulty(speech: Speech, faults: &[CellFault]) -> Markup {
    let columns = vec![
        Column::new(speech.say("import-file")),
        Column::numeric(speech.say("import-line")),
        Column::new(speech.say("import-column")),
        Column::new(speech.say("import-fault")),
    ];
    let table = faults.iter().fold(Table::new(speech.say("import-faults"), columns).cards_on_phone(), |table, fault| {
        table.row(vec![
            html! { bdi { (file_name(speech, &fault.file)) } },
            html! { (speech.number(i64::try_from(fault.line).unwrap_or(i64::MAX))) },
            html! { @if let Some((at, heading)) = &fault.column { (at) @if !heading.is_empty() { " " code { (heading) } } } },
            html! { bdi { (speech.refusal(&fault.refusal)) } },
        ])
    });
    html! {
        (banner(Tone::Bad, &speech.say("import-nothing-kept"), html! {}))
        (table.draw(speech))
    }
}

fn file_name(speech: Speech, name: &str) -> String {
    if name == "*" { speech.say("import-pasted") } else { name.to_owned() }
}

async fn home(caller: Caller) -> Answer {
    Ok(shown(draw(&caller, &Slips::new(), &[])))
}

/// Looks at tables, or keeps them.
async fn take(caller: Caller, sent: Sent) -> Answer {
    if sent.tables.is_empty() {
        let mut slips = Slips::new();
        slips.note(StaffTable::Units.word(), caller.visit.speech.say("import-none"));
        return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, draw(&caller, &slips, &[])));
    }
    let today = caller.app.today();
    let officer = std::sync::Arc::clone(&caller.officer);
    let tables = sent.tables.clone();
    // The same look stands before both: what is kept was read without a fault a moment ago.
    let read = caller.read(move |office| {
        let staff = office.staff()?;
        let hand = Hand { person: Some(&officer.person.id), today };
        let lines = match desk::read_staff(&tables, &staff, hand) {
            Ok(lines) => lines,
            Err(faults) => return Ok(Err(faults)),
        };
        let foresight = office.foresee(&officer, &StaffLine::changes(&lines), today)?;
        Ok(Ok((lines, foresight)))
    });
    let (lines, foresight) = match read.await {
        Ok(Ok(looked)) => looked,
        Ok(Err(faults)) => return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, draw(&caller, &Slips::new(), &faults))),
        Err(failure) => return Ok(refused(&caller, &failure, ADDRESS)),
    };
    if !sent.keep {
        return Ok(shown(preview(&caller, &sent, &lines, &foresight)));
    }
    let tables = sent.tables;
    let kept = caller.act(move |writer, turn, office| -> Result<(), Failure> {
        desk::keep_staff_files(writer, turn, &office.staff()?, &tables).map(|_| ())
    });
    match kept.await {
        Ok(()) => Ok(see_other("/office")),
        Err(failure) => Ok(refused(&caller, &failure, ADDRESS)),
    }
}

/// What the tables would do, line by line and as a whole, and the button that keeps them.
fn preview(caller: &Caller, sent: &Sent, lines: &[StaffLine], foresight: &Foresight) -> Markup {
    let visit = &caller.visit;
    let speech = visit.speech;
    let count = |statement| lines.iter().filter(|line| line.statement == statement).count();
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let counted = speech.with(
        "import-counted",
        &[
            ("new", number(count(Statement::New)).into()),
            ("changed", number(count(Statement::Changed)).into()),
            ("unchanged", number(count(Statement::Unchanged)).into()),
        ],
    );
    let told: Vec<&StaffLine> = lines.iter().filter(|line| line.statement != Statement::Unchanged).collect();
    Page::new(visit, speech.say("foresight-title")).here(Section::Office).crumbs(crumbs(speech)).draw(html! {
        p { (speech.with("foresight-on", &[("day", speech.date(foresight.on).into())])) " " (counted) }
        @if told.is_empty() {
            (empty(&speech.say("foresight-nothing"), &speech.say("foresight-nothing-body"), html! { a href=(ADDRESS) { (speech.say("failure-back-next")) } }))
        } @else {
            (listed(speech, &told, foresight))
            @if told.len() > LISTED_MAX {
                p { (speech.with("import-more", &[("count", number(told.len() - LISTED_MAX).into())])) }
            }
            (sights(speech, foresight))
            (shifts(speech, foresight))
            (Form::new(visit, ADDRESS).with_files().around(html! {
                @for (name, text) in carried(sent) { input type="hidden" name={ (CARRIED) (name) } value=(text); }
                div class="actions" {
                    (Button::primary(&speech.say("foresight-keep")).sends("do", "keep"))
                    a class="button button-plain" href=(ADDRESS) { span { (speech.say("failure-back-next")) } }
                }
            }))
        }
    })
}

/// The tables as text: what was sent in another encoding goes on in ours.
fn carried(sent: &Sent) -> Vec<(&str, String)> {
    let text = |bytes: &[u8]| formats::whole_text(bytes, STAFF_BYTES_MAX).ok().flatten().map(|(text, _)| text);
    sent.tables.iter().map(|(name, bytes)| (name.as_str(), text(bytes).unwrap_or_default())).collect()
}

fn listed(speech: Speech, lines: &[&StaffLine], foresight: &Foresight) -> Markup {
    let columns = vec![
        Column::new(speech.say("import-file")),
        Column::numeric(speech.say("import-line")),
        Column::new(speech.say("import-what")),
        Column::new(speech.say("import-state")),
    ];
    let parts: std::collections::BTreeMap<&StaffPlace, &[desk::ForeseenPart]> =
        foresight.rows.iter().map(|row| (&row.place, row.parts.as_slice())).collect();
    let table = Table::new(speech.say("foresight-rows"), columns).cards_on_phone();
    let table = lines.iter().take(LISTED_MAX).fold(table, |table, line| {
        let place = line.change.place();
        let parts = parts.get(&place).copied().unwrap_or_default();
        table.row(vec![
            html! { bdi { (file_name(speech, &line.file)) } },
            html! { (speech.number(i64::try_from(line.line).unwrap_or(i64::MAX))) },
            html! { (noun(speech, &place)) " " b { bdi { (super::foresight::named(&place)) } } },
            html! {
                @if line.statement == Statement::New { (speech.say("foresight-new")) }
                @else {
                    (speech.say("foresight-changed"))
                    @for part in parts { br; (super::foresight::part(speech, part)) }
                }
            },
        ])
    });
    table.draw(speech)
}

fn noun(speech: Speech, place: &StaffPlace) -> String {
    speech.say(match place {
        StaffPlace::Unit(_) => "import-unit",
        StaffPlace::Compartment(_) => "import-compartment",
        StaffPlace::Post(_) => "import-post",
        StaffPlace::Person(_) | StaffPlace::Office => "import-person",
        StaffPlace::Tenure(_) => "import-tenure",
    })
}

/// A table as a file, as it is taken in.
async fn export(caller: Caller, Path(file): Path<String>) -> Answer {
    let Some(table) = file.strip_suffix(".csv").and_then(StaffTable::from_word) else {
        return Err(trouble(&caller.visit, &Trouble::Missing));
    };
    let text = caller.read(move |office| Ok(desk::write_staff(&office.staff()?, table))).await;
    let text = text.map_err(|failure| failed(&caller.visit, &failure))?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{}.csv\"", table.word())),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, text).into_response())
}

/// Registers them.
pub fn routes(routes: Routes<App>) -> Routes<App> {
    routes.page(ADDRESS, Policy::Administer, home).upload(ADDRESS, Policy::Administer, BODY_BYTES_MAX, take).page(
        "/office/export/{table}",
        Policy::Administer,
        export,
    )
}
