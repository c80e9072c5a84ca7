//! Releases of information to hosts: listed, shown, asked for, changed, decided, taken as a file.

use formats::Form;
use model::{HostId, HostRelease, RecordId, ReleaseId, ReleaseState, UnitId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::ReleaseFilter;

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::export::ExportView;
use super::host::{marking_of, post_of};
use super::marking::MarkingView;
use super::word::{Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::problem::Problem;
use crate::route::Policy;

/// A release of records to a host.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ReleaseView {
    /// Its name.
    pub id: String,
    /// One line.
    pub title: String,
    /// To which host.
    pub host: String,
    /// Which records.
    pub records: Vec<String>,
    /// Why.
    pub reason: String,
    /// The unit of the post that asks.
    pub unit: String,
    /// The post that asks.
    pub post: String,
    /// Who asks, as the ledger writes it.
    pub asked_by: String,
    /// Where it stands.
    pub state: Word<ReleaseState>,
    /// Who decided, as the ledger writes it.
    pub decided_by: Option<String>,
    /// When it was decided.
    pub decided_at: Option<Moment>,
    /// What was said with it.
    pub remark: String,
    /// What was noted of it among what passed with the host.
    pub exchange: Option<String>,
    /// Who may see it, beside seeing the host and every record.
    pub marking: MarkingView,
    /// Grows by one with each change.
    pub revision: u32,
    /// When it was asked for.
    pub made_at: Moment,
}

impl From<&HostRelease> for ReleaseView {
    fn from(one: &HostRelease) -> ReleaseView {
        ReleaseView {
            id: one.id.to_string(),
            title: one.title.clone(),
            host: one.host.to_string(),
            records: one.records.iter().map(ToString::to_string).collect(),
            reason: one.reason.clone(),
            unit: one.unit.to_string(),
            post: one.post.to_string(),
            asked_by: one.asked_by.clone(),
            state: Word(one.state),
            decided_by: one.decided_by.clone(),
            decided_at: one.decided_at.map(Moment),
            remark: one.remark.clone(),
            exchange: one.exchange.map(|exchange| exchange.to_string()),
            marking: MarkingView::from(&one.marking),
            revision: one.revision,
            made_at: Moment(one.made_at),
        }
    }
}

/// Which releases are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseQuery {
    /// Standing so.
    state: Option<Word<ReleaseState>>,
    /// To this host.
    host: Option<String>,
}

async fn list(caller: Caller, _: Way, query: ReleaseQuery) -> Outcome<Listed<ReleaseView>> {
    let said = || slip(&caller, "#/host", caller.speech().say("failure-missing"));
    let host = query.host.as_deref().map(|host| HostId::parse(host).ok_or_else(said)).transpose()?;
    let filter = ReleaseFilter { host, state: query.state.map(|word| word.0), limit: None };
    let found = read(&caller, move |office| office.releases(&filter)).await?;
    Ok(Found::listed(Listed::whole(found.iter().map(|(release, _)| ReleaseView::from(release)).collect())))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<ReleaseView> {
    let id = way.get("release").to_owned();
    let release = read(&caller, move |office| office.release(&id)).await?;
    Ok(Found::versioned(ReleaseView::from(&release), u64::from(release.revision)))
}

/// What is asked to be released.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseBody {
    /// One line.
    title: String,
    /// To which host.
    host: String,
    /// Which records.
    records: Vec<String>,
    /// Why.
    reason: String,
    /// The post that asks; left out, the first of the caller's posts. It does not change.
    post: Option<String>,
    /// Who may see it, beside seeing the host and every record.
    marking: Option<MarkingView>,
}

fn release(caller: &Caller, body: &ReleaseBody, id: ReleaseId) -> Result<HostRelease, Problem> {
    let said = |pointer: &str| slip(caller, pointer, caller.speech().say("failure-missing"));
    let mut records = Vec::new();
    for (at, record) in body.records.iter().enumerate() {
        records.push(RecordId::parse(record).ok_or_else(|| said(&format!("#/records/{at}")))?);
    }
    Ok(HostRelease {
        id,
        title: body.title.clone(),
        host: HostId::parse(&body.host).ok_or_else(|| said("#/host"))?,
        records,
        reason: body.reason.clone(),
        // Follows from the post.
        unit: UnitId::new("office").map_err(|_| said("#/post"))?,
        post: post_of(caller, body.post.as_ref())?,
        asked_by: String::new(),
        asker: caller.officer.person.id.clone(),
        state: ReleaseState::Asked,
        decided_by: None,
        decided_at: None,
        remark: String::new(),
        exchange: None,
        marking: marking_of(caller, body.marking.as_ref())?.unwrap_or_default(),
        revision: 0,
        made_at: 0,
    })
}

