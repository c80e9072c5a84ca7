//! Who sees what belongs to inspections: a part of the list of tables.

use crate::view_table::Seen;

/// What hangs on a programme of inspection.
const INSPECTION: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM inspection WHERE inspection.id = t.inspection)");

/// What an inspection says of an adoption: seen by who sees both.
const INSPECTED: Seen = Seen::Hangs(
    "EXISTS (SELECT 1 FROM inspection WHERE inspection.id = t.inspection)
     AND EXISTS (SELECT 1 FROM adoption WHERE adoption.id = t.adoption)",
);

/// What hangs on a visit of an inspection.
const VISIT: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM site_visit WHERE site_visit.id = t.visit)");

/// These tables with who sees them, in the order in which views may use each other.
pub(crate) const INSPECTION_TABLES: &[(&str, Seen)] = &[
    ("inspection", Seen::Marked("label")),
    // Who knew the seed before the draw would know what it draws.
    ("inspection_seed", Seen::Never),
    ("inspection_unit", INSPECTION),
    (
        "inspection_technology",
        Seen::Hangs(
            "EXISTS (SELECT 1 FROM inspection WHERE inspection.id = t.inspection)
             AND EXISTS (SELECT 1 FROM technology WHERE technology.id = t.technology)",
        ),
    ),
    ("inspection_question", INSPECTION),
    ("frame_line", INSPECTED),
    ("site_visit", INSPECTED),
    ("visit_note", VISIT),
    ("visit_photo", VISIT),
    ("finding", VISIT),
    ("finding_step", Seen::Hangs("EXISTS (SELECT 1 FROM finding WHERE finding.id = t.finding)")),
];
