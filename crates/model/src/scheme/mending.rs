//! Puts a scheme in order, and says what was not.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::{
    CONCEPT_LINKS_MAX, CONCEPTS_MAX, Concept, ConceptScheme, Hierarchy, NOTATION_BYTES_MAX, SCHEME_DEPTH_MAX,
    SchemeFault, SchemeHead,
};
use crate::crosswalk::MINTED;
use crate::{Refusal, SubjectScheme, Text};

/// Faults that are told one by one.
const FAULTS_MAX: usize = 1_000;

impl ConceptScheme {
    /// The scheme of these concepts, with what breaks a rule left out, and what that was.
    pub fn mended(mut head: SchemeHead, mut concepts: Vec<Concept>) -> (ConceptScheme, Vec<SchemeFault>) {
        let scheme = SubjectScheme::of_word(&head.word);
        let mut faults = Faults::default();
        in_order(&mut head.titles);
        head.uri = head.uri.filter(|uri| is_own(uri, &mut HashSet::new()));
        for said in [&mut head.version, &mut head.source, &mut head.rights] {
            *said = said.take().map(|said| squeezed(Text::plain(said)).text).filter(|said| !said.is_empty());
        }
        if concepts.len() > CONCEPTS_MAX {
            faults.add(SchemeFault::TooMany(concepts.len() - CONCEPTS_MAX));
            concepts.truncate(CONCEPTS_MAX);
        }
        let mut uris: HashSet<String> = head.uri.iter().cloned().collect();
        let mut by_notation = HashMap::with_capacity(concepts.len());
        let mut kept: Vec<Concept> = Vec::with_capacity(concepts.len());
        for mut concept in concepts {
            concept.notation = scheme.normal(&concept.notation);
            if concept.notation.is_empty() || concept.notation.len() > NOTATION_BYTES_MAX {
                let label = concept.labels.first().map_or(concept.notation, |label| label.text.clone());
                faults.add(SchemeFault::NoNotation(label));
            } else if let Entry::Vacant(place) = by_notation.entry(concept.notation.to_lowercase()) {
                place.insert(kept.len());
                if let Some(uri) = concept.uri.take_if(|uri| !is_own(uri, &mut uris)) {
                    // An address that this program made says no more than the notation.
                    if !uri.starts_with(MINTED) {
                        faults.add(SchemeFault::BadUri(concept.notation.clone()));
                    }
                }
                texts_in_order(&mut concept, &mut faults);
                kept.push(concept);
            } else {
                faults.add(SchemeFault::Repeated(concept.notation));
            }
        }
        let mut links = Links { scheme, by_notation: &by_notation, concepts: &kept, faults: &mut faults };
        let mut above = links.broader();
        let beside = links.related();
        let notation = |at: usize| kept[at].notation.clone();
        without_cycles(&mut above, &notation, &mut faults);
        let mut narrower = vec![Vec::new(); kept.len()];
        for (at, broader) in above.iter().enumerate() {
            broader.iter().for_each(|broader| narrower[*broader].push(at));
        }
        let named = |places: &BTreeSet<usize>| {
            let mut named: Vec<String> = places.iter().map(|at| notation(*at)).collect();
            named.sort();
            named
        };
        let (broader, related): (Vec<_>, Vec<_>) =
            (above.iter().map(named).collect(), beside.iter().map(named).collect());
        for ((concept, broader), related) in kept.iter_mut().zip(broader).zip(related) {
            (concept.broader, concept.related) = (broader, related);
        }
        let by_uri = kept.iter().enumerate().filter_map(|(at, concept)| Some((concept.uri.clone()?, at))).collect();
        (ConceptScheme { head, concepts: kept, by_notation, by_uri, narrower }, faults.told())
    }

    /// The scheme of these concepts, if it breaks no rule; and the references that lead out of it, which were left out.
    ///
    /// # Errors
    /// Refused with each rule that is broken, and where.
    pub fn kept(head: SchemeHead, concepts: Vec<Concept>) -> Result<(ConceptScheme, Vec<SchemeFault>), Refusal> {
        super::is_word(&head.word)?;
        let (scheme, faults) = ConceptScheme::mended(head, concepts);
        if faults.iter().any(SchemeFault::is_grave) {
            return Err(Refusal::Several(faults.iter().map(SchemeFault::refusal).collect()));
        }
        Ok((scheme, faults))
    }
}

/// Longest address of a concept.
const URI_BYTES_MAX: usize = 2_000;

/// Whether this is an address, of the world's making, that nothing else has. What may not stand in one: RFC 3987.
fn is_own(uri: &str, taken: &mut HashSet<String>) -> bool {
    let is_barred = |c: char| c.is_control() || c.is_whitespace() || "<>\"{}|^`\\".contains(c);
    let shaped = uri.len() <= URI_BYTES_MAX && uri.contains(':') && !uri.starts_with("_:") && !uri.contains(is_barred);
    shaped && !uri.starts_with(MINTED) && taken.insert(uri.to_owned())
}

#[derive(Default)]
struct Faults {
    told: Vec<SchemeFault>,
    n_more: usize,
}

impl Faults {
    fn add(&mut self, fault: SchemeFault) {
        if self.told.len() < FAULTS_MAX { self.told.push(fault) } else { self.n_more += 1 }
    }

    fn told(mut self) -> Vec<SchemeFault> {
        if self.n_more > 0 {
            self.told.push(SchemeFault::More(self.n_more));
        }
        self.told
    }
}

