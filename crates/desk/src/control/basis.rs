//! What a vote is over: everything that is asked for, the versions of the lists, the screening, the classification and the conditions.

use model::{Basis, BasisHash, CaseCondition, ControlCase, Proposal};
use sha2::{Digest, Sha256};
use store::Deed;

use super::breach::{Breach, breaches};
use crate::Failure;
use crate::classification::classified;
use crate::screening::screened;

/// What is known of a proposal beside what it says. The lists of parties and of items come in here, and nowhere else. A list that says
/// nothing of it is left out: whoever names no party does not vote anew when a list of parties changes.
pub(super) fn basis(deed: &Deed<'_>, proposal: &Proposal) -> Result<Basis, Failure> {
    let classified = classified(deed, &proposal.about)?;
    let mut basis = Basis { lists: classified.lists, entries: classified.entries, ..Basis::default() };
    let mut known = Sum(Sha256::new());
    if !basis.lists.is_empty() {
        // Also what is asked again since its list changed, though it names the same entry as before.
        known.text(&hex(&classified.digest));
    }
    if !proposal.parties.is_empty() {
        let screened = screened(deed, &proposal.parties)?;
        if !screened.lists.is_empty() {
            known.text(&hex(&screened.digest));
        }
        basis.hit = screened.hit;
        basis.lists.extend(screened.lists);
    }
    basis.screening = (!basis.lists.is_empty()).then(|| known.0.finalize().into());
    Ok(basis)
}

/// The hash of all that is decided on. Who may see it is left out: a marking that follows its thing is no other question.
pub(super) fn over(
    proposal: &Proposal,
    basis: &Basis,
    (conditions, breaches): (&[CaseCondition], &[Breach]),
) -> BasisHash {
    let mut sum = Sum(Sha256::new());
    sum.texts("act", [proposal.act.word().to_owned(), proposal.about.to_string()]);
    sum.texts("title", [proposal.title.clone(), proposal.unit.to_string(), proposal.post.to_string()]);
    sum.texts("countries", proposal.countries.clone());
    sum.texts("hosts", proposal.hosts.iter().map(ToString::to_string));
    for party in &proposal.parties {
        sum.texts("party", [party.name.clone(), party.kind.to_string(), party.born.clone().unwrap_or_default()]);
        sum.texts("aliases", party.aliases.clone());
        sum.texts("countries", party.countries.clone());
        sum.texts("identifiers", party.identifiers.clone());
    }
    sum.texts("classes", proposal.classes.iter().flat_map(|(scheme, code)| [scheme.to_string(), code.clone()]));
    sum.texts("items", proposal.items.clone());
    sum.texts("content", proposal.content.iter().flat_map(|(name, value)| [name.clone(), value.clone()]));
    sum.texts("lists", basis.lists.iter().flat_map(|(list, version)| [list.clone(), version.to_string()]));
    sum.texts("screening", basis.screening.map(|digest| hex(&digest)));
    sum.texts("hit", [basis.hit.to_string()]);
    sum.texts("entries", basis.entries.iter().flat_map(|(list, code)| [list.clone(), code.clone()]));
    let conditions = conditions.iter();
    sum.texts("conditions", conditions.flat_map(|one| [one.text.clone(), one.post.to_string(), one.due.to_string()]));
    if !breaches.is_empty() {
        let said = |one: &Breach| [one.case.to_string(), one.condition.clone(), one.words.clone(), one.day.to_string()];
        sum.texts("breaches", breaches.iter().flat_map(said));
    }
    sum.0.finalize().into()
}

/// The hash of what a case would be over now: its conditions, and what was broken before it, stay its own.
pub(super) fn over_now(
    deed: &Deed<'_>,
    case: &ControlCase,
    (proposal, basis): (&Proposal, &Basis),
) -> Result<BasisHash, Failure> {
    Ok(over(proposal, basis, (&case.conditions, &breaches(deed, case.follows)?)))
}

