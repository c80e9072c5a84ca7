//! Agreements: listed, shown, begun, changed, taken from stage to stage, consented to.

use std::sync::Arc;

use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use desk::{AgreementPage, AgreementSearch};
use model::{
    AGREEMENT_EXPIRING_DAYS, Agreement, AgreementBasis, AgreementId, AgreementKind, AgreementParty, AgreementStage,
    AgreementStep, AgreementView as Listing, Consent, ConsentPoint, ConsentState, DutyKind, HostId, NeedId, Terms,
    UnitId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::AgreementFilter;

use super::agreement_terms::TermsView;
use super::answer::{Found, Reply, Sent, problem_of};
use super::attachment::FileView;
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{marking_of, post_of};
use super::marking::MarkingView;
use super::word::{Day, Moment, Word};
use super::{missing, read, slip};
use crate::agreement::{SheetForm, csv, term_sheet};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// Somebody who signs beside our unit and the host.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementPartyView {
    /// The host that it is, where it stands in the register.
    pub host: Option<String>,
    /// What it is called; of a host, empty.
    #[serde(default)]
    pub name: String,
    /// What it does in the agreement.
    #[serde(default)]
    pub part: String,
}

/// An agreement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AgreementView {
    /// Its name.
    pub id: String,
    /// What sort it is.
    pub kind: Word<AgreementKind>,
    /// One line.
    pub title: String,
    /// Whether money is owed for it.
    pub basis: Word<AgreementBasis>,
    /// Where it stands.
    pub stage: Word<AgreementStage>,
    /// The other side.
    pub host: String,
    /// Who signs beside us and the host.
    pub parties: Vec<AgreementPartyView>,
    /// Our side.
    pub unit: String,
    /// The post that keeps it.
    pub post: String,
    /// The needs that it serves.
    pub needs: Vec<String>,
    /// The terms as they stand.
    pub terms: TermsView,
    /// The day on which it was signed.
    pub signed_on: Option<Day>,
    /// The day since which it holds.
    pub in_force_on: Option<Day>,
    /// The day on which it was over.
    pub ended_on: Option<Day>,
    /// What was said with its last step.
    pub reason: String,
    /// What else is to be known; of an invented one, that it is.
    pub remark: String,
    /// Who may see it.
    pub marking: MarkingView,
    /// The number of its last change.
    pub revision: u32,
    /// When it was begun.
    pub made_at: Moment,
}

impl From<&Agreement> for AgreementView {
    fn from(one: &Agreement) -> AgreementView {
        let party = |party: &AgreementParty| AgreementPartyView {
            host: party.host.map(|host| host.to_string()),
            name: party.name.clone(),
            part: party.part.clone(),
        };
        AgreementView {
            id: one.id.to_string(),
            kind: Word(one.kind),
            title: one.title.clone(),
            basis: Word(one.basis),
            stage: Word(one.stage),
            host: one.host.to_string(),
            parties: one.parties.iter().map(party).collect(),
            unit: one.unit.to_string(),
            post: one.post.to_string(),
            needs: one.needs.iter().map(ToString::to_string).collect(),
            terms: TermsView::from(&one.terms),
            signed_on: one.signed_on.map(Day),
            in_force_on: one.in_force_on.map(Day),
            ended_on: one.ended_on.map(Day),
            reason: one.reason.clone(),
            remark: one.remark.clone(),
            marking: MarkingView::from(&one.marking),
            revision: one.revision,
            made_at: Moment(one.made_at),
        }
    }
}

/// Which agreements are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementQuery {
    /// Words of a title, a technology, a remark or the other side.
    #[serde(default)]
    q: String,
    /// At this stage.
    stage: Option<Word<AgreementStage>>,
    /// Of this kind.
    kind: Option<Word<AgreementKind>>,
    /// On this list.
    view: Option<Word<Listing>>,
    /// Days before its end from which one counts as expiring; 90, unless it is said.
    days: Option<u16>,
    /// With this host.
    host: Option<String>,
    /// Serving this need.
    need: Option<String>,
}

fn search_of(caller: &Caller, query: AgreementQuery) -> Result<AgreementSearch, Problem> {
    let unnamed = |pointer| slip(caller, pointer, caller.speech().say("failure-missing"));
    let host = query.host.as_deref().map(|host| HostId::parse(host).ok_or_else(|| unnamed("host"))).transpose()?;
    let need = query.need.as_deref().map(|need| NeedId::new(need).map_err(|_| unnamed("need"))).transpose()?;
    let days = query.days.map_or(AGREEMENT_EXPIRING_DAYS, i64::from);
    let filter = AgreementFilter {
        stages: query.stage.map(|word| word.0).into_iter().collect(),
        kind: query.kind.map(|word| word.0),
        view: query.view.map(|word| (word.0, caller.app.today(), days)),
        host,
        need,
        ..AgreementFilter::default()
    };
    Ok(AgreementSearch { filter, words: query.q })
}

