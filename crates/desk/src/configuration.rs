//! The configuration of an office: `uptake.toml` in its directory, and what speaks louder for one run.

mod abroad;
mod attachments;
mod layer;
mod mail;
mod openid;
mod repository;
mod secret;
mod sources;

use std::time::Duration;

use matching::Weights;
use serde::{Deserialize, Serialize};

pub use abroad::AbroadPart;
pub use attachments::AttachmentsPart;
pub use layer::{Configured, Flag, Origin, Overrides, Setting, strange_variables};
pub use mail::MailPart;
pub use openid::{OpenId, OpenIdGroup};
pub use repository::{Repository, RepositoryPart};
pub(crate) use secret::secret_in;
pub use sources::{SourceCredential, SourcesPart};

/// Name of the file.
pub const CONFIGURATION_FILE: &str = "uptake.toml";

/// What `uptake init` writes: every setting with its default, commented.
pub const CONFIGURATION_TEXT: &str = "\
# Configuration of this office. Everything here has a default; lines that begin with # are remarks.

[ranking]
# How often a word in a title counts; a word elsewhere counts once.
title_weight = 2.0
# Saturation of repeated words, 0 to 3: the higher, the more the tenth occurrence still adds.
k1 = 1.2
# How much long texts are held back, 0 (not at all) to 1 (fully).
b = 0.75

[matching]
# How many of the first records are counted to tell rare words from common ones. Ranks, and so
# thresholds, follow from these counts.
sample = 10000

[ingest]
# Records that are kept in one transaction. More is faster; what is being read when the program is
# killed has to be read again.
batch = 2000

[work]
# Days that a post has to say what it does with a delivery. After them it goes one step up the unit tree.
answer_days = 14
# Days for the review of a need, and for its post to answer what the reviewer asked.
review_days = 14
# Days that a need stays in the programme when it is accepted, unless its reviewer says otherwise.
valid_days = 365
# Days before a need expires on which its post is asked whether it still stands.
confirm_days = 30
# Days to find the post that can answer a request for information.
route_days = 3
# Of what is held already when a need is accepted, so many of the best are laid before its post. The
# rest is counted on the page of the need.
backlog = 40
# Days that a sample rests, neither lent nor studied, before the post that holds it is asked to put it to use.
idle_days = 180

[sources]
# The mail address that hosts are told when sources are asked, so that they can write when something is wrong. Some
# services answer faster for it. Empty: none.
contact = \"\"
# Hosts in the own network that sources may be asked at, such as [\"repository.works.local:8080\"]. All others have to be
# public.
inside = []
# A directory in which folders lie that are watched as sources. A path that is not absolute begins in the office.
# Empty: no folder is watched.
folder = \"\"
# Who the office is at hosts that want to know. The secret stands in a file of its own, alone, and is shown to that
# host only:
#   credentials = [
#     { host = \"https://api.openalex.org\", kind = \"parameter\", parameter = \"api_key\", secret_file = \"openalex.secret\" },
#     { host = \"https://repository.example.org\", kind = \"bearer\", secret_file = \"repository.secret\" },
#     { host = \"https://ops.epo.org\", kind = \"client\", exchange = \"https://ops.epo.org/3.2/auth/accesstoken\",
#       secret_file = \"ops.secret\" },
#   ]
# With basic and client the secret is NAME:PASSWORD or KEY:SECRET.
credentials = []

[attachments]
# Where the files of records lie. Empty: in the folder `attachments` of the office. Otherwise the address of a store that speaks
# S3, such as https://s3.example.org, with a bucket of its own for this office.
endpoint = \"\"
bucket = \"\"
region = \"us-east-1\"
# Who the office is there, and the file in which the secret of this key stands, alone.
access_key = \"\"
secret_file = \"\"