/// A hash as it is written: two letters or digits a byte.
pub fn hex(hash: &BasisHash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A sum in which nothing can pass for something else: each part says how many texts it has, and each text how long it is.
struct Sum(Sha256);

impl Sum {
    fn texts(&mut self, part: &str, texts: impl IntoIterator<Item = String>) {
        let texts: Vec<String> = texts.into_iter().collect();
        self.text(part);
        self.0.update((texts.len() as u64).to_be_bytes());
        texts.iter().for_each(|text| self.text(text));
    }

    fn text(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_be_bytes());
        self.0.update(text.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use model::{CaseId, ControlAct, Date, HostId, Level, Marking, Noun, Party, PostId, SubjectScheme, Thing, UnitId};

    use super::*;

    fn proposal() -> Proposal {
        Proposal {
            act: ControlAct::Release,
            about: Thing::new(Noun::Record, "R0000000000001"),
            title: "Pipes".to_owned(),
            unit: UnitId::new("works").unwrap(),
            post: PostId::new("engineer").unwrap(),
            marking: Marking::default(),
            countries: vec!["DE".to_owned()],
            hosts: vec![HostId::from_bits(1)],
            parties: vec![Party { aliases: vec!["Works".to_owned()], ..Party::named("Mill") }],
            classes: vec![(SubjectScheme::Ipc, "B21B".to_owned())],
            items: vec!["one".to_owned(), "two".to_owned()],
            content: vec![("name".to_owned(), "value".to_owned())],
        }
    }

    #[test]
    fn whatever_is_changed_is_another_question_and_who_may_see_it_is_not() {
        let (one, basis) = (proposal(), Basis::default());
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let party = |party: Party| Proposal { parties: vec![party], ..proposal() };
        let others = [
            Proposal { act: ControlAct::Mission, ..proposal() },
            Proposal { about: Thing::new(Noun::Record, "R0000000000002"), ..proposal() },
            Proposal { title: "Pipe".to_owned(), ..proposal() },
            Proposal { post: PostId::new("other").unwrap(), ..proposal() },
            Proposal { countries: texts(&["DE", "FR"]), ..proposal() },
            Proposal { hosts: Vec::new(), ..proposal() },
            party(Party::named("Mill")),
            party(Party { identifiers: texts(&["Works"]), ..Party::named("Mill") }),
            party(Party { countries: texts(&["Works"]), ..Party::named("Mill") }),
            Proposal { classes: Vec::new(), ..proposal() },
            // What is parted otherwise is not the same.
            Proposal { items: texts(&["onetwo"]), ..proposal() },
            Proposal { items: texts(&["o", "netwo"]), ..proposal() },
            Proposal { items: texts(&["two", "one"]), ..proposal() },
            Proposal { content: vec![("namevalue".to_owned(), String::new())], ..proposal() },
        ];
        let mut seen = BTreeSet::from([over(&one, &basis, (&[], &[]))]);
        for other in &others {
            assert!(seen.insert(over(other, &basis, (&[], &[]))), "{other:?}");
        }
        for other in [
            Basis { lists: vec![("eu-annex-i".to_owned(), 2)], ..Basis::default() },
            Basis { lists: vec![("eu-annex-i".to_owned(), 3)], ..Basis::default() },
            Basis { screening: Some([7; 32]), ..Basis::default() },
            Basis { hit: true, ..Basis::default() },
            Basis { entries: vec![("eu-annex-i".to_owned(), "2".to_owned())], ..Basis::default() },
        ] {
            assert!(seen.insert(over(&one, &other, (&[], &[]))), "{other:?}");
        }
        let due = Date::parse("1963-03-04").unwrap();
        let condition = CaseCondition::new("Report", PostId::new("engineer").unwrap(), due);
        assert!(seen.insert(over(&one, &basis, (std::slice::from_ref(&condition), &[]))));
        let breach = Breach {
            case: CaseId::from_bits(1),
            condition: "Report".to_owned(),
            words: "Nothing was reported".to_owned(),
            day: due,
        };
        let broken = Breach { words: "Reported late".to_owned(), ..breach.clone() };
        for one_of in [breach, broken] {
            assert!(seen.insert(over(&one, &basis, (std::slice::from_ref(&condition), &[one_of]))));
        }
        let kept = CaseCondition { words: "done".to_owned(), ..condition };
        assert!(!seen.insert(over(&one, &basis, (&[kept], &[]))), "what is said of a condition changes no question");
        let narrow = Proposal { marking: Marking::at(Level::Restricted), ..proposal() };
        assert!(!seen.insert(over(&narrow, &basis, (&[], &[]))));
    }
}
