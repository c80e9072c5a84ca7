//! Which column of a table is which part of a record.
