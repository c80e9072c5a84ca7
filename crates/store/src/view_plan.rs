//! Who sees what belongs to plans and to figures that are stated: a part of the list of tables.

use crate::view_table::Seen;

/// These tables with who sees them, in the order in which views may use each other.
pub(crate) const PLAN_TABLES: &[(&str, Seen)] = &[
    ("stated_figure", Seen::Marked("label")),
    ("plan_line", Seen::Marked("label")),
    ("plan_target", Seen::Hangs("EXISTS (SELECT 1 FROM plan_line WHERE plan_line.id = t.plan_line)")),
    (
        "portfolio_source",
        Seen::Hangs(
            "CASE t.noun
             WHEN 'technology' THEN EXISTS (SELECT 1 FROM technology WHERE technology.id = public_number(t.name))
             WHEN 'need' THEN EXISTS (SELECT 1 FROM need WHERE need.id = t.name)
             WHEN 'agreement' THEN EXISTS (SELECT 1 FROM agreement WHERE agreement.id = public_number(t.name))
             WHEN 'sample' THEN EXISTS (SELECT 1 FROM sample WHERE sample.id = public_number(t.name))
             WHEN 'mission' THEN EXISTS (SELECT 1 FROM mission WHERE mission.id = public_number(t.name))
             WHEN 'credit' THEN EXISTS (SELECT 1 FROM credit WHERE credit.id = public_number(t.name))
             ELSE 0 END",
        ),
    ),
    (
        "portfolio",
        Seen::Hangs(
            "+t.label IN (SELECT label FROM temp.visible)
             AND t.n_sources = (SELECT count(*) FROM portfolio_source s WHERE s.portfolio = t.id)",
        ),
    ),
    ("portfolio_run", Seen::Hangs("EXISTS (SELECT 1 FROM portfolio WHERE portfolio.id = t.portfolio)")),
];
