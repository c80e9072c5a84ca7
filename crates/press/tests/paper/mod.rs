//! Reads a PDF back with the tools of Poppler, where they are installed.

#![allow(dead_code, reason = "each test file uses its part")]

use std::io::Write;
use std::process::Command;

fn read(tool: &str, arguments: &[&str], pdf: &[u8]) -> Option<String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let path = file.path().to_str().unwrap().to_owned();
    let arguments: Vec<&str> =
        arguments.iter().map(|word| if *word == "FILE" { path.as_str() } else { word }).collect();
    match Command::new(tool).args(arguments).output() {
        Ok(output) => {
            assert!(output.status.success(), "`{tool}` could not read what was printed");
            Some(String::from_utf8(output.stdout).unwrap())
        }
        Err(_) => {
            #[allow(clippy::print_stderr, reason = "says what was not tested")]
            {
                eprintln!("NOT TESTED: what a PDF says, because `{tool}` is not here; install poppler-utils");
            }
            None
        }
    }
}

/// The text of a PDF in the order in which it was set, pages ended by form feeds; `None` where it cannot be read.
pub fn pdf_text(pdf: &[u8]) -> Option<String> {
    read("pdftotext", &["-raw", "-enc", "UTF-8", "FILE", "-"], pdf)
}

/// What a PDF says of itself.
pub fn about(pdf: &[u8]) -> Option<String> {
    read("pdfinfo", &["FILE"], pdf)
}

/// Without white space.
pub fn closed_up(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Letters, digits and signs alone: without white space, and without the hyphens that come and go with the lines.
pub fn letters_of(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}' | '\u{ad}' | '\u{200b}')).collect()
}
