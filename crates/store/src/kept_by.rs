//! What a post keeps: everything that names the post which answers for it, and goes to another with the post.
//!
//! Needs, requests, deliveries and duties are handed on by `staff.rs`, for they have steps of their own. All the rest is a column in this list,
//! or stands in the other list with the reason why it stays. A test reads the schema and finds what stands in neither.

use std::collections::BTreeSet;

use model::{
    AdoptionId, AgreementId, AssignmentId, BarrierId, BulletinId, CallId, CaseId, CaseState, Chain, CreditId, Custody,
    CustodyState, Date, EventId, FindingId, HostId, IncidentId, InspectionId, Keeper, MissionId, Noun, OfferId,
    PlanLineId, PortfolioId, PostId, RegimeId, ReleaseId, ReliefId, SampleId, ScenarioId, ScreeningId, SourceId,
    SpecialistRequestId, StandId, StatedFigureId, Thing, Verb, VisitId, WideningId,
};
use rusqlite::Connection;

use crate::Result;
use crate::deed::Deed;

/// A column that names who answers for something.
struct Kept {
    table: &'static str,
    column: &'static str,
    /// Whose it is: what a fact about it is about. None for what is no thing of its own; the fact of the post tells of it.
    thing: Option<(Noun, &'static str)>,
    /// Which rows still matter.
    open: &'static str,
    /// Whether the row counts its changes.
    revised: bool,
}

const fn whole(table: &'static str, column: &'static str, noun: Noun) -> Kept {
    Kept { table, column, thing: Some((noun, "id")), open: "1", revised: true }
}

/// What hangs on a thing, of which the expression is the number.
const fn part(table: &'static str, column: &'static str, (noun, of): (Noun, &'static str), open: &'static str) -> Kept {
    Kept { table, column, thing: Some((noun, of)), open, revised: false }
}

const OPEN_REQUEST: &str = "stage IN ('draft', 'open', 'matched')";
const OPEN_ASSIGNMENT: &str = "stage != 'dropped'";
const OPEN_MISSION: &str = "stage NOT IN ('closed', 'declined', 'cancelled')";
const OF_OPEN_MISSION: &str =
    "mission IN (SELECT m.id FROM mission m WHERE m.stage NOT IN ('closed', 'declined', 'cancelled'))";
const UNDECIDED: &str = "state IN ('waiting', 'open')";
/// The version of a regime that holds, and one that is proposed.
const OF_VERSION: &str = "version >= (SELECT r.version FROM regime r WHERE r.id = regime)";
const OPEN_LOAN: &str = "state IN ('asked', 'granted', 'out')";

const OPEN_RELIEF: &str = "state IN ('asked', 'granted')";

const KEPT: &[Kept] = &[
    whole("source", "post", Noun::Source),
    Kept { open: "closed = 0", ..whole("bulletin", "post", Noun::Bulletin) },
    // Who edits a bulletin does not also release it: where both would be one post, the second stays and has to be chosen anew.
    Kept { open: "closed = 0 AND post != ?2", ..whole("bulletin", "second", Noun::Bulletin) },
    whole("host", "post", Noun::Host),
    Kept { open: OPEN_MISSION, ..whole("mission", "post", Noun::Mission) },
    part(
        "question_asker",
        "post",
        (Noun::Mission, "(SELECT q.mission FROM question q WHERE q.id = question_asker.question)"),
        "question IN (SELECT q.id FROM question q JOIN mission m ON m.id = q.mission
                      WHERE m.stage NOT IN ('closed', 'declined', 'cancelled'))",
    ),
    Kept { table: "vetting_rule", column: "post", thing: None, open: "1", revised: false },
    part("vetting_step", "post", (Noun::Mission, "mission"), UNDECIDED),
    part("recommendation", "owner", (Noun::Mission, "mission"), OF_OPEN_MISSION),
    part("brief", "clearer", (Noun::Brief, "mission"), OF_OPEN_MISSION),
    part("liaison", "post", (Noun::Mission, "mission"), OF_OPEN_MISSION),
    Kept { revised: false, ..whole("incident", "post", Noun::Incident) },
    whole("event", "post", Noun::Event),
    whole("stand", "post", Noun::Stand),
    Kept { open: "state = 'planned'", ..whole("stand", "visitor", Noun::Stand) },
    // Also what has ended: secrecy, royalties and what is still owed outlast the end.
    whole("agreement", "post", Noun::Agreement),
    whole("credit", "post", Noun::Credit),
    whole("credit", "decider", Noun::Credit),
    whole("scenario", "post", Noun::Scenario),
    Kept { open: OPEN_REQUEST, ..whole("specialist_request", "post", Noun::SpecialistRequest) },
    Kept { open: OPEN_REQUEST, ..whole("specialist_request", "officer", Noun::SpecialistRequest) },
    Kept { open: OPEN_REQUEST, ..whole("specialist_request", "counterpart", Noun::SpecialistRequest) },
    // Also once it is over: whether the skill stayed is asked again after a year.
    Kept { open: OPEN_ASSIGNMENT, ..whole("assignment", "post", Noun::Assignment) },
    Kept { open: OPEN_ASSIGNMENT, ..whole("assignment", "officer", Noun::Assignment) },
    Kept { open: OPEN_ASSIGNMENT, ..whole("assignment", "counterpart", Noun::Assignment) },
    part("assignment_control", "post", (Noun::Assignment, "assignment"), UNDECIDED),
    Kept { open: "state NOT IN ('disposed', 'returned', 'joined')", ..whole("sample", "post", Noun::Sample) },
    part("sample_control", "post", (Noun::Sample, "sample"), UNDECIDED),
    part("sample_loan", "borrower", (Noun::Sample, "sample"), OPEN_LOAN),
    part("sample_loan", "lender", (Noun::Sample, "sample"), OPEN_LOAN),
    part("study", "post", (Noun::Sample, "sample"), "state IN ('running', 'reported')"),
    Kept { open: "ended = 0", ..whole("adoption", "post", Noun::Adoption) },
    part("regime_version", "keeper", (Noun::Regime, "regime"), OF_VERSION),
    part("regime_member", "post", (Noun::Regime, "regime"), OF_VERSION),
    // Whose vote it is goes with the post; what was voted stays.
    part(
        "case_member",
        "post",
        (Noun::Case, "control_case"),
        "control_case IN (SELECT c.id FROM control_case c WHERE c.state = 'open')",
    ),
    Kept { table: "party_list", column: "post", thing: None, open: "1", revised: true },
    Kept { open: "ended = 0", ..whole("screening", "post", Noun::Screening) },
    Kept { table: "classification", column: "post", thing: None, open: "1", revised: false },
    Kept { open: "state != 'reported'", ..whole("inspection", "post", Noun::Inspection) },
    Kept { open: "state = 'assigned'", ..whole("site_visit", "inspector", Noun::Visit) },
    Kept { open: "state != 'closed'", ..whole("finding", "owner", Noun::Finding) },
    Kept { open: "state = 'asked'", ..whole("release", "post", Noun::Release) },
    Kept { open: "state IN ('asked', 'waiting')", ..whole("widening", "post", Noun::Widening) },
    // Also what was declined: it returns to whoever answers then.
    Kept { open: "state IN ('open', 'asked', 'declined')", ..whole("offer", "post", Noun::Offer) },
    Kept { open: "state = 'open'", ..whole("barrier", "post", Noun::Barrier) },
    Kept { open: "state = 'open'", ..whole("barrier", "owner", Noun::Barrier) },
    Kept { open: OPEN_RELIEF, ..whole("relief", "post", Noun::Relief) },
    Kept { open: OPEN_RELIEF, ..whole("relief", "setter", Noun::Relief) },
    whole("plan_line", "setter", Noun::PlanLine),
    whole("plan_line", "owner", Noun::PlanLine),
    whole("portfolio", "post", Noun::Portfolio),
    whole("stated_figure", "post", Noun::StatedFigure),
    // Also once it is closed: whether what was taken came is still to be said.
    Kept { open: "state IN ('open', 'closed')", ..whole("call", "post", Noun::Call) },
    part("call_answer", "post", (Noun::Call, "call"), "state IN ('asked', 'can', 'cannot', 'taken')"),
];

/// Samples of which a post is the last who confirmed to have them, or which are on their way to it.
const HELD: &str = "SELECT s.id FROM sample s WHERE s.state NOT IN ('disposed', 'returned', 'joined') AND (
    EXISTS (SELECT 1 FROM custody c WHERE c.sample = s.id AND c.state = 'confirmed' AND c.to_post = ?1
            AND c.number = (SELECT max(k.number) FROM custody k WHERE k.sample = s.id AND k.state = 'confirmed'))
    OR EXISTS (SELECT 1 FROM custody c WHERE c.sample = s.id AND c.state = 'handed' AND c.to_post = ?1))";

