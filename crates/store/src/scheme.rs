//! The rows of schemes: thesauri and classifications, looked at and kept.

use model::{
    Concept, ConceptScheme, JobKind, Language, Mapping, Noun, Refusal, SchemeHead, SchemeStage, Text, Thing, Verb,
    sentence,
};
use rusqlite::{Connection, Row};

use crate::crosswalk::{BY_HAND, mappings_of, take_over};
use crate::deed::Deed;
use crate::{Error, Reader, Result, Scope};

/// A scheme in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemeLine {
    /// Its number in the office; another for each file.
    pub id: i64,
    /// Where it stands.
    pub stage: SchemeStage,
    /// What is said of it as a whole. One without a word is a crosswalk.
    pub head: SchemeHead,
    /// The name of the file that it came in.
    pub file: String,
    /// Its classes.
    pub n_concepts: u64,
    /// Mappings that its file brought.
    pub n_mappings: u64,
    /// What the reader doubted.
    pub n_doubts: u64,
    /// Who brought it.
    pub by: String,
    /// When, in microseconds since 1970.
    pub came_at: i64,
    /// When it was kept.
    pub kept_at: Option<i64>,
}

impl SchemeLine {
    /// Which edition this is, told apart from every other that was or will be kept under the word.
    pub fn edition(&self) -> String {
        // The number alone can come back after the last row went.
        format!("{}.{}", self.id, self.kept_at.unwrap_or_default())
    }
}

/// A scheme with all that its file brought.
#[derive(Clone, Debug)]
pub struct HeldScheme {
    /// It in one line.
    pub line: SchemeLine,
    /// Its classes.
    pub scheme: ConceptScheme,
    /// What the file says about classes of other schemes.
    pub mappings: Vec<Mapping>,
    /// What the reader doubted, in its words.
    pub doubts: Vec<String>,
}

