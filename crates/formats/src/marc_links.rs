//! What a MARC record stands in and belongs to: the host (773), the series (490, 830), linking
//! entries (765 to 787) and addresses (856, 966).

use model::RelationKind;

use crate::draft::Draft;
use crate::marc::{DataField, Marc, bare, linked};
use crate::markup::squeeze;

/// Fills in the source: the host of a part, else the series of a book.
pub(crate) fn host(marc: &Marc, draft: &mut Draft) {
    for field in marc.all("773") {
        let source = &mut draft.record.source;
        let title = field.sub('t').or_else(|| field.sub('p')).map(|title| {
            // A statement of responsibility follows a title of ISBD.
            bare(title.split(" / ").next().unwrap_or(title))
        });
        fill(&mut source.title, title);
        fill(&mut source.volume, field.sub('v').map(squeeze));
        fill(&mut source.issue, field.sub('n').filter(|_| field.sub('p').is_some()).map(squeeze));
        fill(
            &mut source.pages,
            field.sub('c').filter(|pages| pages.contains(|c: char| c.is_ascii_digit())).map(squeeze),
        );
        for value in field.all('x').chain(field.all('z')) {
            draft.serials(value);
        }
        for value in field.all('g') {
            numbering(value, draft);
        }
        if let Some(host) = linked(field).filter(model::Identifier::names_a_work) {
            draft.record.relate(RelationKind::PartOf, host);
        }
    }
    for field in marc.all("830").chain(marc.all("490")).chain(marc.all("440")) {
        let Some(title) = field.sub('a').map(bare) else { continue };
        let fits = draft.record.source.title.is_none() || draft.record.source.title.as_ref() == Some(&title);
        if fits {
            fill(&mut draft.record.source.title, Some(title));
            fill(&mut draft.record.source.volume, field.sub('v').map(volume));
        } else {
            draft.note(&format!("series: {title}"));
        }
        field.all('x').for_each(|number| draft.serials(number));
    }
    let published =
        marc.all("264").filter(|field| field.indicators[1] == '1').chain(marc.all("260")).chain(marc.all("269"));
    let publisher = published.filter_map(|field| field.sub('b')).next().map(bare);
    fill(&mut draft.record.source.publisher, publisher.or_else(|| marc.sub("502", 'c').map(bare)));
}

fn fill(place: &mut Option<String>, value: Option<String>) {
    if place.is_none() {
        *place = value.filter(|value| !value.is_empty());
    }
}

/// `volume 423` and `Band 423` are 423.
fn volume(value: &str) -> String {
    let value = squeeze(value);
    match value.split_once(' ') {
        Some((word, rest)) if word.chars().all(|c| c.is_alphabetic() || c == '.') && !rest.is_empty() => {
            rest.to_owned()
        }
        _ => value,
    }
}

/// Numbers of the host in words: `volume:50`, `50 (2023)`, `Vol. 3, no. 2 (1999), p. 4-10`,
/// `Seite 447-473`.
fn numbering(value: &str, draft: &mut Draft) {
    let source = &mut draft.record.source;
    let value = squeeze(value);
    if let Some((label, number)) = value.split_once(':') {
        let number = number.trim().to_owned();
        match label.trim().to_lowercase().as_str() {
            "volume" => return fill(&mut source.volume, Some(number)),
            "number" => return fill(&mut source.issue, Some(number)),
            "pages" => return fill(&mut source.pages, Some(number)),
            "year" | "day" | "month" | "extent" | "supplement" => return,
            _ => {}
        }
    }
    if let Some((first, _)) = value.split_once(" (")
        && first.bytes().all(|b| b.is_ascii_digit())
        && !first.is_empty()
    {
        fill(&mut source.volume, Some(first.to_owned()));
    }
    for part in value.split([',', ';']) {
        let part = part.split('(').next().unwrap_or("").trim();
        let Some((label, number)) = part.split_once(|c: char| c == ' ' || c.is_ascii_digit()) else { continue };
        // The number begins with the digit that ended its label.
        let number = if number.len() + label.len() + 1 == part.len() && part[label.len()..].starts_with(' ') {
            number
        } else {
            &part[label.len()..]
        };
        let number = number.trim();
        if !number.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            continue;
        }
        match label.trim_end_matches(['.', ' ']).to_lowercase().as_str() {
            "vol" | "volume" | "bd" | "band" | "t" | "т" | "том" | "v" | "jg" => {
                fill(&mut source.volume, Some(number.to_owned()));
            }
            "no" | "nr" | "n" | "heft" | "h" | "issue" | "№" | "вып" => {
                fill(&mut source.issue, Some(number.to_owned()));
            }
            "p" | "pp" | "pages" | "s" | "seite" | "seiten" | "с" | "стр" => {
                fill(&mut source.pages, Some(number.to_owned()));
            }
            _ => {}
        }
    }
}

/// Relations to other works, and where the work can be had.
pub(crate) fn read(marc: &Marc, draft: &mut Draft) {
    for field in &marc.fields {
        let kind = match field.tag.as_str() {
            "765" => RelationKind::TranslationOf,
            "770" => RelationKind::SupplementedBy,
            "772" => RelationKind::Supplements,
            "774" => RelationKind::HasPart,
            "775" => RelationKind::HasVersion,
            // The same words on another carrier.
            "776" => RelationKind::HasVersion,
            "780" => RelationKind::Replaces,
            "785" => RelationKind::ReplacedBy,
            "787" => RelationKind::RelatedTo,
            "856" | "966" => {
                address(field, draft);
                continue;
            }
            _ => continue,
        };
        if let Some(target) = linked(field) {
            draft.record.relate(kind, target);
        }
    }
}

/// `856` with a second indicator of 2 leads to something related; `966` is how German union
/// catalogues give the addresses of licensed copies.
fn address(field: &DataField, draft: &mut Draft) {
    if field.tag == "856" && field.indicators[1] == '2' {
        return;
    }
    let media_type = field.sub('q').filter(|kind| kind.contains('/')).map(str::to_lowercase);
    for url in field.all('u') {
        draft.locate(url, media_type.as_deref());
    }
}
