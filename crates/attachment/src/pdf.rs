//! PDF (ISO 32000): how many pages there are, and what stands on them.

use hayro::hayro_interpret::font::Glyph;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::vello_cpu::kurbo::{Affine, BezPath, Point, Rect};
use model::AttachmentKind;

use crate::Fault;
use crate::look::Piece;
use crate::text::Gate;

/// Opens a paper.
pub(crate) fn open(bytes: &[u8]) -> Result<Pdf, Fault> {
    match Pdf::new(bytes.to_vec()) {
        Ok(pdf) if !pdf.pages().is_empty() => Ok(pdf),
        Err(LoadPdfError::Decryption(_)) => Err(Fault::Locked),
        _ => Err(Fault::Damaged),
    }
}

/// Looks at a paper: its pages, then what stands on each.
pub(crate) fn look(bytes: &[u8], sink: &mut dyn FnMut(Piece)) -> Result<(), Fault> {
    let pdf = open(bytes)?;
    let pages = pdf.pages();
    let n_pages = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    sink(Piece::Kind { kind: AttachmentKind::Pdf, pixels: None, n_pages: Some(n_pages) });
    let cache = InterpreterCache::new();
    let mut device = Words { gate: Gate::default(), last: None, sink };
    for page in pages.iter() {
        let (width, height) = page.render_dimensions();
        let sheet = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let settings = InterpreterSettings::default();
        let mut context = Context::new(Affine::IDENTITY, sheet, &cache, page.xref(), settings);
        interpret_page(page, &mut context, &mut device);
        device.gate.line();
        device.last = None;
        // Page by page, so that what was read is there when a later page takes too long.
        device.gate.hand_on(device.sink);
        if device.gate.is_full() {
            break;
        }
    }
    Ok(())
}

/// Takes the words of a page and draws nothing.
struct Words<'s> {
    gate: Gate,
    sink: &'s mut dyn FnMut(Piece),
    /// Where the sign before ended, and how large it was.
    last: Option<(Point, f64)>,
}

/// How large a sign may be drawn: beyond it, or turned to nothing, its place says nothing.
const SIGN_MAX: f64 = 10_000.0;

impl Words<'_> {
    fn put(&mut self, glyph: &Glyph<'_>, place: Affine) {
        // Outlines of signs are a thousand units high.
        let origin = place * Point::ORIGIN;
        let size = ((place * Point::new(0.0, 1_000.0)) - origin).hypot();
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width().map_or(500.0, f64::from),
            Glyph::Type3(_) => 500.0,
        };
        if let Some((end, size_before)) = self.last {
            let larger = size.max(size_before);
            let step = origin - end;
            let along = (place * Point::new(1.0, 0.0)) - origin;
            let along = if along.hypot() > 0.0 { along / along.hypot() } else { along };
            let (forward, aside) = (step.dot(along), step.cross(along).abs());
            if aside > 0.5 * larger || forward < -larger {
                self.gate.line();
            } else if forward > 0.15 * larger {
                self.gate.blank();
            }
        }
        self.last = Some((place * Point::new(advance, 0.0), size)).filter(|_| size.is_finite() && size < SIGN_MAX);
        match glyph.as_unicode() {
            Some(BfString::Char(c)) => self.gate.put(c.encode_utf8(&mut [0; 4])),
            Some(BfString::String(text)) => self.gate.put(&text),
            None => {}
        }
        if self.gate.has_pieces() {
            self.gate.hand_on(self.sink);
        }
    }
}

impl<'a> Device<'a> for Words<'_> {
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        self.put(glyph, transform * glyph_transform);
    }
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
