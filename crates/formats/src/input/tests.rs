use super::*;
use std::io::Write;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// What comes out, and what is said about it.
fn read(bytes: &[u8]) -> (Vec<u8>, Vec<String>) {
    let Input { mut stream, notes } = open(bytes).unwrap();
    let mut out = Vec::new();
    stream.read_to_end(&mut out).unwrap();
    (out, notes.take().iter().map(ToString::to_string).collect())
}

#[track_caller]
fn check(bytes: &[u8], expected: &str) {
    let (out, doubts) = read(bytes);
    assert_eq!((String::from_utf8_lossy(&out).as_ref(), doubts.as_slice()), (expected, &[][..]));
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

#[test]
fn packed_and_plain_read_alike() {
    let text = "TY  - JOUR\nTI  - Pumps\nER  -\n";
    check(text.as_bytes(), text);
    check(&gzip(text.as_bytes()), text);
    check(&zstd::encode_all(text.as_bytes(), 3).unwrap(), text);
}

#[test]
fn a_gzip_of_several_members_is_read_to_its_end() {
    check(&[gzip(b"one "), gzip(b"two "), gzip(b"three")].concat(), "one two three");
}

#[test]
fn a_long_window_of_zstd_is_accepted() {
    let mut packed = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
    packed.window_log(ZSTD_WINDOW_LOG_MAX).unwrap();
    packed.long_distance_matching(true).unwrap();
    packed.write_all(b"far back").unwrap();
    check(&packed.finish().unwrap(), "far back");
}

#[test]
fn utf8_and_utf16_are_told_apart_with_and_without_their_marks() {
    let text = "<?xml version=\"1.0\"?><titel>Größenlehre – Турбина 𝔄</titel>";
    check(&[UTF_8_MARK, text.as_bytes()].concat(), text);
    for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        check(&utf16(text, to_bytes), text);
        check(&utf16(&format!("\u{feff}{text}"), to_bytes), text);
        check(&gzip(&utf16(&format!("\u{feff}{text}"), to_bytes)), text);
    }
    check(b"", "");
    check(b"a", "a");
}

#[test]
fn a_gzip_cut_off_gives_what_stands_before() {
    let text: String = (0..20_000).map(|n| format!("line {n}\n")).collect();
    let packed = gzip(text.as_bytes());
    let (out, doubts) = read(&packed[..packed.len() / 2]);
    assert!(out.len() > 1_000 && text.as_bytes().starts_with(&out), "{}", out.len());
    assert!(doubts[0].contains("damaged after"), "{doubts:?}");
}

#[test]
fn a_bomb_is_not_unpacked() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..100 {
        packed.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let (out, doubts) = read(&packed.finish().unwrap());
    assert!(out.len() as u64 <= RATIO_FREE_BYTES.max(RATIO_MAX * 200_000), "{}", out.len());
    assert!(doubts[0].contains("more than 200 times"), "{doubts:?}");
}

#[test]
fn a_source_that_fails_is_an_error_and_no_doubt() {
    struct Failing(Cursor<Vec<u8>>);
    impl Read for Failing {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            match self.0.read(out)? {
                0 => Err(io::Error::other("the cable was pulled")),
                n => Ok(n),
            }
        }
    }
    let packed = gzip(&(0..9_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect::<Vec<_>>());
    for bytes in [packed[..packed.len() - 9].to_vec(), b"plain".to_vec()] {
        let error = match open(Failing(Cursor::new(bytes))) {
            Ok(Input { mut stream, notes }) => {
                assert!(stream.read_to_end(&mut Vec::new()).is_err());
                notes.failure().unwrap()
            }
            Err(error) => error,
        };
        assert_eq!(error.to_string(), "the cable was pulled");
    }
}

#[test]
fn damage_in_what_is_packed_is_met_at_the_same_place_however_it_comes() {
    struct Drip<'b>(&'b [u8], usize);
    impl Read for Drip<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let n = self.1.min(out.len()).min(self.0.len());
            let (now, later) = self.0.split_at(n);
            out[..n].copy_from_slice(now);
            self.0 = later;
            Ok(n)
        }
    }
    let text: String = (0..50_000).map(|n| format!("line {n} of {}\n", n * 7919 % 10_007)).collect();
    for mut packed in [gzip(text.as_bytes()), zstd::encode_all(text.as_bytes(), 3).unwrap()] {
        let middle = packed.len() / 2;
        packed[middle..middle + 40].fill(0x55);
        let read = |n| {
            let Input { mut stream, notes } = open(Drip(&packed, n)).unwrap();
            let mut out = Vec::new();
            stream.read_to_end(&mut out).unwrap();
            (out, notes.take())
        };
        let whole = read(usize::MAX);
        assert_eq!(whole.1.len(), 1, "{:?}", whole.1);
        for n in [1, 100, 5_000, 70_000] {
            assert!(read(n) == whole, "in pieces of {n}");
        }
    }
}
