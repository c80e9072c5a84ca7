//! Dates as XML formats write them: in parts, in words, as mail does.

use model::PartialDate;

use crate::doubt::quoted;
use crate::xml::Element;
use crate::xml_draft::Draft;

/// The earliest of several dates. A date that is only less precise (`2014` beside `2014-03-05`)
/// is not earlier: the precise one is meant.
pub(crate) fn earliest(dates: &[PartialDate]) -> Option<PartialDate> {
    let first = *dates.iter().min()?;
    let inside = |date: &&PartialDate| {
        date.year() == first.year() && (first.month().is_none() || date.month() == first.month()) && **date != first
    };
    match first.precision() {
        3 => Some(first),
        1 => {
            // Of the year alone: a month inside it, and then a day inside that month.
            let months: Vec<PartialDate> = dates.iter().filter(inside).copied().collect();
            earliest(&months).or(Some(first))
        }
        _ => dates.iter().filter(inside).min().copied().or(Some(first)),
    }
}

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

/// Reads the free dates of MEDLINE: `1998 Dec-1999 Jan`, `2000 Nov 7-14`, `1999 Spring`, `Dec 1975`.
/// The first year counts, with the month and day that stand with it; a season is no month.
pub(crate) fn in_words(text: &str) -> Option<PartialDate> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let at = words.iter().position(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()))?;
    let year = words[at].parse().ok()?;
    let named = |word: &&str| word.bytes().any(|b| b.is_ascii_alphabetic()).then(|| PartialDate::month_named(word))?;
    let number = |word: &&str| word.parse::<u8>().ok();
    let behind = words.get(at + 1).and_then(named);
    let before = at.checked_sub(1).and_then(|at| words.get(at)).and_then(named);
    match (behind, before) {
        (Some(month), _) => PartialDate::new(year, Some(month), words.get(at + 2).and_then(number)),
        (None, Some(month)) => {
            PartialDate::new(year, Some(month), at.checked_sub(2).and_then(|at| number(words.get(at)?)))
        }
        (None, None) => PartialDate::of_year(year),
    }
}

/// Reads the dates of mail (RFC 5322), as RSS uses them: `Mon, 09 Mar 2020 03:14:28 +0100`; the
/// weekday may be missing, a year of two digits is of the years 1950 to 2049 (RFC 5322, 4.3).
pub(crate) fn of_mail(text: &str) -> Option<PartialDate> {
    let rest = text.split_once(',').map_or(text, |(_, rest)| rest);
    let mut words = rest.split_whitespace().skip_while(|word| !word.starts_with(|c: char| c.is_ascii_digit()));
    let day = words.next()?.parse().ok()?;
    let month = PartialDate::month_named(words.next()?)?;
    let year = words.next()?;
    let number: i32 = year.parse().ok()?;
    let year = match year.len() {
        2 if number < 50 => number + 2000,
        2 => number + 1900,
        4 => number,
        _ => return None,
    };
    PartialDate::new(year, Some(month), Some(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(read: Option<PartialDate>, expected: &str) {
        assert_eq!(read.map(|date| date.to_string()).unwrap_or_default(), expected);
    }

    #[test]
    fn a_less_precise_date_is_not_an_earlier_one() {
        let dates = |texts: &[&str]| texts.iter().filter_map(|text| PartialDate::parse(text)).collect::<Vec<_>>();
        check(earliest(&dates(&["2014", "2014-03-05"])), "2014-03-05");
        check(earliest(&dates(&["2014-03-05", "2014-02"])), "2014-02");
        check(earliest(&dates(&["2014", "2014-07", "2014-07-02", "2014-09-01"])), "2014-07-02");
        check(earliest(&dates(&["2018-05", "2017-06-05"])), "2017-06-05");
        check(earliest(&[]), "");
    }

    #[test]
    fn a_date_in_words_gives_its_first_year_and_what_stands_with_it() {
        check(in_words("1998 Dec-1999 Jan"), "1998-12");
        check(in_words("2000 Nov 7-14"), "2000-11-07");
        check(in_words("1999 Spring"), "1999");
        check(in_words("1978-1979"), "1978");
        check(in_words("Dec 1975"), "1975-12");
        check(in_words("12 Apr 1961"), "1961-04-12");
        check(in_words("no year"), "");
    }

    #[test]
    fn the_dates_of_mail_are_read_with_and_without_weekday() {
        check(of_mail("Mon,  09  Mar 2020 03:14:28 +0100"), "2020-03-09");
        check(of_mail("12 Apr 61 06:07 GMT"), "1961-04-12");
        check(of_mail("Thu, 9 Jan 2014 10:34:00 GMT"), "2014-01-09");
        check(of_mail("yesterday"), "");
    }
}
