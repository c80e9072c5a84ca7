//! The command line: one registry from which help, manual page and completions are made.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

mod control_list;
mod draw;
mod figures;
mod figures_data;
mod party;
mod plan;
mod scheme;
mod screen;
mod simulate;

pub use control_list::{ControlListCommand, ControlListListArgs, ControlListLoadArgs};
pub use draw::DrawArgs;
pub use figures::{FiguresArgs, FiguresCommand};
pub use figures_data::{
    DataFigure, DistributionArg, FitArgs, FunnelArgs, LimitsArg, NetworkArgs, ProcessArgs, SeriesArg, SurvivalArgs,
    TableArgs, TiesArg,
};
pub use party::{PartyCommand, PartyListArgs, PartyLoadArgs};
pub use plan::PlanArgs;
pub use scheme::{SchemeCommand, SchemeExportArgs, SchemeImportArgs, SchemeListArgs};
pub use screen::{KindArg, ScreenArgs};
pub use simulate::SimulateArgs;

/// Read the world's records, match them against needs, say why.
///
/// Uptake keeps an office: a directory with the needs of an organisation and the records of the
/// world's science and technology, and lays before each post what answers its needs.
#[derive(Parser, Debug)]
#[command(name = "uptake", version, max_term_width = 100, arg_required_else_help = true, after_help = AFTER_HELP)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const AFTER_HELP: &str = "Exit status: 0 done, 1 refused (the message names the next step), 2 usage.\n\
    Begin with `uptake demo`, or with `uptake init ./office`.";

/// What the program can do, in the order of the work.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Build an office from the historical programme and show what it does.
    Demo(DemoArgs),
    /// Make a generated office of today, with a hidden truth that is written to a file apart.
    ///
    /// Who overstates, which walls stand between ministries, which material is short and which source is useless is in the file alone: what
    /// the pages of the office count can be held against it. Everything in such an office is invented.
    Simulate(SimulateArgs),
    /// Open an office in the browser.
    Serve(ServeArgs),
    /// Make an office: a directory with its database, search index and configuration.
    Init(InitArgs),
    /// Print every setting of an office with its value and where it came from.
    ///
    /// A setting is made in `uptake.toml` in the directory of the office, louder by a variable of the
    /// environment (`listen` of `[serve]` is UPTAKE_SERVE_LISTEN), and loudest by a flag.
    Config(ConfigArgs),
    /// Take records into an office from files in any known format.
    Ingest(IngestArgs),
    /// Ask the sources of an office that are due, and take in what they bring.
    Harvest(HarvestArgs),
    /// Write the letters of an office that are due, send what waits, and read its mailbox.
    ///
    /// A served office does so by itself. Where it is run from time to time instead, this does it once.
    Mail(MailArgs),
    /// List the webhooks of an office with what became of their events, or send what is due.
    ///
    /// A served office sends by itself. Webhooks are made on the pages of their posts and by the API.
    Webhooks(WebhooksArgs),
    /// List bulletins and their issues, give an issue out as it was printed, or print it once more and compare.
    Bulletin(BulletinArgs),
    /// State units, posts and needs.
    #[command(subcommand)]
    Need(NeedCommand),
    /// Take thesauri, classifications and crosswalks in, list them, give them out.
    #[command(subcommand)]
    Scheme(SchemeCommand),
    /// Load lists of parties with whom not everything may be done, and list them.
    #[command(subcommand)]
    Parties(PartyCommand),
    /// Load control lists and list their versions.
    #[command(subcommand)]
    ControlList(ControlListCommand),
    /// Match records against needs and deliver them, with grounds.
    Match(MatchArgs),
    /// Say why a record was delivered for a need, or why not.
    Why(WhyArgs),
    /// Hold names of parties against a list of parties, across scripts and spellings, without an office.
    Screen(ScreenArgs),
    /// Draw an inspection again from its frame and its seed, without an office: who could be drawn, with which chance, and who is.
    Draw(DrawArgs),
    /// Reckon a plan from a file, without an office: which technologies to acquire by which route, which missions to send and which unit starts when,
    /// under money, credit, materials, suppliers, people and leads. The plan is checked before it is shown.
    Plan(PlanArgs),
    /// Count what became of technologies in an office, or make figures of a table: survival, growth, networks, funnels, logs of work.
    Figures(Box<FiguresArgs>),
    /// Search the records of an office.
    Search(SearchArgs),
    /// List the records that need an own abstract, the most wanted first, and say how well codes are proposed.
    Abstracts(AbstractsArgs),
    /// What is owed on lines of credit, and the schedule of one of them.
    Credits(CreditsArgs),
    /// Where missions stand, and what one of them asks.
    Missions(MissionsArgs),
    /// Give records out as RIS, BibTeX, CSL-JSON, CSV, XLSX or JSON lines.
    Export(ExportArgs),
    /// Cite a record, or all that a query finds, in a style of the Citation Style Language.
    Cite(CiteArgs),
    /// Show a record: what it says, where each part came from, what is related to it.
    Show(ShowArgs),
    /// Take one source out of a record that joined several, undoing the merge.
    Part(PartArgs),
    /// Read files and print canonical records, without an office.
    Read(ReadArgs),
    /// Attach files to a record: photographs, drawings, PDF, files of office programs. Without files, list what is attached.
    Attach(AttachArgs),
    /// Check an office: ledger, references, raw bytes, files of records, index against table.
    Verify(VerifyArgs),
    /// Write an office into one file, also while it is in use.
    Backup(BackupArgs),
    /// Make an office from a backup.
    Restore(RestoreArgs),
    /// Print the formats that can be read.
    Formats,
    /// Print the manual page, or the completions of a shell.
    Manual(ManualArgs),
}

