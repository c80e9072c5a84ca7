//! Schema versions of the database: forward only, one transaction each.
//!
//! A migration that has shipped is never edited. A new one is a new file in `migrations/`, a row in
//! [`MIGRATIONS`] with its reason, and a dump of the version before it in `fixtures/`.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::{Error, Result};

/// One step from a version to the next.
struct Migration {
    /// What the file's name says.
    name: &'static str,
    /// Why it had to be.
    why: &'static str,
    sql: &'static str,
}

/// Every step, in order; the first brings an empty file to version 1.
const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "1-the-office",
        why: "an office has to remember what it collected, needed and delivered, and prove it",
        sql: include_str!("../migrations/1-the-office.sql"),
    },
    Migration {
        name: "2-the-work",
        why: "people work in an office: what is asked of them, what they decided and what they may see is kept",
        sql: include_str!("../migrations/2-the-work.sql"),
    },
    Migration {
        name: "3-accounts",
        why: "who works in an office over a network has to show that they are themselves",
        sql: include_str!("../migrations/3-accounts.sql"),
    },
    Migration {
        name: "4-marked",
        why: "an administrator sees what a clearance opens before it is given, also among a million records",
        sql: include_str!("../migrations/4-marked.sql"),
    },
    Migration {
        name: "5-ways-in",
        why: "people come in by passkeys and by the provider of their house, and what is grave wants a recent proof",
        sql: include_str!("../migrations/5-ways-in.sql"),
    },
    Migration {
        name: "6-lists",
        why: "who works with thousands of needs waits for no list",
        sql: include_str!("../migrations/6-lists.sql"),
    },
    Migration {
        name: "7-epochs",
        why: "what every page needs, the tree of units and the list of needs, is read again only after it changed",
        sql: include_str!("../migrations/7-epochs.sql"),
    },
    Migration {
        name: "8-sources",
        why: "somebody answers for each source, and what came from it is told apart from what came from others",
        sql: include_str!("../migrations/8-sources.sql"),
    },
    Migration {
        name: "9-harvests",
        why: "the office asks sources by itself, and goes on where it was after any interruption",
        sql: include_str!("../migrations/9-harvests.sql"),
    },
    Migration {
        name: "10-letters",
        why: "a post gets its deliveries by mail, once each, and answers them in a reply",
        sql: include_str!("../migrations/10-letters.sql"),
    },
    Migration {
        name: "11-offered",
        why: "what was given to other repositories and may be given no longer is told as gone, and nothing else of it",
        sql: include_str!("../migrations/11-offered.sql"),
    },
    Migration {
        name: "12-bulletins",
        why: "what an office puts out is kept as it was printed, and can be printed so again",
        sql: include_str!("../migrations/12-bulletins.sql"),
    },
    Migration {
        name: "13-schemes",
        why: "a need in the classes of one scheme meets records in those of another, and it is said by which way",
        sql: include_str!("../migrations/13-schemes.sql"),
    },
    Migration {
        name: "14-attachments",
        why: "a photograph, a drawing or a paper is kept with the record that it belongs to, and what it says is found",
        sql: include_str!("../migrations/14-attachments.sql"),
    },
    Migration {
        name: "15-abstracts",
        why: "abstractors say what a work is of use for, grade and code it, and a merge by hand can be undone",
        sql: include_str!("../migrations/15-abstracts.sql"),
    },
    Migration {
        name: "16-missions",
        why: "who goes to get what is not written down takes along what the needs ask, and goes when all who answer for it say yes",
        sql: include_str!("../migrations/16-missions.sql"),
    },
    Migration {
        name: "17-mail-in",
        why: "what an adviser mails in is a record like any other, and what a stranger mails waits for somebody's eyes",
        sql: include_str!("../migrations/17-mail-in.sql"),
    },
    Migration {
        name: "18-webhooks",
        why: "programs of a post are told what happens, each event until it is taken",
        sql: include_str!("../migrations/18-webhooks.sql"),
    },
    Migration {
        name: "19-given",
        why: "codes that the office gave a record are found, met by needs and print its sections like those of a source",
        sql: include_str!("../migrations/19-given.sql"),
    },
    Migration {
        name: "20-partners",
        why: "what passed between the office and a host, and what went wrong with it, is weighed before the next request",
        sql: include_str!("../migrations/20-partners.sql"),
    },
    Migration {
        name: "21-abroad",
        why: "what members learn abroad is kept as they wrote it, also where two write at once, and becomes records that who asked gets",
        sql: include_str!("../migrations/21-abroad.sql"),
    },
    Migration {
        name: "22-liaison",
        why: "who goes knows what may be told to whom, and a post near the hosts agrees with them on when and where",
        sql: include_str!("../migrations/22-liaison.sql"),
    },
    Migration {
        name: "23-calendars",
        why: "what is to be done in so many days ends on a day on which the unit works, and members are invited to meetings by mail",
        sql: include_str!("../migrations/23-calendars.sql"),
    },
    Migration {
        name: "24-advisers",
        why: "what people learn for us and what associations send is told with what became of it and what it costs",
        sql: include_str!("../migrations/24-advisers.sql"),
    },
    Migration {
        name: "25-events",
        why: "what is seen at exhibitions is planned stand by stand, noted at the stand, and found like everything else that was collected",
        sql: include_str!("../migrations/25-events.sql"),
    },
    Migration {
        name: "26-yield",
        why: "what a mission cost and what was held before it left is kept, so that it can be said what its answers were worth",
        sql: include_str!("../migrations/26-yield.sql"),
    },
    Migration {
        name: "27-agreements",
        why: "what is got by contract is kept with its terms in every version, what is owed and paid, and what shows that it is used",
        sql: include_str!("../migrations/27-agreements.sql"),
    },
    Migration {
        name: "28-credits",
        why: "what is borrowed abroad is tied to what is delivered for it, and what is owed on a day is known without anybody's sums",
        sql: include_str!("../migrations/28-credits.sql"),
    },
    Migration {
        name: "29-specialists",
        why: "who is sent and who comes is chosen by what a task asks for, and what they know has to stay when they leave",
        sql: include_str!("../migrations/29-specialists.sql"),
    },
    Migration {
        name: "30-samples",
        why: "a sample came for a need, is held by somebody who can be asked, and is studied within its rights",
        sql: include_str!("../migrations/30-samples.sql"),
    },
    Migration {
        name: "31-control",
        why: "what moves know-how is decided by those whose affair it is, over exactly what is asked, and by a written rule",
        sql: include_str!("../migrations/31-control.sql"),
    },
    Migration {
        name: "32-parties",
        why: "whoever deals with the world has to know with whom: parties are held against lists, and what is found is decided",
        sql: include_str!("../migrations/32-parties.sql"),
    },
    Migration {
        name: "33-items",
        why: "whether a thing is controlled is said by persons, of a version of a list, and asked again when the list changes",
        sql: include_str!("../migrations/33-items.sql"),
    },
    Migration {
        name: "34-doors",
        why: "what is given to a host, and who sees more than before, is asked for by one person and decided by others",
        sql: include_str!("../migrations/34-doors.sql"),
    },
    Migration {
        name: "35-adoption",
        why: "what was collected is worth what it makes: each unit's way with a technology is followed on evidence, rung by rung",
        sql: include_str!("../migrations/35-adoption.sql"),
    },
    Migration {
        name: "36-diffusion",
        why: "what proved itself in one unit is offered to every other, and what stands in the way is laid before whoever can remove it",
        sql: include_str!("../migrations/36-diffusion.sql"),
    },
    Migration {
        name: "37-inspection",
        why: "what units say they use is looked at by lot, by people who have no part in it, and what they find is closed by others",
        sql: include_str!("../migrations/37-inspection.sql"),
    },
    Migration {
        name: "38-figures",
        why: "figures are drawn from what is held already; this version brings no table of its own",
        sql: include_str!("../migrations/38-figures.sql"),
    },
    Migration {
        name: "39-plan",
        why: "what a unit has to reach stands beside what is shown to be reached",
        sql: include_str!("../migrations/39-plan.sql"),
    },
    Migration {
        name: "40-stated-figures",
        why: "what others state of a programme is kept as they state it, and what nobody states as not known",
        sql: include_str!("../migrations/40-stated-figures.sql"),
    },
    Migration {
        name: "41-spot-checks",
        why: "what a need misses is estimated from records that it left out and its post looked at",
        sql: include_str!("../migrations/41-spot-checks.sql"),
    },
    Migration {
        name: "42-need-versions",
        why: "what was decided about a record is told as of the day on which it came",
        sql: include_str!("../migrations/42-need-versions.sql"),
    },
];

