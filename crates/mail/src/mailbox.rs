//! A mailbox on this machine: a maildir, into which mail servers and programs that fetch mail over IMAP deliver.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::INCOMING_BYTES_MAX;

/// Messages that are listed at once.
const LISTED_MAX: usize = 500;

/// A maildir: `new/` holds what nobody looked at, `cur/` what somebody did.
#[derive(Clone, Debug)]
pub struct Mailbox {
    path: PathBuf,
}

/// A message that nobody looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    path: PathBuf,
}

impl Mailbox {
    /// The mailbox in a directory.
    pub fn at(path: &Path) -> Mailbox {
        Mailbox { path: path.to_owned() }
    }

    /// What nobody looked at yet, by name, which is by its time.
    ///
    /// # Errors
    /// When there is no maildir.
    pub fn waiting(&self) -> io::Result<Vec<Waiting>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(self.path.join("new"))?.take(LISTED_MAX) {
            let entry = entry?;
            // Of a link this tells about the link.
            if entry.metadata().is_ok_and(|about| about.is_file()) {
                found.push(Waiting { path: entry.path() });
            }
        }
        found.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }

    /// Lays a message with those that somebody looked at.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub fn put_away(&self, message: &Waiting) -> io::Result<()> {
        let name = message.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Names have an end, and this one grows by a few letters.
        let name = &name[..name.floor_char_boundary(200)];
        fs::create_dir_all(self.path.join("cur"))?;
        match fs::rename(&message.path, self.path.join("cur").join(format!("{name}:2,S"))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

impl Waiting {
    /// Its bytes, as many as are read of a message; one more where it has more.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        fs::File::open(&self.path)?.take(INCOMING_BYTES_MAX as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_at_does_not_wait_any_more() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("new")).unwrap();
        for name in ["2.b", "1.a"] {
            fs::write(dir.path().join("new").join(name), name).unwrap();
        }
        let mailbox = Mailbox::at(dir.path());
        let waiting = mailbox.waiting().unwrap();
        assert_eq!(waiting.iter().map(|one| one.bytes().unwrap()).collect::<Vec<_>>(), [b"1.a", b"2.b"]);
        mailbox.put_away(&waiting[0]).unwrap();
        mailbox.put_away(&waiting[0]).unwrap();
        assert_eq!(mailbox.waiting().unwrap(), waiting[1..]);
        assert!(dir.path().join("cur/1.a:2,S").exists());
        assert!(Mailbox::at(Path::new("/nowhere")).waiting().is_err());
    }
}
