//! Control cases: listed, shown, asked for, taken back, asked for again, taken note of.

use std::sync::Arc;

use desk::{AskedCase, CaseLine, CaseSearch, hex};
use model::{
    CaseId, CaseState, CaseView, ControlAct, ControlCase, Date, HostId, Party, PartyKind, RegimeId, SubjectScheme,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::case_vote::{BallotView, CaseMemberView, MotionView, VoteCountView};
use super::condition::ConditionView;
use super::cursor::{self, Listed};
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::{marking_of, post_of};
use super::marking::MarkingView;
use super::thing::ThingView;
use super::word::{Day, Moment, Word};
use super::{as_a_rule, missing, read, slip};
use crate::caller::Caller;
use crate::host::typed_classes;
use crate::problem::Problem;
use crate::route::Policy;

/// A case: whether an act may be done, decided by the members of a regime.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseBrief {
    /// Its name in the office.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What is to be done.
    pub act: Word<ControlAct>,
    /// With what; a case that was asked for by hand is about itself.
    pub about: ThingView,
    /// The regime that decides.
    pub regime: String,
    /// The version of the regime under which it was laid before it.
    pub version: u32,
    /// The rule of that version, such as `unanimity deadline=14 silence=7 discretion`.
    pub rule: String,
    /// The unit that asks.
    pub unit: String,
    /// The post that asks.
    pub post: String,
    /// Who asked.
    pub asker: String,
    /// Where it stands.
    pub state: Word<CaseState>,
    /// The clauses for which the regime asks.
    pub clauses: Vec<String>,
    /// The hash of everything that is decided on: 64 hexadecimal digits.
    pub over: String,
    /// When it was laid before the regime.
    pub opened: Day,
    /// The last day on which votes are due.
    pub due: Day,
    /// When it was decided.
    pub decided: Option<Day>,
    /// The last day on which its yes is good.
    pub until: Option<Day>,
    /// How it came to stand as it does; empty where a vote did.
    pub reason: String,
    /// The case that it decides anew.
    pub follows: Option<String>,
    /// Who may see it.
    pub marking: MarkingView,
    /// The number of its last change.
    pub revision: u32,
    /// When it was opened.
    pub made_at: Moment,
}

impl From<&ControlCase> for CaseBrief {
    fn from(case: &ControlCase) -> CaseBrief {
        let proposal = &case.proposal;
        CaseBrief {
            id: case.id.to_string(),
            title: proposal.title.clone(),
            act: Word(proposal.act),
            about: ThingView::from(&proposal.about),
            regime: case.regime.to_string(),
            version: case.version,
            rule: case.rule.to_string(),
            unit: proposal.unit.to_string(),
            post: proposal.post.to_string(),
            asker: case.asker.to_string(),
            state: Word(case.state),
            clauses: case.clauses.clone(),
            over: hex(&case.over),
            opened: Day(case.opened),
            due: Day(case.due),
            decided: case.decided.map(Day),
            until: case.until.map(Day),
            reason: case.reason.clone(),
            follows: case.follows.map(|before| before.to_string()),
            marking: MarkingView::from(&case.marking),
            revision: case.revision,
            made_at: Moment(case.made_at),
        }
    }
}

/// A case in a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseLineView {
    /// The case.
    pub case: CaseBrief,
    /// What its regime is called.
    pub regime_name: String,
    /// Members that have voted over what is asked now.
    pub n_voted: usize,
    /// Members that vote.
    pub n_members: usize,
}

impl From<&CaseLine> for CaseLineView {
    fn from(line: &CaseLine) -> CaseLineView {
        CaseLineView {
            case: CaseBrief::from(&line.case),
            regime_name: line.regime.clone(),
            n_voted: line.n_voted,
            n_members: line.case.members.len(),
        }
    }
}

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
    /// Where the page begins.
    cursor: Option<String>,
}

async fn list(caller: Caller, _: Way, query: CaseQuery) -> Outcome<Listed<CaseLineView>> {
    let speech = caller.speech();
    let after = cursor::read::<2>(speech, "cases", query.cursor.as_deref())?;
    let place = |[at, id]: [String; 2]| Some((at.parse().ok()?, CaseId::parse(&id)?));
    let after = after.map(|parts| place(parts).ok_or_else(|| cursor::foreign(speech))).transpose()?;
    let regime = query.regime.as_deref().map(RegimeId::parse);
    // What names nothing fits nothing.
    if regime == Some(None) {
        return Ok(Found::listed(Listed::whole(Vec::new())));
    }
    let (view, act) = (query.view.map(|word| word.0), query.act.map(|word| word.0));
    let search = CaseSearch { view, regime: regime.flatten(), act, after };
    let officer = Arc::clone(&caller.officer);
    let (lines, is_more) = read(&caller, move |office| office.cases(&search, &officer)).await?;
    let next = lines
        .last()
        .filter(|_| is_more)
        .map(|last| cursor::write("cases", &[last.case.made_at.to_string(), last.case.id.to_string()]));
    Ok(Found::listed(Listed { items: lines.iter().map(CaseLineView::from).collect(), next }))
}

