//! Missions, their hosts and who goes, each with a word by which it is known.

use desk::Failure;
use model::{
    AnswerEdit, Approach, ApproachState, Asker, Away, Brief, BriefConfirmation, BriefLine, BriefPart, BriefStage,
    BriefThing, DutyKind, EditId, Ending, Event, EventId, EventKind, Evidence, Exchange, ExchangeId, ExchangeKind,
    ExchangeWay, Exhibitor, HeldFor, HeldLook, Hit, HitReason, HitState, HitTier, Host, HostContact, HostId, HostName,
    HostRelease, Incident, IncidentId, IncidentKind, IncidentStep, JobKind, KeptLook, Language, LanguageLevel, Letter,
    LetterId, LetterKind, LetterStage, Liaison, LiaisonPost, ListVersion, ListVersionState, Listed, LocalTime, LookFor,
    Marking, Meeting, MeetingId, MeetingState, Member, Mission, MissionCost, MissionDirection, MissionId, MissionStage,
    Money, NeedId, Noun, Party, PartyForm, PartyList, PartyListId, PersonId, PostId, Question, QuestionEnd, QuestionId,
    QuestionList, QuestionState, Recommendation, RecommendationId, RecordId, ReleaseId, ReleaseState, Screening,
    ScreeningId, Skill, Specialist, SpecialistId, Spoken, Stand, StandContact, StandId, StandState, Subject, Thing,
    UnitId, Verb, Vetting, VettingKind, VettingRuleId, VettingState, VettingStep, Visitor, Widening, WideningId,
    WideningState,
};
use store::Deed;

use crate::house::{DAY, now, today};
use crate::things::duty;

pub fn host(deed: &mut Deed<'_>, id: HostId, word: &str, marking: &str) -> Result<(), Failure> {
    let name = HostName { text: format!("The {word} works"), language: None };
    let contact = HostContact { name: format!("Dr {word}"), ..HostContact::default() };
    let host = Host {
        id,
        names: vec![name],
        aliases: vec![format!("{word} and sons")],
        country: "DE".to_owned(),
        place: format!("Port {word}"),
        languages: Language::parse("de").into_iter().collect(),
        makes: format!("Turbines of {word} that stand frost"),
        classes: vec![Subject::keyword(word)],
        address: format!("https://{word}.example"),
        contacts: vec![contact],
        remark: format!("Ask for {word}"),
        post: PostId::new("engineer")?,
        marking: Marking::parse(marking).unwrap(),
        revision: 0,
        made_at: now() - 40 * DAY,
    };
    Ok(deed.keep_host(&host, Verb::Registered)?)
}

pub fn specialist(deed: &mut Deed<'_>, id: SpecialistId, word: &str, marking: &str) -> Result<(), Failure> {
    let language = Language::parse("de").unwrap();
    let specialist = Specialist {
        id,
        person: None,
        name: format!("Anna {word}"),
        unit: UnitId::new("works")?,
        host: None,
        country: String::new(),
        orcid: String::new(),
        interests: Vec::new(),
        skills: vec![Skill { class: Subject::keyword(format!("{word} turbine")), evidence: Vec::new() }],
        languages: vec![Spoken { language, level: LanguageLevel::B2 }],
        away: vec![Away { since: today(), until: today().plus_days(3), why: format!("With the {word}") }],
        remark: format!("Knows {word}"),
        marking: Marking::parse(marking).unwrap(),
        revision: 0,
        made_at: now() - 40 * DAY,
    };
    Ok(deed.keep_specialist(&specialist, Verb::Registered)?)
}

/// Something that the host gave, marked at least as the host.
pub fn exchange(
    deed: &mut Deed<'_>,
    (id, host): (ExchangeId, HostId),
    word: &str,
    markings: &[&str],
) -> Result<(), Failure> {
    let exchange = Exchange {
        id,
        host,
        way: ExchangeWay::Received,
        kind: ExchangeKind::Publication,
        day: today().plus_days(-9),
        what: format!("A catalogue of {word}"),
        worth: None,
        mission: None,
        answers: None,
        post: PostId::new("engineer")?,
        struck: None,
        marking: joined(markings),
        made_at: now() - 9 * DAY,
    };
    Ok(deed.keep_exchange(&exchange, Verb::Registered)?)
}

