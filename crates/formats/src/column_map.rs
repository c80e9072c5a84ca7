//! tmp
/// tmp
#[derive(Clone, Debug, Default)]
pub struct ColumnMap {}
impl ColumnMap {
    /// tmp
    pub fn with(_pairs: &[(String, String)]) -> Result<ColumnMap, String> { Ok(ColumnMap {}) }
}
