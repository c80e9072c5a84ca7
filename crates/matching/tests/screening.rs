//! Screening as its users see it: pairs of names by class of difficulty, and what always holds.

use matching::screening::{Index, Listed, POSSIBLE, ScreeningReason, Subject, SubjectKind, Tier, compare_names, judge};
use proptest::prelude::*;

/// Of every class at least this share of the pairs that are one party is found, and at most this share of the hard
/// pairs that are two raises an alarm.
const RECALL_MIN: f64 = 0.8;
const ALARMS_MAX: f64 = 0.15;

struct Pair {
    class: &'static str,
    kind: SubjectKind,
    same: bool,
    names: (&'static str, &'static str),
}

fn pairs() -> Vec<Pair> {
    let mut class = "";
    let mut out = Vec::new();
    let files = [include_str!("screening/pairs.txt"), include_str!("screening/further.txt")];
    let lines = files.into_iter().flat_map(str::lines);
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(head) = line.strip_prefix('[') {
            class = head.trim_end_matches(']');
            continue;
        }
        let (mark, names) = line.split_once(' ').expect("a mark and names");
        let (one, other) = names.split_once(" | ").expect("two names");
        let kind = match &mark[..1] {
            "P" => SubjectKind::Person,
            "O" => SubjectKind::Organisation,
            _ => SubjectKind::Vessel,
        };
        out.push(Pair { class, kind, same: mark.ends_with('+'), names: (one, other) });
    }
    out
}

#[test]
fn every_class_of_difficulty_is_found_and_hard_pairs_raise_few_alarms() {
    let pairs = pairs();
    let mut classes: Vec<&str> = pairs.iter().map(|pair| pair.class).collect();
    classes.dedup();
    let (mut alarms, mut hard) = (0, 0);
    for class in classes {
        let (mut found, mut same) = (0, 0);
        let mut missed = Vec::new();
        for pair in pairs.iter().filter(|pair| pair.class == class) {
            let verdict = compare_names(pair.kind, pair.names.0, pair.names.1);
            if pair.same {
                same += 1;
                found += usize::from(verdict.tier.is_some());
                if verdict.tier.is_none() {
                    missed.push(pair.names);
                }
            } else {
                hard += 1;
                alarms += usize::from(verdict.tier.is_some());
                assert_ne!(verdict.tier, Some(Tier::Strong), "{:?} are two", pair.names);
            }
        }
        assert!(found as f64 >= RECALL_MIN * same as f64, "{class}: {found} of {same}; missed {missed:?}");
    }
    assert!(alarms as f64 <= ALARMS_MAX * hard as f64, "{alarms} alarms on {hard} hard pairs");
}

fn subject(name: &str) -> Subject {
    Subject::named(name, SubjectKind::Person)
}

#[test]
fn more_evidence_scores_higher_and_nothing_is_sure() {
    let score = |edit: fn(&mut Subject)| {
        let (mut a, mut b) = (subject("Mehmet Yıldız"), subject("Mehmet Yildiz"));
        edit(&mut a);
        edit(&mut b);
        judge(&a, &b).score
    };
    let name = score(|_| {});
    let year = score(|s| s.born = vec!["1962".into()]);
    let day = score(|s| s.born = vec!["1962-04-19".into()]);
    let place = score(|s| {
        s.born = vec!["1962-04-19".into()];
        s.countries = vec!["TR".into()];
    });
    let passport = score(|s| {
        s.born = vec!["1962-04-19".into()];
        s.countries = vec!["TR".into()];
        s.identifiers = vec!["U 123 4567".into()];
    });
    assert!(name < year && year < day && day < place && place < passport && passport < 1.0);
    let long =
        compare_names(SubjectKind::Person, "Aslan Mehmet Yıldız Karadeniz", "Aslan Mehmet Yildiz Karadeniz").score;
    assert!(long > name, "four words that agree say more than two");
}