async fn list(caller: Caller, _: Way, query: AgreementQuery) -> Outcome<Listed<AgreementView>> {
    let search = search_of(&caller, query)?;
    let agreements = read(&caller, move |office| office.agreements(&search)).await?;
    Ok(Found::listed(Listed::whole(agreements.iter().map(|(one, _)| AgreementView::from(one)).collect())))
}

async fn export(caller: Caller, _: Way, query: AgreementQuery) -> Outcome<FileView> {
    let search = search_of(&caller, query)?;
    let agreements = read(&caller, move |office| office.agreements(&search)).await?;
    Ok(Found::one(FileView {
        name: "agreements.csv".to_owned(),
        media_type: "text/csv; charset=utf-8".to_owned(),
        base64: STANDARD.encode(csv(&agreements)),
    }))
}

/// The term sheet in the path, as a file.
async fn sheet(caller: &Caller, way: &Way, form: SheetForm) -> Outcome<FileView> {
    let printed = term_sheet(caller, way.get("agreement").to_owned(), form).await;
    let bytes = printed.map_err(|failure| problem_of(caller, way, &failure))?;
    Ok(Found::one(FileView {
        name: form.file_name().to_owned(),
        media_type: form.media_type().to_owned(),
        base64: STANDARD.encode(bytes),
    }))
}

async fn sheet_pdf(caller: Caller, way: Way, _: Nothing) -> Outcome<FileView> {
    sheet(&caller, &way, SheetForm::Pdf).await
}

async fn sheet_docx(caller: Caller, way: Way, _: Nothing) -> Outcome<FileView> {
    sheet(&caller, &way, SheetForm::Docx).await
}

/// How many agreements stand on a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AgreementCountView {
    /// The list.
    pub view: Word<Listing>,
    /// How many.
    pub n: u64,
}

