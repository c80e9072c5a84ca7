//! Who may see a figure: whoever may see all of which it is made.

use std::collections::BTreeMap;

use measure::figure::Figures;
use model::{Marking, Noun, RecordId, Thing};
use store::AdoptionFilter;

use crate::{Failure, Office};

impl Office {
    /// The markings of all that figures are made of together: technologies, adoptions, needs and records.
    ///
    /// # Errors
    /// When the store fails.
    pub fn marking_of_figures(&self, figures: &Figures) -> Result<Marking, Failure> {
        let mut known: BTreeMap<Thing, Marking> = BTreeMap::new();
        for line in self.reader.adoptions(&self.scope, &AdoptionFilter::default())? {
            known.insert(Thing::new(Noun::Adoption, line.adoption.id), line.adoption.marking);
        }
        for technology in self.reader.technologies(&self.scope)? {
            known.insert(Thing::new(Noun::Technology, technology.id), technology.marking);
        }
        for need in self.reader.needs(&self.scope)? {
            known.insert(Thing::new(Noun::Need, &need.id), need.marking);
        }
        let mut whole = Marking::default();
        for case in &figures.cases {
            let needs = case.needs.iter().map(|need| Thing::new(Noun::Need, need));
            for thing in needs.chain(case.items.iter().cloned()).chain([case.technology.clone()]) {
                if let Some(marking) = known.get(&thing) {
                    whole = whole.join(marking);
                } else if let Some(id) = RecordId::parse(&thing.name).filter(|_| thing.noun == Noun::Record) {
                    whole = whole.join(&self.reader.marking_of_record(&self.scope, id)?.unwrap_or_default());
                }
            }
        }
        for one in &figures.undelivered {
            whole = whole.join(&self.reader.marking_of_record(&self.scope, one.record)?.unwrap_or_default());
        }
        Ok(whole)
    }
}
