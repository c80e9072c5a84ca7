//! Templates: how the issues of bulletins are printed, where an office has its own way.

use crate::words::words;
use crate::{Refusal, sentence};

words! {
    /// What a template prints.
    TemplateForm {
        /// Pages.
        Page = "html",
        /// Print.
        Print = "pdf",
    }
}

/// Longest name of a template, in characters.
pub const TEMPLATE_NAME_CHARS_MAX: usize = 60;

/// A template of the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// What it is called; one name, one template of a form.
    pub name: String,
    /// What it prints.
    pub form: TemplateForm,
    /// Its text, in the language of its form.
    pub text: String,
    /// Counts changes, so that two who change it at once are told.
    pub revision: u32,
    /// When it was changed last, in microseconds since 1970.
    pub changed_at: i64,
}

impl Template {
    /// The same with a name that can stand in an address.
    ///
    /// # Errors
    /// Refused when the name is none.
    pub fn tidied(self) -> Result<Template, Refusal> {
        let name = self.name.trim().to_lowercase();
        let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if name.is_empty() || name.len() > TEMPLATE_NAME_CHARS_MAX || !name.chars().all(known) {
            return Err(Refusal::Said(sentence!(
                "template-name",
                "Name the template in up to {max} small letters, digits and hyphens, such as `works-bulletin`",
                max = TEMPLATE_NAME_CHARS_MAX
            )));
        }
        Ok(Template { name, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_has_a_name_that_can_stand_in_an_address() {
        let named = |name: &str| {
            let (form, text) = (TemplateForm::Page, String::new());
            Template { name: name.to_owned(), form, text, revision: 0, changed_at: 0 }.tidied()
        };
        assert_eq!(named(" Works-Bulletin ").unwrap().name, "works-bulletin");
        for odd in ["", "a b", "../x", "Ü", &"x".repeat(61)] {
            assert!(named(odd).is_err(), "{odd}");
        }
    }
}
