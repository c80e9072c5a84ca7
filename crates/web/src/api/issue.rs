//! Issues of bulletins: shown, filled, printed, released, given out.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use desk::{Edit, IssuePage, Way as Direction};
use model::{Issue, IssueId, IssueStage, PrintForm};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent, problem_of};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::marking::MarkingView;
use super::word::{Day, Moment, Word};
use super::{missing, read};
use crate::caller::Caller;
use crate::issue::{ordered, printed, taken_anew};
use crate::route::Policy;

/// An issue.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct IssueView {
    /// Its number in the office.
    pub id: String,
    /// Of which bulletin.
    pub bulletin: String,
    /// Its number within its year, once it is printed.
    pub number: Option<u32>,
    /// The year that is counted in.
    pub year: Option<i32>,
    /// Where it stands.
    pub stage: Word<IssueStage>,
    /// The first day of what it takes in.
    pub since: Day,
    /// The last day of what it takes in.
    pub until: Day,
    /// Last words.
    pub note: String,
    /// Who may see it.
    pub marking: MarkingView,
    /// How many records it prints.
    pub n_records: u64,
    /// When it was begun.
    pub made_at: Moment,
    /// Who had it printed.
    pub printed_by: Option<String>,
    /// Who released it.
    pub released_by: Option<String>,
    /// When it was released.
    pub released_at: Option<Moment>,
    /// Why it could not be printed.
    pub fault: Option<String>,
    /// Counts changes; what is released names the state that was looked at.
    pub revision: u32,
}

impl IssueView {
    /// An issue that prints so many records.
    pub fn of(issue: &Issue, n_records: u64) -> IssueView {
        IssueView {
            id: issue.id.to_string(),
            bulletin: issue.bulletin.to_string(),
            number: issue.number,
            year: issue.year,
            stage: Word(issue.stage),
            since: Day(issue.since),
            until: Day(issue.until),
            note: issue.note.clone(),
            marking: MarkingView::from(&issue.marking),
            n_records,
            made_at: Moment(issue.made_at),
            printed_by: issue.printed_by.as_ref().map(ToString::to_string),
            released_by: issue.released_by.as_ref().map(ToString::to_string),
            released_at: issue.released_at.map(Moment),
            fault: issue.fault.clone(),
            revision: issue.revision,
        }
    }
}

/// A record in an issue.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct IssueItemView {
    /// By which number it is moved, left out or put back.
    pub item: u32,
    /// The record.
    pub record: String,
    /// Code of its section: a class, or the name of a need.
    pub code: Option<String>,
    /// What the section is called.
    pub heading: String,
    /// Why it is not printed; none where it is.
    pub left_out: Option<String>,
}

/// One form of a printed issue.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PrintView {
    /// Which.
    pub form: Word<PrintForm>,
    /// How long it is, in bytes.
    pub n_bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// An issue with what stands in it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct IssuePageView {
    /// The issue.
    pub issue: IssueView,
    /// What stands in it, in the order of print, then what is left out.
    pub items: Vec<IssueItemView>,
    /// What is printed.
    pub prints: Vec<PrintView>,
}

fn page_of(page: &IssuePage) -> IssuePageView {
    let printed: Vec<_> = page.sheet.sections.iter().flat_map(|section| &section.records).collect();
    let items = printed.iter().copied().chain(&page.left_out).map(|record| IssueItemView {
        item: record.item.item,
        record: record.item.record.to_string(),
        code: record.item.code.clone(),
        heading: record.item.heading.clone(),
        left_out: record.item.left_out.clone(),
    });
    IssuePageView {
        issue: IssueView::of(&page.sheet.issue, printed.len() as u64),
        items: items.collect(),
        prints: page
            .prints
            .iter()
            .map(|line| PrintView { form: Word(line.form), n_bytes: line.n_bytes, sha256: line.sha256() })
            .collect(),
    }
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<IssuePageView> {
    let id = way.get("issue").to_owned();
    let page = read(&caller, move |office| office.issue_page(&id)).await?;
    Ok(Found::one(page_of(&page)))
}

/// A form of a printed issue, byte for byte.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PrintBytesView {
    /// Which form.
    pub form: Word<PrintForm>,
    /// Its bytes, in base64.
    pub base64: String,
}

async fn print_bytes(caller: Caller, way: Way, _: Nothing) -> Outcome<PrintBytesView> {
    let id = way.get("issue").to_owned();
    let form = PrintForm::from_word(way.get("form")).ok_or_else(|| missing(&caller))?;
    let found = printed(&caller, id, Some(form)).await;
    let (_, print) = found.map_err(|failure| problem_of(&caller, &way, &failure))?;
    let print = print.ok_or_else(|| missing(&caller))?;
    Ok(Found::one(PrintBytesView { form: Word(form), base64: STANDARD.encode(&print.bytes) }))
}