async fn counts(caller: Caller, _: Way, _: Nothing) -> Outcome<Listed<AgreementCountView>> {
    let today = caller.app.today();
    let counts = read(&caller, move |office| office.agreement_views(today, AGREEMENT_EXPIRING_DAYS)).await?;
    let view = |(view, n): (Listing, u64)| AgreementCountView { view: Word(view), n };
    Ok(Found::listed(Listed::whole(counts.into_iter().map(view).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<AgreementView> {
    let id = way.get("agreement").to_owned();
    let agreement = read(&caller, move |office| office.agreement(&id)).await?;
    Ok(Found::versioned(AgreementView::from(&agreement), u64::from(agreement.revision)))
}

/// A consent to one step of an agreement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ConsentView {
    /// To what.
    pub point: Word<ConsentPoint>,
    /// Where it stands.
    pub state: Word<ConsentState>,
    /// Who asked: post and person.
    pub asked_by: String,
    /// When.
    pub asked_at: Moment,
    /// Who decided: post and person.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Moment>,
    /// Why.
    pub reason: String,
}

impl From<&Consent> for ConsentView {
    fn from(one: &Consent) -> ConsentView {
        ConsentView {
            point: Word(one.point),
            state: Word(one.state),
            asked_by: one.asked_by.clone(),
            asked_at: Moment(one.asked_at),
            decided_by: one.decided_by.clone(),
            decided_at: one.decided_at.map(Moment),
            reason: one.reason.clone(),
        }
    }
}

async fn consents(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<ConsentView>> {
    let page = page_of(&caller, &way).await?;
    Ok(Found::listed(Listed::whole(page.consents.iter().map(ConsentView::from).collect())))
}

/// What the caller may do with an agreement now.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AgreementRightsView {
    /// Change what it says, and all that belongs to it.
    pub change: bool,
    /// Carry out and settle what was agreed: deliver, contest, pay, report use. After its end as well.
    pub settle: bool,
    /// Write its terms.
    pub write_terms: bool,
    /// Amend its terms.
    pub amend: bool,
    /// Where it may be taken.
    pub moves: Vec<Word<AgreementStage>>,
    /// Ask for this consent.
    pub ask: Option<Word<ConsentPoint>>,
    /// Decide about this consent.
    pub decide: Option<Word<ConsentPoint>>,
}

async fn rights(caller: Caller, way: Way, _: Nothing) -> Outcome<AgreementRightsView> {
    let (id, officer, today) = (way.get("agreement").to_owned(), Arc::clone(&caller.officer), caller.app.today());
    let rights = read(&caller, move |office| office.agreement_rights(&officer, &office.agreement_page(&id, today)?));
    let rights = rights.await?;
    Ok(Found::one(AgreementRightsView {
        change: rights.change,
        settle: rights.settle,
        write_terms: rights.write_terms,
        amend: rights.amend,
        moves: rights.moves.into_iter().map(Word).collect(),
        ask: rights.ask.map(Word),
        decide: rights.decide.map(Word),
    }))
}

/// An agreement with all that belongs to it.
pub async fn page_of(caller: &Caller, way: &Way) -> Result<AgreementPage, Problem> {
    let (id, today) = (way.get("agreement").to_owned(), caller.app.today());
    read(caller, move |office| office.agreement_page(&id, today)).await
}

/// The agreement in the path, from the version that was seen.
pub fn seen<B>(caller: &Caller, sent: &Sent<B>) -> Result<(AgreementId, u32), Problem> {
    let id = AgreementId::parse(sent.way.get("agreement")).ok_or_else(|| missing(caller))?;
    Ok((id, u32::try_from(sent.version).unwrap_or(u32::MAX)))
}

/// The answer to a change.
pub fn reply(agreement: &Agreement) -> Reply<AgreementView> {
    Reply::of(AgreementView::from(agreement)).versioned(u64::from(agreement.revision))
}

/// What is said of an agreement.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementBody {
    /// What sort it is.
    kind: Word<AgreementKind>,
    /// One line.
    title: String,
    /// Whether money is owed for it.
    basis: Word<AgreementBasis>,
    /// The other side.
    host: String,
    /// Who signs beside us and the host.
    #[serde(default)]
    parties: Vec<AgreementPartyView>,
    /// The needs that it serves.
    #[serde(default)]
    needs: Vec<String>,
    /// What else is to be known.
    #[serde(default)]
    remark: String,
    /// The post that keeps it; left out, the first of the caller's posts. It does not change.
    post: Option<String>,
    /// Who may see it; left out, whoever may see the other side and the needs, or stays as it was.
    marking: Option<MarkingView>,
}

fn agreement(caller: &Caller, body: &AgreementBody, id: AgreementId) -> Result<Agreement, Problem> {
    let unnamed = |pointer: &str| slip(caller, pointer, caller.speech().say("failure-missing"));
    let host_at = |host: &str, pointer: &str| HostId::parse(host).ok_or_else(|| unnamed(pointer));
    let mut parties = Vec::new();
    for (at, party) in body.parties.iter().enumerate() {
        let host = party.host.as_deref().map(|host| host_at(host, &format!("#/parties/{at}/host"))).transpose()?;
        parties.push(AgreementParty { host, name: party.name.clone(), part: party.part.clone() });
    }
    let mut needs = Vec::new();
    for (at, need) in body.needs.iter().enumerate() {
        needs.push(NeedId::new(need).map_err(|_| unnamed(&format!("#/needs/{at}")))?);
    }
    Ok(Agreement {
        id,
        kind: body.kind.0,
        title: body.title.clone(),
        basis: body.basis.0,
        stage: AgreementStage::Interest,
        host: host_at(&body.host, "#/host")?,
        parties,
        // Of the post; the desk knows it.
        unit: UnitId::new("unit").map_err(|_| unnamed("#/post"))?,
        post: post_of(caller, body.post.as_ref())?,
        needs,
        terms: Terms::proposed(body.kind.0),
        signed_on: None,
        in_force_on: None,
        ended_on: None,
        reason: String::new(),
        remark: body.remark.clone(),
        marking: marking_of(caller, body.marking.as_ref())?.unwrap_or_default(),
        revision: 0,
        made_at: 0,
    })
}

async fn begin(caller: Caller, sent: Sent<AgreementBody>) -> Done<AgreementView> {
    let agreement = agreement(&caller, &sent.body, AgreementId::from_bits(caller.app.ids()()))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let agreement = desk::write_agreement(writer, turn, agreement, None)?;
        Ok(reply(&agreement).at(format!("/api/v1/agreements/{}", agreement.id)))
    });
    kept.await
}

