//! USPTO Greenbook: the full text of United States patents from 1976 to 2001.
//!
//! A text of lines. A line with four letters opens a group (`PATN`, `INVT`, `CLAS`), one with
//! three letters and a blank opens a field, one that begins with blanks goes on with the field
//! before. Source: USPTO, *Patent Full-Text/APS File* (the Green Book), field descriptions.
//!
//! Kept are number, date, title, inventors, assignees, classes, abstract, and the numbers of
//! parents, reissued patents and the international publication. The kind of document (`A`, `S`,
//! `P`, `E` ...) is not printed in these files; it follows from the letters before the number,
//! as WIPO ST.16 gives it for American documents before 2001.

use model::{Name, Record, RelationKind, Role};

use crate::Doubt;
use crate::doubt::quoted;
use crate::draft::ENTRY;
use crate::greenbook_signs::signs;
use crate::limits::VALUES_MAX;
use crate::markup::squeeze;
use crate::patent::PatentDraft;
use crate::patent_party::{person, residence, whole};

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "greenbook";

/// Groups that are read; the description and the claims are the bulk of an entry.
const GROUPS: &[&str] = &["PATN", "INVT", "ASSG", "REIS", "RLAP", "CLAS", "PCTA", "ABST"];

/// Whether a text that begins like this (64 KiB at most) is one of these.
///
/// Weekly files open with a line about the file, so `PATN` need not be the first line.
pub(crate) fn claims(head: &str) -> bool {
    let mut lines = head.lines().map(str::trim_end).skip_while(|line| *line != "PATN").skip(1);
    // The number comes first in every group PATN.
    lines.next().is_some_and(|line| line.starts_with("WKU "))
}

/// Reads one entry.
pub(crate) fn read(entry: &str) -> (Record, Vec<Doubt>) {
    let mut draft = PatentDraft::new();
    let groups = groups(entry, &mut draft);
    let mut head = groups.iter().filter(|group| group.name == "PATN");
    match head.next() {
        Some(head) => read_head(head, &mut draft),
        None => draft.doubt(ENTRY, "there is no group `PATN`; number, title and date are missing"),
    }
    for group in &groups {
        match group.name {
            "INVT" => read_party(group, Role::Inventor, &mut draft),
            "ASSG" => read_party(group, Role::Assignee, &mut draft),
            "CLAS" => read_classes(group, &mut draft),
            "RLAP" => draft.related(RelationKind::FamilyOf, "US", group.text("PNO"), ""),
            "REIS" => draft.related(RelationKind::Replaces, "US", group.text("PNO"), ""),
            "PCTA" => draft.related(RelationKind::FamilyOf, "WO", group.text("PCP"), ""),
            _ => {}
        }
    }
    let paragraphs = groups.iter().filter(|group| group.name == "ABST").flat_map(|group| &group.fields);
    let paragraphs = paragraphs.filter(|field| field.tag.starts_with("PA") && field.tag != "PAC");
    draft.abstracted(paragraphs.map(|field| signs(&field.text)).collect::<Vec<_>>(), None);
    draft.finish()
}

struct Group<'a> {
    name: &'a str,
    fields: Vec<Field<'a>>,
}

struct Field<'a> {
    tag: &'a str,
    text: String,
}

impl Group<'_> {
    fn text(&self, tag: &str) -> &str {
        self.fields.iter().find(|field| field.tag == tag).map_or("", |field| field.text.as_str())
    }
}

/// Cuts an entry into the groups that are read.
fn groups<'a>(entry: &'a str, draft: &mut PatentDraft) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    // Whether the lines belong to a group that is read.
    let mut reading = false;
    let mut n_stray = 0_u64;
    let mut first_stray = None;
    for (line, number) in entry.lines().zip(1..) {
        let line = line.trim_end();
        if line.is_empty() {
            continue;
        }
        if let Some(name) = group_name(line) {
            reading = GROUPS.contains(&name) && groups.len() < VALUES_MAX;
            if reading {
                groups.push(Group { name, fields: Vec::new() });
            }
            continue;
        }
        if !reading {
            continue;
        }
        let Some(group) = groups.last_mut() else { continue };
        if let Some((tag, text)) = field_parts(line) {
            if group.fields.len() < VALUES_MAX {
                group.fields.push(Field { tag, text: text.to_owned() });
            }
        } else if let (true, Some(field)) = (line.starts_with(' '), group.fields.last_mut()) {
            field.text.push(' ');
            field.text.push_str(line.trim());
        } else {
            n_stray += 1;
            first_stray.get_or_insert((number, line));
        }
    }
    if let Some((number, line)) = first_stray {
        let text = format!("{} is no field and continues none; {n_stray} such lines were left out", quoted(line));
        draft.doubt(number, text);
    }
    groups
}

