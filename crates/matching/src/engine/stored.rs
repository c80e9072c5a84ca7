//! A compiled set as bytes, and back.
//!
//! The head says what it is, of which version, and what it was compiled from; the end is a hash of everything before it.
//! What is read is looked at number by number, so bytes that somebody made can be refused and can give wrong answers to
//! nobody but who made the hash too; they can never make the engine fall.

use std::fmt;
use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::code::{each_symbol, n_words};
use super::compile::{Cost, Engine};
use super::filing::{Filing, Posting, Target};
use super::symbol::{ALWAYS, Sort, Space, Symbol, Symbols};
use crate::analysis::Analysis;
use crate::ranking::{Weights, idf};

/// How every compiled set begins.
const MAGIC: &[u8; 8] = b"UPTAKEMS";

/// Raised whenever what stands behind the head, or what the numbers mean, changes.
const VERSION: u32 = 1;

const HASH_BYTES: usize = 32;

/// Names what a set was compiled from, as the caller sees fit: a hash of the profiles, say. A set that is read back carries
/// it, so that whoever reads it knows whether it is still the right one.
pub type Origin = [u8; 32];

/// Why bytes are not served as a compiled set. The next step is to compile the profiles again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredError {
    /// They do not begin as a compiled set does.
    NotASet,
    /// It was written by another version of the engine.
    OtherVersion(u32),
    /// It ends too early, goes on too long, or a byte is not what was written.
    Damaged,
    /// The hash is right, and the numbers contradict each other.
    Contradicts,
}

impl fmt::Display for StoredError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoredError::NotASet => f.write_str("not a compiled set of profiles"),
            StoredError::OtherVersion(version) => {
                write!(
                    f,
                    "a compiled set of version {version}, and this engine reads version {VERSION}; compile the profiles again"
                )
            }
            StoredError::Damaged => f.write_str("the compiled set is cut short or damaged; compile the profiles again"),
            StoredError::Contradicts => {
                f.write_str("the numbers of the compiled set contradict each other; compile the profiles again")
            }
        }
    }
}

impl std::error::Error for StoredError {}

struct Out<'w, W> {
    to: &'w mut W,
    hash: Sha256,
    bytes: Vec<u8>,
}

impl<W: Write> Out<'_, W> {
    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.to.write_all(bytes)
    }

    fn number(&mut self, number: u64) -> io::Result<()> {
        self.bytes(&number.to_le_bytes())
    }

    fn numbers(&mut self, numbers: impl ExactSizeIterator<Item = u32>) -> io::Result<()> {
        self.number(numbers.len() as u64)?;
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.clear();
        for number in numbers {
            bytes.extend_from_slice(&number.to_le_bytes());
            if bytes.len() >= 1 << 16 {
                self.bytes(&bytes)?;
                bytes.clear();
            }
        }
        self.bytes(&bytes)?;
        self.bytes = bytes;
        Ok(())
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        self.number(text.len() as u64)?;
        self.bytes(text.as_bytes())
    }
}

struct In<'b> {
    rest: &'b [u8],
}

impl<'b> In<'b> {
    fn bytes(&mut self, n: usize) -> Result<&'b [u8], StoredError> {
        let (bytes, rest) = self.rest.split_at_checked(n).ok_or(StoredError::Contradicts)?;
        self.rest = rest;
        Ok(bytes)
    }

    fn number(&mut self) -> Result<u64, StoredError> {
        self.bytes(8)?.try_into().map(u64::from_le_bytes).map_err(|_| StoredError::Contradicts)
    }

    fn length(&mut self) -> Result<usize, StoredError> {
        usize::try_from(self.number()?).map_err(|_| StoredError::Contradicts)
    }

    fn float(&mut self) -> Result<f32, StoredError> {
        u32::try_from(self.number()?).map(f32::from_bits).map_err(|_| StoredError::Contradicts)
    }

    fn numbers(&mut self) -> Result<Vec<u32>, StoredError> {
        let n_bytes = self.length()?.checked_mul(4).ok_or(StoredError::Contradicts)?;
        let (fours, _) = self.bytes(n_bytes)?.as_chunks::<4>();
        Ok(fours.iter().map(|four| u32::from_le_bytes(*four)).collect())
    }

    fn text(&mut self) -> Result<&'b str, StoredError> {
        let n = self.length()?;
        str::from_utf8(self.bytes(n)?).map_err(|_| StoredError::Contradicts)
    }
}

