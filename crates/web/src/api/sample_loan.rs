//! Loans of samples: listed, asked for, answered, prolonged, brought back.

use desk::LoanAnswer;
use model::{ExtensionState, LoanState, SampleLoan};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Found, Reply, Sent};
use super::cursor::Listed;
use super::custody::SampleAnswerBody;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::host::post_of;
use super::sample::{SampleBrief, named, number};
use super::word::{Day, Moment, Word};
use super::{as_a_rule, read};
use crate::caller::Caller;
use crate::route::Policy;

/// A wish to keep a sample longer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LoanExtensionView {
    /// The later day.
    pub until: Day,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: Word<ExtensionState>,
    /// What was said with the answer.
    pub answer: String,
}

/// A loan of a sample.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SampleLoanView {
    /// Its number among those of the sample.
    pub number: u32,
    /// The post that borrows.
    pub borrower: String,
    /// The post that lends.
    pub lender: String,
    /// What for.
    pub purpose: String,
    /// When it is to be back.
    pub due: Day,
    /// Where it stands.
    pub state: Word<LoanState>,
    /// Who asked, as the ledger writes it.
    pub asked_by: String,
    /// When.
    pub asked_at: Moment,
    /// What was said with the answer.
    pub answer: String,
    /// The day on which the borrower had it.
    pub out: Option<Day>,
    /// The day on which it was back.
    pub back: Option<Day>,
    /// Wishes to keep it longer.
    pub extensions: Vec<LoanExtensionView>,
}

impl From<&SampleLoan> for SampleLoanView {
    fn from(loan: &SampleLoan) -> SampleLoanView {
        let extension = |one: &model::LoanExtension| LoanExtensionView {
            until: Day(one.until),
            reason: one.reason.clone(),
            state: Word(one.state),
            answer: one.answer.clone(),
        };
        SampleLoanView {
            number: loan.number,
            borrower: loan.borrower.to_string(),
            lender: loan.lender.to_string(),
            purpose: loan.purpose.clone(),
            due: Day(loan.due),
            state: Word(loan.state),
            asked_by: loan.asked_by.clone(),
            asked_at: Moment(loan.asked_at),
            answer: loan.answer.clone(),
            out: loan.out.map(Day),
            back: loan.back.map(Day),
            extensions: loan.extensions.iter().map(extension).collect(),
        }
    }
}

async fn list(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<SampleLoanView>> {
    let id = way.get("sample").to_owned();
    let page = read(&caller, move |office| office.sample_page(&id)).await?;
    Ok(Found::listed(Listed::whole(page.loans.iter().map(SampleLoanView::from).collect())))
}

/// A loan that is asked for.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LoanBody {
    /// The revision of the sample that was seen.
    revision: u32,
    /// The post that borrows; left out, the first of the caller's posts.
    borrower: Option<String>,
    /// What for.
    purpose: String,
    /// The day by which it shall be back.
    until: Day,
}

async fn ask(caller: Caller, sent: Sent<LoanBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let borrower = post_of(&caller, body.borrower.as_ref())?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let said = (body.purpose.as_str(), body.until.0);
        let done = desk::ask_loan(writer, turn, (id, body.revision), &borrower, said).map_err(as_a_rule)?;
        Ok(Reply::of(SampleBrief::from(&done)))
    });
    kept.await
}

/// What is said to whoever wants to borrow a sample.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LoanAnswerBody {
    /// The revision of the sample that was seen.
    revision: u32,
    /// Whether they get it.
    yes: bool,
    /// Where it will stand; needed for a yes.
    #[serde(default)]
    place: String,
    /// The day on which it is handed over; left out, today.
    day: Option<Day>,
    /// Conditions, or why not.
    #[serde(default)]
    note: String,
}

