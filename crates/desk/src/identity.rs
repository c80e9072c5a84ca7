//! The rule by which the store joins readings of one work: that of `matching`.

use model::Record;
use store::{Identify, Merged, Sameness};

/// Identity as `matching` decides it.
pub(crate) struct SameWork;

impl Identify for SameWork {
    fn sameness(&self, held: &Record, new: &Record) -> Sameness {
        match matching::identity::compare(held, new) {
            matching::identity::Sameness::Same => Sameness::Same,
            matching::identity::Sameness::Related(kind) => Sameness::Related(kind),
            matching::identity::Sameness::Different => Sameness::Different,
        }
    }

    fn merge(&self, readings: &[Record]) -> Merged {
        let readings: Vec<&Record> = readings.iter().collect();
        let (record, provenance) = matching::identity::merge(&readings);
        let provenance = provenance.into_iter().map(|(field, at)| (field.to_owned(), at)).collect();
        Merged { record, provenance }
    }

    fn succeed(&self, said: &Record, says: &Record) -> Option<Record> {
        matching::identity::succeed(said, says)
    }
}
