//! The elements that are open round the place where the cutter stands.

/// Levels whose names are remembered. Records stand four or five deep; what lies deeper is
/// counted only.
const LEVELS_MAX: usize = 256;

/// Names of open elements, outermost first, in one piece of memory.
#[derive(Default)]
pub(crate) struct Path {
    names: Vec<u8>,
    ends: Vec<usize>,
    beyond: u64,
}

impl Path {
    /// Whether nothing is open.
    pub(crate) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// An element opens.
    pub(crate) fn open(&mut self, name: &[u8]) {
        if self.ends.len() >= LEVELS_MAX {
            self.beyond += 1;
            return;
        }
        self.names.extend_from_slice(name);
        self.ends.push(self.names.len());
    }

    /// An element closes, and with it all that were opened inside and not closed. One that
    /// nothing opened is passed over.
    pub(crate) fn close(&mut self, name: &[u8]) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let depth = self.names().rposition(|open| open == name);
        if let Some(depth) = depth {
            self.ends.truncate(depth);
            self.names.truncate(self.ends.last().copied().unwrap_or(0));
        }
    }

    /// Nothing is open any more.
    pub(crate) fn clear(&mut self) {
        *self = Path::default();
    }

    /// The names, outermost first.
    pub(crate) fn names(&self) -> impl DoubleEndedIterator<Item = &[u8]> + ExactSizeIterator {
        (0..self.ends.len()).map(|depth| {
            let begin = if depth == 0 { 0 } else { self.ends[depth - 1] };
            &self.names[begin..self.ends[depth]]
        })
    }

    /// The innermost.
    pub(crate) fn parent(&self) -> &[u8] {
        self.names().next_back().unwrap_or_default()
    }
}
