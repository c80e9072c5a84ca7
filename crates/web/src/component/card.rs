//! Items that want more room than a row of a table: a record in a list of hits.

use maud::{Markup, html};

/// One item.
#[derive(Clone, Debug)]
pub struct Card {
    /// What it is called; highlighted where it was found.
    pub title: Markup,
    /// Where it leads.
    pub href: String,
    /// Tags and small facts before the title.
    pub tags: Markup,
    /// Who, where, when: one line.
    pub by: Markup,
    /// A few lines of it.
    pub excerpt: Markup,
    /// What stands below: grounds, counts.
    pub foot: Markup,
}

/// The items, to be walked with `j` and `k` where script runs.
pub fn card_list(cards: &[Card]) -> Markup {
    html! {
        ol class="cards" data-walk {
            @for card in cards {
                li class="card" {
                    div class="card-tags" { (card.tags) }
                    h3 class="card-title" { a href=(card.href) { (card.title) } }
                    div class="card-by" { (card.by) }
                    div class="card-excerpt" { (card.excerpt) }
                    div class="card-foot" { (card.foot) }
                }
            }
        }
    }
}
