//! What is written for people leads somewhere: every link of a Markdown file, every heading it names, every picture.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders that are not ours or not written by hand.
const FOREIGN: &[&str] = &["target", "node_modules", ".git"];

/// What a picture may be.
const PICTURES: &[&str] = &["webp", "png", "svg"];

/// Bytes beyond which a picture makes a page slow to read on the way.
const PICTURE_BYTES_MAX: u64 = 150_000;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &Path, wanted: &dyn Fn(&Path) -> bool, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            if !FOREIGN.iter().any(|name| path.ends_with(name)) {
                files(&path, wanted, found);
            }
        } else if wanted(&path) {
            found.push(path);
        }
    }
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| endings.contains(&ending))
}

fn pages() -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(&root(), &|path| has_ending(path, &["md"]), &mut found);
    found
}

/// The lines of a page that are prose: without code blocks, and without code within a line.
fn prose(text: &str) -> impl Iterator<Item = String> + '_ {
    let mut fenced = false;
    text.lines().filter_map(move |line| {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            return None;
        }
        let is_code = fenced || (line.starts_with("    ") && !line.trim_start().starts_with(['!', '[', '-', '*']));
        (!is_code).then(|| line.split('`').step_by(2).collect())
    })
}

/// Where the links and pictures of a page lead, as they are written.
fn targets(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in prose(text) {
        for (at, _) in line.match_indices("](") {
            let rest = &line[at + 2..];
            let end = rest.find(')').unwrap_or(rest.len());
            // A title may stand behind the address.
            found.extend(rest[..end].split_whitespace().next().map(str::to_owned));
        }
    }
    found
}

/// The name that a heading has in an address: lower case, without signs, with hyphens for blanks.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|sign| sign.is_alphanumeric() || [' ', '-', '_'].contains(sign));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

fn anchors(text: &str) -> BTreeSet<String> {
    let mut fenced = false;
    let mut found = BTreeSet::new();
    for line in text.lines() {
        fenced ^= line.trim_start().starts_with("```");
        if let (false, Some((_, heading))) = (fenced, line.split_once("# ").filter(|_| line.starts_with('#'))) {
            found.insert(anchor(heading));
        }
    }
    found
}

/// What is wrong with a link, if anything. Addresses of other sites are not asked.
fn fault(page: &Path, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (file, heading) = target.split_once('#').map_or((target, None), |(file, heading)| (file, Some(heading)));
    let led_to = if file.is_empty() { page.to_owned() } else { page.parent().unwrap().join(file) };
    if !led_to.exists() {
        return Some(format!("`{}` leads to `{target}`, and nothing is there", page.display()));
    }
    let heading = heading.filter(|_| has_ending(&led_to, &["md"]))?;
    let is_there = anchors(&fs::read_to_string(&led_to).unwrap()).contains(heading);
    (!is_there).then(|| format!("`{}` leads to `{target}`, and no heading is called so", page.display()))
}

#[test]
fn every_link_of_a_page_leads_somewhere() {
    let pages = pages();
    assert!(pages.len() > 10, "the pages were not read");
    let mut n_links = 0;
    let mut faults = Vec::new();
    for page in &pages {
        let targets = targets(&fs::read_to_string(page).unwrap());
        n_links += targets.len();
        faults.extend(targets.iter().filter_map(|target| fault(page, target)));
    }
    assert!(n_links > 50, "the links were not read");
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn every_picture_is_shown_by_a_page_and_is_light() {
    let mut shown = BTreeSet::new();
    for page in pages() {
        for target in targets(&fs::read_to_string(&page).unwrap()) {
            shown.extend(page.parent().unwrap().join(target).canonicalize().ok());
        }
    }
    let mut pictures = Vec::new();
    files(&root().join("docs/pictures"), &|path| has_ending(path, PICTURES), &mut pictures);
    assert!(pictures.len() > 10, "the pictures were not read");
    let mut faults = Vec::new();
    for picture in pictures {
        if !shown.contains(&picture.canonicalize().unwrap()) {
            faults.push(format!("no page shows `{}`; show it or take it away", picture.display()));
        }
        let n_bytes = fs::metadata(&picture).unwrap().len();
        if n_bytes > PICTURE_BYTES_MAX {
            faults.push(format!("`{}` has {n_bytes} bytes; crop it closer", picture.display()));
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn a_link_that_leads_nowhere_is_noticed() {
    let page = root().join("README.md");
    assert_eq!(targets("See [a](b.md#c) and ![d](e.webp \"f\"), not `[g](h)`."), ["b.md#c", "e.webp"]);
    assert_eq!(anchor("Why did I not get this?"), "why-did-i-not-get-this");
    assert_eq!(fault(&page, "https://example.org/nothing"), None);
    assert_eq!(fault(&page, "ARCHITECTURE.md"), None);
    for wrong in ["docs/no-such-page.md", "README.md#no-such-heading", "#no-such-heading"] {
        assert!(fault(&page, wrong).is_some(), "{wrong}");
    }
}