#[test]
fn what_is_otherwise_known_can_part_two_of_one_name() {
    let person = |born: &str, country: &str| Subject {
        born: vec![born.into()],
        countries: vec![country.into()],
        ..subject("Mohammed Ali Hassan")
    };
    let same = judge(&person("1950-01-02", "iq"), &person("1950-01-02", "iq"));
    let other = judge(&person("1950-01-02", "iq"), &person("1988", "ca"));
    assert!(other.score < 0.8 * same.score);
    assert!(other.reasons.iter().any(|reason| reason.name() == "other-birth"));
    assert!(other.reasons.iter().any(|reason| reason.name() == "other-country"));
}

#[test]
fn an_initial_stands_for_no_family_name() {
    let other = compare_names(SubjectKind::Person, "Владимир Путин", "KONONOV, Vladimir P.");
    assert_eq!(other.tier, None, "{}", other.score);
    for (one, other) in [("Владимир Путин", "PUTIN, Vladimir V."), ("Korolev S. P.", "Сергей Павлович Королёв")]
    {
        assert!(compare_names(SubjectKind::Person, one, other).tier.is_some(), "{one} {other}");
    }
}

#[test]
fn a_weak_alias_counts_less_and_says_so() {
    let listed = |weak: bool| Subject {
        aliases: if weak { Vec::new() } else { vec!["Black Falcon".into()] },
        weak_aliases: if weak { vec!["Black Falcon".into()] } else { Vec::new() },
        ..subject("Umar Farid Nasser")
    };
    let (alias, weak) =
        (judge(&subject("Black Falcon"), &listed(false)), judge(&subject("Black Falcon"), &listed(true)));
    assert!(weak.score < alias.score && weak.tier.is_some());
    assert!(weak.reasons.contains(&ScreeningReason::WeakAlias));
}

#[test]
fn reasons_name_the_words_on_both_sides() {
    let verdict = compare_names(SubjectKind::Organisation, "Factory No. 5", "Factory No. 6");
    assert_eq!(verdict.tier, None);
    assert!(verdict.reasons.contains(&ScreeningReason::OtherNumber(vec!["5".into()], vec!["6".into()])));
    let turned = compare_names(SubjectKind::Person, "Сергей Петров", "Petrow, Sergej I.");
    assert!(
        turned.reasons.iter().any(|r| matches!(r, ScreeningReason::SameSound(a, b) if a == "petrov" && b == "petrow"))
    );
    assert!(turned.reasons.contains(&ScreeningReason::OnlyThere(vec!["i".into()])));
}

#[test]
fn an_identifier_finds_a_party_of_another_name() {
    let listed = Listed {
        key: "7".into(),
        subject: Subject {
            identifiers: vec!["IMO 9187629".into()],
            ..Subject::named("Golden Wave", SubjectKind::Vessel)
        },
    };
    let index = Index::new([listed]);
    let asked =
        Subject { identifiers: vec!["imo9187629".into()], ..Subject::named("Silver Moon", SubjectKind::Vessel) };
    let hits = index.search(&asked, 5);
    assert_eq!(hits.first().map(|hit| hit.key.as_str()), Some("7"));
}

/// Which of the names the index finds, and which are found by reading every one.
fn found_and_read(names: &[String], asked: &str) -> (Vec<usize>, Vec<usize>) {
    let listed = names.iter().enumerate().map(|(i, name)| Listed { key: i.to_string(), subject: subject(name) });
    let asked = subject(asked);
    let hits = Index::new(listed).search(&asked, usize::MAX);
    let mut found: Vec<usize> = hits.iter().map(|hit| hit.key.parse().expect("a number")).collect();
    found.sort_unstable();
    let read = (0..names.len()).filter(|i| judge(&asked, &subject(&names[*i])).tier.is_some()).collect();
    (found, read)
}

#[test]
fn the_index_finds_names_that_are_hardly_any() {
    for (listed, asked) in [
        ("5 bin", "5"),
        ("bin 5", "5"),
        ("al J.", "J."),
        ("J.", "al J."),
        ("no 5", "5"),
        ("5", "5 5"),
        ("小平 sergei", "abdul 小平"),
    ] {
        let (found, read) = found_and_read(&[listed.to_owned()], asked);
        assert_eq!(found, read, "{asked} in a list of {listed}");
    }
}

