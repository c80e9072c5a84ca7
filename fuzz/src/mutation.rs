//! Damage: what happens to files on their way, and what people with bad intent do to them.

use std::io::Write;

use crate::chance::Chance;
use crate::seeds::{INPUT_BYTES_MAX, Seeds, archive};
use crate::target::Target;
use crate::tokens::{LETTERS, NESTS, NUMBERS, TOKENS};

/// Deepest nest that is built in one stroke.
const NEST_MAX: usize = 20_000;

/// An input for a round: a seed, damaged a few times, sometimes wrapped.
pub fn input(target: Target, seeds: &Seeds, chance: &mut Chance) -> Vec<u8> {
    let mut bytes = seeds.pick(target, chance).to_vec();
    let n_strokes = if chance.one_in(24) { 0 } else { chance.size(8) };
    for _ in 0..n_strokes {
        stroke(&mut bytes, seeds, chance);
        bytes.truncate(INPUT_BYTES_MAX);
    }
    let is_of_the_world = matches!(target, Target::Read | Target::ReadAs(_) | Target::Match);
    if !is_of_the_world || !chance.one_in(8) {
        return bytes;
    }
    wrapped(&bytes, chance)
}

/// One piece of damage.
fn stroke(bytes: &mut Vec<u8>, seeds: &Seeds, chance: &mut Chance) {
    let length = bytes.len();
    match chance.below(18) {
        0 => {
            for _ in 0..chance.size(16) {
                let at = chance.below(length);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
        }
        1 => replace(bytes, chance.below(length), &[chance.next() as u8]),
        2 => drop(bytes.drain(chance.range(length, 4_096))),
        3 => {
            let piece = bytes[chance.range(length, 4_096)].to_vec();
            insert(bytes, chance.below(length + 1), &piece);
        }
        4 => repeat(bytes, chance),
        5 => bytes.truncate(chance.below(length + 1)),
        6 | 7 => {
            let other = seeds.any(chance);
            let piece = &other[chance.range(other.len(), 16 * 1024)];
            let at = chance.below(length + 1);
            if chance.one_in(2) { insert(bytes, at, piece) } else { replace(bytes, at, piece) }
        }
        8 | 9 => {
            if let Some(token) = chance.pick(TOKENS) {
                let at = chance.below(length + 1);
                if chance.one_in(4) { replace(bytes, at, token) } else { insert(bytes, at, token) }
            }
        }
        10 => number(bytes, chance),
        11 => nest(bytes, chance),
        12 => {
            let run = chance.pick(LETTERS).copied().unwrap_or_default().repeat(chance.size(64 * 1024));
            insert(bytes, chance.below(length + 1), run.as_bytes());
        }
        13 | 14 => lines(bytes, chance),
        15 => between(bytes, seeds, chance),
        16 => {
            let (a, b) = (chance.range(length, 256), chance.range(length, 256));
            let piece = bytes[a].to_vec();
            bytes.splice(b, piece);
        }
        _ => {
            // One sign for another throughout: quotes, brackets, tags change their meaning.
            const SIGNS: &[u8] = b"<>{}[]()\"'&;,:-=%@\n\r\t |/\\\0";
            let (from, to) = (chance.pick(SIGNS).copied(), chance.pick(SIGNS).copied());
            let every = chance.size(64);
            let same = bytes.iter_mut().filter(|byte| Some(**byte) == from);
            same.step_by(every).for_each(|byte| *byte = to.unwrap_or_default());
        }
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    let at = at.min(bytes.len());
    bytes.splice(at..at, piece.iter().copied());
}

fn replace(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    let at = at.min(bytes.len());
    let end = (at + piece.len()).min(bytes.len());
    bytes.splice(at..end, piece.iter().copied());
}

/// A piece again and again: lists without end, fields without end.
fn repeat(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let range = if chance.one_in(2) { chance.range(bytes.len(), 200) } else { line(bytes, chance) };
    let room = (INPUT_BYTES_MAX - bytes.len().min(INPUT_BYTES_MAX)) / range.len().max(1);
    let piece = bytes[range.clone()].repeat(chance.size(room.max(1)));
    insert(bytes, range.end, &piece);
}

/// The bounds of some line, with its end.
fn line(bytes: &[u8], chance: &mut Chance) -> std::ops::Range<usize> {
    let at = chance.below(bytes.len());
    let (before, after) = bytes.split_at(at);
    let from = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |n| n + 1);
    let to = after.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |n| at + n + 1);
    from..to
}

