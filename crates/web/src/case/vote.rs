//! The vote on a case: the form of a ballot, how each member stands, and how it is counted in a sentence.

use axum::extract::Path;
use desk::BallotCast;
use maud::{Markup, html};
use model::{BALLOT_CHARS_MAX, Ballot, CaseMember, CaseState, Vote, VoteCount};

use super::basis::member_name;
use super::page::Shown;
use super::step::{ended, over, unread};
use crate::caller::Caller;
use crate::component::{Button, Choice, Column, Field, Form, Slips, Table, Tone, tag};
use crate::country::country as country_of;
use crate::failed::Answer;
use crate::speech::Speech;
use crate::typed::Typed;

pub async fn cast(caller: Caller, Path(name): Path<String>, typed: Typed) -> Answer {
    let (id, over) = over(&caller, &name, &typed).await?;
    let Some(vote) = Vote::from_word(typed.get("vote")) else {
        return unread(&caller, name, &typed, "vote", "case-vote-unread").await;
    };
    // A member that is not named is none, and refused as such.
    let member = typed.get("member").parse().unwrap_or(0);
    let cast = BallotCast { member, vote, reason: typed.get("vote-reason").replace("\r\n", "\n"), over };
    let done = caller.act(move |writer, turn, _| desk::cast_ballot(writer, turn, id, cast)).await;
    ended(&caller, name, &typed, "vote-reason", done).await
}

/// What was said, as a tag.
fn vote(speech: Speech, vote: Vote) -> Markup {
    let tone = match vote {
        Vote::Yes => Tone::Good,
        Vote::No => Tone::Bad,
        Vote::Abstain => Tone::Plain,
    };
    tag(tone, &speech.say(&format!("vote-{}", vote.word())))
}

/// The form of a ballot, for whoever may cast one.
pub(super) fn form(caller: &Caller, shown: &Shown, typed: &Typed, slips: &Slips) -> Markup {
    let speech = caller.visit.speech;
    let case = &shown.page.case;
    let mine: Vec<&CaseMember> = shown.rights.vote.iter().filter_map(|number| case.member(*number)).collect();
    let [first, others @ ..] = mine.as_slice() else { return html! {} };
    let cast: Option<&Ballot> = mine.iter().find_map(|member| shown.page.ballot(member.number));
    let votes = Vote::ALL.iter().map(|one| {
        Choice::new(one.word(), speech.say(&format!("vote-{}", one.word())))
            .hint(speech.say(&format!("vote-{}-hint", one.word())))
    });
    let members = mine.iter().map(|member| Choice::new(member.number.to_string(), member.name.clone()));
    let chosen = typed.some("vote").or_else(|| cast.map(|ballot| ballot.vote.word())).unwrap_or_default();
    let reason = if typed.has("vote-reason") { typed.get("vote-reason") } else { cast.map_or("", |one| &one.reason) };
    let send = speech.say(if cast.is_some() { "vote-change" } else { "vote-cast" });
    let action = format!("/cases/{}/ballots", case.id);
    html! {
        section aria-labelledby="vote-title" {
            h2 id="vote-title" { (speech.say("vote-title")) }
            p { (speech.with("vote-due", &[("day", speech.date(case.due).into())])) }
            (Form::new(&caller.visit, &action).guarded().around(html! {
                input type="hidden" name="over" value=(desk::hex(&case.over));
                @if others.is_empty() {
                    input type="hidden" name="member" value=(first.number);
                    p { (speech.with("vote-for", &[("member", first.name.clone().into())])) }
                } @else {
                    (Field::select("member", speech.say("vote-member"), members.collect()).value(typed.some("member").unwrap_or(&first.number.to_string())).slips(slips).draw(speech))
                }
                (Field::radios("vote", speech.say("vote-vote"), votes.collect()).value(chosen).slips(slips).draw(speech))
                (Field::lines("vote-reason", speech.say("vote-reason"), 3).hint(speech.say("vote-reason-hint")).value(reason).optional().length_max(BALLOT_CHARS_MAX).slips(slips).draw(speech))
                div class="actions" { (Button::primary(&send)) }
            }))
        }
    }
}

