//! Where a JSON value ends.
//!
//! A byte machine that can be stopped and fed on: it knows strings, brackets and the order of
//! punctuation, which is enough to find the end of a value and to notice damage within a few
//! bytes of it. Numbers, words and escapes are left to the parser.

/// Deepest nesting; the parser's own bound. One bit a level says what was opened.
const DEPTH_MAX: u32 = 128;

/// What the machine found in the bytes it was fed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// The value goes on.
    More,
    /// The value ends behind the bytes that were taken.
    End,
    /// Here stands what cannot stand here.
    Damage,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// A value is due.
    Value,
    /// A key is due, or the end of an empty object.
    Key,
    Colon,
    /// A value was; a comma or a closing bracket is due.
    After,
    Text {
        is_key: bool,
    },
    Escape {
        is_key: bool,
    },
    /// Inside a number or a word.
    Scalar,
}

/// The machine.
#[derive(Clone, Debug)]
pub(crate) struct Scan {
    depth: u32,
    /// Bit n: whether level n is an object.
    objects: u128,
    state: State,
}

impl Scan {
    /// Before a value.
    pub(crate) fn value() -> Scan {
        Scan { depth: 0, objects: 0, state: State::Value }
    }

    /// Inside this many objects, behind a value of the innermost.
    pub(crate) fn inside_objects(depth: u32) -> Scan {
        let mut scan = Scan { depth: 0, objects: 0, state: State::After };
        for _ in 0..depth {
            scan.open(true);
        }
        scan.state = State::After;
        scan
    }

    fn is_object(&self) -> bool {
        self.depth > 0 && self.objects >> (self.depth - 1) & 1 == 1
    }

    fn open(&mut self, is_object: bool) -> bool {
        if self.depth >= DEPTH_MAX {
            return false;
        }
        let bit = 1u128 << self.depth;
        self.objects = if is_object { self.objects | bit } else { self.objects & !bit };
        self.depth += 1;
        self.state = if is_object { State::Key } else { State::Value };
        true
    }

    /// Takes bytes; says how many and what was found. `More` takes all of them.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> (usize, Found) {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            match self.state {
                State::Text { is_key } => {
                    let rest = &bytes[at..];
                    let Some(found) = memchr::memchr3(b'"', b'\\', b'\n', rest) else {
                        return (bytes.len(), Found::More);
                    };
                    at += found;
                    match rest[found] {
                        b'"' if is_key => self.state = State::Colon,
                        b'"' => {
                            self.state = State::After;
                            if self.depth == 0 {
                                return (at + 1, Found::End);
                            }
                        }
                        b'\\' => self.state = State::Escape { is_key },
                        // A line feed cannot stand in a string: the string was cut off.
                        _ => return (at, Found::Damage),
                    }
                }
                State::Escape { is_key } => {
                    if byte == b'\n' {
                        return (at, Found::Damage);
                    }
                    self.state = State::Text { is_key };
                }
                State::Scalar if !is_boundary(byte) => {}
                State::Scalar => {
                    self.state = State::After;
                    if self.depth == 0 {
                        return (at, Found::End);
                    }
                    continue;
                }
                _ if byte.is_ascii_whitespace() => {}
                State::Value => match byte {
                    b'{' | b'[' => {
                        if !self.open(byte == b'{') {
                            return (at, Found::Damage);
                        }
                    }
                    b'"' => self.state = State::Text { is_key: false },
                    b']' if self.depth > 0 && !self.is_object() => {
                        if self.close() {
                            return (at + 1, Found::End);
                        }
                    }
                    b'-' | b'+' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => self.state = State::Scalar,
                    _ => return (at, Found::Damage),
                },
                State::Key => match byte {
                    b'"' => self.state = State::Text { is_key: true },
                    b'}' => {
                        if self.close() {
                            return (at + 1, Found::End);
                        }
                    }
                    _ => return (at, Found::Damage),
                },
                State::Colon if byte == b':' => self.state = State::Value,
                State::Colon => return (at, Found::Damage),
                State::After => match byte {
                    b',' if self.is_object() => self.state = State::Key,
                    b',' if self.depth > 0 => self.state = State::Value,
                    b'}' | b']' if self.depth > 0 && self.is_object() == (byte == b'}') => {
                        if self.close() {
                            return (at + 1, Found::End);
                        }
                    }
                    _ => return (at, Found::Damage),
                },
            }
            at += 1;
        }
        (bytes.len(), Found::More)
    }

    /// Closes a level; whether it was the outermost.
    fn close(&mut self) -> bool {
        self.depth = self.depth.saturating_sub(1);
        self.state = State::After;
        self.depth == 0
    }

    /// Whether the end of the stream ends the value too: it does for a number alone.
    pub(crate) fn ends_with_stream(&self) -> bool {
        self.depth == 0 && self.state == State::Scalar
    }
}

fn is_boundary(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b',' | b'}' | b']' | b'{' | b'[' | b'"' | b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: (usize, Found)) {
        assert_eq!(Scan::value().feed(text.as_bytes()), expected, "{text}");
        // Fed byte by byte it finds the same.
        let mut scan = Scan::value();
        for (at, byte) in text.bytes().enumerate() {
            let (taken, found) = scan.feed(&[byte]);
            if found != Found::More {
                assert_eq!((at + taken, found), expected, "{text} byte by byte");
                return;
            }
        }
        assert_eq!(expected.1, Found::More);
    }

    #[test]
    fn a_value_ends_where_its_last_bracket_does() {
        check(r#"{"a":[1,{"b":"}]\"{"}],"c":null} {"#, (32, Found::End));
        check("[] ,", (2, Found::End));
        check("{}{}", (2, Found::End));
        check(r#""a, b" "#, (6, Found::End));
        check("12,", (2, Found::End));
        check(r#"{"a":[1, 2"#, (10, Found::More));
    }

    #[test]
    fn damage_is_noticed_where_it_stands() {
        check("{\"a\":\"broken off\n{\"a\":1}", (16, Found::Damage));
        check("{\"a\":1,\n{\"a\":2}", (8, Found::Damage));
        check(r#"{"a":1]"#, (6, Found::Damage));
        check(r#"{"a" 1}"#, (5, Found::Damage));
        check(&"[".repeat(1_000), (128, Found::Damage));
    }
}
