//! The event log of the cases: which step follows which, what is done once more, and where the time goes.

use std::fmt::Write as _;

use crate::Unusable;
use crate::process::{Columns, Log, Normative, Report, Request, report};
use crate::table::Table;
use model::CaseStage;

use super::Figures;

/// Different ways of cases that are told of.
const VARIANTS_MAX: usize = 12;

/// How a case that was lost ends in the log.
const LOST: &str = "lost";

impl Figures {
    /// The process behind the cases: every stage that was seen is a step, in the order of its days, and a loss ends a case. The prescribed way
    /// goes through the stages in their order, and may be left by a loss after each but the last.
    ///
    /// # Errors
    /// When there are no cases.
    pub fn process(&self) -> Result<Report, Unusable> {
        let mut text = String::from("case,activity,day,unit\n");
        for (number, case) in self.cases.iter().enumerate() {
            let mut steps: Vec<(i64, &str)> = CaseStage::ALL
                .iter()
                .filter_map(|stage| Some((case.seen[*stage as usize]?.number(), stage.word())))
                .collect();
            // Of one day the steps stand in the order of the stages.
            steps.sort_by_key(|(day, _)| *day);
            if let Some((_, end)) = case.loss() {
                let last = steps.last().map_or(i64::MIN, |(day, _)| *day);
                steps.push((end.on.number().max(last), LOST));
            }
            for (day, step) in steps {
                // Writing to a string does not fail.
                let _ = writeln!(text, "{number},{step},{day},{}", case.unit);
            }
        }
        let table = Table::read(&text)?;
        let columns = Columns {
            case: Some("case".to_owned()),
            activity: Some("activity".to_owned()),
            time: Some("day".to_owned()),
            unit: Some("unit".to_owned()),
            ..Columns::default()
        };
        let normative = Normative {
            sequence: CaseStage::ALL.iter().map(|stage| stage.word().to_owned()).collect(),
            exits: vec![LOST.to_owned()],
        };
        let log = Log::from_table(&table, &columns)?;
        let mut found = report(&log, &Request { normative: Some(normative), variants_max: VARIANTS_MAX })?;
        // One line for each of thousands of cases is nobody's reading.
        if let Some(conformance) = &mut found.conformance {
            conformance.cases.clear();
        }
        for variant in &mut found.variants {
            variant.cases.clear();
        }
        Ok(found)
    }
}
