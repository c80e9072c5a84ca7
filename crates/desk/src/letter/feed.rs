//! What programs read of a post without an account: its deliveries as a feed, its duties as a calendar. The address is the key, so
//! it shows what everybody may see and nothing more.

use model::{Duty, Feed, Mailing, NeedId, Noun, Post, PostId, Refusal, Thing, Verb, sentence};
use store::{DeliveryLine, DutyFilter, Scope, Writer};

use super::mailing::may_set;
use crate::review::Turn;
use crate::{Failure, Ids, Office, OwnAbstract, Subject};

/// Deliveries in a feed.
const ENTRIES_MAX: usize = 100;

/// Duties in a calendar.
const DUTIES_MAX: usize = 500;

/// What stands behind the addresses of a post.
#[derive(Clone, Debug)]
pub struct PostFeed {
    /// The post.
    pub post: Post,
    /// Its deliveries, the newest first, each with the office's own abstract of its record.
    pub deliveries: Vec<(DeliveryLine, Option<OwnAbstract>)>,
    /// Its open duties with what each is about, the earliest due first.
    pub duties: Vec<(Duty, Subject)>,
}

/// Gives a post new addresses for programs, in place of those before, or takes them away.
///
/// # Errors
/// Refused to who neither acts for the post nor administers.
pub fn change_feed(writer: &mut Writer, turn: &Turn<'_>, post: &PostId, opens: bool) -> Result<Mailing, Failure> {
    let actor = may_set(turn.officer, post)?;
    writer.transact(&actor.to_string(), turn.now, |deed| {
        if deed.post(post)?.is_none_or(|post| post.closed) {
            return Err(Failure::said(sentence!("post-gone", "That post is not there any more; choose another")));
        }
        let before = deed.mailing(post)?;
        let feed: Feed = if opens { before.feed.anew() } else { before.feed.shut() };
        let changed = Mailing { feed, revision: before.revision + 1, ..before };
        deed.keep_mailing(&changed)?;
        let (verb, number) = (if opens { Verb::Issued } else { Verb::Revoked }, feed.number);
        let fact = deed.fact(verb, Thing::new(Noun::Post, post));
        deed.note(&fact.with(format!("addresses for programs {number}")))?;
        Ok(changed)
    })
}

/// Makes the key that seals addresses, where there is none yet. Called when an office is served.
///
/// # Errors
/// When it cannot be written.
pub fn make_letter_key(office: &Office, ids: &mut Ids) -> Result<(), Failure> {
    office.seals_made(ids).map(|_| ())
}

impl Office {
    /// The seal in the addresses of a post for programs; `None` where there are none.
    pub(crate) fn feed_seal(&self, mailing: &Mailing) -> Result<Option<String>, Failure> {
        let seals = self.seals()?.filter(|_| mailing.feed.is_open);
        Ok(seals.map(|seals| seals.of_feed(&mailing.post, mailing.feed.number)))
    }

    /// What stands behind the addresses of a post, for a reader of a language; `profile` narrows it to one profile of a need.
    ///
    /// # Errors
    /// Refused when the address is none, or was taken back: nobody learns which. Refused as well where nobody sees such a profile.
    pub fn post_feed(
        &self,
        (post, seal): (&str, &str),
        profile: Option<&str>,
        language: &str,
    ) -> Result<PostFeed, Failure> {
        let none = || {
            Failure::from(Refusal::NotFound {
                noun: "post",
                text: post.to_owned(),
                next: sentence!("next-feed", "ask who holds the post for its address"),
            })
        };
        let id = PostId::new(post).map_err(|_| none())?;
        let mailing = self.reader.mailing(&self.scope, &id)?;
        let fits = self.seals()?.is_some_and(|seals| seals.fits_feed(&id, mailing.feed.number, seal));
        if !fits || !mailing.feed.is_open {
            return Err(none());
        }
        let held = self.post(&id)?.filter(|post| !post.closed).ok_or_else(none)?;
        let open = self.seen_by(&Scope::open());
        let ids = open.reader.latest_of_post(&open.scope, &id, ENTRIES_MAX)?;
        let mut lines = open.reader.delivery_lines(&open.scope, &ids)?;
        let mut latest: Vec<DeliveryLine> = ids.iter().filter_map(|id| lines.remove(id)).collect();
        if let Some(profile) = profile {
            if !open.has_profile(profile)? {
                return Err(none());
            }
            latest.retain(|line| line.held.delivery.profile.to_string() == profile);
        }
        let mut deliveries = Vec::with_capacity(latest.len());
        for line in latest {
            let own = open.own_abstract(line.held.delivery.record, language, &|_| true)?;
            deliveries.push((line, own));
        }
        let filter =
            DutyFilter { posts: Some(vec![id]), open: Some(true), limit: Some(DUTIES_MAX), ..DutyFilter::default() };
        let mut duties = Vec::new();
        for duty in open.reader.duties(&open.scope, &filter)? {
            if let Some(subject) = open.subject(&duty.subject)? {
                duties.push((duty, subject));
            }
        }
        Ok(PostFeed { post: held, deliveries, duties })
    }

    /// Whether there is a profile of this name: `powder/1`.
    fn has_profile(&self, profile: &str) -> Result<bool, Failure> {
        let Some((need, _)) = profile.rsplit_once('/') else { return Ok(false) };
        let Ok(need) = NeedId::new(need) else { return Ok(false) };
        let need = self.reader.need(&self.scope, &need)?;
        Ok(need.is_some_and(|need| need.profiles.iter().any(|one| one.id.to_string() == profile)))
    }
}