/// A party as it is known here.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CasePartyView {
    /// What it is called.
    pub name: String,
    /// What it is; left out, nobody knows.
    #[serde(default = "unknown")]
    pub kind: Word<PartyKind>,
    /// What else it is called.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Its countries, by their codes of two letters.
    #[serde(default)]
    pub countries: Vec<String>,
    /// When a person was born: a year, a month or a day.
    pub born: Option<String>,
    /// Numbers of registers, passports and ships.
    #[serde(default)]
    pub identifiers: Vec<String>,
}

fn unknown() -> Word<PartyKind> {
    Word(PartyKind::Unknown)
}

impl From<&Party> for CasePartyView {
    fn from(party: &Party) -> CasePartyView {
        CasePartyView {
            name: party.name.clone(),
            kind: Word(party.kind),
            aliases: party.aliases.clone(),
            countries: party.countries.clone(),
            born: party.born.clone(),
            identifiers: party.identifiers.clone(),
        }
    }
}

/// A name and a value of what is decided on.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseContentView {
    /// What it is.
    pub name: String,
    /// What it says.
    pub value: String,
}

/// A list that was looked at.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseListView {
    /// Its short name.
    pub list: String,
    /// Its version.
    pub version: u32,
}

/// An entry of a control list that it was found to be.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseEntryView {
    /// The short name of the list.
    pub list: String,
    /// The code of the entry.
    pub code: String,
}

/// A case with everything that is decided on and everything that was said.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseWhole {
    /// The case.
    pub case: CaseBrief,
    /// What its regime was called when it was laid before it.
    pub regime_name: String,
    /// Whether the demonstration made its regime up.
    pub invented: bool,
    /// Everything that is decided on, in its order.
    pub content: Vec<CaseContentView>,
    /// Where it goes to or comes from.
    pub countries: Vec<String>,
    /// The hosts that it touches, as far as the caller sees them.
    pub hosts: Vec<String>,
    /// The parties.
    pub parties: Vec<CasePartyView>,
    /// The classes, `scheme:code`.
    pub classes: Vec<String>,
    /// The texts of what is to move.
    pub items: Vec<String>,
    /// The lists that were looked at.
    pub lists: Vec<CaseListView>,
    /// The digest of the screening; null where nobody was screened.
    pub screening: Option<String>,
    /// Whether a party stands on a list.
    pub hit: bool,
    /// The entries of control lists that it was found to be.
    pub entries: Vec<CaseEntryView>,
    /// Who votes, and how each stands.
    pub members: Vec<CaseMemberView>,
    /// Every vote, in the order in which they were cast. Those over another hash do not count.
    pub ballots: Vec<BallotView>,
    /// How it is counted today.
    pub count: VoteCountView,
    /// What was proposed.
    pub motions: Vec<MotionView>,
    /// Its conditions, in their order.
    pub conditions: Vec<ConditionView>,
    /// The case that decides it anew.
    pub followed_by: Option<String>,
    /// The other cases about the same thing, the newest first.
    pub others: Vec<String>,
}

impl From<&desk::CasePage> for CaseWhole {
    fn from(page: &desk::CasePage) -> CaseWhole {
        let case = &page.case;
        let (proposal, basis) = (&case.proposal, &case.basis);
        let content = |(name, value): &(String, String)| CaseContentView { name: name.clone(), value: value.clone() };
        let class = |(scheme, code): &(SubjectScheme, String)| format!("{scheme}:{code}");
        let list = |(list, version): &(String, u32)| CaseListView { list: list.clone(), version: *version };
        let entry = |(list, code): &(String, String)| CaseEntryView { list: list.clone(), code: code.clone() };
        CaseWhole {
            case: CaseBrief::from(case),
            regime_name: page.regime_then.clone(),
            invented: page.regime.invented,
            content: proposal.content.iter().map(content).collect(),
            countries: proposal.countries.clone(),
            hosts: page.hosts.iter().map(|(host, _)| host.to_string()).collect(),
            parties: proposal.parties.iter().map(CasePartyView::from).collect(),
            classes: proposal.classes.iter().map(class).collect(),
            items: proposal.items.clone(),
            lists: basis.lists.iter().map(list).collect(),
            screening: basis.screening.as_ref().map(hex),
            hit: basis.hit,
            entries: basis.entries.iter().map(entry).collect(),
            members: case.members.iter().map(|member| CaseMemberView::of(page, member)).collect(),
            ballots: page.ballots.iter().map(BallotView::from).collect(),
            count: VoteCountView::from(&page.count),
            motions: page.motions.iter().map(MotionView::from).collect(),
            conditions: case.conditions.iter().map(ConditionView::from).collect(),
            followed_by: page.followed_by.map(|next| next.to_string()),
            others: page.others.iter().map(|other| other.id.to_string()).collect(),
        }
    }
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