impl Deed<'_> {
    /// Lays down what was read from a file, to be looked at. Answers its number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn look_at_scheme(
        &mut self,
        scheme: &ConceptScheme,
        mappings: &[Mapping],
        doubts: &[String],
        file: &str,
    ) -> Result<i64> {
        let head = scheme.head();
        let n = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let id = self
            .conn
            .prepare_cached(
                "INSERT INTO scheme (word, stage, uri, version, source, rights, file, n_concepts, n_mappings, n_doubts, by, came_at)
                 VALUES (?1, 'looked', ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .insert(rusqlite::params![
                head.word,
                head.uri,
                head.version,
                head.source,
                head.rights,
                file,
                n(scheme.concepts().len()),
                n(mappings.len()),
                n(doubts.len()),
                self.who,
                self.at,
            ])?;
        put_concepts(self.conn, id, scheme)?;
        let mut put =
            self.conn.prepare_cached("INSERT INTO scheme_doubt (scheme, position, text) VALUES (?1, ?2, ?3)")?;
        for (position, doubt) in (0_i64..).zip(doubts) {
            put.execute((id, position, doubt))?;
        }
        drop(put);
        crate::crosswalk::put(self.conn, id, mappings)?;
        Ok(id)
    }

    /// Keeps a scheme that was looked at, in place of what was kept under its word, and has the needs that ask for classes
    /// matched again. Of a crosswalk the mappings are kept beside those that are there.
    ///
    /// # Errors
    /// Refused when nobody looks at one of this number.
    pub fn keep_scheme(&mut self, id: i64) -> Result<SchemeLine> {
        let line = self.looked_at(id)?;
        if line.head.word.is_empty() {
            take_over(self, id)?;
            erase(self.conn, id)?;
        } else {
            let before = kept(self.conn, &line.head.word)?;
            if let Some(before) = &before {
                erase(self.conn, before.id)?;
            }
            self.conn
                .prepare_cached("UPDATE scheme SET stage = 'kept', kept_at = ?2 WHERE id = ?1")?
                .execute((id, self.at))?;
            let verb = if before.is_some() { Verb::Restated } else { Verb::Stated };
            let mut change = format!("classes:{} mappings:{}", line.n_concepts, line.n_mappings);
            line.head.version.iter().for_each(|version| change += &format!(" version:{version}"));
            self.note(&self.fact(verb, Thing::new(Noun::Scheme, &line.head.word)).with(change))?;
        }
        self.enqueue(JobKind::MatchClasses, "", self.at)?;
        Ok(SchemeLine { stage: SchemeStage::Kept, kept_at: Some(self.at), ..line })
    }

    /// What is kept now under the word of a scheme that is looked at. A crosswalk takes the place of nothing.
    ///
    /// # Errors
    /// Refused when nobody looks at one of this number.
    pub fn scheme_before(&self, id: i64) -> Result<Option<SchemeLine>> {
        let line = self.looked_at(id)?;
        if line.head.word.is_empty() { Ok(None) } else { kept(self.conn, &line.head.word) }
    }

    /// Lets a scheme go that was looked at.
    ///
    /// # Errors
    /// Refused when nobody looks at one of this number.
    pub fn drop_scheme(&mut self, id: i64) -> Result<()> {
        self.looked_at(id)?;
        erase(self.conn, id)
    }

    /// Lets go of schemes that were looked at before a time and never kept.
    ///
    /// # Errors
    /// When the store fails.
    pub fn forget_schemes(&mut self, before: i64) -> Result<()> {
        let mut find = self.conn.prepare_cached("SELECT id FROM scheme WHERE stage = 'looked' AND came_at < ?1")?;
        let ids: Vec<i64> = find.query_map([before], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        ids.into_iter().try_for_each(|id| erase(self.conn, id))
    }

    /// How many schemes that somebody brought wait for a decision.
    ///
    /// # Errors
    /// When the store fails.
    pub fn n_schemes_looked_at(&self) -> Result<u64> {
        let mut count = self.conn.prepare_cached("SELECT count(*) FROM scheme WHERE stage = 'looked' AND by = ?1")?;
        Ok(count.query_row([self.who], |row| row.get::<_, i64>(0))?.cast_unsigned())
    }

    /// Takes a scheme out, with every mapping that leads from it or to it, and has the needs that ask for classes matched
    /// again.
    ///
    /// # Errors
    /// Refused when none is kept under this word.
    pub fn remove_scheme(&mut self, word: &str) -> Result<()> {
        let line = kept(self.conn, word)?.ok_or_else(|| not_found(word))?;
        erase(self.conn, line.id)?;
        let n_mappings = self
            .conn
            .prepare_cached(
                "DELETE FROM mapping WHERE (from_scheme = ?1 OR to_scheme = ?1)
                    AND bringer NOT IN (SELECT id FROM scheme WHERE stage = 'looked')",
            )?
            .execute([word])?;
        let change = format!("classes:{} mappings:{n_mappings}", line.n_concepts);
        self.note(&self.fact(Verb::Removed, Thing::new(Noun::Scheme, word)).with(change))?;
        self.enqueue(JobKind::MatchClasses, "", self.at)
    }

    fn looked_at(&self, id: i64) -> Result<SchemeLine> {
        match one(self.conn, "WHERE id = ?1", id)? {
            Some(line) if line.stage == SchemeStage::Looked => Ok(line),
            Some(_) => Err(Error::said(sentence!(
                "scheme-decided",
                "Nobody looks at this file any more; bring it once more to look at it again"
            ))),
            None => Err(no_look(id)),
        }
    }
}

impl Reader {
    /// The schemes that are kept, in order of their words.
    ///
    /// # Errors
    /// When the store fails.
    pub fn schemes(&self, scope: &Scope) -> Result<Vec<SchemeLine>> {
        self.seen_by(scope, |conn| lines(conn, "WHERE stage = 'kept' ORDER BY word", []))
    }

    /// The schemes that are looked at, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn schemes_looked_at(&self, scope: &Scope) -> Result<Vec<SchemeLine>> {
        self.seen_by(scope, |conn| lines(conn, "WHERE stage = 'looked' ORDER BY id DESC", []))
    }

    /// A scheme that is looked at, with all that its file brought.
    ///
    /// # Errors
    /// When the store fails.
    pub fn scheme_looked_at(&self, scope: &Scope, id: i64) -> Result<Option<HeldScheme>> {
        self.seen_by(scope, |conn| {
            let Some(line) = one(conn, "WHERE id = ?1 AND stage = 'looked'", id)? else { return Ok(None) };
            let mut find = conn.prepare_cached("SELECT text FROM scheme_doubt WHERE scheme = ?1 ORDER BY position")?;
            let doubts = find.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            let (scheme, mappings) = (concepts(conn, &line)?, mappings_of(conn, id)?);
            Ok(Some(HeldScheme { line, scheme, mappings, doubts }))
        })
    }
}

/// The refusal of a scheme that nobody looks at.
fn no_look(id: i64) -> Error {
    let next = sentence!("next-bring-scheme", "bring the file once more");
    Refusal::NotFound { noun: "scheme", text: id.to_string(), next }.into()
}

/// The refusal of a scheme that is not kept.
pub(crate) fn not_found(word: &str) -> Error {
    let next = sentence!("next-look-schemes", "look for it in the list of schemes");
    Refusal::NotFound { noun: "scheme", text: word.to_owned(), next }.into()
}

const SELECT: &str = "SELECT id, word, stage, uri, version, source, rights, file, n_concepts, n_mappings, n_doubts, by, came_at, kept_at FROM scheme";

fn lines(conn: &Connection, tail: &str, key: impl rusqlite::Params) -> Result<Vec<SchemeLine>> {
    let mut statement = conn.prepare_cached(&format!("{SELECT} {tail}"))?;
    let mut rows = statement.query(key)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(line(row)?);
    }
    for line in &mut found {
        line.head.titles = texts(conn, line.id, "concept = 0")?.into_iter().map(|(_, _, text)| text).collect();
    }
    Ok(found)
}

