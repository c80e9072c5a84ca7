//! The text of a file, on its way out: within bounds, in pieces, without signs that are none.

use crate::limits::{PIECE_CHARS, TEXT_CHARS_MAX};
use crate::look::Piece;

/// Takes text and keeps what may be handed on.
#[derive(Default)]
pub(crate) struct Gate {
    pieces: Vec<String>,
    last: String,
    n_last: usize,
    n_chars: usize,
    is_cut: bool,
    /// A blank or line end that is put before the next word.
    between: Option<char>,
}

impl Gate {
    /// Takes a part of the text. Blanks are made one, what cannot be seen is left out.
    pub(crate) fn put(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() || c.is_control() {
                self.between.get_or_insert(' ');
            } else if c != '\u{feff}' && c != '\u{fffd}' && c != '\u{ad}' {
                self.push(c);
            }
        }
    }

    /// Ends a word.
    pub(crate) fn blank(&mut self) {
        self.between.get_or_insert(' ');
    }

    /// Ends a paragraph.
    pub(crate) fn line(&mut self) {
        self.between = Some('\n');
    }

    /// Whether whole pieces wait to be handed on.
    pub(crate) fn has_pieces(&self) -> bool {
        !self.pieces.is_empty()
    }

    /// Whether nothing more is taken.
    pub(crate) fn is_full(&self) -> bool {
        self.is_cut
    }

    fn push(&mut self, c: char) {
        if self.n_chars + 2 > TEXT_CHARS_MAX {
            self.is_cut = true;
            return;
        }
        if let Some(between) = self.between.take().filter(|_| self.n_chars > 0) {
            self.last.push(between);
            self.n_last += 1;
            self.n_chars += 1;
            // Pieces end between words.
            if self.n_last >= PIECE_CHARS {
                self.pieces.push(std::mem::take(&mut self.last));
                self.n_last = 0;
            }
        }
        self.last.push(c);
        self.n_last += 1;
        self.n_chars += 1;
        if self.n_last >= 2 * PIECE_CHARS {
            self.pieces.push(std::mem::take(&mut self.last));
            self.n_last = 0;
        }
    }

    /// Hands on what came so far.
    pub(crate) fn hand_on(&mut self, sink: &mut dyn FnMut(Piece)) {
        self.pieces.drain(..).for_each(|piece| sink(Piece::Text(piece)));
        if !self.last.is_empty() {
            sink(Piece::Text(std::mem::take(&mut self.last)));
            self.n_last = 0;
        }
        if self.is_cut {
            sink(Piece::Cut);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handed(gate: &mut Gate) -> (String, bool) {
        let (mut text, mut cut) = (String::new(), false);
        gate.hand_on(&mut |piece| match piece {
            Piece::Text(part) => text.push_str(&part),
            Piece::Cut => cut = true,
            Piece::Kind { .. } => {}
        });
        (text, cut)
    }

    #[test]
    fn blanks_are_one_and_what_is_not_seen_is_left_out() {
        let mut gate = Gate::default();
        gate.line();
        gate.put("  Selen\u{ad}ium \0\t rectifiers");
        gate.line();
        gate.put("\u{feff}for  traction ");
        assert_eq!(handed(&mut gate), ("Selenium rectifiers\nfor traction".to_owned(), false));
    }

    #[test]
    fn a_text_without_end_is_cut_and_it_is_said() {
        let mut gate = Gate::default();
        while !gate.is_full() {
            gate.put(&"word ".repeat(10_000));
        }
        let (text, cut) = handed(&mut gate);
        assert!(cut && text.chars().count() <= TEXT_CHARS_MAX);
    }
}
