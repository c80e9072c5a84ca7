//! An issue as plain text, for the body of a mail.

use unicode_width::UnicodeWidthStr;

use crate::fault::Fault;
use crate::index::Group;
use crate::issue::Issue;
use crate::sheet::{Sheet, SheetItem};

/// Columns of a line, as mail has been written since RFC 678 and is quoted without trouble.
const COLUMNS: usize = 72;

/// Addresses stay whole, or they could not be followed, up to what a line of mail may hold (998 octets, RFC 5322, 2.1.1).
const ADDRESS_BYTES_MAX: usize = 900;

/// Prints an issue as text: lines of at most 72 columns (but for addresses), ended by `\n`.
///
/// # Errors
/// [`Fault::Issue`] when the issue is not in order.
pub fn text(issue: &Issue) -> Result<String, Fault> {
    issue.check()?;
    let sheet = Sheet::new(issue);
    let mut out = Lines::default();
    if let Some(marking) = &sheet.marking {
        out.wrap(marking, 0);
    }
    out.wrap(&sheet.name, 0);
    if let Some(subtitle) = &sheet.subtitle {
        out.wrap(subtitle, 0);
    }
    let words = &sheet.words;
    out.wrap(&format!("{} {}/{}, {}", words.number, sheet.number, sheet.year, sheet.date_text), 0);
    out.wrap(&sheet.office, 0);
    for section in &sheet.sections {
        out.blank();
        let heading = match &section.code {
            Some(code) => format!("{code} {}", section.heading),
            None => section.heading.clone(),
        };
        out.wrap(&heading, 0);
        out.push(&"=".repeat(heading.width().clamp(3, COLUMNS)));
        section.note.iter().for_each(|note| out.wrap(note, 0));
        section.items.iter().for_each(|item| self::item(&mut out, item, &sheet));
    }
    if !sheet.closing.is_empty() {
        out.blank();
        sheet.closing.iter().for_each(|closing| out.wrap(closing, 0));
    }
    index(&mut out, words.author_index, &sheet.author_index);
    index(&mut out, words.subject_index, &sheet.subject_index);
    if let Some(marking) = &sheet.marking {
        out.blank();
        out.wrap(marking, 0);
    }
    Ok(out.text)
}

fn item(out: &mut Lines, item: &SheetItem, sheet: &Sheet) {
    let words = &sheet.words;
    let labelled = |label: &str, text: &str| format!("{label}: {text}");
    out.blank();
    let marking = item.marking.as_deref().map(|marking| format!("[{marking}] ")).unwrap_or_default();
    let by_office = if item.title_by_office { format!(" ({})", words.office_translation) } else { String::new() };
    out.wrap(&format!("{}. {marking}{}{by_office}", item.number, item.title), 4);
    let mut say = |text: &str| out.wrap_in(text, 4);
    if let Some(original) = &item.original {
        let language = match original.language_name.as_str() {
            "" => String::new(),
            name => format!(" ({name})"),
        };
        say(&format!("{}: {}{language}", words.original_title, original.title));
    }
    if !item.authors.is_empty() {
        say(&item.authors.join("; "));
    }
    item.source.iter().for_each(|source| say(source));
    for identifier in &item.identifiers {
        match &identifier.url {
            Some(url) => say(&format!("{} {} <{url}>", identifier.scheme, identifier.value)),
            None => say(&format!("{} {}", identifier.scheme, identifier.value)),
        }
    }
    item.grounds.iter().for_each(|ground| say(&labelled(words.grounds, ground)));
    item.digest.iter().for_each(|part| say(&labelled(part.label, &part.text)));
    let in_language = item.digest_language_name.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
    item.abstractor.iter().for_each(|name| say(&labelled(words.abstractor, &format!("{name}{in_language}"))));
    for (n_before, paragraph) in item.paragraphs.iter().enumerate() {
        let label = match (n_before, item.abstract_by_office) {
            (0, true) => format!("{} ({}): ", words.author_abstract, words.office_translation),
            (0, false) => format!("{}: ", words.author_abstract),
            _ => String::new(),
        };
        say(&format!("{label}{paragraph}"));
    }
    item.grade.iter().for_each(|grade| say(&labelled(words.grade, grade)));
    if !item.classes.is_empty() {
        let classes: Vec<String> = item
            .classes
            .iter()
            .map(|class| class.label.as_ref().map_or(class.code.clone(), |label| format!("{} {label}", class.code)))
            .collect();
        say(&labelled(words.classes, &classes.join("; ")));
    }
    item.rights.iter().for_each(|rights| say(rights));
}

fn index(out: &mut Lines, heading: &str, groups: &[Group]) {
    if groups.is_empty() {
        return;
    }
    out.blank();
    out.wrap(heading, 0);
    out.push(&"=".repeat(heading.width()));
    for entry in groups.iter().flat_map(|group| &group.entries) {
        let numbers: Vec<String> = entry.numbers.iter().map(u32::to_string).collect();
        let code = entry.code.as_deref().map(|code| format!("{code} ")).unwrap_or_default();
        out.wrap(&format!("{code}{}: {}", entry.name, numbers.join(", ")), 4);
    }
}

#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    fn push(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn blank(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// Wraps a text; lines after the first begin with `indent` spaces.
    fn wrap(&mut self, text: &str, indent: usize) {
        self.wrap_from(text, 0, indent);
    }

    /// Wraps a text whose every line begins with `indent` spaces.
    fn wrap_in(&mut self, text: &str, indent: usize) {
        self.wrap_from(text, indent, indent);
    }

    fn wrap_from(&mut self, text: &str, first: usize, indent: usize) {
        let mut line = " ".repeat(first);
        let mut empty = true;
        for word in text.split(' ').flat_map(|word| pieces(word, COLUMNS - indent)) {
            let gap = usize::from(!empty);
            if !empty && line.width() + gap + word.width() > COLUMNS {
                self.push(&line);
                line = " ".repeat(indent);
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        if !empty {
            self.push(&line);
        }
    }
}

/// A word in pieces that fit, or whole when it is an address.
fn pieces(word: &str, columns: usize) -> Vec<&str> {
    let address = word.contains("://") && word.len() <= ADDRESS_BYTES_MAX;
    if word.width() <= columns || address {
        return vec![word];
    }
    let mut pieces = Vec::new();
    let (mut begin, mut width) = (0, 0);
    for (at, letter) in word.char_indices() {
        let wide = letter.to_string().width();
        // Marks that stand on a letter have no width and stay with it.
        if width + wide > columns {
            pieces.push(&word[begin..at]);
            (begin, width) = (at, 0);
        }
        width += wide;
    }
    pieces.push(&word[begin..]);
    pieces
}
