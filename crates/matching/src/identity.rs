//! Identity of works: which records describe the same work, and what they say together.
//!
//! Records meet by *keys* ([`keys`]); whether two that met are one work is decided by [`compare`],
//! and what a work's records say together by [`merge`]. Everything is a function of the records,
//! so a merge is undone by merging the others again.

use model::{Contributor, Identifier, Kind, Record, RelationKind, Role, Scheme, Subject, Text};

use crate::analysis::{Analysis, fold_into, words};

/// How two records that share a key stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sameness {
    /// They describe one work.
    Same,
    /// They describe two works that belong together: *new* `kind` *held*.
    Related(RelationKind),
    /// They have nothing to do with each other.
    Different,
}

/// Shortest folded title that tells works apart. `Editorial` and `Introduction` do not.
const TITLE_BYTES_MIN: usize = 20;

/// Longest part of a title that is compared.
const TITLE_BYTES_MAX: usize = 240;

/// Years between a preprint and its article beyond which a common title is chance.
const PREPRINT_YEARS_MAX: i32 = 5;

/// The keys under which a record meets others, strongest first: its identifiers, the works it
/// says it belongs to, its title with its first contributor.
pub fn keys(record: &Record) -> Vec<String> {
    let own = record.identifiers.iter().filter(|id| identifies(record, id)).map(ToString::to_string);
    let targets =
        record.relations.iter().filter(|relation| meets(relation.kind)).map(|relation| relation.target.to_string());
    let mut keys: Vec<String> = own.chain(targets).chain(title_key(record)).collect();
    let mut seen = std::collections::HashSet::new();
    keys.retain(|key| seen.insert(key.clone()));
    keys
}

/// Whether an identifier names this work: an ISBN names a book and not its chapters.
fn identifies(record: &Record, identifier: &Identifier) -> bool {
    let whole = !matches!(record.kind, Kind::Chapter | Kind::ConferencePaper | Kind::Article);
    identifier.names_a_work() && (identifier.scheme() != Scheme::Isbn || whole)
}

/// Relations by which two records are brought together when both are held.
fn meets(kind: RelationKind) -> bool {
    use RelationKind::*;
    matches!(
        kind,
        PreprintOf
            | HasPreprint
            | Corrects
            | CorrectedBy
            | Retracts
            | RetractedBy
            | TranslationOf
            | Replaces
            | ReplacedBy
    )
}

/// Folded title and family name of the first contributor; `None` when either is missing or the
/// title is too short to tell works apart.
fn title_key(record: &Record) -> Option<String> {
    let title = folded_title(record.title()?);
    let family = first_family(record)?;
    (title.len() >= TITLE_BYTES_MIN).then(|| format!("title:{title}|{family}"))
}

fn folded_title(title: &str) -> String {
    let mut out = String::with_capacity(title.len().min(TITLE_BYTES_MAX));
    words(title, Analysis::Plain, &mut |word| {
        if out.len() < TITLE_BYTES_MAX {
            if !out.is_empty() {
                out.push(' ');
            }
            fold_into(&title[word.start..word.end], &mut out);
        }
    });
    out
}

fn first_family(record: &Record) -> Option<String> {
    let first = |role: &[Role]| record.contributors.iter().find(|contributor| role.contains(&contributor.role));
    let contributor =
        first(&[Role::Author, Role::Inventor]).or_else(|| first(&[Role::Editor, Role::Assignee, Role::Applicant]))?;
    let mut family = String::new();
    fold_into(contributor.name.family(), &mut family);
    let family: String = family.chars().filter(|c| c.is_alphanumeric()).collect();
    (!family.is_empty()).then_some(family)
}

