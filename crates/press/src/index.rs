//! The indexes at the end of a journal: who wrote, and what it is about.
//!
//! Names are sorted by the Unicode Collation Algorithm as the language of the issue has it (CLDR): in English and
//! German the Latin alphabet comes first and Cyrillic after it, in Russian the other way round. `ä` stands with `a`,
//! `ё` with `е`, and a name is sorted from its first letter or digit, so `’t Hooft` stands under T.

use std::cmp::Ordering;
use std::collections::HashMap;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;
use serde::Serialize;

use crate::issue::{Author, Issue, Language};
use crate::letters::line;

/// One line of an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The code, in the subject index.
    pub code: Option<String>,
    /// Family name first, or what the code means.
    pub name: String,
    /// Numbers of the items, ascending, each once.
    pub numbers: Vec<u32>,
}

/// The lines under one letter, or under one beginning of codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// `A`, `Ж`; `#` for digits, `…` for other scripts; empty in the subject index.
    pub letter: String,
    /// Sorted.
    pub entries: Vec<Entry>,
}

fn collator(language: Language, strength: Strength) -> CollatorBorrowed<'static> {
    let preferences: CollatorPreferences = match language {
        Language::En => locale!("en").into(),
        Language::Ru => locale!("ru").into(),
        Language::De => locale!("de").into(),
    };
    let mut options = CollatorOptions::default();
    options.strength = Some(strength);
    Collator::try_new(preferences, options).expect("the tables of the three languages are compiled in")
}

/// As the index has a name: `Kovács, Ágnes`.
fn filed(author: &Author) -> String {
    let family = line(&author.family);
    let given = author.given.as_deref().map(line).filter(|given| !given.is_empty());
    match given {
        Some(given) if !family.is_empty() => format!("{family}, {given}"),
        Some(given) => given,
        None => family,
    }
}

/// Who wrote what is in the issue.
///
/// Names are one when they differ in nothing but upper and lower case and white space; `Ivanov, A.` and `Ivanov, A. A.`
/// stay two, because nobody can know.
pub fn author_index(issue: &Issue) -> Vec<Group> {
    let language = issue.masthead.language;
    let mut entries: HashMap<String, Entry> = HashMap::new();
    for item in issue.items() {
        for author in &item.authors {
            let name = filed(author);
            if name.is_empty() {
                continue;
            }
            let entry = entries.entry(name.to_lowercase());
            let entry = entry.or_insert_with(|| Entry { code: None, name, numbers: Vec::new() });
            entry.numbers.push(item.number);
        }
    }
    let order = collator(language, Strength::Tertiary);
    let mut entries: Vec<Entry> = entries.into_values().collect();
    // The name itself decides between equals, so that the order is always the same.
    entries.sort_by(|a, b| order.compare(key(&a.name), key(&b.name)).then_with(|| a.name.cmp(&b.name)));
    let letters = Letters::new(language);
    let mut groups: Vec<Group> = Vec::new();
    for mut entry in entries {
        in_order(&mut entry.numbers);
        let letter = letters.of(key(&entry.name));
        match groups.last_mut() {
            Some(group) if group.letter == letter => group.entries.push(entry),
            _ => groups.push(Group { letter, entries: vec![entry] }),
        }
    }
    groups
}

/// What the issue is about: a line for each class. Codes are sorted as text, but for numbers before a stroke, which the
/// patent classification counts: `H01L9/00` comes before `H01L21/00`.
pub fn subject_index(issue: &Issue) -> Vec<Group> {
    let mut entries: HashMap<String, Entry> = HashMap::new();
    for item in issue.items() {
        for class in &item.classes {
            let code = line(&class.code);
            if code.is_empty() {
                continue;
            }
            let entry = entries.entry(code.clone());
            let entry = entry.or_insert_with(|| Entry { code: Some(code), name: String::new(), numbers: Vec::new() });
            if entry.name.is_empty() {
                entry.name = class.label.as_deref().map(line).unwrap_or_default();
            }
            entry.numbers.push(item.number);
        }
    }
    let mut entries: Vec<Entry> = entries.into_values().collect();
    entries.sort_by_cached_key(|entry| code_key(entry.code.as_deref().unwrap_or_default()));
    for entry in &mut entries {
        in_order(&mut entry.numbers);
    }
    if entries.is_empty() { Vec::new() } else { vec![Group { letter: String::new(), entries }] }
}

fn in_order(numbers: &mut Vec<u32>) {
    numbers.sort_unstable();
    numbers.dedup();
}

fn key(name: &str) -> &str {
    name.trim_start_matches(|letter: char| !letter.is_alphanumeric())
}

/// The code with the number before its first stroke made four digits wide.
fn code_key(code: &str) -> String {
    let Some((before, after)) = code.split_once('/') else { return code.to_owned() };
    let head = before.trim_end_matches(|digit: char| digit.is_ascii_digit());
    format!("{head}{:0>4}/{after}", &before[head.len()..])
}

