//! What was typed into a form, field by field.

use axum::extract::{FromRequest, RawForm, Request};
use axum::http::StatusCode;

use crate::route::FORM_TOKEN;

/// Fields of one form that are read. A form of ours has dozens; what has more was not made by it.
const FIELDS_MAX: usize = 2_000;

/// The fields of a form in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    fields: Vec<(String, String)>,
}

impl Typed {
    /// Reads a form or the query of an address.
    pub fn parse(bytes: &[u8]) -> Typed {
        let fields =
            form_urlencoded::parse(bytes).take(FIELDS_MAX).map(|(name, value)| (name.into_owned(), value.into_owned()));
        Typed { fields: fields.collect() }
    }

    /// The fields of a form that was read already.
    pub fn sent(fields: &[(String, String)]) -> Typed {
        Typed { fields: fields.iter().take(FIELDS_MAX).cloned().collect() }
    }

    /// A form as it is before anybody typed: what stands now.
    pub fn of<'n>(fields: impl IntoIterator<Item = (&'n str, String)>) -> Typed {
        Typed { fields: fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect() }
    }
    /// What stands in a field, without blanks around it; empty when there is no such field.
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    /// What stands in a field as it was typed: passwords have blanks of their own.
    pub fn raw(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// The same; `None` when it is empty.
    pub fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// Whether there is such a field, also when nothing stands in it.
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| field == name)
    }

    /// Everything that was chosen under one name.
    pub fn all(&self, name: &str) -> Vec<String> {
        let of = self.fields.iter().filter(|(field, value)| field == name && !value.trim().is_empty());
        of.map(|(_, value)| value.trim().to_owned()).collect()
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// The lines of a field of several lines.
    pub fn lines(&self, name: &str) -> Vec<String> {
        self.get(name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// The codes of a field, parted by commas, semicolons or lines.
    pub fn codes(&self, name: &str) -> Vec<String> {
        let parts = self.get(name).split([',', ';', '\n']).map(str::trim);
        parts.filter(|code| !code.is_empty()).map(str::to_owned).collect()
    }

    /// The rows of a table of inputs, named `NAME-ROW-COLUMN` with rows from 1. The button `rows` may ask for one more
    /// or one less: see [`Typed::asks_for_rows`].
    pub fn rows(&self, name: &str, columns: &[&str]) -> Vec<Vec<String>> {
        let cell = |row: usize, column: &str| {
            let field = format!("{name}-{row}-{column}");
            self.fields.iter().find(|(one, _)| *one == field).map(|(_, value)| value.trim().to_owned())
        };
        let mut rows = Vec::new();
        for row in 1..=FIELDS_MAX {
            let cells: Vec<Option<String>> = columns.iter().map(|column| cell(row, column)).collect();
            if cells.iter().all(Option::is_none) {
                break;
            }
            rows.push(cells.into_iter().map(Option::unwrap_or_default).collect());
        }
        match self.get("rows").strip_prefix(name).and_then(|rest| rest.strip_prefix('-')) {
            Some("add") => rows.push(vec![String::new(); columns.len()]),
            Some(rest) => {
                let at = rest.strip_prefix("remove-").and_then(|row| row.parse::<usize>().ok());
                if let Some(at) = at.and_then(|row| row.checked_sub(1)).filter(|at| *at < rows.len()) {
                    rows.remove(at);
                }
            }
            None => {}
        }
        rows
    }

    /// What a page that is looked at before something is kept sends on: all but the token of the form and the button.
    pub fn carried(&self) -> impl Iterator<Item = &(String, String)> {
        self.fields.iter().filter(|(name, _)| name != FORM_TOKEN && name != "do")
    }

    /// Whether a row is to be added or taken away: then nothing is kept and the form is shown again.
    pub fn asks_for_rows(&self) -> bool {
        self.some("rows").is_some()
    }
}

impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = StatusCode;

    async fn from_request(request: Request, state: &S) -> Result<Typed, StatusCode> {
        let RawForm(bytes) = RawForm::from_request(request, state).await.map_err(|_| StatusCode::BAD_REQUEST)?;
        Ok(Typed::parse(&bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[&str] = &["name", "wanted"];

    #[test]
    fn rows_are_read_and_one_is_added_or_taken_away() {
        let typed = "p-1-name=Power&p-1-wanted=4000&p-2-name=Weight&p-2-wanted=+90+";
        let rows = |more: &str| Typed::parse(format!("{typed}{more}").as_bytes()).rows("p", COLUMNS);
        assert_eq!(rows(""), [["Power", "4000"], ["Weight", "90"]]);
        assert_eq!(rows("&rows=p-add").len(), 3);
        assert_eq!(rows("&rows=p-remove-1"), [["Weight", "90"]]);
        assert_eq!(rows("&rows=p-remove-9").len(), 2);
        assert_eq!(rows("&rows=other-add").len(), 2);
    }

    #[test]
    fn codes_are_parted_by_commas_and_by_lines() {
        let typed = Typed::parse(b"codes=F02B+23%2F10%2C+45.53%0D%0A%3B+55.41%2C");
        assert_eq!(typed.codes("codes"), ["F02B 23/10", "45.53", "55.41"]);
        assert!(typed.codes("none").is_empty());
    }
}