/// A release of a record to the host, marked at least as the host.
pub fn release(
    deed: &mut Deed<'_>,
    (id, host, record): (ReleaseId, HostId, RecordId),
    word: &str,
    markings: &[&str],
) -> Result<(), Failure> {
    let release = HostRelease {
        id,
        title: format!("A paper on {word}"),
        host,
        records: vec![record],
        reason: format!("They asked about {word}"),
        unit: UnitId::new("works")?,
        post: PostId::new("engineer")?,
        asked_by: "engineer vera".to_owned(),
        asker: PersonId::new("vera")?,
        state: ReleaseState::Asked,
        decided_by: None,
        decided_at: None,
        remark: String::new(),
        exchange: None,
        marking: joined(markings),
        revision: 0,
        made_at: now() - 9 * DAY,
    };
    let fact = deed.fact(Verb::Asked, Thing::new(Noun::Release, id));
    Ok(deed.keep_release(&release, &fact)?)
}

/// That more people shall see a thing.
pub fn widening(deed: &mut Deed<'_>, id: WideningId, thing: &Thing, word: &str, marking: &str) -> Result<(), Failure> {
    let widening = Widening {
        id,
        thing: thing.clone(),
        title: format!("Works of {word}"),
        from: Marking::read(marking),
        to: Marking::default(),
        reason: format!("Everybody speaks of {word}"),
        unit: UnitId::new("works")?,
        post: PostId::new("engineer")?,
        asked_by: "engineer vera".to_owned(),
        asker: PersonId::new("vera")?,
        state: WideningState::Asked,
        words: Vec::new(),
        revision: 0,
        made_at: now() - 9 * DAY,
    };
    let fact = deed.fact(Verb::Asked, Thing::new(Noun::Widening, id));
    Ok(deed.keep_widening(&widening, &fact)?)
}

/// Something that went wrong with the host, marked at least as the host.
pub fn incident(
    deed: &mut Deed<'_>,
    (id, host): (IncidentId, HostId),
    word: &str,
    markings: &[&str],
) -> Result<(), Failure> {
    let step = IncidentStep {
        text: format!("The press wrote of {word}"),
        settles: false,
        by: "engineer vera".to_owned(),
        at: now() - 9 * DAY,
    };
    let incident = Incident {
        id,
        host,
        kind: IncidentKind::Press,
        day: today().plus_days(-9),
        title: format!("The press on {word}"),
        mission: None,
        course: vec![step],
        post: PostId::new("engineer")?,
        marking: joined(markings),
        made_at: now() - 9 * DAY,
    };
    Ok(deed.keep_incident(&incident, Verb::Registered)?)
}

/// An event at which the host exhibits.
pub fn event(deed: &mut Deed<'_>, (id, host): (EventId, HostId), word: &str, marking: &str) -> Result<(), Failure> {
    let event = Event {
        id,
        kind: EventKind::Fair,
        name: format!("The fair of {word}"),
        place: format!("Port {word}"),
        country: "DE".to_owned(),
        since: today().plus_days(-30),
        until: today().plus_days(-25),
        organiser: format!("The union of {word}"),
        subject: format!("Turbines of {word}"),
        remark: format!("Ask for {word}"),
        source: None,
        post: PostId::new("engineer")?,
        marking: Marking::parse(marking).unwrap(),
        revision: 0,
        made_at: now() - 40 * DAY,
    };
    deed.keep_event(&event, Verb::Registered)?;
    let exhibitor = Exhibitor {
        number: 1,
        name: format!("The {word} works"),
        country: "DE".to_owned(),
        stand: "12".to_owned(),
        shows: format!("A {word} turbine"),
        host: Some(host),
        ..Exhibitor::default()
    };
    let fact = deed.fact(Verb::Revised, Thing::new(Noun::Event, id));
    Ok(deed.keep_exhibitors(id, &[exhibitor], &fact)?)
}