async fn answer(caller: Caller, sent: Sent<LoanAnswerBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let loan = number(&caller, &sent.way, "loan")?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let day = body.day.map_or(turn.today, |day| day.0);
        let answer = match body.yes {
            true => LoanAnswer::Grant { place: body.place, day, note: body.note },
            false => LoanAnswer::Refuse(body.note),
        };
        let done = desk::answer_loan(writer, turn, (id, body.revision), loan, answer).map_err(as_a_rule)?;
        Ok(Reply::of(SampleBrief::from(&done)))
    });
    kept.await
}

/// Why a loan is not wanted any more.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LoanWithdrawalBody {
    /// The revision of the sample that was seen.
    revision: u32,
    /// Why.
    reason: String,
}

async fn withdraw(caller: Caller, sent: Sent<LoanWithdrawalBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let loan = number(&caller, &sent.way, "loan")?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let done = desk::withdraw_loan(writer, turn, (id, body.revision), loan, &body.reason).map_err(as_a_rule)?;
        Ok(Reply::of(SampleBrief::from(&done)))
    });
    kept.await
}

/// How a borrowed sample is brought back.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LoanReturnBody {
    /// The revision of the sample that was seen.
    revision: u32,
    /// Where it will stand.
    place: String,
    /// The day; left out, today.
    day: Option<Day>,
    /// Its state, what comes with it.
    #[serde(default)]
    note: String,
}

async fn bring_back(caller: Caller, sent: Sent<LoanReturnBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let loan = number(&caller, &sent.way, "loan")?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let said = (body.place, body.day.map_or(turn.today, |day| day.0), body.note);
        let done = desk::return_loan(writer, turn, (id, body.revision), loan, said).map_err(as_a_rule)?;
        Ok(Reply::of(SampleBrief::from(&done)))
    });
    kept.await
}

/// A wish to keep a sample longer.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LoanWishBody {
    /// The revision of the sample that was seen.
    revision: u32,
    /// The later day.
    until: Day,
    /// Why.
    reason: String,
}

async fn wish(caller: Caller, sent: Sent<LoanWishBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let loan = number(&caller, &sent.way, "loan")?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let said = (body.until.0, body.reason.as_str());
        let done = desk::wish_for_loan(writer, turn, (id, body.revision), loan, said).map_err(as_a_rule)?;
        Ok(Reply::of(SampleBrief::from(&done)))
    });
    kept.await
}

async fn answer_wish(caller: Caller, sent: Sent<SampleAnswerBody>) -> Done<SampleBrief> {
    let (id, body) = (named(&caller, &sent.way)?, sent.body.clone());
    let loan = number(&caller, &sent.way, "loan")?;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let said = (body.yes, body.reason.as_str());
        let done = desk::answer_loan_wish(writer, turn, (id, body.revision), loan, said).map_err(as_a_rule)?;
        Ok(Reply::of(SampleBrief::from(&done)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let (open, loans) = (Policy::SignedIn, "/api/v1/samples/{sample}/loans");
    api.read(loans, open, "list_sample_loans", "The loans of a sample, by number", list)
        .act(loans, open, "ask_sample_loan", "Asks whoever holds a sample to lend it", ask)
        .act(
            "/api/v1/samples/{sample}/loans/{loan}/answer",
            open,
            "answer_sample_loan",
            "Lends a sample, or says why not",
            answer,
        )
        .act(
            "/api/v1/samples/{sample}/loans/{loan}/withdrawal",
            open,
            "withdraw_sample_loan",
            "Takes the wish for a loan back",
            withdraw,
        )
        .act(
            "/api/v1/samples/{sample}/loans/{loan}/return",
            open,
            "return_sample_loan",
            "Brings a borrowed sample back",
            bring_back,
        )
        .act("/api/v1/samples/{sample}/loans/{loan}/wish", open, "wish_for_loan", "Asks to keep a sample longer", wish)
        .act(
            "/api/v1/samples/{sample}/loans/{loan}/wish/answer",
            open,
            "answer_loan_wish",
            "Lets a borrower keep a sample longer, or says why not",
            answer_wish,
        )
}
