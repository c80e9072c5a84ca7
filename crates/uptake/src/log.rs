//! The log: JSON lines on standard error, from a level on.

use tracing::Level;

/// Begins to log. Called once.
pub fn begin(level: Level) {
    // The request that a line belongs to stands in its span.
    tracing_subscriber::fmt()
        .json()
        .with_span_list(false)
        .with_target(false)
        .with_writer(std::io::stderr)
        .with_max_level(level)
        .init();
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
