//! What a vote is over: everything that is asked for, the versions of the lists, the screening, the classification and the conditions.

use model::{Basis, BasisHash, CaseCondition, Proposal};
use sha2::{Digest, Sha256};
use store::Deed;

use crate::Failure;

/// What is known of a proposal beside what it says. The lists of parties and of items come in here, and nowhere else.
pub(super) fn basis(_deed: &Deed<'_>, _proposal: &Proposal) -> Result<Basis, Failure> {
    Ok(Basis::default())
}

/// The hash of all that is decided on. Who may see it is left out: a marking that follows its thing is no other question.
pub(super) fn over(proposal: &Proposal, basis: &Basis, conditions: &[CaseCondition]) -> BasisHash {
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
    sum.0.finalize().into()
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
