//! Issues printed: what is printed is fixed first, then the press works on it, and whoever doubts it has it printed again.

use model::{
    Actor, Bulletin, DutyKind, Issue, IssueId, IssueStage, JobKind, Noun, PrintForm, TemplateForm, Thing, Verb,
    sentence,
};
use press::{HTML, PDF};
use store::{HeldPrint, HeldSheet, Writer};

use super::{held, not_found};
use crate::bulletin::may_edit;
use crate::cell::{Order, Printed, Templates, Unprinted};
use crate::intake::short;
use crate::job::OFFICE;
use crate::review::Turn;
use crate::work_calendar::charge;
use crate::{Clerk, Failure, Ids, Office};

/// Days in which the second person is to look at what is printed.
const RELEASED_DAYS: i64 = 7;

/// The program that prints, by its version.
const PROGRAM: &str = concat!("Uptake ", env!("CARGO_PKG_VERSION"));

/// Fixes what is printed of an issue, and has it printed. `drawn` is what [`Office::issue_sheet`] gave, drawn, with the number and year
/// of [`Office::next_issue_number`]; `revision` that of the issue which was drawn.
///
/// # Errors
/// Refused to who may not edit the bulletin, when the issue changed in between, and when it cannot be printed: nothing in it and not
/// a word why.
pub fn order_print(
    writer: &mut Writer,
    turn: &Turn<'_>,
    office: &Office,
    (id, revision): (IssueId, u32),
    drawn: &press::Issue,
) -> Result<Issue, Failure> {
    let (issue, bulletin) = office.seen_by(&turn.officer.scope).issue(&id.to_string())?;
    issue.to_fill()?;
    let actor = may_edit(turn.officer, &bulletin)?;
    if let Err(fault) = drawn.check() {
        return Err(Failure::said(sentence!(
            "issue-fault",
            "This issue cannot be printed: {fault}",
            fault = fault.to_string()
        )));
    }
    let json = serde_json::to_string(drawn).map_err(|error| Failure::Broken(Box::new(error)))?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let (issue, bulletin) = held(deed, &turn.officer.scope, id)?;
        if issue.revision != revision {
            return Err(Failure::Refused(model::Refusal::Changed(sentence!(
                "issue-changed",
                "This issue was changed after you looked at it; open it again, and look at what is printed now"
            ))));
        }
        if issue.stage == IssueStage::Proof {
            return Err(Failure::said(sentence!(
                "issue-lies-there",
                "This issue lies there printed already; release it, or change it first"
            )));
        }
        let issue = issue.to_fill()?;
        let year = turn.today.year();
        let number = deed.next_issue_number(bulletin.id, year)?;
        if drawn.masthead.number != number.to_string() || i32::from(drawn.masthead.year) != year {
            return Err(Failure::said(sentence!(
                "issue-number",
                "Another issue of this bulletin was printed in the same moment; have this one printed once more"
            )));
        }
        let issue = Issue {
            stage: IssueStage::Printing,
            number: Some(number),
            year: Some(year),
            printed_by: Some(turn.officer.person.id.clone()),
            printed_at: Some(turn.now),
            ..issue
        };
        deed.keep_issue_sheet(id, &HeldSheet { json, program: PROGRAM.to_owned() })?;
        deed.set_issue(&issue)?;
        deed.enqueue(JobKind::PrintIssue, &id.to_string(), turn.now)?;
        Ok(issue)
    })
}

/// Says in the ledger that somebody is given what is printed of an issue. Until this is kept nothing is given out.
///
/// # Errors
/// Refused when there is none.
pub fn consult_issue(writer: &mut Writer, turn: &Turn<'_>, id: IssueId) -> Result<(), Failure> {
    let who = Actor { person: turn.officer.person.id.clone(), post: None }.to_string();
    writer.transact(&who, turn.now, |deed| {
        let (issue, _) = held(deed, &turn.officer.scope, id)?;
        let fact = deed.fact(Verb::Consulted, Thing::new(Noun::Issue, issue.id));
        Ok(deed.note(&fact)?)
    })
}

/// The job: prints an issue.
pub(crate) fn print_issue(
    clerk: &Clerk,
    office: &Office,
    argument: &str,
    now: i64,
    today: model::Date,
    ids: &mut Ids,
) -> Result<(), Failure> {
    let Some(id) = IssueId::parse(argument) else { return Ok(()) };
    let Some(issue) = office.reader.issue(&office.scope, id)?.filter(|issue| issue.stage == IssueStage::Printing)
    else {
        return Ok(());
    };
    let Some(bulletin) = office.reader.bulletin(&office.scope, issue.bulletin)? else { return Ok(()) };
    let templates = office.templates_of(&bulletin)?;
    let ended = office.print_again(id, &templates)?;
    let duty = bulletin.second.as_ref().filter(|_| bulletin.needs_second()).map(|post| {
        let (subject, due) = (Thing::new(Noun::Issue, id), today.plus_days(RELEASED_DAYS));
        model::Duty::new(model::DutyId::from_bits(ids()), post.clone(), DutyKind::Release, subject, now, due)
    });
    clerk.write(move |writer: &mut Writer| {
        writer.transact(OFFICE, now, |deed| -> Result<(), Failure> {
            let held = deed.issue(&store::Scope::office(), id)?;
            if held.as_ref() != Some(&issue) {
                // Marked narrower or put away meanwhile: what was printed is of another one.
                return Ok(());
            }
            match ended {
                Ok(printed) => {
                    let mut said = Vec::new();
                    for print in forms(printed, &templates) {
                        let hash = deed.keep_print(id, &print)?;
                        said.push(format!("{} sha256:{}", print.form, crate::checkpoint::hex(&hash)));
                    }
                    let issue = Issue { stage: IssueStage::Proof, ..issue };
                    deed.keep_issue(&issue, Verb::Printed, &said.join(" "))?;
                    if let Some(duty) = duty {
                        charge(deed, &duty)?;
                    }
                }
                Err(unprinted) => {
                    let (Unprinted::Refused(fault) | Unprinted::Broken(fault)) = unprinted;
                    deed.forget_prints(id)?;
                    let issue = issue_as_draft(issue, &fault);
                    deed.set_issue(&issue)?;
                }
            }
            Ok(())
        })
    })
}

