//! MODS, the Metadata Object Description Schema of the Library of Congress, versions 3.0 to 3.8
//! (<https://www.loc.gov/standards/mods/>).

use model::{Identifier, Kind, Language, PartialDate, Record, RelationKind, Rights, Scheme, SubjectScheme};

use crate::Doubt;
use crate::doubt::quoted;
use crate::draft::{Draft, pages, subject, web_address, with_subtitle};
use crate::kind_words::kind_named;
use crate::mods_name::names;
use crate::xml::Element;

/// The name of the format, as records carry it.
pub(crate) const NAME: &str = "mods";

/// Whether the entry is one of these.
pub(crate) fn claims(entry: &Element) -> bool {
    matches!(entry.name.as_str(), "mods" | "modsCollection")
}

/// Reads one entry. Of a collection the first record is read.
pub(crate) fn read(entry: &Element) -> (Record, Vec<Doubt>) {
    let mods = if entry.name == "modsCollection" { entry.child("mods") } else { Some(entry) };
    let Some(mods) = mods else {
        return Draft::empty(entry, "the collection holds no record; an empty record was made");
    };
    let mut draft = Draft::plain();
    draft.record.kind = kind(mods);
    draft.record.language = mods.children("language").find_map(language);
    identifiers(mods, &mut draft);
    titles(mods, &mut draft);
    names(mods, &mut draft);
    origin(mods, &mut draft);
    for element in mods.children("abstract") {
        draft.first_summary(&element.text(), element.language());
    }
    for element in mods.children("subject") {
        subjects(element, &mut draft);
    }
    for element in mods.children("classification") {
        classification(element, &mut draft);
    }
    for condition in mods.children("accessCondition") {
        let text = condition.text();
        let url =
            condition.attr("href").filter(|url| web_address(url)).or(Some(text.as_str()).filter(|t| web_address(t)));
        let mut rights = url.map(Rights::at).unwrap_or_default();
        rights.statement = Some(text.clone()).filter(|text| !text.is_empty() && !web_address(text));
        draft.rights(rights);
    }
    for url in mods.find_all("location/url").into_iter().filter(|url| url.attr("access") != Some("preview")) {
        draft.locate(&url.text(), None);
    }
    for extent in mods.find_all("physicalDescription/extent").into_iter().chain(mods.children("note")) {
        // Who made it stands among the names already.
        if extent.attr("type") != Some("statement of responsibility") {
            let total = extent.text_at("total").map(|n| format!("{n} {}s", extent.attr("unit").unwrap_or("page")));
            draft.note(&total.unwrap_or_else(|| extent.text()));
        }
    }
    for part in mods.children("part") {
        place(part, &mut draft);
    }
    for related in mods.children("relatedItem") {
        related_item(related, &mut draft);
    }
    draft.finish()
}

/// The kind: the genre says more than the type of resource. A text that stands in a journal is
/// an article.
fn kind(mods: &Element) -> Kind {
    let genre = mods.children("genre").find_map(|genre| kind_named(&genre.text()));
    let hosted = mods.children("relatedItem").filter(|item| item.attr("type") == Some("host"));
    let serial = |genre: &Element| genre.text().contains("journal") || kind_named(&genre.text()) == Some(Kind::Serial);
    let in_serial = hosted.flat_map(|host| host.children("genre")).any(serial);
    let resource = mods.children("typeOfResource").find_map(|resource| kind_named(&resource.text()));
    let issuance = mods.text_at("originInfo/issuance");
    let issued = match issuance.as_deref() {
        _ if in_serial => Kind::Article,
        Some("monographic" | "single unit" | "multipart monograph") => Kind::Book,
        Some("continuing" | "serial" | "integrating resource") => Kind::Serial,
        _ => Kind::Other,
    };
    genre.or(resource).unwrap_or(issued)
}

/// The language in codes or words; records of old versions hold it without a term.
fn language(element: &Element) -> Option<Language> {
    let terms = element.children("languageTerm").find_map(|term| Language::parse(&term.text()));
    terms.or_else(|| Language::parse(&element.text()))
}

fn identifiers(mods: &Element, draft: &mut Draft) {
    for id in mods.children("identifier").filter(|id| id.attr("invalid") != Some("yes")) {
        let text = id.text();
        match (id.attr("type").map(str::to_ascii_lowercase).as_deref(), draft.record.kind) {
            (Some("issn"), Kind::Serial) => draft.identify(id, Scheme::Issn, &id.text()),
            (Some("issn" | "issn-l"), _) => draft.identify_source(id, Scheme::Issn, &id.text()),
            (Some("isbn"), Kind::Chapter) => draft.identify_source(id, Scheme::Isbn, &id.text()),
            (Some("oclc"), _) => draft.identify(id, Scheme::Local, &format!("(OCoLC){text}")),
            (Some("uri" | "url"), _) if Identifier::parse(&text).is_none_or(|id| id.scheme() == Scheme::Url) => {
                draft.identify(id, Scheme::Url, &id.text());
            }
            (Some("uri" | "url"), _) => {
                if let Some(id) = Identifier::parse(&text) {
                    draft.name(id);
                }
            }
            (kind, _) => draft.identify(id, kind.and_then(scheme).unwrap_or(Scheme::Local), &id.text()),
        }
    }
    if let Some(id) = mods.find("recordInfo/recordIdentifier") {
        draft.identify(id, Scheme::Local, &id.text());
    }
}

