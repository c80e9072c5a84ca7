//! Writes a journal of as many invented abstracts as are asked for, to measure and to look at.
//!
//!     cargo run --release -p uptake-press --example journal -- 5000 journal.pdf
//!     cargo run --release -p uptake-press --example journal -- unit bulletin.html
//!
//! The ending says the form: `.pdf`, `.html` or `.txt`.

use std::error::Error;
use std::fs;

use press::{Author, HtmlTemplate, Issue, PdfTemplate, sample};

/// A text whose words begin elsewhere, with a number that no other has.
fn turned(text: &str, number: u32) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let n_words = words.len().max(1);
    words.rotate_left(number as usize % n_words);
    format!("{} {number}", words.join(" "))
}

/// The sample issue with its items repeated under new numbers, in other words, and with other names to fill the index.
fn journal(n_items: u32) -> Issue {
    let families = ["Abel", "Brandt", "Cieślak", "Dufour", "Egorova", "Фомин", "Grønli", "Жданова", "Ito", "Kádár"];
    let mut issue = sample::issue();
    let originals: Vec<_> = issue.sections.iter().map(|section| section.items.clone()).collect();
    let n_sections = u32::try_from(issue.sections.len()).unwrap_or(1);
    let mut number = 0;
    for (section, originals) in issue.sections.iter_mut().zip(&originals) {
        section.items = originals.iter().cycle().take((n_items / n_sections) as usize).cloned().collect();
        for item in &mut section.items {
            number += 1;
            item.number = number;
            // No two are alike, or what was set once would be taken from memory again.
            item.title = turned(&item.title, number);
            if let Some(text) = &mut item.abstract_ {
                text.text = turned(&text.text, number);
            }
            if let Some(advantage) = item.digest.as_mut().and_then(|digest| digest.advantage.as_mut()) {
                *advantage = turned(advantage, number);
            }
            let family = families[number as usize * 7 % families.len()];
            let given = Some(format!(
                "{}. {}.",
                char::from(b'A' + (number % 26) as u8),
                char::from(b'A' + (number / 26 % 26) as u8)
            ));
            item.authors.push(Author { family: family.to_owned(), given });
        }
    }
    issue
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(what), Some(path)) = (arguments.next(), arguments.next()) else {
        return Err("say how many abstracts, or `sample`, `unit` or `empty`, and which file to write".into());
    };
    let issue = match what.as_str() {
        "sample" => sample::issue(),
        "unit" => sample::unit_bulletin(),
        "empty" => sample::empty_note(),
        count => journal(count.parse()?),
    };
    let bytes = match path.rsplit('.').next() {
        Some("pdf") => press::pdf(&issue, &PdfTemplate::default())?,
        Some("html") => press::html(&issue, &HtmlTemplate::default())?.into_bytes(),
        Some("txt") => press::text(&issue)?.into_bytes(),
        _ => return Err("name a file that ends with .pdf, .html or .txt".into()),
    };
    fs::write(&path, bytes)?;
    Ok(())
}