/// `uptake demo`
#[derive(Args, Debug)]
pub struct DemoArgs {
    /// Where to build the office; it must not exist yet. Left out: a temporary directory, named at
    /// the end.
    pub office: Option<PathBuf>,
    /// Print the tour of the command line and end, without a server.
    #[arg(long)]
    pub tour: bool,
    /// Where to listen. Left out: 127.0.0.1:8017, or another port of this machine where that is taken.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,
}

/// `uptake serve`
#[derive(Args, Debug)]
pub struct ServeArgs {
    /// The office.
    pub office: PathBuf,
    #[command(flatten)]
    pub serving: ServingArgs,
}

/// How an office is served. What is left out stands in the configuration: see `uptake config`.
#[derive(Args, Debug, Default, Clone)]
pub struct ServingArgs {
    /// Where to listen. Addresses other than 127.0.0.1 belong behind a proxy that speaks https. Usually
    /// 127.0.0.1:8017.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,
    /// The address under which people reach the office, for links and passkeys; left out, the one listened at. Passkeys
    /// want a name, not a number, and https unless it is localhost.
    #[arg(long, value_name = "URL")]
    pub address: Option<String>,
    /// People reach the office over https, through a proxy: cookies are kept to it.
    #[arg(long)]
    pub https: bool,
    /// What is logged: error, warn, info or debug.
    #[arg(long, value_name = "LEVEL")]
    pub log: Option<String>,
    /// Where figures for Prometheus are, at /metrics; usually nowhere.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub metrics: Option<String>,
}

/// `uptake config`
#[derive(Args, Debug)]
pub struct ConfigArgs {
    /// The office.
    pub office: PathBuf,
    /// JSON lines instead of text.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub serving: ServingArgs,
}

/// `uptake init`
#[derive(Args, Debug)]
pub struct InitArgs {
    /// Directory to make; it must not exist or be empty.
    pub office: PathBuf,
}

/// `uptake verify`
#[derive(Args, Debug)]
pub struct VerifyArgs {
    /// The office.
    pub office: PathBuf,
    /// JSON instead of text.
    #[arg(long)]
    pub json: bool,
    /// Make the search index anew first.
    #[arg(long)]
    pub reindex: bool,
    /// Compare the ledger with the signed checkpoints in this directory. Left out: the one that
    /// `ledger.checkpoints` names.
    #[arg(long, value_name = "DIR")]
    pub checkpoints: Option<PathBuf>,
    /// The public key that has to have signed them, in hexadecimal digits. Left out: that of the key in the office.
    #[arg(long, value_name = "KEY")]
    pub checkpoint_key: Option<String>,
}

