//! Who holds a sample: received, handed on, confirmed, given away.

use model::{
    Chain, ControlAct, CustodyState, Date, Door, DutyKind, Handing, Keeper, LoanState, Noun, PostId, Sample,
    SampleCame, SampleId, SampleLoan, SampleState, Thing, Verb, sentence,
};
use store::{Deed, Writer};

use super::{charge_study, is_let_in, keep_on, keeper, lapse_kind, lapse_use, open_post, seen, thing};
use crate::Failure;
use crate::control::{flat, sample_leaves_proposal, sample_proposal, through, was_asked};
use crate::review::Turn;
use crate::work_calendar::charge;

/// How a sample came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The day.
    pub day: Date,
    /// Who brought it: a forwarder, customs, an exhibitor.
    pub from: String,
    /// Where it stands.
    pub place: String,
    /// Its state, what came with it.
    pub note: String,
}

/// The post that holds a sample, or a refusal.
pub(super) fn holder(chain: &Chain) -> Result<PostId, Failure> {
    chain.holder().and_then(Keeper::post).cloned().ok_or_else(|| {
        Failure::said(sentence!("sample-no-holder", "No post holds this sample; note first that it was received"))
    })
}

/// Refuses while a loan is granted or out: then it changes hands by the loan.
pub(super) fn not_lent(loans: &[SampleLoan]) -> Result<(), Failure> {
    if loans.iter().any(|loan| matches!(loan.state, LoanState::Granted | LoanState::Out)) {
        return Err(Failure::said(sentence!("sample-lent", "The sample is lent; it has to be brought back first")));
    }
    Ok(())
}

pub(super) fn not_in_study(sample: &Sample) -> Result<(), Failure> {
    if sample.state == SampleState::InStudy {
        return Err(Failure::said(sentence!(
            "sample-stays",
            "The sample is being studied where it stands; end the study first"
        )));
    }
    Ok(())
}

/// Notes that a sample came: the receiving post holds it from then on, and has to find out what it came for.
///
/// # Errors
/// Refused to whoever does not act for the receiving post, while control has not let it in, when it came already, when somebody wrote in
/// between, on a day that has not come, or without a place.
pub fn receive_sample(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (SampleId, u32),
    receipt: Receipt,
) -> Result<Sample, Failure> {
    let officer = turn.officer;
    let done = writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let actor = officer.acting_for(&before.post)?.to_string();
        is_let_in(deed, &before)?;
        let sample = before.receive(receipt.day, turn.today)?;
        // What we made ourselves comes from nowhere.
        if before.came != SampleCame::OwnMake || was_asked(deed, &thing(before.id), ControlAct::Sample)? {
            let proposal = sample_proposal(deed, &before)?;
            if let Err(shut) = through(deed, turn, Door::SampleReceived, &proposal)? {
                return Ok(Err(shut));
            }
        }
        let from = Keeper::Outside(receipt.from.split_whitespace().collect::<Vec<_>>().join(" "));
        let to = Keeper::Post(before.post.clone());
        let handing = Handing { to, place: receipt.place, day: receipt.day, loan: None, note: receipt.note };
        let chain = deed.custody(before.id)?.hand(from, handing, &actor, turn.now, turn.today)?;
        let number = chain.links().last().map_or(1, |link| link.number);
        deed.keep_custody(before.id, &chain.confirm(number, &actor, turn.now)?)?;
        charge_study(deed, turn, &sample)?;
        keep_on(deed, sample, Verb::Received, Some(Thing::new(Noun::Post, &before.post)), "").map(Ok)
    });
    flat(done)
}

/// Writes a handing-over, and asks whoever gets it to confirm it.
pub(super) fn hand_on(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    id: SampleId,
    to: &PostId,
    handing: Handing,
    by: &str,
) -> Result<(), Failure> {
    open_post(deed, to)?;
    let from = Keeper::Outside(String::new());
    let chain = deed.custody(id)?.hand(from, handing, by, turn.now, turn.today)?;
    deed.keep_custody(id, &chain)?;
    let duty = turn.duty(to, DutyKind::ConfirmCustody, thing(id), turn.work.answer_days);
    charge(deed, &duty)?;
    Ok(())
}

/// Hands a sample over to another post for good. It counts as theirs once they confirm it.
///
/// # Errors
/// Refused to whoever does not act for the post that holds it, while it is lent, studied or being handed over, to a post that is not
/// there, on a day before the last, or when somebody wrote in between.
pub fn hand_sample(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (SampleId, u32),
    to: &PostId,
    handing: Handing,
) -> Result<Sample, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        before.is_at_hand()?;
        let actor = officer.acting_for(&holder(&deed.custody(before.id)?)?)?.to_string();
        not_lent(&deed.sample_loans(before.id)?)?;
        not_in_study(&before)?;
        let handing = Handing { to: Keeper::Post(to.clone()), loan: None, ..handing };
        hand_on(deed, turn, before.id, to, handing, &actor)?;
        let state = before.state;
        keep_on(deed, before.next(state), Verb::HandedOn, Some(Thing::new(Noun::Post, to)), "")
    })
}

