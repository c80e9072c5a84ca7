//! Control cases as programs read them.

use desk::{CaseEntry, CaseLine, PartyFound, hex};
use model::{CaseState, ControlAct, ControlCase, Party, PartyKind, SubjectScheme};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::case_vote::{BallotView, CaseMemberView, MotionView, VoteCountView};
use super::condition::ConditionView;
use super::marking::MarkingView;
use super::screening::{HitView, ScreeningBrief};
use super::thing::ThingView;
use super::word::{Day, Moment, Word};

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
    /// Its words in the version that was looked at; null where that is not at hand.
    pub text: Option<String>,
}

/// A screening of one of the parties, with what was found.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseFoundView {
    /// The screening.
    pub screening: ScreeningBrief,
    /// What is found now, the likeliest first.
    pub hits: Vec<HitView>,
}

/// A condition that was broken before.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseBreachView {
    /// The case that was under it.
    pub case: String,
    /// What it asked for.
    pub condition: String,
    /// What was said of how it was broken.
    pub words: String,
    /// The day on which that was said.
    pub day: Day,
}

impl From<&desk::Breach> for CaseBreachView {
    fn from(breach: &desk::Breach) -> CaseBreachView {
        CaseBreachView {
            case: breach.case.to_string(),
            condition: breach.condition.clone(),
            words: breach.words.clone(),
            day: Day(breach.day),
        }
    }
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
    /// The screenings of its parties that the caller sees, as they stand now; of a case that is decided none.
    pub found: Vec<CaseFoundView>,
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
    /// The conditions that were broken before, so that it decides anew.
    pub breaches: Vec<CaseBreachView>,
    /// What is another than in the case before, where that is void: asked, receivers, classes, lists, found, entries, regime, conditions.
    pub changed_before: Vec<String>,
    /// What is another in the case that decides anew, where this one is void.
    pub changed_after: Vec<String>,
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
        let entry =
            |one: &CaseEntry| CaseEntryView { list: one.list.clone(), code: one.code.clone(), text: one.text.clone() };
        let found = |one: &PartyFound| CaseFoundView {
            screening: ScreeningBrief::from(&one.line),
            hits: one.hits.iter().map(HitView::from).collect(),
        };
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
            found: page.found.iter().map(found).collect(),
            entries: page.entries.iter().map(entry).collect(),
            members: case.members.iter().map(|member| CaseMemberView::of(page, member)).collect(),
            ballots: page.ballots.iter().map(BallotView::from).collect(),
            count: VoteCountView::from(&page.count),
            motions: page.motions.iter().map(MotionView::from).collect(),
            conditions: case.conditions.iter().map(ConditionView::from).collect(),
            breaches: page.breaches.iter().map(CaseBreachView::from).collect(),
            changed_before: page.changed_before.iter().map(|change| change.word().to_owned()).collect(),
            changed_after: page.changed_after.iter().map(|change| change.word().to_owned()).collect(),
            followed_by: page.followed_by.map(|next| next.to_string()),
            others: page.others.iter().map(|other| other.id.to_string()).collect(),
        }
    }
}
