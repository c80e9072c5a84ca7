//! Promises about lists of parties, on own small ones and on those that are published.

#![allow(missing_docs, clippy::print_stderr, reason = "where the data is absent a test says that it tested nothing")]

use std::path::PathBuf;

use formats::parties::{PartyPieces, PartyReading, party_pieces, read_parties};
use model::{ListedName, NameStrength, PartyForm, PartyKind};
use proptest::prelude::*;

fn one(name: &str, text: &str) -> PartyReading {
    read_parties(&[(name, text.as_bytes())], None)
}

fn name(text: &str, strength: NameStrength) -> ListedName {
    ListedName { text: text.to_owned(), strength }
}

const SDN: &str = "36,\"NORD AIR\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n\
    41,\"MOROZ, Ivan\",\"individual\",\"SDGT] [NS-PLC\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 08 Sep 1954; alt. DOB 1955; \
    nationality Iran; Passport A123 (Iran); a.k.a. 'THE FROST'; Linked To: NORD AIR.\"\n";
const ALT: &str = "36,12,\"aka\",\"AERO NORD\",-0- \n99,1,\"aka\",\"NOBODY\",-0- \n";
const ADD: &str = "36,25,\"1 Quay\",\"Havana\",\"Cuba\",-0- \n\u{1a}";

#[test]
fn the_three_tables_of_the_ofac_are_one_list_in_whatever_order_they_come() {
    let files = [("add.csv", ADD.as_bytes()), ("alt.csv", ALT.as_bytes()), ("sdn.csv", SDN.as_bytes())];
    let reading = read_parties(&files, None);
    assert_eq!((reading.form, reading.listed.len(), reading.is_truncated), (Some(PartyForm::Ofac), 2, false));
    let (air, moroz) = (&reading.listed[0], &reading.listed[1]);
    assert_eq!(air.names, [name("NORD AIR", NameStrength::Main), name("AERO NORD", NameStrength::Strong)]);
    assert_eq!((air.kind, air.countries.as_slice()), (PartyKind::Organisation, &["CU".to_owned()][..]));
    assert_eq!(air.addresses, ["1 Quay, Havana, Cuba"]);
    assert_eq!((moroz.kind, moroz.born.join(" ")), (PartyKind::Person, "1954-09-08 1955".to_owned()));
    assert_eq!(moroz.names[1], name("THE FROST", NameStrength::Weak));
    assert_eq!((moroz.identifiers.join(" "), moroz.countries.join(" ")), ("A123".to_owned(), "IR".to_owned()));
    assert_eq!(moroz.programmes, ["SDGT", "NS-PLC"]);
    assert_eq!(reading.doubts.len(), 1, "{:?}", reading.doubts);
    assert!(reading.doubts[0].text.contains("no entry"));
    assert!(read_parties(&[("alt.csv", ALT.as_bytes())], None).is_truncated, "without its names");
}

#[test]
fn lines_of_denied_persons_with_one_name_are_one_entry() {
    let text = "\"Name\"\t\"Street_Address\"\t\"City\"\t\"State\"\t\"Country\"\t\"Postal_Code\"\t\"Effective_Date\"\t\"Expiration_Date\"\t\"Standard_Order\"\t\"Last_Update\"\t\"Action\"\t\"FR_Citation\"\n\
        \" I. ASH\"\t\"1 Road\"\t\"Dallas\"\t\"TX\"\t\"US\"\t\"75159\"\t\"06/19/2003\"\t\"\"\t\"Y\"\t\"\"\t\"A\"\t\"B\"\n\
        \"I. ASH\"\t\"2 Road\"\t\"Dallas\"\t\"TX\"\t\"US\"\t\"75159\"\t\"06/19/2003\"\t\"\"\t\"Y\"\t\"\"\t\"A\"\t\"B\"\n";
    let reading = one("dpl.txt", text);
    assert_eq!((reading.form, reading.listed.len()), (Some(PartyForm::Bis), 1));
    assert_eq!((reading.listed[0].addresses.len(), reading.listed[0].since.as_str()), (2, "2003-06-19"));
}