fn issue_as_draft(issue: Issue, fault: &str) -> Issue {
    Issue {
        stage: IssueStage::Draft,
        number: None,
        year: None,
        printed_by: None,
        printed_at: None,
        fault: Some(short(fault)),
        revision: issue.revision + 1,
        ..issue
    }
}

/// With what an issue is printed, word for word: the template of the house too may be another one in the next version.
fn forms(printed: Printed, templates: &Templates) -> [HeldPrint; 3] {
    let text = |own: &Option<String>, house: &str| Some(own.clone().unwrap_or_else(|| house.to_owned()));
    [
        HeldPrint { form: PrintForm::Page, bytes: printed.page, template: text(&templates.page, HTML) },
        HeldPrint { form: PrintForm::Pdf, bytes: printed.pdf, template: text(&templates.print, PDF) },
        HeldPrint { form: PrintForm::Text, bytes: printed.text, template: None },
    ]
}

/// What came of printing an issue once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reprinted {
    /// Each form, with whether every byte is the same.
    pub forms: Vec<(PrintForm, bool)>,
    /// The version of the program that printed it then.
    pub then: String,
    /// The one that does now.
    pub now: String,
}

impl Reprinted {
    /// Whether all of it is the same.
    pub fn is_same(&self) -> bool {
        !self.forms.is_empty() && self.forms.iter().all(|(_, is_same)| *is_same)
    }
}

impl Office {
    /// The number that the next printed issue of a bulletin has in a year.
    ///
    /// # Errors
    /// When the store fails.
    pub fn next_issue_number(&self, bulletin: &Bulletin, year: i32) -> Result<u32, Failure> {
        // Counted over all, also over what was marked narrower since: a number is given once.
        Ok(self.reader.next_issue_number(&store::Scope::office(), bulletin.id, year)?)
    }

    fn templates_of(&self, bulletin: &Bulletin) -> Result<Templates, Failure> {
        let text = |form: TemplateForm, name: &Option<String>| -> Result<Option<String>, Failure> {
            match name {
                Some(name) => Ok(Some(self.template(form, name)?.text)),
                None => Ok(None),
            }
        };
        Ok(Templates {
            page: text(TemplateForm::Page, &bulletin.page_template)?,
            print: text(TemplateForm::Print, &bulletin.print_template)?,
        })
    }

    /// Has the press print what was fixed of an issue.
    fn print_again(&self, id: IssueId, templates: &Templates) -> Result<Result<Printed, Unprinted>, Failure> {
        let sheet = self.reader.issue_sheet(&self.scope, id)?.ok_or_else(|| not_found(&id.to_string()))?;
        let issue = serde_json::from_str(&sheet.json).map_err(|error| Failure::Broken(Box::new(error)))?;
        self.parser.print(&Order::Print(Box::new(issue), templates.clone()))
    }

    /// One form of a printed issue, as it was printed.
    ///
    /// # Errors
    /// Refused when there is no such issue or when it was not printed; when it was changed on the disk.
    pub fn print(&self, id: &str, form: PrintForm) -> Result<HeldPrint, Failure> {
        let (issue, _) = self.issue(id)?;
        self.reader.print(&self.scope, issue.id, form)?.ok_or_else(|| not_found(id))
    }

    /// Prints an issue once more, with the templates it was printed with, and says whether every byte is the same.
    ///
    /// # Errors
    /// Refused when it was not printed.
    pub fn reprint(&self, id: &str) -> Result<Reprinted, Failure> {
        let (issue, _) = self.issue(id)?;
        let mut before = Vec::new();
        for form in PrintForm::ALL {
            before.extend(self.reader.print(&self.scope, issue.id, *form)?);
        }
        let sheet = self.reader.issue_sheet(&self.scope, issue.id)?.filter(|_| !before.is_empty());
        let sheet = sheet.ok_or_else(|| {
            Failure::said(sentence!(
                "issue-unprinted",
                "This issue was not printed yet, so there is nothing to compare"
            ))
        })?;
        let text =
            |form: PrintForm| before.iter().find(|print| print.form == form).and_then(|print| print.template.clone());
        let templates = Templates { page: text(PrintForm::Page), print: text(PrintForm::Pdf) };
        let again = self.print_again(issue.id, &templates)?.map_err(|unprinted| {
            let (Unprinted::Refused(fault) | Unprinted::Broken(fault)) = unprinted;
            Failure::said(sentence!(
                "issue-unprintable",
                "This version of the program cannot print the issue: {fault}",
                fault
            ))
        })?;
        let again = forms(again, &templates);
        let forms = before
            .iter()
            .map(|print| (print.form, again.iter().any(|one| one.form == print.form && one.bytes == print.bytes)))
            .collect();
        Ok(Reprinted { forms, then: sheet.program, now: PROGRAM.to_owned() })
    }
}