fn scheme(word: &str) -> Option<Scheme> {
    match word {
        "doi" => Some(Scheme::Doi),
        "isbn" => Some(Scheme::Isbn),
        "lccn" => Some(Scheme::Lccn),
        "hdl" | "handle" => Some(Scheme::Handle),
        "pmid" | "pubmed" => Some(Scheme::Pmid),
        "pmc" | "pmcid" => Some(Scheme::Pmcid),
        "arxiv" => Some(Scheme::Arxiv),
        "urn" | "nbn" => Some(Scheme::Urn),
        "report number" | "report" | "technical report" => Some(Scheme::Report),
        "isi" | "wos" => Some(Scheme::Wos),
        _ => None,
    }
}

/// The whole of a `titleInfo`: article, title, number and name of the part, subtitle.
fn whole_title(info: &Element) -> String {
    let part = |name: &str| info.text_at(name).unwrap_or_default();
    let article = part("nonSort");
    let blank = if article.is_empty() || article.ends_with(['\'', '’', '-']) { "" } else { " " };
    let mut title = with_subtitle(&format!("{article}{blank}{}", part("title")), &part("subTitle"));
    for further in ["partNumber", "partName"].map(part).into_iter().filter(|part| !part.is_empty()) {
        title = format!("{}. {further}", title.trim_end_matches('.'));
    }
    title
}

fn titles(mods: &Element, draft: &mut Draft) {
    let (others, proper): (Vec<&Element>, Vec<&Element>) =
        mods.children("titleInfo").partition(|info| info.attr("type").is_some());
    for info in proper.into_iter().chain(others) {
        // A uniform title sorts; it is not printed anywhere.
        if info.attr("type") != Some("uniform") || draft.record.titles.is_empty() {
            draft.title(&whole_title(info), info.language());
        }
    }
}

fn origin(mods: &Element, draft: &mut Draft) {
    let origins: Vec<&Element> = mods.children("originInfo").collect();
    draft.record.source.publisher = origins
        .iter()
        .find_map(|origin| origin.text_at("publisher").or_else(|| origin.text_at("agent/namePart")))
        .map(|name| name.trim_end_matches([',', ';', ':', ' ']).to_owned());
    for edition in origins.iter().filter_map(|origin| origin.text_at("edition")) {
        draft.note(&format!("edition: {edition}"));
    }
    // What was issued counts; then the date that the cataloguer calls the key.
    let keyed = |date: &&&Element| date.attr("keyDate") == Some("yes");
    let of = |name: &str| origins.iter().flat_map(|origin| origin.find_all(name)).collect::<Vec<_>>();
    let (issued, created, copyright) = (of("dateIssued"), of("dateCreated"), of("copyrightDate"));
    let candidates = [issued, created.iter().filter(keyed).copied().collect(), copyright, created];
    for dates in candidates.iter().chain([&mods.find_all("part/date")]) {
        let mut unread = None;
        for date in dates.iter().filter(|date| date.attr("point") != Some("end")) {
            match published(&date.text()) {
                Some(date) => draft.publish(date),
                None => unread = Some(*date),
            }
        }
        if draft.record.published.is_some() {
            return;
        }
        if let Some(date) = unread {
            draft.doubt(date, format!("{} is no exact date; it was left out", quoted(&date.text())));
        }
    }
}

/// A date as cataloguers write it: `2011`, `2011-05`, `c2011`, `[1989?]`. With digits unknown
/// (`19uu`) there is no year.
pub(crate) fn published(text: &str) -> Option<PartialDate> {
    if let Some(date) = PartialDate::parse(text) {
        return Some(date);
    }
    let runs: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4).collect();
    let unknown = text.contains("uu") || text.contains("u]") || text.contains('-') && text.trim().len() <= 5;
    match runs.first() {
        Some(year) if !unknown => PartialDate::parse(year),
        _ => None,
    }
}

