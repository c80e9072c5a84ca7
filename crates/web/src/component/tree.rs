//! A tree that opens without script: the units of an office.

use maud::{Markup, html};

/// A branch with what hangs on it.
#[derive(Clone, Debug)]
pub struct Branch {
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

/// The tree.
pub fn tree(label: &str, branches: &[Branch]) -> Markup {
    html! { div class="tree" role="group" aria-label=(label) { (level(branches, 0)) } }
}

fn level(branches: &[Branch], depth: usize) -> Markup {
    html! {
        ul {
            @for branch in branches {
                @let head = html! { (branch.label) " " span class="tree-facts" { (branch.facts) } };
                li {
                    @if branch.branches.is_empty() {
                        div class="tree-leaf" { (head) }
                    } @else if depth < DEPTH_MAX {
                        details open[branch.open] {
                            summary { (head) }
                            (level(&branch.branches, depth + 1))
                        }
                    } @else {
                        div class="tree-leaf" { (head) }
                        @for below in &branch.branches { (level(std::slice::from_ref(below), depth)) }
                    }
                }
            }
        }
    }
}