[mail]
# The mail server by which posts are written to, such as smtp.example.org:587. Empty: no mail is sent. For links in mail
# `serve.address` has to be set.
server = \"\"
# How the way to it is kept: starttls, tls, none (for a server on this machine).
security = \"starttls\"
# Who the office is there, and the file in which the password stands, alone. Empty: the server does not ask.
user = \"\"
secret_file = \"\"
# The address of the office. Mail to it with a + and anything behind its name has to reach it too, if it is answered by mail.
from = \"\"
# What the office is called in mail.
name = \"Uptake\"
# The highest level that may be mailed: open, internal, restricted. Of what is above it, of compartments and of what may not be
# copied or exported, a mail says only how much waits.
level = \"open\"
# How often posts get mail that never said how: never, daily, weekly, monthly.
rhythm = \"weekly\"
# A maildir into which what comes to the office is delivered; replies are read from it. A path that is not absolute begins in
# the office. Empty: mail is answered by its links alone.
mailbox = \"\"
# The name under which the own mail server writes what it found out about a sender (Authentication-Results). Replies then have
# to be proven by DMARC. Empty: it is enough that a reply comes from the address that was written to, with the key of its mail.
proven_by = \"\"

[abroad]
# The highest level of a mission that is kept on the phones of its members, so that they write answers without a network: open,
# internal, restricted. What is above it, in a compartment or may not be copied is written down over a network alone.
level = \"internal\"

[repository]
# Whether other repositories may take the open records of the office by OAI-PMH, at /oai; docs/oai-pmh.md tells what is
# given. Everybody who reaches the office may ask then. It wants serve.address and a contact.
on = false
# What the repository is called in the identifiers of its records, such as records.example.org: a name that stays when the
# office moves. Empty: the host of serve.address.
name = \"\"
# The mail address of whoever answers for it.
contact = \"\"

[serve]
# Where to listen. Addresses other than 127.0.0.1 belong behind a proxy that speaks https.
listen = \"127.0.0.1:8017\"
# The address under which people reach the office, for links, such as https://uptake.example.org. Empty:
# the one listened at.
address = \"\"
# Whether people reach the office over https, through a proxy: cookies are then kept to it.
https = false
# What is logged: error, warn, info (a line for each request too), debug.
log = \"info\"
# How: json (a JSON object a line), text.
log_form = \"json\"
# Where figures for Prometheus are, such as 127.0.0.1:9464, at /metrics. Whoever reaches this address can read
# them; they name nobody and nothing. Empty: nowhere.
metrics = \"\"
# Connections at a time; further ones wait at the door. Each takes an open file.
connections = 4096
# Seconds for the head of a request; half-open and idle connections end after them.
head_seconds = 10
# Seconds that a reader may take nothing of an answer.
stall_seconds = 30
# Seconds that requests under way still have when the office is asked to stop.
farewell_seconds = 10

[ledger]
# A directory, better on another machine, in which signed checkpoints of the ledger are laid while the office
# is served. What was signed there cannot be rewritten unseen: `uptake verify` compares. Empty: none.
checkpoints = \"\"
# Minutes after which what is new in the ledger is signed.
checkpoint_minutes = 60
# Facts after which it is signed at once.
checkpoint_facts = 10000

[openid]
# Signing in with a provider of OpenID Connect; docs/sign-in.md tells how it is set up. The issuer is the address that
# the provider calls itself by, such as https://login.example.org/realms/works. Empty: there is no provider.
issuer = \"\"
# Who the office is at the provider.
client = \"\"
# The file in which the secret of this client stands, alone. Empty: the client has none.
secret_file = \"\"
# What people call the provider; it stands on the button.
name = \"\"
# The claim in which the provider names the groups of a person.
groups_claim = \"groups\"
# Whoever comes from the provider and is not bound to a person yet: \"known\" asks them to sign in with their password
# and to bind the account; \"made\" makes a person.
persons = \"known\"
# What groups give. A post, as its deputy or its holder, or as a deputy every open post of a unit:
#   groups = [
#     { group = \"engineers\", post = \"engineer\" },
#     { group = \"chief engineer\", post = \"engineer\", standing = \"holder\" },
#     { group = \"works\", unit = \"works\" },
#   ]
groups = []
";

/// Settings of an office. An empty text means that a setting is not made.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Configuration {
    ranking: Ranking,
    matching: MatchingPart,
    ingest: IngestPart,
    work: Work,
    sources: SourcesPart,
    attachments: AttachmentsPart,
    mail: MailPart,
    abroad: AbroadPart,
    repository: RepositoryPart,
    serve: Serve,
    ledger: Ledger,
    openid: OpenId,
}

