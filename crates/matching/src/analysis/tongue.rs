//! Tongues: the languages whose words can be stemmed.

use std::sync::LazyLock;

use model::Language;

use super::segment;

macro_rules! tongues {
    ($($variant:ident $tag:literal $code:literal),* $(,)?) => {
        /// A language with a stemmer, or none. The algorithms are those of Snowball
        /// (snowballstem.org).
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Tongue {
            /// No stemmer: words are compared as folded.
            #[default]
            None,
            $(#[doc = concat!("`", $tag, "`.")] $variant),*
        }

        impl Tongue {
            /// All tongues, the one without a stemmer first.
            pub const ALL: &'static [Tongue] = &[Tongue::None, $(Tongue::$variant),*];

            /// The tongue of a language.
            pub fn of(language: &Language) -> Tongue {
                match language.primary() {
                    $($tag => Tongue::$variant,)*
                    "nb" | "nn" => Tongue::Norwegian,
                    _ => Tongue::None,
                }
            }

            /// A letter that stands for it in a search index.
            pub fn code(self) -> char {
                match self { Tongue::None => '-', $(Tongue::$variant => $code),* }
            }

            fn algorithm(self) -> Option<rust_stemmers::Algorithm> {
                match self { Tongue::None => None, $(Tongue::$variant => Some(rust_stemmers::Algorithm::$variant)),* }
            }
        }
    };
}

tongues! {
    Arabic "ar" 'a', Danish "da" 'k', Dutch "nl" 'n', English "en" 'e', Finnish "fi" 'f', French "fr" 'r',
    German "de" 'd', Greek "el" 'g', Hungarian "hu" 'h', Italian "it" 'i', Norwegian "no" 'o',
    Portuguese "pt" 'p', Romanian "ro" 'm', Russian "ru" 'u', Spanish "es" 's', Swedish "sv" 'w',
    Tamil "ta" 't', Turkish "tr" 'y',
}

/// Reduces folded words of one tongue to their stems.
pub struct Stemmer {
    stemmer: Option<rust_stemmers::Stemmer>,
}

impl Stemmer {
    /// The stemmer of a tongue.
    pub fn new(tongue: Tongue) -> Stemmer {
        Stemmer { stemmer: tongue.algorithm().map(rust_stemmers::Stemmer::create) }
    }

    /// The key of a folded word: its stem. Words with digits are names and numbers and stay whole.
    pub fn key<'a>(&self, folded: &'a str) -> std::borrow::Cow<'a, str> {
        match &self.stemmer {
            Some(stemmer) if !folded.bytes().any(|b| b.is_ascii_digit()) => stemmer.stem(folded),
            _ => folded.into(),
        }
    }
}

/// How much of a text is looked at to tell its language: enough for some twenty of its little words.
const GUESS_WORDS_MAX: usize = 80;

