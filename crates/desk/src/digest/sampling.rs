//! Samples that are drawn by themselves: the rule of the office, and the job that follows it each month.

use model::{
    Date, DrawingId, Duty, DutyId, DutyKind, INDEX_DAYS, Noun, Power, Refusal, Sampling, SubjectScheme, Thing, Verb,
    sentence,
};
use store::{Draw, Drawing, Scope, Writer};

use crate::job::OFFICE;
use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Clerk, Failure, Ids, Office};

/// Keeps the rule by which samples are drawn.
///
/// # Errors
/// Refused without the power to administer, with a share that is none, when the post is not there or does not document, and when
/// somebody changed the rule in between.
pub fn keep_sampling(writer: &mut Writer, turn: &Turn<'_>, to: &Sampling) -> Result<Sampling, Failure> {
    let actor = turn.officer.by_power(Power::Administer)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let changed = deed.sampling()?.0.change(to.clone())?;
        if let Some(post) = &changed.post {
            let held = deed.post(post)?.filter(|post| !post.closed);
            let held = held.ok_or_else(|| {
                Refusal::Said(sentence!("post-gone", "That post is not there any more; choose another"))
            })?;
            if !held.powers.contains(&Power::Document) {
                return Err(Failure::said(sentence!(
                    "sampling-post-power",
                    "The post {post} does not document, so it could give no codes; choose one with that power",
                    post = held.title
                )));
            }
        }
        deed.keep_sampling(&changed, &actor.person)?;
        let fact = deed.fact(Verb::Restated, Thing::new(Noun::Office, ""));
        deed.note(&fact.with(changed.said()))?;
        Ok(changed)
    })
}

/// The job: draws the samples of the month that is over, each with the duty to index it.
pub(crate) fn draw_samples(
    clerk: &Clerk,
    office: &Office,
    now: i64,
    today: Date,
    ids: &mut Ids,
) -> Result<(), Failure> {
    let (sampling, person) = office.reader.sampling(&office.scope)?;
    let (Some(post), Some(person)) = (sampling.post, person) else { return Ok(()) };
    if office.post(&post)?.is_none_or(|post| post.closed) {
        return Err(Failure::said(sentence!(
            "sampling-post-closed",
            "The post {post}, which indexes the samples, is closed; choose another on the page Office",
            post
        )));
    }
    let month = month_before(today);
    let drawn: Vec<(SubjectScheme, String)> =
        office.drawings()?.into_iter().map(|drawing| (drawing.scheme, drawing.month)).collect();
    for (scheme, _) in office.reader.accepted_schemes(&Scope::open())? {
        if drawn.contains(&(scheme, month.to_string().chars().take(7).collect())) {
            continue;
        }
        let draw = Draw {
            id: DrawingId::from_bits(ids()),
            scheme,
            month,
            percent: sampling.percent,
            seed: ids(),
            person: person.clone(),
            by_rule: true,
        };
        let due = today.plus_days(INDEX_DAYS);
        let subject = Thing::new(Noun::Drawing, draw.id);
        let duty = Duty::new(DutyId::from_bits(ids()), post.clone(), DutyKind::Index, subject, now, due);
        clerk.write(move |writer: &mut Writer| {
            writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
                // Drawn by hand meanwhile, or nothing was coded: then nothing is to be done.
                if deed.draw_sample(&draw)?.is_some_and(|(n_drawn, _)| n_drawn > 0) {
                    charge(deed, &duty)?;
                }
                Ok(())
            })
        })?;
    }
    Ok(())
}

/// The first day of the month before that of a day.
fn month_before(day: Date) -> Date {
    let in_month_before = day.plus_days(-i64::from(day.day()));
    in_month_before.plus_days(1 - i64::from(in_month_before.day()))
}

impl Office {
    /// The rule by which samples are drawn.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sampling(&self) -> Result<Sampling, Failure> {
        Ok(self.reader.sampling(&self.scope)?.0)
    }

    /// A sample by its name; `None` where there is none.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) fn drawing(&self, id: DrawingId) -> Result<Option<Drawing>, Failure> {
        Ok(self.reader.drawing(&self.scope, id)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_before_begins_on_its_first_day() {
        let before = |day: &str| month_before(Date::parse(day).unwrap()).to_string();
        assert_eq!(
            [before("2026-03-01"), before("2026-03-31"), before("2026-01-15")],
            ["2026-02-01", "2026-02-01", "2025-12-01"]
        );
    }
}
