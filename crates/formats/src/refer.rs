//! EndNote tagged (`.enw`), the grandchild of Unix `refer`.
//!
//! Tags as the EndNote manual lists them ("Tagged EndNote import format"); `%Q`, `%?` and their
//! kin are used by many exporters with their own meaning, so only what the manual says is read.

use model::{Kind, Record, Role, Scheme};

use crate::Doubt;
use crate::doubt::quoted;
use crate::draft::{Draft, doi};
use crate::markup::squeeze;
use crate::tagged::{Field, fields, first};
use crate::written_date::{within_year, written_date};

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "refer";

/// Whether a text that begins like this (64 KiB at most) is one of these: its first line is a
/// tag, and one of the first lines is a type, a title or an author. `%PDF` and comments of TeX
/// are neither.
pub(crate) fn claims(head: &str) -> bool {
    const LINES: usize = 40;
    let mut lines =
        head.lines().map(|line| line.trim_start_matches('\u{feff}')).filter(|line| !line.trim().is_empty()).take(LINES);
    let Some(first) = lines.next().and_then(tag_of) else { return false };
    std::iter::once(first).chain(lines.filter_map(tag_of)).any(|(tag, _)| matches!(tag, "0" | "T" | "A" | "E"))
}

/// `%T Title`: the tag is the one character behind the percent sign.
fn tag_of(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix('%')?;
    let length = rest.chars().next().filter(char::is_ascii_graphic).map(char::len_utf8)?;
    let (tag, value) = rest.split_at(length);
    (value.is_empty() || value.starts_with([' ', '\t'])).then_some((tag, value))
}

/// Reads one entry.
pub(crate) fn read(entry: &str) -> (Record, Vec<Doubt>) {
    // Tags differ by case here (`%A` author, `%a` nothing); none in small letters is in use.
    let mut fields = fields(entry, tag_of);
    let mut draft = Draft::default();
    if let Some(second) = fields.iter().enumerate().filter(|(_, f)| f.tag == "0").map(|(i, _)| i).nth(1) {
        let line = fields.get(second).map(|field| field.line);
        draft.doubt(("%0", line), "a second record begins before this one has ended; it was left out");
        fields.truncate(second);
    }
    draft.record.kind = match first(&fields, &["0"]) {
        Some(field) => kind_named(&field.value).unwrap_or_else(|| {
            let text = format!("the type {} is not known; the kind is left open", quoted(&field.value));
            draft.doubt(("%0", field.line), text);
            Kind::Other
        }),
        // EndNote itself guesses so when the type is missing.
        None if first(&fields, &["J"]).is_some() => Kind::Article,
        None => Kind::Other,
    };
    if let Some(field) = first(&fields, &["T"]) {
        draft.title(&field.value, None);
    }
    container(&fields, &mut draft);
    if let Some(field) = first(&fields, &["D"]) {
        match written_date(&field.value) {
            Some(date) => {
                let within = first(&fields, &["8"]).map_or("", |field| field.value.as_str());
                draft.publish(within_year(date, within));
            }
            None => draft.no_date(("%D", field.line), &field.value),
        }
    } else if let Some(date) = first(&fields, &["8"]).and_then(|field| written_date(&field.value)) {
        draft.publish(date);
    }
    for field in fields.iter().filter(|field| !field.value.is_empty()) {
        one(field, &mut draft);
    }
    draft.finish()
}

/// Kind by the name of a type of reference, as EndNote writes it in both of its formats.
pub(crate) fn kind_named(name: &str) -> Option<Kind> {
    Some(match squeeze(name).to_lowercase().as_str() {
        "journal article" | "journal" | "electronic article" | "magazine article" | "newspaper article" => {
            Kind::Article
        }
        "book" | "edited book" | "electronic book" | "classical work" | "dictionary" | "encyclopedia"
        | "ancient text" => Kind::Book,
        "book section" | "electronic book section" => Kind::Chapter,
        "conference paper" => Kind::ConferencePaper,
        "conference proceedings" => Kind::ConferencePaper,
        "conference" => Kind::ConferencePaper,
        "thesis" => Kind::Thesis,
        "report" | "government document" => Kind::Report,
        "patent" => Kind::Patent,
        "standard" => Kind::Standard,
        "dataset" | "aggregated database" | "online database" => Kind::Dataset,
        "computer program" => Kind::Software,
        "web page" | "electronic source" | "online multimedia" => Kind::Webpage,
        "blog" | "social media" | "press release" => Kind::Post,
        "unpublished work" | "manuscript" | "preprint" => Kind::Preprint,
        "serial" => Kind::Serial,
        "catalog" => Kind::Catalogue,
        "review" => Kind::Review,
        "artwork"
        | "audiovisual material"
        | "chart or table"
        | "figure"
        | "film or broadcast"
        | "map"
        | "music"
        | "podcast"
        | "television episode"
        | "interview" => Kind::Media,
        "generic"
        | "bill"
        | "case"
        | "equation"
        | "grant"
        | "hearing"
        | "legal rule or regulation"
        | "pamphlet"
        | "personal communication"
        | "statute"
        | "discussion forum"
        | "multimedia application" => Kind::Other,
        _ => return None,
    })
}

