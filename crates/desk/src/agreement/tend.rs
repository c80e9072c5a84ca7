//! What is done for agreements without anybody asking: years whose use is to be reported, days that come, records about their patents.

use model::{
    Agreement, AgreementFooting, AgreementStage, AgreementStep, Date, DeliverableState, Duty, DutyId, DutyKind,
    Renewal, Royalty, Thing, UseReport, Verb,
};
use store::{AgreementFilter, Deed, Scope, Writer};

use super::deliverable::deliverable_thing;
use super::patent::heard_of;
use super::step::follow;
use super::thing;
use crate::job::{Ids, OFFICE};
use crate::work_calendar::{charge, last_day};
use crate::{Clerk, Failure, Office};

/// Days before the last day on which notice can be given, on which its post is asked what comes after it.
const RENEW_DAYS: i64 = 60;

/// The first year that is over and was not reported for a royalty, with the royalty.
pub(super) fn unreported(
    royalties: &[Royalty],
    reports: &[UseReport],
    agreement: &Agreement,
    today: Date,
) -> Option<(u32, i32)> {
    let end = agreement.terms.until;
    let mut open = royalties.iter().filter_map(|royalty| {
        let years = royalty.since.year()..today.year();
        let is_open = |year: &i32| {
            royalty.is_owed_in(*year, end)
                && !reports.iter().any(|report| report.royalty == royalty.number && report.year == *year)
        };
        years.into_iter().find(is_open).map(|year| (year, royalty.number))
    });
    let first = open.next()?;
    let (year, number) = open.fold(first, Ord::min);
    Some((number, year))
}

/// Sees to every agreement that is not over. Safe to run twice.
pub(crate) fn tend_agreements(
    clerk: &Clerk,
    office: &Office,
    now: i64,
    today: Date,
    ids: &mut Ids,
) -> Result<(), Failure> {
    use AgreementStage::{InForce, Interest, Negotiation, Signed};
    let stages = vec![Interest, Negotiation, Signed, InForce];
    let filter = AgreementFilter { stages, ..AgreementFilter::default() };
    for agreement in office.reader.agreements(&office.scope, &filter)? {
        watch_patents(clerk, office, &agreement, (now, today), ids)?;
        if !agreement.is_signed() {
            continue;
        }
        let duties: Vec<DutyId> = (0..3).map(|_| DutyId::from_bits(ids())).collect();
        let asked_before = office.reader.duties_about(&office.scope, &thing(agreement.id))?;
        let since = asked_since(&agreement);
        let was_asked = asked_before
            .iter()
            .any(|duty| duty.kind == DutyKind::Renew && since.is_some_and(|since| duty.opened_at >= midnight(since)));
        let deliverables = office.reader.deliverables(&office.scope, agreement.id)?;
        let late = deliverables.into_iter().filter(|one| one.state == DeliverableState::Awaited && one.is_late(today));
        let late: Vec<(Thing, DutyId)> =
            late.map(|one| (deliverable_thing(one.id), DutyId::from_bits(ids()))).collect();
        let days = i64::from(office.configuration.work().review_days);
        clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                // It may have been changed since it was read.
                let Some(agreement) = deed.agreement(&Scope::office(), agreement.id)? else { return Ok(()) };
                if agreement.stage.is_over() || expire(deed, &agreement, today, now)? {
                    return Ok(());
                }
                ask_for_use(deed, &agreement, duties[0], (now, today))?;
                if !was_asked {
                    ask_what_follows(deed, &agreement, duties[1], (now, today))?;
                }
                for (subject, id) in &late {
                    if deed.open_duties(subject)?.is_empty() {
                        let kind = DutyKind::AcceptDeliverable;
                        let due = today.plus_days(days);
                        charge(deed, &Duty::new(*id, agreement.post.clone(), kind, subject.clone(), now, due))?;
                    }
                }
                Ok(())
            })
        })?;
    }
    Ok(())
}

/// The first moment of a day, in microseconds since 1970.
fn midnight(day: Date) -> i64 {
    day.number().saturating_mul(86_400_000_000)
}

/// The day from which the post of an agreement is asked what comes after its last day.
fn asked_since(agreement: &Agreement) -> Option<Date> {
    agreement.terms.notice_by().map(|day| day.plus_days(-RENEW_DAYS))
}

