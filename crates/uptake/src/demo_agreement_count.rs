//! The agreements of technical assistance of 1923 to 1933 as the sources count them: 170, of them 73 with German firms. Single ones are not
//! listed anywhere, so each that stands here is invented, says so in its title and its remark, and is one of the count. They are taken over
//! from an older register in one act.

use desk::Failure as Refused;
use model::{
    Agreement, AgreementBasis, AgreementId, AgreementKind, AgreementStage, Date, HostId, Marking, Renewal, Terms,
    TermsVersion, UnitId, Verb,
};

use crate::clock::today;
use crate::demo_mission::Room;
use crate::failure::Failure;

/// The contract officer of the demonstration.
const OFFICER: &str = "sokolov";

/// How many the sources count from 1923 to 1933. The sum of [`SHARES`].
const COUNTED: usize = 170;

/// Countries with how many of the agreements are told of each. That of Germany is stated; the others are invented, since the sources say of
/// them only what is left.
const SHARES: [(&str, &str, usize); 6] = [
    ("DE", "German firms, as counted (each agreement invented)", 73),
    ("US", "American firms, as counted (share invented)", 54),
    ("GB", "British firms, as counted (share invented)", 15),
    ("FR", "French firms, as counted (share invented)", 12),
    ("SE", "Swedish firms, as counted (share invented)", 9),
    ("IT", "Italian firms, as counted (share invented)", 7),
];

/// What they are about, by turns.
const BRANCHES: [&str; 8] = [
    "electric machines",
    "rolling mills",
    "machine tools",
    "dyes and fertilisers",
    "mines",
    "ball bearings",
    "power stations",
    "motors and vehicles",
];

const REMARK: &str = "Stated fact: from 1923 to 1933 170 agreements of technical assistance were signed, 73 of them with German firms; \
                      single ones are not listed. Invented: this one, its branch, its days and, but for Germany, its country.";

/// Takes all of them over.
pub fn tell(room: &Room<'_>) -> Result<(), Failure> {
    let post = room.officer_post(OFFICER)?;
    let mut counted = Vec::with_capacity(COUNTED);
    for (country, name, n) in SHARES {
        let host = room.firm(name, country, "Invented: machines and works of many branches.", REMARK)?;
        for _ in 0..n {
            counted.push(one(room.id()?, host, counted.len(), &post)?);
        }
    }
    room.act(OFFICER, 95, move |writer, turn, _| {
        let at = turn.now;
        writer.transact(OFFICER, at, |deed| -> Result<(), Refused> {
            for agreement in &counted {
                let agreement = Agreement { made_at: at, ..agreement.clone() };
                deed.keep_agreement(&agreement, &agreement.fact(OFFICER, Verb::Registered))?;
                let (by, agreed_on, reason) = (OFFICER.to_owned(), agreement.signed_on, String::new());
                let terms = agreement.terms.clone();
                deed.keep_terms(agreement.id, &TermsVersion { number: 1, terms, agreed_on, reason, by, at })?;
            }
            Ok(())
        })
    })
}

/// The agreement at a place in the count, from 0.
fn one(id: u64, host: HostId, at: usize, post: &model::PostId) -> Result<Agreement, Failure> {
    let (since, until) = days(at);
    let branch = BRANCHES[at % BRANCHES.len()];
    let kind = AgreementKind::TechnicalAssistance;
    Ok(Agreement {
        id: AgreementId::from_bits(id),
        kind,
        title: format!("Technical assistance {} of {COUNTED}: {branch} (invented)", at + 1),
        basis: AgreementBasis::Commercial,
        stage: AgreementStage::Expired,
        host,
        parties: Vec::new(),
        unit: UnitId::new("locomotive-works")?,
        post: post.clone(),
        needs: Vec::new(),
        terms: Terms {
            technologies: format!("Invented: {branch}"),
            since: Some(since),
            until: Some(until),
            renewal: Renewal::Ends,
            ..Terms::proposed(kind)
        },
        signed_on: Some(since),
        in_force_on: Some(since),
        ended_on: Some(until),
        reason: String::new(),
        remark: REMARK.to_owned(),
        marking: Marking::default(),
        revision: 0,
        made_at: 0,
    })
}

/// The first and the last day of the agreement at a place: by turns in each of the eleven years, for three to five years.
fn days(at: usize) -> (Date, Date) {
    let year = 1923 + (at % 11) as i32;
    let month = (at % 12) as u8 + 1;
    let last = year + 3 + (at % 3) as i32;
    (Date::new(year, month, 1).unwrap_or_else(today), Date::new(last, month, 28).unwrap_or_else(today))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_are_told_as_the_sources_count_and_all_of_its_years() {
        assert_eq!(SHARES.iter().map(|(_, _, n)| n).sum::<usize>(), COUNTED);
        assert_eq!((SHARES[0].0, SHARES[0].2), ("DE", 73));
        let years: std::collections::BTreeSet<i32> = (0..COUNTED).map(|at| days(at).0.year()).collect();
        assert_eq!(years, (1923..=1933).collect::<std::collections::BTreeSet<i32>>());
        assert!((0..COUNTED).map(days).all(|(since, until)| since < until));
    }
}