/// `uptake ingest`
#[derive(Args, Debug)]
pub struct IngestArgs {
    /// The office.
    pub office: PathBuf,
    /// Files; `-` is standard input. The format is told from the content.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub columns: ColumnArgs,
    /// JSON instead of text: the counts, and every doubt on a line.
    #[arg(long)]
    pub json: bool,
    /// Print every doubt, not only the first of each file.
    #[arg(long)]
    pub doubts: bool,
}

/// How tables are read.
#[derive(Args, Debug, Default, Clone)]
pub struct ColumnArgs {
    /// For CSV and XLSX: which column is which part of a record, as `Column=field`; may be given
    /// several times. Usual headings are known without it.
    #[arg(long = "column", value_name = "COLUMN=FIELD")]
    pub columns: Vec<String>,
}

/// `uptake need`
#[derive(Subcommand, Debug)]
pub enum NeedCommand {
    /// Add or restate units, posts and needs from a TOML file.
    Add(NeedAddArgs),
    /// List the needs of an office.
    List(NeedListArgs),
    /// Print an example of a needs file, with comments.
    Example,
}

/// `uptake need add`
#[derive(Args, Debug)]
pub struct NeedAddArgs {
    /// The office.
    pub office: PathBuf,
    /// The needs file; `-` is standard input.
    pub file: PathBuf,
}

/// `uptake need list`
#[derive(Args, Debug)]
pub struct NeedListArgs {
    /// The office.
    pub office: PathBuf,
    /// Only needs of this unit and the units below it.
    #[arg(long)]
    pub unit: Option<String>,
    /// JSON lines instead of text.
    #[arg(long)]
    pub json: bool,
}

/// `uptake missions`
#[derive(Args, Debug)]
pub struct MissionsArgs {
    /// The office: its directory.
    pub office: PathBuf,
    /// A mission, by its name: what it asks, and for whom.
    pub mission: Option<String>,
    /// Only those at this stage: draft, proposed, reviewed, vetting, approved, under-way, reported, closed, declined, cancelled.
    #[arg(long, value_name = "STAGE", conflicts_with = "mission")]
    pub stage: Option<String>,
    /// What those that came back brought and cost, by: mission, unit, host, event, year.
    #[arg(long = "yield", value_name = "BY", conflicts_with_all = ["mission", "stage"])]
    pub yield_by: Option<String>,
    /// Show at most so many, the newest first.
    #[arg(long, default_value_t = 50, value_name = "N")]
    pub limit: usize,
    /// Print JSON lines.
    #[arg(long)]
    pub json: bool,
}

/// `uptake credits`
#[derive(Args, Debug)]
pub struct CreditsArgs {
    /// The office: its directory.
    pub office: PathBuf,
    /// A line of credit, by its name: how it stands, and its schedule.
    pub credit: Option<String>,
    /// How it stands at the end of this day; today, if it is not given.
    #[arg(long, value_name = "DAY")]
    pub on: Option<String>,
    /// Print JSON lines.
    #[arg(long)]
    pub json: bool,
}

/// `uptake abstracts`
#[derive(Args, Debug)]
pub struct AbstractsArgs {
    /// The office.
    pub office: PathBuf,
    /// Only records of this class and those below it.
    #[arg(long)]
    pub class: Option<String>,
    /// Only records in this language: en, ru, de.
    #[arg(long)]
    pub language: Option<String>,
    /// Only records that this source of the register brought, by its number.
    #[arg(long)]
    pub source: Option<String>,
    /// Only records that were delivered to this need.
    #[arg(long)]
    pub need: Option<String>,
    /// How many are shown.
    #[arg(long, default_value_t = 20)]
    pub limit: usize,
    /// JSON lines instead of text: the records alone.
    #[arg(long)]
    pub json: bool,
}

/// `uptake mail`
#[derive(Args, Debug)]
pub struct MailArgs {
    /// The office. While it is served, its server does this by itself.
    pub office: PathBuf,
    /// JSON lines instead of text.
    #[arg(long)]
    pub json: bool,
}

