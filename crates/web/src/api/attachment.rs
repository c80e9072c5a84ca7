//! The files of records: attached, listed, taken, released without metadata, taken away.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use model::{Attachment, AttachmentFault, AttachmentId, AttachmentKind, AttachmentStage, AttachmentText};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent, problem_of};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::marking::MarkingView;
use super::word::{Moment, Word};
use super::{missing, read, slip};
use crate::attachment::sent;
use crate::caller::Caller;
use crate::route::Policy;

/// A file of a record.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AttachmentView {
    /// Its name.
    pub id: String,
    /// The record that it belongs to.
    pub record: String,
    /// The name of the file.
    pub name: String,
    /// Its size, in bytes.
    pub n_bytes: u64,
    /// Who may see it.
    pub marking: MarkingView,
    /// Who brought it; nobody where the operator did.
    pub person: Option<String>,
    /// When it came.
    pub came_at: Moment,
    /// Where it stands.
    pub stage: Word<AttachmentStage>,
    /// What it is, once it was looked at.
    pub kind: Option<Word<AttachmentKind>>,
    /// Why it is not kept.
    pub fault: Option<Word<AttachmentFault>>,
    /// Width in pixels, of pictures.
    pub width: Option<u32>,
    /// Height in pixels, of pictures.
    pub height: Option<u32>,
    /// Pages, of papers.
    pub n_pages: Option<u32>,
    /// What is known of its words.
    pub text: Word<AttachmentText>,
    /// Why it was taken away.
    pub reason: String,
}

impl From<&Attachment> for AttachmentView {
    fn from(one: &Attachment) -> AttachmentView {
        AttachmentView {
            id: one.id.to_string(),
            record: one.record.to_string(),
            name: one.name.clone(),
            n_bytes: one.n_bytes,
            marking: MarkingView::from(&one.marking),
            person: one.by.as_ref().map(|by| by.person.to_string()),
            came_at: Moment(one.came_at),
            stage: Word(one.stage),
            kind: one.kind.map(Word),
            fault: one.fault.map(Word),
            width: one.pixels.map(|(width, _)| width),
            height: one.pixels.map(|(_, height)| height),
            n_pages: one.n_pages,
            text: Word(one.text),
            reason: one.reason.clone(),
        }
    }
}

async fn list(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<AttachmentView>> {
    let id = way.get("record").to_owned();
    let held = read(&caller, move |office| office.attachments(office.record(&id)?.id)).await?;
    Ok(Found::listed(Listed::whole(held.iter().map(AttachmentView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<AttachmentView> {
    let id = way.get("attachment").to_owned();
    let one = read(&caller, move |office| office.attachment(&id)).await?;
    Ok(Found::one(AttachmentView::from(&one)))
}

/// A file as it is given out.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FileView {
    /// A name for the file.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// The file, in base 64.
    pub base64: String,
}

impl FileView {
    fn of(one: &Attachment, bytes: &[u8]) -> FileView {
        FileView {
            name: one.file_name(),
            media_type: one.kind.map_or("application/octet-stream", AttachmentKind::media_type).to_owned(),
            base64: STANDARD.encode(bytes),
        }
    }
}

async fn file(caller: Caller, way: Way, _: Nothing) -> Outcome<FileView> {
    let taken = sent::take(&caller, way.get("attachment").to_owned()).await;
    let (one, bytes) = taken.map_err(|failure| problem_of(&caller, &way, &failure))?;
    Ok(Found::one(FileView::of(&one, &bytes)))
}

async fn released(caller: Caller, way: Way, _: Nothing) -> Outcome<FileView> {
    let made = sent::release(&caller, way.get("attachment").to_owned()).await;
    let (one, copy) = made.map_err(|failure| problem_of(&caller, &way, &failure))?;
    Ok(Found::one(FileView::of(&one, &copy)))
}

/// A file that is attached. The form of a page takes larger ones than a call.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachBody {
    /// The name of the file.
    name: String,
    /// What is in it, in base 64.
    base64: String,
    /// Who may see it; left out, who may see the record. No more than those.
    marking: Option<MarkingView>,
}

async fn attach(caller: Caller, sent: Sent<AttachBody>) -> Done<AttachmentView> {
    let AttachBody { name, base64, marking } = sent.body.clone();
    let bytes = STANDARD
        .decode(base64.trim())
        .map_err(|_| slip(&caller, "#/base64", caller.speech().say("intake-not-base64")))?;
    let marking = marking.as_ref().map(MarkingView::read).transpose();
    let marking = marking
        .map_err(|(place, refusal)| slip(&caller, &format!("#/marking{place}"), caller.speech().refusal(&refusal)))?;
    let (id, now) = (sent.way.get("record").to_owned(), caller.app.now());
    let record = read(&caller, move |office| Ok(office.record(&id)?.id)).await?;
    let brought = caller.app.reach_out(move |office| desk::bring(office, &name, &bytes, now)).await;
    let brought = brought.map_err(|failure| problem_of(&caller, &sent.way, &failure))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let one = desk::attach(writer, turn, record, marking.as_ref(), &brought)?;
        Ok(Reply::of(AttachmentView::from(&one)).at(format!("/api/v1/attachments/{}", one.id)))
    });
    kept.await
}

/// Why a file is taken away.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawBody {
    /// The reason.
    reason: String,
}

async fn withdraw(caller: Caller, sent: Sent<WithdrawBody>) -> Done<AttachmentView> {
    let id = AttachmentId::parse(sent.way.get("attachment")).ok_or_else(|| missing(&caller))?;
    let reason = sent.body.reason.clone();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        Ok(Reply::of(AttachmentView::from(&desk::withdraw_attachment(writer, turn, id, &reason)?)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, power) = (Policy::SignedIn, Policy::Document);
    api.read("/api/v1/records/{record}/attachments", open, "list_attachments", "The files of a record", list)
        .create(
            "/api/v1/records/{record}/attachments",
            power,
            "attach",
            "Attaches a file to a record; it is looked at before it is given out",
            attach,
        )
        .read("/api/v1/attachments/{attachment}", open, "show_attachment", "One file of a record", show)
        .read("/api/v1/attachments/{attachment}/file", open, "take_attachment", "The file as it was brought", file)
        .read(
            "/api/v1/attachments/{attachment}/released",
            open,
            "release_attachment",
            "A copy of the file without metadata; that it was made stands in the ledger",
            released,
        )
        .act("/api/v1/attachments/{attachment}/withdraw", power, "withdraw_attachment", "Takes the file away", withdraw)
}
