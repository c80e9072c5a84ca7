//! Every language says the same things; code says nothing that no catalogue has.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use model::{Date, PartialDate, Refusal, Stage, sentence};

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
    sources_of("web")
}

/// The sources of a crate of this floor or of one below.
fn sources_of(floor: &str) -> Vec<String> {
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
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(floor).join("src"), &mut found);
    found
}

/// The places of an English text, as `{name}`.
fn places(english: &str) -> BTreeSet<String> {
    english.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

/// The sentences that rules say, by what they stand under in the catalogues: the English text with its places.
fn sentences_of_rules() -> BTreeMap<String, String> {
    let mut sentences = BTreeMap::new();
    for floor in ["model", "formats", "matching", "store", "desk", "web"] {
        for source in sources_of(floor) {
            let code: String = source
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .flat_map(|line| [line, "\n"])
                .collect();
            for call in code.split("sentence!(").skip(1) {
                let mut texts = call.replace("\\\"", "\u{1}");
                let key_at = texts.find('"').filter(|at| texts[..*at].trim().is_empty());
                // Not a use, as in the macro itself.
                let Some(key_at) = key_at else { continue };
                texts.drain(..=key_at);
                let mut parts = texts.split('"');
                let (key, between, english) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
                assert_eq!(between.trim(), ",", "`{key}` is not followed by its English text");
                let lines = english.replace('\u{1}', "\"");
                let english: Vec<&str> = lines
                    .split("\\\n")
                    .enumerate()
                    .map(|(at, line)| if at == 0 { line } else { line.trim_start() })
                    .collect();
                let english = english.concat();
                let before = sentences.insert(format!("refused-{key}"), english.clone());
                assert!(before.is_none_or(|before| before == english), "`{key}` says two things");
            }
        }
    }
    sentences
}

/// Every text between quotation marks that could be a key.
fn quoted(source: &str) -> impl Iterator<Item = &str> {
    source.split('"').filter(|text| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}

#[test]
fn every_language_has_the_same_keys_with_the_same_values() {
    let english = keys(Tongue::English);
    let rules = sentences_of_rules();
    assert!(english.len() > 100, "the catalogues were not read");
    for tongue in Tongue::ALL {
        let own = keys(tongue);
        let missing: Vec<_> = english.keys().filter(|key| !own.contains_key(*key)).collect();
        let is_known = |key: &String| english.contains_key(key) || rules.contains_key(key);
        let beyond: Vec<_> = own.keys().filter(|key| !is_known(key)).collect();
        assert!(missing.is_empty() && beyond.is_empty(), "`{}` lacks {missing:?} and has {beyond:?}", tongue.tag());
        for (key, variables) in own.iter().filter(|(key, _)| !rules.contains_key(*key)) {
            assert_eq!(variables, &english[key], "values of `{key}` in `{}`", tongue.tag());
        }
    }
}

#[test]
fn what_a_rule_refuses_is_said_in_every_language() {
    let rules = sentences_of_rules();
    assert!(rules.len() > 200, "the sentences of the rules were not read");
    for tongue in [Tongue::Russian, Tongue::German] {
        let own = keys(tongue);
        let missing: Vec<_> = rules.iter().filter(|(key, _)| !own.contains_key(*key)).collect();
        assert!(missing.is_empty(), "add these to `refusal.ftl` of `{}`: {missing:#?}", tongue.tag());
        for (key, english) in &rules {
            assert_eq!(own[key], places(english), "values of `{key}` in `{}`", tongue.tag());
        }
    }
    let english = keys(Tongue::English);
    let twice: Vec<_> = rules.keys().filter(|key| english.contains_key(*key)).collect();
    assert!(twice.is_empty(), "these stand in English where the rule stands: {twice:?}");
}

#[test]
fn a_refusal_is_said_with_its_values_as_the_language_writes_them() {
    let day = Date::new(2026, 3, 12).unwrap();
    let over = Refusal::Said(sentence!("day-over", "{day} is over; choose a later day", day));
    check(
        |s| s.refusal(&over),
        [
            "12 March 2026 is over; choose a later day",
            "12 марта 2026 уже прошло; выберите более поздний день",
            "12. März 2026 ist vorbei; wählen Sie einen späteren Tag",
        ],
    );
    let stage = Stage::Submitted;
    let closed = Refusal::Said(sentence!(
        "need-unchangeable",
        "The need stands at “{stage}” and cannot be changed; state a new one",
        stage
    ));
    check(
        |s| s.refusal(&closed),
        [
            "The need stands at “In review” and cannot be changed; state a new one",
            "Потребность в состоянии «На рассмотрении», изменить её нельзя; заявите новую",
            "Der Bedarf hat den Stand „In Prüfung“ und lässt sich nicht ändern; melden Sie einen neuen an",
        ],
    );
    let missing = Refusal::NotFound {
        noun: "need",
        text: "gears".to_owned(),
        next: sentence!("next-look-needs", "look for it in the list of needs"),
    };
    check(
        |s| s.refusal(&missing),
        [
            "There is no need “gears” here; look for it in the list of needs",
            "Потребности «gears» здесь нет; поищите в списке потребностей",
            "Einen Bedarf „gears“ gibt es hier nicht; suchen Sie in der Liste der Bedarfe",
        ],
    );
}

#[test]
fn every_noun_that_can_be_missing_has_its_sentence() {
    let english = keys(Tongue::English);
    for floor in ["model", "store", "desk", "web"] {
        for source in sources_of(floor) {
            let nouns = source.split("noun: \"").skip(1).filter_map(|rest| rest.split('"').next());
            for noun in nouns {
                assert!(english.contains_key(&format!("missing-{noun}")), "`missing-{noun}` stands in no catalogue");
            }
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
            // Keys are read by nobody, and may be made of a word of the model, as the state of a case that is ruled out.
            let is_key = |(key, _): &(&str, &str)| !key.starts_with([' ', '}']);
            let said = text.lines().map(|line| line.split_once(" =").filter(is_key).map_or(line, |(_, said)| said));
            for line in said.map(str::to_lowercase) {
                for word in avoided.iter().chain(&["ungültig", "leider", "entschuldigung", "verboten", "bitte "]) {
                    assert!(!line.contains(word), "`{word}` in {}/{name}: {line}", tongue.tag());
                }
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
    check(|s| s.decimal(-0.001, 2), ["0.00", "0,00", "0,00"]);
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
