//! Listed parties: entries of published lists, in one shape whatever form they came in.

use crate::party::PartyKind;
use crate::words::words;

/// Longest key of an entry, in characters. Publishers use numbers, or short codes.
pub const LISTED_KEY_CHARS_MAX: usize = 120;

/// Longest name, country, identifier or programme of an entry, in characters.
pub const LISTED_LINE_CHARS_MAX: usize = 400;

/// Longest remark of an entry, in characters. The longest remark of the largest published list has some 2,500.
pub const LISTED_REMARK_CHARS_MAX: usize = 4_000;

/// Names of one entry, and lines of each other sort. The entry with the most aliases on a published list has some 120.
pub const LISTED_LINES_MAX: usize = 300;

words! {
    /// How much a name of an entry says.
    NameStrength {
        /// The name under which it is listed.
        Main = "main",
        /// Another name by which it can be told.
        Strong = "strong",
        /// A name that many bear, of which the publisher says that it tells little.
        Weak = "weak",
    }
}

/// A name of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ListedName {
    /// The name as it is published.
    pub text: String,
    /// How much it says.
    pub strength: NameStrength,
}

/// An entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// By which its publisher calls it; where they do not, made from its name.
    pub key: String,
    /// What it is.
    pub kind: PartyKind,
    /// What it is called, its main name first.
    pub names: Vec<ListedName>,
    /// Its countries: codes of two letters (ISO 3166-1) in capitals where they are told as such, else as they are written.
    pub countries: Vec<String>,
    /// When it was born, as far as it is told: years, months or days of ISO 8601, or words.
    pub born: Vec<String>,
    /// Numbers of registers, passports and ships.
    pub identifiers: Vec<String>,
    /// Addresses.
    pub addresses: Vec<String>,
    /// Under which programmes or rules it is listed.
    pub programmes: Vec<String>,
    /// Since when it is listed, as it is told; empty where it is not.
    pub since: String,
    /// What else is said of it.
    pub remark: String,
}

words! {
    /// A part of an entry that may change between two versions of a list.
    ListedField {
        /// What it is.
        Kind = "kind",
        /// Its names.
        Names = "names",
        /// Its countries.
        Countries = "countries",
        /// When it was born.
        Born = "born",
        /// Its identifiers.
        Identifiers = "identifiers",
        /// Its addresses.
        Addresses = "addresses",
        /// Its programmes.
        Programmes = "programmes",
        /// Since when it is listed.
        Since = "since",
        /// The remark.
        Remark = "remark",
    }
}

/// What changed in one part of an entry: what stood there alone before, and what stands there alone now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedChange {
    /// The part.
    pub field: ListedField,
    /// What is gone.
    pub before: Vec<String>,
    /// What is new.
    pub after: Vec<String>,
}

impl Listed {
    /// An entry of which only key and name are known.
    pub fn named(key: &str, name: &str) -> Listed {
        Listed {
            key: key.to_owned(),
            kind: PartyKind::Unknown,
            names: vec![ListedName { text: name.to_owned(), strength: NameStrength::Main }],
            countries: Vec::new(),
            born: Vec::new(),
            identifiers: Vec::new(),
            addresses: Vec::new(),
            programmes: Vec::new(),
            since: String::new(),
            remark: String::new(),
        }
    }

    /// Its main name.
    pub fn name(&self) -> &str {
        self.names.first().map_or("", |name| name.text.as_str())
    }

