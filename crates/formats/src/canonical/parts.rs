//! The mirrors of the parts of a record that have rules of their own: what is read back may not be
//! what the record can hold.

use std::borrow::Cow;

use model::{
    Affiliation, Contributor, Identifier, Language, Name, Relation, RelationKind, Role, Scheme, Subject, SubjectScheme,
    Text,
};
use serde::{Deserialize, Serialize};

use crate::doubt::{Doubt, quoted};

/// A string lent by the record on the way out, owned on the way in.
pub(super) type Str<'a> = Cow<'a, str>;

/// Lends what may be absent.
pub(super) fn lent(text: Option<&String>) -> Option<Str<'_>> {
    text.map(|text| Cow::Borrowed(text.as_str()))
}

/// Keeps what may be absent.
pub(super) fn kept(text: Option<Str<'_>>) -> Option<String> {
    text.map(Cow::into_owned)
}

#[derive(Serialize, Deserialize)]
pub(super) struct IdentifierForm<'a> {
    scheme: Str<'a>,
    value: Str<'a>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct TextForm<'a> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<Str<'a>>,
    text: Str<'a>,
}

/// A person has `family`, whoever is not taken apart has `name`.
#[derive(Serialize, Deserialize)]
pub(super) struct ContributorForm<'a> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    family: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    given: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    orcid: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    affiliations: Vec<AffiliationForm<'a>>,
}

#[derive(Serialize, Deserialize)]
struct AffiliationForm<'a> {
    name: Str<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ror: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    country: Option<Str<'a>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SubjectForm<'a> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scheme: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    term: Option<Str<'a>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct RelationForm<'a> {
    kind: Str<'a>,
    target: IdentifierForm<'a>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct DoubtForm<'a> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<Str<'a>>,
    text: Str<'a>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    unread: bool,
}

impl<'a> IdentifierForm<'a> {
    pub(super) fn of(identifier: &'a Identifier) -> IdentifierForm<'a> {
        IdentifierForm { scheme: identifier.scheme().word().into(), value: identifier.value().into() }
    }

    pub(super) fn into_identifier(self, place: &str, doubts: &mut Vec<Doubt>) -> Option<Identifier> {
        let found = Scheme::from_word(&self.scheme).and_then(|scheme| Identifier::new(scheme, &self.value));
        if found.is_none() {
            let shown = quoted(&format!("{}:{}", self.scheme, self.value));
            doubts.push(Doubt::at(place, format!("{shown} is not an identifier and was left out")));
        }
        found
    }
}

impl<'a> TextForm<'a> {
    pub(super) fn of(text: &'a Text) -> TextForm<'a> {
        TextForm { language: text.language.as_ref().map(|l| l.tag().into()), text: text.text.as_str().into() }
    }

    pub(super) fn into_text(self, place: &str, doubts: &mut Vec<Doubt>) -> Text {
        Text { language: language(self.language, place, doubts), text: self.text.into_owned() }
    }
}

impl<'a> ContributorForm<'a> {
    pub(super) fn of(contributor: &'a Contributor) -> ContributorForm<'a> {
        let (name, family, given) = match &contributor.name {
            Name::Person { family, given } => (None, Some(family.as_str().into()), lent(given.as_ref())),
            Name::Whole(name) => (Some(name.as_str().into()), None, None),
        };
        ContributorForm {
            name,
            family,
            given,
            role: (contributor.role != Role::Author).then(|| contributor.role.word().into()),
            orcid: lent(contributor.orcid.as_ref()),
            affiliations: contributor
                .affiliations
                .iter()
                .map(|affiliation| AffiliationForm {
                    name: affiliation.name.as_str().into(),
                    ror: lent(affiliation.ror.as_ref()),
                    country: lent(affiliation.country.as_ref()),
                })
                .collect(),
        }
    }

    pub(super) fn into_contributor(self, doubts: &mut Vec<Doubt>) -> Option<Contributor> {
        let name = match (self.family, self.name) {
            (Some(family), _) => Name::Person { family: family.into_owned(), given: kept(self.given) },
            (None, Some(name)) => Name::Whole(name.into_owned()),
            (None, None) => {
                doubts.push(Doubt::at("contributors", "one has neither `family` nor `name` and was left out"));
                return None;
            }
        };
        Some(Contributor {
            name,
            role: word(self.role, "contributors", Role::from_word, doubts),
            orcid: kept(self.orcid),
            affiliations: self
                .affiliations
                .into_iter()
                .map(|form| Affiliation {
                    name: form.name.into_owned(),
                    ror: kept(form.ror),
                    country: kept(form.country),
                })
                .collect(),
        })
    }
}

impl SubjectForm<'_> {
    /// The subject; a scheme that is not known makes it a keyword.
    pub(super) fn into_subject(self, doubts: &mut Vec<Doubt>) -> Subject {
        Subject {
            scheme: word(self.scheme, "subjects", SubjectScheme::from_word, doubts),
            code: kept(self.code),
            term: kept(self.term),
        }
    }
}

impl<'a> SubjectForm<'a> {
    pub(super) fn of(subject: &'a Subject) -> SubjectForm<'a> {
        SubjectForm {
            scheme: (subject.scheme != SubjectScheme::Keyword).then(|| subject.scheme.word().into()),
            code: lent(subject.code.as_ref()),
            term: lent(subject.term.as_ref()),
        }
    }
}

impl<'a> RelationForm<'a> {
    /// The mirror of a relation.
    pub(super) fn of(relation: &'a Relation) -> RelationForm<'a> {
        RelationForm { kind: relation.kind.word().into(), target: IdentifierForm::of(&relation.target) }
    }

    /// The relation, unless its kind or its target is not known.
    pub(super) fn into_relation(self, doubts: &mut Vec<Doubt>) -> Option<Relation> {
        let target = self.target.into_identifier("relations", doubts)?;
        match RelationKind::from_word(&self.kind) {
            Some(kind) => Some(Relation { kind, target }),
            None => {
                let shown = quoted(&self.kind);
                doubts.push(Doubt::at("relations", format!("{shown} is not a kind of relation and was left out")));
                None
            }
        }
    }
}

impl<'a> DoubtForm<'a> {
    /// The mirror of a doubt.
    pub(super) fn of(doubt: &'a Doubt) -> DoubtForm<'a> {
        let (place, text) = (lent(doubt.place.as_ref()), doubt.text.as_str().into());
        DoubtForm { line: doubt.line, place, text, unread: doubt.unread }
    }

    /// The doubt.
    pub(super) fn into_doubt(self) -> Doubt {
        let doubt = match self.place {
            Some(place) => Doubt::at(place, self.text),
            None => Doubt::new(self.text),
        };
        Doubt { line: self.line, unread: self.unread, ..doubt }
    }
}

/// A word of a closed list; the list's default when it is absent or not one of them.
pub(super) fn word<T: Default>(
    text: Option<Str<'_>>,
    place: &str,
    known: fn(&str) -> Option<T>,
    doubts: &mut Vec<Doubt>,
) -> T {
    let Some(text) = text else { return T::default() };
    known(&text).unwrap_or_else(|| {
        doubts.push(Doubt::at(place, format!("{} is not one of its words and was left out", quoted(&text))));
        T::default()
    })
}

pub(super) fn language(text: Option<Str<'_>>, place: &str, doubts: &mut Vec<Doubt>) -> Option<Language> {
    let text = text?;
    let found = Language::parse(&text);
    if found.is_none() {
        doubts.push(Doubt::at(place, format!("{} is not a language and was left out", quoted(&text))));
    }
    found
}
