//! Plans: what units have to reach, quarter by quarter, beside what is shown to be reached.

mod file;
mod line;
mod page;

use model::{Refusal, sentence};

pub use file::{PLAN_FILE_BYTES_MAX, PLAN_FILE_ROWS_MAX, read_plan};
pub use line::{PLAN_LINES_MAX, PlanTaken, keep_plan_line, take_plan};
pub use page::{PlanAdoption, PlanLineRow, PlanSearch};

pub(crate) fn no_plan_line(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "plan-line",
        text: text.to_owned(),
        next: sentence!("next-look-plan", "look for it in the plan"),
    }
}
