//! Labels: the distinct markings of an office, each with a number that stands on the rows.

use model::{
    AttachmentId, BulletinId, DigestId, EventId, ExchangeId, Fact, HostId, IncidentId, IntakeId, IssueId, LetterId,
    Marking, MembershipId, MissionId, NeedId, Noun, RecordId, Refusal, RequestId, SampleId, SourceId, SpecialistId,
    StandId, Thing, Verb, sentence,
};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use crate::deed::Deed;
use crate::{Error, Reader, Result, Scope, attachment, record};

mod adoption;
mod agreement;
mod control;
mod credit;
mod derived;
mod diffusion;
mod door;
mod event;
mod inspection;
mod mission;
mod party;
mod portfolio;
mod request;
mod sample;
mod specialist;

use adoption::narrow_adopted;
pub(crate) use adoption::{relabel_adoption, relabel_technology};
use agreement::narrow_agreements;
pub(crate) use agreement::relabel_agreement;
pub(crate) use control::{relabel_case, relabel_regime};
pub(crate) use credit::{relabel_credit, relabel_scenario};
pub(crate) use derived::relabel_digest;
use derived::{names_of, narrow_derived, narrow_digests, narrow_issues_for, narrow_issues_with};
pub(crate) use diffusion::relabel_equipment;
pub(crate) use door::relabel_release;
pub(crate) use event::relabel_event;
use event::{narrow_events, narrow_stand_records, stands};
pub(crate) use inspection::relabel_inspection;
use mission::{narrow_briefs, narrow_missions};
pub(crate) use mission::{relabel_brief, relabel_mission};
pub(crate) use party::relabel_party_list;
use request::narrow_requests;
pub(crate) use request::relabel_request;
use sample::narrow_samples;
pub(crate) use sample::relabel_sample;
use specialist::{narrow_assignments, narrow_specialist_requests};
pub(crate) use specialist::{relabel_assignment, relabel_specialist_request};

/// The number under which a marking stands on a row: it tells the index who may find a record, and
/// says nothing to anybody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Label(pub(crate) i64);

/// The label of what is open to all without a caveat, and so of what may be given to the world: see
/// [`Marking::is_for_the_world`].
pub(crate) const OPEN: i64 = 1;

