//! The log: lines on standard error, from a level on, as JSON or as text.
//!
//! What must not stand here: passwords, tokens, cookies, one-time links, addresses with what is behind their question
//! mark, and who asked. A request has an id, and the lines that belong to it carry it.

use tracing::Level;

/// Begins to log. Called once.
pub fn begin(level: Level, as_text: bool) {
    // The request that a line belongs to stands in its span.
    let log = tracing_subscriber::fmt().with_target(false).with_writer(std::io::stderr).with_max_level(level);
    match as_text {
        true => log.with_ansi(false).init(),
        false => log.json().with_span_list(false).init(),
    }
    // A fall is told in the form of the log, and within the request that it happened in.
    std::panic::set_hook(Box::new(|fall| {
        let place = fall.location().map(ToString::to_string).unwrap_or_default();
        let said = fall.payload_as_str().unwrap_or("nothing was said");
        tracing::error!(place, said, "a thread fell");
    }));
}

/// The level that a setting names.
pub fn level(name: &str) -> Level {
    match name {
        "error" => Level::ERROR,
        "warn" => Level::WARN,
        "debug" => Level::DEBUG,
        _ => Level::INFO,
    }
}
