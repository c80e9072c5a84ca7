//! How sources take mail, and the messages that came to them.

use desk::SourceMail;
use model::{Arrival, ArrivalId, ArrivalReason, ArrivalStage, IntakeStage, MailIn, SourceId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::ArrivalLine;

use super::answer::{Found, Reply, Sent, problem_of};
use super::cursor::Listed;
use super::entry::{Api, Done, Nothing, Outcome, Way};
use super::intake::IntakeView;
use super::source::TallyView;
use super::word::{Moment, Word};
use super::{missing, read};
use crate::caller::Caller;
use crate::route::Policy;

/// How a source takes mail.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MailInView {
    /// Where mail for it goes. Whoever knows it can send; none where it has no address, or the office has no mailbox.
    pub address: Option<String>,
    /// Who may send beside the persons of the office: addresses, and hosts for everybody there.
    pub senders: Vec<String>,
    /// Whether the own mail server has to have found that a message comes from who it says.
    pub proven: bool,
    /// Whether what may come is taken in at once; otherwise somebody looks at it first.
    pub at_once: bool,
    /// Whether senders are told what became of their message.
    pub answered: bool,
    /// Counts changes; what is changed names the state that was seen.
    pub revision: u32,
}

impl From<&SourceMail> for MailInView {
    fn from(mail: &SourceMail) -> MailInView {
        MailInView {
            address: mail.address.clone(),
            senders: mail.mail_in.senders.clone(),
            proven: mail.mail_in.is_proven,
            at_once: mail.mail_in.at_once,
            answered: mail.mail_in.is_answered,
            revision: mail.mail_in.revision,
        }
    }
}

async fn show(caller: Caller, way: Way, _: Nothing) -> Outcome<MailInView> {
    let id = way.get("source").to_owned();
    let mail = read(&caller, move |office| office.source_mail(&id)).await?;
    Ok(Found::one(MailInView::from(&mail)))
}

/// How a source shall take mail.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MailInBody {
    /// Who may send beside the persons of the office: addresses, and hosts for everybody there.
    #[serde(default)]
    senders: Vec<String>,
    /// Whether the own mail server has to have found that a message comes from who it says.
    #[serde(default)]
    proven: bool,
    /// Whether what may come is taken in at once; otherwise somebody looks at it first.
    #[serde(default)]
    at_once: bool,
    /// Whether senders are told what became of their message.
    #[serde(default)]
    answered: bool,
    /// The state that was seen.
    revision: u32,
}

async fn change(caller: Caller, sent: Sent<MailInBody>) -> Done<MailInView> {
    let id = SourceId::parse(sent.way.get("source")).ok_or_else(|| missing(&caller))?;
    let MailInBody { senders, proven, at_once, answered, revision } = sent.body.clone();
    let changed = MailIn { senders, is_proven: proven, at_once, is_answered: answered, revision, ..MailIn::of(id) };
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let mail_in = desk::change_mail_in(writer, turn, office, changed).map_err(super::as_a_rule)?;
        let mail = SourceMail { mail_in, ..office.source_mail(&id.to_string())? };
        Ok(Reply::of(MailInView::from(&mail)))
    });
    kept.await
}

/// Whether a source is to have an address for mail.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressBody {
    /// Whether there is to be a new one; otherwise the one that there is ends.
    opens: bool,
}

async fn address(caller: Caller, sent: Sent<AddressBody>) -> Done<AddressView> {
    let id = SourceId::parse(sent.way.get("source")).ok_or_else(|| missing(&caller))?;
    let opens = sent.body.opens;
    let kept = sent.keep(&caller, move |writer, turn, _| {
        let mail_in = desk::address_mail_in(writer, turn, id, opens)?;
        Ok(Reply::of(AddressView { is_open: mail_in.is_open, number: mail_in.number }))
    });
    kept.await
}

/// What became of an address. What it is now `show_source_mail` says.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AddressView {
    /// Whether there is one.
    pub is_open: bool,
    /// How often there was a new one.
    pub number: u32,
}

/// A message that came to a source.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ArrivalView {
    /// Its number.
    pub id: String,
    /// Where it came to.
    pub source: String,
    /// Who says that they sent it.
    pub sender: String,
    /// What it is about.
    pub subject: String,
    /// Its size, in bytes.
    pub n_bytes: u64,
    /// When it came.
    pub came_at: Moment,
    /// Where it stands.
    pub stage: Word<ArrivalStage>,
    /// Why it lies aside or was turned away.
    pub reason: Option<Word<ArrivalReason>>,
    /// The intake that it became, or the last look at it.
    pub intake: Option<String>,
    /// Where that stands.
    pub became: Option<Word<IntakeStage>>,
    /// What it counts.
    pub tally: Option<TallyView>,
}