/// The label of a marking; made when it is new.
pub(crate) fn intern(deed: &Deed<'_>, marking: &Marking) -> Result<i64> {
    let text = marking.to_string();
    let mut find = deed.conn.prepare_cached("SELECT id FROM label WHERE marking = ?1")?;
    if let Some(id) = find.query_row([&text], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    // Scopes are sets of labels: a new one has to be looked at before anybody sees what bears it.
    deed.rights_changed()?;
    Ok(deed.conn.prepare_cached("INSERT INTO label (marking) VALUES (?1)")?.insert([&text])?)
}

/// The marking of a label. What cannot be read is the top.
pub(crate) fn marking(conn: &Connection, label: i64) -> Result<Marking> {
    if label == OPEN {
        return Ok(Marking::default());
    }
    let mut find = conn.prepare_cached("SELECT marking FROM label WHERE id = ?1")?;
    let text: Option<String> = find.query_row([label], |row| row.get(0)).optional()?;
    let text = text.ok_or_else(|| Error::damaged(format!("the marking numbered {label} is gone")))?;
    Ok(Marking::read(&text))
}

/// The label of a row that is there.
pub(crate) fn row(conn: &Connection, table: &str, id: i64) -> Result<Option<i64>> {
    let mut find = conn.prepare_cached(&format!("SELECT label FROM {table} WHERE id = ?1"))?;
    Ok(find.query_row([id], |row| row.get(0)).optional()?)
}

/// The label of the join of two.
pub(crate) fn join(deed: &Deed<'_>, one: i64, other: i64) -> Result<i64> {
    if one == other || other == OPEN {
        return Ok(one);
    }
    if one == OPEN {
        return Ok(other);
    }
    intern(deed, &marking(deed.conn, one)?.join(&marking(deed.conn, other)?))
}

/// The label of a thing: that of its row, or of what it hangs on. Things without a marking are open.
pub(crate) fn of(conn: &Connection, thing: &Thing) -> Result<Vec<i64>> {
    let one = |sql: &str, key: Value| -> Result<Vec<i64>> {
        let mut statement = conn.prepare_cached(sql)?;
        let labels = statement.query_map([key], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(labels)
    };
    let bits = |bits: u64| Value::Integer(bits.cast_signed());
    match thing.noun {
        Noun::Need => one("SELECT label FROM need WHERE id = ?1", thing.name.clone().into()),
        Noun::Record => match RecordId::parse(&thing.name) {
            Some(id) => match record::row_of(conn, id)? {
                Some(row) => one("SELECT label FROM record WHERE row = ?1", row.into()),
                None => Ok(vec![]),
            },
            None => Ok(vec![]),
        },
        Noun::Delivery => match model::DeliveryId::parse(&thing.name) {
            Some(id) => one(
                "SELECT n.label FROM delivery d JOIN need n ON n.id = d.need WHERE d.id = ?1
                 UNION SELECT r.label FROM delivery d JOIN record r ON r.row = d.record WHERE d.id = ?1",
                bits(id.bits()),
            ),
            None => Ok(vec![]),
        },
        Noun::Request => match RequestId::parse(&thing.name) {
            Some(id) => one("SELECT label FROM request WHERE id = ?1", bits(id.bits())),
            None => Ok(vec![]),
        },
        Noun::Source => match SourceId::parse(&thing.name) {
            Some(id) => one("SELECT label FROM source WHERE id = ?1", bits(id.bits())),
            None => Ok(vec![]),
        },
        Noun::Intake => match IntakeId::parse(&thing.name) {
            Some(id) => {
                one("SELECT s.label FROM intake i JOIN source s ON s.id = i.source WHERE i.id = ?1", bits(id.bits()))
            }
            None => Ok(vec![]),
        },
        Noun::Membership => match MembershipId::parse(&thing.name) {
            Some(id) => one(
                "SELECT s.label FROM membership m JOIN source s ON s.id = m.source WHERE m.id = ?1",
                bits(id.bits()),
            ),
            None => Ok(vec![]),
        },
        Noun::Attachment => match AttachmentId::parse(&thing.name) {
            Some(id) => one("SELECT label FROM attachment WHERE id = ?1", bits(id.bits())),
            None => Ok(vec![]),
        },
        Noun::Duty => match model::DutyId::parse(&thing.name) {
            Some(id) => {
                let mut find = conn.prepare_cached("SELECT noun || ':' || subject FROM duty WHERE id = ?1")?;
                let subject: Option<String> = find.query_row([id.bits().cast_signed()], |row| row.get(0)).optional()?;
                match subject.as_deref().and_then(Thing::parse) {
                    // No duty is about a duty, so this ends.
                    Some(subject) if subject.noun != Noun::Duty => of(conn, &subject),
                    _ => Ok(vec![]),
                }
            }
            None => Ok(vec![]),
        },
        Noun::Digest => match DigestId::parse(&thing.name) {
            Some(id) => one(
                "SELECT label FROM digest WHERE id = ?1
                 UNION SELECT r.label FROM digest g JOIN record r ON r.row = g.record WHERE g.id = ?1",
                bits(id.bits()),
            ),
            None => Ok(vec![]),
        },
        // A letter says of each delivery in it that it was made.
        Noun::Letter => match LetterId::parse(&thing.name) {
            Some(id) => one(
                "SELECT n.label FROM letter_item i JOIN delivery d ON d.id = i.delivery JOIN need n ON n.id = d.need
                 WHERE i.letter = ?1
                 UNION SELECT r.label FROM letter_item i JOIN delivery d ON d.id = i.delivery
                 JOIN record r ON r.row = d.record WHERE i.letter = ?1
                 UNION SELECT e.label FROM letter l JOIN issue e ON e.id = l.issue WHERE l.id = ?1
                 UNION SELECT m.label FROM letter l JOIN meeting g ON g.id = l.meeting JOIN mission m ON m.id = g.mission
                 WHERE l.id = ?1",
                bits(id.bits()),
            ),
            None => Ok(vec![]),
        },
        Noun::Host => match HostId::parse(&thing.name) {
            Some(id) => one("SELECT label FROM host WHERE id = ?1", bits(id.bits())),
            None => Ok(vec![]),
        },
        Noun::Exchange => match ExchangeId::parse(&thing.name) {
            Some(id) => one(
                "SELECT label FROM exchange WHERE id = ?1
                 UNION SELECT h.label FROM exchange x JOIN host h ON h.id = x.host WHERE x.id = ?1
                 UNION SELECT m.label FROM exchange x JOIN mission m ON m.id = x.mission WHERE x.id = ?1",
                bits(id.bits()),
            ),
            None => Ok(vec![]),
        },
        Noun::Incident => match IncidentId::parse(&thing.name) {
            Some(id) => one(
                "SELECT label FROM incident WHERE id = ?1
                 UNION SELECT h.label FROM incident i JOIN host h ON h.id = i.host WHERE i.id = ?1
                 UNION SELECT m.label FROM incident i JOIN mission m ON m.id = i.mission WHERE i.id = ?1",
                bits(id.bits()),
            ),
            None => Ok(vec![]),
        },
        Noun::Specialist => match SpecialistId::parse(&thing.name) {
            Some(id) => one("SELECT label FROM specialist WHERE id = ?1", bits(id.bits())),
            None => Ok(vec![]),
        },
        Noun::SpecialistRequest | Noun::Assignment => specialist::of(conn, thing),
        Noun::Mission => match MissionId::parse(&thing.name) {
            Some(id) => one("SELECT label FROM mission WHERE id = ?1", bits(id.bits())),
            None => Ok(vec![]),
        },
        Noun::Technology | Noun::Adoption => adoption::of_adopted(conn, thing),
        Noun::Agreement => agreement::of_agreement(conn, &thing.name),
        Noun::Deliverable => agreement::of_deliverable(conn, &thing.name),
        Noun::Event => match EventId::parse(&thing.name) {
            Some(id) => one("SELECT label FROM event WHERE id = ?1", bits(id.bits())),
            None => Ok(vec![]),
        },
        Noun::Sample => match SampleId::parse(&thing.name) {
            Some(id) => one("SELECT label FROM sample WHERE id = ?1", bits(id.bits())),
            None => Ok(vec![]),
        },
        Noun::PartyList => party::of_party_list(conn, &thing.name),
        Noun::Screening => party::of_screening(conn, &thing.name),
        Noun::Release | Noun::Widening => door::of(conn, thing),
        Noun::Credit => credit::of_credit(conn, &thing.name),
        Noun::Scenario => credit::of_scenario(conn, &thing.name),
        Noun::Stand => match StandId::parse(&thing.name) {
            Some(id) => one(
                "SELECT label FROM stand WHERE id = ?1
                 UNION SELECT e.label FROM stand s JOIN event e ON e.id = s.event WHERE s.id = ?1
                 UNION SELECT p.label FROM stand s JOIN specialist p ON p.id = s.member WHERE s.id = ?1
                 UNION SELECT m.label FROM stand s JOIN mission m ON m.id = s.mission WHERE s.id = ?1",
                bits(id.bits()),
            ),
            None => Ok(vec![]),
        },
        // A brief is called by the name of its mission.
        Noun::Brief => match MissionId::parse(&thing.name) {
            Some(id) => one(
                "SELECT label FROM brief WHERE mission = ?1 UNION SELECT label FROM mission WHERE id = ?1",
                bits(id.bits()),
            ),
            None => Ok(vec![]),
        },
        Noun::Bulletin => match BulletinId::parse(&thing.name) {
            Some(id) => one("SELECT label FROM bulletin WHERE id = ?1", bits(id.bits())),
            None => Ok(vec![]),
        },
        Noun::Issue => match IssueId::parse(&thing.name) {
            Some(id) => one("SELECT label FROM issue WHERE id = ?1", bits(id.bits())),
            None => Ok(vec![]),
        },
        Noun::Equipment | Noun::Offer | Noun::Barrier | Noun::Relief | Noun::Call => diffusion::of(conn, thing),
        Noun::PlanLine => match model::PlanLineId::parse(&thing.name) {
            Some(id) => one("SELECT label FROM plan_line WHERE id = ?1", bits(id.bits())),
            None => Ok(vec![]),
        },
        Noun::StatedFigure => match model::StatedFigureId::parse(&thing.name) {
            Some(id) => one("SELECT label FROM stated_figure WHERE id = ?1", bits(id.bits())),
            None => Ok(vec![]),
        },
        Noun::Portfolio => portfolio::of(conn, &thing.name),
        Noun::Inspection | Noun::Visit | Noun::Finding => inspection::of(conn, thing),
        Noun::Regime => control::of_regime(conn, &thing.name),
        Noun::Case => control::of_case(conn, &thing.name),
        Noun::Office
        | Noun::Unit
        | Noun::Post
        | Noun::Person
        | Noun::Compartment
        | Noun::ControlList
        | Noun::Template
        | Noun::Scheme
        // Drawn of records that are open to all.
        | Noun::Drawing
        | Noun::Webhook => Ok(vec![]),
    }
}

/// The label of a fact: the join of what it is about.
pub(crate) fn of_fact(deed: &Deed<'_>, fact: &Fact) -> Result<i64> {
    of_texts(deed, &fact.object, fact.target.as_deref(), fact.said())
}

fn of_texts(deed: &Deed<'_>, object: &str, target: Option<&str>, change: Option<&str>) -> Result<i64> {
    // A delivery says in its change which need it serves.
    let change = change.and_then(|change| change.split('\n').next());
    let need = change.and_then(|change| change.strip_prefix("profile:")?.rsplit_once('/'));
    let need = need.map(|(need, _)| Thing::new(Noun::Need, need));
    let named = [Some(object), target].into_iter().flatten().filter_map(Thing::parse);
    let mut label = OPEN;
    for thing in named.chain(need) {
        for one in of(deed.conn, &thing)? {
            label = join(deed, label, one)?;
        }
    }
    Ok(label)
}

impl Deed<'_> {
    /// Says who may see a record from now on, and with it its items, its deliveries and the facts about it. It
    /// counts as a change, so that the search index takes it over.
    ///
    /// # Errors
    /// Refused when there is no such record.
    pub fn mark_record(&mut self, id: RecordId, marking: &Marking) -> Result<()> {
        let Some(row) = record::row_of(self.conn, id)? else {
            let next = sentence!("next-look-again", "look for it again");
            return Err(Refusal::NotFound { noun: "record", text: id.to_string(), next }.into());
        };
        let label = intern(self, marking)?;
        if !set(self, row, label)? {
            return Ok(());
        }
        let id = record::id_of(self.conn, row)?;
        let fact = self.fact(Verb::Marked, Thing::new(Noun::Record, id));
        self.note_labelled(&fact.with(marking.to_string()), label)
    }

    /// Whether a thing that bears a marking is there and seen by a scope.
    ///
    /// # Errors
    /// When the store fails.
    pub fn shows_thing(&self, scope: &Scope, thing: &Thing) -> Result<bool> {
        let labels = of(self.conn, thing)?;
        Ok(!labels.is_empty() && labels.into_iter().all(|label| scope.sees(label)))
    }

    /// The markings of a thing and of all on which it hangs, whoever sees them. None for a thing that is not there or bears none.
    ///
    /// # Errors
    /// When the store fails.
    pub fn markings_of(&self, thing: &Thing) -> Result<Vec<Marking>> {
        of(self.conn, thing)?.into_iter().map(|label| marking(self.conn, label)).collect()
    }

    /// Who may see a record; `None` when the scope does not see it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn marking_of_record(&self, scope: &Scope, id: RecordId) -> Result<Option<Marking>> {
        let Some(row) = record::row_of(self.conn, id)? else { return Ok(None) };
        let mut find = self.conn.prepare_cached("SELECT label FROM record WHERE row = ?1")?;
        let label = find.query_row([row], |row| row.get(0))?;
        if scope.sees(label) { marking(self.conn, label).map(Some) } else { Ok(None) }
    }
}

