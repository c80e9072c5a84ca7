//! Views: a scope enforced by the database.
//!
//! A connection that reads under a scope carries a temporary table of the labels that are seen, and
//! a temporary view over each table, called like it, so that the same SQL reads through the view. An authorizer
//! refuses, when a statement is prepared, every way past the views: the tables themselves, other
//! databases, settings, changes. A table of which nobody has said who sees it is not seen at all.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

use crate::Result;

/// Who sees the rows of a table.
#[derive(Clone, Copy)]
pub(crate) enum Seen {
    /// Everybody who can read at all.
    Plain,
    /// Who sees the row's label, in this column.
    Marked(&'static str),
    /// Who sees what it hangs on: a condition over the row, called `t`, and over other views.
    Hangs(&'static str),
    /// Nobody under a scope.
    Never,
}

const NEED: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM need WHERE need.id = t.need)");

const HOST: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM host WHERE host.id = t.host)");

const SPECIALIST: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM specialist WHERE specialist.id = t.specialist)");

const SPECIALIST_REQUEST: Seen =
    Seen::Hangs("EXISTS (SELECT 1 FROM specialist_request WHERE specialist_request.id = t.request)");

const ASSIGNMENT: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM assignment WHERE assignment.id = t.assignment)");

const MISSION: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM mission WHERE mission.id = t.mission)");

const MISSION_NEED: Seen = Seen::Hangs(
    "EXISTS (SELECT 1 FROM mission WHERE mission.id = t.mission) AND EXISTS (SELECT 1 FROM need WHERE need.id = t.need)",
);

const MISSION_RECORD: Seen = Seen::Hangs(
    "EXISTS (SELECT 1 FROM mission WHERE mission.id = t.mission) AND EXISTS (SELECT 1 FROM record WHERE record.row = t.record)",
);

const AGREEMENT: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM agreement WHERE agreement.id = t.agreement)");

const DELIVERABLE: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM deliverable WHERE deliverable.id = t.deliverable)");

const BRIEF: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM brief WHERE brief.mission = t.mission)");

const MEETING: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM meeting WHERE meeting.id = t.meeting)");

const RECORD: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM record WHERE record.row = t.record)");

/// Whether a thing is seen, by its noun and name in these columns. Names given out by the office are compared by their numbers.
macro_rules! thing_is_seen {
    ($noun:literal, $name:literal) => {
        concat!(
            "CASE ",
            $noun,
            " WHEN 'need' THEN EXISTS (SELECT 1 FROM need WHERE need.id = ",
            $name,
            ")",
            " WHEN 'record' THEN EXISTS (SELECT 1 FROM record WHERE record.id = public_number(",
            $name,
            "))",
            " WHEN 'delivery' THEN EXISTS (SELECT 1 FROM delivery WHERE delivery.id = public_number(",
            $name,
            "))",
            " WHEN 'request' THEN EXISTS (SELECT 1 FROM request WHERE request.id = public_number(",
            $name,
            "))",
            " WHEN 'source' THEN EXISTS (SELECT 1 FROM source WHERE source.id = public_number(",
            $name,
            "))",
            " WHEN 'digest' THEN EXISTS (SELECT 1 FROM digest WHERE digest.id = public_number(",
            $name,
            "))",
            " WHEN 'intake' THEN EXISTS (SELECT 1 FROM intake WHERE intake.id = public_number(",
            $name,
            "))",
            " WHEN 'bulletin' THEN EXISTS (SELECT 1 FROM bulletin WHERE bulletin.id = public_number(",
            $name,
            "))",
            " WHEN 'issue' THEN EXISTS (SELECT 1 FROM issue WHERE issue.id = public_number(",
            $name,
            "))",
            " WHEN 'attachment' THEN EXISTS (SELECT 1 FROM attachment WHERE attachment.id = public_number(",
            $name,
            "))",
            " WHEN 'host' THEN EXISTS (SELECT 1 FROM host WHERE host.id = public_number(",
            $name,
            "))",
            " WHEN 'specialist' THEN EXISTS (SELECT 1 FROM specialist WHERE specialist.id = public_number(",
            $name,
            "))",
            " WHEN 'specialist-request' THEN EXISTS (SELECT 1 FROM specialist_request WHERE specialist_request.id = public_number(",
            $name,
            "))",
            " WHEN 'assignment' THEN EXISTS (SELECT 1 FROM assignment WHERE assignment.id = public_number(",
            $name,
            "))",
            " WHEN 'mission' THEN EXISTS (SELECT 1 FROM mission WHERE mission.id = public_number(",
            $name,
            "))",
            " WHEN 'agreement' THEN EXISTS (SELECT 1 FROM agreement WHERE agreement.id = public_number(",
            $name,
            "))",
            " WHEN 'deliverable' THEN EXISTS (SELECT 1 FROM deliverable WHERE deliverable.id = public_number(",
            $name,
            "))",
            " WHEN 'event' THEN EXISTS (SELECT 1 FROM event WHERE event.id = public_number(",
            $name,
            "))",
            " WHEN 'sample' THEN EXISTS (SELECT 1 FROM sample WHERE sample.id = public_number(",
            $name,
            "))",
            " WHEN 'stand' THEN EXISTS (SELECT 1 FROM stand WHERE stand.id = public_number(",
            $name,
            "))",
            " WHEN 'credit' THEN EXISTS (SELECT 1 FROM credit WHERE credit.id = public_number(",
            $name,
            "))",
            " WHEN 'scenario' THEN EXISTS (SELECT 1 FROM scenario WHERE scenario.id = public_number(",
            $name,
            "))",
            " WHEN 'brief' THEN EXISTS (SELECT 1 FROM brief WHERE brief.mission = public_number(",
            $name,
            "))",
            " WHEN 'duty' THEN 0 ELSE 1 END"
        )
    };
}