/// The visit to a stand, marked at least as the event.
pub fn stand(
    deed: &mut Deed<'_>,
    (id, event): (StandId, EventId),
    word: &str,
    markings: &[&str],
) -> Result<(), Failure> {
    let contact = StandContact { name: format!("Dr {word}"), ..StandContact::default() };
    let stand = Stand {
        id,
        event,
        exhibitor: 1,
        visitor: Visitor::Post(PostId::new("engineer")?),
        purpose: format!("To see the {word}"),
        question: None,
        state: StandState::Visited,
        day: Some(today().plus_days(-26)),
        by: "engineer/vera".to_owned(),
        title: format!("The {word} at the fair"),
        notes: format!("The {word} runs"),
        evidence: Some(Evidence::Inspected),
        contacts: vec![contact],
        record: None,
        reason: String::new(),
        post: PostId::new("engineer")?,
        marking: joined(markings),
        revision: 1,
        made_at: now() - 26 * DAY,
    };
    Ok(deed.keep_stand(&stand, Verb::NotedDown)?)
}

pub fn joined(markings: &[&str]) -> Marking {
    markings.iter().map(|one| Marking::parse(one).unwrap()).fold(Marking::default(), |held, one| held.join(&one))
}

pub fn mission(
    deed: &mut Deed<'_>,
    (id, host, specialist, chance): (MissionId, HostId, SpecialistId, u64),
    word: &str,
    stage: MissionStage,
    marking: &str,
    need: NeedId,
) -> Result<(), Failure> {
    let post = PostId::new("engineer")?;
    let asker =
        Asker { thing: Thing::new(Noun::Need, &need), post: post.clone(), text: format!("How is {word} cast?") };
    let rule = VettingRuleId::from_bits(chance ^ 1);
    let mission = Mission {
        id,
        direction: MissionDirection::Out,
        title: format!("To see the {word} works"),
        purpose: format!("How {word} stands frost"),
        post: post.clone(),
        unit: UnitId::new("works")?,
        stage,
        needs: vec![need],
        hosts: vec![host],
        event: None,
        since: today().plus_days(10),
        until: today().plus_days(14),
        place: format!("Port {word}"),
        country: None,
        members: vec![Member { specialist, part: format!("looks at {word}"), waiver: None }],
        benefits: Vec::new(),
        benefit: format!("Harder {word}"),
        plan: format!("See {word} first"),
        recipients: vec![Thing::new(Noun::Unit, "works")],
        budget: None,
        remark: format!("Remark on the {word}"),
        round: 1,
        report_due: None,
        report: None,
        marking: Marking::parse(marking).unwrap(),
        revision: 0,
        made_at: now() - 20 * DAY,
    };
    let fact = deed.fact(Verb::Stated, Thing::new(Noun::Mission, id));
    deed.keep_mission(&mission, &fact)?;
    let question = Question {
        id: QuestionId::from_bits(chance),
        text: format!("How is {word} cast?"),
        host: Some(host),
        askers: vec![asker],
        state: QuestionState::Open,
        lookup: None,
    };
    let asked = question.id;
    deed.keep_questions(id, &QuestionList::of(vec![question]))?;
    let edit = AnswerEdit::new(EditId::from_bits(u128::from(chance)), asked, 1, "engineer/engineer", now());
    let edit = AnswerEdit {
        state: Some(QuestionState::Refused),
        reason: Some(format!("The {word} is secret")),
        notes: Some(format!("They cast {word} at night")),
        ..edit
    };
    deed.keep_answer_edit(id, &edit)?;
    let reason = format!("At another works of {word}");
    deed.keep_question_end(id, &QuestionEnd { question: asked, ending: Ending::AskedElsewhere, reason })?;
    deed.keep_recommendation(&Recommendation {
        id: RecommendationId::from_bits(chance ^ 3),
        mission: id,
        text: format!("Cast {word} at night"),
        owner: None,
        duty: None,
        outcome: String::new(),
    })?;
    deed.keep_mission_cost(&MissionCost {
        mission: id,
        spent: Money::parse("4800 DEM").unwrap(),
        remark: format!("Fares and a sample of {word}"),
        by: "engineer/engineer".to_owned(),
        at: now(),
    })?;
    let text = format!("How was {word} cast?");
    let look = HeldLook { questions: vec![HeldFor { question: asked, text, records: Vec::new() }] };
    let by = "engineer/engineer".to_owned();
    deed.keep_held_look(id, &KeptLook { step: LookFor::Review, round: 0, by, at: now(), look })?;
    let step = VettingStep {
        rule,
        kind: VettingKind::Step,
        place: 1,
        post,
        note: format!("Mind the {word}"),
        state: VettingState::Open,
        by: None,
        at: None,
        reason: String::new(),
    };
    deed.keep_vetting(id, 1, &Vetting::of(vec![step]))?;
    confirm_brief(deed, &mission, word)?;
    duty(deed, chance ^ 3, "engineer", DutyKind::Brief, Thing::new(Noun::Brief, id))?;
    arranged(deed, &mission, chance, word)?;
    if stage == MissionStage::Vetting {
        duty(deed, chance ^ 2, "engineer", DutyKind::Vet, Thing::new(Noun::Mission, id))?;
    }
    Ok(())
}