/// Decides about two records that share a key.
pub fn compare(held: &Record, new: &Record) -> Sameness {
    let stated = |record: &Record, other: &Record| {
        record
            .relations
            .iter()
            .find(|relation| meets(relation.kind) && other.identifiers.contains(&relation.target))
            .map(|r| r.kind)
    };
    if let Some(kind) = stated(new, held) {
        return Sameness::Related(kind);
    }
    if let Some(kind) = stated(held, new) {
        return Sameness::Related(inverse(kind));
    }
    let shared =
        held.identifiers.iter().any(|id| identifies(held, id) && identifies(new, id) && new.identifiers.contains(id));
    let preprints = (held.kind == Kind::Preprint, new.kind == Kind::Preprint);
    if shared {
        return match preprints {
            (true, false) if is_paper(new.kind) => Sameness::Related(RelationKind::HasPreprint),
            (false, true) if is_paper(held.kind) => Sameness::Related(RelationKind::PreprintOf),
            _ => Sameness::Same,
        };
    }
    if title_key(held).is_none() || title_key(held) != title_key(new) {
        return Sameness::Different;
    }
    by_title(held, new, preprints)
}

/// Decides about two records with the same title and first contributor.
fn by_title(held: &Record, new: &Record, preprints: (bool, bool)) -> Sameness {
    let years = held.year().zip(new.year()).map(|(a, b)| (a - b).abs());
    match preprints {
        (true, false) | (false, true) if is_paper(held.kind) || is_paper(new.kind) => {
            let near = years.is_none_or(|years| years <= PREPRINT_YEARS_MAX);
            let kind = if preprints.1 { RelationKind::PreprintOf } else { RelationKind::HasPreprint };
            return if near { Sameness::Related(kind) } else { Sameness::Different };
        }
        _ => {}
    }
    if conflict(held, new, Scheme::Patent) {
        return Sameness::Related(RelationKind::FamilyOf);
    }
    let notice = |kind| matches!(kind, Kind::Correction | Kind::Retraction | Kind::Editorial | Kind::Review);
    if notice(held.kind) || notice(new.kind) {
        return Sameness::Different;
    }
    if [Scheme::Doi, Scheme::Arxiv, Scheme::Pmid, Scheme::Isbn].into_iter().any(|scheme| conflict(held, new, scheme)) {
        return Sameness::Different;
    }
    let alike = held.kind == new.kind
        || held.kind == Kind::Other
        || new.kind == Kind::Other
        || (is_paper(held.kind) && is_paper(new.kind));
    match years {
        // Online in December, in print in January: one work.
        Some(years) if alike && years <= 1 => Sameness::Same,
        Some(years) if !alike && years <= PREPRINT_YEARS_MAX => Sameness::Related(RelationKind::RelatedTo),
        _ => Sameness::Different,
    }
}

fn is_paper(kind: Kind) -> bool {
    matches!(kind, Kind::Article | Kind::ConferencePaper | Kind::Other)
}

/// Both carry identifiers of the scheme, and none is common.
fn conflict(a: &Record, b: &Record, scheme: Scheme) -> bool {
    let of = |record: &Record| -> Vec<Identifier> {
        record.identifiers.iter().filter(|id| id.scheme() == scheme).cloned().collect()
    };
    let (a, b) = (of(a), of(b));
    !a.is_empty() && !b.is_empty() && !a.iter().any(|id| b.contains(id))
}

fn inverse(kind: RelationKind) -> RelationKind {
    use RelationKind::*;
    match kind {
        PreprintOf => HasPreprint,
        HasPreprint => PreprintOf,
        Corrects => CorrectedBy,
        CorrectedBy => Corrects,
        Retracts => RetractedBy,
        RetractedBy => Retracts,
        Replaces => ReplacedBy,
        ReplacedBy => Replaces,
        VersionOf => HasVersion,
        HasVersion => VersionOf,
        PartOf => HasPart,
        HasPart => PartOf,
        Supplements => SupplementedBy,
        SupplementedBy => Supplements,
        TranslationOf | Reviews | FamilyOf | RelatedTo => RelatedTo,
    }
}

