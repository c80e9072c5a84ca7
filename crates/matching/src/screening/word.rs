//! Words that do not tell parties apart, or that have other forms: read once from `data/words.txt`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What sort of word it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) enum WordKind {
    /// It tells parties apart.
    #[default]
    Plain,
    /// A given name with forms in other tongues.
    Given,
    /// A Korean family name.
    Korean,
    /// Company, partnership and so on.
    Legal,
    /// What an organisation does.
    Industry,
    /// What nearly any organisation may be called.
    Empty,
    /// A place with several names.
    Place,
    /// Before or after a name.
    Title,
    /// A small word within a name.
    Particle,
    /// Child of.
    Father,
    /// The, of, and.
    Stop,
    /// A number, in digits or words.
    Number,
    /// A letter that stands for a name.
    Initial,
}

/// What is known of a word: its sort, and what stands for all its forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) kind: WordKind,
    pub(super) group: u16,
}

/// Legal forms of one family are nearly the same; of two, they are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Company,
    Partnership,
    Nonprofit,
    State,
}

/// A table of words and phrases.
#[derive(Default)]
pub(super) struct Lexicon {
    words: FxHashMap<&'static str, Entry>,
    /// How many words the longest phrase has that begins with this one.
    longest: FxHashMap<&'static str, usize>,
}

impl Lexicon {
    pub(super) fn get(&self, word: &str) -> Option<Entry> {
        self.words.get(word).copied()
    }

    /// The longest phrase that begins here, and how many words it has.
    pub(super) fn phrase(&self, words: &[&str], key: &mut String) -> Option<(Entry, usize)> {
        let longest = (*self.longest.get(words.first()?)?).min(words.len());
        for n in (2..=longest).rev() {
            key.clear();
            for word in &words[..n] {
                if !key.is_empty() {
                    key.push(' ');
                }
                key.push_str(word);
            }
            if let Some(entry) = self.words.get(key.as_str()) {
                return Some((*entry, n));
            }
        }
        None
    }

    fn add(&mut self, form: &'static str, entry: Entry) {
        self.words.entry(form).or_insert(entry);
        if let Some((first, _)) = form.split_once(' ') {
            let n = form.split(' ').count();
            let longest = self.longest.entry(first).or_insert(0);
            *longest = n.max(*longest);
        }
    }
}

/// The tables: of persons, of organisations; what stands for a group, by its number; the families of legal forms.
pub(super) struct Words {
    pub(super) persons: Lexicon,
    pub(super) organisations: Lexicon,
    pub(super) korean: FxHashMap<&'static str, u16>,
    names: Vec<&'static str>,
}

impl Words {
    /// What stands for all forms of a group.
    pub(super) fn name(&self, group: u16) -> &'static str {
        self.names.get(usize::from(group)).copied().unwrap_or("")
    }

    /// The family of a legal form; none for the plain word company.
    pub(super) fn family(&self, group: u16) -> Option<Family> {
        match self.name(group) {
            "partnership" => Some(Family::Partnership),
            "nonprofit" => Some(Family::Nonprofit),
            "state" => Some(Family::State),
            "company" => None,
            _ => Some(Family::Company),
        }
    }
}

/// The tables of words.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words {
        persons: Lexicon::default(),
        organisations: Lexicon::default(),
        korean: FxHashMap::default(),
        names: vec![""],
    };
    for line in include_str!("data/words.txt").lines().filter(|line| !line.starts_with('#')) {
        let Some((head, forms)) = line.split_once(": ") else { continue };
        let Some((sort, name)) = head.split_once(' ') else { continue };
        words.names.push(name);
        let group = (words.names.len() - 1) as u16;
        for form in forms.split(", ") {
            take(&mut words, sort, form.trim(), group);
        }
    }
    words
});

/// Legal forms that nobody is called.
const COMPANIES_ALONE: [&str; 16] = [
    "llc",
    "ltd",
    "limited",
    "inc",
    "gmbh",
    "jsc",
    "ojsc",
    "ooo",
    "oao",
    "zao",
    "pao",
    "corp",
    "plc",
    "sarl",
    "sa",
    "limited liability company",
];

fn take(words: &mut Words, sort: &str, form: &'static str, group: u16) {
    use WordKind as W;
    let (kind, persons, organisations) = match sort {
        "legal" => (W::Legal, true, true),
        "industry" => (W::Industry, false, true),
        "empty" => (W::Empty, false, true),
        "place" => (W::Place, false, true),
        "title" => (W::Title, true, false),
        "particle" => (W::Particle, true, false),
        "father" => (W::Father, true, false),
        "stop" => (W::Stop, false, true),
        "number" => (W::Number, false, true),
        "given" => (W::Given, true, false),
        _ => {
            words.korean.entry(form).or_insert(group);
            return;
        }
    };
    let entry = Entry { kind, group };
    // After a person's name only those forms are read as such that are nobody's name.
    if persons && (kind != W::Legal || COMPANIES_ALONE.contains(&form)) {
        words.persons.add(form, entry);
    }
    if organisations {
        words.organisations.add(form, entry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_phrases_are_found() {
        let mut key = String::new();
        let found = WORDS.organisations.phrase(&["open", "joint", "stock", "company", "gazprom"], &mut key);
        assert_eq!(found.map(|(entry, n)| (entry.kind, n)), Some((WordKind::Legal, 4)));
        assert_eq!(WORDS.persons.get("aleksandr").map(|entry| WORDS.name(entry.group)), Some("alexander"));
        assert_eq!(WORDS.organisations.get("ano").and_then(|e| WORDS.family(e.group)), Some(Family::Nonprofit));
    }
}
