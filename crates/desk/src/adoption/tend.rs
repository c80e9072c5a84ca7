//! What is done for adoptions without anybody asking: the output of quarters that are over, what is missing past its day, and who is behind.

use model::{Duty, DutyId, DutyKind};
use store::{AdoptionFilter, Scope, Writer};

use super::output::{ask, weigh};
use super::part::ask_for_missing;
use super::thing;
use crate::job::{Ids, OFFICE};
use crate::work_calendar::day_at;
use crate::{Clerk, Failure, Office};

/// Sees to every adoption that goes on. Safe to run twice.
pub(crate) fn tend_adoptions(
    clerk: &Clerk,
    office: &Office,
    now: i64,
    today: model::Date,
    ids: &mut Ids,
) -> Result<(), Failure> {
    let days = i64::from(office.configuration.work().review_days);
    let filter = AdoptionFilter { open: true, ..AdoptionFilter::default() };
    for line in office.reader.adoptions(&office.scope, &filter)? {
        let id = line.adoption.id;
        // What nobody planned, nobody needs and nothing runs of asks for nothing.
        let resources = office.reader.resources(&office.scope, id)?;
        let runs = line.adoption.seen(model::Rung::Pilot);
        let is_missing = resources.iter().any(|resource| resource.is_late(today.plus_days(1)));
        if !runs && !is_missing && line.behind.is_none() && office.reader.output_plans(&office.scope, id)?.is_empty() {
            continue;
        }
        let names: [DutyId; 2] = std::array::from_fn(|_| DutyId::from_bits(ids()));
        clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                // It may have been changed since it was read.
                let held = deed.adoption(&Scope::office(), id)?.filter(|adoption| adoption.end.is_none());
                let Some(adoption) = held else { return Ok(()) };
                // A quarter is over when it is over where the unit is.
                let there = day_at(deed, &adoption.unit, today)?;
                let duty = |id: DutyId, kind: DutyKind| {
                    Duty::new(id, adoption.post.clone(), kind, thing(adoption.id), now, there.plus_days(days))
                };
                weigh(deed, &adoption, there)?;
                ask(deed, &adoption, &duty(names[0], DutyKind::SayOutput), there)?;
                if deed.resources(id)?.iter().any(|resource| resource.is_late(there)) {
                    ask_for_missing(deed, &adoption, &duty(names[1], DutyKind::GetResource))?;
                }
                Ok(())
            })
        })?;
    }
    Ok(())
}