/// What hangs on a sample. A sample is marked at least as the needs and the agreement that it names.
const SAMPLE: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM sample WHERE sample.id = t.sample)");

/// What passed or went wrong with a host: by its own label, and not without the host and the mission that it names.
const PARTNER: Seen = Seen::Hangs(
    "+t.label IN (SELECT label FROM temp.visible) AND EXISTS (SELECT 1 FROM host WHERE host.id = t.host)
     AND (t.mission IS NULL OR EXISTS (SELECT 1 FROM mission WHERE mission.id = t.mission))",
);

/// A line of credit: by its own label, and not without its lender and the agreement by which it was given.
const CREDIT: Seen = Seen::Hangs(
    "+t.label IN (SELECT label FROM temp.visible) AND EXISTS (SELECT 1 FROM host WHERE host.id = t.lender)
     AND (t.agreement IS NULL OR EXISTS (SELECT 1 FROM agreement WHERE agreement.id = t.agreement))",
);

const OF_CREDIT: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM credit WHERE credit.id = t.credit)");

/// The visit to a stand: by its own label, and not without the event, the member who goes and the mission for which something is asked.
const STAND: Seen = Seen::Hangs(
    "+t.label IN (SELECT label FROM temp.visible) AND EXISTS (SELECT 1 FROM event WHERE event.id = t.event)
     AND (t.member IS NULL OR EXISTS (SELECT 1 FROM specialist WHERE specialist.id = t.member))
     AND (t.mission IS NULL OR EXISTS (SELECT 1 FROM mission WHERE mission.id = t.mission))",
);

