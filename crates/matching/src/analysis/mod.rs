//! From text to the keys under which words are compared.
//!
//! A text is cut into *words* ([`words`]), a word is *folded* ([`fold()`]: case, accents, width),
//! and the folded word is *stemmed* in the tongue of its text ([`Tongue`]). Queries go through the
//! same three steps, once for each tongue, so both sides always agree.

mod ascii;
mod fold;
mod segment;
mod tongue;

pub use fold::fold;
pub(crate) use fold::fold_into;
pub use segment::{Word, words};
pub use tongue::{Stemmer, Tongue};

/// How words are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Analysis {
    /// Words are folded and stemmed by the language of their text.
    #[default]
    Stemmed,
    /// Runs of letters and digits in lower case, nothing else: what every engine agrees on.
    Plain,
}
