//! A short run of bytes kept in place: words of names are short, and comparing them must not chase pointers.

/// At most [`Short::MAX`] bytes; what is longer is cut off.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Short {
    bytes: [u8; Short::MAX],
    len: u8,
}

impl Short {
    /// As much of a word as is compared; words of names are rarely longer.
    pub(super) const MAX: usize = 31;

    pub(super) const EMPTY: Short = Short { bytes: [0; Short::MAX], len: 0 };

    pub(super) fn of(text: &[u8]) -> Short {
        let mut out = Short::EMPTY;
        let n = text.len().min(Short::MAX);
        out.bytes[..n].copy_from_slice(&text[..n]);
        out.len = n as u8;
        out
    }

    pub(super) fn push(&mut self, byte: u8) {
        if (self.len as usize) < Short::MAX {
            self.bytes[self.len as usize] = byte;
            self.len += 1;
        }
    }

    pub(super) fn extend(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.push(*byte);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len as usize
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(super) fn last(&self) -> Option<u8> {
        self.as_bytes().last().copied()
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len as usize]
    }

    pub(super) fn to_text(self) -> String {
        String::from_utf8_lossy(self.as_bytes()).into_owned()
    }
}

impl Default for Short {
    fn default() -> Short {
        Short::EMPTY
    }
}

impl std::fmt::Debug for Short {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", String::from_utf8_lossy(self.as_bytes()))
    }
}
