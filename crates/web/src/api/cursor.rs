//! Pages of lists: a part of the list, and a cursor to where it goes on.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use schemars::JsonSchema;
use serde::Serialize;

use super::word::Limit;
use crate::problem::{Problem, ProblemKind};
use crate::speech::Speech;

/// A part of a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Listed<T> {
    /// The things of this page, in the order of the list.
    pub items: Vec<T>,
    /// The cursor of the next page; null on the last one.
    pub next: Option<String>,
}

impl<T> Listed<T> {
    /// A list that stands on one page.
    pub fn whole(items: Vec<T>) -> Listed<T> {
        Listed { items, next: None }
    }

    /// A page of `limit` things out of those that follow the cursor, of which one more than that was looked for.
    /// `place` says where a thing stands in the list.
    pub fn cut(mut items: Vec<T>, limit: usize, list: &str, place: impl Fn(&T) -> Vec<String>) -> Listed<T> {
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(|last| write(list, &place(last))) } else { None };
        Listed { items, next }
    }
}

/// A page of a list that goes on by place: where it begins, and how many things it has.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    offset: usize,
    limit: usize,
    list: &'static str,
}

impl Part {
    /// The page of a list that is asked for.
    ///
    /// # Errors
    /// A problem when the cursor is none of this list.
    pub fn of(
        speech: Speech,
        list: &'static str,
        (limit, cursor): (Option<Limit>, Option<&str>),
    ) -> Result<Part, Problem> {
        let offset = match read::<1>(speech, list, cursor)? {
            Some([text]) => text.parse().map_err(|_| foreign(speech))?,
            None => 0,
        };
        Ok(Part { offset, limit: Limit::of(limit), list })
    }

    /// How many things of the list are to be looked for, from its beginning: one more than the page ends with.
    pub fn n_wanted(self) -> usize {
        self.offset.saturating_add(self.limit).saturating_add(1)
    }

    /// The page, out of those.
    pub fn cut<T>(self, found: Vec<T>) -> Listed<T> {
        let here = found.into_iter().enumerate().skip(self.offset).collect();
        let Listed { items, next } = Listed::cut(here, self.limit, self.list, |(at, _)| vec![(at + 1).to_string()]);
        Listed { items: items.into_iter().map(|(_, one)| one).collect(), next }
    }
}

/// A cursor: the list that it belongs to, and where the last thing of the page stands in it. Nobody need read it, and it
/// tells nothing but what stood on the page.
pub fn write(list: &str, place: &[String]) -> String {
    let mut parts = vec![list.to_owned()];
    parts.extend_from_slice(place);
    URL_SAFE_NO_PAD.encode(serde_json::Value::from(parts).to_string())
}

/// Reads a cursor of a list with so many parts.
///
/// # Errors
/// A problem when it is no cursor of this list.
pub fn read<const N: usize>(speech: Speech, list: &str, cursor: Option<&str>) -> Result<Option<[String; N]>, Problem> {
    let Some(cursor) = cursor else { return Ok(None) };
    let parts = || -> Option<[String; N]> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let mut parts: Vec<String> = serde_json::from_slice(&bytes).ok()?;
        if parts.is_empty() || parts.remove(0) != list {
            return None;
        }
        parts.try_into().ok()
    };
    parts().map(Some).ok_or_else(|| foreign(speech))
}

/// The cursor belongs to another list, or is none.
pub fn foreign(speech: Speech) -> Problem {
    Problem::new(speech, ProblemKind::Fields).of_parameter("cursor", speech.say("api-cursor"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speech::Tongue;

    #[test]
    fn a_cursor_leads_on_in_its_own_list_alone() {
        let speech = Speech::of(Tongue::English);
        let cursor = write("needs", &["Öl".to_owned(), "n-1".to_owned()]);
        let read = |list: &str, cursor: &str| read::<2>(speech, list, Some(cursor));
        assert_eq!(read("needs", &cursor).unwrap().unwrap(), ["Öl", "n-1"]);
        assert!(read("requests", &cursor).is_err());
        assert!(read("needs", "none of ours").is_err());
        assert!(read("needs", "").is_err());
    }

    #[test]
    fn a_list_that_is_cut_by_place_is_read_to_its_end() {
        let speech = Speech::of(Tongue::English);
        let (mut seen, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let part = Part::of(speech, "numbers", (Some(Limit(2)), cursor.as_deref())).unwrap();
            let page = part.cut((0..5).take(part.n_wanted()).collect());
            seen.extend(page.items);
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn a_list_of_so_many_things_has_no_next_page() {
        let place = |one: &u8| vec![one.to_string()];
        assert_eq!(Listed::cut(vec![1, 2], 2, "numbers", place).next, None);
        let cut = Listed::cut(vec![1, 2, 3], 2, "numbers", place);
        assert_eq!((cut.items, cut.next), (vec![1, 2], Some(write("numbers", &["2".to_owned()]))));
    }
}
