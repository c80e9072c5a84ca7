//! The frame as a file: what `uptake draw` takes, and anybody with a spreadsheet.

use model::{FrameLine, Inspection, RiskGround, sentence};

use crate::Failure;

/// A frame as comma-separated values (RFC 4180): programme, claim, stratum and weight, which the draw takes, and what they come from.
///
/// # Errors
/// Refused to whoever does not see all of it, since `uptake draw` would draw others from the rest; when a line cannot be written.
pub fn frame_file(inspection: &Inspection, frame: &[FrameLine]) -> Result<Vec<u8>, Failure> {
    if !inspection.is_whole_frame(frame.len()) {
        return Err(Failure::said(sentence!(
            "frame-not-whole",
            "You do not see all claims of this frame; whoever does can draw again"
        )));
    }
    let broken = |error: csv::Error| Failure::Broken(error.to_string().into());
    let mut file = csv::Writer::from_writer(Vec::new());
    let head = ["programme", "claim", "stratum", "weight", "grounds", "technology", "unit", "rung", "class", "since"];
    file.write_record(head).map_err(broken)?;
    for line in frame {
        let grounds: Vec<&str> = line.grounds.iter().map(|ground: &RiskGround| ground.word()).collect();
        file.write_record([
            inspection.id.to_string(),
            line.adoption.to_string(),
            line.stratum.clone(),
            line.weight.to_string(),
            grounds.join(" "),
            line.technology.to_string(),
            line.unit.to_string(),
            line.rung.to_string(),
            line.class.to_string(),
            line.since.to_string(),
        ])
        .map_err(broken)?;
    }
    file.into_inner().map_err(|error| Failure::Broken(error.to_string().into()))
}
