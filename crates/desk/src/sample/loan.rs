//! Loans between institutes: asked for by whoever wants the sample, granted by whoever holds it, due by the calendar of the borrower.

use model::{
    Chain, Date, DutyKind, Handing, Keeper, LoanState, Noun, PostId, Sample, SampleId, SampleLoan, Thing, Verb,
    sentence,
};
use store::{Deed, Writer};

use super::custody::{hand_on, holder, not_in_study};
use super::{keep_on, lapse_kind, open_post, seen, thing};
use crate::Failure;
use crate::review::Turn;
use crate::work_calendar::{charge, last_day};

/// What is said to whoever wants to borrow a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoanAnswer {
    /// They get it, and it is on its way.
    Grant {
        /// Where it will stand.
        place: String,
        /// The day on which it is handed over.
        day: Date,
        /// On which conditions.
        note: String,
    },
    /// They do not get it, because.
    Refuse(String),
}

fn post(post: &PostId) -> Option<Thing> {
    Some(Thing::new(Noun::Post, post))
}

/// The loan of this number.
fn loan(deed: &Deed<'_>, id: SampleId, number: u32) -> Result<SampleLoan, Failure> {
    let found = deed.sample_loans(id)?.into_iter().find(|loan| loan.number == number);
    Ok(found.ok_or_else(|| super::no_sample(&id.to_string()))?)
}

fn touched(sample: &Sample) -> Sample {
    sample.next(sample.state)
}

/// Asks whoever holds a sample to lend it.
///
/// # Errors
/// Refused to whoever does not act for the borrowing post, before it came or once it is gone, while another loan is open, without a purpose,
/// with a day that does not do, or when somebody wrote in between.
pub fn ask_loan(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (SampleId, u32),
    borrower: &PostId,
    (purpose, until): (&str, Date),
) -> Result<Sample, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        before.is_at_hand()?;
        let actor = officer.acting_for(borrower)?.to_string();
        let (lender, loans) = (holder(&deed.custody(before.id)?)?, deed.sample_loans(before.id)?);
        if loans.iter().any(SampleLoan::is_open) {
            return Err(Failure::said(sentence!(
                "loan-open",
                "The sample is lent, or somebody asked for it before; ask again when it is back"
            )));
        }
        let number = u32::try_from(loans.len()).unwrap_or(u32::MAX).saturating_add(1);
        let posts = (borrower.clone(), lender.clone());
        let loan = SampleLoan::ask(number, posts, purpose, until, (&actor, turn.now), turn.today)?;
        deed.keep_sample_loan(before.id, &loan)?;
        let duty = turn.duty(&lender, DutyKind::Lend, thing(before.id), turn.work.answer_days);
        charge(deed, &duty)?;
        keep_on(deed, touched(&before), Verb::Asked, post(&lender), "loan")
    })
}

/// Answers whoever asked for a sample. Granted, it is handed over at once, and due back on a day on which the borrower works.
///
/// # Errors
/// Refused to whoever does not act for the lending post, once the sample is gone, when it was answered already, while the sample
/// is studied or being handed over, for a no without a reason, or when somebody wrote in between.
pub fn answer_loan(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (SampleId, u32),
    number: u32,
    answer: LoanAnswer,
) -> Result<Sample, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        before.is_at_hand()?;
        let asked = loan(deed, before.id, number)?;
        // Since it was asked for, it may have been handed on: whoever holds it now answers.
        let chain: Chain = deed.custody(before.id)?;
        let lender = holder(&chain)?;
        let actor = officer.acting_for(&lender)?.to_string();
        let asked = SampleLoan { lender, ..asked };
        let word = match answer {
            LoanAnswer::Refuse(reason) => {
                deed.keep_sample_loan(before.id, &asked.end(LoanState::Refused, &reason, &actor)?)?;
                LoanState::Refused
            }
            LoanAnswer::Grant { place, day, note } => {
                not_in_study(&before)?;
                open_post(deed, &asked.borrower)?;
                let due = last_day(deed, &asked.borrower, asked.due)?;
                deed.keep_sample_loan(before.id, &asked.grant(due, &note, &actor)?)?;
                let to = Keeper::Post(asked.borrower.clone());
                let handing = Handing { to, place, day, loan: Some(number), note };
                hand_on(deed, turn, before.id, &asked.borrower, handing, &actor)?;
                LoanState::Granted
            }
        };
        deed.done(&thing(before.id), DutyKind::Lend, word.word())?;
        keep_on(deed, touched(&before), Verb::Lent, post(&asked.borrower), word.word())
    })
}