/// The little words by which a language in Latin letters gives itself away. None stands in two
/// lists unless it is frequent in both.
const LITTLE_WORDS: &[(Tongue, &[&str])] = &[
    (
        Tongue::English,
        &["the", "of", "and", "to", "is", "with", "for", "by", "are", "from", "this", "that", "on", "we", "an", "as"],
    ),
    (
        Tongue::German,
        &[
            "der", "die", "und", "das", "von", "mit", "fur", "den", "des", "eine", "ein", "zur", "im", "ist", "bei",
            "auf",
        ],
    ),
    (
        Tongue::French,
        &["le", "la", "les", "des", "et", "du", "une", "dans", "pour", "par", "est", "sur", "aux", "avec", "qui", "au"],
    ),
    (
        Tongue::Spanish,
        &["el", "la", "los", "las", "del", "y", "en", "una", "por", "con", "para", "que", "se", "su", "es", "como"],
    ),
    (
        Tongue::Italian,
        &[
            "il", "di", "della", "delle", "dei", "per", "con", "che", "nel", "una", "gli", "alla", "sono", "e", "un",
            "del",
        ],
    ),
    (
        Tongue::Portuguese,
        &["o", "os", "da", "do", "dos", "das", "em", "uma", "para", "com", "que", "na", "no", "por", "ao", "e"],
    ),
    (
        Tongue::Dutch,
        &[
            "de", "het", "een", "van", "en", "voor", "met", "zijn", "op", "bij", "wordt", "dat", "niet", "ook", "naar",
            "te",
        ],
    ),
    (
        Tongue::Swedish,
        &["och", "att", "som", "en", "av", "for", "med", "det", "den", "till", "ar", "pa", "om", "har", "ett", "inte"],
    ),
    (
        Tongue::Danish,
        &["og", "af", "det", "der", "til", "er", "for", "med", "den", "som", "ikke", "fra", "har", "blev", "ved", "om"],
    ),
    (
        Tongue::Finnish,
        &[
            "ja", "on", "ei", "se", "ovat", "oli", "sen", "kun", "mutta", "joka", "myos", "tai", "kuin", "ovat",
            "sita", "ne",
        ],
    ),
    (
        Tongue::Hungarian,
        &[
            "a", "az", "es", "egy", "hogy", "nem", "is", "meg", "vagy", "mint", "volt", "szerint", "ezek", "ez",
            "csak", "az",
        ],
    ),
    (
        Tongue::Romanian,
        &[
            "si", "de", "din", "pentru", "cu", "care", "este", "prin", "sau", "mai", "fost", "asupra", "unei", "unui",
            "au", "sunt",
        ],
    ),
    (
        Tongue::Turkish,
        &[
            "ve", "bir", "bu", "icin", "ile", "olarak", "da", "de", "olan", "gibi", "daha", "ise", "veya", "cok",
            "sonra", "kadar",
        ],
    ),
];

/// For each little word the lists it stands in, a bit a list.
struct Votes {
    /// Open addressing: the letters as a number, nought when free.
    slots: [(u64, u16); 512],
}

static VOTES: LazyLock<Votes> = LazyLock::new(|| {
    let mut votes = Votes { slots: [(0, 0); 512] };
    for (i, (_, little)) in LITTLE_WORDS.iter().enumerate() {
        for word in *little {
            let letters = Votes::letters(word.as_bytes());
            let slot = votes.slot(letters);
            votes.slots[slot].0 = letters;
            votes.slots[slot].1 |= 1 << i;
        }
    }
    votes
});

impl Votes {
    /// Up to eight letters and digits of ASCII as a number; capitals become small letters, and digits stay what they are.
    fn letters(word: &[u8]) -> u64 {
        word.iter().rev().fold(0, |letters, byte| letters << 8 | u64::from(byte | 0x20))
    }

    /// Where a word stands, or the free place where it would. There are three times as many places as words.
    fn slot(&self, letters: u64) -> usize {
        let mut at = (letters.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 55) as usize;
        while self.slots[at].0 != letters && self.slots[at].0 != 0 {
            at = (at + 1) % self.slots.len();
        }
        at
    }

    fn of(&self, word: &str, folded: &mut String) -> u16 {
        if word.is_ascii() {
            return self.slots[self.slot(Votes::letters(word.as_bytes()))].1;
        }
        folded.clear();
        super::fold_into(word, folded);
        let plain = folded.len() <= 8 && folded.is_ascii();
        if plain { self.slots[self.slot(Votes::letters(folded.as_bytes()))].1 } else { 0 }
    }
}

