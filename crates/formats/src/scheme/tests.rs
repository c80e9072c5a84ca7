use std::process::Command;
use std::sync::Arc;

use model::{Crosswalk, Language, MappingRelation, SubjectScheme, Text};
use proptest::prelude::*;

use super::*;
use crate::testing::collection;

fn read(text: &str) -> SchemeReading {
    read_scheme(text.as_bytes(), &SchemeHead::default(), &[])
}

fn said(doubts: &[Doubt]) -> String {
    doubts.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// A thesaurus of our own, in Turtle as people write it.
const SPRINGS: &str = r#"@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <https://example.org/springs/> .
<https://example.org/springs> a skos:ConceptScheme ; skos:prefLabel "Springs"@en .
ex:1 a skos:Concept ; skos:notation "S1" ; skos:prefLabel "spring"@en, "пружина"@ru ; skos:narrower ex:2 .
ex:2 a skos:Concept ; skos:notation "S2" ; skos:prefLabel "leaf spring"@en ; skos:altLabel "laminated spring"@en ;
  skos:scopeNote "Of vehicles."@en ; skos:related ex:3 ; skos:exactMatch <urn:x-uptake:scheme:grnti:55.43> .
ex:3 a skos:Concept ; skos:prefLabel "axle"@en ; skos:closeMatch <https://example.net/else> .
"#;

/// The same in RDF/XML.
const SPRINGS_XML: &str = r##"<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#" xml:base="https://example.org/springs/">
<skos:ConceptScheme rdf:about="https://example.org/springs"><skos:prefLabel xml:lang="en">Springs</skos:prefLabel></skos:ConceptScheme>
<skos:Concept rdf:about="1" skos:notation="S1"><skos:prefLabel xml:lang="en">spring</skos:prefLabel>
  <skos:prefLabel xml:lang="ru">пружина</skos:prefLabel>
  <skos:narrower><rdf:Description rdf:about="2"><rdf:type rdf:resource="http://www.w3.org/2004/02/skos/core#Concept"/>
    <skos:notation>S2</skos:notation><skos:prefLabel xml:lang="en">leaf spring</skos:prefLabel></rdf:Description></skos:narrower></skos:Concept>
<rdf:Description rdf:about="2"><skos:altLabel xml:lang="en">laminated  spring</skos:altLabel>
  <skos:scopeNote xml:lang="en">Of vehicles.</skos:scopeNote><skos:related rdf:resource="3"/>
  <skos:exactMatch rdf:resource="urn:x-uptake:scheme:grnti:55.43"/></rdf:Description>
<skos:Concept rdf:about="3"><skos:prefLabel xml:lang="en">axle</skos:prefLabel><skos:closeMatch rdf:resource="https://example.net/else"/></skos:Concept>
</rdf:RDF>"##;

#[test]
fn a_thesaurus_is_read_alike_in_turtle_and_in_xml() {
    for (text, form) in [(SPRINGS, SchemeForm::Turtle), (SPRINGS_XML, SchemeForm::SkosXml)] {
        let reading = read(text);
        assert_eq!(reading.form, Some(form));
        let scheme = &reading.scheme;
        assert_eq!((scheme.word(), scheme.concepts().len()), ("springs", 3));
        let leaf = scheme.concept("s2").unwrap();
        assert_eq!((leaf.broader.as_slice(), leaf.related.as_slice()), (&["S1".to_owned()][..], &["3".to_owned()][..]));
        assert_eq!((leaf.alternatives[0].text.as_str(), leaf.notes.len()), ("laminated spring", 1));
        assert_eq!(scheme.concept("S1").unwrap().label("ru"), Some("пружина"));
        assert_eq!(
            reading.mappings.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["springs S2 → exact → GRNTI 55.43"]
        );
        assert_eq!(
            said(&reading.doubts),
            "a concept has no notation; the end of its address was taken for one\n\
             a mapping leads from or to a concept of a scheme that is not here; it was left out"
        );
    }
}

#[test]
fn labels_that_are_things_are_said_to_be_left_out() {
    let reading = read(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xl: <http://www.w3.org/2008/05/skos-xl#> .\n\
         <a:1> a skos:Concept ; skos:prefLabel <a:label> ; xl:prefLabel <a:label> .",
    );
    assert!(said(&reading.doubts).contains("SKOS-XL"), "{}", said(&reading.doubts));
}

#[test]
fn a_damaged_graph_gives_what_stands_in_order() {
    let reading = read(&SPRINGS.replace("ex:3 a skos:Concept", "nowhere:3 a skos:Concept"));
    assert_eq!(reading.scheme.concepts().len(), 2);
    assert!(said(&reading.doubts).contains("line 7: this statement cannot be read"), "{}", said(&reading.doubts));
    let reading = read(&SPRINGS_XML[..SPRINGS_XML.len() / 2]);
    assert_eq!(reading.scheme.concepts()[0].notation, "S1");
    assert!(!reading.doubts.is_empty());
    for text in ["", "{\"a\": 1}", "<html/>", "name,colour\na,b", "\u{0}\u{1}", "notation\n1"] {
        assert!(said(&read(text).doubts).contains("nothing was read"), "{text}");
    }
}

#[test]
fn a_graph_without_end_does_not_exhaust_the_stack() {
    let deep = format!("# http://www.w3.org/2004/02/skos/core#\n<a:a> <a:b> {}", "[ <a:b> ".repeat(200_000));
    assert!(read(&deep).scheme.concepts().is_empty());
    let lists = format!("# http://www.w3.org/2004/02/skos/core#\n<a:a> <a:b> {}", "( ".repeat(200_000));
    assert!(read(&lists).scheme.concepts().is_empty());
    let xml = format!("<rdf:RDF>{}", "<skos:Concept><skos:narrower>".repeat(100_000));
    assert!(said(&read(&xml).doubts).contains("nested deeper"));
}

#[test]
fn a_table_is_read_whatever_divides_its_cells() {
    for text in [
        "notation,label@en,synonym@en,broader,colour\nS1,spring,,,red\nS2,leaf spring,a|b\\|c,S1,\n",
        "\u{feff}Code;Label@en;altLabel@en;Parent;colour\nS1;spring;;;red\nS2;leaf spring;a|b\\|c;S1;\n",
    ] {
        let reading = read_scheme(text.as_bytes(), &SchemeHead::named("springs"), &[]);
        let leaf = reading.scheme.concept("S2").unwrap();
        assert_eq!((leaf.label("en"), leaf.broader.len(), leaf.alternatives.len()), (Some("leaf spring"), 1, 2));
        assert_eq!(said(&reading.doubts), "the column `colour` is not known; it was left out");
    }
    for heading in ["label:en", "label_en", "Label (en)", "prefLabel.en"] {
        let text = format!("notation,{heading}\nS1,spring\nS2,leaf,spring\n");
        let reading = read_scheme(text.as_bytes(), &SchemeHead::named("springs"), &[]);
        assert_eq!((reading.scheme.concepts().len(), reading.scheme.concept("S1").unwrap().label("en")), (2, None));
        let name = heading.split([':', '_', ' ', '.']).next().unwrap().to_lowercase();
        assert_eq!(
            said(&reading.doubts),
            format!(
                "the column `{heading}` is not known; write `{name}@en`; it was left out\n\
                 1 rows have more cells than the header has names; those were left out"
            )
        );
    }
    let plain = read_scheme(b"code,label\nA,a\nA.1,b\nA.1.2,c\n", &SchemeHead::named("own"), &[]).scheme;
    assert_eq!(plain.above("A.1.2").len(), 2, "a table without `broader` says it by its notations");
}

#[test]
fn a_crosswalk_is_read_from_its_own_table_from_sssom_and_from_skos() {
    let springs = read(SPRINGS).scheme;
    for text in [
        "from_scheme,from,relation,to_scheme,to\nsprings,S2,exact,grnti,55.43\n",
        "# skos: http://www.w3.org/2004/02/skos/core#\nsubject_id\tpredicate_id\tobject_id\nsprings:S2\tskos:exactMatch\tGRNTI:55.43\n",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<https://example.org/springs/2> skos:exactMatch <urn:x-uptake:scheme:grnti:55.43> .",
    ] {
        let (mappings, doubts) = read_crosswalk(text.as_bytes(), &[&springs]);
        assert_eq!(mappings.iter().map(ToString::to_string).collect::<Vec<_>>(), ["springs S2 → exact → GRNTI 55.43"]);
        assert_eq!(said(&doubts), "");
    }
    let (mappings, doubts) =
        read_crosswalk("from_scheme,from,relation,to_scheme,to\na,1,like,b,2\na,,exact,b,2\n".as_bytes(), &[]);
    assert!(mappings.is_empty());
    assert_eq!(
        said(&doubts),
        "line 2: `like` is no relation; write exact, close, broader, narrower or related; the row was left out\n\
         line 3: an end has no scheme or no code; the row was left out"
    );
}

#[test]
fn a_file_of_mappings_is_a_crosswalk_and_one_of_classes_is_a_scheme() {
    let table = "from_scheme,from,relation,to_scheme,to\nsprings,S2,exact,grnti,55.43\n";
    let reading = read_file(table.as_bytes(), &SchemeHead::named("ignored"), &[]);
    assert_eq!((reading.form, reading.scheme.word(), reading.mappings.len()), (Some(SchemeForm::Crosswalk), "", 1));
    let reading = read_file(SPRINGS.as_bytes(), &SchemeHead::default(), &[]);
    assert_eq!((reading.form, reading.scheme.concepts().len()), (Some(SchemeForm::Turtle), 3));
    let reading = read_file(b"colour,taste\nred,sweet\n", &SchemeHead::default(), &[]);
    assert!(said(&reading.doubts).contains("nothing was read"), "{}", said(&reading.doubts));
}

#[test]
fn pieces_of_nothing_that_a_reader_gives_are_refused() {
    for piece in [
        "",
        "{}",
        "{\"head\":1}",
        "{\"mapping\":[\"a\",\"1\",\"like\",\"b\",\"2\"]}",
        "{\"concept\":{\"notation\":\"1\"}}",
    ] {
        assert!(SchemePieces::default().take(piece).is_err(), "{piece}");
    }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("=1+1".to_owned()),
        Just("'-x".to_owned()),
        Just("a|b\\".to_owned()),
        Just("Öl \"3\"; \\n".to_owned()),
        "[a-zа-я=+@'|\\\\\" ,;\u{85}<>&{}^`%#-]{0,8}",
        any::<String>(),
    ]
}

