//! The bytes that records were read from, in compressed blocks.

use std::io;

use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

use crate::{Error, Result};

/// A block is closed when it has grown to this. Entries of one source are alike, so they compress
/// three times better together than alone; larger blocks gain little and cost more to open.
const BLOCK_BYTES: usize = 1024 * 1024;

/// Speed over size: level 1 keeps up with ingest on a fraction of a core.
const LEVEL: i32 = 1;

/// Where bytes stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// `None` when there are no bytes.
    pub block: Option<i64>,
    pub offset: i64,
    pub length: i64,
}

/// Blocks being filled.
pub(crate) struct Packing {
    first: i64,
    blocks: Vec<Vec<u8>>,
}

impl Packing {
    /// Blocks to be numbered from this one.
    pub fn from(first: i64) -> Packing {
        Packing { first, blocks: Vec::new() }
    }

    /// Whether nothing was put in.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Puts bytes in.
    pub fn put(&mut self, raw: &[u8]) -> Place {
        if raw.is_empty() {
            return Place::default();
        }
        if self.blocks.last().is_none_or(|block| block.len() >= BLOCK_BYTES) {
            self.blocks.push(Vec::with_capacity(BLOCK_BYTES.max(raw.len())));
        }
        let block = self.first + self.blocks.len() as i64 - 1;
        let Some(last) = self.blocks.last_mut() else { return Place::default() };
        let place = Place { block: Some(block), offset: last.len() as i64, length: raw.len() as i64 };
        last.extend_from_slice(raw);
        place
    }

    /// Makes the rows of the blocks, empty, so that items can point at them.
    pub fn reserve(&self, conn: &Connection) -> Result<()> {
        let mut statement =
            conn.prepare_cached("INSERT INTO raw_block (id, size, hash, bytes) VALUES (?1, 0, x'', x'')")?;
        for (id, _) in (self.first..).zip(&self.blocks) {
            statement.execute([id])?;
        }
        Ok(())
    }

    /// Compresses the blocks.
    pub fn compress(&self) -> Result<Vec<Block>> {
        let mut compressor = zstd::bulk::Compressor::new(LEVEL).map_err(compression)?;
        (self.first..)
            .zip(&self.blocks)
            .map(|(id, plain)| {
                let bytes = compressor.compress(plain).map_err(compression)?;
                let size = plain.len() as i64;
                Ok(Block { id, size, hash: hash(size, &bytes), bytes })
            })
            .collect()
    }
}

/// A compressed block.
pub(crate) struct Block {
    id: i64,
    size: i64,
    hash: [u8; 32],
    bytes: Vec<u8>,
}

impl Block {
    /// Fills its row.
    pub fn keep(&self, conn: &Connection) -> Result<()> {
        conn.prepare_cached("UPDATE raw_block SET size = ?2, hash = ?3, bytes = ?4 WHERE id = ?1")?.execute((
            self.id,
            self.size,
            self.hash,
            &self.bytes,
        ))?;
        Ok(())
    }
}

fn compression(source: io::Error) -> Error {
    Error::internal("compressing raw bytes", source)
}

fn hash(size: i64, bytes: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(size.to_le_bytes()).chain_update(bytes).finalize().into()
}

/// The number of the next block.
pub(crate) fn next_block(conn: &Connection) -> Result<i64> {
    let mut statement = conn.prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM raw_block")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// The bytes of a block as they went in. What was changed on the disk is not given out.
pub(crate) fn block(conn: &Connection, id: i64) -> Result<Vec<u8>> {
    let mut statement = conn.prepare_cached("SELECT size, hash, bytes FROM raw_block WHERE id = ?1")?;
    let row = statement.query_row([id], |row| {
        let size: i64 = row.get(0)?;
        let stated: [u8; 32] = row.get(1)?;
        let bytes = row.get_ref(2)?.as_blob()?;
        // The size is covered by the hash, so a damaged one cannot ask for all memory.
        let whole = hash(size, bytes) == stated;
        Ok(whole.then(|| zstd::bulk::decompress(bytes, usize::try_from(size).unwrap_or_default()).ok()).flatten())
    });
    match row.optional()? {
        Some(Some(plain)) => Ok(plain),
        Some(None) => Err(Error::damaged(format!("block {id} of the raw bytes was changed after it was written"))),
        None => Err(Error::damaged(format!("block {id} of the raw bytes is gone"))),
    }
}

/// The bytes at a place.
pub(crate) fn bytes_at(conn: &Connection, place: Place) -> Result<Vec<u8>> {
    let Some(id) = place.block else { return Ok(Vec::new()) };
    let plain = block(conn, id)?;
    let range = usize::try_from(place.offset).ok().zip(usize::try_from(place.length).ok());
    let found = range.and_then(|(offset, length)| plain.get(offset..offset.checked_add(length)?));
    found
        .map(<[u8]>::to_vec)
        .ok_or_else(|| Error::damaged(format!("an item points outside block {id} of the raw bytes")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_share_a_block_until_it_is_full() {
        let mut packing = Packing::from(7);
        assert_eq!(packing.put(b""), Place::default());
        assert_eq!(packing.put(b"steam"), Place { block: Some(7), offset: 0, length: 5 });
        assert_eq!(packing.put(&vec![0; BLOCK_BYTES]), Place { block: Some(7), offset: 5, length: BLOCK_BYTES as i64 });
        assert_eq!(packing.put(b"diesel").block, Some(8));
    }
}
