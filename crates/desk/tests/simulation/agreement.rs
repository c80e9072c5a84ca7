//! What has to hold after each step: the office is the model's.

use std::collections::{BTreeMap, HashMap};

use model::{DutyState, Noun, PostId, Thing, Verb};
use store::DutyFilter;

use crate::house::{House, begin};
use crate::model_office::{Charged, ModelOffice, NEEDS, Stage};

impl House {
    pub fn duties(&self) -> HashMap<Thing, model::Duty> {
        let mut duties = HashMap::new();
        for duty in self.office.reader().duties(&House::scope(), &DutyFilter::default()).unwrap() {
            let before = duties.insert(duty.subject.clone(), duty);
            assert!(before.is_none(), "one thing was charged twice: {before:?}");
        }
        duties
    }

    /// The office is the model's.
    pub fn agrees(&self, model: &ModelOffice, what: &str) {
        let reader = self.office.reader();
        assert!(reader.holds(&self.acknowledged).unwrap(), "{what}: an acknowledged fact is lost");
        let mut titles: BTreeMap<usize, String> = BTreeMap::new();
        let numbers = self.numbers();
        let visited = reader.each_record(&House::scope(), &mut |held| {
            titles.insert(numbers[&held.id], held.record.title().unwrap_or_default().to_owned());
            std::ops::ControlFlow::Continue(())
        });
        visited.unwrap();
        let expected: BTreeMap<usize, String> =
            model.records.iter().map(|(number, words)| (*number, words.join(" "))).collect();
        assert_eq!(titles, expected, "{what}: records");
        for (at, (stage, post)) in model.needs.iter().enumerate() {
            let held = self.office.need(NEEDS[at].1).unwrap();
            let stage = match stage {
                Stage::Draft => model::Stage::Draft,
                Stage::Submitted => model::Stage::Submitted,
                Stage::Accepted => model::Stage::Accepted,
            };
            assert_eq!((held.stage, held.post.as_str()), (stage, *post), "{what}: the need {}", NEEDS[at].1);
        }
        let (deliveries, duties) = (self.deliveries(), self.duties());
        let keys = |map: &BTreeMap<(usize, usize), _>| map.keys().copied().collect::<Vec<_>>();
        assert_eq!(keys(&deliveries), model.deliveries.keys().copied().collect::<Vec<_>>(), "{what}: deliveries");
        for (key, charged) in &model.deliveries {
            let (id, post, open) = &deliveries[key];
            assert_eq!((post.as_str(), *open), (charged.post, charged.open), "{what}: delivery of {key:?}");
            self.check_duty(&duties[&Thing::new(Noun::Delivery, *id)], charged, what);
        }
        for (at, review) in model.reviews.iter().enumerate() {
            let duty = duties.get(&Thing::new(Noun::Need, NEEDS[at].1));
            assert_eq!(duty.is_some(), review.is_some(), "{what}: review of {}", NEEDS[at].1);
            if let Some((duty, charged)) = duty.zip(review.as_ref()) {
                self.check_duty(duty, charged, what);
            }
        }
        let facts = reader.facts_after(&House::scope(), 0, usize::MAX).unwrap();
        let n_facts = facts.iter().filter(|held| held.fact.verb == Verb::Raised).count();
        let n_raised: usize = model.deliveries.values().map(|charged| charged.n_raised).sum();
        assert_eq!(n_facts, n_raised, "{what}: each step up is told once");
        for unit in self.office.duties_by_unit(i64::MAX, model.today).unwrap() {
            let count = (unit.count.n_open, unit.count.n_late, unit.count.n_raised);
            assert_eq!(count, model.counts(unit.unit.id.as_str()), "{what}: counts of {}", unit.unit.id);
        }
    }

    fn check_duty(&self, duty: &model::Duty, charged: &Charged, what: &str) {
        let raised_to = duty.raised_to.as_ref().map(PostId::as_str);
        let held = (duty.post.as_str(), duty.due, duty.state == DutyState::Open, usize::from(duty.n_raised), raised_to);
        let expected = (charged.post, charged.due, charged.open, charged.n_raised, charged.raised_to);
        assert_eq!(held, expected, "{what}: the duty {} about {}", duty.id, duty.subject);
    }

    /// Ledger, references and bytes are whole, and the index, once it has caught up, holds what the table holds.
    pub fn check_whole(&mut self, what: &str) {
        self.end();
        let verified = desk::verify(&self.dir, 1, &mut |_| {}).unwrap();
        assert_eq!(verified.findings, Vec::<String>::new(), "{what}");
        let (clerk, office) = begin(&self.dir, &self.cut);
        (self.clerk, self.office) = (Some(clerk), office);
    }
}
