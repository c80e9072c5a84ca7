//! What an officer may do with a request: by the post it is with, by a duty that came up to them, or by power.

use model::{Actor, Duty, DutyKind, DutyState, Noun, Power, Refusal, Request, Thing, UnitId, UnitTree, sentence};
use store::Deed;

use crate::review::tree;
use crate::{Failure, Office, Officer};

/// Who an officer is towards a request. Each part names the post by which they may act, if they may.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestRights {
    /// Finds the post that shall answer.
    pub route: Option<Actor>,
    /// Answers it, or says that nobody can.
    pub answer: Option<Actor>,
    /// Gives it back to who routes it.
    pub send_back: Option<Actor>,
    /// Takes it back.
    pub withdraw: Option<Actor>,
}

impl RequestRights {
    /// Whether there is anything to do.
    pub fn any(&self) -> bool {
        self.route.is_some() || self.answer.is_some() || self.withdraw.is_some()
    }

    pub(super) fn router(self, request: &Request) -> Result<Actor, Refusal> {
        self.route.ok_or_else(|| {
            Refusal::Said(sentence!(
                "request-not-router",
                "Routing this takes the power to document over the unit of {post}, or the duty to route it; ask a documentalist",
                post = request.post
            ))
        })
    }

    pub(super) fn answerer(self, request: &Request) -> Result<Actor, Refusal> {
        self.answer.ok_or_else(|| {
            Refusal::Said(match &request.routed_to {
                Some(post) => sentence!(
                    "request-not-answerer",
                    "The request is with {post}; ask who acts for that post, or a documentalist",
                    post
                ),
                None => sentence!(
                    "request-not-routed",
                    "The request is with no post yet; ask a documentalist to route it to yours"
                ),
            })
        })
    }
}

/// Weighs what an officer may do. `duties` are those about the request; `unit` is that of the post that asked.
pub(super) fn rights(
    officer: &Officer,
    request: &Request,
    duties: &[Duty],
    unit: Option<&UnitId>,
    tree: &UnitTree,
) -> RequestRights {
    if !request.is_open() {
        return RequestRights::default();
    }
    let acting = |post| officer.acting_for(post).ok();
    let charged = |kind: DutyKind| {
        let open = duties.iter().filter(|duty| duty.kind == kind && duty.state == DutyState::Open);
        open.flat_map(|duty| std::iter::once(&duty.post).chain(&duty.raised_to)).find_map(acting)
    };
    let reaching = || unit.and_then(|unit| officer.empowered(Power::Document, unit, tree).ok());
    let route = charged(DutyKind::Route).or_else(reaching);
    let own = request.routed_to.as_ref().and_then(acting).or_else(|| charged(DutyKind::Answer));
    RequestRights {
        send_back: own.clone().filter(|_| request.routed_to.is_some()),
        answer: own.or_else(|| route.clone()),
        route,
        withdraw: acting(&request.post),
    }
}

/// The same inside a write.
pub(super) fn rights_inside(deed: &Deed<'_>, officer: &Officer, request: &Request) -> Result<RequestRights, Failure> {
    let duties = deed.open_duties(&Thing::new(Noun::Request, request.id))?;
    let unit = deed.post(&request.post)?.map(|post| post.unit);
    Ok(rights(officer, request, &duties, unit.as_ref(), &tree(deed)?))
}

impl Office {
    /// What an officer may do with a request now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn request_rights(&self, officer: &Officer, request: &Request) -> Result<RequestRights, Failure> {
        let duties = self.reader.duties_about(&self.scope, &Thing::new(Noun::Request, request.id))?;
        let unit = self.reader.post(&self.scope, &request.post)?.map(|post| post.unit);
        let tree = self.tree()?;
        Ok(rights(officer, request, &duties, unit.as_ref(), &tree))
    }
}
