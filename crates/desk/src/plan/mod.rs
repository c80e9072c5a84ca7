//! Plans: what units have to reach, quarter by quarter, beside what is shown to be reached.

mod draft;
mod file;
mod line;
mod page;
mod portfolio;
mod reckon;
mod sheet;

use model::{Refusal, sentence};

pub use draft::{PortfolioDraft, has_placeholders};
pub use file::{PLAN_FILE_BYTES_MAX, PLAN_FILE_ROWS_MAX, read_plan};
pub use line::{PLAN_LINES_MAX, PlanTaken, keep_plan_line, take_plan};
pub use page::{PlanAdoption, PlanLineRow, PlanSearch};
pub(crate) use portfolio::solve_portfolio;
pub use portfolio::{PortfolioPage, RunPage, adopt_run, ask_run, carry_plan, keep_portfolio};
pub use reckon::{portfolio_of, reckon};
pub use sheet::{
    PortfolioSheet, RUN_SECONDS, RUN_SECONDS_MAX, RunAsked, SheetDoubt, SheetMission, SheetMoney, SheetPoint,
    SheetPrice, SheetRejected, SheetScenario, SheetSigning, SheetStart,
};

pub(crate) fn no_plan_line(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "plan-line",
        text: text.to_owned(),
        next: sentence!("next-look-plan", "look for it in the plan"),
    }
}