fn group_name(line: &str) -> Option<&str> {
    (line.len() == 4 && line.bytes().all(|b| b.is_ascii_uppercase())).then_some(line)
}

/// Tag and text. The text begins in the sixth column; blanks in it are columns of its own.
fn field_parts(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.split_at_checked(3)?;
    let tagged = tag.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let set_off = rest.is_empty() || rest.starts_with(' ');
    (tagged && set_off).then(|| (tag, rest.strip_prefix("  ").unwrap_or(rest)))
}

fn read_head(group: &Group<'_>, draft: &mut PatentDraft) {
    let number = group.text("WKU").trim();
    let (number, kind) = number_and_kind(number);
    draft.publication("WKU", "US", number, kind);
    draft.published("ISD", group.text("ISD"));
    draft.title(&signs(group.text("TTL")), None);
    if group.text("TTL").trim().is_empty() {
        draft.doubt("TTL", "the title is missing");
    }
}

/// The number without its check digit, and the kind that follows from its letters.
///
/// Eight characters are the number, the ninth checks it (`039327094`, `D02681420`).
fn number_and_kind(raw: &str) -> (&str, &'static str) {
    let number = match raw.split_at_checked(8) {
        Some((number, check)) if check.len() <= 1 => number,
        _ => raw,
    };
    let letters = number.len() - number.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    let kind = match &number[..letters] {
        "" => "A",
        "D" => "S",
        "PP" => "P",
        "RE" => "E",
        "H" => "H",
        // Defensive publications.
        "T" => "I4",
        _ => "",
    };
    (number, kind)
}

fn read_party(group: &Group<'_>, role: Role, draft: &mut PatentDraft) {
    let place = residence(group.text("CTY"), group.text("STA"), group.text("CNT"));
    let name = party_name(group.text("NAM"));
    if name.is_none() {
        draft.doubt(group.name, "a party has no name; left out");
    }
    draft.contributor(name, role, place);
}

/// `Hoff; Don G.`, `Savage, III; James A.`; bodies have no semicolon.
fn party_name(raw: &str) -> Option<Name> {
    let raw = signs(raw);
    match raw.split_once(';') {
        Some((family, given)) => {
            let (family, suffix) = family.split_once(',').unwrap_or((family, ""));
            person(family, given, suffix)
        }
        None => whole(&squeeze(&raw)),
    }
}