    /// The same within bounds: blanks run together, each line once, what is longer cut; `None` without a name or a key. Answers
    /// whether anything was cut or left out.
    pub fn bounded(self) -> Option<(Listed, bool)> {
        let mut is_cut = false;
        let key = cut(&self.key, LISTED_KEY_CHARS_MAX, &mut is_cut);
        let mut names: Vec<ListedName> = Vec::new();
        for name in self.names {
            let text = cut(&name.text, LISTED_LINE_CHARS_MAX, &mut is_cut);
            if text.is_empty() || names.iter().any(|held| held.text == text) {
                continue;
            }
            if names.len() == LISTED_LINES_MAX {
                is_cut = true;
                break;
            }
            names.push(ListedName { text, strength: name.strength });
        }
        if key.is_empty() || names.is_empty() {
            return None;
        }
        let mut lines = |held: Vec<String>| {
            let mut kept: Vec<String> = Vec::new();
            for line in held {
                let line = cut(&line, LISTED_LINE_CHARS_MAX, &mut is_cut);
                if line.is_empty() || kept.contains(&line) {
                    continue;
                }
                if kept.len() == LISTED_LINES_MAX {
                    is_cut = true;
                    break;
                }
                kept.push(line);
            }
            kept
        };
        let [countries, born, identifiers, addresses, programmes] =
            [self.countries, self.born, self.identifiers, self.addresses, self.programmes].map(&mut lines);
        let since = cut(&self.since, LISTED_LINE_CHARS_MAX, &mut is_cut);
        let remark = cut(&self.remark, LISTED_REMARK_CHARS_MAX, &mut is_cut);
        let kind = self.kind;
        let listed = Listed { key, kind, names, countries, born, identifiers, addresses, programmes, since, remark };
        Some((listed, is_cut))
    }

    /// What stands in a part of it, a line each.
    pub fn lines(&self, field: ListedField) -> Vec<String> {
        let one = |text: &str| if text.is_empty() { Vec::new() } else { vec![text.to_owned()] };
        match field {
            ListedField::Kind => one(self.kind.word()),
            ListedField::Names => self
                .names
                .iter()
                .map(|name| match name.strength {
                    NameStrength::Weak => format!("{} ({})", name.text, name.strength),
                    NameStrength::Main | NameStrength::Strong => name.text.clone(),
                })
                .collect(),
            ListedField::Countries => self.countries.clone(),
            ListedField::Born => self.born.clone(),
            ListedField::Identifiers => self.identifiers.clone(),
            ListedField::Addresses => self.addresses.clone(),
            ListedField::Programmes => self.programmes.clone(),
            ListedField::Since => one(&self.since),
            ListedField::Remark => one(&self.remark),
        }
    }

    /// What changed from this to another state of the same entry, by part. The order of lines is no change.
    pub fn changes(&self, after: &Listed) -> Vec<ListedChange> {
        let changed = |field: &ListedField| {
            let (mut before, mut after) = (self.lines(*field), after.lines(*field));
            let both: Vec<String> = before.iter().filter(|line| after.contains(line)).cloned().collect();
            before.retain(|line| !both.contains(line));
            after.retain(|line| !both.contains(line));
            let is_changed = !before.is_empty() || !after.is_empty();
            is_changed.then_some(ListedChange { field: *field, before, after })
        };
        ListedField::ALL.iter().filter_map(changed).collect()
    }

    /// Everything that tells who it is, as one text: what decisions about it rest on. Remarks, addresses and programmes are left out:
    /// they change often, and do not change who is meant. The order of lines does not count.
    pub fn identity(&self) -> String {
        let sorted = |field: ListedField| {
            let mut lines = self.lines(field);
            lines.sort();
            lines.join("\u{1f}")
        };
        let first = format!("{}\u{1e}{}", self.key, self.name());
        let rest = [
            ListedField::Kind,
            ListedField::Names,
            ListedField::Countries,
            ListedField::Born,
            ListedField::Identifiers,
        ];
        rest.into_iter().fold(first, |text, field| text + "\u{1e}" + &sorted(field))
    }
}

/// A text in one line, cut to so many characters.
fn cut(text: &str, max: usize, is_cut: &mut bool) -> String {
    let line = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    match line.char_indices().nth(max) {
        Some((at, _)) => {
            *is_cut = true;
            line[..at].trim_end().to_owned()
        }
        None => line,
    }
}