/// The version that this program writes.
pub(crate) const SCHEMA: i64 = MIGRATIONS.len() as i64;

/// "UPTK": marks a SQLite file as an office.
pub(crate) const APPLICATION_ID: i64 = 0x5550_544b;

/// The version of an office's database. Refuses a file that is no office, and one from the future.
pub(crate) fn version_of(conn: &Connection, name: &str) -> Result<i64> {
    let application: i64 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if application != APPLICATION_ID || version < 1 {
        return Err(not_an_office(name));
    }
    if version > SCHEMA {
        return Err(Error::at_command_line(format!(
            "The office `{name}` was written by a newer Uptake: its schema is version {version}, this program knows \
             versions up to {SCHEMA}; use the newer program"
        )));
    }
    Ok(version)
}

/// The refusal of a database that somebody else wrote.
pub(crate) fn not_an_office(name: &str) -> Error {
    Error::at_command_line(format!(
        "`{name}` is not an office: its `office.db` was not written by Uptake; name another directory"
    ))
}

/// Brings a database to [`SCHEMA`]. Killed at any statement, it stands at a whole version.
pub(crate) fn migrate(conn: &mut Connection) -> Result<()> {
    loop {
        let version: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let Some(step) = usize::try_from(version).ok().and_then(|done| MIGRATIONS.get(done)) else {
            return Ok(());
        };
        take(conn, step, version + 1).map_err(|error| {
            Error::from(error).during(&format!("migration {}, made because {}", step.name, step.why))
        })?;
    }
}

fn take(conn: &mut Connection, step: &Migration, version: i64) -> rusqlite::Result<()> {
    let transaction = Transaction::new(conn, TransactionBehavior::Immediate)?;
    transaction.execute_batch(step.sql)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", version)?;
    transaction.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_migration_has_a_reason_and_the_name_of_its_version() {
        for (version, step) in (1..).zip(MIGRATIONS) {
            assert!(step.name.starts_with(&format!("{version}-")), "{}", step.name);
            assert!(step.why.len() > 20, "{}: say why", step.name);
        }
    }
}
