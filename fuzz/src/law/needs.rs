//! Laws of the needs file.

use desk::read_needs;
use model::Date;

use super::{Broken, demand};

/// Reads a text as a needs file.
///
/// # Errors
/// The first law that does not hold.
pub fn hold(text: &str) -> Result<(), Broken> {
    let n_lines = text.lines().count().max(1);
    let complaints = match read_needs(text, &desk::Known::default(), Date::of_number(0)) {
        Ok(file) => {
            let queries = file.needs.iter().flat_map(|need| &need.profiles);
            for profile in queries {
                let read = matching::parse(&profile.query);
                demand(read.is_ok(), "a need that was taken has queries that can be read", || format!("{read:?}"))?;
                let ranks = profile.threshold.is_none_or(|threshold| threshold.is_finite() && threshold >= 0.0);
                demand(ranks, "a threshold that was taken is a rank", || format!("{profile:?}"))?;
            }
            file.warnings
        }
        Err(complaints) => {
            demand(!complaints.is_empty(), "a refusal says why", String::new)?;
            complaints
        }
    };
    let inside = complaints.iter().all(|complaint| (1..=n_lines + 1).contains(&complaint.line));
    demand(inside, "a complaint points into the file", || format!("{complaints:?}, {n_lines} lines"))?;
    let said = complaints.iter().all(|complaint| !complaint.text.trim().is_empty());
    demand(said, "a complaint says something", || format!("{complaints:?}"))?;
    demand(complaints.is_sorted_by_key(|complaint| complaint.line), "complaints stand in the order of lines", || {
        format!("{complaints:?}")
    })
}
