//! Reading a name: into words, in every way its script is read, with what is known of each word.

use super::fold::{self, Word, letters_for_digits};
use super::short::Short;
use super::subject::SubjectKind;
use super::token::Token;
use super::tongue::{self, Context, Piece, Script};
use super::word::{Entry, Lexicon, WORDS, WordKind};

/// A name that has been read.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) readings: Vec<Reading>,
    /// It names an organisation or a ship.
    pub(super) organisation: bool,
}

/// A name in one of the ways it is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    /// The words, in an order that does not depend on theirs.
    pub(super) tokens: Vec<Token>,
    /// Legal forms.
    pub(super) legal: Vec<u16>,
    /// The first letters of its words in their order, without small words and legal forms; and with them.
    pub(super) initials: [Short; 2],
    /// The words in their order, joined.
    pub(super) whole: Short,
}

/// More words of a name are not compared.
pub(super) const TOKENS_MAX: usize = 16;

impl Name {
    pub(super) fn read(text: &str, kind: SubjectKind) -> Name {
        let words = fold::words(text);
        let organisation = match kind {
            SubjectKind::Person => false,
            SubjectKind::Organisation | SubjectKind::Vessel => true,
            SubjectKind::Unknown => names_organisation(&words),
        };
        let ways = words.iter().map(|word| word.script.ways()).max().unwrap_or(0);
        let mut readings: Vec<Reading> = Vec::with_capacity(1);
        let mut pieces = Vec::with_capacity(words.len() + 1);
        let alone = words.len() == 1;
        for way in 0..ways {
            pieces.clear();
            let read = words.iter().enumerate().all(|(i, word)| {
                tongue::read(
                    word,
                    Context { way: way.min(word.script.ways() - 1), organisation, alone, first: i == 0 },
                    &mut pieces,
                )
            });
            if !read {
                continue;
            }
            let reading =
                if organisation { of_organisation(&pieces, kind == SubjectKind::Vessel) } else { of_person(&pieces) };
            let told = |reading: &Reading| reading.tokens.iter().map(|token| token.text).collect::<Vec<_>>();
            if !reading.tokens.is_empty() && !(way > 0 && readings.iter().any(|held| told(held) == told(&reading))) {
                readings.push(reading);
            }
        }
        Name { readings, organisation }
    }
}

/// Whether one of the words is only found with organisations.
fn names_organisation(words: &[Word]) -> bool {
    words.iter().any(|word| match word.script {
        Script::Latin => WORDS.organisations.get(&word.text).is_some_and(|entry| {
            matches!(entry.kind, WordKind::Legal | WordKind::Industry | WordKind::Empty)
                && WORDS.persons.get(&word.text).is_none()
        }),
        Script::Han => tongue::names_organisation(&word.text),
        _ => false,
    })
}

/// A word of the table, or one with digits for letters as it is meant.
fn looked_up(lexicon: &Lexicon, text: &str) -> Option<Entry> {
    lexicon.get(text)
}

fn of_organisation(pieces: &[Piece<'_>], vessel: bool) -> Reading {
    let texts: Vec<&str> = pieces.iter().map(|piece| piece.text.as_ref()).collect();
    let mut reading = Reading::default();
    let mut key = String::new();
    let mut i = 0;
    while i < pieces.len() && reading.tokens.len() < TOKENS_MAX {
        let piece = &pieces[i];
        let text = texts[i];
        let found = WORDS.organisations.phrase(&texts[i..], &mut key);
        let (entry, n) = match found {
            Some((entry, n)) => (Some(entry), n),
            None => (looked_up(&WORDS.organisations, text), 1),
        };
        let ship =
            vessel && entry.is_none() && WORDS.persons.get(text).is_some_and(|entry| entry.kind == WordKind::Title);
        let entry = if ship { WORDS.persons.get(text) } else { entry };
        take_initials(&mut reading, &pieces[i..i + n], entry);
        match entry {
            Some(Entry { kind: WordKind::Legal, group }) => reading.legal.push(group),
            Some(entry) if n > 1 => {
                reading.tokens.push(Token::plain(WORDS.name(entry.group).as_bytes(), entry.kind, entry.group))
            }
            Some(Entry { kind: WordKind::Number, group }) => {
                let mut token = Token::of(piece, Some(Entry { kind: WordKind::Number, group }));
                token.text = Short::of(WORDS.name(group).as_bytes());
                reading.tokens.push(token);
            }
            entry => reading.tokens.push(word(piece, entry)),
        }
        i += n;
    }
    // A name that is nothing but a legal form is compared by it.
    if reading.tokens.iter().all(|token| token.mass == 0.0) {
        reading.tokens = pieces.iter().take(TOKENS_MAX).map(|piece| Token::of(piece, None)).collect();
        reading.legal.clear();
    }
    finish(reading, pieces)
}

/// A word that is no phrase: numbers, digits for letters.
fn word(piece: &Piece<'_>, entry: Option<Entry>) -> Token {
    let text = piece.text.as_ref();
    if entry.is_none() && text.bytes().any(|byte| byte.is_ascii_digit()) {
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            let short = text.trim_start_matches('0');
            return Token::plain(if short.is_empty() { b"0" } else { short.as_bytes() }, WordKind::Number, 0);
        }
        if let Some(letters) = letters_for_digits(text) {
            let mut token = Token::plain(letters.as_bytes(), WordKind::Plain, 0);
            if text.contains('1') {
                token.other = Short::of(letters.replace('i', "l").as_bytes());
            }
            return token;
        }
        if text.bytes().filter(u8::is_ascii_digit).count() * 2 >= text.len() {
            let mut token = Token::of(piece, None);
            token.kind = WordKind::Number;
            return token;
        }
    }
    Token::of(piece, entry)
}

