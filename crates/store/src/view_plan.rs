//! Who sees what belongs to plans: a part of the list of tables.

use crate::view_table::Seen;

/// These tables with who sees them, in the order in which views may use each other.
pub(crate) const PLAN_TABLES: &[(&str, Seen)] = &[
    ("plan_line", Seen::Marked("label")),
    ("plan_target", Seen::Hangs("EXISTS (SELECT 1 FROM plan_line WHERE plan_line.id = t.plan_line)")),
];
