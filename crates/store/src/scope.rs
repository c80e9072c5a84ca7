//! Scopes: whose eyes a read is made with.

/// What a reader may see. Every read takes one, and rows outside it do not exist for that read.
///
/// The type is opaque: a scope can be had only from the rules that give it out. Today the one rule
/// is that whoever sits at the command line of an office sees all of it; markings and
/// subjects narrow a scope without changing any signature.
#[derive(Clone, Debug)]
pub struct Scope {
    // Private, so that a scope cannot be made elsewhere.
    _whole: (),
}

impl Scope {
    /// The operator at the command line, who sees the whole office.
    pub fn office() -> Scope {
        Scope { _whole: () }
    }
}
