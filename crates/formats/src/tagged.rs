//! Entries made of lines that begin with a tag.
//!
//! RIS, MEDLINE, refer, the ISI format and INSPEC differ in how a tagged line looks and agree in
//! the rest: a value goes on over the lines that have no tag.

/// One tag with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// The tag in capitals.
    pub(crate) tag: String,
    /// The value; lines are kept apart, because some formats put one name or word on each.
    pub(crate) value: String,
    /// Line of the entry on which it begins, from 1.
    pub(crate) line: u64,
}

impl Field {
    /// The lines of the value that hold something.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &str> {
        self.value.lines().map(str::trim).filter(|line| !line.is_empty())
    }
}

/// Takes an entry apart. `tag_of` finds the tag at the start of a line and where its value
/// begins; lines before the first tag belong to nobody and are passed over. Fields without a
/// value are kept, because some end an entry.
pub(crate) fn fields(entry: &str, tag_of: impl Fn(&str) -> Option<(&str, &str)>) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for (number, line) in (1u64..).zip(entry.lines()) {
        let line = line.strip_prefix('\u{feff}').unwrap_or(line);
        if let Some((tag, value)) = tag_of(line) {
            fields.push(Field { tag: tag.to_ascii_uppercase(), value: value.trim().to_owned(), line: number });
        } else if let Some(open) = fields.last_mut()
            && !line.trim().is_empty()
        {
            open.value.push('\n');
            open.value.push_str(line.trim());
        }
    }
    fields
}

/// Value of the first field that has one of these tags and holds something; the order of the
/// tags decides, not that of the fields.
pub(crate) fn first<'a>(fields: &'a [Field], tags: &[&str]) -> Option<&'a Field> {
    tags.iter().find_map(|tag| fields.iter().find(|field| field.tag == *tag && !field.value.is_empty()))
}
