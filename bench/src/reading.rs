//! Reading: each format, beside counting the words of the same bytes.

use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::corpus;
use crate::tally::{median, timed};

/// Folders with files of one format each, and the ending of the files.
const FOLDERS: &[(&str, &str, &str)] = &[
    ("arXiv JSON lines", "arxiv-corpus", "arxiv-1k.jsonl"),
    ("Crossref JSON", "crossref/rest-json", ".json"),
    ("Crossref XML", "crossref/unixsd-xml", ".xml"),
    ("OpenAlex", "openalex", ".json"),
    ("DataCite JSON", "datacite/api-json", ".json"),
    ("DataCite XML", "datacite/xml", ".xml"),
    ("InvenioRDM", "inveniordm", ".json"),
    ("JATS", "jats/plos", ".xml"),
    ("PubMed XML", "pubmed", ".xml"),
    ("NBIB", "pubmed/jabref", ".nbib"),
    ("OAI-PMH arXiv", "oai-pmh/arxiv", ".xml"),
    ("MARCXML", "marcxml/jabref", ".xml"),
    ("MODS", "biblio-exchange/mods", ".xml"),
    ("RIS", "biblio-exchange/ris", ".ris"),
    ("BibTeX", "biblio-exchange/bibtex/testbib", ".bib"),
    ("EndNote XML", "biblio-exchange/endnote", ".xml"),
    ("refer", "biblio-exchange/endnote", ".enw"),
    ("ISI", "biblio-exchange/isi-wos-inspec", ".isi"),
    ("CFF", "biblio-exchange/cff", ".cff"),
    ("Greenbook", "patents-uspto/greenbook", ".greenbook"),
    ("ST.32", "patents-uspto/sgml", ".xml"),
    ("PAP", "patents-uspto/pap", ".xml"),
    ("ST.36", "patents-uspto/xml2014", ".xml"),
    ("JSON Feed", "rogue-scholar-posts/json-feed", ".json"),
];

/// Bytes that are read for each figure; small collections are read again and again.
const BYTES: usize = 24 << 20;

/// Measures and prints.
pub fn measure(data: &Path, runs: usize) {
    println!("\n## Reading, one thread\n");
    println!("| format | files | records/s | MB/s | of counting words |");
    println!("|---|---|---|---|---|");
    for (title, folder, ending) in FOLDERS {
        let files = files(&data.join(folder), ending);
        if files.is_empty() {
            println!("| {title} | NOT MEASURED: `{folder}` is absent | | | |");
            continue;
        }
        let contents: Vec<Vec<u8>> = files.iter().filter_map(|file| std::fs::read(file).ok()).collect();
        let n_bytes: usize = contents.iter().map(Vec::len).sum();
        let rounds = (BYTES / n_bytes.max(1)).clamp(1, 3_000);
        let (mut seconds, mut counting, mut n_records) = (Vec::new(), Vec::new(), 0u64);
        for _ in 0..runs {
            n_records = 0;
            let (_, time) = timed(|| {
                for content in (0..rounds).flat_map(|_| &contents) {
                    corpus::each(Cursor::new(content), &mut |_| {
                        n_records += 1;
                        ControlFlow::Continue(())
                    });
                }
            });
            seconds.push(time.as_secs_f64());
            let (_, time) = timed(|| (0..rounds).flat_map(|_| &contents).map(|c| words(c)).sum::<usize>());
            counting.push(time.as_secs_f64());
        }
        let ratio = median(counting.iter().zip(&seconds).map(|(count, read)| count / read).collect());
        let seconds = median(seconds);
        let megabytes = (n_bytes * rounds) as f64 / 1e6;
        println!(
            "| {title} | {} | {:.0} | {:.0} | {ratio:.2} |",
            files.len(),
            n_records as f64 / seconds,
            megabytes / seconds
        );
    }
}

/// The baseline: how many words there are between blanks.
fn words(content: &[u8]) -> usize {
    String::from_utf8_lossy(std::hint::black_box(content)).split_whitespace().count()
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.to_string_lossy().ends_with(ending));
    files.sort();
    files
}
