//! Tables of staff as files: units, compartments, posts, persons and tenures in CSV, read and written in one form.
//!
//! Which table a file holds is told by its headings. Files that are read together are kept together or not at all,
//! and every fault is named with its line and column. A column that is left out leaves what is held as it is.

use std::collections::BTreeMap;

use model::{
    CellFault, Compartment, Date, Hand, Level, NamedCompartment, Person, PersonId, Post, PostId, Power, Refusal, Staff,
    StaffChange, StaffPlace, Standing, Tenure, Unit, UnitId, sentence,
};
use store::{Statement, Writer};

use crate::review::Turn;
use crate::{Failure, keep_staff};

mod cells;

use cells::{Cells, Table};

/// Longest file that is read, in bytes: some fifty thousand lines.
pub const STAFF_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Most lines of the files that are read together: ten times the staff of a large ministry.
pub const STAFF_ROWS_MAX: usize = 50_000;

/// Most faults that are named; who mends these reads the rest next time.
const FAULTS_MAX: usize = 200;

/// A table of the staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StaffTable {
    /// Units and what they stand under.
    Units,
    /// Compartments.
    Compartments,
    /// Posts with their units and powers.
    Posts,
    /// Persons with their clearances.
    Persons,
    /// Who acts for which post, from when until when.
    Tenures,
}

impl StaffTable {
    /// All of them, in an order in which each names only what stands before.
    pub const ALL: &'static [StaffTable] =
        &[StaffTable::Units, StaffTable::Compartments, StaffTable::Posts, StaffTable::Persons, StaffTable::Tenures];

    /// The word for it in file names and addresses.
    pub fn word(self) -> &'static str {
        match self {
            StaffTable::Units => "units",
            StaffTable::Compartments => "compartments",
            StaffTable::Posts => "posts",
            StaffTable::Persons => "persons",
            StaffTable::Tenures => "tenures",
        }
    }

    /// The table with this word.
    pub fn from_word(word: &str) -> Option<StaffTable> {
        StaffTable::ALL.iter().copied().find(|table| table.word() == word)
    }

    /// Its headings.
    pub fn headings(self) -> &'static [&'static str] {
        match self {
            StaffTable::Units => &["unit", "name", "parent"],
            StaffTable::Compartments => &["compartment", "name", "closed"],
            StaffTable::Posts => &["post", "title", "unit", "powers", "closed"],
            StaffTable::Persons => &["person", "name", "email", "language", "level", "compartments", "left"],
            StaffTable::Tenures => &["post", "person", "standing", "since", "until"],
        }
    }

    /// Headings without which nothing can be read.
    fn keys(self) -> &'static [&'static str] {
        match self {
            StaffTable::Tenures => &["post", "person", "since"],
            table => &table.headings()[..1],
        }
    }

    /// The table that has most of these headings.
    fn of(headings: &[String]) -> Option<StaffTable> {
        let has = |name: &&&str| headings.iter().any(|heading| heading == **name);
        let fits = |table: &StaffTable| table.keys().iter().all(|key| has(&key));
        let known = |table: &StaffTable| table.headings().iter().filter(|name| has(name)).count();
        StaffTable::ALL.iter().copied().filter(fits).max_by_key(known)
    }
}

/// A line of a file, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffLine {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// What it states.
    pub change: StaffChange,
    /// New, changed or unchanged against what is held.
    pub statement: Statement,
}

