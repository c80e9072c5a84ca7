//! The term sheet of an agreement: printed, or as a document of a word processor.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use desk::Failure;
use model::Royalty;
use press::{Paper, PaperPart};

use super::{Loaded, load, page};
use crate::caller::Caller;
use crate::failed::{Answer, failed};
use crate::speech::Speech;

/// A form of the term sheet.
#[derive(Clone, Copy)]
pub enum SheetForm {
    /// Printed.
    Pdf,
    /// For a word processor.
    Docx,
}

impl SheetForm {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            SheetForm::Pdf => "application/pdf",
            SheetForm::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }

    /// A name for the file.
    pub fn file_name(self) -> &'static str {
        match self {
            SheetForm::Pdf => "term-sheet.pdf",
            SheetForm::Docx => "term-sheet.docx",
        }
    }
}

pub async fn pdf(caller: Caller, Path(id): Path<String>) -> Answer {
    given(&caller, id, SheetForm::Pdf).await
}

pub async fn docx(caller: Caller, Path(id): Path<String>) -> Answer {
    given(&caller, id, SheetForm::Docx).await
}

/// The term sheet of an agreement, in the language of the caller.
pub async fn term_sheet(caller: &Caller, id: String, form: SheetForm) -> Result<Vec<u8>, Failure> {
    let (officer, today, speech) = (Arc::clone(&caller.officer), caller.app.today(), caller.visit.speech);
    let printed = caller.read(move |office| {
        let loaded = load(office, &officer, &id, today)?;
        let paper = paper(speech, &loaded);
        match form {
            SheetForm::Pdf => office.print_paper(&paper),
            SheetForm::Docx => desk::paper_document(&paper),
        }
    });
    printed.await
}