impl ArrivalView {
    fn of(arrival: &Arrival) -> ArrivalView {
        ArrivalView {
            id: arrival.id.to_string(),
            source: arrival.source.to_string(),
            sender: arrival.sender.clone(),
            subject: arrival.subject.clone(),
            n_bytes: arrival.n_bytes,
            came_at: Moment(arrival.came_at),
            stage: Word(arrival.stage),
            reason: arrival.reason.map(Word),
            intake: arrival.intake.map(|id| id.to_string()),
            became: None,
            tally: None,
        }
    }

    fn line(line: &ArrivalLine) -> ArrivalView {
        ArrivalView {
            became: line.became.as_ref().map(|(stage, _)| Word(*stage)),
            tally: line.became.as_ref().map(|(_, tally)| TallyView::from(tally)),
            ..ArrivalView::of(&line.arrival)
        }
    }
}

async fn list(caller: Caller, way: Way, _: Nothing) -> Outcome<Listed<ArrivalView>> {
    let id = way.get("source").to_owned();
    let lines = read(&caller, move |office| office.arrivals(office.source(&id)?.source.id)).await?;
    Ok(Found::listed(Listed::whole(lines.iter().map(ArrivalView::line).collect())))
}

async fn take(caller: Caller, sent: Sent<Nothing>) -> Done<ArrivalView> {
    let id = ArrivalId::parse(sent.way.get("arrival")).ok_or_else(|| missing(&caller))?;
    let kept = sent
        .keep(&caller, move |writer, turn, _| Ok(Reply::of(ArrivalView::of(&desk::take_arrival(writer, turn, id)?))));
    kept.await
}

async fn throw(caller: Caller, sent: Sent<Nothing>) -> Done<ArrivalView> {
    let id = ArrivalId::parse(sent.way.get("arrival")).ok_or_else(|| missing(&caller))?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        Ok(Reply::of(ArrivalView::of(&desk::throw_arrival(writer, turn, office, id)?)))
    });
    kept.await
}

async fn look(caller: Caller, sent: Sent<Nothing>) -> Done<IntakeView> {
    let id = sent.way.get("arrival").to_owned();
    let aside = read(&caller, move |office| {
        let arrival = office.arrival(&id)?.arrival;
        Ok((office.arrival_bytes(&arrival)?, arrival))
    });
    let ((name, bytes), arrival) = aside.await?;
    let upload = caller.app.parse(move |parser| desk::read_upload(parser, &name, bytes)).await;
    let upload = upload.map_err(|failure| problem_of(&caller, &sent.way, &failure))?;
    let kept = sent.keep(&caller, move |writer, turn, office| {
        let look = desk::look_at(writer, turn, office, arrival.source, upload)?;
        desk::note_look(writer, turn, arrival.id, &look)?;
        Ok(Reply::of(IntakeView::from(&look)).at(format!("/api/v1/intakes/{}", look.id)))
    });
    kept.await
}

/// Registers them.
pub fn operations(api: Api) -> Api {
    let power = Policy::Document;
    api.read(
        "/api/v1/sources/{source}/mail",
        power,
        "show_source_mail",
        "How a source takes mail, and where it goes",
        show,
    )
    .act("/api/v1/sources/{source}/mail", power, "change_source_mail", "Changes how a source takes mail", change)
    .act(
        "/api/v1/sources/{source}/mail/address",
        power,
        "address_source",
        "Gives a source a new address for mail in place of the one before, or takes it away",
        address,
    )
    .read(
        "/api/v1/sources/{source}/arrivals",
        power,
        "list_arrivals",
        "Messages that came to a source: those that lie aside, then the newest",
        list,
    )
    .create(
        "/api/v1/arrivals/{arrival}/look",
        power,
        "look_at_arrival",
        "Says what a message that lies aside would bring; keeps nothing yet",
        look,
    )
    .act("/api/v1/arrivals/{arrival}/take", power, "take_arrival", "Takes in a message that lies aside", take)
    .act(
        "/api/v1/arrivals/{arrival}/throw",
        power,
        "throw_arrival",
        "Throws away a message that lies aside",
        throw,
    )
}