/// Each language has one label (SKOS S14), and an alternative is no preferred label (S13).
fn texts_in_order(concept: &mut Concept, faults: &mut Faults) {
    let mut labels: Vec<Text> = Vec::with_capacity(concept.labels.len());
    for label in std::mem::take(&mut concept.labels) {
        let label = squeezed(label);
        match labels.iter().find(|held| held.language == label.language) {
            _ if label.text.is_empty() => {}
            Some(held) if held.text == label.text => {}
            Some(_) => {
                let (notation, text) = (concept.notation.clone(), label.text.clone());
                faults.add(SchemeFault::SecondLabel { notation, label: text });
                concept.alternatives.push(label);
            }
            None => labels.push(label),
        }
    }
    in_order(&mut labels);
    concept.labels = labels;
    in_order(&mut concept.alternatives);
    concept.alternatives.retain(|text| !concept.labels.contains(text));
    in_order(&mut concept.notes);
}

fn squeezed(text: Text) -> Text {
    let shown = |c: char| if c.is_control() { ' ' } else { c };
    let line: String = text.text.chars().map(shown).collect();
    Text { language: text.language, text: line.split_whitespace().collect::<Vec<_>>().join(" ") }
}

fn in_order(texts: &mut Vec<Text>) {
    *texts = std::mem::take(texts).into_iter().map(squeezed).filter(|text| !text.text.is_empty()).collect();
    texts.sort_by(|a, b| (&a.language, &a.text).cmp(&(&b.language, &b.text)));
    texts.dedup();
}

/// Names of concepts become places.
struct Links<'a> {
    scheme: SubjectScheme,
    by_notation: &'a HashMap<String, usize>,
    concepts: &'a [Concept],
    faults: &'a mut Faults,
}

impl Links<'_> {
    fn broader(&mut self) -> Vec<BTreeSet<usize>> {
        if self.scheme.hierarchy() == Hierarchy::Broader {
            return (0..self.concepts.len()).map(|at| self.places(at, &self.concepts[at].broader)).collect();
        }
        // The notation says it, whatever else is said: the nearest class above that there is.
        let nearest = |concept: &Concept| {
            let classes = self.scheme.ancestors(&concept.notation);
            classes.iter().skip(1).find_map(|class| self.by_notation.get(&class.to_lowercase()).copied())
        };
        self.concepts.iter().map(|concept| nearest(concept).into_iter().collect()).collect()
    }

    fn related(&mut self) -> Vec<BTreeSet<usize>> {
        let mut beside = vec![BTreeSet::new(); self.concepts.len()];
        for at in 0..self.concepts.len() {
            for other in self.places(at, &self.concepts[at].related) {
                // One's own name beside oneself says nothing.
                if other != at {
                    beside[at].insert(other);
                    beside[other].insert(at);
                }
            }
        }
        beside
    }

    fn places(&mut self, at: usize, named: &[String]) -> BTreeSet<usize> {
        let notation = &self.concepts[at].notation;
        if named.len() > CONCEPT_LINKS_MAX {
            self.faults.add(SchemeFault::TooManyLinks(notation.clone()));
        }
        let mut places = BTreeSet::new();
        for named in named.iter().take(CONCEPT_LINKS_MAX) {
            match self.by_notation.get(&self.scheme.normal(named).to_lowercase()) {
                Some(place) => {
                    places.insert(*place);
                }
                None => {
                    self.faults.add(SchemeFault::Dangling { notation: notation.clone(), named: named.clone() });
                }
            }
        }
        places
    }
}

/// Takes out each reference that closes a circle, and those of concepts that stand too deep. A walk with a stack of its
/// own: a chain as long as the scheme must not exhaust the thread's.
fn without_cycles(above: &mut [BTreeSet<usize>], notation: &impl Fn(usize) -> String, faults: &mut Faults) {
    const NEW: usize = 0;
    const OPEN: usize = usize::MAX;
    // Depth of what is finished.
    let mut depths = vec![NEW; above.len()];
    for start in 0..above.len() {
        if depths[start] != NEW {
            continue;
        }
        depths[start] = OPEN;
        let mut stack: Vec<(usize, Vec<usize>)> = vec![(start, above[start].iter().copied().collect())];
        while let Some((at, waiting)) = stack.last_mut() {
            let at = *at;
            let Some(next) = waiting.pop() else {
                let depth = 1 + above[at].iter().map(|broader| depths[*broader]).max().unwrap_or(0);
                depths[at] = depth;
                if depth > SCHEME_DEPTH_MAX {
                    faults.add(SchemeFault::TooDeep(notation(at)));
                    above[at].clear();
                    depths[at] = 1;
                }
                stack.pop();
                continue;
            };
            if depths[next] == OPEN {
                let from = stack.iter().position(|(held, _)| *held == next).unwrap_or(0);
                // From the concept upwards and back to it; what is beyond telling is not carried along.
                let mut path: Vec<String> =
                    stack[from..].iter().take(CORNERS_MAX).map(|(held, _)| notation(*held)).collect();
                path.push(notation(next));
                faults.add(SchemeFault::Cycle(path));
                above[at].remove(&next);
            } else if depths[next] == NEW {
                depths[next] = OPEN;
                stack.push((next, above[next].iter().copied().collect()));
            }
        }
    }
}

/// Corners of a circle that are carried in its fault.
const CORNERS_MAX: usize = 100;