async fn given(caller: &Caller, id: String, form: SheetForm) -> Answer {
    let bytes = term_sheet(caller, id, form).await.map_err(|failure| failed(&caller.visit, &failure))?;
    let headers = [
        (CONTENT_TYPE, form.media_type().to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", form.file_name())),
        // What it says is for who sees the agreement.
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// The sheet in the language of the reader: parties, terms, clauses, what is owed, what is paid, patents.
fn paper(speech: Speech, loaded: &Loaded) -> Paper {
    let agreement = &loaded.page.agreement;
    let marking = &agreement.marking;
    Paper {
        language: speech.tongue().tag().to_owned(),
        office: loaded.unit.clone(),
        title: agreement.title.clone(),
        sort: format!("{} · {}", speech.say("sheet-title"), speech.say(&format!("agreement-kind-{}", agreement.kind))),
        marking: (*marking != model::Marking::default()).then(|| marking.to_string()),
        day: speech.date(loaded.today),
        drawing: None,
        parts: vec![
            parties(speech, loaded),
            terms(speech, loaded),
            clauses(speech, loaded),
            deliverables(speech, loaded),
            instalments(speech, loaded),
            royalties(speech, loaded),
            patents(speech, loaded),
        ]
        .into_iter()
        .filter(|part| !part.rows.is_empty() || !part.text.is_empty())
        .collect(),
    }
}

fn part(speech: Speech, heading: &str, columns: &[&str], rows: Vec<Vec<String>>) -> PaperPart {
    PaperPart {
        heading: speech.say(heading),
        text: Vec::new(),
        columns: columns.iter().map(|key| speech.say(key)).collect(),
        rows,
    }
}

fn parties(speech: Speech, loaded: &Loaded) -> PaperPart {
    let agreement = &loaded.page.agreement;
    let host = loaded.page.host.as_ref().map(|host| host.name().to_owned()).unwrap_or_default();
    let mut rows =
        vec![vec![speech.say("agreement-unit"), loaded.unit.clone()], vec![speech.say("agreement-host"), host]];
    for (name, does) in &loaded.parties {
        let name = if does.is_empty() { name.clone() } else { format!("{name}: {does}") };
        rows.push(vec![speech.say("agreement-party"), name]);
    }
    rows.push(vec![speech.say("agreement-basis"), speech.say(&format!("agreement-basis-{}", agreement.basis))]);
    rows.push(vec![speech.say("agreement-stage"), speech.say(&format!("agreement-stage-{}", agreement.stage))]);
    rows.extend(agreement.signed_on.map(|day| vec![speech.say("agreement-signed-on"), speech.date(day)]));
    let text = if agreement.remark.is_empty() { Vec::new() } else { vec![agreement.remark.clone()] };
    PaperPart { text, ..part(speech, "sheet-parties", &["sheet-name", "sheet-value"], rows) }
}

fn terms(speech: Speech, loaded: &Loaded) -> PaperPart {
    let rows = page::term_rows(speech, &loaded.page.agreement.terms).into_iter();
    let rows = rows.map(|(name, value)| vec![name, value]).collect();
    part(speech, "terms-title", &["sheet-name", "sheet-value"], rows)
}

fn clauses(speech: Speech, loaded: &Loaded) -> PaperPart {
    let row = |clause: &model::Clause| {
        vec![
            clause.number.to_string(),
            speech.say(&format!("clause-subject-{}", clause.subject)),
            speech.say(&format!("ruling-{}", clause.ruling)),
            clause.days.map(|days| speech.number(i64::from(days))).unwrap_or_default(),
            clause.text.clone(),
        ]
    };
    let columns = ["clause-number", "clause-subject", "clause-ruling", "clause-days", "clause-text"];
    part(speech, "clauses-title", &columns, loaded.page.agreement.terms.clauses.iter().map(row).collect())
}

fn deliverables(speech: Speech, loaded: &Loaded) -> PaperPart {
    let row = |line: &desk::DeliverableLine| {
        let one = &line.deliverable;
        let quantity =
            if one.quantity.is_empty() { String::new() } else { format!("{} {}", one.quantity, one.measure) };
        vec![
            format!("{}. {}", one.number, one.title),
            speech.say(&format!("deliverable-side-{}", one.side)),
            quantity,
            one.due.map(|day| speech.date(day)).unwrap_or_default(),
        ]
    };
    let columns = ["deliverable-name", "deliverable-side", "deliverable-quantity", "deliverable-due"];
    part(speech, "deliverables-title", &columns, loaded.page.deliverables.iter().map(row).collect())
}

fn instalments(speech: Speech, loaded: &Loaded) -> PaperPart {
    let row = |one: &model::AgreementInstalment| {
        let tied = loaded.page.deliverables.iter().find(|line| one.deliverable == Some(line.deliverable.id));
        vec![
            format!("{}. {}", one.number, one.title),
            speech.written(&one.amount.to_string()),
            one.due.map(|day| speech.date(day)).unwrap_or_default(),
            tied.map(|line| line.deliverable.title.clone()).unwrap_or_default(),
        ]
    };
    let columns = ["instalment-name", "instalment-amount", "instalment-due", "instalment-deliverable"];
    part(speech, "instalments-title", &columns, loaded.page.instalments.iter().map(row).collect())
}

fn royalties(speech: Speech, loaded: &Loaded) -> PaperPart {
    let bound = |money: Option<model::Money>| money.map(|money| speech.written(&money.to_string())).unwrap_or_default();
    let row = |one: &Royalty| {
        vec![
            format!("{}. {}", one.number, one.title),
            page::rate(speech, one),
            bound(one.minimum),
            bound(one.cap),
            speech.date(one.since),
        ]
    };
    let columns = ["royalty-name", "royalty-rate", "royalty-minimum", "royalty-cap", "royalty-since"];
    part(speech, "royalties-title", &columns, loaded.page.royalties.iter().map(row).collect())
}

fn patents(speech: Speech, loaded: &Loaded) -> PaperPart {
    let row = |one: &model::PatentRight| {
        let territories = one.territories.iter();
        let territories =
            territories.map(|at| format!("{} ({})", at.country, speech.say(&format!("patent-status-{}", at.status))));
        vec![
            one.identifier.value().to_owned(),
            one.title.clone(),
            territories.collect::<Vec<_>>().join(", "),
            one.expires().map(|day| speech.date(day)).unwrap_or_default(),
        ]
    };
    let columns = ["patent-number", "patent-title", "patent-territories", "patent-expires"];
    part(speech, "patents-title", &columns, loaded.page.patents.iter().map(row).collect())
}
