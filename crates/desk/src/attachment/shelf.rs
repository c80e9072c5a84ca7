//! The shelf: where the bytes of attachments lie, each under a hash of them with a key of the office.
//!
//! A plain hash would tell whoever sees the folder which known files are in it. With the key it tells nothing, and the same
//! bytes still lie there once. What is taken from the shelf is held against its name before anybody gets it.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::attachment::bucket::Bucket;
use crate::checkpoint::unhex;
use crate::{Failure, Ids, Office, key_file};

/// The file of the key, in the directory of the office. Without it nothing is found on the shelf.
pub const ATTACHMENT_KEY_FILE: &str = "attachment.key";

/// The folder, in the directory of the office.
pub const ATTACHMENTS_DIRECTORY: &str = "attachments";

/// Under which name bytes lie.
pub(crate) type Digest = [u8; 32];

/// A shelf with its key. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Shelf {
    key: Vec<u8>,
    place: Place,
}

/// Where it is.
#[derive(Clone)]
enum Place {
    Folder(PathBuf),
    Bucket(Box<Bucket>),
}

/// The name of a file on the shelf.
pub(crate) fn name_of(digest: &Digest) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Under what the files of an office lie in a bucket: told by its key, telling nothing of it.
fn prefix_of(key: &[u8]) -> String {
    let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(key) else { return String::new() };
    mac.update(b"the files of this office");
    let whole = mac.finalize().into_bytes();
    whole.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The way back.
pub(crate) fn digest_of(name: &str) -> Option<Digest> {
    unhex(name).filter(|_| name.len() == 64)?.try_into().ok()
}

impl Shelf {
    /// Under which name bytes lie.
    pub(crate) fn digest(&self, bytes: &[u8]) -> Digest {
        // A key of any length makes one.
        let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.key) else { return Digest::default() };
        mac.update(bytes);
        mac.finalize().into_bytes().into()
    }

    /// Lays bytes on the shelf; they are on the disk when this returns. They are written whether or not they were there
    /// before, so that nobody learns that from how long it takes, and what was damaged is whole again.
    pub(crate) fn put(&self, digest: &Digest, bytes: &[u8], now: i64) -> Result<(), Failure> {
        match &self.place {
            Place::Folder(folder) => put(folder, &name_of(digest), bytes).map_err(broken),
            Place::Bucket(bucket) => bucket.put(&name_of(digest), bytes, now),
        }
    }

    /// Takes bytes from the shelf, if they are as they were laid there.
    pub(crate) fn take(&self, digest: &Digest, n_bytes: u64, now: i64) -> Result<Taken, Failure> {
        let name = name_of(digest);
        let found = match &self.place {
            Place::Folder(folder) => match File::open(folder.join(&name)) {
                Ok(file) => {
                    let mut bytes = Vec::new();
                    file.take(n_bytes + 1).read_to_end(&mut bytes).map_err(broken)?;
                    Some(bytes)
                }
                Err(error) if error.kind() == ErrorKind::NotFound => None,
                Err(error) => return Err(broken(error)),
            },
            Place::Bucket(bucket) => bucket.take(&name, n_bytes, now)?,
        };
        Ok(match found {
            None => Taken::Gone,
            Some(bytes) if self.digest(&bytes) == *digest => Taken::Whole(bytes),
            Some(_) => Taken::Changed,
        })
    }

    /// The names of all that lies on the shelf.
    pub(crate) fn all(&self, now: i64) -> Result<Vec<Digest>, Failure> {
        let names = match &self.place {
            Place::Folder(folder) => match fs::read_dir(folder) {
                Ok(entries) => entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect(),
                Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
                Err(error) => return Err(broken(error)),
            },
            Place::Bucket(bucket) => bucket.all(now)?,
        };
        Ok(names.iter().filter_map(|name| digest_of(name)).collect())
    }

    /// Puts bytes away. What is not there is away.
    pub(crate) fn put_away(&self, digest: &Digest, now: i64) -> Result<(), Failure> {
        match &self.place {
            Place::Folder(folder) => match fs::remove_file(folder.join(name_of(digest))) {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(broken(error)),
                _ => Ok(()),
            },
            Place::Bucket(bucket) => bucket.put_away(&name_of(digest), now),
        }
    }

    /// Puts away what a write that was interrupted has left in the folder. Called when nobody else writes.
    pub(crate) fn put_away_unfinished(&self) {
        let Place::Folder(folder) = &self.place else { return };
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().ends_with(UNFINISHED) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// What was found under a name.
pub(crate) enum Taken {
    /// The bytes that were laid there.
    Whole(Vec<u8>),
    /// Others.
    Changed,
    /// None.
    Gone,
}

/// How the name of a file ends while it is written.
const UNFINISHED: &str = ".part";

/// Writes a file so that under its name there is all of it or nothing, whenever the power fails.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    if !folder.is_dir() {
        fs::create_dir_all(folder)?;
        fs::set_permissions(folder, Permissions::from_mode(0o700))?;
        if let Some(parent) = folder.parent() {
            File::open(parent)?.sync_all()?;
        }
    }
    // Two that bring the same bytes at once write to files of their own.
    let thread = format!("{:?}", std::thread::current().id());
    let own: String = thread.chars().filter(char::is_ascii_digit).collect();
    let unfinished = folder.join(format!("{name}-{own}{UNFINISHED}"));
    let written = (|| {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&unfinished, folder.join(name))?;
        File::open(folder)?.sync_all()
    })();
    if written.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    written
}

