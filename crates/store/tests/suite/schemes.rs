//! Schemes and mappings: looked at, kept, replaced and taken out, each with its fact and its count.

use model::{Concept, ConceptCode, ConceptScheme, Language, Mapping, MappingRelation, SchemeHead, SchemeStage, Text};
use store::{Error, Result};

use crate::kit::{Office, scope};

fn mapping(from: (&str, &str), relation: MappingRelation, to: (&str, &str)) -> Mapping {
    Mapping { from: ConceptCode::new(from.0, from.1), relation, to: ConceptCode::new(to.0, to.1) }
}

/// A scheme of our own with everything that one can have.
fn tools() -> ConceptScheme {
    let english = |text: &str| Text { language: Language::parse("en"), text: text.to_owned() };
    let head = SchemeHead {
        word: "tools".into(),
        uri: Some("https://example.org/tools".into()),
        titles: vec![english("Tools"), Text { language: Language::parse("ru"), text: "Инструменты".into() }],
        version: Some("2".into()),
        source: Some("the works".into()),
        rights: Some("free".into()),
    };
    let concepts = vec![
        Concept {
            notation: "T1".into(),
            uri: Some("https://example.org/tools/1".into()),
            labels: vec![english("cutting tools")],
            alternatives: vec![english("cutters"), Text::plain("Schneiden")],
            notes: vec![english("Not of wood.")],
            ..Concept::default()
        },
        Concept { broader: vec!["T1".into()], related: vec!["T3".into()], ..Concept::labelled("T2", "lathe tools") },
        Concept { broader: vec!["T1".into()], ..Concept::labelled("T3", "drills") },
    ];
    ConceptScheme::kept(head, concepts).unwrap().0
}

fn small(word: &str, codes: &[&str]) -> ConceptScheme {
    let concepts = codes.iter().map(|code| Concept::labelled(*code, *code)).collect();
    ConceptScheme::kept(SchemeHead::named(word), concepts).unwrap().0
}

impl Office {
    fn look(&mut self, scheme: &ConceptScheme, mappings: &[Mapping]) -> i64 {
        self.clock += 1_000;
        let doubts = ["line 3: a row cannot be read".to_owned()];
        let done: Result<i64> =
            self.writer.transact("vera", self.clock, |deed| deed.look_at_scheme(scheme, mappings, &doubts, "a.csv"));
        done.unwrap()
    }

    fn bring(&mut self, scheme: &ConceptScheme, mappings: &[Mapping]) {
        let id = self.look(scheme, mappings);
        let done: Result<store::SchemeLine> = self.writer.transact("vera", self.clock, |deed| deed.keep_scheme(id));
        done.unwrap();
    }

    fn mappings(&self) -> Vec<String> {
        self.reader().crosswalk(&scope()).unwrap().mappings().iter().map(ToString::to_string).collect()
    }
}

#[test]
fn a_scheme_is_read_back_as_it_was_laid_down_and_decides_only_once_it_is_kept() {
    let mut office = Office::new();
    let (tools, lathes) = (tools(), mapping(("tools", "T2"), MappingRelation::Close, ("trades", "R7")));
    let before = office.reader().scheme_epoch().unwrap();
    let id = office.look(&tools, std::slice::from_ref(&lathes));
    let held = office.reader().scheme_looked_at(&scope(), id).unwrap().unwrap();
    assert_eq!((&held.scheme, &held.mappings), (&tools, &vec![lathes.clone()]));
    assert_eq!(held.doubts, ["line 3: a row cannot be read"]);
    assert_eq!(held.line.head, *tools.head());
    assert_eq!(office.reader().scheme_epoch().unwrap(), before, "what is looked at changes nothing");
    assert!(office.mappings().is_empty() && office.reader().schemes(&scope()).unwrap().is_empty());

    let seq = office.writer.position().ledger_seq;
    let line: Result<store::SchemeLine> = office.writer.transact("vera", 9_000, |deed| deed.keep_scheme(id));
    assert_eq!(line.unwrap().stage, SchemeStage::Kept);
    let fact = office.reader().facts_after(&scope(), seq, 9).unwrap().remove(0).fact;
    assert_eq!((fact.verb.word(), fact.object.as_str()), ("stated", "scheme:tools"));
    assert_eq!(fact.change.as_deref(), Some("classes:3 mappings:1 version:2"));
    assert!(office.reader().scheme_epoch().unwrap() > before);
    let crosswalk = office.reader().crosswalk(&scope()).unwrap();
    assert_eq!((crosswalk.scheme("tools"), crosswalk.mappings()), (Some(&tools), &[lathes][..]));
    let jobs = office.reader().jobs(&scope(), 9).unwrap();
    assert_eq!(jobs[0].kind, model::JobKind::MatchClasses, "needs are matched again");
    office.check_whole();
}