/// Takes a wish for a loan back, also when the sample is on its way and did not arrive.
///
/// # Errors
/// Refused to whoever does not act for the borrowing post, once it arrived or was answered with no, without a reason, or when somebody
/// wrote in between.
pub fn withdraw_loan(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (SampleId, u32),
    number: u32,
    reason: &str,
) -> Result<Sample, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let held = loan(deed, before.id, number)?;
        let actor = officer.acting_for(&held.borrower)?.to_string();
        deed.keep_sample_loan(before.id, &held.end(LoanState::Withdrawn, reason, &actor)?)?;
        let chain = deed.custody(before.id)?;
        if let Some(open) = chain.open().filter(|link| link.loan == Some(number)) {
            deed.keep_custody(before.id, &chain.refuse(open.number, reason, &actor, turn.now)?)?;
            lapse_kind(deed, before.id, DutyKind::ConfirmCustody, "withdrawn")?;
        }
        lapse_kind(deed, before.id, DutyKind::Lend, "withdrawn")?;
        keep_on(deed, touched(&before), Verb::Withdrew, post(&held.lender), "loan")
    })
}

/// Brings a borrowed sample back. The loan ends once the lender confirms it.
///
/// # Errors
/// Refused to whoever does not act for the borrowing post, while the borrower has it not or studies it, or when somebody wrote in between.
pub fn return_loan(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (SampleId, u32),
    number: u32,
    (place, day, note): (String, Date, String),
) -> Result<Sample, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let held = loan(deed, before.id, number)?;
        let actor = officer.acting_for(&held.borrower)?.to_string();
        if held.state != LoanState::Out {
            return Err(Failure::said(sentence!(
                "loan-not-out",
                "The borrower does not have this sample by that loan; reload its page"
            )));
        }
        not_in_study(&before)?;
        let handing = Handing { to: Keeper::Post(held.lender.clone()), place, day, loan: Some(number), note };
        hand_on(deed, turn, before.id, &held.lender, handing, &actor)?;
        keep_on(deed, touched(&before), Verb::HandedOn, post(&held.lender), "return")
    })
}

/// Asks whoever lent a sample to leave it longer.
///
/// # Errors
/// Refused to whoever does not act for the borrowing post, while the borrower has it not or another wish is open, without a reason, with a
/// day that is not later, or when somebody wrote in between.
pub fn wish_for_loan(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (SampleId, u32),
    number: u32,
    (until, reason): (Date, &str),
) -> Result<Sample, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let held = loan(deed, before.id, number)?;
        let actor = officer.acting_for(&held.borrower)?.to_string();
        deed.keep_sample_loan(before.id, &held.wish_for(until, reason, &actor, turn.now)?)?;
        let duty = turn.duty(&held.lender, DutyKind::Lend, thing(before.id), turn.work.answer_days);
        charge(deed, &duty)?;
        keep_on(deed, touched(&before), Verb::Asked, post(&held.lender), "extension")
    })
}

/// Answers the wish to keep a sample longer. Granted, it is due back on the later day.
///
/// # Errors
/// Refused to whoever does not act for the lending post, when no wish is open, for a no without a reason, or when somebody wrote in between.
pub fn answer_loan_wish(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (SampleId, u32),
    number: u32,
    (yes, answer): (bool, &str),
) -> Result<Sample, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let held = loan(deed, before.id, number)?;
        let actor = officer.acting_for(&held.lender)?.to_string();
        let due = match held.wish().filter(|_| yes) {
            Some(wish) => Some(last_day(deed, &held.borrower, wish.until)?),
            None => None,
        };
        let after = held.answer_wish(due, answer, &actor)?;
        deed.keep_sample_loan(before.id, &after)?;
        let word = if yes { "granted" } else { "refused" };
        deed.done(&thing(before.id), DutyKind::Lend, word)?;
        if yes {
            lapse_kind(deed, before.id, DutyKind::ReturnSample, "extended")?;
            let duty = turn.duty(&after.borrower, DutyKind::ReturnSample, thing(before.id), 0);
            deed.charge(&model::Duty { due: after.due, ..duty })?;
        }
        keep_on(deed, touched(&before), Verb::Lent, post(&after.borrower), word)
    })
}
