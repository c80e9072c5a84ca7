//! MARC 21 records: the mapping that ISO 2709 and MARCXML share.
