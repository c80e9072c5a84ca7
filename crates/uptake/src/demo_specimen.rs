//! The imported specimens of 1955 to 1957 as the source counts them: some two thousand machines, instruments and new materials that were given
//! to institutes and works for investigation and use. None of them is told of singly, so each that stands here is invented, says so in its
//! name and its remark, and is one of the count. They are taken over from an older register in one act, as things that are gone: the lists
//! of today are not theirs. That no need stands behind any of them is as the source has it: it tells of none.

use desk::Failure as Refused;
use model::{
    Adoption, AdoptionEnd, AdoptionId, Date, EndReason, Ended, EvidenceClass, Link, LinkKind, Marking, Noun, Rung,
    RungReached, Sample, SampleCame, SampleId, SampleKind, SampleState, Technology, TechnologyId, Thing, UnitId, Verb,
};
use store::Deed;

use crate::clock::today;
use crate::demo_mission::Room;
use crate::failure::Failure;

/// Who took them over.
const SCIENTIST: &str = "karpova";

/// How many the source counts, in round numbers.
const COUNTED: usize = 2_000;

/// What they were, by turns: the source names machines, instruments and new materials, and says of none how many there were.
const SORTS: [(SampleKind, &str); 10] = [
    (SampleKind::Machine, "turret lathe"),
    (SampleKind::Machine, "gear hobber"),
    (SampleKind::Instrument, "recording potentiometer"),
    (SampleKind::Machine, "packing machine"),
    (SampleKind::Material, "insulating film"),
    (SampleKind::Machine, "diesel injection pump"),
    (SampleKind::Instrument, "isotope gauge"),
    (SampleKind::Machine, "welding rectifier"),
    (SampleKind::Material, "bearing alloy"),
    (SampleKind::Instrument, "pneumatic controller"),
];

/// Where they came from, by turns; invented.
const COUNTRIES: [&str; 6] = ["DE", "US", "GB", "FR", "SE", "CH"];

/// Who had them: an institute and a works of the demonstration, by turns.
const HOLDERS: [&str; 2] = ["lenin-institute", "locomotive-works"];

const REMARK: &str = "Stated fact: in 1955 to 1957 some two thousand imported machines, instruments and new materials were provided to \
                      institutes and works for investigation and use. Early in 1957 the state committee for new technology looked at what \
                      was done with them: serious attempts, and no breakthrough; it recommended to acquire more widely. The Council of \
                      Ministers passed a resolution on imported specimens in the same year, and the plans for new technology of 1957 to \
                      1960 were found inadequate. Invented: this specimen, what it is, whence it came, its day and who had it.";

/// Why it is gone.
const GONE: &str = "Invented: used up or given away after it was looked at; what was learnt of it is not told.";

/// Takes all of them over.
pub fn tell(room: &Room<'_>) -> Result<(), Failure> {
    let post = room.officer_post(SCIENTIST)?;
    let mut specimens = Vec::with_capacity(COUNTED);
    for at in 0..COUNTED {
        specimens.push(one(room.id()?, at, &post)?);
    }
    let claims = claims(room, &specimens, &post)?;
    room.act(SCIENTIST, 96, move |writer, turn, _| {
        let at = turn.now;
        writer.transact(SCIENTIST, at, |deed| -> Result<(), Refused> {
            for specimen in &specimens {
                let specimen = Sample { made_at: at, ..specimen.clone() };
                let fact = deed.fact(Verb::Registered, format!("sample:{}", specimen.id));
                deed.keep_sample(&specimen, &fact)?;
            }
            for claim in &claims {
                keep(deed, claim, at)?;
            }
            Ok(())
        })
    })
}

/// What became of each sort: who tried it, how far it came by what was told, and why it ended. The source tells that plants turned back to proven
/// products when the plan was at risk, that new products wanted suppliers and materials which all branches competed for, and that
/// departments did not hear of each other; how often, and of what, it does not tell.
const COURSES: [(&str, Rung, EndReason); 10] = [
    ("locomotive-works", Rung::Prototype, EndReason::Plan),
    ("locomotive-works", Rung::Pilot, EndReason::Supplier),
    ("lenin-institute", Rung::Examined, EndReason::Department),
    ("locomotive-works", Rung::Production, EndReason::Plan),
    ("lenin-institute", Rung::Prototype, EndReason::Material),
    ("locomotive-works", Rung::Pilot, EndReason::Plan),
    ("lenin-institute", Rung::Prototype, EndReason::Supplier),
    ("lenin-institute", Rung::Pilot, EndReason::Material),
    ("locomotive-works", Rung::Examined, EndReason::Department),
    ("lenin-institute", Rung::Decided, EndReason::Money),
];

const CLAIMS: &str = "Stated fact: early in 1957 it was found that serious attempts had been made with the imported specimens and no \
                      breakthrough; the plans for new technology of 1957 to 1960 were found inadequate, and the coordination of those who \
                      should carry them out insufficient. Invented: this technology, who took it up, what was claimed, and how it ended.";

