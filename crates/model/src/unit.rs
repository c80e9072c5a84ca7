//! Units: the tree of the organisation and of its partners.

use crate::Refusal;

/// Checks a short name that people choose: lower-case letters, digits and hyphens.
pub(crate) fn slugged(text: &str, noun: &'static str) -> Result<String, Refusal> {
    let shaped = (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-');
    if shaped { Ok(text.to_owned()) } else { Err(Refusal::BadName { noun, text: text.to_owned() }) }
}

macro_rules! named_id {
    ($(#[$doc:meta])* $name:ident, $noun:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Takes a short name: lower-case letters, digits and hyphens, 64 at most.
            pub fn new(text: &str) -> Result<$name, $crate::Refusal> {
                $crate::unit::slugged(text, $noun).map($name)
            }

            /// The name.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}
pub(crate) use named_id;

named_id!(
    /// Names a unit.
    UnitId,
    "unit"
);

/// A ministry, institute, works or shop; partners and hosts abroad are units too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its short name.
    pub id: UnitId,
    /// Its full name.
    pub name: String,
    /// The unit above it; the root has none.
    pub parent: Option<UnitId>,
}