/// Every table with who sees it. In the order in which views may use each other.
pub(crate) const TABLES: &[(&str, Seen)] = &[
    ("meta", Seen::Plain),
    ("unit", Seen::Plain),
    ("post", Seen::Plain),
    ("person", Seen::Plain),
    ("tenure", Seen::Plain),
    ("compartment", Seen::Plain),
    ("origin", Seen::Plain),
    // What was told to the whole world; the records themselves are seen by their own labels.
    ("offered", Seen::Plain),
    ("offered_set", Seen::Plain),
    // Schemes are open to all; who may bring them in is weighed by the desk.
    ("scheme", Seen::Plain),
    ("concept", Seen::Plain),
    ("concept_text", Seen::Plain),
    ("concept_link", Seen::Plain),
    ("scheme_doubt", Seen::Plain),
    ("mapping", Seen::Plain),
    ("rematch", Seen::Plain),
    // Blocks are found through items alone.
    ("raw_block", Seen::Plain),
    ("cursor", Seen::Never),
    ("idempotency", Seen::Never),
    ("account", Seen::Never),
    ("session", Seen::Never),
    ("invitation", Seen::Never),
    ("device", Seen::Never),
    ("api_token", Seen::Never),
    ("passkey", Seen::Never),
    ("openid", Seen::Never),
    ("openid_tenure", Seen::Never),
    ("label", Seen::Marked("id")),
    ("ledger", Seen::Marked("label")),
    ("record", Seen::Marked("label")),
    ("need", Seen::Marked("label")),
    ("request", Seen::Marked("label")),
    ("attachment", Seen::Marked("label")),
    ("attachment_text", Seen::Hangs("EXISTS (SELECT 1 FROM attachment WHERE attachment.id = t.attachment)")),
    ("attachment_picture", Seen::Hangs("EXISTS (SELECT 1 FROM attachment WHERE attachment.id = t.attachment)")),
    ("source", Seen::Marked("label")),
    ("bulletin", Seen::Marked("label")),
    ("subscription", Seen::Hangs("EXISTS (SELECT 1 FROM bulletin WHERE bulletin.id = t.bulletin)")),
    // Before it is out an issue is seen by those who work on it.
    (
        "issue",
        Seen::Hangs(
            "+t.label IN (SELECT label FROM temp.visible) AND (t.stage = 'released'
             OR EXISTS (SELECT 1 FROM temp.drafts d WHERE d.bulletin IN (0, t.bulletin)))",
        ),
    ),
    ("issue_sheet", Seen::Hangs("EXISTS (SELECT 1 FROM issue WHERE issue.id = t.issue)")),
    ("print", Seen::Hangs("EXISTS (SELECT 1 FROM issue WHERE issue.id = t.issue)")),
    ("template", Seen::Plain),
    // Read through the prints alone.
    ("template_text", Seen::Plain),
    ("intake", Seen::Hangs("EXISTS (SELECT 1 FROM source WHERE source.id = t.source)")),
    ("source_yield", Seen::Hangs("EXISTS (SELECT 1 FROM source WHERE source.id = t.source)")),
    ("harvest", Seen::Hangs("EXISTS (SELECT 1 FROM source WHERE source.id = t.source)")),
    ("harvested_file", Seen::Never),
    ("mail_in", Seen::Hangs("EXISTS (SELECT 1 FROM source WHERE source.id = t.source)")),
    ("arrival", Seen::Hangs("EXISTS (SELECT 1 FROM source WHERE source.id = t.source)")),
    ("membership", Seen::Hangs("EXISTS (SELECT 1 FROM source WHERE source.id = t.source)")),
    ("dispatch", RECORD),
    ("intake_line", Seen::Hangs("EXISTS (SELECT 1 FROM intake WHERE intake.id = t.intake)")),
    ("item", Seen::Hangs("EXISTS (SELECT 1 FROM record WHERE record.row = t.record)")),
    ("identity_key", Seen::Hangs("EXISTS (SELECT 1 FROM record WHERE record.row = t.record)")),
    (
        "related",
        Seen::Hangs(
            "EXISTS (SELECT 1 FROM record WHERE record.row = t.record) AND EXISTS (SELECT 1 FROM record WHERE record.row = t.other)",
        ),
    ),
    ("kept_apart", Seen::Never),
    // What is written of a record may be marked higher than it, and may not be seen without it.
    (
        "digest",
        Seen::Hangs(
            "+t.label IN (SELECT label FROM temp.visible) AND EXISTS (SELECT 1 FROM record WHERE record.row = t.record)",
        ),
    ),
    (
        "digest_version",
        Seen::Hangs(
            "+t.label IN (SELECT label FROM temp.visible) AND EXISTS (SELECT 1 FROM digest WHERE digest.id = t.digest)",
        ),
    ),
    ("grade", RECORD),
    ("indexing", RECORD),
    ("indexing_code", Seen::Hangs("EXISTS (SELECT 1 FROM indexing WHERE indexing.id = t.indexing)")),
    ("taking", RECORD),
    ("passed_over", RECORD),
    // Drawn of records that are open to all.
    ("drawing", Seen::Plain),
    ("sampling", Seen::Plain),
    ("citation_style", Seen::Plain),
    ("drawn", Seen::Hangs("EXISTS (SELECT 1 FROM indexing WHERE indexing.id = t.indexing)")),
    // Learned from records that are open to all.
    ("classifier", Seen::Plain),
    (
        "joining",
        Seen::Hangs(
            "EXISTS (SELECT 1 FROM record WHERE record.row = t.record) AND EXISTS (SELECT 1 FROM record WHERE record.row = t.gone)",
        ),
    ),
    ("joined_item", Seen::Never),
    ("joined_name", Seen::Never),
    ("joined_related", Seen::Never),
    ("host", Seen::Marked("label")),
    ("host_name", HOST),
    ("host_class", HOST),
    ("host_contact", HOST),
    ("exchange", PARTNER),
    ("incident", PARTNER),
    ("incident_step", Seen::Hangs("EXISTS (SELECT 1 FROM incident WHERE incident.id = t.incident)")),
    ("specialist", Seen::Marked("label")),
    ("specialist_skill", SPECIALIST),
    ("specialist_language", SPECIALIST),
    ("specialist_away", SPECIALIST),
    (
        "specialist_evidence",
        Seen::Hangs(
            "EXISTS (SELECT 1 FROM specialist WHERE specialist.id = t.specialist) AND EXISTS (SELECT 1 FROM record WHERE record.row = t.record)",
        ),
    ),
    (
        "specialist_interest",
        Seen::Hangs(
            "EXISTS (SELECT 1 FROM specialist WHERE specialist.id = t.specialist)
             AND (t.host IS NULL OR EXISTS (SELECT 1 FROM host WHERE host.id = t.host))",
        ),
    ),
    (
        "specialist_namesake",
        Seen::Hangs(
            "EXISTS (SELECT 1 FROM specialist WHERE specialist.id = t.specialist) AND EXISTS (SELECT 1 FROM record WHERE record.row = t.record)",
        ),
    ),
    ("specialist_request", Seen::Marked("label")),
    ("specialist_request_skill", SPECIALIST_REQUEST),
    ("specialist_request_language", SPECIALIST_REQUEST),
    (
        "specialist_request_host",
        Seen::Hangs(
            "EXISTS (SELECT 1 FROM specialist_request WHERE specialist_request.id = t.request)
             AND EXISTS (SELECT 1 FROM host WHERE host.id = t.host)",
        ),
    ),
    // Whose affair it is stands in its label; it is not seen without who comes and what for.
    (
        "assignment",
        Seen::Hangs(
            "+t.label IN (SELECT label FROM temp.visible)
             AND EXISTS (SELECT 1 FROM specialist WHERE specialist.id = t.specialist)
             AND EXISTS (SELECT 1 FROM specialist_request WHERE specialist_request.id = t.request)",
        ),
    ),
    // That somebody is not free is seen with them; why is seen with the assignment.
    ("specialist_taken", SPECIALIST),
    ("assignment_promise", ASSIGNMENT),
    ("assignment_transfer", ASSIGNMENT),
    ("assignment_lack", ASSIGNMENT),
    ("assignment_conflict", ASSIGNMENT),
    ("assignment_control", ASSIGNMENT),
    ("assignment_check", ASSIGNMENT),
    ("grievance", ASSIGNMENT),
    ("evaluation", ASSIGNMENT),
    ("evaluation_grade", ASSIGNMENT),
    ("mission", Seen::Marked("label")),
    // Needs, hosts and members have no narrower label than their mission; looked up all the same.
    ("mission_need", MISSION_NEED),
    (
        "mission_host",
        Seen::Hangs(
            "EXISTS (SELECT 1 FROM mission WHERE mission.id = t.mission) AND EXISTS (SELECT 1 FROM host WHERE host.id = t.host)",
        ),
    ),
    (
        "mission_member",
        Seen::Hangs(
            "EXISTS (SELECT 1 FROM mission WHERE mission.id = t.mission) AND EXISTS (SELECT 1 FROM specialist WHERE specialist.id = t.specialist)",
        ),
    ),
    ("mission_recipient", MISSION),
    ("mission_benefit", MISSION_NEED),
    ("question", MISSION),
    ("answer_edit", MISSION),
    ("answer_file", MISSION),
    ("question_end", MISSION),
    ("report_record", MISSION_RECORD),
    ("recommendation", MISSION),
    ("mission_cost", MISSION),
    ("held_look", MISSION),
    ("held_question", MISSION),
    ("held_record", MISSION_RECORD),
    ("question_asker", Seen::Hangs("EXISTS (SELECT 1 FROM question WHERE question.id = t.question)")),
    // A rule names a host at most.
    ("vetting_rule", Seen::Hangs("t.host IS NULL OR EXISTS (SELECT 1 FROM host WHERE host.id = t.host)")),
    ("vetting_step", MISSION),
    // What is written of a mission may be marked higher than it, and may not be seen without it.
    (
        "brief",
        Seen::Hangs(
            "+t.label IN (SELECT label FROM temp.visible) AND EXISTS (SELECT 1 FROM mission WHERE mission.id = t.mission)",
        ),
    ),
    ("brief_line", BRIEF),
    ("brief_confirmation", BRIEF),
    // Which post does liaison is no secret; for whom it does is seen with the mission.
    ("liaison_post", Seen::Plain),
    ("free_day", Seen::Plain),
    ("work_calendar", Seen::Plain),
    ("liaison", MISSION),
    ("approach", MISSION),
    ("meeting", MISSION),
    ("meeting_member", MEETING),
    ("meeting_question", MEETING),
    ("agreement", Seen::Marked("label")),
    ("agreement_party", AGREEMENT),
    ("agreement_need", AGREEMENT),
    ("agreement_terms", AGREEMENT),
    ("agreement_clause", AGREEMENT),
    ("agreement_consent", AGREEMENT),
    ("deliverable", AGREEMENT),
    ("deliverable_step", DELIVERABLE),
    ("deliverable_use", DELIVERABLE),
    ("agreement_instalment", AGREEMENT),
    ("agreement_payment", AGREEMENT),
    ("agreement_royalty", AGREEMENT),
    ("agreement_use", AGREEMENT),
    ("agreement_use_evidence", AGREEMENT),
    ("agreement_patent", AGREEMENT),
    ("agreement_patent_territory", AGREEMENT),
    ("event", Seen::Marked("label")),
    // Which host an exhibitor is, is read together with the host.
    ("exhibitor", Seen::Hangs("EXISTS (SELECT 1 FROM event WHERE event.id = t.event)")),
    ("stand", STAND),
    ("stand_contact", Seen::Hangs("EXISTS (SELECT 1 FROM stand WHERE stand.id = t.stand)")),
    ("credit", CREDIT),
    ("credit_event", OF_CREDIT),
    ("drawdown", OF_CREDIT),
    ("drawdown_condition", OF_CREDIT),
    ("credit_milestone", OF_CREDIT),
    ("scenario", Seen::Marked("label")),
    ("sample", Seen::Marked("label")),
    ("sample_need", SAMPLE),
    ("sample_control", SAMPLE),
    ("custody", SAMPLE),
    ("sample_loan", SAMPLE),
    ("loan_extension", SAMPLE),
    ("study", SAMPLE),
    ("study_planned", SAMPLE),
    ("study_act", SAMPLE),
    ("study_findings", SAMPLE),
    ("study_result", SAMPLE),
    ("teardown_part", SAMPLE),
    ("teardown_file", SAMPLE),
    (
        "sample_pair",
        Seen::Hangs(
            "EXISTS (SELECT 1 FROM sample WHERE sample.id = t.one) AND EXISTS (SELECT 1 FROM sample WHERE sample.id = t.other)",
        ),
    ),
    ("profile", NEED),
    ("example", NEED),
    ("need_parameter", NEED),
    ("need_question", NEED),
    ("need_class", NEED),
    (
        "delivery",
        Seen::Hangs(
            "EXISTS (SELECT 1 FROM need WHERE need.id = t.need) AND EXISTS (SELECT 1 FROM record WHERE record.row = t.record)",
        ),
    ),
    (
        "issue_item",
        Seen::Hangs(
            "EXISTS (SELECT 1 FROM issue WHERE issue.id = t.issue) AND EXISTS (SELECT 1 FROM record WHERE record.row = t.record)",
        ),
    ),
    ("rematch_need", NEED),
    ("rematch_line", Seen::Hangs("EXISTS (SELECT 1 FROM delivery WHERE delivery.id = t.delivery)")),
    // Whose mail it is sees it by the desk; under a scope only that a delivery was mailed is looked up.
    ("letter_item", Seen::Hangs("EXISTS (SELECT 1 FROM delivery WHERE delivery.id = t.delivery)")),
    ("mailing", Seen::Never),
    ("letter", Seen::Never),
    ("message", Seen::Never),
    ("dead_address", Seen::Never),
    // Whose webhook it is sees it by the desk.
    ("webhook", Seen::Never),
    ("webhook_call", Seen::Never),
    // The argument of a job may name a need, an intake, an attachment or a source.
    (
        "job",
        Seen::Hangs(
            "CASE t.kind WHEN 'match-need' THEN EXISTS (SELECT 1 FROM need WHERE need.id = t.argument)
             WHEN 'take-in' THEN EXISTS (SELECT 1 FROM intake WHERE intake.id = public_number(t.argument))
             WHEN 'print-issue' THEN EXISTS (SELECT 1 FROM issue WHERE issue.id = public_number(t.argument))
             WHEN 'look-at' THEN EXISTS (SELECT 1 FROM attachment WHERE attachment.id = public_number(t.argument))
             WHEN 'invite' THEN t.argument = '' OR EXISTS (SELECT 1 FROM mission WHERE mission.id = public_number(t.argument))
             WHEN 'count-sources' THEN t.argument = '' OR EXISTS (SELECT 1 FROM source WHERE source.id = public_number(t.argument)) ELSE 1 END",
        ),
    ),
    ("duty", Seen::Hangs(thing_is_seen!("t.noun", "t.subject"))),
    (
        "link",
        Seen::Hangs(concat!(
            "(",
            thing_is_seen!("t.source_noun", "t.source"),
            ") AND (",
            thing_is_seen!("t.target_noun", "t.target"),
            ")"
        )),
    ),
];