/// A technology for each sort of specimen, with what one unit claimed of it until it was given up.
fn claims(room: &Room<'_>, specimens: &[Sample], post: &model::PostId) -> Result<Vec<(Technology, Adoption)>, Failure> {
    let mut told = Vec::new();
    for (at, ((_, sort), (unit, furthest, reason))) in SORTS.iter().zip(COURSES).enumerate() {
        let origin = specimens.get(at).map(|specimen| Thing::new(Noun::Sample, specimen.id));
        let technology = Technology {
            id: TechnologyId::from_bits(room.id()?),
            name: format!("Own make after an imported {sort} (invented)"),
            statement: CLAIMS.to_owned(),
            classes: Vec::new(),
            origins: origin.into_iter().collect(),
            marking: Marking::default(),
            invented: true,
            revision: 0,
            made_at: 0,
        };
        let began = day(at).plus_days(60);
        let reached: Vec<RungReached> = Rung::ALL
            .iter()
            .filter(|rung| **rung <= furthest)
            .zip(0..)
            .map(|(rung, step)| RungReached {
                rung: *rung,
                on: began.plus_days(step * 110),
                class: EvidenceClass::Told,
                evidence: Vec::new(),
                remark: "Invented: as it was reported upwards".to_owned(),
                by: post.clone(),
            })
            .collect();
        let kind = if furthest >= Rung::Production { AdoptionEnd::DisAdopted } else { AdoptionEnd::Abandoned };
        let on = Date::new(1958 + (at % 3) as i32, 1 + (at % 12) as u8, 20).unwrap_or_else(today);
        let text = "Invented, after the reasons that historians name: the plan, suppliers, materials and departments."
            .to_owned();
        let adoption = Adoption {
            id: AdoptionId::from_bits(room.id()?),
            technology: technology.id,
            unit: UnitId::new(unit)?,
            post: post.clone(),
            need: None,
            from: None,
            output: String::new(),
            measure: String::new(),
            remark: CLAIMS.to_owned(),
            revision: u32::try_from(reached.len()).unwrap_or(0),
            reached,
            past: Vec::new(),
            end: Some(Ended { kind, reason, text, on, by: SCIENTIST.to_owned(), at: 0 }),
            marking: Marking::default(),
            invented: true,
            made_at: 0,
        };
        told.push((technology, adoption));
    }
    Ok(told)
}

/// Writes the technologies and what was claimed of them.
fn keep(deed: &mut Deed<'_>, (technology, adoption): &(Technology, Adoption), at: i64) -> Result<(), Refused> {
    let (of, who) = (Thing::new(Noun::Technology, technology.id), Thing::new(Noun::Adoption, adoption.id));
    let technology = Technology { made_at: at, ..technology.clone() };
    let fact = deed.fact(Verb::Registered, of.clone());
    deed.keep_technology(&technology, &fact)?;
    for origin in &technology.origins {
        deed.draw(&Link::new(of.clone(), LinkKind::AdoptedFrom, origin.clone()))?;
    }
    let end = adoption.end.clone().map(|end| Ended { at, ..end });
    let fact = deed.fact(Verb::TookUp, who.clone()).to(of.to_string());
    deed.keep_adoption(&Adoption { made_at: at, end, ..adoption.clone() }, &fact)?;
    Ok(deed.draw(&Link::new(who, LinkKind::AdoptedFrom, of))?)
}

/// The specimen at a place in the count, from 0.
fn one(id: u64, at: usize, post: &model::PostId) -> Result<Sample, Failure> {
    let (kind, sort) = SORTS[at % SORTS.len()];
    Ok(Sample {
        id: SampleId::from_bits(id),
        kind,
        name: format!("Imported specimen {} of {COUNTED}: {sort} (invented)", at + 1),
        maker: None,
        maker_name: String::new(),
        model: String::new(),
        serial: String::new(),
        amount: "1".to_owned(),
        measure: String::new(),
        country: COUNTRIES[at % COUNTRIES.len()].to_owned(),
        came: SampleCame::Purchase,
        agreement: None,
        rights: String::new(),
        needs: Vec::new(),
        unit: UnitId::new(HOLDERS[at % HOLDERS.len()])?,
        post: post.clone(),
        plan: "Invented: what of it can be made here, and what it takes.".to_owned(),
        plan_due: Date::new(1957, 12, 31).unwrap_or_else(today),
        expected: None,
        received: Some(day(at)),
        rests_since: None,
        remark: REMARK.to_owned(),
        state: SampleState::Disposed,
        reason: GONE.to_owned(),
        joined_to: None,
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    })
}

/// The day on which the specimen at a place came: spread over the three years.
fn day(at: usize) -> Date {
    let (first, days) = (Date::new(1955, 1, 10).unwrap_or_else(today), 1_050);
    first.plus_days(i64::try_from(at * days / COUNTED).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_the_count_came_within_its_years_and_says_that_it_is_invented() {
        let post = model::PostId::new("converter-scientist").unwrap();
        let all: Vec<Sample> = (0..COUNTED).map(|at| one(at as u64, at, &post).unwrap()).collect();
        assert_eq!(all.len(), 2_000);
        assert!(all.iter().all(|one| one.name.contains("(invented)") && one.remark.contains("Stated fact")));
        let years: std::collections::BTreeSet<i32> = (0..COUNTED).map(|at| day(at).year()).collect();
        assert_eq!(years, (1955..=1957).collect());
        let names: std::collections::BTreeSet<&str> = all.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names.len(), COUNTED);
    }
}
