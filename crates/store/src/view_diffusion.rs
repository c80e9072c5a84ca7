//! Who sees what belongs to diffusion: a part of the list of tables.

use crate::view_table::Seen;

/// An entry of an equipment list.
const EQUIPMENT: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM equipment WHERE equipment.id = t.equipment)");

/// An offer: by its own label, and not without the technology and the use in which it proved itself.
const OFFER: Seen = Seen::Hangs(
    "+t.label IN (SELECT label FROM temp.visible) AND EXISTS (SELECT 1 FROM technology WHERE technology.id = t.technology)
     AND EXISTS (SELECT 1 FROM adoption WHERE adoption.id = t.adoption)",
);

const OF_OFFER: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM offer WHERE offer.id = t.offer)");

/// A barrier: by its own label, and not without that in whose way it stands.
const BARRIER: Seen = Seen::Hangs(
    "+t.label IN (SELECT label FROM temp.visible)
     AND CASE t.noun WHEN 'offer' THEN EXISTS (SELECT 1 FROM offer WHERE offer.id = public_number(t.name))
         ELSE EXISTS (SELECT 1 FROM adoption WHERE adoption.id = public_number(t.name)) END",
);

/// A relief: by its own label, and not without its adoption.
const RELIEF: Seen = Seen::Hangs(
    "+t.label IN (SELECT label FROM temp.visible) AND EXISTS (SELECT 1 FROM adoption WHERE adoption.id = t.adoption)",
);

/// These tables with who sees them, in the order in which views may use each other.
pub(crate) const DIFFUSION_TABLES: &[(&str, Seen)] = &[
    ("equipment", Seen::Marked("label")),
    ("equipment_class", EQUIPMENT),
    ("offer", OFFER),
    ("offer_ground", OF_OFFER),
    ("offer_step", OF_OFFER),
    // What came of offering a use: the desk shows it to whoever keeps the use.
    ("spread", Seen::Hangs("EXISTS (SELECT 1 FROM adoption WHERE adoption.id = t.adoption)")),
    ("barrier", BARRIER),
    ("relief", RELIEF),
    ("relief_amount", Seen::Hangs("EXISTS (SELECT 1 FROM relief WHERE relief.id = t.relief)")),
    ("call", Seen::Marked("label")),
    ("call_answer", Seen::Hangs("EXISTS (SELECT 1 FROM call WHERE call.id = t.call)")),
];
