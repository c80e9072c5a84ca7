//! Dense tables, sortable by links. On a phone they scroll in their own box, or each row becomes a card.

use maud::{Markup, html};

use crate::speech::Speech;

/// How a column is ordered now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Not by this column.
    None,
    /// From small to large, early to late.
    Up,
    /// From large to small, late to early.
    Down,
}

/// A column with its heading.
#[derive(Clone, Debug)]
pub struct Column {
    label: String,
    sort: Option<(Sort, String)>,
    numeric: bool,
}

impl Column {
    /// A column of words.
    pub fn new(label: impl Into<String>) -> Column {
        Column { label: label.into(), sort: None, numeric: false }
    }

    /// A column of numbers: set to the right, digits below digits.
    pub fn numeric(label: impl Into<String>) -> Column {
        Column { numeric: true, ..Column::new(label) }
    }

    /// Can be sorted by: how it is now, and the address that sorts it otherwise.
    pub fn sorted(mut self, sort: Sort, href: impl Into<String>) -> Column {
        self.sort = Some((sort, href.into()));
        self
    }
}

/// A table. The first cell of a row is its heading.
#[derive(Clone, Debug)]
pub struct Table {
    caption: String,
    caption_shown: bool,
    columns: Vec<Column>,
    rows: Vec<(Option<String>, Vec<Markup>)>,
    cards: bool,
}

impl Table {
    /// A table with its caption, which screen readers read and which is shown unless hidden.
    pub fn new(caption: impl Into<String>, columns: Vec<Column>) -> Table {
        Table { caption: caption.into(), caption_shown: true, columns, rows: Vec::new(), cards: false }
    }

    /// Hides the caption where a heading above says the same.
    pub fn caption_unseen(mut self) -> Table {
        self.caption_shown = false;
        self
    }

    /// On a phone each row becomes a card with its headings inside. Else the table scrolls in its own box.
    pub fn cards_on_phone(mut self) -> Table {
        self.cards = true;
        self
    }

    /// Adds a row, with as many cells as there are columns.
    pub fn row(mut self, cells: Vec<Markup>) -> Table {
        self.rows.push((None, cells));
        self
    }

    /// Adds a row with an anchor: an id to which links lead.
    pub fn anchored_row(mut self, id: impl Into<String>, cells: Vec<Markup>) -> Table {
        self.rows.push((Some(id.into()), cells));
        self
    }

    /// Draws it. Rows can be walked with `j` and `k` where script runs.
    pub fn draw(&self, speech: Speech) -> Markup {
        let class = if self.cards { "table table-cards" } else { "table" };
        // A box that scrolls must be reachable by keyboard; one that turns into cards never scrolls.
        let (tab, role, label) =
            if self.cards { (None, None, None) } else { (Some("0"), Some("region"), Some(self.caption.as_str())) };
        html! {
            div class="scroll" tabindex=[tab] role=[role] aria-label=[label] {
                // The roles are said again because a table drawn as cards would lose them.
                table class=(class) role="table" {
                    caption class=[(!self.caption_shown).then_some("unseen")] { (self.caption) }
                    thead role="rowgroup" { tr role="row" { @for column in &self.columns { (heading(speech, column)) } } }
                    tbody role="rowgroup" data-walk {
                        @for (id, cells) in &self.rows {
                            tr role="row" id=[id] {
                                @for (at, (column, cell)) in self.columns.iter().zip(cells).enumerate() {
                                    @let class = column.numeric.then_some("number");
                                    @if at == 0 {
                                        th scope="row" role="rowheader" class=[class] { (cell) }
                                    } @else {
                                        td role="cell" class=[class] data-label=(column.label) { (cell) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn heading(speech: Speech, column: &Column) -> Markup {
    let class = column.numeric.then_some("number");
    let Some((sort, href)) = &column.sort else {
        return html! { th scope="col" role="columnheader" class=[class] { (column.label) } };
    };
    let (order, sign, said) = match sort {
        Sort::None => (None, "\u{2195}", None),
        Sort::Up => (Some("ascending"), "\u{2191}", Some("list-sorted-up")),
        Sort::Down => (Some("descending"), "\u{2193}", Some("list-sorted-down")),
    };
    let title = speech.with("list-sort", &[("column", column.label.as_str().into())]);
    html! {
        th scope="col" role="columnheader" class=[class] aria-sort=[order] {
            a href=(href) title=(title) {
                (column.label)
                @if let Some(key) = said { span class="unseen" { ", " (speech.say(key)) } }
                span class="sort" aria-hidden="true" { (sign) }
            }
        }
    }
}
