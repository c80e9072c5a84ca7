//! The parts of which all pictures of figures are drawn: a frame with axes of round numbers, bars, steps, bands, dots and words. They make plain
//! data, which a page draws as SVG in its colours and the press as vectors.

mod picture;

pub use picture::{picture, picture_as};
use press::{Anchor, Drawing, Ink, Shape};

/// Width of a drawing where there is room for it.
pub const WIDE: i32 = 900;
/// Width of a drawing on a phone.
pub const NARROW: i32 = 350;
/// How high words are.
pub const TEXT: i32 = 12;

/// A plane with two axes, and what is drawn in it so far. Values are given in their own units; places are counted from the upper left corner.
#[derive(Clone, Debug)]
pub struct Frame {
    width: i32,
    height: i32,
    /// Left, top, right and bottom of the plane.
    sides: (i32, i32, i32, i32),
    /// From where to where the values along and up go.
    along: (f64, f64),
    up: (f64, f64),
    shapes: Vec<Shape>,
}

/// Words in one line.
pub fn words(at: (i32, i32), text: impl Into<String>, ink: Ink, anchor: Anchor) -> Shape {
    Shape::Words { at, text: text.into(), size: TEXT, ink, anchor, strong: false }
}

/// Words in one line, set strong.
pub fn strong(at: (i32, i32), text: impl Into<String>, ink: Ink, anchor: Anchor) -> Shape {
    Shape::Words { at, text: text.into(), size: TEXT, ink, anchor, strong: true }
}

/// A straight line.
pub fn line(from: (i32, i32), to: (i32, i32), ink: Ink) -> Shape {
    Shape::Line { from, to, ink, dashed: false }
}

/// A filled rectangle; one without width or height is not there.
pub fn area(at: (i32, i32), size: (i32, i32), ink: Ink) -> Shape {
    Shape::Area { at, size: (size.0.max(0), size.1.max(0)), ink }
}