const SORTS: [Sort; 9] = [
    Sort::Word(Space::Prose),
    Sort::Word(Space::Author),
    Sort::Word(Space::Org),
    Sort::Word(Space::Source),
    Sort::Prefix(Space::Prose),
    Sort::Prefix(Space::Author),
    Sort::Prefix(Space::Org),
    Sort::Prefix(Space::Source),
    Sort::Atom,
];

impl Engine {
    /// Writes the compiled set. `origin` says what it was compiled from and is given back by [`Engine::read`].
    ///
    /// # Errors
    /// What writing fails with.
    pub fn write(&self, origin: Origin, to: &mut impl Write) -> io::Result<()> {
        let mut out = Out { to, hash: Sha256::new(), bytes: Vec::new() };
        out.bytes(MAGIC)?;
        out.bytes(&VERSION.to_le_bytes())?;
        out.bytes(&origin)?;
        out.number(u64::from(self.analysis == Analysis::Plain))?;
        for float in [self.weights.k1, self.weights.b, self.weights.title, self.mean_words] {
            out.number(u64::from(float.to_bits()))?;
        }
        out.number(self.n_records)?;
        let mut symbols: Vec<(Sort, &str, Symbol)> = self.symbols.each().collect();
        symbols.sort_unstable_by_key(|(.., symbol)| *symbol);
        out.number(symbols.len() as u64)?;
        for (sort, text, _) in symbols {
            out.number(SORTS.iter().position(|own| *own == sort).unwrap_or(SORTS.len()) as u64)?;
            out.text(text)?;
        }
        out.numbers(self.counts.iter().copied())?;
        out.numbers(self.filing.firsts.iter().copied())?;
        out.numbers(self.filing.tests.iter().copied())?;
        out.numbers(self.filing.postings.iter().map(|posting| posting.word()))?;
        out.numbers(self.code.iter().copied())?;
        out.numbers(self.unfiled.iter().copied())?;
        out.numbers(self.thresholds.iter().map(|threshold| threshold.to_bits()))?;
        out.numbers(self.asked_firsts.iter().copied())?;
        out.numbers(self.asked.iter().copied())?;
        out.number(self.costs.len() as u64)?;
        for cost in &self.costs {
            out.number(cost.profile as u64)?;
            out.number(u64::from(cost.share.to_bits()))?;
            out.text(&cost.reason)?;
        }
        let hash = out.hash.finalize();
        out.to.write_all(&hash)
    }

