//! Control lists: listed, shown entry by entry, loaded, held against each other, and asked for what describes an item.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use desk::{ControlListLine, ItemHelpOf};
use matching::{CandidateThreshold, ItemCandidate, ItemQuestion};
use model::{
    ControlChange, ControlChangeKind, ControlEntry, ControlNote, ControlNoteKind, ControlText, ControlVersion,
    ITEM_PARAMETERS_MAX, ITEM_TEXT_CHARS_MAX, ItemParameter, ListStage, Threshold, ThresholdBound, ThresholdStand,
    WordRun,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent, problem_of};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::word::{Day, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// A version of a control list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ControlVersionView {
    /// Its number, from 1.
    pub number: u32,
    /// Where it stands.
    pub stage: Word<ListStage>,
    /// What its publisher calls it.
    pub edition: String,
    /// From when it holds, where the file says so.
    pub holds_from: Option<Day>,
    /// The SHA-256 of its file, in hexadecimal.
    pub checksum: String,
    /// The name of its file.
    pub file: String,
    /// Its provisions, whatever their depth.
    pub n_entries: u64,
    /// Those that stand at the top.
    pub n_top: u64,
    /// Notes and definitions.
    pub n_notes: u64,
    /// Thresholds that were read from its words.
    pub n_thresholds: u64,
    /// Provisions of the version before that it has no more.
    pub n_lost: u64,
    /// What the reader doubted.
    pub n_doubts: u64,
    /// Who brought it, as the ledger writes it.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Who let it in or turned it down.
    pub decided_by: Option<String>,
    /// Why.
    pub reason: String,
}

impl From<&ControlVersion> for ControlVersionView {
    fn from(one: &ControlVersion) -> ControlVersionView {
        ControlVersionView {
            number: one.number,
            stage: Word(one.stage),
            edition: one.edition.clone(),
            holds_from: one.holds_from.map(Day),
            checksum: one.checksum.clone(),
            file: one.file.clone(),
            n_entries: one.n_entries,
            n_top: one.n_top,
            n_notes: one.n_notes,
            n_thresholds: one.n_thresholds,
            n_lost: one.n_lost,
            n_doubts: one.n_doubts,
            by: one.by.clone(),
            at: Moment(one.at),
            decided_by: one.decided_by.clone(),
            reason: one.reason.clone(),
        }
    }
}

/// A control list with its versions.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ControlListView {
    /// Its short name.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Where it comes from.
    pub source: String,
    /// Under which terms it may be shown.
    pub rights: String,
    /// Whether somebody made it up.
    pub invented: bool,
    /// The number of the version in force; null where the first one waits for a second person.
    pub current: Option<u32>,
    /// Every version, the newest first.
    pub versions: Vec<ControlVersionView>,
}

impl From<&ControlListLine> for ControlListView {
    fn from(line: &ControlListLine) -> ControlListView {
        ControlListView {
            id: line.head.id.to_string(),
            title: line.head.title.clone(),
            source: line.head.source.clone(),
            rights: line.head.rights.clone(),
            invented: line.head.invented,
            current: line.current.as_ref().map(|current| current.number),
            versions: line.versions.iter().map(ControlVersionView::from).collect(),
        }
    }
}

/// A threshold in the words of a provision.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ThresholdView {
    /// What is measured, in the words of the provision.
    pub words: String,
    /// On which side it holds.
    pub bound: Word<ThresholdBound>,
    /// The value, as a decimal number.
    pub value: String,
    /// Its unit of measure; empty for a number of things.
    pub unit: String,
}

impl From<&Threshold> for ThresholdView {
    fn from(one: &Threshold) -> ThresholdView {
        ThresholdView {
            words: one.words.clone(),
            bound: Word(one.bound),
            value: one.value.to_string(),
            unit: one.unit.clone(),
        }
    }
}

/// A note of a control list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ControlNoteView {
    /// What it says.
    pub kind: Word<ControlNoteKind>,
    /// The term that it defines, or its title.
    pub term: String,
    /// Its words.
    pub text: String,
}

impl From<&ControlNote> for ControlNoteView {
    fn from(note: &ControlNote) -> ControlNoteView {
        ControlNoteView { kind: Word(note.kind), term: note.term.clone(), text: note.text.clone() }
    }
}

/// A provision in one line.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ProvisionView {
    /// Its code.
    pub code: String,
    /// Its words.
    pub text: String,
}

impl From<&ControlEntry> for ProvisionView {
    fn from(entry: &ControlEntry) -> ProvisionView {
        ProvisionView { code: entry.code.clone(), text: entry.text.clone() }
    }
}

