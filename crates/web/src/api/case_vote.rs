//! Votes on control cases, and what is proposed of them and answered by a second person.

use desk::{BallotCast, CasePage, MotionMade, hex};
use model::{
    Ballot, CaseCondition, CaseMember, ExemptGround, Motion, MotionKind, MotionState, PostId, Vote, VoteCount,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Reply, Sent};
use super::case::named;
use super::case_view::CaseBrief;
use super::condition::ConditionView;
use super::entry::{Api, Done};
use super::word::{Day, Moment, Word};
use super::{as_a_rule, missing, slip};
use crate::caller::Caller;
use crate::case::read_hash;
use crate::problem::Problem;
use crate::route::Policy;

/// A member of a regime in a case.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CaseMemberView {
    /// Its number in the case.
    pub number: u16,
    /// What it is called.
    pub name: String,
    /// Its country, where it is one.
    pub country: Option<String>,
    /// The post that casts its vote.
    pub post: String,
    /// How many votes it has.
    pub weight: u32,
    /// Whether it has the chair.
    pub chair: bool,
    /// Since when somebody can see the case and vote for it; null while nobody can.
    pub told: Option<Day>,
    /// Its vote that counts.
    pub vote: Option<Word<Vote>>,
}

impl CaseMemberView {
    /// A member with its vote.
    pub fn of(page: &CasePage, member: &CaseMember) -> CaseMemberView {
        CaseMemberView {
            number: member.number,
            name: member.name.clone(),
            country: member.country.clone(),
            post: member.post.to_string(),
            weight: member.weight,
            chair: member.chair,
            told: member.told.map(Day),
            vote: page.ballot(member.number).map(|ballot| Word(ballot.vote)),
        }
    }
}

/// A vote as it was cast.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BallotView {
    /// The number of the member.
    pub member: u16,
    /// What it says.
    pub vote: Word<Vote>,
    /// Why.
    pub reason: String,
    /// The post that cast it.
    pub post: String,
    /// The person who did.
    pub person: String,
    /// When.
    pub at: Moment,
    /// Over what.
    pub over: String,
}

impl From<&Ballot> for BallotView {
    fn from(ballot: &Ballot) -> BallotView {
        BallotView {
            member: ballot.member,
            vote: Word(ballot.vote),
            reason: ballot.reason.clone(),
            post: ballot.post.to_string(),
            person: ballot.person.to_string(),
            at: Moment(ballot.at),
            over: hex(&ballot.over),
        }
    }
}

/// How a vote is counted by its rule.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct VoteCountView {
    /// Whether the rule is met.
    pub met: bool,
    /// Whether the rule cannot be met any more.
    pub lost: bool,
    /// The members that have not spoken, while neither holds.
    pub missing: Vec<u16>,
    /// The members whose silence counts as a yes.
    pub silent: Vec<u16>,
    /// The members that said no, where it is lost.
    pub against: Vec<u16>,
}

impl From<&VoteCount> for VoteCountView {
    fn from(count: &VoteCount) -> VoteCountView {
        let none =
            VoteCountView { met: false, lost: false, missing: Vec::new(), silent: Vec::new(), against: Vec::new() };
        match count {
            VoteCount::Open { missing } => VoteCountView { missing: missing.clone(), ..none },
            VoteCount::Approved { silent } => VoteCountView { met: true, silent: silent.clone(), ..none },
            VoteCount::Refused { by } => VoteCountView { lost: true, against: by.clone(), ..none },
        }
    }
}

/// Something that one person proposes of a case.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MotionView {
    /// Its number in the case.
    pub number: u16,
    /// What is proposed.
    pub kind: Word<MotionKind>,
    /// The member that lets its own through.
    pub member: Option<u16>,
    /// The ground on which no case is needed.
    pub ground: Option<Word<ExemptGround>>,
    /// Why.
    pub reason: String,
    /// The conditions that are proposed.
    pub conditions: Vec<ConditionView>,
    /// The post of who proposed it.
    pub post: String,
    /// Who did.
    pub person: String,
    /// When.
    pub at: Moment,
    /// Over what.
    pub over: String,
    /// Where it stands.
    pub state: Word<MotionState>,
    /// Who answered, as the ledger writes it.
    pub answered_by: Option<String>,
    /// What was said with the answer.
    pub answer: String,
}