/// The letters an index is divided by, and how a name finds its own: the last letter that does not come after it.
struct Letters {
    order: CollatorBorrowed<'static>,
    letters: Vec<char>,
}

impl Letters {
    fn new(language: Language) -> Letters {
        let order = collator(language, Strength::Primary);
        let mut letters: Vec<char> = ('A'..='Z').chain('Α'..='Ρ').chain('Σ'..='Ω').chain('А'..='Я').collect();
        letters.sort_by(|a, b| order.compare(a.encode_utf8(&mut [0; 4]), b.encode_utf8(&mut [0; 4])));
        Letters { order, letters }
    }

    fn of(&self, name: &str) -> String {
        let Some(first) = name.chars().next() else { return "#".to_owned() };
        if first.is_numeric() {
            return "#".to_owned();
        }
        let known = matches!(first, 'A'..='z' | '\u{aa}'..='\u{24f}' | '\u{370}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}');
        if !known {
            return "…".to_owned();
        }
        let not_after = |letter: &char| self.order.compare(letter.encode_utf8(&mut [0; 4]), name) != Ordering::Greater;
        match self.letters.partition_point(not_after) {
            0 => "#".to_owned(),
            n_before => self.letters[n_before - 1].to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn issue(language: Language, names: &[&str]) -> Issue {
        let mut issue = sample::issue();
        issue.masthead.language = language;
        let item = issue.sections[0].items[0].clone();
        issue.sections.truncate(1);
        issue.sections[0].items = (1..)
            .zip(names)
            .map(|(number, name)| {
                let (family, given) = name.split_once(", ").map_or((*name, None), |(f, g)| (f, Some(g.to_owned())));
                Item { number, authors: vec![Author { family: family.to_owned(), given }], ..item.clone() }
            })
            .collect();
        issue
    }

    use crate::issue::{Class, Item};

    #[track_caller]
    fn check(language: Language, names: &[&str], expected: &str) {
        let groups = author_index(&issue(language, names));
        let shown: Vec<String> = groups
            .iter()
            .map(|group| {
                let entries: Vec<String> =
                    group.entries.iter().map(|entry| format!("{} {:?}", entry.name, entry.numbers)).collect();
                format!("{}: {}", group.letter, entries.join(" | "))
            })
            .collect();
        assert_eq!(shown.join("; "), expected);
    }

    #[test]
    fn accents_do_not_move_a_name_to_the_end() {
        let names = ["Zeller", "Özdemir", "Olsen", "Ångström", "Adams", "Østby"];
        check(
            Language::En,
            &names,
            "A: Adams [5] | Ångström [4]; O: Olsen [3] | Østby [6] | Özdemir [2]; Z: Zeller [1]",
        );
    }

    #[test]
    fn the_alphabet_of_the_issue_comes_first() {
        let names = ["Ёлкин, А.", "Adams", "Елагин", "Жуков"];
        check(Language::En, &names, "A: Adams [2]; Е: Елагин [3] | Ёлкин, А. [1]; Ж: Жуков [4]");
        check(Language::Ru, &names, "Е: Елагин [3] | Ёлкин, А. [1]; Ж: Жуков [4]; A: Adams [2]");
    }

    #[test]
    fn equal_names_are_joined_and_similar_ones_are_not() {
        check(
            Language::En,
            &["IVANOV, A.", "Ivanov,  A.", "Ivanov, A. A."],
            "I: IVANOV, A. [1, 2] | Ivanov, A. A. [3]",
        );
    }

    #[test]
    fn other_scripts_digits_and_marks_find_a_place() {
        check(
            Language::En,
            &["王", "3M", "’t Hooft, G.", "---"],
            "#: --- [4] | 3M [2]; T: ’t Hooft, G. [3]; …: 王 [1]",
        );
    }

    #[test]
    fn codes_of_patents_are_counted_and_others_read() {
        let mut issue = issue(Language::En, &["A", "B"]);
        let class = |code: &str, label: &str| Class { code: code.to_owned(), label: Some(label.to_owned()) };
        issue.sections[0].items[0].classes = vec![class("H01L21/00", "Processes"), class("H01L9/00", "")];
        issue.sections[0].items[1].classes = vec![class("H01L9/00", "Parts"), class("621.38", ""), class("621.3", "")];
        let groups = subject_index(&issue);
        let codes: Vec<_> =
            groups[0].entries.iter().map(|e| (e.code.as_deref().unwrap(), e.numbers.as_slice())).collect();
        assert_eq!(codes, [("621.3", &[2][..]), ("621.38", &[2]), ("H01L9/00", &[1, 2]), ("H01L21/00", &[1])]);
        assert_eq!(groups[0].entries[2].name, "Parts");
    }
}
