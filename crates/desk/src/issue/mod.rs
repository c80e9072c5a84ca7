//! Issues of bulletins: composed of what came in, filled by hand, printed, released, and printed again byte for byte.

mod composing;
mod editing;
mod printing;
mod releasing;
mod sheet;

pub(crate) use composing::begin_issues;
pub use composing::{Composition, ISSUE_DAYS_MAX, begin_issue};
pub use editing::{Edit, Way, discard_issue, edit_issue};
pub(crate) use printing::print_issue;
pub use printing::{Reprinted, consult_issue, order_print};
pub(crate) use releasing::issue_mail;
pub use releasing::{IssueNotice, release_issue};
pub use sheet::{IssueLetter, IssuePage, IssueSection, IssueSheet, SheetRecord};

use model::{Bulletin, Issue, IssueId, Refusal, sentence};
use store::{Deed, Scope};

use crate::Failure;

fn not_found(text: &str) -> Failure {
    let next = sentence!("next-look-bulletins", "look for it in the list of bulletins");
    Refusal::NotFound { noun: "issue", text: text.to_owned(), next }.into()
}

/// An issue with its bulletin, within the scope.
fn held(deed: &Deed<'_>, scope: &Scope, id: IssueId) -> Result<(Issue, Bulletin), Failure> {
    let issue = deed.issue(scope, id)?.ok_or_else(|| not_found(&id.to_string()))?;
    let bulletin = crate::bulletin::held(deed, scope, issue.bulletin)?;
    Ok((issue, bulletin))
}
