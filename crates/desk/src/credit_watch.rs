//! What lines of credit ask of their posts: to pay in time, to settle what is overdue, to fix the rate of a period.

use model::{
    Credit, CreditEventKind, Date, Duty, DutyId, DutyKind, ScheduleLine, counting, credit_course, credit_schedule,
};
use store::Writer;

use crate::credit::{free_days, minded, thing};
use crate::work_calendar::charge;
use crate::{Clerk, Failure, Ids, OFFICE, Office};

/// Days before a period begins from which a rate counts as fixed for it.
const FIXED_BEFORE_DAYS: i64 = 10;

/// What a line asks for on a day.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    kind: DutyKind,
    due: Date,
}

/// What a line asks for, of its schedule, what is overdue and when its rate was last fixed.
fn asked(credit: &Credit, lines: &[ScheduleLine], overdue: bool, fixed: Option<Date>, today: Date) -> Vec<Asked> {
    let until = today.plus_days(i64::from(credit.terms.notice_days));
    let mut asked = Vec::new();
    let soon = lines.iter().find(|line| line.due >= today && line.due <= until && line.payment() > 0);
    asked.extend(soon.map(|line| Asked { kind: DutyKind::Pay, due: line.due }));
    if overdue {
        asked.push(Asked { kind: DutyKind::Settle, due: today });
    }
    if credit.terms.rate.is_floating() {
        // The last period that has begun or begins soon, unless nothing is owed in it.
        let period = lines.iter().rfind(|line| line.since <= until && line.until > today && line.opening > 0);
        let is_open = |line: &&ScheduleLine| fixed.is_none_or(|day| day < line.since.plus_days(-FIXED_BEFORE_DAYS));
        asked.extend(period.filter(is_open).map(|line| Asked { kind: DutyKind::FixRate, due: line.since.max(today) }));
    }
    asked
}

/// Asks the posts of lines of credit, each for each thing once until it is done.
pub(crate) fn watch_credits(
    clerk: &Clerk,
    office: &Office,
    now: i64,
    today: Date,
    ids: &mut Ids,
) -> Result<(), Failure> {
    let mut events = office.reader.credit_events(&office.scope, None)?;
    let free = office.free_days_by_country()?;
    for credit in office.reader.credits(&office.scope)? {
        let events = events.remove(&credit.id).unwrap_or_default();
        let minded = minded(&free, &credit);
        // Computed here, beside the one who writes.
        let overdue = credit_course(&credit.terms, &events, &minded, today, None).position.overdue > 0;
        let lines = credit_schedule(&credit.terms, &events, &minded, today).lines;
        let fixings = counting(&events).into_iter().filter(|event| event.kind == CreditEventKind::RateFixed);
        let fixed = fixings.map(|event| event.day).max();
        for one in asked(&credit, &lines, overdue, fixed, today) {
            let id = DutyId::from_bits(ids());
            let credit = credit.clone();
            clerk.write(move |writer: &mut Writer| {
                writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                    let subject = thing(credit.id);
                    if deed.open_duties(&subject)?.iter().all(|duty| duty.kind != one.kind) {
                        charge(deed, &Duty::new(id, credit.post.clone(), one.kind, subject, now, one.due))?;
                    }
                    Ok(())
                })
            })?;
        }
        let id = credit.id;
        clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                if deed.open_duties(&thing(id))?.is_empty() {
                    return Ok(());
                }
                let free = free_days(deed, &credit)?;
                crate::credit::settle(deed, &credit, &free, today)
            })
        })?;
    }
    Ok(())
}
