//! Symbols of the patent classifications, brought from the forms of the offices to one.
//!
//! Offices pad symbols to columns (`B60R  900`, `G06F015/16`, ` 179  2DD`), split them into
//! elements or run dates behind them. The layouts are those of WIPO ST.8 (IPC in fixed columns)
//! and of the field descriptions of the USPTO (*Patent Full-Text/APS File*, tags OCL, XCL, ICL;
//! the ST.32 DTD, element B582).

use crate::xml::Element;

/// A symbol of the IPC or the CPC: `B60R9/00` of `B60R  900`, `G06F015/16`, `A61K  31/00` with
/// whatever ST.8 puts behind it. A subclass alone is a symbol too. `None` for anything else.
pub(crate) fn international(raw: &str) -> Option<String> {
    let text = raw.trim().to_ascii_uppercase();
    // Old files of the European office put the edition before the symbol: `7A 61K  31/00`.
    let text = match text.strip_prefix(|c: char| c.is_ascii_digit()) {
        Some(rest) => rest.trim_start(),
        None => text.as_str(),
    };
    let mut subclass = String::with_capacity(4);
    let mut rest = "";
    for (at, c) in text.char_indices() {
        if c != ' ' {
            subclass.push(c);
        }
        if subclass.chars().count() == 4 {
            rest = &text[at + c.len_utf8()..];
            break;
        }
    }
    let shape = subclass.as_bytes();
    let shaped = shape.len() == 4
        && matches!(shape[0], b'A'..=b'H' | b'Y')
        && shape[1].is_ascii_digit()
        && shape[2].is_ascii_digit()
        && shape[3].is_ascii_uppercase();
    if !shaped {
        return None;
    }
    if rest.trim().is_empty() {
        return Some(subclass);
    }
    let (group, subgroup) = match rest.split_once('/') {
        Some((group, tail)) => {
            // Some files put blanks behind the stroke as well: `B28B   1/    29`.
            let tail = tail.trim_start();
            let end = tail.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(tail.len());
            let (subgroup, behind) = tail.split_at(end);
            if behind.starts_with(|c: char| c.is_alphanumeric()) {
                return None;
            }
            (group, subgroup)
        }
        None => columns(rest)?,
    };
    let group = group.trim().trim_start_matches('0');
    let group_fits = (1..=4).contains(&group.len()) && digits(group);
    (group_fits && (2..=6).contains(&subgroup.len()) && digits(subgroup))
        .then(|| format!("{subclass}{group}/{subgroup}"))
}

/// Main group and subgroup without a stroke between them: three columns and the rest. When the
/// columns were lost, the subgroup is taken to have two digits, as nearly all have.
fn columns(rest: &str) -> Option<(&str, &str)> {
    let rest = rest.trim_end();
    if let (Some(group), Some(subgroup)) = (rest.get(..3), rest.get(3..))
        && digits(group.trim_start())
        && subgroup.len() >= 2
        && digits(subgroup)
    {
        return Some((group, subgroup));
    }
    let rest = rest.trim_start();
    let cut = rest.len().checked_sub(2)?;
    (cut > 0 && digits(rest)).then(|| rest.split_at(cut))
}

/// A symbol whose parts stand in elements of their own, as ST.36 and ST.96 have them.
///
/// `names` are section, class, subclass, main group, subgroup.
pub(crate) fn from_parts(element: &Element, names: [&str; 5]) -> Option<String> {
    let [section, class, subclass, group, subgroup] =
        names.map(|name| element.child(name).map(Element::text).unwrap_or_default());
    let head = format!("{section}{class:0>2}{subclass}");
    if group.is_empty() { international(&head) } else { international(&format!("{head}{group}/{subgroup}")) }
}

/// A class of the Locarno classification of designs: `14-02` of `1402`, `D1402`, `14-02`.
pub(crate) fn locarno(raw: &str) -> Option<String> {
    let text = raw.trim();
    let text = text.strip_prefix(['D', 'd']).unwrap_or(text).trim_start();
    let (class, subclass) = match text.split_once('-') {
        Some(parts) => parts,
        None if text.is_ascii() && text.len() == 4 => text.split_at(2),
        None => return None,
    };
    let fits = |part: &str| (1..=2).contains(&part.len()) && digits(part);
    (fits(class) && fits(subclass)).then(|| format!("{class:0>2}-{subclass:0>2}"))
}

