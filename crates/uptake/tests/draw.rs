//! `uptake draw`: an inspection drawn again by whoever has the frame and the seed.

mod program;

use program::{Desk, says};

const FRAME: &str = "programme,claim,stratum,weight,unit\n\
    P00000000000x1,A1,low,1,works\n\
    P00000000000x1,A2,low,1,works\n\
    P00000000000x1,A3,low,1,shop\n\
    P00000000000x1,A4,high,9,shop\n\
    P00000000000x1,A5,high,9,works\n\
    P00000000000x1,A6,high,9,works\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("frame.csv", FRAME);
    desk
}

#[test]
fn the_same_seed_draws_the_same_claims_whatever_the_order_of_the_file() {
    let desk = desk();
    let first = desk.run_words(&["draw", "frame.csv", "--seed", "1957", "--visits", "5", "--json"]).json();
    assert_eq!(first.len(), 7, "six claims and the strata");
    let strata = first[6]["strata"].as_array().expect("strata");
    assert_eq!((strata[0]["visits"].as_u64(), strata[0]["chance"].as_f64()), (Some(3), Some(1.0)), "{strata:?}");
    assert_eq!(first[6]["seed_hash"], "d212b2ac736e3f60408ffe9fbc1d26ae901f8f477fb8b08ec03c9d6b0208ac2b");
    let (head, lines) = FRAME.split_once('\n').expect("a head");
    let mut turned: Vec<&str> = lines.lines().collect();
    turned.reverse();
    desk.write("turned.csv", format!("{head}\n{}\n", turned.join("\n")));
    let second = desk.run_words(&["draw", "turned.csv", "--seed", "1957", "--visits", "5", "--json"]).json();
    assert_eq!(first, second);
    let told = desk.run_words(&["draw", "frame.csv", "--seed", "1957", "--visits", "5"]).done();
    says(&told, &["high: 3 of 3 drawn, chance 1.0000", "low: 2 of 3 drawn, chance 0.6667", "Hash of the frame: "]);
}

#[test]
fn what_cannot_be_drawn_names_the_next_step() {
    let desk = desk();
    let few = desk.run_words(&["draw", "frame.csv", "--seed", "1957", "--visits", "3"]).refused();
    says(&few, &["Two visits to each stratum are 4"]);
    desk.write("other.csv", "claim,weight\nA1,1\n");
    let other = desk.run_words(&["draw", "other.csv", "--seed", "1957", "--visits", "3"]).refused();
    says(&other, &["no column `stratum`"]);
    desk.write("bare.csv", "claim,stratum,weight\nA1,a,1\n");
    let bare = desk.run_words(&["draw", "bare.csv", "--seed", "1957", "--visits", "3"]).refused();
    says(&bare, &["--programme"]);
}
