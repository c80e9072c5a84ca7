//! Words of texts in ASCII, eight bytes at a time: most texts are, and to be cut is what every record costs.

use super::Analysis;
use super::segment::Word;

/// Calls `take` for each word of a text that is all ASCII.
#[inline]
pub(super) fn words(text: &[u8], analysis: Analysis, take: &mut impl FnMut(Word)) {
    let mut cut = Cut { text, stemmed: analysis == Analysis::Stemmed, start: 0, inside: false, goes_on: 0, dropped: 0 };
    let mut before = 0;
    let (blocks, rest) = text.as_chunks::<64>();
    for (i, block) in blocks.iter().enumerate() {
        let letters = letters(block);
        // A bit wherever a word begins or ends.
        let edges = letters ^ (letters << 1 | before);
        before = letters >> 63;
        cut.at(i * 64, edges, take);
    }
    let mut block = [0; 64];
    block[..rest.len()].copy_from_slice(rest);
    let letters = letters(&block);
    cut.at(text.len() - rest.len(), letters ^ (letters << 1 | before), take);
}

struct Cut<'t> {
    text: &'t [u8],
    stemmed: bool,
    /// Where the word began that is being read.
    start: usize,
    inside: bool,
    /// Where the second half of a number begins, which is no word of its own.
    goes_on: usize,
    /// Where the `s` of a possessive stands, which is no word.
    dropped: usize,
}

impl Cut<'_> {
    #[inline]
    fn at(&mut self, base: usize, mut edges: u64, take: &mut impl FnMut(Word)) {
        while edges != 0 {
            let at = base + edges.trailing_zeros() as usize;
            edges &= edges - 1;
            self.inside = !self.inside;
            if self.inside {
                if self.goes_on != at || at == 0 {
                    self.start = at;
                }
            } else if !(self.stemmed && self.passes_over(at)) {
                take(Word { start: self.start, end: at });
            }
        }
    }

    /// Whether what ends here is no word of its own: the first half of a decimal number, or the `s` of a possessive.
    #[inline]
    fn passes_over(&mut self, at: usize) -> bool {
        if self.start == self.dropped && at == self.start + 1 && self.start > 0 {
            return true;
        }
        match self.text.get(at) {
            Some(b'.') if self.text[at - 1].is_ascii_digit() && self.is(at + 1, u8::is_ascii_digit) => {
                self.goes_on = at + 1;
                true
            }
            Some(b'\'') if self.text[at - 1].is_ascii_alphabetic() => {
                let is_s = self.is(at + 1, |byte| matches!(byte, b's' | b'S'));
                if is_s && !self.is(at + 2, u8::is_ascii_alphanumeric) {
                    self.dropped = at + 1;
                }
                false
            }
            _ => false,
        }
    }

    fn is(&self, at: usize, what: impl Fn(&u8) -> bool) -> bool {
        self.text.get(at).is_some_and(what)
    }
}

/// A bit for each byte that is a letter or a digit.
#[inline]
fn letters(block: &[u8; 64]) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let mut bits = 0;
    let (eights, _) = block.as_chunks::<8>();
    for (i, eight) in eights.iter().enumerate() {
        let bytes = u64::from_le_bytes(*eight);
        // No byte is above 127, so a sum never runs over into the next; its top bit says "at least".
        let at_least = |bytes: u64, least: u8| bytes + u64::from(0x80 - least) * EACH;
        let small = bytes | (0x20 * EACH);
        let letter = at_least(small, b'a') & !at_least(small, b'z' + 1);
        let digit = at_least(bytes, b'0') & !at_least(bytes, b'9' + 1);
        let tops = (letter | digit) >> 7 & EACH;
        // The eight bits, a byte apart, are moved side by side.
        bits |= (tops.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * i);
    }
    bits
}