/// The scope of a connection: which labels it is filled with, and the door for filling it.
pub(crate) struct Views {
    open: Arc<AtomicBool>,
}

/// Puts the views and the guard on a fresh read connection. Nothing is seen until [`Views::fill`].
pub(crate) fn put(conn: &mut Connection) -> Result<Views> {
    // The views that touch the tables have names that no statement can guess, so that none can pass
    // for them by calling a subquery alike.
    let secret = format!("{:016x}{:016x}", RandomState::new().hash_one(1), RandomState::new().hash_one(2));
    conn.create_scalar_function(
        "public_number",
        1,
        rusqlite::functions::FunctionFlags::SQLITE_UTF8 | rusqlite::functions::FunctionFlags::SQLITE_DETERMINISTIC,
        |context| {
            let text = context.get_raw(0).as_str().unwrap_or_default();
            Ok(number(text))
        },
    )?;
    conn.execute_batch(
        "CREATE TEMP TABLE visible (label INTEGER PRIMARY KEY); CREATE TEMP TABLE drafts (bulletin INTEGER PRIMARY KEY)",
    )?;
    for (table, seen) in TABLES {
        let which = match seen {
            Seen::Plain | Seen::Never => continue,
            // No index leads to a label: by one, a walk in another order would sort everything first.
            Seen::Marked(column) => format!("+t.{column} IN (SELECT label FROM temp.visible)"),
            Seen::Hangs(condition) => (*condition).to_owned(),
        };
        conn.execute_batch(&format!(
            "CREATE TEMP VIEW \"{secret}{table}\" AS SELECT * FROM main.\"{table}\" AS t WHERE {which};
             CREATE TEMP VIEW \"{table}\" AS SELECT * FROM \"{secret}{table}\";"
        ))?;
    }
    let open = Arc::new(AtomicBool::new(false));
    let guard = {
        let open = Arc::clone(&open);
        move |context: AuthContext<'_>| judge(&context, &secret, &open)
    };
    conn.authorizer(Some(guard))?;
    Ok(Views { open })
}