impl Reader {
    /// Whether a scope sees a thing, and everything on which that hangs.
    ///
    /// # Errors
    /// When the store fails.
    pub fn sees_thing(&self, scope: &Scope, thing: &Thing) -> Result<bool> {
        self.with(|conn| Ok(of(conn, thing)?.into_iter().all(|label| scope.sees(label))))
    }

    /// Who may see a record.
    ///
    /// # Errors
    /// When the store fails.
    pub fn marking_of_record(&self, scope: &Scope, id: RecordId) -> Result<Option<Marking>> {
        self.seen_by(scope, |conn| marking_of_record(conn, id))
    }
}

fn marking_of_record(conn: &Connection, id: RecordId) -> Result<Option<Marking>> {
    let Some(row) = record::row_of(conn, id)? else { return Ok(None) };
    let mut find = conn.prepare_cached("SELECT label FROM record WHERE row = ?1")?;
    Ok(Some(marking(conn, find.query_row([row], |row| row.get(0))?)?))
}

/// Puts a label on a record and on all that hangs on it, and marks what was made out of it at least so. Answers whether it is another
/// than before.
pub(crate) fn set(deed: &mut Deed<'_>, row: i64, label: i64) -> Result<bool> {
    let changes = set_alone(deed, row, label)?;
    if changes {
        narrow_derived(deed, row)?;
    }
    Ok(changes)
}

