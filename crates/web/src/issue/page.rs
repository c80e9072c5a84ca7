//! An issue: what stands in it, what is printed of it, and who releases it.

use std::sync::Arc;

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::Response;
use desk::{Failure, IssuePage, IssueSection, Office, Officer, Reprinted, SheetRecord};
use maud::{Markup, html};
use model::{BulletinKind, ISSUE_NOTE_CHARS_MAX, ISSUE_WHY_CHARS_MAX, Issue, IssueStage, Noun, PrintForm, Thing};
use store::HeldPrint;

use super::draw::draw as drawn;
use super::given;
use crate::bulletin::{days, issue_name, stage};
use crate::caller::Caller;
use crate::component::{
    Button, Crumb, Field, Form, Page, Section, Slips, SummaryRow, Tone, banner, disclosure, empty, pager, summary_list,
    timeline,
};
use crate::failed::{Answer, failed, page, see_other, sentence};
use crate::history::{Told, tell, timeline_of, when};
use crate::letter::stage as letter_stage;
use crate::marking;
use crate::record;
use crate::typed::Typed;
use crate::visit::Visit;

/// Records on one page.
const LISTED_MAX: usize = 200;

/// What the page shows.
struct Loaded {
    page: IssuePage,
    may_edit: bool,
    may_release: bool,
    /// Whether who looks had it printed, and a second person has to release it.
    waits_for_another: bool,
    history: Vec<Told>,
    reprinted: Option<Reprinted>,
}

fn load(office: &Office, officer: &Officer, id: &str) -> Result<Loaded, Failure> {
    let page = office.issue_page(id)?;
    let (issue, bulletin) = (&page.sheet.issue, &page.sheet.bulletin);
    let is_own = issue.printed_by.as_ref() == Some(&officer.person.id);
    Ok(Loaded {
        may_edit: office.may_edit_bulletin(officer, bulletin),
        may_release: office.may_release(officer, bulletin),
        waits_for_another: bulletin.needs_second() && is_own,
        history: tell(office, office.history(&Thing::new(Noun::Issue, issue.id))?)?,
        reprinted: None,
        page,
    })
}

pub async fn show(caller: Caller, Path(id): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let typed = Typed::parse(query.unwrap_or_default().as_bytes());
    again(&caller, id, &typed, Says::default(), StatusCode::OK).await
}

/// What a page says beside what stands in the issue.
#[derive(Default)]
struct Says {
    refused: Option<String>,
    slips: Slips,
    reprinted: Option<Reprinted>,
}

async fn again(
    caller: &Caller,
    id: String,
    typed: &Typed,
    says: Says,
    status: StatusCode,
) -> Result<Response, Response> {
    let officer = Arc::clone(&caller.officer);
    let loaded = caller.read(move |office| load(office, &officer, &id)).await;
    let loaded = loaded.map_err(|failure| failed(&caller.visit, &failure))?;
    let loaded = Loaded { reprinted: says.reprinted, ..loaded };
    Ok(page(status, draw(&caller.visit, &loaded, typed, says.refused.as_deref(), &says.slips)))
}

