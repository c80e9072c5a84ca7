//! Triggers: what a regime asks a case for, or forbids without a vote.

use crate::disguise::{reads_as, unmarked, visible};
use crate::host::{country, not_longer, one_line};
use crate::vetting::is_within;
use crate::{ControlAct, HostId, Level, Proposal, REGIME_LINES_MAX, REGIME_NAME_CHARS_MAX, Refusal, Subject, sentence};

/// When a regime asks for a case. Every condition that is given has to hold; of a list one suffices. Without a condition it is every act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trigger {
    /// Where it stands in the text of the regime: an article, a paragraph.
    pub clause: String,
    /// Only these acts.
    pub acts: Vec<ControlAct>,
    /// Only to or from these countries, by codes of two letters.
    pub countries: Vec<String>,
    /// Only with these hosts.
    pub hosts: Vec<HostId>,
    /// Only what is marked so high or higher.
    pub level: Option<Level>,
    /// Only what bears one of these classes, or one below it.
    pub classes: Vec<Subject>,
    /// Only what was found to be an entry of these lists: the list, and a code or the beginning of one.
    pub entries: Vec<(String, String)>,
    /// Only where one of these stands in the title or in what is to move. A star at the end of a word stands for any ending.
    pub words: Vec<String>,
    /// Only where a party was found on a list.
    pub hit: bool,
    /// Whether it is ruled out without a vote.
    pub prohibits: bool,
}

/// A proposal with what is known of it beside what it says.
#[derive(Clone, Copy)]
pub struct Considered<'a> {
    /// What is laid before the gate.
    pub proposal: &'a Proposal,
    /// The entries of control lists that it was found to be: list and code.
    pub entries: &'a [(String, String)],
    /// Whether a party of it was found on a list.
    pub hit: bool,
    /// Writes a text so that it can be compared: small letters, no accents.
    pub fold: fn(&str) -> String,
}

impl Trigger {
    /// Whether it holds for a proposal.
    pub fn holds(&self, it: &Considered<'_>) -> bool {
        let proposal = it.proposal;
        let class = |class: &Subject| {
            let Some(code) = &class.code else { return false };
            proposal.classes.iter().any(|(scheme, held)| *scheme == class.scheme && is_within(*scheme, held, code))
        };
        let entry = |(list, code): &(String, String)| {
            it.entries.iter().any(|(held, found)| held == list && found.starts_with(code.as_str()))
        };
        any_of(&self.acts, |act| *act == proposal.act)
            && any_of(&self.countries, |country| proposal.countries.contains(country))
            && any_of(&self.hosts, |host| proposal.hosts.contains(host))
            && self.level.is_none_or(|level| proposal.marking.level >= level)
            && any_of(&self.classes, class)
            && any_of(&self.entries, entry)
            && (self.words.is_empty() || self.word_in(it).is_some())
            && (!self.hit || it.hit)
    }

    /// The first of its words that stands in the title or the items of a proposal.
    pub fn word_in(&self, it: &Considered<'_>) -> Option<&str> {
        let texts: Vec<Vec<String>> =
            std::iter::once(&it.proposal.title).chain(&it.proposal.items).map(|text| words_of(text, it.fold)).collect();
        let stands = |phrase: &&String| {
            let wanted = wanted(phrase, it.fold);
            let fits = |(held, (word, open)): (&String, &(String, bool))| reads_as(held, (word, *open));
            !wanted.is_empty()
                && texts.iter().any(|text| text.windows(wanted.len()).any(|part| part.iter().zip(&wanted).all(fits)))
        };
        self.words.iter().find(stands).map(String::as_str)
    }

    /// The same with its texts in order.
    ///
    /// # Errors
    /// Refused with a country that is none, a class without a code, a prohibition that names nothing, or lists that are too long.
    pub fn tidied(self) -> Result<Trigger, Refusal> {
        let tidied = |texts: Vec<String>| -> Result<Vec<String>, Refusal> {
            let texts: Vec<String> = texts.iter().map(|text| one_line(text)).filter(|text| !text.is_empty()).collect();
            texts.iter().try_for_each(|text| not_longer(text, REGIME_NAME_CHARS_MAX))?;
            Ok(texts)
        };
        let countries =
            tidied(self.countries)?.iter().map(|code| country(code)).collect::<Result<Vec<String>, Refusal>>()?;
        let words = tidied(self.words)?;
        if self.classes.iter().any(|class| class.code.is_none()) {
            return Err(Refusal::Said(sentence!(
                "trigger-class",
                "Write each class with its scheme, such as ipc:H02M; a regime is not held against free words of a scheme"
            )));
        }
        let clause = one_line(&self.clause);
        not_longer(&clause, REGIME_NAME_CHARS_MAX)?;
        let entries: Vec<(String, String)> = self
            .entries
            .iter()
            .map(|(list, code)| (one_line(list), one_line(code)))
            .filter(|(list, code)| !list.is_empty() && !code.is_empty())
            .collect();
        let lists = [countries.len(), words.len(), self.hosts.len(), self.classes.len(), entries.len()];
        if lists.iter().any(|n| *n > REGIME_LINES_MAX) {
            return Err(Refusal::Said(sentence!(
                "trigger-lines",
                "A trigger names up to {max} countries, hosts, classes, entries and words each; write a second trigger",
                max = REGIME_LINES_MAX
            )));
        }
        if self.prohibits && (clause.is_empty() || lists == [0; 5]) {
            return Err(Refusal::Said(sentence!(
                "trigger-forbids",
                "What is ruled out without a vote has to be named, and the clause that rules it out; write both"
            )));
        }
        Ok(Trigger { clause, countries, words, entries, ..self })
    }
}

/// Whether one of a list fits, or the list says nothing.
fn any_of<T>(list: &[T], fits: impl Fn(&T) -> bool) -> bool {
    list.is_empty() || list.iter().any(fits)
}

/// The words of a phrase, each with whether it stands for any ending.
fn wanted(phrase: &str, fold: fn(&str) -> String) -> Vec<(String, bool)> {
    let mut wanted = Vec::new();
    for token in visible(phrase).split_whitespace() {
        let mut words: Vec<(String, bool)> = words_of(token, fold).into_iter().map(|word| (word, false)).collect();
        if let Some(last) = words.last_mut() {
            last.1 = token.ends_with('*');
        }
        wanted.append(&mut words);
    }
    wanted
}

/// The words of a text, folded, without what nobody sees and without marks, so that they can be compared.
fn words_of(text: &str, fold: fn(&str) -> String) -> Vec<String> {
    let text = unmarked(&fold(&visible(text)));
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}
