//! GIF 89a (<https://www.w3.org/Graphics/GIF/spec-gif89a.txt>): blocks one behind the other.

use crate::Fault;

/// Extensions of programs that say how often an animation runs.
const LOOPS: &[&[u8]] = &[b"NETSCAPE2.0", b"ANIMEXTS1.0"];

/// Bytes that are read one behind the other.
struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Walk<'a> {
    fn take(&mut self, n: usize) -> Result<&'a [u8], Fault> {
        let taken = self.bytes.get(self.at..self.at + n).ok_or(Fault::Damaged)?;
        self.at += n;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        Ok(*self.take(1)?.first().ok_or(Fault::Damaged)?)
    }

    /// Goes behind the blocks of data; the first one is answered.
    fn blocks(&mut self) -> Result<&'a [u8], Fault> {
        let mut first = None;
        loop {
            let length = usize::from(self.byte()?);
            if length == 0 {
                return Ok(first.unwrap_or_default());
            }
            let block = self.take(length)?;
            first.get_or_insert(block);
        }
    }

    /// Goes behind a table of colours.
    fn table(&mut self, packed: u8) -> Result<(), Fault> {
        if packed & 0x80 != 0 {
            self.take(3 << ((packed & 7) + 1))?;
        }
        Ok(())
    }
}

/// Goes through a picture and calls `part` with each part: its bytes, and whether it is seen.
fn walk<'a>(bytes: &'a [u8], part: &mut dyn FnMut(&'a [u8], bool)) -> Result<(u32, u32), Fault> {
    let mut walk = Walk { bytes, at: 0 };
    let head = walk.take(13)?;
    let number = |at: usize| head.get(at..at + 2).map_or(0, |two| u32::from(two[0]) | u32::from(two[1]) << 8);
    let size = crate::look::within((number(6), number(8)))?;
    walk.table(*head.get(10).ok_or(Fault::Damaged)?)?;
    let mut from = 0;
    let mut n_frames = 0u32;
    loop {
        part(bytes.get(from..walk.at).ok_or(Fault::Damaged)?, true);
        from = walk.at;
        match walk.byte()? {
            0x3b if n_frames > 0 => {
                part(b"\x3b", true);
                return Ok(size);
            }
            0x2c => {
                let frame = walk.take(9)?;
                let packed = *frame.last().ok_or(Fault::Damaged)?;
                walk.table(packed)?;
                walk.byte()?;
                walk.blocks()?;
                n_frames += 1;
            }
            0x21 => {
                let label = walk.byte()?;
                let first = walk.blocks()?;
                let is_seen = label == 0xf9 || (label == 0xff && LOOPS.contains(&first));
                if !is_seen {
                    part(bytes.get(from..walk.at).ok_or(Fault::Damaged)?, false);
                    from = walk.at;
                }
            }
            _ => return Err(Fault::Damaged),
        }
    }
}

/// Width and height.
pub(crate) fn size(bytes: &[u8]) -> Result<(u32, u32), Fault> {
    walk(bytes, &mut |_, _| {})
}

/// The picture alone: without remarks, without what programs left in it, without what is behind its end.
pub(crate) fn released(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::with_capacity(bytes.len());
    walk(bytes, &mut |part, is_seen| {
        if is_seen {
            out.extend_from_slice(part);
        }
    })?;
    Ok(out)
}