/// The page with a sentence at the field that has to be corrected, and what was typed.
pub(super) async fn at_field(caller: &Caller, id: String, typed: &Typed, field: &str, said: String) -> Answer {
    let mut slips = Slips::new();
    slips.note(field, said);
    again(caller, id, typed, Says { slips, ..Says::default() }, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// Where a change of an issue ends: on its page, as it is now, or with why it was refused.
pub(super) async fn ended<T>(caller: &Caller, id: String, typed: &Typed, done: Result<T, Failure>) -> Answer {
    match done {
        Ok(_) => Ok(see_other(&format!("/issues/{id}"))),
        Err(failure) => match sentence(&caller.visit, &failure) {
            Some(said) => {
                let says = Says { refused: Some(said), ..Says::default() };
                again(caller, id, typed, says, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            None => Err(failed(&caller.visit, &failure)),
        },
    }
}

pub async fn print(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let done = ordered(&caller, name.clone(), typed.get("revision").parse().ok()).await;
    ended(&caller, name, &typed, done).await
}

/// Draws an issue as it stands, and has it printed. Where the state is named that was looked at, that one alone.
pub async fn ordered(caller: &Caller, id: String, looked_at: Option<u32>) -> Result<Issue, Failure> {
    let today = caller.app.today();
    let read = caller.read(move |office| {
        let sheet = office.issue_sheet(&id)?;
        let number = office.next_issue_number(&sheet.bulletin, today.year())?;
        Ok((drawn(&sheet, number, today), (sheet.issue.id, looked_at.unwrap_or(sheet.issue.revision))))
    });
    let (issue, seen) = read.await?;
    caller.act(move |writer, turn, office| desk::order_print(writer, turn, office, seen, &issue)).await
}

pub async fn release(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (id, revision) = (name.clone(), typed.get("revision").parse().unwrap_or_default());
    let done = caller
        .act(move |writer, turn, office| {
            let issue = office.issue(&id)?.0.id;
            desk::release_issue(writer, turn, office, (issue, revision))
        })
        .await;
    ended(&caller, name, &typed, done).await
}

pub async fn discard(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let id = name.clone();
    let done = caller
        .act(move |writer, turn, office| {
            let issue = office.issue(&id)?.0.id;
            desk::discard_issue(writer, turn, office, issue)
        })
        .await;
    ended(&caller, name, &typed, done).await
}

pub async fn reprint(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let id = name.clone();
    match caller.app.press(&caller.officer, move |office| office.reprint(&id)).await {
        Ok(reprinted) => {
            let says = Says { reprinted: Some(reprinted), ..Says::default() };
            again(&caller, name, &typed, says, StatusCode::OK).await
        }
        Err(failure) => ended::<()>(&caller, name, &typed, Err(failure)).await,
    }
}

pub async fn given_out(caller: Caller, Path((id, form)): Path<(String, String)>) -> Answer {
    // A form that is none is looked for as the page is, and not found under that name.
    let form = PrintForm::from_word(&form);
    let found = printed(&caller, id, form).await;
    match found.map_err(|failure| failed(&caller.visit, &failure))? {
        (issue, Some(print)) => Ok(given(&issue, print)),
        (_, None) => Err(crate::failed::trouble(&caller.visit, &crate::component::Trouble::Missing)),
    }
}

/// An issue with one form of it. What is restricted is in the ledger before a byte of it leaves.
pub async fn printed(
    caller: &Caller,
    id: String,
    form: Option<PrintForm>,
) -> Result<(Issue, Option<HeldPrint>), Failure> {
    let read = caller.read(move |office| {
        let (issue, _) = office.issue(&id)?;
        let print = form.map(|form| office.print(&id, form)).transpose()?;
        Ok((issue, print))
    });
    let (issue, print) = read.await?;
    if print.is_some() && issue.marking.is_noted() {
        let id = issue.id;
        caller.act(move |writer, turn, _| desk::consult_issue(writer, turn, id)).await?;
    }
    Ok((issue, print))
}

fn draw(visit: &Visit, loaded: &Loaded, typed: &Typed, refused: Option<&str>, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let sheet = &loaded.page.sheet;
    let (issue, bulletin) = (&sheet.issue, &sheet.bulletin);
    let title = format!("{}, {}", bulletin.name, issue_name(speech, issue));
    Page::new(visit, title)
        .here(Section::Bulletins)
        .crumbs(vec![
            Crumb::of(speech, Section::Bulletins),
            Crumb::new(bulletin.name.clone(), format!("/bulletins/{}", bulletin.id)),
        ])
        .lead(html! { (stage(speech, issue.stage)) " " (days(speech, issue)) " " (marking::tags(speech, &issue.marking)) })
        .aside(aside(visit, loaded))
        .slips(slips)
        .draw(html! {
            @if let Some(said) = refused { (banner(Tone::Bad, said, html! {})) }
            (standing(visit, loaded))
            (reprinted(visit, loaded))
            (contents(visit, loaded, typed.get("from").parse().unwrap_or(0)))
            @if can_fill(loaded) { (filling(visit, loaded, typed, slips)) }
            h2 { (speech.say("history-title")) }
            (timeline(&timeline_of(speech, &loaded.history)))
        })
}

fn can_fill(loaded: &Loaded) -> bool {
    loaded.may_edit && matches!(loaded.page.sheet.issue.stage, IssueStage::Draft | IssueStage::Proof)
}

/// Where it stands, and what is to be done next.
fn standing(visit: &Visit, loaded: &Loaded) -> Markup {
    let speech = visit.speech;
    let sheet = &loaded.page.sheet;
    let issue = &sheet.issue;
    let address = |what: &str| format!("/issues/{}/{what}", issue.id);
    let button = |what: &str, text: &str| {
        Form::new(visit, &address(what)).inline().around(html! {
            input type="hidden" name="revision" value=(issue.revision);
            (Button::primary(&speech.say(text)))
        })
    };
    let (tone, word) = match issue.stage {
        IssueStage::Draft => (Tone::Accent, "draft"),
        IssueStage::Printing => (Tone::Accent, "printing"),
        IssueStage::Proof if loaded.waits_for_another => (Tone::Warn, "proof-other"),
        IssueStage::Proof => (Tone::Warn, "proof"),
        IssueStage::Released => (Tone::Good, "released"),
        IssueStage::Discarded => (Tone::Plain, "discarded"),
    };
    html! {
        @if let Some(fault) = &issue.fault { (banner(Tone::Bad, &speech.say("issue-unprinted"), html! { p { bdi { (fault) } } })) }
        @if sheet.n_fallen > 0 && issue.stage == IssueStage::Draft {
            (banner(Tone::Warn, &speech.with("issue-fallen", &[("count", i64::try_from(sheet.n_fallen).unwrap_or(i64::MAX).into())]), html! {}))
        }
        (banner(tone, &speech.say(&format!("issue-{word}")), html! {
            p { (speech.say(&format!("issue-{word}-body"))) }
            (prints(visit, loaded))
            @match issue.stage {
                IssueStage::Draft if loaded.may_edit => div class="actions" { (button("print", "issue-print")) }
                IssueStage::Printing => div class="actions" { a class="button" href={ "/issues/" (issue.id) } { (speech.say("issue-look-again")) } }
                IssueStage::Proof if loaded.may_release && !loaded.waits_for_another => div class="actions" { (button("release", "issue-release")) }
                _ => {}
            }
        }))
    }
}

/// Links to what is printed, with what it is known by.
fn prints(visit: &Visit, loaded: &Loaded) -> Markup {
    let speech = visit.speech;
    let issue = &loaded.page.sheet.issue;
    html! {
        @if !loaded.page.prints.is_empty() {
            ul class="plain" {
                @for line in &loaded.page.prints {
                    li {
                        a href={ "/issues/" (issue.id) "/prints/" (line.form) } { (speech.say(&format!("issue-form-{}", line.form.word()))) }
                        " " span class="quiet" {
                            (speech.with("issue-bytes", &[("count", i64::try_from(line.n_bytes.div_ceil(1024)).unwrap_or(i64::MAX).into())]))
                            " · " (speech.say("issue-hash")) " " abbr title=(line.sha256()) { code { (&line.sha256()[..12]) "…" } }
                        }
                    }
                }
            }
        }
    }
}

/// What came of printing it once more.
fn reprinted(visit: &Visit, loaded: &Loaded) -> Markup {
    let speech = visit.speech;
    html! {
        @if let Some(reprinted) = &loaded.reprinted {
            @let (tone, key) = if reprinted.is_same() { (Tone::Good, "issue-reprint-same") } else { (Tone::Bad, "issue-reprint-other") };
            (banner(tone, &speech.say(key), html! {
                ul {
                    @for (form, is_same) in &reprinted.forms {
                        li { (speech.say(&format!("issue-form-{}", form.word()))) ": " (speech.say(if *is_same { "issue-same" } else { "issue-other" })) }
                    }
                }
                p class="quiet" { (speech.with("issue-reprint-by", &[("then", reprinted.then.clone().into()), ("now", reprinted.now.clone().into())])) }
            }))
        }
    }
}

/// What stands in it, from behind so many records on.
fn contents(visit: &Visit, loaded: &Loaded, from: usize) -> Markup {
    let speech = visit.speech;
    let sheet = &loaded.page.sheet;
    let n: usize = sheet.sections.iter().map(|section| section.records.len()).sum();
    let from = if from < n { from } else { 0 };
    let address = |from: usize| format!("/issues/{}?from={from}", sheet.issue.id);
    let before = from.checked_sub(LISTED_MAX).map(address);
    let behind = (from + LISTED_MAX < n).then(|| address(from + LISTED_MAX));
    let firsts: Vec<usize> = sheet
        .sections
        .iter()
        .scan(0, |begins, section| {
            let first = *begins;
            *begins += section.records.len();
            Some(first)
        })
        .collect();
    html! {
        h2 id="contents" { (speech.with("issue-contents", &[("count", i64::try_from(n).unwrap_or(i64::MAX).into())])) }
        @if sheet.sections.is_empty() {
            (empty(&speech.say("issue-empty"), &speech.say("issue-empty-body"), html! {}))
        }
        @for (section, first) in sheet.sections.iter().zip(firsts) {
            @let shown = from.saturating_sub(first)..(from + LISTED_MAX).saturating_sub(first).min(section.records.len());
            @if !shown.is_empty() {
                h3 { (heading(visit, loaded, section)) }
                ol start=(first + shown.start + 1) {
                    @for at in shown { li { (row(visit, loaded, &section.records[at])) } }
                }
            }
        }
        (pager(speech, None, before.as_deref(), behind.as_deref()))
        @if !loaded.page.left_out.is_empty() {
            h3 { (speech.say("issue-left-out")) }
            ul class="plain" {
                @for record in loaded.page.left_out.iter().take(LISTED_MAX) { li { (left_out(visit, loaded, record)) } }
            }
        }
    }
}

fn heading(visit: &Visit, loaded: &Loaded, section: &IssueSection) -> Markup {
    let speech = visit.speech;
    let kind = loaded.page.sheet.bulletin.kind;
    html! {
        @match (&section.code, kind) {
            (Some(code), BulletinKind::Unit) => a href={ "/needs/" (code) } { bdi { (section.heading) } },
            (Some(code), _) => { bdi { (code) } " " bdi { (section.heading) } }
            (None, BulletinKind::Express) => (speech.say("issue-notes")),
            (None, _) => (speech.say("issue-others")),
        }
    }
}

fn row(visit: &Visit, loaded: &Loaded, record: &SheetRecord) -> Markup {
    let speech = visit.speech;
    let (item, held) = (&record.item, &record.held);
    let title = record::title(speech, &held.record);
    let about = |key: &str| format!("{}: {title}", speech.say(key));
    let address = format!("/issues/{}/items", loaded.page.sheet.issue.id);
    html! {
        a href={ "/records/" (held.id) } { bdi { (title) } }
        @if record.marking != loaded.page.sheet.bulletin.marking { " " (marking::tags(speech, &record.marking)) }
        div class="quiet" { (record::details(speech, &held.record)) }
        @if can_fill(loaded) {
            (disclosure(&speech.say("issue-item-change"), false, html! {
                (Form::new(visit, &address).inline().around(html! {
                    (Button::plain(&speech.say("issue-up")).sends("up", &item.item.to_string()).about(&about("issue-up")))
                    (Button::plain(&speech.say("issue-down")).sends("down", &item.item.to_string()).about(&about("issue-down")))
                }))
                (Form::new(visit, &address).around(html! {
                    input type="hidden" name="out" value=(item.item);
                    (Field::text(format!("why-{}", item.item), speech.say("issue-why")).length_max(ISSUE_WHY_CHARS_MAX).draw(speech))
                    div class="actions" { (Button::plain(&speech.say("issue-leave-out")).about(&about("issue-leave-out"))) }
                }))
            }))
        }
    }
}

fn left_out(visit: &Visit, loaded: &Loaded, record: &SheetRecord) -> Markup {
    let speech = visit.speech;
    let title = record::title(speech, &record.held.record);
    let about = |key: &str| format!("{}: {title}", speech.say(key));
    html! {
        a href={ "/records/" (record.held.id) } { bdi { (title) } }
        div class="quiet" { bdi { (record.item.left_out.as_deref().unwrap_or_default()) } }
        @if can_fill(loaded) {
            (Form::new(visit, &format!("/issues/{}/items", loaded.page.sheet.issue.id)).inline().around(
                Button::quiet(&speech.say("issue-put-back")).sends("back", &record.item.item.to_string()).about(&about("issue-put-back"))
            ))
        }
    }
}

/// What is added by hand, and the last words.
fn filling(visit: &Visit, loaded: &Loaded, typed: &Typed, slips: &Slips) -> Markup {
    let speech = visit.speech;
    let sheet = &loaded.page.sheet;
    let address = |what: &str| format!("/issues/{}/{what}", sheet.issue.id);
    let note = typed.some("note").unwrap_or(&sheet.issue.note);
    html! {
        h2 { (speech.say("issue-fill")) }
        (Form::new(visit, &address("items")).slips(slips).around(html! {
            (Field::text("record", speech.say("issue-add")).hint(speech.say("issue-add-hint")).value(typed.get("record")).slips(slips).draw(speech))
            div class="actions" { (Button::plain(&speech.say("issue-add-send"))) }
        }))
        (Form::new(visit, &address("note")).guarded().around(html! {
            (Field::lines("note", speech.say("issue-note"), 4).hint(speech.say("issue-note-hint")).value(note)
                .length_max(ISSUE_NOTE_CHARS_MAX).optional().draw(speech))
            div class="actions" { (Button::plain(&speech.say("issue-note-send"))) }
        }))
        div class="actions" {
            @if sheet.bulletin.kind != BulletinKind::Express {
                (Form::new(visit, &address("items")).inline().around(Button::plain(&speech.say("issue-anew")).sends("anew", "yes")))
            }
            (Form::new(visit, &address("discard")).inline().around(Button::grave(&speech.say("issue-discard"))))
        }
    }
}

fn aside(visit: &Visit, loaded: &Loaded) -> Markup {
    let speech = visit.speech;
    let issue = &loaded.page.sheet.issue;
    let name = |person: Option<&model::PersonId>| {
        person.map(|id| loaded.page.persons.get(id).cloned().unwrap_or_else(|| id.to_string()))
    };
    let mut rows = vec![SummaryRow::new(speech.say("issue-id"), html! { (issue.id) })];
    let mut row = |key: &str, value: Markup| rows.push(SummaryRow::new(speech.say(key), value));
    if let (Some(number), Some(year)) = (issue.number, issue.year) {
        row("issue-volume", html! { (year) });
        row("issue-number", html! { (number) });
    }
    row("issue-begun", html! { (when(speech, issue.made_at)) });
    if let (Some(who), Some(at)) = (name(issue.printed_by.as_ref()), issue.printed_at) {
        row("issue-printed-by", html! { bdi { (who) } div class="quiet" { (when(speech, at)) } });
    }
    if let (Some(who), Some(at)) = (name(issue.released_by.as_ref()), issue.released_at) {
        row("issue-released-by", html! { bdi { (who) } div class="quiet" { (when(speech, at)) } });
    }
    if let Some(program) = &loaded.page.program {
        row("issue-program", html! { (program) });
    }
    html! {
        (summary_list(&rows))
        @if issue.stage == IssueStage::Released {
            (Form::new(visit, &format!("/issues/{}/reprint", issue.id)).around(html! {
                p class="hint" { (speech.say("issue-reprint-hint")) }
                div class="actions" { (Button::plain(&speech.say("issue-reprint"))) }
            }))
            h2 { (speech.say("issue-letters")) }
            @if loaded.page.letters.is_empty() { p class="quiet" { (speech.say("issue-letters-none")) } }
            ul class="plain" {
                @for letter in &loaded.page.letters {
                    li { bdi { (letter.post) } " " (letter_stage(speech, letter.stage)) }
                }
            }
        }
    }
}
