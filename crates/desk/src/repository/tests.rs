use super::*;

#[test]
fn a_time_is_told_in_whole_seconds() {
    assert_eq!(moment(0), "1970-01-01T00:00:00Z");
    assert_eq!(moment(1_700_000_000_999_999), "2023-11-14T22:13:20Z");
    assert_eq!(moment(-1), "1969-12-31T23:59:59Z");
}
