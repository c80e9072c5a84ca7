//! A tree that opens without script: the units of an office.

use maud::{Markup, html};

use crate::speech::Speech;

/// A branch with what hangs on it.
#[derive(Clone, Debug)]
pub struct Branch {
    /// Its name, for those who hear what opens and closes it.
    pub name: String,
    /// What is read, with its link.
    pub label: Markup,
    /// Small facts behind it.
    pub facts: Markup,
    /// Whether it stands open at first.
    pub open: bool,
    /// What hangs on it.
    pub branches: Vec<Branch>,
}

/// Branches deeper than this are listed on one level: a page is no place to nest without end.
const DEPTH_MAX: usize = 12;

/// The tree. What opens a branch stands beside its link, not around it: one thing to press does one thing.
pub fn tree(speech: Speech, label: &str, branches: &[Branch]) -> Markup {
    html! { div class="tree" role="group" aria-label=(label) { (level(speech, branches, 0)) } }
}

fn level(speech: Speech, branches: &[Branch], depth: usize) -> Markup {
    html! { ul { @for branch in branches { (branch_lines(speech, branch, depth)) } } }
}

fn branch_lines(speech: Speech, branch: &Branch, depth: usize) -> Markup {
    let folds = !branch.branches.is_empty() && depth < DEPTH_MAX;
    html! {
        li {
            div class="tree-line" { (branch.label) " " span class="tree-facts" { (branch.facts) } }
            @if folds {
                details open[branch.open] {
                    summary {
                        span class="unseen" { (speech.with("tree-below", &[("name", branch.name.as_str().into())])) }
                    }
                    (level(speech, &branch.branches, depth + 1))
                }
            }
        }
        @if !folds { @for below in &branch.branches { (branch_lines(speech, below, depth)) } }
    }
}