/// The number of a name that the office gave out, whatever its noun.
fn number(text: &str) -> Option<i64> {
    use model::{
        AgreementId, AssignmentId, AttachmentId, BulletinId, CreditId, DeliverableId, DeliveryId, DigestId, DutyId,
        EventId, ExchangeId, HostId, IncidentId, IntakeId, IssueId, MissionId, RecordId, RequestId, ScenarioId,
        SourceId, SpecialistId, SpecialistRequestId, StandId,
    };
    let bits = RecordId::parse(text)
        .map(RecordId::bits)
        .or_else(|| DeliveryId::parse(text).map(DeliveryId::bits))
        .or_else(|| RequestId::parse(text).map(RequestId::bits))
        .or_else(|| SourceId::parse(text).map(SourceId::bits))
        .or_else(|| IntakeId::parse(text).map(IntakeId::bits))
        .or_else(|| BulletinId::parse(text).map(BulletinId::bits))
        .or_else(|| IssueId::parse(text).map(IssueId::bits))
        .or_else(|| AttachmentId::parse(text).map(AttachmentId::bits))
        .or_else(|| DutyId::parse(text).map(DutyId::bits))
        .or_else(|| DigestId::parse(text).map(DigestId::bits))
        .or_else(|| HostId::parse(text).map(HostId::bits))
        .or_else(|| SpecialistId::parse(text).map(SpecialistId::bits))
        .or_else(|| SpecialistRequestId::parse(text).map(SpecialistRequestId::bits))
        .or_else(|| AssignmentId::parse(text).map(AssignmentId::bits))
        .or_else(|| MissionId::parse(text).map(MissionId::bits))
        .or_else(|| CreditId::parse(text).map(CreditId::bits))
        .or_else(|| AgreementId::parse(text).map(AgreementId::bits))
        .or_else(|| DeliverableId::parse(text).map(DeliverableId::bits))
        .or_else(|| EventId::parse(text).map(EventId::bits))
        .or_else(|| ScenarioId::parse(text).map(ScenarioId::bits))
        .or_else(|| StandId::parse(text).map(StandId::bits))
        .or_else(|| ExchangeId::parse(text).map(ExchangeId::bits))
        .or_else(|| IncidentId::parse(text).map(IncidentId::bits));
    bits.map(u64::cast_signed)
}