impl From<&Motion> for MotionView {
    fn from(motion: &Motion) -> MotionView {
        MotionView {
            number: motion.number,
            kind: Word(motion.kind),
            member: motion.member,
            ground: motion.ground.map(Word),
            reason: motion.reason.clone(),
            conditions: motion.conditions.iter().map(ConditionView::from).collect(),
            post: motion.post.to_string(),
            person: motion.person.to_string(),
            at: Moment(motion.at),
            over: hex(&motion.over),
            state: Word(motion.state),
            answered_by: motion.answered_by.clone(),
            answer: motion.answer.clone(),
        }
    }
}

fn over(caller: &Caller, text: &str) -> Result<model::BasisHash, Problem> {
    read_hash(text).ok_or_else(|| slip(caller, "#/over", caller.speech().say("case-over-unread")))
}

/// A vote.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BallotBody {
    /// The number of the member.
    member: u16,
    /// What it says.
    vote: Word<Vote>,
    /// Why; a no says it.
    #[serde(default)]
    reason: String,
    /// The hash of the case that was seen.
    over: String,
}

async fn cast(caller: Caller, sent: Sent<BallotBody>) -> Done<CaseBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let over = over(&caller, &body.over)?;
    let cast = BallotCast { member: body.member, vote: body.vote.0, reason: body.reason, over };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::cast_ballot(writer, turn, id, cast).map_err(as_a_rule)?;
        Ok(Reply::of(CaseBrief::from(&done)))
    });
    kept.await
}

/// A condition that is proposed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionBody {
    /// What is to be done, or not to be done.
    text: String,
    /// The post that keeps it.
    post: String,
    /// By when it is to be shown that it is kept.
    due: Day,
}

/// Something that is proposed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MotionBody {
    /// What.
    kind: Word<MotionKind>,
    /// The number of the member that lets its own through; for discretion.
    member: Option<u16>,
    /// The ground on which no case is needed; for an exemption.
    ground: Option<Word<ExemptGround>>,
    /// Why.
    reason: String,
    /// The conditions; for conditions.
    #[serde(default)]
    conditions: Vec<ConditionBody>,
    /// The hash of the case that was seen.
    over: String,
}

async fn propose(caller: Caller, sent: Sent<MotionBody>) -> Done<CaseBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let over = over(&caller, &body.over)?;
    let mut conditions = Vec::new();
    for (at, one) in body.conditions.iter().enumerate() {
        let post = PostId::new(&one.post)
            .map_err(|refusal| slip(&caller, &format!("#/conditions/{at}/post"), caller.speech().refusal(&refusal)))?;
        conditions.push(CaseCondition::new(&one.text, post, one.due.0));
    }
    let made = MotionMade {
        kind: body.kind.0,
        member: body.member,
        ground: body.ground.map(|ground| ground.0),
        reason: body.reason,
        conditions,
    };
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::make_motion(writer, turn, (id, over), made).map_err(as_a_rule)?;
        Ok(Reply::of(CaseBrief::from(&done)))
    });
    kept.await
}

/// The answer of the second person.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MotionAnswerBody {
    /// Whether they agree.
    yes: bool,
    /// What is to be said with it.
    #[serde(default)]
    words: String,
    /// The hash of the case that was seen.
    over: String,
}

async fn answer(caller: Caller, sent: Sent<MotionAnswerBody>) -> Done<CaseBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let over = over(&caller, &body.over)?;
    let number = sent.way.get("motion").parse().map_err(|_| missing(&caller))?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let said = (body.yes, body.words.as_str());
        let done = desk::answer_motion(writer, turn, (id, over), number, said).map_err(as_a_rule)?;
        Ok(Reply::of(CaseBrief::from(&done)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let open = Policy::SignedIn;
    api.act("/api/v1/cases/{case}/ballots", open, "cast_ballot", "Casts the vote of a member", cast)
        .act("/api/v1/cases/{case}/motions", open, "make_motion", "Proposes something of a case", propose)
        .act(
            "/api/v1/cases/{case}/motions/{motion}/answer",
            open,
            "answer_motion",
            "Answers, as the second person, what was proposed of a case",
            answer,
        )
}