fn texts() -> impl Strategy<Value = Vec<Text>> {
    let tags =
        vec![None, Language::parse("en"), Language::parse("ru"), Language::parse("zh-Hant"), Language::parse("pt-BR")];
    let text = (prop::sample::select(tags), word()).prop_map(|(language, text)| Text { language, text });
    prop::collection::vec(text, 0..4)
}

prop_compose! {
    fn concept()(
        notation in prop_oneof![word(), "[A-C][0-9]?(\\.[0-9]){0,2}"],
        uri in prop::option::of(prop_oneof![Just("https://example.org/a#b".to_owned()), "a:[a-z0-9%/]{0,4}", word()]),
        labels in texts(),
        alternatives in texts(),
        notes in texts(),
        broader in prop::collection::vec("[A-C][0-9]?", 0..3),
        related in prop::collection::vec("[A-C][0-9]?", 0..3),
    ) -> Concept {
        Concept { notation, uri, labels, alternatives, notes, broader, related }
    }
}

prop_compose! {
    fn scheme()(
        word in prop::sample::select(vec!["own", "grnti", "ford", "cpc"]),
        (uri, version, source, rights) in (prop::option::of("a:[a-z%]{0,4}"), prop::option::of(word()), prop::option::of(word()), prop::option::of(word())),
        titles in texts(),
        concepts in prop::collection::vec(concept(), 0..8),
    ) -> ConceptScheme {
        let head = SchemeHead { word: word.to_owned(), uri, titles, version, source, rights };
        ConceptScheme::mended(head, concepts).0
    }
}

