//! The rows of templates.

use model::{Noun, Template, TemplateForm, Thing, Verb};
use rusqlite::{Connection, Row};

use crate::deed::Deed;
use crate::{Error, Reader, Result, Scope};

impl Deed<'_> {
    /// Keeps a template as it is now, and notes it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep_template(&mut self, template: &Template, verb: Verb) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO template (name, form, text, revision, changed_at) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (form, name) DO UPDATE SET text = excluded.text, revision = excluded.revision,
                     changed_at = excluded.changed_at",
            )?
            .execute((&template.name, template.form.word(), &template.text, template.revision, template.changed_at))?;
        self.note(&self.fact(verb, thing(template)))
    }

    /// Takes a template away. Issues that were printed with it keep its text.
    ///
    /// # Errors
    /// When the store fails.
    pub fn remove_template(&mut self, template: &Template) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM template WHERE form = ?1 AND name = ?2")?
            .execute((template.form.word(), &template.name))?;
        self.note(&self.fact(Verb::Discarded, thing(template)))
    }

    /// The template of this form and name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn template(&self, form: TemplateForm, name: &str) -> Result<Option<Template>> {
        one(self.conn, form, name)
    }
}

impl Reader {
    /// The template of this form and name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn template(&self, scope: &Scope, form: TemplateForm, name: &str) -> Result<Option<Template>> {
        self.seen_by(scope, |conn| one(conn, form, name))
    }

    /// Every template, by form and name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn templates(&self, scope: &Scope) -> Result<Vec<Template>> {
        self.seen_by(scope, |conn| {
            let mut statement = conn.prepare_cached(&format!("{SELECT} ORDER BY form, name"))?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(template(row)?);
            }
            Ok(found)
        })
    }
}

fn thing(template: &Template) -> Thing {
    Thing::new(Noun::Template, format_args!("{}/{}", template.form, template.name))
}

const SELECT: &str = "SELECT name, form, text, revision, changed_at FROM template";

fn one(conn: &Connection, form: TemplateForm, name: &str) -> Result<Option<Template>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} WHERE form = ?1 AND name = ?2"))?;
    let mut rows = statement.query((form.word(), name))?;
    rows.next()?.map(template).transpose()
}

fn template(row: &Row<'_>) -> Result<Template> {
    let form: String = row.get(1)?;
    let form = TemplateForm::from_word(&form)
        .ok_or_else(|| Error::damaged(format!("the form `{form}` of a template is not one")))?;
    Ok(Template { name: row.get(0)?, form, text: row.get(2)?, revision: row.get(3)?, changed_at: row.get(4)? })
}
