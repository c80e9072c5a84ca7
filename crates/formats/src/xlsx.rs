//! XLSX with a column map.
