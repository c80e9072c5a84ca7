//! Compares what a reader gives with the BibTeX that stands beside a file of the collections.

use model::{Record, Role};

use crate::testing::files;

/// Reads every file with this ending and compares it, record by record, with the `.bib` of the
/// same stem. Files without one are read and not compared.
#[track_caller]
pub(crate) fn check(folder: &str, ending: &str, read: impl Fn(&str) -> Vec<Record>) {
    let expected = files(folder, ".bib");
    let mut differences = Vec::new();
    for (name, text) in files(folder, ending) {
        let found = read(&text);
        let stem = name.trim_end_matches(ending);
        let Some((_, bib)) = expected.iter().find(|(other, _)| other.trim_end_matches(".bib") == stem) else {
            continue;
        };
        let mut stated = Vec::new();
        // One of the expected files has lost the opening brace of its entry.
        let bib = bib.replace("@Article,", "@Article{,");
        crate::bibtex::read_all(&bib, &mut |record, _, _| {
            stated.push(record);
            true
        });
        if found.len() != stated.len() {
            differences.push(format!("{name}: {} records instead of {}", found.len(), stated.len()));
        }
        for (found, stated) in found.iter().zip(&stated) {
            compare(&name, found, stated, &mut differences);
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// What the expected record states must stand in the found one; it may say more.
fn compare(name: &str, found: &Record, stated: &Record, differences: &mut Vec<String>) {
    let mut differ = |what: &str, found: &str, stated: &str, agree: bool| {
        if !stated.is_empty() && !agree {
            differences.push(format!("{name}: {what}: `{found}` instead of `{stated}`"));
        }
    };
    let (title, wanted) = (found.title().unwrap_or(""), stated.title().unwrap_or(""));
    differ("title", title, wanted, letters(title).starts_with(&letters(wanted)));
    let year = |record: &Record| record.year().map(|year| year.to_string()).unwrap_or_default();
    differ("year", &year(found), &year(stated), year(found) == year(stated));
    for (what, found, stated) in [
        ("source", &found.source.title, &stated.source.title),
        ("volume", &found.source.volume, &stated.source.volume),
        ("pages", &found.source.pages, &stated.source.pages),
    ] {
        let (found, stated) = (found.as_deref().unwrap_or(""), stated.as_deref().unwrap_or(""));
        let agree = letters(found) == letters(stated) || shortens(stated, found) || shortens(found, stated);
        differ(what, found, stated, agree);
    }
    for id in stated.identifiers.iter().filter(|id| id.scheme() != model::Scheme::Local) {
        let known = found.identifiers.contains(id) || found.source.identifiers.contains(id);
        differ("identifier", &format!("{:?}", found.identifiers), &id.to_string(), known);
    }
    for role in [Role::Author, Role::Editor] {
        let names = |record: &Record| -> Vec<String> {
            record.contributors.iter().filter(|c| c.role == role).map(|c| letters(c.name.family())).collect()
        };
        let (found, stated) = (names(found).join(" "), names(stated).join(" "));
        differ("names", &found, &stated, found.starts_with(&stated));
    }
}

fn letters(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether the words of the first, cut short, stand in the second in this order.
fn shortens(short: &str, long: &str) -> bool {
    let mut words = long.split_whitespace().map(letters);
    !short.is_empty() && short.split_whitespace().map(letters).all(|cut| words.any(|word| word.starts_with(&cut)))
}
