//! Royalties and the yearly reports of use from which they are reckoned.

use model::{
    AGREEMENT_INSTALMENTS_MAX, Agreement, AgreementId, AgreementInstalment, DutyKind, ROYALTIES_MAX, ROYALTY_DAYS,
    Refusal, Royalty, UseReport, Verb, sentence,
};
use store::{Deed, Writer};

use super::payment::{next_number, too_many};
use super::tend::{settle_arrears, unreported};
use super::{consent, open, seen_evidence, settling, thing};
use crate::Failure;
use crate::review::Turn;
use crate::work_calendar::last_day;

/// That there is no royalty of this number.
pub fn no_royalty(number: u32) -> Refusal {
    Refusal::NotFound {
        noun: "royalty",
        text: number.to_string(),
        next: sentence!("next-look-agreement", "look for it on the page of its agreement"),
    }
}

/// Writes a royalty in, or changes one for which nothing was reported: then it has a number.
///
/// # Errors
/// Refused when the officer does not act for the post, when somebody changed the agreement, when it is over or not commercial, when the
/// use of a year was reported for it, or when it is not in order.
pub fn write_royalty(
    writer: &mut Writer,
    turn: &Turn<'_>,
    seen: (AgreementId, u32),
    written: Royalty,
) -> Result<Agreement, Failure> {
    let written = written.tidied()?;
    writer.transact(turn.officer.person.id.as_str(), turn.now, |deed| {
        let (agreement, by) = open(deed, turn.officer, seen)?;
        agreement.takes_money()?;
        let others = deed.royalties(agreement.id)?;
        let number = match written.number {
            0 if others.len() >= ROYALTIES_MAX => return Err(too_many()),
            0 => next_number(others.iter().map(|one| one.number)),
            number if !others.iter().any(|one| one.number == number) => return Err(no_royalty(number).into()),
            number => {
                let reports = deed.use_reports(agreement.id)?;
                let last = reports.iter().filter(|report| report.royalty == number).map(|report| report.year).max();
                if last.is_some_and(|year| !only_ends(&others, &written, year)) {
                    return Err(Failure::said(sentence!(
                        "royalty-reported",
                        "The use of a year was reported for this royalty, so its rate stands; end it, and write in another"
                    )));
                }
                number
            }
        };
        consent::void_next(deed, &agreement)?;
        let fact = agreement.fact(&by, if written.number == 0 { Verb::Stated } else { Verb::Restated });
        deed.keep_royalty(agreement.id, &Royalty { number, ..written.clone() }, &fact.with(format!("royalty {number}")))?;
        deed.touch_agreement(&agreement)?;
        Ok(Agreement { revision: agreement.revision + 1, ..agreement })
    })
}

/// Whether nothing but the last day of a royalty is changed, to one that is not before the end of the last year that was reported.
fn only_ends(others: &[Royalty], written: &Royalty, year: i32) -> bool {
    let in_time = written.until.is_none_or(|until| Some(until) >= model::Date::new(year, 12, 31));
    let held = others.iter().find(|one| one.number == written.number);
    in_time && held.is_some_and(|held| Royalty { until: written.until, ..held.clone() } == *written)
}

