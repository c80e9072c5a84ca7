//! Every language says the same things; code says nothing that no catalogue has.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use model::{Date, PartialDate};

use super::catalogue::files;
use super::{Speech, Tongue};

/// The variables of each key of a language, read from the text of its catalogues.
fn keys(tongue: Tongue) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, text) in files(tongue) {
        let mut current = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" =").filter(|(key, _)| !key.starts_with([' ', '}'])) {
                current = key.to_owned();
                let before = keys.insert(current.clone(), BTreeSet::new());
                assert!(before.is_none(), "`{current}` stands twice in `{}`, again in {name}", tongue.tag());
            }
            let variables = line.split('$').skip(1);
            let named = variables.map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap());
            keys.entry(current.clone()).or_default().extend(named.map(str::to_owned));
        }
    }
    keys.retain(|key, _| !key.is_empty());
    keys
}

/// The sources of the crate, file by file.
fn sources() -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("speech/tests.rs") {
                found.push(fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found
}

/// Every text between quotation marks that could be a key.
fn quoted(source: &str) -> impl Iterator<Item = &str> {
    source.split('"').filter(|text| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}

#[test]
fn every_language_has_the_same_keys_with_the_same_values() {
    let english = keys(Tongue::English);
    assert!(english.len() > 100, "the catalogues were not read");
    for tongue in Tongue::ALL {
        let own = keys(tongue);
        let missing: Vec<_> = english.keys().filter(|key| !own.contains_key(*key)).collect();
        let beyond: Vec<_> = own.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(missing.is_empty() && beyond.is_empty(), "`{}` lacks {missing:?} and has {beyond:?}", tongue.tag());
        for (key, variables) in &own {
            assert_eq!(variables, &english[key], "values of `{key}` in `{}`", tongue.tag());
        }
    }
}

#[test]
fn every_catalogue_has_the_same_files() {
    let names = |tongue| files(tongue).iter().map(|(name, _)| *name).collect::<Vec<_>>();
    assert_eq!(names(Tongue::English), names(Tongue::Russian));
    assert_eq!(names(Tongue::English), names(Tongue::German));
}

#[test]
fn code_says_nothing_that_no_catalogue_has() {
    let english = keys(Tongue::English);
    let mut missing = BTreeSet::new();
    for source in sources() {
        for call in [".say(", ".with("] {
            for rest in source.split(call).skip(1) {
                let Some(rest) = rest.trim_start().strip_prefix('"') else { continue };
                let key = rest.split('"').next().unwrap();
                if !english.contains_key(key) {
                    missing.insert(key.to_owned());
                }
            }
        }
    }
    assert_eq!(missing, BTreeSet::new(), "add these keys to the catalogues");
}

#[test]
fn no_catalogue_has_what_code_never_says() {
    let sources = sources();
    let said: BTreeSet<&str> = sources.iter().flat_map(|source| quoted(source)).collect();
    // A key may be made of a word of the model, as `kind-{}`: then it is known by what stands before and behind.
    let made = |text: &str| {
        let (before, rest) = text.split_once('{')?;
        let (_, behind) = rest.split_once('}')?;
        let is_key = before.ends_with('-') && before.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        is_key.then(|| (before.to_owned(), behind.to_owned()))
    };
    let made: BTreeSet<(String, String)> =
        sources.iter().flat_map(|source| source.split('"')).filter_map(made).collect();
    let is_made = |key: &str| made.iter().any(|(before, behind)| key.starts_with(before) && key.ends_with(behind));
    // Months are named by their number.
    let by_number = |key: &str| key.starts_with("month-");
    let unused: Vec<String> = keys(Tongue::English)
        .into_keys()
        .filter(|key| !said.contains(key.as_str()) && !by_number(key) && !is_made(key))
        .collect();
    assert_eq!(unused, Vec::<String>::new(), "take these keys out of the catalogues");
}

#[test]
fn the_words_we_do_not_use_stand_in_no_catalogue() {
    let avoided = ["invalid", "please", "sorry", "oops", "forbidden", "error occurred", "извините", "пожалуйста"];
    for tongue in Tongue::ALL {
        for (name, text) in files(tongue) {
            let text = text.to_lowercase();
            for word in avoided.iter().chain(&["ungültig", "leider", "entschuldigung", "verboten", "bitte "]) {
                assert!(!text.contains(word), "`{word}` in {}/{name}", tongue.tag());
            }
        }
    }
}

#[track_caller]
fn check(say: impl Fn(Speech) -> String, expected: [&str; 3]) {
    assert_eq!(Tongue::ALL.map(|tongue| say(Speech::of(tongue))), expected);
}

fn day(day: u8) -> Date {
    Date::new(2026, 3, day).unwrap()
}

#[test]
fn dates_are_said_as_people_say_them() {
    check(|s| s.date(day(12)), ["12 March 2026", "12 марта 2026", "12. März 2026"]);
    check(|s| s.short_date(Date::new(2026, 9, 1).unwrap()), ["1 Sept 2026", "1 сент. 2026", "1. Sept. 2026"]);
    check(|s| s.partial_date(PartialDate::of_year(1962).unwrap()), ["1962", "1962", "1962"]);
    let march = PartialDate::new(1962, Some(3), None).unwrap();
    check(|s| s.partial_date(march), ["March 1962", "март 1962", "März 1962"]);
    check(|s| s.moment(day(1), 9, 5), ["1 March 2026, 09:05", "1 марта 2026, 09:05", "1. März 2026, 09:05 Uhr"]);
}

#[test]
fn days_are_counted_in_the_plurals_of_the_language() {
    check(|s| s.until(0), ["due today", "срок сегодня", "heute fällig"]);
    check(|s| s.until(1), ["due tomorrow", "срок завтра", "morgen fällig"]);
    check(|s| s.until(3), ["due in 3 days", "срок через 3 дня", "in 3 Tagen fällig"]);
    check(|s| s.until(21), ["due in 21 days", "срок через 21 день", "in 21 Tagen fällig"]);
    check(|s| s.until(11), ["due in 11 days", "срок через 11 дней", "in 11 Tagen fällig"]);
    check(|s| s.until(-1), ["1 day late", "просрочено на 1 день", "1 Tag überfällig"]);
    check(|s| s.until(-5), ["5 days late", "просрочено на 5 дней", "5 Tage überfällig"]);
    check(|s| s.ago(1), ["yesterday", "вчера", "gestern"]);
    check(|s| s.ago(42), ["42 days ago", "42 дня назад", "vor 42 Tagen"]);
}

#[test]
fn numbers_are_grouped_as_the_language_groups() {
    check(|s| s.number(1_234_567), ["1,234,567", "1\u{a0}234\u{a0}567", "1.234.567"]);
    check(|s| s.number(1_234), ["1,234", "1234", "1234"]);
    check(|s| s.number(-12), ["−12", "−12", "−12"]);
    check(|s| s.decimal(0.8349, 2), ["0.83", "0,83", "0,83"]);
    check(|s| s.percent(0.25), ["25%", "25\u{a0}%", "25\u{a0}%"]);
    let shown = [("count", 21.into()), ("total", 20_000.into())];
    check(
        |s| s.with("list-shown", &shown),
        ["21 of 20,000 shown", "показана 21 из 20\u{a0}000", "21 von 20.000 gezeigt"],
    );
}

#[test]
fn the_account_chooses_before_the_cookie_and_the_cookie_before_the_browser() {
    let (german, russian, english) = (Tongue::German, Tongue::Russian, Tongue::English);
    assert_eq!(Tongue::choose(Some(german), Some("ru"), Some("en")), german);
    assert_eq!(Tongue::choose(None, Some("ru"), Some("en")), russian);
    assert_eq!(Tongue::choose(None, Some("xx"), Some("fr, de-CH;q=0.8, en;q=0.7")), german);
    assert_eq!(Tongue::choose(None, None, Some("ru;q=0.3, en;q=0.9")), english);
    assert_eq!(Tongue::choose(None, None, Some("de;q=0, fr")), english);
    assert_eq!(Tongue::choose(None, None, Some("ru;q=nonsense, de;q=0.1")), german);
    assert_eq!(Tongue::choose(None, None, None), english);
}