fn one(conn: &Connection, tail: &str, key: impl rusqlite::ToSql) -> Result<Option<SchemeLine>> {
    Ok(lines(conn, tail, [key])?.pop())
}

fn kept(conn: &Connection, word: &str) -> Result<Option<SchemeLine>> {
    one(conn, "WHERE word = ?1 AND stage = 'kept'", word)
}

/// Every scheme that is kept, with its classes.
pub(crate) fn all_kept(conn: &Connection) -> Result<Vec<ConceptScheme>> {
    lines(conn, "WHERE stage = 'kept' ORDER BY word", [])?.iter().map(|line| concepts(conn, line)).collect()
}

fn line(row: &Row<'_>) -> Result<SchemeLine> {
    let stage: String = row.get(2)?;
    let damaged = || Error::damaged(format!("the stage `{stage}` of a scheme is not one"));
    let n = |at: usize| -> Result<u64> { Ok(row.get::<_, i64>(at)?.cast_unsigned()) };
    Ok(SchemeLine {
        id: row.get(0)?,
        stage: SchemeStage::from_word(&stage).ok_or_else(damaged)?,
        head: SchemeHead {
            word: row.get(1)?,
            uri: row.get(3)?,
            titles: Vec::new(),
            version: row.get(4)?,
            source: row.get(5)?,
            rights: row.get(6)?,
        },
        file: row.get(7)?,
        n_concepts: n(8)?,
        n_mappings: n(9)?,
        n_doubts: n(10)?,
        by: row.get(11)?,
        came_at: row.get(12)?,
        kept_at: row.get(13)?,
    })
}

/// The sorts of texts, as rows call them: of a scheme, then of a class.
const TITLE: &str = "title";
const LABEL: &str = "label";
const ALTERNATIVE: &str = "alternative";
const NOTE: &str = "note";
const BROADER: &str = "broader";
const RELATED: &str = "related";