#[test]
fn an_entry_of_the_european_union_has_its_names_with_what_they_say() {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<export xmlns=\"http://eu.europa.ec/fpi/fsd/export\" generationDate=\"2024-01-01\">\n\
        <sanctionEntity designationDate=\"2010-07-26\" euReferenceNumber=\"EU.1.1\" logicalId=\"7\" unitedNationId=\"\">\
        <remark>a remark</remark><regulation programme=\"IRN\" publicationDate=\"2010-07-27\"/><subjectType code=\"person\"/>\
        <nameAlias wholeName=\"Иван Мороз\" strong=\"true\"/><nameAlias firstName=\"Ivan\" lastName=\"Moroz\" wholeName=\"\" strong=\"true\"/>\
        <nameAlias wholeName=\"Frost &amp; Co\" strong=\"false\"/>\
        <birthdate birthdate=\"1954-09-08\" year=\"1954\"/><birthdate birthdate=\"\" year=\"1955\"/>\
        <citizenship countryIso2Code=\"IR\"/><identification number=\"A123\"/>\
        <address street=\"1 Quay\" city=\"Tehran\" countryIso2Code=\"00\" countryDescription=\"UNKNOWN\"/></sanctionEntity>\n\
        <sanctionEntity logicalId=\"8\"><subjectType code=\"enterprise\"/></sanctionEntity>\n</export>\n";
    let reading = one("eu.xml", text);
    assert_eq!((reading.form, reading.listed.len(), reading.is_truncated), (Some(PartyForm::Eu), 1, false));
    let entry = &reading.listed[0];
    let names = [
        name("Иван Мороз", NameStrength::Main),
        name("Ivan Moroz", NameStrength::Strong),
        name("Frost & Co", NameStrength::Weak),
    ];
    assert_eq!(entry.names, names);
    assert_eq!((entry.key.as_str(), entry.since.as_str(), entry.kind), ("EU.1.1", "2010-07-26", PartyKind::Person));
    assert_eq!((entry.born.join(" "), entry.countries.join(" ")), ("1954-09-08 1955".to_owned(), "IR".to_owned()));
    assert_eq!((entry.identifiers.join(" "), entry.programmes.join(" ")), ("A123".to_owned(), "IRN".to_owned()));
    assert!(reading.doubts[0].text.contains("no name"), "{:?}", reading.doubts);
    let broken = one("eu.xml", &text[..text.len() - 60]);
    assert!(broken.is_truncated && broken.listed.len() == 1);
}

#[test]
fn an_entry_of_the_united_nations_is_a_person_or_an_organisation() {
    let text = "<?xml version=\"1.0\"?><CONSOLIDATED_LIST dateGenerated=\"2024-01-01T00:00:00\"><INDIVIDUALS><INDIVIDUAL>\
        <DATAID>1</DATAID><FIRST_NAME>IVAN</FIRST_NAME><SECOND_NAME>MOROZ</SECOND_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>\
        <REFERENCE_NUMBER>KPi.001</REFERENCE_NUMBER><LISTED_ON>2009-07-16</LISTED_ON>\
        <NAME_ORIGINAL_SCRIPT>Иван Мороз</NAME_ORIGINAL_SCRIPT><NATIONALITY><VALUE>Syrian Arab Republic</VALUE></NATIONALITY>\
        <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Frost; Cold</ALIAS_NAME></INDIVIDUAL_ALIAS>\
        <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1954</FROM_YEAR><TO_YEAR>1955</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>\
        <INDIVIDUAL_DOCUMENT><NUMBER>A123</NUMBER></INDIVIDUAL_DOCUMENT></INDIVIDUAL></INDIVIDUALS>\
        <ENTITIES><ENTITY><FIRST_NAME>NORD TRADING</FIRST_NAME><REFERENCE_NUMBER>KPe.002</REFERENCE_NUMBER>\
        <ENTITY_ADDRESS><CITY>Pyongyang</CITY><COUNTRY>Democratic People's Republic of Korea</COUNTRY></ENTITY_ADDRESS>\
        </ENTITY></ENTITIES></CONSOLIDATED_LIST>";
    let reading = one("un.xml", text);
    assert_eq!((reading.form, reading.listed.len(), reading.is_truncated), (Some(PartyForm::Un), 2, false));
    let (moroz, nord) = (&reading.listed[0], &reading.listed[1]);
    assert_eq!((moroz.key.as_str(), moroz.name(), moroz.kind), ("KPi.001", "IVAN MOROZ", PartyKind::Person));
    assert_eq!(moroz.names[2..], [name("Frost", NameStrength::Weak), name("Cold", NameStrength::Weak)]);
    assert_eq!((moroz.born.join(" "), moroz.countries.join(" ")), ("1954–1955".to_owned(), "SY".to_owned()));
    assert_eq!((nord.kind, nord.countries.join(" ")), (PartyKind::Organisation, "KP".to_owned()));
}

#[test]
fn targets_of_open_sanctions_are_read() {
    let text = "\"id\",\"schema\",\"name\",\"aliases\",\"birth_date\",\"countries\",\"addresses\",\"identifiers\",\"sanctions\",\"phones\",\"emails\",\"program_ids\",\"dataset\",\"first_seen\",\"last_seen\",\"last_change\"\n\
        \"Q7\",\"Person\",\"Ivan Moroz\",\"Иван Мороз;I. Moroz\",\"1954-09-08\",\"ir;sy\",\"\",\"A123\",\"\",\"\",\"\",\"EU-IRN\",\"EU list\",\"2021-01-01T00:00:00\",\"\",\"\"\n";
    let reading = one("targets.simple.csv", text);
    assert_eq!((reading.form, reading.listed.len()), (Some(PartyForm::OpenSanctions), 1));
    assert_eq!((reading.listed[0].names.len(), reading.listed[0].countries.join(" ")), (3, "IR SY".to_owned()));
    assert_eq!(reading.listed[0].since, "2021-01-01");
}