fn container(fields: &[Field], draft: &mut Draft) {
    let value = |tags: &[&str]| first(fields, tags).map(|field| squeeze(&field.value));
    let kind = draft.record.kind;
    let source = &mut draft.record.source;
    source.title = match kind {
        Kind::Article => value(&["J", "B", "S"]),
        Kind::Thesis => value(&["S"]),
        Kind::Book => value(&["S", "B"]),
        _ => value(&["B", "J", "S"]),
    };
    source.volume = value(&["V"]);
    source.issue = if matches!(kind, Kind::Report | Kind::Patent | Kind::Standard) { None } else { value(&["N"]) };
    // The pages of a book are how many it has.
    if kind != Kind::Book && kind != Kind::Thesis {
        source.pages = value(&["P", "&"]);
    } else if let Some(pages) = value(&["P"]) {
        draft.note(&format!("pages: {pages}"));
    }
    // A university stands as the publisher of a thesis, or under the second title.
    draft.record.source.publisher = if kind == Kind::Patent {
        None
    } else {
        value(&["I"]).or_else(|| value(&["B"]).filter(|_| kind == Kind::Thesis))
    };
}

fn one(field: &Field, draft: &mut Draft) {
    let kind = draft.record.kind;
    let value = squeeze(&field.value);
    match field.tag.as_str() {
        "A" => {
            let role = if kind == Kind::Patent { Role::Inventor } else { Role::Author };
            field.lines().for_each(|name| draft.inverted(name, role));
        }
        "E" => field.lines().for_each(|name| draft.inverted(name, Role::Editor)),
        "Y" => field.lines().for_each(|name| draft.inverted(name, Role::Contributor)),
        "H" | "?" => field.lines().for_each(|name| draft.inverted(name, Role::Translator)),
        "I" if kind == Kind::Patent => draft.inverted(&value, Role::Assignee),
        "Q" => draft.title(&value, None),
        "R" => match doi(&value) {
            Some(found) => draft.record.identify(found),
            None => draft.offer(Scheme::Local, &value),
        },
        "M" | "F" => draft.offer(Scheme::Local, &value),
        "N" if kind == Kind::Report => draft.offer(Scheme::Report, &value),
        "@" => {
            let number = draft.has_serials(&value)
                || (kind == Kind::Patent && draft.identified(Scheme::Patent, &value))
                || (kind == Kind::Report && draft.identified(Scheme::Report, &value));
            if !number {
                draft.not_a(("%@", field.line), "an ISSN or ISBN", &value);
            }
        }
        "K" => draft.keywords(&field.value),
        "X" => draft.summary(&value, None),
        "G" => draft.written_in(&value),
        "U" => {
            for url in field.value.split_whitespace() {
                draft.locate(url, None);
            }
        }
        ">" => field.value.split_whitespace().for_each(|url| draft.locate(url, Some("application/pdf"))),
        "7" => draft.note(&format!("edition: {value}")),
        "9" | "Z" | "O" => draft.note(&value),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::files;

    const TURBINE: &str = "%0 Journal Article\n%T Losses in steam\nturbines\n%A Popov, Ivan\n%A Jane Roe\n%D 1961\n%8 Apr 12\n%J Thermal Notes\n%V 4\n%N 2\n%P 11-19\n%@ 2041-1723\n%R 10.5555/st.61\n%K steam\nturbine blades\n%X Eight were tried.\n%U https://example.org/a\n%G rus\n";

    #[test]
    fn an_article_is_read_with_all_it_says() {
        let (record, doubts) = read(TURBINE);
        assert_eq!(doubts, []);
        assert_eq!(record.title(), Some("Losses in steam turbines"));
        assert_eq!(record.contributors[1].name.family(), "Roe");
        assert_eq!(record.published.unwrap().to_string(), "1961-04-12");
        assert_eq!(record.source.title.as_deref(), Some("Thermal Notes"));
        assert_eq!(record.source.pages.as_deref(), Some("11-19"));
        assert_eq!(record.source.identifiers[0].to_string(), "issn:2041-1723");
        assert_eq!(record.identifiers[0].to_string(), "doi:10.5555/st.61");
        assert_eq!(record.subjects.len(), 2);
        assert_eq!((record.kind, record.language.unwrap().tag()), (Kind::Article, "ru"));
    }

    #[test]
    fn a_text_is_claimed_by_its_tags_and_percent_signs_are_not_enough() {
        for (head, claimed) in [
            (TURBINE, true),
            ("%A testA", true),
            ("%0\n%A x", true),
            ("%PDF-1.7\n%T", false),
            ("% Encoding: UTF-8\n@book{x,", false),
            ("%!PS-Adobe", false),
            ("%", false),
            ("", false),
        ] {
            assert_eq!(claims(head), claimed, "{head}");
        }
    }

    #[test]
    fn the_collection_says_what_it_should() {
        for (name, text) in files("biblio-exchange/endnote", ".enw") {
            let (record, _) = read(&text);
            match name.as_str() {
                "Endnote.book.example.enw" => {
                    assert_eq!(record.kind, Kind::Book);
                    assert_eq!(record.year(), Some(2016));
                    assert_eq!(record.contributors[0].name.family(), "Preißel");
                    assert_eq!(record.identifiers[0].to_string(), "isbn:9783864903113");
                    assert_eq!(record.source.publisher.as_deref(), Some("dpunkt.verlag"));
                }
                "Endnote.entries.enw" => assert_eq!(record.title(), Some("testT")),
                "Endnote.pattern.A.enw" => assert_eq!(record.contributors.len(), 1),
                _ => assert_eq!(record.titles.len(), 0),
            }
        }
        for (_, text) in files("biblio-exchange/endnote", ".ref") {
            let (record, _) = read(&text);
            assert_eq!((record.title(), record.source.title.as_deref()), (Some("Title"), Some("Publication")));
            assert_eq!(record.year(), Some(2025));
        }
    }
}
