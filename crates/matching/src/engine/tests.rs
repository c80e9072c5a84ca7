//! The engine against the oracle.

use std::sync::Arc;

use model::{
    Concept, ConceptCode, ConceptScheme, Contributor, Crosswalk, Kind, Language, Mapping, MappingRelation, PartialDate,
    Record, SchemeHead, Subject, SubjectScheme, Text,
};
use proptest::prelude::*;

use super::*;
use crate::analysis::Analysis;
use crate::oracle;
use crate::query::{Query, parse};
use crate::ranking::Weights;
use crate::sheet::Sheet;
use crate::statistics::Statistics;

/// A small vocabulary, so that words meet: inflected English and German, accents, numbers.
const WORDS: &[&str] = &[
    "turbine",
    "turbines",
    "Turbine",
    "Turbinen",
    "gas",
    "gases",
    "steam",
    "blade",
    "blades",
    "Schaufel",
    "Schaufeln",
    "über",
    "uber",
    "X-ray",
    "3.5",
    "steel",
    "steels",
    "weld",
    "welding",
    "welded",
    "rectifier",
    "a",
    "the",
];

/// Classes of several schemes, some with one code in two of them.
const CODES: &[(SubjectScheme, &str)] = &[
    (SubjectScheme::Cpc, "H01L21/02"),
    (SubjectScheme::Cpc, "H01L31/00"),
    (SubjectScheme::Cpc, "F02C"),
    (SubjectScheme::Ipc, "H01"),
    (SubjectScheme::Grnti, "29"),
    (SubjectScheme::Grnti, "29.19.31"),
    (SubjectScheme::Ford, "1.3"),
    (SubjectScheme::Udc, "1.3"),
    // What a sender may write to pass for another scheme.
    (SubjectScheme::Other, "ford\u{1}1.3"),
    (SubjectScheme::Other, "T1"),
    (SubjectScheme::Other, "T2"),
    (SubjectScheme::Other, "T3"),
];

/// A crosswalk between them, with a thesaurus of tools.
fn crosswalk() -> impl Strategy<Value = Crosswalk> {
    let ends = [
        "cpc H01L21",
        "cpc H01L31/00",
        "ipc H01",
        "grnti 29",
        "grnti 29.19",
        "ford 1.3",
        "udc 1.3",
        "tools T1",
        "tools T3",
    ];
    let code = prop::sample::select(ends.to_vec()).prop_map(|end| {
        let (scheme, code) = end.split_once(' ').unwrap();
        ConceptCode::new(scheme, code)
    });
    let relation = prop::sample::select(MappingRelation::ALL.to_vec());
    let mapping = (code.clone(), relation, code).prop_map(|(from, relation, to)| Mapping { from, relation, to });
    (prop::collection::vec(mapping, 0..6), any::<bool>()).prop_map(|(mappings, known)| {
        let below =
            |code: &str, above: &str| Concept { broader: vec![above.to_owned()], ..Concept::labelled(code, "x") };
        let concepts = vec![Concept::labelled("T1", "x"), below("T2", "T1"), below("T3", "T2")];
        let tools = ConceptScheme::mended(SchemeHead::named("tools"), concepts).0;
        Crosswalk::new(mappings, known.then(|| Arc::new(tools))).0
    })
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS), 0..14).prop_map(|words| words.join(" "))
}

fn language() -> impl Strategy<Value = Option<Language>> {
    prop::sample::select(vec![None, Language::parse("en"), Language::parse("de"), Language::parse("xx")])
}

prop_compose! {
    pub(super) fn record()(
        titles in prop::collection::vec((text(), language()), 0..3),
        abstracts in prop::collection::vec((text(), language()), 0..3),
        keywords in prop::collection::vec(prop::sample::select(WORDS), 0..3),
        authors in prop::collection::vec(prop::sample::select(vec!["Ada Steel", "Gas", "Karl Schaufel"]), 0..3),
        codes in prop::collection::vec(prop::sample::select(CODES), 0..4),
        given in prop::collection::vec(prop::sample::select(CODES), 0..3),
        year in prop::option::of(1950..1970i32),
        patent in any::<bool>(),
        language in language(),
    ) -> Record {
        let texts = |all: Vec<(String, Option<Language>)>| all.into_iter().map(|(text, language)| Text { text, language }).collect();
        let mut subjects: Vec<Subject> = keywords.into_iter().map(Subject::keyword).collect();
        subjects.extend(codes.iter().map(|(scheme, code)| Subject::coded(*scheme, code)));
        Record {
            titles: texts(titles),
            abstracts: texts(abstracts),
            contributors: authors.iter().map(|name| {
                let (given, family) = name.split_once(' ').unwrap_or(("", name));
                Contributor::author(family, given)
            }).collect(),
            subjects,
            given: given.iter().map(|(scheme, code)| Subject::coded(*scheme, code)).collect(),
            published: year.and_then(PartialDate::of_year),
            kind: if patent { Kind::Patent } else { Kind::Article },
            language,
            ..Record::default()
        }
    }
}

