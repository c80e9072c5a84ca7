//! What the tests of all formats share: the collections of real records beside the project.

use std::fs;
use std::path::PathBuf;

/// The folder `../shared/data/NAME` beside the project. Says clearly when it is absent, and the
/// test that asked has then tested only our own fixtures.
#[expect(clippy::print_stderr, reason = "what was not tested has to be said")]
pub(crate) fn collection(name: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("NOT TESTED: the collection `../shared/data/{name}` is absent; own fixtures only");
    None
}

/// Every file with this ending in a folder of the collections, with its text (bytes that are not
/// UTF-8 replaced), in order of name.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let Some(folder) = collection(folder) else { return Vec::new() };
    let mut found: Vec<(String, String)> = fs::read_dir(folder)
        .expect("the folder was there a moment ago")
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let name = path.file_name()?.to_string_lossy().into_owned();
            let bytes = name.ends_with(ending).then(|| fs::read(&path).ok())??;
            Some((name, String::from_utf8_lossy(&bytes).into_owned()))
        })
        .collect();
    found.sort();
    found
}
