//! Archives.

use std::io::Write;

use super::*;

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn each_file_of_an_archive_is_a_source() {
    let inner = zip(&[("c.ris", RIS.as_bytes())]);
    let bytes = zip(&[("../a.ris", RIS.as_bytes()), ("b/b.txt", b"Dear Sir"), ("c.zip", &inner)]);
    let (items, _) = read_all(bytes.as_slice(), &Options::default());
    let [Item::Reading(reading), Item::Doubt(text), Item::Doubt(archive)] = items.as_slice() else {
        panic!("{items:?}")
    };
    assert_eq!((reading.record.origin.source.as_str(), reading.record.origin.entry), ("in/../a.ris", 1));
    assert_eq!(text.to_string(), "b/b.txt: this is a text of no known format; nothing was read");
    assert_eq!(archive.to_string(), "c.zip: this is an archive inside an archive; it was left out");
}

#[test]
fn an_archive_that_is_damaged_or_a_bomb_is_told() {
    let bytes = zip(&[("a.ris", RIS.as_bytes())]);
    check(&bytes[..bytes.len() - 30], &["! the ZIP archive cannot be opened"]);
    let blanks = vec![b' '; 8 << 20];
    let bomb = zip(&[("1", &blanks), ("2", &blanks), ("3", &blanks), ("4.ris", RIS.as_bytes())]);
    let shown = shown(bomb.as_slice());
    assert!(shown.iter().any(|shown| shown.contains("unpacks to more than 200 times")), "{shown:?}");
}
