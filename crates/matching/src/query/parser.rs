//! Reads the query language.
//!
//! ```text
//! query  = all { "OR" all }
//! all    = part { ["AND"] part }            adjacent parts mean AND
//! part   = "NOT" part | near
//! near   = unit { ("NEAR/n" | "ADJ/n") unit }
//! unit   = "(" query ")" | field ":" unit | "phrase" | word | prefix*
//! ```

use model::{Sentence, sentence};

use super::lexer::{Sign, Token, lex};
use super::value::{value, words_of};
use super::{Pattern, Query, QueryError};
use crate::field::Field;

/// Longest query. The largest strategies of information specialists have some 20,000 characters.
pub const QUERY_BYTES_MAX: usize = 64 * 1024;

/// Deepest nesting of brackets.
const DEPTH_MAX: usize = 32;

/// Widest proximity: beyond it words have little to do with each other, and cost grows.
pub(super) const DISTANCE_MAX: u32 = 50;

/// Reads a query.
///
/// # Errors
/// What is wrong, in which column, and what to write instead.
pub fn parse(text: &str) -> Result<Query, QueryError> {
    if text.len() > QUERY_BYTES_MAX {
        return Err(QueryError::new(
            text.char_indices().take_while(|(at, _)| *at < QUERY_BYTES_MAX).count(),
            sentence!("query-long", "the query is longer than {max} bytes", max = QUERY_BYTES_MAX),
            sentence!("query-long-fix", "divide it into several profiles of the same need"),
        ));
    }
    let tokens = lex(text)?;
    if tokens.is_empty() {
        return Err(QueryError::new(
            1,
            sentence!("query-empty", "the query is empty"),
            sentence!("query-empty-fix", "write at least one word"),
        ));
    }
    let mut parser = Parser { tokens, at: 0, end: text.chars().count() + 1, depth: 0 };
    let query = parser.query(Field::Text)?;
    match parser.peek() {
        None => Ok(query),
        Some(token) => Err(QueryError::new(
            token.column,
            sentence!("query-bracket-closes", "this bracket closes nothing"),
            sentence!("query-bracket-closes-fix", "take it out, or open one before it"),
        )),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    end: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn column(&self) -> usize {
        self.peek().map_or(self.end, |token| token.column)
    }

    fn eat(&mut self, sign: &Sign) -> bool {
        let found = self.peek().is_some_and(|token| token.sign == *sign);
        self.at += usize::from(found);
        found
    }

    fn query(&mut self, field: Field) -> Result<Query, QueryError> {
        let mut parts = vec![self.all(field)?];
        while self.eat(&Sign::Or) {
            parts.push(self.all(field)?);
        }
        Ok(one_or(parts, Query::Or))
    }

    fn all(&mut self, field: Field) -> Result<Query, QueryError> {
        let mut parts = vec![self.part(field)?];
        loop {
            let and = self.eat(&Sign::And);
            match self.peek().map(|token| &token.sign) {
                None | Some(Sign::Close | Sign::Or) if !and => break,
                _ => parts.push(self.part(field)?),
            }
        }
        Ok(one_or(parts, Query::And))
    }

    fn part(&mut self, field: Field) -> Result<Query, QueryError> {
        let mut denied = false;
        while self.eat(&Sign::Not) {
            denied = !denied;
        }
        let part = self.near(field)?;
        Ok(if denied { Query::Not(Box::new(part)) } else { part })
    }

    fn near(&mut self, field: Field) -> Result<Query, QueryError> {
        let column = self.column();
        let mut left = self.unit(field)?;
        loop {
            let (ordered, distance) = match self.peek().map(|token| &token.sign) {
                Some(Sign::Near(distance)) => (false, *distance),
                Some(Sign::Adj(distance)) => (true, *distance),
                _ => return Ok(left),
            };
            self.at += 1;
            let right_column = self.column();
            let right = self.unit(field)?;
            let (left_field, left_pattern) = pattern_of(left, column)?;
            let (right_field, right_pattern) = pattern_of(right, right_column)?;
            if left_field != right_field {
                return Err(QueryError::new(
                    right_column,
                    sentence!(
                        "query-near-fields",
                        "a proximity cannot reach from {left} into {right}",
                        left = left_field,
                        right = right_field
                    ),
                    sentence!(
                        "query-near-fields-fix",
                        "put both words into one field: {field}:(a NEAR/5 b)",
                        field = left_field
                    ),
                ));
            }
            let (a, b) = (Box::new(left_pattern), Box::new(right_pattern));
            let pattern = if ordered { Pattern::Adj(distance, a, b) } else { Pattern::Near(distance, a, b) };
            left = Query::Text(left_field, pattern);
        }
    }

    /// Everything that nests passes here, so the depth is counted here.
    fn unit(&mut self, field: Field) -> Result<Query, QueryError> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(QueryError::new(
                self.column(),
                sentence!("query-deep", "the query is nested deeper than {max}", max = DEPTH_MAX),
                sentence!("query-deep-fix", "flatten it"),
            ));
        }
        let query = self.unit_inside(field);
        self.depth -= 1;
        query
    }

    fn unit_inside(&mut self, field: Field) -> Result<Query, QueryError> {
        let Some(Token { column, sign }) = self.peek().cloned() else {
            return Err(QueryError::new(
                self.end,
                sentence!("query-stops", "the query stops where something is still wanted"),
                self.wanted(),
            ));
        };
        self.at += 1;
        match sign {
            Sign::Open => {
                let inner = self.query(field)?;
                if !self.eat(&Sign::Close) {
                    return Err(QueryError::new(
                        self.column(),
                        sentence!("query-bracket-open", "the bracket of column {column} is not closed", column),
                        sentence!("query-bracket-open-fix", "write ) here"),
                    ));
                }
                Ok(inner)
            }
            Sign::Close => Err(QueryError::new(
                column,
                sentence!("query-bracket-empty", "this bracket has nothing in it or before it"),
                sentence!("query-bracket-empty-fix", "write a word before it"),
            )),
            Sign::And | Sign::Or | Sign::Near(_) | Sign::Adj(_) => Err(QueryError::new(
                column,
                sentence!("query-operator", "an operator stands where a word is wanted"),
                sentence!(
                    "query-operator-fix",
                    "write words on both sides of it, or put it in quotes to search for it"
                ),
            )),
            Sign::Not => self.part(field),
            Sign::Field(name) => self.field(&name, column, field),
            Sign::Quoted(text) => words_of(&text, column, true).map(|pattern| Query::Text(field, pattern)),
            Sign::Bare(text) => words_of(&text, column, false).map(|pattern| Query::Text(field, pattern)),
        }
    }

    fn wanted(&self) -> Sentence {
        match self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map(|token| &token.sign) {
            Some(Sign::Field(name)) => {
                sentence!("query-no-value-fix", "write a value directly behind `{field}:`", field = name)
            }
            Some(Sign::Open) => sentence!("query-bracket-word-fix", "write a word and close the bracket"),
            _ => sentence!("query-operator-last-fix", "write a word behind the operator, or take the operator out"),
        }
    }

    fn field(&mut self, name: &str, column: usize, around: Field) -> Result<Query, QueryError> {
        if let Some(field) = Field::ALL.iter().copied().find(|field| field.word() == name) {
            if around != Field::Text && around != field {
                return Err(QueryError::new(
                    column,
                    sentence!(
                        "query-field-inside",
                        "`{field}:` stands inside `{outer}:`",
                        field = name,
                        outer = around
                    ),
                    sentence!("query-field-inside-fix", "close the bracket of the outer field first"),
                ));
            }
            return self.unit(field);
        }
        if !["class", "year", "lang", "kind", "id"].contains(&name) {
            return Err(QueryError::new(
                column,
                sentence!("query-no-field", "there is no field `{field}`", field = name),
                sentence!(
                    "query-no-field-fix",
                    "the fields are title, abstract, author, org, source, class, lang, year, kind, id; to search for the words themselves put them in quotes"
                ),
            ));
        }
        let Some(Token { column, sign }) = self.peek().cloned() else {
            return Err(QueryError::new(
                self.end,
                sentence!("query-no-value", "`{field}:` has no value", field = name),
                self.wanted(),
            ));
        };
        self.at += 1;
        match sign {
            Sign::Bare(text) => value(name, &text, column, false),
            Sign::Quoted(text) => value(name, &text, column, true),
            Sign::Open => {
                // `class:(a OR b)`: a list of values.
                let mut parts = Vec::new();
                loop {
                    match self.peek().cloned() {
                        Some(Token { column, sign: Sign::Bare(text) }) => {
                            parts.push(value(name, &text, column, false)?);
                        }
                        Some(Token { column, sign: Sign::Quoted(text) }) => {
                            parts.push(value(name, &text, column, true)?);
                        }
                        other => {
                            let column = other.map_or(self.end, |token| token.column);
                            return Err(QueryError::new(
                                column,
                                sentence!("query-list", "`{field}:(` holds a list of values", field = name),
                                sentence!("query-list-fix", "write {field}:(a OR b)", field = name),
                            ));
                        }
                    }
                    self.at += 1;
                    if self.eat(&Sign::Close) {
                        return Ok(one_or(parts, Query::Or));
                    }
                    if !self.eat(&Sign::Or) {
                        return Err(QueryError::new(
                            self.column(),
                            sentence!("query-list", "`{field}:(` holds a list of values", field = name),
                            sentence!("query-list-fix", "write {field}:(a OR b)", field = name),
                        ));
                    }
                }
            }
            _ => Err(QueryError::new(
                column,
                sentence!("query-no-value", "`{field}:` has no value", field = name),
                sentence!("query-no-value-fix", "write a value directly behind `{field}:`", field = name),
            )),
        }
    }
}

