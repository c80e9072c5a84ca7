//! What is laid before posts, and what they make of it.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use model::{Choice, Date, Disposition, PassReason, PostId, RecordId};
use store::{DeliveryFilter, HeldDelivery};

use super::chance::Chance;
use super::world::World;
use super::{DAY_MICROS, OPERATOR, Simulated, moment};
use crate::{Failure, Officer, Selection, Turn, WritableOffice};

/// How often a delivery is answered at all, in a hundred.
const ANSWERED_PERCENT: u8 = 88;

/// Answers in one commit: each waits for the disk otherwise.
const TOGETHER: usize = 500;

/// Why things are passed over.
const REASONS: [PassReason; 3] = [PassReason::NotFeasible, PassReason::OutOfDate, PassReason::OffTopic];

/// Lays what came in before the posts, and lets them answer within a month.
pub(super) fn deliver_and_answer(
    office: &mut WritableOffice,
    world: &World,
    half: i64,
    day: Date,
    ids: &mut dyn FnMut() -> u64,
    written: &mut Simulated,
) -> Result<(), Failure> {
    let now = moment(day, 60);
    crate::delivery::match_needs(office, &Selection::default(), (OPERATOR, now, day), ids, &mut |_| {})?;
    let mut fresh: Vec<HeldDelivery> = Vec::new();
    let filter = DeliveryFilter { since: Some(now), ..DeliveryFilter::default() };
    office.office.reader.each_delivery(&office.office.scope, &filter, &mut |held| {
        fresh.push(held);
        ControlFlow::Continue(())
    })?;
    written.n_deliveries += fresh.len() as u64;
    let worth = worth(office, world, &fresh)?;
    let mut chance = Chance::new(world.truth.asked.seed, 0x3_0000 + half.cast_unsigned());
    let mut officers: BTreeMap<PostId, Officer> = BTreeMap::new();
    let people: BTreeMap<&PostId, _> = world.units.iter().map(|unit| (&unit.post, &unit.person)).collect();
    let work = office.office.configuration().work();
    for some in fresh.chunks(TOGETHER) {
        for held in some {
            let post = &held.delivery.post;
            if let (false, Some(person)) = (officers.contains_key(post), people.get(post)) {
                officers.insert(post.clone(), office.office.officer(person, day)?);
            }
        }
        let n = office.writer.together(|writer| -> Result<u64, Failure> {
            let mut n_answered = 0;
            for held in some {
                let Some(officer) = officers.get(&held.delivery.post) else { continue };
                let is_answered = chance.happens(ANSWERED_PERCENT);
                let disposition = disposition(&mut chance, worth.get(&held.delivery.record).copied().unwrap_or(0))?;
                let days = 1 + chance.below(28) as i64;
                if !is_answered {
                    continue;
                }
                let (now, today) = (now + days * DAY_MICROS, day.plus_days(days));
                let mut turn = Turn { officer, now, today, work, ids: &mut *ids };
                crate::disposition::dispose(writer, &mut turn, held.delivery.id, &disposition, &|_| Ok(true))?;
                n_answered += 1;
            }
            Ok(n_answered)
        })?;
        written.n_answered += n;
    }
    Ok(())
}

/// How often each of these records is of use, in a hundred: as often as its source is.
fn worth(office: &WritableOffice, world: &World, fresh: &[HeldDelivery]) -> Result<BTreeMap<RecordId, u8>, Failure> {
    let mut worth = BTreeMap::new();
    for held in fresh {
        let record = held.delivery.record;
        if worth.contains_key(&record) {
            continue;
        }
        let sources = office.office.reader.sources_of(&office.office.scope, record)?;
        let of_source = |id| world.truth.sources.iter().find(|source| source.id == id).map(|source| source.use_percent);
        worth.insert(record, sources.iter().filter_map(|source| of_source(source.id)).max().unwrap_or(0));
    }
    Ok(worth)
}

fn disposition(chance: &mut Chance, use_percent: u8) -> Result<Disposition, Failure> {
    let remark = "Simulated";
    Ok(if chance.happens(use_percent) {
        Disposition::new(Choice::Use, None, None, remark)?
    } else if chance.happens(use_percent / 2) {
        Disposition::new(Choice::Study, None, None, remark)?
    } else {
        let reason = chance.one(&REASONS).copied();
        Disposition::new(Choice::Pass, reason, None, remark)?
    })
}