fn put_concepts(conn: &Connection, id: i64, scheme: &ConceptScheme) -> Result<()> {
    let mut put =
        conn.prepare_cached("INSERT INTO concept (scheme, position, notation, uri) VALUES (?1, ?2, ?3, ?4)")?;
    let mut put_text = conn.prepare_cached(
        "INSERT INTO concept_text (scheme, concept, sort, position, language, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let mut put_link =
        conn.prepare_cached("INSERT INTO concept_link (scheme, concept, sort, notation) VALUES (?1, ?2, ?3, ?4)")?;
    let mut put_texts = |concept: i64, sort: &str, texts: &[Text]| -> Result<()> {
        for (position, text) in (0_i64..).zip(texts) {
            let language = text.language.as_ref().map(Language::tag);
            put_text.execute((id, concept, sort, position, language, &text.text))?;
        }
        Ok(())
    };
    put_texts(0, TITLE, &scheme.head().titles)?;
    for (at, concept) in (1_i64..).zip(scheme.concepts()) {
        put.execute((id, at, &concept.notation, &concept.uri))?;
        for (sort, texts) in [(LABEL, &concept.labels), (ALTERNATIVE, &concept.alternatives), (NOTE, &concept.notes)] {
            put_texts(at, sort, texts)?;
        }
        for (sort, named) in [(BROADER, &concept.broader), (RELATED, &concept.related)] {
            for notation in named {
                put_link.execute((id, at, sort, notation))?;
            }
        }
    }
    Ok(())
}

/// Texts of a scheme with the classes they belong to and their sorts.
fn texts(conn: &Connection, id: i64, which: &str) -> Result<Vec<(i64, String, Text)>> {
    let mut statement = conn.prepare_cached(&format!(
        "SELECT concept, sort, language, text FROM concept_text WHERE scheme = ?1 AND {which} ORDER BY concept, sort, position"
    ))?;
    let mut rows = statement.query([id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let tag: Option<String> = row.get(2)?;
        let damaged = |tag: &str| Error::damaged(format!("the language `{tag}` of a class is not one"));
        let language = tag.map(|tag| Language::parse(&tag).ok_or_else(|| damaged(&tag))).transpose()?;
        found.push((row.get(0)?, row.get(1)?, Text { language, text: row.get(3)? }));
    }
    Ok(found)
}

fn concepts(conn: &Connection, line: &SchemeLine) -> Result<ConceptScheme> {
    let mut statement = conn.prepare_cached("SELECT notation, uri FROM concept WHERE scheme = ?1 ORDER BY position")?;
    let rows = statement
        .query_map([line.id], |row| Ok(Concept { notation: row.get(0)?, uri: row.get(1)?, ..Concept::default() }))?;
    let mut concepts: Vec<Concept> = rows.collect::<rusqlite::Result<_>>()?;
    // Positions count from 1, without a gap.
    let place = |position: i64| usize::try_from(position - 1).unwrap_or(usize::MAX);
    for (position, sort, text) in texts(conn, line.id, "concept > 0")? {
        let Some(concept) = concepts.get_mut(place(position)) else { continue };
        match sort.as_str() {
            LABEL => concept.labels.push(text),
            ALTERNATIVE => concept.alternatives.push(text),
            _ => concept.notes.push(text),
        }
    }
    let mut links = conn.prepare_cached("SELECT concept, sort, notation FROM concept_link WHERE scheme = ?1")?;
    let mut rows = links.query([line.id])?;
    while let Some(row) = rows.next()? {
        let Some(concept) = concepts.get_mut(place(row.get(0)?)) else { continue };
        let named = if row.get_ref(1)?.as_str() == Ok(BROADER) { &mut concept.broader } else { &mut concept.related };
        named.push(row.get(2)?);
    }
    // It was in order when it was laid down, so nothing is left out.
    Ok(ConceptScheme::mended(line.head.clone(), concepts).0)
}

/// Takes a scheme out with all that its file brought.
fn erase(conn: &Connection, id: i64) -> Result<()> {
    debug_assert_ne!(id, BY_HAND);
    conn.prepare_cached("DELETE FROM mapping WHERE bringer = ?1")?.execute([id])?;
    for table in ["concept_text", "concept_link", "concept", "scheme_doubt"] {
        conn.prepare_cached(&format!("DELETE FROM {table} WHERE scheme = ?1"))?.execute([id])?;
    }
    conn.prepare_cached("DELETE FROM scheme WHERE id = ?1")?.execute([id])?;
    Ok(())
}
