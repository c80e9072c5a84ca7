//! Dates as XML formats write them: in elements for their parts.

use model::PartialDate;

use crate::doubt::quoted;
use crate::draft::Draft;
use crate::xml::Element;

/// Reads a date whose parts are child elements `year`, `month`, `day` in any case of letters.
/// Months may be words. A missing year is no date; an unreadable one is a doubt.
pub(crate) fn from_parts(element: &Element, draft: &mut Draft) -> Option<PartialDate> {
    let part = |name: &str| element.elements().find(|e| e.name.eq_ignore_ascii_case(name)).map(Element::text);
    let year = part("year").filter(|year| !year.is_empty())?;
    let date = match year.parse().ok().filter(|_| (3..=4).contains(&year.len())) {
        Some(year) => {
            let month = part("month").and_then(|month| PartialDate::month_named(&month));
            let day = part("day").and_then(|day| day.parse().ok());
            PartialDate::new(year, month, day)
        }
        None => None,
    };
    if date.is_none() {
        draft.doubt(element, format!("{} is not a year; the date was left out", quoted(&year)));
    }
    date
}