/// The same without what was made out of it.
fn set_alone(deed: &mut Deed<'_>, row: i64, label: i64) -> Result<bool> {
    let conn = deed.conn;
    if record::label_of(conn, row)? == label {
        return Ok(false);
    }
    let change = deed.next_change();
    conn.prepare_cached("UPDATE record SET label = ?2, change_seq = ?3, changed_at = ?4 WHERE row = ?1")?
        .execute((row, label, change, deed.at))?;
    // The names that lead to it go with it, or a name would tell that there is something behind it.
    conn.prepare_cached("UPDATE record SET label = ?2 WHERE absorbed_by = ?1")?.execute((row, label))?;
    let mut names = names_of(conn, row)?;
    for at in 0..names.len() {
        let thing = names[at].clone();
        if thing.noun == Noun::Record {
            names.extend(narrow_briefs(deed, &thing)?);
        }
    }
    names.extend(narrow_issues_with(deed, row, label)?);
    names.extend(attachment::relabel(deed, row, label)?);
    names.extend(narrow_digests(deed, row, label)?);
    relabel(deed, names)?;
    deed.rights_changed()?;
    Ok(true)
}

/// Gives the facts about a need, its deliveries and its duties the label that is right for them now.
/// That a record was delivered names the profile, and with it the need.
pub(crate) fn relabel_need(deed: &mut Deed<'_>, need: &NeedId) -> Result<()> {
    let key = || Value::from(need.as_str().to_owned());
    let mut names = vec![Thing::new(Noun::Need, need)];
    let sql = "SELECT id FROM delivery WHERE need = ?1 OR profile_need = ?1";
    names.extend(named(deed.conn, sql, key(), delivery)?);
    let sql = "WITH laid AS (SELECT DISTINCT record FROM delivery WHERE need = ?1 OR profile_need = ?1)
               SELECT id FROM record WHERE row IN laid OR absorbed_by IN laid";
    names.extend(named(deed.conn, sql, key(), of_record)?);
    let sql = "SELECT mission FROM mission_need WHERE need = ?1
               UNION SELECT q.mission FROM question q JOIN question_asker a ON a.question = q.id
               WHERE a.noun = 'need' AND a.name = ?1";
    names.extend(narrow_missions(deed, sql, key(), &Thing::new(Noun::Need, need))?);
    names.extend(narrow_briefs(deed, &Thing::new(Noun::Need, need))?);
    let sql = "SELECT id FROM request WHERE need = ?1";
    names.extend(narrow_requests(deed, sql, key(), &Thing::new(Noun::Need, need))?);
    for label in of(deed.conn, &Thing::new(Noun::Need, need))? {
        names.extend(narrow_issues_for(deed, need, label)?);
    }
    let sql = "SELECT sample FROM sample_need WHERE need = ?1";
    names.extend(narrow_samples(deed, sql, key(), &Thing::new(Noun::Need, need))?);
    let sql = "SELECT agreement FROM agreement_need WHERE need = ?1";
    names.extend(narrow_agreements(deed, sql, key(), &Thing::new(Noun::Need, need))?);
    let sql = "SELECT id FROM specialist_request WHERE need = ?1";
    names.extend(narrow_specialist_requests(deed, sql, key(), &Thing::new(Noun::Need, need))?);
    relabel(deed, names)?;
    deed.rights_changed()
}

