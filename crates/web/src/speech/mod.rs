//! What the office says, in the language of the reader.
//!
//! Every sentence stands in a catalogue (`catalogues/LANGUAGE/*.ftl`, in the syntax of Project Fluent); code
//! names it by its key. Dates, numbers, plurals and "in 3 days" come from there too, so a further language is
//! a further folder. Isolation marks are off: a template wraps words of the world in `<bdi>` instead.

mod catalogue;
mod date;
mod language;
mod number;
mod refusal;
#[cfg(test)]
mod tests;
mod tongue;

use std::fmt;

use fluent_bundle::{FluentArgs, FluentValue};

pub use tongue::Tongue;

/// A voice in one language. Cheap to copy: the catalogues are read once for the whole program.
#[derive(Clone, Copy)]
pub struct Speech {
    tongue: Tongue,
    catalogue: &'static catalogue::Catalogue,
}

impl fmt::Debug for Speech {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Speech({})", self.tongue.tag())
    }
}

impl Speech {
    /// The voice of a language.
    pub fn of(tongue: Tongue) -> Speech {
        Speech { tongue, catalogue: catalogue::of(tongue) }
    }

    /// The language that is spoken.
    pub fn tongue(self) -> Tongue {
        self.tongue
    }

    /// The sentence under a key that takes no values.
    ///
    /// A key that no catalogue has is shown as it is; tests notice it.
    pub fn say(self, key: &str) -> String {
        self.speak(key, None)
    }

    /// The sentence under a key, with its values: text or numbers. A number picks the plural and is grouped
    /// as the language groups; a year or a code is given as text.
    pub fn with(self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let args: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.speak(key, Some(&args))
    }

    fn speak(self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = &self.catalogue.bundle;
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            debug_assert!(false, "`{key}` stands in no catalogue of `{}`", self.tongue.tag());
            return key.to_owned();
        };
        let mut faults = Vec::new();
        let text = bundle.format_pattern(pattern, args, &mut faults);
        debug_assert!(faults.is_empty(), "`{key}` of `{}`: {faults:?}", self.tongue.tag());
        text.into_owned()
    }
}