impl Tongue {
    /// The tongue of a text: the stated language if there is one, else told from its script and
    /// its little words. A Latin text that shows none is taken for English, the language most
    /// records are in, so that short English titles are stemmed.
    ///
    /// A stated language whose script the text is not in (an English abstract of a Russian
    /// article) does not count for the text.
    pub fn of_text(text: &str, stated: Option<&Language>) -> Tongue {
        let stated = stated.map(Tongue::of);
        let script = script(text);
        match (stated, script) {
            (Some(tongue), Script::Other) => tongue,
            (Some(tongue), script) if script_of(tongue) == script || tongue == Tongue::None => tongue,
            (_, Script::Latin) => guess_latin(text),
            (_, Script::Cyrillic) if text.contains(['і', 'ї', 'є', 'ґ', 'ў']) => Tongue::None,
            (_, Script::Cyrillic) => Tongue::Russian,
            (_, Script::Greek) => Tongue::Greek,
            (_, Script::Arabic) => Tongue::Arabic,
            (_, Script::Tamil) => Tongue::Tamil,
            (_, Script::Other) => Tongue::None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Tamil,
    Other,
}

fn script_of(tongue: Tongue) -> Script {
    match tongue {
        Tongue::Russian => Script::Cyrillic,
        Tongue::Greek => Script::Greek,
        Tongue::Arabic => Script::Arabic,
        Tongue::Tamil => Script::Tamil,
        _ => Script::Latin,
    }
}

/// The script that most of the first letters are in.
fn script(text: &str) -> Script {
    const LOOKED_AT: usize = 200;
    if text.len() > 24 && text.as_bytes()[..24].is_ascii() {
        return Script::Latin;
    }
    let mut counts = [0usize; 6];
    for c in text.chars().filter(|c| c.is_alphabetic()).take(LOOKED_AT) {
        let script = match c {
            'A'..='z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
            '\u{400}'..='\u{52f}' => Script::Cyrillic,
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::Greek,
            '\u{600}'..='\u{6ff}' => Script::Arabic,
            '\u{b80}'..='\u{bff}' => Script::Tamil,
            _ => Script::Other,
        };
        counts[script as usize] += 1;
    }
    let all = [Script::Latin, Script::Cyrillic, Script::Greek, Script::Arabic, Script::Tamil, Script::Other];
    all.into_iter().max_by_key(|s| (counts[*s as usize], std::cmp::Reverse(*s as usize))).unwrap_or(Script::Other)
}

fn guess_latin(text: &str) -> Tongue {
    let little = &*VOTES;
    let mut votes = [0u32; LITTLE_WORDS.len()];
    let mut n_words = 0;
    let mut folded = String::new();
    let head = &text[..text.floor_char_boundary(GUESS_WORDS_MAX * 8)];
    segment::words(head, super::Analysis::Plain, &mut |word| {
        n_words += 1;
        let word = &head[word.start..word.end];
        if n_words > GUESS_WORDS_MAX || word.len() > 8 {
            return;
        }
        let mut lists = little.of(word, &mut folded);
        while lists != 0 {
            votes[lists.trailing_zeros() as usize] += 1;
            lists &= lists - 1;
        }
    });
    // English wins ties: it stands first in the list.
    let best = votes.iter().enumerate().max_by_key(|(i, vote)| (**vote, std::cmp::Reverse(*i)));
    match best {
        Some((i, vote)) if *vote > 0 => LITTLE_WORDS[i].0,
        _ => Tongue::English,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, stated: Option<&str>, expected: Tongue) {
        let stated = stated.and_then(Language::parse);
        assert_eq!(Tongue::of_text(text, stated.as_ref()), expected, "{text}");
    }

    #[test]
    fn a_text_gives_its_language_away() {
        check("Rectifiers for the locomotives of the western lines", None, Tongue::English);
        check("Gleichrichter für die Lokomotiven der westlichen Strecken", None, Tongue::German);
        check("Les redresseurs pour locomotives et la commande des moteurs", None, Tongue::French);
        check("Выпрямители для электровозов", None, Tongue::Russian);
        check("Випрямлячі для електровозів", None, Tongue::None);
        check("Thyristor locomotives", None, Tongue::English);
    }

    #[test]
    fn the_stated_language_counts_unless_the_script_denies_it() {
        check("Thyristor locomotives", Some("de"), Tongue::German);
        check("An English abstract of the article", Some("ru"), Tongue::English);
        check("Выпрямители", Some("en"), Tongue::Russian);
    }
}
