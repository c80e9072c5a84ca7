//! Two plans that were made from the same one, joined: what either changed is changed.

use super::super::plan::{Plan, Signing};
use super::super::upp::Upp;

/// `first` with what `second` changed of `before`. It may break rules, so it is to be checked.
pub(super) fn joined(upp: &Upp, before: &Plan, first: &Plan, second: &Plan) -> Plan {
    let mut plan = Plan {
        signings: changed(&before.signings, &first.signings, &second.signings),
        missions: changed(&before.missions, &first.missions, &second.missions),
        starts: changed(&before.starts, &first.starts, &second.starts),
        developments: changed(&before.developments, &first.developments, &second.developments),
        // Amounts depend on each other, so they come from one of the two.
        credit: if first.credit == before.credit { second.credit.clone() } else { first.credit.clone() },
    };
    let place = |signing: &Signing| upp.technologies.iter().position(|k| k.id == signing.technology);
    plan.signings.sort_by_cached_key(place);
    plan.missions.sort_by_cached_key(|sent| upp.missions.iter().position(|j| j.id == sent.mission));
    plan.starts.sort_by_key(|start| start.project);
    plan.developments.sort_by_cached_key(|made| upp.suppliers.iter().position(|s| s.id == made.supplier));
    plan
}

fn changed<T: Clone + PartialEq>(before: &[T], first: &[T], second: &[T]) -> Vec<T> {
    let kept = first.iter().filter(|thing| second.contains(thing) || !before.contains(thing));
    let more = second.iter().filter(|thing| !before.contains(thing) && !first.contains(thing));
    kept.chain(more).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::changed;

    #[test]
    fn what_either_took_out_is_out_and_what_either_put_in_is_in() {
        assert_eq!(changed(&[1, 2, 3], &[2, 3, 4], &[1, 2, 5, 4]), [2, 4, 5]);
    }
}
