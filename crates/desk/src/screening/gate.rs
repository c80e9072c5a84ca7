//! What the gate asks: whether parties were held against the lists in force, and whether anything of it stands in the way.

use model::{JobKind, Marking, Noun, Party, PostId, Screening, ScreeningId, Thing};
use sha2::{Digest, Sha256};
use store::Deed;

use super::search::print_of_party;
use crate::Failure;

/// How the parties of a case stand to the lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screened {
    /// The lists in force, each with its version.
    pub lists: Vec<(String, u32)>,
    /// Screenings with hits that are not decided to be somebody else, or that were not held against the lists in force yet.
    pub open: Vec<ScreeningId>,
    /// Parties that nobody has screened: the gate stays shut until [`screen_parties`] was called and its job has run.
    pub missing: Vec<Party>,
    /// Whether a party was found on a list, and it is not decided that it is somebody else.
    pub hit: bool,
    /// Whether a party is still to be held against the lists in force.
    pub waits: bool,
    /// SHA-256 over parties, what was found and what was said of it: it changes with every one of them.
    pub digest: [u8; 32],
}

impl Screened {
    /// Whether nothing stands in the way.
    pub fn is_clear(&self) -> bool {
        self.open.is_empty() && self.missing.is_empty()
    }
}

/// How parties stand to the lists in force. Looks up what is kept and searches nothing, so that it costs a write little. Where no list
/// is in force nothing stands in the way.
///
/// # Errors
/// When the store fails.
pub fn screened(deed: &Deed<'_>, parties: &[Party]) -> Result<Screened, Failure> {
    let in_force = deed.party_lists()?.into_iter().filter(|list| !list.closed);
    let lists: Vec<_> = in_force.filter_map(|list| Some((list.id, list.version?))).collect();
    let mut screened = Screened {
        lists: lists.iter().map(|(list, version)| (list.to_string(), *version)).collect(),
        ..Screened::default()
    };
    if lists.is_empty() {
        screened.digest = Sha256::digest([]).into();
        return Ok(screened);
    }
    let mut lines: Vec<String> = Vec::new();
    for party in parties {
        let Ok(party) = party.clone().tidied() else {
            screened.missing.push(party.clone());
            continue;
        };
        let print = print_of_party(&party);
        let held: Vec<Screening> =
            deed.screenings_of(&print)?.into_iter().filter(|screening| !screening.ended).collect();
        if held.is_empty() {
            lines.push(format!("{print} missing"));
            screened.missing.push(party);
            continue;
        }
        for screening in held {
            let is_current = screening.screened_at.is_some() && deed.screening_lists(screening.id)? == lists;
            let hits = deed.hits(screening.id)?;
            let is_hit = hits.iter().any(|hit| !hit.is_harmless());
            if !is_current || is_hit {
                screened.open.push(screening.id);
            }
            screened.hit |= is_hit;
            screened.waits |= !is_current;
            lines.push(print.clone());
            lines.extend(hits.iter().filter(|hit| hit.state != model::HitState::Gone).map(|hit| {
                let ruling = hit.ruling.map_or("", model::HitRuling::word);
                let score = format!("{:.3}", hit.score);
                [&print, hit.list.as_str(), &hit.key, &hit.entry_print, &score, hit.state.word(), ruling].join(" ")
            }));
        }
    }
    screened.waits |= !screened.missing.is_empty();
    screened.open.sort_unstable();
    screened.open.dedup();
    lines.sort();
    lines.dedup();
    screened.digest = Sha256::digest(lines.join("\n").as_bytes()).into();
    Ok(screened)
}

/// Lets parties that nobody has screened be held against the lists by a job: as those of a thing, with a marking that is at least its
/// own, for the post that asks. Answers the screenings that were opened.
///
/// # Errors
/// When the store fails.
pub fn screen_parties(
    deed: &mut Deed<'_>,
    (about, post, marking): (&Thing, &PostId, &Marking),
    asked_by: &str,
    parties: &[Party],
    ids: &mut dyn FnMut() -> u64,
) -> Result<Vec<ScreeningId>, Failure> {
    let mut opened = Vec::new();
    for party in screened(deed, parties)?.missing {
        let Ok(party) = party.tidied() else { continue };
        let screening = Screening {
            id: ScreeningId::from_bits(ids()),
            about: Some(about.clone()).filter(|about| about.noun != Noun::Office),
            print: print_of_party(&party),
            party,
            post: post.clone(),
            asked_by: asked_by.to_owned(),
            purpose: String::new(),
            ended: false,
            screened_at: None,
            algorithm: String::new(),
            threshold: 0.0,
            marking: marking.clone(),
            revision: 0,
            made_at: deed.at(),
        };
        let fact = deed.fact(model::Verb::Asked, super::thing(screening.id));
        deed.keep_screening(&screening, Some(&fact))?;
        let at = deed.at();
        deed.enqueue(JobKind::Screen, &screening.id.to_string(), at)?;
        opened.push(screening.id);
    }
    Ok(opened)
}
