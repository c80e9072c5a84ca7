//! Reading a name: into words, in every way its script is read, with what is known of each word.

use super::fold::{self, Word, letters_for_digits};
use super::short::Short;
use super::subject::SubjectKind;
use super::token::Token;
use super::tongue::{self, Context, Piece, Script};
use super::word::{Entry, WORDS, WordKind};

/// A name that has been read.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) readings: Vec<Reading>,
    /// It names an organisation or a ship.
    pub(super) organisation: bool,
    /// It is written with Chinese signs alone.
    pub(super) signs: bool,
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
    /// In which of its script's ways it is read.
    pub(super) way: usize,
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
            let mut reading =
                if organisation { of_organisation(&pieces, kind == SubjectKind::Vessel) } else { of_person(&pieces) };
            reading.way = way;
            let told = |reading: &Reading| reading.tokens.iter().map(|token| token.text).collect::<Vec<_>>();
            let is_told = way > 0 && readings.iter().any(|held| told(held) == told(&reading));
            if !reading.tokens.is_empty() && !is_told {
                readings.push(reading);
            }
        }
        let signs = !words.is_empty() && words.iter().all(|word| word.script == Script::Han);
        Name { readings, organisation, signs }
    }
}

/// Whether one of the words, or a phrase, is only found with organisations.
fn names_organisation(words: &[Word]) -> bool {
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let mut key = String::new();
    let telling = |entry: Entry| matches!(entry.kind, WordKind::Legal | WordKind::Industry | WordKind::Empty);
    words.iter().enumerate().any(|(i, word)| match word.script {
        Script::Latin | Script::Digit => {
            let alone =
                WORDS.organisations.get(&word.text).is_some_and(telling) && WORDS.persons.get(&word.text).is_none();
            alone && word.text.len() > 2
                || WORDS.organisations.phrase(&texts[i..], &mut key).is_some_and(|(entry, _)| telling(entry))
        }
        Script::Han => tongue::names_organisation(&word.text),
        _ => false,
    })
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
            None => (WORDS.organisations.get(text), 1),
        };
        let ship =
            vessel && entry.is_none() && WORDS.persons.get(text).is_some_and(|entry| entry.kind == WordKind::Title);
        let entry = if ship { WORDS.persons.get(text) } else { entry };
        take_initials(&mut reading, &pieces[i..i + n], entry);
        match entry {
            Some(Entry { kind: WordKind::Legal, group }) => reading.legal.push(group),
            Some(entry) if n > 1 => {
                reading.tokens.push(Token::plain(WORDS.name(entry.group).as_bytes(), entry.kind, entry.group));
            }
            Some(Entry { kind: WordKind::Number, group }) => {
                let mut token = Token::of(piece, Some(Entry { kind: WordKind::Number, group }));
                token.text = Short::of(WORDS.name(group).as_bytes());
                reading.tokens.push(token);
            }
            None if roman_letter(text, &reading, &texts[i + 1..]) => reading.tokens.push(roman(text)),
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

/// Whether a letter alone is a Roman number: the last word before the legal form.
fn roman_letter(text: &str, before: &Reading, after: &[&str]) -> bool {
    matches!(text, "v" | "x" | "i")
        && !before.tokens.is_empty()
        && after.iter().all(|word| WORDS.organisations.get(word).is_some_and(|entry| entry.kind == WordKind::Legal))
}

fn roman(text: &str) -> Token {
    let value: &[u8] = match text {
        "v" => b"5",
        "x" => b"10",
        _ => b"1",
    };
    Token::plain(value, WordKind::Number, 0)
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
        let text = piece.text.as_ref();
        let stop = pieces.len() > 1 && WORDS.organisations.get(text).is_some_and(|entry| entry.kind == WordKind::Stop);
        let several = if piece.script == Script::Cyrillic {
            CYRILLIC_LETTERS.iter().find(|begin| text.starts_with(**begin))
        } else {
            None
        };
        let first = several.map_or(text.get(..1).unwrap_or_default(), |letter| letter);
        if !small && !stop {
            reading.initials[0].extend(first.as_bytes());
        }
        reading.initials[1].extend(first.as_bytes());
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
        if holder(text) && pieces.get(i).is_some_and(|next| article(next.text.as_ref())) && i + 1 < pieces.len() {
            // Dhu al-Faqar is Zulfiqar.
            reading.tokens.push(joined("zul", &pieces[i + 1]));
            i += 2;
            continue;
        }
        if piece.dotted && lexicon.get(text).is_none_or(|entry| entry.kind != WordKind::Legal) {
            reading.tokens.extend(text.as_bytes().chunks(1).map(|letter| Token::plain(letter, WordKind::Initial, 0)));
            continue;
        }
        if let Some(stem) = compound(piece, &mut reading, &pieces[i..]) {
            i += stem;
            continue;
        }
        let mut token = match lexicon.get(text) {
            _ if stands_for_name(piece) => Token::of(piece, Some(INITIAL)),
            Some(Entry { kind: WordKind::Father, .. }) if i < pieces.len() => {
                father = true;
                continue;
            }
            Some(Entry { kind: WordKind::Legal, group }) => {
                reading.legal.push(group);
                continue;
            }
            Some(entry) => Token::of(piece, Some(entry)),
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

/// A letter alone, of a script of letters.
fn stands_for_name(piece: &Piece<'_>) -> bool {
    matches!(piece.script, Script::Latin | Script::Cyrillic | Script::Greek)
        && (piece.text.len() == 1
            || piece.script == Script::Cyrillic && CYRILLIC_LETTERS.contains(&piece.text.as_ref()))
}

/// Cyrillic letters that are several in Latin.
const CYRILLIC_LETTERS: [&str; 9] = ["shch", "zh", "kh", "ts", "ch", "sh", "yu", "ya", "ye"];

/// Names that end with God or with the faith, of one word or of two or three: `Nasr Allah`, `Nur al-Din`, `Noureddine`. Takes what
/// belongs to it, and says how many pieces it took beyond this one.
fn compound(piece: &Piece<'_>, reading: &mut Reading, after: &[Piece<'_>]) -> Option<usize> {
    let text = piece.text.as_ref();
    let text_of = |i: usize| after.get(i).map_or("", |piece| piece.text.as_ref());
    let joining = |text: &str| article(text) || matches!(text, "ud" | "ed" | "ad" | "od");
    let faith = |text: &str| matches!(text, "din" | "deen" | "dine" | "dean" | "dien");
    let god = |text: &str| matches!(text, "allah" | "ullah" | "ollah" | "ulla" | "llah");
    let (stem, ending, taken) = if text.len() >= 2 && !joining(text) && joining(text_of(0)) && faith(text_of(1)) {
        (text, "uddin", 2)
    } else if text.len() >= 3 && (matches!(text_of(0), "uddin" | "eddin" | "eddine" | "uddine" | "addin")) {
        (text, "uddin", 1)
    } else if text.len() >= 3 && god(text_of(0)) {
        (text, "ullah", 1)
    } else if let Some(stem) =
        ["eddine", "eddin", "uddin", "uddine", "uddeen", "eddeen", "addin", "aldin", "eldin", "oddin", "odin"]
            .iter()
            .find_map(|end| text.strip_suffix(end))
        && stem.len() >= 2
        && !text.ends_with("odin")
    {
        (stem, "uddin", 0)
    } else if let Some(stem) = ["allah", "ollah", "ullah", "ulla", "olla"].iter().find_map(|end| text.strip_suffix(end))
        && stem.len() >= 3
        && !stem.starts_with("abd")
    {
        (stem, "ullah", 0)
    } else {
        return None;
    };
    let mut whole = Token::plain(format!("{stem}{ending}").as_bytes(), WordKind::Plain, 0);
    if piece.manner == super::distance::Manner::Abjad
        && let Some(mut sound) = piece.sound
    {
        sound.extend(super::sound::sound(ending.as_bytes()).as_bytes());
        whole.sound = sound;
        whole.manner = piece.manner;
    }
    reading.tokens.push(whole);
    Some(taken)
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

/// Who has something, as the first word of a name of two: `Dhu al-Faqar`.
fn holder(text: &str) -> bool {
    matches!(text, "dhu" | "zu" | "zou" | "thu" | "dhou" | "zoo")
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
        fresh.native = self.native.take().map(|native| format!("{before}{native}").into_boxed_str());
        fresh
    }
}

fn finish(mut reading: Reading, pieces: &[Piece<'_>]) -> Reading {
    for piece in pieces {
        reading.whole.extend(piece.text.as_bytes());
    }
    for (place, token) in reading.tokens.iter_mut().enumerate() {
        token.place = place as u8;
    }
    // Comparing must not depend on the order of words, but for initials.
    reading.tokens.sort_unstable_by_key(|token| (token.text, token.sound, token.kind, token.father));
    reading.legal.sort_unstable();
    reading.legal.dedup();
    reading
}
