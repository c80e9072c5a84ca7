//! What office programs pack their files into: ZIP (APPNOTE 6.3.10), looked at before anything of it is unpacked.

use std::collections::HashSet;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::read::ZipFile;

use crate::Fault;
use crate::limits::{ENTRIES_MAX, RATIO_FREE_BYTES, RATIO_MAX, UNPACKED_BYTES_MAX};

/// The end of the list of files, and how far before the end of the archive it may begin.
const END: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;
const REMARK_BYTES_MAX: usize = 65_535;

/// An archive whose list was looked at.
pub(crate) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
}

impl<'a> Archive<'a> {
    /// Opens an archive.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Archive<'a>, Fault> {
        // The list is read into memory as it is, so its length is looked at first.
        let n_listed = listed(bytes).ok_or(Fault::Damaged)?;
        if n_listed > ENTRIES_MAX {
            return Err(Fault::Entries);
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Damaged)?;
        if zip.len() != n_listed {
            // Two files of one name: one program would read the one, another the other.
            return Err(Fault::Packing);
        }
        let (mut names, mut seen, mut places) = (Vec::new(), HashSet::new(), Vec::new());
        let mut n_unpacked = 0u64;
        for at in 0..zip.len() {
            let file = zip.by_index_raw(at).map_err(|_| Fault::Damaged)?;
            if file.encrypted() {
                return Err(Fault::Locked);
            }
            let name = file.name().map_err(|_| Fault::Packing)?.into_owned();
            let is_absolute = name.starts_with(['/', '\\']) || name.contains(':');
            if file.is_symlink() || is_absolute || file.enclosed_name().is_none() || !seen.insert(name.to_lowercase()) {
                return Err(Fault::Packing);
            }
            let from = file.header_start();
            let to = file.data_start().unwrap_or(from).checked_add(file.compressed_size()).ok_or(Fault::Packing)?;
            places.push((from, to));
            n_unpacked = n_unpacked.checked_add(file.size()).ok_or(Fault::Unpacked)?;
            names.push(name);
        }
        let most = (bytes.len() as u64).saturating_mul(RATIO_MAX).clamp(RATIO_FREE_BYTES, UNPACKED_BYTES_MAX);
        if n_unpacked > most {
            return Err(Fault::Unpacked);
        }
        places.sort_unstable();
        if places.windows(2).any(|two| matches!(two, [(_, to), (from, _)] if from < to)) {
            return Err(Fault::Packing);
        }
        Ok(Archive { zip, names })
    }

    /// The names of the files in it.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// Unpacks a file, to the size that the list says and no further. `None` when there is none.
    pub(crate) fn file(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some(at) = self.names.iter().position(|own| own == name) else { return Ok(None) };
        let file = self.zip.by_index(at).map_err(|_| Fault::Damaged)?;
        let size = file.size();
        let mut bytes = Vec::new();
        file.take(size + 1).read_to_end(&mut bytes).map_err(|_| Fault::Damaged)?;
        if bytes.len() as u64 == size { Ok(Some(bytes)) } else { Err(Fault::Unpacked) }
    }

    /// A file as it is packed.
    pub(crate) fn packed(&mut self, at: usize) -> Result<ZipFile<'_, Cursor<&'a [u8]>>, Fault> {
        self.zip.by_index_raw(at).map_err(|_| Fault::Damaged)
    }
}

/// How many files the end of an archive says that there are. Those of more than 65,534 have that number elsewhere, and are too
/// many.
fn listed(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END_BYTES)?;
    let first = last.saturating_sub(REMARK_BYTES_MAX);
    let at = (first..=last).rev().find(|at| bytes.get(*at..*at + 4) == Some(END))?;
    let number = bytes.get(at + 10..at + 12)?;
    Some(usize::from(u16::from_le_bytes(number.try_into().ok()?)))
}
