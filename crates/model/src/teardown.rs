//! Teardown: the parts into which a sample was taken apart, as a tree, with drawings and photographs.

use crate::host::{not_longer, one_line};
use crate::{AttachmentId, Refusal, sentence};

/// Parts of one teardown. A lathe has some thousand, most of them screws, which are counted and not listed.
pub const TEARDOWN_PARTS_MAX: usize = 1_000;

/// Floors of a teardown below the whole: assembly, group, part, and what it is made of.
pub const TEARDOWN_DEPTH_MAX: usize = 8;

/// Drawings and photographs of one part.
pub const TEARDOWN_FILES_MAX: usize = 12;

/// Longest name, material, maker or remark of a part, in characters.
pub const TEARDOWN_LINE_CHARS_MAX: usize = 300;

/// Highest count of a part.
pub const TEARDOWN_COUNT_MAX: u32 = 1_000_000;

/// A part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeardownPart {
    /// Its number within the teardown, from 1.
    pub number: u32,
    /// The part of which it is one; `None` of the whole.
    pub above: Option<u32>,
    /// What it is called.
    pub name: String,
    /// Of what it is made.
    pub material: String,
    /// Who made it.
    pub maker: String,
    /// How often it is there.
    pub count: u32,
    /// What else was seen: a number on it, wear, a tolerance.
    pub remark: String,
    /// Its drawings and photographs, which are kept with the record of the study.
    pub files: Vec<AttachmentId>,
}

/// The parts of a sample.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Teardown {
    parts: Vec<TeardownPart>,
}

impl Teardown {
    /// One that was kept.
    pub fn of(parts: Vec<TeardownPart>) -> Teardown {
        Teardown { parts }
    }

    /// Every part by its number.
    pub fn parts(&self) -> &[TeardownPart] {
        &self.parts
    }

    /// The part of this number.
    pub fn part(&self, number: u32) -> Option<&TeardownPart> {
        self.parts.iter().find(|part| part.number == number)
    }

    /// Floors between a part and the whole.
    fn depth(&self, number: u32) -> usize {
        let mut depth = 0;
        let mut at = self.part(number).and_then(|part| part.above);
        // Bounded, so that rows which name each other do not hold anybody up.
        while let (Some(above), true) = (at, depth <= TEARDOWN_DEPTH_MAX) {
            depth += 1;
            at = self.part(above).and_then(|part| part.above);
        }
        depth
    }

    /// The parts as a tree is read, each with its floor: a part, then all that belongs to it.
    pub fn walk(&self) -> Vec<(usize, &TeardownPart)> {
        let mut found = Vec::new();
        self.below(None, 0, &mut found);
        found
    }

    fn below<'a>(&'a self, above: Option<u32>, depth: usize, found: &mut Vec<(usize, &'a TeardownPart)>) {
        if depth > TEARDOWN_DEPTH_MAX {
            return;
        }
        for part in self.parts.iter().filter(|part| part.above == above) {
            found.push((depth, part));
            self.below(Some(part.number), depth + 1, found);
        }
    }

    /// Puts a part in: a new one with number 0, or a changed one in the place of what was held under its number. Its place in the tree
    /// and its files stay as they were.
    ///
    /// # Errors
    /// Refused without a name, under a part that is not there or too far down, when there are too many, or where something is too long.
    pub fn put(&self, part: TeardownPart) -> Result<Teardown, Refusal> {
        let [name, material, maker, remark] =
            [&part.name, &part.material, &part.maker, &part.remark].map(|text| one_line(text));
        if name.is_empty() {
            return Err(Refusal::Said(sentence!("teardown-no-name", "Write what the part is called")));
        }
        for line in [&name, &material, &maker, &remark] {
            not_longer(line, TEARDOWN_LINE_CHARS_MAX)?;
        }
        if part.count == 0 || part.count > TEARDOWN_COUNT_MAX {
            return Err(Refusal::Said(sentence!(
                "teardown-count",
                "A part is there once at least and {max} times at most",
                max = TEARDOWN_COUNT_MAX
            )));
        }
        let part = TeardownPart { name, material, maker, remark, ..part };
        let mut parts = self.parts.clone();
        if part.number != 0 {
            let held = parts.iter_mut().find(|one| one.number == part.number).ok_or_else(no_part)?;
            *held = TeardownPart { above: held.above, files: std::mem::take(&mut held.files), ..part };
            return Ok(Teardown { parts });
        }
        if let Some(above) = part.above {
            self.part(above).ok_or_else(no_part)?;
            if self.depth(above) + 1 >= TEARDOWN_DEPTH_MAX {
                return Err(Refusal::Said(sentence!(
                    "teardown-deep",
                    "A teardown has {max} floors; put the part one floor higher",
                    max = TEARDOWN_DEPTH_MAX
                )));
            }
        }
        if parts.len() >= TEARDOWN_PARTS_MAX {
            return Err(Refusal::Said(sentence!(
                "teardown-parts",
                "A teardown lists up to {max} parts; count small ones together",
                max = TEARDOWN_PARTS_MAX
            )));
        }
        let number = parts.iter().map(|one| one.number).max().unwrap_or(0) + 1;
        parts.push(TeardownPart { number, files: Vec::new(), ..part });
        Ok(Teardown { parts })
    }

    /// Puts drawings and photographs to a part. One that is there is not put twice.
    ///
    /// # Errors
    /// Refused when the part is not there, or has too many.
    pub fn with_files(&self, number: u32, files: &[AttachmentId]) -> Result<Teardown, Refusal> {
        let mut parts = self.parts.clone();
        let held = parts.iter_mut().find(|one| one.number == number).ok_or_else(no_part)?;
        for file in files {
            if !held.files.contains(file) {
                held.files.push(*file);
            }
        }
        if held.files.len() > TEARDOWN_FILES_MAX {
            return Err(Refusal::Said(sentence!(
                "teardown-files",
                "A part has up to {max} drawings and photographs; put the rest to another part",
                max = TEARDOWN_FILES_MAX
            )));
        }
        Ok(Teardown { parts })
    }

    /// Takes a part out.
    ///
    /// # Errors
    /// Refused when it is not there, or while others belong to it.
    pub fn without(&self, number: u32) -> Result<Teardown, Refusal> {
        self.part(number).ok_or_else(no_part)?;
        if self.parts.iter().any(|part| part.above == Some(number)) {
            return Err(Refusal::Said(sentence!(
                "teardown-not-empty",
                "Other parts belong to this one; take them out first"
            )));
        }
        Ok(Teardown { parts: self.parts.iter().filter(|part| part.number != number).cloned().collect() })
    }
}

fn no_part() -> Refusal {
    Refusal::Said(sentence!("teardown-no-part", "There is no such part in this teardown any more; reload the page"))
}
