//! Promises about MODS, on invented records and on those of the JabRef importers.

use model::{Kind, Record, Role};

use super::{claims, published, read};
use crate::testing::files;
use crate::xml_testing::{Format, agree, bibtex, ids, of, read_all, read_one, relations, subjects};

const MODS: Format = (claims, read);

fn record(inner: &str) -> Record {
    let (record, doubts) = read_one(MODS, &format!("<mods>{inner}</mods>"));
    assert_eq!(doubts, []);
    record
}

#[test]
fn dates_of_cataloguers_are_read_where_they_name_a_year() {
    for (text, date) in [
        ("2011", Some("2011")),
        ("c2011", Some("2011")),
        ("[1989?]", Some("1989")),
        ("2011-05", Some("2011-05")),
        ("19uu", None),
        ("199-", None),
        ("uuuu", None),
    ] {
        assert_eq!(published(text).map(|date| date.to_string()).as_deref(), date, "{text}");
    }
    let (undated, doubts) =
        read_one(MODS, "<mods><originInfo><dateIssued encoding='marc'>19uu</dateIssued></originInfo></mods>");
    assert_eq!(undated.published, None);
    assert_eq!(doubts[0].text, "`19uu` is no exact date; it was left out");
}

#[test]
fn a_title_has_its_article_its_subtitle_and_its_translation() {
    let record = record(
        "<titleInfo type='translated' xml:lang='en'><title>Steam</title></titleInfo><titleInfo><nonSort>Der</nonSort>\
         <title>Dampf</title><subTitle>ein Abriss</subTitle><partNumber>2</partNumber></titleInfo>",
    );
    assert_eq!(record.title(), Some("Der Dampf: ein Abriss. 2"));
    assert_eq!(record.titles[1].text, "Steam");
}

#[test]
fn names_are_people_bodies_and_publishers() {
    let record = record(
        "<name type='personal'><namePart>Roy, Anna,</namePart><namePart type='date'>1953-</namePart></name>\
         <name><namePart type='given'>Bo</namePart><namePart type='family'>Lind</namePart><role><roleTerm>edt</roleTerm></role></name>\
         <name type='corporate'><namePart>Steam Office.</namePart><role><roleTerm>fnd</roleTerm></role></name>\
         <name type='corporate'><namePart>Press</namePart><role><roleTerm>pbl</roleTerm></role></name>",
    );
    let names: Vec<(Role, String)> = record.contributors.iter().map(|c| (c.role, c.name.display())).collect();
    let expected = [(Role::Author, "Anna Roy"), (Role::Editor, "Bo Lind"), (Role::Contributor, "Steam Office")];
    assert_eq!(names, expected.map(|(role, name)| (role, name.to_owned())));
}

#[test]
fn the_host_is_the_source_and_other_items_are_relations() {
    let record = record(
        "<genre>journal article</genre><relatedItem type='host'><titleInfo><title>Steam Letters</title></titleInfo>\
         <identifier type='issn'>2041-1723</identifier><part><detail type='volume'><number>3</number></detail>\
         <extent unit='pages'><start>7</start><end>9</end></extent><date>1998</date></part></relatedItem>\
         <relatedItem type='otherVersion'><identifier type='doi'>10.5555/v.1</identifier></relatedItem>\
         <classification authority='ddc'>621.1/83</classification><classification authority='lcc'>TJ1 .S7 1998</classification>\
         <subject authority='lcsh'><topic>Steam</topic><geographic>France</geographic></subject><subject><topic>heat</topic></subject>",
    );
    assert_eq!(record.kind, Kind::Article);
    assert_eq!(record.source.title.as_deref(), Some("Steam Letters"));
    assert_eq!(record.source.pages.as_deref(), Some("7-9"));
    assert_eq!(record.published.unwrap().to_string(), "1998");
    assert_eq!(relations(&record), ["version-of doi:10.5555/v.1"]);
    assert_eq!(subjects(&record), ["lcsh: Steam -- France", "keyword: heat", "ddc:621.183", "lcc:TJ1"]);
}

#[test]
fn other_importers_read_the_same_out_of_the_same_files() {
    let all = read_all(MODS, "biblio-exchange/mods", ".xml", "mods");
    for (file, bib) in files("biblio-exchange/mods", ".bib") {
        let xml = file.replace(".bib", ".xml");
        // JabRef shortens journals, takes the last title for the first and the length of the host for pages.
        let passed_over: &[&str] = match xml.as_str() {
            "MODSImporterTestAllFields.xml" => &["title", "pages"],
            "MODSImporterTestModsCollection.xml" => &["journal"],
            _ => &[],
        };
        for ((name, record, _), fields) in all.iter().filter(|(name, ..)| *name == xml).zip(&bibtex(&bib)) {
            agree(name, record, fields, passed_over);
        }
    }
    let Some(congress) = of(&all, "library_of_congress_2010045158_mods.xml") else { return };
    assert_eq!((congress.kind, congress.title()), (Kind::Book, Some("Developing high quality data models")));
    assert_eq!(congress.contributors[0].name.display(), "Matthew West");
    assert_eq!(congress.published.unwrap().to_string(), "2011");
    assert_eq!(congress.source.publisher.as_deref(), Some("Morgan Kaufmann"));
    assert_eq!(ids(congress)[..2], ["isbn:9780123751065", "lccn:2010045158"]);
    assert!(subjects(congress).contains(&"ddc:005.73".to_owned()));
}