/// Cases with a condition that a post has to keep, and of which nothing was said yet. The condition stays as it was voted on; the duty to
/// keep it goes to the successor, also where it is laid on them only once the case is decided.
fn conditioned() -> String {
    let stand = |state: &&CaseState| state.lets_through() || **state == CaseState::Open;
    let states: Vec<String> = CaseState::ALL.iter().filter(stand).map(|state| format!("'{state}'")).collect();
    format!(
        "SELECT DISTINCT n.control_case FROM case_condition n JOIN control_case c ON c.id = n.control_case
         WHERE n.post = ?1 AND n.state = 'open' AND c.state IN ({})",
        states.join(", ")
    )
}

fn name(noun: Noun, id: i64) -> String {
    let bits = id.cast_unsigned();
    match noun {
        Noun::Source => SourceId::from_bits(bits).to_string(),
        Noun::Bulletin => BulletinId::from_bits(bits).to_string(),
        Noun::Host => HostId::from_bits(bits).to_string(),
        Noun::Incident => IncidentId::from_bits(bits).to_string(),
        Noun::Event => EventId::from_bits(bits).to_string(),
        Noun::Stand => StandId::from_bits(bits).to_string(),
        Noun::Agreement => AgreementId::from_bits(bits).to_string(),
        Noun::Credit => CreditId::from_bits(bits).to_string(),
        Noun::Scenario => ScenarioId::from_bits(bits).to_string(),
        Noun::SpecialistRequest => SpecialistRequestId::from_bits(bits).to_string(),
        Noun::Assignment => AssignmentId::from_bits(bits).to_string(),
        Noun::Sample => SampleId::from_bits(bits).to_string(),
        Noun::Adoption => AdoptionId::from_bits(bits).to_string(),
        Noun::Regime => RegimeId::from_bits(bits).to_string(),
        Noun::Case => CaseId::from_bits(bits).to_string(),
        Noun::Screening => ScreeningId::from_bits(bits).to_string(),
        Noun::Release => ReleaseId::from_bits(bits).to_string(),
        Noun::Widening => WideningId::from_bits(bits).to_string(),
        Noun::Offer => OfferId::from_bits(bits).to_string(),
        Noun::Barrier => BarrierId::from_bits(bits).to_string(),
        Noun::Relief => ReliefId::from_bits(bits).to_string(),
        Noun::Portfolio => PortfolioId::from_bits(bits).to_string(),
        Noun::StatedFigure => StatedFigureId::from_bits(bits).to_string(),
        Noun::PlanLine => PlanLineId::from_bits(bits).to_string(),
        Noun::Call => CallId::from_bits(bits).to_string(),
        Noun::Inspection => InspectionId::from_bits(bits).to_string(),
        Noun::Visit => VisitId::from_bits(bits).to_string(),
        Noun::Finding => FindingId::from_bits(bits).to_string(),
        // A brief is called by the name of its mission.
        _ => MissionId::from_bits(bits).to_string(),
    }
}