/// Ends an agreement whose last day is over and that ends by itself.
fn expire(deed: &mut Deed<'_>, agreement: &Agreement, today: Date, now: i64) -> Result<bool, Failure> {
    let is_past = agreement.terms.until.is_some_and(|until| until < today);
    if agreement.stage != AgreementStage::InForce || agreement.terms.renewal != Renewal::Ends || !is_past {
        return Ok(false);
    }
    let step = AgreementStep { to: AgreementStage::Expired, on: today, reason: String::new() };
    let (next, fact) = agreement.go(OFFICE, &step, &AgreementFooting::default())?;
    deed.keep_agreement(&next, &fact)?;
    follow(deed, agreement, &next, OFFICE, now)?;
    Ok(true)
}

/// Asks for the report of a year that is over, one at a time.
fn ask_for_use(
    deed: &mut Deed<'_>,
    agreement: &Agreement,
    id: DutyId,
    (now, today): (i64, Date),
) -> Result<(), Failure> {
    let (royalties, reports) = (deed.royalties(agreement.id)?, deed.use_reports(agreement.id)?);
    let Some((_, year)) = unreported(&royalties, &reports, agreement, today) else { return Ok(()) };
    let subject = thing(agreement.id);
    if deed.open_duties(&subject)?.iter().any(|duty| duty.kind == DutyKind::ReportUse) {
        return Ok(());
    }
    let end = Date::new(year, 12, 31).unwrap_or(today);
    let due = last_day(deed, &agreement.post, end.plus_days(model::ROYALTY_DAYS).max(today))?;
    deed.charge(&Duty::new(id, agreement.post.clone(), DutyKind::ReportUse, subject, now, due))?;
    Ok(())
}

/// Asks what comes after the last day, once for each last day.
fn ask_what_follows(
    deed: &mut Deed<'_>,
    agreement: &Agreement,
    id: DutyId,
    (now, today): (i64, Date),
) -> Result<(), Failure> {
    let (Some(since), Some(by)) = (asked_since(agreement), agreement.terms.notice_by()) else { return Ok(()) };
    if today < since {
        return Ok(());
    }
    let due = last_day(deed, &agreement.post, by.max(today))?;
    deed.charge(&Duty::new(id, agreement.post.clone(), DutyKind::Renew, thing(agreement.id), now, due))?;
    Ok(())
}

/// Takes over what records say of the patents of an agreement, and asks its post to look at it.
fn watch_patents(
    clerk: &Clerk,
    office: &Office,
    agreement: &Agreement,
    (now, today): (i64, Date),
    ids: &mut Ids,
) -> Result<(), Failure> {
    for patent in office.reader.patents(&office.scope, agreement.id)? {
        let mut next = patent.clone();
        let mut record = None;
        for heard in heard_of(office, agreement, &patent)? {
            if let Some(changed) = next.heard(&heard.published, heard.status, heard.record) {
                next = changed;
                record = Some(heard.record);
            }
        }
        let Some(record) = record else { continue };
        let (id, post, duty) = (agreement.id, agreement.post.clone(), DutyId::from_bits(ids()));
        let days = i64::from(office.configuration.work().review_days);
        clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                let Some(agreement) = deed.agreement(&Scope::office(), id)? else { return Ok(()) };
                // Somebody may have changed the line meanwhile; the next round hears it again.
                if deed.patents(id)?.iter().find(|one| one.number == patent.number) != Some(&patent) {
                    return Ok(());
                }
                let fact = agreement.fact(OFFICE, Verb::Updated).to(format!("record:{record}"));
                deed.keep_patent(id, &next, &fact.with(next.identifier.to_string()))?;
                deed.touch_agreement(&agreement)?;
                let subject = thing(id);
                if !deed.open_duties(&subject)?.iter().any(|duty| duty.kind == DutyKind::LookAtPatent) {
                    let due = today.plus_days(days);
                    charge(deed, &Duty::new(duty, post.clone(), DutyKind::LookAtPatent, subject, now, due))?;
                }
                Ok(())
            })
        })?;
    }
    Ok(())
}