/// A brief that stands and that everybody who goes knows: what a departure asks for.
pub fn confirm_brief(deed: &mut Deed<'_>, mission: &Mission, word: &str) -> Result<(), Failure> {
    let line = |part, words: String, thing| BriefLine { host: mission.hosts.first().copied(), part, words, thing };
    let knows = |member: &Member| BriefConfirmation {
        member: member.specialist,
        version: 1,
        by: "engineer".to_owned(),
        read_to: format!("By the {word}"),
        at: now() - DAY,
    };
    let brief = Brief {
        stage: BriefStage::Cleared,
        lines: vec![
            line(BriefPart::Told, format!("That {word} is cast"), None),
            line(BriefPart::Withheld, String::new(), mission.needs.first().cloned().map(BriefThing::Need)),
        ],
        clearer: Some(PostId::new("coordinator")?),
        remark: format!("Less {word}"),
        confirmations: mission.members.iter().map(knows).collect(),
        marking: mission.marking.clone(),
        ..Brief::begin(mission.id)
    };
    let fact = deed.fact(Verb::Stated, Thing::new(Noun::Brief, mission.id));
    Ok(deed.keep_brief(&brief, &fact)?)
}

/// A liaison post that turned to the host, and a meeting there.
fn arranged(deed: &mut Deed<'_>, mission: &Mission, chance: u64, word: &str) -> Result<(), Failure> {
    let host = mission.hosts.first().copied();
    deed.keep_liaison_post(&LiaisonPost { post: PostId::new("engineer")?, countries: vec!["DE".to_owned()] })?;
    let approach = Approach {
        host,
        day: today(),
        state: ApproachState::Answered,
        words: format!("They make {word}"),
        by: "engineer".to_owned(),
        at: now() - DAY,
    };
    let asked = Liaison::ask(mission.id, PostId::new("engineer")?, &format!("Ask for {word}"))?;
    deed.keep_liaison(&Liaison { approaches: vec![approach], ..asked })?;
    let meeting = Meeting {
        id: MeetingId::from_bits(chance ^ 4),
        mission: mission.id,
        host,
        title: format!("How {word} is cast"),
        starts: LocalTime { day: mission.since, minute: 9 * 60 },
        zone: "UTC".to_owned(),
        starts_at: now() + 10 * DAY,
        minutes: 60,
        place: format!("Port {word}"),
        people: format!("Dr {word}"),
        members: mission.members.iter().map(|member| member.specialist).collect(),
        questions: vec![QuestionId::from_bits(chance)],
        remark: format!("Bring {word}"),
        state: MeetingState::Agreed,
        reason: String::new(),
        sequence: 1,
        changed_at: now() - DAY,
    };
    deed.keep_meeting(&meeting)?;
    deed.enqueue(JobKind::Invite, &mission.id.to_string(), now() + 1_000 * DAY)?;
    let letter = Letter {
        id: LetterId::from_bits(chance ^ 5),
        kind: LetterKind::Invitation,
        about: None,
        issue: None,
        meeting: Some((meeting.id, meeting.sequence)),
        post: PostId::new("engineer")?,
        person: PersonId::new("documentalist")?,
        address: format!("{word}@works.example"),
        stage: LetterStage::Sent,
        made_at: now() - DAY,
        due_at: now() - DAY,
        sent_at: Some(now() - DAY),
        n_tries: 1,
        n_more: 0,
        n_kept_back: 0,
        text: String::new(),
    };
    Ok(deed.write_letter(&letter, &[])?)
}