async fn ask(caller: Caller, sent: Sent<ReleaseBody>) -> Done<ReleaseView> {
    let release = release(&caller, &sent.body, ReleaseId::from_bits(caller.app.ids()()))?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let release = desk::write_release(writer, turn, office, &release, None)?;
        let reply = Reply::of(ReleaseView::from(&release)).at(format!("/api/v1/releases/{}", release.id));
        Ok(reply.versioned(u64::from(release.revision)))
    });
    kept.await
}

fn named(caller: &Caller, way: &Way) -> Result<ReleaseId, Problem> {
    ReleaseId::parse(way.get("release")).ok_or_else(|| missing(caller))
}

async fn change(caller: Caller, sent: Sent<ReleaseBody>) -> Done<ReleaseView> {
    let release = release(&caller, &sent.body, named(&caller, &sent.way)?)?;
    let version = u32::try_from(sent.version).unwrap_or(u32::MAX);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let release = desk::write_release(writer, turn, office, &release, Some(version))?;
        Ok(Reply::of(ReleaseView::from(&release)).versioned(u64::from(release.revision)))
    });
    kept.await
}

/// The decision about a release.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseDecisionBody {
    /// The revision that was seen.
    revision: u32,
    /// Whether the records are given.
    yes: bool,
    /// What is said with it; needed for a no.
    #[serde(default)]
    remark: String,
}

async fn decide(caller: Caller, sent: Sent<ReleaseDecisionBody>) -> Done<ReleaseView> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let said = (body.yes, body.remark.as_str());
        let release = desk::decide_release(writer, turn, (id, body.revision), said).map_err(as_a_rule)?;
        Ok(Reply::of(ReleaseView::from(&release)))
    });
    kept.await
}

/// That a release is taken back.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseSeenBody {
    /// The revision that was seen.
    revision: u32,
}

async fn withdraw(caller: Caller, sent: Sent<ReleaseSeenBody>) -> Done<ReleaseView> {
    let (id, revision) = (named(&caller, &sent.way)?, sent.body.revision);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let release = desk::withdraw_release(writer, turn, (id, revision)).map_err(as_a_rule)?;
        Ok(Reply::of(ReleaseView::from(&release)))
    });
    kept.await
}

/// In which form the file of a release is taken.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DossierBody {
    /// The form; left out, our own JSON, a record a line.
    form: Option<Word<Form>>,
}

async fn dossier(caller: Caller, sent: Sent<DossierBody>) -> Done<ExportView> {
    let id = named(&caller, &sent.way)?;
    let form = sent.body.form.map_or(Form::JsonLines, |word| word.0);
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let given = desk::take_dossier(writer, turn, office, id, form).map_err(as_a_rule)?;
        Ok(Reply::of(ExportView::of(form, &given)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, at, one) = (Policy::SignedIn, "/api/v1/releases", "/api/v1/releases/{release}");
    api.read(at, open, "list_releases", "Releases of records to hosts, the newest first", list)
        .create(at, open, "ask_release", "Asks that records be released to a host", ask)
        .read(one, open, "show_release", "One release", show)
        .change((axum::http::Method::PUT, one), open, "change_release", "Changes a release that is not decided", change)
        .act(
            "/api/v1/releases/{release}/decide",
            open,
            "decide_release",
            "Gives what was asked for, or says no",
            decide,
        )
        .act("/api/v1/releases/{release}/withdraw", open, "withdraw_release", "Takes a release back", withdraw)
        .act(
            "/api/v1/releases/{release}/dossier",
            open,
            "take_dossier",
            "The file of what was given, noted in the ledger",
            dossier,
        )
}