/// A class of the United States classification: `224/42.07` of `224 4207`, `179/2DD` of
/// `179  2DD`, `709/202` of `709202000`, `D14/480` of `D14480`.
///
/// Three columns hold the class, three the subclass, both to the right; decimals or letters
/// follow. Ranges and words are no class.
pub(crate) fn national(raw: &str) -> Option<String> {
    let text = raw.trim_end().to_ascii_uppercase();
    if !text.is_ascii() {
        return None;
    }
    if let Some((class, subclass)) = text.split_once('/') {
        return joined(class, subclass);
    }
    // Columns first; a file that lost or added leading blanks is tried without them.
    in_columns(&text).or_else(|| in_columns(text.trim_start())).or_else(|| {
        let (class, subclass) = text.trim_start().split_once(' ')?;
        joined(class, subclass)
    })
}

/// A class of the United States classification whose halves stand apart.
pub(crate) fn joined(class: &str, subclass: &str) -> Option<String> {
    let class = national_class(class.trim_end())?;
    // A short subclass lost the blanks on its left.
    let subclass = subclass.trim().to_ascii_uppercase();
    let subclass = match subclass.split_once('.') {
        Some((whole, decimals)) => national_subclass(&format!("{whole:>3}.{decimals}"))?,
        None => national_subclass(&format!("{subclass:>3}"))?,
    };
    Some(format!("{class}/{subclass}"))
}

fn in_columns(text: &str) -> Option<String> {
    let class = national_class(text.get(..3)?)?;
    match text.get(3..) {
        None | Some("") => Some(class),
        Some(rest) => Some(format!("{class}/{}", national_subclass(rest)?)),
    }
}

fn national_class(field: &str) -> Option<String> {
    let field = field.trim_start().to_ascii_uppercase();
    if field == "PLT" {
        return Some(field);
    }
    let (letter, number) = match field.strip_prefix('D') {
        Some(number) => ("D", number.trim_start()),
        None => ("", field.as_str()),
    };
    let number_fits = (1..=3).contains(&number.len()) && digits(number);
    let number = number.trim_start_matches('0');
    (number_fits && !number.is_empty()).then(|| format!("{letter}{number}"))
}