/// Whoever gets a sample confirms that they have it, or says why they do not. A confirmed loan begins or ends by it.
///
/// # Errors
/// Refused to whoever does not act for the post that gets it, when it was answered already, for a no without a reason, or when somebody
/// wrote in between.
pub fn answer_custody(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (SampleId, u32),
    number: u32,
    (yes, reason): (bool, &str),
) -> Result<Sample, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let chain = deed.custody(before.id)?;
        let link = chain.links().iter().find(|link| link.number == number).cloned();
        let link = link.ok_or_else(|| super::no_sample(&before.id.to_string()))?;
        let to = link.to.post().cloned().unwrap_or_else(|| before.post.clone());
        let actor = officer.acting_for(&to)?.to_string();
        let after = match yes {
            true => chain.confirm(number, &actor, turn.now)?,
            false => chain.refuse(number, reason, &actor, turn.now)?,
        };
        deed.keep_custody(before.id, &after)?;
        let word = if yes { CustodyState::Confirmed } else { CustodyState::Refused };
        deed.done(&thing(before.id), DutyKind::ConfirmCustody, word.word())?;
        let state = before.state;
        let mut sample = before.next(state);
        let lent = deed.sample_loans(before.id)?.into_iter().find(|loan| Some(loan.number) == link.loan);
        if let Some(loan) = lent {
            sample = follow_loan(deed, turn, sample, &loan, (yes, reason, link.day), &actor)?;
        }
        keep_on(deed, sample, Verb::HandedOn, Some(Thing::new(Noun::Post, &to)), word.word())
    })
}

/// A loan begins when the borrower has the sample, and ends when the lender has it back.
fn follow_loan(
    deed: &mut Deed<'_>,
    turn: &mut Turn<'_>,
    sample: Sample,
    loan: &SampleLoan,
    (yes, reason, day): (bool, &str, Date),
    actor: &str,
) -> Result<Sample, Failure> {
    match (loan.state, yes) {
        (LoanState::Granted, true) => {
            deed.keep_sample_loan(sample.id, &loan.begin(day))?;
            let duty = turn.duty(&loan.borrower, DutyKind::ReturnSample, thing(sample.id), 0);
            deed.charge(&model::Duty { due: loan.due, ..duty })?;
            Ok(Sample { rests_since: None, ..sample })
        }
        (LoanState::Granted, false) => {
            deed.keep_sample_loan(sample.id, &loan.end(LoanState::Withdrawn, reason, actor)?)?;
            Ok(sample)
        }
        (LoanState::Out, true) => {
            let loan = match loan.wish() {
                Some(_) => loan.answer_wish(None, "returned", actor)?,
                None => loan.clone(),
            };
            deed.keep_sample_loan(sample.id, &loan.finish(day))?;
            deed.done(&thing(sample.id), DutyKind::ReturnSample, "returned")?;
            lapse_kind(deed, sample.id, DutyKind::Lend, "returned")?;
            Ok(Sample { rests_since: Some(day), ..sample })
        }
        _ => Ok(sample),
    }
}

/// Notes that a sample left the house, or never comes.
///
/// # Errors
/// Refused to whoever does not keep it before it came, to whoever does not act for the post that holds it afterwards, while it is lent, studied or being handed over, without
/// a reason, or when somebody wrote in between.
pub fn leave_sample(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    at: (SampleId, u32),
    state: SampleState,
    (reason, to, day): (&str, &str, Date),
) -> Result<Sample, Failure> {
    let officer = turn.officer;
    let done = writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let before = seen(deed, officer, at)?;
        let actor = match before.state {
            SampleState::Expected => keeper(officer, &before)?.to_string(),
            _ => officer.acting_for(&holder(&deed.custody(before.id)?)?)?.to_string(),
        };
        not_lent(&deed.sample_loans(before.id)?)?;
        let sample = before.leave(state, reason)?;
        if before.state != SampleState::Expected {
            // Also what is said to be scrapped: a word about where it went would otherwise be a way past the gate.
            let proposal = sample_leaves_proposal(deed, &before, state, to)?;
            if let Err(shut) = through(deed, turn, Door::SampleLeaves, &proposal)? {
                return Ok(Err(shut));
            }
            let chain = deed.custody(before.id)?;
            let to = Keeper::Outside(to.split_whitespace().collect::<Vec<_>>().join(" "));
            let handing = Handing { to, place: String::new(), day, loan: None, note: String::new() };
            let chain = chain.hand(Keeper::Outside(String::new()), handing, &actor, turn.now, turn.today)?;
            deed.keep_custody(before.id, &chain)?;
        }
        let control = deed.sample_control(before.id)?.voided();
        deed.keep_sample_control(before.id, &control)?;
        for loan in deed.sample_loans(before.id)?.iter().filter(|loan| loan.is_open()) {
            deed.keep_sample_loan(before.id, &loan.end(LoanState::Refused, state.word(), &actor)?)?;
        }
        lapse_use(deed, before.id, state.word())?;
        keep_on(deed, sample, Verb::Closed, None, state.word()).map(Ok)
    });
    flat(done)
}
