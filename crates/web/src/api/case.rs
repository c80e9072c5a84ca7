//! Control cases: listed, shown, asked for, taken back, asked for again, taken note of.

use std::sync::Arc;

use desk::{AskedCase, CaseSearch};
use model::{CaseId, CaseView, ControlAct, ControlCase, Date, HostId, Party, RegimeId, Thing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::case_view::{CaseBrief, CaseLineView, CasePartyView, CaseWhole};
use super::cursor::{self, Listed};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{marking_of, post_of};
use super::marking::MarkingView;
use super::word::{Limit, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::host::typed_classes;
use crate::problem::Problem;
use crate::route::Policy;

/// Which cases are asked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseQuery {
    /// Of this view; left out, all.
    view: Option<Word<CaseView>>,
    /// Before this regime.
    regime: Option<String>,
    /// On this sort of act.
    act: Option<Word<ControlAct>>,
    /// About this thing, `noun:name`: what stands between it and its next step, whatever posts of the house said of it.
    about: Option<String>,
    /// How many.
    limit: Option<Limit>,
    /// Where the page begins.
    cursor: Option<String>,
}

async fn list(caller: Caller, _: Way, query: CaseQuery) -> Outcome<Listed<CaseLineView>> {
    let speech = caller.speech();
    let after = cursor::read::<2>(speech, "cases", query.cursor.as_deref())?;
    let place = |[at, id]: [String; 2]| Some((at.parse().ok()?, CaseId::parse(&id)?));
    let after = after.map(|parts| place(parts).ok_or_else(|| cursor::foreign(speech))).transpose()?;
    let regime = query.regime.as_deref().map(RegimeId::parse);
    let about = query.about.as_deref().map(Thing::parse);
    // What names nothing fits nothing.
    if regime == Some(None) || about == Some(None) {
        return Ok(Found::listed(Listed::whole(Vec::new())));
    }
    let (view, act) = (query.view.map(|word| word.0), query.act.map(|word| word.0));
    let search = CaseSearch {
        view,
        regime: regime.flatten(),
        act,
        about: about.flatten(),
        after,
        limit: Some(Limit::of(query.limit)),
    };
    let officer = Arc::clone(&caller.officer);
    let (lines, is_more) = read(&caller, move |office| office.cases(&search, &officer)).await?;
    let next = lines
        .last()
        .filter(|_| is_more)
        .map(|last| cursor::write("cases", &[last.case.made_at.to_string(), last.case.id.to_string()]));
    Ok(Found::listed(Listed { items: lines.iter().map(CaseLineView::from).collect(), next }))
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<CaseWhole> {
    let (id, today) = (way.get("case").to_owned(), caller.app.today());
    let page = read(&caller, move |office| office.case_page(&id, today)).await?;
    Ok(Found::versioned(CaseWhole::from(&page), u64::from(page.case.revision)))
}

/// What is asked for by hand: that information is released.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseBody {
    /// What it is called.
    title: String,
    /// What it is for, and what will be done with it.
    reason: String,
    /// What is to be told or to move.
    items: Vec<String>,
    /// To which countries, by their codes of two letters.
    #[serde(default)]
    countries: Vec<String>,
    /// To which hosts.
    #[serde(default)]
    hosts: Vec<String>,
    /// To whom else.
    #[serde(default)]
    parties: Vec<CasePartyView>,
    /// Its classes, `scheme:code`.
    #[serde(default)]
    classes: Vec<String>,
    /// The post that asks; left out, the first of the caller's posts.
    post: Option<String>,
    /// Who may see it, at least; left out, it is open.
    marking: Option<MarkingView>,
}

/// The cases that were opened: one before each regime that asks for it, as far as the caller sees them.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CasesView {
    /// The cases, the one that stands at the address first.
    pub cases: Vec<CaseBrief>,
}

async fn ask(caller: Caller, sent: Sent<CaseBody>) -> Done<CasesView> {
    let body = sent.body.clone();
    let mut hosts = Vec::new();
    for (at, host) in body.hosts.iter().enumerate() {
        let unnamed = || slip(&caller, &format!("#/hosts/{at}"), caller.speech().say("failure-missing"));
        hosts.push(HostId::parse(host).ok_or_else(unnamed)?);
    }
    let party = |one: CasePartyView| Party {
        name: one.name,
        aliases: one.aliases,
        kind: one.kind.0,
        countries: one.countries,
        born: one.born,
        identifiers: one.identifiers,
    };
    let asked = AskedCase {
        id: CaseId::from_bits(caller.app.ids()()),
        title: body.title,
        post: post_of(&caller, body.post.as_ref())?,
        reason: body.reason,
        countries: body.countries,
        hosts,
        parties: body.parties.into_iter().map(party).collect(),
        classes: typed_classes(&body.classes),
        items: body.items,
        marking: marking_of(&caller, body.marking.as_ref())?.unwrap_or_default(),
    };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let cases = desk::ask_case(writer, turn, asked)?;
        let place = |case: &ControlCase| format!("/api/v1/cases/{}", case.id);
        let address = cases.first().map_or_else(|| "/api/v1/cases".to_owned(), place);
        Ok(Reply::of(CasesView { cases: cases.iter().map(CaseBrief::from).collect() }).at(address))
    });
    kept.await
}

