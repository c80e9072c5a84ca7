//! Drawings on paper: lines, areas, dots and words in a plane, set as vectors by the template and told in words beside it.

use serde::{Deserialize, Serialize};

use crate::fault::Fault;
use crate::letters::line;

/// Most shapes of a drawing: the longest biography has some thousands.
pub const DRAWING_SHAPES_MAX: usize = 20_000;

/// Longest side of a drawing, in its own units.
const SIDE_MAX: i32 = 20_000;

/// How something is coloured. What it stands for, so that pages and paper each have their own colours for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ink {
    /// What is read.
    Plain,
    /// What is read beside it.
    Soft,
    /// Lines that divide.
    Rule,
    /// What is in its order.
    Accent,
    /// What asks for a look.
    Warn,
    /// An area behind it.
    WarnWash,
    /// Every second area.
    Wash,
    /// The paper itself, on something dark.
    Paper,
}

/// Where words begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Anchor {
    /// They begin there.
    Start,
    /// They stand around it.
    Middle,
    /// They end there.
    End,
}

/// A shape of a drawing. Places are counted from the upper left corner, in units of the drawing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "shape", rename_all = "kebab-case")]
pub enum Shape {
    /// A straight line.
    Line {
        /// From here.
        from: (i32, i32),
        /// To here.
        to: (i32, i32),
        /// Its colour.
        ink: Ink,
        /// Whether it is broken.
        dashed: bool,
    },
    /// A filled rectangle.
    Area {
        /// Its upper left corner.
        at: (i32, i32),
        /// Its width and height.
        size: (i32, i32),
        /// Its colour.
        ink: Ink,
    },
    /// A filled circle.
    Dot {
        /// Its middle.
        at: (i32, i32),
        /// Its radius.
        radius: i32,
        /// Its colour.
        ink: Ink,
        /// Whether a ring is drawn around it.
        ringed: bool,
    },
    /// Words in one line.
    Words {
        /// Where their line begins, stands around or ends.
        at: (i32, i32),
        /// The words.
        text: String,
        /// How high they are.
        size: i32,
        /// Their colour.
        ink: Ink,
        /// Which of these.
        anchor: Anchor,
        /// Whether they are set strong.
        strong: bool,
    },
}

/// A drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawing {
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// What is in it, in the order in which it is drawn.
    pub shapes: Vec<Shape>,
}

impl Drawing {
    /// The same with words that can be printed.
    ///
    /// # Errors
    /// When it says nothing to those who do not see it, is too large or has too many shapes.
    pub(crate) fn in_order(&self) -> Result<Drawing, Fault> {
        let sides = [self.width, self.height];
        if line(&self.alt).is_empty()
            || sides.iter().any(|side| !(1..=SIDE_MAX).contains(side))
            || self.shapes.len() > DRAWING_SHAPES_MAX
        {
            return Err(Fault::Issue {
                what: "the drawing is without words, too large, or has too much in it".to_owned(),
            });
        }
        let shapes = self.shapes.iter().cloned().map(|shape| match shape {
            Shape::Words { at, text, size, ink, anchor, strong } => {
                Shape::Words { at, text: line(&text), size, ink, anchor, strong }
            }
            shape => shape,
        });
        Ok(Drawing { alt: line(&self.alt), shapes: shapes.collect(), ..*self })
    }
}
