//! Replies: what a post writes back to a letter, one number and one letter for each delivery.
//!
//! ```text
//! 1 u
//! 2-4 o
//! 5 s, 6 f chief-designer
//! 7 b the mill in Gorki has no such press
//! ```
//!
//! `u` is put to use, `s` studied, `n` known already, as by the keys of the pages, `f` and a post passed on; the reasons to pass have letters of their own:
//! `o` off topic, `g` too general, `d` out of date, `b` for another branch, `x` not feasible, `c` cannot be had. What stands behind the
//! letter is a remark.

use crate::{Choice, Disposition, PassReason, PostId, Refusal, Sentence, sentence};

/// Most answers in a reply; a letter has fewer items.
const ANSWERS_MAX: usize = 200;

/// Longest remark, in characters.
const REMARK_CHARS_MAX: usize = 300;

/// How much of a line is said back, in characters.
const SHOWN_CHARS_MAX: usize = 60;

/// The letters by which a delivery is answered, in the order in which they are explained.
pub const REPLY_LETTERS: [(char, Choice, Option<PassReason>); 10] = [
    ('u', Choice::Use, None),
    ('s', Choice::Study, None),
    ('n', Choice::Known, None),
    ('f', Choice::Forward, None),
    ('o', Choice::Pass, Some(PassReason::OffTopic)),
    ('g', Choice::Pass, Some(PassReason::TooGeneral)),
    ('d', Choice::Pass, Some(PassReason::OutOfDate)),
    ('b', Choice::Pass, Some(PassReason::NotForUs)),
    ('x', Choice::Pass, Some(PassReason::NotFeasible)),
    ('c', Choice::Pass, Some(PassReason::NotObtainable)),
];

/// What is answered to one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyAnswer {
    /// The number of the item.
    pub number: u16,
    /// What is done with it.
    pub disposition: Disposition,
}

/// What could not be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyDoubt {
    /// What was written, shortened.
    pub text: String,
    /// Why, and what to write instead.
    pub why: Sentence,
}

/// A reply as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The answers, in the order in which they were written. The last one for a number counts.
    pub answers: Vec<ReplyAnswer>,
    /// What begins like an answer and is none.
    pub doubts: Vec<ReplyDoubt>,
}

impl Reply {
    /// Reads the text of a reply. What is quoted from the letter is passed over, and so is prose.
    pub fn read(text: &str) -> Reply {
        let mut reply = Reply::default();
        for line in text.lines() {
            let line = line.trim();
            if line.starts_with('>') || line.starts_with('|') {
                // A line of the letter; whoever writes below what they quote goes on behind it.
                continue;
            }
            if line.contains(REPLY_MARK) || begins_a_quotation(line) || line == "--" {
                // Below stands the letter itself, or a signature.
                break;
            }
            let line = line.trim_start_matches(['-', '*', '•', ' ', '\u{a0}']);
            let swapped = swapped(line);
            let line = swapped.as_deref().unwrap_or(line);
            if line.starts_with(|c: char| c.is_ascii_digit()) && !is_a_date(line) {
                reply.line(line);
            }
            if reply.answers.len() >= ANSWERS_MAX || reply.doubts.len() >= ANSWERS_MAX {
                break;
            }
        }
        reply
    }

    fn line(&mut self, line: &str) {
        // A comma separates answers where another number follows it; elsewhere it belongs to a remark.
        let mut pieces: Vec<String> = Vec::new();
        for piece in line.split([',', ';']) {
            match pieces.last_mut() {
                Some(last) if !piece.trim_start().starts_with(|c: char| c.is_ascii_digit()) => {
                    last.push(',');
                    last.push_str(piece);
                }
                _ => pieces.push(piece.trim().to_owned()),
            }
        }
        for piece in pieces.iter().filter(|piece| !piece.is_empty()) {
            match answers(piece) {
                Ok(found) => self.answers.extend(found),
                Err(why) => {
                    self.doubts.push(ReplyDoubt { text: piece.chars().take(SHOWN_CHARS_MAX).collect(), why });
                }
            }
        }
    }
}

/// What a letter begins with, so that in a reply everything from there on is known to be the letter, whatever the mail program
/// puts before it.
pub const REPLY_MARK: &str = "======";

