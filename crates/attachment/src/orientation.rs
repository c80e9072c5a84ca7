//! Which way up a picture is: the one thing in its EXIF (CIPA DC-008) that a copy without metadata has to keep.

/// The tag of the orientation in TIFF.
const ORIENTATION: u16 = 0x0112;

/// Entries of a directory that are looked at.
const ENTRIES_MAX: u16 = 256;

/// The orientation in an EXIF block, which begins with the head of a TIFF file; `None` for upright.
pub(crate) fn of_exif(tiff: &[u8]) -> Option<u16> {
    let little = match tiff.get(..4)? {
        b"II\x2a\x00" => true,
        b"MM\x00\x2a" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let two: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    };
    let four: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let first = (if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) }) as usize;
    let n_entries = short(first)?.min(ENTRIES_MAX);
    (0..usize::from(n_entries))
        .map(|at| first + 2 + 12 * at)
        .find(|at| short(*at) == Some(ORIENTATION))
        .and_then(|at| short(at + 8))
        .filter(|value| (2..=8).contains(value))
}

/// An EXIF block that says this and nothing else.
pub(crate) fn exif(orientation: u16) -> Vec<u8> {
    let mut tiff = b"MM\x00\x2a\x00\x00\x00\x08\x00\x01".to_vec();
    tiff.extend_from_slice(&ORIENTATION.to_be_bytes());
    // One short number, in the first half of the value.
    tiff.extend_from_slice(b"\x00\x03\x00\x00\x00\x01");
    tiff.extend_from_slice(&orientation.to_be_bytes());
    tiff.extend_from_slice(b"\x00\x00\x00\x00\x00\x00");
    tiff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_and_upright_is_not_said() {
        for value in 0..20 {
            assert_eq!(of_exif(&exif(value)), (2..=8).contains(&value).then_some(value));
        }
        let little = b"II\x2a\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00";
        assert_eq!(of_exif(little), Some(6));
        assert_eq!(of_exif(b"MM\x00\x2a\xff\xff\xff\xff"), None);
    }
}
