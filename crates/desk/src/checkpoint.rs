pub(crate) const CURSOR: &str = "checkpointed";
