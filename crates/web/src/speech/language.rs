//! Languages, as they are called in the language of the reader.

use model::Language;

use super::Speech;

/// Languages that have a name in the catalogues, by their codes of two letters (ISO 639-1). Others are told by their tag.
const NAMED: &[&str] = &[
    "af", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi",
    "fr", "ga", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "ko", "la", "lt", "lv", "mk", "ms",
    "nb", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "ta", "th", "tr", "uk", "ur", "uz", "vi",
    "zh",
];

impl Speech {
    /// What a language is called: `German`, `Portuguese (BR)`; its tag where the catalogues have no name for it.
    pub fn language(self, language: &Language) -> String {
        let tag = language.tag();
        let (code, rest) = tag.split_once('-').unwrap_or((tag, ""));
        if !NAMED.contains(&code) {
            return tag.to_owned();
        }
        let name = self.say(&format!("language-name-{code}"));
        if rest.is_empty() { name } else { format!("{name} ({rest})") }
    }

    /// Several of them, in one line.
    pub fn languages(self, languages: &[Language]) -> String {
        languages.iter().map(|one| self.language(one)).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::Tongue;

    #[test]
    fn a_language_is_called_by_its_name_and_one_without_a_name_by_its_tag() {
        let called = |tongue, tag: &str| Speech::of(tongue).language(&Language::parse(tag).unwrap());
        assert_eq!(called(Tongue::English, "de"), "German");
        assert_eq!(called(Tongue::Russian, "de"), "немецкий");
        assert_eq!(called(Tongue::German, "pt-BR"), "Portugiesisch (BR)");
        assert_eq!(called(Tongue::English, "tlh"), "tlh");
        for tongue in Tongue::ALL {
            for code in NAMED {
                assert_ne!(called(tongue, code), *code, "{code} in {}", tongue.tag());
            }
        }
    }
}
