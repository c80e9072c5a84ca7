//! The house guards itself: which crate may know which, and what a file may be called.

use std::fs;
use std::path::{Path, PathBuf};

/// Each crate with its floor. A crate may import only from floors below its own.
const FLOORS: &[(&str, u8)] = &[
    ("model", 0),
    ("attachment", 1),
    ("formats", 1),
    ("harvest", 1),
    ("mail", 1),
    ("matching", 1),
    ("measure", 1),
    ("press", 1),
    ("store", 2),
    ("desk", 3),
    ("web", 4),
    ("uptake", 5),
];

/// Names that say nothing about what is in a file.
const EMPTY_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "common", "misc", "manager", "types"];

/// Lines beyond which a file can no longer be held in the head.
const LINES_MAX: usize = 600;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Importer and imported, read from the manifests. Tools beside the house (`bench`, `fuzz`) stand
/// on the street and may know every crate.
fn imports() -> Vec<(String, String)> {
    let mut imports = Vec::new();
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let folder = entry.unwrap().path();
        let importer = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(folder.join("Cargo.toml"))
            .unwrap_or_else(|_| panic!("`crates/{importer}` has no manifest"));
        let manifest: toml::Table = toml::from_str(&text).unwrap();
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let names = manifest.get(section).and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::keys);
            imports.extend(
                names
                    .filter(|name| FLOORS.iter().any(|(own, _)| own == name))
                    .map(|name| (importer.clone(), name.clone())),
            );
        }
    }
    imports
}

fn stairs_climbed_backwards(imports: &[(String, String)]) -> Vec<String> {
    let floor = |name: &str| FLOORS.iter().find(|(own, _)| *own == name).map(|(_, floor)| *floor);
    let backwards = imports.iter().filter(|(importer, imported)| floor(importer) <= floor(imported));
    backwards
        .map(|(importer, imported)| format!("`{importer}` imports `{imported}`; move the shared part to a lower floor"))
        .collect()
}

#[test]
fn a_crate_imports_from_lower_floors_only() {
    let imports = imports();
    assert!(imports.len() > 5, "the manifests were not read");
    assert_eq!(stairs_climbed_backwards(&imports), Vec::<String>::new());
}

#[test]
fn a_stair_climbed_backwards_is_noticed() {
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(stairs_climbed_backwards(&[pair("store", "model"), pair("desk", "store")]), Vec::<String>::new());
    for wrong in
        [pair("model", "formats"), pair("formats", "matching"), pair("store", "desk"), pair("unknown", "model")]
    {
        assert_eq!(stairs_climbed_backwards(std::slice::from_ref(&wrong)).len(), 1, "{wrong:?}");
    }
}

#[test]
fn every_crate_of_the_house_has_a_floor() {
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            FLOORS.iter().any(|(own, _)| *own == name),
            "give `{name}` a floor in this file and in ARCHITECTURE.md"
        );
    }
}

#[test]
fn the_ground_floor_serialises_nothing_and_only_the_store_knows_sql() {
    let manifest = |name: &str| fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap();
    let model: toml::Table = toml::from_str(&manifest("model")).unwrap();
    assert!(
        model.get("dependencies").and_then(toml::Value::as_table).is_none_or(toml::Table::is_empty),
        "`model` stands on nothing"
    );
    for (name, _) in FLOORS.iter().filter(|(name, _)| *name != "store" && root().join("crates").join(name).exists()) {
        let text = manifest(name);
        assert!(
            !text.contains("rusqlite") && !text.contains("tantivy"),
            "`{name}` knows a database; ask the store instead"
        );
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("target") {
                sources(&path, found);
            }
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn a_file_can_be_found_by_its_name_and_held_in_the_head() {
    let mut files = Vec::new();
    sources(&root().join("crates"), &mut files);
    assert!(files.len() > 20, "the sources were not read");
    let mut faults = Vec::new();
    for path in files {
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        if EMPTY_NAMES.contains(&stem.as_str()) {
            faults.push(format!("`{}` says nothing of what is in it; name it after its noun", path.display()));
        }
        let n_lines = fs::read_to_string(&path).unwrap().lines().count();
        if n_lines > LINES_MAX {
            faults.push(format!("`{}` has {n_lines} lines; divide it by noun", path.display()));
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}
