//! Templates: laid down, changed, taken away. None is kept before the press printed its samples with it.

use model::{Bulletin, Power, Refusal, Template, TemplateForm, Verb, sentence};
use store::Writer;

use crate::cell::{Order, Templates, Unprinted};
use crate::review::Turn;
use crate::{Failure, Office};

fn not_found(name: &str) -> Failure {
    let next = sentence!("next-look-templates", "look for it in the list of templates");
    Refusal::NotFound { noun: "template", text: name.to_owned(), next }.into()
}

/// Keeps a template of the office, a new one or a changed one. `template.revision` is that of the state which was seen, 0 for a new one.
/// It is tried before: [`Office::try_template`].
///
/// # Errors
/// Refused without the power to administer, when its name is none, or when somebody changed it in between.
pub fn keep_template(writer: &mut Writer, turn: &Turn<'_>, template: Template) -> Result<Template, Failure> {
    let actor = turn.officer.by_power(Power::Administer)?;
    let template = template.tidied()?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let before = deed.template(template.form, &template.name)?;
        let seen = before.as_ref().map_or(0, |before| before.revision);
        if before.as_ref().is_some_and(|before| before.text == template.text) {
            return Ok(template);
        }
        if seen != template.revision {
            return Err(Failure::Refused(Refusal::Changed(sentence!(
                "template-changed",
                "There is a template of this name that you did not see; open it, and change what is to be changed"
            ))));
        }
        let kept = Template { revision: seen + 1, changed_at: turn.now, ..template };
        deed.keep_template(&kept, if seen == 0 { Verb::Founded } else { Verb::Revised })?;
        Ok(kept)
    })
}

/// Takes a template away. What was printed with it can still be printed so again.
///
/// # Errors
/// Refused without the power to administer, and while a bulletin is printed with it.
pub fn remove_template(
    writer: &mut Writer,
    turn: &Turn<'_>,
    office: &Office,
    form: TemplateForm,
    name: &str,
) -> Result<(), Failure> {
    let actor = turn.officer.by_power(Power::Administer)?;
    // Of all bulletins, also those that are not seen: one of them may be printed with it.
    let used = office.seen_by(&store::Scope::office()).bulletins()?;
    let uses = |bulletin: &&Bulletin| {
        let named = match form {
            TemplateForm::Page => &bulletin.page_template,
            TemplateForm::Print => &bulletin.print_template,
        };
        named.as_deref() == Some(name)
    };
    if used.iter().any(|bulletin| uses(&bulletin)) {
        return Err(Failure::said(sentence!(
            "template-used",
            "A bulletin is printed with this template; have it printed with another first"
        )));
    }
    writer.transact(&actor.to_string(), turn.now, |deed| {
        let template = deed.template(form, name)?.ok_or_else(|| not_found(name))?;
        Ok(deed.remove_template(&template)?)
    })
}

impl Office {
    /// Every template of the office, by form and name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn templates(&self) -> Result<Vec<Template>, Failure> {
        Ok(self.reader.templates(&self.scope)?)
    }

    /// The template of this form and name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn template(&self, form: TemplateForm, name: &str) -> Result<Template, Failure> {
        self.reader.template(&self.scope, form, name)?.ok_or_else(|| not_found(name))
    }

    /// Prints the samples of every kind and language with a template, and says what is not in order.
    ///
    /// # Errors
    /// Refused with the line of the template; when no cell can be started.
    pub fn try_template(&self, form: TemplateForm, text: &str) -> Result<(), Failure> {
        let text = Some(text.to_owned());
        let templates = match form {
            TemplateForm::Page => Templates { page: text, print: None },
            TemplateForm::Print => Templates { page: None, print: text },
        };
        match self.parser.print(&Order::Try(templates))? {
            Ok(_) => Ok(()),
            Err(Unprinted::Refused(fault)) => {
                Err(Failure::said(sentence!("template-fault", "The template cannot be kept: {fault}", fault)))
            }
            Err(Unprinted::Broken(_)) => Err(Failure::said(sentence!(
                "template-wants-more",
                "The template takes more time or memory than samples may; look for a loop that grows"
            ))),
        }
    }
}
