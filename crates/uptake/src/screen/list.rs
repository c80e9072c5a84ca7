//! A list of parties from the files of whoever publishes it, or from a table of one's own.

use std::io::Read;
use std::path::{Path, PathBuf};

use formats::parties::{PartyReading, read_parties};
use matching::screening::{Subject, SubjectKind};
use model::{Listed, NameStrength, PartyForm, PartyKind};

use crate::failure::{Failure, eprintln_safe};
use crate::input;

/// A list is held in memory: what is larger than this, packed or not, is none.
const LIST_BYTES_MAX: u64 = 128 * 1024 * 1024;

/// Doubts about a list that are told; the others are counted.
const DOUBTS_TOLD: usize = 20;

/// The first entries tell whether what has no headings is a table of names.
const LOOKED_AT: usize = 50;

/// Lists that were read.
pub(super) struct Lists {
    /// Entries, each with the file in which it stands.
    pub(super) entries: Vec<(String, Listed)>,
    /// Whether all were read to their end.
    pub(super) is_complete: bool,
}

/// Reads lists, each in the form that it has. What had to be doubted goes to standard error, with its line.
pub(super) fn read(paths: &[PathBuf]) -> Result<Lists, Failure> {
    input::check_all(paths)?;
    let mut lists = Lists { entries: Vec::new(), is_complete: true };
    // The tables of the OFAC are one list.
    let mut ofac: Vec<(String, Vec<u8>)> = Vec::new();
    for path in paths {
        let (name, bytes) = (input::name(path), bytes_of(path)?);
        let reading = one(&name, &bytes)?;
        if reading.form == Some(PartyForm::Ofac) {
            ofac.push((name, bytes));
        } else {
            lists.take(&name, reading)?;
        }
    }
    if !ofac.is_empty() {
        let files: Vec<(&str, &[u8])> = ofac.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
        lists.take(&names.join(", "), read_parties(&files, Some(PartyForm::Ofac)))?;
    }
    Ok(lists)
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, Failure> {
    let (name, mut bytes) = (input::name(path), Vec::new());
    input::open(path)?.take(LIST_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|error| {
        Failure::refused(format!("`{name}` cannot be read: {error}; look at the file and name it again"))
    })?;
    if bytes.len() as u64 > LIST_BYTES_MAX {
        let most = LIST_BYTES_MAX / (1024 * 1024);
        return Err(Failure::refused(format!("`{name}` is larger than {most} MiB; divide it and name the parts")));
    }
    Ok(bytes)
}

/// A file by itself: in the form that it tells, else as a table of names without headings.
fn one(name: &str, bytes: &[u8]) -> Result<PartyReading, Failure> {
    let files = [(name, bytes)];
    let told = read_parties(&files, None);
    if told.form.is_some() {
        return Ok(told);
    }
    let bare = read_parties(&files, Some(PartyForm::Plain));
    let is_name = |listed: &Listed| {
        let name = listed.name();
        !name.starts_with(['<', '{', '[', '%']) && !name.contains(|c: char| c.is_control() || c == '\u{fffd}')
    };
    let looked_at = bare.listed.len().min(LOOKED_AT);
    let n_numbers = bare.listed.iter().take(looked_at).filter(|listed| is_number(listed.name())).count();
    if n_numbers * 2 > looked_at {
        return Err(Failure::refused(format!(
            "The first column of `{name}` holds numbers and no names. Name the file whole, as it is published, or write a first line of headings \
             with name over the column of names; `uptake parties` keeps a list of several files"
        )));
    }
    if bare.listed.iter().take(LOOKED_AT).all(is_name) {
        return Ok(bare);
    }
    let why = told.doubts.last().map(|doubt| format!(": {doubt}")).unwrap_or_default();
    Err(Failure::refused(format!(
        "`{name}` cannot be read as a list{why}. Name the file as it is published, or a table whose first line has the heading name"
    )))
}

/// Whether what should be a name is the number of an entry.
fn is_number(name: &str) -> bool {
    name.chars().any(|c| c.is_ascii_digit()) && name.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | ' '))
}

impl Lists {
    fn take(&mut self, name: &str, reading: PartyReading) -> Result<(), Failure> {
        if reading.listed.is_empty() {
            let why = reading.doubts.first().map(|doubt| format!(" ({doubt})")).unwrap_or_default();
            return Err(Failure::refused(format!("`{name}` lists no party{why}; nothing was screened")));
        }
        for doubt in reading.doubts.iter().take(DOUBTS_TOLD) {
            eprintln_safe(&format!("uptake: `{name}`: {doubt}"));
        }
        if reading.doubts.len() > DOUBTS_TOLD {
            eprintln_safe(&format!("uptake: `{name}`: and {} more doubts", reading.doubts.len() - DOUBTS_TOLD));
        }
        if reading.is_truncated {
            eprintln_safe(&format!("uptake: `{name}` breaks off; only what stands before is searched"));
            self.is_complete = false;
        }
        self.entries.extend(reading.listed.into_iter().map(|listed| (name.to_owned(), listed)));
        Ok(())
    }
}

/// An entry as it is compared. What its list calls it goes before what the user says.
pub(super) fn subject(listed: &Listed, other: SubjectKind) -> Subject {
    let named = |is_weak: bool| {
        let names = listed.names.iter().skip(1).filter(move |name| (name.strength == NameStrength::Weak) == is_weak);
        names.map(|name| name.text.clone()).collect()
    };
    Subject {
        kind: match listed.kind {
            PartyKind::Person => SubjectKind::Person,
            PartyKind::Organisation => SubjectKind::Organisation,
            PartyKind::Vessel => SubjectKind::Vessel,
            PartyKind::Unknown => other,
        },
        name: listed.name().to_owned(),
        aliases: named(false),
        weak_aliases: named(true),
        born: listed.born.clone(),
        countries: listed.countries.clone(),
        identifiers: listed.identifiers.clone(),
    }
}
