//! Small pictures: of photographs, of drawings, of the first page of a paper. Of files of office programs there are none; they
//! would want an office program.

use std::io::Cursor;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings};
use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{PngDecoder, PngEncoder};
use image::codecs::webp::WebPDecoder;
use image::{DynamicImage, ImageDecoder, ImageResult, Limits, RgbaImage};
use model::AttachmentKind;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;

use crate::limits::{DECODER_BYTES_MAX, PICTURE_BYTES_MAX, PICTURE_SIDE};
use crate::{gif, jpeg, kind_of, pdf, png, svg, webp};

/// How well a small photograph is coded, of 100.
const QUALITY: u8 = 80;

/// A small picture of a file, in JPEG or PNG, at most [`PICTURE_SIDE`] wide and high. `None` where none can be drawn: the file
/// is kept all the same.
pub fn picture(bytes: &[u8]) -> Option<Vec<u8>> {
    let small = match kind_of(bytes).ok()? {
        AttachmentKind::Png => png::size(bytes).ok().and(decoded(PngDecoder::new(Cursor::new(bytes)))),
        AttachmentKind::Jpeg => jpeg::size(bytes).ok().and(decoded(JpegDecoder::new(Cursor::new(bytes)))),
        AttachmentKind::Gif => gif::size(bytes).ok().and(decoded(GifDecoder::new(Cursor::new(bytes)))),
        AttachmentKind::Webp => webp::size(bytes).ok().and(decoded(WebPDecoder::new(Cursor::new(bytes)))),
        AttachmentKind::Svg => of_drawing(bytes),
        AttachmentKind::Pdf => of_paper(bytes),
        _ => None,
    }?;
    let mut out = Vec::new();
    if small.color().has_alpha() {
        small.to_rgba8().write_with_encoder(PngEncoder::new(&mut out)).ok()?;
    } else {
        small.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY)).ok()?;
    }
    (out.len() <= PICTURE_BYTES_MAX).then_some(out)
}

/// Decodes a picture and makes it small, then turns it upright.
fn decoded(decoder: ImageResult<impl ImageDecoder>) -> Option<DynamicImage> {
    let mut decoder = decoder.ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODER_BYTES_MAX);
    decoder.set_limits(limits).ok()?;
    let orientation = decoder.orientation().ok();
    let large = DynamicImage::from_decoder(decoder).ok()?;
    let fits = large.width() <= PICTURE_SIDE && large.height() <= PICTURE_SIDE;
    let mut small = if fits { large } else { large.thumbnail(PICTURE_SIDE, PICTURE_SIDE) };
    if let Some(orientation) = orientation {
        small.apply_orientation(orientation);
    }
    Some(small)
}

/// By how much something of this size is drawn.
fn scale(width: f32, height: f32) -> Option<f32> {
    let larger = width.max(height);
    (larger.is_finite() && width > 0.0 && height > 0.0).then(|| PICTURE_SIDE as f32 / larger)
}

/// A length in pixels.
fn pixels(length: f32) -> u32 {
    (length.round() as u32).clamp(1, PICTURE_SIDE)
}

/// Draws a drawing, without the words in it and without pictures that it holds or names.
fn of_drawing(bytes: &[u8]) -> Option<DynamicImage> {
    svg::read(bytes, &mut crate::text::Gate::default()).ok()?;
    let options = usvg::Options {
        image_href_resolver: usvg::ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_data(bytes, &options).ok()?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = scale(width, height)?;
    let mut sheet = Pixmap::new(pixels(width * scale), pixels(height * scale))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut sheet.as_mut());
    let (width, height) = (sheet.width(), sheet.height());
    let pixels = sheet.take_demultiplied();
    RgbaImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgba8)
}

/// Draws the first page of a paper.
fn of_paper(bytes: &[u8]) -> Option<DynamicImage> {
    let paper = pdf::open(bytes).ok()?;
    let page = paper.pages().first()?;
    let (width, height) = page.render_dimensions();
    let scale = scale(width, height)?;
    let settings = RenderSettings {
        x_scale: scale,
        y_scale: scale,
        width: u16::try_from(pixels(width * scale)).ok(),
        height: u16::try_from(pixels(height * scale)).ok(),
        bg_color: WHITE,
    };
    let drawn = hayro::render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
    let pixels = drawn.take_unpremultiplied().into_iter().flat_map(|pixel| [pixel.r, pixel.g, pixel.b, pixel.a]);
    let sheet = RgbaImage::from_raw(width, height, pixels.collect())?;
    // The sheet is white, so nothing shines through.
    Some(DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(sheet).to_rgb8()))
}
