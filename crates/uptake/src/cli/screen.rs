//! Words of `uptake screen`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// `uptake screen`
#[derive(Args, Debug)]
pub struct ScreenArgs {
    /// Names of parties to look for in the list; several words in quotes.
    #[arg(value_name = "NAME", required_unless_present = "pairs", conflicts_with = "pairs")]
    pub names: Vec<String>,
    /// A list of parties: CSV with the headings name, aliases, kind, born, countries, identifiers, of which only name is
    /// needed, several values in one cell parted by `;`. Without headings the first column is the name and the others
    /// are aliases. `-` is standard input.
    #[arg(long, value_name = "FILE.csv", required_unless_present = "pairs", conflicts_with = "pairs")]
    pub list: Option<PathBuf>,
    /// Compare the two names on each line instead: CSV with the headings name1 and name2, and if you like schema (Person,
    /// Company, Vessel …), is_match (true, false) and class. With is_match a summary goes to standard error.
    #[arg(long, value_name = "FILE.csv")]
    pub pairs: Option<PathBuf>,
    /// What the names are of, where the file does not say.
    #[arg(long, value_enum, default_value_t = KindArg::Unknown)]
    pub kind: KindArg,
    /// Hits to show for each name, the likeliest first.
    #[arg(long, default_value_t = 10, conflicts_with = "pairs")]
    pub limit: usize,
    /// JSON lines instead of text.
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