/// How much a post keeps, as far as it is seen.
pub(crate) fn count(conn: &Connection, post: &PostId) -> Result<u64> {
    let mut n = 0;
    for kept in KEPT {
        // Of what stays with the post there is no other to look at.
        let open = kept.open.replace("post != ?2", "1");
        let sql = format!("SELECT count(*) FROM {} WHERE {} = ?1 AND {open}", kept.table, kept.column);
        n += conn.prepare_cached(&sql)?.query_row([post.as_str()], |row| row.get::<_, i64>(0))?.cast_unsigned();
    }
    for more in [HELD, conditioned().as_str()] {
        let held = format!("SELECT count(*) FROM ({more})");
        n += conn.prepare_cached(&held)?.query_row([post.as_str()], |row| row.get::<_, i64>(0))?.cast_unsigned();
    }
    Ok(n)
}

/// Gives all that a post keeps to another, a fact for each thing.
pub(crate) fn hand(deed: &mut Deed<'_>, from: &PostId, to: &PostId, today: Date) -> Result<()> {
    let mut things = BTreeSet::new();
    for kept in KEPT {
        let Kept { table, column, open, .. } = kept;
        if let Some((noun, of)) = kept.thing {
            // Of every row, also where nothing is bound to the second name.
            let sql = format!("SELECT {of} FROM {table} WHERE {column} = ?1 AND {open} AND ?2 IS NOT NULL");
            let mut find = deed.conn.prepare_cached(&sql)?;
            let mut rows = find.query((from.as_str(), to.as_str()))?;
            while let Some(row) = rows.next()? {
                things.insert(Thing::new(noun, name(noun, row.get(0)?)));
            }
        }
        let revised = if kept.revised { ", revision = revision + 1" } else { "" };
        let sql = format!("UPDATE {table} SET {column} = ?2{revised} WHERE {column} = ?1 AND {open}");
        deed.conn.prepare_cached(&sql)?.execute((from.as_str(), to.as_str()))?;
    }
    let of_post = |sql: &str| -> Result<Vec<i64>> {
        let mut find = deed.conn.prepare_cached(sql)?;
        let found = find.query_map([from.as_str()], |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    };
    let (held, conditioned) = (of_post(HELD)?, of_post(&conditioned())?);
    things.extend(conditioned.into_iter().map(|id| Thing::new(Noun::Case, name(Noun::Case, id))));
    for id in held {
        let sample = SampleId::from_bits(id.cast_unsigned());
        take_over(deed, sample, from, to, today)?;
        things.insert(Thing::new(Noun::Sample, sample));
    }
    end_own_loans(deed, to, today)?;
    if !things.is_empty() {
        // Who edits a bulletin sees its drafts.
        deed.rights_changed()?;
    }
    for thing in things {
        let fact = deed.fact(Verb::Handed, thing).to(format!("post:{to}"));
        deed.note(&fact)?;
    }
    Ok(())
}

/// The successor holds what the post held, from today on, at the same place; and gets what is on its way to it. Links that were answered
/// stay as they are.
fn take_over(deed: &mut Deed<'_>, sample: SampleId, from: &PostId, to: &PostId, today: Date) -> Result<()> {
    let id = sample.bits().cast_signed();
    deed.conn
        .prepare_cached("UPDATE custody SET to_post = ?3 WHERE sample = ?1 AND state = 'handed' AND to_post = ?2")?
        .execute((id, from.as_str(), to.as_str()))?;
    let chain = deed.custody(sample)?;
    let Some(last) = chain.last().filter(|last| last.to.post() == Some(from)).cloned() else { return Ok(()) };
    let mut links: Vec<Custody> =
        chain.links().iter().filter(|link| link.state != CustodyState::Handed).cloned().collect();
    let number = u32::try_from(links.len()).unwrap_or(u32::MAX).saturating_add(1);
    let mut day = today.max(last.day);
    if let Some(open) = chain.open() {
        // What the post was handing on when it was closed, its successor is handing on now; they had it by then.
        day = day.min(open.day);
        deed.conn
            .prepare_cached(
                "UPDATE custody SET number = number + 1, from_post = ?2 WHERE sample = ?1 AND state = 'handed'",
            )?
            .execute((id, to.as_str()))?;
    }
    links.push(Custody {
        number,
        from: Keeper::Post(from.clone()),
        to: Keeper::Post(to.clone()),
        day,
        loan: None,
        note: String::new(),
        by: deed.who().to_owned(),
        at: deed.at(),
        answered_by: deed.who().to_owned(),
        answered_at: Some(deed.at()),
        reason: String::new(),
        ..last
    });
    deed.keep_custody(sample, &Chain::of(links))
}

/// Nobody lends to themselves: where lender and borrower have become one post, the loan is over.
fn end_own_loans(deed: &mut Deed<'_>, post: &PostId, today: Date) -> Result<()> {
    let own = format!("SELECT sample FROM sample_loan WHERE borrower = ?1 AND lender = ?1 AND {OPEN_LOAN}");
    let samples: Vec<i64> = {
        let mut find = deed.conn.prepare_cached(&own)?;
        let found = find.query_map([post.as_str()], |row| row.get(0))?;
        found.collect::<rusqlite::Result<_>>()?
    };
    for id in samples {
        deed.conn
            .prepare_cached(
                "UPDATE sample_loan SET back_on = CASE state WHEN 'out' THEN ?3 END,
                                        state = CASE state WHEN 'out' THEN 'returned' ELSE 'withdrawn' END
                 WHERE sample = ?1 AND borrower = ?2 AND lender = ?2 AND state IN ('asked', 'granted', 'out')",
            )?
            .execute((id, post.as_str(), today.to_string()))?;
        let sample = Thing::new(Noun::Sample, SampleId::from_bits(id.cast_unsigned()));
        for kind in [model::DutyKind::Lend, model::DutyKind::ReturnSample] {
            deed.done(&sample, kind, "returned")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::KEPT;
    use crate::{Reader, Writer};

    /// Handed on by `staff.rs` itself.
    const WITH_STEPS: &[(&str, &str)] = &[
        ("need", "post"),
        ("request", "post"),
        ("request", "routed_to"),
        ("delivery", "post"),
        ("duty", "post"),
        ("duty", "raised_to"),
        ("custody", "from_post"),
        ("custody", "to_post"),
    ];

    /// What names a post and stays with it.
    const STAYS: &[(&str, &str, &str)] = &[
        ("tenure", "post", "who acted for the post: that is told of it, not done by it"),
        ("openid_tenure", "post", "a tenure again, as it was given"),
        ("mailing", "post", "how those of the post wanted their mail; the successor has its own wishes"),
        ("letter", "post", "was sent to it"),
        ("subscription", "post", "what the post liked to read; the successor subscribes to what it likes itself"),
        ("site_visit", "owner", "says who owned the claim when it was drawn; duties follow the adoption"),
        ("digest", "post", "says who wrote it"),
        ("digest_version", "post", "says who wrote it"),
        ("grade", "post", "says who gave it"),
        ("indexing", "post", "says who did it"),
        ("taking", "post", "is a person's, and ends by itself within days"),
        ("sampling", "post", "an appointment of the whole office, changed on its page"),
        ("webhook", "post", "is told what those of its post see; under another post it would be told something else"),
        ("exchange", "post", "says who noted it; whoever coordinates strikes it"),
        ("adoption_rung", "post", "says who said so"),
        ("adoption_heard", "post", "says who answered"),
        ("control_case", "post", "says who asked: asked by another it is another question"),
        ("case_condition", "post", "was voted on as it stands; the duty to keep it goes to who took over"),
        ("motion", "post", "says who proposed it"),
        ("motion_condition", "post", "was proposed as it stands"),
        ("ballot", "post", "says who voted"),
        (
            "liaison_post",
            "post",
            "a power of the post, like those of the staff; the missions it arranges are handed on",
        ),
    ];

    #[test]
    fn whatever_names_a_post_is_handed_on_with_it_or_it_is_said_why_it_stays() {
        let dir = TempDir::new().unwrap();
        drop(Writer::create(dir.path(), 1, "operator", 1).unwrap());
        let reader = Reader::open(dir.path()).unwrap();
        let named: Vec<(String, String)> = reader
            .with(|conn| {
                // What refers to the post, and what is called after it without a reference.
                let mut find = conn.prepare(
                    "SELECT t.name, c.name FROM main.sqlite_schema t, pragma_table_info(t.name) c
                     WHERE t.type = 'table' AND t.name != 'post' AND (
                         c.name LIKE '%post%'
                         OR EXISTS (SELECT 1 FROM pragma_foreign_key_list(t.name) f
                                    WHERE f.\"table\" = 'post' AND f.\"from\" = c.name))
                     ORDER BY 1, 2",
                )?;
                Ok(find.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
            })
            .unwrap();
        let mut stated: Vec<(String, String)> = KEPT
            .iter()
            .map(|kept| (kept.table, kept.column))
            .chain(WITH_STEPS.iter().copied())
            .chain(STAYS.iter().map(|(table, column, _)| (*table, *column)))
            .map(|(table, column)| (table.to_owned(), column.to_owned()))
            .collect();
        stated.sort();
        assert_eq!(named, stated, "say in kept_by.rs whether a new column goes to the successor of a post");
    }
}