fn national_subclass(rest: &str) -> Option<String> {
    let (field, suffix) = match rest.len() {
        0..=3 => (rest, ""),
        _ => (rest.get(..3)?, rest.get(3..)?),
    };
    let field = field.trim_start().trim_start_matches('0');
    let suffix: String = suffix.split_whitespace().collect();
    let whole = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric());
    if field.is_empty() || !whole(field) || !whole(suffix.strip_prefix('.').unwrap_or(&suffix)) {
        return None;
    }
    // `DIG 12` and `FOR100` are digests and foreign collections, their number is no decimal.
    let named = field.bytes().all(|b| b.is_ascii_alphabetic());
    // Cross-reference collections of the semiconductor classes: `E21.001`.
    let collection = field.starts_with('E');
    Some(match suffix.as_str() {
        "" => field.to_owned(),
        dotted if named || dotted.starts_with('.') || dotted.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            format!("{field}{dotted}")
        }
        // Since 2001 decimals are filled up with zeros to three.
        padded if padded.len() == 3 && digits(padded) && !collection => match padded.trim_end_matches('0') {
            "" => field.to_owned(),
            decimals => format!("{field}.{decimals}"),
        },
        decimals => format!("{field}.{decimals}"),
    })
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(read: fn(&str) -> Option<String>, table: &[(&str, &str)]) {
        for (raw, expected) in table {
            assert_eq!(read(raw).unwrap_or_default(), *expected, "{raw:?}");
        }
    }

    #[test]
    fn a_symbol_of_the_ipc_is_the_same_in_columns_with_a_stroke_and_with_dates_behind_it() {
        check(
            international,
            &[
                ("B60R  900", "B60R9/00"),
                ("H04M 1100", "H04M11/00"),
                ("B32B  302", "B32B3/02"),
                ("G11B  5596", "G11B5/596"),
                ("A61K 31195", "A61K31/195"),
                ("G06F15700", "G06F157/00"),
                ("B60R 900", "B60R9/00"),
                ("G06F015/16", "G06F15/16"),
                ("H01L  21/02", "H01L21/02"),
                ("A61K  31/00        20060101AFI20051220RMJP        ", "A61K31/00"),
                ("H01M 10/0562 20100101AFI20220525BHEP", "H01M10/0562"),
                ("B28B   1/    29            A I                    ", "B28B1/29"),
                ("7A 61K  31/00   A", "A61K31/00"),
                ("A47G19/22", "A47G19/22"),
                ("a01b 1/00", "A01B1/00"),
                ("C12N", "C12N"),
                ("Y02E60/10", "Y02E60/10"),
            ],
        );
    }

    #[test]
    fn what_is_no_symbol_of_the_ipc_is_left_alone() {
        check(
            international,
            &[
                ("", ""),
                ("1402", ""),
                ("K60R  900", ""),
                ("B60R  9", ""),
                ("B60R 9/0", ""),
                ("not-a-code", ""),
                ("B60RXX/00", ""),
                ("ÄÖÜß 900", ""),
                ("B60R9/00A", ""),
                ("B60R 0/00", ""),
            ],
        );
    }

    #[test]
    fn a_national_class_is_read_out_of_its_columns() {
        check(
            national,
            &[
                ("224 4207", "224/42.07"),
                (" 224 4207", "224/42.07"),
                ("709202000", "709/202"),
                ("379088020", "379/88.02"),
                ("379 8802", "379/88.02"),
                ("214450", "214/450"),
                ("428 641", "428/64.1"),
                ("4304951", "430/495.1"),
                ("179 90K", "179/90K"),
                ("179  2DD", "179/2DD"),
                ("340172.5", "340/172.5"),
                ("224 42.03R", "224/42.03R"),
                ("235 92PL", "235/92PL"),
                ("D14480", "D14/480"),
                ("D 2 27", "D2/27"),
                ("D 6626", "D6/626"),
                ("PLT 68", "PLT/68"),
                ("  2 24", "2/24"),
                ("2 24", "2/24"),
                ("257E21001", "257/E21.001"),
                ("257E21.001", "257/E21.001"),
                ("428DIG 12", "428/DIG12"),
                ("549 41", "549/41"),
                ("709/204", "709/204"),
                ("428", "428"),
            ],
        );
    }

    #[test]
    fn ranges_and_words_are_no_national_class() {
        check(
            national,
            &[("None", ""), ("D14432-  3", ""), ("360 9701- 9912", ""), ("", ""), ("   ", ""), ("Müll", ""), ("/", "")],
        );
    }

    #[test]
    fn a_design_has_a_class_and_a_subclass_of_locarno() {
        check(
            locarno,
            &[
                ("1402", "14-02"),
                ("D0202", "02-02"),
                ("14-02", "14-02"),
                ("2-7", "02-07"),
                ("G06F015/16", ""),
                ("140", ""),
                ("ÄÖ", ""),
                ("", ""),
            ],
        );
    }

    proptest! {
        #[test]
        fn no_text_brings_a_reader_of_classes_down(raw in "\\PC{0,24}") {
            let _ = (international(&raw), national(&raw), locarno(&raw), joined(&raw, &raw));
        }

        #[test]
        fn a_symbol_is_its_own_normal_form(
            head in "[A-H][0-9][0-9][A-Z]", group in 1u16..10_000, subgroup in "[0-9]{2,6}",
        ) {
            let symbol = format!("{head}{group}/{subgroup}");
            prop_assert_eq!(international(&symbol), Some(symbol.clone()));
            let columns = format!("{head}{group:>4}/{subgroup} 20060101AFI");
            prop_assert_eq!(international(&columns), Some(symbol.clone()));
            if group < 1_000 {
                let columns = format!("{head}{group:>3}{subgroup}");
                prop_assert_eq!(international(&columns), Some(symbol));
            }
        }

        #[test]
        fn a_national_class_comes_whole_out_of_its_columns(
            class in 1u16..1_000, subclass in 1u16..1_000, decimals in "([1-9]|[0-9][1-9])?",
        ) {
            let dot = if decimals.is_empty() { "" } else { "." };
            let expected = format!("{class}/{subclass}{dot}{decimals}");
            prop_assert_eq!(national(&expected), Some(expected.clone()));
            let granted = format!("{class:>3}{subclass:>3}{decimals}");
            prop_assert_eq!(national(&granted), Some(expected.clone()));
            let published = format!("{class:0>3}{subclass:0>3}{decimals:0<3}");
            prop_assert_eq!(national(&published), Some(expected));
        }
    }
}
