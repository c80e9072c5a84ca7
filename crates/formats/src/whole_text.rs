//! A whole text file that is no collection of records: a table of persons, a list of needs.

use std::io::{self, Read};

use crate::Doubt;
use crate::encoding::Decoding;
use crate::input;

/// The text of a file, whatever encoding it is written in: UTF-8, UTF-16, or what its bytes look like. A byte
/// order mark is taken off, compressed files are unpacked. `None` when it is longer than `bytes_max`.
///
/// The doubts say what was guessed or replaced.
///
/// # Errors
/// When the source cannot be read.
pub fn whole_text(source: impl Read, bytes_max: usize) -> io::Result<Option<(String, Vec<Doubt>)>> {
    let mut input = input::open(source)?;
    let mut bytes = Vec::new();
    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
    input.stream.by_ref().take(limit).read_to_end(&mut bytes)?;
    if bytes.len() > bytes_max {
        return Ok(None);
    }
    let (text, doubt) = Decoding::new(&bytes).decode(&bytes, None);
    let text = text.into_owned();
    let doubts = input.notes.take().into_iter().chain(doubt).collect();
    Ok(Some((text, doubts)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_saved_by_an_old_office_program_is_read() {
        let (bytes, _, _) =
            encoding_rs::WINDOWS_1251.encode("завод;Ленинский завод;министерство\nцех;Литейный цех;завод\n");
        let (text, doubts) = whole_text(&bytes[..], 1_000).unwrap().unwrap();
        assert!(text.starts_with("завод;Ленинский завод"), "{text}");
        assert!(doubts[0].to_string().contains("windows-1251"), "{doubts:?}");
        let (text, doubts) = whole_text(&b"\xef\xbb\xbfunit,name\n"[..], 1_000).unwrap().unwrap();
        assert_eq!((text.as_str(), doubts.len()), ("unit,name\n", 0));
        let wide: Vec<u8> = "\u{feff}unit;name\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(whole_text(&wide[..], 1_000).unwrap().unwrap().0, "unit;name\n");
        assert!(whole_text(&[b'a'; 11][..], 10).unwrap().is_none());
    }
}
