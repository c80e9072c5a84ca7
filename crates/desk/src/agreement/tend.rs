//! What is done for agreements without anybody asking: years whose use is to be reported, days that come, records about their patents.

use model::{
    Agreement, AgreementFooting, AgreementStage, AgreementStep, Date, Deliverable, Duty, DutyId, DutyKind, Renewal,
    Royalty, Thing, UseReport, Verb, instalment_stands,
};
use store::{AgreementFilter, Deed, Scope, Writer};

use super::deliverable::deliverable_thing;
use super::patent::heard_of;
use super::step::follow;
use super::thing;
use crate::job::{Ids, OFFICE};
use crate::work_calendar::{charge, day_at, last_day};
use crate::{Clerk, Failure, Office};

/// Days before the last day on which notice can be given, on which its post is asked what comes after it.
const RENEW_DAYS: i64 = 60;

/// The years that are over, in which a royalty was owed and that were not reported, the first first, each with the number of the royalty.
pub(super) fn unreported(
    royalties: &[Royalty],
    reports: &[UseReport],
    agreement: &Agreement,
    today: Date,
) -> Vec<(i32, u32)> {
    if !agreement.was_used() {
        return Vec::new();
    }
    let end = agreement.used_until();
    let mut open = Vec::new();
    for royalty in royalties {
        let is_open = |year: &i32| {
            royalty.is_owed_in(*year, end)
                && !reports.iter().any(|report| report.royalty == royalty.number && report.year == *year)
        };
        open.extend((royalty.since.year()..today.year()).filter(is_open).map(|year| (year, royalty.number)));
    }
    open.sort_unstable();
    open
}

/// Sees to every agreement: to one that holds, and to what is still owed of one that is over. Safe to run twice.
pub(crate) fn tend_agreements(
    clerk: &Clerk,
    office: &Office,
    now: i64,
    today: Date,
    ids: &mut Ids,
) -> Result<(), Failure> {
    for agreement in office.reader.agreements(&office.scope, &AgreementFilter::default())? {
        if agreement.stage.is_over() {
            tend_ended(clerk, office, &agreement, (now, today), ids)?;
            continue;
        }
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
        let late = late_deliverables(&office.reader.deliverables(&office.scope, agreement.id)?, &agreement, today, ids);
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
                ask_for_arrears(deed, &agreement, duties[2], (now, today, days))?;
                ask_for_late(deed, &agreement, &late, (now, today, days))
            })
        })?;
    }
    Ok(())
}

/// Asks for what is still owed of an agreement that is over: the use of years in which it held, what is in arrears, what was settled to
/// come after its end. Most owe nothing, and nothing is written about them.
fn tend_ended(
    clerk: &Clerk,
    office: &Office,
    agreement: &Agreement,
    (now, today): (i64, Date),
    ids: &mut Ids,
) -> Result<(), Failure> {
    if !agreement.is_signed() {
        return Ok(());
    }
    let (reader, scope, id) = (&office.reader, &office.scope, agreement.id);
    let years = unreported(&reader.royalties(scope, id)?, &reader.use_reports(scope, id)?, agreement, today);
    let deliverables = reader.deliverables(scope, id)?;
    let stands = instalment_stands(&reader.instalments(scope, id)?, &reader.payments(scope, id)?, &deliverables, today);
    let late = late_deliverables(&deliverables, agreement, today, ids);
    if years.is_empty() && late.is_empty() && stands.iter().all(|stand| stand.arrears == 0) {
        return Ok(());
    }
    let duties: Vec<DutyId> = (0..2).map(|_| DutyId::from_bits(ids())).collect();
    let days = i64::from(office.configuration.work().review_days);
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            let Some(agreement) = deed.agreement(&Scope::office(), id)? else { return Ok(()) };
            ask_for_use(deed, &agreement, duties[0], (now, today))?;
            ask_for_arrears(deed, &agreement, duties[1], (now, today, days))?;
            ask_for_late(deed, &agreement, &late, (now, today, days))
        })
    })
}

/// The deliverables that are past their day and did not come, each with a name for the duty about it. Of an agreement that is over, those
/// that were settled to come after its end.
fn late_deliverables(
    deliverables: &[Deliverable],
    agreement: &Agreement,
    today: Date,
    ids: &mut Ids,
) -> Vec<(Thing, DutyId)> {
    let is_waited_for =
        |one: &&Deliverable| agreement.ended_on.is_none_or(|ended| one.due.is_some_and(|due| due >= ended));
    let late = deliverables.iter().filter(|one| one.is_late(today)).filter(is_waited_for);
    late.map(|one| (deliverable_thing(one.id), DutyId::from_bits(ids()))).collect()
}

/// Asks for what is past its day and did not come.
fn ask_for_late(
    deed: &mut Deed<'_>,
    agreement: &Agreement,
    late: &[(Thing, DutyId)],
    (now, today, days): (i64, Date, i64),
) -> Result<(), Failure> {
    for (subject, id) in late {
        if deed.open_duties(subject)?.is_empty() {
            let (kind, due) = (DutyKind::AcceptDeliverable, today.plus_days(days));
            charge(deed, &Duty::new(*id, agreement.post.clone(), kind, subject.clone(), now, due))?;
        }
    }
    Ok(())
}

/// Whether an instalment was not paid in full by its day. Where its day is free at the post, the next on which somebody works counts.
fn is_in_arrears(deed: &Deed<'_>, agreement: &Agreement, today: Date) -> Result<bool, Failure> {
    let (id, there) = (agreement.id, day_at(deed, &agreement.unit, today)?);
    let stands = instalment_stands(&deed.instalments(id)?, &deed.payments(id)?, &deed.deliverables(id)?, there);
    for due in stands.iter().filter(|stand| stand.arrears > 0).filter_map(|stand| stand.falls_due) {
        if last_day(deed, &agreement.post, due)? < there {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Asks for what is in arrears, from the day after it was due: once, as long as anything is.
fn ask_for_arrears(
    deed: &mut Deed<'_>,
    agreement: &Agreement,
    id: DutyId,
    (now, today, days): (i64, Date, i64),
) -> Result<(), Failure> {
    let (subject, kind) = (thing(agreement.id), DutyKind::SettleArrears);
    if !is_in_arrears(deed, agreement, today)? {
        deed.done(&subject, kind, "settled")?;
        return Ok(());
    }
    if !deed.open_duties(&subject)?.iter().any(|duty| duty.kind == kind) {
        charge(deed, &Duty::new(id, agreement.post.clone(), kind, subject, now, today.plus_days(days)))?;
    }
    Ok(())
}

/// Closes the duty about arrears where nothing is in arrears any more.
pub(super) fn settle_arrears(deed: &mut Deed<'_>, agreement: &Agreement, today: Date) -> Result<(), Failure> {
    if !is_in_arrears(deed, agreement, today)? {
        deed.done(&thing(agreement.id), DutyKind::SettleArrears, "settled")?;
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
    let Some((year, _)) = unreported(&royalties, &reports, agreement, today).first().copied() else { return Ok(()) };
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
        let (published, fared) = heard_of(office, agreement, &patent)?;
        for heard in published {
            if let Some(changed) = next.heard(&heard.published, heard.status, heard.record) {
                next = changed;
                record = Some(heard.record);
            }
        }
        for outcome in fared {
            if let Some(changed) = next.fared(&outcome) {
                next = changed;
                record = Some(outcome.record);
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