fn leaf() -> impl Strategy<Value = String> {
    let word = prop::sample::select(WORDS).prop_map(str::to_owned);
    let field = prop::sample::select(vec!["", "", "title:", "abstract:", "author:", "text:"]);
    prop_oneof![
        6 => (field.clone(), word.clone()).prop_map(|(f, w)| format!("{f}{w}")),
        2 => (field.clone(), word.clone(), 2..5usize).prop_map(|(f, w, n)| {
            let head: String = w.chars().take(n).collect();
            if head.contains(['-', '.']) || head.chars().count() < 2 { format!("{f}{w}") } else { format!("{f}{head}*") }
        }),
        3 => (field.clone(), word.clone(), word.clone()).prop_map(|(f, a, b)| format!("{f}\"{a} {b}\"")),
        3 => (field.clone(), word.clone(), 1..6u32, word.clone()).prop_map(|(f, a, n, b)| format!("{f}({a} NEAR/{n} {b})")),
        2 => (field, word.clone(), word.clone(), 1..4u32, word.clone())
            .prop_map(|(f, a, b, n, c)| format!("{f}((\"{a} {b}\" OR {c}) ADJ/{n} {b})")),
        1 => (word.clone(), word.clone(), word).prop_map(|(a, b, c)| format!("({a} NEAR/2 {b} NEAR/3 {c}*)").replace(".5*", ".5").replace("a*", "a")),
        1 => prop::sample::select(vec!["class:H01L", "class:H01L21/02", "class:\"H01\"", "class:F", "class:29", "class:\"29.19\"", "class:1.3", "class:T1", "kind:patent", "lang:de"]).prop_map(str::to_owned),
        1 => (1948..1972i32, 0..9i32).prop_map(|(from, n)| format!("year:{from}..{}", from + n)),
    ]
}

pub(super) fn query() -> impl Strategy<Value = String> {
    leaf().prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            4 => prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" AND "))),
            3 => prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" OR "))),
            2 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} NOT {b})")),
            1 => inner.prop_map(|part| format!("(NOT {part})")),
        ]
    })
}

fn standing(queries: &[String]) -> Vec<Standing> {
    queries
        .iter()
        .map(|text| Standing { query: parse(text).unwrap_or_else(|error| panic!("{text}: {error}")), threshold: None })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_and_the_oracle_are_of_one_mind(
        queries in prop::collection::vec(query(), 1..12),
        records in prop::collection::vec(record(), 1..8),
        plain in any::<bool>(),
        counted in any::<bool>(),
        crosswalk in prop_oneof![Just(Crosswalk::default()), crosswalk()],
    ) {
        let analysis = if plain { Analysis::Plain } else { Analysis::Stemmed };
        let mut standing = standing(&queries);
        standing.iter_mut().for_each(|one| one.query = one.query.clone().across(&crosswalk));
        let mut statistics = Statistics::default();
        if counted {
            records.iter().for_each(|record| statistics.add(&Sheet::new(record, analysis)));
        }
        let engine = Engine::new(&standing, analysis, &statistics, Weights::default());
        let mut matcher = Matcher::new(&engine, true);
        for record in &records {
            let mut hits = Vec::new();
            matcher.hits(record, &mut hits);
            hits.sort_by_key(|hit| hit.profile);
            let sheet = Sheet::new(record, analysis);
            let found: Vec<usize> = hits.iter().map(|hit| hit.profile as usize).collect();
            let expected: Vec<usize> =
                standing.iter().enumerate().filter(|(_, s)| oracle::judge(&s.query, &sheet).holds).map(|(i, _)| i).collect();
            prop_assert_eq!(found, expected, "record {:?}", record);
            for hit in hits {
                let rank = oracle::rank(&standing[hit.profile as usize].query, &sheet, &statistics, Weights::default());
                prop_assert!((rank - hit.score).abs() <= 1e-3 * rank.abs().max(1.0), "{} against {}", hit.score, rank);
            }
        }
    }

    #[test]
    fn what_is_displayed_reads_back(text in query()) {
        let query = parse(&text).unwrap();
        let shown = query.to_string();
        prop_assert_eq!(&query.clone().across(&Crosswalk::default()), &query, "no crosswalk changes nothing");
        prop_assert_eq!(parse(&shown).map_err(|error| error.to_string()), Ok(query), "{}", shown);
    }

    #[test]
    fn no_query_makes_the_parser_fall(text in "[a-zA-Z0-9 ():\"*/.ANDORTE-]{0,60}") {
        let _ = parse(&text);
    }
}

