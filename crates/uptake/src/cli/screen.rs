//! Words of `uptake screen`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// `uptake screen`
#[derive(Args, Debug)]
pub struct ScreenArgs {
    /// Names of parties to look for in the list; several words in quotes.
    #[arg(value_name = "NAME", required_unless_present = "pairs", conflicts_with = "pairs")]
    pub names: Vec<String>,
    /// A list of parties, as it is published (the three tables of the OFAC, each with its own --list; the BIS, the consolidated lists of the
    /// United States, the European Union and the United Nations, OpenSanctions as simple CSV), or a table of your own. What it is tells its
    /// content, not its name; it may be packed by gzip or zstd, in UTF-8, UTF-16 or an older encoding. `-` is standard input.
    ///
    /// Headings of a table of your own, in any order and case: name (also full_name, or first_name and last_name), aliases, weak_aliases,
    /// key (or id), kind (person, organisation, vessel), born (or date_of_birth), countries (or nationality), identifiers (or passport,
    /// imo); only the name is needed. Several values in one cell are parted by `;` or `|`. Without headings the first column is the name
    /// and the others are aliases. Lines that cannot be read are told on standard error.
    #[arg(long, value_name = "FILE", required_unless_present = "pairs", conflicts_with = "pairs")]
    pub list: Vec<PathBuf>,
    /// Compare the two names on each line of a table instead: cells parted by commas, semicolons or tabs, read line by line.
    ///
    /// Headings, in any order and case: name1 and name2 (or name_a and name_b, left and right, query and expected_match), and if you like
    /// schema (or kind: Person, Company, Organization, Vessel …), is_match (or match, label, expected: true or false) and class (or
    /// case_group, category). With is_match a summary by class goes to standard error, and so do lines that lack a name, with their number.
    #[arg(long, value_name = "FILE.csv")]
    pub pairs: Option<PathBuf>,
    /// What the names are of, where the file does not say.
    #[arg(long, value_enum, default_value_t = KindArg::Unknown)]
    pub kind: KindArg,
    /// Hits to show for each name, the likeliest first.
    #[arg(long, default_value_t = 10, conflicts_with = "pairs")]
    pub limit: usize,
    /// JSON lines instead of text.
    ///
    /// For each name of a list: name, listed (entries that were searched), complete (whether every list was read to its end), algorithm,
    /// and hits with key, list, name, by (the name that was found), score, tier and reasons. For each line of pairs: line, name1, name2,
    /// score, tier, match, reasons, and fault where the line lacks something. A score is at least 0 and below 1; tier is strong (from 0.93),
    /// probable (from 0.84), possible (from 0.72), or null; a reason has the members reason, here and there (words of either side).
    #[arg(long)]
    pub json: bool,
}

/// What a name is of.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum KindArg {
    /// A person.
    Person,
    /// A company, an authority, a group.
    Organisation,
    /// A ship or an aircraft.
    Vessel,
    /// It is told from the words.
    Unknown,
}