/// When the head of the ledger is signed, and where that is laid.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Ledger {
    /// The directory; empty: nothing is signed.
    pub checkpoints: String,
    /// After so long.
    pub checkpoint_minutes: u32,
    /// After so many facts.
    pub checkpoint_facts: u64,
}

impl Default for Ledger {
    fn default() -> Ledger {
        Ledger { checkpoints: String::new(), checkpoint_minutes: 60, checkpoint_facts: 10_000 }
    }
}

/// How the work of the office is paced, in days.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Work {
    /// To answer a delivery.
    pub answer_days: u16,
    /// To review a need, or to answer its reviewer.
    pub review_days: u16,
    /// That a need stays in the programme.
    pub valid_days: u16,
    /// Before a need expires, to ask whether it still stands.
    pub confirm_days: u16,
    /// To route a request.
    pub route_days: u16,
    /// Records that are laid before a post when its need is accepted.
    pub backlog: usize,
    /// That a sample rests before whoever holds it is asked to put it to use.
    pub idle_days: u16,
}

impl Default for Work {
    fn default() -> Work {
        Work {
            answer_days: 14,
            review_days: 14,
            valid_days: 365,
            confirm_days: 30,
            route_days: 3,
            backlog: 40,
            idle_days: model::SAMPLE_IDLE_DAYS,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
struct Ranking {
    title_weight: f64,
    k1: f64,
    b: f64,
}

impl Default for Ranking {
    /// Those of [`Weights`]; stated here, because 1.2 in single precision prints as 1.2000000476837158.
    fn default() -> Ranking {
        Ranking { title_weight: 2.0, k1: 1.2, b: 0.75 }
    }
}

/// How an office is served.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Serve {
    /// Where to listen.
    pub listen: String,
    /// The address for links; empty: the one listened at.
    pub address: String,
    /// Whether it is reached over https.
    pub https: bool,
    /// The least of what is logged.
    pub log: String,
    /// How it is written.
    pub log_form: String,
    /// Where figures are; empty: nowhere.
    pub metrics: String,
    /// Connections at a time.
    pub connections: usize,
    /// For the head of a request.
    pub head_seconds: u16,
    /// For a reader who takes nothing.
    pub stall_seconds: u16,
    /// For requests under way at the end.
    pub farewell_seconds: u16,
}

impl Default for Serve {
    fn default() -> Serve {
        Serve {
            listen: "127.0.0.1:8017".to_owned(),
            address: String::new(),
            https: false,
            log: "info".to_owned(),
            log_form: "json".to_owned(),
            metrics: String::new(),
            connections: 4096,
            head_seconds: 10,
            stall_seconds: 30,
            farewell_seconds: 10,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
struct MatchingPart {
    sample: usize,
}

impl Default for MatchingPart {
    fn default() -> MatchingPart {
        MatchingPart { sample: 10_000 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
struct IngestPart {
    batch: usize,
}

impl Default for IngestPart {
    fn default() -> IngestPart {
        IngestPart { batch: 2_000 }
    }
}

/// What a value of a setting has to be: its path, whether it is, and the sentence that says so.
type Rule = (&'static str, fn(&Configuration) -> bool, &'static str);

const DAYS: &str = "a number of days from 1 to 3650";
const SECONDS: &str = "a number of seconds from 1 to 600";

/// A rule for every setting that has more than a type.
const RULES: &[Rule] = &[
    ("ranking.title_weight", |c| (0.0..=100.0).contains(&c.ranking.title_weight), "a number from 0 to 100"),
    ("ranking.k1", |c| (0.0..=3.0).contains(&c.ranking.k1), "a number from 0 to 3"),
    ("ranking.b", |c| (0.0..=1.0).contains(&c.ranking.b), "a number from 0 to 1"),
    ("matching.sample", |c| (1..=1_000_000).contains(&c.matching.sample), "a number from 1 to 1000000"),
    ("ingest.batch", |c| (1..=50_000).contains(&c.ingest.batch), "a number from 1 to 50000"),
    ("work.answer_days", |c| is_days(c.work.answer_days), DAYS),
    ("work.review_days", |c| is_days(c.work.review_days), DAYS),
    ("work.valid_days", |c| is_days(c.work.valid_days), DAYS),
    ("work.confirm_days", |c| is_days(c.work.confirm_days), DAYS),
    ("work.route_days", |c| is_days(c.work.route_days), DAYS),
    ("work.idle_days", |c| is_days(c.work.idle_days), DAYS),
    ("work.backlog", |c| (1..=1_000).contains(&c.work.backlog), "a number from 1 to 1000"),
    (
        "sources.contact",
        |c| c.sources.contact.is_empty() || is_mail_address(&c.sources.contact),
        "a mail address, or empty",
    ),
    ("sources.inside", |c| c.sources.inside.iter().all(|host| is_place(host)), "a list of hosts, each as HOST:PORT"),
    ("sources.folder", |_| true, "a directory, or empty"),
    (
        "sources.credentials",
        |c| c.sources.credentials.iter().all(SourceCredential::is_whole),
        "a list of tables, each with a host, a kind (bearer, basic, parameter with its parameter, client with its exchange) \
         and a secret_file",
    ),
    (
        "attachments.endpoint",
        |c| c.attachments.is_reached_safely(),
        "an address that begins with https://, or on this machine with http://, or empty",
    ),
    (
        "attachments.bucket",
        |c| c.attachments.is_whole(),
        "the name of a bucket, where there is an endpoint; and so for the others",
    ),
    ("attachments.region", |_| true, "the name of a region"),
    ("attachments.access_key", |_| true, "the name of a key, or empty"),
    ("attachments.secret_file", |_| true, "the path of a file, or empty"),
    (
        "mail.server",
        |c| c.mail.server.is_empty() || is_place(&c.mail.server),
        "a host and a port, such as smtp.example.org:587, or empty",
    ),
    ("mail.security", |c| c.mail.is_secured(), "one of starttls, tls, none"),
    ("mail.user", |c| c.mail.user_is_safe(), "a name with a secret_file, over starttls or tls, or empty"),
    ("mail.secret_file", |_| true, "the path of a file, or empty"),
    ("mail.from", |c| c.mail.is_addressed(), "a mail address without a +, where there is a server"),
    ("mail.name", |c| c.mail.name.chars().count() <= 60, "a name of at most 60 characters"),
    (
        "mail.level",
        |c| ["open", "internal", "restricted"].contains(&c.mail.level.as_str()),
        "one of open, internal, restricted",
    ),
    ("mail.rhythm", |c| model::Rhythm::from_word(&c.mail.rhythm).is_some(), "one of never, daily, weekly, monthly"),
    (
        "abroad.level",
        |c| ["open", "internal", "restricted"].contains(&c.abroad.level.as_str()),
        "one of open, internal, restricted",
    ),
    ("mail.mailbox", |_| true, "a directory, or empty"),
    ("mail.proven_by", |_| true, "the name of a mail server, or empty"),
    (
        "repository.on",
        |c| !c.repository.on || (!c.serve.address.is_empty() && !c.repository.contact.is_empty()),
        "true only where serve.address and repository.contact are stated",
    ),
    (
        "repository.name",
        |c| c.repository.is_named(&c.serve.address),
        "a name of a domain, such as records.example.org, or empty where the host of serve.address is one",
    ),
    (
        "repository.contact",
        |c| c.repository.contact.is_empty() || is_mail_address(&c.repository.contact),
        "a mail address, or empty",
    ),
    ("serve.listen", |c| is_place(&c.serve.listen), "an address and a port, such as 127.0.0.1:8017"),
    (
        "serve.address",
        |c| c.serve.address.is_empty() || is_web_address(&c.serve.address),
        "an address that begins with http:// or https://, or empty",
    ),
    ("serve.https", |_| true, "true or false"),
    ("serve.log", |c| LEVELS.contains(&c.serve.log.as_str()), "one of error, warn, info, debug"),
    ("serve.log_form", |c| ["json", "text"].contains(&c.serve.log_form.as_str()), "one of json, text"),
    (
        "serve.metrics",
        |c| c.serve.metrics.is_empty() || is_place(&c.serve.metrics),
        "an address and a port, such as 127.0.0.1:9464, or empty",
    ),
    ("serve.connections", |c| (1..=100_000).contains(&c.serve.connections), "a number from 1 to 100000"),
    ("serve.head_seconds", |c| is_seconds(c.serve.head_seconds), SECONDS),
    ("serve.stall_seconds", |c| is_seconds(c.serve.stall_seconds), SECONDS),
    ("serve.farewell_seconds", |c| is_seconds(c.serve.farewell_seconds), SECONDS),
    ("ledger.checkpoints", |_| true, "a directory, or empty"),
    (
        "ledger.checkpoint_minutes",
        |c| (1..=10_080).contains(&c.ledger.checkpoint_minutes),
        "a number of minutes from 1 to 10080",
    ),
    (
        "ledger.checkpoint_facts",
        |c| (1..=10_000_000).contains(&c.ledger.checkpoint_facts),
        "a number from 1 to 10000000",
    ),
    (
        "openid.issuer",
        |c| c.openid.issuer.is_empty() || openid::is_issuer(&c.openid.issuer),
        "an address that begins with https://, or on this machine with http://, or empty",
    ),
    (
        "openid.client",
        |c| c.openid.issuer.is_empty() || !c.openid.client.is_empty(),
        "the name of the office at the provider, where there is one",
    ),
    ("openid.secret_file", |_| true, "the path of a file, or empty"),
    ("openid.name", |c| c.openid.name.chars().count() <= 60, "a name of at most 60 characters"),
    ("openid.groups_claim", |c| !c.openid.groups_claim.is_empty(), "the name of a claim, such as groups"),
    ("openid.persons", |c| matches!(c.openid.persons.as_str(), "known" | "made"), "known or made"),
    (
        "openid.groups",
        |c| c.openid.groups.iter().all(|group| group.rule().is_some()),
        "a list of tables, each with a group, and either a post, with holder or deputy as its standing if there is one, \
         or a unit",
    ),
];

/// What can be logged, the gravest first.
const LEVELS: [&str; 4] = ["error", "warn", "info", "debug"];

fn is_days(days: u16) -> bool {
    (1..=3_650).contains(&days)
}

fn is_seconds(seconds: u16) -> bool {
    (1..=600).contains(&seconds)
}

fn is_place(text: &str) -> bool {
    text.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
}

fn is_mail_address(text: &str) -> bool {
    let has_parts = text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    has_parts && text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | ',' | ';' | '"' | '(' | ')'))
}

fn is_web_address(text: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
}

impl Configuration {
    /// How records are ranked.
    pub fn weights(&self) -> Weights {
        let Ranking { title_weight, k1, b } = self.ranking;
        // Seven digits are more than a weight has.
        Weights { k1: k1 as f32, b: b as f32, title: title_weight as f32 }
    }

    /// Records that are counted.
    pub fn sample(&self) -> usize {
        self.matching.sample
    }

    /// How the work is paced.
    pub fn work(&self) -> Work {
        self.work
    }

    /// Records in one transaction.
    pub fn batch(&self) -> usize {
        self.ingest.batch
    }

    /// When and where the ledger is signed.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// How sources are asked.
    pub fn sources(&self) -> &SourcesPart {
        &self.sources
    }

    /// Where the files of records lie.
    pub fn attachments(&self) -> &AttachmentsPart {
        &self.attachments
    }

    /// How posts are written to.
    pub fn mail(&self) -> &MailPart {
        &self.mail
    }

    /// What may be kept on the phones of those who travel.
    pub fn abroad(&self) -> &AbroadPart {
        &self.abroad
    }

    /// The repository that other repositories ask, if it is on.
    pub fn repository(&self) -> Option<Repository> {
        self.repository.at(&self.serve.address)
    }

    /// How the office is served.
    pub fn serve(&self) -> &Serve {
        &self.serve
    }

    /// The provider of identities, where there is one.
    pub fn openid(&self) -> Option<&OpenId> {
        Some(&self.openid).filter(|openid| !openid.issuer.is_empty())
    }
}

impl Serve {
    /// For the head of a request.
    pub fn head_time_max(&self) -> Duration {
        Duration::from_secs(self.head_seconds.into())
    }

    /// For a reader who takes nothing.
    pub fn stall_time_max(&self) -> Duration {
        Duration::from_secs(self.stall_seconds.into())
    }

    /// For requests under way at the end.
    pub fn farewell_time_max(&self) -> Duration {
        Duration::from_secs(self.farewell_seconds.into())
    }
}

#[cfg(test)]
mod tests;