/// An entry of a control list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ControlEntryView {
    /// Its code.
    pub code: String,
    /// Its words.
    pub text: String,
    /// Its notes.
    pub notes: Vec<ControlNoteView>,
    /// The thresholds in its words.
    pub thresholds: Vec<ThresholdView>,
    /// The provisions above it, from the top down.
    pub above: Vec<ProvisionView>,
    /// The provisions right below it.
    pub below: Vec<ProvisionView>,
    /// The version that was read.
    pub version: u32,
}

impl ControlEntryView {
    fn of(text: &ControlText, entry: &ControlEntry, version: u32) -> ControlEntryView {
        ControlEntryView {
            code: entry.code.clone(),
            text: entry.text.clone(),
            notes: entry.notes.iter().map(ControlNoteView::from).collect(),
            thresholds: entry.thresholds().iter().map(ThresholdView::from).collect(),
            above: text.above(&entry.code).into_iter().map(ProvisionView::from).collect(),
            below: text.below(&entry.code).map(ProvisionView::from).collect(),
            version,
        }
    }
}

/// The entries at the top, with what holds for the whole list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ControlTextView {
    /// The version that was read.
    pub version: u32,
    /// The entries at the top.
    pub entries: Vec<ProvisionView>,
    /// Definitions, abbreviations and notes for the whole list.
    pub general: Vec<ControlNoteView>,
}

async fn list(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<ControlListView>> {
    let lists = read(&caller, |office| office.control_lists()).await?;
    Ok(Found::listed(Listed::whole(lists.iter().map(ControlListView::from).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<ControlListView> {
    let name = way.get("control_list").to_owned();
    let line = read(&caller, move |office| office.control_list(&name)).await?;
    Ok(Found::one(ControlListView::from(&line)))
}

async fn entries(caller: Caller, way: Way, _: Nothing) -> Outcome<ControlTextView> {
    let name = way.get("control_list").to_owned();
    let found = read(&caller, move |office| {
        let line = office.control_list(&name)?;
        let Some(current) = line.current else { return Ok(None) };
        let help = office.item_help(&line.head.id, current.number)?;
        Ok(Some(ControlTextView {
            version: current.number,
            entries: help.text().top().map(ProvisionView::from).collect(),
            general: help.text().general().iter().map(ControlNoteView::from).collect(),
        }))
    });
    found.await?.map(Found::one).ok_or_else(|| missing(&caller))
}

async fn entry(caller: Caller, way: Way, _: Nothing) -> Outcome<ControlEntryView> {
    let (name, code) = (way.get("control_list").to_owned(), way.get("entry").to_owned());
    let found = read(&caller, move |office| {
        let line = office.control_list(&name)?;
        let Some(current) = line.current else { return Ok(None) };
        let help = office.item_help(&line.head.id, current.number)?;
        Ok(help.text().entry(&code).map(|entry| ControlEntryView::of(help.text(), entry, current.number)))
    });
    found.await?.map(Found::one).ok_or_else(|| missing(&caller))
}

/// Two versions.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DifferenceQuery {
    /// The number of the older one.
    from: u32,
    /// The number of the newer one.
    to: u32,
}

/// A run of words of a text that was changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WordRunView {
    /// Where it stands: `same` in both, `gone` only in the older, `new` only in the newer.
    pub side: String,
    /// The words.
    pub words: String,
}

impl From<&WordRun> for WordRunView {
    fn from(run: &WordRun) -> WordRunView {
        let (side, words) = match run {
            WordRun::Same(words) => ("same", words),
            WordRun::Gone(words) => ("gone", words),
            WordRun::New(words) => ("new", words),
        };
        WordRunView { side: side.to_owned(), words: words.clone() }
    }
}

/// What became of a provision.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ControlChangeView {
    /// What.
    pub kind: Word<ControlChangeKind>,
    /// Its code in the newer version; in the older one where it is gone.
    pub code: String,
    /// Its code before, where that is another.
    pub from: Option<String>,
    /// Its words, run by run.
    pub words: Vec<WordRunView>,
    /// Whether its notes are others.
    pub notes_changed: bool,
    /// Its notes that are others, each run by run.
    pub notes: Vec<Vec<WordRunView>>,
    /// Its thresholds before, where they are others.
    pub thresholds_before: Option<Vec<ThresholdView>>,
    /// Its thresholds now, where they are others.
    pub thresholds_now: Option<Vec<ThresholdView>>,
}

impl From<&ControlChange> for ControlChangeView {
    fn from(change: &ControlChange) -> ControlChangeView {
        let views = |thresholds: &Vec<Threshold>| thresholds.iter().map(ThresholdView::from).collect();
        ControlChangeView {
            kind: Word(change.kind),
            code: change.code.clone(),
            from: change.from.clone(),
            words: change.words.iter().map(WordRunView::from).collect(),
            notes_changed: change.notes_changed,
            notes: change.notes.iter().map(|runs| runs.iter().map(WordRunView::from).collect()).collect(),
            thresholds_before: change.thresholds.as_ref().map(|(before, _)| views(before)),
            thresholds_now: change.thresholds.as_ref().map(|(_, now)| views(now)),
        }
    }
}

async fn difference(caller: Caller, way: Way, query: DifferenceQuery) -> Outcome<Listed<ControlChangeView>> {
    let name = way.get("control_list").to_owned();
    let changes = read(&caller, move |office| office.control_difference(&name, query.from, query.to)).await?;
    Ok(Found::listed(Listed::whole(changes.iter().map(ControlChangeView::from).collect())))
}

/// A file with a control list, as text or in base64. The form of a page takes larger ones than a call.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ControlListBody {
    /// The short name of the list; one that is there already gets a further version.
    id: String,
    /// What it is called; left out where the file says it, or the list is there.
    #[serde(default)]
    title: String,
    /// The name of the file.
    name: String,
    /// What is in it, as text.
    text: Option<String>,
    /// What is in it, in base64.
    base64: Option<String>,
}

async fn load(caller: Caller, sent: Sent<ControlListBody>) -> Done<ControlVersionView> {
    let ControlListBody { id, title, name, text, base64 } = sent.body.clone();
    let bytes = match (text, base64) {
        (Some(text), None) => text.into_bytes(),
        (None, Some(text)) => STANDARD
            .decode(text.trim())
            .map_err(|_| slip(&caller, "#/base64", caller.speech().say("intake-not-base64")))?,
        _ => return Err(slip(&caller, "#", caller.speech().say("intake-text-or-base64"))),
    };
    let read = caller.app.read_in_turn(move |office| {
        let read = office.read_control_list(&name, &bytes)?;
        let foresight = office.foresee_control_list(&read, (&id, &title))?;
        Ok((read, foresight))
    });
    let (read, foresight) = read.await.map_err(|failure| problem_of(&caller, &sent.way, &failure))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let version = desk::load_control_list(writer, turn, &read, &foresight).map_err(as_a_rule)?;
        Ok(Reply::of(ControlVersionView::from(&version)).at(format!("/api/v1/control-lists/{}", version.list)))
    });
    kept.await
}

