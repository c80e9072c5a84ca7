//! The steps of an agreement from one stage to the next.

use model::{
    Agreement, AgreementFooting, AgreementId, AgreementStage, AgreementStep, ConsentPoint, ConsentState,
    DeliverableState, Door, DutyKind, Noun, PostId, Power, Refusal, Stage, TermsVersion, Thing, sentence,
};
use store::{Deed, Writer};

use super::consent::{is_given, void};
use super::tend::unreported;
use super::{AgreementPage, open, thing};
use crate::control::{agreement_proposal, flat, through};
use crate::review::{Turn, tree};
use crate::{Failure, Office, Officer};

/// What an officer may do with an agreement now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AgreementRights {
    /// Change what it says, and all that belongs to it.
    pub change: bool,
    /// Carry out and settle what was agreed: deliver, contest, pay, report use. After its end as well.
    pub settle: bool,
    /// Write its terms, which are not signed yet.
    pub write_terms: bool,
    /// Amend its terms, which are signed.
    pub amend: bool,
    /// Where it may be taken.
    pub moves: Vec<AgreementStage>,
    /// Ask for this consent.
    pub ask: Option<ConsentPoint>,
    /// Decide about this consent.
    pub decide: Option<ConsentPoint>,
}

/// The post that consents for an agreement: the one that coordinates nearest above its unit.
pub(super) fn post_that_consents(deed: &Deed<'_>, agreement: &Agreement) -> Result<PostId, Failure> {
    let posts = deed.posts()?;
    let tree = tree(deed)?;
    let post = tree.nearest(&agreement.unit, Power::Coordinate, &posts).ok_or_else(|| {
        Refusal::Said(sentence!(
            "agreement-no-coordinator",
            "No post coordinates {unit} or a unit above it, so nobody could consent; ask an administrator to give a post that power",
            unit = agreement.unit
        ))
    })?;
    Ok(post.id.clone())
}

/// What an agreement stands on when it goes to a stage.
pub(super) fn footing(
    deed: &Deed<'_>,
    turn: &Turn<'_>,
    agreement: &Agreement,
    to: AgreementStage,
) -> Result<AgreementFooting, Failure> {
    let mut n_accepted = 0;
    for id in &agreement.needs {
        let Some(need) = deed.need(&turn.officer.scope, id)? else { continue };
        n_accepted += usize::from(need.stage == Stage::Accepted && !need.is_expired(turn.today));
    }
    let point = ConsentPoint::ALL.iter().copied().find(|point| point.stage() == to);
    let consents = deed.consents(agreement.id)?;
    let deliverables = deed.deliverables(agreement.id)?;
    let (instalments, payments) = (deed.instalments(agreement.id)?, deed.payments(agreement.id)?);
    let stands = model::instalment_stands(&instalments, &payments, &deliverables, turn.today);
    let waived = |id| deliverables.iter().any(|one| one.id == id && one.state == DeliverableState::Waived);
    let unpaid = instalments
        .iter()
        .zip(&stands)
        .filter(|(one, stand)| stand.paid < one.amount.minor && !one.deliverable.is_some_and(waived));
    Ok(AgreementFooting {
        n_accepted,
        is_consented: point.is_none_or(|point| is_given(&consents, point)),
        n_owed: deliverables.iter().filter(|one| one.is_owed()).count(),
        n_unpaid: unpaid.count(),
        n_unreported: unreported(
            &deed.royalties(agreement.id)?,
            &deed.use_reports(agreement.id)?,
            agreement,
            turn.today,
        )
        .len(),
    })
}

/// Takes an agreement to another stage. `revision` is that of the agreement which the officer saw.
///
/// # Errors
/// Refused when there is none, when the officer does not act for its post, when somebody changed it, on a day that is yet to come, or
/// where [`Agreement::go`] refuses.
pub fn take_agreement_step(
    writer: &mut Writer,
    turn: &mut Turn<'_>,
    seen: (AgreementId, u32),
    step: &AgreementStep,
) -> Result<Agreement, Failure> {
    let officer = turn.officer;
    let done = writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let (held, by) = open(deed, officer, seen)?;
        not_ahead(turn, step.on)?;
        let footing = footing(deed, turn, &held, step.to)?;
        let (next, fact) = held.go(&by, step, &footing)?;
        let door = match next.stage {
            AgreementStage::Signed => Some(Door::AgreementSigned),
            AgreementStage::InForce => Some(Door::AgreementInForce),
            _ => None,
        };
        if let Some(door) = door {
            let proposal = agreement_proposal(deed, &held)?;
            if let Err(shut) = through(deed, turn, door, &proposal)? {
                return Ok(Err(shut));
            }
        }
        deed.keep_agreement(&next, &fact)?;
        follow(deed, &held, &next, &by, turn.now)?;
        Ok(Ok(next))
    });
    flat(done)
}

