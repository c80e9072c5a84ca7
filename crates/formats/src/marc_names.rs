//! Who made it, in a MARC record: fields 100 to 111 and 700 to 711.

use model::{Affiliation, Contributor, Kind, Name, Role};

use crate::draft::Draft;
use crate::marc::{DataField, Marc, bare};
use crate::markup::squeeze;

/// Adds everybody, in the order of the record.
pub(crate) fn read(marc: &Marc, draft: &mut Draft) {
    for field in &marc.fields {
        let main = match field.tag.as_str() {
            "100" | "110" => true,
            // A name with a title names another work, not somebody who made this one.
            "700" | "710" if field.sub('t').is_none() => false,
            _ => continue,
        };
        let Some(name) = name(field) else { continue };
        // Of what somebody did that nobody states, a catalogue means anything; but the second
        // author of an article is an author.
        let unstated = match draft.record.kind {
            _ if main => Role::Author,
            Kind::Article | Kind::Preprint | Kind::ConferencePaper | Kind::Chapter if field.tag == "700" => {
                Role::Author
            }
            _ => Role::Contributor,
        };
        let mut roles: Vec<Role> =
            field.all('4').filter_map(by_code).chain(field.all('e').filter_map(by_word)).collect();
        roles.truncate(1);
        let role = roles.pop().unwrap_or(unstated);
        let Some(contributor) = draft.contributor(name, role) else { continue };
        describe(field, contributor);
    }
}

fn name(field: &DataField) -> Option<Name> {
    if field.tag.ends_with("10") {
        let body = bare(&field.joined("ab", " "));
        let body = if body.is_empty() { squeeze(field.sub('g')?) } else { body };
        return Some(Name::Whole(body.trim_end_matches('.').to_owned()));
    }
    let mut inverted = bare(field.sub('a')?);
    // A full stop ends the field, unless it ends an initial or an abbreviation.
    if let Some(before) = inverted.strip_suffix('.') {
        let last = before.rsplit([' ', '.', ',', '-']).next().unwrap_or("");
        if last.chars().count() > 3 {
            inverted.truncate(before.len());
        }
    }
    match field.indicators[0] {
        // A forename stands alone, with its number: `John Paul II`.
        '0' => {
            let whole = match field.sub('b') {
                Some(number) => format!("{inverted} {}", bare(number)),
                None => inverted,
            };
            Some(Name::Whole(whole))
        }
        _ => Some(Name::from_inverted(&inverted)),
    }
}

fn describe(field: &DataField, contributor: &mut Contributor) {
    contributor.affiliations = field.all('u').map(|place| Affiliation::named(squeeze(place))).collect();
    for value in field.all('0').chain(field.all('1')).chain(field.all('j')).chain(field.all('i')) {
        let lower = value.to_lowercase();
        if lower.contains("orcid") {
            let number = value.rsplit([':', ')', '/']).next().unwrap_or(value);
            if contributor.orcid.is_none() {
                contributor.set_orcid(number);
            }
        }
    }
}

/// MARC code list for relators.
fn by_code(code: &str) -> Option<Role> {
    let code = code.rsplit('/').next().unwrap_or(code);
    Some(match code {
        "aut" | "cre" | "dis" | "rth" | "prg" | "cmp" => Role::Author,
        "edt" | "edc" | "pbd" | "isb" => Role::Editor,
        "trl" => Role::Translator,
        "inv" => Role::Inventor,
        "pta" => Role::Applicant,
        "pth" => Role::Assignee,
        _ if code.len() == 3 => Role::Contributor,
        _ => return None,
    })
}

/// Relator terms, in the languages of the catalogues that write them.
fn by_word(word: &str) -> Option<Role> {
    let word = word.trim().trim_end_matches(['.', ',']).to_lowercase();
    Some(match word.as_str() {
        "author" | "verfasser" | "verfasserin" | "auteur" | "автор" | "joint author" => Role::Author,
        "editor" | "ed" | "hrsg" | "herausgeber" | "herausgeberin" | "éditeur scientifique" | "редактор" | "ed. by" => {
            Role::Editor
        }
        "translator" | "übersetzer" | "übersetzerin" | "traducteur" | "переводчик" => Role::Translator,
        "inventor" | "erfinder" | "inventeur" => Role::Inventor,
        _ => return None,
    })
}