/// The scheme without characters that XML has no place for, and with blanks as its reader gives them.
fn for_xml(scheme: &ConceptScheme) -> ConceptScheme {
    let fit = |text: &str| {
        let allowed: String = text.chars().filter(|c| *c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
        crate::markup::squeeze(&allowed)
    };
    let texts = |texts: &[Text]| -> Vec<Text> {
        texts.iter().map(|text| Text { language: text.language.clone(), text: fit(&text.text) }).collect()
    };
    let head = scheme.head().clone();
    let maybe = |said: Option<String>| said.map(|said| fit(&said)).filter(|said| !said.is_empty());
    let head = SchemeHead {
        titles: texts(&head.titles),
        version: maybe(head.version),
        source: maybe(head.source),
        rights: maybe(head.rights),
        ..head
    };
    let concepts = scheme.concepts().iter().map(|concept| Concept {
        notation: fit(&concept.notation),
        labels: texts(&concept.labels),
        alternatives: texts(&concept.alternatives),
        notes: texts(&concept.notes),
        ..concept.clone()
    });
    ConceptScheme::mended(head, concepts.collect()).0
}

proptest! {
    #[test]
    fn what_is_written_as_skos_reads_back_as_the_same(scheme in scheme(), to in "[A-C][0-9|:% ]{0,3}") {
        let first = scheme.concepts().first();
        let mappings: Vec<Mapping> = first.into_iter().flat_map(|concept| MappingRelation::ALL.map(|relation| Mapping {
            from: ConceptCode::new(scheme.word(), &concept.notation),
            relation,
            to: ConceptCode::new("other", &to),
        })).collect();
        let text = skos_turtle(&scheme, &mappings, &[]);
        let reading = read_scheme(text.as_bytes(), &SchemeHead { uri: scheme.head().uri.clone(), ..SchemeHead::default() }, &[]);
        if !scheme.concepts().is_empty() {
            prop_assert_eq!(said(&reading.doubts), "", "{}", text);
        }
        prop_assert_eq!(&reading.scheme, &scheme, "{}", text);
        let mut back = reading.mappings;
        back.sort();
        prop_assert_eq!(back, mappings);
    }

    #[test]
    fn what_is_written_in_xml_reads_back_as_the_same(scheme in scheme(), to in "[A-C][0-9|:% ]{0,3}") {
        let scheme = for_xml(&scheme);
        let first = scheme.concepts().first();
        let mappings: Vec<Mapping> = first.into_iter().flat_map(|concept| MappingRelation::ALL.map(|relation| Mapping {
            from: ConceptCode::new(scheme.word(), &concept.notation),
            relation,
            to: ConceptCode::new("other", &to),
        })).collect();
        let text = skos_xml(&scheme, &mappings, &[]);
        let reading = read_scheme(text.as_bytes(), &SchemeHead { uri: scheme.head().uri.clone(), ..SchemeHead::default() }, &[]);
        prop_assert_eq!(reading.form, Some(SchemeForm::SkosXml));
        if !scheme.concepts().is_empty() {
            prop_assert_eq!(said(&reading.doubts), "", "{}", text);
        }
        prop_assert_eq!(&reading.scheme, &scheme, "{}", text);
        let mut back = reading.mappings;
        back.sort();
        prop_assert_eq!(back, mappings);
    }

    #[test]
    fn what_goes_in_pieces_is_put_together_as_the_same(scheme in scheme(), form in prop::option::of(prop::sample::select(SchemeForm::ALL.to_vec()))) {
        let mappings = vec![Mapping { from: ConceptCode::new("a", "1"), relation: MappingRelation::Close, to: ConceptCode::new("b", "2") }];
        let reading = SchemeReading { form, scheme, mappings, doubts: Vec::new() };
        let mut together = SchemePieces::default();
        for piece in pieces(&reading) {
            prop_assert_eq!(together.take(&piece), Ok(()));
        }
        let back = together.finish();
        prop_assert_eq!((back.form, &back.scheme, &back.mappings, said(&back.doubts)), (reading.form, &reading.scheme, &reading.mappings, String::new()));
    }

    #[test]
    fn what_is_written_as_a_table_reads_back_as_the_same(scheme in scheme()) {
        let bytes = table(&scheme).unwrap();
        let reading = read_scheme(&bytes, scheme.head(), &[]);
        prop_assert_eq!(said(&reading.doubts), "");
        prop_assert_eq!(&reading.scheme, &scheme, "{}", String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_crosswalk_that_is_written_reads_back_as_the_same(codes in prop::collection::vec(("[a-z]{1,4}", word()), 2..6)) {
        let codes: Vec<ConceptCode> = codes.iter().map(|(scheme, code)| ConceptCode::new(scheme, code)).filter(|code| !code.notation().is_empty()).collect();
        let mappings: Vec<Mapping> = codes.windows(2).zip(MappingRelation::ALL).map(|(pair, relation)| Mapping { from: pair[0].clone(), relation, to: pair[1].clone() }).collect();
        prop_assert_eq!(read_crosswalk(&crosswalk_table(&mappings).unwrap(), &[]).0, mappings);
    }

    #[test]
    fn no_bytes_make_a_reader_fall(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0..SPRINGS.len(), cut in 0..SPRINGS_XML.len()) {
        for text in [SPRINGS, SPRINGS_XML] {
            let mut damaged = text.as_bytes().to_vec();
            let at = at.min(damaged.len());
            damaged.splice(at..(at + 3).min(text.len()), bytes.clone());
            read_scheme(&damaged, &SchemeHead::default(), &[]);
            read_crosswalk(&damaged[..cut.min(damaged.len())], &[]);
        }
        read_scheme(&bytes, &SchemeHead::default(), &[]);
    }
}

/// A file of the collections; packed ones are unpacked by the system's own program.
#[expect(clippy::print_stderr, reason = "what was not tested has to be said")]
fn real(folder: &str, name: &str) -> Option<Vec<u8>> {
    let path = collection(folder)?.join(name);
    if !name.ends_with(".xz") {
        return Some(std::fs::read(path).unwrap());
    }
    let unpacked = Command::new("xz").arg("-dc").arg(path).output().ok().filter(|output| output.status.success());
    if unpacked.is_none() {
        eprintln!("NOT TESTED: there is no `xz` to unpack {name} with");
    }
    Some(unpacked?.stdout)
}

#[test]
fn the_rubricator_is_read_whole() {
    let Some(bytes) = real("grnti", "grnti-2015-10-26.csv.xz") else { return };
    let SchemeReading { form, scheme, doubts, .. } = read_scheme(&bytes, &SchemeHead::default(), &[]);
    assert_eq!((form, scheme.word()), (Some(SchemeForm::Grnti), "grnti"));
    let level = |n: usize| scheme.concepts().iter().filter(|own| own.notation.split('.').count() == n).count();
    assert_eq!([level(1), level(2), level(3)], [69, 862, 7_047]);
    assert_eq!(scheme.concepts().len(), 7_978);
    assert_eq!(
        said(&doubts),
        "line 5400: `67.25` is called `Районная планировка. Градостроительство` here and otherwise before; both are kept\n\
         line 5533: `68.39.15` is called `Корма и кормление сельскохозяйственных животных` here and otherwise before; both are kept",
        "two classes have two names in this edition"
    );
    assert_eq!(scheme.tops().count(), 69, "no heading hangs in the air");
    assert_eq!(scheme.concept("29").unwrap().label("ru"), Some("ФИЗИКА"));
    let text = skos_turtle(&scheme, &[], &[]);
    let back = read_scheme(text.as_bytes(), &SchemeHead { uri: None, ..SchemeHead::default() }, &[]);
    assert_eq!((back.form, back.scheme.concepts()), (Some(SchemeForm::Turtle), scheme.concepts()));
    let text = skos_xml(&scheme, &[], &[]);
    let back = read_scheme(text.as_bytes(), &SchemeHead { uri: None, ..SchemeHead::default() }, &[]);
    assert_eq!((back.form, back.scheme.concepts()), (Some(SchemeForm::SkosXml), scheme.concepts()));
    assert_eq!(read_scheme(&table(&scheme).unwrap(), scheme.head(), &[]).scheme, scheme);
}

#[test]
fn the_fields_of_the_oecd_and_what_is_mapped_to_them_are_read_whole() {
    let file =
        |name: &str| real("fields-of-science", name).map(|bytes| read_scheme(&bytes, &SchemeHead::default(), &[]));
    let (Some(ford), Some(fields), Some(areas)) =
        (file("fos-mappings.json"), file("for-mappings.json"), file("dfg-mappings.json"))
    else {
        return;
    };
    assert_eq!(said(&ford.doubts), "");
    assert_eq!((ford.scheme.word(), ford.scheme.tops().count(), ford.mappings.len()), ("ford", 6, 0));
    assert_eq!(ford.scheme.concept("1.3").unwrap().label("en"), Some("Physical sciences"));
    assert_eq!(ford.scheme.concepts().len(), 48);
    for (reading, word, n_concepts) in [(&fields, "anzsrc-for", 25), (&areas, "dfg", 257)] {
        assert_eq!((reading.scheme.word(), reading.scheme.concepts().len()), (word, n_concepts));
        assert!(reading.mappings.len() >= reading.scheme.concepts().len(), "each field is mapped");
        assert!(reading.mappings.iter().all(|mapping| ford.scheme.concept(mapping.to.notation()).is_some()));
    }
    let ancient: Vec<String> =
        areas.mappings.iter().filter(|own| own.from.notation() == "101").map(ToString::to_string).collect();
    assert_eq!(ancient, ["dfg 101 → related → FORD 6.1", "dfg 101 → related → FORD 6.2"]);
}

/// Facts of our own choosing: which sections of the rubricator are which fields.
const SECTIONS: &str = "from_scheme,from,relation,to_scheme,to\n\
    grnti,27,exact,ford,1.1\n\
    grnti,29,exact,ford,1.3\n\
    grnti,31,exact,ford,1.4\n\
    grnti,34,close,ford,1.6\n\
    grnti,37,broader,ford,1.5\n\
    grnti,61,close,ford,2.4\n";

#[test]
fn a_need_in_the_rubricator_meets_what_is_classed_by_the_oecd() {
    let (Some(grnti), Some(ford)) =
        (real("grnti", "grnti-2015-10-26.csv.xz"), real("fields-of-science", "fos-mappings.json"))
    else {
        return;
    };
    let [grnti, ford] = [grnti, ford].map(|bytes| Arc::new(read_scheme(&bytes, &SchemeHead::default(), &[]).scheme));
    let (mappings, doubts) = read_crosswalk(SECTIONS.as_bytes(), &[]);
    assert_eq!(said(&doubts), "");
    let (walk, faults) = Crosswalk::new(mappings, [grnti, ford]);
    assert_eq!(faults, [], "each end is a class of the edition that is here");
    let ways = |code: &str| walk.ways_of_code(code, false).ways.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(ways("29"), ["GRNTI 29 → exact → FORD 1.3"]);
    assert_eq!(ways("1.3"), ["FORD 1.3 → exact → GRNTI 29"]);
    assert_eq!(ways("1.5"), ["FORD 1.5 → narrower → GRNTI 37"]);
    assert_eq!(ways("37"), [""; 0], "geophysics is not all of the earth sciences");
    assert_eq!(ways("1").len(), 5, "natural sciences meet five sections");
    let way = &walk.ways_of_code("1.3", false).ways[0];
    assert!(way.meets(SubjectScheme::Grnti, "29.19.31") && !way.meets(SubjectScheme::Grnti, "27.19"));
}
