//! Samples that rest too long: whoever holds one is asked to put it to use.

use model::{Date, Duty, DutyId, DutyKind};
use store::{SampleFilter, Writer};

use super::thing;
use crate::job::{Ids, OFFICE};
use crate::work_calendar::charge;
use crate::{Clerk, Failure, Office};

/// Asks whoever holds a sample that rests too long, once in each time that it may rest.
pub(crate) fn find_idle(clerk: &Clerk, office: &Office, now: i64, today: Date, ids: &mut Ids) -> Result<(), Failure> {
    let work = office.configuration.work();
    let long_ago = now - i64::from(work.idle_days) * 86_400_000_000;
    for line in office.reader.samples(&office.scope, &SampleFilter::default())? {
        let Some(holder) = line.holder.filter(|_| line.loan.is_none() && line.sample.is_idle(work.idle_days, today))
        else {
            continue;
        };
        let subject = thing(line.sample.id);
        let asked = office.reader.duties_about(&office.scope, &subject)?;
        let is_asked = |duty: &Duty| {
            duty.kind == DutyKind::UseSample && (duty.closed_at.is_none() || duty.closed_at > Some(long_ago))
        };
        if asked.iter().any(is_asked) {
            continue;
        }
        let id = DutyId::from_bits(ids());
        let due = today.plus_days(i64::from(work.answer_days));
        let duty = Duty::new(id, holder, DutyKind::UseSample, subject, now, due);
        clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                charge(deed, &duty)?;
                Ok(())
            })
        })?;
    }
    Ok(())
}