fn read_classes(group: &Group<'_>, draft: &mut PatentDraft) {
    for field in &group.fields {
        match field.tag {
            "ICL" => draft.ipc_or_locarno("ICL", &field.text),
            "OCL" | "XCL" => draft.uspc(field.tag, &field.text),
            // EDF is the edition; FSC and FSS say where the examiner searched.
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patent::testing::{sheet, start};
    use crate::testing::files;

    const KETTLE: &str = "\
PATN
WKU  041234565
APT  1
TTL  Kettle with a whistle for 100.degree. C. water,
      and a method of making it
ISD  19781031
INVT
NAM  Pot, Jr.; Ida M.
CTY  Delft
CNT  NLX
INVT
NAM  Lid; Tom
CTY  Akron
STA  OH
ASSG
NAM  N.V. Ketels
CTY  Delft
CNT  NLX
COD  03
PRIR
CNT  NLX
APN  7612345
PCTA
PCN  PCT/NL77/00012
PCP  WO78/00034
RLAP
COD  74
APN  612345
PNO  3999999
CLAS
OCL  126388
XCL  116  7DD
XCL  126-129
ICL  A47J 2721
ABST
PAL  A kettle of H.sub.2 O that
      whistles.
PAR  It is cheap.
BSUM
PAR  Kettles are known.
CLMS
NUM  1.
PAR  1. A kettle.
";

    #[test]
    fn a_patent_is_read_field_by_field() {
        let (record, doubts) = read(KETTLE);
        assert_eq!(
            sheet(&record),
            "patent:US4123456A\n\
             Kettle with a whistle for 100° C. water, and a method of making it\n\
             1978-10-31\n\
             inventor Ida M. Pot Jr. (Delft; NL)\n\
             inventor Tom Lid (Akron, OH; US)\n\
             assignee N.V. Ketels (Delft; NL)\n\
             uspc:126/388\n\
             uspc:116/7DD\n\
             ipc:A47J27/21\n\
             abstract A kettle of H2 O that whistles. It is cheap.\n\
             family-of patent:WO1978000034\n\
             family-of patent:US3999999"
        );
        assert_eq!(record.source.publisher.as_deref(), Some("United States Patent and Trademark Office"));
        assert_eq!(doubts, [Doubt::at("XCL", "`126-129` is not a class of the USPC; left out")]);
    }

    #[track_caller]
    fn check_number(wku: &str, expected: &str) {
        let (record, _) = read(&format!("PATN\nWKU  {wku}\nTTL  Thing\n"));
        assert_eq!(record.name().map(|id| id.value().to_owned()).unwrap_or_default(), expected, "{wku}");
    }

    #[test]
    fn the_kind_follows_from_the_letters_before_the_number() {
        check_number("039327094", "US3932709A");
        check_number("D02681420", "USD268142S");
        check_number("RE0290011", "USRE29001E");
        check_number("PP0043217", "USPP4321P");
        check_number("H00000015", "USH1H");
        check_number("T09500012", "UST950001I4");
        check_number("03932709", "US3932709A");
        check_number("XYZ", "");
    }

    #[test]
    fn a_reissue_replaces_what_it_reissues_and_a_design_has_a_class_of_locarno() {
        let (record, doubts) = read(
            "PATN\nWKU  RE0290011\nTTL  Clock\nISD  19770200\nREIS\nCOD  50\nPNO  3700001\nCLAS\nOCL  D10 15\nICL  D1001\n",
        );
        assert_eq!(
            sheet(&record),
            "patent:USRE29001E\nClock\n1977-02\nuspc:D10/15\nlocarno:10-01\nreplaces patent:US3700001"
        );
        assert!(doubts.is_empty(), "{doubts:?}");
    }

    #[test]
    fn a_patent_cut_in_the_middle_keeps_what_came_before() {
        for cut in (0..KETTLE.len()).filter(|cut| KETTLE.is_char_boundary(*cut)) {
            let (record, _) = read(&KETTLE[..cut]);
            if cut > 200 {
                assert_eq!(record.name().map(|id| id.value()), Some("US4123456A"));
            }
        }
    }

    #[test]
    fn lines_that_are_no_fields_cost_only_themselves() {
        let (record, doubts) = read("PATN\n   stray\n?!§\nWKU  041234565\nXY\nTTL  Kettle\nABST\n");
        assert_eq!(record.title(), Some("Kettle"));
        let texts: Vec<String> = doubts.iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["line 2: `   stray` is no field and continues none; 3 such lines were left out"]);
    }

    #[test]
    fn an_entry_of_anything_else_is_a_doubt_and_no_title() {
        for text in ["", "\0\u{1}", "hello\nworld", "PATN", "WKU  041234565\n"] {
            let (record, doubts) = read(text);
            assert!(record.titles.is_empty() && !doubts.is_empty(), "{text:?}");
        }
    }

    #[test]
    fn a_file_is_claimed_by_its_first_patent() {
        assert!(claims(KETTLE));
        assert!(claims("HHHHHT        APS1  ISSUE - 760106\nPATN\nWKU  039305010\n"));
        assert!(!claims("PATN"));
        assert!(!claims("TY  - PAT\nTI  - Kettle\n"));
    }

    #[test]
    fn the_collection_is_read_without_a_doubt() {
        let expected = [
            (
                "US03932709.greenbook",
                "patent:US3932709A|Electronic business telephone|1976-01-13|inventor Don G. Hoff (Tiburon, CA; US)|\
                 inventor Patrick Young (Oakland, CA; US)|\
                 assignee General Teletronics Incorporated (San Francisco, CA; US)|\
                 uspc:179/90K|uspc:179/2DD|uspc:179/90B|ipc:H04M11/00",
                "An electronic business telephone for the",
            ),
            (
                "US03937375.greenbook",
                "patent:US3937375A|Bumper support for a boat loader|1976-02-10|\
                 inventor Everette E. Daniels (Des Moines, IA; US)|uspc:224/42.07|uspc:214/450|ipc:B60R9/00",
                "A unit mountable on a rear bumper of a v",
            ),
        ];
        for ((name, text), (file, front, abstracted)) in
            files("patents-uspto/greenbook", ".greenbook").iter().zip(expected)
        {
            assert!(claims(text), "{name}");
            let (mut record, doubts) = read(text);
            assert_eq!(name, file);
            assert_eq!(start(&record.abstracts[0].text), abstracted);
            record.abstracts.clear();
            assert_eq!(sheet(&record).replace('\n', "|"), front);
            assert!(doubts.is_empty(), "{name}: {doubts:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_brings_the_reader_down(
            lines in proptest::collection::vec("(PATN|INVT|CLAS|ABST|WKU  |NAM  |ICL  |OCL  |XCL  |TTL  |ISD  |      )?\\PC{0,16}", 0..24),
        ) {
            let (record, doubts) = read(&lines.join("\n"));
            proptest::prop_assert!(record.name().is_some() || !doubts.is_empty());
        }
    }
}
