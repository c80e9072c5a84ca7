use crate::generator::Generator;
use crate::{DrawRefused, Drawing, Framed, draw, frame_hash, order_key, seed_hash};

fn frame(sizes: &[(&str, u32, u32)]) -> Vec<Framed> {
    let mut frame = Vec::new();
    for (stratum, size, weight) in sizes {
        for at in 0..*size {
            frame.push(Framed { claim: format!("{stratum}-{at}"), stratum: (*stratum).to_owned(), weight: *weight });
        }
    }
    frame
}

fn visits(drawing: &Drawing) -> Vec<(&str, u32)> {
    drawing.strata.iter().map(|one| (one.name.as_str(), one.visits)).collect()
}

#[test]
fn visits_go_where_the_risk_is_and_two_at_least_everywhere() {
    let drawing = draw(&frame(&[("low", 80, 1), ("medium", 15, 4), ("high", 5, 20)]), "X", "seed", 20).unwrap();
    assert_eq!(visits(&drawing), [("high", 5), ("low", 9), ("medium", 6)], "high is looked at whole");
    let drawing = draw(&frame(&[("a", 1_000, 100), ("b", 3, 1), ("c", 1, 1)]), "X", "seed", 10).unwrap();
    assert_eq!(visits(&drawing), [("a", 7), ("b", 2), ("c", 1)]);
    let all = draw(&frame(&[("a", 3, 1), ("b", 2, 1)]), "X", "seed", 99).unwrap();
    assert!(all.claims.iter().all(|one| one.is_drawn && one.chance == 1.0));
}

#[test]
fn what_cannot_be_drawn_is_refused_with_what_is_needed() {
    assert_eq!(draw(&[], "X", "seed", 5), Err(DrawRefused::Empty));
    let twice = [frame(&[("a", 2, 1)]), frame(&[("a", 1, 1)])].concat();
    assert_eq!(draw(&twice, "X", "seed", 5), Err(DrawRefused::Twice));
    let few = draw(&frame(&[("a", 9, 1), ("b", 9, 1), ("c", 1, 1)]), "X", "seed", 4);
    assert_eq!(few, Err(DrawRefused::TooFew { needed: 5 }));
}

#[test]
fn the_draw_hangs_on_seed_and_programme_and_on_nothing_else() {
    let frame = frame(&[("a", 40, 1), ("b", 20, 3)]);
    let first = draw(&frame, "V01", "1957", 12).unwrap();
    let backwards: Vec<Framed> = frame.iter().rev().cloned().collect();
    assert_eq!(draw(&backwards, "V01", "1957", 12).unwrap(), first, "the order of the file is nothing");
    assert_eq!(frame_hash(&backwards), frame_hash(&frame));
    assert_ne!(draw(&frame, "V01", "1958", 12).unwrap(), first);
    assert_ne!(draw(&frame, "V02", "1957", 12).unwrap(), first);
    let one = &first.claims[0];
    assert_eq!(one.key, order_key("1957", "V01", &one.claim));
    // `printf 1957 | sha256sum`
    assert_eq!(seed_hash("1957"), "d212b2ac736e3f60408ffe9fbc1d26ae901f8f477fb8b08ec03c9d6b0208ac2b");
}

#[test]
fn each_claim_of_a_stratum_has_the_chance_that_is_said() {
    let frame = frame(&[("a", 12, 1), ("b", 5, 6)]);
    let (runs, mut generator) = (4_000u32, Generator(7));
    let mut hits = vec![0u32; frame.len()];
    let mut chances = vec![0.0; frame.len()];
    for _ in 0..runs {
        let drawing = draw(&frame, "V01", &generator.next().to_string(), 6).unwrap();
        for (at, one) in frame.iter().enumerate() {
            let drawn = drawing.claims.iter().find(|drawn| drawn.claim == one.claim).unwrap();
            hits[at] += u32::from(drawn.is_drawn);
            chances[at] = drawn.chance;
        }
    }
    for (hit, chance) in hits.iter().zip(chances) {
        // Four standard errors: one claim in sixteen thousand would stray so far.
        let spread = 4.0 * (chance * (1.0 - chance) / f64::from(runs)).sqrt();
        let found = f64::from(*hit) / f64::from(runs);
        assert!((found - chance).abs() <= spread, "{found} is not {chance}");
    }
}
