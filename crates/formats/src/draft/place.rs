//! Where in an entry something stands.

use crate::doubt::Doubt;
use crate::xml::Element;

/// A place as the format names it: a tag or path, with its line where the reader counts lines.
#[derive(Clone, Copy, Default)]
pub(crate) struct Place<'a> {
    name: Option<&'a str>,
    line: Option<u64>,
}

/// The entry as a whole.
pub(crate) const ENTRY: Place<'static> = Place { name: None, line: None };

impl Place<'_> {
    /// A doubt about what stands here.
    pub(super) fn doubt(self, text: &str) -> Doubt {
        let doubt = self.name.map_or_else(|| Doubt::new(text), |name| Doubt::at(name, text));
        Doubt { line: self.line, ..doubt }
    }
}

impl<'a> From<&'a str> for Place<'a> {
    fn from(name: &'a str) -> Place<'a> {
        Place { name: Some(name), line: None }
    }
}

impl<'a> From<&'a String> for Place<'a> {
    fn from(name: &'a String) -> Place<'a> {
        Place::from(name.as_str())
    }
}

/// An element stands on the line of its tag.
impl<'a> From<&'a Element> for Place<'a> {
    fn from(element: &'a Element) -> Place<'a> {
        Place { name: Some(&element.name), line: Some(element.line) }
    }
}

/// A line that has no name.
impl From<u64> for Place<'_> {
    fn from(line: u64) -> Self {
        Place { name: None, line: Some(line) }
    }
}

impl<'a, S: AsRef<str> + ?Sized> From<(&'a S, u64)> for Place<'a> {
    fn from((name, line): (&'a S, u64)) -> Place<'a> {
        Place { name: Some(name.as_ref()), line: Some(line) }
    }
}

impl<'a, S: AsRef<str> + ?Sized> From<(&'a S, Option<u64>)> for Place<'a> {
    fn from((name, line): (&'a S, Option<u64>)) -> Place<'a> {
        Place { name: Some(name.as_ref()), line }
    }
}
