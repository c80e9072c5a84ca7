//! Dates as people and catalogues write them: `Mar 3`, `2009 Jan-Feb`, `29 Jun 2000`, `[c1998]`.

use model::PartialDate;

/// Reads a date in figures or words. A day or month that could be read in two ways (`03/04/2006`)
/// is left out and the year stands; `None` where no year of four digits is written.
pub(crate) fn written_date(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    // RIS and its kin end in empty parts: `2012///`, `2016/12//`, `2005/07/15/spring`.
    let figures = text.trim_end_matches(['/', ' ', '.', ',']);
    if figures.starts_with(|c: char| c.is_ascii_digit()) && figures.bytes().take_while(u8::is_ascii_digit).count() >= 4
    {
        let first_three: Vec<&str> = figures.splitn(4, '/').take(3).collect();
        if let Some(date) = PartialDate::parse(&first_three.join("/")).or_else(|| PartialDate::parse(figures))
            && (date.precision() > 1 || figures.len() <= 4)
        {
            return Some(date);
        }
    }
    Parts::of(text)?.date()
}

/// Adds what a second field says (`Mar 3`, `JUN 14`, `04 2006`) to a year; a field that names
/// another year says nothing about this one.
pub(crate) fn within_year(year: PartialDate, text: &str) -> PartialDate {
    if year.precision() > 1 {
        return year;
    }
    let with_year = if text.split(|c: char| !c.is_ascii_digit()).any(|part| part.len() == 4) {
        text.to_owned()
    } else {
        format!("{:04} {text}", year.year())
    };
    written_date(&with_year).filter(|date| date.year() == year.year()).unwrap_or(year)
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

struct Parts {
    year: i32,
    month: Option<u8>,
    /// Small numbers with what stood before the word of a month or after it.
    small: Vec<u8>,
    dotted: bool,
    year_last: bool,
}

impl Parts {
    fn of(text: &str) -> Option<Parts> {
        let mut year = None;
        let mut month = None;
        let mut small = Vec::new();
        let mut year_last = false;
        // No date has more words than this; what is longer is a sentence.
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(12) {
            let number = word.trim_start_matches(['c', 'C', 'p', '©']);
            if number.len() == 4 && number.bytes().all(|b| b.is_ascii_digit()) {
                if year.is_none() {
                    year = number.parse::<i32>().ok().filter(|year| (1000..=2999).contains(year));
                    year_last = !small.is_empty() || month.is_some();
                }
            } else if word.bytes().all(|b| b.is_ascii_digit()) {
                if let Ok(n) = word.parse::<u8>()
                    && (1..=31).contains(&n)
                    && small.len() < 3
                {
                    small.push(n);
                }
            } else if month.is_none() {
                month = PartialDate::month_named(word);
            }
        }
        let dotted = text.contains('.') && !text.contains('/');
        Some(Parts { year: year?, month, small, dotted, year_last })
    }

    fn date(&self) -> Option<PartialDate> {
        let (month, day) = match (self.month, self.small.as_slice()) {
            // `2009 Jan 1-15` and `29 Jun 2000`: the first number is the first day.
            (Some(month), small) => (Some(month), small.first().copied()),
            // `04 2006` can only be a month.
            (None, [month]) if *month <= 12 => (Some(*month), None),
            // Dots put the day first, in every country that writes them.
            (None, [day, month]) if self.dotted && self.year_last => (Some(*month), Some(*day)),
            (None, [day, month]) if self.year_last && *day > 12 => (Some(*month), Some(*day)),
            (None, [month, day]) if self.year_last && *day > 12 => (Some(*month), Some(*day)),
            (None, [month, day]) if !self.year_last => (Some(*month), Some(*day)),
            _ => (None, None),
        };
        PartialDate::new(self.year, month, day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_read(read: fn(&str) -> Option<PartialDate>, text: &str, expected: &str) {
        assert_eq!(read(text).map(|date| date.to_string()).unwrap_or_default(), expected, "{text}");
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        check_read(written_date, text, expected);
    }

    #[test]
    fn a_date_is_read_as_catalogues_write_it() {
        check("2012///", "2012");
        check("2016/12//", "2016-12");
        check("2005/07/15/spring", "2005-07-15");
        check("2018/4/25", "2018-04-25");
        check("2009 Jan-Feb", "2009-01");
        check("2009 Spring", "2009");
        check("JUN 14 2006", "2006-06-14");
        check("29 Jun 2000", "2000-06-29");
        check("26 juin 2023", "2023-06-26");
        check("12 апреля 1961", "1961-04-12");
        check("04 2006", "2006-04");
        check("14.06.2006", "2006-06-14");
        check("6/14/2006", "2006-06-14");
        check("[c1998]", "1998");
        check("©2023", "2023");
        check("1998-1999", "1998");
        check("1961", "1961");
        check("19610412", "1961-04-12");
    }

    #[test]
    fn what_could_be_read_in_two_ways_leaves_the_year() {
        check("03/04/2006", "2006");
        check("MCMXX", "");
        check("in press", "");
        check("", "");
    }

    #[test]
    fn a_month_is_added_to_the_year_it_belongs_to() {
        let year = PartialDate::of_year(2006).unwrap();
        for (text, expected) in
            [("JUN 14", "2006-06-14"), ("04 2006", "2006-04"), ("2007 May", "2006"), ("SUM", "2006"), ("", "2006")]
        {
            assert_eq!(within_year(year, text).to_string(), expected, "{text}");
        }
    }

    #[test]
    fn a_span_of_time_gives_its_first_year_and_what_stands_with_it() {
        check("1998 Dec-1999 Jan", "1998-12");
        check("2000 Nov 7-14", "2000-11-07");
        check("1999 Spring", "1999");
        check("1978-1979", "1978");
        check("Dec 1975", "1975-12");
        check("12 Apr 1961", "1961-04-12");
        check("no year", "");
    }

    #[test]
    fn the_dates_of_mail_are_read_with_and_without_weekday() {
        check_read(of_mail, "Mon,  09  Mar 2020 03:14:28 +0100", "2020-03-09");
        check_read(of_mail, "12 Apr 61 06:07 GMT", "1961-04-12");
        check_read(of_mail, "Thu, 9 Jan 2014 10:34:00 GMT", "2014-01-09");
        check_read(of_mail, "yesterday", "");
    }
}