pub(super) fn named(caller: &Caller, way: &Way) -> Result<CaseId, Problem> {
    CaseId::parse(way.get("case")).ok_or_else(|| missing(caller))
}

/// Why a case is taken back.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseWithdrawalBody {
    /// The revision of the case that was seen.
    revision: u32,
    /// Why.
    #[serde(default)]
    reason: String,
}

async fn withdraw(caller: Caller, sent: Sent<CaseWithdrawalBody>) -> Done<CaseBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::withdraw_case(writer, turn, (id, body.revision), &body.reason).map_err(as_a_rule)?;
        Ok(Reply::of(CaseBrief::from(&done)))
    });
    kept.await
}

/// What was seen of a case that is asked for again.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseAgainBody {
    /// The revision of the case that was seen.
    revision: u32,
}

async fn again(caller: Caller, sent: Sent<CaseAgainBody>) -> Done<CaseBrief> {
    let (id, revision) = (named(&caller, &sent.way)?, sent.body.revision);
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::ask_again(writer, turn, (id, revision)).map_err(as_a_rule)?;
        Ok(Reply::of(CaseBrief::from(&done)))
    });
    kept.await
}

async fn note(caller: Caller, sent: Sent<Nothing>) -> Done<CaseBrief> {
    let id = named(&caller, &sent.way)?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        Ok(Reply::of(CaseBrief::from(&desk::note_case(writer, turn, id).map_err(as_a_rule)?)))
    });
    kept.await
}

/// What the caller may do with a case today.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseRightsView {
    /// The members for which they may vote, by number.
    pub vote: Vec<u16>,
    /// What they may propose.
    pub propose: Vec<Word<model::MotionKind>>,
    /// The members for which they may let their own through, by number.
    pub discretion: Vec<u16>,
    /// The motion that they may answer, by number.
    pub answer: Option<u16>,
    /// The conditions of which they may say that they are kept, by number from 1.
    pub keep: Vec<usize>,
    /// The conditions of which they may say that they are broken, by number from 1.
    pub breach: Vec<usize>,
    /// Whether they may take it back.
    pub withdraw: bool,
    /// Whether they may ask again.
    pub again: bool,
    /// Whether something waits to be noted by them.
    pub hear: bool,
    /// Whether they have a part in asking for it, and so none in deciding.
    pub asked: bool,
}

async fn rights(caller: Caller, way: Way, _: Nothing) -> Outcome<CaseRightsView> {
    let (id, today): (String, Date) = (way.get("case").to_owned(), caller.app.today());
    let officer = Arc::clone(&caller.officer);
    let rights = read(&caller, move |office| {
        let page = office.case_page(&id, today)?;
        office.case_rights(&officer, &page, today)
    });
    let rights = rights.await?;
    let numbers = |places: &[usize]| places.iter().map(|at| at + 1).collect();
    Ok(Found::one(CaseRightsView {
        propose: rights.propose.iter().map(|kind| Word(*kind)).collect(),
        keep: numbers(&rights.keep),
        breach: numbers(&rights.breach),
        vote: rights.vote,
        discretion: rights.discretion,
        answer: rights.answer,
        withdraw: rights.withdraw,
        again: rights.again,
        hear: rights.hear,
        asked: rights.asked,
    }))
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.read("/api/v1/cases", open, "list_cases", "Control cases, the newest first", list)
        .create("/api/v1/cases", open, "ask_case", "Lays a release of information before the regimes", ask)
        .read("/api/v1/cases/{case}", open, "show_case", "One case with everything that is decided on", show)
        .read("/api/v1/cases/{case}/rights", open, "show_case_rights", "What the caller may do with a case", rights)
        .act("/api/v1/cases/{case}/withdrawal", open, "withdraw_case", "Takes a case back", withdraw)
        .act("/api/v1/cases/{case}/again", open, "ask_case_again", "Asks again for what a case decided", again)
        .act("/api/v1/cases/{case}/note", open, "note_case", "Takes note of what became of a case", note)
}
