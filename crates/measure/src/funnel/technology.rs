//! Technologies anywhere: how far each came in any enterprise.

use super::course::{Course, Exit};
use super::log::{ABANDONED, Log};
use super::stage::N_STAGES;
use crate::Unusable;

/// A log whose cases are the technologies. A technology is seen at a stage from the first day on which any of its pairs is; it is
/// abandoned when all its pairs are, on the day of the last and for its reason.
///
/// # Errors
/// As for any log.
pub(super) fn by_technology(course: &Course) -> Result<Log, Unusable> {
    let pairs = course.log;
    let n = pairs.technologies.len();
    let mut first = vec![[f64::INFINITY; N_STAGES]; n];
    let mut lost: Vec<Option<(f64, u32)>> = vec![None; n];
    let mut alive = vec![false; n];
    for &case in course.cases() {
        let case = case as usize;
        let Some(technology) = pairs.technology.get(case).map(|&at| at as usize).filter(|&at| at < n) else { continue };
        let mut mark = |stage: usize, day: f64| {
            let known = &mut first[technology][stage];
            *known = known.min(day);
        };
        for at in pairs.offsets[case]..pairs.offsets[case + 1] {
            let (what, day) = (pairs.what[at], pairs.day[at]);
            if day > course.last_day[case] || what == ABANDONED {
                break;
            }
            mark(usize::from(what), day);
        }
        match course.exit[case] {
            Exit::Abandoned(reason) => {
                let day = course.last_day[case];
                let last = lost[technology].get_or_insert((day, reason));
                if day > last.0 {
                    *last = (day, reason);
                }
            }
            Exit::Open | Exit::Production => alive[technology] = true,
        }
    }
    let mut log = Log { reasons: pairs.reasons.clone(), ..Log::default() };
    log.offsets.push(0);
    for technology in 0..n {
        let mut events: Vec<(f64, u8)> = (0_u8..)
            .zip(first[technology])
            .filter(|(_, day)| day.is_finite())
            .map(|(stage, day)| (day, stage))
            .collect();
        // Of one day, in the order of the way.
        events.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let lost = lost[technology].filter(|_| !alive[technology]);
        if events.is_empty() && lost.is_none() {
            continue;
        }
        for (day, stage) in events {
            log.what.push(stage);
            log.reason.push(0);
            log.day.push(day);
        }
        if let Some((day, reason)) = lost {
            log.what.push(ABANDONED);
            log.reason.push(reason);
            log.day.push(day);
        }
        log.offsets.push(log.day.len());
        let place = u32::try_from(log.ids.len()).unwrap_or(u32::MAX);
        log.ids.push(pairs.technologies[technology].clone());
        log.technologies.push(pairs.technologies[technology].clone());
        log.technology.push(place);
        log.enterprise.push(0);
    }
    log.enterprises.push(String::new());
    Ok(log)
}