/// The same for a host, and for the missions that go there.
pub(crate) fn relabel_host(deed: &mut Deed<'_>, host: HostId) -> Result<()> {
    let (thing, key) = (Thing::new(Noun::Host, host), Value::Integer(host.bits().cast_signed()));
    let sql = "SELECT mission FROM mission_host WHERE host = ?1 UNION SELECT mission FROM question WHERE host = ?1";
    let mut names = narrow_missions(deed, sql, key.clone(), &thing)?;
    names.extend(of_partner(deed.conn, "host", key.clone())?);
    names.extend(credit::credits(deed.conn, "lender", key.clone())?);
    names.extend(narrow_samples(deed, "SELECT id FROM sample WHERE maker = ?1", key.clone(), &thing)?);
    let sql = "SELECT id FROM agreement WHERE host = ?1 UNION SELECT agreement FROM agreement_party WHERE host = ?1";
    names.extend(narrow_agreements(deed, sql, key.clone(), &thing)?);
    let sql = "SELECT request FROM specialist_request_host WHERE host = ?1";
    names.extend(narrow_specialist_requests(deed, sql, key.clone(), &thing)?);
    names.extend(of_partner(deed.conn, "host", key)?);
    names.push(thing);
    relabel(deed, names)?;
    deed.rights_changed()
}

