//! The mail of the demonstration: what an adviser mailed in, and what a stranger did. All of it is invented.

use std::fs;
use std::path::Path;

use desk::Ids;
use model::{Marking, Power, Reliability, Schedule, Source, SourceId, SourceKind};

use crate::clock::{now, random_numbers, today};
use crate::demo_story::Story;
use crate::failure::Failure;

/// Where mail for the demonstration lies, in its directory.
const MAILBOX: &str = "mailbox";

/// Messages that came, without the address to which they went.
const MESSAGES: &[(&str, &str)] = &[
    ("dispatch.eml", include_str!("../demo/mail/dispatch.eml")),
    ("stranger.eml", include_str!("../demo/mail/stranger.eml")),
];

/// Gives an office a mailbox, before it is opened.
pub fn prepare(dir: &Path) -> Result<(), Failure> {
    let file = dir.join("uptake.toml");
    let write = || -> std::io::Result<()> {
        fs::create_dir_all(dir.join(MAILBOX).join("new"))?;
        let text = fs::read_to_string(&file)?;
        let text = text.replacen("\nmailbox = \"\"", &format!("\nmailbox = \"{MAILBOX}\""), 1);
        fs::write(&file, text.replacen("\nfrom = \"\"", "\nfrom = \"office@uptake.example\"", 1))
    };
    write().map_err(|error| Failure::refused(format!("the demonstration cannot be written: {error}")))
}

impl Story<'_> {
    /// An adviser mails a dispatch in, which is taken in at once; what a stranger sent lies aside.
    pub(super) fn mail(&self) -> Result<(), Failure> {
        let mut ids: Ids = Box::new(random_numbers()?);
        let posts = &self.lebedev.posts;
        let Some(post) = posts.iter().map(|(post, _)| post).find(|post| post.powers.contains(&Power::Document)) else {
            return Ok(());
        };
        let source = Source {
            id: SourceId::from_bits(ids()),
            title: "Dispatches from Bonn".to_owned(),
            kind: SourceKind::Mail,
            address: String::new(),
            schedule: Schedule::Daily,
            post: post.id.clone(),
            territory: "Germany".to_owned(),
            subject: "Fairs and makers".to_owned(),
            language: None,
            reliability: Reliability::B,
            every_days: Some(30),
            cost: None,
            paused: false,
            remark: "Invented source. The adviser mails what is worth it, once a month at least.".to_owned(),
            marking: Marking::default(),
            revision: 0,
            made_at: 0,
        };
        let office = self.served.office.seen_by(&self.lebedev.scope);
        let id =
            self.act(&self.lebedev, 30, move |writer, turn| desk::register_source(writer, turn, &office, source))?.id;
        let (office, mail) = (self.served.office.clone(), self.served.office.source_mail(&id.to_string())?);
        let senders = vec!["adviser@bonn.example".to_owned()];
        let changed = model::MailIn { senders, at_once: true, ..mail.mail_in };
        self.act(&self.lebedev, 30, move |writer, turn| desk::change_mail_in(writer, turn, &office, changed))?;
        desk::make_letter_key(&self.served.office, &mut ids)?;
        let office = &self.served.office;
        let Some(address) = office.source_mail(&id.to_string())?.address else { return Ok(()) };
        let Some(mailbox) = office.configuration().mail().mailbox(office.dir()) else { return Ok(()) };
        for (name, text) in MESSAGES {
            let message = format!("Delivered-To: {address}\nTo: {address}\n{text}").replace('\n', "\r\n");
            fs::write(mailbox.join("new").join(name), message).map_err(|error| {
                Failure::refused(format!("the mail of the demonstration cannot be written: {error}"))
            })?;
        }
        desk::read_mailbox(&self.served.clerk, office, &web::letter::say, (now(), today()), &mut ids)?;
        Ok(())
    }
}