/// What a second person says of a version that was held back.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VersionDecisionBody {
    /// Whether it is let in.
    yes: bool,
    /// Why.
    reason: String,
}

async fn decide(caller: Caller, sent: Sent<VersionDecisionBody>) -> Done<ControlVersionView> {
    let name = sent.way.get("control_list").to_owned();
    let number: u32 = sent.way.get("version").parse().map_err(|_| missing(&caller))?;
    let foresight = read(&caller, move |office| office.foresee_held_version(&name, number)).await?;
    let body = sent.body.clone();
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::decide_control_version(writer, turn, &foresight, number, (body.yes, &body.reason));
        Ok(Reply::of(ControlVersionView::from(&done.map_err(as_a_rule)?)))
    });
    kept.await
}

/// What an item does, in one row.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemParameterBody {
    /// What is measured.
    pub name: String,
    /// The value as a decimal number, or a range as `1..40`.
    pub value: String,
    /// The unit of measure; empty for a number.
    #[serde(default)]
    pub unit: String,
}

impl From<&ItemParameter> for ItemParameterBody {
    fn from(one: &ItemParameter) -> ItemParameterBody {
        let value = if one.low == one.high { one.low.to_string() } else { format!("{}..{}", one.low, one.high) };
        ItemParameterBody { name: one.name.clone(), value, unit: one.unit.clone() }
    }
}

/// The parameters of a body.
///
/// # Errors
/// A problem that names the row which cannot be read.
pub fn parameters_of(caller: &Caller, rows: &[ItemParameterBody]) -> Result<Vec<ItemParameter>, Problem> {
    let mut found = Vec::new();
    for (at, row) in rows.iter().take(ITEM_PARAMETERS_MAX).enumerate() {
        match ItemParameter::read(&row.name, &row.value, &row.unit) {
            Ok(read) => found.extend(read),
            Err(refusal) => return Err(slip(caller, &format!("#/parameters/{at}"), caller.speech().refusal(&refusal))),
        }
    }
    Ok(found)
}