/// What passed or went wrong with a host, or on a mission.
fn of_partner(conn: &Connection, column: &str, key: Value) -> Result<Vec<Thing>> {
    let exchange = |bits: u64| Thing::new(Noun::Exchange, ExchangeId::from_bits(bits));
    let mut names = named(conn, &format!("SELECT id FROM exchange WHERE {column} = ?1"), key.clone(), exchange)?;
    let incident = |bits: u64| Thing::new(Noun::Incident, IncidentId::from_bits(bits));
    names.extend(named(conn, &format!("SELECT id FROM incident WHERE {column} = ?1"), key, incident)?);
    Ok(names)
}

/// The same for a specialist, and for the missions on which they go. Records of the stands to which they went are marked at least so.
pub(crate) fn relabel_specialist(deed: &mut Deed<'_>, specialist: SpecialistId) -> Result<()> {
    let (thing, key) = (Thing::new(Noun::Specialist, specialist), Value::Integer(specialist.bits().cast_signed()));
    let sql = "SELECT mission FROM mission_member WHERE specialist = ?1";
    let mut names = narrow_missions(deed, sql, key.clone(), &thing)?;
    names.extend(stands(deed.conn, "member", key.clone())?);
    names.extend(narrow_assignments(deed, "specialist", key.clone(), &thing)?);
    names.extend(narrow_assignments(deed, "interpreter", key.clone(), &thing)?);
    for label in of(deed.conn, &thing)? {
        narrow_stand_records(deed, "member", key.clone(), label)?;
    }
    names.push(thing);
    relabel(deed, names)?;
    deed.rights_changed()
}

/// The same for a source and what came from it, and for the events that belong to it. The records that it brought keep their own
/// markings, except those of stands, which follow their event.
pub(crate) fn relabel_source(deed: &mut Deed<'_>, source: SourceId) -> Result<()> {
    narrow_events(deed, source)?;
    let key = Value::Integer(source.bits().cast_signed());
    let intake = |bits: u64| Thing::new(Noun::Intake, IntakeId::from_bits(bits));
    let mut names = named(deed.conn, "SELECT id FROM intake WHERE source = ?1", key.clone(), intake)?;
    let membership = |bits: u64| Thing::new(Noun::Membership, MembershipId::from_bits(bits));
    names.extend(named(deed.conn, "SELECT id FROM membership WHERE source = ?1", key, membership)?);
    names.push(Thing::new(Noun::Source, source));
    relabel(deed, names)?;
    deed.rights_changed()
}

