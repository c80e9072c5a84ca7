//! A drawing as SVG for a page. Colours are those of the page, by class, so that it is read in the dark and with more contrast too.

use maud::{Markup, html};
use press::{Anchor, Drawing, Ink, Shape};

fn ink(ink: Ink) -> &'static str {
    match ink {
        Ink::Plain => "ink-plain",
        Ink::Soft => "ink-soft",
        Ink::Rule => "ink-rule",
        Ink::Accent => "ink-accent",
        Ink::Warn => "ink-warn",
        Ink::WarnWash => "ink-warn-wash",
        Ink::Wash => "ink-wash",
        Ink::Paper => "ink-paper",
    }
}

fn anchor(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    }
}

/// The drawing as one picture with its words for those who do not see it. `name` keeps the names of two on one page apart.
pub fn picture(drawing: &Drawing, title: &str, name: &str) -> Markup {
    picture_as(drawing, title, name, name)
}

/// The same, of a class that says when it is shown: `lying` where there is room, `upright` on a phone.
pub fn picture_as(drawing: &Drawing, title: &str, name: &str, class: &str) -> Markup {
    let (title_id, text_id) = (format!("{name}-title"), format!("{name}-text"));
    html! {
        svg class={ "drawing " (class) } viewBox=(format!("0 0 {} {}", drawing.width, drawing.height)) role="img"
            aria-labelledby=(title_id) aria-describedby=(text_id) {
            title id=(title_id) { (title) }
            desc id=(text_id) { (drawing.alt) }
            @for one in &drawing.shapes { (shape(one)) }
        }
    }
}

fn shape(shape: &Shape) -> Markup {
    html! {
        @match shape {
            Shape::Line { from, to, ink: colour, dashed } => {
                line class={ "drawing-line " (ink(*colour)) @if *dashed { " dashed" } } x1=(from.0) y1=(from.1) x2=(to.0) y2=(to.1) {}
            },
            Shape::Area { at, size, ink: colour } => {
                rect class=(ink(*colour)) x=(at.0) y=(at.1) width=(size.0) height=(size.1) {}
            },
            Shape::Dot { at, radius, ink: colour, ringed } => {
                @if *ringed { circle class={ "drawing-ring " (ink(*colour)) } cx=(at.0) cy=(at.1) r=(radius + 2) {} }
                circle class=(ink(*colour)) cx=(at.0) cy=(at.1) r=(radius) {}
            },
            Shape::Words { at, text, size, ink: colour, anchor: side, strong } => {
                text class={ (ink(*colour)) @if *strong { " strong" } } x=(at.0) y=(at.1) font-size=(size) text-anchor=(anchor(*side)) { (text) }
            },
        }
    }
}
