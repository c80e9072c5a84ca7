//! What a work is about, by scheme and code.

use std::fmt;

macro_rules! schemes {
    ($($(#[$doc:meta])* $variant:ident = $word:literal),* $(,)?) => {
        /// A classification or vocabulary.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum SubjectScheme { $($(#[$doc])* $variant),* }

        impl SubjectScheme {
            /// Every scheme.
            pub const ALL: &'static [SubjectScheme] = &[$(SubjectScheme::$variant),*];

            /// The word for it in files and pages.
            pub fn word(self) -> &'static str {
                match self { $(SubjectScheme::$variant => $word),* }
            }

            /// The scheme with this word.
            pub fn from_word(word: &str) -> Option<SubjectScheme> {
                match word { $($word => Some(SubjectScheme::$variant),)* _ => None }
            }
        }
    };
}

schemes! {
    /// International Patent Classification.
    Ipc = "ipc",
    /// Cooperative Patent Classification.
    Cpc = "cpc",
    /// United States Patent Classification.
    Uspc = "uspc",
    /// Locarno classification of designs.
    Locarno = "locarno",
    /// arXiv categories.
    Arxiv = "arxiv",
    /// Medical Subject Headings (descriptor identifiers or tree numbers as codes).
    Mesh = "mesh",
    /// Mathematics Subject Classification.
    Msc = "msc",
    /// ACM Computing Classification System.
    Acm = "acm",
    /// Physics and Astronomy Classification Scheme.
    Pacs = "pacs",
    /// Journal of Economic Literature codes.
    Jel = "jel",
    /// Universal Decimal Classification.
    Udc = "udc",
    /// Dewey Decimal Classification.
    Ddc = "ddc",
    /// Library of Congress Classification.
    Lcc = "lcc",
    /// Library of Congress Subject Headings.
    Lcsh = "lcsh",
    /// State Rubricator of Scientific and Technical Information (ГРНТИ).
    Grnti = "grnti",
    /// OECD Fields of Research and Development (FORD, formerly FOS).
    Ford = "ford",
    /// OpenAlex topics, fields and concepts.
    Openalex = "openalex",
    /// Inspec thesaurus and classification.
    Inspec = "inspec",
    /// Categories of the citation indexes.
    Wos = "wos",
    /// A scheme that is named by the source and unknown here.
    Other = "other",
    /// Free words of the author or the indexer.
    #[default]
    Keyword = "keyword",
}

impl fmt::Display for SubjectScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One subject: a code of a scheme, a term, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Subject {
    /// Whose code it is.
    pub scheme: SubjectScheme,
    /// The code in the scheme's normal form; see [`SubjectScheme::normal`].
    pub code: Option<String>,
    /// The words.
    pub term: Option<String>,
}

impl Subject {
    /// A code without words. The code is brought to normal form.
    pub fn coded(scheme: SubjectScheme, code: &str) -> Subject {
        Subject { scheme, code: Some(scheme.normal(code)), term: None }
    }

    /// Free words.
    pub fn keyword(term: impl Into<String>) -> Subject {
        Subject { scheme: SubjectScheme::Keyword, code: None, term: Some(term.into()) }
    }
}

/// Longest code that classes are told of. The longest in use, strings of colon classification,
/// stay under a hundred bytes; without a bound a hostile code would have classes by the thousand.
const CODE_BYTES_MAX: usize = 256;

impl SubjectScheme {
    /// The normal form of a code: no blanks; patent classes in capitals, leading zeros of the main
    /// group dropped (`H01L  21/02`, `G06F015/16` are `H01L21/02`, `G06F15/16`).
    pub fn normal(self, code: &str) -> String {
        let bare: String = code.split_whitespace().collect();
        match self {
            SubjectScheme::Ipc | SubjectScheme::Cpc => patent_class(&bare),
            SubjectScheme::Msc | SubjectScheme::Jel | SubjectScheme::Lcc | SubjectScheme::Mesh => bare.to_uppercase(),
            SubjectScheme::Keyword | SubjectScheme::Other | SubjectScheme::Lcsh => {
                code.split_whitespace().collect::<Vec<_>>().join(" ")
            }
            _ => bare,
        }
    }

    /// The code and every class above it, from the code upwards: what `class:` finds it under.
    ///
    /// A class ends where its scheme ends it: at a dot, slash, hyphen or colon, where letters and
    /// digits change (`H`, `H01`, `H01L`, `H01L21`, `H01L21/02`), and in decimal schemes after
    /// every digit.
    pub fn ancestors(self, code: &str) -> Vec<String> {
        let code = self.normal(code);
        let decimal = matches!(self, SubjectScheme::Udc | SubjectScheme::Ddc | SubjectScheme::Jel);
        let chars: Vec<(usize, char)> = code.char_indices().collect();
        let mut classes = vec![code.clone()];
        if code.len() > CODE_BYTES_MAX {
            return classes;
        }
        for pair in chars.windows(2).rev() {
            let ((_, before), (cut, after)) = (pair[0], pair[1]);
            let separator = |c: char| matches!(c, '.' | '/' | '-' | ':');
            if self == SubjectScheme::Arxiv {
                // `cond-mat` is one archive: only the dot divides.
                if after == '.' {
                    classes.push(code[..cut].to_owned());
                }
                continue;
            }
            let ends = separator(after)
                || (before.is_ascii_digit() && after.is_alphabetic())
                || (before.is_alphabetic() && after.is_ascii_digit())
                || (decimal && before.is_ascii_digit() && after.is_ascii_digit());
            if ends && !separator(before) {
                classes.push(code[..cut].to_owned());
            }
        }
        classes
    }
}

fn patent_class(bare: &str) -> String {
    let upper = bare.to_uppercase();
    // Section, two digits, letter; then the main group, which may be padded with zeros.
    let (head, tail) = match upper.char_indices().nth(4) {
        Some((cut, _)) => upper.split_at(cut),
        None => return upper,
    };
    let (group, sub) = match tail.split_once('/') {
        Some((group, sub)) => (group, Some(sub)),
        None => (tail, None),
    };
    let group = match group.trim_start_matches('0') {
        "" if !group.is_empty() => "0",
        trimmed => trimmed,
    };
    match sub {
        Some(sub) => format!("{head}{group}/{sub}"),
        None => format!("{head}{group}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(scheme: SubjectScheme, code: &str, expected: &str) {
        assert_eq!(scheme.ancestors(code).join(" "), expected);
    }

    #[test]
    fn a_code_is_found_under_every_class_above_it_and_no_other() {
        check(SubjectScheme::Cpc, "H01L 21/02", "H01L21/02 H01L21 H01L H01 H");
        check(SubjectScheme::Ipc, "G06F015/16", "G06F15/16 G06F15 G06F G06 G");
        check(SubjectScheme::Arxiv, "cs.AI", "cs.AI cs");
        check(SubjectScheme::Arxiv, "cond-mat.mes-hall", "cond-mat.mes-hall cond-mat");
        check(SubjectScheme::Grnti, "45.29.31", "45.29.31 45.29 45");
        check(SubjectScheme::Udc, "621.38", "621.38 621.3 621 62 6");
        check(SubjectScheme::Msc, "20f65", "20F65 20F 20");
    }

    #[test]
    fn a_code_without_end_has_no_classes_above_it() {
        assert_eq!(SubjectScheme::Other.ancestors(&"a-".repeat(10_000)).len(), 1);
    }
}