async fn change(caller: Caller, sent: Sent<AgreementBody>) -> Done<AgreementView> {
    let (id, version) = seen(&caller, &sent)?;
    let agreement = agreement(&caller, &sent.body, id)?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let held = office.agreement(&id.to_string())?;
        let agreement = Agreement { post: held.post, terms: held.terms, ..agreement };
        Ok(reply(&desk::write_agreement(writer, turn, agreement, Some(version))?))
    });
    kept.await
}

/// A step to another stage.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementStepBody {
    /// The stage.
    to: Word<AgreementStage>,
    /// The day of the step.
    on: Day,
    /// Why; needed where it is ended before its time.
    #[serde(default)]
    reason: String,
}

async fn step(caller: Caller, sent: Sent<AgreementStepBody>) -> Done<AgreementView> {
    let seen = seen(&caller, &sent)?;
    let step = AgreementStep { to: sent.body.to.0, on: sent.body.on.0, reason: sent.body.reason.clone() };
    let kept =
        sent.keep(&caller, move |writer, turn, _| Ok(reply(&desk::take_agreement_step(writer, turn, seen, &step)?)));
    kept.await
}

async fn ask(caller: Caller, sent: Sent<Nothing>) -> Done<AgreementView> {
    let seen = seen(&caller, &sent)?;
    sent.keep(&caller, move |writer, turn, _| Ok(reply(&desk::ask_consent(writer, turn, seen)?))).await
}

/// The decision about a consent.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentBody {
    /// Whether it is given.
    yes: bool,
    /// Why.
    reason: String,
}

async fn decide(caller: Caller, sent: Sent<ConsentBody>) -> Done<AgreementView> {
    let seen = seen(&caller, &sent)?;
    let (yes, reason) = (sent.body.yes, sent.body.reason.clone());
    let kept = sent
        .keep(&caller, move |writer, turn, _| Ok(reply(&desk::decide_consent(writer, turn, seen, (yes, &reason))?)));
    kept.await
}

/// An answer to what is asked about an agreement.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementNoteBody {
    /// What was asked: `look-at-patent` or `renew`.
    kind: Word<DutyKind>,
    /// The answer.
    words: String,
}

async fn note(caller: Caller, sent: Sent<AgreementNoteBody>) -> Done<AgreementView> {
    let seen = seen(&caller, &sent)?;
    let (kind, words) = (sent.body.kind.0, sent.body.words.clone());
    let kept =
        sent.keep(&caller, move |writer, turn, _| Ok(reply(&desk::note_agreement(writer, turn, seen, kind, &words)?)));
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, one) = (Policy::SignedIn, "/api/v1/agreements/{agreement}");
    api.read("/api/v1/agreements", open, "list_agreements", "Agreements, the newest first", list)
        .create("/api/v1/agreements", open, "begin_agreement", "Begins an agreement", begin)
        .read("/api/v1/agreements/export", open, "export_agreements", "Agreements, as a file for a spreadsheet", export)
        .read("/api/v1/agreements/{agreement}/sheet.pdf", open, "print_term_sheet", "Term sheet, printed", sheet_pdf)
        .read(
            "/api/v1/agreements/{agreement}/sheet.docx",
            open,
            "write_term_sheet",
            "Term sheet, as a document for a word processor",
            sheet_docx,
        )
        .read("/api/v1/agreement-views", open, "count_agreements", "How many agreements stand on each list", counts)
        .read(one, open, "show_agreement", "One agreement", show)
        .change((Method::PUT, one), open, "change_agreement", "Changes an agreement", change)
        .read("/api/v1/agreements/{agreement}/rights", open, "show_agreement_rights", "What may be done now", rights)
        .read(
            "/api/v1/agreements/{agreement}/consents",
            open,
            "list_consents",
            "Consents that were asked for",
            consents,
        )
        .change(
            (Method::POST, "/api/v1/agreements/{agreement}/steps"),
            open,
            "step_agreement",
            "Takes an agreement to another stage",
            step,
        )
        .change(
            (Method::POST, "/api/v1/agreements/{agreement}/consents"),
            open,
            "ask_consent",
            "Asks for consent to what comes next",
            ask,
        )
        .change(
            (Method::POST, "/api/v1/agreements/{agreement}/decision"),
            open,
            "decide_consent",
            "Decides about the consent that is asked for",
            decide,
        )
        .change(
            (Method::POST, "/api/v1/agreements/{agreement}/notes"),
            open,
            "note_agreement",
            "Answers what is asked about the patents or the end of an agreement",
            note,
        )
}