fn judge(context: &AuthContext<'_>, secret: &str, open: &AtomicBool) -> Authorization {
    if open.load(Ordering::Relaxed) {
        return Authorization::Allow;
    }
    let through_a_view = context.accessor.is_some_and(|accessor| accessor.starts_with(secret));
    let allowed = match context.action {
        AuthAction::Select | AuthAction::Recursive | AuthAction::Transaction { .. } | AuthAction::Savepoint { .. } => {
            true
        }
        AuthAction::Function { function_name } => !function_name.eq_ignore_ascii_case("load_extension"),
        AuthAction::Read { table_name, .. } => match context.database_name {
            Some("temp") => {
                ["visible", "drafts"].contains(&table_name)
                    || table_name.starts_with(secret)
                    || TABLES.iter().any(|(table, _)| *table == table_name)
            }
            // Without a database the name stands as it was written, when no column of it is read: to
            // count rows is to read as well.
            None | Some("") => {
                table_name.starts_with(secret)
                    || TABLES.iter().any(|(table, seen)| *table == table_name && !matches!(seen, Seen::Never))
            }
            Some("main") => match TABLES.iter().find(|(table, _)| *table == table_name) {
                Some((_, Seen::Plain)) => true,
                Some((_, Seen::Marked(_) | Seen::Hangs(_))) => through_a_view,
                Some((_, Seen::Never)) | None => false,
            },
            Some(_) => false,
        },
        _ => false,
    };
    if allowed { Authorization::Allow } else { Authorization::Deny }
}