/// How the members stand, and how that is counted.
pub(super) fn members(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    let case = &page.case;
    let columns = ["member-name", "member-post", "member-weight", "vote-vote", "vote-reason", "vote-by"];
    let mut table = Table::new(speech.say("members-title"), columns.map(|key| Column::new(speech.say(key))).into())
        .caption_unseen()
        .cards_on_phone();
    for member in &case.members {
        let ballot = page.ballot(member.number);
        table = table.row(vec![
            html! {
                (member_name(speech, member))
                // A member that is called like its country is named once.
                @if let Some(country) = member.country.as_ref().map(|code| country_of(speech, code)).filter(|country| *country != member.name) {
                    " " span class="quiet" { (country) }
                }
            },
            html! { a href={ "/office/posts/" (member.post) } { bdi { (page.post(&member.post)) } } },
            html! { (member.weight) },
            stands(speech, shown, member, ballot),
            html! {
                @match ballot.filter(|ballot| !ballot.reason.is_empty()) {
                    Some(ballot) => bdi { (ballot.reason) },
                    None => "–",
                }
            },
            html! {
                @match ballot {
                    Some(ballot) => {
                        (shown.who(speech, &Shown::actor(&ballot.person, Some(&ballot.post)))) ", "
                        (crate::history::when(speech, ballot.at))
                    }
                    None => "–",
                }
            },
        ]);
    }
    html! {
        section aria-labelledby="members" {
            h2 id="members" { (speech.say("members-title")) }
            p { (counted(speech, shown)) }
            @if case.members.is_empty() { p class="quiet" { (speech.say("case-nobody")) } } @else { (table.draw(speech)) }
            (fallen(speech, shown))
        }
    }
}

/// Where one member stands: its vote, its silence, or that it cannot vote.
fn stands(speech: Speech, shown: &Shown, member: &CaseMember, ballot: Option<&Ballot>) -> Markup {
    let case = &shown.page.case;
    let silent = matches!(&shown.page.count, VoteCount::Approved { silent } if silent.contains(&member.number));
    html! {
        @match (ballot, member.told) {
            (Some(ballot), _) => (vote(speech, ballot.vote)),
            _ if silent => (tag(Tone::Good, &speech.say("member-consents"))),
            (None, None) if case.state == CaseState::Forbidden => "–",
            (None, None) => (tag(Tone::Warn, &speech.say("member-blind"))),
            (None, Some(day)) if case.state == CaseState::Open => {
                (tag(Tone::Plain, &speech.say("member-missing"))) " "
                span class="quiet" { (silence(speech, shown, day)) }
            }
            (None, Some(_)) => span class="quiet" { (speech.say("member-not-voted")) },
        }
    }
}

/// Since when a member is asked, and when its silence is consent.
fn silence(speech: Speech, shown: &Shown, told: model::Date) -> String {
    match shown.page.case.rule.silence_days {
        Some(days) => {
            // Silence runs out with the end of its last day.
            let consents = told.plus_days(i64::from(days) + 1);
            speech.with("member-silence", &[("day", speech.date(consents).into())])
        }
        None => speech.with("member-asked", &[("day", speech.date(told).into())]),
    }
}

/// The count in a sentence: how many said what, who is missing, and whether the rule is met.
fn counted(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    let case = &page.case;
    let n = |wanted: Vote| {
        case.members.iter().filter_map(|member| page.ballot(member.number)).filter(|one| one.vote == wanted).count()
    };
    let voted = n(Vote::Yes) + n(Vote::No) + n(Vote::Abstain);
    let values = [
        ("yes", n(Vote::Yes).into()),
        ("no", n(Vote::No).into()),
        ("abstain", n(Vote::Abstain).into()),
        ("voted", voted.into()),
        ("members", case.members.len().into()),
    ];
    let names = |numbers: &[u16]| {
        let names = numbers.iter().filter_map(|number| case.member(*number)).map(|member| member.name.as_str());
        names.collect::<Vec<_>>().join(", ")
    };
    let (missing, silent) = match &page.count {
        VoteCount::Open { missing } if case.state == CaseState::Open => (names(missing), String::new()),
        VoteCount::Approved { silent } => (String::new(), names(silent)),
        _ => (String::new(), String::new()),
    };
    html! {
        (speech.with("case-count", &values))
        @if !missing.is_empty() { " " (speech.with("case-count-missing", &[("members", missing.into())])) }
        @if !silent.is_empty() { " " (speech.with("case-count-silent", &[("members", silent.into())])) }
    }
}

/// Votes that were cast over something else than what is decided on now: they stay to be seen, and do not count.
fn fallen(speech: Speech, shown: &Shown) -> Markup {
    let page = &shown.page;
    let n_fallen = page.ballots.iter().filter(|ballot| ballot.over != page.case.over).count();
    html! {
        @if n_fallen > 0 { p class="quiet" { (speech.with("case-fallen", &[("count", n_fallen.into())])) } }
    }
}
