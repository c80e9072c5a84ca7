//! The MARC-8 character set.
