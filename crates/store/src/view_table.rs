//! The tables of an office, each with what has to be seen for a row of it to be there.

use crate::view_diffusion::DIFFUSION_TABLES;
use crate::view_inspection::INSPECTION_TABLES;
use crate::view_plan::PLAN_TABLES;

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

/// What a need left out is seen by who sees both.
const SPOT_CHECK: Seen = Seen::Hangs(
    "EXISTS (SELECT 1 FROM need WHERE need.id = t.need) AND EXISTS (SELECT 1 FROM record WHERE record.row = t.record)",
);

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

/// The part of `thing_is_seen` for nouns that are called like their table and named by numbers.
macro_rules! of_number {
    ($name:literal $(, $noun:literal)+) => {
        concat!($(
            " WHEN '", $noun, "' THEN EXISTS (SELECT 1 FROM ", $noun, " WHERE ", $noun, ".id = public_number(", $name, "))"
        ),+)
    };
}

/// Whether a thing is seen, by its noun and name in these columns. Names given out by the office are compared by their numbers.
macro_rules! thing_is_seen {
    ($noun:literal, $name:literal) => {
        concat!(
            "CASE ",
            $noun,
            " WHEN 'need' THEN EXISTS (SELECT 1 FROM need WHERE need.id = ",
            $name,
            ")",
            " WHEN 'specialist-request' THEN EXISTS (SELECT 1 FROM specialist_request WHERE specialist_request.id = public_number(",
            $name,
            "))",
            " WHEN 'plan-line' THEN EXISTS (SELECT 1 FROM plan_line WHERE plan_line.id = public_number(",
            $name,
            "))",
            " WHEN 'stated-figure' THEN EXISTS (SELECT 1 FROM stated_figure WHERE stated_figure.id = public_number(",
            $name,
            "))",
            " WHEN 'visit' THEN EXISTS (SELECT 1 FROM site_visit WHERE site_visit.id = public_number(",
            $name,
            "))",
            of_number!(
                $name,
                "adoption", "agreement", "assignment", "attachment", "barrier", "bulletin", "call", "credit",
                "deliverable", "delivery", "digest", "equipment", "event", "finding", "host", "inspection", "intake", "issue", "mission",
                "offer", "record", "regime", "release", "relief", "request", "sample", "scenario", "screening",
                "portfolio", "source", "specialist", "stand", "technology", "widening"
            ),
            " WHEN 'party-list' THEN EXISTS (SELECT 1 FROM party_list WHERE party_list.id = ",
            $name,
            ")",
            " WHEN 'case' THEN EXISTS (SELECT 1 FROM control_case WHERE control_case.id = public_number(",
            $name,
            "))",
            " WHEN 'brief' THEN EXISTS (SELECT 1 FROM brief WHERE brief.mission = public_number(",
            $name,
            "))",
            " WHEN 'duty' THEN 0 ELSE 1 END"
        )
    };
}

/// What hangs on a list of parties.
const PARTY_LIST: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM party_list WHERE party_list.id = t.list)");

/// What a party has to do with a list: seen by who sees both.
const SCREENING_OF_LIST: Seen = Seen::Hangs(
    "EXISTS (SELECT 1 FROM screening WHERE screening.id = t.screening)
     AND EXISTS (SELECT 1 FROM party_list WHERE party_list.id = t.list)",
);
/// A widening is seen with its thing; of another noun there is none.
const WIDENING: Seen = Seen::Hangs(
    "CASE t.noun WHEN 'need' THEN EXISTS (SELECT 1 FROM need WHERE need.id = t.name)
     WHEN 'record' THEN EXISTS (SELECT 1 FROM record WHERE record.id = public_number(t.name))
     WHEN 'request' THEN EXISTS (SELECT 1 FROM request WHERE request.id = public_number(t.name))
     WHEN 'source' THEN EXISTS (SELECT 1 FROM source WHERE source.id = public_number(t.name))
     WHEN 'host' THEN EXISTS (SELECT 1 FROM host WHERE host.id = public_number(t.name))
     WHEN 'specialist' THEN EXISTS (SELECT 1 FROM specialist WHERE specialist.id = public_number(t.name))
     WHEN 'specialist-request' THEN EXISTS (SELECT 1 FROM specialist_request WHERE specialist_request.id = public_number(t.name))
     WHEN 'mission' THEN EXISTS (SELECT 1 FROM mission WHERE mission.id = public_number(t.name))
     WHEN 'agreement' THEN EXISTS (SELECT 1 FROM agreement WHERE agreement.id = public_number(t.name))
     WHEN 'event' THEN EXISTS (SELECT 1 FROM event WHERE event.id = public_number(t.name))
     WHEN 'sample' THEN EXISTS (SELECT 1 FROM sample WHERE sample.id = public_number(t.name))
     WHEN 'credit' THEN EXISTS (SELECT 1 FROM credit WHERE credit.id = public_number(t.name))
     ELSE 0 END",
);