fn lines(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let own = line(bytes, chance);
    match chance.below(3) {
        0 => drop(bytes.drain(own)),
        1 => {
            let piece = bytes[own].to_vec();
            let at = line(bytes, chance).start;
            insert(bytes, at, &piece);
        }
        _ => {
            let other = line(bytes, chance);
            let piece = bytes[other].to_vec();
            bytes.splice(own, piece);
        }
    }
}

/// Another number, where one stands.
fn number(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let from = chance.below(bytes.len());
    let Some(first) = bytes[from..].iter().position(u8::is_ascii_digit).map(|n| from + n) else { return };
    let n_digits = bytes[first..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let number = chance.pick(NUMBERS).copied().unwrap_or_default();
    bytes.splice(first..first + n_digits, number.bytes());
}

fn nest(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let Some((open, close)) = chance.pick(NESTS) else { return };
    let n_levels = chance.size(NEST_MAX).min(INPUT_BYTES_MAX / 2 / open.len());
    let at = chance.below(bytes.len() + 1);
    let mut piece = open.repeat(n_levels).into_bytes();
    if !chance.one_in(3) {
        piece.extend(close.repeat(n_levels).bytes());
    }
    insert(bytes, at, &piece);
}

/// Something else between two signs: the value of a field, the text of an element.
fn between(bytes: &mut Vec<u8>, seeds: &Seeds, chance: &mut Chance) {
    const BOUNDS: &[(u8, u8)] = &[(b'"', b'"'), (b'>', b'<'), (b'{', b'}'), (b'-', b'\n'), (b' ', b'\n'), (b'[', b']')];
    let Some((open, close)) = chance.pick(BOUNDS) else { return };
    let from = chance.below(bytes.len());
    let Some(first) = bytes[from..].iter().position(|byte| byte == open).map(|n| from + n + 1) else { return };
    let Some(last) = bytes[first..].iter().position(|byte| byte == close).map(|n| first + n) else { return };
    let value = match chance.below(4) {
        0 => Vec::new(),
        1 => chance.pick(TOKENS).map(|token| token.repeat(chance.size(200))).unwrap_or_default(),
        2 => chance.pick(NUMBERS).copied().unwrap_or_default().as_bytes().to_vec(),
        _ => {
            let other = seeds.any(chance);
            other[chance.range(other.len(), 200)].to_vec()
        }
    };
    bytes.splice(first..last, value);
}

/// The same in another shell: compressed, archived, in another encoding.
fn wrapped(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let text = || String::from_utf8_lossy(bytes);
    let utf16 = |ends: fn(u16) -> [u8; 2]| text().encode_utf16().flat_map(ends).collect::<Vec<u8>>();
    let mut wrapped = match chance.below(9) {
        0 => gzip(bytes),
        1 => zstd::stream::encode_all(bytes, 1).unwrap_or_default(),
        2 => gzip(&gzip(bytes)),
        3 => archive(&[("first".to_owned(), bytes.to_vec()), ("b/second".to_owned(), gzip(bytes))]).unwrap_or_default(),
        4 => [b"\xff\xfe".to_vec(), utf16(u16::to_le_bytes)].concat(),
        5 => utf16(u16::to_be_bytes),
        6 => [b"\xef\xbb\xbf".as_slice(), bytes].concat(),
        7 => text().chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect(),
        _ => bytes.to_vec(),
    };
    if chance.one_in(3) {
        let at = chance.below(wrapped.len());
        if let Some(byte) = wrapped.get_mut(at) {
            *byte ^= 1 << chance.below(8);
        }
    }
    wrapped
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).and_then(|()| packer.finish()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_damages_alike_again_and_nothing_too_small_breaks_the_hammer() {
        let seeds = Seeds::load().unwrap();
        for round in 0..300 {
            let made = || input(Target::Read, &seeds, &mut Chance::of_round(5, round));
            assert_eq!(made(), made());
            for length in 0..3 {
                let mut bytes = vec![b'1'; length];
                stroke(&mut bytes, &seeds, &mut Chance::of_round(6, round));
            }
        }
    }
}