/// Reads files that belong together, each with its name. Answers for each line whether it says something new.
///
/// # Errors
/// Every fault, in the order of files and lines.
pub fn read_staff(files: &[(String, Vec<u8>)], held: &Staff, hand: Hand<'_>) -> Result<Vec<StaffLine>, Vec<CellFault>> {
    let mut tables = Vec::new();
    let mut faults = Vec::new();
    let mut n_rows = 0;
    for (name, bytes) in files {
        match cells::read(name, bytes) {
            Ok(table) => {
                n_rows += table.rows.len();
                tables.push(table);
            }
            Err(fault) => faults.push(*fault),
        }
    }
    if n_rows > STAFF_ROWS_MAX {
        let refusal = Refusal::Said(sentence!(
            "cell-many-lines",
            "there are {count} lines, and at most {max} are read at once; divide the file",
            count = n_rows,
            max = STAFF_ROWS_MAX
        ));
        faults.push(CellFault { file: files[0].0.clone(), line: 1, column: None, refusal });
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut lines: Vec<StaffLine> = Vec::new();
    let mut places: BTreeMap<StaffPlace, usize> = BTreeMap::new();
    for table in &tables {
        for row in &table.rows {
            let cells = Cells::new(table, row, &mut faults);
            let Some(change) = stated(cells, held) else { continue };
            if let Some(first) = places.get(&change.place()).map(|at| &lines[*at]) {
                let again = if first.file == table.file {
                    sentence!("cell-twice", "line {line} states this already; keep one of them", line = first.line)
                } else {
                    sentence!(
                        "cell-twice-elsewhere",
                        "line {line} of {file} states this already; keep one of them",
                        line = first.line,
                        file = first.file
                    )
                };
                let refusal = Refusal::Said(again);
                faults.push(CellFault { file: table.file.clone(), line: row.line, column: None, refusal });
                continue;
            }
            places.insert(change.place(), lines.len());
            let statement = statement(&change, held);
            lines.push(StaffLine { file: table.file.clone(), line: row.line, change, statement });
        }
    }
    if faults.is_empty()
        && let Err(broken) = held.after(&changes(&lines), hand)
    {
        for (place, refusal) in broken {
            faults.push(at_line(&lines, &places, &place, &refusal, &tables));
        }
    }
    if faults.is_empty() {
        return Ok(lines);
    }
    faults.sort_by(|one, other| (&one.file, one.line).cmp(&(&other.file, other.line)));
    faults.truncate(FAULTS_MAX);
    Err(faults)
}

/// The changes that lines state, without those that state what is held.
pub(crate) fn changes(lines: &[StaffLine]) -> Vec<StaffChange> {
    let new = lines.iter().filter(|line| line.statement != Statement::Unchanged);
    new.map(|line| line.change.clone()).collect()
}

impl StaffLine {
    /// The changes that lines state, without those that state what is held: for the preview.
    pub fn changes(lines: &[StaffLine]) -> Vec<StaffChange> {
        changes(lines)
    }
}

/// The fault of a rule, at the line that breaks it, or else at the head of the first file.
fn at_line(
    lines: &[StaffLine],
    places: &BTreeMap<StaffPlace, usize>,
    place: &StaffPlace,
    refusal: &Refusal,
    tables: &[Table],
) -> CellFault {
    let refusal = refusal.clone();
    match places.get(place).map(|at| &lines[*at]) {
        Some(line) => CellFault { file: line.file.clone(), line: line.line, column: None, refusal },
        None => {
            let file = tables.first().map(|table| table.file.clone()).unwrap_or_default();
            CellFault { file, line: 1, column: None, refusal }
        }
    }
}

/// Reads files and keeps what they state, all of it or nothing. Answers as [`read_staff`].
///
/// # Errors
/// Refused when the officer does not administer, or with every fault, one a line.
pub fn keep_staff_files(
    writer: &mut Writer,
    turn: &Turn<'_>,
    held: &Staff,
    files: &[(String, Vec<u8>)],
) -> Result<Vec<StaffLine>, Failure> {
    let hand = Hand { person: Some(&turn.officer.person.id), today: turn.today };
    let lines = read_staff(files, held, hand).map_err(Refusal::InFiles)?;
    keep_staff(writer, turn, &changes(&lines), None)?;
    Ok(lines)
}

fn statement(change: &StaffChange, held: &Staff) -> Statement {
    fn compare<T: PartialEq>(held: Option<&T>, new: &T) -> Statement {
        match held {
            None => Statement::New,
            Some(held) if held == new => Statement::Unchanged,
            Some(_) => Statement::Changed,
        }
    }
    match change {
        StaffChange::Unit(unit) => compare(held.units.get(&unit.id), unit),
        StaffChange::Compartment(compartment) => compare(held.compartments.get(&compartment.id), compartment),
        StaffChange::Post(post) => compare(held.posts.get(&post.id), post),
        StaffChange::Person(person) => compare(held.persons.get(&person.id), person),
        StaffChange::Tenure(tenure) => compare(held.tenures.get(&tenure.key()), tenure),
        StaffChange::ClosePost { .. }
        | StaffChange::Leave(_)
        | StaffChange::Appoint(_)
        | StaffChange::Relieve { .. } => Statement::Changed,
    }
}

/// What a line states. Nothing when a cell of it cannot be read; the faults say which.
fn stated(mut cells: Cells<'_>, held: &Staff) -> Option<StaffChange> {
    match cells.table() {
        StaffTable::Units => {
            let id = cells.id("unit", UnitId::new);
            let was = id.as_ref().and_then(|id| held.units.get(id));
            let name = cells.name("name", was.map(|was| was.name.as_str()));
            let parent = cells.optional("parent", was.and_then(|was| was.parent.clone()), UnitId::new);
            Some(StaffChange::Unit(Unit { id: id?, name: name?, parent: parent? }))
        }
        StaffTable::Compartments => {
            let id = cells.id("compartment", Compartment::new);
            let was = id.as_ref().and_then(|id| held.compartments.get(id));
            let name = cells.name("name", was.map(|was| was.name.as_str()));
            let closed = cells.flag("closed", was.is_some_and(|was| was.closed));
            Some(StaffChange::Compartment(NamedCompartment { id: id?, name: name?, closed: closed? }))
        }
        StaffTable::Posts => {
            let id = cells.id("post", PostId::new);
            let was = id.as_ref().and_then(|id| held.posts.get(id));
            let title = cells.name("title", was.map(|was| was.title.as_str()));
            let unit = cells.needed("unit", was.map(|was| was.unit.clone()), UnitId::new);
            let one = |word: &str| {
                let words: Vec<&str> = Power::ALL.iter().map(|power| power.word()).collect();
                Power::from_word(word).ok_or_else(|| {
                    Refusal::Said(sentence!(
                        "cell-no-power",
                        "`{word}` is no power; write {known}",
                        known = words.join(", "),
                        word
                    ))
                })
            };
            let powers = cells.list("powers", was.map(|was| was.powers.clone()), one);
            let closed = cells.flag("closed", was.is_some_and(|was| was.closed));
            Some(StaffChange::Post(Post { id: id?, title: title?, unit: unit?, powers: powers?, closed: closed? }))
        }
        StaffTable::Persons => {
            let id = cells.id("person", PersonId::new);
            let was = id.as_ref().and_then(|id| held.persons.get(id));
            let name = cells.name("name", was.map(|was| was.name.as_str()));
            let text = |text: &str| Ok::<_, Refusal>(text.to_owned());
            let email = cells.optional("email", was.and_then(|was| was.email.clone()), text);
            let language = cells.optional("language", was.and_then(|was| was.language.clone()), text);
            let level = cells.needed("level", Some(was.map_or(Level::Internal, |was| was.level)), |word| {
                let words: Vec<&str> = Level::ALL.iter().map(|level| level.word()).collect();
                Level::from_word(word).ok_or_else(|| {
                    Refusal::Said(sentence!(
                        "cell-no-level",
                        "`{word}` is no level; write {known}",
                        known = words.join(", "),
                        word
                    ))
                })
            });
            let admitted = was.map(|was| was.compartments.clone());
            let compartments = cells.list("compartments", admitted, Compartment::new);
            let left = cells.flag("left", was.is_some_and(|was| was.left));
            Some(StaffChange::Person(Person {
                id: id?,
                name: name?,
                email: email?,
                language: language?,
                level: level?,
                compartments: compartments?,
                left: left?,
            }))
        }
        StaffTable::Tenures => {
            let post = cells.id("post", PostId::new);
            let person = cells.id("person", PersonId::new);
            let standing = cells.needed("standing", Some(Standing::Holder), |word| {
                Standing::from_word(word).ok_or_else(|| {
                    Refusal::Said(sentence!(
                        "cell-no-standing",
                        "`{word}` is no standing; write holder or deputy",
                        word
                    ))
                })
            });
            let since = cells.needed("since", None, day);
            let key = post.clone().zip(person.clone()).zip(standing.zip(since));
            let was =
                key.and_then(|((post, person), (standing, since))| held.tenures.get(&(post, person, standing, since)));
            let until = cells.optional("until", was.and_then(|was| was.until), day);
            let (post, person, standing, since, until) = (post?, person?, standing?, since?, until?);
            Some(StaffChange::Tenure(Tenure { post, person, standing, since, until }))
        }
    }
}

fn day(text: &str) -> Result<Date, Refusal> {
    Date::parse(text)
        .ok_or_else(|| Refusal::Said(sentence!("cell-no-day", "`{text}` is no day; write it like 1962-03-09", text)))
}

/// A table of the staff as a file: UTF-8 with a mark that spreadsheets know it by, one heading and one line for
/// each row. Cells cannot become formulas: what a spreadsheet would compute has an apostrophe before it, and
/// [`read_staff`] takes it off again.
pub fn write_staff(staff: &Staff, table: StaffTable) -> String {
    let yes = |flag: bool| if flag { "yes" } else { "no" }.to_owned();
    let words = |words: Vec<&str>| words.join(" ");
    let rows: Vec<Vec<String>> = match table {
        StaffTable::Units => staff
            .units
            .values()
            .map(|unit| {
                let parent = unit.parent.as_ref().map_or_else(String::new, ToString::to_string);
                vec![unit.id.to_string(), unit.name.clone(), parent]
            })
            .collect(),
        StaffTable::Compartments => {
            staff.compartments.values().map(|one| vec![one.id.to_string(), one.name.clone(), yes(one.closed)]).collect()
        }
        StaffTable::Posts => staff
            .posts
            .values()
            .map(|post| {
                let powers = words(post.powers.iter().map(|power| power.word()).collect());
                vec![post.id.to_string(), post.title.clone(), post.unit.to_string(), powers, yes(post.closed)]
            })
            .collect(),
        StaffTable::Persons => staff
            .persons
            .values()
            .map(|person| {
                let admitted = words(person.compartments.iter().map(Compartment::as_str).collect());
                let (email, language) = (person.email.clone(), person.language.clone());
                let level = person.level.to_string();
                let (email, language) = (email.unwrap_or_default(), language.unwrap_or_default());
                vec![person.id.to_string(), person.name.clone(), email, language, level, admitted, yes(person.left)]
            })
            .collect(),
        StaffTable::Tenures => staff
            .tenures
            .values()
            .map(|tenure| {
                let until = tenure.until.map_or_else(String::new, |day| day.to_string());
                let (post, person) = (tenure.post.to_string(), tenure.person.to_string());
                vec![post, person, tenure.standing.to_string(), tenure.since.to_string(), until]
            })
            .collect(),
    };
    cells::write(table.headings(), rows)
}
