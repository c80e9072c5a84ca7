//! Figures that others state of a programme: written down with their source, changed, and read as a programme.

use model::{Noun, Power, Refusal, StatedFigure, StatedFigureId, Thing, Verb, sentence};
use store::{Scope, Writer};

use crate::review::Turn;
use crate::{Failure, Office, Officer};

/// Stated figures of one office. The books about a programme have some hundreds.
pub const STATED_FIGURES_MAX: usize = 5_000;

fn no_stated_figure(text: &str) -> Refusal {
    Refusal::NotFound {
        noun: "stated-figure",
        text: text.to_owned(),
        next: sentence!("next-look-stated", "look for it among the figures as stated"),
    }
}

/// Powers by which posts write down what others state: who documents, who coordinates, who leads.
fn power(officer: &Officer) -> Option<Power> {
    [Power::Document, Power::Coordinate, Power::Lead].into_iter().find(|power| officer.with_power(*power).is_some())
}

/// Writes a figure down as it is stated, or changes it: then `figure.revision` is that of the state which was seen. A form that is sent twice
/// writes one.
///
/// # Errors
/// Refused when it is not in order, to whoever neither documents nor coordinates nor leads, when there are too many, when the same is stated already, when
/// its marking would hide it from the officer or become wider, or when somebody changed it in between.
pub fn keep_stated_figure(
    writer: &mut Writer,
    turn: &Turn<'_>,
    figure: StatedFigure,
    is_new: bool,
) -> Result<StatedFigure, Failure> {
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let Some(post) = power(officer).and_then(|power| officer.with_power(power)) else {
            return Err(Failure::said(sentence!(
                "stated-not-writer",
                "Who documents, coordinates or leads a unit writes down what others state; ask one of them"
            )));
        };
        let before = if is_new {
            None
        } else {
            let held = deed.stated_figure(&officer.scope, figure.id)?;
            Some(held.ok_or_else(|| no_stated_figure(&figure.id.to_string()))?)
        };
        let figure = figure.tidied()?;
        if !officer.clearance.may_see(&figure.marking) {
            return Err(Failure::said(sentence!(
                "marking-blind-stated",
                "You could not see the figure once it is so marked; choose a marking that you are cleared for"
            )));
        }
        // A form carries the name of its figure: one that names what is held writes nothing, wherever that stands.
        if is_new && let Some(held) = deed.stated_figure(&Scope::office(), figure.id)? {
            if held.key() == figure.key() && officer.clearance.may_see(&held.marking) {
                return Ok(held);
            }
            return Err(Failure::said(sentence!(
                "stated-form-sent",
                "This form was sent before; open a new one to write down another figure"
            )));
        }
        let all = deed.stated_figures()?;
        let is_twin = |held: &&StatedFigure| {
            held.id != figure.id && held.key() == figure.key() && officer.clearance.may_see(&held.marking)
        };
        if let Some(twin) = all.iter().find(is_twin) {
            return Err(Failure::said(sentence!(
                "stated-twice",
                "“{parameter}” is written down from this source for this time already; change what it says there",
                parameter = twin.parameter.as_str()
            )));
        }
        let thing = Thing::new(Noun::StatedFigure, figure.id);
        let Some(before) = before else {
            if all.len() >= STATED_FIGURES_MAX {
                return Err(Failure::said(sentence!(
                    "stated-full",
                    "An office keeps up to {max} stated figures; keep those that somebody compares with",
                    max = STATED_FIGURES_MAX
                )));
            }
            let figure = StatedFigure { post: post.id.clone(), revision: 0, made_at: turn.now, ..figure };
            let fact = deed.fact(Verb::Registered, thing);
            let fact = model::Fact { who: officer.acting_for(&post.id)?.to_string(), ..fact };
            deed.keep_stated_figure(&figure, &fact)?;
            return Ok(figure);
        };
        let figure =
            StatedFigure { post: before.post.clone(), invented: before.invented, made_at: before.made_at, ..figure };
        if figure == before {
            return Ok(before);
        }
        before.from_revision(figure.revision)?;
        if !figure.marking.covers(&before.marking) {
            return Err(Failure::said(sentence!(
                "marking-wider-stated",
                "More people could see the figure than before; keep its marking or make it narrower"
            )));
        }
        let figure = StatedFigure { revision: before.revision + 1, ..figure };
        let fact = deed.fact(Verb::Revised, thing);
        let fact = model::Fact { who: officer.acting_for(&post.id)?.to_string(), ..fact };
        let said = |one: &StatedFigure| match one.value {
            Some(value) => value.to_string(),
            None if one.wording.is_empty() => "-".to_owned(),
            None => one.wording.clone(),
        };
        let (old, new) = (said(&before), said(&figure));
        let fact = if old == new { fact } else { fact.with(format!("{old} > {new}")) };
        deed.keep_stated_figure(&figure, &fact)?;
        Ok(figure)
    })
}

impl Office {
    /// A stated figure.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn stated_figure(&self, text: &str) -> Result<StatedFigure, Failure> {
        let id = StatedFigureId::parse(text).ok_or_else(|| no_stated_figure(text))?;
        Ok(self.reader.stated_figure(&self.scope, id)?.ok_or_else(|| no_stated_figure(text))?)
    }

    /// Every stated figure, by programme, sort and time.
    ///
    /// # Errors
    /// When the store fails.
    pub fn stated_figures(&self) -> Result<Vec<StatedFigure>, Failure> {
        Ok(self.reader.stated_figures(&self.scope)?)
    }
}

impl Officer {
    /// Whether they write down what others state.
    pub fn may_state_figures(&self) -> bool {
        power(self).is_some()
    }
}