fn one_or(mut parts: Vec<Query>, many: fn(Vec<Query>) -> Query) -> Query {
    if parts.len() == 1 { parts.swap_remove(0) } else { many(parts) }
}

/// The pattern of a query that can stand in a proximity.
fn pattern_of(query: Query, column: usize) -> Result<(Field, Pattern), QueryError> {
    let refused = || {
        QueryError::new(
            column,
            sentence!("query-near-what", "a proximity joins words, phrases, prefixes and lists of them with OR"),
            sentence!("query-near-what-fix", "take AND, NOT and other fields out of it"),
        )
    };
    match query {
        Query::Text(field, pattern) => Ok((field, pattern)),
        Query::Or(parts) => {
            let mut patterns = Vec::new();
            let mut common = None;
            for part in parts {
                let (field, pattern) = pattern_of(part, column)?;
                if *common.get_or_insert(field) != field {
                    return Err(refused());
                }
                match pattern {
                    Pattern::Any(inner) => patterns.extend(inner),
                    other => patterns.push(other),
                }
            }
            Ok((common.unwrap_or_default(), Pattern::Any(patterns)))
        }
        _ => Err(refused()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let query = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(query.to_string(), expected);
        assert_eq!(parse(expected).as_ref(), Ok(&query), "what is written does not read back");
    }

    #[track_caller]
    fn refused(text: &str, column: usize, contains: &str) {
        let error = parse(text).expect_err(text);
        assert_eq!(error.column, column, "{error}");
        assert!(error.to_string().contains(contains), "{error}");
    }

    #[test]
    fn a_query_means_what_the_guide_says() {
        check("gas turbine", "gas AND turbine");
        check("a1 b2 OR c3 d4", "(a1 AND b2) OR (c3 AND d4)");
        check("turbine NOT (marine OR ship*)", "turbine AND NOT (marine OR ship*)");
        check("“gas turbine” AND blade", "\"gas turbine\" AND blade");
        check("gas NEAR/5 turbine steel", "gas NEAR/5 turbine AND steel");
        check("(gas OR steam) ADJ/2 turbin*", "(gas OR steam) ADJ/2 turbin*");
        check("title:(gas NEAR/3 turbine)", "title:(gas NEAR/3 turbine)");
        check("title:turbine author:\"Ada Lovelace\"", "title:turbine AND author:\"Ada Lovelace\"");
        check("class:H01L 21/02", "class:h01l AND 21/02");
        check("class:G06F015/16 lang:ger kind:patent", "class:g06f15/16 AND lang:de AND kind:patent");
        check("year:1958..1964 OR year:1970.. OR year:..1930", "year:1958..1964 OR year:1970.. OR year:..1930");
        check("id:10.1016/S0140(01)05", "id:\"doi:10.1016/s0140(01)05\"");
        check("(id:10.5555/a)", "id:\"doi:10.5555/a\"");
        check("x-ray", "x-ray");
        check("NOT NOT steam", "steam");
        check("class:(H01L OR \"H02\")", "class:h01l OR class:\"h02\"");
    }

    #[test]
    fn an_error_points_at_its_column_and_says_the_fix() {
        refused("", 1, "write at least one word");
        refused("gas AND", 8, "write a word behind");
        refused("gas AND AND x1", 9, "in quotes");
        refused("(gas OR steam", 14, "write ) here");
        refused("gas)", 4, "open one before it");
        refused("\"gas turbine", 1, "where the phrase ends");
        refused("turbine -marine", 9, "write NOT marine");
        refused("gas NEAR turbine", 5, "write NEAR/5");
        refused("gas NEAR/900 turbine", 5, "1 to 50");
        refused("colour:red", 1, "the fields are title");
        refused("kind:novel", 6, "the kinds are article");
        refused("year:196x", 6, "write year:1962");
        refused("year:1964..1958", 6, "write year:1958..1964");
        refused("t*", 1, "at least 2 letters");
        refused("tur*bine", 4, "star behind it");
        refused("class:H01*", 7, "without the star");
        refused("class:\u{1b}(", 7, "such as class:H01L21/02");
        refused("title:gas NEAR/3 author:smith", 18, "one field");
        refused("gas NEAR/3 (a1 AND b1)", 12, "take AND");
        refused("lang:xx1", 6, "lang:en");
        refused("--- gas", 1, "write NOT");
        refused(&"日".repeat(101), 1, "shorten it");
        refused("id:1\"", 5, "where the phrase ends");
        refused("title:", 7, "directly behind `title:`");
        refused("id:1\"", 5, "where the phrase ends");
        refused(&"日".repeat(30_000), 21_846, "divide it");
    }

    #[test]
    fn brackets_without_end_are_refused_and_do_not_exhaust_the_stack() {
        refused(&"(".repeat(10_000), 33, "nested deeper");
        assert!(parse(&"NOT ".repeat(10_000)).is_err());
        assert!(parse(&"title:".repeat(10_000)).is_err());
        assert!(parse(&"x1 ".repeat(40_000)).is_err());
    }
}