/// The same for a bulletin. What came out of it keeps its own markings.
pub(crate) fn relabel_bulletin(deed: &mut Deed<'_>, bulletin: BulletinId) -> Result<()> {
    relabel(deed, vec![Thing::new(Noun::Bulletin, bulletin)])?;
    deed.rights_changed()
}

fn digest(bits: u64) -> Thing {
    Thing::new(Noun::Digest, DigestId::from_bits(bits))
}

fn of_record(bits: u64) -> Thing {
    Thing::new(Noun::Record, RecordId::from_bits(bits))
}

fn delivery(bits: u64) -> Thing {
    Thing::new(Noun::Delivery, model::DeliveryId::from_bits(bits))
}

/// The things whose numbers a statement finds.
fn named(conn: &Connection, sql: &str, key: Value, name: impl Fn(u64) -> Thing) -> Result<Vec<Thing>> {
    let mut statement = conn.prepare_cached(sql)?;
    let things = statement.query_map([key], |row| Ok(name(row.get::<_, i64>(0)?.cast_unsigned())))?;
    Ok(things.collect::<rusqlite::Result<_>>()?)
}

/// Gives the facts about a thing of which nothing else is drawn, or only what follows it, the label that is right for them now.
pub(crate) fn relabel_thing(deed: &mut Deed<'_>, thing: Thing) -> Result<()> {
    relabel(deed, vec![thing])?;
    deed.rights_changed()
}

/// Gives the facts about these things, and about the duties they bring, the label that is right for
/// them now.
fn relabel(deed: &mut Deed<'_>, mut names: Vec<Thing>) -> Result<()> {
    for at in 0..names.len() {
        let thing = names[at].clone();
        names.extend(narrow_adopted(deed, &thing)?);
        names.extend(control::narrow_cases(deed, &thing)?);
        names.extend(party::narrow_screenings(deed, &thing)?);
        names.extend(inspection::visits_to(deed.conn, &thing)?);
        names.extend(portfolio::drawn_from(deed.conn, &thing)?);
    }
    // Offers that rest on one of these are marked at least so; what hangs on them follows.
    let mut at = 0;
    while let Some(thing) = names.get(at).cloned() {
        for found in
            diffusion::narrow_offers(deed, &thing)?.into_iter().chain(diffusion::hanging_on(deed.conn, &thing)?)
        {
            if !names.contains(&found) {
                names.push(found);
            }
        }
        at += 1;
    }
    let conn = deed.conn;
    names.extend(door::hanging_on(conn, &names)?);
    let mut duties = conn.prepare_cached("SELECT id FROM duty WHERE subject = ?1 AND noun = ?2")?;
    for at in 0..names.len() {
        let Thing { noun, name } = &names[at];
        let found: Vec<i64> =
            duties.query_map((name, noun.word()), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let duty = |bits: i64| Thing::new(Noun::Duty, model::DutyId::from_bits(bits.cast_unsigned()));
        names.extend(found.into_iter().map(duty));
    }
    // What was collected is found through the record that it made; records that an older program
    // kept do not know their fact.
    let mut find = conn.prepare_cached(
        "SELECT seq, object, target, change FROM ledger WHERE object = ?1 AND verb != 'collected'
         UNION SELECT seq, object, target, change FROM ledger
            WHERE target = ?1 AND verb != 'collected' AND target IS NOT NULL
         UNION SELECT seq, object, target, change FROM ledger
            WHERE seq = (SELECT born_in FROM record WHERE id = ?2)
         UNION SELECT seq, object, target, change FROM ledger
            WHERE object = ?1 AND verb = 'collected' AND EXISTS (SELECT 1 FROM record WHERE id = ?2 AND born_in IS NULL)",
    )?;
    let mut put = conn.prepare_cached("UPDATE ledger SET label = ?2 WHERE seq = ?1")?;
    for thing in names {
        let number = RecordId::parse(&thing.name).filter(|_| thing.noun == Noun::Record).map(record::bits);
        let facts: Vec<(i64, String, Option<String>, Option<String>)> = find
            .query_map((thing.to_string(), number), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (seq, object, target, change) in facts {
            put.execute((seq, of_texts(deed, &object, target.as_deref(), change.as_deref())?))?;
        }
    }
    Ok(())
}