fn check(query: &str, title: &str, expected: bool) {
    let record = Record { titles: vec![Text::plain(title)], ..Record::default() };
    let standing = standing(&[query.to_owned()]);
    let engine = Engine::new(&standing, Analysis::Stemmed, &Statistics::default(), Weights::default());
    let mut hits = Vec::new();
    Matcher::new(&engine, false).hits(&record, &mut hits);
    assert_eq!(!hits.is_empty(), expected, "{query} on {title}");
    assert_eq!(oracle::judge(&standing[0].query, &Sheet::new(&record, Analysis::Stemmed)).holds, expected);
}

#[test]
fn words_meet_in_all_their_forms_and_phrases_only_in_order() {
    check("turbine", "Turbines of today", true);
    check("\"gas turbine\"", "the gas-turbines of today", true);
    check("\"gas turbine\"", "turbine for gas", false);
    check("gas ADJ/2 turbine", "gas driven turbine", true);
    check("turbine ADJ/2 gas", "gas driven turbine", false);
    check("turbine NEAR/2 gas", "gas driven turbine", true);
    check("turbine NEAR/1 gas", "gas driven turbine", false);
    check("turb*", "turbulence", true);
    check("électricité", "Electricite de la mine", true);
    check("gas NEAR/3 gas", "gas", false);
    check("gas NEAR/3 ga*", "gas", false);
    check("gas NEAR/3 ga*", "gas gas", true);
    check("NOT steam", "gas", true);
}

#[test]
fn a_title_runs_on_into_its_abstract_and_into_nothing_else() {
    let record = Record {
        titles: vec![Text::plain("on gas")],
        abstracts: vec![Text::plain("turbine blades")],
        subjects: vec![Subject::keyword("cooling")],
        ..Record::default()
    };
    let sheet = Sheet::new(&record, Analysis::Stemmed);
    let holds = |text: &str| oracle::judge(&parse(text).unwrap(), &sheet).holds;
    assert!(holds("\"gas turbine\""));
    assert!(!holds("blades NEAR/50 cooling"));
    assert!(!holds("title:\"gas turbine\""));
}

#[test]
fn a_profile_that_no_word_files_is_reported_with_its_cost() {
    let queries = ["NOT steam", "year:1960..", "gas year:1960..", "gas OR year:1960.."].map(str::to_owned);
    let engine = Engine::new(&standing(&queries), Analysis::Stemmed, &Statistics::default(), Weights::default());
    let reported: Vec<usize> = engine.costs().iter().map(|cost| cost.profile).collect();
    assert_eq!(reported, [0, 1, 3]);
    assert!(engine.costs()[0].reason.contains("must not be there"));
}

#[test]
fn a_threshold_keeps_low_ranks_back() {
    let query: Query = parse("gas").unwrap();
    let records = ["gas", "gas and very many other things that are said at length about steam and blades"]
        .map(|title| Record { titles: vec![Text::plain(title)], ..Record::default() });
    let mut statistics = Statistics::default();
    records.iter().for_each(|record| statistics.add(&Sheet::new(record, Analysis::Stemmed)));
    let ranks = records
        .each_ref()
        .map(|record| oracle::rank(&query, &Sheet::new(record, Analysis::Stemmed), &statistics, Weights::default()));
    assert!(ranks[0] > ranks[1]);
    let between = (ranks[0] + ranks[1]) / 2.0;
    let standing = [Standing { query, threshold: Some(between) }];
    let engine = Engine::new(&standing, Analysis::Stemmed, &statistics, Weights::default());
    let mut matcher = Matcher::new(&engine, false);
    let counts = records.each_ref().map(|record| {
        let mut hits = Vec::new();
        matcher.hits(record, &mut hits);
        hits.len()
    });
    assert_eq!(counts, [1, 0]);
}
