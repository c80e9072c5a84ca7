//! The course of a form that writes something down or changes it: it is drawn, sent, and drawn again with what was typed and why that was not
//! kept.
//!
//! Each noun says what its form offers and how it is drawn; the way of a form is the same for all. A form of something new carries the name
//! that it gets, so that one that is sent twice is kept once.

use std::fmt::Display;
use std::sync::Arc;

use axum::http::StatusCode;
use desk::{Failure, Office, Officer};
use maud::Markup;
use model::Date;

use crate::caller::Caller;
use crate::component::Slips;
use crate::failed::{Answer, failed, page, see_other, sentence, was_changed};
use crate::typed::Typed;

/// What the form of a noun offers, with what stands there before.
pub trait Course: Sized + Send + 'static {
    /// What is kept of it.
    type Kept;

    /// The field at which a refusal stands, where nothing else is said.
    const FIELD: &'static str;

    /// Reads what is offered: for something new, or for what goes by this name. `typed` is what was sent, if anything was.
    ///
    /// # Errors
    /// Refused when there is nothing of this name.
    fn load(
        office: &Office,
        officer: &Officer,
        id: Option<&str>,
        typed: Option<&Typed>,
        today: Date,
    ) -> Result<Self, Failure>;

    /// What stands there, as it would be typed.
    fn as_typed(&self) -> Option<Typed>;

    /// Takes note that somebody else changed it, so that what is sent next is written in view of that. Answers whether that matters to the form.
    fn sees_change(&mut self) -> bool {
        false
    }

    /// The field at which this refusal stands.
    fn field(_typed: &Typed, _refused: &Failure) -> &'static str {
        Self::FIELD
    }

    /// Draws it.
    fn draw(&self, caller: &Caller, typed: &Typed, once: &str, slips: &Slips) -> Markup;

    /// Where what was kept is shown.
    fn address(kept: &Self::Kept) -> String;
}

/// Which form it is.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The name of what is changed; `None` for something new.
    id: Option<String>,
    /// The name that something new gets; empty otherwise.
    once: String,
}

impl Sheet {
    /// That of something new.
    pub fn new(once: impl Display) -> Sheet {
        Sheet { id: None, once: once.to_string() }
    }

    /// That of what goes by this name.
    pub fn of(id: String) -> Sheet {
        Sheet { id: Some(id), once: String::new() }
    }

    /// Shows it for the first time; of something new with what an address says already.
    pub async fn show<C: Course>(&self, caller: &Caller, typed: Option<Typed>) -> Answer {
        self.draw::<C>(caller, typed, &Slips::new(), StatusCode::OK).await
    }

    /// Shows it again with what was typed: nothing is to be kept yet.
    pub async fn again<C: Course>(&self, caller: &Caller, typed: Typed) -> Answer {
        self.draw::<C>(caller, Some(typed), &Slips::new(), StatusCode::OK).await
    }

    /// Shows it again with what cannot be read of it.
    pub async fn slipped<C: Course>(&self, caller: &Caller, typed: Typed, slips: &Slips) -> Answer {
        self.draw::<C>(caller, Some(typed), slips, StatusCode::UNPROCESSABLE_ENTITY).await
    }

    /// Goes on to what was kept, or shows it again with why it was not.
    pub async fn ended<C: Course>(&self, caller: &Caller, typed: Typed, done: Result<C::Kept, Failure>) -> Answer {
        let failure = match done {
            Ok(kept) => return Ok(see_other(&C::address(&kept))),
            Err(failure) => failure,
        };
        let Some(said) = sentence(&caller.visit, &failure) else { return Err(failed(&caller.visit, &failure)) };
        let mut slips = Slips::new();
        slips.note(C::field(&typed, &failure), said);
        let status = if was_changed(&failure) { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        self.draw::<C>(caller, Some(typed), &slips, status).await
    }

    async fn draw<C: Course>(
        &self,
        caller: &Caller,
        typed: Option<Typed>,
        slips: &Slips,
        status: StatusCode,
    ) -> Answer {
        let (officer, today) = (Arc::clone(&caller.officer), caller.app.today());
        let (id, sent) = (self.id.clone(), typed.clone());
        let offered = caller.read(move |office| C::load(office, &officer, id.as_deref(), sent.as_ref(), today)).await;
        let mut offered: C = offered.map_err(|failure| failed(&caller.visit, &failure))?;
        let status = if status == StatusCode::CONFLICT && !offered.sees_change() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            status
        };
        let typed = typed.or_else(|| offered.as_typed()).unwrap_or_default();
        Ok(page(status, offered.draw(caller, &typed, &self.once, slips)))
    }
}