fn take_initials(reading: &mut Reading, pieces: &[Piece<'_>], entry: Option<Entry>) {
    let small = entry.is_some_and(|entry| matches!(entry.kind, WordKind::Legal | WordKind::Stop));
    for piece in pieces {
        if let Some(first) = piece.text.bytes().next() {
            if !small {
                reading.initials[0].push(first);
            }
            reading.initials[1].push(first);
        }
    }
}

fn of_person(pieces: &[Piece<'_>]) -> Reading {
    let lexicon = &WORDS.persons;
    let mut reading = Reading::default();
    let mut father = false;
    let mut i = 0;
    while i < pieces.len() && reading.tokens.len() < TOKENS_MAX {
        let piece = &pieces[i];
        let text = piece.text.as_ref();
        i += 1;
        if servant(text) {
            // Abd, an article, and the name of God: one name in any of the ways it is cut.
            let next = pieces[i..].iter().take(2).position(|next| !article(next.text.as_ref()));
            if let Some(skip) = next {
                let mut token = joined("abd", &pieces[i + skip]);
                token.father = std::mem::take(&mut father);
                i += skip + 1;
                reading.tokens.push(token);
                continue;
            }
        }
        if piece.dotted && lexicon.get(text).is_none_or(|entry| entry.kind != WordKind::Legal) {
            reading.tokens.extend(text.as_bytes().chunks(1).map(|letter| Token::plain(letter, WordKind::Initial, 0)));
            continue;
        }
        let mut token = match lexicon.get(text) {
            Some(Entry { kind: WordKind::Father, .. }) if i < pieces.len() => {
                father = true;
                continue;
            }
            Some(Entry { kind: WordKind::Legal, group }) => {
                reading.legal.push(group);
                continue;
            }
            Some(entry) => Token::of(piece, Some(entry)),
            None if text.len() == 1 && text.as_bytes()[0].is_ascii_alphabetic() => Token::of(piece, Some(INITIAL)),
            None if assimilated(text, pieces.get(i)) => Token::of(piece, Some(ARTICLE)),
            None => person_word(piece, text),
        };
        token.father = token.kind != WordKind::Particle && std::mem::take(&mut father);
        reading.tokens.push(token);
    }
    if reading.tokens.iter().all(|token| token.mass < 1.0) {
        reading.tokens = pieces.iter().take(TOKENS_MAX).map(|piece| Token::of(piece, None)).collect();
    }
    finish(reading, pieces)
}

const INITIAL: Entry = Entry { kind: WordKind::Initial, group: 0 };
const ARTICLE: Entry = Entry { kind: WordKind::Particle, group: 0 };

fn person_word(piece: &Piece<'_>, text: &str) -> Token {
    if let Some(rest) = servant_of(text) {
        return Token::of(piece, None).renamed("abd", rest);
    }
    let mut token = word(piece, None);
    if token.text.len() <= 5
        && let Some(group) = WORDS.korean.get(text)
    {
        token.kind = WordKind::Korean;
        token.group = *group;
    }
    token
}

/// `abd`, with or without its article.
fn servant(text: &str) -> bool {
    matches!(text, "abd" | "abdul" | "abdel" | "abdal" | "abdol" | "abdoul" | "abdool" | "abdur" | "abdus")
}

/// What follows `abdul` in one word, of which the beginning is the article.
fn servant_of(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("abd")?;
    let rest = ["oul", "ool", "ul", "el", "al", "ol", "ur", "er", "ar", "us", "es", "as", "un", "en", "an"]
        .iter()
        .find_map(|article| rest.strip_prefix(article))?;
    (rest.len() >= 3).then_some(rest)
}

fn article(text: &str) -> bool {
    matches!(text, "al" | "el" | "ul" | "ur" | "as" | "ar" | "an" | "il")
}

/// `an-Nuri`, `ash-Sharif`: the article takes on the sound that follows.
fn assimilated(text: &str, next: Option<&Piece<'_>>) -> bool {
    next.is_some_and(|next| {
        next.tied
            && matches!(text, "an" | "ar" | "as" | "ash" | "at" | "az" | "ad" | "ath" | "adh")
            && next.text.starts_with(&text[1..])
    })
}

fn joined(before: &str, piece: &Piece<'_>) -> Token {
    let rest = piece.text.as_ref();
    let rest = if rest == "allah" || rest == "ullah" { "lah" } else { rest };
    Token::of(piece, None).renamed(before, rest)
}

impl Token {
    /// The same word with another beginning.
    fn renamed(mut self, before: &str, rest: &str) -> Token {
        let text = format!("{before}{rest}");
        let mut fresh = Token::plain(text.as_bytes(), self.kind, self.group);
        if self.manner == super::distance::Manner::Abjad {
            let mut sound = super::sound::sound(before.as_bytes());
            sound.extend(self.sound.as_bytes());
            fresh.sound = sound;
        }
        fresh.manner = self.manner;
        fresh.native = self.native.take();
        fresh
    }
}

fn finish(mut reading: Reading, pieces: &[Piece<'_>]) -> Reading {
    for piece in pieces {
        reading.whole.extend(piece.text.as_bytes());
    }
    // Comparing must not depend on the order of words.
    reading
        .tokens
        .sort_unstable_by(|a, b| (a.text, a.sound, a.kind, a.father).cmp(&(b.text, b.sound, b.kind, b.father)));
    reading.legal.sort_unstable();
    reading.legal.dedup();
    reading
}
