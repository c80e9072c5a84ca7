//! The date of publication.

use model::PartialDate;

use super::{Draft, Place};

impl Draft {
    /// Reads a date; one that cannot be read is left out with a doubt. A blank text is none.
    pub(crate) fn date<'a>(&mut self, at: impl Into<Place<'a>>, raw: &str) -> Option<PartialDate> {
        let date = PartialDate::parse(raw);
        if date.is_none() && !raw.trim().is_empty() {
            self.no_date(at, raw);
        }
        date
    }

    /// A doubt that a field holds no date.
    pub(crate) fn no_date<'a>(&mut self, at: impl Into<Place<'a>>, value: &str) {
        self.not_a(at, "a date", value);
    }

    /// Takes a date of publication. The earliest of all stands; see [`earlier`].
    pub(crate) fn publish(&mut self, date: PartialDate) {
        self.record.published = Some(self.record.published.map_or(date, |known| earlier(known, date)));
    }

    /// Reads a date of publication from text; what is no date becomes a doubt.
    pub(crate) fn publish_on<'a>(&mut self, at: impl Into<Place<'a>>, raw: &str) {
        if let Some(date) = self.date(at, raw) {
            self.publish(date);
        }
    }
}

/// The earlier of two dates. A date that is only less precise (`2014` beside `2014-03-05`) is not
/// earlier: the precise one is meant.
pub(crate) fn earlier(a: PartialDate, b: PartialDate) -> PartialDate {
    // What is not known of a date counts as late: `2007-04` is the better reading of `2007`.
    let rank = |date: PartialDate| (date.year(), date.month().unwrap_or(13), date.day().unwrap_or(32));
    if rank(b) < rank(a) { b } else { a }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(dates: &[&str], stands: &str) {
        let read = |texts: &mut dyn Iterator<Item = &&str>| {
            let mut draft = Draft::default();
            texts.for_each(|text| draft.publish_on("date", text));
            draft.record.published.map(|date| date.to_string()).unwrap_or_default()
        };
        assert_eq!(read(&mut dates.iter()), stands, "{dates:?}");
        assert_eq!(read(&mut dates.iter().rev()), stands, "{dates:?} from the end");
    }

    #[test]
    fn the_earliest_date_stands_and_a_less_precise_one_is_not_earlier() {
        check(&["2008", "2007-09", "2007-09-05"], "2007-09-05");
        check(&["2007-09-05", "2007", "2007-04"], "2007-04");
        check(&["2020-01-01", "2019-12", "2020"], "2019-12");
        check(&["2014", "2014-03-05"], "2014-03-05");
        check(&["2014-03-05", "2014-02"], "2014-02");
        check(&["2014", "2014-07", "2014-07-02", "2014-09-01"], "2014-07-02");
        check(&["2018-05", "2017-06-05"], "2017-06-05");
        check(&["2016", "2016-04-19"], "2016-04-19");
        check(&["2016-05", "2016-04-19"], "2016-04-19");
        check(&["2015", "2016-04-19"], "2015");
        check(&["2016-04", "2016-04-19"], "2016-04-19");
        check(&["2016-04-20", "2016-04-19"], "2016-04-19");
        check(&[], "");
    }
}