/// A list with one entry in one version, and a host that was found on it.
pub fn screening(
    deed: &mut Deed<'_>,
    (list, id, host): (&PartyListId, ScreeningId, HostId),
    word: &str,
    marking: &str,
) -> Result<(), Failure> {
    let (post, marking) = (PostId::new("engineer")?, Marking::parse(marking).unwrap());
    let held = PartyList {
        id: list.clone(),
        title: format!("The list of {word}"),
        publisher: format!("The {word} office"),
        address: format!("https://{word}.example/list"),
        post: post.clone(),
        remark: format!("Of {word}"),
        closed: false,
        marking: marking.clone(),
        version: Some(1),
        revision: 0,
        made_at: now() - 30 * DAY,
    };
    let of_list = Thing::new(Noun::PartyList, list);
    let fact = deed.fact(Verb::LoadedList, of_list.clone());
    deed.keep_party_list(&held, &fact)?;
    deed.keep_list_version(&ListVersion {
        list: list.clone(),
        number: 1,
        form: Some(PartyForm::Plain),
        files: format!("{word}.csv"),
        checksum: "0123456789abcdef".to_owned(),
        n_bytes: 9,
        n_entries: 1,
        n_names: 1,
        n_added: 1,
        n_removed: 0,
        n_changed: 0,
        n_doubts: 1,
        state: ListVersionState::InForce,
        held: None,
        by: "engineer/ada".to_owned(),
        at: now() - 30 * DAY,
        in_force_at: Some(now() - 30 * DAY),
        second: None,
        reason: String::new(),
    })?;
    deed.keep_list_doubts(list, 1, &[format!("line 1: {word}?")])?;
    let entry =
        Listed { remark: format!("Known to {word}"), ..Listed::named(&format!("{word}-1"), &format!("{word} works")) };
    deed.put_listed(list, 1, &[entry])?;
    let screening = Screening {
        id,
        about: Some(Thing::new(Noun::Host, host)),
        party: Party::named(&format!("The {word} works")),
        print: word.to_owned(),
        post: post.clone(),
        asked_by: "office".to_owned(),
        purpose: format!("A visit to {word}"),
        ended: false,
        screened_at: Some(now() - 29 * DAY),
        algorithm: "test".to_owned(),
        threshold: 0.7,
        marking,
        revision: 0,
        made_at: now() - 29 * DAY,
    };
    let fact = deed.fact(Verb::Screened, Thing::new(Noun::Screening, id)).to(of_list.to_string());
    deed.keep_screening(&screening, Some(&fact))?;
    deed.keep_screening_lists(id, &[(list.clone(), 1)])?;
    deed.keep_hits(
        id,
        &[Hit {
            list: list.clone(),
            key: format!("{word}-1"),
            version: 1,
            entry_print: word.to_owned(),
            party_print: word.to_owned(),
            score: 0.9,
            tier: HitTier::Probable,
            by: format!("{word} works"),
            reasons: vec![HitReason { word: "same-word".to_owned(), here: word.to_owned(), there: word.to_owned() }],
            state: HitState::Open,
            ruling: None,
            reason: String::new(),
            proposed_by: None,
            proposed_at: None,
            decided_by: None,
            decided_at: None,
            reopened: None,
        }],
    )?;
    let duty = model::DutyId::from_bits(id.bits() ^ 1);
    let subject = Thing::new(Noun::Screening, id);
    let due = today().plus_days(3);
    Ok(deed.charge(&model::Duty::new(duty, post, model::DutyKind::DecideHits, subject, now(), due))?)
}