    /// Reads a compiled set that [`Engine::write`] wrote, with what it was compiled from.
    ///
    /// # Errors
    /// When the bytes are no such set, of another version, cut short or damaged.
    pub fn read(bytes: &[u8]) -> Result<(Engine, Origin), StoredError> {
        let Some(rest) = bytes.strip_prefix(MAGIC) else { return Err(StoredError::NotASet) };
        let (version, _) = rest.split_first_chunk::<4>().ok_or(StoredError::Damaged)?;
        let version = u32::from_le_bytes(*version);
        if version != VERSION {
            return Err(StoredError::OtherVersion(version));
        }
        let (body, hash) = bytes.split_last_chunk::<HASH_BYTES>().ok_or(StoredError::Damaged)?;
        if Sha256::digest(body).as_slice() != hash {
            return Err(StoredError::Damaged);
        }
        let mut from = In { rest: body.get(MAGIC.len() + 4..).ok_or(StoredError::Damaged)? };
        let origin = from.bytes(32)?.try_into().map_err(|_| StoredError::Contradicts)?;
        let analysis = if from.number()? == 1 { Analysis::Plain } else { Analysis::Stemmed };
        let weights = Weights { k1: from.float()?, b: from.float()?, title: from.float()? };
        let mean_words = from.float()?;
        let n_records = from.number()?;
        let mut symbols = Symbols::beginning_at(ALWAYS + 1);
        for _ in 0..from.number()? {
            let sort = *SORTS.get(from.length()?).ok_or(StoredError::Contradicts)?;
            let text = from.text()?;
            if symbols.find(sort, text).is_some() {
                return Err(StoredError::Contradicts);
            }
            symbols.add(sort, text);
        }
        symbols.shrink();
        let counts = from.numbers()?;
        let filing = Filing {
            firsts: from.numbers()?,
            tests: from.numbers()?,
            postings: from.numbers()?.into_iter().map(Posting::of_word).collect(),
        };
        let code = from.numbers()?;
        let unfiled = from.numbers()?;
        let thresholds: Vec<f32> = from.numbers()?.into_iter().map(f32::from_bits).collect();
        let (asked_firsts, asked) = (from.numbers()?, from.numbers()?);
        let mut costs = Vec::new();
        for _ in 0..from.number()? {
            costs.push(Cost { profile: from.length()?, share: from.float()?, reason: from.text()?.to_owned() });
        }
        if !from.rest.is_empty() {
            return Err(StoredError::Contradicts);
        }
        let idfs = counts.iter().map(|count| idf(n_records, *count)).collect();
        let mut engine = Engine {
            analysis,
            weights,
            mean_words,
            n_records,
            symbols,
            counts,
            filing,
            code,
            unfiled,
            thresholds,
            asked_firsts,
            asked,
            idfs,
            costs,
        };
        if engine.is_sound() { Ok((engine, origin)) } else { Err(StoredError::Contradicts) }
    }

    /// Whether every number leads to something that is there.
    fn is_sound(&mut self) -> bool {
        let end = self.symbols.end();
        let is_symbol = |symbol: &Symbol| *symbol < end;
        let rising = |firsts: &[u32], last: usize| {
            firsts.first() == Some(&0) && firsts.is_sorted() && firsts.last().is_some_and(|own| *own as usize == last)
        };
        let n_profiles = self.asked_firsts.len().saturating_sub(1);
        // Where blocks begin, a bit a place.
        let mut begins = vec![0u64; self.code.len().div_ceil(64)];
        let mut at = 0;
        while at < self.code.len() {
            let n_words = self.code.get(at + 1).map_or(0, |head| n_words(*head));
            let Some(node) = self.code.get_mut(at + 1..at + 1 + n_words) else { return false };
            if !each_symbol(node, &mut |symbol| is_symbol(symbol)) || self.code[at] as usize >= n_profiles {
                return false;
            }
            begins[at / 64] |= 1 << (at % 64);
            at += 1 + n_words;
        }
        let is_block = |at: u32| begins.get(at as usize / 64).is_some_and(|bits| bits >> (at % 64) & 1 != 0);
        let leads = |posting: &Posting| match posting.target() {
            Target::Profile(number) => (number as usize) < n_profiles,
            Target::Block(at) => is_block(at),
        };
        self.counts.len() == end as usize
            && self.filing.firsts.len() == end as usize + 1
            && rising(&self.filing.firsts, self.filing.tests.len())
            && self.filing.postings.len() == self.filing.tests.len()
            && self.filing.tests.iter().all(is_symbol)
            && self.filing.postings.iter().all(leads)
            && self.unfiled.iter().all(|at| is_block(*at))
            && (self.thresholds.is_empty() || self.thresholds.len() == n_profiles)
            && rising(&self.asked_firsts, self.asked.len())
            && self.asked.iter().all(is_symbol)
            && self.costs.iter().all(|cost| cost.profile < n_profiles)
    }
}

/// Makes the hash of changed bytes right, as whoever means harm would.
#[cfg(test)]
pub(super) fn hash_anew(bytes: &mut [u8]) {
    let at = bytes.len() - HASH_BYTES;
    let hash = Sha256::digest(&bytes[..at]);
    bytes[at..].copy_from_slice(&hash);
}
