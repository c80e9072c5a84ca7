//! The law of answers: whatever devices write without seeing each other, and however their edits travel, all come to the same, and
//! nothing that was noted is lost.

use proptest::prelude::*;

use super::*;

/// A device with what it knows, or the office.
#[derive(Clone, Debug, Default)]
struct Device {
    log: AnswerLog,
}

impl Device {
    /// Writes an edit as the page does: on what it sees.
    fn write(&mut self, id: u128, question: u64, what: u8) {
        let question = QuestionId::from_bits(question);
        let seen = self.log.answer(question);
        let by = format!("/member-{id}");
        let mut edit = AnswerEdit::new(EditId::from_bits(id), question, seen.clock + 1, &by, 0);
        let states = [QuestionState::Answered, QuestionState::Partly, QuestionState::Refused, QuestionState::NotAsked];
        match what % 6 {
            0 => edit.state = Some(states[id as usize % states.len()]),
            1 => edit.evidence = Some(Evidence::ALL[id as usize % Evidence::ALL.len()]),
            2 => edit.reason = Some(format!("reason {id}")),
            3 => edit.file = Some(format!("{id}.jpg")),
            4 => edit.taken = seen.files.first().map(|file| file.edit),
            _ => {
                edit.notes = Some(format!("notes {id}"));
                edit.seen = seen.notes.iter().map(|note| note.edit).collect();
            }
        }
        self.log.add(edit);
    }

    /// Takes what comes over the wire: some of it, in some order, some of it twice.
    fn take(&mut self, from: &Device, which: &[usize]) {
        let edits: Vec<&AnswerEdit> = from.log.edits().collect();
        if edits.is_empty() {
            return;
        }
        for at in which {
            self.log.add(edits[at % edits.len()].clone());
        }
    }
}

/// What happens: a device writes, sends some to the office, or gets some from it.
#[derive(Clone, Debug)]
enum Step {
    Write { device: usize, question: u64, what: u8 },
    Send { device: usize, which: Vec<usize> },
    Get { device: usize, which: Vec<usize> },
}

const DEVICES: usize = 3;
const QUESTIONS: u64 = 2;

fn step() -> impl Strategy<Value = Step> {
    let which = || prop::collection::vec(0usize..40, 0..12);
    prop_oneof![
        3 => (0..DEVICES, 1..=QUESTIONS, any::<u8>())
            .prop_map(|(device, question, what)| Step::Write { device, question, what }),
        1 => (0..DEVICES, which()).prop_map(|(device, which)| Step::Send { device, which }),
        1 => (0..DEVICES, which()).prop_map(|(device, which)| Step::Get { device, which }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn whatever_order_edits_travel_in_all_come_to_the_same_and_nothing_noted_is_lost(
        steps in prop::collection::vec(step(), 1..80),
        order in prop::collection::vec(0usize..1_000, 80),
    ) {
        let mut office = Device::default();
        let mut devices = vec![Device::default(); DEVICES];
        let mut n_written = 0;
        for step in steps {
            match step {
                Step::Write { device, question, what } => {
                    n_written += 1;
                    // Names are random: their order says nothing of when they were made.
                    devices[device].write((n_written * 7_919) % 1_009, question, what);
                }
                Step::Send { device, which } => office.take(&devices[device], &which),
                Step::Get { device, which } => devices[device].take(&office, &which),
            }
        }
        // The network returns: everybody sends all, twice, then gets all.
        let all: Vec<usize> = (0..200).collect();
        for device in &devices {
            office.take(device, &all);
            office.take(device, &all);
        }
        for device in &mut devices {
            device.take(&office, &all);
        }
        prop_assert_eq!(office.log.edits().count() as u128, n_written, "none is lost, none doubled");
        for device in &devices {
            prop_assert_eq!(&device.log, &office.log);
        }
        // Whatever order they came in.
        let mut shuffled: Vec<AnswerEdit> = office.log.edits().cloned().collect();
        shuffled.sort_by_key(|edit| order[edit.id.bits() as usize % order.len()]);
        prop_assert_eq!(&AnswerLog::of(shuffled.clone()), &office.log);
        let halves = shuffled.split_at(shuffled.len() / 2);
        let (one, other) = (AnswerLog::of(halves.0.to_vec()), AnswerLog::of(halves.1.to_vec()));
        prop_assert_eq!(&one.clone().merge(other.clone()), &other.merge(one.clone()));
        prop_assert_eq!(&one.clone().merge(one.clone()), &one);
        // Notes stand unless somebody who had them before them wrote others.
        for question in (1..=QUESTIONS).map(QuestionId::from_bits) {
            let answer = office.log.answer(question);
            for edit in office.log.edits().filter(|edit| edit.question == question && edit.notes.is_some()) {
                let stands = answer.notes.iter().any(|note| note.edit == edit.id);
                let replaced = office.log.edits().any(|other| other.notes.is_some() && other.seen.contains(&edit.id));
                prop_assert!(stands != replaced, "{:?}", edit);
            }
            let brought = office.log.edits().filter(|edit| edit.question == question && edit.file.is_some());
            for edit in brought {
                let stands = answer.files.iter().any(|file| file.edit == edit.id);
                let taken = office.log.edits().any(|other| other.taken == Some(edit.id));
                prop_assert!(stands != taken, "{:?}", edit);
            }
        }
    }
}