/// Reports the use of a year. What is owed for it is reckoned and becomes an instalment. A report without evidence is kept as one that is
/// told only.
///
/// # Errors
/// Refused when the officer does not act for the post, when somebody changed the agreement, when it is not signed, for a year that is
/// not over or in which nothing is owed, with evidence that is not there, without evidence and words, when the royalty of that year was
/// paid already, or when it is not in order.
pub fn report_use(
    writer: &mut Writer,
    turn: &Turn<'_>,
    seen: (AgreementId, u32),
    written: UseReport,
) -> Result<Agreement, Failure> {
    let written = written.tidied()?;
    let officer = turn.officer;
    writer.transact(officer.person.id.as_str(), turn.now, |deed| {
        let (agreement, by) = settling(deed, officer, seen)?;
        agreement.takes_money()?;
        let id = agreement.id;
        let royalty = deed.royalties(id)?.into_iter().find(|one| one.number == written.royalty);
        let royalty = royalty.ok_or_else(|| no_royalty(written.royalty))?;
        let is_owed = agreement.was_used() && royalty.is_owed_in(written.year, agreement.used_until());
        if !agreement.is_signed() || written.year >= turn.today.year() || !is_owed {
            return Err(Failure::said(sentence!(
                "use-year",
                "The use of {year} cannot be reported: a year is reported when it is over, and only where the royalty is owed in it",
                year = written.year.to_string()
            )));
        }
        if written.evidence.is_empty() && written.words.is_empty() {
            return Err(Failure::said(sentence!(
                "use-nothing-year",
                "Cite what shows the use, or write in words where the figure comes from"
            )));
        }
        for evidence in &written.evidence {
            seen_evidence(deed, officer, evidence)?;
        }
        let amount = royalty.owed(written.base).filter(|money| money.minor <= model::AGREEMENT_MINOR_MAX);
        let amount = amount.ok_or_else(|| {
            Failure::said(sentence!("use-large", "The figure is larger than can be reckoned; check it"))
        })?;
        let report = UseReport { amount, by: by.clone(), at: turn.now, ..written.clone() };
        let due = last_day(deed, &agreement.post, turn.today.plus_days(ROYALTY_DAYS))?;
        bill(deed, &agreement, (&royalty, &report), due, &by)?;
        settle_arrears(deed, &agreement, turn.today)?;
        let change = format!("use {} of royalty {}: {}", report.year, royalty.number, report.amount);
        deed.keep_use_report(id, &report, &agreement.fact(&by, Verb::Reported).with(change))?;
        if unreported(&deed.royalties(id)?, &deed.use_reports(id)?, &agreement, turn.today).is_empty() {
            deed.done(&thing(id), DutyKind::ReportUse, "reported")?;
        }
        deed.touch_agreement(&agreement)?;
        Ok(Agreement { revision: agreement.revision + 1, ..agreement })
    })
}

/// Puts what is owed for a year into the plan, in place of what was put there for it before.
fn bill(
    deed: &mut Deed<'_>,
    agreement: &Agreement,
    (royalty, report): (&Royalty, &UseReport),
    due: model::Date,
    by: &str,
) -> Result<(), Failure> {
    let id = agreement.id;
    let instalments = deed.instalments(id)?;
    let held = instalments.iter().find(|one| one.royalty == Some((royalty.number, report.year)));
    let is_paid = |number| -> Result<bool, Failure> {
        Ok(deed.payments(id)?.iter().any(|payment| payment.counts() && payment.instalment == Some(number)))
    };
    if let Some(held) = held
        && is_paid(held.number)?
    {
        return Err(Failure::said(sentence!(
            "use-paid",
            "The royalty of {year} was paid already; write in an instalment for what is owed beside it",
            year = report.year.to_string()
        )));
    }
    if report.amount.minor == 0 {
        if let Some(held) = held {
            let fact = agreement.fact(by, Verb::Removed).with(format!("instalment {}", held.number));
            deed.remove_instalment(id, held.number, &fact)?;
        }
        return Ok(());
    }
    if held.is_none() && instalments.len() >= AGREEMENT_INSTALMENTS_MAX {
        return Err(too_many());
    }
    let number = held.map_or_else(|| next_number(instalments.iter().map(|one| one.number)), |held| held.number);
    let one = AgreementInstalment {
        number,
        title: format!("{} {}", royalty.title, report.year),
        amount: report.amount,
        due: Some(due),
        deliverable: None,
        royalty: Some((royalty.number, report.year)),
    };
    let fact = agreement.fact(by, Verb::Stated).with(format!("instalment {number} {}", one.amount));
    Ok(deed.keep_instalment(id, &one, &fact)?)
}