/// Which reading supplied a field: name of the field, index of the reading. A field made of
/// several readings stands several times.
pub type Provenance = Vec<(&'static str, usize)>;

/// What several readings of one work say together, and which reading supplied what.
///
/// A list that is a set (identifiers, subjects, rights, relations, locations, notes) is the union;
/// of a text in one language the fullest counts, of contributors the fullest list, of dates the most precise, of
/// statuses the worst; of everything else the first that says anything.
pub fn merge(readings: &[&Record]) -> (Record, Provenance) {
    let mut record = Record::default();
    let mut provenance = Provenance::new();
    for (i, reading) in readings.iter().enumerate() {
        let mut grew = |name, grown: bool| {
            if grown {
                provenance.push((name, i));
            }
        };
        grew("identifiers", union(&mut record.identifiers, &reading.identifiers, |a, b| a == b));
        grew("titles", texts(&mut record.titles, &reading.titles, false));
        grew("abstracts", texts(&mut record.abstracts, &reading.abstracts, true));
        grew("subjects", union(&mut record.subjects, &reading.subjects, same_subject));
        grew("rights", union(&mut record.rights, &reading.rights, |a, b| a == b));
        grew("relations", union(&mut record.relations, &reading.relations, |a, b| a == b));
        grew("locations", union(&mut record.locations, &reading.locations, |a, b| a.url == b.url));
        grew("notes", union(&mut record.notes, &reading.notes, |a, b| a == b));
        let source = &mut record.source;
        grew("source.title", first(&mut source.title, &reading.source.title));
        grew("source.volume", first(&mut source.volume, &reading.source.volume));
        grew("source.issue", first(&mut source.issue, &reading.source.issue));
        grew("source.pages", first(&mut source.pages, &reading.source.pages));
        grew("source.publisher", first(&mut source.publisher, &reading.source.publisher));
        grew("source.identifiers", union(&mut source.identifiers, &reading.source.identifiers, |a, b| a == b));
        grew("language", first(&mut record.language, &reading.language));
        if reading.status > record.status {
            record.status = reading.status;
            grew("status", true);
        }
    }
    if let Some(i) = fullest(readings, |reading| detail(&reading.contributors)) {
        record.contributors = readings[i].contributors.clone();
        provenance.push(("contributors", i));
    }
    if let Some(i) = fullest(readings, |reading| reading.published.map_or(0, |date| usize::from(date.precision()))) {
        record.published = readings[i].published;
        provenance.push(("published", i));
    }
    if let Some(i) = readings.iter().position(|reading| reading.kind != Kind::Other) {
        record.kind = readings[i].kind;
        provenance.push(("kind", i));
    }
    if let Some(reading) = readings.first() {
        record.origin = reading.origin.clone();
    }
    let own = record.identifiers.clone();
    record.relations.retain(|relation| !own.contains(&relation.target));
    (record, provenance)
}

/// What a source says of a work altogether, when it said the first and now says the second. Where the second says nothing
/// of the work but that it was taken back, as a repository tells of what it deleted, the first still tells what it was:
/// whoever used it has to be able to see that. `None` stands for the second as it is.
pub fn succeed(said: &Record, says: &Record) -> Option<Record> {
    let is_bare = says.titles.is_empty() && says.abstracts.is_empty() && says.contributors.is_empty();
    if !is_bare || says.status.stands() || said.titles.is_empty() {
        return None;
    }
    let mut record = Record { status: said.status.max(says.status), origin: says.origin.clone(), ..said.clone() };
    union(&mut record.identifiers, &says.identifiers, |a, b| a == b);
    Some(record)
}

fn union<T: Clone>(into: &mut Vec<T>, from: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    let before = into.len();
    for value in from {
        if !into.iter().any(|held| same(held, value)) {
            into.push(value.clone());
        }
    }
    into.len() > before
}

fn same_subject(a: &Subject, b: &Subject) -> bool {
    a.scheme == b.scheme
        && match (&a.code, &b.code) {
            (Some(a), Some(b)) => a == b,
            (None, None) => {
                a.term.as_ref().map(|term| term.to_lowercase()) == b.term.as_ref().map(|term| term.to_lowercase())
            }
            _ => false,
        }
}

/// Adds texts in languages that are not there yet. `longer`: a longer text takes the place of the
/// one held in its language.
fn texts(into: &mut Vec<Text>, from: &[Text], longer: bool) -> bool {
    if into.is_empty() {
        into.extend_from_slice(from);
        return !from.is_empty();
    }
    let mut grown = false;
    for text in from {
        // A text without a language is in whatever language the one held is in.
        let held = into
            .iter_mut()
            .find(|held| held.language == text.language || held.language.is_none() || text.language.is_none());
        match held {
            Some(held) if longer && text.text.len() > held.text.len() => {
                *held = Text { language: text.language.clone().or(held.language.take()), text: text.text.clone() };
                grown = true;
            }
            Some(_) => {}
            None => {
                into.push(text.clone());
                grown = true;
            }
        }
    }
    grown
}

fn first<T: Clone>(into: &mut Option<T>, from: &Option<T>) -> bool {
    let grown = into.is_none() && from.is_some();
    if grown {
        into.clone_from(from);
    }
    grown
}

/// The first reading with the greatest measure above zero.
fn fullest(readings: &[&Record], measure: impl Fn(&Record) -> usize) -> Option<usize> {
    let measures: Vec<usize> = readings.iter().map(|reading| measure(reading)).collect();
    let greatest = *measures.iter().max()?;
    (greatest > 0).then(|| measures.iter().position(|measure| *measure == greatest)).flatten()
}

/// How much a list of contributors tells.
fn detail(contributors: &[Contributor]) -> usize {
    contributors.iter().map(|c| 4 + 2 * usize::from(c.orcid.is_some()) + usize::from(!c.affiliations.is_empty())).sum()
}

#[cfg(test)]
mod tests {
    use model::{Name, PartialDate, Relation, Status};
    use proptest::prelude::*;

    use super::*;

    fn work(title: &str, year: i32, author: &str, kind: Kind, ids: &[&str]) -> Record {
        Record {
            identifiers: ids.iter().filter_map(|id| Identifier::parse(id)).collect(),
            titles: vec![Text::plain(title)],
            contributors: vec![Contributor::new(Name::from_inverted(author), Role::Author)],
            published: PartialDate::of_year(year),
            kind,
            ..Record::default()
        }
    }

    const TITLE: &str = "Silicon rectifiers for main line locomotives";

    #[track_caller]
    fn check(held: &Record, new: &Record, expected: Sameness) {
        let met = keys(held).iter().any(|key| keys(new).contains(key));
        assert_eq!(if met { compare(held, new) } else { Sameness::Different }, expected);
    }

    #[test]
    fn the_same_work_is_known_by_its_number_or_by_title_year_and_contributor() {
        let held = work(TITLE, 1961, "Weber, K.", Kind::Article, &["doi:10.5555/a"]);
        check(&held, &work("Another wording", 1961, "Weber", Kind::Article, &["doi:10.5555/A"]), Sameness::Same);
        check(
            &held,
            &work("SILICON rectifiers for main-line locomotives.", 1961, "Weber, Karl", Kind::Article, &[]),
            Sameness::Same,
        );
        check(&held, &work(TITLE, 1962, "Weber, K.", Kind::Article, &[]), Sameness::Same);
        check(&held, &work(TITLE, 1965, "Weber, K.", Kind::Article, &[]), Sameness::Different);
        check(&held, &work(TITLE, 1961, "Meier, K.", Kind::Article, &[]), Sameness::Different);
        check(&held, &work(TITLE, 1961, "Weber, K.", Kind::Article, &["doi:10.5555/b"]), Sameness::Different);
    }

    #[test]
    fn a_preprint_and_its_article_are_related_and_stay_two() {
        let article = work(TITLE, 1961, "Weber, K.", Kind::Article, &["doi:10.5555/a"]);
        let mut preprint = work(TITLE, 1960, "Weber, K.", Kind::Preprint, &["arxiv:1401.2122"]);
        check(&article, &preprint, Sameness::Related(RelationKind::PreprintOf));
        check(&preprint, &article, Sameness::Related(RelationKind::HasPreprint));
        preprint.titles[0].text = "Quite another title before the referee came".into();
        check(&article, &preprint, Sameness::Different);
        preprint.relations.push(Relation { kind: RelationKind::PreprintOf, target: article.identifiers[0].clone() });
        check(&article, &preprint, Sameness::Related(RelationKind::PreprintOf));
        check(&preprint, &article, Sameness::Related(RelationKind::HasPreprint));
    }

    #[test]
    fn what_a_source_took_back_is_still_known_for_what_it_was() {
        let said = work(TITLE, 1961, "Weber, K.", Kind::Article, &["doi:10.5555/a"]);
        let gone = Record { status: Status::Withdrawn, identifiers: said.identifiers.clone(), ..Record::default() };
        let now = succeed(&said, &gone).unwrap();
        assert_eq!((now.title(), now.status), (Some(TITLE), Status::Withdrawn));
        assert_eq!(succeed(&gone, &gone), None, "nothing was ever told of it");
        assert_eq!(succeed(&said, &said), None, "what is said anew counts");
        let told = Record { status: Status::Withdrawn, ..work("Withdrawn", 1961, "Weber", Kind::Article, &[]) };
        assert_eq!(succeed(&said, &told), None, "so does what is said of something taken back");
    }

    #[test]
    fn chapters_of_one_book_are_not_one_work() {
        let chapter = |title| work(title, 1961, "Weber, K.", Kind::Chapter, &["isbn:9780306406157"]);
        check(
            &chapter("The first chapter of this book"),
            &chapter("The second chapter of this book"),
            Sameness::Different,
        );
    }

    #[test]
    fn publications_of_one_patent_family_are_related() {
        let patent = |number: &str| {
            let mut patent = work(TITLE, 1961, "Weber, K.", Kind::Patent, &[number]);
            patent.contributors[0].role = Role::Inventor;
            patent
        };
        check(&patent("patent:US3000001A"), &patent("patent:DE1100001B"), Sameness::Related(RelationKind::FamilyOf));
    }

    #[test]
    fn short_titles_tell_nothing() {
        check(
            &work("Editorial", 1961, "Weber", Kind::Article, &[]),
            &work("Editorial", 1961, "Weber", Kind::Article, &[]),
            Sameness::Different,
        );
    }

    #[test]
    fn a_merge_takes_the_best_of_each_and_says_from_where() {
        let mut a = work(TITLE, 1961, "Weber, K.", Kind::Other, &["doi:10.5555/a"]);
        let mut b = work("Silicon rectifiers", 1961, "Weber, Karl", Kind::Article, &["doi:10.5555/a", "pmid:77"]);
        a.abstracts.push(Text::plain("Short."));
        b.abstracts.push(Text::plain("Longer and better."));
        b.published = PartialDate::parse("1961-05-03");
        b.status = Status::Retracted;
        let (merged, provenance) = merge(&[&a, &b]);
        assert_eq!(merged.title(), Some(TITLE));
        assert_eq!(merged.abstracts[0].text, "Longer and better.");
        assert_eq!(merged.published, PartialDate::parse("1961-05-03"));
        assert_eq!((merged.kind, merged.status, merged.identifiers.len()), (Kind::Article, Status::Retracted, 2));
        assert!(
            provenance.contains(&("titles", 0))
                && provenance.contains(&("abstracts", 1))
                && provenance.contains(&("status", 1))
        );
    }

    proptest! {
        #[test]
        fn merging_one_reading_changes_nothing(title in "[a-z ]{0,30}", year in 1900..2000i32, n in 0..3usize) {
            let ids = ["doi:10.5555/a", "pmid:7", "arxiv:1401.2122"];
            let record = work(&title, year, "Weber, K.", Kind::Article, &ids[..n]);
            prop_assert_eq!(merge(&[&record]).0, record);
        }

        #[test]
        fn two_records_stand_to_each_other_the_same_way_from_both_sides(
            kinds in prop::collection::vec(prop::sample::select(vec![Kind::Article, Kind::Preprint, Kind::Patent, Kind::Book, Kind::Report, Kind::Other]), 2),
            years in prop::collection::vec(1958..1964i32, 2),
            ids in prop::collection::vec(prop::sample::subsequence(vec!["doi:10.5555/a", "doi:10.5555/b", "pmid:7", "isbn:9780306406157"], 0..3), 2),
        ) {
            let [a, b] = [0, 1].map(|i| work(TITLE, years[i], "Weber, K.", kinds[i], &ids[i]));
            let mirrored = match compare(&b, &a) {
                Sameness::Related(kind) if kind != RelationKind::FamilyOf => Sameness::Related(inverse(kind)),
                other => other,
            };
            prop_assert_eq!(compare(&a, &b), mirrored);
        }
    }
}