/// Whether mail programs begin a quotation so: the head of the quoted mail, or a rule.
fn begins_a_quotation(line: &str) -> bool {
    const HEADS: [&str; 12] = [
        "from:",
        "sent:",
        "von:",
        "gesendet:",
        "от:",
        "отправлено:",
        "de :",
        "________",
        "-----original",
        "-----ursprüng",
        "-----исход",
        "begin forwarded",
    ];
    let line = line.trim_matches('*').to_lowercase();
    HEADS.iter().any(|head| line.starts_with(head))
}

/// A line such as `u 4`, the other way round.
fn swapped(line: &str) -> Option<String> {
    let (letter, number) = line.split_once(char::is_whitespace)?;
    let mut letters = letter.chars();
    let is_letter = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    let number = number.trim();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_letter && is_number).then(|| format!("{number} {letter}"))
}

/// Whether a line is one with which mail programs begin a quotation: `20.11.2026 10:15, Uptake wrote:`.
fn is_a_date(line: &str) -> bool {
    let first = line.split([' ', ',']).next().unwrap_or_default();
    line.ends_with(':') || first.matches(['.', '/', '-']).count() >= 2
}

/// One piece: a number or two, a letter, and perhaps a remark.
fn answers(piece: &str) -> Result<Vec<ReplyAnswer>, Sentence> {
    let not_one = || {
        sentence!(
            "reply-form",
            "Write the number of the item and one letter, such as 3 u; the letters stand at the end of the mail"
        )
    };
    let (first, rest) = number(piece).ok_or_else(not_one)?;
    let rest = rest.trim_start();
    let (last, rest) = match rest.strip_prefix(['-', '–']) {
        Some(rest) => number(rest.trim_start()).ok_or_else(not_one)?,
        None => (first, rest),
    };
    if last < first || usize::from(last - first) >= ANSWERS_MAX {
        return Err(not_one());
    }
    let rest = rest.trim_start_matches([' ', '\t', '.', ':', ')', '=']);
    let letter = rest.chars().next().ok_or_else(not_one)?;
    let remark = &rest[letter.len_utf8()..];
    // Behind the letter stands nothing, a blank, or a mark that ends a word: a title that begins with it is no answer.
    let stop = remark.trim_start_matches(['.', ',', ';', ':', '!', ')', ']']);
    if !(stop.is_empty() || stop.starts_with(char::is_whitespace)) {
        return Err(not_one());
    }
    if let Ok(mut others) = further(stop) {
        let mut found = answers(&format!("{first}-{last} {letter}"))?;
        found.append(&mut others);
        return Ok(found);
    }
    let remark: String = stop.trim().chars().take(REMARK_CHARS_MAX).collect();
    let letter = latin(letter);
    if letter == 'p' {
        return Err(sentence!(
            "reply-pass",
            "Say why by one of these instead of p: o off topic, g too general, d out of date, b for another branch, x not feasible, c cannot be had"
        ));
    }
    let (_, choice, reason) = REPLY_LETTERS.iter().find(|(known, ..)| *known == letter).copied().ok_or_else(not_one)?;
    let (to, remark) = if choice == Choice::Forward { forwarded(&remark)? } else { (None, remark) };
    let disposition = Disposition::new(choice, reason, to, &remark).map_err(|refusal| match refusal {
        Refusal::Said(sentence) => sentence,
        _ => not_one(),
    })?;
    Ok((first..=last).map(|number| ReplyAnswer { number, disposition: disposition.clone() }).collect())
}

/// Further answers in the same line: `4 u 5 n 6 o`.
fn further(rest: &str) -> Result<Vec<ReplyAnswer>, ()> {
    let rest = rest.trim();
    if !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(());
    }
    answers(rest).map_err(|_| ())
}

/// The post to which something is passed on, and the remark behind it.
fn forwarded(text: &str) -> Result<(Option<PostId>, String), Sentence> {
    let (name, remark) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    match PostId::new(name.trim_end_matches([',', '.', ':'])) {
        Ok(post) => Ok((Some(post), remark.trim().to_owned())),
        Err(_) => Err(sentence!(
            "reply-forward",
            "Write the short name of the post behind f, such as 3 f chief-designer; the office lists it with the post"
        )),
    }
}

fn number(text: &str) -> Option<(u16, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number: u16 = text[..end].parse().ok()?;
    (number > 0).then_some((number, &text[end..]))
}

