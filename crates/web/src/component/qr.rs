//! QR codes (ISO/IEC 18004): a text as rows of dark and light modules, and as a picture.

use maud::{Markup, PreEscaped, html};
use qrcode::{Color, QrCode};

/// Modules of quiet ground around a picture, as the standard wants them.
const QUIET_MODULES: usize = 4;

/// A text as a square of modules, a row each, `1` for a dark one; `None` where it is too long.
pub fn qr_rows(text: &str) -> Option<Vec<String>> {
    let code = QrCode::new(text.as_bytes()).ok()?;
    let colors = code.to_colors();
    let row = |row: &[Color]| row.iter().map(|color| if *color == Color::Dark { '1' } else { '0' }).collect();
    Some(colors.chunks(code.width()).map(row).collect())
}

/// A text as a picture of modules, without a style of its own: dark on light in every appearance, because cameras want it so.
pub fn qr_picture(title: &str, text: &str) -> Option<Markup> {
    let rows = qr_rows(text)?;
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        for (x, _) in row.chars().enumerate().filter(|(_, module)| *module == '1') {
            path.push_str(&format!("M{} {}h1v1h-1z", x + QUIET_MODULES, y + QUIET_MODULES));
        }
    }
    let side = rows.len() + 2 * QUIET_MODULES;
    Some(html! {
        div class="qr" {
            svg viewBox={ "0 0 " (side) " " (side) } width="240" height="240" role="img" aria-label=(title) shape-rendering="crispEdges" {
                (PreEscaped(format!("<rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/>")))
            }
        }
    })
}