#[test]
fn the_servant_of_the_merciful_is_not_the_merciful() {
    let verdict = compare_names(SubjectKind::Person, "عبد الرحمن", "الرحمن");
    assert_eq!(verdict.tier, None, "{verdict:?}");
    assert_eq!(compare_names(SubjectKind::Person, "عبد الرحمن", "عبدالرحمن").tier, Some(Tier::Strong));
}

/// Words of names of many scripts.
const WORDS: [&str; 40] = [
    "ivan",
    "petrov",
    "sergei",
    "Wjatscheslaw",
    "müller",
    "hans",
    "O'Neill",
    "García",
    "josé",
    "mohammed",
    "abdul",
    "rahman",
    "al",
    "hassan",
    "bin",
    "kim",
    "jong",
    "un",
    "李",
    "小平",
    "Иванов",
    "Пётр",
    "محمد",
    "حسن",
    "Γιώργος",
    "タナカ",
    "はなこ",
    "김정은",
    "bank",
    "trading",
    "ltd",
    "gmbh",
    "no",
    "5",
    "ООО",
    "Ромашка",
    "J.",
    "JC",
    "naranjan",
    "Schmidt",
];

fn name() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), 1..6).prop_map(|words| words.join(" "))
}

fn kind() -> impl Strategy<Value = SubjectKind> {
    prop::sample::select(vec![
        SubjectKind::Person,
        SubjectKind::Organisation,
        SubjectKind::Vessel,
        SubjectKind::Unknown,
    ])
}

/// Words without small words, initials and phrases, whose order says nothing.
fn plain_words() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[a-z]{4,9}", 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn it_is_the_same_the_other_way_round(a in name(), b in name(), kind in kind()) {
        let (one, other) = (compare_names(kind, &a, &b), compare_names(kind, &b, &a));
        prop_assert_eq!(one.score, other.score);
        prop_assert_eq!(one.tier, other.tier);
    }

    #[test]
    fn any_text_is_a_name(a in any::<String>(), b in any::<String>(), kind in kind()) {
        let verdict = compare_names(kind, &a, &b);
        prop_assert!((0.0..1.0).contains(&verdict.score));
    }

    #[test]
    fn a_name_is_itself(a in name(), kind in kind()) {
        let verdict = compare_names(kind, &a, &a);
        prop_assert!(verdict.score >= POSSIBLE || a.chars().filter(|c| c.is_alphanumeric()).count() < 5, "{} {}", a, verdict.score);
    }

    #[test]
    fn order_case_and_accents_do_not_matter(words in plain_words(), other in plain_words(), turn in 0usize..5) {
        let mut turned = words.clone();
        turned.rotate_left(turn % words.len());
        let shouted = turned.join(" ").to_uppercase().replace('E', "É").replace('O', "Ö");
        let other = other.join(" ");
        let (plain, changed) = (
            compare_names(SubjectKind::Person, &words.join(" "), &other),
            compare_names(SubjectKind::Person, &shouted, &other),
        );
        prop_assert!((plain.score - changed.score).abs() < 1e-6, "{:?} {:?}", plain, changed);
    }

    #[test]
    fn another_alias_never_lowers(a in name(), b in name(), alias in name()) {
        let with = |aliases: Vec<String>| Subject { aliases, ..Subject::named(&b, SubjectKind::Person) };
        let asked = subject(&a);
        prop_assert!(judge(&asked, &with(vec![alias])).score >= judge(&asked, &with(Vec::new())).score);
    }

    #[test]
    fn the_index_finds_what_reading_every_entry_finds(
        names in prop::collection::vec(name(), 1..60),
        asked in name(),
    ) {
        let (found, read) = found_and_read(&names, &asked);
        prop_assert_eq!(found, read);
    }
}