/// A letter in lower case, and those of Cyrillic that look like Latin ones as what they look like: nobody sees the difference.
fn latin(letter: char) -> char {
    match letter.to_lowercase().next().unwrap_or(letter) {
        'о' => 'o',
        'р' => 'p',
        'х' => 'x',
        'у' => 'u',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<(u16, Choice, Option<PassReason>, String)> {
        let reply = Reply::read(text);
        assert_eq!(reply.doubts, [], "{text}");
        let line =
            |one: ReplyAnswer| (one.number, one.disposition.choice, one.disposition.reason, one.disposition.remark);
        reply.answers.into_iter().map(line).collect()
    }

    #[test]
    fn one_number_and_one_letter_answer_an_item() {
        let none = String::new();
        assert_eq!(said("1 u"), [(1, Choice::Use, None, none.clone())]);
        assert_eq!(said("2s"), said("2. S"));
        assert_eq!(said("2: s"), said(" 2) s "));
        assert_eq!(said("3 о"), [(3, Choice::Pass, Some(PassReason::OffTopic), none)], "a Cyrillic o");
        assert_eq!(said("2-4 n").len(), 3);
        assert_eq!(said("1 u, 2 s; 3 x").len(), 3);
        assert_eq!(said("4 u 5 n 6 o").iter().map(|one| one.0).collect::<Vec<_>>(), [4, 5, 6]);
        assert_eq!(said("u 4"), said("4 u"));
        assert_eq!(said("- 6 n"), said("6 n"));
        assert_eq!(said("8 x 3 presses are lacking")[0].3, "3 presses are lacking");
        assert_eq!(
            said("7 b the mill has no press, nor steam"),
            [(7, Choice::Pass, Some(PassReason::NotForUs), "the mill has no press, nor steam".to_owned())]
        );
    }

    #[test]
    fn what_is_passed_on_names_its_post() {
        let reply = Reply::read("6 f chief-designer for your press");
        let disposition = &reply.answers[0].disposition;
        assert_eq!(disposition.to.as_ref().map(PostId::as_str), Some("chief-designer"));
        assert_eq!(disposition.remark, "for your press");
        assert!(Reply::read("6 f").doubts[0].why.to_string().contains("short name"));
    }

    #[test]
    fn quotations_signatures_and_prose_are_no_answers() {
        let text = "Dear office,\n\n1 u\nthank you\n\n20.11.2026 10:15, Uptake wrote:\n> 2 s\n";
        assert_eq!(said(text).len(), 1);
        let outlook = "2 s\n\n________________________________\nFrom: Uptake\n1 X-ray control\n3 N-type silicon\n";
        assert_eq!(said(outlook), said("2 s"));
        assert_eq!(said("2 s\nVon: Uptake\n1 u"), said("2 s"));
        let marked = format!("2 s\n {REPLY_MARK} Reply above this line {REPLY_MARK}\n1 u\n1963\n");
        assert_eq!(said(&marked), said("2 s"));
        assert_eq!(said(&format!("> {REPLY_MARK}\n> 1 u\n2 s")), said("2 s"), "below the quotation");
        assert_eq!(said("1 u\n-- \n2 s"), said("1 u"));
        assert_eq!(Reply::read("We thank you.\nNothing else."), Reply::default());
    }

    #[test]
    fn what_begins_like_an_answer_and_is_none_is_said_back_with_what_to_write() {
        for (text, says) in [
            ("1 q", "the number of the item"),
            ("1 С", "the number of the item"),
            ("1 X-ray control of the gauge", "the number of the item"),
            ("5 d'Arsonval meters", "the number of the item"),
            ("8 C++ for mills", "the number of the item"),
            ("1 using it", "the number of the item"),
            ("4-2 u", "the number of the item"),
            ("0 u", "the number of the item"),
            ("99999999 u", "the number of the item"),
            ("3", "the number of the item"),
            ("3 p", "instead of p"),
        ] {
            let reply = Reply::read(text);
            assert_eq!((reply.answers.len(), reply.doubts.len()), (0, 1), "{text}");
            assert!(reply.doubts[0].why.to_string().contains(says), "{text}: {}", reply.doubts[0].why);
        }
        assert!(Reply::read(&"1 u\n".repeat(10_000)).answers.len() <= ANSWERS_MAX);
    }
}
