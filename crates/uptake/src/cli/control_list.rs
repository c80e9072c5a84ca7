//! Words of `uptake control-list`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `uptake control-list`
#[derive(Subcommand, Debug)]
pub enum ControlListCommand {
    /// Load a version of a control list. One that is much smaller than the version in force is kept
    /// and waits for a second person, and the exit status is 0.
    Load(ControlListLoadArgs),
    /// List the control lists of an office with their versions.
    List(ControlListListArgs),
}

/// `uptake control-list load`
#[derive(Args, Debug)]
pub struct ControlListLoadArgs {
    /// The office.
    pub office: PathBuf,
    /// The file: Annex I as JSON, codes of the MTCR or NSG, a table or JSON of our own; `-` is standard input.
    pub file: PathBuf,
    /// The short name of the list, such as `eu-annex-i`. One that is there already gets a further version.
    #[arg(long = "list", value_name = "NAME")]
    pub list: String,
    /// What it is called. Left out: what the file says, or what it is called already.
    #[arg(long)]
    pub title: Option<String>,
    /// JSON lines instead of text.
    #[arg(long)]
    pub json: bool,
    /// Print every doubt, not only the first.
    #[arg(long)]
    pub doubts: bool,
}

/// `uptake control-list list`
#[derive(Args, Debug)]
pub struct ControlListListArgs {
    /// The office.
    pub office: PathBuf,
    /// JSON lines instead of text.
    #[arg(long)]
    pub json: bool,
}
