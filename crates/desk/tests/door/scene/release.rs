//! What is given to hosts, and what more people shall see, before the doors.

use desk::{
    Failure, ask_widening, carry_out_widening, decide_release, decide_widening, note_exchange, take_dossier,
    write_release,
};
use model::{
    Exchange, ExchangeId, ExchangeKind, ExchangeWay, HostRelease, Marking, Noun, PersonId, Power, RecordId, ReleaseId,
    ReleaseState, Thing, UnitId, Verb, WideningId, WideningSide,
};
use store::Scope;

use super::{House, Parts, post};
use crate::{agreement, mission};

fn release_held(house: &House, id: ReleaseId) -> HostRelease {
    house.office().release(&id.to_string()).unwrap()
}

/// A release of two records that is asked for.
fn a_release(kit: &agreement::House) -> HostRelease {
    let records: Vec<RecordId> = vec![kit.record("On turbines", None, "open"), kit.record("On pumps", None, "open")];
    let release = HostRelease {
        id: ReleaseId::from_bits(kit.id()),
        title: "Two papers".to_owned(),
        host: kit.host("open"),
        records,
        reason: "They asked for them".to_owned(),
        unit: UnitId::new("nowhere").unwrap(),
        post: post("contracts"),
        asked_by: String::new(),
        asker: PersonId::new("nobody").unwrap(),
        state: ReleaseState::Given,
        decided_by: None,
        decided_at: None,
        remark: String::new(),
        exchange: None,
        marking: Marking::default(),
        revision: 7,
        made_at: 0,
    };
    let office = kit.office.clone();
    kit.act("sokolov", move |writer, turn| write_release(writer, turn, &office, &release, None)).unwrap()
}

fn give(house: &House, id: ReleaseId) -> Result<(), Failure> {
    let seen = (id, release_held(house, id).revision);
    house.act("petrova", move |writer, turn, _| decide_release(writer, turn, seen, (true, ""))).map(|_| ())
}

pub fn release_given() -> Parts {
    let kit = agreement::house();
    let id = a_release(&kit).id;
    let change = move |house: &House| {
        house.operator(move |deed| {
            let held = deed.release(&Scope::office(), id)?.unwrap();
            let fact = deed.fact(Verb::Restated, Thing::new(Noun::Release, id));
            let reason = format!("{}, and more", held.reason);
            Ok(deed.keep_release(&HostRelease { reason, revision: held.revision + 1, ..held }, &fact)?)
        });
    };
    let happened = move |house: &House| {
        let held = release_held(house, id);
        let exchanges = house.office().exchanges(held.host).unwrap();
        let noted = exchanges.iter().any(|one| Some(one.id) == held.exchange && one.way == ExchangeWay::Given);
        assert_eq!(noted, held.state == ReleaseState::Given, "what is given is noted, and nothing else is");
        noted
    };
    (House::Agreement(kit), Box::new(move |house| give(house, id)), Box::new(change), Box::new(happened))
}

pub fn dossier_taken() -> Parts {
    let kit = agreement::house();
    let release = a_release(&kit);
    let (id, record) = (release.id, release.records[0]);
    let house = House::Agreement(kit);
    give(&house, id).unwrap();
    let taken = std::rc::Rc::new(std::cell::Cell::new(false));
    let seen = std::rc::Rc::clone(&taken);
    let go = move |house: &House| {
        let form = formats::Form::JsonLines;
        let given = house.act("sokolov", move |writer, turn, office| take_dossier(writer, turn, office, id, form))?;
        assert_eq!(given.n_given, 2);
        taken.set(true);
        Ok(())
    };
    let change = move |house: &House| {
        house.operator(move |deed| {
            let marking = deed.marking_of_record(&Scope::office(), record)?.unwrap();
            let higher = if marking.level == model::Level::Open { "internal" } else { "restricted" };
            Ok(deed.mark_record(record, &Marking::parse(higher).unwrap())?)
        });
    };
    (house, Box::new(go), Box::new(change), Box::new(move |_| seen.get()))
}

pub fn exchange_noted() -> Parts {
    let kit = agreement::house();
    let (host, id) = (kit.host("open"), ExchangeId::from_bits(kit.id()));
    let go = move |house: &House| {
        let exchange = Exchange {
            id,
            host,
            way: ExchangeWay::Given,
            kind: ExchangeKind::Drawing,
            day: house.today(),
            what: "Drawings of a valve".to_owned(),
            worth: None,
            mission: None,
            answers: None,
            post: post("contracts"),
            struck: None,
            marking: Marking::default(),
            made_at: 0,
        };
        house.act("sokolov", move |writer, turn, _| note_exchange(writer, turn, exchange)).map(|_| ())
    };
    let happened = move |house: &House| !house.office().exchanges(host).unwrap().is_empty();
    (House::Agreement(kit), Box::new(go), Box::new(|_| {}), Box::new(happened))
}

pub fn marking_widened() -> Parts {
    let kit = mission::house();
    let host = kit.host("restricted");
    let house = House::Mission(kit);
    house.appoint("orlov", "administrator", "ministry", &[Power::Administer]);
    let (id, thing) = (WideningId::from_bits(77), Thing::new(Noun::Host, host));
    let asked = house.act("sokolov", move |writer, turn, office| {
        let to = Marking::parse("internal").unwrap();
        let asked = ask_widening(writer, turn, office, (id, &thing), &to, (&post("engineer"), "It is known by now"))?;
        Ok(asked.revision)
    });
    let seen = (id, asked.unwrap());
    house
        .act("petrova", move |writer, turn, _| {
            decide_widening(writer, turn, seen, WideningSide::Work, (true, "The works needs it"))
        })
        .unwrap();
    let go = move |house: &House| {
        let held = house.office().widening(&id.to_string()).unwrap();
        let seen = (id, held.revision);
        house
            .act("orlov", move |writer, turn, _| match held.missing().is_empty() {
                false => decide_widening(writer, turn, seen, WideningSide::Office, (true, "Nobody is harmed")),
                true => carry_out_widening(writer, turn, seen),
            })
            .map(|_| ())
    };
    let change = move |house: &House| {
        house.operator(move |deed| {
            let held = deed.host(&Scope::office(), host)?.unwrap();
            let marking = Marking { caveats: ["no-copying".to_owned()].into(), ..held.marking.clone() };
            Ok(deed.keep_host(&model::Host { marking, revision: held.revision + 1, ..held }, Verb::Revised)?)
        });
    };
    let happened =
        move |house: &House| house.office().host(&host.to_string()).unwrap().marking.level == model::Level::Internal;
    (house, Box::new(go), Box::new(change), Box::new(happened))
}
