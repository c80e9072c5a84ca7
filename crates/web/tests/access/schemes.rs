//! Schemes of an office, and what a change of them brought.

use desk::{Clerk, Failure};
use model::{
    Concept, ConceptCode, ConceptScheme, DeliveryId, Mapping, MappingRelation, NeedId, RematchLine, RematchedNeed,
    SchemeHead,
};

use crate::house::{DAY, as_operator, now};
use crate::things::Marked;

/// Two schemes that are kept, with a mapping between them, and one that is looked at. Needs ask for `t1`.
pub fn schemes(clerk: &Clerk) {
    as_operator(clerk, now() - 70 * DAY, |deed| {
        let scheme = |word: &str, codes: &[&str]| -> Result<ConceptScheme, Failure> {
            let concepts = codes.iter().map(|code| Concept::labelled(*code, format!("Tools of {code}"))).collect();
            Ok(ConceptScheme::kept(SchemeHead::named(word), concepts)?.0)
        };
        let mapping = Mapping {
            from: ConceptCode::new("tools", "T1"),
            relation: MappingRelation::Exact,
            to: ConceptCode::new("trades", "R1"),
        };
        for (scheme, mappings) in
            [(scheme("trades", &["R1", "R2"])?, vec![]), (scheme("tools", &["T1"])?, vec![mapping])]
        {
            let id = deed.look_at_scheme(&scheme, &mappings, &[], "schemes.csv")?;
            deed.keep_scheme(id)?;
        }
        deed.look_at_scheme(&scheme("later", &["L1"])?, &[], &["line 2: a doubt".to_owned()], "later.csv")?;
        Ok(())
    });
}

/// What needs gained by a change of schemes: all that was laid before them.
pub fn rematch(clerk: &Clerk, told: &[Marked]) {
    let deliveries: Vec<DeliveryId> =
        told.iter().filter(|one| one.param == "delivery").map(|one| DeliveryId::parse(&one.id).unwrap()).collect();
    let needs: Vec<NeedId> = told
        .iter()
        .filter(|one| one.param == "need" && one.state == "accepted")
        .map(|one| NeedId::new(&one.id).unwrap())
        .collect();
    as_operator(clerk, now() - 10 * DAY, move |deed| {
        let rematched: Vec<RematchedNeed> =
            needs.iter().map(|need| RematchedNeed { need: need.clone(), n_capped: 3 }).collect();
        let lines: Vec<RematchLine> = deliveries
            .iter()
            .map(|delivery| RematchLine { need: needs[0].clone(), delivery: *delivery, is_gained: true })
            .collect();
        deed.keep_rematch(&rematched, &lines)?;
        Ok(())
    });
}
