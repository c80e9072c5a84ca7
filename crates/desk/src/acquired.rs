//! What lines of credit know of agreements.

use model::{Agreement, AgreementId, Deliverable, DeliverableId};
use store::{Deed, Scope};

use crate::{Failure, Office};

pub(crate) fn agreement(_: &Deed<'_>, _: &Scope, _: AgreementId) -> Result<Option<Agreement>, Failure> {
    Ok(None)
}

pub(crate) fn deliverable(_: &Deed<'_>, _: &Scope, _: DeliverableId) -> Result<Option<Deliverable>, Failure> {
    Ok(None)
}

impl Office {
    pub(crate) fn acquired_agreement(&self, _: AgreementId) -> Result<Option<Agreement>, Failure> {
        Ok(None)
    }

    pub(crate) fn acquired_deliverable(&self, _: DeliverableId) -> Result<Option<Deliverable>, Failure> {
        Ok(None)
    }
}
