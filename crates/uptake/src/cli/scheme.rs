//! Words of `uptake scheme`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// `uptake scheme`
#[derive(Subcommand, Debug)]
pub enum SchemeCommand {
    /// Take in a scheme, or a crosswalk between schemes. A scheme takes the place of the one with the same word.
    Import(SchemeImportArgs),
    /// List the schemes of an office.
    List(SchemeListArgs),
    /// Write a scheme to standard output.
    Export(SchemeExportArgs),
}

/// `uptake scheme import`
#[derive(Args, Debug)]
pub struct SchemeImportArgs {
    /// The office.
    pub office: PathBuf,
    /// The file: SKOS (Turtle, RDF/XML), CSV, GRNTI, OECD fields, or a table of mappings; `-` is standard input.
    pub file: PathBuf,
    /// The word by which records and crosswalks call the scheme. Left out: what the file says.
    #[arg(long)]
    pub word: Option<String>,
    /// What people call it. Left out: what the file says.
    #[arg(long)]
    pub title: Option<String>,
    /// Its edition. Left out: what the file says.
    #[arg(long)]
    pub edition: Option<String>,
    /// Where this copy was taken from.
    #[arg(long)]
    pub origin: Option<String>,
    /// Under which terms it may be used.
    #[arg(long)]
    pub rights: Option<String>,
    /// JSON lines instead of text.
    #[arg(long)]
    pub json: bool,
    /// Print every doubt, not only the first.
    #[arg(long)]
    pub doubts: bool,
}

/// `uptake scheme list`
#[derive(Args, Debug)]
pub struct SchemeListArgs {
    /// The office.
    pub office: PathBuf,
    /// JSON lines instead of text.
    #[arg(long)]
    pub json: bool,
}

/// `uptake scheme export`
#[derive(Args, Debug)]
pub struct SchemeExportArgs {
    /// The office.
    pub office: PathBuf,
    /// The word of the scheme.
    pub word: String,
    /// The form.
    #[arg(long, value_enum, default_value_t = SchemeFormatArg::SkosTurtle)]
    pub format: SchemeFormatArg,
}

/// A form of a scheme.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeFormatArg {
    /// SKOS in Turtle, with the mappings.
    SkosTurtle,
    /// The same in RDF/XML.
    SkosXml,
    /// A table with a row for each class.
    Csv,
    /// A table with a row for each mapping.
    Crosswalk,
}

impl From<SchemeFormatArg> for desk::SchemeFormat {
    fn from(format: SchemeFormatArg) -> desk::SchemeFormat {
        match format {
            SchemeFormatArg::SkosTurtle => desk::SchemeFormat::Turtle,
            SchemeFormatArg::SkosXml => desk::SchemeFormat::Xml,
            SchemeFormatArg::Csv => desk::SchemeFormat::Table,
            SchemeFormatArg::Crosswalk => desk::SchemeFormat::Crosswalk,
        }
    }
}