fn broken(error: std::io::Error) -> Failure {
    Failure::Broken(Box::new(error))
}

impl Office {
    /// The shelf; `None` before the first attachment.
    pub(crate) fn shelf(&self) -> Result<Option<Shelf>, Failure> {
        if let Some(shelf) = self.shelf.get() {
            return Ok(Some(shelf.clone()));
        }
        let Some(text) = key_file::read(self.dir(), ATTACHMENT_KEY_FILE)? else { return Ok(None) };
        let key = unhex(text.trim()).filter(|bytes| bytes.len() == 32).ok_or_else(|| {
            Failure::at_command_line(format!(
                "`{}` is not a key; bring it back from where it is kept: without it no attachment is found",
                self.dir().join(ATTACHMENT_KEY_FILE).display()
            ))
        })?;
        let settings = self.configuration.attachments();
        let place = if settings.is_outside() {
            Place::Bucket(Box::new(Bucket::open(self.dir(), settings, &prefix_of(&key))?))
        } else {
            Place::Folder(self.dir().join(ATTACHMENTS_DIRECTORY))
        };
        let shelf = Shelf { key, place };
        // Read twice, the first stands.
        let _ = self.shelf.set(shelf.clone());
        Ok(Some(shelf))
    }

    /// The same, where there has to be one because something lies on it.
    pub(crate) fn shelf_held(&self) -> Result<Shelf, Failure> {
        // For the operator: whoever reads a page cannot bring it back.
        self.shelf()?.ok_or_else(|| {
            let path = self.dir().join(ATTACHMENT_KEY_FILE);
            let text =
                format!("`{}` is gone; bring it back from a backup: without it no attachment is found", path.display());
            Failure::Broken(text.into())
        })
    }
}

/// Makes the key of the shelf where there is none, and the shelf tidy where there is one. Called before anybody brings a file. Not where something lies on it already: the key that is lost would be
/// missed less loudly.
///
/// # Errors
/// Refused when there are attachments and their key is gone; when the disk fails.
pub fn make_attachment_key(office: &Office, ids: &mut Ids) -> Result<(), Failure> {
    if let Some(shelf) = office.shelf()? {
        shelf.put_away_unfinished();
        return Ok(());
    }
    if !office.reader.kept_digests()?.is_empty() {
        office.shelf_held()?;
    }
    let key: Vec<u8> = (0..4).flat_map(|_| ids().to_be_bytes()).collect();
    key_file::keep(office.dir(), ATTACHMENT_KEY_FILE, &key)
}