/// What is asked of the lists.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemQuestionBody {
    /// A description of the item; values in it are compared too.
    #[serde(default)]
    text: String,
    /// What it does, row by row.
    #[serde(default)]
    parameters: Vec<ItemParameterBody>,
    /// The short name of one list; left out, every list in force is asked.
    list: Option<String>,
}

/// A threshold beside what the item does.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CandidateThresholdView {
    /// The provision in whose words it stands.
    pub code: String,
    /// It.
    pub threshold: ThresholdView,
    /// How the item stands to it.
    pub stand: Word<ThresholdStand>,
    /// What the item does.
    pub given: Option<ItemParameterBody>,
}

impl From<&CandidateThreshold> for CandidateThresholdView {
    fn from(one: &CandidateThreshold) -> CandidateThresholdView {
        CandidateThresholdView {
            code: one.code.clone(),
            threshold: ThresholdView::from(&one.threshold),
            stand: Word(one.stand),
            given: one.parameter.as_ref().map(ItemParameterBody::from),
        }
    }
}

/// A provision that may describe the item. A person decides.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ItemCandidateView {
    /// The short name of the list.
    pub list: String,
    /// The version of it that was asked.
    pub version: u32,
    /// Whether somebody made the list up.
    pub invented: bool,
    /// Its code.
    pub code: String,
    /// The code of the entry at the top over it.
    pub head: String,
    /// Its words with those above it, from the top down.
    pub words: Vec<ProvisionView>,
    /// Notes on its way that let something out.
    pub excepts: Vec<String>,
    /// Its thresholds and those above it, beside what the item does.
    pub thresholds: Vec<CandidateThresholdView>,
    /// Further provisions of the same entry.
    pub others: Vec<String>,
}

impl ItemCandidateView {
    fn of(answer: &ItemHelpOf, candidate: &ItemCandidate) -> ItemCandidateView {
        let text = answer.help.text();
        let way: Vec<&ControlEntry> =
            text.above(&candidate.code).into_iter().chain(text.entry(&candidate.code)).collect();
        let notes = way.iter().flat_map(|entry| &entry.notes);
        let excepts = notes.filter(|note| note.kind == ControlNoteKind::Except).map(|note| note.text.clone());
        ItemCandidateView {
            list: answer.head.id.to_string(),
            version: answer.version,
            invented: answer.head.invented,
            code: candidate.code.clone(),
            head: candidate.head.clone(),
            words: way.iter().map(|entry| ProvisionView::from(*entry)).collect(),
            excepts: excepts.collect(),
            thresholds: candidate.thresholds.iter().map(CandidateThresholdView::from).collect(),
            others: candidate.others.clone(),
        }
    }
}

async fn ask(caller: Caller, _: Way, body: ItemQuestionBody) -> Outcome<Listed<ItemCandidateView>> {
    let parameters = parameters_of(&caller, &body.parameters)?;
    let text: String = body.text.chars().take(ITEM_TEXT_CHARS_MAX).collect();
    let question = ItemQuestion { text, parameters };
    let answers = read(&caller, move |office| office.ask_control_lists(body.list.as_deref(), &question)).await?;
    let views = answers
        .iter()
        .flat_map(|answer| answer.candidates.iter().map(move |candidate| ItemCandidateView::of(answer, candidate)));
    Ok(Found::listed(Listed::whole(views.collect())))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/control-lists", open, "list_control_lists", "Control lists with their versions", list)
        .create(
            "/api/v1/control-lists",
            Policy::Document,
            "load_control_list",
            "Loads a version of a control list; one that is much smaller waits for a second person",
            load,
        )
        .read("/api/v1/control-lists/{control_list}", open, "show_control_list", "A control list", show)
        .read(
            "/api/v1/control-lists/{control_list}/entries",
            open,
            "list_control_entries",
            "The entries at the top of a control list, with its definitions",
            entries,
        )
        .read(
            "/api/v1/control-lists/{control_list}/entries/{entry}",
            open,
            "show_control_entry",
            "An entry of a control list with its words, notes and thresholds",
            entry,
        )
        .read(
            "/api/v1/control-lists/{control_list}/difference",
            open,
            "show_control_difference",
            "What became of the provisions from one version to another",
            difference,
        )
        .act(
            "/api/v1/control-lists/{control_list}/versions/{version}/decision",
            open,
            "decide_control_version",
            "Lets in a version that was held back, or turns it down, as the second person",
            decide,
        )
        .look(
            "/api/v1/item-questions",
            open,
            "ask_control_lists",
            "Which entries may describe an item, by its words and parameters",
            ask,
        )
}
