use crate::curve::reaches;
use crate::generator::Generator;
use crate::{Inspected, curve, reliability};

fn claims(verified: u32, refuted: u32) -> Vec<Inspected> {
    let of = |is_verified| Inspected { chance: 0.2, is_verified };
    (0..verified).map(|_| of(true)).chain((0..refuted).map(|_| of(false))).collect()
}

#[test]
fn a_small_unit_is_drawn_towards_the_others_and_a_large_one_stands() {
    let mut units: Vec<(String, Vec<Inspected>)> = (0..20).map(|at| (format!("u{at}"), claims(8, 2))).collect();
    units.push(("small".to_owned(), claims(0, 2)));
    units.push(("large".to_owned(), claims(10, 90)));
    units.push(("unseen".to_owned(), Vec::new()));
    let found = reliability(&units);
    let of = |name: &str| found.iter().find(|one| one.unit == name).unwrap();
    assert_eq!(found[0].unit, "large", "what is sure stands first");
    assert!(of("large").value < 0.2 && of("large").interval.high < 0.3, "{:?}", of("large"));
    assert!(of("small").value > 0.3 && of("small").value < 0.75, "never the raw nought: {:?}", of("small"));
    let width = |name: &str| of(name).interval.high - of(name).interval.low;
    assert!(width("unseen") > width("small") && width("small") > width("large"));
    assert_eq!((of("small").seen, of("small").verified), (2, 0));
    assert!(reliability(&[("a".to_owned(), Vec::new())]).is_empty());
}

#[test]
fn what_risk_sent_inspectors_to_does_not_count_more() {
    // Half of what was seen stands for nine tenths of the claims, and is true.
    let mut seen = vec![Inspected { chance: 0.9, is_verified: false }; 20];
    seen.extend(vec![Inspected { chance: 0.1, is_verified: true }; 20]);
    let others = (0..10).map(|at| (format!("u{at}"), claims(6, 4)));
    let units: Vec<_> = others.chain([("one".to_owned(), seen)]).collect();
    let found = reliability(&units).into_iter().find(|one| one.unit == "one").unwrap();
    assert!(found.value > 0.7, "{found:?}");
}

/// Units whose honesty is known, as a beta distribution spreads it; each is seen as often as small and large units are.
#[test]
fn intervals_of_units_cover_their_honesty_as_often_as_they_say() {
    let mut generator = Generator(77);
    for (a, b) in [(6.0, 2.0), (2.0, 2.0), (12.0, 1.5)] {
        let (mut covered, mut all) = (0u32, 0u32);
        for _ in 0..60 {
            let mut honesty = Vec::new();
            let mut units = Vec::new();
            for at in 0..40u32 {
                let share = generator.share();
                let honest = reaches(share, (0.0, 1.0), |x| curve::beta_below(a, b, x));
                let seen = [2, 3, 5, 8, 15][at as usize % 5];
                let verified = generator.hits(f64::from(seen), honest) as u32;
                honesty.push((format!("u{at}"), honest));
                units.push((format!("u{at}"), claims(verified, seen - verified)));
            }
            for one in reliability(&units) {
                let (_, honest) = honesty.iter().find(|(unit, _)| *unit == one.unit).unwrap();
                covered += u32::from(one.interval.covers(*honest));
                all += 1;
            }
        }
        let found = f64::from(covered) / f64::from(all);
        assert!((0.93..=0.97).contains(&found), "{a} {b}: {found}");
    }
}