/// What hangs on a sample. A sample is marked at least as the needs and the agreement that it names.
const SAMPLE: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM sample WHERE sample.id = t.sample)");

const TECHNOLOGY: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM technology WHERE technology.id = t.technology)");

const ADOPTION: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM adoption WHERE adoption.id = t.adoption)");

const REGIME: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM regime WHERE regime.id = t.regime)");

/// What hangs on a control case.
const CASE: Seen = Seen::Hangs("EXISTS (SELECT 1 FROM control_case WHERE control_case.id = t.control_case)");

/// A control case: by its own label, and not without its regime and the thing that it is about. One that was laid by hand is about itself.
const CONTROL_CASE: Seen = Seen::Hangs(
    "+t.label IN (SELECT label FROM temp.visible) AND EXISTS (SELECT 1 FROM regime WHERE regime.id = t.regime)
     AND CASE t.noun
         WHEN 'mission' THEN EXISTS (SELECT 1 FROM mission WHERE mission.id = public_number(t.about))
         WHEN 'agreement' THEN EXISTS (SELECT 1 FROM agreement WHERE agreement.id = public_number(t.about))
         WHEN 'sample' THEN EXISTS (SELECT 1 FROM sample WHERE sample.id = public_number(t.about))
         WHEN 'assignment' THEN EXISTS (SELECT 1 FROM assignment WHERE assignment.id = public_number(t.about))
         WHEN 'record' THEN EXISTS (SELECT 1 FROM record WHERE record.id = public_number(t.about))
         WHEN 'need' THEN EXISTS (SELECT 1 FROM need WHERE need.id = t.about)
         WHEN 'release' THEN EXISTS (SELECT 1 FROM release WHERE release.id = public_number(t.about))
         WHEN 'request' THEN EXISTS (SELECT 1 FROM request WHERE request.id = public_number(t.about))
         WHEN 'host' THEN EXISTS (SELECT 1 FROM host WHERE host.id = public_number(t.about))
         WHEN 'source' THEN EXISTS (SELECT 1 FROM source WHERE source.id = public_number(t.about))
         WHEN 'specialist' THEN EXISTS (SELECT 1 FROM specialist WHERE specialist.id = public_number(t.about))
         WHEN 'event' THEN EXISTS (SELECT 1 FROM event WHERE event.id = public_number(t.about))
         ELSE 1 END",
);

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

/// Every table with who sees it, in the order in which views may use each other.
pub(crate) fn tables() -> impl Iterator<Item = &'static (&'static str, Seen)> {
    TABLES.iter().chain(DIFFUSION_TABLES).chain(INSPECTION_TABLES).chain(PLAN_TABLES)
}