fn subjects(element: &Element, draft: &mut Draft) {
    let authority =
        element.attr("authority").or_else(|| element.elements().find_map(|e| e.attr("authority"))).unwrap_or("");
    let scheme = match authority.to_ascii_lowercase().as_str() {
        "" => SubjectScheme::Keyword,
        "lcsh" => SubjectScheme::Lcsh,
        "mesh" => SubjectScheme::Mesh,
        _ => SubjectScheme::Other,
    };
    let parts: Vec<String> = element
        .elements()
        .filter_map(|part| match part.name.as_str() {
            "topic" | "geographic" | "temporal" | "genre" | "occupation" => Some(part.text()),
            "name" => Some(part.children("namePart").map(Element::text).collect::<Vec<_>>().join(", ")),
            "titleInfo" => Some(whole_title(part)),
            "hierarchicalGeographic" => Some(part.elements().map(Element::text).collect::<Vec<_>>().join(", ")),
            _ => None,
        })
        .filter(|part| !part.is_empty())
        .collect();
    if scheme == SubjectScheme::Keyword {
        parts.iter().for_each(|part| draft.keyword(part));
    } else {
        // One heading with its subdivisions, as the catalogue prints it.
        draft.subject(subject(scheme, None, Some(&parts.join(" -- "))));
    }
}

fn classification(element: &Element, draft: &mut Draft) {
    let text = element.text();
    let (scheme, code) = match element.attr("authority").map(str::to_ascii_lowercase).as_deref() {
        // A prime marks where libraries may cut the number.
        Some("ddc") => (SubjectScheme::Ddc, text.replace(['/', '\''], "")),
        // Behind the class stand the marks of the single copy.
        Some("lcc") => (SubjectScheme::Lcc, text.split_whitespace().next().unwrap_or("").to_owned()),
        Some("udc") => (SubjectScheme::Udc, text),
        Some("msc") => (SubjectScheme::Msc, text),
        _ => (SubjectScheme::Other, text),
    };
    draft.subject(subject(scheme, Some(&code), None));
}

/// Volume, issue and pages of a `part`.
fn place(part: &Element, draft: &mut Draft) {
    let detail = |kinds: &[&str]| {
        let mut details = part.children("detail").filter(|d| d.attr("type").is_some_and(|kind| kinds.contains(&kind)));
        details.find_map(|detail| detail.text_at("number").or_else(|| detail.text_at("caption")))
    };
    let mut extents =
        part.children("extent").filter(|extent| extent.attr("unit").is_none_or(|unit| unit.starts_with("page")));
    let range = extents
        .next()
        .and_then(|extent| pages(extent.text_at("start"), extent.text_at("end")).or_else(|| extent.text_at("list")));
    let source = &mut draft.record.source;
    source.volume = source.volume.take().or_else(|| detail(&["volume"]));
    source.issue = source.issue.take().or_else(|| detail(&["issue", "number"]));
    source.pages = source.pages.take().or(range).or_else(|| detail(&["page", "pages", "article"]));
}

fn related_item(related: &Element, draft: &mut Draft) {
    let kind = match related.attr("type").unwrap_or("") {
        "host" => {
            container(related, draft);
            return;
        }
        "series" => {
            if draft.record.source.title.is_none() {
                container(related, draft);
            }
            return;
        }
        "preceding" => RelationKind::Replaces,
        "succeeding" => RelationKind::ReplacedBy,
        "original" | "otherVersion" | "otherFormat" => RelationKind::VersionOf,
        "constituent" => RelationKind::HasPart,
        "reviewOf" => RelationKind::Reviews,
        "isReferencedBy" | "references" => return,
        _ => RelationKind::RelatedTo,
    };
    for id in related.children("identifier") {
        let known = id.attr("type").map(str::to_ascii_lowercase);
        if let Some(scheme) = known.as_deref().and_then(scheme)
            && let Some(target) = draft.identifier(id, scheme, &id.text())
        {
            draft.relate(kind, target);
        }
    }
}

/// What the work stands in: a `relatedItem` of the type `host`.
fn container(host: &Element, draft: &mut Draft) {
    let infos: Vec<&Element> = host.children("titleInfo").collect();
    let title = infos.iter().find(|info| info.attr("type") != Some("abbreviated")).or(infos.first());
    let title = title.map(|info| whole_title(info)).filter(|title| !title.is_empty());
    let source = &mut draft.record.source;
    source.title = source.title.take().or(title);
    source.publisher = source.publisher.take().or_else(|| host.text_at("originInfo/publisher"));
    for part in host.children("part") {
        place(part, draft);
    }
    for id in host.children("identifier") {
        match id.attr("type") {
            Some("issn") => draft.identify_source(id, Scheme::Issn, &id.text()),
            Some("isbn") => draft.identify_source(id, Scheme::Isbn, &id.text()),
            _ => {}
        }
    }
    if draft.record.published.is_none() {
        let dates = host.find_all("part/date").into_iter().chain(host.find_all("originInfo/dateIssued"));
        if let Some(date) = dates.filter_map(|date| published(&date.text())).next() {
            draft.publish(date);
        }
    }
}

#[cfg(test)]
mod tests;
