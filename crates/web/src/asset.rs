//! What pages load: style, script, fonts. Embedded, and named after their content, so that browsers may keep
//! them for ever and still get every change.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::component::Trouble;

/// Where assets are served.
pub const PATH: &str = "/assets/{name}";

/// Digits of the hash in a name. Enough that two versions never share one.
const HASH_DIGITS: usize = 12;

/// The script that opens the pages which are taken along without a network: those of missions and of visits. Each of them registers it for its own
/// address alone, so no other page passes by it.
const WORKER: &str = "abroad-worker.js";

struct Asset {
    name: &'static str,
    address: String,
    kind: &'static str,
    bytes: Vec<u8>,
}

macro_rules! embedded {
    ($($name:literal in $folder:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../", $folder, "/", $name)).as_slice())),*]
    };
}

/// The style sheet comes last: it names the fonts, and they must have their addresses by then.
const EMBEDDED: &[(&str, &[u8])] = embedded![
    "source-sans-latin.woff2" in "style/fonts",
    "source-sans-latin-ext.woff2" in "style/fonts",
    "source-sans-cyrillic.woff2" in "style/fonts",
    "source-sans-greek.woff2" in "style/fonts",
    "source-sans-italic-latin.woff2" in "style/fonts",
    "source-sans-italic-cyrillic.woff2" in "style/fonts",
    "source-serif-latin.woff2" in "style/fonts",
    "source-serif-latin-ext.woff2" in "style/fonts",
    "source-serif-cyrillic.woff2" in "style/fonts",
    "mark.svg" in "style",
    "uptake.js" in "script",
    "passkey.js" in "script",
    "classes.js" in "script",
    "abroad.js" in "script",
    "abroad-store.js" in "script",
    "abroad-worker.js" in "script",
    "checklist.js" in "script",
    "uptake.css" in "style",
];

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let mut assets: Vec<Asset> = Vec::with_capacity(EMBEDDED.len());
    for (name, bytes) in EMBEDDED {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let bytes = if ending == "css" { with_addresses(bytes, &assets) } else { bytes.to_vec() };
        let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let address = format!("/assets/{stem}.{}.{ending}", &hash[..HASH_DIGITS]);
        assets.push(Asset { name, address, kind: content_type(ending), bytes });
    }
    assets
});

/// Style names its fonts as `url("NAME")`; they are served under their hashed names.
fn with_addresses(style: &[u8], assets: &[Asset]) -> Vec<u8> {
    let mut text = String::from_utf8_lossy(style).into_owned();
    for asset in assets {
        text = text.replace(&format!("url(\"{}\")", asset.name), &format!("url(\"{}\")", asset.address));
    }
    text.into_bytes()
}

fn content_type(ending: &str) -> &'static str {
    match ending {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// The address of an asset, with its hash.
///
/// # Panics
/// When nothing is embedded under that name, which any test that draws a page notices.
pub fn address(name: &'static str) -> &'static str {
    match ASSETS.iter().find(|asset| asset.name == name) {
        Some(asset) => &asset.address,
        None => panic!("`{name}` is not embedded; add it in asset.rs"),
    }
}

/// Serves one.
pub async fn serve(Path(name): Path<String>) -> Response {
    match ASSETS.iter().find(|asset| asset.address.strip_prefix("/assets/") == Some(&name)) {
        Some(asset) => {
            let headers = [(CONTENT_TYPE, asset.kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
            let mut answer = (headers, asset.bytes.as_slice()).into_response();
            if asset.name == WORKER {
                answer.headers_mut().insert("service-worker-allowed", HeaderValue::from_static("/"));
            }
            answer
        }
        None => Trouble::Missing.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_loads_its_fonts_under_their_hashed_names_and_nothing_else() {
        let style = ASSETS.iter().find(|asset| asset.name == "uptake.css").unwrap();
        let text = std::str::from_utf8(&style.bytes).unwrap();
        let loaded: Vec<&str> = text.split("url(\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert!(loaded.len() >= 9, "the fonts are not named: {loaded:?}");
        for address in loaded {
            assert!(ASSETS.iter().any(|asset| asset.address == address), "`{address}` is not embedded");
        }
        assert!(!text.contains("@import") && !text.contains("://"), "the style asks for something from outside");
    }
}