/// A change of what stands in an issue: one of these.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EditBody {
    /// Leaves out the record of this number; `why` says why.
    leave_out: Option<u32>,
    /// Why it is left out.
    #[serde(default)]
    why: String,
    /// Puts back the record of this number.
    put_back: Option<u32>,
    /// Moves the record of this number one place up within its section.
    up: Option<u32>,
    /// Moves the record of this number one place down within its section.
    down: Option<u32>,
    /// Adds this record: its number or any of its identifiers.
    add: Option<String>,
    /// Sets the last words.
    note: Option<String>,
    /// Takes everything anew from what came in on its days.
    #[serde(default)]
    anew: bool,
}

async fn edit(caller: Caller, sent: Sent<EditBody>) -> Done<IssueView> {
    let id = IssueId::parse(sent.way.get("issue")).ok_or_else(|| missing(&caller))?;
    let body = sent.body.clone();
    if body.anew {
        let issue = taken_anew(&caller, id.to_string()).await;
        let issue = issue.map_err(|failure| problem_of(&caller, &sent.way, &failure))?;
        let kept = sent.keep(&caller, move |_, _, office| Ok(Reply::of(sized(office, &issue)?)));
        return kept.await;
    }
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let EditBody { leave_out, why, put_back, up, down, add, note, .. } = body;
        let added = add.map(|record| office.record(&record)).transpose()?.map(|held| Edit::Add(held.id));
        let edit = leave_out
            .map(|item| Edit::LeaveOut(item, why))
            .or(put_back.map(Edit::PutBack))
            .or(up.map(|item| Edit::Move(item, Direction::Up)))
            .or(down.map(|item| Edit::Move(item, Direction::Down)))
            .or(added)
            .or(note.map(Edit::Note));
        let issue = match edit {
            Some(edit) => desk::edit_issue(writer, turn, office, id, edit)?,
            // Nothing is asked for, so nothing is changed.
            None => office.issue(&id.to_string())?.0,
        };
        Ok(Reply::of(sized(office, &issue)?))
    });
    kept.await
}

fn sized(office: &desk::Office, issue: &Issue) -> Result<IssueView, desk::Failure> {
    let size = office.issue_sizes(std::slice::from_ref(issue))?.first().copied().unwrap_or_default();
    Ok(IssueView::of(issue, size))
}

async fn print(caller: Caller, sent: Sent<Nothing>) -> Done<IssueView> {
    let issue = ordered(&caller, sent.way.get("issue").to_owned(), None).await;
    let issue = issue.map_err(|failure| problem_of(&caller, &sent.way, &failure))?;
    let kept = sent.keep(&caller, move |_, _, office| Ok(Reply::of(sized(office, &issue)?)));
    kept.await
}

/// What is released.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseBody {
    /// The state that was looked at.
    revision: u32,
}

async fn release(caller: Caller, sent: Sent<ReleaseBody>) -> Done<IssueView> {
    let id = IssueId::parse(sent.way.get("issue")).ok_or_else(|| missing(&caller))?;
    let revision = sent.body.revision;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let issue = desk::release_issue(writer, turn, office, (id, revision)).map_err(super::as_a_rule)?;
        Ok(Reply::of(sized(office, &issue)?))
    });
    kept.await
}

async fn discard(caller: Caller, sent: Sent<Nothing>) -> Done<IssueView> {
    let id = IssueId::parse(sent.way.get("issue")).ok_or_else(|| missing(&caller))?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let issue = desk::discard_issue(writer, turn, office, id)?;
        Ok(Reply::of(sized(office, &issue)?))
    });
    kept.await
}

/// What came of printing an issue once more.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReprintView {
    /// Whether every byte of every form is the same.
    pub is_same: bool,
    /// The forms that are not.
    pub others: Vec<Word<PrintForm>>,
    /// The version of the program that printed it then.
    pub then: String,
    /// The one that does now.
    pub now: String,
}

async fn reprint(caller: Caller, sent: Sent<Nothing>) -> Done<ReprintView> {
    let id = sent.way.get("issue").to_owned();
    let done = caller.app.press(&caller.officer, move |office| office.reprint(&id)).await;
    let done = done.map_err(|failure| problem_of(&caller, &sent.way, &failure))?;
    let kept = sent.keep(&caller, move |_, _, _| {
        let others = done.forms.iter().filter(|(_, is_same)| !is_same).map(|(form, _)| Word(*form)).collect();
        Ok(Reply::of(ReprintView { is_same: done.is_same(), others, then: done.then, now: done.now }))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    let forms = "/api/v1/issues/{issue}/prints/{form}";
    api.read("/api/v1/issues/{issue}", open, "show_issue", "One issue, with what stands in it", show)
        .read(forms, open, "show_print", "One form of a printed issue, byte for byte", print_bytes)
        .act("/api/v1/issues/{issue}/items", open, "edit_issue", "Changes what stands in an issue", edit)
        .act("/api/v1/issues/{issue}/print", open, "print_issue", "Fixes an issue and has it printed", print)
        .act("/api/v1/issues/{issue}/release", open, "release_issue", "Releases a printed issue", release)
        .act("/api/v1/issues/{issue}/discard", open, "discard_issue", "Puts an issue away that never came out", discard)
        .act(
            "/api/v1/issues/{issue}/reprint",
            open,
            "reprint_issue",
            "Prints an issue once more and says whether every byte is the same",
            reprint,
        )
}
