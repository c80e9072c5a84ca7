//! Text with the words that made it match.

use std::ops::Range;

use maud::{Markup, html};

/// Marks byte ranges in a text. Ranges may overlap and come in any order; one that does not stand on the
/// borders of characters, or beyond the text, is passed over.
pub fn highlight(text: &str, ranges: &[Range<usize>]) -> Markup {
    let mut wanted: Vec<&Range<usize>> =
        ranges.iter().filter(|range| range.start < range.end && text.get((*range).clone()).is_some()).collect();
    wanted.sort_by_key(|range| range.start);
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(wanted.len());
    for range in wanted {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range.clone()),
        }
    }
    let starts = std::iter::once(0).chain(joined.iter().map(|range| range.end));
    let ends = joined.iter().map(|range| range.start).chain(std::iter::once(text.len()));
    html! {
        bdi {
            @for (at, (start, end)) in starts.zip(ends).enumerate() {
                (text[start..end])
                @if let Some(range) = joined.get(at) { mark { (text[range.clone()]) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::highlight;

    #[track_caller]
    fn check(text: &str, ranges: &[(usize, usize)], expected: &str) {
        let ranges: Vec<_> = ranges.iter().map(|(start, end)| *start..*end).collect();
        assert_eq!(highlight(text, &ranges).into_string(), format!("<bdi>{expected}</bdi>"));
    }

    #[test]
    fn words_are_marked_where_they_stand() {
        check("marine turbine", &[(7, 14)], "marine <mark>turbine</mark>");
        check("marine turbine", &[(7, 14), (0, 6)], "<mark>marine</mark> <mark>turbine</mark>");
        check("турбина", &[(0, 14)], "<mark>турбина</mark>");
        check("a < b", &[(2, 3)], "a <mark>&lt;</mark> b");
    }

    #[test]
    fn ranges_that_overlap_are_one_mark() {
        check("turbine", &[(0, 4), (3, 7)], "<mark>turbine</mark>");
        check("turbine", &[(0, 7), (2, 3)], "<mark>turbine</mark>");
    }

    #[test]
    fn a_range_that_splits_a_letter_or_leaves_the_text_costs_only_itself() {
        check("турбина", &[(1, 4), (4, 6)], "ту<mark>р</mark>бина");
        check("turbine", &[(3, 90)], "turbine");
        check("turbine", &[(4, 4)], "turbine");
        check("", &[(0, 1)], "");
    }
}