/// `uptake bulletin`
#[derive(Args, Debug)]
pub struct BulletinArgs {
    /// The office.
    pub office: PathBuf,
    /// An issue that is given out, by its number in the office. Left out: all are listed.
    pub issue: Option<String>,
    /// In which form: html, pdf, txt. It goes to standard output.
    #[arg(long, default_value = "pdf")]
    pub form: String,
    /// Print the issue once more and say whether every byte is the same.
    #[arg(long, requires = "issue")]
    pub again: bool,
    /// JSON lines instead of text.
    #[arg(long)]
    pub json: bool,
}

/// `uptake harvest`
#[derive(Args, Debug)]
pub struct HarvestArgs {
    /// The office. While it is served, its server asks the sources by itself.
    pub office: PathBuf,
    /// Sources that are asked at once, by their numbers; those that are due are asked anyway.
    pub sources: Vec<String>,
    /// JSON lines instead of text.
    #[arg(long)]
    pub json: bool,
}

/// `uptake match`
#[derive(Args, Debug)]
pub struct MatchArgs {
    /// The office; with --profiles the files to read instead (`-` or none: standard input).
    #[arg(value_name = "OFFICE|FILES")]
    pub paths: Vec<PathBuf>,
    /// Match records taken in or changed on or after this day.
    #[arg(long, value_name = "YYYY-MM-DD", conflicts_with = "profiles")]
    pub since: Option<String>,
    /// Match this need alone; may be given several times.
    #[arg(long, value_name = "NEED", conflicts_with = "profiles")]
    pub need: Vec<String>,
    /// Match the needs of this unit and the units below it.
    #[arg(long, value_name = "UNIT", conflicts_with = "profiles")]
    pub unit: Option<String>,
    /// Deliveries shown for each need, best first; all are kept. 0 shows all.
    #[arg(long, default_value_t = 10, conflicts_with = "profiles")]
    pub limit: usize,
    /// JSON lines instead of text.
    #[arg(long)]
    pub json: bool,
    /// The engine alone, without an office: match these profiles, one JSON object a line, against
    /// the files.
    #[arg(long, value_name = "P.jsonl")]
    pub profiles: Option<PathBuf>,
    /// With --profiles: print only one JSON object with records, profiles, matches, compile_s,
    /// match_s.
    #[arg(long, requires = "profiles")]
    pub count: bool,
    /// With --profiles: how words are compared.
    #[arg(long, value_enum, default_value_t = AnalysisArg::Stemmed, requires = "profiles")]
    pub analysis: AnalysisArg,
    #[command(flatten)]
    pub columns: ColumnArgs,
}

/// How words are compared.
#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnalysisArg {
    /// Folded, and stemmed by the language of the text.
    Stemmed,
    /// Runs of letters and digits in lower case, nothing else.
    Plain,
}

/// `uptake why`
#[derive(Args, Debug)]
pub struct WhyArgs {
    /// The office.
    pub office: PathBuf,
    /// The record: its number (R and thirteen signs) or any of its identifiers.
    pub record: String,
    /// The need.
    pub need: String,
    /// JSON instead of text.
    #[arg(long)]
    pub json: bool,
}

/// `uptake search`
#[derive(Args, Debug)]
pub struct SearchArgs {
    /// The office.
    pub office: PathBuf,
    /// The query, in the language of profiles. Put it in single quotes.
    pub query: String,
    /// Hits to show.
    #[arg(long, default_value_t = 10)]
    pub limit: usize,
    /// Hits to leave out, for the next page.
    #[arg(long, default_value_t = 0)]
    pub offset: usize,
    /// Show what the hits are made of: kind, year, language, class, source.
    #[arg(long)]
    pub facets: bool,
    /// JSON lines instead of text: one object a hit, and a last one with the total and the facets.
    #[arg(long)]
    pub json: bool,
}

/// `uptake webhooks`
#[derive(Args, Debug)]
pub struct WebhooksArgs {
    /// The office.
    pub office: PathBuf,
    /// One webhook, by its name: list its latest events.
    pub webhook: Option<String>,
    /// Gather what happened and send what is due now, once; a served office does so by itself.
    #[arg(long)]
    pub send: bool,
    /// JSON lines instead of text.
    #[arg(long)]
    pub json: bool,
}