/// The smallest of 1, 2, 2.5, 5, 10, 20 … steps that part a length into at most so many.
pub fn round_step(length: f64, n_most: usize) -> f64 {
    if !(length.is_finite() && length > 0.0) {
        return 1.0;
    }
    let least = length / n_most.max(1) as f64;
    let power = 10_f64.powf(least.log10().floor());
    let fits = |factor: &f64| factor * power >= least * (1.0 - 1e-9);
    [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().find(fits).unwrap_or(10.0) * power
}

/// Round values from nought to the first that is not below a highest value.
pub fn round_values(highest: f64, n_most: usize) -> Vec<f64> {
    let step = round_step(highest.max(0.0), n_most);
    let n = (highest.max(step) / step - 1e-9).ceil().clamp(1.0, 100.0) as usize;
    (0..=n).map(|at| step * at as f64).collect()
}

impl Frame {
    /// A frame of this width and height, with room at its sides (left, top, right, bottom) for names, and values from nought to these.
    pub fn new((width, height): (i32, i32), room: (i32, i32, i32, i32), (along, up): (f64, f64)) -> Frame {
        let sides = (room.0, room.1, width - room.2, height - room.3);
        let positive = |value: f64| if value.is_finite() && value > 0.0 { value } else { 1.0 };
        Frame { width, height, sides, along: (0.0, positive(along)), up: (0.0, positive(up)), shapes: Vec::new() }
    }

    /// Where a value along stands.
    pub fn x(&self, value: f64) -> i32 {
        let (from, to) = self.along;
        let share = ((value - from) / (to - from).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
        self.sides.0 + (share * f64::from(self.sides.2 - self.sides.0)).round() as i32
    }

    /// Where a value up stands.
    pub fn y(&self, value: f64) -> i32 {
        let (from, to) = self.up;
        let share = ((value - from) / (to - from).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
        self.sides.3 - (share * f64::from(self.sides.3 - self.sides.1)).round() as i32
    }

    /// Draws a shape.
    pub fn put(&mut self, shape: Shape) {
        if self.shapes.len() < press::DRAWING_SHAPES_MAX {
            self.shapes.push(shape);
        }
    }

    /// Rules across with their values at the left.
    pub fn rules_up(&mut self, values: &[(f64, String)]) {
        for (value, text) in values {
            let y = self.y(*value);
            self.put(line((self.sides.0, y), (self.sides.2, y), Ink::Rule));
            self.put(words((self.sides.0 - 6, y + 4), text.clone(), Ink::Soft, Anchor::End));
        }
    }

    /// Marks along with their values below, and what they are.
    pub fn marks_along(&mut self, values: &[(f64, String)], name: &str) {
        let bottom = self.sides.3;
        self.put(line((self.sides.0, bottom), (self.sides.2, bottom), Ink::Soft));
        for (value, text) in values {
            let x = self.x(*value);
            self.put(line((x, bottom), (x, bottom + 4), Ink::Soft));
            self.put(words((x, bottom + 18), text.clone(), Ink::Soft, Anchor::Middle));
        }
        self.put(words((self.sides.2, bottom + 34), name, Ink::Soft, Anchor::End));
    }

    /// A line through points.
    pub fn path(&mut self, points: &[(f64, f64)], ink: Ink, dashed: bool) {
        for pair in points.windows(2) {
            let (from, to) = ((self.x(pair[0].0), self.y(pair[0].1)), (self.x(pair[1].0), self.y(pair[1].1)));
            if from != to {
                self.put(Shape::Line { from, to, ink, dashed });
            }
        }
    }

    /// Steps: each value holds from its place until the next.
    pub fn steps(&mut self, points: &[(f64, f64)], ink: Ink, dashed: bool) {
        let mut corners = Vec::with_capacity(points.len() * 2);
        for (at, point) in points.iter().enumerate() {
            if let Some(before) = at.checked_sub(1).and_then(|at| points.get(at)) {
                corners.push((point.0, before.1));
            }
            corners.push(*point);
        }
        self.path(&corners, ink, dashed);
    }

    /// A band between two values that hold from each place until the next.
    pub fn band(&mut self, points: &[(f64, f64, f64)], ink: Ink) {
        for pair in points.windows(2) {
            let (left, right) = (self.x(pair[0].0), self.x(pair[1].0));
            let (low, high) = (self.y(pair[0].1), self.y(pair[0].2));
            if right > left {
                self.put(area((left, high), (right - left, low - high), ink));
            }
        }
    }

    /// A dot.
    pub fn dot(&mut self, at: (f64, f64), radius: i32, ink: Ink) {
        let at = (self.x(at.0), self.y(at.1));
        self.put(Shape::Dot { at, radius, ink, ringed: false });
    }

    /// A legend along the top: what each colour stands for. What has no room in the first line stands in a second.
    pub fn legend(&mut self, entries: &[(Ink, String)]) {
        let left = self.sides.0.min(8);
        let is_wide = entries.iter().map(|(_, text)| 34 + text_width(text)).sum::<i32>() > self.width - self.sides.0;
        let (mut x, mut y) = if is_wide { (left, 4) } else { (self.sides.0, 4) };
        for (ink, text) in entries {
            if x > left && x + 17 + text_width(text) > self.width {
                (x, y) = (left, y + 14);
            }
            self.put(area((x, y), (12, 10), *ink));
            self.put(words((x + 17, y + 9), text.clone(), Ink::Plain, Anchor::Start));
            x += 34 + text_width(text);
        }
    }

    /// The drawing, with what it shows in words.
    pub fn drawn(self, alt: impl Into<String>) -> Drawing {
        Drawing { alt: alt.into(), width: self.width, height: self.height, shapes: self.shapes }
    }
}

/// About how wide a text is at the size of words. Signs of Han are as wide as they are high.
pub fn text_width(text: &str) -> i32 {
    text.chars().map(|sign| if sign as u32 >= 0x2e80 { TEXT * 10 } else { TEXT * 6 }).sum::<i32>() / 10
}

/// Text that fits into so much room, with a sign that it is cut.
pub fn fitted(text: &str, room: i32) -> String {
    if text_width(text) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for sign in text.chars() {
        kept.push(sign);
        if text_width(&kept) > room - TEXT {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_have_round_numbers_that_reach_over_the_highest_value() {
        for (highest, n, last) in [(0.0, 4, 1.0), (1.0, 4, 1.0), (7.0, 4, 8.0), (93.0, 5, 100.0), (1_234.0, 4, 1_500.0)]
        {
            let values = round_values(highest, n);
            assert!((values[values.len() - 1] - last).abs() < 1e-9 && values.len() <= n + 2, "{highest}: {values:?}");
            assert!(values.windows(2).all(|pair| pair[1] > pair[0]));
        }
        assert!(round_values(f64::NAN, 4).len() > 1);
    }

    #[test]
    fn what_is_drawn_stays_within_the_frame() {
        let mut frame = Frame::new((400, 200), (40, 20, 10, 40), (10.0, 1.0));
        frame.steps(&[(0.0, 1.0), (3.0, 0.5), (99.0, -4.0)], Ink::Accent, false);
        frame.band(&[(0.0, 0.2, 0.9), (5.0, 0.1, f64::NAN), (12.0, 0.0, 0.0)], Ink::Wash);
        for shape in frame.drawn("x").shapes {
            if let Shape::Line { from, to, .. } = shape {
                for (x, y) in [from, to] {
                    assert!((40..=390).contains(&x) && (20..=160).contains(&y), "{x} {y}");
                }
            }
        }
    }

    #[test]
    fn text_is_cut_where_room_ends() {
        assert_eq!(fitted("Mill", 60), "Mill");
        assert!(fitted("A department with a long name", 80).ends_with('…'));
    }
}
