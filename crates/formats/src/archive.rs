//! ZIP archives: each file inside is a source of its own.
//!
//! Nothing is written anywhere, so names with `..` in them are names and no more.

use std::cell::{Cell, RefCell};
use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use crate::Doubt;
use crate::limits::{ARCHIVE_ENTRIES_MAX, RATIO_FREE_BYTES, RATIO_MAX};

/// An archive that is held in memory.
pub(crate) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked, over all files together.
    budget: Cell<u64>,
}

/// A file inside, while it is read.
pub(crate) struct Member<'a> {
    /// Its name in the archive.
    pub name: String,
    /// Its bytes.
    pub stream: Box<dyn Read + 'a>,
}

impl<'a> Archive<'a> {
    /// Opens an archive; what it is when it is none.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Archive<'a>, Doubt> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| Doubt::new(format!("the ZIP archive cannot be opened ({error}); nothing was read")))?;
        let budget = (bytes.len() as u64).saturating_mul(RATIO_MAX).max(RATIO_FREE_BYTES);
        Ok(Archive { zip, budget: Cell::new(budget) })
    }

    /// How many files there are to be read.
    pub(crate) fn len(&self) -> usize {
        self.zip.len().min(ARCHIVE_ENTRIES_MAX)
    }

    /// How many files are beyond the limit.
    pub(crate) fn n_left_out(&self) -> usize {
        self.zip.len() - self.len()
    }

    /// The file with this number; `None` for a folder. What goes wrong while it is read is noted
    /// in `trouble` and ends it.
    pub(crate) fn member<'m>(
        &'m mut self,
        index: usize,
        trouble: &'m RefCell<Option<Doubt>>,
    ) -> Result<Option<Member<'m>>, Doubt> {
        let budget = &self.budget;
        let file = self
            .zip
            .by_index(index)
            .map_err(|error| Doubt::new(format!("file {} of the archive cannot be opened ({error})", index + 1)))?;
        if !file.is_file() {
            return Ok(None);
        }
        // The name stands in doubts and in the origin of records, so it has to be one line.
        let name = String::from_utf8_lossy(file.name_raw()).replace(char::is_control, " ");
        Ok(Some(Member { name, stream: Box::new(Unpacked { file, budget, trouble }) }))
    }
}

/// A file that ends where the archive is damaged or has given enough.
struct Unpacked<'m, F> {
    file: F,
    budget: &'m Cell<u64>,
    trouble: &'m RefCell<Option<Doubt>>,
}

impl<F: Read> Read for Unpacked<'_, F> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let text = match self.file.read(out) {
            Ok(n) if (n as u64) <= self.budget.get() => {
                self.budget.set(self.budget.get() - n as u64);
                return Ok(n);
            }
            Ok(_) => format!("the archive unpacks to more than {RATIO_MAX} times its size; the rest was left out"),
            Err(error) => format!("the file in the archive is damaged ({error}); what stands before was read"),
        };
        self.trouble.borrow_mut().get_or_insert(Doubt::new(text));
        Ok(0)
    }
}