#[test]
fn a_newer_edition_takes_the_place_of_the_one_before_with_what_its_file_brought() {
    let mut office = Office::new();
    let old = mapping(("a", "1"), MappingRelation::Exact, ("b", "1"));
    let new = mapping(("a", "2"), MappingRelation::Exact, ("b", "2"));
    let own = mapping(("a", "3"), MappingRelation::Close, ("b", "3"));
    office.bring(&small("a", &["1", "3"]), std::slice::from_ref(&old));
    let said: Result<()> = office.writer.transact("vera", 5, |deed| deed.map_class(&own));
    said.unwrap();
    let seq = office.writer.position().ledger_seq;
    office.bring(&small("a", &["2", "3"]), std::slice::from_ref(&new));
    assert_eq!(office.verbs_after(seq), ["restated"]);
    assert_eq!(office.mappings(), [new.to_string(), own.to_string()], "what was made by hand stays");
    let schemes = office.reader().schemes(&scope()).unwrap();
    assert_eq!((schemes.len(), schemes[0].n_concepts), (1, 2));
    office.check_whole();

    let seq = office.writer.position().ledger_seq;
    let gone: Result<()> = office.writer.transact("vera", 7, |deed| deed.remove_scheme("a"));
    gone.unwrap();
    assert_eq!(office.verbs_after(seq), ["removed"]);
    let crosswalk = office.reader().crosswalk(&scope()).unwrap();
    assert!(crosswalk.is_empty(), "nothing leads from it or to it: {:?}", crosswalk.mappings());
    let again: Result<()> = office.writer.transact("vera", 8, |deed| deed.remove_scheme("a"));
    assert!(matches!(again, Err(Error::Refused(_))));
    office.check_whole();
}

#[test]
fn a_crosswalk_is_kept_beside_what_is_there_and_let_go_between_two_schemes() {
    let mut office = Office::new();
    office.bring(&small("a", &["1"]), &[]);
    let ours = [
        mapping(("a", "1"), MappingRelation::Exact, ("b", "1")),
        mapping(("c", "9"), MappingRelation::Narrower, ("a", "1")),
    ];
    let seq = office.writer.position().ledger_seq;
    office.bring(&ConceptScheme::mended(SchemeHead::default(), Vec::new()).0, &ours);
    let facts = office.reader().facts_after(&scope(), seq, 9).unwrap();
    let told: Vec<_> = facts.iter().map(|held| (held.fact.object.as_str(), held.fact.target.as_deref())).collect();
    assert_eq!(told, [("scheme:a", Some("scheme:b")), ("scheme:c", Some("scheme:a"))]);
    assert_eq!(office.mappings().len(), 2);
    assert_eq!(office.reader().schemes(&scope()).unwrap().len(), 1, "a crosswalk is no scheme");
    let n: Result<u64> = office.writer.transact("vera", 9, |deed| deed.unmap_schemes("a", "c"));
    assert_eq!((n.unwrap(), office.mappings()), (1, vec![ours[0].to_string()]));
    office.check_whole();
}

#[test]
fn what_is_said_is_said_once_in_either_direction_and_can_be_taken_back() {
    let mut office = Office::new();
    let own = mapping(("a", "1"), MappingRelation::Broader, ("b", "2"));
    let turned = mapping(("b", "2"), MappingRelation::Narrower, ("a", "1"));
    let mut say = |own: &Mapping| -> Result<()> { office.writer.transact("vera", 5, |deed| deed.map_class(own)) };
    say(&own).unwrap();
    assert!(say(&own).is_err() && say(&turned).is_err());
    let seq = office.writer.position().ledger_seq;
    let mut unsay = |own: &Mapping| -> Result<()> { office.writer.transact("vera", 6, |deed| deed.unmap_class(own)) };
    unsay(&turned).unwrap();
    assert!(unsay(&own).is_err());
    let fact = office.reader().facts_after(&scope(), seq, 9).unwrap().remove(0).fact;
    assert_eq!((fact.verb.word(), fact.change.as_deref()), ("unmapped", Some("b 2 → narrower → a 1")));
    assert!(office.mappings().is_empty());
}

#[test]
fn what_is_looked_at_is_let_go_by_a_person_or_by_time_and_stays_in_no_table() {
    let mut office = Office::new();
    let (first, second) = (office.look(&tools(), &[]), office.look(&tools(), &[]));
    let dropped: Result<()> = office.writer.transact("vera", 9, |deed| deed.drop_scheme(first));
    dropped.unwrap();
    let kept: Result<store::SchemeLine> = office.writer.transact("vera", 9, |deed| deed.keep_scheme(first));
    assert!(matches!(kept, Err(Error::Refused(_))), "what was let go is not kept");
    let clock = office.clock;
    let swept: Result<()> = office.writer.transact("office", clock, |deed| deed.forget_schemes(clock + 1));
    swept.unwrap();
    assert_eq!(office.reader().scheme_looked_at(&scope(), second).unwrap().map(|held| held.line), None);
    let conn = rusqlite::Connection::open(office.database()).unwrap();
    for table in ["scheme", "concept", "concept_text", "concept_link", "scheme_doubt", "mapping"] {
        let n: i64 = conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        assert_eq!(n, 0, "{table}");
    }
}
