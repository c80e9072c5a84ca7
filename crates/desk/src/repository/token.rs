//! Tokens with which a list goes on.
//!
//! A token says all that is needed, so that nothing is kept for it and it never ends. It is not signed: whoever makes one
//! up gets what a request without one would have got, and one that was not written here is refused.

use formats::Metadata;
use model::RecordId;

use super::request::List;
use super::set::is_word_of_set;

/// Between the parts of a token: stands in none of them.
const BETWEEN: char = '.';

/// Longest that is looked at; those that are given out have at most some hundred and fifty signs.
const TOKEN_BYTES_MAX: usize = 300;

/// Where a list goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Whose list.
    pub verb: &'static str,
    /// Which list, and how far it was given.
    pub list: List,
}

impl Token {
    pub(super) fn write(&self) -> String {
        let list = &self.list;
        let number = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
        let (stamp, id) = list.after.map_or_else(Default::default, |(stamp, id)| (stamp.to_string(), id.to_string()));
        let parts = [
            self.verb.to_owned(),
            list.form.prefix().to_owned(),
            list.set.clone().unwrap_or_default(),
            number(list.from),
            number(list.until),
            stamp,
            id,
            list.n_before.to_string(),
            list.n_in_all.unwrap_or_default().to_string(),
        ];
        parts.join(&BETWEEN.to_string())
    }

    /// Reads what [`Token::write`] writes, and nothing else.
    pub(super) fn read(verb: &'static str, text: &str) -> Option<Token> {
        if text.len() > TOKEN_BYTES_MAX {
            return None;
        }
        let parts: Vec<&str> = text.split(BETWEEN).collect();
        let [of, form, set, from, until, stamp, id, n_before, n_in_all] = parts[..] else { return None };
        let number = |text: &str| match text {
            "" => Some(None),
            text => text.parse::<i64>().ok().map(Some),
        };
        let list = List {
            form: Metadata::from_prefix(form)?,
            set: (!set.is_empty()).then(|| set.to_owned()),
            from: number(from)?,
            until: number(until)?,
            after: Some((stamp.parse().ok()?, RecordId::parse(id)?)),
            n_before: n_before.parse().ok()?,
            n_in_all: Some(n_in_all.parse().ok()?),
        };
        let token = Token { verb, list };
        let is_ours = of == verb && token.list.set.as_deref().is_none_or(is_word_of_set) && token.write() == text;
        is_ours.then_some(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> Token {
        let list = List {
            form: Metadata::Marc21,
            set: Some("ipc-H".to_owned()),
            from: Some(0),
            until: None,
            after: Some((1_700_000_000_000_001, RecordId::from_bits(u64::MAX))),
            n_before: 200,
            n_in_all: Some(1_000),
        };
        Token { verb: "ListRecords", list }
    }

    #[test]
    fn a_token_is_read_back_and_one_of_another_verb_is_none() {
        assert_eq!(Token::read("ListRecords", &token().write()), Some(token()));
        assert_eq!(Token::read("ListIdentifiers", &token().write()), None);
    }

    #[test]
    fn a_token_with_a_sign_changed_is_refused_or_says_something_else_in_order() {
        let text = token().write();
        for at in 0..text.len() {
            for sign in ["", "x", "0", ".", " ", "-", "&"] {
                let changed = format!("{}{sign}{}", &text[..at], &text[at + 1..]);
                if let Some(read) = Token::read("ListRecords", &changed) {
                    assert_eq!(read.write(), changed);
                }
            }
        }
        for nonsense in ["", ".", "........", "ListRecords", &"1".repeat(10_000)] {
            assert_eq!(Token::read("ListRecords", nonsense), None);
        }
    }
}