/// Refuses a day that is yet to come for something that was done.
pub(super) fn not_ahead(turn: &Turn<'_>, on: model::Date) -> Result<(), Failure> {
    if on <= turn.today {
        return Ok(());
    }
    Err(Failure::said(sentence!("agreement-day-ahead", "{on} is yet to come; write the day on which it was done", on)))
}

/// Answers a duty that asks to look at something or to decide what follows, in words that are kept with it.
///
/// # Errors
/// Refused when the officer does not act for the post, when somebody changed the agreement, when it is over, when nothing of that kind is
/// asked, and without words.
pub fn note_agreement(
    writer: &mut Writer,
    turn: &Turn<'_>,
    seen: (AgreementId, u32),
    kind: DutyKind,
    words: &str,
) -> Result<Agreement, Failure> {
    let words = model::reasoned_text(words)?;
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let (agreement, by) = open(deed, turn.officer, seen)?;
        let asked = deed.open_duties(&thing(agreement.id))?.into_iter().filter(|duty| duty.kind == kind);
        let asked: Vec<model::Duty> =
            asked.filter(|duty| matches!(duty.kind, DutyKind::LookAtPatent | DutyKind::Renew)).collect();
        if asked.is_empty() {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "agreement-not-asked",
                "Nobody waits for this answer any more; reload the page"
            ))));
        }
        for duty in asked {
            deed.keep_duty(&duty.close(model::DutyState::Done, "noted", Some(&words), turn.now)?)?;
        }
        deed.note(&agreement.fact(&by, model::Verb::NotedDown).with(kind.to_string()))?;
        deed.touch_agreement(&agreement)?;
        Ok(Agreement { revision: agreement.revision + 1, ..agreement })
    })
}

/// What else a step brings about.
pub(super) fn follow(
    deed: &mut Deed<'_>,
    before: &Agreement,
    after: &Agreement,
    by: &str,
    now: i64,
) -> Result<(), Failure> {
    match after.stage {
        AgreementStage::Signed => {
            // From now on the terms are amended.
            let (terms, agreed_on) = (after.terms.clone(), after.signed_on);
            let reason = String::new();
            deed.keep_terms(
                after.id,
                &TermsVersion { number: 1, terms, agreed_on, reason, by: by.to_owned(), at: now },
            )?;
        }
        AgreementStage::Interest | AgreementStage::Negotiation => void(deed, before)?,
        AgreementStage::InForce => {}
        AgreementStage::Fulfilled | AgreementStage::Terminated | AgreementStage::Expired => {
            void(deed, before)?;
            let word = after.stage.word();
            // What is owed of the time in which it held is owed when it is over.
            let subject = thing(after.id);
            let stays = |kind: DutyKind| matches!(kind, DutyKind::ReportUse | DutyKind::SettleArrears);
            for duty in deed.open_duties(&subject)?.into_iter().filter(|duty| !stays(duty.kind)) {
                deed.keep_duty(&duty.close(model::DutyState::Lapsed, word, None, now)?)?;
            }
            // What came, and what is contested, is still to be answered; what did not come is not waited for.
            for one in deed.deliverables(after.id)?.iter().filter(|one| one.state == DeliverableState::Awaited) {
                deed.lapse(&Thing::new(Noun::Deliverable, one.id), word)?;
            }
        }
    }
    Ok(())
}

impl Office {
    /// What an officer may do with an agreement now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn agreement_rights(&self, officer: &Officer, page: &AgreementPage) -> Result<AgreementRights, Failure> {
        let agreement = &page.agreement;
        let waiting = page.consents.iter().rfind(|consent| consent.state == ConsentState::Asked);
        let tree = self.tree()?;
        let coordinates = officer.empowered(Power::Coordinate, &agreement.unit, &tree).is_ok();
        let decide = waiting.filter(|consent| coordinates && consent.asker != officer.person.id);
        let decide = decide.map(|consent| consent.point);
        let acts = officer.acts_for(&agreement.post);
        let (change, settle) = (acts && agreement.is_open_to_change(), acts && agreement.is_open_to_settling());
        if !change {
            return Ok(AgreementRights { settle, decide, ..AgreementRights::default() });
        }
        let next = ConsentPoint::at(agreement.stage);
        let given = next.is_none_or(|point| is_given(&page.consents, point));
        let moves = agreement.stage.moves().filter(|to| match to {
            AgreementStage::Signed | AgreementStage::InForce => given,
            AgreementStage::Expired => agreement.terms.until.is_some(),
            AgreementStage::Fulfilled => {
                page.n_unreported == 0
                    && page.deliverables.iter().all(|line| !line.deliverable.is_owed())
                    && page.balances.iter().all(|balance| balance.paid >= balance.planned)
            }
            _ => true,
        });
        Ok(AgreementRights {
            change,
            settle,
            write_terms: !agreement.is_signed(),
            amend: agreement.is_signed(),
            moves: moves.collect(),
            ask: next.filter(|_| !given && waiting.is_none()),
            decide,
        })
    }
}
