//! Where a contributor works.

/// An organisation named as the working place of a contributor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Affiliation {
    /// The organisation as printed, with department and place where the source runs them together.
    pub name: String,
    /// Identifier in the Research Organization Registry: nine characters, without the address.
    pub ror: Option<String>,
    /// ISO 3166-1 alpha-2 code, upper case.
    pub country: Option<String>,
}

impl Affiliation {
    /// An affiliation of which only the printed name is known.
    pub fn named(name: impl Into<String>) -> Affiliation {
        Affiliation { name: name.into(), ror: None, country: None }
    }
}