impl Views {
    /// Lets the connection see these labels and no others, and the drafts of these bulletins.
    pub(crate) fn fill(&self, conn: &Connection, labels: &[i64], drafts: &[i64]) -> Result<()> {
        self.open.store(true, Ordering::Relaxed);
        let filled = fill(conn, labels, drafts);
        self.open.store(false, Ordering::Relaxed);
        filled
    }
}

fn fill(conn: &Connection, labels: &[i64], drafts: &[i64]) -> Result<()> {
    // `query_only` would refuse the temporary table too.
    conn.pragma_update(None, "query_only", false)?;
    let inner = || -> Result<()> {
        let write = conn.unchecked_transaction()?;
        conn.prepare_cached("DELETE FROM temp.visible")?.execute([])?;
        let mut statement = conn.prepare_cached("INSERT INTO temp.visible (label) VALUES (?1)")?;
        for label in labels {
            statement.execute([label])?;
        }
        drop(statement);
        conn.prepare_cached("DELETE FROM temp.drafts")?.execute([])?;
        let mut statement = conn.prepare_cached("INSERT INTO temp.drafts (bulletin) VALUES (?1)")?;
        for bulletin in drafts {
            statement.execute([bulletin])?;
        }
        drop(statement);
        Ok(write.commit()?)
    };
    let filled = inner();
    conn.pragma_update(None, "query_only", true)?;
    filled
}

#[cfg(test)]
#[path = "view_tests.rs"]
mod tests;
