//! Posts to choose one from: a list that words narrow, for an office may have thousands.

use desk::{Failure, Office};
use maud::{Markup, html};
use model::{Date, Post, PostId};

use crate::component::{Button, Choice, Field, Slips};
use crate::speech::Speech;
use crate::typed::Typed;

/// Posts that are offered at once. Who looks for another narrows the list by words.
const OFFERED_MAX: usize = 100;

/// A list of so many is looked over faster than words are typed.
const GLANCE: usize = 12;

/// A post that is offered.
#[derive(Clone, Debug)]
struct Offered {
    post: Post,
    /// The name of its unit.
    unit: String,
    /// Whether nobody acts for it today.
    is_vacant: bool,
}

/// The posts that are offered, by their titles.
#[derive(Clone, Debug, Default)]
pub struct PostOffer {
    posts: Vec<Offered>,
    n_left_out: usize,
}

impl PostOffer {
    /// Offers the open posts with every one of these words, and none of those that are excepted.
    ///
    /// # Errors
    /// When the store fails.
    pub fn of(office: &Office, words: &str, except: &[&PostId], today: Date) -> Result<PostOffer, Failure> {
        let tree = office.tree()?;
        let mut offer = PostOffer::default();
        let mut posts = office.posts()?;
        posts.sort_by_cached_key(|post| post.title.to_lowercase());
        for post in posts.into_iter().filter(|post| !post.closed && !except.contains(&&post.id)) {
            let unit = tree.unit(&post.unit).map_or(post.unit.as_str(), |unit| unit.name.as_str());
            if !fits(&post, unit, words) {
                continue;
            }
            if offer.posts.len() < OFFERED_MAX {
                let (unit, is_vacant) = (unit.to_owned(), office.acting(&post.id, today)?.is_empty());
                offer.posts.push(Offered { post, unit, is_vacant });
            } else {
                offer.n_left_out += 1;
            }
        }
        Ok(offer)
    }

    /// The fields of a form: words with a button that looks, and the posts. The field is called `to`, the words `words`,
    /// the button `look`.
    pub fn fields(&self, speech: Speech, label: &str, typed: &Typed, slips: &Slips) -> Markup {
        let posts = self.posts.iter().map(|Offered { post, unit, is_vacant }| {
            let name = format!("{} ({unit})", post.title);
            let vacant = || format!("{name} – {}", speech.say("post-vacant"));
            Choice::new(post.id.as_str(), if *is_vacant { vacant() } else { name.clone() })
        });
        let to = Field::select("to", label.to_owned(), posts.collect());
        // Nothing is chosen for who has not chosen.
        let to = match typed.some("to") {
            Some(chosen) => to.value(chosen),
            None => to,
        };
        let narrows = self.posts.len() > GLANCE || self.n_left_out > 0 || typed.some("words").is_some();
        html! {
            @if narrows {
                (Field::search("words", speech.say("post-offer-words")).optional().value(typed.get("words")).draw(speech))
                div class="actions" { (Button::plain(&speech.say("post-offer-look")).sends("look", "yes").skips_checks()) }
            }
            (to.slips(slips).draw(speech))
            @if self.posts.is_empty() { p class="quiet" { (speech.say("post-offer-none")) } }
            @if self.n_left_out > 0 { p class="quiet" { (speech.with("post-offer-more", &[("count", self.n_left_out.into())])) } }
        }
    }
}

/// The open post that somebody typed: by its short name, or by its title where one post alone is called so.
pub fn named_post(posts: &[Post], text: &str) -> Option<PostId> {
    let text = text.trim();
    let open = || posts.iter().filter(|post| !post.closed);
    if let Some(post) = open().find(|post| post.id.as_str() == text) {
        return Some(post.id.clone());
    }
    let mut called = open().filter(|post| post.title.to_lowercase() == text.to_lowercase());
    let first = called.next()?;
    called.next().is_none().then(|| first.id.clone())
}

/// Whether every word stands in the title or the name of a post or of its unit.
fn fits(post: &Post, unit: &str, words: &str) -> bool {
    let text = format!("{} {} {unit} {}", post.title, post.id, post.unit).to_lowercase();
    words.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use model::UnitId;

    use super::*;

    #[test]
    fn a_post_is_named_by_its_short_name_or_by_a_title_that_no_other_has() {
        let post = |id: &str, title: &str, closed: bool| Post {
            id: PostId::new(id).unwrap(),
            title: title.to_owned(),
            unit: UnitId::new("works").unwrap(),
            powers: Default::default(),
            closed,
        };
        let posts = [post("head", "Leiter", false), post("chief", "leiter", false), post("gone", "Archiv", true)];
        let named = |text| named_post(&posts, text).map(|post| post.to_string());
        assert_eq!(named(" head "), Some("head".to_owned()));
        assert_eq!(named("LEITER"), None, "two are called so");
        assert_eq!(named_post(&posts[1..], "LEITER").map(|post| post.to_string()), Some("chief".to_owned()));
        assert!(named("gone").is_none() && named("Archiv").is_none() && named("").is_none());
    }

    #[test]
    fn a_post_is_found_by_words_of_its_title_name_or_unit_in_any_order_and_writing() {
        let post = Post {
            id: PostId::new("librarian").unwrap(),
            title: "Ведущий библиограф".to_owned(),
            unit: UnitId::new("institute").unwrap(),
            powers: Default::default(),
            closed: false,
        };
        let fits = |words| fits(&post, "Институт металлов", words);
        assert!(fits("") && fits("БИБЛ institute") && fits("металлов librarian"));
        assert!(!fits("библ works"));
    }
}
