//! A query as a row of signs.

use model::sentence;

use super::QueryError;

/// One sign with the column it begins in, from 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub column: usize,
    pub sign: Sign,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sign {
    Open,
    Close,
    And,
    Or,
    Not,
    Near(u32),
    Adj(u32),
    /// `name:` directly before what it applies to.
    Field(String),
    /// Words in quotes.
    Quoted(String),
    /// A run without blanks, brackets and quotes.
    Bare(String),
}

/// Whether a text reads back as one bare word.
pub(super) fn is_bare(text: &str) -> bool {
    let operator = matches!(text, "AND" | "OR" | "NOT") || distance(text).is_some();
    !text.is_empty()
        && !operator
        && !text.starts_with(['-', '+', '*'])
        && !text.ends_with('*')
        && !text.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '“' | '”' | '„' | ':'))
}

/// `NEAR/5` or `ADJ/2`, with what stands behind the slash unread.
fn distance(text: &str) -> Option<(bool, &str)> {
    let near = |word: &str| text.strip_prefix(word).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    match (near("NEAR"), near("ADJ")) {
        (Some(rest), _) => Some((true, rest)),
        (_, Some(rest)) => Some((false, rest)),
        _ => None,
    }
}

/// Fields whose value is one run up to the next blank, brackets and colons included.
const VALUE_FIELDS: &[&str] = &["id", "class", "year", "lang", "kind"];

pub(super) fn lex(text: &str) -> Result<Vec<Token>, QueryError> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let column = at + 1;
        let mut push = |sign| tokens.push(Token { column, sign });
        match c {
            c if c.is_whitespace() => at += 1,
            '(' => {
                push(Sign::Open);
                at += 1;
            }
            ')' => {
                push(Sign::Close);
                at += 1;
            }
            '"' | '“' | '„' | '”' => {
                let ends = |c: &char| matches!(c, '"' | '“' | '”');
                let Some(length) = chars[at + 1..].iter().position(ends) else {
                    return Err(QueryError::new(
                        column,
                        sentence!("query-quote-open", "this quote is not closed"),
                        sentence!("query-quote-open-fix", "put a \" where the phrase ends"),
                    ));
                };
                push(Sign::Quoted(chars[at + 1..at + 1 + length].iter().collect()));
                at += length + 2;
            }
            _ => {
                let stops = |c: &char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '“' | '”' | '„');
                let length = chars[at..].iter().position(stops).unwrap_or(chars.len() - at);
                let run: String = chars[at..at + length].iter().collect();
                let name: String = run.split(':').next().unwrap_or("").to_lowercase();
                if name.len() < run.len() && !name.is_empty() && name.chars().all(char::is_alphabetic) {
                    let name_length = name.chars().count();
                    push(Sign::Field(name.clone()));
                    at += name_length + 1;
                    // The value of these is taken whole: `id:10.1016/s0140(01)05`.
                    if VALUE_FIELDS.contains(&name.as_str()) && chars.get(at).is_some_and(|c| !stops(c)) {
                        let value_length = value_length(&chars[at..]);
                        let value = chars[at..at + value_length].iter().collect();
                        tokens.push(Token { column: at + 1, sign: Sign::Bare(value) });
                        at += value_length;
                    }
                    continue;
                }
                push(word(&run, column)?);
                at += length;
            }
        }
    }
    Ok(tokens)
}

/// Whether a text reads back as one value behind its field, also with a bracket behind it.
pub(super) fn is_value(text: &str) -> bool {
    let bracketed: Vec<char> = text.chars().chain([')']).collect();
    !text.is_empty() && !text.starts_with('(') && value_length(&bracketed) == bracketed.len() - 1
}

/// Up to the next blank or quote, or to a closing bracket that nothing inside opened.
fn value_length(chars: &[char]) -> usize {
    let mut depth = 0usize;
    for (i, c) in chars.iter().enumerate() {
        match c {
            c if c.is_whitespace() || matches!(c, '"' | '“' | '”' | '„') => return i,
            '(' => depth += 1,
            ')' if depth == 0 => return i,
            ')' => depth -= 1,
            _ => {}
        }
    }
    chars.len()
}

fn word(run: &str, column: usize) -> Result<Sign, QueryError> {
    match run {
        "AND" => return Ok(Sign::And),
        "OR" => return Ok(Sign::Or),
        "NOT" => return Ok(Sign::Not),
        _ => {}
    }
    if let Some((near, rest)) = distance(run) {
        let number = rest.strip_prefix('/').and_then(|digits| digits.parse::<u32>().ok());
        let example = if near { "NEAR/5" } else { "ADJ/2" };
        return match number {
            Some(n) if (1..=super::parser::DISTANCE_MAX).contains(&n) => {
                Ok(if near { Sign::Near(n) } else { Sign::Adj(n) })
            }
            _ => Err(QueryError::new(
                column,
                sentence!("query-no-distance", "`{run}` does not say how many words", run),
                sentence!(
                    "query-no-distance-fix",
                    "write {example}, with a number from 1 to {max}",
                    example,
                    max = super::parser::DISTANCE_MAX
                ),
            )),
        };
    }
    Ok(Sign::Bare(run.to_owned()))
}
