use super::*;
use crate::generator::Generator;

/// An office whose truth is known: what its profile brings, and what it leaves out, near and far.
struct Truth {
    /// Size and records of use, of what was brought and of each sort that was not.
    delivered: (u32, u32),
    rejected: [(u32, u32); 2],
    /// Records of each sort that the reader judges.
    judged: (u32, [u32; 2]),
}

impl Truth {
    fn recall(&self) -> f64 {
        let found = f64::from(self.delivered.1);
        found / (found + self.rejected.iter().map(|one| f64::from(one.1)).sum::<f64>())
    }

    /// What a reader finds who knows at a glance what is of use.
    fn read(&self, generator: &mut Generator) -> (Segment, Vec<Segment>) {
        let mut segment = |(size, useful): (u32, u32), judged: u32| Segment {
            size: u64::from(size),
            judged: u64::from(judged),
            relevant: u64::from(generator.sampled(useful, size, judged)),
        };
        let delivered = segment(self.delivered, self.judged.0);
        let rejected = self.rejected.iter().zip(self.judged.1).map(|(one, judged)| segment(*one, judged)).collect();
        (delivered, rejected)
    }
}

#[test]
fn the_interval_of_recall_covers_the_truth_as_often_as_it_says() {
    let truths = [
        Truth { delivered: (200, 120), rejected: [(1_000, 60), (20_000, 20)], judged: (150, [100, 100]) },
        Truth { delivered: (80, 40), rejected: [(400, 40), (5_000, 0)], judged: (80, [120, 40]) },
        Truth { delivered: (500, 450), rejected: [(2_000, 100), (50_000, 50)], judged: (100, [300, 150]) },
        Truth { delivered: (60, 20), rejected: [(300, 5), (3_000, 3)], judged: (40, [60, 60]) },
        Truth { delivered: (150, 90), rejected: [(500, 0), (8_000, 0)], judged: (90, [80, 80]) },
    ];
    let mut generator = Generator(19_620_412);
    let (mut n, mut covered) = (0.0, 0.0);
    for truth in &truths {
        let mut of_truth = 0.0;
        for _ in 0..200 {
            let (delivered, rejected) = truth.read(&mut generator);
            let found = recall(delivered, &rejected).unwrap();
            assert!(found.interval.low <= found.value + 1e-9 && found.value <= found.interval.high + 1e-9);
            of_truth += f64::from(u8::from(found.interval.covers(truth.recall())));
        }
        // A single truth lies where it lies: the limits hold on the whole, and nowhere far less.
        assert!(of_truth / 200.0 >= 0.88, "{} of 200 at {}", of_truth, truth.recall());
        n += 200.0;
        covered += of_truth;
    }
    let share = covered / n;
    assert!((0.93..=0.985).contains(&share), "{share}");
}

#[test]
fn the_interval_of_precision_covers_the_truth_as_often_as_it_says() {
    let mut generator = Generator(7);
    let mut covered = 0.0;
    for run in 0..1_000 {
        let truth = 0.1 + 0.8 * f64::from(run) / 1_000.0;
        let useful = generator.hits(60.0, truth);
        covered += f64::from(u8::from(precision(useful as u64, 60).unwrap().interval.covers(truth)));
    }
    assert!((0.93..=0.97).contains(&(covered / 1_000.0)), "{covered}");
}

#[test]
fn without_a_sample_or_without_a_hit_there_is_no_recall() {
    let some = Segment { size: 10, judged: 5, relevant: 2 };
    assert_eq!(recall(Segment { relevant: 0, ..some }, &[some]), None);
    assert_eq!(recall(some, &[Segment { size: 10, judged: 0, relevant: 0 }]), None);
    assert_eq!(precision(0, 0), None);
}

#[test]
fn where_all_was_read_recall_is_known() {
    let delivered = Segment { size: 8, judged: 8, relevant: 6 };
    let found = recall(delivered, &[Segment { size: 20, judged: 20, relevant: 2 }]).unwrap();
    assert!((found.value - 0.75).abs() < 1e-12);
    assert!((found.interval.low - 0.75).abs() < 1e-12 && (found.interval.high - 0.75).abs() < 1e-12);
}

#[test]
fn a_sample_without_a_hit_leaves_it_open_that_nothing_was_missed() {
    let delivered = Segment { size: 50, judged: 50, relevant: 40 };
    let found = recall(delivered, &[Segment { size: 10_000, judged: 30, relevant: 0 }]).unwrap();
    assert!((found.value - 1.0).abs() < 1e-12 && (found.interval.high - 1.0).abs() < 1e-12);
    assert!(found.interval.low < 0.2, "thirty of ten thousand say next to nothing: {}", found.interval.low);
}