/// What stands in no list of its own.
const TABLES: &[(&str, Seen)] = &[
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
    // What is controlled is public law; what was classified so is seen with the thing.
    ("control_list", Seen::Plain),
    ("control_version", Seen::Plain),
    ("control_entry", Seen::Plain),
    ("control_note", Seen::Plain),
    ("classification", Seen::Hangs(thing_is_seen!("t.noun", "t.name"))),
    ("classification_parameter", Seen::Hangs(thing_is_seen!("t.noun", "t.name"))),
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
    // A release is not seen without its host and each of its records.
    (
        "release",
        Seen::Hangs(
            "+t.label IN (SELECT label FROM temp.visible)
             AND EXISTS (SELECT 1 FROM host WHERE host.id = t.host)
             AND (SELECT count(*) FROM release_record WHERE release_record.release = t.id) = t.n_records",
        ),
    ),
    ("release_record", RECORD),
    // Whose marking it is says who sees it.
    ("widening", WIDENING),
    ("widening_word", Seen::Hangs("EXISTS (SELECT 1 FROM widening WHERE widening.id = t.widening)")),
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
    ("party_list", Seen::Marked("label")),
    ("list_version", PARTY_LIST),
    ("list_doubt", PARTY_LIST),
    // Read by the office alone.
    ("list_file", Seen::Never),
    ("listed", PARTY_LIST),
    ("screening", Seen::Marked("label")),
    ("screening_list", SCREENING_OF_LIST),
    ("screening_hit", SCREENING_OF_LIST),
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
    ("technology", Seen::Marked("label")),
    ("technology_class", TECHNOLOGY),
    (
        "technology_origin",
        Seen::Hangs(concat!(
            "EXISTS (SELECT 1 FROM technology WHERE technology.id = t.technology) AND ",
            thing_is_seen!("t.noun", "t.name")
        )),
    ),
    // Marked at least as its technology, also when that is narrowed later.
    ("adoption", Seen::Marked("label")),
    ("adoption_rung", ADOPTION),
    (
        "adoption_evidence",
        Seen::Hangs(concat!(
            "EXISTS (SELECT 1 FROM adoption WHERE adoption.id = t.adoption) AND ",
            thing_is_seen!("t.noun", "t.name")
        )),
    ),
    ("adoption_end", ADOPTION),
    ("adoption_heard", ADOPTION),
    ("adoption_plan", ADOPTION),
    ("adoption_output", ADOPTION),
    ("adoption_intensity", ADOPTION),
    ("adoption_reading", ADOPTION),
    // Who keeps the adoption sees them by the desk.
    ("reading_token", Seen::Never),
    ("adoption_place", ADOPTION),
    ("adoption_resource", ADOPTION),
    ("adoption_cost", ADOPTION),
    ("regime", Seen::Marked("label")),
    ("regime_version", REGIME),
    ("regime_member", REGIME),
    ("regime_condition", REGIME),
    ("regime_trigger", REGIME),
    ("regime_trigger_part", REGIME),
    ("control_case", CONTROL_CASE),
    ("case_part", CASE),
    ("case_party", CASE),
    ("case_party_part", CASE),
    ("case_member", CASE),
    ("case_condition", CASE),
    ("ballot", CASE),
    ("motion", CASE),
    ("motion_condition", CASE),
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
    // What was laid before a need stands under its title.
    (
        "issue_item",
        Seen::Hangs(
            "EXISTS (SELECT 1 FROM issue WHERE issue.id = t.issue) AND EXISTS (SELECT 1 FROM record WHERE record.row = t.record)
             AND (t.delivery IS NULL OR EXISTS (SELECT 1 FROM delivery WHERE delivery.id = t.delivery))",
        ),
    ),
    ("backlog", NEED),
    ("need_version", NEED),
    ("profile_version", Seen::Hangs("EXISTS (SELECT 1 FROM need_version WHERE need_version.id = t.version)")),
    ("spot_rate", NEED),
    ("spot_draw", NEED),
    ("spot_check", SPOT_CHECK),
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
             WHEN 'load-parties' THEN EXISTS (SELECT 1 FROM party_list WHERE t.argument LIKE party_list.id || '/%')
             WHEN 'screen' THEN t.argument = '' OR EXISTS (SELECT 1 FROM screening WHERE screening.id = public_number(t.argument))
             WHEN 'spread-offers' THEN EXISTS (SELECT 1 FROM adoption WHERE adoption.id = public_number(t.argument))
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
