//! Language tags.

use std::fmt;

/// A BCP 47 language tag in its usual letters: `en`, `de`, `zh-Hant`, `pt-BR`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language(String);

/// Longest tag that is kept; RFC 5646 section 4.4.1 asks for room for 35 characters.
const TAG_BYTES_MAX: usize = 35;

/// ISO 639-2 codes (bibliographic and terminological) and English names, with the two letters
/// that BCP 47 asks for instead. From the ISO 639-2 code list of the Library of Congress.
const TWO_LETTERS: &[(&str, &str)] = &[
    ("afr", "af"),
    ("ara", "ar"),
    ("arm", "hy"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bos", "bs"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("chi", "zh"),
    ("cym", "cy"),
    ("cze", "cs"),
    ("dan", "da"),
    ("deu", "de"),
    ("dut", "nl"),
    ("ell", "el"),
    ("eng", "en"),
    ("est", "et"),
    ("eus", "eu"),
    ("fas", "fa"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("geo", "ka"),
    ("ger", "de"),
    ("gle", "ga"),
    ("gre", "el"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ice", "is"),
    ("ind", "id"),
    ("isl", "is"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("kat", "ka"),
    ("kaz", "kk"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mac", "mk"),
    ("may", "ms"),
    ("mkd", "mk"),
    ("mol", "ro"),
    ("msa", "ms"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("nor", "no"),
    ("per", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rum", "ro"),
    ("rus", "ru"),
    ("scc", "sr"),
    ("scr", "hr"),
    ("slk", "sk"),
    ("slo", "sk"),
    ("slv", "sl"),
    ("spa", "es"),
    ("sqi", "sq"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tha", "th"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("zho", "zh"),
    ("english", "en"),
    ("german", "de"),
    ("deutsch", "de"),
    ("french", "fr"),
    ("français", "fr"),
    ("russian", "ru"),
    ("русский", "ru"),
    ("spanish", "es"),
    ("italian", "it"),
    ("portuguese", "pt"),
    ("chinese", "zh"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("polish", "pl"),
    ("czech", "cs"),
    ("dutch", "nl"),
    ("swedish", "sv"),
    ("norwegian", "no"),
    ("danish", "da"),
    ("finnish", "fi"),
    ("hungarian", "hu"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
    ("greek", "el"),
    ("romanian", "ro"),
    ("bulgarian", "bg"),
    ("croatian", "hr"),
    ("serbian", "sr"),
    ("slovak", "sk"),
    ("slovenian", "sl"),
    ("arabic", "ar"),
    ("hebrew", "he"),
    ("latin", "la"),
];

/// Codes of the list above that stand for a language in terminology, or did once, and in catalogues another does.
const NOT_OF_CATALOGUES: &[&str] = &[
    "ces", "cym", "deu", "ell", "eus", "fas", "fra", "hye", "isl", "kat", "mkd", "mol", "msa", "nld", "ron", "scc",
    "scr", "slk", "sqi", "zho",
];

impl Language {
    /// Reads a tag, an ISO 639-2 code or an English name. `None` for what is none of these, and
    /// for the codes that mean *not stated* (`und`, `mul`, `zxx`, `mis`).
    pub fn parse(text: &str) -> Option<Language> {
        let text = text.trim().replace('_', "-");
        if text.is_empty() || text.len() > TAG_BYTES_MAX {
            return None;
        }
        let lower = text.to_lowercase();
        if let Some((_, two)) = TWO_LETTERS.iter().find(|(long, _)| *long == lower) {
            return Some(Language((*two).to_owned()));
        }
        let mut parts = lower.split('-');
        let primary = parts.next()?;
        if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        if ["und", "mul", "zxx", "mis"].contains(&primary) {
            return None;
        }
        let mut tag = TWO_LETTERS.iter().find(|(long, _)| *long == primary).map_or(primary, |(_, two)| two).to_owned();
        for part in parts {
            if part.is_empty() || part.len() > 8 || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
                break;
            }
            tag.push('-');
            match part.len() {
                2 => tag.push_str(&part.to_uppercase()),
                4 if part.bytes().all(|b| b.is_ascii_alphabetic()) => {
                    tag.push_str(&part[..1].to_uppercase());
                    tag.push_str(&part[1..]);
                }
                _ => tag.push_str(part),
            }
        }
        Some(Language(tag))
    }

    /// The whole tag.
    pub fn tag(&self) -> &str {
        &self.0
    }

    /// The code of ISO 639-2 that catalogues write, where one is known: `ger` of `de-AT`.
    pub fn bibliographic(&self) -> Option<&str> {
        let primary = self.primary();
        if primary.len() == 3 {
            return Some(primary);
        }
        let fits = |(long, two): &&(&'static str, &str)| {
            *two == primary && long.len() == 3 && long.is_ascii() && !NOT_OF_CATALOGUES.contains(long)
        };
        TWO_LETTERS.iter().find(fits).map(|(long, _)| *long)
    }

    /// The language alone, without script and region: `zh` of `zh-Hant-TW`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn catalogues_write_the_code_that_reads_back_as_the_language() {
        for (tag, code) in [("de", "ger"), ("de-AT", "ger"), ("cs", "cze"), ("ru", "rus"), ("nl", "dut"), ("sr", "srp")]
        {
            assert_eq!(Language::parse(tag).unwrap().bibliographic(), Some(code), "{tag}");
        }
        for (long, two) in TWO_LETTERS {
            let code = Language::parse(long).unwrap().bibliographic().map(str::to_owned);
            assert!(code.is_none_or(|code| Language::parse(&code).unwrap().tag() == *two), "{long}");
        }
    }

    #[test]
    fn a_language_has_one_tag_however_it_is_written() {
        for (text, tag) in [
            ("eng", "en"),
            ("English", "en"),
            ("ger", "de"),
            ("de_de", "de-DE"),
            ("zh-hant-tw", "zh-Hant-TW"),
            ("EN", "en"),
            ("rus", "ru"),
        ] {
            assert_eq!(Language::parse(text).as_ref().map(Language::tag), Some(tag), "{text}");
        }
    }

    #[test]
    fn not_stated_is_no_language() {
        for text in ["", "und", "mul", "zxx", "Klingon spoken at court", "x1"] {
            assert_eq!(Language::parse(text), None, "{text}");
        }
    }
}
