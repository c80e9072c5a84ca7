//! Laws of our JSON form, as the store reads it back.

use formats::{from_json, to_json};

use super::{Broken, demand};

/// Reads every line as a record.
///
/// # Errors
/// The first law that does not hold.
pub fn hold(text: &str) -> Result<(), Broken> {
    for line in text.lines() {
        match from_json(line) {
            Ok(record) => {
                let written = to_json(&record);
                let back = from_json(&written);
                demand(back.as_ref() == Ok(&record), "a record that was taken is written and taken again", || {
                    format!("{back:?}: {written}")
                })?;
            }
            Err(error) => {
                let said = error.to_string();
                demand(!said.is_empty(), "a refusal says why", || line.to_owned())?;
            }
        }
    }
    Ok(())
}
