//! Bytes of what is kept: numbers with the least byte first, lists with their length in front.

use super::vector::Vector;

pub(super) struct Writer {
    pub bytes: Vec<u8>,
}

impl Writer {
    pub fn new(head: &[u8]) -> Writer {
        Writer { bytes: head.to_vec() }
    }

    pub fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    pub fn count(&mut self, count: usize) {
        self.bytes.extend(u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
    }

    pub fn long(&mut self, value: u64) {
        self.bytes.extend(value.to_le_bytes());
    }

    pub fn float(&mut self, value: f32) {
        self.bytes.extend(value.to_le_bytes());
    }

    pub fn double(&mut self, value: f64) {
        self.bytes.extend(value.to_le_bytes());
    }

    pub fn text(&mut self, text: &str) {
        self.count(text.len());
        self.bytes.extend(text.as_bytes());
    }

    pub fn floats(&mut self, values: &[f32]) {
        self.count(values.len());
        values.iter().for_each(|value| self.float(*value));
    }

    pub fn vector(&mut self, vector: &Vector) {
        self.count(vector.signs.len());
        for (sign, weight) in &vector.signs {
            self.bytes.extend(sign.to_le_bytes());
            self.float(*weight);
        }
        self.floats(&vector.direction);
    }
}

/// Reads what [`Writer`] wrote. Each answer is `None` behind the end, and no list is made longer than the bytes that are left.
pub(super) struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    pub fn new(bytes: &'b [u8], head: &[u8]) -> Option<Reader<'b>> {
        Some(Reader { rest: bytes.strip_prefix(head)? })
    }

    pub fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*head)
    }

    pub fn byte(&mut self) -> Option<u8> {
        self.take::<1>().map(|[byte]| byte)
    }

    /// A length; never more than the bytes that are left, as everything takes one at least.
    pub fn count(&mut self) -> Option<usize> {
        let count = u32::from_le_bytes(self.take()?) as usize;
        (count <= self.rest.len()).then_some(count)
    }

    pub fn long(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    pub fn float(&mut self) -> Option<f32> {
        self.take().map(f32::from_le_bytes).filter(|value| value.is_finite())
    }

    pub fn double(&mut self) -> Option<f64> {
        self.take().map(f64::from_le_bytes).filter(|value| value.is_finite())
    }

    pub fn text(&mut self) -> Option<&'b str> {
        let length = self.count()?;
        let (text, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        std::str::from_utf8(text).ok()
    }

    pub fn floats(&mut self) -> Option<Vec<f32>> {
        let count = u32::from_le_bytes(self.take()?) as usize;
        (count <= self.rest.len() / 4).then(|| (0..count).map(|_| self.float()).collect())?
    }

    /// A vector over so many signs and directions.
    pub fn vector(&mut self, n_signs: usize, n_directions: usize) -> Option<Vector> {
        let mut signs = Vec::new();
        for _ in 0..self.count()? {
            let sign = u32::from_le_bytes(self.take()?);
            signs.push(((sign as usize) < n_signs).then_some((sign, self.float()?))?);
        }
        let direction = self.floats()?;
        (direction.len() == n_directions).then_some(Vector { signs, direction })
    }
}
