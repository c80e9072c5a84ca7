//! Words of `uptake parties`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `uptake parties`
#[derive(Subcommand, Debug)]
pub enum PartyCommand {
    /// Load a version of a list of parties from its files, and hold against it whoever is screened. One that looks wrong is kept and
    /// waits for somebody, and the exit status is 0; one that is turned away ends with 1.
    Load(PartyLoadArgs),
    /// List the lists of an office, each with its version in force.
    List(PartyListArgs),
}

/// `uptake parties load`
#[derive(Args, Debug)]
pub struct PartyLoadArgs {
    /// The office.
    pub office: PathBuf,
    /// The files of one version: those of the OFAC together, or one of the BIS, the United States, the European Union, the United Nations, OpenSanctions, or a table.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The short name of the list, as it was registered.
    #[arg(long)]
    pub list: String,
    /// The form of the files: ofac, bis-denied-persons, us-consolidated, eu-consolidated, un-consolidated, open-sanctions, plain. Left out: as they tell.
    #[arg(long)]
    pub form: Option<String>,
    /// JSON lines instead of text.
    #[arg(long)]
    pub json: bool,
}

/// `uptake parties list`
#[derive(Args, Debug)]
pub struct PartyListArgs {
    /// The office.
    pub office: PathBuf,
    /// JSON lines instead of text.
    #[arg(long)]
    pub json: bool,
}