/// `uptake export`
#[derive(Args, Debug)]
pub struct ExportArgs {
    /// The office.
    pub office: PathBuf,
    /// A query in the language of profiles; the best thousand that it finds are given out. Put it in single quotes.
    pub query: String,
    /// The form: ris, bibtex, csl-json, csv, xlsx, json-lines.
    #[arg(long, default_value = "ris", value_parser = form)]
    pub form: formats::Form,
}

/// `uptake cite`
#[derive(Args, Debug)]
pub struct CiteArgs {
    /// The office.
    pub office: PathBuf,
    /// The record: its number or any of its identifiers. Left out with `--query`, and with `--styles`.
    #[arg(required_unless_present_any = ["query", "styles"], conflicts_with = "query")]
    pub record: Option<String>,
    /// Cite the best thousand that a query finds instead, as a list. Put it in single quotes.
    #[arg(long)]
    pub query: Option<String>,
    /// The style; `--styles` lists them.
    #[arg(long, default_value = "ieee")]
    pub style: String,
    /// The language of the words between names and dates, where the style leaves that open: en, ru, de.
    #[arg(long, default_value = "en", value_parser = ["en", "ru", "de"])]
    pub language: String,
    /// A style of your own instead, as a file of the Citation Style Language.
    #[arg(long, value_name = "FILE", conflicts_with = "style")]
    pub csl: Option<PathBuf>,
    /// HTML instead of text.
    #[arg(long)]
    pub html: bool,
    /// List the styles, those used most often first.
    #[arg(long)]
    pub styles: bool,
}

fn form(word: &str) -> Result<formats::Form, String> {
    formats::Form::from_word(word).ok_or_else(|| {
        let words: Vec<&str> = formats::Form::ALL.iter().map(|form| form.word()).collect();
        format!("forms are {}", words.join(", "))
    })
}

/// `uptake show`
#[derive(Args, Debug)]
pub struct ShowArgs {
    /// The office.
    pub office: PathBuf,
    /// The record: its number or any of its identifiers.
    pub record: String,
    /// JSON instead of text.
    #[arg(long)]
    pub json: bool,
    /// Print the bytes of this source of the record as they were read, by its number in `show`.
    #[arg(long, value_name = "SOURCE")]
    pub raw: Option<i64>,
}

/// `uptake part`
#[derive(Args, Debug)]
pub struct PartArgs {
    /// The office.
    pub office: PathBuf,
    /// The record: its number or any of its identifiers.
    pub record: String,
    /// Number of the source to take out, as `uptake show` gives it.
    pub source: i64,
}

/// `uptake read`
#[derive(Args, Debug)]
pub struct ReadArgs {
    /// Files; `-` is standard input. The format is told from the content.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// JSON lines instead of text: one record a line, with its doubts.
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub columns: ColumnArgs,
}

/// `uptake attach`
#[derive(Args, Debug)]
pub struct AttachArgs {
    /// The office.
    pub office: PathBuf,
    /// The record: its number or any of its identifiers.
    pub record: String,
    /// Files to attach; each is looked at in a process of its own. Left out: what is attached is listed.
    pub files: Vec<PathBuf>,
    /// Print JSON, a file a line.
    #[arg(long)]
    pub json: bool,
}

/// `uptake backup`
#[derive(Args, Debug)]
pub struct BackupArgs {
    /// The office.
    pub office: PathBuf,
    /// File to write; it must not exist.
    pub file: PathBuf,
}

/// `uptake restore`
#[derive(Args, Debug)]
pub struct RestoreArgs {
    /// The backup.
    pub file: PathBuf,
    /// Directory to make; it must not exist or be empty.
    pub office: PathBuf,
}

/// `uptake manual`
#[derive(Args, Debug)]
pub struct ManualArgs {
    /// Print completions for this shell instead of the manual page.
    #[arg(long, value_enum)]
    pub completions: Option<clap_complete::Shell>,
}
