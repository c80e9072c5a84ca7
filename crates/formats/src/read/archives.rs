//! Sources that are archives.

use std::cell::RefCell;
use std::io::Read;

use super::{Place, Source};
use crate::archive::Archive;
use crate::cut::{Context, Stop};
use crate::limits::ARCHIVE_BYTES_MAX;
use crate::window::Window;
use crate::{Doubt, whole, xlsx};

impl Source<'_, '_> {
    /// A ZIP archive: a workbook, or files.
    pub(super) fn archive(&mut self, window: &mut Window<'_>) -> Result<(), Stop> {
        if self.place.member.is_some() {
            return self.doubt(Doubt::new("this is an archive inside an archive; it was left out"));
        }
        let mut bytes = Vec::new();
        window.by_ref().take(ARCHIVE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > ARCHIVE_BYTES_MAX {
            let mebibytes = ARCHIVE_BYTES_MAX / (1024 * 1024);
            return self.doubt(Doubt::new(format!(
                "the ZIP archive is larger than {mebibytes} MiB; it has to be unpacked first"
            )));
        }
        if xlsx::claims(&bytes) {
            return self.workbook(&bytes);
        }
        let mut archive = match Archive::open(&bytes) {
            Ok(archive) => archive,
            Err(doubt) => return self.doubt(doubt),
        };
        for index in 0..archive.len() {
            let trouble = RefCell::new(None);
            match archive.member(index, &trouble) {
                Ok(Some(member)) => {
                    let place =
                        Place { source: format!("{}/{}", self.place.source, member.name), member: Some(member.name) };
                    Source::run(self.out, member.stream, place.clone())?;
                    self.n_entries += 1;
                    if let Some(doubt) = trouble.take() {
                        self.doubt(Doubt { place: place.member, ..doubt })?;
                    }
                }
                Ok(None) => {}
                Err(doubt) => self.doubt(doubt)?,
            }
        }
        match archive.n_left_out() {
            0 => Ok(()),
            n => self.doubt(Doubt::new(format!("{n} more files of the archive were left out"))),
        }
    }

    fn workbook(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        let mut stop = Ok(());
        let columns = self.out.options.columns.clone();
        let doubts = whole::xlsx(bytes, columns.as_ref(), &mut |found, raw, line| {
            stop = self.give(Ok(found), raw, line, [None, None], &Context::NONE);
            stop.is_ok()
        });
        stop?;
        doubts.into_iter().try_for_each(|doubt| self.doubt(doubt))
    }
}