#[test]
fn a_plain_table_is_read_with_headings_and_a_list_of_names_without() {
    let headed = one("a.csv", "key;name;aliases;kind;countries\n1;Nord;Норд|诺德;organisation;DE\n;Süd;;;\n");
    assert_eq!((headed.form, headed.listed.len()), (Some(PartyForm::Plain), 2));
    assert_eq!((headed.listed[0].names.len(), headed.listed[1].key.as_str()), (3, "süd"));
    let bare = read_parties(&[("b.csv", "Nord,Норд\nSüd\n".as_bytes())], Some(PartyForm::Plain));
    assert_eq!((bare.listed.len(), bare.listed[0].names.len()), (2, 2));
    assert_eq!(one("c.txt", "nothing to see\n").form, None);
    assert!(one("d.csv", "key,name\n1,Nord\n2,\"Süd").is_truncated, "a quotation mark is not closed");
    assert!(one("e.csv", "key,name,kind\n1,Nord,person\n2,S").is_truncated, "the last row is short");
}

#[test]
fn a_table_of_ones_own_may_call_its_columns_otherwise() {
    let text =
        "Full Name,Date-of-Birth,Nationality,Passport No,IMO,AKA\nIvan Moroz,1954,Iran,A123,,Иван Мороз; Frost\n";
    let reading = one("own.csv", text);
    assert_eq!((reading.form, reading.listed.len()), (Some(PartyForm::Plain), 1), "{:?}", reading.doubts);
    let entry = &reading.listed[0];
    assert_eq!((entry.key.as_str(), entry.names.len(), entry.born.join(" ")), ("ivan-moroz", 3, "1954".to_owned()));
    assert_eq!((entry.countries.join(" "), entry.identifiers.join(" ")), ("IR".to_owned(), "A123".to_owned()));
    let parts = one("parts.csv", "surname,first_name,patronymic\nMoroz,Ivan,Petrovich\n");
    assert_eq!(parts.listed.first().map(|entry| entry.name()), Some("Ivan Petrovich Moroz"));
    assert_eq!(one("short.csv", "first_name\nIvan\n").form, None, "half a name");
}

#[test]
fn a_reading_survives_its_pieces() {
    let files = [("add.csv", ADD.as_bytes()), ("alt.csv", ALT.as_bytes()), ("sdn.csv", SDN.as_bytes())];
    let reading = read_parties(&files, None);
    let mut together = PartyPieces::default();
    party_pieces(&reading).for_each(|piece| together.take(&piece).unwrap());
    reading.doubts.iter().for_each(|doubt| together.doubt(doubt.clone()).unwrap());
    assert_eq!(together.finish(), reading);
    assert!(PartyPieces::default().take("{}").is_err());
}

#[test]
fn published_lists_are_read_whole() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/sanctions-lists");
    if !folder.is_dir() {
        eprintln!("NOT TESTED: the collection `../shared/data/sanctions-lists` is absent; own fixtures only");
        return;
    }
    let bytes = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let sets: [(&[&str], PartyForm, usize, usize); 4] = [
        (
            &["ofac-sdn-2019-01.csv.zst", "ofac-alt-2019-01.csv.zst", "ofac-add-2019-01.csv.zst"],
            PartyForm::Ofac,
            7_379,
            9_600,
        ),
        (
            &["ofac-consolidated-prim.csv.zst", "ofac-consolidated-alt.csv.zst", "ofac-consolidated-add.csv.zst"],
            PartyForm::Ofac,
            442,
            1_000,
        ),
        (&["bis-denied-persons-2019-07.tsv.zst"], PartyForm::Bis, 400, 0),
        (&["us-consolidated-screening-list-sample-2019.csv"], PartyForm::Csl, 80, 20),
    ];
    for (names, form, n_least, n_aliases) in sets {
        let files: Vec<(&str, Vec<u8>)> = names.iter().map(|name| (*name, bytes(name))).collect();
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        let reading = read_parties(&files, None);
        let n_names: usize = reading.listed.iter().map(|one| one.names.len()).sum();
        assert_eq!((reading.form, reading.is_truncated), (Some(form), false), "{names:?} {:?}", reading.doubts);
        assert!(reading.listed.len() >= n_least, "{names:?}: {} entries", reading.listed.len());
        assert!(n_names >= reading.listed.len() + n_aliases, "{names:?}: {n_names} names");
        assert!(reading.doubts.len() < 5, "{names:?} {:?}", reading.doubts);
    }
}

proptest! {
    #[test]
    fn no_text_brings_a_reader_down(text in "[<>/a-zA-Z\"',;\n\t 0-9-]{0,200}", form in 0..PartyForm::ALL.len()) {
        read_parties(&[("a", text.as_bytes())], Some(PartyForm::ALL[form]));
    }

    #[test]
    fn a_list_that_breaks_off_gives_no_entry_that_it_does_not_have(at in 0..SDN.len()) {
        let whole: Vec<String> = one("sdn.csv", SDN).listed.into_iter().map(|one| one.key).collect();
        let cut = read_parties(&[("sdn.csv", &SDN.as_bytes()[..at])], Some(PartyForm::Ofac));
        prop_assert!(cut.listed.iter().all(|one| whole.contains(&one.key)));
    }
}
