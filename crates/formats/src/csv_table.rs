//! tmp
use crate::{ColumnMap, Doubt};
use model::Record;
pub(crate) const NAME: &str = "csv";
pub(crate) fn claims(_h: &str, _c: &ColumnMap) -> bool { false }
pub(crate) fn read_all(_i: &mut dyn std::io::BufRead, _c: &ColumnMap, _s: &mut dyn FnMut(Record, Vec<Doubt>, Vec<u8>, Option<u64>) -> bool) -> std::io::Result<Vec<Doubt>> { Ok(vec![]) }
