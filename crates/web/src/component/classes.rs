//! A field in which codes of schemes are typed, with classes proposed beside it where there is script.

/// Name of the script that proposes.
pub const CLASSES_SCRIPT: &str = "classes.js";

/// Where proposals come from.
pub(crate) const CLASSES_ADDRESS: &str = "/api/v1/class-suggestions";

/// Which classes are proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClassesOf {
    /// Those of every scheme.
    All,
    /// Those of the scheme with this word.
    Scheme(String),
    /// Those of the scheme whose word stands in the field of this name, in the same form.
    Field(&'static str),
}

/// How a class that is taken is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassWritten {
    /// Its code.
    Code,
    /// Its scheme and its code, as in `cpc:F02B23/10`; only schemes in which needs are coded.
    Qualified,
    /// What it is called, and in brackets scheme and code.
    Named,
}

impl ClassWritten {
    /// The word for it in the page.
    pub(super) fn word(self) -> &'static str {
        match self {
            ClassWritten::Code => "code",
            ClassWritten::Qualified => "qualified",
            ClassWritten::Named => "named",
        }
    }
}

/// Classes that are proposed for a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classes {
    /// Which.
    pub of: ClassesOf,
    /// How one is written.
    pub written: ClassWritten,
    /// Whether the field takes several, parted by commas.
    pub several: bool,
}
